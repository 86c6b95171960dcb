/* linli-hub: the central endpoint of linli. Hands the command line over. */
#include "linli/hub.h"
#include "linli/i18n.h"
#include "linli/paths.h"

int main(int argc, char **argv) {
    const char *db;

    i18n_init();
    db = paths_env("LINLI_HUB_DB");
    return hub_main(argc > 0 ? (size_t)argc - 1 : 0, (const char *const *)(argv + 1), db ? db : "linli-hub.db");
}
