/* From bytes to tables. */
#include "core/source.h"

#include <string.h>
#include "core/workbook.h"
#include "linli/charset.h"
#include "linli/i18n.h"
#include "linli/mem.h"

void source_report_free(struct source_report *r) {
    buf_free(&r->sheets);
    buf_free(&r->passed);
}

static enum err read_text(const struct source_file *s, struct source_report *report, source_fn *take, void *arg) {
    struct charset_text text = {0};
    struct rows readers[3];
    struct source_table table = {.sheet = "", .readers = readers, .readers_count = 3};
    bool found;
    enum err e = s->sheet ? err_say(ERR_USAGE, _("there are no sheets in this file"), _("it is text, not a workbook"),
                                    _("leave --sheet out"))
                          : charset_decode(&text, s->bytes, s->len, s->encoding);

    if (e == ERR_OK) {
        report->encoding = text.name;
        for (size_t i = 0; i < 3; i++)
            rows_of_text(&readers[i], text.text, text.len, ",\t;"[i]);
        e = take(arg, &table, &found);
    }
    charset_free(&text);
    return e;
}

static void add_name(struct buf *list, const char *name) {
    if (list->len)
        buf_puts(list, ", ");
    buf_puts(list, name);
}

/* The sheet of that name, the number of sheets where there is none. */
static size_t find_sheet(const struct workbook *w, const char *name) {
    size_t n = 0;

    while (n < workbook_sheets(w) && strcmp(workbook_name(w, n), name) != 0)
        n++;
    return n;
}

static enum err no_sheet(const struct workbook *w, const char *name) {
    struct buf names = {0};
    enum err e;

    for (size_t i = 0; i < workbook_sheets(w) && names.len < 200; i++)
        add_name(&names, workbook_name(w, i));
    e = err_say(ERR_USAGE, err_fmt(_("there is no sheet “%.60s” in the workbook"), name),
                err_fmt(_("its sheets are: %.300s"), buf_text(&names)), _("name one of them, or leave --sheet out"));
    buf_free(&names);
    return e;
}

static enum err read_sheet(struct workbook *w, size_t sheet, struct source_report *report, source_fn *take, void *arg,
                           bool *found) {
    struct grid grid;
    struct rows rows;
    struct source_table table = {.sheet = workbook_name(w, sheet), .readers = &rows, .readers_count = 1};
    enum err e = workbook_read(w, sheet, &grid);

    *found = false;
    rows_of_grid(&rows, &grid);
    if (e == ERR_OK)
        e = take(arg, &table, found);
    else
        *found = true; /* it is broken: that is not passed over */
    if (e == ERR_OK)
        report->hidden += grid.hidden;
    grid_free(&grid);
    return e;
}

static enum err read_all(struct workbook *w, struct source_report *report, source_fn *take, void *arg) {
    enum err e = ERR_OK;
    bool found;

    for (size_t i = 0; e == ERR_OK && i < workbook_sheets(w); i++) {
        found = false;
        if (!workbook_is_hidden(w, i))
            e = read_sheet(w, i, report, take, arg, &found);
        if (e == ERR_SYNTAX && !found)
            e = ERR_OK;
        add_name(found ? &report->sheets : &report->passed, workbook_name(w, i));
    }
    if (e != ERR_OK || report->sheets.len)
        return e;
    if (workbook_sheets(w) == 1)
        return read_sheet(w, 0, report, take, arg, &found); /* its own words */
    return err_say(ERR_SYNTAX, _("there is no table in the workbook"),
                   _("in none of its sheets that are shown stands a line of titles, with one for names"),
                   _("put titles above the table, or name the sheet with --sheet"));
}

enum err source_each(const struct source_file *s, struct source_report *report, source_fn *take, void *arg) {
    struct workbook *w;
    size_t sheet;
    bool found;
    enum err e;

    *report = (struct source_report){.encoding = ""};
    if (!workbook_is(s->bytes, s->len))
        return read_text(s, report, take, arg);
    report->encoding = "XLSX";
    e = workbook_open(&w, s->bytes, s->len);
    if (e != ERR_OK)
        return e;
    if (!s->sheet) {
        e = read_all(w, report, take, arg);
    } else if ((sheet = find_sheet(w, s->sheet)) < workbook_sheets(w)) {
        add_name(&report->sheets, s->sheet);
        e = read_sheet(w, sheet, report, take, arg, &found);
    } else {
        e = no_sheet(w, s->sheet);
    }
    workbook_close(w);
    return e;
}
