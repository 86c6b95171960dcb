/* Bodies: the words, names, phones and doors of an event, as JSON. */
#include "linli/event.h"

#include <string.h>
#include "linli/county.h"
#include "linli/json.h"
#include "linli/mem.h"
#include "walk.h"

/* A part of a body and where it lives: a text, or what `read` makes of it. */
struct part {
    const char *key;
    size_t offset, room;
    enum err (*read)(struct walk *w, void *to);
};

/* ---- reading: ERR_SYNTAX where the JSON is broken, ERR_RANGE where a part is of another type or does not fit */

static enum err read_text(struct walk *w, char *to, size_t room) {
    struct slice s;

    walk_spaces(w);
    if (w->p < w->end && *w->p != '"')
        return walk_value(w) ? ERR_RANGE : ERR_SYNTAX;
    if (!walk_text(w, &s))
        return ERR_SYNTAX;
    return slice_copy(to, room, &s) ? ERR_OK : ERR_RANGE;
}

static enum err read_part(struct walk *w, void *to, const struct part *p) {
    return p->read ? p->read(w, to) : read_text(w, (char *)to + p->offset, p->room);
}

/* An object's parts into *to; *seen gets a bit for each, in the order of the table. What the table does not know is passed over.
 */
static enum err read_parts(struct walk *w, void *to, const struct part *parts, size_t count, unsigned *seen) {
    struct slice key;
    bool more = false, end;
    enum err e = ERR_OK;

    *seen = 0;
    while (e == ERR_OK) {
        size_t i = 0;

        if (!walk_member(w, &more, &key, &end))
            return ERR_SYNTAX;
        if (end)
            break;
        while (i < count && !slice_is(&key, parts[i].key))
            i++;
        if (i == count) {
            e = walk_value(w) ? ERR_OK : ERR_SYNTAX;
            continue;
        }
        if (*seen & 1u << i)
            return ERR_SYNTAX;
        *seen |= 1u << i;
        e = read_part(w, to, &parts[i]);
    }
    return e;
}

static enum err read_body(const char *body, size_t len, void *to, const struct part *parts, size_t count, unsigned *seen) {
    struct walk w = {body, body + len};
    enum err e;

    *seen = 0;
    if (len > EVENT_BODY_MAX)
        return ERR_SYNTAX;
    e = read_parts(&w, to, parts, count, seen);
    return e == ERR_OK && !walk_end(&w) ? ERR_SYNTAX : e;
}

/* An array's items, each through `take`. */
static enum err read_items(struct walk *w, enum err (*take)(struct walk *w, void *to), void *to) {
    bool more = false, end;
    enum err e = ERR_OK;

    while (e == ERR_OK) {
        if (!walk_item(w, &more, &end))
            return ERR_SYNTAX;
        if (end)
            break;
        e = take(w, to);
    }
    return e;
}

/* ---- households */

static const struct part member_parts[] = {
#define FIELD(name)                                                                                                              \
    { #name, offsetof(struct member, name), sizeof((struct member *)0)->name, NULL }
    FIELD(name),
    FIELD(relation),
    FIELD(phones),
#undef FIELD
};

static enum err read_member(struct walk *w, void *to) {
    struct member m = {0};
    unsigned seen;
    enum err e = read_parts(w, &m, member_parts, sizeof member_parts / sizeof member_parts[0], &seen);

    return e != ERR_OK || household_add_member(to, &m) ? e : ERR_RANGE;
}

static enum err read_members(struct walk *w, void *to) {
    ((struct household *)to)->member_count = 0;
    return read_items(w, read_member, to);
}

/* A field is told by its name in the .def table; where it lives in the struct stands here once. */
static const struct part fields[HOUSEHOLD_FIELDS] = {
#define FIELD(member) offsetof(struct household, member), sizeof((struct household *)0)->member, NULL
    [HOUSEHOLD_NUMBER_BIT] = {"number", FIELD(number)},
    [HOUSEHOLD_COMPOUND_BIT] = {"compound", FIELD(door.compound)},
    [HOUSEHOLD_BUILDING_BIT] = {"building", FIELD(door.building)},
    [HOUSEHOLD_UNIT_BIT] = {"unit", FIELD(door.unit)},
    [HOUSEHOLD_FLOOR_BIT] = {"floor", FIELD(door.floor)},
    [HOUSEHOLD_ROOM_BIT] = {"room", FIELD(door.room)},
    [HOUSEHOLD_HEAD_BIT] = {"head", FIELD(head)},
    [HOUSEHOLD_PHONES_BIT] = {"phones", FIELD(phones)},
    [HOUSEHOLD_NOTE_BIT] = {"note", FIELD(note)},
    [HOUSEHOLD_MEMBERS_BIT] = {"members", 0, 0, read_members},
    [HOUSEHOLD_STATUS_BIT] = {"status", FIELD(status)},
#undef FIELD
};

static void write_members(struct json_out *w, const struct household *h) {
    json_open(w, "members", '[');
    for (size_t i = 0; i < h->member_count; i++) {
        const struct member *m = &h->members[i];

        json_open(w, NULL, '{');
        json_put_str(w, "name", m->name);
        if (*m->relation)
            json_put_str(w, "relation", m->relation);
        if (*m->phones)
            json_put_str(w, "phones", m->phones);
        json_close(w, '}');
    }
    json_close(w, ']');
}

void body_write_household(struct buf *out, const struct household *h, unsigned mask) {
    struct json_out w;

    json_start(&w, out);
    json_open(&w, NULL, '{');
    for (unsigned i = 0; i < HOUSEHOLD_FIELDS; i++) {
        if (!(mask & 1u << i))
            continue;
        if (i == HOUSEHOLD_MEMBERS_BIT)
            write_members(&w, h);
        else
            json_put_str(&w, fields[i].key, (const char *)h + fields[i].offset);
    }
    json_close(&w, '}');
}

bool body_same_field(const struct household *a, const struct household *b, unsigned field) {
    struct buf one = {0}, other = {0};
    bool same;

    body_write_household(&one, a, 1u << field);
    body_write_household(&other, b, 1u << field);
    same = strcmp(buf_text(&one), buf_text(&other)) == 0;
    buf_free(&one);
    buf_free(&other);
    return same;
}

enum err body_read_household(struct household *h, unsigned *mask, const char *body, size_t len) {
    return read_body(body, len, h, fields, HOUSEHOLD_FIELDS, mask);
}

/* ---- words */

static void write_parties(struct json_out *w, const struct words *words) {
    json_open(w, "parties", '[');
    for (size_t i = 0; i < words->party_count; i++) {
        const struct party *p = &words->parties[i];
        char id[ID_TEXT_SIZE];

        json_open(w, NULL, '{');
        json_put_str(w, "name", p->name);
        if (!id_is_zero(&p->household)) {
            id_text(id, &p->household);
            json_put_str(w, "household", id);
        }
        if (*p->door)
            json_put_str(w, "door", p->door);
        if (*p->phones)
            json_put_str(w, "phones", p->phones);
        json_close(w, '}');
    }
    json_close(w, ']');
}

static enum err read_party_household(struct walk *w, void *to) {
    return walk_id(w, &((struct party *)to)->household) ? ERR_OK : ERR_RANGE;
}

static const struct part party_parts[] = {
#define FIELD(name)                                                                                                              \
    { #name, offsetof(struct party, name), sizeof((struct party *)0)->name, NULL }
    FIELD(name),
    {"household", 0, 0, read_party_household},
    FIELD(door),
    FIELD(phones),
#undef FIELD
};

static enum err read_party(struct walk *w, void *to) {
    struct words *words = to;
    unsigned seen;

    if (words->party_count == PARTIES_MAX)
        return ERR_RANGE;
    words->parties = mem_resize(words->parties, words->party_count + 1, sizeof *words->parties);
    words->parties[words->party_count] = (struct party){0};
    return read_parts(w, &words->parties[words->party_count++], party_parts, sizeof party_parts / sizeof party_parts[0], &seen);
}

static enum err read_parties(struct walk *w, void *to) {
    return read_items(w, read_party, to);
}

static enum err read_long_text(struct walk *w, void *to) {
    struct words *words = to;
    struct slice s;

    walk_spaces(w);
    if (w->p < w->end && *w->p != '"')
        return walk_value(w) ? ERR_RANGE : ERR_SYNTAX;
    if (!walk_text(w, &s))
        return ERR_SYNTAX;
    words->text = mem_new(s.len + 1, 1); /* escapes only ever get shorter */
    return slice_copy(words->text, s.len + 1, &s) && strlen(words->text) <= COUNTY_SIZE ? ERR_OK : ERR_RANGE;
}

static const struct part word_parts[] = {
#define FIELD(name)                                                                                                              \
    { #name, offsetof(struct words, name), sizeof((struct words *)0)->name, NULL }
    FIELD(summary),
    FIELD(note),
    FIELD(met),
    FIELD(reason),
    FIELD(name),
    FIELD(login),
#undef FIELD
    {"text", 0, 0, read_long_text},
    {"parties", 0, 0, read_parties},
};
#define WORD_PARTS (sizeof word_parts / sizeof word_parts[0])

void body_write_words(struct buf *out, const struct words *words) {
    struct json_out w;

    json_start(&w, out);
    json_open(&w, NULL, '{');
    for (size_t i = 0; i < WORD_PARTS; i++) {
        const char *text = (const char *)words + word_parts[i].offset;

        if (!word_parts[i].read && *text)
            json_put_str(&w, word_parts[i].key, text);
    }
    if (words->text)
        json_put_str(&w, "text", words->text);
    if (words->party_count)
        write_parties(&w, words);
    json_close(&w, '}');
}

/* Empty: its 5 KiB are not written over for every event that is read. */
static void clear_words(struct words *w) {
    for (size_t i = 0; i < WORD_PARTS; i++)
        if (!word_parts[i].read)
            ((char *)w)[word_parts[i].offset] = '\0';
    w->text = NULL;
    w->parties = NULL;
    w->party_count = 0;
}

enum err body_read_words(struct words *w, const char *body, size_t len) {
    unsigned seen;
    enum err e;

    clear_words(w);
    e = read_body(body, len, w, word_parts, WORD_PARTS, &seen);
    if (e != ERR_OK)
        words_free(w);
    return e;
}

void words_free(struct words *w) {
    mem_free(w->text);
    mem_free(w->parties);
    clear_words(w);
}
