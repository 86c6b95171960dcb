/* When a device syncs by itself: what was entered goes after a few seconds of quiet and in one batch, a long poll stands while
 * all is in step, a line that broke is tried again when the backoff says. Pure: times come in, a step comes out. */
#ifndef LINLI_SYNC_PLAN_H
#define LINLI_SYNC_PLAN_H

#include <stdbool.h>
#include <stdint.h>

#define PLAN_QUIET_MS 3000    /* nothing more was entered for so long */
#define PLAN_LONGEST_MS 20000 /* and at the latest so long after the first */
#define PLAN_PAUSE_MS 300     /* no key for so long: a run that begins costs a millisecond or two */
#define PLAN_LOAD_MS 1000     /* the first one loads the library and costs ten */
#define PLAN_BREAK_MS 1500    /* a hub that starts anew is not met by all its devices at once */
#define PLAN_LOOK_MS 30000    /* a wall clock may jump, a machine sleep: looked at again so often */
#define PLAN_SLEPT_MS                                                                                                            \
    60000 /* the wall clock ran ahead of the other one by this: a long poll may stand on a line that is gone                     \
           */
#define PLAN_FAR_MS INT64_C(4500000)

struct plan {
    int64_t ahead; /* of the wall clock before the monotonic one, when looked at last; 0 not yet */
    bool on;
    bool asked;                /* somebody pressed the key */
    bool begun;                /* a run was made since the program started */
    int64_t seen;              /* newest own event that was noticed */
    int64_t first_at, last_at; /* monotonic: when the first and the newest event that no run took came; 0 none */
    int64_t again_at;          /* monotonic: when to ask again after a long poll broke, 0 it did not */
    int64_t broken;            /* long polls in a row that broke */
};

struct plan_view {
    int64_t mono, now;  /* monotonic, UTC ms */
    int64_t typed_at;   /* monotonic */
    int64_t head, held; /* own events */
    int64_t next_try;   /* UTC ms, 0 none planned */
    bool in_step;       /* the newest run went well to its end */
    bool watching;      /* a long poll stands */
    bool loaded;        /* the library is there */
};

enum plan_step { PLAN_REST, PLAN_RUN, PLAN_WATCH };

/* What to do now; where it is nothing, in how many ms to ask again, -1: when something happens. Not asked while a run is under
 * way. */
enum plan_step plan_next(struct plan *p, const struct plan_view *v, int64_t *wait_ms);

void plan_began(struct plan *p, int64_t head); /* a run, which takes the events up to `head` */
void plan_answered(struct plan *p);            /* a long poll */
void plan_broke(struct plan *p, int64_t mono, int64_t asked_s, uint32_t dice);

#endif
