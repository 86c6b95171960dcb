/* Words for the events of the outbox. */
#include "linli/outbox.h"

#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include "linli/clock.h"
#include "linli/event.h"
#include "linli/i18n.h"
#include "linli/items.h"
#include "linli/mem.h"
#include "linli/policy.h"
#include "linli/read_flow.h"
#include "linli/safe.h"

const char *outbox_state_words(enum outbox_state state) {
    static const char *const words[] = {
        [OUTBOX_WAITING] = N_("waiting"), [OUTBOX_REFUSED] = N_("refused"), [OUTBOX_CONFLICT] = N_("in conflict")};

    return _(words[state]);
}

/* What a header says beside its kind. The first that is set stands in the one line of a list. */
static const struct {
    const char *label;
    enum list list;
    size_t at;
} choices[] = {
    {N_("Outcome"), LIST_OUTCOME, offsetof(struct event, outcome)},
    {N_("Type"), LIST_TYPE, offsetof(struct event, type)},
    {N_("Care need"), LIST_NEED, offsetof(struct event, need)},
    {N_("Step"), LIST_STEP, offsetof(struct event, step)},
    {N_("Result"), LIST_EXIT, offsetof(struct event, exit)},
    {N_("Purpose"), LIST_PURPOSE, offsetof(struct event, purpose)},
};
#define CHOICES (sizeof choices / sizeof *choices)

static const char *choice_words(const struct event *ev, size_t i) {
    int value;

    memcpy(&value, (const char *)ev + choices[i].at, sizeof value);
    return kinds_words(choices[i].list, value);
}

/* ---- what the hub said */

/* The reason is kept as "REASON (WHO, 2026-11-22 14:02)". A hub that speaks English gives it in the words of the catalogue, so
 * that it can be read in this device's language. */
static void split_reason(struct outbox_words *out, const char *text) {
    const char *open = NULL, *comma = NULL;
    size_t len = strlen(text);
    char reason[SUMMARY_SIZE];

    for (const char *p = strstr(text, " ("); p; p = strstr(p + 1, " ("))
        open = p;
    for (const char *p = open ? strstr(open, ", ") : NULL; p; p = strstr(p + 1, ", "))
        comma = p;
    if (!open || !comma || text[len - 1] != ')' || len - (size_t)(comma - text) != sizeof ", 2026-11-22 14:02)" - 1) {
        snprintf(out->reason, sizeof out->reason, "%s", *text ? _(text) : "");
        return;
    }
    snprintf(reason, sizeof reason, "%.*s", (int)(open - text), text);
    snprintf(out->reason, sizeof out->reason, "%s", *reason ? _(reason) : "");
    snprintf(out->by, sizeof out->by, "%.*s", (int)(comma - open - 2), open + 2);
    snprintf(out->when, sizeof out->when, "%.16s", comma + 2);
}

struct contest {
    const struct outbox_row *row;
    struct outbox_words *out;
};

static enum err find_contest(void *arg, const struct raw_event *raw) {
    struct contest *c = arg;
    struct event ev;
    struct words w;

    if (event_read(&ev, raw->header, raw->header_len) != ERR_OK || ev.kind != KIND_CONTEST || ev.answer == ANSWER_NO ||
        ev.replaces != c->row->seq || !id_equal(&ev.device, &c->row->device) || !raw->salt)
        return ERR_OK;
    if (body_read_words(&w, raw->body, raw->body_len) == ERR_OK)
        snprintf(c->out->contested, sizeof c->out->contested, "%s", w.reason);
    words_free(&w);
    return ERR_OK;
}

struct saying {
    struct outbox_words *out;
    struct store *s;
};

/* The event that a withdrawal names; of a restoration what the withdrawal named. */
struct target {
    struct event ev;
    bool found;
};

static enum err read_target(void *arg, const struct raw_event *raw) {
    struct target *t = arg;

    t->found = event_read(&t->ev, raw->header, raw->header_len) == ERR_OK;
    return ERR_OK;
}

static void put_target(struct buf *out, struct store *s, const struct event *ev) {
    struct target t = {.ev = *ev, .found = true};
    char day[CLOCK_DATE_SIZE];

    for (int depth = 0; depth < 2 && t.found && (t.ev.kind == KIND_RESTORE || t.ev.kind == KIND_WITHDRAW); depth++) {
        struct id device = t.ev.device;

        t.found = false;
        if (store_events(s, &device, t.ev.replaces, 1, read_target, &t) != ERR_OK)
            err_clear();
    }
    if (!t.found)
        return;
    clock_date(day, t.ev.at);
    buf_printf(out, _(": %s of %s"), kinds_words(LIST_KIND, (int)t.ev.kind), day);
}

/* A step by what was done at which, and where that leads. */
static void put_step(struct buf *what, const struct event *ev) {
    const char *step = kinds_words(LIST_STEP, (int)ev->step);

    if (ev->exit)
        buf_puts(what, kinds_words(LIST_EXIT, (int)ev->exit));
    else if (ev->to)
        buf_printf(what, _("%s is done: on to %s"), step, kinds_words(LIST_STEP, (int)ev->to));
    else
        buf_printf(what, _("%s is done: closed"), step);
}

static void put_what(struct buf *what, struct store *s, const struct event *ev) {
    if (ev->kind == KIND_STEP) {
        put_step(what, ev);
        return;
    }
    if (ev->item) {
        buf_puts(what, kinds_words(LIST_ITEM, (int)ev->item));
        if (ev->answer)
            buf_printf(what, _(", %s"), kinds_words(LIST_ANSWER, (int)ev->answer));
        return;
    }
    buf_puts(what, kinds_words(LIST_KIND, (int)ev->kind));
    if (ev->kind == KIND_WITHDRAW || ev->kind == KIND_RESTORE)
        put_target(what, s, ev);
    for (size_t i = 0; i < CHOICES; i++)
        if (*choice_words(ev, i)) {
            buf_printf(what, _(", %s"), choice_words(ev, i));
            return;
        }
}

static enum err say_what(void *arg, const struct raw_event *raw) {
    struct saying *saying = arg;
    struct event ev;
    struct buf what = {0};

    split_reason(saying->out, raw->reason ? raw->reason : "");
    if (event_read(&ev, raw->header, raw->header_len) != ERR_OK)
        return ERR_OK;
    put_what(&what, saying->s, &ev);
    snprintf(saying->out->what, sizeof saying->out->what, "%s", buf_text(&what));
    buf_free(&what);
    return ERR_OK;
}

static void say_dealt(struct outbox_words *out, struct store *s, const struct outbox_row *row) {
    struct dealt_row by;
    char day[CLOCK_DATE_SIZE];

    if (row->state == OUTBOX_WAITING || read_dealt(s, &row->device, row->seq, &by) != ERR_OK)
        return;
    clock_date(day, by.at);
    snprintf(out->dealt, sizeof out->dealt, "%s, %s%s%.300s", read_dealt_words(by.kind), day, *by.said ? _(": ") : "", by.said);
}

enum err outbox_words(struct outbox_words *out, struct store *s, const struct outbox_row *row) {
    struct contest c = {row, out};
    enum err e;

    memset(out, 0, sizeof *out);
    e = store_events(s, &row->device, row->seq, 1, say_what, &(struct saying){out, s});
    if (e == ERR_OK && row->state != OUTBOX_WAITING)
        e = store_entity_events(s, &row->entity, find_contest, &c);
    say_dealt(out, s, row);
    if (row->state == OUTBOX_CONFLICT && !*out->reason)
        snprintf(out->reason, sizeof out->reason, "%s",
                 _("another value came first: both stand on the card until somebody settles it"));
    return e;
}

void outbox_reason_line(struct buf *out, const struct outbox_words *w) {
    buf_puts(out, w->reason);
    if (*w->by)
        buf_printf(out, _(" (%s, %s)"), w->by, w->when);
    if (*w->contested)
        buf_printf(out, _("; I disagree: %s"), w->contested);
}

/* ---- what it says itself */

struct facts {
    struct store *s;
    const struct outbox_row *row;
    outbox_fact_fn *fn;
    void *arg;
};

static void fact(struct facts *f, const char *label, const char *value, const char *now) {
    if (*value || *now)
        f->fn(f->arg, label, value, strcmp(value, now) != 0 ? now : "");
}

static void members_words(struct buf *out, const struct household *h) {
    for (size_t i = 0; i < h->member_count; i++) {
        buf_printf(out, "%s%s", i ? _(", ") : "", h->members[i].name);
        if (*h->members[i].relation)
            buf_printf(out, " %s", h->members[i].relation);
    }
}

static void field_words(struct buf *out, const struct household *h, int bit) {
    switch (bit) {
    case HOUSEHOLD_NUMBER_BIT:
        buf_puts(out, h->number);
        break;
    case HOUSEHOLD_COMPOUND_BIT:
        buf_puts(out, h->door.compound);
        break;
    case HOUSEHOLD_BUILDING_BIT:
        buf_puts(out, h->door.building);
        break;
    case HOUSEHOLD_UNIT_BIT:
        buf_puts(out, h->door.unit);
        break;
    case HOUSEHOLD_FLOOR_BIT:
        buf_puts(out, h->door.floor);
        break;
    case HOUSEHOLD_ROOM_BIT:
        buf_puts(out, h->door.room);
        break;
    case HOUSEHOLD_HEAD_BIT:
        buf_puts(out, h->head);
        break;
    case HOUSEHOLD_PHONES_BIT:
        policy_mask_phones(out, h->phones);
        break;
    case HOUSEHOLD_NOTE_BIT:
        buf_puts(out, h->note);
        break;
    case HOUSEHOLD_MEMBERS_BIT:
        members_words(out, h);
        break;
    case HOUSEHOLD_STATUS_BIT:
        buf_puts(out, kinds_words(LIST_OCCUPANCY, kinds_value(LIST_OCCUPANCY, h->status)));
        break;
    default:
        break;
    }
}

static const char *const field_labels[HOUSEHOLD_FIELDS] = {
    [HOUSEHOLD_NUMBER_BIT] = N_("Number"),   [HOUSEHOLD_COMPOUND_BIT] = N_("Compound"), [HOUSEHOLD_BUILDING_BIT] = N_("Building"),
    [HOUSEHOLD_UNIT_BIT] = N_("Unit"),       [HOUSEHOLD_FLOOR_BIT] = N_("Floor"),       [HOUSEHOLD_ROOM_BIT] = N_("Room"),
    [HOUSEHOLD_HEAD_BIT] = N_("Head"),       [HOUSEHOLD_PHONES_BIT] = N_("Phones"),     [HOUSEHOLD_NOTE_BIT] = N_("Note"),
    [HOUSEHOLD_MEMBERS_BIT] = N_("Members"), [HOUSEHOLD_STATUS_BIT] = N_("Occupancy"),
};

/* Its values, beside those that the record has now. */
static void household_facts(struct facts *f, const struct raw_event *raw) {
    struct household said = {0}, now = {0};
    struct household_row row;
    unsigned fields = 0;
    struct buf value = {0}, there = {0};

    if (body_read_household(&said, &fields, raw->body, raw->body_len) != ERR_OK)
        fields = 0;
    if (read_household(f->s, &f->row->entity, &row, &now) != ERR_OK)
        err_clear();
    for (int bit = 0; bit < HOUSEHOLD_FIELDS; bit++) {
        if (!(fields & 1u << bit))
            continue;
        buf_reset(&value);
        buf_reset(&there);
        field_words(&value, &said, bit);
        field_words(&there, &now, bit);
        fact(f, _(field_labels[bit]), buf_text(&value), buf_text(&there));
    }
    buf_free(&value);
    buf_free(&there);
    household_free(&said);
    household_free(&now);
}

static void words_facts(struct facts *f, const struct raw_event *raw) {
    struct words w;
    struct buf parties = {0};

    if (body_read_words(&w, raw->body, raw->body_len) == ERR_OK) {
        for (size_t i = 0; i < w.party_count; i++)
            buf_printf(&parties, "%s%s", i ? _(", ") : "", w.parties[i].name);
        fact(f, _("Parties"), buf_text(&parties), "");
        fact(f, _("Summary"), w.summary, "");
        fact(f, _("Met"), w.met, "");
        fact(f, _("Note"), w.note, "");
        fact(f, _("Reason"), w.reason, "");
    }
    words_free(&w);
    buf_free(&parties);
}

/* A matter that went on meanwhile: where it stands now. */
static void matter_now(struct facts *f, const struct event *ev) {
    struct matter_row *m;

    if (f->row->state != OUTBOX_CONFLICT || (ev->kind != KIND_STEP && ev->kind != KIND_NOTE))
        return;
    m = mem_new(1, sizeof *m);
    if (read_matter(f->s, &f->row->entity, m) == ERR_OK)
        fact(f, _("Step"), kinds_words(LIST_STEP, (int)ev->step), kinds_words(LIST_STEP, (int)m->step));
    else
        err_clear();
    mem_free(m);
}

/* An item's own fields; a number that is nobody else's business stays masked. */
static void item_facts(struct facts *f, const struct event *ev, const struct raw_event *raw) {
    struct item_values v;
    size_t count;
    const struct item_field *fields = items_fields(ev->item, &count);

    if (items_read(&v, ev, raw->body, raw->body_len) != ERR_OK)
        return;
    for (size_t i = 0; i < count; i++) {
        struct buf value = {0};
        char name[NAME_SIZE];
        struct id id;

        if (fields[i].slot == ITEM_WHO && v.at[i] && id_parse(&id, v.at[i], SIZE_MAX)) {
            read_entry_name(f->s, &id, name);
            buf_puts(&value, name);
        } else if (fields[i].slot != ITEM_OF) {
            items_show(&value, &v, i);
        }
        fact(f, _(fields[i].label), buf_text(&value), "");
        buf_free(&value);
    }
    items_free(&v);
}

static enum err tell_event(void *arg, const struct raw_event *raw) {
    struct facts *f = arg;
    struct event ev;

    if (event_read(&ev, raw->header, raw->header_len) != ERR_OK)
        return ERR_OK;
    for (size_t i = 0; i < CHOICES; i++)
        fact(f, _(choices[i].label), choice_words(&ev, i), "");
    fact(f, _("Again on"), ev.next, "");
    matter_now(f, &ev);
    if (!raw->salt)
        f->fn(f->arg, _("Words"), _("they are not on this device any more"), "");
    else if (ev.kind == KIND_ROSTER || ev.kind == KIND_CORRECT)
        household_facts(f, raw);
    else if (ev.kind == KIND_ITEM || ev.kind == KIND_ENTRY)
        item_facts(f, &ev, raw);
    else
        words_facts(f, raw);
    return ERR_OK;
}

enum err outbox_facts(struct store *s, const struct outbox_row *row, outbox_fact_fn *fn, void *arg) {
    struct facts f = {s, row, fn, arg};

    return store_events(s, &row->device, row->seq, 1, tell_event, &f);
}

/* ---- as a page */

static void put_line(struct buf *out, const char *label, const char *value) {
    struct buf line = {0};

    if (!*value)
        return;
    buf_printf(&line, "%s%s%s", label, _(": "), value);
    safe_text(out, buf_text(&line), line.len, true);
    buf_putc(out, '\n');
    buf_free(&line);
}

static void put_fact(void *arg, const char *label, const char *value, const char *now) {
    put_line(arg, label, value);
    put_line(arg, _("now in the record"), now);
}

static enum err put_hash(void *arg, const struct raw_event *raw) {
    char hash[HASH_TEXT_SIZE];

    hex_text(hash, raw->hash.b, HASH_BYTES);
    put_line(arg, _("Hash"), hash);
    return ERR_OK;
}

enum err outbox_page(struct buf *out, struct store *s, const struct outbox_row *row) {
    char stamp[CLOCK_STAMP_SIZE], device[ID_TEXT_SIZE];
    struct outbox_words w;
    enum err e = outbox_words(&w, s, row);

    if (e != ERR_OK)
        return e;
    clock_stamp(stamp, row->at);
    id_text(device, &row->device);
    put_line(out, _("What"), w.what);
    put_line(out, _("About"), row->title);
    put_line(out, _("Entered"), stamp);
    put_line(out, _("State"), outbox_state_words(row->state));
    put_line(out, _("Reason of the hub"), w.reason);
    put_line(out, _("Refused by"), w.by);
    put_line(out, _("Refused at"), w.when);
    put_line(out, _("Said against it"), w.contested);
    buf_putc(out, '\n');
    e = outbox_facts(s, row, put_fact, out);
    put_line(out, _("Device"), device);
    put_line(out, _("Event"), err_fmt("%lld", (long long)row->seq));
    return e == ERR_OK ? store_events(s, &row->device, row->seq, 1, put_hash, out) : e;
}
