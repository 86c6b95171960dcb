/* A line that is typed and never shown: passphrases. Nothing on the screen tells how long it is. */
#ifndef LINLI_TUI_HIDDEN_H
#define LINLI_TUI_HIDDEN_H

#include <stdbool.h>
#include <stddef.h>
#include "keys.h"
#include "linli/passphrase.h"

struct hidden {
    char text[PASSPHRASE_SIZE];
    size_t len;
};

/* False where the key types and takes away nothing. What is too long is not taken. */
bool hidden_key(struct hidden *h, const struct key *key, const struct buf *paste);
void hidden_add(struct hidden *h, const char *text, size_t len); /* the first line of it */
void hidden_wipe(struct hidden *h);

#endif
