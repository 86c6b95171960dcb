/* Claims: the county's table applied to one case. */
#include "linli/claims.h"

#include <stdio.h>
#include <string.h>
#include "linli/i18n.h"

static const struct {
    const char *words, *todo;
} refusals[CLAIM_REFUSAL_COUNT] = {
#define X(name, words, todo) [CLAIM_REFUSED_##name] = {words, todo},
    CLAIM_REFUSALS
#undef X
};

const char *claims_words(enum claim_refusal r) {
    return r > CLAIM_OK && r < CLAIM_REFUSAL_COUNT ? _(refusals[r].words) : "";
}

const char *claims_todo(enum claim_refusal r) {
    return r > CLAIM_OK && r < CLAIM_REFUSAL_COUNT ? _(refusals[r].todo) : "";
}

/* Half a fen counts as one. */
static int64_t percent(int64_t fen, int part) {
    return (fen * part + 50) / 100;
}

static bool is_complete(const struct flow_matter *m) {
    int there, required;

    flow_dossier(m, &there, &required);
    return there >= required;
}

static bool is_oral(const struct flow_matter *m) {
    return m->made == AGREEMENT_ORAL || m->left_by == EXIT_SETTLE;
}

static bool is_failed(const struct flow_matter *m) {
    return m->left_by == EXIT_END || m->left_by == EXIT_DECLINE;
}

static enum claim_refusal check_case(const struct claim_case *c) {
    const struct flow_matter *m = c->matter;

    if (m->kind != MATTER_DISPUTE || m->withdrawn || m->left_by == EXIT_WITHDRAW)
        return CLAIM_REFUSED_NO_DISPUTE;
    if (c->before)
        return CLAIM_REFUSED_AGAIN;
    if (c->repeated)
        return CLAIM_REFUSED_REPEATED;
    if (!m->agreed && !is_failed(m))
        return CLAIM_REFUSED_OPEN;
    if (!is_complete(m))
        return CLAIM_REFUSED_DOSSIER;
    if (c->source == SOURCE_NONE)
        return CLAIM_REFUSED_KIND;
    return county_pays(c->source) ? CLAIM_OK : CLAIM_REFUSED_EXCLUDED;
}

enum claim_refusal claims_amount(int64_t *fen, const struct claim_case *c) {
    const struct county_grade *g = county_grade(c->grade);
    bool failed = is_failed(c->matter);
    enum claim_refusal r = check_case(c);
    int64_t amount;

    *fen = 0;
    if (r != CLAIM_OK)
        return r;
    if (c->grade == GRADE_GUIDED && !failed)
        return CLAIM_REFUSED_GUIDED;
    if (!g || g->fen <= 0)
        return CLAIM_REFUSED_UNPAID;
    amount = g->fen;
    if (failed && c->grade != GRADE_GUIDED) /* that grade is for nothing but such cases */
        amount = percent(amount, g->failed_percent);
    else if (!failed && is_oral(c->matter))
        amount = percent(amount, county_oral_percent());
    if (!amount)
        return failed ? CLAIM_REFUSED_FAILED : CLAIM_REFUSED_ORAL;
    if (g->share_percent < 100 && (c->grade_fen + amount) * 100 > (c->town_fen + amount) * g->share_percent)
        return CLAIM_REFUSED_SHARE;
    *fen = amount;
    return CLAIM_OK;
}

void claims_text(char out[CLAIM_AMOUNT_SIZE], int64_t fen) {
    snprintf(out, CLAIM_AMOUNT_SIZE, "%lld.%02lld", (long long)(fen / 100), (long long)(fen % 100));
}

#define FEN_MAX INT64_C(100000000000) /* a thousand million yuan: what comes from elsewhere is summed up, too */

int64_t claims_fen(const char *text) {
    int64_t fen = 0;
    int after = -1;

    if (!*text)
        return -1;
    for (; *text; text++) {
        if (*text == '.' && after < 0) {
            after = 0;
            continue;
        }
        if (*text < '0' || *text > '9' || after == 2 || fen > FEN_MAX / 10)
            return -1;
        fen = fen * 10 + (*text - '0');
        after += after >= 0;
    }
    for (after = after < 0 ? 0 : after; after < 2; after++)
        fen *= 10;
    return fen > FEN_MAX ? -1 : fen;
}
