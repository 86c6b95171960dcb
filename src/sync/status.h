/* The state of a run in words, and the settings that outlive it: "sync.tries", "sync.slow", "sync.next_try", "sync.last_done". */
#ifndef LINLI_SYNC_STATUS_H
#define LINLI_SYNC_STATUS_H

#include "engine.h"
#include "linli/sync.h"

/* What is known without a connection. */
void status_load(struct sync_state *out, struct store *s);

/* While it runs. */
void status_running(struct sync_state *state, const char *hub);

/* The end of a run: result, words, when to try again; kept. `words` of what could not be kept are in e->trouble. */
void status_end(struct sync_state *state, struct store *s, const struct engine *e);

#endif
