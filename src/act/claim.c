/* Claims: gathering what the county's table is applied to. */
#include "claim.h"

#include <string.h>
#include "act_inner.h"
#include "linli/claims.h"
#include "linli/clock.h"
#include "linli/i18n.h"
#include "linli/read_claims.h"

struct sums {
    struct claim_case *c;
    char town[AREA_SIZE];
};

static enum err add_claim(void *arg, const struct claim_row *r) {
    struct sums *sums = arg;
    char town[AREA_SIZE];

    policy_town(town, r->area);
    if (r->result == ANSWER_NO || strcmp(town, sums->town) != 0)
        return ERR_OK;
    sums->c->town_fen += r->fen;
    if (r->grade == sums->c->grade)
        sums->c->grade_fen += r->fen;
    return ERR_OK;
}

static enum err stands(void *arg, const struct item_row *i) {
    struct claim_case *c = arg;

    c->before = c->before || (!i->withdrawn && i->result != ANSWER_NO);
    return ERR_OK;
}

struct post {
    bool mediator;
    enum source source;
    struct id worker;
};

static enum err keep_post(void *arg, const struct entry_row *r) {
    struct post *p = arg;

    p->mediator = r->item == ITEM_IS_MEDIATOR;
    p->source = (enum source)kinds_value(LIST_SOURCE, items_get(r->values, "source"));
    p->worker = r->other;
    return ERR_OK;
}

static enum err refuse(const char *why, const char *todo) {
    return err_say(ERR_FAILED, _("cannot claim for the case"), why, todo);
}

static enum err gather(struct store *s, const struct id *matter, struct claim_case *c) {
    struct matter_row m;
    struct sums sums = {.c = c};
    int64_t from, to;
    enum err e = read_matter(s, matter, &m);

    if (e != ERR_OK)
        return e;
    policy_town(sums.town, m.area);
    read_claims_year(read_claims_year_of(clock_now()), &from, &to);
    e = read_claims(s, from, to, add_claim, &sums);
    if (e == ERR_OK)
        e = read_items(s, matter, ITEM_IS_CLAIM, stands, c);
    return e == ERR_OK ? read_claim_repeated(s, matter, &c->repeated) : e;
}

enum err claim_fill(struct store *s, const struct id *matter, struct item_values *v) {
    const char *mediator = items_get(v, "mediator");
    struct flow_matter m;
    struct claim_case c = {.matter = &m, .grade = (enum grade)kinds_value(LIST_GRADE, items_get(v, "grade"))};
    struct post post = {0};
    struct id id = {{0}};
    char amount[CLAIM_AMOUNT_SIZE];
    int64_t fen;
    enum claim_refusal r;
    enum err e = read_flow(s, matter, &m);

    if (e != ERR_OK)
        return e;
    if (id_parse(&id, mediator, strlen(mediator)))
        e = read_entry(s, &id, keep_post, &post);
    if (e == ERR_NOT_FOUND || (e == ERR_OK && !post.mediator))
        return refuse(_("this mediator is not in the directory"), _("choose one of the directory"));
    if (e == ERR_OK)
        e = gather(s, matter, &c);
    if (e != ERR_OK)
        return e;
    c.source = post.source;
    r = claims_amount(&fen, &c);
    if (r != CLAIM_OK)
        return refuse(claims_words(r), claims_todo(r));
    claims_text(amount, fen);
    items_set(v, items_field(v->item, "amount"), amount);
    return ERR_OK;
}

enum flow_refusal claim_check_approval(struct store *s, const struct item_row *claim, const struct flow_actor *a) {
    struct post post = {0};

    if (claim->result != ANSWER_NONE)
        return FLOW_REFUSED_AGAIN;
    if (read_entry(s, &claim->other, keep_post, &post) != ERR_OK)
        err_clear();
    return !id_is_zero(&post.worker) && id_equal(&post.worker, &a->worker) ? FLOW_REFUSED_SELF : FLOW_OK;
}
