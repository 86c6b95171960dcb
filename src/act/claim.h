/* What a claim asks for is computed, and who approves it is another one. Of src/act/ alone. */
#ifndef LINLI_ACT_CLAIM_H
#define LINLI_ACT_CLAIM_H

#include "linli/items.h"
#include "linli/read_flow.h"

/* Puts the amount into the checked values of a claim; whatever was typed there is dropped. ERR_FAILED with words where the
 * county's table gives nothing. */
enum err claim_fill(struct store *s, const struct id *matter, struct item_values *v);

/* Whether this worker may answer the claim: it was not answered, and is not for that worker's own mediation. */
enum flow_refusal claim_check_approval(struct store *s, const struct item_row *claim, const struct flow_actor *a);

#endif
