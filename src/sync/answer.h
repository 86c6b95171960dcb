/* What the hub answered: as it came (struct answer), as trouble in words for people, as decoded values. Pure; nothing in here is
 * believed that is not of exactly the form the wire has. */
#ifndef LINLI_SYNC_ANSWER_H
#define LINLI_SYNC_ANSWER_H

#include <stdbool.h>
#include <stdint.h>
#include "linli/buf.h"
#include "linli/err.h"
#include "linli/store.h"
#include "linli/wire.h"
#include "pin.h"

/* What is in the way, in words. `why` is "" where nothing is. */
struct trouble {
    enum err e;
    char why[384];
    char todo[256];
    int64_t retry_after; /* seconds that the hub asked for, 0 none */
};
void trouble_set(struct trouble *t, enum err e, const char *why, const char *todo);

/* Words from the other side, made harmless and cut at a character. */
void answer_words(char *out, size_t room, const char *text);

/* An answer as it came over the line. */
struct answer {
    struct trouble fault; /* e: ERR_OK where an HTTP answer came */
    bool slow;            /* the fault was a time limit: a smaller request may pass */
    int status;
    char type[64];     /* lower case, without parameters */
    char encoding[16]; /* "" is identity */
    int64_t retry_after;
    char pin[PIN_SIZE]; /* of the certificate, "" where the connection is not new */
    char subject[NAME_SIZE];
    struct buf body;
};
void answer_free(struct answer *a);

/* problem+json of a status other than 200. */
struct problem {
    char name[32]; /* behind "about:blank#", "" where it was none */
    char detail[256];
    int64_t held, seq; /* -1 where absent */
    int64_t bound;     /* bytes of a body, -1 where that is not what is bounded */
    char epoch[ID_TEXT_SIZE];
};

enum answer_form { ANSWER_JSON, ANSWER_LINES };

/* The body of a 200 of the wanted form, unpacked, appended to `plain`. Any other answer is its error, with trouble filled;
 * *problem (may be NULL) says what a problem answer named. */
enum err answer_read(struct buf *plain, const struct answer *a, enum answer_form form, struct problem *problem,
                     struct trouble *t);

struct refusal {
    int64_t seq;
    enum verdict verdict;
    char reason[SUMMARY_SIZE]; /* with actor and time */
};
struct push_answer {
    int64_t held, now;
    char epoch[ID_TEXT_SIZE];
    bool has_receipt;
    struct receipt receipt;
    struct refusal *refused; /* owned */
    size_t refused_count;
    bool fork;
    struct id tail;
    int64_t after, tail_held;
    int64_t revoked, undecided; /* when the office revoked this device, 0 not; its events that wait for a desk */
    char next_pin[PIN_SIZE];    /* "" none */
};
enum err push_answer_read(struct push_answer *out, const char *text, size_t len);
void push_answer_free(struct push_answer *p);

struct joined { /* answer to an enrolment */
    char token[TOKEN_TEXT_SIZE];
    struct id project;
    char name[NAME_SIZE];
    unsigned char hub_key[SIGN_PUBLIC_BYTES];
    char epoch[ID_TEXT_SIZE];
    int64_t now, zone;
    char letters[8];
    struct id worker;
    char login[NAME_SIZE], worker_name[NAME_SIZE], role[16], area[AREA_SIZE];
    struct buf areas; /* the array as it came */
    struct {
        struct id own, hub;
    } * pairs; /* owned */
    size_t pair_count;
    struct id *devices; /* the worker's other ones; owned */
    size_t device_count;
};
enum err joined_read(struct joined *out, const char *text, size_t len);
void joined_free(struct joined *j);

#endif
