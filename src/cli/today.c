/* linli today: the day's list, the most urgent first. */
#include "cli_inner.h"

#include "linli/clock.h"
#include "linli/conf.h"
#include "linli/i18n.h"
#include "linli/today.h"

static void put_json(const struct today *t, const struct today_row *r, struct buf *line) {
    struct buf text = {0};
    struct json_out w;
    char due[CLOCK_DATE_SIZE];

    json_start_line(&w, line);
    json_put_str(&w, "what", today_code(r->rule));
    json_put_id(&w, "id", &r->id);
    json_put_text(&w, "number", r->number);
    json_put_text(&w, "title", *r->title ? r->title : r->who);
    clock_date(due, clock_day_start(r->due));
    json_put_str(&w, "due", r->due ? due : NULL);
    json_put_text(&w, "who", r->who);
    json_put_text(&w, "by", r->by);
    json_put_text(&w, "said", r->said);
    json_put_text(&w, "owner", r->owner);
    json_put_id(&w, "household", &r->household);
    if (!id_is_zero(&r->household))
        door_text(&text, &r->door, true);
    json_put_text(&w, "door", text.len ? buf_text(&text) : r->told);
    buf_reset(&text);
    today_why(&text, r, t->days);
    json_put_text(&w, "why", buf_text(&text));
    json_put_int(&w, "of", t->of[r->rule]);
    json_end_line(&w, line);
    buf_free(&text);
}

static void put_row(struct sheet *sheet, const struct today_row *r) {
    struct buf text = {0};
    char due[CLOCK_DATE_SIZE];

    clock_date(due, clock_day_start(r->due));
    sheet_cell(sheet, today_mark(r->rule, i18n_is_chinese() && i18n_is_utf8()));
    today_name(&text, r);
    sheet_cell(sheet, buf_text(&text));
    sheet_cell(sheet, r->due ? due : "");
    sheet_cell(sheet, r->who);
    buf_reset(&text);
    if (!id_is_zero(&r->household))
        door_text(&text, &r->door, true);
    sheet_cell(sheet, text.len ? buf_text(&text) : r->told);
    buf_reset(&text);
    today_text(&text, r);
    sheet_cell(sheet, buf_text(&text));
    buf_free(&text);
}

static void put_group(const struct today *t, enum today_group group) {
    bool more;
    int64_t count = today_count(t, group, &more);
    struct sheet sheet = {.columns = 6};

    if (!count)
        return;
    out_format("%s %lld%s\n", today_heading(group), (long long)count, more ? "+" : "");
    for (size_t i = 0; i < t->count; i++)
        if (today_group_of(t->rows[i].rule) == group)
            put_row(&sheet, &t->rows[i]);
    sheet_print(&sheet);
    sheet_free(&sheet);
}

enum err cmd_today(struct store *s, const struct args *a) {
    struct today t = {.rows = NULL};
    struct buf line = {0};
    enum err e;

    if (tofile_wanted(a))
        return tofile(s, a, &(struct lists_ask){.what = LIST_OF_TODAY, .days = conf_number(CONF_DAYS)});
    e = today_read(s, conf_number(CONF_DAYS), &t);

    for (size_t i = 0; e == ERR_OK && args_has(a, OPT_JSON) && i < t.count; i++)
        put_json(&t, &t.rows[i], &line);
    for (int group = 0; e == ERR_OK && !args_has(a, OPT_JSON) && group < TODAY_GROUPS; group++)
        put_group(&t, (enum today_group)group);
    if (e == ERR_OK && !args_has(a, OPT_JSON) && !t.count)
        out_format("%s\n", _("There is nothing to be done today."));
    today_free(&t);
    buf_free(&line);
    return e;
}
