/* The form that writes the list in front, as it is filtered, into a file: what its name ends with says as what. */
#include <stdio.h>
#include <string.h>
#include "form.h"
#include "linli/clock.h"
#include "linli/i18n.h"
#include "linli/lists.h"
#include "linli/paths.h"

static const struct field_spec list_fields[] = {
    {.name = "file",
     .label = N_("File"),
     .kind = FIELD_TEXT,
     .limit = 1000,
     .required = true,
     .ends = true,
     .hint = N_(".xlsx is a workbook, .csv a table, .txt plain text, .html a page to print")},
};

static const char *const names[] = {
    [LIST_OF_HOUSEHOLDS] = "households", [LIST_OF_PEOPLE] = "people", [LIST_OF_MATTERS] = "matters",
    [LIST_OF_TODAY] = "today",           [LIST_OF_CLAIMS] = "claims", [LIST_OF_FIGURES] = "figures",
    [LIST_OF_ENTRIES] = "directory",
};

/* What the form in front writes: there is one at a time, and what it points to is of the view beneath. */
static struct {
    struct lists_ask ask;
    const char *end;
} asked;

static void start_list(struct form *f) {
    const char *home = paths_env("HOME");
    char date[CLOCK_DATE_SIZE];

    clock_date(date, clock_now());
    form_put_text(f, 0, err_fmt("%s/linli-%s-%s%s", home ? home : ".", names[asked.ask.what], date, asked.end));
}

static enum err store_list(struct form *f, struct buf *said) {
    const char *file = form_text(f, 0);
    int64_t rows;
    enum err e = lists_write(f->view.app->store, &asked.ask, listout_form_of(file), file, &rows);

    if (e == ERR_OK)
        buf_printf(said,
                   asked.ask.what == LIST_OF_FIGURES ? _("Written: %s, %lld lines.")
                                                     : _("Written: %s, %lld lines. It names people."),
                   file, (long long)rows);
    return e;
}

static struct view *open_list(struct app *app, const char *subject) {
    return *subject ? NULL : &form_new(app, &list_form_spec, subject, NULL)->view;
}

const struct form_spec list_form_spec = {
    .name = "list",
    .version = 1,
    .title = N_("List to a file"),
    .fields = list_fields,
    .count = 1,
    .start = start_list,
    .store = store_list,
    .open = open_list,
    .passing = true,
};

void list_to_file(struct app *app, const struct lists_ask *ask, enum request r) {
    asked.ask = *ask;
    asked.end = r == REQ_PRINT ? ".html" : ".xlsx";
    app_push(app, open_list(app, ""));
}
