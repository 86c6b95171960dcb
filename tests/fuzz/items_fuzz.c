/* A header, a line break and a body, as a hub gets them, read as an item. What comes out is within its bounds, and what is
 * checked and written comes back as it was. */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "linli/items.h"
#include "linli/utf8.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void demand(bool good) {
    if (!good)
        abort();
}

static void check_values(const struct item_values *v) {
    size_t count;
    const struct item_field *fields = items_fields(v->item, &count);
    struct buf shown = {0};

    for (size_t i = 0; i < ITEM_FIELDS_MAX; i++) {
        if (!v->at[i])
            continue;
        demand(i < count && *v->at[i] && utf8_valid(v->at[i], strlen(v->at[i])));
        demand(!fields[i].limit || strlen(v->at[i]) <= fields[i].limit);
        items_show(&shown, v, i);
    }
    buf_free(&shown);
}

static void go_around(struct item_values *v, const struct event *ev) {
    struct event again = {.item = ev->item};
    struct buf body = {0};
    struct item_values back;

    if (items_check(v, "what", NULL) == ERR_OK) {
        items_write(&again, &body, v);
        demand(again.party == ev->party && again.score == ev->score && again.answer == ev->answer);
        demand(items_read(&back, &again, body.data, body.len) == ERR_OK);
        for (size_t i = 0; i < ITEM_FIELDS_MAX; i++)
            demand(!v->at[i] == !back.at[i] && (!v->at[i] || strcmp(v->at[i], back.at[i]) == 0));
        items_free(&back);
    }
    buf_free(&body);
}

/* What a field of the item does not hold is nothing to it. */
static void only_its_own(struct event *ev) {
    bool holds[ITEM_OF + 1] = {false};
    size_t count;
    const struct item_field *fields = items_fields(ev->item, &count);

    for (size_t i = 0; i < count; i++)
        holds[fields[i].slot] = true;
    ev->party = holds[ITEM_PARTY] ? ev->party : 0;
    ev->score = holds[ITEM_SCORE] ? ev->score : 0;
    ev->answer = holds[ITEM_ANSWER] ? ev->answer : ANSWER_NONE;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    const char *text = (const char *)data, *line = size ? memchr(text, '\n', size) : NULL;
    size_t header = line ? (size_t)(line - text) : size;
    struct item_values v;
    struct event ev;
    struct flow_item i;

    if (event_read(&ev, text, header) != ERR_OK)
        return 0;
    i = items_flow(&ev);
    demand(i.party >= 0 && i.party <= PARTIES_MAX);
    only_its_own(&ev);
    if (items_read(&v, &ev, line ? line + 1 : text, line ? size - header - 1 : 0) != ERR_OK)
        return 0;
    check_values(&v);
    go_around(&v, &ev);
    items_free(&v);
    return 0;
}
