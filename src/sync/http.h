/* One HTTP request at a time in the caller's poll loop. Knows nothing of push and pull; gives an answer as it came, or a fault in
 * words. What makes the line trustworthy (certificate, host, pin, TLS version, no redirects, no proxy, no cookies) is set here
 * and can not be switched off. */
#ifndef LINLI_SYNC_HTTP_H
#define LINLI_SYNC_HTTP_H

#include <poll.h>
#include "answer.h"
#include "url.h"

struct http;

struct http_target {
    struct url url;
    const char *pins; /* one or two with ';' between, NULL or "" none yet */
    const char *ca;   /* PEM text of the office's CA, alone trusted then; NULL or "": those of the machine */
};
/* Loads libcurl when it is first called. ERR_FAILED with words where it is missing. */
enum err http_new(struct http **out, const struct http_target *target);
void http_free(struct http *h);

struct http_request {
    const char *path;   /* behind the target's URL: "/v1/push" */
    const char *bearer; /* token in hex, NULL none */
    const char *body;   /* NULL: a GET. Must live until the answer */
    size_t len;
    const char *type;
    bool packed; /* the body is zstd */
    bool accept_packed;
    int wait_s;                      /* the server may be silent for so long on purpose */
    int connect_s, stall_s, total_s; /* limits; 0: 15, 30, 60 */
};
enum err http_start(struct http *h, const struct http_request *request);
bool http_loaded(void); /* the library: loading it costs ten milliseconds */
bool http_busy(const struct http *h);
void http_cancel(struct http *h);

/* As sync_fds. */
size_t http_fds(struct http *h, struct pollfd *fds, size_t room, int *timeout_ms);

/* Moves on; true where the answer came, which is then in *out (answer_free). */
bool http_turn(struct http *h, struct answer *out);

/* Bytes of the body that were sent and of the answer that came, of the request under way. */
int64_t http_sent(const struct http *h);
int64_t http_received(const struct http *h);

/* One request to its end, for the command line. */
enum err http_ask(struct http *h, const struct http_request *request, struct answer *out);

#endif
