/* The command line. */
#include "linli/args.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include "linli/i18n.h"
#include "linli/mem.h"

static enum err refuse(const char *why) {
    return err_say(ERR_USAGE, _("cannot read the command line"), why, "");
}

static size_t find(const struct args *a, const char *word, size_t len) {
    size_t o = 0;

    while (o < a->option_count && !(strlen(a->options[o].word) == len && memcmp(a->options[o].word, word, len) == 0))
        o++;
    return o;
}

static size_t find_letter(const struct args *a, char letter) {
    size_t o = 0;

    while (o < a->option_count && a->options[o].letter != letter)
        o++;
    return o;
}

static enum err keep(struct args *a, size_t o, const char *text) {
    const struct args_option *option = &a->options[o];
    size_t times = 1;

    for (size_t i = 0; i < a->given_count; i++)
        times += a->given[i].opt == o;
    if (times > option->times)
        return refuse(err_fmt(option->times == 1 ? _("--%s was given twice") : _("--%s was given too often"), option->word));
    a->given[a->given_count++] = (struct given){o, text, a->word_count};
    a->text[o] = text;
    return ERR_OK;
}

/* One argument that begins with `-`; *at moves on where its value is the next one. */
static enum err take_option(struct args *a, size_t argc, const char *const *argv, size_t *at) {
    const char *word = argv[*at], *value = NULL;
    bool is_long = word[1] == '-';
    size_t len = is_long ? strcspn(word, "=") : 2;
    size_t o = is_long ? find(a, word + 2, len - 2) : find_letter(a, word[1]);

    if (o == a->option_count)
        return refuse(err_fmt(_("there is no option %.*s"), (int)(len < 60 ? len : 60), word));
    if (word[len])
        value = word + len + is_long;
    if (a->options[o].value && *a->options[o].value == '[')
        return keep(a, o, value ? value : "");
    if (!a->options[o].value)
        return value ? refuse(err_fmt(_("--%s takes no value"), a->options[o].word)) : keep(a, o, "");
    if (!value && *at + 1 < argc)
        value = argv[++*at];
    if (!value)
        return refuse(err_fmt(_("--%s needs a value: %s"), a->options[o].word, a->options[o].value));
    return keep(a, o, value);
}

enum err args_split(struct args *out, const struct args_option *options, size_t option_count, size_t argc,
                    const char *const *argv) {
    bool only_words = false;
    enum err e = ERR_OK;

    *out = (struct args){.options = options,
                         .option_count = option_count,
                         .words = mem_new(argc + 1, sizeof *out->words),
                         .text = mem_new(option_count + 1, sizeof *out->text),
                         .given = mem_new(argc + 1, sizeof *out->given)};
    for (size_t i = 0; i < argc && e == ERR_OK; i++) {
        if (only_words || argv[i][0] != '-' || !argv[i][1])
            out->words[out->word_count++] = argv[i];
        else if (strcmp(argv[i], "--") == 0)
            only_words = true;
        else
            e = take_option(out, argc, argv, &i);
    }
    return e;
}

void args_free(struct args *a) {
    mem_free(a->words);
    mem_free(a->text);
    mem_free(a->given);
    *a = (struct args){0};
}

bool args_has(const struct args *a, size_t option) {
    return a->text[option] != NULL;
}

enum err args_range(int64_t *out, const struct args *a, size_t option, int64_t least, int64_t most) {
    const char *text = a->text[option];
    char *end;
    long long n;

    if (!text)
        return ERR_OK;
    errno = 0;
    n = strtoll(text, &end, 10);
    if (end == text || *end || errno || n < least || n > most)
        return err_say(
            ERR_USAGE, err_fmt(_("cannot use --%s"), a->options[option].word), err_fmt(_("“%.40s” is not such a number"), text),
            most == INT64_MAX ? err_fmt(_("give %lld or more, in digits"), (long long)least)
                              : err_fmt(_("give a number from %lld to %lld, in digits"), (long long)least, (long long)most));
    *out = n;
    return ERR_OK;
}

void args_put_option(struct buf *out, const struct args_option *option) {
    buf_printf(out, "--%s", option->word);
    if (option->letter)
        buf_printf(out, ", -%c", option->letter);
    if (option->value)
        buf_printf(out, "%s%s", *option->value == '[' ? "" : " ", option->value);
}
