/* Titles to columns. */
#include "core/columns.h"

#include <string.h>
#include "linli/fold.h"

#define HELD(name, map_name, titles) [COLUMN_##name] = {map_name, " " titles " "},
#define LEFT_OUT(words)
#define LEFT_OUT_WHOLE(words)
static const struct {
    const char *map_name;
    const char *titles; /* a space before and behind each */
} held[COLUMN_COUNT_] = {
#include "core/columns.def"
};
#undef HELD
#undef LEFT_OUT
#undef LEFT_OUT_WHOLE

#define HELD(name, map_name, titles)
#define LEFT_OUT_WHOLE(words)
#define LEFT_OUT(words) words
static const char left_out[] =
#include "core/columns.def"
    ;
#undef LEFT_OUT
#undef LEFT_OUT_WHOLE
#define LEFT_OUT(words)
#define LEFT_OUT_WHOLE(words) " " words " "
static const char left_out_whole[] =
#include "core/columns.def"
    ;
#undef HELD
#undef LEFT_OUT
#undef LEFT_OUT_WHOLE

/* Signs that say nothing in a title. Brackets stay, they set words apart. */
static const char *const signs[] = {" ", "*", ":", "_",  "-",  ".", "/", "\\", ",",  ";", "\"",
                                    "'", "#", "|", "、", "。", "·", "—", "－", "　", "“", "”"};

static size_t sign_at(const char *p) {
    for (size_t i = 0; i < sizeof signs / sizeof signs[0]; i++)
        if (strncmp(p, signs[i], strlen(signs[i])) == 0)
            return strlen(signs[i]);
    return 0;
}

void columns_plain(struct buf *out, const char *title, size_t len) {
    struct buf folded = {0};
    size_t skip;

    fold_text(&folded, title, len);
    for (const char *p = buf_text(&folded); *p;) {
        if ((skip = sign_at(p)) > 0)
            p += skip;
        else
            buf_putc(out, *p++);
    }
    buf_free(&folded);
}

/* Whether `word` stands in a list of words. */
static bool is_in(const char *list, const char *word) {
    size_t len = strlen(word);

    for (const char *p = list; len && !strchr(word, ' ') && (p = strstr(p, word)) != NULL; p += len)
        if (p > list && p[-1] == ' ' && p[len] == ' ')
            return true;
    return false;
}

/* Whether `text` holds a word of the list. */
static bool holds_one(const char *text, const char *list) {
    for (const char *p = list; *p;) {
        size_t len = strcspn(p, " ");

        if (len && memmem(text, strlen(text), p, len))
            return true;
        p += len + strspn(p + len, " ");
    }
    return false;
}

static enum column find_whole(const char *text) {
    for (int i = COLUMN_LEFT_OUT + 1; i < COLUMN_COUNT_; i++)
        if (is_in(held[i].titles, text))
            return (enum column)i;
    return COLUMN_UNKNOWN;
}

/* Drops what stands in brackets, and digits behind. */
static void drop_remarks(struct buf *text) {
    char *open, *close;

    while ((open = strpbrk(text->data, "([")) && (close = strpbrk(open, ")]"))) {
        memmove(open, close + 1, strlen(close + 1) + 1);
        text->len = strlen(text->data);
    }
    while (text->len && text->data[text->len - 1] >= '0' && text->data[text->len - 1] <= '9')
        text->data[--text->len] = '\0';
}

enum column columns_find(const char *title, size_t len) {
    struct buf plain = {0};
    enum column what;

    columns_plain(&plain, title, len);
    what = find_whole(buf_text(&plain));
    if (what == COLUMN_UNKNOWN && (holds_one(buf_text(&plain), left_out) || is_in(left_out_whole, buf_text(&plain))))
        what = COLUMN_LEFT_OUT;
    if (what == COLUMN_UNKNOWN && plain.len) {
        drop_remarks(&plain);
        what = is_in(left_out_whole, plain.data) ? COLUMN_LEFT_OUT : find_whole(plain.data);
    }
    buf_free(&plain);
    return what;
}

enum column columns_named(const char *name) {
    for (int i = COLUMN_LEFT_OUT + 1; i < COLUMN_COUNT_; i++)
        if (strcmp(held[i].map_name, name) == 0)
            return (enum column)i;
    return COLUMN_UNKNOWN;
}
