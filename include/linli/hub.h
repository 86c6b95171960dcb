/* The program linli-hub behind its main: reads the command line, finds out who has the record, runs the command there. */
#ifndef LINLI_HUB_H
#define LINLI_HUB_H

#include <stddef.h>

/* argv without the program's name; `db` is the record where the command line names none. Gives the exit code. */
int hub_main(size_t argc, const char *const *argv, const char *db);

#endif
