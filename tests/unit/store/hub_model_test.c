/* A random office: whatever is assigned, moved, joined, pushed and pulled in whatever order, each device ends with exactly what a
 * computation from scratch says. The model below shares nothing with the hub but the ids. */
#include "hub_help.h"

#define WORKERS 6
#define DEVICES 4
#define HOUSEHOLDS_MAX 120
#define MATTERS_MAX 80
#define WORDS_MAX 600
#define STEPS 160

static unsigned long long state_of_luck;

static unsigned luck(unsigned n) {
    state_of_luck ^= state_of_luck << 13;
    state_of_luck ^= state_of_luck >> 7;
    state_of_luck ^= state_of_luck << 17;
    return (unsigned)(state_of_luck >> 11) % n;
}

static const char *const grids[] = {GRID, GRID2, TOWN ".04.01", CITY ".008.01.01"};
static const char *const places[] = {CITY, TOWN, VILLAGE, GRID, GRID2, TOWN ".04", TOWN ".04.01", CITY ".008", CITY ".008.01.01"};
#define GRIDS 4
#define PLACES 9

struct worker_model {
    struct id id;
    const char *login;
    enum role role;
    char area[AREA_SIZE];
    bool gone;
};
struct household_model {
    struct id id;
    char area[AREA_SIZE];
    int creator; /* worker, -1 the hub */
    int into;    /* alias, -1 */
    bool ever[WORKERS];
};
struct matter_model {
    struct id id;
    char area[AREA_SIZE];
    enum level level;
    int opener;
    int households[3];
    int count;
};
struct word {              /* of the office about who has what; the newest that fits counts */
    int worker, household; /* household -1: the area */
    char area[AREA_SIZE];
    bool on, dead;
};

struct office {
    struct hubworld w;
    struct worker_model workers[WORKERS];
    struct household_model households[HOUSEHOLDS_MAX];
    struct matter_model matters[MATTERS_MAX];
    struct word words[WORDS_MAX];
    int household_count, matter_count, word_count;
    struct dev devs[DEVICES];
    int owner[DEVICES];
    size_t pushed[DEVICES];
    struct client clients[DEVICES];
};

/* ---- from scratch */

static int parts(const char *area, char out[6][16]) {
    int n = 0;

    while (*area && n < 6) {
        size_t len = strcspn(area, ".");

        snprintf(out[n++], 16, "%.*s", (int)len, area);
        area += len + (area[len] == '.');
    }
    return n;
}

static int common(const char *a, const char *b, int *na, int *nb) {
    char pa[6][16], pb[6][16];
    int n = 0;

    *na = parts(a, pa);
    *nb = parts(b, pb);
    while (n < *na && n < *nb && strcmp(pa[n], pb[n]) == 0)
        n++;
    return n;
}

static bool inside(const char *area, const char *wider) {
    int na, nb, n = common(area, wider, &na, &nb);

    return n == nb;
}

static bool given_by_words(const struct office *o, int worker, int h, bool areas_only) {
    for (int i = o->word_count - 1; i >= 0; i--) {
        const struct word *word = &o->words[i];

        if (word->worker != worker || word->dead || (areas_only && word->household >= 0))
            continue;
        if (word->household >= 0 ? word->household == h : inside(o->households[h].area, word->area))
            return word->on;
    }
    return false;
}

/* A word about the household itself counts before words about areas; a newer word about its area killed it. */
static bool has_household(const struct office *o, int worker, int h) {
    if (o->workers[worker].gone)
        return false;
    if (o->households[h].into >= 0)
        return has_household(o, worker, o->households[h].into);
    for (int i = o->word_count - 1; i >= 0; i--)
        if (o->words[i].worker == worker && !o->words[i].dead && o->words[i].household == h)
            return o->words[i].on;
    return given_by_words(o, worker, h, true);
}

static bool has_matter(const struct office *o, int worker, int m) {
    static const enum level levels[] = {LEVEL_NONE, LEVEL_CITY, LEVEL_TOWN, LEVEL_VILLAGE, LEVEL_GRID};
    const struct matter_model *matter = &o->matters[m];
    const struct worker_model *v = &o->workers[worker];
    char out[6][16];

    if (v->gone)
        return false;
    if (matter->opener == worker)
        return true;
    if (v->role != ROLE_HEAD && inside(matter->area, v->area) && levels[parts(v->area, out)] <= matter->level)
        return true;
    for (int i = 0; i < matter->count; i++)
        if (has_household(o, worker, matter->households[i]))
            return true;
    return false;
}

static bool sees(const struct office *o, int worker, const char *area, bool is_worker) {
    const char *own = o->workers[worker].area;
    int na, nb, n = common(area, own, &na, &nb);

    if (o->workers[worker].gone)
        return false;
    return n == na || n == nb || (is_worker && n >= 3);
}

static bool given_area(const struct office *o, int worker, const char *area) {
    for (int i = o->word_count - 1; i >= 0; i--)
        if (o->words[i].worker == worker && !o->words[i].dead && o->words[i].household < 0 && inside(area, o->words[i].area))
            return o->words[i].on;
    return false;
}

static void expect(struct office *o, int worker, const struct id *id, bool wanted, const char *what, size_t *count) {
    if (hub_has(&o->w, &o->workers[worker].id, id) != wanted)
        fail_msg("%s: %s should %sbe in the scope of %s (%s)", what, what, wanted ? "" : "not ", o->workers[worker].login,
                 o->workers[worker].area);
    *count += wanted;
}

static void check_scopes(struct office *o) {
    for (int v = 0; v < WORKERS; v++) {
        size_t count = 0;
        char sql[200], hex[ID_TEXT_SIZE];
        sqlite3_stmt *st;

        for (int h = 0; h < o->household_count; h++)
            expect(o, v, &o->households[h].id, has_household(o, v, h), "a household", &count);
        for (int m = 0; m < o->matter_count; m++)
            expect(o, v, &o->matters[m].id, has_matter(o, v, m), "a matter", &count);
        for (int u = 0; u < WORKERS; u++)
            expect(o, v, &o->workers[u].id, sees(o, v, o->workers[u].area, true), "a worker", &count);
        assert_int_equal(sqlite3_prepare_v2(o->w.s->db, "SELECT id, code FROM area", -1, &st, NULL), SQLITE_OK);
        while (sqlite3_step(st) == SQLITE_ROW) {
            struct id id = db_id(st, 0);

            const char *code = (const char *)sqlite3_column_text(st, 1);

            expect(o, v, &id, sees(o, v, code, false) || given_area(o, v, code), "an area", &count);
        }
        sqlite3_finalize(st);
        id_text(hex, &o->workers[v].id);
        snprintf(sql, sizeof sql, "SELECT count(*) FROM member WHERE worker = x'%s' AND gone IS NULL", hex);
        assert_int_equal(hub_sql(&o->w, sql), count);
    }
}

static void note_ever(struct office *o) {
    for (int v = 0; v < WORKERS; v++)
        for (int h = 0; h < o->household_count; h++)
            o->households[h].ever[v] = o->households[h].ever[v] || has_household(o, v, h);
}

/* ---- what the office says */

static struct word *say(struct office *o, int worker, int household, const char *area, bool on) {
    struct word *word = &o->words[o->word_count++];

    assert_true(o->word_count < WORDS_MAX);
    *word = (struct word){.worker = worker, .household = household, .on = on};
    snprintf(word->area, sizeof word->area, "%s", area);
    return word;
}

static void kill_words(struct office *o, int worker, int household, const char *area) {
    for (int i = 0; i < o->word_count; i++) {
        struct word *word = &o->words[i];

        if (word->worker != worker || word->household < 0)
            continue;
        if (household >= 0 ? word->household == household : inside(o->households[word->household].area, area))
            word->dead = true;
    }
}

static void say_household(struct office *o, int worker, int h, bool on) {
    kill_words(o, worker, h, "");
    if (given_by_words(o, worker, h, true) != on)
        say(o, worker, h, "", on);
}

static void assign_area(struct office *o) {
    int v = (int)luck(3);
    const char *area = places[luck(PLACES)];
    bool on = luck(3) > 0;
    enum err e = hub_assign_area(o->w.s, o->workers[v].login, area, on);

    if ((o->workers[v].gone || o->workers[v].role != ROLE_HEAD) && on) {
        assert_int_equal(e, ERR_REFUSED);
        return;
    }
    if (e == ERR_OK) {
        kill_words(o, v, -1, area);
        say(o, v, -1, area, on);
    } else {
        assert_int_equal(e, ERR_NOT_FOUND); /* not assigned */
    }
}

static void assign_household(struct office *o) {
    int v = (int)luck(3), h;
    bool on = luck(2), had;
    char id[ID_TEXT_SIZE];
    enum err e;

    if (!o->household_count)
        return;
    h = (int)luck((unsigned)o->household_count);
    if (o->households[h].into >= 0)
        return;
    id_text(id, &o->households[h].id);
    had = has_household(o, v, h);
    e = hub_assign_household(o->w.s, o->workers[v].login, id, on);
    if (on && (o->workers[v].gone || o->workers[v].role != ROLE_HEAD)) {
        assert_int_equal(e, ERR_REFUSED);
        return;
    }
    assert_int_equal(e, had || on ? ERR_OK : ERR_NOT_FOUND);
    if (had != on)
        say_household(o, v, h, on);
}

static void import(struct office *o) {
    for (unsigned n = 1 + luck(4); n > 0 && o->household_count < HOUSEHOLDS_MAX; n--) {
        struct household_model *h = &o->households[o->household_count++];

        *h = (struct household_model){.creator = -1, .into = -1};
        strcpy(h->area, grids[luck(GRIDS)]);
        h->id = hub_household_numbered(&o->w, h->area, "1-1-101", "");
    }
    assert_int_equal(hub_place_all_new(o->w.s), ERR_OK);
}

static void move(struct office *o) {
    struct event ev = {.kind = KIND_ROSTER};
    int h;

    if (!o->household_count)
        return;
    h = (int)luck((unsigned)o->household_count);
    if (o->households[h].into >= 0)
        return;
    ev.entity = o->households[h].id;
    strcpy(ev.area, grids[luck(GRIDS)]);
    assert_int_equal(store_append(o->w.s, &ev, NULL, 0, NULL), ERR_OK);
    assert_int_equal(hub_place_all_new(o->w.s), ERR_OK);
    strcpy(o->households[h].area, ev.area);
}

/* Desks move up and down; the worker without a device leaves, comes back, becomes a desk. */
static void change_worker(struct office *o) {
    int v = 2 + (int)luck(4);
    struct worker_model *m = &o->workers[v];

    if (v == 2 && luck(3) == 0) {
        assert_int_equal(hub_worker_leave(o->w.s, m->login), ERR_OK);
        m->gone = true;
    } else {
        m->gone = false;
        if (v == 2)
            m->role = luck(2) ? ROLE_HEAD : ROLE_DESK;
        snprintf(m->area, sizeof m->area, "%s", places[luck(PLACES)]);
        assert_int_equal(hub_worker_add(o->w.s, m->login, m->login, m->role, m->area), ERR_OK);
    }
    if (m->gone || m->role != ROLE_HEAD)
        for (int i = 0; i < o->word_count; i++)
            if (o->words[i].worker == v)
                o->words[i].dead = true;
}

static void new_epoch(struct office *o) {
    if (luck(4) == 0)
        assert_int_equal(hub_new_epoch(o->w.s), ERR_OK);
}

/* ---- what devices do */

static bool area_is_mine(const struct office *o, int v, const char *area) {
    return inside(area, o->workers[v].area) || given_area(o, v, area);
}

/* Pushes everything, sometimes from too early, sometimes in two parts: the refusal of the last event. */
static bool push_last(struct office *o, int d) {
    struct dev *dev = &o->devs[d];
    int64_t from = luck(3) ? (int64_t)o->pushed[d] : (int64_t)luck((unsigned)o->pushed[d] + 1), to = (int64_t)dev->count, n;
    struct told t = dev_push_part(&o->w, dev, from, to);
    const struct json *refused = json_get(t.v, "refused");
    bool good = true;

    assert_int_equal(t.e, ERR_OK);
    assert_int_equal(told_int(&t, "held"), to);
    for (size_t i = 0; i < json_count(refused); i++)
        if (json_int(json_at(refused, i), "seq", &n) && n == to)
            good = false;
    told_free(&t);
    o->pushed[d] = dev->count;
    return good;
}

static void visit(struct office *o) {
    int d = (int)luck(3), v = o->owner[d], h;

    if (!o->household_count)
        return;
    h = (int)luck((unsigned)o->household_count);
    dev_visit(&o->devs[d], &o->households[h].id);
    assert_int_equal(push_last(o, d), o->households[h].ever[v]);
}

static void create(struct office *o) {
    int d = (int)luck(3), v = o->owner[d];
    const char *area = luck(2) ? "" : grids[luck(GRIDS)];
    struct household_model *h = &o->households[o->household_count];
    struct id id;
    bool good;

    if (o->household_count == HOUSEHOLDS_MAX)
        return;
    id = dev_household(&o->devs[d], area, "7-7-707");
    good = push_last(o, d);
    assert_int_equal(good, !*area || area_is_mine(o, v, area));
    if (!good)
        return;
    *h = (struct household_model){.id = id, .creator = v, .into = -1};
    strcpy(h->area, *area ? area : o->workers[v].area);
    o->household_count++;
    say_household(o, v, o->household_count - 1, true);
}

static void open_matter(struct office *o) {
    int d = (int)luck(DEVICES), v = o->owner[d];
    struct matter_model *m = &o->matters[o->matter_count];
    struct id ids[3];
    bool good = true;

    if (o->matter_count == MATTERS_MAX)
        return;
    memset(m, 0, sizeof *m);
    m->level = (enum level)(LEVEL_GRID + (int)luck(4));
    m->opener = v;
    for (int n = (int)luck(4); n > 0 && o->household_count; n--) {
        int h = (int)luck((unsigned)o->household_count);

        m->households[m->count] = h;
        ids[m->count++] = o->households[h].id;
        good = good && o->households[h].ever[v];
    }
    m->id = dev_matter(&o->devs[d], "", ids, (size_t)m->count, m->level);
    assert_int_equal(push_last(o, d), good);
    strcpy(m->area, o->workers[v].area);
    o->matter_count += good;
}

static void join(struct office *o) {
    int d = (int)luck(3), v = o->owner[d], own, into;
    bool good;

    if (o->household_count < 2)
        return;
    own = (int)luck((unsigned)o->household_count);
    into = (int)luck((unsigned)o->household_count);
    good = own != into && o->households[own].ever[v] && o->households[own].into < 0 && o->households[into].into < 0 &&
           o->households[into].ever[v];
    for (int i = 0; i < o->household_count; i++)
        good = good && o->households[i].into != own;
    dev_say(&o->devs[d], (struct event){.kind = KIND_ALIAS, .entity = o->households[own].id, .other = o->households[into].id},
            NULL);
    assert_int_equal(push_last(o, d), good);
    if (good)
        o->households[own].into = into;
}

static void pull(struct office *o) {
    int d = (int)luck(DEVICES);
    int64_t limit = 1 + luck(20);

    /* Who the caller is may have changed: as each request finds out anew. */
    assert_int_equal(hub_caller(o->w.s, o->devs[d].token, &o->devs[d].caller), ERR_OK);
    if (luck(2))
        client_pull(&o->w, &o->clients[d], limit);
    else
        client_page(&o->w, &o->clients[d], limit);
}

/* ---- */

static struct office *open_office(void) {
    static const struct {
        const char *login, *area;
        enum role role;
    } staff[WORKERS] = {{"tang", GRID, ROLE_HEAD},       {"li", GRID2, ROLE_HEAD},  {"wang", TOWN ".04.01", ROLE_HEAD},
                        {"village", VILLAGE, ROLE_DESK}, {"town", TOWN, ROLE_DESK}, {"city", CITY, ROLE_ADMIN}};
    static const int owners[DEVICES] = {0, 0, 1, 3};
    struct office *o = mem_new(1, sizeof *o);

    o->w = hub_open("model");
    assert_int_equal(sqlite3_exec(o->w.s->db, "PRAGMA synchronous=OFF", NULL, NULL, NULL), SQLITE_OK);
    for (int i = 0; i < PLACES; i++)
        assert_int_equal(hub_area_add(o->w.s, places[i], places[i]), ERR_OK);
    for (int v = 0; v < WORKERS; v++) {
        struct worker_model *m = &o->workers[v];

        assert_int_equal(hub_worker_add(o->w.s, staff[v].login, staff[v].login, staff[v].role, staff[v].area), ERR_OK);
        *m = (struct worker_model){.id = hub_worker_id(&o->w, staff[v].login), .login = staff[v].login, .role = staff[v].role};
        strcpy(m->area, staff[v].area);
    }
    for (int d = 0; d < DEVICES; d++) {
        o->owner[d] = owners[d];
        o->devs[d] = dev_new(&o->w, staff[owners[d]].login);
        o->clients[d] = client_new(&o->devs[d]);
    }
    return o;
}

static void close_office(struct office *o) {
    for (int d = 0; d < DEVICES; d++) {
        client_free(&o->clients[d]);
        dev_free(&o->devs[d]);
    }
    hub_close(&o->w);
    mem_free(o);
}

static void one_random_office(unsigned long long seed) {
    static void (*const deeds[])(struct office *) = {
        assign_area, assign_household, assign_household, import, import, move,        change_worker, new_epoch, visit, visit,
        visit,       create,           create,           join,   join,   open_matter, open_matter,   pull,      pull,  pull,
    };
    struct office *o;

    state_of_luck = seed * 0x9E3779B97F4A7C15ull + 1;
    o = open_office();
    for (int step = 0; step < STEPS; step++) {
        deeds[luck(sizeof deeds / sizeof deeds[0])](o);
        note_ever(o);
        if (step % 8 == 0)
            check_scopes(o);
    }
    check_scopes(o);
    for (int d = 0; d < DEVICES; d++) {
        struct client fresh = client_new(&o->devs[d]);

        assert_int_equal(hub_caller(o->w.s, o->devs[d].token, &o->devs[d].caller), ERR_OK);
        client_pull(&o->w, &o->clients[d], 1 + luck(20));
        client_check(&o->w, &o->clients[d]);
        client_pull(&o->w, &fresh, 1 + luck(20));
        client_check(&o->w, &fresh);
        client_free(&fresh);
    }
    close_office(o);
}

static void random_offices(void **state) {
    const char *more = getenv("LINLI_TEST_SEEDS"); /* first-last */
    unsigned long long first = 1, last = 10;

    (void)state;
    if (more && sscanf(more, "%llu-%llu", &first, &last) == 1)
        last = first;
    for (unsigned long long seed = first; seed <= last; seed++) {
        print_message("[   seed   ] %llu\n", seed);
        one_random_office(seed);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(random_offices)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
