/* expat, and the only file that names it. */
#include "linli/xml.h"

#include <expat.h>
#include <stdbool.h>
#include <stddef.h>
#include <string.h>
#include "linli/i18n.h"
#include "linli/library.h"
#include "linli/mem.h"

#define FUNCTIONS                                                                                                                \
    X(ParserCreate)                                                                                                              \
    X(ParserFree)                                                                                                                \
    X(SetUserData)                                                                                                               \
    X(SetElementHandler)                                                                                                         \
    X(SetCharacterDataHandler)                                                                                                   \
    X(SetStartDoctypeDeclHandler)                                                                                                \
    X(Parse)                                                                                                                     \
    X(StopParser)                                                                                                                \
    X(GetCurrentByteIndex)

static struct {
#define X(name) __typeof__(XML_##name) *name;
    FUNCTIONS
#undef X
} expat;

static const struct library_function functions[] = {
#define X(name) {"XML_" #name, offsetof(__typeof__(expat), name)},
    FUNCTIONS
#undef X
};

struct xml {
    const struct xml_sink *sink;
    XML_Parser parser;
    int depth;
    size_t fed;
    enum err stopped;
};

static enum err broken(const char *why) {
    return err_say(ERR_SYNTAX, _("cannot read the workbook"), why, _("open it in the spreadsheet and save it again as .xlsx"));
}

static enum err load(void) {
    static bool loaded;

    loaded = loaded || library_load(&expat, "libexpat.so.1", functions, sizeof functions / sizeof functions[0]);
    return loaded ? ERR_OK
                  : err_say(ERR_FAILED, _("cannot read the workbook"), _("the library expat is missing on this machine"),
                            _("install it: apt install libexpat1; or save the table as CSV UTF-8"));
}

static const char *local(const char *name) {
    const char *colon = strrchr(name, ':');

    return colon ? colon + 1 : name;
}

static void XMLCALL on_start(void *arg, const XML_Char *name, const XML_Char **attributes) {
    struct xml *x = arg;

    if (x->stopped != ERR_OK)
        return;
    if (++x->depth > XML_DEPTH_MAX)
        xml_stop(x, broken(_("its tags stand in each other too deep")));
    else if (x->sink->start)
        x->sink->start(x->sink->arg, local(name), attributes);
}

static void XMLCALL on_end(void *arg, const XML_Char *name) {
    struct xml *x = arg;

    x->depth--;
    if (x->stopped == ERR_OK && x->sink->end)
        x->sink->end(x->sink->arg, local(name));
}

static void XMLCALL on_text(void *arg, const XML_Char *text, int len) {
    struct xml *x = arg;

    if (x->stopped == ERR_OK && x->sink->text)
        x->sink->text(x->sink->arg, text, (size_t)len);
}

static void XMLCALL on_doctype(void *arg, const XML_Char *name, const XML_Char *system, const XML_Char *pub, int internal) {
    (void)name;
    (void)system;
    (void)pub;
    (void)internal;
    xml_stop(arg, broken(_("it holds a document type, which no workbook has")));
}

enum err xml_open(struct xml **out, const struct xml_sink *sink) {
    struct xml *x;
    enum err e = load();

    *out = NULL;
    if (e != ERR_OK)
        return e;
    x = mem_new(1, sizeof *x);
    x->sink = sink;
    x->parser = expat.ParserCreate(NULL);
    if (!x->parser) {
        mem_free(x);
        return err_say(ERR_FAILED, _("cannot read the workbook"), _("there is not enough memory"), _("close other programs"));
    }
    expat.SetUserData(x->parser, x);
    expat.SetElementHandler(x->parser, on_start, on_end);
    expat.SetCharacterDataHandler(x->parser, on_text);
    expat.SetStartDoctypeDeclHandler(x->parser, on_doctype);
    *out = x;
    return ERR_OK;
}

void xml_close(struct xml *x) {
    if (!x)
        return;
    expat.ParserFree(x->parser);
    mem_free(x);
}

void xml_stop(struct xml *x, enum err e) {
    if (x->stopped == ERR_OK)
        x->stopped = e;
    expat.StopParser(x->parser, XML_FALSE);
}

enum err xml_feed(struct xml *x, const char *bytes, size_t len, int last) {
    enum XML_Status status = expat.Parse(x->parser, bytes, (int)len, last);
    XML_Index at = expat.GetCurrentByteIndex(x->parser);

    x->fed += len;
    if (x->stopped != ERR_OK)
        return x->stopped;
    if (status != XML_STATUS_OK)
        return broken(_("a part in it is no proper XML"));
    return !last && at >= 0 && x->fed - (size_t)at > XML_TAG_MAX ? broken(_("a tag in it is too long")) : ERR_OK;
}

const char *xml_attribute(const char **attributes, const char *name) {
    for (; attributes[0]; attributes += 2)
        if (strcmp(local(attributes[0]), name) == 0)
            return attributes[1];
    return NULL;
}
