-- What only a hub has. A town's revs number events and changes of scope in one count, so that one cursor pages through both.
CREATE TABLE town(
    no INTEGER PRIMARY KEY, code TEXT NOT NULL UNIQUE, rev INTEGER NOT NULL,
    restored INTEGER NOT NULL DEFAULT 0    -- its rev when the hub was last restored
) STRICT;
CREATE TABLE entity(                       -- where an entity belongs; its town never changes, so that its events have one order
    id BLOB PRIMARY KEY, kind INTEGER NOT NULL, town INTEGER NOT NULL, area TEXT NOT NULL,
    creator BLOB                           -- worker, NULL the hub
) STRICT, WITHOUT ROWID;
CREATE INDEX entity_area ON entity(kind, area);
CREATE TABLE rule(                         -- who was given what: the rule of the household, else of the deepest area decides
    worker BLOB NOT NULL, area TEXT NOT NULL, household BLOB NOT NULL,  -- an area, or '' and one household; else x''
    given INTEGER NOT NULL,                -- 0: taken out of what a wider rule gives
    PRIMARY KEY(worker, area, household)
) STRICT, WITHOUT ROWID;
CREATE INDEX rule_area ON rule(area, household);
CREATE TABLE member(                       -- what is or was in a worker's scope
    worker BLOB NOT NULL, entity BLOB NOT NULL,
    rev INTEGER NOT NULL,                  -- of the newest enter
    gone INTEGER,                          -- of the leave after it
    times INTEGER NOT NULL,                -- enters before the newest one
    PRIMARY KEY(worker, entity)
) STRICT, WITHOUT ROWID;
CREATE INDEX member_entity ON member(entity) WHERE gone IS NULL;
CREATE TABLE scope(                        -- the same as it grew and shrank
    worker BLOB NOT NULL, town INTEGER NOT NULL, rev INTEGER NOT NULL,
    entity BLOB NOT NULL,
    since INTEGER NOT NULL,                -- 0: an enter; else a leave, and the rev of the enter that it ends
    PRIMARY KEY(worker, town, rev)
) STRICT, WITHOUT ROWID;
CREATE TABLE code(                         -- one-time codes of enrolment, hashed
    hash BLOB PRIMARY KEY, worker BLOB NOT NULL, expires INTEGER NOT NULL, used INTEGER,
    device BLOB                            -- whose key used it: the same may ask again, because the answer may have been lost
) STRICT, WITHOUT ROWID;
CREATE INDEX device_worker ON device(worker);
CREATE INDEX device_pub ON device(pub);
CREATE INDEX device_letters ON device(letters);
CREATE INDEX worker_area ON worker(area);
CREATE INDEX alias_into ON alias(into_id);
