/* A line of text and its caret. */
#include "linli/edit.h"

#include <string.h>
#include "class.h"
#include "linli/fold.h"
#include "linli/utf8.h"
#include "linli/width.h"

#define LIMIT_DEFAULT 4000

const char *edit_text(const struct edit *e) {
    return buf_text(&e->text);
}

void edit_free(struct edit *e) {
    buf_free(&e->text);
    e->caret = 0;
}

/* The cluster that `at` is in or starts: its start, and the start of the next. Clusters are counted from the start of
 * the text, as for drawing, so that an edit between a base and its marks cannot move the caret into a cluster. */
static size_t cluster_at(const struct edit *e, size_t at, size_t *next) {
    size_t start = 0;
    int cells;

    *next = 0;
    while (*next < e->text.len) {
        start = *next;
        *next += width_cluster(e->text.data + start, e->text.len - start, &cells);
        if (at < *next)
            return start;
    }
    return *next;
}

/* Moves the caret behind the cluster that an edit left it in. */
static void settle(struct edit *e, size_t caret) {
    size_t next, start = cluster_at(e, caret, &next);

    e->caret = start == caret ? caret : next;
}

static void erase(struct edit *e, size_t from, size_t to) {
    if (from < to) {
        memmove(e->text.data + from, e->text.data + to, e->text.len - to + 1);
        e->text.len -= to - from;
    }
    settle(e, from);
}

void edit_set(struct edit *e, const char *text) {
    buf_reset(&e->text);
    class_keep(&e->text, text, strlen(text));
    e->caret = e->text.len;
}

bool edit_insert(struct edit *e, const char *bytes, size_t len) {
    struct buf kept = {0};
    size_t limit = e->limit > 0 ? e->limit : LIMIT_DEFAULT, tail = e->text.len - e->caret;
    bool fits;

    /* A paste of megabytes is refused unread, whatever of it would be dropped. */
    if (len / 16 > limit)
        return false;
    class_keep(&kept, bytes, len);
    fits = kept.len <= limit && e->text.len <= limit - kept.len;
    if (fits && kept.len > 0) {
        buf_reserve(&e->text, kept.len + 1);
        memmove(e->text.data + e->caret + kept.len, e->text.data + e->caret, tail);
        memcpy(e->text.data + e->caret, kept.data, kept.len);
        e->text.len += kept.len;
        e->text.data[e->text.len] = '\0';
        settle(e, e->caret + kept.len);
    }
    buf_free(&kept);
    return fits;
}

/* Where the cluster before `at` starts; `at` > 0 lies between clusters. */
static size_t cluster_before(const struct edit *e, size_t at) {
    size_t next;

    return cluster_at(e, at - 1, &next);
}

bool edit_left(struct edit *e) {
    if (e->caret == 0)
        return false;
    e->caret = cluster_before(e, e->caret);
    return true;
}

bool edit_right(struct edit *e) {
    size_t next;

    if (e->caret >= e->text.len)
        return false;
    cluster_at(e, e->caret, &next);
    e->caret = next;
    return true;
}

void edit_home(struct edit *e) {
    e->caret = 0;
}

void edit_end(struct edit *e) {
    e->caret = e->text.len;
}

bool edit_backspace(struct edit *e) {
    if (e->caret == 0)
        return false;
    erase(e, cluster_before(e, e->caret), e->caret);
    return true;
}

bool edit_delete(struct edit *e) {
    size_t next;

    if (e->caret >= e->text.len)
        return false;
    cluster_at(e, e->caret, &next);
    erase(e, e->caret, next);
    return true;
}

void edit_clear_before(struct edit *e) {
    erase(e, 0, e->caret);
}

void edit_clear_behind(struct edit *e) {
    erase(e, e->caret, e->text.len);
}

enum { SORT_SPACE, SORT_WORD, SORT_HAN, SORT_OTHER };

static int sort_of(uint32_t cp) {
    if (class_is_space(cp))
        return SORT_SPACE;
    if (utf8_is_han(cp))
        return SORT_HAN;
    cp = fold_width(cp);
    if ((cp >= 0x2010 && cp <= 0x205E) || (cp >= 0x3001 && cp <= 0x303F))
        return SORT_OTHER;
    return cp >= 0x80 || (cp >= '0' && cp <= '9') || ((cp | 32) >= 'a' && (cp | 32) <= 'z') ? SORT_WORD : SORT_OTHER;
}

bool edit_word_back(struct edit *e) {
    size_t start = 0;
    int before = SORT_SPACE, cells;

    if (e->caret == 0)
        return false;
    /* A word starts where the sort changes to anything but a space. */
    for (size_t at = 0; at < e->caret;) {
        uint32_t cp;
        int sort;

        utf8_read(&cp, e->text.data + at, e->text.len - at);
        sort = sort_of(cp);
        if (sort != SORT_SPACE && sort != before)
            start = at;
        before = sort;
        at += width_cluster(e->text.data + at, e->text.len - at, &cells);
    }
    erase(e, start, e->caret);
    return true;
}

struct edit_view edit_view(const struct edit *e, int cells) {
    struct edit_view view = {0};
    const char *text = edit_text(e);
    int before = width_text(text, e->caret), under = 1, step = cells / 2, skip = 0, used;

    if (cells < 1)
        return (struct edit_view){e->caret, e->caret, 0};
    if (e->caret < e->text.len)
        width_cluster(text + e->caret, e->text.len - e->caret, &under);
    under = under > cells ? cells : under;
    /* Scrolls by half a window, so that most keys leave the rest of the line where it is. */
    if (before + under > cells) {
        step = step < 1 ? 1 : step;
        skip = (before + under - cells + step - 1) / step * step;
    }
    for (used = 0; used < skip && view.from < e->caret;) {
        int w;

        view.from += width_cluster(text + view.from, e->text.len - view.from, &w);
        used += w;
    }
    view.caret = before - used;
    view.to = view.from + width_fit(text + view.from, e->text.len - view.from, cells, &used);
    return view;
}
