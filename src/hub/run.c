/* Where a command runs: with whoever serves the record, else here. */
#include "linli/hub.h"

#include <limits.h>
#include <signal.h>
#include <unistd.h>
#include "hub/handover.h"
#include "linli/clock.h"
#include "linli/file.h"
#include "linli/i18n.h"
#include "linli/safe.h"

#define PATIENCE_MS 3000 /* for another linli-hub that holds the record for one command, or begins to serve */
#define PAUSE_MS 50

static int complain(enum err e) {
    call_complain(stderr);
    return err_exit_code(e);
}

static void tell(const char *line) {
    fprintf(stderr, "linli-hub: %s\n", line);
}

static enum err run_here(struct call *c, int *exit_code) {
    struct store_options options = {.path = c->db, .side = STORE_HUB, .tell = tell};
    enum err e = store_open(&c->store, &options);

    if (e != ERR_OK)
        return e;
    *exit_code = call_run(c);
    store_close(c->store);
    return ERR_OK;
}

static enum err run_record(struct call *c, size_t argc, const char *const *argv, int *exit_code) {
    int64_t until = clock_monotonic() + PATIENCE_MS;
    enum err e = handover_open_files(c);

    if (e != ERR_OK)
        return e;
    for (;;) {
        e = handover_ask(c, argc, argv, exit_code);
        if (e == ERR_NOT_FOUND)
            e = run_here(c, exit_code);
        if (e != ERR_BUSY || clock_monotonic() >= until)
            break;
        usleep(PAUSE_MS * 1000);
    }
    handover_close_files(c);
    return e;
}

static int run_read(const struct command_line *a, size_t argc, const char *const *argv, const char *db) {
    char folder[PATH_MAX];
    struct call c = {.args = a,
                     .input = -1,
                     .folder = getcwd(folder, sizeof folder) ? folder : "/",
                     .out = stdout,
                     .err = stderr,
                     .err_fd = STDERR_FILENO};
    int exit_code = 1;
    enum err e;

    if (a->option[OPTION_VERSION]) {
        printf("linli-hub %s\n", LINLI_VERSION);
        return 0;
    }
    if (a->option[OPTION_HELP]) {
        command_help(stdout, a->command);
        return 0;
    }
    e = command_db(&c.db, a, db);
    if (e == ERR_OK && a->command->where == WHERE_ALONE)
        return call_run(&c);
    if (e == ERR_OK)
        e = run_record(&c, argc, argv, &exit_code);
    return e == ERR_OK ? exit_code : complain(e);
}

int hub_main(size_t argc, const char *const *argv, const char *db) {
    struct command_line args;
    enum err e;
    int exit_code;

    file_hold_standard();
    signal(SIGPIPE, SIG_IGN);
    e = command_read(&args, argc, argv);
    if (e != ERR_OK)
        return complain(e);
    exit_code = run_read(&args, argc, argv, db);
    command_line_free(&args);
    return exit_code;
}
