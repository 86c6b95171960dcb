/* Sheets of a dossier from the agreement on: what was agreed, whether it was kept, evaluations, confirmation, other routes. */
#include "act_inner.h"
#include "dossier.h"

#include <stdio.h>
#include <string.h>
#include "linli/clock.h"
#include "linli/county.h"
#include "linli/i18n.h"

/* ---- the agreement */

static bool is_about(const struct dossier_item *i, const struct dossier_item *of) {
    return of && i->row.about_seq == of->row.seq && id_equal(&i->row.about_device, &of->row.device);
}

static void begin_terms(struct dossier *d) {
    paper_table(&d->paper, (const char *const[]){_("Serial"), _("Who"), _("Does what"), _("Amount (yuan)"), _("By when")},
                (const int[]){6, 14, 26, 13, 0}, 5);
}

/* Without an agreement a table to be filled in. */
static void put_terms(struct dossier *d, const struct dossier_item *agreement) {
    const struct dossier_item *t;
    size_t count = 0;

    paper_heading(&d->paper, _("Who does what by when"));
    for (size_t n = 0; (t = dossier_item(d, ITEM_IS_TERM, n)); n++) {
        struct buf does = {0};

        if (!is_about(t, agreement))
            continue;
        if (!count++)
            begin_terms(d);
        dossier_value(d, t, "does", &does);
        paper_row(&d->paper, (const char *const[]){err_fmt("%zu", count), dossier_party(d, t->row.party), buf_text(&does),
                                                   items_get(&t->values, "amount"), items_get(&t->values, "due")});
        buf_free(&does);
    }
    if (!count && agreement) {
        paper_text(&d->paper, _("as written above; no single terms were noted"));
        return;
    }
    if (!count)
        begin_terms(d);
    for (; count < 2 && !agreement; count++)
        paper_row(&d->paper, (const char *const[]){"\n", "", "", "", ""});
    paper_table_end(&d->paper);
}

static void put_party_lines(struct dossier *d) {
    for (size_t i = 0; i < d->party_count; i++) {
        const struct dossier_item *n = dossier_of_party(d, ITEM_IS_IDENTITY, i);
        struct buf line = {0};

        buf_puts(&line, d->parties[i].name);
        if (!dossier_hides(d, i)) {
            if (*d->parties[i].door)
                buf_printf(&line, "\n%s%s%s", _("Door"), _(": "), d->parties[i].door);
            if (n) {
                buf_printf(&line, "\n%s%s", items_get(&n->values, "paper"), _(": "));
                dossier_value(d, n, "number", &line);
            }
        }
        paper_field(&d->paper, err_fmt(_("Party %zu"), i + 1), buf_text(&line));
        buf_free(&line);
    }
}

static void put_field(struct dossier *d, const struct dossier_item *a, const char *name, const char *label) {
    struct buf text = {0};

    if (a)
        dossier_value(d, a, name, &text);
    paper_field(&d->paper, label, buf_text(&text));
    buf_free(&text);
}

/* What was noted of the signing, so that the paper can be compared with the record. */
static void put_signed(struct dossier *d, const struct dossier_item *agreement) {
    static const enum item kinds[] = {ITEM_IS_SIGNED, ITEM_IS_MEDIATOR_SIGNED, ITEM_IS_SEALED};
    struct buf line = {0};
    char date[CLOCK_DATE_SIZE];

    for (size_t k = 0; k < 3; k++) {
        const struct dossier_item *i;

        for (size_t n = 0; (i = dossier_item(d, kinds[k], n)); n++) {
            const char *who = k == 0   ? dossier_party(d, i->row.party)
                              : k == 1 ? items_get(&i->values, "name")
                                       : items_get(&i->values, "committee");

            dossier_day(date, i->row.day);
            if (is_about(i, agreement))
                buf_printf(&line, "%s%s%s %s", line.len ? "" : _("Signed or sealed, as noted"), line.len ? _(", ") : _(": "), who,
                           date);
        }
    }
    dossier_day(date, d->flow.agreed);
    if (*date && agreement == dossier_newest(d, ITEM_IS_AGREEMENT)) {
        buf_puts(&line, "  ");
        buf_printf(&line, _("In force from %s"), date);
    }
    if (line.len)
        paper_text(&d->paper, buf_text(&line));
    buf_free(&line);
}

static void put_written(struct dossier *d, const struct dossier_item *a, size_t copy, size_t copies) {
    const char *const chair[] = {_("Mediator"), _("Recorder"), _("Committee (seal)"), NULL};
    struct buf number = {0};

    dossier_number(d, &number);
    dossier_sheet(d, _("Agreement of a people's mediation"),
                  copies ? err_fmt(_("%s, copy %zu of %zu"), buf_text(&number), copy, copies) : "", !a);
    buf_free(&number);
    if (copies)
        snprintf(d->sheets[d->sheet_count - 1].remark, sizeof d->sheets->remark, _("copy %zu of %zu"), copy, copies);
    put_party_lines(d);
    put_field(d, a, "facts", _("Facts and what was in dispute"));
    put_field(d, a, "content", _("Agreed"));
    put_terms(d, a);
    paper_text(
        &d->paper,
        err_fmt(_("It is in force once the parties have signed, sealed or put their fingerprint, the mediator has signed and "
                  "the committee has sealed it. There are %zu copies with the same words: one for each party, one for the "
                  "committee."),
                d->party_count + 1));
    if (*county_law("agreement"))
        paper_text(&d->paper, county_law("agreement"));
    dossier_sign(d, true, chair);
    if (a)
        put_signed(d, a);
}

static void put_oral(struct dossier *d, const struct dossier_item *a) {
    const char *const chair[] = {_("Mediator"), _("Recorder"), NULL};

    dossier_sheet(d, _("Register of an oral agreement"), "", false);
    put_party_lines(d);
    if (a) {
        put_field(d, a, "day", _("Day"));
        put_field(d, a, "facts", _("Facts and what was in dispute"));
        put_field(d, a, "content", _("Agreed"));
        put_terms(d, a);
    } else {
        struct buf how = {0};
        char date[CLOCK_DATE_SIZE];

        dossier_day(date, d->flow.agreed);
        dossier_text(d, &how, d->settled);
        paper_field(&d->paper, _("Day"), date);
        paper_field(&d->paper, _("How it was settled"), buf_text(&how));
        buf_free(&how);
    }
    paper_text(&d->paper, _("An oral agreement is in force from its day; its content is recorded by the mediator."));
    dossier_sign(d, false, chair);
}

/* Of an agreement that another one followed, one sheet is kept. */
void dossier_agreements(struct dossier *d, bool must) {
    const struct dossier_item *a, *newest = dossier_newest(d, ITEM_IS_AGREEMENT);
    size_t copies = d->how->party ? 1 : d->party_count + 1;

    for (size_t n = 0; must && (a = dossier_item(d, ITEM_IS_AGREEMENT, n)) != newest; n++)
        if (a->row.made == AGREEMENT_ORAL)
            put_oral(d, a);
        else
            put_written(d, a, 0, 0);
    if (newest && newest->row.made != AGREEMENT_ORAL)
        for (size_t i = 0; i < copies; i++)
            put_written(d, newest, d->how->party ? (size_t)d->how->party : i + 1, d->party_count + 1);
    else if (newest || *d->settled)
        put_oral(d, newest);
    else if (must && flow_requires(&d->flow, ITEM_IS_AGREEMENT) && !d->how->party)
        put_written(d, NULL, 0, 0);
}

void dossier_agreement(struct dossier *d) {
    dossier_agreements(d, true);
}

/* ---- performance */

void dossier_kept(struct dossier *d) {
    const struct dossier_item *t, *k;

    if (!dossier_newest(d, ITEM_IS_TERM))
        return;
    dossier_sheet(d, _("Proof of performance"), "", false);
    paper_table(&d->paper,
                (const char *const[]){_("Who"), _("Does what"), _("Amount (yuan)"), _("By when"), _("Kept"), _("Proof")},
                (const int[]){12, 18, 8, 10, 6, 0}, 6);
    for (size_t n = 0; (t = dossier_item(d, ITEM_IS_TERM, n)); n++) {
        struct buf does = {0}, proof = {0};

        dossier_value(d, t, "does", &does);
        for (size_t i = 0; (k = dossier_item(d, ITEM_IS_KEPT, i)); i++)
            if (is_about(k, t)) {
                buf_printf(&proof, "%s%s ", proof.len ? "\n" : "", items_get(&k->values, "day"));
                dossier_value(d, k, "proof", &proof);
            }
        paper_row(&d->paper, (const char *const[]){dossier_party(d, t->row.party), buf_text(&does),
                                                   items_get(&t->values, "amount"), items_get(&t->values, "due"),
                                                   kinds_words(LIST_ANSWER, (int)t->row.result), buf_text(&proof)});
        buf_free(&does);
        buf_free(&proof);
    }
    paper_table_end(&d->paper);
    paper_text(&d->paper, _("Receipts and transfers, if any, lie behind this sheet."));
}

/* ---- evaluations */

/* What the flow counts; a party's own version lacks the others', so it cannot be counted in the items here. */
static bool all_in(const struct dossier *d) {
    return flow_has(&d->flow, ITEM_IS_EVALUATION) && flow_has(&d->flow, ITEM_IS_OPINION);
}

static void put_evaluation(struct dossier *d, const char *who, const struct dossier_item *i) {
    struct buf words = {0};

    if (i)
        dossier_value(d, i, "words", &words);
    paper_row(&d->paper, (const char *const[]){who, i ? items_get(&i->values, "score") : "",
                                               i ? buf_text(&words) : _("not in yet"), i ? items_get(&i->values, "day") : ""});
    buf_free(&words);
}

void dossier_evaluated(struct dossier *d) {
    struct buf name = {0};

    if (!dossier_newest(d, ITEM_IS_EVALUATION) && !dossier_newest(d, ITEM_IS_OPINION))
        return;
    dossier_sheet(d, _("Evaluations"), "", false);
    dossier_mediator(d, &name);
    paper_field(&d->paper, _("Mediator"), all_in(d) ? buf_text(&name) : _("named once all evaluations are in"));
    paper_text(&d->paper, _("Each party in its own words, nothing is filled in for it. 1 to 5; empty where it said no number."));
    paper_table(&d->paper, (const char *const[]){_("Who"), _("1 to 5"), _("In their words"), _("Day")},
                (const int[]){18, 7, 36, 0}, 4);
    for (size_t i = 0; i < d->party_count; i++)
        if (!dossier_hides(d, i))
            put_evaluation(d, d->parties[i].name, dossier_of_party(d, ITEM_IS_EVALUATION, i));
    if (!d->how->party)
        put_evaluation(d, _("the superior"), dossier_newest(d, ITEM_IS_OPINION));
    paper_table_end(&d->paper);
    buf_free(&name);
}

/* ---- judicial confirmation */

static const char *const papers[] = {
    N_("1. this application, signed by all parties"),
    N_("2. the agreement"),
    N_("3. proof of identity or standing of each party, of who stands in also the power of attorney"),
    N_("4. proof of what the agreement is about, such as a property paper"),
    N_("5. addresses and phones of the parties for the court"),
};

static void put_joint_application(struct dossier *d) {
    char agreed[CLOCK_DATE_SIZE], last[CLOCK_DATE_SIZE];

    dossier_sheet(d, _("Joint application for judicial confirmation"), "", false);
    dossier_day(agreed, d->flow.agreed);
    dossier_day(last, d->flow.agreed ? d->flow.agreed + county_days(STEP_CONFIRM) : 0);
    paper_field(&d->paper, _("Court"), "");
    put_party_lines(d);
    paper_field(&d->paper, _("In force from"), agreed);
    paper_field(&d->paper, _("Apply by"), last);
    paper_text(&d->paper,
               _("We reached an agreement by people's mediation and ask the court together to confirm that it is valid. We "
                 "agreed of our own free will, to no harm of the state, the public or others; what we hand in is true."));
    if (*county_law("confirmation"))
        paper_text(&d->paper, county_law("confirmation"));
    paper_heading(&d->paper, _("What is handed in"));
    for (size_t i = 0; i < sizeof papers / sizeof *papers; i++)
        paper_text(&d->paper, _(papers[i]));
    dossier_sign(d, true, NULL);
}

static void put_forms(struct dossier *d, enum item item) {
    const struct dossier_item *i;

    for (size_t n = 0; (i = dossier_item(d, item, n)); n++) {
        paper_heading(&d->paper, kinds_words(LIST_ITEM, (int)item));
        dossier_form(d, i);
    }
}

void dossier_confirmed(struct dossier *d) {
    const char *why = flow_not_confirmed(&d->flow);
    const struct dossier_item *answer = dossier_newest(d, ITEM_IS_CONFIRMED);

    if (!dossier_newest(d, ITEM_IS_AGREEMENT))
        return;
    if (why || answer || dossier_newest(d, ITEM_IS_APPLIED)) {
        dossier_sheet(d, _("Judicial confirmation"), "", false);
        if (why)
            paper_mark(&d->paper, err_fmt("%s%s%s", _("There is no application"), _(": "), why));
        put_forms(d, ITEM_IS_APPLIED);
        put_forms(d, ITEM_IS_CONFIRMED);
    }
    if (!why && !answer)
        put_joint_application(d);
}

/* ---- other routes */

void dossier_routes(struct dossier *d) {
    bool must = flow_requires(&d->flow, ITEM_IS_ROUTES) && !d->how->party;

    if (!must && !dossier_newest(d, ITEM_IS_ROUTES))
        return;
    dossier_sheet(d, _("Other routes"), "", must && !flow_has(&d->flow, ITEM_IS_ROUTES));
    paper_text(&d->paper, _("Mediation came to no agreement, or is not the way for this matter. These ways are open:"));
    if (print_ways(d->s, &d->paper) != ERR_OK)
        err_clear();
    put_forms(d, ITEM_IS_ROUTES);
    dossier_sign(d, true, NULL);
}
