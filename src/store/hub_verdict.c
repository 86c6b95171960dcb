/* Verdicts. A device's event is its worker's testimony: it is stored whatever is said here. A kind is one function in the table
 * below. */
#include "hub_judge.h"

#include <string.h>

static const char *const words_of[] = {
#define X(name, words) [REASON_##name] = words,
    REASONS
#undef X
};

enum err judge_say(struct judge *j, enum reason reason) {
    j->reason = reason;
    return ERR_OK;
}

/* In the worker's scope now, or when the event was written as far as its device could know. */
enum err judge_standing(struct judge *j, const struct hub_entity *entity, enum reason never, enum reason *out) {
    bool ever;
    int64_t gone;
    enum err e = hub_member(j->w, &j->a->worker.id, &entity->id, &ever, &gone);

    *out = ever ? REASON_NONE : never;
    /* Revs of another town than the worker's say nothing of what the device knew. */
    if (e == ERR_OK && gone && entity->town == j->a->town && j->ev->seen >= gone)
        *out = REASON_LEFT;
    return e;
}

enum err judge_area_is_mine(struct judge *j, const char *area, bool *out) {
    *out = !*area || policy_area_inside(area, j->a->worker.area);
    return *out ? ERR_OK : hub_given_area(j->w, &j->a->worker.id, area, out);
}

/* Words that no reader could take in are refused, not folded as silence. */
static bool words_ok(struct judge *j, struct words *out) {
    if (j->raw->salt)
        return body_read_words(out, j->raw->body, j->raw->body_len) == ERR_OK;
    memset(out, 0, sizeof *out);
    return true;
}

enum err judge_make(struct judge *j, enum hub_kind kind) {
    const char *area = *j->ev->area ? j->ev->area : j->a->worker.area;

    j->r->makes = kind;
    j->r->entity = (struct hub_entity){.id = j->ev->entity, .kind = kind, .creator = j->a->worker.id};
    strcpy(j->r->entity.area, area);
    return hub_town(j->w, area, &j->r->entity.town);
}

static enum err judge_roster(struct judge *j) {
    struct household h = {0};
    unsigned fields;
    bool mine;
    enum err e = judge_area_is_mine(j, j->ev->area, &mine);

    if (e == ERR_OK && j->raw->salt && body_read_household(&h, &fields, j->raw->body, j->raw->body_len) != ERR_OK)
        e = judge_say(j, REASON_BODY);
    household_free(&h);
    if (e != ERR_OK || j->reason)
        return e;
    if (!j->r->entity.kind)
        return mine ? judge_make(j, HUB_HOUSEHOLD) : judge_say(j, REASON_AREA);
    if (j->r->entity.kind != HUB_HOUSEHOLD)
        return judge_say(j, REASON_KIND);
    if (!mine && strcmp(j->ev->area, j->r->entity.area) != 0)
        return judge_say(j, REASON_AREA);
    return judge_standing(j, &j->r->entity, REASON_OUTSIDE, &j->reason);
}

/* Told of a thing that is there. */
static enum err judge_told(struct judge *j, enum hub_kind kind) {
    struct words w;
    bool good = words_ok(j, &w);

    words_free(&w);
    if (!j->r->entity.kind)
        return judge_say(j, REASON_UNKNOWN);
    if (j->r->entity.kind != kind)
        return judge_say(j, REASON_KIND);
    return good ? judge_standing(j, &j->r->entity, REASON_OUTSIDE, &j->reason) : judge_say(j, REASON_BODY);
}

static enum err judge_of_household(struct judge *j) {
    return judge_told(j, HUB_HOUSEHOLD);
}

enum err judge_of_matter(struct judge *j) {
    return judge_told(j, HUB_MATTER);
}

/* A value is corrected where the household is; that the office moved it meanwhile is no fault of who corrects. */
static enum err judge_correct(struct judge *j) {
    struct household h = {0};
    unsigned fields;
    bool good = !j->raw->salt || body_read_household(&h, &fields, j->raw->body, j->raw->body_len) == ERR_OK;

    household_free(&h);
    if (!good)
        return judge_say(j, REASON_BODY);
    if (!j->r->entity.kind && !j->ev->replaces)
        return judge_roster(j); /* entered by hand */
    if (!j->r->entity.kind)
        return judge_say(j, REASON_UNKNOWN);
    if (j->r->entity.kind != HUB_HOUSEHOLD)
        return judge_say(j, REASON_KIND);
    return judge_standing(j, &j->r->entity, REASON_OUTSIDE, &j->reason);
}

static bool consented(struct judge *j) {
    const struct event *ev = j->ev;
    struct words w;
    bool named = words_ok(j, &w) && (!j->raw->salt || (*w.name && *w.summary));

    words_free(&w);
    return named && *ev->agreed && *ev->until; /* a newer version may know other needs and ways to agree */
}

/* What a resident did not ask for is not kept, whatever a device says. */
static enum err judge_need(struct judge *j) {
    enum err e = judge_of_household(j);

    return e == ERR_OK && !j->reason && !consented(j) ? judge_say(j, REASON_CONSENT) : e;
}

static bool named_in_header(const struct event *ev, const struct id *household) {
    for (size_t i = 0; i < ev->household_count; i++)
        if (id_equal(&ev->households[i], household))
            return true;
    return id_is_zero(household);
}

/* The header's households decide who gets the matter, so the body may name no others. */
static bool parties_ok(struct judge *j) {
    struct words w;
    bool good = words_ok(j, &w);

    for (size_t i = 0; good && i < w.party_count; i++)
        good = named_in_header(j->ev, &w.parties[i].household);
    words_free(&w);
    return good;
}

static enum err judge_matter(struct judge *j) {
    bool mine;
    enum err e = judge_area_is_mine(j, j->ev->area, &mine);

    if (j->r->entity.kind)
        return judge_say(j, REASON_EXISTS);
    if (!parties_ok(j))
        return judge_say(j, REASON_BODY);
    for (size_t i = 0; e == ERR_OK && !j->reason && i < j->ev->household_count; i++) {
        struct hub_entity h;

        e = hub_entity(j->w, &j->ev->households[i], &h);
        if (e == ERR_NOT_FOUND || (e == ERR_OK && h.kind != HUB_HOUSEHOLD))
            return judge_say(j, REASON_PARTY);
        mine = mine || strcmp(h.area, j->ev->area) == 0;
        if (e == ERR_OK)
            e = judge_standing(j, &h, REASON_PARTY, &j->reason);
    }
    if (e != ERR_OK || j->reason)
        return e;
    return mine ? judge_make(j, HUB_MATTER) : judge_say(j, REASON_AREA);
}

/* Where an event of the author's own chain is kept: under the device, or under what it forked from. */
static enum err own_place(struct judge *j, int64_t seq, struct hub_device *d) {
    enum err e = ERR_OK;

    *d = j->a->device;
    while (e == ERR_OK && d->fork_of && seq <= d->fork_seq)
        e = hub_device_by_no(j->w->s, d, d->fork_of);
    return e;
}

enum err judge_place_of(struct judge *j, struct hub_device *d) {
    enum err e = ERR_OK;

    *d = j->a->device;
    if (!j->ev->replaces)
        return ERR_NOT_FOUND;
    if (!id_is_zero(&j->ev->device) && !id_equal(&j->ev->device, &d->id))
        e = hub_device_by_id(j->w->s, d, &j->ev->device);
    /* A tail still says the id that its device had before the fork. */
    if (e == ERR_OK && memcmp(d->pub, j->a->device.pub, sizeof d->pub) == 0)
        e = own_place(j, j->ev->replaces, d);
    return e;
}

static enum err read_target(struct judge *j, int64_t pos, struct event *out, bool *found) {
    sqlite3_stmt *st;
    enum err e = db_first(j->w->s, &st, STMT_event_at, "i", pos);

    *found = false;
    if (e != ERR_OK)
        return e == ERR_NOT_FOUND ? ERR_OK : e;
    *found = sqlite3_column_int(st, 9) < VERDICT_REFUSED &&
             event_read(out, (const char *)sqlite3_column_text(st, 3), (size_t)sqlite3_column_bytes(st, 3)) == ERR_OK;
    db_done(j->w->s, st);
    return ERR_OK;
}

/* A visit at an own household may be taken back at the hub's that it was joined with. */
static bool same_entity(struct judge *j, const struct id *a, const struct id *b) {
    struct id x = project_resolve(j->w->s, a), y = project_resolve(j->w->s, b);

    return id_equal(&x, &y);
}

/* The event that this one names. It is its worker's alone to take back; but consent is the resident's, who tells whoever comes to
 * the door now, and an entry of a directory is of whoever keeps that. */
static enum err named(struct judge *j, struct event *target, int64_t *pos) {
    struct hub_device d;
    struct words w;
    bool found, good = words_ok(j, &w);
    enum err e = judge_place_of(j, &d);

    words_free(&w);
    if (e != ERR_OK)
        return e == ERR_NOT_FOUND ? judge_say(j, REASON_NOTHING) : e;
    *pos = DB_POS(d.no, j->ev->replaces);
    e = read_target(j, *pos, target, &found);
    if (e != ERR_OK)
        return e;
    if (!id_equal(&d.worker, &j->a->worker.id) && j->r->entity.kind != HUB_ENTRY) {
        if (!found || target->kind != KIND_NEED || !j->r->entity.kind)
            return judge_say(j, REASON_OTHER);
        e = judge_standing(j, &j->r->entity, REASON_OTHER, &j->reason);
        if (e != ERR_OK || j->reason)
            return e;
    }
    if (!found || !same_entity(j, &target->entity, &j->ev->entity))
        return judge_say(j, REASON_NOTHING);
    if (j->r->entity.kind == HUB_ENTRY && (e = judge_keeper(j), e != ERR_OK || j->reason))
        return e;
    return good ? ERR_OK : judge_say(j, REASON_BODY);
}

static enum err judge_withdraw(struct judge *j) {
    static const bool can_be[KIND_COUNT] = {
        [KIND_VISIT] = true, [KIND_MATTER] = true, [KIND_ALIAS] = true, [KIND_CORRECT] = true, [KIND_NEED] = true,
        [KIND_NOTE] = true,  [KIND_STEP] = true,   [KIND_ITEM] = true,  [KIND_ENTRY] = true};
    struct event target;
    int64_t pos;
    enum err e = named(j, &target, &pos);

    if (e != ERR_OK || j->reason)
        return e;
    return can_be[target.kind] ? judge_turn(j, pos) : judge_say(j, REASON_NOTHING);
}

static enum err judge_restore(struct judge *j) {
    struct event target;
    int64_t pos;
    enum err e = named(j, &target, &pos);

    if (e != ERR_OK || j->reason)
        return e;
    return target.kind == KIND_WITHDRAW ? judge_turn(j, pos) : judge_say(j, REASON_NOTHING);
}

/* Disagreement with a refusal is heard, whatever it is about. */
static enum err judge_contest(struct judge *j) {
    struct words w;
    bool good = words_ok(j, &w);

    words_free(&w);
    return good ? ERR_OK : judge_say(j, REASON_BODY);
}

static enum err has_alias(struct judge *j, const struct id *id, bool *out) {
    int64_t own, into;
    enum err e = db_int(j->w->s, &own, 0, STMT_hub_is_alias, "d", id);

    if (e == ERR_OK)
        e = db_int(j->w->s, &into, 0, STMT_hub_has_aliases, "d", id);
    *out = e == ERR_OK && (own || into);
    return e;
}

/* Two households of the worker's scope; no chains of them. */
static enum err judge_alias(struct judge *j) {
    struct hub_entity into;
    int64_t chained;
    bool joined;
    enum err e = hub_entity(j->w, &j->ev->other, &into);

    if (!j->r->entity.kind || e == ERR_NOT_FOUND)
        return judge_say(j, REASON_UNKNOWN);
    if (e != ERR_OK)
        return e;
    e = has_alias(j, &j->ev->entity, &joined);
    if (e == ERR_OK)
        e = db_int(j->w->s, &chained, 0, STMT_hub_is_alias, "d", &j->ev->other);
    if (e != ERR_OK)
        return e;
    if (joined || chained || id_equal(&into.id, &j->ev->entity) || into.kind != HUB_HOUSEHOLD ||
        j->r->entity.kind != HUB_HOUSEHOLD)
        return judge_say(j, REASON_ALIAS);
    e = judge_standing(j, &j->r->entity, REASON_OUTSIDE, &j->reason);
    return e != ERR_OK || j->reason ? e : judge_standing(j, &into, REASON_OUTSIDE, &j->reason);
}

static enum err judge_continue(struct judge *j) {
    struct hub_device d;
    enum err e = hub_device_by_id(j->w->s, &d, &j->ev->device);

    if (e == ERR_OK && !id_equal(&d.worker, &j->a->worker.id))
        return judge_say(j, REASON_OTHER);
    return e == ERR_NOT_FOUND ? ERR_OK : e;
}

static enum err judge_hub_only(struct judge *j) {
    return judge_say(j, REASON_HUB_ONLY);
}

/* Of a newer version: kept for those who can read it. */
static enum err judge_unknown(struct judge *j) {
    return j->r->entity.kind ? judge_standing(j, &j->r->entity, REASON_OUTSIDE, &j->reason) : judge_make(j, HUB_OTHER);
}

static enum err (*const judges[KIND_COUNT])(struct judge *) = {
    [KIND_UNKNOWN] = judge_unknown,
#define X(name, code, words, fold, judge) [KIND_##name] = judge_##judge,
#include "linli/kinds.def"
#undef X
};

static enum err judge_as(struct judge *j) {
    if (!id_is_zero(&j->ev->by) && !id_equal(&j->ev->by, &j->a->worker.id))
        return judge_say(j, REASON_BY);
    return judges[j->ev->kind](j);
}

/* In an earlier post it would have been taken: then that is what the author has to know. */
static enum err look_back(struct judge *j, struct hub_author *as, size_t older) {
    enum err e = ERR_OK;

    while (e == ERR_OK && older-- > 0) {
        struct hub_ruling r = *j->r;
        struct judge before = {.w = j->w, .a = as, .ev = j->ev, .raw = j->raw, .r = &r};

        hub_post_before(j->w, as, older);
        e = judge_as(&before);
        if (e == ERR_OK && !before.reason) {
            j->words = NULL;
            return judge_say(j, REASON_POST);
        }
    }
    return e;
}

/* Of these nothing depends on the post; they are most of what comes. */
static bool asks_post(enum kind k) {
    return k != KIND_VISIT && k != KIND_NOTE && k != KIND_ACCESS && k != KIND_NEED && k != KIND_CONTEST;
}

enum err hub_judge(struct hub_work *w, const struct hub_author *a, const struct event *ev, const struct raw_event *raw,
                   struct hub_ruling *out) {
    struct hub_author as = *a;
    struct judge j = {.w = w, .a = &as, .ev = ev, .raw = raw, .r = out};
    size_t older = 0;
    enum err e;

    memset(out, 0, sizeof *out);
    out->verdict = VERDICT_ACCEPTED;
    if (a->revoked) { /* gets its place in the town's order when a desk takes it */
        out->verdict = VERDICT_QUARANTINE;
        out->reason = _(words_of[REASON_REVOKED]);
        return ERR_OK;
    }
    e = hub_entity(w, &ev->entity, &out->entity);
    if (e == ERR_OK || e == ERR_NOT_FOUND)
        e = asks_post(ev->kind) ? hub_post_then(w, &as, ev, &older) : ERR_OK;
    if (e == ERR_OK)
        e = judge_as(&j);
    if (e == ERR_OK && !j.conflict && (j.reason == REASON_FLOW || j.reason == REASON_AREA))
        e = look_back(&j, &as, older);
    out->town = out->entity.kind && !j.reason ? out->entity.town : a->town;
    if (j.reason) {
        out->verdict = j.conflict ? VERDICT_CONFLICT : VERDICT_REFUSED;
        out->reason = j.words ? j.words : _(words_of[j.reason]);
        out->makes = HUB_NOTHING;
    }
    return e;
}

static enum err place_matters(struct hub_work *w, const struct id *household) {
    struct hub_ids ids = {0};
    sqlite3_stmt *st = db_get(w->s, STMT_hub_matters_of_household);
    enum err e;

    db_bind(st, "d", household);
    e = hub_ids_collect(w->s, &ids, st);
    for (size_t i = 0; e == ERR_OK && i < ids.count; i++)
        e = hub_place(w, &ids.at[i]);
    hub_ids_free(&ids);
    return e;
}

/* A matter taken back, or households that are two again, are placed anew. */
static enum err follow_turn(struct hub_work *w, const struct event *ev, const struct hub_ruling *r) {
    enum err e = r->entity.kind == HUB_MATTER || r->entity.kind == HUB_HOUSEHOLD ? hub_place(w, &ev->entity) : ERR_OK;

    return e == ERR_OK && r->entity.kind == HUB_HOUSEHOLD ? place_matters(w, &ev->entity) : e;
}

enum err hub_follow(struct hub_work *w, const struct hub_author *a, const struct event *ev, struct hub_ruling *r) {
    enum err e = ERR_OK;

    if (r->makes != HUB_NOTHING) {
        e = hub_entity_put(w, &r->entity);
        if (e == ERR_OK && r->makes == HUB_HOUSEHOLD) /* whoever found a household has it, until it is taken from them */
            e = hub_give_household(w, &a->worker, &ev->entity, true);
        return e == ERR_OK ? hub_place(w, &ev->entity) : e;
    }
    if (ev->kind == KIND_ALIAS) {
        e = hub_place(w, &ev->entity);
        return e == ERR_OK ? place_matters(w, &ev->other) : e;
    }
    if (r->entity.kind == HUB_ENTRY)
        return hub_entry_changed(w, ev, &r->entity);
    if (ev->kind == KIND_STEP || (ev->kind == KIND_ITEM && !id_is_zero(&ev->other)) || ev->kind == KIND_OVERDUE)
        return hub_place(w, &ev->entity); /* another level, another person */
    if (ev->kind == KIND_WITHDRAW || ev->kind == KIND_RESTORE)
        return follow_turn(w, ev, r);
    if (ev->kind == KIND_ROSTER && *ev->area && strcmp(ev->area, r->entity.area) != 0) {
        strcpy(r->entity.area, ev->area);
        e = hub_entity_put(w, &r->entity);
        return e == ERR_OK ? hub_place(w, &ev->entity) : e;
    }
    return ERR_OK;
}
