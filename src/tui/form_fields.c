/* Forms: what the fields hold: texts, choices, looked-up households, dates. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "form_inner.h"
#include "linli/clock.h"
#include "linli/door.h"
#include "linli/find.h"
#include "linli/fold.h"
#include "linli/i18n.h"
#include "linli/mem.h"
#include "linli/width.h"
#include "words.h"

const char *form_text(const struct form *f, size_t field) {
    return edit_text(&f->fields[field].edit);
}

bool form_shows(const struct form *f, size_t field) {
    return field >= f->spec->count || !f->spec->shows || f->spec->shows(f, field);
}

size_t form_after(const struct form *f, size_t field) {
    do
        field++;
    while (!form_shows(f, field));
    return field;
}

size_t form_before(const struct form *f, size_t field) {
    for (size_t i = field; i-- > f->first;)
        if (form_shows(f, i))
            return i;
    return field;
}

bool form_is_choice(const struct form *f, size_t field) {
    return field < f->spec->count && (f->spec->fields[field].kind == FIELD_CHOICE || f->spec->fields[field].kind == FIELD_PICK);
}

bool form_is_empty(const struct form *f, size_t field) {
    return form_is_choice(f, field) ? !f->fields[field].choice : !f->fields[field].edit.text.len;
}

/* Whether the person put nothing in. */
bool form_is_untouched(const struct form *f, size_t field) {
    const struct field *d = &f->fields[field];

    if (form_is_choice(f, field))
        return d->choice == d->begun_choice;
    return strcmp(edit_text(&d->edit), d->begun_text ? d->begun_text : "") == 0;
}

bool form_is_blank(const struct form *f) {
    for (size_t i = f->first; i < f->spec->count; i++)
        if (!form_is_untouched(f, i))
            return false;
    return true;
}

size_t form_first_missing(const struct form *f) {
    for (size_t i = f->first; i < f->spec->count; i++)
        if (f->spec->fields[i].required && form_shows(f, i) && form_is_empty(f, i))
            return i;
    return f->spec->count;
}

void form_put_text(struct form *f, size_t field, const char *text) {
    struct field *d = &f->fields[field];

    edit_set(&d->edit, text);
    mem_free(d->begun_text);
    d->begun_text = mem_dup(edit_text(&d->edit));
    d->looked = false;
}

void form_put_choice(struct form *f, size_t field, int value) {
    f->fields[field].choice = f->fields[field].begun_choice = value;
}

/* --- choices --- */

static bool offered(const struct form *f, size_t field, int value) {
    return kinds_offered(f->spec->fields[field].list, value) && (!f->spec->offers || f->spec->offers(f, field, value));
}

int form_choices(const struct form *f, size_t field) {
    int n = 0;

    if (f->spec->fields[field].kind == FIELD_PICK)
        return (int)f->fields[field].option_count;
    for (int v = 1; v < kinds_count(f->spec->fields[field].list); v++)
        n += offered(f, field, v);
    return n;
}

int form_choice_value(const struct form *f, size_t field, int n) {
    if (f->spec->fields[field].kind == FIELD_PICK)
        return n <= (int)f->fields[field].option_count ? n : 0;
    for (int v = 1; v < kinds_count(f->spec->fields[field].list); v++)
        if (offered(f, field, v) && --n == 0)
            return v;
    return 0;
}

const char *form_choice_words(const struct form *f, size_t field, int value) {
    const struct field *d = &f->fields[field];

    if (f->spec->fields[field].kind != FIELD_PICK)
        return kinds_words(f->spec->fields[field].list, value);
    return value > 0 && value <= (int)d->option_count ? d->options[value - 1].words : "";
}

const char *form_choice_code(const struct form *f, size_t field, int value) {
    const struct field *d = &f->fields[field];

    if (f->spec->fields[field].kind != FIELD_PICK)
        return kinds_code(f->spec->fields[field].list, value);
    return value > 0 && value <= (int)d->option_count ? d->options[value - 1].code : "";
}

void form_choose(struct form *f, size_t field, int value) {
    f->fields[field].choice = value;
    f->fields[field].dirty = true;
    if (f->spec->filled)
        f->spec->filled(f, field);
}

/* --- households --- */

/* The household that a form is about is none to be looked up in it. */
static size_t leave_out(struct household_row *rows, size_t count, const struct id *id) {
    size_t kept = 0;

    for (size_t i = 0; i < count; i++)
        if (!id_equal(&rows[i].id, id))
            rows[kept++] = rows[i];
    return kept;
}

size_t form_find_rows(struct form *f, const char *text, size_t len, struct household_row *rows, size_t room) {
    struct query query;
    struct find_cursor cursor = {0};
    size_t count = 0;

    if (query_read(&query, text, len) != ERR_OK || !query.count ||
        find_page(f->view.app->store, &query, &cursor, rows, room, &count) != ERR_OK)
        return 0;
    return leave_out(rows, count, &f->id);
}

/* Where nothing fits, the nearest is what fits after the fewest letters were taken from the end. */
static void look_nearest(struct form *f, struct field *field) {
    const char *text = edit_text(&field->edit);
    size_t len = field->edit.text.len;

    for (int i = 0; i < 8 && len > 1 && !field->nearest; i++) {
        int cells;
        size_t at = 0, last = 0;

        for (; at < len; at += width_cluster(text + at, len - at, &cells))
            last = at;
        len = last;
        field->nearest = len && form_find_rows(f, text, len, &field->row, 1) == 1;
    }
}

/* 3-2-501 of one estate and of another. */
static bool same_door(const struct door *a, const struct door *b) {
    struct buf one = {0}, other = {0};
    bool same;

    door_text(&one, a, false);
    door_text(&other, b, false);
    same = one.len && strcmp(buf_text(&one), buf_text(&other)) == 0;
    buf_free(&one);
    buf_free(&other);
    return same;
}

void form_look_up(struct form *f, struct field *field) {
    struct household_row *rows;

    if (field->looked)
        return;
    field->looked = true;
    field->found = field->nearest = field->twins = false;
    rows = mem_new(MATCHES_MAX, sizeof *rows);
    field->matches = form_find_rows(f, edit_text(&field->edit), field->edit.text.len, rows, MATCHES_MAX);
    if (field->match >= field->matches)
        field->match = 0;
    if (field->matches) {
        field->row = rows[field->match];
        field->found = true;
        field->twins = field->matches > 1 && !field->match && same_door(&rows[0].door, &rows[1].door);
    } else {
        look_nearest(f, field);
    }
    mem_free(rows);
}

const struct household_row *form_household(struct form *f, size_t field) {
    form_look_up(f, &f->fields[field]);
    return f->fields[field].found ? &f->fields[field].row : NULL;
}

enum err form_no_household(struct form *f, size_t field, const char *todo) {
    f->focus = field;
    return err_say(ERR_NOT_FOUND, err_fmt(_("No household is found for %.60s"), form_text(f, field)), NULL, todo);
}

/* --- dates --- */

static enum err bad_date(const char *text) {
    return err_say(ERR_SYNTAX, err_fmt(_("%.40s is no date"), text), NULL, _("write 2026-12-01, 12-01, or +7 for in seven days"));
}

/* The next day with that month and day, or the newest one. */
static bool month_and_day(int64_t *at, const char *text, bool past) {
    char date[40];
    unsigned year;
    int month, day, used = 0;

    if (sscanf(text, "%2d-%2d%n", &month, &day, &used) != 2 || text[used])
        return false;
    clock_date(date, clock_now());
    year = (unsigned)strtoul(date, NULL, 10);
    for (int i = 0; i < 2; i++) {
        snprintf(date, sizeof date, "%04u-%02d-%02d", past ? year - (unsigned)i : year + (unsigned)i, month, day);
        if (clock_parse(at, date) && (past ? clock_day(*at) <= clock_day(clock_now()) : clock_day(*at) >= clock_day(clock_now())))
            return true;
    }
    return false;
}

enum err form_day(char out[CLOCK_DATE_SIZE], const struct form *f, size_t field) {
    const char *text = form_text(f, field);
    struct buf folded = {0};
    int64_t at;
    int days, used = 0;
    enum err e = ERR_OK;

    fold_text(&folded, text, strlen(text));
    *out = '\0';
    if (sscanf(buf_text(&folded), "+%4d%n", &days, &used) == 1 && !buf_text(&folded)[used])
        clock_date(out, clock_now() + days * CLOCK_DAY_MS);
    else if (month_and_day(&at, buf_text(&folded), f->spec->fields[field].past) || clock_parse(&at, buf_text(&folded)))
        clock_date(out, at);
    else if (folded.len)
        e = bad_date(text);
    buf_free(&folded);
    return e;
}

enum err form_date(char out[CLOCK_DATE_SIZE], struct form *f, size_t field) {
    enum err e = form_day(out, f, field);

    if (e != ERR_OK)
        f->focus = field;
    return e;
}

/* --- what cannot be read --- */

static bool can_read(struct form *f, size_t field) {
    const struct field_spec *spec = &f->spec->fields[field];
    const char *text = form_text(f, field);
    char date[CLOCK_DATE_SIZE];
    struct household_row row;
    struct buf echo = {0};
    bool can = true;

    if (spec->kind == FIELD_DATE)
        can = form_day(date, f, field) == ERR_OK;
    else if (spec->kind == FIELD_HOUSEHOLD)
        can = form_find_rows(f, text, strlen(text), &row, 1) == 1;
    else if (spec->kind == FIELD_FIND)
        can = form_option(f, field) != NULL;
    else if (spec->echo)
        can = spec->echo(f, &echo);
    buf_free(&echo);
    return can;
}

size_t form_first_unread(struct form *f) {
    for (size_t i = f->first; i < f->spec->count; i++)
        if (form_shows(f, i) && !form_is_empty(f, i) && !can_read(f, i))
            return i;
    return f->spec->count;
}

/* "3-2-501 Zhang San" of a household. */
void form_describe(struct form *f, const struct id *household) {
    struct household_row row;
    struct household h = {0};
    struct buf text = {0};

    if (read_household(f->view.app->store, household, &row, &h) == ERR_OK) {
        words_door(&text, &row.door, 30);
        buf_printf(&text, " %s", row.head);
    }
    snprintf(f->about, sizeof f->about, "%s", buf_text(&text));
    household_free(&h);
    buf_free(&text);
}
