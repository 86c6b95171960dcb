/* The actions of a script: one row of the table at the end each. */
#include "play.h"

#include <err.h>
#include <libgen.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/wait.h>
#include <unistd.h>
#include "clean.h"
#include "golden.h"
#include "shot.h"

#define QUIET_MS 30
#define ESC_MS 200
#define FIRST_OUTPUT_MS 200 /* a program that says nothing first is not waited for longer */
#define EXPECT_MS 3000
#define WAIT_MS 15000

static void say_where(const struct play *p) {
    fprintf(stderr, "%s:%d: ", p->file, p->line);
}

void play_wrong(struct play *p, const char *why) {
    say_where(p);
    fprintf(stderr, "%s\n", why);
    exit(2);
}

/* Says what did not hold, and what is on screen instead. */
static bool failed(struct play *p, const char *what, const char *detail) {
    say_where(p);
    fprintf(stderr, "%s%s%s\n", what, *detail ? ": " : "", detail);
    if (p->vt) {
        int row, col;
        golden_print(stderr, p->vt, NULL);
        vt_cursor(p->vt, &row, &col);
        fprintf(stderr, "cursor at %d %d\n", row, col);
    }
    return false;
}

char *play_keep(struct play *p, char *text) {
    p->kept = realloc(p->kept, (p->kept_count + 1) * sizeof *p->kept);
    if (!text || !p->kept)
        errx(2, "out of memory");
    return p->kept[p->kept_count++] = text;
}

static int patience(struct play *p, int ms) {
    int chosen = p->within ? p->within : ms;
    return chosen * p->slow;
}

static void settle(struct play *p) {
    vt_wait_idle(p->vt, QUIET_MS, patience(p, WAIT_MS));
}

static void two_numbers(struct play *p, const char *arg, int *a, int *b) {
    char rest;
    if (sscanf(arg, "%d %d %c", a, b, &rest) != 2)
        play_wrong(p, "two numbers expected");
}

/* Settings, before the start. */

static bool do_size(struct play *p, char *arg) {
    two_numbers(p, arg, &p->options.rows, &p->options.cols);
    return true;
}

static bool do_lang(struct play *p, char *arg) {
    p->options.lang = play_keep(p, strdup(arg));
    return true;
}

static bool do_term(struct play *p, char *arg) {
    p->options.term = play_keep(p, strdup(arg));
    return true;
}

static bool do_env(struct play *p, char *arg) {
    if (!strchr(arg, '=') || p->env_count == MAX_ENV)
        play_wrong(p, "env NAME=VALUE expected, at most 32 of them");
    p->env[p->env_count++] = play_keep(p, strdup(arg));
    return true;
}

static bool do_ambiguous(struct play *p, char *arg) {
    p->options.ambiguous = atoi(arg);
    return p->options.ambiguous == 1 || p->options.ambiguous == 2;
}

static bool do_mute(struct play *p, char *arg) {
    (void)arg;
    return p->options.mute = true;
}

static bool do_program(struct play *p, char *arg) {
    char *line;
    if (p->program_from_command_line)
        return true;
    if (asprintf(&line, "exec %s", arg) < 0)
        errx(2, "out of memory");
    p->shell_argv[0] = play_keep(p, strdup("/bin/sh"));
    p->shell_argv[1] = play_keep(p, strdup("-c"));
    p->shell_argv[2] = play_keep(p, line);
    p->argv = p->shell_argv;
    return true;
}

static bool do_mask(struct play *p, char *arg) {
    if (p->mask_count == MAX_MASKS || regcomp(&p->masks[p->mask_count], arg, REG_EXTENDED) != 0)
        play_wrong(p, "not a regular expression, or too many masks");
    p->mask_count++;
    return true;
}

static bool do_roles(struct play *p, char *arg) {
    p->roles = play_keep(p, strdup(arg));
    return true;
}

static bool do_rows(struct play *p, char *arg) {
    p->rows_only = true;
    return do_roles(p, arg);
}

/* The shell beside the program. */

static bool do_run(struct play *p, char *arg) {
    char *command, *show;
    if (asprintf(&command, "exec >\"$T/run.log\" 2>&1 </dev/null\n%s", arg) < 0 ||
        asprintf(&show, "tail -n 40 '%s/run.log' >&2", p->scratch) < 0)
        errx(2, "out of memory");
    int status = system(command);
    bool good = status == 0;
    if (!good) {
        failed(p, "the command failed", arg);
        if (system(show) != 0)
            warnx("cannot show its output");
    }
    free(command);
    free(show);
    return good;
}

static bool do_daemon(struct play *p, char *arg) {
    if (p->daemon_count == MAX_DAEMONS)
        play_wrong(p, "too many daemons");
    fflush(NULL);
    pid_t pid = fork();
    if (pid == 0) {
        char *log;
        setpgid(0, 0);
        if (asprintf(&log, "%s/daemon.log", p->scratch) < 0 || !freopen(log, "a", stdout))
            _exit(127);
        dup2(STDOUT_FILENO, STDERR_FILENO);
        execl("/bin/sh", "sh", "-c", arg, (char *)NULL);
        _exit(127);
    }
    if (pid < 0)
        err(2, "fork");
    setpgid(pid, pid); /* here too: whoever comes first */
    p->daemons[p->daemon_count++] = pid;
    return true;
}

static void stop_daemon(pid_t pid) {
    kill(-pid, SIGTERM);
    for (int i = 0; i < 300; i++) {
        if (waitpid(pid, NULL, WNOHANG) == pid)
            return;
        usleep(10000);
    }
    kill(-pid, SIGKILL);
    waitpid(pid, NULL, 0);
}

void play_stop_daemons(struct play *p) {
    while (p->daemon_count)
        stop_daemon(p->daemons[--p->daemon_count]);
}

static bool do_daemon_stop(struct play *p, char *arg) {
    (void)arg;
    if (p->daemon_count == 0)
        play_wrong(p, "no daemon runs");
    stop_daemon(p->daemons[--p->daemon_count]);
    return true;
}

static bool do_include(struct play *p, char *arg) {
    char *copy = strdup(p->file), *path;
    if (asprintf(&path, "%s/%s", dirname(copy), arg) < 0)
        errx(2, "out of memory");
    const char *file = p->file;
    int line = p->line;
    bool good = run_file(p, path);
    if (good) {
        p->file = file;
        p->line = line;
    }
    free(copy);
    free(path);
    return good;
}

static bool do_within(struct play *p, char *arg) {
    int used = 0;
    if (sscanf(arg, "%d %n", &p->within, &used) != 1 || p->within <= 0)
        play_wrong(p, "within MS ACTION expected");
    bool good = run_line(p, arg + used);
    p->within = 0;
    return good;
}

/* The program. */

static bool has_spoken(struct vt *vt, void *arg) {
    (void)arg;
    return vt_bytes(vt) > 0;
}

bool play_start(struct play *p) {
    if (!p->argv)
        play_wrong(p, "no program: say `program …` or `-- PROGRAM`");
    if (p->vt)
        vt_close(p->vt);
    p->options.home = p->home;
    p->options.env = p->env;
    p->vt = vt_open(&p->options, p->argv);
    vt_wait(p->vt, has_spoken, NULL, FIRST_OUTPUT_MS * p->slow);
    settle(p);
    return true;
}

static bool do_start(struct play *p, char *arg) {
    (void)arg;
    return play_start(p);
}

static bool do_keys(struct play *p, char *arg) {
    vt_mark(p->vt);
    if (!vt_keys(p->vt, arg))
        return failed(p, "keys", vt_error(p->vt));
    settle(p);
    /* A lone Esc acts after a while, and with a digit that comes sooner it is a function key. */
    if (strlen(arg) >= 5 && strcmp(arg + strlen(arg) - 5, "<Esc>") == 0) {
        for (int64_t end = vt_now() + ESC_MS * INT64_C(1000000); vt_now() < end && vt_pump(p->vt, QUIET_MS) >= 0;)
            ;
        settle(p);
    }
    return true;
}

static bool do_type(struct play *p, char *arg) {
    vt_mark(p->vt);
    for (size_t n; (n = vt_key_len(arg)) > 0; arg += n) {
        char *key = strndup(arg, n);
        bool good = key && vt_keys(p->vt, key);
        free(key);
        if (!good)
            return failed(p, "type", vt_error(p->vt));
        settle(p);
    }
    return true;
}

static bool do_wait(struct play *p, char *arg) {
    return vt_wait_text(p->vt, arg, patience(p, WAIT_MS)) || failed(p, "never came", arg);
}

static bool do_expect(struct play *p, char *arg) {
    return vt_wait_text(p->vt, arg, patience(p, EXPECT_MS)) || failed(p, "is not on screen", arg);
}

struct place {
    int row, col;
    const char *text;
    struct play *play; /* looks only */
};

static bool holds_row(struct vt *vt, void *arg) {
    struct place *place = arg;
    int rows, cols;
    vt_size(vt, &rows, &cols);
    return strstr(vt_text(vt, place->row < 0 ? rows + place->row : place->row), place->text);
}

static bool do_expect_row(struct play *p, char *arg) {
    struct place place = {0};
    int used = 0;
    if (sscanf(arg, "%d %n", &place.row, &used) != 1 || !arg[used])
        play_wrong(p, "expect-row ROW TEXT expected");
    place.text = arg + used;
    return vt_wait(p->vt, holds_row, &place, patience(p, EXPECT_MS)) || failed(p, "is not in that row", arg);
}

static bool do_reject(struct play *p, char *arg) {
    settle(p);
    return vt_find(p->vt, arg) < 0 || failed(p, "is on screen", arg);
}

static bool holds_cursor(struct vt *vt, void *arg) {
    struct place *place = arg;
    int row, col;
    vt_cursor(vt, &row, &col);
    return place->text ? strstr(vt_text(vt, row), place->text) != NULL : row == place->row && col == place->col;
}

static bool do_cursor(struct play *p, char *arg) {
    struct place place = {0};
    two_numbers(p, arg, &place.row, &place.col);
    return vt_wait(p->vt, holds_cursor, &place, patience(p, EXPECT_MS)) || failed(p, "the cursor is not at", arg);
}

static bool do_cursor_on(struct play *p, char *arg) {
    struct place place = {.text = arg};
    return vt_wait(p->vt, holds_cursor, &place, patience(p, EXPECT_MS)) || failed(p, "the cursor's row has no", arg);
}

static bool looks(struct play *play, const struct vt_cell *c, const char *names) {
    const struct {
        const char *name;
        bool on;
    } flags[] = {{"bold", c->bold},     {"underline", c->underline},
                 {"italic", c->italic}, {"reverse", c->reverse},
                 {"blink", c->blink},   {"plain", vt_same_look(c, &(struct vt_cell){.fg = -1, .bg = -1})}};
    bool good = true;
    char *save, *copy = strdup(names);
    for (char *name = strtok_r(copy, " ", &save); name; name = strtok_r(NULL, " ", &save)) {
        int wanted, known = 0;
        if (sscanf(name, "fg=%d", &wanted) == 1)
            known = 1, good = good && c->fg == wanted;
        else if (sscanf(name, "bg=%d", &wanted) == 1)
            known = 1, good = good && c->bg == wanted;
        for (size_t i = 0; i < sizeof flags / sizeof *flags; i++)
            if (strcmp(flags[i].name, name) == 0)
                known = 1, good = good && flags[i].on;
        if (!known)
            play_wrong(play, "attributes are bold underline italic reverse blink plain fg=N bg=N");
    }
    free(copy);
    return good;
}

static bool holds_look(struct vt *vt, void *arg) {
    struct place *place = arg;
    struct vt_cell c;
    vt_cell(vt, place->row, place->col, &c);
    return looks(place->play, &c, place->text);
}

static bool do_attr(struct play *p, char *arg) {
    struct place place = {0};
    int used = 0;
    if (sscanf(arg, "%d %d %n", &place.row, &place.col, &used) != 2)
        play_wrong(p, "attr ROW COL NAMES expected");
    place.text = arg + used;
    place.play = p;
    settle(p);
    return vt_wait(p->vt, holds_look, &place, patience(p, EXPECT_MS)) || failed(p, "the cell does not look so", arg);
}

static bool same_golden(const struct play *p, const char *path, const char *text, long bytes, FILE *complain) {
    return p->rows_only ? golden_same_rows(path, text, complain) : golden_same(path, text, bytes, complain);
}

static bool do_golden(struct play *p, char *arg) {
    char *path, *copy = strdup(p->file), *text = NULL;
    if (asprintf(&path, "%s/golden/%s%s.txt", dirname(copy), p->roles ? p->roles : "", arg) < 0)
        errx(2, "out of memory");
    bool update = !p->rows_only && getenv("UPDATE") && strcmp(getenv("UPDATE"), "0") != 0, same = false;
    int64_t end = vt_now() + patience(p, EXPECT_MS) * INT64_C(1000000);
    long bytes = -1;
    do { /* what comes late is given its time */
        settle(p);
        free(text);
        text = golden_text(p->vt, p->masks, p->mask_count, p->roles != NULL);
        bytes = p->roles ? (long)vt_bytes(p->vt) : -1;
        same = same_golden(p, path, text, bytes, NULL);
    } while (!same && !update && vt_now() < end && vt_pump(p->vt, QUIET_MS) >= 0);
    if (!same && update) {
        golden_write(path, text, bytes);
        printf("wrote %s\n", path);
    } else if (!same) {
        failed(p, "the screen is not the golden one", arg);
        same_golden(p, path, text, bytes, stderr);
    }
    free(text);
    free(path);
    free(copy);
    return same || update;
}

/* The picture of the screen, as text. */
static char *picture(struct play *p) {
    char *text = NULL;
    size_t size;
    FILE *out = open_memstream(&text, &size);
    if (!out)
        errx(2, "out of memory");
    settle(p);
    shot_write(out, p->vt, p->masks, p->mask_count, p->instead);
    if (fclose(out) != 0)
        errx(2, "out of memory");
    return text;
}

static bool do_shot(struct play *p, char *arg) {
    const char *star = p->pictures ? strchr(p->pictures, '*') : NULL;
    char *path, *copy = strdup(p->file), *text = picture(p);
    bool update = getenv("UPDATE") && strcmp(getenv("UPDATE"), "0") != 0, same;
    if (!star)
        play_wrong(p, "pictures PATTERN comes first, with a * for the name");
    if (!copy || asprintf(&path, "%s/%.*s%s%s", dirname(copy), (int)(star - p->pictures), p->pictures, arg, star + 1) < 0)
        errx(2, "out of memory");
    same = golden_same(path, text, -1, NULL);
    if (!same && update) {
        golden_write(path, text, -1);
        printf("wrote %s\n", path);
    } else if (!same) {
        failed(p, "the picture is another one (make shots)", arg);
    }
    free(text);
    free(path);
    free(copy);
    return same || update;
}

static bool do_pictures(struct play *p, char *arg) {
    p->pictures = play_keep(p, strdup(arg));
    return true;
}

static bool do_instead(struct play *p, char *arg) {
    p->instead = play_keep(p, strdup(arg));
    return true;
}

static bool do_resize(struct play *p, char *arg) {
    int rows, cols;
    two_numbers(p, arg, &rows, &cols);
    vt_mark(p->vt);
    vt_resize(p->vt, rows, cols);
    settle(p);
    return true;
}

static bool do_bytes_below(struct play *p, char *arg) {
    char found[64];
    settle(p);
    snprintf(found, sizeof found, "%zu bytes, wanted less than %s", vt_bytes(p->vt), arg);
    return (long)vt_bytes(p->vt) < atol(arg) || failed(p, "too much was sent", found);
}

static bool do_silent(struct play *p, char *arg) {
    settle(p);
    vt_mark(p->vt);
    for (int64_t end = vt_now() + atol(arg) * INT64_C(1000000); vt_now() < end;)
        vt_pump(p->vt, 20);
    return vt_bytes(p->vt) == 0 || failed(p, "the program was not silent for", arg);
}

static bool do_pause(struct play *p, char *arg) {
    for (int64_t end = vt_now() + atol(arg) * INT64_C(1000000); vt_now() < end;)
        vt_pump(p->vt, 20);
    return true;
}

static bool log_has_bytes(struct play *p, const char *wanted, size_t len) {
    size_t log_len;
    const char *log = vt_log(p->vt, &log_len);
    size_t from = p->log_from < log_len ? p->log_from : log_len;
    return memmem(log + from, log_len - from, wanted, len) != NULL;
}

static bool log_holds(struct play *p, const char *arg) {
    size_t len;
    char *wanted = vt_unescape(arg, &len);
    if (!wanted || !len)
        play_wrong(p, "a text (with \\e \\xHH \\uHHHH) expected");
    settle(p);
    bool found = log_has_bytes(p, wanted, len);
    free(wanted);
    return found;
}

static bool do_log_mark(struct play *p, char *arg) {
    (void)arg;
    settle(p);
    vt_log(p->vt, &p->log_from);
    return true;
}

static bool do_log_lacks_all(struct play *p, char *arg) {
    char *path, *line = NULL;
    size_t size = 0, count = 0;
    bool good = true;
    if (asprintf(&path, "%s/%s", p->scratch, arg) < 0)
        errx(2, "out of memory");
    FILE *in = fopen(path, "r");
    free(path);
    if (!in)
        play_wrong(p, "no such file in the scratch folder");
    settle(p);
    for (ssize_t n; good && (n = getline(&line, &size, in)) > 0;) {
        line[strcspn(line, "\n")] = '\0';
        count += *line != '\0';
        good = !*line || !log_has_bytes(p, line, strlen(line)) || failed(p, "was sent", line);
    }
    free(line);
    fclose(in);
    return good && (count || failed(p, "the file is empty", arg));
}

static bool do_log_has(struct play *p, char *arg) {
    return log_holds(p, arg) || failed(p, "was never sent", arg);
}

static bool do_log_lacks(struct play *p, char *arg) {
    return !log_holds(p, arg) || failed(p, "was sent", arg);
}

static bool do_log_clean(struct play *p, char *arg) {
    size_t len, at;
    char why[128], detail[192];
    (void)arg;
    settle(p);
    const char *log = vt_log(p->vt, &len);
    if (clean_check(log, len, &at, why, sizeof why))
        return true;
    snprintf(detail, sizeof detail, "%s at byte %zu", why, at);
    return failed(p, "what was sent is not clean", detail);
}

static bool do_title(struct play *p, char *arg) {
    struct vt_modes m;
    settle(p);
    vt_modes(p->vt, &m);
    return strstr(m.title, arg) || failed(p, "the title is", m.title);
}

static int signal_number(const char *name) {
    static const struct {
        const char *name;
        int number;
    } known[] = {{"HUP", SIGHUP},   {"INT", SIGINT},   {"QUIT", SIGQUIT}, {"KILL", SIGKILL},
                 {"TERM", SIGTERM}, {"STOP", SIGSTOP}, {"TSTP", SIGTSTP}, {"CONT", SIGCONT},
                 {"SEGV", SIGSEGV}, {"ABRT", SIGABRT}, {"PIPE", SIGPIPE}, {"WINCH", SIGWINCH},
                 {"USR1", SIGUSR1}, {"USR2", SIGUSR2}, {"BUS", SIGBUS},   {"FPE", SIGFPE}};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (strcasecmp(known[i].name, name) == 0)
            return known[i].number;
    return 0;
}

static bool do_signal(struct play *p, char *arg) {
    if (!signal_number(arg))
        play_wrong(p, "no such signal");
    return kill(vt_pid(p->vt), signal_number(arg)) == 0 || failed(p, "the program is gone", arg);
}

static bool do_kill(struct play *p, char *arg) {
    int status;
    (void)arg;
    kill(vt_pid(p->vt), SIGKILL);
    return vt_wait_exit(p->vt, &status, patience(p, EXPECT_MS)) || failed(p, "the program does not die", "");
}

static bool do_hangup(struct play *p, char *arg) {
    (void)arg;
    vt_hangup(p->vt);
    return true;
}

static bool do_exit(struct play *p, char *arg) {
    int status;
    char found[64];
    if (!vt_wait_exit(p->vt, &status, patience(p, EXPECT_MS)))
        return failed(p, "the program still runs", "");
    if (WIFSIGNALED(status))
        snprintf(found, sizeof found, "signal %d", WTERMSIG(status));
    else
        snprintf(found, sizeof found, "%d", WEXITSTATUS(status));
    bool good = WIFSIGNALED(status) ? signal_number(arg) == WTERMSIG(status) : strcmp(found, arg) == 0;
    return good || failed(p, "the program ended with", found);
}

static bool do_handed_back(struct play *p, char *arg) {
    const char *what;
    (void)arg;
    settle(p);
    return vt_handed_back(p->vt, &what) || failed(p, "the terminal is not handed back", what);
}

static bool do_print(struct play *p, char *arg) {
    settle(p);
    golden_print(stdout, p->vt, arg);
    fflush(stdout);
    return true;
}

const struct action actions[] = {
    {"size", "ROWS COLS", do_size, false, "the terminal's size at the start (24 80)"},
    {"lang", "LOCALE", do_lang, false, "LANG (C.UTF-8)"},
    {"term", "NAME", do_term, false, "TERM (xterm-256color)"},
    {"env", "NAME=VALUE", do_env, false, "a variable more for the program"},
    {"ambiguous", "1 or 2", do_ambiguous, false, "cells of characters of ambiguous width"},
    {"mute", "", do_mute, false, "the terminal answers no query"},
    {"program", "SHELL LINE", do_program, false, "what runs, where the command line names none"},
    {"mask", "REGEX", do_mask, false, "what matches is ~ in golden files"},
    {"pictures", "PATTERN", do_pictures, false, "where pictures lie, from here; * is the name"},
    {"instead", "TEXT", do_instead, false, "what a mask matches is this in pictures"},
    {"roles", "PREFIX", do_roles, false, "golden files have roles and bytes, and names that begin so (with views.inc)"},
    {"rows", "PREFIX", do_rows, false, "as roles, but only the rows and the cursor are looked at, and never rewritten"},
    {"run", "SHELL LINE", do_run, false, "a command that must succeed; HOME, LINLI_HOME, B, T and HERE are set"},
    {"daemon", "SHELL LINE", do_daemon, false, "a command that runs until the script ends"},
    {"daemon-stop", "", do_daemon_stop, false, "ends the newest daemon"},
    {"include", "FILE", do_include, false, "the lines of a file beside this one"},
    {"within", "MS ACTION", do_within, false, "the action with another deadline"},
    {"start", "", do_start, false, "starts the program, or starts it anew (otherwise the first action on screen does)"},
    {"keys", "KEYS", do_keys, true, "all in one write, then waits for quiet; where they end with <Esc>, until it acts"},
    {"type", "KEYS", do_type, true, "one by one, with quiet after each"},
    {"wait", "TEXT", do_wait, true, "until the text is on screen, 15 seconds at most"},
    {"expect", "TEXT", do_expect, true, "the text is on screen, within 3 seconds"},
    {"expect-row", "ROW TEXT", do_expect_row, true, "the text is in that row (from 0; negative from below)"},
    {"reject", "TEXT", do_reject, true, "the text is not on screen"},
    {"cursor", "ROW COL", do_cursor, true, "where the cursor is, from 0"},
    {"cursor-on", "TEXT", do_cursor_on, true, "the cursor's row holds the text"},
    {"attr", "ROW COL NAMES", do_attr, true, "the cell is bold underline italic reverse blink plain fg=N bg=N, within 3 seconds"},
    {"golden", "NAME", do_golden, true, "the screen is as in golden/NAME.txt (UPDATE=1 rewrites it)"},
    {"shot", "NAME", do_shot, true, "the screen is this picture (UPDATE=1 draws it anew)"},
    {"resize", "ROWS COLS", do_resize, true, "another size"},
    {"bytes-below", "N", do_bytes_below, true, "less was sent since the last keys, type or resize"},
    {"silent", "MS", do_silent, true, "not one byte is sent for that long"},
    {"pause", "MS", do_pause, true, "reads on for that long"},
    {"log-has", "TEXT", do_log_has, true, "these bytes were sent (\\e \\xHH \\uHHHH)"},
    {"log-lacks", "TEXT", do_log_lacks, true, "these bytes were never sent"},
    {"log-mark", "", do_log_mark, true, "log-has and log-lacks look at what is sent from here on"},
    {"log-lacks-all", "FILE", do_log_lacks_all, true, "no line of a file in the scratch folder was sent"},
    {"log-clean", "", do_log_clean, true, "only drawing sequences and harmless characters were ever sent"},
    {"title", "TEXT", do_title, true, "the window's title holds the text"},
    {"signal", "NAME", do_signal, true, "sends a signal"},
    {"kill", "", do_kill, true, "kill -9, and waits for the end"},
    {"hangup", "", do_hangup, true, "the terminal goes away"},
    {"exit", "CODE or SIGNAL", do_exit, true, "the program ends so, within 3 seconds"},
    {"handed-back", "", do_handed_back, true, "the terminal is as the program found it"},
    {"print", "[TITLE]", do_print, true, "prints the screen in a frame"},
};
const size_t action_count = sizeof actions / sizeof *actions;
