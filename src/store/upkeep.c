/* Rebuild, backup, restore, check-up. */
#include "linli/upkeep.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>
#include "db.h"
#include "linli/hubstore.h"
#include "linli/i18n.h"
#include "linli/pinyin.h"

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
    static const char empty[] =
        "CREATE TEMP TABLE kept(id BLOB PRIMARY KEY, sort INTEGER) WITHOUT ROWID;"
        "INSERT INTO temp.kept SELECT id, sort FROM household;"
        "DELETE FROM household; DELETE FROM visit; DELETE FROM matter; DELETE FROM party; DELETE FROM alias;"
        "DELETE FROM said; DELETE FROM clash; DELETE FROM need; DELETE FROM access; DELETE FROM taken_back;"
        "DELETE FROM area; DELETE FROM worker; DELETE FROM assignment;";
    enum err e = store_begin(s);

    if (e != ERR_OK)
        return e;
    e = db_exec(s, empty);
    if (e == ERR_OK)
        e = db_run(s, STMT_search_empty, "");
    if (e == ERR_OK)
        e = store_search_bulk(s, SEARCH_BULK_ROSTER);
    s->rebuilding = true;
    if (e == ERR_OK)
        e = fold_all(s, progress, arg);
    s->rebuilding = false;
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

static enum err check_copy(const char *path, enum store_side side) {
    struct store_options o = {.path = path, .side = side, .read_only = true};
    struct upkeep_verify v;
    struct store *copy;
    enum err e = store_open(&copy, &o);

    if (e != ERR_OK)
        return e;
    e = upkeep_verify(copy, &v, NULL, NULL);
    if (e == ERR_OK && !v.ok)
        e = err_say(ERR_CORRUPT, _("the backup is damaged"), err_fmt("%lld: %s", (long long)v.bad_seq, v.why),
                    _("use another backup"));
    store_close(copy);
    return e;
}

static enum err sync_file(const char *path) {
    int fd = open(path, O_RDWR | O_CLOEXEC);
    enum err e =
        fd >= 0 && fsync(fd) == 0 ? ERR_OK : err_say(ERR_IO, _("cannot write the backup"), strerror(errno), _("check the disk"));

    if (fd >= 0)
        close(fd);
    return e;
}

/* A whole copy at `path`, compact and without the traces of deleted rows. */
static enum err copy_to(struct store *s, const char *path) {
    sqlite3_stmt *st = NULL;
    mode_t before = umask(0077);
    enum err e = ERR_OK;

    if (sqlite3_prepare_v2(s->db, "VACUUM INTO ?1", -1, &st, NULL) != SQLITE_OK ||
        sqlite3_bind_text(st, 1, path, -1, SQLITE_STATIC) != SQLITE_OK || sqlite3_step(st) != SQLITE_DONE)
        e = db_failed(s);
    sqlite3_finalize(st);
    umask(before);
    return e == ERR_OK ? sync_file(path) : e;
}

enum err upkeep_backup(struct store *s, const char *path) {
    char part[PATH_MAX];
    enum err e;

    if (access(path, F_OK) == 0)
        return err_say(ERR_EXISTS, _("cannot write the backup"), err_fmt(_("%s is there already"), path),
                       _("choose another name"));
    if (snprintf(part, sizeof part, "%s.part", path) >= (int)sizeof part)
        return err_say(ERR_RANGE, _("cannot write the backup"), _("its name is too long"), NULL);
    unlink(part);
    e = copy_to(s, part);
    if (e == ERR_OK)
        e = check_copy(part, s->side);
    if (e == ERR_OK && rename(part, path) != 0)
        e = err_say(ERR_IO, _("cannot write the backup"), strerror(errno), _("check the folder"));
    if (e != ERR_OK)
        unlink(part);
    return e;
}

/* A write-ahead log that stays behind would be played into the restored file: it goes into the old file, or aside with it. */
static enum err settle_old(const char *path) {
    char wal[PATH_MAX + 8], aside[PATH_MAX + 32];
    sqlite3 *db = NULL;

    if (sqlite3_open_v2(path, &db, SQLITE_OPEN_READWRITE, NULL) == SQLITE_OK)
        sqlite3_wal_checkpoint_v2(db, NULL, SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL);
    sqlite3_close(db);
    snprintf(wal, sizeof wal, "%s-wal", path);
    snprintf(aside, sizeof aside, "%s.before-restore-wal", path);
    if (access(wal, F_OK) == 0 && rename(wal, aside) != 0)
        return err_say(ERR_IO, _("cannot put the old record aside"), strerror(errno), _("check the folder"));
    snprintf(wal, sizeof wal, "%s-shm", path);
    unlink(wal);
    return ERR_OK;
}

static enum err swap_in(const char *path, const char *part) {
    char aside[PATH_MAX + 32];

    snprintf(aside, sizeof aside, "%s.before-restore", path);
    if (access(path, F_OK) == 0) {
        enum err e = settle_old(path);

        if (e != ERR_OK)
            return e;
        unlink(aside);
        if (link(path, aside) != 0)
            return err_say(ERR_IO, _("cannot put the old record aside"), strerror(errno), _("check the folder"));
    }
    if (rename(part, path) != 0)
        return err_say(ERR_IO, _("cannot restore"), strerror(errno), _("check the folder"));
    return sync_file(path);
}

static enum err take_copy(const char *backup, enum store_side side, const char *part) {
    struct store_options o = {.path = backup, .side = side, .read_only = true};
    struct store *s;
    enum err e = check_copy(backup, side);

    if (e == ERR_OK)
        e = store_open(&s, &o);
    if (e != ERR_OK)
        return e;
    unlink(part);
    e = copy_to(s, part);
    store_close(s);
    return e;
}

static enum err begin_epoch(const char *path) {
    struct store_options o = {.path = path, .side = STORE_HUB};
    struct store *s;
    enum err e = store_open(&s, &o);

    if (e != ERR_OK)
        return e;
    e = hub_new_epoch(s);
    store_close(s);
    return e;
}

enum err upkeep_restore(const char *path, const char *backup, enum store_side side) {
    char part[PATH_MAX], holder[128];
    int lock;
    enum err e;

    if (snprintf(part, sizeof part, "%s.restoring", path) >= (int)sizeof part)
        return err_say(ERR_RANGE, _("cannot restore"), _("its name is too long"), NULL);
    if (open_lock(path, &lock, holder, sizeof holder) == ERR_BUSY)
        return err_say(ERR_BUSY, _("cannot restore"), err_fmt(_("process %s has the record open"), holder), _("close it first"));
    e = take_copy(backup, side, part);
    /* The new epoch begins in the copy: a hub never serves the old one from a restored file. */
    if (e == ERR_OK && side == STORE_HUB)
        e = begin_epoch(part);
    if (e == ERR_OK)
        e = settle_old(part);
    if (e == ERR_OK)
        e = swap_in(path, part);
    if (e != ERR_OK)
        unlink(part);
    if (snprintf(part, sizeof part, "%s.restoring.lock", path) < (int)sizeof part)
        unlink(part);
    if (lock >= 0)
        close(lock);
    return e;
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
        v.ok ? err_fmt(_("%lld events, every chain holds"), (long long)v.events)
             : err_fmt(_("event %lld of a device: %s"), (long long)v.bad_seq, v.why));
    say(arg, store_get_int(s, "search.version", 0) == PINYIN_VERSION, _("the search index is of this version"));
    say(arg, clock_now() > INT64_C(1735689600000), _("the clock is not in the past"));
    if (*s->read_only_why)
        say(arg, false, s->read_only_why);
    return ERR_OK;
}
