/* linli claims: the ledger of a year. */
#include "cli_inner.h"

#include <string.h>
#include "linli/claims.h"
#include "linli/clock.h"
#include "linli/i18n.h"
#include "linli/read_claims.h"

#define COLUMNS 9

enum state { CLAIMED, APPROVED, REFUSED, STATES };
static const char *const state_codes[STATES] = {"claimed", "approved", "refused"};
static const char *const state_words[STATES] = {N_("claimed"), N_("approved"), N_("refused")};

struct ledger {
    bool json;
    struct buf line;
    struct sheet sheet;
    int64_t fen[STATES], count;
};

static enum state state_of(const struct claim_row *r) {
    return r->result == ANSWER_YES ? APPROVED : r->result == ANSWER_NO ? REFUSED : CLAIMED;
}

static void put_json(struct ledger *l, const struct claim_row *r, const char *amount) {
    struct json_out w;
    char id[EVENT_ID_SIZE];

    read_event_id(id, &r->device, r->seq);
    json_start_line(&w, &l->line);
    json_put_str(&w, "id", id);
    json_put_text(&w, "number", r->number);
    json_put_id(&w, "matter", &r->matter);
    json_put_text(&w, "type", kinds_code(LIST_TYPE, (int)r->type));
    json_put_text(&w, "grade", kinds_code(LIST_GRADE, (int)r->grade));
    json_put_text(&w, "mediator", r->mediator);
    json_put_str(&w, "amount", amount);
    json_put_str(&w, "state", state_codes[state_of(r)]);
    json_put_text(&w, "by", r->by);
    json_put_stamp(&w, "at", r->at);
    json_put_text(&w, "decided_by", r->decided_by);
    json_put_stamp(&w, "decided", r->decided ? clock_day_start(r->decided) : 0);
    json_end_line(&w, &l->line);
}

static void put_cells(struct ledger *l, const char *const *cells) {
    for (size_t i = 0; i < COLUMNS; i++)
        sheet_cell(&l->sheet, cells[i]);
}

static void put_titles(struct ledger *l) {
    put_cells(l, (const char *const[]){_("Matter"), _("Type"), _("Grade"), _("Mediator"), _("Amount"), _("State"),
                                       _("Claimed by"), _("Claimed on"), _("Approval")});
}

static enum err put_claim(void *arg, const struct claim_row *r) {
    struct ledger *l = arg;
    char amount[CLAIM_AMOUNT_SIZE], date[CLOCK_DATE_SIZE], day[CLOCK_DATE_SIZE] = "";

    l->fen[state_of(r)] += r->fen;
    l->count++;
    claims_text(amount, r->fen);
    if (l->json) {
        put_json(l, r, amount);
        return ERR_OK;
    }
    clock_date(date, r->at);
    if (r->decided)
        clock_date(day, clock_day_start(r->decided));
    put_cells(l, (const char *const[]){r->number, kinds_words(LIST_TYPE, (int)r->type), kinds_words(LIST_GRADE, (int)r->grade),
                                       r->mediator, amount, _(state_words[state_of(r)]), r->by, date,
                                       err_fmt("%s%s%s", r->decided_by, *r->decided_by && *day ? " " : "", day)});
    return ERR_OK;
}

static void put_sums(struct ledger *l, int64_t year) {
    struct json_out w;
    char sum[CLAIM_AMOUNT_SIZE];

    if (l->json) {
        json_start_line(&w, &l->line);
        json_put_int(&w, "year", year);
        json_put_int(&w, "claims", l->count);
        for (int i = 0; i < STATES; i++) {
            claims_text(sum, l->fen[i]);
            json_put_str(&w, state_codes[i], sum);
        }
        json_end_line(&w, &l->line);
        return;
    }
    sheet_print(&l->sheet);
    out_format(_("Claims in %lld: %lld"), (long long)year, (long long)l->count);
    for (int i = 0; i < STATES; i++) {
        claims_text(sum, l->fen[i]);
        out_format("%s%s %s", _(", "), _(state_words[i]), sum);
    }
    out_text("\n");
}

enum err cmd_claims(struct store *s, const struct args *a) {
    struct ledger l = {.json = args_has(a, OPT_JSON), .sheet.columns = COLUMNS};
    int64_t year = read_claims_year_of(clock_now()), from, to;
    enum err e = args_range(&year, a, OPT_YEAR, 1901, 2199);

    if (e != ERR_OK)
        return e;
    read_claims_year((int)year, &from, &to);
    if (tofile_wanted(a))
        return tofile(s, a, &(struct lists_ask){.what = LIST_OF_CLAIMS, .from = from, .to = to});
    if (!l.json)
        put_titles(&l);
    e = read_claims(s, from, to, put_claim, &l);
    if (e == ERR_OK)
        put_sums(&l, year);
    sheet_free(&l.sheet);
    buf_free(&l.line);
    return e;
}
