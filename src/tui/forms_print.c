/* The form that puts a page into a file. */
#include <stdio.h>
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

static const char *const names[] = {
    [PRINT_WEEK] = "week", [PRINT_HOUSEHOLD] = "household", [PRINT_MATTER] = "matter", [PRINT_ROUTES] = "routes"};

/* "-M-26-K7-017", "-0101-0004": two pages of a day are two files. Of a number that a file cannot be named by, nothing. */
static void put_number(struct buf *file, const struct form *f) {
    struct store *s = f->view.app->store;
    struct household h = {0};
    struct household_row row;
    struct matter_row m;
    const char *number = "";

    if (f->subject[0] == '0' + PRINT_MATTER && read_matter(s, &f->id, &m) == ERR_OK)
        number = m.number;
    else if (f->subject[0] == '0' + PRINT_HOUSEHOLD && read_household(s, &f->id, &row, &h) == ERR_OK)
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
    buf_printf(&file, "%s/linli-%s", home ? home : ".", names[f->subject[0] - '0']);
    put_number(&file, f);
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
    struct buf page = {0};
    enum err e;

    switch ((enum print_what)(f->subject[0] - '0')) {
    case PRINT_HOUSEHOLD:
        e = print_household(s, &f->id, html, &page);
        break;
    case PRINT_MATTER:
        e = print_matter(s, &f->id, html, &page);
        break;
    case PRINT_ROUTES:
        e = print_routes(s, NULL, html, &page);
        break;
    default:
        e = print_week(s, conf_number(CONF_DAYS), html, &page);
    }
    if (e == ERR_OK)
        e = file_write(file, page.data, page.len);
    if (e == ERR_OK)
        buf_printf(said, _("Written: %s. Delete it when it is printed: it names people."), file);
    buf_free(&page);
    return e;
}

/* The subject is what, and the id that it is about. */
static struct view *open_print(struct app *app, const char *subject) {
    struct id id;
    bool given = subject[0] && subject[1] && id_parse(&id, subject + 1, ID_TEXT_SIZE - 1);

    bool of_one = subject[0] == '0' + PRINT_HOUSEHOLD || subject[0] == '0' + PRINT_MATTER;

    if (subject[0] < '0' + PRINT_WEEK || subject[0] > '0' + PRINT_ROUTES || (of_one && !given))
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

struct view *print_form(struct app *app, enum print_what what, const struct id *about) {
    char subject[ID_TEXT_SIZE + 1] = {(char)('0' + what), '\0'};

    if (about)
        id_text(subject + 1, about);
    return open_print(app, subject);
}
