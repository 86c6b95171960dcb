-- The record: a journal, and what is folded from it (schema_folded.sql). Common to linli and linli-hub. Once a version is out, the
-- tables that are not folded change in further files alone, NAME_VERSION.sql: a new record runs them one behind the other too.
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
