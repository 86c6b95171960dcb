/* The passphrase: a file of one line, and beside it how often it was wrong. */
#include "linli/passphrase.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "linli/clock.h"
#include "linli/file.h"
#include "linli/fold.h"
#include "linli/hash.h"
#include "linli/i18n.h"
#include "linli/paths.h"
#include "linli/utf8.h"

#define TRIES_FILE "passphrase.tries"
#define WAIT_FIRST_MS 1000 /* behind the first wrong try; twice as long behind each further one */
#define WAIT_MOST_MS 300000
#define TRIES_MOST 30

static struct {
    bool read;
    int wrong;     /* in a row */
    int64_t until; /* by clock_monotonic */
} tries;

static bool path_of(char path[PATH_MAX], const char *name) {
    return paths_in_home(path, PATH_MAX, name) == ERR_OK;
}

bool passphrase_is_set(void) {
    char path[PATH_MAX];

    if (!path_of(path, PASSPHRASE_FILE)) {
        err_clear();
        return false;
    }
    return access(path, F_OK) == 0;
}

/* --- tries --- */

static int64_t wait_behind(int wrong) {
    int64_t wait = WAIT_FIRST_MS;

    if (!wrong)
        return 0;
    while (--wrong && wait < WAIT_MOST_MS)
        wait *= 2;
    return wait < WAIT_MOST_MS ? wait : WAIT_MOST_MS;
}

/* A file that is not there, or cannot be kept, costs only that a restart shortens the wait. */
static void read_tries(void) {
    char path[PATH_MAX], *rest;
    struct buf text = {0};
    int64_t passed;

    if (tries.read)
        return;
    tries.read = true;
    if (path_of(path, TRIES_FILE) && access(path, R_OK) == 0 && file_read(&text, path, 64) == ERR_OK) {
        tries.wrong = (int)strtol(buf_text(&text), &rest, 10);
        tries.wrong = tries.wrong < 0 || tries.wrong > TRIES_MOST ? TRIES_MOST : tries.wrong;
        passed = clock_now() - strtoll(rest, NULL, 10);
        passed = passed < 0 ? 0 : passed; /* the clock was set back */
        tries.until = clock_monotonic() + wait_behind(tries.wrong) - passed;
    }
    err_clear();
    buf_free(&text);
}

static void count_wrong(void) {
    char path[PATH_MAX], text[64];

    tries.wrong += tries.wrong < TRIES_MOST;
    tries.until = clock_monotonic() + wait_behind(tries.wrong);
    snprintf(text, sizeof text, "%d %lld\n", tries.wrong, (long long)clock_now());
    if (path_of(path, TRIES_FILE))
        file_write(path, text, strlen(text));
    err_clear();
}

static void forget_tries(void) {
    char path[PATH_MAX];

    tries.wrong = 0;
    tries.until = 0;
    tries.read = true;
    if (path_of(path, TRIES_FILE))
        unlink(path);
    err_clear();
}

int64_t passphrase_wait(void) {
    int64_t wait;

    read_tries();
    wait = tries.wrong ? tries.until - clock_monotonic() : 0;
    return wait > 0 ? wait : 0;
}

/* --- the passphrase --- */

/* Characters; -1 where it is too long. */
static int plain(char out[PASSPHRASE_SIZE], const char *text) {
    size_t len = strlen(text), at = 0;
    int count = 0;

    if (len >= PASSPHRASE_SIZE)
        return -1;
    for (uint32_t cp; len; count++) {
        size_t n = utf8_read(&cp, text, len);

        at += utf8_write(out + at, fold_width(cp)); /* never longer than what it stands for */
        text += n;
        len -= n;
        if (at + 4 >= PASSPHRASE_SIZE && len)
            return -1;
    }
    out[at] = '\0';
    return count;
}

enum err passphrase_set(const char *text) {
    char clean[PASSPHRASE_SIZE] = "", kept[SECRET_TEXT_SIZE + 1], path[PATH_MAX];
    int count = plain(clean, text);
    enum err e = ERR_OK;

    if (count < PASSPHRASE_LEAST)
        e = err_say(ERR_USAGE, _("cannot use that passphrase"),
                    count < 0 ? _("it is longer than 250 characters")
                              : err_fmt(_("it is shorter than %d characters"), PASSPHRASE_LEAST),
                    _("a few words that only you put together are good"));
    else if (!secret_make(kept, clean, strlen(clean)))
        e = err_say(ERR_FAILED, _("cannot keep the passphrase"), _("32 MiB of memory are not free"), _("close other programs"));
    else if (!path_of(path, PASSPHRASE_FILE))
        e = err_last()->code;
    if (e == ERR_OK) {
        strcat(kept, "\n");
        e = file_write(path, kept, strlen(kept));
    }
    if (e == ERR_OK)
        forget_tries();
    secret_wipe(clean, sizeof clean);
    return e;
}

enum err passphrase_remove(void) {
    char path[PATH_MAX];

    if (!path_of(path, PASSPHRASE_FILE))
        return err_last()->code;
    if (unlink(path) != 0 && access(path, F_OK) == 0)
        return err_say(ERR_IO, _("cannot take the passphrase away"), path, _("its folder must be writable"));
    forget_tries();
    return ERR_OK;
}

static enum err too_early(int64_t wait) {
    return err_say(ERR_BUSY, _("not looked at"), _("the one before was wrong"),
                   err_fmt(_("try again in %d s"), (int)((wait + 999) / 1000)));
}

static enum err compare(const char *path, const char *text) {
    char clean[PASSPHRASE_SIZE] = "";
    struct buf kept = {0};
    enum err e = file_read(&kept, path, 1024);

    if (e != ERR_OK)
        return e;
    kept.len -= kept.len && kept.data[kept.len - 1] == '\n';
    if (strncmp(buf_text(&kept), "$argon2id$", strlen("$argon2id$")) != 0)
        e = err_say(ERR_CORRUPT, _("the passphrase cannot be read"), path,
                    _("remove that file; the record is not touched by it"));
    else if (plain(clean, text) < 0)
        e = ERR_REFUSED;
    else {
        kept.data[kept.len] = '\0';
        e = secret_check(kept.data, clean, strlen(clean));
    }
    secret_wipe(clean, sizeof clean);
    buf_free(&kept);
    return e;
}

enum err passphrase_check(const char *text) {
    int64_t wait = passphrase_wait();
    char path[PATH_MAX];
    enum err e;

    if (wait)
        return too_early(wait);
    if (!path_of(path, PASSPHRASE_FILE))
        return err_last()->code;
    e = compare(path, text);
    if (e == ERR_OK)
        forget_tries();
    if (e == ERR_FAILED)
        return err_say(e, _("cannot look at the passphrase"), _("32 MiB of memory are not free"), _("close other programs"));
    if (e != ERR_REFUSED)
        return e;
    count_wrong();
    return err_say(ERR_REFUSED, _("wrong passphrase"), _("it is another one"),
                   err_fmt(_("try again in %d s"), (int)(wait_behind(tries.wrong) / 1000)));
}
