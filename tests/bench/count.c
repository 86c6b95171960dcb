/* bench-count: passes connections on and counts. `bench-count PORT TARGET` listens on 127.0.0.1:PORT, passes every byte on to
 * 127.0.0.1:TARGET and back, one connection at a time, and prints `up down` for each when it ends: everything on the wire but the
 * headers of TCP and IP, so TLS with its handshake is in it. Ends with a signal. */
#include <err.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

static struct sockaddr_in address(const char *port) {
    return (struct sockaddr_in){
        .sin_family = AF_INET, .sin_port = htons((uint16_t)atoi(port)), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
}

static int open_socket(void) {
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0), on = 1;

    if (fd < 0 || setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on))
        err(1, "socket");
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    return fd;
}

static bool pass(int from, int to, long *bytes) {
    char block[65536];
    ssize_t n = read(from, block, sizeof block);

    for (ssize_t done = 0, put; done < n; done += put) {
        put = write(to, block + done, (size_t)(n - done));
        if (put < 0)
            return false;
    }
    *bytes += n > 0 ? n : 0;
    return n > 0;
}

static void serve(int client, const char *target) {
    struct sockaddr_in at = address(target);
    struct pollfd fds[2] = {{.fd = client, .events = POLLIN}, {.fd = open_socket(), .events = POLLIN}};
    long up = 0, down = 0;
    bool open = connect(fds[1].fd, (struct sockaddr *)&at, sizeof at) == 0;

    while (open && poll(fds, 2, -1) > 0)
        open = (!fds[0].revents || pass(client, fds[1].fd, &up)) && (!fds[1].revents || pass(fds[1].fd, client, &down));
    close(fds[1].fd);
    close(client);
    printf("%ld %ld\n", up, down);
    fflush(stdout);
}

int main(int argc, char **argv) {
    struct sockaddr_in at;
    int listener = open_socket();

    if (argc != 3)
        errx(2, "bench-count PORT TARGET");
    at = address(argv[1]);
    if (bind(listener, (struct sockaddr *)&at, sizeof at) || listen(listener, 16))
        err(1, "127.0.0.1:%s", argv[1]);
    for (;;) {
        int client = accept(listener, NULL, NULL), on = 1;

        if (client < 0)
            err(1, "accept");
        setsockopt(client, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        serve(client, argv[2]);
    }
}
