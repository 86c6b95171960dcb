/* Headers: written in one order, read with every bound checked. */
#include "linli/event.h"

#include <string.h>
#include "linli/json.h"
#include "linli/policy.h"

static void put_id(struct json_out *w, const char *key, const struct id *id) {
    char text[ID_TEXT_SIZE];

    if (id_is_zero(id))
        return;
    id_text(text, id);
    json_put_str(w, key, text);
}

static void put_code(struct json_out *w, const char *key, enum list list, int value) {
    if (value)
        json_put_str(w, key, kinds_code(list, value));
}

static void put_text(struct json_out *w, const char *key, const char *text) {
    if (*text)
        json_put_str(w, key, text);
}

static void put_number(struct json_out *w, const char *key, int64_t n) {
    if (n)
        json_put_int(w, key, n);
}

void event_write(struct buf *out, const struct event *ev) {
    struct json_out w;

    json_start(&w, out);
    json_open(&w, NULL, '{');
    json_put_int(&w, "v", ev->version ? ev->version : EVENT_VERSION);
    put_code(&w, "kind", LIST_KIND, (int)ev->kind);
    put_id(&w, "by", &ev->by);
    put_number(&w, "seen", ev->seen);
    put_text(&w, "area", ev->area);
    put_code(&w, "role", LIST_ROLE, (int)ev->role);
    put_text(&w, "number", ev->number);
    put_code(&w, "matter", LIST_MATTER, (int)ev->matter);
    put_code(&w, "type", LIST_TYPE, (int)ev->type);
    put_code(&w, "step", LIST_STEP, (int)ev->step);
    put_code(&w, "level", LIST_LEVEL, (int)ev->level);
    put_id(&w, "device", &ev->device);
    put_number(&w, "replaces", ev->replaces);
    put_id(&w, "other", &ev->other);
    if (ev->household_count) {
        json_open(&w, "households", '[');
        for (size_t i = 0; i < ev->household_count; i++)
            put_id(&w, NULL, &ev->households[i]);
        json_close(&w, ']');
    }
    put_code(&w, "outcome", LIST_OUTCOME, (int)ev->outcome);
    put_code(&w, "purpose", LIST_PURPOSE, (int)ev->purpose);
    put_text(&w, "next", ev->next);
    json_put_int(&w, "seq", ev->seq);
    json_put_int(&w, "at", ev->at);
    put_id(&w, "entity", &ev->entity);
    json_close(&w, '}');
}

/* An absent member is none; one of another type or that does not fit is an error. */
static bool get_text(const struct json *o, const char *key, char *to, size_t room) {
    const struct json *v = json_get(o, key);
    const char *text = json_text(v);

    if (!v)
        return true;
    if (!text || strlen(text) >= room)
        return false;
    strcpy(to, text);
    return true;
}

static bool get_id(const struct json *o, const char *key, struct id *to) {
    const struct json *v = json_get(o, key);

    return !v || (json_text(v) && id_parse(to, json_text(v), (size_t)-1));
}

static bool get_number(const struct json *o, const char *key, int64_t *to) {
    const struct json *v = json_get(o, key);

    return !v || (json_value_int(v, to) && *to >= 0);
}

/* A code of a newer version is 0, so that its event is kept and just not folded. */
static bool get_code(const struct json *o, const char *key, enum list list, int *to) {
    const struct json *v = json_get(o, key);

    *to = 0;
    if (!v)
        return true;
    if (!json_text(v))
        return false;
    *to = kinds_value(list, json_text(v));
    return true;
}

static bool get_households(const struct json *o, struct event *ev) {
    const struct json *list = json_get(o, "households");

    if (json_count(list) > PARTIES_MAX)
        return false;
    for (size_t i = 0; i < json_count(list); i++) {
        const char *text = json_text(json_at(list, i));

        if (!text || !id_parse(&ev->households[i], text, (size_t)-1))
            return false;
    }
    ev->household_count = json_count(list);
    return true;
}

static bool get_codes(const struct json *o, struct event *ev) {
    int kind, role, matter, type, step, level, outcome, purpose;

    if (!get_code(o, "kind", LIST_KIND, &kind) || !get_code(o, "role", LIST_ROLE, &role) ||
        !get_code(o, "matter", LIST_MATTER, &matter) || !get_code(o, "type", LIST_TYPE, &type) ||
        !get_code(o, "step", LIST_STEP, &step) || !get_code(o, "level", LIST_LEVEL, &level) ||
        !get_code(o, "outcome", LIST_OUTCOME, &outcome) || !get_code(o, "purpose", LIST_PURPOSE, &purpose))
        return false;
    ev->kind = (enum kind)kind;
    ev->role = (enum role)role;
    ev->matter = (enum matter_kind)matter;
    ev->type = (enum matter_type)type;
    ev->step = (enum step)step;
    ev->level = (enum level)level;
    ev->outcome = (enum outcome)outcome;
    ev->purpose = (enum purpose)purpose;
    return true;
}

static bool date_ok(const char *date) {
    int64_t ms;

    return !*date || (strlen(date) == CLOCK_DATE_SIZE - 1 && clock_parse(&ms, date));
}

static bool get_all(const struct json *o, struct event *ev) {
    return json_is_object(o) && get_number(o, "v", &ev->version) && ev->version >= 1 && get_number(o, "seq", &ev->seq) &&
           ev->seq >= 1 && ev->seq < INT64_C(1) << 40 && json_text(json_get(o, "kind")) && get_codes(o, ev) &&
           get_id(o, "entity", &ev->entity) && !id_is_zero(&ev->entity) && json_get(o, "at") && json_int(o, "at", &ev->at) &&
           get_id(o, "by", &ev->by) && get_number(o, "seen", &ev->seen) && get_text(o, "area", ev->area, sizeof ev->area) &&
           (!*ev->area || policy_area_valid(ev->area)) && get_text(o, "number", ev->number, sizeof ev->number) &&
           get_text(o, "next", ev->next, sizeof ev->next) && date_ok(ev->next) && get_id(o, "device", &ev->device) &&
           get_number(o, "replaces", &ev->replaces) && get_id(o, "other", &ev->other) && get_households(o, ev);
}

enum err event_read(struct event *out, const char *header, size_t len) {
    struct json *o;
    bool good;

    memset(out, 0, sizeof *out);
    if (len > EVENT_HEADER_MAX || json_parse(&o, header, len, NULL) != ERR_OK)
        return ERR_SYNTAX;
    good = get_all(o, out);
    json_free(o);
    if (!good) {
        memset(out, 0, sizeof *out);
        return ERR_SYNTAX;
    }
    /* What a newer version means by a kind is not known here. */
    if (out->version > EVENT_VERSION)
        out->kind = KIND_UNKNOWN;
    return ERR_OK;
}
