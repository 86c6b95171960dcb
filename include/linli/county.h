/* A county's own rules: days and shortcuts of steps, names of levels and types, colour rules, reviews, claims, what an index is
 * made of. One file of `key = value` lines in [sections], which ships with defaults (contrib/county.conf), is set at a hub and
 * travels to its devices as an event. Pure but for county_use: one county's rules are in use in a process. */
#ifndef LINLI_COUNTY_H
#define LINLI_COUNTY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "linli/buf.h"
#include "linli/err.h"
#include "linli/kinds.h"

#define COUNTY_SIZE 32768 /* bytes of a file, at most */

struct county;

/* Reads a file's text; `name` is for messages ("county.conf:12: …"). ERR_SYNTAX or ERR_RANGE with the line: an unknown section,
 * key, step or type, a number out of its bounds, a step left out or turned back so that a flow has a cycle or no end. *out is
 * NULL then. */
enum err county_read(struct county **out, const char *name, const char *text, size_t len);
void county_free(struct county *c);

/* From now on these; NULL: the defaults. Takes it. Texts that were handed out before stay good, because a screen may still show
 * them. */
void county_use(struct county *c);

/* Appends a file that says nothing but the defaults, with a comment a section, in the language of the program. */
void county_write_default(struct buf *out);

/* What is in use. */
const char *county_name(void);        /* of the county, "" */
int county_days(enum step step);      /* calendar days allowed */
bool county_lets_out(enum step step); /* the step is passed over: what leads to it leads to what follows it */
bool county_then(enum step step,
                 enum step *then);     /* it says what follows the step done, in the place of transitions.def; none: closed */
enum step county_next(enum step step); /* what follows it as a rule, itself passed over or not; none: closed */
enum step county_pass(enum step step); /* where one comes who is led to it: itself, or what is not passed over; none: closed */
const char *county_level_words(enum level level);     /* NULL: as in levels.def */
const char *county_type_words(enum matter_type type); /* NULL: as in types.def */
bool county_has_type(enum matter_type type);          /* it is offered */
enum level county_type_level(enum matter_type type);  /* that usually settles it, none: as in competences.def */
const char *county_type_who(enum matter_type type);   /* who hears it, NULL: as there */
int county_review_days(enum level level);             /* 7, 15, 30; 0: none */
int county_soon_percent(void);                        /* of the days gone: urged, yellow (80) */
int county_many_parties(void);                        /* 5 */
int county_confirm_warning(size_t n);    /* days since the agreement at which it warns: 20, 25, 29; 0 behind the last */
int county_retention_years(void);        /* of a dossier; 10 */
const char *county_law(const char *key); /* text printed on forms where the county gave it ("confirmation"), else "" */

/* Claims (FIELD.md c-22). */
struct county_grade {
    int64_t fen;        /* amount, in hundredths of a yuan; 0: not paid */
    int share_percent;  /* of a town's total in a year that may go to this grade, 100: all */
    int failed_percent; /* of the amount where no agreement was reached but the case was well guided, 0 none */
};
const struct county_grade *county_grade(enum grade grade);
bool county_pays(enum source source); /* whether such mediators may claim: not those in a state post */
int county_oral_percent(void);        /* of the amount for an oral agreement */

/* The parts of the service index: in time, kept, followed up, evaluated; per cent, together 100. */
int county_index_share(size_t part);

#endif
