/* What the hub says of what is done in a matter: the same rules as on the device (flow.h), asked again in the hub's order. */
#include "hub_judge.h"

#include "flowrows.h"
#include "linli/items.h"

#define DUE_MAX 3660 /* days */

static enum err actor_of(struct judge *j, struct flow_actor *out) {
    const struct hub_worker *v = &j->a->worker;
    enum err e = flowrows_actor(j->w->s, &v->id, v->role, v->area, &j->ev->entity, clock_day(j->ev->at), out);

    /* Alone, before the device joined, a person did everything: in what is still theirs that stands. */
    if (e == ERR_OK && id_equal(&j->r->entity.creator, &v->id))
        e = hub_wrote_alone(j->w, j->a, j->ev, &out->alone);
    return e;
}

static enum err refuse_flow(struct judge *j, enum flow_refusal r, const char *need) {
    j->words = need ? need : flow_refusal_words(r);
    return judge_say(j, REASON_FLOW);
}

static enum err read_state(struct judge *j, struct flow_matter *m) {
    int64_t agreed;
    enum err e = flowrows_state(j->w->s, &j->ev->entity, m, NULL);

    return e == ERR_OK ? flowrows_items(j->w->s, &j->ev->entity, m, &agreed) : e;
}

/* Steps do not merge (DESIGN.md section 1): the first one in the hub's order is taken. */
static enum err came_late(struct judge *j, const struct flow_matter *m) {
    j->conflict = true;
    return judge_say(j, m->open ? REASON_STEP : REASON_CLOSED);
}

static enum level level_by(const struct flow_matter *m, enum exit e) {
    return (enum level)(e == EXIT_RETURN ? m->level - 1 : m->level + 1);
}

static bool passes(enum exit e) {
    return e == EXIT_ESCALATE || e == EXIT_WISH || e == EXIT_RETURN;
}

/* What changes hands, level or time and not the step: of two such the second is what its author would not have done. */
static bool changes_hands(enum exit e) {
    return passes(e) || e == EXIT_TAKE || e == EXIT_HAND || e == EXIT_EXTEND;
}

/* Whether somebody else was first, and the author's device did not know. */
static enum err unheard(struct judge *j, bool *out) {
    char town[AREA_SIZE];
    int64_t found = 0;
    enum err e;

    policy_town(town, j->a->worker.area);
    e = db_int(j->w->s, &found, 0, STMT_judge_unheard, "ddti", &j->ev->entity, &j->a->worker.id, town, j->a->seen);
    *out = found != 0;
    return e;
}

/* An erased body says nothing any more. */
static bool gives_reason(struct judge *j) {
    struct words w;
    bool given = !j->raw->salt;

    if (j->raw->salt && body_read_words(&w, j->raw->body, j->raw->body_len) == ERR_OK) {
        given = *w.reason || *w.note;
        words_free(&w);
    }
    return given;
}

static enum err named_is_known(struct judge *j, enum flow_refusal *r) {
    struct hub_worker v;
    enum err e = j->ev->exit == EXIT_HAND ? hub_worker_get(j->w, &j->ev->other, &v) : ERR_OK;

    if (e == ERR_NOT_FOUND || (j->ev->exit == EXIT_HAND && e == ERR_OK && v.gone))
        *r = FLOW_REFUSED_PERSON;
    return e == ERR_NOT_FOUND ? ERR_OK : e;
}

/* A day that a county may mean, whatever its days are: never one that keeps the matter from being due at all. */
static bool due_ok(const struct event *ev, const struct flow_matter *m) {
    int64_t at = clock_day(ev->at), early = at < m->opened ? at : m->opened, late = at > m->opened ? at : m->opened, ms, day;

    if (!*ev->due)
        return true;
    if (!clock_parse(&ms, ev->due))
        return false;
    day = clock_day(ms);
    return day >= early && day <= late + DUE_MAX && (ev->exit != EXIT_EXTEND || day > m->due);
}

/* Where the step leads is said by the event alone, so it must be what the table says: nothing (a step of a newer version) would
 * close the matter. A settlement by version 2 closed it at once. */
static enum flow_refusal check_move(struct judge *j, const struct flow_matter *m, const struct flow_actor *a, const char **need) {
    const struct event *ev = j->ev;
    bool closes = ev->exit == EXIT_SETTLE && !ev->to;
    int64_t day = clock_day(ev->at); /* its device's clock, which may be wrong; a step is not refused for that */
    struct flow_wish w = {.exit = ev->exit,
                          .to = ev->to,
                          .other = ev->other,
                          .reason = gives_reason(j),
                          .day = day > m->opened ? day : m->opened,
                          .whole = true};
    struct flow_move mv;
    enum flow_refusal r = flow_check(&mv, m, a, &w, need);

    if (r != FLOW_OK)
        return r;
    if (mv.to != ev->to && !closes && !passes(ev->exit) && ev->exit != EXIT_TAKE && ev->exit != EXIT_HAND)
        return FLOW_REFUSED_NO_WAY;
    if (!due_ok(ev, m))
        return FLOW_REFUSED_DUE;
    if (ev->exit == EXIT_TAKE && ev->level && ev->level != mv.level) /* taken on where it was before */
        return FLOW_REFUSED_OTHER_STEP;
    return ev->level > mv.level || (mv.level > m->level && ev->level < mv.level) ? FLOW_REFUSED_LEVEL : FLOW_OK;
}

/* Whoever was refused because somebody else was first did nothing wrong: both stay, and the author looks at it. */
static enum err judge_move(struct judge *j, const struct flow_matter *m, const struct flow_actor *a) {
    const struct event *ev = j->ev;
    const char *need = NULL;
    enum flow_refusal r = check_move(j, m, a, &need);
    bool late;
    enum err e = unheard(j, &late);

    if (e == ERR_OK && r == FLOW_OK)
        e = named_is_known(j, &r);
    if (e != ERR_OK)
        return e;
    if (passes(ev->exit) && ev->level && ev->level != level_by(m, ev->exit))
        return came_late(j, m); /* passed on before, by whomever */
    if (r == FLOW_REFUSED_OTHER_STEP || (late && (r != FLOW_OK || changes_hands(ev->exit))))
        return came_late(j, m);
    return r == FLOW_OK ? ERR_OK : refuse_flow(j, r, need);
}

enum err judge_step(struct judge *j) {
    struct flow_matter m;
    struct flow_actor a;
    struct flow_move mv = {.step = j->ev->step, .exit = j->ev->exit};
    enum err e = judge_of_matter(j);

    if (e != ERR_OK || j->reason)
        return e;
    e = read_state(j, &m);
    if (e == ERR_OK)
        e = actor_of(j, &a);
    if (e != ERR_OK)
        return e == ERR_NOT_FOUND ? ERR_OK : e;
    return flow_applies(&m, &mv) ? judge_move(j, &m, &a) : came_late(j, &m);
}

/* Taking a step back, or up again, turns all back that came of it: where somebody else has gone on from there, they were first.
 */
enum err judge_turn(struct judge *j, int64_t pos) {
    int64_t others = 0;
    enum err e = db_int(j->w->s, &others, 0, STMT_step_others_after, "i", pos);

    if (e != ERR_OK || !others)
        return e;
    j->conflict = true;
    return judge_say(j, REASON_STEP);
}

/* What an item is about must be of the same matter, of the kind that its field names, and stand. */
static enum err about_is(struct judge *j, int list, enum flow_refusal *r) {
    struct hub_device d = j->a->device;
    struct id matter, payee;
    sqlite3_stmt *st;
    bool answered;
    enum err e = judge_place_of(j, &d);

    if (e == ERR_OK)
        e = db_first(j->w->s, &st, STMT_judge_about, "i", DB_POS(d.no, j->ev->replaces));
    if (e == ERR_NOT_FOUND)
        *r = FLOW_REFUSED_ITEM;
    if (e != ERR_OK)
        return e == ERR_NOT_FOUND ? ERR_OK : e;
    matter = db_id(st, 0);
    if (!id_equal(&matter, &j->ev->entity) || sqlite3_column_int(st, 1) != list || sqlite3_column_int(st, 2))
        *r = FLOW_REFUSED_ITEM;
    answered = sqlite3_column_int(st, 3) != 0;
    payee = db_id(st, 4);
    db_done(j->w->s, st);
    if (*r != FLOW_OK || j->ev->item != ITEM_IS_APPROVAL)
        return ERR_OK;
    if (id_equal(&d.worker, &j->a->worker.id) || id_equal(&payee, &j->a->worker.id))
        *r = FLOW_REFUSED_SELF;
    else if (answered)
        *r = FLOW_REFUSED_AGAIN;
    return ERR_OK;
}

/* Whom it names gets the matter, so it is somebody whom the hub knows. */
static enum err whom_is(struct judge *j, const struct item_field *f, bool *known) {
    struct hub_entity entry;
    struct hub_worker v;
    int64_t item = 0;
    enum err e =
        f->enter == ITEM_ENTER_WORKER ? hub_worker_get(j->w, &j->ev->other, &v) : hub_entity(j->w, &j->ev->other, &entry);

    if (e == ERR_OK && f->enter != ITEM_ENTER_WORKER)
        e = db_int(j->w->s, &item, 0, STMT_entry_item, "d", &j->ev->other);
    *known = *known || (e == ERR_OK && (f->enter == ITEM_ENTER_WORKER || (entry.kind == HUB_ENTRY && item == f->list)));
    return e == ERR_NOT_FOUND ? ERR_OK : e;
}

static enum err names_are_there(struct judge *j, enum flow_refusal *r) {
    size_t count;
    const struct item_field *fields = items_fields(j->ev->item, &count);
    bool known = id_is_zero(&j->ev->other);
    enum err e = ERR_OK;

    for (size_t i = 0; e == ERR_OK && *r == FLOW_OK && i < count; i++) {
        if (fields[i].slot == ITEM_OF)
            e = about_is(j, fields[i].list, r);
        else if (fields[i].slot == ITEM_WHO && !known)
            e = whom_is(j, &fields[i], &known);
    }
    if (e == ERR_OK && *r == FLOW_OK && !known)
        *r = FLOW_REFUSED_PERSON;
    return e;
}

static bool body_ok(struct judge *j) {
    struct item_values v;

    if (!j->raw->salt)
        return true;
    if (items_read(&v, j->ev, j->raw->body, j->raw->body_len) != ERR_OK)
        return false;
    items_free(&v);
    return true;
}

/* One case is claimed for once. */
static enum err claimed_before(struct judge *j, enum flow_refusal *r) {
    int64_t claims = 0;
    enum err e = ERR_OK;

    if (j->ev->item == ITEM_IS_CLAIM)
        e = db_int(j->w->s, &claims, 0, STMT_item_claims, "di", &j->ev->entity, (int64_t)ITEM_IS_CLAIM);
    if (claims)
        *r = FLOW_REFUSED_AGAIN;
    return e;
}

enum err judge_item(struct judge *j) {
    struct flow_matter m;
    struct flow_actor a;
    struct flow_item i = items_flow(j->ev);
    enum flow_refusal r;
    enum err e = ERR_OK;

    if (!j->r->entity.kind)
        return judge_say(j, REASON_UNKNOWN);
    if (j->r->entity.kind != HUB_MATTER || (j->ev->item && items_of(j->ev->item) != ITEM_OF_MATTER))
        return judge_say(j, REASON_KIND);
    e = judge_standing(j, &j->r->entity, REASON_OUTSIDE, &j->reason);
    if (e != ERR_OK || j->reason || !j->ev->item)
        return e; /* of a newer version: kept for those who can read it */
    if (!body_ok(j))
        return judge_say(j, REASON_BODY);
    e = read_state(j, &m);
    if (e == ERR_OK)
        e = actor_of(j, &a);
    if (e != ERR_OK)
        return e == ERR_NOT_FOUND ? ERR_OK : e;
    r = flow_check_item(&m, &a, &i);
    if (r == FLOW_OK)
        e = names_are_there(j, &r);
    if (e == ERR_OK && r == FLOW_OK)
        e = claimed_before(j, &r);
    return e == ERR_OK && r != FLOW_OK ? refuse_flow(j, r, NULL) : e;
}
