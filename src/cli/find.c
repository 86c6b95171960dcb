/* linli find: households that fit, page by page in the order that people walk the doors. */
#include "cli_inner.h"

#include <unistd.h>
#include "linli/clock.h"
#include "linli/conf.h"
#include "linli/door.h"
#include "linli/find.h"
#include "linli/fuzzy.h"
#include "linli/i18n.h"
#include "linli/mem.h"
#include "linli/policy.h"

#define PAGE 256
#define LIMIT_USUAL 20

static void print_json(const struct household_row *row, struct buf *line) {
    struct json_out w;

    json_start_line(&w, line);
    lines_household(&w, row);
    json_end_line(&w, line);
}

static void number_cell(struct sheet *t, int64_t n) {
    struct buf text = {0};

    buf_printf(&text, "%lld", (long long)n);
    sheet_cell(t, buf_text(&text));
    buf_free(&text);
}

static void print_words(const struct household_row *row, struct sheet *t) {
    struct buf door = {0}, phones = {0};
    char id[ID_TEXT_SIZE], date[CLOCK_DATE_SIZE];

    door_text(&door, &row->door, true);
    policy_mask_phones(&phones, row->phones);
    id_text(id, &row->id);
    clock_date(date, row->visited);
    sheet_cell(t, *row->number ? row->number : id);
    sheet_cell(t, buf_text(&door));
    sheet_cell(t, row->head);
    sheet_cell(t, buf_text(&phones));
    number_cell(t, row->people);
    sheet_cell(t, row->visited ? date : "-");
    number_cell(t, row->open);
    buf_free(&door);
    buf_free(&phones);
}

static void print_titles(struct sheet *t) {
    sheet_cell(t, _("number"));
    sheet_cell(t, _("door"));
    sheet_cell(t, _("head"));
    sheet_cell(t, _("phone"));
    sheet_cell(t, _("people"));
    sheet_cell(t, _("visited"));
    sheet_cell(t, _("open matters"));
}

static enum err print_all(struct store *s, const struct query *q, int64_t limit, bool json) {
    struct household_row *rows = mem_new(PAGE, sizeof *rows);
    struct find_cursor cursor = {0};
    struct sheet t = {.columns = 7};
    struct buf line = {0};
    int64_t left = limit ? limit : INT64_MAX, shown = 0;
    enum err e = ERR_OK;

    while (e == ERR_OK && left > 0 && !cursor.end) {
        size_t count = 0;

        e = find_page(s, q, &cursor, rows, left < PAGE ? (size_t)left : PAGE, &count);
        if (e != ERR_OK)
            break;
        if (!json && shown == 0 && count && isatty(STDOUT_FILENO))
            print_titles(&t);
        for (size_t i = 0; i < count; i++)
            json ? print_json(&rows[i], &line) : print_words(&rows[i], &t);
        sheet_print(&t);
        left -= (int64_t)count;
        shown += (int64_t)count;
    }
    if (e == ERR_OK && !json && shown == 0)
        out_remark(_("no household fits"));
    if (e == ERR_OK && !json && (shown == 0 || isatty(STDOUT_FILENO)))
        noted_remark(s, q);
    if (e == ERR_OK && !json && shown && !cursor.end && isatty(STDOUT_FILENO))
        out_remark(err_fmt(_("there are more than %lld: -n 0 lists all"), (long long)limit));
    sheet_free(&t);
    buf_free(&line);
    mem_free(rows);
    return e;
}

enum err cmd_find(struct store *s, const struct args *a) {
    struct buf text = {0};
    struct query q;
    int64_t limit;
    enum err e = args_number(a, OPT_LIMIT, LIMIT_USUAL, &limit);

    for (size_t i = 0; i < a->word_count; i++)
        buf_printf(&text, "%s%s", i ? " " : "", a->words[i]);
    if (e == ERR_OK)
        e = query_read(&q, buf_text(&text), text.len);
    buf_free(&text);
    if (e == ERR_OK)
        fuzzy_read(&q.fuzzy, conf_text(CONF_FUZZY)); /* what it does not know was told when linli.conf was read */
    if (e == ERR_OK && args_has(a, OPT_PEOPLE) && !tofile_wanted(a))
        return err_say(ERR_USAGE, _("cannot list people"), _("they are listed in files only"),
                       _("give --csv FILE or --xlsx FILE"));
    if (e == ERR_OK && args_has(a, OPT_NOTED))
        return tofile_wanted(a) ? err_say(ERR_USAGE, _("cannot write the words found to a file"), _("they are listed here only"),
                                          _("leave --csv and --xlsx out"))
                                : noted_list(s, a, &q, limit);
    if (e == ERR_OK && tofile_wanted(a))
        return tofile(s, a,
                      &(struct lists_ask){.what = args_has(a, OPT_PEOPLE) ? LIST_OF_PEOPLE : LIST_OF_HOUSEHOLDS,
                                          .query = q,
                                          .limit = args_has(a, OPT_LIMIT) ? limit : 0});
    return e == ERR_OK ? print_all(s, &q, limit, args_has(a, OPT_JSON)) : e;
}
