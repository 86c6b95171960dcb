/* Gathering households from rows. */
#include "core/gather.h"

#include <string.h>
#include "core/cell.h"
#include "linli/i18n.h"
#include "linli/mem.h"
#include "linli/policy.h"

void gather_open(struct gather *g, const struct table *table, const char *area) {
    memset(g, 0, sizeof *g);
    g->table = table;
    g->area = area ? area : "";
    g->h.members = mem_new(MEMBERS_MAX + 1, sizeof *g->h.members);
}

void gather_close(struct gather *g) {
    household_free(&g->h);
    buf_free(&g->keys);
}

void gather_clear_row(struct gather_row *row) {
    row->number[0] = row->area[0] = row->head[0] = row->names[0] = row->relation[0] = '\0';
    row->phones[0] = row->head_phones[0] = row->note[0] = '\0';
    memset(&row->door, 0, sizeof row->door);
    row->keyed = row->key_fault = false;
}

/* Copies what fits; all callers have checked or want it cut. */
static void copy(char *to, size_t room, const char *from) {
    size_t len = strlen(from);

    len = len < room ? len : room - 1;
    memcpy(to, from, len);
    to[len] = '\0';
}

/* An area is a dotted code. What offices also write there, a grid's name or its number in the village, is none. */
static void settle_area(struct gather *g) {
    char *area = g->now.area;

    if (!area[0] && (g->table->persons || g->table->merged[COLUMN_AREA])) {
        copy(area, sizeof g->now.area, g->own_area);
    } else if (area[0] && (strlen(area) >= AREA_SIZE || !policy_area_valid(area) || (!strchr(area, '.') && strlen(area) < 6))) {
        g->area_unknown = true;
        area[0] = '\0';
    }
}

static bool is_low(const struct gather_door *d) {
    return d->building[0] || d->unit[0] || d->floor[0] || d->room[0];
}

/* Empty cells of what stands above a room are those of the row above where cells were merged. A part that changes ends all below
 * it. */
static void fill_door(struct gather *g) {
    struct gather_door *d = &g->now.door, *above = &g->above;
    const bool *merged = g->table->merged, all = g->table->persons;
    bool new_compound = d->compound[0], new_group = new_compound || d->group[0], new_building = new_group || d->building[0];

    if (!is_low(d) && !d->address[0])
        return;
    if (!d->unit[0] && !new_building && is_low(d) && (all || merged[COLUMN_UNIT]))
        memcpy(d->unit, above->unit, sizeof d->unit);
    if (!new_building && is_low(d) && (all || merged[COLUMN_BUILDING]))
        memcpy(d->building, above->building, sizeof d->building);
    if (!new_group && (all || merged[COLUMN_GROUP]))
        memcpy(d->group, above->group, sizeof d->group);
    if (!new_compound && (all || merged[COLUMN_COMPOUND]))
        memcpy(d->compound, above->compound, sizeof d->compound);
}

/* 3/2/501 under the title 楼栋/单元/室 is a door. */
static void slashes_to_hyphens(char *text) {
    if (strspn(text, "0123456789/") == strlen(text))
        for (; *text; text++)
            *text = *text == '/' ? '-' : *text;
}

/* A group is part of the place: 樟树村 3组. */
static bool add_group(char *compound, size_t room, const char *group) {
    size_t used = strlen(compound), len = strlen(group);
    const char *behind = len && strspn(group, "0123456789") == len ? "组" : "";

    if (used + len + strlen(behind) >= room)
        return false;
    memcpy(compound + used, group, len);
    memcpy(compound + used + len, behind, strlen(behind) + 1);
    return true;
}

/* 室 or 房号 with a whole door in it, where no column has the building. */
static bool is_whole_door(const struct gather_door *c) {
    return !c->building[0] && !c->unit[0] &&
           (strpbrk(c->room, "-/#") || strstr(c->room, "栋") || strstr(c->room, "幢") || strstr(c->room, "单元"));
}

static void put(char *part, size_t room, const char *cell) {
    if (cell[0])
        copy(part, room, cell);
}

/* The door of the row's cells: whole ones first, the columns over them. */
static bool make_door(struct door *d, struct gather_door *c) {
    char *whole = c->address[0] ? c->address : is_whole_door(c) ? c->room : NULL;

    memset(d, 0, sizeof *d);
    if (whole) {
        slashes_to_hyphens(whole);
        door_parse(d, whole, strlen(whole));
        if (strlen(whole) >= sizeof d->compound && strlen(d->compound) + 4 >= sizeof d->compound)
            return false; /* its compound was cut */
    }
    if (whole != c->room) {
        if (strlen(c->room) >= sizeof d->room)
            return false;
        put(d->room, sizeof d->room, c->room);
    }
    put(d->compound, sizeof d->compound, c->compound);
    put(d->building, sizeof d->building, c->building);
    put(d->unit, sizeof d->unit, c->unit);
    put(d->floor, sizeof d->floor, c->floor);
    if (!add_group(d->compound, sizeof d->compound, c->group))
        return false;
    door_normalise(d);
    return true;
}

bool gather_settle(struct gather *g) {
    struct gather_door *d = &g->now.door;

    settle_area(g);
    g->own_door = d->compound[0] || d->group[0] || d->address[0] || is_low(d);
    fill_door(g);
    if (g->own_door && memcmp(d, &g->above, sizeof *d) == 0) {
        g->door = g->door_above;
        return true;
    }
    return make_door(&g->door, d);
}

bool gather_is_heading(const struct gather *g) {
    const struct gather_row *r = &g->now;
    const bool *has = g->table->has;

    return g->own_door && (has[COLUMN_ROOM] || has[COLUMN_ADDRESS]) && !r->door.room[0] && !r->door.address[0] &&
           !r->door.floor[0] && !r->names[0] && !r->head[0] && !r->number[0] && !r->phones[0] && !r->note[0] && !r->relation[0];
}

void gather_heading(struct gather *g) {
    g->above = g->now.door;
    g->door_above = g->door;
    g->first_line = 0;
}

bool gather_is_nothing(const struct gather *g, bool same) {
    const struct gather_row *r = &g->now;

    if (r->names[0] || r->head[0] || (same && g->table->persons && (r->phones[0] || r->note[0])))
        return false;
    return !g->door.room[0] && !g->door.building[0] && !g->door.unit[0] && !(r->door.address[0] && g->door.compound[0]);
}

static bool same_door(struct gather *g) {
    size_t half;

    if (!g->has_door)
        return false;
    if (memcmp(&g->door, &g->h.door, sizeof g->door) == 0)
        return true;
    buf_reset(&g->keys);
    door_key(&g->keys, &g->door);
    half = g->keys.len;
    door_key(&g->keys, &g->h.door);
    return g->keys.len == 2 * half && memcmp(buf_text(&g->keys), buf_text(&g->keys) + half, half) == 0;
}

bool gather_same(struct gather *g) {
    const struct gather_row *r = &g->now;
    const struct table *t = g->table;

    if (!g->first_line || r->key_fault || (!t->persons && (!t->has[COLUMN_NAME] || t->has[COLUMN_HEAD])))
        return false;
    if (r->area[0] && strcmp(r->area, g->own_area) != 0)
        return false;
    if (r->number[0])
        return strcmp(r->number, g->number) == 0;
    if ((household_is_head(r->relation) && g->has_head) || (r->head[0] && strcmp(r->head, g->head) != 0))
        return false;
    if (g->own_door)
        return same_door(g) && (t->persons || !g->number[0]);
    return t->persons;
}

void gather_start(struct gather *g, size_t line) {
    const struct gather_row *r = &g->now;
    struct household *h = &g->h;

    g->first_line = line;
    g->spoiled = g->has_head = false;
    g->has_door = g->own_door;
    copy(g->number, sizeof g->number, r->number);
    copy(g->head, sizeof g->head, r->head);
    copy(g->own_area, sizeof g->own_area, r->area);
    if (g->own_door) {
        g->above = r->door;
        g->door_above = g->door;
    }
    copy(h->number, sizeof h->number, r->number);
    copy(h->area, sizeof h->area, r->area[0] ? r->area : g->area);
    h->door = g->door;
    h->head[0] = h->phones[0] = h->note[0] = '\0';
    h->member_count = 0;
}

/* The member of that name; a father and a son may share one, so the relation counts where both have one. */
static struct member *find_member(struct household *h, const char *name, const char *relation) {
    for (size_t i = 0; i < h->member_count; i++) {
        struct member *m = &h->members[i];

        if (strcmp(m->name, name) == 0 && (!relation[0] || !m->relation[0] || strcmp(m->relation, relation) == 0))
            return m;
    }
    return NULL;
}

static struct member *find_head(struct household *h) {
    for (size_t i = 0; i < h->member_count; i++)
        if (strcmp(h->members[i].name, h->head) == 0 && household_is_head(h->members[i].relation))
            return &h->members[i];
    return find_member(h, h->head, "");
}

/* The new member, or the one that it is; NULL where there are too many. */
static struct member *add_member(struct household *h, const char *name, size_t len, const char *relation) {
    struct member *m = &h->members[h->member_count], *known;

    memset(m, 0, sizeof *m);
    memcpy(m->name, name, len);
    known = find_member(h, m->name, relation);
    if (known || h->member_count == MEMBERS_MAX)
        return known;
    h->member_count++;
    return m;
}

/* Bytes up to the sign that ends a name in a cell with several (李四、王五), and of the sign. A slash is one only behind Han. */
static size_t name_len(const char *names, size_t *gap) {
    static const char *const signs[] = {"、", "，", "；", ",", ";"};

    for (size_t n = 0;; n++) {
        n += strcspn(names + n, "\xE3\xEF,;/"); /* how the signs begin */
        *gap = names[n] == '/' && n > 0 && (unsigned char)names[n - 1] >= 0x80;
        for (size_t i = 0; i < sizeof signs / sizeof signs[0]; i++)
            if (strncmp(names + n, signs[i], strlen(signs[i])) == 0)
                *gap = strlen(signs[i]);
        if (!names[n] || *gap)
            return n;
    }
}

static bool is_list(const char *names) {
    size_t gap;

    return names[name_len(names, &gap)] != '\0';
}

/* Of several people's notes, each but the first says whose it is. */
static bool add_note(struct household *h, const char *name, const char *note) {
    size_t used = strlen(h->note), name_size = strlen(name), len = strlen(note);

    if (!len || strstr(h->note, note))
        return true;
    if (used + 2 * (used > 0) + name_size + 2 * (name_size > 0) + len >= sizeof h->note)
        return false;
    if (used) {
        memcpy(h->note + used, "; ", 2);
        used += 2;
    }
    if (name_size) {
        memcpy(h->note + used, name, name_size);
        memcpy(h->note + used + name_size, ": ", 2);
        used += name_size + 2;
    }
    memcpy(h->note + used, note, len + 1);
    return true;
}

/* Whether the row's phone is the household's: where a row has a 户主 and somebody else of the home. */
static bool is_home_phone(const struct gather *g, bool same) {
    const struct gather_row *r = &g->now;

    return !r->names[0] || is_list(r->names) ||
           (g->table->has[COLUMN_HEAD] && !g->table->has[COLUMN_RELATION] && !same && strcmp(r->names, r->head) != 0);
}

static const char *add_members(struct gather *g, bool same) {
    struct gather_row *r = &g->now;
    bool home = is_home_phone(g, same), list = is_list(r->names);
    size_t gap, len;

    if (home && cell_add_phones(g->h.phones, sizeof g->h.phones, r->phones) != CELL_FINE)
        return cell_words(CELL_LONG);
    for (const char *p = r->names; *p; p += len + gap) {
        struct member *m;

        p += strspn(p, " ");
        len = name_len(p, &gap);
        while (len && p[len - 1] == ' ') {
            len--;
            gap++;
        }
        if (len >= sizeof m->name)
            return cell_words(CELL_LONG);
        if (!len)
            continue;
        m = add_member(&g->h, p, len, list ? "" : r->relation);
        if (!m)
            return _("there are more than 64 people in one household");
        if (!list && !m->relation[0])
            copy(m->relation, sizeof m->relation, r->relation);
        if (!home && cell_add_phones(m->phones, sizeof m->phones, r->phones) != CELL_FINE)
            return cell_words(CELL_LONG);
    }
    return NULL;
}

/* The first row of a roster by households turns out to be a person. */
static void make_head_member(struct household *h) {
    struct member *m = h->member_count || !h->head[0] ? NULL : add_member(h, h->head, strlen(h->head), "");

    if (m)
        memcpy(m->phones, h->phones, sizeof m->phones);
}

const char *gather_add(struct gather *g, bool same) {
    struct gather_row *r = &g->now;
    struct household *h = &g->h;
    bool people = g->table->persons || same || is_list(r->names);
    size_t count = h->member_count;
    const char *why = NULL;

    if (!people) {
        if (strlen(r->head[0] ? r->head : r->names) >= sizeof h->head)
            return cell_words(CELL_LONG);
        copy(h->head, sizeof h->head, r->head[0] ? r->head : r->names);
        if (cell_add_phones(h->phones, sizeof h->phones, r->phones) != CELL_FINE)
            why = cell_words(CELL_LONG);
    } else {
        if (same && !g->table->persons)
            make_head_member(h);
        why = add_members(g, same);
    }
    if (!why && (cell_add_phones(h->phones, sizeof h->phones, r->head_phones) != CELL_FINE ||
                 !add_note(h, same ? r->names : "", r->note)))
        why = cell_words(CELL_LONG);
    if (why) {
        h->member_count = count;
        return why;
    }
    if (r->head[0] && !h->head[0])
        copy(h->head, sizeof h->head, r->head);
    if (people && household_is_head(r->relation) && !g->has_head && !is_list(r->names)) {
        g->has_head = true;
        if (!g->table->has[COLUMN_HEAD] || !h->head[0])
            copy(h->head, sizeof h->head, r->names);
    }
    return NULL;
}

/* The head is among the members, with the relation that makes them so. */
static void insert_head(struct household *h) {
    if (h->member_count == MEMBERS_MAX)
        return;
    memmove(h->members + 1, h->members, h->member_count * sizeof *h->members);
    memset(h->members, 0, sizeof *h->members);
    memcpy(h->members[0].name, h->head, sizeof h->head);
    copy(h->members[0].relation, sizeof h->members[0].relation, "户主");
    h->member_count++;
}

const struct household *gather_finish(struct gather *g) {
    struct household *h = &g->h;
    struct member *m;

    if (!g->first_line || g->spoiled)
        return NULL;
    if (h->member_count && !h->head[0])
        memcpy(h->head, h->members[0].name, sizeof h->head);
    m = h->head[0] ? find_head(h) : NULL;
    if (!m && h->member_count && h->head[0])
        insert_head(h);
    else if (m)
        cell_add_phones(h->phones, sizeof h->phones, m->phones);
    return h;
}
