/* Practice: a record of invented people in a folder of its own, with desks that answer by themselves. Nothing of it is ever sent:
 * such a record joins no hub. */
#ifndef LINLI_PRACTICE_H
#define LINLI_PRACTICE_H

#include "linli/store.h"

/* The folder of the practice record, below the program's home; made where it is missing. */
enum err practice_home(char *out, size_t room);

/* Removes the practice record; the next one begins anew. */
enum err practice_forget(const char *home);

/* Invents a grid with its people, visits, matters and directories in an empty record; does nothing where that was done. */
enum err practice_fill(struct store *s);

bool practice_is(struct store *s);

/* The invented desks take in what is unsent and do what is theirs to do next: one step in each matter. *said gets a line for the
 * person, what they did, translated; "" nothing. Words are set where it fails. */
enum err practice_answer(struct store *s, struct buf *said);

/* Whether something waits for the desks. */
bool practice_waits(struct store *s);

#endif
