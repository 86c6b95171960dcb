-- Matters for people.
-- Column 19: the same type between the same households within a year before.
-- part: matter
SELECT m.id, m.number, m.kind, m.type, m.summary, m.open, m.withdrawn IS NOT NULL, m.step, m.level, m.due, coalesce(w.name, ''), m.opened, m.pos,
    coalesce(p.name, ''), coalesce(p.door, ''), m.parties, m.triage, m.left_by, m.closed,
    EXISTS(SELECT 1 FROM matter e WHERE e.id IN (SELECT b.matter FROM party a JOIN party b ON b.household = a.household WHERE a.matter = m.id)
        AND e.id <> m.id AND e.type = m.type AND e.withdrawn IS NULL AND e.opened <= m.opened AND e.opened > m.opened - 31536000000
        AND NOT EXISTS (SELECT 1 FROM party a WHERE a.matter = m.id AND a.household IS NOT NULL
            AND NOT EXISTS (SELECT 1 FROM party b WHERE b.matter = e.id AND b.household = a.household))),
    m.owner, m.offered, m.waiting, m.urged, m.overdue, m.danger, m.failed, m.missed, m.agreed, m.area
FROM matter m LEFT JOIN worker w ON w.id = m.owner LEFT JOIN party p ON p.matter = m.id AND p.no = 0
-- ?3 kind, ?4 type, ?5 and ?6 due from and to, ?7 only the worker's ?8, ?9 not at this level, ?10 text, ?11 at this
-- level, ?12 with this owner, ?13 to be taken on at this level or by the worker ?8.
-- part: filter
(?3 = 0 OR m.kind = ?3) AND (?4 = 0 OR m.type = ?4) AND (?5 IS NULL OR m.due >= ?5) AND (?6 IS NULL OR m.due <= ?6)
    AND (?7 = 0 OR m.owner IS ?8 OR (m.owner IS NULL AND m.pos >> 40 IN (SELECT no FROM device WHERE pub IS NOT NULL)))
    AND (?9 = 0 OR m.level <> ?9) AND (?11 = 0 OR m.level = ?11) AND (?12 IS NULL OR m.owner = ?12)
    AND (?13 = 0 OR (m.waiting = 1 AND m.level = ?13) OR (m.offered IS NOT NULL AND m.offered = ?8))
    AND (?10 IS NULL OR instr(lower(m.summary), lower(?10)) OR instr(m.number, upper(?10))
        OR EXISTS(SELECT 1 FROM party q WHERE q.matter = m.id AND (instr(lower(q.name), lower(?10)) OR instr(q.door, ?10))))
-- name: matter_rows_open
@matter
WHERE m.open = 1 AND @filter
ORDER BY m.due, m.pos LIMIT ?2 OFFSET ?1;
-- The same where a level, an owner or what waits is asked for: few of all, each found by its index.
-- name: matter_rows_level
@matter
WHERE m.open = 1 AND m.level = ?11 AND @filter
ORDER BY m.due, m.pos LIMIT ?2 OFFSET ?1;
-- name: matter_rows_below
@matter
WHERE m.open = 1 AND m.level = ?11 AND m.due <= ?6 AND @filter
ORDER BY m.due, m.pos LIMIT ?2 OFFSET ?1;
-- name: matter_rows_due
@matter
WHERE m.open = 1 AND m.due <= ?6 AND @filter
ORDER BY m.due, m.pos LIMIT ?2 OFFSET ?1;
-- name: matter_rows_owner
@matter
WHERE m.open = 1 AND m.owner = ?12 AND @filter
ORDER BY m.due, m.pos LIMIT ?2 OFFSET ?1;
-- name: matter_rows_waiting
@matter
WHERE m.id IN (SELECT id FROM (
    SELECT m.id AS id, m.due AS due, m.pos AS pos FROM matter m INDEXED BY matter_waiting
        WHERE m.open = 1 AND m.waiting = 1 AND m.level = ?13 AND @filter
    UNION ALL SELECT m.id, m.due, m.pos FROM matter m INDEXED BY matter_offered
        WHERE m.open = 1 AND m.offered = ?8 AND NOT (m.waiting = 1 AND m.level = ?13) AND @filter
    ORDER BY due, pos LIMIT ?2 OFFSET ?1))
ORDER BY m.due, m.pos;
-- name: matter_rows_closed
@matter
WHERE m.open = 0 AND @filter
ORDER BY m.opened DESC, m.pos DESC LIMIT ?2 OFFSET ?1;
-- name: matter_count
SELECT count(*) FROM matter m WHERE m.open = ?1 AND (?2 IS NULL OR 1) AND @filter;
-- name: matter_count_level
SELECT count(*) FROM matter m WHERE m.open = 1 AND m.level = ?11 AND (?2 IS NULL OR 1) AND @filter;
-- name: matter_count_below
SELECT count(*) FROM matter m WHERE m.open = 1 AND m.level = ?11 AND m.due <= ?6 AND (?2 IS NULL OR 1) AND @filter;
-- name: matter_count_due
SELECT count(*) FROM matter m WHERE m.open = 1 AND m.due <= ?6 AND (?2 IS NULL OR 1) AND @filter;
-- name: matter_count_owner
SELECT count(*) FROM matter m WHERE m.open = 1 AND m.owner = ?12 AND (?2 IS NULL OR 1) AND @filter;
-- name: matter_count_waiting
SELECT count(*) FROM matter m WHERE m.id IN (SELECT id FROM matter INDEXED BY matter_waiting WHERE open = 1 AND waiting = 1 AND level = ?13
    UNION ALL SELECT id FROM matter INDEXED BY matter_offered WHERE open = 1 AND offered = ?8) AND (?2 IS NULL OR 1) AND @filter;
-- name: matter_rows_household
@matter
WHERE m.id IN (SELECT matter FROM party WHERE household = ?1) ORDER BY m.open DESC, m.opened DESC, m.pos DESC;
-- name: matter_row
@matter
WHERE m.id = ?1;
-- name: party_rows
SELECT name, household, door, phones FROM party WHERE matter = ?1 ORDER BY no;
-- name: taken_back_has
SELECT 1 FROM taken_back WHERE pos = ?1;
-- For the line above the list: waiting, overdue, overdue one level below; each counted up to ?5, in an index alone.
-- name: matter_heads
SELECT (SELECT count(*) FROM (SELECT 1 FROM matter INDEXED BY matter_waiting WHERE open = 1 AND waiting = 1 AND level = ?1 LIMIT ?5))
    + (SELECT count(*) FROM matter INDEXED BY matter_offered WHERE open = 1 AND offered = ?2 AND NOT (waiting = 1 AND level = ?1)),
    (SELECT count(*) FROM (SELECT 1 FROM matter INDEXED BY matter_open WHERE open = 1 AND due < ?3 LIMIT ?5)),
    (SELECT count(*) FROM (SELECT 1 FROM matter INDEXED BY matter_level WHERE open = 1 AND level = ?4 AND due < ?3 LIMIT ?5));
