/* The parts that sheets lean on: texts that cells name by number, and formats. */
#include "core/workbook_inner.h"

#include <stdlib.h>
#include <string.h>
#include "linli/i18n.h"
#include "linli/mem.h"

/* ---- texts ---- */

static int hex(char c) {
    return c >= '0' && c <= '9' ? c - '0' : c >= 'A' && c <= 'F' ? c - 'A' + 10 : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* The byte that _x000D_ at `p` stands for; -1: none that is undone here. */
static int escaped(const char *p) {
    int value = 0;

    if (p[0] != '_' || p[1] != 'x')
        return -1;
    for (int i = 2; i < 6; i++) {
        int digit = hex(p[i]);

        if (digit < 0)
            return -1;
        value = value * 16 + digit;
    }
    return p[6] == '_' && value > 0 && value < 0x80 ? value : -1;
}

void workbook_unescape(struct buf *text, size_t from) {
    char *to = text->data + from, *p = to;

    if (!text->data || text->len == from || !strstr(p, "_x"))
        return;
    while (*p) {
        int byte = escaped(p);

        *to++ = byte >= 0 ? (char)byte : *p;
        p += byte >= 0 ? 7 : 1;
    }
    *to = '\0';
    text->len = (size_t)(to - text->data);
}

struct strings {
    struct workbook *w;
    struct xml *xml;
    size_t from;
    bool in, taken;    /* inside <si>; inside a <t> of it */
    unsigned phonetic; /* inside so many <rPh> */
};

static void on_string(void *arg, const char *name, const char **attributes) {
    struct strings *s = arg;

    (void)attributes;
    if (strcmp(name, "si") == 0) {
        s->in = true;
        s->from = s->w->text.len;
    } else if (strcmp(name, "rPh") == 0) {
        s->phonetic++;
    }
    s->taken = s->in && !s->phonetic && strcmp(name, "t") == 0;
}

static void on_string_text(void *arg, const char *text, size_t len) {
    struct strings *s = arg;
    size_t have = s->w->text.len - s->from;

    if (s->taken && have < WORKBOOK_CELL_MAX)
        buf_add(&s->w->text, text, len < WORKBOOK_CELL_MAX - have ? len : WORKBOOK_CELL_MAX - have);
}

static void keep_string(struct strings *s) {
    struct workbook *w = s->w;

    workbook_unescape(&w->text, s->from);
    if (w->text.len > GRID_TEXT_MAX || w->shared_count == GRID_CELLS_MAX) {
        xml_stop(s->xml, err_say(ERR_RANGE, _("cannot read the workbook"), _("it holds more text than any roster"),
                                 _("delete what does not belong to the table, or split it into smaller files")));
        return;
    }
    if (w->shared_count == w->shared_room) {
        w->shared_room = w->shared_room ? w->shared_room * 2 : 1024;
        w->shared = mem_resize(w->shared, w->shared_room, sizeof *w->shared);
    }
    w->shared[w->shared_count++] = (struct workbook_text){(uint32_t)s->from, (uint32_t)(w->text.len - s->from)};
}

static void on_string_end(void *arg, const char *name) {
    struct strings *s = arg;

    s->taken = false;
    if (strcmp(name, "rPh") == 0 && s->phonetic)
        s->phonetic--;
    if (strcmp(name, "si") == 0 && s->in) {
        s->in = false;
        keep_string(s);
    }
}

enum err workbook_read_strings(struct workbook *w) {
    struct strings s = {.w = w};
    struct xml_sink sink = {.start = on_string, .end = on_string_end, .text = on_string_text, .arg = &s};
    enum err e = *w->strings ? workbook_part(w, w->strings, &sink, &s.xml) : ERR_OK;

    return e == ERR_NOT_FOUND ? ERR_OK : e;
}

/* ---- formats ---- */

#define CODES_MAX 4096

struct code {
    long id;
    struct number_format format;
};

struct styles {
    struct workbook *w;
    struct code *codes;
    size_t code_count;
    bool in_cells;
};

static struct number_format format_of(const struct styles *s, long id) {
    for (size_t i = 0; i < s->code_count; i++)
        if (s->codes[i].id == id)
            return s->codes[i].format;
    return number_format_built_in(id);
}

static void add_code(struct styles *s, const char *id, const char *code) {
    if (!id || !code || s->code_count == CODES_MAX)
        return;
    if (s->code_count % 64 == 0)
        s->codes = mem_resize(s->codes, s->code_count + 64, sizeof *s->codes);
    s->codes[s->code_count++] = (struct code){strtol(id, NULL, 10), number_format_of(code)};
}

static void on_style(void *arg, const char *name, const char **attributes) {
    struct styles *s = arg;
    struct workbook *w = s->w;
    const char *id = xml_attribute(attributes, "numFmtId");

    if (strcmp(name, "numFmt") == 0)
        add_code(s, id, xml_attribute(attributes, "formatCode"));
    else if (strcmp(name, "cellXfs") == 0)
        s->in_cells = true;
    if (!s->in_cells || strcmp(name, "xf") != 0 || w->format_count == WORKBOOK_FORMATS_MAX)
        return;
    if (w->format_count == w->format_room) {
        w->format_room = w->format_room ? w->format_room * 2 : 64;
        w->formats = mem_resize(w->formats, w->format_room, sizeof *w->formats);
    }
    w->formats[w->format_count++] = format_of(s, id ? strtol(id, NULL, 10) : 0);
}

static void on_style_end(void *arg, const char *name) {
    struct styles *s = arg;

    if (strcmp(name, "cellXfs") == 0)
        s->in_cells = false;
}

enum err workbook_read_styles(struct workbook *w) {
    struct styles s = {.w = w};
    struct xml_sink sink = {.start = on_style, .end = on_style_end, .arg = &s};
    struct xml *xml;
    enum err e = *w->styles ? workbook_part(w, w->styles, &sink, &xml) : ERR_OK;

    mem_free(s.codes);
    return e == ERR_NOT_FOUND ? ERR_OK : e;
}
