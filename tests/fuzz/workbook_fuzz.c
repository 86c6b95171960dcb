/* Any parts of a workbook, and any bytes as one. The input is the parts, each behind a line `@@ NAME`; what begins with PK is
 * taken as the archive itself. */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "core/rows.h"
#include "core/workbook.h"
#include "linli/mem.h"
#include "linli/roster.h"
#include "zipmake.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void demand(bool good) {
    if (!good)
        abort();
}

static void pack(struct zipmake *z, const char *text, size_t len) {
    const char *end = text + len;

    while (text < end && end - text > 3 && memcmp(text, "@@ ", 3) == 0) {
        const char *name = text + 3, *line = memchr(name, '\n', (size_t)(end - name)), *next;
        char part[200];
        size_t n;

        if (!line)
            return;
        next = memmem(line, (size_t)(end - line), "\n@@ ", 4);
        n = (size_t)(line - name) < sizeof part - 1 ? (size_t)(line - name) : sizeof part - 1;
        memcpy(part, name, n);
        part[n] = '\0';
        zipmake_add(z, part, line + 1, (size_t)((next && next > line ? next : end) - line - 1));
        text = next ? next + 1 : end;
    }
}

static void check_grid(struct grid *g) {
    struct csv_row *row = mem_new(1, sizeof *row);
    struct rows rows;
    size_t line = 0;

    rows_of_grid(&rows, g);
    while (rows_next(&rows, row)) {
        demand(row->line > line && row->line <= GRID_LINES && row->count <= CSV_FIELDS_MAX);
        line = row->line;
        for (size_t i = 0; i < row->count; i++)
            demand(row->fields[i].len <= 1u << 20);
    }
    mem_free(row);
}

static enum err count_household(void *arg, const struct household *h, size_t line) {
    demand(line > 0 && h->member_count <= MEMBERS_MAX);
    ++*(size_t *)arg;
    return ERR_OK;
}

static void read_workbook(const char *bytes, size_t len) {
    struct roster_options options = {.area = "430181.007.01.02"};
    size_t households = 0;
    struct roster_sink sink = {count_household, NULL, NULL, &households};
    struct roster_report report;
    struct workbook *w;

    if (!workbook_is(bytes, len))
        return;
    if (workbook_open(&w, bytes, len) == ERR_OK) {
        demand(workbook_sheets(w) <= WORKBOOK_SHEETS_MAX);
        for (size_t i = 0; i < workbook_sheets(w); i++) {
            struct grid grid;

            if (workbook_read(w, i, &grid) == ERR_OK)
                check_grid(&grid);
            grid_free(&grid);
        }
        workbook_close(w);
    }
    roster_read(bytes, len, &options, &sink, &report);
    demand(report.rejected <= report.rows && households <= report.rows);
    roster_report_free(&report);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct zipmake z = {.count = 0};

    if (size > 4 && memcmp(data, "PK", 2) == 0) {
        read_workbook((const char *)data, size);
        return 0;
    }
    pack(&z, (const char *)data, size);
    zipmake_end(&z);
    read_workbook(z.out.data, z.out.len);
    buf_free(&z.out);
    return 0;
}
