/* A file that changes how linli looks or listens: themes, keys. */
#ifndef LINLI_TUI_CONF_H
#define LINLI_TUI_CONF_H

#include "linli/buf.h"
#include "linli/err.h"

/* Reads a small regular file that nobody else can write to. Never waits: a FIFO or a device is refused with words. */
enum err conf_read(struct buf *out, const char *path);

#endif
