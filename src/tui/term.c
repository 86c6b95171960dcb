/* Curses: opening, abilities, giving back. */
#include "term.h"

#include <limits.h>
#include <ncurses.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <term.h>
#include <termios.h>
#include <unistd.h>
#include "cells.h"
#include "linli/hash.h"
#include "linli/i18n.h"
#include "linli/width.h"
#include "linli/paths.h"
#include "outlet.h"

#define CLOSING_MS 20
#define LINEAR_ROWS 24
#define LINEAR_COLS 100

static const char paste_on[] = "\033[?2004h", paste_off[] = "\033[?2004l";
static const char mouse_on[] = "\033[?1000h\033[?1006h", mouse_off[] = "\033[?1006l\033[?1000l";

/* Curses puts handlers of its own there that would end the program behind our back. */
static const int taken_by_curses[] = {SIGINT, SIGTERM, SIGTSTP, SIGWINCH};

static SCREEN *screen;
static int last_told = -1;
static bool open_now, ascii, linear, slow, mouse;
static bool mouse_used, mouse_told = true; /* it was on in this run; the terminal knows how it is now */
static struct termios at_start;
static bool quiet; /* linear mode: what is typed is not shown; at_start is as it was */
static char rescues[2][256];
static const char *volatile rescue = ""; /* what gives the terminal back, whole at any moment: a signal handler sends it */
static struct cells cells;
static struct cells_terminal terminal;
static uint8_t look_of[PAINT_COUNT]; /* of a role; roles that look the same share one */
static char look_bytes[CELLS_LOOKS_MAX][64];
static struct look ground[CELLS_LOOKS_MAX]; /* of each look */

#define RAW_MAX 2
static struct raw_text {
    int row, col;
    const char *text;
} raw_texts[RAW_MAX];
static size_t raw_count;
static struct buf copied; /* goes out with the next frame */
static bool raw_shown;    /* on the terminal, of which the cells know nothing */

/* --- abilities --- */

static char *capability(const char *name) {
    char *s = tigetstr(name);

    return s && s != (char *)-1 && *s ? s : NULL;
}

/* A sequence without its padding ($<5>): no line today is so fast that a terminal must be given time. One of eight rotating
 * buffers. */
static const char *unpadded(const char *s) {
    static char ring[8][128];
    static unsigned next;
    char *out = ring[next++ % 8];
    size_t n = 0;

    while (s && *s && n + 1 < sizeof *ring) {
        const char *end = s[0] == '$' && s[1] == '<' ? strchr(s, '>') : NULL;

        if (end)
            s = end + 1;
        else
            out[n++] = *s++;
    }
    out[n] = '\0';
    return out;
}

static const char *text_of(const char *name) {
    return unpadded(capability(name));
}

static const char *with_one(const char *name, int a) {
    return unpadded(tiparm(capability(name), a));
}

static const char *with_two(const char *name, int a, int b) {
    return unpadded(tiparm(capability(name), a, b));
}

static const char *place(int row, int col) {
    return with_two("cup", row, col);
}

static const char *column(int col) {
    return with_one("hpa", col);
}

static const char *right(int n) {
    return with_one(n == 1 && capability("cuf1") ? "cuf1" : "cuf", n);
}

/* Sequences of our own (bracketed paste) go only to terminals that speak in these. */
static bool speaks_ansi(void) {
    return strncmp(text_of("cup"), "\033[", 2) == 0;
}

static const char *region(int top, int bottom) {
    return !top && bottom == cells.rows - 1 && speaks_ansi() ? "\033[r" : with_two("csr", top, bottom);
}

static const char *scroll_rows(int n) {
    return n < 0 ? with_one("rin", -n) : with_one("indn", n);
}

/* What the charset lacks takes the same cells: 〓 is what print shops put in the place of a character. */
static size_t in_charset(char out[16], uint32_t cp) {
    size_t len = i18n_encode(out, cp);

    if (!len && width_char(cp) == 2)
        len = i18n_encode(out, U'〓');
    if (!len)
        out[len++] = '?';
    return len;
}

static const char *keep(char to[128], const char *bytes) {
    snprintf(to, 128, "%s", bytes);
    return to;
}

/* The terminal has one place to save: where rmcup goes back to it, it is not ours. */
static bool can_save(void) {
    return strcmp(text_of("sc"), "\0337") == 0 && strcmp(text_of("rc"), "\0338") == 0 && !strstr(text_of("rmcup"), "\0338");
}

static void read_abilities(void) {
    static char kept[3][128];

    terminal = (struct cells_terminal){
        .clear = keep(kept[0], text_of("clear")),
        .el = capability("el") ? keep(kept[1], text_of("el")) : NULL,
        /* terminfo's also leaves a line-drawing charset, in which nothing is ever written here: three bytes at each mark */
        .normal = speaks_ansi() && strstr(text_of("sgr0"), "\033[") ? "\033[m" : keep(kept[2], text_of("sgr0")),
        .cup = place,
        .hpa = capability("hpa") ? column : NULL,
        .cuf = capability("cuf") ? right : NULL,
        .region = capability("csr") ? region : NULL,
        /* Only the sequences of ECMA-48 scroll wherever the cursor is. */
        .scroll = strncmp(text_of("indn"), "\033[", 2) == 0 && strncmp(text_of("rin"), "\033[", 2) == 0 ? scroll_rows : NULL,
        .save = can_save() ? "\0337" : NULL,
        .restore = can_save() ? "\0338" : NULL,
        .scrolls_at_edge =
            strcmp(text_of("indn"), "") == 0 && strcmp(text_of("ind"), "\n") == 0 && strcmp(text_of("ri"), "\033M") == 0,
        .erases_in_look = tigetflag("bce") > 0,
        .moves_plainly =
            strcmp(text_of("cr"), "\r") == 0 && strcmp(text_of("cud1"), "\n") == 0 && strcmp(text_of("cub1"), "\b") == 0,
        .has_tabs = strcmp(text_of("ht"), "\t") == 0 && tigetnum("it") == 8,
        .has_corner = tigetflag("am") <= 0 || tigetflag("xenl") > 0,
        .encode = i18n_is_utf8() ? NULL : in_charset,
    };
}

/* --- looks --- */

/* On a slow line what only stands out is drawn as the text it stands in: that a bold word is a title or a bar a row is said by
 * its place and its mark, too. */
static void thin_out(void) {
    for (int p = 0; slow && !linear && p < PAINT_COUNT; p++) {
        const char *bytes = terminal.look[look_of[p]];

        if (bytes && *bytes && strcmp(bytes, text_of("bold")) == 0)
            look_of[p] = look_of[PAINT_TEXT];
    }
    if (slow)
        look_of[PAINT_SELECTED] = look_of[PAINT_MARK] = look_of[PAINT_TEXT];
    /* With a ground of its own no text is plain; in the look of the mark the cheapest frame of all is the move of a mark. */
    terminal.rest = terminal.blank[look_of[PAINT_TEXT]] ? look_of[PAINT_MARK] : 0;
}

static void put_look(struct buf *bytes, const struct look *look) {
    static const struct {
        unsigned attribute;
        const char *name;
    } modes[] = {{LOOK_BOLD, "bold"}, {LOOK_UNDERLINE, "smul"}, {LOOK_REVERSE, "rev"}, {LOOK_ITALIC, "sitm"}};

    for (size_t i = 0; i < sizeof modes / sizeof *modes; i++)
        if (look->attributes & modes[i].attribute)
            buf_puts(bytes, text_of(modes[i].name));
    if (look->fg != LOOK_DEFAULT)
        buf_puts(bytes, with_one("setaf", look->fg));
    if (look->bg != LOOK_DEFAULT)
        buf_puts(bytes, with_one("setab", look->bg));
}

static void write_look(char *out, size_t room, const struct look *look) {
    struct buf bytes = {0};

    put_look(&bytes, look);
    snprintf(out, room, "%s", buf_text(&bytes));
    buf_free(&bytes);
}

static int colour_count(void) {
    return capability("setaf") && capability("setab") && tigetnum("colors") > 0 ? tigetnum("colors") : 0;
}

void term_sample(struct buf *out, enum paint paint, const char *text) {
    static bool asked, has;
    struct look look;
    char bytes[64];
    int found;

    if (!asked)
        has = isatty(STDOUT_FILENO) && setupterm(NULL, STDOUT_FILENO, &found) == OK && capability("sgr0");
    asked = true;
    if (!has) {
        buf_puts(out, text);
        return;
    }
    look = theme_look(paint, paths_env("NO_COLOR") ? 0 : colour_count());
    write_look(bytes, sizeof bytes, &look);
    buf_printf(out, "%s%s%s", bytes, text, text_of("sgr0"));
}

/* Spaces show the ground alone, unless a line or its reverse lies over it. */
static uint8_t blank_of(const struct look *look, uint8_t known) {
    if (look->attributes & (LOOK_UNDERLINE | LOOK_REVERSE))
        return known;
    if (look->bg == LOOK_DEFAULT)
        return 0;
    for (uint8_t i = 1; i < known; i++)
        if (ground[i].bg == look->bg && terminal.blank[i] && !(ground[i].attributes & (LOOK_UNDERLINE | LOOK_REVERSE)))
            return terminal.blank[i];
    return known;
}

/* Between two looks with grounds of their own only what differs is said, unless something has to be taken off. */
static const char *turn(uint8_t from, uint8_t to) {
    const struct look *a = &ground[from], *b = &ground[to];
    static struct buf bytes;

    if (!from || !to || a->bg == LOOK_DEFAULT || b->bg == LOOK_DEFAULT || (a->attributes & ~b->attributes) ||
        (b->fg == LOOK_DEFAULT && a->fg != LOOK_DEFAULT))
        return NULL;
    buf_reset(&bytes);
    put_look(&bytes, &(struct look){.attributes = b->attributes & ~a->attributes,
                                    .fg = a->fg == b->fg ? LOOK_DEFAULT : b->fg,
                                    .bg = a->bg == b->bg ? LOOK_DEFAULT : b->bg});
    return buf_text(&bytes);
}

void term_apply_theme(bool colours) {
    int count = !linear && colours ? colour_count() : 0;
    uint8_t looks = 1;

    if (linear)
        return;
    terminal.turn = turn;
    terminal.look[0] = "";
    for (int p = 0; p < PAINT_COUNT; p++) {
        struct look look = theme_look((enum paint)p, count);
        uint8_t i = 0;

        write_look(look_bytes[looks], sizeof *look_bytes, &look);
        while (i < looks && strcmp(terminal.look[i], look_bytes[looks]) != 0)
            i++;
        look_of[p] = i;
        if (i < looks)
            continue;
        terminal.look[i] = look_bytes[i];
        terminal.blank[i] = blank_of(&look, looks);
        ground[i] = look;
        looks++;
    }
    thin_out();
    term_redraw();
}

void term_set_slow(bool on) {
    slow = on;
    thin_out();
}

bool term_is_slow(void) {
    return slow;
}

/* --- opening and giving back --- */

static void send_now(const char *bytes) {
    if (write(STDOUT_FILENO, bytes, strlen(bytes)) < 0)
        return; /* a lost terminal is noticed by who reads from it */
}

static void prepare_rescue(void) {
    char *to = rescues[rescue == rescues[0]];

    snprintf(to, sizeof *rescues, "%s%s%s%s%s%s", mouse_used ? mouse_off : "", speaks_ansi() ? paste_off : "", text_of("sgr0"),
             text_of("rmkx"), text_of("cnorm"), text_of("rmcup"));
    rescue = to;
}

static void set_modes(void) {
    struct termios tty;

    raw();
    noecho();
    nonl();
    keypad(stdscr, TRUE);
    if (tcgetattr(STDIN_FILENO, &tty) == 0) {
        tty.c_oflag &= (tcflag_t)~OPOST; /* \n goes down and does nothing else */
        tcsetattr(STDIN_FILENO, TCSANOW, &tty);
    }
    def_prog_mode();
    refresh(); /* an empty screen: from here on the cells are drawn without curses */
    if (speaks_ansi())
        send_now(paste_on);
}

bool term_can_show(uint32_t cp) {
    char bytes[16];

    return i18n_is_utf8() || i18n_encode(bytes, cp);
}

static bool charset_has_han(void) {
    return term_can_show(U'中');
}

static enum err no_terminal(const char *why) {
    return err_say(ERR_USAGE, _("cannot draw the screens"), why,
                   _("use linli --linear, or the commands: linli find, show, visit, sync"));
}

enum err term_open(void) {
    const char *name = paths_env("TERM");
    int found;

    if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO) || tcgetattr(STDIN_FILENO, &at_start) != 0)
        return no_terminal(_("input and output must be a terminal"));
    /* Asked before newterm, which keeps what it took where it fails. */
    if (setupterm(NULL, STDOUT_FILENO, &found) == OK) {
        rescue = ""; /* newterm changes how lines are read before it draws: from its middle that alone is given back */
        open_now = true;
        del_curterm(cur_term);
        screen = newterm(NULL, stdout, stdin);
        open_now = screen != NULL;
    }
    if (!screen)
        return no_terminal(err_fmt(_("the terminal %s is not known here"), name ? name : "-"));
    for (size_t i = 0; i < sizeof taken_by_curses / sizeof *taken_by_curses; i++)
        signal(taken_by_curses[i], SIG_DFL);
    if (!capability("cup") || !capability("clear")) {
        term_close();
        return no_terminal(err_fmt(_("the terminal %s cannot place its cursor"), name ? name : "-"));
    }
    ascii = ascii || !charset_has_han();
    prepare_rescue();
    set_modes();
    read_abilities();
    outlet_open();
    cells_resize(&cells, LINES, COLS);
    term_resize();
    return ERR_OK;
}

void term_open_linear(void) {
    linear = open_now = true;
    ascii = ascii || !charset_has_han();
    cells_resize(&cells, LINEAR_ROWS, LINEAR_COLS);
}

bool term_is_linear(void) {
    return linear;
}

void term_echo(bool on) {
    struct termios tty;

    if (!linear || on == !quiet || tcgetattr(STDIN_FILENO, &tty) != 0)
        return;
    if (!on)
        at_start = tty;
    tty.c_lflag = on ? at_start.c_lflag : (tty.c_lflag & (tcflag_t)~ECHO) | ECHONL;
    quiet = !on;
    tcsetattr(STDIN_FILENO, TCSADRAIN, &tty);
}

void term_close(void) {
    if (!open_now)
        return;
    term_echo(true);
    if (linear) {
        send_now("\n");
        open_now = linear = false;
        cells_free(&cells);
        return;
    }
    outlet_close();
    if (*rescue) {
        send_now(text_of("sgr0"));
        send_now(
            place(cells.rows > 0 ? cells.rows - 1 : 0, 0)); /* below what is left, where there is no other screen to go back to */
    }
    term_rescue();
    mouse = mouse_used = false;
    cells_free(&cells);
}

void term_pause(void) {
    term_echo(true); /* the next frame takes it away again */
    if (!open_now || linear)
        return;
    outlet_close();
    send_now(text_of("sgr0"));
    if (mouse)
        send_now(mouse_off);
    if (speaks_ansi())
        send_now(paste_off);
    endwin();
}

void term_resume(void) {
    if (!open_now || linear)
        return;
    reset_prog_mode();
    clearok(curscr, TRUE);
    refresh();
    outlet_open();
    term_resize();
    term_redraw();
    if (speaks_ansi())
        send_now(paste_on);
    if (mouse)
        send_now(mouse_on);
}

bool term_mouse(bool on) {
    if (linear || !open_now || !capability("kmous") || !speaks_ansi() || on == mouse)
        return mouse;
    mouse_told = false; /* with the next frame, never in the midst of one */
    mouse = on;
    if (on && !mouse_used) {
        mouse_used = true;
        prepare_rescue();
    }
    return mouse;
}

void term_rescue(void) {
    if (linear && quiet)
        tcsetattr(STDIN_FILENO, TCSANOW, &at_start);
    if (!open_now || linear)
        return;
    open_now = false;
    if (write(STDOUT_FILENO, rescue, strlen(rescue)) < 0)
        return;
    /* A Ctrl-C typed ahead would throw away what a busy terminal has not read yet, once it means an interrupt again. */
    poll(NULL, 0, CLOSING_MS);
    tcsetattr(STDIN_FILENO, TCSANOW, &at_start);
}

void term_resize(void) {
    struct winsize size;

    if (linear || ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0 || !size.ws_row || !size.ws_col)
        return;
    if (size.ws_row == cells.rows && size.ws_col == cells.cols)
        return;
    resizeterm(size.ws_row, size.ws_col);
    cells_resize(&cells, size.ws_row, size.ws_col);
}

void term_size(int *rows, int *cols) {
    *rows = cells.rows;
    *cols = cells.cols;
}

void term_set_ascii(bool on) {
    ascii = on;
}

bool term_is_ascii(void) {
    return ascii;
}

/* --- drawing --- */

void term_clear(void) {
    last_told = -1;
    raw_count = 0;
    cells_clear(&cells, look_of[PAINT_TEXT]);
}

int term_put(int row, int col, int width, enum paint paint, const char *text, size_t len) {
    return cells_put(&cells, row, col, width, look_of[paint], text, len);
}

void term_cursor(int row, int col) {
    cells_cursor(&cells, row, col);
}

void term_cursor_at(int *row, int *col) {
    *row = cells.cursor_row;
    *col = cells.cursor_col;
}

void term_put_raw(int row, int col, const char *text) {
    if (linear || !i18n_is_utf8())
        term_put(row, col, cells.cols - col, PAINT_TEXT, text, strlen(text));
    else if (raw_count < RAW_MAX)
        raw_texts[raw_count++] = (struct raw_text){row, col, text};
}

/* Behind a frame, and only with one: then the cursor goes back to where it belongs. */
static void add_raw(struct buf *bytes) {
    if (!raw_count || (raw_shown && !bytes->len))
        return;
    for (size_t i = 0; i < raw_count; i++) {
        buf_puts(bytes, place(raw_texts[i].row, raw_texts[i].col));
        buf_puts(bytes, terminal.normal);
        buf_puts(bytes, raw_texts[i].text);
    }
    buf_puts(bytes, place(cells.cursor_row, cells.cursor_col));
    cells.at_row = cells.cursor_row;
    cells.at_col = cells.cursor_col;
    cells.look = 0;
}

void term_row(int row, struct buf *out) {
    cells_row(&cells, row, out);
}

/* The console of Linux and the old terminals write such a sequence onto the screen. */
bool term_can_copy(void) {
    static const char *const none[] = {"linux", "vt", "dumb", "ansi", "cons"};
    const char *name = paths_env("TERM");
    bool can = !linear && speaks_ansi() && name;

    for (size_t i = 0; can && i < sizeof none / sizeof *none; i++)
        can = strncmp(name, none[i], strlen(none[i])) != 0;
    return can;
}

void term_copy(const char *text, size_t len) {
    buf_reset(&copied);
    buf_puts(&copied, "\033]52;c;");
    base64_text(&copied, text, len < TERM_COPY_MAX ? len : TERM_COPY_MAX);
    buf_puts(&copied, "\007");
}

void term_flush(void) {
    static struct buf bytes;

    buf_reset(&bytes);
    if (raw_shown && !raw_count)
        cells_forget(&cells);
    if (linear)
        cells_lines(&cells, i18n_is_utf8() ? NULL : in_charset, last_told, &bytes);
    else
        cells_frame(&cells, &terminal, &bytes);
    if (!mouse_told && !linear)
        buf_puts(&bytes, mouse ? mouse_on : mouse_off);
    mouse_told = true;
    add_raw(&bytes);
    buf_add(&bytes, copied.data, copied.len);
    buf_reset(&copied);
    raw_shown = raw_count > 0;
    if (bytes.len && !outlet_send(bytes.data, bytes.len))
        cells_forget(&cells); /* the terminal is going away, or its owner shall see a whole frame again */
}

bool term_is_behind(void) {
    return !linear && outlet_behind();
}

int term_output(void) {
    return outlet_fd();
}

void term_tell_last(int row) {
    last_told = row;
}

void term_redraw(void) {
    cells_forget(&cells);
}

size_t term_sequences(struct key_sequence *out, size_t room) {
    static const struct {
        const char *name;
        enum keycode code;
    } known[] = {
        {"kcuu1", K_UP},   {"kcud1", K_DOWN}, {"kcub1", K_LEFT}, {"kcuf1", K_RIGHT}, {"khome", K_HOME},   {"kend", K_END},
        {"kpp", K_PGUP},   {"knp", K_PGDN},   {"kich1", K_INS},  {"kdch1", K_DEL},   {"kent", K_ENTER},   {"kcbt", K_BACKTAB},
        {"kf1", K_F1},     {"kf2", K_F1 + 1}, {"kf3", K_F1 + 2}, {"kf4", K_F1 + 3},  {"kf5", K_F1 + 4},   {"kf6", K_F1 + 5},
        {"kf7", K_F1 + 6}, {"kf8", K_F1 + 7}, {"kf9", K_F1 + 8}, {"kf10", K_F1 + 9}, {"kf11", K_F1 + 10}, {"kf12", K_F1 + 11},
    };
    size_t count = 0;

    for (size_t i = 0; !linear && i < sizeof known / sizeof *known && count < room; i++) {
        const char *bytes = text_of(known[i].name);

        if (bytes[0] == '\033' && strlen(bytes) < sizeof out->bytes) {
            snprintf(out[count].bytes, sizeof out->bytes, "%s", bytes);
            out[count++].code = known[i].code;
        }
    }
    return count;
}
