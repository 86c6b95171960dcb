/* bench-synced: the peak memory of a program on a screen in which F5 was pressed. `bench-synced HOME PROGRAM`: starts it, presses
 * F5, waits until nothing more is drawn, and prints the peak in KiB. */
#include <err.h>
#include <stdio.h>
#include "screen/vt.h"

#define QUIET_MS 2000
#define PATIENCE_MS 60000

static long peak(const struct vt *vt) {
    char path[64], line[256];
    long kib = 0;
    FILE *in;

    snprintf(path, sizeof path, "/proc/%d/status", (int)vt_pid(vt));
    in = fopen(path, "r");
    while (in && !kib && fgets(line, sizeof line, in))
        sscanf(line, "VmHWM: %ld", &kib);
    if (in)
        fclose(in);
    return kib;
}

int main(int argc, char **argv) {
    struct vt_options options = {.lang = "zh_CN.UTF-8"};
    struct vt *vt;
    int status;

    if (argc != 3)
        errx(2, "bench-synced HOME PROGRAM");
    options.home = argv[1];
    vt = vt_open(&options, argv + 2);
    if (!vt_wait_idle(vt, 300, PATIENCE_MS) || !vt_keys(vt, "<F5>") || !vt_wait_idle(vt, QUIET_MS, PATIENCE_MS))
        errx(1, "%s: %s", argv[2], vt_error(vt));
    printf("%ld\n", peak(vt));
    vt_keys(vt, "<C-q>");
    if (!vt_wait_exit(vt, &status, 5000))
        warnx("%s does not end with <C-q>", argv[2]);
    vt_close(vt);
    return 0;
}
