/* A matter's rows as the flow sees them (flow.h). For src/store/ alone. */
#ifndef LINLI_STORE_FLOWROWS_H
#define LINLI_STORE_FLOWROWS_H

#include "db.h"
#include "linli/flow.h"

/* All but the items. *pos, which may be NULL: the event that opened it. ERR_NOT_FOUND without words. */
enum err flowrows_state(struct store *s, const struct id *matter, struct flow_matter *out, int64_t *pos);

/* Adds the items that count in its present round, and the open tasks. *agreed: the day on which its newest agreement is in force,
 * 0; where the matter was settled on the spot that day stays. */
enum err flowrows_items(struct store *s, const struct id *matter, struct flow_matter *m, int64_t *agreed);

/* What a worker is to a matter; `matter` may be NULL. `day`: mediators are those whose term runs on it. */
enum err flowrows_actor(struct store *s, const struct id *worker, enum role role, const char *area, const struct id *matter,
                        int64_t day, struct flow_actor *out);

#endif
