-- Today: what each source has, index first; the words of a row are looked up for those that are shown.
-- name: today_matter
SELECT m.number, m.summary, m.step, (SELECT group_concat(name, ' / ') FROM (SELECT name FROM party WHERE matter = m.id ORDER BY no LIMIT 3)),
    (SELECT household FROM party WHERE matter = m.id AND household IS NOT NULL ORDER BY no LIMIT 1), (SELECT door FROM party WHERE matter = m.id ORDER BY no LIMIT 1),
    m.level, m.owner, coalesce((SELECT name FROM worker WHERE id = m.owner), '')
FROM matter m WHERE m.id = ?1;
-- name: today_household
SELECT id, number, compound, building, unit, floor, room, head, visited FROM household WHERE id = ?1;
-- name: today_promises
SELECT household, next, at, outcome, note, pos FROM visit
WHERE next <> '' AND withdrawn IS NULL AND next >= ?1 AND next <= ?2 ORDER BY next, pos;
-- A promise is kept once a visit that was made later took place on its day (which begins at ?4) or after, and gives way once a later visit
-- named another day. Most are kept, which the household's newest visit tells.
-- name: today_promise_stands
SELECT 1 FROM household h WHERE h.id = ?1 AND NOT (h.visited > ?2 AND h.visited >= ?4)
    AND NOT EXISTS (SELECT 1 FROM visit l WHERE l.household = h.id AND l.withdrawn IS NULL AND l.at >= ?2
        AND (l.at > ?2 OR l.pos > ?3) AND (l.next <> '' OR l.at >= ?4));
-- What was promised for a care need is done by a visit on that day or after, like any promise; ?6: of this household only.
-- name: today_cares
SELECT n.household, n.next, n.at, n.need, n.words, n.pos FROM need n JOIN household h ON h.id = n.household
WHERE n.next <> '' AND n.withdrawn IS NULL AND n.next >= ?1 AND n.next <= ?2 AND (n.until = '' OR n.until >= ?5)
    AND (h.visited IS NULL OR h.visited <= n.at OR h.visited < strftime('%s', n.next) * 1000 + ?3)
    AND (?6 IS NULL OR n.household = ?6)
ORDER BY n.next, n.pos LIMIT ?4;
-- One that was noted again with a later end has been asked already.
-- name: today_consents
SELECT n.household, n.until, n.at, n.need, n.words, n.pos FROM need n
WHERE n.withdrawn IS NULL AND n.until >= ?1 AND n.until <= ?2
    AND NOT EXISTS (SELECT 1 FROM need l WHERE l.household = n.household AND l.need = n.need AND l.withdrawn IS NULL AND l.until > n.until)
ORDER BY n.until, n.pos LIMIT ?3;
-- name: today_here
SELECT EXISTS(SELECT 1 FROM matter WHERE id = ?1) OR EXISTS(SELECT 1 FROM household WHERE id = ?1);
-- name: today_news
SELECT entity, pos, at FROM news ORDER BY at, pos LIMIT ?1;
-- Empty and moved-out flats stand in no index of these, so they are never asked for.
-- name: today_never
SELECT id FROM household INDEXED BY household_seen WHERE visited IS NULL AND (status = '' OR status IN ('lived', 'let')) ORDER BY sort LIMIT ?1;
-- name: today_unvisited
SELECT id FROM household INDEXED BY household_seen WHERE visited < ?1 AND (status = '' OR status IN ('lived', 'let')) ORDER BY visited, sort LIMIT ?2;
-- name: today_never_count
SELECT count(*) FROM (SELECT 1 FROM household INDEXED BY household_seen WHERE visited IS NULL AND (status = '' OR status IN ('lived', 'let')) LIMIT ?1);
-- name: today_unvisited_count
SELECT count(*) FROM (SELECT 1 FROM household INDEXED BY household_seen WHERE visited < ?1 AND (status = '' OR status IN ('lived', 'let')) LIMIT ?2);

-- name: news_put
INSERT INTO news(entity, pos, at) VALUES(?1, ?2, ?3) ON CONFLICT(entity) DO UPDATE SET pos = excluded.pos, at = excluded.at;
-- name: news_has
SELECT 1 FROM news WHERE entity = ?1;
-- name: news_any
SELECT 1 FROM news LIMIT 1;
-- name: news_drop
DELETE FROM news WHERE entity = ?1;
