/* Disagreeing with a refusal. */
#include "act_help.h"
#include "linli/event.h"
#include "linli/outbox.h"

static void refuse(struct world *w, int64_t seq, const char *reason) {
    assert_int_equal(store_begin(w->s), ERR_OK);
    assert_int_equal(store_set_held(w->s, store_device(w->s)->head_seq), ERR_OK);
    assert_int_equal(store_set_verdict(w->s, &store_device(w->s)->id, seq, VERDICT_REFUSED, reason), ERR_OK);
    assert_int_equal(store_commit(w->s), ERR_OK);
}

/* A household and a visit; the seq of the visit. */
static int64_t visited(struct world *w) {
    struct act_import_report report = {0};
    struct act_visit a = {.outcome = OUTCOME_MET, .note = "note"};
    struct id device;
    int64_t seq;

    assert_int_equal(
        import_with(w, "number,head,phone\n1,Zhang San,10112345678\n", &(struct act_import){.rejects_fd = -1}, &report), ERR_OK);
    act_import_report_free(&report);
    assert_int_equal(read_resolve_household(w->s, "1", &a.household), ERR_OK);
    assert_int_equal(act_visit(w->s, &a, &device, &seq), ERR_OK);
    return seq;
}

static enum err contest(struct world *w, int64_t seq, const char *why) {
    return act_contest(w->s, &store_device(w->s)->id, seq, why);
}

static struct outbox_words words_of(struct world *w, int64_t seq) {
    struct outbox_row row;
    struct outbox_words words;

    assert_int_equal(read_outbox_event(w->s, &store_device(w->s)->id, seq, &row), ERR_OK);
    assert_int_equal(outbox_words(&words, w->s, &row), ERR_OK);
    return words;
}

static void test_contest(void **state) {
    struct world w = world_open();
    int64_t seq = visited(&w);
    struct outbox_words words;

    (void)state;
    assert_int_equal(contest(&w, seq, "it is mine"), ERR_FAILED); /* it waits: nobody refused it */
    refuse(&w, seq, "it was never assigned to you (Town Hub, 2026-11-22 14:02)");
    words = words_of(&w, seq);
    assert_string_equal(words.what, "visit, met");
    assert_string_equal(words.reason, "it was never assigned to you");
    assert_string_equal(words.by, "Town Hub");
    assert_string_equal(words.when, "2026-11-22 14:02");
    assert_string_equal(words.contested, "");
    assert_int_equal(contest(&w, seq, " \t"), ERR_RANGE);
    assert_int_equal(contest(&w, seq + 1, "it is mine"), ERR_NOT_FOUND);
    assert_int_equal(events(&w), seq);
    assert_int_equal(contest(&w, seq, "it\x1b[31m is mine"), ERR_OK);
    assert_int_equal(events(&w), seq + 1);
    assert_null(strchr(words_of(&w, seq).contested, '\x1b'));
    assert_non_null(strstr(words_of(&w, seq).contested, "is mine"));
    assert_int_equal(contest(&w, seq, "again"), ERR_EXISTS);
    assert_int_equal(events(&w), seq + 1);
    world_close(&w);
}

/* A reason that a hub wrote with brackets of its own, or without who and when. */
static void test_reasons(void **state) {
    static const struct {
        const char *text, *reason, *by, *when;
    } cases[] = {
        {"plain", "plain", "", ""},
        {"with (brackets, inside)", "with (brackets, inside)", "", ""},
        {"with (brackets) (Hub, 2026-11-22 14:02)", "with (brackets)", "Hub", "2026-11-22 14:02"},
        {"r (A, B, 2026-11-22 14:02)", "r", "A, B", "2026-11-22 14:02"},
        {"", "", "", ""},
    };
    struct world w = world_open();
    int64_t seq = visited(&w);

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct outbox_words words;

        refuse(&w, seq, cases[i].text);
        words = words_of(&w, seq);
        assert_string_equal(words.reason, cases[i].reason);
        assert_string_equal(words.by, cases[i].by);
        assert_string_equal(words.when, cases[i].when);
    }
    world_close(&w);
}

/* The page of a refused roster event: phones are masked, the hash stands for the bytes. */
static void test_page(void **state) {
    struct world w = world_open();
    struct outbox_row row;
    struct buf page = {0};

    (void)state;
    visited(&w);
    refuse(&w, 1, "its area is not yours");
    assert_int_equal(read_outbox_event(w.s, &store_device(w.s)->id, 1, &row), ERR_OK);
    assert_int_equal(row.state, OUTBOX_REFUSED);
    assert_int_equal(outbox_page(&page, w.s, &row), ERR_OK);
    assert_non_null(strstr(buf_text(&page), "Head: Zhang San\n"));
    assert_non_null(strstr(buf_text(&page), "101****5678"));
    assert_non_null(strstr(buf_text(&page), "its area is not yours"));
    assert_null(strstr(buf_text(&page), "10112345678"));
    assert_non_null(strstr(buf_text(&page), "\nHash: "));
    buf_free(&page);
    world_close(&w);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_contest),
        cmocka_unit_test(test_reasons),
        cmocka_unit_test(test_page),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
