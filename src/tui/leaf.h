/* A leaf of lines with one of them marked: cards and single things. A view fills it; it wraps, scrolls and draws. */
#ifndef LINLI_TUI_LEAF_H
#define LINLI_TUI_LEAF_H

#include <stdbool.h>
#include <stddef.h>
#include "request.h"
#include "screen.h"

#define LEAF_LINES_MAX 4000

struct leaf_line {
    enum paint paint;
    int tag;   /* what the line is of, for the view; -1: nothing */
    bool rest; /* the mark may stand here */
    char *text;
};
struct leaf {
    struct leaf_line *lines;
    size_t count, room;
    size_t at, top;
    int rows, cols; /* of the newest drawing; lines are wrapped for `cols` */
};

void leaf_start(struct leaf *p, int cols); /* drops the lines, keeps the mark */
void leaf_free(struct leaf *p);

/* Adds a line, wrapped where it is longer than the width; lines that continue are set in by `hang` cells. */
void leaf_add(struct leaf *p, enum paint paint, int tag, int hang, const char *text);
void leaf_head(struct leaf *p, const char *text); /* a heading with an empty line above: the mark does not stop there */

bool leaf_move(struct leaf *p, enum request r);
int leaf_tag(const struct leaf *p); /* of the marked line */
void leaf_draw(struct leaf *p, const struct area *area);

#endif
