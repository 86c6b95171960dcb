/* Locale and messages. A bare Debian has only C.UTF-8: where LANG's locale is missing, C.UTF-8 gives the charset and
 * LANGUAGE the language, because gettext ignores a language only in the plain C locale. */
#include "linli/i18n.h"

#include <langinfo.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include "linli/paths.h"

static bool chinese, utf8;

static const char *wanted_locale(void) {
    static const char *const names[] = {"LC_ALL", "LC_MESSAGES", "LANG"};

    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (paths_env(names[i]))
            return paths_env(names[i]);
    return "C";
}

void i18n_init(void) {
    const char *wanted = wanted_locale();
    char folder[4096];

    if (!setlocale(LC_ALL, "") || (strcasestr(wanted, "utf") && strcmp(nl_langinfo(CODESET), "UTF-8") != 0))
        setlocale(LC_ALL, strcasestr(wanted, "utf") ? "C.UTF-8" : "C");
    setlocale(LC_NUMERIC, "C");
    chinese = strncmp(wanted, "zh", 2) == 0;
    utf8 = strcmp(nl_langinfo(CODESET), "UTF-8") == 0;
    if (chinese && !paths_env("LANGUAGE"))
        setenv("LANGUAGE", "zh_CN", 1);
    if (paths_env("LANGUAGE") && strcmp(wanted, "C") != 0 && strcmp(wanted, "POSIX") != 0)
        chinese = strncmp(paths_env("LANGUAGE"), "zh", 2) == 0;
    if (paths_shipped(folder, sizeof folder, "locale"))
        bindtextdomain("linli", folder);
    bind_textdomain_codeset("linli", nl_langinfo(CODESET));
    textdomain("linli");
}

/* gettext looks at LANGUAGE anew when the locale changes, and not at all in the plain C locale. */
void i18n_set_language(const char *language) {
    if (!utf8)
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
