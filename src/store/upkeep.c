/* Rebuild, check-up. */
#include "linli/upkeep.h"

#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include "db.h"
#include "linli/i18n.h"
#include "linli/pinyin.h"

#define BACKUP_DAYS 30

static enum err fold_all(struct store *s, upkeep_progress_fn *progress, void *arg) {
    sqlite3_stmt *st = db_get(s, STMT_event_in_fold_order);
    struct raw_event raw;
    struct hash body_hash;
    struct event ev;
    int64_t total, done = 0;
    enum err e = db_int(s, &total, 0, STMT_event_count, "");
    bool row;

    while (e == ERR_OK && (e = db_next(s, st, &row)) == ERR_OK && row) {
        int64_t pos = sqlite3_column_int64(st, 0);

        append_read_row(s, st, &raw, &body_hash);
        if (event_read(&ev, raw.header, raw.header_len) == ERR_OK)
            e = project_event(s, pos, &ev, raw.salt ? raw.body : "{}", raw.salt ? raw.body_len : 2);
        if (progress && ++done % 4096 == 0)
            progress(arg, done, total);
    }
    db_done(s, st);
    return e;
}

enum err upkeep_rebuild(struct store *s, upkeep_progress_fn *progress, void *arg) {
    static const char keep_places[] = "CREATE TEMP TABLE kept(id BLOB PRIMARY KEY, sort INTEGER) WITHOUT ROWID;"
                                      "INSERT INTO temp.kept SELECT id, sort FROM household;";
    int64_t first = 0;
    enum err e = store_begin(s);

    if (e != ERR_OK)
        return e;
    e = db_exec(s, keep_places);
    if (e == ERR_OK)
        e = schema_empty_folded(s);
    if (e == ERR_OK)
        e = store_search_bulk(s, SEARCH_BULK_ROSTER);
    s->rebuilding = true;
    if (e == ERR_OK)
        e = fold_all(s, progress, arg);
    s->rebuilding = false;
    if (e == ERR_OK)
        e = db_int(s, &first, 0, STMT_household_first, "");
    s->search_unordered = s->search_unordered || first < 0;
    store_search_watch(s, progress, arg);
    if (e == ERR_OK)
        e = store_search_bulk(s, SEARCH_BULK_NONE);
    store_search_watch(s, NULL, NULL);
    if (e == ERR_OK)
        e = db_exec(s, "DROP TABLE temp.kept");
    if (e == ERR_OK)
        e = store_set_int(s, "search.version", PINYIN_VERSION);
    return store_end(s, e);
}

enum err upkeep_rebuild_search(struct store *s, upkeep_progress_fn *progress, void *arg) {
    enum err e = store_begin(s);

    if (e != ERR_OK)
        return e;
    store_search_watch(s, progress, arg);
    e = search_rebuild(s);
    store_search_watch(s, NULL, NULL);
    return store_end(s, e);
}

static void say_file(struct store *s, upkeep_say_fn *say, void *arg) {
    struct statvfs fs;
    struct stat st;

    if (stat(s->path, &st) == 0) {
        say(arg, (st.st_mode & 077) == 0,
            (st.st_mode & 077) == 0 ? _("only you can read the record") : _("others can read the record: chmod 600 it"));
        say(arg, true, err_fmt(_("the record takes %lld KiB"), (long long)(st.st_size >> 10)));
    }
    if (statvfs(s->path, &fs) == 0) {
        long long free_mib = (long long)((uint64_t)fs.f_bavail * fs.f_frsize >> 20);

        say(arg, free_mib >= 50, err_fmt(_("%lld MiB are free on its disk"), free_mib));
    }
}

static enum err first_written(struct store *s, int64_t *at) {
    struct event ev;
    sqlite3_stmt *st;
    enum err e = db_first(s, &st, STMT_event_first_unheld, "ii", DB_POS(s->device.no, s->device.held_seq),
                          DB_POS(s->device.no + 1, 0) - 1);

    *at = 0;
    if (e != ERR_OK)
        return e == ERR_NOT_FOUND ? ERR_OK : e;
    if (event_read(&ev, (const char *)sqlite3_column_text(st, 0), (size_t)sqlite3_column_bytes(st, 0)) == ERR_OK)
        *at = ev.at;
    db_done(s, st);
    return ERR_OK;
}

/* What no hub holds and no copy has dies with the disk. */
static enum err say_backup(struct store *s, upkeep_say_fn *say, void *arg) {
    int64_t last = upkeep_last_backup(s), since, old = clock_now() - BACKUP_DAYS * CLOCK_DAY_MS;
    char date[CLOCK_DATE_SIZE];
    bool good = true;
    enum err e = s->side == STORE_CLIENT ? first_written(s, &since) : ERR_OK;

    if (e != ERR_OK)
        return e;
    if (s->side == STORE_CLIENT)
        good = !since || since > old || last > old;
    clock_date(date, last);
    if (!last)
        say(arg, good, _("no backup was made yet: linli backup FOLDER, onto a stick"));
    else
        say(arg, good,
            err_fmt(good ? _("the last backup was made on %s") : _("the last backup was made on %s: make a new one"), date));
    return ERR_OK;
}

static enum err say_county(struct store *s, upkeep_say_fn *say, void *arg) {
    char why[300];
    enum err e = store_county_trouble(s, why, sizeof why);

    if (e == ERR_OK && *why)
        say(arg, false,
            err_fmt(_("the newest rules of the county cannot be read by this version, the ones before are in use: %s"), why));
    return e;
}

enum err upkeep_doctor(struct store *s, upkeep_say_fn *say, void *arg) {
    struct upkeep_verify v;
    sqlite3_stmt *st;
    enum err e;

    say_file(s, say, arg);
    e = db_first(s, &st, STMT_quick_check, "");
    if (e == ERR_OK) {
        const char *text = (const char *)sqlite3_column_text(st, 0);
        bool good = text && strcmp(text, "ok") == 0;

        say(arg, good, good ? _("the file is sound") : err_fmt(_("the file is damaged: %s"), text ? text : ""));
        db_done(s, st);
    }
    if (e == ERR_OK)
        e = upkeep_verify(s, &v, NULL, NULL);
    if (e != ERR_OK)
        return e;
    say(arg, v.ok,
        v.ok ? err_fmt(ngettext("%lld event, every chain holds", "%lld events, every chain holds", (unsigned long)v.events),
                       (long long)v.events)
             : err_fmt(_("event %lld of a device: %s"), (long long)v.bad_seq, v.why));
    say(arg, store_get_int(s, "search.version", 0) == PINYIN_VERSION, _("the search index is of this version"));
    e = say_backup(s, say, arg);
    if (e == ERR_OK)
        e = say_county(s, say, arg);
    if (e != ERR_OK)
        return e;
    say(arg, clock_now() > INT64_C(1735689600000), _("the clock is not in the past"));
    if (*s->read_only_why)
        say(arg, false, s->read_only_why);
    return ERR_OK;
}
