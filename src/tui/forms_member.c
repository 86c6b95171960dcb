/* The form of one member of a household: corrects, adds, and takes out where the name is emptied. */
#include <stdio.h>
#include <string.h>
#include "form.h"
#include "linli/act_household.h"
#include "linli/draft.h"
#include "linli/hash.h"
#include "linli/i18n.h"
#include "linli/mem.h"
#include "phones.h"

enum { NAME, RELATION, PHONES };
static const struct field_spec member_fields[] = {
    [NAME] = {.name = "name",
              .label = N_("Name"),
              .kind = FIELD_TEXT,
              .limit = NAME_SIZE - 1,
              .hint = N_("without a name the person is taken out")},
    [RELATION] = {.name = "relation",
                  .label = N_("Relation"),
                  .kind = FIELD_TEXT,
                  .limit = NAME_SIZE / 2 - 1,
                  .hint = N_("to the head: spouse, son…")},
    [PHONES] = {.name = "phones",
                .label = N_("Phone"),
                .kind = FIELD_TEXT,
                .limit = PHONES_SIZE - 1,
                .hint = N_("several with ; between")},
};

#define MARK_SIZE 9

/* A draft finds its person again by the name, whatever was added or taken out meanwhile; "+" is a new one. */
static void mark_of(char out[MARK_SIZE], const char *name) {
    struct hash hash;

    hash_of(&hash, name, strlen(name));
    for (size_t i = 0; i < (MARK_SIZE - 1) / 2; i++)
        snprintf(out + i * 2, 3, "%02x", hash.b[i]);
}

static const char *mark_in(const struct form *f) {
    const char *mark = strchr(f->subject, ':');

    return mark ? mark + 1 : "+";
}

static bool is_new(const struct form *f) {
    return *mark_in(f) == '+';
}

static const struct member *find_marked(const struct household *h, const char *mark) {
    char one[MARK_SIZE];

    for (size_t i = 0; i < h->member_count; i++) {
        mark_of(one, h->members[i].name);
        if (strncmp(one, mark, MARK_SIZE - 1) == 0)
            return &h->members[i];
    }
    return NULL;
}

/* The person as the record has them now; false where nobody has that name any more. */
static bool read_member(const struct form *f, struct member *out) {
    struct household_row row;
    struct household h = {0};
    const struct member *m = NULL;

    memset(out, 0, sizeof *out);
    if (!is_new(f) && read_household(f->view.app->store, &f->id, &row, &h) == ERR_OK)
        m = find_marked(&h, mark_in(f));
    if (m)
        *out = *m;
    household_free(&h);
    return m || is_new(f);
}

static void start_member(struct form *f) {
    struct member m;
    struct buf masked = {0};

    if (read_member(f, &m)) {
        phones_masked(&masked, m.phones);
        form_put_text(f, NAME, m.name);
        form_put_text(f, RELATION, m.relation);
        form_put_text(f, PHONES, buf_text(&masked));
    }
    buf_free(&masked);
}

static enum err take_out(struct form *f, const struct member *m, struct buf *said) {
    enum err e;

    if (is_new(f))
        return err_say(ERR_RANGE, _("Still missing: the name"), NULL, _("type it, or go back with Esc"));
    e = act_member_drop(f->view.app->store, &f->id, m->name);
    if (e == ERR_OK)
        buf_printf(said, _("Taken out: %s; F8 brings the person back"), m->name);
    return e;
}

static enum err store_member(struct form *f, struct buf *said) {
    struct store *s = f->view.app->store;
    struct member before, now = {.name = ""};
    struct buf phones = {0};
    enum err e;

    if (!read_member(f, &before))
        return err_say(ERR_NOT_FOUND, _("This person is no longer among the members"), NULL, _("look at the card again"));
    if (!*form_text(f, NAME))
        return take_out(f, &before, said);
    e = phones_unmasked(&phones, form_text(f, PHONES), before.phones);
    if (e == ERR_OK && phones.len >= sizeof now.phones)
        e = err_say(ERR_RANGE, _("These are too many numbers for one person"), NULL, _("leave some out"));
    if (e == ERR_OK) {
        snprintf(now.name, sizeof now.name, "%s", form_text(f, NAME));
        snprintf(now.relation, sizeof now.relation, "%s", form_text(f, RELATION));
        snprintf(now.phones, sizeof now.phones, "%s", buf_text(&phones));
        e = is_new(f) ? act_member_add(s, &f->id, &now) : act_member_correct(s, &f->id, before.name, &now);
    }
    if (e == ERR_OK)
        buf_printf(said, is_new(f) ? _("Stored: a new member, %s") : _("Corrected: %s"), now.name);
    buf_free(&phones);
    return e;
}

static struct view *open_member(struct app *app, const char *subject) {
    struct id household;
    struct member m;
    struct form *f;

    if (!id_parse(&household, subject, strcspn(subject, ":")))
        return NULL;
    f = form_new(app, &member_form_spec, subject, &household);
    form_describe(f, &household);
    if (!read_member(f, &m)) {
        app_say(app, _("This person is no longer among the members."));
        f->view.ops->free(&f->view);
        return NULL;
    }
    return &f->view;
}

const struct form_spec member_form_spec = {
    .name = "member",
    .version = 1,
    .title = N_("Member"),
    .fields = member_fields,
    .count = sizeof member_fields / sizeof *member_fields,
    .start = start_member,
    .store = store_member,
    .open = open_member,
};

struct view *member_form(struct app *app, const struct id *household, const char *name) {
    char id[ID_TEXT_SIZE], mark[MARK_SIZE] = "+", subject[FORM_SUBJECT_SIZE];

    id_text(id, household);
    if (draft_follow(app->store, household) != ERR_OK)
        app_say_error(app);
    if (name)
        mark_of(mark, name);
    snprintf(subject, sizeof subject, "%s:%s", id, mark);
    return open_member(app, subject);
}
