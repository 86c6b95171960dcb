/* Corrections that contradict each other: both values of a field, who said which and when. And who said what stands. */
#ifndef LINLI_CLASH_H
#define LINLI_CLASH_H

#include "linli/read.h"

/* Who said the value of a field. */
struct clash_source {
    struct id device; /* zero and seq 0: nobody */
    int64_t seq;
    int64_t at; /* UTC ms */
    enum kind kind;
    char by[NAME_SIZE]; /* "" = not known here */
    bool own;           /* on this device */
};

/* The event that said the present value, which a correction has to name. */
enum err clash_source(struct store *s, const struct id *household, unsigned field, struct clash_source *out);

/* A value beside the one that stands. The households have that field, the rest of them is empty. */
struct clash {
    unsigned field;
    const struct household *stands, *beside;
    struct clash_source stands_by, beside_by;
};
typedef enum err clash_fn(void *arg, const struct clash *c);
/* In the order of the fields, good during the call. Two values that became the same meanwhile are none. */
enum err read_clashes(struct store *s, const struct id *household, clash_fn *fn, void *arg);

/* What people corrected by hand at `own` is said again of `into`, which it is about to be joined with: in the place of a value
 * that is the one they corrected, else beside it. What an import said of `own` is left aside. Inside a transaction. */
enum err clash_carry(struct store *s, const struct id *own, const struct id *into);

#endif
