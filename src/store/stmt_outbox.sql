-- What waits, was refused, or stands beside another value.
-- Its author dealt with it.
-- part: dealt
EXISTS (SELECT 1 FROM dealt z JOIN event y ON y.pos = z.by_pos
    WHERE z.pos = event.pos AND y.verdict < 2 AND NOT EXISTS (SELECT 1 FROM taken_back t WHERE t.pos = z.by_pos))
-- name: outbox_rows
SELECT pos, header, verdict, reason, pos IN (SELECT pos FROM clash) FROM event WHERE pos BETWEEN ?1 AND ?2
UNION ALL
SELECT pos, header, verdict, reason, 0 FROM event INDEXED BY event_verdict
WHERE verdict > 1 AND pos NOT BETWEEN ?1 AND ?2 AND (pos >> 40) IN (SELECT no FROM device WHERE pub IS NOT NULL)
    AND NOT @dealt
UNION ALL
SELECT pos, header, verdict, reason, 1 FROM event
WHERE pos IN (SELECT pos FROM clash) AND verdict < 2 AND pos NOT BETWEEN ?1 AND ?2
    AND (pos >> 40) IN (SELECT no FROM device WHERE pub IS NOT NULL)
ORDER BY pos LIMIT ?4 OFFSET ?3;
-- name: outbox_row
SELECT pos, header, verdict, reason, pos IN (SELECT pos FROM clash) FROM event
WHERE pos = ?3 AND ((pos BETWEEN ?1 AND ?2) OR ((verdict > 1 OR pos IN (SELECT pos FROM clash))
    AND (pos >> 40) IN (SELECT no FROM device WHERE pub IS NOT NULL)));
-- name: attention_count
SELECT (SELECT count(*) FROM event WHERE verdict > 1 AND (pos >> 40) IN (SELECT no FROM device WHERE pub IS NOT NULL) AND NOT @dealt)
    + (SELECT count(DISTINCT pos) FROM clash WHERE (pos >> 40) IN (SELECT no FROM device WHERE pub IS NOT NULL));
-- name: hub_refused
SELECT pos, town, rev, header, salt, body, body_hash, sealed, hash, verdict, reason, received, entity FROM event
WHERE verdict > 1 ORDER BY pos;
