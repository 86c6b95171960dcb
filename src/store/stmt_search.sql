-- Lookup: what this device remembers of it.
-- name: picked_list
SELECT household FROM picked ORDER BY no DESC LIMIT ?1;
-- name: picked_put
INSERT OR REPLACE INTO picked(household, no) VALUES(?1, (SELECT coalesce(max(no), 0) + 1 FROM picked));
-- name: picked_trim
DELETE FROM picked WHERE no <= (SELECT no FROM picked ORDER BY no DESC LIMIT 1 OFFSET ?1);
