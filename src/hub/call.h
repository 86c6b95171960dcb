/* One command at work: what it was told, the record, and the descriptors of whoever called, be that this process or another one
 * whose request the server runs. A command touches no other stream, folder or environment. */
#ifndef LINLI_HUB_CALL_H
#define LINLI_HUB_CALL_H

#include <stdint.h>
#include "hub/command.h"
#include "linli/buf.h"
#include "linli/store.h"

struct call {
    const struct command_line *args;
    const char *db;          /* path of the record */
    struct store *store;     /* NULL for commands that run alone */
    const char *folder;      /* the caller's, for relative names */
    int input;               /* the file that the command reads; -1 none */
    int files[OPTION_COUNT]; /* of options that name a file; -1 none */
    FILE *out, *err;
    int err_fd;                    /* beneath err: whether somebody watches */
    void (*breathe)(void *server); /* lets a server answer others between two steps; may be NULL */
    void *server;
};

/* Runs the command and gives its exit code; words of a failure went to c->err. */
int call_run(struct call *c);

/* The words of the newest failure as one line: linli-hub: WHAT: WHY: what to do. */
void call_complain(FILE *err);

/* All of the file that the caller opened as `name`, at most `limit` bytes. */
enum err call_read(struct buf *out, const struct call *c, int fd, const char *name, size_t limit);

/* `name` as seen from the caller's folder. ERR_RANGE with words. */
enum err call_path(char *out, size_t room, const struct call *c, const char *name);

/* Writes buffered lines out and empties the buffer. ERR_IO with words where the reader is gone. */
enum err call_put(const struct call *c, struct buf *lines);

/* A moment for others, between two steps of a long command; cheap to call often. */
void call_breathe(const struct call *c);

#endif
