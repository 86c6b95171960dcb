/* The table of Today's rules, read. */
#include "linli/today_rules.h"

#include <string.h>
#include "linli/i18n.h"

static const struct {
    const char *code;
    enum today_group group;
    enum today_source source;
    int64_t from, to;
    const char *han, *ascii, *why;
} rules[TODAY_RULES] = {
#define X(name, code, group, source, from, to, han, ascii, why)                                                                  \
    [TODAY_RULE_##name] = {code, TODAY_GROUP_##group, TODAY_##source, from, to, han, ascii, why},
#include "linli/today_rules.def"
#undef X
};

static const char *const headings[TODAY_GROUPS] = {
#define X(name, heading) [TODAY_GROUP_##name] = heading,
#include "linli/today_groups.def"
#undef X
};

enum today_rule today_rule_of(enum today_source source, int64_t days_left) {
    int rule = 0;

    while (rule < TODAY_RULES && (rules[rule].source != source || days_left < rules[rule].from || days_left > rules[rule].to))
        rule++;
    return (enum today_rule)rule;
}

void today_span(int64_t *from, int64_t *to, enum today_rule rule) {
    *from = rules[rule].from;
    *to = rules[rule].to;
}

int64_t today_horizon(enum today_source source) {
    int64_t most = -TODAY_EVER;

    for (int i = 0; i < TODAY_RULES; i++)
        if (rules[i].source == source && rules[i].to > most)
            most = rules[i].to;
    return most;
}

enum today_source today_source_of(enum today_rule rule) {
    return rules[rule].source;
}

enum today_group today_group_of(enum today_rule rule) {
    return rules[rule].group;
}

const char *today_heading(enum today_group group) {
    return _(headings[group]);
}

const char *today_code(enum today_rule rule) {
    return rules[rule].code;
}

const char *today_mark(enum today_rule rule, bool han) {
    return han ? rules[rule].han : rules[rule].ascii;
}

void today_name(struct buf *out, const struct today_row *row) {
    switch (rules[row->rule].source) {
    case TODAY_PROMISE:
        buf_puts(out, kinds_words(LIST_KIND, KIND_VISIT));
        break;
    case TODAY_CARE:
    case TODAY_CONSENT:
        buf_puts(out, kinds_words(LIST_KIND, KIND_NEED));
        break;
    case TODAY_DRAFT:
        buf_puts(out, _("draft"));
        break;
    default:
        buf_puts(out, row->number);
    }
}

/* Two texts, or the one that says something. */
static void put_pair(struct buf *out, const char *a, const char *b) {
    buf_printf(out, "%s%s%s", a, *a && *b ? _(": ") : "", b);
}

void today_text(struct buf *out, const struct today_row *row) {
    switch (rules[row->rule].source) {
    case TODAY_PROMISE:
        put_pair(out, kinds_words(LIST_OUTCOME, (int)row->outcome), row->title);
        break;
    case TODAY_CARE:
    case TODAY_CONSENT:
        put_pair(out, kinds_words(LIST_NEED, (int)row->need), row->title);
        break;
    case TODAY_NEWS:
        buf_printf(out, "%s%s%s%s", kinds_words(LIST_KIND, (int)row->kind), *row->by ? " " : "", row->by,
                   *row->title ? _(": ") : "");
        buf_puts(out, row->title);
        break;
    default:
        buf_puts(out, row->title);
    }
}

/* What has no day of its own stands by the day on which it was written. */
static int64_t day_of(const struct today_row *row) {
    return row->due ? row->due : row->since ? clock_day(row->since) : 0;
}

int today_compare(const struct today_row *a, const struct today_row *b) {
    int64_t x = day_of(a), y = day_of(b);

    if (a->rule != b->rule)
        return a->rule < b->rule ? -1 : 1;
    return (x > y) - (x < y);
}

static void put_date(struct buf *out, int64_t at) {
    char date[CLOCK_DATE_SIZE];

    clock_date(date, at);
    buf_puts(out, date);
}

static void fill_in(struct buf *out, const char *name, size_t len, const struct today_row *row, int64_t days) {
    static const char *const names[] = {"number", "step", "need", "kind", "since", "due", "days"};
    size_t i = 0;

    while (i < sizeof names / sizeof *names && (strlen(names[i]) != len || strncmp(names[i], name, len) != 0))
        i++;
    switch (i) {
    case 0:
        buf_puts(out, row->number);
        break;
    case 1:
        buf_puts(out, kinds_words(LIST_STEP, (int)row->step));
        break;
    case 2:
        buf_puts(out, kinds_words(LIST_NEED, (int)row->need));
        break;
    case 3:
        buf_puts(out, kinds_words(LIST_KIND, (int)row->kind));
        break;
    case 4:
        put_date(out, row->since);
        break;
    case 5:
        put_date(out, clock_day_start(row->due));
        break;
    case 6:
        buf_printf(out, "%lld", (long long)days);
        break;
    default:
        break;
    }
}

void today_why(struct buf *out, const struct today_row *row, int64_t days) {
    const char *words = _(rules[row->rule].why), *end;

    for (; *words; words++) {
        end = *words == '{' ? strchr(words, '}') : NULL;
        if (!end) {
            buf_putc(out, *words);
            continue;
        }
        fill_in(out, words + 1, (size_t)(end - words - 1), row, days);
        words = end;
    }
}
