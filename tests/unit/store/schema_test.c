/* A record of an older version opens: it becomes what this version would have folded from the same journal. */
#include "store_help.h"

#include <sys/resource.h>
#include <sys/wait.h>
#include "linli/draft.h"
#include "linli/file.h"
#include "linli/hubstore.h"
#include "linli/upkeep.h"
#include "store/db.h"

static void sql(sqlite3 *db, const char *text) {
    char *why = NULL;

    if (sqlite3_exec(db, text, NULL, NULL, &why) != SQLITE_OK)
        fail_msg("%s: %s", why, text);
}

static void run_schema(sqlite3 *db, const char *path) {
    struct buf text = {0};

    assert_int_equal(file_read(&text, path, 1 << 20), ERR_OK);
    sql(db, buf_text(&text));
    buf_free(&text);
}

static int copy_table(void *arg, int columns, char **values, char **names) {
    struct buf *out = arg;

    (void)columns, (void)names;
    buf_printf(out, "INSERT OR IGNORE INTO main.%s(%s) SELECT %s FROM now.%s;", values[0], values[1], values[1], values[0]);
    return 0;
}

/* The tables of version 1 are files of their own; those of a later one are today's but for what was folded. */
static void make_tables(sqlite3 *db, enum store_side side, int version) {
    static const char *const files[3][2][5] = {
        [1] = {{"tests/data/record/1_schema.sql", "tests/data/record/1_schema_client.sql"},
               {"tests/data/record/1_schema.sql", "tests/data/record/1_schema_hub.sql"}},
        [2] = {{"src/store/schema.sql", "src/store/schema_client.sql", "src/store/schema_client_2.sql",
                "tests/data/record/2_folded.sql"},
               {"src/store/schema.sql", "src/store/schema_hub.sql", "src/store/schema_hub_2.sql",
                "tests/data/record/2_folded.sql"}},
    };

    for (size_t i = 0; files[version][side == STORE_HUB][i]; i++)
        run_schema(db, files[version][side == STORE_HUB][i]);
    sql(db, err_fmt("PRAGMA application_id=1819176041; PRAGMA user_version=%d", version));
}

/* The file at `path` as that version had it: its tables, and in them what is in today's; rows of tables that were folded
 * otherwise are left out, for they are folded anew. The index had other words; they are not looked at. */
static void make_old(const char *path, enum store_side side, int version) {
    static const char tables[] =
        "SELECT t.name, group_concat(c.name, ', ') FROM main.sqlite_schema t JOIN pragma_table_info(t.name, 'main') c "
        "WHERE t.type = 'table' AND t.name NOT LIKE 'search%' AND t.name NOT LIKE 'sqlite%' "
        "AND c.name IN (SELECT name FROM pragma_table_info(t.name, 'now')) GROUP BY t.name";
    char today[300], attach[400];
    struct buf copies = {0};
    sqlite3 *db;

    snprintf(today, sizeof today, "%s.today", path);
    assert_int_equal(rename(path, today), 0);
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    sql(db, "PRAGMA journal_mode=WAL");
    make_tables(db, side, version);
    snprintf(attach, sizeof attach, "ATTACH '%s' AS now", today);
    sql(db, attach);
    assert_int_equal(sqlite3_exec(db, tables, copy_table, &copies, NULL), SQLITE_OK);
    sql(db, buf_text(&copies));
    buf_free(&copies);
    sqlite3_close(db);
    assert_int_equal(unlink(today), 0);
}

static char *dump(const char *path, const char *query) {
    struct buf out = {0};
    sqlite3 *db;

    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, query, dump_row, &out, NULL), SQLITE_OK);
    sqlite3_close(db);
    return buf_take(&out);
}

static char *dump_schema(const char *path) {
    return dump(path, "SELECT t.name, c.cid, c.name, c.type, c.\"notnull\", c.dflt_value, c.pk, iif(t.type = 'index', t.sql, '') "
                      "FROM sqlite_schema t LEFT JOIN pragma_table_info(t.name) c ORDER BY t.name, c.cid");
}

static int64_t version_of(const char *path) {
    char *text = dump(path, "PRAGMA user_version");
    int64_t version = atoll(text);

    mem_free(text);
    return version;
}

static void check_same(char *before, char *after) {
    assert_string_equal(before, after);
    mem_free(before);
    mem_free(after);
}

static void check_sound(struct store *s) {
    struct upkeep_verify v;

    assert_int_equal(upkeep_verify(s, &v, NULL, NULL), ERR_OK);
    assert_true(v.ok);
}

static void count_field(void *arg, const char *field, const char *value) {
    (void)field, (void)value;
    ++*(int *)arg;
}

static void device_of(int older) {
    struct world w = world_open("older");
    const struct draft draft = {"visit", "x", 1};
    char *folded, *schema;
    int fields = 0, version;

    fill_world(&w, 40);
    assert_int_equal(draft_save(w.s, &draft, "note", "半句话", true), ERR_OK);
    store_close(w.s);
    folded = dump_projection(w.path);
    schema = dump_schema(w.path);
    make_old(w.path, STORE_CLIENT, older);
    assert_int_equal(count_rows(w.path, "household WHERE visited IS NOT NULL") > 0, 1);
    world_reopen_only(&w);
    check_same(folded, dump_projection(w.path));
    check_same(schema, dump_schema(w.path));
    assert_int_equal(version_of(w.path), STORE_SCHEMA_VERSION);
    check_sound(w.s);
    assert_int_equal(draft_load(w.s, "visit", "x", count_field, &fields, &version), ERR_OK);
    assert_int_equal(fields, 1);
    assert_true(count_rows(w.path, "step WHERE exit = 1 AND next = 0 AND applied") > 1); /* settled as version 2 did it */
    assert_int_equal(count_rows(w.path, "matter m JOIN step s ON s.matter = m.id WHERE s.exit = 1 AND m.open"), 0);
    /* and it goes on: what is new in this version has its tables */
    folded = dump_projection(w.path);
    assert_int_equal(upkeep_rebuild(w.s, NULL, NULL), ERR_OK);
    check_same(folded, dump_projection(w.path));
    assert_int_equal(count_rows(w.path, "news"), 0);
    assert_int_equal(count_rows(w.path, "act"), 0);
    add_visit(&w, &w.households[3], OUTCOME_MET, "升级以后");
    check_sound(w.s);
    world_close(&w);
}

static void a_devices_record_is_brought_up_to_date(void **state) {
    (void)state;
    device_of(1);
    device_of(2);
}

static void hub_of(int older) {
    static const char codes[] = "SELECT hex(hash), hex(worker), expires, used, device, replaces FROM code";
    struct world w = world_open("older-hub");
    struct store_options o = {.path = w.path, .side = STORE_HUB};
    char *folded, *schema, *known;
    sqlite3 *db;

    store_close(w.s);
    snprintf(w.path, sizeof w.path, "%s/hub.db", w.folder);
    assert_int_equal(hub_init(w.path, "青山镇"), ERR_OK);
    assert_int_equal(sqlite3_open(w.path, &db), SQLITE_OK);
    sql(db, "INSERT INTO code(hash, worker, expires) VALUES(x'01', x'02', 3)");
    sqlite3_close(db);
    assert_int_equal(store_open(&w.s, &o), ERR_OK);
    fill_world(&w, 12); /* whoever wrote it: a hub's journal folds as a device's */
    store_close(w.s);
    folded = dump_projection(w.path);
    schema = dump_schema(w.path);
    known = dump(w.path, codes);
    make_old(w.path, STORE_HUB, older);
    assert_int_equal(store_open(&w.s, &o), ERR_OK);
    check_same(folded, dump_projection(w.path));
    check_same(schema, dump_schema(w.path));
    check_same(known, dump(w.path, codes));
    check_sound(w.s);
    world_close(&w);
}

static void a_hubs_record_is_brought_up_to_date(void **state) {
    (void)state;
    hub_of(1);
    hub_of(2);
}

static void where_it_cannot_be_written_it_says_so(void **state) {
    struct world w = world_open("older-read");
    struct store_options o = {.path = w.path, .side = STORE_CLIENT, .read_only = true};
    struct store *s;

    (void)state;
    fill_world(&w, 5);
    store_close(w.s);
    make_old(w.path, STORE_CLIENT, 1);
    assert_int_equal(store_open(&s, &o), ERR_OLDER);
    assert_null(s);
    assert_non_null(strstr(err_last()->todo, "where it can be written"));
    assert_int_equal(version_of(w.path), 1);
    world_reopen_only(&w);
    assert_int_equal(store_open(&s, &o), ERR_OK);
    store_close(s);
    world_close(&w);
}

static void a_backup_of_version_1_restores(void **state) {
    struct world w = world_open("older-backup");
    char copy[300];
    char *folded;

    (void)state;
    fill_world(&w, 12);
    snprintf(copy, sizeof copy, "%s/old.db", w.folder);
    assert_int_equal(upkeep_backup(w.s, copy, NULL), ERR_OK);
    make_old(copy, STORE_CLIENT, 1);
    folded = dump_projection(w.path);
    add_visit(&w, &w.households[1], OUTCOME_MET, "后来的");
    store_close(w.s);
    assert_int_equal(upkeep_restore(w.path, copy, STORE_CLIENT), ERR_OK);
    assert_int_equal(version_of(copy), 1);
    world_reopen_only(&w);
    check_same(folded, dump_projection(w.path));
    check_sound(w.s);
    world_close(&w);
}

/* The system ends it at the write that makes a file longer than `limit`. */
static bool killed_at(const struct world *w, rlim_t limit) {
    int status;
    pid_t pid = fork();

    if (pid == 0) {
        struct rlimit size = {limit, limit}, core = {0, 0};
        struct store_options o = {.path = w->path, .side = STORE_CLIENT};
        struct store *s;

        setrlimit(RLIMIT_CORE, &core);
        setrlimit(RLIMIT_FSIZE, &size);
        _exit(store_open(&s, &o) == ERR_OK ? 0 : 1);
    }
    assert_int_equal(waitpid(pid, &status, 0), pid);
    return WIFSIGNALED(status);
}

static void killed_in_between_it_is_old_or_new(void **state) {
    struct world w = world_open("older-killed");
    char *folded;
    int killed = 0;

    (void)state;
    fill_world(&w, 40);
    store_close(w.s);
    folded = dump_projection(w.path);
    make_old(w.path, STORE_CLIENT, 1);
    for (rlim_t limit = 40000; killed_at(&w, limit); limit += 8192) {
        killed++;
        assert_int_equal(version_of(w.path), 1);
        assert_true(killed < 200);
    }
    assert_true(killed > 3);
    assert_int_equal(version_of(w.path), STORE_SCHEMA_VERSION);
    world_reopen_only(&w);
    check_same(folded, dump_projection(w.path));
    check_sound(w.s);
    world_close(&w);
}

static int told;
static void count_line(const char *line) {
    told += strstr(line, "20000") != NULL;
}

static void where_it_takes_long_it_is_told_once(void **state) {
    static const char many[] = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 19995) "
                               "INSERT INTO event(pos, entity, header, hash) SELECT (9 << 40) + i, x'00', '', x'00' FROM n;"
                               "INSERT INTO device(no, id) VALUES(9, x'09')";
    struct world w = world_open("older-long");
    struct store_options o = {.path = w.path, .side = STORE_CLIENT, .tell = count_line};
    sqlite3 *db;

    (void)state;
    for (int i = 0; i < 4; i++)
        add_household(&w, "1.2.3.4", "1-1-101", "盖茨");
    for (int events = 4; events <= 20000; events += 19995) {
        store_close(w.s);
        make_old(w.path, STORE_CLIENT, 1);
        told = 0;
        assert_int_equal(store_open(&w.s, &o), ERR_OK);
        assert_int_equal(told, 0);
        assert_int_equal(sqlite3_open(w.path, &db), SQLITE_OK);
        if (events == 4)
            sql(db, many);
        sqlite3_close(db);
    }
    add_household(&w, "1.2.3.4", "1-1-102", "盖茨");
    store_close(w.s);
    make_old(w.path, STORE_CLIENT, 1);
    assert_int_equal(store_open(&w.s, &o), ERR_OK);
    assert_int_equal(told, 1);
    store_close(w.s);
    assert_int_equal(store_open(&w.s, &o), ERR_OK);
    assert_int_equal(told, 1);
    world_close(&w);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_devices_record_is_brought_up_to_date), cmocka_unit_test(a_hubs_record_is_brought_up_to_date),
        cmocka_unit_test(where_it_cannot_be_written_it_says_so),  cmocka_unit_test(a_backup_of_version_1_restores),
        cmocka_unit_test(killed_in_between_it_is_old_or_new),     cmocka_unit_test(where_it_takes_long_it_is_told_once),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
