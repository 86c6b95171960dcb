/* Reading and explaining the command line. */
#include "hub/command.h"

#include <stdint.h>
#include <string.h>
#include "hub/commands.h"
#include "linli/i18n.h"

#define ANY SIZE_MAX
#define BIT(name) (1u << OPTION_##name)
#define COMMON (BIT(DB) | BIT(HELP) | BIT(VERSION))

_Static_assert(OPTION_COUNT <= 32, "options are bits of an unsigned");

const struct command command_table[] = {
#include "hub/commands.def"
};
const size_t command_count = sizeof command_table / sizeof command_table[0];

static const struct args_option options[OPTION_COUNT] = {
#define X(name, word, letter, kind, value, help) [OPTION_##name] = {word, letter, value, 1, help},
#include "hub/options.def"
#undef X
};

enum option_kind option_kind(enum option o) {
    static const enum option_kind kinds[OPTION_COUNT] = {
#define X(name, word, letter, kind, value, help) [OPTION_##name] = kind,
#include "hub/options.def"
#undef X
    };

    return kinds[o];
}

static enum err usage(const struct command *c, const char *why) {
    return err_say(ERR_USAGE, c ? c->words : _("cannot read the command line"), why,
                   c ? err_fmt("linli-hub %s --help", c->words) : "linli-hub --help");
}

/* How many of the words `c` takes for its name; 0: they do not fit. */
static size_t fits(const struct command *c, const struct args *a) {
    const char *space = strchr(c->words, ' ');
    size_t len = space ? (size_t)(space - c->words) : strlen(c->words);

    if (!a->word_count || strlen(a->words[0]) != len || memcmp(a->words[0], c->words, len) != 0)
        return 0;
    if (!space)
        return 1;
    return a->word_count > 1 && strcmp(a->words[1], space + 1) == 0 ? 2 : 0;
}

static enum err find_command(struct command_line *line) {
    const struct args *a = &line->args;

    for (size_t i = 0; i < command_count; i++) {
        size_t taken = fits(&command_table[i], a);

        if (!taken)
            continue;
        line->command = &command_table[i];
        line->values = a->words + taken;
        line->count = a->word_count - taken;
        return ERR_OK;
    }
    if (!a->word_count)
        return usage(NULL, _("no command is given"));
    return usage(NULL, err_fmt(_("there is no command \"%.60s\""), a->words[0]));
}

/* `help COMMAND` is `COMMAND --help`, `help` is `--help`. */
static void take_help(struct command_line *line) {
    struct args *a = &line->args;

    if (!a->word_count || strcmp(a->words[0], "help") != 0)
        return;
    a->word_count--;
    memmove(a->words, a->words + 1, a->word_count * sizeof *a->words);
    a->text[OPTION_HELP] = "";
}

static enum err check(const struct command_line *line) {
    const struct command *c = line->command;

    for (enum option o = 0; o < OPTION_COUNT; o++) {
        bool given = args_has(&line->args, o);

        if (given && !((c->options | COMMON) & 1u << o))
            return usage(c, err_fmt(_("--%s is not for this command"), options[o].word));
        if (!given && c->required & 1u << o)
            return usage(c, err_fmt(_("--%s is missing"),
                                    options[o].value ? err_fmt("%s %s", options[o].word, options[o].value) : options[o].word));
    }
    if (line->count < c->min)
        return usage(c, err_fmt(_("it needs %s"), c->arguments));
    if (line->count > c->max)
        return usage(c, err_fmt(_("\"%.60s\" is one argument too many"), line->values[c->max]));
    return ERR_OK;
}

enum err command_read(struct command_line *out, size_t argc, const char *const *argv) {
    enum err e;

    *out = (struct command_line){0};
    e = args_split(&out->args, options, OPTION_COUNT, argc, argv);
    out->option = out->args.text;
    if (e == ERR_OK)
        take_help(out);
    if (e != ERR_OK)
        usage(NULL, err_last()->why);
    else if (out->args.word_count || !(out->option[OPTION_HELP] || out->option[OPTION_VERSION]))
        e = find_command(out);
    if (e == ERR_OK && out->command && !out->option[OPTION_HELP])
        e = check(out);
    if (e != ERR_OK)
        command_line_free(out);
    return e;
}

void command_line_free(struct command_line *line) {
    args_free(&line->args);
    *line = (struct command_line){0};
}

enum err command_db(const char **path, const struct command_line *a, const char *fallback) {
    const char *url = a->option[OPTION_DB] ? a->option[OPTION_DB] : fallback;

    if (strncmp(url, "postgresql://", 13) == 0 || strncmp(url, "postgres://", 11) == 0)
        return err_say(ERR_USAGE, _("cannot open the record"), _("this version of linli-hub stores in SQLite only"),
                       "--db sqlite:PATH");
    if (strncmp(url, "sqlite:", 7) == 0)
        url += 7;
    if (!*url || strstr(url, "://"))
        return err_say(ERR_USAGE, _("cannot open the record"), _("--db names no file"), "--db sqlite:PATH");
    *path = url;
    return ERR_OK;
}

/* ---- help */

static void put_option(FILE *out, enum option o, const char *before, const char *after) {
    struct buf text = {0};

    args_put_option(&text, &options[o]);
    fprintf(out, "%s%s%s", before, buf_text(&text), after);
    buf_free(&text);
}

static void put_synopsis(FILE *out, const struct command *c) {
    fprintf(out, "linli-hub %s%s%s", c->words, c->arguments ? " " : "", c->arguments ? c->arguments : "");
    for (enum option o = 0; o < OPTION_COUNT; o++)
        if (c->required & 1u << o)
            put_option(out, o, " ", "");
    for (enum option o = 0; o < OPTION_COUNT; o++)
        if (c->options & ~c->required & 1u << o)
            put_option(out, o, " [", "]");
    fputc('\n', out);
}

static void put_options(FILE *out, unsigned which) {
    for (enum option o = 0; o < OPTION_COUNT; o++)
        if (which & 1u << o) {
            put_option(out, o, "  ", "\n");
            fprintf(out, "        %s\n", _(options[o].help));
        }
}

void command_help(FILE *out, const struct command *c) {
    if (c) {
        put_synopsis(out, c);
        fprintf(out, "    %s\n\n", _(c->summary));
        put_options(out, c->options | COMMON);
        return;
    }
    fputs(_("linli-hub: the central endpoint of linli. Commands:\n"), out);
    for (size_t i = 0; i < command_count; i++) {
        fputs("\n  ", out);
        put_synopsis(out, &command_table[i]);
        fprintf(out, "        %s\n", _(command_table[i].summary));
    }
    fputs(_("\nEverywhere:\n"), out);
    put_options(out, COMMON);
    fputs(_("\nExit: 0 done, 1 failed, 2 called wrongly, 3 partly done, 4 refused.\n"), out);
}
