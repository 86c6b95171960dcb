/* The query line: signs, numbers, doors and names. */
#include "linli/query.h"

#include <stdlib.h>
#include <string.h>
#include "linli/fold.h"
#include "linli/i18n.h"
#include "linli/utf8.h"

static bool all_digits(const char *text) {
    return *text && strspn(text, "0123456789") == strlen(text);
}

/* Digits with - or # between (3-2-501), or digits with Han that name parts of a door. */
static bool door_like(const char *text) {
    static const char *const parts[] = {"栋", "幢", "座", "单元", "号楼", "楼", "室", "号", "层", "门"};

    if (text[0] >= '0' && text[0] <= '9' && strchr(text, '-') && strspn(text, "0123456789-#abcdefgh") == strlen(text))
        return true;
    if (!strpbrk(text, "0123456789"))
        return false;
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++)
        if (strstr(text, parts[i]))
            return true;
    return false;
}

static enum err refused(const char *why, const char *todo) {
    return err_say(ERR_SYNTAX, _("cannot search for that"), why, todo);
}

static enum err at_word(struct query_word *w, const char *text) {
    static const struct {
        const char *word;
        enum query_word_kind kind;
    } known[] = {{"open", QUERY_OPEN}, {"overdue", QUERY_OVERDUE}};
    size_t len = strlen(text);

    /* A beginning is enough, so that the list narrows while the word is typed. */
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++) {
        if (strncmp(known[i].word, text, len) == 0) {
            w->kind = known[i].kind;
            return ERR_OK;
        }
    }
    return refused(err_fmt(_("@%s is not known"), text), _("use @open or @overdue"));
}

static enum err tilde_word(struct query_word *w, const char *text) {
    w->kind = QUERY_UNVISITED;
    w->days = 60;
    if (!*text)
        return ERR_OK;
    if (!all_digits(text) || strlen(text) > 5)
        return refused(err_fmt(_("~%s is no number of days"), text), _("write ~60 for households not visited for 60 days"));
    w->days = strtol(text, NULL, 10);
    return ERR_OK;
}

static enum err read_word(struct query_word *w, const char *text) {
    size_t len = strlen(text);

    memset(w, 0, sizeof *w);
    if (len >= QUERY_WORD_SIZE)
        return err_say(ERR_RANGE, _("cannot search for that"), _("a word is too long"), _("use a shorter part of it"));
    if (text[0] == '@')
        return at_word(w, text + 1);
    if (text[0] == '~')
        return tilde_word(w, text + 1);
    if (text[0] == '#') {
        w->kind = QUERY_NUMBER;
        strcpy(w->text, text + 1);
        return ERR_OK;
    }
    strcpy(w->text, text);
    w->kind = all_digits(text) ? QUERY_DIGITS : door_like(text) ? QUERY_DOOR : QUERY_NAME;
    return ERR_OK;
}

static bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

/* Whether `next` goes on with the door that `w` begins. Behind one part alone four digits and more may be a phone's. */
static bool goes_on(const struct query_word *w, const struct query_word *next, bool parts) {
    bool words = !is_digit(w->text[strlen(w->text) - 1]); /* 3栋 */

    if ((w->kind != QUERY_DIGITS && w->kind != QUERY_DOOR) || strlen(w->text) > 24 || strlen(next->text) > 24)
        return false;
    if (next->kind == QUERY_DOOR)
        return words && is_digit(next->text[0]) && !strchr(next->text, '-');
    return next->kind == QUERY_DIGITS && strlen(next->text) <= 5 && (words || strlen(w->text) <= 8) &&
           (parts || strlen(next->text) <= 3);
}

/* `3 2 501`, `3栋 2单元 501`: parts in a row are one door. */
static void join_door(struct query *q) {
    size_t to = 0;

    for (size_t i = 0; i < q->count; to++) {
        struct query_word w = q->words[i++];
        bool parts = strchr(w.text, '-') != NULL;

        for (; i < q->count && *w.text && goes_on(&w, &q->words[i], parts); parts = true) {
            strcat(w.text, is_digit(w.text[strlen(w.text) - 1]) ? "-" : "");
            strcat(w.text, q->words[i++].text);
            w.kind = QUERY_DOOR;
        }
        q->words[to] = w;
    }
    q->count = to;
}

enum err query_read(struct query *out, const char *text, size_t len) {
    struct buf folded = {0};
    enum err e = ERR_OK;
    char *rest = NULL;

    memset(out, 0, sizeof *out);
    if (len == (size_t)-1)
        len = strlen(text);
    if (len > QUERY_TEXT_MAX)
        return err_say(ERR_RANGE, _("cannot search for that"), err_fmt(_("it is longer than %d bytes"), QUERY_TEXT_MAX),
                       _("use a shorter part of it"));
    fold_text(&folded, text, len);
    for (char *word = strtok_r(folded.data ? folded.data : (char[]){""}, " ", &rest); word && e == ERR_OK;
         word = strtok_r(NULL, " ", &rest)) {
        if (out->count == QUERY_WORDS_MAX)
            e = err_say(ERR_RANGE, _("cannot search for that"), _("it has too many words"), _("use at most eight words"));
        else
            e = read_word(&out->words[out->count], word);
        out->count += e == ERR_OK;
    }
    buf_free(&folded);
    if (e != ERR_OK) {
        memset(out, 0, sizeof *out);
        return e;
    }
    join_door(out);
    return ERR_OK;
}
