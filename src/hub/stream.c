/* Spools and bounded streams. */
#include "hub/stream.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <limits.h>
#include <poll.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#include "linli/file.h"
#include "linli/i18n.h"

#define PATIENCE_MS 2000
#define PIECE 256 /* what a terminal or pipe that is ready takes without waiting */

enum err stream_spool(int *out, const char *db) {
    char copy[PATH_MAX];
    int fd;

    snprintf(copy, sizeof copy, "%s", db);
    fd = open(dirname(copy), O_TMPFILE | O_RDWR | O_EXCL | O_CLOEXEC, 0600);
    if (fd < 0)
        fd = memfd_create("linli-hub", MFD_CLOEXEC);
    *out = fd;
    return fd >= 0
               ? ERR_OK
               : err_say(ERR_IO, _("cannot make a temporary file"), strerror(errno), _("check the folder and its free space"));
}

enum err stream_copy(int to, int from) {
    char piece[65536];

    for (;;) {
        ssize_t got = read(from, piece, sizeof piece);
        enum err e;

        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return err_say(ERR_IO, _("cannot read the input"), strerror(errno), _("check the name and who may read it"));
        if (got == 0)
            return ERR_OK;
        e = file_write_fd(to, piece, (size_t)got);
        if (e != ERR_OK)
            return err_say(e, _("cannot write the output"), strerror(errno), _("the command itself was run"));
    }
}

bool stream_is_file(int fd) {
    struct stat st;

    return fstat(fd, &st) == 0 && S_ISREG(st.st_mode);
}

static ssize_t put(void *cookie, const char *bytes, size_t len) {
    int fd = (int)(intptr_t)cookie;
    size_t piece = stream_is_file(fd) ? len : PIECE;
    size_t done = 0;

    while (done < len) {
        struct pollfd p = {.fd = fd, .events = POLLOUT};
        size_t now = len - done < piece ? len - done : piece;
        ssize_t n = poll(&p, 1, PATIENCE_MS) == 1 && p.revents & POLLOUT ? write(fd, bytes + done, now) : -1;

        if (n < 0)
            return 0;
        done += (size_t)n;
    }
    return (ssize_t)done;
}

FILE *stream_bounded(int fd) {
    return fopencookie((void *)(intptr_t)fd, "w", (cookie_io_functions_t){.write = put});
}
