/* Codes and slips. */
#include "hub/enrol.h"

#include <string.h>
#include "hub/slip.h"
#include "linli/file.h"
#include "linli/i18n.h"
#include "linli/mem.h"
#include "linli/pinwords.h"

#define URL_MAX 200

static bool url_ok(const char *url) {
    size_t skip = strncmp(url, "https://", 8) == 0 ? 8 : strncmp(url, "http://", 7) == 0 ? 7 : 0, len = strlen(url);

    for (size_t i = 0; i < len; i++)
        if ((unsigned char)url[i] <= ' ' || url[i] == 0x7F || strchr("\"'`$\\;&|<>", url[i]))
            return false;
    return skip && len > skip && len <= URL_MAX;
}

enum err enrol_keep_url(struct call *c) {
    const char *url = c->args->option[OPTION_URL];

    if (!url || c->args->option[OPTION_DRY_RUN])
        return ERR_OK;
    if (!url_ok(url))
        return err_say(ERR_USAGE, _("cannot use --url"), err_fmt(_("“%.80s” is no address of a hub"), url),
                       _("write it like https://hub.example:8443"));
    return store_set(c->store, "hub.url", url);
}

void enrol_put(struct enrol *n, const struct hub_worker_row *worker, const char *code, int64_t expires) {
    struct enrolled *to;

    if (n->count == n->room) {
        n->room = n->room ? 2 * n->room : 64;
        n->at = mem_resize(n->at, n->room, sizeof *n->at);
    }
    to = &n->at[n->count++];
    *to = (struct enrolled){.worker = *worker, .expires = expires};
    snprintf(to->code, sizeof to->code, "%s", code);
}

enum err enrol_add(struct enrol *n, const struct hub_worker_row *worker) {
    char code[20];
    int64_t expires;
    enum err e = hub_enroll_code(n->call->store, worker->login, code, &expires);

    if (e == ERR_OK)
        enrol_put(n, worker, code, expires);
    return e;
}

static enum err write_slips(const struct enrol *n, const struct slip *slips) {
    struct store *s = n->call->store;
    struct buf url = {0}, pin = {0}, out = {0};
    struct hub_identity hub;
    struct slip_hub on = {.name = hub.name};
    enum err e = hub_identity(s, &hub);

    if (e != ERR_OK)
        return e;
    on.url = store_get(s, "hub.url", &url) == ERR_OK ? buf_text(&url) : "";
    on.pin = store_get(s, "tls.pin", &pin) == ERR_OK ? buf_text(&pin) : "";
    err_clear();
    slip_write(&out, &on, slips, n->count, slip_is_text(n->call->args->option[n->file]));
    e = file_write_fd(n->call->files[n->file], out.data, out.len);
    if (e != ERR_OK)
        e = err_say(e, _("cannot write the slips"), _("their file takes no more; no code was made"),
                    _("check the folder and its free space"));
    buf_free(&url);
    buf_free(&pin);
    buf_free(&out);
    return e;
}

enum err enrol_write(const struct enrol *n) {
    struct slip *slips = mem_new(n->count ? n->count : 1, sizeof *slips);
    enum err e;

    for (size_t i = 0; i < n->count; i++)
        slips[i] = (struct slip){.login = n->at[i].worker.login,
                                 .name = n->at[i].worker.name,
                                 .area = n->at[i].worker.area,
                                 .code = n->at[i].code,
                                 .expires = n->at[i].expires};
    e = write_slips(n, slips);
    mem_free(slips);
    return e;
}

void enrol_put_words(struct json_out *w, const char *pin) {
    const struct pinword *words[PINWORDS_COUNT];
    struct buf text = {0};

    if (pin && pinwords_of(words, pin))
        pinwords_put(&text, words, true);
    json_put_text(w, "words", buf_text(&text));
    buf_free(&text);
}

void enrol_words(struct buf *out, const char *pin) {
    const struct pinword *words[PINWORDS_COUNT];
    struct buf han = {0}, pinyin = {0};

    if (!pin || !pinwords_of(words, pin))
        return;
    pinwords_put(&han, words, false);
    pinwords_put(&pinyin, words, true);
    buf_printf(out, _("words    %s\n         %s\n"), buf_text(&han), buf_text(&pinyin));
    buf_free(&han);
    buf_free(&pinyin);
}

/* ---- enroll --slip */

struct search {
    const char *login;
    struct hub_worker_row found;
};

static enum err look(void *arg, const struct hub_worker_row *row) {
    struct search *s = arg;

    if (strcmp(row->login, s->login) == 0)
        s->found = *row;
    return ERR_OK;
}

static enum err add_login(struct enrol *n, const char *login, const char *replace) {
    struct search s = {.login = login};
    struct hub_code made = {0};
    enum err e = hub_enroll_replacing(n->call->store, login, replace, &made);

    if (e == ERR_OK)
        e = hub_worker_list(n->call->store, look, &s);
    if (e == ERR_OK)
        enrol_put(n, &s.found, made.text, made.expires);
    return e;
}

static void report_json(struct buf *out, const struct enrol *n) {
    struct buf pin = {0};
    bool known = store_get(n->call->store, "tls.pin", &pin) == ERR_OK && pin.len;

    for (size_t i = 0; i < n->count; i++) {
        struct json_out w;

        json_start(&w, out);
        json_open(&w, NULL, '{');
        json_put_str(&w, "login", n->at[i].worker.login);
        json_put_str(&w, "code", n->at[i].code);
        json_put_str(&w, "pin", known ? buf_text(&pin) : NULL);
        enrol_put_words(&w, known ? buf_text(&pin) : NULL);
        json_put_stamp(&w, "expires", n->at[i].expires);
        json_close(&w, '}');
        buf_putc(out, '\n');
    }
    buf_free(&pin);
}

enum err enrol_slips(struct call *c, const char *replace) {
    struct enrol n = {.call = c, .file = OPTION_SLIP};
    size_t count = replace ? 1 : c->args->count;
    struct buf out = {0};
    enum err e = store_begin(c->store);

    if (e != ERR_OK)
        return e;
    for (size_t i = 0; e == ERR_OK && i < count; i++)
        e = add_login(&n, c->args->values[i], replace);
    if (e == ERR_OK)
        e = enrol_write(&n);
    e = store_end(c->store, e);
    if (e == ERR_OK && c->args->option[OPTION_JSON])
        report_json(&out, &n);
    else if (e == ERR_OK)
        buf_printf(&out, _("slips in %s: %lld; print them, hand each one over, then delete the file\n"),
                   c->args->option[OPTION_SLIP], (long long)n.count);
    if (e == ERR_OK)
        e = call_put(c, &out);
    enrol_free(&n);
    buf_free(&out);
    return e;
}

void enrol_free(struct enrol *n) {
    mem_free(n->at);
    n->at = NULL;
    n->count = n->room = 0;
}
