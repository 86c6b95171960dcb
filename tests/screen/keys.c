/* The notation of keys: <F2>, <C-z>, <Paste:…> and plain text, as bytes that the terminal would send. */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>
#include "vt_inner.h"
/* last: its macros (bell, cursor_visible, …) break headers that come after it */
#include <curses.h>
#include <term.h>

/* `cap` is terminfo's name of the key, for terminals that are not of xterm's family; `text` is for keys that are bytes. */
static const struct key {
    const char *name;
    int key;
    const char *cap, *text;
} keys[] = {
    {"Enter", 0, NULL, "\r"},
    {"Tab", 0, NULL, "\t"},
    {"Esc", 0, NULL, "\033"},
    {"Space", 0, NULL, " "},
    {"lt", 0, NULL, "<"},
    {"Backspace", 0, NULL, "\177"},
    {"Up", VTERM_KEY_UP, "kcuu1", NULL},
    {"Down", VTERM_KEY_DOWN, "kcud1", NULL},
    {"Left", VTERM_KEY_LEFT, "kcub1", NULL},
    {"Right", VTERM_KEY_RIGHT, "kcuf1", NULL},
    {"Home", VTERM_KEY_HOME, "khome", NULL},
    {"End", VTERM_KEY_END, "kend", NULL},
    {"PgUp", VTERM_KEY_PAGEUP, "kpp", NULL},
    {"PgDn", VTERM_KEY_PAGEDOWN, "knp", NULL},
    {"Ins", VTERM_KEY_INS, "kich1", NULL},
    {"Del", VTERM_KEY_DEL, "kdch1", NULL},
};

/* Escapes of TEXT in <Paste:…>, <Bytes:…>: the bytes of the one at `at` (a backslash); NULL where it is none. */
static const char *add_escape(struct vt_buf *out, const char *at) {
    static const char plain[] = "n\nr\rt\te\033\\\\>>";
    for (const char *p = plain; *p; p += 2)
        if (at[1] == *p) {
            vt_buf_add(out, p + 1, 1);
            return at + 2;
        }
    int digits = at[1] == 'x' ? 2 : at[1] == 'u' ? 4 : at[1] == 'U' ? 8 : 0;
    uint32_t value = 0;
    for (int i = 0; i < digits; i++) {
        if (!isxdigit((unsigned char)at[2 + i]))
            return NULL;
        char digit[2] = {at[2 + i], '\0'};
        value = value * 16 + (uint32_t)strtoul(digit, NULL, 16);
    }
    if (!digits || value > 0x10ffff)
        return NULL;
    char utf8[4] = {(char)value};
    vt_buf_add(out, utf8, digits == 2 ? 1 : vt_utf8_put(utf8, value));
    return at + 2 + digits;
}

/* TEXT up to the `>`; the byte behind it, or NULL. */
static const char *add_text(struct vt *vt, struct vt_buf *out, const char *at) {
    while (at && *at && *at != '>') {
        if (*at == '\\')
            at = add_escape(out, at);
        else
            vt_buf_add(out, at++, 1);
    }
    if (!at || *at != '>') {
        vt_fail(vt, "a wrong escape, or no > at the end");
        return NULL;
    }
    return at + 1;
}

/* A terminal sends line breaks of a paste as Return. */
static const char *add_paste(struct vt *vt, struct vt_buf *out, const char *at) {
    vterm_keyboard_start_paste(vt->term);
    size_t from = out->len;
    at = add_text(vt, out, at);
    for (size_t i = from; i < out->len; i++)
        if (out->bytes[i] == '\n')
            out->bytes[i] = '\r';
    vterm_keyboard_end_paste(vt->term);
    return at;
}

static const char *add_click(struct vt *vt, const char *at) {
    int row, col, used = 0;
    if (sscanf(at, "%d,%d>%n", &row, &col, &used) != 2 || !used) {
        vt_fail(vt, "<Click:ROW,COL> expected");
        return NULL;
    }
    vterm_mouse_move(vt->term, row, col, VTERM_MOD_NONE);
    vterm_mouse_button(vt->term, 1, true, VTERM_MOD_NONE);
    vterm_mouse_button(vt->term, 1, false, VTERM_MOD_NONE);
    return at + used;
}

/* What terminfo says the key sends, in `out`; NULL for the xterm family, which libvterm plays itself, and where it says nothing.
 */
static const char *terminfo_string(const struct vt *vt, const char *cap, char *out, size_t size) {
    int found;
    if (strncmp(vt->term_name, "xterm", 5) == 0 || setupterm(vt->term_name, STDOUT_FILENO, &found) != OK)
        return NULL;
    const char *s = tigetstr(cap);
    bool known = s && s != (char *)-1;
    if (known)
        snprintf(out, size, "%s", s);
    del_curterm(cur_term);
    return known ? out : NULL;
}

static void add_key(struct vt *vt, struct vt_buf *out, const struct key *k, VTermModifier mods) {
    const char *s = k->text;
    char sent[64];
    if (s && (mods & VTERM_MOD_SHIFT) && *s == '\t')
        s = "\033[Z";
    else if (!s && mods == VTERM_MOD_NONE)
        s = terminfo_string(vt, k->cap, sent, sizeof sent);
    if (!s) {
        vterm_keyboard_key(vt->term, (VTermKey)k->key, mods);
        return;
    }
    if (mods & VTERM_MOD_ALT)
        vt_buf_add(out, "\033", 1);
    vt_buf_add(out, s, strlen(s));
}

static bool add_named(struct vt *vt, struct vt_buf *out, const char *name) {
    VTermModifier mods = VTERM_MOD_NONE;
    while (name[0] && name[1] == '-' && name[2]) {
        if (!strchr("SAMC", name[0]))
            break;
        mods |= name[0] == 'S' ? VTERM_MOD_SHIFT : name[0] == 'C' ? VTERM_MOD_CTRL : VTERM_MOD_ALT;
        name += 2;
    }
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        if (strcmp(keys[i].name, name) == 0)
            return add_key(vt, out, &keys[i], mods), true;
    int number;
    char cap[8], rest;
    if (sscanf(name, "F%d%c", &number, &rest) == 1 && number >= 1 && number <= 63) {
        snprintf(cap, sizeof cap, "kf%d", number);
        return add_key(vt, out, &(struct key){NULL, VTERM_KEY_FUNCTION(number), cap, NULL}, mods), true;
    }
    if (name[0] && !name[1] && mods & (VTERM_MOD_CTRL | VTERM_MOD_ALT)) {
        char byte = mods & VTERM_MOD_CTRL ? (char)(toupper((unsigned char)*name) ^ 0x40) : *name;
        if (mods & VTERM_MOD_ALT)
            vt_buf_add(out, "\033", 1);
        vt_buf_add(out, &byte, 1);
        return true;
    }
    vt_fail(vt, "no key is called <%s>", name);
    return false;
}

/* What stands behind `<`; the byte behind its `>`, or NULL. */
static const char *add_bracket(struct vt *vt, struct vt_buf *out, const char *at) {
    if (strncmp(at, "Paste:", 6) == 0)
        return add_paste(vt, out, at + 6);
    if (strncmp(at, "Bytes:", 6) == 0)
        return add_text(vt, out, at + 6);
    if (strncmp(at, "Click:", 6) == 0)
        return add_click(vt, at + 6);
    const char *end = strchr(at, '>');
    char name[32];
    if (!end || (size_t)(end - at) >= sizeof name) {
        vt_fail(vt, "a key name without > (a plain < is written <lt>)");
        return NULL;
    }
    memcpy(name, at, (size_t)(end - at));
    name[end - at] = '\0';
    return add_named(vt, out, name) ? end + 1 : NULL;
}

static int wait_of(const char *at, int *used) {
    int ms;
    *used = 0;
    return sscanf(at, "<Wait:%d>%n", &ms, used) == 1 && *used ? ms : -1;
}

/* Up to the end or the next <Wait:…>. */
static const char *translate(struct vt *vt, struct vt_buf *out, const char *at) {
    int used;
    vt->capture = out;
    while (at && *at && wait_of(at, &used) < 0) {
        if (*at == '<')
            at = add_bracket(vt, out, at + 1);
        else
            vt_buf_add(out, at++, 1);
    }
    vt->capture = NULL;
    return at;
}

bool vt_keys(struct vt *vt, const char *notation) {
    const char *at = notation;
    do {
        struct vt_buf out = {0};
        at = translate(vt, &out, at);
        bool sent = at && (!out.len || vt_send(vt, out.bytes, out.len));
        free(out.bytes);
        if (!sent)
            return false;
        int used, ms = wait_of(at, &used);
        at += used;
        for (int64_t end = vt_now() + (ms > 0 ? ms : 0) * INT64_C(1000000); vt_now() < end;)
            vt_pump(vt, 1);
    } while (*at);
    return true;
}

char *vt_unescape(const char *text, size_t *len) {
    struct vt_buf out = {0};
    while (text && *text) {
        if (*text == '\\')
            text = add_escape(&out, text);
        else
            vt_buf_add(&out, text++, 1);
    }
    *len = out.len;
    vt_buf_add(&out, "", 1);
    if (text)
        return out.bytes;
    free(out.bytes);
    return NULL;
}

size_t vt_key_len(const char *notation) {
    const char *at = notation;
    if (*at == '<') {
        while (*at && *at != '>')
            at += *at == '\\' && at[1] ? 2 : 1;
        return (size_t)(at - notation) + (*at == '>');
    }
    if (*at)
        at++;
    while ((*at & 0xc0) == 0x80)
        at++;
    return (size_t)(at - notation);
}
