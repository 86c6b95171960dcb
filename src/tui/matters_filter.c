/* The chooser of the matters' filter: which, kind, type, or the text that was typed. */
#include "matters_filter.h"

#include <stdio.h>
#include <string.h>
#include "linli/fold.h"
#include "linli/i18n.h"
#include "linli/mem.h"
#include "linli/read_flow.h"
#include "listing.h"
#include "matter_rows.h"
#include "term.h"
#include "typing.h"
#include "verbs.h"

enum what { WHICH, KIND, TYPE, LEVEL, OWNER, WORDS };
struct option {
    enum what what;
    int value; /* of an owner: the place in the chooser's workers */
};
struct owner {
    struct id id;
    char name[NAME_SIZE];
};

/* In the order of their digits. */
static const struct {
    enum read_matters_which which;
    const char *code, *words;
} rows[] = {
    {MATTERS_OPEN, "open", N_("open")},
    {MATTERS_OVERDUE, "overdue", N_("overdue")},
    {MATTERS_WEEK, "week", N_("due within 7 days")},
    {MATTERS_MINE, "mine", N_("mine")},
    {MATTERS_ELSEWHERE, "elsewhere", N_("at other levels")},
    {MATTERS_CLOSED, "closed", N_("closed")},
    {MATTERS_WAITING, "waiting", N_("to be taken on")},
    {MATTERS_BELOW, "below", N_("overdue one level below")},
    {MATTERS_ALL, "all", N_("all")},
    {MATTERS_LEVEL, "level", N_("at this level")},
};
#define ROWS (sizeof rows / sizeof *rows)
static const struct {
    const char *key;
    enum list list;
} lists[] = {{"kind", LIST_MATTER}, {"type", LIST_TYPE}, {"level", LIST_LEVEL}};
#define LISTS (sizeof lists / sizeof *lists)
#define OWNERS_MAX 60
#define ABOVE 5
#define OPTIONS_MAX (ROWS + MATTER_COUNT + TYPE_COUNT + LEVEL_COUNT + OWNERS_MAX + 1)
#define DRAW_STEPS 400 /* a small record is counted at once, a large one when nobody types */

struct chooser {
    struct view view;
    struct view *of;
    struct matters_choice *choice;
    struct edit line;
    bool stale;
    struct owner owners[OWNERS_MAX];
    size_t owner_count;
    struct option options[OPTIONS_MAX];
    struct count {
        struct matters_walk walk;
        int64_t n;
    } counts[OPTIONS_MAX];
    size_t steps; /* that this frame has left for counting */
    size_t count;
    struct listing list;
};

enum { COL_DIGIT, COL_WORDS, COL_COUNT };
static const struct column columns[] = {
    [COL_DIGIT] = {"", 1, 1, 0, false},
    [COL_WORDS] = {N_("Show"), 14, 40, 0, false},
    [COL_COUNT] = {N_("Matters"), 5, 8, 0, true},
};

static const enum request requests[] = {REQ_OPEN, REQ_BACK, REQ_PINYIN, LISTING_REQUESTS, REQ_NONE};

static struct chooser *of(struct view *v) {
    return (struct chooser *)v;
}

/* --- the choice --- */

bool matters_choice_any(const struct matters_choice *c) {
    return c->filter.which != MATTERS_ALL || c->filter.kind || c->filter.type || c->filter.level ||
           !id_is_zero(&c->filter.owner) || *c->text;
}

void matters_choice_clear(struct matters_choice *c) {
    *c->text = *c->owner = '\0';
    c->filter = (struct matters_filter){.which = MATTERS_ALL, .text = c->text};
}

static const char *words_of_which(enum read_matters_which which) {
    for (size_t i = 0; i < ROWS; i++)
        if (rows[i].which == which)
            return _(rows[i].words);
    return "";
}

static void add_words(struct buf *out, const char *words) {
    if (*words)
        buf_printf(out, "%s%s", out->len ? _(", ") : "", words);
}

void matters_choice_words(struct buf *out, const struct matters_choice *c) {
    if (c->filter.which != MATTERS_ALL)
        add_words(out, words_of_which(c->filter.which));
    add_words(out, kinds_words(LIST_MATTER, (int)c->filter.kind));
    add_words(out, kinds_words(LIST_TYPE, (int)c->filter.type));
    add_words(out, kinds_words(LIST_LEVEL, (int)c->filter.level));
    if (*c->owner)
        add_words(out, err_fmt(_("with %s"), c->owner));
    if (*c->text)
        add_words(out, err_fmt(_("“%s”"), c->text));
}

/* --- keeping it --- */

static int list_value(const struct matters_choice *c, size_t i) {
    return lists[i].list == LIST_MATTER ? (int)c->filter.kind
           : lists[i].list == LIST_TYPE ? (int)c->filter.type
                                        : (int)c->filter.level;
}

static bool put_value(struct matters_choice *c, size_t i, int value) {
    if (lists[i].list == LIST_MATTER)
        c->filter.kind = (enum matter_kind)value;
    else if (lists[i].list == LIST_TYPE)
        c->filter.type = (enum matter_type)value;
    else
        c->filter.level = (enum level)value;
    return value != 0;
}

static void write_part(struct buf *out, const char *key, const char *value) {
    if (value && *value)
        buf_printf(out, "%s%s%s%s", out->len ? " " : "", key, *key ? "=" : "", value);
}

void matters_choice_write(struct buf *out, const struct matters_choice *c) {
    char owner[ID_TEXT_SIZE];

    for (size_t i = 0; i < ROWS; i++)
        if (rows[i].which == c->filter.which)
            write_part(out, "", rows[i].code);
    for (size_t i = 0; i < LISTS; i++)
        write_part(out, lists[i].key, kinds_code(lists[i].list, list_value(c, i)));
    id_text(owner, &c->filter.owner);
    write_part(out, "owner", id_is_zero(&c->filter.owner) ? "" : owner);
    write_part(out, "text", c->text); /* the last: it may have spaces */
}

static enum err match_owner(void *arg, const struct worker_row *w) {
    struct matters_choice *c = arg;

    if (id_equal(&w->id, &c->filter.owner))
        snprintf(c->owner, sizeof c->owner, "%s", *w->name ? w->name : w->login);
    return ERR_OK;
}

static enum err bad_choice(void) {
    return err_say(ERR_NOT_FOUND, _("cannot show what was kept"), _("a part of it is not known here"),
                   _("filter anew with f, and keep it under the same name"));
}

/* One part that has no spaces. */
static bool read_part(struct matters_choice *c, const char *part) {
    const char *is = strchr(part, '=');

    for (size_t i = 0; !is && i < ROWS; i++)
        if (strcmp(rows[i].code, part) == 0) {
            c->filter.which = rows[i].which;
            return true;
        }
    if (is && strncmp(part, "owner=", 6) == 0)
        return id_parse(&c->filter.owner, is + 1, (size_t)-1);
    for (size_t i = 0; is && i < LISTS; i++)
        if (strncmp(part, lists[i].key, (size_t)(is - part)) == 0 && !lists[i].key[is - part])
            return put_value(c, i, kinds_value(lists[i].list, is + 1));
    return false;
}

enum err matters_choice_read(struct matters_choice *c, struct store *s, const char *text) {
    char part[ID_TEXT_SIZE + 40];
    enum err e = ERR_OK;

    memset(c, 0, sizeof *c);
    matters_choice_clear(c);
    for (size_t len; *text && strncmp(text, "text=", 5) != 0; text += len + (text[len] == ' ')) {
        len = strcspn(text, " ");
        snprintf(part, sizeof part, "%.*s", (int)len, text);
        if (!read_part(c, part))
            return bad_choice();
    }
    if (*text)
        snprintf(c->text, sizeof c->text, "%s", text + 5);
    if (!id_is_zero(&c->filter.owner))
        e = read_workers(s, match_owner, c);
    return e == ERR_OK && !id_is_zero(&c->filter.owner) && !*c->owner ? bad_choice() : e;
}

/* --- the list --- */

static const char *words_of(const struct chooser *c, const struct option *o) {
    switch (o->what) {
    case WHICH:
        return words_of_which((enum read_matters_which)o->value);
    case KIND:
        return kinds_words(LIST_MATTER, o->value);
    case TYPE:
        return kinds_words(LIST_TYPE, o->value);
    case LEVEL:
        return kinds_words(LIST_LEVEL, o->value);
    case OWNER:
        return err_fmt(_("with %s"), c->owners[o->value].name);
    default:
        return err_fmt(_("with “%s” in it"), edit_text(&c->line));
    }
}

static void add(struct chooser *c, enum what what, int value) {
    struct option o = {what, value};

    if (c->line.text.len && what != WORDS && !verbs_matched(words_of(c, &o), edit_text(&c->line)))
        return;
    c->counts[c->count] = (struct count){.n = 0};
    c->options[c->count++] = o;
}

static void refresh(struct chooser *c) {
    if (!c->stale)
        return;
    c->stale = false;
    c->count = 0;
    for (size_t i = 0; i < ROWS; i++)
        add(c, WHICH, (int)rows[i].which);
    for (int k = 1; k < MATTER_COUNT; k++)
        add(c, KIND, k);
    for (int t = 1; t < TYPE_COUNT; t++)
        if (kinds_offered(LIST_TYPE, t))
            add(c, TYPE, t);
    for (int l = 1; l < LEVEL_COUNT; l++)
        add(c, LEVEL, l);
    for (size_t i = 0; i < c->owner_count; i++)
        add(c, OWNER, (int)i);
    if (c->line.text.len)
        add(c, WORDS, 0);
    c->list.at = c->list.top = 0;
}

static bool has_row(void *arg, size_t row) {
    refresh(arg);
    return row < ((struct chooser *)arg)->count;
}

static void put_owner(struct matters_choice *to, const struct owner *o) {
    to->filter.owner = o->id;
    snprintf(to->owner, sizeof to->owner, "%s", o->name);
}

static void apply(const struct chooser *c, const struct option *o, struct matters_choice *to) {
    *to = *c->choice;
    to->filter.text = to->text;
    if (o->what == WHICH && o->value == MATTERS_ALL)
        matters_choice_clear(to);
    else if (o->what == WHICH)
        to->filter.which = (enum read_matters_which)o->value;
    else if (o->what == KIND)
        to->filter.kind = (enum matter_kind)o->value;
    else if (o->what == TYPE)
        to->filter.type = (enum matter_type)o->value;
    else if (o->what == LEVEL)
        to->filter.level = (enum level)o->value;
    else if (o->what == OWNER)
        put_owner(to, &c->owners[o->value]);
    else
        snprintf(to->text, sizeof to->text, "%s", edit_text(&c->line));
    if (o->what == KIND && kinds_type_matter(to->filter.type) != to->filter.kind)
        to->filter.type = TYPE_NONE;
    if (o->what == TYPE && to->filter.kind != kinds_type_matter(to->filter.type))
        to->filter.kind = MATTER_NONE;
}

/* How many the list would then show, counted as far as the steps go; false: not all of them. */
static bool count_on(struct chooser *c, size_t row) {
    struct count *count = &c->counts[row];
    struct matters_choice would;
    size_t found = 0;

    apply(c, &c->options[row], &would);
    if (c->steps && !count->walk.end) {
        if (read_matters_walk(c->view.app->store, &would.filter, &count->walk, &c->steps, NULL, SIZE_MAX, &found) != ERR_OK) {
            app_say_error(c->view.app);
            count->walk.end = true;
        }
        count->n += (int64_t)found;
    }
    return count->walk.end;
}

static enum paint cell(void *arg, size_t row, size_t column, struct buf *out) {
    struct chooser *c = arg;

    if (column == COL_DIGIT && row < 9 && !c->line.text.len)
        buf_printf(out, "%zu", row + 1);
    if (column == COL_WORDS)
        buf_puts(out, words_of(c, &c->options[row]));
    if (column == COL_COUNT && count_on(c, row))
        buf_printf(out, "%lld", (long long)c->counts[row].n);
    return column == COL_DIGIT ? PAINT_KEY : PAINT_TEXT;
}

static uint64_t marks(void *arg, size_t row, size_t column) {
    struct chooser *c = arg;

    return column == COL_WORDS && c->options[row].what != WORDS
               ? verbs_matched(words_of(c, &c->options[row]), edit_text(&c->line))
               : 0;
}

static void draw(struct view *v, const struct area *area) {
    struct chooser *c = of(v);
    struct area list = {area->row + 1, area->rows - 1, area->cols};
    struct buf label = {0};
    int used;

    buf_printf(&label, "%s%s", request_label(REQ_FILTER), _(": "));
    used = LISTING_MARK_CELLS + screen_put(area->row, LISTING_MARK_CELLS, area->cols - 12, PAINT_TITLE, buf_text(&label));
    buf_free(&label);
    c->steps = term_is_linear() ? SIZE_MAX : DRAW_STEPS;
    if (has_row(c, 0))
        listing_draw(&c->list, &list, false);
    screen_entry(area->row, used, area->cols - used, &c->line, true);
}

/* --- keys --- */

static bool in_text(const struct view *v) {
    (void)v;
    return true;
}

static void choose(struct chooser *c, size_t row) {
    struct view *beneath = c->of;
    struct app *app = c->view.app;
    struct matters_choice chosen, *to = c->choice;

    apply(c, &c->options[row], &chosen);
    *to = chosen;
    to->filter.text = to->text;
    app_pop(app); /* frees this view */
    beneath->ops->reload(beneath);
}

/* Takes away what was typed; the mark stays on its choice. */
static void widen(struct chooser *c) {
    struct option kept = {WORDS, 0};

    if (has_row(c, c->list.at))
        kept = c->options[c->list.at];
    edit_set(&c->line, "");
    c->stale = true;
    refresh(c);
    for (size_t i = 0; i < c->count; i++)
        if (c->options[i].what == kept.what && c->options[i].value == kept.value)
            c->list.at = i;
    c->list.top = c->list.at > ABOVE ? c->list.at - ABOVE : 0;
}

static void request(struct view *v, enum request r) {
    refresh(of(v)); /* what was typed in the same write moves the mark */
    if (r == REQ_OPEN && has_row(of(v), of(v)->list.at))
        choose(of(v), of(v)->list.at);
    else if (r == REQ_BACK && of(v)->line.text.len)
        widen(of(v));
    else if (r == REQ_BACK)
        app_pop(v->app);
    else if (!has_row(of(v), 0) || !listing_move(&of(v)->list, r))
        app_say(v->app, _("There is nothing more that way."));
}

/* A digit in the empty line chooses; elsewhere it is text. */
static bool key(struct view *v, const struct key *key, const struct buf *paste) {
    struct chooser *c = of(v);
    uint32_t cp = key->code == K_TEXT ? fold_key(key->cp) : 0;
    bool used;

    if (!c->line.text.len && cp >= '1' && cp <= '9' && has_row(c, cp - '1')) {
        choose(c, cp - '1');
        return true;
    }
    if (key->code == K_BACKSPACE && !c->line.text.len) {
        app_pop(v->app);
        return true;
    }
    used = key->code == K_PASTE ? edit_insert(&c->line, buf_text(paste), paste->len) : typing_key(&c->line, key);
    c->stale = c->stale || used;
    return used;
}

static void reload(struct view *v) {
    memset(of(v)->counts, 0, sizeof of(v)->counts);
}

/* The first option in sight that was not counted; false: all were. */
static bool uncounted(const struct chooser *c, size_t *row) {
    for (*row = c->list.top; *row < c->count && *row < c->list.top + (size_t)c->list.page; ++*row)
        if (!c->counts[*row].walk.end)
            return true;
    return false;
}

static bool idle(struct view *v, bool long_pause) {
    size_t row;

    (void)long_pause;
    v->app->busy = v->app->busy || uncounted(of(v), &row);
    return false;
}

static bool go_on(struct view *v) {
    struct chooser *c = of(v);
    size_t row;
    bool done = false;

    refresh(c);
    c->steps = MATTER_ROWS_STEPS;
    if (uncounted(c, &row))
        done = count_on(c, row);
    v->app->busy = uncounted(c, &row);
    return done;
}

static void free_view(struct view *v) {
    edit_free(&of(v)->line);
    mem_free(v);
}

static const struct view_ops ops = {
    .name = "matters-filter",
    .title = N_("Which matters"),
    .requests = requests,
    .free = free_view,
    .draw = draw,
    .in_text = in_text,
    .takes_words = in_text,
    .request = request,
    .key = key,
    .reload = reload,
    .idle = idle,
    .go_on = go_on,
};

/* Those known here: what one types narrows them. */
static enum err add_owner(void *arg, const struct worker_row *w) {
    struct chooser *c = arg;

    if (c->owner_count < OWNERS_MAX) {
        c->owners[c->owner_count].id = w->id;
        snprintf(c->owners[c->owner_count++].name, NAME_SIZE, "%s", *w->name ? w->name : w->login);
    }
    return ERR_OK;
}

struct view *matters_filter_view(struct view *beneath, struct matters_choice *choice) {
    struct chooser *c = mem_new(1, sizeof *c);

    c->view = (struct view){&ops, beneath->app};
    c->of = beneath;
    c->choice = choice;
    c->line.limit = MATTERS_TEXT_MAX;
    c->stale = true;
    if (read_workers(c->view.app->store, add_owner, c) != ERR_OK)
        app_say_error(c->view.app);
    c->list = (struct listing){.columns = columns,
                               .column_count = sizeof columns / sizeof *columns,
                               .has = has_row,
                               .cell = cell,
                               .marks = marks,
                               .arg = c};
    return &c->view;
}
