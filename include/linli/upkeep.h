/* Care of the record: verify, rebuild, backup, restore, a check-up. For client and hub. */
#ifndef LINLI_UPKEEP_H
#define LINLI_UPKEEP_H

#include "linli/store.h"

struct upkeep_verify {
    int64_t events;
    bool ok;
    bool missing;         /* events are missing that a receipt or the device's head names */
    struct id bad_device; /* first_bad, where !ok */
    int64_t bad_seq;
    char why[128]; /* for people */
};
typedef void upkeep_progress_fn(void *arg, int64_t done, int64_t total);

/* Walks every chain: each byte of header, salt, body and hash, the copies of entity in columns, gaps, the heads, the receipts'
 * hashes and (with the hub's key known) signatures. */
enum err upkeep_verify(struct store *s, struct upkeep_verify *out, upkeep_progress_fn *progress, void *arg);

/* Folds everything anew from the journal in one transaction: row for row the same tables; the search index too. */
enum err upkeep_rebuild(struct store *s, upkeep_progress_fn *progress, void *arg);

/* Only the search index; done by itself where it was made by another PINYIN_VERSION. */
enum err upkeep_rebuild_search(struct store *s, upkeep_progress_fn *progress, void *arg);

/* A whole copy of the store at `to` (never over an existing file: ERR_EXISTS), or under a name with the day and the hour in the
 * folder `to`; read back from the disk and verified, 0600, there after a power cut. It has its name only once it is good.
 * `made` (PATH_MAX bytes, may be NULL): where it is. */
enum err upkeep_backup(struct store *s, const char *to, char *made);
/* Whether that file would be lost with the record. */
bool upkeep_same_disk(const struct store *s, const char *file);
/* When the newest one was made, UTC ms, 0 never. It is noted beside the record (NAME.backed-up), which may be read-only here. */
int64_t upkeep_last_backup(const struct store *s);

/* Puts a backup in the place of the store at `path` (the old file is kept beside it as NAME.before-restore); the file is checked
 * first: ours, not newer, chains verify. The store must not be open. On the hub side a new epoch begins and the hub goes on as a
 * new device. */
enum err upkeep_restore(const char *path, const char *backup, enum store_side side);

/* A check-up: one line a finding, through `say` with ok or not. */
typedef void upkeep_say_fn(void *arg, bool ok, const char *line);
enum err upkeep_doctor(struct store *s, upkeep_say_fn *say, void *arg);

#endif
