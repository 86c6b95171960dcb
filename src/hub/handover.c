/* Both ends of handing a command over. The descriptors come in a fixed order: folder, output, errors, then the input and the
 * files of options, those that the command line names. */
#include "hub/handover.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <locale.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>
#include "hub/socket.h"
#include "hub/stream.h"
#include "linli/i18n.h"
#include "linli/json.h"
#include "linli/mem.h"

#define VERSION 1
#define WORDS_MAX 4096

enum { FD_FOLDER, FD_OUT, FD_ERR, FD_FIRST_FILE };

/* ---- files of a command line */

static bool has_input(const struct command_line *a) {
    return a->command->input > 0 && a->count >= a->command->input;
}

static bool has_file(const struct command_line *a, enum option o) {
    return a->option[o] && (option_kind(o) == OPTION_READS || option_kind(o) == OPTION_WRITES);
}

static void no_files(struct call *c) {
    c->input = -1;
    for (enum option o = 0; o < OPTION_COUNT; o++)
        c->files[o] = -1;
}

static enum err open_read(int *out, const char *name) {
    *out = strcmp(name, "-") == 0 ? fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 3) : open(name, O_RDONLY | O_CLOEXEC | O_NOCTTY);
    if (*out < 0)
        return err_say(ERR_IO, err_fmt(_("cannot read %s"), name), strerror(errno), _("check the name and who may read it"));
    return ERR_OK;
}

static enum err open_write(int *out, const char *name) {
    *out = open(name, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW | O_NOCTTY, 0600);
    if (*out < 0)
        return err_say(ERR_IO, err_fmt(_("cannot write %s"), name), strerror(errno), _("check the folder and its free space"));
    return ERR_OK;
}

enum err handover_open_files(struct call *c) {
    const struct command_line *a = c->args;
    enum err e = ERR_OK;

    no_files(c);
    if (has_input(a))
        e = open_read(&c->input, a->values[a->command->input - 1]);
    for (enum option o = 0; o < OPTION_COUNT && e == ERR_OK; o++)
        if (has_file(a, o))
            e = option_kind(o) == OPTION_READS ? open_read(&c->files[o], a->option[o]) : open_write(&c->files[o], a->option[o]);
    if (e != ERR_OK)
        handover_close_files(c);
    return e;
}

void handover_close_files(struct call *c) {
    if (c->input >= 0)
        close(c->input);
    for (enum option o = 0; o < OPTION_COUNT; o++)
        if (c->files[o] >= 0)
            close(c->files[o]);
    no_files(c);
}

/* ---- the caller */

static void write_request(struct buf *out, size_t argc, const char *const *argv) {
    struct json_out w;

    json_start(&w, out);
    json_open(&w, NULL, '{');
    json_put_int(&w, "v", VERSION);
    json_put_str(&w, "language", i18n_is_chinese() ? "zh_CN" : "en");
    json_open(&w, "argv", '[');
    for (size_t i = 0; i < argc; i++)
        json_put_str(&w, NULL, argv[i]);
    json_close(&w, ']');
    json_close(&w, '}');
}

/* A pipe or terminal in the place of a file becomes one: the server must not wait for whoever is at its other end. */
static enum err settle(int *fd, const char *db) {
    enum err e;
    int spool;

    if (stream_is_file(*fd))
        return ERR_OK;
    e = stream_spool(&spool, db);
    if (e != ERR_OK)
        return e;
    e = stream_copy(spool, *fd);
    if (e == ERR_OK && lseek(spool, 0, SEEK_SET) != 0)
        e = err_say(ERR_IO, _("cannot read the input"), strerror(errno), _("try again"));
    close(*fd);
    *fd = spool;
    return e;
}

static enum err settle_inputs(struct call *c) {
    enum err e = has_input(c->args) ? settle(&c->input, c->db) : ERR_OK;

    for (enum option o = 0; o < OPTION_COUNT && e == ERR_OK; o++)
        if (has_file(c->args, o) && option_kind(o) == OPTION_READS)
            e = settle(&c->files[o], c->db);
    return e;
}

static size_t gather(int fds[SOCKET_FDS_MAX], const struct call *c, int folder, int out) {
    size_t count = FD_FIRST_FILE;

    fds[FD_FOLDER] = folder;
    fds[FD_OUT] = out;
    fds[FD_ERR] = c->err_fd;
    if (has_input(c->args))
        fds[count++] = c->input;
    for (enum option o = 0; o < OPTION_COUNT; o++)
        if (has_file(c->args, o))
            fds[count++] = c->files[o];
    return count;
}

static enum err read_answer(int fd, int *exit_code) {
    struct buf text = {0};
    struct json *answer = NULL;
    int fds[SOCKET_FDS_MAX];
    size_t count;
    int64_t code = -1;
    enum err e = socket_receive(fd, &text, fds, &count);

    if (e == ERR_OK && json_parse(&answer, buf_text(&text), text.len, NULL) == ERR_OK && json_int(answer, "exit", &code) &&
        code >= 0 && code < 256)
        *exit_code = (int)code;
    else
        e = err_say(ERR_FAILED, _("no answer from the hub that serves"), _("it ended, or is of another version"),
                    _("look at its log; what it had begun is wholly done or not at all"));
    for (size_t i = 0; i < count; i++)
        close(fds[i]);
    json_free(answer);
    buf_free(&text);
    return e;
}

enum err handover_ask(struct call *c, size_t argc, const char *const *argv, int *exit_code) {
    int fd, folder = -1, spool = -1, fds[SOCKET_FDS_MAX];
    bool direct = stream_is_file(STDOUT_FILENO);
    struct buf request = {0};
    enum err e = socket_connect(&fd, c->db);

    if (e != ERR_OK)
        return e;
    folder = open(".", O_PATH | O_DIRECTORY | O_CLOEXEC);
    if (folder < 0)
        e = err_say(ERR_IO, _("cannot open the current folder"), strerror(errno), _("go to another folder"));
    if (e == ERR_OK && !direct)
        e = stream_spool(&spool, c->db);
    if (e == ERR_OK)
        e = settle_inputs(c);
    if (e == ERR_OK) {
        write_request(&request, argc, argv);
        e = socket_send(fd, request.data, request.len, fds, gather(fds, c, folder, direct ? STDOUT_FILENO : spool));
    }
    if (e == ERR_OK)
        e = read_answer(fd, exit_code);
    if (e == ERR_OK && !direct && lseek(spool, 0, SEEK_SET) == 0)
        e = stream_copy(STDOUT_FILENO, spool);
    if (spool >= 0)
        close(spool);
    if (folder >= 0)
        close(folder);
    close(fd);
    buf_free(&request);
    return e;
}

/* ---- the server */

/* LANGUAGE counts in every locale but plain C, and gettext looks at it anew when the locale changes. */
static void speak(const char *language) {
    setenv("LANGUAGE", strcmp(language, "zh_CN") == 0 ? "zh_CN" : "en", 1);
    setlocale(LC_MESSAGES, "C");
    setlocale(LC_MESSAGES, "C.UTF-8");
}

/* The words of argv, borrowed from the request; 0 where they are not there. */
static size_t read_words(const char *words[WORDS_MAX], const struct json *request) {
    const struct json *argv = json_get(request, "argv");
    size_t count = json_count(argv);

    if (count > WORDS_MAX)
        return 0;
    for (size_t i = 0; i < count; i++)
        if (!(words[i] = json_text(json_at(argv, i))))
            return 0;
    return count;
}

/* Gives the descriptors their places; false where their number is not that of the command line. */
static bool place(struct call *c, const int *fds, size_t count) {
    size_t next = FD_FIRST_FILE;

    no_files(c);
    if (has_input(c->args) && next < count)
        c->input = fds[next++];
    else if (has_input(c->args))
        return false;
    for (enum option o = 0; o < OPTION_COUNT; o++) {
        if (!has_file(c->args, o))
            continue;
        if (next == count)
            return false;
        c->files[o] = fds[next++];
    }
    return next == count;
}

static bool folder_name(char *out, size_t room, int fd) {
    char link[64];
    ssize_t len;

    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    len = readlink(link, out, room - 1);
    if (len <= 0)
        return false;
    out[len] = '\0';
    return *out == '/';
}

static int run(struct call *c, const struct json *request, const int *fds, size_t count) {
    static const char *words[WORDS_MAX];
    char folder[PATH_MAX];
    struct command_line args;
    int64_t version = 0;
    int code = err_exit_code(ERR_USAGE);
    size_t len = read_words(words, request);

    if (!json_int(request, "v", &version) || version != VERSION || !len || !folder_name(folder, sizeof folder, fds[FD_FOLDER]))
        err_say(ERR_USAGE, _("cannot run the command"), _("the hub that serves is of another version"), _("start it anew"));
    else if (command_read(&args, len, words) == ERR_OK) {
        c->args = &args;
        c->folder = folder;
        if (args.command && args.command->where == WHERE_RECORD && place(c, fds, count)) {
            code = call_run(c);
            command_line_free(&args);
            return code;
        }
        err_say(ERR_USAGE, _("cannot run the command"), _("the hub that serves is of another version"), _("start it anew"));
        command_line_free(&args);
    }
    call_complain(c->err);
    return code;
}

void handover_serve(int fd, const struct call *with) {
    struct call c = *with;
    struct buf text = {0};
    struct json *request = NULL;
    int fds[SOCKET_FDS_MAX], code = 1;
    size_t count;

    if (socket_receive(fd, &text, fds, &count) == ERR_OK && count >= FD_FIRST_FILE &&
        json_parse(&request, buf_text(&text), text.len, NULL) == ERR_OK) {
        c.out = stream_bounded(fds[FD_OUT]);
        c.err = stream_bounded(fds[FD_ERR]);
        c.err_fd = fds[FD_ERR];
        speak(json_str(request, "language", "en"));
        if (c.out && c.err)
            code = run(&c, request, fds, count);
        if (c.out)
            fclose(c.out);
        if (c.err)
            fclose(c.err);
    }
    for (size_t i = 0; i < count; i++)
        close(fds[i]);
    buf_reset(&text);
    buf_printf(&text, "{\"exit\":%d}", code);
    send(fd, text.data, text.len, MSG_DONTWAIT | MSG_NOSIGNAL);
    json_free(request);
    buf_free(&text);
}
