/* `zipdir FOLDER` writes a zip archive of all files below the folder, by name, to standard output: workbooks stand in tests/data
 * as their parts. */
#include <dirent.h>
#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include "linli/file.h"
#include "zipmake.h"

static void add_folder(struct zipmake *z, const char *root, const char *below);

static void add_path(struct zipmake *z, const char *root, const char *name) {
    struct stat st;
    struct buf path = {0}, bytes = {0};

    buf_printf(&path, "%s/%s", root, name);
    if (stat(path.data, &st) != 0)
        err(1, "%s", path.data);
    if (S_ISDIR(st.st_mode)) {
        add_folder(z, root, name);
    } else {
        if (file_read(&bytes, path.data, (size_t)1 << 24) != ERR_OK)
            errx(1, "%s", path.data);
        zipmake_add(z, name, buf_text(&bytes), bytes.len);
    }
    buf_free(&path);
    buf_free(&bytes);
}

static void add_folder(struct zipmake *z, const char *root, const char *below) {
    struct buf path = {0}, name = {0};
    struct dirent **entries;
    int count;

    buf_printf(&path, "%s/%s", root, below);
    count = scandir(path.data, &entries, NULL, alphasort);
    if (count < 0)
        err(1, "%s", path.data);
    for (int i = 0; i < count; i++) {
        const char *entry = entries[i]->d_name;

        buf_reset(&name);
        buf_printf(&name, "%s%s%s", below, *below ? "/" : "", entry);
        if (strcmp(entry, ".") != 0 && strcmp(entry, "..") != 0)
            add_path(z, root, name.data);
        free(entries[i]);
    }
    free(entries);
    buf_free(&path);
    buf_free(&name);
}

int main(int argc, char **argv) {
    struct zipmake z = {.count = 0};

    if (argc != 2)
        errx(2, "usage: zipdir FOLDER > FILE.xlsx");
    add_folder(&z, argv[1], "");
    zipmake_end(&z);
    if (fwrite(z.out.data, 1, z.out.len, stdout) != z.out.len || fflush(stdout) != 0)
        err(1, "standard output");
    buf_free(&z.out);
    return 0;
}
