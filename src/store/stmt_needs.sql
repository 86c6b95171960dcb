-- Care needs and looks at numbers.
-- part: need
SELECT n.pos, n.household, n.need, n.words, n.who, n.how, n.agreed, n.until, n.purpose, n.next, coalesce(w.name, ''), n.at,
    n.withdrawn IS NOT NULL
FROM need n LEFT JOIN worker w ON w.id = n.worker
-- name: need_rows
@need
WHERE n.household = ?1
ORDER BY n.withdrawn IS NOT NULL OR n.until < ?2, n.at DESC, n.pos DESC;
-- name: need_row
@need
WHERE n.pos = ?1;
-- part: access
SELECT a.pos, a.household, a.at, coalesce(w.name, ''), a.what, a.purpose, coalesce(h.head, ''),
    coalesce(h.compound, ''), coalesce(h.building, ''), coalesce(h.unit, ''), coalesce(h.floor, ''), coalesce(h.room, '')
FROM access a LEFT JOIN worker w ON w.id = a.worker LEFT JOIN household h ON h.id = a.household
-- Both walk an index backwards from where they were (?2, ?3).
-- name: access_rows
@access
WHERE a.household = ?4 AND (a.at, a.pos) < (?2, ?3) ORDER BY a.at DESC, a.pos DESC LIMIT ?1;
-- name: access_rows_of_all
@access
WHERE (a.at, a.pos) < (?2, ?3) ORDER BY a.at DESC, a.pos DESC LIMIT ?1;
