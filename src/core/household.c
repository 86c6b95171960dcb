/* Households as values. */
#include "linli/record.h"

#include <string.h>
#include "linli/mem.h"

#define FIRST_MEMBERS 4

void household_free(struct household *h) {
    mem_free(h->members);
    memset(h, 0, sizeof *h);
}

bool household_add_member(struct household *h, const struct member *m) {
    size_t n = h->member_count;

    if (n >= MEMBERS_MAX)
        return false;
    /* The room is not kept: it doubles where the count reaches a power of two. */
    if (n == 0 || (n >= FIRST_MEMBERS && (n & (n - 1)) == 0))
        h->members = mem_resize(h->members, n < FIRST_MEMBERS ? FIRST_MEMBERS : n * 2, sizeof *h->members);
    h->members[h->member_count++] = *m;
    return true;
}

bool household_is_head(const char *relation) {
    static const char *const heads[] = {"户主", "本人", "本人或户主", "户主本人", "户主(本人)", "户主（本人）",
                                        "戶主", "head", "Head",       "self",     "Self",       "householder"};

    for (size_t i = 0; i < sizeof heads / sizeof heads[0]; i++)
        if (strcmp(relation, heads[i]) == 0)
            return true;
    return false;
}
