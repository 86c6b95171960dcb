/* Random acts on a tape, for the model-based tests: an act is four bytes that mean something in every state, so that whatever is
 * cut out of a tape can still be run. A tape that fails is cut down (delta debugging) until nothing of it can go. */
#ifndef TAPE_H
#define TAPE_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define TAPE_WHY 400
#define TAPE_SHRINK_S 30 /* a suite has a time limit; the seed goes on with it alone */

struct act {
    uint8_t op, a, b, c;
};
/* False: it failed, and why. */
typedef bool tape_run_fn(void *arg, const struct act *acts, size_t count, char why[TAPE_WHY]);

static inline uint64_t tape_luck(uint64_t *state) {
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    return *state;
}

static inline void tape_fill(struct act *acts, size_t count, uint64_t *luck) {
    for (size_t i = 0; i < count; i++) {
        uint64_t r = tape_luck(luck) >> 16;

        acts[i] = (struct act){(uint8_t)r, (uint8_t)(r >> 8), (uint8_t)(r >> 16), (uint8_t)(r >> 24)};
    }
}

/* SEED from the environment, else of the time; never zero. */
static inline uint64_t tape_seed(void) {
    const char *given = getenv("SEED");
    uint64_t seed = given ? strtoull(given, NULL, 10) : (uint64_t)time(NULL) * 2654435761u;

    return seed ? seed : 1;
}

/* How much is run: of the thousandths in the environment, for slow builds and long searches. */
static inline size_t tape_times(size_t usual, size_t sanitized) {
    const char *given = getenv("MODEL_PERMILLE");
#if defined(__SANITIZE_ADDRESS__)
    size_t n = sanitized;
    (void)usual;
#else
    size_t n = usual;
    (void)sanitized;
#endif
    n = given ? n * strtoull(given, NULL, 10) / 1000 : n;
    return n ? n : 1;
}

/* Leaves out a part after the other, ever smaller ones; what still fails is kept. The length of what is left. */
static inline size_t tape_shrink(tape_run_fn *run, void *arg, struct act *acts, size_t count, char why[TAPE_WHY]) {
    struct act *less = malloc(count * sizeof *less);
    char other[TAPE_WHY];
    time_t until = time(NULL) + TAPE_SHRINK_S;

    for (size_t part = (count + 1) / 2; less && part;) {
        bool cut = false;

        for (size_t at = 0; at < count && time(NULL) < until;) {
            size_t len = at + part < count ? part : count - at;

            memcpy(less, acts, at * sizeof *less);
            memcpy(less + at, acts + at + len, (count - at - len) * sizeof *less);
            if (run(arg, less, count - len, other)) {
                at += len;
                continue;
            }
            memcpy(acts, less, (count - len) * sizeof *acts);
            memcpy(why, other, TAPE_WHY);
            count -= len;
            cut = true;
        }
        part = time(NULL) >= until ? 0 : part > 1 ? (part + 1) / 2 : cut;
    }
    free(less);
    return count;
}

static inline void tape_print(const struct act *acts, size_t count, uint64_t seed, const char *why) {
    printf("%s\nSEED=%llu; what is left of the tape, for tape_again:\n", why, (unsigned long long)seed);
    for (size_t i = 0; i < count; i++)
        printf("{%u, %u, %u, %u},\n", acts[i].op, acts[i].a, acts[i].b, acts[i].c);
}

/* A tape as tape_print shows it, from the file that TAPE names; 0: none. */
static inline size_t tape_again(struct act *acts, size_t room) {
    const char *name = getenv("TAPE");
    FILE *in = name ? fopen(name, "r") : NULL;
    unsigned op, a, b, c;
    size_t count = 0;

    while (in && count < room && fscanf(in, " {%u, %u, %u, %u},", &op, &a, &b, &c) == 4)
        acts[count++] = (struct act){(uint8_t)op, (uint8_t)a, (uint8_t)b, (uint8_t)c};
    if (in)
        fclose(in);
    return count;
}

#endif
