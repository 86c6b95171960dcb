-- A county's rules: what was set, the newest last.
-- name: county_add
INSERT INTO county(entity, no, pos, text) SELECT ?1, coalesce(max(no), 0) + 1, ?2, ?3 FROM county WHERE entity = ?1;
-- name: county_drop
DELETE FROM county WHERE entity = ?1;
-- name: county_texts
SELECT text, entity FROM county ORDER BY no DESC, entity;
