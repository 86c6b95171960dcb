/* Safe, fitted text on the terminal. */
#include "screen.h"

#include <string.h>
#include "linli/buf.h"
#include "linli/fold.h"
#include "linli/pinyin.h"
#include "linli/safe.h"
#include "linli/utf8.h"
#include "linli/width.h"
#include "term.h"

/* Punctuation above ASCII, beside the full-width forms. */
static char plain_sign(uint32_t cp) {
    static const struct {
        uint32_t cp;
        char sign;
    } signs[] = {{0xb7, ' '},   {0x30fb, ' '}, {0x2018, '\''}, {0x2019, '\''}, {0x201c, '"'},
                 {0x201d, '"'}, {0x300c, '"'}, {0x300d, '"'},  {0x3001, ','},  {0x3002, '.'},
                 {0x2014, '-'}, {0x2013, '-'}, {0x2026, '.'},  {0x3000, ' '},  {0xd7, 'x'}};

    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
        if (signs[i].cp == cp)
            return signs[i].sign;
    cp = fold_width(cp);
    return cp < 0x80 ? (char)cp : '?';
}

static void make_ascii(struct buf *text) {
    struct buf plain = {0};

    pinyin_romanise(&plain, buf_text(text));
    buf_reset(text);
    for (size_t i = 0; i < plain.len;) {
        uint32_t cp;

        i += utf8_read(&cp, plain.data + i, plain.len - i);
        buf_putc(text, plain_sign(cp));
    }
    buf_free(&plain);
}

static bool is_plain(const char *text, size_t len) {
    for (size_t i = 0; i < len; i++)
        if (text[i] < 0x20 || text[i] > 0x7e)
            return false;
    return true;
}

const char *screen_shown(const char *text, size_t len) {
    static struct buf ring[4];
    static unsigned next;
    struct buf *out = &ring[next++ % 4];

    buf_reset(out);
    if (is_plain(text, len)) {
        buf_add(out, text, len);
        return buf_text(out);
    }
    safe_text(out, text, len, false);
    if (term_is_ascii())
        make_ascii(out);
    return buf_text(out);
}

int screen_cells(const char *text) {
    return width_text(screen_shown(text, strlen(text)), SIZE_MAX);
}

int screen_put(int row, int col, int cells, enum paint paint, const char *text) {
    const char *shown = screen_shown(text, strlen(text));

    return term_put(row, col, cells, paint, shown, strlen(shown));
}

void screen_fill(int row, int cols, enum paint paint) {
    static const char blanks[] = "                                        ";

    for (int col = 0; col < cols;)
        col += term_put(row, col, cols - col, paint, blanks, sizeof blanks - 1);
}

static size_t characters(const char *text, size_t len) {
    size_t count = 0;

    for (size_t i = 0; i < len; i++)
        count += ((unsigned char)text[i] & 0xc0) != 0x80;
    return count;
}

int screen_put_marked(int row, int col, int cells, enum paint paint, const char *text, uint64_t marks) {
    const char *shown = screen_shown(text, strlen(text));
    size_t len = strlen(shown), from = 0, character = 0;
    int used = 0, width;
    bool on = false;

    if (!marks || characters(shown, len) != characters(text, strlen(text))) /* shown as pinyin: no place is known */
        return term_put(row, col, cells, paint, shown, len);
    for (size_t i = 0; i <= len;) {
        size_t cluster = i < len ? width_cluster(shown + i, len - i, &width) : 1;
        bool now = i < len && character < 64 && (marks >> character & 1);

        if (now != on || i == len) {
            used += term_put(row, col + used, cells - used, on ? PAINT_MATCH : paint, shown + from, i - from);
            from = i;
            on = now;
        }
        character += i < len ? characters(shown + i, cluster) : 0;
        i += cluster;
    }
    return used;
}

int screen_put_right(int row, int col, int cells, enum paint paint, const char *text) {
    const char *shown = screen_shown(text, strlen(text));
    int used;
    size_t len = width_fit(shown, strlen(shown), cells, &used);

    return term_put(row, col + cells - used, used, paint, shown, len);
}

void screen_entry(int row, int col, int cells, const struct edit *edit, bool focused) {
    struct edit_view view = edit_view(edit, cells);
    const char *text = edit_text(edit);
    const char *shown = screen_shown(text + view.from, view.to - view.from);
    int caret;

    term_put(row, col, cells, PAINT_ENTRY, shown, strlen(shown));
    if (!focused)
        return;
    caret = width_text(screen_shown(text + view.from, edit->caret - view.from), SIZE_MAX);
    term_cursor(row, col + (caret < cells ? caret : cells - 1));
}

bool screen_has_blocks(void) {
    return width_ambiguous() == 1 && !term_is_linear() && !term_is_ascii() && term_can_show(U'█');
}
