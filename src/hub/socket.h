/* The Unix socket beside the database, DB.sock: through it a command asks the server that has the record to run it. One message
 * each way: JSON with descriptors there, JSON back. */
#ifndef LINLI_HUB_SOCKET_H
#define LINLI_HUB_SOCKET_H

#include <stdbool.h>
#include <stddef.h>
#include "linli/buf.h"
#include "linli/err.h"

#define SOCKET_TEXT_MAX ((size_t)128 << 10)
#define SOCKET_FDS_MAX 16

/* Connects to whoever serves `db`. ERR_NOT_FOUND without words: nobody. ERR_TRUST with words: somebody else's socket. */
enum err socket_connect(int *out, const char *db);

/* ERR_BUSY with words where somebody serves `db`. */
enum err socket_nobody(const char *db);

/* Listens, 0600; an old socket is taken away: the caller holds the record, so nobody else can be behind it. */
enum err socket_listen(int *out, const char *db);
void socket_remove(const char *db);

/* Whether the process at the other end is of our user or root. */
bool socket_is_own(int fd);

/* One message. ERR_RANGE with words where it is too long for one. */
enum err socket_send(int fd, const char *text, size_t len, const int *fds, size_t count);
/* ERR_IO without words where none came or it is not whole. `fds` are close-on-exec, the caller's. */
enum err socket_receive(int fd, struct buf *text, int fds[SOCKET_FDS_MAX], size_t *count);

#endif
