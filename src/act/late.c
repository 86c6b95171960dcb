/* Dealing with an own event that came too late: take it anew, file it as a note, or let it be. */
#include <stdio.h>
#include <string.h>
#include "linli/act_flow.h"
#include "linli/event.h"
#include "linli/i18n.h"
#include "matter.h"

static const char *what(void) {
    return _("cannot deal with it");
}

/* The event, its words, and the other routes that were handed over with it. */
struct late {
    struct id device;
    int64_t seq;
    bool found, own;
    enum verdict verdict;
    struct event ev;
    char reason[SUMMARY_SIZE], note[NOTE_SIZE];
    char routes[SUMMARY_SIZE];
};

static enum err take(void *arg, const struct raw_event *raw) {
    struct late *l = arg;
    struct words w;

    if (event_read(&l->ev, raw->header, raw->header_len) != ERR_OK)
        return ERR_OK;
    l->found = true;
    l->verdict = raw->verdict;
    if (raw->salt && body_read_words(&w, raw->body, raw->body_len) == ERR_OK) {
        clean_copy(l->reason, sizeof l->reason, w.reason);
        clean_copy(l->note, sizeof l->note, w.note);
        words_free(&w);
    }
    return ERR_OK;
}

/* An end without agreement has the routes as the next event of the same act. */
static enum err take_routes(void *arg, const struct raw_event *raw) {
    struct late *l = arg;
    struct event ev;
    struct item_values v;

    if (raw->seq != l->seq + 1 || !raw->salt || event_read(&ev, raw->header, raw->header_len) != ERR_OK || ev.kind != KIND_ITEM ||
        ev.item != ITEM_IS_ROUTES || items_read(&v, &ev, raw->body, raw->body_len) != ERR_OK)
        return ERR_OK;
    clean_copy(l->routes, sizeof l->routes, items_get(&v, "routes"));
    items_free(&v);
    return ERR_OK;
}

static enum err load(struct store *s, struct late *l, const char **why) {
    struct dealt_row by;
    enum err e = store_events(s, &l->device, l->seq, 1, take, l);

    if (e == ERR_OK)
        e = store_events(s, &l->device, l->seq + 1, 1, take_routes, l);
    if (e != ERR_OK)
        return e;
    *why = NULL;
    if (!l->found)
        *why = _("there is no such event here");
    else if (!id_equal(&l->device, &store_device(s)->id) && !id_equal(&l->ev.by, &store_device(s)->worker))
        *why = _("it was entered by somebody else");
    else if (l->verdict <= VERDICT_ACCEPTED)
        *why = _("the hub has nothing against it");
    else if (read_dealt(s, &l->device, l->seq, &by) == ERR_OK)
        *why = _("that was done already");
    return ERR_OK;
}

static struct act_step step_of(const struct late *l, const char *words) {
    bool reason = flow_exit_needs_reason(l->ev.exit) && *l->reason;

    return (struct act_step){.matter = l->ev.entity,
                             .exit = l->ev.exit,
                             .reason = reason ? words : NULL,
                             .note = reason ? NULL : words,
                             .other = l->ev.other,
                             .until = l->ev.exit == EXIT_EXTEND ? l->ev.due : NULL,
                             .routes = l->routes,
                             .late = l->device,
                             .late_seq = l->seq};
}

static enum err check(struct store *s, struct late *l, enum act_late how, const char **why) {
    struct matter_row m;
    struct act_step a;
    enum err e = load(s, l, why);

    if (e != ERR_OK || *why || how == ACT_LATE_LEAVE)
        return e;
    if (how == ACT_LATE_ANEW && l->ev.kind != KIND_STEP) {
        *why = _("it is no step: write it down again where it belongs");
        return ERR_OK;
    }
    if (read_matter(s, &l->ev.entity, &m) != ERR_OK) {
        err_clear();
        *why = _("its matter is no longer in the record");
        return ERR_OK;
    }
    if (how == ACT_LATE_NOTE) {
        *why = m.withdrawn ? _("the matter was withdrawn") : NULL;
        return ERR_OK;
    }
    a = step_of(l, "");
    a.reason = "-"; /* one is asked for when it is taken */
    return act_step_refused(s, &a, why, NULL);
}

enum err act_late_refused(struct store *s, const struct id *device, int64_t seq, enum act_late how, const char **why) {
    struct late l = {.device = *device, .seq = seq};

    return check(s, &l, how, why);
}

static enum err append_said(struct store *s, const struct late *l, enum act_late how, const char *words) {
    struct event ev = {.kind = how == ACT_LATE_NOTE ? KIND_NOTE : KIND_CONTEST,
                       .entity = l->ev.entity,
                       .device = l->device,
                       .replaces = l->seq,
                       .answer = how == ACT_LATE_NOTE ? ANSWER_NONE : ANSWER_NO};
    struct words w = {0};
    enum err e = how == ACT_LATE_NOTE ? clean_text(w.note, sizeof w.note, words, &(struct clean){what(), _("note"), true})
                                      : clean_text(w.reason, sizeof w.reason, words, &(struct clean){what(), _("reason"), false});

    if (e == ERR_OK && !*w.note && !*w.reason)
        e = err_say(ERR_RANGE, what(), _("it says nothing"), _("say it in a few words"));
    if (e != ERR_OK)
        return e;
    if (how == ACT_LATE_LEAVE) {
        strcpy(ev.area, l->ev.area);
        return append_words(s, &ev, &w, NULL);
    }
    matter_place(s, &ev);
    return append_act(s, &ev, &w);
}

enum err act_late(struct store *s, const struct id *device, int64_t seq, enum act_late how, const char *words) {
    struct late l = {.device = *device, .seq = seq};
    const char *why;
    char own[SUMMARY_SIZE + NOTE_SIZE + 4];
    struct act_step a;
    enum err e = check(s, &l, how, &why);

    if (e == ERR_OK && why)
        e = err_say(l.found ? ERR_FAILED : ERR_NOT_FOUND, what(), why, _("linli outbox lists what needs attention"));
    if (e != ERR_OK)
        return e;
    snprintf(own, sizeof own, "%s%s%s", l.reason, *l.reason && *l.note ? "; " : "", l.note);
    if (!words && how != ACT_LATE_LEAVE)
        words = own;
    if (how != ACT_LATE_ANEW)
        return append_said(s, &l, how, words);
    a = step_of(&l, words);
    return act_step(s, &a);
}
