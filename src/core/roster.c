/* Reading a roster: bytes to text, text to rows, rows to cells; gather.c makes households of them. */
#include "linli/roster.h"

#include <stdint.h>
#include <string.h>
#include "core/cell.h"
#include "core/columns.h"
#include "core/csv.h"
#include "core/gather.h"
#include "core/source.h"
#include "core/table.h"
#include "linli/fold.h"
#include "linli/i18n.h"
#include "linli/mem.h"
#include "linli/safe.h"

#define PROGRESS_STEP 65536 /* bytes */
#define PROGRESS_ROWS 500
#define REJECT_CELL 4096 /* bytes of a cell that a reject shows */
#define WHOLE_LINE SIZE_MAX

enum kind { TEXT, NAME, CODE, DOOR, PHONE };

/* Where the cells of a column go. A CODE or DOOR may be a long number, so only what has a day of birth in its place is an ID
 * number there. */
static const struct {
    size_t at, room;
    enum kind kind;
} places[COLUMN_COUNT_] = {
#define PLACE(member, kind)                                                                                                      \
    { offsetof(struct gather_row, member), sizeof((struct gather_row *)0)->member, kind }
    [COLUMN_NUMBER] = PLACE(number, CODE),
    [COLUMN_AREA] = PLACE(area, CODE),
    [COLUMN_COMPOUND] = PLACE(door.compound, TEXT),
    [COLUMN_GROUP] = PLACE(door.group, TEXT),
    [COLUMN_BUILDING] = PLACE(door.building, DOOR),
    [COLUMN_UNIT] = PLACE(door.unit, DOOR),
    [COLUMN_FLOOR] = PLACE(door.floor, DOOR),
    [COLUMN_ROOM] = PLACE(door.room, DOOR),
    [COLUMN_ADDRESS] = PLACE(door.address, DOOR),
    [COLUMN_HEAD] = PLACE(head, NAME),
    [COLUMN_NAME] = PLACE(names, NAME),
    [COLUMN_RELATION] = PLACE(relation, TEXT),
    [COLUMN_PHONE] = PLACE(phones, PHONE),
    [COLUMN_HEAD_PHONE] = PLACE(head_phones, PHONE),
    [COLUMN_NOTE] = PLACE(note, TEXT),
#undef PLACE
};

struct reader {
    const struct roster_sink *sink;
    struct roster_report *report;
    const struct roster_options *options;
    size_t total; /* bytes of the file */
    struct table table;
    struct csv_row row;
    struct gather gather;
    bool lost; /* the row above could not be told apart into cells: who it was is not known */
    struct buf cell, scratch, text;
};

/* Why a row cannot be taken; no reason: it can. */
struct fault {
    size_t column;
    const char *reason;
};

static void add_title(struct buf *list, const char *title) {
    size_t len = strlen(title);

    for (const char *p = buf_text(list); len && (p = strstr(p, title)) != NULL; p += len)
        if ((p == list->data || p[-1] == ' ') && (!p[len] || strncmp(p + len, ", ", 2) == 0))
            return;
    if (len && list->len)
        buf_puts(list, ", ");
    buf_puts(list, title);
}

static void report_titles(struct reader *r) {
    for (size_t i = 0; i < r->table.columns; i++) {
        enum column what = r->table.what[i];

        if (what == COLUMN_LEFT_OUT)
            add_title(&r->report->left_out, table_title(&r->table, i));
        else if (what == COLUMN_UNKNOWN || (what == COLUMN_AREA && r->gather.area_unknown))
            add_title(&r->report->ignored, table_title(&r->table, i));
    }
}

static bool may_be_long(enum column what) {
    return places[what].kind == CODE || places[what].kind == DOOR;
}

/* Adds the start of a cell to a reject's text. A cut must not leave the first digits of an ID number. */
static void add_reject_cell(struct reader *r, const struct csv_field *f, enum column what) {
    struct csv_field start = {.text = f->text, .len = f->len < REJECT_CELL ? f->len : REJECT_CELL, .doubled = f->doubled};
    bool cut = start.len < f->len;

    while (cut && start.len && ((f->text[start.len] & 0xC0) == 0x80 || strchr("0123456789 -", f->text[start.len - 1])))
        start.len--;
    buf_reset(&r->scratch);
    buf_reset(&r->cell);
    csv_field_add(&r->scratch, &start);
    fold_cell(&r->cell, buf_text(&r->scratch), r->scratch.len);
    if (cell_has_id(buf_text(&r->cell), r->cell.len, may_be_long(what)))
        return;
    if (cut)
        buf_puts(&r->cell, "...");
    safe_csv(&r->text, buf_text(&r->cell), r->cell.len);
}

static enum err reject(struct reader *r, const struct fault *fault, bool certain) {
    struct roster_reject out = {
        .sheet = r->report->sheet, .line = r->row.line, .column = table_title(&r->table, fault->column), .reason = fault->reason};
    bool any = false;

    r->report->rejected++;
    if (!r->sink->reject)
        return ERR_OK;
    buf_reset(&r->text);
    for (size_t i = 0; i < r->row.count && i < r->table.columns && certain; i++) {
        if (r->table.what[i] <= COLUMN_LEFT_OUT)
            continue;
        if (any)
            buf_putc(&r->text, ',');
        any = true;
        add_reject_cell(r, &r->row.fields[i], r->table.what[i]);
    }
    out.text = buf_text(&r->text);
    return r->sink->reject(r->sink->arg, &out);
}

/* What remains to check of a cleaned cell, and its way to its place. Several columns of notes become one. */
static enum cell_fault put_cell(struct gather_row *row, enum column what, enum csv_kind kind, char *text, size_t len) {
    char *to = (char *)row + places[what].at;
    size_t used = strlen(to);

    if (cell_has_id(text, len, may_be_long(what)))
        return CELL_ID;
    if (places[what].kind == PHONE)
        return cell_add_phones(to, places[what].room, kind == CSV_NUMBER ? cell_lost_zero(text) : text);
    if (places[what].kind == DOOR && (kind == CSV_DATE || cell_is_date(text)))
        return CELL_DATE;
    if (places[what].kind == NAME) {
        cell_join_han(text);
        len = strlen(text);
    }
    if (used + 2 * (used > 0) + len >= places[what].room)
        return CELL_LONG;
    if (used) {
        memcpy(to + used, "; ", 2);
        used += 2;
    }
    memcpy(to + used, text, len + 1);
    return CELL_FINE;
}

/* Cleans the cells of the row. The first fault is kept; the other cells are still read, for they tell to which household the row
 * belongs. */
static struct fault read_cells(struct reader *r) {
    struct gather_row *row = &r->gather.now;
    struct fault fault = {0};

    gather_clear_row(row);
    for (size_t i = 0; i < r->row.count && i < r->table.columns; i++) {
        enum column what = r->table.what[i];
        enum cell_fault bad;

        if (what <= COLUMN_LEFT_OUT || !r->row.fields[i].len)
            continue;
        bad = cell_clean(&r->cell, &r->scratch, &r->row.fields[i]);
        if (bad == CELL_FINE && !r->cell.len)
            continue;
        if (bad == CELL_FINE)
            bad = put_cell(row, what, r->row.fields[i].kind, r->cell.data, r->cell.len);
        if (what <= COLUMN_HEAD && what != COLUMN_AREA) {
            row->keyed = true;
            row->key_fault |= bad != CELL_FINE;
        }
        if (bad != CELL_FINE && !fault.reason)
            fault = (struct fault){i, cell_words(bad)};
    }
    return fault;
}

/* Hands over the household that is complete. */
static enum err deliver(struct reader *r) {
    const struct household *h = gather_finish(&r->gather);
    size_t line = r->gather.first_line;

    r->gather.first_line = 0;
    return h ? r->sink->household(r->sink->arg, h, line) : ERR_OK;
}

static size_t column_of(const struct table *t, enum column what) {
    for (size_t i = 0; i < t->columns; i++)
        if (t->what[i] == what)
            return i;
    return WHOLE_LINE;
}

static enum err take_heading(struct reader *r) {
    enum err e = deliver(r);

    gather_heading(&r->gather);
    r->report->rows--;
    r->report->totals++;
    return e;
}

/* A row whose cells are in their columns. */
static enum err take_row(struct reader *r) {
    struct gather *g = &r->gather;
    struct fault fault = read_cells(r);
    enum err e = ERR_OK;
    bool same;

    if (!gather_settle(g)) {
        g->now.key_fault = true;
        if (!fault.reason)
            fault = (struct fault){column_of(&r->table, COLUMN_ADDRESS), cell_words(CELL_LONG)};
    }
    if (r->lost && !g->now.keyed && r->table.persons)
        return reject(
            r, &(struct fault){WHOLE_LINE, _("the line above could not be taken, so it is not known to whom this one belongs")},
            true);
    r->lost = false;
    if (!fault.reason && gather_is_heading(g))
        return take_heading(r);
    same = gather_same(g);
    if (!fault.reason && gather_is_nothing(g, same)) {
        fault = (struct fault){WHOLE_LINE, _("there is neither a name nor a door")};
        if (!g->now.keyed)
            return reject(r, &fault, true);
    }
    if (!same) {
        if ((e = deliver(r)) != ERR_OK)
            return e;
        gather_start(g, r->row.line);
    } else if (g->spoiled) {
        fault =
            (struct fault){WHOLE_LINE, err_fmt(_("its household starts in line %zu, which could not be taken"), g->first_line)};
    }
    if (!fault.reason)
        fault = (struct fault){WHOLE_LINE, gather_add(g, same)};
    if (!fault.reason)
        return ERR_OK;
    g->spoiled |= !same;
    return reject(r, &fault, true);
}

/* A row that is broken as a line. */
static enum err take_broken(struct reader *r, const char *reason, bool certain) {
    r->lost = true;
    return reject(r, &(struct fault){WHOLE_LINE, reason}, certain);
}

static bool has_more_cells(const struct reader *r) {
    for (size_t i = r->table.columns; i < r->row.count; i++)
        if (!cell_is_empty(&r->row.fields[i]))
            return true;
    return false;
}

static enum err read_row(struct reader *r) {
    if (table_is_blank(&r->row))
        return ERR_OK;
    if (table_is_note(&r->table, &r->row)) {
        r->report->totals++;
        return ERR_OK;
    }
    r->report->rows++;
    switch (r->row.fault) {
    case CSV_UNCLOSED:
        return take_broken(r, _("a quotation mark is not closed"), true);
    case CSV_QUOTE:
        return take_broken(r, _("a quotation mark inside a quoted cell is not doubled"), true);
    case CSV_FIELDS:
        return take_broken(r, _("there are more cells than titles"), false);
    case CSV_FINE:
        break;
    }
    if (has_more_cells(r))
        return take_broken(r, _("there are more cells than titles"), false);
    return take_row(r);
}

static enum err read_rows(struct reader *r, size_t total) {
    struct rows *rows = &r->table.rows;
    size_t size = rows_size(rows), next = 0;
    enum err e = ERR_OK;

    while (e == ERR_OK && rows_next(rows, &r->row)) {
        size_t at = rows_done(rows);

        e = read_row(r);
        if (e == ERR_OK && r->sink->progress && (at >= next || at == size)) {
            next = at + (rows->grid ? PROGRESS_ROWS : PROGRESS_STEP);
            e = r->sink->progress(r->sink->arg, at == size ? total : (size_t)((double)at / (double)size * (double)total), total);
        }
    }
    return e == ERR_OK ? deliver(r) : e;
}

/* One table: the text, or a sheet of the workbook. */
static enum err read_table(void *arg, const struct source_table *t, bool *found) {
    struct reader *r = arg;
    enum err e = table_find(&r->table, t->readers, t->readers_count, r->options->map);

    gather_open(&r->gather, &r->table, r->options->area);
    *found = e == ERR_OK;
    r->report->sheet = t->sheet;
    r->lost = false;
    if (e == ERR_OK) {
        r->report->delimiter = r->table.rows.csv.delimiter;
        if (!r->report->header_line)
            r->report->header_line = r->table.header_line;
        e = read_rows(r, r->total);
        report_titles(r);
    }
    gather_close(&r->gather);
    table_free(&r->table);
    return e;
}

enum err roster_read(const char *bytes, size_t len, const struct roster_options *options, const struct roster_sink *sink,
                     struct roster_report *report) {
    struct source_file source = {.bytes = bytes, .len = len, .encoding = options->encoding, .sheet = options->sheet};
    struct source_report read = {.encoding = ""};
    struct reader *r;
    enum err e;

    *report = (struct roster_report){.encoding = "", .delimiter = ',', .sheet = ""};
    if (len > ROSTER_SIZE_MAX)
        return err_say(ERR_RANGE, _("cannot read the roster"), _("it is larger than 1 GiB"), _("split it into smaller files"));
    r = mem_new(1, sizeof *r);
    r->sink = sink;
    r->report = report;
    r->options = options;
    r->total = len;
    e = source_each(&source, &read, read_table, r);
    report->encoding = read.encoding;
    report->sheet = "";
    report->sheets = read.sheets;
    report->passed = read.passed;
    report->hidden = read.hidden;
    buf_free(&r->cell);
    buf_free(&r->scratch);
    buf_free(&r->text);
    mem_free(r);
    return e;
}

void roster_report_free(struct roster_report *report) {
    buf_free(&report->left_out);
    buf_free(&report->ignored);
    buf_free(&report->sheets);
    buf_free(&report->passed);
}
