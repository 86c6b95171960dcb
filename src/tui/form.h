/* Forms made from a table of fields. Each key is kept in a draft; the draft goes inside the transaction that stores the form. A
 * form knows how fields are typed and drawn; what they mean is its store function's. A form is a struct form_spec and a row in
 * forms.def. */
#ifndef LINLI_TUI_FORM_H
#define LINLI_TUI_FORM_H

#include "app.h"
#include "linli/edit.h"
#include "linli/kinds.h"

enum field_kind {
    FIELD_TEXT,
    FIELD_NOTE,      /* several lines of it are shown */
    FIELD_CHOICE,    /* one of a closed list, by digit */
    FIELD_DATE,      /* 2026-12-01, 12-01, or +7 */
    FIELD_HOUSEHOLD, /* looked up: the door and head found are shown at once */
    FIELD_SECRET,    /* a text that is masked wherever the caret is not in it */
    FIELD_PICK,      /* one of what `start` offers (form_offer), by digit */
    FIELD_FIND,      /* the same, looked up by name or pinyin */
};

/* What a form offers in a field. */
#define OPTION_CODE_SIZE EVENT_ID_SIZE
struct field_option {
    char code[OPTION_CODE_SIZE]; /* in drafts, and what `store` gets */
    char words[200];
    char also[NAME_SIZE]; /* by which it is found besides, "" */
};

struct form;
struct field_spec {
    const char *name;  /* of the draft */
    const char *label; /* N_( ) */
    enum field_kind kind;
    enum list list; /* of a choice */
    int initial;    /* of a choice: what it is before anyone chooses */
    size_t limit;   /* bytes of text */
    bool required;
    bool past;        /* of a date without its year: the newest such day, else the next one */
    bool ends;        /* Enter while it is empty stores the form, or leaves it where all of it is untouched */
    const char *hint; /* N_( ), shown beside the empty field that has the caret; may be NULL */
    /* What a text is taken for, shown below it; false: it cannot be taken so. NULL: nothing is shown. */
    bool (*echo)(const struct form *f, struct buf *out);
};

struct field {
    struct edit edit;
    int choice;       /* 0 none */
    char *begun_text; /* what the form began with: untouched while it is the same; NULL nothing */
    int begun_choice;
    int typed;   /* digits typed so far of a choice with two */
    bool dirty;  /* differs from the draft */
    bool looked; /* what follows is of the present text */
    bool found, nearest;
    bool twins, sure; /* the same door is in another estate too; the person saw it */
    size_t match, matches;
    struct household_row row;
    struct field_option *options; /* owned */
    size_t option_count, hit;     /* hit: the option found */
};

struct form;
struct form_spec {
    const char *name;  /* of the draft */
    int version;       /* raised when a field changes its meaning: an older draft is then taken over with a word about it */
    const char *title; /* N_( ) */
    const struct field_spec *fields;
    size_t count;
    /* Fills in what the form begins with (form_put_text, form_put_choice), before a draft is laid over it; may be NULL. */
    void (*start)(struct form *f);
    /* Does what the form is for, inside a transaction with which the draft goes; `said` is the line for the person. Words are set
     * where it fails. */
    enum err (*store)(struct form *f, struct buf *said);
    bool (*shows)(const struct form *f, size_t field);             /* NULL: all fields; others are passed over */
    bool (*offers)(const struct form *f, size_t field, int value); /* NULL: all of the list */
    const char *(*advice)(const struct form *f);                   /* what to know first, below the title; NULL, "": nothing */
    void (*filled)(struct form *f, size_t field);                  /* after a choice was made; may be NULL */
    void (*stored)(struct app *app, const struct id *id);          /* once the form is gone from the screen; may be NULL */
    /* Opens it on the subject of a draft ("": none); NULL with words said where that is gone. */
    struct view *(*open)(struct app *app, const char *subject);
    enum request again; /* begins another one beside it, on no subject; REQ_NONE: there is only one on a subject */
    bool repeats;       /* opened on no subject, it comes back empty after storing */
    bool passing;       /* asks for little more than a path: no draft of it is kept */
};

/* All forms, one by one: the rows of forms.def, then those of the items. NULL behind the last. */
const struct form_spec *form_specs(size_t n);

/* Those of forms.def. */
#define X(name) extern const struct form_spec name##_form_spec;
#include "forms.def"
#undef X

#define FORM_FIELDS_MAX 24
#define FORM_SUBJECT_SIZE (ID_TEXT_SIZE + 32)
#define MATCHES_MAX 20 /* households that a lookup offers */
struct form {
    struct view view;
    const struct form_spec *spec;
    struct field fields[FORM_FIELDS_MAX];
    size_t first; /* 1 where the household that the first field looks up was given with the form: that field is left out */
    size_t focus; /* spec->count: the line that stores */
    size_t top;   /* first row of the form that is drawn */
    bool tight;   /* it is longer than the screen: empty notes take one line until the caret is in them */
    char subject[FORM_SUBJECT_SIZE];
    char about[400]; /* whom or what it is about, behind the title */
    size_t kept;     /* the field that was kept last */
    bool loose;      /* the draft may not outlive a power cut yet */
    bool unkept;     /* the newest try to keep it failed, and that was said */
    bool leaving;    /* BACK was pressed once though it is not kept */
    struct id id;
    int64_t seq;
};

/* The subject of the newest draft on `base` (an id, or "" where the form is about nothing given), `base` itself where there is
 * none; with `another` one that no draft has. */
void form_subject(char out[FORM_SUBJECT_SIZE], struct app *app, const struct form_spec *spec, const char *base, bool another);

/* A form's newest draft about a household (NULL: none given), or a new one. */
struct view *form_open(struct app *app, const struct form_spec *spec, const struct id *household);

/* The id that a subject begins with; false where it has none. */
bool form_subject_id(struct id *out, const char *subject);

/* A form with its draft, where there is one. `id`: what it is about, NULL nothing. */
struct form *form_new(struct app *app, const struct form_spec *spec, const char *subject, const struct id *id);

const char *form_text(const struct form *f, size_t field); /* "" where empty */

/* For `start`: a field's first value. */
void form_put_text(struct form *f, size_t field, const char *text);
void form_put_choice(struct form *f, size_t field, int value);

/* For `start`: one more of what a field offers. Values are 1 the first. */
void form_offer(struct form *f, size_t field, const struct field_option *option);

/* The value of the option with that code; 0: it is not offered. */
int form_option_value(const struct form *f, size_t field, const char *code);

/* What was chosen or looked up in such a field; NULL: nothing. */
const struct field_option *form_option(struct form *f, size_t field);

/* For `store`: puts the focus on a look-up that found nothing; ERR_NOT_FOUND with words. ERR_OK where it is empty, too. */
enum err form_found(struct form *f, size_t field);

/* Door and head of the household behind the title. */
void form_describe(struct form *f, const struct id *household);

/* The household found for a field; NULL: none. */
const struct household_row *form_household(struct form *f, size_t field);

#define FORM_LOOKUP_HINT N_("door, name or pinyin of a household")
/* For `store`: puts the focus on a lookup that found none; ERR_NOT_FOUND with words. */
enum err form_no_household(struct form *f, size_t field, const char *todo);

/* Reads a date field as clock_parse wants it into `out`: "" where empty. ERR_SYNTAX with words. For `store`, form_date puts the
 * focus on a field that it cannot read. */
enum err form_day(char out[CLOCK_DATE_SIZE], const struct form *f, size_t field);
enum err form_date(char out[CLOCK_DATE_SIZE], struct form *f, size_t field);

/* Choices: how many the field offers, the value of the n-th (1 the first), and which it is of a value. Used by form.c and
 * form_draw.c. */
int form_choices(const struct form *f, size_t field);
int form_choice_value(const struct form *f, size_t field, int n);
const char *form_choice_words(const struct form *f, size_t field, int value);
const char *form_choice_code(const struct form *f, size_t field, int value);

void form_draw(struct view *v, const struct area *area);

#endif
