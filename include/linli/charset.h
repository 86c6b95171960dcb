/* What a text file from an office is written in, and the same text as UTF-8. GBK and GB2312 are parts of GB18030 and read as it.
 * Knows no format of files. */
#ifndef LINLI_CHARSET_H
#define LINLI_CHARSET_H

#include <stddef.h>
#include "linli/buf.h"
#include "linli/err.h"

struct charset_text {
    const char *text; /* the caller's bytes themselves where they are UTF-8, else in `own`; without a byte order mark */
    size_t len;
    const char *name; /* "UTF-8", "UTF-8 BOM", "GB18030" */
    size_t bad;       /* bytes that fit nowhere: kept as they came in UTF-8, \xFF in converted text; never valid UTF-8 */
    struct buf own;
};

/* `wanted`: "UTF-8", "GB18030", "GBK", "GB2312" (case and `-` do not matter), or NULL: found out. A few damaged bytes are let
 * through and counted; bytes that are another encoding throughout are ERR_SYNTAX, with the first line that does not fit; so are
 * UTF-16, workbooks and other files that are no text. An unknown name is ERR_USAGE. The caller's bytes must outlive `out`. */
enum err charset_decode(struct charset_text *out, const char *bytes, size_t len, const char *wanted);
void charset_free(struct charset_text *t);

/* Bytes at the start of `text` that are valid UTF-8: `len` where all are. */
size_t charset_fits(const char *text, size_t len);

#endif
