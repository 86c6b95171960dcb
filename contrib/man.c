/* The man pages, from the tables that are run: `man-pages linli|linli-hub|linli.conf|linli-theme` prints one, in the language of
 * the moment. A new command, option, setting, role, key or error needs nothing here. */
#include <stdio.h>
#include <string.h>
#include "core/county_inner.h"
#include "hub/command.h"
#include "linli/err.h"
#include "linli/flow.h"
#include "linli/i18n.h"

#define COUNT(a) (sizeof(a) / sizeof *(a))

/* --- the tables of the room cli, whose headers are its own --- */

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

/* --- and of others --- */

static const struct args_option hub_options[OPTION_COUNT] = {
#define X(name, word, letter, kind, value, help) [OPTION_##name] = {word, letter, value, 1, help},
#include "hub/options.def"
#undef X
};

static const struct {
    int code;
    const char *meaning;
} errors[] = {
#define X(name, code, meaning) {code, meaning},
#include "linli/err.def"
#undef X
};

static const struct {
    const char *key, *fallback, *form, *help;
    long long least, most;
} settings[] = {
#define X(name, key, type, fallback, least, most, form, help) {key, fallback, form, help, least, most},
#include "linli/conf.def"
#undef X
};

static const struct {
    const char *name, *look;
} roles[] = {
#define X(name, text, look) {text, look},
#include "tui/roles.def"
#undef X
};

#define WRITES 1
#define MOVES 2
#define TYPED 8
#define LATER 4
static const struct {
    const char *name, *keys, *help;
    int flags;
} requests[] = {
#define X(name, text, keys, label, help, flags) {text, keys, help, flags},
#include "tui/requests.def"
#undef X
};

/* --- roff --- */

static const char *say(const char *english, const char *chinese) {
    return i18n_is_chinese() ? chinese : english;
}

/* Whether a line may end behind the character that ends before `p`: Chinese has no spaces. */
static bool may_break(const char *last, const char *p) {
    static const char *const never_first[] = {"，", "。", "；", "：", "！", "？", "、", "）", "」", "》", "”", "…"};
    static const char *const never_last[] = {"（", "「", "《", "“"};

    if ((unsigned char)*last < 0xE3 || !*p || *p == ' ' || *p == '\n')
        return false;
    for (size_t i = 0; i < COUNT(never_first); i++)
        if (strncmp(p, never_first[i], strlen(never_first[i])) == 0)
            return false;
    for (size_t i = 0; i < COUNT(never_last); i++)
        if (strncmp(last, never_last[i], strlen(never_last[i])) == 0)
            return false;
    return true;
}

/* A text that cannot be taken for a request; hyphens are minus signs where `code`. */
static void put(const char *text, bool code) {
    if (*text == '.' || *text == '\'')
        printf("\\&");
    for (const char *last = ""; *text; text++) {
        if (((unsigned char)*text & 0xC0) != 0x80) {
            if (may_break(last, text))
                printf("\\:");
            last = text;
        }
        if (*text == '\\')
            printf("\\e");
        else if (*text == '-' && code)
            printf("\\-");
        else if (*text == '`')
            printf("\\(ga");
        else if (*text == '~')
            printf("\\(ti");
        else if (*text == '^')
            printf("\\(ha");
        else if (*text == '\n')
            printf("\n.br\n");
        else if (*text == ',' && text[1] != ' ')
            printf(",\\:");
        else
            putchar(*text);
    }
}

static void heading(const char *english, const char *chinese) {
    printf(".SH ");
    put(say(english, chinese), false);
    putchar('\n');
}

static void paragraph(const char *english, const char *chinese) {
    printf(".PP\n");
    put(say(english, chinese), false);
    putchar('\n');
}

/* A term, in bold up to `plain`, and what it means. */
static void item(const char *bold, const char *plain, const char *help) {
    printf(".TP\n\\fB");
    put(bold, true);
    printf("\\fR");
    if (plain && *plain) {
        putchar(' ');
        put(plain, true);
    }
    putchar('\n');
    put(help, false);
    putchar('\n');
}

static void option(const struct args_option *o) {
    printf(".TP\n\\fB\\-\\-");
    put(o->word, true);
    if (o->letter)
        printf("\\fR, \\fB\\-%c", o->letter);
    printf("\\fR");
    if (o->value) {
        printf(" \\fI");
        put(o->value, true);
        printf("\\fR");
    }
    putchar('\n');
    put(_(o->help), false);
    putchar('\n');
}

static void title(const char *name, int section, const char *english, const char *chinese) {
    printf(".\\\" made by contrib/man.c\n.TH \"%s\" %d \"\" \"linli %s\"\n", name, section, LINLI_VERSION);
    if (i18n_is_chinese())
        printf(".ad l\n.nh\n");
    heading("NAME", "名称");
    put(name, true);
    printf(" \\- ");
    put(say(english, chinese), false);
    putchar('\n');
}

static void exit_codes(void) {
    heading("EXIT STATUS", "退出状态");
    for (int code = 0; code <= 4; code++) {
        bool first = true;

        printf(".TP\n\\fB%d\\fR\n", code);
        for (size_t i = 0; i < COUNT(errors); i++) {
            if (errors[i].code != code)
                continue;
            if (!first)
                printf(".br\n");
            put(errors[i].meaning, false);
            putchar('\n');
            first = false;
        }
    }
}

/* --- pages --- */

static void client_commands(void) {
    heading("COMMANDS", "命令");
    for (size_t i = 0; i < COUNT(cli_commands); i++) {
        item(cli_commands[i].name, cli_commands[i].synopsis, _(cli_commands[i].help));
        if (!cli_commands[i].count)
            continue;
        printf(".RS\n");
        for (size_t o = 0; o < cli_commands[i].count; o++)
            option(&cli_options[cli_commands[i].options[o]]);
        printf(".RE\n");
    }
}

static void client_keys(void) {
    heading("KEYS", "按键");
    paragraph("Of several keys the first one that works is shown at the bottom of the screen; ? lists those of the moment and "
              "runs them. C-a is "
              "Ctrl with a. The names are those of the file keys; see linli.conf(5).",
              "有几个键时，屏幕底部显示当前可用的第一个；按 ? 列出此刻可用的键并可直接执行。C-a 表示 Ctrl 加 a。名称即按键文件 "
              "keys 里的名称，见 "
              "linli.conf(5)。");
    for (size_t i = 0; i < COUNT(requests); i++)
        if (!(requests[i].flags & LATER))
            item(requests[i].name, requests[i].keys, _(requests[i].help));
}

static void put_who(struct buf *out, unsigned who) {
    static const struct {
        unsigned bit;
        enum list list;
        int value;
    } posts[] = {
        {FLOW_HEAD, LIST_ROLE, ROLE_HEAD}, {FLOW_DESK, LIST_ROLE, ROLE_DESK}, {FLOW_MEDIATOR, LIST_ITEM, ITEM_IS_MEDIATOR}};
    const char *between = "";

    for (size_t i = 0; i < COUNT(posts); i++)
        if (who & posts[i].bit) {
            buf_printf(out, "%s%s", between, kinds_words(posts[i].list, posts[i].value));
            between = say(", ", "、");
        }
}

/* The ways from a step by an exit: `settle: follow-up`. */
static void put_ways(struct buf *out, enum step s, enum exit e) {
    bool any = true;

    for (size_t n = 0; any; n++) {
        enum step to = flow_then(s, e, n, &any);

        if (any)
            buf_printf(out, "%s%s%s%s", say("; ", "；"), e ? flow_exit_verb(e) : say("then", "然后"), say(": ", "："),
                       to ? kinds_words(LIST_STEP, (int)to) : say("closed", "办结"));
    }
}

static void flow_step(enum step s) {
    static const char *const from[][2] = {
        {"", ""}, {" from acceptance", "（自受理起）"}, {" from the agreement", "（自协议生效起）"}};
    enum flow_clock clock = flow_step_clock(s);
    struct buf text = {0};
    enum item what;
    enum flow_how how;
    const char *words;

    buf_printf(&text, "%s%s%d %s%s%s", kinds_words(LIST_STEP, (int)s), say("; ", "；"), county_days(s),
               say(county_days(s) == 1 ? "day" : "days", "天"), say(from[clock][0], from[clock][1]), say("; ", "；"));
    put_who(&text, flow_step_who(s));
    for (size_t n = 0; flow_need(s, n, &what, &how, &words); n++)
        buf_printf(&text, "%s%s", n ? say(", ", "、") : say("; needs: ", "；需要："), kinds_words(LIST_ITEM, (int)what));
    for (int e = 0; e < EXIT_COUNT; e++)
        put_ways(&text, s, (enum exit)e);
    item(kinds_code(LIST_STEP, (int)s), "", buf_text(&text));
    buf_free(&text);
}

static void client_flows(void) {
    heading("FLOWS", "流程");
    paragraph(
        "The steps of a dispute, then those of a request or a hazard: the days that each is allowed, who takes it, what must be "
        "in "
        "the record, what may follow. A county may say other days and pass steps over; `linli flow` prints what is in use.",
        "先是矛盾纠纷的步骤，后是诉求和隐患的步骤：时限、由谁办、记录里要有什么、之后可以怎么走。各县可以另定时限或跳过某些步骤，"
        "`linli flow` 列出现在用的。");
    for (int s = 1; s < STEP_COUNT; s++)
        flow_step((enum step)s);
    paragraph("What is done otherwise than by finishing a step:", "不按部就班时可做的：");
    for (int e = 1; e < EXIT_COUNT; e++) {
        struct buf text = {0};

        buf_printf(&text, "%s%s", flow_exit_verb((enum exit)e), say("; ", "；"));
        put_who(&text, flow_exit_who((enum exit)e));
        if (flow_exit_needs_reason((enum exit)e))
            buf_puts(&text, say("; with a reason", "；要写理由"));
        item(kinds_code(LIST_EXIT, e), "", buf_text(&text));
        buf_free(&text);
    }
}

static void client_lock(void) {
    heading("LOCK", "锁定");
    paragraph("Once a passphrase is set (linli passphrase, or L on the screen), the screen asks for it at the start, after L or "
              "F12, and when no "
              "key was pressed for ten minutes (lock in linli.conf(5)). While it is locked nothing of the record is drawn; what "
              "was open and half "
              "typed is kept, numbers that were shown are masked again, and syncing goes on. A wrong passphrase makes the next "
              "one wait, "
              "a second at first, five minutes at most. In the linear mode what was told before stays in the terminal's window: "
              "clear it there.",
              "设了口令以后（linli passphrase，或在界面上按 L），启动时、按 L 或 F12 后、十分钟没有按键后（linli.conf(5) 里的 "
              "lock），界面都要求输入口令。锁定时不显示记录里的任何内容；打开着的、没填完的都还在，显示过的号码重新隐去，上报照常"
              "进行。口令不对，下一次要等："
              "先是一秒，最多五分钟。逐行模式里先前说过的话还留在终端窗口里，请在终端里清除。");
    paragraph("The passphrase encrypts nothing. It keeps people who walk by from the screen; whoever can read the file of the "
              "record, with this "
              "account, a stick or the disk, reads the record, and for the same reason the commands do not ask for it. What "
              "protects the file are its "
              "permissions, an encrypted disk, and a login of one's own. The passphrase is kept as Argon2id in the file "
              "passphrase beside the record, "
              "not in the journal and not in backups.",
              "口令不加密记录。它只防路过的人看到界面；能用这个账号、优盘或硬盘读到记录文件的人就能读到记录，因此各命令也不要求口"
              "令。保护文件的是文件权限、加密的硬盘和各人自己的登录。"
              "口令以 Argon2id 存放在记录旁边的文件 passphrase 里，不进日志，也不进备份。");
    paragraph("Forgotten: nothing of the record is lost. Whoever has the account removes the file passphrase in the folder of "
              "the record (usually "
              "~/.local/share/linli) and sets a new one with linli passphrase; on a machine where linli is all that one can "
              "reach, the office does "
              "that.",
              "忘了口令：记录不会丢。有这个账号的人删除记录所在文件夹（通常是 ~/.local/share/linli）里的文件 passphrase，再用 "
              "linli passphrase "
              "设一个新的；机器上只能用 linli 的，请办公室代办。");
}

static void page_client(void) {
    title("linli", 1, "the day's work of a neighbourhood head, in a terminal", "邻里：终端里的网格日常工作");
    heading("SYNOPSIS", "用法");
    printf("\\fBlinli\\fR [\\fIOPTION\\fR...] [\\fICOMMAND\\fR [\\fIARGUMENT\\fR...]]\n");
    heading("DESCRIPTION", "说明");
    paragraph(
        "linli keeps the households of a neighbourhood, the visits to them and the matters between them: disputes, requests, "
        "hazards. Without a "
        "command it opens its screen. It works alone; with a hub (linli-hub(8)) it shares what others should see, whenever there "
        "is a line.",
        "linli "
        "管理一个网格的住户、走访和事项（纠纷、诉求、隐患）。不带命令时打开界面。它可以单独使用；加入中心（linli-hub(8)）后，"
        "有网络时自动与他人共享该共享的内容。");
    heading("OPTIONS", "选项");
    for (enum opt o = 0; o <= OPT_LAST_GLOBAL; o++)
        option(&cli_options[o]);
    client_commands();
    client_flows();
    client_keys();
    client_lock();
    exit_codes();
    heading("ENVIRONMENT", "环境变量");
    item("LINLI_HOME", "", say("folder of the record, unless --home names one", "记录所在文件夹；--home 优先"));
    item("XDG_DATA_HOME, XDG_CONFIG_HOME", "",
         say("where the record and the configuration are else looked for", "未设置时记录与设置的所在"));
    item("LC_ALL, LC_MESSAGES, LANG, LANGUAGE", "", say("language: Chinese or English", "语言：中文或英文"));
    item("NO_COLOR", "", say("no colours, whatever the theme says", "不用颜色，不论主题如何"));
    item("SSH_CONNECTION", "", say("set by ssh: Esc waits longer", "由 ssh 设置：Esc 多等一会儿"));
    heading("FILES", "文件");
    item("~/.local/share/linli/linli.db", "", say("the record", "记录"));
    item("~/.local/share/linli/passphrase", "", say("passphrase of the lock", "锁定口令"));
    item("~/.config/linli/linli.conf", "", say("settings, linli.conf(5)", "设置，见 linli.conf(5)"));
    item("~/.config/linli/themes/", "", say("own themes, linli-theme(5)", "自己的主题，见 linli-theme(5)"));
    heading("SEE ALSO", "另见");
    printf("linli.conf(5), linli\\-theme(5), linli\\-hub(8)\n");
}

/* Lines that were broken for a file's comment flow in a page. */
static void section_words(const char *words) {
    char text[1200];

    snprintf(text, sizeof text, "%s", words);
    for (char *p = text; *p; p++)
        if (*p == '\n')
            *p = ' ';
    put(text, false);
    putchar('\n');
}

static void county_keys(const struct county_section *section) {
    const char *between = say("Keys: ", "键：");

    printf(".br\n");
    for (size_t i = 0; i < county_row_count; i++) {
        const struct county_row *row = &county_rows[i];

        if (strcmp(row->section, section->name) != 0 || (!row->key && row->value == COUNTY_LAW))
            continue;
        printf("%s", between);
        if (row->key)
            put(row->key, true);
        for (int v = 1; !row->key && v < kinds_count(row->keys); v++) {
            printf("%s", v > 1 ? ", " : "");
            put(kinds_code(row->keys, v), true);
        }
        if (row->most && row->value == COUNTY_NUMBER)
            printf(" (%d\\-%d)", row->least, row->most);
        between = ", ";
    }
    putchar('\n');
}

static void hub_county(void) {
    heading("THE COUNTY'S RULES", "本县规则");
    paragraph("county FILE reads lines key = value in [sections]; # begins a remark. What the file leaves out is as in the "
              "program. A file "
              "with a fault changes nothing and is refused with its line. Every device has the rules after its next sync.",
              "county 文件 读取分节 [节名] 的 键 = 值，# "
              "后面是说明。没有写的按程序自带的。文件有错时指出行号，不作任何改变。各设备下次同步后生效。");
    for (size_t i = 0; i < county_section_count; i++) {
        printf(".TP\n[\\fB");
        put(county_sections[i].name, true);
        printf("\\fR]\n");
        section_words(_(county_sections[i].words));
        if (strcmp(county_sections[i].name, "law") != 0)
            county_keys(&county_sections[i]);
    }
}

static void page_hub(void) {
    title("linli-hub", 8, "the central endpoint of linli", "邻里的中心");
    heading("SYNOPSIS", "用法");
    printf("\\fBlinli\\-hub\\fR \\fICOMMAND\\fR [\\fIOPTION\\fR...] [\\fIARGUMENT\\fR...]\n");
    heading("DESCRIPTION", "说明");
    paragraph(
        "linli-hub holds the record of a town: it takes in what devices send, judges it, and gives each worker what they may "
        "see. Commands work "
        "while it serves, too.",
        "linli-hub "
        "保存一个乡镇（街道）的记录：接收设备送来的内容并作出裁定，把每位工作人员该看到的发给他们。服务运行时各命令也可使用。");
    heading("COMMANDS", "命令");
    for (size_t i = 0; i < command_count; i++) {
        const struct command *c = &command_table[i];

        item(c->words, c->arguments, _(c->summary));
        printf(".RS\n");
        for (enum option o = 0; o < OPTION_COUNT; o++)
            if (c->options & 1u << o) {
                option(&hub_options[o]);
                if (c->required & 1u << o)
                    printf(".br\n%s\n", say("(must be given)", "（必须给出）"));
            }
        printf(".RE\n");
    }
    heading("OPTIONS EVERYWHERE", "通用选项");
    option(&hub_options[OPTION_DB]);
    option(&hub_options[OPTION_HELP]);
    option(&hub_options[OPTION_VERSION]);
    exit_codes();
    hub_county();
    heading("LISTS OF WORKERS", "工作人员名单");
    paragraph("worker import reads CSV in UTF-8 or GB18030 with commas, tabs or semicolons. One of the first lines has the "
              "titles: login (登录名, 账号, "
              "工号), name (姓名), role (角色, 岗位: head 网格员, desk 部门, admin 管理员), area (网格, 网格编码). --role and "
              "--area stand for columns or cells that "
              "are not there. Lines that cannot be taken are told and passed over (exit status 3); the same file twice changes "
              "nothing.",
              "worker import 读取 UTF-8 或 GB18030 的 "
              "CSV，可用逗号、制表符或分号分隔。前几行里要有一行列名：登录名（账号、工号）、姓名、角色（岗位：网格员、部门、"
              "管理员）、网格（网格编码）。缺少的列或空格由 --role 和 --area 补上。收不了的行会逐一说明并跳过（退出状态 "
              "3）；同一文件导入两次不会改变任何内容。");
    heading("ENVIRONMENT", "环境变量");
    item("LINLI_HUB_DB", "", say("the record, unless --db names it", "记录；--db 优先"));
    heading("SEE ALSO", "另见");
    printf("linli(1)\n");
}

static void page_conf(void) {
    title("linli.conf", 5, "settings of linli", "linli 的设置");
    heading("DESCRIPTION", "说明");
    paragraph("linli.conf is looked for in the folder of the record (LINLI_HOME), then in $XDG_CONFIG_HOME/linli or "
              "~/.config/linli. A line is key = value; "
              "one that begins with # is a remark. A wrong line is told with its number, and linli goes on without it. A file "
              "that others could write to "
              "is not used. Options of the command line go before.",
              "linli.conf 先在记录所在文件夹（LINLI_HOME）里找，再到 $XDG_CONFIG_HOME/linli 或 ~/.config/linli 里找。每行写作 键 "
              "= 值；以 # 开头的是注释。"
              "写错的行会说明行号，linli 不理它，照常运行。别人能写的文件不会采用。命令行选项优先。");
    heading("SETTINGS", "设置项");
    for (size_t i = 0; i < COUNT(settings); i++) {
        printf(".TP\n\\fB");
        put(settings[i].key, true);
        printf("\\fR = \\fI");
        put(settings[i].form, true);
        printf("\\fR\n");
        put(_(settings[i].help), false);
        putchar('\n');
        if (strcmp(settings[i].form, "N") == 0)
            printf(".br\n%s %lld \\- %lld\n", say("Bounds:", "范围:"), settings[i].least, settings[i].most);
        if (*settings[i].fallback)
            printf(".br\n%s %s\n", say("Default:", "默认:"), settings[i].fallback);
    }
    heading("KEYS", "按键");
    paragraph("The file that keys names has lines like visit = F2 v: the name as in linli(1), then the keys, the one to be shown "
              "first. Keys are F1 to F12, "
              "Enter, Tab, S-Tab, Esc, Backspace, Space, Up, Down, Left, Right, Home, End, PgUp, PgDn, Ins, Del, S-F1 to S-F12, "
              "C-a to C-z and single "
              "characters. themes/default.keys has them as they are built in.",
              "keys 指定的文件每行写作 visit = F2 v：先是 linli(1) 里的名称，再是按键，要显示的放在最前。按键有 F1 至 "
              "F12、Enter、Tab、S-Tab、Esc、Backspace、"
              "Space、Up、Down、Left、Right、Home、End、PgUp、PgDn、Ins、Del、S-F1 至 S-F12、C-a 至 C-z "
              "以及单个字符。themes/default.keys 是内置的按键。");
    heading("SEE ALSO", "另见");
    printf("linli(1), linli\\-theme(5)\n");
}

static void page_theme(void) {
    title("linli-theme", 5, "colours of linli", "linli 的主题");
    heading("DESCRIPTION", "说明");
    paragraph("A theme is the file themes/NAME.theme in the folder of the record or in ~/.config/linli, else one that came with "
              "linli: day, night, contrast "
              "(7:1, bold and underlined), deutan (for eyes without red or green), tritan (without blue), warm (little blue "
              "light) and mono (the "
              "terminal's own two colours, as is built in). linli themes shows them; H on the screen puts each in force as one "
              "moves, Enter writes "
              "theme = NAME to linli.conf(5). linli --theme NAME goes before that. With NO_COLOR only its attributes count.",
              "主题是文件 themes/NAME.theme，放在记录所在文件夹或 ~/.config/linli 里；linli 自带 "
              "day（白天）、night（夜间）、contrast（高对比 "
              "7:1，加粗和下划线）、deutan（分不清红绿）、tritan（分不清蓝黄）、warm（蓝光少）和 "
              "mono（终端自己的两种颜色，即内置主题）。linli themes 列出样子；在界面上按 H，移到哪个就看到哪个，按 Enter 把 "
              "theme = NAME 写进 "
              "linli.conf(5)。linli --theme NAME 优先。设了 NO_COLOR 时只用它的字形。");
    paragraph(
        "A line is role = foreground background attributes. A colour is - (the terminal's own), black, red, green, yellow, blue, "
        "magenta, cyan, white, "
        "the same with bright- before it, or a number from 0 to 255 of the xterm palette. Attributes are bold, underline, "
        "reverse, italic. text must be named; another role without a line looks like text, and linli says which. Set foreground "
        "and "
        "background together: a foreground alone is not readable on every terminal. No state is told by colour alone: the "
        "colours of a matter "
        "are also written 红 黄 蓝, or R Y B.",
        "每行写作 角色 = 前景 背景 字形。颜色写 -（终端自己的）、black、red、green、yellow、blue、magenta、cyan、white，或前面加 "
        "bright-，或 xterm 调色板的 0 至 255。"
        "字形有 bold、underline、reverse、italic。text 必须写；别的角色没有写的，按 text 显示，linli "
        "会说明是哪些。前景和背景要一起设：只设前景，在有的终端上会看不清。没有只靠颜色区分的：事项的颜色同时写作 红 黄 蓝（或 R "
        "Y B）。");
    paragraph("A file of your own is read anew as soon as it was saved. One with a fault is told with its line, "
              "and the colours "
              "stay as they were.",
              "自己的主题文件保存后马上重新读取。有错时指出行号，颜色不变。");
    paragraph("On terminals of 8 or 16 colours each pair becomes the nearest one whose contrast is at least 4.5:1 (the mark of a "
              "line 3:1) in the "
              "palettes of VGA, xterm, Windows 10 and Solarized; 7:1 "
              "where all pairs of the theme have that. Few pairs do: most of the colours go, the characters stay.",
              "在 8 色或 16 色终端上，每对颜色换成最接近的一对，在 VGA、xterm、Windows 10、Solarized 的调色板里对比度都不低于 "
              "4.5:1（行首记号 3:1）；主题每一对都达到 7:1 时则不低于 7:1。这样的颜色对很少：颜色大多没有了，文字记号还在。");
    heading("ROLES", "角色");
    paragraph("With the look that is built in:", "以及内置的样子：");
    for (size_t i = 0; i < COUNT(roles); i++) {
        printf(".TP\n\\fB");
        put(roles[i].name, true);
        printf("\\fR\n= ");
        put(roles[i].look, true);
        putchar('\n');
    }
    heading("SEE ALSO", "另见");
    printf("linli(1), linli.conf(5)\n");
}

int main(int argc, char **argv) {
    static const struct {
        const char *name;
        void (*print)(void);
    } pages[] = {{"linli", page_client}, {"linli-hub", page_hub}, {"linli.conf", page_conf}, {"linli-theme", page_theme}};

    i18n_init();
    for (size_t i = 0; argc == 2 && i < COUNT(pages); i++)
        if (strcmp(argv[1], pages[i].name) == 0) {
            pages[i].print();
            return fflush(stdout) == 0 && !ferror(stdout) ? 0 : 1;
        }
    fprintf(stderr, "usage: man-pages linli|linli-hub|linli.conf|linli-theme\n");
    return 2;
}
