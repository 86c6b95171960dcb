/* Figures: a recount of random matters, and oracles that try to compute what is hidden. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "linli/clock.h"
#include "linli/figures.h"
#include "unit/text/chance.h"

#define TODAY 20600 /* 2026-05-27 */

static bool small(int64_t n) {
    return n > 0 && n < 5;
}

/* ---- an oracle for counts: sets of possible values, joined sum by sum; nothing of it is ranges */

#define TOP 120
struct set {
    bool at[TOP];
};

static struct set known_of(const struct figures_number *n) {
    struct set s = {{false}};

    for (int v = 0; v < TOP; v++)
        s.at[v] = n->withheld                ? true
                  : n->shown == FIGURE_EXACT ? v == n->value
                  : n->shown == FIGURE_FEW   ? v >= 1 && v <= 4
                                             : v >= 5;
    return s;
}

static struct set plus(const struct set *a, const struct set *b) {
    struct set s = {{false}};

    for (int x = 0; x < TOP; x++)
        for (int y = 0; a->at[x] && x + y < TOP; y++)
            s.at[x + y] = s.at[x + y] || b->at[y];
    return s;
}

/* What a number can be, with `fixed` set to one value: the parts of each group must add up to it. */
static struct set possible(const struct figures_number *n, size_t count, size_t of, size_t fixed, int value) {
    struct set s = known_of(&n[of]);

    for (int v = 0; of == fixed && v < TOP; v++)
        s.at[v] = s.at[v] && v == value;
    for (int g = 0; g < FIGURES_GROUPS; g++) {
        struct set sum = {{true}};
        bool any = false;

        for (size_t i = 0; i < count; i++) {
            struct set part;

            if (n[i].parent != (int)of || n[i].group != g)
                continue;
            part = possible(n, count, i, fixed, value);
            sum = plus(&sum, &part);
            any = true;
        }
        for (int v = 0; any && v < TOP; v++)
            s.at[v] = s.at[v] && sum.at[v];
    }
    return s;
}

static int ways(const struct figures_number *n, size_t count, size_t of) {
    int found = 0;

    for (int v = 0; v <= 4; v++) {
        struct set root = possible(n, count, 0, of, v);
        bool any = false;

        for (int r = 0; r < TOP; r++)
            any = any || root.at[r];
        found += any;
    }
    return found;
}

static void no_small_count_can_be_computed(void **state) {
    size_t hidden = 0, shown = 0, totals = 0;

    (void)state;
    for (int round = 0; round < 1500; round++) {
        struct figures_number n[24] = {{0}};
        int64_t most = round % 3 == 0 ? 3 : round % 3 == 1 ? 9 : 25;
        size_t count = 1;

        /* Three kinds with two types each, then three levels and three months of the same total. */
        n[0].parent = -1;
        for (int k = 0; k < 3; k++) {
            size_t kind = count++;

            n[kind] = (struct figures_number){.parent = 0, .group = 1};
            for (int t = 0; t < 2; t++) {
                int64_t v = chance(2) ? 0 : chance((uint32_t)most);

                n[count++] = (struct figures_number){.value = v, .parent = (int)kind, .group = 10 + k};
                n[kind].value += v;
                n[0].value += v;
            }
        }
        for (int g = 2; g < 4; g++)
            for (int i = 0; i < 3; i++)
                n[count++] = (struct figures_number){.parent = 0, .group = g};
        for (int64_t m = 0; m < n[0].value; m++) {
            n[count - 1 - chance(chance(3) + 1)].value++;
            n[count - 4 - chance(chance(3) + 1)].value++;
        }
        figures_hide(n, count);
        for (size_t i = 0; i < count; i++) {
            shown += n[i].shown == FIGURE_EXACT && n[i].value;
            if (!small(n[i].value))
                continue;
            hidden++;
            assert_int_not_equal(n[i].shown, FIGURE_EXACT);
            if (ways(n, count, i) < 2)
                fail_msg("round %d: number %zu of value %lld is given away", round, i, (long long)n[i].value);
        }
        totals += n[0].shown == FIGURE_EXACT;
    }
    assert_true(hidden > 3000);
    assert_true(shown > 3000); /* hiding all would be safe, too */
    assert_true(totals > 400);
}

static void what_gives_nothing_away_is_shown(void **state) {
    struct figures_number fine[] = {{12, -1, 0, 0, 0}, {7, 0, 1, 0, 0}, {5, 0, 1, 0, 0}, {0, 0, 1, 0, 0}};
    struct figures_number one[] = {{10, -1, 0, 0, 0}, {7, 0, 1, 0, 0}, {3, 0, 1, 0, 0}};
    struct figures_number two[] = {{13, -1, 0, 0, 0}, {8, 0, 1, 0, 0}, {3, 0, 1, 0, 0}, {2, 0, 1, 0, 0}};
    struct figures_number ones[] = {{10, -1, 0, 0, 0}, {8, 0, 1, 0, 0}, {1, 0, 1, 0, 0}, {1, 0, 1, 0, 0}};

    (void)state;
    figures_hide(fine, 4);
    for (size_t i = 0; i < 4; i++)
        assert_int_equal(fine[i].shown, FIGURE_EXACT);
    figures_hide(one, 3); /* 10 - 7 would be 3: the total goes */
    assert_int_equal(one[0].shown, FIGURE_HIDDEN);
    assert_int_equal(one[1].shown, FIGURE_EXACT);
    assert_int_equal(one[2].shown, FIGURE_FEW);
    figures_hide(two, 4); /* 5 is 3 and 2, 4 and 1, or the other way about */
    assert_int_equal(two[0].shown, FIGURE_EXACT);
    assert_int_equal(two[1].shown, FIGURE_EXACT);
    figures_hide(ones, 4); /* two small ones that come to 2 are 1 and 1 */
    assert_int_not_equal(ones[0].shown, FIGURE_EXACT);
}

/* ---- an oracle for shares: every way in which parts add up is tried */

struct cell {
    int n, of;
};
struct seen {
    bool n[16], rest[16], of[16];
};

static void try_parts(const struct figures_share *s, size_t count, size_t at, int n, int rest, struct seen *seen, bool *any,
                      struct cell *now) {
    if (at == count) {
        if (n || rest)
            return;
        *any = true;
        for (size_t i = 0; i < count; i++) {
            seen[i].n[now[i].n] = true;
            seen[i].rest[now[i].of - now[i].n] = true;
            seen[i].of[now[i].of] = true;
        }
        return;
    }
    if (s[at].shown == FIGURE_EXACT) {
        now[at] = (struct cell){(int)s[at].count, (int)s[at].of};
        if (now[at].n <= n && now[at].of - now[at].n <= rest)
            try_parts(s, count, at + 1, n - now[at].n, rest - (now[at].of - now[at].n), seen, any, now);
        return;
    }
    for (int x = 0; x <= n; x++)
        for (int y = 0; y <= rest; y++) {
            now[at] = (struct cell){x, x + y};
            try_parts(s, count, at + 1, n - x, rest - y, seen, any, now);
        }
}

static int times(const bool *at) {
    int found = 0;

    for (int i = 0; i < 16; i++)
        found += at[i];
    return found;
}

static bool fits(const struct figures_share *w, int n, int rest) {
    if (!w->of_shown)
        return n + rest >= 1 && n + rest <= 4;
    if (n + rest != w->of)
        return false;
    return w->shown == FIGURE_EXACT  ? n == w->count
           : w->shown == FIGURE_FEW  ? n >= 1 && n <= 4
           : w->shown == FIGURE_MOST ? rest >= 1 && rest <= 4
                                     : true;
}

static void check_share(const struct figures_share *s, const struct seen *seen, int round) {
    if ((small(s->count) && times(seen->n) < 2) || (small(s->of - s->count) && times(seen->rest) < 2) ||
        (small(s->of) && times(seen->of) < 2))
        fail_msg("round %d: %lld of %lld is given away", round, (long long)s->count, (long long)s->of);
}

static void no_small_share_can_be_computed(void **state) {
    size_t shown = 0, bands = 0;

    (void)state;
    for (int round = 0; round < 3000; round++) {
        struct figures_share whole = {0}, parts[2][3] = {{{0}}};
        struct seen seen[2][3], of_whole;
        int total = (int)chance(15), late = chance(2) ? (int)chance(5) : (int)chance(15);

        memset(seen, 0, sizeof seen);
        memset(&of_whole, 0, sizeof of_whole);
        for (int i = 0; i < total; i++) {
            size_t a = chance(chance(3) + 1), b = chance(chance(3) + 1);
            bool in = i >= late;

            parts[0][a].count += in;
            parts[0][a].of++;
            parts[1][b].count += in;
            parts[1][b].of++;
            whole.count += in;
            whole.of++;
        }
        figures_hide_whole(&whole);
        for (size_t t = 0; t < 2; t++)
            figures_hide_parts(&whole, parts[t], 3);
        for (int n = 0; n <= 15; n++)
            for (int rest = 0; n + rest <= 15; rest++) {
                struct seen now[2][3];
                struct cell at[3];
                bool any[2] = {false, false};

                memset(now, 0, sizeof now);
                if (!fits(&whole, n, rest))
                    continue;
                for (size_t t = 0; t < 2; t++)
                    try_parts(parts[t], 3, 0, n, rest, now[t], &any[t], at);
                if (!any[0] || !any[1])
                    continue;
                of_whole.n[n] = of_whole.rest[rest] = of_whole.of[n + rest] = true;
                for (size_t i = 0; i < 6; i++)
                    for (size_t k = 0; k < sizeof *seen[0]; k++)
                        ((bool *)&seen[i / 3][i % 3])[k] |= ((bool *)&now[i / 3][i % 3])[k];
            }
        check_share(&whole, &of_whole, round);
        for (size_t i = 0; i < 6; i++) {
            check_share(&parts[i / 3][i % 3], &seen[i / 3][i % 3], round);
            shown += parts[i / 3][i % 3].shown == FIGURE_EXACT && parts[i / 3][i % 3].of;
        }
        bands += whole.shown == FIGURE_MOST;
    }
    assert_true(shown > 500);
    assert_true(bands > 300);
}

/* ---- a recount */

#define MATTERS 300
#define STEPS 6

struct made {
    struct figures_matter m;
    char area[AREA_SIZE];
    struct figures_step steps[STEPS];
    struct figures_item items[STEPS];
    size_t step_count, item_count;
};

static void make(struct made *x) {
    static const char *const areas[] = {"430181.007.01", "430181.007.02.05", "430181.007.02.06",
                                        "430181.007",    "430181.008.01",    ""};
    int64_t opened = TODAY - chance(400);

    memset(x, 0, sizeof *x);
    strcpy(x->area, areas[chance(6)]);
    x->m = (struct figures_matter){.area = x->area,
                                   .type = (enum matter_type)(1 + chance(TYPE_COUNT - 1)),
                                   .level = (enum level)(1 + chance(LEVEL_COUNT - 1)),
                                   .opened = opened,
                                   .open = chance(2)};
    x->m.kind = kinds_type_matter(x->m.type);
    x->m.step = chance(3) ? STEP_MEDIATE : STEP_FOLLOW_UP;
    x->m.due = opened + chance(60);
    if (!x->m.open) {
        x->m.closed = opened + chance(90);
        x->m.left_by = chance(2) ? EXIT_NONE : (enum exit)(1 + chance(EXIT_COUNT - 1));
    }
    x->step_count = chance(STEPS + 1);
    for (size_t i = 0; i < x->step_count; i++)
        x->steps[i] = (struct figures_step){.step = (enum step)(1 + chance(STEP_COUNT - 1)),
                                            .next = (enum step)chance(STEP_COUNT),
                                            .exit = chance(3) ? EXIT_NONE : (enum exit)chance(EXIT_COUNT),
                                            .level = (enum level)(1 + chance(LEVEL_COUNT - 1)),
                                            .day = opened + chance(100),
                                            .due = chance(4) ? opened + chance(100) : 0};
    x->item_count = chance(STEPS + 1);
    for (size_t i = 0; i < x->item_count; i++)
        x->items[i] = (struct figures_item){.item = chance(2) ? ITEM_IS_TERM : ITEM_IS_EVALUATION,
                                            .result = (enum yes_or_no)chance(3),
                                            .score = (int)chance(6),
                                            .day = opened + chance(100),
                                            .due = opened + chance(100)};
}

static int64_t value(const struct figures *f, enum figure figure, enum figure_by by, const char *key, int64_t *of) {
    for (size_t i = 0; i < f->count; i++)
        if (f->cells[i].figure == figure && f->cells[i].by == by && strcmp(f->cells[i].key, key) == 0) {
            if (of)
                *of = f->cells[i].of;
            return f->cells[i].value;
        }
    if (of)
        *of = 0;
    return 0;
}

static bool within(const struct figures_ask *a, int64_t day) {
    return day >= a->from && day <= a->to && day <= a->today;
}

static void month_key(char out[AREA_SIZE], int64_t day) {
    clock_date(out, clock_day_start(day));
    out[7] = '\0';
}

static int by_number(const void *a, const void *b) {
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

    return x < y ? -1 : x > y;
}

static void recount(const struct figures *f, const struct made *all) {
    const struct figures_ask *a = &f->ask;
    int64_t reported = 0, closed = 0, of_type[TYPE_COUNT] = {0}, in_unit = 0, in_month = 0, in_time = 0, ended = 0,
            level_time = 0, level_ended = 0, reopened = 0, kept = 0, terms = 0, followed = 0, follow = 0, scores = 0, scored = 0,
            done = 0, of;
    int64_t days[MATTERS], n = 0;

    for (size_t i = 0; i < MATTERS; i++) {
        const struct made *x = &all[i];
        char key[AREA_SIZE];

        if (strncmp(x->area, "430181.007", 10) != 0)
            continue;
        if (within(a, x->m.opened)) {
            reported++;
            of_type[x->m.type]++;
            in_unit += strncmp(x->area, "430181.007.02", 13) == 0;
            month_key(key, x->m.opened);
            in_month += strcmp(key, "2026-03") == 0;
        }
        if (!x->m.open && within(a, x->m.closed)) {
            closed++;
            done += x->m.left_by == EXIT_NONE;
            if (x->m.left_by == EXIT_NONE || x->m.left_by == EXIT_SETTLE)
                days[n++] = x->m.closed - x->m.opened;
        }
        if (x->m.open && x->m.step == STEP_FOLLOW_UP && x->m.due >= a->from && x->m.due <= a->to && x->m.due < TODAY)
            follow++;
        for (size_t k = 0; k < x->step_count; k++) {
            const struct figures_step *s = &x->steps[k];

            if (!within(a, s->day))
                continue;
            if (s->exit == EXIT_REOPEN) {
                reopened++;
                continue;
            }
            if (s->next == s->step)
                continue;
            if (s->step == STEP_FOLLOW_UP || s->step == STEP_REVISIT) {
                follow++;
                followed += s->exit == EXIT_NONE;
            }
            ended += s->due != 0;
            in_time += s->due && s->day <= s->due;
            if (s->level == LEVEL_TOWN && s->due) {
                level_ended++;
                level_time += s->day <= s->due;
            }
        }
        for (size_t k = 0; k < x->item_count; k++) {
            const struct figures_item *it = &x->items[k];

            if (it->item == ITEM_IS_TERM && it->due >= a->from && it->due <= a->to && (it->result || it->due < TODAY)) {
                terms++;
                kept += it->result == ANSWER_YES;
            }
            if (it->item == ITEM_IS_EVALUATION && it->score && within(a, it->day)) {
                scored++;
                scores += it->score;
            }
        }
    }
    assert_int_equal(value(f, FIGURE_REPORTED, FIGURE_BY_ALL, "", NULL), reported);
    for (int t = 1; t < TYPE_COUNT; t++)
        assert_int_equal(value(f, FIGURE_REPORTED, FIGURE_BY_TYPE, kinds_code(LIST_TYPE, t), NULL), of_type[t]);
    assert_int_equal(value(f, FIGURE_REPORTED, FIGURE_BY_UNIT, "430181.007.02", NULL), in_unit);
    assert_int_equal(value(f, FIGURE_REPORTED, FIGURE_BY_MONTH, "2026-03", NULL), in_month);
    assert_int_equal(value(f, FIGURE_CLOSED, FIGURE_BY_ALL, "", NULL), closed);
    assert_int_equal(value(f, FIGURE_CLOSED, FIGURE_BY_OUTCOME, "done", NULL), done);
    assert_int_equal(value(f, FIGURE_REOPENED, FIGURE_BY_ALL, "", NULL), reopened);
    assert_int_equal(value(f, FIGURE_IN_TIME, FIGURE_BY_ALL, "", &of), in_time);
    assert_int_equal(of, ended);
    assert_int_equal(value(f, FIGURE_IN_TIME, FIGURE_BY_LEVEL, "town", &of), level_time);
    assert_int_equal(of, level_ended);
    assert_int_equal(value(f, FIGURE_KEPT, FIGURE_BY_ALL, "", &of), kept);
    assert_int_equal(of, terms);
    assert_int_equal(value(f, FIGURE_FOLLOWED, FIGURE_BY_ALL, "", &of), followed);
    assert_int_equal(of, follow);
    assert_int_equal(value(f, FIGURE_EVALUATED, FIGURE_BY_ALL, "", &of), (scores * 100 + scored / 2) / scored);
    assert_int_equal(of, scored);
    qsort(days, (size_t)n, sizeof *days, by_number);
    assert_int_equal(value(f, FIGURE_DAYS, FIGURE_BY_ALL, "", &of), days[(n - 1) / 2]);
    for (int64_t i = 0, within_of = 0; i < n; i++) {
        within_of += days[i] <= of;
        if (i + 1 == n)
            assert_true(within_of * 10 >= n * 9);
    }
}

static void count_all(struct figures *out, const struct made *all, bool own) {
    struct figures_ask ask = {.area = "430181.007", .own = own, .today = TODAY};
    struct figures_tally *t;

    assert_true(figures_span(&ask, "2026"));
    t = figures_start(&ask);
    for (size_t i = 0; i < MATTERS; i++) {
        if (!figures_add_matter(t, &all[i].m))
            continue;
        for (size_t k = 0; k < all[i].step_count; k++)
            figures_add_step(t, &all[i].steps[k]);
        for (size_t k = 0; k < all[i].item_count; k++)
            figures_add_item(t, &all[i].items[k]);
    }
    figures_end(out, t);
}

static void figures_are_those_of_a_recount(void **state) {
    static struct made all[MATTERS];

    (void)state;
    for (int round = 0; round < 20; round++) {
        struct figures f;

        for (size_t i = 0; i < MATTERS; i++)
            make(&all[i]);
        count_all(&f, all, true);
        recount(&f, all);
        figures_free(&f);
    }
}

/* What another's households make is the same but for what is hidden, and no cell of 1 to 4 is in it or on the wire. */
static void what_is_not_own_has_no_small_cells(void **state) {
    static struct made all[MATTERS];

    (void)state;
    for (int round = 0; round < 10; round++) {
        struct figures f, again = {0};
        struct buf text = {0};
        size_t few = 0;

        for (size_t i = 0; i < MATTERS; i++)
            make(&all[i]);
        count_all(&f, all, false);
        for (size_t i = 0; i < f.count; i++) {
            const struct figure_cell *c = &f.cells[i];

            few += c->shown != FIGURE_EXACT;
            if (figure_sort(c->figure) == FIGURE_SORT_COUNT)
                assert_false(small(c->value));
            if (figure_sort(c->figure) == FIGURE_SORT_SHARE)
                assert_false(small(c->value) || small(c->of) || (c->value >= 0 && small(c->of - c->value)));
            assert_true(c->shown == FIGURE_EXACT || c->value == FIGURE_NO);
        }
        assert_true(few > 5);
        figures_write(&text, &f, 32768);
        assert_int_equal(figures_read(&again, text.data, text.len), ERR_OK);
        assert_int_equal(again.count, f.count);
        for (size_t i = 0; i < f.count; i++)
            assert_int_equal(value(&again, f.cells[i].figure, f.cells[i].by, f.cells[i].key, NULL), f.cells[i].value);
        buf_reset(&text);
        figures_write(&text, &f, 2000);
        assert_true(text.len <= 2000 && text.len > 500);
        buf_free(&text);
        figures_free(&f);
        figures_free(&again);
    }
}

static void lines_of_strangers_are_bounded(void **state) {
    static const char *const bad[] = {"{", "[]x", "{\"figure\":\"reported\"} x", "\x01"};
    static const char odd[] = "{\"figure\":\"weather\",\"value\":3}\n[]\n{\"figure\":\"in-time\",\"shown\":\"most\",\"of\":3}\n"
                              "{\"figure\":\"in-time\",\"by\":\"sky\"}\n{\"figure\":\"in-time\",\"value\":9,\"of\":3}\n"
                              "{\"figure\":\"reported\",\"value\":-4,\"key\":7}";
    struct figures f;

    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_int_equal(figures_read(&f, bad[i], strlen(bad[i])), ERR_SYNTAX);
    assert_int_equal(figures_read(&f, odd, strlen(odd)), ERR_OK);
    assert_int_equal(f.count, 3);
    for (size_t i = 0; i < f.count; i++) {
        struct buf text = {0};

        figure_show(&text, &f.cells[i]);
        assert_true(text.len > 0);
        assert_int_equal(figure_bar(&f.cells[i]), FIGURE_NO);
        buf_free(&text);
    }
    figures_free(&f);
}

/* ---- index, words, spans */

static void the_index_is_made_of_how_and_never_of_how_many(void **state) {
    struct figure_cell time = {.figure = FIGURE_IN_TIME, .value = 90, .of = 100},
                       kept = {.figure = FIGURE_KEPT, .value = 1, .of = 2},
                       scores = {.figure = FIGURE_EVALUATED, .value = 400, .of = 3};
    const struct figure_cell *parts[FIGURES_PARTS] = {&time, &kept, NULL, &scores};
    int64_t index = figures_index(parts, 5);

    (void)state;
    assert_int_equal(index, 7167); /* of 90, 50 and 75 alike; what has no data is left out */
    assert_int_equal(figures_index(parts, 4), FIGURE_NO);
    assert_int_equal(figures_index(parts, 5000), index);
    time = (struct figure_cell){.figure = FIGURE_IN_TIME, .value = 900, .of = 1000};
    assert_int_equal(figures_index(parts, 50), index);
    time = (struct figure_cell){.figure = FIGURE_IN_TIME, .shown = FIGURE_MOST, .value = FIGURE_NO, .of = 100};
    parts[1] = parts[3] = NULL;
    assert_int_equal(figures_index(parts, 50), 9750); /* all but 1 to 4, no more is known */
    time.shown = FIGURE_HIDDEN;
    assert_int_equal(figures_index(parts, 50), FIGURE_NO);
}

static void cells_are_shown_in_words(void **state) {
    static const struct {
        struct figure_cell c;
        const char *words;
    } rows[] = {
        {{.figure = FIGURE_REPORTED, .value = 12}, "12"},
        {{.figure = FIGURE_REPORTED, .shown = FIGURE_FEW, .value = -1}, "<5"},
        {{.figure = FIGURE_REPORTED, .shown = FIGURE_HIDDEN, .value = -1}, "hidden"},
        {{.figure = FIGURE_KEPT, .value = 9, .of = 10}, "9 of 10 (90 %)"},
        {{.figure = FIGURE_KEPT, .shown = FIGURE_MOST, .value = -1, .of = 50}, "at least 46 of 50 (92 %)"},
        {{.figure = FIGURE_KEPT, .shown = FIGURE_FEW, .value = -1, .of = 50}, "<5 of 50"},
        {{.figure = FIGURE_KEPT, .shown = FIGURE_FEW, .value = -1, .of = -1}, "<5"},
        {{.figure = FIGURE_KEPT, .value = 0, .of = 0}, "none"},
        {{.figure = FIGURE_EVALUATED, .value = 467, .of = 12}, "4.6 (from 12)"},
        {{.figure = FIGURE_DAYS, .value = 6, .of = 21}, "6, nine of ten within 21"},
        {{.figure = FIGURE_INDEX, .value = 8650, .of = -1}, "87"},
        {{.figure = FIGURE_INDEX, .value = -1, .of = -1}, "none"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct buf text = {0};

        figure_show(&text, &rows[i].c);
        assert_string_equal(buf_text(&text), rows[i].words);
        buf_free(&text);
    }
}

static void spans_are_years_and_months(void **state) {
    static const char *const bad[] = {"",        "26",         "2026-", "2026-13", "2026-00", "2026-1",
                                      "2026/11", "2026-11-22", "abcd",  "9999",    "2026-1x"};
    struct figures_ask ask = {0};
    char date[CLOCK_DATE_SIZE];

    (void)state;
    assert_true(figures_span(&ask, "2028-02"));
    assert_int_equal(ask.to - ask.from + 1, 29);
    assert_true(figures_span(&ask, "2026-12"));
    clock_date(date, clock_day_start(ask.to));
    assert_string_equal(date, "2026-12-31");
    assert_true(figures_span(&ask, "2028"));
    assert_int_equal(ask.to - ask.from + 1, 366);
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_false(figures_span(&ask, bad[i]));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_small_count_can_be_computed),
        cmocka_unit_test(what_gives_nothing_away_is_shown),
        cmocka_unit_test(no_small_share_can_be_computed),
        cmocka_unit_test(figures_are_those_of_a_recount),
        cmocka_unit_test(what_is_not_own_has_no_small_cells),
        cmocka_unit_test(lines_of_strangers_are_bounded),
        cmocka_unit_test(the_index_is_made_of_how_and_never_of_how_many),
        cmocka_unit_test(cells_are_shown_in_words),
        cmocka_unit_test(spans_are_years_and_months),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
