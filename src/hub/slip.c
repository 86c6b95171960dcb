/* What stands on a slip. */
#include "hub/slip.h"

#include <string.h>
#include "linli/clock.h"
#include "linli/err.h"
#include "linli/i18n.h"
#include "linli/paper.h"
#include "linli/pinwords.h"

#define A_ROW 4 /* words of the pin: as many as are read out in one breath */
#define BLANK "____________________________"

bool slip_is_text(const char *file) {
    size_t len = strlen(file);

    return len > 4 && strcmp(file + len - 4, ".txt") == 0;
}

/* Words `from` up to the end of their row. */
static void put_words(struct buf *out, const struct pinword *const words[PINWORDS_COUNT], size_t from, bool pinyin) {
    for (size_t i = from; i < from + A_ROW && i < PINWORDS_COUNT; i++)
        buf_printf(out, "%s%s", i > from ? " " : "", pinyin ? words[i]->pinyin : words[i]->word);
}

static void put_table(struct paper *p, const struct pinword *const words[PINWORDS_COUNT]) {
    const char *const titles[] = {"", _("Characters"), _("Pinyin")};

    paper_table(p, titles, (const int[]){7, 24, 0}, 3);
    for (size_t from = 0; from < PINWORDS_COUNT; from += A_ROW) {
        struct buf number = {0}, han = {0}, pinyin = {0};

        buf_printf(&number, from + 1 < PINWORDS_COUNT ? "%zu-%zu" : "%zu", from + 1, from + A_ROW);
        put_words(&han, words, from, false);
        put_words(&pinyin, words, from, true);
        paper_row(p, (const char *const[]){buf_text(&number), buf_text(&han), buf_text(&pinyin)});
        buf_free(&number);
        buf_free(&han);
        buf_free(&pinyin);
    }
    paper_table_end(p);
}

/* What is typed, in lines that fit the page: within the quotation marks they are one argument. */
static void put_command(struct paper *p, const char *url, const char *code, const struct pinword *const words[PINWORDS_COUNT]) {
    struct buf text = {0};

    buf_printf(&text, "linli enroll %s %s", *url ? url : BLANK, code);
    if (words) {
        buf_puts(&text, " --pin '");
        for (size_t from = 0; from < PINWORDS_COUNT; from += A_ROW) {
            buf_putc(&text, '\n');
            put_words(&text, words, from, true);
        }
        buf_putc(&text, '\'');
    }
    paper_typed(p, buf_text(&text));
    buf_free(&text);
}

static void put_slip(struct paper *p, const struct slip_hub *hub, const struct slip *s) {
    const struct pinword *words[PINWORDS_COUNT];
    bool has_pin = pinwords_of(words, hub->pin);
    char date[CLOCK_DATE_SIZE], time[6];

    clock_date(date, s->expires);
    clock_hhmm(time, s->expires);
    paper_pair(p, _("Worker"), err_fmt(_("%s (login %s, area %s)"), s->name, s->login, s->area));
    paper_pair(p, _("Hub"), hub->name);
    paper_pair(p, _("Address"), *hub->url ? hub->url : BLANK);
    paper_pair(p, _("Code"), s->code);
    paper_pair(p, _("Valid until"), err_fmt(_("%s %s; it works once"), date, time));
    paper_heading(p, _("The hub's key in words"));
    if (has_pin)
        paper_text(
            p, _("The same ones must stand on the screen. Read them out or type them, the pinyin will do; the last one checks "
                 "the others."));
    else
        paper_text(p, _("The hub's key is not known here yet: ask the office for its words before you answer y."));
    if (has_pin)
        put_table(p, words);
    paper_heading(p, _("On the netbook, type this as it stands"));
    put_command(p, hub->url, s->code, has_pin ? words : NULL);
    paper_heading(p, _("Good to know"));
    paper_text(p, _("Where the office has a CA file of its own, add --ca and the name of that file."));
    paper_text(p, _("Without --pin and the words behind it, linli shows the words: compare them, then answer y."));
    paper_text(p, _("The code stands for you: show it to nobody. When you have joined, tear this page up."));
}

void slip_write(struct buf *out, const struct slip_hub *hub, const struct slip *slips, size_t count, bool text) {
    struct paper p;

    paper_start(&p, out, !text, _("Joining linli"));
    if (!count)
        paper_text(&p, _("There is nobody new: no slip is needed."));
    for (size_t i = 0; i < count; i++) {
        if (i) {
            paper_page(&p);
            paper_heading(&p, _("Joining linli"));
        }
        put_slip(&p, hub, &slips[i]);
    }
    paper_end(&p);
}
