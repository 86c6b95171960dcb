/* bench-screen: what a program costs a person at a terminal. Prints one line a measure, `NAME KEY VALUE`:
 *   start_us         start to the rows of the first screen, median of the runs
 *   start_quiet_us   start to the last byte, with what fills in later
 *   key_p50_us …     key press to the rows on screen (the last write to them), over all keys of all queries; also p99, max
 *   key_bytes        bytes to the terminal a key, mean
 *   changed_bytes    UTF-8 bytes of the cells that a key changed, mean
 *   move_bytes …     bytes of a cursor move in the list, median, also max
 *   peak_kib         peak resident memory (VmHWM) at the end
 *   idle_bytes       what came during a second without keys
 * A measure that could not be made is left out. */
#include <err.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "screen/vt.h"

#define QUIET_MS 40
#define PATIENCE_MS 30000
#define MAX_KEYS 20000

static const struct option options[] = {
    {"name", 1, 0, 'n'},    /* of the lines */
    {"runs", 1, 0, 'r'},    /* starts, and rounds of the queries */
    {"open", 1, 0, 'o'},    /* keys that lead to the entry line */
    {"clear", 1, 0, 'c'},   /* keys that empty it */
    {"list", 1, 0, 'l'},    /* keys that lead from there to a list for cursor moves; "" where there is none */
    {"quit", 1, 0, 'q'},    /* keys that end the program */
    {"queries", 1, 0, 'f'}, /* a file, one a line */
    {"home", 1, 0, 'H'},     {"lang", 1, 0, 'L'}, {"first-row", 1, 0, 'a'}, /* where the rows are */
    {"last-row", 1, 0, 'b'}, {0, 0, 0, 0},
};

static struct {
    const char *name, *open, *clear, *list, *quit, *queries;
    int runs, first_row, last_row;
    struct vt_options vt;
    char **argv;
} plan = {
    .name = "program", .open = "", .clear = "<C-u>", .list = "", .quit = "<C-d>", .runs = 10, .first_row = 2, .last_row = 21};

struct series {
    double value[MAX_KEYS];
    size_t count;
};

static void series_add(struct series *s, double value) {
    if (s->count < MAX_KEYS)
        s->value[s->count++] = value;
}

static int by_value(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static double series_at(struct series *s, double share) {
    qsort(s->value, s->count, sizeof *s->value, by_value);
    size_t i = (size_t)(share * (double)s->count);
    return s->value[i < s->count ? i : s->count - 1];
}

static double series_mean(const struct series *s) {
    double sum = 0;
    for (size_t i = 0; i < s->count; i++)
        sum += s->value[i];
    return sum / (double)s->count;
}

static void say(const char *key, double value) {
    printf("%s %s %.1f\n", plan.name, key, value);
}

static struct vt *start(void) {
    struct vt *vt = vt_open(&plan.vt, plan.argv);
    if (!vt_wait_idle(vt, 150, PATIENCE_MS) || !vt_bytes(vt))
        errx(1, "%s: no first screen", plan.name);
    return vt;
}

static void press(struct vt *vt, const char *keys) {
    if (!vt_keys(vt, keys))
        errx(1, "%s: %s: %s", plan.name, keys, vt_error(vt));
    vt_wait_idle(vt, QUIET_MS, PATIENCE_MS);
}

static void quit(struct vt *vt) {
    int status;
    vt_keys(vt, plan.quit);
    if (!vt_wait_exit(vt, &status, 5000))
        warnx("%s does not end with %s", plan.name, plan.quit);
    vt_close(vt);
}

static void measure_starts(void) {
    static struct series times, quiet;
    for (int i = 0; i < plan.runs + 2; i++) {
        int64_t begun = vt_now();
        struct vt *vt = start();
        if (i >= 2) { /* the first two warm the caches */
            series_add(&times, (double)(vt_last_change(vt, plan.first_row, plan.last_row) - begun) / 1000);
            series_add(&quiet, (double)(vt_last_output(vt) - begun) / 1000);
        }
        quit(vt);
    }
    say("start_us", series_at(&times, 0.5));
    say("start_quiet_us", series_at(&quiet, 0.5));
}

/* A screen to compare the next one with. */
struct picture {
    int rows, cols;
    struct vt_cell *cells;
};

static void picture_take(struct picture *p, const struct vt *vt) {
    vt_size(vt, &p->rows, &p->cols);
    p->cells = realloc(p->cells, (size_t)(p->rows * p->cols) * sizeof *p->cells);
    if (!p->cells)
        errx(2, "out of memory");
    for (int row = 0; row < p->rows; row++)
        for (int col = 0; col < p->cols; col++)
            vt_cell(vt, row, col, &p->cells[row * p->cols + col]);
}

/* UTF-8 bytes of the cells that are not as they were; an empty cell is a blank, one byte. */
static size_t picture_changed(const struct picture *old, const struct picture *new) {
    size_t bytes = 0;
    for (int i = 0; i < new->rows *new->cols; i++) {
        const struct vt_cell *a = &old->cells[i], *b = &new->cells[i];
        const char *was = a->width && !a->text[0] ? " " : a->text, *is = b->width && !b->text[0] ? " " : b->text;
        if (strcmp(was, is) != 0 || !vt_same_look(a, b))
            bytes += strlen(is);
    }
    return bytes;
}

struct keys {
    struct series time, bytes, changed;
};

static void measure_key(struct vt *vt, const char *key, struct keys *k) {
    static struct picture before, after;
    picture_take(&before, vt);
    vt_mark(vt);
    int64_t begun = vt_now();
    press(vt, key);
    int64_t drawn = vt_last_change(vt, plan.first_row, plan.last_row);
    if (drawn < begun) /* the same rows as before: what told the person so */
        drawn = vt_last_output(vt);
    if (drawn < begun)
        errx(1, "%s: nothing was drawn for %s", plan.name, key);
    series_add(&k->time, (double)(drawn - begun) / 1000);
    series_add(&k->bytes, (double)vt_bytes(vt));
    picture_take(&after, vt);
    series_add(&k->changed, (double)picture_changed(&before, &after));
}

static void measure_queries(struct vt *vt) {
    static struct keys k;
    char line[256];
    FILE *in = fopen(plan.queries, "r");
    if (!in)
        err(1, "%s", plan.queries);
    for (int round = 0; round < plan.runs; round++, rewind(in))
        while (fgets(line, sizeof line, in)) {
            line[strcspn(line, "\n")] = '\0';
            for (size_t n, at = 0; (n = vt_key_len(line + at)) > 0; at += n) {
                char key[64];
                snprintf(key, sizeof key, "%.*s", (int)n, line + at);
                measure_key(vt, key, &k);
            }
            press(vt, plan.clear);
            vt_forget(vt);
        }
    fclose(in);
    if (!k.time.count)
        errx(1, "%s: no queries", plan.queries);
    say("keys", (double)k.time.count);
    say("key_bytes", series_mean(&k.bytes));
    say("changed_bytes", series_mean(&k.changed));
    say("key_p50_us", series_at(&k.time, 0.5));
    say("key_p99_us", series_at(&k.time, 0.99));
    say("key_max_us", series_at(&k.time, 1));
}

static void measure_moves(struct vt *vt) {
    static struct series bytes;
    press(vt, plan.list);
    for (int i = 0; i < 24; i++) {
        vt_mark(vt);
        press(vt, i < 12 ? "<Down>" : "<Up>");
        series_add(&bytes, (double)vt_bytes(vt));
    }
    say("move_bytes", series_at(&bytes, 0.5));
    say("move_max_bytes", series_at(&bytes, 1));
}

static void measure_idle(struct vt *vt) {
    vt_mark(vt);
    for (int64_t end = vt_now() + INT64_C(1000000000); vt_now() < end;)
        vt_pump(vt, 50);
    say("idle_bytes", (double)vt_bytes(vt));
}

static void say_memory(const struct vt *vt) {
    char path[64], line[256];
    double kib;
    snprintf(path, sizeof path, "/proc/%d/status", (int)vt_pid(vt));
    FILE *in = fopen(path, "r");
    while (in && fgets(line, sizeof line, in))
        if (sscanf(line, "VmHWM: %lf", &kib) == 1)
            say("peak_kib", kib);
    if (in)
        fclose(in);
}

static void read_options(int argc, char **argv) {
    int c;
    while ((c = getopt_long(argc, argv, "+", options, NULL)) != -1) {
        const char **text = c == 'n'   ? &plan.name
                            : c == 'o' ? &plan.open
                            : c == 'c' ? &plan.clear
                            : c == 'l' ? &plan.list
                            : c == 'q' ? &plan.quit
                            : c == 'f' ? &plan.queries
                            : c == 'H' ? &plan.vt.home
                            : c == 'L' ? &plan.vt.lang
                                       : NULL;
        int *number = c == 'r' ? &plan.runs : c == 'a' ? &plan.first_row : c == 'b' ? &plan.last_row : NULL;
        if (text)
            *text = optarg;
        else if (number)
            *number = atoi(optarg);
        else
            exit(2);
    }
    plan.argv = argv + optind;
    if (!plan.argv[0] || !plan.queries)
        errx(
            2,
            "bench-screen --queries FILE [--name N] [--runs N] [--open KEYS] [--clear KEYS] [--list KEYS] [--quit KEYS] PROGRAM");
}

int main(int argc, char **argv) {
    read_options(argc, argv);
    measure_starts();
    struct vt *vt = start();
    press(vt, plan.open);
    measure_queries(vt);
    if (*plan.list)
        measure_moves(vt);
    measure_idle(vt);
    say_memory(vt);
    quit(vt);
    return 0;
}
