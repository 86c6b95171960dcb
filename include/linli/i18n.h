/* Messages: every text for people goes through here. */
#ifndef LINLI_I18N_H
#define LINLI_I18N_H

#include <libintl.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define _(text) gettext(text)
#define N_(text) (text) /* marks for extraction, translated where it is shown */

/* Sets the locale from the environment (C.UTF-8 where LANG's locale is missing and names UTF-8), the language from LC_ALL,
 * LC_MESSAGES or LANG, and binds the messages found beside the program (../share/locale or locale/). Call once, first. */
void i18n_init(void);

/* The language that a person chose for all days (zh, en), in the place of the environment's. Without effect where the charset has
 * no Chinese: what could be shown is not there. */
void i18n_set_language(const char *language);

/* True where the interface language is Chinese. */
bool i18n_is_chinese(void);

/* True where the terminal's charset is UTF-8. */
bool i18n_is_utf8(void);

/* In other charsets, those of the locale's name (zh_CN.GB18030, zh_CN.GBK) also where the system lacks the locale: the bytes of a
 * character, 0 where the charset has none. */
size_t i18n_encode(char out[16], uint32_t cp);

/* The character that begins at `bytes`, and how many bytes it takes; 0 where they are only its beginning, SIZE_MAX where they
 * are none. */
size_t i18n_decode(uint32_t *cp, const char *bytes, size_t n);

#endif
