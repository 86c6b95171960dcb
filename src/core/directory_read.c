/* Reading a list of entries of directories. */
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include "core/cell.h"
#include "core/columns.h"
#include "core/csv.h"
#include "core/source.h"
#include "linli/directory.h"
#include "linli/i18n.h"
#include "linli/mem.h"
#include "linli/policy.h"

#define HEADER_ROWS 40
#define TITLE_MAX 160

struct titles {
    const char *name, *words;
};

static const struct titles titles[] = {
#define KIND(item, words)
#define TITLE(field, words) {#field, " " words " "},
#define CHOICE(list, value, words)
#include "core/directory.def"
#undef KIND
#undef TITLE
};

static const char *const kind_words[ITEM_COUNT] = {
#define KIND(item, words) [ITEM_IS_##item] = " " words " ",
#define TITLE(field, words)
#include "core/directory.def"
#undef CHOICE
#undef KIND
};

static const struct {
    enum list list;
    int value;
    const char *words;
} choices[] = {
#define KIND(item, words)
#define CHOICE(list, value, words) {LIST_##list, list##_##value, " " words " "},
#include "core/directory.def"
};
#define COUNT(rows) (sizeof rows / sizeof *rows)

static const char *place_in(const char *list, const char *word) {
    size_t len = strlen(word);

    for (const char *p = list; p && len && (p = strstr(p, word)) != NULL; p += len)
        if (p > list && p[-1] == ' ' && p[len] == ' ')
            return p;
    return NULL;
}

static bool is_in(const char *list, const char *word) {
    return place_in(list, word) != NULL;
}

/* Whether two texts are the same title. */
static bool is_plain(const char *plain, const char *text) {
    struct buf other = {0};
    bool same;

    columns_plain(&other, text, strlen(text));
    same = other.len && strcmp(plain, buf_text(&other)) == 0;
    buf_free(&other);
    return same;
}

static bool is_word(const char *plain) {
    return *plain && !strchr(plain, ' ');
}

static bool names_kind(const char *plain, enum item item) {
    return is_plain(plain, kinds_code(LIST_ITEM, (int)item)) || is_plain(plain, kinds_words(LIST_ITEM, (int)item)) ||
           is_plain(plain, directory_kind_name(item)) || (is_word(plain) && is_in(kind_words[item], plain));
}

enum item directory_kind_of(const char *text) {
    struct buf plain = {0};
    enum item found = ITEM_NONE, item;

    if (strlen(text) < TITLE_MAX)
        columns_plain(&plain, text, strlen(text));
    for (size_t i = 0; plain.len && !found && (item = directory_kind(i)); i++)
        found = names_kind(buf_text(&plain), item) ? item : ITEM_NONE;
    buf_free(&plain);
    return found;
}

struct seen {
    char *key;
    size_t line;
};

#define NO_COLUMN CSV_FIELDS_MAX
struct reader {
    const struct directory_options *options;
    const struct directory_sink *sink;
    struct rows rows; /* behind the header */
    const char *sheet;
    struct csv_row row;
    size_t kind, area;                                       /* columns of the file; NO_COLUMN: it has none */
    char *known[ITEM_COUNT][ITEM_FIELDS_MAX][3];             /* titles that are a field's own, plain */
    size_t columns[ITEM_COUNT][ITEM_FIELDS_MAX];             /* where a kind of entry has a field */
    struct buf plain[CSV_FIELDS_MAX], names[CSV_FIELDS_MAX]; /* titles */
    size_t title_count;
    struct buf cell, scratch;
    struct seen *seen; /* by key */
    size_t seen_count, seen_room;
};

static char *plain_of(const char *text) {
    struct buf plain = {0};

    columns_plain(&plain, text, strlen(text));
    return buf_take(&plain);
}

static void know_titles(struct reader *r) {
    for (size_t k = 0; directory_kind(k); k++) {
        enum item item = directory_kind(k);
        size_t count;
        const struct item_field *fields = items_fields(item, &count);

        for (size_t i = 0; i < count; i++) {
            r->known[item][i][0] = plain_of(fields[i].name);
            r->known[item][i][1] = plain_of(fields[i].label);
            r->known[item][i][2] = plain_of(_(fields[i].label));
        }
    }
}

/* How well a title names a field: 1 by its own name, the later in the list the worse; 0 not at all. */
static size_t names_field(const struct reader *r, const char *plain, enum item item, size_t field, const char *name) {
    for (size_t k = 0; k < 3; k++)
        if (r->known[item][field][k] && strcmp(plain, r->known[item][field][k]) == 0)
            return 1;
    for (size_t i = 0; i < COUNT(titles) && is_word(plain); i++)
        if (strcmp(titles[i].name, name) == 0 && is_in(titles[i].words, plain))
            return 1 + (size_t)(place_in(titles[i].words, plain) - titles[i].words);
    return 0;
}

static void find_columns(struct reader *r, enum item item) {
    size_t count;
    const struct item_field *fields = items_fields(item, &count);

    for (size_t i = 0; i < count; i++) {
        size_t best = SIZE_MAX;

        r->columns[item][i] = NO_COLUMN;
        for (size_t c = 0; c < r->title_count; c++) {
            size_t rank = c == r->area || c == r->kind || !r->plain[c].len
                              ? 0
                              : names_field(r, buf_text(&r->plain[c]), item, i, fields[i].name);

            if (rank && rank < best) {
                best = rank;
                r->columns[item][i] = c;
            }
        }
    }
}

static void read_titles(struct reader *r) {
    static const char kinds[] = " kind directory entry 目录 目录类别 名录 名录类别 条目类别 种类 ";

    r->kind = r->area = NO_COLUMN;
    r->title_count = r->row.count;
    for (size_t c = 0; c < r->row.count; c++) {
        const struct csv_field *f = &r->row.fields[c];

        buf_reset(&r->plain[c]);
        buf_reset(&r->names[c]);
        if (f->len > TITLE_MAX || cell_is_empty(f))
            continue;
        columns_plain(&r->plain[c], f->text, f->len);
        cell_clean(&r->names[c], &r->scratch, f);
        if (r->kind == NO_COLUMN && is_word(buf_text(&r->plain[c])) && is_in(kinds, buf_text(&r->plain[c])))
            r->kind = c;
        else if (r->area == NO_COLUMN &&
                 (columns_find(f->text, f->len) == COLUMN_AREA || strcmp(buf_text(&r->plain[c]), "所属区域") == 0))
            r->area = c;
    }
    for (size_t i = 0; directory_kind(i); i++)
        find_columns(r, directory_kind(i));
}

/* The row that was just read names columns: a name and something else, of the kind asked for or of any. */
static bool is_header(struct reader *r) {
    size_t most = 0;

    if (r->row.fault != CSV_FINE)
        return false;
    read_titles(r);
    for (size_t i = 0; directory_kind(i); i++) {
        enum item item = directory_kind(i);
        size_t count, found = 0;

        if (r->options->kind && item != r->options->kind)
            continue;
        items_fields(item, &count);
        for (size_t f = 0; f < count; f++)
            found += r->columns[item][f] != NO_COLUMN;
        if (r->columns[item][items_field(item, "name")] != NO_COLUMN && found > most)
            most = found;
    }
    return most > 1 && (r->options->kind || r->kind != NO_COLUMN);
}

static enum err find_header(struct reader *r, const struct source_table *table) {
    for (size_t i = 0; i < table->readers_count; i++) {
        r->rows = table->readers[i];
        for (int rows = 0; rows < HEADER_ROWS && rows_next(&r->rows, &r->row); rows++)
            if (is_header(r)) {
                r->rows.csv.columns = r->row.count;
                return ERR_OK;
            }
    }
    return err_say(ERR_SYNTAX, _("this is no list for the directory"),
                   _("none of its first lines has the titles of columns, with one for names"),
                   _("put titles above the table, name the kind in a column (kind) or with --kind, and give names: name"));
}

static bool is_blank(const struct csv_row *row) {
    for (size_t i = 0; i < row->count; i++)
        if (!cell_is_empty(&row->fields[i]))
            return false;
    return row->fault == CSV_FINE;
}

/* The cleaned cell into r->cell; NULL, or what is wrong. An absent cell is "". */
static const char *take_cell(struct reader *r, size_t column) {
    static const struct csv_field none = {.text = ""};
    const struct csv_field *f = column < r->row.count ? &r->row.fields[column] : &none;
    enum cell_fault bad = cell_clean(&r->cell, &r->scratch, f);

    if (bad == CELL_FINE && r->cell.len && cell_has_id(r->cell.data, r->cell.len, false))
        bad = CELL_ID;
    return cell_words(bad);
}

/* A choice by its code, its words in the language of now, or those that offices write. */
static void choose(struct item_values *v, size_t field, const struct item_field *f, const char *text) {
    struct buf plain = {0};
    int found = kinds_value((enum list)f->list, text);

    columns_plain(&plain, text, strlen(text));
    for (int i = 1; !found && i < kinds_count((enum list)f->list); i++)
        found = is_plain(buf_text(&plain), kinds_words((enum list)f->list, i)) ? i : 0;
    for (size_t i = 0; !found && i < COUNT(choices); i++)
        found = (int)choices[i].list == f->list && is_word(buf_text(&plain)) && is_in(choices[i].words, buf_text(&plain))
                    ? choices[i].value
                    : 0;
    buf_free(&plain);
    items_set(v, field, found ? kinds_code((enum list)f->list, found) : text);
}

static const char *take_field(struct reader *r, struct directory_line *l, size_t i, const struct item_field *f) {
    const char *why = take_cell(r, r->columns[l->values.item][i]), *text = buf_text(&r->cell);

    if (why || !*text)
        return why;
    if (f->enter == ITEM_ENTER_WORKER) {
        if (r->cell.len >= sizeof l->worker)
            return cell_words(CELL_LONG);
        strcpy(l->worker, text);
    } else if (f->enter == ITEM_ENTER_CHOICE) {
        choose(&l->values, i, f, text);
    } else {
        items_set(&l->values, i, text);
    }
    if (strcmp(f->name, "name") == 0 && l->values.at[i])
        cell_join_han(l->values.at[i]);
    return NULL;
}

static enum err reject(struct reader *r, size_t column, const char *why) {
    struct directory_reject bad = {.sheet = r->sheet,
                                   .line = r->row.line,
                                   .column = column < r->title_count ? buf_text(&r->names[column]) : "",
                                   .reason = why};

    return r->sink->reject(r->sink->arg, &bad);
}

static const char *take_kind(struct reader *r, enum item *out) {
    const char *why = take_cell(r, r->kind);

    *out = why || !r->cell.len ? r->options->kind : directory_kind_of(buf_text(&r->cell));
    if (why || *out)
        return why;
    return r->cell.len ? err_fmt(_("there is no directory “%.40s”"), buf_text(&r->cell)) : _("no kind is given");
}

static const char *take_area(struct reader *r, char area[AREA_SIZE]) {
    const char *why = take_cell(r, r->area), *text = r->cell.len ? buf_text(&r->cell) : r->options->area ? r->options->area : "";

    if (why || !*text)
        return why ? why : _("no area is given");
    if (strlen(text) >= AREA_SIZE || !policy_area_valid(text))
        return err_fmt(_("%s is no area code"), text);
    strcpy(area, text);
    return NULL;
}

/* Where the key is or belongs. */
static size_t place_of(const struct reader *r, const char *key, bool *there) {
    size_t from = 0, to = r->seen_count;

    *there = false;
    while (from < to && !*there) {
        size_t middle = from + (to - from) / 2;
        int order = strcmp(r->seen[middle].key, key);

        *there = order == 0;
        if (*there)
            from = middle;
        else if (order < 0)
            from = middle + 1;
        else
            to = middle;
    }
    return from;
}

/* The line that has the same entry already; 0, and it is kept. What makes it the same is directory_same's. */
static size_t keep(struct reader *r, const struct directory_line *l) {
    const struct item_values *v = &l->values;
    const char *key = err_fmt("%d\t%s\t%s\t%s", (int)v->item, l->area, items_get(v, "name"), items_get(v, "committee"));
    bool there;
    size_t at = place_of(r, key, &there);

    if (there)
        return r->seen[at].line;
    if (r->seen_count == r->seen_room) {
        r->seen_room = r->seen_room ? 2 * r->seen_room : 256;
        r->seen = mem_resize(r->seen, r->seen_room, sizeof *r->seen);
    }
    memmove(&r->seen[at + 1], &r->seen[at], (r->seen_count++ - at) * sizeof *r->seen);
    r->seen[at] = (struct seen){mem_dup(key), l->line};
    return 0;
}

/* The message without the place that err_say put before it, which the column of the reject says. */
static enum err reject_values(struct reader *r, const struct directory_line *l, size_t field) {
    const struct err_words *info = err_last();
    size_t count;
    const struct item_field *fields = items_fields(l->values.item, &count);
    const char *why = info->why;
    size_t label = strlen(_(fields[field].label));

    if (strncmp(why, _(fields[field].label), label) == 0 && strncmp(why + label, ": ", 2) == 0)
        why += label + 2;
    if (r->columns[l->values.item][field] != NO_COLUMN)
        return reject(r, r->columns[l->values.item][field], err_fmt("%s", why));
    return reject(r, NO_COLUMN, err_fmt("%s", info->why));
}

static enum err take_values(struct reader *r, struct directory_line *l) {
    size_t count, line, field = 0;
    const struct item_field *fields = items_fields(l->values.item, &count);
    enum err e;

    for (size_t i = 0; i < count; i++) {
        const char *why = take_field(r, l, i, &fields[i]);

        if (why)
            return reject(r, r->columns[l->values.item][i], why);
    }
    e = items_check(&l->values, "", &field);
    if (e != ERR_OK) {
        e = reject_values(r, l, field);
        err_clear();
        return e;
    }
    line = keep(r, l);
    if (line)
        return reject(r, NO_COLUMN, err_fmt(_("line %lld has the same entry"), (long long)line));
    return r->sink->entry(r->sink->arg, l);
}

static enum err take_row(struct reader *r) {
    struct directory_line l = {.line = r->row.line};
    const char *why;
    enum err e;

    if (r->row.fault != CSV_FINE)
        return reject(r, NO_COLUMN, _("a quotation mark is not where it belongs, or there are too many cells"));
    why = take_kind(r, &l.values.item);
    if (why)
        return reject(r, r->kind, why);
    why = take_area(r, l.area);
    if (why)
        return reject(r, r->area, why);
    e = take_values(r, &l);
    items_free(&l.values);
    return e;
}

static void reader_free(struct reader *r) {
    for (size_t i = 0; i < r->seen_count; i++)
        mem_free(r->seen[i].key);
    mem_free(r->seen);
    for (int item = 0; item < ITEM_COUNT; item++)
        for (size_t i = 0; i < ITEM_FIELDS_MAX; i++)
            for (size_t k = 0; k < 3; k++)
                mem_free(r->known[item][i][k]);
    for (size_t c = 0; c < CSV_FIELDS_MAX; c++) {
        buf_free(&r->plain[c]);
        buf_free(&r->names[c]);
    }
    buf_free(&r->cell);
    buf_free(&r->scratch);
    mem_free(r);
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

enum err directory_read(const char *bytes, size_t len, const struct directory_options *options,
                        const struct directory_sink *sink) {
    struct source_file source = {.bytes = bytes, .len = len, .encoding = options->encoding, .sheet = options->sheet};
    struct source_report report;
    struct reader *r;
    enum err e;

    if (len > DIRECTORY_SIZE_MAX)
        return err_say(ERR_RANGE, _("cannot read the list for the directory"), _("it is larger than 8 MiB"),
                       _("split it into smaller files"));
    r = mem_new(1, sizeof *r);
    r->options = options;
    r->sink = sink;
    know_titles(r);
    e = source_each(&source, &report, read_table, r);
    source_report_free(&report);
    reader_free(r);
    return e;
}
