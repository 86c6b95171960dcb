/* screen-play: plays a script on a program in a terminal. One action a line; `screen-play --help` prints the table.
 * Exit code: 0 all held, 1 something did not, 2 the script or its use is wrong. */
#include "play.h"

#include <err.h>
#include <errno.h>
#include <ftw.h>
#include <getopt.h>
#include <libgen.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define MAX_INCLUDES 8

bool run_line(struct play *p, char *line) {
    line += strspn(line, " \t");
    line[strcspn(line, "\r\n")] = '\0';
    if (*line == '\0' || *line == '#')
        return true;
    char *arg = line + strcspn(line, " \t");
    if (*arg)
        *arg++ = '\0';
    for (size_t i = 0; i < action_count; i++) {
        const struct action *a = &actions[i];
        if (strcmp(a->name, line) != 0)
            continue;
        if (a->usage[0] && a->usage[0] != '[' && !*arg)
            play_wrong(p, "the action wants an argument");
        if (a->on_screen && !p->vt)
            play_start(p);
        return a->run(p, arg);
    }
    play_wrong(p, "no such action");
}

bool run_file(struct play *p, const char *path) {
    FILE *in = strcmp(path, "-") == 0 ? stdin : fopen(path, "r");
    char *line = NULL;
    size_t size = 0;
    bool good = true;
    if (!in)
        err(2, "%s", path);
    if (++p->depth > MAX_INCLUDES)
        play_wrong(p, "files include each other");
    p->file = play_keep(p, strdup(path));
    p->line = 0;
    while (good && getline(&line, &size, in) >= 0) {
        p->line++;
        good = run_line(p, line);
    }
    free(line);
    p->depth--;
    if (in != stdin)
        fclose(in);
    return good;
}

static int remove_one(const char *path, const struct stat *st, int kind, struct FTW *ftw) {
    (void)st, (void)kind, (void)ftw;
    return remove(path);
}

static struct play *playing; /* for clean-up at exit, also from play_wrong */

static void clean_up(void) {
    struct play *p = playing;
    play_stop_daemons(p);
    if (p->vt)
        vt_close(p->vt);
    p->vt = NULL;
    if (!getenv("KEEP"))
        nftw(p->scratch, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

/* Folders and variables that scripts rely on: B is where this program stands, T is a scratch folder. */
static void set_up(struct play *p, const char *script, const char *home) {
    char self[PATH_MAX] = "", *path, *here = strdup(script);
    const char *slow = getenv("SCREEN_SLOW"), *tmp = getenv("TMPDIR");
    p->slow = slow && atoi(slow) > 0 ? atoi(slow) : 1;
    snprintf(p->scratch, sizeof p->scratch, "%s/linli-play-XXXXXX", tmp ? tmp : "/tmp");
    if (readlink("/proc/self/exe", self, sizeof self - 1) < 0 || !mkdtemp(p->scratch))
        err(2, "%s", p->scratch);
    playing = p;
    atexit(clean_up);
    if (asprintf(&path, "%s:%s", dirname(self), getenv("PATH")) < 0 ||
        snprintf(p->home, sizeof p->home, "%s%s", home ? home : p->scratch, home ? "" : "/home") >= (int)sizeof p->home)
        errx(2, "a name is too long");
    if (mkdir(p->home, 0700) < 0 && errno != EEXIST)
        err(2, "%s", p->home);
    setenv("PATH", path, 1);
    setenv("B", self, 1);
    setenv("T", p->scratch, 1);
    setenv("HERE", dirname(here), 1);
    setenv("HOME", p->home, 1);
    setenv("LINLI_HOME", p->home, 1);
    free(path);
    free(here);
}

static void usage(FILE *out) {
    fputs("screen-play [--rows N] [--cols N] [--lang L] [--term T] [--home DIR] SCRIPT [-- PROGRAM ARGS]\n"
          "SCRIPT may be - for stdin. Rows and columns count from 0. One action a line, # begins a comment:\n\n",
          out);
    for (size_t i = 0; i < action_count; i++)
        fprintf(out, "  %-12s %-14s %s\n", actions[i].name, actions[i].usage, actions[i].help);
    fputs(
        "\nKEYS are text and names: <Enter> <Tab> <Esc> <Space> <lt> <Backspace> <Up> <Down> <Left> <Right> <Home> <End>\n"
        "<PgUp> <PgDn> <Ins> <Del> <F1>..<F12>, with S- A- C- before them, <Paste:TEXT> <Bytes:TEXT> <Click:ROW,COL> <Wait:MS>.\n"
        "SCREEN_SLOW=N multiplies every deadline; KEEP=1 leaves the scratch folder.\n",
        out);
}

int main(int argc, char **argv) {
    static const struct option options[] = {{"rows", 1, 0, 'r'}, {"cols", 1, 0, 'c'}, {"lang", 1, 0, 'l'}, {"term", 1, 0, 't'},
                                            {"home", 1, 0, 'H'}, {"help", 0, 0, 'h'}, {0, 0, 0, 0}};
    static struct play p;
    const char *home = NULL;
    int c;
    while ((c = getopt_long(argc, argv, "+", options, NULL)) != -1) {
        switch (c) {
        case 'r':
            p.options.rows = atoi(optarg);
            break;
        case 'c':
            p.options.cols = atoi(optarg);
            break;
        case 'l':
            p.options.lang = optarg;
            break;
        case 't':
            p.options.term = optarg;
            break;
        case 'H':
            home = optarg;
            break;
        case 'h':
            usage(stdout);
            return 0;
        default:
            usage(stderr);
            return 2;
        }
    }
    if (optind >= argc) {
        usage(stderr);
        return 2;
    }
    const char *script = argv[optind++];
    if (optind < argc && strcmp(argv[optind], "--") == 0)
        optind++;
    p.program_from_command_line = optind < argc;
    if (p.program_from_command_line)
        p.argv = argv + optind;
    set_up(&p, script, home);
    return run_file(&p, script) ? 0 : 1;
}
