/* dlopen and dlsym. */
#include "linli/library.h"

#include <dlfcn.h>
#include <string.h>

bool library_load(void *table, const char *name, const struct library_function *functions, size_t count) {
    void *library = dlopen(name, RTLD_LAZY | RTLD_LOCAL);

    for (size_t i = 0; library && i < count; i++) {
        void *found = dlsym(library, functions[i].symbol);

        if (!found)
            return false;
        memcpy((char *)table + functions[i].at, &found, sizeof found);
    }
    return library != NULL;
}
