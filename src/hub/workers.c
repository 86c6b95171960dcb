/* Workers by id. */
#include "hub/workers.h"

#include <stdlib.h>
#include <string.h>
#include "linli/mem.h"

static int by_id(const void *a, const void *b) {
    const struct hub_worker_row *x = a, *y = b;

    return memcmp(x->id.b, y->id.b, ID_BYTES);
}

static enum err add(void *arg, const struct hub_worker_row *row) {
    struct workers *w = arg;

    if (w->count == w->room) {
        w->room = w->room ? 2 * w->room : 64;
        w->rows = mem_resize(w->rows, w->room, sizeof *w->rows);
    }
    w->rows[w->count++] = *row;
    return ERR_OK;
}

enum err workers_read(struct workers *out, struct store *s) {
    enum err e;

    *out = (struct workers){0};
    e = hub_worker_list(s, add, out);
    if (e == ERR_OK && out->count)
        qsort(out->rows, out->count, sizeof *out->rows, by_id);
    return e;
}

const char *workers_login(const struct workers *w, const struct id *id) {
    struct hub_worker_row key = {.id = *id};
    const struct hub_worker_row *row = w->count ? bsearch(&key, w->rows, w->count, sizeof *w->rows, by_id) : NULL;

    return row ? row->login : NULL;
}

void workers_free(struct workers *w) {
    mem_free(w->rows);
    *w = (struct workers){0};
}
