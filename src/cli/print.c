/* linli print: pages for paper. */
#include "cli_inner.h"

#include <stdio.h>
#include <string.h>
#include "linli/conf.h"
#include "linli/file.h"
#include "linli/i18n.h"
#include "linli/print.h"

static enum err print_of_week(struct store *s, const char *id, const struct print_dossier *how, struct buf *out) {
    (void)id;
    return print_week(s, conf_number(CONF_DAYS), how->html, out);
}

static enum err print_of_household(struct store *s, const char *id, const struct print_dossier *how, struct buf *out) {
    struct id household;
    enum err e = read_resolve_household(s, id, &household);

    return e == ERR_OK ? print_household(s, &household, how->html, out) : e;
}

static enum err print_of_matter(struct store *s, const char *id, const struct print_dossier *how, struct buf *out) {
    struct id matter;
    enum err e = read_resolve_matter(s, id, &matter);

    return e == ERR_OK ? print_matter(s, &matter, how->html, out) : e;
}

static enum err print_of_agreement(struct store *s, const char *id, const struct print_dossier *how, struct buf *out) {
    struct id matter;
    enum err e = read_resolve_matter(s, id, &matter);

    return e == ERR_OK ? print_agreement(s, &matter, how, out) : e;
}

/* Of a matter, or of none. */
static enum err print_of_routes(struct store *s, const char *id, const struct print_dossier *how, struct buf *out) {
    struct id matter;
    enum err e = *id ? read_resolve_matter(s, id, &matter) : ERR_OK;

    return e == ERR_OK ? print_routes(s, *id ? &matter : NULL, how->html, out) : e;
}

/* Of a month: "" is this one. */
static enum err print_of_review(struct store *s, const char *month, const struct print_dossier *how, struct buf *out) {
    return print_review(s, month, how->html, out);
}

static enum err print_of_ledger(struct store *s, const char *id, const struct print_dossier *how, struct buf *out) {
    (void)id;
    return print_ledger(s, how->html, out);
}

static const struct {
    const char *word;
    size_t words; /* with the id that it needs, */
    bool alone;   /* or may have */
    enum err (*print)(struct store *s, const char *id, const struct print_dossier *how, struct buf *out);
} pages[] = {
    {"week", 1, false, print_of_week},     {"household", 2, false, print_of_household},
    {"matter", 2, false, print_of_matter}, {"agreement", 2, false, print_of_agreement},
    {"routes", 2, true, print_of_routes},  {"review", 2, true, print_of_review},
    {"ledger", 1, false, print_of_ledger},
};

static enum err say_written(const char *file, const struct buf *page) {
    enum err e = file_write(file, page->data, page->len);

    if (e == ERR_OK)
        out_format("%s\n", err_fmt(_("Written: %s. Delete it when it is printed: it names people."), file));
    return e;
}

static enum err put_page(enum err e, const struct args *a, struct buf *page) {
    if (e == ERR_OK && a->text[OPT_OUTPUT])
        e = say_written(a->text[OPT_OUTPUT], page);
    else if (e == ERR_OK)
        out_raw(page->data, page->len);
    buf_free(page);
    return e;
}

enum err cmd_print(struct store *s, const struct args *a) {
    struct print_dossier how = {.html = args_has(a, OPT_HTML), .unmask = args_has(a, OPT_UNMASK)};
    struct buf page = {0};
    const char *id;
    size_t i = 0;

    while (i < sizeof pages / sizeof *pages && strcmp(pages[i].word, a->words[0]) != 0)
        i++;
    if (i == sizeof pages / sizeof *pages || (a->word_count != pages[i].words && !(pages[i].alone && a->word_count == 1)))
        return err_say(
            ERR_USAGE, _("cannot print that"),
            _("it is none of: week, household ID, matter NUMBER, agreement NUMBER, routes [NUMBER], review [MONTH], ledger"),
            _("`linli help print` shows what it takes"));
    if (a->text[OPT_MONTH] && (a->word_count > 1 || pages[i].print != print_of_review))
        return err_say(ERR_USAGE, _("cannot print that"), _("--month is of a review"),
                       _("`linli help print` shows what it takes"));
    id = a->word_count > 1 ? a->words[1] : a->text[OPT_MONTH] ? a->text[OPT_MONTH] : "";
    return put_page(pages[i].print(s, id, &how, &page), a, &page);
}

/* A party by its place or its name. */
struct wanted {
    const char *text;
    int place, found, count;
};

static enum err find_party(void *arg, const struct party *p) {
    struct wanted *w = arg;
    char place[16];

    snprintf(place, sizeof place, "%d", ++w->place);
    if (strcmp(w->text, place) == 0 || strcmp(w->text, p->name) == 0) {
        w->found = w->place;
        w->count++;
    }
    return ERR_OK;
}

static enum err party_of(struct store *s, const struct id *matter, const char *text, int *out) {
    struct wanted w = {.text = text};
    enum err e = read_parties(s, matter, find_party, &w);

    if (e == ERR_OK && w.count != 1)
        e = err_say(ERR_USAGE, _("cannot print the dossier"),
                    err_fmt(_("“%.60s” is no party of this matter, or more than one"), text),
                    _("give its place: 1 is the first"));
    *out = w.found;
    return e;
}

enum err print_export(struct store *s, const struct args *a) {
    struct print_dossier how = {.html = args_has(a, OPT_HTML), .unmask = args_has(a, OPT_UNMASK)};
    struct buf page = {0};
    struct id matter;
    enum err e;

    if (a->word_count != 2 || strcmp(a->words[0], "dossier") != 0 || a->text[OPT_OUTBOX] || (how.html && args_has(a, OPT_TEXT)))
        return err_say(ERR_USAGE, _("cannot export"), _("it is neither --outbox FILE nor dossier MATTER, as --html or --text"),
                       _("`linli help export` shows what it takes"));
    e = read_resolve_matter(s, a->words[1], &matter);
    if (e == ERR_OK && a->text[OPT_FOR])
        e = party_of(s, &matter, a->text[OPT_FOR], &how.party);
    if (e == ERR_OK)
        e = print_dossier(s, &matter, &how, &page);
    return put_page(e, a, &page);
}
