/* The households: a list that a query narrows at each key. Two ways of typing: in the list letters are verbs, in the lookup line
 * they are the query. */
#include <string.h>
#include "app.h"
#include "found.h"
#include "kept.h"
#include "linli/conf.h"
#include "linli/fuzzy.h"
#include "linli/i18n.h"
#include "linli/lists.h"
#include "linli/mem.h"
#include "linli/noted.h"
#include "linli/today.h"
#include "listing.h"
#include "pages.h"
#include "term.h"
#include "typing.h"
#include "words.h"

#define COUNT_LIMIT 1000 /* a count beyond is "1000+" */
#define PLACE_LIMIT 2000 /* rows looked through to keep the mark on a household when the query goes */
#define LOOSER_MAX 12    /* characters taken from the end of a query that finds nothing */
#define COUNT_UNKNOWN (-1)
#define NOTED_LIMIT 100 /* matters and visits counted */
#define COUNT_CELLS 17  /* on the right of the lookup line */

enum { COL_DOOR, COL_PEOPLE, COL_HEAD, COL_VISITED, COL_OPEN, COL_WHY };
/* The people and the visit stand at tab stops: going there is a byte or two a row. */
static const struct column columns[] = {
    [COL_DOOR] = {N_("Door"), 15, 20, 0, false},
    [COL_PEOPLE] = {N_("No."), 2, 2, 1, true},
    [COL_HEAD] = {N_("Head"), 8, 13, 0, false},
    [COL_VISITED] = {N_("Visited"), 7, 10, 0, false},
    [COL_OPEN] = {"", 4, 4, 0, true},
    [COL_WHY] = {"", 11, 22, 2, false}, /* a phone or a member, only where the query may mean one */
};

struct households {
    struct view view;
    bool root;
    bool typing; /* the lookup line has the keys */
    struct edit line;
    bool stale; /* the query changed and was not run yet */
    bool failed;
    bool paused; /* nobody types: the parts that the query meant are marked */
    struct query query;
    unsigned fuzzy;    /* readings, as configured */
    bool recent_first; /* within a class */
    bool rank_unsaved; /* that was changed */
    struct pages pages;
    struct column columns[COL_WHY + 1]; /* the last one's title is that of what it may hold */
    struct listing list;
    int64_t count, matters, visits; /* those two have the query in their words: the line behind the last household */
    struct kept *saved;             /* under a name; they stand above the households while nothing is typed yet */
    size_t saved_count;
    struct buf looser; /* where nothing is found: less of the query, with which something is */
};

static const enum request requests[] = {
    REQ_OPEN, REQ_VISIT,      REQ_MATTER,      REQ_FIND,   REQ_SYNC,  REQ_BACK,   REQ_BOARD,        REQ_NEW_HOUSEHOLD,
    REQ_RANK, REQ_DUPLICATES, REQ_SAVE_SEARCH, REQ_PINYIN, REQ_PRINT, REQ_EXPORT, LISTING_REQUESTS, REQ_NONE};

static struct households *of(struct view *v) {
    return (struct households *)v;
}

static void name_why(struct households *h) {
    h->columns[COL_WHY].title = h->paused && found_asks_phone(&h->query) ? N_("Phone") : "";
}

/* Runs the query that the line holds now. Keys that come faster than this are one run. */
static void refresh(struct households *h) {
    struct query query;

    if (!h->stale)
        return;
    h->stale = false;
    h->paused = term_is_linear(); /* there is one answer, and all is in it */
    h->failed = query_read(&query, edit_text(&h->line), h->line.text.len) != ERR_OK;
    if (h->failed) {
        app_say_error(h->view.app);
        return;
    }
    h->query = query;
    h->query.fuzzy = h->fuzzy;
    h->list.column_count = found_asks_phone(&h->query) || found_asks_member(&h->query) ? COL_WHY + 1 : COL_WHY;
    name_why(h);
    h->count = COUNT_UNKNOWN;
    h->matters = h->visits = 0;
    h->list.at = h->list.top = 0;
    buf_reset(&h->looser);
    h->pages.recent.count = 0;
    if (h->recent_first && find_recent(h->view.app->store, &h->pages.recent) != ERR_OK)
        app_say_error(h->view.app);
    pages_start(&h->pages, h->view.app->store, &h->query);
}

/* Rows above the first household. */
static size_t above(const struct households *h) {
    return h->typing && !h->line.text.len ? h->saved_count : 0;
}

static struct kept *saved_at(const struct households *h, size_t row) {
    return row < above(h) ? &h->saved[row] : NULL;
}

static const struct household_row *row_at(struct households *h, size_t row) {
    refresh(h);
    return row < above(h) ? NULL : pages_row(&h->pages, row - above(h));
}

/* The line that says where else it stands: behind the last household. */
static bool is_noted(struct households *h, size_t row) {
    return h->query.count && h->matters + h->visits > 0 && !saved_at(h, row) && !row_at(h, row) &&
           (row == 0 || row_at(h, row - 1));
}

static bool has_row(void *arg, size_t row) {
    return saved_at(arg, row) || row_at(arg, row) != NULL || is_noted(arg, row);
}

static void write_noted(const struct households *h, struct buf *out) {
    const char *more = h->matters + h->visits >= NOTED_LIMIT ? "+" : "";

    buf_puts(out, _("In the words of: "));
    if (h->matters)
        buf_printf(out, _("matters %d%s"), (int)h->matters, more);
    buf_puts(out, h->matters && h->visits ? _(", ") : "");
    if (h->visits)
        buf_printf(out, _("visits %d%s"), (int)h->visits, more);
}

static enum listing_line line(void *arg, size_t row, struct buf *out) {
    const struct kept *one = saved_at(arg, row);

    if (one)
        kept_line(out, one);
    else if (is_noted(arg, row))
        write_noted(arg, out);
    return out->len ? LISTING_TEXT : LISTING_CELLS;
}

/* The marked row. The query is run first: it moves the mark to the first row. */
static const struct household_row *marked(struct households *h) {
    refresh(h);
    return row_at(h, h->list.at);
}

/* Where neither door nor head says why it is here; like the marks, when nobody types. */
static uint64_t write_why(struct households *h, size_t row, const struct household_row *r, struct buf *out) {
    uint64_t bits = h->paused ? found_phone(&h->query, r, out) : 0;
    const char *member;

    if (!h->paused || out->len || !found_asks_member(&h->query))
        return bits;
    member = pages_member(&h->pages, row - above(h));
    if (*member)
        buf_printf(out, _("member %s"), member);
    return found_in(&h->query, buf_text(out));
}

static enum paint cell(void *arg, size_t row, size_t column, struct buf *out) {
    struct households *h = arg;
    const struct household_row *r = row_at(h, row);

    if (!r)
        return PAINT_TEXT;
    switch (column) {
    case COL_OPEN:
        buf_puts(out, news_is(h->view.app->store, &r->id) ? words_mark(MARK_NEW) : "");
        buf_puts(out, r->open ? words_mark(MARK_OPEN) : "");
        break;
    case COL_DOOR:
        words_door(out, &r->door, h->list.cells[COL_DOOR]);
        break;
    case COL_HEAD:
        buf_puts(out, r->head);
        break;
    case COL_PEOPLE:
        buf_printf(out, "%d", r->people);
        break;
    case COL_VISITED:
        if (r->visited || term_is_linear())
            words_days_ago(out, r->visited);
        else
            buf_puts(out, "-");
        break;
    case COL_WHY:
        write_why(h, row, r, out);
        break;
    }
    return PAINT_TEXT;
}

/* The characters that the query meant. They come when nobody types, as counts do: a row with a mark is a third longer, and the
 * next key takes most rows away again. */
static uint64_t marks(void *arg, size_t row, size_t column) {
    struct households *h = arg;
    const struct household_row *r = h->paused && h->query.count ? row_at(h, row) : NULL;
    struct buf shown = {0};
    uint64_t bits = 0;

    if (r && column == COL_HEAD)
        bits = found_head(&h->query, r);
    if (r && column == COL_DOOR) {
        words_door(&shown, &r->door, h->list.cells[COL_DOOR]);
        bits = found_door(&h->query, r, buf_text(&shown));
    }
    if (r && column == COL_WHY)
        bits = write_why(h, row, r, &shown);
    buf_free(&shown);
    return bits;
}

/* --- less of a query that finds nothing --- */

static bool finds(struct households *h, const char *text, size_t len) {
    struct household_row *row = mem_new(1, sizeof *row);
    struct find_cursor cursor = {0};
    struct query query;
    size_t count = 0;
    bool any = query_read(&query, text, len) == ERR_OK && query.count;

    query.fuzzy = h->fuzzy;
    any = any && find_page(h->view.app->store, &query, &cursor, row, 1, &count) == ERR_OK && count;

    mem_free(row);
    return any;
}

/* The query without one of its words: the first that is then found. */
static bool without_a_word(struct households *h, const char *text) {
    struct buf rest = {0};
    const char *end;
    bool found = false;

    for (const char *word = text; *word && !found; word = end + strspn(end, " ")) {
        end = word + strcspn(word, " ");
        buf_reset(&rest);
        buf_add(&rest, text, (size_t)(word - text));
        buf_puts(&rest, end + strspn(end, " "));
        found = rest.len && finds(h, buf_text(&rest), rest.len);
    }
    if (found)
        buf_puts(&h->looser, buf_text(&rest));
    buf_free(&rest);
    return found;
}

static void find_looser(struct households *h) {
    const char *text = edit_text(&h->line);
    size_t len = h->line.text.len;

    if (h->looser.len || h->failed || without_a_word(h, text))
        return;
    for (int i = 0; i < LOOSER_MAX && len > 1; i++) {
        do
            len--;
        while (len && ((unsigned char)text[len] & 0xc0) == 0x80);
        if (len && finds(h, text, len)) {
            buf_add(&h->looser, text, len);
            return;
        }
    }
}

static void search_looser(struct households *h) {
    edit_set(&h->line, buf_text(&h->looser));
    h->stale = true;
}

/* --- drawing --- */

static void draw_count(struct households *h, int row, int cols) {
    struct buf text = {0};

    if (h->count >= COUNT_LIMIT)
        buf_printf(&text, _("%d+ households"), COUNT_LIMIT);
    else if (h->count >= 0)
        buf_printf(&text, ngettext("%d household", "%d households", (unsigned long)h->count), (int)h->count);
    screen_put_right(row, cols - COUNT_CELLS + 1, COUNT_CELLS - 1, PAINT_QUIET, buf_text(&text));
    buf_free(&text);
}

static void draw_line(struct households *h, const struct area *area) {
    const char *label = h->recent_first ? _("Find, opened lately first: ") : _("Find: ");
    int used;

    if (screen_cells(label) > area->cols / 3)
        label = h->recent_first ? _("Lately first: ") : _("Find: ");
    draw_count(h, area->row, area->cols);
    if (!h->typing) {
        const char *hint =
            h->recent_first ? _("/ finds, what was opened lately first") : _("/ finds by name, pinyin, door, phone");

        if (screen_cells(hint) > area->cols - COUNT_CELLS - LISTING_MARK_CELLS)
            hint = h->recent_first ? _("/ finds, lately first") : _("/ finds");
        screen_put(area->row, LISTING_MARK_CELLS, area->cols - COUNT_CELLS - LISTING_MARK_CELLS, PAINT_QUIET, hint);
        return;
    }
    used = screen_put(area->row, LISTING_MARK_CELLS, area->cols / 2, PAINT_LABEL, label) + LISTING_MARK_CELLS;
    screen_entry(area->row, used, area->cols - used - COUNT_CELLS, &h->line, true);
}

static void describe_word(struct buf *out, const struct query_word *w) {
    static const char *const names[] = {
        [QUERY_NAME] = N_("name or compound %s"),
        [QUERY_DIGITS] = N_("door or phone %s"),
        [QUERY_DOOR] = N_("door %s"),
        [QUERY_NUMBER] = N_("number %s"),
        [QUERY_OPEN] = N_("an open matter"),
        [QUERY_OVERDUE] = N_("an overdue matter"),
    };

    if (w->kind == QUERY_UNVISITED)
        buf_printf(out, ngettext("no visit for %d day", "no visit for %d days", (unsigned long)w->days), (int)w->days);
    else if (w->kind == QUERY_OPEN || w->kind == QUERY_OVERDUE)
        buf_puts(out, _(names[w->kind]));
    else {
        const char *format = _(names[w->kind]), *at = strstr(format, "%s");

        buf_add(out, format, at ? (size_t)(at - format) : strlen(format));
        buf_puts(out, w->text);
        buf_puts(out, at ? at + 2 : "");
    }
}

static void draw_nothing(struct households *h, const struct area *area) {
    struct buf text = {0};

    if (!h->query.count && !h->failed) {
        screen_put(area->row + 1, LISTING_MARK_CELLS, area->cols - LISTING_MARK_CELLS, PAINT_TEXT,
                   _("There are no households here yet."));
        screen_put(area->row + 2, LISTING_MARK_CELLS, area->cols - LISTING_MARK_CELLS, PAINT_TEXT,

                   h->view.app->enrolled ? _("F5 fetches them from the hub.") : _("Bring in a roster: linli import FILE"));
        return;
    }
    buf_puts(&text, _("Nothing found for: "));
    for (size_t i = 0; i < h->query.count; i++) {
        buf_puts(&text, i ? _(", ") : "");
        describe_word(&text, &h->query.words[i]);
    }
    screen_put(area->row + 1, LISTING_MARK_CELLS, area->cols - LISTING_MARK_CELLS, PAINT_TEXT, buf_text(&text));
    find_looser(h);
    buf_reset(&text);
    if (h->looser.len)
        buf_printf(&text, _("Enter searches for less: %s"), buf_text(&h->looser));
    else
        buf_puts(&text, _("Fewer letters find more; Esc shows all."));
    screen_put(area->row + 2, LISTING_MARK_CELLS, area->cols - LISTING_MARK_CELLS, PAINT_TEXT, buf_text(&text));
    buf_free(&text);
}

static void draw(struct view *v, const struct area *area) {
    struct households *h = of(v);
    struct area rows = {area->row + 1, area->rows - 1, area->cols};

    refresh(h);
    if (!has_row(h, h->list.at) && h->list.at) /* rows went away behind our back */
        h->list.at = h->list.top = 0;
    if (has_row(h, 0))
        listing_draw(&h->list, &rows, !h->typing);
    else {
        draw_nothing(h, &rows);
        term_cursor(rows.row + 1, LISTING_MARK_CELLS);
    }
    if (h->pages.failure != ERR_OK)
        app_say_error(v->app);
    draw_line(h, area);
}

/* --- keys --- */

static bool in_text(const struct view *v) {
    return ((const struct households *)v)->typing;
}

static void read_saved(struct households *h) {
    mem_free(h->saved);
    h->saved_count = kept_read(&h->saved, h->view.app);
}

void households_find(struct view *v, const char *text, size_t len) {
    struct households *h = of(v);

    if (!h->typing) {
        edit_set(&h->line, "");
        read_saved(h);
        h->list.at += h->saved_count;
        h->list.top += h->saved_count * (h->list.top > 0);
    }
    h->typing = true;
    if (len && !edit_insert(&h->line, text, len))
        app_say(v->app, _("That is too long to search for: a part of it is enough."));
    h->stale = h->stale || len; /* an empty line leaves the mark where it is */
}

/* Puts the mark on the household again where it stands now. */
static void follow(struct households *h, const struct id *household) {
    size_t place = 0;

    if (pages_place(&h->pages, household, PLACE_LIMIT, &place))
        h->list.at = place + above(h);
    h->list.top = h->list.at > 5 ? h->list.at - 5 : 0;
}

/* Shows all again, with the mark on the household where it was. */
static void clear_query(struct households *h) {
    const struct household_row *r = marked(h);
    struct id kept = {{0}};

    if (r)
        kept = r->id;
    h->typing = false;
    edit_set(&h->line, "");
    h->stale = true;
    refresh(h);
    follow(h, &kept);
}

/* A search goes into the line, a filter of matters to their list. */
static void take_kept(struct households *h, const struct kept *k) {
    char text[QUERY_TEXT_MAX + 1];

    strcpy(text, k->saved.query);
    if (k->filter) {
        clear_query(h);
        matters_kept(h->view.app, text);
    } else {
        edit_set(&h->line, text);
        h->stale = true;
    }
}

static const char *refuses(struct view *v, enum request r) {
    struct households *h = of(v);

    if (r == REQ_OPEN && is_noted(h, h->list.at))
        return NULL;
    if (r == REQ_OPEN && !marked(h) && h->typing && !saved_at(h, h->list.at)) {
        find_looser(h);
        if (h->looser.len)
            return NULL;
    }
    if (r == REQ_OPEN && saved_at(h, h->list.at))
        return saved_at(h, h->list.at)->saved.gone ? _("It was dropped: Del brings it back.") : NULL;
    if (r == REQ_SAVE_SEARCH && !h->query.count)
        return _("Search for something first: / and a name, a door, ~60. Then this keeps it under a name.");
    if (r == REQ_OPEN && !marked(h))
        return _("There is no household in the list: change what you search for.");
    if (r == REQ_FIND && h->typing)
        return _("You are searching already: type a name, pinyin, a door or a phone.");
    if (r == REQ_BACK && h->root && !h->typing)
        return _("This is the first screen.");
    return NULL;
}

static void go_back(struct households *h) {
    if (h->typing)
        clear_query(h);
    else
        app_pop(h->view.app);
}

static void rank(struct households *h) {
    const struct household_row *row = marked(h);
    struct id kept = {{0}};

    if (row)
        kept = row->id;
    h->recent_first = !h->recent_first;
    h->rank_unsaved = !store_is_read_only(h->view.app->store);
    app_say(h->view.app, h->recent_first ? _("Among those that fit alike, what was opened lately comes first.")
                                         : _("Those that fit alike come in the order of their doors."));
    h->stale = true;
    refresh(h);
    follow(h, &kept);
}

static void request(struct view *v, enum request r) {
    struct households *h = of(v);
    const struct household_row *row = marked(h);

    if (row && h->query.count && (r == REQ_OPEN || r == REQ_VISIT || r == REQ_MATTER))
        find_picked(v->app->store, &row->id); /* a remembered order is no reason to stop anybody */
    switch (r) {
    case REQ_SAVE_SEARCH:
        app_push(v->app, kept_form(v->app, KEPT_SEARCHES, edit_text(&h->line), edit_text(&h->line)));
        break;
    case REQ_DUPLICATES:
        app_push(v->app, twins_view(v->app));
        break;
    case REQ_RANK:
        rank(h);
        break;
    case REQ_PRINT:
    case REQ_EXPORT:
        list_to_file(v->app, &(struct lists_ask){.what = LIST_OF_HOUSEHOLDS, .query = h->query}, r);
        break;
    case REQ_OPEN:
        if (row)
            app_push(v->app, card_view(v->app, &row->id));
        else if (saved_at(h, h->list.at))
            take_kept(h, saved_at(h, h->list.at));
        else if (is_noted(h, h->list.at))
            app_push(v->app, noted_view(v->app, &h->query));
        else
            search_looser(h);
        break;
    case REQ_VISIT:
        app_push(v->app, visit_form(v->app, row ? &row->id : NULL));
        break;
    case REQ_MATTER:
        app_push(v->app, matter_menu(v->app, row ? &row->id : NULL));
        break;
    case REQ_BOARD:
        app_push(v->app, board_view(v->app, row ? &row->id : NULL));
        break;
    case REQ_NEW_HOUSEHOLD:
        app_push(v->app, new_household_form(v->app, row ? &row->id : NULL));
        break;
    case REQ_FIND:
        households_find(v, "", 0);
        break;
    case REQ_BACK:
        go_back(h);
        break;
    case REQ_SYNC:
        syncing_start(v->app);
        break;
    default:
        if (!listing_move(&h->list, r))
            app_say(v->app, _("There are no more households that way."));
    }
}

static bool insert(struct households *h, const char *bytes, size_t len) {
    if (!edit_insert(&h->line, bytes, len))
        app_say(h->view.app, _("That is too long to search for: a part of it is enough."));
    h->stale = true;
    return true;
}

static bool key(struct view *v, const struct key *key, const struct buf *paste) {
    struct households *h = of(v);

    if (!h->typing)
        return false;
    if (key->code == K_BACKSPACE && !h->line.text.len) {
        go_back(h);
        return true;
    }
    if (key->code == K_DEL && saved_at(h, h->list.at)) {
        kept_drop(v->app, saved_at(h, h->list.at)); /* it stays in sight until the lookup is left */
        return true;
    }
    if (key->code == K_PASTE)
        return insert(h, buf_text(paste), paste->len);
    if (!typing_key(&h->line, key))
        return false;
    h->stale = true;
    return true;
}

static bool idle(struct view *v, bool long_pause) {
    struct households *h = of(v);

    if (long_pause && h->rank_unsaved) {
        h->rank_unsaved = false;
        store_set_int(v->app->store, "find.recent", h->recent_first);
    }
    if (h->stale || h->failed || (h->paused && h->count != COUNT_UNKNOWN))
        return false;
    h->paused = true;
    name_why(h);
    if (h->count != COUNT_UNKNOWN)
        return true;
    h->count = 0;
    if (find_count(v->app->store, &h->query, COUNT_LIMIT, &h->count) != ERR_OK ||
        noted_count(v->app->store, &h->query, NOTED_LIMIT, &h->matters, &h->visits) != ERR_OK)
        app_say_error(v->app);
    return true;
}

/* After a change the same rows are read again; the mark stays where it is. */
static void reload(struct view *v) {
    struct households *h = of(v);

    pages_start(&h->pages, v->app->store, &h->query);
    h->count = COUNT_UNKNOWN;
    if (h->typing)
        read_saved(h);
}

static void free_view(struct view *v) {
    struct households *h = of(v);

    pages_free(&h->pages);
    edit_free(&h->line);
    buf_free(&h->looser);
    mem_free(h->saved);
    mem_free(h);
}

static const struct view_ops ops = {
    .name = "households",
    .title = N_("Households"),
    .requests = requests,
    .free = free_view,
    .draw = draw,
    .in_text = in_text,
    .takes_words = in_text,
    .refuses = refuses,
    .request = request,
    .key = key,
    .reload = reload,
    .idle = idle,
};

struct view *households_view(struct app *app, bool root) {
    struct households *h = mem_new(1, sizeof *h);

    h->view = (struct view){&ops, app};
    h->root = root;
    h->line.limit = QUERY_TEXT_MAX;
    h->count = COUNT_UNKNOWN;
    h->recent_first = store_get_int(app->store, "find.recent", 0) != 0;
    fuzzy_read(&h->fuzzy, conf_text(CONF_FUZZY)); /* what it does not know was told when linli.conf was read */
    memcpy(h->columns, columns, sizeof columns);
    h->list = (struct listing){.columns = h->columns,
                               .column_count = COL_WHY,
                               .has = has_row,
                               .cell = cell,
                               .marks = marks,
                               .line = line,
                               .arg = h,
                               .gap = 1};
    h->stale = true;
    return &h->view;
}
