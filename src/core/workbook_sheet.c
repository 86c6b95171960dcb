/* One sheet: rows, cells, and the ranges that were merged. */
#include "core/workbook_inner.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include "linli/i18n.h"
#include "linli/mem.h"

#define MERGES_MAX ((size_t)1 << 20)

enum type { TYPE_NUMBER, TYPE_SHARED, TYPE_INLINE, TYPE_TEXT };

struct sheet {
    struct workbook *w;
    struct grid *grid;
    struct xml *xml;
    uint32_t line;   /* of the row; 0 none yet */
    bool row_there;  /* it is in the grid */
    uint32_t column; /* behind the last cell */
    bool in_cell;    /* and what it is: */
    enum type type;
    uint32_t at_column; /* of the cell */
    size_t format;
    bool take;         /* inside <v> or a <t> that is the cell's */
    unsigned phonetic; /* inside so many <rPh> */
    size_t from;       /* of the cell's text in w->text */
    struct grid_merge *merges;
    size_t merge_count, merge_room;
};

static void stop(struct sheet *s, const char *why) {
    xml_stop(s->xml, workbook_broken(why));
}

/* A place like AB12: the column from 0, the line from 1. Behind it, NULL where it is none. */
static const char *read_place(const char *p, uint32_t *column, uint32_t *line) {
    uint32_t c = 0, l = 0;

    p += *p == '$';
    for (; *p >= 'A' && *p <= 'Z' && c <= GRID_COLUMNS; p++)
        c = c * 26 + (uint32_t)(*p - 'A') + 1;
    p += *p == '$';
    for (; isdigit((unsigned char)*p) && l <= GRID_LINES; p++)
        l = l * 10 + (uint32_t)(*p - '0');
    *column = c - 1;
    *line = l;
    return c >= 1 && c <= GRID_COLUMNS && l >= 1 && l <= GRID_LINES ? p : NULL;
}

static void start_row(struct sheet *s, const char **attributes) {
    const char *number = xml_attribute(attributes, "r"), *hidden = xml_attribute(attributes, "hidden");
    unsigned long line = number ? strtoul(number, NULL, 10) : s->line + 1ul;

    if (line <= s->line || line > GRID_LINES) {
        stop(s, err_fmt(_("its row %.20s stands behind row %lu"), number ? number : "", (unsigned long)s->line));
        return;
    }
    s->line = (uint32_t)line;
    s->row_there = false;
    s->column = 0;
    s->grid->hidden += hidden && (strcmp(hidden, "1") == 0 || strcmp(hidden, "true") == 0);
}

static enum type type_of(const char *t) {
    if (!t || strcmp(t, "n") == 0)
        return TYPE_NUMBER;
    return strcmp(t, "s") == 0 ? TYPE_SHARED : strcmp(t, "inlineStr") == 0 ? TYPE_INLINE : TYPE_TEXT;
}

static void start_cell(struct sheet *s, const char **attributes) {
    const char *place = xml_attribute(attributes, "r"), *format = xml_attribute(attributes, "s"), *end;
    uint32_t line = s->line, column = s->column;

    if (!s->line)
        return;
    end = place ? read_place(place, &column, &line) : "";
    if (!end || *end || line != s->line || column < s->column || column >= GRID_COLUMNS) {
        stop(s, err_fmt(_("a cell in row %lu stands where none can be: %.20s"), (unsigned long)s->line, place ? place : ""));
        return;
    }
    s->in_cell = true;
    s->at_column = column;
    s->column = column + 1;
    s->type = type_of(xml_attribute(attributes, "t"));
    s->format = format ? strtoul(format, NULL, 10) : 0;
    s->from = s->w->text.len;
    s->phonetic = 0;
}

static void add_merge(struct sheet *s, const char *range) {
    struct grid_merge m;
    const char *p = range ? read_place(range, &m.left, &m.top) : NULL;

    if (p && *p == ':')
        p = read_place(p + 1, &m.right, &m.bottom);
    else
        p = NULL;
    if (!p || *p || m.bottom < m.top || m.right < m.left || s->merge_count == MERGES_MAX) {
        stop(s, err_fmt(_("it merges cells that cannot be merged: %.40s"), range ? range : ""));
        return;
    }
    if (s->merge_count == s->merge_room) {
        s->merge_room = s->merge_room ? s->merge_room * 2 : 64;
        s->merges = mem_resize(s->merges, s->merge_room, sizeof *s->merges);
    }
    s->merges[s->merge_count++] = m;
}

static void on_start(void *arg, const char *name, const char **attributes) {
    struct sheet *s = arg;

    s->take = false;
    if (s->in_cell) {
        s->phonetic += strcmp(name, "rPh") == 0;
        s->take = !s->phonetic && (strcmp(name, "v") == 0 || (s->type == TYPE_INLINE && strcmp(name, "t") == 0));
    } else if (strcmp(name, "row") == 0) {
        start_row(s, attributes);
    } else if (strcmp(name, "c") == 0) {
        start_cell(s, attributes);
    } else if (strcmp(name, "mergeCell") == 0) {
        add_merge(s, xml_attribute(attributes, "ref"));
    }
}

static void on_text(void *arg, const char *text, size_t len) {
    struct sheet *s = arg;
    size_t have = s->w->text.len - s->from;

    if (s->take && s->in_cell && have < WORKBOOK_CELL_MAX)
        buf_add(&s->w->text, text, len < WORKBOOK_CELL_MAX - have ? len : WORKBOOK_CELL_MAX - have);
}

/* What is between the tags becomes what the cell says; true where it names a shared text, which is then in `at`, `len`. */
static bool settle_shared(struct sheet *s, size_t *at, size_t *len) {
    struct buf *text = &s->w->text;
    char *end;
    unsigned long n = strtoul(buf_text(text) + s->from, &end, 10);
    bool good = text->len > s->from && !*end && isdigit((unsigned char)text->data[s->from]) && n < s->w->shared_count;

    if (text->data) {
        text->len = s->from;
        text->data[text->len] = '\0';
    }
    if (!good) {
        stop(s, err_fmt(_("a cell in row %lu names a text that is not there"), (unsigned long)s->line));
        return false;
    }
    *at = s->w->shared[n].at;
    *len = s->w->shared[n].len;
    return true;
}

static enum csv_kind settle_number(struct sheet *s) {
    struct buf *text = &s->w->text;
    struct number_format format = {NUMBER_PLAIN, 0};
    struct buf stored = {0};
    bool date = false;

    if (s->format < s->w->format_count)
        format = s->w->formats[s->format];
    buf_add(&stored, text->data + s->from, text->len - s->from);
    text->len = s->from;
    number_text(text, stored.data, stored.len, format, s->w->since_1904, &date);
    buf_free(&stored);
    return date ? CSV_DATE : CSV_NUMBER;
}

static void end_cell(struct sheet *s) {
    size_t at = s->from, len = s->w->text.len - s->from;
    enum csv_kind kind = CSV_TEXT;
    enum err e = ERR_OK;

    s->in_cell = s->take = false;
    if (!len)
        return;
    if (s->type == TYPE_SHARED) {
        if (!settle_shared(s, &at, &len) || !len)
            return;
    } else {
        if (s->type == TYPE_NUMBER)
            kind = settle_number(s);
        else
            workbook_unescape(&s->w->text, s->from);
        len = s->w->text.len - s->from;
    }
    if (s->w->text.len > GRID_TEXT_MAX)
        e = err_say(ERR_RANGE, _("cannot read the workbook"), _("it holds more text than any roster"),
                    _("delete what does not belong to the table, or split it into smaller files"));
    if (e == ERR_OK && !s->row_there)
        e = grid_add_row(s->grid, s->line);
    s->row_there = true;
    if (e == ERR_OK)
        e = grid_add_cell(s->grid, s->at_column, at, len, kind);
    if (e != ERR_OK)
        xml_stop(s->xml, e);
}

static void on_end(void *arg, const char *name) {
    struct sheet *s = arg;

    s->take = false;
    if (s->in_cell && strcmp(name, "rPh") == 0 && s->phonetic)
        s->phonetic--;
    else if (s->in_cell && strcmp(name, "c") == 0)
        end_cell(s);
}

enum err workbook_read(struct workbook *w, size_t sheet, struct grid *grid) {
    struct sheet s = {.w = w, .grid = grid};
    struct xml_sink sink = {.start = on_start, .end = on_end, .text = on_text, .arg = &s};
    enum err e;

    *grid = (struct grid){.text = &w->text};
    if (w->text.data) {
        w->text.len = w->own;
        w->text.data[w->own] = '\0';
    }
    e = *w->sheets[sheet].part ? workbook_part(w, w->sheets[sheet].part, &sink, &s.xml) : ERR_NOT_FOUND;
    if (e == ERR_NOT_FOUND)
        e = workbook_broken(err_fmt(_("the part with its sheet “%s” is missing"), w->sheets[sheet].name));
    if (e == ERR_OK)
        e = grid_merge(grid, s.merges, s.merge_count);
    mem_free(s.merges);
    return e;
}
