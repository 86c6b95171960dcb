-- The building board: ranges of the index of doors, one building at a time.
-- name: board_of
SELECT area, door FROM household WHERE id = ?1;
-- name: board_from
SELECT area, door FROM household WHERE (area, door) >= (?1, ?2) ORDER BY area, door LIMIT 1;
-- name: board_behind
SELECT area, door FROM household WHERE (area, door) > (?1, ?2) ORDER BY area, door LIMIT 1;
-- name: board_before
SELECT area, door FROM household WHERE (area, door) < (?1, ?2) ORDER BY area DESC, door DESC LIMIT 1;
-- name: board_first
SELECT door, compound, building, unit, floor, room FROM household WHERE area = ?1 AND door >= ?2 ORDER BY door LIMIT 1;
-- name: board_back
SELECT door, compound, building, unit, floor, room FROM household WHERE area = ?1 AND door <= ?2 ORDER BY door DESC LIMIT ?3;
-- name: board_count
SELECT count(*) FROM household WHERE area = ?1 AND door >= ?2 AND door < ?3;
-- What was promised for a care need is due until ?5, today being ?4; it is done by a visit on its day or after (today_cares).
-- name: board_doors
SELECT h.door, h.compound, h.building, h.unit, h.floor, h.room, h.id, h.head, h.people, h.visited, h.open, h.status,
    (SELECT v.outcome FROM visit v WHERE v.household = h.id AND v.withdrawn IS NULL ORDER BY v.at DESC, v.pos DESC LIMIT 1),
    EXISTS(SELECT 1 FROM need n WHERE n.household = h.id AND n.next <> '' AND n.next <= ?5 AND n.withdrawn IS NULL
        AND (n.until = '' OR n.until >= ?4)
        AND (h.visited IS NULL OR h.visited <= n.at OR h.visited < strftime('%s', n.next) * 1000 + ?6))
FROM household h WHERE h.area = ?1 AND h.door >= ?2 AND h.door < ?3 ORDER BY h.door LIMIT ?7;
