/* linli figures: as a table, as JSON lines, as CSV. */
#include "cli_inner.h"

#include <stdio.h>
#include <string.h>
#include "linli/file.h"
#include "linli/i18n.h"
#include "linli/read_figures.h"
#include "linli/safe.h"

static void dates_of(const struct figures *f, char from[CLOCK_DATE_SIZE], char to[CLOCK_DATE_SIZE], char at[CLOCK_DATE_SIZE]) {
    clock_date(from, clock_day_start(f->ask.from));
    clock_date(to, clock_day_start(f->ask.to));
    clock_date(at, f->at);
}

static void key_words(struct store *s, const struct figure_cell *c, char out[NAME_SIZE]) {
    *out = '\0';
    if (c->by == FIGURE_BY_UNIT)
        read_area_name(s, c->key, out);
    if (!*out)
        snprintf(out, NAME_SIZE, "%s", figure_key_words(c));
}

/* Hundredths as a JSON number. */
static void put_number(struct json_out *w, const char *key, const struct figure_cell *c) {
    enum figure_sort sort = figure_sort(c->figure);
    char text[32];

    if (c->value < 0)
        json_put_null(w, key);
    else if (sort != FIGURE_SORT_MEAN && sort != FIGURE_SORT_INDEX)
        json_put_int(w, key, c->value);
    else
        json_put_raw(
            w, key, text,
            (size_t)snprintf(text, sizeof text, "%lld.%02lld", (long long)(c->value / 100), (long long)(c->value % 100)));
}

static void put_or_null(struct json_out *w, const char *key, int64_t value) {
    if (value < 0)
        json_put_null(w, key);
    else
        json_put_int(w, key, value);
}

static void print_json(struct store *s, const struct figures *f) {
    static const char *const shown[] = {"exact", "few", "most", "hidden"};
    char from[CLOCK_DATE_SIZE], to[CLOCK_DATE_SIZE], at[CLOCK_DATE_SIZE], name[NAME_SIZE];
    struct buf line = {0}, text = {0};

    dates_of(f, from, to, at);
    for (size_t i = 0; i < f->count; i++) {
        const struct figure_cell *c = &f->cells[i];
        bool days = figure_sort(c->figure) == FIGURE_SORT_DAYS;
        struct json_out w;

        buf_reset(&text);
        figure_show(&text, c);
        key_words(s, c, name);
        json_start_line(&w, &line);
        json_put_str(&w, "figure", figure_code(c->figure));
        json_put_str(&w, "words", figure_words(c->figure));
        json_put_str(&w, "by", figure_by_code(c->by));
        json_put_text(&w, "key", c->key);
        json_put_str(&w, "key_words", name);
        json_put_str(&w, "shown", shown[c->shown]);
        put_number(&w, "value", c);
        put_or_null(&w, "of", days ? FIGURE_NO : c->of);
        put_or_null(&w, "p90", days ? c->of : FIGURE_NO);
        json_put_str(&w, "text", buf_text(&text));
        json_put_text(&w, "area", f->ask.area);
        json_put_str(&w, "from", from);
        json_put_str(&w, "to", to);
        json_put_str(&w, "counted", at);
        json_end_line(&w, &line);
    }
    buf_free(&line);
    buf_free(&text);
}

static void print_head(struct store *s, const struct figures *f, bool pulled) {
    char from[CLOCK_DATE_SIZE], to[CLOCK_DATE_SIZE], at[CLOCK_DATE_SIZE], name[NAME_SIZE] = "";

    dates_of(f, from, to, at);
    if (*f->ask.area)
        read_area_name(s, f->ask.area, name);
    if (*f->ask.area)
        out_format(_("Figures of %s (%s), %s to %s"), *name ? name : f->ask.area, f->ask.area, from, to);
    else
        out_format(_("Figures of all that is here, %s to %s"), from, to);
    out_text("\n");
    if (pulled)
        out_format("%s\n", err_fmt(_("As the hub counted them on %s."), at));
}

/* What a table for people does without; --json and --csv have it. */
static bool is_left_out(const struct figure_cell *c) {
    return (c->by == FIGURE_BY_WEEK && c->value == 0) || c->by == FIGURE_BY_MONTH_TYPE ||
           (c->figure == FIGURE_DAYS && c->by == FIGURE_BY_MONTH && c->shown == FIGURE_EXACT && c->value < 0);
}

static void print_table(struct store *s, const struct figures *f) {
    struct sheet t = {.columns = 3};
    char name[NAME_SIZE];
    struct buf text = {0};
    bool hidden = false;

    for (size_t i = 0; i < f->count; i++) {
        const struct figure_cell *c = &f->cells[i];

        if (is_left_out(c))
            continue;
        buf_reset(&text);
        figure_show(&text, c);
        key_words(s, c, name);
        sheet_cell(&t, c->by == FIGURE_BY_ALL ? figure_words(c->figure) : "");
        sheet_cell(&t, c->by == FIGURE_BY_ALL ? "" : err_fmt("%s %s", figure_by_words(c->by), name));
        sheet_cell(&t, buf_text(&text));
        hidden = hidden || c->shown != FIGURE_EXACT;
    }
    sheet_print(&t);
    sheet_free(&t);
    buf_reset(&text);
    buf_printf(&text, "\n%s%s", figure_words(FIGURE_INDEX), _(": "));
    figures_index_words(&text, f);
    if (hidden)
        buf_printf(&text, "\n%s", _("What is 1 to 4 is shown as <5, and what would give it away is hidden."));
    out_format("%s\n", buf_text(&text));
    buf_free(&text);
}

static enum err ask_of(struct store *s, const struct args *a, struct figures_ask *ask) {
    const char *span = a->text[OPT_MONTH] ? a->text[OPT_MONTH] : a->text[OPT_YEAR];
    enum err e = figures_ask_own(s, ask);

    if (a->text[OPT_MONTH] && a->text[OPT_YEAR])
        return err_say(ERR_USAGE, _("cannot count figures"), _("--year and --month exclude each other"),
                       _("`linli help figures` shows what it takes"));
    if (e == ERR_OK && span && (!figures_span(ask, span) || (strlen(span) == 7) != (a->text[OPT_MONTH] != NULL)))
        return err_say(ERR_USAGE, _("cannot count figures"), err_fmt(_("“%.40s” is no such time"), span),
                       _("write --year 2026 or --month 2026-11"));
    if (e == ERR_OK && a->text[OPT_AREA] && !policy_area_valid(a->text[OPT_AREA]))
        return err_say(ERR_USAGE, _("cannot count figures"), err_fmt(_("“%.40s” is no area code"), a->text[OPT_AREA]),
                       _("write it like 430181.007.03.12"));
    return e;
}

/* Of another area: as the hub counted them, where it did; else what is here of it. */
static enum err get(struct store *s, const struct args *a, struct figures *f, bool *pulled) {
    struct figures_ask ask;
    enum err e = ask_of(s, a, &ask);

    *pulled = false;
    if (e != ERR_OK)
        return e;
    if (a->text[OPT_AREA]) {
        snprintf(ask.area, sizeof ask.area, "%s", a->text[OPT_AREA]);
        e = figures_pulled(s, ask.area, f);
        *pulled = e == ERR_OK && !a->text[OPT_MONTH] && (!a->text[OPT_YEAR] || f->ask.from == ask.from);
        if (*pulled || (e != ERR_OK && e != ERR_NOT_FOUND))
            return e;
        figures_free(f);
    }
    return figures_count(s, &ask, f);
}

enum err cmd_figures(struct store *s, const struct args *a) {
    struct figures f = {0};
    bool pulled;
    enum err e = get(s, a, &f, &pulled);

    if (e == ERR_OK && tofile_wanted(a))
        e = tofile(s, a, &(struct lists_ask){.what = LIST_OF_FIGURES, .figures = &f});
    if (e == ERR_OK && args_has(a, OPT_JSON)) {
        print_json(s, &f);
    } else if (e == ERR_OK && !tofile_wanted(a)) {
        print_head(s, &f, pulled);
        print_table(s, &f);
    }
    figures_free(&f);
    return e;
}
