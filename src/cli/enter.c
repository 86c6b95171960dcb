/* linli visit, open, withdraw: what a person enters. */
#include "cli_inner.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "linli/act.h"
#include "linli/clock.h"
#include "linli/event.h"
#include "linli/i18n.h"
#include "linli/mem.h"

static enum err needs_option(const char *command, const char *what, enum opt o) {
    return err_say(ERR_USAGE, what, err_fmt(_("--%s is missing"), opt_table[o].word),
                   err_fmt(_("`linli help %s` shows what it takes"), command));
}

/* A date, a date with a time, or `14:30` of today. */
static enum err read_time(const struct args *a, enum opt o, int64_t *at) {
    const char *text = a->text[o];
    char full[CLOCK_DATE_SIZE + 8];

    *at = 0;
    if (!text)
        return ERR_OK;
    if (strlen(text) == 5 && text[2] == ':') {
        clock_date(full, clock_now());
        snprintf(full + strlen(full), sizeof full - strlen(full), "T%s", text);
        text = full;
    }
    if (clock_parse(at, text))
        return ERR_OK;
    return err_say(ERR_USAGE, err_fmt(_("cannot use --%s"), opt_table[o].word),
                   err_fmt(_("“%.40s” is no date or time"), a->text[o]), _("write it like 2026-11-22 or 2026-11-22T14:30"));
}

void print_id(const struct args *a, const char *key, const char *text, const struct id *id) {
    struct buf line = {0};
    struct json_out w;

    if (!args_has(a, OPT_JSON)) {
        out_format("%s\n", text);
        return;
    }
    json_start_line(&w, &line);
    if (id)
        json_put_id(&w, "id", id);
    json_put_text(&w, key, text);
    json_end_line(&w, &line);
    buf_free(&line);
}

enum err cmd_visit(struct store *s, const struct args *a) {
    struct act_visit v = {.met = a->text[OPT_MET], .note = a->text[OPT_NOTE], .next = a->text[OPT_NEXT]};
    struct visit_row row = {0};
    char id[VISIT_ID_SIZE];
    int outcome, purpose;
    int64_t next;
    enum err e = args_has(a, OPT_OUTCOME) ? ERR_OK : needs_option("visit", _("cannot save the visit"), OPT_OUTCOME);

    if (e == ERR_OK)
        e = args_code(a, OPT_OUTCOME, LIST_OUTCOME, &outcome);
    if (e == ERR_OK)
        e = args_code(a, OPT_PURPOSE, LIST_PURPOSE, &purpose);
    if (e == ERR_OK)
        e = read_time(a, OPT_AT, &v.at);
    if (e == ERR_OK)
        e = read_time(a, OPT_NEXT, &next);
    if (e == ERR_OK)
        e = read_resolve_household(s, a->words[0], &v.household);
    if (e != ERR_OK)
        return e;
    v.outcome = (enum outcome)outcome;
    v.purpose = (enum purpose)purpose;
    e = act_visit(s, &v, &row.device, &row.seq);
    if (e != ERR_OK)
        return e;
    read_visit_id(id, &row);
    print_id(a, "id", id, NULL);
    return ERR_OK;
}

static enum err read_outside(const struct args *a, struct act_matter *m, struct party **out) {
    struct party *parties = mem_new(a->given_count, sizeof *parties);

    *out = parties;
    m->outside = parties;
    for (size_t i = 0; i < a->given_count; i++) {
        const char *name = a->given[i].text;

        if (a->given[i].opt != OPT_PARTY)
            continue;
        if (strlen(name) >= sizeof parties->name)
            return err_say(ERR_RANGE, _("cannot open the matter"), _("the name of a party is too long"), _("shorten it"));
        strcpy(parties[m->outside_count++].name, name);
    }
    return ERR_OK;
}

static enum err read_matter_args(struct store *s, const struct args *a, struct act_matter *m, struct id *households) {
    static const enum opt needed[] = {OPT_KIND, OPT_TYPE, OPT_SUMMARY};
    int kind, type = 0;
    enum err e;

    for (size_t i = 0; i < sizeof needed / sizeof *needed; i++)
        if (!args_has(a, needed[i]))
            return needs_option("open", _("cannot open the matter"), needed[i]);
    e = args_code(a, OPT_KIND, LIST_MATTER, &kind);
    if (e != ERR_OK)
        return e;
    m->kind = (enum matter_kind)kind;
    e = args_type(a, m->kind, &type);
    m->type = (enum matter_type)type;
    if (e == ERR_OK && args_has(a, OPT_TRIAGE))
        e = triage_parse(&m->triage, a->text[OPT_TRIAGE]);
    for (size_t i = 0; e == ERR_OK && i < a->word_count; i++)
        e = read_resolve_household(s, a->words[i], &households[i]);
    return e;
}

/* What the answers come to is for the person, so it is not among the output. */
static void remark_advice(const struct act_matter *m) {
    struct triage_advice advice;

    triage_advise(&advice, &m->triage, m->type);
    for (size_t i = 0; i < advice.count; i++)
        out_remark(advice.told[i]);
}

enum err cmd_open(struct store *s, const struct args *a) {
    struct id *households = mem_new(a->word_count, sizeof *households), id;
    struct act_matter m = {
        .summary = a->text[OPT_SUMMARY], .note = a->text[OPT_NOTE], .households = households, .settled = a->text[OPT_SETTLED]};
    struct party *outside = NULL;
    char number[NUMBER_SIZE];
    enum err e = read_matter_args(s, a, &m, households);

    if (e == ERR_OK)
        e = read_outside(a, &m, &outside);
    m.household_count = a->word_count;
    if (e == ERR_OK && m.household_count + m.outside_count == 0)
        e = err_say(ERR_USAGE, _("cannot open the matter"), _("it has no party"), _("name a household's ID, or --party NAME"));
    if (e == ERR_OK)
        e = act_open_matter(s, &m, &id, number);
    if (e == ERR_OK) {
        print_id(a, "number", number, &id);
        remark_advice(&m);
    }
    mem_free(outside);
    mem_free(households);
    return e;
}

/* A visit, a note or a care need: 32 hex digits of its device, `-`, seq. */
static bool like_event(const char *text, struct id *device, int64_t *seq) {
    char *end;

    if (strspn(text, "0123456789abcdefABCDEF") != 32 || text[32] != '-' || text[33] < '1' || text[33] > '9' ||
        !id_parse(device, text, 32))
        return false;
    *seq = strtoll(text + 33, &end, 10);
    return !*end && *seq < INT64_C(1) << 40;
}

enum err cmd_withdraw(struct store *s, const struct args *a) {
    const char *word = a->words[0];
    struct id id;
    int64_t seq;
    enum err e;

    if (!args_has(a, OPT_REASON))
        return needs_option("withdraw", _("cannot withdraw it"), OPT_REASON);
    if (like_event(word, &id, &seq))
        return act_withdraw_event(s, &id, seq, a->text[OPT_REASON]);
    e = read_resolve_matter(s, word, &id);
    return e == ERR_OK ? act_withdraw_matter(s, &id, a->text[OPT_REASON]) : e;
}

static enum err needs_note(const struct args *a, const char *command, const char *what) {
    return args_has(a, OPT_NOTE) ? ERR_OK : needs_option(command, what, OPT_NOTE);
}

enum err cmd_note(struct store *s, const struct args *a) {
    struct id id;
    enum err e = needs_note(a, "note", _("cannot add the note"));

    if (e == ERR_OK)
        e = read_resolve_matter(s, a->words[0], &id);
    return e == ERR_OK ? act_note_matter(s, &id, a->text[OPT_NOTE]) : e;
}
