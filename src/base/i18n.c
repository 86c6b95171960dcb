/* Locale and messages. A bare Debian has only C.UTF-8: where LANG's locale is missing, C.UTF-8 gives the charset and
 * LANGUAGE the language, because gettext ignores a language only in the plain C locale. */
#include "linli/i18n.h"

#include <errno.h>
#include <iconv.h>
#include <langinfo.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include "linli/paths.h"

#define NAME_ROOM 40

static bool chinese, utf8;
static char charset[NAME_ROOM]; /* where it is not UTF-8 */
static iconv_t writing = (iconv_t)-1, reading = (iconv_t)-1;

static const char *wanted_locale(void) {
    static const char *const names[] = {"LC_ALL", "LC_MESSAGES", "LANG"};

    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (paths_env(names[i]))
            return paths_env(names[i]);
    return "C";
}

/* The charset of a terminal that speaks none of the system's: what stands behind the dot of a Chinese locale, gb… alone. */
static bool takes_gb(const char *wanted) {
    const char *dot = strchr(wanted, '.');

    if (!dot || strncasecmp(dot + 1, "gb", 2) != 0 || strlen(dot) >= NAME_ROOM)
        return false;
    snprintf(charset, sizeof charset, "%.*s", (int)strcspn(dot + 1, "@"), dot + 1);
    return true;
}

static void open_charset(void) {
    if (utf8)
        return;
    writing = iconv_open(charset, "UTF-32LE");
    reading = iconv_open("UTF-32LE", charset);
}

void i18n_init(void) {
    const char *wanted = wanted_locale();
    char folder[4096];
    bool gb = takes_gb(wanted);

    if (!setlocale(LC_ALL, "") || (strcasestr(wanted, "utf") && strcmp(nl_langinfo(CODESET), "UTF-8") != 0))
        setlocale(LC_ALL, strcasestr(wanted, "utf") || gb ? "C.UTF-8" : "C");
    setlocale(LC_NUMERIC, "C");
    chinese = strncmp(wanted, "zh", 2) == 0;
    utf8 = !gb && strcmp(nl_langinfo(CODESET), "UTF-8") == 0;
    if (!gb)
        snprintf(charset, sizeof charset, "%s", nl_langinfo(CODESET));
    open_charset();
    if (chinese && !paths_env("LANGUAGE"))
        setenv("LANGUAGE", "zh_CN", 1);
    if (paths_env("LANGUAGE") && strcmp(wanted, "C") != 0 && strcmp(wanted, "POSIX") != 0)
        chinese = strncmp(paths_env("LANGUAGE"), "zh", 2) == 0;
    if (paths_shipped(folder, sizeof folder, "locale"))
        bindtextdomain("linli", folder);
    bind_textdomain_codeset("linli", utf8 ? "UTF-8" : charset);
    textdomain("linli");
}

/* gettext looks at LANGUAGE anew when the locale changes, and not at all in the plain C locale. */
void i18n_set_language(const char *language) {
    char bytes[16];

    if (!utf8 && !i18n_encode(bytes, 0x4E2D))
        return;
    chinese = strncmp(language, "zh", 2) == 0;
    setenv("LANGUAGE", chinese ? "zh_CN" : "en", 1);
    setlocale(LC_MESSAGES, "C");
    setlocale(LC_MESSAGES, "C.UTF-8");
}

bool i18n_is_chinese(void) {
    return chinese;
}

bool i18n_is_utf8(void) {
    return utf8;
}

size_t i18n_encode(char out[16], uint32_t cp) {
    char from[4] = {(char)cp, (char)(cp >> 8), (char)(cp >> 16), 0}, *in = from, *to = out;
    size_t left = sizeof from, room = 16;

    if (cp < 0x80 || writing == (iconv_t)-1) {
        *out = (char)cp;
        return cp < 0x80;
    }
    if (iconv(writing, &in, &left, &to, &room) == 0)
        return 16 - room;
    iconv(writing, NULL, NULL, NULL, NULL);
    return 0;
}

size_t i18n_decode(uint32_t *cp, const char *bytes, size_t n) {
    if (n && (unsigned char)*bytes < 0x80) {
        *cp = (unsigned char)*bytes;
        return 1;
    }
    for (size_t len = 1; reading != (iconv_t)-1 && len <= n && len <= 4; len++) {
        unsigned char got[4];
        char *in = (char *)(size_t)bytes, *to = (char *)got;
        size_t left = len, room = sizeof got;

        if (iconv(reading, &in, &left, &to, &room) == 0 && !room) {
            *cp = got[0] | (uint32_t)got[1] << 8 | (uint32_t)got[2] << 16;
            return len;
        }
        if (errno != EINVAL && errno != E2BIG)
            break;
        if (len == n && len < 4)
            return 0;
    }
    if (reading != (iconv_t)-1)
        iconv(reading, NULL, NULL, NULL, NULL);
    return SIZE_MAX;
}
