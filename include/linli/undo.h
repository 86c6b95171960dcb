/* Undo and redo: further events that turn an act round; nothing is removed (DESIGN.md section 7). */
#ifndef LINLI_UNDO_H
#define LINLI_UNDO_H

#include "linli/store.h"

/* In words what undo, or with `redo` redo, would take: "visit, met, 张三 3-2-501". ERR_NOT_FOUND with words where there is
 * nothing. */
enum err undo_words(struct store *s, bool redo, struct buf *out);

/* Takes it: all of the act or, where that cannot be (somebody changed it since), nothing and words. `said` is what was done, in
 * words; *about is the household or matter it was about. */
enum err undo_take(struct store *s, bool redo, struct buf *said, struct id *about);

#endif
