/* The practice record: an invented grid. */
#include "practice_inner.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "linli/clock.h"
#include "linli/file.h"
#include "linli/i18n.h"
#include "linli/paths.h"

#define TOWN "999999.001"
#define DAY_MS INT64_C(86400000)

/* X(id, login, name, role, area): who works in the invented town. */
static const struct {
    const char *login, *name, *area;
    enum role role;
} people[PRACTICE_DESKS] = {
    [PRACTICE_VILLAGE] = {"lianxi-cun", N_("Zhou Ning (practice village)"), "999999.001.01", ROLE_DESK},
    [PRACTICE_TOWN] = {"lianxi-zhen", N_("He Qing (practice town)"), "999999.001", ROLE_DESK},
    [PRACTICE_CITY] = {"lianxi-shi", N_("Lu Ming (practice city)"), "999999", ROLE_DESK},
};

static const struct {
    const char *code, *name;
} areas[] = {
    {"999999", N_("Practice city")},
    {"999999.001", N_("Practice town")},
    {"999999.001.01", N_("Practice village")},
    {PRACTICE_AREA, N_("Practice grid")},
};

static struct id fixed_id(unsigned char group, unsigned char n) {
    struct id id = {{0}};

    id.b[0] = 0xBB;
    id.b[1] = group;
    id.b[ID_BYTES - 1] = n;
    return id;
}

struct id practice_desk_id(enum practice_worker desk) {
    return fixed_id(1, (unsigned char)(desk + 1));
}

struct id practice_own_id(void) {
    return fixed_id(1, 0);
}

static enum err next_count(struct store *s, const char *key, int64_t *n) {
    *n = store_get_int(s, key, 0) + 1;
    return store_set_int(s, key, *n);
}

enum err practice_put(struct store *s, struct event *ev, const struct id *by, const char *body, size_t len) {
    unsigned char salt[SALT_BYTES];
    struct buf header = {0};
    struct raw_event raw = {.device = fixed_id(2, 0), .town = TOWN, .salt = salt, .verdict = VERDICT_ACCEPTED};
    bool fresh;
    enum err e = next_count(s, "practice.seq", &raw.seq);

    if (e == ERR_OK)
        e = next_count(s, "practice.rev", &raw.rev);
    random_fill(salt, sizeof salt);
    ev->seq = raw.seq;
    ev->by = *by;
    if (!ev->at)
        ev->at = clock_now();
    event_write(&header, ev);
    raw.header = buf_text(&header);
    raw.header_len = header.len;
    raw.body = body ? body : "{}";
    raw.body_len = body ? len : 2;
    if (e == ERR_OK)
        e = store_put(s, &raw, false, &fresh);
    buf_free(&header);
    return e;
}

enum err practice_take_in(struct store *s) {
    const struct store_device *d = store_device(s);
    int64_t from = d->held_seq + 1, to = d->head_seq, rev = store_get_int(s, "practice.rev", 0) + 1;
    enum err e = ERR_OK;

    if (to < from)
        return ERR_OK;
    e = store_set_revs(s, &d->id, from, to, TOWN, rev);
    if (e == ERR_OK)
        e = store_set_int(s, "practice.rev", rev + (to - from));
    return e == ERR_OK ? store_set_held(s, to) : e;
}

/* Words are translated, codes are not. */
void practice_set(struct item_values *v, const char *name, const char *text) {
    size_t count, field = items_field(v->item, name);
    const struct item_field *fields = items_fields(v->item, &count);
    bool words = fields[field].enter == ITEM_ENTER_TEXT || fields[field].enter == ITEM_ENTER_NOTE;

    items_set(v, field, words ? _(text) : text);
}

/* ---- what it is filled with */

static enum err put_words(struct store *s, struct event *ev, const struct words *w) {
    struct id hub = {{0}};
    struct buf body = {0};
    enum err e;

    body_write_words(&body, w);
    e = practice_put(s, ev, &hub, body.data, body.len);
    buf_free(&body);
    return e;
}

static enum err add_area(struct store *s, size_t i) {
    struct event ev = {.kind = KIND_AREA, .entity = fixed_id(3, (unsigned char)i)};
    struct words w = {0};

    snprintf(ev.area, sizeof ev.area, "%s", areas[i].code);
    snprintf(w.name, sizeof w.name, "%s", _(areas[i].name));
    return put_words(s, &ev, &w);
}

static enum err add_worker(struct store *s, const struct id *id, const char *login, const char *name, enum role role,
                           const char *area) {
    struct event ev = {.kind = KIND_WORKER, .entity = *id, .role = role};
    struct words w = {0};

    snprintf(ev.area, sizeof ev.area, "%s", area);
    snprintf(w.login, sizeof w.login, "%s", login);
    snprintf(w.name, sizeof w.name, "%s", name);
    return put_words(s, &ev, &w);
}

static enum err add_office(struct store *s) {
    struct id own = practice_own_id();
    enum err e = ERR_OK;

    for (size_t i = 0; e == ERR_OK && i < sizeof areas / sizeof *areas; i++)
        e = add_area(s, i);
    for (int i = 0; e == ERR_OK && i < PRACTICE_DESKS; i++) {
        struct id id = practice_desk_id((enum practice_worker)i);

        e = add_worker(s, &id, people[i].login, _(people[i].name), people[i].role, people[i].area);
    }
    return e == ERR_OK ? add_worker(s, &own, "lianxi", _("You (practice)"), ROLE_HEAD, PRACTICE_AREA) : e;
}

/* X(item, area, worker or -1, fields…): the invented directories. */
struct entry {
    enum item item;
    const char *area;
    int worker; /* enum practice_worker, -1 none */
    const char *fields[12];
};

static enum err add_entry(struct store *s, const struct entry *en, unsigned char n) {
    struct event ev = {.kind = KIND_ENTRY, .entity = fixed_id(4, n)};
    struct item_values v = {.item = en->item};
    struct id hub = {{0}}, worker = practice_desk_id((enum practice_worker)(en->worker < 0 ? 0 : en->worker));
    struct buf body = {0};
    char id[ID_TEXT_SIZE], day[CLOCK_DATE_SIZE];
    enum err e;

    snprintf(ev.area, sizeof ev.area, "%s", en->area);
    for (size_t i = 0; i + 1 < sizeof en->fields / sizeof *en->fields && en->fields[i]; i += 2)
        practice_set(&v, en->fields[i], en->fields[i + 1]);
    if (en->item == ITEM_IS_MEDIATOR) {
        id_text(id, &worker);
        clock_date(day, clock_now() - 100 * DAY_MS);
        items_set(&v, items_field(en->item, "worker"), id);
        items_set(&v, items_field(en->item, "since"), day);
        clock_date(day, clock_now() + 900 * DAY_MS);
        items_set(&v, items_field(en->item, "until"), day);
    }
    items_write(&ev, &body, &v);
    e = practice_put(s, &ev, &hub, body.data, body.len);
    buf_free(&body);
    items_free(&v);
    return e;
}

static enum err add_directory(struct store *s) {
    static const struct entry entries[] = {
        {ITEM_IS_MEDIATOR,
         "999999.001.01",
         PRACTICE_VILLAGE,
         {"name", N_("Zhou Ning"), "committee", N_("Practice village committee"), "fields", N_("neighbours, family")}},
        {ITEM_IS_MEDIATOR,
         "999999.001",
         PRACTICE_TOWN,
         {"name", N_("He Qing"), "committee", N_("Practice town committee"), "fields", N_("property, land, wages")}},
        {ITEM_IS_DEPARTMENT,
         "999999.001",
         -1,
         {"name", N_("Housing office (practice)"), "contact", N_("counter 3"), "presence", "weekdays", "weekdays", "2,4", "does",
          N_("lifts, leaks, dangerous houses")}},
        {ITEM_IS_DEPARTMENT,
         "999999.001",
         -1,
         {"name", N_("Legal aid (practice)"), "contact", "12348", "presence", "on-call", "does", N_("advice, free of charge")}},
        {ITEM_IS_ROUTE,
         "999999",
         -1,
         {"name", N_("Court (practice)"), "for_what", N_("any dispute"), "contact", N_("litigation counter"), "hours",
          "9:00-17:00"}},
    };
    enum err e = ERR_OK;

    for (size_t i = 0; e == ERR_OK && i < sizeof entries / sizeof *entries; i++)
        e = add_entry(s, &entries[i], (unsigned char)i);
    return e;
}

/* Surnames and names that go with each other at any place, so that nobody real is meant. */
static void add_person(struct buf *csv, size_t n) {
    static const char *const surnames[] = {"张", "李", "王", "刘", "陈", "单", "曾", "尉迟"};
    static const char *const names[] = {"练一", "习二", "试三", "验四", "样五", "例六"};
    size_t building = n / 8 + 1, floor = n % 8 / 2 + 1, room = n % 2 + 1;

    buf_printf(csv, "LX%02zu,练习苑,%zu栋,1单元,%zu0%zu,%s%s,1390000%04zu\n", n + 1, building, floor, room, surnames[n * 3 % 8],
               names[n % 6], n * 37 % 10000);
}

static enum err add_households(struct store *s) {
    struct buf csv = {0};
    struct act_import_report report = {0};
    struct act_import import = {.rejects_fd = -1, .options = {.area = PRACTICE_AREA}};
    enum err e;

    buf_puts(&csv, "户号,小区,楼栋,单元,室,户主,电话\n");
    for (size_t n = 0; n < 24; n++)
        add_person(&csv, n);
    import.bytes = csv.data;
    import.len = csv.len;
    e = act_import(s, &import, NULL, &report);
    act_import_report_free(&report);
    buf_free(&csv);
    return e;
}

static enum err household_at(struct store *s, const char *number, struct household_row *row) {
    struct household h = {0};
    struct id id;
    enum err e = read_resolve_household(s, number, &id);

    if (e == ERR_OK)
        e = read_household(s, &id, row, &h);
    household_free(&h);
    return e;
}

/* Visits of the last months by this device, so that some doors were seen lately and some not. */
static enum err add_visits(struct store *s) {
    enum err e = ERR_OK;

    for (int n = 1; e == ERR_OK && n <= 24; n += 2) {
        struct event ev = {
            .kind = KIND_VISIT, .at = clock_now() - n * 5 * DAY_MS, .outcome = OUTCOME_MET, .purpose = PURPOSE_ROUTINE};
        struct words w = {0};
        struct household_row row;
        char number[NUMBER_SIZE];

        snprintf(number, sizeof number, "LX%02d", n);
        e = household_at(s, number, &row);
        ev.entity = row.id;
        snprintf(ev.area, sizeof ev.area, "%s", PRACTICE_AREA);
        snprintf(w.note, sizeof w.note, "%s", _("practice: all is well"));
        if (e == ERR_OK)
            e = append_words(s, &ev, &w, NULL);
    }
    return e;
}

struct invented {
    enum matter_kind kind;
    enum matter_type type;
    int days_ago;
    const char *summary, *first, *second;
};

static enum err add_matter(struct store *s, const struct invented *m, int64_t count) {
    struct event ev = {
        .kind = KIND_MATTER, .entity = id_random(), .at = clock_now() - m->days_ago * DAY_MS, .matter = m->kind, .type = m->type};
    struct party parties[2] = {0};
    struct words w = {.parties = parties};
    const char *numbers[] = {m->first, m->second};
    enum err e = ERR_OK;

    for (size_t i = 0; e == ERR_OK && i < 2 && numbers[i]; i++) {
        struct household_row row;
        struct buf door = {0};

        e = household_at(s, numbers[i], &row);
        door_text(&door, &row.door, true);
        parties[i].household = row.id;
        clean_copy(parties[i].name, sizeof parties[i].name, row.head);
        clean_copy(parties[i].door, sizeof parties[i].door, buf_text(&door));
        clean_copy(parties[i].phones, sizeof parties[i].phones, row.phones);
        ev.households[ev.household_count++] = row.id;
        buf_free(&door);
        w.party_count++;
    }
    ev.step = kinds_first_step(m->kind);
    ev.level = LEVEL_GRID;
    ev.party = (int64_t)w.party_count;
    snprintf(ev.area, sizeof ev.area, "%s", PRACTICE_AREA);
    clean_copy(w.summary, sizeof w.summary, _(m->summary));
    policy_matter_number(ev.number, ev.at, store_device(s)->letters, count);
    return e == ERR_OK ? append_words(s, &ev, &w, NULL) : e;
}

static enum err add_matters(struct store *s) {
    static const struct invented matters[] = {
        {MATTER_DISPUTE, TYPE_NEIGHBOURS, 0, N_("practice: water drips through the ceiling"), "LX05", "LX07"},
        {MATTER_REQUEST, TYPE_LIGHTING, 3, N_("practice: the light on the stairs is out"), "LX12", NULL},
        {MATTER_HAZARD, TYPE_FIRE, 1, N_("practice: a bicycle is charged on the stairs"), "LX15", NULL},
    };
    enum err e = ERR_OK;

    for (size_t i = 0; e == ERR_OK && i < sizeof matters / sizeof *matters; i++)
        e = add_matter(s, &matters[i], (int64_t)i + 1);
    return e;
}

static enum err become_head(struct store *s) {
    struct id own = practice_own_id();
    enum err e = store_set(s, "worker.area", PRACTICE_AREA);

    if (e == ERR_OK)
        e = store_set(s, "worker.name", _("You (practice)"));
    return e == ERR_OK ? store_set_worker(s, &own, NULL) : e;
}

bool practice_is(struct store *s) {
    return store_get_int(s, "practice", 0) == 1;
}

enum err practice_fill(struct store *s) {
    static enum err (*const parts[])(struct store *) = {become_head, add_office,  add_directory,   add_households,
                                                        add_visits,  add_matters, practice_take_in};
    enum err e = practice_is(s) ? ERR_OK : store_begin(s);

    if (e != ERR_OK || practice_is(s))
        return e;
    for (size_t i = 0; e == ERR_OK && i < sizeof parts / sizeof *parts; i++)
        e = parts[i](s);
    if (e == ERR_OK)
        e = store_set_int(s, "practice", 1);
    return store_end(s, e);
}

/* ---- its folder */

enum err practice_home(char *out, size_t room) {
    enum err e = paths_in_home(out, room, "practice");

    if (e == ERR_OK && mkdir(out, 0700) != 0 && access(out, W_OK | X_OK) != 0)
        return err_say(ERR_IO, err_fmt(_("cannot make the folder %s"), out), _("it cannot be written"),
                       _("give another one: --home DIR"));
    return e;
}

enum err practice_forget(const char *home) {
    static const char *const names[] = {"linli.db", "linli.db-wal", "linli.db-shm", "linli.db.lock"};
    char path[4200];

    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        snprintf(path, sizeof path, "%s/%s", home, names[i]);
        if (unlink(path) != 0 && access(path, F_OK) == 0)
            return err_say(ERR_IO, err_fmt(_("cannot remove %s"), path), _("it is in use or cannot be written"),
                           _("close linli and try again"));
    }
    return ERR_OK;
}
