-- Today of a desk, and what the flow brings into everybody's: index first, as in stmt_today.sql.
-- part: waiting
SELECT id, due, waiting AND level = ?1, offered IS NOT NULL AND offered IS ?2, urged, step, owner, level FROM matter
-- name: desk_waiting
@waiting INDEXED BY matter_waiting WHERE open = 1 AND waiting = 1 AND level = ?1 ORDER BY due, pos LIMIT ?3;
-- name: desk_offered
@waiting INDEXED BY matter_offered WHERE open = 1 AND offered = ?2 ORDER BY due, pos LIMIT ?3;
-- name: desk_level
@waiting INDEXED BY matter_level WHERE open = 1 AND level = ?4 AND due > 0 AND due <= ?5 ORDER BY due, pos LIMIT ?3;
-- name: desk_owner
@waiting INDEXED BY matter_owner WHERE open = 1 AND owner = ?2 AND due > 0 AND due <= ?5 AND level <> ?1 ORDER BY due, pos LIMIT ?3;
-- name: desk_all
@waiting INDEXED BY matter_open WHERE open = 1 AND due > 0 AND due <= ?5 ORDER BY due, pos LIMIT ?3;
-- name: desk_urged
@waiting INDEXED BY matter_urged WHERE open = 1 AND urged = 1 AND due > ?5 AND (?4 = 0 OR level = ?1 OR owner = ?2) ORDER BY due, pos LIMIT ?3;
-- How it was passed on last, and by whom.
-- name: desk_passed
SELECT t.pos, t.exit, t.at, coalesce(w.name, '') FROM step t LEFT JOIN worker w ON w.id = t.worker
WHERE t.matter = ?1 AND t.applied = 1 AND t.withdrawn IS NULL AND t.exit IN (?2, ?3, ?4) ORDER BY t.no DESC LIMIT 1;
-- name: desk_event
SELECT header, CASE WHEN salt IS NULL THEN '' ELSE coalesce(body, '') END FROM event WHERE pos = ?1;
-- name: desk_matter
SELECT area FROM matter WHERE id = ?1;
-- A task with a promise is due when it was promised for; ?8: and not before that day. Terms bind when the matter is closed, too.
-- ?5: of any matter.
-- name: desk_items
SELECT i.matter, max(i.due, i.promised), i.pos FROM item i INDEXED BY item_open JOIN matter m ON m.id = i.matter
WHERE i.item = ?1 AND i.due <> 0 AND i.result = 0 AND i.withdrawn IS NULL AND i.due <= ?2 AND i.promised <= ?2 AND max(i.due, i.promised) >= ?8 AND m.withdrawn IS NULL
    AND (m.open = 1 OR ?3) AND (?5 OR m.owner = ?6 OR m.level = ?7 OR i.other = ?6) ORDER BY i.due, i.pos LIMIT ?4;
-- name: desk_item
SELECT party, body FROM item WHERE pos = ?1;
-- name: desk_party
SELECT name FROM party WHERE matter = ?1 AND no = ?2;
-- name: desk_agreed
SELECT id, agreed, due FROM matter INDEXED BY matter_agreed
WHERE open = 1 AND step = ?1 AND agreed > 0 AND agreed <= ?2 AND (?4 OR owner = ?5 OR level = ?6) ORDER BY agreed, pos LIMIT ?3;
-- name: desk_open
SELECT count(*) FROM (SELECT 1 FROM matter INDEXED BY matter_level WHERE open = 1 AND level = ?1 LIMIT ?2);
-- name: desk_task_of
SELECT coalesce((SELECT name FROM entry WHERE id = i.other), '') FROM item i WHERE i.pos = ?1;
