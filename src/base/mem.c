/* Allocation that ends the program where memory is gone, after the open form was saved. */
#include "linli/mem.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void (*rescue_fn)(void);

static _Noreturn void exhausted(void) {
    static const char words[] = "linli: out of memory: the machine has none left: close other programs and start again\n";
    void (*rescue)(void) = rescue_fn;

    rescue_fn = NULL;
    if (rescue)
        rescue();
    if (write(STDERR_FILENO, words, sizeof words - 1) < 0) {
        /* nothing is left to tell */
    }
    _exit(1);
}

static size_t bytes_of(size_t n, size_t size) {
    if (size && n > SIZE_MAX / size)
        exhausted();
    return n && size ? n * size : 1;
}

void *mem_new(size_t n, size_t size) {
    void *p = calloc(1, bytes_of(n, size));

    if (!p)
        exhausted();
    return p;
}

void *mem_resize(void *p, size_t n, size_t size) {
    p = realloc(p, bytes_of(n, size));
    if (!p)
        exhausted();
    return p;
}

char *mem_dup_n(const char *text, size_t len) {
    char *copy = mem_resize(NULL, len + 1, 1);

    memcpy(copy, text, len);
    copy[len] = '\0';
    return copy;
}

char *mem_dup(const char *text) {
    return text ? mem_dup_n(text, strlen(text)) : NULL;
}

void mem_free(void *p) {
    free(p);
}

void mem_on_exhausted(void (*rescue)(void)) {
    rescue_fn = rescue;
}
