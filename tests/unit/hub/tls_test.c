/* Certificates and keys: the pin is that of openssl, a pair must be one, and what was in use stays where the new one is no good.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <cmocka.h>
#include "hub/tls.h"
#include "linli/clock.h"

static char folder[] = "/tmp/linli-tls-XXXXXX";

static void sh(const char *command) {
    assert_int_equal(system(command), 0);
}

static int make(void **state) {
    (void)state;
    assert_non_null(mkdtemp(folder));
    assert_int_equal(chdir(folder), 0);
    sh("for k in a b; do openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout $k.key -out $k.pem -days "
       "90 "
       "-subj /CN=hub 2> /dev/null && chmod 600 $k.key; done");
    sh("openssl x509 -in a.pem -pubkey -noout | openssl pkey -pubin -outform DER | openssl dgst -sha256 -binary | base64 > "
       "a.pin");
    return 0;
}

static int remove_folder(void) {
    char command[64];

    snprintf(command, sizeof command, "rm -rf %s", folder);
    return system(command);
}

static int clear(void **state) {
    (void)state;
    tls_free();
    return chdir("/") + remove_folder();
}

static void the_pin_is_openssls(void **state) {
    char expected[64] = "sha256//";
    FILE *f = fopen("a.pin", "r");
    int64_t days;

    (void)state;
    assert_non_null(f);
    assert_int_equal(fscanf(f, "%50s", expected + 8), 1);
    fclose(f);
    assert_int_equal(tls_load("a.pem", "a.key"), ERR_OK);
    assert_string_equal(tls_pin(), expected);
    days = (tls_expires() - clock_now()) / CLOCK_DAY_MS;
    assert_in_range(days, 88, 90);
}

static void no_pair_changes_nothing(void **state) {
    char before[64];

    (void)state;
    assert_int_equal(tls_load("a.pem", "a.key"), ERR_OK);
    strcpy(before, tls_pin());
    assert_int_equal(tls_load("a.pem", "b.key"), ERR_TRUST);
    assert_int_equal(tls_load("a.key", "a.key"), ERR_SYNTAX);
    assert_int_equal(tls_load("b.pem", "missing"), ERR_IO);
    assert_int_equal(tls_load("/dev/null", "b.key"), ERR_SYNTAX);
    assert_string_equal(tls_pin(), before);
    assert_int_equal(tls_load("b.pem", "b.key"), ERR_OK);
    assert_string_not_equal(tls_pin(), before);
}

static void a_key_that_all_can_read(void **state) {
    (void)state;
    sh("cp b.key open.key && chmod 644 open.key");
    assert_int_equal(tls_load("b.pem", "open.key"), ERR_TRUST);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(the_pin_is_openssls), cmocka_unit_test(no_pair_changes_nothing),
                                       cmocka_unit_test(a_key_that_all_can_read)};

    return cmocka_run_group_tests(tests, make, clear);
}
