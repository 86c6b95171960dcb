/* The wire (DESIGN.md section 5): what is written here is what is sent. Pure: text in, values out. Both sides use it.
 *
 * Enrol   POST /v1/enroll  one JSON object
 *           {"v":1,"code":CODE,"pub":BASE64,"sig":BASE64,"households":[{"id":HEX,"area":A,"number":N,"door":KEY},…]}
 *         sig signs wire_enroll_text(code, pub): the device has the key. A device that goes on under a new key after a fork
 * leaves out "code", sends its old token as bearer and "continues":{"device":HEX,"seq":N}; the text signed then has the old
 * device's id for the code.
 *         -> {"token":HEX,"project":HEX,"name":TEXT,"hub_key":BASE64,"epoch":HEX,"now":MS,"zone":MINUTES,"letters":"K7",
 *             "worker":{"id":HEX,"login":TEXT,"name":TEXT,"role":CODE,"area":CODE},"areas":[{"code":C,"name":N},…],"pairs":[[OWN,HUB],…],
 *             "devices":[HEX,…]}       the worker's other devices
 *
 * Push    POST /v1/push  JSON lines, Content-Type application/x-ndjson, Content-Encoding zstd or identity
 *           {"v":1,"device":HEX,"seq":N,"hash":HEX}           what it continues from; seq 0 and H(0) at the start
 *           [HEADER,"SALT",BODY]                               each event: header and body are the stored bytes, salt in hex
 *           [HEADER,null,"BODYHASH"]                           its body was erased
 *           [HEADER,"sealed:BASE64","BODYHASH"]                its body was sealed to the hub (salt || body)
 *           {"seq":N,"hash":HEX,"sig":BASE64}                  newest seq and H of this push, signed (journal_head_text)
 *         -> {"held":N,"epoch":HEX,"now":MS,"receipt":{"device":HEX,"seq":N,"hash":HEX,"at":MS,"sig":BASE64}|null,
 *             "refused":[{"seq":N,"verdict":"refused"|"quarantine","reason":TEXT,"by":TEXT,"at":MS},…],
 *             "fork":{"device":HEX,"after":N,"held":N}|absent,"revoked":{"at":MS,"undecided":N}|absent,"next_pin":TEXT|null}
 *         "held" is the newest seq of the sender's own chain that the hub holds; "refused" tells of events behind the seq that
 * the push continues from. "revoked": the device was revoked; "refused" then tells of all its events that are not accepted, the
 * first 1,000, and "undecided" is how many wait for a desk. "fork": the sender's events behind "after" are held under the id
 * "device" (up to its "held"), because the hub had others at their seqs; "held" is then "after", and the receipt is the new id's.
 * The same tail pushed again (or continued) gives the same answer. A push without events asks what the hub holds. 409 problem
 * "gap" with "held" and "epoch": the hub holds less than what the push continues from, or (held 0) does not know the hash it
 * continues from; 422 problem with "seq": chain, signature or an event broken, nothing stored; 413 problem with "bound" and
 * "limit"; 401 problem.
 *
 * Pull    GET /v1/pull?cursor=C&limit=N&wait=S  -> JSON lines, zstd where accepted
 *           ["pull",{"epoch":HEX,"start":true|false,"now":MS}]          start: from the beginning
 *           ["enter",{"entity":HEX,"town":T,"rev":N}]                    then all its events so far that are not the asking
 * device's own; where the entity was in scope before, its own ones too. They may go on on the next page
 *           ["event",{"device":HEX,"town":T,"rev":N,"verdict":V,"reason":R},HEADER,"SALT",BODY]   verdict absent: accepted
 *           ["event",{"device":OWN,"from":SEQ,"to":SEQ,"town":T,"rev":N}]  own events of the asking device: their revs are rev,
 * rev+1, …
 *           ["event",{"device":OWN,"from":SEQ,"to":SEQ,"town":T,"rev":N,"verdict":V,"reason":R}]   the same of one that was not
 * accepted
 *           ["leave",{"entity":HEX,"town":T,"rev":N}]
 *           ["end",{"cursor":C,"more":true|false}]                       an answer without it was cut off and counts as none
 *
 * Problems (RFC 9457) are {"type":"about:blank#NAME","title":TEXT,"status":N,"detail":TEXT,…}. */
#ifndef LINLI_WIRE_H
#define LINLI_WIRE_H

#include "linli/buf.h"
#include "linli/err.h"
#include "linli/event.h"
#include "linli/raw.h"

#define WIRE_VERSION 1
#define WIRE_BATCH_EVENTS 1000
#define WIRE_BATCH_BYTES ((size_t)1 << 20) /* of events before compression */
#define WIRE_BODY_MAX ((size_t)4 << 20)    /* of a request or a page after decompression */
#define WIRE_LINE_MAX ((size_t)(EVENT_HEADER_MAX + 2 * EVENT_BODY_MAX))
#define WIRE_SEALED_MAX (EVENT_BODY_MAX + 256)
#define WIRE_CURSOR_SIZE 2048 /* only letters, digits and -._~ in it: it goes into a URL as it is */
#define WIRE_PAGE_LIMIT 2000  /* lines of a page */
#define WIRE_WAIT_MAX 60      /* seconds */

void wire_enroll_text(struct buf *out, const char *code_or_device, const unsigned char pub[SIGN_PUBLIC_BYTES]);

/* One event line, with '\n'. */
void wire_write_event(struct buf *out, const struct raw_event *raw);

/* A verdict's code on the wire and in exports, "" for VERDICT_NONE; VERDICT_NONE for any other text. */
const char *wire_verdict_code(enum verdict v);
enum verdict wire_verdict(const char *code);

/* Reads `[HEADER,…]` at text (without '\n'): fills header, salt, body or body_hash or sealed, pointing into `text` and `keep`;
 * seq from the header. Header and body are well-formed JSON objects without line breaks then; what they mean event_read and
 * body_read_* check. ERR_RANGE: a part is longer than its bound. ERR_SYNTAX for anything else. `keep` starts zeroed, is used
 * again and again, and its `sealed` freed at the end. */
struct wire_store {
    unsigned char salt[SALT_BYTES];
    struct hash body_hash;
    struct buf sealed;
};
enum err wire_read_event(struct raw_event *out, struct wire_store *keep, const char *text, size_t len);

/* Decodes headers of one batch as event_read does. Headers that begin alike (event_write puts what differs last) are parsed once:
 * that is a third of the work of a push. Starts zeroed; the headers' bytes must stay where they are while it is used. */
#define WIRE_HEADERS_KEPT 8
struct wire_headers {
    struct {
        const char *text; /* of a header, up to its "seq" */
        size_t len;
        struct event ev;
    } kept[WIRE_HEADERS_KEPT];
    size_t next;
};
enum err wire_read_header(struct wire_headers *h, struct event *out, const struct raw_event *raw);

struct wire_head { /* first and last line of a push */
    struct id device;
    int64_t seq;
    struct hash hash;
    unsigned char sig[SIGN_BYTES]; /* last line */
};
void wire_write_open(struct buf *out, const struct wire_head *h);
void wire_write_close(struct buf *out, const struct wire_head *h);
/* ERR_NEWER: of a wire version that is not known here. */
enum err wire_read_open(struct wire_head *out, const char *text, size_t len);
enum err wire_read_close(struct wire_head *out, const char *text, size_t len);

/* One line of a pull's answer. */
enum wire_line_kind { WIRE_PULL, WIRE_ENTER, WIRE_LEAVE, WIRE_EVENT, WIRE_OWN, WIRE_END };
struct wire_line {
    enum wire_line_kind kind;
    char epoch[ID_TEXT_SIZE]; /* pull */
    bool start;
    struct id entity; /* enter, leave */
    char town[AREA_SIZE];
    int64_t rev;
    struct raw_event event;        /* event: raw, with device, town, rev, verdict, reason */
    int64_t from, to;              /* own; event.device, verdict and reason too */
    char cursor[WIRE_CURSOR_SIZE]; /* end */
    bool more;
    int64_t now;
    struct wire_store keep; /* what event points into */
    char reason[SUMMARY_SIZE];
};
void wire_write_line(struct buf *out, const struct wire_line *l); /* with '\n' */
/* `out` starts zeroed and may be used again and again; event points into `text` and into *out (do not copy it). */
enum err wire_read_line(struct wire_line *out, const char *text, size_t len);
void wire_line_free(struct wire_line *l);

/* zstd, bounded: unpacking stops at `limit` bytes with ERR_RANGE and refuses anything that is not one whole frame (ERR_SYNTAX).
 */
void wire_pack(struct buf *out, const char *bytes, size_t len);
enum err wire_unpack(struct buf *out, const char *bytes, size_t len, size_t limit);

#endif
