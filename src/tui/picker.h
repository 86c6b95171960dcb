/* A menu whose choices depend on the record: each with a digit, a few words, and why it cannot be taken where it cannot. Letters
 * narrow it, also by pinyin. Knows no flow: picker_spec says what the choices are and what taking one does. */
#ifndef LINLI_TUI_PICKER_H
#define LINLI_TUI_PICKER_H

#include "app.h"

#define PICKER_ROWS_MAX 64

struct picker_row {
    int value, to; /* what they mean is the spec's */
    bool refused;
    enum paint paint;
    char what[160];
    char when[80];
    char why[240]; /* where refused: why; else what there is to say */
};

/* What the choices are about; a value. */
struct picker_about {
    struct id matter;
    struct id device; /* with seq: an item of it; seq 0: none */
    int64_t seq;
    int state; /* of the matter as it was when the menu was made */
};

struct picker_spec {
    const char *name;  /* of the view */
    const char *title; /* N_( ) */
    /* Fills in the rows, at most PICKER_ROWS_MAX, and the words behind the title. */
    size_t (*fill)(struct app *app, struct picker_about *about, struct picker_row *rows, struct buf *title);
    void (*take)(struct app *app, const struct picker_about *about, const struct picker_row *row); /* the menu is gone by then */
    const char *empty; /* N_( ): nothing can be chosen */
};

struct view *picker_view(struct app *app, const struct picker_spec *spec, const struct picker_about *about);

#endif
