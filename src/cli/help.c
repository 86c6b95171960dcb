/* Help, from the same tables that are run. */
#include "cli_inner.h"

#include <string.h>
#include "linli/i18n.h"

static void option_row(struct sheet *t, enum opt o) {
    struct buf left = {0};

    buf_puts(&left, "  ");
    args_put_option(&left, &opt_table[o]);
    sheet_cell(t, buf_text(&left));
    sheet_cell(t, _(opt_table[o].help));
    buf_free(&left);
}

void help_command(const struct command *c) {
    struct sheet t = {.columns = 2};

    out_format(_("usage: linli %s %s\n\n"), c->name, c->synopsis);
    out_format("%s\n\n", _(c->help));
    for (size_t i = 0; i < c->option_count; i++)
        option_row(&t, c->options[i]);
    option_row(&t, OPT_HOME);
    option_row(&t, OPT_HELP);
    sheet_print(&t);
    sheet_free(&t);
}

void help_all(void) {
    struct sheet t = {.columns = 2};
    struct buf left = {0};

    out_text(_("usage: linli [--home DIR] [COMMAND …]\n\nlinli alone opens the screen. The commands:\n\n"));
    for (size_t i = 0; command_at(i); i++) {
        const struct command *c = command_at(i);

        buf_reset(&left);
        buf_printf(&left, "  %s %s", c->name, c->synopsis);
        sheet_cell(&t, buf_text(&left));
        sheet_cell(&t, _(c->help));
    }
    sheet_print(&t);
    sheet_free(&t);
    buf_free(&left);
    out_text(_("\nOptions:\n\n"));
    t = (struct sheet){.columns = 2};
    for (enum opt o = 0; o <= OPT_LAST_GLOBAL; o++)
        option_row(&t, o);
    sheet_print(&t);
    sheet_free(&t);
    out_text(_("\nID is an id of 32 digits, a household's number, or a matter's number such as M-26-K7-017.\n"
               "`linli help COMMAND` shows a command's options. Exit codes: 0 done, 1 failed, 2 bad usage, 3 partly done, 4 "
               "refused.\n"));
}

enum err cmd_help(struct store *s, const struct args *a) {
    const struct command *c;

    (void)s;
    if (!a->word_count) {
        help_all();
        return ERR_OK;
    }
    c = command_find(a->words[0]);
    if (!c)
        return err_say(ERR_USAGE, _("cannot show help"), err_fmt(_("there is no command “%.80s”"), a->words[0]),
                       _("`linli help` shows what there is"));
    help_command(c);
    return ERR_OK;
}
