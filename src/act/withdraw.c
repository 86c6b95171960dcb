/* Taking back an own visit or matter: a further event that names the first; nothing is removed. */
#include "act_inner.h"

#include <string.h>
#include "linli/acts.h"
#include "linli/event.h"
#include "linli/i18n.h"

static enum err refuse(enum err e, const char *why, const char *todo) {
    return err_say(e, _("cannot withdraw it"), why, todo);
}

static enum err check(bool own, bool withdrawn) {
    if (!own)
        return refuse(ERR_FAILED, _("another worker entered it"), _("ask the person who entered it"));
    if (withdrawn)
        return refuse(ERR_EXISTS, _("it is withdrawn already"), _("nothing is left to do"));
    return ERR_OK;
}

static enum err append(struct store *s, struct event *ev, const char *reason) {
    struct words words = {0};
    enum err e =
        clean_text(words.reason, sizeof words.reason, reason, &(struct clean){_("cannot withdraw it"), _("reason"), false});

    if (e == ERR_OK && !*words.reason)
        e = refuse(ERR_RANGE, _("it has no reason"), _("say why it is taken back"));
    return e == ERR_OK ? append_act(s, ev, &words) : e;
}

enum err act_withdraw_visit(struct store *s, const struct id *device, int64_t seq, const char *reason) {
    struct event ev = {.kind = KIND_WITHDRAW, .device = *device, .replaces = seq};
    struct visit_row v;
    struct household_row row;
    struct household h = {0};
    enum err e = read_visit(s, device, seq, &v);

    if (e == ERR_OK)
        e = check(v.own, v.withdrawn);
    if (e != ERR_OK)
        return e;
    ev.entity = v.household;
    if (read_household(s, &v.household, &row, &h) == ERR_OK)
        strcpy(ev.area, row.area);
    household_free(&h);
    return append(s, &ev, reason);
}

/* The event that opened the matter, which the withdrawal names. */
static enum err find_opening(void *arg, const struct raw_event *raw) {
    struct event *ev = arg, opened;

    if (ev->replaces || event_read(&opened, raw->header, raw->header_len) != ERR_OK || opened.kind != KIND_MATTER)
        return ERR_OK;
    ev->device = raw->device;
    ev->replaces = raw->seq;
    strcpy(ev->area, opened.area);
    return ERR_OK;
}

enum err act_withdraw_matter(struct store *s, const struct id *matter, const char *reason) {
    struct event ev = {.kind = KIND_WITHDRAW, .entity = *matter};
    struct matter_row m;
    enum err e = read_matter(s, matter, &m);

    if (e == ERR_OK)
        e = check(m.own, m.withdrawn);
    if (e == ERR_OK)
        e = store_entity_events(s, matter, find_opening, &ev);
    return e == ERR_OK ? append(s, &ev, reason) : e;
}

/* What the event said of itself, for its withdrawal. */
struct named {
    struct event ev;
    bool there;
};

static enum err keep_event(void *arg, const struct raw_event *raw) {
    struct named *n = arg;

    n->there = event_read(&n->ev, raw->header, raw->header_len) == ERR_OK;
    return ERR_OK;
}

enum err act_withdraw_event(struct store *s, const struct id *device, int64_t seq, const char *reason) {
    struct event ev = {.kind = KIND_WITHDRAW, .device = *device, .replaces = seq};
    struct named n = {.there = false};
    bool own, withdrawn;
    enum err e = acts_of(s, device, seq, keep_event, &n, &own, &withdrawn);

    if (e == ERR_NOT_FOUND || (e == ERR_OK && !n.there))
        e = refuse(ERR_NOT_FOUND, _("it is not in this record"), _("look at it again"));
    if (e == ERR_OK) /* consent is the resident's, who takes it back with whoever comes to the door now */
        e = check(own || n.ev.kind == KIND_NEED, withdrawn);
    if (e != ERR_OK)
        return e;
    ev.entity = n.ev.entity;
    strcpy(ev.area, n.ev.area);
    return append(s, &ev, reason);
}
