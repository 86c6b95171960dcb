/* Fields of items typed as field=value. */
#include "values.h"

#include <stdio.h>
#include <string.h>
#include "linli/clock.h"
#include "linli/i18n.h"

struct search {
    const char *text;
    struct id id;
    size_t count;
};

static enum err worker_fits(void *arg, const struct worker_row *r) {
    struct search *f = arg;

    if (strcmp(r->login, f->text) == 0 || strcmp(r->name, f->text) == 0) {
        f->id = r->id;
        f->count++;
    }
    return ERR_OK;
}

static enum err entry_fits(void *arg, const struct entry_row *r) {
    struct search *f = arg;

    if (strcmp(r->name, f->text) == 0) {
        f->id = r->id;
        f->count++;
    }
    return ERR_OK;
}

static enum err one_of(const struct search *f, struct id *out, const char *what) {
    if (f->count == 1) {
        *out = f->id;
        return ERR_OK;
    }
    if (f->count == 0)
        return err_say(ERR_NOT_FOUND, what, err_fmt(_("nobody here is called “%.60s”"), f->text),
                       _("`linli directory` lists who is known"));
    return err_say(ERR_AMBIGUOUS, what, err_fmt(_("“%.60s” fits more than one"), f->text), _("give the id"));
}

enum err values_worker(struct store *s, const char *text, struct id *out, const char *what) {
    struct search f = {.text = text};
    enum err e;

    if (id_parse(out, text, strlen(text)))
        return ERR_OK;
    e = read_workers(s, worker_fits, &f);
    return e == ERR_OK ? one_of(&f, out, what) : e;
}

static enum err find_entry(struct store *s, enum item kind, const char *text, struct id *out, const char *what) {
    struct search f = {.text = text};
    enum err e;

    if (id_parse(out, text, strlen(text)))
        return ERR_OK;
    e = read_entries(s, kind, entry_fits, &f);
    return e == ERR_OK ? one_of(&f, out, what) : e;
}

static enum err set_found(struct item_values *out, struct store *s, size_t i, const struct item_field *f, const char *text,
                          const char *what) {
    char id[ID_TEXT_SIZE];
    struct id found;
    enum err e = f->enter == ITEM_ENTER_WORKER ? values_worker(s, text, &found, what)
                                               : find_entry(s, (enum item)f->list, text, &found, what);

    if (e == ERR_OK) {
        id_text(id, &found);
        items_set(out, i, id);
    }
    return e;
}

struct only {
    char id[EVENT_ID_SIZE];
    size_t count;
};

static enum err count_item(void *arg, const struct item_row *i) {
    struct only *o = arg;

    if (i->withdrawn || i->result)
        return ERR_OK;
    read_event_id(o->id, &i->device, i->seq);
    o->count++;
    return ERR_OK;
}

/* The only one of its kind that is still open need not be named. */
static enum err set_only(struct item_values *out, struct store *s, const struct id *matter, size_t i, const struct item_field *f,
                         const char *what) {
    struct only o = {.count = 0};
    enum err e = read_items(s, matter, (enum item)f->list, count_item, &o);

    if (e != ERR_OK || o.count == 0)
        return e;
    if (o.count > 1)
        return err_say(ERR_AMBIGUOUS, what, err_fmt(_("there are %zu of “%s”"), o.count, kinds_words(LIST_ITEM, f->list)),
                       err_fmt(_("name it: %s=ID, as `linli item MATTER` lists them"), f->name));
    items_set(out, i, o.id);
    return ERR_OK;
}

static enum err read_word(struct item_values *out, struct store *s, const char *word, const char *what) {
    const char *equals = strchr(word, '=');
    char name[40];
    size_t count, i;
    const struct item_field *fields = items_fields(out->item, &count);

    if (!equals || (size_t)(equals - word) >= sizeof name)
        return err_say(ERR_USAGE, what, err_fmt(_("“%.60s” is no field=value"), word), _("write it as day=2026-12-01"));
    snprintf(name, sizeof name, "%.*s", (int)(equals - word), word);
    i = items_field(out->item, name);
    if (i == ITEM_FIELDS_MAX)
        return err_say(ERR_USAGE, what, err_fmt(_("“%s” is no field of “%s”"), name, kinds_words(LIST_ITEM, (int)out->item)),
                       err_fmt(_("`linli item MATTER %s` lists them"), kinds_code(LIST_ITEM, (int)out->item)));
    if (out->at[i])
        return err_say(ERR_USAGE, what, err_fmt(_("“%s” stands twice"), name), _("give it once"));
    if (equals[1] && (fields[i].enter == ITEM_ENTER_WORKER || fields[i].enter == ITEM_ENTER_ENTRY))
        return set_found(out, s, i, &fields[i], equals + 1, what);
    items_set(out, i, equals + 1);
    return ERR_OK;
}

/* What happens today need not be dated. */
static void set_today(struct item_values *out) {
    char today[CLOCK_DATE_SIZE];
    size_t count;
    const struct item_field *fields = items_fields(out->item, &count);

    clock_date(today, clock_now());
    for (size_t i = 0; i < count; i++)
        if (fields[i].slot == ITEM_DAY && fields[i].needed && !out->at[i])
            items_set(out, i, today);
}

enum err values_typed(struct item_values *out, struct store *s, const struct id *matter, enum item item, const char *const *words,
                      size_t count, const char *what) {
    size_t field_count;
    const struct item_field *fields = items_fields(item, &field_count);
    enum err e = ERR_OK;

    *out = (struct item_values){.item = item};
    for (size_t i = 0; e == ERR_OK && i < count; i++)
        e = read_word(out, s, words[i], what);
    for (size_t i = 0; e == ERR_OK && matter && i < field_count; i++)
        if (fields[i].slot == ITEM_OF && !out->at[i])
            e = set_only(out, s, matter, i, &fields[i], what);
    if (e == ERR_OK)
        set_today(out);
    return e;
}

static const char *takes(const struct item_field *f) {
    static const char *const words[] = {
        [ITEM_ENTER_TEXT] = N_("text"),
        [ITEM_ENTER_NOTE] = N_("text of several lines"),
        [ITEM_ENTER_DATE] = N_("a date"),
        [ITEM_ENTER_CHOICE] = "",
        [ITEM_ENTER_PARTY] = N_("place of a party, 1 the first"),
        [ITEM_ENTER_ENTRY] = N_("name in the directory"),
        [ITEM_ENTER_WORKER] = N_("login or name of a worker"),
        [ITEM_ENTER_ITEM] = N_("id of what it is about"),
        [ITEM_ENTER_NUMBER] = N_("a number"),
        [ITEM_ENTER_SCORE] = N_("1 to 5"),
        [ITEM_ENTER_WEEKDAYS] = N_("weekdays such as 1,3,5"),
        [ITEM_ENTER_SECRET] = N_("text, shown masked"),
    };

    return words[f->enter] && *words[f->enter] ? _(words[f->enter]) : "";
}

static void add_codes(struct buf *out, const struct item_field *f) {
    for (int v = 1; v < kinds_count((enum list)f->list); v++)
        buf_printf(out, "%s%s", v > 1 ? ", " : "", kinds_code((enum list)f->list, v));
}

void values_list(enum item item) {
    struct sheet t = {.columns = 4};
    struct buf choice = {0};
    size_t count;
    const struct item_field *fields = items_fields(item, &count);

    for (size_t i = 0; i < count; i++) {
        buf_reset(&choice);
        if (fields[i].enter == ITEM_ENTER_CHOICE)
            add_codes(&choice, &fields[i]);
        sheet_cell(&t, err_fmt("  %s%s", fields[i].name, fields[i].needed ? " *" : ""));
        sheet_cell(&t, _(fields[i].label));
        sheet_cell(&t, choice.len ? buf_text(&choice) : takes(&fields[i]));
        sheet_cell(&t, *fields[i].hint ? _(fields[i].hint) : "");
    }
    sheet_print(&t);
    sheet_free(&t);
    buf_free(&choice);
}

void values_print(const struct item_values *v, const char *indent) {
    size_t count;
    const struct item_field *fields = items_fields(v->item, &count);
    struct buf text = {0};

    for (size_t i = 0; i < count; i++) {
        if (!v->at[i])
            continue;
        buf_reset(&text);
        items_show(&text, v, i);
        out_format("%s%s%s%s\n", indent, _(fields[i].label), _(": "), buf_text(&text));
    }
    buf_free(&text);
}

void values_json(struct json_out *w, const struct item_values *v) {
    size_t count;
    const struct item_field *fields = items_fields(v->item, &count);
    struct buf text = {0};

    json_open(w, "fields", '{');
    for (size_t i = 0; i < count; i++) {
        buf_reset(&text);
        if (v->at[i] && fields[i].enter == ITEM_ENTER_SECRET)
            items_show(&text, v, i);
        else if (v->at[i])
            buf_puts(&text, v->at[i]);
        if (text.len)
            json_put_str(w, fields[i].name, buf_text(&text));
    }
    json_close(w, '}');
    buf_free(&text);
}
