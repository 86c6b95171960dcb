/* linli enroll, sync, export: the way to the hub. */
#include "cli_inner.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include "linli/clock.h"
#include "linli/i18n.h"
#include "linli/practice.h"
#include "linli/pinwords.h"
#include "linli/sync.h"

/* A person compares the pin with what the office gave; anything but a clear yes is no. */
static bool ask(void *arg, const char *pin, const char *subject) {
    const struct pinword *words[PINWORDS_COUNT];
    struct buf han = {0}, pinyin = {0};
    char answer[16];

    (void)arg;
    out_remark(err_fmt(_("the hub calls itself “%s”"), subject));
    out_remark(err_fmt(_("its key is %s"), pin));
    if (pinwords_of(words, pin)) {
        pinwords_put(&han, words, false);
        pinwords_put(&pinyin, words, true);
        out_remark(err_fmt(_("in words: %s (%s)"), buf_text(&han), buf_text(&pinyin)));
    }
    buf_free(&han);
    buf_free(&pinyin);
    out_remark(_("is that what the office gave you? y or n, then Enter"));
    if (!fgets(answer, sizeof answer, stdin))
        return false;
    return *answer == 'y' || *answer == 'Y' || strncmp(answer, "是", strlen("是")) == 0;
}

/* Words of a slip in the place of a pin: the hub's own key is looked at and must fit them. */
struct said {
    unsigned char bytes[PINWORDS_BYTES];
    bool other;
};

static bool compare(void *arg, const char *pin, const char *subject) {
    struct said *said = arg;

    (void)subject;
    said->other = !pinwords_match(said->bytes, pin);
    return !said->other;
}

static enum err enroll(struct store *s, struct sync_enroll *e, struct sync_enrolled *joined) {
    struct said said = {.other = false};
    enum err result;

    if (e->pin && pinwords_meant(e->pin)) {
        if (pinwords_read(said.bytes, e->pin) != ERR_OK)
            return err_say(ERR_USAGE, _("cannot use --pin"), err_last()->why,
                           _("compare them with the slip, one by one; or give the key itself, sha256//…"));
        e->pin = NULL;
        e->ask = compare;
        e->arg = &said;
    } else if (isatty(STDIN_FILENO) && isatty(STDERR_FILENO)) {
        e->ask = ask;
    }
    result = sync_enroll(s, e, joined);
    if (said.other)
        result = err_say(ERR_TRUST, _("cannot join the hub"), _("its key is another one than the words say"),
                         _("somebody may be in between: tell the office, and send nothing"));
    return result;
}

enum err cmd_enroll(struct store *s, const struct args *a) {
    struct sync_enroll how = {.url = a->words[0], .code = a->words[1], .pin = a->text[OPT_PIN], .ca = a->text[OPT_CA]};
    struct sync_enrolled joined = {0};
    struct buf line = {0};
    struct json_out w;
    enum err e;

    e = enroll(s, &how, &joined);
    if (e != ERR_OK)
        return e;
    if (!args_has(a, OPT_JSON)) {
        out_format(_("joined the hub “%s” as %s, area %s\n"), joined.hub, joined.worker, joined.area);
        if (joined.paired)
            out_format(_("households that were the hub's too: %lld\n"), (long long)joined.paired);
        return ERR_OK;
    }
    json_start_line(&w, &line);
    json_put_text(&w, "hub", joined.hub);
    json_put_text(&w, "worker", joined.worker);
    json_put_text(&w, "area", joined.area);
    json_put_int(&w, "paired", joined.paired);
    json_end_line(&w, &line);
    buf_free(&line);
    return ERR_OK;
}

static void print_state(const struct sync_state *st, bool json) {
    struct buf line = {0};
    struct json_out w;

    if (!json) {
        out_format(_("pushed %lld, refused %lld, pulled %lld, left %lld\n"), (long long)st->pushed, (long long)st->refused,
                   (long long)st->pulled, (long long)st->left);
        if (st->result == ERR_OK && *st->words)
            out_format("%s\n", st->words);
        return;
    }
    json_start_line(&w, &line);
    json_put_int(&w, "pushed", st->pushed);
    json_put_int(&w, "held", st->held);
    json_put_int(&w, "refused", st->refused);
    json_put_int(&w, "pulled", st->pulled);
    json_put_int(&w, "left", st->left);
    json_end_line(&w, &line);
    buf_free(&line);
}

static enum err answer_practice(struct store *s) {
    struct buf said = {0};
    enum err e = practice_answer(s, &said);

    if (e == ERR_OK)
        out_format("%s\n", said.len ? buf_text(&said) : _("practice: nothing is with the desks"));
    buf_free(&said);
    return e;
}

enum err cmd_sync(struct store *s, const struct args *a) {
    struct sync_state st = {0};
    struct sync *y = NULL;
    enum err e;

    if (practice_is(s))
        return answer_practice(s);
    e = sync_new(&y, s);
    if (e != ERR_OK)
        return e;
    e = sync_run(y, &st);
    sync_free(y);
    if (e != ERR_NOT_ENROLLED)
        print_state(&st, args_has(a, OPT_JSON));
    if (e != ERR_OK && (err_last()->code != e || !*err_last()->what))
        err_say(e, _("cannot finish the sync"), st.words, _("what is not sent is kept; try again later"));
    return e;
}

enum err cmd_export(struct store *s, const struct args *a) {
    const char *path = a->text[OPT_OUTBOX];
    const struct store_device *device = store_device(s);
    char where[4096];
    enum err e;

    if (a->word_count)
        return print_export(s, a);
    if (!path || !*path)
        return err_say(ERR_USAGE, _("cannot export"), _("it is not said what"), _("give --outbox FILE, or dossier MATTER"));
    if (strcmp(path, "-") == 0)
        return sync_export_outbox(s, STDOUT_FILENO);
    e = sync_export_outbox_file(where, sizeof where, s, path);
    if (e != ERR_OK)
        return e;
    out_format(_("the outbox is in %s: hand it to the office, which takes it in with `linli-hub intake`\n"), where);
    if (device->head_seq == device->held_seq)
        out_text(_("it holds no event: the hub has all that was entered here\n"));
    return ERR_OK;
}
