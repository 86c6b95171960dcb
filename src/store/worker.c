/* Who the device belongs to, as its hub said at enrolment. */
#include "db.h"

enum err store_set_worker(struct store *s, const struct id *worker, const char *letters) {
    enum err e = store_begin(s);

    if (e == ERR_OK)
        e = db_run(s, STMT_device_set_worker, "idt", s->device.no, worker, letters && *letters ? letters : s->device.letters);
    if (e == ERR_OK)
        e = store_load_device(s);
    return store_end(s, e);
}
