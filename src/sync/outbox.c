/* The outbox as a file: what a push would carry, for `linli-hub intake`. */
#include "linli/sync.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "batch.h"
#include "linli/clock.h"
#include "linli/file.h"
#include "linli/i18n.h"

enum err sync_export_outbox(struct store *s, int fd) {
    const struct store_device *device = store_device(s);
    struct engine_request r = {.from = device->held_seq, .events = WIRE_BATCH_EVENTS, .bytes = WIRE_BATCH_BYTES};
    enum err e = ERR_OK;

    do { /* where nothing waits, too: then the file shows what the device has, and is one that intake knows */
        struct batch batch;

        e = batch_make(&batch, s, &r, false);
        if (e == ERR_OK && batch.count == 0 && r.from < device->head_seq)
            e = err_say(ERR_CORRUPT, _("cannot write the outbox"), _("events are missing in this device's journal"),
                        _("run linli verify, and tell the office"));
        if (e == ERR_OK && file_write_fd(fd, batch.body.data, batch.body.len) != ERR_OK)
            e = err_say(ERR_IO, _("cannot write the outbox"), _("the file could not be written"), _("choose another place"));
        r.from = batch.last;
        batch_free(&batch);
    } while (e == ERR_OK && r.from < device->head_seq);
    return e;
}

static enum err failed(const char *path) {
    return err_say(errno == ENOSPC ? ERR_FULL : ERR_IO, err_fmt(_("cannot write %s"), path), strerror(errno),
                   _("check the folder and its free space"));
}

/* A rename lasts once its folder is synced too; a stick may be pulled out right behind these words. */
static enum err sync_folder(const char *path) {
    char copy[4096];
    int fd;
    enum err e;

    snprintf(copy, sizeof copy, "%s", path);
    fd = open(dirname(copy), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0)
        return failed(path);
    e = fsync(fd) == 0 || errno == EINVAL ? ERR_OK : failed(path);
    close(fd);
    return e;
}

/* Written beside the file and renamed, so that a half one never travels. */
static enum err write_whole(struct store *s, const char *path) {
    char part[4096];
    int fd, len = snprintf(part, sizeof part, "%s.part", path);
    enum err e;

    if (len < 0 || (size_t)len >= sizeof part) {
        errno = ENAMETOOLONG;
        return failed(path);
    }
    fd = open(part, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (fd < 0)
        return failed(path);
    e = sync_export_outbox(s, fd);
    if (e == ERR_OK && fsync(fd) != 0)
        e = failed(path);
    if (close(fd) != 0 && e == ERR_OK)
        e = failed(path);
    if (e == ERR_OK && rename(part, path) != 0)
        e = failed(path);
    if (e != ERR_OK)
        unlink(part);
    return e == ERR_OK ? sync_folder(path) : e;
}

/* In a folder: the device's letters and the day, so that the files of several devices fit one stick; the same day's is written
 * anew, because it holds all of the older one that is not at the hub yet. */
enum err sync_export_outbox_file(char *path, size_t room, struct store *s, const char *target) {
    const struct store_device *device = store_device(s);
    char date[CLOCK_DATE_SIZE], id[ID_TEXT_SIZE];
    struct stat st;
    int len;

    clock_date(date, clock_now());
    id_text(id, &device->id);
    if (stat(target, &st) == 0 && S_ISDIR(st.st_mode))
        len = snprintf(path, room, "%s/linli-outbox-%s-%.8s-%s.jsonl", target, device->letters, id, date);
    else
        len = snprintf(path, room, "%s", target);
    if (len < 0 || (size_t)len >= room) {
        errno = ENAMETOOLONG;
        return failed(target);
    }
    return write_whole(s, path);
}
