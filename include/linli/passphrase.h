/* The passphrase of the lock: set, changed, asked for. It is kept (as Argon2id, hash.h) in the file `passphrase` of the record's
 * folder, readable by its owner alone: outside the journal, because it is of this device and no act on the record, and outside
 * the database, so that it also works on a record that can only be read and goes into no backup. It encrypts nothing: whoever can
 * read the record's file reads the record, and whoever can write in its folder can take the lock away by removing the file. */
#ifndef LINLI_PASSPHRASE_H
#define LINLI_PASSPHRASE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "linli/err.h"

#define PASSPHRASE_LEAST 6 /* characters */
#define PASSPHRASE_SIZE 257
#define PASSPHRASE_FILE "passphrase"

/* Whether the lock has one. A file that nobody can make sense of counts: then none fits, and the words say what to do. */
bool passphrase_is_set(void);

/* ERR_USAGE with words where it is too short or long; ERR_IO. Full-width forms count as half-width, for an input method that was
 * left in its Chinese mode types them. */
enum err passphrase_set(const char *text);
enum err passphrase_remove(void);

/* ERR_OK: it fits, and wrong tries are forgotten. ERR_REFUSED with words: it does not, and the next try must wait for longer than
 * this one had to; ERR_BUSY with words: this one came too early and was not looked at. ERR_FAILED: no memory. */
enum err passphrase_check(const char *text);

/* Milliseconds until a try is looked at, 0 now. Wrong tries outlive a restart. */
int64_t passphrase_wait(void);

#endif
