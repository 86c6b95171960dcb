/* Words of visits and matters are found as long as they stand, and are gone from the file when they were erased. */
#include "store_help.h"

#include <unistd.h>
#include "linli/noted.h"
#include "linli/upkeep.h"

static enum err keep(void *arg, const struct noted *n) {
    struct buf *out = arg;

    buf_printf(out, "%s%c %s", out->len ? "," : "", n->matter ? 'm' : 'v', n->text);
    return ERR_OK;
}

static void finds(struct world *w, const char *text, const char *wanted) {
    struct buf got = {0};
    struct query q;
    int64_t matters, visits, commas = *wanted != '\0';

    assert_int_equal(query_read(&q, text, strlen(text)), ERR_OK);
    assert_int_equal(noted_find(w->s, &q, 100, keep, &got), ERR_OK);
    if (strcmp(buf_text(&got), wanted) != 0)
        print_error("query '%s'\n", text);
    assert_string_equal(buf_text(&got), wanted);
    for (const char *p = wanted; *p; p++)
        commas += *p == ',';
    assert_int_equal(noted_count(w->s, &q, 100, &matters, &visits), ERR_OK);
    assert_int_equal(matters + visits, commas);
    buf_free(&got);
}

static void words_are_found_wherever_they_stand(void **state) {
    struct world w = world_open("noted-find");

    (void)state;
    add_household(&w, "1.2.3.4", "1-1-101", "张三");
    add_visit(&w, &w.households[0], OUTCOME_MET, "厨房漏水、说找WU Gong 修");
    add_visit(&w, &w.households[0], OUTCOME_MET, "水管漏");
    finds(&w, "漏水", "v 厨房漏水、说找wu gong 修");
    finds(&w, "漏", "v 水管漏,v 厨房漏水、说找wu gong 修");
    finds(&w, "水漏", ""); /* the pairs stand there, not so */
    finds(&w, "房漏水", "v 厨房漏水、说找wu gong 修");
    finds(&w, "厨房 修", "v 厨房漏水、说找wu gong 修");
    finds(&w, "go", "v 厨房漏水、说找wu gong 修");
    finds(&w, "修", "v 厨房漏水、说找wu gong 修");
    finds(&w, "on", "");
    finds(&w, "~60", "");
    finds(&w, "\"", "");
    world_close(&w);
}

static void they_follow_the_record(void **state) {
    struct world w = world_open("noted-follow");
    int64_t visit;

    (void)state;
    add_household(&w, "1.2.3.4", "1-1-101", "张三");
    add_household(&w, "1.2.3.4", "1-1-102", "李四");
    add_matter(&w, &w.households[0], &w.households[1], "楼道堆物", 1);
    visit = add_visit(&w, &w.households[0], OUTCOME_MET, "楼道有点暗");
    finds(&w, "楼道堆", "m m-26-t2-001 楼道堆物 甲方 1-101 乙方");
    assert_int_equal(upkeep_rebuild(w.s, NULL, NULL), ERR_OK);
    finds(&w, "楼道", "v 楼道有点暗,m m-26-t2-001 楼道堆物 甲方 1-101 乙方");
    withdraw(&w, &w.households[0], visit);
    finds(&w, "楼道", "m m-26-t2-001 楼道堆物 甲方 1-101 乙方");
    world_close(&w);
}

static void run(struct world *w, const char *before, const char *behind, int wanted) {
    char command[512];

    snprintf(command, sizeof command, "%s '%s' %s", before, w->path, behind);
    assert_int_equal(system(command) != 0, wanted);
}

/* An erased body leaves neither text nor tokens, once the file was rebuilt and vacuumed. */
static void what_was_erased_is_in_the_file_no_more(void **state) {
    struct world w = world_open("noted-erased");
    struct id household;

    (void)state;
    add_household(&w, "1.2.3.4", "1-1-101", "张三");
    household = w.households[0];
    add_visit(&w, &household, OUTCOME_MET, "麒麟饕餮 zzyzxqq");
    finds(&w, "饕餮", "v 麒麟饕餮 zzyzxqq");
    store_close(w.s);
    run(&w, "sqlite3", "'PRAGMA wal_checkpoint(TRUNCATE)' > /dev/null", 0);
    run(&w, "grep -qa 麒麟", "", 0);
    run(&w, "sqlite3", "\"UPDATE event SET salt = NULL, body = NULL WHERE body LIKE '%zzyzxqq%'\"", 0);
    assert_int_equal(store_open(&w.s, &(struct store_options){.path = w.path, .side = STORE_CLIENT}), ERR_OK);
    assert_int_equal(store_refold(w.s, &household), ERR_OK);
    finds(&w, "饕餮", "");
    assert_int_equal(upkeep_rebuild(w.s, NULL, NULL), ERR_OK);
    finds(&w, "zzyzxqq", "");
    store_close(w.s);
    run(&w, "sqlite3", "'VACUUM; PRAGMA wal_checkpoint(TRUNCATE)' > /dev/null", 0);
    run(&w, "grep -qa -e 麒麟 -e 饕餮 -e zzyzxqq", "", 1);
    assert_int_equal(store_open(&w.s, &(struct store_options){.path = w.path, .side = STORE_CLIENT}), ERR_OK);
    world_close(&w);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_are_found_wherever_they_stand),
        cmocka_unit_test(they_follow_the_record),
        cmocka_unit_test(what_was_erased_is_in_the_file_no_more),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
