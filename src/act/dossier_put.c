/* What stands on the sheets of a dossier: values for people, forms, blanks, signatures. */
#include "dossier.h"

#include <string.h>
#include "linli/clock.h"
#include "linli/conf.h"
#include "linli/i18n.h"
#include "linli/policy.h"

void dossier_day(char out[CLOCK_DATE_SIZE], int64_t day) {
    *out = '\0';
    if (day)
        clock_date(out, clock_day_start(day));
}

const char *dossier_party(const struct dossier *d, int party) {
    return party >= 1 && (size_t)party <= d->party_count ? d->parties[party - 1].name : "";
}

void dossier_about(const struct dossier *d, struct buf *out) {
    dossier_text(d, out, d->m.summary);
}

void dossier_parties(const struct dossier *d, struct buf *out) {
    for (size_t i = 0; i < d->party_count; i++)
        buf_printf(out, "%s%s", i ? _(", ") : "", d->parties[i].name);
}

/* ---- leaving out the other side */

static void replace(struct buf *text, const char *what) {
    struct buf left = {0};
    const char *at = buf_text(text), *hit;

    if (strlen(what) < 3 || !strstr(at, what))
        return;
    while ((hit = strstr(at, what))) {
        buf_add(&left, at, (size_t)(hit - at));
        buf_puts(&left, "…");
        at = hit + strlen(what);
    }
    buf_puts(&left, at);
    buf_free(text);
    *text = left;
}

static bool is_own(const struct dossier *d, const char *what) {
    const struct party *own = &d->parties[d->how->party - 1];

    return strstr(own->door, what) || strstr(own->phones, what);
}

/* What was typed into notes may tell where the other side lives. */
void dossier_text(const struct dossier *d, struct buf *out, const char *text) {
    struct buf left = {0};

    buf_puts(&left, text);
    for (size_t i = 0; d->how->party && i < d->party_count; i++) {
        const struct party *p = &d->parties[i];

        if (!dossier_hides(d, i))
            continue;
        if (*p->door && !is_own(d, p->door))
            replace(&left, p->door);
        for (const char *at = p->phones; *at;) {
            size_t len = strcspn(at, "\n");
            char phone[PHONES_SIZE];

            memcpy(phone, at, len);
            phone[len] = '\0';
            if (len && !is_own(d, phone))
                replace(&left, phone);
            at += len + (at[len] == '\n');
        }
    }
    buf_add(out, left.data, left.len);
    buf_free(&left);
}

/* ---- values */

static enum err keep_kept(void *arg, const struct item_row *i) {
    buf_puts(arg, items_get(i->values, "does"));
    return ERR_OK;
}

/* Two fields of an item may name the same id: a department or a worker. Who is a worker is no entry. */
static void put_name(const struct dossier *d, const struct id *id, bool worker, struct buf *out) {
    char name[NAME_SIZE];

    read_worker_name(d->s, id, name);
    if (worker || !*name) {
        if (!worker)
            read_entry_name(d->s, id, name);
        buf_puts(out, name);
    }
}

void dossier_value(const struct dossier *d, const struct dossier_item *i, const char *name, struct buf *out) {
    size_t count, at = items_field(i->row.item, name);
    const struct item_field *fields = items_fields(i->row.item, &count);
    const char *text = items_get(&i->values, name);
    struct buf shown = {0};

    if (at >= count || !*text)
        return;
    switch (fields[at].enter) {
    case ITEM_ENTER_PARTY:
        buf_puts(out, dossier_party(d, i->row.party));
        return;
    case ITEM_ENTER_ENTRY:
    case ITEM_ENTER_WORKER:
        put_name(d, &i->row.other, fields[at].enter == ITEM_ENTER_WORKER, out);
        return;
    case ITEM_ENTER_ITEM:
        if (read_item(d->s, &i->row.about_device, i->row.about_seq, keep_kept, out) != ERR_OK)
            err_clear();
        return;
    case ITEM_ENTER_SECRET:
        if (d->how->unmask) {
            buf_puts(out, text);
            return;
        }
        break;
    default:
        break;
    }
    items_show(&shown, &i->values, at);
    dossier_text(d, out, buf_text(&shown));
    buf_free(&shown);
}

void dossier_field(struct dossier *d, const struct dossier_item *i, const char *name) {
    struct buf text = {0};
    size_t count, at = items_field(i->row.item, name);
    const struct item_field *fields = items_fields(i->row.item, &count);

    dossier_value(d, i, name, &text);
    if (text.len && at < count)
        paper_field(&d->paper, _(fields[at].label), buf_text(&text));
    buf_free(&text);
}

void dossier_form(struct dossier *d, const struct dossier_item *i) {
    size_t count;
    const struct item_field *fields = items_fields(i->row.item, &count);
    char date[CLOCK_DATE_SIZE];

    for (size_t f = 0; f < count; f++)
        dossier_field(d, i, fields[f].name);
    clock_date(date, i->row.at);
    paper_text(&d->paper, *i->row.by ? err_fmt(_("Noted on %s by %s"), date, i->row.by) : err_fmt(_("Noted on %s"), date));
}

void dossier_blank(struct dossier *d, enum item item) {
    size_t count;
    const struct item_field *fields = items_fields(item, &count);

    for (size_t f = 0; f < count; f++)
        if (fields[f].needed && fields[f].enter != ITEM_ENTER_ITEM)
            paper_field(&d->paper, _(fields[f].label), "");
}

void dossier_table(struct dossier *d, enum item item, const char *const *names, const int *widths, size_t columns) {
    size_t count;
    const struct item_field *fields = items_fields(item, &count);
    const char *titles[PAPER_COLUMNS_MAX], *cells[PAPER_COLUMNS_MAX];
    const struct dossier_item *i;

    for (size_t c = 0; c < columns; c++)
        titles[c] = _(fields[items_field(item, names[c])].label);
    paper_table(&d->paper, titles, widths, columns);
    for (size_t n = 0; (i = dossier_item(d, item, n)); n++) {
        struct buf text[PAPER_COLUMNS_MAX] = {{0}};

        for (size_t c = 0; c < columns; c++) {
            dossier_value(d, i, names[c], &text[c]);
            cells[c] = buf_text(&text[c]);
        }
        paper_row(&d->paper, cells);
        for (size_t c = 0; c < columns; c++)
            buf_free(&text[c]);
    }
    paper_table_end(&d->paper);
}

void dossier_sign(struct dossier *d, bool parties, const char *const *others) {
    const char *who[PARTIES_MAX + 4];
    size_t count = 0;

    for (size_t i = 0; parties && i < d->party_count; i++)
        who[count++] = d->parties[i].name;
    for (size_t i = 0; others && others[i] && i < 4; i++)
        who[count++] = others[i];
    paper_signs(&d->paper, who, count);
}

/* ---- of the whole dossier */

void dossier_committee(const struct dossier *d, struct buf *out) {
    const struct dossier_item *i = dossier_newest(d, ITEM_IS_SEALED);

    if (!i)
        i = dossier_newest(d, ITEM_IS_PROPOSAL);
    if (i)
        buf_puts(out, items_get(&i->values, "committee"));
}

void dossier_mediator(const struct dossier *d, struct buf *out) {
    const struct dossier_item *i = dossier_newest(d, ITEM_IS_MEDIATOR_SIGNED);

    if (!i)
        i = dossier_newest(d, ITEM_IS_PROPOSAL);
    if (!i)
        return;
    if (*items_get(&i->values, "name"))
        buf_puts(out, items_get(&i->values, "name"));
    else
        dossier_value(d, i, "mediator", out);
}

/* As the office writes it: %y is the year, %n the number of linli; the rest stands as it is. */
void dossier_number(const struct dossier *d, struct buf *out) {
    const char *form = conf_text(CONF_DOSSIER);
    char date[CLOCK_DATE_SIZE];

    clock_date(date, d->m.opened);
    if (!*form)
        form = _("(    ) People's mediation No. ______");
    for (; *form; form++)
        if (form[0] == '%' && form[1] == 'y') {
            buf_add(out, date, 4);
            form++;
        } else if (form[0] == '%' && form[1] == 'n') {
            buf_puts(out, d->m.number);
            form++;
        } else {
            buf_putc(out, *form);
        }
}
