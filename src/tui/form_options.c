/* Forms: fields that offer what the form was made with: parties, items, entries of a directory, workers. */
#include <string.h>
#include "form_inner.h"
#include "linli/fold.h"
#include "linli/i18n.h"
#include "linli/mem.h"
#include "linli/pinyin.h"

void form_offer(struct form *f, size_t field, const struct field_option *option) {
    struct field *d = &f->fields[field];

    d->options = mem_resize(d->options, d->option_count + 1, sizeof *d->options);
    d->options[d->option_count++] = *option;
    d->looked = false;
}

int form_option_value(const struct form *f, size_t field, const char *code) {
    const struct field *d = &f->fields[field];

    for (size_t i = 0; *code && i < d->option_count; i++)
        if (strcmp(d->options[i].code, code) == 0)
            return (int)i + 1;
    return 0;
}

/* --- looking up --- */

enum { FITS_WHOLE, FITS_START, FITS_INSIDE, FITS_NOT };

static int fit_of_text(const char *text, const char *word) {
    struct buf folded = {0};
    const char *at;
    int fit = FITS_NOT;

    fold_text(&folded, text, strlen(text));
    at = strstr(buf_text(&folded), word);
    if (at)
        fit = at > buf_text(&folded) ? FITS_INSIDE : strlen(at) == strlen(word) ? FITS_WHOLE : FITS_START;
    buf_free(&folded);
    return fit;
}

static int fit_of(const struct field_option *o, const char *word) {
    int words = fit_of_text(o->words, word), also = *o->also ? fit_of_text(o->also, word) : FITS_NOT;
    enum pinyin_fit sound = pinyin_match(o->words, word);
    int fit = words < also ? words : also;

    if (sound == PINYIN_START && fit > FITS_START)
        return FITS_START;
    return sound == PINYIN_INSIDE && fit > FITS_INSIDE ? FITS_INSIDE : fit;
}

size_t form_find_options(const struct field *d, const char *text, size_t *hits, size_t room) {
    struct buf word = {0};
    size_t count = 0;

    fold_text(&word, text, strlen(text));
    for (int fit = FITS_WHOLE; word.len && fit < FITS_NOT; fit++)
        for (size_t i = 0; i < d->option_count && count < room; i++)
            if (fit_of(&d->options[i], buf_text(&word)) == fit)
                hits[count++] = i;
    buf_free(&word);
    return count;
}

void form_look_up_option(struct field *d) {
    size_t hits[MATCHES_MAX];

    if (d->looked)
        return;
    d->looked = true;
    d->matches = form_find_options(d, edit_text(&d->edit), hits, MATCHES_MAX);
    if (d->match >= d->matches)
        d->match = 0;
    d->found = d->matches > 0;
    if (d->found)
        d->hit = hits[d->match];
}

const struct field_option *form_option(struct form *f, size_t field) {
    struct field *d = &f->fields[field];

    if (form_is_choice(f, field))
        return d->choice > 0 && d->choice <= (int)d->option_count ? &d->options[d->choice - 1] : NULL;
    form_look_up_option(d);
    return d->found ? &d->options[d->hit] : NULL;
}

enum err form_found(struct form *f, size_t field) {
    if (!*form_text(f, field) || form_option(f, field))
        return ERR_OK;
    f->focus = field;
    return err_say(ERR_NOT_FOUND, err_fmt(_("Nothing in the list fits %.60s"), form_text(f, field)), NULL,
                   _("correct it, or empty the field"));
}
