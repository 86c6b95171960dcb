/* A screen as text. */
#include <err.h>
#include <errno.h>
#include <libgen.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include "golden.h"

#define MAX_COLS 1024

static int width_of_row(struct vt *vt, int row, int cols) {
    int used = 0;
    for (int col = 0; col < cols; col++) {
        struct vt_cell cell;
        vt_cell(vt, row, col, &cell);
        if (cell.text[0] && strcmp(cell.text, " ") != 0)
            used = col + cell.width;
    }
    return used;
}

static void put_many(FILE *out, const char *s, int times) {
    for (int i = 0; i < times; i++)
        fputs(s, out);
}

void golden_print(FILE *out, struct vt *vt, const char *title) {
    int rows, cols;
    vt_size(vt, &rows, &cols);
    if (title && *title)
        fprintf(out, "\n%s\n", title);
    fputc('+', out);
    put_many(out, "-", cols);
    fputs("+\n", out);
    for (int row = 0; row < rows; row++) {
        fprintf(out, "|%s", vt_text(vt, row));
        put_many(out, " ", cols - width_of_row(vt, row, cols));
        fputs("|\n", out);
    }
    fputc('+', out);
    put_many(out, "-", cols);
    fputs("+\n", out);
}

/* For each byte of a row's text, the number of cells that begin at it. */
static void cells_of_text(struct vt *vt, int row, const char *text, unsigned char *cells) {
    int rows, cols;
    size_t at = 0, len = strlen(text);
    vt_size(vt, &rows, &cols);
    memset(cells, 0, len);
    for (int col = 0; col < cols && at < len; col++) {
        struct vt_cell cell;
        vt_cell(vt, row, col, &cell);
        if (cell.width == 0)
            continue;
        cells[at] = (unsigned char)cell.width;
        at += cell.text[0] ? strlen(cell.text) : 1;
    }
}

/* Marks the bytes of `text` that a mask matches. */
static void mask_text(const char *text, char *masked, const regex_t *masks, size_t mask_count) {
    memset(masked, 0, strlen(text) + 1);
    for (size_t i = 0; i < mask_count; i++) {
        regmatch_t m;
        const char *at = text;
        while (*at && regexec(&masks[i], at, 1, &m, at == text ? 0 : REG_NOTBOL) == 0) {
            memset(masked + (at - text) + m.rm_so, 1, (size_t)(m.rm_eo - m.rm_so));
            at += m.rm_eo > 0 ? m.rm_eo : 1;
        }
    }
}

static void write_row(FILE *out, struct vt *vt, int row, const regex_t *masks, size_t mask_count) {
    const char *text = vt_text(vt, row);
    size_t len = strlen(text);
    char *masked = malloc(len + 1);
    unsigned char *cells = malloc(len + 1);
    if (!masked || !cells)
        errx(2, "out of memory");
    mask_text(text, masked, masks, mask_count);
    cells_of_text(vt, row, text, cells);
    for (size_t i = 0; i < len; i++) {
        if (masked[i])
            put_many(out, "~", cells[i]);
        else
            fputc(text[i], out);
    }
    fputc('\n', out);
    free(masked);
    free(cells);
}

/* With the theme that views.inc makes, each role has a colour of its own. */
static const char *const role_names[] = {
#define X(name, text, look) text,
#include "../../src/tui/roles.def"
#undef X
};
#define FIRST_ROLE_COLOUR 17

static void write_role(FILE *out, const struct vt_cell *c) {
    size_t role = (size_t)(c->fg - FIRST_ROLE_COLOUR);
    if (c->fg >= FIRST_ROLE_COLOUR && role < sizeof role_names / sizeof *role_names)
        fprintf(out, " %s\n", role_names[role]);
    else
        fprintf(out, " no role: fg=%d\n", c->fg);
}

static void write_colour(FILE *out, const char *name, int colour) {
    if (colour == VT_DEFAULT_COLOUR)
        return;
    if (colour & VT_RGB)
        fprintf(out, " %s=#%06x", name, (unsigned)(colour & 0xffffff));
    else
        fprintf(out, " %s=%d", name, colour);
}

static void write_look(FILE *out, const struct vt_cell *c) {
    const struct {
        const char *name;
        bool on;
    } flags[] = {{"bold", c->bold},   {"underline", c->underline}, {"italic", c->italic},
                 {"blink", c->blink}, {"reverse", c->reverse},     {"strike", c->strike}};
    for (size_t i = 0; i < sizeof flags / sizeof *flags; i++)
        if (flags[i].on)
            fprintf(out, " %s", flags[i].name);
    write_colour(out, "fg", c->fg);
    write_colour(out, "bg", c->bg);
    fputc('\n', out);
}

/* Cells that nobody drew have no role. */
static bool blank(struct vt *vt, int row, int from, int to) {
    for (int col = from; col < to; col++) {
        struct vt_cell cell;
        vt_cell(vt, row, col, &cell);
        if (cell.text[0] && strcmp(cell.text, " ") != 0)
            return false;
    }
    return true;
}

static void write_looks(FILE *out, struct vt *vt, int row, int cols, bool roles) {
    struct vt_cell plain = {.fg = roles ? FIRST_ROLE_COLOUR : VT_DEFAULT_COLOUR, .bg = VT_DEFAULT_COLOUR}, cell, next;
    int used = roles ? width_of_row(vt, row, cols) : cols; /* blanks behind a row are of no role */
    for (int col = 0, from = 0; col < used; col = from) {
        vt_cell(vt, row, col, &cell);
        for (from = col + 1; from < used; from++) {
            vt_cell(vt, row, from, &next);
            if (!vt_same_look(&cell, &next))
                break;
        }
        if (!vt_same_look(&cell, &plain) && !(roles && blank(vt, row, col, from))) {
            fprintf(out, "row %d, cells %d-%d:", row, col, from - 1);
            if (roles)
                write_role(out, &cell);
            else
                write_look(out, &cell);
        }
    }
}

char *golden_text(struct vt *vt, const regex_t *masks, size_t mask_count, bool roles) {
    char *text = NULL;
    size_t len;
    FILE *out = open_memstream(&text, &len);
    int rows, cols, row, col;
    struct vt_modes modes;
    if (!out)
        errx(2, "out of memory");
    vt_size(vt, &rows, &cols);
    vt_modes(vt, &modes);
    for (row = 0; row < rows; row++)
        write_row(out, vt, row, masks, mask_count);
    vt_cursor(vt, &row, &col);
    fprintf(out, "-- %d rows, %d columns; cursor at %d %d%s\n", rows, cols, row, col, modes.cursor_visible ? "" : ", hidden");
    for (row = 0; row < rows; row++)
        write_looks(out, vt, row, cols, roles);
    fclose(out);
    return text;
}

static char *read_whole(const char *path) {
    char *text = NULL;
    size_t size = 0;
    FILE *in = fopen(path, "r");
    if (!in)
        return NULL;
    if (getdelim(&text, &size, '\0', in) < 0) {
        free(text);
        text = strdup("");
    }
    fclose(in);
    return text;
}

/* One line without its end; moves behind it. NULL at the end. */
static char *next_line(char **at) {
    char *line = *at;
    if (!line || !*line)
        return NULL;
    char *end = strchr(line, '\n');
    *at = end ? end + 1 : line + strlen(line);
    if (end)
        *end = '\0';
    return line;
}

static void complain_of(FILE *out, char *wanted, char *found) {
    for (int number = 1;; number++) {
        char *w = next_line(&wanted), *f = next_line(&found);
        if (!w && !f)
            return;
        if (w && f && strcmp(w, f) == 0)
            continue;
        if (w)
            fprintf(out, "  line %d, wanted: %s\n", number, w);
        if (f)
            fprintf(out, "  line %d, found:  %s\n", number, f);
    }
}

/* The bytes that the file allows, from its last line, which is cut off; -1 where it says nothing of them. */
static long allowed_bytes(char *wanted) {
    static const char words[] = "at most ";
    char *at = wanted ? strstr(wanted, "\nat most ") : NULL;
    if (!at)
        return -1;
    at[1] = '\0';
    return strtol(at + sizeof words, NULL, 10);
}

bool golden_same(const char *path, const char *text, long bytes, FILE *complain) {
    char *wanted = read_whole(path);
    long allowed = allowed_bytes(wanted);
    bool cheap = bytes < 0 || (allowed >= 0 && bytes <= allowed);
    bool same = wanted && strcmp(wanted, text) == 0 && cheap;
    if (!cheap && complain)
        fprintf(complain, "%s: %ld bytes were sent, at most %ld wanted\n", path, bytes, allowed);
    if (!same && complain) {
        char *found = strdup(text);
        fprintf(complain, "%s %s (UPDATE=1 rewrites it)\n", path, wanted ? "differs" : "is missing");
        if (wanted && found)
            complain_of(complain, wanted, found);
        free(found);
    }
    free(wanted);
    return same;
}

/* Letters that some terminals draw in one cell and some in two: what stands behind them may be shifted. */
static bool of_no_one_width(const char *row) {
    static const char *const letters[] = {"·", "“", "”", "‘", "’", "…"};
    for (size_t i = 0; i < sizeof letters / sizeof *letters; i++)
        if (strstr(row, letters[i]))
            return true;
    return false;
}

bool golden_same_rows(const char *path, const char *text, FILE *complain) {
    char *wanted = read_whole(path), *found = strdup(text), *w = wanted, *f = found, *a, *b;
    bool same = wanted != NULL;
    if (!found)
        errx(2, "out of memory");
    for (int number = 1; same && (a = next_line(&w)) && (b = next_line(&f)); number++) {
        bool rows_end = strncmp(a, "-- ", 3) == 0;
        same = strcmp(a, b) == 0 || (!rows_end && of_no_one_width(a));
        if (!same && complain)
            fprintf(complain, "%s\n  line %d, wanted: %s\n  line %d, found:  %s\n", path, number, a, number, b);
        if (rows_end)
            break;
    }
    if (!wanted && complain)
        fprintf(complain, "%s is missing\n", path);
    free(wanted);
    free(found);
    return same;
}

/* A twentieth more than now, so that a date of another length is no failure. */
static long roof(long bytes) {
    return (bytes + bytes / 20 + 10) / 10 * 10;
}

void golden_write(const char *path, const char *text, long bytes) {
    char *copy = strdup(path);
    if (mkdir(dirname(copy), 0777) < 0 && errno != EEXIST)
        err(2, "%s", path);
    free(copy);
    FILE *out = fopen(path, "w");
    if (!out || fputs(text, out) < 0 || (bytes >= 0 && fprintf(out, "at most %ld bytes\n", roof(bytes)) < 0) || fclose(out) != 0)
        err(2, "%s", path);
}
