-- The hub's clock: open matters whose step has run out of its time.
-- name: clock_overdue
SELECT id, step, level, area FROM matter INDEXED BY matter_late WHERE open = 1 AND overdue = 0 AND due < ?1 ORDER BY due LIMIT ?2;
-- Steps that began on one day are urged by the days that they have, so each such day is one look into the index; there are as many
-- as days within the longest step.
-- name: clock_urged
WITH RECURSIVE began(day) AS (
    SELECT min(step_day) FROM matter INDEXED BY matter_urge WHERE open = 1 AND urged = 0
    UNION ALL SELECT (SELECT min(step_day) FROM matter INDEXED BY matter_urge WHERE open = 1 AND urged = 0 AND step_day > began.day)
    FROM began WHERE began.day < ?1)
SELECT m.id, m.step, m.level, m.area FROM began JOIN matter m INDEXED BY matter_urge
    ON m.open = 1 AND m.urged = 0 AND m.step_day = began.day AND m.due <= began.day + (?1 - began.day) * 100 / ?2
WHERE began.day <= ?1 LIMIT ?3;
