/* The matters: open ones by due day, then the closed; or those that a filter lets through. */
#include <stdio.h>
#include <string.h>
#include "app.h"
#include "linli/act_flow.h"
#include "linli/clock.h"
#include "linli/i18n.h"
#include "linli/lists.h"
#include "linli/kinds.h"
#include "linli/mem.h"
#include "linli/today.h"
#include "linli/today_rules.h"
#include "kept.h"
#include "listing.h"
#include "matter_rows.h"
#include "matters_filter.h"
#include "term.h"
#include "words.h"

#define PLACE_LIMIT 2000 /* rows looked through to keep the mark on a matter when the filter goes */
#define COUNT_UNKNOWN (-1)

struct matters {
    struct view view;
    struct matter_rows rows;
    struct listing list;
    struct matters_choice choice;
    size_t kept_at, kept_top; /* where the mark was before the list was read anew; 0 at the top, or it is there again */
    bool counting;
    struct matters_choice read; /* with which the list was read */
    struct matters_walk open;   /* counts the open ones, where they are many */
    int64_t open_count;         /* COUNT_UNKNOWN: as many as the app says */
    struct read_heads heads;    /* waiting COUNT_UNKNOWN: not counted yet */
    struct id asked;            /* the matter of which it was asked last whether it can be taken on; zero none */
    char why_not[SUMMARY_SIZE]; /* and why not, "" it can */
};

enum { COL_COLOUR, COL_DUE_MARK, COL_NUMBER, COL_PARTY, COL_SUMMARY, COL_TYPE, COL_STEP, COL_DUE };
static const struct column columns[] = {
    [COL_COLOUR] = {"", 2, 2, 0, false},
    [COL_DUE_MARK] = {"", 2, 2, 3, false},
    [COL_NUMBER] = {N_("Number"), 11, 14, 4, false},
    [COL_PARTY] = {N_("Parties"), 9, 18, 2, false},
    [COL_SUMMARY] = {N_("Summary"), 12, 60, 0, false},
    [COL_TYPE] = {N_("Type"), 8, 12, 5, false},
    [COL_STEP] = {N_("Step"), 8, 12, 1, false},
    [COL_DUE] = {N_("Due"), 9, 14, 0, true},
};

static const enum request requests[] = {REQ_OPEN,  REQ_MATTER, REQ_TAKE,         REQ_FILTER, REQ_NOTE,     REQ_SETTLE,
                                        REQ_WHY,   REQ_FIND,   REQ_SYNC,         REQ_BACK,   REQ_WITHDRAW, REQ_SAVE_SEARCH,
                                        REQ_PRINT, REQ_EXPORT, LISTING_REQUESTS, REQ_NONE};

static struct matters *of(struct view *v) {
    return (struct matters *)v;
}

static const struct matter_row *row_at(struct matters *m, size_t row) {
    return matter_rows_at(&m->rows, row);
}

static bool has_row(void *arg, size_t row) {
    return matter_rows_id(&((struct matters *)arg)->rows, row) != NULL;
}

static void due_cell(const struct matter_row *r, struct buf *out) {
    if (r->withdrawn)
        buf_puts(out, _("withdrawn"));
    else if (!r->open)
        buf_puts(out, _("closed"));
    else
        words_due(out, r->due);
}

static enum paint cell(void *arg, size_t row, size_t column, struct buf *out) {
    const struct matter_row *r = row_at(arg, row);
    int64_t today = clock_day(clock_now());
    enum paint paint = PAINT_TEXT;
    const char *reason, *mark;

    if (!r)
        return paint;
    switch (column) {
    case COL_COLOUR:
        mark = words_colour(r, &paint, &reason);
        buf_puts(out, mark ? mark : "");
        break;
    case COL_DUE_MARK:
        if (r->open && (r->waiting || !id_is_zero(&r->offered)))
            buf_puts(out, today_mark(TODAY_RULE_WAITING, i18n_is_chinese() && !term_is_ascii()));
        else if (r->open && r->due && r->due <= today)
            buf_puts(out, words_mark(r->due < today ? MARK_OVERDUE : MARK_TODAY));
        break;
    case COL_NUMBER:
        buf_puts(out, r->number);
        break;
    case COL_TYPE:
        buf_puts(out, kinds_words(LIST_TYPE, (int)r->type));
        break;
    case COL_SUMMARY:
        if (news_is(((struct matters *)arg)->view.app->store, &r->id))
            buf_printf(out, "%s ", words_mark(MARK_NEW));
        buf_puts(out, r->summary);
        break;
    case COL_PARTY:
        buf_puts(out, r->first_party);
        if (r->party_count > 1)
            buf_printf(out, " +%zu", r->party_count - 1);
        break;
    case COL_STEP:
        buf_puts(out, r->open ? kinds_words(LIST_STEP, (int)r->step) : "");
        break;
    case COL_DUE:
        due_cell(r, out);
        break;
    }
    return paint;
}

static bool filtered(const struct matters *m) {
    return matters_choice_any(&m->choice);
}

/* Beside the open ones, where there are any. */
static void put_heads(struct matters *m, struct buf *out) {
    static const enum read_matters_which heads[] = {MATTERS_WAITING, MATTERS_OVERDUE, MATTERS_BELOW};
    int64_t counts[3];
    struct buf words = {0};

    if (m->heads.waiting == COUNT_UNKNOWN && read_matters_heads(m->view.app->store, &m->heads) != ERR_OK)
        app_say_error(m->view.app);
    memcpy(counts, (int64_t[]){m->heads.waiting, m->heads.overdue, m->heads.below}, sizeof counts);
    for (size_t i = 0; i < 3; i++) {
        struct matters_choice c = {.filter = {.which = heads[i]}};

        if (counts[i] <= 0)
            continue;
        buf_reset(&words);
        matters_choice_words(&words, &c);
        buf_printf(out, "  %s %lld%s", buf_text(&words), (long long)counts[i], counts[i] >= READ_HEADS_MAX ? "+" : "");
    }
    buf_free(&words);
}

/* Where they are many, how many comes later. */
static void put_open(struct matters *m, struct buf *out) {
    int64_t some = m->view.app->counts.matters_open;

    if (m->open.end)
        some = m->open_count;
    buf_printf(out, _("Open matters: %d"), (int)some);
    buf_puts(out, some >= READ_HEADS_MAX && !m->open.end ? "+" : "");
}

/* What the list shows: the filter comes first, so that it is seen in a narrow window too. */
static void draw_title(struct matters *m, const struct area *area) {
    struct buf text = {0}, words = {0};
    int cells = area->cols - LISTING_MARK_CELLS;
    int64_t total;

    if (!filtered(m)) {
        put_open(m, &text);
        put_heads(m, &text);
        screen_put(area->row, LISTING_MARK_CELLS, cells, PAINT_TITLE, buf_text(&text));
    } else {
        matters_choice_words(&words, &m->choice);
        buf_printf(&text, "[%s]", buf_text(&words));
        if (matter_rows_total(&m->rows, &total))
            buf_printf(&text, " %lld", (long long)total);
        cells -= screen_put(area->row, LISTING_MARK_CELLS, cells, PAINT_TITLE, buf_text(&text)) + 2;
        screen_put_right(area->row, area->cols - cells, cells, PAINT_QUIET, _("Esc shows all"));
    }
    buf_free(&words);
    buf_free(&text);
}

static void draw_nothing(struct matters *m, const struct area *rows) {
    struct buf text = {0}, words = {0};

    if (matter_rows_looking(&m->rows)) {
        buf_puts(&text, _("Looking..."));
    } else if (filtered(m)) {
        matters_choice_words(&words, &m->choice);
        buf_printf(&text, _("No matter fits: %s"), buf_text(&words));
        screen_put(rows->row + 2, LISTING_MARK_CELLS, rows->cols - LISTING_MARK_CELLS, PAINT_TEXT, _("Esc shows all."));
    } else {
        buf_puts(&text, _("There are no matters. F4 opens one."));
    }
    screen_put(rows->row + 1, LISTING_MARK_CELLS, rows->cols - LISTING_MARK_CELLS, PAINT_TEXT, buf_text(&text));
    term_cursor(rows->row + 1, LISTING_MARK_CELLS);
    buf_free(&words);
    buf_free(&text);
}

/* Where it was, as soon as so many rows are found again. */
static void put_mark_back(struct matters *m) {
    if (m->kept_at && (has_row(m, m->kept_at) || m->rows.walk.end)) {
        m->list.at = m->kept_at;
        m->list.top = m->kept_top;
        m->kept_at = 0;
    }
    while (m->list.at && !has_row(m, m->list.at))
        m->list.at--;
}

static void draw(struct view *v, const struct area *area) {
    struct matters *m = of(v);
    struct area rows = {area->row + 1, area->rows - 1, area->cols};

    matter_rows_grant(&m->rows);
    put_mark_back(m);
    if (has_row(m, 0))
        listing_draw(&m->list, &rows, true);
    else
        draw_nothing(m, &rows);
    draw_title(m, area);
    if (m->rows.failure != ERR_OK)
        app_say_error(v->app);
    v->app->busy = v->app->busy || matter_rows_looking(&m->rows);
}

/* Asked once a row: the flow looks at all that is written down in the matter. */
static const char *refuses_taking(struct matters *m, const struct matter_row *row) {
    struct store *s = m->view.app->store;
    struct act_step a = {.matter = row->id, .exit = EXIT_TAKE};
    const char *why = NULL;

    if (!id_equal(&m->asked, &row->id)) {
        if (act_step_refused(s, &a, &why, NULL) != ERR_OK)
            why = err_last()->what;
        snprintf(m->why_not, sizeof m->why_not, "%s", why ? err_fmt(_("Not now: %s."), why) : "");
        m->asked = row->id;
    }
    return *m->why_not ? m->why_not : NULL;
}

/* The colour with every reason. */
static void say_why(struct matters *m, const struct matter_row *row) {
    struct buf text = {0};
    unsigned rules;

    buf_printf(&text, "%s%s%s", row->number, _(": "), policy_colour_name(read_colour(&rules, row)));
    for (size_t i = 0; i < COLOUR_RULES; i++)
        if (rules & 1u << i)
            buf_printf(&text, "%s%s", _(", "), policy_colour_words((enum colour_rule)i));
    app_say(m->view.app, row->open ? buf_text(&text) : _("It is closed: it has no colour."));
    buf_free(&text);
}

static const char *refuses(struct view *v, enum request r) {
    struct matters *m = of(v);
    const struct matter_row *row = row_at(m, m->list.at);

    if (r == REQ_BACK && !filtered(m))
        return _("This is the first screen.");
    if ((r == REQ_OPEN || r == REQ_WITHDRAW || r == REQ_NOTE || r == REQ_SETTLE || r == REQ_TAKE || r == REQ_WHY) && !row)
        return matter_rows_looking(&m->rows) ? _("Still looking for more.")
               : filtered(m)                 ? _("No matter fits what is shown: f shows others, Esc all.")
                                             : _("There are no matters. F4 opens one.");
    if (r == REQ_SAVE_SEARCH && !filtered(m))
        return _("Filter first: f. Then this keeps the filter under a name.");
    if (r == REQ_TAKE)
        return refuses_taking(m, row);
    if (r == REQ_NOTE || r == REQ_SETTLE)
        return matter_refuses(row, r);
    if (r == REQ_WITHDRAW && row->withdrawn)
        return _("It was withdrawn already.");
    if (r == REQ_WITHDRAW && !row->own)
        return _("Only who wrote it can withdraw it.");
    return NULL;
}

static void reload(struct view *v) {
    struct matters *m = of(v);

    if (memcmp(&m->read, &m->choice, sizeof m->read) != 0)
        m->list.at = m->list.top = 0;
    m->read = m->choice;
    matter_rows_forget(&m->rows);
    m->counting = false;
    m->open = (struct matters_walk){0};
    m->open_count = COUNT_UNKNOWN;
    m->kept_at = m->list.at;
    m->kept_top = m->list.top;
    m->asked = (struct id){{0}};
    m->heads.waiting = COUNT_UNKNOWN;
}

/* Shows all again, with the mark on the matter where it was. */
static void show_all(struct matters *m) {
    const struct id *id = matter_rows_id(&m->rows, m->list.at);
    struct id kept = {{0}};

    if (id)
        kept = *id;
    matters_choice_clear(&m->choice);
    m->list.at = 0;
    reload(&m->view);
    for (size_t i = 0; i < PLACE_LIMIT && !id_is_zero(&kept) && (id = matter_rows_id(&m->rows, i)) != NULL; i++)
        if (id_equal(id, &kept)) {
            m->list.at = i;
            break;
        }
    m->list.top = m->list.at > 5 ? m->list.at - 5 : 0;
}

static void export(struct matters *m, enum request r) {
    struct lists_ask ask = {.what = LIST_OF_MATTERS, .matters = {.which = MATTERS_ALL}};

    if (filtered(m))
        ask.matters = m->choice.filter;
    list_to_file(m->view.app, &ask, r);
}

static void keep(struct matters *m) {
    struct buf text = {0}, words = {0};

    matters_choice_write(&text, &m->choice);
    matters_choice_words(&words, &m->choice);
    app_push(m->view.app, kept_form(m->view.app, KEPT_FILTERS, buf_text(&text), buf_text(&words)));
    buf_free(&text);
    buf_free(&words);
}

static void request(struct view *v, enum request r) {
    struct matters *m = of(v);
    const struct matter_row *row;

    matter_rows_grant(&m->rows);
    row = row_at(m, m->list.at);
    m->kept_at = 0;
    switch (r) {
    case REQ_OPEN:
        app_push(v->app, matter_view(v->app, &row->id));
        break;
    case REQ_MATTER:
        app_push(v->app, matter_menu(v->app, NULL));
        break;
    case REQ_TAKE:
        step_take(v->app, &row->id, EXIT_TAKE, STEP_NONE, STEP_NONE);
        break;
    case REQ_WHY:
        say_why(m, row);
        break;
    case REQ_NOTE:
        app_push(v->app, note_matter_form(v->app, row));
        break;
    case REQ_SETTLE:
        app_push(v->app, settle_matter_form(v->app, row));
        break;
    case REQ_FILTER:
        app_push(v->app, matters_filter_view(v, &m->choice));
        break;
    case REQ_SAVE_SEARCH:
        keep(m);
        break;
    case REQ_PRINT:
    case REQ_EXPORT:
        export(m, r);
        break;
    case REQ_BACK:
        show_all(m);
        break;
    case REQ_WITHDRAW:
        app_push(v->app, withdraw_matter_form(v->app, &row->id, row->number));
        break;
    case REQ_FIND:
        app_find(v->app, "", 0);
        break;
    case REQ_SYNC:
        syncing_start(v->app);
        break;
    default:
        if (r == REQ_LAST)
            m->rows.steps = m->rows.steps < MATTER_ROWS_FAR ? MATTER_ROWS_FAR : m->rows.steps;
        if (!listing_move(&m->list, r))
            app_say(v->app, matter_rows_looking(&m->rows) ? _("Still looking for more.") : _("There is nothing more that way."));
    }
}

static void free_view(struct view *v) {
    matter_rows_free(&of(v)->rows);
    mem_free(v);
}

/* The number of those that a filter lets through, where the rows that were looked at do not tell it. */
static bool idle(struct view *v, bool long_pause) {
    struct matters *m = of(v);
    int64_t total;

    (void)long_pause;
    m->counting =
        filtered(m) ? !matter_rows_total(&m->rows, &total) : v->app->counts.matters_open >= READ_HEADS_MAX && !m->open.end;
    v->app->busy = v->app->busy || m->counting;
    return false;
}

/* A slice of counting; whether it goes on. */
static bool count_on(struct matters *m) {
    static const struct matters_filter open = {.which = MATTERS_OPEN};
    size_t found = 0;
    int64_t total;

    if (filtered(m)) {
        matter_rows_count(&m->rows);
        return m->rows.failure == ERR_OK && !matter_rows_total(&m->rows, &total);
    }
    m->open_count = m->open_count == COUNT_UNKNOWN ? 0 : m->open_count;
    m->rows.failure = read_matters_walk(m->view.app->store, &open, &m->open, &m->rows.steps, NULL, SIZE_MAX, &found);
    m->open_count += (int64_t)found;
    return m->rows.failure == ERR_OK && !m->open.end;
}

static bool go_on(struct view *v) {
    struct matters *m = of(v);
    size_t before = m->rows.count;
    bool looking = matter_rows_looking(&m->rows);

    matter_rows_grant(&m->rows);
    if (looking)
        matter_rows_id(&m->rows, m->rows.wanted - 1);
    else if (m->counting)
        m->counting = count_on(m);
    v->app->busy = matter_rows_looking(&m->rows) || m->counting;
    return looking ? m->rows.count > before || !matter_rows_looking(&m->rows) : !m->counting;
}

static const struct view_ops ops = {
    .name = "matters",
    .title = N_("Matters"),
    .requests = requests,
    .free = free_view,
    .draw = draw,
    .refuses = refuses,
    .request = request,
    .reload = reload,
    .idle = idle,
    .go_on = go_on,
};

void matters_list(struct view *v, const struct matters_filter *filter) {
    struct matters *m = of(v);

    matters_choice_clear(&m->choice);
    m->choice.filter = *filter;
    m->choice.filter.text = m->choice.text;
    m->list.at = m->list.top = 0;
    reload(v);
}

struct view *matters_view(struct app *app) {
    struct matters *m = mem_new(1, sizeof *m);

    m->view = (struct view){&ops, app};
    matters_choice_clear(&m->choice);
    m->rows = (struct matter_rows){.store = app->store, .filter = &m->choice.filter};
    m->list = (struct listing){.columns = columns,
                               .column_count = sizeof columns / sizeof *columns,
                               .has = has_row,
                               .cell = cell,
                               .arg = m,
                               .texts = 1u << COL_SUMMARY};
    reload(&m->view);
    return &m->view;
}

void matters_show(struct app *app, enum read_matters_which which) {
    struct matters *m;

    app_tab(app, REQ_MATTERS);
    m = of(app_top(app));
    matters_choice_clear(&m->choice);
    m->choice.filter.which = which;
    m->list.at = m->list.top = 0;
    reload(&m->view);
}

void matters_kept(struct app *app, const char *text) {
    struct matters_choice choice;
    struct matters *m;

    if (matters_choice_read(&choice, app->store, text) != ERR_OK) {
        app_say_error(app);
        return;
    }
    app_tab(app, REQ_MATTERS);
    m = of(app_top(app));
    m->choice = choice;
    m->choice.filter.text = m->choice.text;
    m->list.at = m->list.top = 0;
    reload(&m->view);
}
