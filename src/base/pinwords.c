/* Pins as words. */
#include "linli/pinwords.h"

#include <string.h>
#include "linli/hash.h"
#include "linli/i18n.h"

#define WORD_MAX 32 /* bytes of a word that are looked at */
#define PIN_BYTES 32

#define W(word, pinyin) {word, pinyin},
static const struct pinword table[256] = {
#include "linli/pinwords.def"
};
#undef W

/* The check: the sum of b[i] * 2^(i+1) in the field of 256 elements (x^8 + x^4 + x^3 + x^2 + 1). One word that is another one, or
 * two neighbours in each other's place, always change it. */
static unsigned char twice(unsigned char v) {
    return (unsigned char)(v << 1 ^ (v & 0x80 ? 0x1D : 0));
}

static unsigned char check_of(const unsigned char bytes[PINWORDS_BYTES]) {
    unsigned char sum = 0;

    for (int i = PINWORDS_BYTES - 1; i >= 0; i--)
        sum = twice(sum ^ bytes[i]);
    return sum;
}

static bool pin_bytes(unsigned char out[PIN_BYTES], const char *pin) {
    static const char prefix[] = "sha256//";
    size_t len = strlen(pin), skip = sizeof prefix - 1;

    return len > skip && strncmp(pin, prefix, skip) == 0 && base64_parse(out, PIN_BYTES, pin + skip, len - skip) == PIN_BYTES;
}

bool pinwords_of(const struct pinword *out[PINWORDS_COUNT], const char *pin) {
    unsigned char bytes[PIN_BYTES];

    if (!pin_bytes(bytes, pin))
        return false;
    for (size_t i = 0; i < PINWORDS_BYTES; i++)
        out[i] = &table[bytes[i]];
    out[PINWORDS_BYTES] = &table[check_of(bytes)];
    return true;
}

void pinwords_put(struct buf *out, const struct pinword *const words[PINWORDS_COUNT], bool pinyin) {
    for (size_t i = 0; i < PINWORDS_COUNT; i++) {
        if (i)
            buf_putc(out, pinyin ? '-' : ' ');
        buf_puts(out, pinyin ? words[i]->pinyin : words[i]->word);
    }
}

bool pinwords_meant(const char *text) {
    return *text && strncmp(text, "sha256", 6) != 0;
}

/* What one sounds like to those who tell least apart. */
static void fold(char out[WORD_MAX], const char *pinyin) {
    static const struct {
        const char *from;
        char to;
    } rows[] = {{"ngg", 'l'}, {"zh", 'z'}, {"ch", 'c'}, {"sh", 's'}, {"ng", 'l'}, {"n", 'l'}, {"r", 'l'}, {"f", 'h'}, {"v", 'u'}};
    size_t len = 0;

    while (*pinyin && len + 1 < WORD_MAX) {
        size_t taken = 0;
        char lower[4] = {0};

        for (int i = 0; i < 3 && pinyin[i]; i++)
            lower[i] = pinyin[i] >= 'A' && pinyin[i] <= 'Z' ? (char)(pinyin[i] - 'A' + 'a') : pinyin[i];
        out[len] = lower[0];
        for (size_t i = 0; !taken && i < sizeof rows / sizeof rows[0]; i++)
            if (strncmp(lower, rows[i].from, strlen(rows[i].from)) == 0) {
                taken = strlen(rows[i].from);
                out[len] = rows[i].to;
            }
        /* hu and f: h, whatever follows */
        if (out[len] != 'u' || !len || out[len - 1] != 'h')
            len++;
        pinyin += taken ? taken : 1;
    }
    out[len] = '\0';
}

/* The place of a word in the table, -1 where it has none. */
static int find(const char *word) {
    static char known[256][WORD_MAX];
    char said[WORD_MAX];

    for (int i = 0; i < 256 && !*known[255]; i++)
        fold(known[i], table[i].pinyin);
    fold(said, word);
    for (int i = 0; i < 256; i++)
        if (strcmp(table[i].word, word) == 0 || strcmp(known[i], said) == 0)
            return i;
    return -1;
}

/* Bytes of what may stand between words at `p`. A word has only letters and Han. */
static size_t between(const char *p) {
    static const char *const wide[] = {"　", "、", "，", "。", "；", "－", "—", "·", "．"};

    if ((unsigned char)*p < 0x80)
        return *p && !((*p >= 'a' && *p <= 'z') || (*p >= 'A' && *p <= 'Z'));
    for (size_t i = 0; i < sizeof wide / sizeof wide[0]; i++)
        if (strncmp(p, wide[i], strlen(wide[i])) == 0)
            return strlen(wide[i]);
    return 0;
}

/* Words of characters need nothing between them: two of three bytes each are one. */
static size_t word_len(const char *p) {
    size_t len = 0;

    if ((unsigned char)*p >= 0x80) {
        while (len < 6 && p[len] && (unsigned char)p[len] >= 0x80 && !between(p + len))
            len++;
        return len;
    }
    while (p[len] && (unsigned char)p[len] < 0x80 && !between(p + len))
        len++;
    return len;
}

static enum err bad(const char *why) {
    return err_say(ERR_SYNTAX, _("cannot use these words as a pin"), why, _("compare them with the slip, one by one"));
}

enum err pinwords_read(unsigned char out[PINWORDS_BYTES], const char *text) {
    unsigned char bytes[PINWORDS_COUNT] = {0};
    size_t count = 0;

    for (const char *p = text; *p;) {
        char word[WORD_MAX];
        size_t len = between(p);
        int place;

        if (len) {
            p += len;
            continue;
        }
        len = word_len(p);
        if (count == PINWORDS_COUNT)
            return bad(err_fmt(_("there are more than %d words"), PINWORDS_COUNT));
        memcpy(word, p, len < WORD_MAX ? len : WORD_MAX - 1);
        word[len < WORD_MAX ? len : WORD_MAX - 1] = '\0';
        place = find(word);
        if (place < 0)
            return bad(err_fmt(_("word %d, “%s”, is not in the list"), (int)count + 1, word));
        bytes[count++] = (unsigned char)place;
        p += len;
    }
    if (count < PINWORDS_COUNT)
        return bad(err_fmt(_("there are %d of %d words"), (int)count, PINWORDS_COUNT));
    if (check_of(bytes) != bytes[PINWORDS_BYTES])
        return bad(_("one of them is another word or stands in another place"));
    memcpy(out, bytes, PINWORDS_BYTES);
    return ERR_OK;
}

bool pinwords_match(const unsigned char bytes[PINWORDS_BYTES], const char *pin) {
    unsigned char whole[PIN_BYTES];

    return pin_bytes(whole, pin) && memcmp(bytes, whole, PINWORDS_BYTES) == 0;
}
