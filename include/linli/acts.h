/* Acts of a person on this device, for undo and redo. An act is a run of own events that were appended in one transaction;
 * undoing it appends further events that turn them round, and doing it again turns those round. The list is this device's own: it
 * outlives a restart and a push, and nothing of it is sent. */
#ifndef LINLI_ACTS_H
#define LINLI_ACTS_H

#include "linli/store.h"

struct acts_row {
    int64_t no;
    int64_t first, last; /* places of its newest doing or undoing, as store_append gives them */
    bool undone;
};

/* An act was done: called by each verb inside the transaction that appends its events. What could be redone no longer can. */
enum err acts_did(struct store *s, int64_t first, int64_t last);

/* The act that undo (`undone` false) or redo (true) takes next; ERR_NOT_FOUND without words where there is none. */
enum err acts_next(struct store *s, bool undone, struct acts_row *out);

/* The act was turned round by the events from `first` to `last`. */
enum err acts_turned(struct store *s, const struct acts_row *act, int64_t first, int64_t last);

/* The own event at a place; raw's texts are valid until fn returns. ERR_NOT_FOUND without words. */
enum err acts_event(struct store *s, int64_t pos, raw_event_fn *fn, void *arg);

/* The event of a device, whether it is of this person, and whether it was taken back. */
enum err acts_of(struct store *s, const struct id *device, int64_t seq, raw_event_fn *fn, void *arg, bool *own, bool *withdrawn);

/* What a field of a household said before the own event at `pos` said it, and which event says it now. */
struct acts_field {
    struct household before; /* only the field; freed with household_free */
    struct id device;        /* the event whose value stands now, */
    int64_t seq;             /* which the next correction names */
    bool stands;             /* its value is the one that the event at `pos` said */
};
/* ERR_NOT_FOUND without words where the event did not say the field, or its value was not taken. */
enum err acts_field_before(struct store *s, const struct id *household, unsigned field, int64_t pos, struct acts_field *out);

#endif
