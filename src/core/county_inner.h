/* The rules of a county as one value, and the table of what a file may say: reading, checking and writing it come from the rows.
 */
#ifndef LINLI_COUNTY_INNER_H
#define LINLI_COUNTY_INNER_H

#include "linli/county.h"

#define COUNTY_WARNINGS 6
#define COUNTY_LAWS 32
#define COUNTY_SHARES 4

struct county {
    struct county *older; /* one that was in use before */
    char *text;           /* what it was read from */
    size_t len;
    char *name;
    int retention;
    struct {
        int days;
        bool out, says;
        enum step then;
        int line; /* that last said what follows it, or that it is passed over */
    } steps[STEP_COUNT];
    char *level_words[LEVEL_COUNT];
    struct {
        char *words, *who;
        enum level level;
        bool offered;
        int line;
    } types[TYPE_COUNT];
    int soon, many;
    int review[LEVEL_COUNT];
    int warnings[COUNTY_WARNINGS + 1];
    struct county_grade grades[GRADE_COUNT];
    bool excluded[SOURCE_COUNT];
    int oral;
    int shares[COUNTY_SHARES];
    struct {
        char *key, *text;
    } laws[COUNTY_LAWS];
};

extern const struct county county_default;

/* Those rows of types.def that mean nothing until a county gives them words. */
bool county_is_own(enum matter_type type);

/* What follows the step done, by one county's rules; county_pass of them. STEP_COUNT: passed over for ever. */
enum step county_next_of(const struct county *c, enum step step);
enum step county_pass_of(const struct county *c, enum step step);

enum county_value {
    COUNTY_NUMBER,   /* int, least to most */
    COUNTY_TEXT,     /* char *, at most `most` bytes */
    COUNTY_FLAG,     /* bool */
    COUNTY_LEVEL,    /* enum level */
    COUNTY_THEN,     /* a step of the same flow, or `end` */
    COUNTY_AMOUNT,   /* int64_t, in hundredths; at most `most` yuan */
    COUNTY_WARNED,   /* rising numbers */
    COUNTY_EXCLUDED, /* codes of sources */
    COUNTY_LAW       /* any key */
};

struct county_section {
    const char *name;
    const char *words; /* what it is for, for the comment above it */
};

struct county_row {
    const char *section;
    enum list named; /* the section is [section CODE], CODE of this list; LIST_COUNT: it is [section] */
    const char *key; /* NULL: a code of `keys` */
    enum list keys;
    enum county_value value;
    size_t offset, stride; /* in struct county; of the CODE's place */
    int least, most;
};

extern const struct county_section county_sections[];
extern const size_t county_section_count;
extern const struct county_row county_rows[];
extern const size_t county_row_count;

/* Whether a flow that starts, ends and does not turn in circles is left. *line: the one to blame; *why and *todo: translated. */
bool county_flows(const struct county *c, int *line, const char **why, const char **todo);

#endif
