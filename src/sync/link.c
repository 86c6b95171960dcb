/* The settings of a joined device. */
#include "link.h"

#include <stdio.h>
#include <string.h>
#include "linli/i18n.h"

static enum err get_text(struct store *s, const char *key, char *out, size_t room) {
    struct buf text = {0};
    enum err e = store_get(s, key, &text);

    out[0] = '\0';
    if (e == ERR_OK && text.len >= room)
        e = ERR_CORRUPT;
    if (e == ERR_OK)
        snprintf(out, room, "%s", buf_text(&text));
    buf_free(&text);
    return e == ERR_NOT_FOUND ? ERR_OK : e;
}

static enum err broken(void) {
    return err_say(ERR_CORRUPT, _("cannot reach the hub"), _("what this device kept of its enrolment is damaged"),
                   _("enrol again; the work stays here"));
}

static enum err load_keys(struct link *out, struct store *s) {
    char key[64], project[ID_TEXT_SIZE], pin[PIN_SIZE];
    enum err e = get_text(s, "hub.key", key, sizeof key);

    if (e == ERR_OK)
        e = get_text(s, "hub.project", project, sizeof project);
    if (e == ERR_OK)
        e = get_text(s, "hub.pin", pin, sizeof pin);
    if (e == ERR_OK)
        e = get_text(s, "hub.next_pin", out->next_pin, sizeof out->next_pin);
    if (e != ERR_OK)
        return e;
    if (base64_parse(out->hub_key, sizeof out->hub_key, key, strlen(key)) != (long)sizeof out->hub_key ||
        !id_parse(&out->project, project, SIZE_MAX) || (out->url.tls && !pin_ok(pin)))
        return ERR_CORRUPT;
    snprintf(out->pins, sizeof out->pins, "%s%s%s", pin, *out->next_pin ? ";" : "", out->next_pin);
    return ERR_OK;
}

enum err link_load(struct link *out, struct store *s) {
    unsigned char token[TOKEN_BYTES];
    char url[URL_SIZE];
    enum err e;

    *out = (struct link){0};
    e = get_text(s, "hub.token", out->token, sizeof out->token);
    if (e == ERR_OK && !*out->token)
        return err_say(ERR_NOT_ENROLLED, _("cannot sync"), _("this device has joined no hub"),
                       _("linli enroll URL CODE, with the code from the office; everything works without"));
    if (e == ERR_OK)
        e = get_text(s, "hub.url", url, sizeof url);
    if (e == ERR_OK && (url_read(&out->url, url) != ERR_OK || !hex_parse(token, TOKEN_BYTES, out->token, strlen(out->token))))
        e = ERR_CORRUPT;
    if (e == ERR_OK)
        e = get_text(s, "hub.name", out->name, sizeof out->name);
    if (e == ERR_OK)
        e = load_keys(out, s);
    if (e == ERR_OK)
        e = store_get(s, "hub.ca", &out->ca);
    if (e == ERR_NOT_FOUND)
        e = ERR_OK;
    if (e != ERR_OK)
        link_free(out);
    return e == ERR_CORRUPT ? broken() : e;
}

void link_free(struct link *l) {
    buf_free(&l->ca);
    *l = (struct link){0};
}

enum err link_open(struct http **out, const struct link *l) {
    const struct http_target target = {.url = l->url, .pins = l->pins, .ca = buf_text(&l->ca)};

    return http_new(out, &target);
}

struct pair {
    const char *key;
    const char *value;
};

static enum err keep(struct store *s, const struct pair *pairs, size_t count) {
    enum err e = ERR_OK;

    for (size_t i = 0; e == ERR_OK && i < count; i++)
        e = store_set(s, pairs[i].key, pairs[i].value && *pairs[i].value ? pairs[i].value : NULL);
    return e;
}

enum err link_keep_joined(struct store *s, const struct joined *j) {
    char worker[ID_TEXT_SIZE];
    const struct pair pairs[] = {
        {"hub.token", j->token},         {"hub.name", j->name},
        {"worker.id", worker},           {"worker.login", j->login},
        {"worker.name", j->worker_name}, {"worker.role", j->role},
        {"worker.area", j->area},        {"worker.areas", buf_text(&j->areas)},
    };
    enum err e;

    id_text(worker, &j->worker);
    e = keep(s, pairs, sizeof pairs / sizeof pairs[0]);
    if (e == ERR_OK)
        e = store_set_int(s, "office.zone", j->zone);
    if (e == ERR_OK)
        e = store_set_worker(s, &j->worker, j->letters);
    for (size_t i = 0; e == ERR_OK && i < j->device_count; i++)
        e = store_set_colleague(s, &j->devices[i]);
    return e;
}

enum err link_keep_address(struct store *s, const struct url *url, const char *pin, const char *ca, const struct joined *j) {
    char project[ID_TEXT_SIZE];
    struct buf key = {0};
    enum err e;

    id_text(project, &j->project);
    base64_text(&key, j->hub_key, sizeof j->hub_key);
    const struct pair pairs[] = {{"hub.url", url->text}, {"hub.pin", pin},         {"hub.next_pin", NULL},
                                 {"hub.ca", ca},         {"hub.project", project}, {"hub.key", buf_text(&key)}};

    e = keep(s, pairs, sizeof pairs / sizeof pairs[0]);
    buf_free(&key);
    return e;
}

enum err link_seen_pin(struct store *s, struct link *l, const char *pin) {
    const struct pair pairs[] = {{"hub.pin", pin}, {"hub.next_pin", NULL}};
    enum err e;

    if (!*l->next_pin || strcmp(pin, l->next_pin) != 0)
        return ERR_OK;
    e = store_begin(s);
    if (e != ERR_OK)
        return e;
    e = keep(s, pairs, sizeof pairs / sizeof pairs[0]);
    if (e != ERR_OK) {
        store_rollback(s);
        return e;
    }
    snprintf(l->pins, sizeof l->pins, "%s", pin);
    l->next_pin[0] = '\0';
    return store_commit(s);
}
