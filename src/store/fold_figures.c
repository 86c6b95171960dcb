/* Figures as the hub counted them. */
#include "linli/clock.h"
#include "linli/figures.h"
#include "project.h"

enum err fold_figures(struct fold *f) {
    int64_t from, to;
    struct words w;
    enum err e = ERR_OK;

    if (!clock_parse(&from, f->ev->day) || !clock_parse(&to, f->ev->due) || body_read_words(&w, f->body, f->len) != ERR_OK)
        return ERR_OK;
    if (w.text)
        e = db_run(f->s, STMT_figure_put, "diitiit", &f->ev->entity, clock_day(from), f->pos, f->ev->area, clock_day(to),
                   f->ev->at, w.text);
    words_free(&w);
    return e;
}
