/* Items as data: their fields, checking what was typed, header and body. */
#include "linli/items.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "linli/clock.h"
#include "linli/directory.h"
#include "linli/i18n.h"
#include "linli/json.h"
#include "linli/mem.h"
#include "linli/policy.h"
#include "linli/utf8.h"
#include "walk.h"

static const struct {
    enum item_of of;
    enum item_place place;
    enum item_many many;
    unsigned who;
} items[ITEM_COUNT] = {
#define X(name, code, words, of, place, many, who) [ITEM_IS_##name] = {ITEM_OF_##of, ITEM_##place, ITEM_##many, who},
#include "linli/items.def"
#undef X
};

/* What the column `list` of a row means depends on how the field is entered. */
#define MEANT_TEXT(list) 0
#define MEANT_NOTE(list) 0
#define MEANT_DATE(list) 0
#define MEANT_CHOICE(list) LIST_##list
#define MEANT_PARTY(list) 0
#define MEANT_ENTRY(list) ITEM_IS_##list
#define MEANT_WORKER(list) 0
#define MEANT_ITEM(list) ITEM_IS_##list
#define MEANT_NUMBER(list) 0
#define MEANT_SCORE(list) 0
#define MEANT_WEEKDAYS(list) 0
#define MEANT_SECRET(list) 0

static const struct row {
    enum item item;
    struct item_field field;
} rows[] = {
#define X(item, name, slot, enter, list, limit, needed, label, hint)                                                             \
    {ITEM_IS_##item, {#name, ITEM_##slot, ITEM_ENTER_##enter, MEANT_##enter(list), limit, needed, label, hint}},
#include "linli/item_fields.def"
#undef X
};
#define ROWS (sizeof rows / sizeof *rows)

enum item_of items_of(enum item item) {
    return items[item].of;
}

enum item_place items_place(enum item item) {
    return items[item].place;
}

enum item_many items_many(enum item item) {
    return items[item].many;
}

unsigned items_who(enum item item) {
    return items[item].who;
}

/* The rows of an item stand together, so its fields are a run of the table; made once from it. */
const struct item_field *items_fields(enum item item, size_t *count) {
    static struct item_field all[ROWS];
    static size_t from[ITEM_COUNT + 1];

    if (!from[ITEM_COUNT]) {
        size_t at = 0;

        for (int i = 0; i < ITEM_COUNT; i++) {
            from[i] = at;
            for (size_t n = 0; n < ROWS; n++)
                if (rows[n].item == (enum item)i)
                    all[at++] = rows[n].field;
        }
        from[ITEM_COUNT] = at;
    }
    *count = item > ITEM_NONE && item < ITEM_COUNT ? from[item + 1] - from[item] : 0;
    return *count ? &all[from[item]] : NULL;
}

size_t items_field(enum item item, const char *name) {
    size_t count;
    const struct item_field *fields = items_fields(item, &count);

    for (size_t i = 0; i < count; i++)
        if (strcmp(fields[i].name, name) == 0)
            return i;
    return ITEM_FIELDS_MAX;
}

void items_set(struct item_values *v, size_t field, const char *text) {
    mem_free(v->at[field]);
    v->at[field] = text && *text ? mem_dup(text) : NULL;
}

static const char *value(const struct item_values *v, size_t field) {
    return v->at[field] ? v->at[field] : "";
}

const char *items_get(const struct item_values *v, const char *name) {
    size_t field = items_field(v->item, name);

    return field < ITEM_FIELDS_MAX ? value(v, field) : "";
}

void items_free(struct item_values *v) {
    for (size_t i = 0; i < ITEM_FIELDS_MAX; i++)
        mem_free(v->at[i]);
    memset(v, 0, sizeof *v);
}

/* ---- checking */

static bool is_number(const char *text) {
    size_t whole = strspn(text, "0123456789");

    if (!whole)
        return false;
    if (text[whole] == '.')
        return strspn(text + whole + 1, "0123456789") > 0 && text[whole + 1 + strspn(text + whole + 1, "0123456789")] == '\0';
    return text[whole] == '\0';
}

#define SEQ_DIGITS 12 /* of the number of an event in its journal */

static bool is_event_id(const char *text) {
    struct id id;
    const char *dash = strchr(text, '-');

    return dash && id_parse(&id, text, (size_t)(dash - text)) && dash[1] >= '1' && dash[1] <= '9' &&
           strlen(dash + 1) <= SEQ_DIGITS && dash[1 + strspn(dash + 1, "0123456789")] == '\0';
}

static bool is_small(const char *text, long most) {
    char *end;
    long n = strtol(text, &end, 10);

    return *text >= '1' && *text <= '9' && !*end && n >= 1 && n <= most;
}

/* Why the field does not take the text, NULL where it does; a date becomes its ISO form, weekdays their numbers. */
static const char *refuses(struct item_values *v, size_t i, const struct item_field *f) {
    const char *text = value(v, i);
    struct id id;
    int64_t ms;
    char date[CLOCK_DATE_SIZE], weekdays[DIRECTORY_WEEKDAYS_SIZE];

    switch (f->enter) {
    case ITEM_ENTER_DATE:
        if (!clock_parse(&ms, text))
            return _("it is no date");
        clock_date(date, ms);
        items_set(v, i, date);
        return NULL;
    case ITEM_ENTER_CHOICE:
        return kinds_value((enum list)f->list, text) ? NULL : _("it is none of the list");
    case ITEM_ENTER_PARTY:
        return is_small(text, PARTIES_MAX) ? NULL : _("it is the place of no party");
    case ITEM_ENTER_SCORE:
        return is_small(text, 5) ? NULL : _("it is not from 1 to 5");
    case ITEM_ENTER_NUMBER:
        return !is_number(text) ? _("it is no number") : strlen(text) > f->limit ? _("it is too long") : NULL;
    case ITEM_ENTER_WEEKDAYS:
        if (!directory_weekdays_clean(weekdays, text))
            return _("weekdays are written 1,3,5");
        items_set(v, i, weekdays);
        return NULL;
    case ITEM_ENTER_ENTRY:
    case ITEM_ENTER_WORKER:
        return id_parse(&id, text, strlen(text)) ? NULL : _("nobody is known by it");
    case ITEM_ENTER_ITEM:
        return is_event_id(text) ? NULL : _("there is no such record");
    default:
        return strlen(text) > f->limit ? _("it is too long") : utf8_valid(text, strlen(text)) ? NULL : _("it is no text");
    }
}

static enum err bad(const char *what, const struct item_field *f, const char *why, const char *todo) {
    return err_say(ERR_RANGE, what, err_fmt("%s: %s", _(f->label), why), todo);
}

static bool names(const struct item_field *f) {
    return !f->needed && (f->slot == ITEM_WHO || strcmp(f->name, "name") == 0);
}

/* Whom it is about, or who has to do it, stands in one of several fields: from a directory, or as a name. */
static enum err check_who(const struct item_values *v, const char *what, size_t *field) {
    size_t count, ways = 0, named = 0, ids = 0, first = 0;
    const struct item_field *fields = items_fields(v->item, &count);

    for (size_t i = count; i-- > 0;) {
        if (!names(&fields[i]))
            continue;
        first = i;
        ways++;
        named += *value(v, i) != '\0';
        ids += fields[i].slot == ITEM_WHO && *value(v, i);
    }
    if (ids <= 1 && (named || ways < 2))
        return ERR_OK;
    if (field)
        *field = first;
    return ids > 1 ? bad(what, &fields[first], _("two are named"), _("name one of them"))
                   : bad(what, &fields[first], _("nobody is named"), _("fill it in, or the name below"));
}

enum err items_check(struct item_values *v, const char *what, size_t *field) {
    size_t count;
    const struct item_field *fields = items_fields(v->item, &count);

    for (size_t i = 0; i < count; i++) {
        const char *why;

        if (field)
            *field = i;
        if (!*value(v, i)) {
            if (fields[i].needed)
                return bad(what, &fields[i], _("it is missing"), _("fill it in"));
            continue;
        }
        why = refuses(v, i, &fields[i]);
        if (why)
            return bad(what, &fields[i], why, _("correct it"));
    }
    return check_who(v, what, field);
}

/* ---- header and body */

static void put_ref(struct event *ev, const char *text) {
    const char *dash = strchr(text, '-');

    if (dash && id_parse(&ev->device, text, (size_t)(dash - text)))
        ev->replaces = strtoll(dash + 1, NULL, 10);
}

static void put_slot(struct event *ev, const struct item_field *f, const char *text) {
    switch (f->slot) {
    case ITEM_PARTY:
        ev->party = strtoll(text, NULL, 10);
        break;
    case ITEM_DAY:
        snprintf(ev->day, sizeof ev->day, "%s", text);
        break;
    case ITEM_DUE:
        snprintf(ev->due, sizeof ev->due, "%s", text);
        break;
    case ITEM_ANSWER:
        ev->answer = (enum yes_or_no)kinds_value(LIST_ANSWER, text);
        break;
    case ITEM_SCORE:
        ev->score = strtoll(text, NULL, 10);
        break;
    case ITEM_GRADE:
        ev->grade = (enum grade)kinds_value(LIST_GRADE, text);
        break;
    case ITEM_MADE:
        ev->made = (enum agreement)kinds_value(LIST_AGREEMENT, text);
        break;
    case ITEM_WHO:
        id_parse(&ev->other, text, strlen(text));
        break;
    case ITEM_OF:
        put_ref(ev, text);
        break;
    case ITEM_BODY:
        break;
    }
}

void items_write(struct event *ev, struct buf *body, const struct item_values *v) {
    size_t count;
    const struct item_field *fields = items_fields(v->item, &count);
    struct json_out w;

    ev->item = v->item;
    json_start(&w, body);
    json_open(&w, NULL, '{');
    for (size_t i = 0; i < count; i++) {
        const char *text = value(v, i);

        if (!*text)
            continue;
        if (fields[i].slot == ITEM_BODY)
            json_put_str(&w, fields[i].name, text);
        else
            put_slot(ev, &fields[i], text);
    }
    json_close(&w, '}');
}

/* Two fields may share a slot (a task's department or worker); the first one gets it, its reader looks up what it is. */
static void get_slot(struct item_values *v, size_t i, const struct item_field *f, const struct event *ev) {
    char text[ID_TEXT_SIZE + 24] = "";

    switch (f->slot) {
    case ITEM_PARTY:
    case ITEM_SCORE:
        if (f->slot == ITEM_PARTY ? ev->party : ev->score)
            snprintf(text, sizeof text, "%lld", (long long)(f->slot == ITEM_PARTY ? ev->party : ev->score));
        break;
    case ITEM_DAY:
        snprintf(text, sizeof text, "%s", ev->day);
        break;
    case ITEM_DUE:
        snprintf(text, sizeof text, "%s", ev->due);
        break;
    case ITEM_ANSWER:
        snprintf(text, sizeof text, "%s", kinds_code(LIST_ANSWER, (int)ev->answer));
        break;
    case ITEM_GRADE:
        snprintf(text, sizeof text, "%s", kinds_code(LIST_GRADE, (int)ev->grade));
        break;
    case ITEM_MADE:
        snprintf(text, sizeof text, "%s", kinds_code(LIST_AGREEMENT, (int)ev->made));
        break;
    case ITEM_WHO:
        for (size_t n = 1; n <= i; n++)
            if (f[-(ptrdiff_t)n].slot == ITEM_WHO)
                return;
        if (!id_is_zero(&ev->other))
            id_text(text, &ev->other);
        break;
    case ITEM_OF:
        if (ev->replaces) {
            id_text(text, &ev->device);
            snprintf(text + ID_TEXT_SIZE - 1, sizeof text - ID_TEXT_SIZE + 1, "-%lld", (long long)ev->replaces);
        }
        break;
    case ITEM_BODY:
        return;
    }
    items_set(v, i, text);
}

static enum err get_text(struct walk *w, struct item_values *v, size_t i, size_t limit) {
    struct slice s;
    char *text;
    bool good;

    if (!walk_text(w, &s))
        return ERR_SYNTAX;
    text = mem_new(limit + 1, 1);
    good = slice_copy(text, limit + 1, &s);
    if (good)
        items_set(v, i, text);
    mem_free(text);
    return good ? ERR_OK : ERR_RANGE;
}

static enum err get_body(struct item_values *v, const char *body, size_t len) {
    struct walk w = {body, body + len};
    struct slice key;
    bool more = false, end;
    size_t count;
    const struct item_field *fields = items_fields(v->item, &count);
    enum err e = ERR_OK;

    while (e == ERR_OK) {
        size_t i = 0;

        if (!walk_member(&w, &more, &key, &end))
            return ERR_SYNTAX;
        if (end)
            return walk_end(&w) ? ERR_OK : ERR_SYNTAX;
        while (i < count && (fields[i].slot != ITEM_BODY || !slice_is(&key, fields[i].name)))
            i++;
        if (i == count)
            e = walk_value(&w) ? ERR_OK : ERR_SYNTAX;
        else if (v->at[i])
            e = ERR_SYNTAX; /* said twice */
        else
            e = get_text(&w, v, i, fields[i].limit ? fields[i].limit : CLOCK_DATE_SIZE * 4);
    }
    return e;
}

enum err items_read(struct item_values *out, const struct event *ev, const char *body, size_t len) {
    size_t count;
    const struct item_field *fields = items_fields(ev->item, &count);
    enum err e;

    memset(out, 0, sizeof *out);
    out->item = ev->item;
    for (size_t i = 0; i < count; i++)
        get_slot(out, i, &fields[i], ev);
    e = len > EVENT_BODY_MAX ? ERR_SYNTAX : len ? get_body(out, body, len) : ERR_OK;
    if (e != ERR_OK)
        items_free(out);
    return e;
}

void items_show(struct buf *out, const struct item_values *v, size_t field) {
    size_t count;
    const struct item_field *fields = items_fields(v->item, &count);
    const char *text = value(v, field);

    if (field < count && fields[field].enter == ITEM_ENTER_CHOICE)
        buf_puts(out, kinds_words((enum list)fields[field].list, kinds_value((enum list)fields[field].list, text)));
    else if (field < count && fields[field].enter == ITEM_ENTER_SECRET)
        policy_mask_phone(out, text);
    else
        buf_puts(out, text);
}

struct flow_item items_flow(const struct event *ev) {
    struct flow_item i = {.item = ev->item, .party = (int)ev->party, .answer = ev->answer, .made = ev->made};
    int64_t ms;

    if (*ev->day && clock_parse(&ms, ev->day))
        i.day = clock_day(ms);
    return i;
}
