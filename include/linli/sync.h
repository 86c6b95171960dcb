/* Push and pull: an engine that is told what came and says what to send next, a transport (libcurl) that runs in the caller's
 * poll loop, no thread. Nothing here draws; the words of its state are for people. */
#ifndef LINLI_SYNC_H
#define LINLI_SYNC_H

#include <poll.h>
#include "linli/store.h"

struct sync;

enum sync_phase { SYNC_IDLE, SYNC_CONNECTING, SYNC_PUSHING, SYNC_PULLING, SYNC_DONE, SYNC_FAILED };
struct sync_state {
    enum sync_phase phase;
    enum err result;   /* of the newest finished run: OK, PARTLY/NETWORK (kept, will retry), REFUSED, TRUST, NOT_ENROLLED */
    int64_t pushed;    /* events this run sent */
    int64_t held;      /* newest own seq that the hub holds */
    int64_t refused;   /* events that this run's answers refused */
    int64_t pulled;    /* events that this run brought */
    int64_t left;      /* own events that wait still */
    int64_t total;     /* to push when the run began, for a progress in words */
    int64_t next_try;  /* UTC ms, 0 none planned */
    int64_t last_done; /* UTC ms of the newest whole run, 0 never */
    bool online;       /* in step, and what the hub gets is here at once: a long poll stands */
    char words[512];   /* one line for people: what is going on or what went wrong */
};

/* Reads what `enroll` kept. Makes no connection. */
enum err sync_new(struct sync **out, struct store *s);
void sync_free(struct sync *y); /* a running transfer is cut off: nothing is lost, it is told again */

/* Begins a run (push, then pull) unless one is under way; ERR_NOT_ENROLLED with words. */
enum err sync_start(struct sync *y);
/* The same at the next turn but one, so that what the key shows is drawn first; a failure to begin is then in the state. */
void sync_ask(struct sync *y);

/* Whether it goes by itself (at first it does not): what was entered is sent after a few seconds of quiet, a long poll stands
 * while all is in step, and a line that broke is tried again. Nothing begins while somebody types: sync_typed tells of each key.
 */
void sync_by_itself(struct sync *y, bool on);
void sync_typed(struct sync *y);

/* Stops the run under way; what the hub acknowledged is kept. */
void sync_cancel(struct sync *y);

/* For the caller's poll: fills at most `room` entries, returns their number; *timeout_ms is lowered where the transfer needs it
 * sooner. */
size_t sync_fds(struct sync *y, struct pollfd *fds, size_t room, int *timeout_ms);
/* After poll: moves on without ever blocking longer than one bounded transaction. True where the state changed and should be
 * shown; a poll that brought nothing changed nothing. */
bool sync_turn(struct sync *y);
const struct sync_state *sync_state(const struct sync *y);

/* Runs to the end, for the command line. */
enum err sync_run(struct sync *y, struct sync_state *out);

/* Joins a hub. `pin` as "sha256//…" or NULL (then `ask` is shown the key's pin and name and answers; NULL ask: refused
 * ERR_USAGE). Plain http only to loopback: no pin. `ca`: file of the office's CA or NULL. Everything is kept in one transaction,
 * own households are paired (alias events). */
struct sync_enroll {
    const char *url;
    const char *code;
    const char *pin;
    const char *ca;
    bool (*ask)(void *arg, const char *pin, const char *subject);
    void *arg;
};
struct sync_enrolled {
    char hub[NAME_SIZE], worker[NAME_SIZE], area[AREA_SIZE];
    int64_t paired;
};
enum err sync_enroll(struct store *s, const struct sync_enroll *e, struct sync_enrolled *out);

/* The outbox as a file (a push as it would be sent, all batches one after the other, not compressed) for a link that is broken:
 * `linli export --outbox`. */
enum err sync_export_outbox(struct store *s, int fd);
/* The same as a file, whole or not at all; in a folder its name says device and day. `path` is where it is then. */
enum err sync_export_outbox_file(char *path, size_t room, struct store *s, const char *target);

#endif
