/* A matter's rows as the flow sees them. */
#include "flowrows.h"

#include <string.h>
#include "linli/items.h"
#include "linli/mem.h"
#include "linli/policy.h"

enum err flowrows_state(struct store *s, const struct id *matter, struct flow_matter *out, int64_t *pos) {
    sqlite3_stmt *st;
    enum err e = db_first(s, &st, STMT_matter_state, "d", matter);

    if (e != ERR_OK)
        return e;
    *out = (struct flow_matter){.kind = (enum matter_kind)sqlite3_column_int(st, 0),
                                .type = (enum matter_type)sqlite3_column_int(st, 1),
                                .open = sqlite3_column_int(st, 2),
                                .withdrawn = sqlite3_column_type(st, 3) != SQLITE_NULL,
                                .step = (enum step)sqlite3_column_int(st, 4),
                                .left_by = (enum exit)sqlite3_column_int(st, 5),
                                .level = (enum level)sqlite3_column_int(st, 6),
                                .reached = (enum level)sqlite3_column_int(st, 7),
                                .owner = db_id(st, 8),
                                .offered = db_id(st, 9),
                                .waiting = sqlite3_column_int(st, 10),
                                .opened = clock_day(sqlite3_column_int64(st, 11)),
                                .step_day = sqlite3_column_int64(st, 12),
                                .due = sqlite3_column_int64(st, 13),
                                .accepted = sqlite3_column_int64(st, 14),
                                .agreed = sqlite3_column_int64(st, 15),
                                .parties = (size_t)sqlite3_column_int64(st, 16),
                                .danger = sqlite3_column_int(st, 17),
                                .reopened = sqlite3_column_int(st, 18),
                                .urged = sqlite3_column_int(st, 19),
                                .overdue = sqlite3_column_int(st, 20)};
    if (pos)
        *pos = sqlite3_column_int64(st, 21);
    db_done(s, st);
    return ERR_OK;
}

/* The newest agreement and what was signed of it. */
struct made {
    int64_t agreement;
    struct flow_item *items; /* owned */
    size_t count;
};

static void collect(struct made *a, const struct flow_item *i, int64_t pos, int64_t about) {
    if (i->item == ITEM_IS_AGREEMENT) {
        a->agreement = pos;
        a->count = 0;
    } else if ((i->item != ITEM_IS_SIGNED && i->item != ITEM_IS_MEDIATOR_SIGNED && i->item != ITEM_IS_SEALED) ||
               about != a->agreement) {
        return;
    }
    a->items = mem_resize(a->items, a->count + 1, sizeof *a->items);
    a->items[a->count++] = *i;
}

enum err flowrows_items(struct store *s, const struct id *matter, struct flow_matter *m, int64_t *agreed) {
    struct made a = {0};
    sqlite3_stmt *st = db_get(s, STMT_item_flow);
    enum err e;
    bool row;

    db_bind(st, "d", matter);
    while ((e = db_next(s, st, &row)) == ERR_OK && row) {
        struct flow_item i = {.item = (enum item)sqlite3_column_int(st, 0),
                              .party = sqlite3_column_int(st, 1),
                              .answer = (enum yes_or_no)sqlite3_column_int(st, 2),
                              .made = (enum agreement)sqlite3_column_int(st, 3),
                              .day = sqlite3_column_int64(st, 4)};

        if (flow_begins_anew(i.item) && sqlite3_column_int64(st, 7) < m->reopened)
            continue;
        flow_add(m, &i);
        collect(&a, &i, sqlite3_column_int64(st, 6), sqlite3_column_int64(st, 5));
    }
    db_done(s, st);
    *agreed = a.agreement || m->left_by != EXIT_SETTLE ? flow_in_force(a.items, a.count, m->parties) : m->agreed;
    mem_free(a.items);
    return e == ERR_OK ? db_int(s, &m->open_tasks, 0, STMT_item_open_tasks, "di", matter, (int64_t)ITEM_IS_TASK) : e;
}

static enum err has_post(struct store *s, const struct id *worker, int64_t day, bool *out) {
    int64_t n = 0;
    enum err e = db_int(s, &n, 0, STMT_entry_mediator, "dii", worker, (int64_t)ITEM_IS_MEDIATOR, day);

    *out = n != 0;
    return e;
}

enum err flowrows_actor(struct store *s, const struct id *worker, enum role role, const char *area, const struct id *matter,
                        int64_t day, struct flow_actor *out) {
    int64_t sessions = 0;
    bool mediator;
    enum err e = has_post(s, worker, day, &mediator);

    *out = (struct flow_actor){.worker = *worker, .level = policy_area_level(area)};
    out->roles = (role == ROLE_HEAD ? FLOW_HEAD : FLOW_DESK) | (mediator ? FLOW_MEDIATOR : 0);
    if (e == ERR_OK && matter)
        e = db_int(s, &sessions, 0, STMT_item_sessions, "did", matter, (int64_t)ITEM_IS_SESSION, worker);
    out->mediated = sessions != 0;
    return e;
}
