/* The walk: from the tabs to every screen that verbs lead to, and on each of them every verb that it lists, by each of its keys
 * (also as an input method sends them), by the palette and by the help: always the same comes of it. Made from requests.def and
 * from what the screens say of themselves, in Chinese and in English. */
#include "inside.h"
#include "linli/acts.h"
#include "linli/pinyin.h"

#define PATH_MAX_STEPS 4
#define DOWNS_MAX 9 /* lines looked at for what their verbs open */
#define VIEWS_MAX 80
#define NAME_LEN 160

static struct inside_world world;

/* --- screens, and how they are reached --- */

struct place {
    char name[NAME_LEN];
    struct {
        int downs;
        enum request request;
    } path[PATH_MAX_STEPS];
    size_t steps;
    int tab;
};
static struct place places[VIEWS_MAX];
static size_t place_count;

static bool types(const struct view *v) {
    return v->ops->in_text && v->ops->in_text(v);
}

/* What a screen is called: its view, and for forms what stands on its first line up to a gap. */
static void name_of(struct app *app, char out[NAME_LEN]) {
    char row[INSIDE_COLS * 32], *gap;

    inside_row(1, row, sizeof row);
    gap = strstr(row + strspn(row, " "), "  ");
    if (gap)
        *gap = '\0';
    snprintf(out, NAME_LEN, "%s%s", app_top(app)->ops->name, types(app_top(app)) ? ", typing" : "");
    if (strcmp(app_top(app)->ops->name, "form") == 0)
        snprintf(out, NAME_LEN, "form %.100s", row + strspn(row, " "));
}

static void arrive(const struct place *p) {
    app_open(&world.app, &(struct tui_options){.store = world.store});
    world.app.recent.count = 0;
    app_tab(&world.app, app_tabs[p->tab].tab);
    app_draw(&world.app);
    for (size_t i = 0; i < p->steps; i++) {
        for (int k = 0; k < p->path[i].downs; k++)
            app_run(&world.app, REQ_DOWN);
        app_draw(&world.app);
        app_run(&world.app, p->path[i].request);
        app_draw(&world.app);
    }
    world.app.message[0] = '\0';
    app_draw(&world.app);
    inside.redraws = 0;
}

static int64_t head_at_start;

struct draft_seen {
    char form[40], subject[80];
};

static enum err see_draft(void *arg, const struct draft_row *row) {
    struct draft_seen *d = arg;

    snprintf(d->form, sizeof d->form, "%s", row->form);
    snprintf(d->subject, sizeof d->subject, "%s", row->subject);
    return ERR_OK;
}

static bool dirty_record(void) {
    struct buf form = {0}, subject = {0};
    bool thrown = draft_thrown(world.store, &form, &subject) == ERR_OK;

    buf_free(&form);
    buf_free(&subject);
    return thrown || store_device(world.store)->head_seq != head_at_start;
}

/* Leaves the record as it was before. */
static void depart(void) {
    struct draft_seen d;
    char command[400];

    world.app.recent.dirty = false;
    app_close(&world.app);
    assert_int_equal(store_set(world.store, "find.recent", NULL), ERR_OK);
    do {
        *d.form = '\0';
        assert_int_equal(draft_list(world.store, see_draft, &d), ERR_OK);
        if (*d.form)
            assert_int_equal(draft_drop(world.store, d.form, d.subject), ERR_OK);
    } while (*d.form);
    if (!dirty_record())
        return;
    store_close(world.store);
    snprintf(command, sizeof command, "rm -f '%s'*; cp '%s' '%s'", world.path, world.copy, world.path);
    inside_shell(command);
    inside_open_store(&world);
}

static bool known(const char *name) {
    for (size_t i = 0; i < place_count; i++)
        if (strcmp(places[i].name, name) == 0)
            return true;
    return false;
}

static void add_place(const struct place *from, int downs, enum request r) {
    struct place p = *from;

    if (r != REQ_NONE && p.steps == PATH_MAX_STEPS)
        return;
    if (r != REQ_NONE) {
        p.path[p.steps].downs = downs;
        p.path[p.steps++].request = r;
    }
    arrive(&p);
    name_of(&world.app, p.name);
    if (world.app.end == APP_GOES_ON && !known(p.name)) {
        assert_in_range(place_count, 0, VIEWS_MAX - 1);
        places[place_count++] = p;
    }
    depart();
}

/* The requests of a screen, those of its view (*own) first; returns how many. */
static size_t listed(const struct place *p, enum request out[REQ_COUNT], size_t *own) {
    const enum request *lists[2] = {NULL, app_everywhere};
    size_t count = 0;

    arrive(p);
    lists[0] = app_top(&world.app)->ops->requests;
    for (size_t l = 0; l < 2; *own = l++ == 0 ? count : *own)
        for (const enum request *r = lists[l]; *r != REQ_NONE; r++) {
            size_t i = 0;

            while (i < count && out[i] != *r)
                i++;
            if (i == count)
                out[count++] = *r;
        }
    depart();
    return count;
}

static void find_places(void) {
    for (size_t tab = 0; tab < app_tab_count; tab++)
        add_place(&(struct place){.tab = (int)tab}, 0, REQ_NONE);
    for (size_t i = 0; i < place_count; i++) { /* it grows while it is walked */
        enum request list[REQ_COUNT];
        struct place from = places[i];
        size_t own_count, count = listed(&from, list, &own_count);

        for (size_t k = 0; k < count; k++) {
            bool own = k < own_count && !(request_row(list[k])->flags & MOVES);

            for (int downs = 0; downs <= (own && !strstr(from.name, "typing") && !strstr(from.name, "form") ? DOWNS_MAX : 0);
                 downs++)
                add_place(&from, downs, list[k]);
        }
    }
}

/* --- what comes of a verb --- */

struct outcome_of {
    char text[INSIDE_ROWS * INSIDE_COLS * 4];
};

static void take(struct outcome_of *o, bool with_message) {
    struct app *app = &world.app;
    char row[INSIDE_COLS * 32];
    size_t len = 0;

    if (!with_message)
        app->message[0] = '\0';
    app_draw(app);
    len += (size_t)snprintf(o->text + len, sizeof o->text - len, "end %d pause %d tour %d redraw %d\n", app->end, app->pause,
                            app->tour_wanted, inside.redraws);
    for (size_t i = 0; i < app->depth; i++)
        len += (size_t)snprintf(o->text + len, sizeof o->text - len, "%s/", app->stack[i]->ops->name);
    for (int r = 0; r < INSIDE_ROWS; r++) {
        inside_row(r, row, sizeof row);
        len += (size_t)snprintf(o->text + len, sizeof o->text - len, "\n%s", row);
    }
    snprintf(o->text + len, sizeof o->text - len, "\ncursor %d %d", inside.row, inside.col);
}

static struct outcome_of expected, found;

static void compare(const struct place *p, enum request r, const char *how) {
    if (strcmp(expected.text, found.text) != 0)
        fprintf(stderr, "expected:\n%s\nfound:\n%s\n", expected.text, found.text);
    if (strcmp(expected.text, found.text) != 0)
        fail_msg("%s on “%s” by %s", request_row(r)->name, p->name, how);
}

/* Row 25: the cursor stands on the marked row's first text, or in a line that is being typed, and never in a corner. */
static void check_cursor(const struct place *p, enum request r) {
    struct view *v = app_top(&world.app);
    bool text = types(v);
    const char *at = inside.cell[inside.row][inside.col];
    int first = v->ops->bare ? 0 : 2; /* behind the mark */

    while (first < inside.cols - 1 && strcmp(inside.cell[inside.row][first], " ") == 0)
        first++;
    if (inside.row < 1 || inside.row >= INSIDE_ROWS - 1)
        fail_msg("%s on “%s”: the cursor is parked at %d %d", request_row(r)->name, p->name, inside.row, inside.col);
    if (inside.col > 2 && strcmp(inside.cell[inside.row][inside.col - 1], ">") == 0) /* a cell of a board */
        first = inside.col;
    if (!text && (strcmp(at, " ") == 0 || inside.col != first))
        fail_msg("%s on “%s”: the cursor is on no first text cell: %d %d", request_row(r)->name, p->name, inside.row, inside.col);
}

static void by_key(const struct place *p, enum request r, const struct key *key, const char *how) {
    arrive(p);
    app_key(&world.app, key, NULL);
    take(&found, r != REQ_BACK);
    depart();
    compare(p, r, how);
}

/* The characters that input methods send for a key, beside its own. */
static size_t typed_as(uint32_t out[2], uint32_t cp) {
    size_t count = 0;

    if (cp > ' ' && cp < 0x7f)
        out[count++] = cp + 0xfee0;
    if (cp == '/')
        out[count++] = 0x3001;
    return count;
}

/* Keys that reach it here: not those that the text being typed needs, nor those that an earlier verb of the screen has. */
static size_t by_keys(const struct place *p, enum request r, bool in_text, const enum request *own) {
    struct key key;
    size_t reached = 0;

    for (size_t k = 0; request_key(r, k, &key); k++) {
        enum request first = request_of_key(own, &key, in_text);
        char name[KEY_NAME_SIZE];
        uint32_t forms[2];

        if (first == REQ_NONE)
            first = request_of_key(app_everywhere, &key, in_text);
        if (first != r)
            continue;
        reached++;
        keys_name(name, &key);
        by_key(p, r, &key, name);
        for (size_t i = 0, n = key.code == K_TEXT && i18n_is_chinese() ? typed_as(forms, key.cp) : 0; i < n; i++) {
            key.cp = forms[i];
            by_key(p, r, &key, "its full-width form");
        }
    }
    return reached;
}

static void by_list(const struct place *p, enum request list, enum request r, const char *typed) {
    bool refused;

    arrive(p);
    refused = r != REQ_BACK && app_refuses(&world.app, r);
    app_run(&world.app, list);
    inside_type(&world, typed);
    inside_press(&world, "Enter");
    if (refused) {     /* the list stays, and says the same */
        char line[61]; /* of a message that is longer than the screen is wide, what surely stands in one row */

        snprintf(line, sizeof line, "%.60s", world.app.message);
        for (size_t end = strlen(line); end && ((unsigned char)line[end - 1] & 0x80) && strlen(world.app.message) >= sizeof line;)
            line[--end] = '\0'; /* no half character */
        if (!strstr(expected.text, line))
            fail_msg("%s on “%s” by %s says %s, and not %s", request_row(r)->name, p->name, typed, world.app.message,
                     expected.text);
        assert_true(*world.app.message != '\0');
    } else {
        take(&found, r != REQ_BACK);
    }
    depart();
    if (!refused)
        compare(p, r, typed);
}

/* Whether typing it cannot mean another verb as well. */
static bool is_its_own(enum request r, const char *typed) {
    for (int other = REQ_NONE + 1; other < REQ_COUNT; other++)
        if (other != (int)r && verbs_rank((enum request)other, typed) <= verbs_rank(r, typed))
            return false;
    return true;
}

/* The pinyin initials of a label; "" where it is not all Han. */
static void initials(char out[16], const char *label) {
    size_t n = 0, len = strlen(label);
    uint32_t cp;

    *out = '\0';
    for (size_t at = 0; at < len;) {
        at += utf8_read(&cp, label + at, len - at);
        if (!utf8_is_han(cp) || n == 15) {
            *out = '\0';
            return;
        }
        out[n++] = *pinyin_reading(cp, 0);
        out[n] = '\0';
    }
}

/* By its name in key files, its label, and the pinyin initials of that. */
static void by_names(const struct place *p, enum request list, enum request r) {
    char letters[16];

    initials(letters, request_label(r));
    by_list(p, list, r, request_row(r)->name);
    if (is_its_own(r, request_label(r)))
        by_list(p, list, r, request_label(r));
    if (*letters && is_its_own(r, letters))
        by_list(p, list, r, letters);
}

static void walk_verb(const struct place *p, enum request r) {
    struct view *v;
    bool in_text, back = r == REQ_BACK;
    const enum request *own;
    size_t reached;

    arrive(p);
    v = app_top(&world.app);
    own = v->ops->requests;
    in_text = types(v);
    app_run(&world.app, r);
    take(&expected, !back);
    check_cursor(p, r);
    depart();
    reached = by_keys(p, r, in_text, own);
    if (!reached && !in_text && !(request_row(r)->flags & TYPED))
        fail_msg("%s on “%s”: no key leads there", request_row(r)->name, p->name);
    if (r != REQ_PALETTE && strncmp(p->name, "palette", 7) != 0) {
        by_names(p, REQ_PALETTE, r);
    }
    if (r != REQ_HELP)
        by_names(p, REQ_HELP, r);
}

static void walk(const char *language) {
    size_t verbs = 0;
    bool taken[REQ_COUNT] = {false};

    i18n_set_language(language);
    if (!place_count)
        find_places();
    for (size_t i = 0; i < place_count; i++) {
        enum request list[REQ_COUNT];
        size_t own, count = listed(&places[i], list, &own);

        for (size_t k = 0; k < count; k++) {
            walk_verb(&places[i], list[k]);
            taken[list[k]] = true;
        }
        verbs += count;
        print_message("  %s: %zu\n", places[i].name, count);
    }
    print_message("%s: %zu screens, %zu verbs on them\n", language, place_count, verbs);
    for (int r = REQ_NONE + 1; r < REQ_COUNT; r++)
        if (taken[r] != !(request_row((enum request)r)->flags & LATER))
            fail_msg("%s: %s", request_row((enum request)r)->name, taken[r] ? "is taken, and LATER still" : "no screen takes it");
}

static void in_chinese(void **state) {
    (void)state;
    walk("zh_CN");
}

/* Once is enough under the sanitizers. */
static void in_english(void **state) {
    (void)state;
    if (getenv("FLAVOUR") && strcmp(getenv("FLAVOUR"), "asan") == 0)
        skip();
    walk("en");
}

/* --- keys --- */

/* What is typed of a passphrase shows nowhere. */
static bool is_hidden(const struct key *key) {
    bool types_or_takes_away = key->code == K_TEXT || key->code == K_BACKSPACE || key->code == K_CTRL;

    return app_top(&world.app)->ops->unheard && types_or_takes_away;
}

static void silent(const struct place *p, const struct key *key) {
    char name[KEY_NAME_SIZE];
    bool hidden;

    arrive(p);
    hidden = is_hidden(key);
    take(&expected, true);
    app_key(&world.app, key, NULL);
    take(&found, true);
    keys_name(name, key);
    if (world.app.end == APP_GOES_ON && !world.app.pause && !world.app.tour_wanted && !hidden && !inside.redraws &&
        strcmp(expected.text, found.text) == 0)
        fail_msg("%s on “%s” does nothing and says nothing", name, p->name);
    depart();
}

/* Row 3: whatever key is pressed on whatever screen, something changes or a line says why not. */
static void no_key_is_silent(void **state) {
    (void)state;
    i18n_set_language("zh_CN");
    for (size_t i = 0; i < place_count; i++) {
        struct key key;

        for (int r = REQ_NONE + 1; r < REQ_COUNT; r++)
            for (size_t k = 0; request_key((enum request)r, k, &key); k++)
                silent(&places[i], &key);
        for (int code = K_INS; code <= K_OTHER; code++)
            silent(&places[i], &(struct key){.code = (enum keycode)code});
        for (const char *cp = "zZ0%;<`"; *cp; cp++)
            silent(&places[i], &(struct key){.code = K_TEXT, .cp = (uint32_t)*cp});
        silent(&places[i], &(struct key){.code = K_CTRL, .cp = 'C'});
        silent(&places[i], &(struct key){.code = K_CTRL, .cp = 'S'});
        silent(&places[i], &(struct key){.code = K_PASTE_BIG});
    }
}

/* Row 7: on every screen where nothing is typed, Han text starts the lookup with all of it: that of households, in the directory
 * its own. */
static void han_text_searches(void **state) {
    char row[INSIDE_COLS * 32];

    (void)state;
    i18n_set_language("zh_CN");
    for (size_t i = 0; i < place_count; i++) {
        if (strstr(places[i].name, "typing") || strncmp(places[i].name, "form", 4) == 0)
            continue;
        arrive(&places[i]);
        inside_type(&world, "张三");
        inside_row(1, row, sizeof row);
        if (strcmp(app_top(&world.app)->ops->name, strcmp(places[i].name, "directory") == 0 ? "directory" : "households") != 0 ||
            !strstr(row, "查找：张三"))
            fail_msg("on “%s”: %s", places[i].name, row);
        assert_int_equal(store_device(world.store)->head_seq, head_at_start);
        depart();
    }
}

/* --- nothing is asked --- */

/* What was written is the newest act, and undo takes it back. */
static void check_undone(const struct place *p, enum request r) {
    struct acts_row done, undone;

    if (acts_next(world.store, false, &done) != ERR_OK ||
        (done.last & ((INT64_C(1) << 40) - 1)) != store_device(world.store)->head_seq)
        fail_msg("%s on “%s” wrote at once what undo does not know", request_row(r)->name, p->name);
    while (world.app.depth > 1)
        app_pop(&world.app);
    app_run(&world.app, REQ_UNDO);
    if (acts_next(world.store, true, &undone) != ERR_OK || undone.no != done.no)
        fail_msg("%s on “%s” is not undone: %s", request_row(r)->name, p->name, world.app.message);
}

/* Whether it did something: it wrote at once, or something to fill in or to choose from lies on top, or it said why not. */
static bool does_without_asking(const struct place *p, enum request r) {
    const char *top;
    struct buf form = {0}, subject = {0};
    bool done = true;

    app_run(&world.app, r);
    top = app_top(&world.app)->ops->name;
    if (store_device(world.store)->head_seq != head_at_start)
        check_undone(p, r);
    else if (r == REQ_DISCARD)
        done = draft_thrown(world.store, &form, &subject) == ERR_OK;
    else
        done = r != REQ_DONE && (strcmp(top, "form") == 0 || strstr(top, "menu") || strstr(top, "duplicates"));
    if (!done && !*world.app.message)
        fail_msg("%s on “%s”: “%s”", request_row(r)->name, p->name, world.app.message);
    buf_free(&form);
    buf_free(&subject);
    return done;
}

/* Row 20: a verb that writes opens what a person fills in, or has written and undo takes it back: no question stands between. A
 * look at a number is the resident's to know of and stays written; a refusal to disagree with is not in this record, nor a step
 * that came late, and nothing is with somebody else. */
static void nothing_is_asked(void **state) {
    bool did[REQ_COUNT] = {[REQ_UNDO] = true, [REQ_REDO] = true,  [REQ_REVEAL] = true, [REQ_CONTEST] = true,
                           [REQ_TAKE] = true, [REQ_AGAIN] = true, [REQ_LEAVE] = true};

    (void)state;
    i18n_set_language("zh_CN");
    for (size_t i = 0; i < place_count * 4; i++) {
        enum request list[REQ_COUNT];
        const struct place *p = &places[i / 4];
        size_t own, count = listed(p, list, &own);

        for (size_t k = 0; k < count; k++) {
            enum request r = list[k];

            if (!(request_row(r)->flags & WRITES) || r == REQ_UNDO || r == REQ_REDO || r == REQ_REVEAL)
                continue;
            arrive(p);
            for (size_t downs = 0; downs < i % 4 * 2 && !types(app_top(&world.app)); downs++)
                app_run(&world.app, REQ_DOWN);
            if (types(app_top(&world.app)))
                inside_type(&world, i % 2 ? "1" : "都好");
            app_draw(&world.app);
            if (!app_refuses(&world.app, r))
                did[r] = does_without_asking(p, r) || did[r];
            depart();
        }
    }
    for (int r = REQ_NONE + 1; r < REQ_COUNT; r++)
        if ((request_row((enum request)r)->flags & WRITES) && !did[r])
            fail_msg("%s was never seen to do anything", request_row((enum request)r)->name);
}

/* --- the footer --- */

#define LABELS_MAX 40

/* The labels of a wide footer: two blanks between. */
static size_t split_labels(char *text, char *labels[LABELS_MAX]) {
    size_t count = 0;

    for (char *at = text; at && *at && count < LABELS_MAX;) {
        char *gap = strstr(at, "  ");

        labels[count++] = at;
        if (gap)
            *gap = '\0';
        at = gap ? gap + 2 : NULL;
    }
    return count;
}

/* Whether a row is some of the labels in their order, the first among them, each whole, `gap` blanks between. */
static bool is_made_of(const char *row, char *const labels[], size_t count, size_t gap) {
    if (strncmp(row, labels[0], strlen(labels[0])) != 0)
        return false;
    for (size_t i = 0; i < count && *row; i++) {
        size_t len = strlen(labels[i]);

        if (strncmp(row, labels[i], len) != 0 || (row[len] && row[len] != ' '))
            continue;
        row += len;
        row += *row ? gap : 0;
    }
    return !*row;
}

static void check_shown_keys(const struct place *p, char *const labels[], size_t count) {
    struct view *v = app_top(&world.app);

    for (size_t i = 0; i < count; i++) {
        char name[KEY_NAME_SIZE];
        struct key key;
        enum request r;

        snprintf(name, sizeof name, "%.*s", (int)strcspn(labels[i], " "), labels[i]);
        if (!keys_parse(&key, name))
            fail_msg("on “%s” no key is called %s", p->name, name);
        r = request_of_key(v->ops->requests, &key, types(v));
        r = r == REQ_NONE ? request_of_key(app_everywhere, &key, types(v)) : r;
        if (r == REQ_NONE || app_refuses(&world.app, r) || !strstr(labels[i], request_label(r)))
            fail_msg("on “%s” the footer shows %s, which does not work", p->name, labels[i]);
    }
}

/* The request of a label under another key: the label has that one. */
static void check_remapped(const struct place *p, char *const labels[], size_t count) {
    static char row[INSIDE_COLS * 32];
    struct view *v = app_top(&world.app);

    for (size_t i = 0; i < count; i++) {
        char file[80], name[KEY_NAME_SIZE], wanted[120];
        struct key key;
        enum request r;

        snprintf(name, sizeof name, "%.*s", (int)strcspn(labels[i], " "), labels[i]);
        assert_true(keys_parse(&key, name));
        r = request_of_key(v->ops->requests, &key, types(v));
        r = r == REQ_NONE ? request_of_key(app_everywhere, &key, types(v)) : r;
        snprintf(file, sizeof file, "%s = C-c\n", request_row(r)->name);
        snprintf(wanted, sizeof wanted, "C-c %s", request_label(r));
        assert_int_equal(request_read_keys("keys", file, strlen(file)), ERR_OK);
        app_draw(&world.app);
        inside_row(INSIDE_ROWS - 1, row, sizeof row);
        request_default_keys();
        if (!strstr(row, wanted))
            fail_msg("on “%s”, with %s the footer is %s", p->name, file, row);
    }
}

/* Row 1: on every screen, at widths of 40 to 300, in both languages: help comes first and is never cut, no label is cut, and
 * every key that is shown works. */
static void footers_are_true(void **state) {
    static const char *const languages[] = {"zh_CN", "en"};
    static char wide[INSIDE_COLS * 32], row[INSIDE_COLS * 32];
    char *labels[LABELS_MAX];

    (void)state;
    for (size_t i = 0; i < place_count * 2; i++) {
        size_t count;

        i18n_set_language(languages[i % 2]);
        inside.cols = INSIDE_COLS;
        arrive(&places[i / 2]);
        inside_row(INSIDE_ROWS - 1, wide, sizeof wide);
        count = split_labels(wide, labels);
        assert_in_range(count, 2, LABELS_MAX - 1);
        assert_non_null(strstr(labels[0], request_label(REQ_HELP)));
        check_shown_keys(&places[i / 2], labels, count);
        check_remapped(&places[i / 2], labels, count);
        for (inside.cols = 40; inside.cols < INSIDE_COLS; inside.cols += inside.cols < 100 ? 1 : 9) {
            app_draw(&world.app);
            inside_row(INSIDE_ROWS - 1, row, sizeof row);
            if (!is_made_of(row, labels, count, inside.cols < 60 ? 1 : 2))
                fail_msg("on “%s” at %d columns: %s", places[i / 2].name, inside.cols, row);
        }
        inside.cols = 80;
        depart();
    }
}

/* A verb that no screen beneath takes is in the palette all the same and says why. */
static void the_palette_has_all(void **state) {
    struct place p = {.tab = 0};

    (void)state;
    for (int r = REQ_NONE + 1; r < REQ_COUNT; r++) {
        const char *why;

        arrive(&p);
        why = app_refuses(&world.app, (enum request)r);
        if (why && r != REQ_BACK && r != REQ_PALETTE) {
            char kept[512];

            snprintf(kept, sizeof kept, "%s", why);
            app_run(&world.app, REQ_PALETTE);
            inside_type(&world, request_row((enum request)r)->name);
            inside_press(&world, "Enter");
            assert_string_equal(app_top(&world.app)->ops->name, "palette");
            assert_string_equal(world.app.message, kept);
        }
        depart();
    }
}

static int setup(void **state) {
    char command[400];

    (void)state;
    setenv("LANG", "zh_CN.UTF-8", 1);
    setenv("HOME", "/nonexistent", 1);
    i18n_init();
    snprintf(command, sizeof command, "%s/share/locale", getenv("B") ? getenv("B") : ".build/dev");
    bindtextdomain("linli", command);
    request_default_keys();
    inside_world_open(&world);
    head_at_start = store_device(world.store)->head_seq;
    store_close(world.store);
    snprintf(command, sizeof command, "cp '%s' '%s'", world.path, world.copy);
    inside_shell(command);
    inside_open_store(&world);
    return 0;
}

static int teardown(void **state) {
    (void)state;
    inside_world_close(&world);
    return 0;
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(in_chinese),       cmocka_unit_test(in_english),       cmocka_unit_test(the_palette_has_all),
        cmocka_unit_test(footers_are_true), cmocka_unit_test(no_key_is_silent), cmocka_unit_test(han_text_searches),
        cmocka_unit_test(nothing_is_asked),
    };

    return cmocka_run_group_tests(tests, setup, teardown);
}
