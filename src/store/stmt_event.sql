-- Settings, devices, events.
-- name: meta_get
SELECT value FROM meta WHERE key = ?1;
-- name: meta_set
INSERT INTO meta(key, value) VALUES(?1, ?2) ON CONFLICT(key) DO UPDATE SET value = excluded.value;
-- name: meta_drop
DELETE FROM meta WHERE key = ?1;

-- name: device_no
SELECT no FROM device WHERE id = ?1;
-- name: device_id
SELECT id FROM device WHERE no = ?1;
-- name: device_add
INSERT INTO device(id) VALUES(?1);
-- name: device_add_own
INSERT INTO device(id, pub, secret, worker, letters) VALUES(?1, ?2, ?3, ?4, ?5);
-- name: device_own
SELECT no, id, pub, secret, worker, letters, held_seq, head_seq FROM device WHERE no = ?1;
-- name: device_set_head
UPDATE device SET head_seq = ?2, head_hash = ?3 WHERE no = ?1;
-- name: device_set_held
UPDATE device SET held_seq = max(held_seq, ?2) WHERE no = ?1;
-- name: device_reset_held
UPDATE device SET held_seq = 0 WHERE secret IS NOT NULL;
-- name: device_set_worker
UPDATE device SET worker = ?2, letters = ?3 WHERE no = ?1;
-- name: device_set_fork
UPDATE device SET pub = ?2, worker = ?3, fork_of = ?4, fork_seq = ?5, held_seq = ?6 WHERE no = ?1;
-- name: device_head
SELECT pos, hash FROM event WHERE pos BETWEEN ?1 << 40 AND (?1 << 40) + 1099511627775 ORDER BY pos DESC LIMIT 1;
-- name: device_pub
SELECT pub, fork_of, fork_seq, max(head_seq, held_seq) FROM device WHERE no = ?1;

-- name: event_add
INSERT INTO event(pos, entity, town, rev, header, salt, body, body_hash, sealed, hash, verdict, reason, received)
VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13);
-- name: event_at
SELECT pos, town, rev, header, salt, body, body_hash, sealed, hash, verdict, reason, received, entity FROM event WHERE pos = ?1;
-- name: event_exists
SELECT 1 FROM event WHERE pos = ?1;
-- name: event_hash
SELECT hash FROM event WHERE pos = ?1;
-- name: event_range
SELECT pos, town, rev, header, salt, body, body_hash, sealed, hash, verdict, reason, received, entity FROM event
WHERE pos BETWEEN ?1 AND ?2 ORDER BY pos LIMIT ?3;
-- name: event_of_entity
SELECT pos, town, rev, header, salt, body, body_hash, sealed, hash, verdict, reason, received, entity FROM event
WHERE entity = ?1 ORDER BY rev IS NULL, rev, pos;
-- name: event_all
SELECT pos, town, rev, header, salt, body, body_hash, sealed, hash, verdict, reason, received, entity FROM event ORDER BY pos;
-- name: event_in_fold_order
SELECT pos, town, rev, header, salt, body, body_hash, sealed, hash, verdict, reason, received, entity FROM event
WHERE verdict < 2 ORDER BY rev IS NULL, town, rev, pos;
-- name: event_count
SELECT count(*) FROM event;
-- name: event_later
SELECT EXISTS(SELECT 1 FROM event WHERE entity = ?1 AND rev IS NULL AND pos <> ?3 AND verdict < 2)
    OR EXISTS(SELECT 1 FROM event WHERE entity = ?1 AND rev > ?2 AND verdict < 2);
-- name: event_rev_above
SELECT EXISTS(SELECT 1 FROM event WHERE entity = ?1 AND rev > ?2);
-- name: event_rev_later
SELECT EXISTS(SELECT 1 FROM event WHERE town = ?1 AND rev >= ?2 AND pos NOT BETWEEN ?3 AND ?4);
-- name: event_rev
SELECT rev FROM event WHERE pos = ?1;
-- name: event_set_rev
UPDATE event SET town = ?2, rev = ?3 WHERE pos = ?1;
-- name: event_set_revs
UPDATE event SET town = ?3, rev = ?4 + (pos - ?1) WHERE pos BETWEEN ?1 AND ?2 AND rev IS NOT ?4 + (pos - ?1);
-- name: event_set_verdict
UPDATE event SET verdict = ?2, reason = ?3 WHERE pos = ?1;
-- name: event_entity_at
SELECT entity FROM event WHERE pos = ?1;
-- name: event_forget_revs
UPDATE event SET rev = NULL, town = NULL WHERE rev IS NOT NULL;
-- name: event_forget_verdicts
UPDATE event SET verdict = 0, reason = NULL WHERE verdict <> 0;
-- name: event_drop_foreign
DELETE FROM event WHERE entity = ?1 AND (pos >> 40) NOT IN (SELECT no FROM device WHERE pub IS NOT NULL);
-- name: event_own_of_entity
SELECT pos, salt, body FROM event WHERE entity = ?1 AND salt IS NOT NULL AND (pos & 1099511627775) <=
    (SELECT held_seq FROM device WHERE no = pos >> 40) AND (pos >> 40) IN (SELECT no FROM device WHERE pub IS NOT NULL);
-- name: event_seal
UPDATE event SET salt = NULL, body = NULL, body_hash = ?2, sealed = ?3, sealed_at = ?4 WHERE pos = ?1;
-- name: event_reopen
UPDATE event SET salt = ?2, body = ?3, body_hash = NULL, sealed = NULL, sealed_at = NULL
WHERE pos = ?1 AND salt IS NULL AND body_hash = ?4;
-- name: entered_add
INSERT OR IGNORE INTO entered(entity) VALUES(?1);
-- name: entered_clear
DELETE FROM entered;
-- name: entered_missing
SELECT DISTINCT entity FROM event WHERE (pos >> 40) NOT IN (SELECT no FROM device WHERE pub IS NOT NULL)
    AND entity NOT IN (SELECT entity FROM entered);
-- name: event_unheld_of_entity
SELECT count(*) FROM event WHERE entity = ?1 AND (pos >> 40) IN (SELECT no FROM device WHERE pub IS NOT NULL)
    AND (pos & 1099511627775) > (SELECT held_seq FROM device WHERE no = pos >> 40);
-- name: event_rename
UPDATE event SET pos = (?2 << 40) | (pos & 1099511627775) WHERE pos > (?1 << 40) + ?3 AND pos <= (?1 << 40) + 1099511627775;
-- name: visit_rename
UPDATE visit SET pos = (?2 << 40) | (pos & 1099511627775) WHERE pos > (?1 << 40) + ?3 AND pos <= (?1 << 40) + 1099511627775;
-- name: visit_rename_withdrawn
UPDATE visit SET withdrawn = (?2 << 40) | (withdrawn & 1099511627775)
WHERE withdrawn > (?1 << 40) + ?3 AND withdrawn <= (?1 << 40) + 1099511627775;
-- name: matter_rename
UPDATE matter SET pos = (?2 << 40) | (pos & 1099511627775) WHERE pos > (?1 << 40) + ?3 AND pos <= (?1 << 40) + 1099511627775;
-- name: matter_rename_withdrawn
UPDATE matter SET withdrawn = (?2 << 40) | (withdrawn & 1099511627775)
WHERE withdrawn > (?1 << 40) + ?3 AND withdrawn <= (?1 << 40) + 1099511627775;
-- name: receipt_add
INSERT OR REPLACE INTO receipt(device, seq, hash, hub_ms, signature, epoch) VALUES(?1, ?2, ?3, ?4, ?5, ?6);
-- name: receipt_last
SELECT seq, hash, hub_ms, signature FROM receipt WHERE device = ?1 ORDER BY seq DESC LIMIT 1;
-- name: alias_rename
UPDATE alias SET pos = (?2 << 40) | (pos & 1099511627775) WHERE pos > (?1 << 40) + ?3 AND pos <= (?1 << 40) + 1099511627775;

-- A broken netbook: a revoked device, and the one that takes its place.
-- name: event_quarantined
SELECT pos FROM event WHERE verdict > 1 AND verdict = 4 AND pos > ?1 AND pos <= ?2 ORDER BY pos LIMIT 1;
-- name: event_undecided
SELECT count(*) FROM event WHERE verdict > 1 AND verdict = 4 AND (pos >> 40) IN (SELECT no FROM device WHERE pub IS NOT NULL);
-- name: device_set_owner
UPDATE device SET worker = ?2 WHERE no = ?1 AND worker IS NULL;
-- name: device_owner
SELECT worker FROM device WHERE no = ?1;
-- name: said_rename
UPDATE said SET pos = (?2 << 40) | (pos & 1099511627775) WHERE pos > (?1 << 40) + ?3 AND pos <= (?1 << 40) + 1099511627775;
-- name: clash_rename
UPDATE clash SET pos = (?2 << 40) | (pos & 1099511627775) WHERE pos > (?1 << 40) + ?3 AND pos <= (?1 << 40) + 1099511627775;
-- name: need_rename
UPDATE need SET pos = (?2 << 40) | (pos & 1099511627775) WHERE pos > (?1 << 40) + ?3 AND pos <= (?1 << 40) + 1099511627775;
-- name: need_rename_withdrawn
UPDATE need SET withdrawn = (?2 << 40) | (withdrawn & 1099511627775) WHERE withdrawn > (?1 << 40) + ?3 AND withdrawn <= (?1 << 40) + 1099511627775;
-- name: access_rename
UPDATE access SET pos = (?2 << 40) | (pos & 1099511627775) WHERE pos > (?1 << 40) + ?3 AND pos <= (?1 << 40) + 1099511627775;
-- name: taken_back_rename
UPDATE taken_back SET pos = (?2 << 40) | (pos & 1099511627775) WHERE pos > (?1 << 40) + ?3 AND pos <= (?1 << 40) + 1099511627775;
-- name: taken_back_rename_by_pos
UPDATE taken_back SET by_pos = (?2 << 40) | (by_pos & 1099511627775) WHERE by_pos > (?1 << 40) + ?3 AND by_pos <= (?1 << 40) + 1099511627775;
-- name: act_rename_first
UPDATE act SET first = (?2 << 40) | (first & 1099511627775) WHERE first > (?1 << 40) + ?3 AND first <= (?1 << 40) + 1099511627775;
-- name: act_rename_last
UPDATE act SET last = (?2 << 40) | (last & 1099511627775) WHERE last > (?1 << 40) + ?3 AND last <= (?1 << 40) + 1099511627775;
-- name: news_rename_pos
UPDATE news SET pos = (?2 << 40) | (pos & 1099511627775) WHERE pos > (?1 << 40) + ?3 AND pos <= (?1 << 40) + 1099511627775;

-- What is known of another town than the own.
-- name: event_town
SELECT town FROM event WHERE entity = ?1 AND rev > 0 LIMIT 1;
-- name: event_newest_rev
SELECT max(rev) FROM event WHERE town = ?1 AND rev IS NOT NULL;
-- name: step_rename
UPDATE step SET pos = (?2 << 40) | (pos & 1099511627775) WHERE pos > (?1 << 40) + ?3 AND pos <= (?1 << 40) + 1099511627775;
-- name: step_rename_withdrawn
UPDATE step SET withdrawn = (?2 << 40) | (withdrawn & 1099511627775) WHERE withdrawn > (?1 << 40) + ?3 AND withdrawn <= (?1 << 40) + 1099511627775;
-- name: item_rename
UPDATE item SET pos = (?2 << 40) | (pos & 1099511627775) WHERE pos > (?1 << 40) + ?3 AND pos <= (?1 << 40) + 1099511627775;
-- name: item_rename_withdrawn
UPDATE item SET withdrawn = (?2 << 40) | (withdrawn & 1099511627775) WHERE withdrawn > (?1 << 40) + ?3 AND withdrawn <= (?1 << 40) + 1099511627775;
-- name: item_rename_about
UPDATE item SET about = (?2 << 40) | (about & 1099511627775) WHERE about > (?1 << 40) + ?3 AND about <= (?1 << 40) + 1099511627775;
-- name: reminder_rename
UPDATE reminder SET pos = (?2 << 40) | (pos & 1099511627775) WHERE pos > (?1 << 40) + ?3 AND pos <= (?1 << 40) + 1099511627775;
-- name: entry_rename
UPDATE entry SET pos = (?2 << 40) | (pos & 1099511627775) WHERE pos > (?1 << 40) + ?3 AND pos <= (?1 << 40) + 1099511627775;
-- name: entry_rename_withdrawn
UPDATE entry SET withdrawn = (?2 << 40) | (withdrawn & 1099511627775) WHERE withdrawn > (?1 << 40) + ?3 AND withdrawn <= (?1 << 40) + 1099511627775;
