/* linli.conf: what a person set for all days, HOME/linli.conf or else XDG_CONFIG_HOME/linli/linli.conf. The keys are conf.def. A
 * wrong line is told with its number, and its key keeps the fallback. Knows nothing of what the values do. */
#ifndef LINLI_CONF_H
#define LINLI_CONF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "linli/buf.h"
#include "linli/err.h"

enum conf_key {
#define X(name, key, type, fallback, least, most, form, help) CONF_##name,
#include "linli/conf.def"
#undef X
    CONF_COUNT
};

/* Looks at a key's value when its line is read, for what conf.def cannot say of it: where it fails its words are told as those of
 * the line, and the value stays. Before the first load. */
typedef enum err conf_check_fn(const char *value);
void conf_check(enum conf_key key, conf_check_fn *fn);

/* Reads the file of the present home anew; without one all is as built in. Once, before the first look at a value. */
void conf_load(void);

/* The same from a text; `name` is for the words. */
void conf_parse(const char *name, const char *text, size_t len);

/* Values, good until the next load. A text that was not set is its fallback, which may be "". */
const char *conf_text(enum conf_key key);
int64_t conf_number(enum conf_key key);
bool conf_flag(enum conf_key key);
bool conf_is_set(enum conf_key key);

/* Sets a value for all days: in force at once, and written into the person's file (a new one in the home where there is none), of
 * which every other line stays. ERR_USAGE where the value is none of the key's; on failure the file is as it was, with words. */
enum err conf_write(enum conf_key key, const char *value);

/* What was wrong, in the order of the lines: the k-th of at most 8, NULL past the last. */
const struct err_words *conf_fault(size_t k);

/* Appends a file in which every key has its fallback, with its help as a comment. */
void conf_write_sample(struct buf *out);

/* Reads a small regular file that nobody else can write to: configuration, themes, keys. Never waits: a FIFO or a device is
 * refused with words. */
enum err conf_read_file(struct buf *out, const char *path);

#endif
