/* Options: one vocabulary for all commands, and which of them takes what. */
#include "cli_inner.h"

#include <stdio.h>
#include <string.h>
#include "linli/i18n.h"
#include "linli/kinds.h"

const struct args_option opt_table[OPT_COUNT] = {
#define X(name, word, letter, argument, times, help) [OPT_##name] = {word, letter, argument, times, help},
#include "options.def"
#undef X
};

static enum err usage(const struct command *c, const char *why) {
    return err_say(ERR_USAGE, c ? err_fmt(_("cannot run “%s”"), c->name) : _("cannot start"), why,
                   c ? err_fmt(_("`linli help %s` shows what it takes"), c->name) : _("`linli help` shows what there is"));
}

static bool takes(const struct command *c, size_t o) {
    for (size_t i = 0; i < c->option_count; i++)
        if (c->options[i] == o)
            return true;
    return false;
}

static enum err check_options(const struct args *a, const struct command *c) {
    for (size_t i = 0; i < a->given_count; i++) {
        size_t o = a->given[i].opt;

        if (o <= OPT_LAST_GLOBAL)
            continue;
        if (!c || !a->given[i].behind)
            return usage(c, err_fmt(_("--%s stands behind a command"), opt_table[o].word));
        if (!takes(c, o))
            return usage(c, err_fmt(_("--%s is not for this command"), opt_table[o].word));
    }
    return ERR_OK;
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
    enum err e = args_split(out, opt_table, OPT_COUNT, (size_t)argc, (const char *const *)argv);

    *command = NULL;
    if (out->word_count) {
        *command = command_find(out->words[0]);
        if (!*command)
            return usage(NULL, err_fmt(_("there is no command “%.80s”"), out->words[0]));
        out->word_count--;
        memmove(out->words, out->words + 1, out->word_count * sizeof *out->words);
    }
    if (e != ERR_OK)
        return usage(*command, err_last()->why);
    e = check_options(out, *command);
    return e == ERR_OK ? check_count(out, *command) : e;
}

enum err args_number(const struct args *a, enum opt o, int64_t fallback, int64_t *out) {
    *out = fallback;
    return args_range(out, a, o, 0, INT64_MAX);
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
        if (kinds_offered((enum list)list, i))
            buf_printf(&codes, "%s%s", codes.len ? ", " : "", kinds_code((enum list)list, i));
    err_say(ERR_USAGE, err_fmt(_("cannot use --%s"), opt_table[o].word), err_fmt(_("“%.40s” is not in the list"), a->text[o]),
            err_fmt(_("choose one of: %s"), buf_text(&codes)));
    buf_free(&codes);
    return ERR_USAGE;
}

enum err args_type(const struct args *a, enum matter_kind kind, int *out) {
    char longer[80];

    if (a->text[OPT_TYPE]) {
        snprintf(longer, sizeof longer, "%s-%s", a->text[OPT_TYPE], kinds_code(LIST_MATTER, (int)kind));
        *out = kinds_value(LIST_TYPE, longer);
        if (*out && kinds_type_matter((enum matter_type) * out) == kind)
            return ERR_OK;
    }
    return args_code(a, OPT_TYPE, LIST_TYPE, out);
}
