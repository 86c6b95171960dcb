/* The form that asks where a copy of the record goes: the stick that is in, or where the last one went. */
#include <mntent.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "form.h"
#include "linli/i18n.h"
#include "linli/upkeep.h"

#define PATH_LIMIT 400
#define COPY_ROOM 4096 /* PATH_MAX */

static const struct field_spec backup_fields[] = {
    {.name = "to",
     .label = N_("Folder"),
     .kind = FIELD_TEXT,
     .limit = PATH_LIMIT,
     .required = true,
     .hint = N_("of the stick; the copy gets the day for its name")},
};

static bool is_stick(const char *folder) {
    static const char *const places[] = {"/media/", "/run/media/", "/mnt/"};

    for (size_t i = 0; i < sizeof places / sizeof *places; i++)
        if (strncmp(folder, places[i], strlen(places[i])) == 0)
            return access(folder, W_OK) == 0 && strlen(folder) < PATH_LIMIT;
    return false;
}

/* The newest that was put in. */
static bool find_stick(char out[PATH_LIMIT]) {
    FILE *mounts = setmntent("/proc/self/mounts", "r");
    struct mntent *m;
    bool found = false;

    if (!mounts)
        return false;
    while ((m = getmntent(mounts))) {
        if (!is_stick(m->mnt_dir))
            continue;
        snprintf(out, PATH_LIMIT, "%s", m->mnt_dir);
        found = true;
    }
    endmntent(mounts);
    return found;
}

static void start(struct form *f) {
    char stick[PATH_LIMIT];
    struct buf last = {0};

    if (find_stick(stick))
        form_put_text(f, 0, stick);
    else if (store_get(f->view.app->store, "backup.to", &last) == ERR_OK)
        form_put_text(f, 0, buf_text(&last));
    buf_free(&last);
}

/* A name that is no folder would become a file wherever linli was started. */
static enum err check_folder(const char *folder) {
    struct stat st;

    if (stat(folder, &st) == 0 && S_ISDIR(st.st_mode))
        return ERR_OK;
    return err_say(ERR_NOT_FOUND, _("cannot write the backup"), err_fmt(_("there is no folder “%.200s”"), folder),
                   _("is the stick in? Its folder is often below /media"));
}

static enum err store_backup(struct form *f, struct buf *said) {
    struct app *app = f->view.app;
    char made[COPY_ROOM];
    enum err e = check_folder(form_text(f, 0));

    if (e != ERR_OK)
        return e;
    app_say(app, _("The copy is being made and read back…"));
    app_draw(app);
    e = upkeep_backup(app->store, form_text(f, 0), made);
    if (e == ERR_OK)
        e = store_set(app->store, "backup.to", form_text(f, 0));
    if (e != ERR_OK)
        return e;
    buf_printf(said, _("Copied and read back: %s"), made);
    if (upkeep_same_disk(app->store, made))
        buf_printf(said, "  %s", _("It is on the same disk as the record."));
    return ERR_OK;
}

static struct view *open_backup(struct app *app, const char *subject) {
    (void)subject;
    return backup_form(app);
}

struct view *backup_form(struct app *app) {
    return &form_new(app, &backup_form_spec, "", NULL)->view;
}

const struct form_spec backup_form_spec = {.name = "backup",
                                           .version = 1,
                                           .title = N_("Backup"),
                                           .fields = backup_fields,
                                           .count = sizeof backup_fields / sizeof *backup_fields,
                                           .start = start,
                                           .store = store_backup,
                                           .open = open_backup,
                                           .passing = true};
