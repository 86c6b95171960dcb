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
    step INTEGER NOT NULL, level INTEGER NOT NULL,
    due INTEGER,                           -- day number
    owner BLOB, area TEXT NOT NULL,
    opened INTEGER NOT NULL,
    withdrawn INTEGER,
    left_by INTEGER, closed INTEGER,       -- enum exit of a course cut short; when it was closed
    triage TEXT NOT NULL,                  -- answers as codes (triage.h)
    parties INTEGER NOT NULL,
    reached INTEGER NOT NULL,              -- the highest level that it was at
    offered BLOB, waiting INTEGER NOT NULL DEFAULT 0, -- as in struct flow_matter (flow.h), days as day numbers
    step_day INTEGER NOT NULL, accepted INTEGER NOT NULL DEFAULT 0, agreed INTEGER NOT NULL DEFAULT 0,
    danger INTEGER NOT NULL DEFAULT 0, reopened INTEGER NOT NULL DEFAULT 0,
    urged INTEGER NOT NULL DEFAULT 0, overdue INTEGER NOT NULL DEFAULT 0,
    failed INTEGER NOT NULL DEFAULT 0,     -- the newest session reached nothing
    missed INTEGER NOT NULL DEFAULT 0      -- terms that were not kept
) STRICT, WITHOUT ROWID;
CREATE INDEX matter_number ON matter(number);
-- What a list asks of every matter that it looks at, and Today too, stands in the index: the rows lie all over the file.
CREATE INDEX matter_open ON matter(due, pos, open, kind, type, level, owner, waiting, offered, urged, step) WHERE open = 1;
CREATE INDEX matter_closed ON matter(opened, pos, open, kind, type, level, owner, due, waiting, offered) WHERE open = 0;
-- Of open ones, for whom they wait: a level, a person; urged ones; those whose agreement may be confirmed.
CREATE INDEX matter_level ON matter(level, due, pos, open, waiting, offered, urged, step, owner, kind, type) WHERE open = 1;
CREATE INDEX matter_waiting ON matter(level, due, pos, open, waiting, offered, urged, step, owner, kind, type) WHERE open = 1 AND waiting = 1;
CREATE INDEX matter_owner ON matter(owner, due, pos, open, level, waiting, offered, urged, step, kind, type) WHERE open = 1;
CREATE INDEX matter_offered ON matter(offered, due, pos, open, level, waiting, urged, step, owner, kind, type) WHERE open = 1 AND offered IS NOT NULL;
CREATE INDEX matter_urged ON matter(due) WHERE open = 1 AND urged = 1;
CREATE INDEX matter_agreed ON matter(step, agreed) WHERE open = 1 AND agreed > 0;
CREATE TABLE party(
    matter BLOB NOT NULL, no INTEGER NOT NULL,
    name TEXT NOT NULL, household BLOB, door TEXT NOT NULL, phones TEXT NOT NULL,
    told BLOB,                             -- the household as it was told, where that was joined with another
    PRIMARY KEY(matter, no)
) STRICT, WITHOUT ROWID;
CREATE INDEX party_household ON party(household) WHERE household IS NOT NULL;
-- What was done with a matter, in the order of its folding.
CREATE TABLE step(
    matter BLOB NOT NULL, no INTEGER NOT NULL,
    pos INTEGER NOT NULL,
    step INTEGER NOT NULL, exit INTEGER NOT NULL, next INTEGER NOT NULL, -- at which step, what, which step follows; 0: closed
    level INTEGER NOT NULL, at INTEGER NOT NULL, day INTEGER NOT NULL, due INTEGER NOT NULL,
    worker BLOB, other BLOB,
    began INTEGER NOT NULL, was_due INTEGER NOT NULL, was_level INTEGER NOT NULL, -- of the step that it ended
    applied INTEGER NOT NULL,              -- 0: the matter was elsewhere
    withdrawn INTEGER,
    PRIMARY KEY(matter, no)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX step_pos ON step(pos);
-- What was written down in the course of a matter (items.h); body as it came.
CREATE TABLE item(
    pos INTEGER PRIMARY KEY,
    matter BLOB NOT NULL, no INTEGER NOT NULL,
    item INTEGER NOT NULL, party INTEGER NOT NULL, answer INTEGER NOT NULL, score INTEGER NOT NULL, grade INTEGER NOT NULL,
    made INTEGER NOT NULL, day INTEGER NOT NULL, due INTEGER NOT NULL, -- day numbers, 0 none
    other BLOB,                            -- a worker or a directory's entry
    about INTEGER NOT NULL,                -- pos of the item that it is about, 0 none
    round INTEGER NOT NULL,                -- how often the matter had been reopened
    worker BLOB, at INTEGER NOT NULL, level INTEGER NOT NULL,
    body TEXT NOT NULL,
    result INTEGER NOT NULL DEFAULT 0,     -- of a task, a term, a claim: the newest answer (enum yes_or_no)
    promised INTEGER NOT NULL DEFAULT 0,   -- of a task: the day that was promised for it
    withdrawn INTEGER
) STRICT;
CREATE INDEX item_matter ON item(matter, no);
CREATE INDEX item_other ON item(other) WHERE other IS NOT NULL;
CREATE INDEX item_about ON item(about) WHERE about <> 0;
CREATE INDEX item_grade ON item(at) WHERE grade <> 0; -- claims alone have one
CREATE INDEX item_due ON item(due) WHERE due <> 0 AND result = 0 AND withdrawn IS NULL;
CREATE INDEX item_open ON item(item, due, promised, matter, other, result, withdrawn) WHERE due <> 0 AND result = 0 AND withdrawn IS NULL;
CREATE INDEX item_counted ON item(matter, item) WHERE score <> 0 OR due <> 0;
-- The hub's clock: urged and overdue, on the level that had the matter.
CREATE TABLE reminder(
    pos INTEGER PRIMARY KEY, matter BLOB NOT NULL, kind INTEGER NOT NULL,
    step INTEGER NOT NULL, level INTEGER NOT NULL, at INTEGER NOT NULL,
    after INTEGER NOT NULL                 -- the newest step of the matter then
) STRICT;
CREATE INDEX reminder_matter ON reminder(matter);
-- Directories: mediators, departments, helpers, routes, classes of matters.
CREATE TABLE entry(
    id BLOB PRIMARY KEY,
    pos INTEGER NOT NULL,
    item INTEGER NOT NULL, area TEXT NOT NULL, other BLOB,
    day INTEGER NOT NULL, due INTEGER NOT NULL,
    name TEXT NOT NULL, body TEXT NOT NULL,
    withdrawn INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX entry_item ON entry(item, name);
CREATE INDEX entry_other ON entry(other) WHERE other IS NOT NULL;
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
CREATE INDEX access_at ON access(at);
-- Events that a hub did not take, and by which event of its author each was dealt with.
CREATE TABLE dealt(pos INTEGER NOT NULL, by_pos INTEGER NOT NULL, entity BLOB NOT NULL, PRIMARY KEY(pos, by_pos)) STRICT, WITHOUT ROWID;
CREATE INDEX dealt_entity ON dealt(entity);
-- Events that were withdrawn and not taken up again.
CREATE TABLE taken_back(pos INTEGER PRIMARY KEY, entity BLOB NOT NULL, by_pos INTEGER NOT NULL) STRICT;
CREATE INDEX taken_back_entity ON taken_back(entity);
-- The county's rules as they were set, the newest last.
CREATE TABLE county(
    entity BLOB NOT NULL, no INTEGER NOT NULL,
    pos INTEGER NOT NULL, text TEXT NOT NULL,
    PRIMARY KEY(entity, no)
) STRICT, WITHOUT ROWID;
-- Figures as the hub counted them: the newest of an area and year, a JSON line a cell.
CREATE TABLE figure(
    entity BLOB NOT NULL, day_from INTEGER NOT NULL,
    pos INTEGER NOT NULL, area TEXT NOT NULL, day_to INTEGER NOT NULL, at INTEGER NOT NULL, text TEXT NOT NULL,
    PRIMARY KEY(entity, day_from)
) STRICT, WITHOUT ROWID;
CREATE INDEX figure_area ON figure(area, day_from);
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
