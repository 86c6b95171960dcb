/* Row 38: whatever signal ends linli at whatever moment, the terminal is as it was: modes, pen, line discipline. */
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <cmocka.h>
#include "screen/vt.h"

#define DEADLINE 15000
#define MOMENTS 200
#define LAST 300

static char *const program[] = {(char[]){"linli"}, NULL};
static const int signals[] = {SIGTERM, SIGHUP, SIGQUIT, SIGSEGV, SIGABRT};
static const char *const presses[] = {"2",     "<Down>", "<F2>", "1",    "张三", "/zs",        "<Enter>",
                                      "<Esc>", ":",      "?",    "<F4>", "3",    "<Paste:abc>"};
static unsigned seed = 7;

static unsigned chance(unsigned below) {
    seed = seed * 1103515245u + 12345;
    return (seed >> 16) % below;
}

static int setup(void **state) {
    (void)state;
    return system("rm -rf \"$LINLI_HOME\" && mkdir -m 700 \"$LINLI_HOME\" && linli import tests/screen/town.csv > /dev/null");
}

/* With the last bytes that it sent. */
static void tell(struct vt *vt, const char *what, int moment, int number, int keys) {
    size_t len;
    const char *log = vt_log(vt, &len);

    for (size_t i = len > LAST ? len - LAST : 0; i < len; i++)
        fprintf(stderr, log[i] < ' ' || log[i] == 0x7f ? "\\x%02x" : "%c", (unsigned char)log[i]);
    fail_msg("moment %d, signal %d, %d keys: %s", moment, number, keys, what);
}

/* Before the first frame, while it draws, behind a key, between frames. A sanitizer takes SEGV and ABRT for itself otherwise. */
static void at_random_moments(void **state) {
    static const char *const env[] = {"ASAN_OPTIONS=handle_segv=0:handle_abort=0:detect_leaks=0", NULL};
    struct vt_options options = {.lang = "zh_CN.UTF-8", .env = env};

    (void)state;
    for (int i = 0; i < MOMENTS; i++) {
        struct vt *vt = vt_open(&options, program);
        int number = signals[i % 5], keys = (int)chance(4), status;
        const char *what;

        vt_pump(vt, (int)chance(i % 3 ? 12 : 40));
        for (int k = 0; k < keys; k++) {
            assert_true(vt_keys(vt, presses[chance(sizeof presses / sizeof *presses)]));
            vt_pump(vt, (int)chance(6));
        }
        kill(vt_pid(vt), number);
        if (!vt_wait_exit(vt, &status, DEADLINE))
            fail_msg("moment %d: signal %d does not end it", i, number);
        while (vt_pump(vt, 20) > 0)
            ;
        if (!vt_handed_back(vt, &what))
            tell(vt, what, i, number, keys);
        vt_close(vt);
    }
    assert_int_equal(system("linli verify > /dev/null"), 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test_setup(at_random_moments, setup)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
