/* Matching and ordering of verbs. */
#include "verbs.h"

#include <string.h>
#include "linli/fold.h"
#include "linli/i18n.h"
#include "linli/pinyin.h"
#include "linli/utf8.h"

#define SETTING "tui.recent"
#define WORDS_MAX 8

enum { WHOLE, BEGINS, INSIDE, DESCRIBED };

static size_t characters(const char *text) {
    size_t count = 0;

    for (; *text; text++)
        count += ((unsigned char)*text & 0xc0) != 0x80;
    return count;
}

/* --- fitting --- */

static int rank_of_text(const char *text, const char *word) {
    struct buf folded = {0};
    const char *at;
    int rank = VERBS_NO;

    fold_text(&folded, text, strlen(text));
    at = strstr(buf_text(&folded), word);
    if (at)
        rank = at > buf_text(&folded) ? INSIDE : strlen(at) == strlen(word) ? WHOLE : BEGINS;
    buf_free(&folded);
    return rank;
}

static int rank_of_pinyin(const char *label, const char *word) {
    enum pinyin_fit fit = pinyin_match(label, word);
    size_t count = characters(label);

    if (fit == PINYIN_START && count < 64 && pinyin_matched(label, word) == (UINT64_C(1) << count) - 1)
        return WHOLE;
    return fit == PINYIN_START ? BEGINS : fit == PINYIN_INSIDE ? INSIDE : VERBS_NO;
}

static int better(int a, int b) {
    return a < b ? a : b;
}

static int rank_of_word(enum request r, const char *word) {
    const struct request_row *row = request_row(r);
    int rank = rank_of_text(request_label(r), word);

    rank = better(rank, rank_of_pinyin(request_label(r), word));
    rank = better(rank, rank_of_text(row->label, word));
    rank = better(rank, rank_of_text(row->name, word));
    if (rank == VERBS_NO && (rank_of_text(request_help(r), word) != VERBS_NO || rank_of_text(row->help, word) != VERBS_NO))
        rank = DESCRIBED;
    return rank;
}

/* The words of what was typed, folded; they point into `folded`. */
static size_t split(struct buf *folded, const char *typed, char *words[WORDS_MAX]) {
    size_t count = 0;
    char *rest, *word;

    fold_text(folded, typed, strlen(typed));
    rest = folded->data;
    while (folded->len && count < WORDS_MAX && (word = strtok_r(rest, " ", &rest)))
        words[count++] = word;
    return count;
}

int verbs_rank(enum request r, const char *typed) {
    struct buf folded = {0};
    char *words[WORDS_MAX];
    size_t count = split(&folded, typed, words);
    int worst = WHOLE;

    for (size_t i = 0; i < count; i++) {
        int rank = rank_of_word(r, words[i]);

        worst = rank > worst ? rank : worst;
    }
    buf_free(&folded);
    return worst;
}

static uint64_t matched_word(const char *label, const char *word) {
    struct buf folded = {0};
    const char *at;
    uint64_t bits = pinyin_match(label, word) == PINYIN_NO ? 0 : pinyin_matched(label, word);

    fold_text(&folded, label, strlen(label));
    at = strstr(buf_text(&folded), word);
    if (!bits && at && characters(buf_text(&folded)) == characters(label)) {
        size_t from = characters(buf_text(&folded)) - characters(at);

        for (size_t i = 0; i < characters(word) && from + i < 64; i++)
            bits |= UINT64_C(1) << (from + i);
    }
    buf_free(&folded);
    return bits;
}

uint64_t verbs_matched(const char *label, const char *typed) {
    struct buf folded = {0};
    char *words[WORDS_MAX];
    size_t count = split(&folded, typed, words);
    uint64_t bits = 0;

    for (size_t i = 0; i < count; i++)
        bits |= matched_word(label, words[i]);
    buf_free(&folded);
    return bits;
}

/* --- order --- */

static int age(const struct verbs_recent *recent, enum request r) {
    size_t i = 0;

    while (recent && i < recent->count && recent->list[i] != r)
        i++;
    return recent && i < recent->count ? (int)i : VERBS_RECENT_MAX;
}

static bool before(const struct verb *a, const struct verb *b, const struct verbs_recent *recent) {
    if (a->rank != b->rank)
        return a->rank < b->rank;
    if (a->refused != b->refused)
        return b->refused;
    return age(recent, a->request) < age(recent, b->request);
}

size_t verbs_narrow(struct verb *verbs, size_t count, const char *typed, const struct verbs_recent *recent) {
    size_t kept = 0;

    for (size_t i = 0; i < count; i++) {
        struct verb v = verbs[i];
        size_t at = kept;

        v.rank = verbs_rank(v.request, typed);
        if (v.rank == VERBS_NO)
            continue;
        for (; at > 0 && before(&v, &verbs[at - 1], recent); at--)
            verbs[at] = verbs[at - 1];
        verbs[at] = v;
        kept++;
    }
    return kept;
}

/* --- used lately --- */

static enum request named(const char *name) {
    for (int r = REQ_NONE + 1; r < REQ_COUNT; r++)
        if (strcmp(request_row((enum request)r)->name, name) == 0)
            return (enum request)r;
    return REQ_NONE;
}

void verbs_recent_read(struct verbs_recent *recent, struct store *s) {
    struct buf text = {0};
    char *rest, *name;

    *recent = (struct verbs_recent){.count = 0};
    if (store_get(s, SETTING, &text) == ERR_OK && text.len) {
        buf_text(&text);
        rest = text.data;
        while (recent->count < VERBS_RECENT_MAX && (name = strtok_r(rest, " ", &rest)))
            if (named(name) != REQ_NONE)
                recent->list[recent->count++] = named(name);
    }
    buf_free(&text);
}

void verbs_recent_add(struct verbs_recent *recent, enum request r) {
    size_t at = 0;

    while (at < recent->count && recent->list[at] != r)
        at++;
    if (at == recent->count && recent->count < VERBS_RECENT_MAX)
        recent->count++;
    at = at < recent->count ? at : recent->count - 1;
    memmove(&recent->list[1], &recent->list[0], at * sizeof *recent->list);
    recent->list[0] = r;
    recent->dirty = true;
}

void verbs_recent_save(struct verbs_recent *recent, struct store *s) {
    struct buf text = {0};

    if (!recent->dirty)
        return;
    recent->dirty = false;
    for (size_t i = 0; i < recent->count; i++)
        buf_printf(&text, "%s%s", i ? " " : "", request_row(recent->list[i])->name);
    if (!store_is_read_only(s) && store_set(s, SETTING, buf_text(&text)) != ERR_OK)
        recent->dirty = true; /* only a matter of comfort: the next pause tries again */
    buf_free(&text);
}
