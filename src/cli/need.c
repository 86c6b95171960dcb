/* linli need, phone: what residents asked to have noted, and a number that is masked elsewhere. */
#include "cli_inner.h"

#include <string.h>
#include "linli/i18n.h"
#include "linli/act_need.h"

enum err cmd_need(struct store *s, const struct args *a) {
    struct act_need n = {
        .words = a->text[OPT_WORDS],
        .who = a->text[OPT_WHO],
        .agreed = a->text[OPT_AGREED],
        .purpose = a->text[OPT_FOR],
        .until = a->text[OPT_UNTIL],
        .next = a->text[OPT_NEXT],
    };
    struct visit_row event = {0};
    char id[VISIT_ID_SIZE];
    int need, how;
    enum err e = args_code(a, OPT_NEED, LIST_NEED, &need);

    if (e == ERR_OK)
        e = args_code(a, OPT_HOW, LIST_CONSENT, &how);
    if (e == ERR_OK)
        e = read_resolve_household(s, a->words[0], &n.household);
    if (e != ERR_OK)
        return e;
    n.need = (enum need)need;
    n.how = (enum consent)how;
    e = act_need(s, &n, &event.device, &event.seq);
    if (e != ERR_OK)
        return e;
    read_visit_id(id, &event);
    print_id(a, "id", id, NULL);
    return ERR_OK;
}

static enum err find_member(const struct household *h, const char *name, int *member) {
    *member = REVEAL_HOUSEHOLD;
    if (!name)
        return ERR_OK;
    for (size_t i = 0; i < h->member_count; i++)
        if (strcmp(h->members[i].name, name) == 0) {
            *member = (int)i;
            return ERR_OK;
        }
    return err_say(ERR_NOT_FOUND, _("there is no number to show"), err_fmt(_("nobody of this household is called “%.40s”"), name),
                   _("`linli show` lists the members"));
}

enum err cmd_phone(struct store *s, const struct args *a) {
    struct household_row row;
    struct household h = {0};
    struct buf number = {0};
    struct id id;
    int member = REVEAL_HOUSEHOLD;
    enum err e = read_resolve_household(s, a->words[0], &id);

    if (e == ERR_OK)
        e = read_household(s, &id, &row, &h);
    if (e == ERR_OK)
        e = find_member(&h, a->text[OPT_MEMBER], &member);
    if (e == ERR_OK)
        e = act_reveal(s, &id, member, a->text[OPT_FOR], &number);
    if (e == ERR_OK)
        out_format("%s\n", buf_text(&number));
    household_free(&h);
    buf_free(&number);
    return e;
}
