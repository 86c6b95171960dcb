/* Slips as text and as HTML: the same lines, gathered once. */
#include "hub/slip.h"

#include <string.h>
#include "linli/clock.h"
#include "linli/i18n.h"
#include "linli/pinwords.h"
#include "linli/safe.h"
#include "linli/width.h"

#define A_ROW 4 /* words of the pin */
#define LABEL_CELLS 14
#define WORD_CELLS 18
#define BLANK "____________________________"

static const char style[] =
    "@page{margin:12mm}*{box-sizing:border-box}body{margin:0;font:11pt/1.5 sans-serif;color:#000;background:#fff}"
    "section{max-width:130mm;margin:0 auto;padding:4mm 0;break-after:page;break-inside:avoid}"
    "section:last-child{break-after:auto}h1{font-size:16pt;margin:0 0 3mm;border-bottom:1pt solid #000}"
    "table{border-collapse:collapse;width:100%}th{text-align:left;vertical-align:top;padding:.6mm 3mm .6mm 0;"
    "white-space:nowrap;font-weight:normal}td{padding:.6mm 0;overflow-wrap:anywhere}.code{font:bold 18pt monospace}"
    ".pin{margin:2mm 0}.pin td{border:.5pt solid #000;padding:.6mm 1.5mm;width:25%}"
    ".pin b{display:block;font-size:12pt}code{font:10pt monospace;overflow-wrap:anywhere}ol{margin:2mm 0;padding-left:6mm}";

bool slip_is_text(const char *file) {
    size_t len = strlen(file);

    return len > 4 && strcmp(file + len - 4, ".txt") == 0;
}

/* What a page says, ready to be set. */
struct page {
    const struct pinword *words[PINWORDS_COUNT];
    bool has_pin;
    struct buf worker, until, command;
};

static void page_fill(struct page *p, const struct slip_hub *hub, const struct slip *s) {
    char date[CLOCK_DATE_SIZE], time[6];

    clock_date(date, s->expires);
    clock_hhmm(time, s->expires);
    buf_printf(&p->worker, _("%s (login %s, area %s)"), s->name, s->login, s->area);
    buf_printf(&p->until, _("%s %s; it works once"), date, time);
    p->has_pin = pinwords_of(p->words, hub->pin);
    buf_printf(&p->command, "linli enroll %s %s", *hub->url ? hub->url : BLANK, s->code);
    if (p->has_pin) {
        buf_puts(&p->command, " --pin ");
        pinwords_put(&p->command, p->words, true);
    }
}

static void page_free(struct page *p) {
    buf_free(&p->worker);
    buf_free(&p->until);
    buf_free(&p->command);
    *p = (struct page){.has_pin = false};
}

static const char *words_title(void) {
    return _("The hub's key in words: the same ones must stand on the screen. Read them out or type them, the pinyin will do; "
             "the last one "
             "checks the others.");
}

static const char *no_words(void) {
    return _("The hub's key is not known here yet: ask the office for its words before you answer y.");
}

static const char *step_one(void) {
    return _("On the netbook, type in one line:");
}

static const char *step_two(void) {
    return _("Without --pin and the words behind it, linli shows the words: compare them, then answer y.");
}

static const char *closing(void) {
    return _("The code stands for you: show it to nobody. When you have joined, tear this page up.");
}

/* ---- text */

static void pad(struct buf *out, const char *text, int cells) {
    safe_text(out, text, strlen(text), false);
    for (int used = width_text(text, SIZE_MAX); used < cells; used++)
        buf_putc(out, ' ');
}

static void text_row(struct buf *out, const char *label, const char *value) {
    pad(out, label, LABEL_CELLS);
    safe_text(out, value, strlen(value), false);
    buf_putc(out, '\n');
}

static void text_words(struct buf *out, const struct page *p) {
    for (size_t i = 0; i < PINWORDS_COUNT; i++) {
        struct buf word = {0};

        buf_printf(&word, "%2zu %s %s", i + 1, p->words[i]->word, p->words[i]->pinyin);
        pad(out, buf_text(&word), i % A_ROW == A_ROW - 1 || i + 1 == PINWORDS_COUNT ? 0 : WORD_CELLS + 2);
        if (i % A_ROW == A_ROW - 1 || i + 1 == PINWORDS_COUNT)
            buf_putc(out, '\n');
        buf_free(&word);
    }
}

static void text_page(struct buf *out, const struct slip_hub *hub, const struct slip *s) {
    struct page p = {.has_pin = false};

    page_fill(&p, hub, s);
    buf_printf(out, "%s\n\n", _("Joining linli"));
    text_row(out, _("Worker"), buf_text(&p.worker));
    text_row(out, _("Hub"), hub->name);
    text_row(out, _("Address"), *hub->url ? hub->url : BLANK);
    text_row(out, _("Code"), s->code);
    text_row(out, _("Valid until"), buf_text(&p.until));
    buf_printf(out, "\n%s\n", p.has_pin ? words_title() : no_words());
    if (p.has_pin)
        text_words(out, &p);
    buf_printf(out, "\n1. %s\n\n", step_one());
    safe_text(out, buf_text(&p.command), p.command.len, false);
    buf_printf(out, "\n\n2. %s\n3. %s\n\f", step_two(), closing());
    page_free(&p);
}

/* ---- HTML */

static void put_escaped(struct buf *out, const char *text) {
    struct buf safe = {0};

    safe_text(&safe, text, strlen(text), false);
    for (const char *c = buf_text(&safe); *c; c++)
        if (*c == '&' || *c == '<' || *c == '>' || *c == '"')
            buf_printf(out, "&#%d;", *c);
        else
            buf_putc(out, *c);
    buf_free(&safe);
}

static void put_tag(struct buf *out, const char *before, const char *text, const char *after) {
    buf_puts(out, before);
    put_escaped(out, text);
    buf_puts(out, after);
}

static void html_row(struct buf *out, const char *label, const char *class, const char *value) {
    put_tag(out, "<tr><th>", label, "</th>");
    buf_printf(out, "<td%s>", class);
    put_tag(out, "", value, "</td></tr>\n");
}

static void html_words(struct buf *out, const struct page *p) {
    buf_puts(out, "<table class=\"pin\">\n");
    for (size_t i = 0; i < PINWORDS_COUNT; i++) {
        if (i % A_ROW == 0)
            buf_puts(out, "<tr>");
        buf_printf(out, "<td>%zu<b>%s</b>%s</td>", i + 1, p->words[i]->word, p->words[i]->pinyin);
        if (i % A_ROW == A_ROW - 1 || i + 1 == PINWORDS_COUNT)
            buf_puts(out, "</tr>\n");
    }
    buf_puts(out, "</table>\n");
}

static void html_page(struct buf *out, const struct slip_hub *hub, const struct slip *s) {
    struct page p = {.has_pin = false};

    page_fill(&p, hub, s);
    put_tag(out, "<section>\n<h1>", _("Joining linli"), "</h1>\n<table>\n");
    html_row(out, _("Worker"), "", buf_text(&p.worker));
    html_row(out, _("Hub"), "", hub->name);
    html_row(out, _("Address"), "", *hub->url ? hub->url : BLANK);
    html_row(out, _("Code"), " class=\"code\"", s->code);
    html_row(out, _("Valid until"), "", buf_text(&p.until));
    buf_puts(out, "</table>\n");
    put_tag(out, "<p>", p.has_pin ? words_title() : no_words(), "</p>\n");
    if (p.has_pin)
        html_words(out, &p);
    put_tag(out, "<ol>\n<li>", step_one(), "<br>");
    put_tag(out, "<code>", buf_text(&p.command), "</code></li>\n");
    put_tag(out, "<li>", step_two(), "</li>\n");
    put_tag(out, "<li>", closing(), "</li>\n</ol>\n</section>\n");
    page_free(&p);
}

void slip_write(struct buf *out, const struct slip_hub *hub, const struct slip *slips, size_t count, bool text) {
    if (!text) {
        buf_printf(out, "<!DOCTYPE html>\n<html lang=\"%s\">\n<head>\n<meta charset=\"utf-8\">\n",
                   i18n_is_chinese() ? "zh-CN" : "en");
        buf_puts(out,
                 "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n");
        put_tag(out, "<title>", _("Joining linli"), "</title>\n");
        buf_printf(out, "<style>%s</style>\n</head>\n<body>\n", style);
    }
    for (size_t i = 0; i < count; i++)
        text ? text_page(out, hub, &slips[i]) : html_page(out, hub, &slips[i]);
    if (!count)
        put_tag(out, text ? "" : "<p>", _("There is nobody new: no slip is needed."), text ? "\n" : "</p>\n");
    if (!text)
        buf_puts(out, "</body>\n</html>\n");
}
