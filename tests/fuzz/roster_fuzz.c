/* Any bytes as a roster. What comes out is within its bounds, cannot act on a terminal, and holds no ID number. */
#include <ctype.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "linli/roster.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void demand(bool good) {
    if (!good)
        abort();
}

/* Phones have line breaks between, nothing else has any; `person`: a text in which 18 digits in a row are nothing but an ID
 * number. */
static void check_text(const char *text, size_t room, bool lines, bool person) {
    size_t len = strnlen(text, room), run = 0;

    demand(len < room);
    for (size_t i = 0; i <= len; i++) {
        unsigned char c = (unsigned char)text[i];

        demand(i == len || c >= ' ' || (lines && c == '\n'));
        demand(c != 0x7F);
        if (isdigit(c)) {
            run++;
            continue;
        }
        demand(!person || run != 18);
        run = 0;
    }
}

static enum err take_household(void *arg, const struct household *h, size_t line) {
    size_t *households = arg;

    ++*households;
    demand(line > 0 && h->member_count <= MEMBERS_MAX);
    check_text(h->area, sizeof h->area, false, false);
    check_text(h->number, sizeof h->number, false, false);
    check_text(h->head, sizeof h->head, false, true);
    check_text(h->phones, sizeof h->phones, true, true);
    check_text(h->note, sizeof h->note, false, true);
    check_text(h->door.compound, sizeof h->door.compound, false, false);
    check_text(h->door.building, sizeof h->door.building, false, false);
    check_text(h->door.unit, sizeof h->door.unit, false, false);
    check_text(h->door.floor, sizeof h->door.floor, false, false);
    check_text(h->door.room, sizeof h->door.room, false, false);
    for (size_t i = 0; i < h->member_count; i++) {
        demand(h->members[i].name[0] != '\0');
        check_text(h->members[i].name, sizeof h->members[i].name, false, true);
        check_text(h->members[i].relation, sizeof h->members[i].relation, false, true);
        check_text(h->members[i].phones, sizeof h->members[i].phones, true, true);
    }
    return ERR_OK;
}

static enum err take_reject(void *arg, const struct roster_reject *r) {
    (void)arg;
    demand(r->line > 0 && r->reason[0]);
    check_text(r->text, SIZE_MAX / 2, false, false);
    check_text(r->column, SIZE_MAX / 2, false, false);
    return ERR_OK;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static const char *const encodings[] = {NULL, NULL, "UTF-8", "GB18030"};
    size_t households = 0;
    struct roster_options options = {.encoding = encodings[size % 4], .area = "430181.007.01.02"};
    struct roster_sink sink = {take_household, take_reject, NULL, &households};
    struct roster_report report;

    roster_read((const char *)data, size, &options, &sink, &report);
    demand(report.rejected <= report.rows && households <= report.rows);
    roster_report_free(&report);
    return 0;
}
