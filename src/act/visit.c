/* Logging a visit. */
#include "act_inner.h"

#include <string.h>
#include "linli/clock.h"
#include "linli/event.h"
#include "linli/i18n.h"

static enum err check_lists(const struct act_visit *a) {
    if (a->outcome <= OUTCOME_NONE || a->outcome >= OUTCOME_COUNT)
        return err_say(ERR_RANGE, _("cannot save the visit"), _("it has no outcome"),
                       _("choose how it ended: met, nobody home, by phone, declined, moved away"));
    if (a->purpose < PURPOSE_NONE || a->purpose >= PURPOSE_COUNT)
        return err_say(ERR_RANGE, _("cannot save the visit"), _("its purpose is none that linli knows"),
                       _("choose one of the list"));
    return ERR_OK;
}

static enum err check_times(const struct act_visit *a, struct event *ev) {
    int64_t now = clock_now(), next;

    if (a->at < 0 || a->at > now + CLOCK_DAY_MS)
        return err_say(ERR_RANGE, _("cannot save the visit"), _("its time is more than a day ahead"),
                       _("give the time at which it took place, and check the clock of this machine"));
    ev->at = a->at ? a->at : now;
    if (!a->next || !*a->next)
        return ERR_OK;
    if (!clock_parse(&next, a->next))
        return err_say(ERR_SYNTAX, _("cannot save the visit"), _("the next date cannot be read"), _("write it like 2026-03-15"));
    if (clock_day(next) < clock_day(now))
        return err_say(ERR_RANGE, _("cannot save the visit"), _("the next date is in the past"), _("give today or a later day"));
    clock_date(ev->next, next);
    return ERR_OK;
}

static enum err read_words(const struct act_visit *a, struct words *words) {
    const char *what = _("cannot save the visit");
    enum err e = clean_text(words->met, sizeof words->met, a->met, &(struct clean){what, _("who was met"), false});

    if (e == ERR_OK)
        e = clean_text(words->note, sizeof words->note, a->note, &(struct clean){what, _("note"), true});
    return e;
}

enum err act_visit(struct store *s, const struct act_visit *a, struct id *device, int64_t *seq) {
    struct event ev = {.kind = KIND_VISIT, .entity = a->household, .outcome = a->outcome};
    struct words words = {0};
    struct household_row row;
    struct household h = {0};
    enum err e = check_lists(a);

    if (e == ERR_OK)
        e = check_times(a, &ev);
    if (e == ERR_OK)
        e = read_words(a, &words);
    if (e == ERR_OK)
        e = read_household(s, &a->household, &row, &h);
    if (e == ERR_OK) {
        ev.purpose = a->purpose ? a->purpose : PURPOSE_ROUTINE;
        strcpy(ev.area, row.area);
        e = append_act(s, &ev, &words);
    }
    household_free(&h);
    if (e == ERR_OK) {
        *device = store_device(s)->id;
        *seq = ev.seq;
    }
    return e;
}
