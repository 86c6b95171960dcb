/* Reading and explaining the command line. */
#include "hub/command.h"

#include <stdint.h>
#include <string.h>
#include "hub/commands.h"
#include "linli/i18n.h"
#include "linli/mem.h"

#define ANY SIZE_MAX
#define BIT(name) (1u << OPTION_##name)
#define COMMON (BIT(DB) | BIT(HELP) | BIT(VERSION))

_Static_assert(OPTION_COUNT <= 32, "options are bits of an unsigned");

const struct command command_table[] = {
#include "hub/commands.def"
};
const size_t command_count = sizeof command_table / sizeof command_table[0];

static const struct {
    const char *word;
    enum option_kind kind;
    const char *value, *help;
} options[] = {
#define X(name, word, kind, value, help) [OPTION_##name] = {word, kind, value, help},
#include "hub/options.def"
#undef X
};

enum option_kind option_kind(enum option o) {
    return options[o].kind;
}

static enum err usage(const struct command *c, const char *why) {
    return err_say(ERR_USAGE, c ? c->words : _("cannot read the command line"), why,
                   c ? err_fmt("linli-hub %s --help", c->words) : "linli-hub --help");
}

static enum option find_option(const char *word, size_t len) {
    enum option o = 0;

    while (o < OPTION_COUNT && !(strlen(options[o].word) == len && memcmp(options[o].word, word, len) == 0))
        o++;
    return o;
}

/* Takes `--word`, `--word=value` or `--word value` at argv[*at]; *at is left on the last part taken. */
static enum err take_option(struct args *a, size_t argc, const char *const *argv, size_t *at) {
    const char *word = strcmp(argv[*at], "-h") == 0 ? "help" : argv[*at] + 2;
    size_t len = strcspn(word, "=");
    enum option o = find_option(word, len);

    if (o == OPTION_COUNT)
        return usage(NULL, err_fmt(_("there is no option --%.*s"), (int)(len < 60 ? len : 60), word));
    if (a->option[o])
        return usage(NULL, err_fmt(_("--%s is given twice"), options[o].word));
    if (options[o].kind == OPTION_FLAG) {
        if (word[len])
            return usage(NULL, err_fmt(_("--%s takes no value"), options[o].word));
        a->option[o] = "";
    } else if (word[len]) {
        a->option[o] = word + len + 1;
    } else if (*at + 1 < argc) {
        a->option[o] = argv[++*at];
    } else {
        return usage(NULL, err_fmt(_("--%s needs a value: %s"), options[o].word, options[o].value));
    }
    return ERR_OK;
}

/* How many of the values the words of `c` take; 0: they do not fit. */
static size_t fits(const struct command *c, const struct args *a) {
    const char *space = strchr(c->words, ' ');
    size_t len = space ? (size_t)(space - c->words) : strlen(c->words);

    if (!a->count || strlen(a->values[0]) != len || memcmp(a->values[0], c->words, len) != 0)
        return 0;
    if (!space)
        return 1;
    return a->count > 1 && strcmp(a->values[1], space + 1) == 0 ? 2 : 0;
}

static enum err find_command(struct args *a) {
    for (size_t i = 0; i < command_count; i++) {
        size_t taken = fits(&command_table[i], a);

        if (!taken)
            continue;
        a->command = &command_table[i];
        a->count -= taken;
        memmove(a->values, a->values + taken, a->count * sizeof *a->values);
        return ERR_OK;
    }
    if (!a->count)
        return usage(NULL, _("no command is given"));
    return usage(NULL, err_fmt(_("there is no command \"%.60s\""), a->values[0]));
}

static enum err check(const struct args *a) {
    const struct command *c = a->command;

    for (enum option o = 0; o < OPTION_COUNT; o++) {
        if (a->option[o] && !((c->options | COMMON) & 1u << o))
            return usage(c, err_fmt(_("--%s is not for this command"), options[o].word));
        if (!a->option[o] && c->required & 1u << o)
            return usage(
                c, err_fmt(_("--%s is missing"), err_fmt(*options[o].value ? "%s %s" : "%s", options[o].word, options[o].value)));
    }
    if (a->count < c->min)
        return usage(c, err_fmt(_("it needs %s"), c->arguments));
    if (a->count > c->max)
        return usage(c, err_fmt(_("\"%.60s\" is one argument too many"), a->values[c->max]));
    return ERR_OK;
}

enum err command_read(struct args *out, size_t argc, const char *const *argv) {
    bool ended = false;
    enum err e = ERR_OK;

    *out = (struct args){.values = mem_new(argc + 1, sizeof *out->values)};
    for (size_t i = 0; i < argc && e == ERR_OK; i++) {
        bool dashes = !ended && (strncmp(argv[i], "--", 2) == 0 || strcmp(argv[i], "-h") == 0);

        if (dashes && strcmp(argv[i], "--") == 0)
            ended = true;
        else if (dashes)
            e = take_option(out, argc, argv, &i);
        else
            out->values[out->count++] = argv[i];
    }
    if (e == ERR_OK && (out->count || !(out->option[OPTION_HELP] || out->option[OPTION_VERSION])))
        e = find_command(out);
    if (e == ERR_OK && out->command && !out->option[OPTION_HELP])
        e = check(out);
    if (e != ERR_OK)
        command_args_free(out);
    return e;
}

void command_args_free(struct args *a) {
    mem_free(a->values);
    *a = (struct args){0};
}

enum err command_db(const char **path, const struct args *a, const char *fallback) {
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
    fprintf(out, "%s--%s%s%s%s", before, options[o].word, *options[o].value ? " " : "", options[o].value, after);
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
