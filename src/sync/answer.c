/* From bytes and a status to values, or to words. */
#include "answer.h"

#include <stdio.h>
#include <string.h>
#include "linli/i18n.h"
#include "linli/json.h"
#include "linli/mem.h"
#include "linli/safe.h"

#define PAIRS_MAX 100000

/* Statuses that mean the same whatever was asked. "" leaves the words to the problem's
 * detail. */
static const struct {
    int from, to;
    enum err e;
    const char *why;
    const char *todo;
} statuses[] = {
    {300, 399, ERR_NETWORK, N_("the address answers with a way to another place, which is not followed"),
     N_("ask the office for the hub's address")},
    {401, 401, ERR_REFUSED, N_("this device is no longer accepted"), N_("enrol again; the work stays here")},
    {404, 405, ERR_NETWORK, N_("there is no hub at this address"), N_("ask the office for the hub's address")},
    {407, 407, ERR_NETWORK, N_("this network wants a login first"), N_("log in to the network, then sync again")},
    {408, 408, ERR_NETWORK, N_("the hub waited too long for the data"), N_("nothing is lost; it is tried again")},
    {426, 426, ERR_REFUSED, N_("the hub asks for a newer linli"), N_("install the newer version; the work stays here")},
    {429, 429, ERR_NETWORK, N_("the hub asks for a pause"), N_("nothing is lost; it is tried again")},
    {400, 499, ERR_REFUSED, "", N_("tell the office; the work stays here")},
    {503, 503, ERR_NETWORK, N_("the hub is busy or under repair"), N_("nothing is lost; it is tried again")},
    {511, 511, ERR_NETWORK, N_("this network wants a login first"), N_("log in to the network, then sync again")},
    {500, 599, ERR_NETWORK, N_("the hub has a fault"), N_("nothing is lost; it is tried again")},
};

void trouble_set(struct trouble *t, enum err e, const char *why, const char *todo) {
    *t = (struct trouble){.e = e};
    answer_words(t->why, sizeof t->why, why ? why : "");
    answer_words(t->todo, sizeof t->todo, todo ? todo : "");
}

static enum err garbage(struct trouble *t, const char *why) {
    trouble_set(t, ERR_NETWORK, why, _("nothing is lost; it is tried again"));
    return ERR_NETWORK;
}

void answer_free(struct answer *a) {
    buf_free(&a->body);
    *a = (struct answer){0};
}

void answer_words(char *out, size_t room, const char *text) {
    struct buf safe = {0};
    size_t len;

    safe_text(&safe, text, strnlen(text, 4096), false);
    len = safe.len < room - 1 ? safe.len : room - 1;
    while (len < safe.len && len && ((unsigned char)safe.data[len] & 0xC0) == 0x80)
        len--;
    memcpy(out, buf_text(&safe), len);
    out[len] = '\0';
    buf_free(&safe);
}

static int64_t int_or(const struct json *object, const char *key, int64_t fallback) {
    int64_t n;

    return json_int(object, key, &n) && n >= 0 ? n : fallback;
}

static bool hex_id(char out[ID_TEXT_SIZE], const char *text) {
    struct id id;

    if (!text || !id_parse(&id, text, SIZE_MAX))
        return false;
    id_text(out, &id);
    return true;
}

static void problem_read(struct problem *out, const char *text, size_t len) {
    static const char prefix[] = "about:blank#";
    struct json *v;
    const char *type;

    *out = (struct problem){.held = -1, .seq = -1, .bound = -1};
    if (json_parse(&v, text, len, NULL) != ERR_OK)
        return;
    type = json_str(v, "type", "");
    if (strncmp(type, prefix, sizeof prefix - 1) == 0)
        snprintf(out->name, sizeof out->name, "%s", type + sizeof prefix - 1);
    answer_words(out->detail, sizeof out->detail, json_str(v, "detail", json_str(v, "title", "")));
    out->held = int_or(v, "held", -1);
    out->seq = int_or(v, "seq", -1);
    if (strcmp(json_str(v, "bound", ""), "bytes") == 0)
        out->bound = int_or(v, "limit", -1);
    hex_id(out->epoch, json_str(v, "epoch", NULL));
    json_free(v);
}

static bool is_type(const struct answer *a, enum answer_form form) {
    return strcmp(a->type, form == ANSWER_LINES ? "application/x-ndjson" : "application/json") == 0;
}

/* A captive portal answers everything with its login page. */
static enum err not_the_hub(const struct answer *a, struct trouble *t) {
    if (a->status == 200 && strcmp(a->type, "text/html") == 0) {
        trouble_set(t, ERR_NETWORK, _("a web page came instead of the hub's answer: this network may want a login first"),
                    _("log in to the network, then sync again"));
        return ERR_NETWORK;
    }
    return garbage(t, err_fmt(_("the answer is not a hub's (status %d, %s)"), a->status, *a->type ? a->type : _("no type")));
}

static enum err unpack(struct buf *plain, const struct answer *a, struct trouble *t) {
    enum err e;

    if (!*a->encoding || strcmp(a->encoding, "identity") == 0) {
        buf_add(plain, buf_text(&a->body), a->body.len);
        return ERR_OK;
    }
    if (strcmp(a->encoding, "zstd") != 0)
        return garbage(t, _("the answer is packed in a way that was not asked for"));
    e = wire_unpack(plain, buf_text(&a->body), a->body.len, WIRE_BODY_MAX);
    if (e == ERR_RANGE)
        return garbage(t, _("the answer is larger than any answer may be"));
    return e == ERR_OK ? e : garbage(t, _("the answer came damaged"));
}

static enum err refused(const struct answer *a, const struct problem *p, struct trouble *t) {
    size_t i;

    for (i = 0; i < sizeof statuses / sizeof statuses[0]; i++)
        if (a->status >= statuses[i].from && a->status <= statuses[i].to)
            break;
    if (i == sizeof statuses / sizeof statuses[0])
        return not_the_hub(a, t);
    if (*statuses[i].why)
        trouble_set(t, statuses[i].e, _(statuses[i].why), _(statuses[i].todo));
    else
        trouble_set(t, statuses[i].e, *p->detail ? p->detail : err_fmt(_("the hub refused it (status %d)"), a->status),
                    _(statuses[i].todo));
    t->retry_after = a->retry_after;
    return t->e;
}

/* What refuses the work must be the hub's own word: a proxy's page of 401 is only a fault of the way. These a proxy may say as
 * well. */
static bool believed(int status) {
    static const int of_anybody[] = {404, 405, 407, 408, 413, 429};

    for (size_t i = 0; i < sizeof of_anybody / sizeof of_anybody[0]; i++)
        if (status == of_anybody[i])
            return true;
    return false;
}

enum err answer_read(struct buf *plain, const struct answer *a, enum answer_form form, struct problem *problem,
                     struct trouble *t) {
    struct problem p = {.held = -1, .seq = -1, .bound = -1};
    struct buf text = {0};
    enum err e;

    *t = (struct trouble){0};
    if (problem)
        *problem = p;
    if (a->fault.e != ERR_OK) {
        *t = a->fault;
        return t->e;
    }
    if (a->status == 200)
        return is_type(a, form) ? unpack(plain, a, t) : not_the_hub(a, t);
    if (a->status >= 400 && a->status < 500 && strcmp(a->type, "application/problem+json") != 0 && !believed(a->status))
        return not_the_hub(a, t);
    if (strcmp(a->type, "application/problem+json") == 0) {
        e = unpack(&text, a, t);
        if (e == ERR_OK)
            problem_read(&p, buf_text(&text), text.len);
        buf_free(&text);
        if (e != ERR_OK)
            return e;
    }
    if (problem)
        *problem = p;
    return refused(a, &p, t);
}

static bool get_id(struct id *out, const struct json *object, const char *key) {
    const char *text = json_str(object, key, NULL);

    return text && id_parse(out, text, SIZE_MAX);
}

static bool get_base64(void *out, size_t len, const struct json *object, const char *key) {
    const char *text = json_str(object, key, NULL);

    return text && strlen(text) <= 4 * len && base64_parse(out, len, text, strlen(text)) == (long)len;
}

static bool receipt_read(struct receipt *out, const struct json *v) {
    const char *hash = json_str(v, "hash", "");

    return get_id(&out->device, v, "device") && json_int(v, "seq", &out->seq) && out->seq >= 0 &&
           hex_parse(out->hash.b, HASH_BYTES, hash, strlen(hash)) && json_int(v, "at", &out->hub_ms) &&
           get_base64(out->signature, SIGN_BYTES, v, "sig");
}

/* The reason is kept with who refused it and when: it can be disputed. */
static bool refusal_read(struct refusal *out, const struct json *v) {
    static const struct {
        const char *code;
        enum verdict verdict;
    } verdicts[] = {{"refused", VERDICT_REFUSED}, {"quarantine", VERDICT_QUARANTINE}, {"conflict", VERDICT_CONFLICT}};
    const char *code = json_str(v, "verdict", ""), *by = json_str(v, "by", "");
    char stamp[CLOCK_STAMP_SIZE];
    int64_t at = int_or(v, "at", 0);
    struct buf text = {0};

    out->verdict = VERDICT_NONE;
    for (size_t i = 0; i < sizeof verdicts / sizeof verdicts[0]; i++)
        if (strcmp(code, verdicts[i].code) == 0)
            out->verdict = verdicts[i].verdict;
    buf_puts(&text, json_str(v, "reason", ""));
    if (*by && at) {
        clock_stamp(stamp, at);
        buf_printf(&text, " (%s, %.10s %.5s)", by, stamp, stamp + 11);
    }
    answer_words(out->reason, sizeof out->reason, buf_text(&text));
    buf_free(&text);
    return out->verdict != VERDICT_NONE && json_int(v, "seq", &out->seq) && out->seq > 0;
}

static bool refused_read(struct push_answer *out, const struct json *list) {
    size_t count = json_count(list);

    if (count > WIRE_BATCH_EVENTS)
        return false;
    out->refused = mem_new(count, sizeof *out->refused);
    for (; out->refused_count < count; out->refused_count++)
        if (!refusal_read(&out->refused[out->refused_count], json_at(list, out->refused_count)))
            return false;
    return true;
}

static bool fork_read(struct push_answer *out, const struct json *fork) {
    if (!fork || json_is_null(fork))
        return true;
    out->fork = true;
    return get_id(&out->tail, fork, "device") && json_int(fork, "after", &out->after) && out->after >= 0 &&
           json_int(fork, "held", &out->tail_held) && out->tail_held >= out->after;
}

static bool push_fields(struct push_answer *out, const struct json *v) {
    const struct json *receipt = json_get(v, "receipt");
    const char *next_pin = json_str(v, "next_pin", "");
    const struct json *revoked = json_get(v, "revoked");

    if (!json_int(v, "held", &out->held) || out->held < 0 || !hex_id(out->epoch, json_str(v, "epoch", NULL)) ||
        !json_int(v, "now", &out->now))
        return false;
    out->has_receipt = receipt && !json_is_null(receipt);
    if (out->has_receipt && !receipt_read(&out->receipt, receipt))
        return false;
    if (*next_pin && !pin_ok(next_pin))
        return false;
    snprintf(out->next_pin, sizeof out->next_pin, "%s", next_pin);
    out->revoked = json_is_object(revoked) ? int_or(revoked, "at", 1) : 0;
    out->undecided = json_is_object(revoked) ? int_or(revoked, "undecided", 0) : 0;
    return refused_read(out, json_get(v, "refused")) && fork_read(out, json_get(v, "fork"));
}

enum err push_answer_read(struct push_answer *out, const char *text, size_t len) {
    struct json *v;
    bool ok;

    *out = (struct push_answer){0};
    if (json_parse(&v, text, len, NULL) != ERR_OK)
        return ERR_SYNTAX;
    ok = push_fields(out, v);
    json_free(v);
    if (!ok)
        push_answer_free(out);
    return ok ? ERR_OK : ERR_SYNTAX;
}

void push_answer_free(struct push_answer *p) {
    mem_free(p->refused);
    *p = (struct push_answer){0};
}

static bool pairs_read(struct joined *out, const struct json *pairs) {
    size_t count = json_count(pairs);

    if (count > PAIRS_MAX)
        return false;
    out->pairs = mem_new(count, sizeof *out->pairs);
    for (size_t i = 0; i < count; i++) {
        const struct json *pair = json_at(pairs, i);
        const char *own = json_text(json_at(pair, 0)), *hub = json_text(json_at(pair, 1));

        if (!own || !hub || !id_parse(&out->pairs[i].own, own, SIZE_MAX) || !id_parse(&out->pairs[i].hub, hub, SIZE_MAX))
            return false;
    }
    out->pair_count = count;
    return true;
}

/* An older hub names none. */
static bool devices_read(struct joined *out, const struct json *devices) {
    size_t count = json_count(devices);

    if (count > PAIRS_MAX)
        return false;
    out->devices = mem_new(count, sizeof *out->devices);
    for (size_t i = 0; i < count; i++) {
        const char *id = json_text(json_at(devices, i));

        if (!id || !id_parse(&out->devices[i], id, SIZE_MAX))
            return false;
    }
    out->device_count = count;
    return true;
}

/* Areas are kept as they came, once each is known to be a code with a name. */
static bool areas_read(struct joined *out, const struct json *areas) {
    struct json_out w;

    json_start(&w, &out->areas);
    json_open(&w, NULL, '[');
    for (size_t i = 0; i < json_count(areas) && i < PAIRS_MAX; i++) {
        const char *code = json_str(json_at(areas, i), "code", "");
        char name[NAME_SIZE];

        if (!*code || strlen(code) >= AREA_SIZE)
            return false;
        answer_words(name, sizeof name, json_str(json_at(areas, i), "name", ""));
        json_open(&w, NULL, '{');
        json_put_str(&w, "code", code);
        json_put_str(&w, "name", name);
        json_close(&w, '}');
    }
    json_close(&w, ']');
    return true;
}

static bool worker_read(struct joined *out, const struct json *worker) {
    const char *area = json_str(worker, "area", "");

    answer_words(out->login, sizeof out->login, json_str(worker, "login", ""));
    answer_words(out->worker_name, sizeof out->worker_name, json_str(worker, "name", ""));
    answer_words(out->role, sizeof out->role, json_str(worker, "role", ""));
    snprintf(out->area, sizeof out->area, "%s", area);
    return get_id(&out->worker, worker, "id") && strlen(area) < sizeof out->area;
}

static bool joined_fields(struct joined *out, const struct json *v) {
    const char *token = json_str(v, "token", ""), *letters = json_str(v, "letters", "");
    unsigned char bytes[TOKEN_BYTES];

    /* The token goes into a header line: nothing but hex may be in it. */
    if (!hex_parse(bytes, TOKEN_BYTES, token, strlen(token)))
        return false;
    hex_text(out->token, bytes, TOKEN_BYTES);
    answer_words(out->name, sizeof out->name, json_str(v, "name", ""));
    if (strlen(letters) >= sizeof out->letters || strspn(letters, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789") != strlen(letters))
        return false;
    snprintf(out->letters, sizeof out->letters, "%s", letters);
    if (!json_int(v, "zone", &out->zone) || out->zone < -840 || out->zone > 840)
        return false;
    return get_id(&out->project, v, "project") && get_base64(out->hub_key, SIGN_PUBLIC_BYTES, v, "hub_key") &&
           hex_id(out->epoch, json_str(v, "epoch", NULL)) && json_int(v, "now", &out->now) &&
           worker_read(out, json_get(v, "worker")) && areas_read(out, json_get(v, "areas")) &&
           pairs_read(out, json_get(v, "pairs")) && devices_read(out, json_get(v, "devices"));
}

enum err joined_read(struct joined *out, const char *text, size_t len) {
    struct json *v;
    bool ok;

    *out = (struct joined){0};
    if (json_parse(&v, text, len, NULL) != ERR_OK)
        return ERR_SYNTAX;
    ok = joined_fields(out, v);
    json_free(v);
    if (!ok)
        joined_free(out);
    return ok ? ERR_OK : ERR_SYNTAX;
}

void joined_free(struct joined *j) {
    mem_free(j->pairs);
    mem_free(j->devices);
    buf_free(&j->areas);
    *j = (struct joined){0};
}
