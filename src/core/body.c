/* Bodies: the words, names, phones and doors of an event, as JSON. */
#include "linli/event.h"

#include <string.h>
#include "linli/json.h"
#include "linli/mem.h"

/* A field is told by its name in the .def table; where it lives in the struct stands here once. */
static const struct {
    const char *key;
    size_t offset, room;
} fields[HOUSEHOLD_FIELDS] = {
#define FIELD(member) offsetof(struct household, member), sizeof((struct household *)0)->member
    [HOUSEHOLD_NUMBER_BIT] = {"number", FIELD(number)},
    [HOUSEHOLD_COMPOUND_BIT] = {"compound", FIELD(door.compound)},
    [HOUSEHOLD_BUILDING_BIT] = {"building", FIELD(door.building)},
    [HOUSEHOLD_UNIT_BIT] = {"unit", FIELD(door.unit)},
    [HOUSEHOLD_FLOOR_BIT] = {"floor", FIELD(door.floor)},
    [HOUSEHOLD_ROOM_BIT] = {"room", FIELD(door.room)},
    [HOUSEHOLD_HEAD_BIT] = {"head", FIELD(head)},
    [HOUSEHOLD_PHONES_BIT] = {"phones", FIELD(phones)},
    [HOUSEHOLD_NOTE_BIT] = {"note", FIELD(note)},
    [HOUSEHOLD_MEMBERS_BIT] = {"members", 0, 0},
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

static bool text_into(char *to, size_t room, const struct json *v) {
    const char *text = json_text(v);

    if (!text || strlen(text) >= room)
        return false;
    strcpy(to, text);
    return true;
}

static bool optional(char *to, size_t room, const struct json *o, const char *key) {
    const struct json *v = json_get(o, key);

    return !v || text_into(to, room, v);
}

static bool read_members(struct household *h, const struct json *list) {
    if (json_count(list) > MEMBERS_MAX)
        return false;
    h->member_count = 0;
    for (size_t i = 0; i < json_count(list); i++) {
        const struct json *o = json_at(list, i);
        struct member m = {0};

        if (!json_is_object(o) || !optional(m.name, sizeof m.name, o, "name") ||
            !optional(m.relation, sizeof m.relation, o, "relation") || !optional(m.phones, sizeof m.phones, o, "phones") ||
            !household_add_member(h, &m))
            return false;
    }
    return true;
}

enum err body_read_household(struct household *h, unsigned *mask, const char *body, size_t len) {
    struct json *o;
    enum err e = ERR_OK;

    *mask = 0;
    if (len > EVENT_BODY_MAX || json_parse(&o, body, len, NULL) != ERR_OK)
        return ERR_SYNTAX;
    if (!json_is_object(o))
        e = ERR_SYNTAX;
    for (unsigned i = 0; e == ERR_OK && i < HOUSEHOLD_FIELDS; i++) {
        const struct json *v = json_get(o, fields[i].key);

        if (!v)
            continue;
        if (!(i == HOUSEHOLD_MEMBERS_BIT ? read_members(h, v) : text_into((char *)h + fields[i].offset, fields[i].room, v)))
            e = ERR_RANGE;
        *mask |= 1u << i;
    }
    json_free(o);
    return e;
}

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

static const struct {
    const char *key;
    size_t offset, room;
} word_fields[] = {
#define FIELD(member) {#member, offsetof(struct words, member), sizeof((struct words *)0)->member}
    FIELD(summary), FIELD(note), FIELD(met), FIELD(reason), FIELD(name), FIELD(login),
#undef FIELD
};

void body_write_words(struct buf *out, const struct words *words) {
    struct json_out w;

    json_start(&w, out);
    json_open(&w, NULL, '{');
    for (size_t i = 0; i < sizeof word_fields / sizeof word_fields[0]; i++) {
        const char *text = (const char *)words + word_fields[i].offset;

        if (*text)
            json_put_str(&w, word_fields[i].key, text);
    }
    if (words->party_count)
        write_parties(&w, words);
    json_close(&w, '}');
}

static bool read_party(struct party *p, const struct json *o) {
    const char *id = json_str(o, "household", NULL);

    return json_is_object(o) && optional(p->name, sizeof p->name, o, "name") && optional(p->door, sizeof p->door, o, "door") &&
           optional(p->phones, sizeof p->phones, o, "phones") && (!id || id_parse(&p->household, id, (size_t)-1));
}

static enum err read_words(struct words *w, const struct json *o) {
    const struct json *parties = json_get(o, "parties");

    if (!json_is_object(o))
        return ERR_SYNTAX;
    for (size_t i = 0; i < sizeof word_fields / sizeof word_fields[0]; i++)
        if (!optional((char *)w + word_fields[i].offset, word_fields[i].room, o, word_fields[i].key))
            return ERR_RANGE;
    if (json_count(parties) > PARTIES_MAX)
        return ERR_RANGE;
    if (!json_count(parties))
        return ERR_OK;
    w->parties = mem_new(json_count(parties), sizeof *w->parties);
    w->party_count = json_count(parties);
    for (size_t i = 0; i < w->party_count; i++)
        if (!read_party(&w->parties[i], json_at(parties, i)))
            return ERR_RANGE;
    return ERR_OK;
}

enum err body_read_words(struct words *w, const char *body, size_t len) {
    struct json *o;
    enum err e;

    memset(w, 0, sizeof *w);
    if (len > EVENT_BODY_MAX || json_parse(&o, body, len, NULL) != ERR_OK)
        return ERR_SYNTAX;
    e = read_words(w, o);
    json_free(o);
    if (e != ERR_OK)
        words_free(w);
    return e;
}

void words_free(struct words *w) {
    mem_free(w->parties);
    memset(w, 0, sizeof *w);
}
