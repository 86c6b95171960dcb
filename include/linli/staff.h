/* Lists of workers as offices have them: bytes of a file (CSV or a workbook) in, workers out. The same reading as of rosters
 * (encodings, delimiters, titles above the table, guards of spreadsheets). Pure: no file, no record. */
#ifndef LINLI_STAFF_H
#define LINLI_STAFF_H

#include <stddef.h>
#include "linli/err.h"
#include "linli/event.h"
#include "linli/kinds.h"

#define STAFF_SIZE_MAX ((size_t)16 << 20)

struct staff_options {
    const char *encoding; /* NULL: found out */
    const char *area;     /* of rows that name none; may be NULL */
    enum role role;       /* likewise; may be ROLE_NONE */
    const char *sheet;    /* of a workbook; NULL: all with a table in them */
};

struct staff_worker {
    size_t line; /* of the file, 1-based */
    char login[NAME_SIZE], name[NAME_SIZE], area[AREA_SIZE];
    enum role role;
};

/* A line that could not be taken; texts are good during the call. */
struct staff_reject {
    const char *sheet; /* of a workbook, else "" */
    size_t line;
    const char *column; /* its title, "" = the whole line */
    const char *reason; /* for people, translated */
};

struct staff_sink {
    enum err (*worker)(void *arg, const struct staff_worker *w);
    enum err (*reject)(void *arg, const struct staff_reject *r);
    void *arg;
};

/* Reads the whole file: titles (login, name, role, area; 登录名 姓名 角色 网格 …) in one of the first lines, then a worker a
 * line. A login that stands there twice is taken once. A bad row is a reject, not a failure. ERR_SYNTAX with words where it is no
 * such list; ERR_USAGE where the encoding named is not known; else what the sink fails with. */
enum err staff_read(const char *bytes, size_t len, const struct staff_options *options, const struct staff_sink *sink);

#endif
