/* Refusals that their authors disagree with. */
#include "hub.h"
#include "linli/hubstore.h"

struct search {
    struct store *s;
    const struct raw_event *refused;
    hub_contest_fn *fn;
    void *arg;
};

static enum err tell_contest(void *arg, const struct raw_event *raw) {
    struct search *f = arg;
    struct event ev;

    if (event_read(&ev, raw->header, raw->header_len) != ERR_OK || ev.kind != KIND_CONTEST || ev.answer == ANSWER_NO ||
        ev.replaces != f->refused->seq || !id_equal(&ev.device, &f->refused->device))
        return ERR_OK;
    return f->fn(f->arg, f->refused, raw);
}

enum err hub_contested(struct store *s, hub_contest_fn *fn, void *arg) {
    sqlite3_stmt *st = db_get(s, STMT_hub_refused);
    struct raw_event raw;
    struct hash body_hash;
    bool row;
    enum err e;

    while ((e = db_next(s, st, &row)) == ERR_OK && row) {
        struct search f = {s, &raw, fn, arg};
        struct id entity = db_id(st, 12);

        append_read_row(s, st, &raw, &body_hash);
        e = store_entity_events(s, &entity, tell_contest, &f);
        if (e != ERR_OK)
            break;
    }
    db_done(s, st);
    return e;
}
