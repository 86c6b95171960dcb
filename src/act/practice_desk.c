/* The invented desks at work: what they do next with a matter that is theirs, asked of the same flow as everybody. */
#include "practice_inner.h"

#include <stdio.h>
#include <string.h>
#include "linli/clock.h"
#include "linli/i18n.h"
#include "linli/mem.h"
#include "linli/read_flow.h"

/* X: what a desk writes down before it ends a step, field by field; EACH is done for each party. */
struct deed {
    enum step step;
    enum item item;
    bool each;
    const char *fields[10];
};

static const struct deed deeds[] = {
    {STEP_ASSESS,
     ITEM_IS_ASSESSMENT,
     false,
     {"level", "village", "who", "village", "facts", N_("practice: both live next door")}},
    {STEP_PLAN, ITEM_IS_PROPOSAL, false, {"committee", N_("Practice village committee"), "name", N_("Zhou Ning")}},
    {STEP_PLAN, ITEM_IS_CONFLICT, false, {"answer", "no"}},
    {STEP_PLAN, ITEM_IS_CONSENT, true, {"answer", "yes", "way", "called"}},
    {STEP_MEDIATE, ITEM_IS_NOTICE, true, {"way", "spoken"}},
    {STEP_MEDIATE,
     ITEM_IS_SESSION,
     false,
     {"time", "14:30", "place", N_("the village's room"), "present", N_("both sides"), "answer", "yes", "record",
      N_("practice: they found a way")}},
    {STEP_AGREE,
     ITEM_IS_AGREEMENT,
     false,
     {"made", "oral", "facts", N_("practice: what happened"), "content", N_("practice: what was agreed"), "excluded", "no"}},
    {STEP_ASSIGN, ITEM_IS_TASK, false, {"name", N_("Housing office (practice)"), "does", N_("practice: look at it and mend it")}},
    {STEP_HANDLE, ITEM_IS_ANSWER, false, {"words", N_("practice: it is mended")}},
};

struct turn {
    struct store *s;
    const struct matter_row *row;
    struct flow_matter m;
    struct flow_actor desk;
    struct id task_device; /* of the newest open task */
    int64_t task_seq;
    struct buf *said;
};

static enum err put_item(struct turn *t, const struct deed *d, int party) {
    struct event ev = {.kind = KIND_ITEM, .entity = t->row->id, .level = t->m.level};
    struct item_values v = {.item = d->item};
    struct buf body = {0};
    size_t count;
    const struct item_field *fields = items_fields(d->item, &count);
    char text[EVENT_ID_SIZE];
    enum err e;

    for (size_t i = 0; i + 1 < sizeof d->fields / sizeof *d->fields && d->fields[i]; i += 2)
        practice_set(&v, d->fields[i], d->fields[i + 1]);
    for (size_t i = 0; i < count; i++) {
        if (fields[i].slot == ITEM_DAY)
            clock_date(text, clock_now());
        else if (fields[i].slot == ITEM_DUE)
            clock_date(text, clock_day_start(clock_day(clock_now()) + 5));
        else if (fields[i].slot == ITEM_PARTY)
            snprintf(text, sizeof text, "%d", party);
        else if (fields[i].slot == ITEM_OF)
            read_event_id(text, &t->task_device, t->task_seq);
        else if (strcmp(fields[i].name, "openness") == 0)
            snprintf(text, sizeof text, "%s", kinds_code(LIST_OPENNESS, OPENNESS_SHUT));
        else
            continue;
        items_set(&v, i, text);
    }
    items_write(&ev, &body, &v);
    e = practice_put(t->s, &ev, &t->desk.worker, body.data, body.len);
    buf_free(&body);
    items_free(&v);
    return e;
}

static enum err do_deed(struct turn *t, const struct deed *d) {
    enum err e = ERR_OK;

    if (d->item == ITEM_IS_ANSWER && !t->task_seq)
        return ERR_OK;
    for (size_t p = 1; e == ERR_OK && p <= (d->each ? t->m.parties : 1); p++)
        e = put_item(t, d, (int)p);
    return e;
}

static enum err take_step(struct turn *t, enum exit exit, enum step to, const char *note) {
    struct flow_wish w = {.exit = exit, .to = to, .reason = true, .day = clock_day(clock_now())};
    struct event ev = {.kind = KIND_STEP, .entity = t->row->id};
    struct words words = {0};
    struct buf body = {0};
    struct flow_move mv;
    enum err e = read_flow(t->s, &t->row->id, &t->m);

    if (e != ERR_OK || flow_check(&mv, &t->m, &t->desk, &w, NULL) != FLOW_OK)
        return e;
    ev.step = mv.step;
    ev.exit = mv.exit;
    ev.to = mv.to;
    ev.level = mv.level;
    if (mv.due)
        clock_date(ev.due, clock_day_start(mv.due));
    clean_copy(words.note, sizeof words.note, note);
    body_write_words(&body, &words);
    e = practice_put(t->s, &ev, &t->desk.worker, body.data, body.len);
    buf_free(&body);
    if (e == ERR_OK)
        buf_printf(t->said, "%s%s %s", t->said->len ? _(", ") : "", t->row->number,
                   exit ? kinds_words(LIST_EXIT, (int)exit) : kinds_words(LIST_STEP, (int)mv.step));
    return e;
}

static enum err see_task(void *arg, const struct item_row *i) {
    struct turn *t = arg;

    if (!i->withdrawn && !i->result) {
        t->task_device = i->device;
        t->task_seq = i->seq;
    }
    return ERR_OK;
}

/* A head's steps, at whatever level the matter is, are left to the person who practises. */
static bool is_desks(const struct flow_matter *m) {
    return m->open && !m->withdrawn && m->level > LEVEL_GRID && m->step != STEP_INVESTIGATE && m->step != STEP_FOLLOW_UP &&
           m->step != STEP_FEEDBACK && m->step != STEP_REVISIT && m->step != STEP_CONFIRM;
}

static enum err desk_turn(struct turn *t) {
    enum err e = read_items(t->s, &t->row->id, ITEM_IS_TASK, see_task, t);

    if (e != ERR_OK || t->m.waiting)
        return e == ERR_OK ? take_step(t, EXIT_TAKE, STEP_NONE, _("practice: we have it")) : e;
    for (size_t i = 0; e == ERR_OK && i < sizeof deeds / sizeof *deeds; i++)
        if (deeds[i].step == t->m.step && (t->m.items[deeds[i].item].count == 0 || deeds[i].item == ITEM_IS_ANSWER))
            e = do_deed(t, &deeds[i]);
    if (e != ERR_OK)
        return e;
    return take_step(t, EXIT_NONE, t->m.step == STEP_AGREE ? STEP_FOLLOW_UP : STEP_NONE, _("practice: done"));
}

struct desks {
    struct store *s;
    struct buf *said;
    struct matter_row rows[50];
    size_t count;
};

static enum err keep_matter(void *arg, const struct matter_row *m) {
    struct desks *d = arg;

    if (d->count < sizeof d->rows / sizeof *d->rows)
        d->rows[d->count++] = *m;
    return ERR_OK;
}

static enum err start_turn(struct desks *d, size_t i, struct turn *t) {
    enum practice_worker at;

    *t = (struct turn){.s = d->s, .row = &d->rows[i], .said = d->said};
    at = d->rows[i].level == LEVEL_VILLAGE ? PRACTICE_VILLAGE : d->rows[i].level == LEVEL_TOWN ? PRACTICE_TOWN : PRACTICE_CITY;
    t->desk = (struct flow_actor){.worker = practice_desk_id(at), .roles = FLOW_DESK | FLOW_MEDIATOR, .level = d->rows[i].level};
    return read_flow(d->s, &d->rows[i].id, &t->m);
}

enum err practice_answer(struct store *s, struct buf *said) {
    struct desks *d = mem_new(1, sizeof *d);
    enum err e = store_begin(s);

    *d = (struct desks){.s = s, .said = said};
    if (e != ERR_OK) {
        mem_free(d);
        return e;
    }
    e = practice_take_in(s);
    if (e == ERR_OK)
        e = read_matters(s, &(struct matters_filter){.which = MATTERS_OPEN}, 0, 50, keep_matter, d);
    for (size_t i = 0; e == ERR_OK && i < d->count; i++) {
        struct turn t;

        e = start_turn(d, i, &t);
        if (e == ERR_OK && is_desks(&t.m))
            e = desk_turn(&t);
    }
    mem_free(d);
    return store_end(s, e);
}

bool practice_waits(struct store *s) {
    const struct store_device *d = store_device(s);

    return d->head_seq > d->held_seq;
}
