/* linli show: one household or matter with all that belongs to it. */
#include "cli_inner.h"

#include <ctype.h>
#include <string.h>
#include "linli/act_household.h"
#include "linli/clock.h"
#include "linli/door.h"
#include "linli/dossier.h"
#include "linli/i18n.h"
#include "linli/kinds.h"
#include "linli/mem.h"
#include "linli/needs.h"
#include "linli/policy.h"
#include "linli/read_flow.h"

#define VISITS_SHOWN 10000

static void put_members(struct json_out *w, const struct household *h) {
    json_open(w, "members", '[');
    for (size_t i = 0; i < h->member_count; i++) {
        json_open(w, NULL, '{');
        json_put_text(w, "name", h->members[i].name);
        json_put_text(w, "relation", h->members[i].relation);
        json_put_phones(w, "phones", h->members[i].phones);
        json_close(w, '}');
    }
    json_close(w, ']');
}

static enum err put_visit(void *arg, const struct visit_row *v) {
    struct json_out *w = arg;

    json_open(w, NULL, '{');
    lines_visit(w, v);
    json_close(w, '}');
    return ERR_OK;
}

static enum err put_matter(void *arg, const struct matter_row *m) {
    struct json_out *w = arg;

    json_open(w, NULL, '{');
    json_put_text(w, "number", m->number);
    json_put_id(w, "id", &m->id);
    json_put_text(w, "summary", m->summary);
    json_put_str(w, "state", m->open ? "open" : "closed");
    json_close(w, '}');
    return ERR_OK;
}

static enum err put_need(void *arg, const struct need_row *n) {
    struct json_out *w = arg;
    char id[EVENT_ID_SIZE];

    read_event_id(id, &n->device, n->seq);
    json_open(w, NULL, '{');
    json_put_str(w, "id", id);
    json_put_text(w, "need", kinds_code(LIST_NEED, (int)n->need));
    json_put_text(w, "words", n->words);
    json_put_text(w, "who", n->who);
    json_put_text(w, "how", kinds_code(LIST_CONSENT, (int)n->how));
    json_put_text(w, "agreed", n->agreed);
    json_put_text(w, "for", n->purpose);
    json_put_text(w, "until", n->until);
    json_put_text(w, "next", n->next);
    json_put_text(w, "by", n->worker);
    json_put_bool(w, "lapsed", n->lapsed);
    json_put_bool(w, "withdrawn", n->withdrawn);
    json_close(w, '}');
    return ERR_OK;
}

static void put_value(struct json_out *w, const char *key, const struct household *h, unsigned field) {
    struct buf text = {0};

    act_household_value(&text, h, field);
    json_put_text(w, key, buf_text(&text));
    buf_free(&text);
}

static enum err put_clash(void *arg, const struct clash *c) {
    struct json_out *w = arg;

    json_open(w, NULL, '{');
    json_put_str(w, "field", act_household_key(c->field));
    put_value(w, "stands", c->stands, c->field);
    json_put_text(w, "stands_by", c->stands_by.by);
    json_put_stamp(w, "stands_at", c->stands_by.at);
    put_value(w, "beside", c->beside, c->field);
    json_put_text(w, "beside_by", c->beside_by.by);
    json_put_stamp(w, "beside_at", c->beside_by.at);
    json_close(w, '}');
    return ERR_OK;
}

static enum err household_json(struct store *s, const struct household_row *row, const struct household *h) {
    struct buf line = {0};
    struct json_out w;
    enum err e;

    json_start_line(&w, &line);
    lines_household(&w, row);
    json_put_text(&w, "note", h->note);
    json_put_str(&w, "status", *h->status ? h->status : kinds_code(LIST_OCCUPANCY, OCCUPANCY_LIVED));
    put_members(&w, h);
    json_open(&w, "conflicts", '[');
    e = read_clashes(s, &row->id, put_clash, &w);
    json_close(&w, ']');
    json_open(&w, "needs", '[');
    if (e == ERR_OK)
        e = read_needs(s, &row->id, put_need, &w);
    json_close(&w, ']');
    json_open(&w, "visits", '[');
    if (e == ERR_OK)
        e = read_visits(s, &row->id, VISITS_SHOWN, put_visit, &w);
    json_close(&w, ']');
    json_open(&w, "matters", '[');
    if (e == ERR_OK)
        e = read_matters_of(s, &row->id, put_matter, &w);
    json_close(&w, ']');
    if (e == ERR_OK)
        json_end_line(&w, &line);
    buf_free(&line);
    return e;
}

/* A line "title  text"; nothing where there is no text. */
static void fact(struct sheet *t, const char *title, const char *text) {
    if (!*text)
        return;
    sheet_cell(t, title);
    sheet_cell(t, text);
}

static void fact_phones(struct sheet *t, const char *title, const char *phones) {
    struct buf masked = {0};

    policy_mask_phones(&masked, phones);
    fact(t, title, buf_text(&masked));
    buf_free(&masked);
}

static void say_members(const struct household *h) {
    struct sheet t = {.columns = 3};

    for (size_t i = 0; i < h->member_count; i++) {
        struct buf masked = {0};

        policy_mask_phones(&masked, h->members[i].phones);
        sheet_cell(&t, h->members[i].name);
        sheet_cell(&t, h->members[i].relation);
        sheet_cell(&t, buf_text(&masked));
        buf_free(&masked);
    }
    if (h->member_count)
        out_format("\n%s\n", _("Members"));
    sheet_print(&t);
    sheet_free(&t);
}

static enum err say_visit(void *arg, const struct visit_row *v) {
    struct sheet *t = arg;
    char date[CLOCK_DATE_SIZE], time[6], id[VISIT_ID_SIZE];

    clock_date(date, v->at);
    clock_hhmm(time, v->at);
    read_visit_id(id, v);
    sheet_cell(t, err_fmt("%s %s", date, time));
    sheet_cell(t, kinds_words(LIST_OUTCOME, (int)v->outcome));
    sheet_cell(t, kinds_words(LIST_PURPOSE, (int)v->purpose));
    sheet_cell(t, v->worker);
    sheet_cell(t, *v->next ? err_fmt(_("next %s"), v->next) : "");
    sheet_cell(t, v->withdrawn ? _("withdrawn") : "");
    sheet_cell(t, v->note);
    return ERR_OK;
}

static enum err say_need(void *arg, const struct need_row *n) {
    struct sheet *t = arg;
    char id[EVENT_ID_SIZE];

    read_event_id(id, &n->device, n->seq);
    sheet_cell(t, kinds_words(LIST_NEED, (int)n->need));
    sheet_cell(t, n->words);
    sheet_cell(t, err_fmt(_("until %s"), n->until));
    sheet_cell(t, n->withdrawn ? _("withdrawn") : n->lapsed ? _("lapsed") : "");
    sheet_cell(t, n->purpose);
    sheet_cell(t, id);
    return ERR_OK;
}

static enum err say_matter(void *arg, const struct matter_row *m) {
    struct sheet *t = arg;

    sheet_cell(t, m->number);
    sheet_cell(t, m->withdrawn ? _("withdrawn") : m->open ? _("open") : _("closed"));
    sheet_cell(t, m->summary);
    return ERR_OK;
}

static void print_titled(const char *title, struct sheet *t) {
    if (t->cell_count)
        out_format("\n%s\n", title);
    sheet_print(t);
    sheet_free(t);
}

static enum err say_clash(void *arg, const struct clash *c) {
    struct sheet *t = arg;
    const struct household *values[] = {c->stands, c->beside};
    const struct clash_source *by[] = {&c->stands_by, &c->beside_by};

    for (size_t i = 0; i < 2; i++) {
        struct buf text = {0};
        char date[CLOCK_DATE_SIZE] = "";

        act_household_value(&text, values[i], c->field);
        if (by[i]->seq)
            clock_date(date, by[i]->at);
        sheet_cell(t, i ? "" : act_household_field(c->field));
        sheet_cell(t, buf_text(&text));
        sheet_cell(t, by[i]->by);
        sheet_cell(t, date);
        buf_free(&text);
    }
    return ERR_OK;
}

static enum err household_words(struct store *s, const struct household_row *row, const struct household *h) {
    struct sheet facts = {.columns = 2}, visits = {.columns = 7}, matters = {.columns = 3}, clashes = {.columns = 4},
                 needs = {.columns = 6};
    struct buf door = {0};
    char id[ID_TEXT_SIZE], area[NAME_SIZE];
    enum err e;

    door_text(&door, &row->door, true);
    id_text(id, &row->id);
    read_area_name(s, row->area, area);
    fact(&facts, _("head"), row->head);
    fact(&facts, _("door"), buf_text(&door));
    fact(&facts, _("number"), row->number);
    fact(&facts, _("area"), *area ? err_fmt("%s %s", row->area, area) : row->area);
    fact_phones(&facts, _("phone"), row->phones);
    if (*h->status)
        fact(&facts, _("occupancy"), kinds_words(LIST_OCCUPANCY, kinds_value(LIST_OCCUPANCY, h->status)));
    fact(&facts, _("note"), h->note);
    fact(&facts, "id", id);
    sheet_print(&facts);
    sheet_free(&facts);
    buf_free(&door);
    e = read_clashes(s, &row->id, say_clash, &clashes);
    print_titled(_("Values that contradict each other"), &clashes);
    say_members(h);
    if (e == ERR_OK)
        e = read_needs(s, &row->id, say_need, &needs);
    print_titled(_("Care needs"), &needs);
    if (e == ERR_OK)
        e = read_visits(s, &row->id, VISITS_SHOWN, say_visit, &visits);
    print_titled(_("Visits"), &visits);
    if (e == ERR_OK)
        e = read_matters_of(s, &row->id, say_matter, &matters);
    print_titled(_("Matters"), &matters);
    return e;
}

static enum err show_household(struct store *s, const struct id *id, bool json) {
    struct household_row row;
    struct household h = {0};
    enum err e = read_household(s, id, &row, &h);

    if (e == ERR_OK)
        e = json ? household_json(s, &row, &h) : household_words(s, &row, &h);
    household_free(&h);
    return e;
}

/* What an event of this kind shows as a step: the opening is the first one. */
static const char *step_code(const struct timeline_row *t) {
    return t->step ? kinds_code(LIST_STEP, (int)t->step) : kinds_code(LIST_KIND, (int)t->kind);
}

static enum err put_event(void *arg, const struct timeline_row *t) {
    struct json_out *w = arg;
    char id[EVENT_ID_SIZE];

    read_event_id(id, &t->device, t->seq);
    json_open(w, NULL, '{');
    json_put_stamp(w, "at", t->at);
    json_put_text(w, "by", t->by);
    json_put_text(w, "level", kinds_code(LIST_LEVEL, (int)t->level));
    json_put_text(w, "step", step_code(t));
    json_put_text(w, "result", t->result);
    json_put_text(w, "note", t->note);
    json_put_text(w, "kind", kinds_code(LIST_KIND, (int)t->kind));
    json_put_text(w, "exit", kinds_code(LIST_EXIT, (int)t->exit));
    json_put_text(w, "item", kinds_code(LIST_ITEM, (int)t->item));
    json_put_text(w, "then", kinds_code(LIST_STEP, (int)t->to));
    json_put_str(w, "id", id);
    json_put_bool(w, "withdrawn", t->withdrawn);
    json_close(w, '}');
    return ERR_OK;
}

static void put_triage(struct json_out *w, const struct matter_row *m) {
    struct triage t;

    triage_read(&t, m->triage);
    json_open(w, "triage", '{');
    for (int q = 0; q < TRIAGE_COUNT; q++)
        json_put_text(w, triage_code((enum triage_question)q), kinds_code(triage_list((enum triage_question)q), t.answers[q]));
    json_close(w, '}');
}

static void put_dossier(struct json_out *w, const struct flow_matter *m) {
    enum item item;
    int there, required;

    flow_dossier(m, &there, &required);
    json_open(w, "dossier", '{');
    json_put_int(w, "there", there);
    json_put_int(w, "required", required);
    json_open(w, "missing", '[');
    for (size_t n = 0; (item = dossier_missing(m, n)) != ITEM_NONE; n++)
        json_put_str(w, NULL, kinds_code(LIST_ITEM, (int)item));
    json_close(w, ']');
    json_close(w, '}');
}

static enum err matter_json(struct store *s, const struct matter_row *m) {
    struct buf line = {0};
    struct json_out w;
    struct flow_matter flow;
    enum err e;

    json_start_line(&w, &line);
    e = lines_matter(s, &w, m);
    put_triage(&w, m);
    json_put_text(&w, "exit", kinds_code(LIST_EXIT, (int)m->left_by));
    json_put_stamp(&w, "closed", m->closed);
    if (e == ERR_OK)
        e = read_flow(s, &m->id, &flow);
    if (e == ERR_OK)
        put_dossier(&w, &flow);
    json_open(&w, "timeline", '[');
    if (e == ERR_OK)
        e = read_timeline(s, &m->id, put_event, &w);
    json_close(&w, ']');
    if (e == ERR_OK)
        json_end_line(&w, &line);
    buf_free(&line);
    return e;
}

static enum err say_party(void *arg, const struct party *p) {
    struct sheet *t = arg;
    struct buf masked = {0};

    policy_mask_phones(&masked, p->phones);
    sheet_cell(t, p->name);
    sheet_cell(t, p->door);
    sheet_cell(t, buf_text(&masked));
    buf_free(&masked);
    return ERR_OK;
}

struct telling {
    struct sheet sheet;
    char (*names)[NAME_SIZE]; /* of the parties, owned */
    int count;
};

static enum err keep_name(void *arg, const struct party *p) {
    struct telling *to = arg;

    to->names = mem_resize(to->names, (size_t)to->count + 1, sizeof *to->names);
    memcpy(to->names[to->count++], p->name, NAME_SIZE);
    return ERR_OK;
}

/* What an item says at a glance: whose it is, and its answer. */
static const char *item_says(const struct telling *to, const struct timeline_row *t) {
    const char *who = t->party > 0 && t->party <= to->count ? to->names[t->party - 1] : "";

    return err_fmt("%s%s%s", who, *who && t->answer ? _(", ") : "", kinds_words(LIST_ANSWER, (int)t->answer));
}

static enum err say_event(void *arg, const struct timeline_row *t) {
    struct telling *to = arg;
    struct sheet *sheet = &to->sheet;
    char date[CLOCK_DATE_SIZE], time[6];

    clock_date(date, t->at);
    clock_hhmm(time, t->at);
    sheet_cell(sheet, err_fmt("%s %s", date, time));
    sheet_cell(sheet, kinds_words(LIST_KIND, (int)t->kind));
    sheet_cell(sheet, t->item   ? kinds_words(LIST_ITEM, (int)t->item)
                      : t->exit ? kinds_words(LIST_EXIT, (int)t->exit)
                                : kinds_words(LIST_STEP, (int)t->step));
    sheet_cell(sheet, t->by);
    sheet_cell(sheet, t->withdrawn ? _("withdrawn") : "");
    sheet_cell(sheet, t->item ? item_says(to, t) : t->result);
    sheet_cell(sheet, t->note);
    return ERR_OK;
}

static void say_colour(struct sheet *facts, const struct matter_row *m) {
    struct buf text = {0};
    unsigned rules;

    read_colour(&rules, m);
    for (size_t i = 0; i < COLOUR_RULES; i++)
        if (rules & 1u << i)
            buf_printf(&text, "%s%s", text.len ? _(", ") : "", policy_colour_words((enum colour_rule)i));
    fact(facts, _("clock"), buf_text(&text));
    buf_free(&text);
}

static void say_triage(struct sheet *facts, const struct matter_row *m) {
    struct triage t;
    struct triage_advice advice;

    triage_read(&t, m->triage);
    for (int q = 0; q < TRIAGE_COUNT; q++)
        fact(facts, triage_brief((enum triage_question)q), kinds_words(triage_list((enum triage_question)q), t.answers[q]));
    if (!m->open)
        return;
    triage_advise(&advice, &t, m->type);
    fact(facts, _("proposed"), err_fmt("%s%s%s", kinds_words(LIST_LEVEL, (int)advice.level), _(", "), advice.who));
    for (size_t i = 0; i < advice.count; i++)
        fact(facts, "", advice.told[i]);
}

static enum err say_dossier(struct store *s, struct sheet *facts, const struct id *matter) {
    struct flow_matter m;
    struct buf text = {0};
    int there, required;
    enum err e = read_flow(s, matter, &m);

    if (e != ERR_OK)
        return e;
    flow_dossier(&m, &there, &required);
    buf_printf(&text, _("%d of %d"), there, required);
    if (there < required)
        buf_printf(&text, "%s%s%s", _(", "), _("missing"), _(": "));
    dossier_words(&text, &m);
    fact(facts, _("dossier"), required ? buf_text(&text) : "");
    buf_free(&text);
    return ERR_OK;
}

static enum err matter_words(struct store *s, const struct matter_row *m) {
    struct sheet facts = {.columns = 2}, parties = {.columns = 3};
    struct telling events = {.sheet = {.columns = 7}};
    char id[ID_TEXT_SIZE], due[CLOCK_DATE_SIZE];
    enum err e;

    id_text(id, &m->id);
    clock_date(due, clock_day_start(m->due));
    fact(&facts, _("number"), m->number);
    fact(&facts, _("kind"),
         err_fmt("%s%s%s", kinds_words(LIST_MATTER, (int)m->kind), _(", "), kinds_words(LIST_TYPE, (int)m->type)));
    fact(&facts, _("summary"), m->summary);
    fact(&facts, _("state"),
         m->withdrawn ? _("withdrawn")
         : m->open    ? _("open")
         : m->left_by ? err_fmt("%s%s%s", _("closed"), _(", "), kinds_words(LIST_EXIT, (int)m->left_by))
                      : _("closed"));
    fact(&facts, _("step"), kinds_words(LIST_STEP, (int)m->step));
    fact(&facts, _("level"), kinds_words(LIST_LEVEL, (int)m->level));
    say_colour(&facts, m);
    fact(&facts, _("due"), m->due ? due : "");
    fact(&facts, _("owner"), m->owner);
    say_triage(&facts, m);
    e = say_dossier(s, &facts, &m->id);
    fact(&facts, "id", id);
    sheet_print(&facts);
    sheet_free(&facts);
    if (e == ERR_OK)
        e = read_parties(s, &m->id, say_party, &parties);
    print_titled(_("Parties"), &parties);
    if (e == ERR_OK)
        e = read_parties(s, &m->id, keep_name, &events);
    if (e == ERR_OK)
        e = read_timeline(s, &m->id, say_event, &events);
    print_titled(_("Timeline"), &events.sheet);
    mem_free(events.names);
    return e;
}

static enum err show_matter(struct store *s, const struct id *id, bool json) {
    struct matter_row m;
    enum err e = read_matter(s, id, &m);

    if (e != ERR_OK)
        return e;
    return json ? matter_json(s, &m) : matter_words(s, &m);
}

/* Numbers of households are the office's and may look like anything, so only what is written as a matter's number is tried as one
 * first. */
static bool like_matter(const char *text) {
    return *text == '#' || (toupper((unsigned char)text[0]) == 'M' && text[1] == '-');
}

enum err cmd_show(struct store *s, const struct args *a) {
    const char *word = a->words[0];
    bool json = args_has(a, OPT_JSON), matter_first = like_matter(word);
    struct id id;
    enum err e = matter_first ? read_resolve_matter(s, word, &id) : read_resolve_household(s, word, &id);
    bool matter = matter_first;

    if (e == ERR_NOT_FOUND) {
        e = matter_first ? read_resolve_household(s, word, &id) : read_resolve_matter(s, word, &id);
        matter = !matter_first;
    }
    if (e == ERR_NOT_FOUND)
        return err_say(e, _("cannot show it"), err_fmt(_("nothing in the record has the id or number “%.60s”"), word),
                       _("find it with `linli find` or `linli matters`"));
    if (e != ERR_OK)
        return e;
    return matter ? show_matter(s, &id, json) : show_household(s, &id, json);
}
