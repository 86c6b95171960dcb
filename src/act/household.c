/* Keeping the roster by hand. A correction is one field an event, and names the event whose value it replaces (DESIGN.md section
 * 1). */
#include "linli/act_household.h"

#include <string.h>
#include "act_inner.h"
#include "household_typed.h"
#include "linli/acts.h"
#include "linli/door.h"
#include "linli/event.h"
#include "linli/i18n.h"
#include "linli/policy.h"
#include "merge.h"

/* ---- checks */

static enum err taken(struct store *s, const struct id *by, const char *what, bool door_is) {
    struct household_row row;
    struct household h = {0};
    struct buf door = {0};
    char id[ID_TEXT_SIZE];
    enum err e = read_household(s, by, &row, &h);

    if (e == ERR_OK) {
        const char *who = *row.head ? row.head : row.number;

        id_text(id, by);
        door_text(&door, &row.door, true);
        e = err_say(ERR_EXISTS, what,
                    door_is ? err_fmt(_("that door is in the record already: %s %s"), buf_text(&door), who)
                            : err_fmt(_("that number is in the record already: %s %s"), buf_text(&door), who),
                    err_fmt(_("correct that one: %s"), id));
    }
    household_free(&h);
    buf_free(&door);
    return e;
}

/* Whether another household of the area has the number or the door; `own`: the one that may. */
static enum err check_free(struct store *s, const struct household *h, const struct id *own, const char *what) {
    struct buf key = {0};
    struct id other;
    enum err e = *h->number ? read_match_household(s, h->area, h->number, "", &other) : ERR_NOT_FOUND;

    if (e == ERR_OK && !id_equal(&other, own))
        return taken(s, &other, what, false);
    if (e != ERR_OK && e != ERR_NOT_FOUND)
        return e;
    if (door_told(&h->door))
        door_key(&key, &h->door);
    e = key.len ? read_match_household(s, h->area, "", buf_text(&key), &other) : ERR_NOT_FOUND;
    buf_free(&key);
    if (e == ERR_OK && !id_equal(&other, own))
        return taken(s, &other, what, true);
    return e == ERR_NOT_FOUND ? ERR_OK : e;
}

static enum err check_somebody(const struct household *h, const char *what) {
    if (*h->head || *h->number || door_told(&h->door) || *h->door.compound)
        return ERR_OK;
    return err_say(ERR_RANGE, what, _("there is neither a name nor a door"), _("give a door, a number or the name of the head"));
}

/* A new one can be found again, at a door or by its number… */
static enum err check_found_again(const struct household *h, const char *what) {
    if (door_told(&h->door) || *h->number)
        return ERR_OK;
    return err_say(ERR_RANGE, what, _("Door: it is missing, and so is the number that a household without a door needs"),
                   _("write it like 3-2-501 or 3栋2单元501, or with the number in the lane"));
}

/* …and says whose home it is. */
static enum err check_head(const struct household *h, const char *what) {
    if (*h->head || (*h->status && kinds_value(LIST_OCCUPANCY, h->status) == OCCUPANCY_EMPTY))
        return ERR_OK;
    return err_say(ERR_RANGE, what, _("Head: the name is missing"), _("type it, or say in Occupancy that the flat is empty"));
}

/* ---- adding */

static enum err choose_area(struct store *s, const char *typed, struct household *h, const char *what) {
    struct buf area = {0};
    enum err e = clean_text(h->area, sizeof h->area, typed, &(struct clean){what, _("area"), false});

    if (e == ERR_OK && *h->area && !policy_area_valid(h->area))
        return err_say(ERR_RANGE, what, err_fmt(_("“%.60s” is no code of an area"), h->area),
                       _("write it like 430181.007.03.12"));
    if (e == ERR_OK && !*h->area && store_get(s, "worker.area", &area) == ERR_OK && policy_area_valid(buf_text(&area)))
        clean_copy(h->area, sizeof h->area, buf_text(&area));
    buf_free(&area);
    return e;
}

/* Appends a correction, which names what it replaces where that is told. */
static enum err append(struct store *s, const struct id *id, const char *area, const struct household *h, unsigned mask,
                       const struct clash_source *replaced, int64_t *pos) {
    struct event ev = {.kind = KIND_CORRECT, .entity = *id};
    struct buf body = {0};
    enum err e;

    strcpy(ev.area, area);
    if (replaced && replaced->seq) {
        ev.device = replaced->device;
        ev.replaces = replaced->seq;
    }
    body_write_household(&body, h, mask);
    e = body.len > EVENT_BODY_MAX
            ? err_say(ERR_RANGE, _("cannot correct the household"), _("it is more than one household can hold"), _("shorten it"))
            : store_append(s, &ev, body.data, body.len, pos);
    buf_free(&body);
    return e;
}

static unsigned filled(const struct household *h) {
    return merge_filled(h) | (*h->status ? BIT(STATUS) : 0);
}

enum err act_household_add(struct store *s, const struct act_household *a, struct id *id) {
    const char *what = _("cannot add the household");
    struct household h = {0};
    int64_t pos;
    enum err e = choose_area(s, a->area, &h, what);

    if (e == ERR_OK)
        e = household_typed(&h, a, what);
    if (e == ERR_OK)
        e = check_found_again(&h, what);
    if (e == ERR_OK)
        e = check_free(s, &h, &(struct id){{0}}, what);
    if (e == ERR_OK)
        e = check_head(&h, what);
    if (e == ERR_OK && (e = store_begin(s)) == ERR_OK) {
        *id = id_random();
        e = append(s, id, h.area, &h, filled(&h), NULL, &pos);
        if (e == ERR_OK)
            e = acts_did(s, pos, pos);
        e = store_end(s, e);
    }
    household_free(&h);
    return e;
}

/* ---- correcting */

static bool differs(const struct household *a, const struct household *b, unsigned field) {
    bool same = body_same_field(a, b, field);

    if (field == HOUSEHOLD_STATUS_BIT && !*a->status)
        same = same || strcmp(b->status, kinds_code(LIST_OCCUPANCY, OCCUPANCY_LIVED)) == 0;
    return !same;
}

static unsigned differing(const struct household *a, const struct household *b) {
    unsigned mask = 0;

    for (unsigned i = 0; i < HOUSEHOLD_FIELDS; i++)
        mask |= differs(a, b, i) ? 1u << i : 0;
    return mask;
}

enum err act_append_fields(struct store *s, const struct id *id, const struct household *h, unsigned mask, int64_t *first,
                           int64_t *last) {
    enum err e = ERR_OK;

    *first = *last = 0;
    for (unsigned i = 0; e == ERR_OK && i < HOUSEHOLD_FIELDS; i++) {
        struct clash_source stands;

        if (!(mask & 1u << i))
            continue;
        e = clash_source(s, id, i, &stands);
        if (e == ERR_OK)
            e = append(s, id, "", h, 1u << i, &stands, last);
        *first = *first ? *first : *last;
    }
    return e;
}

/* An event a field, in one transaction. */
static enum err write_fields(struct store *s, const struct id *id, const struct household *h, unsigned mask) {
    int64_t first = 0, last = 0;
    enum err e = store_begin(s);

    if (e != ERR_OK)
        return e;
    e = act_append_fields(s, id, h, mask, &first, &last);
    if (e == ERR_OK && first)
        e = acts_did(s, first, last);
    return store_end(s, e);
}

/* The head's own place among the members: by name and relation, else by the name alone; NULL where nobody or several have it. */
static struct member *head_member(const struct household *h) {
    struct member *named = NULL, *related = NULL;
    size_t names = 0, relations = 0;

    for (size_t i = 0; *h->head && i < h->member_count; i++) {
        struct member *m = &h->members[i];

        if (strcmp(m->name, h->head) != 0)
            continue;
        named = m;
        names++;
        if (household_is_head(m->relation)) {
            related = m;
            relations++;
        }
    }
    return relations == 1 ? related : relations == 0 && names == 1 ? named : NULL;
}

static bool has_member(const struct household *h, const char *name) {
    for (size_t i = 0; i < h->member_count; i++)
        if (strcmp(h->members[i].name, name) == 0)
            return true;
    return false;
}

/* The head is one person: a name corrected there is corrected among the members. One who is a member already has taken over as
 * head; then nobody's name was wrong. */
static void correct_head_member(const struct household *present, struct household *now) {
    struct member *own = head_member(present);

    if (own && *now->head && strcmp(present->head, now->head) != 0 && !has_member(present, now->head))
        strcpy(now->members[own - present->members].name, now->head);
}

enum err act_household_correct(struct store *s, const struct id *id, const struct act_household *a, unsigned *changed) {
    const char *what = _("cannot correct the household");
    struct household_row row;
    struct household present = {0}, now = {0};
    enum err e = read_household(s, id, &row, &present);

    *changed = 0;
    if (e == ERR_OK) {
        merge_copy(&now, &present);
        e = household_typed(&now, a, what);
    }
    if (e == ERR_OK && !a->with_members)
        correct_head_member(&present, &now);
    if (e == ERR_OK)
        *changed = differing(&present, &now);
    if (e == ERR_OK && *changed)
        e = check_somebody(&now, what);
    if (e == ERR_OK && (*changed & (PARTS | BIT(COMPOUND) | BIT(NUMBER))))
        e = check_free(s, &now, &row.id, what);
    if (e == ERR_OK && *changed)
        e = write_fields(s, &row.id, &now, *changed);
    household_free(&present);
    household_free(&now);
    return e;
}

enum err act_household_leave(struct store *s, const struct id *id, enum occupancy status) {
    struct act_household a = {.said[HOUSEHOLD_STATUS_BIT] = kinds_code(LIST_OCCUPANCY, (int)status)};
    unsigned changed;

    return act_household_correct(s, id, &a, &changed);
}

/* ---- members */

/* The place of the one member with that name; `count` where nobody has it. */
static enum err find_member(const struct household *h, const char *name, const char *what, size_t *out) {
    size_t found = 0;

    *out = h->member_count;
    for (size_t i = 0; i < h->member_count; i++)
        if (strcmp(h->members[i].name, name) == 0) {
            *out = i;
            found++;
        }
    if (found == 1)
        return ERR_OK;
    return found ? err_say(ERR_AMBIGUOUS, what, err_fmt(_("several people of this household are called %.60s"), name),
                           _("correct one of them on its card first"))
                 : err_say(ERR_NOT_FOUND, what, err_fmt(_("nobody of this household is called %.60s"), name),
                           _("look at its members first; others may have corrected them"));
}

/* The members with one of them put in, changed (`name` and `m`) or taken out. */
static enum err change_members(struct store *s, const struct id *id, const char *name, const struct member *m) {
    const char *what = _("cannot correct the members");
    struct act_household a = {.with_members = true};
    struct household_row row;
    struct household h = {0};
    size_t at = 0;
    unsigned changed;
    enum err e = read_household(s, id, &row, &h);

    if (e == ERR_OK && name)
        e = find_member(&h, name, what, &at);
    if (e == ERR_OK && !name && !household_add_member(&h, m))
        e = err_say(ERR_RANGE, what, err_fmt(_("there are more than %d people in one household"), MEMBERS_MAX),
                    _("write the others in the note"));
    if (e == ERR_OK && name && m) {
        a.said[HOUSEHOLD_HEAD_BIT] = head_member(&h) == &h.members[at] ? m->name : NULL;
        h.members[at] = *m;
    }
    if (e == ERR_OK && name && !m) {
        memmove(&h.members[at], &h.members[at + 1], (h.member_count - at - 1) * sizeof *h.members);
        h.member_count--;
    }
    a.members = h.members;
    a.member_count = h.member_count;
    if (e == ERR_OK)
        e = act_household_correct(s, id, &a, &changed);
    household_free(&h);
    return e;
}

enum err act_member_add(struct store *s, const struct id *id, const struct member *m) {
    return change_members(s, id, NULL, m);
}

enum err act_member_correct(struct store *s, const struct id *id, const char *name, const struct member *m) {
    return change_members(s, id, name, m);
}

enum err act_member_drop(struct store *s, const struct id *id, const char *name) {
    return change_members(s, id, name, NULL);
}

/* ---- settling */

struct settling {
    unsigned field;
    const struct clash_source *chosen;
    struct household value;
    bool found;
    struct clash_source beside[16]; /* more than so many at once are settled by settling again */
    size_t count;
    const struct household *alike; /* only lists of members that are this one's but for the name of the one at `own`; NULL: all */
    size_t own;
};

static bool same_source(const struct clash_source *a, const struct clash_source *b) {
    return a->seq == b->seq && id_equal(&a->device, &b->device);
}

static bool is_alike(const struct settling *t, const struct household *list) {
    struct household named = {0};
    bool same = list->member_count == t->alike->member_count;

    if (same) {
        merge_copy(&named, list);
        strcpy(named.members[t->own].name, t->alike->members[t->own].name);
        same = !differs(&named, t->alike, HOUSEHOLD_MEMBERS_BIT);
    }
    household_free(&named);
    return same;
}

static enum err collect(void *arg, const struct clash *c) {
    struct settling *t = arg;
    const struct household *value;

    if (c->field != t->field || t->count == sizeof t->beside / sizeof *t->beside)
        return ERR_OK;
    if (t->alike && !is_alike(t, c->beside))
        return ERR_OK;
    t->beside[t->count++] = c->beside_by;
    if (!t->chosen || t->found)
        return ERR_OK;
    t->found = same_source(t->chosen, &c->stands_by) || same_source(t->chosen, &c->beside_by);
    value = same_source(t->chosen, &c->stands_by) ? c->stands : c->beside;
    if (t->found)
        merge_copy(&t->value, value);
    return ERR_OK;
}

static enum err take_third(const struct household *present, const struct act_household *third, struct settling *t,
                           const char *what) {
    merge_copy(&t->value, present);
    t->found = true;
    return household_typed(&t->value, third, what);
}

static enum err write_settled(struct store *s, const struct id *id, const struct settling *t, const struct household *value,
                              int64_t *first, int64_t *pos) {
    enum err e = ERR_OK;

    for (size_t i = 0; e == ERR_OK && i < t->count; i++) {
        e = append(s, id, "", value, 1u << t->field, &t->beside[i], pos);
        *first = *first ? *first : *pos;
    }
    return e;
}

/* The head is one person: lists of members that contradict each other in the head's name alone are settled with it. */
static enum err settle_head_member(struct store *s, const struct id *id, const struct household *present, const char *head,
                                   int64_t *first, int64_t *pos) {
    struct household now = {0};
    struct settling t = {.field = HOUSEHOLD_MEMBERS_BIT, .alike = &now};
    struct member *own;
    enum err e;

    own = head_member(present);
    if (!own)
        return ERR_OK;
    t.own = (size_t)(own - present->members);
    merge_copy(&now, present);
    clean_copy(now.head, sizeof now.head, head);
    correct_head_member(present, &now);
    e = read_clashes(s, id, collect, &t);
    if (e == ERR_OK && !t.count && differs(present, &now, HOUSEHOLD_MEMBERS_BIT))
        e = clash_source(s, id, HOUSEHOLD_MEMBERS_BIT, &t.beside[t.count++]);
    if (e == ERR_OK)
        e = write_settled(s, id, &t, &now, first, pos);
    household_free(&now);
    return e;
}

enum err act_household_settle(struct store *s, const struct id *id, unsigned field, const struct clash_source *chosen,
                              const struct act_household *third) {
    const char *what = _("cannot settle it");
    struct settling t = {.field = field, .chosen = chosen};
    struct household_row row;
    struct household h = {0};
    int64_t first = 0, pos = 0;
    enum err e = read_household(s, id, &row, &h);

    if (e == ERR_OK)
        e = read_clashes(s, &row.id, collect, &t);
    if (e == ERR_OK && !chosen)
        e = take_third(&h, third, &t, what);
    if (e == ERR_OK && (!t.count || !t.found))
        e = err_say(ERR_NOT_FOUND, what, _("nothing contradicts it, or no longer"),
                    _("look at the card: it shows what stands now"));
    if (e == ERR_OK && (e = store_begin(s)) == ERR_OK) {
        e = write_settled(s, &row.id, &t, &t.value, &first, &pos);
        if (e == ERR_OK && field == HOUSEHOLD_HEAD_BIT)
            e = settle_head_member(s, &row.id, &h, t.value.head, &first, &pos);
        if (e == ERR_OK)
            e = acts_did(s, first, pos);
        e = store_end(s, e);
    }
    household_free(&t.value);
    household_free(&h);
    return e;
}
