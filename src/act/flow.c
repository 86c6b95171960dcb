/* Steps and items: the flow is asked, then events are appended, one act each. */
#include "linli/act_flow.h"

#include <string.h>
#include "linli/acts.h"
#include "linli/clock.h"
#include "linli/i18n.h"
#include "linli/mem.h"
#include "claim.h"
#include "matter.h"

static const char *step_what(void) {
    return _("cannot take the step");
}

static enum err refuse(const char *what, enum flow_refusal r, const char *need) {
    static const char *const todo[FLOW_REFUSAL_COUNT] = {
        [FLOW_REFUSED_CLOSED] = N_("reopen it, or add a note"),
        [FLOW_REFUSED_TAKEN_BACK] = N_("open another one"),
        [FLOW_REFUSED_OTHER_STEP] = N_("look at it again"),
        [FLOW_REFUSED_NO_WAY] = N_("linli flow lists what follows"),
        [FLOW_REFUSED_ROLE] = N_("ask who holds that post, or add a note"),
        [FLOW_REFUSED_LEVEL] = N_("add a note; a party's wish that it goes up is always taken"),
        [FLOW_REFUSED_NEED] = N_("write it down first"),
        [FLOW_REFUSED_REASON] = N_("say why in a few words"),
        [FLOW_REFUSED_REFUSED] = N_("end it without agreement and hand over the other routes"),
        [FLOW_REFUSED_TOP] = N_("hand over the other routes"),
        [FLOW_REFUSED_BOTTOM] = N_("assign it to a head"),
        [FLOW_REFUSED_OWN] = N_("nothing is left to do"),
        [FLOW_REFUSED_MEDIATED] = N_("ask the head or another worker to follow it up"),
        [FLOW_REFUSED_PERSON] = N_("name the worker"),
        [FLOW_REFUSED_DANGER] = N_("call 110 where anyone is in danger, and pass it up"),
        [FLOW_REFUSED_DOSSIER] = N_("the dossier says what is missing"),
        [FLOW_REFUSED_NOT_FORCE] = N_("note the signatures and the seal"),
        [FLOW_REFUSED_NOT_CONFIRMED] = N_("go on to the follow-up"),
        [FLOW_REFUSED_NOT_CLOSED] = N_("it goes on as it is"),
        [FLOW_REFUSED_EARLY] = N_("correct the day"),
        [FLOW_REFUSED_PARTY] = N_("choose one of the matter's parties"),
        [FLOW_REFUSED_ITEM] = N_("choose one of the list"),
        [FLOW_REFUSED_SELF] = N_("a second person approves it"),
        [FLOW_REFUSED_AGAIN] = N_("look at what is there"),
        [FLOW_REFUSED_TWO] = N_("add the other party, or settle it on the spot"),
        [FLOW_REFUSED_TIED] = N_("propose another mediator and answer the question again"),
        [FLOW_REFUSED_DUE] = N_("correct the day"),
        [FLOW_REFUSED_LATE] = N_("hand over the other routes: the agreement binds all the same"),
    };

    return err_say(ERR_FAILED, what, need ? need : flow_refusal_words(r), todo[r] ? _(todo[r]) : "");
}

static enum err wish_of(struct flow_wish *w, const struct act_step *a) {
    int64_t ms;

    *w = (struct flow_wish){.exit = a->exit, .to = a->to, .other = a->other, .day = clock_day(clock_now())};
    w->reason = (a->reason && *a->reason) || (a->note && *a->note);
    if (a->until && *a->until) {
        if (!clock_parse(&ms, a->until))
            return err_say(ERR_SYNTAX, step_what(), err_fmt(_("“%s” is no date"), a->until), _("write it as 2026-12-01"));
        w->until = clock_day(ms);
    }
    return ERR_OK;
}

static enum err ask(struct store *s, const struct act_step *a, struct flow_move *mv, enum flow_refusal *r, const char **need) {
    struct flow_matter m;
    struct flow_actor actor;
    struct flow_wish w;
    enum err e = (flow_exit_reads_items(a->exit) ? read_flow : read_flow_state)(s, &a->matter, &m);

    *need = NULL;
    if (e == ERR_OK)
        e = read_actor(s, &a->matter, &actor);
    if (e == ERR_OK)
        e = wish_of(&w, a);
    if (e != ERR_OK)
        return e;
    *r = a->seen && a->seen != m.step ? FLOW_REFUSED_OTHER_STEP : flow_check(mv, &m, &actor, &w, need);
    return ERR_OK;
}

enum err act_step_refused(struct store *s, const struct act_step *a, const char **why, struct flow_move *move) {
    struct flow_move mv;
    enum flow_refusal r = FLOW_OK;
    const char *need;
    enum err e = ask(s, a, &mv, &r, &need);

    *why = need ? need : r != FLOW_OK ? flow_refusal_words(r) : NULL;
    if (e == ERR_OK && r == FLOW_OK && move)
        *move = mv;
    return e;
}

static enum err read_words(struct words *words, const struct act_step *a) {
    enum err e = clean_text(words->reason, sizeof words->reason, a->reason, &(struct clean){step_what(), _("reason"), false});

    return e == ERR_OK ? clean_text(words->note, sizeof words->note, a->note, &(struct clean){step_what(), _("note"), true}) : e;
}

static enum err append_item(struct store *s, struct event *ev, const struct item_values *v, int64_t *pos) {
    struct buf body = {0};
    enum err e;

    items_write(ev, &body, v);
    e = store_append(s, ev, body.data, body.len, pos);
    buf_free(&body);
    return e;
}

/* Who declines a matter or ends it without agreement hands over where else the parties can go (FIELD.md c-1, c-7). */
static bool needs_routes(enum exit e) {
    return e == EXIT_END || e == EXIT_DECLINE;
}

static enum err check_routes(const struct act_step *a) {
    if (!needs_routes(a->exit) || (a->routes && *a->routes))
        return ERR_OK;
    return err_say(ERR_RANGE, step_what(), _("no other route was handed over"),
                   _("name them: court, arbitration, the office in charge, legal aid 12348"));
}

static enum err append_routes(struct store *s, const struct event *step, const char *routes, int64_t *pos) {
    struct item_values v = {.item = ITEM_IS_ROUTES};
    struct event ev = {.kind = KIND_ITEM, .entity = step->entity, .at = step->at, .level = step->level};
    char day[CLOCK_DATE_SIZE], text[SUMMARY_SIZE];
    enum err e = clean_text(text, sizeof text, routes, &(struct clean){step_what(), _("routes"), false});

    clock_date(day, step->at);
    items_set(&v, items_field(v.item, "day"), day);
    items_set(&v, items_field(v.item, "routes"), text);
    if (e == ERR_OK)
        e = append_item(s, &ev, &v, pos);
    items_free(&v);
    return e;
}

enum err flow_append_step(struct store *s, const struct act_step *a, int64_t *first, int64_t *last) {
    struct event ev = {.kind = KIND_STEP, .entity = a->matter, .at = clock_now()};
    struct words words = {0};
    struct flow_move mv;
    enum flow_refusal r = FLOW_OK;
    const char *need;
    enum err e = ask(s, a, &mv, &r, &need);

    if (e == ERR_OK && r != FLOW_OK)
        e = refuse(step_what(), r, need);
    if (e == ERR_OK)
        e = check_routes(a);
    if (e == ERR_OK)
        e = read_words(&words, a);
    if (e != ERR_OK)
        return e;
    ev.step = mv.step;
    ev.exit = mv.exit;
    ev.to = mv.to;
    ev.level = mv.level;
    ev.other = mv.other;
    ev.device = a->late;
    ev.replaces = a->late_seq;
    if (mv.due)
        clock_date(ev.due, clock_day_start(mv.due));
    e = append_words(s, &ev, &words, first);
    *last = *first;
    return e == ERR_OK && needs_routes(a->exit) ? append_routes(s, &ev, a->routes, last) : e;
}

enum err act_step(struct store *s, const struct act_step *a) {
    int64_t first, last;
    enum err e = store_begin(s);

    if (e != ERR_OK)
        return e;
    e = flow_append_step(s, a, &first, &last);
    if (e == ERR_OK)
        e = acts_did(s, first, last);
    return store_end(s, e);
}

/* ---- items */

static const char *item_what(void) {
    return _("cannot write it down");
}

enum err flow_clean_values(struct item_values *v, const char *what, size_t *field) {
    size_t count;
    const struct item_field *fields = items_fields(v->item, &count);
    char *text = mem_new(NOTE_SIZE, 1);
    enum err e = ERR_OK;

    for (size_t i = 0; e == ERR_OK && i < count; i++) {
        struct clean how = {what, _(fields[i].label), fields[i].enter == ITEM_ENTER_NOTE};

        if (field)
            *field = i;
        if (!v->at[i])
            continue;
        e = clean_text(text, NOTE_SIZE, v->at[i], &how);
        if (e == ERR_OK)
            items_set(v, i, text);
    }
    mem_free(text);
    return e == ERR_OK ? items_check(v, what, field) : e;
}

static enum err found_item(void *arg, const struct item_row *i) {
    struct item_row *out = arg;

    *out = *i;
    out->values = NULL;
    return ERR_OK;
}

/* What it is about: an item of the same matter and of the kind that the field names, not withdrawn. */
static enum err check_about(struct store *s, const struct event *ev, const struct flow_actor *a) {
    size_t count;
    const struct item_field *fields = items_fields(ev->item, &count);

    for (size_t i = 0; i < count; i++) {
        struct item_row row = {.item = ITEM_NONE};
        enum flow_refusal r;
        enum err e;

        if (fields[i].slot != ITEM_OF)
            continue;
        e = read_item(s, &ev->device, ev->replaces, found_item, &row);
        if (e != ERR_OK && e != ERR_NOT_FOUND)
            return e;
        if (e == ERR_NOT_FOUND || row.withdrawn || (int)row.item != fields[i].list || !id_equal(&row.matter, &ev->entity))
            return refuse(item_what(), FLOW_REFUSED_ITEM, NULL);
        if (ev->item == ITEM_IS_APPROVAL && (row.own || id_equal(&row.by_id, &a->worker)))
            return refuse(item_what(), FLOW_REFUSED_SELF, NULL);
        if (ev->item == ITEM_IS_APPROVAL && (r = claim_check_approval(s, &row, a)) != FLOW_OK)
            return refuse(item_what(), r, NULL);
    }
    return ERR_OK;
}

static enum err stands(void *arg, const struct item_row *i) {
    int *count = arg;

    *count += !i->withdrawn && i->result != ANSWER_NO;
    return ERR_OK;
}

static enum err check_item(struct store *s, const struct event *ev) {
    struct flow_item i = items_flow(ev);
    struct flow_matter m;
    struct flow_actor a;
    enum flow_refusal r;
    int claims = 0;
    enum err e = read_flow(s, &ev->entity, &m);

    if (e == ERR_OK)
        e = read_actor(s, &ev->entity, &a);
    if (e != ERR_OK)
        return e;
    r = flow_check_item(&m, &a, &i);
    if (r != FLOW_OK)
        return refuse(item_what(), r, r == FLOW_REFUSED_NOT_CONFIRMED ? flow_not_confirmed(&m) : NULL);
    if (ev->item == ITEM_IS_CLAIM)
        e = read_items(s, &ev->entity, ITEM_IS_CLAIM, stands, &claims);
    if (e == ERR_OK && claims)
        return refuse(item_what(), FLOW_REFUSED_AGAIN, NULL);
    return e == ERR_OK ? check_about(s, ev, &a) : e;
}

enum err act_item(struct store *s, const struct id *matter, struct item_values *v, size_t *field, struct id *device,
                  int64_t *seq) {
    struct event ev = {.kind = KIND_ITEM, .entity = *matter};
    struct matter_row m;
    struct buf body = {0};
    int64_t pos;
    enum err e = read_matter(s, matter, &m);

    if (e == ERR_OK && items_of(v->item) != ITEM_OF_MATTER)
        e = refuse(item_what(), FLOW_REFUSED_ITEM, NULL);
    if (e == ERR_OK)
        e = flow_clean_values(v, item_what(), field);
    if (e == ERR_OK && v->item == ITEM_IS_CLAIM)
        e = claim_fill(s, matter, v);
    if (e != ERR_OK)
        return e;
    ev.level = m.level;
    items_write(&ev, &body, v);
    e = check_item(s, &ev);
    if (e == ERR_OK)
        e = store_begin(s);
    if (e == ERR_OK) {
        e = store_append(s, &ev, body.data, body.len, &pos);
        if (e == ERR_OK)
            e = acts_did(s, pos, pos);
        e = store_end(s, e);
    }
    buf_free(&body);
    if (e == ERR_OK && device)
        *device = store_device(s)->id;
    if (e == ERR_OK && seq)
        *seq = ev.seq;
    return e;
}
