/* Opening the record: the one place that opens a database, so that an encrypting VFS can be put under it. */
#include "db.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>
#include "linli/i18n.h"
#include "linli/mem.h"
#include "linli/pinyin.h"
#include "linli/policy.h"
#include "linli/upkeep.h"

static enum err cannot(enum err e, const char *why, const char *todo) {
    return err_say(e, _("cannot open the record"), why, todo);
}

/* An open-file-description lock ends with its process however that ends; the text in the file is only for people. */
enum err open_lock(const char *path, int *fd, char *holder, size_t room) {
    char name[PATH_MAX + 8];
    struct flock lock = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
    const char *tty = isatty(STDIN_FILENO) ? ttyname(STDIN_FILENO) : NULL;
    ssize_t len;

    snprintf(name, sizeof name, "%s.lock", path);
    *fd = open(name, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (*fd < 0)
        return ERR_OK; /* no folder to write in: the caller finds out by the database itself */
    if (fcntl(*fd, F_OFD_SETLK, &lock) != 0) {
        len = pread(*fd, holder, room - 1, 0);
        holder[len > 0 ? len : 0] = '\0';
        close(*fd);
        *fd = -1;
        return ERR_BUSY;
    }
    len = snprintf(holder, room, "%ld%s%s", (long)getpid(), tty ? " " : "", tty ? tty : "");
    if (ftruncate(*fd, 0) != 0 || pwrite(*fd, holder, (size_t)len, 0) != len)
        holder[0] = '\0';
    return ERR_OK;
}

static bool on_read_only_disk(const char *path) {
    char copy[PATH_MAX];
    struct statvfs fs;

    snprintf(copy, sizeof copy, "%s", path);
    return statvfs(dirname(copy), &fs) == 0 && (fs.f_flag & ST_RDONLY);
}

static bool can_write(const char *path) {
    char copy[PATH_MAX];

    if (access(path, F_OK) == 0 && access(path, W_OK) != 0)
        return false;
    snprintf(copy, sizeof copy, "%s", path);
    return access(dirname(copy), W_OK) == 0;
}

/* What a stop left in the log alone; its index beside it is what makes it readable where nothing can be made. */
static bool has_log(const char *path) {
    char name[PATH_MAX + 8];
    struct stat log;

    snprintf(name, sizeof name, "%s-shm", path);
    if (access(name, R_OK) != 0)
        return false;
    snprintf(name, sizeof name, "%s-wal", path);
    return stat(name, &log) == 0 && log.st_size > 0;
}

/* `immutable` reads a WAL database where no -shm can be made, and is right only where nobody can write: on a read-only disk. It
 * passes over the log, so that it is no way to read one. */
static enum err connect(struct store *s, bool create) {
    char uri[PATH_MAX * 3 + 64];
    size_t n = (size_t)snprintf(uri, sizeof uri, "file:");
    int flags = SQLITE_OPEN_URI | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE |
                (s->read_only ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE | (create ? SQLITE_OPEN_CREATE : 0));

    for (const char *p = s->path; *p && n < sizeof uri - 32; p++)
        n += (size_t)snprintf(uri + n, sizeof uri - n, strchr("?#%", *p) ? "%%%02x" : "%c", (unsigned char)*p);
    if (s->read_only && !can_write(s->path) && !has_log(s->path))
        snprintf(uri + n, sizeof uri - n, "?immutable=1");
    if (sqlite3_open_v2(uri, &s->db, flags, NULL) != SQLITE_OK)
        return db_failed(s);
    return ERR_OK;
}

static enum err configure(struct store *s) {
    static const char always[] = "PRAGMA foreign_keys=ON; PRAGMA trusted_schema=OFF; PRAGMA cell_size_check=ON;"
                                 "PRAGMA temp_store=MEMORY; PRAGMA cache_size=-4000;";

    sqlite3_extended_result_codes(s->db, 1);
    sqlite3_busy_timeout(s->db, 2000);
    sqlite3_db_config(s->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    sqlite3_limit(s->db, SQLITE_LIMIT_LENGTH, 64 << 20);
    sqlite3_limit(s->db, SQLITE_LIMIT_ATTACHED, 1);
    return db_exec(s, always);
}

static enum err pragma_int(struct store *s, const char *sql, int64_t *out) {
    sqlite3_stmt *st;
    enum err e = ERR_OK;

    *out = 0;
    if (sqlite3_prepare_v2(s->db, sql, -1, &st, NULL) != SQLITE_OK || sqlite3_step(st) != SQLITE_ROW)
        e = db_failed(s);
    else
        *out = sqlite3_column_int64(st, 0);
    sqlite3_finalize(st);
    return e;
}

static enum err too_old(const struct store *s) {
    return cannot(ERR_OLDER, err_fmt(_("%s was written by an older version, and can only be read here"), s->path),
                  *s->read_only_why
                      ? err_fmt(_("%s: see to that, then open it again, and it is brought up to date"), s->read_only_why)
                      : _("open it where it can be written, and it is brought up to date"));
}

static enum err check_identity(struct store *s, const struct store_options *o) {
    struct buf side = {0};
    int64_t application, version, tables;
    enum err e;

    if ((e = pragma_int(s, "PRAGMA application_id", &application)) != ERR_OK ||
        (e = pragma_int(s, "PRAGMA user_version", &version)) != ERR_OK ||
        (e = pragma_int(s, "SELECT count(*) FROM sqlite_schema", &tables)) != ERR_OK)
        return e;
    if (tables == 0 && application == 0)
        return s->read_only ? cannot(ERR_NOT_FOUND, err_fmt(_("%s is empty"), s->path), _("check the folder")) : schema_create(s);
    if (application != STORE_APPLICATION_ID)
        return cannot(ERR_FOREIGN, err_fmt(_("%s belongs to another program"), s->path), _("choose another folder with --home"));
    if (version > STORE_SCHEMA_VERSION)
        return cannot(ERR_NEWER, err_fmt(_("%s was written by a newer version"), s->path), _("install the newer version"));
    e = store_get(s, "side", &side);
    if (e == ERR_OK && strcmp(buf_text(&side), s->side == STORE_HUB ? "hub" : "client") != 0)
        e = cannot(ERR_FOREIGN,
                   s->side == STORE_HUB ? _("it is the record of a device, not of a hub")
                                        : _("it is the record of a hub, not of a device"),
                   _("choose another file"));
    buf_free(&side);
    if (e != ERR_OK || version == STORE_SCHEMA_VERSION || (s->read_only && o->any_version))
        return e;
    return s->read_only ? too_old(s) : schema_update(s, version, o->tell);
}

static void load_town(struct store *s) {
    struct buf area = {0};

    s->town[0] = '\0';
    if (store_get(s, "worker.area", &area) == ERR_OK)
        policy_town(s->town, buf_text(&area));
    s->seen = store_get_int(s, "sync.seen", 0);
    clock_set_zone((int)store_get_int(s, "office.zone", CLOCK_ZONE_DEFAULT));
    buf_free(&area);
}

enum err store_load_device(struct store *s) {
    int64_t no = store_get_int(s, "device.no", 0);
    struct store_device d = {.no = no};
    sqlite3_stmt *st;
    enum err e;

    if (!no)
        return ERR_NOT_FOUND;
    e = db_first(s, &st, STMT_device_own, "i", no);
    if (e != ERR_OK)
        return e;
    d.id = db_id(st, 1);
    if (sqlite3_column_bytes(st, 2) == SIGN_PUBLIC_BYTES && sqlite3_column_bytes(st, 3) == SIGN_SECRET_BYTES) {
        memcpy(d.key.pub, sqlite3_column_blob(st, 2), SIGN_PUBLIC_BYTES);
        memcpy(d.key.secret, sqlite3_column_blob(st, 3), SIGN_SECRET_BYTES);
    }
    d.worker = db_id(st, 4);
    db_text(st, 5, d.letters, sizeof d.letters);
    d.held_seq = sqlite3_column_int64(st, 6);
    db_done(s, st);
    e = db_first(s, &st, STMT_device_head, "i", no);
    if (e == ERR_OK) {
        d.head_seq = DB_SEQ(sqlite3_column_int64(st, 0));
        db_hash(st, 1, &d.head);
        db_done(s, st);
    } else if (e == ERR_NOT_FOUND) {
        journal_first(&d.head, d.key.pub);
        e = ERR_OK;
    }
    s->device = d;
    load_town(s);
    return e;
}

enum err store_make_device(struct store *s, const struct id *worker, const char *letters) {
    struct sign_key key;
    struct id id;
    char own[3];
    enum err e;

    sign_key_make(&key);
    id = sign_device_id(key.pub);
    policy_device_letters(own, &id);
    e = db_run(s, STMT_device_add_own, "dbbzt", &id, key.pub, (size_t)SIGN_PUBLIC_BYTES, key.secret, (size_t)SIGN_SECRET_BYTES,
               worker, letters && *letters ? letters : own);
    if (e == ERR_OK)
        e = store_set_int(s, "device.no", sqlite3_last_insert_rowid(s->db));
    return e == ERR_OK ? store_load_device(s) : e;
}

static enum err ready_device(struct store *s) {
    enum err e = store_load_device(s);

    if (e != ERR_NOT_FOUND || s->read_only)
        return e == ERR_NOT_FOUND ? ERR_OK : e;
    e = store_begin(s);
    if (e == ERR_OK)
        e = store_make_device(s, NULL, NULL);
    return store_end(s, e);
}

static enum err open_writable(struct store *s, const struct store_options *o) {
    enum err e;
    mode_t before = umask(0077); /* the database, its WAL and its index are for this person only */

    e = connect(s, o->create);
    if (e == ERR_OK)
        e = configure(s);
    if (e == ERR_OK)
        e = db_exec(s, "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA journal_size_limit=67108864;");
    /* Pushes change the same index pages again and again: 16 MiB of them go back into the file at once, not 4. */
    if (e == ERR_OK && s->side == STORE_HUB)
        e = db_exec(s, "PRAGMA wal_autocheckpoint=4000");
    if (e == ERR_OK)
        e = check_identity(s, o);
    umask(before);
    return e;
}

static enum err open_read_only(struct store *s, const struct store_options *o) {
    enum err e = connect(s, false);

    if (e == ERR_OK)
        e = configure(s);
    return e == ERR_OK ? check_identity(s, o) : e;
}

/* Decides between writing and reading only, and says why. */
static enum err choose(struct store *s, const struct store_options *o) {
    char holder[128] = "";

    if (o->read_only) {
        s->read_only = true;
        return ERR_OK;
    }
    if (access(o->path, F_OK) != 0 && !o->create)
        return cannot(ERR_NOT_FOUND, err_fmt("%s: %s", o->path, strerror(ENOENT)), _("check the folder"));
    if (!can_write(o->path)) {
        if (access(o->path, F_OK) != 0)
            return cannot(ERR_IO, err_fmt(_("%s cannot be written"), o->path), _("choose another folder with --home"));
        s->read_only = true;
        snprintf(s->read_only_why, sizeof s->read_only_why, "%s",
                 on_read_only_disk(o->path) ? _("the disk is read-only") : _("you may not write in its folder"));
    } else if (open_lock(s->path, &s->lock_fd, holder, sizeof holder) == ERR_BUSY) {
        if (o->side == STORE_HUB)
            return cannot(ERR_BUSY, err_fmt(_("process %s has it open"), holder), _("stop that one first"));
        s->read_only = true;
        snprintf(s->read_only_why, sizeof s->read_only_why, _("process %s has the record open"), holder);
    }
    return ERR_OK;
}

enum err store_open(struct store **out, const struct store_options *o) {
    struct store *s;
    enum err e;

    *out = NULL;
    if (strlen(o->path) >= PATH_MAX)
        return cannot(ERR_RANGE, _("its name is too long"), NULL);
    s = mem_new(1, sizeof *s);
    s->side = o->side;
    s->lock_fd = -1;
    snprintf(s->path, sizeof s->path, "%s", o->path);
    e = choose(s, o);
    if (e == ERR_OK)
        e = s->read_only ? open_read_only(s, o) : open_writable(s, o);
    if (e == ERR_OK)
        e = ready_device(s);
    if (e == ERR_OK && !(o->read_only && o->any_version))
        e = store_use_county(s);
    if (e == ERR_OK && !s->read_only && store_get_int(s, "search.version", 0) != PINYIN_VERSION)
        e = upkeep_rebuild_search(s, NULL, NULL);
    if (e != ERR_OK) {
        store_close(s);
        return e;
    }
    *out = s;
    return ERR_OK;
}

void store_close(struct store *s) {
    if (!s)
        return;
    for (int i = 0; i < STMT_COUNT_; i++)
        sqlite3_finalize(s->stmts[i]);
    sqlite3_close(s->db);
    if (s->lock_fd >= 0)
        close(s->lock_fd);
    mem_free(s->unsettled.at);
    mem_free(s);
}

bool store_is_read_only(const struct store *s) {
    return s->read_only;
}

const char *store_read_only_why(const struct store *s) {
    return s->read_only_why;
}

const struct store_device *store_device(const struct store *s) {
    return &s->device;
}
