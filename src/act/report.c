/* What an import did, told: for scripts, for people, and as the end of the command. */
#include "linli/act.h"

#include <string.h>
#include "linli/i18n.h"
#include "linli/safe.h"

void act_import_json(struct json_out *w, const struct act_import_report *r, bool dry_run) {
    json_put_int(w, "rows", (int64_t)r->roster.rows);
    json_put_int(w, "rejected", (int64_t)r->roster.rejected);
    json_put_int(w, "added", r->added);
    json_put_int(w, "updated", r->updated);
    json_put_int(w, "unchanged", r->unchanged);
    json_put_int(w, "missing", r->missing);
    json_put_text(w, "encoding", r->roster.encoding);
    json_put_text(w, "sheets", buf_text(&r->roster.sheets));
    json_put_text(w, "passed_over", buf_text(&r->roster.passed));
    json_put_int(w, "hidden", (int64_t)r->roster.hidden);
    json_put_text(w, "left_out", buf_text(&r->roster.left_out));
    json_put_text(w, "ignored", buf_text(&r->roster.ignored));
    json_put_bool(w, "dry_run", dry_run);
}

static void put_titles(struct buf *out, const char *words, const struct buf *titles) {
    if (!titles->len)
        return;
    buf_puts(out, words);
    safe_text(out, buf_text(titles), titles->len, false);
    buf_putc(out, '\n');
}

/* What was read of a workbook. */
static void put_sheets(struct buf *out, const struct roster_report *f) {
    buf_printf(out, _("file: workbook, titles in line %zu; read from: "), f->header_line);
    safe_text(out, buf_text(&f->sheets), f->sheets.len, false);
    buf_putc(out, '\n');
    put_titles(out, _("sheets passed over, because they are hidden or no table is in them (see --sheet): "), &f->passed);
    if (f->hidden)
        buf_printf(out, _("rows that the spreadsheet hides: %zu; they were read too\n"), f->hidden);
}

void act_import_words(struct buf *out, const struct act_import_report *r, bool dry_run) {
    const struct roster_report *f = &r->roster;

    if (dry_run)
        buf_puts(out, _("this is what would happen; nothing was changed (--dry-run)\n"));
    if (f->delimiter)
        buf_printf(out, _("file: %s, columns cut at %s, titles in line %zu\n"), f->encoding ? f->encoding : "?",
                   f->delimiter == '\t'  ? _("tabs")
                   : f->delimiter == ';' ? _("semicolons")
                                         : _("commas"),
                   f->header_line);
    else
        put_sheets(out, f);
    buf_printf(out, _("lines: %zu read, %zu not taken, %zu totals and notes passed over\n"), f->rows, f->rejected, f->totals);
    buf_printf(out, _("households: %lld added, %lld updated, %lld unchanged\n"), (long long)r->added, (long long)r->updated,
               (long long)r->unchanged);
    put_titles(out, _("columns left out, because linli does not hold such things: "), &f->left_out);
    put_titles(out, _("columns passed over, because their names are not known (see --map): "), &f->ignored);
    if (r->missing)
        buf_printf(out, _("households of earlier rosters that this file does not name: %lld; they were kept\n"),
                   (long long)r->missing);
}

enum err act_import_sum_up(const struct act_import_report *r, const char *rejects) {
    const struct roster_report *f = &r->roster;
    const char *why = rejects ? err_fmt(_("%s tells line, column and reason"), rejects) : _("each for a reason of its own");

    if (!f->rejected)
        return ERR_OK;
    if (r->added + r->updated + r->unchanged == 0)
        return err_say(ERR_FAILED, err_fmt(_("none of %zu lines could be taken"), f->rows), why,
                       rejects ? _("correct them in the roster and import it again")
                               : _("write them to a file with --rejects FILE"));
    return err_say(ERR_PARTLY, err_fmt(_("%zu of %zu lines were not taken"), f->rejected, f->rows), why,
                   rejects ? _("correct them in the roster and import it again; what is here already is not doubled")
                           : _("write them to a file with --rejects FILE"));
}
