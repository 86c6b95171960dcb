/* Folding, between the files that do it. For src/store/ alone. */
#ifndef LINLI_STORE_PROJECT_H
#define LINLI_STORE_PROJECT_H

#include "db.h"
#include "linli/event.h"

/* One event on its way into rows. */
struct fold {
    struct store *s;
    int64_t pos;
    const struct event *ev;
    const char *body;
    size_t len;
};

/* What the event says of a household goes into its row, which is made where there is none. */
enum err project_say(struct fold *f);
/* The row as it is, taken out of the table and the index; *sort 0 where there is none. */
enum err project_take_household(struct store *s, const struct id *id, struct household *h, int64_t *sort);

/* Two households become one, by the alias event at `pos`; and that is taken back: all goes where it was entered, but the row of
 * `own` is not made. */
enum err project_join(struct store *s, const struct id *own, const struct id *into, int64_t pos);
enum err project_part(struct store *s, const struct id *own);

/* A household's newest visit must be looked up; the open matters of a matter's parties must be counted. */
enum err project_visits_moved(struct store *s, const struct id *household);
enum err project_count_open(struct store *s, const struct id *matter);

/* noted.c: the words of the visit or matter that the event there entered are as its row has them, and none where it is withdrawn;
 * and those of all that the entity's events entered go. */
enum err noted_visit(struct store *s, int64_t pos);
enum err noted_matter(struct store *s, int64_t pos);
enum err noted_take_entity(struct store *s, const struct id *entity);
enum err noted_put(struct store *s, int64_t pos, const char *text);
enum err noted_take(struct store *s, int64_t pos);

/* Where the event is that this one names by `device` and `replaces`; ERR_NOT_FOUND without words where its device is unknown. */
enum err project_named(struct fold *f, int64_t *pos);

/* fold_household.c: where the event is that said the present value of a field, 0 nobody; with `before` as the household was when
 * the event there was folded. And what the events there said of it, which is freed with household_free. */
enum err project_source(struct store *s, const struct id *household, unsigned field, int64_t before, int64_t *pos);
enum err project_said(struct store *s, int64_t pos, struct household *out);

/* fold_matter.c: the matter as its opening, its steps and items come to without those that were taken back. `withdrawn`: the
 * place of the event that took back the matter itself, 0. And an item was taken back by the event there, 0: up again. */
enum err project_matter_again(struct store *s, const struct id *matter, int64_t withdrawn);
enum err project_item_turned(struct store *s, int64_t pos, int64_t by_pos);

/* fold_entry.c: the entry as its events up to the one being folded come to without those that were taken back; it does not stand
 * where the one that made it was. */
enum err project_entry_again(struct fold *f, const struct id *entry);

/* fold_county.c: takes out what was set under this entity. */
enum err project_clear_county(struct store *s, const struct id *entity);

/* fold_household.c, fold_matter.c, fold_entry.c, fold_county.c, fold_figures.c, fold_withdraw.c */
enum err fold_matter(struct fold *f);
enum err fold_step(struct fold *f);
enum err fold_deals(struct fold *f); /* fold_dealt.c */
enum err fold_item(struct fold *f);
enum err fold_clock(struct fold *f);
enum err fold_entry(struct fold *f);
enum err fold_county(struct fold *f);
enum err fold_figures(struct fold *f);
enum err fold_correct(struct fold *f);
enum err fold_need(struct fold *f);
enum err fold_access(struct fold *f);
enum err fold_withdraw(struct fold *f);
enum err fold_restore(struct fold *f);

#endif
