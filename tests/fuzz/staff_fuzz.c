/* Any bytes as a list of workers, as linli.conf and as the words of a pin: what comes out is within its bounds and cannot act. */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include "linli/conf.h"
#include "linli/pinwords.h"
#include "linli/policy.h"
#include "linli/staff.h"
#include "linli/width.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void demand(bool good) {
    if (!good)
        abort();
}

static void check_text(const char *text, size_t room) {
    size_t len = strnlen(text, room);

    demand(len > 0 && len < room);
    for (size_t i = 0; i < len; i++)
        demand((unsigned char)text[i] >= ' ' && text[i] != 0x7F);
}

static enum err take(void *arg, const struct staff_worker *w) {
    size_t *line = arg;

    demand(w->line > *line);
    *line = w->line;
    check_text(w->login, sizeof w->login);
    check_text(w->name, sizeof w->name);
    check_text(w->area, sizeof w->area);
    demand(!strchr(w->login, ' ') && policy_area_valid(w->area) && w->role > ROLE_NONE && w->role < ROLE_COUNT);
    return ERR_OK;
}

static enum err pass_over(void *arg, const struct staff_reject *r) {
    size_t *line = arg;

    demand(r->line > *line && r->reason && *r->reason);
    *line = r->line;
    return ERR_OK;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static const struct staff_options none, usual = {.area = "430181.007", .role = ROLE_HEAD};
    unsigned char bytes[PINWORDS_BYTES];
    size_t line = 0;
    struct staff_sink sink = {.worker = take, .reject = pass_over, .arg = &line};
    char *text = malloc(size + 1);

    demand(text != NULL);
    memcpy(text, data, size);
    text[size] = '\0';
    staff_read(text, size, &none, &sink);
    line = 0;
    staff_read(text, size, &usual, &sink);
    conf_parse("linli.conf", text, size);
    demand(conf_number(CONF_DAYS) >= 1 && conf_number(CONF_DAYS) <= 3650 &&
           width_ambiguous_named(conf_text(CONF_AMBIGUOUS)) >= 0);
    if (pinwords_read(bytes, text) != ERR_OK)
        demand(*err_last()->why != '\0');
    free(text);
    return 0;
}
