/* A page of a pull, put into the record: in one transaction where nobody waits, else in pieces that leave the keyboard alone.
 * Every line may be applied twice, so that a page which was stopped half way is simply pulled again; its cursor is kept with its
 * last piece. */
#ifndef LINLI_SYNC_PAGE_H
#define LINLI_SYNC_PAGE_H

#include "linli/wire.h"
#include "linli/store.h"

struct page {
    struct buf text;
    char cursor[WIRE_CURSOR_SIZE];
    size_t at;
    struct wire_line line;
    int64_t own_next;  /* of the own line under way: the seq that comes next, 0 none */
    struct id entered; /* the entity that entered last */
    bool again;        /* it was here before: its own events are here still, what is folded from them is not */
    int64_t fresh;     /* events that were not here */
};

/* Takes over the text. */
void page_begin(struct page *p, struct buf *text, const char *cursor);
bool page_waits(const struct page *p);
void page_free(struct page *p);

/* Applies lines for about `budget_ms` (0: all of them) in one transaction. On failure nothing of this piece is changed, words are
 * set and the page is dropped. ERR_NETWORK: a line is none of the wire's. */
enum err page_step(struct page *p, struct store *s, int64_t budget_ms);

#endif
