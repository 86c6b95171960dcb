/* Appending what a person said. */
#include "act_inner.h"
#include "linli/acts.h"

enum err append_words(struct store *s, struct event *ev, const struct words *words, int64_t *pos) {
    struct buf body = {0};
    enum err e;

    body_write_words(&body, words);
    e = store_append(s, ev, body.data, body.len, pos);
    buf_free(&body);
    return e;
}

enum err append_act(struct store *s, struct event *ev, const struct words *words) {
    int64_t pos;
    enum err e = store_begin(s);

    if (e != ERR_OK)
        return e;
    e = append_words(s, ev, words, &pos);
    if (e == ERR_OK)
        e = acts_did(s, pos, pos);
    return store_end(s, e);
}
