/* Any bytes as a list for the directory and as weekdays: what comes out is within its bounds, checked, and cannot act. */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include "linli/directory.h"
#include "linli/mem.h"
#include "linli/policy.h"
#include "linli/utf8.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void demand(bool good) {
    if (!good)
        abort();
}

static enum err take(void *arg, struct directory_line *l) {
    size_t *line = arg, count;
    const struct item_field *fields = items_fields(l->values.item, &count);
    struct buf shown = {0};

    demand(l->line > *line && items_of(l->values.item) == ITEM_OF_DIRECTORY && policy_area_valid(l->area));
    *line = l->line;
    for (size_t i = 0; i < ITEM_FIELDS_MAX; i++) {
        const char *text = l->values.at[i];

        if (!text)
            continue;
        demand(i < count && fields[i].enter != ITEM_ENTER_WORKER && *text && utf8_valid(text, strlen(text)));
        demand(!fields[i].limit || strlen(text) <= fields[i].limit);
        for (; *text; text++)
            demand((unsigned char)*text >= ' ' && *text != 0x7F);
    }
    demand(items_check(&l->values, "again", NULL) == ERR_OK);
    directory_gist(&shown, &l->values);
    demand(!shown.len || !strchr(buf_text(&shown), '\n'));
    directory_fits(&l->values, &(struct directory_wish){.query = items_get(&l->values, "name"), .field = "lift"});
    buf_free(&shown);
    return ERR_OK;
}

static enum err pass_over(void *arg, const struct directory_reject *r) {
    size_t *line = arg;

    demand(r->line > *line && *r->reason);
    *line = r->line;
    return ERR_OK;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    char days[DIRECTORY_WEEKDAYS_SIZE], again[DIRECTORY_WEEKDAYS_SIZE],
        *text = mem_dup_n((const char *)data, size < 300 ? size : 300);

    if (directory_weekdays_clean(days, text))
        demand(*days && directory_weekdays_clean(again, days) && strcmp(days, again) == 0);
    mem_free(text);
    for (int kind = 0; kind < 2; kind++) {
        struct directory_options options = {.area = "430181", .kind = kind ? directory_kind(size % 5) : ITEM_NONE};
        size_t line = 0;

        directory_read((const char *)data, size, &options, &(struct directory_sink){take, pass_over, &line});
    }
    return 0;
}
