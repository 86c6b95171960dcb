/* Editing keys. */
#include "typing.h"

#include "linli/utf8.h"

static bool moved(struct edit *e, void (*move)(struct edit *)) {
    size_t caret = e->caret, len = e->text.len;

    move(e);
    return e->caret != caret || e->text.len != len;
}

static bool control_key(struct edit *e, uint32_t letter) {
    switch (letter) {
    case 'A':
        return moved(e, edit_home);
    case 'E':
        return moved(e, edit_end);
    case 'U':
        return moved(e, edit_clear_before);
    case 'K':
        return moved(e, edit_clear_behind);
    case 'W':
        return edit_word_back(e);
    case 'B':
        return edit_left(e);
    case 'F':
        return edit_right(e);
    case 'D':
        return edit_delete(e);
    default:
        return false;
    }
}

bool typing_key(struct edit *e, const struct key *key) {
    char bytes[4];

    switch (key->code) {
    case K_TEXT:
        return edit_insert(e, bytes, utf8_write(bytes, key->cp));
    case K_CTRL:
        return control_key(e, key->cp);
    case K_BACKSPACE:
        return edit_backspace(e);
    case K_DEL:
        return edit_delete(e);
    case K_LEFT:
        return edit_left(e);
    case K_RIGHT:
        return edit_right(e);
    case K_HOME:
        return moved(e, edit_home);
    case K_END:
        return moved(e, edit_end);
    default:
        return false;
    }
}
