/* Whole files, bounded in, atomic out. */
#ifndef LINLI_FILE_H
#define LINLI_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include "linli/buf.h"
#include "linli/err.h"

/* Reads at most `limit` bytes of a regular file or pipe into `out`; a larger one is ERR_RANGE, with words. "-" is stdin. */
enum err file_read(struct buf *out, const char *path, size_t limit);

/* The next piece of a file of at most `limit` bytes behind what `out` holds, for who has other things to do meanwhile; *more is
 * false once there was none. `name` is for the words. */
enum err file_read_piece(struct buf *out, bool *more, int fd, const char *name, size_t limit);

/* Writes beside the file, syncs, renames: the old or the new content, never half. Mode 0600. */
enum err file_write(const char *path, const void *bytes, size_t len);

/* Writes all of it, through interruptions and short writes. */
enum err file_write_fd(int fd, const void *bytes, size_t len);

/* Puts stand-ins that fail when used in the place of closed standard files: a database that was given the number of a closed
 * standard output would be printed into. */
void file_hold_standard(void);

#endif
