/* The reader of `key = value` files. */
#include "linli/ini.h"

#include <stdio.h>
#include <string.h>
#include "linli/i18n.h"

#define SIZE_LIMIT 65536
#define LINE_LIMIT 1000

static enum err bad(const char *name, int line, const char *why) {
    return err_say(ERR_SYNTAX, err_fmt("%s:%d", name, line), why, _("correct that line or remove it"));
}

static char *trim(char *text) {
    size_t len;

    text += strspn(text, " \t");
    len = strlen(text);
    while (len && strchr(" \t\r", text[len - 1]))
        text[--len] = '\0';
    return text;
}

static enum err read_line(const char *name, int line, char *text, char *section, size_t room, ini_pair_fn *fn, void *arg) {
    char *equals;

    text = trim(text);
    if (!*text || *text == '#')
        return ERR_OK;
    if (*text == '[') {
        size_t len = strlen(text);

        if (len < 2 || text[len - 1] != ']' || len - 2 >= room)
            return bad(name, line, _("a section is written [name]"));
        snprintf(section, room, "%.*s", (int)(len - 2), text + 1);
        return ERR_OK;
    }
    /* The key may itself be `=`, so the sign that divides is one with a space before it, else the first behind the key. */
    equals = strstr(text, " = ");
    equals = equals ? equals + 1 : strchr(text + 1, '=');
    if (!equals)
        return bad(name, line, _("a line is written key = value"));
    *equals = '\0';
    return fn(arg, line, section, trim(text), trim(equals + 1));
}

enum err ini_parse(const char *name, const char *text, size_t len, ini_pair_fn *fn, void *arg) {
    char line[1024], section[64] = "";
    int number = 0;

    if (len > SIZE_LIMIT)
        return bad(name, 0, _("the file is larger than 64 KiB"));
    for (const char *p = text, *end = text + len; p < end;) {
        const char *stop = memchr(p, '\n', (size_t)(end - p));
        size_t size = (size_t)((stop ? stop : end) - p);
        enum err e;

        if (++number > LINE_LIMIT || size >= sizeof line || memchr(p, '\0', size))
            return bad(name, number, _("the line is too long, or the file is not text"));
        memcpy(line, p, size);
        line[size] = '\0';
        e = read_line(name, number, line, section, sizeof section, fn, arg);
        if (e != ERR_OK)
            return e;
        p += size + 1;
    }
    return ERR_OK;
}
