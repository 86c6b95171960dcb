/* Own households that the hub knew already under other ids: each pair becomes one (DESIGN.md section 4). Told at enrolment, done
 * when the hub's one is here: a household that leads nowhere would be gone from the screen until then. */
#ifndef LINLI_SYNC_PAIRS_H
#define LINLI_SYNC_PAIRS_H

#include "answer.h"

/* Keeps what the hub told, in the setting "sync.pairs". Inside a transaction of the caller. */
enum err pairs_keep(struct store *s, const struct joined *j, int64_t *count);

/* Appends an alias event for each pair whose both sides are here; one transaction. */
enum err pairs_fold(struct store *s);

#endif
