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

static bool readable(char *out, size_t room, const char *dir, const char *rest, const char *name) {
    int len = snprintf(out, room, "%s%s%s", dir, rest, name);

    return len > 0 && (size_t)len < room && access(out, R_OK) == 0;
}

bool paths_config(char *out, size_t room, const char *name) {
    const char *dir;

    if (!*home)
        paths_set_home(NULL);
    if (readable(out, room, home, "/", name))
        return true;
    if ((dir = paths_env("XDG_CONFIG_HOME")))
        return readable(out, room, dir, "/linli/", name);
    return (dir = paths_env("HOME")) && readable(out, room, dir, "/.config/linli/", name);
}

bool paths_shipped(char *out, size_t room, const char *name) {
    char self[PATH_MAX];
    ssize_t len = readlink("/proc/self/exe", self, sizeof self - 1);
    char *dir;

    if (len <= 0)
        return false;
    self[len] = '\0';
    dir = dirname(self);
    return readable(out, room, dir, "/share/", name) || readable(out, room, dir, "/../share/linli/", name) ||
           readable(out, room, dir, "/../share/", name);
}
