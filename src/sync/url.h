/* The address of a hub: https, or plain http to this machine only. Pure. */
#ifndef LINLI_SYNC_URL_H
#define LINLI_SYNC_URL_H

#include <stdbool.h>
#include "linli/err.h"

#define URL_SIZE 512

struct url {
    char text[URL_SIZE]; /* "https://hub.example:8443/base", lower-case scheme and host, no slash at the end */
    char host[256];      /* without brackets */
    bool tls;
};

/* Reads what a person typed; a missing scheme is https. ERR_USAGE with words: another scheme, a user name or password in it, a
 * query, characters that no address has, plain http to another machine. *out is then zeroed. */
enum err url_read(struct url *out, const char *text);

/* 127.0.0.0/8, ::1 or localhost, as written: no name is looked up. */
bool url_is_loopback(const char *host);

#endif
