/* Masked numbers in forms. */
#include "phones.h"

#include <string.h>
#include "linli/i18n.h"
#include "linli/mem.h"
#include "linli/policy.h"

/* The next number of a list of lines; NULL behind the last. Owned by the caller. */
static char *next_line(const char **from) {
    size_t len = strcspn(*from, "\n");
    char *line;

    if (!**from)
        return NULL;
    line = mem_dup_n(*from, len);
    *from += len + ((*from)[len] == '\n');
    return line;
}

void phones_masked(struct buf *out, const char *phones) {
    bool any = false;

    for (char *one; (one = next_line(&phones)) != NULL; mem_free(one)) {
        buf_puts(out, any ? "; " : "");
        policy_mask_phone(out, one);
        any = true;
    }
}

/* The number whose mask is `piece`; two with one mask come in their order. */
static bool put_whole(struct buf *out, const char *piece, size_t len, const char *phones, unsigned *used) {
    bool found = false;
    unsigned n = 0;

    for (char *one; !found && (one = next_line(&phones)) != NULL; mem_free(one), n++) {
        struct buf mask = {0};

        policy_mask_phone(&mask, one);
        found = mask.len == len && memcmp(buf_text(&mask), piece, len) == 0 && (n >= 32 || !(*used & 1u << n));
        if (found) {
            buf_puts(out, one);
            *used |= n < 32 ? 1u << n : 0;
        }
        buf_free(&mask);
    }
    return found;
}

static const char *find_end(const char *piece) {
    static const char *const signs[] = {";", ",", "；", "，", "、"};
    const char *end = piece + strlen(piece);

    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++) {
        const char *at = strstr(piece, signs[i]);

        end = at && at < end ? at : end;
    }
    return end;
}

enum err phones_unmasked(struct buf *out, const char *typed, const char *phones) {
    unsigned used = 0;

    while (*typed) {
        const char *from = typed + strspn(typed, " "), *end = find_end(from);
        size_t len = (size_t)(end - from);

        while (len && from[len - 1] == ' ')
            len--;
        if (len && !put_whole(out, from, len, phones, &used)) {
            if (memchr(from, '*', len))
                return err_say(ERR_SYNTAX, _("A number is not whole"), err_fmt("%.*s", (int)(len < 60 ? len : 60), from),
                               _("type it in full; C-u empties the field"));
            buf_add(out, from, len);
        }
        typed = end;
        while (*typed && (find_end(typed) == typed || *typed == ' '))
            typed += (unsigned char)*typed >= 0x80 ? 3 : 1;
        if (len && *typed)
            buf_putc(out, ';');
    }
    return ERR_OK;
}
