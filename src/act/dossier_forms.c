/* Sheets of a dossier up to the agreement that are more than the fields of items. */
#include "dossier.h"

#include <string.h>
#include "linli/clock.h"
#include "linli/county.h"
#include "linli/i18n.h"
#include "linli/policy.h"
#include "linli/triage.h"

/* ---- the register: made from the matter itself */

static void put_phones(struct dossier *d, struct buf *out, const char *phones) {
    if (!d->how->unmask) {
        policy_mask_phones(out, phones);
        return;
    }
    for (; *phones; phones++)
        buf_putc(out, *phones == '\n' ? ' ' : *phones);
}

static void put_parties(struct dossier *d) {
    paper_table(&d->paper, (const char *const[]){_("Party"), _("Door"), _("Phone")}, (const int[]){20, 34, 0}, 3);
    for (size_t i = 0; i < d->party_count; i++) {
        const struct party *p = &d->parties[i];
        struct buf phones = {0};

        put_phones(d, &phones, p->phones);
        if (dossier_hides(d, i))
            paper_row(&d->paper, (const char *const[]){p->name, _("not in this copy"), _("not in this copy")});
        else
            paper_row(&d->paper, (const char *const[]){p->name, p->door, buf_text(&phones)});
        buf_free(&phones);
    }
    paper_table_end(&d->paper);
}

static void put_triage(struct dossier *d) {
    struct triage t;

    triage_read(&t, d->m.triage);
    if (!triage_any(&t) || d->how->party)
        return;
    paper_heading(&d->paper, _("Asked when it was opened"));
    for (int q = 0; q < TRIAGE_COUNT; q++)
        if (t.answers[q])
            paper_field(&d->paper, triage_words((enum triage_question)q),
                        kinds_words(triage_list((enum triage_question)q), t.answers[q]));
}

static void put_told(struct dossier *d, const char *label, const char *text) {
    struct buf told = {0};

    dossier_text(d, &told, text);
    paper_field(&d->paper, label, buf_text(&told));
    buf_free(&told);
}

void dossier_register(struct dossier *d) {
    const char *const who[] = {_("Registered by"), NULL};
    char date[CLOCK_DATE_SIZE], time[6];

    dossier_sheet(d, d->m.kind == MATTER_DISPUTE ? _("Register of acceptance") : _("Register of what was reported"), "", false);
    put_parties(d);
    paper_text(&d->paper, "");
    clock_date(date, d->m.opened);
    clock_hhmm(time, d->m.opened);
    paper_field(&d->paper, _("Number in linli"), d->m.number);
    paper_field(&d->paper, _("Opened on"), err_fmt("%s %s", date, time));
    paper_field(&d->paper, _("Type"), kinds_words(LIST_TYPE, (int)d->m.type));
    put_told(d, _("About"), d->m.summary);
    if (*d->told && !d->how->party)
        put_told(d, _("As it was told"), d->told);
    dossier_day(date, d->flow.accepted);
    paper_field(&d->paper, _("Accepted on"), date);
    if (d->flow.left_by)
        paper_field(&d->paper, _("How it ended"), kinds_words(LIST_EXIT, (int)d->flow.left_by));
    put_triage(d);
    dossier_sign(d, false, who);
}

/* ---- rights and duties */

static const char *const notice[] = {
    N_("1. Mediation is of your own free will. Nobody may force you to begin it or to agree."),
    N_("2. It is free of charge."),
    N_("3. You may choose the mediator or accept the one who is proposed, and ask for another who is not tied to the other "
       "side."),
    N_("4. You decide together whether others may listen. Without your word the session is closed."),
    N_("5. You may refuse mediation and stop at any time, without giving a reason. That is not held against you."),
    N_("6. You may go to court, to arbitration or to the office in charge at any time. Mediation does not bar these ways; mind "
       "their "
       "time limits."),
    N_("7. You say freely what you want, and an agreement holds only what you agreed to."),
    N_("8. What you tell stays with those who mediate, as far as the law lets them."),
    N_("You are asked to tell the facts as they are, to keep order where you talk, to respect the rights of the other side, and "
       "to do what you agreed to."),
};

void dossier_notice(struct dossier *d) {
    bool must = flow_requires(&d->flow, ITEM_IS_NOTICE);

    if (!must && !dossier_newest(d, ITEM_IS_NOTICE))
        return;
    dossier_sheet(d, _("Notice of rights and duties"), "", must && !d->how->party && !flow_has(&d->flow, ITEM_IS_NOTICE));
    for (size_t i = 0; i < sizeof notice / sizeof *notice; i++)
        paper_text(&d->paper, _(notice[i]));
    if (*county_law("notice"))
        paper_text(&d->paper, county_law("notice"));
    paper_heading(&d->paper, _("Told to"));
    paper_table(&d->paper, (const char *const[]){_("Party"), _("Day"), _("Way")}, (const int[]){24, 14, 0}, 3);
    for (size_t i = 0; i < d->party_count; i++) {
        const struct dossier_item *n = dossier_of_party(d, ITEM_IS_NOTICE, i);
        struct buf way = {0};

        if (n)
            dossier_value(d, n, "way", &way);
        paper_row(&d->paper, (const char *const[]){d->parties[i].name, n ? items_get(&n->values, "day") : "",
                                                   n ? buf_text(&way) : _("not told yet")});
        buf_free(&way);
    }
    paper_table_end(&d->paper);
    dossier_sign(d, true, NULL);
}

/* ---- identity */

void dossier_identity(struct dossier *d) {
    bool must = flow_requires(&d->flow, ITEM_IS_IDENTITY) && !d->how->party;

    if (!must && !dossier_newest(d, ITEM_IS_IDENTITY))
        return;
    dossier_sheet(d, _("Proof of identity"), "", must && !flow_has(&d->flow, ITEM_IS_IDENTITY));
    paper_table(&d->paper, (const char *const[]){_("Party"), _("Paper seen"), _("Its number"), _("Seen on")},
                (const int[]){18, 20, 22, 0}, 4);
    for (size_t i = 0; i < d->party_count; i++) {
        const struct dossier_item *n = dossier_of_party(d, ITEM_IS_IDENTITY, i);
        struct buf number = {0};

        if (n)
            dossier_value(d, n, "number", &number);
        if (!dossier_hides(d, i))
            paper_row(&d->paper, (const char *const[]){d->parties[i].name, n ? items_get(&n->values, "paper") : "",
                                                       buf_text(&number), n ? items_get(&n->values, "day") : ""});
        buf_free(&number);
    }
    paper_table_end(&d->paper);
    paper_text(&d->paper, _("Copies of the papers, if any, lie behind this sheet."));
}

/* ---- plan, evidence, lift */

static void put_newest(struct dossier *d, enum item item) {
    const struct dossier_item *i = dossier_newest(d, item);

    if (!i)
        return;
    paper_heading(&d->paper, kinds_words(LIST_ITEM, (int)item));
    dossier_form(d, i);
}

void dossier_plan(struct dossier *d) {
    static const char *const names[] = {"party", "answer", "day", "way"};
    static const enum item kinds[] = {ITEM_IS_ASSESSMENT, ITEM_IS_PROPOSAL, ITEM_IS_CONFLICT, ITEM_IS_CONSENT};
    bool any = false;

    for (size_t i = 0; i < 4; i++)
        any = any || dossier_newest(d, kinds[i]);
    if (!any)
        return;
    dossier_sheet(d, _("Assessment, plan and consent"), "", false);
    for (size_t i = 0; i < 3; i++)
        put_newest(d, kinds[i]);
    if (!dossier_newest(d, ITEM_IS_CONSENT))
        return;
    paper_heading(&d->paper, kinds_words(LIST_ITEM, ITEM_IS_CONSENT));
    dossier_table(d, ITEM_IS_CONSENT, names, (const int[]){24, 10, 14, 0}, 4);
    dossier_sign(d, true, NULL);
}

void dossier_evidence(struct dossier *d) {
    static const char *const names[] = {"day", "party", "what", "shows"};

    if (!dossier_newest(d, ITEM_IS_EVIDENCE))
        return;
    dossier_sheet(d, _("Evidence"), "", false);
    dossier_table(d, ITEM_IS_EVIDENCE, names, (const int[]){10, 14, 26, 0}, 4);
    paper_text(&d->paper, _("The pieces themselves or copies of them lie behind this sheet."));
}

void dossier_lift(struct dossier *d) {
    static const char *const names[] = {"door", "owner", "answer", "share", "amount", "day"};

    if (!dossier_newest(d, ITEM_IS_LIFT))
        return;
    dossier_sheet(d, _("Lift: units, shares and signatures"), "", false);
    dossier_table(d, ITEM_IS_LIFT, names, (const int[]){20, 12, 8, 8, 12, 0}, 6);
    paper_text(&d->paper, _("The owners sign on the agreement or on a list behind this sheet."));
}

/* ---- tasks */

void dossier_tasks(struct dossier *d) {
    const struct dossier_item *t;

    if (!dossier_newest(d, ITEM_IS_TASK))
        return;
    dossier_sheet(d, _("Assistance that was asked for"), "", false);
    paper_table(&d->paper, (const char *const[]){_("Who"), _("Task"), _("By when"), _("Answer")}, (const int[]){14, 22, 10, 0},
                4);
    for (size_t n = 0; (t = dossier_item(d, ITEM_IS_TASK, n)); n++) {
        struct buf who = {0}, does = {0}, answer = {0}, due = {0};
        const struct dossier_item *a;
        char date[CLOCK_DATE_SIZE];

        dossier_value(d, t, "to", &who);
        dossier_value(d, t, "worker", &who);
        dossier_value(d, t, "name", &who);
        dossier_value(d, t, "does", &does);
        buf_puts(&due, items_get(&t->values, "due"));
        dossier_day(date, t->row.promised);
        if (*date)
            buf_printf(&due, "\n%s", err_fmt(_("promised for %s"), date));
        for (size_t k = 0; (a = dossier_item(d, ITEM_IS_ANSWER, k)); k++)
            if (a->row.about_seq == t->row.seq && id_equal(&a->row.about_device, &t->row.device)) {
                buf_printf(&answer, "%s%s ", answer.len ? "\n" : "", items_get(&a->values, "day"));
                dossier_value(d, a, "words", &answer);
            }
        paper_row(&d->paper, (const char *const[]){buf_text(&who), buf_text(&does), buf_text(&due), buf_text(&answer)});
        buf_free(&who);
        buf_free(&does);
        buf_free(&due);
        buf_free(&answer);
    }
    paper_table_end(&d->paper);
}
