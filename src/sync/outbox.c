/* The outbox as a file: what a push would carry, for `linli-hub intake`. */
#include "linli/sync.h"

#include "batch.h"
#include "linli/file.h"
#include "linli/i18n.h"

enum err sync_export_outbox(struct store *s, int fd) {
    const struct store_device *device = store_device(s);
    struct engine_request r = {.from = device->held_seq, .events = WIRE_BATCH_EVENTS, .bytes = WIRE_BATCH_BYTES};
    enum err e = ERR_OK;

    do { /* where nothing waits, too: then the file shows what the device has, and is one that intake knows */
        struct batch batch;

        e = batch_make(&batch, s, &r, false);
        if (e == ERR_OK && batch.count == 0 && r.from < device->head_seq)
            e = err_say(ERR_CORRUPT, _("cannot write the outbox"), _("events are missing in this device's journal"),
                        _("run linli verify, and tell the office"));
        if (e == ERR_OK && file_write_fd(fd, batch.body.data, batch.body.len) != ERR_OK)
            e = err_say(ERR_IO, _("cannot write the outbox"), _("the file could not be written"), _("choose another place"));
        r.from = batch.last;
        batch_free(&batch);
    } while (e == ERR_OK && r.from < device->head_seq);
    return e;
}
