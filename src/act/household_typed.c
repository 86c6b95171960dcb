/* A household's fields: their names and words, and what was typed into them. */
#include "household_typed.h"

#include <string.h>
#include "act_inner.h"
#include "linli/door.h"
#include "linli/i18n.h"
#include "linli/policy.h"
#include "linli/roster.h"

static const struct {
    const char *words;
    size_t offset, room;
    bool code; /* long numbers are common in it */
} fields[HOUSEHOLD_FIELDS] = {
#define FIELD(member) offsetof(struct household, member), sizeof((struct household *)0)->member
    [HOUSEHOLD_NUMBER_BIT] = {N_("Number"), FIELD(number), true},
    [HOUSEHOLD_COMPOUND_BIT] = {N_("Compound"), FIELD(door.compound), false},
    [HOUSEHOLD_BUILDING_BIT] = {N_("Building"), FIELD(door.building), true},
    [HOUSEHOLD_UNIT_BIT] = {N_("Unit"), FIELD(door.unit), true},
    [HOUSEHOLD_FLOOR_BIT] = {N_("Floor"), FIELD(door.floor), true},
    [HOUSEHOLD_ROOM_BIT] = {N_("Room"), FIELD(door.room), true},
    [HOUSEHOLD_HEAD_BIT] = {N_("Head"), FIELD(head), false},
    [HOUSEHOLD_PHONES_BIT] = {N_("Phone"), FIELD(phones), false},
    [HOUSEHOLD_NOTE_BIT] = {N_("Note"), FIELD(note), false},
    [HOUSEHOLD_MEMBERS_BIT] = {N_("Members"), 0, 0, false},
    [HOUSEHOLD_STATUS_BIT] = {N_("Occupancy"), FIELD(status), true},
#undef FIELD
};

const char *act_household_field(unsigned field) {
    return field < HOUSEHOLD_FIELDS ? _(fields[field].words) : "";
}

const char *act_household_key(unsigned field) {
    static const char *const keys[HOUSEHOLD_FIELDS] = {
#define X(name, key) [HOUSEHOLD_##name##_BIT] = key,
#include "linli/household_fields.def"
#undef X
    };

    return field < HOUSEHOLD_FIELDS ? keys[field] : "";
}

unsigned act_household_keyed(const char *key) {
    unsigned field = 0;

    while (field < HOUSEHOLD_FIELDS && strcmp(act_household_key(field), key) != 0)
        field++;
    return field;
}

void act_household_value(struct buf *out, const struct household *h, unsigned field) {
    if (field == HOUSEHOLD_PHONES_BIT) {
        policy_mask_phones(out, h->phones);
    } else if (field == HOUSEHOLD_STATUS_BIT) {
        buf_puts(out, kinds_words(LIST_OCCUPANCY, *h->status ? kinds_value(LIST_OCCUPANCY, h->status) : OCCUPANCY_LIVED));
    } else if (field != HOUSEHOLD_MEMBERS_BIT) {
        buf_puts(out, (const char *)h + fields[field].offset);
    } else {
        for (size_t i = 0; i < h->member_count; i++) {
            const struct member *m = &h->members[i];

            buf_printf(out, "%s%s%s%s", i ? _(", ") : "", m->name, *m->relation ? " " : "", m->relation);
            buf_puts(out, *m->phones ? " " : "");
            policy_mask_phones(out, m->phones);
        }
    }
    if (!out->len)
        buf_puts(out, _("(empty)"));
}

static char *place(struct household *h, unsigned field) {
    return (char *)h + fields[field].offset;
}

static enum err refuse_value(const char *what, const char *field, const char *why) {
    return err_say(ERR_RANGE, what, err_fmt(_("“%s”: %s"), field, why), _("correct it, or leave it out"));
}

/* One sign between numbers, whatever the input method made of it. */
static void one_separator(char *text) {
    static const char *const signs[] = {"；", "，", "、", "\n"};
    char *at;

    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
        while ((at = strstr(text, signs[i])) != NULL) {
            *at = ';';
            memmove(at + 1, at + strlen(signs[i]), strlen(at + strlen(signs[i])) + 1);
        }
}

static enum err take_phones(char phones[PHONES_SIZE], const char *typed, const char *what, const char *field) {
    char cleaned[PHONES_SIZE * 2];
    const char *why;
    enum err e = clean_text(cleaned, sizeof cleaned, typed, &(struct clean){what, field, true});

    one_separator(cleaned);
    *phones = '\0';
    why = e == ERR_OK ? roster_add_phones(phones, cleaned) : NULL;
    return why ? refuse_value(what, field, why) : e;
}

static enum err take_status(char *to, const char *typed, const char *what) {
    int value = *typed ? kinds_value(LIST_OCCUPANCY, typed) : OCCUPANCY_LIVED;

    if (!value)
        return err_say(ERR_RANGE, what, err_fmt(_("“%.40s” does not say who lives there"), typed),
                       _("choose one of: lived, let, empty, moved"));
    strcpy(to, kinds_code(LIST_OCCUPANCY, value));
    return ERR_OK;
}

static enum err take_field(struct household *h, unsigned field, const char *typed, const char *what) {
    const char *words = act_household_field(field), *why;
    enum err e;

    if (field == HOUSEHOLD_PHONES_BIT)
        return take_phones(h->phones, typed, what, words);
    if (field == HOUSEHOLD_STATUS_BIT)
        return take_status(h->status, typed, what);
    e = clean_text(place(h, field), fields[field].room, typed, &(struct clean){what, words, field == HOUSEHOLD_NOTE_BIT});
    why = e == ERR_OK ? roster_refuses(place(h, field), fields[field].code) : NULL;
    return why ? refuse_value(what, words, why) : e;
}

static enum err take_member(struct household *h, const struct member *typed, const char *what) {
    struct member m = {.name = ""};
    const char *why = NULL;
    enum err e = clean_text(m.name, sizeof m.name, typed->name, &(struct clean){what, _("name of a member"), false});

    if (e == ERR_OK)
        e = clean_text(m.relation, sizeof m.relation, typed->relation, &(struct clean){what, _("relation"), false});
    if (e == ERR_OK)
        e = take_phones(m.phones, typed->phones, what, _("phone of a member"));
    if (e != ERR_OK)
        return e;
    if (!*m.name)
        return err_say(ERR_RANGE, what, _("a member has no name"), _("name the person, or leave the line out"));
    if ((why = roster_refuses(m.name, false)) == NULL)
        why = roster_refuses(m.relation, false);
    if (why)
        return refuse_value(what, m.name, why);
    if (!household_add_member(h, &m))
        return err_say(ERR_RANGE, what, err_fmt(_("there are more than %d people in one household"), MEMBERS_MAX),
                       _("write the others in the note"));
    return ERR_OK;
}

static enum err take_members(struct household *h, const struct act_household *a, const char *what) {
    enum err e = ERR_OK;

    h->member_count = 0;
    for (size_t i = 0; e == ERR_OK && i < a->member_count; i++)
        e = take_member(h, &a->members[i], what);
    return e;
}

static enum err take_door(struct household *h, const char *typed, const char *what) {
    char text[sizeof h->door];
    enum err e = clean_text(text, sizeof text, typed, &(struct clean){what, _("door"), false});
    const char *why = e == ERR_OK ? roster_refuses(text, true) : NULL;

    if (why)
        return refuse_value(what, _("door"), why);
    if (e == ERR_OK && *text && !(door_parse(&h->door, text, strlen(text)) && door_told(&h->door)))
        return err_say(ERR_RANGE, what, err_fmt(_("Door: “%.60s” is no door"), text),
                       _("write it like 3-2-501 or 3栋2单元501, or with the number in the lane"));
    return e;
}

static bool parts_said(const struct act_household *a) {
    for (unsigned i = 0; i < HOUSEHOLD_FIELDS; i++)
        if (a->said[i] && (1u << i & (PARTS | BIT(COMPOUND))))
            return true;
    return false;
}

/* A floor that only the room tells goes with the room. */
enum err household_typed(struct household *h, const struct act_household *a, const char *what) {
    struct door before = h->door;
    enum err e = a->door ? take_door(h, a->door, what) : ERR_OK;

    for (unsigned i = 0; e == ERR_OK && i < HOUSEHOLD_FIELDS; i++)
        if (a->said[i] && fields[i].room)
            e = take_field(h, i, a->said[i], what);
    if (e == ERR_OK && a->with_members)
        e = take_members(h, a, what);
    if (e != ERR_OK)
        return e;
    if (!a->door && strcmp(before.room, h->door.room) != 0 && strcmp(before.floor, h->door.floor) == 0) {
        struct door derived = {.floor = ""};

        strcpy(derived.room, before.room);
        door_normalise(&derived);
        if (strcmp(derived.floor, before.floor) == 0)
            *h->door.floor = '\0';
    }
    if (a->door || parts_said(a))
        door_normalise(&h->door);
    return ERR_OK;
}
