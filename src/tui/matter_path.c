/* The course of a matter as a path. */
#include "matter_path.h"

#include <string.h>
#include "linli/clock.h"
#include "linli/i18n.h"
#include "linli/kinds.h"
#include "linli/mem.h"
#include "linli/read_flow.h"
#include "listing.h"
#include "picture.h"
#include "words.h"

#define HANG 4
#define WAYS_MAX 48

struct path {
    struct picture_step steps[STEP_COUNT + 1];
    char *texts[STEP_COUNT + 1]; /* owned */
    size_t count;
};

/* As the screen shows it: where it has no Han the path is as wide as its pinyin. */
static void add(struct path *p, const char *text, enum picture_stop stop) {
    if (p->count == sizeof p->steps / sizeof *p->steps)
        return;
    p->texts[p->count] = mem_dup(screen_shown(text, strlen(text)));
    p->steps[p->count] = (struct picture_step){p->texts[p->count], stop};
    p->count++;
}

static void add_step(struct path *p, const struct matter_row *r, enum step s, enum picture_stop stop) {
    const char *name = kinds_words(LIST_STEP, (int)s);
    struct buf text = {0};

    buf_puts(&text, name);
    if (stop == PICTURE_HERE && r->due) {
        buf_puts(&text, _(", until "));
        words_date(&text, clock_day_start(r->due));
    }
    add(p, buf_text(&text), stop);
    buf_free(&text);
}

/* All steps of an open one; of a closed one those that it went, and how it ended. */
static void fill(struct path *p, const struct matter_row *r) {
    enum picture_stop stop = PICTURE_DONE;

    for (enum step s = kinds_first_step(r->kind); s != STEP_NONE; s = kinds_next_step(s)) {
        if (s == r->step && r->open)
            stop = PICTURE_HERE;
        add_step(p, r, s, stop);
        if (s == r->step && !r->open)
            break;
        if (stop == PICTURE_HERE)
            stop = PICTURE_AHEAD;
    }
    if (!r->open)
        add(p, r->withdrawn ? _("withdrawn") : r->left_by ? kinds_words(LIST_EXIT, (int)r->left_by) : _("closed"), PICTURE_HERE);
}

void matter_path(struct leaf *leaf, const struct matter_row *r) {
    struct path p = {.count = 0};
    struct buf label = {0}, text = {0};

    fill(&p, r);
    buf_printf(&label, "%s%s", _("Step"), _(": "));
    buf_puts(&text, buf_text(&label));
    picture_path(&text, glyphs_now(), p.steps, p.count, leaf->cols - LISTING_MARK_CELLS - HANG, screen_cells(buf_text(&label)),
                 HANG);
    for (char *line = text.data, *end; (end = strchr(line, '\n')) != NULL; line = end + 1) {
        *end = '\0';
        leaf_add(leaf, PAINT_TEXT, -1, HANG, line);
    }
    for (size_t i = 0; i < p.count; i++)
        mem_free(p.texts[i]);
    buf_free(&label);
    buf_free(&text);
}

void matter_ways(struct leaf *leaf, struct store *s, const struct matter_row *r, const struct flow_matter *m) {
    struct flow_option options[WAYS_MAX];
    struct flow_actor actor;
    struct buf line = {0};
    size_t count;
    int steps = 0, others = 0;
    char key[KEY_NAME_SIZE] = "";

    if (!r->open || read_actor(s, &r->id, &actor) != ERR_OK)
        return;
    count = flow_options(options, WAYS_MAX, m, &actor, clock_day(clock_now()));
    buf_printf(&line, "%s%s", _("Ways on"), _(": "));
    for (size_t i = 0; i < count; i++) {
        const struct flow_option *o = &options[i];

        if (o->why == FLOW_OK && !o->exit)
            buf_printf(&line, "%s%s", steps++ ? _(", ") : "", o->to ? kinds_words(LIST_STEP, (int)o->to) : _("closing it"));
        others += o->why == FLOW_OK && o->exit;
    }
    request_shown_key(REQ_STEP, false, key);
    if (others)
        buf_printf(&line, ngettext("%s%d other (%s)", "%s%d others (%s)", (unsigned long)others), steps ? _(", ") : "", others,
                   key);
    if (steps || others)
        leaf_add(leaf, PAINT_TEXT, -1, HANG, buf_text(&line));
    buf_free(&line);
}
