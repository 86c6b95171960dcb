/* Forms: moving, typing, finishing. */
#include "form.h"

#include <stdio.h>
#include <string.h>
#include "form_inner.h"
#include "linli/clock.h"
#include "linli/draft.h"
#include "linli/fold.h"
#include "linli/i18n.h"
#include "linli/mem.h"
#include "typing.h"

static const enum request requests[] = {REQ_NEXT,           REQ_DONE,       REQ_BACK,           REQ_PINYIN,
                                        REQ_DISCARD,        REQ_VISIT,      REQ_MATTER,         REQ_NEXT_FIELD,
                                        REQ_PREVIOUS_FIELD, REQ_NEXT_MATCH, REQ_PREVIOUS_MATCH, REQ_NONE};

static struct form *of(struct view *v) {
    return (struct form *)v;
}

static void save(struct view *v) {
    form_keep(of(v), true);
}

/* --- moving and finishing --- */

static void go_to(struct form *f, size_t field) {
    form_keep(f, true);
    f->focus = field;
    if (field < f->spec->count)
        f->fields[field].typed = 0;
}

static bool complete(struct form *f) {
    size_t missing = form_first_missing(f);

    if (missing == f->spec->count)
        return true;
    go_to(f, missing);
    app_say(f->view.app, err_fmt(_("Still missing: %s"), _(f->spec->fields[missing].label)));
    return false;
}

struct finishing {
    struct form *form;
    struct buf said;
};

static enum err run_store(void *arg) {
    struct finishing *fin = arg;

    return fin->form->spec->store(fin->form, &fin->said);
}

/* The same form on another subject, in the place of `f`, which is gone then. */
static void replace(struct form *f, const char *subject) {
    struct app *app = f->view.app;
    const struct form_spec *spec = f->spec;
    struct view *v;

    app_pop(app);
    v = spec->open(app, subject);
    if (v)
        app_push(app, v);
}

static void gone(struct form *f) {
    struct app *app = f->view.app;
    void (*stored)(struct app * app, const struct id *id) = f->spec->stored;
    struct id id = f->id;

    app_pop(app);
    app_changed(app);
    if (stored)
        stored(app, &id);
}

static void finish(struct form *f) {
    struct app *app = f->view.app;
    struct finishing fin = {.form = f};
    char subject[FORM_SUBJECT_SIZE];

    if (!complete(f))
        return;
    if (draft_finish(app->store, f->spec->name, f->subject, run_store, &fin) != ERR_OK) {
        app_say_error(app);
        form_keep(f, true);
    } else {
        for (size_t i = f->first; i < f->spec->count; i++)
            f->fields[i].dirty = false;
        f->loose = false;
        if (f->spec->repeats && !f->first) {
            form_subject(subject, app, f->spec, "", true);
            replace(f, subject);
            app_changed(app);
        } else {
            gone(f);
        }
        app_say(app, buf_text(&fin.said));
    }
    buf_free(&fin.said);
}

static void forget_thrown(struct app *app) {
    if (draft_forget(app->store, clock_now() - CLOCK_DAY_MS) != ERR_OK)
        app_say_error(app);
}

static void leave(struct form *f, bool again) {
    struct app *app = f->view.app;
    bool blank = form_is_blank(f);

    form_keep(f, true);
    if (f->unkept && !blank && !again) {
        f->leaving = true;
        app_say_error(app);
        app_say(app, err_fmt(_("%s What was typed here is kept nowhere: going back once more loses it."), app->message));
        return;
    }
    if (blank && draft_drop(app->store, f->spec->name, f->subject) != ERR_OK)
        app_say_error(app);
    blank = blank || f->unkept || f->spec->passing;
    app_pop(app);
    if (!blank && !*app->message)
        app_say(app, _("What was typed is kept: open the form again to go on."));
}

/* A looked-up household is looked at before Enter goes on. */
static bool household_stands(struct form *f) {
    struct field *d = &f->fields[f->focus];
    bool finds = f->spec->fields[f->focus].kind == FIELD_FIND;

    if ((f->spec->fields[f->focus].kind != FIELD_HOUSEHOLD && !finds) || form_is_empty(f, f->focus))
        return true;
    if (finds && !form_option(f, f->focus)) {
        app_say(f->view.app, err_fmt(_("Nothing in the list fits “%.60s”: correct it, or empty the line."), edit_text(&d->edit)));
        return false;
    }
    if (finds)
        return true;
    form_look_up(f, d);
    if (!d->found)
        app_say(f->view.app, err_fmt(_("No household fits “%.60s”: correct it, or empty the line."), edit_text(&d->edit)));
    else if (d->twins && !d->sure)
        app_say(f->view.app, _("More than one household has that door: PgDn shows the next, Enter takes this one."));
    else
        return true;
    d->sure = d->found;
    return false;
}

/* Enter: on to the next; behind the last it stores, but not where an input method's Enter may have meant only its letters. */
static void next(struct form *f) {
    const struct field_spec *field = &f->spec->fields[f->focus];
    size_t last = f->spec->count;

    if (f->focus == last) {
        finish(f);
    } else if (form_is_choice(f, f->focus) && form_is_empty(f, f->focus) && field->required) {
        app_say(f->view.app, _("Choose one by its digit."));
    } else if (form_is_empty(f, f->focus) && field->ends) {
        if (form_is_blank(f))
            leave(f, false);
        else
            finish(f);
    } else if (household_stands(f)) {
        if (form_after(f, f->focus) == last && !f->view.app->key.glued)
            finish(f);
        else
            go_to(f, form_after(f, f->focus));
    }
}

/* --- another one, throwing away --- */

static void another(struct form *f) {
    char subject[FORM_SUBJECT_SIZE];

    form_keep(f, true);
    form_subject(subject, f->view.app, f->spec, "", !f->first);
    replace(f, subject);
}

static void take_back(struct form *f) {
    struct app *app = f->view.app;
    struct buf subject = {0};

    if (form_has_thrown(f, &subject)) {
        if (draft_drop(app->store, f->spec->name, f->subject) == ERR_OK && draft_take_back(app->store) == ERR_OK)
            replace(f, buf_text(&subject));
        else
            app_say_error(app);
    }
    buf_free(&subject);
}

/* What is thrown away lies aside for a day; the same key in the empty form brings it back. */
static void discard(struct form *f) {
    struct app *app = f->view.app;
    char key[KEY_NAME_SIZE] = "", subject[FORM_SUBJECT_SIZE];

    if (form_is_blank(f)) {
        take_back(f);
        return;
    }
    form_keep(f, false);
    if (f->unkept || draft_throw(app->store, f->spec->name, f->subject) != ERR_OK) {
        app_say_error(app);
        return;
    }
    f->loose = false;
    snprintf(subject, sizeof subject, "%s", f->subject);
    replace(f, subject);
    request_shown_key(REQ_DISCARD, true, key);
    app_say(app, err_fmt(_("Thrown away. %s brings it back, until tomorrow."), key));
}

static const char *refuses_discard(struct form *f) {
    struct buf subject = {0};
    bool can;

    if (f->spec->passing)
        return _("Nothing of this form is kept: Esc leaves it.");
    can = !form_is_blank(f) || form_has_thrown(f, &subject);
    buf_free(&subject);
    return can ? NULL : _("Nothing is typed here, and nothing of this form was thrown away.");
}

static const char *refuses(struct view *v, enum request r) {
    struct form *f = of(v);
    enum field_kind kind = f->focus < f->spec->count ? f->spec->fields[f->focus].kind : FIELD_TEXT;
    bool lookup = kind == FIELD_HOUSEHOLD || kind == FIELD_FIND;

    if ((r == REQ_NEXT_MATCH || r == REQ_PREVIOUS_MATCH) && !lookup)
        return _("That chooses among households: this field looks none up.");
    if (r == REQ_NEXT_FIELD && f->focus == f->spec->count)
        return _("This is the last line: Enter stores the form.");
    if (r == REQ_PREVIOUS_FIELD && form_before(f, f->focus) == f->focus)
        return _("This is the first field.");
    if ((r == REQ_VISIT || r == REQ_MATTER) && r != f->spec->again)
        return f->spec->passing ? _("This form comes first: end it with F10, or go back with Esc.")
                                : _("This form comes first: store it, or go back; what was typed is kept.");
    if (r == f->spec->again && r != REQ_NONE && !f->first && form_is_blank(f))
        return _("This form is still empty: write here.");
    return r == REQ_DISCARD ? refuses_discard(f) : NULL;
}

static void step_match(struct form *f, int by) {
    struct field *field = &f->fields[f->focus];

    bool finds = f->spec->fields[f->focus].kind == FIELD_FIND;

    if (finds)
        form_look_up_option(field);
    else
        form_look_up(f, field);
    if (field->matches < 2) {
        app_say(f->view.app, finds ? _("Nothing else in the list fits.") : _("There is no other household that fits."));
        return;
    }
    field->match = (field->match + field->matches + (size_t)by) % field->matches;
    field->looked = false;
    field->dirty = field->sure = true;
    form_keep(f, false);
}

static void request(struct view *v, enum request r) {
    struct form *f = of(v);
    bool was_leaving = f->leaving;

    f->leaving = false;
    switch (r) {
    case REQ_NEXT:
        next(f);
        break;
    case REQ_DONE:
        finish(f);
        break;
    case REQ_BACK:
        leave(f, was_leaving);
        break;
    case REQ_NEXT_FIELD:
        go_to(f, form_after(f, f->focus));
        break;
    case REQ_PREVIOUS_FIELD:
        go_to(f, form_before(f, f->focus));
        break;
    case REQ_NEXT_MATCH:
        step_match(f, 1);
        break;
    case REQ_PREVIOUS_MATCH:
        step_match(f, -1);
        break;
    case REQ_DISCARD:
        discard(f);
        break;
    case REQ_VISIT:
    case REQ_MATTER:
        another(f);
        break;
    default:
        break;
    }
}

/* --- typing --- */

static int place_of_choice(const struct form *f, size_t field) {
    for (int n = 1; n <= form_choices(f, field); n++)
        if (form_choice_value(f, field, n) == f->fields[field].choice)
            return n;
    return 0;
}

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
    form_choose(f, f->focus, form_choice_value(f, f->focus, n));
    if (n * 10 > count)
        go_to(f, form_after(f, f->focus));
    else
        app_say(f->view.app, _("Chosen; one more digit makes another choice, Enter goes on."));
}

static void step_choice(struct form *f, int by) {
    int count = form_choices(f, f->focus), n = place_of_choice(f, f->focus);

    if (!count) {
        app_say(f->view.app, f->spec->fields[f->focus].kind == FIELD_PICK ? _("There is none yet: write that down first.")
                                                                          : _("Fill in the field above first."));
        return;
    }
    if (count == 1 && n == 1) {
        app_say(f->view.app, _("There is only this one."));
        return;
    }
    n = n == 0 ? (by > 0 ? 1 : count) : (n - 1 + count + by) % count + 1;
    form_choose(f, f->focus, form_choice_value(f, f->focus, n));
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
        form_choose(f, f->focus, 0);
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

static bool type(struct form *f, const struct key *key, const struct buf *paste) {
    struct field *d = &f->fields[f->focus];

    if (f->focus == f->spec->count) {
        if (key->code == K_TEXT || key->code == K_PASTE)
            app_say(f->view.app, _("This line stores the form with Enter; Up goes back to the fields."));
        return key->code == K_TEXT || key->code == K_PASTE;
    }
    if (form_is_choice(f, f->focus))
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
    d->looked = d->sure = false;
    d->match = 0;
    return true;
}

static bool key(struct view *v, const struct key *key, const struct buf *paste) {
    bool used = type(of(v), key, paste);

    of(v)->leaving = false;
    if (used)
        form_keep(of(v), false);
    return used;
}

static bool in_text(const struct view *v) {
    (void)v;
    return true;
}

static bool takes_words(const struct view *v) {
    const struct form *f = (const struct form *)v;

    return f->focus < f->spec->count && !form_is_choice(f, f->focus) && f->spec->fields[f->focus].kind != FIELD_SECRET;
}

static bool idle(struct view *v, bool long_pause) {
    if (long_pause)
        form_keep(of(v), true);
    return *v->app->message != '\0' && long_pause;
}

static void reload(struct view *v) {
    for (size_t i = 0; i < of(v)->spec->count; i++)
        of(v)->fields[i].looked = false;
}

static void free_view(struct view *v) {
    for (size_t i = 0; i < of(v)->spec->count; i++) {
        edit_free(&of(v)->fields[i].edit);
        mem_free(of(v)->fields[i].options);
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
    .takes_words = takes_words,
    .enter_ends_field = true,
    .refuses = refuses,
    .request = request,
    .key = key,
    .save = save,
    .reload = reload,
    .idle = idle,
};

struct form *form_new(struct app *app, const struct form_spec *spec, const char *subject, const struct id *id) {
    struct form *f = mem_new(1, sizeof *f);

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
    forget_thrown(app);
    form_restore(f);
    if (!form_shows(f, f->focus))
        f->focus = form_after(f, f->focus);
    return f;
}
