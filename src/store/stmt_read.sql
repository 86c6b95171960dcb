-- Reading for people.
-- name: visit_rows
SELECT v.pos, v.household, v.at, v.outcome, v.purpose, v.met, v.note, v.next, coalesce(w.name, ''), v.withdrawn IS NOT NULL
FROM visit v LEFT JOIN worker w ON w.id = v.worker WHERE v.household = ?1 ORDER BY v.at DESC, v.pos DESC LIMIT ?2;
-- name: visit_row
SELECT v.pos, v.household, v.at, v.outcome, v.purpose, v.met, v.note, v.next, coalesce(w.name, ''), v.withdrawn IS NOT NULL
FROM visit v LEFT JOIN worker w ON w.id = v.worker WHERE v.pos = ?1;
-- name: matter_by_number
SELECT id FROM matter WHERE number = ?1 LIMIT 2;
-- name: matter_open_count
SELECT count(*) FROM (SELECT 1 FROM matter INDEXED BY matter_open WHERE open = 1 LIMIT ?1);
-- name: household_by_any_number
SELECT id FROM household WHERE number = ?1 AND number <> '' LIMIT 2;
-- Begins a reading that lasts until it is reset.
-- name: hold
SELECT 1 FROM sqlite_schema LIMIT 1;
-- name: area_name
SELECT name FROM area WHERE code = ?1;
-- name: worker_name
SELECT name FROM worker WHERE id = ?1;
