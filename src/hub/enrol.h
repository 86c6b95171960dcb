/* Codes for several workers with their slips, as parts of one command's transaction. */
#ifndef LINLI_HUB_ENROL_H
#define LINLI_HUB_ENROL_H

#include "hub/call.h"
#include "linli/hubstore.h"
#include "linli/json.h"

struct enrolled {
    struct hub_worker_row worker;
    char code[20];
    int64_t expires;
};

struct enrol {
    struct call *call;
    enum option file; /* where slips go */
    struct enrolled *at;
    size_t count, room;
};

/* The address that --url tells is kept for later slips. ERR_USAGE with words where it is none. */
enum err enrol_keep_url(struct call *c);

/* Makes a code for the worker. */
enum err enrol_add(struct enrol *n, const struct hub_worker_row *worker);

/* The same where the code is there already. */
void enrol_put(struct enrol *n, const struct hub_worker_row *worker, const char *code, int64_t expires);

/* The slips of all of them into the file of the option. */
enum err enrol_write(const struct enrol *n);

/* `enroll --slip`: codes for all the logins of the command line, as hub_enroll_replacing makes them, and their slips. */
enum err enrol_slips(struct call *c, const char *replace);

/* The words of a pin, where there is one: as a member "words" (or null), and as a line. */
void enrol_put_words(struct json_out *w, const char *pin);
void enrol_words(struct buf *out, const char *pin);

void enrol_free(struct enrol *n);

#endif
