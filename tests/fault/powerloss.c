/* What a disk may hold after the power went: replays a log of killshim.so on a copy of the folder as it was before.
 *
 * Before the cut everything that a finished fsync or fdatasync covers is there. Of what came later, each write may be there
 * wholly, in part (512-byte sectors), or not at all, whatever its order; names (new, removed, renamed) are there up to some
 * point, and for good once their folder was synced. A new file's own sync also makes its name last, as on ext4, XFS and btrfs. */
#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <getopt.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>
#include "shimlog.h"

#define SECTOR 512
#define MAX_FILES 4096

struct record {
    struct shimlog_head head;
    const char *path, *path2, *data; /* paths are not NUL-ended */
};

/* A file's durable content, and what was done to it since (indexes of records). */
struct file {
    char *bytes;
    size_t len, size;
    size_t *pending, pending_count;
};

struct name {
    char *path; /* below the folder, without a leading slash */
    int file;   /* -1: a folder */
};

struct names {
    struct name *list;
    size_t count;
};

struct renaming {
    size_t record;
    int file; /* that the name was given to */
};

struct disk {
    struct file files[MAX_FILES];
    int file_count;
    struct names now, lasting;      /* as the process sees it; as the disk holds it for sure */
    struct renaming *names_pending; /* what was done to names since */
    size_t names_pending_count;
};

static struct record *records;
static size_t record_count;
static char watched[PATH_MAX];
static uint64_t chance_state;

static uint64_t chance(uint64_t below) {
    chance_state += UINT64_C(0x9e3779b97f4a7c15); /* splitmix64 */
    uint64_t z = chance_state;
    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    return (z ^ (z >> 31)) % below;
}

static void *grow(void *old, size_t size) {
    void *new = realloc(old, size ? size : 1);
    if (!new)
        errx(2, "out of memory");
    return new;
}

static void load_log(const char *path) {
    struct stat st;
    int fd = open(path, O_RDONLY);
    if (fd < 0 || fstat(fd, &st) < 0)
        err(2, "%s", path);
    const char *at = st.st_size ? mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, fd, 0) : NULL;
    if (!at || at == MAP_FAILED)
        errx(2, "%s: an empty log", path);
    const char *end = at + st.st_size;
    while (at < end) {
        struct record r;
        if ((size_t)(end - at) < sizeof r.head)
            errx(2, "%s: the log ends in the middle of a record", path);
        memcpy(&r.head, at, sizeof r.head);
        uint64_t rest = (uint64_t)r.head.path_len + r.head.path2_len + r.head.len;
        if (r.head.magic != SHIMLOG_MAGIC || rest > (uint64_t)(end - at) - sizeof r.head)
            errx(2, "%s: not a log of killshim", path);
        r.path = at + sizeof r.head;
        r.path2 = r.path + r.head.path_len;
        r.data = r.path2 + r.head.path2_len;
        at = r.data + r.head.len;
        if (r.head.kind == SHIMLOG_START) { /* once for each process */
            snprintf(watched, sizeof watched, "%.*s", (int)r.head.path_len, r.path);
            continue;
        }
        if (record_count % 1024 == 0)
            records = grow(records, (record_count + 1024) * sizeof *records);
        records[record_count++] = r;
    }
    close(fd);
}

/* A name below the watched folder: "" is the folder itself. */
static const char *below(const char *path, size_t len, char out[PATH_MAX]) {
    size_t skip = strlen(watched);
    if (len >= PATH_MAX || len < skip || memcmp(path, watched, skip) != 0)
        errx(2, "a path outside of the folder: %.*s", (int)len, path);
    if (len > skip)
        skip++;
    memcpy(out, path + skip, len - skip);
    out[len - skip] = '\0';
    return out;
}

static struct name *names_find(struct names *names, const char *path) {
    for (size_t i = 0; i < names->count; i++)
        if (strcmp(names->list[i].path, path) == 0)
            return &names->list[i];
    return NULL;
}

static void names_remove(struct names *names, const char *path) {
    struct name *n = names_find(names, path);
    if (!n)
        return;
    free(n->path);
    *n = names->list[--names->count];
}

static void names_set(struct names *names, const char *path, int file) {
    names_remove(names, path);
    names->list = grow(names->list, (names->count + 1) * sizeof *names->list);
    names->list[names->count++] = (struct name){strdup(path), file};
}

static void names_copy(struct names *to, const struct names *from) {
    for (size_t i = 0; i < from->count; i++)
        names_set(to, from->list[i].path, from->list[i].file);
}

static void names_free(struct names *names) {
    for (size_t i = 0; i < names->count; i++)
        free(names->list[i].path);
    free(names->list);
    *names = (struct names){0};
}

static int new_file(struct disk *d) {
    if (d->file_count == MAX_FILES)
        errx(2, "too many files");
    return d->file_count++;
}

static void put_bytes(struct file *f, uint64_t offset, const void *data, size_t len) {
    if (offset + len > f->size) {
        f->size = (offset + len) * 2;
        f->bytes = grow(f->bytes, f->size);
    }
    if (offset + len > f->len) {
        if (offset > f->len)
            memset(f->bytes + f->len, 0, offset - f->len);
        f->len = offset + len;
    }
    if (len)
        memcpy(f->bytes + offset, data, len);
}

static void set_len(struct file *f, uint64_t len) {
    if (len > f->len)
        put_bytes(f, len, "", 0);
    f->len = len;
}

/* The folder as it was at the start: nftw has no argument of its own. */
static struct disk *loading;
static size_t loading_skip;

static int load_one(const char *path, const struct stat *st, int kind, struct FTW *ftw) {
    (void)ftw;
    const char *name = path + loading_skip + (path[loading_skip] == '/');
    if (!*name)
        return 0;
    if (kind == FTW_D) {
        names_set(&loading->now, name, -1);
    } else if (S_ISREG(st->st_mode)) {
        int file = new_file(loading), fd = open(path, O_RDONLY);
        struct file *f = &loading->files[file];
        f->bytes = grow(NULL, (size_t)st->st_size);
        f->len = f->size = (size_t)st->st_size;
        if (fd < 0 || read(fd, f->bytes, f->len) != (ssize_t)f->len)
            err(2, "%s", path);
        close(fd);
        names_set(&loading->now, name, file);
    }
    return 0;
}

static void disk_load(struct disk *d, const char *folder) {
    memset(d, 0, sizeof *d);
    loading = d;
    loading_skip = strlen(folder);
    if (nftw(folder, load_one, 16, FTW_PHYS) != 0)
        err(2, "%s", folder);
    names_copy(&d->lasting, &d->now);
}

static void disk_free(struct disk *d) {
    for (int i = 0; i < d->file_count; i++) {
        free(d->files[i].bytes);
        free(d->files[i].pending);
    }
    names_free(&d->now);
    names_free(&d->lasting);
    free(d->names_pending);
}

static void apply_name(struct names *names, const struct record *r, int file) {
    char path[PATH_MAX], path2[PATH_MAX];
    below(r->path, r->head.path_len, path);
    if (r->head.kind == SHIMLOG_UNLINK) {
        names_remove(names, path);
    } else if (r->head.kind == SHIMLOG_RENAME) {
        struct name *n = names_find(names, path);
        int moved = n ? n->file : file;
        names_remove(names, path);
        names_set(names, below(r->path2, r->head.path2_len, path2), moved);
    } else {
        names_set(names, path, r->head.kind == SHIMLOG_MKDIR ? -1 : file);
    }
}

static int file_of(struct disk *d, const char *path) {
    struct name *n = names_find(&d->now, path);
    return n ? n->file : -1;
}

/* All that is pending of a file, or with `torn` what chance keeps of it. */
enum keep { KEEP_NONE, KEEP_ALL, KEEP_FIRST, KEEP_SOME, KEEP_SECTORS, KEEP_WAYS };

static void apply_write(struct file *f, const struct record *r, enum keep keep) {
    for (uint64_t at = 0; at < r->head.len;) {
        uint64_t n = SECTOR - (r->head.offset + at) % SECTOR;
        if (n > r->head.len - at)
            n = r->head.len - at;
        if (keep != KEEP_SECTORS || chance(2))
            put_bytes(f, r->head.offset + at, r->data + at, (size_t)n);
        at += n;
    }
}

static void apply_pending(struct file *f, enum keep keep, size_t before) {
    for (size_t i = 0; i < f->pending_count; i++) {
        const struct record *r = &records[f->pending[i]];
        bool kept = keep == KEEP_ALL || keep == KEEP_SECTORS || (keep == KEEP_FIRST && f->pending[i] < before) ||
                    (keep == KEEP_SOME && chance(2));
        if (!kept)
            continue;
        if (r->head.kind == SHIMLOG_TRUNCATE)
            set_len(f, r->head.offset);
        else
            apply_write(f, r, keep);
    }
    f->pending_count = 0;
}

static bool is_in_folder(const char *path, const char *folder) {
    size_t len = strlen(folder);
    const char *rest = len ? path + len + 1 : path;
    return (!len || (strncmp(path, folder, len) == 0 && path[len] == '/')) && !strchr(rest, '/');
}

/* The names in a folder (or of one new file) last from now on, and with them all that was done to names before: file systems keep
 * that order. */
static void settle_names(struct disk *d, const char *folder, int only_file) {
    size_t settled = 0;
    for (size_t i = 0; i < d->names_pending_count; i++) {
        const struct record *r = &records[d->names_pending[i].record];
        char path[PATH_MAX], path2[PATH_MAX];
        below(r->path, r->head.path_len, path);
        bool there = folder && is_in_folder(path, folder);
        if (folder && r->head.kind == SHIMLOG_RENAME)
            there = there || is_in_folder(below(r->path2, r->head.path2_len, path2), folder);
        if (there || (!folder && r->head.kind == SHIMLOG_CREATE && d->names_pending[i].file == only_file))
            settled = i + 1;
    }
    for (size_t i = 0; i < settled; i++)
        apply_name(&d->lasting, &records[d->names_pending[i].record], d->names_pending[i].file);
    d->names_pending_count -= settled;
    if (settled)
        memmove(d->names_pending, d->names_pending + settled, d->names_pending_count * sizeof *d->names_pending);
}

static void push_index(size_t **list, size_t *count, size_t index) {
    *list = grow(*list, (*count + 1) * sizeof **list);
    (*list)[(*count)++] = index;
}

/* One record happens. `lie`: percent of syncs that the disk ignores. */
static void step(struct disk *d, size_t index, int lie) {
    const struct record *r = &records[index];
    char path[PATH_MAX];
    int file;
    if (r->head.kind == SHIMLOG_OUT)
        return;
    below(r->path, r->head.path_len, path);
    switch ((enum shimlog_kind)r->head.kind) {
    case SHIMLOG_WRITE:
    case SHIMLOG_TRUNCATE:
        file = file_of(d, path);
        if (file >= 0)
            push_index(&d->files[file].pending, &d->files[file].pending_count, index);
        break;
    case SHIMLOG_SYNC:
        if (lie && chance(100) < (uint64_t)lie)
            break;
        file = file_of(d, path);
        if (file >= 0) {
            apply_pending(&d->files[file], KEEP_ALL, 0);
            settle_names(d, NULL, file);
        } else {
            settle_names(d, path, -1);
        }
        break;
    default:
        file = r->head.kind == SHIMLOG_CREATE ? new_file(d) : r->head.kind == SHIMLOG_RENAME ? file_of(d, path) : -1;
        apply_name(&d->now, r, file);
        d->names_pending = grow(d->names_pending, (d->names_pending_count + 1) * sizeof *d->names_pending);
        d->names_pending[d->names_pending_count++] = (struct renaming){index, file};
        break;
    }
}

/* The power goes: chance says what of the unsettled is there. */
static void cut(struct disk *d, size_t point, enum keep keep) {
    size_t names_kept = keep == KEEP_NONE ? 0 : keep == KEEP_ALL ? d->names_pending_count : chance(d->names_pending_count + 1);
    for (size_t i = 0; i < names_kept; i++)
        apply_name(&d->lasting, &records[d->names_pending[i].record], d->names_pending[i].file);
    size_t before = point ? chance(point + 1) : 0;
    for (int i = 0; i < d->file_count; i++)
        apply_pending(&d->files[i], keep, before);
}

static int remove_one(const char *path, const struct stat *st, int kind, struct FTW *ftw) {
    (void)st, (void)kind;
    return ftw->level == 0 ? 0 : remove(path);
}

static void make_parents(char *path) {
    for (char *slash = strchr(path + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        if (mkdir(path, 0700) < 0 && errno != EEXIST)
            err(2, "%s", path);
        *slash = '/';
    }
}

static void disk_write(const struct disk *d, const char *folder) {
    char path[PATH_MAX];
    if (mkdir(folder, 0700) < 0 && errno != EEXIST)
        err(2, "%s", folder);
    if (nftw(folder, remove_one, 16, FTW_DEPTH | FTW_PHYS) != 0)
        err(2, "%s", folder);
    for (size_t i = 0; i < d->lasting.count; i++) {
        const struct name *n = &d->lasting.list[i];
        size_t len = strlen(n->path);
        if (len > 4 && strcmp(n->path + len - 4, "-shm") == 0)
            continue; /* SQLite's shared memory: mapped, never synced, made anew */
        if (snprintf(path, sizeof path, "%s/%s", folder, n->path) >= (int)sizeof path)
            errx(2, "a name is too long");
        make_parents(path);
        if (n->file < 0) {
            if (mkdir(path, 0700) < 0 && errno != EEXIST)
                err(2, "%s", path);
            continue;
        }
        const struct file *f = &d->files[n->file];
        int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
        if (fd < 0 || write(fd, f->bytes, f->len) != (ssize_t)f->len || close(fd) < 0)
            err(2, "%s", path);
    }
}

/* What the world had been told before the cut. */
static void write_told(const char *path, size_t point) {
    FILE *out = fopen(path, "w");
    if (!out)
        err(2, "%s", path);
    for (size_t i = 0; i < point; i++)
        if (records[i].head.kind == SHIMLOG_OUT)
            fwrite(records[i].data, 1, records[i].head.len, out);
    fclose(out);
}

struct plan {
    const char *before, *out, *told;
    int lie;
};

/* The image of a cut behind `point` records; a write that was under way may be there, too. */
static void build(const struct plan *plan, size_t point, uint64_t seed) {
    static struct disk d;
    chance_state = seed;
    disk_load(&d, plan->before);
    for (size_t i = 0; i < point; i++)
        step(&d, i, plan->lie);
    if (point < record_count && records[point].head.kind == SHIMLOG_WRITE && chance(2))
        step(&d, point, 0);
    cut(&d, point, (enum keep)(seed % KEEP_WAYS));
    disk_write(&d, plan->out);
    if (plan->told)
        write_told(plan->told, point);
    disk_free(&d);
}

static int run_check(char **command) {
    int status;
    pid_t pid = fork();
    if (pid == 0) {
        execvp(command[0], command);
        _exit(127);
    }
    if (pid < 0 || waitpid(pid, &status, 0) != pid)
        err(2, "%s", command[0]);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

/* Images at points and with seeds by chance, each looked at by a command: exit code 0 good, 1 lost, anything else broken. */
static int sweep(const struct plan *plan, size_t images, uint64_t seed, char **command) {
    size_t good = 0, lost = 0, broken = 0, told = 0;
    for (size_t i = 0; i < record_count; i++)
        told += records[i].head.kind == SHIMLOG_OUT;
    if (plan->told && !told)
        errx(2, "the log holds nothing that was told: no image could prove a loss");
    for (size_t i = 0; i < images; i++) {
        chance_state = seed * 1000003 + i;
        size_t point = (size_t)chance(record_count + 1);
        uint64_t image_seed = chance(1u << 30);
        build(plan, point, image_seed);
        int code = run_check(command);
        good += code == 0;
        lost += code == 1;
        broken += code > 1;
        if (code && lost + broken <= 5)
            fprintf(stderr, "image of point %zu, seed %llu: exit code %d\n", point, (unsigned long long)image_seed, code);
    }
    printf("%zu told, %zu images, %zu good, %zu lost, %zu broken\n", told, images, good, lost, broken);
    return lost || broken ? 1 : 0;
}

static void usage(void) {
    fputs("powerloss [--told FILE] [--lie PERCENT] LOG BEFORE OUT --point N --seed S      one image\n"
          "powerloss [--told FILE] [--lie PERCENT] LOG BEFORE OUT --sweep IMAGES --seed S -- COMMAND   looks at each\n"
          "powerloss LOG --points     how many there are\n"
          "BEFORE: the folder as it was when the log began. OUT is emptied first. --told: what had left the process by then.\n"
          "--lie: that share of the syncs is ignored, as cheap disks do.\n",
          stderr);
    exit(2);
}

int main(int argc, char **argv) {
    static const struct option options[] = {{"point", 1, 0, 'p'}, {"seed", 1, 0, 's'}, {"sweep", 1, 0, 'w'},
                                            {"told", 1, 0, 't'},  {"lie", 1, 0, 'l'},  {"points", 0, 0, 'n'},
                                            {0, 0, 0, 0}};
    struct plan plan = {0};
    const char *names[3] = {0};
    size_t name_count = 0, point = 0, images = 0;
    uint64_t seed = 1;
    bool count_only = false;
    int c;
    while ((c = getopt_long(argc, argv, "-", options, NULL)) != -1) {
        if (c == 1 && name_count < 3)
            names[name_count++] = optarg;
        else if (c == 'p')
            point = strtoul(optarg, NULL, 10);
        else if (c == 's')
            seed = strtoull(optarg, NULL, 10);
        else if (c == 'w')
            images = strtoul(optarg, NULL, 10);
        else if (c == 't')
            plan.told = optarg;
        else if (c == 'l')
            plan.lie = atoi(optarg);
        else if (c == 'n')
            count_only = true;
        else
            usage();
    }
    if (!names[0])
        usage();
    load_log(names[0]);
    if (count_only)
        return printf("%zu\n", record_count) < 0;
    if (name_count < 3 || (images && optind >= argc))
        usage();
    plan.before = names[1];
    plan.out = names[2];
    if (images)
        return sweep(&plan, images, seed, argv + optind);
    build(&plan, point > record_count ? record_count : point, seed);
    return 0;
}
