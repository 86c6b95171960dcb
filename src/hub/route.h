/* What the hub answers to each request (DESIGN.md section 5). Knows the record and the wire, not the HTTP library: a request and
 * its answer are plain values, so that tests ask without a socket. */
#ifndef LINLI_HUB_ROUTE_H
#define LINLI_HUB_ROUTE_H

#include "hub/metrics.h"
#include "hub/problem.h"
#include "hub/throttle.h"
#include "linli/hubstore.h"

enum route {
#define X(name, method, path, caller, type, record, answer) ROUTE_##name,
#include "hub/routes.def"
#undef X
    ROUTE_COUNT /* also: none of them */
};

/* What all requests share. */
struct hub {
    struct store *store;
    char name[NAME_SIZE];
    char epoch[ID_TEXT_SIZE];
    char project[ID_TEXT_SIZE];
    bool busy;     /* a command is at work on the record: requests that need it are told to come again */
    bool sick;     /* the newest write failed for want of space or a broken disk */
    uint64_t news; /* grows with everything that a waiting pull might have waited for */
    int64_t started;
    struct metrics metrics;
    struct throttle throttle;
};

#define REQUEST_BEARER_SIZE (TOKEN_TEXT_SIZE + 1)

struct request {
    enum route route;
    struct peer peer;
    char bearer[REQUEST_BEARER_SIZE]; /* "" = none, or too long to be one */
    bool form_typed;                  /* content type is the route's */
    bool packed;                      /* content encoding zstd */
    bool encoding_known;
    int64_t length; /* as announced; -1 unknown */
    char cursor[WIRE_CURSOR_SIZE];
    int64_t limit, wait_ms;
    bool query_valid;
    bool last; /* a pull that has waited as long as it asked for */
    struct hub_caller caller;
    struct buf body; /* as it came */
};

struct answer {
    int status; /* 0: not answered yet */
    const char *type;
    const char *allow;   /* of a 405 */
    int64_t retry_after; /* seconds, 0 none */
    bool wait;           /* nothing yet: ask again when hub.news has grown or the time is over */
    struct buf body;
};

/* The route of a method and path; ROUTE_COUNT, and the problem in `a`, where there is none. */
enum route route_find(struct answer *a, const char *method, const char *path);
const char *route_name(enum route route);
/* The content type that a body must have, NULL where the route takes none. */
const char *route_type(enum route route);

/* Looks at the head of a request: fills in who calls, answers what can be refused before the body came. */
void route_open(struct hub *h, struct request *q, struct answer *a);

/* Answers a request that came whole. */
void route_answer(struct hub *h, struct request *q, struct answer *a);

/* Replaces what was answered so far by a problem. */
void route_problem(struct answer *a, enum problem p, const char *detail);
void route_problem_bound(struct answer *a);
void route_overload(struct hub *h, struct answer *a);

#endif
