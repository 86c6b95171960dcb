-- Undo and redo: what is undone always lies above what is done.
-- name: act_add
INSERT INTO act(first, last) VALUES(?1, ?2);
-- name: act_forget_undone
DELETE FROM act WHERE undone = 1;
-- name: act_forget_old
DELETE FROM act WHERE no <= (SELECT max(no) FROM act) - ?1;
-- name: act_newest_done
SELECT no, first, last FROM act WHERE undone = 0 ORDER BY no DESC LIMIT 1;
-- name: act_oldest_undone
SELECT no, first, last FROM act WHERE undone = 1 ORDER BY no LIMIT 1;
-- name: act_turn
UPDATE act SET first = ?2, last = ?3, undone = ?4 WHERE no = ?1;
-- name: taken_back_get
SELECT by_pos FROM taken_back WHERE pos = ?1;
