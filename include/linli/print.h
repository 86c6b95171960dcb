/* What goes on paper: the week's visits, a household's own copy of what is held about it, a matter's summary. */
#ifndef LINLI_PRINT_H
#define LINLI_PRINT_H

#include "linli/store.h"

/* The doors to go to within seven days, in door order, each with why and room to write: promised visits, matters that are due,
 * care needs, then those not visited for `days`, at most PRINT_WEEK_MAX. Phones are masked. */
#define PRINT_WEEK_MAX 60
enum err print_week(struct store *s, int64_t days, bool html, struct buf *out);

/* A household's own copy (DESIGN.md section 3): all that is held here about it, where it came from, and who looked at its
 * numbers. Its own numbers are not masked: an event tells that they were printed. In a record that can only be read they stay
 * masked. */
enum err print_household(struct store *s, const struct id *household, bool html, struct buf *out);

/* A matter's summary: parties, where it stands, what happened. Phones are masked. */
enum err print_matter(struct store *s, const struct id *matter, bool html, struct buf *out);

/* Where else the parties can go (FIELD.md c-1, c-7): the routes of the directory, the national ones that it lacks in general
 * words, and what was handed over in the matter. `matter` NULL: of none; of a matter it names nobody, for it goes to each party.
 */
enum err print_routes(struct store *s, const struct id *matter, bool html, struct buf *out);

/* A matter's dossier (FIELD.md c-15): cover, contents, a form for each thing that is there, blanks for what is required and
 * missing, back cover. Phones and numbers of papers are masked; `unmask` writes the look down for each household (ERR_READ_ONLY
 * where that is not possible). `party`: the version for one of them, 1 the first: without the door, phones and papers of the
 * others, and without what is not for both sides. */
struct print_dossier {
    bool html, unmask;
    int party; /* 0: the committee's own */
};
enum err print_dossier(struct store *s, const struct id *matter, const struct print_dossier *how, struct buf *out);

/* The monthly review (figures.h): figures of the month ("2026-11", "" this one), then the open matters to go through by number,
 * type and days; it names nobody. ERR_USAGE with words where it is no month. And the ledger of classes of matters under special
 * care, each with how many matters of its type there were this year. */
enum err print_review(struct store *s, const char *month, bool html, struct buf *out);
enum err print_ledger(struct store *s, bool html, struct buf *out);

/* The newest agreement, a copy for each party and one for the committee. ERR_FAILED with words where there is none. */
enum err print_agreement(struct store *s, const struct id *matter, const struct print_dossier *how, struct buf *out);

#endif
