/* A random office: one hub and six devices of five workers with the real stores and the real sync between them, in memory. They
 * take steps, write items, take back and up again, are offline, lose answers, send twice, crash and open again, rebuild, and have
 * clocks that jump. A small model keeps the journal in the hub's order and says what is so (FAULTS.md I1 to I4). Each tape runs
 * in a process of its own, so that one that ends in an abort is cut down like any other. */
#define told hub_answered
#define told_free hub_answered_free
#include "../store/hub_help.h"
#undef told
#undef told_free
#include "../core/tape.h"
#include <sys/wait.h>
#include "linli/flow.h"
#include "linli/items.h"
#include "linli/read_flow.h"
#include "sync/batch.h"
#include "sync/engine.h"
#include "sync/keep.h"
#include "sync/link.h"
#include "sync/page.h"

#define DEVICES 6
#define MATTERS 5
#define ACTS 400
#define JOURNAL 4000

/* ---- what was written, as the model keeps it */

struct written {
    int device, matter;
    int64_t seq, at, day, due;
    enum kind kind;
    struct flow_move mv;
    struct flow_item item;
    int about_device;
    int64_t about_seq; /* of signatures: the agreement; of withdrawals: what; of takings up again: the withdrawal */
    int round;
    bool withdrawn, applied, accepted;
};
struct truth { /* where a matter stands, from scratch */
    bool exists, withdrawn, open, waiting, danger;
    int step, left_by, level, reached, reopened;
    struct id owner, offered;
    int64_t began, due, accepted, agreed;
};

struct machine {
    struct store *s;
    char path[256];
    struct dev joined; /* token, caller */
    unsigned char hub_key[SIGN_PUBLIC_BYTES];
    int64_t at_hub;
};
struct office {
    struct hubworld w;
    struct machine machines[DEVICES];
    struct id matters[MATTERS];
    int matter_count;
    struct written all[JOURNAL]; /* in the order of writing */
    size_t count;
    size_t order[JOURNAL]; /* in the hub's order */
    size_t ordered;
    int64_t now;
    unsigned fault;
    size_t steps, accepted, refused, conflicts, syncs, crashes;
};

static char why_text[TAPE_WHY];
static bool loud; /* what an abort says is shown */

#define wrong(...) (snprintf(why_text, sizeof why_text, __VA_ARGS__), false)

static struct written *find(struct office *o, int device, int64_t seq) {
    for (size_t i = 0; i < o->count; i++)
        if (o->all[i].device == device && o->all[i].seq == seq)
            return &o->all[i];
    return NULL;
}

/* ---- the model */

static void truth_step(struct truth *t, struct written *x) {
    const struct flow_move *mv = &x->mv;
    bool passed = mv->exit == EXIT_ESCALATE || mv->exit == EXIT_WISH || mv->exit == EXIT_RETURN;
    bool cut = mv->exit == EXIT_SETTLE || mv->exit == EXIT_DECLINE || mv->exit == EXIT_END || mv->exit == EXIT_WITHDRAW;

    x->applied = t->open ? (int)mv->step == t->step : mv->exit == EXIT_REOPEN;
    if (!x->applied)
        return;
    if (mv->exit == EXIT_HAND) {
        t->offered = mv->other;
        return;
    }
    if (passed || mv->exit == EXIT_TAKE || (mv->exit != EXIT_EXTEND && (int)mv->level > t->level)) {
        t->waiting = mv->exit != EXIT_TAKE;
        t->level = (int)mv->level;
        t->reached = t->level > t->reached ? t->level : t->reached;
    }
    if (passed || mv->exit == EXIT_TAKE)
        t->offered = (struct id){{0}};
    if (mv->exit == EXIT_TAKE) {
        t->owner = mv->by;
        return;
    }
    t->due = mv->due;
    if (mv->exit == EXIT_EXTEND)
        return;
    t->began = mv->day;
    if (passed)
        return;
    if (mv->exit == EXIT_REOPEN) {
        t->reopened++;
        t->left_by = 0;
        t->accepted = mv->day;
        t->agreed = 0;
    } else if (!cut && !t->accepted) {
        t->accepted = mv->day;
    }
    t->left_by = cut ? (int)mv->exit : t->left_by;
    t->agreed = mv->exit == EXIT_SETTLE ? mv->day : t->agreed;
    t->open = mv->to != 0;
    t->step = t->open ? (int)mv->to : t->step;
    t->due = t->open ? t->due : 0;
}

/* The newest agreement of this round that stands: when all have signed it. */
static void truth_agreed(struct office *o, int matter, size_t until, struct truth *t) {
    const struct written *agreement = NULL;
    int64_t last = 0;
    unsigned signers = 0;

    for (size_t i = 0; i < until; i++) {
        const struct written *x = &o->all[o->order[i]];

        if (x->matter != matter || x->kind != KIND_ITEM || x->withdrawn || !x->accepted)
            continue;
        t->danger = t->danger || x->item.item == ITEM_IS_SAFETY;
        if (x->item.item == ITEM_IS_AGREEMENT && x->round >= t->reopened)
            agreement = x;
    }
    if (!agreement) {
        t->agreed = t->left_by == EXIT_SETTLE ? t->agreed : 0;
        return;
    }
    for (size_t i = 0; i < until; i++) {
        const struct written *x = &o->all[o->order[i]];

        if (x->matter != matter || x->kind != KIND_ITEM || x->withdrawn || !x->accepted || x->about_seq != agreement->seq ||
            x->about_device != agreement->device)
            continue;
        signers |= x->item.item == ITEM_IS_SIGNED ? 1u << x->item.party : 0;
        signers |= x->item.item == ITEM_IS_MEDIATOR_SIGNED ? 8u : x->item.item == ITEM_IS_SEALED ? 16u : 0;
        if (x->item.item != ITEM_IS_APPLIED && x->item.day > last)
            last = x->item.day;
    }
    t->agreed = agreement->item.made == AGREEMENT_ORAL ? agreement->item.day : signers == 30 ? last : 0;
}

static struct truth truth_of(struct office *o, int matter, size_t until) {
    struct truth t = {.exists = false};

    for (size_t i = 0; i < until; i++) {
        struct written *x = &o->all[o->order[i]];

        if (x->matter != matter || !x->accepted)
            continue;
        if (x->kind == KIND_MATTER)
            t = (struct truth){.exists = true,
                               .withdrawn = x->withdrawn,
                               .open = true,
                               .step = (int)x->mv.to,
                               .level = (int)x->mv.level,
                               .reached = (int)x->mv.level,
                               .owner = x->mv.by,
                               .began = x->day,
                               .due = x->day + 1};
        if (x->kind == KIND_STEP) {
            x->applied = false;
            if (!x->withdrawn || o->fault == 1)
                truth_step(&t, x);
        }
    }
    truth_agreed(o, matter, until, &t);
    if (t.withdrawn)
        t.open = false;
    return t;
}

/* An event takes its place in the hub's order; what it turns back is turned back from here on. */
static bool truth_add(struct office *o, struct written *x) {
    struct truth before = truth_of(o, x->matter, o->ordered);
    bool here;
    struct written *target = x->kind == KIND_WITHDRAW || x->kind == KIND_RESTORE ? find(o, x->about_device, x->about_seq) : NULL;

    o->order[o->ordered++] = (size_t)(x - o->all);
    if (!x->accepted)
        return true;
    here = before.open ? (int)x->mv.step == before.step : x->mv.exit == EXIT_REOPEN;
    if (x->kind == KIND_STEP && (before.withdrawn || !here))
        return wrong("matter %d: the hub took a step at %s, it was at %s", x->matter, kinds_code(LIST_STEP, x->mv.step),
                     kinds_code(LIST_STEP, before.step));
    x->round = before.reopened;
    if (x->kind == KIND_RESTORE && target)
        target = find(o, target->about_device, target->about_seq);
    if (target)
        target->withdrawn = x->kind == KIND_WITHDRAW;
    return true;
}

/* ---- stores and sync */

static int64_t number(struct store *s, const char *sql, const struct id *id) {
    sqlite3_stmt *st;
    int64_t n = -1;

    if (sqlite3_prepare_v2(s->db, sql, -1, &st, NULL) != SQLITE_OK)
        fail_msg("%s: %s", sql, sqlite3_errmsg(s->db));
    if (id)
        db_bind(st, "d", id);
    if (sqlite3_step(st) == SQLITE_ROW)
        n = sqlite3_column_int64(st, 0);
    sqlite3_finalize(st);
    return n;
}

static void dump_query(struct store *s, const char *sql, const struct id *id, struct buf *out) {
    sqlite3_stmt *st;

    if (sqlite3_prepare_v2(s->db, sql, -1, &st, NULL) != SQLITE_OK)
        fail_msg("%s: %s", sql, sqlite3_errmsg(s->db));
    db_bind(st, "d", id);
    while (sqlite3_step(st) == SQLITE_ROW) {
        for (int i = 0; i < sqlite3_column_count(st); i++) {
            const char *text = (const char *)sqlite3_column_text(st, i);

            buf_puts(out, text ? text : "-");
            buf_putc(out, '|');
        }
        buf_putc(out, '\n');
    }
    sqlite3_finalize(st);
}

/* All rows of a matter but the numbers that each store gives by itself. */
static char *dump(struct store *s, const struct id *matter) {
    struct buf out = {0};

    dump_query(
        s,
        "SELECT number, kind, type, open, step, level, due, hex(owner), area, opened, withdrawn IS NOT NULL, left_by, closed, "
        "triage, parties, reached, hex(offered), waiting, step_day, accepted, agreed, danger, reopened, urged, overdue, failed, "
        "missed, summary FROM matter WHERE id = ?1",
        matter, &out);
    dump_query(s,
               "SELECT no, step, exit, next, level, at, day, due, hex(worker), hex(other), began, was_due, was_level, applied, "
               "withdrawn IS NOT NULL FROM step WHERE matter = ?1 ORDER BY no",
               matter, &out);
    dump_query(
        s,
        "SELECT no, item, party, answer, score, grade, made, day, due, hex(other), about <> 0, round, hex(worker), at, level, "
        "body, result, promised, withdrawn IS NOT NULL FROM item WHERE matter = ?1 ORDER BY no",
        matter, &out);
    dump_query(s, "SELECT no, name, hex(household) FROM party WHERE matter = ?1 ORDER BY no", matter, &out);
    buf_putc(&out, '.');
    return buf_take(&out);
}

static bool same_dumps(const char *a, const char *b, const char *what) {
    size_t i = 0, from;

    while (a[i] && a[i] == b[i])
        i++;
    for (from = i; from && i - from < 60; from--)
        ;
    return a[i] == b[i] || wrong("%s: …%.100s… and …%.100s…", what, a + from, b + from);
}

static void run_engine(struct office *o, struct machine *d, int how);

static void open_machine(struct machine *d) {
    struct store_options so = {.path = d->path, .side = STORE_CLIENT, .create = true};

    assert_int_equal(store_open(&d->s, &so), ERR_OK);
}

static void join(struct office *o, int n, const char *login) {
    struct machine *d = &o->machines[n];
    struct buf answer = {0};
    struct joined joined = {0};
    char code[20];
    int64_t expires;

    snprintf(d->path, sizeof d->path, "%s/device%d.db", o->w.folder, n);
    open_machine(d);
    d->joined = (struct dev){.key = store_device(d->s)->key, .id = store_device(d->s)->id};
    assert_int_equal(hub_enroll_code(o->w.s, login, code, &expires), ERR_OK);
    assert_int_equal(dev_enroll_with(&o->w, &d->joined, code, NULL, &answer), ERR_OK);
    dev_take_answer(&o->w, &d->joined, &answer);
    assert_int_equal(joined_read(&joined, buf_text(&answer), answer.len), ERR_OK);
    memcpy(d->hub_key, joined.hub_key, sizeof d->hub_key);
    assert_int_equal(store_begin(d->s), ERR_OK);
    assert_int_equal(link_keep_joined(d->s, &joined), ERR_OK);
    assert_int_equal(store_commit(d->s), ERR_OK);
    joined_free(&joined);
    buf_free(&answer);
    run_engine(o, d, 0);
}

static struct office *open_all(unsigned fault) {
    static const char *const logins[DEVICES] = {"tang", "tang", "li", "village", "town", "city"};
    struct office *o = mem_new(1, sizeof *o);

    o->w = hub_open("flowmodel");
    o->fault = fault;
    o->now = TEST_NOW;
    hub_towns(&o->w);
    assert_int_equal(hub_worker_add(o->w.s, "tang", "汤", ROLE_HEAD, GRID), ERR_OK);
    assert_int_equal(hub_worker_add(o->w.s, "li", "李", ROLE_HEAD, GRID2), ERR_OK);
    assert_int_equal(hub_worker_add(o->w.s, "village", "村", ROLE_DESK, VILLAGE), ERR_OK);
    assert_int_equal(hub_worker_add(o->w.s, "town", "镇", ROLE_DESK, TOWN), ERR_OK);
    assert_int_equal(hub_worker_add(o->w.s, "city", "市", ROLE_DESK, CITY), ERR_OK);
    for (int i = 0; i < DEVICES; i++)
        join(o, i, logins[i]);
    return o;
}

static void close_all(struct office *o) {
    for (int i = 0; i < DEVICES; i++)
        store_close(o->machines[i].s);
    hub_close(&o->w);
    mem_free(o);
}

/* What of the device came to the hub in this push takes its place. I2: each event once. */
static bool note_pushed(struct office *o, int n) {
    struct machine *d = &o->machines[n];
    struct id id = store_device(d->s)->id;
    int64_t held = number(o->w.s, "SELECT count(*) FROM event WHERE pos >> 40 = (SELECT no FROM device WHERE id = ?1)", &id);

    for (int64_t seq = d->at_hub + 1; seq <= held; seq++) {
        struct written *x = find(o, n, seq);
        int64_t no, verdict;

        if (!x)
            return wrong("the hub holds an event that nobody wrote: device %d seq %lld", n, (long long)seq);
        assert_int_equal(db_device_no(o->w.s, &id, false, &no), ERR_OK);
        verdict = number(o->w.s, err_fmt("SELECT verdict FROM event WHERE pos = %lld", (long long)DB_POS(no, seq)), NULL);
        x->accepted = verdict <= VERDICT_ACCEPTED;
        o->accepted += x->accepted;
        o->conflicts += verdict == VERDICT_CONFLICT;
        o->refused += verdict == VERDICT_REFUSED;
        if (!truth_add(o, x))
            return false;
    }
    d->at_hub = held;
    return true;
}

static enum err take_hash(void *arg, const struct raw_event *raw) {
    *(struct hash *)arg = raw->hash;
    return ERR_PARTLY;
}

static bool own_hash(void *arg, int64_t seq, struct hash *out) {
    struct store *s = arg;

    return store_events(s, &store_device(s)->id, seq, 1, take_hash, out) == ERR_PARTLY;
}

static void ask_hub(struct office *o, struct machine *d, const struct engine_request *r, struct batch *b, int how,
                    struct answer *a) {
    bool nothing;
    int status;

    *a = (struct answer){.status = 200};
    strcpy(a->type, r->ask == ENGINE_PUSH ? "application/json" : "application/x-ndjson");
    if (r->ask != ENGINE_PUSH) {
        assert_int_equal(hub_pull(o->w.s, &d->joined.caller, r->cursor, how == 3 ? 3 : 500, &a->body, &nothing), ERR_OK);
        return;
    }
    assert_int_equal(hub_push(o->w.s, &d->joined.caller, b->body.data, b->body.len, &a->body, &status), ERR_OK);
    if (how == 2) { /* the same lines once more, as a line that was cut sends them */
        buf_free(&a->body);
        assert_int_equal(hub_push(o->w.s, &d->joined.caller, b->body.data, b->body.len, &a->body, &status), ERR_OK);
    }
}

/* A run as sync.c makes it, without the line between. how: 1 the answer to the push is lost; 2 the push comes twice; 3 small
 * pages, and after one the line is cut. */
static void run_engine(struct office *o, struct machine *d, int how) {
    struct engine_start start;
    struct engine e;
    int64_t refused;

    assert_int_equal(hub_caller(o->w.s, d->joined.token, &d->joined.caller), ERR_OK);
    assert_int_equal(keep_start(&start, d->s, d->hub_key), ERR_OK);
    engine_begin(&e, &start);
    for (int asked = 0; e.ask != ENGINE_END; asked++) {
        struct engine_view view = {.now = clock_now(), .head = store_device(d->s)->head_seq, .hash = own_hash, .arg = d->s};
        struct engine_request r;
        struct batch batch = {.count = 0};
        struct answer a;
        struct told told;
        struct page page = {.at = 0};

        assert_true(asked < 1000);
        engine_next(&e, &r);
        if (r.ask == ENGINE_PUSH) {
            assert_int_equal(batch_make(&batch, d->s, &r, false), ERR_OK);
            engine_batch(&e, batch.last, &batch.last_hash, batch.count);
        }
        ask_hub(o, d, &r, &batch, how, &a);
        batch_free(&batch);
        if (how == 1 && r.ask == ENGINE_PUSH) {
            answer_free(&a);
            return;
        }
        engine_answer(&e, &a, &view, &told);
        assert_int_equal(keep_told(d->s, &told, &refused), ERR_OK);
        if (told.page) {
            page_begin(&page, &told.text, told.cursor);
            while (page_waits(&page))
                assert_int_equal(page_step(&page, d->s, 0), ERR_OK);
            page_free(&page);
        }
        told_free(&told);
        answer_free(&a);
        if (how == 3 && r.ask == ENGINE_PULL)
            return;
    }
    if (e.trouble.e != ERR_OK)
        fail_msg("a run failed: %s", e.trouble.why);
}

static bool hub_is_as_the_model(struct office *o, int i);

static bool sync_one(struct office *o, int n, int how) {
    size_t before = o->ordered;
    bool good;

    run_engine(o, &o->machines[n], how);
    o->syncs++;
    good = note_pushed(o, n);
    for (int m = 0; good && o->ordered > before && m < o->matter_count; m++)
        good = hub_is_as_the_model(o, m);
    return good;
}

/* ---- what people do */

static bool append(struct office *o, int n, struct event *ev, const char *body, struct written *as) {
    struct written *x = &o->all[o->count];
    int64_t pos;

    if (o->count + 1 >= JOURNAL)
        return true;
    ev->at = o->now;
    assert_int_equal(store_append(o->machines[n].s, ev, body, strlen(body), &pos), ERR_OK);
    *x = *as;
    x->device = n;
    x->seq = ev->seq;
    x->kind = ev->kind;
    x->day = clock_day(o->now);
    x->mv.day = x->day;
    x->mv.by = store_device(o->machines[n].s)->worker;
    o->count++;
    o->steps++;
    return true;
}

static bool open_matter(struct office *o, const struct act *act) {
    int n = act->a % DEVICES;
    bool request = act->b % 4 == 0;
    struct event ev = {.kind = KIND_MATTER,
                       .entity = id_random(),
                       .matter = request ? MATTER_REQUEST : MATTER_DISPUTE,
                       .type = request ? TYPE_ROADS : TYPE_NEIGHBOURS,
                       .step = request ? STEP_REPORT : STEP_ACCEPT,
                       .level = (enum level)(n < 3 ? LEVEL_GRID : LEVEL_GRID + n - 2),
                       .party = 2};
    struct written as = {.matter = o->matter_count, .mv = {.to = ev.step, .level = ev.level}};

    if (o->matter_count == MATTERS)
        return true;
    snprintf(ev.number, sizeof ev.number, "M-26-T%d-%03d", n, o->matter_count);
    o->matters[o->matter_count++] = ev.entity;
    return append(o, n, &ev, "{\"summary\":\"漏水\",\"parties\":[{\"name\":\"甲\"},{\"name\":\"乙\"}]}", &as);
}

static void date_to(char out[CLOCK_DATE_SIZE], int64_t day) {
    if (day)
        clock_date(out, clock_day_start(day));
}

static bool take_step(struct office *o, int n, int matter, const struct act *act) {
    struct store *s = o->machines[n].s;
    struct flow_wish w = {.exit = (enum exit)(act->op % 2 ? 0 : act->c % EXIT_COUNT),
                          .to = (enum step)(act->c > 240 ? STEP_FOLLOW_UP : 0),
                          .other = o->machines[act->c % DEVICES].joined.worker,
                          .reason = true,
                          .day = clock_day(o->now)};
    struct event ev = {.kind = KIND_STEP, .entity = o->matters[matter]};
    struct written as = {.matter = matter};
    struct flow_matter m;
    struct flow_actor a;

    if (read_flow(s, &o->matters[matter], &m) != ERR_OK)
        return true;
    assert_int_equal(read_actor(s, &o->matters[matter], &a), ERR_OK);
    o->steps++;
    if (flow_check(&as.mv, &m, &a, &w, NULL) != FLOW_OK)
        return true;
    ev.step = as.mv.step;
    ev.exit = as.mv.exit;
    ev.to = as.mv.to;
    ev.level = as.mv.level;
    ev.other = as.mv.other;
    date_to(ev.due, as.mv.due);
    o->steps--;
    return append(o, n, &ev, "{\"reason\":\"因为\"}", &as);
}

/* The newest agreement that this device has, 0 none. */
static struct written *agreement_of(struct office *o, int n, int matter) {
    struct written *found = NULL;

    for (size_t i = 0; i < o->count; i++) {
        struct written *x = &o->all[i];
        struct id id = store_device(o->machines[x->device].s)->id;
        int64_t no;

        if (x->matter == matter && x->kind == KIND_ITEM && x->item.item == ITEM_IS_AGREEMENT &&
            db_device_no(o->machines[n].s, &id, false, &no) == ERR_OK &&
            number(o->machines[n].s,
                   err_fmt("SELECT count(*) FROM item WHERE pos = %lld AND withdrawn IS NULL", (long long)DB_POS(no, x->seq)),
                   NULL) == 1)
            found = x;
    }
    return found;
}

static bool write_item(struct office *o, int n, int matter, enum item item, int party, enum yes_or_no answer, int ago) {
    struct store *s = o->machines[n].s;
    struct event ev = {.kind = KIND_ITEM, .entity = o->matters[matter], .item = item, .party = party, .answer = answer};
    struct written as = {.matter = matter}, *of;
    struct flow_matter m;
    struct flow_actor a;

    if (read_flow(s, &o->matters[matter], &m) != ERR_OK || items_of(item) != ITEM_OF_MATTER)
        return true;
    assert_int_equal(read_actor(s, &o->matters[matter], &a), ERR_OK);
    ev.made = item != ITEM_IS_AGREEMENT ? AGREEMENT_NONE : ago % 3 == 2 ? AGREEMENT_ORAL : AGREEMENT_IN_WRITING;
    date_to(ev.day, clock_day(o->now) - ago > m.opened ? clock_day(o->now) - ago : m.opened);
    if (item == ITEM_IS_SIGNED || item == ITEM_IS_MEDIATOR_SIGNED || item == ITEM_IS_SEALED || item == ITEM_IS_APPLIED) {
        of = agreement_of(o, n, matter);
        if (!of)
            return true;
        ev.device = store_device(o->machines[of->device].s)->id;
        ev.replaces = as.about_seq = of->seq;
        as.about_device = of->device;
    } else if (item == ITEM_IS_TERM || item == ITEM_IS_KEPT || item == ITEM_IS_PROMISE || item == ITEM_IS_ANSWER ||
               item == ITEM_IS_APPROVAL) {
        return true;
    }
    as.item = items_flow(&ev);
    if (flow_check_item(&m, &a, &as.item) != FLOW_OK)
        return true;
    return append(o, n, &ev, "{}", &as);
}

static bool write_needs(struct office *o, int n, int matter) {
    struct flow_matter m;
    enum item item;
    enum flow_how how;
    const char *words;
    bool good = true;

    if (read_flow(o->machines[n].s, &o->matters[matter], &m) != ERR_OK)
        return true;
    for (size_t i = 0; good && flow_need(m.step, i, &item, &how, &words); i++)
        for (int p = 1; good && p <= (how == FLOW_EACH ? 2 : 1); p++)
            good = item == ITEM_IS_TASK ||
                   write_item(o, n, matter, item, how == FLOW_EACH ? p : 0,
                              item == ITEM_IS_CONFLICT || item == ITEM_IS_AGREEMENT ? ANSWER_NO : ANSWER_YES, 0);
    if (m.step != STEP_AGREE)
        return good;
    return good && write_item(o, n, matter, ITEM_IS_SIGNED, 1, ANSWER_NONE, 1) &&
           write_item(o, n, matter, ITEM_IS_SIGNED, 2, ANSWER_NONE, 0) &&
           write_item(o, n, matter, ITEM_IS_MEDIATOR_SIGNED, 0, ANSWER_NONE, 2) &&
           write_item(o, n, matter, ITEM_IS_SEALED, 0, ANSWER_NONE, 0);
}

/* Takes back the newest own event but `skip` of the matter, or takes a withdrawal up again. */
static bool turn(struct office *o, int n, int matter, int skip, enum kind kind) {
    for (size_t i = o->count; i-- > 0;) {
        struct written *x = &o->all[i], as = {.matter = matter};
        struct event ev = {.kind = kind, .entity = o->matters[matter]};
        bool fits = kind == KIND_WITHDRAW ? x->kind == KIND_STEP || x->kind == KIND_ITEM || x->kind == KIND_MATTER
                                          : x->kind == KIND_WITHDRAW;

        if (x->device != n || x->matter != matter || !fits || skip-- > 0)
            continue;
        ev.device = store_device(o->machines[n].s)->id;
        ev.replaces = as.about_seq = x->seq;
        as.about_device = n;
        return append(o, n, &ev, "{\"reason\":\"写错了\"}", &as);
    }
    return true;
}

/* ---- crashes: I1 */

static void copy_file(const char *from, const char *to) {
    char buffer[8192];
    FILE *in = fopen(from, "rb"), *out = in ? fopen(to, "wb") : NULL;
    size_t got;

    if (!in)
        unlink(to);
    while (in && out && (got = fread(buffer, 1, sizeof buffer, in)) > 0)
        if (fwrite(buffer, 1, got, out) != got)
            abort();
    if (in)
        fclose(in);
    if (out)
        fclose(out);
}

/* As a machine that stops leaves it: the file and its log as they stand, nothing tidied up. */
static void stop_machine(const char *path, bool back) {
    char from[300], to[300];

    for (int i = 0; i < 2; i++) {
        snprintf(from, sizeof from, "%s%s", path, i ? "-wal" : "");
        snprintf(to, sizeof to, "%s.left%s", path, i ? "-wal" : "");
        copy_file(back ? to : from, back ? from : to);
    }
}

static bool all_the_same(struct office *o, struct store *s, char **before, const char *what) {
    bool good = true;

    for (int m = 0; m < o->matter_count; m++) {
        char *after = dump(s, &o->matters[m]);

        good = good && same_dumps(before[m], after, what);
        mem_free(after);
        mem_free(before[m]);
    }
    return good;
}

static bool crash(struct office *o, const struct act *act) {
    bool hub = act->a % 4 == 0;
    struct machine *d = &o->machines[act->a % DEVICES];
    struct store *s = hub ? o->w.s : d->s;
    const char *path = hub ? o->w.path : d->path;
    int64_t events = number(s, "SELECT count(*) FROM event", NULL);
    char *before[MATTERS];

    for (int m = 0; m < o->matter_count; m++)
        before[m] = dump(s, &o->matters[m]);
    o->crashes++;
    if (act->c % 3 == 0) {
        assert_int_equal(upkeep_rebuild(s, NULL, NULL), ERR_OK);
        return all_the_same(o, s, before, hub ? "the hub rebuilt" : "a device rebuilt");
    }
    stop_machine(path, false);
    store_close(s);
    if (act->c % 3 == 1)
        stop_machine(path, true);
    if (hub) {
        struct store_options so = {.path = o->w.path, .side = STORE_HUB};

        assert_int_equal(store_open(&o->w.s, &so), ERR_OK);
    } else {
        open_machine(d);
    }
    s = hub ? o->w.s : d->s;
    if (number(s, "SELECT count(*) FROM event", NULL) != events)
        return wrong("events were lost over a crash");
    return all_the_same(o, s, before, hub ? "the hub opened again" : "a device opened again");
}

/* ---- the hub against the model, devices against the hub */

static bool is(const char *what, int64_t is, int64_t should, int matter) {
    return is == should ||
           wrong("matter %d: the hub's %s is %lld, the model says %lld", matter, what, (long long)is, (long long)should);
}

struct flags {
    struct office *o;
    int matter;
    size_t at;
    enum kind kind;
};

static struct written *next_of(struct flags *f) {
    while (f->at < f->o->ordered) {
        struct written *x = &f->o->all[f->o->order[f->at++]];

        if (x->matter == f->matter && x->kind == f->kind && x->accepted)
            return x;
    }
    return NULL;
}

static bool rows_as_said(struct office *o, int matter, enum kind kind, const char *sql) {
    struct flags f = {o, matter, 0, kind};
    struct written *x;
    sqlite3_stmt *st;
    bool good = true, row;

    assert_int_equal(sqlite3_prepare_v2(o->w.s->db, sql, -1, &st, NULL), SQLITE_OK);
    db_bind(st, "d", &o->matters[matter]);
    do {
        row = sqlite3_step(st) == SQLITE_ROW;
        x = next_of(&f);
        if (row != (x != NULL))
            good = wrong("matter %d: the hub has %s rows than the model", matter, row ? "more" : "fewer");
        else if (row)
            good = is("row taken back", sqlite3_column_int(st, 0), x->withdrawn, matter) &&
                   is(kind == KIND_STEP ? "row that applies" : "round of an item", sqlite3_column_int(st, 1),
                      kind == KIND_STEP ? x->applied : x->round, matter);
    } while (good && row);
    sqlite3_finalize(st);
    return good;
}

static bool hub_is_as_the_model(struct office *o, int i) {
    struct truth t = truth_of(o, i, o->ordered);
    struct flow_matter m;

    if (read_flow(o->w.s, &o->matters[i], &m) != ERR_OK)
        return !t.exists || wrong("matter %d is not at the hub", i);
    return is("open", m.open, t.open, i) && is("withdrawn", m.withdrawn, t.withdrawn, i) && is("step", m.step, t.step, i) &&
           is("left by", m.left_by, t.left_by, i) && is("level", m.level, t.level, i) && is("reached", m.reached, t.reached, i) &&
           is("owner", id_equal(&m.owner, &t.owner), true, i) && is("offered", id_equal(&m.offered, &t.offered), true, i) &&
           is("waiting", m.waiting, t.waiting, i) && is("step day", m.step_day, t.began, i) && is("due", m.due, t.due, i) &&
           is("accepted", m.accepted, t.accepted, i) && is("agreed", m.agreed, t.agreed, i) &&
           is("danger", m.danger, t.danger, i) && is("reopened", m.reopened, t.reopened, i) &&
           (t.withdrawn ||
            rows_as_said(o, i, KIND_STEP, "SELECT withdrawn IS NOT NULL, applied FROM step WHERE matter = ?1 ORDER BY no")) &&
           rows_as_said(o, i, KIND_ITEM, "SELECT withdrawn IS NOT NULL, round FROM item WHERE matter = ?1 ORDER BY no");
}

/* I3: what the device calls held is at the hub, with the verdict that the device shows; nothing waits when all was sent. */
static bool device_states(struct office *o, int n) {
    struct machine *d = &o->machines[n];
    struct id id = store_device(d->s)->id;
    int64_t there, here;

    if (store_device(d->s)->held_seq != store_device(d->s)->head_seq || d->at_hub != store_device(d->s)->head_seq)
        return wrong("device %d: of %lld events %lld are held, the hub has %lld", n, (long long)store_device(d->s)->head_seq,
                     (long long)store_device(d->s)->held_seq, (long long)d->at_hub);
    assert_int_equal(db_device_no(o->w.s, &id, false, &there), ERR_OK);
    assert_int_equal(db_device_no(d->s, &id, false, &here), ERR_OK);
    for (int64_t seq = 1; seq <= d->at_hub; seq++) {
        int64_t a = number(d->s, err_fmt("SELECT verdict FROM event WHERE pos = %lld", (long long)DB_POS(here, seq)), NULL);
        int64_t b = number(o->w.s, err_fmt("SELECT verdict FROM event WHERE pos = %lld", (long long)DB_POS(there, seq)), NULL);

        if ((a >= VERDICT_REFUSED || b >= VERDICT_REFUSED) && a != b)
            return wrong("device %d seq %lld: verdict %lld here, %lld at the hub", n, (long long)seq, (long long)a, (long long)b);
    }
    return true;
}

static bool devices_are_as_the_hub(struct office *o, int n) {
    bool good = device_states(o, n);

    for (int m = 0; good && m < o->matter_count; m++) {
        char *here, *there;

        if (!hub_has(&o->w, &o->machines[n].joined.worker, &o->matters[m]))
            continue;
        here = dump(o->machines[n].s, &o->matters[m]);
        there = dump(o->w.s, &o->matters[m]);
        good = same_dumps(here, there, "device and hub");
        mem_free(here);
        mem_free(there);
    }
    return good;
}

static bool settle(struct office *o) {
    bool good = true;

    for (int round = 0; round < 2; round++)
        for (int n = 0; good && n < DEVICES; n++)
            good = sync_one(o, n, 0);
    for (int m = 0; good && m < o->matter_count; m++)
        good = hub_is_as_the_model(o, m);
    for (int n = 0; good && n < DEVICES; n++)
        good = devices_are_as_the_hub(o, n);
    return good;
}

static bool do_act(struct office *o, const struct act *act) {
    static const enum yes_or_no answers[] = {ANSWER_NONE, ANSWER_YES, ANSWER_NO, ANSWER_YES};
    int n = act->a % DEVICES, matter = o->matter_count ? act->b % o->matter_count : 0;

    for (int other = 0; other < DEVICES && act->op % 16 < 11 && o->matter_count; other++) /* who has it */
        if (number(o->machines[(n + other) % DEVICES].s, "SELECT count(*) FROM matter WHERE id = ?1", &o->matters[matter])) {
            n = (n + other) % DEVICES;
            break;
        }
    if (act->op % 16 == 0 || !o->matter_count)
        return open_matter(o, act);
    switch (act->op % 16) {
    case 7:
    case 8:
        return write_needs(o, n, matter);
    case 9:
        return write_item(o, n, matter, (enum item)(1 + act->c % (ITEM_COUNT - 1)), act->c % 3, answers[act->b % 4], act->a % 5);
    case 10:
        return turn(o, n, matter, act->c % 8 ? 0 : act->c % 3, act->c % 3 ? KIND_WITHDRAW : KIND_RESTORE);
    case 11:
    case 12:
        return sync_one(o, n, act->c % 6 < 4 ? act->c % 4 : 0);
    case 14:
        return act->c % 4 == 0 ? crash(o, act) : sync_one(o, n, 0);
    case 15:
        o->now += (act->c % 4 ? act->c % 11 : -(act->c % 40)) * CLOCK_DAY_MS + act->b * 1000;
        clock_set(o->now);
        return true;
    default:
        return take_step(o, n, matter, act);
    }
}

struct total {
    unsigned fault;
    size_t steps, accepted, refused, conflicts, syncs, crashes;
};

/* The journal in the hub's order, for who looks for the fault. */
static void print_journal(const struct office *o) {
    for (size_t i = 0; i < o->ordered; i++) {
        const struct written *x = &o->all[o->order[i]];

        printf("matter %d device %d seq %lld %s: %s %s to %s, %s party %d, about %d-%lld%s%s%s\n", x->matter, x->device,
               (long long)x->seq, kinds_code(LIST_KIND, x->kind), kinds_code(LIST_STEP, x->mv.step),
               kinds_code(LIST_EXIT, x->mv.exit), kinds_code(LIST_STEP, x->mv.to), kinds_code(LIST_ITEM, x->item.item),
               x->item.party, x->about_device, (long long)x->about_seq, x->accepted ? "" : ", not taken",
               x->withdrawn ? ", taken back" : "", x->applied ? ", applies" : "");
    }
}

static bool run_here(struct total *t, const struct act *acts, size_t count) {
    struct office *o = open_all(t->fault);
    bool good = true;

    for (size_t i = 0; good && i < count; i++)
        good = do_act(o, &acts[i]) && (i % 200 != 199 || settle(o));
    good = good && settle(o);
    t->steps += o->steps;
    t->accepted += o->accepted;
    t->refused += o->refused;
    t->conflicts += o->conflicts;
    t->syncs += o->syncs;
    t->crashes += o->crashes;
    if (!good && loud)
        print_journal(o), fflush(stdout);
    close_all(o);
    return good;
}

struct report {
    struct total t;
    bool good;
    char why[TAPE_WHY];
};

/* In a process of its own; one that does not come to its end failed as well. */
static bool run(void *arg, const struct act *acts, size_t count, char why[TAPE_WHY]) {
    struct total *t = arg;
    struct report r = {.t = *t};
    int ends[2], status;
    char command[400];
    pid_t pid;
    bool told = false;

    if (pipe(ends) != 0)
        abort();
    fflush(stdout);
    pid = fork();
    if (pid == 0) {
        close(ends[0]);
        if (!loud && (!freopen("/dev/null", "w", stderr) || !freopen("/dev/null", "w", stdout)))
            abort();
        r.good = run_here(&r.t, acts, count);
        memcpy(r.why, why_text, sizeof r.why);
        _exit(write(ends[1], &r, sizeof r) == (ssize_t)sizeof r ? 0 : 3);
    }
    close(ends[1]);
    for (size_t got = 0; got < sizeof r;) {
        ssize_t n = read(ends[0], (char *)&r + got, sizeof r - got);

        if (n <= 0)
            break;
        got += (size_t)n;
        told = got == sizeof r;
    }
    close(ends[0]);
    waitpid(pid, &status, 0);
    if (told && status == 0 && r.good) {
        *t = r.t;
        return true;
    }
    snprintf(command, sizeof command, "rm -rf '%s/linli-hubtest-%ld-flowmodel'", getenv("TMPDIR") ? getenv("TMPDIR") : "/tmp",
             (long)pid);
    if (system(command) != 0)
        abort();
    if (told)
        memcpy(why, r.why, TAPE_WHY);
    else
        snprintf(why, TAPE_WHY, "it did not come to its end (status %d)", status);
    return false;
}

static void offices_end_as_the_model_says(void **state) {
    struct total t = {.fault = 0};
    uint64_t seed = tape_seed(), luck = seed;
    size_t tapes = tape_times(60, 8), left;
    struct act acts[ACTS];
    char why[TAPE_WHY];
    bool good = true;

    (void)state;
    left = tape_again(acts, ACTS);
    if (left)
        good = run(&t, acts, left, why);
    for (size_t i = 0; !left && good && i < tapes; i++) {
        tape_fill(acts, ACTS, &luck);
        good = run(&t, acts, ACTS, why);
    }
    if (!good) {
        left = tape_shrink(run, &t, acts, left ? left : ACTS, why);
        loud = true;
        run(&t, acts, left, why);
        tape_print(acts, left, seed, why);
        fail_msg("SEED=%llu", (unsigned long long)seed);
    }
    printf("seed %llu: %zu offices, %zu steps and items tried, %zu events taken, %zu refused, %zu in conflict, %zu syncs, "
           "%zu crashes and rebuilds\n",
           (unsigned long long)seed, tapes, t.steps, t.accepted, t.refused, t.conflicts, t.syncs, t.crashes);
    assert_true(left || (t.accepted > tapes && t.conflicts + t.refused > 0));
}

/* A model in which what was taken back still counts must be found out. */
static void a_wrong_model_is_noticed(void **state) {
    struct total t = {.fault = 1};
    uint64_t luck = 20261122;
    struct act acts[ACTS];
    char why[TAPE_WHY];

    (void)state;
    for (int i = 0; i < 30; i++) {
        tape_fill(acts, ACTS, &luck);
        if (!run(&t, acts, ACTS, why)) {
            assert_null(strstr(why, "come to its end"));
            printf("the wrong model: noticed in office %d: %s\n", i + 1, why);
            return;
        }
    }
    fail_msg("a wrong model was not noticed");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_wrong_model_is_noticed),
        cmocka_unit_test(offices_end_as_the_model_says),
    };

    if (!getenv("TMPDIR") && access("/dev/shm", W_OK) == 0)
        setenv("TMPDIR", "/dev/shm", 1);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
