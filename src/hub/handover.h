/* A command handed to the linli-hub that serves the record. Who calls opens every file that is read or written and gives
 * descriptors, so that names, rights and pipes are the caller's. Both ends of that agreement are here; they are the only ones who
 * know its form. */
#ifndef LINLI_HUB_HANDOVER_H
#define LINLI_HUB_HANDOVER_H

#include "hub/call.h"

/* Opens what the command line names: c->input and c->files. ERR_IO with words. */
enum err handover_open_files(struct call *c);
void handover_close_files(struct call *c);

/* Caller: *exit_code is the command's, run by whoever serves c->db. ERR_NOT_FOUND without words: nobody does. */
enum err handover_ask(struct call *c, size_t argc, const char *const *argv, int *exit_code);

/* Server: reads one request from `fd`, runs it with the store, streams and breath of `with`, answers. */
void handover_serve(int fd, const struct call *with);

#endif
