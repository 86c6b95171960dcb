/* The progress line. */
#include "hub/progress.h"

#include <unistd.h>
#include "linli/clock.h"
#include "linli/i18n.h"

#define PAINT_MS 200
#define SURE_MS 1000 /* before that no time left is told */
#define CELLS 24

void progress_line(struct buf *out, const char *what, int64_t done, int64_t total, int64_t ms) {
    int64_t cells = total > 0 ? done * CELLS / total : 0;
    int64_t left = done > 0 ? ms * (total - done) / done / 1000 : 0;

    buf_printf(out, "%s  ", what);
    for (int64_t i = 0; i < CELLS; i++)
        buf_putc(out, i < cells ? '#' : '.');
    buf_printf(out, " %3d %%", total > 0 ? (int)(done * 100 / total) : 0);
    if (ms >= SURE_MS && done > 0)
        buf_printf(out, _("  %lld:%02lld left"), (long long)(left / 60), (long long)(left % 60));
}

void progress_start(struct progress *p, const struct call *call, const char *what, const char *finishing) {
    *p = (struct progress){.call = call, .what = what, .finishing = finishing, .began = clock_monotonic()};
}

static void paint(struct progress *p, const char *line) {
    fprintf(p->call->err, "\r%*s\r%s", 79, "", line);
    fflush(p->call->err);
    p->shown = true;
}

void progress_tell(void *progress, int64_t done, int64_t total) {
    struct progress *p = progress;
    int64_t now = clock_monotonic();
    bool over = done >= total && p->finishing;
    struct buf line = {0};

    call_breathe(p->call);
    if ((now - p->painted < PAINT_MS && !over) || !isatty(p->call->err_fd))
        return;
    if (over)
        buf_printf(&line, "%s  %s", p->what, p->finishing);
    else
        progress_line(&line, p->what, done, total, now - p->began);
    paint(p, buf_text(&line));
    buf_free(&line);
    p->painted = now;
}

void progress_end(struct progress *p) {
    if (p->shown)
        paint(p, "");
    p->shown = false;
}
