/* A matter's dossier while its pages are made: what was read of it, and the sheets. Of src/act/ alone. */
#ifndef LINLI_ACT_DOSSIER_H
#define LINLI_ACT_DOSSIER_H

#include "linli/paper.h"
#include "linli/print.h"
#include "linli/read_flow.h"

/* An item that stands, with its values. */
struct dossier_item {
    struct item_row row;
    struct item_values values;
};
struct dossier_sheet {
    const char *title; /* translated */
    struct buf text;
    char remark[48];
    int page;
    bool missing;
};
struct dossier {
    struct store *s;
    const struct print_dossier *how;
    struct matter_row m;
    struct flow_matter flow;
    struct party parties[PARTIES_MAX];
    size_t party_count;
    struct dossier_item *items; /* owned, in the order of the record */
    size_t item_count;
    char told[NOTE_SIZE], settled[NOTE_SIZE]; /* when it was opened; how it was settled on the spot */
    struct paper paper;                       /* writes into the newest sheet */
    struct dossier_sheet *sheets;             /* owned */
    size_t sheet_count;
};

/* dossier.c */
enum err dossier_read(struct dossier *d, struct store *s, const struct id *matter, const struct print_dossier *how);
void dossier_free(struct dossier *d);
/* Begins a sheet: what is put on paper from now on stands on it. */
void dossier_sheet(struct dossier *d, const char *title, const char *corner, bool missing);
/* The n-th item of a kind that goes into this version, NULL behind the last; the newest, NULL where there is none. */
const struct dossier_item *dossier_item(const struct dossier *d, enum item item, size_t n);
const struct dossier_item *dossier_newest(const struct dossier *d, enum item item);
/* Of a party: its newest. `party` counts from 0. */
const struct dossier_item *dossier_of_party(const struct dossier *d, enum item item, size_t party);
/* Whether this version is for a party, and that is another one. */
bool dossier_hides(const struct dossier *d, size_t party);

/* dossier_put.c: values, forms, tables. */
/* A field as people read it: names in the place of ids, masked where it must be. */
void dossier_value(const struct dossier *d, const struct dossier_item *i, const char *name, struct buf *out);
void dossier_text(const struct dossier *d, struct buf *out, const char *text); /* without the other side's door and phones */
void dossier_field(struct dossier *d, const struct dossier_item *i, const char *name);
void dossier_form(struct dossier *d, const struct dossier_item *i); /* all fields that are filled in, and who noted it */
void dossier_blank(struct dossier *d, enum item item);              /* all its fields, to be filled in by hand */
/* All of a kind as rows of a table; titles are those of the fields, `widths` as paper_table takes them. */
void dossier_table(struct dossier *d, enum item item, const char *const *names, const int *widths, size_t columns);
void dossier_sign(struct dossier *d, bool parties, const char *const *others);
void dossier_day(char out[CLOCK_DATE_SIZE], int64_t day);
void dossier_committee(const struct dossier *d, struct buf *out);
void dossier_mediator(const struct dossier *d, struct buf *out);
void dossier_number(const struct dossier *d, struct buf *out);
void dossier_about(const struct dossier *d, struct buf *out);  /* the matter's summary */
const char *dossier_party(const struct dossier *d, int party); /* its name; 1 the first */
void dossier_parties(const struct dossier *d, struct buf *out);

/* dossier_forms.c and dossier_after.c: sheets that are more than the fields of items. Each makes none, one or several. */
typedef void dossier_make(struct dossier *d);
dossier_make dossier_register, dossier_notice, dossier_identity, dossier_plan, dossier_evidence, dossier_lift, dossier_tasks;
dossier_make dossier_agreement, dossier_kept, dossier_evaluated, dossier_confirmed, dossier_routes;
void dossier_agreements(struct dossier *d, bool must); /* `must`: a blank where there is none */

#endif
