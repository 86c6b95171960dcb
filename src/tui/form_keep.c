/* Forms: their drafts. Each key is kept as it is typed; where it cannot be, the title says so for as long. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "form_inner.h"
#include "linli/clock.h"
#include "linli/draft.h"
#include "linli/i18n.h"
#include "linli/mem.h"

/* --- keeping --- */

static void draft_value(struct form *f, size_t field, struct buf *out) {
    const struct field_spec *spec = &f->spec->fields[field];
    struct field *d = &f->fields[field];
    char id[ID_TEXT_SIZE];

    if (form_is_choice(f, field)) {
        buf_puts(out, form_choice_code(f, field, d->choice));
        return;
    }
    buf_puts(out, edit_text(&d->edit));
    if (spec->kind == FIELD_HOUSEHOLD && form_household(f, field)) {
        id_text(id, &d->row.id);
        buf_printf(out, "\n%s", id);
    } else if (spec->kind == FIELD_FIND && form_option(f, field)) {
        buf_printf(out, "\n%s", form_option(f, field)->code);
    }
}

static bool keep_field(struct form *f, size_t field, bool lasting) {
    struct draft draft = {f->spec->name, f->subject, f->spec->version};
    struct buf value = {0};
    enum err e;

    draft_value(f, field, &value);
    e = draft_save(f->view.app->store, &draft, f->spec->fields[field].name, buf_text(&value), lasting);
    buf_free(&value);
    if (e != ERR_OK) {
        if (!f->unkept)
            app_say_error(f->view.app);
        f->unkept = true;
        return false;
    }
    f->fields[field].dirty = f->unkept = false;
    f->kept = field;
    f->loose = !lasting;
    return true;
}

void form_keep(struct form *f, bool lasting) {
    size_t last = f->spec->count;

    if (f->spec->passing)
        return;
    for (size_t i = f->first; i < f->spec->count; i++)
        if (f->fields[i].dirty)
            last = i;
    for (size_t i = f->first; i < last; i++)
        if (f->fields[i].dirty && !keep_field(f, i, false))
            return;
    if (last < f->spec->count)
        keep_field(f, last, lasting);
    else if (lasting && f->loose)
        keep_field(f, f->kept, true);
}

/* --- coming back --- */

struct restoring {
    struct form *form;
    struct buf unfit; /* what found no place, for the person */
    bool moved;       /* a looked-up household is no longer found under its words */
};

static void no_place(struct restoring *r, const char *value) {
    size_t len = strcspn(value, "\n");

    if (!len)
        return;
    buf_printf(&r->unfit, r->unfit.len ? _(", “%.*s”") : _("“%.*s”"), (int)(len < 120 ? len : 120), value);
}

static void restore_household(struct restoring *r, size_t field, const char *value) {
    struct form *f = r->form;
    const char *line = strchr(value, '\n');
    struct field *d = &f->fields[field];
    char *text = mem_dup_n(value, line ? (size_t)(line - value) : strlen(value));
    struct household_row *rows = mem_new(MATCHES_MAX, sizeof *rows);
    struct id id;
    size_t count;
    bool again = !line || !id_parse(&id, line + 1, SIZE_MAX);

    edit_set(&d->edit, text);
    count = form_find_rows(f, text, strlen(text), rows, MATCHES_MAX);
    for (size_t i = 0; !again && i < count; i++)
        if (id_equal(&rows[i].id, &id)) {
            d->match = i;
            again = true;
        }
    r->moved = r->moved || !again;
    d->looked = false;
    mem_free(rows);
    mem_free(text);
}

static void restore_found(struct restoring *r, size_t field, const char *value) {
    const char *line = strchr(value, '\n');
    struct field *d = &r->form->fields[field];
    char *text = mem_dup_n(value, line ? (size_t)(line - value) : strlen(value));
    size_t hits[MATCHES_MAX], count;

    edit_set(&d->edit, text);
    count = form_find_options(d, text, hits, MATCHES_MAX);
    for (size_t i = 0; line && i < count; i++)
        if (strcmp(d->options[hits[i]].code, line + 1) == 0)
            d->match = i;
    d->looked = false;
    mem_free(text);
}

static void restore_field(void *arg, const char *name, const char *value) {
    struct restoring *r = arg;
    struct form *f = r->form;
    size_t i = f->first;

    while (i < f->spec->count && strcmp(f->spec->fields[i].name, name) != 0)
        i++;
    if (i == f->spec->count) {
        no_place(r, value);
    } else if (form_is_choice(f, i)) {
        f->fields[i].choice =
            f->spec->fields[i].kind == FIELD_PICK ? form_option_value(f, i, value) : kinds_value(f->spec->fields[i].list, value);
        if (!f->fields[i].choice && *value)
            no_place(r, f->spec->fields[i].kind == FIELD_PICK ? _(f->spec->fields[i].label) : value);
    } else if (f->spec->fields[i].kind == FIELD_HOUSEHOLD) {
        restore_household(r, i, value);
    } else if (f->spec->fields[i].kind == FIELD_FIND) {
        restore_found(r, i, value);
    } else {
        edit_set(&f->fields[i].edit, value);
    }
}

/* A choice that the other fields no longer allow. */
static void drop_not_offered(struct restoring *r) {
    struct form *f = r->form;

    for (size_t i = f->first; i < f->spec->count; i++) {
        int choice = form_is_choice(f, i) ? f->fields[i].choice : 0;

        if (!choice || f->spec->fields[i].kind == FIELD_PICK || !f->spec->offers || f->spec->offers(f, i, choice))
            continue;
        no_place(r, form_choice_words(f, i, choice));
        f->fields[i].choice = 0;
    }
}

static void say_restored(struct restoring *r, bool changed) {
    struct form *f = r->form;
    char key[KEY_NAME_SIZE];
    struct buf said = {0};

    buf_puts(&said, _("This form was begun before: what was typed is here again."));
    if (r->unfit.len)
        buf_printf(&said, _(" The form has changed since; this no longer fits: %s."), buf_text(&r->unfit));
    else if (changed)
        buf_puts(&said, _(" The form has changed since: look it over."));
    if (r->moved)
        buf_puts(&said, _(" The household is no longer found under these words: look which one stands there."));
    if (f->spec->again && request_shown_key(f->spec->again, true, key))
        buf_printf(&said, _(" %s begins another beside it."), key);
    app_say(f->view.app, buf_text(&said));
    buf_free(&said);
}

void form_restore(struct form *f) {
    struct restoring r = {.form = f};
    int version;

    if (f->spec->passing)
        return;
    if (draft_load(f->view.app->store, f->spec->name, f->subject, restore_field, &r, &version) != ERR_OK) {
        app_say_error(f->view.app);
    } else if (version) {
        drop_not_offered(&r);
        f->focus = form_first_missing(f);
        if (f->focus == f->spec->count)
            f->focus = form_first_unread(f);
        if (f->focus == f->spec->count)
            f->focus = f->first;
        say_restored(&r, version != f->spec->version);
    }
    buf_free(&r.unfit);
}

/* --- several beside each other --- */

/* Whether a draft's subject is `base`, or a further one beside it: `base#2`. */
static bool is_beside(const char *subject, const char *base) {
    size_t len = strlen(base);

    return strncmp(subject, base, len) == 0 && (!subject[len] || subject[len] == '#');
}

struct choosing {
    const struct form_spec *spec;
    const char *base;
    char *newest;       /* FORM_SUBJECT_SIZE bytes */
    unsigned long last; /* number of the last one; 1 is `base` itself */
};

static enum err see_draft(void *arg, const struct draft_row *row) {
    struct choosing *c = arg;
    size_t len = strlen(c->base);
    unsigned long number;

    if (strcmp(row->form, c->spec->name) != 0 || !is_beside(row->subject, c->base) || strlen(row->subject) >= FORM_SUBJECT_SIZE)
        return ERR_OK;
    if (!c->last)
        snprintf(c->newest, FORM_SUBJECT_SIZE, "%s", row->subject);
    number = row->subject[len] ? strtoul(row->subject + len + 1, NULL, 10) : 1;
    c->last = number > c->last ? number : c->last;
    return ERR_OK;
}

void form_subject(char out[FORM_SUBJECT_SIZE], struct app *app, const struct form_spec *spec, const char *base, bool another) {
    struct choosing c = {spec, base, out, 0};
    struct id household;

    snprintf(out, FORM_SUBJECT_SIZE, "%s", base);
    if (id_parse(&household, base, strlen(base)) && draft_follow(app->store, &household) != ERR_OK)
        app_say_error(app);
    if (draft_list(app->store, see_draft, &c) != ERR_OK)
        app_say_error(app);
    if (another && c.last)
        snprintf(out, FORM_SUBJECT_SIZE, "%s#%lu", base, c.last + 1);
}

bool form_subject_id(struct id *out, const char *subject) {
    size_t len = strcspn(subject, "#-"); /* an event's is ID-SEQ */

    return len && id_parse(out, subject, len);
}

struct view *form_open(struct app *app, const struct form_spec *spec, const struct id *household) {
    char base[ID_TEXT_SIZE] = "", subject[FORM_SUBJECT_SIZE];

    if (household)
        id_text(base, household);
    form_subject(subject, app, spec, base, false);
    return spec->open(app, subject);
}

bool form_has_thrown(struct form *f, struct buf *subject) {
    struct buf form = {0};
    char base[FORM_SUBJECT_SIZE];
    bool has;

    snprintf(base, sizeof base, "%.*s", (int)strcspn(f->subject, "#"), f->subject);
    has = draft_thrown(f->view.app->store, &form, subject) == ERR_OK && strcmp(buf_text(&form), f->spec->name) == 0 &&
          is_beside(buf_text(subject), base);
    buf_free(&form);
    return has;
}
