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
-- Words of visits and matters.
-- name: noted_add
INSERT OR REPLACE INTO noted(pos, text) VALUES(?1, ?2);
-- name: noted_text
SELECT text FROM noted WHERE pos = ?1;
-- name: noted_drop
DELETE FROM noted WHERE pos = ?1;
-- name: noted_words_add
INSERT INTO noted_words(rowid, tokens) VALUES(?1, ?2);
-- name: noted_words_drop
INSERT INTO noted_words(noted_words, rowid, tokens) VALUES('delete', ?1, ?2);
-- name: noted_of_entity
SELECT n.pos FROM event e JOIN noted n ON n.pos = e.pos WHERE e.entity = ?1 LIMIT 1;
-- name: noted_visit
SELECT met, note FROM visit WHERE pos = ?1 AND withdrawn IS NULL;
-- name: noted_matter
SELECT m.number, m.summary, (SELECT group_concat(p.name || ' ' || p.door, ' ') FROM party p WHERE p.matter = m.id)
FROM event e JOIN matter m ON m.id = e.entity WHERE e.pos = ?1 AND m.pos = ?1 AND m.withdrawn IS NULL;
-- name: noted_found
SELECT n.pos, n.text, m.id
FROM noted_words w CROSS JOIN noted n ON n.pos = w.rowid JOIN event e ON e.pos = n.pos LEFT JOIN matter m ON m.id = e.entity AND m.pos = n.pos
WHERE noted_words MATCH ?1 ORDER BY w.rowid DESC;
