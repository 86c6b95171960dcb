/* What a county's file may say, a row a key, and a file of the defaults from the same rows. */
#include <stdio.h>
#include <string.h>
#include "core/county_inner.h"
#include "linli/i18n.h"

const struct county_section county_sections[] = {
    {"county",
     N_("The county. Texts of this file are shown as they stand, in any language.\nretention: years that a dossier is kept.")},
    {"level", N_("How the levels are called here; what is left out is called as in the program.")},
    {"step",
     N_("Calendar days that each step is allowed. out = yes passes a step over: what leads to it leads to what follows it.\n"
        "then = STEP lets another step of the same flow follow (then = end: nothing). The first step cannot be passed over, and "
        "no\n"
        "flow may turn in a circle. `linli flow` shows the steps and what may follow.")},
    {"type",
     N_("The types of matters: the level that usually settles one and who hears it there; offered = no takes a type out of the\n"
        "lists. The types of code own-… are the county's: words = TEXT gives one its name and puts it into the lists.")},
    {"colour", N_("A matter turns yellow when this share of its days is gone (per cent), red with this many parties.")},
    {"review", N_("Every so many days a level goes through its open matters; 0: never.")},
    {"confirm", N_("Days after the agreement took effect at which the court's confirmation is called to mind.")},
    {"law", N_("Texts that are printed on forms, as KEY = TEXT. No article of a law is printed anywhere but from here.")},
    {"claim", N_("Claims for a case: yuan a grade; the share of a town's total in a year that may go to it (per cent); the per "
                 "cent of the\n"
                 "amount where no agreement was reached but the case was well guided. Below them, for all grades: the per cent "
                 "for an oral\n"
                 "agreement, and the mediators who may not claim (full-time, part-time, neighbour, in-post).")},
    {"index", N_("What the service index is made of, per cent, together 100.")},
};
const size_t county_section_count = sizeof county_sections / sizeof *county_sections;

#define AT(member) offsetof(struct county, member)
#define OF(member) AT(member), sizeof(((struct county *)0)->member)
const struct county_row county_rows[] = {
    {"county", LIST_COUNT, "name", LIST_COUNT, COUNTY_TEXT, AT(name), 0, 0, 60},
    {"county", LIST_COUNT, "retention", LIST_COUNT, COUNTY_NUMBER, AT(retention), 0, 1, 100},
    {"level", LIST_COUNT, NULL, LIST_LEVEL, COUNTY_TEXT, OF(level_words[0]), 0, 24},
    {"step", LIST_STEP, "days", LIST_COUNT, COUNTY_NUMBER, AT(steps[0].days), sizeof county_default.steps[0], 1, 730},
    {"step", LIST_STEP, "out", LIST_COUNT, COUNTY_FLAG, AT(steps[0].out), sizeof county_default.steps[0], 0, 0},
    {"step", LIST_STEP, "then", LIST_COUNT, COUNTY_THEN, AT(steps[0].then), sizeof county_default.steps[0], 0, 0},
    {"type", LIST_TYPE, "words", LIST_COUNT, COUNTY_TEXT, AT(types[0].words), sizeof county_default.types[0], 0, 48},
    {"type", LIST_TYPE, "level", LIST_COUNT, COUNTY_LEVEL, AT(types[0].level), sizeof county_default.types[0], 0, 0},
    {"type", LIST_TYPE, "who", LIST_COUNT, COUNTY_TEXT, AT(types[0].who), sizeof county_default.types[0], 0, 120},
    {"type", LIST_TYPE, "offered", LIST_COUNT, COUNTY_FLAG, AT(types[0].offered), sizeof county_default.types[0], 0, 0},
    {"colour", LIST_COUNT, "soon", LIST_COUNT, COUNTY_NUMBER, AT(soon), 0, 1, 100},
    {"colour", LIST_COUNT, "many", LIST_COUNT, COUNTY_NUMBER, AT(many), 0, 2, 64},
    {"review", LIST_COUNT, NULL, LIST_LEVEL, COUNTY_NUMBER, OF(review[0]), 0, 366},
    {"confirm", LIST_COUNT, "warnings", LIST_COUNT, COUNTY_WARNED, AT(warnings), 0, 1, 365},
    {"law", LIST_COUNT, NULL, LIST_COUNT, COUNTY_LAW, AT(laws), 0, 0, 400},
    {"claim", LIST_GRADE, "amount", LIST_COUNT, COUNTY_AMOUNT, AT(grades[0].fen), sizeof county_default.grades[0], 0, 1000000},
    {"claim", LIST_GRADE, "share", LIST_COUNT, COUNTY_NUMBER, AT(grades[0].share_percent), sizeof county_default.grades[0], 1,
     100},
    {"claim", LIST_GRADE, "failed", LIST_COUNT, COUNTY_NUMBER, AT(grades[0].failed_percent), sizeof county_default.grades[0], 0,
     100},
    {"claim", LIST_COUNT, "oral", LIST_COUNT, COUNTY_NUMBER, AT(oral), 0, 0, 100},
    {"claim", LIST_COUNT, "excluded", LIST_COUNT, COUNTY_EXCLUDED, AT(excluded), 0, 0, 0},
    {"index", LIST_COUNT, "in-time", LIST_COUNT, COUNTY_NUMBER, AT(shares[0]), 0, 0, 100},
    {"index", LIST_COUNT, "kept", LIST_COUNT, COUNTY_NUMBER, AT(shares[1]), 0, 0, 100},
    {"index", LIST_COUNT, "followed", LIST_COUNT, COUNTY_NUMBER, AT(shares[2]), 0, 0, 100},
    {"index", LIST_COUNT, "evaluated", LIST_COUNT, COUNTY_NUMBER, AT(shares[3]), 0, 0, 100},
};
const size_t county_row_count = sizeof county_rows / sizeof *county_rows;

/* ---- writing the defaults; what the program has in words stands behind a `#`, because a file's words are in one language */

static const char *const level_words[LEVEL_COUNT] = {
#define X(name, code, words) [LEVEL_##name] = words,
#include "linli/levels.def"
#undef X
};
static const char *const type_words[TYPE_COUNT] = {
#define X(name, matter, code, words) [TYPE_##name] = words,
#include "linli/types.def"
#undef X
};
static const char *const type_hearers[TYPE_COUNT] = {
#define X(type, level, who) [TYPE_##type] = who,
#include "linli/competences.def"
#undef X
};

static void put_words(struct buf *out, const struct county_row *row, const char *key, int place) {
    const char *words = NULL;

    if (row->keys == LIST_LEVEL)
        words = level_words[place];
    else if (row->named == LIST_TYPE)
        words = strcmp(key, "who") == 0 ? type_hearers[place] : type_words[place];
    buf_printf(out, "# %s = %s\n", key, words ? _(words) : "");
}

static void put_comment(struct buf *out, const char *words) {
    for (const char *p = words; *p;) {
        size_t len = strcspn(p, "\n");

        buf_printf(out, "# %.*s\n", (int)len, p);
        p += len + (p[len] == '\n');
    }
}

static void put_warnings(struct buf *out, const int *warnings) {
    for (size_t i = 0; warnings[i]; i++)
        buf_printf(out, "%s%d", i ? " " : "", warnings[i]);
    buf_putc(out, '\n');
}

static void put_excluded(struct buf *out, const bool *excluded) {
    const char *between = "";

    for (int i = 1; i < SOURCE_COUNT; i++)
        if (excluded[i]) {
            buf_printf(out, "%s%s", between, kinds_code(LIST_SOURCE, i));
            between = " ";
        }
    buf_putc(out, '\n');
}

static void put_row(struct buf *out, const struct county_row *row, int place) {
    const char *at = (const char *)&county_default + row->offset + row->stride * (size_t)place;
    const char *key = row->key ? row->key : kinds_code(row->keys, place);

    switch (row->value) {
    case COUNTY_NUMBER:
        buf_printf(out, "%s = %d\n", key, *(const int *)(const void *)at);
        break;
    case COUNTY_LEVEL:
        buf_printf(out, "%s%s = %s\n", county_is_own((enum matter_type)place) ? "# " : "", key,
                   kinds_code(LIST_LEVEL, *(const int *)(const void *)at));
        break;
    case COUNTY_AMOUNT: {
        long long fen = (long long)*(const int64_t *)(const void *)at;

        buf_printf(out, "%s = %lld.%02lld\n", key, fen / 100, fen % 100);
        break;
    }
    case COUNTY_WARNED:
        buf_printf(out, "%s = ", key);
        put_warnings(out, county_default.warnings);
        break;
    case COUNTY_EXCLUDED:
        buf_printf(out, "%s = ", key);
        put_excluded(out, county_default.excluded);
        break;
    case COUNTY_LAW:
        buf_puts(out, "# confirmation = \n");
        break;
    case COUNTY_TEXT:
        put_words(out, row, key, place);
        break;
    case COUNTY_FLAG:
    case COUNTY_THEN: /* of nothing that is so by default; the comment names them */
        break;
    }
}

/* An own type's section is put behind a `#` as a whole: it needs words. */
static void put_named(struct buf *out, const char *section, enum list named, int place) {
    bool own = named == LIST_TYPE && county_is_own((enum matter_type)place);

    buf_printf(out, "%s[%s %s]\n", own ? "# " : "", section, kinds_code(named, place));
    for (size_t i = 0; i < county_row_count; i++)
        if (county_rows[i].named == named && strcmp(county_rows[i].section, section) == 0)
            put_row(out, &county_rows[i], place);
}

static void put_plain(struct buf *out, const char *section) {
    bool first = true;

    for (size_t i = 0; i < county_row_count; i++) {
        const struct county_row *row = &county_rows[i];

        if (row->named != LIST_COUNT || strcmp(row->section, section) != 0)
            continue;
        if (first)
            buf_printf(out, "[%s]\n", section);
        first = false;
        if (row->key || row->value == COUNTY_LAW)
            put_row(out, row, 0);
        else
            for (int place = 1; place < kinds_count(row->keys); place++)
                put_row(out, row, place);
    }
}

void county_write_default(struct buf *out) {
    put_comment(out, _("Rules of a county, with the defaults. What is left out or stands behind a # is as in the program.\n"
                       "`linli-hub county FILE` checks this file and sends it to all devices."));
    for (size_t i = 0; i < county_section_count; i++) {
        enum list named = LIST_COUNT;

        buf_putc(out, '\n');
        put_comment(out, _(county_sections[i].words));
        for (size_t k = 0; k < county_row_count && named == LIST_COUNT; k++)
            if (strcmp(county_rows[k].section, county_sections[i].name) == 0)
                named = county_rows[k].named;
        for (int place = 1; named != LIST_COUNT && place < kinds_count(named); place++)
            put_named(out, county_sections[i].name, named, place);
        put_plain(out, county_sections[i].name);
    }
}
