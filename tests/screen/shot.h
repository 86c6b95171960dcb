/* A screen as a picture: SVG, each glyph at the place of its cell, so that Han letters stand in their two cells whatever font the
 * reader has; no font inside, no size guessed, the same bytes from the same cells. */
#ifndef TESTS_SCREEN_SHOT_H
#define TESTS_SCREEN_SHOT_H

#include <regex.h>
#include <stdio.h>
#include "vt.h"

#define SHOT_CELL 9 /* pixels across */
#define SHOT_ROW 19 /* and down */

/* Where a mask matches, `instead` stands (as many cells), so that what differs from run to run does not show; NULL: spaces. */
void shot_write(FILE *out, struct vt *vt, const regex_t *masks, size_t mask_count, const char *instead);

#endif
