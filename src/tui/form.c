/* Forms: moving, typing, choosing, drafts. */
#include "form.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "linli/clock.h"
#include "linli/draft.h"
#include "linli/find.h"
#include "linli/fold.h"
#include "linli/i18n.h"
#include "linli/mem.h"
#include "linli/width.h"
#include "typing.h"
#include "words.h"

static const enum request requests[] = {REQ_NEXT,           REQ_DONE,       REQ_BACK,           REQ_NEXT_FIELD,
                                        REQ_PREVIOUS_FIELD, REQ_NEXT_MATCH, REQ_PREVIOUS_MATCH, REQ_NONE};

static struct form *of(struct view *v) {
    return (struct form *)v;
}

const char *form_text(const struct form *f, size_t field) {
    return edit_text(&f->fields[field].edit);
}

static bool is_choice(const struct form *f, size_t field) {
    return field < f->spec->count && f->spec->fields[field].kind == FIELD_CHOICE;
}

static bool is_empty(const struct form *f, size_t field) {
    return is_choice(f, field) ? !f->fields[field].choice : !f->fields[field].edit.text.len;
}

/* Whether the person put nothing in. */
static bool is_untouched(const struct form *f, size_t field) {
    const struct field *d = &f->fields[field];

    if (is_choice(f, field))
        return d->choice == d->begun_choice;
    return strcmp(edit_text(&d->edit), d->begun_text ? d->begun_text : "") == 0;
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
    return !f->spec->offers || f->spec->offers(f, field, value);
}

int form_choices(const struct form *f, size_t field) {
    int n = 0;

    for (int v = 1; v < kinds_count(f->spec->fields[field].list); v++)
        n += offered(f, field, v);
    return n;
}

int form_choice_value(const struct form *f, size_t field, int n) {
    for (int v = 1; v < kinds_count(f->spec->fields[field].list); v++)
        if (offered(f, field, v) && --n == 0)
            return v;
    return 0;
}

static int place_of_choice(const struct form *f, size_t field) {
    int n = 0;

    for (int v = 1; v <= f->fields[field].choice; v++)
        n += offered(f, field, v);
    return n;
}

static void choose(struct form *f, size_t field, int value) {
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

static size_t find_rows(struct form *f, const char *text, size_t len, struct household_row *rows, size_t room) {
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
        field->nearest = len && find_rows(f, text, len, &field->row, 1) == 1;
    }
}

static void look_up(struct form *f, struct field *field) {
    struct household_row *rows;

    if (field->looked)
        return;
    field->looked = true;
    field->found = field->nearest = false;
    rows = mem_new(MATCHES_MAX, sizeof *rows);
    field->matches = find_rows(f, edit_text(&field->edit), field->edit.text.len, rows, MATCHES_MAX);
    if (field->match >= field->matches)
        field->match = 0;
    if (field->matches) {
        field->row = rows[field->match];
        field->found = true;
    } else {
        look_nearest(f, field);
    }
    mem_free(rows);
}

const struct household_row *form_household(struct form *f, size_t field) {
    look_up(f, &f->fields[field]);
    return f->fields[field].found ? &f->fields[field].row : NULL;
}

static void step_match(struct form *f, int by) {
    struct field *field = &f->fields[f->focus];

    look_up(f, field);
    if (field->matches < 2) {
        app_say(f->view.app, _("There is no other household that fits."));
        return;
    }
    field->match = (field->match + field->matches + (size_t)by) % field->matches;
    field->looked = false;
    field->dirty = true;
}

/* --- dates --- */

static enum err bad_date(const char *text) {
    return err_say(ERR_SYNTAX, err_fmt(_("%.40s is no date"), text), NULL, _("write 2026-12-01, 12-01, or +7 for in seven days"));
}

/* The next day with that month and day. */
static bool month_and_day(int64_t *at, const char *text) {
    char date[40];
    unsigned year;
    int month, day, used = 0;

    if (sscanf(text, "%2d-%2d%n", &month, &day, &used) != 2 || text[used])
        return false;
    clock_date(date, clock_now());
    year = (unsigned)strtoul(date, NULL, 10);
    for (unsigned y = year; y <= year + 1; y++) {
        snprintf(date, sizeof date, "%04u-%02d-%02d", y, month, day);
        if (clock_parse(at, date) && clock_day(*at) >= clock_day(clock_now()))
            return true;
    }
    return false;
}

enum err form_date(char out[CLOCK_DATE_SIZE], const char *text) {
    struct buf folded = {0};
    int64_t at;
    int days, used = 0;
    enum err e = ERR_OK;

    fold_text(&folded, text, strlen(text));
    *out = '\0';
    if (sscanf(buf_text(&folded), "+%4d%n", &days, &used) == 1 && !buf_text(&folded)[used])
        clock_date(out, clock_now() + days * CLOCK_DAY_MS);
    else if (month_and_day(&at, buf_text(&folded)) || clock_parse(&at, buf_text(&folded)))
        clock_date(out, at);
    else if (folded.len)
        e = bad_date(text);
    buf_free(&folded);
    return e;
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

/* --- drafts --- */

static void draft_value(struct form *f, size_t field, struct buf *out) {
    const struct field_spec *spec = &f->spec->fields[field];
    struct field *d = &f->fields[field];
    char id[ID_TEXT_SIZE];

    if (spec->kind == FIELD_CHOICE) {
        buf_puts(out, kinds_code(spec->list, d->choice));
        return;
    }
    buf_puts(out, edit_text(&d->edit));
    if (spec->kind == FIELD_HOUSEHOLD && form_household(f, field)) {
        id_text(id, &d->row.id);
        buf_printf(out, "\n%s", id);
    }
}

static void save_field(struct form *f, size_t field) {
    struct buf value = {0};

    if (field >= f->spec->count || !f->fields[field].dirty)
        return;
    draft_value(f, field, &value);
    if (draft_save(f->view.app->store, f->spec->name, f->subject, f->spec->fields[field].name, buf_text(&value)) == ERR_OK)
        f->fields[field].dirty = false;
    else
        app_say_error(f->view.app);
    buf_free(&value);
}

static void save(struct view *v) {
    for (size_t i = of(v)->first; i < of(v)->spec->count; i++)
        save_field(of(v), i);
}

static void restore_household(struct form *f, size_t field, const char *value) {
    const char *line = strchr(value, '\n');
    struct field *d = &f->fields[field];
    char *text = mem_dup_n(value, line ? (size_t)(line - value) : strlen(value));
    struct household_row *rows = mem_new(MATCHES_MAX, sizeof *rows);
    struct id id;
    size_t count;

    edit_set(&d->edit, text);
    count = find_rows(f, text, strlen(text), rows, MATCHES_MAX);
    for (size_t i = 0; line && id_parse(&id, line + 1, SIZE_MAX) && i < count; i++)
        if (id_equal(&rows[i].id, &id))
            d->match = i;
    d->looked = false;
    mem_free(rows);
    mem_free(text);
}

static void restore_field(void *arg, const char *name, const char *value) {
    struct form *f = arg;

    for (size_t i = f->first; i < f->spec->count; i++) {
        const struct field_spec *spec = &f->spec->fields[i];

        if (strcmp(spec->name, name) != 0)
            continue;
        if (spec->kind == FIELD_CHOICE)
            f->fields[i].choice = kinds_value(spec->list, value);
        else if (spec->kind == FIELD_HOUSEHOLD)
            restore_household(f, i, value);
        else
            edit_set(&f->fields[i].edit, value);
    }
}

/* --- moving and finishing --- */

static void go_to(struct form *f, size_t field) {
    save_field(f, f->focus);
    f->focus = field;
    if (field < f->spec->count)
        f->fields[field].typed = 0;
}

static size_t first_missing(const struct form *f) {
    for (size_t i = f->first; i < f->spec->count; i++)
        if (f->spec->fields[i].required && is_empty(f, i))
            return i;
    return f->spec->count;
}

static bool complete(struct form *f) {
    size_t missing = first_missing(f);

    if (missing == f->spec->count)
        return true;
    go_to(f, missing);
    app_say(f->view.app, err_fmt(_("Still missing: %s"), _(f->spec->fields[missing].label)));
    return false;
}

static void finish(struct form *f) {
    struct app *app = f->view.app;
    void (*stored)(struct app * app, const struct id *id);
    struct buf said = {0};
    struct id id;

    if (!complete(f))
        return;
    if (f->spec->store(f, &said) != ERR_OK) {
        save(&f->view);
        app_say_error(app);
    } else {
        for (size_t i = f->first; i < f->spec->count; i++)
            f->fields[i].dirty = false;
        stored = f->spec->stored;
        id = f->id;
        app_pop(app);
        app_changed(app);
        app_say(app, buf_text(&said));
        if (stored)
            stored(app, &id);
    }
    buf_free(&said);
}

/* Enter: on to the next; behind the last it stores, but not where an input method's Enter may have meant only its letters. */
static void next(struct form *f) {
    size_t last = f->spec->count - 1;

    if (f->focus > last) {
        finish(f);
    } else if (is_choice(f, f->focus) && is_empty(f, f->focus) && f->spec->fields[f->focus].required) {
        app_say(f->view.app, _("Choose one by its digit."));
    } else if (is_empty(f, f->focus) && f->spec->fields[f->focus].ends) {
        finish(f);
    } else if (f->focus == last && !f->view.app->key.glued) {
        finish(f);
    } else {
        go_to(f, f->focus + 1);
    }
}

static void leave(struct form *f) {
    struct app *app = f->view.app;
    bool any = false;

    save(&f->view);
    for (size_t i = f->first; i < f->spec->count; i++)
        any = any || !is_untouched(f, i);
    if (!any && draft_drop(app->store, f->spec->name, f->subject) != ERR_OK)
        app_say_error(app);
    app_pop(app);
    if (any && !*app->message)
        app_say(app, _("What was typed is kept: open the form again to go on."));
}

static const char *refuses(struct view *v, enum request r) {
    struct form *f = of(v);
    bool lookup = f->focus < f->spec->count && f->spec->fields[f->focus].kind == FIELD_HOUSEHOLD;

    if ((r == REQ_NEXT_MATCH || r == REQ_PREVIOUS_MATCH) && !lookup)
        return _("That chooses among households: this field looks none up.");
    if (r == REQ_NEXT_FIELD && f->focus == f->spec->count)
        return _("This is the last line: Enter stores the form.");
    if (r == REQ_PREVIOUS_FIELD && f->focus == f->first)
        return _("This is the first field.");
    return NULL;
}

static void request(struct view *v, enum request r) {
    struct form *f = of(v);

    switch (r) {
    case REQ_NEXT:
        next(f);
        break;
    case REQ_DONE:
        finish(f);
        break;
    case REQ_BACK:
        leave(f);
        break;
    case REQ_NEXT_FIELD:
        go_to(f, f->focus + 1);
        break;
    case REQ_PREVIOUS_FIELD:
        go_to(f, f->focus - 1);
        break;
    case REQ_NEXT_MATCH:
        step_match(f, 1);
        break;
    case REQ_PREVIOUS_MATCH:
        step_match(f, -1);
        break;
    default:
        break;
    }
}

/* --- typing --- */

/* A digit chooses; the focus goes on as soon as no further digit could make another choice. */
static void choose_by_digit(struct form *f, int digit) {
    struct field *d = &f->fields[f->focus];
    int count = form_choices(f, f->focus), n = d->typed * 10 + digit;

    if (n > count || n == 0)
        n = digit;
    if (n > count || n == 0) {
        app_say(f->view.app, err_fmt(_("There are %d to choose from."), count));
        return;
    }
    d->typed = n;
    choose(f, f->focus, form_choice_value(f, f->focus, n));
    if (n * 10 > count)
        go_to(f, f->focus + 1);
    else
        app_say(f->view.app, _("Chosen; one more digit makes another choice, Enter goes on."));
}

static void step_choice(struct form *f, int by) {
    int count = form_choices(f, f->focus), n = place_of_choice(f, f->focus);

    if (!count) {
        app_say(f->view.app, _("Fill in the field above first."));
        return;
    }
    n = n == 0 ? (by > 0 ? 1 : count) : (n - 1 + count + by) % count + 1;
    choose(f, f->focus, form_choice_value(f, f->focus, n));
}

static bool choice_key(struct form *f, const struct key *key) {
    uint32_t cp = key->code == K_TEXT ? fold_key(key->cp) : 0;

    if (cp >= '0' && cp <= '9')
        choose_by_digit(f, (int)(cp - '0'));
    else if (key->code == K_RIGHT || cp == ' ')
        step_choice(f, 1);
    else if (key->code == K_LEFT)
        step_choice(f, -1);
    else if ((key->code == K_BACKSPACE || key->code == K_DEL) && f->fields[f->focus].choice)
        choose(f, f->focus, 0);
    else if (key->code == K_TEXT || key->code == K_PASTE)
        app_say(f->view.app, _("Choose one by its digit."));
    else
        return false;
    return true;
}

static void too_long(struct form *f) {
    size_t limit = f->spec->fields[f->focus].limit;

    app_say(f->view.app, err_fmt(_("That is too long here: %d letters fit, or %d Chinese characters. Nothing was added."),
                                 (int)limit, (int)(limit / 3)));
}

static bool key(struct view *v, const struct key *key, const struct buf *paste) {
    struct form *f = of(v);
    struct field *d = &f->fields[f->focus];

    if (f->focus == f->spec->count) {
        if (key->code == K_TEXT || key->code == K_PASTE)
            app_say(v->app, _("This line stores the form with Enter; Up goes back to the fields."));
        return key->code == K_TEXT || key->code == K_PASTE;
    }
    if (is_choice(f, f->focus))
        return choice_key(f, key);
    if (key->code == K_PASTE) {
        if (!edit_insert(&d->edit, buf_text(paste), paste->len))
            too_long(f);
    } else if (!typing_key(&d->edit, key)) {
        if (key->code != K_TEXT)
            return false;
        too_long(f);
    }
    d->dirty = true;
    d->looked = false;
    d->match = 0;
    return true;
}

static bool in_text(const struct view *v) {
    (void)v;
    return true;
}

static bool idle(struct view *v, bool long_pause) {
    if (long_pause)
        save_field(of(v), of(v)->focus);
    return *v->app->message != '\0' && long_pause;
}

static void reload(struct view *v) {
    for (size_t i = 0; i < of(v)->spec->count; i++)
        of(v)->fields[i].looked = false;
}

static void free_view(struct view *v) {
    for (size_t i = 0; i < of(v)->spec->count; i++) {
        edit_free(&of(v)->fields[i].edit);
        mem_free(of(v)->fields[i].begun_text);
    }
    mem_free(v);
}

static const struct view_ops ops = {
    .name = "form",
    .title = N_("Form"),
    .requests = requests,
    .free = free_view,
    .draw = form_draw,
    .in_text = in_text,
    .refuses = refuses,
    .request = request,
    .key = key,
    .save = save,
    .reload = reload,
    .idle = idle,
};

struct form *form_new(struct app *app, const struct form_spec *spec, const char *subject, const struct id *id) {
    struct form *f = mem_new(1, sizeof *f);
    bool found;

    f->view = (struct view){&ops, app};
    f->spec = spec;
    if (id)
        f->id = *id;
    snprintf(f->subject, sizeof f->subject, "%s", subject);
    f->first = id && spec->fields[0].kind == FIELD_HOUSEHOLD;
    f->focus = f->first;
    for (size_t i = 0; i < spec->count; i++) {
        form_put_choice(f, i, spec->fields[i].initial);
        f->fields[i].edit.limit = spec->fields[i].limit ? spec->fields[i].limit : NAME_SIZE - 1;
    }
    if (spec->start)
        spec->start(f);
    if (draft_load(app->store, spec->name, f->subject, restore_field, f, &found) != ERR_OK)
        app_say_error(app);
    else if (found) {
        f->focus = first_missing(f);
        if (f->focus == spec->count)
            f->focus = f->first;
        app_say(app, _("This form was begun before: what was typed is here again."));
    }
    return f;
}
