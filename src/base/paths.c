/* Folders, and the environment. */
#include "linli/paths.h"

#include <errno.h>
#include <libgen.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "linli/i18n.h"

static char home[PATH_MAX];

const char *paths_env(const char *name) {
    const char *value = getenv(name);

    return value && *value ? value : NULL;
}

void paths_set_home(const char *dir) {
    const char *base;

    if (!dir)
        dir = paths_env("LINLI_HOME");
    if (dir)
        snprintf(home, sizeof home, "%s", dir);
    else if ((base = paths_env("XDG_DATA_HOME")))
        snprintf(home, sizeof home, "%s/linli", base);
    else
        snprintf(home, sizeof home, "%s/.local/share/linli", paths_env("HOME") ? paths_env("HOME") : "/");
}

/* Like mkdir -p; an existing folder is left with its mode. */
static enum err make_folders(const char *path) {
    char part[PATH_MAX];
    size_t len = strlen(path);

    if (len >= sizeof part)
        return ERR_RANGE;
    for (size_t i = 1; i <= len; i++) {
        if (path[i] != '/' && path[i] != '\0')
            continue;
        memcpy(part, path, i);
        part[i] = '\0';
        if (mkdir(part, 0700) != 0 && errno != EEXIST && errno != EROFS && errno != EACCES)
            return ERR_IO;
    }
    return access(path, X_OK) == 0 ? ERR_OK : ERR_IO;
}

enum err paths_home(const char **out) {
    if (!*home)
        paths_set_home(NULL);
    *out = home;
    if (make_folders(home) != ERR_OK)
        return err_say(ERR_IO, _("cannot open the folder of the record"), err_fmt("%s: %s", home, strerror(errno)),
                       _("choose another folder with --home"));
    return ERR_OK;
}

enum err paths_in_home(char *out, size_t room, const char *name) {
    const char *dir;
    enum err e = paths_home(&dir);
    int len;

    if (e != ERR_OK)
        return e;
    len = snprintf(out, room, "%s/%s", dir, name);
    if (len < 0 || (size_t)len >= room)
        return err_say(ERR_RANGE, _("cannot open the folder of the record"), _("its name is too long"),
                       _("choose another folder with --home"));
    return ERR_OK;
}

static bool join(char *out, size_t room, const char *dir, const char *rest, const char *name) {
    int len = dir ? snprintf(out, room, "%s%s%s", dir, rest, name) : -1;

    if (len > 0 && (size_t)len < room)
        return true;
    *out = '\0';
    return false;
}

bool paths_config_folder(size_t k, char *out, size_t room) {
    if (!*home)
        paths_set_home(NULL);
    if (k == 0)
        join(out, room, home, "", "");
    else if (k == 1 && paths_env("XDG_CONFIG_HOME"))
        join(out, room, paths_env("XDG_CONFIG_HOME"), "/linli", "");
    else if (k == 1)
        join(out, room, paths_env("HOME"), "/.config/linli", "");
    return k < 2;
}

static bool own_folder(char *out) {
    char self[PATH_MAX];
    ssize_t len = readlink("/proc/self/exe", self, sizeof self - 1);

    if (len <= 0)
        return false;
    self[len] = '\0';
    snprintf(out, PATH_MAX, "%s", dirname(self));
    return true;
}

bool paths_shipped_folder(size_t k, char *out, size_t room) {
    static const char *const rests[] = {"/share", "/../share/linli", "/../share"};
    char dir[PATH_MAX];

    if (k >= sizeof rests / sizeof *rests)
        return false;
    join(out, room, own_folder(dir) ? dir : NULL, rests[k], "");
    return true;
}

static bool find(char *out, size_t room, const char *name, bool (*folder)(size_t k, char *out, size_t room)) {
    char dir[PATH_MAX];

    for (size_t k = 0; folder(k, dir, sizeof dir); k++)
        if (*dir && join(out, room, dir, "/", name) && access(out, R_OK) == 0)
            return true;
    return false;
}

bool paths_config(char *out, size_t room, const char *name) {
    return find(out, room, name, paths_config_folder);
}

bool paths_shipped(char *out, size_t room, const char *name) {
    return find(out, room, name, paths_shipped_folder);
}
