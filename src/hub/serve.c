/* serve: one poll loop over HTTP, the admin socket and signals. No thread. */
#include <errno.h>
#include <inttypes.h>
#include <malloc.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>
#include "hub/commands.h"
#include "hub/handover.h"
#include "hub/httpd.h"
#include "hub/listen.h"
#include "hub/socket.h"
#include "hub/tls.h"
#include "linli/clock.h"
#include "linli/i18n.h"
#include "linli/log.h"
#include "linli/safe.h"

#define OPEN_PATIENCE_MS 3000
#define ASK_PATIENCE_MS 5000 /* for the request of a command that has connected */
#define BREATH_MS 20         /* between two looks at HTTP during a command */
#define DRAIN_MS 3000        /* for answers that are on their way when the end is asked for */
#define SPARE_FILES 64       /* descriptors beside those of connections */
#define CLOCK_MS 60000       /* between two looks at what is due */
#define CLOCK_EVENTS 100     /* that one look writes at most: devices wait meanwhile */

struct server {
    struct hub hub;
    struct httpd *httpd;
    const struct call *call;                 /* of the command serve itself */
    int signals, admin, asking;              /* asking: a command that has connected; -1 none */
    int64_t asked_at, breathed_at, clock_at; /* clock_at: the next look at what is due */
    struct hub_figures *figures;             /* being counted, NULL: not now */
    int64_t figures_at;                      /* the next turn of that, or look at the day */
    const char *cert, *key;
    bool ending;
};

/* ---- set-up */

/* Everything else that can be wrong is found before the record is opened. */
static enum err check_options(struct listen_address *at, struct httpd_options *http, const struct call *c) {
    const char *const *o = c->args->option;
    const char *what = c->args->command->words;
    int64_t connections = 4096, per_address = 512, deadline = 30;
    enum err e = listen_parse(at, o[OPTION_LISTEN]);

    if (e == ERR_OK)
        e = args_range(&connections, &c->args->args, OPTION_CONNECTIONS, 1, 65536);
    if (e == ERR_OK)
        e = args_range(&per_address, &c->args->args, OPTION_PER_ADDRESS, 1, 65536);
    if (e == ERR_OK)
        e = args_range(&deadline, &c->args->args, OPTION_DEADLINE, 1, 600);
    if (e != ERR_OK)
        return e;
    if (!o[OPTION_TLS_CERT] != !o[OPTION_TLS_KEY])
        return err_say(ERR_USAGE, what, _("a certificate needs its key"), _("give both --tls-cert and --tls-key"));
    if (!at->loopback && !o[OPTION_TLS_CERT])
        return err_say(ERR_USAGE, what, _("plain http is for loopback only: others would read along"),
                       _("give --tls-cert and --tls-key"));
    *http = (struct httpd_options){.listen_fd = -1,
                                   .tls = o[OPTION_TLS_CERT] != NULL,
                                   .connections = (int)connections,
                                   .per_address = (int)per_address,
                                   .deadline = (int)deadline};
    return ERR_OK;
}

static void limit_files(struct httpd_options *http) {
    struct rlimit files, none = {0, 0};

    setrlimit(RLIMIT_CORE, &none); /* a core file would hold what people told */
    if (getrlimit(RLIMIT_NOFILE, &files) != 0)
        return;
    files.rlim_cur = files.rlim_max;
    setrlimit(RLIMIT_NOFILE, &files);
    getrlimit(RLIMIT_NOFILE, &files);
    if (files.rlim_cur != RLIM_INFINITY && files.rlim_cur < (rlim_t)http->connections + SPARE_FILES)
        http->connections = files.rlim_cur > SPARE_FILES * 2 ? (int)files.rlim_cur - SPARE_FILES : SPARE_FILES;
}

static void tell(const char *line) {
    log_line("%s", line);
}

static enum err open_record(struct server *s, const char *db) {
    int64_t until = clock_monotonic() + OPEN_PATIENCE_MS;
    struct store_options options = {.path = db, .side = STORE_HUB, .tell = tell};
    struct hub_identity identity;
    enum err e;

    log_to(s->call->err_fd);
    while ((e = store_open(&s->hub.store, &options)) == ERR_BUSY && clock_monotonic() < until)
        usleep(50000);
    if (e != ERR_OK)
        return e;
    e = hub_identity(s->hub.store, &identity);
    memcpy(s->hub.name, identity.name, sizeof s->hub.name);
    memcpy(s->hub.epoch, identity.epoch, sizeof s->hub.epoch);
    id_text(s->hub.project, &identity.project);
    explicit_bzero(&identity, sizeof identity);
    return e;
}

static enum err catch_signals(struct server *s) {
    sigset_t set;

    sigemptyset(&set);
    sigaddset(&set, SIGTERM);
    sigaddset(&set, SIGINT);
    sigaddset(&set, SIGHUP);
    sigprocmask(SIG_BLOCK, &set, NULL);
    s->signals = signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
    return s->signals >= 0 ? ERR_OK : err_say(ERR_IO, _("cannot serve"), strerror(errno), _("try again"));
}

/* The pin is kept, so that `enroll` can print it; plain http has none. */
static enum err keep_pin(struct server *s) {
    return store_set(s->hub.store, "tls.pin", s->cert ? tls_pin() : NULL);
}

static void warn_of_end(void) {
    int64_t days = tls_expires() ? (tls_expires() - clock_now()) / CLOCK_DAY_MS : 1000;

    if (days < 30)
        log_line("the certificate ends in %" PRId64 " days", days);
}

static enum err announce(const struct server *s, const char *address) {
    struct buf line = {0};
    enum err e;

    safe_text(&line, s->hub.name, strlen(s->hub.name), false);
    buf_printf(&line, ": %s://%s", s->cert ? "https" : "http", address);
    if (s->cert)
        buf_printf(&line, " pin %s", tls_pin());
    buf_putc(&line, '\n');
    e = call_put(s->call, &line);
    fflush(s->call->out);
    buf_free(&line);
    warn_of_end();
    return e;
}

static enum err set_up(struct server *s, const struct call *c) {
    struct listen_address at;
    struct httpd_options http;
    char address[LISTEN_TEXT_SIZE];
    enum err e = check_options(&at, &http, c);

    s->cert = c->args->option[OPTION_TLS_CERT];
    s->key = c->args->option[OPTION_TLS_KEY];
    if (e == ERR_OK)
        e = socket_nobody(c->db);
    if (e == ERR_OK && s->cert)
        e = tls_load(s->cert, s->key);
    if (e != ERR_OK)
        return e;
    umask(077);
    limit_files(&http);
    e = open_record(s, c->db);
    if (e == ERR_OK)
        e = listen_open(&http.listen_fd, &at, address);
    if (e == ERR_OK)
        e = httpd_open(&s->httpd, &s->hub, &http);
    if (e == ERR_OK)
        e = socket_listen(&s->admin, c->db);
    if (e == ERR_OK)
        e = catch_signals(s);
    if (e == ERR_OK)
        e = keep_pin(s);
    return e == ERR_OK ? announce(s, address) : e;
}

/* ---- commands of other processes */

/* Between two steps of a command: whoever asks for its health is told, whoever needs the record is told to come again. */
static void breathe(void *server) {
    struct server *s = server;
    int64_t now = clock_monotonic();

    if (now - s->breathed_at < BREATH_MS)
        return;
    s->breathed_at = now;
    httpd_turn(s->httpd);
}

static void take_command(struct server *s) {
    struct call with = {.db = s->call->db, .store = s->hub.store, .input = -1, .breathe = breathe, .server = s};

    s->hub.busy = true;
    handover_serve(s->asking, &with);
    s->hub.busy = false;
    s->hub.news++;
    s->hub.metrics.commands++;
    close(s->asking);
    s->asking = -1;
    malloc_trim(0); /* an import leaves a hundred MiB that a server does not need again for months */
}

/* One at a time; the next waits in the socket's queue. */
static void turn_admin(struct server *s) {
    if (s->asking >= 0 && clock_monotonic() - s->asked_at > ASK_PATIENCE_MS) {
        close(s->asking);
        s->asking = -1;
    }
    if (s->asking >= 0)
        return;
    s->asking = accept4(s->admin, NULL, NULL, SOCK_CLOEXEC);
    s->asked_at = clock_monotonic();
    if (s->asking >= 0 && !socket_is_own(s->asking)) {
        close(s->asking);
        s->asking = -1;
    }
}

/* ---- what is due */

static void turn_clock(struct server *s) {
    struct hub_clocked done;
    enum err e;

    if (clock_monotonic() < s->clock_at)
        return;
    e = hub_clock(s->hub.store, CLOCK_EVENTS, &done);
    if (e != ERR_OK)
        log_line("clock: %s", err_last()->why);
    else if (done.urged || done.overdue)
        log_line("clock: %" PRId64 " urged, %" PRId64 " overdue", done.urged, done.overdue);
    s->hub.news += done.urged || done.overdue;
    s->clock_at = clock_monotonic() + (done.more ? BREATH_MS : CLOCK_MS);
}

/* Once a day, in pieces between which devices are answered. */
static void turn_figures(struct server *s) {
    int64_t said = 0;
    bool done = false;
    enum err e = ERR_OK;

    if (clock_monotonic() < s->figures_at)
        return;
    if (!s->figures && hub_figures_due(s->hub.store))
        e = hub_figures_begin(&s->figures, s->hub.store);
    if (e == ERR_OK && s->figures)
        e = hub_figures_turn(s->figures, BREATH_MS, &said, &done);
    s->hub.news += said > 0;
    if (e != ERR_OK)
        log_line("figures: %s", err_last()->why);
    if (e != ERR_OK || done) {
        hub_figures_free(s->figures);
        s->figures = NULL;
    }
    s->figures_at = clock_monotonic() + (s->figures ? BREATH_MS : CLOCK_MS);
}

/* ---- the loop */

static void reload(struct server *s) {
    enum err e = s->cert ? tls_load(s->cert, s->key) : ERR_OK;

    if (e == ERR_OK)
        e = keep_pin(s);
    log_line(e == ERR_OK ? "certificate read anew" : "certificate not read anew: %s", err_last()->why);
    warn_of_end();
}

static void turn_signals(struct server *s) {
    struct signalfd_siginfo info;

    while (read(s->signals, &info, sizeof info) == (ssize_t)sizeof info) {
        if (info.ssi_signo == SIGHUP)
            reload(s);
        else
            s->ending = true;
    }
}

static void turn(struct server *s) {
    struct pollfd fds[] = {{.fd = httpd_fd(s->httpd), .events = POLLIN},
                           {.fd = s->signals, .events = POLLIN},
                           {.fd = s->asking >= 0 ? s->asking : s->admin, .events = POLLIN}};
    int64_t clock = (s->clock_at < s->figures_at ? s->clock_at : s->figures_at) - clock_monotonic();
    int timeout = clock < 0 ? 0 : (int)clock;

    if (s->asking >= 0 && timeout > ASK_PATIENCE_MS)
        timeout = ASK_PATIENCE_MS;
    httpd_due(s->httpd, &timeout);
    if (poll(fds, sizeof fds / sizeof fds[0], timeout) < 0)
        return;
    if (fds[1].revents)
        turn_signals(s);
    httpd_turn(s->httpd);
    if (s->asking >= 0 && fds[2].revents)
        take_command(s);
    turn_admin(s);
    turn_clock(s);
    turn_figures(s);
}

static void drain(struct server *s) {
    int64_t until = clock_monotonic() + DRAIN_MS;

    while (httpd_drain(s->httpd) && clock_monotonic() < until) {
        struct pollfd p = {.fd = httpd_fd(s->httpd), .events = POLLIN};

        poll(&p, 1, 20);
    }
}

static void tear_down(struct server *s, const char *db) {
    if (s->admin >= 0) {
        socket_remove(db);
        close(s->admin);
    }
    if (s->asking >= 0)
        close(s->asking);
    httpd_close(s->httpd);
    hub_figures_free(s->figures);
    if (s->signals >= 0)
        close(s->signals);
    if (s->hub.store)
        store_close(s->hub.store);
    tls_free();
}

enum err command_serve(struct call *c) {
    static struct server s; /* its table of wrong codes is too large for a stack */
    enum err e;

    s = (struct server){.call = c, .admin = -1, .asking = -1, .signals = -1};
    s.hub.started = clock_monotonic();
    e = set_up(&s, c);
    if (e == ERR_OK) {
        log_line("serving");
        while (!s.ending)
            turn(&s);
        drain(&s);
        log_line("ended");
    }
    tear_down(&s, c->db);
    return e;
}
