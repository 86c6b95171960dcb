/* What a person does in the course of a matter: steps, what is written down, and the directories. Each asks the flow (flow.h)
 * before it appends anything, and is one act for undo. */
#ifndef LINLI_ACT_FLOW_H
#define LINLI_ACT_FLOW_H

#include "linli/act.h"
#include "linli/read_flow.h"

struct act_step {
    struct id matter;
    enum exit exit;     /* none: the step is done */
    enum step to;       /* none: the first that follows */
    const char *reason; /* where the exit needs one; of a settlement how it was settled; NULL or "" */
    const char *note;
    struct id other;   /* the worker whom it is assigned to */
    const char *until; /* of an extension: a date as clock_parse reads it; NULL or "": the days of the step again */
    const char
        *routes;    /* of an end and a refusal: the other routes that were handed over, which becomes an item of the same act */
    struct id late; /* with its seq: the own event in conflict that is taken anew with it; zero none */
    int64_t late_seq;
    enum step seen; /* the step at which the person saw the matter; none: whatever it is at */
};
enum err act_step(struct store *s, const struct act_step *a);

/* Why the flow does not let this worker do it now, in words; NULL: it does. *move may be NULL. */
enum err act_step_refused(struct store *s, const struct act_step *a, const char **why, struct flow_move *move);

/* Deals with an own event of a matter that a hub refused or that came too late. ANEW: the step again, with `words`, which the
 * flow must allow as the matter stands now. NOTE: `words` as a note on the matter. LEAVE: it is let be, with a word why. Each is
 * an event that names it, so that every device of the worker knows, and `rebuild` and a backup keep it; the event itself stays as
 * it is. `words` NULL: those of the event. */
enum act_late { ACT_LATE_ANEW, ACT_LATE_NOTE, ACT_LATE_LEAVE };
enum err act_late(struct store *s, const struct id *device, int64_t seq, enum act_late how, const char *words);
/* Why that cannot be done now, NULL: it can. */
enum err act_late_refused(struct store *s, const struct id *device, int64_t seq, enum act_late how, const char **why);

/* Writes an item down. `v` is checked and cleaned in place; *field gets the place of the field that is wrong. The event's name
 * goes to *device and *seq, which may be NULL. */
enum err act_item(struct store *s, const struct id *matter, struct item_values *v, size_t *field, struct id *device,
                  int64_t *seq);

/* An entry of a directory: a new one (`id` zero, filled in), or all of one anew. `area`: "" is where it is, of a new one the
 * worker's own. */
enum err act_entry(struct store *s, struct id *id, const char *area, struct item_values *v, size_t *field);
/* It no longer stands; with a reason. */
enum err act_drop_entry(struct store *s, const struct id *id, const char *reason);

#endif
