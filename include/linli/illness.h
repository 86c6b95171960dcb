/* Words that name an illness: a care need is a service that was asked for, never a diagnosis (DESIGN.md section 3). Pure. */
#ifndef LINLI_ILLNESS_H
#define LINLI_ILLNESS_H

/* The first word of illnesses.def that the text holds, NULL where there is none. */
const char *illness_named(const char *text);

#endif
