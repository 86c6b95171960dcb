-- Care of the record.
-- name: receipt_rows
SELECT device, seq, hash, hub_ms, signature FROM receipt ORDER BY device, seq;
-- name: own_heads
SELECT no, head_seq, head_hash FROM device WHERE secret IS NOT NULL AND head_seq > 0;
-- name: quick_check
SELECT quick_check FROM pragma_quick_check(1);
-- name: event_first_unheld
SELECT header FROM event WHERE pos > ?1 AND pos <= ?2 ORDER BY pos LIMIT 1;
