/* bench-visits: a device with much to push. `bench-visits RECORD VISITS [SEED]` logs visits at the record's households through
 * the door that screen and command line use: times spread over ten months, outcomes, purposes and promised dates mixed, notes of
 * the kind that heads write, put together from parts so that hardly two are the same. The same seed says the same things.
 * `bench-visits --bodies RECORD DIR SINGLES` writes the push of all of them as one zstd batch to DIR/batch, and pushes of one
 * event each, the first SINGLES of them, to DIR/1, DIR/2, … */
#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "linli/act.h"
#include "linli/clock.h"
#include "linli/file.h"
#include "linli/find.h"
#include "sync/batch.h"

#define COUNT(a) (sizeof(a) / sizeof *(a))
#define MAX_HOUSEHOLDS 1000
#define SPAN_MS (INT64_C(300) * 86400000)
#define A_TRANSACTION 1000

static const char *const topics[] = {
    "老人身体还好",       "血压偏高",         "血糖控制得不错",   "腿脚不便",         "刚出院回家休养", "精神比上次好",
    "独自在家",           "孩子放假在家",     "夫妻都在外务工",   "新装了扶手",       "厨房油烟管松动", "燃气阀门已检查",
    "电线有些老化",       "楼道堆了纸箱",     "阳台放着旧轮胎",   "电动车在家里充电", "热水器年久没换", "水管接头渗水",
    "卫生间漏到楼下",     "下水慢",           "门锁坏了",         "窗户关不严",       "路灯不亮",       "垃圾桶太远",
    "晚上楼上声音大",     "邻居养狗没牵绳",   "停车位被占",       "物业费还没交",     "医保已续缴",     "养老认证做完了",
    "低保年审材料齐了",   "残疾证快到期",     "想申请公租房",     "问加装电梯的进度", "问孩子转学手续", "想学用手机挂号",
    "缺一本户口簿复印件", "农田浇水有争执",   "宅基地界没谈拢",   "果树遮了邻家的光", "鸡舍气味大",     "水井边要加护栏",
    "屋后排水沟堵了",     "老屋墙有裂缝",     "屋顶瓦片掉了几块", "灭火器过期了",     "煤炉放在卧室",   "烟囱没清过",
    "药放得太乱",         "助听器坏了",       "眼睛看不清",       "夜里起来摔过一跤", "吃饭不规律",     "牙疼好几天",
    "膝盖要换药",         "轮椅轮子松",       "想换低楼层",       "房租涨了",         "合同没签",       "押金不退",
    "工资拖了两个月",     "摊位想挪到路口",   "夜市油烟呛人",     "广场舞音响大",     "树根拱起地砖",   "井盖响",
    "雨天积水",           "楼顶漏雨",         "晾衣杆断了",       "门禁刷不开",       "快递丢了一件",   "宽带老断",
    "电费算得不对",       "水压低",           "暖气不热",         "化粪池要抽",       "蚊子多",         "白蚁蛀了门框",
    "堂屋办过喜事",       "小孙子满月",       "儿媳待产",         "女儿出嫁",         "考上了大学",     "刚退休",
    "去外地看病",         "转了养老院",       "借住亲戚家",       "空房托人照看",     "新搬来三个月",   "租客换了",
    "带看了消防通道",     "说起早年分家的事", "想开个小卖部",     "菜地被踩",         "羊跑进别人田里", "池塘承包到期",
    "山界石挪过",         "坟边树不让砍",     "修路占了一角",     "果子卖不动",       "秧苗缺水",       "收割机预约了"};
static const char *const findings[] = {
    "已告知办理地点", "当面说清楚了", "约好一起去看",   "双方同意先等等", "拍了照片留底", "量了尺寸",     "记下了型号",
    "请师傅报了价",   "让他先关总阀", "提醒别用明火",   "帮忙打了电话",   "留了联系卡",   "送了宣传单",   "代领了药",
    "帮着填了表",     "签了字",       "还没松口",       "说再考虑几天",   "要等发了工资", "本人不愿多谈", "态度缓和了些",
    "很满意",         "连声道谢",     "要求书面答复",   "已转物业",       "已报社区",     "志愿者接手了", "邻居愿意作证",
    "家属知情",       "单位也同意",   "大夫说要复查",   "材料退回来补",   "窗口排队太久", "嫌手续多",     "怕花钱",
    "不信外人",       "只认老组长",   "肯出一半",       "愿意让一步",     "要对方先道歉", "说了气话",     "当场和好",
    "坐下喝了杯茶",   "陪着走了一趟", "念了通知给他听", "教会了视频通话", "换了电池",     "扶上楼去",     "拎了两袋米",
    "把门口扫了",     "纸箱当面清走", "插线板收了",     "阀门拧紧了",     "贴了提示",     "抄了表",       "对了账",
    "查了底册",       "翻出旧合同",   "找到界石",       "问了上家",       "打听了行情",   "比了三家",     "退了定金",
    "借了梯子",       "借来水泵",     "先拉警戒线",     "通知了楼上",     "拦住没打起来", "劝回屋里",     "送到卫生室",
    "叫了救护车",     "联系上儿子了", "女儿月底回来",   "侄子答应照看"};
static const char *const followups[] = {"下周再来",         "月底回访",   "过节前再看一次", "等通知",       "先观察",
                                        "有变化随时打电话", "约了傍晚",   "改天带材料来",   "请村医上门",   "联系施工队",
                                        "跟片区民警说一声", "与组长碰头", "雨后再查",       "周末一起清理", "办好后告诉他",
                                        "不用再跑",         "开春再说",   "等批复下来",     "收完稻子再谈", "体检后再定",
                                        "让物业出方案",     "三天内答复", "年前办完",       "找司法所问问", "去窗口代交",
                                        "盯着点",           "记在本子上", "逢五赶集时碰面", "放学后再去",   "夜班回来再打电话"};
static const char *const times[] = {"上午", "中午", "下午",     "傍晚",   "昨晚", "前天",   "周三", "上周",
                                    "月初", "年前", "大雨那天", "赶集时", "饭点", "出门前", "路上"};
static const char *const kin[] = {"本人", "老伴", "儿子", "女儿", "儿媳", "孙子", "房东", "租客", "邻居", "护工",
                                  "侄子", "亲家", "妹妹", "大哥", "婆婆", "岳父", "外孙", "表弟", "楼上", "对门"};
static const char *const surnames[] = {"王", "李", "张", "刘", "陈", "杨", "赵", "黄", "周", "吴", "徐", "孙", "胡",
                                       "朱", "高", "林", "何", "郭", "马", "罗", "梁", "宋", "郑", "谢", "韩", "唐",
                                       "冯", "于", "董", "萧", "程", "曹", "袁", "邓", "许", "傅", "沈", "曾", "彭",
                                       "吕", "苏", "卢", "蒋", "蔡", "贾", "丁", "魏", "薛", "叶", "阎"};
static const char *const given[] = {"伟", "秀", "建", "志", "国", "文", "晓", "海", "桂", "玉", "春", "明", "金",
                                    "永", "家", "子", "思", "雨", "佳", "俊", "立", "红", "新", "光", "美", "淑",
                                    "凤", "庆", "长", "振", "少", "云", "梦", "天", "宏", "树", "学", "成", "华",
                                    "英", "平", "军", "兰", "芳", "梅", "涛", "敏", "静", "丽", "杰", "磊", "娟",
                                    "霞", "勇", "艳", "辉", "玲", "斌", "超", "波", "萍", "刚", "飞", "鹏"};
static const char *const callings[] = {"师傅", "大爷", "阿姨", "医生", "老师", "主任", "组长",
                                       "嫂子", "大姐", "老板", "所长", "村医", "律师"};
static const char *const units[] = {"次", "天", "元", "户", "张", "样", "公分", "斤", "袋", "趟", "点", "棵", "亩", "片"};

static uint64_t state;

static unsigned draw(size_t below) { /* splitmix64 */
    uint64_t z = state += UINT64_C(0x9E3779B97F4A7C15);

    z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
    return (unsigned)((z ^ (z >> 31)) % below);
}

#define PICK(list) (list)[draw(COUNT(list))]

static void must(enum err e, const char *what) {
    if (e != ERR_OK)
        errx(1, "%s: %s: %s", what, err_last()->what, err_last()->why);
}

/* One visit in eight has no note. */
static void make_note(char *out, size_t room) {
    size_t n = 0;

    *out = '\0';
    if (draw(8) == 0)
        return;
    if (draw(4) == 0)
        n += (size_t)snprintf(out + n, room - n, "%s", PICK(times));
    n += (size_t)snprintf(out + n, room - n, "%s%s", draw(3) ? "" : PICK(kin), PICK(topics));
    if (draw(4) == 0)
        n += (size_t)snprintf(out + n, room - n, "，%s%s来过", PICK(surnames), PICK(callings));
    else if (draw(4) == 0)
        n += (size_t)snprintf(out + n, room - n, "，遇到%s%s%s", PICK(surnames), PICK(given), draw(3) ? PICK(given) : "");
    if (draw(3) == 0)
        n += (size_t)snprintf(out + n, room - n, "%u%s", 1 + draw(draw(2) ? 9 : 300), PICK(units));
    if (draw(4))
        n += (size_t)snprintf(out + n, room - n, "%s%s", draw(4) ? "，" : "。", PICK(findings));
    if (draw(3) == 0)
        snprintf(out + n, room - n, "，%s", PICK(followups));
}

static void log_visit(struct store *s, const struct household_row *row, int64_t at) {
    static const enum outcome outcomes[] = {OUTCOME_MET, OUTCOME_MET, OUTCOME_MET, OUTCOME_MET, OUTCOME_NOBODY, OUTCOME_PHONE};
    static const enum purpose purposes[] = {PURPOSE_ROUTINE, PURPOSE_ROUTINE, PURPOSE_ROUTINE, PURPOSE_CARE, PURPOSE_NOTICE};
    char note[512], next[CLOCK_DATE_SIZE];
    struct act_visit visit = {.household = row->id, .note = note, .at = at};
    struct id device;
    int64_t seq;

    visit.outcome = draw(40) ? PICK(outcomes) : OUTCOME_DECLINED;
    visit.purpose = draw(20) ? PICK(purposes) : PURPOSE_REQUEST;
    make_note(note, sizeof note);
    if (visit.outcome == OUTCOME_MET && draw(4) == 0)
        visit.met = row->head;
    if (draw(6) == 0) {
        clock_date(next, clock_now() + (int64_t)(1 + draw(60)) * 86400000);
        visit.next = next;
    }
    must(act_visit(s, &visit, &device, &seq), "visit");
}

static void log_visits(struct store *s, int visits) {
    static struct household_row rows[MAX_HOUSEHOLDS];
    struct query all = {0};
    struct find_cursor cursor = {0};
    int64_t begun = clock_now() - SPAN_MS, step = SPAN_MS / visits;
    size_t count;

    must(find_page(s, &all, &cursor, rows, MAX_HOUSEHOLDS, &count), "find");
    if (!count)
        errx(1, "no households");
    for (int i = 0; i < visits; i++) {
        if (i % A_TRANSACTION == 0)
            must(store_begin(s), "begin");
        log_visit(s, &rows[draw(count)], begun + i * step + draw((size_t)step));
        if ((i + 1) % A_TRANSACTION == 0 || i + 1 == visits)
            must(store_commit(s), "commit");
    }
    printf("%zu households, %d visits\n", count, visits);
}

static void write_push(struct store *s, int64_t from, int64_t events, const char *folder, const char *name) {
    struct engine_request r = {.ask = ENGINE_PUSH, .from = from, .events = (size_t)events, .bytes = SIZE_MAX};
    char path[4096];
    struct batch b;
    FILE *f;

    must(batch_make(&b, s, &r, true), "batch");
    snprintf(path, sizeof path, "%s/%s", folder, name);
    f = fopen(path, "w");
    if (!f || fwrite(b.body.data, 1, b.body.len, f) != b.body.len || fclose(f))
        err(1, "%s", path);
    batch_free(&b);
}

static void write_bodies(struct store *s, const char *folder, int singles) {
    const struct store_device *d = store_device(s);

    write_push(s, d->held_seq, d->head_seq - d->held_seq, folder, "batch");
    for (int i = 0; i < singles && d->held_seq + i < d->head_seq; i++) {
        char name[16];

        snprintf(name, sizeof name, "%d", i + 1);
        write_push(s, d->held_seq + i, 1, folder, name);
    }
}

int main(int argc, char **argv) {
    bool bodies = argc == 5 && strcmp(argv[1], "--bodies") == 0;
    struct store *s;

    if (!bodies && argc != 3 && argc != 4)
        errx(2, "bench-visits RECORD VISITS [SEED]\n       bench-visits --bodies RECORD DIR SINGLES");
    must(store_open(&s, &(struct store_options){.path = argv[bodies ? 2 : 1]}), "open");
    state = argc == 4 ? strtoull(argv[3], NULL, 10) : 1;
    if (bodies)
        write_bodies(s, argv[3], atoi(argv[4]));
    else if (atoi(argv[2]) > 0)
        log_visits(s, atoi(argv[2]));
    store_close(s);
    return 0;
}
