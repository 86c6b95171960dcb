/* HTTP: connections, bounds, deadlines, waiting pulls. The only module that knows libmicrohttpd; it knows nothing of the record,
 * which is behind route.h. Runs inside the caller's poll loop, no thread. */
#ifndef LINLI_HUB_HTTPD_H
#define LINLI_HUB_HTTPD_H

#include "hub/route.h"

struct httpd;

struct httpd_options {
    int listen_fd; /* taken over */
    bool tls;      /* tls_load was called before */
    int connections, per_address;
    int deadline; /* seconds in which a request's head must be whole */
};

/* ERR_FAILED with words; listen_fd is then closed. */
enum err httpd_open(struct httpd **out, struct hub *hub, const struct httpd_options *options);

/* For the caller's poll: one descriptor, readable when there is work; *timeout_ms (-1 none) is lowered where something is due
 * sooner. */
int httpd_fd(const struct httpd *d);
void httpd_due(struct httpd *d, int *timeout_ms);

/* Does what is to do; never waits. */
void httpd_turn(struct httpd *d);

/* Takes no further connections and answers those that wait; true while answers are still on their way. */
bool httpd_drain(struct httpd *d);
void httpd_close(struct httpd *d);

#endif
