/* Numbers in forms: they stand there masked, and those that were left alone are put back when the form is stored. */
#ifndef LINLI_TUI_PHONES_H
#define LINLI_TUI_PHONES_H

#include "linli/buf.h"
#include "linli/err.h"

/* Appends the numbers ('\n' between) masked, with "; " between. */
void phones_masked(struct buf *out, const char *phones);

/* Appends what was typed with each masked number replaced by the one of `phones` that it stands for. ERR_SYNTAX with words where
 * one is none of them: it was changed in parts. */
enum err phones_unmasked(struct buf *out, const char *typed, const char *phones);

#endif
