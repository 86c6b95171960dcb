/* What is added to a matter: notes, and that it was settled on the spot. */
#include "matter.h"

#include <string.h>
#include "linli/i18n.h"

const char *matter_too_dangerous(enum matter_type type, const char *triage) {
    struct triage t;

    triage_read(&t, triage);
    if (type != TYPE_FAMILY || t.answers[TRIAGE_DANGER] != ANSWER_YES)
        return NULL;
    return _("a family matter with danger or violence is not settled at the door");
}

const char *act_settle_refused(const struct matter_row *m) {
    if (m->withdrawn)
        return _("it was withdrawn");
    if (!m->open)
        return _("it is closed already");
    return matter_too_dangerous(m->type, m->triage);
}

enum err act_note_matter(struct store *s, const struct id *matter, const char *note) {
    const char *what = _("cannot add the note");
    struct event ev = {.kind = KIND_NOTE, .entity = *matter};
    struct words words = {0};
    struct matter_row m;
    enum err e = read_matter(s, matter, &m);

    if (e == ERR_OK && m.withdrawn)
        e = err_say(ERR_FAILED, what, _("the matter was withdrawn"), _("open another one"));
    if (e == ERR_OK)
        e = clean_text(words.note, sizeof words.note, note, &(struct clean){what, _("note"), true});
    if (e == ERR_OK && !*words.note)
        e = err_say(ERR_RANGE, what, _("it says nothing"), _("write what is to be noted"));
    if (e != ERR_OK)
        return e;
    matter_place(s, &ev);
    return append_act(s, &ev, &words);
}

enum err act_settle_matter(struct store *s, const struct id *matter, const char *how) {
    const char *what = _("cannot settle the matter"), *why;
    struct matter_row m;
    enum err e = read_matter(s, matter, &m);

    if (e == ERR_OK && (why = act_settle_refused(&m)) != NULL)
        e = err_say(ERR_FAILED, what, why,
                    m.open ? _("call 110 where anyone is in danger, and pass it up") : _("a note can be added"));
    if (e == ERR_OK && (!how || !how[strspn(how, " \t\n")]))
        e = err_say(ERR_RANGE, what, _("it does not say how"), _("say in a few words what was agreed"));
    return e == ERR_OK ? act_step(s, &(struct act_step){.matter = *matter, .exit = EXIT_SETTLE, .note = how}) : e;
}
