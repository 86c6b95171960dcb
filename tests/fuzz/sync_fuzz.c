/* Any answer to any request of a sync: the first byte chooses the request, the second status, type and encoding, the rest is the
 * body. Whatever comes, nothing is marked as held without a receipt that the joined hub signed, and the run goes on or ends with
 * words. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "sync/engine.h"

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size);

static const int statuses[] = {200, 200, 200, 400, 401, 403, 404, 409, 413, 422, 429, 500, 503, 302, 511, 0};
static const char *const types[] = {"application/json", "application/x-ndjson", "application/problem+json", "text/html"};

static void check(int good) {
    if (!good)
        abort();
}

static bool own_hash(void *arg, int64_t seq, struct hash *out) {
    (void)arg;
    *out = (struct hash){{(unsigned char)seq}};
    return true;
}

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size) {
    static const struct engine_view view = {.now = 1000, .head = 10, .hash = own_hash};
    struct engine_start start = {
        .head = 10, .held = 5, .receipt = 5, .epoch = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", .cursor = "c1"};
    struct answer a = {0};
    struct told told;
    struct hash hash = {{1}};
    struct engine e;

    if (size < 2)
        return 0;
    start.device.b[0] = 1;
    if (data[0] % 3 == 2)
        start.old.b[0] = 2;
    engine_begin(&e, &start);
    engine_batch(&e, 10, &hash, 5);
    if (data[0] % 3 == 1)
        e.ask = ENGINE_PULL;
    a.status = statuses[data[1] % 16];
    snprintf(a.type, sizeof a.type, "%s", types[data[1] / 16 % 4]);
    if (data[1] & 64)
        strcpy(a.encoding, "zstd");
    buf_add(&a.body, data + 2, size - 2);
    engine_answer(&e, &a, &view, &told);
    check(!told.has_receipt); /* the key is nobody's */
    check(!told.holds || told.held < 5 || a.status == 409 || told.held == 0);
    check(e.ask != ENGINE_END || e.trouble.e == ERR_OK || *e.trouble.why);
    check(e.trouble.e == ERR_OK || !told.page);
    told_free(&told);
    answer_free(&a);
    return 0;
}
