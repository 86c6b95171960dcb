/* A scripted HTTP server on loopback, in a child process: answers the n-th request with the n-th script, and counts what it was
 * sent. */
#ifndef TESTS_SYNC_SERVER_H
#define TESTS_SYNC_SERVER_H

#include <arpa/inet.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#define SERVER_ROOM 200000

struct server_step {
    const char *bytes; /* the whole answer, head and body */
    size_t len;        /* 0: strlen */
    size_t cut;        /* hang up behind so many bytes; 0: never */
    bool hang_up;      /* hang up behind the answer */
    bool endless;      /* go on with chunks of zeros for ever */
    int silent_s;      /* before it answers */
    int dribble_us;    /* between two bytes */
};

struct server_seen {
    int requests, connections;
    size_t len; /* of all requests, one behind the other */
    char bytes[SERVER_ROOM];
};

struct server {
    pid_t pid;
    int port;
    struct server_seen *seen;
};

static inline int server_listen(int *port) {
    struct sockaddr_in at = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t len = sizeof at;
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0), on = 1;

    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (fd < 0 || bind(fd, (struct sockaddr *)&at, sizeof at) || listen(fd, 8) || getsockname(fd, (struct sockaddr *)&at, &len))
        abort();
    *port = ntohs(at.sin_port);
    return fd;
}

/* One whole request; false where the other side hung up first. What came is noted in any case. */
static inline bool server_read(int fd, struct server_seen *seen) {
    size_t start = seen->len, want = 0;

    for (;;) {
        char *head_end;
        ssize_t got = read(fd, seen->bytes + seen->len, sizeof seen->bytes - seen->len - 1);

        if (got <= 0)
            return false;
        seen->len += (size_t)got;
        seen->bytes[seen->len] = '\0';
        head_end = strstr(seen->bytes + start, "\r\n\r\n");
        if (head_end && !want) {
            char *length = strcasestr(seen->bytes + start, "\r\nContent-Length:");

            want = (size_t)(head_end + 4 - (seen->bytes + start)) +
                   (length && length < head_end ? strtoul(length + 17, NULL, 10) : 0);
        }
        if (want && seen->len - start >= want)
            return true;
    }
}

static inline void server_write(int fd, const struct server_step *step) {
    size_t len = step->len ? step->len : strlen(step->bytes);

    if (step->cut && step->cut < len)
        len = step->cut;
    sleep((unsigned)step->silent_s);
    for (size_t at = 0; at < len;) {
        ssize_t put = write(fd, step->bytes + at, step->dribble_us ? 1 : len - at);

        if (put <= 0)
            return;
        at += (size_t)put;
        usleep((useconds_t)step->dribble_us);
    }
    while (step->endless)
        if (write(fd, "5\r\n00000\r\n", 10) <= 0)
            return;
}

static inline void server_serve(int listening, struct server_seen *seen, const struct server_step *steps, int count) {
    signal(SIGPIPE, SIG_IGN);
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    for (;;) {
        int fd = accept(listening, NULL, NULL);

        seen->connections++;
        while (fd >= 0 && server_read(fd, seen)) {
            const struct server_step *step = &steps[seen->requests < count ? seen->requests : count - 1];

            seen->requests++;
            server_write(fd, step);
            if (step->hang_up || step->cut || step->endless)
                break;
        }
        close(fd);
    }
}

static inline struct server server_start(const struct server_step *steps, int count) {
    struct server s;
    int fd = server_listen(&s.port);

    s.seen = mmap(NULL, sizeof *s.seen, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    s.pid = fork();
    if (s.pid == 0) {
        server_serve(fd, s.seen, steps, count);
        _exit(0);
    }
    close(fd);
    return s;
}

static inline void server_stop(struct server *s) {
    kill(s->pid, SIGKILL);
    waitpid(s->pid, NULL, 0);
    munmap(s->seen, sizeof *s->seen);
}

#endif
