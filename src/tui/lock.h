/* The lock: while it is on, nothing of the record is drawn and no key reaches a view. It lies over the views, which stay as they
 * are: the same rows, the same half-typed fields come back. */
#ifndef LINLI_TUI_LOCK_H
#define LINLI_TUI_LOCK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "hidden.h"

struct app;

struct lock {
    bool on;
    bool deaf;       /* what is read now was typed before anybody saw the lock */
    bool waits;      /* the words name a time that will pass */
    int64_t touched; /* the newest key, by clock_awake */
    struct hidden typed;
    char words[400];
};

void lock_open(struct app *app);  /* at the start: on where there is a passphrase */
void lock_now(struct app *app);   /* keeps what is typed and locks; without a passphrase, asks for one */
bool lock_turn(struct app *app);  /* true where nobody has typed for so long that it locked now */
int lock_wait(struct app *app);   /* ms until lock_turn has something to do, -1 never */
void lock_touch(struct app *app); /* somebody typed */
void lock_draw(struct app *app, int cols);
void lock_key(struct app *app, const struct key *key, const struct buf *paste);
void lock_line(struct app *app, const char *line, size_t len); /* linear mode: the line is the passphrase */

#endif
