/* Wrong codes are counted by address, forgotten after the window, and never by somebody else's. */
#include <arpa/inet.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>
#include "hub/throttle.h"

static struct throttle table; /* zero at the start of each test */

static int fresh(void **state) {
    (void)state;
    memset(&table, 0, sizeof table);
    return 0;
}

static struct peer peer4(const char *text) {
    struct sockaddr_in a = {.sin_family = AF_INET};

    assert_int_equal(inet_pton(AF_INET, text, &a.sin_addr), 1);
    return peer_of((const struct sockaddr *)(const void *)&a);
}

static struct peer peer6(const char *text) {
    struct sockaddr_in6 a = {.sin6_family = AF_INET6};

    assert_int_equal(inet_pton(AF_INET6, text, &a.sin6_addr), 1);
    return peer_of((const struct sockaddr *)(const void *)&a);
}

static void ten_wrong_codes_and_no_more(void **state) {
    struct peer p = peer4("192.0.2.7");

    (void)state;
    for (int i = 0; i < THROTTLE_WRONG_MAX; i++) {
        assert_int_equal(throttle_wait(&table, p, 1000 + i), 0);
        throttle_wrong(&table, p, 1000 + i);
    }
    assert_int_equal(throttle_wait(&table, p, 1010), 1000 + THROTTLE_WINDOW_MS - 1010);
    assert_int_equal(throttle_wait(&table, peer4("192.0.2.8"), 1010), 0);
}

static void the_window_ends(void **state) {
    struct peer p = peer4("192.0.2.7");

    (void)state;
    for (int i = 0; i < THROTTLE_WRONG_MAX; i++)
        throttle_wrong(&table, p, 0);
    assert_int_equal(throttle_wait(&table, p, THROTTLE_WINDOW_MS - 1), 1);
    assert_int_equal(throttle_wait(&table, p, THROTTLE_WINDOW_MS), 0);
    throttle_wrong(&table, p, THROTTLE_WINDOW_MS);
    assert_int_equal(throttle_wait(&table, p, THROTTLE_WINDOW_MS + 1), 0);
}

static void an_ipv6_holder_is_a_64(void **state) {
    struct peer a = peer6("2001:db8:1:2::1"), b = peer6("2001:db8:1:2:ffff::9"), c = peer6("2001:db8:1:3::1");

    (void)state;
    assert_memory_equal(&a, &b, sizeof a);
    assert_memory_not_equal(&a, &c, sizeof a);
}

static void a_mapped_address_is_the_ipv4_one(void **state) {
    struct peer a = peer6("::ffff:192.0.2.7"), b = peer4("192.0.2.7");

    (void)state;
    assert_memory_equal(&a, &b, sizeof a);
}

static void a_full_table_forgets_the_oldest(void **state) {
    struct peer first = peer4("10.0.0.1"), last = peer4("10.9.9.9");

    (void)state;
    for (int i = 0; i < THROTTLE_WRONG_MAX; i++)
        throttle_wrong(&table, first, 0);
    for (uint32_t i = 1; i < THROTTLE_PEERS; i++) {
        struct sockaddr_in a = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(0x0B000000u + i)};

        throttle_wrong(&table, peer_of((const struct sockaddr *)(const void *)&a), (int64_t)i);
    }
    assert_true(throttle_wait(&table, first, 5000) > 0);
    for (int i = 0; i < THROTTLE_WRONG_MAX; i++)
        throttle_wrong(&table, last, 6000);
    assert_int_equal(throttle_wait(&table, first, 6001), 0);
    assert_true(throttle_wait(&table, last, 6001) > 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(ten_wrong_codes_and_no_more, fresh),
        cmocka_unit_test_setup(the_window_ends, fresh),
        cmocka_unit_test_setup(an_ipv6_holder_is_a_64, fresh),
        cmocka_unit_test_setup(a_mapped_address_is_the_ipv4_one, fresh),
        cmocka_unit_test_setup(a_full_table_forgets_the_oldest, fresh),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
