/* Wrong codes by address. */
#include "hub/throttle.h"

#include <netinet/in.h>
#include <string.h>

struct peer peer_of(const struct sockaddr *address) {
    struct peer peer = {{0}};

    if (address && address->sa_family == AF_INET) {
        memcpy(peer.b, &((const struct sockaddr_in *)(const void *)address)->sin_addr, 4);
    } else if (address && address->sa_family == AF_INET6) {
        const struct in6_addr *a = &((const struct sockaddr_in6 *)(const void *)address)->sin6_addr;

        if (IN6_IS_ADDR_V4MAPPED(a))
            memcpy(peer.b, a->s6_addr + 12, 4);
        else
            memcpy(peer.b, a->s6_addr, 8);
    }
    return peer;
}

static const struct throttle_row *row_of(const struct throttle *t, struct peer peer, int64_t now) {
    for (size_t i = 0; i < THROTTLE_PEERS; i++)
        if (t->rows[i].wrong && now - t->rows[i].since < THROTTLE_WINDOW_MS && memcmp(&t->rows[i].peer, &peer, sizeof peer) == 0)
            return &t->rows[i];
    return NULL;
}

int64_t throttle_wait(const struct throttle *t, struct peer peer, int64_t now) {
    const struct throttle_row *row = row_of(t, peer, now);

    return row && row->wrong >= THROTTLE_WRONG_MAX ? row->since + THROTTLE_WINDOW_MS - now : 0;
}

void throttle_wrong(struct throttle *t, struct peer peer, int64_t now) {
    const struct throttle_row *known = row_of(t, peer, now);
    struct throttle_row *row = known ? &t->rows[known - t->rows] : &t->rows[0];

    if (known) {
        row->wrong++;
        return;
    }
    for (size_t i = 0; i < THROTTLE_PEERS && row->wrong; i++)
        if (!t->rows[i].wrong || t->rows[i].since < row->since)
            row = &t->rows[i];
    *row = (struct throttle_row){.peer = peer, .wrong = 1, .since = now};
}
