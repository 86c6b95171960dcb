/* Noting a care need that a resident asked to have noted, and showing a number that is masked by default. */
#include "linli/act_need.h"

#include <stdio.h>
#include <string.h>
#include "act_inner.h"
#include "linli/clock.h"
#include "linli/event.h"
#include "linli/i18n.h"
#include "linli/illness.h"
#include "linli/story.h"

static enum err refuse(enum err e, const char *why, const char *todo) {
    return err_say(e, _("cannot note the care need"), why, todo);
}

static enum err check_lists(const struct act_need *a) {
    if (a->need <= NEED_NONE || a->need >= NEED_COUNT)
        return refuse(ERR_RANGE, _("it does not say what was asked for"), _("choose one of the list"));
    if (a->how <= CONSENT_NONE || a->how >= CONSENT_COUNT)
        return refuse(ERR_RANGE, _("it does not say how the resident agreed"),
                      _("nothing is noted without consent: choose in writing, spoken, by phone or by the guardian"));
    return ERR_OK;
}

/* A day of the form; `fallback` where nothing was typed. */
static enum err read_day(int64_t *day, const char *text, int64_t fallback, const char *field) {
    int64_t at;

    *day = fallback;
    if (!text || !*text)
        return ERR_OK;
    if (!clock_parse(&at, text))
        return refuse(ERR_SYNTAX, err_fmt(_("“%s” cannot be read as a day"), field), _("write it like 2026-03-15"));
    *day = clock_day(at);
    return ERR_OK;
}

/* Consent is not ahead of its time, ends, and what was promised falls into it. */
static enum err check_days(const struct act_need *a, struct event *ev) {
    int64_t today = clock_day(clock_now()), agreed, until, next;
    enum err e = read_day(&agreed, a->agreed, today, _("agreed on"));

    if (e == ERR_OK)
        e = read_day(&until, a->until, agreed + NEED_DAYS, _("until"));
    if (e == ERR_OK)
        e = read_day(&next, a->next, 0, _("promised for"));
    if (e != ERR_OK)
        return e;
    if (agreed > today)
        return refuse(ERR_RANGE, _("the day of the consent is in the future"), _("give the day on which the resident agreed"));
    if (until < today)
        return refuse(ERR_RANGE, _("it would have lapsed already"),
                      _("ask again whether the resident agrees, and give a later day"));
    if (until > today + NEED_DAYS_MAX)
        return refuse(ERR_RANGE, err_fmt(_("it would stay longer than %d days"), NEED_DAYS_MAX),
                      _("give an earlier day; it can be noted again when it lapses"));
    if (next && (next < today || next > until))
        return refuse(ERR_RANGE, _("what was promised falls outside of the time it is noted for"),
                      _("give a day from today to its last"));
    clock_date(ev->agreed, clock_day_start(agreed));
    clock_date(ev->until, clock_day_start(until));
    if (next)
        clock_date(ev->next, clock_day_start(next));
    return ERR_OK;
}

static enum err read_words(const struct act_need *a, struct words *words) {
    const char *what = _("cannot note the care need"), *named;
    enum err e = clean_text(words->name, sizeof words->name, a->who, &(struct clean){what, _("who agreed"), false});

    if (e == ERR_OK)
        e = clean_text(words->note, SUMMARY_SIZE, a->words, &(struct clean){what, _("what exactly"), false});
    if (e == ERR_OK)
        e = clean_text(words->summary, sizeof words->summary, a->purpose, &(struct clean){what, _("what for"), false});
    if (e != ERR_OK)
        return e;
    if (!*words->name)
        return refuse(ERR_RANGE, _("it does not say who agreed"),
                      _("nothing is noted without consent: name the person who agreed"));
    if (!*words->summary)
        return refuse(ERR_RANGE, _("it does not say what it is noted for"), _("say in a few words who uses it and for what"));
    named = illness_named(words->note);
    if (!named)
        named = illness_named(words->summary);
    if (named)
        return refuse(ERR_RANGE, err_fmt(_("“%s” names an illness"), named),
                      _("note only the service that was asked for, such as company on the way to the clinic"));
    return ERR_OK;
}

enum err act_need(struct store *s, const struct act_need *a, struct id *device, int64_t *seq) {
    struct event ev = {.kind = KIND_NEED, .entity = a->household, .need = a->need, .consent = a->how};
    struct words words = {0};
    struct household_row row;
    struct household h = {0};
    enum err e = check_lists(a);

    if (e == ERR_OK)
        e = check_days(a, &ev);
    if (e == ERR_OK)
        e = read_words(a, &words);
    if (e == ERR_OK)
        e = read_household(s, &a->household, &row, &h);
    if (e == ERR_OK) {
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

/* Whose number it is, and the number. */
static const char *number_of(const struct household *h, int member, struct words *words) {
    if (member == REVEAL_HOUSEHOLD) {
        strcpy(words->name, h->head);
        return h->phones;
    }
    if (member < 0 || (size_t)member >= h->member_count)
        return "";
    strcpy(words->name, h->members[member].name);
    return h->members[member].phones;
}

/* It is shown only once the look is written down. */
enum err act_reveal(struct store *s, const struct id *household, int member, const char *purpose, struct buf *out) {
    struct event ev = {.kind = KIND_ACCESS, .entity = *household};
    struct words words = {0};
    struct household_row row;
    struct household h = {0};
    const char *number;
    enum err e = read_household(s, household, &row, &h);

    if (e != ERR_OK)
        return e;
    number = number_of(&h, member, &words);
    if (!*number)
        e = err_say(ERR_NOT_FOUND, _("there is no number to show"), *words.name ? words.name : row.head,
                    _("ask for it at the next visit and enter it with e"));
    if (e == ERR_OK)
        e = clean_text(words.reason, sizeof words.reason, purpose,
                       &(struct clean){_("cannot show the number"), _("what for"), false});
    if (e == ERR_OK) {
        strcpy(ev.area, row.area);
        e = append_words(s, &ev, &words, NULL);
    }
    if (e == ERR_OK)
        buf_puts(out, number);
    household_free(&h);
    return e;
}

/* A household's own copy has its numbers in full: that is a look, too. */
enum err act_note_copy(struct store *s, const struct household_row *row) {
    struct event ev = {.kind = KIND_ACCESS, .entity = row->id};
    struct words words = {0};

    clean_copy(words.name, sizeof words.name, row->head);
    clean_copy(words.reason, sizeof words.reason, _("the household's own copy was printed"));
    strcpy(words.summary, STORY_COPY);
    strcpy(ev.area, row->area);
    return append_words(s, &ev, &words, NULL);
}
