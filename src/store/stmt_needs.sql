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
-- name: access_rows
SELECT a.at, coalesce(w.name, ''), a.what, a.purpose FROM access a LEFT JOIN worker w ON w.id = a.worker
WHERE a.household = ?1 ORDER BY a.at DESC, a.pos DESC LIMIT ?2;
