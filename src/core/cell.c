/* Cleaning and checking of single cells. */
#include "core/cell.h"

#include <ctype.h>
#include <string.h>
#include "linli/charset.h"
#include "linli/err.h"
#include "linli/fold.h"
#include "linli/i18n.h"
#include "linli/safe.h"
#include "linli/utf8.h"

#define RAW_MAX 16384  /* bytes of a cell that are looked at: four times the longest field */
#define PHONES_MAX 480 /* bytes of a cell with phones */
#define PIECE_MAX 60   /* of one phone */
#define REMARK_MAX 24  /* of one that has no digits: 无, 不详 */
#define ID_PLACES 18

static const char *const words[] = {
    [CELL_LONG] = N_("the text is too long"),
    [CELL_BYTES] = N_("there are bytes that are no characters of the file's encoding"),
    [CELL_CONTROL] = N_("there are control characters in the text"),
    [CELL_ID] = N_("it looks like an ID number, which the roster does not hold"),
    [CELL_ROUNDED] = N_("a spreadsheet has lost digits of the number: set the column to text"),
    [CELL_DATE] = N_("a spreadsheet has made a date of the door: set the column to text"),
    [CELL_ERROR] = N_("a spreadsheet shows an error there instead of a value"),
    [CELL_NO_PHONE] = N_("there is no number in it"),
};

const char *cell_words(enum cell_fault fault) {
    return words[fault] ? _(words[fault]) : NULL;
}

/* Nearly all cells: printable ASCII and Han, nothing to fold, no guard. Saves their way through the tables. */
static bool is_plain(const char *text, size_t len) {
    const unsigned char *p = (const unsigned char *)text;

    if (len && (p[0] <= ' ' || p[len - 1] == ' ' || strchr("'=+-@", p[0])))
        return false;
    for (size_t i = 0; i < len;) {
        if (p[i] >= ' ' && p[i] < 0x7F)
            i++;
        else if (p[i] >= 0xE4 && p[i] <= 0xE9 && len - i >= 3 && (p[i + 1] & 0xC0) == 0x80 && (p[i + 2] & 0xC0) == 0x80)
            i += 3;
        else
            return false;
    }
    return true;
}

static bool is_control(uint32_t cp) {
    if (cp == '\t' || cp == '\n' || cp == '\r' || cp == 0x85)
        return false;
    return cp < 0x20 || (cp >= 0x7F && cp < 0xA0) || (cp >= 0x202A && cp <= 0x202E) || (cp >= 0x2066 && cp <= 0x2069) ||
           (cp >= 0xE0000 && cp <= 0xE007F);
}

static bool has_control(const char *text, size_t len) {
    uint32_t cp;

    for (size_t i = 0; i < len; i += utf8_read(&cp, text + i, len - i))
        if ((unsigned char)text[i] < 0x20 || (unsigned char)text[i] >= 0x7F) {
            utf8_read(&cp, text + i, len - i);
            if (is_control(cp))
                return true;
        }
    return false;
}

/* ="0012" keeps a spreadsheet from reading a number: the text is what stands between. */
static void drop_formula_quotes(struct buf *text) {
    if (text->len >= 3 && text->data[0] == '=' && text->data[1] == '"' && text->data[text->len - 1] == '"') {
        text->len -= 3;
        memmove(text->data, text->data + 2, text->len);
        text->data[text->len] = '\0';
    }
}

static void drop_guard(struct buf *text) {
    const char *behind = safe_csv_unguard(text->data);

    if (behind == text->data && text->data[0] == '\'' && isdigit((unsigned char)text->data[1]))
        behind++; /* '0012: a number marked as text */
    text->len -= (size_t)(behind - text->data);
    memmove(text->data, behind, text->len + 1);
}

/* What forms have where there is nothing to say: - / —. */
static bool says_nothing(const char *text) {
    static const char *const signs[] = {"-",  "/", "\\", ".",  ",",  ";",  "*",  "_", "—",
                                        "－", "–", "、", "，", "；", "。", "／", " "};
    size_t i = 0;

    while (*text && i < sizeof signs / sizeof signs[0]) {
        size_t len = strlen(signs[i]);

        if (strncmp(text, signs[i], len) == 0) {
            text += len;
            i = 0;
        } else {
            i++;
        }
    }
    return !*text;
}

/* #N/A, #REF!, and the fence of a column that was too narrow. */
static bool is_error(const char *text, size_t len) {
    static const char *const errors[] = {"#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NUM!", "#NULL!", "#SPILL!", "#CALC!"};

    if (len < 4 || text[0] != '#')
        return false;
    for (size_t i = 0; i < sizeof errors / sizeof errors[0]; i++)
        if (strlen(errors[i]) == len && memcmp(text, errors[i], len) == 0)
            return true;
    for (size_t i = 1; i < len; i++)
        if (text[i] != '#')
            return false;
    return len < 64;
}

enum cell_fault cell_clean(struct buf *out, struct buf *scratch, const struct csv_field *f) {
    buf_reset(out);
    if (is_error(f->text, f->len))
        return CELL_ERROR;
    if (!f->doubled && f->len <= RAW_MAX && is_plain(f->text, f->len)) {
        buf_add(out, f->text, f->len);
        if (f->len < 8 && says_nothing(buf_text(out)))
            buf_reset(out);
        return CELL_FINE;
    }
    if (f->len > RAW_MAX)
        return CELL_LONG;
    buf_reset(scratch);
    csv_field_add(scratch, f);
    drop_formula_quotes(scratch);
    if (charset_fits(buf_text(scratch), scratch->len) != scratch->len)
        return CELL_BYTES;
    if (has_control(buf_text(scratch), scratch->len))
        return CELL_CONTROL;
    fold_cell(out, buf_text(scratch), scratch->len);
    if (out->len && out->data[0] == '\'')
        drop_guard(out);
    if (says_nothing(buf_text(out)))
        buf_reset(out);
    return CELL_FINE;
}

bool cell_is_empty(const struct csv_field *f) {
    for (size_t i = 0; i < f->len;) {
        if (strchr(" \t\r\n", f->text[i]) && f->text[i])
            i++;
        else if (f->len - i >= 3 && memcmp(f->text + i, "\xE3\x80\x80", 3) == 0) /* U+3000 */
            i += 3;
        else if (f->len - i >= 2 && memcmp(f->text + i, "\xC2\xA0", 2) == 0)
            i += 2;
        else
            return false;
    }
    return true;
}

static int number_at(const char *digits, int places) {
    int n = 0;

    for (int i = 0; i < places; i++)
        n = n * 10 + digits[i] - '0';
    return n;
}

/* Places 7 to 14 of an ID number are the day of birth. */
static bool has_birth(const char *places) {
    int year = number_at(places + 6, 4), month = number_at(places + 10, 2), day = number_at(places + 12, 2);

    return places[0] != '0' && year >= 1800 && year < 2100 && month >= 1 && month <= 12 && day >= 1 && day <= 31;
}

/* The run of digits at `p`, an X at the end included; with `loose` one space or hyphen may stand between two. Returns its bytes.
 */
static size_t digit_run(char *run, size_t room, size_t *count, const char *p, size_t left, bool loose) {
    size_t i = 0, n = 0;

    for (; i < left && n < room; i++) {
        if (isdigit((unsigned char)p[i]))
            run[n++] = p[i];
        else if (!(loose && n && (p[i] == ' ' || p[i] == '-') && i + 1 < left &&
                   (isdigit((unsigned char)p[i + 1]) || p[i + 1] == 'X' || p[i + 1] == 'x')))
            break;
    }
    if (n == ID_PLACES - 1 && i < left && (p[i] == 'X' || p[i] == 'x')) {
        run[n++] = 'X';
        i++;
    }
    *count = n;
    return i;
}

static bool is_id_run(const char *run, size_t count, bool strict) {
    if (count == ID_PLACES && !strict)
        return true;
    for (size_t at = 0; at + ID_PLACES <= count; at++)
        if (has_birth(run + at))
            return true;
    return false;
}

bool cell_has_id(const char *text, size_t len, bool strict) {
    char run[64];
    size_t count;

    for (size_t i = 0; len >= ID_PLACES && i < len; i++) {
        if (!isdigit((unsigned char)text[i]))
            continue;
        digit_run(run, sizeof run, &count, text + i, len - i, true);
        if (count == ID_PLACES && has_birth(run))
            return true;
        i += digit_run(run, sizeof run, &count, text + i, len - i, false) - 1;
        if (is_id_run(run, count, strict))
            return true;
        if (count == sizeof run)
            i -= ID_PLACES - 1; /* the next piece of a very long number overlaps */
    }
    return false;
}

/* Digits from `*p` on, at most `most`; false where there is none. */
static bool skip_digits(const char **p, int most) {
    const char *from = *p;

    while (isdigit((unsigned char)**p) && *p - from < most)
        ++*p;
    return *p > from;
}

static bool skip_month(const char **p) {
    static const char months[] = "jan feb mar apr may jun jul aug sep oct nov dec";
    char name[4] = "";

    for (int i = 0; i < 3; i++) {
        if (!isalpha((unsigned char)(*p)[i]))
            return false;
        name[i] = (char)tolower((unsigned char)(*p)[i]);
    }
    *p += 3;
    return strstr(months, name) != NULL;
}

static bool skip_word(const char **p, const char *word) {
    size_t len = strlen(word);

    if (strncmp(*p, word, len) != 0)
        return false;
    *p += len;
    return true;
}

bool cell_is_date(const char *text) {
    const char *p = text;

    if (skip_digits(&p, 2) && skip_word(&p, "月") && skip_digits(&p, 2) && skip_word(&p, "日") && !*p)
        return true;
    p = text;
    if (skip_digits(&p, 2) && skip_word(&p, "-") && skip_month(&p) && !*p)
        return true;
    p = text;
    if (skip_month(&p) && skip_word(&p, "-") && skip_digits(&p, 2) && !*p)
        return true;
    p = text;
    return skip_digits(&p, 4) && p == text + 4 && skip_word(&p, "/") && skip_digits(&p, 2) && skip_word(&p, "/") &&
           skip_digits(&p, 2) && !*p;
}

void cell_join_han(char *text) {
    char *to = text;
    uint32_t cp, last = 0;

    if (!strchr(text, ' '))
        return;
    for (const char *p = text; *p;) {
        size_t n = utf8_read(&cp, p, strlen(p));
        const char *behind = p + strspn(p, " ");
        uint32_t next = 0;

        if (cp == ' ' && *behind)
            utf8_read(&next, behind, strlen(behind));
        if (cp == ' ' && utf8_is_han(last) && utf8_is_han(next)) {
            p = behind;
            continue;
        }
        last = cp;
        memmove(to, p, n);
        to += n;
        p += n;
    }
    *to = '\0';
}

static size_t count_digits(const char *text, size_t len) {
    size_t n = 0;

    for (size_t i = 0; i < len; i++)
        n += isdigit((unsigned char)text[i]) != 0;
    return n;
}

/* Bytes of a sign that stands between two phones at `p`, 0 where there is none. A space does only between two whole numbers, a
 * slash not behind an area code (0731/88888888). */
static size_t separator(const char *from, const char *p) {
    static const char *const signs[] = {"、", "，", "；", "|", ",", ";", "\\", "\n"};
    size_t before;

    if (!strchr("\xE3\xEF|,;\\/ \n", *p)) /* how the signs begin */
        return 0;
    before = count_digits(from, (size_t)(p - from));
    for (size_t i = 0; i < sizeof signs / sizeof signs[0]; i++)
        if (strncmp(p, signs[i], strlen(signs[i])) == 0)
            return strlen(signs[i]);
    if (*p == '/')
        return before != 3 && before != 4;
    return *p == ' ' && before >= 7 && count_digits(p, strcspn(p, ",;|/\\")) >= 7;
}

/* The 11 digits of a mobile out of `138 0000 0000`, `+86-138…`, `13800000000.0`; false where it is something else. */
static bool read_mobile(char mobile[12], const char *text, size_t len) {
    char digits[16];
    size_t n = 0, at = 0;

    if (len > 2 && memcmp(text + len - 2, ".0", 2) == 0)
        len -= 2;
    for (size_t i = 0; i < len; i++) {
        if (isdigit((unsigned char)text[i]) && n < sizeof digits)
            digits[n++] = text[i];
        else if (!strchr(" -", text[i]) && !(text[i] == '+' && i == 0))
            return false;
        else if (!text[i])
            return false;
    }
    if (n == 15 && memcmp(digits, "0086", 4) == 0)
        at = 4;
    else if (n == 13 && memcmp(digits, "86", 2) == 0)
        at = 2;
    if (n - at != 11 || digits[at] != '1')
        return false;
    memcpy(mobile, digits + at, 11);
    mobile[11] = '\0';
    return true;
}

static bool is_rounded(const char *p) {
    if (!skip_digits(&p, 3))
        return false;
    if (skip_word(&p, "."))
        skip_digits(&p, 20);
    return (skip_word(&p, "E+") || skip_word(&p, "e+")) && skip_digits(&p, 3) && !*p;
}

static bool has_phone(const char *phones, const char *one, size_t len) {
    for (const char *p = phones; *p; p += strcspn(p, "\n"), p += *p == '\n')
        if (strcspn(p, "\n") == len && memcmp(p, one, len) == 0)
            return true;
    return false;
}

static enum cell_fault add_phone(char *phones, size_t room, const char *text, size_t len, bool digits_elsewhere) {
    char mobile[12];
    size_t used = strlen(phones);

    while (len && *text == ' ')
        text++, len--;
    while (len && text[len - 1] == ' ')
        len--;
    if (!len || (digits_elsewhere && !count_digits(text, len)))
        return CELL_FINE;
    if (!count_digits(text, len) && len > REMARK_MAX)
        return CELL_NO_PHONE;
    if (len > PIECE_MAX)
        return CELL_LONG;
    if (read_mobile(mobile, text, len)) {
        text = mobile;
        len = 11;
    }
    if (has_phone(phones, text, len))
        return CELL_FINE;
    if (used + (used > 0) + len >= room)
        return CELL_LONG;
    if (used)
        phones[used++] = '\n';
    memcpy(phones + used, text, len);
    phones[used + len] = '\0';
    return CELL_FINE;
}

const char *cell_lost_zero(const char *text) {
    size_t len = strspn(text, "0123456789");
    bool landline = (len == 10 && (text[0] == '2' || strncmp(text, "10", 2) == 0)) ||
                    (text[0] >= '3' && text[0] <= '9' && (len == 10 || len == 11));

    return landline && !text[len] ? err_fmt("0%s", text) : text;
}

enum cell_fault cell_add_phones(char *phones, size_t room, const char *text) {
    size_t before = strlen(phones);
    bool digits = count_digits(text, strlen(text)) > 0;
    enum cell_fault fault = is_rounded(text) ? CELL_ROUNDED : strlen(text) > PHONES_MAX ? CELL_LONG : CELL_FINE;
    const char *from = text;

    for (const char *p = text; fault == CELL_FINE; p++) {
        size_t gap = *p ? separator(from, p) : 0;

        if (*p && !gap)
            continue;
        fault = add_phone(phones, room, from, (size_t)(p - from), digits);
        if (!*p)
            break;
        p += gap - 1;
        from = p + 1;
    }
    if (fault != CELL_FINE)
        phones[before] = '\0';
    return fault;
}
