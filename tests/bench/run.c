/* bench-run: runs a command and prints `seconds peak_kib`, from before the fork to the end. `bench-run OUT COMMAND…`: what the
 * command says goes into the file OUT. Its exit code is passed on. */
#include <err.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static double now(void) {
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

int main(int argc, char **argv) {
    struct rusage used;
    double begun, spent;
    int status, fd;
    pid_t pid;

    if (argc < 3)
        errx(2, "bench-run OUT COMMAND…");
    fd = open(argv[1], O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (fd < 0)
        err(1, "%s", argv[1]);
    begun = now();
    pid = fork();
    if (pid == 0) {
        dup2(fd, STDOUT_FILENO);
        dup2(fd, STDERR_FILENO);
        execvp(argv[2], argv + 2);
        _exit(127);
    }
    if (pid < 0 || wait4(pid, &status, 0, &used) != pid)
        err(1, "%s", argv[2]);
    spent = now() - begun;
    printf("%.4f %ld\n", spent, used.ru_maxrss);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 1;
}
