/* linli matters, outbox: lists. */
#include "cli_inner.h"

#include <stdint.h>
#include <string.h>
#include "linli/clock.h"
#include "linli/i18n.h"
#include "linli/kinds.h"
#include "linli/act_flow.h"
#include "linli/outbox.h"
#include "linli/read_flow.h"
#include "linli/sync.h"

struct listing {
    struct store *s;
    bool json;
    int64_t next_try;
    struct buf line;
    struct sheet sheet;
};

static void list_end(struct listing *l) {
    sheet_print(&l->sheet);
    sheet_free(&l->sheet);
    buf_free(&l->line);
}

static enum err print_matter(void *arg, const struct matter_row *m) {
    struct listing *l = arg;
    struct json_out w;
    char due[CLOCK_DATE_SIZE];
    enum err e;

    if (l->json) {
        json_start_line(&w, &l->line);
        e = lines_matter(l->s, &w, m);
        json_end_line(&w, &l->line);
        return e;
    }
    clock_date(due, clock_day_start(m->due));
    sheet_cell(&l->sheet, m->number);
    sheet_cell(&l->sheet, m->withdrawn ? _("withdrawn") : m->open ? kinds_words(LIST_STEP, (int)m->step) : _("closed"));
    sheet_cell(&l->sheet, m->open && m->due ? due : "");
    sheet_cell(&l->sheet, kinds_words(LIST_TYPE, (int)m->type));
    sheet_cell(&l->sheet,
               m->party_count > 1 ? err_fmt(_("%s and %zu more"), m->first_party, m->party_count - 1) : m->first_party);
    sheet_cell(&l->sheet, m->summary);
    return ERR_OK;
}

static enum read_matters_which which_matters(const struct args *a) {
    static const struct {
        enum opt opt;
        enum read_matters_which which;
    } rows[] = {{OPT_OVERDUE, MATTERS_OVERDUE}, {OPT_OPEN, MATTERS_OPEN}, {OPT_CLOSED, MATTERS_CLOSED},
                {OPT_WAITING, MATTERS_WAITING}, {OPT_MINE, MATTERS_MINE}, {OPT_BELOW, MATTERS_BELOW}};

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (args_has(a, rows[i].opt))
            return rows[i].which;
    return MATTERS_ALL;
}

struct owner_search {
    const char *name;
    struct id *out;
    int found;
};

static enum err match_owner(void *arg, const struct worker_row *w) {
    struct owner_search *o = arg;

    if (strcmp(w->login, o->name) == 0 || strcmp(w->name, o->name) == 0) {
        *o->out = w->id;
        o->found++;
    }
    return ERR_OK;
}

static enum err read_owner(struct store *s, const struct args *a, struct id *out) {
    struct owner_search o = {args_has(a, OPT_OWNER) ? a->text[OPT_OWNER] : NULL, out, 0};
    enum err e = o.name ? read_workers(s, match_owner, &o) : ERR_OK;

    if (e != ERR_OK || !o.name || o.found == 1)
        return e;
    return o.found ? err_say(ERR_AMBIGUOUS, err_fmt(_("“%s” is no one worker"), o.name), _("several have that name"),
                             _("write the login"))
                   : err_say(ERR_NOT_FOUND, err_fmt(_("“%s” is no worker"), o.name),
                             _("nobody known here has that name or login"), _("look at the owners in linli matters --json"));
}

enum err cmd_matters(struct store *s, const struct args *a) {
    struct listing l = {.s = s, .json = args_has(a, OPT_JSON), .sheet = {.columns = 6}};
    struct matters_filter filter = {.which = which_matters(a)};
    int kind, type = 0, level = 0;
    enum err e = args_code(a, OPT_KIND, LIST_MATTER, &kind);

    if (e == ERR_OK)
        e = args_type(a, (enum matter_kind)kind, &type);
    if (e == ERR_OK)
        e = args_code(a, OPT_LEVEL, LIST_LEVEL, &level);
    if (e == ERR_OK)
        e = read_owner(s, a, &filter.owner);
    filter.level = (enum level)level;
    filter.kind = (enum matter_kind)kind;
    filter.type = (enum matter_type)type;
    if (e == ERR_OK && tofile_wanted(a))
        return tofile(s, a, &(struct lists_ask){.what = LIST_OF_MATTERS, .matters = filter});
    if (e == ERR_OK)
        e = read_matters(s, &filter, 0, INT32_MAX, print_matter, &l);
    list_end(&l);
    return e;
}

static const char *const outbox_codes[] = {
    [OUTBOX_WAITING] = "waiting", [OUTBOX_REFUSED] = "refused", [OUTBOX_CONFLICT] = "conflict"};

/* Columns are set page by page, because a first roster can put a million events in the outbox. */
#define PAGE 500

static enum err print_outbox(void *arg, const struct outbox_row *o) {
    struct listing *l = arg;
    struct json_out w;
    char date[CLOCK_DATE_SIZE], time[6], event[EVENT_ID_SIZE];
    struct outbox_words words;
    struct buf reason = {0};
    enum err e;

    if (l->json) {
        json_start_line(&w, &l->line);
        json_put_id(&w, "device", &o->device);
        json_put_int(&w, "seq", o->seq);
        json_put_text(&w, "kind", kinds_code(LIST_KIND, (int)o->kind));
        json_put_id(&w, "entity", &o->entity);
        json_put_str(&w, "state", outbox_codes[o->state]);
        read_event_id(event, &o->device, o->seq);
        json_put_str(&w, "event", event);
        json_put_text(&w, "reason", o->reason);
        json_put_stamp(&w, "next_try", o->state == OUTBOX_WAITING ? l->next_try : 0);
        json_end_line(&w, &l->line);
        return ERR_OK;
    }
    e = outbox_words(&words, l->s, o);
    if (e != ERR_OK)
        return e;
    clock_date(date, o->at);
    clock_hhmm(time, o->at);
    read_event_id(event, &o->device, o->seq);
    sheet_cell(&l->sheet, o->state == OUTBOX_WAITING ? err_fmt("%lld", (long long)o->seq) : event);
    sheet_cell(&l->sheet, err_fmt("%s %s", date, time));
    sheet_cell(&l->sheet, words.what);
    sheet_cell(&l->sheet, outbox_state_words(o->state));
    sheet_cell(&l->sheet, o->title);
    outbox_reason_line(&reason, &words);
    sheet_cell(&l->sheet, buf_text(&reason));
    buf_free(&reason);
    if (l->sheet.cell_count >= PAGE * l->sheet.columns)
        sheet_print(&l->sheet);
    return ERR_OK;
}

/* When the next try is, as the sync room knows it; 0 where none is planned or no hub is joined. */
static int64_t next_try(struct store *s) {
    struct sync *y = NULL;
    int64_t at = 0;

    if (sync_new(&y, s) == ERR_OK)
        at = sync_state(y)->next_try;
    else
        err_clear();
    sync_free(y);
    return at;
}

/* `--note` alone files it as a note; '' is with its own words. */
static enum err settle(struct store *s, const struct args *a) {
    const char *note = args_has(a, OPT_NOTE) && *a->text[OPT_NOTE] ? a->text[OPT_NOTE] : NULL;
    bool anew = args_has(a, OPT_ANEW), leave = args_has(a, OPT_LEAVE);
    struct id device, entity;
    int64_t seq;
    enum err e;

    if (a->word_count != 2 || strcmp(a->words[0], "settle") != 0 || anew + leave > 1 || !(anew || leave || args_has(a, OPT_NOTE)))
        return err_say(ERR_USAGE, _("cannot deal with it"), _("it does not say what comes of which event"),
                       _("write: linli outbox settle EVENT --anew, --note TEXT, or --leave --reason TEXT"));
    e = read_resolve_event(s, a->words[1], &device, &seq, &entity);
    if (e != ERR_OK)
        return e;
    if (leave)
        return act_late(s, &device, seq, ACT_LATE_LEAVE, args_has(a, OPT_REASON) ? a->text[OPT_REASON] : note ? note : "");
    return act_late(s, &device, seq, anew ? ACT_LATE_ANEW : ACT_LATE_NOTE, note);
}

enum err cmd_outbox(struct store *s, const struct args *a) {
    if (a->word_count)
        return settle(s, a);

    struct listing l = {.s = s, .json = args_has(a, OPT_JSON), .next_try = next_try(s), .sheet = {.columns = 6}};
    enum err e = read_outbox(s, 0, INT32_MAX, print_outbox, &l);

    list_end(&l);
    return e;
}
