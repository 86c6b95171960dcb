/* `key = value` lines with [sections] and # comments: themes, keys, configuration. Bounded: 64 KiB, 1,000 lines. */
#ifndef LINLI_INI_H
#define LINLI_INI_H

#include <stddef.h>
#include "linli/err.h"

/* Called for each pair; texts are trimmed and NUL-terminated, good during the call. A failure ends the reading. */
typedef enum err ini_pair_fn(void *arg, int line, const char *section, const char *key, const char *value);

/* Parses `len` bytes; `name` is for messages ("day.theme:12: no such role"). */
enum err ini_parse(const char *name, const char *text, size_t len, ini_pair_fn *fn, void *arg);

#endif
