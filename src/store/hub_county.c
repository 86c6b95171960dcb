/* Setting the county's rules: one entity for ever, which everybody of the hub has. */
#include "hub.h"

#include <string.h>
#include "linli/county.h"
#include "linli/i18n.h"
#include "linli/mem.h"

#define ENTITY "hub.county"

static enum err entity_of(struct store *s, struct id *out) {
    char text[ID_TEXT_SIZE];
    struct buf b = {0};
    enum err e = store_get(s, ENTITY, &b);
    bool there = e == ERR_OK && id_parse(out, b.data, b.len);

    buf_free(&b);
    if (there || (e != ERR_OK && e != ERR_NOT_FOUND))
        return there ? ERR_OK : e;
    *out = id_random();
    id_text(text, out);
    return store_set(s, ENTITY, text);
}

static enum err set(struct hub_work *w, const char *text, bool *changed) {
    struct event ev = {.kind = KIND_COUNTY};
    struct words words = {0};
    struct buf now = {0};
    enum err e = store_county(w->s, &now);

    *changed = e != ERR_OK || strcmp(buf_text(&now), text) != 0;
    buf_free(&now);
    if (!*changed || (e != ERR_OK && e != ERR_NOT_FOUND))
        return e;
    words.text = mem_dup(text);
    e = entity_of(w->s, &ev.entity);
    if (e == ERR_OK)
        e = hub_append(w, &ev, &words, HUB_COUNTY, "");
    words_free(&words);
    return e == ERR_OK ? hub_place(w, &ev.entity) : e;
}

/* What is more than a body's bound as JSON is refused before anything is written. */
static enum err check_size(const char *name, const char *text) {
    struct words words = {.text = mem_dup(text)};
    struct buf body = {0};
    bool fits;

    body_write_words(&body, &words);
    fits = body.len <= EVENT_BODY_MAX - 256;
    buf_free(&body);
    words_free(&words);
    return fits ? ERR_OK : err_say(ERR_RANGE, name, _("the file is too large to be sent"), _("take comments out"));
}

enum err hub_county_set(struct store *s, const char *name, const char *text, size_t len, bool *changed) {
    struct county *c;
    struct hub_work w;
    enum err e = county_read(&c, name, text, len);

    county_free(c);
    if (e == ERR_OK)
        e = check_size(name, text);
    if (e == ERR_OK)
        e = hub_begin(&w, s);
    return e == ERR_OK ? hub_end(&w, set(&w, text, changed)) : e;
}
