/* Headers: one table says what each member is and where it lives. They are written in the table's order and read in any, with
 * every bound checked. */
#include "linli/event.h"

#include <string.h>
#include "linli/json.h"
#include "linli/policy.h"
#include "walk.h"

#define CODE_SIZE 64

enum type { WHOLE, TIME, CODE, TEXT, ID, IDS };

/* What repeats from event to event first, what differs last and together: a compressed batch pays for every change between. */
static const struct field {
    const char *key;
    enum type type;
    bool needed;
    size_t offset, room; /* room of a text; the list of a code */
} fields[] = {
#define AT(member) offsetof(struct event, member)
    {"v", WHOLE, true, AT(version), 0},
    {"kind", CODE, true, AT(kind), LIST_KIND},
    {"by", ID, false, AT(by), 0},
    {"seen", WHOLE, false, AT(seen), 0},
    {"area", TEXT, false, AT(area), AREA_SIZE},
    {"role", CODE, false, AT(role), LIST_ROLE},
    {"number", TEXT, false, AT(number), NUMBER_SIZE},
    {"matter", CODE, false, AT(matter), LIST_MATTER},
    {"type", CODE, false, AT(type), LIST_TYPE},
    {"step", CODE, false, AT(step), LIST_STEP},
    {"level", CODE, false, AT(level), LIST_LEVEL},
    {"device", ID, false, AT(device), 0},
    {"replaces", WHOLE, false, AT(replaces), 0},
    {"other", ID, false, AT(other), 0},
    {"households", IDS, false, AT(households), 0},
    {"outcome", CODE, false, AT(outcome), LIST_OUTCOME},
    {"purpose", CODE, false, AT(purpose), LIST_PURPOSE},
    {"triage", TEXT, false, AT(triage), TRIAGE_SIZE},
    {"exit", CODE, false, AT(exit), LIST_EXIT},
    {"to", CODE, false, AT(to), LIST_STEP},
    {"item", CODE, false, AT(item), LIST_ITEM},
    {"answer", CODE, false, AT(answer), LIST_ANSWER},
    {"grade", CODE, false, AT(grade), LIST_GRADE},
    {"made", CODE, false, AT(made), LIST_AGREEMENT},
    {"party", WHOLE, false, AT(party), 0},
    {"score", WHOLE, false, AT(score), 0},
    {"day", TEXT, false, AT(day), CLOCK_DATE_SIZE},
    {"due", TEXT, false, AT(due), CLOCK_DATE_SIZE},
    {"need", CODE, false, AT(need), LIST_NEED},
    {"consent", CODE, false, AT(consent), LIST_CONSENT},
    {"agreed", TEXT, false, AT(agreed), CLOCK_DATE_SIZE},
    {"until", TEXT, false, AT(until), CLOCK_DATE_SIZE},
    {"next", TEXT, false, AT(next), CLOCK_DATE_SIZE},
    {"seq", WHOLE, true, AT(seq), 0},
    {"at", TIME, true, AT(at), 0},
    {"entity", ID, true, AT(entity), 0},
#undef AT
};
#define FIELDS (sizeof fields / sizeof fields[0])

_Static_assert(sizeof(enum kind) == sizeof(int) && sizeof(enum level) == sizeof(int), "codes are kept as int");

/* ---- writing */

static void put_id(struct json_out *w, const char *key, const struct id *id) {
    char text[ID_TEXT_SIZE];

    if (id_is_zero(id))
        return;
    id_text(text, id);
    json_put_str(w, key, text);
}

static void put_ids(struct json_out *w, const char *key, const struct event *ev) {
    if (!ev->household_count)
        return;
    json_open(w, key, '[');
    for (size_t i = 0; i < ev->household_count; i++)
        put_id(w, NULL, &ev->households[i]);
    json_close(w, ']');
}

static void put_field(struct json_out *w, const struct field *m, const struct event *ev) {
    const void *from = (const char *)ev + m->offset;
    int64_t number = 0;
    int code = 0;

    switch (m->type) {
    case WHOLE:
    case TIME:
        memcpy(&number, from, sizeof number);
        if (number || m->needed)
            json_put_int(w, m->key, number);
        break;
    case CODE:
        memcpy(&code, from, sizeof code);
        if (code)
            json_put_str(w, m->key, kinds_code((enum list)m->room, code));
        break;
    case TEXT:
        if (*(const char *)from)
            json_put_str(w, m->key, from);
        break;
    case ID:
        put_id(w, m->key, from);
        break;
    case IDS:
        put_ids(w, m->key, ev);
        break;
    }
}

void event_write(struct buf *out, const struct event *ev) {
    struct json_out w;

    json_start(&w, out);
    json_open(&w, NULL, '{');
    json_put_int(&w, fields[0].key, ev->version ? ev->version : EVENT_VERSION);
    for (size_t i = 1; i < FIELDS; i++)
        put_field(&w, &fields[i], ev);
    json_close(&w, '}');
}

/* ---- reading */

/* A code of a newer version is 0, so that its event is kept and just not folded. */
static bool get_code(struct walk *w, enum list list, int *to) {
    struct slice s;
    char code[CODE_SIZE];

    if (!walk_text(w, &s))
        return false;
    *to = slice_copy(code, sizeof code, &s) ? kinds_value(list, code) : 0;
    return true;
}

static bool get_ids(struct walk *w, struct event *ev) {
    bool more = false, end;

    for (;;) {
        if (!walk_item(w, &more, &end))
            return false;
        if (end)
            return true;
        if (ev->household_count == PARTIES_MAX || !walk_id(w, &ev->households[ev->household_count]))
            return false;
        ev->household_count++;
    }
}

/* One of another type or that does not fit is an error. */
static bool get_field(struct walk *w, const struct field *m, struct event *ev) {
    void *to = (char *)ev + m->offset;
    struct slice s;
    int64_t number;
    int code;

    switch (m->type) {
    case WHOLE:
    case TIME:
        if (!walk_int(w, &number) || (m->type == WHOLE && number < 0))
            return false;
        memcpy(to, &number, sizeof number);
        return true;
    case CODE:
        if (!get_code(w, (enum list)m->room, &code))
            return false;
        memcpy(to, &code, sizeof code);
        return true;
    case TEXT:
        return walk_text(w, &s) && slice_copy(to, m->room, &s);
    case ID:
        return walk_id(w, to);
    case IDS:
        return get_ids(w, ev);
    }
    return false;
}

/* The member of this key; most come in the table's order, so the search begins behind the one before. */
static size_t find_field(const struct slice *key, size_t from) {
    for (size_t i = 0; i < FIELDS; i++) {
        size_t at = (from + i) % FIELDS;

        if (slice_is(key, fields[at].key))
            return at;
    }
    return FIELDS;
}

static bool get_all(struct walk *w, struct event *ev) {
    struct slice key;
    bool more = false, end, seen[FIELDS] = {false};
    size_t next = 0;

    for (;;) {
        size_t at;

        if (!walk_member(w, &more, &key, &end))
            return false;
        if (end)
            break;
        at = find_field(&key, next);
        if (at == FIELDS) {
            if (!walk_value(w))
                return false;
            continue;
        }
        if (seen[at] || !get_field(w, &fields[at], ev))
            return false;
        seen[at] = true;
        next = at + 1;
    }
    for (size_t i = 0; i < FIELDS; i++)
        if (fields[i].needed && !seen[i])
            return false;
    return walk_end(w);
}

static bool date_ok(const char *date) {
    int64_t ms;

    return !*date || (strlen(date) == CLOCK_DATE_SIZE - 1 && clock_parse(&ms, date));
}

static bool is_sound(const struct event *ev) {
    return ev->version >= 1 && ev->seq >= 1 && ev->seq < INT64_C(1) << 40 && ev->replaces < INT64_C(1) << 40 &&
           !id_is_zero(&ev->entity) && (!*ev->area || policy_area_valid(ev->area)) && date_ok(ev->next) && date_ok(ev->day) &&
           date_ok(ev->due) && ev->party <= PARTIES_MAX && ev->score <= 5;
}

enum err event_read(struct event *out, const char *header, size_t len) {
    struct walk w = {header, header + len};

    memset(out, 0, sizeof *out);
    if (len > EVENT_HEADER_MAX || !get_all(&w, out) || !is_sound(out)) {
        memset(out, 0, sizeof *out);
        return ERR_SYNTAX;
    }
    /* What a newer version means by a kind is not known here. */
    if (out->version > EVENT_VERSION)
        out->kind = KIND_UNKNOWN;
    return ERR_OK;
}
