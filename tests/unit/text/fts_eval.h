/* A small reader of FTS5 expressions: quoted tokens, `*`, AND before OR, brackets. The index is a list of tokens, as the ascii
 * tokenizer of FTS5 would have stored them. */
#ifndef TESTS_TEXT_FTS_EVAL_H
#define TESTS_TEXT_FTS_EVAL_H

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#define FTS_TOKENS_MAX 4096

struct fts {
    char *token[FTS_TOKENS_MAX];
    size_t count;
    bool broken; /* the expression or a token was not what FTS5 with detail=none takes */
    size_t terms;
};

/* One token to the ascii tokenizer: letters and digits in lower case and bytes above ASCII. */
static bool fts_is_token(const char *text, size_t len) {
    for (size_t i = 0; i < len; i++) {
        unsigned char c = (unsigned char)text[i];

        if (c < 0x80 && !(c >= 'a' && c <= 'z') && !(c >= '0' && c <= '9'))
            return false;
    }
    return len > 0;
}

static void fts_add(void *arg, const char *token, size_t len) {
    struct fts *f = arg;

    f->broken = f->broken || !fts_is_token(token, len) || token[len] != '\0' || f->count == FTS_TOKENS_MAX;
    if (!f->broken) {
        f->token[f->count] = malloc(len + 1);
        memcpy(f->token[f->count++], token, len + 1);
    }
}

static void fts_clear(struct fts *f) {
    for (size_t i = 0; i < f->count; i++)
        free(f->token[i]);
    memset(f, 0, sizeof *f);
}

static bool fts_has(const struct fts *f, const char *text, size_t len, bool prefix) {
    for (size_t i = 0; i < f->count; i++)
        if (strncmp(f->token[i], text, len) == 0 && (prefix || f->token[i][len] == '\0'))
            return true;
    return false;
}

static bool fts_or(struct fts *f, const char **p);

static bool fts_take(const char **p, const char *word) {
    while (**p == ' ')
        (*p)++;
    if (strncmp(*p, word, strlen(word)) != 0)
        return false;
    *p += strlen(word);
    return true;
}

static bool fts_unit(struct fts *f, const char **p) {
    const char *token;
    size_t len;
    bool found;

    if (fts_take(p, "(")) {
        found = fts_or(f, p);
        f->broken = f->broken || !fts_take(p, ")");
        return found;
    }
    if (!fts_take(p, "\"")) {
        f->broken = true;
        return false;
    }
    token = *p;
    len = strcspn(token, "\"");
    f->broken = f->broken || token[len] != '"' || !fts_is_token(token, len);
    *p += len + (token[len] == '"');
    f->terms++;
    found = fts_take(p, "*");
    return fts_has(f, token, len, found);
}

static bool fts_and(struct fts *f, const char **p) {
    bool found = fts_unit(f, p);

    while (!f->broken && fts_take(p, "AND"))
        found = fts_unit(f, p) && found;
    return found;
}

static bool fts_or(struct fts *f, const char **p) {
    bool found = fts_and(f, p);

    while (!f->broken && fts_take(p, "OR"))
        found = fts_and(f, p) || found;
    return found;
}

/* Whether the row with these tokens is found. */
static bool fts_finds(struct fts *f, const char *expression) {
    bool found = fts_or(f, &expression);

    fts_take(&expression, " ");
    f->broken = f->broken || *expression != '\0';
    return found && !f->broken;
}

#endif
