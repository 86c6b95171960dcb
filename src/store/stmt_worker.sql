-- Workers as a list.
-- name: worker_rows
SELECT id, login, name, role, area, gone FROM worker ORDER BY login;
