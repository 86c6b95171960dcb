/* Lists of verbs: the palette has all of them, the help those of the screen beneath. Typing narrows, the first hit is marked,
 * Enter runs the marked one on the screen beneath; one that cannot be taken there says why. */
#include <stdio.h>
#include <string.h>
#include "app.h"
#include "linli/fold.h"
#include "linli/i18n.h"
#include "linli/mem.h"
#include "linli/pinyin.h"
#include "linli/width.h"
#include "kept.h"
#include "listing.h"
#include "term.h"
#include "typing.h"

#define KEYS_SHOWN 3
#define WHAT_ROWS 2
#define ABOVE 5   /* rows shown above the mark once all are shown again */
#define NARROW 76 /* columns below which what a verb does stands below the list only */

struct palette {
    struct view view;
    struct view *of; /* the view that was asked about: it lies beneath this one */
    bool all;
    struct edit line;
    bool stale; /* the line changed and the list was not made yet */
    struct verb shown[REQ_COUNT * 2];
    size_t count;
    struct kept *saved; /* under a name: behind the verbs, where all are shown */
    size_t saved_count, hits[KEPT_MAX], hit_count;
    struct listing list;
};

enum { COL_KEYS, COL_LABEL, COL_WHAT };
static const struct column columns[] = {
    [COL_KEYS] = {N_("Keys"), 16, 16, 0, false},
    [COL_LABEL] = {N_("Act"), 8, 16, 0, false},
    [COL_WHAT] = {"", 10, 70, 1, false},
};

static const enum request requests[] = {REQ_OPEN, REQ_BACK, REQ_PINYIN, LISTING_REQUESTS, REQ_NONE};

static struct palette *of(struct view *v) {
    return (struct palette *)v;
}

/* --- the list --- */

static void add(struct palette *p, enum request r) {
    for (size_t i = 0; i < p->count; i++)
        if (p->shown[i].request == r)
            return;
    if (r != (p->all ? REQ_PALETTE : REQ_HELP))
        p->shown[p->count++] = (struct verb){.request = r, .refused = app_refuses_on(p->view.app, p->of, r) != NULL};
}

static void add_list(struct palette *p, const enum request *list) {
    for (; *list != REQ_NONE; list++)
        add(p, *list);
}

/* What is kept, by its name. */
static void narrow_saved(struct palette *p) {
    struct buf typed = {0};

    fold_text(&typed, edit_text(&p->line), p->line.text.len);
    p->hit_count = 0;
    for (size_t i = 0; i < p->saved_count; i++)
        if (!typed.len || pinyin_match(p->saved[i].saved.name, typed.data) != PINYIN_NO)
            p->hits[p->hit_count++] = i;
    buf_free(&typed);
}

static const struct kept *saved_at(const struct palette *p, size_t row) {
    return row >= p->count && row - p->count < p->hit_count ? &p->saved[p->hits[row - p->count]] : NULL;
}

static void refresh(struct palette *p) {
    if (!p->stale)
        return;
    p->stale = false;
    p->count = 0;
    add_list(p, p->of->ops->requests);
    add_list(p, app_everywhere);
    for (int r = REQ_NONE + 1; p->all && r < REQ_COUNT; r++)
        add(p, (enum request)r);
    narrow_saved(p);
    p->count = verbs_narrow(p->shown, p->count, edit_text(&p->line), p->all ? &p->view.app->recent : NULL);
    p->list.at = p->list.top = 0;
}

static bool has_row(void *arg, size_t row) {
    refresh(arg);
    return row < ((struct palette *)arg)->count + ((struct palette *)arg)->hit_count;
}

static const struct verb *marked(struct palette *p) {
    refresh(p); /* it moves the mark */
    return has_row(p, p->list.at) && p->list.at < p->count ? &p->shown[p->list.at] : NULL;
}

/* The keys that work on the screen beneath. */
static void write_keys(const struct palette *p, enum request r, struct buf *out) {
    bool in_text = p->of->ops->in_text && p->of->ops->in_text(p->of);
    size_t shown = 0;
    struct key key;
    char name[KEY_NAME_SIZE];

    for (size_t k = 0; shown < KEYS_SHOWN && request_key(r, k, &key); k++) {
        if (!request_has_key(r, &key, in_text))
            continue;
        keys_name(name, &key);
        buf_printf(out, "%s%s", shown++ ? " " : "", name);
    }
}

/* What it does, or why it cannot be taken now. */
static const char *what(const struct palette *p, const struct verb *v) {
    const char *why = v->refused ? app_refuses_on(p->view.app, p->of, v->request) : NULL;

    return why ? why : request_help(v->request);
}

static enum paint cell(void *arg, size_t row, size_t column, struct buf *out) {
    struct palette *p = arg;
    const struct kept *kept = saved_at(p, row);
    const struct verb *v = &p->shown[row];

    if (kept && column == COL_WHAT)
        buf_puts(out, kept->words);
    else if (kept)
        buf_puts(out, column == COL_LABEL ? kept->saved.name : request_label(kept->filter ? REQ_FILTER : REQ_FIND));
    if (kept)
        return PAINT_TEXT;
    if (column == COL_LABEL)
        buf_puts(out, request_label(v->request));
    if (column == COL_WHAT)
        buf_printf(out, "%s%s", v->refused ? "- " : "", what(p, v));
    if (column == COL_KEYS)
        write_keys(p, v->request, out);
    return v->refused ? PAINT_QUIET : PAINT_TEXT;
}

static uint64_t marks(void *arg, size_t row, size_t column) {
    struct palette *p = arg;

    if (saved_at(p, row))
        return 0;
    return column == COL_LABEL ? verbs_matched(request_label(p->shown[row].request), edit_text(&p->line)) : 0;
}

/* --- drawing --- */

/* What the marked verb does, in full. */
static void draw_what(struct palette *p, const struct area *area) {
    struct width_line lines[WHAT_ROWS];
    const struct verb *v = marked(p);
    const char *text = v ? what(p, v) : "";
    const char *shown = screen_shown(text, strlen(text));
    size_t count = width_wrap(lines, WHAT_ROWS, shown, strlen(shown), area->cols - LISTING_MARK_CELLS);

    if (p->list.column_count > COL_WHAT && width_text(shown, SIZE_MAX) <= p->list.cells[COL_WHAT] - 2)
        return; /* it stands in the list already */
    for (size_t i = 0; i < count && i < WHAT_ROWS; i++)
        term_put(area->row + (int)i, LISTING_MARK_CELLS, area->cols - LISTING_MARK_CELLS, PAINT_QUIET, lines[i].text,
                 lines[i].len);
}

static const char *nothing(const struct palette *p) {
    return p->all ? _("No command is called so. Fewer letters find more.") : _("No act of this screen is called so.");
}

static int draw_label(const struct palette *p, const struct area *area) {
    struct buf label = {0};
    int used;

    if (p->all)
        buf_printf(&label, "%s%s", request_label(REQ_PALETTE), _(": "));
    else
        buf_printf(&label, "%s - %s%s", request_label(REQ_HELP), _(p->of->ops->title), _(": "));
    used = screen_put(area->row, LISTING_MARK_CELLS, area->cols - 12, PAINT_TITLE, buf_text(&label));
    buf_free(&label);
    return LISTING_MARK_CELLS + used;
}

static void draw(struct view *v, const struct area *area) {
    struct palette *p = of(v);
    struct area rows = {area->row + 1, area->rows - 1 - WHAT_ROWS, area->cols};
    int used = draw_label(p, area);

    p->list.column_count = area->cols < NARROW ? COL_WHAT : COL_WHAT + 1;
    if (has_row(p, 0))
        listing_draw(&p->list, &rows, false);
    else
        screen_put(rows.row + 1, LISTING_MARK_CELLS, rows.cols - LISTING_MARK_CELLS, PAINT_TEXT, nothing(p));
    draw_what(p, &(struct area){rows.row + rows.rows, WHAT_ROWS, area->cols});
    screen_entry(area->row, used, area->cols - used, &p->line, true);
}

/* --- keys --- */

static bool in_text(const struct view *v) {
    (void)v;
    return true;
}

static const char *refuses(struct view *v, enum request r) {
    if (r == REQ_OPEN && !marked(of(v)) && !saved_at(of(v), of(v)->list.at))
        return nothing(of(v));
    if (r == REQ_PALETTE && of(v)->all)
        return _("This list is open already: type a name, or go down to a line.");
    return NULL;
}

static void search(struct palette *p, const struct kept *kept) {
    struct app *app = p->view.app;
    char query[QUERY_TEXT_MAX + 1];
    bool filter = kept->filter;

    strcpy(query, kept->saved.query);
    app_pop(app); /* frees this view */
    if (filter) {
        matters_kept(app, query);
        return;
    }
    app_find(app, "", 0);
    app_run(app, REQ_BACK); /* what was searched for before goes */
    app_find(app, query, strlen(query));
}

/* Back at the first screen is not refused in the end: it tells how to leave. */
static void choose(struct palette *p) {
    struct app *app = p->view.app;
    const struct verb *v = marked(p);
    enum request chosen = v->request;

    if (v->refused && chosen != REQ_BACK) {
        app_say(app, what(p, v));
        app->stuck = true;
        return;
    }
    if (p->all)
        verbs_recent_add(&app->recent, chosen);
    app_pop(app); /* frees this view */
    app_run(app, chosen);
}

/* Takes away what was typed; the mark stays on its verb. */
static void show_all(struct palette *p) {
    const struct verb *v = marked(p);
    enum request kept = v ? v->request : REQ_NONE;

    edit_set(&p->line, "");
    p->stale = true;
    refresh(p);
    for (size_t i = 0; i < p->count; i++)
        if (p->shown[i].request == kept)
            p->list.at = i;
    p->list.top = p->list.at > ABOVE ? p->list.at - ABOVE : 0;
}

static void request(struct view *v, enum request r) {
    if (r == REQ_OPEN && saved_at(of(v), of(v)->list.at))
        search(of(v), saved_at(of(v), of(v)->list.at));
    else if (r == REQ_OPEN)
        choose(of(v));
    else if (r == REQ_BACK && of(v)->line.text.len)
        show_all(of(v));
    else if (r == REQ_BACK)
        app_pop(v->app);
    else if (!has_row(of(v), 0) || !listing_move(&of(v)->list, r))
        app_say(v->app, _("There is nothing more that way."));
}

static bool key(struct view *v, const struct key *key, const struct buf *paste) {
    struct palette *p = of(v);
    bool used = key->code == K_PASTE ? edit_insert(&p->line, buf_text(paste), paste->len) : typing_key(&p->line, key);

    if (!used && key->code == K_BACKSPACE && !p->line.text.len) {
        app_pop(v->app);
        return true;
    }
    p->stale = p->stale || used;
    return used;
}

/* The record changed: what is refused may be another. */
static void reload(struct view *v) {
    struct palette *p = of(v);
    size_t at = p->list.at, top = p->list.top;

    if (p->stale)
        return;
    p->stale = true;
    refresh(p);
    p->list.at = at;
    p->list.top = top;
}

static void free_view(struct view *v) {
    edit_free(&of(v)->line);
    mem_free(of(v)->saved);
    mem_free(v);
}

#define LIST_OF_VERBS(ops_name, ops_title)                                                                                       \
    {                                                                                                                            \
        .name = ops_name, .title = ops_title, .requests = requests, .free = free_view, .draw = draw, .in_text = in_text,         \
        .takes_words = in_text, .refuses = refuses, .request = request, .key = key, .reload = reload                             \
    }
static const struct view_ops help_ops = LIST_OF_VERBS("help", N_("Help"));
static const struct view_ops palette_ops = LIST_OF_VERBS("palette", N_("Commands"));

static struct view *list_of_verbs(struct app *app, struct view *beneath, bool all) {
    struct palette *p = mem_new(1, sizeof *p);

    p->view = (struct view){all ? &palette_ops : &help_ops, app};
    p->of = beneath;
    p->all = all;
    p->line.limit = 60;
    p->list = (struct listing){.columns = columns,
                               .column_count = sizeof columns / sizeof *columns,
                               .has = has_row,
                               .cell = cell,
                               .marks = marks,
                               .texts = 1u << COL_WHAT,
                               .arg = p};
    p->stale = true;
    if (all)
        p->saved_count = kept_read(&p->saved, app);
    return &p->view;
}

struct view *help_view(struct app *app, struct view *beneath) {
    return list_of_verbs(app, beneath, false);
}

struct view *palette_view(struct app *app, struct view *beneath) {
    return list_of_verbs(app, beneath, true);
}
