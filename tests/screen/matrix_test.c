/* One session (find, visit, undo, visit, hazard, a form left half typed, help) on every kind of terminal: the same events, the
 * same draft, and on terminals that show the same the same last screen, cell for cell. */
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
#define TEXT_MAX 65536

static const char keys[] = "2/1-1-101|<Enter>|<F2>|1|ok<F10>|<F8>|<F2>|2|<F10>|<F4>|3|1|ab|<F10>|1|2|<F2>|3|half<F3>|?|<F3>|1";
static const char lines[] = "2|1-1-101||F2|1|ok|F10|F8|:visit|2||F10|F4|3|1|ab|F10|1|2|F2|3|half|.|?|.|.|:today";

enum family { CHINESE, PLAIN, NARROW, WIDE, LINES, GB };

static const struct kind {
    const char *name, *term, *lang;
    int rows, cols;
    enum family family; /* its last screen is that of the first of its family */
    const char *shows, *env;
} kinds[] = {
    {"xterm-256color", "xterm-256color", "zh_CN.UTF-8", 24, 80, CHINESE, "[1今日]", NULL},
    {"xterm", "xterm", "zh_CN.UTF-8", 24, 80, CHINESE, "[1今日]", NULL},
    {"screen", "screen", "zh_CN.UTF-8", 24, 80, CHINESE, "[1今日]", NULL},
    {"tmux", "tmux", "zh_CN.UTF-8", 24, 80, CHINESE, "[1今日]", NULL},
    {"vt100", "vt100", "zh_CN.UTF-8", 24, 80, CHINESE, "[1今日]", NULL},
    {"NO_COLOR", "xterm-256color", "zh_CN.UTF-8", 24, 80, CHINESE, "[1今日]", "NO_COLOR=1"},
    {"LANG=C", "xterm", "C", 24, 80, PLAIN, "[1 Today]", NULL},
    {"linux", "linux", "zh_CN.UTF-8", 24, 80, PLAIN, "[1 Today]", NULL},
    {"40x12", "xterm", "zh_CN.UTF-8", 12, 40, NARROW, "今日]", NULL},
    {"300x100", "xterm", "zh_CN.UTF-8", 100, 300, WIDE, "[1今日]", NULL},
    {"dumb", "dumb", "zh_CN.UTF-8", 24, 80, LINES, "linli>", NULL},
    {"GB18030", "xterm", "zh_CN.GB18030", 24, 80, GB, "[1", NULL},
};

static char home[400], gb[500];
static char first_screen[GB + 1][TEXT_MAX], first_events[TEXT_MAX], first_drafts[TEXT_MAX];

static void output_of(char out[TEXT_MAX], const char *command) {
    FILE *in = popen(command, "r");
    size_t n;

    assert_non_null(in);
    n = fread(out, 1, TEXT_MAX - 1, in);
    out[n] = '\0';
    assert_int_equal(pclose(in), 0);
}

static void run(const char *format, ...) {
    char command[1400];
    va_list args;

    va_start(args, format);
    vsnprintf(command, sizeof command, format, args);
    va_end(args);
    assert_int_equal(system(command), 0);
}

/* Numbers of matters name the device, which differs from record to record; and the time of the day passes. */
static void screen_of(struct vt *vt, char out[TEXT_MAX]) {
    int rows, cols, row, col;
    size_t len = 0;

    vt_size(vt, &rows, &cols);
    for (int r = 0; r < rows; r++)
        len += (size_t)snprintf(out + len, TEXT_MAX - len, "%s\n", vt_text(vt, r));
    vt_cursor(vt, &row, &col);
    snprintf(out + len, TEXT_MAX - len, "%d %d\n", row, col);
    for (char *at = out; (at = strstr(at, "M-")); at++)
        if (strlen(at) > 7)
            memset(at + 5, '?', 2);
}

static void type(struct vt *vt, const char *session, bool as_lines) {
    char part[64];

    for (const char *p = session; *p;) {
        size_t len = strcspn(p, "|");

        snprintf(part, sizeof part, "%.*s%s", (int)len, p, as_lines ? "<Enter>" : "");
        p += len + (p[len] == '|');
        if (*part)
            assert_true(vt_keys(vt, part));
        vt_pump(vt, 300);
        assert_true(vt_wait_idle(vt, 12, DEADLINE));
        if (as_lines && !*p)
            break;
    }
}

static void same(const struct kind *k, const char *what, char *first, const char *found) {
    if (!*first)
        snprintf(first, TEXT_MAX, "%s", found);
    else if (strcmp(first, found) != 0)
        fail_msg("%s: other %s:\n%s\nwanted:\n%s", k->name, what, found, first);
}

static void check_record(const struct kind *k) {
    static char found[TEXT_MAX];

    output_of(found, "linli outbox --json | sed 's/.*\"kind\":\"\\([^\"]*\\)\".*/\\1/'");
    assert_non_null(strstr(found, "visit"));
    same(k, "events", first_events, found);
    output_of(found,
              "sqlite3 \"$LINLI_HOME/linli.db\" 'SELECT form, field, value FROM draft WHERE length(value) < 30 ORDER BY 1, 2'");
    assert_true(*found);
    same(k, "drafts", first_drafts, found);
}

/* What was sent, in UTF-8: the emulator itself knows no other charset. */
static void check_gb(struct vt *vt) {
    static char text[TEXT_MAX * 4];
    size_t len, n;
    const char *log = vt_log(vt, &len);
    char path[600], command[800];
    FILE *file;

    snprintf(path, sizeof path, "%s.log", home);
    file = fopen(path, "w");
    assert_non_null(file);
    assert_int_equal(fwrite(log, 1, len, file), len);
    fclose(file);
    snprintf(command, sizeof command, "iconv -f GB18030 -t UTF-8 '%s'", path);
    file = popen(command, "r");
    assert_non_null(file);
    n = fread(text, 1, sizeof text - 1, file);
    text[n] = '\0';
    assert_int_equal(pclose(file), 0);
    assert_non_null(strstr(text, "仇永年"));
    assert_non_null(strstr(text, "今日"));
    assert_non_null(strstr(text, "走访"));
}

static void session_on(void **state) {
    static char screen[TEXT_MAX];
    const struct kind *k = *state;
    char *const program[] = {(char[]){"linli"}, NULL};
    const char *env[] = {k->family == GB ? gb : k->env, NULL};
    struct vt *vt;
    int status;

    if (getenv("SCREEN_SLOW") && k > kinds && k->family == CHINESE)
        skip(); /* under the sanitizers one of a family */
    run("rm -rf '%s' && mkdir -m 700 '%s' && linli import tests/screen/town.csv > /dev/null", home, home);
    vt = vt_open(
        &(struct vt_options){.term = k->term, .lang = k->lang, .rows = k->rows, .cols = k->cols, .env = *env ? env : NULL},
        program);
    if (!vt_wait_text(vt, k->shows, DEADLINE))
        fail_msg("%s: no %s: %s", k->name, k->shows, vt_text(vt, 0));
    assert_true(vt_wait_idle(vt, 12, DEADLINE));
    if (strcmp(k->name, "linux") == 0)
        assert_true(vt_find(vt, "fbterm") >= 0);
    type(vt, k->family == LINES ? lines : keys, k->family == LINES);
    assert_true(vt_wait_idle(vt, 450, DEADLINE)); /* counts fill in */
    screen_of(vt, screen);
    if (k->family == GB)
        check_gb(vt);
    else if (vt_find(vt, "?") < 0 && k->family != LINES)
        fail_msg("%s: no footer:\n%s", k->name, screen);
    if (k->family == PLAIN)
        for (const char *p = screen; *p; p++)
            assert_in_range((unsigned char)*p, '\n', 0x7e);
    if (k->family != LINES && k->family != GB)
        same(k, "screen", first_screen[k->family], screen);
    assert_true(vt_keys(vt, k->family == LINES ? "q<Enter>" : "<C-q>"));
    assert_true(vt_wait_exit(vt, &status, DEADLINE));
    assert_int_equal(status, 0);
    vt_close(vt);
    check_record(k);
    run("linli verify > /dev/null");
}

static int setup(void **state) {
    const char *scratch = getenv("T");

    (void)state;
    snprintf(home, sizeof home, "%s", getenv("LINLI_HOME"));
    snprintf(gb, sizeof gb, "LOCPATH=%s/locales", scratch ? scratch : "/tmp");
    return 0;
}

int main(void) {
    struct CMUnitTest tests[sizeof kinds / sizeof *kinds] = {{0}};
    size_t count = sizeof kinds / sizeof *kinds;
    /* the definitions of locales are a package of their own */
    bool has_gb =
        system("mkdir -p \"$T/locales\" && localedef -i zh_CN -f GB18030 \"$T/locales/zh_CN.GB18030\" > /dev/null 2>&1") == 0;

    for (size_t i = 0; i < count; i++)
        tests[i] = (struct CMUnitTest){kinds[i].name, session_on, NULL, NULL, (void *)(uintptr_t)&kinds[i]};
    if (!has_gb)
        print_message("no GB18030 here\n");
    return _cmocka_run_group_tests("matrix", tests, count - !has_gb, setup, NULL);
}
