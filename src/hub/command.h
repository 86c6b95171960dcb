/* The command line as tables: what commands and options there are, reading argv against them, help from them. Runs nothing. */
#ifndef LINLI_HUB_COMMAND_H
#define LINLI_HUB_COMMAND_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include "linli/args.h"
#include "linli/err.h"

enum option {
#define X(name, word, letter, kind, value, help) OPTION_##name,
#include "hub/options.def"
#undef X
    OPTION_COUNT
};

enum option_kind { OPTION_FLAG, OPTION_TEXT, OPTION_READS, OPTION_WRITES };
enum option_kind option_kind(enum option o);

struct call;
typedef enum err command_fn(struct call *c);

enum command_where {
    WHERE_RECORD, /* works on the record: run by the one who serves it, else here */
    WHERE_ALONE,  /* opens for itself what it needs; not while somebody serves */
};

struct command {
    const char *words;
    command_fn *run;
    enum command_where where;
    const char *arguments;
    size_t min, max, input;
    unsigned options, required;
    const char *summary;
};

/* The rows, in the order of the help. */
extern const struct command command_table[];
extern const size_t command_count;

/* A command line that was read. Texts are those of argv. */
struct command_line {
    const struct command *command; /* NULL: only --help or --version */
    const char *const *option;     /* "" for a flag that is there, NULL for what is not */
    const char *const *values;     /* of the command */
    size_t count;
    struct args args; /* holds them */
};

/* ERR_USAGE with words: nothing to free. */
enum err command_read(struct command_line *out, size_t argc, const char *const *argv);
void command_line_free(struct command_line *line);

/* The path of --db, of `fallback` where it is not there. ERR_USAGE with words for what this version can not store in. */
enum err command_db(const char **path, const struct command_line *a, const char *fallback);

/* Help: of one command, or with NULL the list of all. */
void command_help(FILE *out, const struct command *c);

#endif
