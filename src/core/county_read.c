/* Reading a county's file: each line against the rows of county_rows.c, then what only the whole can say. */
#include <stdio.h>
#include <string.h>
#include "core/county_inner.h"
#include "linli/i18n.h"
#include "linli/ini.h"
#include "linli/mem.h"
#include "linli/safe.h"
#include "linli/utf8.h"

#define KEYS_MAX 1000 /* as many as lines that ini_parse reads */

struct reading {
    struct county *c;
    const char *name;
    struct {
        char *key; /* section, place, key */
        int line;
    } seen[KEYS_MAX];
    size_t seen_count;
    int line;       /* of the pair at hand */
    int index_line; /* that said a share of the index last, */
    int warn_line;  /* when to call the confirmation to mind, */
    int offer_line; /* what is not offered */
};

static enum err refuse_at(const struct reading *r, int line, const char *why, const char *todo) {
    return err_say(ERR_SYNTAX, err_fmt("%s:%d", r->name, line), why, todo);
}

static enum err refuse(const struct reading *r, const char *why, const char *todo) {
    return refuse_at(r, r->line, why, todo);
}

static enum err out_of_bounds(const struct reading *r, const char *why, const char *todo) {
    return err_say(ERR_RANGE, err_fmt("%s:%d", r->name, r->line), why, todo);
}

/* ---- what there is, for messages */

static const char *codes_of(enum list list) {
    static char all[256];
    size_t len = 0;

    *all = '\0';
    for (int i = 1; i < kinds_count(list) && len < sizeof all; i++)
        len += (size_t)snprintf(all + len, sizeof all - len, "%s%s", i > 1 ? ", " : "", kinds_code(list, i));
    return len < 220 ? err_fmt(_("there are: %s"), all) : _("`linli flow` lists them");
}

static const char *keys_of(const char *section, enum list named) {
    static char all[256];
    size_t len = 0;

    *all = '\0';
    for (size_t i = 0; i < county_row_count && len < sizeof all; i++)
        if (strcmp(county_rows[i].section, section) == 0 && county_rows[i].named == named)
            len += (size_t)snprintf(all + len, sizeof all - len, "%s%s", len ? ", " : "", county_rows[i].key);
    return err_fmt(_("there are: %s"), all);
}

static enum err no_section(const struct reading *r, const char *section) {
    static char all[256];
    size_t len = 0;

    for (size_t i = 0; i < county_section_count && len < sizeof all; i++)
        len += (size_t)snprintf(all + len, sizeof all - len, "%s%s", i ? ", " : "", county_sections[i].name);
    if (!*section)
        return refuse(r, _("the line stands in no section"), err_fmt(_("put a [section] above it; there are: %s"), all));
    return refuse(r, err_fmt(_("there is no section [%.60s]"), section), err_fmt(_("there are: %s"), all));
}

static enum err no_code(const struct reading *r, enum list list, const char *code) {
    const char *todo = codes_of(list);

    switch (list) {
    case LIST_STEP:
        return refuse(r, err_fmt(_("there is no step “%.40s”"), code), todo);
    case LIST_TYPE:
        return refuse(r, err_fmt(_("there is no type “%.40s”"), code), todo);
    case LIST_LEVEL:
        return refuse(r, err_fmt(_("there is no level “%.40s”"), code), todo);
    case LIST_GRADE:
        return refuse(r, err_fmt(_("there is no grade “%.40s”"), code), todo);
    default:
        return refuse(r, err_fmt(_("there are no mediators of the kind “%.40s”"), code), todo);
    }
}

/* ---- values */

static bool number_of(int *out, const char *text) {
    long long n = 0;
    size_t len = strlen(text);

    if (!len || len > 9 || strspn(text, "0123456789") != len)
        return false;
    for (size_t i = 0; i < len; i++)
        n = n * 10 + (text[i] - '0');
    *out = (int)n;
    return true;
}

static enum err set_number(struct reading *r, int *to, const char *value, const struct county_row *row) {
    int n;

    if (!number_of(&n, value) || n < row->least || n > row->most)
        return out_of_bounds(r, err_fmt(_("“%.40s” is no whole number from %d to %d"), value, row->least, row->most),
                             _("write such a number"));
    *to = n;
    return ERR_OK;
}

static enum err set_text(struct reading *r, char **to, const char *value, const struct county_row *row) {
    if (!*value)
        return refuse(r, _("the text is empty"), _("write one, or take the line out: then it is as in the program"));
    if (strlen(value) > (size_t)row->most)
        return out_of_bounds(r, err_fmt(_("the text is longer than %d bytes (a Chinese character is three)"), row->most),
                             _("write a shorter one"));
    mem_free(*to);
    *to = mem_dup(value);
    return ERR_OK;
}

static enum err set_flag(struct reading *r, bool *to, const char *value) {
    if (strcmp(value, "yes") != 0 && strcmp(value, "no") != 0)
        return refuse(r, err_fmt(_("“%.40s” is neither yes nor no"), value), _("write yes or no"));
    *to = *value == 'y';
    return ERR_OK;
}

static enum err set_level(struct reading *r, enum level *to, const char *value) {
    int level = kinds_value(LIST_LEVEL, value);

    if (!level)
        return no_code(r, LIST_LEVEL, value);
    *to = (enum level)level;
    return ERR_OK;
}

static enum err set_then(struct reading *r, int step, const char *value) {
    int then = strcmp(value, "end") == 0 ? STEP_NONE : kinds_value(LIST_STEP, value);

    if (!then && strcmp(value, "end") != 0)
        return no_code(r, LIST_STEP, value);
    if (then && kinds_step_matter((enum step)step) != kinds_step_matter((enum step)then))
        return refuse(r, err_fmt(_("%s and %s are steps of two flows"), kinds_code(LIST_STEP, step), value),
                      _("name a step of the same flow; `linli flow` lists them"));
    r->c->steps[step].says = true;
    r->c->steps[step].then = (enum step)then;
    r->c->steps[step].line = r->line;
    return ERR_OK;
}

static enum err set_amount(struct reading *r, int64_t *to, const char *value, const struct county_row *row) {
    size_t whole = strcspn(value, "."), part = value[whole] ? strlen(value + whole + 1) : 0;
    char text[32];
    int yuan, fen = 0;

    snprintf(text, sizeof text, "%.*s", (int)(whole < sizeof text ? whole : sizeof text - 1), value);
    if (!number_of(&yuan, text) || (value[whole] && (part < 1 || part > 2 || !number_of(&fen, value + whole + 1))) ||
        yuan > row->most)
        return out_of_bounds(r, err_fmt(_("“%.40s” is no amount in yuan up to %d, such as 80 or 80.00"), value, row->most),
                             _("write such an amount"));
    *to = (int64_t)yuan * 100 + (part == 1 ? fen * 10 : fen);
    return ERR_OK;
}

/* The next word of a list; false behind the last. */
static bool next_word(const char **p, char *out, size_t room) {
    size_t len;

    *p += strspn(*p, " \t,");
    len = strcspn(*p, " \t,");
    snprintf(out, room, "%.*s", (int)(len < room ? len : room - 1), *p);
    *p += len;
    return len > 0;
}

static enum err set_warnings(struct reading *r, const char *value, const struct county_row *row) {
    int days[COUNTY_WARNINGS + 1] = {0}, count = 0;
    char word[41];

    while (next_word(&value, word, sizeof word)) {
        enum err e = count < COUNTY_WARNINGS
                         ? set_number(r, &days[count], word, row)
                         : out_of_bounds(r, err_fmt(_("there are more than %d numbers"), COUNTY_WARNINGS), _("leave some out"));

        if (e != ERR_OK)
            return e;
        if (count && days[count] <= days[count - 1])
            return out_of_bounds(r, err_fmt(_("%d does not come after %d"), days[count], days[count - 1]),
                                 _("write the days in order"));
        count++;
    }
    memcpy(r->c->warnings, days, sizeof days);
    r->warn_line = r->line;
    return ERR_OK;
}

static enum err set_excluded(struct reading *r, const char *value) {
    bool excluded[SOURCE_COUNT] = {false};
    char word[41];

    while (next_word(&value, word, sizeof word)) {
        int source = kinds_value(LIST_SOURCE, word);

        if (!source)
            return no_code(r, LIST_SOURCE, word);
        excluded[source] = true;
    }
    memcpy(r->c->excluded, excluded, sizeof excluded);
    return ERR_OK;
}

static enum err set_law(struct reading *r, const char *key, const char *value, const struct county_row *row) {
    size_t i = 0;
    enum err e;

    if (strlen(key) > 40 || strspn(key, "abcdefghijklmnopqrstuvwxyz0123456789-") != strlen(key))
        return refuse(r, err_fmt(_("“%.40s” is no key of a text"), key), _("a key is written in a to z, 0 to 9 and -"));
    while (i < COUNTY_LAWS && r->c->laws[i].key)
        i++;
    if (i == COUNTY_LAWS)
        return out_of_bounds(r, err_fmt(_("there are more than %d texts of law"), COUNTY_LAWS), _("leave some out"));
    e = set_text(r, &r->c->laws[i].text, value, row);
    if (e == ERR_OK)
        r->c->laws[i].key = mem_dup(key);
    return e;
}

static void note_line(struct reading *r, const struct county_row *row, int place) {
    if (row->named == LIST_TYPE)
        r->c->types[place].line = r->line;
    if (row->named == LIST_TYPE && row->value == COUNTY_FLAG)
        r->offer_line = r->line;
    if (place == STEP_CONFIRM && row->named == LIST_STEP && !r->warn_line)
        r->warn_line = r->line;
    if (strcmp(row->section, "index") == 0)
        r->index_line = r->line;
}

static enum err set(struct reading *r, const struct county_row *row, int place, const char *key, const char *value) {
    void *at = (char *)r->c + row->offset + row->stride * (size_t)place;

    note_line(r, row, place);
    switch (row->value) {
    case COUNTY_NUMBER:
        return set_number(r, at, value, row);
    case COUNTY_TEXT:
        return set_text(r, at, value, row);
    case COUNTY_FLAG:
        if (row->named == LIST_STEP && *value == 'y' && (place == STEP_ACCEPT || place == STEP_REPORT))
            return refuse(r, _("a flow begins with this step: without it there is no first one"), _("take the line out"));
        if (row->named == LIST_STEP)
            r->c->steps[place].line = r->line;
        return set_flag(r, at, value);
    case COUNTY_LEVEL:
        return set_level(r, at, value);
    case COUNTY_THEN:
        return set_then(r, place, value);
    case COUNTY_AMOUNT:
        return set_amount(r, at, value, row);
    case COUNTY_WARNED:
        return set_warnings(r, value, row);
    case COUNTY_EXCLUDED:
        return set_excluded(r, value);
    case COUNTY_LAW:
        return set_law(r, key, value, row);
    }
    return ERR_FAILED;
}

/* ---- a line */

static enum err note_key(struct reading *r, const char *section, const char *name, int place, const char *key) {
    const char *both = err_fmt("%s %d %s", name, place, key);

    for (size_t i = 0; i < r->seen_count; i++)
        if (strcmp(r->seen[i].key, both) == 0)
            return refuse(r, err_fmt(_("“%.60s” of [%.60s] was said in line %d already"), key, section, r->seen[i].line),
                          _("keep one of the two lines"));
    if (r->seen_count == KEYS_MAX)
        return out_of_bounds(r, _("there are too many lines"), _("leave some out"));
    r->seen[r->seen_count].key = mem_dup(both);
    r->seen[r->seen_count++].line = r->line;
    return ERR_OK;
}

static bool can_be_shown(const char *text) {
    struct buf safe = {0};
    bool same;

    safe_text(&safe, text, strlen(text), false);
    same = utf8_valid(text, strlen(text)) && strcmp(buf_text(&safe), text) == 0;
    buf_free(&safe);
    return same;
}

/* [step mediate] is `step` of the place MEDIATE; [claim] is `claim` of no place. */
static enum err read_section(const struct reading *r, const char *section, char name[24], enum list *named, int *place) {
    const char *code = strchr(section, ' ');
    bool plain = false;
    size_t len = code ? (size_t)(code - section) : strlen(section);

    *named = LIST_COUNT;
    *place = 0;
    snprintf(name, 24, "%.*s", (int)(len < 24 ? len : 23), section);
    for (size_t i = 0; i < county_row_count; i++) {
        if (strcmp(county_rows[i].section, name) != 0)
            continue;
        plain = plain || county_rows[i].named == LIST_COUNT;
        if (county_rows[i].named != LIST_COUNT)
            *named = county_rows[i].named;
    }
    if ((!plain && *named == LIST_COUNT) || (code && *named == LIST_COUNT))
        return no_section(r, section);
    if (!code && !plain)
        return refuse(r, err_fmt(_("[%s] does not say which one"), section),
                      err_fmt(_("write [%s CODE]; `linli flow` lists the codes"), section));
    if (!code) {
        *named = LIST_COUNT;
        return ERR_OK;
    }
    code += strspn(code, " \t");
    *place = kinds_value(*named, code);
    return *place ? ERR_OK : no_code(r, *named, code);
}

static enum err take_pair(void *arg, int line, const char *section, const char *key, const char *value) {
    struct reading *r = arg;
    enum list named;
    char name[24];
    int place;
    enum err e;

    r->line = line;
    if (!can_be_shown(section) || !can_be_shown(key) || !can_be_shown(value))
        return refuse(r, _("the line holds characters that cannot be shown"),
                      _("write the file in UTF-8, without control characters"));
    e = read_section(r, section, name, &named, &place);
    if (e == ERR_OK)
        e = note_key(r, section, name, place, key);
    if (e != ERR_OK)
        return e;
    for (size_t i = 0; i < county_row_count; i++) {
        const struct county_row *row = &county_rows[i];

        if (row->named != named || strcmp(row->section, name) != 0)
            continue;
        if (row->key ? strcmp(row->key, key) == 0 : row->value == COUNTY_LAW)
            return set(r, row, place, key, value);
        if (!row->key) {
            place = kinds_value(row->keys, key);
            return place ? set(r, row, place, key, value) : no_code(r, row->keys, key);
        }
    }
    return refuse(r, err_fmt(_("there is no key “%.60s” in [%.60s]"), key, section), keys_of(name, named));
}

/* ---- the whole */

static enum err check_shares(const struct reading *r) {
    int sum = 0;

    for (size_t i = 0; i < COUNTY_SHARES; i++)
        sum += r->c->shares[i];
    return sum == 100 ? ERR_OK
                      : refuse_at(r, r->index_line, err_fmt(_("the parts of the index are %d per cent together"), sum),
                                  _("they must be 100; a part that is left out is 25"));
}

static enum err check_warnings(const struct reading *r) {
    int last = 0;

    for (size_t i = 0; r->c->warnings[i]; i++)
        last = r->c->warnings[i];
    if (last < r->c->steps[STEP_CONFIRM].days)
        return ERR_OK;
    return refuse_at(
        r, r->warn_line,
        err_fmt(_("a warning after %d days comes too late: the confirmation has %d"), last, r->c->steps[STEP_CONFIRM].days),
        _("warn earlier, [confirm] warnings"));
}

/* An own type without a name would be a promise that nobody sees; a kind without a type could not be opened. */
static enum err check_types(const struct reading *r) {
    int left[MATTER_COUNT] = {0};

    for (int t = 1; t < TYPE_COUNT; t++) {
        bool own = county_is_own((enum matter_type)t);

        if (own && r->c->types[t].line && !r->c->types[t].words)
            return refuse_at(r, r->c->types[t].line, err_fmt(_("[type %s] has no name"), kinds_code(LIST_TYPE, t)),
                             _("add words = NAME, or take the section out"));
        left[kinds_type_matter((enum matter_type)t)] += r->c->types[t].offered && (!own || r->c->types[t].words);
    }
    for (int kind = 1; kind < MATTER_COUNT; kind++)
        if (!left[kind])
            return refuse_at(r, r->offer_line, err_fmt(_("no type of the kind “%s” is left"), kinds_code(LIST_MATTER, kind)),
                             _("offer at least one"));
    return ERR_OK;
}

static enum err check(const struct reading *r) {
    const char *why, *todo;
    int line;
    enum err e = check_shares(r);

    if (e == ERR_OK)
        e = check_warnings(r);
    if (e == ERR_OK)
        e = check_types(r);
    return e != ERR_OK || county_flows(r->c, &line, &why, &todo) ? e : refuse_at(r, line, why, todo);
}

/* Texts of the defaults there are none, so a copy owns nothing yet. */
enum err county_read(struct county **out, const char *name, const char *text, size_t len) {
    struct reading *r = mem_new(1, sizeof *r);
    enum err e = ERR_OK;

    *out = NULL;
    r->name = name;
    r->c = mem_new(1, sizeof *r->c);
    *r->c = county_default;
    if (len > COUNTY_SIZE)
        e = err_say(ERR_RANGE, name, _("the file is larger than 32 KiB"), _("take comments out"));
    else if (len >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0)
        text += 3, len -= 3;
    if (e == ERR_OK)
        e = ini_parse(name, text, len, take_pair, r);
    if (e == ERR_OK)
        e = check(r);
    if (e == ERR_OK) {
        r->c->text = mem_dup_n(text, len);
        r->c->len = len;
        *out = r->c;
    } else {
        county_free(r->c);
    }
    for (size_t i = 0; i < r->seen_count; i++)
        mem_free(r->seen[i].key);
    mem_free(r);
    return e;
}
