/* A bad line between a device and its hub: `proxy --to PORT [OPTION…]` listens on a free port of loopback, prints it, and passes
 * bytes on until it is killed.
 *   --slow BYTES        a second, in each direction
 *   --fault NAME:N[:K]  happens to the N-th request (counted over all connections, 1 first; 0: to each):
 *       drop            the hub answers, the answer is swallowed and the line hung up
 *       cutup           hung up behind K bytes of the request
 *       cutdown         hung up behind K bytes of the answer
 *       dup             the request comes K more times, on lines of their own at once
 *       delay           K milliseconds before anything of it is passed on
 *   --seed S --percent P   each request has one of these with P percent, drawn by S
 *   --reply FILE        answers each request with FILE's bytes itself and hangs up; no hub is asked
 * A request begins where the device sends after the hub did; so faults of one request need plain HTTP. What happened goes to
 * stderr. */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define LINKS 64
#define FAULTS 64
#define RECORD ((size_t)8 << 20)
#define TICK_MS 10

enum fault { NONE, DROP, CUTUP, CUTDOWN, DUP, DELAY, FAULT_COUNT };
static const char *const fault_names[] = {"none", "drop", "cutup", "cutdown", "dup", "delay"};

struct planned {
    enum fault fault;
    long request, arg;
};

struct link {
    int device, hub; /* -1: free */
    bool answered;   /* the hub sent last: what the device sends begins a request */
    struct planned now;
    size_t up, down; /* bytes of this request */
    char *request;   /* recorded for dup */
    int64_t hold;    /* nothing is passed on before */
};

static struct planned plan[FAULTS];
static int planned, target, percent;
static long requests, slow;
static const char *reply;
static uint64_t dice = 1;
static struct link links[LINKS];

static int64_t now_ms(void) {
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static unsigned roll(unsigned sides) {
    dice ^= dice << 13;
    dice ^= dice >> 7;
    dice ^= dice << 17;
    return (unsigned)(dice % sides);
}

static int loopback(int port, bool listening) {
    struct sockaddr_in at = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0), on = 1;

    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    if (listening ? bind(fd, (struct sockaddr *)&at, sizeof at) || listen(fd, 16)
                  : connect(fd, (struct sockaddr *)&at, sizeof at)) {
        close(fd);
        return -1;
    }
    return fd;
}

static void hang_up(struct link *l, const char *why) {
    struct linger hard = {.l_onoff = 1};

    if (why) {
        fprintf(stderr, "request %ld: %s %ld\n", requests, why, l->now.arg);
        setsockopt(l->device, SOL_SOCKET, SO_LINGER, &hard, sizeof hard);
    }
    close(l->device);
    if (l->hub >= 0)
        close(l->hub);
    free(l->request);
    *l = (struct link){.device = -1, .hub = -1};
}

static struct planned draw(void) {
    struct planned p = {.request = requests};

    for (int i = 0; i < planned; i++)
        if (plan[i].request == 0 || plan[i].request == requests)
            return plan[i];
    if (percent && roll(100) < (unsigned)percent) {
        p.fault = (enum fault)(1 + roll(FAULT_COUNT - 1));
        p.arg = p.fault == DUP ? 1 + (long)roll(4) : p.fault == DELAY ? (long)roll(300) : (long)roll(700);
    }
    return p;
}

static void begin_request(struct link *l) {
    requests++;
    l->answered = false;
    l->up = l->down = 0;
    l->now = draw();
    if (l->now.fault == DELAY)
        l->hold = now_ms() + l->now.arg;
    if (l->now.fault == DUP && !l->request)
        l->request = malloc(RECORD);
}

/* The same bytes once more, on a line of their own. */
static void repeat(const struct link *l) {
    for (long i = 0; i < l->now.arg; i++) {
        char rest[4096];
        int fd;

        if (fork() != 0)
            continue;
        fd = loopback(target, false);
        if (fd >= 0 && write(fd, l->request, l->up) == (ssize_t)l->up) {
            struct pollfd p = {.fd = fd, .events = POLLIN};

            while (poll(&p, 1, 500) == 1 && read(fd, rest, sizeof rest) > 0)
                ;
        }
        _exit(0);
    }
    fprintf(stderr, "request %ld: dup %ld\n", requests, l->now.arg);
}

static size_t room_now(size_t most) {
    size_t part = slow ? (size_t)(slow * TICK_MS / 1000) : most;

    return part < 1 ? 1 : part < most ? part : most;
}

static bool pass(int to, const char *bytes, size_t len) {
    for (size_t at = 0; at < len;) {
        ssize_t put = write(to, bytes + at, len - at);

        if (put <= 0)
            return false;
        at += (size_t)put;
    }
    return true;
}

static void from_device(struct link *l) {
    char bytes[65536];
    ssize_t got = read(l->device, bytes, room_now(sizeof bytes));

    if (got <= 0) {
        hang_up(l, NULL);
        return;
    }
    if (l->answered || (l->up == 0 && l->down == 0))
        begin_request(l);
    if (l->now.fault == CUTUP && l->up + (size_t)got > (size_t)l->now.arg) {
        pass(l->hub, bytes, (size_t)l->now.arg - l->up);
        hang_up(l, "cutup");
        return;
    }
    if (l->request && l->up + (size_t)got <= RECORD)
        memcpy(l->request + l->up, bytes, (size_t)got);
    l->up += (size_t)got;
    if (!pass(l->hub, bytes, (size_t)got))
        hang_up(l, NULL);
}

static void from_hub(struct link *l) {
    char bytes[65536];
    ssize_t got = read(l->hub, bytes, room_now(sizeof bytes));

    if (got <= 0) {
        hang_up(l, NULL);
        return;
    }
    if (!l->answered && l->now.fault == DUP && l->request)
        repeat(l);
    l->answered = true;
    if (l->now.fault == DROP) {
        hang_up(l, "drop");
        return;
    }
    if (l->now.fault == CUTDOWN && l->down + (size_t)got > (size_t)l->now.arg) {
        pass(l->device, bytes, (size_t)l->now.arg - l->down);
        hang_up(l, "cutdown");
        return;
    }
    l->down += (size_t)got;
    if (!pass(l->device, bytes, (size_t)got))
        hang_up(l, NULL);
}

/* The file's bytes, once the head of a request is here. */
static void answer_with_file(int fd) {
    char bytes[65536];
    size_t got = fread(bytes, 1, sizeof bytes, fopen(reply, "r"));
    struct pollfd p = {.fd = fd, .events = POLLIN};
    char rest[65536];

    poll(&p, 1, 2000);
    if (read(fd, rest, sizeof rest) > 0)
        pass(fd, bytes, got);
    shutdown(fd, SHUT_WR);
    while (poll(&p, 1, 200) == 1 && read(fd, rest, sizeof rest) > 0)
        ;
    close(fd);
}

static void accept_link(int listening) {
    int fd = accept(listening, NULL, NULL);

    if (fd < 0)
        return;
    if (reply) {
        answer_with_file(fd);
        return;
    }
    for (int i = 0; i < LINKS; i++) {
        if (links[i].device >= 0)
            continue;
        links[i] = (struct link){.device = fd, .hub = loopback(target, false)};
        if (links[i].hub < 0)
            hang_up(&links[i], NULL);
        return;
    }
    close(fd);
}

static void serve(int listening) {
    for (;;) {
        struct pollfd fds[1 + 2 * LINKS] = {{.fd = listening, .events = POLLIN}};
        int64_t now = now_ms();

        for (int i = 0; i < LINKS; i++) {
            bool held = links[i].hold > now;

            fds[1 + 2 * i] = (struct pollfd){.fd = held ? -1 : links[i].device, .events = POLLIN};
            fds[2 + 2 * i] = (struct pollfd){.fd = held ? -1 : links[i].hub, .events = POLLIN};
        }
        poll(fds, 1 + 2 * LINKS, TICK_MS);
        for (int i = 0; i < LINKS; i++) {
            if (fds[1 + 2 * i].revents && links[i].device >= 0)
                from_device(&links[i]);
            if (fds[2 + 2 * i].revents && links[i].hub >= 0)
                from_hub(&links[i]);
        }
        if (fds[0].revents)
            accept_link(listening);
        while (waitpid(-1, NULL, WNOHANG) > 0)
            ;
        if (slow)
            usleep(TICK_MS * 1000);
    }
}

static void add_fault(const char *text) {
    struct planned *p = &plan[planned++];

    for (int i = 1; i < FAULT_COUNT; i++)
        if (strncmp(text, fault_names[i], strlen(fault_names[i])) == 0 && text[strlen(fault_names[i])] == ':')
            p->fault = (enum fault)i;
    if (planned == FAULTS || p->fault == NONE || sscanf(strchr(text, ':') + 1, "%ld:%ld", &p->request, &p->arg) < 1) {
        fprintf(stderr, "proxy: no such fault: %s\n", text);
        exit(2);
    }
}

int main(int argc, char **argv) {
    struct sockaddr_in at;
    socklen_t len = sizeof at;
    int listening = loopback(0, true);

    for (int i = 1; i + 1 < argc; i += 2) {
        if (strcmp(argv[i], "--to") == 0)
            target = atoi(argv[i + 1]);
        else if (strcmp(argv[i], "--slow") == 0)
            slow = atol(argv[i + 1]);
        else if (strcmp(argv[i], "--seed") == 0)
            dice = strtoull(argv[i + 1], NULL, 10) * 2654435761u + 88172645463325252u;
        else if (strcmp(argv[i], "--percent") == 0)
            percent = atoi(argv[i + 1]);
        else if (strcmp(argv[i], "--reply") == 0)
            reply = argv[i + 1];
        else if (strcmp(argv[i], "--fault") == 0)
            add_fault(argv[i + 1]);
        else
            return fprintf(stderr, "proxy: %s?\n", argv[i]), 2;
    }
    signal(SIGPIPE, SIG_IGN);
    for (int i = 0; i < LINKS; i++)
        links[i].device = links[i].hub = -1;
    getsockname(listening, (struct sockaddr *)&at, &len);
    printf("%d\n", ntohs(at.sin_port));
    fflush(stdout);
    fclose(stdout);
    serve(listening);
}
