/* A town of people who do not exist, as a roster (CSV) for demos, tests and benches. The same seed gives the same bytes. Phones
 * start with 101, which no subscriber in China has; nothing here is taken from a real place's register.
 *
 *     sampletown [--seed N] [--households N] [--villages N] [--grids N] [--town CODE] [--style person|household|doortext]
 *                [--encoding utf8|gb18030] [--heads]
 */
#include <iconv.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define COUNT(a) (sizeof(a) / sizeof *(a))
#define DOORS_A_BUILDING 36 /* 3 units, 6 floors, 2 doors */
#define BUILDINGS 8         /* of a compound */
#define HAMLET_DOORS 60

enum style { PERSON, HOUSEHOLD, DOORTEXT };

struct town {
    uint64_t seed;
    unsigned long households, villages, grids;
    const char *code;
    enum style style;
    bool gb18030, heads;
};

struct home {
    unsigned long index;
    char area[64], number[32];
    char compound[64], building[16], unit[8], room[16];
    int floor;
};

struct person {
    char name[64];
    const char *relation;
    char phone[16];
};

/* Surnames: each stands as often as it should come. The last rows have more than one reading, or are rare. */
static const char *const surnames[] = {
    "王", "王", "王", "王", "李", "李", "李", "李", "张", "张", "张",   "张",   "刘",   "刘",   "刘",   "陈", "陈", "陈",
    "杨", "杨", "赵", "赵", "黄", "黄", "周", "周", "吴", "吴", "徐",   "徐",   "孙",   "胡",   "朱",   "高", "林", "何",
    "郭", "马", "罗", "梁", "宋", "郑", "谢", "韩", "唐", "冯", "于",   "董",   "萧",   "程",   "曹",   "袁", "邓", "许",
    "傅", "沈", "彭", "吕", "苏", "卢", "蒋", "蔡", "贾", "丁", "魏",   "薛",   "叶",   "阎",   "余",   "潘", "杜", "戴",
    "夏", "钟", "汪", "田", "任", "姜", "范", "方", "石", "姚", "谭",   "廖",   "邹",   "熊",   "金",   "陆", "郝", "孔",
    "白", "崔", "康", "毛", "邱", "秦", "江", "史", "顾", "侯", "邵",   "孟",   "龙",   "万",   "段",   "汤", "尹", "黎",
    "易", "常", "单", "解", "曾", "曾", "仇", "查", "区", "盖", "尉迟", "欧阳", "司马", "上官", "诸葛",
};
static const char *const given_first[] = {
    "伟", "秀", "建", "志", "国", "文", "晓", "海", "桂", "玉", "春", "明", "金", "永", "家", "子", "思", "雨", "佳",
    "俊", "立", "红", "新", "光", "美", "淑", "凤", "庆", "长", "振", "少", "云", "梦", "天", "宏", "树", "学", "成",
};
static const char *const given_last[] = {
    "华", "英", "国", "平", "军", "兰", "芳", "梅", "涛", "敏", "静", "丽", "杰", "磊", "娟",
    "霞", "勇", "艳", "辉", "玲", "斌", "超", "波", "萍", "刚", "飞", "鹏", "燕", "丹", "彬",
    "洁", "琳", "宇", "浩", "轩", "涵", "怡", "博", "昊", "瑶", "婷", "欣", "妍",
};
static const char *const uyghur_given[] = {"阿依古丽", "古丽努尔", "帕提古丽", "艾力", "吐尔逊", "热娜", "买买提江"};
static const char *const uyghur_father[] = {"买买提", "吐尔逊", "阿不都", "艾合买提", "司马义", "肉孜"};
static const char *const compound_first[] = {
    "桂花", "银杏", "青石", "柳岸", "枫林", "望江", "春晖", "石榴",
    "云溪", "金橘", "梧桐", "白鹭", "紫薇", "松涛", "荷塘", "竹韵",
};
static const char *const compound_last[] = {"苑", "小区", "家园", "花园", "新村", "里"};
static const char *const hamlet_first[] = {"樟树", "沙坪", "老屋", "大塘", "新桥", "石门", "枣子", "油榨", "栗山", "茶园"};
static const char *const hamlet_last[] = {"湾", "坳", "冲", "屋场", "坪"};
static const char *const notes[] = {"白天上班,晚上在家", "请先打电话",      "院内有狗",  "门铃坏了,请敲门",
                                    "周末在家",          "租住,房东在外地", "快递放门卫"};
static const char *const digits[] = {"二", "三", "四", "五", "六", "七", "八", "九", "十"};

/* What is made of a household depends on the seed, the household and the place in it alone: splitmix64 over the three. */
static uint64_t draw(const struct town *t, uint64_t household, uint64_t place) {
    uint64_t z = t->seed * UINT64_C(0x9E3779B97F4A7C15) + household * UINT64_C(0xD1342543DE82EF95) + place;

    z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
    return z ^ (z >> 31);
}

#define PICK(list, number) ((list)[(number) % COUNT(list)])

/* The n-th name out of first x last, then with a phase behind it; stepping by a number prime to the lists mixes them. */
static void name_place(char *out, size_t room, unsigned long n, bool hamlet) {
    unsigned long firsts = hamlet ? COUNT(hamlet_first) : COUNT(compound_first);
    unsigned long lasts = hamlet ? COUNT(hamlet_last) : COUNT(compound_last);
    unsigned long pair = n % (firsts * lasts) * 7 % (firsts * lasts), phase = n / (firsts * lasts);
    const char *first = hamlet ? hamlet_first[pair % firsts] : compound_first[pair % firsts];
    const char *last = hamlet ? hamlet_last[pair / firsts] : compound_last[pair / firsts];

    if (!phase)
        snprintf(out, room, "%s%s", first, last);
    else if (hamlet)
        snprintf(out, room, "%s%s%s", phase < COUNT(digits) ? digits[phase] : "大", first, last);
    else if (phase < COUNT(digits))
        snprintf(out, room, "%s%s%s期", first, last, digits[phase]);
    else
        snprintf(out, room, "%s%s%lu期", first, last, phase + 1);
}

/* Where the household lives: grids are filled compound by compound; every fifth place is a hamlet with house numbers only. */
static void place_home(const struct town *t, struct home *h, unsigned long index) {
    unsigned long grids = t->villages * t->grids;
    unsigned long grid = index * grids / t->households; /* the rows come in the order of the grids */
    unsigned long first = (grid * t->households + grids - 1) / grids, in_grid = index - first;
    unsigned long a_cycle = 4ul * BUILDINGS * DOORS_A_BUILDING + HAMLET_DOORS;
    unsigned long cycle = in_grid / a_cycle, rest = in_grid % a_cycle;
    unsigned long cycles = (t->households / grids + a_cycle) / a_cycle + 1;
    bool hamlet = grid % 3 == 2 && rest < HAMLET_DOORS;
    unsigned long door = hamlet ? rest : rest % (BUILDINGS * DOORS_A_BUILDING);
    unsigned long place = (grid * cycles + cycle) * 5 + (hamlet ? 0 : rest / (BUILDINGS * DOORS_A_BUILDING));

    memset(h, 0, sizeof *h);
    h->index = index;
    snprintf(h->area, sizeof h->area, "%s.%02lu.%02lu", t->code, grid / t->grids + 1, grid % t->grids + 1);
    snprintf(h->number, sizeof h->number, "%02lu%02lu-%04lu", grid / t->grids + 1, grid % t->grids + 1, in_grid + 1);
    name_place(h->compound, sizeof h->compound, hamlet ? grid * cycles + cycle : place, hamlet);
    if (hamlet) {
        snprintf(h->room, sizeof h->room, "%lu", door + 1);
        return;
    }
    snprintf(h->building, sizeof h->building, "%lu", door / DOORS_A_BUILDING + 1);
    snprintf(h->unit, sizeof h->unit, "%lu", door / 12 % 3 + 1);
    h->floor = (int)(door / 2 % 6 + 1);
    snprintf(h->room, sizeof h->room, "%d%02lu", h->floor, door % 2 + 1);
}

static void name_person(char *out, size_t room, uint64_t r, const char *surname) {
    uint64_t kind = r % 200;

    r /= 200;
    if (!surname && kind == 0)
        snprintf(out, room, "%s·%s", PICK(uyghur_given, r), PICK(uyghur_father, r / 16));
    else if (kind == 1)
        snprintf(out, room, "%s𠮷%s", surname ? surname : PICK(surnames, r), r % 2 ? "祥" : "");
    else if (kind < 40)
        snprintf(out, room, "%s%s", surname ? surname : PICK(surnames, r), PICK(given_last, r / 1024));
    else
        snprintf(out, room, "%s%s%s", surname ? surname : PICK(surnames, r), PICK(given_first, r / 1024),
                 PICK(given_last, r / 65536));
}

static const char *surname_of(const struct person *p) {
    for (size_t i = COUNT(surnames); i-- > 0;)
        if (strncmp(p->name, surnames[i], strlen(surnames[i])) == 0)
            return surnames[i];
    return NULL;
}

static void phone_person(struct person *p, uint64_t r) {
    snprintf(p->phone, sizeof p->phone, "101%08llu", (unsigned long long)(r % 100000000));
}

static bool is_taken(const struct person *people, int i) {
    for (int k = 0; k < i; k++)
        if (strcmp(people[k].name, people[i].name) == 0)
            return true;
    return false;
}

/* The people of a home, the head first; 2 to 4, now and then one who lives alone. */
static int people_home(const struct town *t, const struct home *h, struct person *people) {
    static const char *const others[] = {"配偶", "子", "女", "父亲", "母亲"};
    uint64_t r = draw(t, h->index, 0);
    int count = r % 16 == 0 ? 1 : 2 + (int)(r / 16 % 3);

    for (int i = 0; i < count; i++) {
        uint64_t own = draw(t, h->index, (uint64_t)i + 1), more = draw(t, h->index, (uint64_t)i + 101);
        int other = i == 1 ? 0 : i == 2 ? 1 + (int)(more % 2) : 3 + (int)(more % 2);
        bool heirs = i > 0 && (other == 1 || other == 2 || other == 3);

        memset(&people[i], 0, sizeof people[i]);
        people[i].relation = i ? others[other] : "户主";
        do
            name_person(people[i].name, sizeof people[i].name, own++, heirs ? surname_of(&people[0]) : NULL);
        while (is_taken(people, i));
        if (i == 0 || more / 2 % 3)
            phone_person(&people[i], more / 8);
    }
    return count;
}

struct out {
    iconv_t cd;
    char text[1 << 16];
    size_t len;
};

static void flush(struct out *o) {
    char gb[2 << 16], *in = o->text, *to = gb;
    size_t left = o->len, room = sizeof gb;
    bool done = o->cd == (iconv_t)-1 ? fwrite(o->text, 1, o->len, stdout) == o->len
                                     : iconv(o->cd, &in, &left, &to, &room) != (size_t)-1 &&
                                           fwrite(gb, 1, (size_t)(to - gb), stdout) == (size_t)(to - gb);

    o->len = 0;
    if (!done) {
        fputs("sampletown: cannot write: is the disk full?\n", stderr);
        exit(1);
    }
}

static void say(struct out *o, const char *format, ...) __attribute__((format(printf, 2, 3)));
static void say(struct out *o, const char *format, ...) {
    va_list args;
    int len;

    if (sizeof o->text - o->len < 1024)
        flush(o);
    va_start(args, format);
    len = vsnprintf(o->text + o->len, sizeof o->text - o->len, format, args);
    va_end(args);
    o->len += len > 0 ? (size_t)len : 0;
}

/* A note is quoted: it has a comma. */
static void say_tail(struct out *o, const struct town *t, const struct home *h, const char *phone, bool first) {
    uint64_t r = draw(t, h->index, 1000);

    if (first && r % 12 == 0)
        say(o, ",%s,\"%s\"\n", phone, PICK(notes, r / 12));
    else
        say(o, ",%s,\n", phone);
}

static void say_columns(struct out *o, const struct home *h) {
    say(o, "%s,%s,%s,%s,%s,", h->number, h->area, h->compound, h->building, h->unit);
    if (h->floor)
        say(o, "%d", h->floor);
    say(o, ",%s", h->room);
}

static void say_home(struct out *o, const struct town *t, unsigned long index) {
    struct person people[4];
    struct home h;
    int count;

    place_home(t, &h, index);
    count = people_home(t, &h, people);
    if (t->style == PERSON) {
        for (int i = 0; i < count; i++) {
            say_columns(o, &h);
            say(o, ",%s,%s", people[i].name, people[i].relation);
            say_tail(o, t, &h, people[i].phone, i == 0);
        }
    } else if (t->style == HOUSEHOLD) {
        say_columns(o, &h);
        say(o, ",%s", people[0].name);
        say_tail(o, t, &h, people[0].phone, true);
    } else {
        say(o, "%s,%s,%s", h.number, h.area, h.compound);
        if (h.building[0])
            say(o, "%s栋%s单元%s室", h.building, h.unit, h.room);
        else
            say(o, "%s号", h.room);
        say(o, ",%s", people[0].name);
        say_tail(o, t, &h, people[0].phone, true);
    }
}

/* The workers who go with the town: one head a grid, named by grid so that scripts can tell. */
static void say_heads(struct out *o, const struct town *t) {
    say(o, "login,name,role,area\n");
    for (unsigned long grid = 0; grid < t->villages * t->grids; grid++) {
        char name[64];

        name_person(name, sizeof name, draw(t, grid, 2000), NULL);
        say(o, "head%02lu%02lu,%s,head,%s.%02lu.%02lu\n", grid / t->grids + 1, grid % t->grids + 1, name, t->code,
            grid / t->grids + 1, grid % t->grids + 1);
    }
}

static int usage(void) {
    fputs("sampletown [--seed N] [--households N] [--villages N] [--grids N] [--town CODE]\n"
          "           [--style person|household|doortext] [--encoding utf8|gb18030] [--heads]\n"
          "Writes a roster of made-up people to stdout; with --heads the workers of its grids instead.\n",
          stderr);
    return 2;
}

static bool read_number(unsigned long *out, const char *text, unsigned long most) {
    char *end;

    *out = strtoul(text, &end, 10);
    return *text >= '0' && *text <= '9' && !*end && *out <= most;
}

/* One option with its value; false where it is none. */
static bool read_option(struct town *t, const char *name, const char *value) {
    static const char *const styles[] = {[PERSON] = "person", [HOUSEHOLD] = "household", [DOORTEXT] = "doortext"};
    unsigned long seed;

    if (strcmp(name, "--households") == 0)
        return read_number(&t->households, value, 10000000) && t->households;
    if (strcmp(name, "--villages") == 0)
        return read_number(&t->villages, value, 999) && t->villages;
    if (strcmp(name, "--grids") == 0)
        return read_number(&t->grids, value, 99) && t->grids;
    if (strcmp(name, "--seed") == 0) {
        bool good = read_number(&seed, value, UINT32_MAX);

        t->seed = seed;
        return good;
    }
    if (strcmp(name, "--town") == 0) {
        t->code = value;
        return strlen(value) < 32 && strspn(value, "0123456789.") == strlen(value);
    }
    if (strcmp(name, "--encoding") == 0) {
        t->gb18030 = strcmp(value, "gb18030") == 0;
        return t->gb18030 || strcmp(value, "utf8") == 0;
    }
    for (size_t i = 0; strcmp(name, "--style") == 0 && i < COUNT(styles); i++) {
        t->style = (enum style)i;
        if (strcmp(value, styles[i]) == 0)
            return true;
    }
    return false;
}

/* A head has at most a few hundred households, so a large town gets more grids. */
static void fill_in(struct town *t) {
    if (!t->grids)
        t->grids = t->households <= 3000 ? 3 : 15;
    if (!t->villages)
        t->villages = t->households / (t->grids * 300) + 1;
    if (t->villages < 2)
        t->villages = 2;
}

int main(int argc, char **argv) {
    static const char *const titles[] = {
        [PERSON] = "户号,网格,小区,楼栋,单元,楼层,室,姓名,与户主关系,联系电话,备注\n",
        [HOUSEHOLD] = "户号,网格,小区,楼栋,单元,楼层,室,户主,联系电话,备注\n",
        [DOORTEXT] = "户号,网格,门牌号,户主,联系电话,备注\n",
    };
    static struct out out = {.cd = (iconv_t)-1};
    struct town town = {.seed = 1, .households = 600, .code = "430181.007"};

    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], "--heads") == 0)
            town.heads = true;
        else if (i + 1 >= argc || !read_option(&town, argv[i], argv[i + 1]))
            return usage();
        else
            i++;
    }
    if (town.gb18030 && (out.cd = iconv_open("GB18030", "UTF-8")) == (iconv_t)-1) {
        fputs("sampletown: this system cannot convert to GB18030\n", stderr);
        return 1;
    }
    fill_in(&town);
    if (town.heads) {
        say_heads(&out, &town);
    } else {
        say(&out, "%s", titles[town.style]);
        for (unsigned long i = 0; i < town.households; i++)
            say_home(&out, &town, i);
    }
    flush(&out);
    if (out.cd != (iconv_t)-1)
        iconv_close(out.cd);
    return fflush(stdout) == 0 ? 0 : 1;
}
