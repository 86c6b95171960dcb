/* A list to files: --csv and --xlsx, the same for all commands that list. */
#include "cli_inner.h"

#include <string.h>
#include "linli/i18n.h"

bool tofile_wanted(const struct args *a) {
    return args_has(a, OPT_CSV) || args_has(a, OPT_XLSX);
}

enum err tofile(struct store *s, const struct args *a, const struct lists_ask *ask) {
    static const struct {
        enum opt opt;
        enum listout_form form;
    } ways[] = {{OPT_CSV, LISTOUT_CSV}, {OPT_XLSX, LISTOUT_XLSX}};
    bool json = args_has(a, OPT_JSON) && ask->what != LIST_OF_FIGURES;
    enum err e =
        json ? err_say(ERR_USAGE, _("cannot write the list"), _("a file and --json together"), _("give one of them")) : ERR_OK;

    for (size_t i = 0; e == ERR_OK && i < sizeof ways / sizeof *ways; i++) {
        const char *file = a->text[ways[i].opt];
        int64_t rows;

        if (!file)
            continue;
        e = lists_write(s, ask, ways[i].form, file, &rows);
        if (e == ERR_OK && strcmp(file, "-") != 0 && !args_has(a, OPT_JSON))
            out_format("%s\n", err_fmt(_("Written: %s"), file));
    }
    return e;
}
