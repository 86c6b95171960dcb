/* Standard output and standard error: nothing reaches a terminal but through safe_text. */
#include "cli_inner.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>
#include "linli/file.h"
#include "linli/i18n.h"
#include "linli/safe.h"
#include "linli/utf8.h"
#include "linli/width.h"

#define HELD_BACK 65536

static struct buf held;
static int failed; /* errno of the first write that failed */

static void flush(void) {
    if (!failed && held.len && file_write_fd(STDOUT_FILENO, held.data, held.len) != ERR_OK)
        failed = errno ? errno : EIO;
    buf_reset(&held);
}

void out_raw(const char *bytes, size_t len) {
    buf_add(&held, bytes, len);
    if (held.len >= HELD_BACK)
        flush();
}

void out_text(const char *text) {
    safe_text(&held, text, strlen(text), true);
    if (held.len >= HELD_BACK)
        flush();
}

void out_format(const char *format, ...) {
    struct buf text = {0};
    va_list args;

    va_start(args, format);
    buf_vprintf(&text, format, args);
    va_end(args);
    out_text(buf_text(&text));
    buf_free(&text);
}

/* A character that safe_text would not let through, as JSON writes it: nothing is lost, nothing acts. */
static void escape(struct buf *out, uint32_t cp) {
    if (cp >= 0x10000)
        buf_printf(out, "\\u%04x\\u%04x", (unsigned)(0xD7C0 + (cp >> 10)), (unsigned)(0xDC00 + (cp & 0x3FF)));
    else
        buf_printf(out, "\\u%04x", (unsigned)cp);
}

static void escape_all(struct buf *out, const char *text, size_t len) {
    struct buf one = {0};
    size_t n;

    for (size_t i = 0; i < len; i += n) {
        uint32_t cp;

        n = utf8_read(&cp, text + i, len - i);
        buf_reset(&one);
        if (cp >= 0x80)
            safe_text(&one, text + i, n, false);
        if (cp >= 0x80 && (one.len != n || memcmp(one.data, text + i, n) != 0))
            escape(out, cp);
        else
            buf_add(out, text + i, n);
    }
    buf_free(&one);
}

void out_line(const struct buf *json) {
    size_t before = held.len;

    safe_text(&held, json->data, json->len, false);
    if (held.len - before != json->len || memcmp(held.data + before, json->data, json->len) != 0) {
        held.len = before;
        escape_all(&held, json->data, json->len);
    }
    buf_putc(&held, '\n');
    if (held.len >= HELD_BACK)
        flush();
}

enum err out_end(void) {
    flush();
    buf_free(&held);
    if (!failed)
        return ERR_OK;
    if (failed == EPIPE) { /* who reads has seen enough, and says so by itself */
        err_clear();
        return ERR_IO;
    }
    return err_say(failed == ENOSPC || failed == EDQUOT ? ERR_FULL : ERR_IO, _("cannot write the output"), strerror(failed),
                   _("check where it goes; what was saved is saved"));
}

static void say(struct buf *line) {
    struct buf safe = {0};

    safe_text(&safe, line->data, line->len, false);
    buf_putc(&safe, '\n');
    file_write_fd(STDERR_FILENO, safe.data, safe.len);
    buf_free(&safe);
    buf_free(line);
}

void out_error(void) {
    struct buf line = {0};

    buf_puts(&line, "linli");
    safe_words(&line, err_last());
    say(&line);
}

void out_remark(const char *text) {
    struct buf line = {0};

    flush();
    buf_printf(&line, "linli: %s", text);
    say(&line);
}

void sheet_cell(struct sheet *t, const char *text) {
    size_t before = t->cells.len;
    int cells;

    safe_text(&t->cells, text, strlen(text), false);
    cells = t->cells.len > before ? width_text(t->cells.data + before, t->cells.len - before) : 0;
    buf_putc(&t->cells, '\0');
    if (t->widths[t->cell_count % t->columns] < cells)
        t->widths[t->cell_count % t->columns] = cells;
    t->cell_count++;
}

void sheet_print(struct sheet *t) {
    const char *cell = t->cells.data;
    size_t pad = 0;

    for (size_t i = 0; i < t->cell_count; i++) {
        size_t len = strlen(cell), column = i % t->columns;

        if (len) {
            while (pad) {
                buf_putc(&held, ' ');
                pad--;
            }
            buf_add(&held, cell, len);
        }
        pad += (size_t)(t->widths[column] - (len ? width_text(cell, len) : 0)) + (t->widths[column] ? 2 : 0);
        if (column + 1 == t->columns) {
            buf_putc(&held, '\n');
            pad = 0;
        }
        cell += len + 1;
    }
    buf_reset(&t->cells);
    t->cell_count = 0;
    if (held.len >= HELD_BACK)
        flush();
}

void sheet_free(struct sheet *t) {
    buf_free(&t->cells);
    memset(t, 0, sizeof *t);
}
