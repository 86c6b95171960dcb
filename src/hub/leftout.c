/* Lines of a list that could not be taken. */
#include "hub/leftout.h"

#include "linli/i18n.h"
#include "linli/safe.h"

#define SHOWN 50        /* for people */
#define SHOWN_JSON 1000 /* and for programs */

void leftout_start(struct leftout *r) {
    json_start(&r->list, &r->json);
    json_open(&r->list, NULL, '[');
}

void leftout_add(struct leftout *r, const char *sheet, size_t line_no, const char *column, const char *reason) {
    if (r->count++ < SHOWN) {
        struct buf line = {0};

        if (*sheet)
            buf_printf(&line, _("sheet %s, "), sheet);
        buf_printf(&line, _("line %lld: "), (long long)line_no);
        buf_printf(&line, "%s%s%s", column, *column ? ": " : "", reason);
        buf_puts(&r->words, "  ");
        safe_text(&r->words, buf_text(&line), line.len, false);
        buf_putc(&r->words, '\n');
        buf_free(&line);
    }
    if (r->count <= SHOWN_JSON) {
        json_open(&r->list, NULL, '{');
        json_put_text(&r->list, "sheet", sheet);
        json_put_int(&r->list, "line", (int64_t)line_no);
        json_put_text(&r->list, "column", column);
        json_put_str(&r->list, "reason", reason);
        json_close(&r->list, '}');
    }
}

void leftout_end(struct leftout *r) {
    json_close(&r->list, ']');
}

void leftout_free(struct leftout *r) {
    buf_free(&r->words);
    buf_free(&r->json);
}

void leftout_json(struct json_out *w, const struct leftout *r) {
    json_put_int(w, "rejected", (int64_t)r->count);
    json_put_raw(w, "rejects", buf_text(&r->json), r->json.len);
}

void leftout_words(struct buf *out, const struct leftout *r) {
    if (r->count)
        buf_printf(out, _("lines that were not taken: %lld\n"), (long long)r->count);
    buf_add(out, r->words.data, r->words.len);
    if (r->count > SHOWN)
        buf_printf(out, _("  and %lld more\n"), (long long)(r->count - SHOWN));
}

enum err leftout_sum_up(const struct leftout *r, size_t rows) {
    if (!r->count)
        return ERR_OK;
    return err_say(r->count == rows ? ERR_FAILED : ERR_PARTLY, err_fmt(_("%zu of %zu lines were not taken"), r->count, rows),
                   _("each for a reason of its own"),
                   _("correct them in the file and import it again; what is here already is not doubled"));
}
