/* Households that may be one. Rows in door order bring the same door and the same house together; a phone is asked of the search
 * index, whose tokens are whole numbers too. */
#include "linli/twins.h"

#include <stdio.h>
#include <string.h>
#include "db.h"
#include "linli/fold.h"
#include "linli/mem.h"
#include "linli/pinyin.h"
#include "rows.h"

#define HOUSE_MAX 128  /* of one house; a larger one is compared with its last so many */
#define FOUND_MAX 8    /* pairs of one household */
#define PHONE_DIGITS 7 /* fewer are no sign */
#define PHONE_OTHERS 4 /* a number that more have is an office's */
#define PLACE_SIZE 256
#define SOUND_SIZE 160

struct seen {
    int64_t sort;
    char key[PLACE_SIZE]; /* of the whole door, "" where it is not told */
    char sound[SOUND_SIZE];
};

struct twins_window {
    char place[PLACE_SIZE + AREA_SIZE];
    size_t count, next;
    struct seen seen[HOUSE_MAX];
};

struct found {
    size_t count;
    int64_t sort[FOUND_MAX];
    unsigned why[FOUND_MAX];
};

static void add(struct found *f, int64_t sort, unsigned why) {
    size_t i = 0;

    while (i < f->count && f->sort[i] != sort)
        i++;
    if (i == FOUND_MAX)
        return;
    f->sort[i] = sort;
    f->why[i] = i < f->count ? f->why[i] | why : why;
    f->count += i == f->count;
}

/* Compound, building and unit, within the area. */
static void place_of(char *out, size_t room, const struct household_row *row) {
    struct door house = row->door;
    struct buf key = {0};

    *house.floor = *house.room = '\0';
    door_key(&key, &house);
    snprintf(out, room, "%s %s", row->area, buf_text(&key));
    buf_free(&key);
}

static void see(struct seen *out, const struct household_row *row) {
    struct buf text = {0};

    out->sort = row->sort;
    if (door_told(&row->door))
        door_key(&text, &row->door);
    snprintf(out->key, sizeof out->key, "%s", buf_text(&text));
    buf_reset(&text);
    pinyin_romanise(&text, row->head);
    snprintf(out->sound, sizeof out->sound, "%s", buf_text(&text));
    buf_free(&text);
}

static void look_in_house(struct twins_window *w, const struct household_row *row, struct found *f) {
    char place[sizeof w->place];
    struct seen now;

    place_of(place, sizeof place, row);
    see(&now, row);
    if (strcmp(place, w->place) != 0) {
        strcpy(w->place, place);
        w->count = w->next = 0;
    }
    for (size_t i = 0; i < w->count; i++) {
        const struct seen *other = &w->seen[i];
        unsigned why = (*now.key && strcmp(now.key, other->key) == 0 ? TWINS_DOOR : 0) |
                       (*now.sound && strcmp(now.sound, other->sound) == 0 ? TWINS_NAME : 0);

        if (why)
            add(f, other->sort, why);
    }
    w->seen[w->next] = now;
    w->next = (w->next + 1) % HOUSE_MAX;
    w->count += w->count < HOUSE_MAX;
}

static bool has_phone(const char *phones, const char *digits) {
    while (*phones) {
        size_t len = strcspn(phones, "\n");
        struct buf folded = {0};
        bool is;

        fold_digits(&folded, phones, len);
        is = strcmp(buf_text(&folded), digits) == 0;
        buf_free(&folded);
        if (is)
            return true;
        phones += len + (phones[len] == '\n');
    }
    return false;
}

static bool somebody_has(const struct household *h, const char *digits) {
    bool has = has_phone(h->phones, digits);

    for (size_t i = 0; !has && i < h->member_count; i++)
        has = has_phone(h->members[i].phones, digits);
    return has;
}

/* Earlier households with this number. */
static enum err ask_phone(struct store *s, int64_t sort, const char *digits, struct found *f) {
    sqlite3_stmt *st = db_get(s, STMT_twins_phone);
    struct household h = {0};
    char match[40];
    enum err e;
    bool row;

    snprintf(match, sizeof match, "\"%.20s\"", digits);
    db_bind(st, "tii", match, sort, (int64_t)PHONE_OTHERS);
    while ((e = db_next(s, st, &row)) == ERR_OK && row) {
        e = rows_household(st, &h);
        if (e == ERR_OK && somebody_has(&h, digits))
            add(f, sqlite3_column_int64(st, 0), TWINS_PHONE);
    }
    household_free(&h);
    db_done(s, st);
    return e;
}

static enum err ask_phones(struct store *s, int64_t sort, const char *phones, struct found *f) {
    enum err e = ERR_OK;

    while (e == ERR_OK && *phones) {
        size_t len = strcspn(phones, "\n");
        struct buf digits = {0};

        fold_digits(&digits, phones, len);
        if (digits.len >= PHONE_DIGITS && digits.len <= 20)
            e = ask_phone(s, sort, digits.data, f);
        buf_free(&digits);
        phones += len + (phones[len] == '\n');
    }
    return e;
}

static void in_order(const struct id **a, const struct id **b) {
    const struct id *first = *a;

    if (memcmp((*a)->b, (*b)->b, ID_BYTES) > 0) {
        *a = *b;
        *b = first;
    }
}

static enum err is_apart(struct store *s, const struct id *a, const struct id *b, bool *out) {
    int64_t known = 0;
    enum err e;

    in_order(&a, &b);
    e = s->side == STORE_CLIENT ? db_int(s, &known, 0, STMT_apart_has, "dd", a, b) : ERR_OK;
    *out = known != 0;
    return e;
}

static enum err tell(struct store *s, const struct household_row *row, const struct found *f, twins_fn *fn, void *arg) {
    struct twins *t = mem_new(1, sizeof *t);
    enum err e = ERR_OK;

    for (size_t i = 0; e == ERR_OK && i < f->count; i++) {
        sqlite3_stmt *st;

        e = db_first(s, &st, STMT_household_at, "i", f->sort[i]);
        if (e == ERR_NOT_FOUND) {
            e = ERR_OK;
            continue;
        }
        if (e != ERR_OK)
            break;
        rows_brief(st, &t->a);
        db_done(s, st);
        t->b = *row;
        t->why = f->why[i];
        e = is_apart(s, &t->a.id, &t->b.id, &t->apart);
        if (e == ERR_OK)
            e = fn(arg, t);
    }
    mem_free(t);
    return e;
}

static enum err look_at(struct store *s, struct twins_walk *w, sqlite3_stmt *st, twins_fn *fn, void *arg) {
    struct household_row row;
    struct household h = {0};
    struct found f = {0};
    enum err e = rows_household(st, &h);

    rows_brief(st, &row);
    w->after = row.sort;
    look_in_house(w->window, &row, &f);
    if (e == ERR_OK)
        e = ask_phones(s, row.sort, h.phones, &f);
    for (size_t i = 0; e == ERR_OK && i < h.member_count; i++)
        e = ask_phones(s, row.sort, h.members[i].phones, &f);
    household_free(&h);
    return e == ERR_OK ? tell(s, &row, &f, fn, arg) : e;
}

enum err twins_walk(struct store *s, struct twins_walk *w, size_t rows, twins_fn *fn, void *arg) {
    sqlite3_stmt *st = db_get(s, STMT_household_behind);
    size_t done = 0;
    enum err e;
    bool row;

    if (!w->window)
        w->window = mem_new(1, sizeof *w->window);
    db_bind(st, "ii", w->after, (int64_t)rows);
    while ((e = db_next(s, st, &row)) == ERR_OK && row && e == ERR_OK) {
        e = look_at(s, w, st, fn, arg);
        if (e != ERR_OK)
            break;
        done++;
    }
    db_done(s, st);
    w->end = e == ERR_OK && done < rows;
    return e;
}

void twins_walk_free(struct twins_walk *w) {
    mem_free(w->window);
    memset(w, 0, sizeof *w);
}

enum err twins_set_apart(struct store *s, const struct id *a, const struct id *b, bool apart) {
    enum err e = store_begin(s);

    if (e != ERR_OK)
        return e;
    in_order(&a, &b);
    return store_end(s, apart ? db_run(s, STMT_apart_put, "ddi", a, b, clock_now()) : db_run(s, STMT_apart_drop, "dd", a, b));
}

enum err twins_joined(struct store *s, const struct id *household, bool *out) {
    int64_t any = 0;
    enum err e = db_int(s, &any, 0, STMT_alias_owned, "d", household);

    *out = any != 0;
    return e;
}

enum err twins_join_event(struct store *s, const struct id *own, struct id *device, int64_t *seq) {
    int64_t pos = 0;
    enum err e = db_int(s, &pos, 0, STMT_alias_at, "d", own);

    *seq = DB_SEQ(pos);
    if (e == ERR_OK && !pos)
        return ERR_NOT_FOUND;
    return e == ERR_OK ? db_device_id(s, DB_NO(pos), device) : e;
}
