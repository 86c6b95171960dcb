-- The record: a journal and what is folded from it. Common to linli and linli-hub.
-- An event's place is pos = device.no << 40 | seq: one small key for every index, and a device's journal is a range of it.
CREATE TABLE meta(key TEXT PRIMARY KEY, value ANY) STRICT, WITHOUT ROWID;
CREATE TABLE device(
    no INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE,
    pub BLOB,                              -- known for own devices, and at the hub
    secret BLOB,                           -- own devices
    worker BLOB,
    letters TEXT NOT NULL DEFAULT '',
    head_seq INTEGER NOT NULL DEFAULT 0,   -- newest event here
    head_hash BLOB,
    held_seq INTEGER NOT NULL DEFAULT 0,   -- client: newest event that the hub says it holds
    fork_of INTEGER, fork_seq INTEGER,     -- a tail that left another device's chain behind fork_seq
    revoked INTEGER,                       -- when
    token BLOB UNIQUE,                     -- hub: BLAKE2b-256 of the bearer token
    cursor INTEGER NOT NULL DEFAULT 0      -- hub: newest rev of the worker's town that the device confirmed by pulling from it
) STRICT;
CREATE TABLE event(
    pos INTEGER PRIMARY KEY,
    entity BLOB NOT NULL,
    town TEXT,                             -- with rev: the hub's order
    rev INTEGER,
    header TEXT NOT NULL,
    salt BLOB,                             -- salt and body are NULL once erased; body_hash then stands for them
    body TEXT,
    body_hash BLOB,
    sealed BLOB,                           -- body sealed to the hub once its entity left the scope, and when
    sealed_at INTEGER,
    hash BLOB NOT NULL,
    verdict INTEGER NOT NULL DEFAULT 0,    -- enum verdict
    reason TEXT,                           -- of a verdict other than accepted
    received INTEGER                       -- hub time
) STRICT;
CREATE INDEX event_entity ON event(entity, rev);
CREATE INDEX event_rev ON event(town, rev) WHERE rev IS NOT NULL;
CREATE INDEX event_verdict ON event(verdict) WHERE verdict > 1;

-- Folded tables. `rebuild` makes them anew from the journal, row for row the same.
-- household.sort is door order with gaps, so that the search index answers in it; kept over a rebuild.
CREATE TABLE household(
    sort INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE,
    area TEXT NOT NULL, number TEXT NOT NULL,
    compound TEXT NOT NULL, building TEXT NOT NULL, unit TEXT NOT NULL, floor TEXT NOT NULL, room TEXT NOT NULL,
    door TEXT NOT NULL,                    -- door_key
    head TEXT NOT NULL, phones TEXT NOT NULL, note TEXT NOT NULL,
    members TEXT NOT NULL,                 -- JSON array of {name, relation, phones}
    people INTEGER NOT NULL,
    visited INTEGER,                       -- newest visit that was not withdrawn
    open INTEGER NOT NULL DEFAULT 0        -- open matters with a party from here
) STRICT;
CREATE INDEX household_door ON household(area, door);
CREATE INDEX household_number ON household(number, area) WHERE number <> '';
CREATE INDEX household_visited ON household(sort, visited, open);
CREATE INDEX household_open ON household(sort) WHERE open > 0;
CREATE TABLE visit(
    pos INTEGER PRIMARY KEY,
    household BLOB NOT NULL,
    at INTEGER NOT NULL, outcome INTEGER NOT NULL, purpose INTEGER NOT NULL,
    met TEXT NOT NULL, note TEXT NOT NULL, next TEXT NOT NULL,
    worker BLOB,
    withdrawn INTEGER                      -- pos of the event that withdrew it
) STRICT;
CREATE INDEX visit_household ON visit(household, at);
CREATE TABLE matter(
    id BLOB PRIMARY KEY,
    pos INTEGER NOT NULL,                  -- of the event that opened it
    number TEXT NOT NULL, kind INTEGER NOT NULL, type INTEGER NOT NULL,
    summary TEXT NOT NULL,
    open INTEGER NOT NULL,                 -- 1 open, 0 closed
    step INTEGER NOT NULL, step_at INTEGER NOT NULL, level INTEGER NOT NULL,
    due INTEGER,                           -- day number
    owner BLOB, area TEXT NOT NULL,
    opened INTEGER NOT NULL,
    withdrawn INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX matter_number ON matter(number);
CREATE INDEX matter_open ON matter(open, due);
CREATE TABLE party(
    matter BLOB NOT NULL, no INTEGER NOT NULL,
    name TEXT NOT NULL, household BLOB, door TEXT NOT NULL, phones TEXT NOT NULL,
    PRIMARY KEY(matter, no)
) STRICT, WITHOUT ROWID;
CREATE INDEX party_household ON party(household) WHERE household IS NOT NULL;
CREATE TABLE alias(own BLOB PRIMARY KEY, into_id BLOB NOT NULL, pos INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE area(code TEXT PRIMARY KEY, id BLOB NOT NULL, name TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE worker(
    id BLOB PRIMARY KEY, login TEXT NOT NULL UNIQUE, name TEXT NOT NULL,
    role INTEGER NOT NULL, area TEXT NOT NULL, gone INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;
CREATE TABLE assignment(
    worker BLOB NOT NULL, area TEXT NOT NULL, household BLOB NOT NULL, -- area, or x'' and one household
    PRIMARY KEY(worker, area, household)
) STRICT, WITHOUT ROWID;

-- Words prepared in C for lookup; rowid = household.sort. Contentless: what was put in must be taken out word for word.
CREATE VIRTUAL TABLE search USING fts5(tokens, content='', detail=none, prefix='1 2 3 4 5 6', tokenize='ascii', columnsize=0);
