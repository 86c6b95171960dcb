-- Households read for people: corrections that stand beside each other, what happened, what is due at a door.
-- name: clash_rows
SELECT field, pos FROM clash WHERE household = ?1 ORDER BY field, pos;
-- name: clash_of_field
SELECT pos FROM clash WHERE household = ?1 AND field = ?2 ORDER BY pos;
-- name: alias_owns
SELECT own FROM alias WHERE into_id = ?1 ORDER BY pos;
-- name: matters_of_household
SELECT DISTINCT p.matter, m.number FROM party p JOIN matter m ON m.id = p.matter WHERE p.household = ?1 ORDER BY m.pos;
-- name: taken_back_by
SELECT by_pos FROM taken_back WHERE pos = ?1;
-- A promise holds until somebody was met or spoken to after it was given.
-- name: promised_visits
SELECT v.pos, v.at, v.next FROM visit v
WHERE v.household = ?1 AND v.next <> '' AND v.next <= ?2 AND v.withdrawn IS NULL AND NOT EXISTS
    (SELECT 1 FROM visit w WHERE w.household = v.household AND w.at > v.at AND w.withdrawn IS NULL AND w.outcome IN (1, 3))
ORDER BY v.next, v.pos;
