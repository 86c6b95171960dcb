/* Bytes from a terminal in, keys out. Pure: the caller says when bytes came and what time it is. Knows no view and no curses. */
#ifndef LINLI_TUI_KEYS_H
#define LINLI_TUI_KEYS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "linli/buf.h"

enum keycode {
    K_NONE,
    K_TEXT, /* a character: cp */
    K_CTRL, /* Ctrl with the letter in cp ('A' to 'Z', or one of [\]^_@) */
    K_ENTER,
    K_TAB,
    K_BACKTAB,
    K_BACKSPACE,
    K_ESC,
    K_UP,
    K_DOWN,
    K_LEFT,
    K_RIGHT,
    K_HOME,
    K_END,
    K_PGUP,
    K_PGDN,
    K_INS,
    K_DEL,
    K_F1,
    K_F12 = K_F1 + 11,
    K_OTHER,     /* a key of the keyboard that linli never uses */
    K_PASTE,     /* a bracketed paste: keys_paste */
    K_PASTE_BIG, /* one above KEYS_PASTE_MAX: dropped */
    K_CLICK,     /* the mouse, where keys_mouse is on: row and col */
    K_DRAG,      /* pressed at one place and let go at another */
};

struct key {
    enum keycode code;
    uint32_t cp;
    bool glued; /* Enter that came at once behind text that only an input method makes */
    int row, col;
};

#define KEYS_PASTE_MAX 65536
#define KEYS_SEQUENCES_MAX 64

/* What this terminal sends for a key, from its description; those of xterm's family are known without. */
struct key_sequence {
    char bytes[16];
    enum keycode code;
};

struct keys_options {
    int esc_ms;   /* how long a lone ESC may still become a sequence */
    bool remote;  /* over a network the rest of an arrow may come late */
    bool charset; /* text arrives in the locale's charset (mbrtowc) instead of UTF-8 */
};

struct keys;

struct keys *keys_new(const struct keys_options *options, const struct key_sequence *sequences, size_t count);
void keys_free(struct keys *k);

/* The bytes of one read. `more`: the terminal has further bytes waiting. */
void keys_feed(struct keys *k, const char *bytes, size_t len, bool more, int64_t now);

/* Whether reports of the mouse are keys: the wheel is Up and Down. */
void keys_mouse(struct keys *k, bool on);

/* The next whole key; false: none yet. Answers of the terminal to queries, reports of focus and (without keys_mouse) those of the
 * mouse vanish here. */
bool keys_next(struct keys *k, int64_t now, struct key *out);

/* Milliseconds until an unfinished sequence is decided without further bytes; -1: nothing is unfinished. */
int keys_wait(const struct keys *k, int64_t now);

/* The text of the newest K_PASTE, good until the next keys_feed. */
const struct buf *keys_paste(const struct keys *k);

/* The name of a key as key tables write it (`F2`, `Enter`, `C-l`, `PgUp`, `v`), and back. keys_parse is false where it is none.
 */
#define KEY_NAME_SIZE 16
void keys_name(char out[KEY_NAME_SIZE], const struct key *key);
bool keys_parse(struct key *out, const char *name);

#endif
