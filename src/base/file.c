/* Reading and writing whole files. */
#include "linli/file.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "linli/i18n.h"

#define PIECE 65536

static enum err read_failed(const char *path) {
    return err_say(ERR_IO, err_fmt(_("cannot read %s"), path), strerror(errno), _("check the name and who may read it"));
}

enum err file_read_piece(struct buf *out, bool *more, int fd, const char *name, size_t limit) {
    ssize_t got;

    do
        got = read(fd, buf_reserve(out, PIECE), PIECE);
    while (got < 0 && errno == EINTR);
    *more = got > 0;
    if (got < 0)
        return read_failed(name);
    out->len += (size_t)got;
    out->data[out->len] = '\0';
    if (out->len > limit)
        return err_say(ERR_RANGE, err_fmt(_("cannot read %s"), name), err_fmt(_("it is larger than %zu MiB"), limit >> 20),
                       _("split it into smaller files"));
    return ERR_OK;
}

static enum err read_all(struct buf *out, int fd, const char *path, size_t limit) {
    bool more = true;
    enum err e = ERR_OK;

    while (more && e == ERR_OK)
        e = file_read_piece(out, &more, fd, path, limit);
    return e;
}

enum err file_read(struct buf *out, const char *path, size_t limit) {
    struct stat st;
    enum err e;
    int fd;

    if (strcmp(path, "-") == 0)
        return read_all(out, STDIN_FILENO, path, limit);
    fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
    if (fd < 0)
        return read_failed(path);
    if (fstat(fd, &st) != 0) {
        e = read_failed(path);
    } else if (S_ISDIR(st.st_mode)) {
        errno = EISDIR;
        e = read_failed(path);
    } else {
        e = read_all(out, fd, path, limit);
    }
    close(fd);
    return e;
}

enum err file_write_fd(int fd, const void *bytes, size_t len) {
    const char *p = bytes;

    while (len) {
        ssize_t put = write(fd, p, len);

        if (put < 0 && errno == EINTR)
            continue;
        if (put < 0)
            return errno == ENOSPC || errno == EDQUOT ? ERR_FULL : ERR_IO;
        p += put;
        len -= (size_t)put;
    }
    return ERR_OK;
}

static enum err write_failed(enum err e, const char *path) {
    return err_say(e, err_fmt(_("cannot write %s"), path), strerror(errno), _("check the folder and its free space"));
}

/* The rename is only lasting once the folder was synced too. */
static void sync_folder(const char *path) {
    char copy[PATH_MAX];
    int fd;

    snprintf(copy, sizeof copy, "%s", path);
    fd = open(dirname(copy), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd >= 0) {
        fsync(fd);
        close(fd);
    }
}

enum err file_write(const char *path, const void *bytes, size_t len) {
    char part[PATH_MAX];
    enum err e;
    int fd, size = snprintf(part, sizeof part, "%s.part", path);

    if (size < 0 || (size_t)size >= sizeof part)
        return ERR_RANGE;
    fd = open(part, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (fd < 0)
        return write_failed(ERR_IO, path);
    e = file_write_fd(fd, bytes, len);
    if (e == ERR_OK && fsync(fd) != 0)
        e = ERR_IO;
    if (close(fd) != 0 && e == ERR_OK)
        e = ERR_IO;
    if (e == ERR_OK && rename(part, path) != 0)
        e = ERR_IO;
    if (e != ERR_OK) {
        write_failed(e, path);
        unlink(part);
        return e;
    }
    sync_folder(path);
    return ERR_OK;
}

void file_hold_standard(void) {
    for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
        if (fcntl(fd, F_GETFD) < 0 && errno == EBADF)
            open("/dev/null", fd == STDIN_FILENO ? O_WRONLY : O_RDONLY);
}
