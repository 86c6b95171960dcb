/* linli household add, edit, leave, settle: keeping the roster by hand. */
#include "cli_inner.h"

#include <string.h>
#include "linli/act_household.h"
#include "linli/i18n.h"
#include "linli/kinds.h"

/* An option for a field; phones and members are several and stand apart. */
static const struct {
    enum opt opt;
    unsigned field;
} options[] = {
    {OPT_NUMBER, HOUSEHOLD_NUMBER_BIT}, {OPT_COMPOUND, HOUSEHOLD_COMPOUND_BIT}, {OPT_BUILDING, HOUSEHOLD_BUILDING_BIT},
    {OPT_UNIT, HOUSEHOLD_UNIT_BIT},     {OPT_FLOOR, HOUSEHOLD_FLOOR_BIT},       {OPT_ROOM, HOUSEHOLD_ROOM_BIT},
    {OPT_HEAD, HOUSEHOLD_HEAD_BIT},     {OPT_NOTE, HOUSEHOLD_NOTE_BIT},         {OPT_STATUS, HOUSEHOLD_STATUS_BIT},
};

/* What the options say; the texts are argv's but for the phones. */
struct typed {
    struct act_household act;
    struct buf phones;
    struct household members; /* only these of it are used */
};

static void typed_free(struct typed *t) {
    buf_free(&t->phones);
    household_free(&t->members);
}

static void read_phones(struct typed *t, const struct args *a) {
    for (size_t i = 0; i < a->given_count; i++)
        if (a->given[i].opt == OPT_PHONE)
            buf_printf(&t->phones, "%s%s", t->phones.len ? ";" : "", a->given[i].text);
    if (args_has(a, OPT_PHONE))
        t->act.said[HOUSEHOLD_PHONES_BIT] = buf_text(&t->phones);
}

static enum err bad_member(const char *text, const char *why) {
    return err_say(ERR_USAGE, _("cannot use --member"), err_fmt("“%.60s”: %s", text, why),
                   _("write it like 'name;relation;phone'; relation and phone may be left out"));
}

/* The next part of `name;relation;phone`: what stands before the first of `ends`. */
static bool cut(char *to, size_t room, const char **from, const char *ends) {
    size_t len = strcspn(*from, ends);

    if (len >= room)
        return false;
    memcpy(to, *from, len);
    to[len] = '\0';
    *from += len + ((*from)[len] != '\0');
    return true;
}

/* Several phones of a member stand behind the second `;`. */
static enum err read_member(struct member *m, const char *text) {
    const char *from = text;

    memset(m, 0, sizeof *m);
    if (!cut(m->name, sizeof m->name, &from, ";") || !cut(m->relation, sizeof m->relation, &from, ";") ||
        !cut(m->phones, sizeof m->phones, &from, ""))
        return bad_member(text, _("a part of it is too long"));
    return *m->name ? ERR_OK : bad_member(text, _("it has no name"));
}

static struct member *member_named(const struct household *h, const char *name) {
    for (size_t i = 0; i < h->member_count; i++)
        if (strcmp(h->members[i].name, name) == 0)
            return &h->members[i];
    return NULL;
}

/* What is not said again stays: `--member 'name;;phone'` keeps the relation. */
static enum err put_member(struct household *h, const char *text) {
    struct member m, *have;
    enum err e = read_member(&m, text);

    if (e != ERR_OK)
        return e;
    have = member_named(h, m.name);
    if (!have)
        return household_add_member(h, &m) ? ERR_OK : bad_member(text, _("there is no room for more people"));
    if (*m.relation)
        strcpy(have->relation, m.relation);
    if (*m.phones)
        strcpy(have->phones, m.phones);
    return ERR_OK;
}

static enum err drop_member(struct household *h, const char *name) {
    struct member *have = member_named(h, name);

    if (!have)
        return err_say(ERR_NOT_FOUND, _("cannot take the member out"),
                       err_fmt(_("nobody of this household is called %.60s"), name), _("`linli show ID` lists its members"));
    memmove(have, have + 1, (size_t)(h->members + h->member_count - (have + 1)) * sizeof *have);
    h->member_count--;
    return ERR_OK;
}

/* Begins with the members that the household has, where there is one. */
static enum err read_members(struct store *s, struct typed *t, const struct args *a, const struct id *id) {
    struct household_row row;
    enum err e = ERR_OK;

    if (!args_has(a, OPT_MEMBER) && !args_has(a, OPT_DROP_MEMBER))
        return ERR_OK;
    if (id)
        e = read_household(s, id, &row, &t->members);
    for (size_t i = 0; e == ERR_OK && i < a->given_count; i++) {
        if (a->given[i].opt == OPT_MEMBER)
            e = put_member(&t->members, a->given[i].text);
        else if (a->given[i].opt == OPT_DROP_MEMBER)
            e = drop_member(&t->members, a->given[i].text);
    }
    t->act.members = t->members.members;
    t->act.member_count = t->members.member_count;
    t->act.with_members = true;
    return e;
}

static enum err read_typed(struct store *s, struct typed *t, const struct args *a, const struct id *id) {
    int status;
    enum err e = args_code(a, OPT_STATUS, LIST_OCCUPANCY, &status);

    for (size_t i = 0; i < sizeof options / sizeof *options; i++)
        t->act.said[options[i].field] = a->text[options[i].opt];
    t->act.area = a->text[OPT_AREA];
    t->act.door = a->text[OPT_DOOR];
    read_phones(t, a);
    return e == ERR_OK ? read_members(s, t, a, id) : e;
}

static bool says_nothing(const struct typed *t) {
    for (unsigned i = 0; i < HOUSEHOLD_FIELDS; i++)
        if (t->act.said[i])
            return false;
    return !t->act.door && !t->act.with_members;
}

static enum err nothing_said(void) {
    return err_say(ERR_USAGE, _("cannot correct the household"), _("nothing is said of it"),
                   _("`linli help household` shows what can be said"));
}

/* What was done, as the last line. */
static void print_done(const struct args *a, const struct id *id, unsigned changed) {
    struct buf line = {0};
    struct json_out w;
    bool any = false;

    if (args_has(a, OPT_JSON)) {
        json_start_line(&w, &line);
        json_put_id(&w, "id", id);
        json_open(&w, "changed", '[');
        for (unsigned i = 0; i < HOUSEHOLD_FIELDS; i++)
            if (changed & 1u << i)
                json_put_str(&w, NULL, act_household_key(i));
        json_close(&w, ']');
        json_end_line(&w, &line);
    } else if (!changed) {
        out_format("%s\n", _("Nothing differs: nothing was written."));
    } else {
        for (unsigned i = 0; i < HOUSEHOLD_FIELDS; i++)
            if (changed & 1u << i) {
                buf_printf(&line, "%s%s", any ? _(", ") : "", act_household_field(i));
                any = true;
            }
        out_format(_("Corrected: %s\n"), buf_text(&line));
    }
    buf_free(&line);
}

static enum err add(struct store *s, const struct args *a, const struct id *none) {
    struct typed t = {.act = {.area = NULL}};
    struct id id;
    char text[ID_TEXT_SIZE];
    enum err e = read_typed(s, &t, a, NULL);

    (void)none;
    if (e == ERR_OK)
        e = act_household_add(s, &t.act, &id);
    if (e == ERR_OK && args_has(a, OPT_JSON)) {
        print_done(a, &id, 0);
    } else if (e == ERR_OK) {
        id_text(text, &id);
        out_format("%s\n", text);
    }
    typed_free(&t);
    return e;
}

static enum err edit(struct store *s, const struct args *a, const struct id *id) {
    struct typed t = {.act = {.area = NULL}};
    unsigned changed;
    enum err e = read_typed(s, &t, a, id);

    if (e == ERR_OK && says_nothing(&t))
        e = nothing_said();
    if (e == ERR_OK)
        e = act_household_correct(s, id, &t.act, &changed);
    if (e == ERR_OK)
        print_done(a, id, changed);
    typed_free(&t);
    return e;
}

static enum err leave(struct store *s, const struct args *a, const struct id *id) {
    int status;
    enum err e = args_code(a, OPT_STATUS, LIST_OCCUPANCY, &status);

    if (e != ERR_OK)
        return e;
    status = status ? status : OCCUPANCY_GONE;
    e = act_household_leave(s, id, (enum occupancy)status);
    if (e == ERR_OK && args_has(a, OPT_JSON))
        print_done(a, id, 1u << HOUSEHOLD_STATUS_BIT);
    else if (e == ERR_OK)
        out_format("%s\n", kinds_words(LIST_OCCUPANCY, status));
    return e;
}

/* Each field that is given is settled to that value, be it one of those that contradict each other or a third. */
static enum err settle(struct store *s, const struct args *a, const struct id *id) {
    struct typed t = {.act = {.area = NULL}};
    unsigned settled = 0;
    enum err e = read_typed(s, &t, a, id);

    if (e == ERR_OK && (says_nothing(&t) || t.act.door))
        e = nothing_said();
    if (e == ERR_OK && (e = store_begin(s)) == ERR_OK) {
        for (unsigned i = 0; e == ERR_OK && i < HOUSEHOLD_FIELDS; i++)
            if (i == HOUSEHOLD_MEMBERS_BIT ? t.act.with_members : t.act.said[i] != NULL) {
                e = act_household_settle(s, id, i, NULL, &t.act);
                settled |= 1u << i;
            }
        e = store_end(s, e);
    }
    if (e == ERR_OK)
        print_done(a, id, settled);
    typed_free(&t);
    return e;
}

static enum err part(struct store *s, const struct args *a, const struct id *id) {
    (void)a;
    return act_household_part(s, id);
}

static enum err join(struct store *s, const struct args *a, const struct id *ids) {
    (void)a;
    return act_household_join(s, &ids[0], &ids[1]);
}

static const struct {
    const char *name;
    size_t ids; /* that follow */
    enum err (*run)(struct store *s, const struct args *a, const struct id *ids);
} acts[] = {{"add", 0, add},   {"edit", 1, edit}, {"leave", 1, leave},       {"settle", 1, settle},
            {"join", 2, join}, {"part", 1, part}, {"apart", 2, twins_apart}, {"duplicates", 0, twins_list}};

static enum err wrong_words(const struct args *a, size_t ids, const char *name) {
    const char *why = a->word_count > ids + 1 ? err_fmt(_("“%.80s” is one word too many"), a->words[ids + 1])
                      : ids == 1              ? err_fmt(_("%s needs the ID of a household"), name)
                                              : err_fmt(_("%s needs the IDs of two households"), name);

    return err_say(ERR_USAGE, err_fmt(_("cannot run “%s”"), "household"), why,
                   err_fmt(_("`linli help %s` shows what it takes"), "household"));
}

/* 32 hex digits are that household itself, also where it was joined with another. */
static enum err read_one(struct store *s, const char *text, bool as_it_is, struct id *out) {
    return as_it_is && id_parse(out, text, (size_t)-1) ? ERR_OK : read_resolve_household(s, text, out);
}

enum err cmd_household(struct store *s, const struct args *a) {
    struct id ids[2];
    enum err e = ERR_OK;

    for (size_t i = 0; i < sizeof acts / sizeof *acts; i++) {
        if (strcmp(acts[i].name, a->words[0]) != 0)
            continue;
        if (a->word_count != acts[i].ids + 1)
            return wrong_words(a, acts[i].ids, acts[i].name);
        for (size_t k = 0; e == ERR_OK && k < acts[i].ids; k++)
            e = read_one(s, a->words[k + 1], acts[i].run == part, &ids[k]);
        return e == ERR_OK ? acts[i].run(s, a, ids) : e;
    }
    return err_say(ERR_USAGE, err_fmt(_("cannot run “%s”"), "household"),
                   err_fmt(_("there is no “%.40s” of a household"), a->words[0]),
                   _("choose add, edit, leave, settle, duplicates, join, part or apart"));
}
