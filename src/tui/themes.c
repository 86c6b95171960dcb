/* Files of themes. */
#include "themes.h"

#include <dirent.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include "linli/conf.h"
#include "linli/i18n.h"
#include "linli/paths.h"
#include "words.h"

static const struct {
    const char *name, *says;
} shipped[] = {
    {"mono", N_("the terminal's own two colours; what is built in")},
    {"day", N_("dark on white, for bright rooms")},
    {"night", N_("light on black, for dark rooms")},
    {"contrast", N_("high contrast, 7:1 and more; no state told by colour alone")},
    {"deutan", N_("for people who do not see red or green")},
    {"tritan", N_("for people who do not see blue")},
    {"warm", N_("brown on cream, little blue light, for long evenings")},
};
#define SHIPPED (sizeof shipped / sizeof *shipped)

/* What is in force, and what its file was like when it was read. */
struct theme_file {
    char name[THEMES_NAME_SIZE], path[PATH_MAX];
    bool own;
    struct stat was;
};
static struct theme_file now, kept;

static bool is_name(const char *name) {
    return *name && strlen(name) < THEMES_NAME_SIZE && strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789-") == strlen(name);
}

/* --- which there are --- */

static int by_name(const void *a, const void *b) {
    return strcmp(((const struct themes_row *)a)->name, ((const struct themes_row *)b)->name);
}

static bool listed(const struct themes_row *rows, size_t count, const char *name) {
    for (size_t i = 0; i < count; i++)
        if (strcmp(rows[i].name, name) == 0)
            return true;
    return false;
}

static void add_own(struct themes_row out[THEMES_MAX], size_t *count, const char *file) {
    size_t len = strlen(file), end = strlen(".theme");
    struct themes_row row = {.own = true};

    if (*count == THEMES_MAX || len <= end || len - end >= sizeof row.name || strcmp(file + len - end, ".theme") != 0)
        return;
    memcpy(row.name, file, len - end);
    if (!is_name(row.name) || listed(out, *count, row.name))
        return;
    snprintf(row.says, sizeof row.says, "%s", _("your own"));
    out[(*count)++] = row;
}

size_t themes_list(struct themes_row out[THEMES_MAX]) {
    char dir[PATH_MAX], path[PATH_MAX + 8];
    size_t count = 0;

    for (size_t i = 0; i < SHIPPED; i++) {
        out[count] = (struct themes_row){.own = false};
        snprintf(out[count].name, sizeof out->name, "%s", shipped[i].name);
        snprintf(path, sizeof path, "themes/%s.theme", shipped[i].name);
        out[count].own = paths_config(dir, sizeof dir, path);
        snprintf(out[count].says, sizeof out->says, "%s", out[count].own ? _("your own") : _(shipped[i].says));
        count++;
    }
    for (size_t k = 0; paths_config_folder(k, dir, sizeof dir); k++) {
        DIR *d;

        snprintf(path, sizeof path, "%s/themes", dir);
        d = *dir ? opendir(path) : NULL;
        for (struct dirent *one; d && (one = readdir(d));)
            add_own(out, &count, one->d_name);
        if (d)
            closedir(d);
    }
    qsort(out + SHIPPED, count - SHIPPED, sizeof *out, by_name);
    return count;
}

/* --- reading --- */

static enum err read_theme(const struct theme_file *s) {
    char file[THEMES_NAME_SIZE + 16];
    struct buf text = {0};
    enum err e = conf_read_file(&text, s->path);

    snprintf(file, sizeof file, "themes/%s.theme", s->name);
    if (e == ERR_OK)
        e = theme_read(file, buf_text(&text), text.len);
    buf_free(&text);
    return e;
}

enum err themes_load(const char *name) {
    struct theme_file s = {.own = true};
    char file[THEMES_NAME_SIZE + 16];
    enum err e;

    if (!is_name(name))
        return err_say(ERR_USAGE, err_fmt(_("no theme %s"), name), _("a theme has a name of small letters"), NULL);
    snprintf(s.name, sizeof s.name, "%s", name);
    snprintf(file, sizeof file, "themes/%s.theme", name);
    if (!paths_config(s.path, sizeof s.path, file)) {
        s.own = false;
        if (!paths_shipped(s.path, sizeof s.path, file))
            return err_say(ERR_NOT_FOUND, err_fmt(_("no theme %s"), name), _("there is no such file"),
                           _("linli themes lists those that there are"));
    }
    if (stat(s.path, &s.was) != 0)
        memset(&s.was, 0, sizeof s.was);
    e = read_theme(&s);
    if (e == ERR_OK || !*now.name || strcmp(now.name, s.name) == 0)
        now = s; /* one that is wrong is looked at again when it is saved again */
    return e;
}

const char *themes_name(void) {
    return now.name;
}

bool themes_watched(void) {
    return now.own;
}

bool themes_saved(void) {
    struct stat st;

    if (!now.own || stat(now.path, &st) != 0)
        return false;
    return st.st_mtim.tv_sec != now.was.st_mtim.tv_sec || st.st_mtim.tv_nsec != now.was.st_mtim.tv_nsec ||
           st.st_size != now.was.st_size || st.st_ino != now.was.st_ino;
}

void themes_keep(void) {
    kept = now;
    theme_keep();
}

void themes_back(void) {
    now = kept;
    theme_back();
}

/* --- what one looks like --- */

static const struct {
    enum paint paint;
    const char *text; /* N_( ) */
} sample[] = {
    {PAINT_MARK, ">"},          {PAINT_SELECTED, N_("marked")}, {PAINT_MATCH, N_("found")}, {PAINT_KEY, "F1"},
    {PAINT_FOOTER, N_("Help")}, {PAINT_ERROR, N_("error")},     {PAINT_SHADE_1, "1"},       {PAINT_SHADE_2, "2"},
    {PAINT_SHADE_3, "3"},       {PAINT_SHADE_4, "4"},
};

bool themes_sample(size_t k, enum paint *paint, const char **text) {
    static const enum paint colours[] = {PAINT_RED, PAINT_YELLOW, PAINT_BLUE};

    if (k < 3) {
        *paint = colours[k];
        *text = words_mark((enum mark)(MARK_RED + (int)k));
        return true;
    }
    k -= 3;
    if (k >= sizeof sample / sizeof *sample)
        return false;
    *paint = sample[k].paint;
    *text = _(sample[k].text);
    return true;
}
