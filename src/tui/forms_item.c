/* The form of an item of a matter or a directory. What it asks is a row of item_fields.def each; here is only how a field of a
 * kind is entered and what it begins with. */
#include "forms_item.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "items.h"
#include "linli/act_flow.h"
#include "linli/clock.h"
#include "linli/i18n.h"
#include "linli/mem.h"

#define SUBJECT_DEVICE 8 /* letters of the device's id that name the item it is about; a matter has few items */

static struct form_spec specs[ITEM_COUNT]; /* below, with how each is opened */

static enum item item_of(const struct form *f) {
    return (enum item)(f->spec - specs);
}

static const struct item_field *field_of(const struct form *f, size_t field) {
    size_t count;

    return &items_fields(item_of(f), &count)[field];
}

static bool is_entry(const struct form *f) {
    return items_of(item_of(f)) == ITEM_OF_DIRECTORY;
}

/* --- what a field offers --- */

struct offering {
    struct form *form;
    size_t field;
    struct items_names names;
};

static void offer(struct offering *o, const char *code, const char *words, const char *also) {
    struct field_option option = {.code = ""};

    snprintf(option.code, sizeof option.code, "%s", code);
    snprintf(option.words, sizeof option.words, "%s", words);
    snprintf(option.also, sizeof option.also, "%s", also);
    form_offer(o->form, o->field, &option);
}

static enum err offer_entry(void *arg, const struct entry_row *r) {
    char id[ID_TEXT_SIZE];
    struct buf words = {0};

    id_text(id, &r->id);
    buf_printf(&words, "%s%s%s", r->name, *items_get(r->values, "committee") ? "  " : "", items_get(r->values, "committee"));
    offer(arg, id, buf_text(&words), "");
    buf_free(&words);
    return ERR_OK;
}

static enum err offer_worker(void *arg, const struct worker_row *r) {
    char id[ID_TEXT_SIZE];

    id_text(id, &r->id);
    offer(arg, id, err_fmt("%s  %s  %s", r->name, r->login, kinds_words(LIST_ROLE, (int)r->role)), r->login);
    return ERR_OK;
}

static enum err offer_item(void *arg, const struct item_row *i) {
    struct offering *o = arg;
    char id[EVENT_ID_SIZE], date[CLOCK_DATE_SIZE] = "";
    struct buf words = {0};

    if (i->withdrawn)
        return ERR_OK;
    read_event_id(id, &i->device, i->seq);
    if (i->day)
        clock_date(date, clock_day_start(i->day));
    buf_printf(&words, "%s%s", date, *date ? " " : "");
    items_line(&words, &o->names, i->values, 48);
    offer(o, id, buf_text(&words), "");
    buf_free(&words);
    return ERR_OK;
}

static void offer_scores(struct offering *o) {
    static const char *const words[] = {N_("very poor"), N_("poor"), N_("fair"), N_("fairly good"), N_("very good")};

    for (int n = 0; n < 5; n++)
        offer(o, err_fmt("%d", n + 1), _(words[n]), "");
}

static void offer_all(struct form *f, size_t field, const struct items_names *names) {
    struct offering o = {.form = f, .field = field, .names = *names};
    const struct item_field *how = field_of(f, field);
    struct store *s = f->view.app->store;
    enum err e = ERR_OK;

    if (how->enter == ITEM_ENTER_PARTY)
        for (size_t i = 0; i < names->count; i++)
            offer(&o, err_fmt("%d", (int)i + 1), names->parties[i], "");
    else if (how->enter == ITEM_ENTER_ENTRY)
        e = read_entries(s, (enum item)how->list, offer_entry, &o);
    else if (how->enter == ITEM_ENTER_WORKER)
        e = read_workers(s, offer_worker, &o);
    else if (how->enter == ITEM_ENTER_ITEM)
        e = read_items(s, &f->id, (enum item)how->list, offer_item, &o);
    else if (how->enter == ITEM_ENTER_SCORE)
        offer_scores(&o);
    if (e != ERR_OK)
        app_say_error(f->view.app);
}

/* --- what it begins with --- */

/* The day of most items is the day on which they are written down; a lease, a term of office began some other day. */
static bool is_today(const struct form *f, const struct item_field *how) {
    return how->slot == ITEM_DAY && how->needed && item_of(f) != ITEM_IS_LAND && item_of(f) != ITEM_IS_MEDIATOR;
}

static bool is_family(const struct form *f) {
    struct matter_row m;

    if (is_entry(f) || read_matter(f->view.app->store, &f->id, &m) != ERR_OK) {
        err_clear();
        return false;
    }
    return m.type == TYPE_FAMILY;
}

/* The first party of which there is none yet; 0 where each has one. */
static int party_without(const struct form *f) {
    struct flow_matter m;

    if (read_flow(f->view.app->store, &f->id, &m) != ERR_OK) {
        err_clear();
        return 0;
    }
    for (size_t i = 0; i < m.parties && i < 64; i++)
        if (!((m.items[item_of(f)].parties | m.items[item_of(f)].refused) & UINT64_C(1) << i))
            return (int)i + 1;
    return 0;
}

static void begin_party(struct form *f, size_t field) {
    size_t count = f->fields[field].option_count;

    if (count == 1 && field_of(f, field)->needed)
        form_put_choice(f, field, 1);
    else if (count && items_many(item_of(f)) == ITEM_EACH)
        form_put_choice(f, field, party_without(f));
}

/* `ID:0123abcd-17`: about that item. */
static void begin_about(struct form *f, size_t field) {
    const struct field *d = &f->fields[field];
    const char *colon = strchr(f->subject, ':'), *dash = colon ? strchr(colon, '-') : NULL;

    for (size_t i = 0; dash && i < d->option_count; i++) {
        const char *seq = strchr(d->options[i].code, '-');

        if (strncmp(d->options[i].code, colon + 1, SUBJECT_DEVICE) == 0 && seq &&
            strtoll(seq + 1, NULL, 10) == strtoll(dash + 1, NULL, 10))
            form_put_choice(f, field, (int)i + 1);
    }
    if (!d->choice && d->option_count && (d->option_count == 1 || field_of(f, field)->list == ITEM_IS_AGREEMENT))
        form_put_choice(f, field, (int)d->option_count); /* the newest */
}

/* Who was there: the parties; not of a family matter, where a joint session is not what one begins with. */
static void begin_present(struct form *f, size_t field, const struct items_names *names) {
    struct buf text = {0};

    for (size_t i = 0; i < names->count && !is_family(f); i++)
        buf_printf(&text, "%s%s", i ? _(", ") : "", names->parties[i]);
    form_put_text(f, field, buf_text(&text));
    buf_free(&text);
}

/* What the directory of routes has, else the usual ones. */
static enum err add_route(void *arg, const struct entry_row *r) {
    struct buf *text = arg;

    buf_printf(text, "%s%s %s", text->len ? _("; ") : "", r->name, items_get(r->values, "contact"));
    return ERR_OK;
}

void item_first_routes(struct buf *out, struct store *s) {
    if (read_entries(s, ITEM_IS_ROUTE, add_route, out) != ERR_OK)
        err_clear();
    if (!out->len || out->len > 480) {
        buf_reset(out);
        buf_puts(out, _("court; arbitration; the office in charge; legal aid 12348"));
    }
}

static void begin_field(struct form *f, size_t field, const struct items_names *names) {
    const struct item_field *how = field_of(f, field);
    char date[CLOCK_DATE_SIZE];
    struct buf text = {0};

    if (how->enter == ITEM_ENTER_PARTY)
        begin_party(f, field);
    else if (how->enter == ITEM_ENTER_ITEM)
        begin_about(f, field);
    if (is_today(f, how)) {
        clock_date(date, clock_now());
        form_put_text(f, field, date);
    }
    if (item_of(f) == ITEM_IS_SESSION && strcmp(how->name, "openness") == 0)
        form_put_choice(f, field, OPENNESS_SHUT);
    if (item_of(f) == ITEM_IS_SESSION && strcmp(how->name, "present") == 0)
        begin_present(f, field, names);
    if (item_of(f) == ITEM_IS_ROUTES && strcmp(how->name, "routes") == 0) {
        item_first_routes(&text, f->view.app->store);
        form_put_text(f, field, buf_text(&text));
    }
    buf_free(&text);
}

/* The words that stand, of an entry that is written anew. */
static enum err put_entry(void *arg, const struct entry_row *r) {
    struct form *f = arg;
    size_t count;
    const struct item_field *fields = items_fields(r->item, &count);

    for (size_t i = 0; i < count && r->item == item_of(f); i++) {
        const char *text = r->values->at[i] ? r->values->at[i] : "";
        int option = form_option_value(f, i, text);

        if (f->spec->fields[i].kind == FIELD_CHOICE)
            form_put_choice(f, i, kinds_value((enum list)fields[i].list, text));
        else if (f->spec->fields[i].kind == FIELD_PICK)
            form_put_choice(f, i, option);
        else
            form_put_text(f, i,
                          f->spec->fields[i].kind != FIELD_FIND ? text
                          : option                              ? f->fields[i].options[option - 1].words
                                                                : "");
    }
    return ERR_OK;
}

static void start(struct form *f) {
    struct items_names names = {0};

    if (!is_entry(f))
        items_names_read(&names, f->view.app->store, &f->id);
    for (size_t i = 0; i < f->spec->count; i++)
        offer_all(f, i, &names);
    for (size_t i = 0; i < f->spec->count; i++)
        begin_field(f, i, &names);
    if (is_entry(f) && !id_is_zero(&f->id) && read_entry(f->view.app->store, &f->id, put_entry, f) != ERR_OK)
        err_clear();
    items_names_free(&names);
}

/* --- what it asks --- */

/* Of several ways to say who, the first that is filled in; a look-up in an empty directory is none. */
static bool shows(const struct form *f, size_t field) {
    const struct item_field *how = field_of(f, field);
    bool who = how->slot == ITEM_WHO || strcmp(how->name, "name") == 0;

    if (f->spec->fields[field].kind == FIELD_FIND && !f->fields[field].option_count && !how->needed)
        return false;
    for (size_t i = 0; who && i < field; i++)
        if (field_of(f, i)->slot == ITEM_WHO && *form_text(f, i))
            return false;
    if (item_of(f) == ITEM_IS_DEPARTMENT && how->enter == ITEM_ENTER_WEEKDAYS)
        return f->fields[items_field(ITEM_IS_DEPARTMENT, "presence")].choice == PRESENCE_SOME_DAYS;
    return item_of(f) != ITEM_IS_CLAIM || strcmp(how->name, "amount") != 0; /* it is computed */
}

static bool offers(const struct form *f, size_t field, int value) {
    return kinds_offered(f->spec->fields[field].list, value);
}

static const char *advice(const struct form *f) {
    if (item_of(f) == ITEM_IS_SAFETY)
        return _("Is anybody in danger now? Call 110 first; this form can wait.");
    if (item_of(f) == ITEM_IS_SESSION && is_family(f))
        return _(
            "A family matter: hear each side alone. Both in one room only where each of them wishes it and nobody is afraid.");
    return NULL;
}

/* --- storing --- */

static enum err read_value(struct form *f, size_t field, struct item_values *v) {
    const struct field_option *option;
    char date[CLOCK_DATE_SIZE];
    enum err e = ERR_OK;

    if (!f->spec->shows(f, field))
        return ERR_OK;
    switch (f->spec->fields[field].kind) {
    case FIELD_CHOICE:
        items_set(v, field, kinds_code(f->spec->fields[field].list, f->fields[field].choice));
        break;
    case FIELD_DATE:
        e = form_date(date, f, field);
        if (e == ERR_OK)
            items_set(v, field, date);
        break;
    case FIELD_PICK:
    case FIELD_FIND:
        e = f->spec->fields[field].kind == FIELD_FIND ? form_found(f, field) : ERR_OK;
        option = e == ERR_OK ? form_option(f, field) : NULL;
        items_set(v, field, option ? option->code : "");
        break;
    default:
        items_set(v, field, form_text(f, field));
    }
    return e;
}

/* What the present step still lacks, or that it can be done. */
static void say_next(struct form *f, struct buf *said) {
    struct flow_matter m;
    struct flow_actor a;
    struct flow_move mv;
    struct flow_wish w = {.day = clock_day(clock_now())};
    const char *need = NULL;
    enum flow_refusal r;

    if (read_flow(f->view.app->store, &f->id, &m) != ERR_OK || read_actor(f->view.app->store, &f->id, &a) != ERR_OK || !m.open) {
        err_clear();
        return;
    }
    r = flow_check(&mv, &m, &a, &w, &need);
    if (r == FLOW_OK)
        buf_printf(said, _("  The step %s can be done now."), kinds_words(LIST_STEP, (int)m.step));
    else if (need || r == FLOW_REFUSED_NOT_FORCE || r == FLOW_REFUSED_DOSSIER || r == FLOW_REFUSED_REFUSED)
        buf_printf(said, _("  Still: %s."), need ? need : flow_refusal_words(r));
}

static enum err store_item(struct form *f, struct buf *said) {
    struct item_values v = {.item = item_of(f)};
    size_t wrong = f->spec->count;
    struct id id = f->id;
    enum err e = ERR_OK;

    for (size_t i = 0; e == ERR_OK && i < f->spec->count; i++)
        e = read_value(f, i, &v);
    if (e == ERR_OK)
        e = is_entry(f) ? act_entry(f->view.app->store, &id, "", &v, &wrong)
                        : act_item(f->view.app->store, &f->id, &v, &wrong, NULL, NULL);
    if (e == ERR_RANGE && wrong < f->spec->count && f->spec->shows(f, wrong))
        f->focus = wrong;
    if (e == ERR_OK) {
        buf_printf(said, _("Stored: %s, %s"), _(f->spec->title), is_entry(f) ? items_get(&v, "name") : f->about);
        if (v.item == ITEM_IS_MEETING)
            buf_puts(said, _("  What was decided becomes a task with a day; Esc: nobody is to do anything."));
        else if (!is_entry(f))
            say_next(f, said);
    }
    items_free(&v);
    return e;
}

/* What a meeting decided is worth what somebody does by a day (FIELD.md section 5, seed 003): its first task is asked for at
 * once. */
static void ask_task(struct app *app, const struct id *matter) {
    struct view *v = item_form(app, ITEM_IS_TASK, matter, NULL);

    if (v)
        app_push(app, v);
}

/* --- the specs --- */

static enum field_kind kind_of(enum item_enter enter) {
    static const enum field_kind kinds[] = {
        [ITEM_ENTER_TEXT] = FIELD_TEXT,     [ITEM_ENTER_NOTE] = FIELD_NOTE,     [ITEM_ENTER_DATE] = FIELD_DATE,
        [ITEM_ENTER_CHOICE] = FIELD_CHOICE, [ITEM_ENTER_PARTY] = FIELD_PICK,    [ITEM_ENTER_ENTRY] = FIELD_FIND,
        [ITEM_ENTER_WORKER] = FIELD_FIND,   [ITEM_ENTER_ITEM] = FIELD_PICK,     [ITEM_ENTER_NUMBER] = FIELD_TEXT,
        [ITEM_ENTER_SCORE] = FIELD_PICK,    [ITEM_ENTER_WEEKDAYS] = FIELD_TEXT, [ITEM_ENTER_SECRET] = FIELD_SECRET,
    };

    return kinds[enter];
}

static struct view *open_item(struct app *app, enum item item, const char *subject) {
    size_t len = strcspn(subject, ":#");
    struct matter_row m;
    struct id id = {0};
    bool given = len && id_parse(&id, subject, len), entry = items_of(item) == ITEM_OF_DIRECTORY;
    struct form *f;

    memset(&m, 0, sizeof m);
    if (len && !given)
        err_say(ERR_NOT_FOUND, err_fmt(_("no form is called %.40s"), subject), NULL, NULL);
    else if (!entry && !given)
        err_say(ERR_NOT_FOUND, _("the matter is not named"), NULL, NULL);
    else if (entry || read_matter(app->store, &id, &m) == ERR_OK) {
        f = form_new(app, item_form_spec(item), subject, given ? &id : NULL);
        if (!entry)
            snprintf(f->about, sizeof f->about, "%.60s %.300s", m.number, m.summary);
        return &f->view;
    }
    app_say_error(app);
    return NULL;
}

#define X(name, code, words, of, place, many, who)                                                                               \
    static struct view *open_##name(struct app *app, const char *subject) {                                                      \
        return open_item(app, ITEM_IS_##name, subject);                                                                          \
    }
#include "linli/items.def"
#undef X

static struct field_spec fields[ITEM_COUNT][ITEM_FIELDS_MAX];
_Static_assert(ITEM_FIELDS_MAX <= FORM_FIELDS_MAX, "a form has room for them");
static struct form_spec specs[ITEM_COUNT] = {
#define X(name_, code, words, of, place, many, who)                                                                              \
    [ITEM_IS_##name_] = {.name = "item-" code,                                                                                   \
                         .version = 1,                                                                                           \
                         .title = words,                                                                                         \
                         .fields = fields[ITEM_IS_##name_],                                                                      \
                         .start = start,                                                                                         \
                         .store = store_item,                                                                                    \
                         .shows = shows,                                                                                         \
                         .offers = offers,                                                                                       \
                         .advice = advice,                                                                                       \
                         .open = open_##name_},
#include "linli/items.def"
#undef X
};

const struct form_spec *item_form_spec(enum item item) {
    struct form_spec *spec = &specs[item];
    size_t count;
    const struct item_field *from = items_fields(item, &count);

    for (size_t i = spec->count; i < count; i++)
        fields[item][i] = (struct field_spec){
            .name = from[i].name,
            .label = from[i].label,
            .kind = kind_of(from[i].enter),
            .list = from[i].enter == ITEM_ENTER_CHOICE ? (enum list)from[i].list : LIST_KIND,
            .limit = from[i].limit,
            .required = from[i].needed,
            .past = from[i].slot == ITEM_DAY,
            .hint = *from[i].hint ? from[i].hint : NULL,
        };
    spec->count = count;
    if (item == ITEM_IS_MEETING)
        spec->stored = ask_task;
    return spec;
}

struct view *item_form(struct app *app, enum item item, const struct id *entity, const struct item_row *about) {
    char base[FORM_SUBJECT_SIZE] = "", id[ID_TEXT_SIZE], device[ID_TEXT_SIZE], subject[FORM_SUBJECT_SIZE];

    if (!id_is_zero(entity)) {
        id_text(id, entity);
        snprintf(base, sizeof base, "%s", id);
    }
    if (about) {
        id_text(device, &about->device);
        snprintf(base, sizeof base, "%s:%.*s-%lld", id, SUBJECT_DEVICE, device, (long long)about->seq);
    }
    form_subject(subject, app, item_form_spec(item), base, false);
    return item_form_spec(item)->open(app, subject);
}
