/* Directories: kinds, days of the week, terms, what fits. */
#include "linli/directory.h"

#include <stdio.h>
#include <string.h>
#include "linli/clock.h"
#include "linli/fold.h"
#include "linli/i18n.h"
#include "linli/mem.h"
#include "linli/pinyin.h"

enum item directory_kind(size_t n) {
    for (int i = 1; i < ITEM_COUNT; i++)
        if (items_of((enum item)i) == ITEM_OF_DIRECTORY && n-- == 0)
            return (enum item)i;
    return ITEM_NONE;
}

const char *directory_kind_name(enum item item) {
    switch (item) {
    case ITEM_IS_MEDIATOR:
        return _("Mediators");
    case ITEM_IS_DEPARTMENT:
        return _("Departments");
    case ITEM_IS_HELP:
        return _("Helpers");
    case ITEM_IS_ROUTE:
        return _("Routes");
    case ITEM_IS_CLASS:
        return _("Special care");
    default:
        return kinds_words(LIST_ITEM, (int)item);
    }
}

/* ---- days of the week */

static const struct {
    const char *name, *english, *han;
} days[DIRECTORY_DAYS + 1] = {
    {"", "", ""},
    {N_("Mon"), "monday", "一"},
    {N_("Tue"), "tuesday", "二"},
    {N_("Wed"), "wednesday", "三"},
    {N_("Thu"), "thursday", "四"},
    {N_("Fri"), "friday", "五"},
    {N_("Sat"), "saturday", "六"},
    {N_("Sun"), "sunday", "日"},
};

int directory_weekday(int64_t day) {
    return (int)((day % 7 + 7 + 3) % 7) + 1; /* 1970-01-01 was a Thursday */
}

const char *directory_weekday_name(int weekday) {
    return weekday >= 1 && weekday <= DIRECTORY_DAYS ? _(days[weekday].name) : "";
}

static bool skip(const char **text, const char *word) {
    size_t len = strlen(word);

    if (strncmp(*text, word, len) != 0)
        return false;
    *text += len;
    return true;
}

static bool skip_one(const char **text, const char *const *words) {
    for (; *words; words++)
        if (skip(text, *words))
            return true;
    return false;
}

static void skip_any(const char **text, const char *const *words) {
    while (skip_one(text, words))
        ;
}

/* Three letters or the whole word. */
static bool skip_english(const char **text, const char *word) {
    char three[4];

    snprintf(three, sizeof three, "%.3s", word);
    return skip(text, word) || skip(text, three);
}

/* One day at the front of a folded text; 0 none. */
static int take_day(const char **text) {
    static const char *const before[] = {"每", "周", "星期", "礼拜", "週", " ", NULL};
    const char *at = *text;

    skip_any(&at, before);
    for (int d = 1; d <= DIRECTORY_DAYS; d++) {
        char digit[2] = {(char)('0' + d), '\0'};

        if (skip(&at, days[d].han) || skip_english(&at, days[d].english) || skip(&at, digit) ||
            (d == DIRECTORY_DAYS && skip(&at, "天"))) {
            *text = at;
            return d;
        }
    }
    return 0;
}

static bool take_days(bool on[DIRECTORY_DAYS + 1], const char *at) {
    static const char *const between[] = {",", "，", "、", ";", "；", "/", " ", "和", "及", NULL};
    static const char *const until[] = {"-", "—", "–", "~", "至", "到", NULL};
    bool any = false;

    for (skip_any(&at, between); *at; skip_any(&at, between)) {
        int from = take_day(&at), to = from;
        const char *was;

        if (!from)
            return false;
        skip_any(&at, (const char *const[]){" ", NULL});
        was = at;
        skip_any(&at, until);
        if (at != was && !(to = take_day(&at)))
            return false;
        if (to < from)
            return false;
        for (int d = from; d <= to; d++)
            on[d] = any = true;
    }
    return any;
}

bool directory_weekdays_clean(char out[DIRECTORY_WEEKDAYS_SIZE], const char *text) {
    bool on[DIRECTORY_DAYS + 1] = {false}, good;
    struct buf folded = {0};
    size_t len = 0;

    *out = '\0';
    if (strlen(text) > 200)
        return false;
    fold_text(&folded, text, strlen(text));
    good = take_days(on, buf_text(&folded));
    buf_free(&folded);
    for (int d = 1; good && d <= DIRECTORY_DAYS; d++)
        if (on[d])
            len += (size_t)snprintf(out + len, DIRECTORY_WEEKDAYS_SIZE - len, "%s%d", len ? "," : "", d);
    return good;
}

static int one_day(const char *text) {
    char clean[DIRECTORY_WEEKDAYS_SIZE];

    return directory_weekdays_clean(clean, text) && clean[1] == '\0' ? clean[0] - '0' : 0;
}

bool directory_weekday_parse(int *weekday, int64_t *day, const char *text, int64_t today) {
    struct buf folded = {0};
    int64_t ms, found = INT64_MIN;
    int d;

    if (strlen(text) > 60)
        return false;
    fold_text(&folded, text, strlen(text));
    d = one_day(text);
    if (strcmp(buf_text(&folded), "today") == 0 || strcmp(text, "今天") == 0)
        found = today;
    else if (strcmp(buf_text(&folded), "tomorrow") == 0 || strcmp(text, "明天") == 0)
        found = today + 1;
    else if (d)
        found = today + (d - directory_weekday(today) + DIRECTORY_DAYS) % DIRECTORY_DAYS;
    else if (clock_parse(&ms, text))
        found = clock_day(ms);
    buf_free(&folded);
    if (found == INT64_MIN)
        return false;
    *day = found;
    *weekday = directory_weekday(found);
    return true;
}

/* ---- departments */

static enum presence presence_of(const struct item_values *v) {
    return (enum presence)kinds_value(LIST_PRESENCE, items_get(v, "presence"));
}

enum directory_here directory_here(const struct item_values *v, int weekday) {
    const char *on = items_get(v, "weekdays");

    if (presence_of(v) == PRESENCE_ON_CALL)
        return DIRECTORY_ON_CALL;
    if (presence_of(v) == PRESENCE_ALWAYS)
        return weekday >= 1 && weekday <= 5 ? DIRECTORY_HERE : DIRECTORY_AWAY;
    return weekday >= 1 && weekday <= DIRECTORY_DAYS && strchr(on, '0' + weekday) ? DIRECTORY_HERE : DIRECTORY_AWAY;
}

/* ---- terms */

enum directory_term directory_term(int64_t since, int64_t until, int64_t today, int64_t *left) {
    *left = until ? until - today : 0;
    if (until && until < today)
        return DIRECTORY_ENDED;
    if (since > today)
        return DIRECTORY_NOT_YET;
    return until && until - today <= DIRECTORY_SOON ? DIRECTORY_ENDS_SOON : DIRECTORY_RUNS;
}

void directory_term_words(struct buf *out, int64_t since, int64_t until, int64_t today) {
    char date[CLOCK_DATE_SIZE];
    int64_t left;
    enum directory_term t = directory_term(since, until, today, &left);

    clock_date(date, clock_day_start(t == DIRECTORY_NOT_YET ? since : until));
    switch (t) {
    case DIRECTORY_ENDED:
        buf_printf(out, _("term ended on %s"), date);
        break;
    case DIRECTORY_ENDS_SOON:
        buf_printf(out,
                   left ? ngettext("term ends in %lld day", "term ends in %lld days", (unsigned long)left) : _("term ends today"),
                   (long long)left);
        break;
    case DIRECTORY_NOT_YET:
        buf_printf(out, _("from %s on"), date);
        break;
    case DIRECTORY_RUNS:
        break;
    }
}

/* ---- what fits */

/* Calls `fits` for each part of a list as people type them. */
static bool any_part(const char *list, bool (*fits)(const char *part, const char *wish), const char *wish) {
    char part[NAME_SIZE];
    bool found = false;

    while (*list && !found) {
        size_t len = 0, sign = 0;

        while (list[len] && !sign) {
            static const char *const signs[] = {",", "，", "、", ";", "；", "/", " "};

            for (size_t i = 0; i < sizeof signs / sizeof *signs && !sign; i++)
                sign = strncmp(list + len, signs[i], strlen(signs[i])) == 0 ? strlen(signs[i]) : 0;
            len += !sign;
        }
        if (len && len < sizeof part) {
            snprintf(part, sizeof part, "%.*s", (int)len, list);
            found = fits(part, wish);
        }
        list += len + sign;
    }
    return found;
}

static bool is_in(const char *text, const char *word) {
    struct buf a = {0}, b = {0};
    bool found;

    fold_text(&a, text, strlen(text));
    fold_text(&b, word, strlen(word));
    found = b.len && a.len && strstr(buf_text(&a), buf_text(&b)) != NULL;
    buf_free(&a);
    buf_free(&b);
    return found;
}

/* A type by its code or its words, 0 none. */
static int type_of(const char *text) {
    int t = kinds_value(LIST_TYPE, text);

    for (int i = 1; !t && i < kinds_count(LIST_TYPE); i++)
        t = kinds_offered(LIST_TYPE, i) && strcmp(kinds_words(LIST_TYPE, i), text) == 0 ? i : 0;
    return t;
}

static bool is_field(const char *part, const char *wish) {
    int wanted = type_of(wish);

    if (wanted && type_of(part) == wanted)
        return true;
    return is_in(part, wish) || (wanted && is_in(part, kinds_words(LIST_TYPE, wanted)));
}

static bool is_spoken(const char *part, const char *wish) {
    return is_in(part, wish);
}

/* A word of a lookup: part of the name, by pinyin too, or of what is shown of it; never of a number or a worker. */
static bool word_fits(const struct item_values *v, const char *word) {
    size_t count;
    const struct item_field *fields = items_fields(v->item, &count);
    const char *name = items_get(v, "name");
    bool fits = pinyin_match(name, word) != PINYIN_NO || is_in(name, word);

    for (size_t i = 0; !fits && i < count; i++) {
        struct buf shown = {0};

        if (fields[i].slot == ITEM_BODY && strcmp(fields[i].name, "phone") != 0)
            directory_show(&shown, v, i);
        fits = shown.len && is_in(buf_text(&shown), word);
        buf_free(&shown);
    }
    return fits;
}

static bool query_fits(const struct item_values *v, const char *query) {
    struct buf folded = {0};
    bool fits = true;

    fold_text(&folded, query, strlen(query));
    for (char *at = folded.len ? folded.data : NULL; at && *at && fits;) {
        size_t len = strcspn(at, " ");
        char *next = at + len + (at[len] != '\0');

        at[len] = '\0';
        fits = !len || word_fits(v, at);
        at = next;
    }
    buf_free(&folded);
    return fits;
}

bool directory_fits(const struct item_values *v, const struct directory_wish *w) {
    if (w->field && *w->field && !any_part(items_get(v, "fields"), is_field, w->field) &&
        strcmp(items_get(v, "type"), w->field) != 0)
        return false;
    if (w->language && *w->language && !any_part(items_get(v, "languages"), is_spoken, w->language))
        return false;
    return !w->query || !*w->query || query_fits(v, w->query);
}

/* ---- lines */

static void add_part(struct buf *out, const char *text) {
    if (*text)
        buf_printf(out, "%s%s", out->len ? "  " : "", text);
}

/* Fields of work are typed as codes or words; a code is shown as its words. */
static void show_fields(struct buf *out, const char *list) {
    for (const char *at = list; *at;) {
        size_t len = strcspn(at, ",; ");
        char part[NAME_SIZE];
        int type = 0;

        if (len && len < sizeof part) {
            snprintf(part, sizeof part, "%.*s", (int)len, at);
            type = kinds_value(LIST_TYPE, part);
        }
        buf_puts(out, len && at > list ? _(", ") : "");
        if (type)
            buf_puts(out, kinds_words(LIST_TYPE, type));
        else
            buf_add(out, at, len);
        at += len + strspn(at + len, ",; ");
    }
}

void directory_show(struct buf *out, const struct item_values *v, size_t field) {
    size_t count;
    const struct item_field *fields = items_fields(v->item, &count);

    if (field >= count || !v->at[field])
        return;
    if (fields[field].enter == ITEM_ENTER_WEEKDAYS) {
        size_t from = out->len;

        for (const char *on = v->at[field]; *on; on++)
            if (*on >= '1' && *on <= '7')
                buf_printf(out, "%s%s", out->len > from ? " " : "", directory_weekday_name(*on - '0'));
    } else if (strcmp(fields[field].name, "fields") == 0) {
        show_fields(out, v->at[field]);
    } else {
        items_show(out, v, field);
    }
}

static void add_field(struct buf *out, const struct item_values *v, const char *name) {
    struct buf words = {0};

    directory_show(&words, v, items_field(v->item, name));
    add_part(out, buf_text(&words));
    buf_free(&words);
}

void directory_when(struct buf *out, const struct item_values *v) {
    struct buf when = {0};

    add_field(&when, v, presence_of(v) == PRESENCE_SOME_DAYS && *items_get(v, "weekdays") ? "weekdays" : "presence");
    buf_printf(out, "%s%s%s", buf_text(&when), when.len && *items_get(v, "hours") ? " " : "", items_get(v, "hours"));
    buf_free(&when);
}

/* The field that one looks for first. */
static const char *first_field(enum item item) {
    switch (item) {
    case ITEM_IS_MEDIATOR:
        return "committee";
    case ITEM_IS_DEPARTMENT:
        return "weekdays";
    case ITEM_IS_HELP:
        return "does";
    case ITEM_IS_ROUTE:
        return "contact";
    default:
        return "unit";
    }
}

const char *directory_first_title(enum item item) {
    size_t count;
    const struct item_field *fields = items_fields(item, &count);
    size_t f = items_field(item, first_field(item));

    return item == ITEM_IS_DEPARTMENT ? _("At the centre") : f < count ? _(fields[f].label) : "";
}

static void put_line(struct buf *out, const struct buf *line) {
    for (size_t i = 0; i < line->len; i++)
        buf_putc(out, line->data[i] == '\n' ? ' ' : line->data[i]);
}

void directory_first(struct buf *out, const struct item_values *v) {
    struct buf line = {0};

    if (v->item == ITEM_IS_DEPARTMENT)
        directory_when(&line, v);
    else
        buf_puts(&line, items_get(v, first_field(v->item)));
    put_line(out, &line);
    buf_free(&line);
}

void directory_rest(struct buf *out, const struct item_values *v) {
    struct buf line = {0};

    switch (v->item) {
    case ITEM_IS_MEDIATOR:
        add_field(&line, v, "source");
        add_field(&line, v, "fields");
        add_part(&line, items_get(v, "languages"));
        break;
    case ITEM_IS_DEPARTMENT:
        add_part(&line, items_get(v, "contact"));
        add_part(&line, items_get(v, "does"));
        break;
    case ITEM_IS_HELP:
        add_part(&line, items_get(v, "group"));
        break;
    case ITEM_IS_ROUTE:
        add_part(&line, items_get(v, "hours"));
        add_part(&line, items_get(v, "for_what"));
        break;
    default:
        add_part(&line, items_get(v, "due"));
        add_part(&line, items_get(v, "progress"));
        break;
    }
    put_line(out, &line);
    buf_free(&line);
}

void directory_gist(struct buf *out, const struct item_values *v) {
    struct buf first = {0}, rest = {0};

    directory_first(&first, v);
    directory_rest(&rest, v);
    buf_printf(out, "%s%s%s", buf_text(&first), first.len && rest.len ? "  " : "", buf_text(&rest));
    buf_free(&first);
    buf_free(&rest);
}

bool directory_same(const struct item_values *a, const struct item_values *b) {
    return a->item == b->item && strcmp(items_get(a, "name"), items_get(b, "name")) == 0 &&
           strcmp(items_get(a, "committee"), items_get(b, "committee")) == 0;
}
