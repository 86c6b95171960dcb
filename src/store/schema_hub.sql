-- What only a hub has. A town's revs number events and changes of scope in one count, so that one cursor pages through both.
CREATE TABLE town(code TEXT PRIMARY KEY, rev INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE scope(                        -- a worker's scope as it grew and shrank
    town TEXT NOT NULL, rev INTEGER NOT NULL,
    worker BLOB NOT NULL, entity BLOB NOT NULL,
    enters INTEGER NOT NULL,               -- 1 enter, 0 leave
    PRIMARY KEY(town, rev)
) STRICT, WITHOUT ROWID;
CREATE INDEX scope_worker ON scope(worker, entity, rev);
CREATE INDEX scope_feed ON scope(worker, town, rev);
CREATE TABLE member(                       -- what is in a worker's scope now
    worker BLOB NOT NULL, entity BLOB NOT NULL, rev INTEGER NOT NULL,
    PRIMARY KEY(worker, entity)
) STRICT, WITHOUT ROWID;
CREATE INDEX member_entity ON member(entity);
CREATE TABLE entity(                       -- where an entity belongs
    id BLOB PRIMARY KEY, town TEXT NOT NULL, kind INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE code(                         -- one-time codes of enrolment, hashed
    hash BLOB PRIMARY KEY, worker BLOB NOT NULL, expires INTEGER NOT NULL, used INTEGER
) STRICT, WITHOUT ROWID;
