/* A preloaded library that counts the calls by which a process changes files below one folder, and stops the process, or makes
 * the call fail, at the Nth.
 *
 *   KILLSHIM_DIR=FOLDER    which files (regular files and folders below it, and itself)
 *   KILLSHIM_COUNT=FILE    8 bytes, the number of calls so far, shared by all processes that name the same file
 *   KILLSHIM_AT=N          SIGKILL before call N takes effect
 *   KILLSHIM_HALF=1        … after half of its data is written, where it writes
 *   KILLSHIM_ERRNO=NAME    instead of the kill: call N fails so (ENOSPC EIO EDQUOT EROFS EINTR EMFILE); with HALF a write is
 *                          short instead
 *   KILLSHIM_FROM=1        … and every later one, too
 *   KILLSHIM_CALLS=NAMES   only these count: write fsync truncate unlink rename, blanks between
 *   KILLSHIM_LOG=FILE      a log of what was done, for powerloss (shimlog.h)
 *
 * What it does not see: stdio (its writes do not go through the symbol), mmap, io_uring, statically linked programs. */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>
#include "shimlog.h"

/* What a call is for the counter. */
enum call { CALL_WRITE = 1, CALL_FSYNC = 2, CALL_TRUNCATE = 4, CALL_UNLINK = 8, CALL_RENAME = 16, CALL_ALL = 31 };

static struct {
    bool ready;
    char dir[PATH_MAX];
    size_t dir_len;
    uint64_t at;
    bool half, from;
    int fail_with; /* 0: kill */
    unsigned calls;
    int log;
    _Atomic uint64_t own_count;
    _Atomic uint64_t *count;
} shim = {.log = -1, .calls = CALL_ALL};

static pthread_mutex_t log_lock = PTHREAD_MUTEX_INITIALIZER;

/* The real functions. The pointers are found at the first call, which may come before this library's constructor. */
#define REAL(name) ((__typeof__(&name))real_function(#name))
static void *real_function(const char *name) {
    void *f = dlsym(RTLD_NEXT, name);
    if (!f)
        _exit(125);
    return f;
}

static int errno_of(const char *name) {
    static const struct {
        const char *name;
        int value;
    } known[] = {{"ENOSPC", ENOSPC}, {"EIO", EIO},       {"EDQUOT", EDQUOT}, {"EROFS", EROFS},
                 {"EINTR", EINTR},   {"EMFILE", EMFILE}, {"EACCES", EACCES}};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (strcmp(known[i].name, name) == 0)
            return known[i].value;
    return EIO;
}

static unsigned calls_of(const char *names) {
    static const struct {
        const char *name;
        unsigned value;
    } known[] = {{"write", CALL_WRITE},
                 {"fsync", CALL_FSYNC},
                 {"truncate", CALL_TRUNCATE},
                 {"unlink", CALL_UNLINK},
                 {"rename", CALL_RENAME}};
    unsigned calls = 0;
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (strstr(names, known[i].name))
            calls |= known[i].value;
    return calls;
}

static const char *setting(const char *name) {
    const char *value = getenv(name);
    return value && *value ? value : NULL;
}

static bool is_below(const char *path) {
    return shim.dir_len && strncmp(path, shim.dir, shim.dir_len) == 0 &&
           (path[shim.dir_len] == '/' || path[shim.dir_len] == '\0');
}

static void put_record(enum shimlog_kind kind, const char *path, const char *path2, uint64_t offset, const void *data,
                       size_t len) {
    if (shim.log < 0)
        return;
    int saved = errno;
    struct shimlog_head head = {.magic = SHIMLOG_MAGIC,
                                .kind = kind,
                                .offset = offset,
                                .len = len,
                                .path_len = (uint32_t)strlen(path),
                                .path2_len = (uint32_t)strlen(path2)};
    struct iovec parts[] = {{&head, sizeof head},
                            {(void *)(uintptr_t)path, head.path_len},
                            {(void *)(uintptr_t)path2, head.path2_len},
                            {(void *)(uintptr_t)data, len}};
    pthread_mutex_lock(&log_lock);
    ssize_t want = (ssize_t)(sizeof head + head.path_len + head.path2_len + len);
    if (syscall(SYS_writev, shim.log, parts, 4) != want)
        _exit(124); /* a log with a hole would prove nothing */
    pthread_mutex_unlock(&log_lock);
    errno = saved;
}

__attribute__((constructor)) static void set_up(void) {
    if (shim.ready)
        return;
    shim.ready = true;
    const char *dir = setting("KILLSHIM_DIR"), *count = setting("KILLSHIM_COUNT"), *log = setting("KILLSHIM_LOG");
    if (!dir || !realpath(dir, shim.dir))
        return;
    shim.dir_len = strlen(shim.dir);
    shim.at = setting("KILLSHIM_AT") ? strtoull(setting("KILLSHIM_AT"), NULL, 10) : 0;
    shim.half = setting("KILLSHIM_HALF");
    shim.from = setting("KILLSHIM_FROM");
    shim.fail_with = setting("KILLSHIM_ERRNO") ? errno_of(setting("KILLSHIM_ERRNO")) : 0;
    if (setting("KILLSHIM_CALLS"))
        shim.calls = calls_of(setting("KILLSHIM_CALLS"));
    shim.count = &shim.own_count;
    if (count) {
        int fd = (int)syscall(SYS_openat, AT_FDCWD, count, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
        void *shared = MAP_FAILED;
        if (fd >= 0 && syscall(SYS_ftruncate, fd, (off_t)sizeof(uint64_t)) == 0)
            shared = mmap(NULL, sizeof(uint64_t), PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
        if (shared == MAP_FAILED)
            _exit(125);
        shim.count = shared;
        close(fd);
    }
    if (log) {
        shim.log = (int)syscall(SYS_openat, AT_FDCWD, log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
        if (shim.log < 0)
            _exit(125);
        put_record(SHIMLOG_START, shim.dir, "", 0, NULL, 0);
    }
}

static void die(void) {
    for (;;)
        syscall(SYS_kill, getpid(), SIGKILL);
}

/* What is to happen to a call. */
enum fate { GO_ON, FAIL, CUT };

static enum fate count_call(enum call call) {
    if (!shim.dir_len || !(shim.calls & call))
        return GO_ON;
    uint64_t n = atomic_fetch_add(shim.count, 1) + 1;
    if (!shim.at || n < shim.at || (n > shim.at && !shim.from))
        return GO_ON;
    if (shim.half && call == CALL_WRITE && n == shim.at)
        return CUT;
    if (!shim.fail_with)
        die();
    errno = shim.fail_with;
    return FAIL;
}

/* Half of a write is done: the end, or a short write. */
static void after_cut(void) {
    if (!shim.fail_with)
        die();
}

/* The name of an open file or folder below the watched one. */
static bool path_of(int fd, char path[PATH_MAX]) {
    char link[64];
    set_up();
    if (!shim.dir_len)
        return false;
    int saved = errno;
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t n = readlink(link, path, PATH_MAX - 1);
    errno = saved;
    if (n < 0)
        return false;
    path[n] = '\0';
    return is_below(path);
}

/* A name as the process gave it, made absolute. Its folder is resolved, itself it is not (unlink and rename mean the link). */
static bool path_at(int folder, const char *name, char path[PATH_MAX]) {
    char joined[PATH_MAX], base[PATH_MAX], whole[PATH_MAX];
    set_up();
    if (!shim.dir_len || !name)
        return false;
    int saved = errno;
    base[0] = '\0';
    if (name[0] != '/' && folder == AT_FDCWD && !getcwd(base, sizeof base))
        return false;
    if (name[0] != '/' && folder != AT_FDCWD && !path_of(folder, base))
        return false;
    if (snprintf(joined, sizeof joined, "%s%s%s", base, base[0] ? "/" : "", name) >= (int)sizeof joined)
        return false;
    char *last = strrchr(joined, '/');
    char *leaf = last ? last + 1 : joined;
    bool good = false;
    if (last) {
        *last = '\0';
        good = realpath(last == joined ? "/" : joined, whole) && snprintf(path, PATH_MAX, "%s/%s", whole, leaf) < PATH_MAX;
    }
    errno = saved;
    return good && is_below(path);
}

static bool is_outside_world(int fd) {
    struct stat st;
    return shim.log >= 0 && fd != shim.log && fstat(fd, &st) == 0 &&
           (S_ISFIFO(st.st_mode) || S_ISSOCK(st.st_mode) || S_ISCHR(st.st_mode));
}

static void log_write(int fd, const char *path, const void *data, ssize_t n, off_t offset) {
    if (n <= 0 || shim.log < 0)
        return;
    int saved = errno;
    if (offset < 0)
        offset = lseek(fd, 0, SEEK_CUR) - n;
    put_record(SHIMLOG_WRITE, path, "", (uint64_t)offset, data, (size_t)n);
    errno = saved;
}

static void log_out(int fd, const void *data, ssize_t n) {
    if (n > 0 && shim.log >= 0 && is_outside_world(fd))
        put_record(SHIMLOG_OUT, "", "", 0, data, (size_t)n);
}

ssize_t write(int fd, const void *data, size_t len) {
    char path[PATH_MAX];
    if (!path_of(fd, path)) {
        ssize_t n = REAL(write)(fd, data, len);
        log_out(fd, data, n);
        return n;
    }
    enum fate fate = count_call(CALL_WRITE);
    if (fate == FAIL)
        return -1;
    ssize_t n = REAL(write)(fd, data, fate == CUT ? len / 2 : len);
    log_write(fd, path, data, n, -1);
    if (fate == CUT)
        after_cut();
    return n;
}

static ssize_t pwrite_any(int fd, const void *data, size_t len, off_t offset) {
    char path[PATH_MAX];
    enum fate fate = GO_ON;
    bool ours = path_of(fd, path);
    if (ours)
        fate = count_call(CALL_WRITE);
    if (fate == FAIL)
        return -1;
    ssize_t n = syscall(SYS_pwrite64, fd, data, fate == CUT ? len / 2 : len, offset);
    if (ours)
        log_write(fd, path, data, n, offset);
    if (fate == CUT)
        after_cut();
    return n;
}

ssize_t pwrite(int fd, const void *data, size_t len, off_t offset) {
    return pwrite_any(fd, data, len, offset);
}

ssize_t pwrite64(int fd, const void *data, size_t len, off64_t offset) {
    return pwrite_any(fd, data, len, offset);
}

/* Writes of several pieces are made one piece, so that half of them is half. */
static ssize_t as_one(int fd, const struct iovec *parts, int count, off_t offset) {
    size_t len = 0;
    for (int i = 0; i < count; i++)
        len += parts[i].iov_len;
    char *all = malloc(len ? len : 1);
    if (!all) {
        errno = ENOMEM;
        return -1;
    }
    for (int i = 0, at = 0; i < count; at += (int)parts[i].iov_len, i++)
        memcpy(all + at, parts[i].iov_base, parts[i].iov_len);
    ssize_t n = offset < 0 ? write(fd, all, len) : pwrite_any(fd, all, len, offset);
    free(all);
    return n;
}

ssize_t writev(int fd, const struct iovec *parts, int count) {
    char path[PATH_MAX];
    return path_of(fd, path) || is_outside_world(fd) ? as_one(fd, parts, count, -1) : REAL(writev)(fd, parts, count);
}

ssize_t pwritev(int fd, const struct iovec *parts, int count, off_t offset) {
    char path[PATH_MAX];
    return path_of(fd, path) ? as_one(fd, parts, count, offset) : REAL(pwritev)(fd, parts, count, offset);
}

ssize_t send(int fd, const void *data, size_t len, int flags) {
    ssize_t n = REAL(send)(fd, data, len, flags);
    log_out(fd, data, n);
    return n;
}

ssize_t sendto(int fd, const void *data, size_t len, int flags, const struct sockaddr *to, socklen_t to_len) {
    ssize_t n = REAL(sendto)(fd, data, len, flags, to, to_len);
    log_out(fd, data, n);
    return n;
}

ssize_t sendmsg(int fd, const struct msghdr *message, int flags) {
    ssize_t n = REAL(sendmsg)(fd, message, flags);
    if (n > 0 && message->msg_iovlen > 0) /* the first piece: what was told matters little, when does */
        log_out(fd, message->msg_iov[0].iov_base,
                (size_t)n < message->msg_iov[0].iov_len ? n : (ssize_t)message->msg_iov[0].iov_len);
    return n;
}

static int sync_any(int fd, int (*real)(int)) {
    char path[PATH_MAX];
    bool ours = path_of(fd, path);
    if (ours && count_call(CALL_FSYNC) != GO_ON)
        return -1;
    int result = real(fd);
    if (ours && result == 0)
        put_record(SHIMLOG_SYNC, path, "", 0, NULL, 0);
    return result;
}

int fsync(int fd) {
    return sync_any(fd, REAL(fsync));
}

int fdatasync(int fd) {
    return sync_any(fd, REAL(fdatasync));
}

static int truncate_any(int fd, off_t size) {
    char path[PATH_MAX];
    bool ours = path_of(fd, path);
    if (ours && count_call(CALL_TRUNCATE) != GO_ON)
        return -1;
    int result = (int)syscall(SYS_ftruncate, fd, size);
    if (ours && result == 0)
        put_record(SHIMLOG_TRUNCATE, path, "", (uint64_t)size, NULL, 0);
    return result;
}

int ftruncate(int fd, off_t size) {
    return truncate_any(fd, size);
}

int ftruncate64(int fd, off64_t size) {
    return truncate_any(fd, size);
}

static int unlink_any(int folder, const char *name, int flags) {
    char path[PATH_MAX];
    bool ours = path_at(folder, name, path);
    if (ours && count_call(CALL_UNLINK) != GO_ON)
        return -1;
    int result = (int)syscall(SYS_unlinkat, folder, name, flags);
    if (ours && result == 0)
        put_record(SHIMLOG_UNLINK, path, "", 0, NULL, 0);
    return result;
}

int unlink(const char *name) {
    return unlink_any(AT_FDCWD, name, 0);
}

int unlinkat(int folder, const char *name, int flags) {
    return unlink_any(folder, name, flags);
}

int rmdir(const char *name) {
    return unlink_any(AT_FDCWD, name, AT_REMOVEDIR);
}

static int rename_any(int from_folder, const char *from, int to_folder, const char *to, unsigned flags) {
    char path[PATH_MAX], path2[PATH_MAX];
    bool ours = path_at(from_folder, from, path) && path_at(to_folder, to, path2);
    if (ours && count_call(CALL_RENAME) != GO_ON)
        return -1;
    int result = (int)syscall(SYS_renameat2, from_folder, from, to_folder, to, flags);
    if (ours && result == 0)
        put_record(SHIMLOG_RENAME, path, path2, 0, NULL, 0);
    return result;
}

int rename(const char *from, const char *to) {
    return rename_any(AT_FDCWD, from, AT_FDCWD, to, 0);
}

int renameat(int from_folder, const char *from, int to_folder, const char *to) {
    return rename_any(from_folder, from, to_folder, to, 0);
}

int renameat2(int from_folder, const char *from, int to_folder, const char *to, unsigned flags) {
    return rename_any(from_folder, from, to_folder, to, flags);
}

int mkdir(const char *name, mode_t mode) {
    char path[PATH_MAX];
    int result = REAL(mkdir)(name, mode);
    if (result == 0 && path_at(AT_FDCWD, name, path))
        put_record(SHIMLOG_MKDIR, path, "", 0, NULL, 0);
    return result;
}

/* Opening is not counted, but a new or emptied file belongs into the log. */
static int open_any(int folder, const char *name, int flags, mode_t mode) {
    struct stat st;
    set_up();
    bool watched = shim.log >= 0 && (flags & (O_CREAT | O_TRUNC));
    bool existed = watched && syscall(SYS_newfstatat, folder, name, &st, 0) == 0;
    int fd = (int)syscall(SYS_openat, folder, name, flags, mode);
    char path[PATH_MAX];
    if (fd < 0 || !watched || !path_of(fd, path))
        return fd;
    if (!existed)
        put_record(SHIMLOG_CREATE, path, "", 0, NULL, 0);
    else if (flags & O_TRUNC && st.st_size > 0)
        put_record(SHIMLOG_TRUNCATE, path, "", 0, NULL, 0);
    return fd;
}

#define MODE_ARGUMENT(flags)                                                                                                     \
    mode_t mode = 0;                                                                                                             \
    if ((flags) & (O_CREAT | O_TMPFILE)) {                                                                                       \
        va_list args;                                                                                                            \
        va_start(args, flags);                                                                                                   \
        mode = va_arg(args, mode_t);                                                                                             \
        va_end(args);                                                                                                            \
    }

int open(const char *name, int flags, ...) {
    MODE_ARGUMENT(flags)
    return open_any(AT_FDCWD, name, flags, mode);
}

int open64(const char *name, int flags, ...) {
    MODE_ARGUMENT(flags)
    return open_any(AT_FDCWD, name, flags | O_LARGEFILE, mode);
}

int openat(int folder, const char *name, int flags, ...) {
    MODE_ARGUMENT(flags)
    return open_any(folder, name, flags, mode);
}

int openat64(int folder, const char *name, int flags, ...) {
    MODE_ARGUMENT(flags)
    return open_any(folder, name, flags | O_LARGEFILE, mode);
}

int creat(const char *name, mode_t mode) {
    return open_any(AT_FDCWD, name, O_WRONLY | O_CREAT | O_TRUNC, mode);
}
