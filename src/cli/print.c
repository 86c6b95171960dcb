/* linli print: pages for paper. */
#include "cli_inner.h"

#include <string.h>
#include "linli/conf.h"
#include "linli/file.h"
#include "linli/i18n.h"
#include "linli/print.h"

static enum err print_of_week(struct store *s, const char *id, bool html, struct buf *out) {
    (void)id;
    return print_week(s, conf_number(CONF_DAYS), html, out);
}

static enum err print_of_household(struct store *s, const char *id, bool html, struct buf *out) {
    struct id household;
    enum err e = read_resolve_household(s, id, &household);

    return e == ERR_OK ? print_household(s, &household, html, out) : e;
}

static enum err print_of_matter(struct store *s, const char *id, bool html, struct buf *out) {
    struct id matter;
    enum err e = read_resolve_matter(s, id, &matter);

    return e == ERR_OK ? print_matter(s, &matter, html, out) : e;
}

static const struct {
    const char *word;
    size_t words; /* with the id that it needs */
    enum err (*print)(struct store *s, const char *id, bool html, struct buf *out);
} pages[] = {
    {"week", 1, print_of_week},
    {"household", 2, print_of_household},
    {"matter", 2, print_of_matter},
};

static enum err say_written(const char *file, const struct buf *page) {
    enum err e = file_write(file, page->data, page->len);

    if (e == ERR_OK)
        out_format("%s\n", err_fmt(_("Written: %s. Delete it when it is printed: it names people."), file));
    return e;
}

enum err cmd_print(struct store *s, const struct args *a) {
    struct buf page = {0};
    enum err e = ERR_USAGE;
    size_t i = 0;

    while (i < sizeof pages / sizeof *pages && strcmp(pages[i].word, a->words[0]) != 0)
        i++;
    if (i == sizeof pages / sizeof *pages || a->word_count != pages[i].words)
        return err_say(ERR_USAGE, _("cannot print that"), _("it is none of: week, household ID, matter NUMBER"),
                       _("`linli help print` shows what it takes"));
    e = pages[i].print(s, a->word_count > 1 ? a->words[1] : "", args_has(a, OPT_HTML), &page);
    if (e == ERR_OK && a->text[OPT_OUTPUT])
        e = say_written(a->text[OPT_OUTPUT], &page);
    else if (e == ERR_OK)
        out_raw(page.data, page.len);
    buf_free(&page);
    return e;
}
