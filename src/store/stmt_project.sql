-- Folding: one event changes these rows.
-- As rows.c reads them.
-- part: columns
id, area, number, compound, building, unit, floor, room, head, phones, people, visited, open, note, members, status
-- name: household_by_id
SELECT sort, @columns
FROM household WHERE id = ?1;
-- name: household_sort
SELECT sort FROM household WHERE id = ?1;
-- name: household_add
INSERT INTO household(sort, id, area, number, compound, building, unit, floor, room, door, head, phones, note, members, people, status, visited, open)
VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16,
    (SELECT max(at) FROM visit WHERE household = ?2 AND withdrawn IS NULL),
    (SELECT count(DISTINCT m.id) FROM party p JOIN matter m ON m.id = p.matter WHERE p.household = ?2 AND m.open = 1));
-- name: household_drop
DELETE FROM household WHERE id = ?1;
-- name: household_set_visited
UPDATE household SET visited = (SELECT max(at) FROM visit WHERE household = ?1 AND withdrawn IS NULL) WHERE id = ?1;
-- name: household_raise_visited
UPDATE household SET visited = ?2 WHERE id = ?1 AND (visited IS NULL OR visited < ?2);
-- name: household_set_open
UPDATE household SET open =
    (SELECT count(DISTINCT m.id) FROM party p JOIN matter m ON m.id = p.matter WHERE p.household = ?1 AND m.open = 1) WHERE id = ?1;
-- name: household_before
SELECT sort FROM household WHERE (area, door) <= (?1, ?2) ORDER BY area DESC, door DESC, sort DESC LIMIT 1;
-- name: household_after
SELECT sort FROM household WHERE (area, door) > (?1, ?2) ORDER BY area, door, sort LIMIT 1;
-- name: household_first_in
SELECT sort FROM household WHERE area >= ?1 AND area < ?1 || '/' AND (area = ?1 OR area > ?1 || '.') ORDER BY area, door, sort LIMIT 1;
-- name: household_last_in
SELECT sort FROM household WHERE area >= ?1 AND area < ?1 || '/' AND (area = ?1 OR area > ?1 || '.') ORDER BY area DESC, door DESC, sort DESC LIMIT 1;
-- name: household_first
SELECT min(sort) FROM household;
-- name: household_aside
SELECT min(coalesce(min(sort), 0), 0) - 1 FROM household;
-- name: household_last
SELECT max(sort) FROM household;
-- name: household_next
SELECT sort, area, door FROM household WHERE sort > ?1 ORDER BY sort LIMIT 1;
-- name: household_by_door
SELECT id FROM household WHERE area = ?1 AND door = ?2 ORDER BY sort LIMIT 1;
-- name: household_by_number
SELECT id FROM household WHERE area = ?1 AND number = ?2 AND number <> '' ORDER BY sort LIMIT 1;
-- name: household_in_order
SELECT sort, @columns
FROM household ORDER BY sort;
-- name: household_count
SELECT count(*) FROM household;
-- name: waiting_count
SELECT count(*) FROM temp.waiting;
-- name: household_waiting
SELECT h.sort, @columns
FROM temp.waiting w JOIN household h ON h.sort = w.sort ORDER BY w.sort;
-- name: waiting_add
INSERT OR IGNORE INTO temp.waiting(sort) VALUES(?1);
-- name: waiting_drop
DELETE FROM temp.waiting WHERE sort = ?1;
-- name: waiting_has
SELECT 1 FROM temp.waiting WHERE sort = ?1;
-- name: kept_sort
SELECT sort FROM temp.kept WHERE id = ?1;

-- name: search_add
INSERT INTO search(rowid, tokens) VALUES(?1, ?2);
-- name: search_drop
INSERT INTO search(search, rowid, tokens) VALUES('delete', ?1, ?2);
-- name: search_empty
INSERT INTO search(search) VALUES('delete-all');

-- name: visit_add
INSERT INTO visit(pos, household, at, outcome, purpose, met, note, next, worker) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9);
-- name: visit_withdraw
UPDATE visit SET withdrawn = ?2 WHERE pos = ?1;
-- name: visit_restore
UPDATE visit SET withdrawn = NULL WHERE pos = ?1;
-- name: visit_household
SELECT household FROM visit WHERE pos = ?1;
-- name: visit_drop_entity
DELETE FROM visit WHERE pos IN (SELECT pos FROM event WHERE entity = ?1);

-- name: matter_add
INSERT OR REPLACE INTO matter(id, pos, number, kind, type, summary, open, step, level, due, owner, area, opened, triage, parties, reached, step_day, danger)
VALUES(?1, ?2, ?3, ?4, ?5, ?6, 1, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?8, ?15, ?16);
-- name: matter_state
SELECT kind, type, open, withdrawn, step, left_by, level, reached, owner, offered, waiting, opened, step_day, due, accepted, agreed, parties, danger,
    reopened, urged, overdue, pos
FROM matter WHERE id = ?1;
-- name: matter_set_state
UPDATE matter SET open = ?2, step = ?3, left_by = nullif(?4, 0), level = ?5, reached = ?6, owner = ?7, offered = ?8, waiting = ?9, step_day = ?10,
    due = nullif(?11, 0), accepted = ?12, agreed = ?13, danger = ?14, reopened = ?15, urged = ?16, overdue = ?17, closed = nullif(?18, 0), withdrawn = nullif(?19, 0)
WHERE id = ?1;
-- name: matter_set_items
UPDATE matter SET
    failed = coalesce((SELECT answer = 2 FROM item WHERE matter = ?1 AND item = ?2 AND withdrawn IS NULL ORDER BY no DESC LIMIT 1), 0),
    missed = (SELECT count(*) FROM item WHERE matter = ?1 AND item = ?3 AND result = 2 AND withdrawn IS NULL)
WHERE id = ?1;
-- name: step_next
SELECT coalesce(max(no), 0) + 1 FROM step WHERE matter = ?1;
-- name: step_add
INSERT OR REPLACE INTO step(matter, no, pos, step, exit, next, level, at, day, due, worker, other, began, was_due, was_level, applied)
VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16);
-- name: step_rows
SELECT no, step, exit, next, level, at, day, due, worker, other FROM step WHERE matter = ?1 AND withdrawn IS NULL ORDER BY no;
-- name: step_again
UPDATE step SET began = ?3, was_due = ?4, was_level = ?5, applied = ?6 WHERE matter = ?1 AND no = ?2;
-- name: step_withdraw
UPDATE step SET withdrawn = ?2, applied = 0 WHERE pos = ?1;
-- name: step_restore
UPDATE step SET withdrawn = NULL WHERE pos = ?1;
-- name: step_others_after
SELECT 1 FROM step a JOIN step b ON b.matter = a.matter AND b.no > a.no
WHERE a.pos IN (?1, (SELECT pos FROM taken_back WHERE by_pos = ?1)) AND b.applied = 1 AND b.withdrawn IS NULL AND b.worker IS NOT a.worker LIMIT 1;
-- name: step_drop
DELETE FROM step WHERE matter = ?1;
-- name: item_next
SELECT coalesce(max(no), 0) + 1 FROM item WHERE matter = ?1;
-- name: item_add
INSERT OR REPLACE INTO item(pos, matter, no, item, party, answer, score, grade, made, day, due, other, about, round, worker, at, level, body)
VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18);
-- name: item_flow
SELECT item, party, answer, made, day, about, pos, round FROM item WHERE matter = ?1 AND withdrawn IS NULL ORDER BY no;
-- name: item_open_tasks
SELECT count(*) FROM item WHERE matter = ?1 AND item = ?2 AND result = 0 AND withdrawn IS NULL;
-- name: item_get
SELECT matter, item, about, worker FROM item WHERE pos = ?1;
-- name: item_set_result
UPDATE item SET
    result = coalesce((SELECT CASE k.answer WHEN 0 THEN 1 ELSE k.answer END FROM item k
        WHERE k.about = ?1 AND k.item IN (?2, ?3, ?4) AND k.withdrawn IS NULL ORDER BY k.no DESC LIMIT 1), 0),
    promised = coalesce((SELECT k.due FROM item k WHERE k.about = ?1 AND k.item = ?5 AND k.withdrawn IS NULL ORDER BY k.no DESC LIMIT 1), 0)
WHERE pos = ?1;
-- name: item_withdraw
UPDATE item SET withdrawn = ?2 WHERE pos = ?1;
-- name: item_restore
UPDATE item SET withdrawn = NULL WHERE pos = ?1;
-- name: item_drop
DELETE FROM item WHERE matter = ?1;
-- name: reminder_add
INSERT OR REPLACE INTO reminder(pos, matter, kind, step, level, at, after)
VALUES(?1, ?2, ?3, ?4, ?5, ?6, (SELECT coalesce(max(no), 0) FROM step WHERE matter = ?2));
-- name: reminder_between
SELECT coalesce(max(kind = ?4), 0) + 1 FROM reminder WHERE matter = ?1 AND after >= ?2 AND after < ?3 AND step = ?5 HAVING count(*) > 0;
-- name: reminder_drop
DELETE FROM reminder WHERE matter = ?1;
-- name: matter_drop
DELETE FROM matter WHERE id = ?1;
-- name: party_add
INSERT OR REPLACE INTO party(matter, no, name, household, door, phones, told) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7);
-- name: party_drop
DELETE FROM party WHERE matter = ?1;
-- name: party_households
SELECT DISTINCT household FROM party WHERE matter = ?1 AND household IS NOT NULL;
-- name: party_move
UPDATE party SET household = ?2 WHERE household = ?1;
-- name: visit_move
UPDATE visit SET household = ?2 WHERE household = ?1;
-- What was entered at ?1 goes back to it from ?2.
-- name: party_part
UPDATE party SET household = ?1 WHERE household = ?2 AND told = ?1;
-- name: visit_part
UPDATE visit SET household = ?1 WHERE household = ?2 AND pos IN (SELECT pos FROM event WHERE entity = ?1);

-- name: taken_back_add
INSERT OR REPLACE INTO taken_back(pos, entity, by_pos) VALUES(?1, ?2, ?3);
-- name: taken_back_drop
DELETE FROM taken_back WHERE pos = ?1;
-- name: taken_back_drop_entity
DELETE FROM taken_back WHERE entity = ?1;

-- name: said_get
SELECT pos FROM said WHERE household = ?1 AND field = ?2;
-- name: said_put
INSERT OR REPLACE INTO said(household, field, pos) VALUES(?1, ?2, ?3);
-- A roster that changes what was corrected before: the fields are bits.
-- name: said_by_roster
UPDATE said SET pos = ?2 WHERE household = ?1 AND (?3 >> field) & 1;
-- name: said_drop
DELETE FROM said WHERE household = ?1;
-- name: clash_has
SELECT 1 FROM clash WHERE household = ?1 AND field = ?2 AND pos = ?3;
-- name: clash_add
INSERT OR REPLACE INTO clash(household, field, pos) VALUES(?1, ?2, ?3);
-- name: clash_settle
DELETE FROM clash WHERE household = ?1 AND field = ?2 AND pos = ?3;
-- name: clash_drop
DELETE FROM clash WHERE household = ?1;

-- name: need_add
INSERT INTO need(pos, household, need, words, who, how, agreed, purpose, until, next, worker, at)
VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12);
-- name: need_withdraw
UPDATE need SET withdrawn = ?2 WHERE pos = ?1;
-- name: need_restore
UPDATE need SET withdrawn = NULL WHERE pos = ?1;
-- name: need_drop_entity
DELETE FROM need WHERE pos IN (SELECT pos FROM event WHERE entity = ?1);
-- name: need_move
UPDATE need SET household = ?2 WHERE household = ?1;
-- name: need_part
UPDATE need SET household = ?1 WHERE household = ?2 AND pos IN (SELECT pos FROM event WHERE entity = ?1);
-- name: access_part
UPDATE access SET household = ?1 WHERE household = ?2 AND pos IN (SELECT pos FROM event WHERE entity = ?1);
-- name: access_add
INSERT INTO access(pos, household, at, worker, what, purpose) VALUES(?1, ?2, ?3, ?4, ?5, ?6);
-- name: access_drop_entity
DELETE FROM access WHERE pos IN (SELECT pos FROM event WHERE entity = ?1);
-- name: access_move
UPDATE access SET household = ?2 WHERE household = ?1;

-- name: alias_get
SELECT into_id FROM alias WHERE own = ?1;
-- name: alias_any
SELECT EXISTS(SELECT 1 FROM alias);
-- name: alias_add
INSERT OR REPLACE INTO alias(own, into_id, pos) VALUES(?1, ?2, ?3);
-- name: alias_drop
DELETE FROM alias WHERE own = ?1;

-- name: area_add
INSERT OR REPLACE INTO area(code, id, name) VALUES(?1, ?2, ?3);
-- name: area_drop
DELETE FROM area WHERE id = ?1;
-- name: worker_add
INSERT OR REPLACE INTO worker(id, login, name, role, area, gone) VALUES(?1, ?2, ?3, ?4, ?5, 0);
-- name: worker_gone
UPDATE worker SET gone = 1 WHERE id = ?1;
-- name: worker_drop
DELETE FROM worker WHERE id = ?1;
-- name: assignment_add
INSERT OR REPLACE INTO assignment(worker, area, household) VALUES(?1, ?2, ?3);
-- name: assignment_drop
DELETE FROM assignment WHERE worker = ?1 AND area = ?2 AND household = ?3;
-- name: assignment_drop_worker
DELETE FROM assignment WHERE worker = ?1;
-- name: matter_set_agreed
UPDATE matter SET agreed = ?2, danger = ?3 WHERE id = ?1;
-- name: matter_remind
UPDATE matter SET urged = ?3, overdue = max(overdue, ?4) WHERE id = ?1 AND step = ?2 AND open = 1;
-- name: entry_mediator
SELECT 1 FROM entry WHERE other = ?1 AND item = ?2 AND withdrawn IS NULL AND (due = 0 OR due >= ?3) AND day <= ?3 LIMIT 1;
-- name: item_sessions
SELECT 1 FROM item WHERE matter = ?1 AND item = ?2 AND worker = ?3 AND withdrawn IS NULL LIMIT 1;
-- name: matter_withdrawn
SELECT withdrawn FROM matter WHERE id = ?1;
