/* linli import: a roster in, a report in words or JSON out, bad lines to a file. */
#include "cli_inner.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#include "linli/act.h"
#include "linli/door.h"
#include "linli/file.h"
#include "linli/i18n.h"
#include "linli/mem.h"
#include "progress.h"

#define MAP_SIZE_MAX 65536
#define MISSING_SHOWN 20

/* Where rejects go: a file that was asked for is opened first, so that nothing is imported whose bad lines cannot be kept; else
 * they wait in memory until it is known that there are any. */
struct rejects {
    const char *path;
    bool asked;
    char usual[4096];
    int fd;
};

static enum err cannot_write(const char *path) {
    return err_say(errno == ENOSPC || errno == EDQUOT ? ERR_FULL : ERR_IO, err_fmt(_("cannot write %s"), path), strerror(errno),
                   _("check the folder and its free space, or name another file with --rejects"));
}

static enum err rejects_open(struct rejects *r, const struct args *a) {
    const char *file = a->words[0];
    int len;

    r->fd = -1;
    r->path = a->text[OPT_REJECTS];
    r->asked = r->path != NULL;
    if (r->asked) {
        r->fd = open(r->path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW | O_NOCTTY, 0600);
        return r->fd < 0 ? cannot_write(r->path) : ERR_OK;
    }
    len = snprintf(r->usual, sizeof r->usual, "%s.rejects.csv", file);
    if (args_has(a, OPT_DRY_RUN) || strcmp(file, "-") == 0 || len < 0 || (size_t)len >= sizeof r->usual)
        return ERR_OK;
    r->path = r->usual;
    r->fd = memfd_create("rejects", MFD_CLOEXEC);
    return r->fd < 0 ? cannot_write(r->path) : ERR_OK;
}

/* Moves what waited in memory to its file. */
static enum err keep_usual(struct rejects *r) {
    struct stat st;
    void *bytes;
    enum err e;

    if (fstat(r->fd, &st) != 0 || st.st_size == 0)
        return ERR_OK;
    bytes = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_SHARED, r->fd, 0);
    if (bytes == MAP_FAILED)
        return cannot_write(r->path);
    e = file_write(r->path, bytes, (size_t)st.st_size);
    munmap(bytes, (size_t)st.st_size);
    return e;
}

static enum err rejects_close(struct rejects *r, bool any) {
    enum err e = ERR_OK;

    if (r->fd < 0)
        return ERR_OK;
    if (any && !r->asked)
        e = keep_usual(r);
    if (close(r->fd) != 0 && e == ERR_OK && r->asked)
        e = cannot_write(r->path);
    r->fd = -1;
    return e;
}

/* Reading and appending is the shorter part where households are new: putting them into the search index takes so many percent of
 * it. */
#define INDEX_PERCENT 500

/* What act_import calls back with. */
struct watch {
    struct progress bar;
    const struct act_import_report *report;
    bool dry_run;
    struct sheet missing;
    size_t shown;
};

static void show_progress(void *arg, size_t done, size_t total) {
    struct watch *w = arg;
    int64_t known = w->report->updated + w->report->unchanged, added = w->report->added;

    w->bar.after = added && !w->dry_run ? INDEX_PERCENT * added / (added + known) : 0;
    progress_show(&w->bar, (int64_t)done, (int64_t)total);
}

static void show_indexing(void *arg, int64_t done, int64_t total) {
    struct watch *w = arg;

    progress_after(&w->bar, done, total);
}

static void list_missing(void *arg, const struct household_row *row) {
    struct watch *w = arg;
    struct buf door = {0};
    char id[ID_TEXT_SIZE];

    if (w->shown++ >= MISSING_SHOWN)
        return;
    door_text(&door, &row->door, true);
    id_text(id, &row->id);
    sheet_cell(&w->missing, err_fmt("  %s", *row->number ? row->number : id));
    sheet_cell(&w->missing, buf_text(&door));
    sheet_cell(&w->missing, row->head);
    buf_free(&door);
}

static void report_json(const struct act_import_report *r, bool dry_run) {
    struct buf line = {0};
    struct json_out w;

    json_start_line(&w, &line);
    act_import_json(&w, r, dry_run);
    json_end_line(&w, &line);
    buf_free(&line);
}

static void report_words(const struct act_import_report *r, struct watch *w, bool dry_run) {
    struct buf words = {0};

    act_import_words(&words, r, dry_run);
    out_text(buf_text(&words));
    buf_free(&words);
    sheet_print(&w->missing);
    if (r->missing > MISSING_SHOWN)
        out_format(_("  and %lld more\n"), (long long)r->missing - MISSING_SHOWN);
}

/* Devices would be read for ever. */
static enum err check_file(const char *path) {
    struct stat st;

    if (strcmp(path, "-") == 0 || stat(path, &st) != 0 || S_ISREG(st.st_mode) || S_ISFIFO(st.st_mode) || S_ISDIR(st.st_mode))
        return ERR_OK;
    return err_say(ERR_IO, err_fmt(_("cannot read %s"), path), _("it is no file"), _("name a roster: .xlsx or CSV"));
}

static enum err read_files(const struct args *a, struct buf *roster, struct buf *map) {
    enum err e = check_file(a->words[0]);

    if (e == ERR_OK && args_has(a, OPT_MAP))
        e = file_read(map, a->text[OPT_MAP], MAP_SIZE_MAX);
    if (e == ERR_OK)
        e = file_read(roster, a->words[0], ROSTER_SIZE_MAX);
    return e;
}

/* What the exit code and the words on standard error say of an import that was done. */
static enum err sum_up(const struct act_import_report *r, const struct rejects *rejects, enum err kept) {
    if (r->roster.rejected && kept != ERR_OK)
        return err_say(ERR_PARTLY, err_fmt(_("%zu of %zu lines were not taken"), r->roster.rejected, r->roster.rows),
                       err_fmt(_("and they could not be written to %s: %s"), rejects->path, err_last()->why),
                       _("see them with --dry-run --rejects FILE; the good lines were taken"));
    return kept == ERR_OK ? act_import_sum_up(r, rejects->path) : kept;
}

static enum err import(struct store *s, const struct args *a, struct rejects *rejects, struct act_import *in) {
    struct act_import_report report = {0};
    struct watch watch = {.missing = {.columns = 3}, .report = &report, .dry_run = in->dry_run};
    enum err e, kept;

    progress_begin(&watch.bar, _("saving…"));
    in->progress = show_progress;
    in->indexing = show_indexing;
    in->arg = &watch;
    in->rejects_fd = rejects->fd;
    e = act_import(s, in, list_missing, &report);
    progress_end(&watch.bar);
    kept = rejects_close(rejects, e == ERR_OK && report.roster.rejected);
    if (e == ERR_OK) {
        args_has(a, OPT_JSON) ? report_json(&report, in->dry_run) : report_words(&report, &watch, in->dry_run);
        e = sum_up(&report, rejects, kept);
    }
    sheet_free(&watch.missing);
    act_import_report_free(&report);
    return e;
}

enum err cmd_import(struct store *s, const struct args *a) {
    struct buf roster = {0}, map = {0};
    struct rejects rejects = {.fd = -1};
    struct act_import in = {.dry_run = args_has(a, OPT_DRY_RUN)};
    enum err e = read_files(a, &roster, &map);

    if (e == ERR_OK)
        e = rejects_open(&rejects, a);
    if (e == ERR_OK) {
        in.bytes = buf_text(&roster);
        in.len = roster.len;
        in.options =
            (struct roster_options){.encoding = a->text[OPT_ENCODING], .area = a->text[OPT_AREA], .sheet = a->text[OPT_SHEET]};
        in.options.map = args_has(a, OPT_MAP) ? buf_text(&map) : NULL;
        e = import(s, a, &rejects, &in);
    }
    buf_free(&roster);
    buf_free(&map);
    return e;
}
