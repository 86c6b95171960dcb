/* libxlsxwriter, and the only file that names it. It is loaded when a workbook is asked for: linked, it and the cryptography
 * behind it would cost every start. It writes into a file without a name, so that the real one is replaced whole or not at all.
 */
#include "listout_inner.h"

#include <xlsxwriter.h>

#include <ctype.h>
#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#include "linli/i18n.h"
#include "linli/library.h"
#include "linli/mem.h"
#include "linli/safe.h"
#include "linli/width.h"

#define CELLS_MAX 60                 /* of a column */
#define WRITTEN ((time_t)1767225600) /* 2026-01-01: the same rows shall give the same bytes */
#define SHEET_NAME "\\/?*[]:'"       /* not in the name of a sheet */
#define SHEET_NAME_MAX 31            /* characters of it */
#define TEXT_MAX 32767               /* characters of a cell */

#define FUNCTIONS                                                                                                                \
    X(workbook_new_opt)                                                                                                          \
    X(workbook_add_worksheet)                                                                                                    \
    X(workbook_add_format)                                                                                                       \
    X(workbook_set_properties)                                                                                                   \
    X(workbook_close)                                                                                                            \
    X(format_set_bold)                                                                                                           \
    X(format_set_num_format)                                                                                                     \
    X(worksheet_write_string)                                                                                                    \
    X(worksheet_write_number)                                                                                                    \
    X(worksheet_write_datetime)                                                                                                  \
    X(worksheet_set_column)                                                                                                      \
    X(worksheet_freeze_panes)                                                                                                    \
    X(worksheet_autofilter)                                                                                                      \
    X(worksheet_repeat_rows)                                                                                                     \
    X(worksheet_set_landscape)                                                                                                   \
    X(worksheet_set_paper)                                                                                                       \
    X(worksheet_fit_to_pages)

static struct {
#define X(name) __typeof__(name) *name;
    FUNCTIONS
#undef X
} xlsx;

static const struct library_function functions[] = {
#define X(name) {#name, offsetof(__typeof__(xlsx), name)},
    FUNCTIONS
#undef X
};

struct sheetout {
    int fd;
    lxw_workbook *book;
    lxw_worksheet *sheet;
    lxw_format *bold, *text, *day;
    const struct listout_column *columns;
    size_t count;
    int widths[LISTOUT_COLUMNS_MAX];
    uint32_t rows;
    bool full;
    struct buf cell;
};

static enum err cannot(const char *why, const char *todo) {
    return err_say(ERR_FAILED, _("cannot write a workbook"), why, todo);
}

static enum err load(void) {
    static bool loaded;

    loaded = loaded || library_load(&xlsx, "libxlsxwriter.so.4", functions, sizeof functions / sizeof functions[0]);
    return loaded ? ERR_OK
                  : cannot(_("the library libxlsxwriter is missing on this machine"),
                           _("install it: apt install libxlsxwriter4; or write a file that ends with .csv"));
}

/* The cell without what could act; a text that is longer than a cell may be is cut. */
static const char *clean(struct sheetout *o, const char *text) {
    size_t len = strlen(text), chars = 0, n = 0;

    buf_reset(&o->cell);
    safe_text(&o->cell, text, len, true);
    for (; n < o->cell.len; n++) {
        chars += (o->cell.data[n] & 0xC0) != 0x80;
        if (chars > TEXT_MAX)
            break;
    }
    if (n < o->cell.len) {
        o->cell.len = n;
        o->cell.data[n] = '\0';
    }
    return buf_text(&o->cell);
}

/* -12.5 */
static bool is_number(const char *text) {
    size_t digits = strspn(text += *text == '-', "0123456789");

    if (!digits || digits > 15)
        return false;
    text += digits;
    if (*text == '.')
        text += 1 + strspn(text + 1, "0123456789");
    return !*text && isdigit((unsigned char)text[-1]);
}

static bool is_day(const char *text, lxw_datetime *day) {
    static const char shape[] = "0000-00-00";
    char end;

    for (size_t i = 0; i < sizeof shape; i++)
        if (shape[i] == '0' ? !isdigit((unsigned char)text[i]) : text[i] != shape[i])
            return false;
    memset(day, 0, sizeof *day);
    return sscanf(text, "%4d-%2d-%2d%c", &day->year, &day->month, &day->day, &end) == 3 && day->year >= 1900;
}

/* A number without the locale's point. */
static double number_of(const char *text) {
    bool minus = *text == '-';
    double value = 0, part = 1;
    bool behind = false;

    for (text += minus; *text; text++) {
        behind |= *text == '.';
        if (*text == '.')
            continue;
        value = value * 10 + *text - '0';
        part *= behind ? 10 : 1;
    }
    return minus ? -(value / part) : value / part;
}

static void put_cell(struct sheetout *o, size_t column, const char *text, bool title) {
    lxw_datetime day;
    int cells;

    if (!text || !*text)
        return;
    text = clean(o, text);
    cells = width_text(text, o->cell.len);
    if (o->widths[column] < cells)
        o->widths[column] = cells;
    if (!title && o->columns[column].value && is_number(text))
        xlsx.worksheet_write_number(o->sheet, o->rows, (lxw_col_t)column, number_of(text), NULL);
    else if (!title && o->columns[column].value && is_day(text, &day))
        xlsx.worksheet_write_datetime(o->sheet, o->rows, (lxw_col_t)column, &day, o->day);
    else
        xlsx.worksheet_write_string(o->sheet, o->rows, (lxw_col_t)column, text, title ? o->bold : o->text);
}

/* The characters that the name of a sheet cannot have are left out. */
static void sheet_name(char out[4 * SHEET_NAME_MAX + 1], const char *title) {
    size_t n = 0, chars = 0;

    for (; *title; title++) {
        bool start = (*title & 0xC0) != 0x80;

        if (start && ++chars > SHEET_NAME_MAX)
            break;
        if (!strchr(SHEET_NAME, *title) && (unsigned char)*title >= ' ')
            out[n++] = *title;
    }
    out[n] = '\0';
}

static enum err make_book(struct sheetout *o, const char *title) {
    lxw_workbook_options options = {.constant_memory = LXW_TRUE};
    lxw_doc_properties properties = {.created = WRITTEN};
    char path[64], name[4 * SHEET_NAME_MAX + 1];

    o->fd = memfd_create("workbook", MFD_CLOEXEC);
    if (o->fd < 0)
        return cannot(strerror(errno), _("close other programs"));
    snprintf(path, sizeof path, "/proc/self/fd/%d", o->fd);
    sheet_name(name, title);
    o->book = xlsx.workbook_new_opt(path, &options);
    o->sheet = o->book ? xlsx.workbook_add_worksheet(o->book, *name ? name : NULL) : NULL;
    if (!o->sheet)
        return cannot(_("there is not enough memory"), _("close other programs"));
    xlsx.workbook_set_properties(o->book, &properties);
    o->bold = xlsx.workbook_add_format(o->book);
    o->text = xlsx.workbook_add_format(o->book);
    o->day = xlsx.workbook_add_format(o->book);
    xlsx.format_set_bold(o->bold);
    xlsx.format_set_num_format(o->text, "@");
    xlsx.format_set_num_format(o->day, "yyyy-mm-dd");
    return ERR_OK;
}

enum err sheetout_open(struct sheetout **out, const char *title, const struct listout_column *columns, size_t count) {
    struct sheetout *o;
    enum err e = load();

    *out = NULL;
    if (e != ERR_OK)
        return e;
    o = mem_new(1, sizeof *o);
    o->fd = -1;
    o->columns = columns;
    o->count = count;
    e = make_book(o, title);
    if (e != ERR_OK) {
        sheetout_free(o);
        return e;
    }
    for (size_t i = 0; i < count; i++)
        put_cell(o, i, columns[i].title, true);
    o->rows = 1;
    *out = o;
    return ERR_OK;
}

void sheetout_row(struct sheetout *o, const char *const *cells) {
    o->full |= o->rows >= LXW_ROW_MAX;
    for (size_t i = 0; i < o->count && !o->full; i++)
        put_cell(o, i, cells[i], false);
    o->rows += !o->full;
}

/* What makes it a list to work with: the titles stay in sight and on each page, and filter. */
static void dress(struct sheetout *o) {
    for (size_t i = 0; i < o->count; i++)
        xlsx.worksheet_set_column(o->sheet, (lxw_col_t)i, (lxw_col_t)i, (o->widths[i] < CELLS_MAX ? o->widths[i] : CELLS_MAX) + 3,
                                  NULL);
    xlsx.worksheet_freeze_panes(o->sheet, 1, 0);
    xlsx.worksheet_autofilter(o->sheet, 0, 0, o->rows - 1, (lxw_col_t)(o->count - 1));
    xlsx.worksheet_repeat_rows(o->sheet, 0, 0);
    xlsx.worksheet_set_landscape(o->sheet);
    xlsx.worksheet_set_paper(o->sheet, 9); /* A4 */
    xlsx.worksheet_fit_to_pages(o->sheet, 1, 0);
}

enum err sheetout_end(struct sheetout *o, struct buf *bytes) {
    lxw_error failed;
    struct stat st;

    if (o->full)
        return cannot(_("there are more rows than a sheet can have"), _("write a file that ends with .csv, or less"));
    dress(o);
    failed = xlsx.workbook_close(o->book);
    o->book = NULL;
    if (failed != LXW_NO_ERROR || fstat(o->fd, &st) != 0)
        return cannot(failed == LXW_ERROR_CREATING_TMPFILE ? _("there is no room for its parts in the folder for passing files")
                                                           : _("it could not be put together"),
                      _("free some space and try again"));
    if (pread(o->fd, buf_reserve(bytes, (size_t)st.st_size), (size_t)st.st_size, 0) != st.st_size)
        return cannot(strerror(errno), _("try again"));
    bytes->len += (size_t)st.st_size;
    return ERR_OK;
}

void sheetout_free(struct sheetout *o) {
    if (!o)
        return;
    if (o->book)
        xlsx.workbook_close(o->book);
    if (o->fd >= 0)
        close(o->fd);
    buf_free(&o->cell);
    mem_free(o);
}
