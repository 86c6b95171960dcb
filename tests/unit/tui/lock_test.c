/* The lock inside: it comes by itself after idle minutes and only where there is a passphrase, nothing of the record stands on
 * the screen, no key reaches what is below, wrong tries wait twice as long each time without anything blocking, and all comes
 * back as it was. */
#include "inside.h"
#include "linli/conf.h"
#include "linli/passphrase.h"
#include "linli/paths.h"
#include "tui/linear.h"

#define MINUTE INT64_C(60000)
static const char good[] = "open sesame";

static struct inside_world world;

static struct app *app(void) {
    return &world.app;
}

static bool shows(const char *text) {
    char row[INSIDE_COLS * 32];
    bool found = false;

    app_draw(app());
    for (int i = 0; i < INSIDE_ROWS && !found; i++) {
        inside_row(i, row, sizeof row);
        found = strstr(row, text) != NULL;
    }
    return found;
}

static int set_up(void **state) {
    (void)state;
    inside_world_open(&world);
    paths_set_home(world.folder);
    conf_parse("linli.conf", "", 0);
    i18n_set_language("en");
    request_default_keys();
    app_open(app(), &(struct tui_options){.store = world.store});
    app_tab(app(), REQ_HOUSEHOLDS);
    app_draw(app());
    return 0;
}

static int tear_down(void **state) {
    (void)state;
    app_close(app());
    passphrase_remove();
    err_clear();
    inside_world_close(&world);
    return 0;
}

static void idle_for(int64_t ms) {
    app()->lock.touched -= ms;
}

static void it_comes_after_idle_minutes(void **state) {
    (void)state;
    idle_for(11 * MINUTE);
    assert_false(lock_turn(app())); /* no passphrase: nothing to ask for */
    assert_int_equal(passphrase_set(good), ERR_OK);
    assert_false(lock_turn(app()));
    idle_for(10 * MINUTE - 5000);
    assert_false(lock_turn(app()));
    assert_in_range(lock_wait(app()), 1, 5000);
    inside_press(&world, "Down"); /* a key counts from anew */
    idle_for(9 * MINUTE);
    assert_false(lock_turn(app()));
    idle_for(MINUTE);
    assert_true(lock_turn(app()));
    assert_true(app()->lock.on);
    assert_int_equal(lock_wait(app()), -1); /* nothing ticks */
}

static void minutes_are_a_setting(void **state) {
    (void)state;
    assert_int_equal(passphrase_set(good), ERR_OK);
    conf_parse("linli.conf", "lock = 2", 8);
    idle_for(2 * MINUTE);
    assert_true(lock_turn(app()));
    app()->lock.on = false;
    conf_parse("linli.conf", "lock = 0", 8);
    idle_for(1000 * MINUTE);
    assert_false(lock_turn(app()));
    assert_int_equal(lock_wait(app()), -1);
}

static void it_hides_and_gives_back(void **state) {
    struct view *top;
    int row, col;

    (void)state;
    assert_int_equal(passphrase_set(good), ERR_OK);
    inside_press(&world, "Down");
    inside_press(&world, "F2");
    inside_type(&world, "1");
    inside_type(&world, "张三说的");
    assert_true(shows("张三说的"));
    top = app_top(app());
    row = inside.row;
    col = inside.col;
    inside_press(&world, "F12");
    assert_true(app()->lock.on);
    assert_false(shows("张"));
    assert_false(shows("1-1-"));
    inside_type(&world, "2q:？");
    inside_press(&world, "Esc");
    inside_press(&world, "F10");
    inside_press(&world, "C-a");
    app_run(app(), REQ_DONE);
    app_changed(app()); /* as a sync does */
    app_say(app(), "张三");
    assert_false(shows("张"));
    assert_int_equal(app()->end, APP_GOES_ON);
    inside_press(&world, "C-u");
    inside_type(&world, good);
    assert_false(shows("sesame"));
    inside_press(&world, "Enter");
    assert_false(app()->lock.on);
    assert_ptr_equal(app_top(app()), top);
    assert_true(shows("张三说的"));
    assert_int_equal(inside.row, row);
    assert_int_equal(inside.col, col);
}

static void what_was_typed_is_kept_first(void **state) {

    (void)state;
    assert_int_equal(passphrase_set(good), ERR_OK);
    inside_press(&world, "F2");
    inside_type(&world, "1");
    inside_type(&world, "说到一半");
    idle_for(10 * MINUTE);
    assert_true(lock_turn(app()));
    app_close(app()); /* as a hang-up would */
    app_open(app(), &(struct tui_options){.store = world.store});
    lock_open(app());
    assert_true(app()->lock.on);
    assert_false(shows("1-1-"));
    inside_type(&world, good);
    inside_press(&world, "Enter");
    app_tab(app(), REQ_HOUSEHOLDS);
    app_draw(app());
    inside_press(&world, "F2");
    assert_true(shows("说到一半"));
}

static void numbers_are_masked_again(void **state) {
    (void)state;
    assert_int_equal(passphrase_set(good), ERR_OK);
    inside_press(&world, "Enter");
    inside_press(&world, "p");
    assert_true(shows("10199990000"));
    inside_press(&world, "L");
    inside_type(&world, good);
    inside_press(&world, "Enter");
    assert_true(shows("仇永年"));
    assert_false(shows("10199990000"));
}

/* One after the other: 1, 2, 4 … seconds, five minutes at most; a try before that is not looked at, not even the right one. */
static void wrong_ones_wait_longer(void **state) {
    int64_t wait, least = 500;

    (void)state;
    assert_int_equal(passphrase_set(good), ERR_OK);
    for (int i = 0; i < 2; i++) {
        assert_int_equal(passphrase_check("open sesam"), ERR_REFUSED);
        wait = passphrase_wait();
        assert_in_range(wait, least, least * 2);
        assert_int_equal(passphrase_check(good), ERR_BUSY);
        least *= 2;
        usleep((unsigned)wait * 1000 + 2000);
    }
    assert_int_equal(passphrase_check(good), ERR_OK);
    assert_int_equal(passphrase_wait(), 0);
}

/* The words name the wait; once it is over one frame says so, without a key. */
static void the_wait_ends_by_itself(void **state) {
    (void)state;
    assert_int_equal(passphrase_set(good), ERR_OK);
    inside_press(&world, "L");
    inside_type(&world, "open sesam");
    inside_press(&world, "Enter");
    assert_true(shows("wrong passphrase"));
    assert_in_range(lock_wait(app()), 1, 1000);
    app()->dirty = false;
    assert_false(lock_turn(app()));
    assert_false(app()->dirty);
    usleep(1010000);
    lock_turn(app());
    assert_true(app()->dirty);
    assert_true(shows("You can try again."));
    assert_int_equal(lock_wait(app()), -1);
    inside_type(&world, good);
    inside_press(&world, "Enter");
    assert_false(app()->lock.on);
}

static void a_line_is_the_passphrase(void **state) {
    (void)state;
    assert_int_equal(passphrase_set(good), ERR_OK);
    linear_line(app(), ":lock", 5);
    assert_true(app()->lock.on);
    linear_line(app(), "", 0);
    linear_line(app(), "F2", 2);
    assert_true(app()->lock.on);
    assert_int_equal(passphrase_wait(), 0); /* neither was a try */
    linear_line(app(), good, strlen(good));
    assert_false(app()->lock.on);
}

static void it_is_set_changed_and_removed(void **state) {
    static const struct {
        const char *present, *first, *again;
        bool set;
    } tries[] = {{NULL, "short", "short", false},
                 {NULL, "", "", false},
                 {NULL, "open sesame", "open", false},
                 {NULL, "open sesame", "open sesame", true},
                 {"open sesame", "other words", "other words", true},
                 {"other words", "", "", false}};

    (void)state;
    for (size_t i = 0; i < sizeof tries / sizeof *tries; i++) {
        app_run(app(), REQ_PASSPHRASE);
        assert_string_equal(app_top(app())->ops->name, "passphrase");
        if (tries[i].present) {
            inside_type(&world, tries[i].present);
            inside_press(&world, "Enter");
        }
        inside_type(&world, tries[i].first);
        inside_press(&world, "Enter");
        inside_type(&world, tries[i].again);
        inside_press(&world, "Enter");
        assert_int_equal(passphrase_is_set(), tries[i].set);
        if (strcmp(app_top(app())->ops->name, "passphrase") == 0)
            inside_press(&world, "Esc");
    }
}

int main(void) {
#define LOCK_TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        LOCK_TEST(it_comes_after_idle_minutes),  LOCK_TEST(minutes_are_a_setting),    LOCK_TEST(it_hides_and_gives_back),
        LOCK_TEST(what_was_typed_is_kept_first), LOCK_TEST(numbers_are_masked_again), LOCK_TEST(wrong_ones_wait_longer),
        LOCK_TEST(the_wait_ends_by_itself),      LOCK_TEST(a_line_is_the_passphrase), LOCK_TEST(it_is_set_changed_and_removed),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
