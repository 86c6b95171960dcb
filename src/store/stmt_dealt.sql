-- What came of events that were not taken.
-- name: dealt_add
INSERT OR REPLACE INTO dealt(pos, by_pos, entity) VALUES(?1, ?2, ?3);
-- name: dealt_drop_entity
DELETE FROM dealt WHERE entity = ?1;
-- What deals with it may itself be refused, or taken back.
-- name: dealt_get
SELECT z.by_pos, y.header, CASE WHEN y.salt IS NULL THEN '' ELSE coalesce(y.body, '') END FROM dealt z JOIN event y ON y.pos = z.by_pos
WHERE z.pos = ?1 AND y.verdict < 2 AND NOT EXISTS (SELECT 1 FROM taken_back t WHERE t.pos = z.by_pos) ORDER BY z.by_pos DESC LIMIT 1;
