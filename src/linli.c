/* linli: the terminal program. Words of the command line go to the cli room; without any, the screen is opened. */
#include <string.h>
#include <unistd.h>
#include "linli/cli.h"
#include "linli/conf.h"
#include "linli/i18n.h"
#include "linli/paths.h"
#include "linli/tui.h"

static int screen(struct store *s, const struct cli_screen *how) {
    const char *term = paths_env("TERM");
    struct tui_options options = {.store = s, .theme = how->theme, .ascii = how->ascii, .ambiguous = how->ambiguous};

    if (how->themes)
        return tui_themes();
    options.linear = how->linear || (term && strcmp(term, "dumb") == 0 && isatty(STDIN_FILENO) && isatty(STDOUT_FILENO));
    /* Linux's own console has at most 512 glyphs; whose console has Chinese all the same says ascii = no. */
    options.console = !options.linear && term && strcmp(term, "linux") == 0 && !conf_is_set(CONF_ASCII);
    options.slow = how->slow;
    options.remote = how->slow > 0 || paths_env("SSH_CONNECTION") || paths_env("SSH_TTY") || paths_env("SSH_CLIENT");
    return tui_run(&options);
}

int main(int argc, char **argv) {
    i18n_init();
    return cli_main(argc, argv, screen);
}
