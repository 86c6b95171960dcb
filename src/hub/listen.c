/* The listening socket. */
#include "hub/listen.h"

#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "linli/i18n.h"

#define BACKLOG 1024

static enum err wrong(const char *text) {
    return err_say(ERR_USAGE, _("cannot listen"), err_fmt(_("%s is no address and port"), text),
                   _("write it like 127.0.0.1:8443 or [::]:8443"));
}

static bool is_loopback(const struct sockaddr *a) {
    if (a->sa_family == AF_INET)
        return ntohl(((const struct sockaddr_in *)(const void *)a)->sin_addr.s_addr) >> 24 == 127;
    return IN6_IS_ADDR_LOOPBACK(&((const struct sockaddr_in6 *)(const void *)a)->sin6_addr);
}

/* `text` cut in its host, without brackets, and its port; false where it is not of that form. */
static bool split(char *host, size_t room, const char **port, const char *text) {
    const char *colon = strrchr(text, ':');
    size_t len = colon ? (size_t)(colon - text) : 0;
    bool bracket = len >= 2 && text[0] == '[' && text[len - 1] == ']';

    if (!colon || len >= room || (!bracket && memchr(text, ':', len)))
        return false;
    snprintf(host, room, "%.*s", (int)(bracket ? len - 2 : len), bracket ? text + 1 : text);
    *port = colon + 1;
    return true;
}

static bool is_port(const char *text) {
    size_t digits = strspn(text, "0123456789");

    return digits && digits <= 5 && !text[digits] && strtol(text, NULL, 10) <= 65535;
}

enum err listen_parse(struct listen_address *out, const char *text) {
    struct addrinfo hints = {.ai_flags = AI_PASSIVE | AI_NUMERICHOST | AI_NUMERICSERV, .ai_socktype = SOCK_STREAM};
    struct addrinfo *found = NULL;
    char host[LISTEN_TEXT_SIZE];
    const char *port;

    if (!split(host, sizeof host, &port, text) || !is_port(port))
        return wrong(text);
    if (strcmp(host, "localhost") == 0)
        strcpy(host, "127.0.0.1");
    if (getaddrinfo(*host ? host : "::", port, &hints, &found) != 0)
        return wrong(text);
    *out = (struct listen_address){.len = found->ai_addrlen, .loopback = is_loopback(found->ai_addr)};
    memcpy(&out->address, found->ai_addr, found->ai_addrlen);
    freeaddrinfo(found);
    return ERR_OK;
}

static void describe(char text[LISTEN_TEXT_SIZE], int fd) {
    struct sockaddr_storage a = {0};
    socklen_t len = sizeof a;
    char host[LISTEN_TEXT_SIZE - 10] = "?", port[8] = "?";

    getsockname(fd, (struct sockaddr *)&a, &len);
    getnameinfo((struct sockaddr *)&a, len, host, sizeof host, port, sizeof port, NI_NUMERICHOST | NI_NUMERICSERV);
    snprintf(text, LISTEN_TEXT_SIZE, a.ss_family == AF_INET6 ? "[%s]:%s" : "%s:%s", host, port);
}

enum err listen_open(int *out, const struct listen_address *at, char text[LISTEN_TEXT_SIZE]) {
    int fd = socket(at->address.ss_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    int on = 1;

    *out = -1;
    if (fd >= 0)
        setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (fd < 0 || bind(fd, (const struct sockaddr *)&at->address, at->len) != 0 || listen(fd, BACKLOG) != 0) {
        int why = errno;

        if (fd >= 0)
            close(fd);
        return err_say(ERR_IO, _("cannot listen"), strerror(why), _("choose another --listen ADDR:PORT"));
    }
    describe(text, fd);
    *out = fd;
    return ERR_OK;
}
