/* Enrolment slips: a page for each worker with what they need to join, to be printed and handed over. Knows no record. Pure. */
#ifndef LINLI_HUB_SLIP_H
#define LINLI_HUB_SLIP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "linli/buf.h"

struct slip_hub {
    const char *name;
    const char *url; /* "" not known: there is room to write it */
    const char *pin; /* "" not known */
};

struct slip {
    const char *login, *name, *area;
    const char *code;
    int64_t expires;
};

/* Whether the name of a file asks for plain text (.txt); else it is HTML. */
bool slip_is_text(const char *file);

/* Appends a whole document: HTML that needs nothing from elsewhere, or text with a form feed between the
 * behind each page. In the language of the moment. */
void slip_write(struct buf *out, const struct slip_hub *hub, const struct slip *slips, size_t count, bool text);

#endif
