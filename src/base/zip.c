/* minizip, and the only file that names it: it is small, links zlib alone, and libxlsxwriter brings it anyway. It sees the bytes
 * through functions of this file, so there is no path anywhere. */
#include "linli/zip.h"

#include <minizip/unzip.h>
#include <stdint.h>
#include <string.h>
#include <strings.h>
#include "linli/i18n.h"
#include "linli/library.h"
#include "linli/mem.h"

#define PIECE 65536

#define FUNCTIONS                                                                                                                \
    X(unzOpen2_64)                                                                                                               \
    X(unzClose)                                                                                                                  \
    X(unzGoToFirstFile)                                                                                                          \
    X(unzGoToNextFile)                                                                                                           \
    X(unzGetCurrentFileInfo64)                                                                                                   \
    X(unzGetFilePos64)                                                                                                           \
    X(unzGoToFilePos64)                                                                                                          \
    X(unzOpenCurrentFile)                                                                                                        \
    X(unzReadCurrentFile)                                                                                                        \
    X(unzCloseCurrentFile)

static struct {
#define X(name) __typeof__(name) *name;
    FUNCTIONS
#undef X
} mini;

static const struct library_function functions[] = {
#define X(name) {#name, offsetof(__typeof__(mini), name)},
    FUNCTIONS
#undef X
};

struct part {
    char name[ZIP_NAME_SIZE];
    unz64_file_pos at;
    uint64_t packed;
};

struct zip {
    const char *bytes;
    size_t len, at;
    zlib_filefunc64_def io;
    unzFile file;
    struct part *parts; /* by name */
    size_t count, room;
    size_t unpacked; /* of all parts that were read */
};

/* ---- the bytes as a file ---- */

static voidpf io_open(voidpf opaque, const void *name, int mode) {
    (void)name;
    (void)mode;
    ((struct zip *)opaque)->at = 0;
    return opaque;
}

static uLong io_read(voidpf opaque, voidpf stream, void *out, uLong size) {
    struct zip *z = opaque;
    size_t left = z->len - z->at, n = size < left ? size : left;

    (void)stream;
    memcpy(out, z->bytes + z->at, n);
    z->at += n;
    return n;
}

static ZPOS64_T io_tell(voidpf opaque, voidpf stream) {
    (void)stream;
    return ((struct zip *)opaque)->at;
}

static long io_seek(voidpf opaque, voidpf stream, ZPOS64_T offset, int origin) {
    struct zip *z = opaque;
    size_t from = origin == ZLIB_FILEFUNC_SEEK_SET ? 0 : origin == ZLIB_FILEFUNC_SEEK_CUR ? z->at : z->len;

    (void)stream;
    if (offset > z->len - from)
        return -1;
    z->at = from + (size_t)offset;
    return 0;
}

static int io_none(voidpf opaque, voidpf stream) {
    (void)opaque;
    (void)stream;
    return 0;
}

/* ---- */

static enum err broken(const char *why) {
    return err_say(ERR_SYNTAX, _("cannot read the workbook"), why, _("open it in the spreadsheet and save it again as .xlsx"));
}

static enum err load(void) {
    static bool loaded;

    loaded = loaded || library_load(&mini, "libminizip.so.1", functions, sizeof functions / sizeof functions[0]);
    return loaded ? ERR_OK
                  : err_say(ERR_FAILED, _("cannot read the workbook"), _("the library minizip is missing on this machine"),
                            _("install it: apt install libminizip1; or save the table as CSV UTF-8"));
}

/* Where the name is among the parts or would be. */
static bool find(const struct zip *z, const char *name, size_t *at) {
    size_t from = 0, to = z->count;

    while (from < to) {
        size_t middle = from + (to - from) / 2;
        int order = strcasecmp(z->parts[middle].name, name);

        if (!order) {
            *at = middle;
            return true;
        }
        if (order < 0)
            from = middle + 1;
        else
            to = middle;
    }
    *at = from;
    return false;
}

static enum err add_part(struct zip *z) {
    struct part p;
    unz_file_info64 info;
    size_t at;

    if (mini.unzGetCurrentFileInfo64(z->file, &info, p.name, sizeof p.name, NULL, 0, NULL, 0) != UNZ_OK ||
        mini.unzGetFilePos64(z->file, &p.at) != UNZ_OK)
        return broken(_("its list of parts is damaged"));
    if (info.size_filename == 0 || info.size_filename >= sizeof p.name || strlen(p.name) != info.size_filename)
        return broken(_("a part in it has a name that none of a workbook has"));
    if (info.flag & 1)
        return err_say(ERR_SYNTAX, _("cannot read the workbook"), _("it is locked with a password"),
                       _("open it in the spreadsheet, remove the password, save it again"));
    if (find(z, p.name, &at))
        return broken(_("two parts in it have one name"));
    if (z->count == ZIP_ENTRIES_MAX)
        return broken(_("it has more parts than any workbook"));
    p.packed = info.compressed_size;
    if (z->count == z->room) {
        z->room = z->room ? z->room * 2 : 32;
        z->parts = mem_resize(z->parts, z->room, sizeof *z->parts);
    }
    memmove(&z->parts[at + 1], &z->parts[at], (z->count++ - at) * sizeof *z->parts);
    z->parts[at] = p;
    return ERR_OK;
}

static enum err list_parts(struct zip *z) {
    int more;
    enum err e = ERR_OK;

    for (more = mini.unzGoToFirstFile(z->file); more == UNZ_OK && e == ERR_OK; more = mini.unzGoToNextFile(z->file))
        e = add_part(z);
    if (e == ERR_OK && more != UNZ_END_OF_LIST_OF_FILE)
        e = broken(_("its list of parts is damaged"));
    return e;
}

enum err zip_open(struct zip **out, const char *bytes, size_t len) {
    struct zip *z;
    enum err e = load();

    *out = NULL;
    if (e != ERR_OK)
        return e;
    z = mem_new(1, sizeof *z);
    z->bytes = bytes;
    z->len = len;
    z->io = (zlib_filefunc64_def){.zopen64_file = io_open,
                                  .zread_file = io_read,
                                  .ztell64_file = io_tell,
                                  .zseek64_file = io_seek,
                                  .zclose_file = io_none,
                                  .zerror_file = io_none,
                                  .opaque = z};
    z->file = mini.unzOpen2_64("", &z->io);
    e = z->file ? list_parts(z) : broken(_("its end is missing: it was not copied whole"));
    if (e == ERR_OK)
        *out = z;
    else
        zip_close(z);
    return e;
}

void zip_close(struct zip *z) {
    if (!z)
        return;
    if (z->file)
        mini.unzClose(z->file);
    mem_free(z->parts);
    mem_free(z);
}

bool zip_has(const struct zip *z, const char *name) {
    size_t at;

    return find(z, name, &at);
}

static enum err unpack(struct zip *z, const struct part *p, zip_take_fn *take, void *arg) {
    char *piece = mem_new(PIECE, 1);
    size_t total = 0;
    enum err e = ERR_OK;
    int n;

    while (e == ERR_OK && (n = mini.unzReadCurrentFile(z->file, piece, PIECE)) != 0) {
        if (n < 0) {
            e = broken(_("a part in it is damaged"));
            break;
        }
        total += (size_t)n;
        z->unpacked += (size_t)n;
        if (z->unpacked > ZIP_TOTAL_MAX || (total > ZIP_FREE && total / ZIP_RATIO > p->packed))
            e = broken(_("it unpacks to far more than any roster has"));
        else
            e = take(arg, piece, (size_t)n);
    }
    mem_free(piece);
    return e;
}

enum err zip_read(struct zip *z, const char *name, zip_take_fn *take, void *arg) {
    size_t at;
    enum err e;

    if (!find(z, name, &at))
        return ERR_NOT_FOUND;
    if (mini.unzGoToFilePos64(z->file, &z->parts[at].at) != UNZ_OK || mini.unzOpenCurrentFile(z->file) != UNZ_OK)
        return broken(_("a part in it is damaged"));
    e = unpack(z, &z->parts[at], take, arg);
    if (mini.unzCloseCurrentFile(z->file) != UNZ_OK && e == ERR_OK)
        e = broken(_("a part in it is damaged: what it holds does not match its checksum"));
    return e;
}
