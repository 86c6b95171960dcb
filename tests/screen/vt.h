/* A program on a terminal of its own: a pty whose output is fed to libvterm, so that tests see cells, cursor, modes and
 * bytes as a person's terminal would. This module refuses to know which program runs.
 *
 * What libvterm 0.1.4 lacks: its width table is of Unicode 12 (newer emoji are one cell), and a cell keeps a base character and
 * five marks. A failure of the machine itself (no pty) ends the process with 2. */
#ifndef TESTS_SCREEN_VT_H
#define TESTS_SCREEN_VT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

struct vt;

struct vt_options {
    int rows, cols;         /* 24 and 80 where 0 */
    const char *term;       /* xterm-256color where NULL */
    const char *lang;       /* C.UTF-8 where NULL */
    const char *home;       /* becomes HOME and LINLI_HOME; kept as it is where NULL */
    const char *const *env; /* more NAME=VALUE, NULL-ended; may be NULL */
    bool mute;              /* the terminal answers no query (a test types the answers itself) */
    int ambiguous;          /* 2: characters of ambiguous width take two cells; `·` is then read as `・`, the others as `〓` */
};

/* Starts argv[0] (looked up in PATH) as leader of its own session. What would change a program's look without the test
 * saying so (LC_*, LINES, COLUMNS, XDG_*, SSH_*, TERMINFO, ESCDELAY, …) is taken out of its environment. */
struct vt *vt_open(const struct vt_options *options, char *const argv[]);

/* Kills the program where it still runs, and frees everything. */
void vt_close(struct vt *vt);

/* Keys, all in one write. Text goes as it is; names stand in angle brackets: <Enter> <Tab> <Esc> <Space> <lt> <Backspace>
 * <Up> … <PgDn> <Home> <End> <Ins> <Del> <F1>..<F12>, with S- A- (or M-) C- before them (<S-Tab> <C-z> <M-x> <C-Left>), sent
 * as the terminal named by TERM does in its present modes; <Paste:TEXT> (bracketed where the program asked for it),
 * <Bytes:…> as they are, <Click:ROW,COL>; <Wait:MS> splits the write. In TEXT: \n \r \t \e \\ \> \xHH \uHHHH \U00HHHHHH.
 * False, with nothing sent, where the notation is wrong: vt_error says why. */
bool vt_keys(struct vt *vt, const char *notation);
const char *vt_error(const struct vt *vt);

/* The bytes of TEXT with its escapes; the caller frees them. NULL where an escape is wrong. */
char *vt_unescape(const char *text, size_t *len);

/* Bytes of the first key of a notation: one character or one <…>; 0 at its end. */
size_t vt_key_len(const char *notation);

/* Bytes as they are; reads meanwhile, so that neither side blocks. False where the program took nothing for 10 seconds. */
bool vt_send(struct vt *vt, const void *bytes, size_t len);

/* The same, but nothing is read: as on a line that takes no output. False where not all of it could be written. */
bool vt_send_unread(struct vt *vt, const void *bytes, size_t len);

/* Reads what comes within `ms`. The bytes read, 0 for none in time, -1 where nobody has the terminal open any more. */
ssize_t vt_pump(struct vt *vt, int ms);

/* Reads until nothing came for `quiet` ms and the program sleeps; false where that was not so within `deadline` ms. */
bool vt_wait_idle(struct vt *vt, int quiet, int deadline);

/* Reads until the predicate holds; false where it does not within `deadline` ms. It is asked after each read. */
typedef bool vt_predicate(struct vt *vt, void *arg);
bool vt_wait(struct vt *vt, vt_predicate *holds, void *arg, int deadline);
bool vt_wait_text(struct vt *vt, const char *text, int deadline);

/* Waits for the end of the program; *status as of waitpid. False where it still runs after `deadline` ms. */
bool vt_wait_exit(struct vt *vt, int *status, int deadline);

pid_t vt_pid(const struct vt *vt);
void vt_resize(struct vt *vt, int rows, int cols);
void vt_hangup(struct vt *vt); /* the terminal goes away, as when an SSH link drops */

/* What is on screen. Rows and columns count from 0. A row's text has wide cells once and no blanks at its end; the
 * pointer is good until the next vt_text of that row. */
void vt_size(const struct vt *vt, int *rows, int *cols);
const char *vt_text(struct vt *vt, int row);
int vt_find(struct vt *vt, const char *text); /* the first row that holds the text, or -1 */
void vt_cursor(const struct vt *vt, int *row, int *col);

#define VT_DEFAULT_COLOUR (-1)
#define VT_RGB 0x1000000
struct vt_cell {
    char text[28]; /* UTF-8, "" for an empty cell and for the right half of a wide one */
    int width;     /* 1 or 2; 0 for the right half */
    bool bold, underline, italic, blink, reverse, strike;
    int fg, bg; /* VT_DEFAULT_COLOUR, a palette index, or VT_RGB | rrggbb */
};
void vt_cell(const struct vt *vt, int row, int col, struct vt_cell *cell);
bool vt_same_look(const struct vt_cell *a, const struct vt_cell *b); /* attributes and colours, not text */

/* How the terminal stands now; vt_handed_back says whether it is as the program found it (modes, pen and line discipline),
 * and if not what is wrong. */
struct vt_modes {
    bool alt_screen, cursor_visible, bracketed_paste, cursor_keys;
    int mouse, bells;
    const char *title;
};
void vt_modes(struct vt *vt, struct vt_modes *modes);
bool vt_handed_back(struct vt *vt, const char **what);

/* Every byte that the program wrote, and how many since the mark. */
const char *vt_log(const struct vt *vt, size_t *len);
size_t vt_bytes(const struct vt *vt);
void vt_mark(struct vt *vt);
void vt_forget(struct vt *vt); /* drops the log, for long runs */

/* For measuring, in nanoseconds of the monotonic clock: now, when the last byte came, and when a row of first..last was
 * last written to (0: never). */
int64_t vt_now(void);
int64_t vt_last_output(const struct vt *vt);
int64_t vt_last_change(const struct vt *vt, int first, int last);

#endif
