/* The wire's lines: what is written is read back, what is cut off or wrong is refused, no byte is trusted. */
#include "linli/wire.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>
#include "linli/mem.h"

#define HEADER "{\"v\":1,\"kind\":\"visit.log\",\"seq\":7,\"at\":1763800000000,\"entity\":\"000102030405060708090a0b0c0d0e0f\"}"
#define BODY "{\"note\":\"\xe6\xb0\xb4\xe7\xae\xa1 \\\"x\\\" \\u4e2d \\ud842\\udfb7\",\"n\":[1,-2.5,1e9,true,null,{}]}"
#define SALT "00112233445566778899aabbccddeeff"
#define HASH "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"

static const unsigned char salt[SALT_BYTES] = {0,    0x11, 0x22, 0x33, 0x44, 0x55, 0x66, 0x77,
                                               0x88, 0x99, 0xaa, 0xbb, 0xcc, 0xdd, 0xee, 0xff};

/* Text in a block of its own size, so that the sanitizer sees a read behind its end. */
static char *exact(const char *text, size_t len) {
    char *copy = malloc(len ? len : 1);

    assert_non_null(copy);
    memcpy(copy, text, len);
    return copy;
}

static enum err read_n(struct raw_event *raw, struct wire_store *keep, const char *text, size_t len) {
    char *copy = exact(text, len);
    enum err e = wire_read_event(raw, keep, copy, len);

    free(copy);
    return e;
}

static enum err read_event(const char *text) {
    struct wire_store keep = {0};
    struct raw_event raw;
    enum err e = read_n(&raw, &keep, text, strlen(text));

    buf_free(&keep.sealed);
    return e;
}

static struct raw_event sample(void) {
    return (struct raw_event){
        .header = HEADER, .header_len = strlen(HEADER), .salt = salt, .body = BODY, .body_len = strlen(BODY)};
}

static void event_round_trip(void **state) {
    struct raw_event in = sample(), out;
    struct wire_store keep = {0};
    struct buf line = {0};

    (void)state;
    wire_write_event(&line, &in);
    assert_string_equal(buf_text(&line), "[" HEADER ",\"" SALT "\"," BODY "]\n");
    assert_int_equal(wire_read_event(&out, &keep, line.data, line.len - 1), ERR_OK);
    assert_int_equal(out.seq, 7);
    assert_int_equal(out.header_len, strlen(HEADER));
    assert_memory_equal(out.header, HEADER, strlen(HEADER));
    assert_int_equal(out.body_len, strlen(BODY));
    assert_memory_equal(out.body, BODY, strlen(BODY));
    assert_memory_equal(out.salt, salt, SALT_BYTES);
    assert_null(out.body_hash);
    assert_null(out.sealed);
    buf_free(&line);
}

static void erased_and_sealed_round_trip(void **state) {
    struct raw_event in = sample(), out;
    struct wire_store keep = {0};
    struct buf line = {0};
    struct hash hash;
    unsigned char sealed[100];

    (void)state;
    random_fill(sealed, sizeof sealed);
    hash_of(&hash, "x", 1);
    in.salt = NULL;
    in.body = NULL;
    in.body_hash = &hash;
    wire_write_event(&line, &in);
    assert_int_equal(wire_read_event(&out, &keep, line.data, line.len - 1), ERR_OK);
    assert_null(out.salt);
    assert_null(out.body);
    assert_null(out.sealed);
    assert_memory_equal(out.body_hash->b, hash.b, HASH_BYTES);
    buf_reset(&line);
    in.sealed = sealed;
    in.sealed_len = sizeof sealed;
    wire_write_event(&line, &in);
    assert_int_equal(wire_read_event(&out, &keep, line.data, line.len - 1), ERR_OK);
    assert_int_equal(out.sealed_len, sizeof sealed);
    assert_memory_equal(out.sealed, sealed, sizeof sealed);
    assert_memory_equal(out.body_hash->b, hash.b, HASH_BYTES);
    buf_free(&line);
    buf_free(&keep.sealed);
}

static void every_truncation_is_refused(void **state) {
    struct raw_event in = sample(), out;
    struct wire_store keep = {0};
    struct buf line = {0};

    (void)state;
    wire_write_event(&line, &in);
    for (size_t n = 0; n < line.len - 1; n++)
        assert_int_equal(read_n(&out, &keep, line.data, n), ERR_SYNTAX);
    buf_free(&line);
}

static void bad_events_are_refused(void **state) {
    static const char *const bad[] = {
        "",
        "x",
        "{}",
        "[]",
        "[{}]",
        "[" HEADER "]",
        "[" HEADER ",\"" SALT "\"]",
        "[" HEADER ",\"" SALT "\",{}]x",
        "[" HEADER ",\"" SALT "\",{},{}]",
        "[" HEADER ",\"" SALT "\",[]]",
        "[" HEADER ",\"" SALT "\",\"text\"]",
        "[" HEADER ",\"" SALT "0\",{}]",
        "[" HEADER ",\"" SALT "00\",{}]",
        "[" HEADER ",\"zz112233445566778899aabbccddeeff\",{}]",
        "[" HEADER ",null,{}]",
        "[" HEADER ",null,\"" HASH "00\"]",
        "[" HEADER ",true,\"" HASH "\"]",
        "[" HEADER ",\"sealed:\",\"" HASH "\"]",
        "[" HEADER ",\"sealed:!!!!\",\"" HASH "\"]",
        "[" HEADER ",\"sealed:AAAA\",\"\"]",
        "[[],\"" SALT "\",{}]",
        "[{},\"" SALT "\",{}]",
        "[{\"seq\":0},\"" SALT "\",{}]",
        "[{\"seq\":-1},\"" SALT "\",{}]",
        "[{\"seq\":1.0},\"" SALT "\",{}]",
        "[{\"seq\":\"1\"},\"" SALT "\",{}]",
        "[{\"seq\":1,\"seq\":2},\"" SALT "\",{}]",
        "[{\"s\\u0065q\":1},\"" SALT "\",{}]",
        "[{\"a\":{\"seq\":1}},\"" SALT "\",{}]",
        "[{\"seq\":12345678901234567890},\"" SALT "\",{}]",
        "[{\"seq\":1,},\"" SALT "\",{}]",
        "[{\"seq\":1}\n,\"" SALT "\",{}]",
        "[{\"seq\":1},\"" SALT "\",{\"a\":\"\n\"}]",
        "[{\"seq\":1},\"" SALT "\",{\"a\":\"\\u0000\"}]",
        "[{\"seq\":1},\"" SALT "\",{\"a\":\"\\ud800\"}]",
        "[{\"seq\":1},\"" SALT "\",{\"a\":\"\\udc00x\"}]",
        "[{\"seq\":1},\"" SALT "\",{\"a\":\"\\ud800\\u0041\"}]",
        "[{\"seq\":1},\"" SALT "\",{\"a\":\"\\x\"}]",
        "[{\"seq\":1},\"" SALT "\",{\"a\":\"\xff\"}]",
        "[{\"seq\":1},\"" SALT "\",{\"a\":\"\xe6\xb0\"}]",
        "[{\"seq\":1},\"" SALT "\",{\"a\":\"\xed\xa0\x80\"}]",
        "[{\"seq\":1},\"" SALT "\",{\"a\":NaN}]",
        "[{\"seq\":1},\"" SALT "\",{\"a\":01}]",
        "[{\"seq\":1},\"" SALT "\",{\"a\":+1}]",
        "[{\"seq\":1},\"" SALT "\",{\"a\":1.}]",
        "[{\"seq\":1},\"" SALT "\",{\"a\":.5}]",
        "[{\"seq\":1},\"" SALT "\",{\"a\":1e999}]",
        "[{\"seq\":1},\"" SALT "\",{\"a\":tru}]",
        "[{\"seq\":1},\"" SALT "\",{\"a\" 1}]",
        "[{\"seq\":1},\"" SALT "\",{a:1}]",
        "[{\"seq\":1},\"" SALT "\",{\"a\":[1 2]}]",
        "[{\"seq\":1},\"" SALT "\",{\"a\":[1,]}]",
        "[{\"seq\":1},\"" SALT "\",{\"a\":[}]",
    };

    (void)state;
    assert_int_equal(read_event("[{\"seq\":1},\"" SALT "\",{}]"), ERR_OK);
    assert_int_equal(read_event(" [ { \"seq\" : 1 } , \"" SALT "\"\t, { } ] "), ERR_OK);
    assert_int_equal(read_event("[{\"b\":\"}]\\\"\",\"seq\":123456789012345678},\"" SALT "\",{\"a\":\"]},[{\"}]"), ERR_OK);
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        if (read_event(bad[i]) != ERR_SYNTAX)
            fail_msg("taken: %s", bad[i]);
}

/* `[{"seq":1,"x":"…"},"SALT",{"y":"…"}]` with texts of these lengths. */
static enum err read_sized(size_t header, size_t body) {
    struct buf b = {0};
    enum err e;

    buf_puts(&b, "[{\"seq\":1,\"x\":\"");
    memset(buf_reserve(&b, header), 'h', header);
    b.len += header;
    buf_puts(&b, "\"},\"" SALT "\",{\"y\":\"");
    memset(buf_reserve(&b, body), 'b', body);
    b.len += body;
    buf_puts(&b, "\"}]");
    e = read_event(buf_text(&b));
    buf_free(&b);
    return e;
}

static enum err read_deep(int depth) {
    struct buf b = {0};
    enum err e;

    buf_puts(&b, "[{\"seq\":1},\"" SALT "\",{\"a\":");
    for (int i = 1; i < depth; i++)
        buf_putc(&b, '[');
    for (int i = 1; i < depth; i++)
        buf_putc(&b, ']');
    buf_puts(&b, "}]");
    e = read_event(buf_text(&b));
    buf_free(&b);
    return e;
}

static void bounds(void **state) {
    size_t h = strlen("{\"seq\":1,\"x\":\"\"}"), b = strlen("{\"y\":\"\"}");

    (void)state;
    assert_int_equal(read_sized(EVENT_HEADER_MAX - h, EVENT_BODY_MAX - b), ERR_OK);
    assert_int_equal(read_sized(EVENT_HEADER_MAX - h + 1, 0), ERR_RANGE);
    assert_int_equal(read_sized(0, EVENT_BODY_MAX - b + 1), ERR_RANGE);
    assert_int_equal(read_sized(0, WIRE_LINE_MAX), ERR_RANGE);
    assert_int_equal(read_deep(32), ERR_OK);
    assert_int_equal(read_deep(33), ERR_SYNTAX);
    assert_int_equal(read_deep(60000), ERR_SYNTAX);
}

static void heads_round_trip(void **state) {
    struct wire_head in = {.device = id_random(), .seq = 123456}, out;
    struct buf line = {0};

    (void)state;
    random_fill(in.hash.b, HASH_BYTES);
    random_fill(in.sig, SIGN_BYTES);
    wire_write_open(&line, &in);
    assert_int_equal(line.data[line.len - 1], '\n');
    assert_int_equal(wire_read_open(&out, line.data, line.len - 1), ERR_OK);
    assert_true(id_equal(&in.device, &out.device));
    assert_int_equal(out.seq, in.seq);
    assert_memory_equal(out.hash.b, in.hash.b, HASH_BYTES);
    for (size_t n = 0; n < line.len - 1; n++)
        assert_int_equal(wire_read_open(&out, line.data, n), ERR_SYNTAX);
    buf_reset(&line);
    wire_write_close(&line, &in);
    assert_int_equal(wire_read_close(&out, line.data, line.len - 1), ERR_OK);
    assert_int_equal(out.seq, in.seq);
    assert_memory_equal(out.hash.b, in.hash.b, HASH_BYTES);
    assert_memory_equal(out.sig, in.sig, SIGN_BYTES);
    for (size_t n = 0; n < line.len - 1; n++)
        assert_int_equal(wire_read_close(&out, line.data, n), ERR_SYNTAX);
    buf_free(&line);
}

static void bad_heads_are_refused(void **state) {
#define DEVICE "000102030405060708090a0b0c0d0e0f"
    static const struct {
        const char *text;
        enum err e;
    } rows[] = {
        {"{\"v\":1,\"device\":\"" DEVICE "\",\"seq\":0,\"hash\":\"" HASH "\"}", ERR_OK},
        {"{\"v\":1,\"device\":\"" DEVICE "\",\"seq\":0,\"hash\":\"" HASH "\",\"more\":[]}", ERR_OK},
        {"{\"v\":2,\"device\":\"" DEVICE "\",\"seq\":0,\"hash\":\"" HASH "\"}", ERR_NEWER},
        {"{\"v\":0,\"device\":\"" DEVICE "\",\"seq\":0,\"hash\":\"" HASH "\"}", ERR_SYNTAX},
        {"{\"device\":\"" DEVICE "\",\"seq\":0,\"hash\":\"" HASH "\"}", ERR_SYNTAX},
        {"{\"v\":1,\"device\":\"" DEVICE "\",\"seq\":-1,\"hash\":\"" HASH "\"}", ERR_SYNTAX},
        {"{\"v\":1,\"device\":\"" DEVICE "\",\"seq\":9007199254740992,\"hash\":\"" HASH "\"}", ERR_SYNTAX},
        {"{\"v\":1,\"device\":\"" DEVICE "\",\"seq\":\"0\",\"hash\":\"" HASH "\"}", ERR_SYNTAX},
        {"{\"v\":1,\"device\":\"00000000000000000000000000000000\",\"seq\":0,\"hash\":\"" HASH "\"}", ERR_SYNTAX},
        {"{\"v\":1,\"device\":\"xx\",\"seq\":0,\"hash\":\"" HASH "\"}", ERR_SYNTAX},
        {"{\"v\":1,\"device\":\"" DEVICE "\",\"seq\":0,\"hash\":\"00\"}", ERR_SYNTAX},
        {"{\"v\":1,\"device\":\"" DEVICE "\",\"seq\":0,\"seq\":0,\"hash\":\"" HASH "\"}", ERR_SYNTAX},
        {"[1]", ERR_SYNTAX},
        {"<html>", ERR_SYNTAX},
    };
    struct wire_head out;

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        if (wire_read_open(&out, rows[i].text, strlen(rows[i].text)) != rows[i].e)
            fail_msg("%s", rows[i].text);
    assert_int_equal(wire_read_close(&out, "{\"seq\":1,\"hash\":\"" HASH "\",\"sig\":\"AAAA\"}", 90), ERR_SYNTAX);
}

static struct wire_line round_trip(const struct wire_line *in, struct wire_line *out, struct buf *line) {
    buf_reset(line);
    wire_write_line(line, in);
    assert_int_equal(line->data[line->len - 1], '\n');
    assert_int_equal(wire_read_line(out, line->data, line->len - 1), ERR_OK);
    assert_int_equal(out->kind, in->kind);
    for (size_t n = 0; n < line->len - 1; n++) {
        char *copy = exact(line->data, n);
        struct wire_line cut = {0};

        assert_int_equal(wire_read_line(&cut, copy, n), ERR_SYNTAX);
        wire_line_free(&cut);
        free(copy);
    }
    return *in;
}

static void lines_round_trip(void **state) {
    struct wire_line in = {.kind = WIRE_PULL, .epoch = DEVICE, .start = true, .now = 1763800000000}, out = {0};
    struct buf line = {0};

    (void)state;
    round_trip(&in, &out, &line);
    assert_string_equal(out.epoch, in.epoch);
    assert_true(out.start);
    assert_int_equal(out.now, in.now);

    in = (struct wire_line){.kind = WIRE_ENTER, .entity = id_random(), .town = "430181.007", .rev = 99};
    round_trip(&in, &out, &line);
    assert_true(id_equal(&in.entity, &out.entity));
    assert_string_equal(out.town, in.town);
    assert_int_equal(out.rev, 99);
    in.kind = WIRE_LEAVE;
    in.town[0] = '\0';
    round_trip(&in, &out, &line);
    assert_string_equal(out.town, "");

    in = (struct wire_line){.kind = WIRE_END, .cursor = DEVICE "~1-a_Z.9", .more = true};
    round_trip(&in, &out, &line);
    assert_string_equal(out.cursor, in.cursor);
    assert_true(out.more);

    in = (struct wire_line){.kind = WIRE_OWN, .event = {.device = id_random()}, .town = "1.2", .rev = 5, .from = 3, .to = 9};
    round_trip(&in, &out, &line);
    assert_int_equal(out.from, 3);
    assert_int_equal(out.to, 9);
    assert_int_equal(out.rev, 5);
    assert_int_equal(out.event.verdict, VERDICT_ACCEPTED);
    in.event.verdict = VERDICT_REFUSED;
    in.event.reason = "not \"yours\"";
    round_trip(&in, &out, &line);
    assert_int_equal(out.event.verdict, VERDICT_REFUSED);
    assert_string_equal(out.event.reason, in.event.reason);

    in = (struct wire_line){.kind = WIRE_EVENT, .event = sample(), .town = "1.2", .rev = 5};
    in.event.device = id_random();
    round_trip(&in, &out, &line);
    assert_true(id_equal(&in.event.device, &out.event.device));
    assert_int_equal(out.event.seq, 7);
    assert_int_equal(out.event.rev, 5);
    assert_string_equal(out.event.town, "1.2");
    assert_memory_equal(out.event.body, BODY, strlen(BODY));
    buf_free(&line);
    wire_line_free(&out);
}

static void bad_lines_are_refused(void **state) {
    static const char *const bad[] = {
        "",
        "[]",
        "[\"pull\"]",
        "[\"pull\",{}]",
        "[\"pull\",{\"epoch\":\"\",\"now\":1}]",
        "[\"what\",{\"epoch\":\"a\",\"now\":1}]",
        "[\"pull\",{\"epoch\":\"0123456789012345678901234567890123456789\",\"now\":1}]",
        "[\"pull\",{\"epoch\":\"a\",\"now\":1},{\"seq\":1},\"" SALT "\",{}]",
        "[\"pull\",[]]",
        "[\"enter\",{\"entity\":\"" DEVICE "\",\"town\":\"t\"}]",
        "[\"enter\",{\"entity\":\"" DEVICE "\",\"rev\":1}]",
        "[\"enter\",{\"town\":\"t\",\"rev\":1}]",
        "[\"enter\",{\"entity\":\"" DEVICE "\",\"town\":\"0123456789012345678901234567890123456789012345678\",\"rev\":1}]",
        "[\"leave\",{\"entity\":\"" DEVICE "\",\"town\":\"t\",\"rev\":-1}]",
        "[\"end\",{\"more\":true}]",
        "[\"end\",{\"cursor\":\"\"}]",
        "[\"end\",{\"cursor\":\"a b\"}]",
        "[\"end\",{\"cursor\":\"a&b\"}]",
        "[\"event\",{\"device\":\"" DEVICE "\",\"town\":\"t\",\"rev\":1}]",
        "[\"event\",{\"device\":\"" DEVICE "\",\"town\":\"t\",\"rev\":0,\"from\":1,\"to\":1}]",
        "[\"event\",{\"device\":\"" DEVICE "\",\"town\":\"t\",\"rev\":1,\"from\":2,\"to\":1}]",
        "[\"event\",{\"device\":\"" DEVICE "\",\"town\":\"t\",\"rev\":1,\"from\":0,\"to\":1}]",
        "[\"event\",{\"device\":\"" DEVICE "\",\"town\":\"t\",\"rev\":1,\"from\":1,\"to\":1,\"verdict\":\"odd\"}]",
        "[\"event\",{\"device\":\"" DEVICE "\",\"town\":\"t\",\"rev\":1,\"from\":1,\"to\":1,\"reason\":5}]",
        "[\"event\",{\"device\":\"" DEVICE "\",\"town\":\"t\",\"rev\":1},{\"seq\":1},\"" SALT "\",{}",
        "[\"event\",{\"device\":\"" DEVICE "\",\"town\":\"t\",\"rev\":1},{\"seq\":1},\"" SALT "\",{}]]",
        "[\"event\",{\"town\":\"t\",\"rev\":1},{\"seq\":1},\"" SALT "\",{}]",
        "<html><body>login</body></html>",
    };
    struct wire_line out = {0};

    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        char *copy = exact(bad[i], strlen(bad[i]));

        if (wire_read_line(&out, copy, strlen(bad[i])) != ERR_SYNTAX)
            fail_msg("taken: %s", bad[i]);
        free(copy);
    }
    wire_line_free(&out);
}

/* Any one byte changed, any byte dropped: never a crash, and what is taken can be written and read again. */
static void garbage(void **state) {
    static const char line[] =
        "[\"event\",{\"device\":\"" DEVICE "\",\"town\":\"t\",\"rev\":1}," HEADER ",\"sealed:AAAA\",\"" HASH "\"]";
    struct wire_line out = {0}, again = {0};
    struct buf b = {0};
    unsigned seed = 1, taken = 0;

    (void)state;
    for (size_t i = 0; i < sizeof line - 1; i++) {
        for (int k = 0; k < 24; k++) {
            char *copy = exact(line, sizeof line - 1);

            seed = seed * 1103515245u + 12345u;
            copy[i] = k < 12 ? "\"\\{}[],:0nu "[k] : (char)(seed >> 16);
            if (wire_read_line(&out, copy, sizeof line - 1) == ERR_OK) {
                taken++;
                buf_reset(&b);
                wire_write_line(&b, &out);
                assert_int_equal(wire_read_line(&again, b.data, b.len - 1), ERR_OK);
                assert_int_equal(again.kind, out.kind);
            }
            free(copy);
        }
    }
    assert_true(taken > 0);
    wire_line_free(&out);
    wire_line_free(&again);
    buf_free(&b);
}

static void verdict_codes(void **state) {
    (void)state;
    for (enum verdict v = VERDICT_ACCEPTED; v <= VERDICT_QUARANTINE; v++)
        assert_int_equal(wire_verdict(wire_verdict_code(v)), v);
    assert_int_equal(wire_verdict(""), VERDICT_NONE);
    assert_int_equal(wire_verdict("held"), VERDICT_NONE);
    assert_string_equal(wire_verdict_code((enum verdict)99), "");
}

static void pack_round_trip(void **state) {
    static const size_t sizes[] = {0, 1, 100, 65536, 65537, 1000000};

    (void)state;
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        struct buf packed = {0}, out = {0};
        char *bytes = mem_new(sizes[i] + 1, 1);

        for (size_t k = 0; k < sizes[i]; k++)
            bytes[k] = (char)(k % 251 ^ k / 1000);
        buf_puts(&out, "kept");
        wire_pack(&packed, bytes, sizes[i]);
        assert_int_equal(wire_unpack(&out, packed.data, packed.len, sizes[i]), ERR_OK);
        assert_int_equal(out.len, sizes[i] + 4);
        assert_memory_equal(out.data, "kept", 4);
        assert_memory_equal(out.data + 4, bytes, sizes[i]);
        if (sizes[i]) {
            out.len = 4;
            assert_int_equal(wire_unpack(&out, packed.data, packed.len, sizes[i] - 1), ERR_RANGE);
            assert_int_equal(out.len, 4);
        }
        mem_free(bytes);
        buf_free(&packed);
        buf_free(&out);
    }
}

static void unpack_refuses(void **state) {
    struct buf packed = {0}, out = {0}, bomb = {0};
    char *zeros = mem_new((size_t)64 << 20, 1);
    static const unsigned char skippable[] = {0x50, 0x2a, 0x4d, 0x18, 0, 0, 0, 0};

    (void)state;
    wire_pack(&packed, HEADER HEADER HEADER, 3 * strlen(HEADER));
    for (size_t n = 0; n < packed.len; n++)
        assert_int_equal(wire_unpack(&out, packed.data, n, 10000), ERR_SYNTAX);
    assert_int_equal(wire_unpack(&out, (const char *)skippable, sizeof skippable, 100), ERR_SYNTAX);
    assert_int_equal(wire_unpack(&out, HEADER, strlen(HEADER), 10000), ERR_SYNTAX);
    buf_add(&packed, "x", 1);
    assert_int_equal(wire_unpack(&out, packed.data, packed.len, 10000), ERR_SYNTAX);
    packed.len--;
    buf_add(&packed, packed.data, packed.len); /* two frames */
    assert_int_equal(wire_unpack(&out, packed.data, packed.len, 10000), ERR_SYNTAX);
    assert_int_equal(out.len, 0);
    wire_pack(&bomb, zeros, (size_t)64 << 20);
    assert_true(bomb.len < 10000);
    assert_int_equal(wire_unpack(&out, bomb.data, bomb.len, WIRE_BODY_MAX), ERR_RANGE);
    assert_true(out.room <= 4 * WIRE_BODY_MAX);
    mem_free(zeros);
    buf_free(&bomb);
    buf_free(&packed);
    buf_free(&out);
}

/* A batch of 1,000 visits to 500 households costs at most 70 bytes a visit (issue 2, Speed). */
static void a_batch_is_small(void **state) {
    struct buf lines = {0}, packed = {0}, header = {0};
    struct event ev = {.kind = KIND_VISIT, .by = id_random(), .seen = 51234, .at = 1763800000000};
    struct id households[500];
    unsigned char bytes[SALT_BYTES];

    (void)state;
    random_fill(households, sizeof households);
    for (int i = 0; i < WIRE_BATCH_EVENTS; i++) {
        struct raw_event raw;
        const char *body = i % 3 ? "{}" : "{\"note\":\"\xe4\xb8\x80\xe5\x88\x87\xe6\xad\xa3\xe5\xb8\xb8\"}";

        ev.seq = i + 1;
        ev.at += 61234 + i * 7919 % 60000;
        ev.entity = households[i * 263 % 500];
        ev.outcome = i % 4 ? OUTCOME_MET : OUTCOME_NOBODY;
        ev.purpose = PURPOSE_ROUTINE;
        random_fill(bytes, sizeof bytes);
        buf_reset(&header);
        event_write(&header, &ev);
        raw = (struct raw_event){
            .header = header.data, .header_len = header.len, .salt = bytes, .body = body, .body_len = strlen(body)};
        wire_write_event(&lines, &raw);
    }
    wire_pack(&packed, lines.data, lines.len);
    print_message("[          ] %zu bytes, %.1f packed a visit\n", lines.len / WIRE_BATCH_EVENTS,
                  (double)packed.len / WIRE_BATCH_EVENTS);
    assert_true(packed.len <= (size_t)70 * WIRE_BATCH_EVENTS);
    buf_free(&lines);
    buf_free(&packed);
    buf_free(&header);
}

/* Read by what it has in common with the one before, or alone: the same, for good headers and for every changed byte. */
static void headers_of_a_batch(void **state) {
    static const char *const bases[] = {
        "{\"v\":1,\"kind\":\"visit.log\",\"by\":\"" DEVICE
        "\",\"outcome\":\"met\",\"seq\":7,\"at\":1763800000000,\"entity\":\"" DEVICE "\"}",
        "{\"v\":1,\"kind\":\"visit.log\",\"by\":\"" DEVICE "\",\"outcome\":\"met\",\"seq\":8,\"at\":5,\"entity\":\"f"
        "00102030405060708090a0b0c0d0e0f"
        "\"}",
        "{\"v\":1,\"kind\":\"visit.log\",\"by\":\"" DEVICE "\",\"outcome\":\"met\",\"seq\":0,\"at\":5,\"entity\":\"" DEVICE "\"}",
        "{\"v\":1,\"kind\":\"visit.log\",\"by\":\"" DEVICE
        "\",\"outcome\":\"met\",\"seq\":1099511627776,\"at\":5,\"entity\":\"" DEVICE "\"}",
        "{\"v\":1,\"kind\":\"visit.log\",\"by\":\"" DEVICE "\",\"outcome\":\"met\",\"seq\":07,\"at\":5,\"entity\":\"" DEVICE
        "\"}",
        "{\"v\":1,\"kind\":\"visit.log\",\"by\":\"" DEVICE "\",\"outcome\":\"met\",\"seq\":7,\"at\":-5,\"entity\":\"" DEVICE
        "\"}",
        "{\"v\":1,\"kind\":\"visit.log\",\"seq\":3,\"seq\":7,\"at\":5,\"entity\":\"" DEVICE "\"}",
        "{\"seq\":7,\"at\":5,\"entity\":\"" DEVICE "\"}",
        "{\"at\":5,\"entity\":\"" DEVICE "\",\"seq\":7}",
        "",
    };
    struct wire_headers h = {0};
    char *texts[10 * 200];
    size_t count = 0;
    unsigned good = 0;

    (void)state;
    for (size_t i = 0; i < sizeof bases / sizeof bases[0]; i++) {
        for (size_t k = 0; k < 200 && k <= strlen(bases[i]); k++) {
            struct raw_event raw = {.header_len = strlen(bases[i])};
            struct event alone, together;
            enum err e;

            texts[count] = mem_dup(bases[i]);
            if (k < raw.header_len && k > 0)
                texts[count][k] = (char)(texts[count][k] ^ (k % 7 + 1));
            raw.header = texts[count++];
            e = event_read(&alone, raw.header, raw.header_len);
            good += e == ERR_OK;
            assert_int_equal(wire_read_header(&h, &together, &raw), e);
            assert_memory_equal(&together, &alone, sizeof alone);
        }
    }
    assert_true(good > 100);
    for (int i = 0; i < 2; i++) { /* a key that only ends like "seq" */
        static const char odd[] = "{\"v\":1,\"kind\":\"visit.log\",\"seq\":3,\"a\\\"seq\":7,\"at\":5,\"entity\":\"" DEVICE "\"}";
        struct raw_event raw = {.header = odd, .header_len = sizeof odd - 1};
        struct event ev;

        assert_int_equal(wire_read_header(&h, &ev, &raw), ERR_OK);
        assert_int_equal(ev.seq, 3);
    }
    while (count)
        mem_free(texts[--count]);
}

static void enroll_text(void **state) {
    unsigned char pub[SIGN_PUBLIC_BYTES] = {0xab};
    struct buf a = {0}, b = {0};

    (void)state;
    wire_enroll_text(&a, "AAAA-BBBB-CCCC", pub);
    wire_enroll_text(&b, "AAAA-BBBB-CCCD", pub);
    assert_string_not_equal(buf_text(&a), buf_text(&b));
    pub[31] = 1;
    wire_enroll_text(&b, "AAAA-BBBB-CCCC", pub);
    assert_string_not_equal(buf_text(&a), buf_text(&b));
    buf_free(&a);
    buf_free(&b);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(event_round_trip),
        cmocka_unit_test(erased_and_sealed_round_trip),
        cmocka_unit_test(every_truncation_is_refused),
        cmocka_unit_test(bad_events_are_refused),
        cmocka_unit_test(bounds),
        cmocka_unit_test(heads_round_trip),
        cmocka_unit_test(bad_heads_are_refused),
        cmocka_unit_test(lines_round_trip),
        cmocka_unit_test(bad_lines_are_refused),
        cmocka_unit_test(garbage),
        cmocka_unit_test(verdict_codes),
        cmocka_unit_test(pack_round_trip),
        cmocka_unit_test(unpack_refuses),
        cmocka_unit_test(a_batch_is_small),
        cmocka_unit_test(enroll_text),
        cmocka_unit_test(headers_of_a_batch),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
