/* linli directory: who mediates, which departments are at the centre, who helps, where else one can go; and keeping that. */
#include "cli_inner.h"

#include <stdio.h>
#include <string.h>
#include "linli/act_flow.h"
#include "linli/clock.h"
#include "linli/directory.h"
#include "linli/i18n.h"
#include "linli/mem.h"
#include "linli/policy.h"
#include "values.h"

static const char *directory_what(void) {
    return _("cannot use the directory");
}

static bool is_phone(const struct item_field *f) {
    return strcmp(f->name, "phone") == 0;
}

/* ---- listing */

struct listing {
    struct store *s;
    const struct args *args;
    struct directory_wish wish;
    int weekday; /* 0: any day */
    int64_t today;
    struct sheet sheet;
    size_t shown;
    enum directory_here here; /* those of this presence, where there is a weekday */
};

static const char *term_code(const struct entry_row *r, int64_t today, int64_t *days) {
    static const char *const codes[] = {
        [DIRECTORY_RUNS] = "runs", [DIRECTORY_ENDS_SOON] = "soon", [DIRECTORY_ENDED] = "ended", [DIRECTORY_NOT_YET] = "not-yet"};

    return codes[directory_term(r->since, r->until, today, days)];
}

static void json_fields(struct json_out *w, struct store *s, const struct entry_row *r) {
    size_t count;
    const struct item_field *fields = items_fields(r->item, &count);
    char name[NAME_SIZE];

    json_open(w, "fields", '{');
    for (size_t i = 0; i < count; i++) {
        struct buf phone = {0};

        if (!r->values->at[i])
            continue;
        if (fields[i].enter == ITEM_ENTER_WORKER) {
            read_worker_name(s, &r->other, name);
            json_put_text(w, fields[i].name, name);
        } else if (is_phone(&fields[i])) {
            policy_mask_phone(&phone, r->values->at[i]);
            json_put_str(w, fields[i].name, buf_text(&phone));
        } else {
            json_put_str(w, fields[i].name, r->values->at[i]);
        }
        buf_free(&phone);
    }
    json_close(w, '}');
}

static enum err entry_json(struct listing *l, const struct entry_row *r) {
    static const char *const here[] = {[DIRECTORY_AWAY] = "no", [DIRECTORY_HERE] = "yes", [DIRECTORY_ON_CALL] = "on-call"};
    struct buf line = {0};
    struct json_out w;
    char id[ID_TEXT_SIZE];
    int64_t open = 0, all = 0, days = 0;
    enum err e = read_entry_load(l->s, &r->id, &open, &all);

    if (e != ERR_OK)
        return e;
    id_text(id, &r->id);
    json_start_line(&w, &line);
    json_put_str(&w, "id", id);
    json_put_str(&w, "kind", kinds_code(LIST_ITEM, (int)r->item));
    json_put_str(&w, "name", r->name);
    json_put_text(&w, "area", r->area);
    json_put_text(&w, "level", kinds_code(LIST_LEVEL, (int)(*r->area ? policy_area_level(r->area) : LEVEL_NONE)));
    json_put_text(&w, "term", r->item == ITEM_IS_CLASS ? "" : term_code(r, l->today, &days));
    json_put_text(&w, "here", l->weekday ? here[directory_here(r->values, l->weekday)] : "");
    json_put_int(&w, "open", open);
    json_put_int(&w, "all", all);
    json_fields(&w, l->s, r);
    json_end_line(&w, &line);
    buf_free(&line);
    return ERR_OK;
}

/* What is to be known before somebody is asked: load, and how the term stands. */
static enum err state_words(struct listing *l, const struct entry_row *r, struct buf *out) {
    int64_t open = 0, all = 0;
    enum err e = ERR_OK;

    if (r->item == ITEM_IS_MEDIATOR || r->item == ITEM_IS_DEPARTMENT || r->item == ITEM_IS_HELP)
        e = read_entry_load(l->s, &r->id, &open, &all);
    if (open)
        buf_printf(out, _("%lld open"), (long long)open);
    if (r->item != ITEM_IS_CLASS && (r->since || r->until)) {
        struct buf term = {0};

        directory_term_words(&term, r->since, r->until, l->today);
        buf_printf(out, "%s%s", out->len && term.len ? _(", ") : "", buf_text(&term));
        buf_free(&term);
    }
    return e;
}

static enum err entry_line(struct listing *l, const struct entry_row *r) {
    struct buf gist = {0}, state = {0};
    char area[NAME_SIZE] = "", id[ID_TEXT_SIZE];
    enum err e = state_words(l, r, &state);

    id_text(id, &r->id);
    read_area_name(l->s, r->area, area);
    directory_gist(&gist, r->values);
    sheet_cell(&l->sheet, err_fmt("  %.8s", id));
    sheet_cell(&l->sheet, r->name);
    sheet_cell(&l->sheet, *area ? area : r->area);
    sheet_cell(&l->sheet, buf_text(&state));
    sheet_cell(&l->sheet, buf_text(&gist));
    buf_free(&gist);
    buf_free(&state);
    return e;
}

static enum err list_entry(void *arg, const struct entry_row *r) {
    struct listing *l = arg;

    if (!directory_fits(r->values, &l->wish))
        return ERR_OK;
    if (l->weekday && directory_here(r->values, l->weekday) != l->here)
        return ERR_OK;
    l->shown++;
    return args_has(l->args, OPT_JSON) ? entry_json(l, r) : entry_line(l, r);
}

static enum err list_kind(struct listing *l, enum item kind, const char *heading) {
    size_t before = l->shown;
    enum err e = read_entries(l->s, kind, list_entry, l);

    if (e == ERR_OK && !args_has(l->args, OPT_JSON) && l->shown > before)
        out_format("%s\n", heading);
    sheet_print(&l->sheet);
    return e;
}

/* Departments that are there that day, then those that come when called. */
static enum err list_here(struct listing *l, int64_t day) {
    char date[CLOCK_DATE_SIZE];
    enum err e;

    clock_date(date, clock_day_start(day));
    l->here = DIRECTORY_HERE;
    e = list_kind(l, ITEM_IS_DEPARTMENT, err_fmt(_("Here on %s, %s"), directory_weekday_name(l->weekday), date));
    l->here = DIRECTORY_ON_CALL;
    return e == ERR_OK ? list_kind(l, ITEM_IS_DEPARTMENT, _("On call")) : e;
}

static enum err list_all(struct listing *l, enum item only) {
    enum item kind;
    enum err e = ERR_OK;

    for (size_t i = 0; e == ERR_OK && (kind = directory_kind(i)) != ITEM_NONE; i++)
        if (!only || only == kind)
            e = list_kind(l, kind, directory_kind_name(kind));
    return e;
}

static enum err read_day(const struct args *a, int *weekday, int64_t *day, int64_t today) {
    *weekday = 0;
    if (!a->text[OPT_ON] || directory_weekday_parse(weekday, day, a->text[OPT_ON], today))
        return ERR_OK;
    return err_say(ERR_USAGE, directory_what(), err_fmt(_("“%.40s” is no day"), a->text[OPT_ON]),
                   _("write a weekday such as tue or 2, today, or a date"));
}

static enum err list(struct store *s, const struct args *a) {
    struct listing l = {.s = s, .args = a, .today = clock_day(clock_now()), .sheet = {.columns = 5}};
    struct buf query = {0};
    enum item only = a->word_count ? directory_kind_of(a->words[0]) : ITEM_NONE;
    int64_t day = 0;
    enum err e = read_day(a, &l.weekday, &day, l.today);

    if (e == ERR_OK && l.weekday && only && only != ITEM_IS_DEPARTMENT)
        e = err_say(ERR_USAGE, directory_what(), _("only departments have days"), _("leave --on out, or ask for departments"));
    for (size_t i = only ? 1 : 0; i < a->word_count; i++)
        buf_printf(&query, "%s%s", query.len ? " " : "", a->words[i]);
    l.wish = (struct directory_wish){buf_text(&query), a->text[OPT_FIELD], a->text[OPT_LANGUAGE]};
    if (e == ERR_OK && tofile_wanted(a)) {
        e = only ? tofile(s, a, &(struct lists_ask){.what = LIST_OF_ENTRIES, .kind = only, .wish = l.wish})
                 : err_say(ERR_USAGE, directory_what(), _("a file has one kind of entries"), _("name it, such as mediator"));
        buf_free(&query);
        return e;
    }
    if (e == ERR_OK)
        e = l.weekday ? list_here(&l, day) : list_all(&l, only);
    if (e == ERR_OK && !l.shown && !args_has(a, OPT_JSON))
        out_remark(a->word_count || l.weekday ? _("nobody of the directory fits") : _("the directory is empty"));
    sheet_free(&l.sheet);
    buf_free(&query);
    return e;
}

/* ---- keeping */

struct found {
    const char *text;
    struct id id;
    size_t count;
};

static enum err fits(void *arg, const struct entry_row *r) {
    struct found *f = arg;
    char id[ID_TEXT_SIZE];
    size_t len = strlen(f->text);

    id_text(id, &r->id);
    if (strcmp(r->name, f->text) == 0 || (len >= 4 && strncmp(id, f->text, len) == 0)) {
        f->id = r->id;
        f->count++;
    }
    return ERR_OK;
}

static enum err resolve(struct store *s, const char *text, struct id *out) {
    struct found f = {.text = text};
    enum item kind;
    enum err e = ERR_OK;

    for (size_t i = 0; e == ERR_OK && (kind = directory_kind(i)) != ITEM_NONE; i++)
        e = read_entries(s, kind, fits, &f);
    *out = f.id;
    if (e != ERR_OK || f.count == 1)
        return e;
    return f.count ? err_say(ERR_AMBIGUOUS, directory_what(), err_fmt(_("“%.60s” fits more than one"), text), _("give the id"))
                   : err_say(ERR_NOT_FOUND, directory_what(), err_fmt(_("nobody here is called “%.60s”"), text),
                             _("`linli directory` lists who is known"));
}

static void print_entry_id(const struct args *a, const struct id *id) {
    char text[ID_TEXT_SIZE];

    id_text(text, id);
    print_id(a, "id", text, NULL);
}

static enum err save(struct store *s, const struct args *a, struct id *id, struct item_values *v) {
    size_t field;
    enum err e = act_entry(s, id, a->text[OPT_AREA], v, &field);

    if (e == ERR_OK)
        print_entry_id(a, id);
    return e;
}

static enum err add(struct store *s, const struct args *a) {
    struct item_values v = {.item = a->word_count > 1 ? directory_kind_of(a->words[1]) : ITEM_NONE};
    struct id id = {{0}};
    enum err e;

    if (!v.item)
        return err_say(ERR_USAGE, directory_what(), _("it does not say which directory"),
                       "mediator, department, volunteer, route, class");
    if (a->word_count == 2) {
        values_list(v.item);
        return ERR_OK;
    }
    e = values_typed(&v, s, NULL, v.item, a->words + 2, a->word_count - 2, directory_what());
    if (e == ERR_OK)
        e = save(s, a, &id, &v);
    items_free(&v);
    return e;
}

static enum err take_values(void *arg, const struct entry_row *r) {
    struct item_values *v = arg;

    v->item = r->item;
    for (size_t i = 0; i < ITEM_FIELDS_MAX; i++)
        items_set(v, i, r->values->at[i]);
    return ERR_OK;
}

/* What was typed over what is there; a field that is typed empty is emptied. */
static void lay_over(struct item_values *v, const struct item_values *typed, const char *const *words, size_t count) {
    size_t fields;
    const struct item_field *f = items_fields(v->item, &fields);

    for (size_t w = 0; w < count; w++)
        for (size_t i = 0; i < fields; i++) {
            size_t len = strlen(f[i].name);

            if (strncmp(words[w], f[i].name, len) == 0 && words[w][len] == '=')
                items_set(v, i, typed->at[i]);
        }
}

static enum err edit(struct store *s, const struct args *a) {
    struct item_values v = {.item = ITEM_NONE}, typed = {.item = ITEM_NONE};
    struct id id;
    enum err e = a->word_count > 2 || (a->word_count == 2 && a->text[OPT_AREA])
                     ? resolve(s, a->words[1], &id)
                     : err_say(ERR_USAGE, directory_what(), _("it does not say what changes"),
                               _("such as: linli directory edit ID hours=9:00-11:30"));

    if (e == ERR_OK)
        e = read_entry(s, &id, take_values, &v);
    if (e == ERR_OK)
        e = values_typed(&typed, s, NULL, v.item, a->words + 2, a->word_count - 2, directory_what());
    if (e == ERR_OK) {
        lay_over(&v, &typed, a->words + 2, a->word_count - 2);
        e = save(s, a, &id, &v);
    }
    items_free(&v);
    items_free(&typed);
    return e;
}

static enum err drop(struct store *s, const struct args *a) {
    struct id id;
    enum err e = a->word_count == 2 ? resolve(s, a->words[1], &id)
                                    : err_say(ERR_USAGE, directory_what(), _("it does not say which entry"),
                                              "linli directory drop ID --reason …");

    return e == ERR_OK ? act_drop_entry(s, &id, a->text[OPT_REASON]) : e;
}

enum err cmd_directory(struct store *s, const struct args *a) {
    static const struct {
        const char *word;
        enum err (*run)(struct store *s, const struct args *a);
    } verbs[] = {{"add", add}, {"edit", edit}, {"drop", drop}};

    for (size_t i = 0; a->word_count && i < sizeof verbs / sizeof *verbs; i++)
        if (strcmp(a->words[0], verbs[i].word) == 0)
            return verbs[i].run(s, a);
    return list(s, a);
}
