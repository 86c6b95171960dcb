/* The key decoder: what xterm and its family send, and what the terminal's description adds. A sequence may come in pieces; it is
 * decided when whole, or when its time is up. */
#include "keys.h"

#include <stdio.h>
#include <string.h>
#include "linli/i18n.h"
#include "linli/mem.h"
#include "linli/utf8.h"

#define SEQUENCE_MS 1000 /* bytes of one sequence come closer together than this */
#define LATE_MS 3000     /* the rest of an arrow whose ESC was taken for the key */
#define ANSWER_MS 60000  /* the rest of a terminal's answer, of which a part was given up */
#define GLUE_MS 60       /* an Enter so close behind Han text is the input method's: one read or two, but no finger is so quick */
#define STRING_MAX 4096  /* of an answer to OSC or DCS */

struct keys {
    struct keys_options options;
    struct key_sequence sequences[KEYS_SEQUENCES_MAX];
    size_t sequence_count;
    struct buf in; /* not decoded yet, from `at` on */
    size_t at;
    bool more;
    int64_t fed_at;
    struct buf late; /* what was given up last: a lone ESC, or an unfinished sequence */
    int64_t late_at;
    bool last_was_ime; /* the newest key is text above ASCII, and when it came */
    int64_t ime_at;
    bool mouse;
    int down_row, down_col; /* where the mouse was pressed last */
    bool pasting, big;
    struct buf paste;
};

/* A step of decoding at one place: how many bytes it took and which key they are (K_NONE: swallowed); 0 bytes: unfinished. */
struct step {
    size_t len;
    struct key key;
};
static const struct step unfinished;

static struct step took(size_t len, enum keycode code) {
    return (struct step){len, {.code = code}};
}

static struct step took_text(size_t len, uint32_t cp) {
    return (struct step){len, {.code = K_TEXT, .cp = cp}};
}

static const struct {
    const char *name;
    enum keycode code;
} names[] = {
    {"Enter", K_ENTER}, {"Tab", K_TAB},   {"S-Tab", K_BACKTAB}, {"Backspace", K_BACKSPACE}, {"Esc", K_ESC}, {"Up", K_UP},
    {"Down", K_DOWN},   {"Left", K_LEFT}, {"Right", K_RIGHT},   {"Home", K_HOME},           {"End", K_END}, {"PgUp", K_PGUP},
    {"PgDn", K_PGDN},   {"Ins", K_INS},   {"Del", K_DEL},
};
#define COUNT(a) (sizeof(a) / sizeof *(a))

void keys_name(char out[KEY_NAME_SIZE], const struct key *key) {
    char utf8[4];

    *out = '\0';
    for (size_t i = 0; i < COUNT(names); i++)
        if (names[i].code == key->code)
            snprintf(out, KEY_NAME_SIZE, "%s", names[i].name);
    if (key->code >= K_F1 && key->code <= K_F12)
        snprintf(out, KEY_NAME_SIZE, "F%d", (int)(key->code - K_F1 + 1));
    else if (key->code == K_CTRL)
        snprintf(out, KEY_NAME_SIZE, "C-%c", key->cp >= 'A' && key->cp <= 'Z' ? (int)key->cp + 32 : (int)key->cp);
    else if (key->code == K_TEXT && key->cp == ' ')
        snprintf(out, KEY_NAME_SIZE, "Space");
    else if (key->code == K_TEXT)
        snprintf(out, KEY_NAME_SIZE, "%.*s", (int)utf8_write(utf8, key->cp), utf8);
}

bool keys_parse(struct key *out, const char *name) {
    struct key key = {0};
    unsigned n;
    char rest;
    uint32_t cp;

    for (size_t i = 0; i < COUNT(names); i++)
        if (strcmp(names[i].name, name) == 0)
            key.code = names[i].code;
    if (key.code == K_NONE && sscanf(name, "F%2u%c", &n, &rest) == 1 && n >= 1 && n <= 12)
        key.code = (enum keycode)(K_F1 + n - 1);
    if (key.code == K_NONE && strncmp(name, "C-", 2) == 0 && name[2] >= 'a' && name[2] <= 'z' && !name[3])
        key = (struct key){.code = K_CTRL, .cp = (uint32_t)(name[2] - 32)};
    if (key.code == K_NONE && strncmp(name, "C-", 2) == 0 && name[2] && strchr("\\]^_", name[2]) && !name[3])
        key = (struct key){.code = K_CTRL, .cp = (uint32_t)name[2]};
    if (key.code == K_NONE && strcmp(name, "Space") == 0)
        key = (struct key){.code = K_TEXT, .cp = ' '};
    if (key.code == K_NONE && *name && utf8_read(&cp, name, strlen(name)) == strlen(name) && cp > ' ' && cp != 0x7f &&
        cp != 0xfffd)
        key = (struct key){.code = K_TEXT, .cp = cp};
    if (key.code == K_NONE)
        return false;
    *out = key;
    return true;
}

struct keys *keys_new(const struct keys_options *options, const struct key_sequence *sequences, size_t count) {
    struct keys *k = mem_new(1, sizeof *k);

    k->options = *options;
    k->sequence_count = count < KEYS_SEQUENCES_MAX ? count : KEYS_SEQUENCES_MAX;
    if (k->sequence_count)
        memcpy(k->sequences, sequences, k->sequence_count * sizeof *sequences);
    return k;
}

void keys_free(struct keys *k) {
    if (!k)
        return;
    buf_free(&k->in);
    buf_free(&k->paste);
    buf_free(&k->late);
    mem_free(k);
}

void keys_mouse(struct keys *k, bool on) {
    k->mouse = on;
}

const struct buf *keys_paste(const struct keys *k) {
    return &k->paste;
}

static size_t left(const struct keys *k) {
    return k->in.len - k->at;
}

/* --- CSI: ESC [ parameters intermediates final --- */

static const struct {
    int number; /* of ESC [ number ~ */
    enum keycode code;
} tilde[] = {
    {1, K_HOME},    {2, K_INS},     {3, K_DEL},     {4, K_END},     {5, K_PGUP},     {6, K_PGDN},     {7, K_HOME},
    {8, K_END},     {11, K_F1},     {12, K_F1 + 1}, {13, K_F1 + 2}, {14, K_F1 + 3},  {15, K_F1 + 4},  {17, K_F1 + 5},
    {18, K_F1 + 6}, {19, K_F1 + 7}, {20, K_F1 + 8}, {21, K_F1 + 9}, {23, K_F1 + 10}, {24, K_F1 + 11},
};

/* Finals of ESC [ and ESC O. */
static const struct {
    char final;
    enum keycode code;
} finals[] = {
    {'A', K_UP}, {'B', K_DOWN},   {'C', K_RIGHT},  {'D', K_LEFT},   {'H', K_HOME},    {'F', K_END},
    {'P', K_F1}, {'Q', K_F1 + 1}, {'R', K_F1 + 2}, {'S', K_F1 + 3}, {'Z', K_BACKTAB},
};

static enum keycode final_key(char final) {
    for (size_t i = 0; i < COUNT(finals); i++)
        if (finals[i].final == final)
            return finals[i].code;
    return K_NONE;
}

/* `params` is what stands between ESC [ and the final. What no key sends is an answer or a report and gives K_NONE. */
static enum keycode csi_key(const char *params, size_t len, char final) {
    int number = 0, modifier = 0;
    char end;
    char text[24];
    bool plain;
    enum keycode code = K_NONE;

    if (len >= sizeof text)
        return K_NONE;
    memcpy(text, params, len);
    text[len] = '\0';
    plain = strspn(text, "0123456789;") == len;
    if (!plain)
        return K_NONE;
    if (final == '~' && sscanf(text, "%3d%c%2d", &number, &end, &modifier) >= 1) {
        for (size_t i = 0; i < COUNT(tilde); i++)
            if (tilde[i].number == number)
                code = tilde[i].code;
    } else if (!len || (sscanf(text, "1;%2d%c", &modifier, &end) == 1 && final != 'R')) {
        /* ESC [ 1;2 R is where a terminal says its cursor is, as well as Shift-F3: it is never a key here. */
        code = final_key(final);
    }
    return code >= K_F1 && code <= K_F12 && modifier > 1 ? K_OTHER : code;
}

static struct step read_csi(const char *p, size_t n) {
    size_t i = 2;

    while (i < n && p[i] >= 0x20 && p[i] <= 0x3f)
        i++;
    if (i - 2 > STRING_MAX)
        return took(i, K_NONE);
    if (i == n)
        return unfinished;
    if (p[i] == '[' && i == 2) { /* the Linux console: ESC [ [ A to E are F1 to F5 */
        if (n < 4)
            return unfinished;
        return took(4, p[3] >= 'A' && p[3] <= 'E' ? (enum keycode)(K_F1 + (p[3] - 'A')) : K_OTHER);
    }
    if (p[i] == 'M' && i == 2) /* a mouse report of three further bytes */
        return n < 6 ? unfinished : took(6, K_NONE);
    if (p[i] < 0x40 || p[i] > 0x7e)
        return took(i, K_NONE); /* cut off by something else: that is read by itself */
    return took(i + 1, csi_key(p + 2, i - 2, p[i]));
}

/* --- the mouse: ESC [ < button ; column ; row and M, or m where it is let go --- */

static struct key mouse_key(struct keys *k, int button, int row, int col, bool pressed) {
    struct key key = {.code = K_NONE, .row = row, .col = col};

    if (button == 64 || button == 65)
        key.code = button == 64 ? K_UP : K_DOWN;
    else if (button == 0 && !pressed && (row != k->down_row || col != k->down_col))
        key.code = K_DRAG;
    else if (button == 0 && pressed)
        key.code = K_CLICK;
    if (button == 0) {
        k->down_row = row;
        k->down_col = col;
    }
    return key;
}

static struct step read_mouse(struct keys *k, const char *p, size_t n) {
    struct step s = read_csi(p, n);
    int button, row, col;
    char text[24], end;

    if (!s.len || s.len >= sizeof text)
        return s;
    memcpy(text, p, s.len);
    text[s.len] = '\0';
    if (sscanf(text + 3, "%3d;%5d;%5d%c", &button, &col, &row, &end) == 4 && row > 0 && col > 0 && (end == 'M' || end == 'm'))
        s.key = mouse_key(k, button, row - 1, col - 1, end == 'M');
    return s;
}

/* --- OSC, DCS, APC, PM: strings up to BEL or ST --- */

static struct step read_string(const char *p, size_t n) {
    for (size_t i = 2; i < n; i++) {
        if (p[i] == '\a')
            return took(i + 1, K_NONE);
        if (p[i] == '\033')
            return i + 1 == n ? unfinished : took(p[i + 1] == '\\' ? i + 2 : i, K_NONE);
        if (p[i] == '\r' || p[i] == '\n' || i > STRING_MAX)
            return took(i, K_NONE);
    }
    return unfinished;
}

static bool begins_string(char second, char third) {
    switch (second) {
    case ']':
        return third >= '0' && third <= '9';
    case 'P':
        return strchr("0123456789>!+", third) != NULL;
    case '_':
        return third == 'G';
    default:
        return false;
    }
}

static struct step read_ss3(const char *p, size_t n) {
    static const char keypad[] = "jklmnopqrstuvwxy", text[] = "*+,-./0123456789";
    const char *at;

    if (n < 3)
        return unfinished;
    if (p[2] == 'M')
        return took(3, K_ENTER);
    at = p[2] ? strchr(keypad, p[2]) : NULL;
    if (at)
        return took_text(3, (unsigned char)text[at - keypad]);
    return took(3, final_key(p[2]) != K_NONE ? final_key(p[2]) : K_OTHER);
}

/* The terminal's own sequences: the longest that fits. *prefix: one could still come. */
static struct step read_described(const struct keys *k, const char *p, size_t n, bool *prefix) {
    struct step best = unfinished;

    for (size_t i = 0; i < k->sequence_count; i++) {
        size_t len = strlen(k->sequences[i].bytes);

        if (len <= n && memcmp(p, k->sequences[i].bytes, len) == 0 && len > best.len)
            best = took(len, k->sequences[i].code);
        else if (len > n && memcmp(p, k->sequences[i].bytes, n) == 0)
            *prefix = true;
    }
    return best;
}

static struct step read_escape(struct keys *k, const char *p, size_t n) {
    bool prefix = false;
    struct step s = read_described(k, p, n, &prefix);

    if (s.len)
        return s;
    if (n < 2)
        return unfinished;
    if (p[1] == '[' && k->mouse && n > 2 && p[2] == '<')
        return read_mouse(k, p, n);
    if (p[1] == '[')
        return read_csi(p, n);
    if (p[1] == 'O')
        return read_ss3(p, n);
    if (strchr("]P_", p[1]) && p[1]) {
        if (n < 3)
            return unfinished;
        if (begins_string(p[1], p[2]))
            return read_string(p, n);
    }
    if (p[1] >= '0' && p[1] <= '9') /* as in mc: ESC 1 is F1, ESC 0 is F10 */
        return took(2, (enum keycode)(p[1] == '0' ? K_F1 + 9 : K_F1 + (p[1] - '1')));
    if (prefix)
        return unfinished;
    return took(1, K_ESC); /* the key, and something behind it */
}

/* --- text --- */

static size_t utf8_wanted(unsigned char lead) {
    return lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : lead >= 0xc2 ? 2 : 1;
}

static struct step read_utf8(const char *p, size_t n) {
    size_t wanted = utf8_wanted((unsigned char)*p), have = 1;
    uint32_t cp;
    size_t len;

    while (have < wanted && have < n && ((unsigned char)p[have] & 0xc0) == 0x80)
        have++;
    if (have < wanted && have == n)
        return unfinished;
    len = utf8_read(&cp, p, n);
    if (cp == 0xfffd || (cp >= 0x80 && cp < 0xa0))
        return took(len, K_NONE);
    return took_text(len, cp);
}

static struct step read_charset(const char *p, size_t n) {
    uint32_t cp;
    size_t len = i18n_decode(&cp, p, n);

    if (!len)
        return unfinished;
    return len == SIZE_MAX ? took(1, K_NONE) : took_text(len, cp);
}

static struct step read_plain(const struct keys *k, const char *p, size_t n) {
    unsigned char c = (unsigned char)*p;

    if (c == '\r' || c == '\n')
        return took(1, K_ENTER);
    if (c == '\t')
        return took(1, K_TAB);
    if (c == 0x7f || c == '\b')
        return took(1, K_BACKSPACE);
    if (c < 0x20)
        return (struct step){1, {.code = K_CTRL, .cp = (uint32_t)c + '@'}};
    if (c < 0x80)
        return took_text(1, c);
    return k->options.charset ? read_charset(p, n) : read_utf8(p, n);
}

/* --- paste --- */

static const char paste_begin[] = "\033[200~", paste_end[] = "\033[201~";
#define MARK_LEN (sizeof paste_end - 1)

static void keep_pasted(struct keys *k, const char *bytes, size_t len) {
    if (k->paste.len + len > KEYS_PASTE_MAX)
        k->big = true;
    if (k->big)
        buf_reset(&k->paste);
    else
        buf_add(&k->paste, bytes, len);
}

/* Moves what surely belongs to the paste out of `in`. True when the paste is over. Text that holds an end mark of its own must
 * not become keys behind it: the paste ends at the last mark of what came in one go. */
static bool read_paste(struct keys *k, bool time_is_up) {
    const char *p = k->in.data + k->at, *end = NULL;
    size_t n = left(k), safe = n;

    for (const char *at = p; (at = memmem(at, n - (size_t)(at - p), paste_end, MARK_LEN)); at += MARK_LEN) {
        const char *again = memmem(p, (size_t)(at - p), paste_begin, MARK_LEN);

        if (end && again && again > end)
            break; /* a second paste of its own */
        end = at;
    }
    if (end && (!k->more || time_is_up)) {
        keep_pasted(k, p, (size_t)(end - p));
        k->at += (size_t)(end - p) + MARK_LEN;
        return true;
    }
    if (end) /* undecided: more is on its way */
        safe = (size_t)(end - p);
    else if (n >= MARK_LEN)
        safe = n - (MARK_LEN - 1);
    else
        safe = 0;
    if (end && n > KEYS_PASTE_MAX) /* it cannot be kept undecided for ever: all of it is paste */
        safe = n - (MARK_LEN - 1);
    if (time_is_up)
        safe = n;
    keep_pasted(k, p, safe);
    k->at += safe;
    return time_is_up;
}

/* --- what comes too late --- */

/* What terminals answer, and nobody types behind an Esc: reports of CSI, colours of OSC, strings of DCS with their end. */
static bool is_answer(const char *p, size_t n) {
    if (p[1] == '[')
        return n > 3 && strchr("cRntyIOMm", p[n - 1]) && strspn(p + 2, "0123456789;?>=<$") >= n - 3;
    if (p[n - 1] != '\a' && p[n - 1] != '\\')
        return false;
    return p[1] == 'P' || strspn(p + 2, "0123456789abcdefABCDEF;:/rgb?") >= n - 4;
}

/* Whether it may go on to be one: so much in one read, right behind what was given up, nobody types. */
static bool begins_answer(const char *p, size_t n, size_t had) {
    if (had < 3 || n < had + 2)
        return false;
    return p[1] == '[' ? strspn(p + 2, "0123456789;?>=<$") >= n - 2
                       : p[1] == ']' && strspn(p + 2, "0123456789abcdefABCDEF;:/rgb?") >= n - 2;
}

/* How much of the new bytes belongs to a sequence whose begin was given up: of an arrow over a slow line, or of an answer. It is
 * neither text nor a key. */
static size_t late_rest(struct keys *k, const char *bytes, size_t len, int64_t now) {
    struct buf whole = {0};
    struct step s = unfinished;
    size_t rest = 0, had = k->late.len;

    buf_add(&whole, k->late.data, had);
    buf_add(&whole, bytes, len);
    if (whole.data[0] == '\033' && whole.len > 2) {
        if (whole.data[1] == '[')
            s = read_csi(whole.data, whole.len);
        else if (whole.data[1] == 'O')
            s = read_ss3(whole.data, whole.len);
        else if (begins_string(whole.data[1], whole.data[2]))
            s = read_string(whole.data, whole.len);
    }
    if (s.len > had && s.key.code != K_NONE && s.key.code != K_OTHER && now - k->late_at <= LATE_MS)
        rest = s.len - had;
    if (s.len > had && s.key.code == K_NONE && now - k->late_at <= ANSWER_MS && is_answer(whole.data, s.len))
        rest = s.len - had;
    buf_reset(&k->late);
    if (!s.len && now - k->late_at <= LATE_MS && begins_answer(whole.data, whole.len, had)) {
        rest = len;
        buf_add(&k->late, whole.data, whole.len);
        k->late_at = now;
    }
    buf_free(&whole);
    return rest;
}

/* --- the whole --- */

void keys_feed(struct keys *k, const char *bytes, size_t len, bool more, int64_t now) {
    if (k->at) {
        memmove(k->in.data, k->in.data + k->at, left(k));
        k->in.len -= k->at;
        k->at = 0;
    }
    buf_add(&k->in, bytes, len);
    k->more = more;
    k->fed_at = now;
    if (k->late.len && k->in.len == len)
        k->at = late_rest(k, bytes, len, now);
    else
        buf_reset(&k->late);
}

static int patience(const struct keys *k) {
    if (k->pasting)
        return 3 * SEQUENCE_MS;
    if (left(k) == 1 && k->in.data[k->at] == '\033')
        return k->options.esc_ms;
    return SEQUENCE_MS;
}

static bool undecided(const struct keys *k) {
    return k->pasting || left(k) > 0;
}

int keys_wait(const struct keys *k, int64_t now) {
    int64_t wait;

    if (!undecided(k))
        return -1;
    wait = k->fed_at + patience(k) - now;
    return wait > 0 ? (int)wait : 0;
}

/* What an unfinished sequence becomes when nothing more comes. */
static struct step give_up(struct keys *k, int64_t now) {
    buf_reset(&k->late);
    buf_add(&k->late, k->in.data + k->at, left(k) < STRING_MAX ? left(k) : STRING_MAX);
    k->late_at = now;
    return left(k) == 1 && k->in.data[k->at] == '\033' ? took(1, K_ESC) : took(left(k), K_NONE);
}

/* What was pasted as UTF-8. */
static void decode_paste(struct keys *k) {
    struct buf text = {0};

    for (size_t i = 0, n; i < k->paste.len; i += n) {
        char bytes[4];
        uint32_t cp;

        n = i18n_decode(&cp, k->paste.data + i, k->paste.len - i);
        if (!n || n == SIZE_MAX)
            n = 1;
        else
            buf_add(&text, bytes, utf8_write(bytes, cp));
    }
    buf_free(&k->paste);
    k->paste = text;
}

static bool end_paste(struct keys *k, struct key *out) {
    k->pasting = false;
    if (k->options.charset)
        decode_paste(k);
    *out = (struct key){.code = k->big ? K_PASTE_BIG : K_PASTE};
    return true;
}

bool keys_next(struct keys *k, int64_t now, struct key *out) {
    bool late = undecided(k) && now - k->fed_at >= patience(k);

    if (k->pasting)
        return read_paste(k, late) ? end_paste(k, out) : false;
    while (left(k)) {
        const char *p = k->in.data + k->at;
        struct step s;

        if (left(k) >= MARK_LEN && memcmp(p, paste_begin, MARK_LEN) == 0) {
            k->at += MARK_LEN;
            k->pasting = true;
            k->big = false;
            buf_reset(&k->paste);
            return read_paste(k, false) ? end_paste(k, out) : false;
        }
        s = *p == '\033' ? read_escape(k, p, left(k)) : read_plain(k, p, left(k));
        if (!s.len && late)
            s = give_up(k, now);
        if (!s.len)
            return false;
        k->at += s.len;
        if (s.key.code == K_NONE)
            continue;
        s.key.glued = s.key.code == K_ENTER && k->last_was_ime && k->fed_at - k->ime_at <= GLUE_MS;
        k->last_was_ime = s.key.code == K_TEXT && s.key.cp >= 0x80;
        k->ime_at = k->fed_at;
        *out = s.key;
        return true;
    }
    return false;
}
