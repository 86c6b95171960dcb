/* Reading what the flow of a matter stands on, what was written down in it, and the directories. */
#ifndef LINLI_READ_FLOW_H
#define LINLI_READ_FLOW_H

#include "linli/flow.h"
#include "linli/items.h"
#include "linli/read.h"

/* Where a matter stands, with its items. ERR_NOT_FOUND with words. */
enum err read_flow(struct store *s, const struct id *matter, struct flow_matter *out);

/* The same without its items and tasks: enough where flow_exit_reads_items says no. */
enum err read_flow_state(struct store *s, const struct id *matter, struct flow_matter *out);

/* What the worker of this device is to a matter (NULL: to none in particular): alone where no hub was joined. */
enum err read_actor(struct store *s, const struct id *matter, struct flow_actor *out);

struct item_row {
    struct id device; /* with seq: which event it is */
    int64_t seq;
    struct id matter;
    enum item item;
    int party; /* 1 the first, 0 none */
    enum yes_or_no answer;
    int score;
    enum grade grade;
    enum agreement made;
    int64_t day, due; /* day numbers, 0 none */
    struct id other;
    struct id about_device; /* the item that it is about; seq 0: none */
    int64_t about_seq;
    int round; /* how often the matter had been reopened */
    struct id by_id;
    char by[NAME_SIZE]; /* "" = not known here */
    int64_t at;
    enum level level;
    enum yes_or_no result; /* of a task, a term, a claim: the newest answer to it */
    int64_t promised;      /* of a task: the day promised for it, 0 */
    bool withdrawn, own;
    const struct item_values *values; /* good during the call */
};
typedef enum err item_row_fn(void *arg, const struct item_row *i);
/* Items of a matter in the order of the record, of one kind or (ITEM_NONE) of all, withdrawn ones too. */
enum err read_items(struct store *s, const struct id *matter, enum item item, item_row_fn *fn, void *arg);
/* One of them; ERR_NOT_FOUND without words. */
enum err read_item(struct store *s, const struct id *device, int64_t seq, item_row_fn *fn, void *arg);
/* Open tasks and terms of all open matters that are due until `day` (a promise counts instead of the day asked for), the oldest
 * first. */
enum err read_items_due(struct store *s, int64_t day, size_t limit, item_row_fn *fn, void *arg);
/* How many items of a kind name an entry of a directory in open matters: a mediator's load. */
enum err read_entry_load(struct store *s, const struct id *entry, int64_t *open, int64_t *all);

/* One step taken, in the order of the record. */
struct step_row {
    struct id device;
    int64_t seq, at;
    enum step step, to; /* to: none: closed */
    enum exit exit;
    enum level level, was_level;
    int64_t day, due, began, was_due; /* began, was_due: of the step that it ended */
    struct id by_id, other;
    char by[NAME_SIZE];
    bool applied, withdrawn;
};
typedef enum err step_row_fn(void *arg, const struct step_row *r);
enum err read_steps(struct store *s, const struct id *matter, step_row_fn *fn, void *arg);

/* Directories. */
struct entry_row {
    struct id id;
    enum item item;
    char area[AREA_SIZE];
    struct id other;      /* a mediator's worker, zero none */
    int64_t since, until; /* day numbers, 0 none */
    char name[NAME_SIZE];
    const struct item_values *values; /* good during the call */
};
typedef enum err entry_row_fn(void *arg, const struct entry_row *r);
/* Those that stand, of one kind, by name. */
enum err read_entries(struct store *s, enum item item, entry_row_fn *fn, void *arg);
enum err read_entry(struct store *s, const struct id *id, entry_row_fn *fn, void *arg); /* ERR_NOT_FOUND without words */
void read_entry_name(struct store *s, const struct id *id, char out[NAME_SIZE]);        /* of an entry or a worker, "" */

/* Workers whom a matter can be assigned to: those known here who did not leave. */
struct worker_row {
    struct id id;
    char login[NAME_SIZE], name[NAME_SIZE], area[AREA_SIZE];
    enum role role;
};
typedef enum err worker_row_fn(void *arg, const struct worker_row *r);
enum err read_workers(struct store *s, worker_row_fn *fn, void *arg);

#endif
