-- Reading for people.
-- name: visit_rows
SELECT v.pos, v.household, v.at, v.outcome, v.purpose, v.met, v.note, v.next, coalesce(w.name, ''), v.withdrawn IS NOT NULL
FROM visit v LEFT JOIN worker w ON w.id = v.worker WHERE v.household = ?1 ORDER BY v.at DESC, v.pos DESC LIMIT ?2;
-- name: visit_row
SELECT v.pos, v.household, v.at, v.outcome, v.purpose, v.met, v.note, v.next, coalesce(w.name, ''), v.withdrawn IS NOT NULL
FROM visit v LEFT JOIN worker w ON w.id = v.worker WHERE v.pos = ?1;
-- name: matter_rows_open
SELECT m.id, m.number, m.kind, m.type, m.summary, m.open, m.withdrawn IS NOT NULL, m.step, m.level, m.due, coalesce(w.name, ''), m.opened, m.pos,
    coalesce(p.name, ''), coalesce(p.door, ''), (SELECT count(*) FROM party WHERE matter = m.id)
FROM matter m LEFT JOIN worker w ON w.id = m.owner LEFT JOIN party p ON p.matter = m.id AND p.no = 0
WHERE m.open = 1 ORDER BY m.due, m.pos LIMIT ?2 OFFSET ?1;
-- name: matter_rows_closed
SELECT m.id, m.number, m.kind, m.type, m.summary, m.open, m.withdrawn IS NOT NULL, m.step, m.level, m.due, coalesce(w.name, ''), m.opened, m.pos,
    coalesce(p.name, ''), coalesce(p.door, ''), (SELECT count(*) FROM party WHERE matter = m.id)
FROM matter m LEFT JOIN worker w ON w.id = m.owner LEFT JOIN party p ON p.matter = m.id AND p.no = 0
WHERE m.open = 0 ORDER BY m.opened DESC, m.pos DESC LIMIT ?2 OFFSET ?1;
-- name: matter_rows_overdue
SELECT m.id, m.number, m.kind, m.type, m.summary, m.open, m.withdrawn IS NOT NULL, m.step, m.level, m.due, coalesce(w.name, ''), m.opened, m.pos,
    coalesce(p.name, ''), coalesce(p.door, ''), (SELECT count(*) FROM party WHERE matter = m.id)
FROM matter m LEFT JOIN worker w ON w.id = m.owner LEFT JOIN party p ON p.matter = m.id AND p.no = 0
WHERE m.open = 1 AND m.due < ?3 ORDER BY m.due, m.pos LIMIT ?2 OFFSET ?1;
-- name: matter_rows_household
SELECT m.id, m.number, m.kind, m.type, m.summary, m.open, m.withdrawn IS NOT NULL, m.step, m.level, m.due, coalesce(w.name, ''), m.opened, m.pos,
    coalesce(p.name, ''), coalesce(p.door, ''), (SELECT count(*) FROM party WHERE matter = m.id)
FROM matter m LEFT JOIN worker w ON w.id = m.owner LEFT JOIN party p ON p.matter = m.id AND p.no = 0
WHERE m.id IN (SELECT matter FROM party WHERE household = ?1) ORDER BY m.open DESC, m.opened DESC, m.pos DESC;
-- name: matter_row
SELECT m.id, m.number, m.kind, m.type, m.summary, m.open, m.withdrawn IS NOT NULL, m.step, m.level, m.due, coalesce(w.name, ''), m.opened, m.pos,
    coalesce(p.name, ''), coalesce(p.door, ''), (SELECT count(*) FROM party WHERE matter = m.id)
FROM matter m LEFT JOIN worker w ON w.id = m.owner LEFT JOIN party p ON p.matter = m.id AND p.no = 0
WHERE m.id = ?1;
-- name: matter_by_number
SELECT id FROM matter WHERE number = ?1 LIMIT 2;
-- name: matter_open_count
SELECT count(*) FROM matter WHERE open = 1;
-- name: party_rows
SELECT name, household, door, phones FROM party WHERE matter = ?1 ORDER BY no;
-- name: household_by_any_number
SELECT id FROM household WHERE number = ?1 AND number <> '' LIMIT 2;
-- name: area_name
SELECT name FROM area WHERE code = ?1;
-- name: worker_name
SELECT name FROM worker WHERE id = ?1;
-- name: outbox_rows
SELECT pos, header, verdict, reason FROM event
WHERE (pos BETWEEN ?1 AND ?2) OR verdict > 1 AND (pos >> 40) IN (SELECT no FROM device WHERE pub IS NOT NULL)
ORDER BY pos LIMIT ?4 OFFSET ?3;
-- name: attention_count
SELECT count(*) FROM event WHERE verdict > 1 AND (pos >> 40) IN (SELECT no FROM device WHERE pub IS NOT NULL);
