/* Addresses to listen on: what is taken, what is loopback, and that a socket really is there. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <cmocka.h>
#include "hub/listen.h"

static void addresses(void **state) {
    static const struct {
        const char *text;
        bool good, loopback;
    } cases[] = {
        {"127.0.0.1:8443", true, true},
        {"127.9.9.9:0", true, true},
        {"[::1]:8443", true, true},
        {"localhost:1", true, true},
        {"0.0.0.0:8443", true, false},
        {":8443", true, false},
        {"[::]:8443", true, false},
        {"192.0.2.1:65535", true, false},
        {"127.0.0.1", false, false},
        {"127.0.0.1:", false, false},
        {"127.0.0.1:x", false, false},
        {"127.0.0.1:65536", false, false},
        {"127.0.0.1:-1", false, false},
        {"::1:8443", false, false},
        {"hub.example:80", false, false},
        {"", false, false},
        {"[::1:80", false, false},
        {"127.0.0.1:8443 ", false, false},
        {"127.0.0.1:000080", false, false},
        {":", false, false},
        {"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa:1", false, false},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct listen_address at = {.loopback = !cases[i].loopback};
        enum err e = listen_parse(&at, cases[i].text);

        if (e != (cases[i].good ? ERR_OK : ERR_USAGE) || (cases[i].good && at.loopback != cases[i].loopback))
            fail_msg("%s", cases[i].text);
    }
}

static void a_free_port(void **state) {
    struct listen_address at;
    char first[LISTEN_TEXT_SIZE], second[LISTEN_TEXT_SIZE];
    int a, b;

    (void)state;
    assert_int_equal(listen_parse(&at, "127.0.0.1:0"), ERR_OK);
    assert_int_equal(listen_open(&a, &at, first), ERR_OK);
    assert_int_equal(strncmp(first, "127.0.0.1:", 10), 0);
    assert_true(atoi(first + 10) > 0);

    assert_int_equal(listen_parse(&at, first), ERR_OK);
    assert_int_equal(listen_open(&b, &at, second), ERR_IO);
    assert_int_equal(b, -1);
    close(a);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(addresses), cmocka_unit_test(a_free_port)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
