/* What can be clicked. */
#include "zones.h"

#define ZONES_MAX 400

static struct zone zones[ZONES_MAX];
static size_t count;

void zones_clear(void) {
    count = 0;
}

bool zones_any(void) {
    return count > 0;
}

static void add(struct zone z) {
    if (count < ZONES_MAX)
        zones[count++] = z;
}

void zones_add_request(int row, int col, int cells, enum request r) {
    add((struct zone){.row = row, .col = col, .cells = cells, .request = r});
}

void zones_add_row(int row, int cells, zones_pick_fn *pick, void *arg, size_t n) {
    add((struct zone){.row = row, .cells = cells, .pick = pick, .arg = arg, .n = n});
}

const struct zone *zones_at(int row, int col) {
    for (size_t i = 0; i < count; i++)
        if (zones[i].row == row && col >= zones[i].col && col < zones[i].col + zones[i].cells)
            return &zones[i];
    return NULL;
}
