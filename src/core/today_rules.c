/* The table of Today's rules, read. */
#include "linli/today_rules.h"

#include <string.h>
#include "linli/county.h"
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
    case TODAY_REVIEW:
        buf_puts(out, _("review"));
        break;
    default:
        buf_puts(out, row->number);
    }
}

/* Two texts, or the one that says something. */
static void put_pair(struct buf *out, const char *a, const char *b) {
    buf_printf(out, "%s%s%s", a, *a && *b ? _(": ") : "", b);
}

/* "village Zhou Ning taken on: what they said" */
static void put_deed(struct buf *out, const struct today_row *row, const char *deed) {
    if (row->level > LEVEL_GRID && *row->by)
        buf_printf(out, "%s ", kinds_words(LIST_LEVEL, (int)row->level));
    buf_printf(out, "%s%s%s", row->by, *row->by ? " " : "", deed);
    if (*row->said || *row->title)
        buf_printf(out, "%s%s", _(": "), *row->said ? row->said : row->title);
}

static void put_news(struct buf *out, const struct today_row *row) {
    if (row->kind == KIND_STEP && row->exit)
        put_deed(out, row, kinds_words(LIST_EXIT, (int)row->exit));
    else if (row->kind == KIND_STEP && row->done)
        put_deed(out, row, err_fmt(_("“%s” done"), kinds_words(LIST_STEP, (int)row->done)));
    else if (row->kind == KIND_ITEM)
        put_deed(out, row, kinds_words(LIST_ITEM, (int)row->item));
    else if (row->kind == KIND_NOTE || row->kind == KIND_URGED || row->kind == KIND_OVERDUE)
        put_deed(out, row, kinds_words(LIST_KIND, (int)row->kind));
    else {
        buf_printf(out, "%s%s%s%s", kinds_words(LIST_KIND, (int)row->kind), *row->by ? " " : "", row->by,
                   *row->title ? _(": ") : "");
        buf_puts(out, row->title);
    }
}

void today_text(struct buf *out, const struct today_row *row) {
    switch (rules[row->rule].source) {
    case TODAY_WAITING:
    case TODAY_OFFERED:
        put_pair(out, *row->by ? row->by : kinds_words(LIST_EXIT, (int)row->exit), *row->said ? row->said : row->title);
        break;
    case TODAY_REVIEW:
        buf_printf(out, ngettext("%lld open matter", "%lld open matters", (unsigned long)row->count), (long long)row->count);
        break;
    case TODAY_BELOW:
        buf_printf(out, "%s%s", row->unit, *row->unit && *row->owner ? " " : "");
        put_pair(out, row->owner, row->title);
        break;
    case TODAY_MATTER:
    case TODAY_FOLLOW:
    case TODAY_URGED:
    case TODAY_TASK:
    case TODAY_REPORT:
        put_pair(out, row->owner, row->title);
        break;
    case TODAY_PROMISE:
        put_pair(out, kinds_words(LIST_OUTCOME, (int)row->outcome), row->title);
        break;
    case TODAY_CARE:
    case TODAY_CONSENT:
        put_pair(out, kinds_words(LIST_NEED, (int)row->need), row->title);
        break;
    case TODAY_NEWS:
        put_news(out, row);
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

/* A sentence of its own, or none. */
static void put_said(struct buf *out, const struct today_row *row, int64_t days) {
    (void)days;
    if (*row->said)
        buf_printf(out, _(" They say: %s"), row->said);
}

static void put_with(struct buf *out, const struct today_row *row, int64_t days) {
    (void)days;
    if (*row->owner)
        buf_printf(out, _(" It is with %s (%s)."), row->owner, kinds_words(LIST_LEVEL, (int)row->level));
}

static void put_number(struct buf *out, const struct today_row *row, int64_t days) {
    (void)days;
    buf_puts(out, row->number);
}

static void put_step(struct buf *out, const struct today_row *row, int64_t days) {
    (void)days;
    buf_puts(out, kinds_words(LIST_STEP, (int)row->step));
}

static void put_need(struct buf *out, const struct today_row *row, int64_t days) {
    (void)days;
    buf_puts(out, kinds_words(LIST_NEED, (int)row->need));
}

static void put_kind(struct buf *out, const struct today_row *row, int64_t days) {
    (void)days;
    buf_puts(out, kinds_words(LIST_KIND, (int)row->kind));
}

static void put_since(struct buf *out, const struct today_row *row, int64_t days) {
    (void)days;
    put_date(out, row->since);
}

static void put_due(struct buf *out, const struct today_row *row, int64_t days) {
    (void)days;
    put_date(out, clock_day_start(row->due));
}

static void put_days(struct buf *out, const struct today_row *row, int64_t days) {
    buf_printf(out, "%lld", (long long)(row->days ? row->days : days));
}

static void put_by(struct buf *out, const struct today_row *row, int64_t days) {
    (void)days;
    buf_puts(out, *row->by ? row->by : _("somebody"));
}

static void put_unit(struct buf *out, const struct today_row *row, int64_t days) {
    (void)days;
    buf_puts(out, row->unit);
}

static void put_count(struct buf *out, const struct today_row *row, int64_t days) {
    (void)days;
    buf_printf(out, "%lld", (long long)row->count);
}

static const struct {
    const char *name;
    void (*put)(struct buf *out, const struct today_row *row, int64_t days);
} slots[] = {{"number", put_number}, {"step", put_step},   {"need", put_need}, {"kind", put_kind},
             {"since", put_since},   {"due", put_due},     {"days", put_days}, {"by", put_by},
             {"unit", put_unit},     {"count", put_count}, {"said", put_said}, {"with", put_with}};

static void fill_in(struct buf *out, const char *name, size_t len, const struct today_row *row, int64_t days) {
    for (size_t i = 0; i < sizeof slots / sizeof *slots; i++)
        if (strlen(slots[i].name) == len && strncmp(slots[i].name, name, len) == 0)
            slots[i].put(out, row, days);
}

int64_t today_warnings_left(int64_t days) {
    size_t passed = 0, all = 0;

    for (; county_confirm_warning(all); all++)
        passed += days >= county_confirm_warning(all);
    return passed ? (int64_t)(all - passed) : -1;
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
