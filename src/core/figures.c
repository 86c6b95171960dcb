/* Counting figures, and the cells that come of it. */
#include "linli/figures.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "linli/mem.h"
#include "linli/policy.h"
#include "figures_inner.h"

#define MONTHS_MAX 13
#define WEEKS_MAX 54
#define UNKNOWN "-"         /* key of what a newer version named, or nobody did */
#define OUTCOMES EXIT_COUNT /* 0: its course was gone to the end */

struct pair {
    int64_t n, of;
};

struct figures_tally {
    struct figures_ask ask;
    size_t size[FIGURE_BY_COUNT];
    struct pair *table[FIGURE_COUNT][FIGURE_BY_COUNT];
    char units[FIGURES_UNITS_MAX][AREA_SIZE];
    size_t unit_count;
    bool too_many_units;
    struct settled {
        int64_t days;
        size_t month;
    } * settled; /* each matter that was */
    size_t settled_count, settled_room;
    int64_t *crossed;                       /* months * TYPE_COUNT; NULL: not asked for */
    int64_t matters[FIGURES_UNITS_MAX + 1]; /* that had anything to do with the span; the last: all */
    size_t unit;                            /* of the newest matter; FIGURES_UNITS_MAX: none */
    bool counted;
};

/* ---- the span */

static bool first_of(int64_t *day, int year, int month) {
    char date[32];
    int64_t at;

    snprintf(date, sizeof date, "%04d-%02d-01", year, month);
    if (!clock_parse(&at, date))
        return false;
    *day = clock_day(at);
    return true;
}

bool figures_span(struct figures_ask *ask, const char *text) {
    size_t len = strlen(text), digits = strspn(text, "0123456789");
    int year = atoi(text), month = 0;
    int64_t from, behind;

    if (digits != 4 || (len != 4 && len != 7))
        return false;
    if (len == 7 && (text[4] != '-' || strspn(text + 5, "0123456789") != 2))
        return false;
    if (len == 7)
        month = atoi(text + 5);
    if (len == 7 && (month < 1 || month > 12))
        return false;
    if (!first_of(&from, year, month ? month : 1) ||
        !first_of(&behind, year + (month == 0 || month == 12), month == 0 || month == 12 ? 1 : month + 1))
        return false;
    ask->from = from;
    ask->to = behind - 1;
    return true;
}

static int month_number(int64_t day) {
    char date[CLOCK_DATE_SIZE];

    clock_date(date, clock_day_start(day));
    return atoi(date) * 12 + atoi(date + 5) - 1;
}

static size_t month_of(const struct figures_tally *t, int64_t day) {
    return (size_t)(month_number(day) - month_number(t->ask.from));
}

/* Day 0 was a Thursday. */
static int64_t monday(int64_t day) {
    return day - (day + 3) % 7;
}

static bool in_span(const struct figures_tally *t, int64_t day) {
    return day >= t->ask.from && day <= t->ask.to && day <= t->ask.today;
}

/* ---- counting */

struct figures_tally *figures_start(const struct figures_ask *ask) {
    struct figures_tally *t = mem_new(1, sizeof *t);
    int64_t days = ask->to - ask->from + 1, last; /* months and weeks go no further than today */

    t->ask = *ask;
    if (days > FIGURES_DAYS_MAX)
        t->ask.to = ask->from + FIGURES_DAYS_MAX - 1;
    last = t->ask.to < ask->today ? t->ask.to : ask->today > ask->from ? ask->today : ask->from;
    t->size[FIGURE_BY_ALL] = 1;
    t->size[FIGURE_BY_KIND] = MATTER_COUNT;
    t->size[FIGURE_BY_TYPE] = TYPE_COUNT;
    t->size[FIGURE_BY_LEVEL] = LEVEL_COUNT;
    t->size[FIGURE_BY_MONTH] = month_of(t, last) + 1;
    t->size[FIGURE_BY_OUTCOME] = OUTCOMES;
    t->size[FIGURE_BY_UNIT] = FIGURES_UNITS_MAX;
    t->size[FIGURE_BY_WEEK] = (size_t)((monday(last) - monday(t->ask.from)) / 7 + 1);
    if (ask->crossed)
        t->crossed = mem_new(t->size[FIGURE_BY_MONTH] * TYPE_COUNT, sizeof *t->crossed);
    for (int f = 1; f < FIGURE_COUNT; f++)
        for (int by = 0; by < FIGURE_BY_COUNT; by++)
            if (by == FIGURE_BY_ALL || figure_is_by((enum figure)f, (enum figure_by)by))
                t->table[f][by] = mem_new(t->size[by], sizeof(struct pair));
    return t;
}

void figures_drop(struct figures_tally *t) {
    if (!t)
        return;
    for (int f = 1; f < FIGURE_COUNT; f++)
        for (int by = 0; by < FIGURE_BY_COUNT; by++)
            mem_free(t->table[f][by]);
    mem_free(t->settled);
    mem_free(t->crossed);
    mem_free(t);
}

static void count(struct figures_tally *t, enum figure f, enum figure_by by, size_t slot, int64_t n, int64_t of) {
    struct pair *p = slot < t->size[by] ? t->table[f][by] : NULL;

    if (!p)
        return;
    p[slot].n += n;
    p[slot].of += of;
}

/* Of all, and of the unit that the newest matter is of. */
static void count_of(struct figures_tally *t, enum figure f, int64_t n, int64_t of) {
    count(t, f, FIGURE_BY_ALL, 0, n, of);
    count(t, f, FIGURE_BY_UNIT, t->unit, n, of);
}

static void touch(struct figures_tally *t) {
    if (t->counted)
        return;
    t->counted = true;
    t->matters[FIGURES_UNITS_MAX]++;
    if (t->unit < FIGURES_UNITS_MAX)
        t->matters[t->unit]++;
}

/* The part of a code that is one level below the asked area; what is nowhere below it is a unit of its own. None where there are
 * more than is shown. */
static size_t unit_of(struct figures_tally *t, const char *area) {
    size_t skip = strlen(t->ask.area), len;

    if (skip && area[skip] == '.')
        skip++;
    len = skip + strcspn(area + skip, ".");
    if (!len) {
        area = UNKNOWN;
        len = strlen(UNKNOWN);
    }
    if (t->unit < t->unit_count && strncmp(t->units[t->unit], area, len) == 0 && !t->units[t->unit][len])
        return t->unit;
    for (size_t i = 0; i < t->unit_count; i++)
        if (strncmp(t->units[i], area, len) == 0 && !t->units[i][len])
            return i;
    if (t->unit_count == FIGURES_UNITS_MAX) {
        t->too_many_units = true;
        return FIGURES_UNITS_MAX;
    }
    snprintf(t->units[t->unit_count], AREA_SIZE, "%.*s", (int)len, area);
    return t->unit_count++;
}

static void settled_in(struct figures_tally *t, int64_t days, size_t month) {
    if (t->settled_count == t->settled_room) {
        t->settled_room = t->settled_room ? t->settled_room * 2 : 64;
        t->settled = mem_resize(t->settled, t->settled_room, sizeof *t->settled);
    }
    t->settled[t->settled_count++] = (struct settled){days < 0 ? 0 : days, month};
}

static void count_crossed(struct figures_tally *t, size_t month, enum matter_type type) {
    if (t->crossed && month < t->size[FIGURE_BY_MONTH] && (size_t)type < TYPE_COUNT)
        t->crossed[month * TYPE_COUNT + (size_t)type]++;
}

static bool is_follow_up(enum step s) {
    return s == STEP_FOLLOW_UP || s == STEP_REVISIT;
}

bool figures_add_matter(struct figures_tally *t, const struct figures_matter *m) {
    if (!policy_area_inside(m->area, t->ask.area))
        return false;
    t->unit = unit_of(t, m->area);
    t->counted = false;
    if (in_span(t, m->opened)) {
        touch(t);
        count_of(t, FIGURE_REPORTED, 1, 0);
        count(t, FIGURE_REPORTED, FIGURE_BY_KIND, kinds_type_matter(m->type), 1, 0);
        count(t, FIGURE_REPORTED, FIGURE_BY_TYPE, m->type, 1, 0);
        count(t, FIGURE_REPORTED, FIGURE_BY_LEVEL, m->level, 1, 0);
        count(t, FIGURE_REPORTED, FIGURE_BY_MONTH, month_of(t, m->opened), 1, 0);
        count_crossed(t, month_of(t, m->opened), m->type);
    }
    if (!m->open && m->closed && in_span(t, m->closed)) {
        touch(t);
        count_of(t, FIGURE_CLOSED, 1, 0);
        count(t, FIGURE_CLOSED, FIGURE_BY_OUTCOME, m->left_by, 1, 0);
        count(t, FIGURE_CLOSED, FIGURE_BY_MONTH, month_of(t, m->closed), 1, 0);
        if (m->left_by == EXIT_NONE || m->left_by == EXIT_SETTLE)
            settled_in(t, m->closed - m->opened, month_of(t, m->closed));
    }
    if (m->open && is_follow_up(m->step) && m->due && in_span(t, m->due) && m->due < t->ask.today)
        count_of(t, FIGURE_FOLLOWED, 0, 1);
    return true;
}

void figures_add_step(struct figures_tally *t, const struct figures_step *s) {
    bool in_time = s->day <= s->due;

    if (!in_span(t, s->day))
        return;
    if (s->exit == EXIT_REOPEN) {
        count_of(t, FIGURE_REOPENED, 1, 0);
        return;
    }
    if (s->next == s->step)
        return;
    touch(t);
    if (is_follow_up(s->step))
        count_of(t, FIGURE_FOLLOWED, s->exit == EXIT_NONE, 1);
    if (!s->due)
        return;
    count_of(t, FIGURE_IN_TIME, in_time, 1);
    count(t, FIGURE_IN_TIME, FIGURE_BY_LEVEL, s->level, in_time, 1);
    count(t, FIGURE_IN_TIME, FIGURE_BY_MONTH, month_of(t, s->day), in_time, 1);
}

void figures_add_item(struct figures_tally *t, const struct figures_item *i) {
    bool in = i->due >= t->ask.from && i->due <= t->ask.to;

    if (i->item == ITEM_IS_TERM && i->due && in && (i->result || i->due < t->ask.today))
        count_of(t, FIGURE_KEPT, i->result == ANSWER_YES, 1);
    if (i->item == ITEM_IS_EVALUATION && i->score >= 1 && i->score <= 5 && in_span(t, i->day))
        count_of(t, FIGURE_EVALUATED, i->score, 1);
}

void figures_add_reminder(struct figures_tally *t, bool overdue, enum level level, int64_t day) {
    enum figure f = overdue ? FIGURE_OVERDUE : FIGURE_URGED;

    if (!in_span(t, day))
        return;
    count_of(t, f, 1, 0);
    count(t, f, FIGURE_BY_LEVEL, level, 1, 0);
}

void figures_add_visit(struct figures_tally *t, const char *area, int64_t day) {
    if (!in_span(t, day) || !policy_area_inside(area, t->ask.area))
        return;
    count(t, FIGURE_VISITS, FIGURE_BY_ALL, 0, 1, 0);
    count(t, FIGURE_VISITS, FIGURE_BY_WEEK, (size_t)((monday(day) - monday(t->ask.from)) / 7), 1, 0);
}

/* ---- cells */

struct figure_cell *figures_add_cell(struct figures *f, enum figure figure, enum figure_by by, const char *key) {
    struct figure_cell *c;

    if (f->count % 64 == 0)
        f->cells = mem_resize(f->cells, f->count + 64, sizeof *f->cells);
    c = &f->cells[f->count++];
    *c = (struct figure_cell){.figure = figure, .by = by, .value = FIGURE_NO, .of = FIGURE_NO};
    snprintf(c->key, sizeof c->key, "%s", key);
    return c;
}

static void key_of(char out[AREA_SIZE], const struct figures_tally *t, enum figure_by by, size_t slot) {
    static const enum list lists[FIGURE_BY_COUNT] = {
        [FIGURE_BY_KIND] = LIST_MATTER, [FIGURE_BY_TYPE] = LIST_TYPE, [FIGURE_BY_LEVEL] = LIST_LEVEL};
    int month = month_number(t->ask.from) + (int)slot;

    switch (by) {
    case FIGURE_BY_ALL:
        *out = '\0';
        break;
    case FIGURE_BY_OUTCOME:
        snprintf(out, AREA_SIZE, "%s", slot ? kinds_code(LIST_EXIT, (int)slot) : "done");
        break;
    case FIGURE_BY_MONTH:
        snprintf(out, AREA_SIZE, "%04d-%02d", month / 12, month % 12 + 1);
        break;
    case FIGURE_BY_WEEK:
        clock_date(out, clock_day_start(monday(t->ask.from) + 7 * (int64_t)slot));
        break;
    case FIGURE_BY_UNIT:
        snprintf(out, AREA_SIZE, "%s", t->units[slot]);
        break;
    default:
        snprintf(out, AREA_SIZE, "%s", slot ? kinds_code(lists[by], (int)slot) : UNKNOWN);
    }
}

/* Slots of a breakdown that have a cell: lists without those that are zero; months and weeks all, for the trend. A breakdown into
 * one month says nothing. */
static bool has_cell(const struct figures_tally *t, enum figure f, enum figure_by by, size_t slot) {
    const struct pair *p = &t->table[f][by][slot];

    switch (by) {
    case FIGURE_BY_ALL:
        return true;
    case FIGURE_BY_MONTH:
    case FIGURE_BY_WEEK:
        return t->size[by] > 1;
    case FIGURE_BY_UNIT:
        return !t->too_many_units && t->unit_count > 1 && slot < t->unit_count && (p->n || p->of);
    default:
        return p->n || p->of;
    }
}

/* Where the cells of a figure went: a number each, in the order of the cells. */
struct placed {
    size_t first; /* of its cells */
    size_t count;
    size_t slots[FIGURES_UNITS_MAX + TYPE_COUNT + MONTHS_MAX + WEEKS_MAX + 64];
};

static void place(struct figures *out, const struct figures_tally *t, enum figure f, struct placed *at) {
    char key[AREA_SIZE];

    at->first = out->count;
    at->count = 0;
    for (int by = 0; by < FIGURE_BY_COUNT; by++) {
        for (size_t slot = 0; t->table[f][by] && slot < t->size[by]; slot++) {
            if (!has_cell(t, f, (enum figure_by)by, slot))
                continue;
            key_of(key, t, (enum figure_by)by, slot);
            figures_add_cell(out, f, (enum figure_by)by, key);
            at->slots[at->count++] = slot;
        }
    }
}

static const struct pair *pair_of(const struct figures *out, const struct figures_tally *t, const struct placed *at, size_t i) {
    const struct figure_cell *c = &out->cells[at->first + i];

    return &t->table[c->figure][c->by][at->slots[i]];
}

/* Types add up to their kind, kinds and all other breakdowns to the total. */
static void set_parent(struct figures_number *n, const struct figures *out, const struct placed *at, size_t i) {
    const struct figure_cell *c = &out->cells[at->first + i];
    enum matter_kind kind = kinds_type_matter((enum matter_type)at->slots[i]);

    n->parent = c->by == FIGURE_BY_ALL ? -1 : 0;
    n->group = c->by == FIGURE_BY_TYPE ? FIGURE_BY_COUNT + (int)kind : (int)c->by;
    for (size_t k = 0; c->by == FIGURE_BY_TYPE && k < at->count; k++)
        if (out->cells[at->first + k].by == FIGURE_BY_KIND && at->slots[k] == (size_t)kind)
            n->parent = (int)k;
}

/* The numbers of a count, or of a mean how many it is of. */
static void hide_numbers(struct figures *out, const struct figures_tally *t, const struct placed *at, bool mean) {
    struct figures_number *n = mem_new(at->count, sizeof *n);

    for (size_t i = 0; i < at->count; i++) {
        const struct pair *p = pair_of(out, t, at, i);

        n[i].value = mean ? p->of : p->n;
        set_parent(&n[i], out, at, i);
    }
    if (!t->ask.own)
        figures_hide(n, at->count);
    for (size_t i = 0; i < at->count; i++) {
        struct figure_cell *c = &out->cells[at->first + i];
        const struct pair *p = pair_of(out, t, at, i);

        c->shown = n[i].shown;
        if (c->shown == FIGURE_EXACT && mean) {
            c->of = p->of;
            c->value = p->of ? (p->n * 100 + p->of / 2) / p->of : FIGURE_NO;
        } else if (c->shown == FIGURE_EXACT) {
            c->value = p->n;
        }
        if (n[i].withheld)
            c->key[0] = '*';
    }
    mem_free(n);
}

static void show_share(struct figure_cell *c, const struct figures_share *s) {
    c->shown = s->shown;
    c->value = s->shown == FIGURE_EXACT ? s->count : FIGURE_NO;
    c->of = s->of_shown ? s->of : FIGURE_NO;
}

static void hide_shares(struct figures *out, const struct figures_tally *t, const struct placed *at) {
    struct figures_share *s = mem_new(at->count, sizeof *s);

    for (size_t i = 0; i < at->count; i++) {
        const struct pair *p = pair_of(out, t, at, i);

        s[i] = (struct figures_share){p->n, p->of, FIGURE_EXACT, true};
    }
    for (size_t i = 0, n; i < at->count && !t->ask.own; i += n) {
        enum figure_by by = out->cells[at->first + i].by;

        for (n = 1; i + n < at->count && out->cells[at->first + i + n].by == by; n++)
            ;
        if (by == FIGURE_BY_ALL)
            figures_hide_whole(&s[i]);
        else
            figures_hide_parts(&s[0], &s[i], n);
    }
    for (size_t i = 0; i < at->count; i++)
        show_share(&out->cells[at->first + i], &s[i]);
    mem_free(s);
}

static int by_days(const void *a, const void *b) {
    const struct settled *x = a, *y = b;

    return x->days < y->days ? -1 : x->days > y->days;
}

/* Of one month, or (`month` behind the last) of all; they are sorted. */
static void set_days(struct figure_cell *c, const struct figures_tally *t, size_t month) {
    size_t all = t->size[FIGURE_BY_MONTH], n = 0, k = 0;

    for (size_t i = 0; i < t->settled_count; i++)
        n += month == all || t->settled[i].month == month;
    if (n && n < FIGURES_LEAST && !t->ask.own)
        c->shown = FIGURE_FEW;
    if (c->shown != FIGURE_EXACT)
        return;
    for (size_t i = 0; i < t->settled_count; i++) {
        if (month != all && t->settled[i].month != month)
            continue;
        if (k == (n - 1) / 2)
            c->value = t->settled[i].days;
        if (k == (n * 9 + 9) / 10 - 1)
            c->of = t->settled[i].days;
        k++;
    }
}

static void add_days(struct figures *out, struct figures_tally *t) {
    size_t months = t->size[FIGURE_BY_MONTH];
    char key[AREA_SIZE];

    if (t->settled_count)
        qsort(t->settled, t->settled_count, sizeof *t->settled, by_days);
    set_days(figures_add_cell(out, FIGURE_DAYS, FIGURE_BY_ALL, ""), t, months);
    for (size_t m = 0; m < months && months > 1; m++) {
        key_of(key, t, FIGURE_BY_MONTH, m);
        set_days(figures_add_cell(out, FIGURE_DAYS, FIGURE_BY_MONTH, key), t, m);
    }
}

/* Withheld cells become one that says so. */
static void drop_withheld(struct figures *f) {
    size_t kept = 0;

    for (size_t i = 0; i < f->count; i++) {
        struct figure_cell *c = &f->cells[i], *last = kept ? &f->cells[kept - 1] : NULL;

        if (c->key[0] == '*') {
            strcpy(c->key, "*");
            if (last && last->figure == c->figure && last->by == c->by && strcmp(last->key, "*") == 0)
                continue;
        }
        f->cells[kept++] = *c;
    }
    f->count = kept;
}

static const struct figure_cell *cell_of(const struct figures *f, enum figure figure, enum figure_by by, const char *key) {
    for (size_t i = 0; i < f->count; i++)
        if (f->cells[i].figure == figure && f->cells[i].by == by && strcmp(f->cells[i].key, key) == 0)
            return &f->cells[i];
    return NULL;
}

static void add_index(struct figures *f, enum figure_by by, const char *key, int64_t matters) {
    const struct figure_cell *parts[FIGURES_PARTS];
    struct figure_cell *c;
    int64_t value;

    for (size_t p = 0; p < FIGURES_PARTS; p++)
        parts[p] = cell_of(f, figures_part(p), by, key);
    value = figures_index(parts, matters);
    if (by == FIGURE_BY_UNIT && value == FIGURE_NO)
        return;
    c = figures_add_cell(f, FIGURE_INDEX, by, key);
    c->value = value;
}

static void sort_units(struct figures *f, size_t from) {
    for (size_t i = from + 1; i < f->count; i++)
        for (size_t k = i; k > from && f->cells[k].by == FIGURE_BY_UNIT && f->cells[k - 1].figure == f->cells[k].figure &&
                           f->cells[k - 1].by == FIGURE_BY_UNIT && strcmp(f->cells[k - 1].key, f->cells[k].key) > 0;
             k--) {
            struct figure_cell c = f->cells[k];

            f->cells[k] = f->cells[k - 1];
            f->cells[k - 1] = c;
        }
}

static void add_figure(struct figures *out, struct figures_tally *t, enum figure f) {
    struct placed at;

    switch (figure_sort(f)) {
    case FIGURE_SORT_DAYS:
        add_days(out, t);
        return;
    case FIGURE_SORT_INDEX:
        add_index(out, FIGURE_BY_ALL, "", t->matters[FIGURES_UNITS_MAX]);
        for (size_t u = 0; u < t->unit_count && t->unit_count > 1 && !t->too_many_units; u++)
            add_index(out, FIGURE_BY_UNIT, t->units[u], t->matters[u]);
        return;
    default:
        place(out, t, f, &at);
    }
    if (figure_sort(f) == FIGURE_SORT_SHARE)
        hide_shares(out, t, &at);
    else
        hide_numbers(out, t, &at, figure_sort(f) == FIGURE_SORT_MEAN);
}

void figures_end(struct figures *out, struct figures_tally *t) {
    *out = (struct figures){.ask = t->ask, .at = clock_now()};
    for (int f = 1; f < FIGURE_COUNT; f++)
        add_figure(out, t, (enum figure)f);
    if (t->crossed && t->size[FIGURE_BY_MONTH] > 1)
        figures_cross(out, t->crossed);
    drop_withheld(out);
    sort_units(out, 0);
    figures_drop(t);
}

void figures_free(struct figures *f) {
    mem_free(f->cells);
    memset(f, 0, sizeof *f);
}

const struct figure_cell *figures_cells(const struct figures *f, enum figure figure, enum figure_by by, size_t *n) {
    const struct figure_cell *first = NULL;

    *n = 0;
    for (size_t i = 0; i < f->count; i++) {
        if (f->cells[i].figure != figure || f->cells[i].by != by)
            continue;
        first = first ? first : &f->cells[i];
        ++*n;
    }
    return first;
}
