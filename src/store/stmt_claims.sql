-- Claims for cases: those of a year, and whether the same dispute was claimed for.
-- name: claim_rows
SELECT i.pos, i.matter, m.number, m.type, m.area, i.grade, i.other, coalesce(e.name, ''), i.at, i.worker, coalesce(w.name, ''),
    i.body, i.result, coalesce(a.day, 0), coalesce(v.name, '')
FROM item i JOIN matter m ON m.id = i.matter LEFT JOIN entry e ON e.id = i.other LEFT JOIN worker w ON w.id = i.worker
    LEFT JOIN item a ON a.pos = (SELECT b.pos FROM item b
        WHERE b.about = i.pos AND b.about <> 0 AND b.item = ?4 AND b.withdrawn IS NULL ORDER BY b.no DESC LIMIT 1)
    LEFT JOIN worker v ON v.id = a.worker
WHERE i.grade <> 0 AND i.item = ?3 AND i.at >= ?1 AND i.at < ?2 AND i.withdrawn IS NULL AND m.withdrawn IS NULL
ORDER BY i.at, i.pos;
-- Of the same type, between the same households, opened within a year of it, and not refused (?3).
-- name: claim_repeated
SELECT count(*) FROM matter m JOIN matter e ON e.type = m.type AND abs(e.opened - m.opened) < 31536000000
    JOIN item i ON i.matter = e.id
WHERE m.id = ?1 AND e.id <> m.id AND e.withdrawn IS NULL
    AND e.id IN (SELECT b.matter FROM party a JOIN party b ON b.household = a.household WHERE a.matter = ?1)
    AND NOT EXISTS (SELECT 1 FROM party a WHERE a.matter = ?1 AND a.household IS NOT NULL
        AND NOT EXISTS (SELECT 1 FROM party b WHERE b.matter = e.id AND b.household = a.household))
    AND i.item = ?2 AND i.withdrawn IS NULL AND i.result <> ?3;
