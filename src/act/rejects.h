/* The file of lines that were not taken. Of src/act/ alone. */
#ifndef LINLI_ACT_REJECTS_H
#define LINLI_ACT_REJECTS_H

#include "linli/roster.h"

struct rejects {
    int fd; /* -1: they are only counted */
    struct buf lines;
    bool any, sheets;
};
enum err rejects_add(struct rejects *r, const struct roster_reject *row);
enum err rejects_end(struct rejects *r); /* writes what is left; frees */

#endif
