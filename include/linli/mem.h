/* Memory that is there or ends the program: callers never check for NULL. */
#ifndef LINLI_MEM_H
#define LINLI_MEM_H

#include <stddef.h>

/* Zeroed memory of n * size bytes, the caller's to mem_free. n * size of 0 gives a valid pointer. */
void *mem_new(size_t n, size_t size);

/* `p` (or NULL) resized to n * size bytes; new bytes are not zeroed. */
void *mem_resize(void *p, size_t n, size_t size);

/* A copy of `text` (NULL gives NULL), or of its first `len` bytes with a NUL behind. */
char *mem_dup(const char *text);
char *mem_dup_n(const char *text, size_t len);

void mem_free(void *p);

/* `rescue` runs once before the program ends because memory ran out: the open form is saved there. */
void mem_on_exhausted(void (*rescue)(void));

#endif
