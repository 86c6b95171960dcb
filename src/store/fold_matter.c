/* Folding a matter: opened, taken from step to step, written down, reminded of. What an event does is flow.h's; here it is rows.
 */
#include "project.h"

#include <stdio.h>
#include <string.h>
#include "flowrows.h"
#include "linli/items.h"
#include "linli/mem.h"
#include "linli/policy.h"

static int64_t day_of(const char *date) {
    int64_t ms;

    return *date && clock_parse(&ms, date) ? clock_day(ms) : 0;
}

/* Open matters are counted at their parties' doors. */
static enum err save_state(struct store *s, const struct id *id, const struct flow_matter *m, bool was_open, int64_t closed,
                           int64_t withdrawn) {
    enum err e = db_run(s, STMT_matter_set_state, "diiiiizziiiiiiiiiii", id, (int64_t)m->open, (int64_t)m->step,
                        (int64_t)m->left_by, (int64_t)m->level, (int64_t)m->reached, &m->owner, &m->offered, (int64_t)m->waiting,
                        m->step_day, m->due, m->accepted, m->agreed, (int64_t)m->danger, (int64_t)m->reopened, (int64_t)m->urged,
                        (int64_t)m->overdue, closed, withdrawn);

    return e == ERR_OK && was_open != m->open ? project_count_open(s, id) : e;
}

/* ---- opening */

static enum err fold_parties(struct fold *f, const struct words *w) {
    enum err e = ERR_OK;

    for (size_t i = 0; e == ERR_OK && i < w->party_count; i++) {
        const struct party *p = &w->parties[i];
        struct id household = p->household;

        if (!id_is_zero(&household))
            household = project_resolve(f->s, &household);
        e = db_run(f->s, STMT_party_add, "ditzttz", &f->ev->entity, (int64_t)i, p->name, &household, p->door, p->phones,
                   &p->household);
    }
    return e;
}

static void opened_as(struct flow_matter *m, const struct event *ev) {
    struct triage t;

    triage_read(&t, ev->triage);
    *m = (struct flow_matter){.kind = ev->matter,
                              .type = ev->type,
                              .open = true,
                              .step = ev->step ? ev->step : kinds_first_step(ev->matter),
                              .level = ev->level ? ev->level : LEVEL_GRID,
                              .owner = ev->by,
                              .opened = clock_day(ev->at),
                              .step_day = clock_day(ev->at),
                              .parties = (size_t)ev->party,
                              .danger = t.answers[TRIAGE_DANGER] == ANSWER_YES};
    m->reached = m->level;
    m->due = *ev->due ? day_of(ev->due) : policy_due_day(m->step, ev->at);
}

enum err fold_matter(struct fold *f) {
    const struct event *ev = f->ev;
    struct flow_matter m;
    struct words w;
    enum err e;

    if (body_read_words(&w, f->body, f->len) != ERR_OK)
        memset(&w, 0, sizeof w);
    opened_as(&m, ev);
    m.parties = (size_t)ev->party ? (size_t)ev->party : w.party_count;
    e = db_run(f->s, STMT_matter_add, "ditiitiiiztitiii", &ev->entity, f->pos, ev->number, (int64_t)ev->matter, (int64_t)ev->type,
               w.summary, (int64_t)m.step, (int64_t)m.level, m.due, &ev->by, ev->area, ev->at, ev->triage, (int64_t)m.parties,
               m.step_day, (int64_t)m.danger);
    if (e == ERR_OK)
        e = fold_parties(f, &w);
    words_free(&w);
    if (e == ERR_OK)
        e = noted_matter(f->s, f->pos);
    return e == ERR_OK ? project_count_open(f->s, &ev->entity) : e;
}

/* ---- steps */

static void move_of(struct flow_move *mv, const struct event *ev) {
    *mv = (struct flow_move){.step = ev->step,
                             .exit = ev->exit,
                             .to = ev->to,
                             .level = ev->level,
                             .by = ev->by,
                             .other = ev->other,
                             .day = clock_day(ev->at),
                             .due = day_of(ev->due)};
    if (!mv->due && mv->to) /* nothing is left without a day */
        mv->due = mv->day + kinds_step_days(mv->to);
}

static enum err put_step(struct fold *f, const struct flow_move *mv, const struct flow_matter *before, bool applied) {
    int64_t no;
    enum err e = db_int(f->s, &no, 1, STMT_step_next, "d", &f->ev->entity);

    return e != ERR_OK ? e
                       : db_run(f->s, STMT_step_add, "diiiiiiiiizziiii", &f->ev->entity, no, f->pos, (int64_t)mv->step,
                                (int64_t)mv->exit, (int64_t)mv->to, (int64_t)mv->level, f->ev->at, mv->day, mv->due, &mv->by,
                                &mv->other, before->step_day, before->due, (int64_t)before->level, (int64_t)applied);
}

enum err fold_step(struct fold *f) {
    struct flow_matter m, before;
    struct flow_move mv;
    enum err e = flowrows_state(f->s, &f->ev->entity, &m, NULL);
    bool applied;

    if (e != ERR_OK)
        return e == ERR_NOT_FOUND ? ERR_OK : e;
    move_of(&mv, f->ev);
    applied = flow_applies(&m, &mv);
    before = m;
    e = put_step(f, &mv, &before, applied);
    if (e == ERR_OK)
        e = fold_deals(f);
    if (e != ERR_OK || !applied)
        return e;
    flow_apply(&m, &mv);
    if (mv.exit == EXIT_SETTLE) /* an agreement that was written down counts before the word at the door */
        e = flowrows_items(f->s, &f->ev->entity, &m, &m.agreed);
    return e == ERR_OK ? save_state(f->s, &f->ev->entity, &m, before.open, m.open ? 0 : f->ev->at, 0) : e;
}

/* The opening event of a matter; ERR_NOT_FOUND without words. */
static enum err read_opening(struct store *s, int64_t pos, struct event *out) {
    sqlite3_stmt *st;
    enum err e = db_first(s, &st, STMT_event_at, "i", pos);

    if (e != ERR_OK)
        return e;
    e = event_read(out, (const char *)sqlite3_column_text(st, 3), (size_t)sqlite3_column_bytes(st, 3));
    db_done(s, st);
    return e == ERR_OK ? ERR_OK : ERR_NOT_FOUND;
}

/* What the hub's clock said between the steps `from` and `to`. */
static enum err remind_again(struct store *s, const struct id *matter, int64_t from, int64_t to, struct flow_matter *m) {
    int64_t said = 0;
    enum err e =
        m->open ? db_int(s, &said, 0, STMT_reminder_between, "diiii", matter, from, to, (int64_t)KIND_OVERDUE, (int64_t)m->step)
                : ERR_OK;

    m->urged = m->urged || said;
    m->overdue = m->overdue || said == 2;
    return e;
}

/* Steps as rows, taken one after the other on *m; *closed: when the last of them closed it, 0. */
static enum err take_steps(struct store *s, const struct id *matter, struct flow_matter *m, int64_t *closed) {
    sqlite3_stmt *st = db_get(s, STMT_step_rows);
    struct flow_matter before;
    int64_t last = 0;
    enum err e;
    bool row;

    *closed = 0;
    db_bind(st, "d", matter);
    while ((e = db_next(s, st, &row)) == ERR_OK && row) {
        struct flow_move mv = {.step = (enum step)sqlite3_column_int(st, 1),
                               .exit = (enum exit)sqlite3_column_int(st, 2),
                               .to = (enum step)sqlite3_column_int(st, 3),
                               .level = (enum level)sqlite3_column_int(st, 4),
                               .day = sqlite3_column_int64(st, 6),
                               .due = sqlite3_column_int64(st, 7),
                               .by = db_id(st, 8),
                               .other = db_id(st, 9)};
        int64_t no = sqlite3_column_int64(st, 0), at = sqlite3_column_int64(st, 5);
        bool applies;

        e = remind_again(s, matter, last, no, m);
        if (e != ERR_OK)
            break;
        last = no;
        applies = flow_applies(m, &mv);
        before = *m;
        if (applies)
            flow_apply(m, &mv);
        *closed = m->open ? 0 : applies ? at : *closed;
        e = db_run(s, STMT_step_again, "diiiii", matter, no, before.step_day, before.due, (int64_t)before.level,
                   (int64_t)applies);
        if (e != ERR_OK)
            break;
    }
    db_done(s, st);
    return e == ERR_OK ? remind_again(s, matter, last, INT64_MAX, m) : e;
}

enum err project_matter_again(struct store *s, const struct id *matter, int64_t withdrawn) {
    struct flow_matter m, was;
    struct event opening;
    int64_t pos, closed;
    enum err e = flowrows_state(s, matter, &was, &pos);

    if (e == ERR_OK)
        e = read_opening(s, pos, &opening);
    if (e != ERR_OK)
        return e == ERR_NOT_FOUND ? ERR_OK : e;
    opened_as(&m, &opening);
    m.parties = was.parties;
    e = take_steps(s, matter, &m, &closed);
    if (e == ERR_OK)
        e = flowrows_items(s, matter, &m, &m.agreed);
    if (e != ERR_OK)
        return e;
    if (withdrawn)
        m.open = false;
    return save_state(s, matter, &m, was.open, closed, withdrawn);
}

/* ---- items */

static bool moves_state(int item) {
    return item == ITEM_IS_AGREEMENT || item == ITEM_IS_SIGNED || item == ITEM_IS_MEDIATOR_SIGNED || item == ITEM_IS_SEALED ||
           item == ITEM_IS_SAFETY;
}

/* What an item does to the one that it is about, and to the matter. */
static enum err item_changed(struct store *s, const struct id *matter, int item, int64_t about) {
    struct flow_matter m;
    int64_t agreed;
    enum err e = ERR_OK;

    if (about)
        e = db_run(s, STMT_item_set_result, "iiiii", about, (int64_t)ITEM_IS_KEPT, (int64_t)ITEM_IS_ANSWER,
                   (int64_t)ITEM_IS_APPROVAL, (int64_t)ITEM_IS_PROMISE);
    if (e == ERR_OK && (item == ITEM_IS_SESSION || item == ITEM_IS_KEPT || item == ITEM_IS_TERM))
        e = db_run(s, STMT_matter_set_items, "dii", matter, (int64_t)ITEM_IS_SESSION, (int64_t)ITEM_IS_TERM);
    if (e != ERR_OK || !moves_state(item))
        return e;
    e = flowrows_state(s, matter, &m, NULL);
    if (e != ERR_OK || m.withdrawn)
        return e == ERR_NOT_FOUND ? ERR_OK : e;
    return db_run(s, STMT_matter_set_agreed, "dii", matter, flowrows_items(s, matter, &m, &agreed) == ERR_OK ? agreed : 0,
                  (int64_t)m.danger);
}

enum err fold_item(struct fold *f) {
    const struct event *ev = f->ev;
    struct flow_matter m;
    int64_t no, about = 0;
    enum err e = ev->item ? flowrows_state(f->s, &ev->entity, &m, NULL) : ERR_NOT_FOUND;

    if (e == ERR_OK && ev->replaces)
        e = project_named(f, &about);
    if (e != ERR_OK)
        return e == ERR_NOT_FOUND ? ERR_OK : e;
    e = db_int(f->s, &no, 1, STMT_item_next, "d", &ev->entity);
    if (e == ERR_OK)
        e = db_run(f->s, STMT_item_add, "idiiiiiiiiiziiziiT", f->pos, &ev->entity, no, (int64_t)ev->item, ev->party,
                   (int64_t)ev->answer, ev->score, (int64_t)ev->grade, (int64_t)ev->made, day_of(ev->day), day_of(ev->due),
                   &ev->other, about, (int64_t)m.reopened, &ev->by, ev->at, (int64_t)ev->level, f->body ? f->body : "", f->len);
    return e == ERR_OK ? item_changed(f->s, &ev->entity, (int)ev->item, about) : e;
}

enum err project_item_turned(struct store *s, int64_t pos, int64_t by_pos) {
    struct id matter;
    int64_t about, withdrawn = 0;
    sqlite3_stmt *st;
    int item;
    enum err e = db_first(s, &st, STMT_item_get, "i", pos);

    if (e != ERR_OK)
        return e == ERR_NOT_FOUND ? ERR_OK : e;
    matter = db_id(st, 0);
    item = sqlite3_column_int(st, 1);
    about = sqlite3_column_int64(st, 2);
    db_done(s, st);
    e = by_pos ? db_run(s, STMT_item_withdraw, "ii", pos, by_pos) : db_run(s, STMT_item_restore, "i", pos);
    if (e == ERR_OK)
        e = item_changed(s, &matter, item, about);
    if (e == ERR_OK && moves_state(item)) /* what it had said of the matter is not known any more */
        e = db_int(s, &withdrawn, 0, STMT_matter_withdrawn, "d", &matter);
    return e == ERR_OK && moves_state(item) ? project_matter_again(s, &matter, withdrawn) : e;
}

/* ---- the hub's clock */

enum err fold_clock(struct fold *f) {
    const struct event *ev = f->ev;
    enum err e = db_run(f->s, STMT_reminder_add, "idiiii", f->pos, &ev->entity, (int64_t)ev->kind, (int64_t)ev->step,
                        (int64_t)ev->level, ev->at);

    return e == ERR_OK ? db_run(f->s, STMT_matter_remind, "diii", &ev->entity, (int64_t)ev->step, (int64_t)1,
                                (int64_t)(ev->kind == KIND_OVERDUE))
                       : e;
}
