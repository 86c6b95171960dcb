/* {"v":1,"code":…,"pub":…,"sig":…,"households":[…]} */
#include "join.h"

#include "linli/find.h"
#include "linli/json.h"
#include "linli/wire.h"

#define HOUSEHOLDS_BYTES (WIRE_BODY_MAX / 2) /* some 12,000; a head has 10 to 500 */

static void put_key(struct json_out *w, struct store *s, const char *code_or_device) {
    const struct sign_key *key = &store_device(s)->key;
    unsigned char sig[SIGN_BYTES];
    struct buf text = {0}, base64 = {0};

    base64_text(&base64, key->pub, SIGN_PUBLIC_BYTES);
    json_put_str(w, "pub", buf_text(&base64));
    wire_enroll_text(&text, code_or_device, key->pub);
    sign_make(sig, buf_text(&text), text.len, key);
    buf_reset(&base64);
    base64_text(&base64, sig, SIGN_BYTES);
    json_put_str(w, "sig", buf_text(&base64));
    buf_free(&text);
    buf_free(&base64);
}

static void put_household(struct json_out *w, const struct household_row *row) {
    char id[ID_TEXT_SIZE];
    struct buf door = {0};

    id_text(id, &row->id);
    door_key(&door, &row->door);
    json_open(w, NULL, '{');
    json_put_str(w, "id", id);
    json_put_str(w, "area", row->area);
    json_put_str(w, "number", row->number);
    json_put_str(w, "door", buf_text(&door));
    json_close(w, '}');
    buf_free(&door);
}

static enum err put_households(struct json_out *w, struct store *s, const struct buf *out) {
    struct household_row rows[64];
    struct find_cursor cursor = {0};
    const struct query all = {.count = 0};
    enum err e = ERR_OK;

    while (e == ERR_OK && !cursor.end && out->len < HOUSEHOLDS_BYTES) {
        size_t count = 0;

        e = find_page(s, &all, &cursor, rows, sizeof rows / sizeof rows[0], &count);
        for (size_t i = 0; e == ERR_OK && i < count; i++)
            put_household(w, &rows[i]);
        if (!count)
            break;
    }
    return e;
}

enum err join_body(struct buf *out, struct store *s, const char *code, bool households) {
    struct json_out w;
    enum err e = ERR_OK;

    json_start(&w, out);
    json_open(&w, NULL, '{');
    json_put_int(&w, "v", WIRE_VERSION);
    json_put_str(&w, "code", code);
    put_key(&w, s, code);
    json_open(&w, "households", '[');
    if (households)
        e = put_households(&w, s, out);
    json_close(&w, ']');
    json_close(&w, '}');
    return e;
}

enum err join_continue_body(struct buf *out, struct store *s, const struct id *old, int64_t seq) {
    char hex[ID_TEXT_SIZE];
    struct json_out w;

    id_text(hex, old);
    json_start(&w, out);
    json_open(&w, NULL, '{');
    json_put_int(&w, "v", WIRE_VERSION);
    put_key(&w, s, hex);
    json_open(&w, "continues", '{');
    json_put_str(&w, "device", hex);
    json_put_int(&w, "seq", seq);
    json_close(&w, '}');
    json_open(&w, "households", '[');
    json_close(&w, ']');
    json_close(&w, '}');
    return ERR_OK;
}
