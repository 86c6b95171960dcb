/* What the commands share: options, output, the rows of the record as lines. */
#ifndef LINLI_CLI_INNER_H
#define LINLI_CLI_INNER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "linli/args.h"
#include "linli/buf.h"
#include "linli/cli.h"
#include "linli/json.h"
#include "linli/lists.h"
#include "linli/query.h"
#include "linli/read.h"

enum opt {
#define X(name, word, letter, argument, times, help) OPT_##name,
#include "options.def"
#undef X
    OPT_COUNT,
    OPT_LAST_GLOBAL = OPT_VERSION /* the first rows are understood before and behind every command */
};

extern const struct args_option opt_table[OPT_COUNT];

/* EITHER: it writes where it can, and works without where another program holds the record. */
enum needs { NEEDS_NONE, NEEDS_READ, NEEDS_EITHER, NEEDS_WRITE };

/* `s` is NULL for commands that need no record. */
typedef enum err command_fn(struct store *s, const struct args *a);
struct command {
    const char *name, *synopsis;
    size_t fewest, most;
    enum needs needs;
    const char *help; /* N_ */
    const enum opt *options;
    size_t option_count;
    command_fn *run;
};
const struct command *command_find(const char *name);
const struct command *command_at(size_t i); /* NULL behind the last */

/* args.c: reads argv (without the program's name). The first word is the command (*command NULL: there was none). ERR_USAGE with
 * words; args_free either way. */
enum err args_read(struct args *out, const struct command **command, int argc, char **argv);
/* The number of an option, or `fallback`; ERR_USAGE with words where it is none from 0 on. */
enum err args_number(const struct args *a, enum opt o, int64_t fallback, int64_t *out);
/* The value of a list by its code, 0 where not given; ERR_USAGE naming all codes. */
enum err args_code(const struct args *a, enum opt o, int list, int *out);
/* The same for --type. Some types have one word in each kind of matter ("other", "other-request"): the short one is enough. */
enum err args_type(const struct args *a, enum matter_kind kind, int *out);

/* help.c */
void help_all(void);
void help_command(const struct command *c);

/* out.c: standard output, in one buffer; what could not be written is told by out_end. All text passes safe_text. */
void out_text(const char *text);
void out_format(const char *format, ...) __attribute__((format(printf, 1, 2)));
void out_line(const struct buf *json); /* one JSON object; characters that could act are escaped */
void out_raw(const char *bytes, size_t len);
enum err out_end(void);
/* On stderr: `linli: WHAT: WHY: what to do`, and a remark of one line behind what was written so far. */
void out_error(void);
void out_remark(const char *text);

/* Columns: cells are collected for a page and set by their width on screen. `end` of the row makes no padding. */
#define SHEET_COLUMNS 10
struct sheet {
    int widths[SHEET_COLUMNS];
    size_t columns;
    struct buf cells; /* NUL-terminated, row by row */
    size_t cell_count;
};
void sheet_cell(struct sheet *t, const char *text);
void sheet_print(struct sheet *t); /* and starts the next page; widths only grow */
void sheet_free(struct sheet *t);

/* lines.c: households, visits, matters as JSON members and as words. */
void json_start_line(struct json_out *w, struct buf *line); /* empties `line` and opens the object */
void json_end_line(struct json_out *w, struct buf *line);   /* closes and prints it */
void json_put_phones(struct json_out *w, const char *key, const char *phones);
void lines_household(struct json_out *w, const struct household_row *row);
enum err lines_matter(struct store *s, struct json_out *w, const struct matter_row *m);
void lines_visit(struct json_out *w, const struct visit_row *v);

/* tofile.c: the list that is asked for goes to the files of --csv and --xlsx instead of the terminal. */
bool tofile_wanted(const struct args *a);
enum err tofile(struct store *s, const struct args *a, const struct lists_ask *ask);

/* enter.c: what a command entered: its id or number, and with --json the entity's id beside a number. */
void print_id(const struct args *a, const char *key, const char *text, const struct id *id);

/* twins.c: household duplicates, household apart. */
enum err twins_list(struct store *s, const struct args *a, const struct id *none);
enum err twins_apart(struct store *s, const struct args *a, const struct id *ids);

/* noted.c: find --noted; one line on stderr where the query stands in the words of matters or visits. */
enum err noted_list(struct store *s, const struct args *a, const struct query *q, int64_t limit);
void noted_remark(struct store *s, const struct query *q);

/* print.c: linli export dossier. */
enum err print_export(struct store *s, const struct args *a);

#define X(name, ...) command_fn cmd_##name;
#include "commands.def"
#undef X

#endif
