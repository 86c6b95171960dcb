/* News: the newest thing that somebody else did with an entity and that nobody here has opened yet. */
#include <string.h>
#include "db.h"
#include "linli/today.h"

/* What a head wants to hear of; the rest is the office's housekeeping. */
static const bool is_told[KIND_COUNT] = {
    [KIND_VISIT] = true, [KIND_MATTER] = true, [KIND_WITHDRAW] = true, [KIND_CORRECT] = true,
    [KIND_NEED] = true,  [KIND_NOTE] = true,   [KIND_STEP] = true,     [KIND_RESTORE] = true,
    [KIND_ITEM] = true,  [KIND_URGED] = true,  [KIND_OVERDUE] = true,
};

#define SLACK_MS INT64_C(600000) /* clocks that differ by less are right */

/* An entity that enters comes with its whole history. Where the pull before stood among those revs only the hub knows; so the
 * times tell what is new in it. */
static bool is_history(struct store *s, const struct event *ev, const struct raw_event *raw) {
    return id_equal(&ev->entity, &s->entered) && raw->rev < s->entered_rev &&
           ev->at < store_get_int(s, "sync.last_done", 0) - SLACK_MS;
}

/* A pull from the beginning brings no news at all. */
enum err news_put(struct store *s, int64_t pos, const struct event *ev, const struct raw_event *raw) {
    struct id entity;

    if (s->side != STORE_CLIENT || !is_told[ev->kind] || raw->verdict > VERDICT_ACCEPTED || !raw->rev ||
        id_equal(&ev->by, &s->device.worker) || store_is_pulling_all(s) || is_history(s, ev, raw))
        return ERR_OK;
    entity = project_resolve(s, &ev->entity);
    return db_run(s, STMT_news_put, "dii", &entity, pos, ev->at);
}

/* No key press waits for the disk: the row is gone even if the program is killed now, and for good with the next synced write. */
void news_seen(struct store *s, const struct id *entity) {
    int64_t has;

    if (s->read_only || s->depth || db_int(s, &has, 0, STMT_news_has, "d", entity) != ERR_OK || !has)
        return;
    if (db_exec(s, "PRAGMA synchronous=NORMAL") == ERR_OK)
        db_run(s, STMT_news_drop, "d", entity);
    db_exec(s, "PRAGMA synchronous=FULL");
}

bool news_is(struct store *s, const struct id *entity) {
    int64_t has = 0;

    return s->side == STORE_CLIENT && db_int(s, &has, 0, STMT_news_has, "d", entity) == ERR_OK && has;
}

bool news_any(struct store *s) {
    int64_t has = 0;

    return s->side == STORE_CLIENT && db_int(s, &has, 0, STMT_news_any, "") == ERR_OK && has;
}
