/* Finding the header, and what the first rows tell of the others. */
#include "core/table.h"

#include <string.h>
#include "core/cell.h"
#include "linli/fold.h"
#include "linli/i18n.h"
#include "linli/ini.h"
#include "linli/mem.h"

#define HEADER_ROWS 40   /* rows from the top among which the header is looked for */
#define TITLE_MAX 160    /* bytes of a title that are read */
#define TITLE_SHOWN 60   /* and that are named in reports */
#define SURVEY_ROWS 2000 /* rows that tell whether cells were merged */
#define MAP_MAX 64

struct map {
    struct {
        enum column what;
        struct buf title; /* plain */
        int line;
        bool met;
    } rows[MAP_MAX];
    size_t count;
};

struct search {
    struct map map;
    struct csv_row row;
    size_t best; /* score of the best header so far */
    struct rows at, behind;
    size_t filled; /* readers of rows with something in them */
};

static enum err no_roster(const char *why, const char *todo) {
    return err_say(ERR_SYNTAX, _("this is no roster"), why, todo);
}

static enum err add_map_row(void *arg, int line, const char *section, const char *key, const char *value) {
    struct map *map = arg;
    enum column what = columns_named(key);

    (void)section;
    if (what == COLUMN_UNKNOWN)
        return err_say(
            ERR_SYNTAX, err_fmt(_("map, line %d"), line), err_fmt(_("there is no field %s"), key),
            _("write field = column title; fields: number area compound group building unit floor room address head name "
              "relation phone head_phone note"));
    if (columns_find(value, strlen(value)) == COLUMN_LEFT_OUT)
        return err_say(ERR_SYNTAX, err_fmt(_("map, line %d"), line), err_fmt(_("linli does not hold %s"), value),
                       _("remove that line"));
    if (map->count == MAP_MAX)
        return err_say(ERR_SYNTAX, err_fmt(_("map, line %d"), line), _("there are too many lines"), NULL);
    map->rows[map->count].what = what;
    map->rows[map->count].line = line;
    columns_plain(&map->rows[map->count++].title, value, strlen(value));
    return ERR_OK;
}

/* What the title means: by the map first. A short look, for most cells that are asked about are no titles. */
static enum column find_title(struct map *map, const struct csv_field *f, bool meet) {
    enum column what;
    struct buf plain = {0};

    if (f->len > TITLE_MAX || cell_is_empty(f))
        return COLUMN_UNKNOWN;
    what = columns_find(f->text, f->len);
    columns_plain(&plain, f->text, f->len);
    for (size_t i = 0; i < map->count; i++)
        if (strcmp(buf_text(&map->rows[i].title), buf_text(&plain)) == 0 && what != COLUMN_LEFT_OUT) {
            what = map->rows[i].what;
            map->rows[i].met |= meet;
        }
    buf_free(&plain);
    return what;
}

bool table_is_blank(const struct csv_row *row) {
    for (size_t i = 0; i < row->count; i++)
        if (!cell_is_empty(&row->fields[i]))
            return false;
    return row->fault == CSV_FINE;
}

static size_t count_filled(const struct csv_row *row, size_t *first) {
    size_t n = 0;

    for (size_t i = 0; i < row->count; i++)
        if (!cell_is_empty(&row->fields[i]) && !n++)
            *first = i;
    return n;
}

static bool has_digit(const struct csv_field *f) {
    for (size_t i = 0; i < f->len && i < TITLE_MAX; i++)
        if (f->text[i] >= '0' && f->text[i] <= '9')
            return true;
    return false;
}

/* How much the row is like a header: its known titles, 0 where it has none for a name. In a file without a header 户主 and 党员
 * stand in the rows too, as values: 户主 makes a header only beside another title that linli holds, or alone. */
static size_t score_row(struct map *map, const struct csv_row *row) {
    size_t held = 0, left_out = 0, filled = 0;
    bool name = false, head = false, digits = false;

    for (size_t i = 0; i < row->count && row->fault == CSV_FINE; i++) {
        const struct csv_field *f = &row->fields[i];
        enum column what = find_title(map, f, false);

        filled += !cell_is_empty(f);
        held += what > COLUMN_LEFT_OUT;
        left_out += what == COLUMN_LEFT_OUT;
        name |= what == COLUMN_NAME;
        head |= what == COLUMN_HEAD;
        digits |= has_digit(f);
    }
    if ((!name && !head) || (held == 1 && filled > 1 && (head || digits)))
        return 0;
    return held + left_out;
}

static void try_reader(struct search *s, const struct rows *reader) {
    struct rows rows = *reader;
    int count = 0;

    while (count < HEADER_ROWS) {
        struct rows before = rows;
        size_t score;

        if (!rows_next(&rows, &s->row))
            return;
        if (table_is_blank(&s->row))
            continue;
        if (!count++)
            s->filled++;
        score = score_row(&s->map, &s->row);
        if (score > s->best) {
            s->best = score;
            s->at = before;
            s->behind = rows;
        }
    }
}

/* Some fields may have several columns; of the others the first one counts. */
static void settle_columns(struct table *t) {
    bool relation_of_head = false;

    for (size_t i = 0; i < t->columns; i++) {
        enum column what = t->what[i];
        bool several = what == COLUMN_PHONE || what == COLUMN_HEAD_PHONE || what == COLUMN_NOTE || what == COLUMN_LEFT_OUT;

        if (t->has[what] && !several)
            t->what[i] = COLUMN_UNKNOWN;
        t->has[what] = what != COLUMN_UNKNOWN;
    }
    /* Relations to a 户主 without a column of names: then that column is the names. */
    relation_of_head = t->has[COLUMN_RELATION] && t->has[COLUMN_HEAD] && !t->has[COLUMN_NAME];
    for (size_t i = 0; i < t->columns && relation_of_head; i++)
        if (t->what[i] == COLUMN_HEAD)
            t->what[i] = COLUMN_NAME;
    if (relation_of_head) {
        t->has[COLUMN_HEAD] = false;
        t->has[COLUMN_NAME] = true;
    }
}

/* Whether the row may be the second line of a header in two, 地址 above 楼栋 单元 室: titles stand in it, and under a title of
 * the first line only where that is a group's. */
static bool is_second_line(const struct table *t, struct search *s) {
    const struct csv_row *row = &s->row;
    size_t held = 0;

    for (size_t i = 0; i < row->count; i++) {
        enum column what = find_title(&s->map, &row->fields[i], false), above = i < t->columns ? t->what[i] : COLUMN_UNKNOWN;
        bool group = above == COLUMN_UNKNOWN || above == COLUMN_ADDRESS || above == COLUMN_PHONE;

        if (!cell_is_empty(&row->fields[i]) && what != above && (!group || has_digit(&row->fields[i])))
            return false;
        held += what > COLUMN_LEFT_OUT;
    }
    return row->fault == CSV_FINE && held >= 2;
}

static void add_second_line(struct table *t, struct search *s) {
    const struct csv_row *row = &s->row;

    if (!rows_next(&s->behind, &s->row) || !is_second_line(t, s))
        return;
    for (size_t i = 0; i < row->count; i++) {
        enum column what = find_title(&s->map, &row->fields[i], true);

        for (; t->columns <= i; t->columns++) {
            t->what[t->columns] = COLUMN_UNKNOWN;
            t->header[t->columns] = (struct csv_field){.text = ""};
        }
        if (what != COLUMN_UNKNOWN || (!cell_is_empty(&row->fields[i]) && cell_is_empty(&t->header[i]))) {
            t->what[i] = what;
            t->header[i] = row->fields[i];
        }
    }
    t->rows = s->behind;
}

static void name_titles(struct table *t) {
    for (size_t i = 0; i < t->columns; i++) {
        size_t len = t->header[i].len < TITLE_MAX ? t->header[i].len : TITLE_MAX, from = t->titles.len;

        fold_cell(&t->titles, t->header[i].text, len);
        if (cell_has_id(buf_text(&t->titles) + from, t->titles.len - from, false))
            t->titles.len = from; /* titles are shown in reports */
        if (t->titles.len - from > TITLE_SHOWN) {
            t->titles.len = from + TITLE_SHOWN;
            while ((t->titles.data[t->titles.len] & 0xC0) == 0x80)
                t->titles.len--;
        }
        buf_putc(&t->titles, '\0');
    }
}

static enum err read_header(struct table *t, struct search *s) {
    rows_next(&s->at, &s->row);
    t->header_line = s->row.line;
    t->rows = s->behind;
    for (size_t i = 0; i < s->row.count; i++) {
        t->header[i] = s->row.fields[i];
        t->what[i] = find_title(&s->map, &s->row.fields[i], true);
        if (!cell_is_empty(&s->row.fields[i]))
            t->columns = i + 1;
    }
    add_second_line(t, s);
    settle_columns(t);
    name_titles(t);
    t->rows.csv.columns = t->columns;
    for (size_t i = 0; i < s->map.count; i++)
        if (!s->map.rows[i].met)
            return err_say(ERR_SYNTAX, err_fmt(_("map, line %d"), s->map.rows[i].line), _("the file has no column of that title"),
                           _("write the title as in the header"));
    return ERR_OK;
}

/* What the survey sees of one column. A merged cell gives its value once and nothing below, so the values never repeat. */
struct seen {
    struct csv_field last;
    size_t values, repeats, empty;
    bool first;
};

static bool is_same(const struct csv_field *a, const struct csv_field *b) {
    return a->len == b->len && memcmp(a->text, b->text, a->len) == 0;
}

static void see(struct seen *seen, const struct csv_field *f, bool first_row) {
    if (cell_is_empty(f)) {
        seen->empty++;
        return;
    }
    seen->first |= first_row;
    if (seen->values && is_same(&seen->last, f))
        seen->repeats++;
    seen->values++;
    seen->last = *f;
}

static bool is_door(enum column what) {
    return what >= COLUMN_COMPOUND && what <= COLUMN_ADDRESS;
}

/* Whether the row has the door of the row before; a door needs a room or an address. */
static bool repeats_door(const struct table *t, const struct csv_row *row, const struct seen *seen) {
    bool deep = false;

    for (size_t i = 0; i < t->columns && i < row->count; i++) {
        if (!is_door(t->what[i]))
            continue;
        if (cell_is_empty(&row->fields[i]) != !seen[i].values || (seen[i].values && !is_same(&seen[i].last, &row->fields[i])))
            return false;
        deep |= (t->what[i] == COLUMN_ROOM || t->what[i] == COLUMN_ADDRESS) && row->fields[i].len;
    }
    return deep;
}

/* Reads ahead to learn whether cells were merged and, where no column says so, whether a row is a person. */
static void survey(struct table *t) {
    static const enum column keys[] = {COLUMN_NUMBER, COLUMN_ROOM, COLUMN_ADDRESS};
    struct seen *seen = mem_new(CSV_FIELDS_MAX, sizeof *seen);
    struct csv_row *row = mem_new(1, sizeof *row);
    struct rows reader = t->rows;
    size_t rows = 0, doors = 0, numbers = 0;

    while (rows < SURVEY_ROWS && rows_next(&reader, row)) {
        static const struct csv_field none = {.text = ""};

        if (row->fault != CSV_FINE || table_is_blank(row) || table_is_note(t, row))
            continue;
        doors += rows && repeats_door(t, row, seen);
        for (size_t i = 0; i < t->columns; i++)
            see(&seen[i], i < row->count ? &row->fields[i] : &none, rows == 0);
        rows++;
    }
    for (size_t i = 0; i < t->columns; i++) {
        numbers += t->what[i] == COLUMN_NUMBER ? seen[i].repeats : 0;
        t->merged[t->what[i]] |= seen[i].first && !seen[i].repeats && seen[i].empty * 3 >= rows && seen[i].empty > 1;
    }
    t->persons = t->has[COLUMN_NAME] && (t->has[COLUMN_RELATION] || t->has[COLUMN_HEAD]);
    if (t->has[COLUMN_NAME] && !t->persons) {
        t->persons = t->has[COLUMN_NUMBER] ? numbers > 0 : doors > 0;
        for (size_t i = 0; i < sizeof keys / sizeof keys[0] && !t->persons; i++)
            t->persons = t->merged[keys[i]] && (keys[i] == COLUMN_NUMBER || !t->has[COLUMN_NUMBER]);
    }
    mem_free(row);
    mem_free(seen);
}

/* A page of the web that was named .xls. */
static bool is_web_page(const struct rows *r) {
    const char *p = r->csv.start, *end = r->csv.end;

    while (!r->grid && p < end && strchr(" \r\n\t", *p) && *p)
        p++;
    return !r->grid && p < end && *p == '<';
}

enum err table_find(struct table *t, const struct rows *readers, size_t count, const char *map) {
    struct search *s = mem_new(1, sizeof *s);
    enum err e = ERR_OK;

    memset(t, 0, sizeof *t);
    if (map)
        e = ini_parse("map", map, strlen(map), add_map_row, &s->map);
    for (size_t i = 0; e == ERR_OK && i < count; i++)
        try_reader(s, &readers[i]);
    if (e == ERR_OK && s->best)
        e = read_header(t, s);
    else if (e == ERR_OK && s->filled < count)
        e = no_roster(_("the file is empty"), _("ask for the file again"));
    else if (e == ERR_OK && is_web_page(readers))
        e = no_roster(_("it is a web page, though its name may say otherwise"),
                      _("open it in a spreadsheet and save it as CSV UTF-8"));
    else if (e == ERR_OK)
        e = no_roster(_("none of its first lines has the titles of columns, with one for names"),
                      _("put a line of titles above the table, or name its columns in a map"));
    if (e == ERR_OK)
        survey(t);
    for (size_t i = 0; i < s->map.count; i++)
        buf_free(&s->map.rows[i].title);
    mem_free(s);
    return e;
}

void table_free(struct table *t) {
    buf_free(&t->titles);
    memset(t, 0, sizeof *t);
}

const char *table_title(const struct table *t, size_t i) {
    const char *p = buf_text(&t->titles);

    if (i >= t->columns)
        return "";
    for (; i; i--)
        p += strlen(p) + 1;
    return p;
}

/* Words with which a line below or between the rows begins; a `#` stands for a digit. */
static const char *const totals[] = {"合计",     "总计", "小计", "共计",  "总户数",   "总人数", "户数合计",
                                     "人数合计", "累计", "共#",  "total", "subtotal", "sum:"};
static const char *const remarks[] = {
    "制表",     "填表",     "填报",     "制单",   "审核人",   "审核:",    "审批人",     "复核",  "统计人",  "统计员",
    "统计时间", "统计日期", "统计单位", "经办",   "负责人",   "单位负责", "盖章",       "签字",  "签名",    "打印时间",
    "打印人",   "打印日",   "导出时间", "导出人", "日期:",    "填写说明", "注:",        "备注:", "说明:",   "附:",
    "单位:",    "联系人:",  "第#页",    "第##页", "以下空白", "以上",     "preparedby", "note:", "remark:", "printed",
};

static bool begins(const char *text, const char *word) {
    for (; *word; word++, text++)
        if (*word == '#' ? !(*text >= '0' && *text <= '9') : *word != *text)
            return false;
    return true;
}

static bool begins_one(const char *text, const char *const *words, size_t count) {
    for (size_t i = 0; i < count; i++)
        if (begins(text, words[i]))
            return true;
    return false;
}

/* The start of a cell, folded, without spaces. */
static void squeeze(char *out, size_t room, const struct csv_field *f) {
    struct buf folded = {0};
    size_t len = 0;

    fold_text(&folded, f->text, f->len < 4 * room ? f->len : 4 * room);
    for (const char *p = buf_text(&folded); *p && len + 1 < room; p++)
        if (*p != ' ')
            out[len++] = *p;
    out[len] = '\0';
    buf_free(&folded);
}

/* Whether the row is the header once more, as on every page of a print. */
static bool is_header(const struct table *t, const struct csv_row *row, size_t filled, size_t first) {
    size_t same = 0;

    if (first >= t->columns || !is_same(&t->header[first], &row->fields[first]))
        return false;
    for (size_t i = first; i < row->count && i < t->columns; i++)
        same += row->fields[i].len && is_same(&t->header[i], &row->fields[i]);
    return same >= 2 || (same == 1 && filled == 1);
}

/* One cell alone in a wide table is a remark where it stands in no column that linli holds, or is a sentence in the first. */
static bool is_lone_remark(const struct table *t, const struct csv_row *row, size_t at, const char *text) {
    if (at >= t->columns || t->what[at] <= COLUMN_LEFT_OUT)
        return true;
    return at == 0 && t->columns > 2 &&
           (row->fields[at].len > 60 || strpbrk(text, ":") || strstr(text, "，") || strstr(text, "。"));
}

bool table_is_note(const struct table *t, const struct csv_row *row) {
    size_t first = 0, filled = count_filled(row, &first);
    const struct csv_field *f = &row->fields[first];
    char text[64];

    if (row->fault != CSV_FINE || !filled)
        return false;
    if (is_header(t, row, filled, first))
        return true;
    if (filled > 1 && f->text[0] >= '0' && f->text[0] <= '9')
        return false;
    squeeze(text, sizeof text, f);
    return begins_one(text, totals, sizeof totals / sizeof totals[0]) ||
           (filled <= 6 && begins_one(text, remarks, sizeof remarks / sizeof remarks[0])) ||
           (filled == 1 && is_lone_remark(t, row, first, text));
}
