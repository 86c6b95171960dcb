/* Cells, clusters and lines. */
#include "linli/width.h"

#include <string.h>
#include "class.h"
#include "linli/utf8.h"

#define MARKS_MAX 8

static int ambiguous = 1; /* what they count as */
static bool is_told;

void width_set_ambiguous(int cells) {
    ambiguous = cells == 2 ? 2 : 1;
    is_told = cells != 0;
}

int width_ambiguous(void) {
    return is_told ? ambiguous : 0;
}

int width_ambiguous_named(const char *word) {
    static const struct {
        const char *word;
        int cells;
    } names[] = {{"unknown", 0}, {"narrow", 1}, {"1", 1}, {"wide", 2}, {"2", 2}};

    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcmp(names[i].word, word) == 0)
            return names[i].cells;
    return -1;
}

static int class_cells(unsigned class) {
    switch (class & CLASS_MASK) {
    case CLASS_NARROW:
        return 1;
    case CLASS_WIDE:
        return 2;
    case CLASS_ZERO:
        return 0;
    default:
        return ambiguous; /* U+FFFD, which replaces the others, is itself ambiguous */
    }
}

int width_char(uint32_t cp) {
    return cp >= 0x20 && cp < 0x7F ? 1 : class_cells(class_of(cp));
}

static bool is_skin_tone(uint32_t cp) {
    return cp >= 0x1F3FB && cp <= 0x1F3FF;
}

size_t width_cluster(const char *text, size_t left, int *cells) {
    uint32_t cp;
    size_t len = utf8_read(&cp, text, left);
    unsigned class;
    bool picture;

    *cells = 0;
    if (left == 0)
        return 0;
    class = class_of(cp);
    *cells = (class & CLASS_MASK) == CLASS_ZERO ? ambiguous : class_cells(class);
    if ((class & CLASS_MASK) == CLASS_CONTROL)
        return len;
    picture = class & CLASS_PICTURE;
    for (int marks = 0; marks < MARKS_MAX && len < left; marks++) {
        size_t n;

        if ((unsigned char)text[len] < 0x80)
            break;
        n = utf8_read(&cp, text + len, left - len);
        class = class_of(cp);
        if ((class & CLASS_MASK) != CLASS_ZERO && !(picture && is_skin_tone(cp)))
            break;
        *cells += class_cells(class);
        len += n;
        if (cp != CLASS_ZWJ || !picture || len >= left)
            continue;
        /* A terminal that joins nothing, ncurses among them, draws each picture: count them all. */
        n = utf8_read(&cp, text + len, left - len);
        class = class_of(cp);
        if (class & CLASS_PICTURE) {
            *cells += class_cells(class);
            len += n;
        }
    }
    return len;
}

int width_text(const char *text, size_t len) {
    int total = 0, cells;

    if (len == SIZE_MAX)
        len = strlen(text);
    for (size_t i = 0; i < len; total += cells)
        i += width_cluster(text + i, len - i, &cells);
    return total;
}

size_t width_fit(const char *text, size_t len, int cells, int *used) {
    size_t at = 0;

    *used = 0;
    if (len == SIZE_MAX)
        len = strlen(text);
    while (at < len) {
        int w;
        size_t n = width_cluster(text + at, len - at, &w);

        if (*used + w > cells)
            break;
        *used += w;
        at += n;
    }
    return at;
}

static bool is_one_of(uint32_t cp, const uint32_t *set) {
    while (*set != 0 && *set != cp)
        set++;
    return *set != 0;
}

static bool is_closing(uint32_t cp) {
    static const uint32_t closing[] = {U'，', U'。', U'；', U'：', U'！', U'？', U'、', U'）', U'」', U'』', U'》',
                                       U'〉', U'】', U'〕', U'”',  U'’',  U'…',  U'·',  U'～', U'％', U'℃',  ',',
                                       '.',   ';',   ':',   '!',   '?',   ')',   ']',   '}',   '%',   0};

    return is_one_of(cp, closing);
}

static bool may_break(uint32_t before, uint32_t cp) {
    static const uint32_t opening[] = {U'（', U'「', U'『', U'《', U'〈', U'【', U'〔', U'“', U'‘', '(', '[', '{', 0};

    if (cp == ' ' || is_closing(cp) || is_one_of(before, opening))
        return false;
    return before == ' ' || (class_of(cp) & CLASS_MASK) == CLASS_WIDE || (class_of(before) & CLASS_MASK) == CLASS_WIDE;
}

/* Finds one line at the start of `text`: fills `line`, returns where the next one starts. */
static size_t take_line(struct width_line *line, const char *text, size_t len, int cells) {
    size_t at = 0, last = 0, candidate = 0, n;
    int used = 0;
    uint32_t before = 0, cp;

    for (; at < len; last = at, at += n, before = cp) {
        int w;
        size_t breaks = class_line_break(text + at, len - at);

        if (breaks > 0) {
            candidate = at;
            n = at + breaks;
            break;
        }
        utf8_read(&cp, text + at, len - at);
        n = width_cluster(text + at, len - at, &w);
        if (at > 0 && may_break(before, cp))
            candidate = at;
        used += w;
        if (used > cells && (cp != ' ' || n > 1)) {
            if (candidate == 0)
                candidate = at == 0 ? n : is_closing(cp) && !is_closing(before) && last > 0 ? last : at;
            n = candidate;
            break;
        }
    }
    if (at >= len)
        candidate = n = len;
    while (candidate > 0 && text[candidate - 1] == ' ')
        candidate--;
    *line = (struct width_line){text, candidate, width_text(text, candidate)};
    return n;
}

size_t width_wrap(struct width_line *out, size_t room, const char *text, size_t len, int cells) {
    size_t lines = 0;

    if (len == SIZE_MAX)
        len = strlen(text);
    for (size_t at = 0; at < len; lines++) {
        struct width_line line;

        at += take_line(&line, text + at, len - at, cells < 1 ? 1 : cells);
        if (lines < room)
            out[lines] = line;
    }
    return lines;
}
