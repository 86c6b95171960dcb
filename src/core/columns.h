/* Which column of a roster means what, by its title. The table is columns.def. */
#ifndef LINLI_CORE_COLUMNS_H
#define LINLI_CORE_COLUMNS_H

#include <stdbool.h>
#include <stddef.h>
#include "linli/buf.h"

enum column {
    COLUMN_UNKNOWN,
    COLUMN_LEFT_OUT, /* what linli does not hold: never copied */
#define HELD(name, map_name, titles) COLUMN_##name,
#define LEFT_OUT(words)
#define LEFT_OUT_WHOLE(words)
#include "core/columns.def"
#undef HELD
#undef LEFT_OUT
#undef LEFT_OUT_WHOLE
    COLUMN_COUNT_
};

/* The column that a title means. Width, case, spaces and signs do not matter, nor a number behind (手机2) or words in brackets
 * (姓名(必填)), unless they name what linli does not hold. */
enum column columns_find(const char *title, size_t len);

/* The column that a map file means by `name`, COLUMN_UNKNOWN where there is none. */
enum column columns_named(const char *name);

/* Appends the form in which titles are compared. */
void columns_plain(struct buf *out, const char *title, size_t len);

#endif
