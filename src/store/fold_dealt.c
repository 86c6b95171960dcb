/* What came of an own event that a hub refused or that came late: an event that names it deals with it. */
#include "project.h"

#include <stdio.h>
#include <string.h>
#include "linli/i18n.h"
#include "linli/read.h"

/* A step taken anew, a note with the words of the one that was not taken, a word that it is let be. A disagreement ends nothing:
 * it has no answer yet. */
enum err fold_deals(struct fold *f) {
    const struct event *ev = f->ev;
    int64_t pos;
    enum err e;

    if (!ev->replaces || (ev->kind == KIND_CONTEST && ev->answer != ANSWER_NO))
        return ERR_OK;
    e = project_named(f, &pos);
    if (e != ERR_OK)
        return e == ERR_NOT_FOUND ? ERR_OK : e;
    return db_run(f->s, STMT_dealt_add, "iid", pos, f->pos, &ev->entity);
}

const char *read_dealt_words(enum kind by) {
    return by == KIND_STEP ? _("taken anew") : by == KIND_NOTE ? _("filed as a note") : _("let be");
}

enum err read_dealt(struct store *s, const struct id *device, int64_t seq, struct dealt_row *out) {
    sqlite3_stmt *st;
    struct event ev;
    struct words w;
    int64_t no, pos;
    enum err e = db_device_no(s, device, false, &no);

    memset(out, 0, sizeof *out);
    if (e == ERR_OK)
        e = db_first(s, &st, STMT_dealt_get, "i", DB_POS(no, seq));
    if (e != ERR_OK)
        return e;
    pos = sqlite3_column_int64(st, 0);
    if (event_read(&ev, (const char *)sqlite3_column_text(st, 1), (size_t)sqlite3_column_bytes(st, 1)) == ERR_OK) {
        out->kind = ev.kind;
        out->at = ev.at;
    }
    if (body_read_words(&w, (const char *)sqlite3_column_text(st, 2), (size_t)sqlite3_column_bytes(st, 2)) == ERR_OK) {
        snprintf(out->said, sizeof out->said, "%.*s", (int)sizeof out->said - 1, *w.reason ? w.reason : w.note);
        words_free(&w);
    }
    db_done(s, st);
    out->seq = DB_SEQ(pos);
    return db_device_id(s, DB_NO(pos), &out->device);
}
