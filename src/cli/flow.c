/* linli step, linli item: what is done in the course of a matter, and what is written down in it. */
#include "cli_inner.h"

#include <stdio.h>
#include <string.h>
#include "linli/act_flow.h"
#include "linli/clock.h"
#include "linli/i18n.h"
#include "values.h"

#define OPTIONS_MAX 40

static const char *option_code(const struct flow_option *o, enum step at) {
    return o->exit ? kinds_code(LIST_EXIT, (int)o->exit) : kinds_code(LIST_STEP, (int)at);
}

static void option_line(struct sheet *t, const struct flow_option *o, enum step at) {
    sheet_cell(t, err_fmt("  %s", option_code(o, at)));
    sheet_cell(t, o->exit ? flow_exit_verb(o->exit) : kinds_words(LIST_STEP, (int)at));
    sheet_cell(t, o->to == at && o->exit ? ""
                  : o->to                ? err_fmt(_("then %s"), kinds_words(LIST_STEP, (int)o->to))
                                         : _("then closed"));
    sheet_cell(t, o->why == FLOW_OK ? "" : o->need ? o->need : flow_refusal_words(o->why));
}

static void option_json(const struct flow_option *o, enum step at) {
    struct buf line = {0};
    struct json_out w;

    json_start_line(&w, &line);
    json_put_str(&w, "step", option_code(o, at));
    json_put_text(&w, "exit", kinds_code(LIST_EXIT, (int)o->exit));
    json_put_text(&w, "then", kinds_code(LIST_STEP, (int)o->to));
    json_put_bool(&w, "allowed", o->why == FLOW_OK);
    json_put_text(&w, "reason", o->why == FLOW_OK ? "" : o->need ? o->need : flow_refusal_words(o->why));
    json_end_line(&w, &line);
    buf_free(&line);
}

/* What may be done now, and why the rest may not. */
static enum err list_options(struct store *s, const struct args *a, const struct id *id) {
    struct flow_option options[OPTIONS_MAX];
    struct sheet t = {.columns = 4};
    struct flow_matter m;
    struct flow_actor actor;
    size_t count = 0;
    enum err e = read_flow(s, id, &m);

    if (e == ERR_OK)
        e = read_actor(s, id, &actor);
    if (e != ERR_OK)
        return e;
    count = flow_options(options, OPTIONS_MAX, &m, &actor, clock_day(clock_now()));
    for (size_t i = 0; i < count; i++) {
        if (args_has(a, OPT_JSON))
            option_json(&options[i], m.step);
        else
            option_line(&t, &options[i], m.step);
    }
    sheet_print(&t);
    sheet_free(&t);
    return ERR_OK;
}

static enum err find_step(const struct args *a, struct act_step *out) {
    int exit = kinds_value(LIST_EXIT, a->words[1]), step = kinds_value(LIST_STEP, a->words[1]), to = 0;
    enum err e = args_code(a, OPT_TO, LIST_STEP, &to);

    if (e == ERR_OK && !exit && !step)
        e = err_say(ERR_USAGE, _("cannot take the step"), err_fmt(_("“%.40s” is no step"), a->words[1]),
                    err_fmt(_("`linli step %s` lists what may be done"), a->words[0]));
    out->exit = (enum exit)exit;
    out->seen = exit ? STEP_NONE : (enum step)step;
    out->to = (enum step)to;
    return e;
}

enum err cmd_step(struct store *s, const struct args *a) {
    struct act_step step = {
        .reason = a->text[OPT_REASON], .note = a->text[OPT_NOTE], .until = a->text[OPT_UNTIL], .routes = a->text[OPT_ROUTES]};
    struct matter_row m;
    struct buf line = {0};
    struct json_out w;
    char due[CLOCK_DATE_SIZE] = "";
    enum err e = read_resolve_matter(s, a->words[0], &step.matter);

    if (e == ERR_OK && a->word_count == 1)
        return list_options(s, a, &step.matter);
    if (e == ERR_OK)
        e = find_step(a, &step);
    if (e == ERR_OK && a->text[OPT_WORKER])
        e = values_worker(s, a->text[OPT_WORKER], &step.other, _("cannot take the step"));
    if (e == ERR_OK)
        e = step.exit == EXIT_SETTLE ? act_settle_matter(s, &step.matter, step.note ? step.note : step.reason)
                                     : act_step(s, &step);
    if (e == ERR_OK)
        e = read_matter(s, &step.matter, &m);
    if (e != ERR_OK)
        return e;
    if (m.due)
        clock_date(due, clock_day_start(m.due));
    if (args_has(a, OPT_JSON)) {
        json_start_line(&w, &line);
        e = lines_matter(s, &w, &m);
        json_end_line(&w, &line);
        buf_free(&line);
    } else if (m.open) {
        out_format(_("%s is now at %s, level %s, due %s\n"), m.number, kinds_words(LIST_STEP, (int)m.step),
                   kinds_words(LIST_LEVEL, (int)m.level), due);
    } else {
        out_format(_("%s is closed\n"), m.number);
    }
    return e;
}

/* ---- items */

struct listing {
    const struct args *args;
    struct store *s;
};

static void item_json(struct store *s, const struct item_row *i) {
    struct buf line = {0};
    struct json_out w;
    char id[EVENT_ID_SIZE], day[CLOCK_DATE_SIZE] = "", other[NAME_SIZE] = "";

    read_event_id(id, &i->device, i->seq);
    json_start_line(&w, &line);
    json_put_str(&w, "id", id);
    json_put_str(&w, "item", kinds_code(LIST_ITEM, (int)i->item));
    json_put_stamp(&w, "at", i->at);
    json_put_text(&w, "by", i->by);
    if (i->promised)
        clock_date(day, clock_day_start(i->promised));
    json_put_text(&w, "promised", day);
    json_put_text(&w, "result", kinds_code(LIST_ANSWER, (int)i->result));
    if (!id_is_zero(&i->other))
        read_entry_name(s, &i->other, other);
    json_put_text(&w, "name", other);
    json_put_bool(&w, "withdrawn", i->withdrawn);
    values_json(&w, i->values);
    json_end_line(&w, &line);
    buf_free(&line);
}

static enum err print_item(void *arg, const struct item_row *i) {
    struct listing *l = arg;
    char id[EVENT_ID_SIZE], date[CLOCK_DATE_SIZE], time[6];

    if (args_has(l->args, OPT_JSON)) {
        item_json(l->s, i);
        return ERR_OK;
    }
    read_event_id(id, &i->device, i->seq);
    clock_date(date, i->at);
    clock_hhmm(time, i->at);
    out_format("%s %s  %s  %s  %s%s\n", date, time, kinds_words(LIST_ITEM, (int)i->item), i->by, id,
               i->withdrawn ? err_fmt("  (%s)", _("withdrawn")) : "");
    values_print(i->values, "    ");
    return ERR_OK;
}

static enum err find_kind(const char *word, enum item *out) {
    struct buf codes = {0};

    *out = (enum item)kinds_value(LIST_ITEM, word);
    if (*out && items_of(*out) == ITEM_OF_MATTER)
        return ERR_OK;
    for (int i = 1; i < ITEM_COUNT; i++)
        if (items_of((enum item)i) == ITEM_OF_MATTER)
            buf_printf(&codes, "%s%s", codes.len ? ", " : "", kinds_code(LIST_ITEM, i));
    err_say(ERR_USAGE, _("cannot write it down"), err_fmt(_("“%.40s” is nothing that is written down in a matter"), word),
            err_fmt(_("there are: %s"), buf_text(&codes)));
    buf_free(&codes);
    return ERR_USAGE;
}

static enum err enter_item(struct store *s, const struct args *a, const struct id *matter, enum item item) {
    struct item_values v;
    struct visit_row event = {0};
    char id[VISIT_ID_SIZE];
    enum err e = values_typed(&v, s, matter, item, a->words + 2, a->word_count - 2, _("cannot write it down"));

    if (e == ERR_OK)
        e = act_item(s, matter, &v, NULL, &event.device, &event.seq);
    items_free(&v);
    if (e != ERR_OK)
        return e;
    read_visit_id(id, &event);
    print_id(a, "id", id, NULL);
    return ERR_OK;
}

enum err cmd_item(struct store *s, const struct args *a) {
    struct listing l = {a, s};
    enum item item = ITEM_NONE;
    struct id matter;
    enum err e = read_resolve_matter(s, a->words[0], &matter);

    if (e == ERR_OK && a->word_count > 1)
        e = find_kind(a->words[1], &item);
    if (e != ERR_OK)
        return e;
    if (a->word_count == 1)
        return read_items(s, &matter, ITEM_NONE, print_item, &l);
    if (a->word_count == 2) {
        out_format(_("Fields of “%s” (* is needed):\n"), kinds_words(LIST_ITEM, (int)item));
        values_list(item);
        return ERR_OK;
    }
    return enter_item(s, a, &matter, item);
}
