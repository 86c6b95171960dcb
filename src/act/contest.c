/* Disagreeing with a refusal: a further event that names the refused one and says why. */
#include <string.h>
#include "act_inner.h"
#include "linli/event.h"
#include "linli/i18n.h"

static enum err refuse(enum err e, const char *why, const char *todo) {
    return err_say(e, _("cannot disagree with it"), why, todo);
}

struct target {
    int64_t seq;
    bool found;
    enum verdict verdict;
    struct event ev;
};

static enum err take_target(void *arg, const struct raw_event *raw) {
    struct target *t = arg;

    t->found = raw->seq == t->seq && event_read(&t->ev, raw->header, raw->header_len) == ERR_OK;
    t->verdict = raw->verdict;
    return ERR_OK;
}

struct before {
    const struct id *device;
    int64_t seq;
    bool any;
};

static enum err find_before(void *arg, const struct raw_event *raw) {
    struct before *b = arg;
    struct event ev;

    if (event_read(&ev, raw->header, raw->header_len) == ERR_OK && ev.kind == KIND_CONTEST && ev.replaces == b->seq &&
        id_equal(&ev.device, b->device))
        b->any = true;
    return ERR_OK;
}

static enum err check(struct store *s, const struct id *device, int64_t seq, struct target *t) {
    struct before before = {device, seq, false};
    enum err e = store_events(s, device, seq, 1, take_target, t);

    if (e != ERR_OK)
        return e;
    if (!t->found)
        return refuse(ERR_NOT_FOUND, _("there is no such event here"), _("linli outbox lists what was refused"));
    if (!id_equal(device, &store_device(s)->id) && !id_equal(&t->ev.by, &store_device(s)->worker))
        return refuse(ERR_FAILED, _("it was entered by somebody else"), _("ask the person who entered it"));
    if (t->verdict != VERDICT_REFUSED && t->verdict != VERDICT_QUARANTINE)
        return refuse(ERR_FAILED, _("the hub has not refused it"), _("nothing is left to do"));
    e = store_entity_events(s, &t->ev.entity, find_before, &before);
    if (e == ERR_OK && before.any)
        e = refuse(ERR_EXISTS, _("that was said already"), _("the office has it, or gets it with the next sync"));
    return e;
}

enum err act_contest(struct store *s, const struct id *device, int64_t seq, const char *reason) {
    struct target t = {.seq = seq};
    struct words words = {0};
    enum err e =
        clean_text(words.reason, sizeof words.reason, reason, &(struct clean){_("cannot disagree with it"), _("reason"), false});

    if (e == ERR_OK && !*words.reason)
        e = refuse(ERR_RANGE, _("it has no reason"), _("say why the refusal is wrong"));
    if (e == ERR_OK)
        e = check(s, device, seq, &t);
    if (e != ERR_OK)
        return e;
    struct event ev = {.kind = KIND_CONTEST, .entity = t.ev.entity, .device = *device, .replaces = seq};
    strcpy(ev.area, t.ev.area);
    return append_words(s, &ev, &words, NULL);
}
