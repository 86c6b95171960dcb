/* A screen as text: to print, to keep as a golden file, to compare with one. */
#ifndef TESTS_SCREEN_GOLDEN_H
#define TESTS_SCREEN_GOLDEN_H

#include <regex.h>
#include <stdio.h>
#include "vt.h"

/* The screen in a frame, under a title where one is given. */
void golden_print(FILE *out, struct vt *vt, const char *title);

/* Rows, then the cursor, then each run of cells that does not look plain; with `roles` each run that is not of the role text, by
 * its role (the program runs with the theme of views.inc). What the masks match is written as ~, one for each cell. The caller
 * frees it. */
char *golden_text(struct vt *vt, const regex_t *masks, size_t mask_count, bool roles);

/* True where the file holds `text`, and allows that many bytes (-1: they do not count). Otherwise says on `complain` (where not
 * NULL) what differs. */
bool golden_same(const char *path, const char *text, long bytes, FILE *complain);

/* True where the rows and the cursor are those of the file, on whatever terminal: looks and bytes do not count, nor rows with a
 * letter that is one cell here and two there. Otherwise says what differs. */
bool golden_same_rows(const char *path, const char *text, FILE *complain);

/* Writes the file, making its folder; ends the process with 2 where it cannot. */
void golden_write(const char *path, const char *text, long bytes);

#endif
