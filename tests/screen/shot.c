/* Cells to SVG: grounds as rectangles, then one text a row and look, its glyphs placed one by one. */
#include "shot.h"

#include <stdlib.h>
#include <string.h>
#include "../../src/tui/theme_fit.h"

#define MARGIN 8
#define FONT 16
#define BASELINE 15
#define GROUND 0xffffff /* of a terminal that was told no colours */
#define INK 0x1f2328

struct look {
    bool bold, underline, italic;
    int fg;
};

static int rgb_of(int colour, int otherwise) {
    int rgb[3];

    if (colour == VT_DEFAULT_COLOUR)
        return otherwise;
    if (colour & VT_RGB)
        return colour & 0xffffff;
    fit_rgb(rgb, colour);
    return rgb[0] << 16 | rgb[1] << 8 | rgb[2];
}

static int ground_of(const struct vt_cell *c) {
    return c->reverse ? rgb_of(c->fg, INK) : rgb_of(c->bg, GROUND);
}

static struct look look_of(const struct vt_cell *c) {
    return (struct look){c->bold, c->underline, c->italic, c->reverse ? rgb_of(c->bg, GROUND) : rgb_of(c->fg, INK)};
}

static bool same(const struct look *a, const struct look *b) {
    return a->bold == b->bold && a->underline == b->underline && a->italic == b->italic && a->fg == b->fg;
}

static bool blank(const struct vt_cell *c) {
    return !c->text[0] || strcmp(c->text, " ") == 0;
}

/* A place of its own is for each UTF-16 unit in some readers and each letter in others: what is more than one goes alone. */
static bool stands_alone(const char *text) {
    unsigned char lead = (unsigned char)*text;
    size_t len = lead < 0x80 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;

    return len == 4 || text[len] != '\0';
}

static void put_escaped(FILE *out, const char *text) {
    for (; *text; text++)
        if (*text == '&')
            fputs("&amp;", out);
        else if (*text == '<')
            fputs("&lt;", out);
        else
            fputc(*text, out);
}

static void put_look(FILE *out, const struct look *l) {
    fprintf(out, " fill=\"#%06x\"%s%s%s>", (unsigned)l->fg, l->bold ? " font-weight=\"bold\"" : "",
            l->underline ? " text-decoration=\"underline\"" : "", l->italic ? " font-style=\"italic\"" : "");
}

static int x_of(int col) {
    return MARGIN + col * SHOT_CELL;
}

/* The glyphs of a row from `col` on that look so and can share a text; those that were put are blanked. */
static void put_text(FILE *out, struct vt_cell *cells, int cols, int col, int y) {
    struct look look = look_of(&cells[col]);
    bool alone = stands_alone(cells[col].text);
    int last = alone ? col : cols - 1;

    fprintf(out, "<text y=\"%d\" x=\"", y);
    for (int pass = 0; pass < 2; pass++) {
        bool begun = false;
        if (pass)
            fputc('"', out), put_look(out, &look);
        for (int i = col; i <= last; i++) {
            struct look other = look_of(&cells[i]);
            if (blank(&cells[i]) || !same(&look, &other) || (!alone && stands_alone(cells[i].text)))
                continue;
            if (pass) {
                put_escaped(out, cells[i].text);
                cells[i].text[0] = '\0';
            } else {
                fprintf(out, "%s%d", begun ? " " : "", x_of(i));
            }
            begun = true;
        }
    }
    fputs("</text>\n", out);
}

static void put_grounds(FILE *out, const struct vt_cell *cells, int cols, int top, int page) {
    for (int col = 0, end; col < cols; col = end) {
        int ground = ground_of(&cells[col]);
        for (end = col + 1; end < cols && ground_of(&cells[end]) == ground; end++)
            continue;
        if (ground != page)
            fprintf(out, "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" fill=\"#%06x\"/>\n", x_of(col), top,
                    (end - col) * SHOT_CELL, SHOT_ROW, (unsigned)ground);
    }
}

/* What the masks match becomes `instead`; all of it is ASCII, a cell a byte. */
static void hide(struct vt_cell *cells, int cols, const regex_t *masks, size_t count, const char *instead) {
    char *text = calloc(1, (size_t)cols + 1);

    if (!text)
        abort();
    for (int i = 0; i < cols; i++) /* other letters match nothing */
        text[i] = cells[i].text[0] && !cells[i].text[1] ? cells[i].text[0] : cells[i].text[0] ? '\1' : ' ';
    for (size_t m = 0; m < count; m++) {
        regmatch_t at;
        for (const char *p = text; *p && regexec(&masks[m], p, 1, &at, p == text ? 0 : REG_NOTBOL) == 0 && at.rm_eo;
             p += at.rm_eo)
            for (regoff_t i = at.rm_so; i < at.rm_eo; i++) {
                const char *with = instead && (size_t)(i - at.rm_so) < strlen(instead) ? &instead[i - at.rm_so] : " ";
                struct vt_cell *c = &cells[p - text + i];
                snprintf(c->text, sizeof c->text, "%c", *with);
            }
    }
    free(text);
}

void shot_write(FILE *out, struct vt *vt, const regex_t *masks, size_t mask_count, const char *instead) {
    int rows, cols, page;
    struct vt_cell *cells;

    vt_size(vt, &rows, &cols);
    cells = calloc((size_t)cols, sizeof *cells);
    if (!cells)
        abort();
    vt_cell(vt, rows / 2, cols - 1, cells);
    page = ground_of(cells);
    fprintf(out,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\" font-size=\"%d\" "
            "font-family=\"ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, 'Noto Sans Mono CJK SC', 'Microsoft YaHei', "
            "monospace\">\n"
            "<rect width=\"100%%\" height=\"100%%\" rx=\"6\" fill=\"#%06x\"/>\n",
            cols * SHOT_CELL + 2 * MARGIN, rows * SHOT_ROW + 2 * MARGIN, cols * SHOT_CELL + 2 * MARGIN,
            rows * SHOT_ROW + 2 * MARGIN, FONT, (unsigned)page);
    for (int row = 0; row < rows; row++) {
        int top = MARGIN + row * SHOT_ROW;
        for (int col = 0; col < cols; col++)
            vt_cell(vt, row, col, &cells[col]);
        hide(cells, cols, masks, mask_count, instead);
        put_grounds(out, cells, cols, top, page);
        for (int col = 0; col < cols; col++)
            if (!blank(&cells[col]))
                put_text(out, cells, cols, col, top + BASELINE);
    }
    fputs("</svg>\n", out);
    free(cells);
}
