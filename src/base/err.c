/* The record of the newest failure and the table of errors. */
#include "linli/err.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static const struct {
    const char *name;
    int exit_code;
} table[] = {
#define X(name, exit_code, meaning) [ERR_##name] = {#name, exit_code},
#include "linli/err.def"
#undef X
};

static struct err_words last;

static void put(char *to, size_t room, const char *text) {
    snprintf(to, room, "%s", text ? text : "");
}

enum err err_say(enum err e, const char *what, const char *why, const char *todo) {
    struct err_words words = {.code = e};

    put(words.what, sizeof words.what, what);
    put(words.why, sizeof words.why, why);
    put(words.todo, sizeof words.todo, todo);
    last = words;
    return e;
}

const char *err_fmt(const char *format, ...) {
    static char ring[8][512];
    static unsigned next;
    char *out = ring[next++ % 8];
    va_list args;

    va_start(args, format);
    vsnprintf(out, sizeof ring[0], format, args);
    va_end(args);
    return out;
}

const struct err_words *err_last(void) {
    return &last;
}

void err_clear(void) {
    memset(&last, 0, sizeof last);
}

int err_exit_code(enum err e) {
    return e < ERR_COUNT_ ? table[e].exit_code : 1;
}

const char *err_name(enum err e) {
    return e < ERR_COUNT_ ? table[e].name : "UNKNOWN";
}
