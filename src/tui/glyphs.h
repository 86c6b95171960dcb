/* With which signs pictures are drawn: the same picture in three sets. */
#ifndef LINLI_TUI_GLYPHS_H
#define LINLI_TUI_GLYPHS_H

/* ASCII is safe everywhere; BLOCKS only where the terminal's width of them was proven; WORDS in the linear mode. */
enum glyphs { GLYPHS_ASCII, GLYPHS_BLOCKS, GLYPHS_WORDS, GLYPHS_COUNT };

enum glyphs glyphs_now(void);

#endif
