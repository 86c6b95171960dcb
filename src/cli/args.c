/* Options: one parser for all commands, by the table. */
#include "cli_inner.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include "linli/i18n.h"
#include "linli/kinds.h"
#include "linli/mem.h"

static const struct {
    const char *word;
    char letter;
    const char *argument;
    size_t times;
} options[OPT_COUNT] = {
#define X(name, word, letter, argument, times, help) [OPT_##name] = {word, letter, argument, times},
#include "options.def"
#undef X
};

const char *opt_word(enum opt o) {
    return options[o].word;
}

/* What every command understands. */
static bool is_global(enum opt o) {
    return o <= OPT_LAST_GLOBAL;
}

static bool takes(const struct command *c, enum opt o) {
    if (is_global(o))
        return true;
    for (size_t i = 0; c && i < c->option_count; i++)
        if (c->options[i] == o)
            return true;
    return false;
}

static enum opt find(const struct command *c, const char *word, size_t len, char letter) {
    for (enum opt o = 0; o < OPT_COUNT; o++) {
        if (!takes(c, o))
            continue;
        if (letter ? options[o].letter == letter : strlen(options[o].word) == len && strncmp(options[o].word, word, len) == 0)
            return o;
    }
    return OPT_COUNT;
}

static enum err usage(const struct command *c, const char *why) {
    return err_say(ERR_USAGE, c ? err_fmt(_("cannot run “%s”"), c->name) : _("cannot start"), why,
                   c ? err_fmt(_("`linli help %s` shows what it takes"), c->name) : _("`linli help` shows what there is"));
}

static enum err keep(struct args *a, const struct command *c, enum opt o, const char *text) {
    size_t times = 1;

    for (size_t i = 0; i < a->given_count; i++)
        times += a->given[i].opt == o;
    if (times > options[o].times)
        return usage(c,
                     err_fmt(options[o].times == 1 ? _("--%s was given twice") : _("--%s was given too often"), options[o].word));
    a->given = mem_resize(a->given, a->given_count + 1, sizeof *a->given);
    a->given[a->given_count++] = (struct given){o, text};
    a->text[o] = text;
    return ERR_OK;
}

/* One argument that begins with `-`; *i moves on where its value is the next one. */
static enum err read_option(struct args *a, const struct command *c, int argc, char **argv, int *i) {
    const char *word = argv[*i], *value = NULL;
    bool is_long = word[1] == '-';
    size_t len = is_long ? strcspn(word + 2, "=") : 1;
    enum opt o = is_long ? find(c, word + 2, len, 0) : find(c, NULL, 0, word[1]);

    if (o == OPT_COUNT)
        return usage(c, err_fmt(_("there is no option %.*s"), is_long ? (int)len + 2 : 2, word));
    if (is_long && word[2 + len] == '=')
        value = word + 3 + len;
    else if (!is_long && word[2])
        value = word + 2;
    if (!options[o].argument)
        return value ? usage(c, err_fmt(_("--%s takes no value"), options[o].word)) : keep(a, c, o, "");
    if (!value && *i + 1 < argc)
        value = argv[++*i];
    if (!value)
        return usage(c, err_fmt(_("--%s needs a value: %s"), options[o].word, options[o].argument));
    return keep(a, c, o, value);
}

static enum err check_count(const struct args *a, const struct command *c) {
    if (!c || args_has(a, OPT_HELP) || args_has(a, OPT_VERSION))
        return ERR_OK;
    if (a->word_count < c->fewest)
        return usage(c, err_fmt(_("it needs %s"), c->synopsis));
    if (a->word_count > c->most)
        return usage(c, err_fmt(_("“%.80s” is one word too many"), a->words[c->most]));
    return ERR_OK;
}

enum err args_read(struct args *out, const struct command **command, int argc, char **argv) {
    bool only_words = false;

    memset(out, 0, sizeof *out);
    *command = NULL;
    for (int i = 0; i < argc; i++) {
        if (!only_words && strcmp(argv[i], "--") == 0) {
            only_words = true;
        } else if (!only_words && argv[i][0] == '-' && argv[i][1]) {
            enum err e = read_option(out, *command, argc, argv, &i);

            if (e != ERR_OK)
                return e;
        } else if (!*command) {
            *command = command_find(argv[i]);
            if (!*command)
                return usage(NULL, err_fmt(_("there is no command “%.80s”"), argv[i]));
        } else {
            out->words = mem_resize(out->words, out->word_count + 1, sizeof *out->words);
            out->words[out->word_count++] = argv[i];
        }
    }
    return check_count(out, *command);
}

void args_free(struct args *a) {
    mem_free(a->words);
    mem_free(a->given);
    memset(a, 0, sizeof *a);
}

bool args_has(const struct args *a, enum opt o) {
    return a->text[o] != NULL;
}

enum err args_number(const struct args *a, enum opt o, int64_t fallback, int64_t *out) {
    char *end;
    long long n;

    *out = fallback;
    if (!a->text[o])
        return ERR_OK;
    errno = 0;
    n = strtoll(a->text[o], &end, 10);
    if (end == a->text[o] || *end || errno || n < 0)
        return err_say(ERR_USAGE, err_fmt(_("cannot use --%s"), options[o].word), err_fmt(_("“%.40s” is no number"), a->text[o]),
                       _("give 0 or more, in digits"));
    *out = n;
    return ERR_OK;
}

enum err args_code(const struct args *a, enum opt o, int list, int *out) {
    struct buf codes = {0};

    *out = 0;
    if (!a->text[o])
        return ERR_OK;
    *out = kinds_value((enum list)list, a->text[o]);
    if (*out)
        return ERR_OK;
    for (int i = 1; i < kinds_count((enum list)list); i++)
        buf_printf(&codes, "%s%s", i > 1 ? ", " : "", kinds_code((enum list)list, i));
    err_say(ERR_USAGE, err_fmt(_("cannot use --%s"), options[o].word), err_fmt(_("“%.40s” is not in the list"), a->text[o]),
            err_fmt(_("choose one of: %s"), buf_text(&codes)));
    buf_free(&codes);
    return ERR_USAGE;
}
