/* Workbooks as offices and their programs write them, and as nobody should: a sheet is written out as `line: cell|cell`, a number
 * as (n), a date as (d). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "core/rows.h"
#include "core/workbook.h"
#include "core/workbook_number.h"
#include "linli/library.h"
#include "linli/mem.h"
#include "linli/roster.h"
#include "linli/staff.h"
#include "zipmake.h"

#define COUNT(a) (sizeof(a) / sizeof *(a))
#define RELS(inner) "<Relationships>" inner "</Relationships>"
#define REL(id, type, target) "<Relationship Id=\"" id "\" Type=\"http://x/" type "\" Target=\"" target "\"/>"
#define SHEET(rows) "<worksheet><sheetData>" rows "</sheetData></worksheet>"
#define CELL(place, text) "<c r=\"" place "\" t=\"inlineStr\"><is><t>" text "</t></is></c>"

struct part {
    const char *name, *bytes;
};

static void pack(struct buf *out, const struct part *parts, size_t count) {
    struct zipmake z = {.count = 0};

    for (size_t i = 0; i < count && parts[i].name; i++)
        zipmake_add(&z, parts[i].name, parts[i].bytes, strlen(parts[i].bytes));
    zipmake_end(&z);
    *out = z.out;
}

/* A workbook of one or two sheets around what matters to a test. */
static void book(struct buf *out, const char *first, const char *second, const char *strings) {
    const struct part parts[] = {
        {"_rels/.rels", RELS(REL("a", "officeDocument", "xl/workbook.xml"))},
        {"xl/workbook.xml",
         second ? "<workbook><sheets><sheet name=\"一\" r:id=\"r1\"/><sheet name=\"二\" r:id=\"r2\"/></sheets></workbook>"
                : "<workbook><sheets><sheet name=\"一\" r:id=\"r1\"/></sheets></workbook>"},
        {"xl/_rels/workbook.xml.rels",
         RELS(REL("r1", "worksheet", "worksheets/sheet1.xml") REL("r2", "worksheet", "/xl/worksheets/sheet2.xml")
                  REL("r3", "sharedStrings", "sharedStrings.xml") REL("r4", "styles", "styles.xml"))},
        {"xl/styles.xml",
         "<styleSheet><numFmts><numFmt numFmtId=\"164\" formatCode=\"yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;\"/>"
         "<numFmt numFmtId=\"165\" formatCode=\"00000\"/></numFmts><cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/>"
         "<xf numFmtId=\"164\"/><xf numFmtId=\"165\"/><xf numFmtId=\"22\"/></cellXfs></styleSheet>"},
        {"xl/worksheets/sheet1.xml", first},
        {"xl/sharedStrings.xml", strings ? strings : "<sst/>"},
        {second ? "xl/worksheets/sheet2.xml" : NULL, second},
    };

    pack(out, parts, COUNT(parts));
}

static void put_rows(struct buf *out, const struct grid *g) {
    struct csv_row *row = mem_new(1, sizeof *row);
    struct rows rows;

    rows_of_grid(&rows, g);
    while (rows_next(&rows, row)) {
        buf_printf(out, "%zu:", row->line);
        for (size_t i = 0; i < row->count; i++) {
            const struct csv_field *f = &row->fields[i];

            buf_putc(out, i ? '|' : ' ');
            buf_add(out, f->text, f->len);
            buf_puts(out, f->kind == CSV_NUMBER ? "(n)" : f->kind == CSV_DATE ? "(d)" : "");
        }
        buf_puts(out, row->fault == CSV_FIELDS ? " wide\n" : "\n");
    }
    mem_free(row);
}

/* The rows of the first sheet, or `ERR: why`. */
static void dump(struct buf *out, const struct buf *bytes) {
    char *tight = mem_resize(NULL, bytes->len, 1);
    struct workbook *w;
    struct grid grid;

    memcpy(tight, bytes->data, bytes->len);
    if (workbook_open(&w, tight, bytes->len) != ERR_OK) {
        buf_printf(out, "ERR: %s", err_last()->why);
    } else {
        if (workbook_read(w, 0, &grid) == ERR_OK)
            put_rows(out, &grid);
        else
            buf_printf(out, "ERR: %s", err_last()->why);
        grid_free(&grid);
        workbook_close(w);
    }
    mem_free(tight);
}

static const struct {
    const char *sheet, *strings, *rows;
} sheets[] = {
    {SHEET("<row r=\"2\"><c r=\"A2\" t=\"s\"><v>1</v></c><c r=\"C2\" t=\"s\"><v>0</v></c></row>"),
     "<sst><si><t>二</t></si><si><r><rPr/><t xml:space=\"preserve\">张 "
     "</t></r><r><t>三</t></r><rPh><t>zhang</t></rPh><phoneticPr/></si></sst>",
     "2: 张 三||二\n"},
    {SHEET("<row><c><v>13812345678</v></c><c><v>1.3812345678E10</v></c><c><v>1.38e+10</v></c><c><v>0.1</v></c><c><v>-7</v></c></"
           "row>"),
     NULL, "1: 13812345678(n)|13812345678(n)|13800000000(n)|0.1(n)|-7(n)\n"},
    {SHEET(
         "<row r=\"1\"><c r=\"A1\" s=\"1\"><v>45353</v></c><c r=\"B1\" s=\"2\"><v>45353</v></c><c r=\"C1\" s=\"3\"><v>501</v></c>"
         "<c r=\"D1\" s=\"4\"><v>45353.75</v></c></row>"),
     NULL, "1: 2024-03-02(d)|2024-03-02(d)|00501(n)|2024-03-02 18:00(d)\n"},
    {SHEET("<row r=\"1\"><c r=\"A1\" t=\"str\"><f>B1&amp;C1</f><v>三栋</v></c><c r=\"B1\" t=\"b\"><v>1</v></c><c r=\"C1\" "
           "t=\"e\"><v>#N/A</v></c>"
           "<c r=\"D1\"><f>1+1</f></c></row>"),
     NULL, "1: 三栋|1|#N/A\n"},
    {SHEET("<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><r><t>李</t></r><r><t>四</t></r><rPh><t>li</t></rPh></is></c></row>"),
     NULL, "1: 李四\n"},
    {"<x:worksheet xmlns:x=\"u\"><x:sheetData><x:row x:r=\"1\"><x:c "
     "x:r=\"A1\"><x:v>5</x:v></x:c></x:row></x:sheetData></x:worksheet>",
     NULL, "1: 5(n)\n"},
    {SHEET("<row r=\"1\">" CELL("A1", "一_x000D__x005F_") CELL("IW1", "远") "</row>"), NULL, "1: 一\r_ wide\n"},
    {SHEET("<row r=\"1\"/><row r=\"9\"><c r=\"A9\"/></row>"), NULL, ""},
    {"<worksheet><sheetData><row r=\"1\">" CELL("A1", "户")
         CELL("B1", "甲") "</row><row r=\"2\">" CELL("B2", "乙") "</row><row r=\"3\"><c r=\"A3\"/>" CELL(
             "B3", "丙") "</row><row r=\"4\">" CELL("B4", "丁") "</row></sheetData><mergeCells><mergeCell "
                                                                "ref=\"A1:A3\"/></mergeCells></worksheet>",
     NULL, "1: 户|甲\n2: 户|乙\n3: 户|丙\n4: |丁\n"},
    {"<worksheet><sheetData><row r=\"1\">" CELL("A1", "标题") "</row><row r=\"2\">" CELL(
         "D2", "甲") "</row></sheetData>"
                     "<mergeCells><mergeCell ref=\"A1:C1\"/><mergeCell ref=\"A2:C9\"/><mergeCell ref=\"D2:D1048576\"/><mergeCell "
                     "ref=\"XFA1:XFD1048576\"/></mergeCells></worksheet>",
     NULL, "1: 标题\n2: |||甲\n"},
    {SHEET("<row r=\"3\"><c r=\"A3\"><v>1</v></c></row><row r=\"3\"><c r=\"A3\"><v>1</v></c></row>"), NULL,
     "ERR: its row 3 stands behind row 3"},
    {SHEET("<row r=\"1048577\"/>"), NULL, "ERR: its row 1048577 stands behind row 0"},
    {SHEET("<row r=\"1\"><c r=\"XFE1\"><v>1</v></c></row>"), NULL, "ERR: a cell in row 1 stands where none can be: XFE1"},
    {SHEET("<row r=\"1\"><c r=\"B1\"/><c r=\"A1\"><v>1</v></c></row>"), NULL,
     "ERR: a cell in row 1 stands where none can be: A1"},
    {SHEET("<row r=\"1\"><c r=\"A2\"><v>1</v></c></row>"), NULL, "ERR: a cell in row 1 stands where none can be: A2"},
    {SHEET("<row r=\"1\"><c r=\"A1\" t=\"s\"><v>1</v></c></row>"), "<sst><si><t>x</t></si></sst>",
     "ERR: a cell in row 1 names a text that is not there"},
    {SHEET("<row r=\"1\"><c r=\"A1\" t=\"s\"><v>-1</v></c></row>"), "<sst><si><t>x</t></si></sst>",
     "ERR: a cell in row 1 names a text that is not there"},
    {"<worksheet><mergeCells><mergeCell ref=\"A3:A1\"/></mergeCells></worksheet>", NULL,
     "ERR: it merges cells that cannot be merged: A3:A1"},
    {"<!DOCTYPE w [<!ENTITY a \"b\">]><worksheet>&a;</worksheet>", NULL, "ERR: it holds a document type, which no workbook has"},
    {"<worksheet><sheetData>", NULL, "ERR: a part in it is no proper XML"},
    {"<worksheet>&undefined;</worksheet>", NULL, "ERR: a part in it is no proper XML"},
};

static void test_sheets(void **state) {
    (void)state;
    for (size_t i = 0; i < COUNT(sheets); i++) {
        struct buf bytes, out = {0};

        book(&bytes, sheets[i].sheet, NULL, sheets[i].strings);
        dump(&out, &bytes);
        assert_string_equal(buf_text(&out), sheets[i].rows);
        buf_free(&bytes);
        buf_free(&out);
    }
}

static const struct {
    struct part parts[3];
    const char *why;
} refused[] = {
    {{{"mimetype", "application/vnd.oasis.opendocument.spreadsheet"}, {"content.xml", "<a/>"}},
     "it is an OpenDocument file (.ods)"},
    {{{"xl/workbook.bin", "x"}}, "it is a binary workbook (.xlsb)"},
    {{{"word/document.xml", "<a/>"}}, "it is a text document (.docx), not a spreadsheet"},
    {{{"photo.jpg", "x"}}, "it is an archive (.zip), not a spreadsheet"},
    {{{"xl/workbook.xml", "<workbook/>"}}, "there is no sheet in it"},
    {{{"xl/workbook.xml", "<workbook><sheets><sheet name=\"a\" r:id=\"b\"/></sheets></workbook>"}},
     "the list of its parts is missing"},
    {{{"xl/workbook.xml", "<workbook/>"}, {"XL/workbook.xml", "<workbook/>"}}, "two parts in it have one name"},
    {{{"xl/workbook.xml", "<workbook><sheets><sheet name=\"a\" r:id=\"b\"/></sheets></workbook>"},
      {"xl/_rels/workbook.xml.rels", RELS(REL("b", "worksheet", "../../../etc/passwd"))}},
     "the part with its sheet “a” is missing"},
    {{{"xl/workbook.xml", "<workbook><sheets><sheet name=\"a\" r:id=\"b\"/></sheets></workbook>"},
      {"xl/_rels/workbook.xml.rels", RELS(REL("b", "worksheet", "workbook.xml"))}},
     ""},
};

static void test_refused(void **state) {
    (void)state;
    for (size_t i = 0; i < COUNT(refused); i++) {
        struct buf bytes, out = {0};

        pack(&bytes, refused[i].parts, COUNT(refused[i].parts));
        dump(&out, &bytes);
        assert_string_equal(buf_text(&out) + (*refused[i].why ? 5 : 0), refused[i].why);
        buf_free(&bytes);
        buf_free(&out);
    }
}

/* Files that are no zip of ours at all, and one that was cut off or changed at each byte: an error or rows, never more. */
static void test_damaged(void **state) {
    struct buf bytes, out = {0};
    struct buf container = {0};

    (void)state;
    buf_add(&container, "\xD0\xCF\x11\xE0 old", 8);
    dump(&out, &container);
    assert_non_null(strstr(buf_text(&out), ".xls"));
    buf_reset(&out);
    buf_add(&container, "E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e\0", 32);
    dump(&out, &container);
    assert_non_null(strstr(buf_text(&out), "password"));
    buf_free(&container);

    book(&bytes, sheets[0].sheet, NULL, sheets[0].strings);
    for (size_t len = 4; len + 4 < bytes.len; len++) { /* minizip does not miss the last bytes, which say nothing */
        struct buf part = {.data = bytes.data, .len = len};

        buf_reset(&out);
        dump(&out, &part);
        assert_memory_equal(buf_text(&out), "ERR: ", 5);
    }
    for (size_t at = 4; at < bytes.len; at++) {
        char was = bytes.data[at];

        bytes.data[at] = (char)(was ^ 0x41);
        buf_reset(&out);
        dump(&out, &bytes);
        bytes.data[at] = was;
    }
    buf_free(&bytes);
    buf_free(&out);
}

/* Many merges over many rows are as many cells as there are, not one more. */
static void test_merges_bounded(void **state) {
    struct buf sheet = {0}, bytes, out = {0};
    size_t lines = 0;

    (void)state;
    buf_puts(&sheet, "<worksheet><sheetData>");
    for (int r = 1; r <= 300; r++)
        buf_printf(&sheet,
                   r == 1 ? "<row r=\"1\"><c r=\"A1\"><v>1</v></c><c r=\"B1\"><v>2</v></c></row>"
                          : "<row r=\"%d\"><c r=\"C%d\"><v>3</v></c></row>",
                   r, r);
    buf_puts(&sheet, "</sheetData><mergeCells>");
    for (int m = 0; m < 1000; m++)
        buf_printf(&sheet, "<mergeCell ref=\"%c1:%c1048576\"/>", 'A' + m % 2, 'A' + m % 2);
    buf_puts(&sheet, "</mergeCells></worksheet>");
    book(&bytes, sheet.data, NULL, NULL);
    dump(&out, &bytes);
    for (const char *p = buf_text(&out); (p = strstr(p, ": 1(n)|2(n)")) != NULL; p++)
        lines++;
    assert_int_equal(lines, 300);
    buf_free(&sheet);
    buf_free(&bytes);
    buf_free(&out);
}

/* Tags without an end, in depth and in length. */
static void test_endless(void **state) {
    struct buf bytes, out = {0};
    struct buf sheet = {0};

    (void)state;
    buf_puts(&sheet, "<worksheet>");
    for (int i = 0; i < 100; i++)
        buf_puts(&sheet, "<a>");
    book(&bytes, sheet.data, NULL, NULL);
    dump(&out, &bytes);
    assert_string_equal(out.data, "ERR: its tags stand in each other too deep");
    buf_reset(&sheet);
    buf_reset(&out);
    buf_free(&bytes);
    buf_puts(&sheet, "<worksheet a=\"");
    for (int i = 0; i < 3 << 20; i++)
        buf_putc(&sheet, 'x');
    book(&bytes, sheet.data, NULL, NULL);
    dump(&out, &bytes);
    assert_string_equal(out.data, "ERR: a tag in it is too long");
    buf_free(&sheet);
    buf_free(&bytes);
    buf_free(&out);
}

/* 64 MiB of spaces in 64 KB: turned away long before they are unpacked. */
static void test_bomb(void **state) {
    static struct { int (*compress2)(unsigned char *, unsigned long *, const unsigned char *, unsigned long, int); } z;
    static const struct library_function functions[] = {{"compress2", 0}};
    const size_t len = (size_t)64 << 20;
    unsigned long packed_len = (unsigned long)1 << 20;
    char *bytes = mem_new(len, 1);
    unsigned char *packed = mem_new(packed_len, 1);
    struct zipmake archive = {.count = 0};
    struct buf out = {0};
    const char *rels = RELS(REL("b", "worksheet", "worksheets/sheet1.xml"));
    const char *sheets_xml = "<workbook><sheets><sheet name=\"a\" r:id=\"b\"/></sheets></workbook>";

    (void)state;
    assert_true(library_load(&z, "libz.so.1", functions, 1));
    memset(bytes, ' ', len);
    memcpy(bytes, "<w>", 3);
    assert_int_equal(z.compress2(packed, &packed_len, (unsigned char *)bytes, len, 9), 0);
    zipmake_add(&archive, "xl/workbook.xml", sheets_xml, strlen(sheets_xml));
    zipmake_add(&archive, "xl/_rels/workbook.xml.rels", rels, strlen(rels));
    /* between the two bytes in front and the four behind of zlib stands what zip wants */
    zipmake_put(&archive, "xl/worksheets/sheet1.xml", 8, 0, packed + 2, packed_len - 6, len);
    zipmake_end(&archive);
    dump(&out, &archive.out);
    assert_string_equal(out.data, "ERR: it unpacks to far more than any roster has");
    buf_free(&archive.out);
    buf_free(&out);
    mem_free(packed);
    mem_free(bytes);
}

/* ---- numbers ---- */

static const struct {
    const char *stored, *code;
    bool since_1904;
    const char *text;
} numbers[] = {
    {"13812345678", "General", false, "13812345678"},
    {"1.3812345678E+10", "0", false, "13812345678"},
    {"4.30181199001011E+17", "General", false, "430181199001011000"},
    {"430181199001011020", "General", false, "430181199001011020"},
    {"430181.00700000002", "General", false, "430181.007"},
    {"0.30000000000000004", "General", false, "0.3"},
    {"9.9999999999999999E2", "General", false, "1000"},
    {"0", "General", false, "0"},
    {"00", "000", false, "0"},
    {"7", "000", false, "007"},
    {"1234", "000", false, "1234"},
    {"1E-3", "General", false, "0.001"},
    {"1E300", "General", false, "1E300"},
    {"12x", "General", false, "12x"},
    {"", "General", false, ""},
    {"1", "yyyy-mm-dd", false, "1900-01-01"},
    {"59", "yyyy-mm-dd", false, "1900-02-28"},
    {"61", "yyyy-mm-dd", false, "1900-03-01"},
    {"45353", "m\"月\"d\"日\"", false, "2024-03-02"},
    {"43891", "yyyy-mm-dd", true, "2024-03-02"},
    {"45353.999999", "yyyy-mm-dd hh:mm", false, "2024-03-03"},
    {"0.5", "h:mm", false, "12:00"},
    {"2958466", "yyyy-mm-dd", false, "2958466"},
    {"-1", "yyyy-mm-dd", false, "-1"},
    {"5", "[Red]0.0\"day\"", false, "5"},
    {"5", "#,##0\\d", false, "5"},
    {"45353", "[$-804]yyyy/m/d;@", false, "2024-03-02"},
};

static void test_numbers(void **state) {
    (void)state;
    for (size_t i = 0; i < COUNT(numbers); i++) {
        struct buf out = {0};
        bool date;

        number_text(&out, numbers[i].stored, strlen(numbers[i].stored), number_format_of(numbers[i].code), numbers[i].since_1904,
                    &date);
        assert_string_equal(buf_text(&out), numbers[i].text);
        buf_free(&out);
    }
    assert_int_equal(number_format_built_in(31).shape, NUMBER_DATE);
    assert_int_equal(number_format_built_in(20).shape, NUMBER_TIME);
    assert_int_equal(number_format_built_in(49).shape, NUMBER_PLAIN);
}

/* ---- rosters ---- */

static enum err put_household(void *arg, const struct household *h, size_t line) {
    buf_printf(arg, "%zu %s %s-%s-%s %s", line, h->number, h->door.building, h->door.unit, h->door.room, h->head);
    for (size_t i = 0; i < h->member_count; i++)
        buf_printf(arg, " %s/%s", h->members[i].name, h->members[i].phones);
    buf_printf(arg, " %s\n", h->phones);
    return ERR_OK;
}

static enum err put_reject(void *arg, const struct roster_reject *r) {
    buf_printf(arg, "!%s %zu %s: %.40s\n", r->sheet, r->line, r->column, r->reason);
    return ERR_OK;
}

static enum err read_roster(struct buf *out, struct roster_report *report, const struct buf *bytes, const char *sheet) {
    struct roster_options options = {.area = "430181.007.01.02", .sheet = sheet};
    struct roster_sink sink = {put_household, put_reject, NULL, out};

    buf_reset(out);
    return roster_read(bytes->data, bytes->len, &options, &sink, report);
}

#define TITLES(line)                                                                                                             \
    "<row r=\"" line "\">" CELL("A" line, "户号") CELL("B" line, "楼栋") CELL("C" line, "室") CELL("D" line, "姓名")             \
        CELL("E" line, "关系") CELL("F" line, "电话") "</row>"

/* A merged house and number, a title above, phones as numbers, a door that became a date, a cell with an error. */
static void test_roster(void **state) {
    static const char first[] = "<worksheet><sheetData><row r=\"1\">" CELL("A1", "桂花苑登记表") "</row>" TITLES(
        "3") "<row r=\"4\"><c r=\"A4\"><v>1</v></c>" CELL("B4", "3栋") "<c r=\"C4\"><v>501</v></c>" CELL("D4", "张三")
        CELL("E4",
             "户主") "<c r=\"F4\"><v>1.3800000001E10</v></c></row>"
                     "<row r=\"5\" hidden=\"1\">" CELL("D5", "李四") CELL(
                         "E5",
                         "配偶") "<c r=\"F5\"><v>7318888888</v></c></row>"
                                 "<row r=\"6\"><c r=\"A6\"><v>2</v></c><c r=\"C6\" s=\"1\"><v>45353</v></c>" CELL("D6", "王五")
                                     CELL("E6", "户主") "</row>"
                                                        "<row r=\"7\"><c r=\"A7\"><v>3</v></c>" CELL(
                                                            "C7",
                                                            "102") "<c r=\"D7\" t=\"e\"><v>#N/A</v></c></row>"
                                                                   "</sheetData><mergeCells><mergeCell ref=\"A1:F1\"/><mergeCell "
                                                                   "ref=\"A4:A5\"/><mergeCell ref=\"B4:B7\"/><mergeCell "
                                                                   "ref=\"C4:C5\"/></mergeCells></worksheet>";
    static const char second[] = SHEET("<row r=\"1\">" CELL("A1", "说明") "</row>");
    static const char third[] =
        SHEET(TITLES("1") "<row r=\"2\"><c r=\"A2\"><v>9</v></c>" CELL("B2", "8") CELL("C2", "301") CELL("D2", "赵六") "</row>");
    struct buf bytes, out = {0};
    struct roster_report report;

    (void)state;
    book(&bytes, first, second, NULL);
    assert_int_equal(read_roster(&out, &report, &bytes, NULL), ERR_OK);
    assert_string_equal(
        out.data, "4 1 3--501 张三 张三/13800000001 李四/07318888888 13800000001\n"
                  "!一 6 室: a spreadsheet has made a date of the doo\n!一 7 姓名: a spreadsheet shows an error there inste\n");
    assert_string_equal(buf_text(&report.sheets), "一");
    assert_string_equal(buf_text(&report.passed), "二");
    assert_int_equal(report.hidden, 1);
    assert_int_equal(report.header_line, 3);
    roster_report_free(&report);
    assert_int_equal(read_roster(&out, &report, &bytes, "二"), ERR_SYNTAX);
    roster_report_free(&report);
    assert_int_equal(read_roster(&out, &report, &bytes, "三"), ERR_USAGE);
    assert_non_null(strstr(err_last()->why, "一, 二"));
    roster_report_free(&report);
    buf_free(&bytes);

    book(&bytes, first, third, NULL);
    assert_int_equal(read_roster(&out, &report, &bytes, NULL), ERR_OK);
    assert_string_equal(buf_text(&report.sheets), "一, 二");
    assert_non_null(strstr(out.data, "2 9 8--301 赵六"));
    roster_report_free(&report);
    assert_int_equal(read_roster(&out, &report, &bytes, "二"), ERR_OK);
    assert_int_equal(report.rows, 1);
    roster_report_free(&report);
    buf_free(&bytes);

    book(&bytes, second, second, NULL);
    assert_int_equal(read_roster(&out, &report, &bytes, NULL), ERR_SYNTAX);
    assert_non_null(strstr(err_last()->what, "no table"));
    roster_report_free(&report);
    buf_free(&bytes);
    buf_free(&out);
}

static enum err put_worker(void *arg, const struct staff_worker *w) {
    buf_printf(arg, "%zu %s %s %s\n", w->line, w->login, w->name, w->area);
    return ERR_OK;
}

static enum err put_staff_reject(void *arg, const struct staff_reject *r) {
    buf_printf(arg, "!%s %zu %s\n", r->sheet, r->line, r->column);
    return ERR_OK;
}

static void test_staff(void **state) {
    static const char sheet[] =
        SHEET("<row r=\"2\">" CELL("A2", "登录名") CELL("B2", "姓名") CELL("C2", "角色")
                  CELL("D2", "网格") "</row><row r=\"3\">" CELL("A3", "tang") CELL("B3", "汤敏") CELL("C3", "head")
                      CELL("D3", "430181.007.01.02") "</row><row r=\"4\">" CELL("A4", "li") "</row>");
    struct staff_options options = {.role = ROLE_NONE};
    struct buf bytes, out = {0};
    struct staff_sink sink = {put_worker, put_staff_reject, &out};

    (void)state;
    book(&bytes, sheet, NULL, NULL);
    assert_int_equal(staff_read(bytes.data, bytes.len, &options, &sink), ERR_OK);
    assert_string_equal(out.data, "3 tang 汤敏 430181.007.01.02\n!一 4 姓名\n");
    buf_free(&bytes);
    buf_free(&out);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_sheets),  cmocka_unit_test(test_refused),        cmocka_unit_test(test_damaged),
        cmocka_unit_test(test_endless), cmocka_unit_test(test_merges_bounded), cmocka_unit_test(test_numbers),
        cmocka_unit_test(test_roster),  cmocka_unit_test(test_staff),          cmocka_unit_test(test_bomb),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
