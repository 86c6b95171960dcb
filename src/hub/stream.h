/* Streams for handing work between processes: files without a name, and output that never waits long for its reader. */
#ifndef LINLI_HUB_STREAM_H
#define LINLI_HUB_STREAM_H

#include <stdbool.h>
#include <stdio.h>
#include "linli/err.h"

/* A file without a name in the folder of `db`, or in memory where that folder can hold none. ERR_IO with words. */
enum err stream_spool(int *out, const char *db);

/* Copies everything from one descriptor to another. ERR_IO, ERR_FULL with words. */
enum err stream_copy(int to, int from);

bool stream_is_file(int fd);

/* A stream over `fd` (not closed with it) that gives up on a reader who takes nothing for two seconds: a server must not stand
 * still because somebody pages through what it writes. NULL where memory ran out. */
FILE *stream_bounded(int fd);

#endif
