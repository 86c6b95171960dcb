/* The transport against scripted servers: what it sends, what it believes, what it gives up on and when. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "sync/http.h"
#include "linli/clock.h"
#include "server.h"

#define HEAD "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
#define OK_ANSWER HEAD "Content-Length: 2\r\n\r\n{}"

static struct http *h;
static struct server server;
static struct answer answer;

static void open_to(const char *url, const char *pins, const char *ca) {
    struct http_target target = {.pins = pins, .ca = ca};

    assert_int_equal(url_read(&target.url, url), ERR_OK);
    assert_int_equal(http_new(&h, &target), ERR_OK);
}

static void open_server(const struct server_step *steps, int count) {
    char url[64];

    server = server_start(steps, count);
    snprintf(url, sizeof url, "http://127.0.0.1:%d", server.port);
    open_to(url, NULL, NULL);
}

static void close_server(void) {
    answer_free(&answer);
    http_free(h);
    server_stop(&server);
}

static void ask(const char *path, const char *body) {
    struct http_request r = {.path = path, .body = body, .len = body ? strlen(body) : 0, .type = "application/json"};

    r.connect_s = 2;
    r.stall_s = 1;
    r.total_s = 3;
    answer_free(&answer);
    assert_int_equal(http_ask(h, &r, &answer), ERR_OK);
}

static void test_request_as_sent(void **state) {
    const struct server_step steps[] = {{.bytes = OK_ANSWER}};
    struct http_request r = {
        .path = "/v1/push", .bearer = "00ff", .body = "a\0b", .len = 3, .type = "application/x-ndjson", .packed = true};

    (void)state;
    r.accept_packed = true;
    open_server(steps, 1);
    assert_int_equal(http_ask(h, &r, &answer), ERR_OK);
    assert_int_equal(answer.fault.e, ERR_OK);
    assert_int_equal(answer.status, 200);
    assert_string_equal(answer.type, "application/json");
    assert_string_equal(buf_text(&answer.body), "{}");
    assert_non_null(strstr(server.seen->bytes, "POST /v1/push HTTP/1.1\r\n"));
    assert_non_null(strstr(server.seen->bytes, "Authorization: Bearer 00ff\r\n"));
    assert_non_null(strstr(server.seen->bytes, "Content-Type: application/x-ndjson\r\n"));
    assert_non_null(strstr(server.seen->bytes, "Content-Encoding: zstd\r\n"));
    assert_non_null(strstr(server.seen->bytes, "Accept-Encoding: zstd\r\n"));
    assert_null(strcasestr(server.seen->bytes, "Expect:"));
    assert_memory_equal(server.seen->bytes + server.seen->len - 3, "a\0b", 3);
    close_server();
}

/* One connection for all of it, no cookies. */
static void test_keep_alive(void **state) {
    const struct server_step steps[] = {{.bytes = HEAD "Set-Cookie: a=b\r\nContent-Length: 2\r\n\r\n{}"}, {.bytes = OK_ANSWER}};

    (void)state;
    open_server(steps, 2);
    ask("/1", NULL);
    ask("/2", "x");
    ask("/3", NULL);
    assert_int_equal(server.seen->requests, 3);
    assert_int_equal(server.seen->connections, 1);
    assert_null(strcasestr(server.seen->bytes, "Cookie"));
    assert_null(strcasestr(server.seen->bytes, "Authorization"));
    close_server();
}

static void test_no_redirect(void **state) {
    const struct server_step steps[] = {{.bytes = "HTTP/1.1 302 Found\r\nLocation: /login\r\nContent-Length: 0\r\n\r\n"},
                                        {.bytes = OK_ANSWER}};

    (void)state;
    open_server(steps, 2);
    ask("/v1/push", "secret");
    assert_int_equal(answer.status, 302);
    assert_int_equal(server.seen->requests, 1);
    close_server();
}

static void test_environment_is_ignored(void **state) {
    const struct server_step steps[] = {{.bytes = OK_ANSWER}};

    (void)state;
    setenv("http_proxy", "http://127.0.0.1:9", 1);
    setenv("https_proxy", "http://127.0.0.1:9", 1);
    setenv("ALL_PROXY", "http://127.0.0.1:9", 1);
    open_server(steps, 1);
    ask("/", NULL);
    assert_int_equal(answer.status, 200);
    close_server();
    unsetenv("http_proxy");
    unsetenv("https_proxy");
    unsetenv("ALL_PROXY");
}

static void test_headers_read(void **state) {
    const struct server_step steps[] = {
        {.bytes = "HTTP/1.1 503 Busy\r\ncontent-TYPE:  Application/Problem+JSON; charset=utf-8\r\nRetry-After: "
                  "42\r\nContent-Length: 2\r\n\r\n{}"},
        {.bytes = HEAD "Content-Encoding: ZSTD\r\nContent-Length: 0\r\n\r\n"},
        {.bytes = "HTTP/1.1 100 Continue\r\nContent-Type: text/html\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"},
        {.bytes = "HTTP/1.1 200 OK\r\nContent-Type: \x1b[31m\r\nContent-Length: 0\r\n\r\n"},
    };

    (void)state;
    open_server(steps, 4);
    ask("/", NULL);
    assert_int_equal(answer.status, 503);
    assert_string_equal(answer.type, "application/problem+json");
    assert_int_equal(answer.retry_after, 42);
    ask("/", NULL);
    assert_string_equal(answer.encoding, "zstd");
    ask("/", NULL);
    assert_int_equal(answer.status, 200);
    assert_string_equal(answer.type, "");
    ask("/", NULL);
    assert_string_equal(answer.type, "?[31m");
    close_server();
}

/* Cut at every byte: never a whole answer, and each time soon. */
static void test_cut_everywhere(void **state) {
    const char *whole = OK_ANSWER;

    (void)state;
    for (size_t cut = 1; cut < strlen(whole); cut++) {
        const struct server_step steps[] = {{.bytes = whole, .cut = cut}};

        open_server(steps, 1);
        ask("/", "x");
        /* Where the head is cut between two of its lines, libcurl calls it an answer with nothing in it. */
        if (answer.fault.e == ERR_OK)
            assert_int_equal(answer.body.len, 0);
        else
            assert_true(answer.fault.e == ERR_NETWORK && *answer.fault.why && *answer.fault.todo && answer.status == 0);
        close_server();
    }
}

static void test_nothing(void **state) {
    const struct server_step steps[] = {{.bytes = "", .hang_up = true}};

    (void)state;
    open_server(steps, 1);
    ask("/", NULL);
    assert_int_equal(answer.fault.e, ERR_NETWORK);
    close_server();
}

static void test_no_http(void **state) {
    const struct server_step steps[] = {{.bytes = "SSH-2.0-OpenSSH_9.2\r\n", .hang_up = true}};

    (void)state;
    open_server(steps, 1);
    ask("/", NULL);
    assert_int_equal(answer.fault.e, ERR_NETWORK);
    close_server();
}

static void test_silence(void **state) {
    const struct server_step steps[] = {{.bytes = OK_ANSWER, .silent_s = 20}};
    int64_t began = clock_monotonic();

    (void)state;
    open_server(steps, 1);
    ask("/", NULL);
    assert_int_equal(answer.fault.e, ERR_NETWORK);
    assert_true(answer.slow);
    assert_in_range(clock_monotonic() - began, 500, 5000);
    close_server();
}

/* Bytes keep coming, but never to an end: the total bound holds. */
static void test_dribble(void **state) {
    const struct server_step steps[] = {{.bytes = HEAD "Content-Length: 100000\r\n\r\n          ", .dribble_us = 100000}};
    int64_t began = clock_monotonic();

    (void)state;
    open_server(steps, 1);
    ask("/", NULL);
    assert_int_equal(answer.fault.e, ERR_NETWORK);
    assert_true(answer.slow);
    assert_true(clock_monotonic() - began < 6000);
    close_server();
}

static void test_endless_answer(void **state) {
    const struct server_step steps[] = {{.bytes = HEAD "Transfer-Encoding: chunked\r\n\r\n", .endless = true}};

    (void)state;
    open_server(steps, 1);
    ask("/", NULL);
    assert_int_equal(answer.fault.e, ERR_NETWORK);
    assert_true(answer.body.len <= WIRE_BODY_MAX + 1);
    close_server();
}

static void test_header_flood(void **state) {
    size_t len = 400000;
    char *flood = malloc(len);
    size_t at = (size_t)sprintf(flood, "HTTP/1.1 200 OK\r\n");

    (void)state;
    while (at + 40 < len)
        at += (size_t)sprintf(flood + at, "X-%zu: aaaaaaaaaaaaaaa\r\n", at);
    const struct server_step steps[] = {{.bytes = flood, .len = at, .hang_up = true}};

    open_server(steps, 1);
    ask("/", NULL);
    assert_int_equal(answer.fault.e, ERR_NETWORK);
    close_server();
    free(flood);
}

static void test_nobody_there(void **state) {
    char url[64];
    int port, fd = server_listen(&port);

    (void)state;
    close(fd);
    snprintf(url, sizeof url, "http://127.0.0.1:%d", port);
    open_to(url, NULL, NULL);
    ask("/", "x");
    assert_int_equal(answer.fault.e, ERR_NETWORK);
    assert_false(answer.slow);
    answer_free(&answer);
    http_free(h);
    open_to("https://no-such-host.invalid", NULL, NULL);
    ask("/", "x");
    assert_int_equal(answer.fault.e, ERR_NETWORK);
    answer_free(&answer);
    http_free(h);
}

/* Stopped half way, the next request works. */
static void test_cancel(void **state) {
    const struct server_step steps[] = {{.bytes = OK_ANSWER, .silent_s = 2}};
    struct http_request r = {.path = "/"};
    struct pollfd fds[8];
    int timeout = 1000;

    (void)state;
    open_server(steps, 1);
    assert_int_equal(http_start(h, &r), ERR_OK);
    for (int i = 0; i < 20; i++) {
        size_t count = http_fds(h, fds, 8, &timeout);

        poll(fds, count, 5);
        assert_false(http_turn(h, &answer));
    }
    assert_true(http_busy(h));
    http_cancel(h);
    assert_false(http_busy(h));
    assert_int_equal(http_fds(h, fds, 8, &timeout), 0);
    close_server();
}

/* ---- TLS ---- */

static char dir[] = "/tmp/linli-tls-XXXXXX";

static void sh(const char *command) {
    char line[2000];

    snprintf(line, sizeof line, "cd %s && { %s; } >>log 2>&1", dir, command);
    assert_int_equal(system(line), 0);
}

/* A CA, and certificates of it for each way to be wrong: `openssl ca` because it alone takes both dates. */
static int make_certificates(void **state) {
    (void)state;
    assert_non_null(mkdtemp(dir));
    sh("openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout ca.key -out ca.pem -subj '/CN=Office CA' "
       "-days 3650");
    sh("cp ca.key other.key; openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout other.key -out "
       "other.pem "
       "-subj '/CN=Other CA' -days 3650");
    sh("touch index; echo 01 >serial; printf '[ca]\\ndefault_ca=d\\n[d]\\ndatabase=index\\nserial=serial\\nnew_certs_dir=.\\n"
       "default_md=sha256\\npolicy=p\\nunique_subject=no\\ncopy_extensions=copy\\nemail_in_dn=no\\n[p]\\ncommonName=supplied\\n' "
       ">ca.cnf");
    sh("for c in good:localhost:20200101000000Z:20900101000000Z old:localhost:20200101000000Z:20210101000000Z "
       "young:localhost:20800101000000Z:20900101000000Z elsewhere:other.example:20200101000000Z:20900101000000Z; do "
       "n=${c%%:*}; r=${c#*:}; san=${r%%:*}; r=${r#*:}; "
       "openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout $n.key -out $n.csr -subj /CN=$san "
       "-addext subjectAltName=DNS:$san && openssl ca -batch -notext -config ca.cnf -cert ca.pem -keyfile ca.key -in $n.csr -out "
       "$n.pem "
       "-startdate ${r%%:*} -enddate ${r#*:} || exit 1; done");
    sh("openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout self.key -out self.pem -subj /CN=localhost "
       "-addext subjectAltName=DNS:localhost -days 3650");
    return 0;
}

static int remove_certificates(void **state) {
    char line[100];

    (void)state;
    snprintf(line, sizeof line, "rm -rf %s", dir);
    return system(line);
}

struct tls {
    pid_t pid;
    int port, to; /* what is written to `to` is the server's answer */
};

/* Looked up, because a connection to find out would be taken for the client's. */
static bool listens(int port) {
    char line[300], want[32];
    FILE *f = fopen("/proc/net/tcp", "r");
    bool found = false;

    assert_non_null(f);
    snprintf(want, sizeof want, ":%04X 00000000:0000 0A", (unsigned)port);
    while (!found && fgets(line, sizeof line, f))
        found = strstr(line, want) != NULL;
    fclose(f);
    return found;
}

static void tls_start(struct tls *t, const char *name, const char *const *more) {
    char cert[64], key[64], port[16];
    const char *argv[24] = {"openssl", "s_server", "-quiet", "-cert", cert, "-key", key, "-accept", port};
    int pipes[2], argc = 9, fd = server_listen(&t->port);
    char path[100];

    close(fd);
    snprintf(cert, sizeof cert, "%s.pem", name);
    snprintf(key, sizeof key, "%s.key", name);
    snprintf(port, sizeof port, "127.0.0.1:%d", t->port);
    while (*more && argc < 23)
        argv[argc++] = *more++;
    assert_int_equal(pipe(pipes), 0);
    snprintf(path, sizeof path, "%s/received", dir);
    unlink(path);
    t->pid = fork();
    if (t->pid == 0) {
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        if (chdir(dir) || dup2(pipes[0], 0) < 0 || !freopen("received", "w", stdout) || !freopen("log", "a", stderr))
            _exit(1);
        close(pipes[1]);
        execvp("openssl", (char *const *)argv);
        _exit(1);
    }
    close(pipes[0]);
    t->to = pipes[1];
    for (int i = 0; i < 200; i++) {
        if (listens(t->port))
            return;
        usleep(20000);
    }
    fail_msg("openssl s_server does not start");
}

static size_t tls_stop(struct tls *t) {
    char path[100];
    FILE *f;
    long len;

    usleep(100000);
    close(t->to);
    kill(t->pid, SIGKILL);
    waitpid(t->pid, NULL, 0);
    snprintf(path, sizeof path, "%s/received", dir);
    f = fopen(path, "r");
    assert_non_null(f);
    fseek(f, 0, SEEK_END);
    len = ftell(f);
    fclose(f);
    return (size_t)len;
}

static char *slurp(const char *name) {
    static char text[20000];
    char path[100];
    size_t len;
    FILE *f;

    snprintf(path, sizeof path, "%s/%s", dir, name);
    f = fopen(path, "r");
    assert_non_null(f);
    len = fread(text, 1, sizeof text - 1, f);
    text[len] = '\0';
    fclose(f);
    return text;
}

static const char wrong_pin[] = "sha256//AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";

static const struct {
    const char *what, *cert, *host, *ca, *pin; /* pin "own": the certificate's */
    const char *more[4];
    enum err e;
    const char *why; /* a part of the words */
} matrix[] = {
    {"good", "good", "localhost", "ca.pem", NULL, {NULL}, ERR_OK, ""},
    {"good with pin", "good", "localhost", "ca.pem", "own", {NULL}, ERR_OK, ""},
    {"good with a second pin", "good", "localhost", "ca.pem", "both", {NULL}, ERR_OK, ""},
    {"TLS 1.2", "good", "localhost", "ca.pem", "own", {"-tls1_2", NULL}, ERR_OK, ""},
    {"expired", "old", "localhost", "ca.pem", NULL, {NULL}, ERR_TRUST, "2021-01-01"},
    {"expired with pin", "old", "localhost", "ca.pem", "own", {NULL}, ERR_TRUST, "2021-01-01"},
    {"not yet valid", "young", "localhost", "ca.pem", "own", {NULL}, ERR_TRUST, "2080-01-01"},
    {"wrong host", "elsewhere", "localhost", "ca.pem", NULL, {NULL}, ERR_TRUST, "other.example"},
    {"wrong host with pin", "elsewhere", "localhost", "ca.pem", "own", {NULL}, ERR_TRUST, "other.example"},
    {"address for a name", "good", "127.0.0.1", "ca.pem", "own", {NULL}, ERR_TRUST, "127.0.0.1"},
    {"unknown CA", "good", "localhost", NULL, NULL, {NULL}, ERR_TRUST, "Office CA"},
    {"unknown CA with pin", "good", "localhost", NULL, "own", {NULL}, ERR_TRUST, "Office CA"},
    {"other CA", "good", "localhost", "other.pem", "own", {NULL}, ERR_TRUST, "Office CA"},
    {"self-signed", "self", "localhost", "ca.pem", NULL, {NULL}, ERR_TRUST, "itself"},
    {"self-signed with pin", "self", "localhost", "ca.pem", "own", {NULL}, ERR_TRUST, "itself"},
    {"wrong pin", "good", "localhost", "ca.pem", wrong_pin, {NULL}, ERR_TRUST, "pin"},
    {"TLS 1.1", "good", "localhost", "ca.pem", "own", {"-tls1_1", "-cipher", "DEFAULT@SECLEVEL=0", NULL}, ERR_TRUST, "outdated"},
    {"TLS 1.0", "good", "localhost", "ca.pem", NULL, {"-tls1", "-cipher", "DEFAULT@SECLEVEL=0", NULL}, ERR_TRUST, "outdated"},
};

static void own_pin(char out[2 * PIN_SIZE], const char *cert, bool both) {
    char name[64], pin[PIN_SIZE], *pem;

    snprintf(name, sizeof name, "%s.pem", cert);
    pem = slurp(name);
    assert_true(pin_of_pem(pin, pem, strlen(pem)));
    snprintf(out, 2 * PIN_SIZE, "%s%s%s", both ? wrong_pin : "", both ? ";" : "", pin);
}

/* Whatever is wrong: the words say which, and the server saw no byte of the request. */
static void test_tls(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof matrix / sizeof matrix[0]; i++) {
        char url[64], pins[2 * PIN_SIZE] = "", ca[20000] = "";
        struct tls t;
        size_t received;

        tls_start(&t, matrix[i].cert, matrix[i].more);
        if (matrix[i].ca)
            snprintf(ca, sizeof ca, "%s", slurp(matrix[i].ca));
        if (matrix[i].pin && matrix[i].pin[0] == 's')
            snprintf(pins, sizeof pins, "%s", matrix[i].pin);
        else if (matrix[i].pin)
            own_pin(pins, matrix[i].cert, matrix[i].pin[0] == 'b');
        snprintf(url, sizeof url, "https://%s:%d", matrix[i].host, t.port);
        open_to(url, pins, ca);
        assert_true(write(t.to, OK_ANSWER, strlen(OK_ANSWER)) > 0);
        ask("/v1/push", "secret");
        received = tls_stop(&t);
        if (answer.fault.e != matrix[i].e || !strstr(answer.fault.why, matrix[i].why))
            fail_msg("%s: %s: %s", matrix[i].what, err_name(answer.fault.e), answer.fault.why);
        if (matrix[i].e == ERR_OK) {
            assert_int_equal(answer.status, 200);
            assert_non_null(strstr(slurp("received"), "secret")); /* the counter does count */
            own_pin(pins, matrix[i].cert, false);
            assert_string_equal(answer.pin, pins);
        } else {
            assert_int_equal(received, 0);
            assert_true(*answer.fault.todo);
        }
        answer_free(&answer);
        http_free(h);
    }
}

/* Plain HTTP where TLS is asked for, and the reverse. */
static void test_no_tls_there(void **state) {
    const struct server_step steps[] = {{.bytes = OK_ANSWER, .hang_up = true}};
    char url[64];

    (void)state;
    server = server_start(steps, 1);
    snprintf(url, sizeof url, "https://localhost:%d", server.port);
    open_to(url, NULL, NULL);
    ask("/", "secret");
    assert_true(answer.fault.e == ERR_NETWORK || answer.fault.e == ERR_TRUST);
    assert_null(memmem(server.seen->bytes, server.seen->len, "secret", 6));
    close_server();
}

static void test_broken_ca(void **state) {
    (void)state;
    open_to("https://localhost:1", NULL, "no certificate at all");
    ask("/", "secret");
    assert_int_not_equal(answer.fault.e, ERR_OK);
    answer_free(&answer);
    http_free(h);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_request_as_sent),
        cmocka_unit_test(test_keep_alive),
        cmocka_unit_test(test_no_redirect),
        cmocka_unit_test(test_environment_is_ignored),
        cmocka_unit_test(test_headers_read),
        cmocka_unit_test(test_cut_everywhere),
        cmocka_unit_test(test_nothing),
        cmocka_unit_test(test_no_http),
        cmocka_unit_test(test_silence),
        cmocka_unit_test(test_dribble),
        cmocka_unit_test(test_endless_answer),
        cmocka_unit_test(test_header_flood),
        cmocka_unit_test(test_nobody_there),
        cmocka_unit_test(test_cancel),
        cmocka_unit_test(test_tls),
        cmocka_unit_test(test_no_tls_there),
        cmocka_unit_test(test_broken_ca),
    };

    signal(SIGPIPE, SIG_IGN);
    return cmocka_run_group_tests(tests, make_certificates, remove_certificates);
}
