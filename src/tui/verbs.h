/* Verbs by name: how well a request fits what somebody typed, in which order a list of them stands, and which were used lately.
 * Knows no view: who asks says which requests there are and which are refused. */
#ifndef LINLI_TUI_VERBS_H
#define LINLI_TUI_VERBS_H

#include <stdbool.h>
#include <stdint.h>
#include "linli/store.h"
#include "request.h"

#define VERBS_RECENT_MAX 8

/* The verbs chosen from lists, the newest first. They outlive a restart. */
struct verbs_recent {
    enum request list[VERBS_RECENT_MAX];
    size_t count;
    bool dirty; /* not stored yet */
};
void verbs_recent_read(struct verbs_recent *recent, struct store *s);
void verbs_recent_add(struct verbs_recent *recent, enum request r);
void verbs_recent_save(struct verbs_recent *recent, struct store *s); /* does nothing where nothing is new */

struct verb {
    enum request request;
    bool refused;
    int rank; /* how well it fits, 0 best, VERBS_NO not at all */
};
#define VERBS_NO 100

/* How well a request fits what was typed: by its label (Han, pinyin in full or by initials, English), its name in key files, or
 * what it does. Each word of `typed` must fit. */
int verbs_rank(enum request r, const char *typed);

/* Drops the verbs that do not fit and sorts the rest: the better fit first, then those that work, then (`recent` may be NULL)
 * those used lately, else in the order given. Returns how many are left. */
size_t verbs_narrow(struct verb *verbs, size_t count, const char *typed, const struct verbs_recent *recent);

/* Which characters of a label the words typed fit, as a bit a character (first 64). */
uint64_t verbs_matched(const char *label, const char *typed);

#endif
