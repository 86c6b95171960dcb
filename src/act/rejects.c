/* Rejected lines as CSV: line, column, reason, text; of a workbook the sheet before them. */
#include "rejects.h"

#include <errno.h>
#include <string.h>
#include "linli/file.h"
#include "linli/i18n.h"
#include "linli/safe.h"

#define HELD_BACK 65536

static enum err flush(struct rejects *r) {
    enum err e = r->lines.len ? file_write_fd(r->fd, r->lines.data, r->lines.len) : ERR_OK;

    buf_reset(&r->lines);
    return e == ERR_OK ? e
                       : err_say(e, _("cannot write the file of rejected lines"), strerror(errno),
                                 _("free some space or name another file; nothing was imported"));
}

enum err rejects_add(struct rejects *r, const struct roster_reject *row) {
    const char *parts[] = {row->column, row->reason, row->text};

    if (r->fd < 0)
        return ERR_OK;
    if (!r->any) {
        r->sheets = *row->sheet != '\0';
        buf_puts(&r->lines, r->sheets ? "sheet,line,column,reason,text\r\n" : "line,column,reason,text\r\n");
    }
    r->any = true;
    if (r->sheets) {
        safe_csv(&r->lines, row->sheet, strlen(row->sheet));
        buf_putc(&r->lines, ',');
    }
    buf_printf(&r->lines, "%zu", row->line);
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        buf_putc(&r->lines, ',');
        safe_csv(&r->lines, parts[i], strlen(parts[i]));
    }
    buf_puts(&r->lines, "\r\n");
    return r->lines.len < HELD_BACK ? ERR_OK : flush(r);
}

enum err rejects_end(struct rejects *r) {
    enum err e = r->fd < 0 ? ERR_OK : flush(r);

    buf_free(&r->lines);
    return e;
}
