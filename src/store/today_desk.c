/* The sources of Today that come from the flow: what waits for a level or a person, what is due there, what was promised. */
#include "today_inner.h"

#include <stdio.h>
#include <string.h>
#include "flowrows.h"
#include "linli/county.h"
#include "linli/items.h"
#include "linli/mem.h"
#include "linli/read.h"

bool today_is_desk(const struct reading *r) {
    return !r->me.alone && r->me.level > LEVEL_GRID;
}

static int64_t limit(void) {
    return (int64_t)TODAY_COUNT_MAX;
}

/* ---- what was said */

static void put_said(struct today_row *row, const char *text) {
    size_t len = strcspn(text, "\n");

    snprintf(row->said, sizeof row->said, "%.*s", (int)(len < sizeof row->said ? len : sizeof row->said - 1), text);
}

static void said_by_words(struct today_row *row, const char *body, size_t len) {
    struct words w;

    if (body_read_words(&w, body, len) != ERR_OK)
        return;
    put_said(row, *w.reason ? w.reason : w.note);
    words_free(&w);
}

/* The answer to a task is the department's, whoever of a desk wrote it down. */
static void said_by_answer(struct reading *r, struct today_row *row, const struct event *ev) {
    sqlite3_stmt *st;
    char name[NAME_SIZE];
    int64_t no;

    if (db_device_no(r->s, &ev->device, false, &no) != ERR_OK ||
        db_first(r->s, &st, STMT_desk_task_of, "i", DB_POS(no, ev->replaces)) != ERR_OK)
        return;
    db_text(st, 0, name, sizeof name);
    db_done(r->s, st);
    if (*name) {
        memcpy(row->by, name, sizeof row->by);
        row->level = LEVEL_GRID;
    }
}

static void said_by_item(struct reading *r, struct today_row *row, const struct event *ev, const char *body, size_t len) {
    struct item_values v;

    if (ev->item == ITEM_IS_ANSWER)
        said_by_answer(r, row, ev);
    if (!ev->item || items_read(&v, ev, body, len) != ERR_OK)
        return;
    put_said(row, items_get(&v, ev->item == ITEM_IS_ANSWER ? "words" : "does"));
    items_free(&v);
}

static void worker_name(struct reading *r, char out[NAME_SIZE], const struct id *worker) {
    sqlite3_stmt *st;

    if (id_is_zero(worker) || db_first(r->s, &st, STMT_worker_name, "d", worker) != ERR_OK)
        return;
    db_text(st, 0, out, NAME_SIZE);
    db_done(r->s, st);
}

void today_news_words(struct reading *r, struct today_row *row) {
    struct event ev;
    sqlite3_stmt *st;
    const char *body;
    size_t len;

    if (db_first(r->s, &st, STMT_desk_event, "i", row->pos) != ERR_OK)
        return;
    body = (const char *)sqlite3_column_text(st, 1);
    len = (size_t)sqlite3_column_bytes(st, 1);
    if (event_read(&ev, (const char *)sqlite3_column_text(st, 0), (size_t)sqlite3_column_bytes(st, 0)) == ERR_OK) {
        row->kind = ev.kind;
        row->exit = ev.exit;
        row->done = ev.step;
        row->item = ev.item;
        row->level = ev.level;
        worker_name(r, row->by, &ev.by);
        if (ev.kind == KIND_STEP || ev.kind == KIND_NOTE)
            said_by_words(row, body, len);
        else if (ev.kind == KIND_ITEM)
            said_by_item(r, row, &ev, body, len);
    }
    db_done(r->s, st);
}

/* ---- matters by their day */

/* Who passed it on last, when and why. */
static void passed_words(struct reading *r, struct today_row *row, bool offered) {
    enum exit how[3] = {EXIT_ESCALATE, EXIT_WISH, EXIT_RETURN};
    sqlite3_stmt *st, *event;

    if (offered)
        how[0] = how[1] = how[2] = EXIT_HAND;
    row->exit = how[0];
    if (db_first(r->s, &st, STMT_desk_passed, "diii", &row->id, (int64_t)how[0], (int64_t)how[1], (int64_t)how[2]) != ERR_OK)
        return;
    row->exit = (enum exit)sqlite3_column_int(st, 1);
    row->since = sqlite3_column_int64(st, 2);
    db_text(st, 3, row->by, sizeof row->by);
    if (db_first(r->s, &event, STMT_desk_event, "i", sqlite3_column_int64(st, 0)) == ERR_OK) {
        said_by_words(row, (const char *)sqlite3_column_text(event, 1), (size_t)sqlite3_column_bytes(event, 1));
        db_done(r->s, event);
    }
    db_done(r->s, st);
}

static enum err read_waiting(struct reading *r, sqlite3_stmt *st, enum today_source source) {
    enum err e;
    bool any;

    db_bind(st, "izi", (int64_t)r->me.level, &r->me.worker, limit());
    while ((e = db_next(r->s, st, &any)) == ERR_OK && any) {
        struct id id = db_id(st, 0);
        int64_t due = sqlite3_column_int64(st, 1);

        if (source == TODAY_WAITING && sqlite3_column_int(st, 3))
            continue; /* assigned to the reader: it stands there as such */
        today_add_bare(r, source, due, due - r->t->day, &id);
    }
    db_done(r->s, st);
    return e;
}

enum err today_read_waiting(struct reading *r) {
    return read_waiting(r, db_get(r->s, STMT_desk_waiting), TODAY_WAITING);
}

enum err today_read_offered(struct reading *r) {
    return id_is_zero(&r->me.worker) ? ERR_OK : read_waiting(r, db_get(r->s, STMT_desk_offered), TODAY_OFFERED);
}

/* A confirmation has a rule of its own until its days are over. */
static enum today_source source_of(sqlite3_stmt *st, int64_t left) {
    enum step step = (enum step)sqlite3_column_int(st, 5);

    if (left > 0 && sqlite3_column_int(st, 4))
        return TODAY_URGED;
    if (step == STEP_CONFIRM && left >= 0)
        return TODAY_SOURCES;
    return step == STEP_FOLLOW_UP || step == STEP_REVISIT ? TODAY_FOLLOW : TODAY_MATTER;
}

/* `level`: of the level that is looked at. */
static enum err read_due(struct reading *r, enum stmt name, int64_t level, int64_t last) {
    sqlite3_stmt *st = db_get(r->s, name);
    enum err e;
    bool any;

    db_bind(st, "iziii", (int64_t)r->me.level, &r->me.worker, limit(), level, last);
    while ((e = db_next(r->s, st, &any)) == ERR_OK && any) {
        int64_t due = sqlite3_column_int64(st, 1);
        enum today_source source = source_of(st, due - r->t->day);

        struct id id = db_id(st, 0);

        if (!sqlite3_column_int(st, 2) && !sqlite3_column_int(st, 3) && source != TODAY_SOURCES)
            today_add_bare(r, source, due, due - r->t->day, &id);
    }
    db_done(r->s, st);
    return e;
}

enum err today_read_matters(struct reading *r) {
    int64_t last = r->t->day + r->to, level = (int64_t)r->me.level;
    bool desk = today_is_desk(r);
    enum err e = read_due(r, desk ? STMT_desk_level : STMT_desk_all, level, last);

    if (e == ERR_OK && desk)
        e = read_due(r, STMT_desk_owner, level, last);
    return e == ERR_OK ? read_due(r, STMT_desk_urged, desk, last) : e;
}

/* The unit that handles it: the area of that level which it lies in. */
static void put_unit(struct reading *r, struct today_row *row, char area[AREA_SIZE], enum level level) {
    char *end = area;
    int parts = level == LEVEL_CITY ? 1 : level == LEVEL_TOWN ? 2 : level == LEVEL_VILLAGE ? 3 : 99;

    while (*end && (*end != '.' || --parts > 0))
        end++;
    *end = '\0';
    read_area_name(r->s, area, row->unit);
    if (!*row->unit)
        snprintf(row->unit, sizeof row->unit, "%s", area);
}

static void below_words(struct reading *r, struct today_row *row) {
    char area[AREA_SIZE];
    sqlite3_stmt *st;

    if (db_first(r->s, &st, STMT_desk_matter, "d", &row->id) != ERR_OK)
        return;
    db_text(st, 0, area, sizeof area);
    db_done(r->s, st);
    put_unit(r, row, area, row->level);
}

enum err today_read_below(struct reading *r) {
    sqlite3_stmt *st;
    enum err e;
    bool any;

    if (!today_is_desk(r))
        return ERR_OK;
    st = db_get(r->s, STMT_desk_level);
    db_bind(st, "iziii", (int64_t)r->me.level, &r->me.worker, limit(), (int64_t)r->me.level - 1, r->t->day - 1);
    while ((e = db_next(r->s, st, &any)) == ERR_OK && any) {
        struct id id = db_id(st, 0), owner = db_id(st, 6);
        int64_t due = sqlite3_column_int64(st, 1);

        if (!id_equal(&owner, &r->me.worker) && !sqlite3_column_int(st, 3))
            today_add_bare(r, TODAY_BELOW, due, due - r->t->day, &id);
    }
    db_done(r->s, st);
    return e;
}

/* ---- what was promised */

static void item_words(struct reading *r, struct today_row *row, enum item item) {
    struct event ev = {.kind = KIND_ITEM, .item = item};
    struct item_values v;
    sqlite3_stmt *st, *name;
    int64_t party;

    if (db_first(r->s, &st, STMT_desk_item, "i", row->pos) != ERR_OK)
        return;
    party = sqlite3_column_int64(st, 0);
    if (items_read(&v, &ev, (const char *)sqlite3_column_text(st, 1), (size_t)sqlite3_column_bytes(st, 1)) == ERR_OK) {
        const char *words = items_get(&v, item == ITEM_IS_FIVE ? "problem" : "does");

        if (*words)
            snprintf(row->title, sizeof row->title, "%s", words);
        items_free(&v);
    }
    db_done(r->s, st);
    if (party > 0 && db_first(r->s, &name, STMT_desk_party, "di", &row->id, party - 1) == ERR_OK) {
        db_text(name, 0, row->who, sizeof row->who);
        db_done(r->s, name);
    }
}

/* Until as many are there as are shown: to know how many more are, the matter of each would have to be looked at. Terms are kept
 * at the door: a head hears of all that the device has. */
static enum err read_items_of(struct reading *r, enum item item, enum today_rule rule) {
    sqlite3_stmt *st = db_get(r->s, STMT_desk_items);
    bool term = item == ITEM_IS_TERM, all = r->me.alone || (term && !today_is_desk(r));
    int64_t from, to;
    enum err e = ERR_OK;
    bool any;

    today_span(&from, &to, rule);
    db_bind(st, "iiiiizii", (int64_t)item, r->t->day + to, (int64_t)term, (int64_t)TODAY_ROWS_MAX, (int64_t)all, &r->me.worker,
            (int64_t)r->me.level, r->t->day + from);
    while ((e = db_next(r->s, st, &any)) == ERR_OK && any) {
        struct id id = db_id(st, 0);
        int64_t due = sqlite3_column_int64(st, 1);
        struct today_row *row = today_add_bare(r, today_source_of(rule), due, due - r->t->day, &id);

        if (row)
            row->pos = sqlite3_column_int64(st, 2);
    }
    db_done(r->s, st);
    r->t->more[rule] = r->t->of[rule] == TODAY_ROWS_MAX;
    return e;
}

static enum err read_items(struct reading *r, enum item item, enum today_source source) {
    enum err e = ERR_OK;

    for (int i = 0; e == ERR_OK && i < TODAY_RULES; i++)
        if (today_source_of((enum today_rule)i) == source)
            e = read_items_of(r, item, (enum today_rule)i);
    return e;
}

enum err today_read_tasks(struct reading *r) {
    return read_items(r, ITEM_IS_TASK, TODAY_TASK);
}

enum err today_read_terms(struct reading *r) {
    return read_items(r, ITEM_IS_TERM, TODAY_TERM);
}

enum err today_read_reports(struct reading *r) {
    return read_items(r, ITEM_IS_FIVE, TODAY_REPORT);
}

/* Not where no court confirms it, nor where it was applied for. */
static bool can_be_confirmed(struct reading *r, const struct id *matter) {
    struct flow_matter *m = mem_new(1, sizeof *m);
    int64_t agreed;
    bool can = flowrows_state(r->s, matter, m, NULL) == ERR_OK && flowrows_items(r->s, matter, m, &agreed) == ERR_OK &&
               !flow_not_confirmed(m) && !m->items[ITEM_IS_APPLIED].count;

    mem_free(m);
    return can;
}

enum err today_read_confirms(struct reading *r) {
    sqlite3_stmt *st = db_get(r->s, STMT_desk_agreed);
    int64_t first = county_confirm_warning(0), last = county_days(STEP_CONFIRM);
    enum err e;
    bool any;

    db_bind(st, "iiiizi", (int64_t)STEP_CONFIRM, r->t->day - first, limit(), (int64_t)!today_is_desk(r), &r->me.worker,
            (int64_t)r->me.level);
    while (first && (e = db_next(r->s, st, &any)) == ERR_OK && any) {
        struct id id = db_id(st, 0);
        int64_t days = r->t->day - sqlite3_column_int64(st, 1);
        struct today_row *row;

        if (days > last || !can_be_confirmed(r, &id))
            continue;
        row = today_add_bare(r, TODAY_CONFIRM, sqlite3_column_int64(st, 1) + last, today_warnings_left(days), &id);
        if (row)
            row->days = days;
    }
    db_done(r->s, st);
    return first ? e : ERR_OK;
}

/* ---- what is said of it */

void today_flow_words(struct reading *r, struct today_row *row) {
    switch (today_source_of(row->rule)) {
    case TODAY_WAITING:
    case TODAY_OFFERED:
        passed_words(r, row, row->rule == TODAY_RULE_OFFERED);
        break;
    case TODAY_BELOW:
        below_words(r, row);
        break;
    case TODAY_TASK:
        item_words(r, row, ITEM_IS_TASK);
        break;
    case TODAY_TERM:
        item_words(r, row, ITEM_IS_TERM);
        break;
    case TODAY_REPORT:
        item_words(r, row, ITEM_IS_FIVE);
        break;
    case TODAY_NEWS:
        today_news_words(r, row);
        break;
    default:
        break;
    }
}

/* ---- reviews */

#define REVIEWED "today.reviewed" /* day number. Of this device: going through a list changes no matter, so it is no event */

enum err today_read_review(struct reading *r) {
    int64_t every = r->me.alone ? 0 : county_review_days(r->me.level), open = 0, last;
    struct today_row *row;
    enum err e;

    if (!every)
        return ERR_OK;
    e = db_int(r->s, &open, 0, STMT_desk_open, "ii", (int64_t)r->me.level, limit());
    if (e != ERR_OK || !open)
        return e;
    last = store_get_int(r->s, REVIEWED, 0);
    row = today_add(r, TODAY_REVIEW, last ? last + every : r->t->day, last ? last + every - r->t->day : 0);
    if (row) {
        row->count = open;
        row->days = every;
    }
    return ERR_OK;
}

enum err today_reviewed(struct store *s) {
    return store_set_int(s, REVIEWED, clock_day(clock_now()));
}
