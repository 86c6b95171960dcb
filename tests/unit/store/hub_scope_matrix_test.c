/* Scope as a matrix: every role and level against every kind of record, of the own area and of the neighbours'. What a pull gives
 * is compared with a rule of its own here, by the records and by the bytes; what is foreign is pushed at with every kind of event
 * (ASVS 8.2: 0 leaks). */
#include "hub_help.h"

#include "linli/county.h"
#include "linli/flow.h"
#include "linli/items.h"

#define VILLAGE2 TOWN ".04"
#define GRID4 VILLAGE2 ".01"
#define TOWN2 CITY ".008"
#define VILLAGE3 TOWN2 ".01"
#define GRID5 VILLAGE3 ".02"

enum who {
    HEAD1,
    HEAD2,
    HEAD4,
    HEAD5,
    DESK_V1,
    DESK_V2,
    DESK_V3,
    DESK_T1,
    DESK_T2,
    DESK_CITY,
    ADMIN_CITY,
    ADMIN_T1,
    LEFT,
    REVOKED,
    WHO
};
static const struct {
    const char *login, *area;
    enum role role;
} posts[WHO] = {
    [HEAD1] = {"head1", GRID, ROLE_HEAD},          [HEAD2] = {"head2", GRID2, ROLE_HEAD},
    [HEAD4] = {"head4", GRID4, ROLE_HEAD},         [HEAD5] = {"head5", GRID5, ROLE_HEAD},
    [DESK_V1] = {"village1", VILLAGE, ROLE_DESK},  [DESK_V2] = {"village2", VILLAGE2, ROLE_DESK},
    [DESK_V3] = {"village3", VILLAGE3, ROLE_DESK}, [DESK_T1] = {"town1", TOWN, ROLE_DESK},
    [DESK_T2] = {"town2", TOWN2, ROLE_DESK},       [DESK_CITY] = {"city", CITY, ROLE_DESK},
    [ADMIN_CITY] = {"admin", CITY, ROLE_ADMIN},    [ADMIN_T1] = {"admin1", TOWN, ROLE_ADMIN},
    [LEFT] = {"left", VILLAGE, ROLE_DESK},         [REVOKED] = {"revoked", VILLAGE, ROLE_DESK},
};
static const enum who heads[] = {HEAD1, HEAD2, HEAD4, HEAD5};
#define HEADS (sizeof heads / sizeof heads[0])

enum what { HOUSEHOLD, MATTER, AREA, WORKER, ENTRY, COUNTY };
struct thing {
    enum what what;
    struct id id;
    char area[AREA_SIZE];
    int reached;      /* of a matter: the highest level that it was at, one more while it is overdue */
    int opener;       /* -1 none */
    unsigned named;   /* bits of enum who */
    char canary[32];  /* words that nobody else may get */
    struct id device; /* the event that may be tried to be taken back */
    int64_t seq;
};

struct office {
    struct hubworld w;
    struct dev dev[WHO];
    struct thing things[200];
    size_t count;
    struct id homes[HEADS];
};

/* ---- the rule, from DESIGN.md section 1, "Scope", and nothing of the hub's code */

static bool below(const char *area, const char *top) {
    size_t n = strlen(top);

    return strncmp(area, top, n) == 0 && (area[n] == '\0' || area[n] == '.');
}

static int dots(const char *area) {
    int n = 0;

    for (; *area; area++)
        n += *area == '.';
    return n;
}

static bool one_village(const char *a, const char *b) {
    size_t n = strlen(VILLAGE); /* codes here are of one length */

    return dots(a) >= 2 && dots(b) >= 2 && strncmp(a, b, n) == 0;
}

static bool may_see(enum who w, const struct thing *t) {
    const char *own = posts[w].area;
    bool path = below(t->area, own) || below(own, t->area), head = posts[w].role == ROLE_HEAD;

    if (w == LEFT)
        return false;
    switch (t->what) {
    case HOUSEHOLD:
        return head && strcmp(t->area, own) == 0;
    case MATTER:
        return t->opener == (int)w || (t->named >> w & 1) ||
               (head ? strcmp(t->area, own) == 0 : below(t->area, own) && t->reached >= 4 - dots(own));
    case AREA:
        return path;
    case WORKER:
        return path || one_village(t->area, own);
    case ENTRY:
        return path || (t->named >> w & 1);
    case COUNTY:
        return true;
    }
    return false;
}

/* ---- an office with something everywhere */

static struct thing *thing(struct office *o, enum what what, const struct id *id, const char *area) {
    struct thing *t = &o->things[o->count++];

    assert_true(o->count <= sizeof o->things / sizeof o->things[0]);
    *t = (struct thing){.what = what, .id = *id, .opener = -1};
    snprintf(t->area, sizeof t->area, "%s", area);
    return t;
}

static void good(struct office *o, enum who w, int64_t seq) {
    assert_string_equal(dev_push_verdict(&o->w, &o->dev[w], seq), "");
}

static struct thing *matter(struct office *o, size_t h, enum level level) {
    struct event ev = {.kind = KIND_MATTER,
                       .entity = id_random(),
                       .matter = MATTER_DISPUTE,
                       .type = TYPE_NEIGHBOURS,
                       .level = level,
                       .household_count = 1,
                       .party = 1};
    struct party party = {.household = o->homes[h]};
    struct words words = {.parties = &party, .party_count = 1};
    struct dev *d = &o->dev[heads[h]];
    struct buf body = {0};
    struct thing *t = thing(o, MATTER, &ev.entity, posts[heads[h]].area);

    snprintf(t->canary, sizeof t->canary, "canary-%zu.", o->count);
    snprintf(words.summary, sizeof words.summary, "%s", t->canary);
    snprintf(party.name, sizeof party.name, "王某");
    snprintf(ev.number, sizeof ev.number, "M-26-%zu", o->count);
    strcpy(ev.area, t->area);
    strcpy(ev.due, "2026-12-30");
    t->reached = (int)level;
    t->opener = (int)heads[h];
    ev.households[0] = o->homes[h];
    body_write_words(&body, &words);
    t->seq = dev_say(d, ev, buf_text(&body));
    t->device = d->id;
    good(o, heads[h], t->seq);
    buf_free(&body);
    return t;
}

static void step(struct office *o, enum who w, const struct thing *t, struct event ev) {
    ev.kind = KIND_STEP;
    ev.entity = t->id;
    ev.step = STEP_ACCEPT;
    if (!*ev.due)
        strcpy(ev.due, "2026-12-30");
    ev.seen = hub_sql(&o->w, "SELECT max(rev) FROM town");
    good(o, w, dev_say(&o->dev[w], ev, "{\"reason\":\"r\"}"));
}

/* At every level; overdue; passed up and returned; taken, closed, withdrawn. */
static void matters_of(struct office *o, size_t h) {
    enum who head = heads[h], desk = h < 2 ? DESK_V1 : h == 2 ? DESK_V2 : DESK_V3;
    struct thing *t;

    for (int level = LEVEL_GRID; level <= LEVEL_CITY; level++)
        matter(o, h, (enum level)level);
    for (int level = LEVEL_VILLAGE; level < LEVEL_CITY; level++) {
        t = matter(o, h, (enum level)(level - 1));
        step(o, head, t, (struct event){.exit = EXIT_WISH, .to = STEP_ACCEPT, .level = (enum level)level, .due = "2026-11-22"});
        t->reached = level + 1; /* overdue from tomorrow on */
    }
    t = matter(o, h, LEVEL_VILLAGE);
    step(o, desk, t, (struct event){.exit = EXIT_RETURN, .to = STEP_ACCEPT, .level = LEVEL_GRID});
    t = matter(o, h, LEVEL_VILLAGE);
    step(o, desk, t, (struct event){.exit = EXIT_DECLINE, .level = LEVEL_VILLAGE});
    t = matter(o, h, LEVEL_VILLAGE);
    good(o, head, dev_withdraw(&o->dev[head], &t->id, &t->device, t->seq));
    /* Handed to a mediator of another village, who takes it on; and one who only was asked to help. */
    t = matter(o, h, LEVEL_VILLAGE);
    step(o, desk, t, (struct event){.exit = EXIT_HAND, .to = STEP_ACCEPT, .level = LEVEL_VILLAGE, .other = o->dev[HEAD4].worker});
    t->named |= 1u << HEAD4;
    t = matter(o, h, LEVEL_VILLAGE);
    good(
        o, desk,
        dev_say(&o->dev[desk],
                (struct event){
                    .kind = KIND_ITEM, .entity = t->id, .item = ITEM_IS_TASK, .due = "2026-12-01", .other = o->dev[HEAD5].worker},
                "{\"does\":\"帮忙\"}"));
    t->named |= 1u << HEAD5;
}

static void entry(struct office *o, enum who desk, enum item item, const char *area, enum who other) {
    struct event ev = {.kind = KIND_ENTRY, .entity = id_random(), .item = item};
    struct thing *t = thing(o, ENTRY, &ev.entity, area);
    char body[200];

    strcpy(ev.area, area);
    snprintf(t->canary, sizeof t->canary, "canary-%zu.", o->count);
    snprintf(body, sizeof body, "{\"name\":\"%s\"}", t->canary);
    if (other != WHO) {
        ev.other = o->dev[other].worker;
        t->named = 1u << other;
    }
    good(o, desk, t->seq = dev_say(&o->dev[desk], ev, body));
    t->device = o->dev[desk].id;
}

static struct id id_of(struct office *o, const char *sql, const char *text) {
    struct id id = {{0}};
    sqlite3_stmt *st;

    assert_int_equal(sqlite3_prepare_v2(o->w.s->db, sql, -1, &st, NULL), SQLITE_OK);
    sqlite3_bind_text(st, 1, text, -1, SQLITE_STATIC);
    assert_int_equal(sqlite3_step(st), SQLITE_ROW);
    id = db_id(st, 0);
    sqlite3_finalize(st);
    return id;
}

static void set_county(struct office *o) {
    struct buf text = {0};
    bool changed;

    county_write_default(&text);
    assert_int_equal(hub_county_set(o->w.s, "c", buf_text(&text), text.len, &changed), ERR_OK);
    buf_free(&text);
}

static struct office *office(const char *name) {
    static const char *const areas[] = {CITY, TOWN, VILLAGE, GRID, GRID2, VILLAGE2, GRID4, TOWN2, VILLAGE3, GRID5};
    struct office *o = mem_new(1, sizeof *o);
    struct hub_clocked done;
    struct id id;

    o->w = hub_open(name);
    hub_towns(&o->w);
    for (size_t i = 0; i < sizeof areas / sizeof areas[0]; i++) {
        assert_int_equal(hub_area_add(o->w.s, areas[i], areas[i]), ERR_OK);
        id = id_of(o, "SELECT id FROM area WHERE code = ?1", areas[i]);
        thing(o, AREA, &id, areas[i]);
    }
    for (size_t i = 0; i < WHO; i++) {
        assert_int_equal(hub_worker_add(o->w.s, posts[i].login, posts[i].login, posts[i].role, posts[i].area), ERR_OK);
        id = hub_worker_id(&o->w, posts[i].login);
        thing(o, WORKER, &id, posts[i].area);
        o->dev[i] = dev_new(&o->w, posts[i].login);
        if (posts[i].role == ROLE_HEAD)
            assert_int_equal(hub_assign_area(o->w.s, posts[i].login, posts[i].area, true), ERR_OK);
    }
    for (size_t h = 0; h < HEADS; h++) {
        const char *area = posts[heads[h]].area;
        struct thing *t;
        char door[20];

        snprintf(door, sizeof door, "%zu-1-101", 31 + h);
        o->homes[h] = hub_household(&o->w, area, door);
        t = thing(o, HOUSEHOLD, &o->homes[h], area);
        snprintf(t->canary, sizeof t->canary, "户%s", door);
        good(o, heads[h], t->seq = dev_visit(&o->dev[heads[h]], &o->homes[h]));
        t->device = o->dev[heads[h]].id;
    }
    entry(o, DESK_V2, ITEM_IS_MEDIATOR, VILLAGE2, HEAD4);
    entry(o, DESK_T1, ITEM_IS_DEPARTMENT, TOWN, WHO);
    entry(o, DESK_T2, ITEM_IS_DEPARTMENT, TOWN2, WHO);
    for (size_t h = 0; h < HEADS; h++)
        matters_of(o, h);
    set_county(o);
    id = id_of(o, "SELECT entity FROM county WHERE ?1 <> ''", "x");
    thing(o, COUNTY, &id, "");
    assert_int_equal(hub_worker_leave(o->w.s, posts[LEFT].login), ERR_OK);
    {
        char text[ID_TEXT_SIZE];

        id_text(text, &o->dev[REVOKED].id);
        assert_int_equal(hub_device_revoke(o->w.s, text), ERR_OK);
    }
    clock_set(TEST_NOW + CLOCK_DAY_MS);
    assert_int_equal(hub_clock(o->w.s, 1000, &done), ERR_OK);
    assert_int_equal(done.overdue, 2 * HEADS);
    return o;
}

static void end(struct office *o) {
    clock_set(TEST_NOW);
    for (size_t i = 0; i < WHO; i++)
        dev_free(&o->dev[i]);
    hub_close(&o->w);
    mem_free(o);
}

/* ---- what a pull gives */

/* All that the hub sends to a device that has nothing yet. */
static void bytes_for(struct office *o, enum who w, struct buf *out) {
    char cursor[WIRE_CURSOR_SIZE] = "";
    struct wire_line *l = mem_new(1, sizeof *l);
    bool nothing, more = true;

    while (more) {
        struct buf page = {0};
        const char *last;

        assert_int_equal(hub_pull(o->w.s, &o->dev[w].caller, cursor, 500, &page, &nothing), ERR_OK);
        buf_add(out, page.data, page.len);
        last = page.data + page.len - 1;
        while (last > page.data && last[-1] != '\n')
            last--;
        assert_int_equal(wire_read_line(l, last, (size_t)(page.data + page.len - 1 - last)), ERR_OK);
        assert_int_equal(l->kind, WIRE_END);
        strcpy(cursor, l->cursor);
        more = l->more;
        buf_free(&page);
    }
    wire_line_free(l);
    mem_free(l);
}

static void what_a_pull_gives(void **state) {
    struct office *o = office("matrix-pull");
    size_t seen = 0, hidden = 0;

    (void)state;
    for (int w = 0; w < WHO; w++) {
        struct client c = client_new(&o->dev[w]);
        struct buf bytes = {0};
        struct hub_caller caller;
        size_t expected = 0;

        assert_int_equal(hub_caller(o->w.s, o->dev[w].token, &caller), ERR_OK);
        assert_int_equal(caller.revoked, w == LEFT || w == REVOKED); /* 401 on a pull */
        client_pull(&o->w, &c, 100);
        client_check(&o->w, &c);
        bytes_for(o, (enum who)w, &bytes);
        for (size_t i = 0; i < o->count; i++) {
            const struct thing *t = &o->things[i];
            bool wanted = may_see((enum who)w, t);

            if ((client_copy(&c, &t->id) != NULL) != wanted)
                fail_msg("%s: %s thing %zu (%d) of %s", posts[w].login, wanted ? "lacks" : "got", i, (int)t->what, t->area);
            if (!wanted && *t->canary && memmem(bytes.data, bytes.len, t->canary, strlen(t->canary)))
                fail_msg("%s: the words of thing %zu of %s", posts[w].login, i, t->area);
            expected += wanted;
            seen += wanted;
            hidden += !wanted;
        }
        assert_int_equal(c.count, expected); /* and nothing else at all */
        buf_free(&bytes);
        client_free(&c);
    }
    assert_true(seen > 300 && hidden > 500);
    end(o);
}

/* ---- what a push is told */

struct tries {
    struct office *o;
    struct dev *d;
    size_t from;
};

static void try(struct tries *t, struct event ev, const char *body) {
    ev.seen = INT64_C(1) << 40;
    dev_say(t->d, ev, body);
}

static void try_household(struct tries *t, const struct thing *h) {
    struct event mine = {.kind = KIND_MATTER,
                         .entity = id_random(),
                         .matter = MATTER_DISPUTE,
                         .type = TYPE_NEIGHBOURS,
                         .level = LEVEL_GRID,
                         .household_count = 1};

    try(t, (struct event){.kind = KIND_VISIT, .entity = h->id, .outcome = OUTCOME_MET}, NULL);
    try(t, (struct event){.kind = KIND_CORRECT, .entity = h->id, .replaces = 1}, "{\"head\":\"x\"}");
    try(t,
        (struct event){.kind = KIND_NEED,
                       .entity = h->id,
                       .need = NEED_MEALS,
                       .consent = CONSENT_SPOKEN,
                       .agreed = "2026-11-22",
                       .until = "2027-11-22"},
        "{\"name\":\"x\",\"summary\":\"x\"}");
    try(t, (struct event){.kind = KIND_ACCESS, .entity = h->id}, NULL);
    try(t, (struct event){.kind = KIND_ROSTER, .entity = h->id}, "{\"head\":\"x\"}");
    try(t, (struct event){.kind = KIND_WITHDRAW, .entity = h->id, .device = h->device, .replaces = h->seq}, "{\"reason\":\"x\"}");
    try(t, (struct event){.kind = KIND_NOTE, .entity = h->id}, "{\"note\":\"x\"}");
    mine.households[0] = h->id;
    try(t, mine, "{\"summary\":\"x\"}");
    try(t, (struct event){.kind = KIND_ALIAS, .entity = h->id, .other = h->id}, NULL);
}

static void try_matter(struct tries *t, const struct thing *m) {
    try(t, (struct event){.kind = KIND_NOTE, .entity = m->id}, "{\"note\":\"x\"}");
    for (int e = EXIT_NONE; e < EXIT_COUNT; e++)
        try(t,
            (struct event){.kind = KIND_STEP,
                           .entity = m->id,
                           .step = STEP_ACCEPT,
                           .exit = (enum exit)e,
                           .to = STEP_ASSESS,
                           .level = e % 2 ? LEVEL_CITY : LEVEL_NONE,
                           .other = t->d->worker},
            "{\"reason\":\"x\"}");
    for (int i = ITEM_NONE + 1 + m->id.b[0] % 4; i < ITEM_COUNT; i += 4) /* all of them, among many matters */
        if (items_of((enum item)i) == ITEM_OF_MATTER)
            try(t, (struct event){.kind = KIND_ITEM, .entity = m->id, .item = (enum item)i, .party = 1, .answer = ANSWER_YES},
                "{}");
    try(t, (struct event){.kind = KIND_WITHDRAW, .entity = m->id, .device = m->device, .replaces = m->seq}, "{\"reason\":\"x\"}");
    try(t, (struct event){.kind = KIND_RESTORE, .entity = m->id, .device = m->device, .replaces = m->seq + 1}, NULL);
    try(t, (struct event){.kind = KIND_MATTER, .entity = m->id, .matter = MATTER_DISPUTE, .type = TYPE_NEIGHBOURS},
        "{\"summary\":\"x\"}");
}

static void try_office(struct tries *t, const struct thing *of) {
    static const enum kind kinds[] = {KIND_AREA,   KIND_WORKER, KIND_LEAVE,  KIND_ASSIGN, KIND_UNASSIGN, KIND_JOIN,
                                      KIND_REVOKE, KIND_DECIDE, KIND_COUNTY, KIND_URGED,  KIND_OVERDUE,  KIND_FIGURES};

    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
        try(t, (struct event){.kind = kinds[i], .entity = of->id, .role = ROLE_ADMIN, .area = CITY, .other = t->d->worker},
            "{\"name\":\"x\",\"login\":\"x\"}");
    try(t, (struct event){.kind = KIND_NOTE, .entity = of->id}, "{\"note\":\"x\"}");
    try(t, (struct event){.kind = KIND_VISIT, .entity = of->id, .outcome = OUTCOME_MET}, NULL);
}

/* A desk keeps the directory of its area and below, so that of others is foreign to it, seen or not. */
static void try_entry(struct tries *t, const struct thing *e) {
    try(t, (struct event){.kind = KIND_ENTRY, .entity = e->id, .item = ITEM_IS_DEPARTMENT}, "{\"name\":\"x\"}");
    try(t, (struct event){.kind = KIND_ENTRY, .entity = e->id, .item = ITEM_IS_MEDIATOR, .other = t->d->worker},
        "{\"name\":\"x\"}");
    try(t, (struct event){.kind = KIND_WITHDRAW, .entity = e->id, .device = e->device, .replaces = e->seq}, "{\"reason\":\"x\"}");
}

/* By the answers, and by the journal: those of a revoked device are kept aside. */
static void all_refused(struct tries *t) {
    struct office *o = t->o;
    const char *login = posts[t->d - o->dev].login;
    char sql[200];
    int64_t seq;

    for (size_t from = t->from; from < t->d->count; from += 200) {
        size_t to = from + 200 < t->d->count ? from + 200 : t->d->count;
        struct told told = dev_push_part(&o->w, t->d, (int64_t)from, (int64_t)to);

        assert_int_equal(told.e, ERR_OK);
        assert_true(json_get(told.v, "revoked") || json_count(json_get(told.v, "refused")) == to - from);
        told_free(&told);
    }
    snprintf(sql, sizeof sql, "SELECT coalesce(min(pos), 0) FROM event WHERE pos > %lld AND pos < %lld AND verdict < 2",
             (long long)DB_POS(t->d->caller.device_no, t->from), (long long)DB_POS(t->d->caller.device_no + 1, 0));
    seq = DB_SEQ(hub_sql(&o->w, sql));
    if (seq)
        fail_msg("%s: taken: %s", login, t->d->said[seq - 1].header);
}

static int64_t rows(struct office *o) {
    return hub_sql(&o->w,
                   "SELECT (SELECT count(*) FROM visit) + (SELECT count(*) FROM step) + (SELECT count(*) FROM item) + "
                   "(SELECT count(*) FROM need) + (SELECT count(*) FROM entry) + (SELECT count(*) FROM matter) + "
                   "(SELECT count(*) FROM household) + (SELECT count(*) FROM taken_back) + (SELECT count(*) FROM access) + "
                   "(SELECT count(*) FROM worker) + (SELECT count(*) FROM area) + (SELECT count(*) FROM county) + "
                   "(SELECT count(*) FROM member WHERE gone IS NULL)");
}

static void what_a_push_is_told(void **state) {
    struct office *o = office("matrix-push");
    int64_t before = rows(o);
    size_t tried = 0;

    (void)state;
    for (int w = 0; w < WHO; w++) {
        struct tries t = {o, &o->dev[w], o->dev[w].count};
        bool keeps;

        for (size_t i = 0; i < o->count; i++) {
            const struct thing *of = &o->things[i];

            if (of->what == AREA || of->what == WORKER || of->what == COUNTY)
                try_office(&t, of);
            keeps = posts[w].role != ROLE_HEAD && below(of->area, posts[w].area) && w != LEFT && w != REVOKED;
            if (of->what == ENTRY && !keeps)
                try_entry(&t, of);
            if (may_see((enum who)w, of) && w != REVOKED)
                continue;
            if (of->what == HOUSEHOLD)
                try_household(&t, of);
            if (of->what == MATTER)
                try_matter(&t, of);
        }
        tried += t.d->count - t.from;
        all_refused(&t);
    }
    assert_int_equal(rows(o), before);
    assert_true(tried > 5000);
    end(o);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(what_a_pull_gives), cmocka_unit_test(what_a_push_is_told)};

    clock_set(TEST_NOW);
    clock_set_zone(480);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
