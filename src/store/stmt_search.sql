-- Lookup: what this device remembers of it.
-- As rows.c reads them.
-- part: columns
id, area, number, compound, building, unit, floor, room, head, phones, people, visited, open, note, members, status
-- name: picked_list
SELECT household FROM picked ORDER BY no DESC LIMIT ?1;
-- name: picked_put
INSERT OR REPLACE INTO picked(household, no) VALUES(?1, (SELECT coalesce(max(no), 0) + 1 FROM picked));
-- name: picked_trim
DELETE FROM picked WHERE no <= (SELECT no FROM picked ORDER BY no DESC LIMIT 1 OFFSET ?1);

-- Households that may be one.
-- name: household_behind
SELECT sort, @columns
FROM household WHERE sort > ?1 ORDER BY sort LIMIT ?2;
-- name: household_at
SELECT sort, @columns
FROM household WHERE sort = ?1;
-- name: twins_phone
SELECT h.sort, @columns
FROM search JOIN household h ON h.sort = search.rowid WHERE search MATCH ?1 AND search.rowid < ?2 ORDER BY search.rowid DESC LIMIT ?3;
-- name: apart_has
SELECT 1 FROM apart WHERE a = ?1 AND b = ?2;
-- name: apart_put
INSERT OR REPLACE INTO apart(a, b, at) VALUES(?1, ?2, ?3);
-- name: apart_drop
DELETE FROM apart WHERE a = ?1 AND b = ?2;
-- name: alias_owned
SELECT 1 FROM alias WHERE into_id = ?1 LIMIT 1;
-- name: alias_at
SELECT pos FROM alias WHERE own = ?1;
-- Saved searches.
-- name: saved_list
SELECT name, query, at FROM saved WHERE list = ?1 ORDER BY name LIMIT ?2;
-- name: saved_others
SELECT count(*) FROM saved WHERE list = ?1 AND name <> ?2;
-- name: saved_put
INSERT OR REPLACE INTO saved(list, name, query, at) VALUES(?1, ?2, ?3, ?4);
-- name: saved_drop
DELETE FROM saved WHERE list = ?1 AND name = ?2;
