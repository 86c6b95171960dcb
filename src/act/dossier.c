/* A matter's dossier: what is read of it, its sheets in order, cover, contents and back. */
#include "dossier.h"

#include <string.h>
#include "act_inner.h"
#include "linli/clock.h"
#include "linli/county.h"
#include "linli/i18n.h"
#include "linli/mem.h"

#define TEXT_LINES 58 /* of a page of text, without its number */

/* ---- reading */

static bool is_for_party(const struct dossier *d, const struct item_row *i) {
    switch (i->item) {
    case ITEM_IS_SAFETY: /* what was told in need is nothing for the other side to read */
    case ITEM_IS_REFERRAL:
    case ITEM_IS_OPINION:
    case ITEM_IS_LESSON:
    case ITEM_IS_FILE_NOTE:
    case ITEM_IS_CONFLICT:
    case ITEM_IS_ASSESSMENT: /* the desks' own papers */
    case ITEM_IS_INVESTIGATION:
    case ITEM_IS_MEETING:
    case ITEM_IS_FIVE:
    case ITEM_IS_TASK:
        return false;
    case ITEM_IS_EVALUATION:
    case ITEM_IS_IDENTITY:
        return i->party == d->how->party;
    case ITEM_IS_ROUTES:
        return i->party == 0 || i->party == d->how->party;
    default:
        return true;
    }
}

static enum err keep_item(void *arg, const struct item_row *i) {
    struct dossier *d = arg;
    struct dossier_item *kept;

    if (i->withdrawn || (d->how->party && !is_for_party(d, i)))
        return ERR_OK;
    d->items = mem_resize(d->items, d->item_count + 1, sizeof *d->items);
    kept = &d->items[d->item_count++];
    *kept = (struct dossier_item){.row = *i, .values = {.item = i->item}};
    kept->row.values = NULL;
    for (size_t f = 0; f < ITEM_FIELDS_MAX; f++)
        items_set(&kept->values, f, i->values->at[f]);
    return ERR_OK;
}

static enum err keep_party(void *arg, const struct party *p) {
    struct dossier *d = arg;

    if (d->party_count < PARTIES_MAX)
        d->parties[d->party_count++] = *p;
    return ERR_OK;
}

static enum err keep_told(void *arg, const struct timeline_row *t) {
    struct dossier *d = arg;

    if (t->kind == KIND_MATTER)
        clean_copy(d->told, sizeof d->told, t->note);
    else if (t->exit == EXIT_SETTLE && !t->withdrawn)
        clean_copy(d->settled, sizeof d->settled, *t->note ? t->note : t->result);
    return ERR_OK;
}

enum err dossier_read(struct dossier *d, struct store *s, const struct id *matter, const struct print_dossier *how) {
    enum err e;

    memset(d, 0, sizeof *d);
    d->s = s;
    d->how = how;
    e = read_matter(s, matter, &d->m);
    if (e == ERR_OK)
        e = read_flow(s, matter, &d->flow);
    if (e == ERR_OK)
        e = read_parties(s, matter, keep_party, d);
    if (e == ERR_OK && (how->party < 0 || (size_t)how->party > d->party_count))
        e = err_say(ERR_RANGE, _("cannot print the dossier"), _("there is no such party"), _("count the parties from 1"));
    if (e == ERR_OK)
        e = read_timeline(s, matter, keep_told, d);
    return e == ERR_OK ? read_items(s, matter, ITEM_NONE, keep_item, d) : e;
}

void dossier_free(struct dossier *d) {
    for (size_t i = 0; i < d->item_count; i++)
        items_free(&d->items[i].values);
    for (size_t i = 0; i < d->sheet_count; i++)
        buf_free(&d->sheets[i].text);
    mem_free(d->items);
    mem_free(d->sheets);
}

const struct dossier_item *dossier_item(const struct dossier *d, enum item item, size_t n) {
    for (size_t i = 0; i < d->item_count; i++)
        if (d->items[i].row.item == item && n-- == 0)
            return &d->items[i];
    return NULL;
}

const struct dossier_item *dossier_newest(const struct dossier *d, enum item item) {
    for (size_t i = d->item_count; i-- > 0;)
        if (d->items[i].row.item == item)
            return &d->items[i];
    return NULL;
}

const struct dossier_item *dossier_of_party(const struct dossier *d, enum item item, size_t party) {
    for (size_t i = d->item_count; i-- > 0;)
        if (d->items[i].row.item == item && d->items[i].row.party == (int)party + 1)
            return &d->items[i];
    return NULL;
}

bool dossier_hides(const struct dossier *d, size_t party) {
    return d->how->party && (size_t)d->how->party != party + 1;
}

/* ---- sheets */

void dossier_sheet(struct dossier *d, const char *title, const char *corner, bool missing) {
    struct dossier_sheet *sheet;

    if (d->sheet_count)
        paper_sheet_end(&d->paper);
    d->sheets = mem_resize(d->sheets, d->sheet_count + 1, sizeof *d->sheets);
    sheet = &d->sheets[d->sheet_count++];
    *sheet = (struct dossier_sheet){.title = title, .missing = missing};
    d->paper.out = &sheet->text;
    paper_sheet(&d->paper, title, *corner ? corner : err_fmt(_("No. %zu"), d->sheet_count));
    if (missing)
        paper_mark(&d->paper, _("Missing: this paper is required and not in the record. Fill it in, then enter it."));
}

/* The sheets in the order of c-15. EACH item on a sheet of its own, else all of the row's on one; SIGNED: the parties sign;
 * CHAIRED: mediator and recorder, too; DISPUTE: of disputes alone. */
enum { EACH = 1, SIGNED = 2, CHAIRED = 4, DISPUTE = 8 };
static const struct sheet_row {
    const char *title;
    enum item items[2];
    unsigned flags;
    dossier_make *make;
} rows[] = {
    {N_("Application for mediation"), {ITEM_IS_APPLICATION}, EACH | SIGNED, NULL},
    {NULL, {0}, 0, dossier_register},
    {NULL, {0}, DISPUTE, dossier_notice},
    {NULL, {0}, DISPUTE, dossier_identity},
    {N_("Power of attorney"), {ITEM_IS_PROXY}, EACH | SIGNED, NULL},
    {NULL, {0}, 0, dossier_plan},
    {N_("Record of an investigation"), {ITEM_IS_INVESTIGATION}, EACH | CHAIRED, NULL},
    {NULL, {0}, 0, dossier_evidence},
    {NULL, {0}, 0, dossier_lift},
    {N_("Land lease: what is in dispute"), {ITEM_IS_LAND}, 0, NULL},
    {N_("Wages: what is in dispute"), {ITEM_IS_WAGES}, 0, NULL},
    {N_("Record of mediation"), {ITEM_IS_SESSION}, EACH | SIGNED | CHAIRED | DISPUTE, NULL},
    {N_("Panel of trusted neighbours"), {ITEM_IS_PANEL}, EACH | CHAIRED, NULL},
    {N_("Helpers who were invited"), {ITEM_IS_HELPER}, 0, NULL},
    {N_("Minutes of a joint meeting"), {ITEM_IS_MEETING}, EACH | CHAIRED, NULL},
    {N_("A hard case: the five ones"), {ITEM_IS_FIVE}, 0, NULL},
    {NULL, {0}, 0, dossier_tasks},
    {NULL, {0}, DISPUTE, dossier_agreement},
    {NULL, {0}, DISPUTE, dossier_kept},
    {N_("Record of a follow-up"), {ITEM_IS_FOLLOWED}, EACH, NULL},
    {N_("What was told to who reported it"), {ITEM_IS_FEEDBACK}, 0, NULL},
    {NULL, {0}, 0, dossier_evaluated},
    {NULL, {0}, DISPUTE, dossier_confirmed},
    {NULL, {0}, DISPUTE, dossier_routes},
    {N_("Safety"), {ITEM_IS_SAFETY}, 0, NULL},
    {N_("Referrals to a service"), {ITEM_IS_REFERRAL}, 0, NULL},
    {N_("Notes on the file"), {ITEM_IS_FILE_NOTE, ITEM_IS_LESSON}, 0, NULL},
};

static void sign_row(struct dossier *d, const struct sheet_row *row) {
    const char *const chair[] = {_("Mediator"), _("Recorder"), NULL};

    if (row->flags & (SIGNED | CHAIRED))
        dossier_sign(d, row->flags & SIGNED, row->flags & CHAIRED ? chair : NULL);
}

static void make_row(struct dossier *d, const struct sheet_row *row) {
    bool begun = false;

    for (size_t k = 0; k < 2 && row->items[k]; k++) {
        const struct dossier_item *i;

        for (size_t n = 0; (i = dossier_item(d, row->items[k], n)); n++) {
            if (!begun || row->flags & EACH)
                dossier_sheet(d, _(row->title), "", false);
            begun = true;
            if (row->items[1] || (n && !(row->flags & EACH)))
                paper_heading(&d->paper, kinds_words(LIST_ITEM, (int)i->row.item));
            dossier_form(d, i);
            if (row->flags & EACH)
                sign_row(d, row);
        }
        if (!begun && !d->how->party && flow_requires(&d->flow, row->items[k])) {
            dossier_sheet(d, _(row->title), "", true);
            dossier_blank(d, row->items[k]);
            sign_row(d, row);
        }
    }
    if (begun && !(row->flags & EACH))
        sign_row(d, row);
}

static void make_sheets(struct dossier *d) {
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        if (rows[i].flags & DISPUTE && d->m.kind != MATTER_DISPUTE)
            continue;
        if (rows[i].make)
            rows[i].make(d);
        else
            make_row(d, &rows[i]);
    }
}

/* ---- cover, contents, back */

static void field(struct dossier *d, const char *label, void (*put)(const struct dossier *, struct buf *)) {
    struct buf text = {0};

    put(d, &text);
    paper_field(&d->paper, label, buf_text(&text));
    buf_free(&text);
}

static void put_cover(struct dossier *d, struct buf *out, int pages) {
    struct buf number = {0}, type = {0};
    char date[CLOCK_DATE_SIZE];

    d->paper.out = out;
    if (d->m.kind == MATTER_DISPUTE)
        dossier_number(d, &number);
    paper_cover(
        &d->paper, d->m.kind == MATTER_DISPUTE ? _("Dossier of a people's mediation") : _("Dossier of a matter"),
        (const char *const[]){buf_text(&number), d->how->party ? err_fmt(_("for %s"), dossier_party(d, d->how->party)) : ""},
        d->how->party ? 2 : 1);
    if (d->m.kind == MATTER_DISPUTE)
        field(d, _("Committee"), dossier_committee);
    field(d, _("Parties"), dossier_parties);
    buf_printf(&type, "%s%s%s", kinds_words(LIST_MATTER, (int)d->m.kind), _(", "), kinds_words(LIST_TYPE, (int)d->m.type));
    paper_field(&d->paper, _("Type"), buf_text(&type));
    field(d, _("About"), dossier_about);
    if (d->m.kind == MATTER_DISPUTE)
        field(d, _("Mediator"), dossier_mediator);
    else
        paper_field(&d->paper, _("Handled by"), d->m.owner);
    clock_date(date, d->m.opened);
    paper_field(&d->paper, _("Opened on"), date);
    clock_date(date, d->m.closed);
    paper_field(&d->paper, _("Closed on"), d->m.closed ? date : "");
    paper_field(&d->paper, _("Number in linli"), d->m.number);
    paper_field(&d->paper, _("Pages"), pages ? err_fmt("%d", pages) : "");
    paper_field(&d->paper, _("Kept for"),
                err_fmt(ngettext("%d year", "%d years", (unsigned long)county_retention_years()), county_retention_years()));
    paper_sheet_end(&d->paper);
    buf_free(&number);
    buf_free(&type);
}

static void put_contents(struct dossier *d, struct buf *out) {
    d->paper.out = out;
    paper_sheet(&d->paper, _("Contents"), "");
    paper_table(&d->paper, (const char *const[]){_("Serial"), _("Paper"), _("Page"), _("Remark")}, (const int[]){6, 44, 6, 0}, 4);
    for (size_t i = 0; i < d->sheet_count; i++) {
        const struct dossier_sheet *sheet = &d->sheets[i];
        char page[16] = "";

        if (sheet->page)
            strcpy(page, err_fmt("%d", sheet->page));
        paper_row(&d->paper, (const char *const[]){err_fmt("%zu", i + 1), sheet->title, page,
                                                   sheet->missing ? _("missing") : sheet->remark});
    }
    paper_table_end(&d->paper);
    if (d->how->html)
        paper_text(&d->paper, _("The pages are numbered by hand when all papers, those from outside too, lie in order."));
    paper_sheet_end(&d->paper);
}

static void put_back(struct dossier *d, struct buf *out, int pages) {
    const char *const who[] = {_("Put in order by"), _("Checked by"),
                               d->m.kind == MATTER_DISPUTE ? _("Head of the committee") : _("Head of the unit")};
    char date[CLOCK_DATE_SIZE];
    char until[CLOCK_DATE_SIZE + 8] = "";

    d->paper.out = out;
    paper_sheet(&d->paper, _("Back cover"), "");
    paper_field(&d->paper, _("Number in linli"), d->m.number);
    paper_field(&d->paper, _("Papers"), err_fmt("%zu", d->sheet_count));
    paper_field(&d->paper, _("Pages"), pages ? err_fmt("%d", pages) : "");
    clock_date(date, d->m.closed);
    if (d->m.closed)
        strcpy(until, err_fmt("%d%s",
                              (date[0] - '0') * 1000 + (date[1] - '0') * 100 + (date[2] - '0') * 10 + date[3] - '0' +
                                  county_retention_years(),
                              date + 4));
    paper_field(&d->paper, _("Kept until"), until);
    paper_field(&d->paper, _("Remark"), "");
    paper_signs(&d->paper, who, 3);
    clock_date(date, clock_now());
    paper_text(&d->paper, err_fmt(_("Printed on %s with linli"), date));
    paper_sheet_end(&d->paper);
}

/* ---- pages of text */

static int lines_of(const struct buf *text) {
    int n = 0;

    for (size_t i = 0; i < text->len; i++)
        n += text->data[i] == '\n';
    return n;
}

static int pages_of(const struct buf *text) {
    int lines = lines_of(text);

    return lines ? (lines + TEXT_LINES - 1) / TEXT_LINES : 1;
}

/* Cuts into pages, each with its number at the foot. */
static void put_pages(struct buf *out, const struct buf *text, int *page) {
    const char *at = buf_text(text);

    do {
        int used = 0;

        if (*page)
            buf_putc(out, '\f');
        for (; *at && used < TEXT_LINES; used++) {
            size_t len = strcspn(at, "\n");

            buf_add(out, at, len);
            buf_putc(out, '\n');
            at += len + (at[len] == '\n');
        }
        buf_printf(out, "\n%*s- %d -\n", (PAPER_CELLS - 5) / 2, "", ++*page);
    } while (*at);
}

static int number_pages(struct dossier *d, int first) {
    for (size_t i = 0; i < d->sheet_count; i++) {
        d->sheets[i].page = first;
        first += pages_of(&d->sheets[i].text);
    }
    return first - 1;
}

static void put_sheets(struct dossier *d, struct buf *out) {
    int page = 0;

    for (size_t i = 0; i < d->sheet_count; i++)
        if (d->how->html)
            buf_add(out, d->sheets[i].text.data, d->sheets[i].text.len);
        else
            put_pages(out, &d->sheets[i].text, &page);
}

/* The contents name the pages behind them, so they are made twice: how long they are comes first. */
static void put_all(struct dossier *d, struct buf *out) {
    struct buf cover = {0}, contents = {0}, back = {0};
    int pages = 0, page = 0;

    if (!d->how->html) {
        put_contents(d, &contents);
        pages = number_pages(d, pages_of(&contents) + 2) + 1;
        buf_reset(&contents);
    }
    put_cover(d, &cover, pages);
    put_contents(d, &contents);
    put_back(d, &back, pages);
    if (d->how->html) {
        buf_add(out, cover.data, cover.len);
        buf_add(out, contents.data, contents.len);
        put_sheets(d, out);
        buf_add(out, back.data, back.len);
    } else {
        put_pages(out, &cover, &page);
        put_pages(out, &contents, &page);
        for (size_t i = 0; i < d->sheet_count; i++)
            put_pages(out, &d->sheets[i].text, &page);
        put_pages(out, &back, &page);
    }
    buf_free(&cover);
    buf_free(&contents);
    buf_free(&back);
}

/* ---- looks */

static enum err note_look(struct dossier *d, size_t party) {
    struct event ev = {.kind = KIND_ACCESS, .entity = d->parties[party].household};
    struct words words = {0};
    struct household_row row;
    struct household h = {0};
    enum err e = read_household(d->s, &ev.entity, &row, &h);

    if (e == ERR_OK) {
        clean_copy(words.name, sizeof words.name, d->parties[party].name);
        clean_copy(words.reason, sizeof words.reason, err_fmt(_("the dossier of %s was printed with its numbers"), d->m.number));
        strcpy(ev.area, row.area);
        e = append_words(d->s, &ev, &words, NULL);
    }
    household_free(&h);
    return e;
}

/* Each household whose numbers go on paper can read it; for a party from outside it stands in the matter. */
static enum err note_looks(struct dossier *d) {
    bool outside = false;
    enum err e = ERR_OK;

    if (!d->how->unmask)
        return ERR_OK;
    if (store_is_read_only(d->s))
        return err_say(ERR_READ_ONLY, _("cannot print the numbers"), store_read_only_why(d->s),
                       _("close the other program, or print them masked"));
    e = store_begin(d->s);
    if (e != ERR_OK)
        return e;
    for (size_t i = 0; e == ERR_OK && i < d->party_count; i++) {
        if (dossier_hides(d, i))
            continue;
        outside = outside || id_is_zero(&d->parties[i].household);
        if (!id_is_zero(&d->parties[i].household))
            e = note_look(d, i);
    }
    if (e == ERR_OK && outside)
        e = act_note_matter(d->s, &d->m.id, err_fmt(_("the dossier of %s was printed with its numbers"), d->m.number));
    return store_end(d->s, e);
}

/* ---- printing */

static enum err print_with(struct store *s, const struct id *matter, const struct print_dossier *how, struct buf *out,
                           void (*make)(struct dossier *), void (*put)(struct dossier *, struct buf *)) {
    struct dossier *d = mem_new(1, sizeof *d);
    struct buf title = {0};
    enum err e = dossier_read(d, s, matter, how);

    if (e == ERR_OK && put == put_sheets && !dossier_newest(d, ITEM_IS_AGREEMENT) && !*d->settled)
        e = err_say(ERR_FAILED, _("cannot print the agreement"), _("there is no agreement"), _("write it down first"));
    if (e == ERR_OK)
        e = note_looks(d);
    if (e == ERR_OK) {
        buf_printf(&title, "%s ", d->m.number);
        dossier_about(d, &title);
        paper_open(&d->paper, out, how->html, buf_text(&title));
        make(d);
        if (d->sheet_count)
            paper_sheet_end(&d->paper);
        put(d, out);
        d->paper.out = out;
        paper_close(&d->paper);
    }
    buf_free(&title);
    dossier_free(d);
    mem_free(d);
    return e;
}

enum err print_dossier(struct store *s, const struct id *matter, const struct print_dossier *how, struct buf *out) {
    return print_with(s, matter, how, out, make_sheets, put_all);
}

static void make_agreement(struct dossier *d) {
    dossier_agreements(d, false);
}

enum err print_agreement(struct store *s, const struct id *matter, const struct print_dossier *how, struct buf *out) {
    return print_with(s, matter, how, out, make_agreement, put_sheets);
}
