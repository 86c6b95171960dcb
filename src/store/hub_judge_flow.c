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
 * close the matter. When it was taken is its device's clock, which may be wrong; a step is not refused for that. */
static enum err judge_move(struct judge *j, const struct flow_matter *m, const struct flow_actor *a) {
    const struct event *ev = j->ev;
    int64_t day = clock_day(ev->at);
    struct flow_wish w = {
        .exit = ev->exit, .to = ev->to, .other = ev->other, .reason = true, .day = day > m->opened ? day : m->opened};
    struct flow_move mv;
    const char *need = NULL;
    enum flow_refusal r;

    if (ev->exit == EXIT_SETTLE && !ev->to) /* by a version that closed at once */
        return ERR_OK;
    if (passes(ev->exit) && ev->level && ev->level != level_by(m, ev->exit))
        return came_late(j, m); /* somebody passed it on before */
    if (ev->exit == EXIT_HAND) {
        struct hub_worker v;

        if (hub_worker_get(j->w, &ev->other, &v) != ERR_OK || v.gone)
            return refuse_flow(j, FLOW_REFUSED_PERSON, NULL);
    }
    r = flow_check(&mv, m, a, &w, &need);
    if (r == FLOW_OK && mv.to != ev->to && !passes(ev->exit) && ev->exit != EXIT_TAKE && ev->exit != EXIT_HAND)
        r = FLOW_REFUSED_NO_WAY;
    if (r == FLOW_OK && !due_ok(ev, m))
        r = FLOW_REFUSED_DUE;
    if (r == FLOW_OK && ev->level > mv.level)
        r = FLOW_REFUSED_LEVEL;
    if (r == FLOW_OK && ev->exit == EXIT_TAKE && ev->level && ev->level != mv.level)
        return came_late(j, m); /* taken on where it was before */
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

/* What an item is about must be of the same matter, and of the kind that its field names. */
static enum err about_is_there(struct judge *j, enum flow_refusal *r) {
    size_t count;
    const struct item_field *fields = items_fields(j->ev->item, &count);
    struct hub_device d;
    struct id matter;
    int64_t no;
    sqlite3_stmt *st;
    int item;
    enum err e;

    for (size_t i = 0; i < count; i++) {
        if (fields[i].slot != ITEM_OF)
            continue;
        e = j->ev->replaces ? db_device_no(j->w->s, id_is_zero(&j->ev->device) ? &j->a->device.id : &j->ev->device, false, &no)
                            : ERR_NOT_FOUND;
        if (e == ERR_OK)
            e = db_first(j->w->s, &st, STMT_item_get, "i", DB_POS(no, j->ev->replaces));
        if (e != ERR_OK) {
            *r = FLOW_REFUSED_ITEM;
            return e == ERR_NOT_FOUND ? ERR_OK : e;
        }
        matter = db_id(st, 0);
        item = sqlite3_column_int(st, 1);
        db_done(j->w->s, st);
        e = hub_device_by_no(j->w->s, &d, no); /* who wrote it before they joined is not named in it */
        if (e != ERR_OK)
            return e;
        if (!id_equal(&matter, &j->ev->entity) || item != fields[i].list)
            *r = FLOW_REFUSED_ITEM;
        else if (j->ev->item == ITEM_IS_APPROVAL && id_equal(&d.worker, &j->a->worker.id))
            *r = FLOW_REFUSED_SELF;
    }
    return ERR_OK;
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
        e = about_is_there(j, &r);
    if (e == ERR_OK && r == FLOW_OK)
        e = claimed_before(j, &r);
    return e == ERR_OK && r != FLOW_OK ? refuse_flow(j, r, NULL) : e;
}
