/* Directories: an entry is what its newest event says that was not taken back, for as long as the event that made it stands. */
#include "project.h"

#include "linli/clock.h"
#include "linli/items.h"

static int64_t day_of(const char *date) {
    int64_t ms;

    return *date && clock_parse(&ms, date) ? clock_day(ms) : 0;
}

/* One that no longer stands stays so, whatever somebody who had not heard of it says of it afterwards: only who takes it up again
 * gives a mediator the post back. */
enum err fold_entry(struct fold *f) {
    const struct event *ev = f->ev;
    struct item_values v;
    enum err e;

    if (items_of(ev->item) != ITEM_OF_DIRECTORY || items_read(&v, ev, f->body, f->len) != ERR_OK)
        return ERR_OK;
    e = db_run(f->s, STMT_entry_add, "diitziitT", &ev->entity, f->pos, (int64_t)ev->item, ev->area, &ev->other, day_of(ev->day),
               day_of(ev->due), items_get(&v, "name"), f->body ? f->body : "", f->len);
    items_free(&v);
    return e;
}

struct again {
    struct store *s;
    int64_t until; /* the event being folded; what comes behind it is folded in its turn */
    int64_t first; /* the event that made it, 0 none yet */
    bool reached;
};

static enum err say_again(void *arg, const struct raw_event *raw) {
    struct again *a = arg;
    struct event ev;
    struct fold f;
    int64_t no, back = 0;
    enum err e;

    if (a->reached || raw->verdict > VERDICT_ACCEPTED || event_read(&ev, raw->header, raw->header_len) != ERR_OK)
        return ERR_OK;
    if ((e = db_device_no(a->s, &raw->device, false, &no)) != ERR_OK)
        return e;
    f = (struct fold){a->s, DB_POS(no, raw->seq), &ev, raw->body, raw->body_len};
    a->reached = f.pos == a->until;
    if (a->reached || ev.kind != KIND_ENTRY)
        return ERR_OK;
    if (!a->first)
        a->first = f.pos;
    else
        e = db_int(a->s, &back, 0, STMT_taken_back_get, "i", f.pos);
    return e == ERR_OK && !back ? fold_entry(&f) : e;
}

enum err project_entry_again(struct fold *f, const struct id *entry) {
    struct again a = {.s = f->s, .until = f->pos};
    int64_t back = 0;
    enum err e = db_run(f->s, STMT_entry_drop, "d", entry);

    if (e == ERR_OK)
        e = store_entity_events(f->s, entry, say_again, &a);
    if (e == ERR_OK && a.first)
        e = db_int(f->s, &back, 0, STMT_taken_back_get, "i", a.first);
    return e == ERR_OK && back ? db_run(f->s, STMT_entry_withdraw, "di", entry, back) : e;
}
