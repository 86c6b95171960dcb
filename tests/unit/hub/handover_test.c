/* The admin socket and what comes through it: a request that is not what it should be runs nothing, leaves nothing open, and is
 * answered. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>
#include <cmocka.h>
#include "hub/handover.h"
#include "hub/socket.h"
#include "hub/stream.h"
#include "linli/clock.h"
#include "linli/hubstore.h"

static char folder[] = "/tmp/linli-handover-XXXXXX";
static char db[64];
static struct store *store;

static int make(void **state) {
    struct store_options o = {.path = db, .side = STORE_HUB};

    (void)state;
    assert_non_null(mkdtemp(folder));
    snprintf(db, sizeof db, "%s/hub.db", folder);
    assert_int_equal(hub_init(db, "hub"), ERR_OK);
    assert_int_equal(store_open(&store, &o), ERR_OK);
    return chdir(folder);
}

static int clear(void **state) {
    char command[64];

    (void)state;
    store_close(store);
    snprintf(command, sizeof command, "rm -rf %s", folder);
    return chdir("/") + system(command);
}

static int open_count(void) {
    int count = 0;

    for (int fd = 0; fd < 256; fd++)
        count += fcntl(fd, F_GETFD) >= 0;
    return count;
}

/* Sends `text` with the first `count` of folder, out, err and further files; the answer as text, what the command wrote in
 * `said`. */
static void serve_one(const char *text, size_t count, char *answer, size_t room, struct buf *said) {
    struct call with = {.db = db, .store = store, .input = -1};
    int pair[2], before = open_count();
    int fds[SOCKET_FDS_MAX];
    ssize_t len;
    int out = open("out", O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);

    for (size_t i = 0; i < SOCKET_FDS_MAX; i++)
        fds[i] = out;
    fds[0] = open(".", O_PATH | O_DIRECTORY | O_CLOEXEC);
    assert_int_equal(socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair), 0);
    assert_int_equal(socket_send(pair[0], text, strlen(text), fds, count), ERR_OK);
    handover_serve(pair[1], &with);
    len = recv(pair[0], answer, room - 1, MSG_DONTWAIT);
    assert_true(len > 0);
    answer[len] = '\0';
    assert_true(lseek(out, 0, SEEK_SET) == 0);
    buf_reset(said);
    len = read(out, buf_reserve(said, 4096), 4095);
    said->len = len > 0 ? (size_t)len : 0;
    said->data[said->len] = '\0';
    close(out);
    close(fds[0]);
    close(pair[0]);
    close(pair[1]);
    assert_int_equal(open_count(), before);
}

static void requests(void **state) {
    static const struct {
        const char *text;
        size_t fds;
        const char *answer, *said;
    } cases[] = {
        {"{\"v\":1,\"language\":\"en\",\"argv\":[\"stats\",\"--json\"]}", 3, "{\"exit\":0}", "\"workers\":0"},
        {"{\"v\":1,\"argv\":[\"area\",\"add\",\"1\",\"一\"]}", 3, "{\"exit\":0}", NULL},
        {"{\"v\":1,\"argv\":[\"stats\",\"--nope\"]}", 3, "{\"exit\":2}", "linli-hub: "},
        {"{\"v\":2,\"argv\":[\"stats\"]}", 3, "{\"exit\":2}", "version"},
        {"{\"argv\":[\"stats\"]}", 3, "{\"exit\":2}", "version"},
        {"{\"v\":1,\"argv\":[]}", 3, "{\"exit\":2}", "version"},
        {"{\"v\":1,\"argv\":\"stats\"}", 3, "{\"exit\":2}", "version"},
        {"{\"v\":1,\"argv\":[\"stats\",1]}", 3, "{\"exit\":2}", "version"},
        {"{\"v\":1,\"argv\":[\"serve\",\"--listen\",\"127.0.0.1:0\"]}", 3, "{\"exit\":2}", "version"},
        {"{\"v\":1,\"argv\":[\"--help\"]}", 3, "{\"exit\":2}", "version"},
        {"{\"v\":1,\"argv\":[\"stats\"]}", 4, "{\"exit\":2}", "version"},
        {"{\"v\":1,\"argv\":[\"intake\",\"x\"]}", 3, "{\"exit\":2}", "version"},
        {"{\"v\":1,\"argv\":[\"roster\",\"import\",\"x\",\"--rejects\",\"y\"]}", 4, "{\"exit\":2}", "version"},
        {"{\"v\":1,\"argv\":[\"stats\"]}", 2, "{\"exit\":1}", NULL},
        {"{\"v\":1,\"argv\":[\"stats\"]}", 0, "{\"exit\":1}", NULL},
        {"stats", 3, "{\"exit\":1}", NULL},
        {"[]", 3, "{\"exit\":2}", "version"},
    };
    struct buf said = {0};
    char answer[64];

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        serve_one(cases[i].text, cases[i].fds, answer, sizeof answer, &said);
        assert_string_equal(answer, cases[i].answer);
        if (cases[i].said ? !strstr(buf_text(&said), cases[i].said) : said.len > 0)
            fail_msg("%s said %s", cases[i].text, buf_text(&said));
    }
    buf_free(&said);
}

static void the_socket(void **state) {
    struct stat st;
    int listening, fd;

    (void)state;
    assert_int_equal(socket_connect(&fd, db), ERR_NOT_FOUND);
    assert_int_equal(socket_connect(&fd, "missing.db"), ERR_NOT_FOUND);
    assert_int_equal(socket_nobody(db), ERR_OK);
    assert_int_equal(socket_listen(&listening, db), ERR_OK);
    assert_int_equal(stat("hub.db.sock", &st), 0);
    assert_int_equal(st.st_mode & 0777, 0600);
    assert_int_equal(socket_connect(&fd, db), ERR_OK);
    assert_true(socket_is_own(fd));
    close(fd);
    assert_int_equal(socket_nobody(db), ERR_BUSY);
    close(listening);
    assert_int_equal(socket_nobody(db), ERR_OK);
    assert_int_equal(socket_listen(&listening, db), ERR_OK);
    close(listening);
    socket_remove(db);
    assert_int_equal(access("hub.db.sock", F_OK), -1);
}

/* A path of 108 bytes and more does not fit in a socket's address. */
static void a_deep_folder(void **state) {
    char path[PATH_MAX], command[2 * PATH_MAX + 64];
    size_t len = (size_t)snprintf(path, sizeof path, "%s", folder);
    int listening, fd;

    (void)state;
    while (len < 300)
        len += (size_t)snprintf(path + len, sizeof path - len, "/a-folder-with-a-long-name");
    snprintf(command, sizeof command, "mkdir -p %s && touch %s/hub.db", path, path);
    assert_int_equal(system(command), 0);
    snprintf(path + len, sizeof path - len, "/hub.db");
    assert_int_equal(socket_listen(&listening, path), ERR_OK);
    assert_int_equal(socket_connect(&fd, path), ERR_OK);
    close(fd);
    close(listening);
}

static void messages(void **state) {
    struct buf text = {0}, large = {0};
    int pair[2], fds[SOCKET_FDS_MAX];
    size_t count;

    (void)state;
    assert_int_equal(socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair), 0);
    memset(buf_reserve(&large, SOCKET_TEXT_MAX + 1), 'a', SOCKET_TEXT_MAX + 1);
    assert_int_equal(socket_send(pair[0], large.data, SOCKET_TEXT_MAX + 1, NULL, 0), ERR_RANGE);
    assert_int_equal(socket_send(pair[0], large.data, SOCKET_TEXT_MAX, NULL, 0), ERR_OK);
    assert_int_equal(socket_receive(pair[1], &text, fds, &count), ERR_OK);
    assert_int_equal(text.len, SOCKET_TEXT_MAX);
    assert_int_equal(count, 0);
    close(pair[0]);
    assert_int_equal(socket_receive(pair[1], &text, fds, &count), ERR_IO);
    close(pair[1]);
    buf_free(&text);
    buf_free(&large);
}

static void nobody_reads(void **state) {
    int64_t began = clock_monotonic();
    char line[100];
    bool gave_up = false;
    int fds[2];
    FILE *out;

    (void)state;
    assert_int_equal(pipe(fds), 0);
    memset(line, 'x', sizeof line);
    out = stream_bounded(fds[1]);
    for (int i = 0; i < 10000 && !gave_up; i++)
        gave_up = fwrite(line, 1, sizeof line, out) != sizeof line || ferror(out);
    assert_true(gave_up);
    assert_in_range(clock_monotonic() - began, 1500, 10000);
    fclose(out);
    close(fds[0]);
    close(fds[1]);
}

static void spools(void **state) {
    char text[8] = "";
    int a, b;

    (void)state;
    assert_int_equal(stream_spool(&a, db), ERR_OK);
    assert_int_equal(stream_spool(&b, "/proc/hub.db"), ERR_OK);
    assert_true(stream_is_file(a));
    assert_int_equal(write(a, "hello", 5), 5);
    assert_true(lseek(a, 0, SEEK_SET) == 0);
    assert_int_equal(stream_copy(b, a), ERR_OK);
    assert_int_equal(pread(b, text, sizeof text, 0), 5);
    assert_string_equal(text, "hello");
    close(a);
    close(b);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(requests), cmocka_unit_test(the_socket),   cmocka_unit_test(a_deep_folder),
        cmocka_unit_test(messages), cmocka_unit_test(nobody_reads), cmocka_unit_test(spools),
    };

    return cmocka_run_group_tests(tests, make, clear);
}
