/* XML as a stream of tags and text. A document type is refused, so there are no entities but the five; depth and the size of a
 * tag are bounded. Prefixes of names are cut off: x:row is row. */
#ifndef LINLI_XML_H
#define LINLI_XML_H

#include <stddef.h>
#include "linli/err.h"

#define XML_DEPTH_MAX 64
#define XML_TAG_MAX ((size_t)1 << 20)

struct xml;

/* `attributes`: name, value, name, value, NULL. Any may be NULL. What they find wrong they keep and tell with xml_stop. */
struct xml_sink {
    void (*start)(void *arg, const char *name, const char **attributes);
    void (*end)(void *arg, const char *name);
    void (*text)(void *arg, const char *text, size_t len);
    void *arg;
};

/* ERR_FAILED with words: the library is missing. The sink must live as long. */
enum err xml_open(struct xml **x, const struct xml_sink *sink);
void xml_close(struct xml *x);

/* Reads on; `last`: nothing follows. ERR_SYNTAX with words where it is no such XML; what xml_stop was given. */
enum err xml_feed(struct xml *x, const char *bytes, size_t len, int last);

/* Ends the reading with an error whose words were said; from inside a callback. */
void xml_stop(struct xml *x, enum err e);

/* The value of the attribute, NULL where it has none. */
const char *xml_attribute(const char **attributes, const char *name);

#endif
