/* screen-soak: random keys, text, pastes, resizes, signals and hang-ups on a program, for a time. Whatever comes: the program
 * answers within 2 seconds, ends only by its own keys or what was done to it, hands the terminal back when it ends by itself,
 * sends nothing but drawing, and does not grow. The seed is printed; the same seed types the same. screen-soak [--seconds N]
 * [--seed N] [--home DIR] [--limit-mib N] [--presses N] PROGRAM ARGS */
#include <err.h>
#include <getopt.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include "clean.h"
#include "golden.h"
#include "vt.h"

#define ANSWER_MS 2000
#define END_MS 2000
#define KEPT_KEYS 40

static uint64_t chance_state;

static uint64_t chance(uint64_t below) {
    chance_state = chance_state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (chance_state >> 33) % below;
}

/* What may be pressed; the commoner stand more often. */
static const char *const presses[] = {
    "<Down>",
    "<Down>",
    "<Down>",
    "<Up>",
    "<Up>",
    "<Enter>",
    "<Enter>",
    "<Enter>",
    "<Esc>",
    "<Esc>",
    "<Esc>",
    "<Tab>",
    "<S-Tab>",
    "<Left>",
    "<Right>",
    "<Home>",
    "<End>",
    "<PgDn>",
    "<PgUp>",
    "<Backspace>",
    "<Backspace>",
    "<Del>",
    "<F1>",
    "<F2>",
    "<F3>",
    "<F4>",
    "<F5>",
    "<F6>",
    "<F7>",
    "<F8>",
    "<F9>",
    "<F10>",
    "1",
    "2",
    "3",
    "4",
    "5",
    "/",
    "?",
    ":",
    "j",
    "k",
    "g",
    "G",
    "v",
    "n",
    "u",
    "U",
    "b",
    "x",
    "s",
    "q",
    "<Space>",
    "z",
    "zhang",
    "张",
    "张三",
    "王秀英",
    "3-2-501",
    "~60",
    "@open",
    "#001",
    "漏水",
    "e\u0301",
    "\U00020bb7",
    "\U0001fae8",
    "？",
    "：",
    "、",
    "ｖ",
    "１",
    "。",
    "\u202e",
    "%n%s%p",
    "<lt>script>",
    "<Paste:张三\\n李四\\e[201~\\x03x>",
    "<Paste:\\u202e\\u200b=1+1>",
    "<Bytes:\\e[1;2R>",
    "<Bytes:\\e]11;rgb:0/0/0\\e\\\\>",
    "<Bytes:\\e[?1;2c>",
    "<Bytes:\\xff\\xc0\\x80>",
    "<Bytes:\\e>",
    "<Bytes:[B>",
    "e",
    "p",
    "c",
    "a",
    "t",
    "P",
    "f",
    "w",
    "N",
    "d",
    "o",
    "u",
    "U",
    "v",
    "n",
    "x",
    "s",
    "<C-e>",
    "<C-p>",
    "<C-r>",
    "<F11>",
    "<F12>",
    "1",
    "2",
    "3",
    "4",
    "<C-u>",
    "<C-l>",
    "<C-a>",
    "<C-e>",
    "<C-k>",
    "<C-w>",
    "<C-c>",
    "<C-d>",
    "<A-x>",
    "<C-Left>",
    "<S-F3>",
    "2026-12-01",
    "走访一切都好，下月再来看看他家漏水修好没有",
};

static struct {
    struct vt_options vt;
    char **argv;
    uint64_t seed;
    int seconds;
    long limit_kib;
    unsigned long presses; /* 0: time alone ends it */
} plan = {.seconds = 60, .seed = 1, .limit_kib = 256 * 1024};

static char kept[KEPT_KEYS][128];
static unsigned long pressed, starts, resizes, signals;

static void fail(struct vt *vt, const char *what, const char *detail) {
    fprintf(stderr, "soak: seed %llu, after %lu presses: %s: %s\nthe last presses:", (unsigned long long)plan.seed, pressed, what,
            detail);
    for (unsigned long i = pressed < KEPT_KEYS ? 0 : pressed - KEPT_KEYS; i < pressed; i++)
        fprintf(stderr, " %s", kept[i % KEPT_KEYS]);
    fputc('\n', stderr);
    golden_print(stderr, vt, NULL);
    vt_close(vt);
    exit(1);
}

static long memory_kib(struct vt *vt) {
    char path[64], line[256];
    long kib = 0;
    snprintf(path, sizeof path, "/proc/%d/status", (int)vt_pid(vt));
    FILE *in = fopen(path, "r");
    while (in && fgets(line, sizeof line, in))
        if (sscanf(line, "VmRSS: %ld", &kib) == 1)
            break;
    if (in)
        fclose(in);
    return kib;
}

static void look(struct vt *vt) {
    size_t len, at;
    char why[128];
    int rows, cols, row, col;
    const char *log = vt_log(vt, &len);
    if (!clean_check(log, len, &at, why, sizeof why))
        fail(vt, "what it sent is not clean", why);
    vt_forget(vt);
    vt_size(vt, &rows, &cols);
    vt_cursor(vt, &row, &col);
    if (row < 0 || col < 0 || row >= rows || col > cols)
        fail(vt, "the cursor", "is outside of the window");
    if (memory_kib(vt) > plan.limit_kib)
        fail(vt, "memory", "beyond the limit");
}

/* The program ended. By a key: with an exit code below 5 and the terminal handed back. */
static void look_at_end(struct vt *vt, int status, int expected_signal) {
    const char *what;
    char detail[64];
    snprintf(detail, sizeof detail, WIFSIGNALED(status) ? "by signal %d" : "with %d",
             WIFSIGNALED(status) ? WTERMSIG(status) : WEXITSTATUS(status));
    if (WIFSIGNALED(status) ? WTERMSIG(status) != expected_signal : WEXITSTATUS(status) > 4 && !expected_signal)
        fail(vt, "it ended", detail);
    if (expected_signal != SIGKILL && expected_signal != SIGHUP && !vt_handed_back(vt, &what))
        fail(vt, "the terminal is not handed back", what);
}

static void press_one(struct vt *vt) {
    const char *keys = presses[chance(sizeof presses / sizeof *presses)];
    int status;
    snprintf(kept[pressed++ % KEPT_KEYS], sizeof *kept, "%s", keys);
    if (!vt_keys(vt, keys) && !vt_wait_exit(vt, &status, 200)) /* one of the keys before it may have ended the program */
        fail(vt, keys, vt_error(vt));
}

static void resize_some(struct vt *vt) {
    for (uint64_t n = 1 + chance(5); n; n--, resizes++)
        vt_resize(vt, chance(8) ? 1 + (int)chance(60) : 1, chance(8) ? 1 + (int)chance(200) : 1);
    if (chance(2))
        vt_resize(vt, 24, 80);
}

/* True where the program was ended on purpose. */
static bool end_somehow(struct vt *vt) {
    static const int ways[] = {SIGTERM, SIGHUP, SIGKILL};
    int way = ways[chance(sizeof ways / sizeof *ways)], status;
    signals++;
    if (way == SIGHUP)
        vt_hangup(vt);
    else
        kill(vt_pid(vt), way);
    if (!vt_wait_exit(vt, &status, END_MS))
        fail(vt, "it still runs", way == SIGHUP ? "2 seconds after the terminal went away" : "2 seconds after the signal");
    look_at_end(vt, status, way);
    return true;
}

static bool has_spoken(struct vt *vt, void *arg) {
    (void)arg;
    return vt_bytes(vt) > 0;
}

static bool over(int64_t end) {
    return vt_now() >= end || (plan.presses && pressed >= plan.presses);
}

/* One life of the program; returns when it ended or time is up. */
static void live(int64_t end) {
    struct vt *vt = vt_open(&plan.vt, plan.argv);
    int status;
    starts++;
    vt_wait(vt, has_spoken, NULL, 10000); /* until then the terminal itself echoes what is typed */
    vt_wait_idle(vt, 100, 10000);
    if (vt_wait_exit(vt, &status, 0))
        fail(vt, "it does not start", "");
    while (!over(end)) {
        uint64_t what = chance(400);
        if (what == 0 && end_somehow(vt))
            break;
        if (what < 12)
            resize_some(vt);
        for (uint64_t n = chance(20) ? 1 : 60; n; n--) /* sometimes typed ahead */
            press_one(vt);
        if (!vt_wait_idle(vt, 3, ANSWER_MS))
            fail(vt, "no quiet", "within 2 seconds");
        const char *what_left; /* the terminal is handed back: the program is about to end */
        if (vt_wait_exit(vt, &status, vt_handed_back(vt, &what_left) ? END_MS : 0)) {
            look_at_end(vt, status, 0);
            break;
        }
        look(vt);
    }
    vt_close(vt);
}

int main(int argc, char **argv) {
    static const struct option options[] = {
        {"seconds", 1, 0, 's'},   {"seed", 1, 0, 'S'},    {"home", 1, 0, 'H'}, {"lang", 1, 0, 'L'},
        {"limit-mib", 1, 0, 'm'}, {"presses", 1, 0, 'p'}, {0, 0, 0, 0}};
    int c;
    while ((c = getopt_long(argc, argv, "+", options, NULL)) != -1) {
        if (c == 's')
            plan.seconds = atoi(optarg);
        else if (c == 'S')
            plan.seed = strtoull(optarg, NULL, 10);
        else if (c == 'H')
            plan.vt.home = optarg;
        else if (c == 'L')
            plan.vt.lang = optarg;
        else if (c == 'p')
            plan.presses = strtoul(optarg, NULL, 10);
        else if (c == 'm')
            plan.limit_kib = atol(optarg) * 1024;
        else
            return 2;
    }
    plan.argv = argv + optind;
    if (!plan.argv[0])
        errx(2, "screen-soak [--seconds N] [--seed N] [--home DIR] [--lang L] [--limit-mib N] [--presses N] PROGRAM ARGS");
    chance_state = plan.seed;
    for (int64_t end = vt_now() + plan.seconds * INT64_C(1000000000); !over(end);)
        live(end);
    printf("soak: seed %llu, %lu presses, %lu resizes, %lu starts, %lu ended from outside: nothing wrong\n",
           (unsigned long long)plan.seed, pressed, resizes, starts, signals);
    return 0;
}
