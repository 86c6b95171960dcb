/* A question of the tour: a line or two to look at and two answers, each with a digit. */
#ifndef LINLI_TUI_TOUR_ASK_H
#define LINLI_TUI_TOUR_ASK_H

#include "app.h"

struct tour_question {
    const char *name;                          /* of the view */
    const char *question;                      /* N_( ) */
    const char *samples[2];                    /* shown one above the other, as they are: no cell is made sure; NULL: none */
    const char *answers[2];                    /* N_( ) */
    void (*take)(struct app *app, int answer); /* 0 or 1; the question is gone by then */
};

struct view *tour_ask(struct app *app, const struct tour_question *q);

#endif
