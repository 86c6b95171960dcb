/* What is said after a step: what was done, what is due next, until when, and with whom. */
#ifndef LINLI_TUI_FLOW_SAID_H
#define LINLI_TUI_FLOW_SAID_H

#include "linli/buf.h"
#include "linli/read_flow.h"

void flow_said(struct buf *out, struct store *s, const struct id *matter, enum exit exit, enum step done);

#endif
