/* Completion for shells, from the tables that are run: `completions bash|zsh|fish linli|linli-hub` prints the file. What an
 * option or command takes from a list is offered, ids never: a household cannot be guessed by its beginning. */
#include <stdio.h>
#include <string.h>
#include "hub/command.h"
#include "linli/buf.h"
#include "linli/directory.h"
#include "linli/i18n.h"
#include "linli/items.h"
#include "linli/kinds.h"

#define COUNT(a) (sizeof(a) / sizeof *(a))
#define OPTIONS_MAX 128
#define COMMANDS_MAX 128

enum opt {
#define X(name, word, letter, argument, times, help) OPT_##name,
#include "cli/options.def"
#undef X
    OPT_COUNT,
    OPT_LAST_GLOBAL = OPT_VERSION
};

static const struct args_option cli_options[OPT_COUNT] = {
#define X(name, word, letter, argument, times, help) [OPT_##name] = {word, letter, argument, times, help},
#include "cli/options.def"
#undef X
};

#define X(name, synopsis, fewest, most, needs, help, ...) static const enum opt options_##name[] = {OPT_HOME, __VA_ARGS__};
#include "cli/commands.def"
#undef X

static const struct {
    const char *name, *synopsis, *help;
    const enum opt *options;
    size_t count;
} cli_commands[] = {
#define X(name, synopsis, fewest, most, needs, help, ...) {#name, synopsis, help, options_##name + 1, COUNT(options_##name) - 1},
#include "cli/commands.def"
#undef X
};

static const struct args_option hub_options[OPTION_COUNT] = {
#define X(name, word, letter, kind, value, help) [OPTION_##name] = {word, letter, value, 1, help},
#include "hub/options.def"
#undef X
};

/* ---- one shape for both programs */

struct option_row {
    const struct args_option *option;
    char values[2048]; /* "" and no file: anything */
    bool file;
};
struct command_row {
    const char *name, *help;
    char words[2048]; /* that may stand behind it */
    size_t options[OPTIONS_MAX], count;
};
static struct option_row options[OPTIONS_MAX];
static struct command_row commands[COMMANDS_MAX];
static size_t option_count, command_rows, global_count;

static void add_word(char words[2048], const char *word) {
    if (strlen(words) + strlen(word) + 2 < 2048) {
        strcat(words, *words ? " " : "");
        strcat(words, word);
    }
}

static void add_list(char words[2048], enum list list) {
    for (int i = 1; i < kinds_count(list); i++)
        add_word(words, kinds_code(list, i));
}

/* What the options of `linli` take. */
static const struct {
    enum opt opt;
    enum list list;
} listed[] = {{OPT_OUTCOME, LIST_OUTCOME}, {OPT_PURPOSE, LIST_PURPOSE}, {OPT_KIND, LIST_MATTER},
              {OPT_TYPE, LIST_TYPE},       {OPT_LEVEL, LIST_LEVEL},     {OPT_NEED, LIST_NEED},
              {OPT_FIELD, LIST_TYPE},      {OPT_TO, LIST_STEP},         {OPT_HOW, LIST_CONSENT}};
static const struct {
    enum opt opt;
    const char *values;
} fixed[] = {{OPT_AMBIGUOUS, "narrow wide unknown"},
             {OPT_ENCODING, "UTF-8 GB18030"},
             {OPT_THEME, "day night contrast mono deutan tritan warm"},
             {OPT_STATUS, "lived let empty moved"},
             {OPT_ON, "today tomorrow mon tue wed thu fri sat sun"}};
/* What follows a command and is in no table of lists. */
static const struct {
    const char *command, *words;
} behind[] = {{"print", "week household matter agreement routes review ledger"}};

/* Lower-case words of "add | edit ID | leave ID" are typed as they stand. */
static void add_synopsis(char words[2048], const char *synopsis) {
    static const char lower[] = "abcdefghijklmnopqrstuvwxyz";
    char word[32];

    for (const char *p = synopsis; *p; p += *p != '\0') {
        size_t len = strspn(p, lower);

        if (len > 1 && len < sizeof word && (p == synopsis || strchr(" [|", p[-1])) && (!p[len] || strchr(" ]|", p[len]))) {
            memcpy(word, p, len);
            word[len] = '\0';
            add_word(words, word);
        }
        p += len;
        if (!*p)
            break;
    }
}

static void behind_command(struct command_row *c) {
    for (size_t i = 0; i < COUNT(behind); i++)
        if (strcmp(behind[i].command, c->name) == 0)
            add_word(c->words, behind[i].words);
    if (strcmp(c->name, "step") == 0)
        add_list(c->words, LIST_STEP);
    if (strcmp(c->name, "step") == 0)
        add_list(c->words, LIST_EXIT);
    if (strcmp(c->name, "item") == 0)
        add_list(c->words, LIST_ITEM);
    for (size_t i = 0; strcmp(c->name, "directory") == 0 && directory_kind(i); i++)
        add_word(c->words, kinds_code(LIST_ITEM, (int)directory_kind(i)));
    for (size_t i = 0; strcmp(c->name, "help") == 0 && i < COUNT(cli_commands); i++)
        add_word(c->words, cli_commands[i].name);
}

static bool is_file(const char *argument) {
    return argument && (strcmp(argument, "FILE") == 0 || strcmp(argument, "DIR") == 0);
}

static void load_client(void) {
    option_count = OPT_COUNT;
    global_count = OPT_LAST_GLOBAL + 1;
    for (size_t i = 0; i < OPT_COUNT; i++) {
        options[i].option = &cli_options[i];
        options[i].file = is_file(cli_options[i].value);
    }
    for (size_t i = 0; i < COUNT(listed); i++)
        add_list(options[listed[i].opt].values, listed[i].list);
    for (size_t i = 0; i < COUNT(fixed); i++)
        add_word(options[fixed[i].opt].values, fixed[i].values);
    for (size_t i = 0; i < COUNT(cli_commands) && i < COMMANDS_MAX; i++) {
        struct command_row *c = &commands[command_rows++];

        c->name = cli_commands[i].name;
        c->help = cli_commands[i].help;
        for (size_t k = 0; k < cli_commands[i].count; k++)
            c->options[c->count++] = cli_commands[i].options[k];
        add_synopsis(c->words, cli_commands[i].synopsis);
        behind_command(c);
    }
}

static void load_hub(void) {
    option_count = OPTION_COUNT;
    for (size_t i = 0; i < OPTION_COUNT; i++) {
        const char *value = hub_options[i].value;

        options[i].option = &hub_options[i];
        options[i].file = is_file(value);
        if (value && strchr(value, '|') && strlen(value) < sizeof options[i].values)
            for (size_t n = 0; value[n]; n++)
                options[i].values[n] = value[n] == '|' ? ' ' : value[n];
    }
    add_word(options[OPTION_ENCODING].values, "UTF-8 GB18030");
    for (size_t i = 0; i < command_count && i < COMMANDS_MAX; i++) {
        struct command_row *c = &commands[command_rows++];
        unsigned given = command_table[i].options | 1u << OPTION_DB | 1u << OPTION_HELP;

        c->name = command_table[i].words;
        c->help = command_table[i].summary;
        for (size_t k = 0; k < OPTION_COUNT; k++)
            if (given & 1u << k)
                c->options[c->count++] = k;
    }
}

/* ---- the shells */

/* In single quotes, as all three take it. */
static void put_quoted(const char *text) {
    putchar('\'');
    for (; *text; text++)
        *text == '\'' ? printf("'\\''") : putchar(*text);
    putchar('\'');
}

static void put_command_options(const struct command_row *c) {
    for (size_t i = 0; i < global_count; i++)
        printf(" --%s", options[i].option->word);
    for (size_t i = 0; i < c->count; i++)
        printf(" --%s", options[c->options[i]].option->word);
}

/* Two functions that bash and zsh both run: what an option takes, and what may follow a command. */
static void put_tables(const char *program) {
    printf("_%s_values() {\n    case $1 in\n", program);
    for (size_t i = 0; i < option_count; i++)
        if (*options[i].values)
            printf("    --%s) echo %s ;;\n", options[i].option->word, options[i].values);
    printf("    *) return 1 ;;\n    esac\n}\n_%s_files() {\n    case $1 in\n    ", program);
    for (size_t i = 0, any = 0; i < option_count; i++)
        if (options[i].option->value && !*options[i].values)
            printf("%s--%s", any++ ? " | " : "", options[i].option->word);
    printf(") return 0 ;;\n    *) return 1 ;;\n    esac\n}\n_%s_words() {\n    case $1 in\n", program);
    for (size_t i = 0; i < command_rows; i++) {
        printf("    '%s') echo %s", commands[i].name, commands[i].words);
        put_command_options(&commands[i]);
        printf(" ;;\n");
    }
    for (size_t i = 0; i < command_rows; i++) { /* the first word of two, each once */
        const char *space = strchr(commands[i].name, ' ');
        int len = space ? (int)(space - commands[i].name) : 0;
        bool before = false;

        for (size_t k = 0; k < i; k++)
            before |= strncmp(commands[k].name, commands[i].name, (size_t)len + 1) == 0;
        if (!space || before)
            continue;
        printf("    '%.*s') echo", len, commands[i].name);
        for (size_t k = i; k < command_rows; k++)
            if (strncmp(commands[k].name, commands[i].name, (size_t)len + 1) == 0)
                printf(" %s", commands[k].name + len + 1);
        printf(" ;;\n");
    }
    printf("    '') echo");
    for (size_t i = 0; i < command_rows; i++)
        if (i == 0 || strncmp(commands[i].name, commands[i - 1].name, strcspn(commands[i].name, " ") + 1) != 0 ||
            !strchr(commands[i].name, ' '))
            printf(" %.*s", (int)strcspn(commands[i].name, " "), commands[i].name);
    for (size_t i = 0; i < (global_count ? global_count : (size_t)OPTION_VERSION + 1); i++)
        printf(" --%s", options[i].option->word);
    printf(" ;;\n    *) return 1 ;;\n    esac\n}\n");
}

static void put_bash(const char *program, const char *name) {
    put_tables(program);
    printf("_%s() {\n"
           "    local current=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]} command='' word words\n"
           "    COMPREPLY=()\n"
           "    if words=$(_%s_values \"$before\"); then\n"
           "        mapfile -t COMPREPLY < <(compgen -W \"$words\" -- \"$current\")\n"
           "        return\n"
           "    fi\n"
           "    ! _%s_files \"$before\" || return 0\n"
           "    for word in \"${COMP_WORDS[@]:1:COMP_CWORD-1}\"; do\n"
           "        [[ $word == [a-z]* ]] && _%s_words \"${command:+$command }$word\" > /dev/null || continue\n"
           "        command=${command:+$command }$word\n"
           "    done\n"
           "    words=$(_%s_words \"$command\")\n"
           "    mapfile -t COMPREPLY < <(compgen -W \"$words\" -- \"$current\")\n"
           "}\n"
           "complete -o default -F _%s %s\n",
           program, program, program, program, program, program, name);
}

static void put_zsh(const char *program, const char *name) {
    (void)name;
    put_tables(program);
    printf("_%s() {\n"
           "    local before=${words[CURRENT-1]} command='' word\n"
           "    local -a offered\n"
           "    if offered=(${=\"$(_%s_values $before)\"}) && (( $#offered )); then\n"
           "        compadd -a offered\n"
           "        return\n"
           "    fi\n"
           "    if _%s_files $before; then\n"
           "        _files\n"
           "        return\n"
           "    fi\n"
           "    for word in ${words[2,CURRENT-1]}; do\n"
           "        [[ $word == [a-z]* ]] && _%s_words \"${command:+$command }$word\" > /dev/null || continue\n"
           "        command=${command:+$command }$word\n"
           "    done\n"
           "    offered=(${=\"$(_%s_words $command)\"})\n"
           "    compadd -a offered\n"
           "    [[ -z $command || ${words[CURRENT]} == -* ]] || _files\n"
           "}\n"
           "_%s \"$@\"\n",
           program, program, program, program, program, program);
}

static void put_fish_option(const char *name, const char *when, const struct option_row *o) {
    printf("complete -c %s -n '%s' -l %s", name, when, o->option->word);
    if (o->option->letter)
        printf(" -s %c", o->option->letter);
    if (o->option->value)
        printf(" -r");
    if (*o->values)
        printf(" -f -a '%s'", o->values);
    printf(" -d ");
    put_quoted(o->option->help);
    putchar('\n');
}

static void put_fish(const char *program, const char *name) {
    char when[160];

    printf("# which command stands on the line: fish has a function for one word only\n"
           "function __%s_at\n"
           "    set -l typed (string match -v -- '-*' (commandline -opc)[2..-1])\n"
           "    set -l wanted (string split ' ' -- $argv[1])\n"
           "    test \"$typed[1..\"(count $wanted)\"]\" = \"$argv[1]\"\n"
           "end\n"
           "function __%s_none\n"
           "    test -z \"$(string match -v -- '-*' (commandline -opc)[2..-1])\"\n"
           "end\n",
           program, program);
    snprintf(when, sizeof when, "__%s_none", program);
    for (size_t i = 0; i < command_rows; i++) {
        printf("complete -c %s -f -n '%s' -a %.*s -d ", name, when, (int)strcspn(commands[i].name, " "), commands[i].name);
        put_quoted(commands[i].help);
        putchar('\n');
    }
    for (size_t i = 0; i < (global_count ? global_count : (size_t)OPTION_VERSION + 1); i++)
        put_fish_option(name, when, &options[i]);
    for (size_t i = 0; i < command_rows; i++) {
        const char *space = strchr(commands[i].name, ' ');

        if (space) {
            printf("complete -c %s -f -n '__%s_at %.*s' -a %s -d ", name, program, (int)(space - commands[i].name),
                   commands[i].name, space + 1);
            put_quoted(commands[i].help);
            putchar('\n');
        }
        snprintf(when, sizeof when, "__%s_at \"%s\"", program, commands[i].name);
        if (*commands[i].words)
            printf("complete -c %s -n '%s' -a '%s'\n", name, when, commands[i].words);
        for (size_t k = 0; k < commands[i].count; k++)
            put_fish_option(name, when, &options[commands[i].options[k]]);
    }
}

int main(int argc, char **argv) {
    static const struct {
        const char *shell;
        void (*put)(const char *program, const char *name);
    } shells[] = {{"bash", put_bash}, {"zsh", put_zsh}, {"fish", put_fish}};
    bool hub = argc > 2 && strcmp(argv[2], "linli-hub") == 0;

    if (argc != 3 || (!hub && strcmp(argv[2], "linli") != 0)) {
        fprintf(stderr, "usage: completions bash|zsh|fish linli|linli-hub\n");
        return 2;
    }
    hub ? load_hub() : load_client();
    if (strcmp(argv[1], "zsh") == 0)
        printf("#compdef %s\n", argv[2]); /* zsh wants it first */
    printf("# Completion of %s in %s. Made from the tables of the program: change those.\n", argv[2], argv[1]);
    for (size_t i = 0; i < COUNT(shells); i++)
        if (strcmp(shells[i].shell, argv[1]) == 0)
            shells[i].put(hub ? "linli_hub" : "linli", argv[2]);
    return ferror(stdout) != 0;
}
