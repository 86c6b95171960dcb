/* Problem documents from the table. */
#include "hub/problem.h"

#include "linli/json.h"

static const struct {
    const char *type;
    int status;
    const char *title;
} table[] = {
#define X(name, type, status, title) [PROBLEM_##name] = {"about:blank#" type, status, title},
#include "hub/problems.def"
#undef X
};

int problem_status(enum problem p) {
    return table[p].status;
}

static void start(struct json_out *w, struct buf *out, enum problem p) {
    json_start(w, out);
    json_open(w, NULL, '{');
    json_put_str(w, "type", table[p].type);
    json_put_str(w, "title", table[p].title);
    json_put_int(w, "status", table[p].status);
}

void problem_write(struct buf *out, enum problem p, const char *detail) {
    struct json_out w;

    start(&w, out, p);
    if (detail && *detail)
        json_put_str(&w, "detail", detail);
    json_close(&w, '}');
}

void problem_write_int(struct buf *out, enum problem p, const char *key, int64_t value) {
    struct json_out w;

    start(&w, out, p);
    json_put_int(&w, key, value);
    json_close(&w, '}');
}
