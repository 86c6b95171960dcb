/* Whether the flows hold with what a county passes over or lets follow: every step is reached, and every way comes to its end. */
#include "core/county_inner.h"
#include "linli/i18n.h"

static const struct way {
    enum step step;
    enum exit exit;
    enum step to;
} ways[] = {
#define X(step, exit, to) {STEP_##step, EXIT_##exit, STEP_##to},
#include "linli/transitions.def"
#undef X
};
#define WAYS (sizeof ways / sizeof *ways)

struct walk {
    const struct county *c;
    enum { UNSEEN, ON_WAY, SEEN } marks[STEP_COUNT];
    enum step path[STEP_COUNT];
    size_t len;
};

/* Reopening and extending are meant to lead back. */
static bool leads_on(const struct way *w) {
    return w->exit != EXIT_REOPEN && w->exit != EXIT_EXTEND;
}

/* Depth first; false: it came back to a step on its way, which `path` holds last. */
static bool walk_from(struct walk *w, enum step step) {
    bool said = w->c->steps[step].says, out = w->c->steps[step].out;

    w->path[w->len++] = step;
    if (w->marks[step] == ON_WAY)
        return false;
    if (w->marks[step] == UNSEEN) {
        w->marks[step] = ON_WAY;
        if ((said || out) && county_next_of(w->c, step) && !walk_from(w, county_next_of(w->c, step)))
            return false;
        for (size_t i = 0; i < WAYS; i++)
            if (ways[i].step == step && !out && leads_on(&ways[i]) && ways[i].to && (ways[i].exit || !said) &&
                !walk_from(w, ways[i].to))
                return false;
        w->marks[step] = SEEN;
    }
    w->len--;
    return true;
}

/* The line to blame for a circle: the last that the county said of its steps. */
static int last_line(const struct walk *w) {
    size_t from = 0;
    int line = 0;

    while (w->path[from] != w->path[w->len - 1])
        from++;
    for (size_t i = from; i < w->len; i++)
        if (w->c->steps[w->path[i]].line > line)
            line = w->c->steps[w->path[i]].line;
    return line;
}

/* Of a step that nothing leads to: the first of those that led to it and were said to lead elsewhere. */
static int line_before(const struct county *c, enum step step) {
    int line = c->steps[step].line;

    for (size_t i = 0; i < WAYS; i++)
        if (ways[i].to == step && ways[i].step != step && c->steps[ways[i].step].line)
            return c->steps[ways[i].step].line;
    for (int s = 1; !line && s < STEP_COUNT; s++)
        line = c->steps[s].line;
    return line;
}

bool county_flows(const struct county *c, int *line, const char **why, const char **todo) {
    struct walk from_first = {.c = c}, from_all = {.c = c};
    bool good = true;

    for (int s = 1; good && s < STEP_COUNT; s++) { /* a matter may stand at any step when the rules change */
        from_all.len = 0;
        good = walk_from(&from_all, (enum step)s);
    }
    if (!good) {
        *line = last_line(&from_all);
        *why = err_fmt(_("the flow turns in a circle at the step “%s” and has no end"),
                       kinds_code(LIST_STEP, (int)from_all.path[from_all.len - 1]));
        *todo = _("let another step follow, or `then = end`");
        return false;
    }
    walk_from(&from_first, kinds_first_step(MATTER_DISPUTE));
    walk_from(&from_first, kinds_first_step(MATTER_REQUEST));
    for (int s = 1; s < STEP_COUNT; s++)
        if (!c->steps[s].out && from_first.marks[s] == UNSEEN) {
            *line = line_before(c, (enum step)s);
            *why = err_fmt(_("nothing leads to the step “%s” any more"), kinds_code(LIST_STEP, s));
            *todo = _("let a step lead to it, or pass it over with out = yes");
            return false;
        }
    return true;
}
