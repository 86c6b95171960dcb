/* Messages: every text for people goes through here. */
#ifndef LINLI_I18N_H
#define LINLI_I18N_H

#include <libintl.h>
#include <stdbool.h>

#define _(text) gettext(text)
#define N_(text) (text) /* marks for extraction, translated where it is shown */

/* Sets the locale from the environment (C.UTF-8 where LANG's locale is missing and names UTF-8), the language from LC_ALL,
 * LC_MESSAGES or LANG, and binds the messages found beside the program (../share/locale or locale/). Call once, first. */
void i18n_init(void);

/* The language that a person chose for all days (zh, en), in the place of the environment's. Without effect where the charset is
 * not UTF-8: what could be shown is not there. */
void i18n_set_language(const char *language);

/* True where the interface language is Chinese. */
bool i18n_is_chinese(void);

/* True where the terminal's charset is UTF-8. */
bool i18n_is_utf8(void);

#endif
