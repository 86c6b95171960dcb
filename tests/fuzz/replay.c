/* Runs a fuzz target without a fuzzer: every seed, each of its beginnings, and the same with bytes changed by a fixed rule. The
 * files and folders are the arguments. A target that finds a fault ends the process. */
#include <dirent.h>
#include <err.h>
#include <limits.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define MAX_SEED 65536
#define CHANGES 300

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size);

static size_t inputs;
static uint64_t chance_state = 1;

static uint64_t chance(uint64_t below) {
    chance_state = chance_state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (chance_state >> 33) % below;
}

/* In a block of its own size, so that the sanitizer sees a byte read beyond it. */
static void run(const unsigned char *data, size_t size) {
    unsigned char *copy = malloc(size ? size : 1);
    if (!copy)
        errx(2, "out of memory");
    if (size)
        memcpy(copy, data, size);
    LLVMFuzzerTestOneInput(copy, size);
    free(copy);
    inputs++;
}

static void run_changed(const unsigned char *seed, size_t size) {
    static unsigned char data[MAX_SEED];
    static const unsigned char telling[] = "\0\377\n\"\\{}[],:-9\xe5\xc0\x80";
    for (int i = 0; i < CHANGES && size; i++) {
        memcpy(data, seed, size);
        for (uint64_t n = 1 + chance(4); n; n--)
            data[chance(size)] = chance(2) ? telling[chance(sizeof telling - 1)] : (unsigned char)chance(256);
        run(data, size);
    }
}

static void run_seed(const char *path) {
    static unsigned char seed[MAX_SEED];
    FILE *in = fopen(path, "rb");
    if (!in)
        err(2, "%s", path);
    size_t size = fread(seed, 1, sizeof seed, in);
    fclose(in);
    run(seed, size);
    for (size_t part = 0, step = size / 200 + 1; part < size; part += step)
        run(seed, part);
    run_changed(seed, size);
}

static void run_path(const char *path) {
    struct stat st;
    char name[PATH_MAX];
    struct dirent *entry;
    if (stat(path, &st) < 0)
        err(2, "%s", path);
    if (!S_ISDIR(st.st_mode)) {
        run_seed(path);
        return;
    }
    DIR *folder = opendir(path);
    if (!folder)
        err(2, "%s", path);
    while ((entry = readdir(folder)))
        if (entry->d_name[0] != '.' && snprintf(name, sizeof name, "%s/%s", path, entry->d_name) < (int)sizeof name)
            run_path(name);
    closedir(folder);
}

int main(int argc, char **argv) {
    for (int i = 1; i < argc; i++)
        run_path(argv[i]);
    printf("%zu inputs\n", inputs);
    return inputs == 0;
}
