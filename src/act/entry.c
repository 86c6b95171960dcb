/* Directories: an entry is added, written anew, dropped. */
#include <string.h>
#include "linli/acts.h"
#include "linli/i18n.h"
#include "linli/mem.h"
#include "linli/policy.h"
#include "matter.h"

static const char *entry_what(void) {
    return _("cannot change the directory");
}

static enum err not_there(void) {
    return err_say(ERR_NOT_FOUND, entry_what(), _("there is no such entry, or it was dropped"), _("choose one of the list"));
}

static enum err own_area(struct store *s, char area[AREA_SIZE]) {
    struct buf text = {0};
    enum err e = store_get(s, "worker.area", &text);

    clean_copy(area, AREA_SIZE, e == ERR_OK && policy_area_valid(buf_text(&text)) ? buf_text(&text) : "");
    buf_free(&text);
    return e == ERR_NOT_FOUND ? ERR_OK : e;
}

/* Directories are kept by desks, each for its own area and what is below it; alone a person keeps their own. */
static enum err check_keeper(struct store *s, enum item item, const char *area) {
    struct flow_actor a;
    char own[AREA_SIZE];
    enum err e = read_actor(s, NULL, &a);

    if (e == ERR_OK)
        e = own_area(s, own);
    if (e != ERR_OK || a.alone)
        return e;
    if (!(a.roles & items_who(item)))
        return err_say(ERR_FAILED, entry_what(), _("directories are kept by desks"), _("tell your desk what has changed"));
    if (!policy_area_inside(area, own))
        return err_say(ERR_FAILED, entry_what(), err_fmt(_("area %s is not yours"), area), _("ask the desk of that area"));
    return ERR_OK;
}

static enum err take_area(void *arg, const struct entry_row *r) {
    struct event *ev = arg;

    strcpy(ev->area, r->area);
    ev->item = r->item;
    return ERR_OK;
}

/* Where the entry is, which is in `was` where it is there already. */
static enum err place(struct store *s, struct event *ev, const char *area, const struct event *was) {
    enum err e = ERR_OK;

    if (area && *area && !policy_area_valid(area))
        return err_say(ERR_RANGE, entry_what(), err_fmt(_("“%s” is no area"), area), _("write it as 430181.007.03"));
    clean_copy(ev->area, sizeof ev->area, area && *area ? area : was->area);
    if (!*ev->area)
        e = own_area(s, ev->area);
    return e;
}

static enum err append_entry(struct store *s, struct event *ev, const struct item_values *v) {
    struct buf body = {0};
    int64_t pos;
    enum err e = store_begin(s);

    if (e != ERR_OK)
        return e;
    items_write(ev, &body, v);
    e = store_append(s, ev, body.data, body.len, &pos);
    if (e == ERR_OK)
        e = acts_did(s, pos, pos);
    buf_free(&body);
    return store_end(s, e);
}

enum err act_entry(struct store *s, struct id *id, const char *area, struct item_values *v, size_t *field) {
    struct event ev = {.kind = KIND_ENTRY}, was = {.item = v->item};
    enum err e = ERR_OK;

    if (!id_is_zero(id))
        e = read_entry(s, id, take_area, &was);
    if (e == ERR_NOT_FOUND || (e == ERR_OK && (items_of(v->item) != ITEM_OF_DIRECTORY || was.item != v->item)))
        return not_there();
    if (e == ERR_OK && *was.area)
        e = check_keeper(s, v->item, was.area);
    if (e == ERR_OK)
        e = place(s, &ev, area, &was);
    if (e == ERR_OK)
        e = check_keeper(s, v->item, ev.area);
    if (e == ERR_OK)
        e = flow_clean_values(v, entry_what(), field);
    if (e != ERR_OK)
        return e;
    ev.entity = id_is_zero(id) ? id_random() : *id;
    e = append_entry(s, &ev, v);
    if (e == ERR_OK)
        *id = ev.entity;
    return e;
}

/* The event that made it, which its withdrawal names. */
static enum err find_first(void *arg, const struct raw_event *raw) {
    struct event *ev = arg, said;

    if (ev->replaces || raw->verdict > VERDICT_ACCEPTED || event_read(&said, raw->header, raw->header_len) != ERR_OK ||
        said.kind != KIND_ENTRY)
        return ERR_OK;
    ev->device = raw->device;
    ev->replaces = raw->seq;
    return ERR_OK;
}

enum err act_drop_entry(struct store *s, const struct id *id, const char *reason) {
    struct event ev = {.kind = KIND_WITHDRAW, .entity = *id}, was = {.item = ITEM_NONE};
    struct words words = {0};
    enum err e = read_entry(s, id, take_area, &was);

    if (e == ERR_OK)
        e = check_keeper(s, was.item, was.area);
    if (e == ERR_OK)
        e = clean_text(words.reason, sizeof words.reason, reason, &(struct clean){entry_what(), _("reason"), false});
    if (e == ERR_OK && !*words.reason)
        e = err_say(ERR_RANGE, entry_what(), _("it needs a reason"), _("say why in a few words"));
    if (e == ERR_OK)
        e = store_entity_events(s, id, find_first, &ev);
    if (e == ERR_NOT_FOUND || (e == ERR_OK && !ev.replaces))
        return not_there();
    strcpy(ev.area, was.area);
    return e == ERR_OK ? append_act(s, &ev, &words) : e;
}
