/* Signals: blocked and read from a descriptor, so that nothing is ever interrupted; deadly ones first give back the terminal. */
#include "signals.h"

#include <signal.h>
#include <stddef.h>
#include <string.h>
#include <sys/signalfd.h>
#include <unistd.h>
#include "term.h"

static const int read_ones[] = {SIGWINCH, SIGTSTP, SIGCONT, SIGHUP, SIGTERM, SIGINT, SIGQUIT};
static const int deadly[] = {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT, SIGSYS};
#define COUNT(a) (sizeof(a) / sizeof *(a))

static sigset_t before;
static struct sigaction deadly_before[COUNT(deadly)];
static char stack[32768]; /* SIGSTKSZ is no constant in new C libraries */

static void die(int signal_number) {
    term_rescue();
    signal(signal_number, SIG_DFL);
    raise(signal_number);
}

static sigset_t set_of_read_ones(void) {
    sigset_t set;

    sigemptyset(&set);
    for (size_t i = 0; i < COUNT(read_ones); i++)
        sigaddset(&set, read_ones[i]);
    return set;
}

static void catch_deadly(void) {
    stack_t alternate = {.ss_sp = stack, .ss_size = sizeof stack};
    struct sigaction action = {.sa_handler = die, .sa_flags = SA_ONSTACK | (int)SA_RESETHAND};

    sigaltstack(&alternate, NULL);
    sigemptyset(&action.sa_mask);
    for (size_t i = 0; i < COUNT(deadly); i++)
        sigaction(deadly[i], &action, &deadly_before[i]);
}

int signals_open(void) {
    sigset_t set = set_of_read_ones();

    /* A process in the background must be able to give the terminal back without being stopped for it. */
    sigaddset(&set, SIGTTOU);
    sigprocmask(SIG_BLOCK, &set, &before);
    signal(SIGPIPE, SIG_IGN);
    catch_deadly();
    sigdelset(&set, SIGTTOU);
    return signalfd(-1, &set, SFD_NONBLOCK | SFD_CLOEXEC);
}

void signals_close(int fd) {
    struct signals late;

    if (fd >= 0) {
        signals_read(fd, &late); /* typed behind the key that left: meant for nobody */
        close(fd);
    }
    for (size_t i = 0; i < COUNT(deadly); i++)
        sigaction(deadly[i], &deadly_before[i], NULL);
    sigprocmask(SIG_SETMASK, &before, NULL);
}

void signals_read(int fd, struct signals *out) {
    struct signalfd_siginfo info;

    memset(out, 0, sizeof *out);
    while (read(fd, &info, sizeof info) == (ssize_t)sizeof info)
        switch ((int)info.ssi_signo) {
        case SIGWINCH:
            out->resized = true;
            break;
        case SIGTSTP:
            out->pause = true;
            break;
        case SIGCONT:
            out->resumed = true;
            break;
        default:
            out->end = true;
        }
}

void signals_stop(bool group) {
    sigset_t set;

    sigemptyset(&set);
    sigaddset(&set, SIGTSTP);
    if (group)
        kill(0, SIGTSTP);
    else
        raise(SIGTSTP);
    sigprocmask(SIG_UNBLOCK, &set, NULL); /* stops here */
    sigprocmask(SIG_BLOCK, &set, NULL);
}
