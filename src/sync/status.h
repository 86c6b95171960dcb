/* The state of a run in words, and the settings that outlive it: "sync.tries", "sync.slow", "sync.next_try", "sync.last_done". */
#ifndef LINLI_SYNC_STATUS_H
#define LINLI_SYNC_STATUS_H

#include "engine.h"
#include "linli/sync.h"
#include "rate.h"

/* How the newest run ended, for words that stay true while more is entered. */
struct run_end {
    enum err e;
    char why[sizeof((struct trouble *)0)->why], todo[sizeof((struct trouble *)0)->todo];
    char notes[sizeof((struct sync_state *)0)->words];
};

/* What is known without a connection. */
void status_load(struct sync_state *out, struct store *s);

/* While it runs: counts, and how long it will take; `part` of the events that are on their way have left already. */
void status_running(struct sync_state *state, const char *hub, struct rate *rate, int64_t part);

/* The end of a run: result, words, when to try again; kept. `words` of what could not be kept are in e->trouble. */
void status_end(struct sync_state *state, struct run_end *o, struct store *s, const struct engine *e);

/* The words of that end, where more waits now. `by_itself`: it will go without a key. */
void status_words(struct sync_state *state, const struct run_end *o, bool by_itself);

/* A run that could not even begin: words of err_last. */
void status_no_start(struct sync_state *state, struct run_end *o, struct store *s, enum err e);

#endif
