/* The bar: 20 cells of ASCII, redrawn ten times a second at most. */
#include "progress.h"

#include <string.h>
#include <unistd.h>
#include "linli/buf.h"
#include "linli/clock.h"
#include "linli/file.h"
#include "linli/i18n.h"
#include "linli/width.h"

#define BAR 20
#define REDRAW_MS 100

void progress_begin(struct progress *p, const char *finishing) {
    *p = (struct progress){.begun = clock_monotonic(), .terminal = isatty(STDERR_FILENO), .finishing = finishing};
}

static void draw(struct progress *p, const struct buf *text) {
    struct buf line = {0};
    int cells = width_text(buf_text(text), text->len);

    buf_putc(&line, '\r');
    buf_add(&line, text->data, text->len);
    for (int i = cells; i < p->cells; i++)
        buf_putc(&line, ' ');
    file_write_fd(STDERR_FILENO, line.data, line.len);
    p->cells = cells;
    buf_free(&line);
}

static void put_left(struct buf *out, int64_t ms) {
    int64_t seconds = (ms + 999) / 1000;

    if (seconds >= 60)
        buf_printf(out, _("%lld min %lld s left"), (long long)(seconds / 60), (long long)(seconds % 60));
    else
        buf_printf(out, _("%lld s left"), (long long)seconds);
}

static void put_bar(struct buf *out, int64_t percent) {
    buf_putc(out, '[');
    for (int i = 0; i < BAR; i++)
        buf_putc(out, i < percent * BAR / 100 ? '#' : '.');
    buf_printf(out, "] %3d %%  ", (int)percent);
}

#define GUESS_FROM_MS 500 /* before, a guess is a wild one */

void progress_show(struct progress *p, int64_t done, int64_t total) {
    int64_t now = clock_monotonic(), spent = now - p->begun, whole = done > 0 ? spent * total / done : 0;
    struct buf text = {0};

    if (!p->terminal || total <= 0 || (done < total && now - p->drawn < REDRAW_MS))
        return;
    p->drawn = now;
    if (done >= total) {
        buf_printf(&text, "%s  ", p->finishing);
        if (whole * p->after / 100 > GUESS_FROM_MS)
            put_left(&text, whole * p->after / 100);
    } else {
        put_bar(&text, done * 10000 / total / (100 + p->after));
        if (done > 0 && spent > GUESS_FROM_MS)
            put_left(&text, whole - spent + whole * p->after / 100);
    }
    draw(p, &text);
    buf_free(&text);
}

void progress_after(struct progress *p, int64_t done, int64_t total) {
    int64_t now = clock_monotonic();
    struct buf text = {0};

    if (!p->after_begun)
        p->after_begun = now;
    if (!p->terminal || total <= 0 || done <= 0 || now - p->drawn < REDRAW_MS)
        return;
    p->drawn = now;
    put_bar(&text, (10000 + p->after * done * 100 / total) / (100 + p->after));
    if (now - p->after_begun > GUESS_FROM_MS)
        put_left(&text, (now - p->after_begun) * (total - done) / done);
    draw(p, &text);
    buf_free(&text);
}

void progress_end(struct progress *p) {
    struct buf nothing = {0};

    if (!p->cells)
        return;
    draw(p, &nothing);
    file_write_fd(STDERR_FILENO, "\r", 1);
}

void progress_upkeep(void *arg, int64_t done, int64_t total) {
    progress_show(arg, done, total);
}
