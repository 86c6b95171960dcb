/* bench-sink: a server over TLS that drops what is posted and answers 200. `bench-sink PORT CERT KEY`; ends with SIGTERM and then
 * prints how many requests and bytes of body it dropped. */
#include <err.h>
#include <microhttpd.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>

static long requests, bytes;
static char seen; /* a mark that a request's head was met */

static enum MHD_Result answer(void *cls, struct MHD_Connection *c, const char *url, const char *method, const char *version,
                              const char *data, size_t *size, void **req) {
    struct MHD_Response *response;
    enum MHD_Result done;

    (void)cls, (void)url, (void)method, (void)version, (void)data;
    if (!*req) {
        *req = &seen;
        return MHD_YES;
    }
    if (*size) {
        bytes += (long)*size;
        *size = 0;
        return MHD_YES;
    }
    requests++;
    response = MHD_create_response_from_buffer(0, NULL, MHD_RESPMEM_PERSISTENT);
    done = MHD_queue_response(c, MHD_HTTP_OK, response);
    MHD_destroy_response(response);
    return done;
}

static char *read_all(const char *path) {
    static char text[2][65536];
    static int used;
    FILE *f = fopen(path, "r");
    size_t len = f ? fread(text[used], 1, sizeof text[used] - 1, f) : 0;

    if (!len)
        err(1, "%s", path);
    text[used][len] = '\0';
    fclose(f);
    return text[used++];
}

int main(int argc, char **argv) {
    struct sockaddr_in at = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    struct MHD_Daemon *d;
    sigset_t set;
    int got;

    if (argc != 4)
        errx(2, "bench-sink PORT CERT KEY");
    sigemptyset(&set);
    sigaddset(&set, SIGTERM);
    sigaddset(&set, SIGINT);
    sigprocmask(SIG_BLOCK, &set, NULL);
    at.sin_port = htons((uint16_t)atoi(argv[1]));
    d = MHD_start_daemon(MHD_USE_EPOLL_INTERNAL_THREAD | MHD_USE_TLS, 0, NULL, NULL, answer, NULL, MHD_OPTION_SOCK_ADDR,
                         (struct sockaddr *)&at, MHD_OPTION_HTTPS_MEM_CERT, read_all(argv[2]), MHD_OPTION_HTTPS_MEM_KEY,
                         read_all(argv[3]), MHD_OPTION_END);
    if (!d)
        errx(1, "cannot listen at 127.0.0.1:%s", argv[1]);
    sigwait(&set, &got);
    MHD_stop_daemon(d);
    printf("%ld %ld\n", requests, bytes);
    return 0;
}
