/* Reading a list of workers. */
#include "linli/staff.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include "core/cell.h"
#include "core/columns.h"
#include "core/csv.h"
#include "core/source.h"
#include "linli/i18n.h"
#include "linli/mem.h"
#include "linli/policy.h"

#define HEADER_ROWS 40
#define TITLE_MAX 160

enum title { TITLE_LOGIN, TITLE_NAME, TITLE_ROLE, TITLE_AREA, TITLE_COUNT, TITLE_UNKNOWN = TITLE_COUNT };

#define TITLE(name, words) [TITLE_##name] = " " words " ",
#define ROLE(name, words)
static const char *const titles[TITLE_COUNT] = {
#include "core/staff.def"
};
#undef TITLE
#undef ROLE

#define TITLE(name, words)
#define ROLE(name, words) [ROLE_##name] = " " words " ",
static const char *const role_words[ROLE_COUNT] = {
#include "core/staff.def"
};
#undef TITLE
#undef ROLE

struct seen {
    char login[NAME_SIZE];
    size_t line;
};

struct reader {
    const struct staff_options *options;
    const struct staff_sink *sink;
    struct rows rows; /* behind the header */
    const char *sheet;
    struct csv_row row;
    size_t column[TITLE_COUNT]; /* of the file; CSV_FIELDS_MAX: it has none */
    struct buf names[TITLE_COUNT];
    struct buf cell, scratch;
    struct seen *seen;
    size_t seen_count, seen_room;
};

static bool is_in(const char *list, const char *word) {
    size_t len = strlen(word);

    for (const char *p = list; len && (p = strstr(p, word)) != NULL; p += len)
        if (p > list && p[-1] == ' ' && p[len] == ' ')
            return true;
    return false;
}

static enum title title_of(const struct csv_field *f) {
    struct buf plain = {0};
    enum title found = TITLE_UNKNOWN;

    if (f->len > TITLE_MAX || cell_is_empty(f))
        return TITLE_UNKNOWN;
    columns_plain(&plain, f->text, f->len);
    for (enum title t = 0; t < TITLE_COUNT && found == TITLE_UNKNOWN && !strchr(buf_text(&plain), ' '); t++)
        if (is_in(titles[t], buf_text(&plain)))
            found = t;
    buf_free(&plain);
    if (found != TITLE_UNKNOWN)
        return found;
    switch (columns_find(f->text, f->len)) {
    case COLUMN_NAME:
        return TITLE_NAME;
    case COLUMN_AREA:
        return TITLE_AREA;
    default:
        return TITLE_UNKNOWN;
    }
}

/* Whether the row that was just read is the header: it names logins and names. */
static bool is_header(struct reader *r) {
    for (enum title t = 0; t < TITLE_COUNT; t++)
        r->column[t] = CSV_FIELDS_MAX;
    for (size_t i = 0; i < r->row.count && r->row.fault == CSV_FINE; i++) {
        enum title t = title_of(&r->row.fields[i]);

        if (t != TITLE_UNKNOWN && r->column[t] == CSV_FIELDS_MAX)
            r->column[t] = i;
    }
    return r->column[TITLE_LOGIN] < CSV_FIELDS_MAX && r->column[TITLE_NAME] < CSV_FIELDS_MAX;
}

static enum err find_header(struct reader *r, const struct source_table *table) {
    for (size_t i = 0; i < table->readers_count; i++) {
        r->rows = table->readers[i];
        for (int rows = 0; rows < HEADER_ROWS && rows_next(&r->rows, &r->row); rows++) {
            if (!is_header(r))
                continue;
            for (enum title t = 0; t < TITLE_COUNT; t++)
                if (r->column[t] < CSV_FIELDS_MAX)
                    cell_clean(&r->names[t], &r->scratch, &r->row.fields[r->column[t]]);
            r->rows.csv.columns = r->row.count;
            return ERR_OK;
        }
    }
    return err_say(ERR_SYNTAX, _("this is no list of workers"),
                   _("none of its first lines has the titles of columns, with one for logins and one for names"),
                   _("put a line of titles above the table: login, name, role, area"));
}

static bool is_blank(const struct csv_row *row) {
    for (size_t i = 0; i < row->count; i++)
        if (!cell_is_empty(&row->fields[i]))
            return false;
    return row->fault == CSV_FINE;
}

/* The cleaned cell of a column into `out`; NULL, or what is wrong. An absent cell is "". */
static const char *take_cell(struct reader *r, enum title t, char *out, size_t room) {
    static const struct csv_field none = {.text = ""};
    const struct csv_field *f = r->column[t] < r->row.count ? &r->row.fields[r->column[t]] : &none;
    enum cell_fault bad = cell_clean(&r->cell, &r->scratch, f);

    *out = '\0';
    if (bad == CELL_FINE && r->cell.len && cell_has_id(r->cell.data, r->cell.len, false))
        bad = CELL_ID;
    if (bad == CELL_FINE && r->cell.len >= room)
        bad = CELL_LONG;
    if (bad == CELL_FINE && r->cell.len)
        memcpy(out, r->cell.data, r->cell.len + 1);
    return cell_words(bad);
}

static const char *take_login(struct reader *r, struct staff_worker *w) {
    const char *why = take_cell(r, TITLE_LOGIN, w->login, sizeof w->login);

    if (why || !*w->login)
        return why ? why : _("it is empty");
    return strchr(w->login, ' ') ? _("a login has no spaces") : NULL;
}

static const char *take_name(struct reader *r, struct staff_worker *w) {
    const char *why = take_cell(r, TITLE_NAME, w->name, sizeof w->name);

    if (why || !*w->name)
        return why ? why : _("it is empty");
    cell_join_han(w->name);
    return NULL;
}

static const char *take_role(struct reader *r, struct staff_worker *w) {
    char text[NAME_SIZE];
    struct buf plain = {0};
    const char *why = take_cell(r, TITLE_ROLE, text, sizeof text);

    w->role = r->options->role;
    if (why || (!*text && w->role))
        return why;
    if (!*text)
        return _("no role is given");
    w->role = ROLE_NONE;
    columns_plain(&plain, text, strlen(text));
    for (int role = 1; role < ROLE_COUNT && !strchr(buf_text(&plain), ' '); role++)
        if (is_in(role_words[role], buf_text(&plain)))
            w->role = (enum role)role;
    buf_free(&plain);
    return w->role ? NULL : err_fmt(_("there is no role “%.40s”"), text);
}

static const char *take_area(struct reader *r, struct staff_worker *w) {
    const char *why = take_cell(r, TITLE_AREA, w->area, sizeof w->area);

    if (!why && !*w->area && r->options->area && strlen(r->options->area) < sizeof w->area)
        strcpy(w->area, r->options->area);
    if (why || !*w->area)
        return why ? why : _("no area is given");
    return policy_area_valid(w->area) ? NULL : err_fmt(_("%s is no area code"), w->area);
}

static int by_login(const void *a, const void *b) {
    return strcmp(((const struct seen *)a)->login, ((const struct seen *)b)->login);
}

/* The line that has the login already; 0, and it is kept: none. Sorted by insertion, for such lists are short. */
static size_t keep_login(struct reader *r, const struct staff_worker *w) {
    struct seen key = {.line = w->line};
    size_t from = 0, to = r->seen_count;

    strcpy(key.login, w->login);
    while (from < to) {
        size_t middle = from + (to - from) / 2;
        int order = by_login(&r->seen[middle], &key);

        if (!order)
            return r->seen[middle].line;
        if (order < 0)
            from = middle + 1;
        else
            to = middle;
    }
    if (r->seen_count == r->seen_room) {
        r->seen_room = r->seen_room ? 2 * r->seen_room : 256;
        r->seen = mem_resize(r->seen, r->seen_room, sizeof *r->seen);
    }
    memmove(&r->seen[from + 1], &r->seen[from], (r->seen_count++ - from) * sizeof *r->seen);
    r->seen[from] = key;
    return 0;
}

static enum err reject(struct reader *r, enum title t, const char *why) {
    struct staff_reject bad = {
        .sheet = r->sheet, .line = r->row.line, .column = t < TITLE_COUNT ? buf_text(&r->names[t]) : "", .reason = why};

    return r->sink->reject(r->sink->arg, &bad);
}

static enum err take_row(struct reader *r) {
    static const char *(*const takers[TITLE_COUNT])(struct reader *, struct staff_worker *) = {
        [TITLE_LOGIN] = take_login, [TITLE_NAME] = take_name, [TITLE_ROLE] = take_role, [TITLE_AREA] = take_area};
    struct staff_worker w = {.line = r->row.line};
    size_t line;

    if (r->row.fault != CSV_FINE)
        return reject(r, TITLE_COUNT, _("a quotation mark is not where it belongs, or there are too many cells"));
    for (enum title t = 0; t < TITLE_COUNT; t++) {
        const char *why = takers[t](r, &w);

        if (why)
            return reject(r, t, why);
    }
    line = keep_login(r, &w);
    if (line)
        return reject(r, TITLE_LOGIN, err_fmt(_("line %lld has %s already"), (long long)line, w.login));
    return r->sink->worker(r->sink->arg, &w);
}

static enum err read_table(void *arg, const struct source_table *table, bool *found) {
    struct reader *r = arg;
    enum err e = find_header(r, table);

    *found = e == ERR_OK;
    r->sheet = table->sheet;
    while (e == ERR_OK && rows_next(&r->rows, &r->row))
        if (!is_blank(&r->row))
            e = take_row(r);
    return e;
}

enum err staff_read(const char *bytes, size_t len, const struct staff_options *options, const struct staff_sink *sink) {
    struct source_file source = {.bytes = bytes, .len = len, .encoding = options->encoding, .sheet = options->sheet};
    struct source_report report;
    struct reader *r;
    enum err e;

    if (len > STAFF_SIZE_MAX)
        return err_say(ERR_RANGE, _("cannot read the list of workers"), _("it is larger than 16 MiB"),
                       _("split it into smaller files"));
    r = mem_new(1, sizeof *r);
    r->options = options;
    r->sink = sink;
    e = source_each(&source, &report, read_table, r);
    source_report_free(&report);
    for (enum title t = 0; t < TITLE_COUNT; t++)
        buf_free(&r->names[t]);
    buf_free(&r->cell);
    buf_free(&r->scratch);
    mem_free(r->seen);
    mem_free(r);
    return e;
}
