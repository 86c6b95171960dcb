/* Pages as text and HTML. */
#include "linli/paper.h"

#include <stdint.h>
#include <string.h>
#include "linli/i18n.h"
#include "linli/safe.h"
#include "linli/width.h"

#define LABEL_CELLS 20
#define LINES_MAX 400 /* of one paragraph: a note of 4,000 bytes has fewer */
#define GAP 2
/* Office suites read frames, widths and heights from attributes alone; a browser has them from the style. */
#define FRAME " border=\"1\" width=\"100%\" cellpadding=\"4\" cellspacing=\"0\""

static const char style[] =
    "@page{size:A4;margin:15mm;@bottom-center{content:counter(page)}}body{margin:0 auto;max-width:180mm;font:11pt/1.45 "
    "sans-serif;color:#000;background:#fff}"
    "h1{font-size:16pt;margin:0 0 3mm;border-bottom:1pt solid #000}h2{font-size:12pt;margin:5mm 0 1mm}p{margin:1mm 0;"
    "white-space:pre-wrap;overflow-wrap:anywhere}pre{font:10.5pt/1.45 monospace;margin:1mm 0;"
    "white-space:pre-wrap}table{border-collapse:collapse;width:100%;border:0}th{text-align:left;"
    "vertical-align:top;font-weight:bold}td,th{padding:.7mm 2mm .7mm 0;vertical-align:top;overflow-wrap:anywhere}"
    ".list{table-layout:fixed;margin:0 0 3mm}.list td,.list th{border:.5pt solid #000;padding:.7mm 1.5mm}.list "
    "td{white-space:pre-line}"
    ".list tr{break-inside:avoid}thead{display:table-header-group}.pair th{width:32mm;font-weight:normal;white-space:nowrap}"
    "section{break-after:page}section:last-child{break-after:auto}@media screen{body{padding:10mm}}"
    "h1.sheet{text-align:center;border:0;margin:4mm 0;page-break-before:always;break-before:page}"
    ".corner{text-align:right;font-size:9pt;margin:0}.cover{text-align:center}h1.cover{font-size:30pt;border:0;margin:35mm 0 "
    "12mm}"
    "p.cover{font-size:14pt;margin:4mm 0}p.mark{border:1.5pt solid #000;padding:2mm;font-weight:bold}"
    ".form{margin:0 0 4mm}.form th,.form td{border:.5pt solid #000;padding:1.5mm 2mm}.form th{width:34mm;font-weight:normal}"
    ".form td{height:7mm}.sign{table-layout:fixed;margin:4mm 0}.sign tr{break-inside:avoid}.sign th,.sign td{border:.5pt solid "
    "#000;"
    "padding:1.5mm 2mm;font-weight:normal}.sign td{height:14mm}";

/* Office suites know no white-space:pre-line, so a line break is an element. */
static void escape(struct buf *out, const char *text, bool breaks) {
    struct buf safe = {0};

    safe_text(&safe, text, strlen(text), true);
    for (const char *c = buf_text(&safe); *c; c++)
        if (strchr("&<>\"'", *c))
            buf_printf(out, "&#%d;", *c);
        else if (*c == '\n' && breaks)
            buf_puts(out, "<br/>");
        else
            buf_putc(out, *c);
    buf_free(&safe);
}

static void element(struct paper *p, const char *before, const char *text, const char *after) {
    buf_puts(p->out, before);
    escape(p->out, text, true);
    buf_puts(p->out, after);
}

static void end_pairs(struct paper *p) {
    if ((p->pairs || p->fields) && p->html)
        buf_puts(p->out, "</table>\n");
    p->pairs = p->fields = false;
}

static void spaces(struct buf *out, int cells) {
    for (; cells > 0; cells--)
        buf_putc(out, ' ');
}

/* Wraps into lines of `cells`; the first begins where the cursor is, further ones are set in by `hang`. */
static void wrapped(struct buf *out, const char *text, int cells, int hang) {
    struct width_line lines[LINES_MAX];
    struct buf safe = {0};
    size_t count;

    safe_text(&safe, text, strlen(text), true);
    count = width_wrap(lines, LINES_MAX, buf_text(&safe), safe.len, cells);
    for (size_t i = 0; i < count && i < LINES_MAX; i++) {
        if (i) {
            buf_putc(out, '\n');
            spaces(out, hang);
        }
        buf_add(out, lines[i].text, lines[i].len);
    }
    buf_free(&safe);
}

void paper_open(struct paper *p, struct buf *out, bool html, const char *title) {
    *p = (struct paper){.out = out, .html = html};
    if (!html)
        return;
    buf_printf(out, "<!DOCTYPE html>\n<html lang=\"%s\">\n<head>\n<meta charset=\"utf-8\"/>\n",
               i18n_is_chinese() ? "zh-CN" : "en");
    buf_puts(out, "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\"/>\n");
    element(p, "<title>", title, "</title>\n");
    buf_printf(out, "<style>%s</style>\n</head>\n<body>\n", style);
}

void paper_close(struct paper *p) {
    if (p->html)
        buf_puts(p->out, "</body>\n</html>\n");
}

void paper_start(struct paper *p, struct buf *out, bool html, const char *title) {
    paper_open(p, out, html, title);
    if (!html) {
        wrapped(out, title, PAPER_CELLS, 0);
        buf_puts(out, "\n\n");
        return;
    }
    buf_puts(out, "<section>\n");
    element(p, "<h1>", title, "</h1>\n");
}

void paper_heading(struct paper *p, const char *text) {
    end_pairs(p);
    if (p->html) {
        element(p, "<h2>", text, "</h2>\n");
        return;
    }
    buf_putc(p->out, '\n');
    wrapped(p->out, text, PAPER_CELLS, 0);
    buf_putc(p->out, '\n');
}

void paper_text(struct paper *p, const char *text) {
    end_pairs(p);
    if (p->html) {
        element(p, "<p>", text, "</p>\n");
        return;
    }
    wrapped(p->out, text, PAPER_CELLS, 0);
    buf_putc(p->out, '\n');
}

void paper_typed(struct paper *p, const char *text) {
    if (!p->html) {
        paper_text(p, text);
        return;
    }
    end_pairs(p);
    buf_puts(p->out, "<pre>");
    escape(p->out, text, false);
    buf_puts(p->out, "</pre>\n");
}

void paper_pair(struct paper *p, const char *label, const char *value) {
    int used;

    if (!*value)
        return;
    if (p->html) {
        if (!p->pairs) {
            end_pairs(p);
            buf_puts(p->out, "<table class=\"pair\">\n");
        }
        p->pairs = true;
        element(p, "<tr><th>", label, "</th><td>");
        element(p, "", value, "</td></tr>\n");
        return;
    }
    used = width_text(label, SIZE_MAX);
    wrapped(p->out, label, PAPER_CELLS, 0);
    spaces(p->out, used < LABEL_CELLS ? LABEL_CELLS - used : GAP);
    wrapped(p->out, value, PAPER_CELLS - LABEL_CELLS, LABEL_CELLS);
    buf_putc(p->out, '\n');
}

/* One line of each cell after the other, until all are told. */
static void text_row(struct paper *p, const char *const *cells) {
    struct width_line lines[PAPER_COLUMNS_MAX][32];
    struct buf safe[PAPER_COLUMNS_MAX] = {{0}};
    size_t count[PAPER_COLUMNS_MAX], most = 1;

    for (size_t i = 0; i < p->columns; i++) {
        safe_text(&safe[i], cells[i], strlen(cells[i]), true);
        count[i] = width_wrap(lines[i], 32, buf_text(&safe[i]), safe[i].len, p->widths[i]);
        count[i] = count[i] > 32 ? 32 : count[i];
        most = count[i] > most ? count[i] : most;
    }
    for (size_t row = 0; row < most; row++) {
        int due = 0; /* cells that are owed before the next text: none stand at the end of a line */

        for (size_t i = 0; i < p->columns; i++) {
            if (row < count[i] && lines[i][row].len) {
                spaces(p->out, due);
                buf_add(p->out, lines[i][row].text, lines[i][row].len);
                due = -lines[i][row].cells;
            }
            due += p->widths[i] + GAP;
        }
        buf_putc(p->out, '\n');
    }
    for (size_t i = 0; i < p->columns; i++)
        buf_free(&safe[i]);
}

static void rule(struct paper *p) {
    for (int i = 0; i < PAPER_CELLS; i++)
        buf_putc(p->out, '-');
    buf_putc(p->out, '\n');
}

void paper_table(struct paper *p, const char *const *titles, const int *widths, size_t columns) {
    int left = PAPER_CELLS;

    end_pairs(p);
    p->columns = columns < PAPER_COLUMNS_MAX ? columns : PAPER_COLUMNS_MAX;
    for (size_t i = 0; i < p->columns; i++) {
        p->widths[i] = i + 1 < p->columns ? widths[i] : left;
        left -= p->widths[i] + GAP;
    }
    if (!p->html) {
        text_row(p, titles);
        rule(p);
        return;
    }
    buf_puts(p->out, "<table class=\"list\"" FRAME ">\n<colgroup>");
    for (size_t i = 0; i < p->columns; i++)
        buf_printf(p->out, "<col style=\"width:%d%%\"/>", (p->widths[i] + GAP) * 100 / (PAPER_CELLS + GAP));
    buf_puts(p->out, "</colgroup>\n<thead><tr>");
    for (size_t i = 0; i < p->columns; i++) {
        buf_printf(p->out, "<th width=\"%d%%\" align=\"left\">", (p->widths[i] + GAP) * 100 / (PAPER_CELLS + GAP));
        element(p, "", titles[i], "</th>");
    }
    buf_puts(p->out, "</tr></thead>\n<tbody>\n");
}

void paper_row(struct paper *p, const char *const *cells) {
    if (!p->html) {
        text_row(p, cells);
        return;
    }
    buf_puts(p->out, "<tr>");
    for (size_t i = 0; i < p->columns; i++)
        element(p, "<td>", cells[i], "</td>");
    buf_puts(p->out, "</tr>\n");
}

void paper_table_end(struct paper *p) {
    if (p->html)
        buf_puts(p->out, "</tbody>\n</table>\n");
    p->columns = 0;
}

void paper_page(struct paper *p) {
    end_pairs(p);
    buf_puts(p->out, p->html ? "</section>\n<section>\n" : "\f");
}

void paper_end(struct paper *p) {
    paper_sheet_end(p);
    paper_close(p);
}

/* ---- forms */

static void centred(struct paper *p, const char *text) {
    int used = width_text(text, SIZE_MAX);

    spaces(p->out, used < PAPER_CELLS ? (PAPER_CELLS - used) / 2 : 0);
    wrapped(p->out, text, PAPER_CELLS, 0);
    buf_putc(p->out, '\n');
}

void paper_sheet(struct paper *p, const char *title, const char *corner) {
    end_pairs(p);
    if (p->html) {
        buf_puts(p->out, "<section>\n");
        element(p, "<h1 class=\"sheet\" align=\"center\">", title, "</h1>\n");
        if (*corner)
            element(p, "<p class=\"corner\" align=\"right\">", corner, "</p>\n");
        return;
    }
    centred(p, title);
    if (*corner) {
        int used = width_text(corner, SIZE_MAX);

        spaces(p->out, used < PAPER_CELLS ? PAPER_CELLS - used : 0);
        wrapped(p->out, corner, PAPER_CELLS, 0);
        buf_putc(p->out, '\n');
    }
    buf_putc(p->out, '\n');
}

void paper_sheet_end(struct paper *p) {
    end_pairs(p);
    if (p->html)
        buf_puts(p->out, "</section>\n");
}

void paper_cover(struct paper *p, const char *title, const char *const *lines, size_t count) {
    end_pairs(p);
    if (p->html) {
        buf_puts(p->out, "<section>\n");
        element(p, "<h1 class=\"cover\" align=\"center\">", title, "</h1>\n");
    } else {
        buf_puts(p->out, "\n\n\n\n");
        centred(p, title);
        buf_putc(p->out, '\n');
    }
    for (size_t i = 0; i < count; i++)
        if (p->html)
            element(p, "<p class=\"cover\" align=\"center\">", lines[i], "</p>\n");
        else
            centred(p, lines[i]);
    if (!p->html)
        buf_puts(p->out, "\n\n");
}

void paper_mark(struct paper *p, const char *text) {
    end_pairs(p);
    if (p->html)
        element(p, "<p class=\"mark\">", text, "</p>\n");
    else {
        buf_puts(p->out, "*** ");
        wrapped(p->out, text, PAPER_CELLS - 8, 4);
        buf_puts(p->out, " ***\n\n");
    }
}

void paper_field(struct paper *p, const char *label, const char *value) {
    static const char blank[] = "____________________________________";

    if (!p->html) {
        bool wide = width_text(label, SIZE_MAX) > LABEL_CELLS - GAP;

        if (wide) { /* the value then begins below */
            wrapped(p->out, label, PAPER_CELLS, 0);
            buf_putc(p->out, '\n');
        }
        paper_pair(p, wide ? "" : label, *value ? value : blank);
        return;
    }
    if (!p->fields) {
        end_pairs(p);
        buf_puts(p->out, "<table class=\"form\"" FRAME ">\n");
    }
    p->fields = true;
    element(p, "<tr><th width=\"22%\" height=\"26\" align=\"left\">", label, "</th><td>");
    element(p, "", value, "</td></tr>\n");
}

void paper_signs(struct paper *p, const char *const *who, size_t count) {
    end_pairs(p);
    if (p->html)
        buf_puts(p->out, "<table class=\"sign\"" FRAME ">\n");
    else
        buf_putc(p->out, '\n');
    for (size_t i = 0; i < count; i++)
        if (p->html) {
            element(p, "<tr><th width=\"24%\" height=\"52\" align=\"left\">", who[i], "</th><td width=\"38%\"></td>");
            element(p, "<th width=\"10%\" align=\"left\">", _("Day"), "</th><td></td></tr>\n");
        } else {
            int used = width_text(who[i], SIZE_MAX);

            wrapped(p->out, who[i], PAPER_CELLS - 38, 0);
            spaces(p->out, used < PAPER_CELLS - 38 ? PAPER_CELLS - 38 - used : GAP);
            buf_printf(p->out, "________________  %s ____________\n\n", _("Day"));
        }
    if (p->html)
        buf_puts(p->out, "</table>\n");
}
