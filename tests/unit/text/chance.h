/* Numbers that are the same at every run. */
#ifndef TESTS_TEXT_CHANCE_H
#define TESTS_TEXT_CHANCE_H

#include <stdint.h>
#include <stddef.h>

static uint64_t chance_state = UINT64_C(0x9E3779B97F4A7C15);

static inline uint32_t chance(uint32_t below) {
    chance_state ^= chance_state << 13;
    chance_state ^= chance_state >> 7;
    chance_state ^= chance_state << 17;
    return (uint32_t)((chance_state >> 20) % below);
}

/* Appends one of the pieces that break decoders of text; `out` has room for 8 bytes. Returns its length. */
static inline size_t chance_piece(char *out) {
    static const char *const pieces[] = {
        "a",
        "Z",
        " ",
        "5",
        "-",
        "张",
        "伟",
        "𠮷",
        "〇",
        "é",
        "e\xCC\x81",
        "\xCC\x81",
        "\xE2\x80\x8D",
        "👩",
        "👍",
        "🏽",
        "\xEF\xB8\x8F",
        "\xF3\xA0\x84\x80",
        "，",
        "。",
        "“",
        "…",
        "·",
        "\xE2\x80\xAE",
        "\xE2\x80\x8B",
        "\xEF\xBB\xBF",
        "\x1B",
        "\x7F",
        "\t",
        "\n",
        "\r",
        "\xC2\x9B",
        "\xEE\x80\x80",
        "\xCD\xB8",
        "\xC0\x80",
        "\xED\xA0\x80",
        "\xF4\x90\x80\x80",
        "\xFF",
        "\xE5",
        "\xE5\xBC",
        "\xEF\xBF\xBE",
        "\xE1\x85\xA1",
        "\xEF\xBF\xBD",
        "Ａ",
        "　",
        "\xE2\x80\xA8",
        "=",
        "'",
        "\"",
        ",",
    };
    const char *piece = pieces[chance(sizeof pieces / sizeof *pieces)];
    size_t len = 0;

    while (piece[len] != '\0') {
        out[len] = piece[len];
        len++;
    }
    if (chance(40) == 0) {
        out[0] = (char)chance(256);
        return 1;
    }
    return len;
}

/* Fills `out` (room bytes, room > 8) with up to `pieces` such pieces and returns the length; NUL behind. */
static inline size_t chance_text(char *out, size_t room, uint32_t pieces) {
    size_t len = 0;

    for (uint32_t n = chance(pieces + 1); n > 0 && len + 9 < room; n--)
        len += chance_piece(out + len);
    out[len] = '\0';
    return len;
}

#endif
