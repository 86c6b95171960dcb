/* The process and its pty: start, read, write, wait, end. */
#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
#include <utmp.h>
#include "vt_inner.h"

#define SEND_PATIENCE_MS 10000

/* Taken out of the program's environment, so that a test says what it depends on. */
static const char unset[] =
    "LC_ALL LC_CTYPE LC_MESSAGES LC_TIME LC_COLLATE LC_NUMERIC LANGUAGE LINES COLUMNS TERMINFO TERMINFO_DIRS "
    "TERMCAP ESCDELAY XDG_DATA_HOME XDG_STATE_HOME XDG_CACHE_HOME XDG_CONFIG_HOME XDG_RUNTIME_DIR SSH_TTY "
    "SSH_CLIENT SSH_CONNECTION COLORTERM NO_COLOR NCURSES_NO_UTF8_ACS NCURSES_ASSUMED_COLORS TMUX STY EDITOR "
    "VISUAL TZ https_proxy http_proxy all_proxy CURL_CA_BUNDLE SSL_CERT_FILE SSL_CERT_DIR";

int64_t vt_now(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * INT64_C(1000000000) + now.tv_nsec;
}

static int64_t deadline_at(int ms) {
    return vt_now() + ms * INT64_C(1000000);
}

static int left_of(int64_t deadline) {
    int64_t left = (deadline - vt_now() + 999999) / 1000000;
    return left < 0 ? 0 : (int)left;
}

void vt_buf_add(struct vt_buf *buf, const void *bytes, size_t len) {
    if (buf->len + len > buf->size) {
        buf->size = (buf->len + len) * 2 + 256;
        buf->bytes = realloc(buf->bytes, buf->size);
        if (!buf->bytes)
            errx(2, "out of memory");
    }
    if (len)
        memcpy(buf->bytes + buf->len, bytes, len);
    buf->len += len;
}

void vt_fail(struct vt *vt, const char *format, ...) {
    va_list args;
    va_start(args, format);
    vsnprintf(vt->error, sizeof vt->error, format, args);
    va_end(args);
}

const char *vt_error(const struct vt *vt) {
    return vt->error;
}

static void on_answer(const char *bytes, size_t len, void *user) {
    struct vt *vt = user;
    if (vt->capture)
        vt_buf_add(vt->capture, bytes, len);
    else if (!vt->mute)
        vt_buf_add(&vt->answers, bytes, len);
}

static void run_child(const struct vt_options *options, const struct vt *vt, int slave, char *const argv[]) {
    if (login_tty(slave) < 0)
        _exit(126);
    char names[sizeof unset];
    memcpy(names, unset, sizeof unset);
    for (char *name = strtok(names, " "); name; name = strtok(NULL, " "))
        unsetenv(name);
    setenv("TERM", vt->term_name, 1);
    setenv("LANG", options->lang ? options->lang : "C.UTF-8", 1);
    if (options->home) {
        setenv("HOME", options->home, 1);
        setenv("LINLI_HOME", options->home, 1);
    }
    for (const char *const *e = options->env; e && *e; e++)
        putenv((char *)(uintptr_t)*e);
    signal(SIGPIPE, SIG_DFL);
    execvp(argv[0], argv);
    dprintf(STDERR_FILENO, "%s: %s\n", argv[0], strerror(errno)); /* not err(): the parent's atexit handlers are not ours */
    _exit(127);
}

static void start_child(struct vt *vt, const struct vt_options *options, char *const argv[]) {
    struct winsize size = {.ws_row = (unsigned short)vt->rows, .ws_col = (unsigned short)vt->cols};
    int slave;
    if (openpty(&vt->master, &slave, NULL, NULL, &size) < 0)
        err(2, "openpty");
    tcgetattr(slave, &vt->at_open);
    vt->at_open.c_iflag |= IUTF8;
    tcsetattr(slave, TCSANOW, &vt->at_open);
    fcntl(vt->master, F_SETFD, FD_CLOEXEC);
    fcntl(vt->master, F_SETFL, O_NONBLOCK);
    fflush(NULL);
    vt->pid = fork();
    if (vt->pid < 0)
        err(2, "fork");
    if (vt->pid == 0)
        run_child(options, vt, slave, argv);
    close(slave);
}

struct vt *vt_open(const struct vt_options *options, char *const argv[]) {
    struct vt *vt = calloc(1, sizeof *vt);
    if (!vt)
        errx(2, "out of memory");
    vt->rows = options->rows ? options->rows : 24;
    vt->cols = options->cols ? options->cols : 80;
    vt->mute = options->mute;
    vt->wide_ambiguous = options->ambiguous == 2;
    snprintf(vt->term_name, sizeof vt->term_name, "%s", options->term ? options->term : "xterm-256color");
    vt->term = vterm_new(vt->rows, vt->cols);
    vterm_set_utf8(vt->term, 1);
    vterm_output_set_callback(vt->term, on_answer, vt);
    vt_view_init(vt);
    start_child(vt, options, argv);
    return vt;
}

void vt_close(struct vt *vt) {
    int status;
    if (!vt_wait_exit(vt, &status, 0)) {
        kill(vt->pid, SIGKILL);
        kill(vt->pid, SIGCONT);
        waitpid(vt->pid, &status, 0);
    }
    vt_hangup(vt);
    vt_view_free(vt);
    vterm_free(vt->term);
    free(vt->log.bytes);
    free(vt->half.bytes);
    free(vt->answers.bytes);
    free(vt);
}

static void write_answers(struct vt *vt) {
    struct vt_buf *a = &vt->answers;
    ssize_t n = a->len && vt->master >= 0 ? write(vt->master, a->bytes, a->len) : 0;
    if (n > 0) {
        memmove(a->bytes, a->bytes + n, a->len - (size_t)n);
        a->len -= (size_t)n;
    }
}

/* What libvterm draws two cells wide, in the place of a character of ambiguous width (those that texts here have); else itself.
 */
static uint32_t widened(uint32_t cp) {
    static const uint32_t ranges[][2] = {{0xa7, 0xa8},     {0xb0, 0xb4},     {0xbc, 0xbf},     {0xd7, 0xd7},     {0xe0, 0xe1},
                                         {0xe8, 0xea},     {0xf7, 0xfa},     {0x391, 0x3c9},   {0x410, 0x44f},   {0x2010, 0x2027},
                                         {0x2030, 0x203e}, {0x2103, 0x2116}, {0x2190, 0x2199}, {0x2460, 0x24ff}, {0x2500, 0x2595},
                                         {0x25a0, 0x25ef}, {0x2605, 0x2606}};
    if (cp == 0xb7)
        return 0x30fb;
    for (size_t i = 0; i < sizeof ranges / sizeof *ranges; i++)
        if (cp >= ranges[i][0] && cp <= ranges[i][1])
            return 0x3013;
    return cp;
}

static size_t utf8_length(unsigned char lead) {
    return lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : lead >= 0xc2 ? 2 : 1;
}

static void feed_widened(struct vt *vt, const char *bytes, size_t n) {
    struct vt_buf out = {0};
    vt_buf_add(&vt->half, bytes, n);
    size_t at = 0;
    while (at < vt->half.len) {
        const unsigned char *p = (const unsigned char *)vt->half.bytes + at;
        size_t len = utf8_length(*p);
        if (at + len > vt->half.len)
            break;
        uint32_t cp = len == 2 ? (*p & 0x1fu) << 6 | (p[1] & 0x3fu) : (*p & 0xfu) << 12 | (p[1] & 0x3fu) << 6 | (p[2] & 0x3fu);
        char text[4];
        if (len == 2 || len == 3)
            vt_buf_add(&out, text, vt_utf8_put(text, widened(cp)));
        else
            vt_buf_add(&out, p, len);
        at += len;
    }
    memmove(vt->half.bytes, vt->half.bytes + at, vt->half.len - at);
    vt->half.len -= at;
    vterm_input_write(vt->term, out.bytes, out.len);
    free(out.bytes);
}

static ssize_t read_once(struct vt *vt) {
    char chunk[65536];
    ssize_t n = read(vt->master, chunk, sizeof chunk);
    if (n < 0 && (errno == EAGAIN || errno == EINTR))
        return 0;
    if (n <= 0) { /* EIO: the last one that had the terminal open closed it */
        vt->closed = true;
        return -1;
    }
    vt->last_output = vt_now();
    vt_buf_add(&vt->log, chunk, (size_t)n);
    if (vt->wide_ambiguous)
        feed_widened(vt, chunk, (size_t)n);
    else
        vterm_input_write(vt->term, chunk, (size_t)n);
    write_answers(vt);
    return n;
}

ssize_t vt_pump(struct vt *vt, int ms) {
    if (vt->master < 0 || vt->closed) {
        poll(NULL, 0, ms < 5 ? ms : 5);
        return -1;
    }
    struct pollfd p = {.fd = vt->master, .events = POLLIN};
    if (poll(&p, 1, ms) <= 0)
        return 0;
    return read_once(vt);
}

bool vt_send(struct vt *vt, const void *bytes, size_t len) {
    const char *at = bytes;
    int64_t deadline = deadline_at(SEND_PATIENCE_MS);
    while (len) {
        struct pollfd p = {.fd = vt->master, .events = POLLIN | POLLOUT};
        if (vt->master < 0 || vt->closed || poll(&p, 1, left_of(deadline)) <= 0) {
            vt_fail(vt, "the program takes no input");
            return false;
        }
        ssize_t n = p.revents & POLLOUT ? write(vt->master, at, len) : 0;
        if (n > 0) {
            at += n;
            len -= (size_t)n;
            deadline = deadline_at(SEND_PATIENCE_MS);
        }
        if (p.revents & (POLLIN | POLLHUP))
            read_once(vt);
    }
    return true;
}

bool vt_send_unread(struct vt *vt, const void *bytes, size_t len) {
    return write(vt->master, bytes, len) == (ssize_t)len;
}

/* Running or waiting for the disk: output may still come. */
static bool is_busy(const struct vt *vt) {
    char path[64], line[256] = "";
    snprintf(path, sizeof path, "/proc/%d/stat", (int)vt->pid);
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    ssize_t n = fd < 0 ? 0 : read(fd, line, sizeof line - 1);
    if (fd >= 0)
        close(fd);
    const char *state = n > 0 ? strrchr(line, ')') : NULL; /* the name before it may hold anything */
    return state && (state[2] == 'R' || state[2] == 'D');
}

bool vt_wait_idle(struct vt *vt, int quiet, int deadline) {
    int64_t end = deadline_at(deadline);
    for (;;) {
        ssize_t n = vt_pump(vt, quiet);
        if (n < 0 || (n == 0 && !is_busy(vt)))
            return true;
        if (vt_now() > end)
            return false;
    }
}

bool vt_wait(struct vt *vt, vt_predicate *holds, void *arg, int deadline) {
    int64_t end = deadline_at(deadline);
    while (!holds(vt, arg)) {
        int left = left_of(end);
        if (left == 0)
            return false;
        if (vt_pump(vt, left) < 0)
            return holds(vt, arg);
    }
    return true;
}

static bool has_text(struct vt *vt, void *arg) {
    return vt_find(vt, arg) >= 0;
}

bool vt_wait_text(struct vt *vt, const char *text, int deadline) {
    return vt_wait(vt, has_text, (void *)(uintptr_t)text, deadline);
}

bool vt_wait_exit(struct vt *vt, int *status, int deadline) {
    int64_t end = deadline_at(deadline);
    while (!vt->exited) {
        if (waitpid(vt->pid, &vt->status, WNOHANG) == vt->pid)
            vt->exited = true;
        else if (vt_now() > end)
            return false;
        else
            vt_pump(vt, 5);
    }
    while (vt_pump(vt, 0) > 0) /* what it said last */
        ;
    *status = vt->status;
    return true;
}

pid_t vt_pid(const struct vt *vt) {
    return vt->pid;
}

void vt_resize(struct vt *vt, int rows, int cols) {
    struct winsize size = {.ws_row = (unsigned short)rows, .ws_col = (unsigned short)cols};
    while (vt_pump(vt, 0) > 0)
        ;
    vt_view_free(vt);
    vt->rows = rows > 0 ? rows : 1;
    vt->cols = cols > 0 ? cols : 1;
    vt_view_init(vt);
    /* libvterm 0.1 writes the second half of a wide character past a line of one cell, and dies of it: a frame that is under way
     * while the window shrinks would do that. */
    vterm_set_size(vt->term, vt->rows, vt->cols > 1 ? vt->cols : 2);
    if (vt->master >= 0)
        ioctl(vt->master, TIOCSWINSZ, &size);
}

void vt_hangup(struct vt *vt) {
    if (vt->master >= 0)
        close(vt->master);
    vt->master = -1;
}

static bool same_discipline(const struct vt *vt) {
    struct termios now;
    if (vt->master < 0 || tcgetattr(vt->master, &now) < 0)
        return true; /* no terminal, nothing to hand back */
    const struct termios *then = &vt->at_open;
    return now.c_iflag == then->c_iflag && now.c_oflag == then->c_oflag && now.c_lflag == then->c_lflag &&
           memcmp(now.c_cc, then->c_cc, sizeof now.c_cc) == 0;
}

bool vt_handed_back(struct vt *vt, const char **what) {
    struct vt_modes m;
    vt_modes(vt, &m);
    VTermValue bold, reverse, underline;
    vterm_state_get_penattr(vt->state, VTERM_ATTR_BOLD, &bold);
    vterm_state_get_penattr(vt->state, VTERM_ATTR_REVERSE, &reverse);
    vterm_state_get_penattr(vt->state, VTERM_ATTR_UNDERLINE, &underline);
    *what = m.alt_screen                                          ? "the alternate screen is still on"
            : !m.cursor_visible                                   ? "the cursor is hidden"
            : m.bracketed_paste                                   ? "bracketed paste is still on"
            : m.mouse                                             ? "the mouse is still captured"
            : m.cursor_keys                                       ? "the cursor keys are still in application mode"
            : bold.boolean || reverse.boolean || underline.number ? "the pen has attributes"
            : !same_discipline(vt)                                ? "the line discipline (echo, line mode, …) differs"
                                                                  : NULL;
    return !*what;
}

const char *vt_log(const struct vt *vt, size_t *len) {
    *len = vt->log.len;
    return vt->log.bytes ? vt->log.bytes : "";
}

size_t vt_bytes(const struct vt *vt) {
    return vt->log.len - vt->mark;
}

void vt_mark(struct vt *vt) {
    vt->mark = vt->log.len;
}

void vt_forget(struct vt *vt) {
    vt->log.len = vt->mark = 0;
}

int64_t vt_last_output(const struct vt *vt) {
    return vt->last_output;
}
