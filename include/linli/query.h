/* The query line (DESIGN.md section 7): words combined with AND. Pure: text in, words out; the store runs them. */
#ifndef LINLI_QUERY_H
#define LINLI_QUERY_H

#include <stdbool.h>
#include <stdint.h>
#include "linli/buf.h"
#include "linli/err.h"

#define QUERY_WORDS_MAX 8
#define QUERY_WORD_SIZE 65
#define QUERY_TEXT_MAX 256 /* bytes of a query that are considered; a longer one is refused with words */

enum query_word_kind {
    QUERY_NAME,      /* Han, letters, mixed: a name (or a compound, or a door as text) */
    QUERY_DIGITS,    /* 501: a door part, a number, or 3 and more digits of a phone */
    QUERY_DOOR,      /* 3-2-501, 3栋2单元501 */
    QUERY_UNVISITED, /* ~60 */
    QUERY_OPEN,      /* @open: with an open matter */
    QUERY_OVERDUE,   /* @overdue */
    QUERY_NUMBER,    /* #M-26-K7-017 or #017, also a household's number */
};
struct query_word {
    enum query_word_kind kind;
    char text[QUERY_WORD_SIZE]; /* folded by fold_text, without its sign */
    int64_t days;               /* of ~60 */
};
struct query {
    struct query_word words[QUERY_WORDS_MAX];
    size_t count;
    unsigned fuzzy; /* rules of fuzzy.h: a name that only so fits comes behind all others; 0 none */
};

/* Reads a query line. ERR_SYNTAX with words for one that cannot be meant (an unknown @word, ~ without days is ~60), ERR_RANGE
 * where it is longer than QUERY_TEXT_MAX; *out is then empty. Bare numbers in a row, and what names a part of a
 * door before them (`3 2 501`, `3栋 501`), are one door. */
enum err query_read(struct query *out, const char *text, size_t len);

#endif
