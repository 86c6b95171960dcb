/* Small cells. A number of 1 to 4 is hidden; so is as much of what stands beside it, or of what it adds up to, as would let a
 * reader compute it.
 *
 * Counts: numbers, their parts and the parts of these are a tree of sums. A reader knows the numbers shown, that one marked "<5"
 * is 1 to 4, and could guess that one hidden besides is 5 or more. In a tree of sums over ranges, tightening each range by the
 * others of its sum until nothing moves finds exactly the values that are possible: a small number is safe while two of them are
 * left. */
#include "linli/figures.h"

#include <string.h>
#include "linli/mem.h"

#define MANY INT64_C(1000000000000)

static bool is_small(int64_t n) {
    return n > 0 && n < FIGURES_LEAST;
}

struct range {
    int64_t least, most;
};

static struct range first_range(const struct figures_number *n) {
    if (n->withheld)
        return (struct range){0, MANY};
    switch (n->shown) {
    case FIGURE_EXACT:
        return (struct range){n->value, n->value};
    case FIGURE_FEW:
        return (struct range){1, FIGURES_LEAST - 1};
    default:
        return (struct range){FIGURES_LEAST, MANY};
    }
}

struct sum {
    int64_t least, most;
    int parent;
};

static void add_up(struct sum sums[FIGURES_GROUPS], const struct figures_number *n, const struct range *r, size_t count) {
    for (size_t g = 0; g < FIGURES_GROUPS; g++)
        sums[g] = (struct sum){0, 0, -1};
    for (size_t i = 0; i < count; i++) {
        if (n[i].parent < 0)
            continue;
        sums[n[i].group].least += r[i].least;
        sums[n[i].group].most += r[i].most;
        sums[n[i].group].parent = n[i].parent;
    }
}

static bool tighten(struct range *r, int64_t least, int64_t most) {
    bool moved = false;

    if (least > r->least) {
        r->least = least;
        moved = true;
    }
    if (most < r->most) {
        r->most = most;
        moved = true;
    }
    return moved;
}

/* Sums of a pass may be older than a range that moved in it: then they only say less, and the next pass says it. */
static void propagate(struct range *r, const struct figures_number *n, size_t count) {
    struct sum sums[FIGURES_GROUPS];
    bool moved = true;

    for (size_t i = 0; i < count; i++)
        r[i] = first_range(&n[i]);
    while (moved) {
        moved = false;
        add_up(sums, n, r, count);
        for (size_t g = 0; g < FIGURES_GROUPS; g++)
            if (sums[g].parent >= 0)
                moved |= tighten(&r[sums[g].parent], sums[g].least, sums[g].most);
        for (size_t i = 0; i < count; i++) {
            const struct sum *s = n[i].parent < 0 ? NULL : &sums[n[i].group];

            if (s)
                moved |= tighten(&r[i], r[s->parent].least - (s->most - r[i].most), r[s->parent].most - (s->least - r[i].least));
        }
    }
}

/* How many small numbers can be computed; *which is one of them. */
static size_t given_away(struct range *r, const struct figures_number *n, size_t count, size_t *which) {
    size_t found = 0;

    propagate(r, n, count);
    for (size_t i = 0; i < count; i++) {
        if (!is_small(n[i].value) || r[i].least < r[i].most)
            continue;
        *which = i;
        found++;
    }
    return found;
}

/* Which number to hide besides: the one that leaves the fewest given away; of several the total of the sum, then the smallest. */
static bool hide_one(struct range *r, struct figures_number *n, size_t count, size_t which) {
    size_t best = count, least = SIZE_MAX, any;

    for (size_t i = 0; i < count; i++) {
        bool total = n[which].parent == (int)i;
        size_t left;

        if (n[i].shown != FIGURE_EXACT || n[i].value < FIGURES_LEAST)
            continue;
        n[i].shown = FIGURE_HIDDEN;
        left = given_away(r, n, count, &any);
        n[i].shown = FIGURE_EXACT;
        if (left > least || (left == least && !total && (n[which].parent == (int)best || n[best].value <= n[i].value)))
            continue;
        best = i;
        least = left;
    }
    if (best < count)
        n[best].shown = FIGURE_HIDDEN;
    return best < count;
}

/* The group and those of its numbers that are sums themselves say nothing at all. */
static void withhold(struct figures_number *n, size_t count, int group) {
    for (size_t i = 0; i < count; i++) {
        if (n[i].parent < 0 || n[i].group != group || n[i].withheld)
            continue;
        n[i].shown = FIGURE_HIDDEN;
        n[i].withheld = true;
        for (size_t k = 0; k < count; k++)
            if (n[k].parent == (int)i && !n[k].withheld)
                withhold(n, count, n[k].group);
    }
}

void figures_hide(struct figures_number *n, size_t count) {
    struct range *r = mem_new(count, sizeof *r);
    size_t which = 0;

    for (size_t i = 0; i < count; i++)
        n[i].shown = is_small(n[i].value) ? FIGURE_FEW : FIGURE_EXACT;
    while (given_away(r, n, count, &which)) {
        if (hide_one(r, n, count, which))
            continue;
        if (n[which].parent >= 0 && !n[which].withheld) {
            withhold(n, count, n[which].group);
            continue;
        }
        for (size_t i = 0; i < count; i++) /* a total alone, or what is withheld and still known: say nothing of any part */
            if (n[i].parent >= 0) {
                n[i].shown = FIGURE_HIDDEN;
                n[i].withheld = true;
            }
        break;
    }
    mem_free(r);
}

/* ---- shares
 *
 * Of each share three numbers are small where they are 1 to 4: the count, the rest, and what both are of. Of a part either all is
 * shown or nothing. Where a part is hidden, a second one is: then what both come to together may be anything in either. */

static bool is_clear(const struct figures_share *s) {
    return !is_small(s->count) && !is_small(s->of - s->count) && !is_small(s->of);
}

void figures_hide_whole(struct figures_share *s) {
    bool few = is_small(s->count), most = is_small(s->of - s->count);

    s->of_shown = !is_small(s->of);
    s->shown = !s->of_shown ? FIGURE_FEW : few && most ? FIGURE_HIDDEN : few ? FIGURE_FEW : most ? FIGURE_MOST : FIGURE_EXACT;
}

void figures_hide_parts(const struct figures_share *whole, struct figures_share *parts, size_t count) {
    size_t hidden = 0, smallest = count;

    for (size_t i = 0; i < count; i++) {
        bool shown = whole->of_shown && is_clear(&parts[i]);

        parts[i].of_shown = shown;
        parts[i].shown = shown ? FIGURE_EXACT : FIGURE_HIDDEN;
        hidden += !shown;
        if (shown && parts[i].of && (smallest == count || parts[i].of < parts[smallest].of))
            smallest = i;
    }
    if (hidden == 1 && smallest < count) {
        parts[smallest].of_shown = false;
        parts[smallest].shown = FIGURE_HIDDEN;
    }
}
