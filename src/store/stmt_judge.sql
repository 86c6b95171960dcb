-- What the hub asks before it takes a step or an item.
-- Whether somebody else took a step that the author had not heard of: revs of their town tell.
-- name: judge_unheard
SELECT 1 FROM step t JOIN event e ON e.pos = t.pos
WHERE t.matter = ?1 AND t.applied = 1 AND t.withdrawn IS NULL AND t.worker IS NOT ?2 AND e.town = ?3 AND e.rev > ?4 LIMIT 1;
-- name: judge_about
SELECT i.matter, i.item, i.withdrawn IS NOT NULL, i.result, (SELECT e.other FROM entry e WHERE e.id = i.other) FROM item i WHERE i.pos = ?1;
-- A worker has an event for each household that was assigned, so what is looked for is told apart before it is read.
-- name: post_events
SELECT header, town, rev FROM event WHERE entity = ?1 AND verdict < 2 AND instr(header, ?2) > 0 ORDER BY rev;
