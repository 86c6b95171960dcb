-- What the record has for the pinyin line: names by the search index, words from its newest texts.
-- name: typed_names
SELECT h.head, h.compound, h.members FROM search JOIN household h ON h.sort = search.rowid
WHERE search MATCH ?1 ORDER BY search.rowid LIMIT ?2;
-- name: typed_matters
SELECT m.summary FROM (SELECT number FROM matter ORDER BY number DESC LIMIT ?1) n JOIN matter m ON m.number = n.number;
-- name: typed_visits
SELECT note FROM (SELECT note FROM visit ORDER BY pos DESC LIMIT ?1) WHERE note <> '';
-- name: typed_items
SELECT body FROM item ORDER BY pos DESC LIMIT ?1;
-- name: typed_entries
SELECT name FROM entry WHERE withdrawn IS NULL LIMIT ?1;
-- name: typed_areas
SELECT name FROM area LIMIT ?1;
-- name: typed_workers
SELECT name FROM worker LIMIT ?1;
