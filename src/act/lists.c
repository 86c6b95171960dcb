/* Lists on their way out: which columns each has, and its rows. */
#include "linli/lists.h"

#include <stdio.h>
#include <string.h>
#include "linli/claims.h"
#include "linli/clock.h"
#include "linli/door.h"
#include "linli/find.h"
#include "linli/i18n.h"
#include "linli/mem.h"
#include "linli/policy.h"
#include "linli/read_claims.h"
#include "linli/read_figures.h"
#include "linli/today.h"

#define PAGE 256
#define COUNT(a) (sizeof(a) / sizeof *(a))

struct out {
    struct store *s;
    const struct lists_ask *ask;
    struct listout *list;
    int64_t rows;
};

static void put(struct out *o, const char *const *cells) {
    listout_row(o->list, cells);
    o->rows++;
}

/* A day, "" where there is none. */
static const char *day_text(char out[CLOCK_DATE_SIZE], int64_t day) {
    *out = '\0';
    if (day)
        clock_date(out, clock_day_start(day));
    return out;
}

/* ---- households: titles as an import reads them, in both languages ---- */

struct title {
    const char *english, *chinese;
    bool value, person; /* person: only where each member has a line */
    int cells;
};

enum {
    NUMBER,
    AREA,
    COMPOUND,
    BUILDING,
    UNIT,
    FLOOR,
    ROOM,
    HEAD,
    NAME,
    RELATION,
    PHONE,
    HEAD_PHONE,
    NOTE,
    PEOPLE,
    VISITED,
    OPEN,
    TITLES
};
static const struct title titles[TITLES] = {
    [NUMBER] = {"number", "户号", false, false, 10},
    [AREA] = {"area", "网格", false, false, 0},
    [COMPOUND] = {"compound", "小区", false, false, 12},
    [BUILDING] = {"building", "楼栋", false, false, 6},
    [UNIT] = {"unit", "单元", false, false, 5},
    [FLOOR] = {"floor", "楼层", false, false, 0},
    [ROOM] = {"room", "室", false, false, 6},
    [HEAD] = {"head", "户主", false, false, 14},
    [NAME] = {"name", "姓名", false, true, 0},
    [RELATION] = {"relation", "与户主关系", false, true, 0},
    [PHONE] = {"phone", "联系电话", false, false, 12},
    [HEAD_PHONE] = {"head phone", "户主电话", false, true, 0},
    [NOTE] = {"note", "备注", false, false, 0},
    [PEOPLE] = {"people", "人数", true, false, 0},
    [VISITED] = {"visited", "上次走访", true, false, 10},
    [OPEN] = {"open matters", "未结事项", true, false, 0},
};

/* Phones, each masked, with a sign between that an import knows. */
static void put_phones(struct buf *out, const char *phones) {
    char one[PHONES_SIZE];

    for (const char *p = phones; *p; p += strcspn(p, "\n"), p += *p == '\n') {
        size_t len = strcspn(p, "\n");

        memcpy(one, p, len);
        one[len] = '\0';
        if (out->len)
            buf_puts(out, "、");
        policy_mask_phone(out, one);
    }
}

/* The cells that have a column here. */
static void put_titled(struct out *o, const char *const all[TITLES]) {
    const char *cells[TITLES];
    size_t n = 0;

    for (size_t i = 0; i < TITLES; i++)
        if (!titles[i].person || o->ask->what == LIST_OF_PEOPLE)
            cells[n++] = all[i];
    put(o, cells);
}

static void put_household(struct out *o, const struct household_row *row, const struct household *h) {
    char people[16], open[16], visited[CLOCK_DATE_SIZE];
    struct buf phones = {0}, own = {0};
    bool persons = o->ask->what == LIST_OF_PEOPLE;
    const char *cells[TITLES] = {[NUMBER] = row->number,          [AREA] = row->area,      [COMPOUND] = row->door.compound,
                                 [BUILDING] = row->door.building, [UNIT] = row->door.unit, [FLOOR] = row->door.floor,
                                 [ROOM] = row->door.room,         [HEAD] = row->head,      [NOTE] = h->note};

    snprintf(people, sizeof people, "%d", row->people);
    snprintf(open, sizeof open, "%d", row->open);
    put_phones(&phones, row->phones);
    cells[persons ? HEAD_PHONE : PHONE] = buf_text(&phones);
    cells[PEOPLE] = people;
    cells[OPEN] = open;
    cells[VISITED] = row->visited ? day_text(visited, clock_day(row->visited)) : "";
    if (!persons || !h->member_count)
        put_titled(o, cells);
    for (size_t i = 0; persons && i < h->member_count; i++) {
        buf_reset(&own);
        put_phones(&own, h->members[i].phones);
        cells[NAME] = h->members[i].name;
        cells[RELATION] = h->members[i].relation;
        cells[PHONE] = buf_text(&own);
        put_titled(o, cells);
        cells[HEAD_PHONE] = cells[NOTE] = cells[PEOPLE] = cells[OPEN] = cells[VISITED] = ""; /* they are the household's */
    }
    buf_free(&phones);
    buf_free(&own);
}

static enum err put_households(struct out *o) {
    struct household_row *rows = mem_new(PAGE, sizeof *rows), whole;
    struct find_cursor cursor = {0};
    int64_t left = o->ask->limit ? o->ask->limit : INT64_MAX;
    enum err e = ERR_OK;

    while (e == ERR_OK && left > 0 && !cursor.end) {
        size_t count = 0;

        e = find_page(o->s, &o->ask->query, &cursor, rows, left < PAGE ? (size_t)left : PAGE, &count);
        left -= (int64_t)count;
        for (size_t i = 0; e == ERR_OK && i < count; i++) {
            struct household h = {0};

            e = read_household(o->s, &rows[i].id, &whole, &h);
            if (e == ERR_OK)
                put_household(o, &rows[i], &h);
            household_free(&h);
        }
    }
    mem_free(rows);
    return e;
}

/* ---- matters, today ---- */

static enum err put_matter(void *arg, const struct matter_row *m) {
    struct out *o = arg;
    char due[CLOCK_DATE_SIZE], opened[CLOCK_DATE_SIZE], closed[CLOCK_DATE_SIZE];

    put(o, (const char *const[]){
               m->number, kinds_words(LIST_MATTER, (int)m->kind), kinds_words(LIST_TYPE, (int)m->type),
               m->party_count > 1 ? err_fmt(_("%s and %zu more"), m->first_party, m->party_count - 1) : m->first_party,
               m->first_door, m->summary,
               m->withdrawn ? _("withdrawn")
               : m->open    ? kinds_words(LIST_STEP, (int)m->step)
                            : _("closed"),
               kinds_words(LIST_LEVEL, (int)m->level), m->owner, day_text(due, m->open ? m->due : 0),
               day_text(opened, clock_day(m->opened)), m->closed ? day_text(closed, clock_day(m->closed)) : ""});
    return ERR_OK;
}

static enum err put_matters(struct out *o) {
    return read_matters(o->s, &o->ask->matters, 0, INT32_MAX, put_matter, o);
}

static void put_today_row(struct out *o, const struct today *t, enum today_group group, const struct today_row *r) {
    struct buf name = {0}, door = {0}, text = {0}, why = {0};
    char due[CLOCK_DATE_SIZE];

    today_name(&name, r);
    if (!id_is_zero(&r->household))
        door_text(&door, &r->door, true);
    today_text(&text, r);
    today_why(&why, r, t->days);
    put(o, (const char *const[]){today_heading(group), buf_text(&name), r->who, door.len ? buf_text(&door) : r->told,
                                 buf_text(&text), day_text(due, r->due), buf_text(&why)});
    buf_free(&name);
    buf_free(&door);
    buf_free(&text);
    buf_free(&why);
}

static enum err put_today(struct out *o) {
    struct today t = {.rows = NULL};
    enum err e = today_read(o->s, o->ask->days, &t);

    for (int group = 0; e == ERR_OK && group < TODAY_GROUPS; group++)
        for (size_t i = 0; i < t.count; i++)
            if ((int)today_group_of(t.rows[i].rule) == group)
                put_today_row(o, &t, (enum today_group)group, &t.rows[i]);
    today_free(&t);
    return e;
}

/* ---- ledgers and figures ---- */

static enum err put_claim(void *arg, const struct claim_row *r) {
    struct out *o = arg;
    char amount[CLAIM_AMOUNT_SIZE], date[CLOCK_DATE_SIZE], day[CLOCK_DATE_SIZE];

    claims_text(amount, r->fen);
    clock_date(date, r->at);
    day_text(day, r->decided);
    put(o, (const char *const[]){r->number, kinds_words(LIST_TYPE, (int)r->type), kinds_words(LIST_GRADE, (int)r->grade),
                                 r->mediator, amount,
                                 r->result == ANSWER_YES  ? _("approved")
                                 : r->result == ANSWER_NO ? _("refused")
                                                          : _("claimed"),
                                 r->by, date, err_fmt("%s%s%s", r->decided_by, *r->decided_by && *day ? " " : "", day)});
    return ERR_OK;
}

static enum err put_claims(struct out *o) {
    return read_claims(o->s, o->ask->from, o->ask->to, put_claim, o);
}

static enum err put_figures(struct out *o) {
    const struct figures *f = o->ask->figures;
    char from[CLOCK_DATE_SIZE], to[CLOCK_DATE_SIZE], at[CLOCK_DATE_SIZE], name[NAME_SIZE];
    struct buf text = {0};

    day_text(from, f->ask.from);
    day_text(to, f->ask.to);
    clock_date(at, f->at);
    for (size_t i = 0; i < f->count; i++) {
        const struct figure_cell *c = &f->cells[i];

        buf_reset(&text);
        figure_show(&text, c);
        *name = '\0';
        if (c->by == FIGURE_BY_UNIT)
            read_area_name(o->s, c->key, name);
        put(o, (const char *const[]){figure_code(c->figure), figure_words(c->figure), figure_by_code(c->by), c->key,
                                     *name ? name : figure_key_words(c), buf_text(&text), f->ask.area, from, to, at});
    }
    buf_free(&text);
    return ERR_OK;
}

/* ---- directories: a column for each field of the kind ---- */

static enum err put_entry(void *arg, const struct entry_row *r) {
    struct out *o = arg;
    struct buf fields[ITEM_FIELDS_MAX];
    const char *cells[ITEM_FIELDS_MAX + 2] = {directory_kind_name(r->item), r->area};
    size_t count;

    if (!directory_fits(r->values, &o->ask->wish))
        return ERR_OK;
    items_fields(r->item, &count);
    memset(fields, 0, sizeof fields);
    for (size_t i = 0; i < count; i++) {
        directory_show(&fields[i], r->values, i);
        cells[i + 2] = buf_text(&fields[i]);
    }
    put(o, cells);
    for (size_t i = 0; i < count; i++)
        buf_free(&fields[i]);
    return ERR_OK;
}

static enum err put_entries(struct out *o) {
    return read_entries(o->s, o->ask->kind, put_entry, o);
}

/* ---- */

static const struct listout_column matters_columns[] = {
    {N_("Matter"), false, 13}, {N_("Kind"), false, 0},   {N_("Type"), false, 10}, {N_("Parties"), false, 14},
    {N_("Door"), false, 12},   {N_("About"), false, 16}, {N_("Step"), false, 10}, {N_("Level"), false, 0},
    {N_("With"), false, 0},    {N_("Due"), true, 10},    {N_("Opened"), true, 0}, {N_("Closed"), true, 0},
};
static const struct listout_column today_columns[] = {
    {N_("Today"), false, 10}, {N_("What"), false, 14}, {N_("Who"), false, 12}, {N_("Door"), false, 12},
    {N_("About"), false, 18}, {N_("Due"), true, 10},   {N_("Why"), false, 0},
};
static const struct listout_column claims_columns[] = {
    {N_("Matter"), false, 13},    {N_("Type"), false, 10},      {N_("Grade"), false, 8},
    {N_("Mediator"), false, 10},  {N_("Amount"), true, 8},      {N_("State"), false, 8},
    {N_("Claimed by"), false, 0}, {N_("Claimed on"), true, 10}, {N_("Approval"), false, 0},
};
/* Codes, for programs too: they are the same in every language. */
static const struct listout_column figures_columns[] = {
    {"figure", false, 0}, {"words", false, 24}, {"by", false, 10}, {"key", false, 0}, {"key_words", false, 20},
    {"text", true, 12},   {"area", false, 0},   {"from", true, 0}, {"to", true, 0},   {"counted", true, 0},
};

static const struct {
    const char *title;
    const struct listout_column *columns;
    size_t count;
    enum err (*put)(struct out *o);
} lists[] = {
    [LIST_OF_HOUSEHOLDS] = {N_("Households"), NULL, 0, put_households},
    [LIST_OF_PEOPLE] = {N_("Households"), NULL, 0, put_households},
    [LIST_OF_MATTERS] = {N_("Matters"), matters_columns, COUNT(matters_columns), put_matters},
    [LIST_OF_TODAY] = {N_("Today"), today_columns, COUNT(today_columns), put_today},
    [LIST_OF_CLAIMS] = {N_("Claims"), claims_columns, COUNT(claims_columns), put_claims},
    [LIST_OF_FIGURES] = {N_("Figures"), figures_columns, COUNT(figures_columns), put_figures},
    [LIST_OF_ENTRIES] = {N_("Directory"), NULL, 0, put_entries},
};

static size_t household_columns(struct listout_column *columns, bool people) {
    bool chinese = i18n_is_chinese();
    size_t n = 0;

    for (size_t i = 0; i < TITLES; i++)
        if (!titles[i].person || people)
            columns[n++] =
                (struct listout_column){chinese ? titles[i].chinese : titles[i].english, titles[i].value, titles[i].cells};
    return n;
}

static size_t entry_columns(struct listout_column *columns, enum item kind) {
    size_t count, n = 0;
    const struct item_field *fields = items_fields(kind, &count);

    columns[n++] = (struct listout_column){i18n_is_chinese() ? "目录" : "kind", false, 0};
    columns[n++] = (struct listout_column){i18n_is_chinese() ? "网格" : "area", false, 0};
    for (size_t i = 0; i < count && n < LISTOUT_COLUMNS_MAX; i++, n++)
        columns[n] = (struct listout_column){_(fields[i].label), false, i < 5 ? 13 : 0};
    return n;
}

static size_t columns_of(struct listout_column *columns, const struct lists_ask *ask) {
    if (ask->what == LIST_OF_HOUSEHOLDS || ask->what == LIST_OF_PEOPLE)
        return household_columns(columns, ask->what == LIST_OF_PEOPLE);
    if (ask->what == LIST_OF_ENTRIES)
        return entry_columns(columns, ask->kind);
    for (size_t i = 0; i < lists[ask->what].count; i++) {
        columns[i] = lists[ask->what].columns[i];
        if (ask->what != LIST_OF_FIGURES)
            columns[i].title = _(columns[i].title);
    }
    return lists[ask->what].count;
}

enum err lists_write(struct store *s, const struct lists_ask *ask, enum listout_form form, const char *file, int64_t *rows) {
    struct out o = {.s = s, .ask = ask};
    struct listout_column columns[LISTOUT_COLUMNS_MAX];
    size_t count = columns_of(columns, ask);
    enum err e = listout_open(&o.list, form, _(lists[ask->what].title), columns, count);

    if (e == ERR_OK)
        e = lists[ask->what].put(&o);
    if (e == ERR_OK)
        e = listout_write(o.list, file);
    listout_free(o.list);
    *rows = o.rows;
    return e;
}
