/* Whole files, bounded in, atomic out. */
#ifndef LINLI_FILE_H
#define LINLI_FILE_H

#include <stddef.h>
#include "linli/buf.h"
#include "linli/err.h"

/* Reads at most `limit` bytes of a regular file or pipe into `out`; a larger one is ERR_RANGE, with words. "-" is stdin. */
enum err file_read(struct buf *out, const char *path, size_t limit);

/* Writes beside the file, syncs, renames: the old or the new content, never half. Mode 0600. */
enum err file_write(const char *path, const void *bytes, size_t len);

/* Writes all of it, through interruptions and short writes. */
enum err file_write_fd(int fd, const void *bytes, size_t len);

#endif
