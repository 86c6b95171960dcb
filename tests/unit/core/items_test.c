/* Items: whatever the table holds, values made from its fields go into an event and come back; what is wrong is refused by its
 * name. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "linli/event.h"
#include "linli/items.h"
#include "linli/mem.h"
#include "linli/utf8.h"

#define SOME_ID "0123456789abcdef0123456789abcdef"
#define OTHER_ID "fedcba9876543210fedcba9876543210"

/* A value of the field that is right, `n` tells one from another; `longest`: as long as it may be. */
static void right(char *out, size_t room, const struct item_field *f, unsigned n, bool longest) {
    size_t limit = f->limit && f->limit < room ? f->limit : room - 1;

    switch (f->enter) {
    case ITEM_ENTER_DATE:
        snprintf(out, room, "2028-02-%02u", n % 29 + 1);
        break;
    case ITEM_ENTER_CHOICE:
        snprintf(out, room, "%s", kinds_code((enum list)f->list, (int)(n % (unsigned)(kinds_count((enum list)f->list) - 1)) + 1));
        break;
    case ITEM_ENTER_PARTY:
        snprintf(out, room, "%u", n % PARTIES_MAX + 1);
        break;
    case ITEM_ENTER_SCORE:
        snprintf(out, room, "%u", n % 5 + 1);
        break;
    case ITEM_ENTER_NUMBER:
        memset(out, '9', limit);
        out[limit] = '\0';
        if (!longest)
            snprintf(out, room, "%u.5", n % 1000);
        break;
    case ITEM_ENTER_WEEKDAYS:
        snprintf(out, room, "%s", longest ? "1,2,3,4,5,6,7" : "2,4");
        break;
    case ITEM_ENTER_ENTRY:
    case ITEM_ENTER_WORKER:
        snprintf(out, room, "%s", n % 2 ? SOME_ID : OTHER_ID);
        break;
    case ITEM_ENTER_ITEM:
        snprintf(out, room, OTHER_ID "-%u", longest ? 999999999u : n + 1);
        break;
    default:
        snprintf(out, room, "文字%u “x”\\", n);
        if (f->enter == ITEM_ENTER_NOTE)
            strcat(out, "\n第二行");
        while (longest && strlen(out) + 3 <= limit)
            strcat(out, "长");
        while (longest && strlen(out) + 1 <= limit)
            strcat(out, "x");
        if (strlen(out) > limit)
            snprintf(out, limit + 1, "%u", n);
    }
}

/* Of several fields that say who, one. */
static bool says_who_again(enum item item, size_t field) {
    size_t count;
    const struct item_field *fields = items_fields(item, &count);

    for (size_t i = 0; fields[field].slot == ITEM_WHO && i < field; i++)
        if (fields[i].slot == ITEM_WHO)
            return true;
    return false;
}

static void fill(struct item_values *v, enum item item, unsigned n, bool longest) {
    size_t count;
    const struct item_field *fields = items_fields(item, &count);
    char *text = mem_new(EVENT_BODY_MAX, 1);

    memset(v, 0, sizeof *v);
    v->item = item;
    for (size_t i = 0; i < count; i++) {
        right(text, EVENT_BODY_MAX, &fields[i], n + (unsigned)i, longest);
        items_set(v, i, says_who_again(item, i) ? "" : text);
    }
    mem_free(text);
}

static void expect_same(const struct item_values *a, const struct item_values *b) {
    size_t count;
    const struct item_field *fields = items_fields(a->item, &count);

    assert_int_equal(a->item, b->item);
    for (size_t i = 0; i < ITEM_FIELDS_MAX; i++)
        if (strcmp(a->at[i] ? a->at[i] : "", b->at[i] ? b->at[i] : "") != 0)
            fail_msg("%s %s: “%s” came back as “%s”", kinds_code(LIST_ITEM, a->item), i < count ? fields[i].name : "", a->at[i],
                     b->at[i] ? b->at[i] : "");
}

/* Values → header and body → bytes → values. */
static void around(const struct item_values *v) {
    struct event ev = {.version = EVENT_VERSION, .seq = 1, .kind = KIND_ITEM, .at = 1, .entity = {{1}}}, back;
    struct buf body = {0}, header = {0};
    struct item_values read;

    items_write(&ev, &body, v);
    event_write(&header, &ev);
    assert_true(header.len <= EVENT_HEADER_MAX);
    assert_true(body.len <= EVENT_BODY_MAX);
    assert_int_equal(event_read(&back, header.data, header.len), ERR_OK);
    assert_int_equal(items_read(&read, &back, body.data, body.len), ERR_OK);
    expect_same(v, &read);
    assert_int_equal(items_check(&read, "what", NULL), ERR_OK);
    items_free(&read);
    buf_free(&header);
    buf_free(&body);
}

static void every_item_goes_around(void **state) {
    (void)state;
    for (int item = 1; item < ITEM_COUNT; item++)
        for (unsigned n = 0; n < 70; n++)
            for (int longest = 0; longest < 2; longest++) {
                struct item_values v;

                fill(&v, (enum item)item, n, longest);
                if (items_check(&v, "what", NULL) != ERR_OK)
                    fail_msg("%s: %s", kinds_code(LIST_ITEM, item), err_last()->why);
                around(&v);
                items_free(&v);
            }
}

static void only_what_is_needed_is_enough(void **state) {
    (void)state;
    for (int item = 1; item < ITEM_COUNT; item++) {
        struct item_values v;
        size_t count;
        const struct item_field *fields = items_fields((enum item)item, &count);

        fill(&v, (enum item)item, 3, false);
        for (size_t i = 0; i < count; i++)
            if (!fields[i].needed && strcmp(fields[i].name, "name") != 0)
                items_set(&v, i, "");
        assert_int_equal(items_check(&v, "what", NULL), ERR_OK);
        around(&v);
        items_free(&v);
    }
}

/* Refused with words that name the field, whose place is told. */
static void expect_refused(struct item_values *v, size_t wanted, const char *bad) {
    size_t count, field = ITEM_FIELDS_MAX;
    const struct item_field *fields = items_fields(v->item, &count);
    enum err e = items_check(v, "what", &field);

    if (e != ERR_RANGE && e != ERR_SYNTAX)
        fail_msg("%s %s: “%s” was taken", kinds_code(LIST_ITEM, v->item), fields[wanted].name, bad);
    assert_int_equal(field, wanted);
    assert_string_equal(err_last()->what, "what");
    assert_non_null(strstr(err_last()->why, fields[wanted].label));
    assert_true(*err_last()->todo != '\0');
}

static void each_needed_field_is_missed(void **state) {
    (void)state;
    for (int item = 1; item < ITEM_COUNT; item++) {
        size_t count;
        const struct item_field *fields = items_fields((enum item)item, &count);

        for (size_t i = 0; i < count; i++) {
            struct item_values v;

            fill(&v, (enum item)item, 5, false);
            items_set(&v, i, "");
            if (fields[i].needed)
                expect_refused(&v, i, "");
            items_free(&v);
        }
    }
}

static const char *const *wrong(enum item_enter enter) {
    static const char *const dates[] = {"2026-02-29", "2026-13-01", "tomorrow", "2026-1-1x", "-", "20261122T", NULL};
    static const char *const choices[] = {"no such code", "YES", " yes", "0", NULL};
    static const char *const parties[] = {"0", "65", "-1", "1x", "x", "01", " 1", "99999999999999999999", NULL};
    static const char *const scores[] = {"0", "6", "-5", "5.0", "fünf", "10", NULL};
    static const char *const numbers[] = {"1.", ".5", "1.5.2", "-3", "1e9", "1,5", "NaN", "0x10", "+1", NULL};
    static const char *const weekdays[] = {"0", "8", "1,9", "x", "1;;2x", NULL};
    static const char *const ids[] = {"x", "0123", SOME_ID "0", "张三", SOME_ID " ", NULL};
    static const char *const items[] = {
        SOME_ID, SOME_ID "-", SOME_ID "-0", SOME_ID "--1", SOME_ID "-1x", SOME_ID "-99999999999999999999", "1-1", NULL};
    static const char *const texts[] = {"\xff\xfe", "\xc0\x80", "a\xed\xa0\x80", NULL};

    switch (enter) {
    case ITEM_ENTER_DATE:
        return dates;
    case ITEM_ENTER_CHOICE:
        return choices;
    case ITEM_ENTER_PARTY:
        return parties;
    case ITEM_ENTER_SCORE:
        return scores;
    case ITEM_ENTER_NUMBER:
        return numbers;
    case ITEM_ENTER_WEEKDAYS:
        return weekdays;
    case ITEM_ENTER_ENTRY:
    case ITEM_ENTER_WORKER:
        return ids;
    case ITEM_ENTER_ITEM:
        return items;
    default:
        return texts;
    }
}

static void each_wrong_field_is_refused(void **state) {
    (void)state;
    for (int item = 1; item < ITEM_COUNT; item++) {
        size_t count;
        const struct item_field *fields = items_fields((enum item)item, &count);

        for (size_t i = 0; i < count; i++)
            for (const char *const *bad = wrong(fields[i].enter); *bad; bad++) {
                struct item_values v;

                fill(&v, (enum item)item, 1, false);
                items_set(&v, i, *bad);
                expect_refused(&v, i, *bad);
                items_free(&v);
            }
    }
}

static void what_is_too_long_is_refused(void **state) {
    (void)state;
    for (int item = 1; item < ITEM_COUNT; item++) {
        size_t count;
        const struct item_field *fields = items_fields((enum item)item, &count);

        for (size_t i = 0; i < count; i++) {
            bool digits = fields[i].enter == ITEM_ENTER_NUMBER;
            struct item_values v;
            char *text;

            if (!fields[i].limit || fields[i].enter == ITEM_ENTER_DATE || fields[i].enter == ITEM_ENTER_WEEKDAYS)
                continue; /* shortened to their form */
            fill(&v, (enum item)item, 1, true);
            text = mem_new(fields[i].limit + 2, 1);
            memset(text, digits ? '1' : 'x', fields[i].limit + 1);
            items_set(&v, i, text);
            expect_refused(&v, i, "too long");
            text[fields[i].limit] = '\0';
            items_set(&v, i, text);
            assert_int_equal(items_check(&v, "what", NULL), ERR_OK);
            mem_free(text);
            items_free(&v);
        }
    }
}

static void dates_become_one_form(void **state) {
    struct item_values v;
    size_t day = items_field(ITEM_IS_CONSENT, "day");

    (void)state;
    fill(&v, ITEM_IS_CONSENT, 0, false);
    items_set(&v, day, "2026-11-22T23:59");
    assert_int_equal(items_check(&v, "what", NULL), ERR_OK);
    assert_string_equal(items_get(&v, "day"), "2026-11-22");
    items_free(&v);
}

static void somebody_is_named_once(void **state) {
    struct item_values v;

    (void)state;
    fill(&v, ITEM_IS_TASK, 0, false);
    items_set(&v, items_field(ITEM_IS_TASK, "worker"), SOME_ID);
    expect_refused(&v, 0, "two of them");
    items_set(&v, 0, "");
    assert_int_equal(items_check(&v, "what", NULL), ERR_OK);
    items_set(&v, items_field(ITEM_IS_TASK, "worker"), "");
    assert_int_equal(items_check(&v, "what", NULL), ERR_OK); /* by name */
    items_set(&v, items_field(ITEM_IS_TASK, "name"), "");
    expect_refused(&v, 0, "nobody");
    items_free(&v);
}

static enum err read_body(enum item item, const char *body, struct item_values *v) {
    struct event ev = {.item = item};

    return items_read(v, &ev, body, strlen(body));
}

static void what_a_newer_version_says_is_passed_over(void **state) {
    struct item_values v;

    (void)state;
    assert_int_equal(
        read_body(ITEM_IS_LESSON, "{\"newer\":{\"a\":[1,null,true,{\"words\":\"no\"}]},\"words\":\"学到了\",\"x\":-1.5e3}", &v),
        ERR_OK);
    assert_string_equal(items_get(&v, "words"), "学到了");
    items_free(&v);
    assert_int_equal(read_body(ITEM_IS_SESSION, "{\"openness\":\"half\",\"answer\":\"yes\",\"day\":\"2026-01-01\"}", &v), ERR_OK);
    assert_string_equal(items_get(&v, "openness"), "half"); /* kept as it is said */
    assert_string_equal(items_get(&v, "answer"), "");       /* what the header says is not said again by a body */
    assert_string_equal(items_get(&v, "day"), "");
    items_free(&v);
    assert_int_equal(read_body(ITEM_NONE, "{\"words\":\"x\"}", &v), ERR_OK); /* an item of a newer version has no fields here */
    items_free(&v);
}

static void bad_bodies_are_refused_whole(void **state) {
    static const char *const bad[] = {"{",
                                      "[]",
                                      "\"words\"",
                                      "{\"words\":1}",
                                      "{\"words\":null}",
                                      "{\"words\":\"a\",\"words\":\"b\"}",
                                      "{\"words\":\"a\"} x",
                                      "{\"words\":\"a\\u0000b\"}",
                                      "{\"words\":\"\xff\"}",
                                      "{\"words\":\"a\",}",
                                      "{\"words\" \"a\"}"};
    struct item_values v;
    struct buf longer = {0};

    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        if (read_body(ITEM_IS_LESSON, bad[i], &v) == ERR_OK)
            fail_msg("read: %s", bad[i]);
        for (size_t n = 0; n < ITEM_FIELDS_MAX; n++)
            assert_null(v.at[n]);
    }
    for (int n = 1999; n <= 2001; n++) {
        buf_puts(&longer, "{\"words\":\"");
        for (int i = 0; i < n; i++)
            buf_putc(&longer, 'x');
        buf_puts(&longer, "\"}");
        assert_int_equal(read_body(ITEM_IS_LESSON, buf_text(&longer), &v), n <= 2000 ? ERR_OK : ERR_RANGE);
        items_free(&v);
        buf_free(&longer);
    }
    for (int i = 0; i < EVENT_BODY_MAX; i++)
        buf_putc(&longer, ' ');
    buf_puts(&longer, "{}");
    assert_int_equal(read_body(ITEM_IS_LESSON, buf_text(&longer), &v), ERR_SYNTAX);
    buf_free(&longer);
}

/* What the header would do with each item is what the flow is told. */
static void the_flow_is_told(void **state) {
    struct event ev = {.item = ITEM_IS_AGREEMENT, .party = 2, .answer = ANSWER_NO, .made = AGREEMENT_ORAL, .day = "2028-02-29"};
    struct flow_item i = items_flow(&ev);
    int64_t ms;

    (void)state;
    assert_true(clock_parse(&ms, "2028-02-29"));
    assert_true(i.item == ITEM_IS_AGREEMENT && i.party == 2 && i.answer == ANSWER_NO && i.made == AGREEMENT_ORAL);
    assert_int_equal(i.day, clock_day(ms));
    ev.day[0] = '\0';
    assert_int_equal(items_flow(&ev).day, 0);
}

/* The table itself: what a form and a command can rely on. */
static void rows_are_sound(void **state) {
    (void)state;
    for (int item = 1; item < ITEM_COUNT; item++) {
        size_t count;
        const struct item_field *fields = items_fields((enum item)item, &count);

        assert_true(count > 0 && count <= ITEM_FIELDS_MAX);
        assert_true(items_who((enum item)item) != 0);
        for (size_t i = 0; i < count; i++) {
            assert_int_equal(items_field((enum item)item, fields[i].name), i);
            assert_true(*fields[i].label != '\0');
            for (size_t n = 0; n < i; n++)
                if (fields[n].slot == fields[i].slot && fields[i].slot != ITEM_BODY && fields[i].slot != ITEM_WHO)
                    fail_msg("%s: %s and %s are kept in one place", kinds_code(LIST_ITEM, item), fields[n].name, fields[i].name);
            if (fields[i].slot == ITEM_BODY && fields[i].enter != ITEM_ENTER_CHOICE)
                assert_true(fields[i].limit > 0);
            if (fields[i].slot == ITEM_OF)
                assert_int_equal(items_of((enum item)fields[i].list), ITEM_OF_MATTER);
            if (fields[i].enter == ITEM_ENTER_ENTRY)
                assert_int_equal(items_of((enum item)fields[i].list), ITEM_OF_DIRECTORY);
        }
    }
    assert_int_equal(items_field(ITEM_IS_TASK, "no such"), ITEM_FIELDS_MAX);
    assert_int_equal(items_field(ITEM_NONE, "day"), ITEM_FIELDS_MAX);
}

static void secrets_are_masked(void **state) {
    struct item_values v;
    struct buf out = {0};

    (void)state;
    fill(&v, ITEM_IS_IDENTITY, 0, false);
    items_set(&v, items_field(ITEM_IS_IDENTITY, "number"), "430181199001011234");
    items_show(&out, &v, items_field(ITEM_IS_IDENTITY, "number"));
    assert_null(strstr(buf_text(&out), "19900101"));
    assert_non_null(strchr(buf_text(&out), '*'));
    items_free(&v);
    buf_free(&out);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_are_sound),
        cmocka_unit_test(every_item_goes_around),
        cmocka_unit_test(only_what_is_needed_is_enough),
        cmocka_unit_test(each_needed_field_is_missed),
        cmocka_unit_test(each_wrong_field_is_refused),
        cmocka_unit_test(what_is_too_long_is_refused),
        cmocka_unit_test(dates_become_one_form),
        cmocka_unit_test(somebody_is_named_once),
        cmocka_unit_test(what_a_newer_version_says_is_passed_over),
        cmocka_unit_test(bad_bodies_are_refused_whole),
        cmocka_unit_test(the_flow_is_told),
        cmocka_unit_test(secrets_are_masked),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
