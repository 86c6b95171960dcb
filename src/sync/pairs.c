/* Pairs of households. */
#include "pairs.h"

#include "linli/clash.h"
#include "linli/json.h"
#include "linli/read.h"

static void put_pair(struct json_out *w, const struct id *own, const struct id *hub) {
    char hex[ID_TEXT_SIZE];

    json_open(w, NULL, '[');
    id_text(hex, own);
    json_put_str(w, NULL, hex);
    id_text(hex, hub);
    json_put_str(w, NULL, hex);
    json_close(w, ']');
}

enum err pairs_keep(struct store *s, const struct joined *j, int64_t *count) {
    struct buf text = {0};
    struct json_out w;
    enum err e = ERR_OK;

    *count = 0;
    json_start(&w, &text);
    json_open(&w, NULL, '[');
    for (size_t i = 0; i < j->pair_count; i++) {
        if (id_equal(&j->pairs[i].own, &j->pairs[i].hub))
            continue;
        put_pair(&w, &j->pairs[i].own, &j->pairs[i].hub);
        ++*count;
    }
    json_close(&w, ']');
    if (*count)
        e = store_set(s, "sync.pairs", buf_text(&text));
    buf_free(&text);
    return e;
}

/* ERR_NOT_FOUND: one side is not here. An own one that leads elsewhere already, or was never here, has nothing to fold. */
static enum err fold(struct store *s, const struct id *own, const struct id *hub) {
    struct event ev = {.kind = KIND_ALIAS, .entity = *own};
    struct household_row row;
    struct household h;
    enum err e = read_household(s, own, &row, &h);

    if (e == ERR_OK)
        household_free(&h);
    if (e != ERR_OK || !id_equal(&row.id, own))
        return e == ERR_NOT_FOUND ? ERR_OK : e;
    e = read_household(s, hub, &row, &h);
    if (e != ERR_OK)
        return e;
    household_free(&h);
    ev.other = row.id;
    if (id_equal(&ev.other, own))
        return ERR_OK;
    e = clash_carry(s, own, &ev.other);
    return e == ERR_OK ? store_append(s, &ev, NULL, 0, NULL) : e;
}

static enum err fold_all(struct store *s, const struct json *pairs, struct json_out *rest, size_t *left) {
    enum err e = ERR_OK;

    for (size_t i = 0; e == ERR_OK && i < json_count(pairs); i++) {
        const char *own = json_text(json_at(json_at(pairs, i), 0)), *hub = json_text(json_at(json_at(pairs, i), 1));
        struct id from, to;

        if (!own || !hub || !id_parse(&from, own, SIZE_MAX) || !id_parse(&to, hub, SIZE_MAX))
            continue;
        e = fold(s, &from, &to);
        if (e == ERR_NOT_FOUND) {
            put_pair(rest, &from, &to);
            ++*left;
            e = ERR_OK;
        }
    }
    return e;
}

static enum err fold_kept(struct store *s, const struct json *pairs) {
    struct buf text = {0};
    struct json_out rest;
    size_t left = 0;
    enum err e = store_begin(s);

    if (e != ERR_OK)
        return e;
    json_start(&rest, &text);
    json_open(&rest, NULL, '[');
    e = fold_all(s, pairs, &rest, &left);
    json_close(&rest, ']');
    if (e == ERR_OK)
        e = store_set(s, "sync.pairs", left ? buf_text(&text) : NULL);
    buf_free(&text);
    if (e == ERR_OK)
        return store_commit(s);
    store_rollback(s);
    return e;
}

enum err pairs_fold(struct store *s) {
    struct buf text = {0};
    struct json *pairs = NULL;
    enum err e = store_get(s, "sync.pairs", &text);

    if (e == ERR_OK && json_parse(&pairs, buf_text(&text), text.len, NULL) == ERR_OK)
        e = fold_kept(s, pairs);
    json_free(pairs);
    buf_free(&text);
    return e == ERR_NOT_FOUND ? ERR_OK : e;
}
