/* Today: what is to be done, the most urgent first; each line can say why it stands here, and Enter goes to the thing. */
#include <stdio.h>
#include <string.h>
#include "app.h"
#include "form_drafts.h"
#include "linli/act_flow.h"
#include "linli/clock.h"
#include "linli/conf.h"
#include "linli/find.h"
#include "linli/i18n.h"
#include "linli/lists.h"
#include "linli/kinds.h"
#include "linli/mem.h"
#include "linli/today.h"
#include "listing.h"
#include "term.h"
#include "tour.h"
#include "words.h"

/* A line of the list: a row of the day, or what stands above the rows of a group. */
struct line {
    enum today_group group;
    struct today_row *row; /* NULL: the heading */
};

struct view_today {
    struct view view;
    struct today today;
    struct line *lines;
    size_t count;
    struct listing list;
    struct form_draft draft; /* of the row `drafted` */
    const struct today_row *drafted;
    struct id asked; /* the matter of which it was asked last whether it can be taken on, */
    int64_t asked_stamp;
    char why_not[SUMMARY_SIZE]; /* and why not, "" it can */
    int64_t stamp;              /* of the store when it was read */
    bool stale;
};

enum { COL_MARK, COL_NAME, COL_WHO, COL_TEXT, COL_DUE, COL_DOOR };
static const struct column columns[] = {
    [COL_MARK] = {"", 2, 2, 0, false},   [COL_NAME] = {"", 11, 11, 4, false}, [COL_WHO] = {"", 8, 16, 0, false},
    [COL_TEXT] = {"", 12, 60, 1, false}, [COL_DUE] = {"", 11, 11, 0, false},  [COL_DOOR] = {"", 14, 20, 3, false},
};

static const enum request requests[] = {REQ_OPEN, REQ_VISIT, REQ_MATTER, REQ_TAKE, REQ_WHY,          REQ_BOARD, REQ_FIND,
                                        REQ_SYNC, REQ_PRINT, REQ_EXPORT, REQ_BACK, LISTING_REQUESTS, REQ_NONE};

static struct view_today *of(struct view *v) {
    return (struct view_today *)v;
}

/* --- reading --- */

static void make_lines(struct view_today *t) {
    const struct today *d = &t->today;
    enum today_group group = TODAY_GROUPS;

    t->lines = mem_resize(t->lines, d->count + TODAY_GROUPS + 1, sizeof *t->lines);
    t->count = 0;
    for (size_t i = 0; i < d->count; i++) {
        if (today_group_of(d->rows[i].rule) != group) {
            group = today_group_of(d->rows[i].rule);
            t->lines[t->count++] = (struct line){group, NULL};
        }
        t->lines[t->count++] = (struct line){group, &d->rows[i]};
    }
}

static bool same(const struct today_row *a, const struct today_row *b) {
    return a->rule == b->rule && id_equal(&a->id, &b->id) && a->pos == b->pos && strcmp(a->form, b->form) == 0 &&
           strcmp(a->subject, b->subject) == 0;
}

/* The line of the same thing; where that is gone, the mark stays where it is, near what was done. */
static size_t place_of(const struct view_today *t, const struct today_row *kept, size_t at) {
    for (size_t i = 0; kept && i < t->count; i++)
        if (t->lines[i].row && same(t->lines[i].row, kept))
            return i;
    return at;
}

static void refresh(struct view_today *t) {
    struct store *s = t->view.app->store;
    struct today_row kept;
    bool marked = t->list.at < t->count && t->lines[t->list.at].row;

    if (!t->stale && t->stamp == today_stamp(s) && t->today.day == clock_day(clock_now()))
        return;
    if (marked)
        kept = *t->lines[t->list.at].row;
    t->stale = false;
    t->drafted = NULL;
    t->stamp = today_stamp(s);
    if (today_look(s, conf_number(CONF_DAYS), &t->today) != ERR_OK)
        app_say_error(t->view.app);
    make_lines(t);
    /* Whoever does not go to the doors needs the room for who passed it on and why. */
    t->list.column_count = t->today.desk ? COL_DOOR : sizeof columns / sizeof *columns;
    t->list.at = place_of(t, marked ? &kept : NULL, t->list.at);
    listing_rest(&t->list);
}

static const struct line *line_at(struct view_today *t, size_t row) {
    if (row >= t->count)
        return NULL;
    if (t->lines[row].row)
        today_words(t->view.app->store, &t->today, t->lines[row].row);
    return &t->lines[row];
}

/* The marked line; NULL where there is nothing. */
static const struct line *marked(struct view_today *t) {
    refresh(t);
    return line_at(t, t->list.at);
}

static bool has_row(void *arg, size_t row) {
    return row < ((struct view_today *)arg)->count;
}

/* --- lines --- */

static void put_count(struct buf *out, int64_t count, bool more) {
    buf_printf(out, "%lld%s", (long long)count, more ? "+" : "");
}

static void write_heading(struct view_today *t, enum today_group group, struct buf *out) {
    bool more;
    int64_t count = today_count(&t->today, group, &more), never = t->today.of[TODAY_RULE_NEVER];
    struct buf number = {0};

    put_count(&number, count, more);
    if (group != TODAY_GROUP_LONG) {
        buf_printf(out, "%s %s", today_heading(group), buf_text(&number));
    } else {
        buf_printf(out, _("To visit: %s households (over %d days)"), buf_text(&number), (int)t->today.days);
        buf_reset(&number);
        put_count(&number, never, never >= TODAY_COUNT_MAX);
        if (never)
            buf_printf(out, _(", %s of them never visited"), buf_text(&number));
    }
    buf_free(&number);
}

static enum listing_line line_kind(void *arg, size_t row, struct buf *out) {
    const struct line *l = line_at(arg, row);

    if (!l || l->row)
        return LISTING_CELLS;
    write_heading(arg, l->group, out);
    return l->group == TODAY_GROUP_LONG ? LISTING_TEXT : LISTING_HEADING;
}

static bool is_about_matter(const struct today_row *r) {
    return !id_is_zero(&r->id) && !id_equal(&r->id, &r->household);
}

/* What a form says of its draft, read once a row. */
static const struct form_draft *draft_of(struct view_today *t, const struct today_row *r) {
    if (t->drafted == r)
        return &t->draft;
    t->drafted = r;
    if (form_draft_read(t->view.app, r->form, r->subject, &t->draft) != ERR_OK) {
        t->draft = (struct form_draft){.title = ""};
        snprintf(t->draft.title, sizeof t->draft.title, "%s", r->form);
        snprintf(t->draft.about, sizeof t->draft.about, "%s", r->who);
        err_clear();
    }
    return &t->draft;
}

static void put_state(struct buf *out, const struct form_draft *d) {
    if (*d->missing)
        buf_printf(out, _("%s missing"), d->missing);
    else if (*d->unread)
        buf_printf(out, _("%s cannot be read"), d->unread);
    else
        buf_puts(out, _("nothing is missing"));
}

/* Where the column of names is left out, a draft is one text over the three behind it; whom it is about where that fits. */
static void draft_text(struct view_today *t, const struct form_draft *d, const char *who, struct buf *out) {
    const int *cells = t->list.cells;

    buf_printf(out, "%s  ", d->title);
    put_state(out, d);
    if (screen_cells(buf_text(out)) + 2 + screen_cells(who) <= cells[COL_WHO] + cells[COL_TEXT] + cells[COL_DUE] + 2)
        buf_printf(out, "  %s", who);
}

/* Form, whom or what it is about, and what it lacks, which runs on over the day: `w` tells when it was begun. */
static void draft_cell(struct view_today *t, const struct today_row *r, size_t column, struct buf *out) {
    const struct form_draft *d = draft_of(t, r);
    const char *who = *r->who ? r->who : d->about;
    bool wide = t->list.cells[COL_NAME] > 0;

    if (column == COL_NAME)
        buf_puts(out, d->title);
    else if (column == COL_WHO && wide)
        buf_puts(out, who);
    else if (column == COL_WHO)
        draft_text(t, d, who, out);
    else if (column == COL_TEXT && wide)
        put_state(out, d);
}

static void due_cell(const struct today_row *r, struct buf *out) {
    switch (today_source_of(r->rule)) {
    case TODAY_NEWS:
        words_when(out, r->since);
        break;
    case TODAY_NEVER:
    case TODAY_VISIT:
        words_days_ago(out, r->since);
        break;
    default:
        words_due(out, r->due);
    }
}

static enum paint cell(void *arg, size_t row, size_t column, struct buf *out) {
    struct view_today *t = arg;
    const struct line *l = line_at(t, row);
    const struct today_row *r = l ? l->row : NULL;

    if (!r)
        return PAINT_TEXT;
    if (r->rule == TODAY_RULE_DRAFT && column != COL_MARK && column != COL_DOOR) {
        draft_cell(t, r, column, out);
        return PAINT_TEXT;
    }
    switch (column) {
    case COL_MARK:
        buf_puts(out, today_mark(r->rule, i18n_is_chinese() && !term_is_ascii()));
        break;
    case COL_NAME:
        today_name(out, r);
        break;
    case COL_WHO:
        buf_puts(out, r->who);
        break;
    case COL_TEXT:
        today_text(out, r);
        break;
    case COL_DUE:
        due_cell(r, out);
        break;
    case COL_DOOR:
        if (id_is_zero(&r->household))
            buf_puts(out, r->told);
        else
            words_door(out, &r->door, t->list.cells[COL_DOOR]);
        break;
    }
    return PAINT_TEXT;
}

/* --- drawing --- */

static bool any_household(struct store *s) {
    struct query all = {.count = 0};
    struct find_cursor cursor = {0};
    struct household_row one;
    size_t count = 0;

    return find_page(s, &all, &cursor, &one, 1, &count) == ERR_OK && count;
}

static bool offers_tour(struct view_today *t) {
    return !t->count && tour_is_offered(t->view.app) && !any_household(t->view.app->store);
}

static void draw_offer(const struct area *area) {
    char key[KEY_NAME_SIZE] = "";
    const char *words[2];

    request_shown_key(REQ_TOUR, false, key);
    words[0] = err_fmt(_("New here? %s: three steps to try,"), key);
    words[1] = _("nothing of it is kept. Esc: not again.");
    for (int i = 0; i < 2; i++)
        screen_put(area->row + 4 + i, LISTING_MARK_CELLS, area->cols - LISTING_MARK_CELLS, PAINT_TITLE, words[i]);
}

/* An empty day is a good day; an empty record is another thing. */
static void draw_nothing(struct view_today *t, const struct area *area) {
    struct app *app = t->view.app;
    const char *words[] = {_("There is nothing to be done today."),
                           _("2 shows the households, F7 finds one, F4 opens a matter.")};

    if (!any_household(app->store)) {
        words[0] = _("There are no households here yet.");
        words[1] = app->enrolled ? _("F5 fetches them from the hub.") : _("Bring in a roster: linli import FILE");
    }
    if (offers_tour(t))
        draw_offer(area);
    for (int i = 0; i < 2; i++)
        screen_put(area->row + 1 + i, LISTING_MARK_CELLS, area->cols - LISTING_MARK_CELLS, PAINT_TEXT, words[i]);
    term_cursor(area->row + 1, LISTING_MARK_CELLS);
}

static void draw(struct view *v, const struct area *area) {
    struct view_today *t = of(v);

    refresh(t);
    if (t->count)
        listing_draw(&t->list, area, true);
    else
        draw_nothing(t, area);
}

/* --- requests --- */

/* Asked once a row: the flow looks at all that is written down in the matter. */
static const char *refuses_taking(struct view_today *t, const struct today_row *r) {
    struct store *s = t->view.app->store;
    struct act_step a = {.matter = r->id, .exit = EXIT_TAKE};
    const char *why = NULL;

    if (r->rule == TODAY_RULE_REVIEW)
        return NULL;
    if (!is_about_matter(r) || r->rule == TODAY_RULE_DRAFT)
        return _("It is no matter: there is nothing to take on.");
    if (!id_equal(&t->asked, &r->id) || t->asked_stamp != today_stamp(s)) {
        if (act_step_refused(s, &a, &why, NULL) != ERR_OK)
            why = err_last()->what;
        snprintf(t->why_not, sizeof t->why_not, "%s", why ? err_fmt(_("Not now: %s."), why) : "");
        t->asked = r->id;
        t->asked_stamp = today_stamp(s);
    }
    return *t->why_not ? t->why_not : NULL;
}

static const char *refuses(struct view *v, enum request r) {
    const struct line *l = marked(of(v));
    bool about = r == REQ_OPEN || r == REQ_WHY || r == REQ_TAKE;

    if (r == REQ_BACK)
        return offers_tour(of(v)) ? NULL : _("This is the first screen.");
    if (about && !l)
        return _("There is nothing to be done today.");
    if (r == REQ_TAKE)
        return l->row ? refuses_taking(of(v), l->row) : _("It is no matter: there is nothing to take on.");
    if (r == REQ_VISIT && !l)
        return NULL; /* of any door */
    if (r == REQ_VISIT && !l->row)
        return _("Go down to one of the households first: that one is then meant.");
    if (r == REQ_VISIT && id_is_zero(&l->row->household))
        return _("No household of the record is named there.");
    return NULL;
}

static void open_line(struct view_today *t, const struct line *l) {
    struct app *app = t->view.app;
    const struct today_row *r = l->row;
    char query[24];

    snprintf(query, sizeof query, "~%d", (int)t->today.days);
    if (!r)
        app_find(app, query, strlen(query));
    else if (r->rule == TODAY_RULE_DRAFT)
        form_draft_open(app, r->form, r->subject);
    else if (r->rule == TODAY_RULE_REVIEW)
        matters_show(app, MATTERS_LEVEL);
    else
        app_push(app, is_about_matter(r) ? matter_view(app, &r->id) : card_view(app, &r->id));
}

static void say_why(struct view_today *t, const struct line *l) {
    struct buf words = {0};

    if (l->row)
        today_why(&words, l->row, t->today.days);
    else
        buf_printf(&words, _("Never visited, or more than %d days ago; empty flats and those who moved away are left out."),
                   (int)t->today.days);
    app_say(t->view.app, buf_text(&words));
    buf_free(&words);
}

/* The line goes and the next one follows: inboxes are worked off from above. */
static void take_on(struct view_today *t, const struct today_row *r) {
    struct app *app = t->view.app;

    if (r->rule != TODAY_RULE_REVIEW) {
        step_take(app, &r->id, EXIT_TAKE, STEP_NONE, STEP_NONE);
    } else if (today_reviewed(app->store) == ERR_OK) {
        app_say(app, err_fmt(ngettext("Gone through today; the next time is in %d day.",
                                      "Gone through today; the next time is in %d days.", (unsigned long)r->days),
                             (int)r->days));
        app_changed(app);
    } else {
        app_say_error(app);
    }
}

static void request(struct view *v, enum request r) {
    struct view_today *t = of(v);
    const struct line *l = marked(t);

    switch (r) {
    case REQ_OPEN:
        open_line(t, l);
        break;
    case REQ_VISIT:
        app_push(v->app, visit_form(v->app, l ? &l->row->household : NULL));
        break;
    case REQ_BOARD:
        app_push(v->app, board_view(v->app, l && l->row && !id_is_zero(&l->row->household) ? &l->row->household : NULL));
        break;
    case REQ_MATTER:
        app_push(v->app, matter_menu(v->app, l && l->row && !id_is_zero(&l->row->household) ? &l->row->household : NULL));
        break;
    case REQ_BACK:
        tour_decline(v->app);
        app_say(v->app, _("Not offered again; T begins it whenever you like."));
        break;
    case REQ_PRINT:
        app_push(v->app, print_form(v->app, PRINT_WEEK, NULL));
        break;
    case REQ_EXPORT:
        list_to_file(v->app, &(struct lists_ask){.what = LIST_OF_TODAY, .days = conf_number(CONF_DAYS)}, r);
        break;
    case REQ_TAKE:
        take_on(t, l->row);
        break;
    case REQ_WHY:
        say_why(t, l);
        break;
    case REQ_FIND:
        app_find(v->app, "", 0);
        break;
    case REQ_SYNC:
        syncing_start(v->app);
        break;
    default:
        if (!listing_move(&t->list, r))
            app_say(v->app, _("There is nothing more that way."));
    }
}

static void reload(struct view *v) {
    of(v)->stale = true;
}

bool today_mark_news(struct view *v, bool below) {
    struct view_today *t = of(v);

    refresh(t);
    for (size_t i = 0; i < t->count; i++) {
        size_t at = (i + (below ? t->list.at + 1 : 0)) % t->count;

        if (t->lines[at].row && t->lines[at].row->rule == TODAY_RULE_NEWS) {
            t->list.at = at;
            return true;
        }
    }
    return false;
}

static void free_view(struct view *v) {
    struct view_today *t = of(v);

    today_free(&t->today);
    mem_free(t->lines);
    mem_free(t);
}

static const struct view_ops ops = {
    .name = "today",
    .title = N_("Today"),
    .requests = requests,
    .free = free_view,
    .draw = draw,
    .refuses = refuses,
    .request = request,
    .reload = reload,
};

struct view *today_view(struct app *app) {
    struct view_today *t = mem_new(1, sizeof *t);

    t->view = (struct view){&ops, app};
    t->stale = true;
    t->list = (struct listing){.columns = columns,
                               .column_count = sizeof columns / sizeof *columns,
                               .has = has_row,
                               .cell = cell,
                               .line = line_kind,
                               .texts = 1u << COL_TEXT,
                               .flows = true,
                               .arg = t};
    return &t->view;
}
