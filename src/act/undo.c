/* Undo and redo. What turns an event round is one function a kind in the table below. */
#include "linli/undo.h"

#include <string.h>
#include "act_inner.h"
#include "linli/acts.h"
#include "linli/door.h"
#include "linli/event.h"
#include "linli/i18n.h"

/* An own event, read. */
struct done {
    struct store *s;
    int64_t pos;
    struct id device;
    struct event ev;
    enum verdict verdict;
    struct buf body;
};

struct turn {
    struct store *s;
    bool redo;
    int64_t first, last; /* of what was appended, 0 none yet */
};

static enum err cannot(bool redo, enum err e, const char *why, const char *todo) {
    return err_say(e, redo ? _("nothing was done again") : _("nothing was undone"), why, todo);
}

static enum err keep(void *arg, const struct raw_event *raw) {
    struct done *d = arg;

    d->device = raw->device;
    d->verdict = raw->verdict;
    buf_reset(&d->body);
    if (raw->salt)
        buf_add(&d->body, raw->body, raw->body_len);
    return event_read(&d->ev, raw->header, raw->header_len);
}

static enum err load(struct done *d, struct store *s, int64_t pos) {
    d->s = s;
    d->pos = pos;
    return acts_event(s, pos, keep, d);
}

static enum err appended(struct turn *t, int64_t pos) {
    t->first = t->first ? t->first : pos;
    t->last = pos;
    return ERR_OK;
}

/* A further event of `kind` that names an earlier one of the same thing. */
static enum err name_event(struct turn *t, const struct done *d, enum kind kind, const struct id *device, int64_t seq) {
    struct event ev = {.kind = kind, .entity = d->ev.entity, .device = *device, .replaces = seq};
    struct words words = {0};
    int64_t pos;
    enum err e;

    strcpy(ev.area, d->ev.area);
    clean_copy(words.reason, sizeof words.reason, t->redo ? _("done again") : _("undone"));
    e = append_words(t->s, &ev, &words, &pos);
    return e == ERR_OK ? appended(t, pos) : e;
}

static enum err take_back(struct turn *t, const struct done *d) {
    return name_event(t, d, KIND_WITHDRAW, &d->device, d->ev.seq);
}

static enum err take_up(struct turn *t, const struct done *d) {
    return name_event(t, d, KIND_RESTORE, &d->device, d->ev.seq);
}

/* The restored event names a withdrawal; what that took back is taken back again. */
static enum err take_back_again(struct turn *t, const struct done *d) {
    struct done withdrawal = {0};
    int64_t pos = d->pos - d->ev.seq + d->ev.replaces; /* a withdrawal of this device */
    enum err e = id_equal(&d->ev.device, &d->device) ? load(&withdrawal, t->s, pos) : ERR_NOT_FOUND;

    if (e == ERR_OK)
        e = name_event(t, d, KIND_WITHDRAW, &withdrawal.ev.device, withdrawal.ev.replaces);
    else if (e == ERR_NOT_FOUND)
        e = cannot(t->redo, e, _("it was entered on another device"), _("withdraw it with x"));
    buf_free(&withdrawal.body);
    return e;
}

static enum err put_field_back(struct turn *t, const struct done *d, unsigned field) {
    struct event ev = {.kind = KIND_CORRECT, .entity = d->ev.entity};
    struct acts_field f;
    struct buf body = {0};
    int64_t pos;
    enum err e = acts_field_before(t->s, &d->ev.entity, field, d->pos, &f);

    if (e == ERR_NOT_FOUND || (e == ERR_OK && !f.stands))
        e = cannot(t->redo, ERR_FAILED, _("somebody corrected it since"), _("correct it with e"));
    ev.device = f.device;
    ev.replaces = f.seq;
    strcpy(ev.area, d->ev.area);
    body_write_household(&body, &f.before, 1u << field);
    if (e == ERR_OK)
        e = store_append(t->s, &ev, body.data, body.len, &pos);
    buf_free(&body);
    household_free(&f.before);
    return e == ERR_OK ? appended(t, pos) : e;
}

/* What was said of a household that is another one by now was said again of that one, and is corrected there. */
static enum err check_joined(struct turn *t, const struct done *d) {
    struct household_row row;
    struct household h = {0};
    enum err e = read_household(t->s, &d->ev.entity, &row, &h);

    household_free(&h);
    if (e == ERR_OK && !id_equal(&row.id, &d->ev.entity))
        return cannot(t->redo, ERR_FAILED, _("the household was joined with the one of the hub since"), _("correct it with e"));
    err_clear();
    return ERR_OK;
}

/* A correction is of one field, and names nothing where nobody had said that field; a household made by hand says several. */
static bool is_one(unsigned fields) {
    return fields && !(fields & (fields - 1));
}

/* A household made by hand is taken back whole, a correction gives the field its value of before. */
static enum err put_back(struct turn *t, const struct done *d) {
    struct household said = {0};
    unsigned fields = 0;
    enum err e = check_joined(t, d);

    if (e != ERR_OK)
        return e;
    e = body_read_household(&said, &fields, d->body.data, d->body.len);
    household_free(&said);
    if (e == ERR_OK && !d->ev.replaces && !is_one(fields))
        return take_back(t, d);
    for (unsigned i = 0; e == ERR_OK && i < HOUSEHOLD_FIELDS; i++)
        if (fields & 1u << i)
            e = put_field_back(t, d, i);
    return e;
}

static enum err (*const turns[KIND_COUNT])(struct turn *, const struct done *) = {
    [KIND_VISIT] = take_back, [KIND_MATTER] = take_back, [KIND_NOTE] = take_back,          [KIND_STEP] = take_back,
    [KIND_NEED] = take_back,  [KIND_WITHDRAW] = take_up, [KIND_RESTORE] = take_back_again, [KIND_CORRECT] = put_back,
    [KIND_ENTRY] = take_back, [KIND_ITEM] = take_back,   [KIND_ALIAS] = take_back,
};

/* One that the hub refused was never folded: there is nothing to turn round. */
static enum err turn_one(struct turn *t, int64_t pos) {
    struct done d = {0};
    enum err e = load(&d, t->s, pos);

    if (e == ERR_NOT_FOUND)
        e = cannot(t->redo, e, _("it is no longer in this record"), NULL);
    if (e == ERR_OK && d.verdict <= VERDICT_ACCEPTED && turns[d.ev.kind])
        e = turns[d.ev.kind](t, &d);
    buf_free(&d.body);
    return e;
}

/* ---- words */

static void say_subject(struct store *s, const struct event *ev, struct buf *out) {
    struct household_row row;
    struct household h = {0};
    struct matter_row m;

    if (read_household(s, &ev->entity, &row, &h) == ERR_OK) {
        buf_puts(out, _(", "));
        door_text(out, &row.door, true);
        buf_printf(out, " %s", row.head);
    } else if (read_matter(s, &ev->entity, &m) == ERR_OK)
        buf_printf(out, "%s%s %s", _(", "), m.number, m.summary);
    household_free(&h);
    err_clear();
}

static const char *what_it_was(const struct event *ev) {
    if (ev->item)
        return kinds_words(LIST_ITEM, (int)ev->item);
    if (ev->exit)
        return kinds_words(LIST_EXIT, (int)ev->exit);
    return ev->kind == KIND_STEP ? kinds_words(LIST_STEP, (int)ev->step) : kinds_words(LIST_KIND, (int)ev->kind);
}

/* What an act was about. A withdrawal is told by what it names; that a person withdrew it is said too, and not where the
 * withdrawal is what undo appended: of an act that stands an odd number of them was the person's, of one to be redone an even. */
static enum err say_event(struct store *s, int64_t pos, bool redo, struct buf *out, struct event *ev) {
    struct done d = {0};
    int depth = 0;
    enum err e = load(&d, s, pos);

    for (; e == ERR_OK && depth < 64 && (d.ev.kind == KIND_WITHDRAW || d.ev.kind == KIND_RESTORE) &&
           id_equal(&d.ev.device, &d.device);
         depth++)
        e = load(&d, s, d.pos - d.ev.seq + d.ev.replaces);
    *ev = d.ev;
    if (e == ERR_OK) {
        if (depth && depth % 2 != redo)
            buf_printf(out, "%s%s", _("withdrawal"), _(", "));
        buf_puts(out, what_it_was(&d.ev));
        if (d.ev.outcome)
            buf_printf(out, "%s%s", _(", "), kinds_words(LIST_OUTCOME, (int)d.ev.outcome));
        say_subject(s, &d.ev, out);
    }
    buf_free(&d.body);
    return e;
}

static enum err next_act(struct store *s, bool redo, struct acts_row *act) {
    enum err e = acts_next(s, redo, act);

    return e == ERR_NOT_FOUND
               ? cannot(redo, e, redo ? _("nothing was undone before") : _("nothing was done on this device"), NULL)
               : e;
}

enum err undo_words(struct store *s, bool redo, struct buf *out) {
    struct acts_row act;
    struct event ev;
    enum err e = next_act(s, redo, &act);

    return e == ERR_OK ? say_event(s, act.first, redo, out, &ev) : e;
}

enum err undo_take(struct store *s, bool redo, struct buf *said, struct id *about) {
    struct turn t = {s, redo, 0, 0};
    struct acts_row act;
    struct buf words = {0};
    struct event ev;
    enum err e = store_begin(s);

    if (e != ERR_OK)
        return e;
    e = next_act(s, redo, &act);
    if (e == ERR_OK)
        e = say_event(s, act.first, redo, &words, &ev);
    for (int64_t pos = act.last; e == ERR_OK && pos >= act.first; pos--)
        e = turn_one(&t, pos);
    if (e == ERR_OK)
        e = acts_turned(s, &act, t.first ? t.first : act.first, t.first ? t.last : act.last);
    e = store_end(s, e);
    if (e == ERR_OK) {
        buf_printf(said, redo ? _("Done again: %s") : _("Undone: %s"), buf_text(&words));
        *about = ev.entity;
    }
    buf_free(&words);
    return e;
}
