/* The logins of all workers, to look up by id: an export names a worker in every line. */
#ifndef LINLI_HUB_WORKERS_H
#define LINLI_HUB_WORKERS_H

#include "linli/hubstore.h"

struct workers {
    struct hub_worker_row *rows; /* by id */
    size_t count, room;
};

enum err workers_read(struct workers *out, struct store *s);
/* NULL where there is no such worker; the list's. */
const char *workers_login(const struct workers *w, const struct id *id);
void workers_free(struct workers *w);

#endif
