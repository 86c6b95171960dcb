/* Reading configuration with suspicion. */
#include "linli/conf.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "linli/file.h"
#include "linli/i18n.h"
#include "linli/ini.h"
#include "linli/paths.h"

#define CONF_SIZE_MAX 65536
#define FAULTS_MAX 8
#define VALUE_SIZE 1001

enum type { TEXT, WORD, FLAG, NUMBER };

static const struct row {
    const char *key;
    enum type type;
    const char *fallback;
    int64_t least, most;
    const char *form, *help;
} rows[CONF_COUNT] = {
#define X(name, key, type, fallback, least, most, form, help) [CONF_##name] = {key, type, fallback, least, most, form, help},
#include "linli/conf.def"
#undef X
};

static char set[CONF_COUNT][VALUE_SIZE];
static bool is_set[CONF_COUNT];
static conf_check_fn *checks[CONF_COUNT];
static struct err_words faults[FAULTS_MAX];
static size_t fault_count;

/* --- files --- */

static enum err refuse(const char *path, const char *why) {
    return err_say(ERR_IO, err_fmt(_("cannot use %s"), path), why, _("linli goes on with what is built in"));
}

static enum err read_all(struct buf *out, int fd, const char *path) {
    for (;;) {
        char *to = buf_reserve(out, 4096);
        ssize_t n = read(fd, to, 4096);

        if (n < 0)
            return refuse(path, _("it cannot be read"));
        if (n == 0)
            return ERR_OK;
        out->len += (size_t)n;
        if (out->len > CONF_SIZE_MAX)
            return refuse(path, _("the file is larger than 64 KiB"));
    }
}

enum err conf_read_file(struct buf *out, const char *path) {
    int fd = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
    struct stat st;
    enum err e;

    buf_reset(out);
    if (fd < 0)
        return refuse(path, _("it cannot be read"));
    if (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode))
        e = refuse(path, _("it is no plain file"));
    else if ((st.st_mode & S_IWOTH) || (st.st_uid != geteuid() && st.st_uid != 0))
        e = refuse(path, _("others could have written it"));
    else
        e = read_all(out, fd, path);
    close(fd);
    return e;
}

/* --- linli.conf --- */

static bool is_number(const struct row *row, const char *value) {
    char *end;
    long long n;

    errno = 0;
    n = strtoll(value, &end, 10);
    return end != value && !*end && !errno && n >= row->least && n <= row->most;
}

static const char *const yes[] = {"yes", "true", "on", "1"}, *const no[] = {"no", "false", "off", "0"};

static bool is_one_of(const char *const words[4], const char *value) {
    for (int i = 0; i < 4; i++)
        if (strcmp(words[i], value) == 0)
            return true;
    return false;
}

/* Whether `value` stands in the row's form, such as zh|en. */
static bool is_word(const struct row *row, const char *value) {
    size_t len = strlen(value);

    for (const char *p = row->form; *p; p += strcspn(p, "|"), p += *p == '|')
        if (strcspn(p, "|") == len && memcmp(p, value, len) == 0)
            return true;
    return false;
}

static bool fits(const struct row *row, const char *value) {
    size_t len = strlen(value);

    switch (row->type) {
    case NUMBER:
        return is_number(row, value);
    case FLAG:
        return is_one_of(yes, value) || is_one_of(no, value);
    case WORD:
        return is_word(row, value);
    default:
        return len >= (size_t)row->least && len <= (size_t)row->most;
    }
}

static enum err bad(const char *why, const char *todo) {
    return err_say(ERR_SYNTAX, "", why, todo);
}

static enum err take_pair(void *arg, int line, const char *section, const char *key, const char *value) {
    (void)arg;
    (void)line;
    if (*section)
        return bad(_("linli.conf has no sections"), _("remove that line"));
    for (size_t i = 0; i < CONF_COUNT; i++) {
        if (strcmp(rows[i].key, key) != 0)
            continue;
        if (is_set[i])
            return bad(err_fmt(_("%s was set in a line above"), key), _("remove one of the two lines"));
        if (!fits(&rows[i], value) || strlen(value) >= VALUE_SIZE)
            return bad(err_fmt(_("“%.40s” is no value of %s"), value, key),
                       rows[i].type == NUMBER
                           ? err_fmt(_("write a number from %lld to %lld"), (long long)rows[i].least, (long long)rows[i].most)
                           : err_fmt(_("write %s = %s"), key, rows[i].form));
        strcpy(set[i], value);
        is_set[i] = true;
        return checks[i] ? checks[i](value) : ERR_OK;
    }
    return bad(err_fmt(_("there is no setting %.40s"), key), _("`man linli.conf` lists them; linli goes on without it"));
}

void conf_check(enum conf_key key, conf_check_fn *fn) {
    checks[key] = fn;
}

/* The words of the newest failure are kept as those of a line; line 0 is the whole file. */
static void keep_fault(const char *name, int line) {
    struct err_words *fault = &faults[fault_count];

    if (fault_count == FAULTS_MAX)
        return;
    *fault = *err_last();
    if (line)
        snprintf(fault->what, sizeof fault->what, "%s:%d", name, line);
    fault_count++;
}

static void forget(void) {
    memset(is_set, 0, sizeof is_set);
    fault_count = 0;
}

/* Line by line, so that one that is wrong does not hide those below it. */
void conf_parse(const char *name, const char *text, size_t len) {
    int line = 0;

    forget();
    for (const char *p = text, *end = text + len; p < end && fault_count < FAULTS_MAX;) {
        const char *stop = memchr(p, '\n', (size_t)(end - p));
        size_t size = (size_t)((stop ? stop : end) - p);

        line++;
        if (size && p[strspn(p, " \t")] == '[')
            take_pair(NULL, 0, "[", "", ""), keep_fault(name, line);
        else if (ini_parse(name, p, size, take_pair, NULL) != ERR_OK)
            keep_fault(name, line);
        p += size + 1;
    }
    err_clear();
}

void conf_load(void) {
    char path[PATH_MAX];
    struct buf text = {0};

    forget();
    if (!paths_config(path, sizeof path, "linli.conf"))
        return;
    if (conf_read_file(&text, path) == ERR_OK)
        conf_parse(path, buf_text(&text), text.len);
    else
        keep_fault(path, 0);
    err_clear();
    buf_free(&text);
}

/* Whether a line, a comment apart, sets the key. */
static bool sets(const char *line, size_t len, const char *key) {
    size_t from = 0, size = strlen(key);

    while (from < len && (line[from] == ' ' || line[from] == '\t'))
        from++;
    if (len - from < size || memcmp(line + from, key, size) != 0)
        return false;
    for (from += size; from < len && (line[from] == ' ' || line[from] == '\t'); from++)
        ;
    return from < len && line[from] == '=';
}

/* The text with the key set in the place of the first line that did so, else at the end. */
static void replace_line(struct buf *out, const struct buf *text, const char *key, const char *value) {
    bool done = false;

    for (size_t at = 0; at < text->len;) {
        const char *line = text->data + at, *stop = memchr(line, '\n', text->len - at);
        size_t len = stop ? (size_t)(stop - line) : text->len - at;

        if (!sets(line, len, key)) {
            buf_add(out, line, len);
            buf_putc(out, '\n');
        } else if (!done) {
            buf_printf(out, "%s = %s\n", key, value);
            done = true;
        }
        at += len + 1;
    }
    if (!done)
        buf_printf(out, "%s = %s\n", key, value);
}

enum err conf_write(enum conf_key key, const char *value) {
    char path[PATH_MAX], real[PATH_MAX];
    struct buf text = {0}, out = {0};
    enum err e = ERR_OK;

    if (!fits(&rows[key], value) || strlen(value) >= VALUE_SIZE || strpbrk(value, "\r\n"))
        return err_say(ERR_USAGE, err_fmt(_("cannot set %s"), rows[key].key), err_fmt(_("“%.40s” is no value of it"), value),
                       err_fmt(_("write %s = %s"), rows[key].key, rows[key].form));
    if (!paths_config(path, sizeof path, "linli.conf"))
        e = paths_in_home(path, sizeof path, "linli.conf");
    else
        e = conf_read_file(&text, path);
    if (e == ERR_OK) {
        replace_line(&out, &text, rows[key].key, value);
        e = file_write(realpath(path, real) ? real : path, out.data, out.len); /* a link stays one */
    }
    if (e == ERR_OK) {
        strcpy(set[key], value);
        is_set[key] = true;
    }
    buf_free(&text);
    buf_free(&out);
    return e;
}

const char *conf_text(enum conf_key key) {
    return is_set[key] ? set[key] : rows[key].fallback;
}

int64_t conf_number(enum conf_key key) {
    return strtoll(conf_text(key), NULL, 10);
}

bool conf_flag(enum conf_key key) {
    return is_one_of(yes, conf_text(key));
}

bool conf_is_set(enum conf_key key) {
    return is_set[key];
}

const struct err_words *conf_fault(size_t k) {
    return k < fault_count ? &faults[k] : NULL;
}

void conf_write_sample(struct buf *out) {
    for (size_t i = 0; i < CONF_COUNT; i++)
        buf_printf(out, "%s# %s\n#%s = %s\n", i ? "\n" : "", _(rows[i].help), rows[i].key,
                   *rows[i].fallback ? rows[i].fallback : rows[i].form);
}
