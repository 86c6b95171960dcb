/* The CSV reader. A quoted field may span lines, which is where one missing quotation mark can swallow a file; so a closing mark
 * counts only where a delimiter or line end follows, and where the lines inside do not look like rows themselves. */
#include "core/csv.h"

#include <string.h>

#define LOOK_AHEAD ((size_t)16 << 20) /* bytes behind an opening mark that are searched for the closing one */
#define VAIN_MAX ((size_t)256 << 20)  /* of vain search in one file; from then on a quoted field ends on its line */

/* The next byte that ends a plain field. */
static const char *plain_end(const struct csv *c, const char *p) {
    while (p < c->end && *p != c->delimiter && *p != '\n' && *p != '\r')
        p++;
    return p;
}

static const char *line_end(const char *p, const char *end) {
    while (p < end && *p != '\n' && *p != '\r')
        p++;
    return p;
}

/* Behind the line break at `p`, which may be the end. */
static const char *past_break(const char *p, const char *end) {
    if (p < end && *p == '\r' && p + 1 < end && p[1] == '\n')
        p++;
    return p < end ? p + 1 : p;
}

static const char *past_spaces(const char *p, const char *end) {
    while (p < end && *p == ' ')
        p++;
    return p;
}

static bool ends_field(const struct csv *c, const char *p) {
    return p == c->end || *p == c->delimiter || *p == '\n' || *p == '\r';
}

/* The closing mark of the field that starts at `p` (behind the opening one), NULL where none is near. */
static const char *find_closing(const char *p, const char *limit, bool *doubled) {
    while ((p = memchr(p, '"', (size_t)(limit - p))) != NULL) {
        if (p + 1 == limit || p[1] != '"')
            return p;
        *doubled = true;
        p += 2;
    }
    return NULL;
}

static size_t count_byte(const char *p, const char *end, char byte) {
    size_t n = 0;

    for (; p < end; p++)
        n += *p == byte;
    return n;
}

/* Whether a whole line inside the quoted text has the delimiters of a row: then the opening mark was never closed. */
static bool holds_rows(const struct csv *c, const char *from, const char *to) {
    const char *p = past_break(line_end(from, to), to);

    for (const char *stop; c->columns > 1 && (stop = line_end(p, to)) < to; p = past_break(stop, to))
        if (count_byte(p, stop, c->delimiter) == c->columns - 1)
            return true;
    return false;
}

static void count_lines(struct csv *c, const char *from, const char *to) {
    for (const char *p = line_end(from, to); p < to; p = line_end(past_break(p, to), to))
        c->line++;
}

/* Reads a field whose opening mark is at c->at. On failure the row ends with the line of the mark. */
static enum csv_fault read_quoted(struct csv *c, struct csv_field *f) {
    const char *from = c->at + 1, *line = NULL, *limit = c->end, *close, *behind = NULL;

    if ((size_t)(limit - from) > LOOK_AHEAD)
        limit = from + LOOK_AHEAD;
    if (c->vain > VAIN_MAX)
        limit = line = line_end(from, c->end);
    *f = (struct csv_field){.text = from};
    close = find_closing(from, limit, &f->doubled);
    if (close)
        behind = past_spaces(close + 1, c->end);
    if (close && ends_field(c, behind) && !holds_rows(c, from, close)) {
        f->len = (size_t)(close - from);
        count_lines(c, from, close);
        c->at = behind;
        return CSV_FINE;
    }
    c->vain += (size_t)((close ? close : limit) - from);
    c->at = line ? line : line_end(from, c->end);
    return close && close < c->at ? CSV_QUOTE : CSV_UNCLOSED;
}

static enum csv_fault read_field(struct csv *c, struct csv_field *f) {
    const char *from = past_spaces(c->at, c->end);

    if (from < c->end && *from == '"') {
        c->at = from;
        return read_quoted(c, f);
    }
    from = c->at;
    c->at = plain_end(c, from);
    *f = (struct csv_field){.text = from, .len = (size_t)(c->at - from)};
    return CSV_FINE;
}

void csv_open(struct csv *c, const char *text, size_t len, char delimiter) {
    *c = (struct csv){.start = text, .at = text, .end = text + len, .delimiter = delimiter, .line = 1};
}

bool csv_next(struct csv *c, struct csv_row *row) {
    if (c->at == c->end)
        return false;
    row->line = c->line;
    row->count = 0;
    row->fault = CSV_FINE;
    for (;;) {
        struct csv_field f;
        enum csv_fault fault = read_field(c, &f);

        if (fault != CSV_FINE) {
            row->fault = fault;
            break;
        }
        if (row->count < CSV_FIELDS_MAX)
            row->fields[row->count++] = f;
        else
            row->fault = CSV_FIELDS;
        if (c->at == c->end || *c->at != c->delimiter)
            break;
        c->at++;
    }
    if (c->at < c->end) {
        c->at = past_break(c->at, c->end);
        c->line++;
    }
    return true;
}

void csv_field_add(struct buf *out, const struct csv_field *f) {
    const char *p = f->text, *end = p + f->len;

    while (f->doubled && p < end) {
        const char *mark = memchr(p, '"', (size_t)(end - p));

        if (!mark)
            break;
        buf_add(out, p, (size_t)(mark - p) + 1);
        p = mark + 1 < end && mark[1] == '"' ? mark + 2 : mark + 1;
    }
    buf_add(out, p, (size_t)(end - p));
}
