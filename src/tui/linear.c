/* Lines in the place of keys. */
#include "linear.h"

#include <string.h>
#include "linli/fold.h"
#include "linli/i18n.h"
#include "linli/utf8.h"
#include "pinyin_line.h"
#include "term.h"
#include "verbs.h"

#define LINE_KEY_SIZE 32

static void press(struct app *app, const struct key *key) {
    if (app->end == APP_GOES_ON)
        app_key(app, key, NULL);
}

static void press_code(struct app *app, enum keycode code, uint32_t cp) {
    press(app, &(struct key){.code = code, .cp = cp});
}

static void type(struct app *app, const char *text, size_t len) {
    uint32_t cp;

    for (size_t n; len; text += n, len -= n) {
        n = utf8_read(&cp, text, len);
        press_code(app, K_TEXT, cp);
    }
}

/* Those of the view and those of everywhere, each once. */
static size_t all_verbs(struct verb verbs[REQ_COUNT], struct app *app, const char *typed) {
    const enum request *lists[] = {app_top(app)->ops->requests, app_everywhere};
    bool seen[REQ_COUNT] = {false};
    size_t count = 0;

    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
        for (const enum request *r = lists[i]; *r != REQ_NONE; r++) {
            if (!seen[*r])
                verbs[count++] = (struct verb){.request = *r, .refused = app_refuses(app, *r) != NULL};
            seen[*r] = true;
        }
    return verbs_narrow(verbs, count, typed, NULL);
}

static void run_verb(struct app *app, const char *name) {
    struct verb verbs[REQ_COUNT];

    if (all_verbs(verbs, app, name))
        app_run(app, verbs[0].request);
    else
        app_say(app, err_fmt(_("There is no verb “%.40s” here. A line with ? lists those that are."), name));
}

/* In the place of the help's view, which is a list to move in. */
static void tell_verbs(struct app *app) {
    struct verb verbs[REQ_COUNT];
    struct buf words = {0};
    size_t count = all_verbs(verbs, app, "");

    for (size_t i = 0; i < count; i++)
        if (!verbs[i].refused)
            buf_printf(&words, "%s:%s", words.len ? "  " : "", request_label(verbs[i].request));
    app_say(app, buf_text(&words));
    buf_free(&words);
}

/* In a form the field is over with the line, unless its digit chose and went on by itself. */
static void fill_field(struct app *app, const char *line, size_t len) {
    struct view *v = app_top(app); /* may be gone once the line is typed */
    bool is_field = v->ops->enter_ends_field;
    int before, after, col;

    term_cursor_at(&before, &col);
    press_code(app, K_CTRL, 'U');
    press_code(app, K_CTRL, 'K');
    type(app, line, len);
    if (!is_field || app_top(app) != v)
        return;
    app_draw_cells(app);
    term_cursor_at(&after, &col);
    if (before == after)
        press_code(app, K_ENTER, 0);
}

static bool is_key(const char *line, size_t len, struct key *key) {
    char name[LINE_KEY_SIZE];

    if (len >= sizeof name)
        return false;
    memcpy(name, line, len);
    name[len] = '\0';
    return keys_parse(key, name) && key->code != K_TEXT;
}

static void take(struct app *app, const char *line, size_t len) {
    struct view *v = app_top(app);
    bool in_text = v->ops->in_text && v->ops->in_text(v);
    struct key key;
    uint32_t first;

    if (!is_key(line, len, &key) && pinyin_line_takes(app->pinyin, line, len))
        return;
    if (!len) {
        press_code(app, K_ENTER, 0);
        return;
    }
    first = utf8_read(&first, line, len) == len ? fold_key(first) : 0;
    if (first == '.')
        app_run(app, REQ_BACK);
    else if (first == '?')
        tell_verbs(app);
    else if (is_key(line, len, &key))
        press(app, &key);
    else if (in_text)
        fill_field(app, line, len);
    else if (first)
        type(app, line, len);
    else
        app_find(app, line, len);
}

void linear_line(struct app *app, const char *line, size_t len) {
    struct buf text = {0};
    uint32_t cp;
    size_t n;

    app->dirty = true;
    if (app->lock.on) {
        lock_line(app, line, len);
        return;
    }
    lock_touch(app);
    buf_add(&text, line, len);
    while (text.len && (text.data[text.len - 1] == '\r' || text.data[text.len - 1] == ' '))
        text.data[--text.len] = '\0';
    n = text.len ? utf8_read(&cp, text.data, text.len) : 0;
    app->message[0] = '\0';
    if (n && n < text.len && fold_key(cp) == ':')
        run_verb(app, text.data + n);
    else
        take(app, buf_text(&text), text.len);
    buf_free(&text);
}
