/* Errors: one small enum for programs, one record of words for people.
 * This module refuses to know where words are shown. */
#ifndef LINLI_ERR_H
#define LINLI_ERR_H

/* The rows are in src/base/err.def: name, exit code of a command that ends with it, meaning. */
enum err {
#define X(name, exit_code, meaning) ERR_##name,
#include "linli/err.def"
#undef X
    ERR_COUNT_
};

/* What went wrong, in the words for the person at the terminal. Any part may be empty. */
struct err_words {
    enum err code;
    char what[256]; /* what could not be done */
    char why[512];  /* the reason */
    char todo[256]; /* what the person can do now */
};

/* Records the words of a failure and returns `e`, so that a function can end with
 * `return err_say(ERR_IO, _("cannot read the roster"), err_fmt("%s", path), _("check the name"))`.
 * The texts are copied and cut at the size of the record; `why` and `todo` may be NULL. */
enum err err_say(enum err e, const char *what, const char *why, const char *todo);

/* Formats into one of eight rotating buffers: good until the eighth next call. Cut at 511 bytes. */
const char *err_fmt(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* The words of the newest failure; never NULL, stays valid, is overwritten by the next err_say. */
const struct err_words *err_last(void);

/* Forgets the newest failure. */
void err_clear(void);

/* The exit code of a command that ends with `e` (DESIGN.md section 4: 0 done, 1 failed, 2 usage,
 * 3 partly done, 4 refused). */
int err_exit_code(enum err e);

/* The name of `e` as in the table, for logs and --json. */
const char *err_name(enum err e);

#endif
