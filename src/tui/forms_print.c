/* The form that puts a page into a file. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "form.h"
#include "linli/clock.h"
#include "linli/conf.h"
#include "linli/file.h"
#include "linli/i18n.h"
#include "linli/paths.h"
#include "linli/print.h"

static const struct field_spec print_fields[] = {
    {.name = "file",
     .label = N_("File"),
     .kind = FIELD_TEXT,
     .limit = 1000,
     .required = true,
     .ends = true,
     .hint = N_("a name that ends with .txt makes plain text, else it is a page for the browser")},
};

/* About one household or matter, or about nobody. */
static const struct {
    const char *name;
    bool of_household, of_matter;
} pages[] = {
    [PRINT_WEEK] = {"week", false, false},      [PRINT_HOUSEHOLD] = {"household", true, false},
    [PRINT_MATTER] = {"matter", false, true},   [PRINT_ROUTES] = {"routes", false, false},
    [PRINT_DOSSIER] = {"dossier", false, true}, [PRINT_AGREEMENT] = {"agreement", false, true},
};
#define PAGES (sizeof pages / sizeof *pages)

static enum print_what what_of(const char *subject) {
    return (enum print_what)(subject[0] - '0');
}

/* Behind the id, ":2": the version for a party. */
static int party_of(const char *subject) {
    const char *colon = strchr(subject, ':');

    return colon ? (int)strtol(colon + 1, NULL, 10) : 0;
}

/* "-M-26-K7-017", "-0101-0004": two pages of a day are two files. Of a number that a file cannot be named by, nothing. */
static void put_number(struct buf *file, const struct form *f) {
    struct store *s = f->view.app->store;
    struct household h = {0};
    struct household_row row;
    struct matter_row m;
    const char *number = "";

    if (pages[what_of(f->subject)].of_matter && read_matter(s, &f->id, &m) == ERR_OK)
        number = m.number;
    else if (pages[what_of(f->subject)].of_household && read_household(s, &f->id, &row, &h) == ERR_OK)
        number = row.number;
    if (*number && !number[strspn(number, "0123456789-ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz")])
        buf_printf(file, "-%s", number);
    household_free(&h);
}

static void start_print(struct form *f) {
    const char *home = paths_env("HOME");
    struct buf file = {0};
    char date[CLOCK_DATE_SIZE];

    clock_date(date, clock_now());
    buf_printf(&file, "%s/linli-%s", home ? home : ".", pages[what_of(f->subject)].name);
    put_number(&file, f);
    if (party_of(f->subject))
        buf_printf(&file, "-%d", party_of(f->subject));
    buf_printf(&file, "-%s.html", date);
    form_put_text(f, 0, buf_text(&file));
    buf_free(&file);
}

static bool is_text(const char *file) {
    size_t len = strlen(file);

    return len > 4 && strcmp(file + len - 4, ".txt") == 0;
}

static enum err store_print(struct form *f, struct buf *said) {
    struct store *s = f->view.app->store;
    const char *file = form_text(f, 0);
    bool html = !is_text(file);
    struct print_dossier how = {.html = html, .party = party_of(f->subject)};
    struct buf page = {0};
    enum err e;

    switch (what_of(f->subject)) {
    case PRINT_HOUSEHOLD:
        e = print_household(s, &f->id, html, &page);
        break;
    case PRINT_MATTER:
        e = print_matter(s, &f->id, html, &page);
        break;
    case PRINT_ROUTES:
        e = print_routes(s, id_is_zero(&f->id) ? NULL : &f->id, html, &page);
        break;
    case PRINT_DOSSIER:
        e = print_dossier(s, &f->id, &how, &page);
        break;
    case PRINT_AGREEMENT:
        e = print_agreement(s, &f->id, &how, &page);
        break;
    default:
        e = print_week(s, conf_number(CONF_DAYS), html, &page);
    }
    if (e == ERR_OK)
        e = file_write(file, page.data, page.len);
    if (e == ERR_OK)
        buf_printf(said,
                   f->subject[0] == '0' + PRINT_ROUTES ? _("Written: %s")
                                                       : _("Written: %s. Delete it when it is printed: it names people."),
                   file);
    buf_free(&page);
    return e;
}

/* The subject is what, and the id that it is about. */
static struct view *open_print(struct app *app, const char *subject) {
    struct id id;
    bool given = subject[0] && subject[1] && id_parse(&id, subject + 1, ID_TEXT_SIZE - 1);

    if (subject[0] < '0' || subject[0] >= '0' + (int)PAGES)
        return NULL;
    if ((pages[what_of(subject)].of_household || pages[what_of(subject)].of_matter) && !given)
        return NULL;
    return &form_new(app, &print_form_spec, subject, given ? &id : NULL)->view;
}

const struct form_spec print_form_spec = {
    .name = "print",
    .version = 1,
    .title = N_("On paper"),
    .fields = print_fields,
    .count = 1,
    .start = start_print,
    .store = store_print,
    .open = open_print,
    .passing = true,
};

struct view *print_form_for(struct app *app, enum print_what what, const struct id *about, int party) {
    char subject[ID_TEXT_SIZE + 8] = {(char)('0' + what), '\0'};

    if (about)
        id_text(subject + 1, about);
    if (party)
        snprintf(subject + strlen(subject), 5, ":%d", party % 100);
    return open_print(app, subject);
}

struct view *print_form(struct app *app, enum print_what what, const struct id *about) {
    return print_form_for(app, what, about, 0);
}
