/* What figures are called, how a cell is shown, the service index, and their lines on the wire. */
#include "linli/figures.h"

#include <stdio.h>
#include <string.h>
#include "linli/county.h"
#include "linli/i18n.h"
#include "linli/json.h"
#include "linli/mem.h"

#define LINES_MAX 4096

static const struct {
    const char *code, *words, *help;
    enum figure_sort sort;
    unsigned by;
} figures[FIGURE_COUNT] = {
    [FIGURE_NONE] = {"", "", "", FIGURE_SORT_COUNT, 0},
#define BIT(by) (1u << FIGURE_BY_##by)
#define X(name, code, words, sort, by, help) [FIGURE_##name] = {code, words, help, FIGURE_SORT_##sort, by},
#include "linli/figures.def"
#undef X
#undef BIT
};

static const struct {
    const char *code, *words;
} bys[FIGURE_BY_COUNT] = {
#define X(name, code, words) {code, words},
#include "linli/figure_bys.def"
#undef X
};

const char *figure_code(enum figure f) {
    return figures[f].code;
}

const char *figure_words(enum figure f) {
    return *figures[f].words ? _(figures[f].words) : "";
}

const char *figure_help(enum figure f) {
    return *figures[f].help ? _(figures[f].help) : "";
}

enum figure_sort figure_sort(enum figure f) {
    return figures[f].sort;
}

bool figure_is_by(enum figure f, enum figure_by by) {
    return figures[f].by >> by & 1;
}

enum figure figure_value(const char *code) {
    for (int f = 1; f < FIGURE_COUNT; f++)
        if (strcmp(figures[f].code, code) == 0)
            return (enum figure)f;
    return FIGURE_NONE;
}

const char *figure_by_code(enum figure_by by) {
    return bys[by].code;
}

const char *figure_by_words(enum figure_by by) {
    return _(bys[by].words);
}

static bool by_value(enum figure_by *out, const char *code) {
    for (int by = 0; by < FIGURE_BY_COUNT; by++) {
        if (strcmp(bys[by].code, code) != 0)
            continue;
        *out = (enum figure_by)by;
        return true;
    }
    return false;
}

static const char *list_words(enum list list, const char *key) {
    const char *words = kinds_words(list, kinds_value(list, key));

    return *words ? words : key;
}

static const char *month_type_words(const char *key) {
    size_t month = strcspn(key, " ");
    const char *type = key[month] ? key + month + 1 : "";

    if (*key == '?' || *type == '?')
        return err_fmt("%.*s (%s)", *key == '?' ? AREA_SIZE : (int)month, *key == '?' ? list_words(LIST_TYPE, type) : key,
                       _("not broken down"));
    return *type ? err_fmt("%.*s %s", (int)month, key, list_words(LIST_TYPE, type)) : key;
}

const char *figure_key_words(const struct figure_cell *c) {
    if (strcmp(c->key, "*") == 0)
        return _("not broken down");
    switch (c->by) {
    case FIGURE_BY_ALL:
        return _("all");
    case FIGURE_BY_KIND:
        return list_words(LIST_MATTER, c->key);
    case FIGURE_BY_TYPE:
        return list_words(LIST_TYPE, c->key);
    case FIGURE_BY_LEVEL:
        return list_words(LIST_LEVEL, c->key);
    case FIGURE_BY_OUTCOME:
        return strcmp(c->key, "done") == 0 ? _("done") : list_words(LIST_EXIT, c->key);
    case FIGURE_BY_MONTH_TYPE:
        return month_type_words(c->key);
    default:
        return c->key;
    }
}

/* ---- a cell for people */

static int64_t percent(int64_t n, int64_t of) {
    return of > 0 ? (n * 100 + of / 2) / of : FIGURE_NO;
}

static void show_share(struct buf *out, const struct figure_cell *c) {
    long long of = (long long)c->of, least = of - (FIGURES_LEAST - 1);

    if (c->shown == FIGURE_FEW && c->of < 0)
        buf_printf(out, "<%d", FIGURES_LEAST);
    else if (c->shown == FIGURE_FEW)
        buf_printf(out, _("<%d of %lld"), FIGURES_LEAST, of);
    else if (c->shown == FIGURE_MOST) /* rounded down: so many at least */
        buf_printf(out, _("at least %lld of %lld (%lld %%)"), least, of, least * 100 / of);
    else if (c->of == 0)
        buf_puts(out, _("none"));
    else
        buf_printf(out, _("%lld of %lld (%lld %%)"), (long long)c->value, of, (long long)percent(c->value, c->of));
}

void figure_show(struct buf *out, const struct figure_cell *c) {
    long long v = (long long)c->value;

    if (c->shown == FIGURE_HIDDEN) {
        buf_puts(out, _("hidden"));
        return;
    }
    switch (figures[c->figure].sort) {
    case FIGURE_SORT_SHARE:
        show_share(out, c);
        return;
    case FIGURE_SORT_DAYS:
        if (c->shown == FIGURE_EXACT && c->value >= 0)
            buf_printf(out, _("%lld, nine of ten within %lld"), v, (long long)c->of);
        break;
    case FIGURE_SORT_MEAN:
        if (c->shown == FIGURE_EXACT && c->value >= 0)
            buf_printf(out, _("%lld.%lld (from %lld)"), v / 100, v % 100 / 10, (long long)c->of);
        break;
    case FIGURE_SORT_INDEX:
        if (c->value >= 0)
            buf_printf(out, "%lld", (v + 50) / 100);
        break;
    default:
        if (c->shown == FIGURE_EXACT)
            buf_printf(out, "%lld", v);
    }
    if (c->shown == FIGURE_FEW)
        buf_printf(out, "<%d", FIGURES_LEAST);
    else if (c->value < 0)
        buf_puts(out, _("none"));
}

int64_t figure_bar(const struct figure_cell *c) {
    bool share = figures[c->figure].sort == FIGURE_SORT_SHARE;

    if (share && c->shown == FIGURE_MOST)
        return (c->of - (FIGURES_LEAST - 1)) * 100 / c->of;
    if (c->shown != FIGURE_EXACT || c->value < 0)
        return FIGURE_NO;
    return share ? percent(c->value, c->of) : c->value;
}

/* ---- the service index */

static const enum figure parts_of[FIGURES_PARTS] = {FIGURE_IN_TIME, FIGURE_KEPT, FIGURE_FOLLOWED, FIGURE_EVALUATED};

enum figure figures_part(size_t part) {
    return part < FIGURES_PARTS ? parts_of[part] : FIGURE_NONE;
}

/* Hundredths of a per cent, from what is shown alone; scores of 1 to 5 are 0 to 100. */
static int64_t part_value(const struct figure_cell *c) {
    int64_t middle = FIGURES_LEAST * 50; /* hundredths of 2.5, between 1 and 4 */

    if (!c || c->of <= 0)
        return FIGURE_NO;
    if (c->shown == FIGURE_FEW)
        return middle * 100 / c->of;
    if (c->shown == FIGURE_MOST)
        return (c->of * 100 - middle) * 100 / c->of;
    if (c->shown != FIGURE_EXACT || c->value < 0)
        return FIGURE_NO;
    return c->figure == FIGURE_EVALUATED ? (c->value - 100) * 25 : c->value * 10000 / c->of;
}

int64_t figures_index(const struct figure_cell *const parts[FIGURES_PARTS], int64_t matters) {
    int64_t sum = 0, weights = 0;

    for (size_t p = 0; p < FIGURES_PARTS && matters >= FIGURES_LEAST; p++) {
        int64_t value = part_value(parts[p]);

        if (value < 0)
            continue;
        sum += value * county_index_share(p);
        weights += county_index_share(p);
    }
    return weights ? (sum + weights / 2) / weights : FIGURE_NO;
}

static bool has_data(const struct figures *f, size_t p) {
    size_t n;
    const struct figure_cell *c = figures_cells(f, parts_of[p], FIGURE_BY_ALL, &n);

    return n && part_value(c) >= 0;
}

void figures_index_words(struct buf *out, const struct figures *f) {
    struct buf with = {0}, without = {0};
    bool any = false;

    for (size_t p = 0; p < FIGURES_PARTS; p++)
        any = any || (f && has_data(f, p));
    for (size_t p = 0; p < FIGURES_PARTS; p++) {
        struct buf *to = any && !has_data(f, p) ? &without : &with;

        buf_printf(to, "%s%s %d %%", to->len ? _(", ") : "", figure_words(parts_of[p]), county_index_share(p));
    }
    if (with.len)
        buf_printf(out, _("A weighted mean: %s."), buf_text(&with));
    if (without.len)
        buf_printf(out, _(" Left out for want of data: %s; the others weigh more instead."), buf_text(&without));
    buf_puts(out,
             _(" An evaluation of 1 is 0, one of 5 is 100. How many matters there were has no part in it; with fewer than 5 of "
               "them there is no index."));
    buf_free(&with);
    buf_free(&without);
}

/* ---- lines */

static const char *const shown_codes[] = {
    [FIGURE_EXACT] = "exact", [FIGURE_FEW] = "few", [FIGURE_MOST] = "most", [FIGURE_HIDDEN] = "hidden"};

static void write_cell(struct buf *out, const struct figure_cell *c) {
    struct json_out w;

    json_start(&w, out);
    json_open(&w, NULL, '{');
    json_put_str(&w, "figure", figures[c->figure].code);
    if (c->by != FIGURE_BY_ALL) {
        json_put_str(&w, "by", bys[c->by].code);
        json_put_str(&w, "key", c->key);
    }
    if (c->shown != FIGURE_EXACT)
        json_put_str(&w, "shown", shown_codes[c->shown]);
    if (c->value >= 0)
        json_put_int(&w, "value", c->value);
    if (c->of >= 0)
        json_put_int(&w, "of", c->of);
    json_close(&w, '}');
    buf_putc(out, '\n');
}

/* Units last: they are what a reader can do without. Months by types are too many for the wire. */
void figures_write(struct buf *out, const struct figures *f, size_t room) {
    struct buf part = {0};
    size_t n;

    for (int pass = 0; pass < 2; pass++) {
        for (size_t i = 0; i < f->count; i += n) {
            const struct figure_cell *c = &f->cells[i];

            buf_reset(&part);
            for (n = 0; i + n < f->count && f->cells[i + n].figure == c->figure && f->cells[i + n].by == c->by; n++)
                write_cell(&part, &f->cells[i + n]);
            if (c->by == FIGURE_BY_MONTH_TYPE)
                continue;
            if ((c->by == FIGURE_BY_UNIT) == (pass == 1) && out->len + part.len <= room)
                buf_add(out, part.data, part.len);
        }
    }
    buf_free(&part);
}

static enum figure_shown shown_value(const char *code) {
    for (int i = 0; i < (int)(sizeof shown_codes / sizeof *shown_codes); i++)
        if (strcmp(shown_codes[i], code) == 0)
            return (enum figure_shown)i;
    return FIGURE_HIDDEN;
}

static bool read_cell(struct figure_cell *c, const struct json *line) {
    const char *shown = json_str(line, "shown", "exact");

    *c = (struct figure_cell){
        .figure = figure_value(json_str(line, "figure", "")), .shown = shown_value(shown), .value = FIGURE_NO, .of = FIGURE_NO};
    if (!c->figure || !by_value(&c->by, json_str(line, "by", "all")))
        return false;
    snprintf(c->key, sizeof c->key, "%s", json_str(line, "key", ""));
    json_int(line, "value", &c->value);
    json_int(line, "of", &c->of);
    if (c->value < 0 || c->value > INT32_MAX)
        c->value = FIGURE_NO;
    if (c->of < 0 || c->of > INT32_MAX)
        c->of = FIGURE_NO;
    if (figures[c->figure].sort == FIGURE_SORT_SHARE &&
        ((c->shown == FIGURE_MOST && c->of < FIGURES_LEAST) || (c->shown == FIGURE_EXACT && (c->value < 0 || c->of < c->value))))
        c->shown = FIGURE_HIDDEN;
    return true;
}

enum err figures_read(struct figures *out, const char *text, size_t len) {
    const char *end = text + len;

    out->cells = NULL;
    out->count = 0;
    while (text < end && out->count < LINES_MAX) {
        const char *stop = memchr(text, '\n', (size_t)(end - text));
        struct figure_cell c;
        struct json *line;

        stop = stop ? stop : end;
        if (json_parse(&line, text, (size_t)(stop - text), NULL) != ERR_OK) {
            mem_free(out->cells);
            out->cells = NULL;
            out->count = 0;
            return ERR_SYNTAX;
        }
        if (read_cell(&c, line)) {
            if (out->count % 64 == 0)
                out->cells = mem_resize(out->cells, out->count + 64, sizeof *out->cells);
            out->cells[out->count++] = c;
        }
        json_free(line);
        text = stop + 1;
    }
    return ERR_OK;
}
