/* CSV and paper; workbooks are sheetout.c. */
#include "listout_inner.h"

#include <string.h>
#include <strings.h>
#include <unistd.h>
#include "linli/file.h"
#include "linli/i18n.h"
#include "linli/mem.h"
#include "linli/paper.h"
#include "linli/safe.h"

struct listout {
    enum listout_form form;
    struct listout_column columns[LISTOUT_COLUMNS_MAX];
    size_t count;
    struct buf out;
    struct paper paper;
    struct sheetout *sheet;
};

enum listout_form listout_form_of(const char *file) {
    static const struct {
        const char *end;
        enum listout_form form;
    } ends[] = {{".csv", LISTOUT_CSV}, {".xlsx", LISTOUT_XLSX}, {".txt", LISTOUT_TEXT}};
    size_t len = strlen(file);

    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
        if (len > strlen(ends[i].end) && strcasecmp(file + len - strlen(ends[i].end), ends[i].end) == 0)
            return ends[i].form;
    return LISTOUT_HTML;
}

static void put_csv(struct listout *o, const char *const *cells) {
    for (size_t i = 0; i < o->count; i++) {
        const char *cell = cells[i] ? cells[i] : "";

        if (i)
            buf_putc(&o->out, ',');
        safe_csv(&o->out, cell, strlen(cell));
    }
    buf_puts(&o->out, "\r\n");
}

/* Only what has room on paper. */
static size_t pick(const struct listout *o, const char *const *cells, const char *picked[PAPER_COLUMNS_MAX]) {
    size_t n = 0;

    for (size_t i = 0; i < o->count && n < PAPER_COLUMNS_MAX; i++)
        if (o->columns[i].cells)
            picked[n++] = cells[i] ? cells[i] : "";
    return n;
}

static void start_paper(struct listout *o, const char *title, const char *const *titles) {
    const char *picked[PAPER_COLUMNS_MAX];
    int widths[PAPER_COLUMNS_MAX];
    size_t n = pick(o, titles, picked), w = 0;

    for (size_t i = 0; i < o->count && w < n; i++)
        if (o->columns[i].cells)
            widths[w++] = o->columns[i].cells;
    paper_start(&o->paper, &o->out, o->form == LISTOUT_HTML, title);
    paper_table(&o->paper, picked, widths, n);
}

enum err listout_open(struct listout **out, enum listout_form form, const char *title, const struct listout_column *columns,
                      size_t count) {
    struct listout *o = mem_new(1, sizeof *o);
    const char *titles[LISTOUT_COLUMNS_MAX];
    enum err e = ERR_OK;

    o->form = form;
    o->count = count < LISTOUT_COLUMNS_MAX ? count : LISTOUT_COLUMNS_MAX;
    for (size_t i = 0; i < o->count; i++) {
        o->columns[i] = columns[i];
        titles[i] = columns[i].title;
    }
    if (form == LISTOUT_XLSX) {
        e = sheetout_open(&o->sheet, title, o->columns, o->count);
    } else if (form == LISTOUT_CSV) {
        buf_puts(&o->out, "\xEF\xBB\xBF"); /* without it a spreadsheet takes it for the system's own charset */
        put_csv(o, titles);
    } else {
        start_paper(o, title, titles);
    }
    *out = e == ERR_OK ? o : NULL;
    if (e != ERR_OK)
        mem_free(o);
    return e;
}

void listout_row(struct listout *o, const char *const *cells) {
    const char *picked[PAPER_COLUMNS_MAX];

    if (o->form == LISTOUT_XLSX) {
        sheetout_row(o->sheet, cells);
    } else if (o->form == LISTOUT_CSV) {
        put_csv(o, cells);
    } else {
        pick(o, cells, picked);
        paper_row(&o->paper, picked);
    }
}

enum err listout_write(struct listout *o, const char *file) {
    enum err e = ERR_OK;

    if (o->form == LISTOUT_XLSX) {
        e = sheetout_end(o->sheet, &o->out);
    } else if (o->form != LISTOUT_CSV) {
        paper_table_end(&o->paper);
        paper_end(&o->paper);
    }
    if (e == ERR_OK && strcmp(file, "-") == 0)
        e = file_write_fd(STDOUT_FILENO, o->out.data, o->out.len);
    else if (e == ERR_OK)
        e = file_write(file, o->out.data, o->out.len);
    return e;
}

void listout_free(struct listout *o) {
    if (!o)
        return;
    sheetout_free(o->sheet);
    buf_free(&o->out);
    mem_free(o);
}
