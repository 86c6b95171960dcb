/* linli passphrase: the lock's passphrase, asked for on the terminal without showing it, or a line each from standard input. */
#include "linli/passphrase.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>
#include "cli_inner.h"
#include "linli/hash.h"
#include "linli/i18n.h"

static volatile sig_atomic_t interrupted;

static void interrupt(int signal_number) {
    interrupted = signal_number;
}

static enum err no_line(void) {
    return err_say(ERR_CANCELLED, _("the passphrase is as it was"), _("nothing was typed"), _("run linli passphrase again"));
}

/* By bytes, so that nothing of it stays behind in a buffer. */
static enum err read_line(char out[PASSPHRASE_SIZE]) {
    size_t len = 0;
    char c = 0;
    ssize_t n;

    while ((n = read(STDIN_FILENO, &c, 1)) == 1 && c != '\n' && len + 1 < PASSPHRASE_SIZE)
        if (c != '\r')
            out[len++] = c;
    out[len] = '\0';
    return interrupted || (n <= 0 && !len) ? no_line()
           : c != '\n' && n == 1
               ? err_say(ERR_USAGE, _("cannot use that passphrase"), _("it is longer than 250 characters"), _("take fewer words"))
               : ERR_OK;
}

static enum err ask(char out[PASSPHRASE_SIZE], const char *question) {
    static const int deadly[] = {SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGTSTP};
    struct sigaction before[sizeof deadly / sizeof *deadly], action = {.sa_handler = interrupt};
    struct termios tty, quiet;
    bool terminal = tcgetattr(STDIN_FILENO, &tty) == 0;
    enum err e;

    if (terminal) {
        for (size_t i = 0; i < sizeof deadly / sizeof *deadly; i++)
            sigaction(deadly[i], &action, &before[i]);
        out_remark(question);
        quiet = tty;
        quiet.c_lflag = (quiet.c_lflag & (tcflag_t)~ECHO) | ECHONL;
        tcsetattr(STDIN_FILENO, TCSAFLUSH, &quiet);
    }
    e = read_line(out);
    if (terminal) {
        tcsetattr(STDIN_FILENO, TCSADRAIN, &tty);
        for (size_t i = 0; i < sizeof deadly / sizeof *deadly; i++)
            sigaction(deadly[i], &before[i], NULL);
        if (interrupted)
            raise(interrupted);
    }
    return e;
}

static enum err ask_present(void) {
    char text[PASSPHRASE_SIZE] = "";
    enum err e = passphrase_is_set() ? ask(text, _("present passphrase:")) : ERR_OK;

    if (e == ERR_OK && passphrase_is_set())
        e = passphrase_check(text);
    secret_wipe(text, sizeof text);
    return e;
}

static enum err set_new(void) {
    char text[PASSPHRASE_SIZE] = "", again[PASSPHRASE_SIZE] = "";
    enum err e = ask(text, _("new passphrase:"));

    if (e == ERR_OK)
        e = ask(again, _("the new one once more:"));
    if (e == ERR_OK && strcmp(text, again) != 0)
        e = err_say(ERR_USAGE, _("cannot use that passphrase"), _("the two are not the same"), _("run linli passphrase again"));
    if (e == ERR_OK)
        e = passphrase_set(text);
    secret_wipe(text, sizeof text);
    secret_wipe(again, sizeof again);
    return e;
}

enum err cmd_passphrase(struct store *s, const struct args *a) {
    bool remove = args_has(a, OPT_REMOVE);
    enum err e;

    (void)s;
    if (remove && !passphrase_is_set())
        return err_say(ERR_NOT_FOUND, _("cannot take the passphrase away"), _("none is set"), _("nothing is locked here"));
    e = ask_present();
    if (e == ERR_OK)
        e = remove ? passphrase_remove() : set_new();
    if (e == ERR_OK)
        out_format("%s\n", remove ? _("The passphrase is gone: nothing locks any more.")
                                  : _("The passphrase is set: the screen asks for it from now on."));
    return e;
}
