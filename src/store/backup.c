/* A whole copy of the record, onto a stick that may be full, write-protected or pulled out, and back. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "db.h"
#include "linli/file.h"
#include "linli/hubstore.h"
#include "linli/i18n.h"
#include "linli/upkeep.h"

#define SAME_MINUTE 99 /* copies in one folder within one minute */

static enum err cannot_write(int number) {
    return err_say(number == ENOSPC || number == EDQUOT ? ERR_FULL : ERR_IO, _("cannot write the backup"), strerror(number),
                   _("check the folder or the stick: is it there, writable, with free space?"));
}

static enum err too_long(void) {
    return err_say(ERR_RANGE, _("cannot write the backup"), _("its name is too long"), _("choose another name"));
}

static enum err check_copy(const char *path, enum store_side side) {
    struct store_options o = {.path = path, .side = side, .read_only = true, .any_version = true};
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

/* Down to the disk, and out of memory: what is read from now on comes from there. */
static enum err sync_file(const char *path) {
    int fd = open(path, O_RDWR | O_CLOEXEC);
    enum err e = fd >= 0 && fsync(fd) == 0 ? ERR_OK : cannot_write(errno);

    if (fd >= 0) {
        posix_fadvise(fd, 0, 0, POSIX_FADV_DONTNEED);
        if (close(fd) != 0 && e == ERR_OK)
            e = cannot_write(errno);
    }
    return e;
}

static enum err sync_folder(const char *path) {
    char copy[PATH_MAX];
    int fd;
    enum err e;

    snprintf(copy, sizeof copy, "%s", path);
    fd = open(dirname(copy), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0)
        return cannot_write(errno);
    e = fsync(fd) == 0 || errno == EINVAL ? ERR_OK : cannot_write(errno); /* some file systems know no sync of a folder */
    close(fd);
    return e;
}

/* A whole copy at `path`, compact and without the traces of deleted rows. */
static enum err copy_to(struct store *s, const char *path) {
    sqlite3_stmt *st = NULL;
    mode_t before = umask(0077);
    enum err e = ERR_OK;

    if (sqlite3_prepare_v2(s->db, "VACUUM INTO ?1", -1, &st, NULL) != SQLITE_OK ||
        sqlite3_bind_text(st, 1, path, -1, SQLITE_STATIC) != SQLITE_OK || sqlite3_step(st) != SQLITE_DONE) {
        e = db_failed(s);
        err_say(e, _("cannot write the backup"), err_last()->why,
                _("check the folder or the stick: is it there, writable, with free space?"));
    }
    sqlite3_finalize(st);
    umask(before);
    return e == ERR_OK ? sync_file(path) : e;
}

/* Where a transaction is open, as around a form, another reader makes it: what is not committed is not in it. */
static enum err copy_committed(struct store *s, const char *path) {
    struct store_options o = {.path = s->path, .side = s->side, .read_only = true};
    struct store *reader;
    enum err e;

    if (!s->depth)
        return copy_to(s, path);
    e = store_open(&reader, &o);
    if (e != ERR_OK)
        return e;
    e = copy_to(reader, path);
    store_close(reader);
    return e;
}

/* An empty file of this person alone, so that a stick that cannot be written says why in the system's own words. */
static enum err begin_file(const char *part) {
    int fd;

    unlink(part);
    fd = open(part, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (fd < 0)
        return cannot_write(errno);
    close(fd);
    return ERR_OK;
}

/* linli-20261122-1000.db: no name of anybody, and the newest comes last. */
static enum err name_in(char *out, const char *folder, enum store_side side) {
    size_t len = strlen(folder);
    char stamp[CLOCK_STAMP_SIZE];

    while (len > 1 && folder[len - 1] == '/')
        len--;
    clock_stamp(stamp, clock_now());
    for (int i = 0; i < SAME_MINUTE; i++) {
        char again[16] = "";

        if (i)
            snprintf(again, sizeof again, "-%d", i + 1);
        if (snprintf(out, PATH_MAX, "%.*s/linli%s-%.4s%.2s%.2s-%.2s%.2s%s.db", (int)len, folder, side == STORE_HUB ? "-hub" : "",
                     stamp, stamp + 5, stamp + 8, stamp + 11, stamp + 14, again) >= PATH_MAX)
            return too_long();
        if (access(out, F_OK) != 0)
            return ERR_OK;
    }
    return err_say(ERR_EXISTS, _("cannot write the backup"), err_fmt(_("%s is there already"), out), _("choose another name"));
}

static enum err choose_name(char *out, const char *to, enum store_side side) {
    struct stat st;

    if (stat(to, &st) == 0 && S_ISDIR(st.st_mode))
        return name_in(out, to, side);
    if (snprintf(out, PATH_MAX, "%s", to) >= PATH_MAX)
        return too_long();
    if (access(out, F_OK) == 0)
        return err_say(ERR_EXISTS, _("cannot write the backup"), err_fmt(_("%s is there already"), out),
                       _("choose another name"));
    return ERR_OK;
}

static void note_name(char out[PATH_MAX + 16], const struct store *s) {
    snprintf(out, PATH_MAX + 16, "%s.backed-up", s->path);
}

static void note_backup(const struct store *s) {
    struct err_words words = *err_last();
    char name[PATH_MAX + 16], text[32];
    int len = snprintf(text, sizeof text, "%lld\n", (long long)clock_now());

    note_name(name, s);
    /* That it cannot be noted, as on a read-only disk, does not make the copy worse. */
    if (file_write(name, text, (size_t)len) != ERR_OK)
        err_say(words.code, words.what, words.why, words.todo);
}

int64_t upkeep_last_backup(const struct store *s) {
    struct err_words words = *err_last();
    char name[PATH_MAX + 16];
    struct buf text = {0};
    int64_t at = 0;

    note_name(name, s);
    if (access(name, R_OK) == 0 && file_read(&text, name, 64) == ERR_OK)
        at = strtoll(buf_text(&text), NULL, 10);
    else
        err_say(words.code, words.what, words.why, words.todo);
    buf_free(&text);
    return at > 0 ? at : 0;
}

enum err upkeep_backup(struct store *s, const char *to, char *made) {
    char path[PATH_MAX], part[PATH_MAX];
    enum err e = choose_name(path, to, s->side);

    if (e != ERR_OK)
        return e;
    if (snprintf(part, sizeof part, "%s.part", path) >= (int)sizeof part)
        return too_long();
    e = begin_file(part);
    if (e != ERR_OK)
        return e;
    e = copy_committed(s, part);
    if (e == ERR_OK)
        e = check_copy(part, s->side);
    if (e == ERR_OK && rename(part, path) != 0)
        e = cannot_write(errno);
    if (e != ERR_OK) {
        unlink(part);
        return e;
    }
    e = sync_folder(path);
    if (e != ERR_OK) {
        unlink(path);
        return e;
    }
    note_backup(s);
    if (made)
        memcpy(made, path, sizeof path);
    return ERR_OK;
}

bool upkeep_same_disk(const struct store *s, const char *file) {
    struct stat record, copy;

    return stat(s->path, &record) == 0 && stat(file, &copy) == 0 && record.st_dev == copy.st_dev;
}

/* ---- restore */

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
    enum err e;

    snprintf(aside, sizeof aside, "%s.before-restore", path);
    if (access(path, F_OK) == 0) {
        e = settle_old(path);
        if (e != ERR_OK)
            return e;
        unlink(aside);
        if (link(path, aside) != 0)
            return err_say(ERR_IO, _("cannot put the old record aside"), strerror(errno), _("check the folder"));
    }
    if (rename(part, path) != 0)
        return err_say(ERR_IO, _("cannot restore"), strerror(errno), _("check the folder"));
    e = sync_file(path);
    return e == ERR_OK ? sync_folder(path) : e;
}

static enum err take_copy(const char *backup, enum store_side side, const char *part) {
    struct store_options o = {.path = backup, .side = side, .read_only = true, .any_version = true};
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

/* A folder may hold the copies of several devices: a person says which. */
static enum err check_folder(const char *backup) {
    char newest[NAME_MAX + 1] = "";
    struct dirent *entry;
    DIR *dir = opendir(backup);

    if (!dir)
        return ERR_OK;
    while ((entry = readdir(dir))) {
        size_t len = strlen(entry->d_name);

        if (strncmp(entry->d_name, "linli-", 6) == 0 && len > 9 && strcmp(entry->d_name + len - 3, ".db") == 0 &&
            strcmp(entry->d_name, newest) > 0)
            snprintf(newest, sizeof newest, "%s", entry->d_name);
    }
    closedir(dir);
    return err_say(ERR_USAGE, _("cannot restore"), err_fmt(_("%s is a folder"), backup),
                   *newest ? err_fmt(_("name the file; the newest there is %s"), newest) : _("name the file"));
}

enum err upkeep_restore(const char *path, const char *backup, enum store_side side) {
    char part[PATH_MAX], holder[128];
    int lock;
    enum err e = check_folder(backup);

    if (e != ERR_OK)
        return e;
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
