/* Items: what is written down in the course of a matter (consents, sessions, agreements, terms…) and what the directories hold,
 * each a row of items.def with fields in item_fields.def. Values are texts, as a person types them; what state is folded from
 * goes into the header of the event, the words into its body. Pure. */
#ifndef LINLI_ITEMS_H
#define LINLI_ITEMS_H

#include "linli/event.h"
#include "linli/flow.h"

#define ITEM_FIELDS_MAX 20

enum item_of { ITEM_OF_MATTER, ITEM_OF_DIRECTORY };
enum item_place { ITEM_MUST, ITEM_MAY, ITEM_NOT };
enum item_many { ITEM_ONE, ITEM_EACH };
enum item_slot { ITEM_BODY, ITEM_PARTY, ITEM_DAY, ITEM_DUE, ITEM_ANSWER, ITEM_SCORE, ITEM_GRADE, ITEM_MADE, ITEM_WHO, ITEM_OF };
/* How a field is entered. SECRET: masked on screen and in exports by default. */
enum item_enter {
    ITEM_ENTER_TEXT,
    ITEM_ENTER_NOTE,
    ITEM_ENTER_DATE,
    ITEM_ENTER_CHOICE,
    ITEM_ENTER_PARTY,
    ITEM_ENTER_ENTRY, /* of a directory; `list` is its kind */
    ITEM_ENTER_WORKER,
    ITEM_ENTER_ITEM, /* an item of the same matter; `list` is its kind */
    ITEM_ENTER_NUMBER,
    ITEM_ENTER_SCORE,
    ITEM_ENTER_WEEKDAYS,
    ITEM_ENTER_SECRET,
};

struct item_field {
    const char *name;
    enum item_slot slot;
    enum item_enter enter;
    int list; /* of a choice: enum list; of an entry or item: enum item */
    size_t limit;
    bool needed;
    const char *label, *hint; /* N_( ) */
};

enum item_of items_of(enum item item);
enum item_place items_place(enum item item);
enum item_many items_many(enum item item);
unsigned items_who(enum item item);
/* The fields in the order of the form; *count at most ITEM_FIELDS_MAX. */
const struct item_field *items_fields(enum item item, size_t *count);
size_t items_field(enum item item, const char *name); /* its place; ITEM_FIELDS_MAX where there is none */

/* The values of one item in the order of its fields; NULL or "" is none. Ids are as text: 32 hex digits; an item's as
 * read_event_id writes it (device-seq). Owned; freed with items_free. */
struct item_values {
    enum item item;
    char *at[ITEM_FIELDS_MAX];
};
void items_set(struct item_values *v, size_t field, const char *text); /* copies */
const char *items_get(const struct item_values *v, const char *name);  /* "" where it has no such field or no value */
void items_free(struct item_values *v);

/* Whether every value is what its field takes, and none that is needed is missing; where several fields may say who, that one of
 * them does, and one directory at most; dates as a person types them become
 * 2026-11-22, choices their codes. ERR_SYNTAX or ERR_RANGE with words that name the field; *field is its place. May be NULL. */
enum err items_check(struct item_values *v, const char *what, size_t *field);

/* Checked values into the header of an event of KIND_ITEM or KIND_ENTRY and its body, and back. What a newer version says
 * besides is passed over. */
void items_write(struct event *ev, struct buf *body, const struct item_values *v);
enum err items_read(struct item_values *out, const struct event *ev, const char *body, size_t len);

/* A value for people: the words of a choice, the name of a party… `list` values by their words; ids are left as they are. */
void items_show(struct buf *out, const struct item_values *v, size_t field);

/* What the flow asks of it. */
struct flow_item items_flow(const struct event *ev);

#endif
