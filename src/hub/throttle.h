/* Anti-automation: counts wrong one-time codes by address, in bounded memory. Pure: the caller says what time it is. */
#ifndef LINLI_HUB_THROTTLE_H
#define LINLI_HUB_THROTTLE_H

#include <stdint.h>
#include <sys/socket.h>

#define THROTTLE_WRONG_MAX 10
#define THROTTLE_WINDOW_MS INT64_C(600000)
#define THROTTLE_PEERS 1024

/* Who is at the other end: an IPv4 address, or the /64 of an IPv6 one, which is what one holder is given. */
struct peer {
    unsigned char b[8];
};
struct peer peer_of(const struct sockaddr *address);

struct throttle {
    struct throttle_row {
        struct peer peer;
        int wrong;
        int64_t since; /* of the first wrong one in the window */
    } rows[THROTTLE_PEERS];
};

/* Milliseconds that this address must wait before its next code is looked at; 0: none. */
int64_t throttle_wait(const struct throttle *t, struct peer peer, int64_t now);

/* A wrong code came from this address. Where the table is full the row that began first makes room. */
void throttle_wrong(struct throttle *t, struct peer peer, int64_t now);

#endif
