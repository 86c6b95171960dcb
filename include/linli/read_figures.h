/* Figures (figures.h) of a record: counted here, in pieces that leave room for keys, or as the hub counted them. */
#ifndef LINLI_READ_FIGURES_H
#define LINLI_READ_FIGURES_H

#include "linli/figures.h"
#include "linli/store.h"

/* Counting in pieces: begin, then turns of some milliseconds until *done, then end. `asks` are counted in one pass. */
struct figures_work;
enum err figures_begin(struct figures_work **out, struct store *s, const struct figures_ask *asks, size_t count);
enum err figures_turn(struct figures_work *w, int64_t ms, bool *done);
int figures_percent(const struct figures_work *w);
void figures_take(struct figures_work *w, size_t ask, struct figures *out); /* done; once each */
void figures_stop(struct figures_work *w);                                  /* frees it at any time; NULL is fine */

/* All at once. */
enum err figures_count(struct store *s, const struct figures_ask *ask, struct figures *out);

/* What a reader sees first: the year of today, of all that is here; a desk's is not its own households, and by the units one
 * level below it. */
enum err figures_ask_own(struct store *s, struct figures_ask *out);

/* The newest figures that the hub sent of an area; ERR_NOT_FOUND without words. Of all areas, by code. */
enum err figures_pulled(struct store *s, const char *area, struct figures *out);
typedef enum err figures_fn(void *arg, const struct figures *f);
enum err figures_all_pulled(struct store *s, figures_fn *fn, void *arg);

#endif
