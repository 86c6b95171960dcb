-- What figures are counted from: matters in the order of their ids, a piece at a time, and what was done in them in the same order.
-- name: figures_matters
SELECT id, area, kind, type, level, step, opened, closed, due, open, left_by, withdrawn IS NOT NULL FROM matter WHERE id > ?1 ORDER BY id LIMIT ?2;
-- name: figures_steps
SELECT matter, step, next, exit, was_level, day, was_due FROM step WHERE matter > ?1 AND applied = 1 AND withdrawn IS NULL ORDER BY matter;
-- name: figures_items
SELECT matter, item, result, score, day, due FROM item INDEXED BY item_counted
WHERE matter > ?1 AND item IN (?2, ?3) AND (score <> 0 OR due <> 0) AND withdrawn IS NULL ORDER BY matter;
-- name: figures_reminders
SELECT matter, kind, level, at FROM reminder INDEXED BY reminder_matter WHERE matter > ?1 ORDER BY matter;
-- name: figures_matter_count
SELECT count(*) FROM matter;
-- name: figures_visits
SELECT v.pos, v.at, coalesce(h.area, '') FROM visit v LEFT JOIN household h ON h.id = v.household
WHERE v.pos > ?1 AND v.withdrawn IS NULL ORDER BY v.pos LIMIT ?2;
-- name: figures_visits_plain
SELECT pos, at FROM visit WHERE pos > ?1 AND withdrawn IS NULL ORDER BY pos LIMIT ?2;
-- What the hub counted: the newest of each year and area.
-- name: figure_put
INSERT OR REPLACE INTO figure(entity, day_from, pos, area, day_to, at, text) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7);
-- name: figure_drop
DELETE FROM figure WHERE entity = ?1;
-- name: figure_newest
SELECT area, day_from, day_to, at, text, entity FROM figure WHERE area = ?1 ORDER BY day_from DESC LIMIT 1;
-- name: figure_all
SELECT area, day_from, day_to, at, text, entity FROM figure f
WHERE day_from = (SELECT max(day_from) FROM figure g WHERE g.area = f.area) ORDER BY area;
-- name: figures_areas
SELECT code FROM area ORDER BY code;
