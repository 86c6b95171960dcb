/* bench-desk: what a key costs a desk with many matters. `bench-desk HOME PROGRAM`: HOME has the record that bench-pulled made.
 * Each key is pressed on the screen where it is used; its time goes until the last of the rows in sight was written, also of
 * those that were looked for after the key was answered (counts of all that fit fill in later and are not waited for). Prints a
 * line `linli desk_KEY_us MEDIAN` a key, and `linli desk_list_us` for the slowest of the lists. */
#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "screen/vt.h"

#define TIMES 9
#define QUIET_MS 40
#define REST_MS 300   /* less than the pause after which counts fill in */
#define FRAME_US 2000 /* what comes so soon after is the same frame */
#define ESC_MS 250    /* a lone Esc waits for the rest of an arrow */
#define PATIENCE_MS 30000
#define FIRST_ROW 2
#define LAST_ROW 21

static const struct {
    const char *name;
    bool list;
    const char *before, *key, *after;
} keys[] = {
    {"screen_today", false, "3", "1", ""},
    {"screen_matter", false, "3<Down>", "<Enter>", "<Esc>"},
    {"list_down", true, "3", "<Down>", ""},
    {"list_page", true, "3", "<PgDn>", ""},
    {"list_end", true, "3", "<End>", "<Home>"},
    {"list_chooser", true, "3", "f", "<Esc>"},
    {"list_tab", true, "1", "3", ""},
    {"list_open", true, "3f", "1", "<Esc>"},
    {"list_overdue", true, "3f", "2", "<Esc>"},
    {"list_week", true, "3f", "3", "<Esc>"},
    {"list_mine", true, "3f", "4", "<Esc>"},
    {"list_elsewhere", true, "3f", "5", "<Esc>"},
    {"list_closed", true, "3f", "6", "<Esc>"},
    {"list_waiting", true, "3f", "7", "<Esc>"},
    {"list_below", true, "3f", "8", "<Esc>"},
    {"list_level", true, "3fat this level", "<Enter>", "<Esc>"},
    {"list_village", true, "3fvillage", "<Enter>", "<Esc>"},
    {"list_kind", true, "3fhazard", "<Enter>", "<Esc>"},
    {"list_type", true, "3ffamily", "<Enter>", "<Esc>"},
    {"list_no_type", true, "3fwages", "<Enter>", "<Esc>"},
    {"list_number", true, "3fM-26-T2-4711", "<Enter>", "<Esc>"},
    {"list_words", true, "3f漏水", "<Enter>", "<Esc>"},
};

static int by_value(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;

    return (x > y) - (x < y);
}

static void press(struct vt *vt, const char *notation, int quiet) {
    if (*notation && !vt_keys(vt, notation))
        errx(1, "%s: %s", notation, vt_error(vt));
    if (*notation && !vt_wait_idle(vt, quiet, PATIENCE_MS))
        errx(1, "%s: no rest", notation);
}

/* What stands in the rows. */
static uint64_t rows_now(struct vt *vt) {
    uint64_t sum = 1469598103934665603u;

    for (int row = FIRST_ROW; row <= LAST_ROW; row++)
        for (const char *c = vt_text(vt, row); *c; c++)
            sum = (sum ^ (unsigned char)*c) * 1099511628211u;
    return sum;
}

struct times {
    double answer, all;
};

static struct times press_and_look(struct vt *vt, const char *key) {
    uint64_t rows = rows_now(vt);
    int64_t begun = vt_now(), last = begun, deadline = begun + (int64_t)PATIENCE_MS * 1000000;
    struct times t = {0, 0};

    if (!vt_keys(vt, key))
        errx(1, "%s: %s", key, vt_error(vt));
    while (vt_now() < deadline && (vt_now() - last < (int64_t)REST_MS * 1000000 || !vt_wait_idle(vt, 1, 1))) {
        uint64_t now;

        if (vt_pump(vt, 1) <= 0)
            continue;
        last = vt_last_output(vt);
        if ((now = rows_now(vt)) == rows && t.all > 0)
            continue;
        rows = now;
        if (t.all == 0 || (double)(last - begun) / 1000 - t.all < FRAME_US)
            t.answer = (double)(last - begun) / 1000;
        t.all = (double)(last - begun) / 1000;
    }
    return t;
}

static double median(double *took) {
    qsort(took, TIMES, sizeof *took, by_value);
    return took[TIMES / 2];
}

static struct times measure(struct vt *vt, const char *before, const char *key, const char *after) {
    double answer[TIMES], all[TIMES];

    for (int i = 0; i < TIMES; i++) {
        struct times t;

        press(vt, before, QUIET_MS);
        t = press_and_look(vt, key);
        answer[i] = t.answer;
        all[i] = t.all;
        press(vt, after, ESC_MS);
        vt_forget(vt);
    }
    return (struct times){median(answer), median(all)};
}

int main(int argc, char **argv) {
    struct vt_options options = {.lang = "C.UTF-8"};
    double most = 0, last = 0;
    struct vt *vt;
    int status;

    if (argc != 3 && argc != 4)
        errx(2, "bench-desk HOME PROGRAM [KEY]");
    options.home = argv[1];
    vt = vt_open(&options, (char *[]){argv[2], NULL});
    if (!vt_wait_idle(vt, 500, PATIENCE_MS))
        errx(1, "%s: %s", argv[2], vt_error(vt));
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        struct times t;

        if (argc == 4 && !strstr(keys[i].name, argv[3]))
            continue;
        t = measure(vt, keys[i].before, keys[i].key, keys[i].after);

        printf("linli desk_%s_us %.0f\nlinli desk_%s_all_us %.0f\n", keys[i].name, t.answer, keys[i].name, t.all);
        fflush(stdout);
        most = keys[i].list && t.answer > most ? t.answer : most;
        last = keys[i].list && t.all > last ? t.all : last;
    }
    printf("linli desk_list_us %.0f\nlinli desk_list_all_us %.0f\n", most, last);
    vt_keys(vt, "<C-q>");
    if (!vt_wait_exit(vt, &status, 5000))
        warnx("%s does not end with <C-q>", argv[2]);
    vt_close(vt);
    return 0;
}
