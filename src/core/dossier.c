/* What a dossier lacks. */
#include "linli/dossier.h"

#include "linli/i18n.h"
#include "linli/items.h"

enum item dossier_missing(const struct flow_matter *m, size_t n) {
    for (int i = 1; i < ITEM_COUNT; i++)
        if (flow_requires(m, (enum item)i) && !flow_has(m, (enum item)i) && n-- == 0)
            return (enum item)i;
    return ITEM_NONE;
}

static int parties_with(const struct flow_matter *m, enum item item) {
    int count = 0;

    for (size_t i = 0; i < m->parties && i < 64; i++)
        count += (m->items[item].parties >> i & 1) != 0;
    return count;
}

void dossier_words(struct buf *out, const struct flow_matter *m) {
    enum item item;

    for (size_t n = 0; (item = dossier_missing(m, n)) != ITEM_NONE; n++) {
        buf_printf(out, "%s%s", n ? _(", ") : "", kinds_words(LIST_ITEM, (int)item));
        if (items_many(item) == ITEM_EACH)
            buf_printf(out, _(" (%d of %zu)"), parties_with(m, item), m->parties);
    }
}
