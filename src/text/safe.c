/* Text for a terminal and for spreadsheets. */
#include "linli/safe.h"

#include <string.h>
#include "class.h"
#include "linli/utf8.h"
#include "linli/width.h"

static const char replacement[] = "\xEF\xBF\xBD";

static bool is_bad(uint32_t cp, size_t bytes) {
    return (cp == UTF8_REPLACEMENT && bytes == 1) || (class_of(cp) & CLASS_MASK) >= CLASS_ZERO;
}

void safe_text(struct buf *out, const char *text, size_t len, bool lines) {
    size_t n;

    for (size_t i = 0; i < len; i += n) {
        uint32_t cp;
        size_t first;
        int cells;

        n = class_line_break(text + i, len - i);
        if (n > 0 || text[i] == '\t') {
            buf_putc(out, n > 0 && lines ? '\n' : ' ');
            n += n == 0;
            continue;
        }
        /* Only the first character of a cluster can be a bad one: the others are marks and pictures. */
        n = width_cluster(text + i, len - i, &cells);
        first = utf8_read(&cp, text + i, len - i);
        if (is_bad(cp, first))
            buf_puts(out, replacement);
        else
            buf_add(out, text + i, first);
        buf_add(out, text + i + first, n - first);
    }
}

void safe_words(struct buf *out, const struct err_words *words) {
    const char *const parts[] = {words->what, words->why, words->todo};

    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        if (!*parts[i])
            continue;
        buf_puts(out, ": ");
        safe_text(out, parts[i], strlen(parts[i]), false);
    }
}

/* Apostrophes, then what a spreadsheet takes for the start of a formula or drops to reach one. Those that the text itself
 * begins with count too, or removing the guard would remove one of them. */
static bool is_formula(const char *text, size_t len) {
    static const uint32_t triggers[] = {'=', '+', '-', '@', '\t', '\r', U'＝', U'＋', U'－', U'＠'};
    uint32_t cp;

    while (len > 0 && *text == '\'')
        text++, len--;
    if (utf8_read(&cp, text, len) == 0)
        return false;
    for (size_t i = 0; i < sizeof triggers / sizeof *triggers; i++)
        if (cp == triggers[i])
            return true;
    return false;
}

void safe_csv(struct buf *out, const char *text, size_t len) {
    bool quoted = false;
    size_t n;

    for (size_t i = 0; i < len && !quoted; i++)
        quoted = text[i] != '\0' && strchr("\",\r\n", text[i]) != NULL;
    if (quoted)
        buf_putc(out, '"');
    if (is_formula(text, len))
        buf_putc(out, '\'');
    for (size_t i = 0; i < len; i += n) {
        uint32_t cp;
        unsigned class;

        n = utf8_read(&cp, text + i, len - i);
        class = class_of(cp) & CLASS_MASK;
        if (cp == '"')
            buf_puts(out, "\"\"");
        else if (cp == '\t' || cp == '\r' || cp == '\n')
            buf_putc(out, text[i]);
        else if (class == CLASS_CONTROL || (cp == UTF8_REPLACEMENT && n == 1))
            buf_puts(out, replacement);
        else
            buf_add(out, text + i, n);
    }
    if (quoted)
        buf_putc(out, '"');
}

const char *safe_csv_unguard(const char *text) {
    return *text == '\'' && is_formula(text, strlen(text)) ? text + 1 : text;
}
