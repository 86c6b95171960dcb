/* The log that killshim.so writes with KILLSHIM_LOG and powerloss reads: records one behind the other, each this head, then
 * `path_len` bytes of path, `path2_len` of a second path, `len` of data. Host byte order. */
#ifndef TESTS_FAULT_SHIMLOG_H
#define TESTS_FAULT_SHIMLOG_H

#include <stdint.h>

#define SHIMLOG_MAGIC 0x6b736c67u

enum shimlog_kind {
    SHIMLOG_START = 1, /* path: the folder that is watched */
    SHIMLOG_WRITE,     /* path, offset, data */
    SHIMLOG_TRUNCATE,  /* path, offset: the new size */
    SHIMLOG_SYNC,      /* path, of a file or a folder; after the call came back */
    SHIMLOG_CREATE,    /* path of a new, empty file */
    SHIMLOG_UNLINK,    /* path */
    SHIMLOG_RENAME,    /* path, path2: its new name */
    SHIMLOG_MKDIR,     /* path */
    SHIMLOG_OUT,       /* data that left the process (terminal, pipe, socket): what the world was told */
};

struct shimlog_head {
    uint32_t magic, kind;
    uint64_t offset, len;
    uint32_t path_len, path2_len;
};

#endif
