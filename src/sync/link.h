/* What enrolment left in the store: where the hub is, how it is known again, the token. */
#ifndef LINLI_SYNC_LINK_H
#define LINLI_SYNC_LINK_H

#include "answer.h"
#include "http.h"
#include "linli/store.h"

struct link {
    struct url url;
    char pins[2 * PIN_SIZE + 1]; /* with ';' between; "" on plain http */
    char next_pin[PIN_SIZE];     /* "" none announced */
    char token[TOKEN_TEXT_SIZE];
    struct id project;
    char name[NAME_SIZE];
    unsigned char hub_key[SIGN_PUBLIC_BYTES];
    struct buf ca; /* PEM text, "" the machine's CAs */
};

/* ERR_NOT_ENROLLED with words where the device has joined no hub; ERR_CORRUPT where what is kept cannot be right. */
enum err link_load(struct link *out, struct store *s);
void link_free(struct link *l);

/* A transport to it. */
enum err link_open(struct http **out, const struct link *l);

/* Keeps what an enrolment answered: worker, letters, token, zone, areas. Inside a transaction of the caller. */
enum err link_keep_joined(struct store *s, const struct joined *j);

/* Keeps where the hub is. Inside a transaction of the caller. */
enum err link_keep_address(struct store *s, const struct url *url, const char *pin, const char *ca, const struct joined *j);

/* The key that the hub showed on a new connection: where it is the one announced as next, it takes the old one's place. */
enum err link_seen_pin(struct store *s, struct link *l, const char *pin);

#endif
