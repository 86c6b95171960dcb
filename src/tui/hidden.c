/* Typing without an echo. */
#include "hidden.h"

#include <string.h>
#include "linli/hash.h"
#include "linli/utf8.h"

void hidden_wipe(struct hidden *h) {
    secret_wipe(h, sizeof *h);
}

void hidden_add(struct hidden *h, const char *text, size_t len) {
    for (size_t i = 0; i < len; i++)
        if (text[i] == '\n' || text[i] == '\r')
            len = i;
    if (h->len + len >= sizeof h->text)
        return;
    memcpy(h->text + h->len, text, len);
    h->len += len;
    h->text[h->len] = '\0';
}

static void backspace(struct hidden *h) {
    while (h->len && ((unsigned char)h->text[--h->len] & 0xc0) == 0x80)
        continue;
    h->text[h->len] = '\0';
}

bool hidden_key(struct hidden *h, const struct key *key, const struct buf *paste) {
    char bytes[4];

    if (key->code == K_TEXT)
        hidden_add(h, bytes, utf8_write(bytes, key->cp));
    else if (key->code == K_PASTE && paste)
        hidden_add(h, buf_text(paste), paste->len);
    else if (key->code == K_BACKSPACE)
        backspace(h);
    else if (key->code == K_CTRL && (key->cp == 'U' || key->cp == 'K' || key->cp == 'W'))
        hidden_wipe(h);
    else
        return false;
    return true;
}
