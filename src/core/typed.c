/* One value typed by hand, by the rules of rosters. */
#include "core/cell.h"
#include "linli/roster.h"

#include <string.h>

const char *roster_refuses(const char *text, bool code) {
    return cell_words(cell_has_id(text, strlen(text), code) ? CELL_ID : CELL_FINE);
}

const char *roster_add_phones(char phones[PHONES_SIZE], const char *text) {
    const char *why = roster_refuses(text, false);

    return why ? why : *text ? cell_words(cell_add_phones(phones, PHONES_SIZE, text)) : NULL;
}
