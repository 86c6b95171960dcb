/* A zip archive in memory, its parts read as streams. Everything is bounded: nothing is ever written to a file, names are only
 * compared, and a part that unpacks to far more than it is stops the reading. */
#ifndef LINLI_ZIP_H
#define LINLI_ZIP_H

#include <stdbool.h>
#include <stddef.h>
#include "linli/err.h"

struct zip;

#define ZIP_ENTRIES_MAX 4096
#define ZIP_NAME_SIZE 256
#define ZIP_TOTAL_MAX ((size_t)2 << 30) /* bytes that all reading of one archive may unpack */
#define ZIP_FREE ((size_t)16 << 20)     /* bytes of a part that may unpack at any ratio */
#define ZIP_RATIO 200                   /* and from there on, against the packed bytes */

/* The bytes must outlive the archive. ERR_SYNTAX with words: damaged, cut off, with two parts of one name, encrypted, or with
 * more parts than any workbook has; ERR_FAILED: the library is missing. `*z` is NULL then. */
enum err zip_open(struct zip **z, const char *bytes, size_t len);
void zip_close(struct zip *z);

/* Names do not tell upper from lower case. */
bool zip_has(const struct zip *z, const char *name);

/* Hands the part over piece by piece; `take` stops it by failing. ERR_NOT_FOUND without words; ERR_SYNTAX with. */
typedef enum err zip_take_fn(void *arg, const char *bytes, size_t len);
enum err zip_read(struct zip *z, const char *name, zip_take_fn *take, void *arg);

#endif
