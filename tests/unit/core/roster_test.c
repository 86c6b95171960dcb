/* Rosters of every kind that offices send, checked field by field: what comes out is written as one text.
 * A household: `line area number door head phones {note} [member:relation:phones …]`, a reject: `!line column: reason (text)`. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <cmocka.h>

#include "core/columns.h"
#include "linli/file.h"
#include "linli/mem.h"
#include "linli/roster.h"

#define ID "11010119900307123X" /* of nobody: made up, its check place is wrong */

struct got {
    struct buf text;
    size_t households, rejects, members, progress;
    size_t stop_at; /* the household that ends the reading; 0 none */
};

static void put_phones(struct buf *out, const char *phones) {
    for (; *phones; phones++)
        buf_putc(out, *phones == '\n' ? '/' : *phones);
}

static void put_door(struct buf *out, const struct door *d) {
    buf_printf(out, " %s|%s|%s|%s|%s", d->compound, d->building, d->unit, d->floor, d->room);
}

static enum err take_household(void *arg, const struct household *h, size_t line) {
    struct got *got = arg;

    got->households++;
    got->members += h->member_count;
    if (got->stop_at && got->households == got->stop_at)
        return ERR_CANCELLED;
    if (got->text.len > 1 << 20)
        return ERR_OK;
    buf_printf(&got->text, "%zu %s %s", line, h->area[0] ? h->area : "-", h->number[0] ? h->number : "-");
    put_door(&got->text, &h->door);
    buf_printf(&got->text, " %s ", h->head[0] ? h->head : "-");
    put_phones(&got->text, h->phones);
    if (h->note[0])
        buf_printf(&got->text, " {%s}", h->note);
    for (size_t i = 0; i < h->member_count; i++) {
        buf_printf(&got->text, "%s%s:%s:", i ? " " : " [", h->members[i].name, h->members[i].relation);
        put_phones(&got->text, h->members[i].phones);
    }
    buf_puts(&got->text, h->member_count ? "]\n" : "\n");
    return ERR_OK;
}

static enum err take_reject(void *arg, const struct roster_reject *r) {
    struct got *got = arg;

    got->rejects++;
    if (got->text.len < 1 << 20)
        buf_printf(&got->text, "!%zu %s: %.28s (%s)\n", r->line, r->column, r->reason, r->text);
    return ERR_OK;
}

static enum err take_progress(void *arg, size_t done, size_t total) {
    struct got *got = arg;

    assert_true(done >= got->progress && done <= total);
    got->progress = done;
    return ERR_OK;
}

static enum err read_bytes(struct got *got, struct roster_report *report, const char *bytes, size_t len,
                           const struct roster_options *options) {
    struct roster_sink sink = {take_household, take_reject, take_progress, got};
    char *tight = mem_resize(NULL, len ? len : 1, 1); /* no NUL behind, so that ASan sees a step too far */
    enum err e;

    memcpy(tight, bytes, len);
    e = roster_read(tight, len, options, &sink, report);
    mem_free(tight);
    return e;
}

static void check(const char *what, const char *bytes, size_t len, const struct roster_options *options, const char *want,
                  const char *left_out, const char *ignored) {
    struct got got = {.text = {0}};
    struct roster_report report;
    enum err e = read_bytes(&got, &report, bytes, len, options);

    if (e != ERR_OK || strcmp(buf_text(&got.text), want) != 0)
        fail_msg("%s: %s\ngot:\n%swant:\n%s", what, e == ERR_OK ? "" : err_last()->why, buf_text(&got.text), want);
    assert_string_equal(buf_text(&report.left_out), left_out);
    assert_string_equal(buf_text(&report.ignored), ignored);
    assert_int_equal(report.rejected, got.rejects);
    assert_true(report.rows >= report.rejected);
    if (len)
        assert_int_equal(got.progress, len);
    roster_report_free(&report);
    buf_free(&got.text);
}

struct kind {
    const char *what, *text, *want, *left_out, *ignored;
};

static const struct kind kinds[] = {
    {"one row a household",
     "户号,网格,小区,楼栋,单元,楼层,室,户主,联系电话,备注\n"
     "H1,430181.007.01.02,桂花苑,3栋,2单元,5,501室,张三,10100000001,晚上在家\n"
     "H2,430181.007.01.02,桂花苑,3,2,,1203,李四,\"10100000002、0731-8888888\",\n",
     "2 430181.007.01.02 H1 桂花苑|3|2|5|501 张三 10100000001 {晚上在家}\n"
     "3 430181.007.01.02 H2 桂花苑|3|2|12|1203 李四 10100000002/0731-8888888\n",
     "", ""},
    {"one row a person, number repeated",
     "户号,楼栋,室,姓名,与户主关系,联系电话\n"
     "H1,3,501,李四,配偶,10100000002\nH1,3,501,张三,户主,10100000001\nH1,3,501,张小,子,\nH2,3,502,王五,户主,\n",
     "2 - H1 |3||5|501 张三 10100000001 [李四:配偶:10100000002 张三:户主:10100000001 张小:子:]\n"
     "5 - H2 |3||5|502 王五  [王五:户主:]\n",
     "", ""},
    {"one row a person, door repeated, written in two ways",
     "门牌号,姓名,与户主关系\n3栋2单元501,张三,户主\n3-2-501室,李四,配偶\n3-2-502,王五,户主\n",
     "2 - - |3|2|5|501 张三  [张三:户主: 李四:配偶:]\n4 - - |3|2|5|502 王五  [王五:户主:]\n", "", ""},
    {"two households behind one door", "门牌号,姓名,与户主关系\n3-501,张三,户主\n3-501,李四,妻\n3-501,王五,户主\n3-501,赵六,妻\n",
     "2 - - |3||5|501 张三  [张三:户主: 李四:妻:]\n4 - - |3||5|501 王五  [王五:户主: 赵六:妻:]\n", "", ""},
    {"merged cells, one row a person",
     "网格,小区,楼栋,单元,室,姓名,与户主关系,电话\n"
     "430181.007.01.02,桂花苑,1栋,1单元,101,张三,户主,10100000001\n,,,,,李四,配偶,\n,,,,102,王五,户主,\n,,,2单元,201,赵六,户主,"
     "\n,,2栋,,301,孙七,户主,\n"
     ",,,,,周八,子,\n",
     "2 430181.007.01.02 - 桂花苑|1|1|1|101 张三 10100000001 [张三:户主:10100000001 李四:配偶:]\n"
     "4 430181.007.01.02 - 桂花苑|1|1|1|102 王五  [王五:户主:]\n"
     "5 430181.007.01.02 - 桂花苑|1|2|2|201 赵六  [赵六:户主:]\n"
     "6 430181.007.01.02 - 桂花苑|2||3|301 孙七  [孙七:户主: 周八:子:]\n",
     "", ""},
    {"merged cells, the head's too",
     "户号,户主,姓名,电话\nH1,张三,张三,10100000001\n,,李四,10100000002\nH2,王五,王五,\n,,赵六,\n",
     "2 - H1 |||| 张三 10100000001 [张三::10100000001 李四::10100000002]\n4 - H2 |||| 王五  [王五:: 赵六::]\n", "", ""},
    {"merged cells, nothing but names and rooms", "房号,姓名\n3-501,张三\n,李四\n,张小\n3-502,王五\n,赵六\n",
     "2 - - |3||5|501 张三  [张三:: 李四:: 张小::]\n5 - - |3||5|502 王五  [王五:: 赵六::]\n", "", ""},
    {"merged buildings, one row a household",
     "楼栋,单元,室,户主\n1栋,1单元,101,张三\n,,102,李四\n,2单元,101,王五\n2栋,1单元,101,赵六\n,,102,孙七\n",
     "2 - - |1|1|1|101 张三 \n3 - - |1|1|1|102 李四 \n4 - - |1|2|1|101 王五 \n5 - - |2|1|1|101 赵六 \n6 - - |2|1|1|102 孙七 \n",
     "", ""},
    {"empty cells of a roster by households are empty",
     "户号,楼栋,室,户主,电话\nH1,1,101,张三,\n,,,李四,10100000002\nH3,1,,王五,\n",
     "2 - H1 |1||1|101 张三 \n3 - - |||| 李四 10100000002\n4 - H3 |1||| 王五 \n", "", ""},
    {"names without a relation, doors repeated", "地址,姓名,手机\n3-501,张三,10100000001\n3-501,李四,\n3-502,王五,\n",
     "2 - - |3||5|501 张三 10100000001 [张三::10100000001 李四::]\n4 - - |3||5|502 王五  [王五::]\n", "", ""},
    {"names without a relation, one a household", "地址,姓名,手机\n3-501,张三,10100000001\n3-502,李四,\n3-503,王五,\n",
     "2 - - |3||5|501 张三 10100000001\n3 - - |3||5|502 李四 \n4 - - |3||5|503 王五 \n", "", ""},
    {"the members in one cell",
     "门牌号,户主,家庭成员,联系电话\n1-101,张三,\"李四、张小\",10100000001\n1-102,王五,王五,10100000002\n1-103,赵六,,\n",
     "2 - - |1||1|101 张三 10100000001 [张三:户主: 李四:: 张小::]\n3 - - |1||1|102 王五 10100000002 [王五::10100000002]\n"
     "4 - - |1||1|103 赵六 \n",
     "", ""},
    {"title lines above, totals and remarks below",
     "桂花社区居民花名册,,,\n填报单位:桂花社区,,填报日期:2026年11月,\n,,,\n序号,户主,门牌号,电话\n1,张三,1-101,10100000001\n2,"
     "李四,1-102,\n"
     "合计,2户,,\n共 2 户 6 人,,,\n制表人：周宁,,审核：吴敏,\n",
     "5 - - |1||1|101 张三 10100000001\n6 - - |1||1|102 李四 \n", "", "序号"},
    {"the header again on each page, a numbered empty row, blank lines",
     "序号,户主,门牌号\n1,张三,1-101\n\n序号,户主,门牌号\n2,李四,1-102\n3,,\n,,\n",
     "2 - - |1||1|101 张三 \n5 - - |1||1|102 李四 \n", "", "序号"},
    {"lines between the rows that name the building",
     "楼栋,室,姓名,与户主关系\n1栋,,,\n,101,张三,户主\n,,李四,妻\n2栋,,,\n,101,王五,户主\n",
     "3 - - |1||1|101 张三  [张三:户主: 李四:妻:]\n6 - - |2||1|101 王五  [王五:户主:]\n", "", ""},
    {"a header in two lines", "户号,户主,地址,,,联系方式\n,,楼栋,单元,室,\nH1,张三,1,2,301,10100000001\n",
     "3 - H1 |1|2|3|301 张三 10100000001\n", "", ""},
    {"one title for the door", "楼栋/单元/室,户主\n3/2/501,张三\n3栋2单元502室,李四\n",
     "2 - - |3|2|5|501 张三 \n3 - - |3|2|5|502 李四 \n", "", ""},
    {"a whole door under 房号", "小区,房号,户主\n桂花苑,3-2-501,张三\n桂花苑,3栋502,李四\n",
     "2 - - 桂花苑|3|2|5|501 张三 \n3 - - 桂花苑|3||5|502 李四 \n", "", ""},
    {"villages with groups", "自然村,组,号,户主\n樟树湾,3,12,张三\n樟树湾,4组,12,李四\n",
     "2 - - 樟树湾3组||||12 张三 \n3 - - 樟树湾4组||||12 李四 \n", "", ""},
    {"titles as typed", " 户 主 姓 名 ,联系电话（必填）,*门牌号码:,手机号码2\n张三,10100000001,1-101,10100000002\n",
     "2 - - |1||1|101 张三 10100000001/10100000002\n", "", ""},
    {"English titles", "Household Number,Head of household,Phone,Building,Unit,Room,Note\n1,张三,10100000001,1,2,301,x\n",
     "2 - 1 |1|2|3|301 张三 10100000001 {x}\n", "", ""},
    {"tabs", "户主\t门牌号\t电话\n张三\t1-101\t10100000001\n", "2 - - |1||1|101 张三 10100000001\n", "", ""},
    {"semicolons", "户主;门牌号;备注\n张三;1-101;a,b\n", "2 - - |1||1|101 张三  {a,b}\n", "", ""},
    {"CRLF", "户主,门牌号\r\n张三,1-101\r\n李四,1-102", "2 - - |1||1|101 张三 \n3 - - |1||1|102 李四 \n", "", ""},
    {"CR", "户主,门牌号\r张三,1-101\r", "2 - - |1||1|101 张三 \n", "", ""},
    {"a byte order mark", "\xEF\xBB\xBF户主,门牌号\n张三,1-101\n", "2 - - |1||1|101 张三 \n", "", ""},
    {"quotes and line breaks",
     "\"户\n主\",门牌号,备注,电话\n\"张三\",\"1-101\",\"一\"\"二\"\"\n三\",\"10100000001\r\n10100000002\"\n李四,1-102,,\n",
     "3 - - |1||1|101 张三 10100000001/10100000002 {一\"二\" 三}\n6 - - |1||1|102 李四 \n", "", ""},
    {"full width, and spaces in names", "户主,门牌号,电话,备注\n张　三,３栋２单元５０１,１０１００００００01,\xC2\xA0ＡＢ　\n",
     "2 - - |3|2|5|501 张三 10100000001 {AB}\n", "", ""},
    {"rare and foreign names", "户主,门牌号\n𠮷祥,1-101\n阿依古丽·买买提,1-102\nAnna  Maria,1-103\n尉迟㛃,1-104\n",
     "2 - - |1||1|101 𠮷祥 \n3 - - |1||1|102 阿依古丽·买买提 \n4 - - |1||1|103 Anna  Maria \n5 - - |1||1|104 尉迟㛃 \n", "", ""},
    {"phones as typed",
     "户主,电话\n一,101 0000 "
     "0001\n二,+86-101-0000-0002\n三,8610100000003\n四,10100000004.0\n五,0731/8888888\n六,无\n七,\"10100000007(儿子)\"\n"
     "八,10100000008/"
     "10100000009；10100000008\n九,'10100000009\n十,\"=\"\"10100000010\"\"\"\n甲,\"10100000011\t\"\n乙,+85291234567\n丙,'+"
     "85291234567\n"
     "丁,无/10100000012\n戊,10100000013 10100000014\n",
     "2 - - |||| 一 10100000001\n3 - - |||| 二 10100000002\n4 - - |||| 三 10100000003\n5 - - |||| 四 10100000004\n"
     "6 - - |||| 五 0731/8888888\n7 - - |||| 六 无\n8 - - |||| 七 10100000007(儿子)\n9 - - |||| 八 10100000008/10100000009\n"
     "10 - - |||| 九 10100000009\n11 - - |||| 十 10100000010\n12 - - |||| 甲 10100000011\n13 - - |||| 乙 +85291234567\n"
     "14 - - |||| 丙 +85291234567\n15 - - |||| 丁 10100000012\n16 - - |||| 戊 10100000013/10100000014\n",
     "", ""},
    {"the same household's head's phone in its own column",
     "户号,姓名,与户主关系,电话,户主电话\nH1,张三,户主,10100000001,10100000009\nH1,李四,妻,10100000002,10100000009\n",
     "2 - H1 |||| 张三 10100000009/10100000001 [张三:户主:10100000001 李四:妻:10100000002]\n", "", ""},
    {"notes of several people", "户号,姓名,与户主关系,备注\nH1,张三,户主,晚上在家\nH1,李四,妻,听力不好\nH1,张小,子,晚上在家\n",
     "2 - H1 |||| 张三  {晚上在家; 李四: 听力不好} [张三:户主: 李四:妻: 张小:子:]\n", "", ""},
    {"a line twice", "户号,姓名,与户主关系,电话\nH1,张三,户主,10100000001\nH1,张三,户主,10100000002\n",
     "2 - H1 |||| 张三 10100000001/10100000002 [张三:户主:10100000001/10100000002]\n", "", ""},
    {"father and son of one name", "户号,姓名,与户主关系,电话\nH1,张三,父亲,10100000001\nH1,张三,户主,10100000002\n",
     "2 - H1 |||| 张三 10100000002 [张三:父亲:10100000001 张三:户主:10100000002]\n", "", ""},
    {"numbers start again in another area",
     "网格编码,户号,姓名,与户主关系\n430181.007.01.01,1,张三,户主\n430181.007.01.02,1,李四,户主\n",
     "2 430181.007.01.01 1 |||| 张三  [张三:户主:]\n3 430181.007.01.02 1 |||| 李四  [李四:户主:]\n", "", ""},
    {"an area that is no code", "网格,户主,门牌号\n第三网格,张三,1-101\n12,李四,1-102\n430181.007.01.02,王五,1-103\n",
     "2 - - |1||1|101 张三 \n3 - - |1||1|102 李四 \n4 430181.007.01.02 - |1||1|103 王五 \n", "", "网格"},
    {"an empty home", "门牌号,户主\n1-101,张三\n1-102,\n", "2 - - |1||1|101 张三 \n3 - - |1||1|102 - \n", "", ""},
    {"columns that linli does not hold",
     "姓名,性别,身份证号,民族,政治面貌,与户主关系,户口性质,出生日期,学历,婚姻状况,健康状况,是否低保,门牌号,工作单位,宗教信仰,"
     "信访情况,重点人员类别\n"
     "张三,男," ID ",汉,党员,户主,农业,19900307,大学,已婚,良好,是,1-101,某厂,无,有,是\n",
     "2 - - |1||1|101 张三  [张三:户主:]\n",
     "性别, 身份证号, 民族, 政治面貌, 户口性质, 出生日期, 学历, 婚姻状况, 健康状况, 是否低保, 宗教信仰, 信访情况, 重点人员类别",
     "工作单位"},
    {"what brackets say counts", "姓名（身份证号）,户主,备注（民族）,门牌号\n" ID ",张三,汉,1-101\n", "2 - - |1||1|101 张三 \n",
     "姓名（身份证号）, 备注（民族）", ""},
    {"only names", "姓名\n张三\n李四\n", "2 - - |||| 张三 \n3 - - |||| 李四 \n", "", ""},
};

static const struct kind rejects[] = {
    {"neither a name nor a door", "户主,门牌号,电话,备注\n,,10100000001,x\n张三,1-101,,\n",
     "!2 : there is neither a name nor  (,,10100000001,x)\n3 - - |1||1|101 张三 \n", "", ""},
    {"more cells than titles", "户主,门牌号\n张三,1-101,x\n李四,1-102,,\n",
     "!2 : there are more cells than ti ()\n3 - - |1||1|102 李四 \n", "", ""},
    {"a quotation mark is not closed", "户主,门牌号,备注\n张三,\"1-101,x\n李四,1-102,y\n王五,1-103,z\n",
     "!2 : a quotation mark is not clos (张三)\n3 - - |1||1|102 李四  {y}\n4 - - |1||1|103 王五  {z}\n", "", ""},
    {"a quotation mark is not doubled", "户主,门牌号\n\"张\"三\",1-101\n李四,1-102\n",
     "!2 : a quotation mark inside a qu ()\n3 - - |1||1|102 李四 \n", "", ""},
    {"an ID number in a cell",
     "户主,电话,备注\n张三," ID ",\n李四,10100000001,证号" ID "\n" ID
     ",,\n王五,110101 19900307 123X,\n赵六,,１１０１０１１９９００３０７１２３Ｘ\n",
     "!2 电话: it looks like an ID number,  (张三,,)\n!3 备注: it looks like an ID number,  (李四,10100000001,)\n"
     "!4 户主: it looks like an ID number,  (,,)\n!5 电话: it looks like an ID number,  (王五,,)\n"
     "!6 备注: it looks like an ID number,  (赵六,,)\n",
     "", ""},
    {"an ID number as the household's; a long house code is none", "户号,户主\n" ID ",张三\n430181007001002003,李四\n",
     "!2 户号: it looks like an ID number,  (,张三)\n3 - 430181007001002003 |||| 李四 \n", "", ""},
    {"control characters", "户主,门牌号\n张\x1B[31m三,1-101\n李\xE2\x80\xAE四,1-102\n王\x7F五,1-103\n赵\xC2\x9B六,1-104\n",
     "!2 户主: there are control characters (张[31m三,1-101)\n!3 户主: there are control characters (李四,1-102)\n"
     "!4 户主: there are control characters (王五,1-103)\n!5 户主: there are control characters (赵六,1-104)\n",
     "", ""},
    {"a formula is guarded", "户主,门牌号,备注\n,,\"=HYPERLINK(\"\"x\"\")\"\n",
     "!2 : there is neither a name nor  (,,\"'=HYPERLINK(\"\"x\"\")\")\n", "", ""},
    {"bytes that are no characters", "户主,门牌号,性别\n张\xE4\xB8,1-101,男\n李四,1-102,\xFF\n",
     "!2 户主: there are bytes that are no  (张,1-101)\n3 - - |1||1|102 李四 \n", "性别", ""},
    {"what a spreadsheet has spoilt", "户主,门牌号,电话\n张三,1-101,1.01E+10\n李四,3月2日,\n王五,2-Mar,\n赵六,2001/3/2,\n",
     "!2 电话: a spreadsheet has lost digit (张三,1-101,1.01E+10)\n!3 门牌号: a spreadsheet has made a dat (李四,3月2日,)\n"
     "!4 门牌号: a spreadsheet has made a dat (王五,2-Mar,)\n!5 门牌号: a spreadsheet has made a dat (赵六,2001/3/2,)\n",
     "", ""},
    {"a phone without a digit", "户主,电话\n张三,请向桂花社区工作站的值班人员询问\n",
     "!2 电话: there is no number in it (张三,请向桂花社区工作站的值班人员询问)\n", "", ""},
    {"the first row of a household is bad: none of it comes, and nobody falls to the household above",
     "门牌号,姓名,与户主关系,电话\n1-101,张三,户主,\n1-102,李四,户主," ID
     "\n,王五,妻,\n1-102,李小,子,\n1-103,赵六,户主,\n,孙七,妻," ID "\n,赵小,子,\n",
     "2 - - |1||1|101 张三  [张三:户主:]\n"
     "!3 电话: it looks like an ID number,  (1-102,李四,户主,)\n"
     "!4 : its household starts in line (,王五,妻,)\n!5 : its household starts in line (1-102,李小,子,)\n"
     "!7 电话: it looks like an ID number,  (,孙七,妻,)\n"
     "6 - - |1||1|103 赵六  [赵六:户主: 赵小:子:]\n",
     "", ""},
    {"a broken line above: whose the next is nobody knows",
     "门牌号,姓名,与户主关系\n1-101,张三,户主\n1-102,\"李四,户主\n,王五,妻\n1-103,赵六,户主\n",
     "!3 : a quotation mark is not clos (1-102)\n!4 : the line above could not be  (,王五,妻)\n"
     "2 - - |1||1|101 张三  [张三:户主:]\n5 - - |1||1|103 赵六  [赵六:户主:]\n",
     "", ""},
};

static void check_kinds(const struct kind *list, size_t count) {
    struct roster_options options = {0};

    for (size_t i = 0; i < count; i++)
        check(list[i].what, list[i].text, strlen(list[i].text), &options, list[i].want, list[i].left_out, list[i].ignored);
}

static void test_kinds(void **state) {
    (void)state;
    check_kinds(kinds, sizeof kinds / sizeof kinds[0]);
}

static void test_rejects(void **state) {
    (void)state;
    check_kinds(rejects, sizeof rejects / sizeof rejects[0]);
}

static void test_options(void **state) {
    static const char gb[] = "\xBB\xA7\xD6\xF7,\xC3\xC5\xC5\xC6\xBA\xC5\n\xD5\xC5\xC8\xFD,1-101\n"; /* 户主,门牌号 张三 */
    static const char odd[] = "当家人,屋,网格,电话\n张三,1-101,,10100000001\n";

    (void)state;
    check("GB18030", gb, sizeof gb - 1, &(struct roster_options){0}, "2 - - |1||1|101 张三 \n", "", "");
    check("named", gb, sizeof gb - 1, &(struct roster_options){.encoding = "GB2312"}, "2 - - |1||1|101 张三 \n", "", "");
    check("area", odd, sizeof odd - 1,
          &(struct roster_options){.map = "head = 当家人\naddress = 屋\n", .area = "430181.007.01.02"},
          "2 430181.007.01.02 - |1||1|101 张三 10100000001\n", "", "");
}

static void test_report(void **state) {
    static const char text[] = "名册\n户主\t门牌号\n张三\t1-101\n\t\n\t\t\n李四\t1-102\tx\n合计\t2\n";
    struct got got = {.text = {0}};
    struct roster_report report;

    (void)state;
    assert_int_equal(read_bytes(&got, &report, text, sizeof text - 1, &(struct roster_options){0}), ERR_OK);
    assert_string_equal(report.encoding, "UTF-8");
    assert_int_equal(report.delimiter, '\t');
    assert_int_equal(report.header_line, 2);
    assert_int_equal(report.rows, 2);
    assert_int_equal(report.rejected, 1);
    assert_int_equal(report.totals, 1);
    roster_report_free(&report);
    buf_free(&got.text);
}

static void test_no_roster(void **state) {
    static const struct {
        const char *bytes;
        size_t len;
        struct roster_options options;
        enum err e;
        const char *words;
    } cases[] = {
#define T(bytes) bytes, sizeof bytes - 1
        {T(""), {0}, ERR_SYNTAX, "empty"},
        {T("\xEF\xBB\xBF\r\n ,,\n\n"), {0}, ERR_SYNTAX, "empty"},
        {T("张三,1-101\n李四,1-102\n"), {0}, ERR_SYNTAX, "titles"},
        {T("张三,户主,1-101\n李四,妻,1-101\n"), {0}, ERR_SYNTAX, "titles"},
        {T("楼栋,单元,室\n1,1,101\n"), {0}, ERR_SYNTAX, "titles"},
        {T("<html><table><tr><td>户主</td></tr></table>"), {0}, ERR_SYNTAX, "web page"},
        {T("\x7F"
           "ELF\x02\x01\x01\0\0\0\0\0\0\0\0\0\x03\0\x3E\0\x01\0\0\0"),
         {0},
         ERR_SYNTAX,
         "zero bytes"},
        {T("PK\x03\x04......"), {0}, ERR_SYNTAX, "end is missing"},
        {T("户主,电话\n张三,1\n"), {.encoding = "GB18030"}, ERR_SYNTAX, "line 1 is not GB18030"},
        {T("a,b\n户主,电话\n\xD5\xC5\xC8\xFD\xD5\xC5\xC8\xFD\xD5\xC5\xC8\xFD,1\n"),
         {.encoding = "UTF-8"},
         ERR_SYNTAX,
         "line 3 is not UTF-8"},
        {T("户主,电话\n"), {.encoding = "klingon"}, ERR_USAGE, "not known"},
        {T("户主,电话\n"), {.map = "# a map\nhed = 户主\n"}, ERR_SYNTAX, "no field hed"},
        {T("户主,电话\n"), {.map = "head = 户长\n"}, ERR_SYNTAX, "no column of that title"},
        {T("户主," ID "\n"), {0}, ERR_SYNTAX, "titles"},
        {T("户主,民族\n"), {.map = "note = 民族\n"}, ERR_SYNTAX, "does not hold"},
#undef T
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct got got = {.text = {0}};
        struct roster_report report;
        enum err e = read_bytes(&got, &report, cases[i].bytes, cases[i].len, &cases[i].options);

        if (e != cases[i].e || !strstr(err_last()->why, cases[i].words) || !err_last()->todo[0])
            fail_msg("case %zu: %s: %s: %s", i, err_name(e), err_last()->why, err_last()->todo);
        assert_int_equal(got.households, 0);
        roster_report_free(&report);
        buf_free(&got.text);
    }
}

/* Texts at and above the bound of each field. */
static void test_too_long(void **state) {
    static const struct {
        const char *titles, *other; /* the cell behind */
        size_t room;                /* the longest that fits */
    } fields[] = {
        {"户号,姓名", "张三", NUMBER_SIZE - 1}, {"户主,房号", "101", NAME_SIZE - 1},
        {"姓名,房号", "101", NAME_SIZE - 1},    {"小区,姓名", "张三", DOOR_PART * 2 - 1},
        {"楼栋,姓名", "张三", DOOR_PART - 1},   {"房号,姓名", "张三", DOOR_PART - 1},
        {"联系电话,姓名", "张三", 60},          {"备注,姓名", "张三", NOTE_SIZE - 1},
    };

    (void)state;
    for (size_t i = 0; i < sizeof fields / sizeof fields[0]; i++) {
        for (size_t over = 0; over < 2; over++) {
            struct got got = {.text = {0}};
            struct roster_report report;
            struct buf text = {0};

            buf_printf(&text, "%s\n", fields[i].titles);
            for (size_t k = 0; k < fields[i].room + over; k++)
                buf_putc(&text, k % 9 ? 'a' : '1');
            buf_printf(&text, ",%s\n", fields[i].other);
            assert_int_equal(read_bytes(&got, &report, text.data, text.len, &(struct roster_options){0}), ERR_OK);
            if (got.households != 1 - over || got.rejects != over)
                fail_msg("%s, %zu over: %zu taken: %s", fields[i].titles, over, got.households, buf_text(&got.text));
            roster_report_free(&report);
            buf_free(&got.text);
            buf_free(&text);
        }
    }
}

static void test_ten_megabytes(void **state) {
    struct got got = {.text = {0}};
    struct roster_report report;
    struct buf text = {0};

    (void)state;
    buf_puts(&text, "户主,门牌号,备注\n张三,1-101,\"");
    for (int i = 0; i < 10 << 20; i++)
        buf_putc(&text, i % 60 ? 'x' : '\n');
    buf_puts(&text, "\"\n李四,1-102,");
    for (int i = 0; i < 10 << 20; i++)
        buf_putc(&text, '1');
    buf_puts(&text, "\n王五,1-103,y\n");
    assert_int_equal(read_bytes(&got, &report, text.data, text.len, &(struct roster_options){0}), ERR_OK);
    assert_int_equal(got.rejects, 2);
    assert_int_equal(got.households, 1);
    assert_true(got.text.len < 10000);
    assert_null(strstr(got.text.data, "1111111"));
    roster_report_free(&report);
    buf_free(&got.text);
    buf_free(&text);
}

static void test_many_members(void **state) {
    struct got got = {.text = {0}};
    struct roster_report report;
    struct buf text = {0};

    (void)state;
    buf_puts(&text, "户号,姓名,与户主关系\n");
    for (int i = 0; i < MEMBERS_MAX + 3; i++)
        buf_printf(&text, "H1,p%d,%s\n", i, i ? "子" : "户主");
    buf_puts(&text, "H2,q,户主\n");
    assert_int_equal(read_bytes(&got, &report, text.data, text.len, &(struct roster_options){0}), ERR_OK);
    assert_int_equal(got.households, 2);
    assert_int_equal(got.members, MEMBERS_MAX + 1);
    assert_int_equal(got.rejects, 3);
    assert_non_null(strstr(got.text.data, "!66 : there are more than 64 peopl (H1,p64,子)\n"));
    roster_report_free(&report);
    buf_free(&got.text);
    buf_free(&text);
}

static void test_stop(void **state) {
    static const char text[] = "户主,门牌号\n张三,1-101\n李四,1-102\n王五,1-103\n";
    struct got got = {.stop_at = 2};
    struct roster_report report;

    (void)state;
    assert_int_equal(read_bytes(&got, &report, text, sizeof text - 1, &(struct roster_options){0}), ERR_CANCELLED);
    assert_int_equal(got.households, 2);
    roster_report_free(&report);
    buf_free(&got.text);
}

static void test_titles(void **state) {
    static const struct {
        const char *title;
        enum column what;
    } titles[] = {
        {"户号", COLUMN_NUMBER},
        {"联系 电话", COLUMN_PHONE},
        {"手机号码（本人）", COLUMN_PHONE},
        {"联系电话2", COLUMN_PHONE},
        {"与户主关系", COLUMN_RELATION},
        {"户主", COLUMN_HEAD},
        {"户主姓名", COLUMN_HEAD},
        {"姓名*", COLUMN_NAME},
        {"户主身份证号", COLUMN_LEFT_OUT},
        {"公民身份号码", COLUMN_LEFT_OUT},
        {"户籍地址", COLUMN_LEFT_OUT},
        {"年 龄", COLUMN_LEFT_OUT},
        {"Age", COLUMN_LEFT_OUT},
        {"Page", COLUMN_UNKNOWN},
        {"是否重点人员", COLUMN_LEFT_OUT},
        {"ID", COLUMN_LEFT_OUT},
        {"", COLUMN_UNKNOWN},
        {" ", COLUMN_UNKNOWN},
        {"(", COLUMN_UNKNOWN},
        {"()", COLUMN_UNKNOWN},
        {"门 牌 号", COLUMN_ADDRESS},
        {"楼栋-单元-室", COLUMN_ADDRESS},
        {"户 主 电 话", COLUMN_HEAD_PHONE},
        {"网格编码", COLUMN_AREA},
        {"户号 户主", COLUMN_UNKNOWN},
    };

    (void)state;
    for (size_t i = 0; i < sizeof titles / sizeof titles[0]; i++)
        if (columns_find(titles[i].title, strlen(titles[i].title)) != titles[i].what)
            fail_msg("%s", titles[i].title);
}

static void test_household(void **state) {
    struct household h = {0};
    struct member m = {.name = ""};

    (void)state;
    for (size_t i = 0; i < MEMBERS_MAX; i++) {
        snprintf(m.name, sizeof m.name, "p%zu", i);
        assert_true(household_add_member(&h, &m));
    }
    assert_false(household_add_member(&h, &m));
    assert_int_equal(h.member_count, MEMBERS_MAX);
    assert_string_equal(h.members[0].name, "p0");
    assert_string_equal(h.members[MEMBERS_MAX - 1].name, "p63");
    household_free(&h);
    assert_null(h.members);
    assert_int_equal(h.member_count, 0);
}

/* Seeds changed at random, a byte, a run or a copy at a time: nothing may break, and what is taken obeys the bounds. */
static enum err check_bounds(void *arg, const struct household *h, size_t line) {
    (void)arg;
    assert_true(line > 0);
    assert_true(h->head[0] || h->door.room[0] || h->door.building[0] || h->door.compound[0] || h->door.unit[0] ||
                h->member_count);
    assert_true(h->member_count <= MEMBERS_MAX);
    assert_non_null(memchr(h->note, '\0', sizeof h->note));
    assert_null(strpbrk(h->note, "\n\r\t\x1B"));
    assert_null(strpbrk(h->head, "\n\r\t\x1B"));
    return ERR_OK;
}

static void test_mutations(void **state) {
    struct roster_sink sink = {check_bounds, take_reject, NULL, NULL};
    uint32_t seed = 7;
    struct got got = {.text = {0}};

#define NEXT(n) ((seed = seed * 1664525u + 1013904223u) >> 8) % (uint32_t)(n)
    (void)state;
    sink.arg = &got;
    for (int turn = 0; turn < 20000; turn++) {
        size_t count = sizeof kinds / sizeof kinds[0], bad = sizeof rejects / sizeof rejects[0], which = NEXT(count + bad);
        const char *text = which < count ? kinds[which].text : rejects[which - count].text;
        size_t len = strlen(text);
        char *bytes = mem_resize(NULL, len, 1);
        struct roster_report report;

        memcpy(bytes, text, len);
        for (uint32_t changes = 1 + NEXT(4); changes; changes--) {
            size_t at = NEXT(len), from = NEXT(len), run = NEXT(16);

            if (at + run >= len || from + run >= len || NEXT(3))
                bytes[at] = (char)(NEXT(4) ? (uint32_t) "\",\n\r\t; \0'=\xE5\x1B"[NEXT(12)] : NEXT(256));
            else
                memmove(bytes + at, bytes + from, run);
        }
        roster_read(bytes, len, &(struct roster_options){0}, &sink, &report);
        assert_true(report.rejected <= report.rows);
        roster_report_free(&report);
        buf_reset(&got.text);
        mem_free(bytes);
    }
#undef NEXT
    buf_free(&got.text);
}

/* Files as they come, in tests/data/roster: each beside what it must give. */
static void test_files(void **state) {
    static const char *const names[] = {"office_gb18030", "persons_merged", "doortext_tabs", "hostile"};

    (void)state;
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        struct buf bytes = {0}, want = {0};
        struct got got = {.text = {0}};
        struct roster_report report;

        char path[256];

        snprintf(path, sizeof path, "tests/data/roster/%s.csv", names[i]);
        assert_int_equal(file_read(&bytes, path, 1 << 20), ERR_OK);
        snprintf(path, sizeof path, "tests/data/roster/%s.want", names[i]);
        assert_int_equal(file_read(&want, path, 1 << 20), ERR_OK);
        assert_int_equal(read_bytes(&got, &report, bytes.data, bytes.len, &(struct roster_options){.area = "430181.007.01.02"}),
                         ERR_OK);
        buf_printf(&got.text, "%s, line %zu, rows %zu, rejected %zu, passed over %zu\nleft out: %s\nignored: %s\n",
                   report.encoding, report.header_line, report.rows, report.rejected, report.totals, buf_text(&report.left_out),
                   buf_text(&report.ignored));
        if (strcmp(buf_text(&got.text), buf_text(&want)) != 0)
            fail_msg("%s gave\n%s", names[i], buf_text(&got.text));
        roster_report_free(&report);
        buf_free(&got.text);
        buf_free(&bytes);
        buf_free(&want);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_kinds),         cmocka_unit_test(test_rejects),      cmocka_unit_test(test_options),
        cmocka_unit_test(test_report),        cmocka_unit_test(test_no_roster),    cmocka_unit_test(test_too_long),
        cmocka_unit_test(test_ten_megabytes), cmocka_unit_test(test_many_members), cmocka_unit_test(test_stop),
        cmocka_unit_test(test_titles),        cmocka_unit_test(test_mutations),    cmocka_unit_test(test_household),
        cmocka_unit_test(test_files),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
