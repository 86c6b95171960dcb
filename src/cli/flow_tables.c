/* linli flow: the tables of the flows, with what the county says of them. */
#include "cli_inner.h"

#include <string.h>
#include "linli/county.h"
#include "linli/flow.h"
#include "linli/i18n.h"
#include "linli/triage.h"

static const char *const clock_codes[] = {
    [FLOW_FROM_STEP] = "step", [FLOW_FROM_ACCEPTANCE] = "acceptance", [FLOW_FROM_AGREEMENT] = "agreement"};
static const char *const how_codes[] = {[FLOW_ONE] = "one", [FLOW_EACH] = "each", [FLOW_ALL] = "all"};

static const struct {
    unsigned bit;
    const char *code;
    enum list list;
    int value;
} posts[] = {{FLOW_HEAD, "head", LIST_ROLE, ROLE_HEAD},
             {FLOW_DESK, "desk", LIST_ROLE, ROLE_DESK},
             {FLOW_MEDIATOR, "mediator", LIST_ITEM, ITEM_IS_MEDIATOR}};
#define POSTS (sizeof posts / sizeof *posts)

static const char *days_words(enum step s) {
    int days = county_days(s);

    switch (flow_step_clock(s)) {
    case FLOW_FROM_ACCEPTANCE:
        return err_fmt(ngettext("%d day from acceptance", "%d days from acceptance", (unsigned long)days), days);
    case FLOW_FROM_AGREEMENT:
        return err_fmt(ngettext("%d day from the agreement", "%d days from the agreement", (unsigned long)days), days);
    default:
        return err_fmt(ngettext("%d day", "%d days", (unsigned long)days), days);
    }
}

static void who_words(struct buf *out, unsigned who) {
    const char *between = "";

    for (size_t i = 0; i < POSTS; i++)
        if (who & posts[i].bit) {
            buf_printf(out, "%s%s", between, kinds_words(posts[i].list, posts[i].value));
            between = _(", ");
        }
}

/* ---- as JSON */

static void who_json(struct json_out *w, unsigned who) {
    json_open(w, "who", '[');
    for (size_t i = 0; i < POSTS; i++)
        if (who & posts[i].bit)
            json_put_str(w, NULL, posts[i].code);
    json_close(w, ']');
}

static void ways_json(struct json_out *w, enum step s, enum exit e) {
    bool any = true;

    for (size_t n = 0; any; n++) {
        enum step to = flow_then(s, e, n, &any);

        if (any)
            json_put_text(w, NULL, kinds_code(LIST_STEP, (int)(e == EXIT_EXTEND ? to : county_pass(to))));
    }
}

static void needs_json(struct json_out *w, enum step s) {
    enum item item;
    enum flow_how how;
    const char *words;

    json_open(w, "needs", '[');
    for (size_t n = 0; flow_need(s, n, &item, &how, &words); n++) {
        json_open(w, NULL, '{');
        json_put_str(w, "item", kinds_code(LIST_ITEM, (int)item));
        json_put_str(w, "how", how_codes[how]);
        json_put_str(w, "words", kinds_words(LIST_ITEM, (int)item));
        json_put_str(w, "missing", words);
        json_close(w, '}');
    }
    json_close(w, ']');
}

static void exits_json(struct json_out *w, enum step s) {
    json_open(w, "exits", '[');
    for (int e = 1; e < EXIT_COUNT; e++) {
        bool any;

        flow_then(s, (enum exit)e, 0, &any);
        if (!any)
            continue;
        json_open(w, NULL, '{');
        json_put_str(w, "exit", kinds_code(LIST_EXIT, e));
        json_put_str(w, "words", flow_exit_verb((enum exit)e));
        json_put_bool(w, "reason", flow_exit_needs_reason((enum exit)e));
        who_json(w, flow_exit_who((enum exit)e));
        json_open(w, "then", '[');
        ways_json(w, s, (enum exit)e);
        json_close(w, ']');
        json_close(w, '}');
    }
    json_close(w, ']');
}

static void step_json(struct buf *line, enum step s) {
    struct json_out w;

    json_start_line(&w, line);
    json_put_str(&w, "kind", kinds_code(LIST_MATTER, (int)kinds_step_matter(s)));
    json_put_str(&w, "step", kinds_code(LIST_STEP, (int)s));
    json_put_str(&w, "words", kinds_words(LIST_STEP, (int)s));
    json_put_int(&w, "days", county_days(s));
    json_put_text(&w, "next", kinds_code(LIST_STEP, (int)kinds_next_step(s)));
    json_put_str(&w, "from", clock_codes[flow_step_clock(s)]);
    json_put_bool(&w, "out", county_lets_out(s));
    who_json(&w, flow_step_who(s));
    needs_json(&w, s);
    json_open(&w, "then", '[');
    ways_json(&w, s, EXIT_NONE);
    json_close(&w, ']');
    exits_json(&w, s);
    json_end_line(&w, line);
}

static void advise(struct triage_advice *out, int type) {
    struct triage nothing = {{0}};

    triage_advise(out, &nothing, (enum matter_type)type);
}

static void type_json(struct buf *line, int type) {
    struct triage_advice advice;
    struct json_out w;

    advise(&advice, type);
    json_start_line(&w, line);
    json_put_str(&w, "kind", kinds_code(LIST_MATTER, (int)kinds_type_matter((enum matter_type)type)));
    json_put_str(&w, "type", kinds_code(LIST_TYPE, type));
    json_put_str(&w, "words", kinds_words(LIST_TYPE, type));
    json_put_str(&w, "level", kinds_code(LIST_LEVEL, (int)advice.level));
    json_put_str(&w, "who", advice.who);
    json_end_line(&w, line);
}

static void level_json(struct buf *line, int level) {
    struct json_out w;

    json_start_line(&w, line);
    json_put_str(&w, "kind", "level");
    json_put_str(&w, "level", kinds_code(LIST_LEVEL, level));
    json_put_str(&w, "words", kinds_words(LIST_LEVEL, level));
    json_put_int(&w, "review", county_review_days((enum level)level));
    json_end_line(&w, line);
}

static void flow_json(void) {
    struct buf line = {0};

    for (int s = 1; s < STEP_COUNT; s++)
        step_json(&line, (enum step)s);
    for (int type = 1; type < TYPE_COUNT; type++)
        if (kinds_offered(LIST_TYPE, type))
            type_json(&line, type);
    for (int level = 1; level < LEVEL_COUNT; level++)
        level_json(&line, level);
    buf_free(&line);
}

/* ---- in words */

static const char *way_words(enum step to) {
    return to ? err_fmt(_("then %s"), kinds_words(LIST_STEP, (int)to)) : _("then closed");
}

static void way_cells(struct sheet *t, const char *code, const char *words, enum step s, enum exit e) {
    bool any = true;
    enum step before = STEP_COUNT;

    for (size_t n = 0; any; n++) {
        enum step to = flow_then(s, e, n, &any);

        to = e == EXIT_EXTEND ? to : county_pass(to);
        if (!any || to == before)
            continue;
        sheet_cell(t, err_fmt("    %s", n ? "" : code));
        sheet_cell(t, n ? "" : words);
        sheet_cell(t, to == s ? "" : way_words(to));
        before = to;
    }
}

static void need_words(struct buf *out, enum step s) {
    enum item item;
    enum flow_how how;
    const char *words;

    for (size_t n = 0; flow_need(s, n, &item, &how, &words); n++)
        buf_printf(out, "%s%s%s", n ? _(", ") : "", kinds_words(LIST_ITEM, (int)item),
                   how == FLOW_EACH  ? _(" (of each party)")
                   : how == FLOW_ALL ? _(" (each answered)")
                                     : "");
}

static void step_words(enum step s) {
    struct sheet t = {.columns = 3};
    struct buf who = {0}, needs = {0};

    who_words(&who, flow_step_who(s));
    need_words(&needs, s);
    out_format("  %s  %s  %s  %s\n", kinds_code(LIST_STEP, (int)s), kinds_words(LIST_STEP, (int)s),
               county_lets_out(s) ? _("passed over in this county") : days_words(s), buf_text(&who));
    if (needs.len)
        out_format(_("    needs: %s\n"), buf_text(&needs));
    way_cells(&t, kinds_code(LIST_STEP, (int)s), _("done"), s, EXIT_NONE);
    for (int e = 1; e < EXIT_COUNT; e++)
        way_cells(&t, kinds_code(LIST_EXIT, e), flow_exit_verb((enum exit)e), s, (enum exit)e);
    sheet_print(&t);
    sheet_free(&t);
    buf_free(&who);
    buf_free(&needs);
}

static void flow_steps(enum matter_kind kind) {
    for (int s = 1; s < STEP_COUNT; s++)
        if (kinds_step_matter((enum step)s) == kind)
            step_words((enum step)s);
}

/* Whether it is of every step: it stands in no row of the ways. */
static bool is_everywhere(enum exit e) {
    for (int s = 1; s < STEP_COUNT; s++) {
        bool any;

        flow_then((enum step)s, e, 0, &any);
        if (any)
            return false;
    }
    return true;
}

static void everywhere(void) {
    struct sheet t = {.columns = 4};

    for (int e = 1; e < EXIT_COUNT; e++) {
        struct buf who = {0};

        if (!is_everywhere((enum exit)e))
            continue;
        who_words(&who, flow_exit_who((enum exit)e));
        sheet_cell(&t, err_fmt("  %s", kinds_code(LIST_EXIT, e)));
        sheet_cell(&t, flow_exit_verb((enum exit)e));
        sheet_cell(&t, buf_text(&who));
        sheet_cell(&t, flow_exit_needs_reason((enum exit)e) ? _("with a reason") : "");
        buf_free(&who);
    }
    sheet_print(&t);
    sheet_free(&t);
}

static void flow_types(enum matter_kind kind) {
    struct sheet t = {.columns = 4};

    for (int type = 1; type < TYPE_COUNT; type++) {
        struct triage_advice advice;

        if (kinds_type_matter((enum matter_type)type) != kind || !kinds_offered(LIST_TYPE, type))
            continue;
        advise(&advice, type);
        sheet_cell(&t, err_fmt("  %s", kinds_code(LIST_TYPE, type)));
        sheet_cell(&t, kinds_words(LIST_TYPE, type));
        sheet_cell(&t, kinds_words(LIST_LEVEL, (int)advice.level));
        sheet_cell(&t, advice.who);
    }
    sheet_print(&t);
    sheet_free(&t);
}

static void flow_levels(void) {
    struct sheet t = {.columns = 3};

    for (int level = 1; level < LEVEL_COUNT; level++) {
        int days = county_review_days((enum level)level);

        sheet_cell(&t, err_fmt("  %s", kinds_code(LIST_LEVEL, level)));
        sheet_cell(&t, kinds_words(LIST_LEVEL, level));
        sheet_cell(&t,
                   days ? err_fmt(ngettext("reviewed every %d day", "reviewed every %d days", (unsigned long)days), days) : "");
    }
    sheet_print(&t);
    sheet_free(&t);
}

enum err cmd_flow(struct store *s, const struct args *a) {
    (void)s; /* that it is open puts the county's rules in use */
    if (args_has(a, OPT_JSON)) {
        flow_json();
        return ERR_OK;
    }
    if (*county_name())
        out_format(_("The rules are those of %s.\n\n"), county_name());
    out_format("%s\n", _("Steps of a dispute:"));
    flow_steps(MATTER_DISPUTE);
    out_format("\n%s\n", _("Steps of a request or a hazard:"));
    flow_steps(MATTER_REQUEST);
    out_format("\n%s\n", _("At any step:"));
    everywhere();
    out_format("\n%s\n", _("Levels, the lowest first:"));
    flow_levels();
    for (int kind = 1; kind < MATTER_COUNT; kind++) {
        out_format(_("\nTypes of the kind “%s” (%s):\n"), kinds_words(LIST_MATTER, kind), kinds_code(LIST_MATTER, kind));
        flow_types((enum matter_kind)kind);
    }
    return ERR_OK;
}
