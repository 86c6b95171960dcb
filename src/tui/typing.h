/* Keys on a line of text: the same everywhere. */
#ifndef LINLI_TUI_TYPING_H
#define LINLI_TUI_TYPING_H

#include <stdbool.h>
#include "keys.h"
#include "linli/edit.h"

/* Does what the key means on a line; false where it means nothing there or changes nothing. */
bool typing_key(struct edit *e, const struct key *key);

#endif
