/* A shared library that is loaded when it is first needed: what few commands use must not cost every start. */
#ifndef LINLI_LIBRARY_H
#define LINLI_LIBRARY_H

#include <stdbool.h>
#include <stddef.h>

struct library_function {
    const char *symbol;
    size_t at; /* of its pointer in the table */
};

/* Fills the table of pointers with the functions of the library `name`; false where it or one of them is missing. */
bool library_load(void *table, const char *name, const struct library_function *functions, size_t count);

#endif
