/* kill -9 behind each key of each form of forms.def: what comes back is what was there. Every key is typed by a process of its
 * own, which opens the record, opens the form on its draft, goes to where the one before it stopped, types, tells what the form
 * holds, and is killed. A form that is added to the table is tried as well. */
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
#include <cmocka.h>
#include <sqlite3.h>
#include "linli/act.h"
#include "linli/act_flow.h"
#include "linli/clock.h"
#include "linli/draft.h"
#include "linli/event.h"
#include "linli/mem.h"
#include "linli/act_need.h"
#include "linli/utf8.h"
#include "tui/form_drafts.h"
#include "tui/form_inner.h"

#define SUBJECTS_MAX 80
#define SUBJECTS_EACH 2 /* a form is tried on the first subjects that it opens on */
#define KEYS_MAX 120

static struct {
    char folder[64], path[96];
    char subjects[SUBJECTS_MAX][FORM_SUBJECT_SIZE];
    size_t count;
} world;

static struct store *open_store(void) {
    struct store *s;

    assert_int_equal(store_open(&s, &(struct store_options){.path = world.path, .side = STORE_CLIENT, .create = true}), ERR_OK);
    return s;
}

static void add_subject(const char *prefix, const char *rest) {
    assert_true(world.count < SUBJECTS_MAX);
    snprintf(world.subjects[world.count++], FORM_SUBJECT_SIZE, "%s%s", prefix, rest);
}

/* What forms may be about: nothing, a household, a field of it, a matter, an own event, a kind of print. */
static void list_subjects(const struct store_device *device, const struct id *household, const struct id *matter) {
    char id[ID_TEXT_SIZE], event[VISIT_ID_SIZE], digit[2] = "0";
    struct visit_row row = {.device = device->id};

    add_subject("", "");
    id_text(id, household);
    add_subject("", id);
    add_subject(id, ":head");
    id_text(id, matter);
    add_subject("", id);
    add_subject(id, ":end:accept");
    add_subject(id, ":hand:accept");
    for (row.seq = 1; row.seq <= (int64_t)device->head_seq; row.seq++) {
        read_visit_id(event, &row);
        add_subject("", event);
    }
    id_text(id, household);
    for (*digit = '0'; *digit <= '9'; ++*digit) {
        add_subject(digit, "");
        add_subject(digit, id);
    }
}

static void refuse_event(int64_t seq) {
    sqlite3 *db;
    char sql[160];

    snprintf(sql, sizeof sql, "UPDATE event SET verdict = %d, reason = '测试' WHERE (pos & 1099511627775) = %lld",
             (int)VERDICT_REFUSED, (long long)seq);
    assert_int_equal(sqlite3_open(world.path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_changes(db), 1);
    sqlite3_close(db);
}

static void put_values(struct item_values *v, const char *const pairs[]) {
    for (size_t i = 0; pairs[i]; i += 2)
        items_set(v, items_field(v->item, pairs[i]), pairs[i + 1]);
}

/* What a claim needs beside the agreement. */
static void whole_dossier(struct store *s, const struct id *matter) {
    static const char *const told[][7] = {{"party", "1", "day", "2030-01-01", "way", "spoken", NULL},
                                          {"party", "2", "day", "2030-01-01", "way", "spoken", NULL}};
    static const char *const session[] = {"day",      "2030-01-01", "time",   "9:00", "place",  "村部", "present", "两家",
                                          "openness", "closed",     "answer", "yes",  "record", "谈好", NULL};
    struct item_values v = {.item = ITEM_IS_SESSION};

    put_values(&v, session);
    assert_int_equal(act_item(s, matter, &v, NULL, NULL, NULL), ERR_OK);
    items_free(&v);
    for (size_t i = 0; i < 2; i++) {
        v.item = ITEM_IS_NOTICE;
        put_values(&v, told[i]);
        assert_int_equal(act_item(s, matter, &v, NULL, NULL, NULL), ERR_OK);
        items_free(&v);
    }
}

/* Something of each kind that other items are about, and who can be looked up. */
static void write_items(struct store *s, const struct id *matter) {
    static const char *const agreement[] = {"made",    "oral", "day",      "2030-01-01", "facts", "漏水",
                                            "content", "修好", "excluded", "no",         NULL};
    static const char *const task[] = {"name", "物业", "does", "修水管", "due", "2030-01-02", NULL};
    static const char *const mediator[] = {"name",  "周宁",       "committee", "村调委会",  "since", "2026-01-01",
                                           "until", "2029-01-01", "source",    "part-time", NULL};
    struct item_values a = {.item = ITEM_IS_AGREEMENT}, t = {.item = ITEM_IS_TASK}, m = {.item = ITEM_IS_MEDIATOR};
    struct item_values term = {.item = ITEM_IS_TERM}, claim = {.item = ITEM_IS_CLAIM};
    char id[EVENT_ID_SIZE];
    struct id device, entry = {0};
    int64_t seq;

    put_values(&a, agreement);
    assert_int_equal(act_item(s, matter, &a, NULL, &device, &seq), ERR_OK);
    read_event_id(id, &device, seq);
    put_values(&term, (const char *const[]){"agreement", id, "party", "1", "does", "付钱", "due", "2030-02-01", NULL});
    assert_int_equal(act_item(s, matter, &term, NULL, NULL, NULL), ERR_OK);
    put_values(&t, task);
    assert_int_equal(act_item(s, matter, &t, NULL, NULL, NULL), ERR_OK);
    put_values(&m, mediator);
    assert_int_equal(act_entry(s, &entry, "", &m, NULL), ERR_OK);
    id_text(id, &entry);
    add_subject(id, ""); /* an entry of the directory */
    whole_dossier(s, matter);
    put_values(&claim, (const char *const[]){"grade", "simple", "mediator", id, "why", "简单", NULL});
    assert_int_equal(act_item(s, matter, &claim, NULL, NULL, NULL), ERR_OK);
    items_free(&a);
    items_free(&t);
    items_free(&m);
    items_free(&term);
    items_free(&claim);
}

static int make_world(void **state) {
    static const char town[] = "网格编码,户号,楼栋,单元,房号,户主,电话\n"
                               "430181.007.01.01,001,3,2,501,张三,10011112222\n"
                               "430181.007.01.01,002,3,2,502,张小燕,10011112223\n";
    struct act_import import = {.bytes = town, .len = strlen(town), .rejects_fd = -1};
    struct act_import_report report;
    struct id household, households[2], matter, device;
    char number[NUMBER_SIZE];
    int64_t seq, refused;
    struct store *s;

    (void)state;
    strcpy(world.folder, "/tmp/linli-forms-XXXXXX");
    assert_non_null(mkdtemp(world.folder));
    snprintf(world.path, sizeof world.path, "%s/linli.db", world.folder);
    request_default_keys();
    s = open_store();
    assert_int_equal(act_import(s, &import, NULL, &report), ERR_OK);
    act_import_report_free(&report);
    assert_int_equal(read_resolve_household(s, "001", &household), ERR_OK);
    households[0] = household;
    assert_int_equal(read_resolve_household(s, "002", &households[1]), ERR_OK);
    assert_int_equal(act_visit(s, &(struct act_visit){.household = household, .outcome = OUTCOME_MET}, &device, &seq), ERR_OK);
    assert_int_equal(act_open_matter(s,
                                     &(struct act_matter){.kind = MATTER_DISPUTE,
                                                          .type = TYPE_NEIGHBOURS,
                                                          .summary = "漏水",
                                                          .households = households,
                                                          .household_count = 2},
                                     &matter, number),
                     ERR_OK);
    assert_int_equal(act_note_matter(s, &matter, "又漏了"), ERR_OK);
    write_items(s, &matter);
    assert_int_equal(
        act_need(s,
                 &(struct act_need){
                     .household = household, .need = (enum need)1, .who = "张三", .how = (enum consent)1, .purpose = "送饭"},
                 &device, &seq),
        ERR_OK);
    assert_int_equal(act_visit(s, &(struct act_visit){.household = household, .outcome = OUTCOME_PHONE}, &device, &refused),
                     ERR_OK);
    list_subjects(store_device(s), &household, &matter);
    store_close(s);
    refuse_event(refused);
    return 0;
}

static int end_world(void **state) {
    char command[128];

    (void)state;
    snprintf(command, sizeof command, "rm -rf '%s'", world.folder);
    return system(command);
}

/* --- one key, one process --- */

struct told {
    size_t focus;
    bool opened, end;
    char before[6000], after[6000]; /* what the form held */
};

static void put(struct app *app, enum keycode code, uint32_t cp) {
    app_key(app, &(struct key){.code = code, .cp = cp}, NULL);
}

static void hold(char *out, size_t room, struct form *f) {
    char id[ID_TEXT_SIZE];
    struct buf text = {0};

    for (size_t i = f->first; i < f->spec->count; i++) {
        if (form_is_choice(f, i))
            buf_printf(&text, "%s=%d;", f->spec->fields[i].name, f->fields[i].choice);
        else
            buf_printf(&text, "%s=%s;", f->spec->fields[i].name, form_text(f, i));
        if (f->spec->fields[i].kind == FIELD_FIND && form_option(f, i))
            buf_printf(&text, "%s;", form_option(f, i)->code);
        if (f->spec->fields[i].kind == FIELD_HOUSEHOLD && !form_is_empty(f, i) && form_household(f, i)) {
            id_text(id, &form_household(f, i)->id);
            buf_printf(&text, "%s;", id);
        }
    }
    assert_true(text.len < room);
    snprintf(out, room, "%s", buf_text(&text));
    buf_free(&text);
}

/* The next key of a person who fills in every field: letters of all widths, then on. */
static void type_next(struct app *app, struct form *f) {
    static const char *const words[] = {[FIELD_TEXT] = "漏a𠮷e\xcc\x81",
                                        [FIELD_NOTE] = "好 b\xe3\x80\x82",
                                        [FIELD_DATE] = "+7",
                                        [FIELD_HOUSEHOLD] = "张小",
                                        [FIELD_SECRET] = "43x",
                                        [FIELD_FIND] = "周n"};
    enum field_kind kind = f->spec->fields[f->focus].kind;
    const struct field *d = &f->fields[f->focus];
    const char *begun = d->begun_text ? d->begun_text : "", *text = form_text(f, f->focus), *word;
    size_t focus = f->focus;
    uint32_t cp;

    if (form_is_choice(f, focus)) {
        bool other = form_choices(f, focus) > 1 && form_choice_value(f, focus, 1) == d->begun_choice;

        if (d->choice == d->begun_choice && form_choices(f, focus))
            put(app, K_TEXT, other ? '2' : '1');
        else
            put(app, K_TAB, 0);
        return;
    }
    word = kind == FIELD_TEXT && f->spec->fields[focus].limit < 16 && f->spec->fields[focus].limit ? "12" : words[kind];
    if (strncmp(text, begun, strlen(begun)) == 0 && strlen(text) < strlen(begun) + strlen(word)) {
        word += strlen(text) - strlen(begun);
        utf8_read(&cp, word, strlen(word));
        put(app, K_TEXT, cp);
    } else {
        put(app, K_TAB, 0);
    }
}

static void be_killed(const struct form_spec *spec, const char *subject, size_t focus, bool look_only, int to) {
    struct told *told = mem_new(1, sizeof *told);
    struct app *app = mem_new(1, sizeof *app);
    struct form *f;

    app->store = open_store();
    f = (struct form *)spec->open(app, subject);
    told->opened = f != NULL;
    if (f) {
        app_push(app, &f->view);
        hold(told->before, sizeof told->before, f);
        while (focus != SIZE_MAX && f->focus != focus && !look_only)
            put(app, f->focus < focus ? K_TAB : K_BACKTAB, 0);
        if (f->focus < spec->count && !look_only)
            type_next(app, f);
        hold(told->after, sizeof told->after, f);
        told->focus = f->focus;
        told->end = f->focus == spec->count;
    }
    if (write(to, told, sizeof *told) != sizeof *told)
        _exit(3);
    for (;;)
        pause();
}

static void one_key(struct told *told, const struct form_spec *spec, const char *subject, size_t focus, bool look_only) {
    int pipes[2], status;
    size_t got = 0;
    ssize_t n;
    pid_t child;

    assert_int_equal(pipe(pipes), 0);
    child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        close(pipes[0]);
        be_killed(spec, subject, focus, look_only, pipes[1]);
    }
    close(pipes[1]);
    while (got < sizeof *told && (n = read(pipes[0], (char *)told + got, sizeof *told - got)) > 0)
        got += (size_t)n;
    close(pipes[0]);
    kill(child, SIGKILL);
    assert_int_equal(waitpid(child, &status, 0), child);
    if (got != sizeof *told)
        fail_msg("the form %s on “%s” ended by itself: %x", spec->name, subject, (unsigned)status);
}

/* Returns the number of keys; 0: the form does not open on it. */
static int all_keys(const struct form_spec *spec, const char *subject) {
    struct told *told = mem_new(1, sizeof *told);
    char expected[sizeof told->after] = "";
    size_t focus = SIZE_MAX;
    int keys = 0;

    one_key(told, spec, subject, focus, true);
    while (told->opened && !told->end && keys < KEYS_MAX) {
        strcpy(expected, told->after);
        one_key(told, spec, subject, focus, false);
        if (strcmp(told->before, expected) != 0)
            fail_msg("%s on “%s” after key %d: “%s” came back of “%s”", spec->name, subject, keys, told->before, expected);
        focus = told->focus;
        keys++;
    }
    if (keys == KEYS_MAX)
        fail_msg("%s: %d keys lead to no end", spec->name, keys);
    mem_free(told);
    return keys;
}

static void every_key_of_every_form_comes_back(void **state) {
    int keys = 0;

    (void)state;
    for (size_t i = 0; form_specs(i); i++) {
        const struct form_spec *spec = form_specs(i);
        int opened = 0;

        if (spec->passing)
            continue;
        for (size_t k = 0; k < world.count && opened < SUBJECTS_EACH; k++) {
            int n = all_keys(spec, world.subjects[k]);

            opened += n > 0;
            keys += n;
        }
        if (!opened)
            fail_msg("no subject of this test opens the form %s: add one", spec->name);
    }
    print_message("%d keys, a kill behind each\n", keys);
}

static enum err refuse_row(void *arg, const struct draft_row *row) {
    fail_msg("a draft of %s on “%s” was kept by %s", row->form, row->subject, ((const struct form_spec *)arg)->name);
    return ERR_OK;
}

/* Runs before any draft is made. */
static void passing_forms_keep_nothing(void **state) {
    struct app *app = mem_new(1, sizeof *app);
    struct view *base;
    size_t opened = 0;

    (void)state;
    app->store = open_store();
    base = visit_form_spec.open(app, "");
    app_push(app, base);
    for (size_t i = 0; form_specs(i); i++)
        for (size_t k = 0; form_specs(i)->passing && k < world.count; k++) {
            struct form *f = (struct form *)form_specs(i)->open(app, world.subjects[k]);

            if (!f)
                continue;
            app_push(app, &f->view);
            put(app, K_TEXT, 'x');
            assert_false(form_is_blank(f));
            assert_int_equal(draft_list(app->store, refuse_row, (void *)(uintptr_t)form_specs(i)), ERR_OK);
            f->view.ops->request(&f->view, REQ_BACK); /* it is gone then */
            assert_ptr_equal(app_top(app), base);
            assert_int_equal(draft_list(app->store, refuse_row, (void *)(uintptr_t)form_specs(i)), ERR_OK);
            assert_string_equal(app->message, "");
            opened++;
        }
    assert_true(opened > 1);
    base->ops->free(base);
    store_close(app->store);
    mem_free(app);
}

/* --- the list of what is half typed --- */

struct listing {
    struct app *app;
    size_t rows, missing;
};

static enum err read_row(void *arg, const struct draft_row *row) {
    struct listing *l = arg;
    struct form_draft draft;

    assert_int_equal(form_draft_read(l->app, row->form, row->subject, &draft), ERR_OK);
    assert_true(*draft.title && *draft.about);
    l->rows++;
    l->missing += *draft.missing != '\0';
    return ERR_OK;
}

static void all_of_them_lie_side_by_side(void **state) {
    struct app *app = mem_new(1, sizeof *app);
    struct listing l = {app, 0, 0};
    struct draft lone = {"visit", "#9", 1}, foreign = {"none-such", "", 1};
    struct form_draft draft;

    (void)state;
    app->store = open_store();
    strcpy(app->message, "stays");
    assert_int_equal(draft_list(app->store, read_row, &l), ERR_OK);
    assert_true(l.rows > ITEM_COUNT);
    assert_int_equal(l.missing, 0);
    assert_int_equal(draft_save(app->store, &lone, "note", "只写了备注", true), ERR_OK);
    assert_int_equal(form_draft_read(app, "visit", "#9", &draft), ERR_OK);
    assert_string_equal(draft.missing, "Household");
    assert_string_equal(draft.about, "只写了备注");
    assert_string_equal(draft.unread, "");
    assert_int_equal(draft_save(app->store, &lone, "next", "32-13", true), ERR_OK);
    assert_int_equal(draft_save(app->store, &lone, "household", "张小", true), ERR_OK);
    assert_int_equal(draft_save(app->store, &lone, "outcome", "met", true), ERR_OK);
    assert_int_equal(form_draft_read(app, "visit", "#9", &draft), ERR_OK);
    assert_string_equal(draft.missing, "");
    assert_string_equal(draft.unread, "Again on");
    assert_int_equal(draft_save(app->store, &lone, "household", "无此户", true), ERR_OK);
    assert_int_equal(form_draft_read(app, "visit", "#9", &draft), ERR_OK);
    assert_string_equal(draft.unread, "Household");
    assert_int_equal(draft_save(app->store, &foreign, "note", "x", true), ERR_OK);
    assert_int_equal(form_draft_read(app, "none-such", "", &draft), ERR_NOT_FOUND);
    assert_string_equal(app->message, "stays");
    store_close(app->store);
    mem_free(app);
}

/* --- a form that changed since --- */

static void what_no_longer_fits_is_said(void **state) {
    struct app *app = mem_new(1, sizeof *app);
    struct draft old = {"visit", "#8", 99};
    struct form *f;

    (void)state;
    app->store = open_store();
    assert_int_equal(draft_save(app->store, &old, "note", "照旧", true), ERR_OK);
    assert_int_equal(draft_save(app->store, &old, "outcome", "vanished", true), ERR_OK);
    assert_int_equal(draft_save(app->store, &old, "gone", "旧栏目的话", true), ERR_OK);
    f = (struct form *)visit_form_spec.open(app, "#8");
    app_push(app, &f->view);
    assert_non_null(strstr(app->message, "旧栏目的话"));
    assert_non_null(strstr(app->message, "vanished"));
    app->message[0] = '\0';
    assert_string_equal(form_text(f, 2), "照旧");
    f->view.ops->free(&f->view);
    /* it stays in the draft until the form is stored, and is said again */
    f = (struct form *)visit_form_spec.open(app, "#8");
    assert_non_null(strstr(app->message, "旧栏目的话"));
    f->view.ops->free(&f->view);
    store_close(app->store);
    mem_free(app);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(passing_forms_keep_nothing),
        cmocka_unit_test(every_key_of_every_form_comes_back),
        cmocka_unit_test(all_of_them_lie_side_by_side),
        cmocka_unit_test(what_no_longer_fits_is_said),
    };
    return cmocka_run_group_tests(tests, make_world, end_world);
}
