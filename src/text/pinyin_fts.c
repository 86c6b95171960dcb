/* What a word asks of the search index.
 *
 * Letters alone are two prefix terms: one finds every name that is meant in full throughout, one those by initials throughout.
 * What else the word can mean is found by cutting it into pieces (syllables, initials, a last part of a syllable), a tree of
 * possibilities. Each cut asks for the initials it leads to, for the syllables that it begins with and for the longest row of
 * syllables further on; half a cut asks for as much as it has. The cut that would let most rows through is cut further, as long
 * as there are no more than ALTERNATIVES. */
#include "linli/pinyin.h"

#include <string.h>
#include "linli/utf8.h"
#include "readings.h"

#define ALTERNATIVES 16
#define RARE 0.0005 /* of the rows: few enough to look at each name */
#define LITERALS_MAX 4
#define TERMS_MAX (3 + LITERALS_MAX)
#define CHILDREN_MAX (SYLLABLE_SIZE + 4)

/* A part of the word, [from, to). */
struct slice {
    uint8_t from, to;
};

struct cut {
    uint8_t at; /* how far the word is cut */
    uint8_t len;
    bool initials_only, full_only; /* so far: what the letters as they stand find anyway */
    bool lead_open, run_open;
    bool done;
    struct slice lead;         /* the syllables that the word begins with */
    struct slice run, longest; /* those that end at `at`, and the longest row, both further on */
    char initials[WORD_BYTES * 2];
};

struct term {
    size_t len;
    char text[TOKEN_SIZE];
};

struct terms {
    size_t count;
    struct term term[TERMS_MAX];
};

/* About which share of the syllables of names, or of rows of them, begins with these letters. */
static double share_of(const char *letters, size_t len) {
    bool whole;
    double share = (double)syllables_with(letters, len, &whole) / SYLLABLES_ABOUT;

    for (size_t cut = 1; cut < len && cut < SYLLABLE_SIZE && len <= 12; cut++) {
        syllables_with(letters, cut, &whole);
        if (whole)
            share += share_of(letters + cut, len - cut) / SYLLABLES_ABOUT;
    }
    return share;
}

static bool is_letter(const struct word *w, size_t i) {
    return i < w->count && w->letter[i] != '\0';
}

static size_t length(struct slice s) {
    return (size_t)(s.to - s.from);
}

static struct slice longer(struct slice a, struct slice b) {
    return length(b) > length(a) ? b : a;
}

static void close_rows(struct cut *c) {
    if (c->run_open)
        c->longest = longer(c->longest, c->run);
    c->run_open = c->lead_open = false;
}

/* `c` and a piece of `n` letters: a whole syllable, or the beginning of one. */
static struct cut cut_letters(const struct cut *c, const struct word *w, size_t n, bool whole) {
    struct cut next = *c;

    next.initials[next.len++] = w->letter[c->at];
    next.at = (uint8_t)(c->at + n);
    next.initials_only = c->initials_only && n == 1;
    next.full_only = c->full_only && (whole || next.at == w->count);
    if (next.lead_open) {
        next.lead.to = next.at;
    } else {
        if (!next.run_open)
            next.run.from = c->at;
        next.run_open = true;
        next.run.to = next.at;
    }
    if (!whole)
        close_rows(&next);
    return next;
}

static size_t letter_children(struct cut *out, const struct cut *c, const struct word *w) {
    const char *letters = w->letter + c->at;
    size_t left = 0, n = 0;

    while (is_letter(w, c->at + left))
        left++;
    out[n++] = cut_letters(c, w, 1, false);
    if (left > 1 && letters[1] == 'h' && strchr("zcs", letters[0]) != NULL)
        out[n++] = cut_letters(c, w, 2, false);
    for (size_t len = 2; len <= left && len < SYLLABLE_SIZE; len++) {
        bool whole;
        size_t with = syllables_with(letters, len, &whole);

        if (whole)
            out[n++] = cut_letters(c, w, len, true);
        else if (with > 0 && c->at + len == w->count && !(len == 2 && n == 2))
            out[n++] = cut_letters(c, w, len, false);
    }
    return n;
}

/* A literal stands for the initials of all its readings, or for itself. */
static size_t literal_children(struct cut *out, const struct cut *c, const struct word *w) {
    uint32_t cp = w->cp[c->at];
    const char *reading;
    struct cut next = *c;
    size_t n = 0;

    close_rows(&next);
    next.at++;
    next.initials_only = next.full_only = false;
    for (size_t k = 0; (reading = readings_at(cp, k)) != NULL; k++) {
        size_t i = 0;

        while (i < n && out[i].initials[c->len] != reading[0])
            i++;
        if (i < n)
            continue;
        out[n] = next;
        out[n].initials[out[n].len++] = reading[0];
        n++;
    }
    if (n == 0) {
        out[n] = next;
        out[n].len = (uint8_t)(next.len + utf8_write(out[n].initials + next.len, cp));
        n++;
    }
    return n;
}

enum { PLAIN = 0, HEAD = 1, INITIALS = 2 };

static void add_term(struct terms *t, int marks, const char *text, size_t len) {
    struct term *term = &t->term[t->count++];

    term->len = 0;
    if (marks & HEAD)
        memcpy(term->text, MARK_HEAD, MARK_SIZE), term->len = MARK_SIZE;
    if (marks & INITIALS)
        memcpy(term->text + term->len, MARK_INITIALS, MARK_SIZE), term->len += MARK_SIZE;
    memcpy(term->text + term->len, text, len);
    term->len += len;
}

static bool begins(const struct term *longer_one, const struct term *term) {
    return longer_one->len >= term->len && memcmp(longer_one->text, term->text, term->len) == 0;
}

/* Drops terms that another one implies. */
static void prune(struct terms *t) {
    for (size_t i = 0; i < t->count;) {
        size_t k = 0;

        while (k < t->count && (k == i || !begins(&t->term[k], &t->term[i])))
            k++;
        if (k < t->count)
            t->term[i] = t->term[--t->count];
        else
            i++;
    }
}

static void add_literals(struct terms *t, const struct word *w, int head) {
    size_t n = 0;

    for (size_t i = 0, from; i < w->count && n < LITERALS_MAX; i++) {
        char text[WORD_BYTES * 2];
        size_t len = 0;

        if (is_letter(w, i))
            continue;
        for (from = i; i < w->count && !is_letter(w, i); i++)
            len += utf8_write(text + len, w->cp[i]);
        add_term(t, from == 0 ? head : PLAIN, text, len);
        n++;
    }
}

/* The letters of a row, and the one behind where the row goes on. */
static size_t row_length(struct slice row, bool open, const struct word *w) {
    return length(row) + (open && is_letter(w, row.to));
}

static void terms_of(struct terms *t, const struct cut *c, const struct word *w, int head) {
    bool more = is_letter(w, c->at);
    struct slice run = c->run_open ? longer(c->longest, c->run) : c->longest;
    size_t lead = row_length(c->lead, c->lead_open, w);
    size_t further = row_length(run, c->run_open && run.to == c->at, w);
    char initials[WORD_BYTES * 2 + 1];

    t->count = 0;
    add_literals(t, w, head);
    if (lead > 2) /* z, zh: the initials say as much */
        add_term(t, head, w->letter + c->lead.from, lead);
    if (further > 1)
        add_term(t, PLAIN, w->letter + run.from, further);
    memcpy(initials, c->initials, c->len);
    if (more)
        initials[c->len] = w->letter[c->at];
    if (c->len > 0)
        add_term(t, head | INITIALS, initials, (size_t)c->len + more);
    prune(t);
}

/* Which share of the rows a cut lets through, by its rarest term. */
static double cost_of(const struct cut *c, const struct word *w) {
    struct terms t;
    double least = 1;

    terms_of(&t, c, w, PLAIN);
    for (size_t i = 0; i < t.count; i++) {
        const struct term *term = &t.term[i];
        double share = 1;

        if (memcmp(term->text, MARK_INITIALS, MARK_SIZE) == 0)
            for (size_t k = MARK_SIZE; k < term->len; k++)
                share /= strchr("iuv", term->text[k]) != NULL ? 1000 : 15;
        else if ((unsigned char)term->text[0] >= 0x80)
            share = term->len > 4 ? RARE : 0.02;
        else
            share = share_of(term->text, term->len);
        least = share < least ? share : least;
    }
    /* On the way to what the word means as it stands, which is asked for already. */
    return c->full_only || c->initials_only ? least * 10 : least;
}

/* The cut that most needs to go on, NULL where none does. */
static struct cut *most_common(struct cut *cuts, size_t n, const struct word *w) {
    struct cut *worst = NULL;
    double most = RARE;

    for (size_t i = 0; i < n; i++) {
        double cost = cuts[i].done || cuts[i].at == w->count ? 0 : cost_of(&cuts[i], w);

        if (cost > most) {
            most = cost;
            worst = &cuts[i];
        }
    }
    return worst;
}

/* Fills `cuts` with at most `room` of them; those that the letters as they stand find are left out with `plain`. */
static size_t cut_word(struct cut *cuts, size_t room, const struct word *w, bool plain) {
    struct cut *worst, children[CHILDREN_MAX];
    size_t n = 1;

    cuts[0] = (struct cut){.initials_only = true, .full_only = true, .lead_open = is_letter(w, 0)};
    while ((worst = most_common(cuts, n, w)) != NULL) {
        size_t count = is_letter(w, worst->at) ? letter_children(children, worst, w) : literal_children(children, worst, w),
               kept = 0;

        for (size_t i = 0; i < count; i++)
            if (!plain || children[i].at < w->count || !(children[i].initials_only || children[i].full_only))
                children[kept++] = children[i];
        if (n - 1 + kept > room) {
            worst->done = true;
            continue;
        }
        *worst = cuts[--n];
        memcpy(cuts + n, children, kept * sizeof *children);
        n += kept;
    }
    return n;
}

/* Every row that `t` finds, `wider` finds as well. */
static bool is_covered(const struct terms *t, const struct terms *wider) {
    for (size_t i = 0; i < wider->count; i++) {
        size_t k = 0;

        while (k < t->count && !begins(&t->term[k], &wider->term[i]))
            k++;
        if (k == t->count)
            return false;
    }
    return true;
}

/* Leaves out of `list` what others cover; *only_first: nothing behind the first `first` stays. */
static size_t keep_uncovered(struct terms *list, size_t n, size_t first, bool *only_first) {
    size_t kept = 0;

    *only_first = true;

    for (size_t i = 0; i < n; i++) {
        size_t k = 0;

        /* Of two that cover each other the first stays. */
        while (k < n && (k == i || !is_covered(&list[i], &list[k]) || (k > i && is_covered(&list[k], &list[i]))))
            k++;
        if (k < n)
            continue;
        *only_first = *only_first && i < first;
        list[kept++] = list[i];
    }
    return kept;
}

static void write_terms(struct buf *out, const struct terms *t) {
    if (t->count > 1)
        buf_putc(out, '(');
    for (size_t i = 0; i < t->count; i++) {
        buf_puts(out, i > 0 ? " AND \"" : "\"");
        buf_add(out, t->term[i].text, t->term[i].len);
        buf_puts(out, "\" *");
    }
    if (t->count > 1)
        buf_putc(out, ')');
}

/* The alternatives that the word as it stands makes. */
static size_t plain_terms(struct terms *list, const struct word *w, size_t letters, int head) {
    size_t n = 0;

    if (letters == 0)
        add_literals(&list[n++], w, head);
    if (letters == w->count)
        add_term(&list[n++], head, w->letter, w->count);
    if (letters == w->count && letters > 1)
        add_term(&list[n++], head | INITIALS, w->letter, w->count);
    return n;
}

static void write_list(struct buf *out, const struct terms *list, size_t n) {
    if (n > 1)
        buf_putc(out, '(');
    for (size_t i = 0; i < n; i++) {
        if (i > 0)
            buf_puts(out, " OR ");
        write_terms(out, &list[i]);
    }
    if (n > 1)
        buf_putc(out, ')');
}

static size_t count_letters(const struct word *w) {
    size_t letters = 0;

    for (size_t i = 0; i < w->count; i++)
        letters += is_letter(w, i);
    return letters;
}

size_t pinyin_fts(struct buf *out, const char *word, bool head, bool *exact) {
    struct terms list[ALTERNATIVES] = {0};
    struct cut cuts[ALTERNATIVES];
    struct word w;
    size_t n, first, count, letters, digits = 0;
    int marks = head ? HEAD : PLAIN;

    *exact = false;
    if (!word_read(&w, word))
        return 0;
    letters = count_letters(&w);
    for (size_t i = 0; i < w.count; i++)
        digits += w.cp[i] >= '0' && w.cp[i] <= '9';
    first = n = plain_terms(list, &w, letters, marks);
    count = letters > 0 ? cut_word(cuts, ALTERNATIVES - n, &w, letters == w.count) : 0;
    for (size_t i = 0; i < count; i++)
        terms_of(&list[n++], &cuts[i], &w, marks);
    n = keep_uncovered(list, n, first, exact);
    /* Phones have their digits in the same index. */
    *exact = *exact && digits < w.count;
    write_list(out, list, n);
    return n;
}

/* The word as it stands, at the beginning of a name. */
static void write_whole(struct buf *out, const struct word *w, bool goes_on) {
    char bytes[4];

    buf_puts(out, "\"" MARK_HEAD);
    for (size_t i = 0; i < w->count; i++)
        buf_add(out, bytes, utf8_write(bytes, w->cp[i]));
    buf_puts(out, goes_on ? "\" *" : "\"");
}

/* By initials: all that the word means at the beginning of a name, without what it means in full. */
static size_t fts_initials(struct buf *out, const struct word *w) {
    struct terms list[ALTERNATIVES] = {0};
    struct cut cuts[ALTERNATIVES];
    bool pure = !word_is_mixed(w), only_first;
    size_t n = 0, count;

    if (count_letters(w) == 0 || w->count < 2)
        return 0;
    if (pure)
        add_term(&list[n++], HEAD | INITIALS, w->letter, w->count);
    count = cut_word(cuts, ALTERNATIVES - n, w, pure);
    for (size_t i = 0; i < count; i++)
        terms_of(&list[n++], &cuts[i], w, HEAD);
    n = keep_uncovered(list, n, n, &only_first);
    if (pure)
        buf_putc(out, '(');
    write_list(out, list, n);
    if (pure) {
        buf_puts(out, " NOT ");
        write_whole(out, w, true);
        buf_putc(out, ')');
    }
    return n;
}

size_t pinyin_fts_class(struct buf *out, const char *word, enum pinyin_class class) {
    struct word w;

    if (!word_read(&w, word))
        return 0;
    if (class == PINYIN_INITIALS)
        return fts_initials(out, &w);
    if (word_is_mixed(&w) || class > PINYIN_PREFIX)
        return 0;
    write_whole(out, &w, class == PINYIN_PREFIX);
    return 1;
}
