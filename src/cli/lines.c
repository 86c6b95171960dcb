/* Rows of the record as JSON (DESIGN.md section 4: the keys are promised to scripts). */
#include "cli_inner.h"

#include <string.h>
#include "linli/clock.h"
#include "linli/door.h"
#include "linli/kinds.h"
#include "linli/policy.h"

void json_start_line(struct json_out *w, struct buf *line) {
    buf_reset(line);
    json_start(w, line);
    json_open(w, NULL, '{');
}

void json_end_line(struct json_out *w, struct buf *line) {
    json_close(w, '}');
    out_line(line);
}

void json_put_phones(struct json_out *w, const char *key, const char *phones) {
    struct buf masked = {0};

    policy_mask_phones(&masked, phones);
    json_put_text(w, key, buf_text(&masked));
    buf_free(&masked);
}

static void put_date(struct json_out *w, const char *key, int64_t at) {
    char text[CLOCK_DATE_SIZE];

    clock_date(text, at);
    json_put_str(w, key, at ? text : NULL);
}

void lines_household(struct json_out *w, const struct household_row *row) {
    struct buf door = {0};

    door_text(&door, &row->door, false);
    json_put_id(w, "id", &row->id);
    json_put_text(w, "number", row->number);
    json_put_text(w, "area", row->area);
    json_put_text(w, "door", buf_text(&door));
    json_put_text(w, "compound", row->door.compound);
    json_put_text(w, "building", row->door.building);
    json_put_text(w, "unit", row->door.unit);
    json_put_text(w, "floor", row->door.floor);
    json_put_text(w, "room", row->door.room);
    json_put_text(w, "head", row->head);
    json_put_phones(w, "phones", row->phones);
    json_put_int(w, "people", row->people);
    put_date(w, "visited", row->visited);
    json_put_int(w, "open", row->open);
    buf_free(&door);
}

static enum err put_party(void *arg, const struct party *p) {
    struct json_out *w = arg;

    json_open(w, NULL, '{');
    json_put_text(w, "name", p->name);
    json_put_id(w, "household", &p->household);
    json_put_text(w, "door", p->door);
    json_put_phones(w, "phones", p->phones);
    json_close(w, '}');
    return ERR_OK;
}

enum err lines_matter(struct store *s, struct json_out *w, const struct matter_row *m) {
    unsigned rules;
    enum colour colour = read_colour(&rules, m);
    enum err e;

    json_put_id(w, "id", &m->id);
    json_put_text(w, "number", m->number);
    json_put_text(w, "kind", kinds_code(LIST_MATTER, (int)m->kind));
    json_put_text(w, "type", kinds_code(LIST_TYPE, (int)m->type));
    json_put_text(w, "summary", m->summary);
    json_put_str(w, "state", m->open ? "open" : "closed");
    json_put_text(w, "step", kinds_code(LIST_STEP, (int)m->step));
    json_put_text(w, "level", kinds_code(LIST_LEVEL, (int)m->level));
    json_put_text(w, "colour", policy_colour_code(colour));
    json_open(w, "reasons", '[');
    for (size_t i = 0; i < COLOUR_RULES; i++)
        if (rules & 1u << i)
            json_put_str(w, NULL, policy_colour_words((enum colour_rule)i));
    json_close(w, ']');
    put_date(w, "due", m->due ? clock_day_start(m->due) : 0);
    json_put_text(w, "owner", m->owner);
    json_put_bool(w, "waiting", m->waiting);
    json_put_bool(w, "urged", m->urged);
    json_put_bool(w, "overdue", m->open && m->due && m->due < clock_day(clock_now()));
    json_put_stamp(w, "opened", m->opened);
    json_put_bool(w, "withdrawn", m->withdrawn);
    json_open(w, "parties", '[');
    e = read_parties(s, &m->id, put_party, w);
    json_close(w, ']');
    return e;
}

void lines_visit(struct json_out *w, const struct visit_row *v) {
    char id[VISIT_ID_SIZE];

    read_visit_id(id, v);
    json_put_str(w, "id", id);
    json_put_stamp(w, "at", v->at);
    json_put_text(w, "purpose", kinds_code(LIST_PURPOSE, (int)v->purpose));
    json_put_text(w, "outcome", kinds_code(LIST_OUTCOME, (int)v->outcome));
    json_put_text(w, "met", v->met);
    json_put_text(w, "note", v->note);
    json_put_text(w, "by", v->worker);
    json_put_text(w, "next", v->next);
    json_put_bool(w, "withdrawn", v->withdrawn);
}
