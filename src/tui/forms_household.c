/* The forms that correct a household and that add one. Numbers stand there masked: whoever wants another types it in full. */
#include <stdio.h>
#include <string.h>
#include "form.h"
#include "linli/act_household.h"
#include "linli/door.h"
#include "linli/i18n.h"
#include "linli/mem.h"
#include "phones.h"
#include "words.h"

enum { HEAD, PHONES, COMPOUND, BUILDING, UNIT, FLOOR, ROOM, STATUS, NOTE };
#define DOOR_FIELD(word, title)                                                                                                  \
    { .name = word, .label = title, .kind = FIELD_TEXT, .limit = DOOR_PART - 1 }
#define PHONE_HINT N_("several with ; between")
static const struct field_spec household_fields[] = {
    [HEAD] = {.name = "head", .label = N_("Head"), .kind = FIELD_TEXT, .limit = NAME_SIZE - 1},
    [PHONES] = {.name = "phones", .label = N_("Phone"), .kind = FIELD_TEXT, .limit = PHONES_SIZE - 1, .hint = PHONE_HINT},
    [COMPOUND] = {.name = "compound", .label = N_("Compound"), .kind = FIELD_TEXT, .limit = DOOR_PART * 2 - 1},
    [BUILDING] = DOOR_FIELD("building", N_("Building")),
    [UNIT] = DOOR_FIELD("unit", N_("Unit")),
    [FLOOR] = DOOR_FIELD("floor", N_("Floor")),
    [ROOM] = DOOR_FIELD("room", N_("Room")),
    [STATUS] = {.name = "status", .label = N_("Occupancy"), .kind = FIELD_CHOICE, .list = LIST_OCCUPANCY},
    [NOTE] = {.name = "note", .label = N_("Note"), .kind = FIELD_NOTE, .limit = NOTE_SIZE - 1},
};

/* Which field of a household a text of the form is. */
static const unsigned bits[] = {
    [HEAD] = HOUSEHOLD_HEAD_BIT,         [PHONES] = HOUSEHOLD_PHONES_BIT, [COMPOUND] = HOUSEHOLD_COMPOUND_BIT,
    [BUILDING] = HOUSEHOLD_BUILDING_BIT, [UNIT] = HOUSEHOLD_UNIT_BIT,     [FLOOR] = HOUSEHOLD_FLOOR_BIT,
    [ROOM] = HOUSEHOLD_ROOM_BIT,         [STATUS] = HOUSEHOLD_STATUS_BIT, [NOTE] = HOUSEHOLD_NOTE_BIT,
};

static void start_household(struct form *f) {
    struct household_row row;
    struct household h = {0};
    struct buf masked = {0};

    if (read_household(f->view.app->store, &f->id, &row, &h) == ERR_OK) {
        phones_masked(&masked, h.phones);
        form_put_text(f, HEAD, h.head);
        form_put_text(f, PHONES, buf_text(&masked));
        form_put_text(f, COMPOUND, h.door.compound);
        form_put_text(f, BUILDING, h.door.building);
        form_put_text(f, UNIT, h.door.unit);
        form_put_text(f, FLOOR, h.door.floor);
        form_put_text(f, ROOM, h.door.room);
        form_put_choice(f, STATUS, *h.status ? kinds_value(LIST_OCCUPANCY, h.status) : OCCUPANCY_LIVED);
        form_put_text(f, NOTE, h.note);
    }
    household_free(&h);
    buf_free(&masked);
}

/* Only what the person changed is said: a line break of the note that the form cannot show stays where the note was left alone.
 */
static bool is_changed(const struct form *f, size_t field) {
    const struct field *d = &f->fields[field];

    if (f->spec->fields[field].kind == FIELD_CHOICE)
        return d->choice && d->choice != d->begun_choice;
    return strcmp(form_text(f, field), d->begun_text ? d->begun_text : "") != 0;
}

static void say_changed(struct buf *said, unsigned changed, const char *about) {
    bool any = false;

    if (!changed) {
        buf_puts(said, _("Nothing differs: nothing was written."));
        return;
    }
    buf_printf(said, _("Corrected: %s: "), about);
    for (unsigned i = 0; i < HOUSEHOLD_FIELDS; i++)
        if (changed & 1u << i) {
            buf_printf(said, "%s%s", any ? _(", ") : "", act_household_field(i));
            any = true;
        }
}

static enum err store_household(struct form *f, struct buf *said) {
    struct act_household a = {.area = NULL};
    struct household_row row;
    struct household h = {0};
    struct buf phones = {0};
    unsigned changed = 0;
    enum err e = read_household(f->view.app->store, &f->id, &row, &h);

    for (size_t i = 0; i < sizeof bits / sizeof *bits; i++)
        if (is_changed(f, i))
            a.said[bits[i]] = i == STATUS ? kinds_code(LIST_OCCUPANCY, f->fields[i].choice) : form_text(f, i);
    if (e == ERR_OK && a.said[HOUSEHOLD_PHONES_BIT]) {
        e = phones_unmasked(&phones, form_text(f, PHONES), h.phones);
        a.said[HOUSEHOLD_PHONES_BIT] = buf_text(&phones);
        f->focus = e == ERR_OK ? f->focus : PHONES;
    }
    if (e == ERR_OK)
        e = act_household_correct(f->view.app->store, &f->id, &a, &changed);
    if (e == ERR_OK)
        say_changed(said, changed, f->about);
    household_free(&h);
    buf_free(&phones);
    return e;
}

static struct view *open_household(struct app *app, const char *subject) {
    struct id household;
    struct household_row row;
    struct household h = {0};
    struct form *f = NULL;

    if (form_subject_id(&household, subject) && read_household(app->store, &household, &row, &h) == ERR_OK) {
        f = form_new(app, &household_form_spec, subject, &household);
        form_describe(f, &household);
    } else {
        app_say_error(app);
    }
    household_free(&h);
    return f ? &f->view : NULL;
}

const struct form_spec household_form_spec = {
    .name = "household",
    .version = 1,
    .title = N_("Correct the household"),
    .fields = household_fields,
    .count = sizeof household_fields / sizeof *household_fields,
    .start = start_household,
    .store = store_household,
    .open = open_household,
};

struct view *household_form(struct app *app, const struct id *household) {
    return form_open(app, &household_form_spec, household);
}

/* ---- a new one */

enum { NEW_DOOR, NEW_COMPOUND, NEW_HEAD, NEW_PHONES, NEW_STATUS, NEW_NOTE, NEW_AREA, NEW_NUMBER };
static bool echo_door(const struct form *f, struct buf *out);
static const struct field_spec new_fields[] = {
    [NEW_DOOR] = {.name = "door",
                  .label = N_("Door"),
                  .kind = FIELD_TEXT,
                  .limit = sizeof(struct door) - 1,
                  .hint = N_("3-2-501, or 3栋2单元501"),
                  .echo = echo_door},
    [NEW_COMPOUND] = {.name = "compound", .label = N_("Compound"), .kind = FIELD_TEXT, .limit = DOOR_PART * 2 - 1},
    [NEW_HEAD] = {.name = "head", .label = N_("Head"), .kind = FIELD_TEXT, .limit = NAME_SIZE - 1},
    [NEW_PHONES] = {.name = "phones", .label = N_("Phone"), .kind = FIELD_TEXT, .limit = PHONES_SIZE - 1, .hint = PHONE_HINT},
    [NEW_STATUS] =
        {.name = "status", .label = N_("Occupancy"), .kind = FIELD_CHOICE, .list = LIST_OCCUPANCY, .initial = OCCUPANCY_LIVED},
    [NEW_NOTE] = {.name = "note", .label = N_("Note"), .kind = FIELD_NOTE, .limit = NOTE_SIZE - 1},
    [NEW_AREA] = {.name = "area", .label = N_("Area"), .kind = FIELD_TEXT, .limit = AREA_SIZE - 1},
    [NEW_NUMBER] = {.name = "number",
                    .label = N_("Number"),
                    .kind = FIELD_TEXT,
                    .limit = NUMBER_SIZE - 1,
                    .hint = N_("of the household in the office's list; needed where there is no door")},
};

/* The door that the form means: what the text says, in the compound of the line below where it names none. False: the text is no
 * door. */
static bool read_door(const struct form *f, struct door *d) {
    const char *text = form_text(f, NEW_DOOR);
    bool read;

    memset(d, 0, sizeof *d);
    read = door_parse(d, text, strlen(text));
    if (!*d->compound)
        snprintf(d->compound, sizeof d->compound, "%s", form_text(f, NEW_COMPOUND));
    door_normalise(d);
    return read;
}

static bool echo_door(const struct form *f, struct buf *out) {
    struct buf key = {0};
    struct household_row row;
    struct household h = {0};
    struct door d;
    struct id other;
    bool taken;

    if (!read_door(f, &d)) {
        buf_puts(out, _("no door: write it like 3-2-501 or 3栋2单元501"));
        return false;
    }
    door_key(&key, &d);
    taken = read_match_household(f->view.app->store, form_text(f, NEW_AREA), "", buf_text(&key), &other) == ERR_OK &&
            read_household(f->view.app->store, &other, &row, &h) == ERR_OK;
    buf_puts(out, "= ");
    buf_puts(out, d.compound);
    buf_puts(out, *d.compound ? " " : "");
    door_words(out, &d);
    if (taken)
        buf_printf(out, _(": in the record already, %s"), h.head);
    household_free(&h);
    buf_free(&key);
    err_clear();
    return !taken;
}

/* In the area of the household where one stands, else the worker's; most often it is a door of the same compound. */
static void start_new(struct form *f) {
    struct household_row row;
    struct household h = {0};
    struct buf area = {0};

    if (!id_is_zero(&f->id) && read_household(f->view.app->store, &f->id, &row, &h) == ERR_OK) {
        form_put_text(f, NEW_AREA, row.area);
        form_put_text(f, NEW_COMPOUND, row.door.compound);
    } else if (store_get(f->view.app->store, "worker.area", &area) == ERR_OK) {
        form_put_text(f, NEW_AREA, buf_text(&area));
    }
    household_free(&h);
    buf_free(&area);
    err_clear();
}

static enum err store_new(struct form *f, struct buf *said) {
    struct act_household a = {.area = form_text(f, NEW_AREA)};
    struct door d;
    bool read = read_door(f, &d);
    enum err e;

    a.door = form_text(f, NEW_DOOR);
    a.said[HOUSEHOLD_COMPOUND_BIT] = d.compound;
    a.said[HOUSEHOLD_NUMBER_BIT] = form_text(f, NEW_NUMBER);
    a.said[HOUSEHOLD_HEAD_BIT] = form_text(f, NEW_HEAD);
    a.said[HOUSEHOLD_PHONES_BIT] = form_text(f, NEW_PHONES);
    a.said[HOUSEHOLD_NOTE_BIT] = form_text(f, NEW_NOTE);
    if (f->fields[NEW_STATUS].choice && f->fields[NEW_STATUS].choice != OCCUPANCY_LIVED)
        a.said[HOUSEHOLD_STATUS_BIT] = kinds_code(LIST_OCCUPANCY, f->fields[NEW_STATUS].choice);
    e = act_household_add(f->view.app->store, &a, &f->id);
    if (e == ERR_RANGE)
        f->focus = !read && (*a.door || !*form_text(f, NEW_NUMBER)) ? NEW_DOOR : !*form_text(f, NEW_HEAD) ? NEW_HEAD : f->focus;
    if (e == ERR_OK) {
        form_describe(f, &f->id);
        buf_printf(said, _("Stored: new household, %s"), f->about);
    }
    return e;
}

static void show_new(struct app *app, const struct id *id) {
    app_push(app, card_view(app, id));
}

static struct view *open_new(struct app *app, const char *subject) {
    return &form_new(app, &new_household_form_spec, subject, NULL)->view;
}

const struct form_spec new_household_form_spec = {
    .name = "new-household",
    .version = 1,
    .title = N_("New household"),
    .fields = new_fields,
    .count = sizeof new_fields / sizeof *new_fields,
    .start = start_new,
    .store = store_new,
    .stored = show_new,
    .open = open_new,
};

struct view *new_household_form(struct app *app, const struct id *beside) {
    char subject[FORM_SUBJECT_SIZE];

    form_subject(subject, app, &new_household_form_spec, "", false);
    return &form_new(app, &new_household_form_spec, subject, beside)->view;
}
