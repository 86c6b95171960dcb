/* What the two halves of workbook.h share: its parts by name, and the texts that cells name by number. */
#ifndef LINLI_CORE_WORKBOOK_INNER_H
#define LINLI_CORE_WORKBOOK_INNER_H

#include "core/workbook.h"
#include "core/workbook_number.h"
#include "linli/buf.h"
#include "linli/xml.h"
#include "linli/zip.h"

#define WORKBOOK_CELL_MAX ((size_t)128 << 10) /* bytes of one text that are kept; a roster takes fewer */
#define WORKBOOK_FORMATS_MAX 65536

struct workbook_text {
    uint32_t at, len;
};

struct workbook_sheet {
    char name[WORKBOOK_NAME_SIZE], id[64];
    char part[ZIP_NAME_SIZE]; /* "" where it is a chart or lost */
    bool hidden;
};

struct workbook {
    struct zip *zip;
    char book[ZIP_NAME_SIZE], strings[ZIP_NAME_SIZE], styles[ZIP_NAME_SIZE]; /* parts */
    struct workbook_sheet *sheets;
    size_t sheet_count;
    bool since_1904;
    struct buf text; /* shared ones, then those of the sheet that was read last */
    size_t own;      /* where those begin */
    struct workbook_text *shared;
    size_t shared_count, shared_room;
    struct number_format *formats; /* of cells, by their s="" */
    size_t format_count, format_room;
};

/* Reads one part; ERR_NOT_FOUND without words where there is none. `sink` is called with *x set, so that it can stop. */
enum err workbook_part(struct workbook *w, const char *name, const struct xml_sink *sink, struct xml **x);

enum err workbook_broken(const char *why);

/* Text between tags as it is gathered: spaces are kept, _x000D_ is a line break. */
void workbook_unescape(struct buf *text, size_t from);

enum err workbook_read_strings(struct workbook *w);
enum err workbook_read_styles(struct workbook *w);

#endif
