/* Any bytes as a county's file: it is refused with words, or what comes out is within its bounds and every flow comes to its end.
 */
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include "core/county_inner.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void demand(bool good) {
    if (!good)
        abort();
}

static void check_text(const char *text, size_t most) {
    if (!text)
        return;
    demand(*text && strlen(text) <= most);
    for (; *text; text++)
        demand((unsigned char)*text >= ' ' && *text != 0x7F);
}

/* By the table's first way from every step, which is the one that a matter takes if nobody chooses another. */
static void check_steps(const struct county *c) {
    for (int s = 1; s < STEP_COUNT; s++) {
        enum step at = (enum step)s;
        int steps = 0;

        demand(c->steps[s].days >= 1 && c->steps[s].days <= 730);
        while (at != STEP_NONE && ++steps <= STEP_COUNT) {
            at = county_pass_of(c, county_next_of(c, at));
            demand(at >= STEP_NONE && at < STEP_COUNT);
        }
        demand(at == STEP_NONE);
    }
    demand(!c->steps[STEP_ACCEPT].out && !c->steps[STEP_REPORT].out);
}

static void check(const struct county *c) {
    int sum = 0;

    check_steps(c);
    check_text(c->name, 60);
    for (int l = 1; l < LEVEL_COUNT; l++)
        check_text(c->level_words[l], 24);
    for (int t = 1; t < TYPE_COUNT; t++) {
        check_text(c->types[t].words, 48);
        check_text(c->types[t].who, 120);
        demand(c->types[t].level > LEVEL_NONE && c->types[t].level < LEVEL_COUNT);
    }
    for (size_t i = 0; i < COUNTY_LAWS; i++)
        check_text(c->laws[i].text, 400);
    for (int g = 1; g < GRADE_COUNT; g++)
        demand(c->grades[g].fen >= 0 && c->grades[g].fen <= INT64_C(100000099) && c->grades[g].share_percent >= 1);
    for (size_t i = 0; i < COUNTY_SHARES; i++)
        sum += c->shares[i];
    demand(sum == 100 && c->warnings[COUNTY_WARNINGS] == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct county *c;
    enum err e;

    err_clear();
    e = county_read(&c, "county.conf", (const char *)data, size);
    demand((e == ERR_OK) == (c != NULL));
    if (c)
        check(c);
    else
        demand(*err_last()->what && *err_last()->why && *err_last()->todo);
    county_free(c);
    return 0;
}
