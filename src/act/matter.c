/* Opening a matter. */
#include "matter.h"

#include <stdint.h>
#include <string.h>
#include "linli/acts.h"
#include "linli/clock.h"
#include "linli/county.h"
#include "linli/door.h"
#include "linli/event.h"
#include "linli/i18n.h"
#include "linli/mem.h"
#include "linli/policy.h"

static enum err refuse(enum err e, const char *why, const char *todo) {
    return err_say(e, _("cannot open the matter"), why, todo);
}

static enum err check_lists(const struct act_matter *a) {
    if (a->kind <= MATTER_NONE || a->kind >= MATTER_COUNT)
        return refuse(ERR_RANGE, _("it has no kind"), _("choose dispute, request or hazard"));
    if (a->type <= TYPE_NONE || a->type >= TYPE_COUNT)
        return refuse(ERR_RANGE, _("it has no type"), _("choose one of the list"));
    if (kinds_type_matter(a->type) != a->kind)
        return refuse(ERR_RANGE,
                      err_fmt(_("“%s” is no type of the kind “%s”"), kinds_words(LIST_TYPE, (int)a->type),
                              kinds_words(LIST_MATTER, (int)a->kind)),
                      _("choose a type of that kind"));
    if (!kinds_offered(LIST_TYPE, (int)a->type))
        return refuse(ERR_RANGE, err_fmt(_("this county has no type “%s”"), kinds_words(LIST_TYPE, (int)a->type)),
                      _("choose one of the list"));
    if (a->household_count + a->outside_count == 0)
        return refuse(ERR_RANGE, _("it has no party"), _("name at least one household or person"));
    if (a->household_count > PARTIES_MAX || a->outside_count > PARTIES_MAX || a->household_count + a->outside_count > PARTIES_MAX)
        return refuse(ERR_RANGE, err_fmt(_("it has more than %d parties"), PARTIES_MAX), _("name the others in the note"));
    return ERR_OK;
}

/* Values out of their lists would be lost in the header. */
static void copy_triage(struct event *ev, const struct triage *told) {
    struct triage t = {{0}};

    for (size_t q = 0; q < TRIAGE_COUNT; q++)
        if (told->answers[q] > 0 && told->answers[q] < kinds_count(triage_list((enum triage_question)q)) &&
            triage_is_asked((enum triage_question)q, ev->matter))
            t.answers[q] = told->answers[q];
    triage_write(ev->triage, &t);
}

static enum err read_words(const struct act_matter *a, struct words *words) {
    const char *what = _("cannot open the matter");
    enum err e = clean_text(words->summary, sizeof words->summary, a->summary, &(struct clean){what, _("summary"), false});

    if (e == ERR_OK)
        e = clean_text(words->note, sizeof words->note, a->note, &(struct clean){what, _("note"), true});
    if (e == ERR_OK && !*words->summary)
        e = refuse(ERR_RANGE, _("it has no summary"), _("say in a few words what it is about"));
    return e;
}

static bool named_before(const struct words *words, const struct id *household) {
    for (size_t i = 0; i < words->party_count; i++)
        if (id_equal(&words->parties[i].household, household))
            return true;
    return false;
}

/* The party keeps name, door and phones as told now, so that a desk needs no household to read the matter. */
static enum err add_household(struct store *s, const struct id *id, struct event *ev, struct words *words) {
    struct party *p = &words->parties[words->party_count];
    struct household_row row;
    struct household h = {0};
    struct buf door = {0};
    enum err e;

    if (named_before(words, id))
        return ERR_OK;
    e = read_household(s, id, &row, &h);
    household_free(&h);
    if (e != ERR_OK)
        return e;
    door_text(&door, &row.door, true);
    p->household = *id;
    clean_copy(p->door, sizeof p->door, buf_text(&door));
    clean_copy(p->name, sizeof p->name, *row.head ? row.head : *p->door ? p->door : row.number);
    clean_copy(p->phones, sizeof p->phones, row.phones);
    buf_free(&door);
    if (words->party_count == 0)
        strcpy(ev->area, row.area);
    ev->households[ev->household_count++] = *id;
    words->party_count++;
    return ERR_OK;
}

/* Phones are kept one a line, so only there breaks stay. */
static enum err add_outside(const struct party *told, struct words *words) {
    struct party *p = &words->parties[words->party_count];
    const char *what = _("cannot open the matter");
    enum err e = clean_text(p->name, sizeof p->name, told->name, &(struct clean){what, _("name of a party"), false});

    if (e == ERR_OK)
        e = clean_text(p->door, sizeof p->door, told->door, &(struct clean){what, _("door of a party"), false});
    if (e == ERR_OK)
        e = clean_text(p->phones, sizeof p->phones, told->phones, &(struct clean){what, _("phone of a party"), true});
    if (e == ERR_OK && !*p->name)
        e = refuse(ERR_RANGE, _("a party has no name"), _("name it, or leave it out"));
    if (e == ERR_OK)
        words->party_count++;
    return e;
}

static enum err add_parties(struct store *s, const struct act_matter *a, struct event *ev, struct words *words) {
    enum err e = ERR_OK;

    words->parties = mem_new(a->household_count + a->outside_count, sizeof *words->parties);
    for (size_t i = 0; e == ERR_OK && i < a->household_count; i++)
        e = add_household(s, &a->households[i], ev, words);
    for (size_t i = 0; e == ERR_OK && i < a->outside_count; i++)
        e = add_outside(&a->outside[i], words);
    return e;
}

/* Where the worker is; a matter starts at the level of who opens it. */
void matter_place(struct store *s, struct event *ev) {
    struct buf area = {0};

    ev->level = LEVEL_GRID;
    if (store_get(s, "worker.area", &area) == ERR_OK && policy_area_valid(buf_text(&area))) {
        ev->level = policy_area_level(buf_text(&area));
        if (!*ev->area)
            clean_copy(ev->area, sizeof ev->area, buf_text(&area));
    }
    buf_free(&area);
}

struct count {
    char year[5];
    int64_t matters;
};

static enum err count_own(void *arg, const struct matter_row *m) {
    struct count *c = arg;
    char date[CLOCK_DATE_SIZE];

    clock_date(date, m->opened);
    c->matters += m->own && strncmp(date, c->year, 4) == 0;
    return ERR_OK;
}

static bool number_taken(struct store *s, const char *number) {
    struct id id;
    enum err e = read_resolve_matter(s, number, &id);

    err_clear();
    return e == ERR_OK || e == ERR_AMBIGUOUS;
}

/* The count is kept, because counting reads every matter; a kept one that fell behind (a restored record) is moved past the
 * numbers in use. */
static enum err give_number(struct store *s, struct event *ev) {
    struct count c = {{0}, 0};
    char key[24] = "matter.count.", date[CLOCK_DATE_SIZE];
    int64_t count;

    clock_date(date, ev->at);
    memcpy(c.year, date, 4);
    strcat(key, c.year);
    count = store_get_int(s, key, -1);
    if (count < 0) {
        enum err e = read_matters(s, &(struct matters_filter){.which = MATTERS_ALL}, 0, INT32_MAX, count_own, &c);

        if (e != ERR_OK)
            return e;
        count = c.matters;
    }
    do
        policy_matter_number(ev->number, ev->at, store_device(s)->letters, ++count);
    while (number_taken(s, ev->number));
    return store_set_int(s, key, count);
}

/* The opening, and with it the settlement where there is one: one act. */
static enum err save(struct store *s, struct event *ev, const struct words *words, const char *settled) {
    int64_t first = 0, middle, last;
    enum err e = store_begin(s);

    if (e != ERR_OK)
        return e;
    e = give_number(s, ev);
    if (e == ERR_OK)
        e = append_words(s, ev, words, &first);
    last = first;
    if (e == ERR_OK && *settled)
        e = flow_append_step(s, &(struct act_step){.matter = ev->entity, .exit = EXIT_SETTLE, .note = settled}, &middle, &last);
    if (e == ERR_OK)
        e = acts_did(s, first, last);
    return store_end(s, e);
}

/* Before anything is written: a settlement that is refused opens nothing. */
static enum err read_settled(const struct act_matter *a, const struct event *ev, char settled[NOTE_SIZE]) {
    const char *what = _("cannot open the matter"), *why;
    enum err e = clean_text(settled, NOTE_SIZE, a->settled, &(struct clean){what, _("how it was settled"), true});

    if (e != ERR_OK || !*settled)
        return e;
    why = matter_too_dangerous(ev->type, ev->triage);
    return why ? refuse(ERR_FAILED, why, _("leave out how it was settled: it is opened and goes up")) : ERR_OK;
}

enum err act_open_matter(struct store *s, const struct act_matter *a, struct id *id, char number[NUMBER_SIZE]) {
    struct event ev = {.kind = KIND_MATTER, .at = clock_now(), .matter = a->kind, .type = a->type};
    struct words words = {0};
    char *settled = mem_new(1, NOTE_SIZE);
    enum err e = check_lists(a);

    if (e == ERR_OK)
        copy_triage(&ev, &a->triage);
    if (e == ERR_OK)
        e = read_words(a, &words);
    if (e == ERR_OK)
        e = read_settled(a, &ev, settled);
    if (e == ERR_OK)
        e = add_parties(s, a, &ev, &words);
    if (e == ERR_OK) {
        ev.entity = id_random();
        ev.step = kinds_first_step(a->kind);
        matter_place(s, &ev);
        ev.party = (int64_t)words.party_count;
        clock_date(ev.due, clock_day_start(clock_day(ev.at) + county_days(ev.step)));
        e = save(s, &ev, &words, settled);
    }
    words_free(&words);
    mem_free(settled);
    if (e == ERR_OK) {
        *id = ev.entity;
        strcpy(number, ev.number);
    }
    return e;
}
