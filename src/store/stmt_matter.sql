-- Matters for people.
-- Column 19: the same type between the same households within a year before.
-- part: matter
SELECT m.id, m.number, m.kind, m.type, m.summary, m.open, m.withdrawn IS NOT NULL, m.step, m.level, m.due, coalesce(w.name, ''), m.opened, m.pos,
    coalesce(p.name, ''), coalesce(p.door, ''), m.parties, m.triage, m.left_by, m.closed,
    m.kind <> 2 AND EXISTS(SELECT 1 FROM party a WHERE a.matter = m.id AND a.household IS NOT NULL) AND EXISTS(SELECT 1 FROM matter e WHERE e.id IN (SELECT b.matter FROM party a JOIN party b ON b.household = a.household WHERE a.matter = m.id)
        AND e.id <> m.id AND e.type = m.type AND e.withdrawn IS NULL AND e.opened <= m.opened AND e.opened > m.opened - 31536000000
        AND NOT EXISTS (SELECT 1 FROM party a WHERE a.matter = m.id AND a.household IS NOT NULL
            AND NOT EXISTS (SELECT 1 FROM party b WHERE b.matter = e.id AND b.household = a.household))),
    m.owner, m.offered, m.waiting, m.urged, m.overdue, m.danger, m.failed, m.missed, m.agreed, m.area
FROM matter m LEFT JOIN worker w ON w.id = m.owner LEFT JOIN party p ON p.matter = m.id AND p.no = 0
-- Lists walk an index from where they were (?1, ?2) on and look at each matter in it; the last column says whether it is let
-- through. ?3 kind, ?4 type, ?5 and ?6 due from and to, ?7 only the worker's ?8, ?9 not at this level, ?11 at this level, ?12 with
-- this owner, ?13 to be taken on at this level or by the worker ?8; ?14 as ?6, always there. All these stand in each index.
-- part: filter
(?3 = 0 OR m.kind = ?3) AND (?4 = 0 OR m.type = ?4) AND (?5 IS NULL OR m.due >= ?5) AND (?6 IS NULL OR m.due <= ?6)
    AND (?7 = 0 OR m.owner IS ?8 OR (m.owner IS NULL AND m.pos >> 40 IN (SELECT no FROM device WHERE pub IS NOT NULL)))
    AND (?9 = 0 OR m.level <> ?9) AND (?11 = 0 OR m.level = ?11) AND (?12 IS NULL OR m.owner = ?12)
    AND (?13 = 0 OR (m.waiting = 1 AND m.level = ?13) OR (m.offered IS NOT NULL AND m.offered = ?8))
-- part: walk
SELECT m.id AS id, m.due AS due, m.pos AS pos, @filter AS fits FROM matter m
-- part: onwards
(m.due, m.pos) > (?1, ?2) AND m.due <= ?14
-- Those whose number begins with the text ?10, in the order of the list; ?1 were read.
-- name: matter_walk_number
SELECT m.id, 0, 0, @filter FROM matter m
WHERE m.id IN (SELECT id FROM matter WHERE number >= upper(?10) AND number < upper(?10) || char(1114111)) AND (?15 OR m.open = 1) AND (?16 OR m.open = 0)
ORDER BY m.open DESC, CASE WHEN m.open THEN m.due ELSE -m.opened END, CASE WHEN m.open THEN m.pos ELSE -m.pos END LIMIT -1 OFFSET ?1;
-- Those without a day come first, as everywhere; there are hardly any.
-- name: matter_walk_undated
@walk INDEXED BY matter_open WHERE m.open = 1 AND m.due IS NULL AND m.pos > ?2 ORDER BY m.pos;
-- name: matter_walk_open
@walk INDEXED BY matter_open WHERE m.open = 1 AND @onwards ORDER BY m.due, m.pos;
-- name: matter_walk_level
@walk INDEXED BY matter_level WHERE m.open = 1 AND m.level = ?11 AND @onwards ORDER BY m.due, m.pos;
-- name: matter_walk_owner
@walk INDEXED BY matter_owner WHERE m.open = 1 AND m.owner = ?12 AND @onwards ORDER BY m.due, m.pos;
-- name: matter_walk_mine
SELECT * FROM (@walk INDEXED BY matter_owner WHERE m.open = 1 AND m.owner = ?8 AND @onwards
    UNION ALL @walk INDEXED BY matter_owner WHERE m.open = 1 AND m.owner IS NULL AND @onwards) ORDER BY due, pos;
-- name: matter_walk_waiting
SELECT * FROM (@walk INDEXED BY matter_waiting WHERE m.open = 1 AND m.waiting = 1 AND m.level = ?13 AND @onwards
    UNION ALL @walk INDEXED BY matter_offered WHERE m.open = 1 AND m.offered = ?8 AND NOT (m.waiting = 1 AND m.level = ?13) AND @onwards)
ORDER BY due, pos;
-- name: matter_walk_closed
SELECT m.id, m.opened, m.pos, @filter FROM matter m INDEXED BY matter_closed
WHERE m.open = 0 AND (m.opened, m.pos) < (?1, ?2) ORDER BY m.opened DESC, m.pos DESC;
-- name: matter_numbered
SELECT count(*) FROM (SELECT 1 FROM matter WHERE number >= upper(?1) AND number < upper(?1) || char(1114111) LIMIT ?2);
-- The text in the number, the summary, a party's name or door; ?3: not where the number begins with it.
-- name: matter_has_text
SELECT 1 FROM matter m WHERE m.id = ?1 AND (instr(m.number, upper(?2)) OR instr(lower(m.summary), lower(?2))
        OR EXISTS(SELECT 1 FROM party q WHERE q.matter = m.id AND (instr(lower(q.name), lower(?2)) OR instr(q.door, ?2))))
    AND NOT (?3 AND instr(m.number, upper(?2)) = 1);
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
