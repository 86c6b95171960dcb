/* The hub's side of the store: who works where, what is in whose scope, what a device may push and what it gets. The HTTP side
 * knows no SQL, this side no HTTP. */
#ifndef LINLI_HUBSTORE_H
#define LINLI_HUBSTORE_H

#include "linli/items.h"
#include "linli/read_flow.h"
#include "linli/store.h"
#include "linli/wire.h"

/* A new hub: project id, epoch, the hub's identity key (signs receipts, stays over restores) and its journal device. ERR_EXISTS.
 */
enum err hub_init(const char *path, const char *name);

struct hub_identity {
    struct sign_key key;
    struct id project;
    char name[NAME_SIZE];
    char epoch[ID_TEXT_SIZE];
};
enum err hub_identity(struct store *s, struct hub_identity *out);
/* After a restore: another epoch, another journal device, the same identity. */
enum err hub_new_epoch(struct store *s);

/* Administration: each appends events to the hub's own journal and changes scopes in the same transaction. */
enum err hub_area_add(struct store *s, const char *code,
                      const char *name); /* a missing parent is made, named by its code; the same again changes the name */
enum err hub_worker_add(struct store *s, const char *login, const char *name, enum role role, const char *area);
/* Another post for a worker who is there; `area` NULL: where they are. ERR_NOT_FOUND, ERR_REFUSED where they left. */
enum err hub_worker_role(struct store *s, const char *login, enum role role, const char *area);
enum err hub_worker_leave(struct store *s, const char *login);                           /* also revokes their devices */
enum err hub_assign_area(struct store *s, const char *login, const char *area, bool on); /* on false: unassign */
enum err hub_assign_household(struct store *s, const char *login, const char *household, bool on);
/* The county's rules (county.h), for everybody whose hub this is; `name` is the file's, for messages. *changed is false where
 * they are so already. */
enum err hub_county_set(struct store *s, const char *name, const char *text, size_t len, bool *changed);
/* The hub's clock: urges and marks as overdue at most `limit` open matters (1 to 1000) whose step runs out of time. `more`:
 * others wait. Nothing is written where there is none. */
struct hub_clocked {
    int64_t urged, overdue;
    bool more;
};
enum err hub_clock(struct store *s, int64_t limit, struct hub_clocked *out);
/* Figures of villages, towns and cities (figures.h), once a day: an event of each area whose figures are not what was said last.
 * In turns of some milliseconds: *said areas were written down by this one. */
struct hub_figures;
bool hub_figures_due(struct store *s);
enum err hub_figures_begin(struct hub_figures **out, struct store *s);
enum err hub_figures_turn(struct hub_figures *f, int64_t ms, int64_t *said, bool *done);
void hub_figures_free(struct hub_figures *f); /* NULL is fine */
/* Directories: entries by the office, all or none. One that is there already (area, kind, name, of mediators the committee) is
 * brought up to date; what is not said of it stays. `values` are checked; `id` is filled in. did[] counts. A dry run changes
 * nothing. */
struct hub_entry {
    struct id id;
    char area[AREA_SIZE];
    struct item_values values; /* the caller's to free */
};
enum hub_entry_did { HUB_ENTRY_SAME, HUB_ENTRY_ADDED, HUB_ENTRY_UPDATED, HUB_ENTRY_DIDS };
enum err hub_entries_put(struct store *s, struct hub_entry *entries, size_t count, bool dry_run, size_t did[HUB_ENTRY_DIDS]);
enum err hub_entry_drop(struct store *s, const struct id *id, const char *reason); /* ERR_NOT_FOUND with words */
/* A household was added or moved (roster import, a device's event): puts it into the scopes of those whose areas hold it. Called
 * in the transaction that folded it. */
enum err hub_place_entity(struct store *s, const struct id *entity);
/* The same for everything that was appended to the hub's own journal since (a whole roster import), in one pass: revs, areas that
 * are missing, scopes. */
enum err hub_place_all_new(struct store *s);

/* All workers by login, also those who left. */
struct hub_worker_row {
    struct id id;
    char login[NAME_SIZE], name[NAME_SIZE], area[AREA_SIZE];
    enum role role;
    bool gone;
};
/* Many workers as one act, all or none, by login, name, role and area of the rows; who is so already is left alone. `step` may be
 * NULL; it is told how many of those that changed are placed. */
typedef void hub_step_fn(void *arg, int64_t done, int64_t total);
enum err hub_worker_add_all(struct store *s, const struct hub_worker_row *rows, size_t count, hub_step_fn *step, void *arg);

typedef enum err hub_worker_fn(void *arg, const struct hub_worker_row *row);
enum err hub_worker_list(struct store *s, hub_worker_fn *fn, void *arg);

struct hub_device_row {
    struct id id;
    char worker[NAME_SIZE]; /* login */
    char letters[8];
    int64_t seq;
    int64_t revoked; /* UTC ms, 0 */
    bool fork;
};
typedef enum err hub_device_fn(void *arg, const struct hub_device_row *row);
enum err hub_device_list(struct store *s, hub_device_fn *fn, void *arg);
enum err hub_device_revoke(struct store *s, const char *device); /* id or its first 8 and more digits */

/* A one-time code for a worker, valid 7 days: 12 letters in groups. Stored hashed. */
enum err hub_enroll_code(struct store *s, const char *login, char code[20], int64_t *expires);

/* The same for a netbook that takes the place of another: at the moment it joins, and not before, the device `replace` ends ("":
 * all that the worker has now; NULL: none). */
struct hub_code {
    char text[20];
    int64_t expires;  /* UTC ms */
    int64_t replaces; /* devices that end */
};
enum err hub_enroll_replacing(struct store *s, const char *login, const char *replace, struct hub_code *out);

/* What revoked devices pushed and nobody decided about yet. A desk takes all of a device (each event is then judged as if it came
 * now; one outside the worker's scope is still refused) or refuses it; the decision is an event of the hub's own journal. */
struct hub_quarantine_row {
    struct id device;
    char worker[NAME_SIZE]; /* login */
    char letters[8];
    int64_t revoked, count, first, last; /* UTC ms: when the device was revoked; when the hub got the events */
};
typedef enum err hub_quarantine_fn(void *arg, const struct hub_quarantine_row *row);
enum err hub_quarantine_list(struct store *s, hub_quarantine_fn *fn, void *arg);
/* The events themselves. `device` as for hub_device_revoke. */
enum err hub_quarantine_events(struct store *s, const char *device, raw_event_fn *fn, void *arg);
struct hub_decided {
    struct id device;
    int64_t taken, refused;
};
/* `reason` NULL: taken, else refused. ERR_NOT_FOUND with words where nothing of the device waits. */
enum err hub_quarantine_decide(struct store *s, const char *device, const char *reason, struct hub_decided *out);

/* Refused events with which their authors disagree, each with the event that says why. */
typedef enum err hub_contest_fn(void *arg, const struct raw_event *refused, const struct raw_event *contest);
enum err hub_contested(struct store *s, hub_contest_fn *fn, void *arg);

struct hub_enroll {
    const char *code;   /* NULL: `bearer` goes on under a new key */
    const char *bearer; /* token in hex */
    unsigned char pub[SIGN_PUBLIC_BYTES];
    unsigned char sig[SIGN_BYTES];
    const struct json *households; /* array of own households, or NULL */
};
/* Registers a device and appends the answer's JSON. ERR_REFUSED with words: unknown, used or expired code, bad signature, worker
 * left. */
enum err hub_enroll(struct store *s, const struct hub_enroll *request, struct buf *answer);

/* Who a bearer token is. ERR_REFUSED: unknown. A revoked device is given with `revoked`. */
struct hub_caller {
    struct id device;
    struct id worker;
    int64_t device_no;
    char area[AREA_SIZE];
    char town[AREA_SIZE];
    enum role role;
    bool revoked;
};
enum err hub_caller(struct store *s, const char *token, struct hub_caller *out);

/* A push, already unpacked: checks chain, signature and bounds of the whole, stores what is new, gives each event its verdict and
 * rev, folds, answers. `caller` NULL: a file by `intake` (the signature is the proof). Not ERR_OK: nothing was stored; the
 * problem's JSON is in `answer` and its HTTP status in *status. */
enum err hub_push(struct store *s, const struct hub_caller *caller, const char *lines, size_t len, struct buf *answer,
                  int *status);

/* A page for a device. `limit` lines or WIRE_BODY_MAX/2 bytes; an entity may go on on the next page. *nothing: nothing new (a
 * waiting caller may be kept waiting). ERR_SYNTAX: no such cursor. */
enum err hub_pull(struct store *s, const struct hub_caller *caller, const char *cursor, int64_t limit, struct buf *lines,
                  bool *nothing);

#endif
