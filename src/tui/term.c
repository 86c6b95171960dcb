/* Curses. Every text that reaches it was measured by width.h; where curses (which asks wcwidth) or the terminal's setting for
 * ambiguous characters would take another number of cells, a character of sure width is drawn in its place. */
#include "term.h"

#include <ncurses.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <term.h>
#include <termios.h>
#include <unistd.h>
#include <wchar.h>
#include "linli/i18n.h"
#include "linli/paths.h"
#include "linli/utf8.h"
#include "linli/width.h"

static const char paste_on[] = "\033[?2004h", paste_off[] = "\033[?2004l";

static SCREEN *screen;
static bool open_now, ascii;
static int cursor_row, cursor_col;
static struct termios at_start;
static char rescue[256]; /* what gives the terminal back, ready for a signal handler */

static const char *capability(const char *name) {
    const char *s = tigetstr(name);

    return s && s != (const char *)-1 ? s : "";
}

/* Bracketed paste is asked for with an escape sequence, so only from terminals that speak in these. */
static bool speaks_ansi(void) {
    return strncmp(capability("cup"), "\033[", 2) == 0;
}

static void send_now(const char *bytes) {
    fflush(stdout);
    if (write(STDOUT_FILENO, bytes, strlen(bytes)) < 0)
        return; /* a lost terminal is noticed by who reads from it */
}

static void prepare_rescue(void) {
    snprintf(rescue, sizeof rescue, "%s%s%s%s%s", speaks_ansi() ? paste_off : "", capability("sgr0"), capability("rmkx"),
             capability("cnorm"), capability("rmcup"));
}

static void set_modes(void) {
    raw();
    noecho();
    nonl();
    keypad(stdscr, TRUE);
    idlok(stdscr, TRUE);
    leaveok(stdscr, FALSE);
    scrollok(stdscr, FALSE);
    typeahead(-1);
    if (speaks_ansi())
        send_now(paste_on);
}

static bool charset_has_han(void) {
    char bytes[16];
    mbstate_t state = {0};

    return wcrtomb(bytes, L'\u4e2d', &state) != (size_t)-1;
}

static enum err no_terminal(const char *why) {
    return err_say(ERR_USAGE, _("cannot draw the screens"), why, _("use the commands instead: linli find, show, visit, sync"));
}

enum err term_open(void) {
    const char *name = paths_env("TERM");

    if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO) || tcgetattr(STDIN_FILENO, &at_start) != 0)
        return no_terminal(_("input and output must be a terminal"));
    screen = newterm(NULL, stdout, stdin);
    if (!screen)
        return no_terminal(err_fmt(_("the terminal %s is not known here"), name ? name : "-"));
    if (!*capability("cup")) {
        endwin();
        return no_terminal(err_fmt(_("the terminal %s cannot place its cursor"), name ? name : "-"));
    }
    open_now = true;
    if (!charset_has_han())
        ascii = true;
    set_modes();
    prepare_rescue();
    return ERR_OK;
}

void term_close(void) {
    if (!open_now)
        return;
    open_now = false;
    if (speaks_ansi())
        send_now(paste_off);
    endwin();
    tcsetattr(STDIN_FILENO, TCSANOW, &at_start);
}

void term_pause(void) {
    if (!open_now)
        return;
    if (speaks_ansi())
        send_now(paste_off);
    endwin();
}

void term_resume(void) {
    if (!open_now)
        return;
    reset_prog_mode();
    term_resize();
    term_redraw();
    if (speaks_ansi())
        send_now(paste_on);
}

void term_rescue(void) {
    if (!open_now)
        return;
    open_now = false;
    if (write(STDOUT_FILENO, rescue, strlen(rescue)) < 0)
        return;
    tcsetattr(STDIN_FILENO, TCSANOW, &at_start);
}

void term_resize(void) {
    struct winsize size;

    if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_row && size.ws_col && is_term_resized(size.ws_row, size.ws_col))
        resizeterm(size.ws_row, size.ws_col);
}

void term_size(int *rows, int *cols) {
    *rows = LINES;
    *cols = COLS;
}

int term_colours(void) {
    int n = tigetnum("colors");

    return n > 0 ? n : 0;
}

void term_set_ascii(bool on) {
    ascii = on;
}

bool term_is_ascii(void) {
    return ascii;
}

void term_clear(void) {
    attr_set(A_NORMAL, 0, NULL);
    erase();
}

/* Ambiguous characters that names and notes do have, and what stands for them where the terminal makes them two cells wide. */
static wchar_t wide_stand_in(uint32_t cp) {
    switch (cp) {
    case 0xb7:
        return 0x30fb;
    case 0x2018:
    case 0x201c:
        return 0x300c;
    case 0x2019:
    case 0x201d:
        return 0x300d;
    case 0xd7:
        return 0xff38;
    case 0x2014:
        return 0xff0d;
    default:
        return 0x3013;
    }
}

/* Appends a cluster so that curses takes `cells` cells for it; returns the characters added. */
static size_t fit_cluster(wchar_t *out, const char *text, size_t len, int cells) {
    size_t n = 0;
    int base = 0;

    for (size_t i = 0; i < len && n < 9;) {
        uint32_t cp;
        int w;

        i += utf8_read(&cp, text + i, len - i);
        w = wcwidth((wchar_t)cp);
        if (n == 0) {
            base = w;
            out[n++] = (wchar_t)cp;
        } else if (w == 0 && base == cells && cp != 0x200d && cp != 0xfe0f) {
            out[n++] = (wchar_t)cp;
        } else if (cp == 0x200d) {
            break; /* what is joined has a width of its own in most terminals: the first picture stands for all */
        }
    }
    if (base == cells)
        return n;
    if (cells == 2 && base == 1 && width_char((uint32_t)out[0]) == 2) {
        out[0] = wide_stand_in((uint32_t)out[0]);
        return 1;
    }
    if (base <= 0 || base > cells)
        out[0] = L'?';
    for (n = 1; (int)n + (base > 0 && base <= cells ? base - 1 : 0) < cells;)
        out[n++] = L' ';
    return n;
}

#define RUN_MAX 512

int term_put(int row, int col, int cells, enum paint paint, const char *text, size_t len) {
    struct look look = theme_look(paint);
    wchar_t run[RUN_MAX + 16];
    size_t n = 0;
    int used = 0, at = col;

    if (row < 0 || row >= LINES || col < 0 || col >= COLS)
        return 0;
    if (cells > COLS - col)
        cells = COLS - col;
    attr_set((attr_t)look.attributes, look.pair, NULL);
    while (len) {
        int w;
        size_t bytes = width_cluster(text, len, &w);

        if (used + w > cells)
            break;
        if (w > 0)
            n += fit_cluster(run + n, text, bytes, w);
        used += w;
        text += bytes;
        len -= bytes;
        if (n >= RUN_MAX) {
            mvaddnwstr(row, at, run, (int)n);
            at = col + used;
            n = 0;
        }
    }
    if (n)
        mvaddnwstr(row, at, run, (int)n);
    return used;
}

void term_cursor(int row, int col) {
    cursor_row = row < 0 ? 0 : row >= LINES ? LINES - 1 : row;
    cursor_col = col < 0 ? 0 : col >= COLS ? COLS - 1 : col;
}

void term_flush(void) {
    move(cursor_row, cursor_col);
    refresh();
}

void term_redraw(void) {
    clearok(curscr, TRUE);
}

size_t term_sequences(struct key_sequence *out, size_t room) {
    static const struct {
        const char *name;
        enum keycode code;
    } known[] = {
        {"kcuu1", K_UP},      {"kcud1", K_DOWN},   {"kcub1", K_LEFT},    {"kcuf1", K_RIGHT},   {"khome", K_HOME},  {"kend", K_END},
        {"kpp", K_PGUP},      {"knp", K_PGDN},     {"kich1", K_INS},     {"kdch1", K_DEL},     {"kent", K_ENTER},  {"kcbt", K_BACKTAB},
        {"kf1", K_F1},        {"kf2", K_F1 + 1},   {"kf3", K_F1 + 2},    {"kf4", K_F1 + 3},    {"kf5", K_F1 + 4},  {"kf6", K_F1 + 5},
        {"kf7", K_F1 + 6},    {"kf8", K_F1 + 7},   {"kf9", K_F1 + 8},    {"kf10", K_F1 + 9},   {"kf11", K_F1 + 10}, {"kf12", K_F1 + 11},
    };
    size_t count = 0;

    for (size_t i = 0; i < sizeof known / sizeof *known && count < room; i++) {
        const char *bytes = capability(known[i].name);

        if (bytes[0] == '\033' && strlen(bytes) < sizeof out->bytes) {
            snprintf(out[count].bytes, sizeof out->bytes, "%s", bytes);
            out[count++].code = known[i].code;
        }
    }
    return count;
}
