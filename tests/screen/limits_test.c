/* What a person's terminal may bring and what it must cost: bytes of a key and of a move, type-ahead, a paste of 10 MB, storms of
 * sizes, a terminal that is gone while nobody passes on the hang-up, every key in every view. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <cmocka.h>
#include "screen/vt.h"

#define DEADLINE 15000

static char *const program[] = {(char[]){"linli"}, NULL};

static struct vt *start(const struct vt_options *more) {
    struct vt_options options = *more;
    struct vt *vt;

    options.lang = options.lang ? options.lang : "zh_CN.UTF-8";
    vt = vt_open(&options, program);
    assert_true(vt_wait_text(vt, "[1", DEADLINE) && vt_keys(vt, "2")); /* from Today to the households */
    assert_true(vt_wait_text(vt, "共 22 户", DEADLINE));
    return vt;
}

static void press(struct vt *vt, const char *keys) {
    assert_true(vt_keys(vt, keys));
    assert_true(vt_wait_idle(vt, 40, DEADLINE));
}

static void leave(struct vt *vt) {
    int status;

    assert_true(vt_keys(vt, "<C-q>"));
    assert_true(vt_wait_exit(vt, &status, DEADLINE));
    assert_int_equal(status, 0);
    vt_close(vt);
}

/* A record of its own for each test. */
static int setup(void **state) {
    (void)state;
    return system("rm -rf \"$LINLI_HOME\" && mkdir -m 700 \"$LINLI_HOME\" && linli import tests/screen/town.csv > /dev/null");
}

/* --- bytes --- */

struct picture {
    char cell[24][80][28];
};

static void take(struct vt *vt, struct picture *p) {
    for (int row = 0; row < 24; row++)
        for (int col = 0; col < 80; col++) {
            struct vt_cell cell;

            vt_cell(vt, row, col, &cell);
            snprintf(p->cell[row][col], sizeof p->cell[row][col], "%s", cell.width && !*cell.text ? " " : cell.text);
        }
}

static size_t changed(const struct picture *a, const struct picture *b) {
    size_t bytes = 0;

    for (int row = 0; row < 24; row++)
        for (int col = 0; col < 80; col++)
            if (strcmp(a->cell[row][col], b->cell[row][col]) != 0)
                bytes += strlen(b->cell[row][col]);
    return bytes;
}

static void a_move_costs_little(void **state) {
    struct vt *vt = start(&(struct vt_options){0});

    (void)state;
    for (int i = 0; i < 19; i++) {
        vt_mark(vt);
        press(vt, "<Down>");
        assert_in_range(vt_bytes(vt), 1, 12);
    }
    /* the list scrolls by one: the new row, and little more */
    vt_mark(vt);
    press(vt, "<Down>");
    assert_in_range(vt_bytes(vt), 1, strlen(vt_text(vt, 22)) + 40);
    vt_mark(vt);
    press(vt, "<Up>");
    assert_in_range(vt_bytes(vt), 1, 24);
    leave(vt);
}

static void a_search_key_costs_what_it_changes(void **state) {
    static const char *const queries[] = {"zhang", "王", "欧阳", "3-2-501", "501", "guihua"};
    struct vt *vt = start(&(struct vt_options){0});
    static struct picture before, after;
    size_t sent = 0, cells = 0;

    (void)state;
    press(vt, "/");
    for (size_t i = 0; i < sizeof queries / sizeof *queries; i++) {
        for (const char *key = queries[i]; *key; key += vt_key_len(key)) {
            char one[8] = "";

            memcpy(one, key, vt_key_len(key));
            take(vt, &before);
            vt_mark(vt);
            press(vt, one);
            sent += vt_bytes(vt);
            take(vt, &after);
            cells += changed(&before, &after);
        }
        press(vt, "<C-u>");
    }
    print_message("bytes sent %zu, of changed cells %zu\n", sent, cells);
    assert_true(sent * 2 <= cells * 3);
    leave(vt);
}

/* Row 15: the first frame behind the key has the rows that it found, all that the screen holds. */
static void rows_come_with_the_key(void **state) {
    struct vt *vt = start(&(struct vt_options){0});
    static struct picture first, settled;

    (void)state;
    press(vt, "/");
    for (const char *key = "1-1"; *key; key++) {
        assert_true(vt_send(vt, key, 1));
        assert_true(vt_pump(vt, DEADLINE) > 0);
        take(vt, &first);
        assert_true(vt_wait_idle(vt, 60, DEADLINE));
        take(vt, &settled);
        assert_memory_equal(first.cell[2], settled.cell[2], sizeof first.cell[2] * 20);
        assert_true(vt_find(vt, "春晖新村1-1-101") > 0);
    }
    leave(vt);
}

static void nothing_is_sent_while_nothing_changes(void **state) {
    struct vt *vt = start(&(struct vt_options){0});

    (void)state;
    press(vt, "<F2>1ab");
    vt_mark(vt);
    while (vt_pump(vt, 2500) > 0)
        ;
    assert_int_equal(vt_bytes(vt), 0);
    leave(vt);
}

/* --- type-ahead --- */

static const char walk[] =
    "/501<Enter><F2>1<Enter><F4>31ab<Tab><Tab><Tab><Enter><Esc>2<F10><F3>/guihua<Down><Down><Enter><Down><Down>"
    "<F2>3<Tab>me<Enter><Enter>344<Up><Down><Down>2<End><Home><Down>/101<Enter><F2>4<F10>3<Enter><Down>"
    "2<F9>zf<Enter>2<F10>:luren<Esc><Wait:200>:tb<Enter>?cz<Enter>张三<Enter><F4>2 1<F3>";

static void screen_of(struct vt *vt, char *out, size_t room) {
    int row, col;

    *out = '\0';
    for (int r = 0; r < 24; r++)
        snprintf(out + strlen(out), room - strlen(out), "%s\n", vt_text(vt, r));
    vt_cursor(vt, &row, &col);
    snprintf(out + strlen(out), room - strlen(out), "%d %d\n", row, col);
}

/* Numbers of matters name the device, so they differ between two records. */
static void hide_device(char *text) {
    for (char *at = text; (at = strstr(at, "M-")); at++)
        if (strlen(at) > 7)
            memset(at + 5, '?', 2);
}

/* What the record holds: each event's kind, in its order. */
static void store_of(char *out, size_t room) {
    FILE *in = popen("linli outbox --json | sed 's/.*\"kind\":\"\\([^\"]*\\)\".*/\\1/'", "r");
    size_t n;

    assert_non_null(in);
    n = fread(out, 1, room - 1, in);
    out[n] = '\0';
    assert_int_equal(pclose(in), 0);
    assert_non_null(strstr(out, "visit"));
    assert_non_null(strstr(out, "matter"));
}

static void type_ahead_is_never_lost(void **state) {
    static char one_by_one[16384], at_once[16384], kept[16384], kept_at_once[16384];
    struct vt *vt = start(&(struct vt_options){0});
    size_t len;

    for (const char *key = walk; (len = vt_key_len(key)); key += len) {
        char one[32] = "";

        memcpy(one, key, len);
        press(vt, one);
    }
    vt_pump(vt, 400);
    screen_of(vt, one_by_one, sizeof one_by_one);
    leave(vt);
    store_of(kept, sizeof kept);
    assert_int_equal(setup(state), 0);
    vt = start(&(struct vt_options){0});
    vt_mark(vt);
    press(vt, walk);
    assert_in_range(vt_bytes(vt), 1, 2 * 24 * 80);
    vt_pump(vt, 400);
    screen_of(vt, at_once, sizeof at_once);
    leave(vt);
    store_of(kept_at_once, sizeof kept_at_once);
    assert_string_equal(kept_at_once, kept);
    hide_device(one_by_one);
    hide_device(at_once);
    assert_string_equal(at_once, one_by_one);
}

/* --- too much --- */

static long peak_kib(pid_t pid) {
    char path[64], line[256];
    long kib = 0;
    FILE *in;

    snprintf(path, sizeof path, "/proc/%d/status", (int)pid);
    in = fopen(path, "r");
    assert_non_null(in);
    while (fgets(line, sizeof line, in))
        if (sscanf(line, "VmHWM: %ld", &kib) == 1)
            break;
    fclose(in);
    return kib;
}

static void a_huge_paste_is_refused(void **state) {
    struct vt *vt = start(&(struct vt_options){0});
    static char block[65536];

    (void)state;
    press(vt, "<F2>1");
    memset(block, 'x', sizeof block);
    assert_true(vt_send(vt, "\033[200~", 6));
    for (int i = 0; i < 160; i++)
        assert_true(vt_send(vt, block, sizeof block));
    assert_true(vt_send(vt, "\033[201~", 6));
    assert_true(vt_wait_text(vt, "64 KiB", DEADLINE));
    if (!getenv("FLAVOUR") || strcmp(getenv("FLAVOUR"), "asan") != 0)
        assert_in_range(peak_kib(vt_pid(vt)), 1, 32 * 1024);
    press(vt, "ok");
    assert_true(vt_find(vt, "ok") >= 0);
    /* what fits no field is refused too, and nothing of it is taken */
    assert_true(vt_send(vt, "\033[200~", 6));
    assert_true(vt_send(vt, block, 5000));
    assert_true(vt_send(vt, "\033[201~", 6));
    assert_true(vt_wait_text(vt, "太长了", DEADLINE));
    assert_int_equal(vt_find(vt, "xxx"), -1);
    press(vt, "<Esc>");
    vt_pump(vt, 300);
    press(vt, "/");
    assert_true(vt_send(vt, "\033[200~", 6));
    assert_true(vt_send(vt, block, 10000));
    assert_true(vt_send(vt, "\033[201~", 6));
    assert_true(vt_wait_text(vt, "太长了", DEADLINE));
    leave(vt);
}

static void fail_with_screen(struct vt *vt, const char *what) {
    static char text[16384];

    screen_of(vt, text, sizeof text);
    fail_msg("%s:\n%s", what, text);
}

static void any_size_at_any_moment(void **state) {
    struct vt *vt = start(&(struct vt_options){0});
    unsigned seed = 5;

    (void)state;
    press(vt, "<F2>1");
    for (int i = 0; i < 400; i++) {
        char key[2] = {(char)('a' + i % 26), '\0'};

        seed = seed * 1103515245u + 12345;
        vt_resize(vt, 1 + (int)((seed >> 16) % 100), 1 + (int)((seed >> 8) % 300));
        assert_true(vt_keys(vt, key));
        vt_pump(vt, 0);
    }
    vt_resize(vt, 24, 80);
    press(vt, " END");
    if (!vt_wait_text(vt, "END", DEADLINE))
        fail_with_screen(vt, "END");
    press(vt, "<F10>");
    assert_true(vt_wait_text(vt, "已保存", DEADLINE));
    /* all that was typed is in the record */
    leave(vt);
    assert_int_equal(system("linli show 2-001 --json | grep -q abcdefghijklmnopqrstuvwxyzabcdef.*END"), 0);
}

/* --- the terminal goes --- */

static void a_lost_terminal_ends_it(void **state) {
    char *const argv[] = {(char[]){"sh"}, (char[]){"-c"}, (char[]){"trap '' HUP; linli; true"}, NULL};
    struct vt_options options = {.lang = "zh_CN.UTF-8"};
    struct vt *vt = vt_open(&options, argv);
    int status;

    (void)state;
    assert_true(vt_wait_text(vt, "[1", DEADLINE));
    press(vt, "2<F2>2");
    press(vt, "abgerissen");
    vt_hangup(vt);
    assert_true(vt_wait_exit(vt, &status, 1000));
    vt_close(vt);
    vt = start(&(struct vt_options){0});
    press(vt, "<F2>");
    assert_true(vt_find(vt, "abgerissen") >= 0);
    leave(vt);
}

/* --- every key, in every view --- */

/* A few views on a real terminal; tests/unit/tui/walk_test.c goes through all of them. */
static const char *const views[] = {"", "/zhang", "<F2>1", "1<Home><Down>"};
static const char *const keys[] = {
    "a",      "b",     "c",      "g",      "j",           "k",       "l",       "n",          "s",      "u",      "v",
    "x",      "0",     "1",      "2",      "3",           "4",       "5",       "9",          "?",      ":",      "/",
    "~",      "@",     "#",      " ",      "<Tab>",       "<S-Tab>", "<Enter>", "<Up>",       "<Down>", "<Left>", "<Right>",
    "<Home>", "<End>", "<PgUp>", "<PgDn>", "<Ins>",       "<Del>",   "<F1>",    "<F2>",       "<F3>",   "<F4>",   "<F5>",
    "<F6>",   "<F7>",  "<F8>",   "<F9>",   "<F10>",       "<F11>",   "<F12>",   "<C-a>",      "<C-c>",  "<C-d>",  "<C-e>",
    "<C-x>",  "张",    "，",     "？",     "<Backspace>", "<S-F2>",  "<C-k>",   "<Paste:zz>",
};

/* Counts fill in when they are ready, so they do not count as an answer to a key. */
static void screen_without_count(struct vt *vt, char *out, size_t room) {
    char *line;

    screen_of(vt, out, room);
    line = strstr(out, " 共 ");
    if (line)
        memset(line, ' ', strcspn(line, "\n"));
}

static void quickly(struct vt *vt, const char *notation) {
    if (!vt_keys(vt, notation))
        fail_with_screen(vt, vt_error(vt));
    assert_true(vt_wait_idle(vt, 12, DEADLINE));
}

static void no_key_is_met_with_silence(void **state) {
    static char before[16384], after[16384];
    struct vt *vt = start(&(struct vt_options){0});

    (void)state;
    for (size_t v = 0; v < sizeof views / sizeof *views; v++)
        for (size_t k = 0; k < sizeof keys / sizeof *keys; k++) {
            int tries = 0;

            do /* back from wherever the last one led; Down in between, because F3 twice at the bottom leaves */
                quickly(vt, "<Down><F3><Down><F3><Down><F1><F3>2<Down><Up>");
            while (tries++ < 9 && (vt_find(vt, "/ 查找") != 1 || vt_find(vt, "[2住户]") != 0));
            if (tries >= 9)
                fail_with_screen(vt, keys[k]);
            quickly(vt, views[v]);
            screen_without_count(vt, before, sizeof before);
            quickly(vt, keys[k]);
            screen_without_count(vt, after, sizeof after);
            for (int i = 0; i < 20 && strcmp(before, after) == 0; i++) { /* a busy machine */
                vt_pump(vt, 50);
                screen_without_count(vt, after, sizeof after);
            }
            if (strcmp(before, after) == 0)
                fail_msg("%s behind “%s” does nothing and says nothing:\n%s", keys[k], views[v], after);
        }
    leave(vt);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(a_move_costs_little, setup),
        cmocka_unit_test_setup(a_search_key_costs_what_it_changes, setup),
        cmocka_unit_test_setup(rows_come_with_the_key, setup),
        cmocka_unit_test_setup(nothing_is_sent_while_nothing_changes, setup),
        cmocka_unit_test_setup(type_ahead_is_never_lost, setup),
        cmocka_unit_test_setup(a_huge_paste_is_refused, setup),
        cmocka_unit_test_setup(any_size_at_any_moment, setup),
        cmocka_unit_test_setup(a_lost_terminal_ends_it, setup),
        cmocka_unit_test_setup(no_key_is_met_with_silence, setup),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
