/* Colours fitted to terminals that have 8 or 16, whose exact colours nobody knows: a pair is right only where it is right in the
 * palettes of VGA, xterm, Windows 10 and Solarized alike. The last has greys in the place of bright colours, so that few pairs
 * are left: for text black with white, bright white or bright cyan. Pure. */
#ifndef LINLI_TUI_THEME_FIT_H
#define LINLI_TUI_THEME_FIT_H

#include <stdbool.h>

#define CONTRAST_MARK 3.0 /* WCAG 2.2: what is no text, such as the mark of a line, */
#define CONTRAST_TEXT 4.5 /* text, level AA, */
#define CONTRAST_HIGH 7.0 /* and level AAA */

/* Red, green, blue of a colour of the xterm palette of 256. */
void fit_rgb(int out[3], int colour);

/* The least contrast of two colours in the four palettes; above 15 they are the same in all. */
double fit_contrast(int a, int b);

/* The nearest pair among the first `count` (8 or 16) colours whose contrast is at least `least` in all palettes. False where
 * there is none: nothing is changed then. */
bool fit_pair(int *fg, int *bg, int count, double least);

/* Whether the pair keeps that contrast where the terminal draws bold letters in the brighter colour. */
bool fit_bold(int fg, int bg, double least);

#endif
