/* Reading the claims for cases (claims.h). */
#ifndef LINLI_READ_CLAIMS_H
#define LINLI_READ_CLAIMS_H

#include "linli/read.h"

struct claim_row {
    struct id device; /* with seq: the claim's event */
    int64_t seq;
    struct id matter;
    char number[NUMBER_SIZE];
    enum matter_type type;
    char area[AREA_SIZE];
    enum grade grade;
    struct id mediator_id;
    char mediator[NAME_SIZE];
    int64_t fen;
    int64_t at; /* UTC ms */
    struct id by_id;
    char by[NAME_SIZE];
    enum yes_or_no result; /* approved, refused, none yet */
    int64_t decided;       /* day number, 0 */
    char decided_by[NAME_SIZE];
};
typedef enum err claim_row_fn(void *arg, const struct claim_row *r);

/* Those made from one instant to before another, the oldest first; none that was taken back. */
enum err read_claims(struct store *s, int64_t from, int64_t to, claim_row_fn *fn, void *arg);

/* The first instants of a year and of the one behind it, in the office's zone. The year of a time. */
void read_claims_year(int year, int64_t *from, int64_t *to);
int read_claims_year_of(int64_t at);

/* Whether a claim stands for another matter that is the same dispute: of its type, between its households, within a year. */
enum err read_claim_repeated(struct store *s, const struct id *matter, bool *out);

#endif
