/* A command line, read by a program's table of options: words, options with their values, refusals in words. Knows no commands:
 * which options go with which is for the program. */
#ifndef LINLI_ARGS_H
#define LINLI_ARGS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "linli/buf.h"
#include "linli/err.h"

/* An option is known by its place in the table. */
struct args_option {
    const char *word;
    char letter;       /* 0: none */
    const char *value; /* as help calls it; NULL: a flag; with [ before it, it may be left out and only stands behind = */
    size_t times;      /* that it may be given */
    const char *help;  /* N_ */
};

/* What was given. Texts are argv's, arrays are owned. */
struct args {
    const struct args_option *options;
    size_t option_count;
    const char **words;
    size_t word_count;
    const char **text; /* of each option: "" for a flag; NULL: not given; the newest of several */
    struct given {
        size_t opt;
        const char *text;
        size_t behind; /* so many words */
    } * given;         /* all in order */
    size_t given_count;
};

/* Reads argv (without the program's name): `--word value`, `--word=value`, `-l value`, `-lvalue`; behind `--` all are words, and
 * `-` is one. ERR_USAGE with words that do not say what to do; args_free either way. */
enum err args_split(struct args *out, const struct args_option *options, size_t option_count, size_t argc,
                    const char *const *argv);
void args_free(struct args *a);

bool args_has(const struct args *a, size_t option);

/* The number that an option gives; *out stays where it was not given. ERR_USAGE with words outside [least, most]. */
enum err args_range(int64_t *out, const struct args *a, size_t option, int64_t least, int64_t most);

/* As help shows it: --word, -l VALUE */
void args_put_option(struct buf *out, const struct args_option *option);

#endif
