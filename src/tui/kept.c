/* What is kept under a name, of both lists. */
#include "kept.h"

#include <string.h>
#include "linli/i18n.h"
#include "linli/mem.h"
#include "matters_filter.h"

void kept_cut(char *out, size_t room, const char *text) {
    size_t len = strlen(text);

    if (len >= room)
        for (len = room - 1; len && ((unsigned char)text[len] & 0xC0) == 0x80;)
            len--;
    memcpy(out, text, len);
    out[len] = '\0';
}

static void read_words(struct kept *k, struct app *app) {
    struct matters_choice choice;
    struct buf words = {0};

    if (!k->filter)
        buf_puts(&words, k->saved.query);
    else if (matters_choice_read(&choice, app->store, k->saved.query) == ERR_OK)
        matters_choice_words(&words, &choice);
    else
        buf_puts(&words, err_last()->why);
    kept_cut(k->words, sizeof k->words, buf_text(&words));
    buf_free(&words);
}

static size_t add(struct kept *to, struct app *app, const char *list, bool filter) {
    struct saved *saved;
    size_t count;

    if (saved_list(app->store, list, &saved, &count) != ERR_OK)
        app_say_error(app);
    for (size_t i = 0; i < count; i++) {
        to[i] = (struct kept){.saved = saved[i], .filter = filter};
        read_words(&to[i], app);
    }
    mem_free(saved);
    return count;
}

size_t kept_read(struct kept **out, struct app *app) {
    size_t count;

    *out = mem_new(KEPT_MAX, sizeof **out);
    count = add(*out, app, KEPT_SEARCHES, false);
    return count + add(*out + count, app, KEPT_FILTERS, true);
}

void kept_line(struct buf *out, const struct kept *k) {
    if (k->saved.gone)
        buf_printf(out, _("Dropped: %s. Del brings it back"), k->saved.name);
    else
        buf_printf(out, k->filter ? _("Kept filter of matters: %s  (%s)") : _("Kept search: %s  (%s)"), k->saved.name, k->words);
}

void kept_drop(struct app *app, struct kept *k) {
    const char *list = k->filter ? KEPT_FILTERS : KEPT_SEARCHES;
    enum err e =
        k->saved.gone ? saved_put(app->store, list, k->saved.name, k->saved.query) : saved_drop(app->store, list, k->saved.name);

    if (e == ERR_OK)
        k->saved.gone = !k->saved.gone;
    else
        app_say_error(app);
}
