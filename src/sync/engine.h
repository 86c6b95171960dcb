/* The sync engine: is told answers, says the next request. Pure: it knows no file, clock or socket, and what it decides can be
 * replayed from values. The store's side of each answer is in `told`, which the caller keeps in one transaction before it asks
 * for the next request.
 *
 * Order of a run: a new key where one waits to be registered, then the push (always one, be it empty: only the hub knows what it
 * holds), then the pull, page by page. An own "sent" mark does not exist: the push begins behind what the hub last said it holds,
 * and the hub corrects that. */
#ifndef LINLI_SYNC_ENGINE_H
#define LINLI_SYNC_ENGINE_H

#include "answer.h"

enum engine_ask { ENGINE_REKEY, ENGINE_PUSH, ENGINE_PULL, ENGINE_END };

/* What is known when a run begins. */
struct engine_start {
    struct id device;
    int64_t head, held;
    unsigned char hub_key[SIGN_PUBLIC_BYTES];
    char epoch[ID_TEXT_SIZE];      /* "" not known yet */
    char cursor[WIRE_CURSOR_SIZE]; /* "" from the beginning */
    int64_t receipt;               /* newest own seq that a receipt was given for, 0 none */
    bool told_lost;                /* a receipt that the hub no longer backs was told of, and the revs forgotten, already */
    struct id old;                 /* not zero: the device's key waits to be registered in the place of this one's */
    int64_t old_seq;
    bool unsure;  /* the newest run was cut off: what was under way then may have arrived, so it is asked first */
    int64_t slow; /* how often in a row a time limit cut a run: batches are the smaller */
};

struct engine {
    enum engine_ask ask;
    struct engine_start at; /* head, cursor… as they are now */
    int64_t from;           /* the push continues behind this */
    int64_t until;          /* and ends here, where an event behind it was turned away; 0 no end */
    size_t events, bytes;   /* bounds of the next batch */
    int64_t last;           /* of the batch that is under way */
    size_t count;
    struct hash last_hash;
    struct id tail; /* the id under which the hub holds what left the chain behind `after`, zero none */
    int64_t after;
    int rounds;             /* of push and pull, because of what was written meanwhile */
    int stuck;              /* answers in a row that moved nothing */
    bool asked;             /* the hub said in this run and epoch what it holds */
    bool restarted;         /* the cursor was turned away already */
    bool forked;            /* the device went on under a new key in this run */
    bool waits;             /* the pull stands until there is something */
    int64_t lacking;        /* the hub lacked this many events that it had confirmed, said in this run */
    int64_t skew_ms;        /* this clock minus the hub's */
    struct trouble blocked; /* an event that the hub does not take: what is behind it waits, the pull goes on */
    struct trouble trouble; /* what ended the run; e: ERR_OK where it ran to its end */
    bool slow;              /* a time limit ended it */
};

struct engine_request {
    enum engine_ask ask;
    struct id old; /* rekey */
    int64_t old_seq;
    int64_t from, until; /* push: events behind from, to until (0: no end) */
    size_t events, bytes;
    const char *cursor; /* pull */
    bool waits;         /* the hub may answer only when there is something */
};

/* What an answer makes true, to be kept in the order of the members; the receipt of a tail once it has its id. `refused` are own
 * events. */
struct told {
    bool forget;              /* revs, cursor: the hub is another one than it was (epoch kept), or lacks what it confirmed */
    char epoch[ID_TEXT_SIZE]; /* "" unchanged */
    int64_t lost;             /* newest receipt that the hub does not back, to be told once; 0 none */
    bool holds;
    int64_t held;     /* own events up to this seq are held, those behind are not */
    bool has_receipt; /* checked */
    struct receipt receipt;
    struct refusal *refused;
    size_t refused_count;
    bool fork; /* own events behind `after` are held under the id `tail`; zero: the hub has more of this device than is here */
    int64_t after;
    struct id tail;
    char next_pin[PIN_SIZE];
    bool asked;      /* the hub said how the device stands: revoked (when, else 0), and `refused` then holds all of it ... */
    int64_t revoked; /* ... that is not accepted, or `most` of it */
    bool most;
    bool rekeyed;
    struct joined joined;
    bool page; /* `text` is a whole page, `cursor` the one behind it */
    struct buf text;
    const char *cursor;
    bool nothing; /* the page has no lines, and the cursor is the one that is kept */
};
void told_free(struct told *t);

void engine_begin(struct engine *e, const struct engine_start *start);

/* Between two runs: only the pull, which stands until the hub has something. */
void engine_watch(struct engine *e, const struct engine_start *start);
void engine_next(const struct engine *e, struct engine_request *out);

/* What the caller could put into the push that it sends now; count 0: it asks only, and last is where it continues from. */
void engine_batch(struct engine *e, int64_t last, const struct hash *hash, size_t count);

/* The device as it is when an answer comes: work may have been written since the request was sent. */
struct engine_view {
    int64_t now; /* UTC ms, compared with the hub's clock for people */
    int64_t head;
    bool (*hash)(void *arg, int64_t seq, struct hash *out); /* H(seq) of the own journal, seq at most head */
    void *arg;
};

/* An answer to the request of engine_next. */
void engine_answer(struct engine *e, const struct answer *a, const struct engine_view *view, struct told *told);

/* The device goes on under a new key, after told.fork. */
void engine_new_device(struct engine *e, const struct id *device, int64_t head);

/* The own journal grew while the run went on: what came to it is sent as well, in a round of its own. */
void engine_grown(struct engine *e, int64_t head);

/* Ends the run: what was told could not be kept, or the person stopped it. */
void engine_stop(struct engine *e, enum err why, const char *words, const char *todo);

#endif
