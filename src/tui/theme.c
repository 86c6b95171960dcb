/* Themes: parsing, and colours fitted to what the terminal has. */
#include "theme.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "linli/i18n.h"
#include "linli/ini.h"
#include "theme_fit.h"

/* As a theme says it: colours 0 to 255 of the xterm palette or LOOK_DEFAULT. */
struct wish {
    int fg, bg;
    unsigned attributes;
    bool named;
};
struct theme {
    struct wish wish[PAINT_COUNT];
};

static const struct {
    const char *name, *look;
} roles[] = {
#define X(name, text, look) [PAINT_##name] = {text, look},
#include "roles.def"
#undef X
};

static const char *const colour_names[] = {"black", "red", "green", "yellow", "blue", "magenta", "cyan", "white"};

static const struct {
    const char *name;
    unsigned attribute;
} attribute_names[] = {
    {"bold", LOOK_BOLD},
    {"underline", LOOK_UNDERLINE},
    {"reverse", LOOK_REVERSE},
    {"italic", LOOK_ITALIC},
};
#define COUNT(a) (sizeof(a) / sizeof *(a))

static struct theme theme, kept;

static bool read_colour(int *out, const char *word) {
    bool bright = strncmp(word, "bright-", 7) == 0;
    char *end;
    long n;

    if (strcmp(word, "-") == 0 || strcmp(word, "default") == 0) {
        *out = LOOK_DEFAULT;
        return true;
    }
    for (size_t i = 0; i < COUNT(colour_names); i++)
        if (strcmp(colour_names[i], word + (bright ? 7 : 0)) == 0) {
            *out = (int)i + (bright ? 8 : 0);
            return true;
        }
    if (*word < '0' || *word > '9')
        return false;
    n = strtol(word, &end, 10);
    *out = (int)n;
    return !*end && n <= 255;
}

static bool read_attribute(unsigned *out, const char *word) {
    for (size_t i = 0; i < COUNT(attribute_names); i++)
        if (strcmp(attribute_names[i].name, word) == 0) {
            *out |= attribute_names[i].attribute;
            return true;
        }
    return strcmp(word, "-") == 0;
}

/* NULL, or what is wrong. */
static const char *read_look(struct wish *out, const char *look) {
    struct wish wish = {.named = true};
    char text[128], *rest = text, *word;

    if (snprintf(text, sizeof text, "%s", look) >= (int)sizeof text)
        return _("the line is too long, or the file is not text");
    for (int i = 0; (word = strtok_r(rest, " \t", &rest)); i++) {
        if (i == 0 ? !read_colour(&wish.fg, word) : i == 1 && !read_colour(&wish.bg, word))
            return err_fmt(_("no such colour: %s"), word);
        if (i > 1 && !read_attribute(&wish.attributes, word))
            return err_fmt(_("no such attribute: %s"), word);
        if (i == 1)
            *out = wish;
    }
    *out = wish;
    return NULL;
}

void theme_built_in(void) {
    for (size_t i = 0; i < PAINT_COUNT; i++)
        read_look(&theme.wish[i], roles[i].look);
}

struct reading {
    const char *name;
    struct theme theme;
};

static enum err bad(const char *name, int line, const char *why) {
    return err_say(ERR_SYNTAX, err_fmt("%s:%d", name, line), why, _("the colours are as they were"));
}

static enum err read_pair(void *arg, int line, const char *section, const char *key, const char *value) {
    struct reading *r = arg;
    const char *why;

    (void)section;
    for (size_t i = 0; i < PAINT_COUNT; i++) {
        if (strcmp(roles[i].name, key) != 0)
            continue;
        why = read_look(&r->theme.wish[i], value);
        return why ? bad(r->name, line, why) : ERR_OK;
    }
    return bad(r->name, line, err_fmt(_("no such part of the screen: %s"), key));
}

enum err theme_read(const char *name, const char *text, size_t len) {
    struct reading r = {.name = name};
    enum err e = ini_parse(name, text, len, read_pair, &r);

    if (e != ERR_OK)
        return e;
    if (!r.theme.wish[PAINT_TEXT].named)
        return bad(name, 0, err_fmt(_("a part of the screen has no line: %s"), roles[PAINT_TEXT].name));
    for (size_t i = 0; i < PAINT_COUNT; i++)
        if (!r.theme.wish[i].named) {
            r.theme.wish[i] = r.theme.wish[PAINT_TEXT];
            r.theme.wish[i].named = false;
        }
    theme = r.theme;
    return ERR_OK;
}

void theme_lacks(struct buf *out) {
    const char *between = "";

    for (size_t i = 0; i < PAINT_COUNT; i++)
        if (!theme.wish[i].named) {
            buf_printf(out, "%s%s", between, roles[i].name);
            between = ", ";
        }
}

void theme_keep(void) {
    kept = theme;
}

void theme_back(void) {
    theme = kept;
}

/* --- colours that this terminal has --- */

/* A theme whose every pair has the high contrast keeps it with few colours, too; else the mark of a line needs less than text. */
static double least_contrast(enum paint paint) {
    for (size_t i = 0; i < PAINT_COUNT; i++) {
        const struct wish *w = &theme.wish[i];

        if (w->fg != LOOK_DEFAULT && w->bg != LOOK_DEFAULT && fit_contrast(w->fg, w->bg) < CONTRAST_HIGH)
            return paint == PAINT_MARK ? CONTRAST_MARK : CONTRAST_TEXT;
    }
    return CONTRAST_HIGH;
}

/* Both colours of a pair, or a lone one over the terminal's own other. Where no pair can be read in every palette, the terminal's
 * own two: what the role says is then told by its character and its attributes. */
static void fit_few(struct look *look, int count, double least) {
    int other = look->fg == LOOK_DEFAULT ? look->bg : look->fg;

    if (look->fg < count && look->bg < count)
        return;
    if (look->fg == LOOK_DEFAULT || look->bg == LOOK_DEFAULT) {
        int single = other;

        if (!fit_pair(&single, &other, count, 1))
            single = LOOK_DEFAULT;
        *(look->fg == LOOK_DEFAULT ? &look->bg : &look->fg) = single;
        return;
    }
    if (!fit_pair(&look->fg, &look->bg, count, least)) {
        look->fg = look->bg = LOOK_DEFAULT;
        return;
    }
    if (look->attributes & LOOK_BOLD && !fit_bold(look->fg, look->bg, least))
        look->attributes &= ~(unsigned)LOOK_BOLD;
}

/* On terminals that take colours as red, green and blue, where only numbers below 8 are of the palette. */
static int direct(int colour) {
    int rgb[3];

    if (colour < 8)
        return colour;
    fit_rgb(rgb, colour);
    return (rgb[0] | 8) << 16 | rgb[1] << 8 | rgb[2];
}

struct look theme_look(enum paint paint, int colours) {
    const struct wish *w = &theme.wish[paint < PAINT_COUNT ? paint : PAINT_TEXT];
    struct look look = {w->attributes, LOOK_DEFAULT, LOOK_DEFAULT};

    if (colours < 8)
        return look;
    look.fg = w->fg;
    look.bg = w->bg;
    if (colours < 256)
        fit_few(&look, colours < 16 ? 8 : 16, least_contrast(paint));
    if (colours > 256) {
        look.fg = direct(look.fg);
        look.bg = direct(look.bg);
    }
    return look;
}

void theme_write(struct buf *out) {
    for (size_t i = 0; i < PAINT_COUNT; i++)
        buf_printf(out, "%-8s = %s\n", roles[i].name, roles[i].look);
}
