/* Where things are: XDG folders, --home, the environment. The only reader of the environment outside the mains. */
#ifndef LINLI_PATHS_H
#define LINLI_PATHS_H

#include <stdbool.h>
#include <stddef.h>
#include "linli/err.h"

/* Moves all client state to `dir` (--home). NULL: LINLI_HOME, else XDG_DATA_HOME/linli, else ~/.local/share/linli. */
void paths_set_home(const char *dir);

/* The folder of the record, made 0700 where it is missing. */
enum err paths_home(const char **out);

/* "HOME/name" into `out`, cut never: ERR_RANGE where it does not fit. The folder is made where it is missing. */
enum err paths_in_home(char *out, size_t room, const char *name);

/* A configuration file the user may have written: HOME/name, else XDG_CONFIG_HOME/linli/name. False where there is none. */
bool paths_config(char *out, size_t room, const char *name);

/* The folders where paths_config looks, in that order: the k-th, "" in `out` where the environment does not name it; false past
 * the last. */
bool paths_config_folder(size_t k, char *out, size_t room);

/* A file that ships with the program (themes/day.theme, keys): beside the build, else PREFIX/share/linli. False: none. */
bool paths_shipped(char *out, size_t room, const char *name);

/* The folders that such files come from; as paths_config_folder. */
bool paths_shipped_folder(size_t k, char *out, size_t room);

/* An environment variable, or NULL; empty counts as NULL. */
const char *paths_env(const char *name);

#endif
