-- What is folded from the journal: `rebuild` and a record of an older version make all of it anew, row for row the same.
-- household.sort is door order with gaps, so that the search index answers in it; kept over a rebuild.
CREATE TABLE household(
    sort INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE,
    area TEXT NOT NULL, number TEXT NOT NULL,
    compound TEXT NOT NULL, building TEXT NOT NULL, unit TEXT NOT NULL, floor TEXT NOT NULL, room TEXT NOT NULL,
    door TEXT NOT NULL,                    -- door_key
    head TEXT NOT NULL, phones TEXT NOT NULL, note TEXT NOT NULL,
    members TEXT NOT NULL,                 -- JSON array of {name, relation, phones}
    status TEXT NOT NULL,                  -- code of enum occupancy, '' lived in
    people INTEGER NOT NULL,
    visited INTEGER,                       -- newest visit that was not withdrawn
    open INTEGER NOT NULL DEFAULT 0        -- open matters with a party from here
) STRICT;
CREATE INDEX household_door ON household(area, door);
CREATE INDEX household_number ON household(number, area) WHERE number <> '';
CREATE INDEX household_visited ON household(sort, visited, open);
CREATE INDEX household_open ON household(sort) WHERE open > 0;
CREATE INDEX household_seen ON household(visited, sort) WHERE status = '' OR status IN ('lived', 'let');
CREATE TABLE visit(
    pos INTEGER PRIMARY KEY,
    household BLOB NOT NULL,
    at INTEGER NOT NULL, outcome INTEGER NOT NULL, purpose INTEGER NOT NULL,
    met TEXT NOT NULL, note TEXT NOT NULL, next TEXT NOT NULL,
    worker BLOB,
    withdrawn INTEGER                      -- pos of the event that withdrew it
) STRICT;
CREATE INDEX visit_household ON visit(household, at);
CREATE INDEX visit_next ON visit(next) WHERE next <> '' AND withdrawn IS NULL;
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
    withdrawn INTEGER,
    left_by INTEGER, closed INTEGER,       -- enum exit, and when
    triage TEXT NOT NULL                   -- answers as codes (triage.h)
) STRICT, WITHOUT ROWID;
CREATE INDEX matter_number ON matter(number);
CREATE INDEX matter_open ON matter(open, due);
CREATE TABLE party(
    matter BLOB NOT NULL, no INTEGER NOT NULL,
    name TEXT NOT NULL, household BLOB, door TEXT NOT NULL, phones TEXT NOT NULL,
    PRIMARY KEY(matter, no)
) STRICT, WITHOUT ROWID;
CREATE INDEX party_household ON party(household) WHERE household IS NOT NULL;
-- Fields that a person corrected: the event that said the present value; a ROSTER event's where there is no row. A correction
-- that names another one than this stands beside it in clash until a person settles it.
CREATE TABLE said(household BLOB NOT NULL, field INTEGER NOT NULL, pos INTEGER NOT NULL, PRIMARY KEY(household, field)) STRICT, WITHOUT ROWID;
CREATE TABLE clash(
    household BLOB NOT NULL, field INTEGER NOT NULL, pos INTEGER NOT NULL,
    PRIMARY KEY(household, field, pos)
) STRICT, WITHOUT ROWID;
-- Care needs that a resident asked to have noted.
CREATE TABLE need(
    pos INTEGER PRIMARY KEY,
    household BLOB NOT NULL,
    need INTEGER NOT NULL, words TEXT NOT NULL,
    who TEXT NOT NULL, how INTEGER NOT NULL, agreed TEXT NOT NULL, purpose TEXT NOT NULL, until TEXT NOT NULL,
    next TEXT NOT NULL,                    -- what was promised for it is due
    worker BLOB, at INTEGER NOT NULL,
    withdrawn INTEGER
) STRICT;
CREATE INDEX need_household ON need(household);
CREATE INDEX need_next ON need(next) WHERE next <> '' AND withdrawn IS NULL;
-- Who looked at a number that is masked by default; the resident's copy lists it.
CREATE TABLE access(pos INTEGER PRIMARY KEY, household BLOB NOT NULL, at INTEGER NOT NULL, worker BLOB, what TEXT NOT NULL, purpose TEXT NOT NULL) STRICT;
CREATE INDEX access_household ON access(household, at);
-- Events that were withdrawn and not taken up again.
CREATE TABLE taken_back(pos INTEGER PRIMARY KEY, entity BLOB NOT NULL, by_pos INTEGER NOT NULL) STRICT;
CREATE INDEX taken_back_entity ON taken_back(entity);
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
