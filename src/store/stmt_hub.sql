-- The hub's side: towns, entities, rules, scopes, devices, codes.
-- name: hub_town_by_code
SELECT no, rev FROM town WHERE code = ?1;
-- name: hub_town_by_no
SELECT code, rev, restored FROM town WHERE no = ?1;
-- name: hub_town_add
INSERT INTO town(code, rev) VALUES(?1, 0);
-- name: hub_town_set
UPDATE town SET rev = ?2 WHERE no = ?1;
-- name: hub_town_leap
UPDATE town SET restored = rev, rev = rev + ?1;
-- name: hub_towns_of_worker
WITH RECURSIVE t(no) AS (SELECT min(town) FROM scope WHERE worker = ?1
    UNION ALL SELECT (SELECT min(town) FROM scope WHERE worker = ?1 AND town > t.no) FROM t WHERE t.no IS NOT NULL)
SELECT no FROM t WHERE no IS NOT NULL UNION SELECT no FROM town WHERE code = ?2 ORDER BY no;

-- name: hub_entity_get
SELECT kind, town, area, creator FROM entity WHERE id = ?1;
-- name: hub_entity_put
INSERT INTO entity(id, kind, town, area, creator) VALUES(?1, ?2, ?3, ?4, ?5)
    ON CONFLICT(id) DO UPDATE SET area = excluded.area;
-- name: hub_entities_inside
SELECT id FROM entity WHERE kind = ?1 AND area >= ?2 AND area < ?3;
-- name: hub_entities_at
SELECT id FROM entity WHERE kind = ?1 AND area = ?2;
-- name: hub_household_area
SELECT area FROM household WHERE id = ?1;
-- What is overdue is seen one level up.
-- name: hub_matter_reached
SELECT max(reached, level + (overdue AND open)) FROM matter WHERE id = ?1;
-- name: hub_matters_of_level
SELECT e.id FROM entity e JOIN matter m ON m.id = e.id
WHERE e.kind = ?1 AND e.area >= ?2 AND e.area < ?3 AND max(m.reached, m.level + (m.overdue AND m.open)) >= ?4;
-- Who was named in it: its owner, whom it was offered to, who was asked to assist.
-- part: named
SELECT owner AS worker FROM matter WHERE id = ?1 AND owner IS NOT NULL
UNION SELECT offered FROM matter WHERE id = ?1 AND offered IS NOT NULL
UNION SELECT other FROM item WHERE matter = ?1 AND other IS NOT NULL AND withdrawn IS NULL
UNION SELECT e.other FROM item i JOIN entry e ON e.id = i.other WHERE i.matter = ?1 AND e.other IS NOT NULL AND i.withdrawn IS NULL
-- name: hub_matter_named
SELECT worker FROM (@named);
-- name: hub_matter_names
SELECT 1 FROM (@named) WHERE worker = ?2 LIMIT 1;
-- name: item_claims
SELECT count(*) FROM item WHERE matter = ?1 AND item = ?2 AND withdrawn IS NULL AND result <> 2;
-- name: hub_matters_of_household
SELECT DISTINCT matter FROM party WHERE household = ?1;
-- name: hub_aliases_of_household
SELECT own FROM alias WHERE into_id = ?1;

-- name: hub_rule_get
SELECT given FROM rule WHERE worker = ?1 AND area = ?2 AND household = ?3;
-- name: hub_rule_put
INSERT OR REPLACE INTO rule(worker, area, household, given) VALUES(?1, ?2, ?3, ?4);
-- name: hub_rule_drop
DELETE FROM rule WHERE worker = ?1 AND area = ?2 AND household = ?3;
-- name: hub_rule_drop_areas
DELETE FROM rule WHERE worker = ?1 AND area >= ?2 AND area < ?3 AND area <> '';
-- name: hub_rule_drop_households
DELETE FROM rule WHERE worker = ?1 AND area = '' AND household IN
    (SELECT r.household FROM rule r JOIN entity e ON e.id = r.household WHERE r.worker = ?1 AND r.area = '' AND e.area >= ?2 AND e.area < ?3);
-- name: hub_rules_inside
SELECT EXISTS(SELECT 1 FROM rule WHERE worker = ?1 AND area >= ?2 AND area < ?3 AND area <> '') OR EXISTS
    (SELECT 1 FROM rule r JOIN entity e ON e.id = r.household WHERE r.worker = ?1 AND r.area = '' AND e.area >= ?2 AND e.area < ?3);
-- name: hub_rule_drop_all
DELETE FROM rule WHERE worker = ?1;
-- name: hub_rule_workers
SELECT worker FROM rule WHERE area = ?1 AND household = ?2;

-- name: hub_member_get
SELECT rev, gone, times FROM member WHERE worker = ?1 AND entity = ?2;
-- name: hub_member_enter
INSERT INTO member(worker, entity, rev, gone, times) VALUES(?1, ?2, ?3, NULL, 0)
    ON CONFLICT(worker, entity) DO UPDATE SET rev = excluded.rev, gone = NULL, times = times + 1;
-- name: hub_member_leave
UPDATE member SET gone = ?3 WHERE worker = ?1 AND entity = ?2;
-- name: hub_members_of
SELECT worker FROM member WHERE entity = ?1 AND gone IS NULL;
-- name: hub_member_entities
SELECT entity FROM member WHERE worker = ?1 AND gone IS NULL;
-- name: hub_scope_add
INSERT INTO scope(worker, town, rev, entity, since) VALUES(?1, ?2, ?3, ?4, ?5);
-- name: hub_scope_feed
SELECT rev, entity, since FROM scope WHERE worker = ?1 AND town = ?2 AND rev > ?3 AND rev <= ?4 ORDER BY rev;
-- name: hub_event_feed
SELECT pos, town, rev, header, salt, body, body_hash, sealed, hash, verdict, reason, received, entity FROM event e
WHERE town = ?1 AND rev > ?2 AND rev <= ?3 AND (pos BETWEEN ?4 AND ?5 OR (verdict < 2 AND EXISTS
    (SELECT 1 FROM member m WHERE m.worker = ?6 AND m.entity = e.entity AND m.gone IS NULL AND m.rev < e.rev)))
ORDER BY rev;
-- name: hub_event_group
SELECT pos, town, rev, header, salt, body, body_hash, sealed, hash, verdict, reason, received, entity FROM event
WHERE entity = ?1 AND rev > ?2 AND rev <= ?3 AND verdict < 2 AND (?4 OR pos NOT BETWEEN ?5 AND ?6) ORDER BY rev;
-- name: hub_event_has_own
SELECT EXISTS(SELECT 1 FROM event WHERE entity = ?1 AND pos BETWEEN ?2 AND ?3);
-- name: hub_event_unnumbered
SELECT entity, pos FROM event WHERE pos > ?1 AND pos <= ?2 AND rev IS NULL ORDER BY pos LIMIT 1000;
-- name: hub_event_refused
SELECT pos, verdict, reason, received FROM event INDEXED BY event_verdict
WHERE verdict > 1 AND pos > ?1 AND pos <= ?2 ORDER BY pos LIMIT ?3;

-- name: hub_worker_get
SELECT id, login, name, role, area, gone FROM worker WHERE id = ?1;
-- name: hub_worker_by_login
SELECT id, login, name, role, area, gone FROM worker WHERE login = ?1;
-- name: hub_workers_inside
SELECT id FROM worker WHERE area >= ?1 AND area < ?2;
-- name: hub_workers_at
SELECT id FROM worker WHERE area = ?1;
-- name: hub_area_name
SELECT name, id FROM area WHERE code = ?1;
-- name: hub_area_known
SELECT 1 FROM area WHERE code = ?1;
-- name: hub_areas_of
SELECT a.code, a.name FROM area a JOIN member m ON m.entity = a.id WHERE m.worker = ?1 AND m.gone IS NULL ORDER BY a.code;

-- name: hub_device_by_id
SELECT no, id, pub, worker, letters, revoked, fork_of, fork_seq FROM device WHERE id = ?1;
-- name: hub_device_by_token
SELECT no, id, pub, worker, letters, revoked, fork_of, fork_seq FROM device WHERE token = ?1;
-- name: hub_device_by_no
SELECT no, id, pub, worker, letters, revoked, fork_of, fork_seq FROM device WHERE no = ?1;
-- name: hub_device_forks
SELECT no, id, pub, worker, letters, revoked, fork_of, fork_seq FROM device WHERE pub = ?1 AND fork_of IS NOT NULL ORDER BY no;
-- name: hub_device_add
INSERT INTO device(id, pub, worker, letters, fork_of, fork_seq, revoked, head_seq, head_hash) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9);
-- name: hub_device_set_token
UPDATE device SET token = ?2 WHERE no = ?1;
-- name: hub_device_revoke
UPDATE device SET revoked = ?2 WHERE no = ?1;
-- name: hub_devices_of_worker
SELECT id FROM device WHERE worker = ?1 AND revoked IS NULL AND secret IS NULL;
-- name: hub_letters_taken
SELECT count(*) FROM device WHERE letters = ?1 AND id <> ?2;
-- name: hub_device_like
SELECT id FROM device WHERE worker IS NOT NULL AND substr(lower(hex(id)), 1, length(?1)) = ?1 LIMIT 2;
-- name: hub_device_rows
SELECT d.id, w.login, d.letters, coalesce(d.head_seq, 0), d.revoked, d.fork_of, d.no FROM device d JOIN worker w ON w.id = d.worker ORDER BY d.no;

-- name: hub_code_add
INSERT INTO code(hash, worker, expires, used, replaces) VALUES(?1, ?2, ?3, NULL, ?4);
-- name: hub_code_get
SELECT hash, worker, expires, used, device, replaces FROM code WHERE hash = ?1;
-- name: hub_code_use
UPDATE code SET used = ?2, device = ?3 WHERE hash = ?1;
-- name: hub_code_forget
DELETE FROM code WHERE expires < ?1;
-- name: hub_pairs
SELECT h.id, h.area, h.number, h.door FROM member m JOIN household h ON h.id = m.entity WHERE m.worker = ?1 AND m.gone IS NULL;
-- name: hub_is_alias
SELECT 1 FROM alias WHERE own = ?1;
-- name: hub_has_aliases
SELECT 1 FROM alias WHERE into_id = ?1 LIMIT 1;

-- A broken netbook: the devices of a worker, what a revoked one wrote and nobody decided about yet.
-- name: hub_devices_known
SELECT id FROM device WHERE worker = ?1 AND secret IS NULL AND id <> ?2 ORDER BY no LIMIT 1000;
-- name: hub_quarantine_devices
SELECT d.id, w.login, d.letters, d.revoked, count(*), min(e.received), max(e.received)
FROM event e INDEXED BY event_verdict JOIN device d ON d.no = e.pos >> 40 JOIN worker w ON w.id = d.worker
WHERE e.verdict > 1 AND e.verdict = 4 GROUP BY d.no ORDER BY d.no;
-- name: hub_quarantine_next
SELECT pos, town, rev, header, salt, body, body_hash, sealed, hash, verdict, reason, received, entity FROM event INDEXED BY event_verdict
WHERE verdict > 1 AND verdict = 4 AND pos > ?1 AND pos <= ?2 ORDER BY pos LIMIT 1;
-- name: hub_quarantine_rows
SELECT pos, town, rev, header, salt, body, body_hash, sealed, hash, verdict, reason, received, entity FROM event INDEXED BY event_verdict
WHERE verdict > 1 AND verdict = 4 AND pos > ?1 AND pos <= ?2 ORDER BY pos;
-- name: hub_quarantine_count
SELECT count(*) FROM event INDEXED BY event_verdict WHERE verdict > 1 AND verdict = 4 AND pos > ?1 AND pos <= ?2;
-- name: hub_event_decide
UPDATE event SET verdict = ?2, reason = ?3, town = ?4, rev = ?5 WHERE pos = ?1;
