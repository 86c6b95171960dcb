/* Paper: what is told stands on the page, in columns by cells, and nothing on it can act. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>
#include "linli/paper.h"
#include "linli/width.h"

static void make(struct buf *out, bool html) {
    struct paper p;

    paper_start(&p, out, html, "张三 <b>&\"\x1b[31m");
    paper_pair(&p, "门牌", "3-2-501");
    paper_pair(&p, "Empty", "");
    paper_heading(&p, "走访");
    paper_table(&p, (const char *const[]){"日期", "谁", "什么"}, (const int[]){10, 6, 0}, 3);
    paper_row(&p, (const char *const[]){"2026-11-22", "周宁周宁周宁", "漏水，下周再看；<script>alert(1)</script> \xe2\x80\xae"});
    paper_row(&p, (const char *const[]){"2026-11-23", "", "一\n二"});
    paper_table_end(&p);
    paper_page(&p);
    paper_text(&p, "二");
    paper_end(&p);
}

static void text_keeps_its_columns(void **state) {
    struct buf out = {0};
    const char *line;
    bool found = false;

    (void)state;
    make(&out, false);
    for (line = buf_text(&out); *line; line += strcspn(line, "\n") + 1) {
        size_t len = strcspn(line, "\n");

        assert_true(width_text(line, len) <= PAPER_CELLS);
        assert_true(len == 0 || line[len - 1] != ' ');
        if (strncmp(line, "2026-11-22  周宁周  漏水", strlen("2026-11-22  周宁周  漏水")) == 0)
            found = true;
    }
    assert_true(found);
    assert_non_null(strstr(buf_text(&out), "\n            宁周宁\n"));
    assert_non_null(strstr(buf_text(&out), "\n2026-11-23          一\n                    二\n"));
    assert_null(strstr(buf_text(&out), "Empty"));
    assert_null(strchr(buf_text(&out), '\x1b'));
    assert_non_null(strchr(buf_text(&out), '\f'));
    buf_free(&out);
}

static void html_cannot_act(void **state) {
    struct buf out = {0};

    (void)state;
    make(&out, true);
    assert_null(strstr(buf_text(&out), "<script"));
    assert_null(strstr(buf_text(&out), "<b>&"));
    assert_null(strchr(buf_text(&out), '\x1b'));
    assert_null(strstr(buf_text(&out), "\xe2\x80\xae"));
    assert_null(strstr(buf_text(&out), "http://"));
    assert_null(strstr(buf_text(&out), "https://"));
    assert_non_null(strstr(buf_text(&out), "default-src 'none'"));
    assert_non_null(strstr(buf_text(&out), "<td>漏水，下周再看；&#60;script&#62;"));
    /* every table and section that begins ends */
    for (const char *tag = "table\0section\0tbody\0"; *tag; tag += strlen(tag) + 1) {
        char open[16] = "<", close[16] = "</";
        int n = 0;

        strcat(open, tag);
        strcat(strcat(close, tag), ">");
        for (const char *at = buf_text(&out); (at = strstr(at, open)); at++)
            n++;
        for (const char *at = buf_text(&out); (at = strstr(at, close)); at++)
            n--;
        assert_int_equal(n, 0);
    }
    buf_free(&out);
}

static void make_forms(struct buf *out, bool html) {
    struct buf first = {0};
    struct paper p;

    paper_open(&p, out, html, "卷宗");
    p.out = &first;
    paper_cover(&p, "卷宗", (const char *const[]){"第 1 号"}, 1);
    paper_sheet_end(&p);
    paper_sheet(&p, "登记表", "第 1 件");
    paper_mark(&p, "缺件");
    paper_field(&p, "当事人", "张三\n<b>");
    paper_field(&p, "一个比二十格宽得多的栏目名称", "");
    paper_pair(&p, "对", "值");
    paper_signs(&p, (const char *const[]){"张三", "\x1b李四"}, 2);
    paper_sheet_end(&p);
    p.out = out;
    buf_add(out, first.data, first.len);
    paper_close(&p);
    buf_free(&first);
}

/* A blank stays to be written in; a label that is too wide has its value below. */
static void forms_as_text(void **state) {
    struct buf out = {0};

    (void)state;
    make_forms(&out, false);
    assert_non_null(strstr(buf_text(&out), "                                     卷宗\n"));
    assert_non_null(strstr(buf_text(&out), "\n当事人              张三\n                    <b>\n"));
    assert_non_null(strstr(buf_text(&out), "\n一个比二十格宽得多的栏目名称\n                    ______"));
    assert_null(strchr(buf_text(&out), '\x1b'));
    for (const char *line = buf_text(&out); *line;) {
        size_t len = strcspn(line, "\n");

        assert_true(width_text(line, len) <= PAPER_CELLS);
        line += len + (line[len] == '\n');
    }
    buf_free(&out);
}

static int count(const char *text, const char *word) {
    int n = 0;

    for (; (text = strstr(text, word)); text++)
        n++;
    return n;
}

static void forms_as_html(void **state) {
    struct buf out = {0};

    (void)state;
    make_forms(&out, true);
    assert_int_equal(count(buf_text(&out), "<table"), 3);
    assert_int_equal(count(buf_text(&out), "</table>"), 3);
    assert_int_equal(count(buf_text(&out), "<section>"), 2);
    assert_int_equal(count(buf_text(&out), "</section>"), 2);
    assert_int_equal(count(buf_text(&out), "<tr>"), count(buf_text(&out), "</tr>"));
    assert_non_null(strstr(buf_text(&out), "张三<br/>&#60;b&#62;</td>"));
    assert_null(strchr(buf_text(&out), '\x1b'));
    assert_non_null(strstr(buf_text(&out), "</body>\n</html>\n"));
    buf_free(&out);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(text_keeps_its_columns),
        cmocka_unit_test(html_cannot_act),
        cmocka_unit_test(forms_as_text),
        cmocka_unit_test(forms_as_html),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
