/* linli household duplicates: pairs that may be one household, why, and what a person said of them. */
#include "cli_inner.h"

#include "linli/door.h"
#include "linli/i18n.h"
#include "linli/twins.h"

#define SLICE 256

static const struct {
    unsigned bit;
    const char *code, *words;
} reasons[] = {{TWINS_DOOR, "door", N_("same door")},
               {TWINS_NAME, "name", N_("name sounds the same")},
               {TWINS_PHONE, "phone", N_("same phone")}};
#define REASONS (sizeof reasons / sizeof *reasons)

struct listing {
    struct sheet sheet;
    struct buf line;
    bool json;
    size_t count;
};

static void put_one(struct json_out *w, const char *key, const struct household_row *row) {
    json_open(w, key, '{');
    lines_household(w, row);
    json_close(w, '}');
}

static void print_json(struct listing *l, const struct twins *t) {
    struct json_out w;

    json_start_line(&w, &l->line);
    put_one(&w, "one", &t->a);
    put_one(&w, "other", &t->b);
    json_open(&w, "why", '[');
    for (size_t i = 0; i < REASONS; i++)
        if (t->why & reasons[i].bit)
            json_put_str(&w, NULL, reasons[i].code);
    json_close(&w, ']');
    json_put_bool(&w, "apart", t->apart);
    json_end_line(&w, &l->line);
}

static void cells(struct sheet *sheet, const struct household_row *row) {
    struct buf text = {0};
    char id[ID_TEXT_SIZE];

    id_text(id, &row->id);
    sheet_cell(sheet, *row->number ? row->number : id);
    door_text(&text, &row->door, true);
    buf_printf(&text, " %s", row->head);
    sheet_cell(sheet, buf_text(&text));
    buf_free(&text);
}

static enum err print_pair(void *arg, const struct twins *t) {
    struct listing *l = arg;
    struct buf why = {0};

    if (l->json) {
        print_json(l, t);
        return ERR_OK;
    }
    if (t->apart)
        return ERR_OK;
    for (size_t i = 0; i < REASONS; i++)
        if (t->why & reasons[i].bit)
            buf_printf(&why, "%s%s", why.len ? _(", ") : "", _(reasons[i].words));
    cells(&l->sheet, &t->a);
    cells(&l->sheet, &t->b);
    sheet_cell(&l->sheet, buf_text(&why));
    l->count++;
    buf_free(&why);
    return ERR_OK;
}

enum err twins_list(struct store *s, const struct args *a, const struct id *none) {
    struct listing l = {.sheet = {.columns = 5}, .json = args_has(a, OPT_JSON)};
    struct twins_walk walk = {0};
    enum err e = ERR_OK;

    (void)none;
    while (e == ERR_OK && !walk.end) {
        e = twins_walk(s, &walk, SLICE, print_pair, &l);
        sheet_print(&l.sheet);
    }
    if (e == ERR_OK && !l.json && !l.count)
        out_remark(_("no two households look like one"));
    twins_walk_free(&walk);
    sheet_free(&l.sheet);
    buf_free(&l.line);
    return e;
}

enum err twins_apart(struct store *s, const struct args *a, const struct id *ids) {
    (void)a;
    if (id_equal(&ids[0], &ids[1]))
        return err_say(ERR_USAGE, _("cannot tell the households apart"), _("they are one and the same"),
                       _("name two households"));
    return twins_set_apart(s, &ids[0], &ids[1], true);
}
