/* Doors: `3栋2单元501室`, `3-2-501`, `3号楼2单元501`, `幸福小区 3栋 2单元 501` as parts, as one short form and as a sort key. */
#ifndef LINLI_DOOR_H
#define LINLI_DOOR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "linli/buf.h"

#define DOOR_PART 48 /* bytes of a part with its NUL; longer text is cut at a character */

struct door {
    char compound[DOOR_PART * 2]; /* 幸福小区, 张家湾 */
    char building[DOOR_PART];     /* 3, 3A, 东; letters are capitals, no leading zeros */
    char unit[DOOR_PART];
    char floor[DOOR_PART];
    char room[DOOR_PART]; /* 501, 附1 */
};

/* Reads one text. Understands 栋 幢 号楼 楼 座 单元 门(as unit) 层 楼(as floor after a building) 室 号 房 户, Chinese numerals
 * (三栋二单元五〇一), full-width forms, `3-2-501`, `3#2-501`, and what stands before the first numbered part as compound (with
 * 小区 苑 村 路 …). A floor is derived from a numeric room of 3 or 4 digits (501 -> 5, 1203 -> 12) where none is given. False:
 * nothing numeric in it; the whole text is then the compound. */
bool door_parse(struct door *out, const char *text, size_t len);

/* Cleans parts that came as columns: strips 栋 单元 室 etc. and full-width forms, derives the floor likewise. */
void door_normalise(struct door *d);

/* "3-2-501", "3-501", "501", "幸福小区3-2-501" with `compound`; as offices say it: "3栋2单元501" with door_words (in zh), which
 * door_text also takes where a row of numbers would be read as another door (2单元501, 3栋2单元5层东). */
void door_text(struct buf *out, const struct door *d, bool compound);
void door_words(struct buf *out, const struct door *d);

/* A key that sorts doors as people walk them: compound, then building, unit, floor, room with numbers by value; also the
 * same for two ways to write one door, so it is what import matches on. */
void door_key(struct buf *out, const struct door *d);
bool door_same(const struct door *a, const struct door *b); /* by their keys */

/* Whether the house is told; a place alone names many households. */
bool door_told(const struct door *d);

/* Emits the search tokens of a door, one a part, each with ¶ (U+00B6) before it and its word behind: ¶幸福小区 ¶3栋 ¶2单元 ¶5层
 * ¶501室. The mark keeps them apart from names and phones; they are found through door_fts. */
typedef void door_token_fn(void *arg, const char *token, size_t len);
void door_tokens(const struct door *d, door_token_fn *emit, void *arg);

/* Appends the FTS5 expression for a query word that may be a door (`3-2-501`, `3栋2单元501`, `3栋`, `3-2`, `501`) or the
 * beginning of a compound (`幸福小区`, `幸福小区3栋`), as one term or in brackets; false, nothing appended, where it can be none.
 * A lone number is a building, unit or room; two are building and unit, or a room behind building or unit; a room that ends the
 * word without 室 and has two digits or more may go on (3-2-50 finds 3-2-501), one of one or two digits may be the floor (3-2-5).
 */
bool door_fts(struct buf *out, const char *word);

/* Which characters of `shown`, a door as door_text or door_words writes it, the word meant, as a bit a character (first 64); of a
 * compound that was cut, as many as are shown. 0: the door is not what the word means. */
uint64_t door_matched(const char *shown, const struct door *d, const char *word);

/* Whether the door is what the word means (exact check of what door_fts found). */
bool door_match(const struct door *d, const char *word);

#endif
