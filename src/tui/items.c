/* Items in words. */
#include "items.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "linli/i18n.h"
#include "linli/mem.h"
#include "linli/width.h"
#include "screen.h"

static enum err add_name(void *arg, const struct party *p) {
    struct items_names *n = arg;

    n->parties = mem_resize(n->parties, n->count + 1, sizeof *n->parties);
    snprintf(n->parties[n->count++], NAME_SIZE, "%s", p->name);
    return ERR_OK;
}

void items_names_read(struct items_names *n, struct store *s, const struct id *matter) {
    *n = (struct items_names){.store = s};
    if (read_parties(s, matter, add_name, n) != ERR_OK)
        err_clear();
}

void items_names_free(struct items_names *n) {
    mem_free(n->parties);
    *n = (struct items_names){0};
}

const char *items_party(const struct items_names *n, int party) {
    return party > 0 && (size_t)party <= n->count ? n->parties[party - 1] : "";
}

struct about {
    struct buf *out;
    struct items_names names; /* without a record: what an item is about is not followed further */
};

static enum err put_about(void *arg, const struct item_row *i) {
    struct about *a = arg;

    items_line(a->out, &a->names, i->values, 40);
    return ERR_OK;
}

static void put_item(struct buf *out, const struct items_names *n, const char *text) {
    struct about a = {out, *n};
    const char *dash = strchr(text, '-');
    struct id device;

    a.names.store = NULL;
    if (!n->store)
        return;
    if (!dash || !id_parse(&device, text, (size_t)(dash - text)) ||
        read_item(n->store, &device, strtoll(dash + 1, NULL, 10), put_about, &a) != ERR_OK)
        err_clear();
}

static void put_who(struct buf *out, const struct items_names *n, const char *text) {
    char name[NAME_SIZE] = "";
    struct id id;

    if (n->store && id_parse(&id, text, strlen(text)))
        read_entry_name(n->store, &id, name);
    buf_puts(out, name);
}

void items_value(struct buf *out, const struct items_names *n, const struct item_values *v, size_t field) {
    size_t count;
    const struct item_field *fields = items_fields(v->item, &count);
    const char *text = field < count && v->at[field] ? v->at[field] : "";

    if (!*text)
        return;
    switch (fields[field].enter) {
    case ITEM_ENTER_PARTY:
        buf_puts(out, items_party(n, atoi(text)));
        break;
    case ITEM_ENTER_ENTRY:
    case ITEM_ENTER_WORKER:
        put_who(out, n, text);
        break;
    case ITEM_ENTER_ITEM:
        put_item(out, n, text);
        break;
    case ITEM_ENTER_SCORE:
        buf_printf(out, "%s/5", text);
        break;
    default:
        items_show(out, v, field);
    }
}

/* Yes and no say nothing without the question. */
static bool needs_label(const struct item_field *f) {
    return f->enter == ITEM_ENTER_NUMBER || f->slot == ITEM_DUE || (f->enter == ITEM_ENTER_CHOICE && f->list == LIST_ANSWER);
}

void items_line(struct buf *out, const struct items_names *n, const struct item_values *v, int cells) {
    size_t count;
    const struct item_field *fields = items_fields(v->item, &count);
    bool any = false, who = false;
    int left = cells;

    for (size_t i = 0; i < count && left > 4; i++) {
        struct buf value = {0};
        int used = 0;
        size_t fits;

        if (fields[i].slot == ITEM_DAY || fields[i].enter == ITEM_ENTER_SECRET || (fields[i].slot == ITEM_WHO && who) ||
            (fields[i].slot == ITEM_OF && fields[i].list == ITEM_IS_AGREEMENT))
            continue;
        items_value(&value, n, v, i);
        if (value.len) {
            who = who || fields[i].slot == ITEM_WHO;
            fits = width_fit(buf_text(&value), value.len, left, &used);
            buf_printf(out, "%s%s%s%.*s%s", any ? "  " : "", needs_label(&fields[i]) ? _(fields[i].label) : "",
                       needs_label(&fields[i]) ? " " : "", (int)fits, buf_text(&value), fits < value.len ? ".." : "");
            left -= used + 2;
            any = true;
        }
        buf_free(&value);
    }
}
