/* Between the files of figures. */
#ifndef LINLI_CORE_FIGURES_INNER_H
#define LINLI_CORE_FIGURES_INNER_H

#include "linli/figures.h"

/* A cell that says nothing yet, behind the others. */
struct figure_cell *figures_add_cell(struct figures *f, enum figure figure, enum figure_by by, const char *key);

/* Adds what was reported by month and type; `counts` is of each month all types. Months and types have their cells already, and
 * what is hidden of them is. */
void figures_cross(struct figures *f, const int64_t *counts);

#endif
