/* What commands share. */
#include "hub/call.h"

#include <errno.h>
#include <string.h>
#include "linli/file.h"
#include "linli/i18n.h"
#include "linli/safe.h"

void call_complain(FILE *err) {
    struct buf line = {0};

    safe_words(&line, err_last());
    fprintf(err, "linli-hub%s\n", buf_text(&line));
    buf_free(&line);
}

static enum err cannot_write(void) {
    return err_say(ERR_IO, _("cannot write the output"), strerror(errno), _("the command itself was run"));
}

int call_run(struct call *c) {
    enum err e;

    err_clear();
    e = c->args->command->run(c);
    if (fflush(c->out) != 0 && e == ERR_OK)
        e = cannot_write();
    if (e != ERR_OK) {
        if (!*err_last()->what && !*err_last()->why)
            err_say(e, c->args->command->words, err_name(e), _("look at the log of the hub"));
        call_complain(c->err);
    }
    fflush(c->err);
    return err_exit_code(e);
}

enum err call_read(struct buf *out, const struct call *c, int fd, const char *name, size_t limit) {
    bool more = true;
    enum err e = ERR_OK;

    while (more && e == ERR_OK) {
        e = file_read_piece(out, &more, fd, name, limit);
        call_breathe(c);
    }
    return e;
}

enum err call_path(char *out, size_t room, const struct call *c, const char *name) {
    int len = *name == '/' ? snprintf(out, room, "%s", name) : snprintf(out, room, "%s/%s", c->folder, name);

    if (len < 0 || (size_t)len >= room)
        return err_say(ERR_RANGE, _("cannot use the file"), _("its name is too long"), _("use a shorter one"));
    return ERR_OK;
}

enum err call_put(const struct call *c, struct buf *lines) {
    if (lines->len && fwrite(lines->data, 1, lines->len, c->out) != lines->len)
        return cannot_write();
    buf_reset(lines);
    return ERR_OK;
}

void call_breathe(const struct call *c) {
    if (c->breathe)
        c->breathe(c->server);
}
