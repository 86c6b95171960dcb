/* Pictures of cells. */
#include "picture.h"

#include <stdio.h>
#include <string.h>
#include "linli/i18n.h"
#include "linli/width.h"

#define EIGHTHS 8
#define HEIGHTS 8

static const struct {
    const char *bar[EIGHTHS + 1];      /* of a cell, by eighths; [EIGHTHS] a full one */
    const char *height[HEIGHTS + 1];   /* 0: the ground */
    const char *shade[PICTURE_SHADES]; /* lightest first */
    const char *ramp;
    const char *done, *ahead; /* between stops */
} sets[] = {
    [GLYPHS_ASCII] = {.bar = {"", "", "", "", "", "", "", "", "#"},
                      .height = {"_", ".", ":", "-", "~", "=", "+", "*", "#"},
                      .shade = {".", ":", "=", "#"},
                      .ramp = ".:=#",
                      .done = " = ",
                      .ahead = " > "},
    [GLYPHS_BLOCKS] = {.bar = {"", "▏", "▎", "▍", "▌", "▋", "▊", "▉", "█"},
                       .height = {"_", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"},
                       .shade = {"▂", "▄", "▆", "█"},
                       .ramp = "▂▄▆█",
                       .done = " ━ ",
                       .ahead = " ─ "},
};

/* value of `steps` of `most`, rounded, but 1 for anything that is more than nothing. */
static int64_t scaled(int64_t value, int64_t most, int64_t steps) {
    int64_t n;

    if (value <= 0 || most <= 0 || steps <= 0)
        return 0;
    if (value >= most)
        return steps;
    n = most <= INT64_MAX / 2 / steps ? (value * steps + most / 2) / most : value / (most / steps);
    return n < 1 ? 1 : n > steps ? steps : n;
}

/* ---- bars */

static int bar_words(struct buf *out, int64_t value, int64_t most, int cells) {
    int percent = (int)scaled(value, most, 100);

    if (percent == 0)
        return 0;
    if (value >= most)
        buf_puts(out, _("the most"));
    else
        buf_printf(out, _("%d %% of the most"), percent);
    return (int)scaled(percent, 100, cells);
}

static int bar_blocks(struct buf *out, int64_t value, int64_t most, int cells) {
    int64_t eighths = scaled(value, most, (int64_t)cells * EIGHTHS);

    for (int64_t i = 0; i < eighths / EIGHTHS; i++)
        buf_puts(out, sets[GLYPHS_BLOCKS].bar[EIGHTHS]);
    buf_puts(out, sets[GLYPHS_BLOCKS].bar[eighths % EIGHTHS]);
    return (int)((eighths + EIGHTHS - 1) / EIGHTHS);
}

int picture_bar(struct buf *out, enum glyphs g, int64_t value, int64_t most, int cells) {
    int n;

    if (cells < 1)
        return 0;
    if (g == GLYPHS_WORDS)
        return bar_words(out, value, most, cells);
    if (g == GLYPHS_BLOCKS)
        return bar_blocks(out, value, most, cells);
    n = (int)scaled(value, most, cells);
    for (int i = 0; i < n; i++)
        buf_puts(out, sets[g].bar[EIGHTHS]);
    return n;
}

/* ---- lines of signs */

int picture_spark(struct buf *out, enum glyphs g, const int64_t *values, size_t count, int64_t most, int cells) {
    int used = 0;

    for (size_t i = 0; i < count && used < cells && g != GLYPHS_WORDS; i++, used++) {
        if (values[i] >= 0)
            buf_puts(out, sets[g].height[scaled(values[i], most, HEIGHTS)]);
        else
            buf_putc(out, values[i] == PICTURE_NONE ? ' ' : '?');
    }
    return used;
}

bool picture_ends(struct picture_ends *out, const int64_t *values, size_t count) {
    bool any = false;

    for (size_t i = 0; i < count; i++) {
        if (values[i] < 0)
            continue;
        if (!any)
            *out = (struct picture_ends){i, i, i};
        any = true;
        if (values[i] < values[out->least])
            out->least = i;
        if (values[i] > values[out->most])
            out->most = i;
        out->last = i;
    }
    return any;
}

/* ---- a table with shades */

void picture_heat_lay(struct picture_heat *out, size_t columns, int label, int64_t most, int cells) {
    char number[24];
    int digits = snprintf(number, sizeof number, "%lld", (long long)(most > 0 ? most : 0)), per;

    out->label = label;
    out->cell = 1 + (digits < 2 ? 2 : digits) + 1;
    per = (cells - label) / out->cell;
    out->per = per < 1 ? 1 : (size_t)per < columns ? (size_t)per : columns ? columns : 1;
    out->blocks = (columns + out->per - 1) / out->per;
}

int picture_shade(int64_t value, int64_t most) {
    return (int)scaled(value, most, PICTURE_SHADES);
}

void picture_heat_text(struct buf *out, int64_t value) {
    if (value > 0)
        buf_printf(out, "%lld", (long long)value);
    else if (value == PICTURE_FEW)
        buf_puts(out, "<5");
    else if (value == PICTURE_HIDDEN)
        buf_putc(out, '?');
}

const char *picture_ramp(enum glyphs g) {
    return g == GLYPHS_WORDS ? "" : sets[g].ramp;
}

void picture_heat_cell(struct buf *out, enum glyphs g, const struct picture_heat *h, int64_t value, int64_t most) {
    int shade = picture_shade(value, most);
    struct buf text = {0};

    picture_heat_text(&text, value);
    buf_printf(out, "%*s", h->cell - 1, buf_text(&text));
    buf_puts(out, shade && g != GLYPHS_WORDS ? sets[g].shade[shade - 1] : " ");
    buf_free(&text);
}

/* ---- a path */

static void path_words(struct buf *out, const struct picture_step *steps, size_t count) {
    static const char *const heads[] = {
        [PICTURE_DONE] = N_("done: "), [PICTURE_HERE] = N_("now: "), [PICTURE_AHEAD] = N_("then: ")};

    for (size_t i = 0; i < count; i++) {
        bool first = i == 0 || steps[i].stop != steps[i - 1].stop;

        if (first)
            buf_printf(out, "%s%s", i ? _("; ") : "", _(heads[steps[i].stop]));
        buf_printf(out, "%s%s", first ? "" : _(", "), steps[i].text);
    }
    buf_putc(out, '\n');
}

void picture_path(struct buf *out, enum glyphs g, const struct picture_step *steps, size_t count, int cells, int used, int hang) {
    if (g == GLYPHS_WORDS) {
        path_words(out, steps, count);
        return;
    }
    for (size_t i = 0; i < count; i++) {
        bool here = steps[i].stop == PICTURE_HERE;
        const char *joint = i == 0 ? "" : steps[i].stop == PICTURE_AHEAD ? sets[g].ahead : sets[g].done;
        int own = width_text(steps[i].text, SIZE_MAX) + (here ? 2 : 0), join = width_text(joint, SIZE_MAX);

        if (i && used + join + own > cells) {
            buf_printf(out, "\n%*s", hang - 1, "");
            used = hang - 1;
        }
        buf_printf(out, "%s%s%s%s", joint, here ? "[" : "", steps[i].text, here ? "]" : "");
        used += join + own;
    }
    buf_putc(out, '\n');
}
