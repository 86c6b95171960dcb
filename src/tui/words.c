/* Words and marks. */
#include "words.h"

#include <string.h>
#include "linli/clock.h"
#include "linli/err.h"
#include "linli/i18n.h"
#include "linli/policy.h"
#include "linli/width.h"
#include "term.h"

void words_days_ago(struct buf *out, int64_t at) {
    int64_t days = clock_day(clock_now()) - clock_day(at);

    if (!at)
        buf_puts(out, _("never"));
    else if (days <= 0)
        buf_puts(out, _("today"));
    else
        buf_printf(out, _("%d d ago"), (int)days);
}

void words_due(struct buf *out, int64_t due_day) {
    int64_t days = due_day - clock_day(clock_now());

    if (!due_day)
        return;
    if (days < 0)
        buf_printf(out, _("%d d overdue"), (int)-days);
    else if (days == 0)
        buf_puts(out, _("due today"));
    else
        buf_printf(out, _("%d d left"), (int)days);
}

void words_date(struct buf *out, int64_t at) {
    char date[CLOCK_DATE_SIZE];

    clock_date(date, at);
    buf_puts(out, date);
}

void words_when(struct buf *out, int64_t at) {
    char hhmm[6];

    if (clock_day(at) != clock_day(clock_now())) {
        words_date(out, at);
        return;
    }
    clock_hhmm(hhmm, at);
    buf_puts(out, hhmm);
}

void words_said_by(struct buf *out, const struct clash_source *by) {
    const char *who = *by->by ? by->by : by->own ? _("this device") : _("another device");

    buf_printf(out, "(%s", by->kind == KIND_ROSTER ? _("roster") : who);
    if (by->at) {
        buf_puts(out, " ");
        words_when(out, by->at);
    }
    buf_puts(out, ")");
}

void words_door(struct buf *out, const struct door *d, int cells) {
    struct buf text = {0};
    int room, used;
    const char *compound;

    door_text(&text, d, true);
    if (screen_cells(buf_text(&text)) > cells) {
        buf_reset(&text);
        door_text(&text, d, false);
        compound = screen_shown(d->compound, strlen(d->compound));
        room = cells - screen_cells(buf_text(&text));
        if (room > 1 || !text.len)
            buf_add(out, compound, width_fit(compound, strlen(compound), text.len ? room : cells, &used));
    }
    buf_add(out, buf_text(&text), text.len);
    buf_free(&text);
}

void words_pad(struct buf *out, int cells) {
    for (int used = screen_cells(buf_text(out)); used < cells; used++)
        buf_putc(out, ' ');
}

void words_failure(struct buf *out) {
    const struct err_words *w = err_last();
    const char *parts[] = {w->what, w->why, w->todo};
    bool any = false;

    for (size_t i = 0; i < 3; i++) {
        if (!*parts[i])
            continue;
        buf_printf(out, "%s%s", any ? _(": ") : "", parts[i]);
        any = true;
    }
    if (!any)
        buf_puts(out, _("that did not work"));
}

static const char *const marks[][2] = {
    [MARK_OPEN] = {"案", "!"},   [MARK_OVERDUE] = {"逾", "!"}, [MARK_TODAY] = {"今", "*"}, [MARK_RED] = {"红", "R"},
    [MARK_YELLOW] = {"黄", "Y"}, [MARK_BLUE] = {"蓝", "B"},    [MARK_CLASH] = {"异", "!"}, [MARK_NEW] = {"新", "*"},
};

const char *words_mark(enum mark m) {
    return marks[m][i18n_is_chinese() && !term_is_ascii() ? 0 : 1];
}

const char *words_colour(const struct matter_row *m, enum paint *paint, const char **reason) {
    static const struct {
        enum mark mark;
        enum paint paint;
    } known[] = {[COLOUR_RED] = {MARK_RED, PAINT_RED},
                 [COLOUR_YELLOW] = {MARK_YELLOW, PAINT_YELLOW},
                 [COLOUR_BLUE] = {MARK_BLUE, PAINT_BLUE}};
    unsigned rules;
    enum colour colour = read_colour(&rules, m);

    if (colour == COLOUR_NONE)
        return NULL;
    *paint = known[colour].paint;
    for (size_t i = COLOUR_RULES; i-- > 0;)
        if (rules & 1u << i)
            *reason = policy_colour_words((enum colour_rule)i);
    return words_mark(known[colour].mark);
}
