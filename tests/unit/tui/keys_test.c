/* The key decoder: whole and torn sequences, Esc, pastes, answers of terminals. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>
#include "tui/keys.h"

#define ESC_MS 180

static int64_t now;

static struct keys *fresh(void) {
    const struct keys_options options = {.esc_ms = ESC_MS};
    const struct key_sequence own[] = {{"\033OA", K_UP}, {"\033Xq", K_F1 + 4}};

    now = 1000;
    return keys_new(&options, own, 2);
}

static void feed(struct keys *k, const char *bytes) {
    keys_feed(k, bytes, strlen(bytes), false, now);
}

/* All keys that are there, by name: "Up v F2". */
static const char *names(struct keys *k) {
    static char out[4096];
    struct key key;

    *out = '\0';
    while (keys_next(k, now, &key)) {
        char name[KEY_NAME_SIZE];

        keys_name(name, &key);
        if (key.code == K_PASTE)
            snprintf(name, sizeof name, "paste");
        if (key.code == K_PASTE_BIG)
            snprintf(name, sizeof name, "big");
        if (key.code == K_OTHER)
            snprintf(name, sizeof name, "other");
        snprintf(out + strlen(out), sizeof out - strlen(out), "%s%s%s", *out ? " " : "", name, key.glued ? "!" : "");
    }
    return out;
}

static const struct {
    const char *bytes, *keys;
} whole[] = {
    {"v", "v"},
    {" ", "Space"},
    {"\r", "Enter"},
    {"\n", "Enter"},
    {"\t\033[Z", "Tab S-Tab"},
    {"\177\b", "Backspace Backspace"},
    {"\003\032", "C-c C-z"},
    {"张三", "张 三"},
    {"𠮷", "𠮷"},
    {"\033[A\033OB\033[C\033[D", "Up Down Right Left"},
    {"\033[H\033OF\033[1~\033[4~\033[5~\033[6~", "Home End Home End PgUp PgDn"},
    {"\033OP\033OQ\033OR\033OS", "F1 F2 F3 F4"},
    {"\033[11~\033[15~\033[21~\033[24~", "F1 F5 F10 F12"},
    {"\033[[A\033[[E", "F1 F5"},
    {"\033[P\033[S", "F1 F4"},
    {"\0331\0332\0330", "F1 F2 F10"},
    {"\033[1;5C\033[1;2A", "Right Up"},
    {"\033[15;2~\033[1;2P", "other other"},
    {"\033OM\033Oq\033Oy", "Enter 1 9"},
    {"\033Xq", "F5"},
    {"\033v", "Esc v"},
    {"\033\033[A", "Esc Up"},
    {"\033[200~ab\r\nc\033[201~v", "paste v"},
    /* answers: device attributes, cursor place, colours, names, focus, mouse, modes */
    {"\033[?64;1;2c", ""},
    {"\033[>0;276;0c", ""},
    {"\033[12;34R", ""},
    {"\033[1;2R", ""},
    {"\033]11;rgb:0000/0000/0000\007", ""},
    {"\033]10;rgb:ffff/ffff/ffff\033\\", ""},
    {"\033P>|XTerm(380)\033\\", ""},
    {"\033P1$r0m\033\\v", "v"},
    {"\033[I\033[O", ""},
    {"\033[<0;10;5M\033[<0;10;5m", ""},
    {"\033[M !!", ""},
    {"\033[?2026;2$y", ""},
    {"\033[8;24;80t", ""},
    {"\033[201~", ""},
    {"\xff\xfe"
     "a",
     "a"},
    {"\xc2\x9b"
     "A",
     "A"},
};

static void whole_sequences(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof whole / sizeof *whole; i++) {
        struct keys *k = fresh();

        feed(k, whole[i].bytes);
        assert_string_equal(names(k), whole[i].keys);
        assert_int_equal(keys_wait(k, now), -1);
        keys_free(k);
    }
}

/* The same, a byte every 150 ms: arrows over a slow line stay arrows, answers stay unseen. A lone ESC and what it begins by two
 * keys is left out, for there the pause is the difference. */
static void torn_sequences(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof whole / sizeof *whole; i++) {
        struct keys *k;
        char found[4096] = "";

        if (strncmp(whole[i].keys, "Esc", 3) == 0)
            continue;
        k = fresh();
        for (const char *p = whole[i].bytes; *p; p++) {
            now += 150;
            keys_feed(k, p, 1, false, now);
            now += 1;
            const char *more = names(k);
            if (*more)
                snprintf(found + strlen(found), sizeof found - strlen(found), "%s%s", *found ? " " : "", more);
        }
        assert_string_equal(found, whole[i].keys);
        keys_free(k);
    }
}

static void lone_esc(void **state) {
    struct keys *k = fresh();

    (void)state;
    feed(k, "\033");
    assert_string_equal(names(k), "");
    assert_in_range(keys_wait(k, now), 1, 200);
    now += keys_wait(k, now);
    assert_string_equal(names(k), "Esc");
    /* the rest of an arrow that came too late is no text */
    now += 300;
    feed(k, "[A");
    assert_string_equal(names(k), "");
    now += 10;
    feed(k, "[A");
    assert_string_equal(names(k), "[ A");
    keys_free(k);
}

/* Row 29: an answer after 0, 0.3, 3 and 30 seconds, torn at any byte for 0, 0.1, 0.3, 3 and 30 seconds: never text, and no key
 * but the Esc that a torn first byte is. */
static void late_answers(void **state) {
    static const char *const answers[] = {"\033]11;rgb:0000/0000/0000\007",
                                          "\033]10;rgb:ffff/ffff/ffff\033\\",
                                          "\033[?64;1;2;6c",
                                          "\033[>0;276;0c",
                                          "\033[24;80R",
                                          "\033P>|XTerm(380)\033\\",
                                          "\033[?2026;2$y"};
    static const int waits[] = {0, 100, 300, 3000, 30000};

    (void)state;
    for (size_t a = 0; a < sizeof answers / sizeof *answers; a++)
        for (size_t w = 0; w < 25; w++)
            for (size_t at = 1; at < strlen(answers[a]); at++) {
                struct keys *k = fresh();
                const char *found;

                now += waits[w / 5];
                keys_feed(k, answers[a], at, false, now);
                assert_string_equal(names(k), "");
                for (int i = 0; i < waits[w % 5]; i += 50) { /* whoever waits for keys asks again when time is up */
                    now += 50;
                    found = names(k);
                    if (*found)
                        assert_true(at == 1 && strcmp(found, "Esc") == 0);
                }
                keys_feed(k, answers[a] + at, strlen(answers[a]) - at, false, now);
                found = names(k);
                if (*found)
                    fail_msg("answer %zu torn at %zu for %d ms: %s", a, at, waits[w % 5], found);
                keys_free(k);
            }
}

/* Torn twice: each rest alone is nothing that it could be told by, but for what came before it. */
static void answers_in_three_pieces(void **state) {
    static const char *const answers[] = {"\033]11;rgb:0000/0000/0000\007", "\033[?64;1;2;6c", "\033[>0;276;0c", "\033[24;80R"};
    static const int gaps[] = {0, 100, 300, 3000};

    (void)state;
    for (size_t a = 0; a < sizeof answers / sizeof *answers; a++)
        for (size_t g = 0; g < sizeof gaps / sizeof *gaps; g++)
            for (size_t at = 3; at < strlen(answers[a]) - 2; at++)
                for (size_t next = at + 2; next < strlen(answers[a]); next++) {
                    const size_t ends[] = {at, next, strlen(answers[a])};
                    struct keys *k = fresh();

                    for (size_t i = 0, from = 0; i < 3; from = ends[i++]) {
                        keys_feed(k, answers[a] + from, ends[i] - from, false, now);
                        assert_string_equal(names(k), "");
                        for (int t = 0; t < gaps[g]; t += 50) {
                            now += 50;
                            assert_string_equal(names(k), "");
                        }
                    }
                    feed(k, "v");
                    assert_string_equal(names(k), "v");
                    keys_free(k);
                }
    /* byte by byte, closer than an Esc takes */
    for (size_t a = 0; a < sizeof answers / sizeof *answers; a++)
        for (int gap = 0; gap < ESC_MS; gap += 60) {
            struct keys *k = fresh();

            for (const char *p = answers[a]; *p; p++, now += gap) {
                assert_string_equal(names(k), "");
                keys_feed(k, p, 1, false, now);
                assert_string_equal(names(k), "");
            }
            feed(k, "v");
            assert_string_equal(names(k), "v");
            keys_free(k);
        }
}

/* What a person types behind an answer that never ends is theirs. */
static void typed_behind_a_part_of_an_answer(void **state) {
    struct keys *k = fresh();

    (void)state;
    feed(k, "\033[24;8");
    now += 1100;
    assert_string_equal(names(k), "");
    feed(k, "2");
    assert_string_equal(names(k), "2");
    feed(k, "\033]11;rgb:");
    now += 1100;
    assert_string_equal(names(k), "");
    feed(k, "zhang");
    assert_string_equal(names(k), "z h a n g");
    feed(k, "\033[24;8");
    now += 1100;
    assert_string_equal(names(k), "");
    now += 4000;
    feed(k, "12");
    assert_string_equal(names(k), "1 2");
    keys_free(k);
}

static void unfinished_sequences_end(void **state) {
    struct keys *k = fresh();

    (void)state;
    feed(k, "\033[1;");
    assert_string_equal(names(k), "");
    now += 2000;
    assert_int_equal(keys_wait(k, now), 0);
    assert_string_equal(names(k), "");
    feed(k, "v");
    assert_string_equal(names(k), "v");
    feed(k, "\033]11;rgb:");
    assert_string_equal(names(k), "");
    now += 2000;
    assert_string_equal(names(k), "");
    feed(k, "x\xe5\xbc");
    assert_string_equal(names(k), "x");
    feed(k, "\xa0");
    assert_string_equal(names(k), "张");
    keys_free(k);
}

static void enter_behind_han(void **state) {
    struct keys *k = fresh();

    (void)state;
    feed(k, "漏水\r");
    assert_string_equal(names(k), "漏 水 Enter!");
    /* over a slow line the two come in two reads; a finger takes longer, and an Enter stands for itself only once */
    for (int gap = 0; gap <= 200; gap += 20) {
        feed(k, "漏水");
        assert_string_equal(names(k), "漏 水");
        now += gap;
        feed(k, "\r");
        assert_string_equal(names(k), gap <= 60 ? "Enter!" : "Enter");
        feed(k, "\r");
        assert_string_equal(names(k), "Enter");
    }
    feed(k, "漏\xe6\xb0");
    assert_string_equal(names(k), "漏");
    now += 50;
    feed(k, "\xb4");
    now += 50;
    feed(k, "\r");
    assert_string_equal(names(k), "水 Enter!");
    feed(k, "水");
    feed(k, "\033[B\r");
    assert_string_equal(names(k), "水 Down Enter");
    feed(k, "501\r");
    assert_string_equal(names(k), "5 0 1 Enter");
    keys_free(k);
}

static void a_paste_is_text(void **state) {
    struct keys *k = fresh();
    const char *text = "\003\033[A张\r\nF2\t";

    (void)state;
    feed(k, "\033[200~");
    feed(k, text);
    assert_string_equal(names(k), "");
    feed(k, "\033[20");
    assert_string_equal(names(k), "");
    feed(k, "1~x");
    assert_string_equal(names(k), "paste x");
    assert_string_equal(buf_text(keys_paste(k)), text);
    keys_free(k);
}

/* An end mark within the pasted text does not turn the rest into keys. */
static void a_paste_with_its_own_end(void **state) {
    struct keys *k = fresh();

    (void)state;
    feed(k, "\033[200~one\033[201~q\r\033[201~");
    assert_string_equal(names(k), "paste");
    assert_string_equal(buf_text(keys_paste(k)), "one\033[201~q\r");
    /* also where it comes in two reads */
    keys_feed(k, "\033[200~one\033[201~q", 16, true, now);
    assert_string_equal(names(k), "");
    feed(k, "q\r\033[201~");
    assert_string_equal(names(k), "paste");
    assert_string_equal(buf_text(keys_paste(k)), "one\033[201~qq\r");
    /* two pastes are two */
    feed(k, "\033[200~a\033[201~\033[200~b\033[201~");
    assert_string_equal(names(k), "paste paste");
    keys_free(k);
}

static void a_paste_without_end(void **state) {
    struct keys *k = fresh();

    (void)state;
    feed(k, "\033[200~abc");
    assert_string_equal(names(k), "");
    now += 4000;
    assert_string_equal(names(k), "paste");
    assert_string_equal(buf_text(keys_paste(k)), "abc");
    feed(k, "v");
    assert_string_equal(names(k), "v");
    keys_free(k);
}

static void a_huge_paste_is_bounded(void **state) {
    struct keys *k = fresh();
    char block[4096];

    (void)state;
    memset(block, 'x', sizeof block);
    feed(k, "\033[200~");
    for (int i = 0; i < 2560; i++) { /* 10 MiB */
        keys_feed(k, block, sizeof block, true, now);
        assert_string_equal(names(k), "");
        assert_true(keys_paste(k)->room <= 4 * KEYS_PASTE_MAX);
    }
    feed(k, "\033[201~v");
    assert_string_equal(names(k), "big v");
    assert_int_equal(keys_paste(k)->len, 0);
    keys_free(k);
}

/* Any bytes, cut anywhere: it ends, and nothing grows without bound. */
static void random_bytes(void **state) {
    static const char alphabet[] = "\033[]OP0123456789;~AMRc?<>\r\n\t张\x80\xff \a\\";
    struct keys *k = fresh();
    unsigned seed = 1;

    (void)state;
    for (int i = 0; i < 20000; i++) {
        char bytes[16];
        size_t len;

        seed = seed * 1103515245u + 12345;
        len = 1 + (seed >> 16) % sizeof bytes;
        for (size_t b = 0; b < len; b++) {
            seed = seed * 1103515245u + 12345;
            bytes[b] = alphabet[(seed >> 16) % (sizeof alphabet - 1)];
        }
        keys_feed(k, bytes, len, seed & 0x1000, now);
        names(k);
        now += (seed >> 8) % 400;
    }
    now += 10000;
    names(k);
    assert_int_equal(keys_wait(k, now), -1);
    keys_free(k);
}

static void names_and_back(void **state) {
    static const char *const all[] = {"v", "Space", "Enter", "F1", "F12", "C-l", "PgUp", "S-Tab", "Esc", "?", "/", "张", "="};
    struct key key;
    char name[KEY_NAME_SIZE];

    (void)state;
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        assert_true(keys_parse(&key, all[i]));
        keys_name(name, &key);
        assert_string_equal(name, all[i]);
    }
    assert_false(keys_parse(&key, "F13"));
    assert_false(keys_parse(&key, "F0"));
    assert_false(keys_parse(&key, "C-1"));
    assert_false(keys_parse(&key, "vv"));
    assert_false(keys_parse(&key, ""));
}

/* Where it was asked for, the mouse is keys: a press, a drag's end, the wheel; whole or torn at any byte. The rest stays unseen.
 */
static void clicks(void **state) {
    static const struct {
        const char *bytes;
        enum keycode code;
        int row, col;
    } table[] = {
        {"\033[<0;10;5M", K_CLICK, 4, 9}, {"\033[<0;223;100M", K_CLICK, 99, 222}, {"\033[<64;3;4M", K_UP, 3, 2},
        {"\033[<65;3;4M", K_DOWN, 3, 2},  {"\033[<2;3;4M", K_NONE, 0, 0},         {"\033[<0;0;5M", K_NONE, 0, 0},
        {"\033[<0;5;0M", K_NONE, 0, 0},   {"\033[<32;5;5M", K_NONE, 0, 0},        {"\033[<0;99999999999;5M", K_NONE, 0, 0},
        {"\033[<-1;5;5M", K_NONE, 0, 0},  {"\033[<0;5M", K_NONE, 0, 0},           {"\033[<;;M", K_NONE, 0, 0},
        {"\033[<0;5;5;5M", K_NONE, 0, 0},
    };

    (void)state;
    for (size_t i = 0; i < sizeof table / sizeof *table; i++)
        for (size_t cut = 0; cut < strlen(table[i].bytes); cut++) {
            struct keys *k = fresh();
            struct key key = {0};
            bool any;

            keys_mouse(k, true);
            keys_feed(k, table[i].bytes, cut, false, now);
            any = cut > 1 && keys_next(k, now, &key);
            assert_false(any);
            feed(k, table[i].bytes + cut);
            any = keys_next(k, now, &key);
            assert_int_equal(any, table[i].code != K_NONE);
            if (any) {
                assert_int_equal(key.code, table[i].code);
                assert_int_equal(key.row, table[i].row);
                assert_int_equal(key.col, table[i].col);
            }
            keys_free(k);
        }
}

static void a_drag_is_its_end(void **state) {
    struct keys *k = fresh();
    struct key key;

    (void)state;
    keys_mouse(k, true);
    feed(k, "\033[<0;10;5M\033[<0;10;5m\033[<0;10;5M\033[<0;20;5m");
    assert_true(keys_next(k, now, &key) && key.code == K_CLICK);
    assert_true(keys_next(k, now, &key) && key.code == K_CLICK);
    assert_true(keys_next(k, now, &key) && key.code == K_DRAG);
    assert_false(keys_next(k, now, &key));
    keys_mouse(k, false);
    feed(k, "\033[<0;10;5M");
    assert_false(keys_next(k, now, &key));
    keys_free(k);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(clicks),
        cmocka_unit_test(a_drag_is_its_end),
        cmocka_unit_test(whole_sequences),
        cmocka_unit_test(torn_sequences),
        cmocka_unit_test(lone_esc),
        cmocka_unit_test(late_answers),
        cmocka_unit_test(answers_in_three_pieces),
        cmocka_unit_test(typed_behind_a_part_of_an_answer),
        cmocka_unit_test(unfinished_sequences_end),
        cmocka_unit_test(enter_behind_han),
        cmocka_unit_test(a_paste_is_text),
        cmocka_unit_test(a_paste_with_its_own_end),
        cmocka_unit_test(a_paste_without_end),
        cmocka_unit_test(a_huge_paste_is_bounded),
        cmocka_unit_test(random_bytes),
        cmocka_unit_test(names_and_back),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
