/* Judging one pushed event, between the files that do it. For src/store/hub_*.c. */
#ifndef LINLI_STORE_HUB_JUDGE_H
#define LINLI_STORE_HUB_JUDGE_H

#include "hub.h"
#include "linli/i18n.h"

/* X(NAME, words): why an event is refused, in the words that its author reads. */
#define REASONS                                                                                                                  \
    X(HUB_ONLY, N_("only the hub may record this"))                                                                              \
    X(BY, N_("it names another worker as its author"))                                                                           \
    X(UNKNOWN, N_("the hub has no such record"))                                                                                 \
    X(OUTSIDE, N_("it was never assigned to you"))                                                                               \
    X(LEFT, N_("it was no longer assigned to you when this was written, and the device knew"))                                   \
    X(AREA, N_("its area is not yours"))                                                                                         \
    X(KIND, N_("it is recorded for something of another kind"))                                                                  \
    X(EXISTS, N_("there is one of this name already"))                                                                           \
    X(PARTY, N_("a household among its parties was never assigned to you"))                                                      \
    X(NOTHING, N_("what it takes back is not there"))                                                                            \
    X(OTHER, N_("only who recorded it can take it back"))                                                                        \
    X(ALIAS, N_("these two households cannot be joined"))                                                                        \
    X(BODY, N_("its words cannot be read"))                                                                                      \
    X(CONSENT, N_("a care need is kept only with consent: who, when, how, what for, until when"))                                \
    X(CLOSED, N_("the matter was closed or withdrawn before this step came"))                                                    \
    X(STEP, N_("the matter was at another step when this one came"))                                                             \
    X(POST, N_("your post was another one when this was written, and the device knew"))                                          \
    X(FLOW, "")                                                                                                                  \
    X(REVOKED, N_("this device was revoked: a desk decides about it"))

enum reason {
    REASON_NONE,
#define X(name, words) REASON_##name,
    REASONS
#undef X
};

struct judge {
    struct hub_work *w;
    const struct hub_author *a;
    const struct event *ev;
    const struct raw_event *raw;
    struct hub_ruling *r;
    enum reason reason;
    const char *words; /* of a reason that a flow gives, translated; NULL: as in the table */
    bool conflict;     /* the reason is what somebody else did before: both stay, and its author looks at it */
};

enum err judge_say(struct judge *j, enum reason reason);
/* Makes the entity of the event. */
enum err judge_make(struct judge *j, enum hub_kind kind);
enum err judge_of_matter(struct judge *j);
enum err judge_standing(struct judge *j, const struct hub_entity *entity, enum reason never, enum reason *out);
/* The device under which the event is kept that this one names; ERR_NOT_FOUND without words. */
enum err judge_place_of(struct judge *j, struct hub_device *out);
enum err judge_area_is_mine(struct judge *j, const char *area, bool *out);

/* hub_judge_flow.c */
enum err judge_step(struct judge *j);
enum err judge_item(struct judge *j);
/* Of a withdrawal of the event there, or of taking up again what the withdrawal there took back. */
enum err judge_turn(struct judge *j, int64_t pos);

/* hub_judge_entry.c */
enum err judge_entry(struct judge *j);
/* Whether the author keeps the directory that the entity of the event is in. */
enum err judge_keeper(struct judge *j);

#endif
