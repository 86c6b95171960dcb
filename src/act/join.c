/* Joining two records of one household. */
#include "act_inner.h"

#include <string.h>
#include "linli/act_household.h"
#include "linli/acts.h"
#include "linli/event.h"
#include "linli/i18n.h"
#include "linli/twins.h"
#include "merge.h"

static enum err refuse(enum err e, const char *why, const char *todo) {
    return err_say(e, _("cannot join the households"), why, todo);
}

/* Reads a household that stands for itself. */
static enum err read_one(struct store *s, const struct id *id, struct household_row *row, struct household *h) {
    enum err e = read_household(s, id, row, h);

    if (e == ERR_OK && !id_equal(&row->id, id))
        e = refuse(ERR_EXISTS, _("one of them was joined with another before"), _("look at the list again"));
    return e;
}

/* What the one that stays lacks, the other gives. */
static enum err give(struct store *s, const struct id *into, const struct household *there, const struct household *own,
                     int64_t *first) {
    struct household all = {0};
    unsigned changed;
    int64_t last;
    enum err e = ERR_OK;

    merge_copy(&all, there);
    if (!merge_add(&all, own))
        e = refuse(ERR_RANGE, _("together they have too many people"), _("take out who has moved first"));
    changed = merge_changed(there, &all);
    if (e == ERR_OK && changed)
        e = act_append_fields(s, into, &all, changed, first, &last);
    household_free(&all);
    return e;
}

static enum err join(struct store *s, const struct id *own, const struct id *into, const struct household *a,
                     const struct household *b) {
    struct event ev = {.kind = KIND_ALIAS, .entity = *own, .other = *into};
    int64_t first = 0, pos = 0;
    enum err e = store_begin(s);

    if (e != ERR_OK)
        return e;
    strcpy(ev.area, a->area);
    e = give(s, into, b, a, &first);
    if (e == ERR_OK)
        e = store_append(s, &ev, NULL, 0, &pos);
    if (e == ERR_OK)
        e = acts_did(s, first ? first : pos, pos);
    return store_end(s, e);
}

enum err act_household_join(struct store *s, const struct id *own, const struct id *into) {
    struct household_row row;
    struct household a = {0}, b = {0};
    bool joined = false;
    enum err e;

    if (id_equal(own, into))
        return refuse(ERR_USAGE, _("they are one and the same"), _("name two households"));
    e = read_one(s, own, &row, &a);
    if (e == ERR_OK)
        e = read_one(s, into, &row, &b);
    if (e == ERR_OK)
        e = twins_joined(s, own, &joined);
    if (e == ERR_OK && joined)
        e = refuse(ERR_EXISTS, _("another household was joined with the one that would go"), _("let that one stay instead"));
    if (e == ERR_OK)
        e = join(s, own, into, &a, &b);
    household_free(&a);
    household_free(&b);
    return e;
}

enum err act_household_part(struct store *s, const struct id *own) {
    struct id device;
    int64_t seq;
    enum err e = twins_join_event(s, own, &device, &seq);

    if (e == ERR_NOT_FOUND)
        return err_say(e, _("cannot part the households"), _("this one was joined with no other"), _("look at the list again"));
    return e == ERR_OK ? act_withdraw_event(s, &device, seq, _("two households after all")) : e;
}
