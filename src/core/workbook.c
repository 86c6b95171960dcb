/* Where the parts of a workbook are: which sheets it has, in which part each stands. ECMA-376 part 1 (18.2, 18.4, 18.8) and part
 * 2 (the package). */
#include "core/workbook_inner.h"

#include <string.h>
#include <strings.h>
#include "linli/i18n.h"
#include "linli/mem.h"

#define RELATIONS_MAX 4096

bool workbook_is(const char *bytes, size_t len) {
    return len >= 4 && (memcmp(bytes, "PK\x03\x04", 4) == 0 || memcmp(bytes, "PK\x05\x06", 4) == 0 ||
                        memcmp(bytes, "\xD0\xCF\x11\xE0", 4) == 0);
}

enum err workbook_broken(const char *why) {
    return err_say(ERR_SYNTAX, _("cannot read the workbook"), why, _("open it in the spreadsheet and save it again as .xlsx"));
}

static enum err feed(void *arg, const char *bytes, size_t len) {
    return xml_feed(arg, bytes, len, 0);
}

enum err workbook_part(struct workbook *w, const char *name, const struct xml_sink *sink, struct xml **x) {
    enum err e = zip_has(w->zip, name) ? xml_open(x, sink) : ERR_NOT_FOUND;

    if (e != ERR_OK)
        return e;
    e = zip_read(w->zip, name, feed, *x);
    if (e == ERR_OK)
        e = xml_feed(*x, "", 0, 1);
    xml_close(*x);
    *x = NULL;
    return e;
}

/* ---- relations: which part an id means ---- */

struct relation {
    char id[64], type[32], part[ZIP_NAME_SIZE];
};

struct relations {
    const char *base; /* the part whose relations they are */
    struct relation *at;
    size_t count, room;
    struct xml *xml;
};

/* Appends a step of a path; `..` goes up, never above the archive. */
static bool add_step(char *path, size_t room, const char *step, size_t len) {
    size_t used = strlen(path);

    if (!len || (len == 1 && *step == '.'))
        return true;
    if (len == 2 && memcmp(step, "..", 2) == 0) {
        char *slash = strrchr(path, '/');

        if (!used)
            return false;
        *(slash ? slash : path) = '\0';
        return true;
    }
    if (used + 1 + len >= room)
        return false;
    if (used)
        path[used++] = '/';
    memcpy(path + used, step, len);
    path[used + len] = '\0';
    return true;
}

/* The part that `target` names beside the part `base`; false, and "", where it leads out of the archive. */
static bool resolve(char out[ZIP_NAME_SIZE], const char *base, const char *target) {
    const char *slash = strrchr(base, '/');
    bool good = true;

    *out = '\0';
    if (*target != '/' && slash)
        good = add_step(out, ZIP_NAME_SIZE, base, (size_t)(slash - base));
    for (const char *p = target; good && *p;) {
        size_t len = strcspn(p, "/\\");

        good = add_step(out, ZIP_NAME_SIZE, p, len);
        p += len + (p[len] != '\0');
    }
    if (!good)
        *out = '\0';
    return good;
}

static void on_relation(void *arg, const char *name, const char **attributes) {
    struct relations *r = arg;
    const char *id = xml_attribute(attributes, "Id"), *type = xml_attribute(attributes, "Type"),
               *target = xml_attribute(attributes, "Target"), *mode = xml_attribute(attributes, "TargetMode");
    struct relation *one;

    if (strcmp(name, "Relationship") != 0 || !id || !type || !target || (mode && strcmp(mode, "External") == 0))
        return;
    if (r->count == RELATIONS_MAX) {
        xml_stop(r->xml, workbook_broken(_("it has more parts than any workbook")));
        return;
    }
    if (r->count == r->room) {
        r->room = r->room ? r->room * 2 : 16;
        r->at = mem_resize(r->at, r->room, sizeof *r->at);
    }
    one = &r->at[r->count];
    type = strrchr(type, '/') ? strrchr(type, '/') + 1 : type;
    if (strlen(id) >= sizeof one->id || strlen(type) >= sizeof one->type || !resolve(one->part, r->base, target))
        return;
    strcpy(one->id, id);
    strcpy(one->type, type);
    r->count++;
}

static enum err read_relations(struct workbook *w, struct relations *r, const char *base) {
    struct xml_sink sink = {.start = on_relation, .arg = r};
    const char *slash = strrchr(base, '/'), *file = slash ? slash + 1 : base;
    char part[2 * ZIP_NAME_SIZE];

    *r = (struct relations){.base = base};
    strcpy(part, base);
    strcpy(part + (file - base), "_rels/");
    strcat(part, file);
    strcat(part, ".rels");
    return workbook_part(w, part, &sink, &r->xml);
}

static const char *part_of_type(const struct relations *r, const char *type) {
    for (size_t i = 0; i < r->count; i++)
        if (strcmp(r->at[i].type, type) == 0)
            return r->at[i].part;
    return "";
}

static const char *part_of_id(const struct relations *r, const char *id, const char *type) {
    for (size_t i = 0; i < r->count; i++)
        if (strcmp(r->at[i].id, id) == 0 && strcmp(r->at[i].type, type) == 0)
            return r->at[i].part;
    return "";
}

/* ---- the book ---- */

struct book {
    struct workbook *w;
    struct xml *xml;
};

static void add_sheet(struct book *b, const char **attributes) {
    const char *name = xml_attribute(attributes, "name"), *id = xml_attribute(attributes, "id"),
               *state = xml_attribute(attributes, "state");
    struct workbook *w = b->w;
    struct workbook_sheet *s;

    if (!name || !id || strlen(id) >= sizeof s->id)
        return;
    if (w->sheet_count == WORKBOOK_SHEETS_MAX) {
        xml_stop(b->xml, workbook_broken(_("it has more sheets than any roster")));
        return;
    }
    w->sheets = mem_resize(w->sheets, w->sheet_count + 1, sizeof *w->sheets);
    s = &w->sheets[w->sheet_count++];
    memset(s, 0, sizeof *s);
    strncpy(s->name, name, sizeof s->name - 1);
    for (size_t n = sizeof s->name - 1; strlen(name) > n && n && (s->name[n] & 0xC0) == 0x80; n--)
        s->name[n] = s->name[n - 1] = '\0';
    strcpy(s->id, id);
    s->hidden = state && strcasecmp(state, "visible") != 0;
}

static void on_book(void *arg, const char *name, const char **attributes) {
    struct book *b = arg;
    const char *flag;

    if (strcmp(name, "sheet") == 0)
        add_sheet(b, attributes);
    else if (strcmp(name, "workbookPr") == 0 && (flag = xml_attribute(attributes, "date1904")) != NULL)
        b->w->since_1904 = strcmp(flag, "1") == 0 || strcmp(flag, "true") == 0;
}

static enum err other_kind(const char *why) {
    return err_say(ERR_SYNTAX, _("cannot read the workbook"), why,
                   _("open it in the spreadsheet and save it as .xlsx (or as CSV UTF-8)"));
}

/* What is no workbook of this kind, by what it holds. */
static enum err refuse_other(const struct workbook *w) {
    if (zip_has(w->zip, "content.xml") && zip_has(w->zip, "mimetype"))
        return other_kind(_("it is an OpenDocument file (.ods)"));
    if (zip_has(w->zip, "xl/workbook.bin"))
        return other_kind(_("it is a binary workbook (.xlsb)"));
    if (zip_has(w->zip, "word/document.xml"))
        return other_kind(_("it is a text document (.docx), not a spreadsheet"));
    return other_kind(_("it is an archive (.zip), not a spreadsheet"));
}

static enum err find_book(struct workbook *w) {
    struct relations r;
    enum err e = read_relations(w, &r, "");

    if (e == ERR_OK)
        strcpy(w->book, part_of_type(&r, "officeDocument"));
    if ((e == ERR_OK || e == ERR_NOT_FOUND) && !*w->book)
        strcpy(w->book, "xl/workbook.xml");
    mem_free(r.at);
    if (e != ERR_OK && e != ERR_NOT_FOUND)
        return e;
    return zip_has(w->zip, w->book) && !zip_has(w->zip, "xl/workbook.bin") && !zip_has(w->zip, "word/document.xml")
               ? ERR_OK
               : refuse_other(w);
}

static enum err read_book(struct workbook *w) {
    struct book b = {.w = w};
    struct xml_sink sink = {.start = on_book, .arg = &b};
    struct relations r;
    enum err e = workbook_part(w, w->book, &sink, &b.xml);

    if (e == ERR_OK && !w->sheet_count)
        e = workbook_broken(_("there is no sheet in it"));
    if (e != ERR_OK)
        return e;
    e = read_relations(w, &r, w->book);
    if (e == ERR_NOT_FOUND)
        e = workbook_broken(_("the list of its parts is missing"));
    for (size_t i = 0; e == ERR_OK && i < w->sheet_count; i++)
        strcpy(w->sheets[i].part, part_of_id(&r, w->sheets[i].id, "worksheet"));
    if (e == ERR_OK) {
        strcpy(w->strings, part_of_type(&r, "sharedStrings"));
        strcpy(w->styles, part_of_type(&r, "styles"));
    }
    mem_free(r.at);
    return e;
}

/* An .xls, or a workbook with a password: the same kind of container. The name of the encrypted part is in UTF-16. */
static enum err refuse_container(const char *bytes, size_t len) {
    static const char locked[] = "E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e";

    if (memmem(bytes, len, locked, sizeof locked - 1))
        return err_say(ERR_SYNTAX, _("cannot read the workbook"), _("it is locked with a password"),
                       _("open it in the spreadsheet, remove the password, save it again"));
    return other_kind(_("it is a workbook of the old kind (.xls)"));
}

enum err workbook_open(struct workbook **out, const char *bytes, size_t len) {
    struct workbook *w;
    enum err e;

    *out = NULL;
    if (len >= 4 && memcmp(bytes, "\xD0\xCF\x11\xE0", 4) == 0)
        return refuse_container(bytes, len);
    w = mem_new(1, sizeof *w);
    e = zip_open(&w->zip, bytes, len);
    if (e == ERR_OK)
        e = find_book(w);
    if (e == ERR_OK)
        e = read_book(w);
    if (e == ERR_OK)
        e = workbook_read_styles(w);
    if (e == ERR_OK)
        e = workbook_read_strings(w);
    w->own = w->text.len;
    if (e == ERR_OK)
        *out = w;
    else
        workbook_close(w);
    return e;
}

void workbook_close(struct workbook *w) {
    if (!w)
        return;
    zip_close(w->zip);
    mem_free(w->sheets);
    mem_free(w->shared);
    mem_free(w->formats);
    buf_free(&w->text);
    mem_free(w);
}

size_t workbook_sheets(const struct workbook *w) {
    return w->sheet_count;
}

const char *workbook_name(const struct workbook *w, size_t sheet) {
    return w->sheets[sheet].name;
}

bool workbook_is_hidden(const struct workbook *w, size_t sheet) {
    return w->sheets[sheet].hidden;
}
