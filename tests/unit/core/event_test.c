/* Headers and bodies: what is written is read back; what is broken is refused. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <stdlib.h>
#include <string.h>
#include "linli/event.h"
#include "linli/journal.h"
#include "linli/mem.h"

static struct event sample(void) {
    struct event ev = {.version = 1,
                       .seq = 17,
                       .kind = KIND_MATTER,
                       .at = 1795312800000,
                       .seen = 5,
                       .matter = MATTER_DISPUTE,
                       .type = TYPE_NEIGHBOURS,
                       .step = STEP_ACCEPT,
                       .level = LEVEL_GRID,
                       .household_count = 2,
                       .outcome = OUTCOME_MET,
                       .purpose = PURPOSE_CARE,
                       .replaces = 9,
                       .role = ROLE_DESK};

    ev.entity = ev.by = ev.device = ev.other = ev.households[0] = ev.households[1] = id_random();
    strcpy(ev.area, "430181.007.03.12");
    strcpy(ev.number, "M-26-K7-017");
    strcpy(ev.next, "2026-12-01");
    return ev;
}

static void a_header_comes_back(void **state) {
    struct event ev = sample(), back;
    struct buf text = {0}, again = {0};

    (void)state;
    event_write(&text, &ev);
    assert_int_equal(event_read(&back, text.data, text.len), ERR_OK);
    event_write(&again, &back);
    assert_string_equal(text.data, again.data);
    assert_int_equal(back.kind, KIND_MATTER);
    assert_int_equal(back.household_count, 2);
    buf_free(&text);
    buf_free(&again);
}

static void a_cut_or_changed_header_never_crashes(void **state) {
    struct event ev = sample(), back;
    struct buf text = {0};

    (void)state;
    event_write(&text, &ev);
    for (size_t len = 0; len < text.len; len++) {
        char *copy = mem_dup_n(text.data, len);

        assert_int_equal(event_read(&back, copy, len), ERR_SYNTAX);
        mem_free(copy);
    }
    srand(1);
    for (int i = 0; i < 20000; i++) {
        char *copy = mem_dup_n(text.data, text.len);

        copy[(size_t)rand() % text.len] = (char)(rand() % 256);
        event_read(&back, copy, text.len);
        mem_free(copy);
    }
    buf_free(&text);
}

static void bounds_are_kept(void **state) {
    static const char *const bad[] = {
        "{}",
        "[]",
        "{\"v\":1,\"kind\":\"visit.log\",\"seq\":0,\"at\":1,\"entity\":\"00000000000000000000000000000001\"}",
        "{\"v\":1,\"kind\":\"visit.log\",\"seq\":1,\"at\":1,\"entity\":\"00000000000000000000000000000000\"}",
        "{\"v\":1,\"kind\":\"visit.log\",\"seq\":1,\"at\":1,\"entity\":\"0001\"}",
        "{\"v\":1,\"kind\":\"visit.log\",\"seq\":1,\"entity\":\"00000000000000000000000000000001\"}",
        "{\"v\":1,\"kind\":\"visit.log\",\"seq\":1,\"at\":1,\"area\":\"..\",\"entity\":\"00000000000000000000000000000001\"}",
        "{\"v\":1,\"kind\":\"visit.log\",\"seq\":1,\"at\":1,\"next\":\"2026-02-30\",\"entity\":"
        "\"00000000000000000000000000000001\"}",
        "{\"v\":1,\"kind\":5,\"seq\":1,\"at\":1,\"entity\":\"00000000000000000000000000000001\"}",
        "{\"v\":1,\"kind\":\"visit.log\",\"seq\":1099511627776,\"at\":1,\"entity\":\"00000000000000000000000000000001\"}",
    };
    struct event ev;

    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        assert_int_equal(event_read(&ev, bad[i], strlen(bad[i])), ERR_SYNTAX);
}

#define REST "\"v\":1,\"at\":-5,\"entity\":\"00000000000000000000000000000001\""

static void members_come_in_any_order_and_once(void **state) {
    static const char good[] =
        " {\"seq\": 3, \"area\":\"43\\u003018\\u0031\",\"mood\":[{\"x\":1.5e3}],\"kind\":\"visit.log\"," REST "} ";
    static const char *const bad[] = {
        "{\"seq\":3,\"kind\":\"visit.log\",\"seq\":3," REST "}",
        "{\"seq\":3e0,\"kind\":\"visit.log\"," REST "}",
        "{\"seq\":3.0,\"kind\":\"visit.log\"," REST "}",
        "{\"seq\":03,\"kind\":\"visit.log\"," REST "}",
        "{\"seq\":9999999999999999999,\"kind\":\"visit.log\"," REST "}",
        "{\"seq\":3,\"kind\":\"visit.log\",\"seen\":-1," REST "}",
        "{\"seq\":3,\"kind\":\"visit.log\",\"area\":\"4301810000000000000000000000000000000000000000000000\"," REST "}",
        "{\"seq\":3,\"kind\":\"visit.log\",\"households\":[\"1\"]," REST "}",
        "{\"seq\":3,\"kind\":\"visit.log\",\"mood\":[1,]," REST "}",
        "{\"seq\":3,\"kind\":\"visit.log\"," REST ",}",
        "{,\"seq\":3,\"kind\":\"visit.log\"," REST "}",
        "{\"seq\":3,\"kind\":\"visit.log\"," REST "}}",
    };
    struct event ev;

    (void)state;
    assert_int_equal(event_read(&ev, good, strlen(good)), ERR_OK);
    assert_string_equal(ev.area, "430181");
    assert_int_equal(ev.seq, 3);
    assert_int_equal(ev.at, -5);
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        assert_int_equal(event_read(&ev, bad[i], strlen(bad[i])), ERR_SYNTAX);
}

static void a_newer_version_is_kept_and_not_understood(void **state) {
    static const char newer[] =
        "{\"v\":2,\"kind\":\"visit.log\",\"mood\":\"x\",\"seq\":1,\"at\":1,\"entity\":\"00000000000000000000000000000001\"}";
    static const char unknown[] =
        "{\"v\":1,\"kind\":\"drone.fly\",\"seq\":1,\"at\":1,\"entity\":\"00000000000000000000000000000001\"}";
    struct event ev;

    (void)state;
    assert_int_equal(event_read(&ev, newer, strlen(newer)), ERR_OK);
    assert_int_equal(ev.kind, KIND_UNKNOWN);
    assert_int_equal(event_read(&ev, unknown, strlen(unknown)), ERR_OK);
    assert_int_equal(ev.kind, KIND_UNKNOWN);
}

static void a_household_comes_back_by_fields(void **state) {
    struct household h = {0}, back = {0};
    struct member m = {.name = "张\"三\"", .relation = "子", .phones = "10012345678\n10087654321"};
    struct buf body = {0};
    unsigned fields;

    (void)state;
    strcpy(h.number, "0317");
    strcpy(h.head, "张伟斌");
    strcpy(h.door.room, "501");
    household_add_member(&h, &m);
    body_write_household(&body, &h, 1u << HOUSEHOLD_HEAD_BIT | 1u << HOUSEHOLD_MEMBERS_BIT);
    assert_int_equal(body_read_household(&back, &fields, body.data, body.len), ERR_OK);
    assert_int_equal(fields, 1u << HOUSEHOLD_HEAD_BIT | 1u << HOUSEHOLD_MEMBERS_BIT);
    assert_string_equal(back.head, h.head);
    assert_string_equal(back.number, "");
    assert_int_equal(back.member_count, 1);
    assert_string_equal(back.members[0].name, m.name);
    assert_string_equal(back.members[0].phones, m.phones);
    household_free(&h);
    household_free(&back);
    buf_free(&body);
}

static enum err read_words(struct words *w, const char *text) {
    return body_read_words(w, text, strlen(text));
}

static void words_come_back(void **state) {
    struct party p = {.name = "李四", .household = id_random(), .door = "3-2-501", .phones = "123"};
    struct words w = {.parties = &p, .party_count = 1}, back;
    struct buf body = {0};

    (void)state;
    strcpy(w.summary, "漏水");
    strcpy(w.note, "楼上\n楼下");
    body_write_words(&body, &w);
    assert_int_equal(body_read_words(&back, body.data, body.len), ERR_OK);
    assert_string_equal(back.note, w.note);
    assert_int_equal(back.party_count, 1);
    assert_true(id_equal(&back.parties[0].household, &p.household));
    words_free(&back);
    assert_int_equal(read_words(&back, "{\"note\":\"\\ud83d\\ude00\\n\",\"mood\":{}}"), ERR_OK);
    assert_string_equal(back.note, "😀\n");
    words_free(&back);
    assert_int_equal(read_words(&back, "{\"note\":\"a\",\"note\":\"b\"}"), ERR_SYNTAX);
    assert_int_equal(read_words(&back, "{\"note\":\"a\""), ERR_SYNTAX);
    assert_int_equal(read_words(&back, "{\"note\":5}"), ERR_RANGE);
    buf_reset(&body);
    buf_puts(&body, "{\"summary\":\"");
    for (int i = 0; i < SUMMARY_SIZE; i++)
        buf_putc(&body, 'x');
    buf_puts(&body, "\"}");
    assert_int_equal(body_read_words(&back, body.data, body.len), ERR_RANGE);
    buf_free(&body);
}

static void the_chain_is_what_the_design_says(void **state) {
    unsigned char pub[SIGN_PUBLIC_BYTES] = {1, 2, 3}, salt[SALT_BYTES] = {9}, bytes[2 * HASH_BYTES + 6];
    struct hash h, body, expected, chain;

    (void)state;
    journal_first(&h, pub);
    hash_of(&expected, pub, sizeof pub);
    assert_true(hash_equal(&h, &expected));
    journal_body(&body, salt, "{}", 2);
    memcpy(bytes, salt, SALT_BYTES);
    memcpy(bytes + SALT_BYTES, "{}", 2);
    hash_of(&expected, bytes, SALT_BYTES + 2);
    assert_true(hash_equal(&body, &expected));
    memcpy(bytes, h.b, HASH_BYTES);
    memcpy(bytes + HASH_BYTES, "header", 6);
    memcpy(bytes + HASH_BYTES + 6, body.b, HASH_BYTES);
    hash_of(&expected, bytes, sizeof bytes);
    chain = h;
    journal_next(&chain, "header", 6, &body);
    assert_true(hash_equal(&chain, &expected));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_header_comes_back),
        cmocka_unit_test(a_cut_or_changed_header_never_crashes),
        cmocka_unit_test(bounds_are_kept),
        cmocka_unit_test(members_come_in_any_order_and_once),
        cmocka_unit_test(a_newer_version_is_kept_and_not_understood),
        cmocka_unit_test(a_household_comes_back_by_fields),
        cmocka_unit_test(words_come_back),
        cmocka_unit_test(the_chain_is_what_the_design_says),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
