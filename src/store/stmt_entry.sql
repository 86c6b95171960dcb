-- Directories: what they hold, who is named in them.
-- name: entry_add
INSERT INTO entry(id, pos, item, area, other, day, due, name, body) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
    ON CONFLICT(id) DO UPDATE SET pos = excluded.pos, area = CASE excluded.area WHEN '' THEN area ELSE excluded.area END,
    other = excluded.other, day = excluded.day, due = excluded.due, name = excluded.name, body = excluded.body
    WHERE item = excluded.item;
-- name: entry_withdraw
UPDATE entry SET withdrawn = ?2 WHERE id = ?1;
-- name: entry_drop
DELETE FROM entry WHERE id = ?1;
-- name: entry_item
SELECT item FROM entry WHERE id = ?1;
-- name: entry_named
SELECT id FROM entry WHERE item = ?1 AND name = ?2 AND withdrawn IS NULL ORDER BY id;
-- Whom an entry names, and whether it names this worker: one whose post is elsewhere has it too.
-- name: hub_entry_named
SELECT other FROM entry WHERE id = ?1 AND other IS NOT NULL AND withdrawn IS NULL;
-- name: hub_entry_names
SELECT 1 FROM entry WHERE id = ?1 AND other = ?2 AND withdrawn IS NULL;
-- name: hub_matters_of_entry
SELECT DISTINCT matter FROM item WHERE other = ?1 AND withdrawn IS NULL;
