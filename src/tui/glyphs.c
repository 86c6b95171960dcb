/* Which set of signs is right on this terminal. */
#include "glyphs.h"

#include "screen.h"
#include "term.h"

enum glyphs glyphs_now(void) {
    return term_is_linear() ? GLYPHS_WORDS : screen_has_blocks() ? GLYPHS_BLOCKS : GLYPHS_ASCII;
}
