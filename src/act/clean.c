/* Cleaning of typed text. */
#include "act_inner.h"

#include <string.h>
#include "linli/fold.h"
#include "linli/i18n.h"
#include "linli/utf8.h"

/* Folding shortens, so text far beyond the room is refused before it is folded. */
#define RAW_MAX 65536

static enum err too_long(size_t room, const struct clean *how) {
    return err_say(
        ERR_RANGE, how->what,
        err_fmt(_("“%s” is too long: %zu bytes fit, about %zu Chinese characters"), how->field, room - 1, (room - 1) / 3),
        _("shorten it"));
}

static void fold_lines(struct buf *out, const char *text) {
    for (;;) {
        size_t len = strcspn(text, "\n");

        fold_cell(out, text, len);
        if (text[len] == '\0')
            break;
        buf_putc(out, '\n');
        text += len + 1;
    }
    while (out->len && out->data[out->len - 1] == '\n')
        out->data[--out->len] = '\0';
}

enum err clean_text(char *to, size_t room, const char *text, const struct clean *how) {
    struct buf folded = {0};
    size_t len = text ? strlen(text) : 0;
    enum err e = ERR_OK;

    *to = '\0';
    if (len == 0)
        return ERR_OK;
    if (len > RAW_MAX)
        return too_long(room, how);
    if (!utf8_valid(text, len))
        return err_say(ERR_SYNTAX, how->what, err_fmt(_("“%s” is not UTF-8 text"), how->field), _("set the terminal to UTF-8"));
    if (how->lines)
        fold_lines(&folded, text);
    else
        fold_cell(&folded, text, len);
    if (folded.len >= room)
        e = too_long(room, how);
    else
        strcpy(to, buf_text(&folded));
    buf_free(&folded);
    return e;
}

void clean_copy(char *to, size_t room, const char *text) {
    size_t len = strlen(text);

    if (len >= room)
        for (len = room - 1; len > 0 && ((unsigned char)text[len] & 0xC0) == 0x80;)
            len--;
    memcpy(to, text, len);
    to[len] = '\0';
}
