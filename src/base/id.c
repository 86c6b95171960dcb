/* Entity and device ids. */
#include "linli/id.h"

#include <string.h>
#include "linli/hash.h"

struct id id_random(void) {
    struct id id;

    random_fill(id.b, sizeof id.b);
    return id;
}

bool id_is_zero(const struct id *id) {
    static const struct id zero;

    return id_equal(id, &zero);
}

bool id_equal(const struct id *a, const struct id *b) {
    return memcmp(a->b, b->b, ID_BYTES) == 0;
}

void id_text(char out[ID_TEXT_SIZE], const struct id *id) {
    hex_text(out, id->b, ID_BYTES);
}

bool id_parse(struct id *out, const char *text, size_t len) {
    struct id id;

    if (!hex_parse(id.b, ID_BYTES, text, len == (size_t)-1 ? strlen(text) : len))
        return false;
    *out = id;
    return true;
}
