/* Letters, candidates, and the line that shows them. */
#include "pinyin_line.h"

#include <stdlib.h>
#include <string.h>
#include "linli/compose.h"
#include "linli/find.h"
#include "linli/fold.h"
#include "linli/i18n.h"
#include "linli/mem.h"
#include "linli/pinyin.h"
#include "linli/utf8.h"
#include "term.h"

#define WORDS_MAX 160       /* names and words that are compared */
#define CANDIDATES_MAX 1200 /* of the syllable with the most characters there are about 900 */
#define FIRST_CHARACTERS 90
#define SHORT_BEGUN 4 /* longer names offered for a single syllable: its characters follow */
#define ROWS_READ 32  /* of the record, for names */
#define TEXTS_MAX 65536
#define KINDS_ON 16
#define NUMBERS 9

enum class { CLASS_WHOLE, CLASS_BEGUN, CLASS_PART, CLASS_CHARACTER };

struct candidate {
    char text[COMPOSE_WORD];
    uint8_t used;
    uint8_t class;
    uint16_t met, place; /* how often, and in which order it came */
};

struct pinyin_line {
    struct app *app;
    const char *on[KINDS_ON]; /* names of the views where it is on */
    char letters[COMPOSE_LETTERS + 1];
    size_t len;
    bool after_han; /* what was written last is Chinese: so is a comma behind it */
    struct buf texts;
    bool has_texts;
    struct compose read; /* of the letters */
    /* What the record was asked: letters for which it has no name, so none for more of them; those it has names for, and these.
     */
    char no_name[COMPOSE_LETTERS + 1], asked[COMPOSE_LETTERS + 1];
    struct buf names;
    bool fresh; /* the candidates are those of the letters */
    bool rare;  /* with characters of no common list */
    size_t count;
    size_t first, shown; /* the page */
    struct candidate list[CANDIDATES_MAX];
};

struct pinyin_line *pinyin_line_new(struct app *app) {
    struct pinyin_line *p = mem_new(1, sizeof *p);

    p->app = app;
    return p;
}

void pinyin_line_free(struct pinyin_line *p) {
    if (p) {
        buf_free(&p->texts);
        buf_free(&p->names);
    }
    mem_free(p);
}

/* --- on and off --- */

static bool is_typed(const struct pinyin_line *p) {
    struct view *v = app_top(p->app);

    return v->ops->takes_words && v->ops->takes_words(v) && !term_is_ascii();
}

static size_t place_of(const struct pinyin_line *p) {
    const char *name = app_top(p->app)->ops->name;
    size_t i = 0;

    while (i < KINDS_ON && p->on[i] && strcmp(p->on[i], name) != 0)
        i++;
    return i;
}

bool pinyin_line_is_on(const struct pinyin_line *p) {
    size_t i;

    if (!p || !is_typed(p))
        return false;
    i = place_of(p);
    return i < KINDS_ON && p->on[i];
}

static void clear(struct pinyin_line *p) {
    p->len = p->first = 0;
    p->letters[0] = p->asked[0] = p->no_name[0] = '\0';
    p->fresh = p->rare = false;
}

/* Gives text to the view as if it had been pasted. */
static void write_text(struct pinyin_line *p, const char *text, size_t len) {
    struct view *v = app_top(p->app);
    struct buf bytes = {0};

    buf_add(&bytes, text, len);
    if (len)
        v->ops->key(v, &(struct key){.code = K_PASTE}, &bytes);
    buf_free(&bytes);
    p->app->dirty = true;
}

static void write_letters(struct pinyin_line *p) {
    char letters[COMPOSE_LETTERS + 1];
    size_t len = p->len;

    memcpy(letters, p->letters, sizeof letters);
    clear(p);
    p->after_han = false;
    write_text(p, letters, len);
}

void pinyin_line_toggle(struct pinyin_line *p) {
    size_t i = place_of(p);

    write_letters(p);
    if (i == KINDS_ON)
        return;
    if (p->on[i]) {
        for (; i + 1 < KINDS_ON; i++)
            p->on[i] = p->on[i + 1];
        p->on[i] = NULL;
        app_say(p->app, _("Pinyin is off: letters are letters again."));
    } else {
        p->on[i] = app_top(p->app)->ops->name;
        app_say(p->app, _("Pinyin is on: type letters, then a digit or Space takes the word; - and = turn pages."));
    }
}

/* --- candidates --- */

static void read_texts(struct pinyin_line *p) {
    static const enum list vocabulary[] = {LIST_TYPE,  LIST_MATTER,    LIST_STEP,      LIST_EXIT,  LIST_LEVEL,
                                           LIST_NEED,  LIST_PURPOSE,   LIST_OUTCOME,   LIST_ITEM,  LIST_ROLE,
                                           LIST_GRADE, LIST_OCCUPANCY, LIST_AGREEMENT, LIST_SOURCE};

    if (p->has_texts)
        return;
    p->has_texts = true;
    if (find_texts(p->app->store, &p->texts, TEXTS_MAX) != ERR_OK)
        app_say_error(p->app);
    for (size_t i = 0; i < sizeof vocabulary / sizeof *vocabulary; i++)
        for (int v = 1; v < kinds_count(vocabulary[i]); v++)
            buf_printf(&p->texts, "%s\n", kinds_words(vocabulary[i], v));
}

static void add(struct pinyin_line *p, const char *text, size_t len, size_t used, enum class class, size_t room) {
    struct candidate *c;

    if (!len || len >= COMPOSE_WORD)
        return;
    for (size_t i = 0; i < p->count; i++) {
        c = &p->list[i];
        if (strncmp(c->text, text, len) == 0 && !c->text[len] && c->used == used) {
            c->met += c->met < UINT16_MAX;
            return;
        }
    }
    if (p->count >= room)
        return;
    c = &p->list[p->count];
    *c = (struct candidate){.used = (uint8_t)used, .class = (uint8_t) class, .met = 1, .place = (uint16_t)p->count};
    memcpy(c->text, text, len);
    p->count++;
}

static void add_name(void *arg, const char *name) {
    struct pinyin_line *p = arg;
    bool begun;
    size_t used = compose_fits(&p->read, name, &begun);

    if (used)
        add(p, name, strlen(name), used, begun ? CLASS_BEGUN : used == p->read.len ? CLASS_WHOLE : CLASS_PART, WORDS_MAX);
}

static void add_part(void *arg, const char *word, size_t len, size_t used) {
    struct pinyin_line *p = arg;

    add(p, word, len, used, used == p->read.len ? CLASS_WHOLE : CLASS_PART, WORDS_MAX);
}

static void add_character(void *arg, const char *word, size_t len, size_t used) {
    add(arg, word, len, used, CLASS_CHARACTER, CANDIDATES_MAX);
}

static void keep_name(void *arg, const char *name) {
    struct pinyin_line *p = arg;
    size_t before = p->count;

    add_name(p, name);
    if (p->count > before)
        buf_add(&p->names, name, strlen(name) + 1);
}

/* Whether there are names for these letters; the record is asked where that is not known. */
static bool find_part(struct pinyin_line *p, const char *part) {
    if (*p->no_name && strncmp(part, p->no_name, strlen(p->no_name)) == 0)
        return false;
    if (strcmp(part, p->asked) == 0) {
        for (size_t i = 0; i < p->names.len; i += strlen(p->names.data + i) + 1)
            add_name(p, p->names.data + i);
        return p->count > 0;
    }
    buf_reset(&p->names);
    memcpy(p->asked, part, strlen(part) + 1);
    if (find_names(p->app->store, part, ROWS_READ, keep_name, p) != ERR_OK)
        app_say_error(p->app);
    else if (!p->count)
        memcpy(p->no_name, part, strlen(part) + 1);
    return p->count > 0;
}

/* Names by the index: of all the letters; where there is none, of fewer and fewer syllables. */
static void find_in_record(struct pinyin_line *p) {
    char part[COMPOSE_LETTERS + 1];

    for (size_t k = 0; compose_part(&p->read, k, part) && !find_part(p, part); k++)
        ;
}

static int in_order(const void *x, const void *y) {
    const struct candidate *a = x, *b = y;

    if (a->class != b->class)
        return a->class < b->class ? -1 : 1;
    if (a->used != b->used)
        return a->used > b->used ? -1 : 1;
    if (a->met != b->met)
        return a->met > b->met ? -1 : 1;
    return a->place < b->place ? -1 : 1;
}

static void add_first_of(struct pinyin_line *p, const char *name) {
    uint32_t cp;
    size_t len = utf8_read(&cp, name, strlen(name));
    const char *reading;

    for (size_t k = 0; (reading = pinyin_reading(cp, k)) != NULL; k++)
        if (strcmp(reading, p->read.letters) == 0)
            add(p, name, len, p->read.len, CLASS_CHARACTER, WORDS_MAX);
}

/* Of a single syllable's longer names only the most frequent: its characters shall be on the first page, and those first with
 * which such names begin. */
static void cut_begun(struct pinyin_line *p) {
    size_t kept = 0, begun = 0, names = p->count;

    for (size_t i = 0; i < names; i++)
        if (p->list[i].class == CLASS_BEGUN)
            add_first_of(p, p->list[i].text);
    for (size_t i = 0; i < p->count; i++)
        if (p->list[i].class != CLASS_BEGUN || begun++ < SHORT_BEGUN)
            p->list[kept++] = p->list[i];
    p->count = kept;
}

static void fill(struct pinyin_line *p) {
    if (p->fresh)
        return;
    p->fresh = true;
    p->count = 0;
    read_texts(p);
    compose_read(&p->read, p->letters, p->len);
    find_in_record(p);
    compose_parts_of(&p->read, buf_text(&p->texts), p->texts.len, add_part, p);
    qsort(p->list, p->count, sizeof *p->list, in_order);
    if (compose_is_short(&p->read))
        cut_begun(p);
    compose_characters(&p->read, p->rare ? CANDIDATES_MAX : FIRST_CHARACTERS, false, add_character, p);
    if (p->rare)
        compose_characters(&p->read, CANDIDATES_MAX, true, add_character, p);
}

/* --- the page --- */

static void write_candidate(const struct pinyin_line *p, size_t number, struct buf *out) {
    buf_reset(out);
    buf_printf(out, " %d%s", (int)number, p->list[p->first + number - 1].text);
}

/* Counts those that fit beside the letters, whether or not a frame was drawn since they were typed. */
static void lay_out(struct pinyin_line *p) {
    struct buf text = {0};
    int rows, cols, col = (int)p->len;

    fill(p);
    term_size(&rows, &cols);
    for (p->shown = 0; p->shown < NUMBERS && p->first + p->shown < p->count; p->shown++) {
        write_candidate(p, p->shown + 1, &text);
        col += screen_cells(buf_text(&text));
        if (col > cols - 2)
            break;
    }
    buf_free(&text);
}

/* --- taking one --- */

static void take(struct pinyin_line *p, size_t at) {
    struct candidate c;

    fill(p);
    if (at >= p->count)
        return;
    c = p->list[at];
    p->len -= c.used;
    memmove(p->letters, p->letters + c.used, p->len + 1);
    p->first = 0;
    p->asked[0] = p->no_name[0] = '\0';
    p->fresh = p->rare = false;
    p->after_han = true;
    write_text(p, c.text, strlen(c.text));
}

static void take_number(struct pinyin_line *p, size_t number) {
    lay_out(p);
    if (number <= p->shown && p->first + number <= p->count)
        take(p, p->first + number - 1);
    else if (!p->count)
        app_say(p->app, _("These letters are no pinyin: Enter keeps them as they are, Esc takes them away."));
    else
        app_say(p->app, err_fmt(_("There are %d to choose from."), (int)p->shown));
}

static void turn(struct pinyin_line *p, bool on) {
    size_t step;

    lay_out(p);
    step = p->shown ? p->shown : 1;
    if (!on) {
        if (!p->first)
            app_say(p->app, _("There is nothing more that way."));
        p->first = p->first > step ? p->first - step : 0;
        return;
    }
    if (p->first + step >= p->count && !p->rare) {
        p->rare = true;
        p->fresh = false;
        fill(p);
    }
    if (p->first + step < p->count)
        p->first += step;
    else
        app_say(p->app, _("There is nothing more that way."));
}

/* --- keys --- */

/* What a sign is behind Chinese: NULL where it stays as it is. */
static const char *chinese_sign(uint32_t cp) {
    static const struct {
        char sign;
        const char *chinese;
    } signs[] = {{',', "，"}, {'.', "。"}, {'?', "？"}, {'!', "！"}, {':', "："},
                 {';', "；"}, {'(', "（"}, {')', "）"}, {'\\', "、"}};

    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
        if ((uint32_t)signs[i].sign == cp)
            return signs[i].chinese;
    return NULL;
}

static bool add_letter(struct pinyin_line *p, char letter) {
    if (p->len == COMPOSE_LETTERS)
        app_say(p->app, _("That is much at once: choose words for these letters first."));
    else {
        p->letters[p->len++] = letter;
        p->letters[p->len] = '\0';
        p->first = 0;
        p->fresh = p->rare = false;
    }
    return true;
}

/* With no letters waiting only a letter, and a sign behind Chinese, is of interest here. */
static bool begin(struct pinyin_line *p, const struct key *key) {
    const char *sign = p->after_han && key->code == K_TEXT ? chinese_sign(key->cp) : NULL;
    char letter = key->code == K_TEXT ? compose_letter(key->cp) : '\0';

    if (letter && letter != '\'' && !(key->cp >= 'A' && key->cp <= 'Z'))
        return add_letter(p, letter);
    if (sign)
        write_text(p, sign, strlen(sign));
    p->after_han = sign || (key->code == K_TEXT && utf8_is_han(key->cp));
    return sign != NULL;
}

static bool type(struct pinyin_line *p, uint32_t cp) {
    char letter = compose_letter(cp);
    uint32_t plain = fold_key(cp);

    if (letter)
        return add_letter(p, letter);
    if (plain >= '1' && plain <= '9')
        take_number(p, plain - '0');
    else if (plain == ' ')
        take_number(p, 1);
    else if (plain == '=' || plain == '-' || plain == '+')
        turn(p, plain != '-');
    else {
        fill(p);
        if (p->count)
            take(p, p->first);
        write_letters(p); /* of which no word was made */
        p->after_han = true;
        return begin(p, &(struct key){.code = K_TEXT, .cp = cp});
    }
    return true;
}

bool pinyin_line_key(struct pinyin_line *p, const struct key *key) {
    if (!pinyin_line_is_on(p)) {
        if (p)
            clear(p); /* the view that it was for is gone */
        return false;
    }
    if (!p->len)
        return begin(p, key);
    p->app->dirty = true;
    switch (key->code) {
    case K_TEXT:
        return type(p, key->cp);
    case K_PGDN:
    case K_DOWN:
    case K_PGUP:
    case K_UP:
        turn(p, key->code == K_PGDN || key->code == K_DOWN);
        return true;
    case K_BACKSPACE:
        p->letters[--p->len] = '\0';
        p->first = 0;
        p->fresh = p->rare = false;
        return true;
    case K_ESC:
        clear(p);
        return true;
    case K_ENTER:
        write_letters(p);
        return true;
    default:
        if (key->code == K_CTRL && (key->cp == 'L' || key->cp == 'Z'))
            return false;
        if (!request_has_key(REQ_PINYIN, key, true))
            write_letters(p); /* and the key goes on to the view */
        return false;
    }
}

bool pinyin_line_takes(struct pinyin_line *p, const char *line, size_t len) {
    bool any = false;

    if (!pinyin_line_is_on(p) || (!p->len && !(len && compose_letter((unsigned char)*line))))
        return false;
    if (!len)
        take_number(p, 1);
    for (size_t i = 0, n; i < len; i += n) {
        uint32_t cp;

        n = utf8_read(&cp, line + i, len - i);
        if (cp == '.' && len == n)
            clear(p);
        else
            any = pinyin_line_key(p, &(struct key){.code = K_TEXT, .cp = cp}) || any;
    }
    p->app->dirty = true;
    return true;
}

/* --- drawing --- */

/* Below the entry, or above where the rows there are the last ones: the windows of input methods open beneath. */
static int row_beside(const struct area *area) {
    int row, col, last = area->row + area->rows - 1;

    term_cursor_at(&row, &col);
    if (term_is_linear())
        return last;
    return row + 1 < last ? row + 1 : row > area->row ? row - 1 : row + 1;
}

void pinyin_line_draw(struct pinyin_line *p, const struct area *area) {
    struct buf text = {0};
    int row, col, cursor;

    if (!pinyin_line_is_on(p) || !p->len)
        return;
    lay_out(p);
    row = row_beside(area);
    screen_put(row, 0, area->cols, PAINT_ENTRY, err_fmt("%*s", area->cols, ""));
    cursor = col = screen_put(row, 0, area->cols, PAINT_ENTRY, p->letters);
    for (size_t number = 1; number <= p->shown; number++) {
        write_candidate(p, number, &text);
        col += screen_put(row, col, area->cols - col, PAINT_TEXT, buf_text(&text));
    }
    if (p->first + p->shown < p->count || (p->count && !p->rare))
        screen_put(row, area->cols - 1, 1, PAINT_KEY, "=");
    if (!p->count)
        screen_put(row, cursor + 1, area->cols - cursor - 1, PAINT_QUIET, _("no such pinyin: Enter keeps the letters"));
    term_cursor(row, cursor);
    buf_free(&text);
}
