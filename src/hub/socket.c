/* The admin socket. */
#include "hub/socket.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <limits.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>
#include "linli/i18n.h"

/* The address is told through the folder's descriptor, because a path of 108 bytes and more does not fit in one. */
struct place {
    int folder;
    char name[NAME_MAX + 1];
    struct sockaddr_un address;
};

static enum err place_open(struct place *p, const char *db) {
    char real[PATH_MAX], copy[PATH_MAX];
    int len;

    p->folder = -1;
    if (!realpath(db, real))
        return ERR_NOT_FOUND;
    strcpy(copy, real);
    len = snprintf(p->name, sizeof p->name, "%s.sock", basename(copy));
    strcpy(copy, real);
    p->folder = open(dirname(copy), O_PATH | O_DIRECTORY | O_CLOEXEC);
    p->address = (struct sockaddr_un){.sun_family = AF_UNIX};
    if (len > 0 && (size_t)len < sizeof p->name && p->folder >= 0)
        len = snprintf(p->address.sun_path, sizeof p->address.sun_path, "/proc/self/fd/%d/%s", p->folder, p->name);
    if (len > 0 && (size_t)len < sizeof p->address.sun_path && p->folder >= 0)
        return ERR_OK;
    if (p->folder >= 0)
        close(p->folder);
    return err_say(ERR_RANGE, _("cannot make the admin socket"), _("the name of the record is too long"), _("use a shorter one"));
}

static uid_t owner_of(int fd) {
    struct ucred peer = {.uid = (uid_t)-1};
    socklen_t len = sizeof peer;

    return getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &peer, &len) == 0 ? peer.uid : (uid_t)-1;
}

bool socket_is_own(int fd) {
    uid_t uid = owner_of(fd);

    return uid == geteuid() || uid == 0;
}

/* The server may also be the user to whom the record belongs, when root asks. */
static bool is_server(int fd, const char *db) {
    struct stat st;

    return socket_is_own(fd) || (stat(db, &st) == 0 && st.st_uid == owner_of(fd));
}

enum err socket_connect(int *out, const char *db) {
    struct place p;
    enum err e = place_open(&p, db);
    int fd;

    *out = -1;
    if (e != ERR_OK)
        return ERR_NOT_FOUND;
    fd = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0);
    if (fd < 0 || connect(fd, (const struct sockaddr *)&p.address, sizeof p.address) != 0) {
        e = errno == EACCES
                ? err_say(ERR_TRUST, _("cannot reach the hub that serves"), strerror(errno), _("run this as its user"))
                : ERR_NOT_FOUND;
    } else if (!is_server(fd, db)) {
        e = err_say(ERR_TRUST, _("cannot reach the hub that serves"), _("the socket beside the record belongs to another user"),
                    _("check who may write in that folder"));
    } else {
        *out = fd;
        fd = -1;
    }
    if (fd >= 0)
        close(fd);
    close(p.folder);
    return e;
}

enum err socket_nobody(const char *db) {
    int fd;
    enum err e = socket_connect(&fd, db);

    if (e == ERR_NOT_FOUND)
        return ERR_OK;
    if (e != ERR_OK)
        return e;
    close(fd);
    return err_say(ERR_BUSY, _("cannot open the record"), _("another linli-hub serves it"), _("stop that one first"));
}

enum err socket_listen(int *out, const char *db) {
    struct place p;
    enum err e = place_open(&p, db);
    int fd = -1;
    mode_t mask;

    *out = -1;
    if (e != ERR_OK)
        return e == ERR_NOT_FOUND ? err_say(ERR_IO, _("cannot make the admin socket"), strerror(errno), NULL) : e;
    unlinkat(p.folder, p.name, 0);
    mask = umask(0177);
    fd = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (fd < 0 || bind(fd, (const struct sockaddr *)&p.address, sizeof p.address) != 0 || listen(fd, 16) != 0) {
        e = err_say(ERR_IO, _("cannot make the admin socket"), strerror(errno),
                    _("check who may write in the folder of the record"));
        if (fd >= 0)
            close(fd);
    } else {
        *out = fd;
    }
    umask(mask);
    close(p.folder);
    return e;
}

void socket_remove(const char *db) {
    struct place p;

    if (place_open(&p, db) != ERR_OK)
        return;
    unlinkat(p.folder, p.name, 0);
    close(p.folder);
}

/* ---- messages */

union control {
    struct cmsghdr head;
    char room[CMSG_SPACE(SOCKET_FDS_MAX * sizeof(int))];
};

enum err socket_send(int fd, const char *text, size_t len, const int *fds, size_t count) {
    struct iovec part = {.iov_base = (void *)(uintptr_t)text, .iov_len = len};
    struct msghdr m = {.msg_iov = &part, .msg_iovlen = 1};
    union control control = {0};
    ssize_t sent;

    if (count) {
        control.head =
            (struct cmsghdr){.cmsg_level = SOL_SOCKET, .cmsg_type = SCM_RIGHTS, .cmsg_len = CMSG_LEN(count * sizeof *fds)};
        memcpy(CMSG_DATA(&control.head), fds, count * sizeof *fds);
        m.msg_control = &control;
        m.msg_controllen = CMSG_SPACE(count * sizeof *fds);
    }
    if (len > SOCKET_TEXT_MAX) {
        errno = EMSGSIZE;
        sent = -1;
    } else {
        sent = sendmsg(fd, &m, MSG_NOSIGNAL);
    }
    if (sent >= 0)
        return ERR_OK;
    if (errno == EMSGSIZE)
        return err_say(ERR_RANGE, _("cannot hand the command to the hub that serves"), _("it has too many arguments"),
                       _("give fewer at a time"));
    return err_say(ERR_IO, _("cannot hand the command to the hub that serves"), strerror(errno), _("try again"));
}

enum err socket_receive(int fd, struct buf *text, int fds[SOCKET_FDS_MAX], size_t *count) {
    struct iovec part = {.iov_base = buf_reserve(text, SOCKET_TEXT_MAX + 1), .iov_len = SOCKET_TEXT_MAX};
    union control control = {0};
    struct msghdr m = {.msg_iov = &part, .msg_iovlen = 1, .msg_control = &control, .msg_controllen = sizeof control};
    ssize_t got;

    *count = 0;
    do
        got = recvmsg(fd, &m, MSG_CMSG_CLOEXEC);
    while (got < 0 && errno == EINTR);
    if (got <= 0)
        return ERR_IO;
    text->len += (size_t)got;
    text->data[text->len] = '\0';
    for (struct cmsghdr *h = CMSG_FIRSTHDR(&m); h; h = CMSG_NXTHDR(&m, h))
        if (h->cmsg_level == SOL_SOCKET && h->cmsg_type == SCM_RIGHTS) {
            *count = (h->cmsg_len - CMSG_LEN(0)) / sizeof(int);
            memcpy(fds, CMSG_DATA(h), *count * sizeof(int));
        }
    return m.msg_flags & (MSG_TRUNC | MSG_CTRUNC) ? ERR_IO : ERR_OK;
}
