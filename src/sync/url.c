/* Reading a hub's address strictly: whatever a URL library might understand differently is refused. */
#include "url.h"

#include <arpa/inet.h>
#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include "linli/i18n.h"

static enum err refuse(const char *text, const char *why, const char *todo) {
    return err_say(ERR_USAGE, err_fmt(_("cannot use the address %.200s"), text), why, todo);
}

bool url_is_loopback(const char *host) {
    struct in_addr four;
    struct in6_addr six;

    if (strcasecmp(host, "localhost") == 0)
        return true;
    if (inet_pton(AF_INET, host, &four) == 1)
        return ntohl(four.s_addr) >> 24 == 127;
    return inet_pton(AF_INET6, host, &six) == 1 && IN6_IS_ADDR_LOOPBACK(&six);
}

/* Printable ASCII without what has a meaning elsewhere: user@, ?query, #part, \ and quotes. */
static bool plain(const char *text) {
    for (; *text; text++)
        if (*text <= 0x20 || *text >= 0x7F || strchr("@?#\\\"<>^`{|}%", *text))
            return false;
    return true;
}

/* Splits "host:port/path" behind the scheme; the rest that follows the host goes to *rest. */
static bool split_host(char host[256], const char *text, const char **rest) {
    size_t len;

    if (*text == '[') {
        struct in6_addr six;

        len = strcspn(text + 1, "]");
        if (text[len + 1] != ']' || len >= 256)
            return false;
        memcpy(host, text + 1, len);
        host[len] = '\0';
        *rest = text + len + 2;
        return inet_pton(AF_INET6, host, &six) == 1;
    }
    len = strcspn(text, ":/");
    if (!len || len >= 256)
        return false;
    for (size_t i = 0; i < len; i++) {
        if (!isalnum((unsigned char)text[i]) && text[i] != '-' && text[i] != '.' && text[i] != '_')
            return false;
        host[i] = (char)tolower((unsigned char)text[i]);
    }
    host[len] = '\0';
    *rest = text + len;
    return true;
}

static bool port_ok(const char **rest) {
    long port = 0;
    const char *p = *rest;

    if (*p != ':')
        return *p == '\0' || *p == '/';
    for (p++; isdigit((unsigned char)*p) && port < 65536; p++)
        port = port * 10 + (*p - '0');
    *rest = p;
    return port > 0 && port < 65536 && (*p == '\0' || *p == '/');
}

enum err url_read(struct url *out, const char *text) {
    const char *body = text, *rest, *after, *scheme = strstr(text, "://");
    char host[256];
    bool tls = true;
    size_t path;

    memset(out, 0, sizeof *out);
    if (scheme) {
        tls = scheme - text == 5 && strncasecmp(text, "https", 5) == 0;
        if (!tls && !(scheme - text == 4 && strncasecmp(text, "http", 4) == 0))
            return refuse(text, _("only https is spoken here"), _("write it as https://HOST:PORT"));
        body = scheme + 3;
    }
    if (!plain(body) || !split_host(host, body, &rest) || (after = rest, !port_ok(&after)))
        return refuse(text, _("it is not of the form https://HOST:PORT"), _("copy it as the office gave it"));
    if (!tls && !url_is_loopback(host))
        return refuse(text, _("plain http can be read and changed on the way; it is for this machine only"),
                      _("write it as https://HOST:PORT"));
    path = strlen(rest);
    while (path && rest[path - 1] == '/')
        path--;
    if (strlen(host) + path + 16 >= sizeof out->text)
        return refuse(text, _("it is too long"), _("copy it as the office gave it"));
    out->tls = tls;
    snprintf(out->host, sizeof out->host, "%s", host);
    snprintf(out->text, sizeof out->text, strchr(host, ':') ? "%s://[%s]%.*s" : "%s://%s%.*s", tls ? "https" : "http", host,
             (int)path, rest);
    return ERR_OK;
}
