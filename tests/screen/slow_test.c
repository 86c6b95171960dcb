/* A terminal that takes no output: keys are taken all the same, frames are left out, the line counts as slow from then on and
 * says so once; what comes last is what the screen ends with. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>
#include "screen/vt.h"

#define DEADLINE 15000
#define ROWS 100
#define COLS 300

static char *const by_itself[] = {(char[]){"linli"}, (char[]){"--theme"}, (char[]){"night"}, NULL};
static char *const never[] = {(char[]){"linli"}, (char[]){"--theme"}, (char[]){"night"}, (char[]){"--slow=no"}, NULL};

static int setup(void **state) {
    (void)state;
    return system("rm -rf \"$LINLI_HOME\" && mkdir -m 700 \"$LINLI_HOME\" && linli import tests/screen/town.csv > /dev/null");
}

static struct vt *start(char *const program[]) {
    struct vt *vt = vt_open(&(struct vt_options){.lang = "zh_CN.UTF-8", .rows = ROWS, .cols = COLS}, program);

    assert_true(vt_wait_text(vt, "[1", DEADLINE));
    assert_true(vt_wait_idle(vt, 100, DEADLINE));
    vt_mark(vt);
    return vt;
}

/* Frames for nobody until the terminal's own 64 KiB are full, then a note typed a key at a time. */
static void type_unread(struct vt *vt) {
    for (int i = 0; i < 60; i++) {
        assert_true(vt_send_unread(vt, i % 2 ? "2\f" : "1\f", 2)); /* a whole frame each */
        poll(NULL, 0, 8);
    }
    assert_true(vt_send_unread(vt, "2\033[H\033OQ", 7) && vt_send_unread(vt, "2", 1));
    poll(NULL, 0, 60);
    for (const char *key = "noch da, kein Zeichen fehlt"; *key; key++) {
        assert_true(vt_send_unread(vt, key, 1));
        poll(NULL, 0, 4);
    }
    poll(NULL, 0, 700);
}

static void leave(struct vt *vt) {
    int status;

    assert_true(vt_keys(vt, "<C-q>"));
    assert_true(vt_wait_exit(vt, &status, DEADLINE));
    assert_int_equal(status, 0);
    vt_close(vt);
}

static void keys_are_taken_and_frames_left_out(void **state) {
    struct vt *vt = start(by_itself);

    (void)state;
    type_unread(vt);
    assert_int_equal(vt_bytes(vt), 0); /* nothing was read until here */
    if (!vt_wait_text(vt, "noch da, kein Zeichen fehlt", DEADLINE))
        fail_msg("%s", vt_text(vt, 3));
    assert_true(vt_wait_text(vt, "线路慢", DEADLINE));
    assert_true(vt_wait_idle(vt, 100, DEADLINE));
    /* what the terminal held, the rest of one frame and the last one: all between was left out */
    assert_in_range(vt_bytes(vt), 4096, 40000);
    vt_keys(vt, "<C-g>");
    assert_true(vt_wait_idle(vt, 100, DEADLINE));
    assert_int_equal(vt_find(vt, "线路慢"), -1);
    leave(vt);
}

static void not_where_it_was_forbidden(void **state) {
    struct vt *vt = start(never);

    (void)state;
    type_unread(vt);
    assert_true(vt_wait_text(vt, "noch da, kein Zeichen fehlt", DEADLINE));
    assert_true(vt_wait_idle(vt, 100, DEADLINE));
    assert_int_equal(vt_find(vt, "线路慢"), -1);
    leave(vt);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(keys_are_taken_and_frames_left_out, setup),
        cmocka_unit_test_setup(not_where_it_was_forbidden, setup),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
