/* What is on screen: cells, rows, cursor, modes. */
#include <err.h>
#include <stdlib.h>
#include <string.h>
#include "vt_inner.h"

#define RIGHT_HALF UINT32_MAX /* libvterm's mark in the second cell of a wide character */

static int on_damage(VTermRect rect, void *user) {
    struct vt *vt = user;
    int64_t now = vt->last_output;
    for (int row = rect.start_row; row < rect.end_row && row < vt->rows; row++)
        vt->row[row].changed = now;
    return 1;
}

static int on_property(VTermProp property, VTermValue *value, void *user) {
    struct vt *vt = user;
    if (property == VTERM_PROP_ALTSCREEN)
        vt->alt_screen = value->boolean;
    else if (property == VTERM_PROP_CURSORVISIBLE)
        vt->cursor_visible = value->boolean;
    else if (property == VTERM_PROP_MOUSE)
        vt->mouse = value->number;
    else if (property == VTERM_PROP_TITLE)
        memccpy(vt->title, value->string, 0, sizeof vt->title - 1);
    return 1;
}

static int on_bell(void *user) {
    struct vt *vt = user;
    vt->bells++;
    return 1;
}

static const VTermScreenCallbacks callbacks = {.damage = on_damage, .settermprop = on_property, .bell = on_bell};

void vt_view_init(struct vt *vt) {
    bool first = !vt->screen;
    vt->row = calloc((size_t)vt->rows, sizeof *vt->row);
    if (!vt->row)
        errx(2, "out of memory");
    if (!first)
        return;
    vt->state = vterm_obtain_state(vt->term);
    vt->screen = vterm_obtain_screen(vt->term);
    vterm_screen_set_callbacks(vt->screen, &callbacks, vt);
    vterm_screen_set_damage_merge(vt->screen, VTERM_DAMAGE_CELL);
    vterm_screen_enable_altscreen(vt->screen, 1);
    vterm_screen_reset(vt->screen, 1);
    vt->cursor_visible = true;
}

void vt_view_free(struct vt *vt) {
    for (int row = 0; row < vt->rows; row++)
        free(vt->row[row].text);
    free(vt->row);
    vt->row = NULL;
}

size_t vt_utf8_put(char out[4], uint32_t cp) {
    if (cp < 0x80) {
        out[0] = (char)cp;
        return 1;
    }
    int more = cp < 0x800 ? 1 : cp < 0x10000 ? 2 : 3;
    static const unsigned char lead[] = {0, 0xc0, 0xe0, 0xf0};
    for (int i = more; i > 0; i--, cp >>= 6)
        out[i] = (char)(0x80 | (cp & 0x3f));
    out[0] = (char)(lead[more] | cp);
    return (size_t)more + 1;
}

static int colour(const VTermColor *c) {
    if (VTERM_COLOR_IS_DEFAULT_FG(c) || VTERM_COLOR_IS_DEFAULT_BG(c))
        return VT_DEFAULT_COLOUR;
    if (VTERM_COLOR_IS_INDEXED(c))
        return c->indexed.idx;
    return VT_RGB | c->rgb.red << 16 | c->rgb.green << 8 | c->rgb.blue;
}

void vt_cell(const struct vt *vt, int row, int col, struct vt_cell *cell) {
    VTermScreenCell c;
    memset(cell, 0, sizeof *cell);
    cell->fg = cell->bg = VT_DEFAULT_COLOUR;
    if (row < 0 || col < 0 || row >= vt->rows || col >= vt->cols ||
        !vterm_screen_get_cell(vt->screen, (VTermPos){.row = row, .col = col}, &c))
        return;
    if (c.chars[0] == RIGHT_HALF && col > 0) { /* libvterm keeps the look in the left half alone */
        vt_cell(vt, row, col - 1, cell);
        cell->text[0] = '\0';
        cell->width = 0;
        return;
    }
    if (c.chars[0] != RIGHT_HALF) {
        size_t len = 0;
        for (int i = 0; i < VTERM_MAX_CHARS_PER_CELL && c.chars[i]; i++)
            len += vt_utf8_put(cell->text + len, c.chars[i]);
        cell->width = c.width;
    }
    cell->bold = c.attrs.bold;
    cell->underline = c.attrs.underline != VTERM_UNDERLINE_OFF;
    cell->italic = c.attrs.italic;
    cell->blink = c.attrs.blink;
    cell->reverse = c.attrs.reverse;
    cell->strike = c.attrs.strike;
    cell->fg = colour(&c.fg);
    cell->bg = colour(&c.bg);
}

bool vt_same_look(const struct vt_cell *a, const struct vt_cell *b) {
    return a->bold == b->bold && a->underline == b->underline && a->italic == b->italic && a->blink == b->blink &&
           a->reverse == b->reverse && a->strike == b->strike && a->fg == b->fg && a->bg == b->bg;
}

void vt_size(const struct vt *vt, int *rows, int *cols) {
    *rows = vt->rows;
    *cols = vt->cols;
}

const char *vt_text(struct vt *vt, int row) {
    if (row < 0 || row >= vt->rows)
        return "";
    char *text = realloc(vt->row[row].text, (size_t)vt->cols * sizeof(((struct vt_cell *)0)->text) + 1);
    if (!text)
        errx(2, "out of memory");
    vt->row[row].text = text;
    size_t len = 0, end = 0;
    for (int col = 0; col < vt->cols; col++) {
        struct vt_cell cell;
        vt_cell(vt, row, col, &cell);
        if (cell.width == 0)
            continue;
        const char *shown = cell.text[0] ? cell.text : " ";
        size_t n = strlen(shown);
        memcpy(text + len, shown, n);
        len += n;
        if (strcmp(shown, " ") != 0)
            end = len;
    }
    text[end] = '\0';
    return text;
}

int vt_find(struct vt *vt, const char *text) {
    for (int row = 0; row < vt->rows; row++)
        if (strstr(vt_text(vt, row), text))
            return row;
    return -1;
}

void vt_cursor(const struct vt *vt, int *row, int *col) {
    VTermPos at;
    vterm_state_get_cursorpos(vt->state, &at);
    *row = at.row;
    *col = at.col;
}

void vt_modes(struct vt *vt, struct vt_modes *modes) {
    /* libvterm tells these two modes only by what it would send */
    struct vt_buf paste = {0}, key = {0};
    vt->capture = &paste;
    vterm_keyboard_start_paste(vt->term);
    vt->capture = &key;
    vterm_keyboard_key(vt->term, VTERM_KEY_UP, VTERM_MOD_NONE);
    vt->capture = NULL;
    *modes = (struct vt_modes){
        .alt_screen = vt->alt_screen,
        .cursor_visible = vt->cursor_visible,
        .bracketed_paste = paste.len > 0,
        .cursor_keys = key.len > 1 && key.bytes[1] == 'O',
        .mouse = vt->mouse,
        .bells = vt->bells,
        .title = vt->title,
    };
    free(paste.bytes);
    free(key.bytes);
}

int64_t vt_last_change(const struct vt *vt, int first, int last) {
    int64_t newest = 0;
    for (int row = first < 0 ? 0 : first; row <= last && row < vt->rows; row++)
        if (vt->row[row].changed > newest)
            newest = vt->row[row].changed;
    return newest;
}
