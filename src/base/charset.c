/* Finding out the encoding of a file: strict UTF-8 first, since GB18030 takes almost any bytes. */
#include "linli/charset.h"

#include <errno.h>
#include <iconv.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include <strings.h>
#include "linli/i18n.h"

#define BOM "\xEF\xBB\xBF"
#define CHUNK ((size_t)1 << 20)

enum wanted { ANY, UTF8, GB18030 };

static const struct {
    const char *name;
    enum wanted as;
} names[] = {{"utf8", UTF8}, {"utf8bom", UTF8}, {"gb18030", GB18030}, {"gbk", GB18030}, {"gb2312", GB18030}, {"cp936", GB18030}};

/* Files that people take for text, by their first bytes. */
static const struct {
    const char *start;
    size_t len;
    const char *why, *todo;
} other[] = {
    {"PK\x03\x04", 4, N_("it is a workbook (xlsx), not a text file"), N_("save it in the spreadsheet as CSV UTF-8")},
    {"\xD0\xCF\x11\xE0", 4, N_("it is a workbook (xls), not a text file"), N_("save it in the spreadsheet as CSV UTF-8")},
    {"%PDF", 4, N_("it is a PDF, not a text file"), N_("ask for the table itself and save it as CSV UTF-8")},
    {"\xFF\xFE", 2, N_("it is UTF-16 (\"Unicode text\" of a spreadsheet)"), N_("save it in the spreadsheet as CSV UTF-8")},
    {"\xFE\xFF", 2, N_("it is UTF-16 (\"Unicode text\" of a spreadsheet)"), N_("save it in the spreadsheet as CSV UTF-8")},
};

/* What strict UTF-8 makes of the bytes: characters of three or four bytes (nearly all Chinese ones), and bytes that fit nowhere.
 */
struct fit {
    size_t good, bad, first_bad;
};

/* Bytes of the valid sequence at `p`, 0 where there is none. */
static size_t sequence(const unsigned char *p, size_t left) {
    static const struct {
        unsigned char from, to, second_from, second_to, len;
    } rows[] = {{0xC2, 0xDF, 0x80, 0xBF, 2}, {0xE0, 0xE0, 0xA0, 0xBF, 3}, {0xE1, 0xEC, 0x80, 0xBF, 3},
                {0xED, 0xED, 0x80, 0x9F, 3}, {0xEE, 0xEF, 0x80, 0xBF, 3}, {0xF0, 0xF0, 0x90, 0xBF, 4},
                {0xF1, 0xF3, 0x80, 0xBF, 4}, {0xF4, 0xF4, 0x80, 0x8F, 4}};

    if (p[0] < 0x80)
        return 1;
    if (p[0] >= 0xE1 && p[0] <= 0xEC) /* nearly every Han character: without the table */
        return left >= 3 && (p[1] & 0xC0) == 0x80 && (p[2] & 0xC0) == 0x80 ? 3 : 0;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        if (p[0] < rows[i].from || p[0] > rows[i].to)
            continue;
        if (left < rows[i].len || p[1] < rows[i].second_from || p[1] > rows[i].second_to)
            return 0;
        for (size_t k = 2; k < rows[i].len; k++)
            if ((p[k] & 0xC0) != 0x80)
                return 0;
        return rows[i].len;
    }
    return 0;
}

/* The next byte at or behind `p` that is not ASCII, eight at a time. */
static const unsigned char *skip_ascii(const unsigned char *p, const unsigned char *end) {
    uint64_t eight;

    while ((size_t)(end - p) >= sizeof eight) {
        memcpy(&eight, p, sizeof eight);
        if (eight & UINT64_C(0x8080808080808080))
            break;
        p += sizeof eight;
    }
    while (p < end && *p < 0x80)
        p++;
    return p;
}

size_t charset_fits(const char *text, size_t len) {
    const unsigned char *start = (const unsigned char *)text, *end = start + len, *p = start;

    while (p < end && (p = skip_ascii(p, end)) < end) {
        size_t size = sequence(p, (size_t)(end - p));

        if (!size)
            break;
        p += size;
    }
    return (size_t)(p - start);
}

static struct fit measure(const char *text, size_t len) {
    const unsigned char *start = (const unsigned char *)text, *end = start + len, *p = start;
    struct fit fit = {.first_bad = len};

    while (p < end && (p = skip_ascii(p, end)) < end) {
        size_t size = sequence(p, (size_t)(end - p));

        if (size >= 3)
            fit.good++;
        if (!size && !fit.bad++)
            fit.first_bad = (size_t)(p - start);
        p += size ? size : 1;
    }
    return fit;
}

/* Whether the damage is small beside what fits: then it is this encoding, and only some lines are bad. */
static bool is_damage(const struct fit *fit) {
    return fit->bad * 4 <= fit->good + 8;
}

static size_t line_of(const char *text, size_t at) {
    size_t line = 1;

    for (size_t i = 0; i < at; i++)
        if (text[i] == '\n' || (text[i] == '\r' && text[i + 1] != '\n'))
            line++;
    return line;
}

static enum err say(const char *why, const char *todo) {
    return err_say(ERR_SYNTAX, _("cannot read the text of the file"), why, todo);
}

/* `name` NULL: nobody named one. */
static enum err misfit(const char *name, const char *bytes, size_t at) {
    size_t line = line_of(bytes, at);

    return say(name ? err_fmt(_("line %zu is not %s"), line, name) : err_fmt(_("line %zu is neither UTF-8 nor GB18030"), line),
               _("save the table as CSV UTF-8, or name its encoding"));
}

/* One piece through iconv; a byte that starts nothing becomes \xFF, which no valid text holds. */
static size_t convert_piece(iconv_t cd, struct buf *out, const char *bytes, size_t len, bool last) {
    char *in = (char *)(uintptr_t)bytes;
    size_t left = len;

    while (left) {
        size_t room = left * 3 + 16; /* two bytes become at most three, four become four */
        char *to = buf_reserve(out, room), *put = to;
        size_t got = iconv(cd, &in, &left, &put, &room);

        out->len += (size_t)(put - to);
        if (got != (size_t)-1)
            continue;
        if (errno == EINVAL && !last)
            break;
        if (errno == EILSEQ || errno == EINVAL) {
            buf_putc(out, '\xFF');
            in++;
            left--;
        }
    }
    return len - left;
}

static enum err from_gb18030(struct buf *out, const char *bytes, size_t len) {
    iconv_t cd = iconv_open("UTF-8", "GB18030");

    if (cd == (iconv_t)-1)
        return say(_("this system cannot convert GB18030"),
                   _("install the character sets of the C library (gconv), or save the file as UTF-8"));
    buf_reserve(out, len + len / 2);
    for (size_t done = 0; done < len;) {
        size_t size = len - done < CHUNK ? len - done : CHUNK;

        done += convert_piece(cd, out, bytes + done, size, done + size == len);
    }
    iconv_close(cd);
    buf_add(out, "", 0);
    return ERR_OK;
}

/* How many bytes of the original stand before the first one that could not be converted. */
static size_t first_bad_byte(const char *bytes, size_t len, const struct fit *fit, const char *text) {
    size_t lines = line_of(text, fit->first_bad), at = 0;

    for (; at < len && lines > 1; at++)
        if (bytes[at] == '\n' || (bytes[at] == '\r' && (at + 1 == len || bytes[at + 1] != '\n')))
            lines--;
    return at;
}

static enum err decode_gb18030(struct charset_text *out, const char *bytes, size_t len, bool named) {
    enum err e = from_gb18030(&out->own, bytes, len);
    struct fit fit;

    if (e != ERR_OK)
        return e;
    fit = measure(out->own.data, out->own.len);
    out->text = out->own.data;
    out->len = out->own.len;
    out->name = "GB18030";
    out->bad = fit.bad;
    return is_damage(&fit) ? ERR_OK : misfit(named ? "GB18030" : NULL, bytes, first_bad_byte(bytes, len, &fit, out->text));
}

static enum err find_wanted(enum wanted *out, const char *wanted) {
    char plain[16];
    size_t len = 0;

    *out = ANY;
    if (!wanted)
        return ERR_OK;
    for (; *wanted && len < sizeof plain - 1; wanted++)
        if (!strchr("-_ ", *wanted))
            plain[len++] = *wanted;
    plain[len] = '\0';
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (strcasecmp(names[i].name, plain) == 0)
            *out = names[i].as;
    return *out == ANY ? err_say(ERR_USAGE, _("cannot read the text of the file"), _("that encoding is not known"),
                                 _("name UTF-8, GB18030, GBK or GB2312"))
                       : ERR_OK;
}

/* Bytes of files that are no text at all. Two-byte text without its mark is half NULs. */
static enum err refuse_binary(const char *bytes, size_t len) {
    size_t nuls = 0;

    for (size_t i = 0; i < sizeof other / sizeof other[0]; i++)
        if (len >= other[i].len && memcmp(bytes, other[i].start, other[i].len) == 0)
            return say(_(other[i].why), _(other[i].todo));
    for (const char *p = bytes, *end = bytes + len; p < end && (p = memchr(p, '\0', (size_t)(end - p))); p++)
        nuls++;
    if (nuls > 8 && nuls > len / 100)
        return say(_("it is not text: it is full of zero bytes"), _("save the table as CSV UTF-8"));
    return ERR_OK;
}

enum err charset_decode(struct charset_text *out, const char *bytes, size_t len, const char *wanted) {
    bool bom = len >= 3 && memcmp(bytes, BOM, 3) == 0;
    enum wanted as;
    enum err e = find_wanted(&as, wanted);
    struct fit fit;

    *out = (struct charset_text){.text = bytes, .len = len, .name = "UTF-8"};
    if (e == ERR_OK)
        e = refuse_binary(bytes, len);
    if (e != ERR_OK)
        return e;
    fit = measure(bytes, len);
    /* In GB18030 read as UTF-8 next to nothing fits. Chinese in UTF-8 also passes as GB18030, as rubbish: nobody means that. */
    if (as == GB18030 && (bom || (fit.good >= 4 && !fit.bad)))
        return misfit("GB18030", bytes,
                      bom ? 0
                          : (size_t)(skip_ascii((const unsigned char *)bytes, (const unsigned char *)bytes + len) -
                                     (const unsigned char *)bytes));
    if (as == GB18030 || (as == ANY && !bom && fit.bad > fit.good))
        return decode_gb18030(out, bytes, len, as == GB18030);
    out->bad = fit.bad;
    if (bom) {
        out->text = bytes + 3;
        out->len = len - 3;
        out->name = "UTF-8 BOM";
    }
    return is_damage(&fit) ? ERR_OK : misfit(as == UTF8 || bom ? "UTF-8" : NULL, bytes, fit.first_bad);
}

void charset_free(struct charset_text *t) {
    buf_free(&t->own);
    *t = (struct charset_text){0};
}
