/* What a worker's post was when an event was written, as far as its device could know (DESIGN.md section 1): who was given
 * another post meanwhile did the earlier work in the earlier one. */
#include "hub.h"

#include <string.h>

static void remember(struct hub_posts *p, const struct hub_post *post) {
    if (p->count == POSTS_MAX)
        memmove(p->at, p->at + 1, --p->count * sizeof *p->at);
    p->at[p->count++] = *post;
}

/* What was accepted of an entity and is of that kind; what a device was refused to say of a worker stands in the journal too. */
static enum err each_of(struct hub_work *w, const struct id *entity, enum kind kind, const char *town) {
    struct hub_posts *p = &w->posts;
    sqlite3_stmt *st = db_get(w->s, STMT_post_events);
    enum err e;
    bool row;

    db_bind(st, "dt", entity, err_fmt("\"%s\"", kinds_code(LIST_KIND, (int)kind)));
    while ((e = db_next(w->s, st, &row)) == ERR_OK && row) {
        const char *of = (const char *)sqlite3_column_text(st, 1);
        struct hub_post post = {.rev = of && strcmp(of, town) == 0 ? sqlite3_column_int64(st, 2) : 0};
        struct event ev;

        if (event_read(&ev, (const char *)sqlite3_column_text(st, 0), (size_t)sqlite3_column_bytes(st, 0)) != ERR_OK ||
            ev.kind != kind)
            continue;
        post.role = ev.role;
        strcpy(post.area, ev.area);
        if (kind == KIND_WORKER)
            remember(p, &post);
        else if (post.rev > p->joined)
            p->joined = post.rev;
    }
    db_done(w->s, st);
    return e;
}

/* Revs of another town than the worker's say nothing of what the device knew: then the newest post counts. */
static enum err load(struct hub_work *w, const struct hub_author *a) {
    struct hub_posts *p = &w->posts;
    char town[AREA_SIZE];
    enum err e;

    if (p->known && id_equal(&p->worker, &a->worker.id) && id_equal(&p->device, &a->device.id))
        return ERR_OK;
    *p = (struct hub_posts){.worker = a->worker.id, .device = a->device.id, .known = true};
    policy_town(town, a->worker.area);
    e = each_of(w, &a->worker.id, KIND_WORKER, town);
    return e == ERR_OK ? each_of(w, &a->device.id, KIND_JOIN, town) : e;
}

static void put(struct hub_author *a, const struct hub_post *post) {
    a->worker.role = post->role;
    strcpy(a->worker.area, post->area);
}

enum err hub_post_then(struct hub_work *w, struct hub_author *a, const struct event *ev, size_t *older) {
    const struct hub_posts *p = &w->posts;
    enum err e = load(w, a);
    size_t i = p->count;

    *older = 0;
    a->seen = ev->seen > p->joined ? ev->seen : p->joined; /* it joined in the post that was then */
    if (e != ERR_OK || i == 0)
        return e;
    for (i--; i > 0 && p->at[i].rev > a->seen;)
        i--;
    put(a, &p->at[i]);
    *older = i;
    return ERR_OK;
}

void hub_post_before(struct hub_work *w, struct hub_author *a, size_t i) {
    put(a, &w->posts.at[i]);
}

/* Before a device joined nobody is named in what it wrote; behind the first event that names somebody none is left out again. */
enum err hub_wrote_alone(struct hub_work *w, const struct hub_author *a, const struct event *ev, bool *out) {
    struct hub_posts *p = &w->posts;
    sqlite3_stmt *st;
    bool row = true;
    enum err e = load(w, a);

    *out = false;
    if (e != ERR_OK || !id_is_zero(&ev->by))
        return e;
    st = db_get(w->s, STMT_event_range);
    db_bind(st, "iii", DB_POS(a->device.no, p->scanned + 1), DB_POS(a->device.no, ev->seq) - 1, (int64_t)INT32_MAX);
    while (!p->named && (e = db_next(w->s, st, &row)) == ERR_OK && row) {
        struct event one;

        p->scanned = DB_SEQ(sqlite3_column_int64(st, 0));
        if (event_read(&one, (const char *)sqlite3_column_text(st, 3), (size_t)sqlite3_column_bytes(st, 3)) == ERR_OK &&
            !id_is_zero(&one.by))
            p->named = p->scanned;
    }
    db_done(w->s, st);
    *out = !p->named || ev->seq < p->named;
    return e;
}
