/* Pages of households. */
#include "pages.h"

#include <string.h>
#include "found.h"
#include "linli/mem.h"

static void forget(struct pages *p) {
    for (size_t i = 0; i < PAGES_KEPT; i++)
        p->kept[i].count = p->kept[i].used = 0;
    p->start_count = 0;
    p->failure = ERR_OK;
}

void pages_start(struct pages *p, struct store *store, const struct query *q) {
    forget(p);
    p->store = store;
    p->query = *q;
    if (!p->start_room) {
        p->start_room = 16;
        p->starts = mem_resize(NULL, p->start_room, sizeof *p->starts);
    }
    p->starts[0] = (struct find_cursor){0};
    p->start_count = 1;
}

void pages_free(struct pages *p) {
    for (size_t i = 0; i < PAGES_KEPT; i++) {
        mem_free(p->kept[i].rows);
        mem_free(p->kept[i].members);
    }
    mem_free(p->starts);
    memset(p, 0, sizeof *p);
}

static struct page *find_kept(struct pages *p, size_t no) {
    for (size_t i = 0; i < PAGES_KEPT; i++)
        if (p->kept[i].used && p->kept[i].no == no)
            return &p->kept[i];
    return NULL;
}

static struct page *least_used(struct pages *p) {
    struct page *least = &p->kept[0];

    for (size_t i = 1; i < PAGES_KEPT; i++)
        if (p->kept[i].used < least->used)
            least = &p->kept[i];
    return least;
}

/* Reads the page that starts at the newest known start or before it. */
static struct page *read_page(struct pages *p, size_t no) {
    struct find_cursor cursor = p->starts[no];
    struct page *page = least_used(p);

    if (!page->rows) {
        page->rows = mem_new(PAGES_ROWS, sizeof *page->rows);
        page->members = mem_new(PAGES_ROWS, sizeof *page->members);
    }
    memset(page->members, 0, PAGES_ROWS * sizeof *page->members);
    page->used = 0;
    p->failure = find_page_recent(p->store, &p->query, &p->recent, &cursor, page->rows, PAGES_ROWS, &page->count);
    if (p->failure != ERR_OK)
        return NULL;
    page->no = no;
    if (no + 1 == p->start_count && !cursor.end) {
        if (p->start_count == p->start_room) {
            p->start_room *= 2;
            p->starts = mem_resize(p->starts, p->start_room, sizeof *p->starts);
        }
        p->starts[p->start_count++] = cursor;
    }
    return page;
}

const struct household_row *pages_row(struct pages *p, size_t row) {
    size_t no = row / PAGES_ROWS;
    struct page *page = NULL;

    if (!p->start_count)
        return NULL;
    while (no >= p->start_count) {
        size_t known = p->start_count;

        if (!read_page(p, known - 1) || p->start_count == known)
            return NULL;
    }
    page = find_kept(p, no);
    if (!page)
        page = read_page(p, no);
    if (!page)
        return NULL;
    page->used = ++p->clock;
    return row % PAGES_ROWS < page->count ? &page->rows[row % PAGES_ROWS] : NULL;
}

const char *pages_member(struct pages *p, size_t row) {
    const struct household_row *h = pages_row(p, row);
    struct page_member *m = h ? &find_kept(p, row / PAGES_ROWS)->members[row % PAGES_ROWS] : NULL;

    if (m && !m->looked) {
        m->looked = true;
        found_member(m->name, p->store, &p->query, h);
    }
    return m ? m->name : "";
}

bool pages_place(struct pages *p, const struct id *household, size_t limit, size_t *row) {
    const struct household_row *h;

    for (size_t i = 0; i < limit && (h = pages_row(p, i)); i++)
        if (id_equal(&h->id, household)) {
            *row = i;
            return true;
        }
    return false;
}
