-- Drafts. The field '' holds the version of the form; what was thrown away has a ~ before the form's name.
-- name: draft_put
INSERT INTO draft(form, subject, field, value, at) VALUES(?1, ?2, ?3, ?4, ?5)
ON CONFLICT(form, subject, field) DO UPDATE SET value = excluded.value, at = excluded.at;
-- name: draft_put_version
INSERT INTO draft(form, subject, field, value, at) VALUES(?1, ?2, '', ?3, ?4)
ON CONFLICT(form, subject, field) DO UPDATE SET value = excluded.value WHERE value <> excluded.value;
-- name: draft_fields
SELECT field, value FROM draft WHERE form = ?1 AND subject = ?2 ORDER BY field;
-- name: draft_drop
DELETE FROM draft WHERE form = ?1 AND subject = ?2;
-- name: draft_throw
UPDATE draft SET form = '~' || form, at = ?3 WHERE form = ?1 AND subject = ?2;
-- name: draft_thrown
SELECT substr(form, 2), subject FROM draft WHERE form > '~' LIMIT 1;
-- name: draft_begun_anew
SELECT 1 FROM draft t JOIN draft d ON d.form = substr(t.form, 2) AND d.subject = t.subject WHERE t.form > '~' LIMIT 1;
-- name: draft_take_back
UPDATE draft SET form = substr(form, 2) WHERE form > '~';
-- name: draft_forget
DELETE FROM draft WHERE form > '~' AND at < ?1;
-- name: draft_list
SELECT form, subject, max(at) FROM draft WHERE form < '~' GROUP BY form, subject ORDER BY max(at) DESC;
-- Those of the device's own records of a household; one that the household has already stays where it is.
-- name: draft_follow
UPDATE OR IGNORE draft SET subject = ?1 || substr(subject, 33)
WHERE substr(subject, 1, 32) IN (SELECT lower(hex(own)) FROM alias WHERE into_id = ?2)
AND form || ' ' || ?1 || substr(subject, 33) NOT IN (SELECT form || ' ' || subject FROM draft);
