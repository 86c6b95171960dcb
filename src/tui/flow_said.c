/* Words after a step. */
#include "flow_said.h"

#include "linli/clock.h"
#include "linli/i18n.h"
#include "linli/kinds.h"
#include "words.h"

void flow_said(struct buf *out, struct store *s, const struct id *matter, enum exit exit, enum step done) {
    struct matter_row m;

    if (exit)
        buf_printf(out, _("Stored: %s."), kinds_words(LIST_EXIT, (int)exit));
    else
        buf_printf(out, _("Stored: %s is done."), kinds_words(LIST_STEP, (int)done));
    if (read_matter(s, matter, &m) != ERR_OK) {
        err_clear();
        return;
    }
    if (!m.open) {
        buf_puts(out, _(" The matter is closed."));
        return;
    }
    buf_printf(out, _(" Next: %s"), kinds_words(LIST_STEP, (int)m.step));
    if (m.due) {
        buf_puts(out, _(", until "));
        words_date(out, clock_day_start(m.due));
    }
    if (*m.owner)
        buf_printf(out, _(", with %s"), m.owner);
    buf_printf(out, _(" (%s)."), kinds_words(LIST_LEVEL, (int)m.level));
}
