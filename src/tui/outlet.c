/* A second opening of the terminal, and what it has not taken yet. */
#include "outlet.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <string.h>
#include <unistd.h>
#include "linli/buf.h"
#include "linli/file.h"

static int own = -1; /* -1: stdout itself, which waits */
static struct buf kept;

void outlet_open(void) {
    own = open("/proc/self/fd/1", O_WRONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
    if (own >= 0 && !isatty(own))
        outlet_close();
}

void outlet_close(void) {
    if (own >= 0)
        close(own);
    own = -1;
    buf_free(&kept);
}

int outlet_fd(void) {
    return own >= 0 ? own : STDOUT_FILENO;
}

static bool takes_more(void) {
    struct pollfd fd = {.fd = outlet_fd(), .events = POLLOUT};

    return poll(&fd, 1, 0) == 1;
}

/* Returns how much was taken, -1 where the terminal is gone. */
static ssize_t put(const char *bytes, size_t len) {
    size_t done = 0;

    while (done < len) {
        ssize_t n = write(own, bytes + done, len - done);

        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0 && errno == EAGAIN)
            break;
        if (n < 0)
            return -1;
        done += (size_t)n;
    }
    return (ssize_t)done;
}

bool outlet_send(const char *bytes, size_t len) {
    ssize_t n;

    if (own < 0)
        return file_write_fd(STDOUT_FILENO, bytes, len) == ERR_OK;
    n = put(bytes, len);
    if (n >= 0)
        buf_add(&kept, bytes + n, len - (size_t)n);
    return n >= 0;
}

bool outlet_behind(void) {
    ssize_t n;

    if (kept.len) {
        n = put(kept.data, kept.len);
        if (n < 0)
            n = (ssize_t)kept.len; /* who reads from it notices that it is gone */
        memmove(kept.data, kept.data + n, kept.len - (size_t)n);
        kept.len -= (size_t)n;
    }
    return kept.len || !takes_more();
}
