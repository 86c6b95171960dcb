/* A record of its own for each test of the acts, and rosters as text. */
#ifndef ACT_HELP_H
#define ACT_HELP_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "linli/act.h"
#include "linli/clock.h"
#include "linli/find.h"
#include "linli/mem.h"
#include "linli/upkeep.h"

#define TEST_NOW INT64_C(1795312800000) /* 2026-11-22 10:00 in Shanghai */

struct world {
    struct store *s;
    char folder[64], path[96];
};

static inline struct world world_open(void) {
    struct world w = {.folder = "/tmp/linli-act-XXXXXX"};

    clock_set(TEST_NOW);
    assert_non_null(mkdtemp(w.folder));
    snprintf(w.path, sizeof w.path, "%s/linli.db", w.folder);
    assert_int_equal(store_open(&w.s, &(struct store_options){.path = w.path, .side = STORE_CLIENT, .create = true}), ERR_OK);
    return w;
}

static inline void world_close(struct world *w) {
    char command[128];

    store_close(w->s);
    snprintf(command, sizeof command, "rm -rf '%s'", w->folder);
    assert_int_equal(system(command), 0);
}

static inline int64_t events(const struct world *w) {
    return store_device(w->s)->head_seq;
}

/* An import whose numbers are compared; the report is freed. */
struct expected {
    int64_t added, updated, unchanged, missing;
    size_t rejected;
};

static inline enum err import_with(struct world *w, const char *csv, const struct act_import *how,
                                   struct act_import_report *report) {
    struct act_import a = *how;

    a.bytes = csv;
    a.len = strlen(csv);
    return act_import(w->s, &a, NULL, report);
}

static inline void import(struct world *w, const char *csv, struct expected e) {
    struct act_import_report r;

    assert_int_equal(import_with(w, csv, &(struct act_import){.options.area = "1.2.3.4", .rejects_fd = -1}, &r), ERR_OK);
    assert_int_equal(r.added, e.added);
    assert_int_equal(r.updated, e.updated);
    assert_int_equal(r.unchanged, e.unchanged);
    assert_int_equal(r.missing, e.missing);
    assert_int_equal(r.roster.rejected, e.rejected);
    act_import_report_free(&r);
}

static inline struct id by_number(struct world *w, const char *number) {
    struct id id;

    assert_int_equal(read_resolve_household(w->s, number, &id), ERR_OK);
    return id;
}

static inline struct household card(struct world *w, const char *number, struct household_row *row) {
    struct id id = by_number(w, number);
    struct household h;

    assert_int_equal(read_household(w->s, &id, row, &h), ERR_OK);
    return h;
}

static inline size_t households(struct world *w) {
    struct household_row rows[64];
    struct find_cursor c = {0};
    struct query all = {0};
    size_t count;

    assert_int_equal(find_page(w->s, &all, &c, rows, 64, &count), ERR_OK);
    return count;
}

#define TOWN                                                                                                                     \
    "户号,楼栋,单元,室,户主,电话\n"                                                                                   \
    "001,3,2,501,张伟斌,10098765432\n"                                                                                        \
    "002,3,2,502,李四光,\n"                                                                                                   \
    "003,3,2,601,尉迟恭,10012345678\n"

#endif
