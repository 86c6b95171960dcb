-- What was written down in matters, steps taken, directories, workers.
-- part: item
SELECT i.pos, i.matter, i.item, i.party, i.answer, i.score, i.grade, i.made, i.day, i.due, i.other, i.about, i.round, i.worker,
    coalesce(w.name, ''), i.at, i.level, i.body, i.result, i.promised, i.withdrawn IS NOT NULL
FROM item i LEFT JOIN worker w ON w.id = i.worker
-- name: item_rows
@item WHERE i.matter = ?1 AND (?2 = 0 OR i.item = ?2) ORDER BY i.no;
-- name: item_row
@item WHERE i.pos = ?1;
-- A task with a promise is due when it was promised for.
-- name: item_rows_due
@item JOIN matter m ON m.id = i.matter
WHERE i.due <> 0 AND i.result = 0 AND i.withdrawn IS NULL AND i.item IN (?3, ?4, ?5) AND m.withdrawn IS NULL
    AND (m.open = 1 OR i.item = ?4) AND i.due <= ?1 AND i.promised <= ?1
ORDER BY max(i.due, i.promised), i.pos LIMIT ?2;
-- name: entry_load
SELECT count(DISTINCT CASE WHEN m.open = 1 THEN m.id END), count(DISTINCT m.id)
FROM item i JOIN matter m ON m.id = i.matter WHERE i.other = ?1 AND i.withdrawn IS NULL AND m.withdrawn IS NULL;
-- name: step_rows_all
SELECT t.pos, t.at, t.step, t.next, t.exit, t.level, t.was_level, t.day, t.due, t.began, t.was_due, t.worker, t.other,
    coalesce(w.name, ''), t.applied, t.withdrawn IS NOT NULL
FROM step t LEFT JOIN worker w ON w.id = t.worker WHERE t.matter = ?1 ORDER BY t.no;
-- part: entry
SELECT id, pos, item, area, other, day, due, name, body FROM entry
-- name: entry_rows
@entry WHERE item = ?1 AND withdrawn IS NULL ORDER BY name, id;
-- name: entry_row
@entry WHERE id = ?1 AND withdrawn IS NULL;
-- name: entry_name
SELECT name FROM entry WHERE id = ?1;
-- name: worker_list_known
SELECT id, login, name, area, role FROM worker WHERE gone = 0 ORDER BY area, name;
-- name: worker_row
SELECT role, area FROM worker WHERE id = ?1;
