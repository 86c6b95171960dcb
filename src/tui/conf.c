/* Reading configuration with suspicion. */
#include "conf.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include "linli/i18n.h"

#define CONF_SIZE_MAX 65536

static enum err refuse(const char *path, const char *why) {
    return err_say(ERR_IO, err_fmt(_("cannot use %s"), path), why, _("linli goes on with what is built in"));
}

static enum err read_all(struct buf *out, int fd, const char *path) {
    for (;;) {
        char *to = buf_reserve(out, 4096);
        ssize_t n = read(fd, to, 4096);

        if (n < 0)
            return refuse(path, _("it cannot be read"));
        if (n == 0)
            return ERR_OK;
        out->len += (size_t)n;
        if (out->len > CONF_SIZE_MAX)
            return refuse(path, _("the file is larger than 64 KiB"));
    }
}

enum err conf_read(struct buf *out, const char *path) {
    int fd = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
    struct stat st;
    enum err e;

    buf_reset(out);
    if (fd < 0)
        return refuse(path, _("it cannot be read"));
    if (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode))
        e = refuse(path, _("it is no plain file"));
    else if ((st.st_mode & S_IWOTH) || (st.st_uid != geteuid() && st.st_uid != 0))
        e = refuse(path, _("others could have written it"));
    else
        e = read_all(out, fd, path);
    close(fd);
    return e;
}
