/* The store: one SQLite file that holds a journal and what is folded from it. This header is opening, transactions, the
 * journal. Reading for people is in read.h and find.h, drafts in draft.h, verify and backup in upkeep.h. Knows no screen, no
 * wire. */
#ifndef LINLI_STORE_H
#define LINLI_STORE_H

#include <stdbool.h>
#include <stdint.h>
#include "linli/err.h"
#include "linli/event.h"
#include "linli/hash.h"
#include "linli/raw.h"

struct store;

enum store_side { STORE_CLIENT, STORE_HUB };

typedef void store_tell_fn(const char *line);

struct store_options {
    const char *path;
    enum store_side side;
    bool create;      /* make it where it is missing; else ERR_NOT_FOUND */
    bool read_only;   /* asked for; a store that another program holds, or on a read-only disk, opens so by itself on the client
                         side */
    bool any_version; /* with read_only: a record of an older version too, for copying and verifying alone */
    store_tell_fn *tell; /* gets a line for people before an older version's record is brought up to date where that takes long */
};

/* Opens and locks. ERR_FOREIGN (not ours), ERR_NEWER (written by a newer version), ERR_OLDER (by an older one, and it can only be
 * read here; one that can be written is brought up to date, in one transaction), ERR_CORRUPT, ERR_BUSY (hub side: another
 * process has it), ERR_IO, ERR_FULL; words are set, *out is NULL. A client store gets its device key at first start. */
enum err store_open(struct store **out, const struct store_options *options);
void store_close(struct store *s);

bool store_is_read_only(const struct store *s);
/* Why it is read-only, for people: "process 1234 on pts/3 has the record open"; "" where it can be written. */
const char *store_read_only_why(const struct store *s);

/* Work is cut into transactions; they nest (only the outermost commits). A failed commit is a rollback. store_rollback ends all
 * levels. */
enum err store_begin(struct store *s);
enum err store_commit(struct store *s);
void store_rollback(struct store *s);
enum err store_end(struct store *s, enum err e); /* commits what went well so far; else rolls back and gives `e` */

/* Small settings: "hub.url", "hub.pin", "worker.id"… `out` is emptied first; ERR_NOT_FOUND without words where unset. */
enum err store_get(struct store *s, const char *key, struct buf *out);
enum err store_set(struct store *s, const char *key, const char *value); /* NULL removes */
int64_t store_get_int(struct store *s, const char *key, int64_t fallback);
enum err store_set_int(struct store *s, const char *key, int64_t value);

/* The county's rules (county.h) as the hub set them last; ERR_NOT_FOUND without words where it set none. Opening a record puts
 * them in use, and so does each transaction that brings newer ones. */
enum err store_county(struct store *s, struct buf *out);
/* Why the newest cannot be read by this version, so that the ones before are in use; "" where they can. */
enum err store_county_trouble(struct store *s, char *why, size_t room);

/* The device that writes here. */
struct store_device {
    int64_t no;
    struct id id;
    struct sign_key key;
    struct id worker; /* zero before enrolment */
    char letters[8];
    int64_t head_seq; /* newest own event */
    struct hash head; /* H(head_seq) */
    int64_t held_seq; /* newest that the hub said it holds */
};
const struct store_device *store_device(const struct store *s);

/* The worker and the letters (NULL: as they are) that a hub gave this device; events from now on are theirs. Settings
 * "worker.area" come first: the town is read anew. */
enum err store_set_worker(struct store *s, const struct id *worker, const char *letters);

/* Makes a new key and goes on as a new device (after a fork, after a hub's restore); its first event is KIND_CONTINUE naming the
 * newest event of the old one. Inside a transaction of the caller or its own. */
enum err store_new_device(struct store *s);

/* Appends an own event: fills seq, version, by, seen and (where 0) at, chains it, stores it and folds it in one transaction.
 * `body` is JSON by body_write_*; NULL is {}. ERR_READ_ONLY, ERR_FULL, ERR_IO with words: nothing was changed. *pos may be NULL.
 */
enum err store_append(struct store *s, struct event *ev, const char *body, size_t len, int64_t *pos);

/* Stores an event of another device (client: from a pull; hub: from a push) and folds it, again from the first where its rev
 * belongs before what was already folded. One that is here already is skipped: *fresh false. With `chain` (hub) it must continue
 * the device's chain: ERR_CORRUPT otherwise. Must be inside a transaction. */
enum err store_put(struct store *s, const struct raw_event *raw, bool chain, bool *fresh);

/* Reads events in the order of their journal: device's seq `from` and later, at most `limit`. The callback may stop with an
 * error. */
typedef enum err raw_event_fn(void *arg, const struct raw_event *raw);
enum err store_events(struct store *s, const struct id *device, int64_t from, int64_t limit, raw_event_fn *fn, void *arg);
/* All events of an entity in fold order: by rev, then own unheld ones. All events of the store by device and seq. */
enum err store_entity_events(struct store *s, const struct id *entity, raw_event_fn *fn, void *arg);
enum err store_all_events(struct store *s, raw_event_fn *fn, void *arg);

/* Client: what the hub said. Marks own events up to `seq` held; gives own events [from, to] the revs from `rev` on (refolds where
 * needed); a verdict with reason. */
enum err store_set_held(struct store *s, int64_t seq);
enum err store_set_revs(struct store *s, const struct id *device, int64_t from, int64_t to, const char *town, int64_t rev);
enum err store_set_verdict(struct store *s, const struct id *device, int64_t seq, enum verdict v, const char *reason);

/* Client, on a revoked device: the own events in quarantine were taken by a desk, but for `count` of them, `open` (seqs,
 * ascending). */
enum err store_accept_others(struct store *s, const int64_t *open, size_t count);
/* Client: own events that a desk has not decided about. */
enum err store_undecided(struct store *s, int64_t *count);
/* Client: devices of the own worker; what they wrote counts as own. */
enum err store_set_colleague(struct store *s, const struct id *device);

/* Client: an entity left the scope: its folded rows and its events of other devices are dropped; own unheld events stay. A new
 * epoch: all revs are forgotten (what is held is asked anew). */
enum err store_leave(struct store *s, const struct id *entity);
enum err store_forget_revs(struct store *s);

/* Client: a pull from the beginning (`true` at its first page, `false` behind its last): what is known from the hub and did not
 * enter in between has left the scope meanwhile and is dropped as store_leave does. It may take several runs. */
enum err store_pull_all(struct store *s, bool begins);
/* Client: an entity entered or left at this rev of its town; what is written from now on knows it. */
enum err store_entered(struct store *s, const struct id *entity, const char *town, int64_t rev);
void store_saw(struct store *s, const char *town, int64_t rev);

/* Client: the hub holds another continuation of this device's journal. The own events behind `after` become those of device
 * `tail` (the hub's id for them; NULL: the hub holds more of this device than is here, nothing is renamed), are marked held, and
 * the store goes on as a new device. One transaction. */
enum err store_fork(struct store *s, int64_t after, const struct id *tail);

/* Many households are coming: from BULK on new rows are not put into the search index one by one; at NONE they are, or the whole
 * index is made anew in door order where that is less work. ROSTER: with the memory that a whole town is worth, up to 96 MiB.
 * Inside one transaction. */
enum search_bulk { SEARCH_BULK_NONE, SEARCH_BULK, SEARCH_BULK_ROSTER };
enum err store_search_bulk(struct store *s, enum search_bulk how);

/* Told how many of the rows that waited are in the index, until it is set to NULL. */
typedef void store_progress_fn(void *arg, int64_t done, int64_t total);
void store_search_watch(struct store *s, store_progress_fn *fn, void *arg);

/* Receipts the hub signed. */
struct receipt {
    struct id device;
    int64_t seq;
    struct hash hash;
    int64_t hub_ms;
    unsigned char signature[SIGN_BYTES];
};
enum err store_keep_receipt(struct store *s, const struct receipt *r, const char *epoch);
/* The newest receipt of the own device; ERR_NOT_FOUND without words. */
enum err store_last_receipt(struct store *s, struct receipt *out);

/* Folds all rows of an entity anew from its events. */
enum err store_refold(struct store *s, const struct id *entity);

#endif
