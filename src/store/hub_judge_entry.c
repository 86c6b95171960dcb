/* What the hub says of what is done in directories: they are kept by desks, each for its own area and what is below it. */
#include "hub_judge.h"

#include <string.h>
#include "linli/flow.h"
#include "linli/items.h"

static enum err refuse(struct judge *j, enum flow_refusal r) {
    j->words = flow_refusal_words(r);
    return judge_say(j, REASON_FLOW);
}

static bool body_ok(struct judge *j) {
    struct item_values v;

    if (!j->raw->salt)
        return true;
    if (items_read(&v, j->ev, j->raw->body, j->raw->body_len) != ERR_OK)
        return false;
    items_free(&v);
    return true;
}

/* A mediator's post gives rights in the flow, so nobody gets it from a desk that is not theirs. */
static enum err judge_named(struct judge *j) {
    struct hub_worker v;
    enum err e;

    if (id_is_zero(&j->ev->other))
        return ERR_OK;
    e = hub_worker_get(j->w, &j->ev->other, &v);
    if (e == ERR_NOT_FOUND || (e == ERR_OK && v.gone))
        return refuse(j, FLOW_REFUSED_PERSON);
    return e != ERR_OK || policy_area_inside(v.area, j->a->worker.area) ? e : judge_say(j, REASON_AREA);
}

enum err judge_keeper(struct judge *j) {
    if (j->a->worker.role == ROLE_HEAD)
        return refuse(j, FLOW_REFUSED_ROLE);
    if (j->r->entity.kind && !policy_area_inside(j->r->entity.area, j->a->worker.area))
        return judge_say(j, REASON_AREA);
    return ERR_OK;
}

enum err judge_entry(struct judge *j) {
    const struct event *ev = j->ev;
    int64_t item = (int64_t)ev->item;
    enum err e = judge_keeper(j);

    if (e != ERR_OK || j->reason)
        return e;
    if (*ev->area && !policy_area_inside(ev->area, j->a->worker.area))
        return judge_say(j, REASON_AREA);
    if (j->r->entity.kind && j->r->entity.kind != HUB_ENTRY)
        return judge_say(j, REASON_KIND);
    if (j->r->entity.kind)
        e = db_int(j->w->s, &item, (int64_t)ev->item, STMT_entry_item, "d", &ev->entity);
    if (e == ERR_OK && (item != (int64_t)ev->item || (ev->item && items_of(ev->item) != ITEM_OF_DIRECTORY)))
        return judge_say(j, REASON_KIND);
    if (!body_ok(j))
        return judge_say(j, REASON_BODY);
    if (e == ERR_OK)
        e = judge_named(j);
    return e != ERR_OK || j->reason || j->r->entity.kind ? e : judge_make(j, HUB_ENTRY);
}

static enum err place_all(struct hub_work *w, enum stmt which, const struct id *entry) {
    struct hub_ids ids = {0};
    sqlite3_stmt *st = db_get(w->s, which);
    enum err e;

    db_bind(st, "d", entry);
    e = hub_ids_collect(w->s, &ids, st);
    for (size_t i = 0; e == ERR_OK && i < ids.count; i++)
        e = hub_place(w, &ids.at[i]);
    hub_ids_free(&ids);
    return e;
}

enum err hub_entry_changed(struct hub_work *w, const struct event *ev, struct hub_entity *entity) {
    enum err e = ERR_OK;

    if (ev->kind == KIND_ENTRY && *ev->area && strcmp(ev->area, entity->area) != 0) {
        strcpy(entity->area, ev->area);
        e = hub_entity_put(w, entity);
    }
    if (e == ERR_OK)
        e = hub_place(w, &ev->entity);
    return e == ERR_OK ? place_all(w, STMT_hub_matters_of_entry, &ev->entity) : e;
}
