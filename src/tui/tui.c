/* The whole of it: open the terminal, run, give it back. */
#include "linli/tui.h"

#include <limits.h>
#include <locale.h>
#include <stdio.h>
#include <string.h>
#include "app.h"
#include "linli/conf.h"
#include "linli/i18n.h"
#include "linli/mem.h"
#include "linli/paths.h"
#include "linli/width.h"
#include "loop.h"
#include "signals.h"
#include "term.h"
#include "themes.h"
#include "words.h"

static struct app app;

/* Memory is gone: what is half typed is kept and the terminal given back before the program ends. */
static void rescue(void) {
    app_save(&app);
    term_close();
}

/* A file that linli.conf names must be there; the usual one may. */
static bool keys_path(char *path, size_t room) {
    const char *name = conf_text(CONF_KEYS);

    if (*name != '/' && paths_config(path, room, name))
        return true;
    snprintf(path, room, "%s", name);
    return conf_is_set(CONF_KEYS);
}

/* The person's own keys and theme; a fault in one is told on the first screen and the built-in one stands. */
static void read_looks(const struct tui_options *options) {
    char path[PATH_MAX];
    const struct err_words *fault = conf_fault(0);
    struct buf text = {0};
    bool good = true;

    request_default_keys();
    theme_built_in();
    if (fault) {
        err_say(fault->code, fault->what, fault->why, fault->todo);
        app_say_error(&app);
    }
    if (keys_path(path, sizeof path))
        good = conf_read_file(&text, path) == ERR_OK && request_read_keys(path, buf_text(&text), text.len) == ERR_OK;
    if (!good)
        app_say_error(&app);
    if (options->theme)
        app_load_theme(&app, options->theme);
    app_apply_theme(&app);
    buf_free(&text);
}

static int complain(enum err e) {
    struct buf words = {0};

    words_failure(&words);
    fprintf(stderr, "linli: %s\n", buf_text(&words));
    buf_free(&words);
    return err_exit_code(e);
}

int tui_run(const struct tui_options *options) {
    char *codeset = mem_dup(bind_textdomain_codeset("linli", NULL));
    int signals = signals_open(); /* before the terminal is changed: from here on nothing ends the program unseen */
    enum err e = ERR_OK;

    width_set_ambiguous(options->ambiguous);
    term_set_ascii(options->ascii || options->console);
    if (options->linear)
        term_open_linear();
    else
        e = term_open();
    if (e != ERR_OK) {
        signals_close(signals);
        mem_free(codeset);
        return complain(e);
    }
    if (term_is_ascii())
        setlocale(LC_MESSAGES, "C");
    bind_textdomain_codeset("linli", "UTF-8"); /* what is drawn is UTF-8 until curses makes it the terminal's */
    app_open(&app, options);
    read_looks(options);
    if (options->console)
        app_tell_once(&app, "tui.told_console", _("No Chinese on this console: names in pinyin. fbterm, kmscon or SSH show it."));
    if (options->slow > 0)
        term_set_slow(true);
    else if (options->slow < 0 && options->remote && !options->linear)
        app_slow(&app, false);
    app.mouse = conf_flag(CONF_MOUSE) && !options->remote && term_mouse(true);
    mem_on_exhausted(rescue);
    loop_run(&app, signals, options->remote, options->slow < 0);
    mem_on_exhausted(NULL);
    term_close();
    app_close(&app);
    signals_close(signals);
    if (codeset)
        bind_textdomain_codeset("linli", codeset);
    mem_free(codeset);
    return 0;
}

/* `linli themes`. */
int tui_themes(void) {
    struct themes_row rows[THEMES_MAX];
    size_t count;
    struct buf out = {0}, words = {0};
    enum paint paint;
    const char *text;

    if (!term_can_show(U'中')) {
        term_set_ascii(true);
        setlocale(LC_MESSAGES, "C");
    }
    count = themes_list(rows);
    for (size_t i = 0; i < count; i++) {
        buf_printf(&out, "%s%s  %s\n    ", strcmp(rows[i].name, conf_text(CONF_THEME)) == 0 ? "> " : "  ", rows[i].name,
                   rows[i].says);
        buf_reset(&words);
        if (themes_load(rows[i].name) != ERR_OK) {
            words_failure(&words);
            buf_puts(&out, screen_shown(buf_text(&words), words.len)); /* may quote the file */
        } else
            for (size_t k = 0; themes_sample(k, &paint, &text); k++) {
                term_sample(&out, paint, err_fmt(" %s ", text));
                term_sample(&out, PAINT_TEXT, " ");
            }
        buf_putc(&out, '\n');
    }
    fwrite(out.data, 1, out.len, stdout);
    buf_free(&out);
    buf_free(&words);
    return fflush(stdout) == 0 && !ferror(stdout) ? 0 : 1;
}
