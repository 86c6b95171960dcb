/* The terminal: the one door to curses. Draws text at cells in the paint of a role; knows no view. Curses opens the terminal,
 * knows its abilities and gives it back; which bytes turn one frame into the next is cells.h. */
#ifndef LINLI_TUI_TERM_H
#define LINLI_TUI_TERM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "keys.h"
#include "linli/buf.h"
#include "linli/err.h"
#include "theme.h"

/* Takes over the terminal on stdin and stdout. ERR_USAGE with words where there is none or it cannot place a cursor. */
enum err term_open(void);
/* The same for the linear mode: lines instead of cells, on anything that can be written to; curses is not asked. */
void term_open_linear(void);
bool term_is_linear(void);
void term_close(void); /* gives it back as it was; harmless a second time */

/* Puts the theme in force on it, with its colours or without. */
void term_apply_theme(bool colours);

/* For a page on standard output, while no terminal is taken over: appends a text in the look that the theme in force gives a
 * role; the text alone where it goes to no terminal that has looks. */
void term_sample(struct buf *out, enum paint paint, const char *text);

/* Linear mode on a terminal: whether it shows what is typed. Off for a passphrase; its line end shows all the same. */
void term_echo(bool on);

/* For Ctrl-Z: gives it back for a while, and takes it again with everything to be drawn anew. */
void term_pause(void);
void term_resume(void);

/* Gives it back from within a signal handler: only write and tcsetattr. */
void term_rescue(void);

/* Reads the size that the terminal has now. */
void term_resize(void);
void term_size(int *rows, int *cols);

/* Whether text is shown as ASCII only: asked for, or a charset that has no Han. */
void term_set_ascii(bool on);
bool term_is_ascii(void);

bool term_can_show(uint32_t cp); /* whether its charset has the character */

/* A slow line: what costs bytes and says nothing that stands there in words, too, is left out: bold, bars, shades. */
void term_set_slow(bool on);
bool term_is_slow(void);

void term_clear(void);

/* Draws text that went through safe_text at a place, at most `cells` wide and never beyond the right edge. Returns the cells
 * used. */
int term_put(int row, int col, int cells, enum paint paint, const char *text, size_t len);

/* Draws text without placing the cursor anew behind characters on whose width terminals do not agree, so that a person sees how
 * far they reach. Where nothing else is in the row; at most two in a frame. */
void term_put_raw(int row, int col, const char *text);

/* Where the hardware cursor stands after the next term_flush. */
void term_cursor(int row, int col);
void term_cursor_at(int *row, int *col); /* as it was set last */

/* Sends what changed since the last one, in one write: nothing where nothing changed. Never waits: while the terminal is behind
 * with what was sent, the next frame is for later; its descriptor is to be polled for POLLOUT. */
void term_flush(void);
bool term_is_behind(void);
int term_output(void);
void term_tell_last(int row); /* in the linear mode the answer ends with this row; without it, with that of the cursor */
void term_redraw(void);       /* the next flush sends everything */
/* The text of a row as it was drawn last, without the blanks behind it. */
void term_row(int row, struct buf *out);

/* Hands the text to the clipboard of the terminal with the next flush (OSC 52), where it is a terminal that knows such sequences
 * or passes over them: term_can_copy. Whether it took it cannot be known. */
#define TERM_COPY_MAX 4096
bool term_can_copy(void);
void term_copy(const char *text, size_t len); /* at most TERM_COPY_MAX bytes */

/* Asks it to report clicks, or to keep them to itself; whether it reports them now. */
bool term_mouse(bool on);

/* What this terminal sends for its keys. */
size_t term_sequences(struct key_sequence *out, size_t room);

#endif
