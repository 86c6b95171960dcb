/* Rows of matters. */
#include "matter_rows.h"

#include <string.h>
#include "linli/mem.h"
#include "term.h"

#define COUNT_UNKNOWN (-1)
#define BATCH 32 /* rows: a screen of them */

void matter_rows_forget(struct matter_rows *r) {
    mem_free(r->kept);
    r->kept = NULL;
    r->walk = (struct matters_walk){0};
    r->count = r->wanted = 0;
    r->beyond = COUNT_UNKNOWN;
    r->failure = ERR_OK;
    matter_rows_grant(r);
}

void matter_rows_free(struct matter_rows *r) {
    mem_free(r->kept);
    mem_free(r->ids);
}

void matter_rows_grant(struct matter_rows *r) {
    r->steps = term_is_linear() ? SIZE_MAX : MATTER_ROWS_STEPS; /* lines are drawn once */
}

static void find_more(struct matter_rows *r) {
    size_t found;

    if (r->room - r->count < BATCH) {
        r->room = r->room ? r->room * 2 : BATCH * 4;
        r->ids = mem_resize(r->ids, r->room, sizeof *r->ids);
    }
    r->failure = read_matters_walk(r->store, r->filter, &r->walk, &r->steps, r->ids + r->count, BATCH, &found);
    r->count += found;
}

const struct id *matter_rows_id(struct matter_rows *r, size_t row) {
    if (row >= r->wanted)
        r->wanted = row + 1;
    while (row >= r->count && !r->walk.end && r->steps && r->failure == ERR_OK)
        find_more(r);
    return row < r->count ? &r->ids[row] : NULL;
}

const struct matter_row *matter_rows_at(struct matter_rows *r, size_t row) {
    const struct id *id = matter_rows_id(r, row);
    struct matter_rows_kept *kept;

    if (!id)
        return NULL;
    if (!r->kept)
        r->kept = mem_new(MATTER_ROWS_KEPT, sizeof *r->kept);
    kept = &r->kept[row % MATTER_ROWS_KEPT];
    if (kept->no == row + 1)
        return &kept->m;
    r->failure = read_matter(r->store, id, &kept->m);
    kept->no = r->failure == ERR_OK ? row + 1 : 0;
    return kept->no ? &kept->m : NULL;
}

bool matter_rows_looking(const struct matter_rows *r) {
    return r->wanted > r->count && !r->walk.end && r->failure == ERR_OK;
}

bool matter_rows_total(const struct matter_rows *r, int64_t *total) {
    bool counted = r->beyond != COUNT_UNKNOWN && r->counting.end;

    *total = (int64_t)r->count;
    if (!r->walk.end && counted)
        *total = r->beyond;
    return r->walk.end || counted;
}

void matter_rows_count(struct matter_rows *r) {
    size_t found;

    if (r->beyond == COUNT_UNKNOWN) {
        r->counting = r->walk;
        r->beyond = (int64_t)r->count;
    }
    r->failure = read_matters_walk(r->store, r->filter, &r->counting, &r->steps, NULL, SIZE_MAX, &found);
    r->beyond += (int64_t)found;
}
