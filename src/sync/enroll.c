/* Joining a hub. First a look at /v1/health, which proves the line and shows the key, then the code is sent, then all of it is
 * kept at once. */
#include <stdio.h>
#include <string.h>
#include "join.h"
#include "link.h"
#include "linli/clock.h"
#include "linli/file.h"
#include "linli/i18n.h"
#include "linli/json.h"
#include "linli/sync.h"
#include "pairs.h"

#define CA_MAX ((size_t)256 << 10)
#define CODE_MAX 64

struct joining {
    struct store *s;
    const struct sync_enroll *e;
    struct url url;
    struct buf ca;
    char pin[PIN_SIZE];
    char project[ID_TEXT_SIZE]; /* of the hub that this device joined before, "" none */
    bool revoked;
    struct joined joined;
};

static const char *cannot(void) {
    return _("cannot join the hub");
}

/* Nothing runs in the background for a device that has not joined, so nobody tries again. */
static enum err say(const struct trouble *t) {
    bool again = t->e == ERR_NETWORK && strcmp(t->todo, _("nothing is lost; it is tried again")) == 0;

    return err_say(t->e, cannot(), t->why, again ? _("nothing was changed; give the command again later") : t->todo);
}

static enum err read_ca(struct joining *j) {
    enum err e = j->e->ca ? file_read(&j->ca, j->e->ca, CA_MAX) : ERR_OK;
    char pin[PIN_SIZE];

    if (e != ERR_OK || !j->e->ca)
        return e;
    if (strlen(buf_text(&j->ca)) == j->ca.len && pin_of_pem(pin, buf_text(&j->ca), j->ca.len))
        return ERR_OK;
    return err_say(ERR_USAGE, cannot(), err_fmt(_("%s holds no certificate in PEM form"), j->e->ca),
                   _("ask the office for its CA file"));
}

static bool code_plain(const char *code) {
    size_t len = strlen(code);

    for (size_t i = 0; i < len; i++)
        if (code[i] <= 0x20 || code[i] >= 0x7F)
            return false;
    return len > 0 && len <= CODE_MAX;
}

/* A revoked device does not come back, its record does: under a new key, once the office knows and has decided about all that it
 * wrote under the old one. */
static enum err check_revoked(struct joining *j) {
    const struct store_device *device = store_device(j->s);
    int64_t undecided;
    enum err e;

    j->revoked = store_get_int(j->s, "sync.revoked", 0) != 0;
    if (!j->revoked)
        return ERR_OK;
    if (device->head_seq > device->held_seq)
        return err_say(ERR_REFUSED, cannot(),
                       _("the office revoked this device, and does not have all that was entered here yet"),
                       _("linli sync first, or hand the office a file: linli export --outbox FILE"));
    e = store_undecided(j->s, &undecided);
    if (e == ERR_OK && undecided)
        e = err_say(
            ERR_REFUSED, cannot(),
            err_fmt(_("the office revoked this device and has not decided about %lld of its events"), (long long)undecided),
            _("the office decides with linli-hub quarantine; then linli sync, then enrol"));
    return e;
}

static enum err check_call(struct joining *j) {
    struct buf project = {0};
    enum err e;

    if (store_get_int(j->s, "practice", 0))
        return err_say(ERR_FAILED, _("cannot join the hub"), _("this is the practice record: its people are invented"),
                       _("leave practice first: nothing of it is ever sent"));
    if (store_is_read_only(j->s))
        return err_say(ERR_READ_ONLY, cannot(), store_read_only_why(j->s), _("close the other program and try again"));
    e = url_read(&j->url, j->e->url);
    if (e != ERR_OK)
        return e;
    if (!code_plain(j->e->code))
        return err_say(ERR_USAGE, cannot(), _("that is no code of an office"),
                       _("type it as it was given, such as ABCD-EFGH-JKLM"));
    if (j->e->pin && *j->e->pin && !pin_ok(j->e->pin))
        return err_say(ERR_USAGE, cannot(), _("the pin is not of the form sha256//…="), _("copy it as the office gave it"));
    if (j->e->pin && j->url.tls)
        snprintf(j->pin, sizeof j->pin, "%s", j->e->pin);
    e = store_get(j->s, "hub.project", &project);
    if (e == ERR_OK && project.len < sizeof j->project)
        memcpy(j->project, buf_text(&project), project.len + 1);
    buf_free(&project);
    e = e == ERR_NOT_FOUND ? ERR_OK : e;
    if (e == ERR_OK)
        e = check_revoked(j);
    return e == ERR_OK ? read_ca(j) : e;
}

/* The old token is of no use, and what the hub told the old key is told again. */
static enum err begin_anew(struct store *s) {
    static const char *const old[] = {"hub.token", "sync.cursor", "sync.revoked"};
    enum err e = store_begin(s);

    if (e != ERR_OK)
        return e;
    for (size_t i = 0; e == ERR_OK && i < sizeof old / sizeof old[0]; i++)
        e = store_set(s, old[i], NULL);
    return store_end(s, e == ERR_OK ? store_new_device(s) : e);
}

static enum err open_line(struct http **out, const struct joining *j) {
    const struct http_target target = {.url = j->url, .pins = j->pin, .ca = buf_text(&j->ca)};

    return http_new(out, &target);
}

static enum err other_hub(const char *name) {
    return err_say(ERR_REFUSED, cannot(),
                   err_fmt(_("this record belongs to another hub than %s, and two hubs are never mixed"), name),
                   _("use another folder for it: linli --home DIR enroll …"));
}

/* The key is shown where no pin was given, before anything is sent to its holder. */
static enum err ask_pin(struct joining *j, const struct answer *a) {
    if (!j->url.tls || *j->pin)
        return ERR_OK;
    if (!*a->pin)
        return err_say(ERR_TRUST, cannot(), _("the hub's key can not be read"),
                       _("ask the office for its pin and give it with --pin"));
    if (!j->e->ask)
        return err_say(ERR_USAGE, cannot(), err_fmt(_("nobody is here to compare the hub's key, which is %s"), a->pin),
                       _("compare it with the office's and give it with --pin"));
    if (!j->e->ask(j->e->arg, a->pin, a->subject))
        return err_say(ERR_CANCELLED, cannot(), _("the key was not accepted"), _("compare it with the office's"));
    snprintf(j->pin, sizeof j->pin, "%s", a->pin);
    return ERR_OK;
}

static enum err look_at(struct joining *j, const struct answer *a) {
    struct buf text = {0};
    struct trouble t;
    struct json *v = NULL;
    enum err e = answer_read(&text, a, ANSWER_JSON, NULL, &t);

    if (e != ERR_OK)
        e = say(&t);
    else if (json_parse(&v, buf_text(&text), text.len, NULL) != ERR_OK || !json_is_object(v))
        e = err_say(ERR_NETWORK, cannot(), _("there is no hub at this address"), _("ask the office for the hub's address"));
    else if (*j->project && *json_str(v, "project", "") && strcmp(j->project, json_str(v, "project", "")) != 0)
        e = other_hub(j->url.host);
    json_free(v);
    buf_free(&text);
    return e == ERR_OK ? ask_pin(j, a) : e;
}

static enum err meet(struct joining *j) {
    const struct http_request request = {.path = "/v1/health"};
    struct answer a = {0};
    struct http *h;
    enum err e = open_line(&h, j);

    if (e != ERR_OK)
        return e;
    e = http_ask(h, &request, &a);
    if (e == ERR_OK)
        e = look_at(j, &a);
    answer_free(&a);
    http_free(h);
    return e;
}

static enum err read_joined(struct joining *j, const struct answer *a) {
    struct buf text = {0};
    struct trouble t;
    enum err e = answer_read(&text, a, ANSWER_JSON, NULL, &t);

    if (e == ERR_REFUSED) {
        /* A hub that speaks English gives its reasons in the words of the catalogue. */
        e = err_say(e, cannot(), a->status == 401 || !*t.why ? _("the code is wrong, used or too old") : _(t.why),
                    _("ask the office for a new code; on a device that was revoked, linli sync tells more"));
    } else if (e != ERR_OK) {
        e = say(&t);
    } else if (joined_read(&j->joined, buf_text(&text), text.len) != ERR_OK) {
        e = err_say(ERR_NETWORK, cannot(), _("the answer is not complete"), _("try again with the same code"));
    }
    buf_free(&text);
    return e;
}

static enum err send_code(struct joining *j) {
    struct http_request request = {.path = "/v1/enroll", .type = "application/json", .total_s = 300};
    struct buf body = {0};
    struct answer a = {0};
    struct http *h;
    enum err e = join_body(&body, j->s, j->e->code, !*j->project);

    if (e == ERR_OK)
        e = open_line(&h, j);
    if (e == ERR_OK) {
        request.body = body.data;
        request.len = body.len;
        e = http_ask(h, &request, &a);
        if (e == ERR_OK)
            e = read_joined(j, &a);
        answer_free(&a);
        http_free(h);
    }
    buf_free(&body);
    return e;
}

/* A record is one hub's and one worker's for ever: what another may see is another record. */
static enum err check_same(struct joining *j) {
    const struct store_device *device = store_device(j->s);
    unsigned char key[SIGN_PUBLIC_BYTES];
    char project[ID_TEXT_SIZE];
    struct buf text = {0};
    bool same;

    if (!*j->project)
        return ERR_OK;
    id_text(project, &j->joined.project);
    if (strcmp(project, j->project) != 0)
        return other_hub(*j->joined.name ? j->joined.name : j->url.host);
    same = store_get(j->s, "hub.key", &text) == ERR_OK &&
           base64_parse(key, sizeof key, buf_text(&text), text.len) == (long)sizeof key &&
           memcmp(key, j->joined.hub_key, sizeof key) == 0;
    buf_free(&text);
    if (!same)
        return err_say(ERR_TRUST, cannot(), _("the hub's signature is not that of the hub this device joined"),
                       _("tell the office"));
    if (!id_is_zero(&device->worker) && !id_equal(&device->worker, &j->joined.worker))
        return err_say(ERR_REFUSED, cannot(),
                       err_fmt(_("the code is for %s, and this record is another worker's"), j->joined.worker_name),
                       _("use another folder for it: linli --home DIR enroll …"));
    return ERR_OK;
}

static enum err keep_progress(struct joining *j) {
    static const char *const fresh[] = {"sync.rekey", "sync.tries", "sync.slow", "sync.next_try"};
    enum err e = ERR_OK;

    for (size_t i = 0; e == ERR_OK && i < sizeof fresh / sizeof fresh[0]; i++)
        e = store_set(j->s, fresh[i], NULL);
    /* On a device that joined before, a new epoch is for the next sync to see. */
    if (e == ERR_OK && !*j->project)
        e = store_set(j->s, "sync.epoch", j->joined.epoch);
    return e;
}

static enum err keep_all(struct joining *j, int64_t *paired) {
    enum err e = store_begin(j->s);

    if (e != ERR_OK)
        return e;
    e = link_keep_address(j->s, &j->url, j->pin, buf_text(&j->ca), &j->joined);
    if (e == ERR_OK)
        e = link_keep_joined(j->s, &j->joined);
    if (e == ERR_OK)
        e = keep_progress(j);
    if (e == ERR_OK)
        e = pairs_keep(j->s, &j->joined, paired);
    if (e == ERR_OK)
        return store_commit(j->s);
    store_rollback(j->s);
    return e;
}

enum err sync_enroll(struct store *s, const struct sync_enroll *e, struct sync_enrolled *out) {
    struct joining j = {.s = s, .e = e};
    enum err result = check_call(&j);

    *out = (struct sync_enrolled){0};
    if (result == ERR_OK)
        result = meet(&j);
    if (result == ERR_OK && j.revoked)
        result = begin_anew(s);
    if (result == ERR_OK)
        result = send_code(&j);
    if (result == ERR_OK)
        result = check_same(&j);
    if (result == ERR_OK)
        result = keep_all(&j, &out->paired);
    if (result == ERR_OK) {
        clock_set_zone((int)j.joined.zone);
        snprintf(out->hub, sizeof out->hub, "%s", j.joined.name);
        snprintf(out->worker, sizeof out->worker, "%s", j.joined.worker_name);
        snprintf(out->area, sizeof out->area, "%s", j.joined.area);
    }
    joined_free(&j.joined);
    buf_free(&j.ca);
    return result;
}
