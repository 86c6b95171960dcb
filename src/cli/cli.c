/* The table of commands, and how each is run. */
#include "cli_inner.h"

#include <signal.h>
#include <string.h>
#include <time.h>
#include <unistd.h>
#include "linli/clock.h"
#include "linli/conf.h"
#include "linli/file.h"
#include "linli/fuzzy.h"
#include "linli/i18n.h"
#include "linli/paths.h"
#include "linli/practice.h"
#include "linli/width.h"

/* The first entry is none of the list: it lets a command have no options of its own. */
#define X(name, synopsis, fewest, most, needs, help, ...) static const enum opt options_##name[] = {OPT_HOME, __VA_ARGS__};
#include "commands.def"
#undef X

static const struct command commands[] = {
#define X(name, synopsis, fewest, most, needs, help, ...)                                                                        \
    {#name,                                                                                                                      \
     synopsis,                                                                                                                   \
     fewest,                                                                                                                     \
     most,                                                                                                                       \
     NEEDS_##needs,                                                                                                              \
     help,                                                                                                                       \
     options_##name + 1,                                                                                                         \
     sizeof options_##name / sizeof *options_##name - 1,                                                                         \
     cmd_##name},
#include "commands.def"
#undef X
};

const struct command *command_find(const char *name) {
    for (size_t i = 0; i < sizeof commands / sizeof *commands; i++)
        if (strcmp(commands[i].name, name) == 0)
            return &commands[i];
    return NULL;
}

const struct command *command_at(size_t i) {
    return i < sizeof commands / sizeof *commands ? &commands[i] : NULL;
}

static void pause_ms(long ms) {
    nanosleep(&(struct timespec){.tv_nsec = ms * 1000000}, NULL);
}

/* Another program that holds the record may be a command that ends at once, so it is given a moment. */
#define PATIENCE_MS 1500

static enum err open_for_writing(struct store **s, const struct store_options *options) {
    int64_t until = clock_monotonic() + PATIENCE_MS;

    for (;;) {
        enum err e = store_open(s, options);
        bool held;

        if (e != ERR_OK || !store_is_read_only(*s))
            return e;
        held = access(options->path, W_OK) == 0;
        if (!held || clock_monotonic() >= until) {
            e = err_say(held ? ERR_BUSY : ERR_READ_ONLY, _("cannot write to the record"), store_read_only_why(*s),
                        held ? _("close the other one or try again later; reading works")
                             : _("make its folder writable; reading works"));
            store_close(*s);
            *s = NULL;
            return e;
        }
        store_close(*s);
        pause_ms(50);
    }
}

/* A command that only reads takes no lock, so that it stops nobody from writing; but for the once that a record of an older
 * version is brought up to date. */
static enum err open_for_reading(struct store **s, const struct store_options *options) {
    const struct store_options read = {.path = options->path, .side = STORE_CLIENT, .read_only = true};
    enum err e = store_open(s, &read);

    if (e != ERR_OLDER)
        return e;
    err_clear();
    e = open_for_writing(s, options);
    store_close(*s);
    *s = NULL;
    return e == ERR_OK ? store_open(s, &read) : e;
}

static enum err open_record(struct store **s, enum needs needs, bool screen) {
    char path[4096];
    struct store_options options = {.path = path, .side = STORE_CLIENT, .create = true, .tell = out_remark};
    enum err e = paths_in_home(path, sizeof path, "linli.db");

    if (e != ERR_OK)
        return e;
    if (needs == NEEDS_READ && access(path, F_OK) == 0)
        return open_for_reading(s, &options);
    if (needs == NEEDS_READ) /* the first command of all: there is an empty record then */
        return store_open(s, &options);
    return screen || needs == NEEDS_EITHER ? store_open(s, &options) : open_for_writing(s, &options);
}

/* 1, 0, or -1 where nobody said. */
static enum err said_slow(int *out, const struct args *a) {
    const char *text = a->text[OPT_SLOW];

    *out = conf_is_set(CONF_SLOW) ? conf_flag(CONF_SLOW) : -1;
    if (!text)
        return ERR_OK;
    *out = strcmp(text, "no") != 0;
    return !*text || !*out || strcmp(text, "yes") == 0
               ? ERR_OK
               : err_say(ERR_USAGE, _("cannot use --slow"), err_fmt(_("“%.40s” is not such a word"), text),
                         _("give --slow or --slow=no"));
}

static enum err open_screen(const struct args *a, cli_screen_fn *screen, int *code) {
    struct cli_screen how = {.theme = a->text[OPT_THEME],
                             .ascii = args_has(a, OPT_ASCII) || conf_flag(CONF_ASCII),
                             .linear = args_has(a, OPT_LINEAR) || conf_flag(CONF_LINEAR)};
    struct store *s = NULL;
    const char *width = a->text[OPT_AMBIGUOUS] ? a->text[OPT_AMBIGUOUS] : conf_text(CONF_AMBIGUOUS);
    enum err e = ERR_OK;

    how.ambiguous = width_ambiguous_named(width);
    if (how.ambiguous < 0)
        e = err_say(ERR_USAGE, _("cannot use --ambiguous"), err_fmt(_("“%.40s” is no width of a character"), width),
                    _("give narrow, wide or unknown"));
    if (e == ERR_OK)
        e = said_slow(&how.slow, a);
    if (e == ERR_OK)
        e = open_record(&s, NEEDS_WRITE, true);
    if (e != ERR_OK)
        return e;
    if (!how.theme && *conf_text(CONF_THEME))
        how.theme = conf_text(CONF_THEME);
    *code = screen(s, &how);
    store_close(s);
    return ERR_OK;
}

static enum err run_command(const struct command *c, const struct args *a) {
    struct store *s = NULL;
    enum err e = c->needs == NEEDS_NONE ? ERR_OK : open_record(&s, c->needs, false);

    if (e == ERR_OK)
        e = c->run(s, a);
    store_close(s);
    return e;
}

/* The screen on the practice record, which is made where there is none. */
static enum err open_practice(const struct args *a, cli_screen_fn *screen, int *code) {
    char home[4096];
    struct store *s = NULL;
    enum err e = practice_home(home, sizeof home);

    if (e == ERR_OK && args_has(a, OPT_NEW))
        e = practice_forget(home);
    if (e != ERR_OK)
        return e;
    paths_set_home(home);
    e = open_record(&s, NEEDS_WRITE, false);
    if (e == ERR_OK)
        e = practice_fill(s);
    store_close(s);
    return e == ERR_OK ? open_screen(a, screen, code) : e;
}

enum err cmd_practice(struct store *s, const struct args *a) {
    (void)s;
    (void)a;
    return err_say(ERR_USAGE, _("cannot practise"), _("there is no screen here"), _("run linli practice in a terminal"));
}

/* The screen's business, as it knows what a theme looks like. */
enum err cmd_themes(struct store *s, const struct args *a) {
    (void)s;
    (void)a;
    return err_say(ERR_USAGE, _("cannot list the themes"), _("there is no screen here"), _("run linli themes in a terminal"));
}

static enum err check_fuzzy(const char *value) {
    unsigned rules;

    return fuzzy_read(&rules, value);
}

/* What is wrong in linli.conf stops nothing; the screen tells it by itself. */
static void read_conf(bool screen) {
    const struct err_words *fault;

    conf_check(CONF_FUZZY, check_fuzzy);
    conf_load();
    if (conf_is_set(CONF_LANGUAGE)) {
        i18n_set_language(conf_text(CONF_LANGUAGE));
        conf_load(); /* the same words in that language */
    }
    for (size_t i = 0; !screen && (fault = conf_fault(i)) != NULL; i++)
        out_remark(err_fmt("%s: %s: %s", fault->what, fault->why, fault->todo));
}

static enum err run(const struct command *c, const struct args *a, cli_screen_fn *screen, int *code) {
    if (a->text[OPT_HOME] && !*a->text[OPT_HOME])
        return err_say(ERR_USAGE, _("cannot use --home"), _("it names no folder"), _("give the name of a folder"));
    if (a->text[OPT_HOME])
        paths_set_home(a->text[OPT_HOME]);
    read_conf(!c);
    if (args_has(a, OPT_VERSION))
        out_text("linli " LINLI_VERSION "\n");
    else if (args_has(a, OPT_HELP))
        c ? help_command(c) : help_all();
    else if (c && c->run == cmd_practice && screen)
        return open_practice(a, screen, code);
    else if (c && c->run == cmd_themes && screen)
        *code = screen(NULL, &(struct cli_screen){.themes = true});
    else
        return c ? run_command(c, a) : open_screen(a, screen, code);
    return ERR_OK;
}

/* Errors come behind what was written before them. */
static int finish(enum err e, int code) {
    struct err_words words;
    enum err written;

    if (e != ERR_OK && (err_last()->code != e || !*err_last()->what))
        err_say(e, _("the command did not end well"), err_name(e), _("run `linli doctor`"));
    words = *err_last();
    written = out_end();
    if (e != ERR_OK)
        err_say(e, words.what, words.why, words.todo);
    else if (written == ERR_OK)
        return code;
    else
        e = written;
    if (*err_last()->what)
        out_error();
    return err_exit_code(e);
}

int cli_main(int argc, char **argv, cli_screen_fn *screen) {
    const struct command *command;
    struct args args;
    int code = 0;
    enum err e;

    file_hold_standard();
    signal(SIGPIPE, SIG_IGN);
    e = args_read(&args, &command, argc > 0 ? argc - 1 : 0, argv + 1);
    if (e == ERR_OK)
        e = run(command, &args, screen, &code);
    args_free(&args);
    return finish(e, code);
}
