/* Where the hub listens: reading ADDR:PORT, and making the socket. Only numeric addresses and localhost: a name that changes its
 * meaning must not decide whether plain http is open to others. */
#ifndef LINLI_HUB_LISTEN_H
#define LINLI_HUB_LISTEN_H

#include <stdbool.h>
#include <sys/socket.h>
#include "linli/err.h"

#define LISTEN_TEXT_SIZE 64

struct listen_address {
    struct sockaddr_storage address;
    socklen_t len;
    bool loopback;
};

/* 127.0.0.1:8443, [::1]:8443, localhost:8443, :8443 (every address), port 0 (any free one). ERR_USAGE with words. */
enum err listen_parse(struct listen_address *out, const char *text);

/* A listening socket, not blocking; `text` gets ADDR:PORT as they really are. ERR_IO with words. */
enum err listen_open(int *out, const struct listen_address *at, char text[LISTEN_TEXT_SIZE]);

#endif
