/* figures: what the hub counted of villages, towns and cities, and counting it now. */
#include <stdio.h>
#include <string.h>
#include "hub/call.h"
#include "hub/commands.h"
#include "linli/hubstore.h"
#include "linli/i18n.h"
#include "linli/json.h"
#include "linli/read.h"
#include "linli/read_figures.h"

#define PIECE_MS 50

struct printing {
    struct call *call;
    const char *area; /* NULL: all */
    bool json;
    size_t count;
};

static void put_json(struct buf *out, const struct figures *f, const struct figure_cell *c) {
    static const char *const shown[] = {"exact", "few", "most", "hidden"};
    char from[CLOCK_DATE_SIZE], to[CLOCK_DATE_SIZE], at[CLOCK_DATE_SIZE];
    struct buf text = {0};
    struct json_out w;

    clock_date(from, clock_day_start(f->ask.from));
    clock_date(to, clock_day_start(f->ask.to));
    clock_date(at, f->at);
    figure_show(&text, c);
    json_start(&w, out);
    json_open(&w, NULL, '{');
    json_put_str(&w, "area", f->ask.area);
    json_put_str(&w, "figure", figure_code(c->figure));
    json_put_str(&w, "by", figure_by_code(c->by));
    json_put_text(&w, "key", c->key);
    json_put_str(&w, "shown", shown[c->shown]);
    json_put_str(&w, "text", buf_text(&text));
    json_put_str(&w, "from", from);
    json_put_str(&w, "to", to);
    json_put_str(&w, "counted", at);
    json_close(&w, '}');
    buf_putc(out, '\n');
    buf_free(&text);
}

static void put_line(struct buf *out, const struct figure_cell *c) {
    buf_printf(out, "  %s", figure_words(c->figure));
    if (c->by != FIGURE_BY_ALL)
        buf_printf(out, "%s%s", _(", "), figure_key_words(c));
    buf_puts(out, _(": "));
    figure_show(out, c);
    buf_putc(out, '\n');
}

static enum err print_area(void *arg, const struct figures *f) {
    struct printing *p = arg;
    char name[NAME_SIZE], to[CLOCK_DATE_SIZE], at[CLOCK_DATE_SIZE];
    struct buf out = {0};
    enum err e;

    if (p->area && strcmp(p->area, f->ask.area) != 0)
        return ERR_OK;
    p->count++;
    read_area_name(p->call->store, f->ask.area, name);
    clock_date(to, clock_day_start(f->ask.to));
    clock_date(at, f->at);
    if (!p->json)
        buf_printf(&out, _("%s %s, until %s, counted on %s\n"), f->ask.area, name, to, at);
    for (size_t i = 0; i < f->count; i++) {
        if (p->json)
            put_json(&out, f, &f->cells[i]);
        else if (f->cells[i].shown != FIGURE_EXACT || f->cells[i].value > 0)
            put_line(&out, &f->cells[i]);
    }
    e = call_put(p->call, &out);
    buf_free(&out);
    return e;
}

enum err command_figures(struct call *c) {
    struct printing p = {c, c->args->option[OPTION_AREA], c->args->option[OPTION_JSON] != NULL, 0};
    enum err e = figures_all_pulled(c->store, print_area, &p);

    if (e == ERR_OK && p.count == 0)
        return err_say(ERR_NOT_FOUND, _("there are no figures"), p.area ? p.area : _("nothing was counted yet"),
                       _("`linli-hub figures count` counts them now; serve does once a day"));
    return e;
}

enum err command_figures_count(struct call *c) {
    struct hub_figures *f;
    struct buf out = {0};
    int64_t said, all = 0;
    bool done = false;
    enum err e = hub_figures_begin(&f, c->store);

    while (e == ERR_OK && !done) {
        e = hub_figures_turn(f, PIECE_MS, &said, &done);
        all += e == ERR_OK ? said : 0;
        call_breathe(c);
    }
    if (e == ERR_OK) {
        hub_figures_free(f);
        buf_printf(
            &out,
            ngettext("counted; figures of %lld area are new\n", "counted; figures of %lld areas are new\n", (unsigned long)all),
            (long long)all);
        e = call_put(c, &out);
    } else if (f) {
        hub_figures_free(f);
    }
    buf_free(&out);
    return e;
}
