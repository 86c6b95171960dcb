/* Taking back and taking up again. Both name an event; what that event folded to stays, with a mark. */
#include "project.h"

#include <string.h>

/* In a tail that left another device's chain the events behind the fork name that device, and mean the tail's own. */
static enum err author_no(struct fold *f, int64_t *no) {
    sqlite3_stmt *st;
    enum err e = ERR_OK;

    *no = DB_NO(f->pos);
    if (!id_is_zero(&f->ev->device))
        e = db_device_no(f->s, &f->ev->device, false, no);
    if (e != ERR_OK || *no == DB_NO(f->pos))
        return e;
    e = db_first(f->s, &st, STMT_device_pub, "i", DB_NO(f->pos));
    if (e != ERR_OK)
        return e == ERR_NOT_FOUND ? ERR_OK : e;
    if (sqlite3_column_int64(st, 1) == *no && f->ev->replaces > sqlite3_column_int64(st, 2))
        *no = DB_NO(f->pos);
    db_done(f->s, st);
    return ERR_OK;
}

enum err project_named(struct fold *f, int64_t *pos) {
    int64_t no;
    enum err e = author_no(f, &no);

    *pos = e == ERR_OK ? DB_POS(no, f->ev->replaces) : 0;
    return e;
}

static enum err read_event(struct store *s, int64_t pos, struct event *out) {
    sqlite3_stmt *st;
    enum err e = db_first(s, &st, STMT_event_at, "i", pos);

    if (e != ERR_OK)
        return e;
    e = event_read(out, (const char *)sqlite3_column_text(st, 3), (size_t)sqlite3_column_bytes(st, 3));
    db_done(s, st);
    return e == ERR_OK ? ERR_OK : ERR_NOT_FOUND;
}

/* What is taken back or up again: the event, and where it is. */
struct target {
    int64_t pos;
    struct event ev;
    bool back; /* else up again */
};

static enum err change_visit(struct fold *f, const struct target *t) {
    struct id household = project_resolve(f->s, &t->ev.entity);
    enum err e =
        t->back ? db_run(f->s, STMT_visit_withdraw, "ii", t->pos, f->pos) : db_run(f->s, STMT_visit_restore, "i", t->pos);

    if (e == ERR_OK)
        e = noted_visit(f->s, t->pos);
    return e == ERR_OK ? project_visits_moved(f->s, &household) : e;
}

static enum err change_matter(struct fold *f, const struct target *t) {
    enum err e = project_matter_again(f->s, &t->ev.entity, t->back ? f->pos : 0);

    return e == ERR_OK ? noted_matter(f->s, t->pos) : e;
}

static enum err change_step(struct fold *f, const struct target *t) {
    enum err e = t->back ? db_run(f->s, STMT_step_withdraw, "ii", t->pos, f->pos) : db_run(f->s, STMT_step_restore, "i", t->pos);
    int64_t withdrawn = 0;

    if (e == ERR_OK)
        e = db_int(f->s, &withdrawn, 0, STMT_matter_withdrawn, "d", &t->ev.entity);
    return e == ERR_OK ? project_matter_again(f->s, &t->ev.entity, withdrawn) : e;
}

static enum err change_item(struct fold *f, const struct target *t) {
    return project_item_turned(f->s, t->pos, t->back ? f->pos : 0);
}

static enum err change_entry(struct fold *f, const struct target *t) {
    return project_entry_again(f, &t->ev.entity);
}

static enum err change_need(struct fold *f, const struct target *t) {
    return t->back ? db_run(f->s, STMT_need_withdraw, "ii", t->pos, f->pos) : db_run(f->s, STMT_need_restore, "i", t->pos);
}

/* What was said of a household so far, again, from its first event on. */
struct again {
    struct store *s;
    int64_t until; /* the event being folded; what comes behind it is folded in its turn */
    bool reached;
};

static enum err say_again(void *arg, const struct raw_event *raw) {
    struct again *a = arg;
    struct event ev;
    int64_t no;
    enum err e;

    if (a->reached || raw->verdict > VERDICT_ACCEPTED || !raw->salt || event_read(&ev, raw->header, raw->header_len) != ERR_OK)
        return ERR_OK;
    if ((e = db_device_no(a->s, &raw->device, false, &no)) != ERR_OK)
        return e;
    a->reached = DB_POS(no, raw->seq) == a->until;
    if (a->reached || (ev.kind != KIND_ROSTER && ev.kind != KIND_CORRECT))
        return ERR_OK;
    return project_event(a->s, DB_POS(no, raw->seq), &ev, raw->body, raw->body_len);
}

/* The event that made a household by hand: without it there is none, and nothing of it that contradicts anything. */
static enum err change_household(struct fold *f, const struct target *t) {
    struct again again = {f->s, f->pos, false};
    struct household h = {0};
    int64_t sort;
    enum err e;

    if (t->ev.replaces)
        return ERR_OK; /* a correction is taken back by a further one */
    e = project_take_household(f->s, &t->ev.entity, &h, &sort);
    household_free(&h);
    if (e == ERR_OK)
        e = db_run(f->s, STMT_said_drop, "d", &t->ev.entity);
    if (e == ERR_OK)
        e = db_run(f->s, STMT_clash_drop, "d", &t->ev.entity);
    return e == ERR_OK && !t->back ? store_entity_events(f->s, &t->ev.entity, say_again, &again) : e;
}

/* Two households again: the one that went is told anew, then what was entered there is. */
static enum err change_alias(struct fold *f, const struct target *t) {
    struct again again = {f->s, f->pos, false};
    enum err e;

    if (!t->back)
        return project_join(f->s, &t->ev.entity, &t->ev.other, t->pos);
    e = project_part(f->s, &t->ev.entity);
    return e == ERR_OK ? store_entity_events(f->s, &t->ev.entity, say_again, &again) : e;
}

static enum err (*const changes[KIND_COUNT])(struct fold *, const struct target *) = {
    [KIND_VISIT] = change_visit, [KIND_MATTER] = change_matter,     [KIND_STEP] = change_step, [KIND_NEED] = change_need,
    [KIND_ALIAS] = change_alias, [KIND_CORRECT] = change_household, [KIND_ITEM] = change_item, [KIND_ENTRY] = change_entry,
};

static enum err change(struct fold *f, const struct target *t) {
    enum err e = t->back ? db_run(f->s, STMT_taken_back_add, "idi", t->pos, &f->ev->entity, f->pos)
                         : db_run(f->s, STMT_taken_back_drop, "i", t->pos);

    return e == ERR_OK && changes[t->ev.kind] ? changes[t->ev.kind](f, t) : e;
}

static enum err unknown_is_nothing(enum err e) {
    return e == ERR_NOT_FOUND ? ERR_OK : e;
}

enum err fold_withdraw(struct fold *f) {
    struct target t = {.back = true};
    enum err e = project_named(f, &t.pos);

    if (e == ERR_OK)
        e = read_event(f->s, t.pos, &t.ev);
    return e == ERR_OK ? change(f, &t) : unknown_is_nothing(e);
}

/* Names the withdrawal, which names what it took back. */
enum err fold_restore(struct fold *f) {
    struct target t = {.back = false};
    struct event withdrawal;
    struct fold of = *f;
    enum err e = project_named(f, &of.pos);

    if (e == ERR_OK)
        e = read_event(f->s, of.pos, &withdrawal);
    if (e != ERR_OK || withdrawal.kind != KIND_WITHDRAW)
        return unknown_is_nothing(e);
    of.ev = &withdrawal;
    e = project_named(&of, &t.pos);
    if (e == ERR_OK)
        e = read_event(f->s, t.pos, &t.ev);
    return e == ERR_OK ? change(f, &t) : unknown_is_nothing(e);
}
