/* Making the tables: of a new record, and of one that an older version made. The journal's tables only grow, a file a version;
 * what is folded from it is dropped and made anew. */
#include "db.h"

#include <stdio.h>
#include <string.h>
#include "linli/i18n.h"
#include "linli/pinyin.h"
#include "linli/upkeep.h"

#define LONG_EVENTS 20000 /* so many take a second or more on a slow netbook: a person is told what is going on */

static const struct {
    const char *name, *text;
} schemas[] = {
#define S(name, text) {#name, text},
#include "schema.inc"
#undef S
};

/* A file that does not exist has nothing to make. */
static enum err run_file(struct store *s, const char *name) {
    for (size_t i = 0; i < sizeof schemas / sizeof schemas[0]; i++)
        if (strcmp(schemas[i].name, name) == 0)
            return db_exec(s, schemas[i].text);
    return ERR_OK;
}

static const char *of_side(const struct store *s) {
    return s->side == STORE_HUB ? "schema_hub" : "schema_client";
}

/* What the versions behind `version` have beside it. */
static enum err grow(struct store *s, int64_t version) {
    static const char identity[] = "PRAGMA application_id=%d; PRAGMA user_version=%d;";
    char name[64];
    enum err e = ERR_OK;

    while (e == ERR_OK && ++version <= STORE_SCHEMA_VERSION) {
        snprintf(name, sizeof name, "schema_%lld", (long long)version);
        e = run_file(s, name);
        snprintf(name, sizeof name, "%s_%lld", of_side(s), (long long)version);
        if (e == ERR_OK)
            e = run_file(s, name);
    }
    return e == ERR_OK ? db_exec(s, err_fmt(identity, STORE_APPLICATION_ID, STORE_SCHEMA_VERSION)) : e;
}

static enum err make_folded(struct store *s) {
    char name[64];
    enum err e = run_file(s, "schema_folded");

    snprintf(name, sizeof name, "%s_folded", of_side(s));
    return e == ERR_OK ? run_file(s, name) : e;
}

enum err schema_create(struct store *s) {
    enum err e = store_begin(s);

    if (e == ERR_OK)
        e = run_file(s, "schema");
    if (e == ERR_OK)
        e = run_file(s, of_side(s));
    if (e == ERR_OK)
        e = make_folded(s);
    if (e == ERR_OK)
        e = grow(s, 1);
    if (e == ERR_OK)
        e = store_set(s, "side", s->side == STORE_HUB ? "hub" : "client");
    if (e == ERR_OK)
        e = store_set_int(s, "search.version", PINYIN_VERSION);
    return store_end(s, e);
}

/* Every table that a version folded into. */
enum err schema_empty_folded(struct store *s) {
    static const char drop[] =
        "DROP TABLE IF EXISTS household; DROP TABLE IF EXISTS visit; DROP TABLE IF EXISTS matter; DROP TABLE IF EXISTS party;"
        "DROP TABLE IF EXISTS said; DROP TABLE IF EXISTS clash; DROP TABLE IF EXISTS need; DROP TABLE IF EXISTS access;"
        "DROP TABLE IF EXISTS noted; DROP TABLE IF EXISTS noted_words; DROP TABLE IF EXISTS dealt; DROP TABLE IF EXISTS "
        "taken_back; DROP TABLE IF EXISTS alias; DROP TABLE IF EXISTS area; "
        "DROP TABLE IF EXISTS worker;"
        "DROP TABLE IF EXISTS assignment; DROP TABLE IF EXISTS search; DROP TABLE IF EXISTS step; DROP TABLE IF EXISTS item;"
        "DROP TABLE IF EXISTS reminder; DROP TABLE IF EXISTS entry; DROP TABLE IF EXISTS county; DROP TABLE IF EXISTS figure;";
    enum err e = db_exec(s, drop);

    return e == ERR_OK ? make_folded(s) : e;
}

enum err schema_update(struct store *s, int64_t version, store_tell_fn *tell) {
    int64_t events;
    enum err e = store_load_device(s); /* folding counts days in the office's zone */

    if (e == ERR_OK || e == ERR_NOT_FOUND)
        e = db_int(s, &events, 0, STMT_event_count, "");
    if (e == ERR_OK && tell && events >= LONG_EVENTS)
        tell(err_fmt(_("the record of an older version is brought up to date, %lld events; this happens once"),
                     (long long)events));
    if (e == ERR_OK)
        e = store_begin(s);
    if (e != ERR_OK)
        return e;
    e = grow(s, version);
    if (e == ERR_OK)
        e = upkeep_rebuild(s, NULL, NULL);
    return store_end(s, e);
}
