/* The request table and its keys. */
#include "request.h"

#include <stdio.h>
#include <string.h>
#include "linli/conf.h"
#include "linli/i18n.h"
#include "linli/ini.h"

static const struct request_row rows[] = {
    [REQ_NONE] = {"", "", "", "", 0},
#define X(name, text, keys, label, help, flags) [REQ_##name] = {text, keys, label, help, flags},
#include "requests.def"
#undef X
};

static struct {
    struct key keys[REQUEST_KEYS_MAX];
    size_t count;
} bound[REQ_COUNT];

const struct request_row *request_row(enum request r) {
    return &rows[r < REQ_COUNT ? r : REQ_NONE];
}

const char *request_label(enum request r) {
    return *request_row(r)->label ? _(request_row(r)->label) : "";
}

const char *request_help(enum request r) {
    return *request_row(r)->help ? _(request_row(r)->help) : "";
}

/* False where one of the keys has no meaning or there are too many. */
static bool bind_keys(enum request r, const char *keys) {
    char text[128], *rest = text, *word;
    size_t count = 0;
    struct key found[REQUEST_KEYS_MAX];

    if (snprintf(text, sizeof text, "%s", keys) >= (int)sizeof text)
        return false;
    while ((word = strtok_r(rest, " \t", &rest))) {
        if (count == REQUEST_KEYS_MAX || !keys_parse(&found[count], word))
            return false;
        count++;
    }
    memcpy(bound[r].keys, found, sizeof found);
    bound[r].count = count;
    return true;
}

void request_default_keys(void) {
    for (int r = REQ_NONE + 1; r < REQ_COUNT; r++)
        bind_keys((enum request)r, rows[r].defaults);
}

static enum err bad_line(const char *name, int line, const char *why) {
    return err_say(ERR_SYNTAX, err_fmt("%s:%d", name, line), why, _("the keys that come with linli are in force"));
}

static enum err read_pair(void *arg, int line, const char *section, const char *key, const char *value) {
    const char *name = arg;

    (void)section;
    for (int r = REQ_NONE + 1; r < REQ_COUNT; r++)
        if (strcmp(rows[r].name, key) == 0)
            return bind_keys((enum request)r, value) ? ERR_OK : bad_line(name, line, err_fmt(_("no such key: %s"), value));
    return bad_line(name, line, err_fmt(_("linli knows no such act: %s"), key));
}

enum err request_read_keys(const char *name, const char *text, size_t len) {
    enum err e;

    request_default_keys();
    e = ini_parse(name, text, len, read_pair, (void *)(size_t)name);
    if (e != ERR_OK)
        request_default_keys();
    return e;
}

bool request_key(enum request r, size_t k, struct key *out) {
    if (r >= REQ_COUNT || k >= bound[r].count)
        return false;
    *out = bound[r].keys[k];
    return true;
}

/* Keys that a line of text needs for itself. */
static bool edits(const struct key *key) {
    switch (key->code) {
    case K_TEXT:
    case K_BACKSPACE:
    case K_DEL:
    case K_LEFT:
    case K_RIGHT:
    case K_HOME:
    case K_END:
    case K_PASTE:
    case K_PASTE_BIG:
        return true;
    case K_CTRL:
        return strchr("AEUKWBFDH", (int)key->cp) && key->cp;
    default:
        return false;
    }
}

bool request_has_key(enum request r, const struct key *key, bool in_text) {
    if (r >= REQ_COUNT || (in_text ? edits(key) : rows[r].flags & TYPED))
        return false;
    for (size_t i = 0; i < bound[r].count; i++)
        if (bound[r].keys[i].code == key->code && bound[r].keys[i].cp == key->cp)
            return true;
    return false;
}

enum request request_of_key(const enum request *list, const struct key *key, bool in_text) {
    for (; *list != REQ_NONE; list++)
        if (request_has_key(*list, key, in_text))
            return *list;
    return REQ_NONE;
}

enum request request_anywhere(const struct key *key) {
    for (int r = REQ_NONE + 1; r < REQ_COUNT; r++)
        if (request_has_key((enum request)r, key, false))
            return (enum request)r;
    return REQ_NONE;
}

bool request_shows_before(const struct key *key) {
    return conf_flag(CONF_FUNCTION_KEYS) && (key->code != K_TEXT || (key->cp >= '0' && key->cp <= '9'));
}

bool request_shown_key(enum request r, bool in_text, char out[KEY_NAME_SIZE]) {
    for (size_t i = 0; r < REQ_COUNT && i < bound[r].count; i++)
        if (request_shows_before(&bound[r].keys[i]) && !(in_text && edits(&bound[r].keys[i]))) {
            keys_name(out, &bound[r].keys[i]);
            return true;
        }
    for (size_t i = 0; r < REQ_COUNT && i < bound[r].count; i++)
        if (!in_text || !edits(&bound[r].keys[i])) {
            keys_name(out, &bound[r].keys[i]);
            return true;
        }
    return false;
}

void request_write_keys(struct buf *out) {
    for (int r = REQ_NONE + 1; r < REQ_COUNT; r++)
        buf_printf(out, "%-15s = %s\n", rows[r].name, rows[r].defaults);
}
