/* Drawing of forms: labels, lines, choices, what a lookup found. A form longer than the area scrolls to the field that has the
 * focus. */
#include <stdio.h>
#include <string.h>
#include "form_inner.h"
#include "linli/clock.h"
#include "linli/i18n.h"
#include "linli/mem.h"
#include "linli/policy.h"
#include "linli/width.h"
#include "listing.h"
#include "term.h"
#include "words.h"

#define NOTE_ROWS 3
#define NOTE_ROWS_SMALL 2
#define SHORT_LIST 6 /* a longer list is open only while its field has the focus */
#define GAP 2
#define ADVICE_ROWS 3

/* Where a field is drawn; rows outside the area are left out. */
struct place {
    const struct area *area;
    int row; /* of the field's first line on screen, may lie outside */
    int col, cells;
    bool focused;
};

static bool visible(const struct place *p, int line) {
    return p->row + line >= p->area->row && p->row + line < p->area->row + p->area->rows;
}

static void put(const struct place *p, int line, int col, int cells, enum paint paint, const char *text) {
    if (visible(p, line) && cells > 0)
        screen_put(p->row + line, col, cells, paint, text);
}

static int label_cells(const struct form *f) {
    int cells = 0;

    for (size_t i = f->first; i < f->spec->count; i++) {
        int n = form_shows(f, i) ? screen_cells(_(f->spec->fields[i].label)) : 0;

        cells = n > cells ? n : cells;
    }
    return cells + GAP;
}

/* --- choices: `[1 met]  2 nobody home  3 by phone`, as many a line as fit --- */

static void option_text(struct buf *out, const struct form *f, size_t field, int n) {
    int value = form_choice_value(f, field, n);
    bool chosen = value == f->fields[field].choice;

    buf_printf(out, "%s%d %s%s", chosen ? "[" : " ", n, form_choice_words(f, field, value), chosen ? "]" : " ");
}

/* Lines that the options take; with `p` they are drawn too. */
static int options(const struct form *f, size_t field, int cells, const struct place *p) {
    int line = 0, col = 0, count = form_choices(f, field);
    struct buf text = {0};
    bool placed = false;

    for (int n = 1; n <= count; n++) {
        int width;
        bool chosen = form_choice_value(f, field, n) == f->fields[field].choice;

        buf_reset(&text);
        option_text(&text, f, field, n);
        width = screen_cells(buf_text(&text));
        if (col && col + width > cells) {
            line++;
            col = 0;
        }
        if (p)
            put(p, line, p->col + col, cells - col, chosen ? PAINT_SELECTED : PAINT_TEXT, buf_text(&text));
        if (p && p->focused && visible(p, line) && (chosen || !placed)) {
            term_cursor(p->row + line, p->col + col + 1);
            placed = true;
        }
        col += width;
    }
    if (p && !count) {
        put(p, 0, p->col + 1, cells, PAINT_QUIET,
            f->spec->fields[field].kind == FIELD_PICK ? _("none yet") : _("fill in the field above first"));
        if (p->focused && visible(p, 0))
            term_cursor(p->row, p->col + 1);
    }
    buf_free(&text);
    return line + 1;
}

static bool closed_list(const struct form *f, size_t field) {
    return form_choices(f, field) > SHORT_LIST && f->focus != field;
}

/* What a choice asks, behind its options where all of it fits. */
static void draw_question(const struct form *f, size_t field, const struct place *p) {
    const char *question = f->spec->fields[field].hint ? _(f->spec->fields[field].hint) : "";
    struct buf text = {0};
    int used = 0;

    for (int n = 1; n <= form_choices(f, field); n++) {
        buf_reset(&text);
        option_text(&text, f, field, n);
        used += screen_cells(buf_text(&text));
    }
    if (used + GAP + screen_cells(question) <= p->cells)
        put(p, 0, p->col + used + GAP, p->cells - used - GAP, PAINT_QUIET, question);
    buf_free(&text);
}

static void draw_choice(const struct form *f, size_t field, const struct place *p) {
    const char *words = form_choice_words(f, field, f->fields[field].choice);

    if (closed_list(f, field))
        put(p, 0, p->col + 1, p->cells - 1, PAINT_ENTRY, *words ? words : "-");
    else
        options(f, field, p->cells, p);
    draw_question(f, field, p);
}

/* --- text --- */

static void draw_hint(const struct form *f, size_t field, const struct place *p) {
    const struct field_spec *spec = &f->spec->fields[field];

    if (p->focused && spec->hint && !f->fields[field].edit.text.len)
        put(p, 0, p->col + GAP, p->cells - GAP, PAINT_QUIET, _(spec->hint));
}

static void draw_text(const struct form *f, size_t field, const struct place *p, int cells) {
    if (visible(p, 0))
        screen_entry(p->row, p->col, cells, &f->fields[field].edit, p->focused);
    draw_hint(f, field, p);
}

static void draw_date(const struct form *f, size_t field, const struct place *p) {
    char date[CLOCK_DATE_SIZE];
    struct buf echo = {0};

    draw_text(f, field, p, p->cells < 26 ? p->cells : 12);
    if (p->cells >= 26 && form_day(date, f, field) == ERR_OK && *date && strcmp(date, form_text(f, field)) != 0) {
        buf_printf(&echo, "= %s", date);
        put(p, 0, p->col + 13, p->cells - 13, PAINT_QUIET, buf_text(&echo));
    }
    buf_free(&echo);
}

static void draw_household(struct form *f, size_t field, const struct place *p) {
    struct field *d = &f->fields[field];
    struct buf echo = {0};

    draw_text(f, field, p, p->cells);
    if (!d->edit.text.len)
        return;
    form_household(f, field);
    if (d->found) {
        buf_puts(&echo, "= ");
        words_door(&echo, &d->row.door, 24);
        buf_printf(&echo, " %s", d->row.head);
        if (d->matches > 1)
            buf_printf(&echo, _("  (%d of %d%s, PgDn: the next)"), (int)d->match + 1, (int)d->matches,
                       d->matches == MATCHES_MAX ? "+" : "");
    } else {
        buf_puts(&echo, _("no such household"));
        if (d->nearest) {
            buf_puts(&echo, _(", nearest: "));
            words_door(&echo, &d->row.door, 24);
            buf_printf(&echo, " %s", d->row.head);
        }
    }
    put(p, 1, p->col, p->cells, d->found ? PAINT_TEXT : PAINT_ERROR, buf_text(&echo));
    buf_free(&echo);
}

static void draw_found(struct form *f, size_t field, const struct place *p) {
    struct field *d = &f->fields[field];
    const struct field_option *found;
    struct buf echo = {0};

    draw_text(f, field, p, p->cells);
    if (!d->edit.text.len)
        return;
    found = form_option(f, field);
    if (found)
        buf_printf(&echo, "= %s", found->words);
    else
        buf_puts(&echo, _("nothing in the list fits"));
    if (found && d->matches > 1)
        buf_printf(&echo, _("  (%d of %d%s, PgDn: the next)"), (int)d->match + 1, (int)d->matches,
                   d->matches == MATCHES_MAX ? "+" : "");
    put(p, 1, p->col, p->cells, found ? PAINT_TEXT : PAINT_ERROR, buf_text(&echo));
    buf_free(&echo);
}

/* Nobody reads it over the shoulder once the caret has left it. */
static void draw_secret(const struct form *f, size_t field, const struct place *p) {
    struct buf mask = {0};

    if (p->focused) {
        draw_text(f, field, p, p->cells);
    } else {
        policy_mask_phone(&mask, form_text(f, field));
        put(p, 0, p->col, p->cells, PAINT_ENTRY, buf_text(&mask));
    }
    buf_free(&mask);
}

/* What the text was taken for, in the line below. */
static void draw_echo(const struct form *f, size_t field, const struct place *p) {
    struct buf echo = {0};
    bool good = f->spec->fields[field].echo(f, &echo);

    if (f->fields[field].edit.text.len)
        put(p, 1, p->col, p->cells, good ? PAINT_TEXT : PAINT_ERROR, buf_text(&echo));
    buf_free(&echo);
}

static int note_rows(const struct area *area) {
    return area->rows >= 15 ? NOTE_ROWS : NOTE_ROWS_SMALL;
}

/* The line of the wrapped text that holds the caret; a caret at the very end of a full line belongs to the next. */
static size_t caret_line(const struct width_line *lines, size_t count, const char *caret) {
    size_t at = 0;

    while (at + 1 < count && lines[at + 1].text <= caret)
        at++;
    return at;
}

static void draw_note(const struct form *f, size_t field, const struct place *p) {
    static struct width_line lines[1024];
    const struct edit *e = &f->fields[field].edit;
    const char *text = edit_text(e), *caret = text + e->caret;
    size_t count = width_wrap(lines, 1024, text, e->text.len, p->cells - 1), rows = (size_t)note_rows(p->area), at = 0, top = 0;

    if (count > 1024)
        count = 1024;
    if (p->focused && count) {
        at = caret_line(lines, count, caret);
        top = at >= rows ? at - rows + 1 : 0;
    }
    for (size_t i = 0; i < rows && top + i < count; i++) {
        const char *shown = screen_shown(lines[top + i].text, lines[top + i].len);

        if (visible(p, (int)i))
            term_put(p->row + (int)i, p->col, p->cells, PAINT_ENTRY, shown, strlen(shown));
    }
    if (p->focused && visible(p, (int)(at - top))) {
        int col = count ? width_text(screen_shown(lines[at].text, (size_t)(caret - lines[at].text)), SIZE_MAX) : 0;

        term_cursor(p->row + (int)(at - top), p->col + (col < p->cells ? col : p->cells - 1));
    }
    draw_hint(f, field, p);
}

/* --- the whole --- */

static int height(const struct form *f, size_t field, int cells, const struct area *area) {
    if (!form_shows(f, field))
        return 0;
    if (field == f->spec->count)
        return 1;
    switch (f->spec->fields[field].kind) {
    case FIELD_NOTE:
        return f->tight && f->focus != field && !f->fields[field].edit.text.len ? 1 : note_rows(area);
    case FIELD_HOUSEHOLD:
    case FIELD_FIND:
        return 2;
    case FIELD_CHOICE:
    case FIELD_PICK:
        return closed_list(f, field) ? 1 : options(f, field, cells, NULL);
    default:
        return f->spec->fields[field].echo ? 2 : 1;
    }
}

static void draw_done(const struct form *f, const struct place *p) {
    char key[KEY_NAME_SIZE] = "";
    struct buf text = {0};

    request_shown_key(REQ_DONE, true, key);
    buf_printf(&text, "%s (%s)", request_label(REQ_DONE), key);
    put(p, 0, LISTING_MARK_CELLS, p->cells, PAINT_LABEL, buf_text(&text));
    if (f->focus == f->spec->count && visible(p, 0))
        term_cursor(p->row, LISTING_MARK_CELLS);
    buf_free(&text);
}

static void draw_field(struct form *f, size_t field, const struct place *p) {
    if (p->focused && visible(p, 0))
        screen_put(p->row, 0, LISTING_MARK_CELLS, PAINT_MARK, ">");
    if (field == f->spec->count) {
        draw_done(f, p);
        return;
    }
    put(p, 0, LISTING_MARK_CELLS, p->col - LISTING_MARK_CELLS, PAINT_LABEL, _(f->spec->fields[field].label));
    switch (f->spec->fields[field].kind) {
    case FIELD_TEXT:
        draw_text(f, field, p, p->cells);
        if (f->spec->fields[field].echo)
            draw_echo(f, field, p);
        break;
    case FIELD_NOTE:
        draw_note(f, field, p);
        break;
    case FIELD_CHOICE:
    case FIELD_PICK:
        draw_choice(f, field, p);
        break;
    case FIELD_FIND:
        draw_found(f, field, p);
        break;
    case FIELD_SECRET:
        draw_secret(f, field, p);
        break;
    case FIELD_DATE:
        draw_date(f, field, p);
        break;
    case FIELD_HOUSEHOLD:
        draw_household(f, field, p);
        break;
    }
}

static void draw_title(const struct form *f, const struct area *area) {
    struct buf title = {0};

    buf_printf(&title, "%s  %s", _(f->spec->title), f->about);
    screen_put(area->row, LISTING_MARK_CELLS, area->cols - LISTING_MARK_CELLS, PAINT_TITLE, buf_text(&title));
    buf_free(&title);
    if (f->unkept)
        screen_put_right(area->row, LISTING_MARK_CELLS, area->cols - LISTING_MARK_CELLS, PAINT_ERROR, _(" not kept!"));
}

/* What to know first, below the title; returns its rows. */
static int draw_advice(const struct form *f, const struct area *area) {
    const char *text = f->spec->advice ? f->spec->advice(f) : NULL;
    struct width_line lines[ADVICE_ROWS];
    int cells = area->cols - LISTING_MARK_CELLS;
    struct buf shown = {0};
    size_t count;

    if (!text || !*text || area->rows < 8)
        return 0;
    buf_puts(&shown, screen_shown(text, strlen(text)));
    count = width_wrap(lines, ADVICE_ROWS, buf_text(&shown), shown.len, cells);
    count = count > ADVICE_ROWS ? ADVICE_ROWS : count;
    for (size_t i = 0; i < count; i++) {
        char *line = mem_dup_n(lines[i].text, lines[i].len);

        screen_put(area->row + 1 + (int)i, LISTING_MARK_CELLS, cells, PAINT_ERROR, line);
        mem_free(line);
    }
    buf_free(&shown);
    return (int)count;
}

/* Keeps the focused field in the area, and a line free below it where text is typed: there an input method opens its window. */
static void scroll(struct form *f, int start, int rows, int area_rows) {
    if (f->focus < f->spec->count && !form_is_choice(f, f->focus))
        rows++;
    if (start + rows > (int)f->top + area_rows)
        f->top = (size_t)(start + rows - area_rows);
    if (start < (int)f->top)
        f->top = (size_t)start;
}

void form_draw(struct view *v, const struct area *area) {
    struct form *f = (struct form *)v;
    int col = LISTING_MARK_CELLS + label_cells(f), cells = area->cols - col, total = 0;
    int start[FORM_FIELDS_MAX + 1], shown = 0;
    bool airy;
    int told = draw_advice(f, area);
    struct area body = {area->row + 1 + told, area->rows - 1 - told, area->cols};

    f->tight = false;
    for (size_t i = f->first; i <= f->spec->count; i++) {
        total += height(f, i, cells, area);
        shown += form_shows(f, i);
    }
    f->tight = total > body.rows;
    airy = total + shown <= body.rows; /* an empty line before each field where there is room */
    total = 0;
    for (size_t i = f->first; i <= f->spec->count; i++) {
        total += airy && form_shows(f, i) ? 1 : 0;
        start[i] = total;
        total += height(f, i, cells, area);
    }
    scroll(f, start[f->focus], height(f, f->focus, cells, area), body.rows);
    if (total <= body.rows)
        f->top = 0;
    draw_title(f, area);
    for (size_t i = f->first; i <= f->spec->count; i++) {
        struct place p = {&body, body.row + start[i] - (int)f->top, col, cells, f->focus == i};

        if (form_shows(f, i))
            draw_field(f, i, &p);
    }
}
