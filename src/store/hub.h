/* The hub's side of the store, inside: a transaction of hub work, towns and their revs, entities, scopes. For src/store/hub_*.c.
 */
#ifndef LINLI_STORE_HUB_H
#define LINLI_STORE_HUB_H

#include "db.h"
#include "linli/hubstore.h"
#include "linli/policy.h"

struct hub_ids {
    struct id *at;
    size_t count, room;
};
void hub_ids_add(struct hub_ids *ids, const struct id *id);
void hub_ids_free(struct hub_ids *ids);
/* Adds column 0 of every row, then ends the statement. */
enum err hub_ids_collect(struct store *s, struct hub_ids *ids, sqlite3_stmt *st);

enum hub_kind { HUB_NOTHING, HUB_HOUSEHOLD, HUB_MATTER, HUB_AREA, HUB_WORKER, HUB_OTHER, HUB_ENTRY, HUB_COUNTY, HUB_FIGURES };

struct hub_entity {
    struct id id;
    enum hub_kind kind;
    int64_t town;
    char area[AREA_SIZE];
    struct id creator;
};

struct hub_worker {
    struct id id;
    char login[NAME_SIZE], name[NAME_SIZE], area[AREA_SIZE];
    enum role role;
    bool gone;
};

struct hub_town {
    int64_t no, rev;
    char code[AREA_SIZE];
    bool dirty;
};

/* A worker's posts, the oldest first, and a device of theirs: see hub_post.c. */
#define POSTS_MAX 8
struct hub_post {
    int64_t rev;
    enum role role;
    char area[AREA_SIZE];
};
struct hub_posts {
    bool known;
    struct id worker, device;
    struct hub_post at[POSTS_MAX];
    size_t count;
    int64_t joined;         /* the rev at which the device joined, 0 */
    int64_t named, scanned; /* the first event that names its author, 0 none up to `scanned` */
};

/* One transaction of hub work. */
struct hub_work {
    struct store *s;
    struct hub_town *towns;
    size_t town_count;
    struct hub_worker worker; /* the newest look-up */
    struct {                  /* the newest answer of an area's rules, by worker and area */
        struct id worker;
        char area[AREA_SIZE];
        bool given, known;
    } rules;
    struct hub_posts posts;  /* of the newest author */
    struct hub_known *known; /* look-ups of entities and of who has them: a push has many events of one household */
    char ensured[AREA_SIZE]; /* the newest area that hub_area_ensure saw to */
};

/* hub_work.c */
enum err hub_begin(struct hub_work *w,
                   struct store *s); /* gives own events that have no rev yet (an import's) theirs, and places what they made */
enum err hub_end(struct hub_work *w, enum err e); /* commits where `e` is ERR_OK, else rolls back and gives `e` */
enum err hub_town(struct hub_work *w, const char *area, int64_t *no); /* of an area, made where missing */
enum err hub_next_rev(struct hub_work *w, int64_t town, int64_t *rev, const char **code);
enum err hub_entity(struct hub_work *w, const struct id *id, struct hub_entity *out); /* ERR_NOT_FOUND without words */
/* Makes the row or moves it to another area. */
enum err hub_entity_put(struct hub_work *w, struct hub_entity *e);
/* Whether the entity is or was in the worker's scope, and the rev of its leave, 0 where it is still there. hub_forget is for
 * whoever changes that. */
enum err hub_member(struct hub_work *w, const struct id *worker, const struct id *entity, bool *ever, int64_t *gone);
void hub_forget(struct hub_work *w, const struct id *entity);
/* Appends to the hub's own journal, with its rev; the body may be NULL. The entity is put first where `kind` is not HUB_NOTHING.
 */
enum err hub_append(struct hub_work *w, struct event *ev, const struct words *words, enum hub_kind kind, const char *area);
enum err hub_append_body(struct hub_work *w, struct event *ev, const char *body, size_t len, enum hub_kind kind,
                         const char *area);
enum err hub_worker_get(struct hub_work *w, const struct id *id, struct hub_worker *out);    /* ERR_NOT_FOUND without words */
enum err hub_worker_by_login(struct hub_work *w, const char *login, struct hub_worker *out); /* with words */
enum err hub_area_ensure(struct hub_work *w, const char *code);                              /* with its parents */
/* The bounds of "inside `area`" as a range of texts: from <= code < to. */
void hub_area_range(const char *area, char from[AREA_SIZE], char to[AREA_SIZE]);

/* hub_device.c */
struct hub_device {
    int64_t no; /* 0: none */
    struct id id;
    unsigned char pub[SIGN_PUBLIC_BYTES];
    struct id worker;
    char letters[8];
    int64_t revoked;
    int64_t fork_of, fork_seq; /* fork_of 0: no fork */
};
/* ERR_NOT_FOUND without words. */
enum err hub_device_by_id(struct store *s, struct hub_device *out, const struct id *id);
enum err hub_device_by_no(struct store *s, struct hub_device *out, int64_t no);
enum err hub_device_by_token(struct store *s, struct hub_device *out, const char *token);
/* By its id or the first 8 and more digits of it; with words. */
enum err hub_device_find(struct store *s, const char *text, struct id *out);
/* The row of a hub_device_* statement. */
void hub_device_read(sqlite3_stmt *st, struct hub_device *out);
enum err hub_revoke(struct hub_work *w, const struct id *device, const struct hub_worker *worker);

/* hub_scope.c */
/* Puts the entity into, or out of, everybody's scope as the rules are now, with what hangs on it. */
enum err hub_place(struct hub_work *w, const struct id *entity);
/* The worker is new or was changed: all that may be seen by them or show them. */
enum err hub_place_worker(struct hub_work *w, const struct hub_worker *worker);
enum err hub_give_area(struct hub_work *w, const struct hub_worker *worker, const char *area, bool given);
enum err hub_give_household(struct hub_work *w, const struct hub_worker *worker, const struct id *household, bool given);
enum err hub_give_nothing(struct hub_work *w, const struct id *worker);
/* What the rules of areas say; `area` is inside an area that was given to the worker. */
enum err hub_given_area(struct hub_work *w, const struct id *worker, const char *area, bool *given);

/* hub_verdict.c: what the hub says of a pushed event, and what follows from one that it took. */
struct hub_author {
    struct hub_worker worker;
    struct hub_device device;
    bool revoked;
    int64_t town; /* of the worker's area */
    int64_t seen; /* of the event being judged: the newest rev of that town that its device can have known; by hub_post_then */
};
struct hub_ruling {
    enum verdict verdict;
    const char *reason;  /* translated; NULL where accepted */
    int64_t town;        /* whose rev the event takes; 0: none */
    enum hub_kind makes; /* the entity that it makes; HUB_NOTHING: it is there, or none is needed */
    struct hub_entity entity;
};
enum err hub_judge(struct hub_work *w, const struct hub_author *a, const struct event *ev, const struct raw_event *raw,
                   struct hub_ruling *out);
/* After an accepted event was folded: makes its entity, places what it moved. */
enum err hub_follow(struct hub_work *w, const struct hub_author *a, const struct event *ev, struct hub_ruling *r);
/* hub_post.c: turns the author into who they were when the event was written, as far as the device could know; *older: how many
 * posts they had before that one. hub_post_before turns them into who they were in the i-th of those. */
enum err hub_post_then(struct hub_work *w, struct hub_author *a, const struct event *ev, size_t *older);
void hub_post_before(struct hub_work *w, struct hub_author *a, size_t i);
/* Whether it was written before the device joined: it names no author, and nothing before it does. */
enum err hub_wrote_alone(struct hub_work *w, const struct hub_author *a, const struct event *ev, bool *out);
/* hub_judge_entry.c: an event of an entry that is there was folded: who has it and the matters that name it, now. */
enum err hub_entry_changed(struct hub_work *w, const struct event *ev, struct hub_entity *entity);

#endif
