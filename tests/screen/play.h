/* A running script: what actions.c (the table of actions) and play.c (files, lines, main) share. */
#ifndef TESTS_SCREEN_PLAY_H
#define TESTS_SCREEN_PLAY_H

#include <limits.h>
#include <regex.h>
#include "vt.h"

#define MAX_ENV 32
#define MAX_MASKS 16
#define MAX_DAEMONS 8

struct play {
    struct vt_options options;
    struct vt *vt;
    char **argv; /* of the program */
    char *shell_argv[4];
    const char *env[MAX_ENV + 1];
    int env_count;
    regex_t masks[MAX_MASKS];
    size_t mask_count;
    pid_t daemons[MAX_DAEMONS];
    int daemon_count;
    const char *file;
    int line, depth, slow, within;
    char scratch[PATH_MAX], home[PATH_MAX];
    bool program_from_command_line;
    size_t log_from;                /* log-has and log-lacks look from here on */
    const char *roles;              /* golden files have roles and bytes, and names that begin so; NULL not */
    const char *pictures, *instead; /* where they lie; what stands in them for what masks match */
    bool rows_only;                 /* of golden files count only rows and cursor */
    char **kept;                    /* see play_keep */
    size_t kept_count;
};

struct action {
    const char *name, *usage;
    bool (*run)(struct play *p, char *arg);
    bool on_screen; /* starts the program where it does not run yet */
    const char *help;
};
extern const struct action actions[];
extern const size_t action_count;

/* One line, one file; false where something did not hold (it was said). */
bool run_line(struct play *p, char *line);
bool run_file(struct play *p, const char *path);

bool play_start(struct play *p);
char *play_keep(struct play *p, char *text); /* text that the script needs to its end; returns it */
void play_stop_daemons(struct play *p);
_Noreturn void play_wrong(struct play *p, const char *why); /* ends with 2 */

#endif
