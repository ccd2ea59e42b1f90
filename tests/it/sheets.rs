//! Sheets as people really keep them, each with one thing in it that a reader could silently get wrong.

use crate::support::{Drop, Ran};

const ROSTER: &str = "学号|姓名|政治面貌|学院|专业|年级|学籍状态
    202401010001|安一宁|共青团员|机电|机电|2024|在读
    202401010002|柏二川|共青团员|机电|机电|2024|在读
    202401010003|蔡三江|共青团员|机电|机电|2024|在读
    202401010004|邓四海|共青团员|机电|机电|2024|在读";

/// Everybody is within the line, so that what the courses say decides.
const POLICY: &str = "[eligibility.rank]\npercent = \"100%\"\n";

fn drop() -> Drop {
    Drop::new().policy(POLICY).sheet("名册.xlsx", ROSTER).sheet("处分.xlsx", "学号|姓名|处分类型")
}

fn grades(rows: &str) -> Ran {
    drop().sheet("成绩.xlsx", rows).run()
}

fn on(ran: &Ran, number: u32, rule: &str) -> String {
    ran.student(&format!("20240101000{number}")).reason(rule)
}

#[track_caller]
fn assert_holds(text: &str, pieces: &[&str]) {
    for piece in pieces {
        assert!(text.contains(piece), "no {piece:?} in {text}");
    }
}

#[test]
fn a_second_list_below_the_first_is_not_read_with_its_header() {
    let ran = grades(
        "2025-2026-1学期成绩
        学号|姓名|数学|英语
        ||#4|#3
        202401010001|安一宁|80|70

        学号|姓名|物理|化学
        ||#2|#5
        202401010002|柏二川|50|90",
    );
    assert_holds(&ran.problems().join("\n"), &["H109 error 成绩.xlsx › Sheet1 › A5"]);
    assert_eq!(ran.student("202401010002").verdict(), "review");
    // The same header once more is a page header.
    let ran = grades(
        "学号|姓名|课程名称|成绩|学分
        202401010001|安一宁|数学|80|4
        学号|姓名|课程名称|成绩|学分
        202401010002|柏二川|数学|50|4",
    );
    assert_holds(&on(&ran, 2, "H-A3"), &["fail", "数学（初考 50）"]);
}

#[test]
fn lists_side_by_side_are_both_read() {
    let ran = grades(
        "序号|学号|姓名|课程名称|成绩|学分|序号|学号|姓名|课程名称|成绩|学分
        1|202401010001|安一宁|数学|80|4|2|202401010002|柏二川|数学|50|4
        3|202401010003|蔡三江|数学|70|4||||||",
    );
    assert_holds(&on(&ran, 2, "H-A3"), &["fail", "数学（初考 50）"]);
    assert_eq!(on(&ran, 2, "H-A3").matches("fail").count(), 1);
    assert_eq!(ran.student("202401010002").evidence("H-A3"), ["成绩.xlsx › Sheet1 › K2"]);
    assert_eq!(ran.ranks()[..3], ["202401010001 1/3", "202401010002 3/3", "202401010003 2/3"]);
    let listed =
        drop().sheet("处分二.xlsx", "学号|姓名|处分|学号|姓名|处分\n202401010001|安一宁|警告|202401010002|柏二川|记过");
    let ran = listed.sheet("成绩.xlsx", "学号|课程名称|成绩|学分\n202401010002|数学|80|4").run();
    assert_holds(&on(&ran, 2, "H-A4"), &["fail", "记过"]);
}

/// The second list may lack a column of the first, stand in another order, and be another course.
#[test]
fn lists_side_by_side_may_differ() {
    let ran = grades(
        "课程：数学 学分：4 学期：2025-2026-1
        序号|学号|姓名|正考成绩|补考成绩|学号|姓名|正考成绩|补考成绩
        1|202401010001|安一宁|50|70|202401010002|柏二川|55|",
    );
    assert_holds(&on(&ran, 1, "H-A3"), &["review", "初考 50，补考 70"]);
    assert_holds(&on(&ran, 2, "H-A3"), &["fail", "数学（初考 55）"]);
    let ran = grades(
        "课程：数学 学分：4||||课程：物理 学分：2
        姓名|学号|成绩||学 号|姓 名|成 绩
        安一宁|202401010001|80||202401010002|柏二川|50",
    );
    assert_holds(&on(&ran, 1, "H-A3"), &["pass", "1 门课程"]);
    assert_holds(&on(&ran, 2, "H-A3"), &["fail", "物理（初考 50）"]);
}

#[test]
fn a_note_in_brackets_tells_parts_from_the_whole() {
    let average = |header: &str, row: &str| {
        let rows = format!("学号|姓名|课程名称|学分|{header}\n202401010001|安一宁|数学|4|{row}");
        grades(&rows).student("202401010001").average()
    };
    assert_eq!(average("成绩（平时）|成绩（期末）|成绩（总评）", "95|40|50"), "50.00");
    assert_eq!(average("成绩（等级）|成绩（百分制）", "良好|80"), "80.00");
    // 55 failed, then passed: capped at the pass mark.
    assert_eq!(average("成绩（补考）|成绩（正考）", "70|55"), "60.00");
    assert_eq!(average("成绩（必填）", "77"), "77.00");
}

#[test]
fn a_course_is_no_sum_for_a_word_in_its_name() {
    let ran = grades(
        "2025-2026学年第一学期
        学号|姓名|密码学|大学美育|智能手机应用开发|班级排名|挂科数
        ||#3|#1|#2||
        202401010001|安一宁|40|90|80|1|0",
    );
    assert_holds(&on(&ran, 1, "H-A3"), &["3 门课程", "未通过 1 门：密码学（初考 40）"]);
}

#[test]
fn words_nobody_explained_do_not_hide_the_scores_beside_them() {
    let ran = grades(
        "2025-2026学年第一学期
        学号|姓名|数学|英语
        ||#3|#1
        202401010001|安一宁|40|90
        202401010002|柏二川|未评教|90
        202401010003|蔡三江|未评教|80",
    );
    assert_holds(&on(&ran, 1, "H-A3"), &["fail", "数学（初考 40）"]);
    assert_holds(&on(&ran, 2, "C204"), &["未评教"]);
}

/// Physical tests, fees, points of all sorts: numbers from 0 to 100 beside student numbers are no grades.
#[test]
fn numbers_beside_student_numbers_are_not_yet_grades() {
    let sheets = [
        "综合素质测评表\n学号|姓名|思想品德|学业成绩|身心素质|实践创新\n202401010001|安一宁|90|55|80|4",
        "学号|姓名|50米跑|肺活量\n202401010001|安一宁|7.8|32",
        "学号|姓名|学费|住宿费\n202401010001|安一宁|0|0",
        "被评人学号|被评人|评委|评委类别|政治素质|道德品质\n202401010001|安一宁|甲|团委|50|40",
    ];
    for rows in sheets {
        let own = "学号|课程名称|成绩|学分\n202401010001|数学|80|4";
        let ran = drop().sheet("成绩.xlsx", own).sheet("其他.xlsx", rows).run();
        assert_holds(&on(&ran, 1, "H-A3"), &["pass", "1 门课程"]);
    }
}

#[test]
fn a_teachers_sheet_may_name_its_course_in_the_title_only() {
    let ran = grades(
        "《机械制图》课程成绩登记表（2025-2026-1）
        序号|学号|姓名|平时成绩|期末成绩|总评成绩|备注
        1|202401010001|安一宁|90|55|69|",
    );
    assert_holds(&on(&ran, 1, "H-A3"), &["pass", "1 门课程"]);
    assert_eq!(ran.result()["term"], "2025-2026-1");
}

#[test]
fn credits_and_kinds_may_stand_in_labels_or_rows_between() {
    let header = |labels: &str, between: &str| {
        let rows = format!("2025-2026学年第一学期成绩\n学号|姓名|{labels}\n{between}202401010001|安一宁|80|50");
        grades(&rows).student("202401010001").average()
    };
    // (80·4 + 50·2) / 6
    assert_eq!(header("数学(4学分)|英语（2学分）", ""), "70.00");
    assert_eq!(header("数学(4.0)|英语(2.0)", ""), "70.00");
    assert_eq!(header("数学/4|英语/2", ""), "70.00");
    assert_eq!(header("数学|英语", "||必修|选修\n||#4|#2\n"), "70.00");
}

#[test]
fn columns_of_make_ups_belong_to_their_course() {
    let ran = grades(
        "2025-2026学年第一学期成绩
        学号|姓名|数学|数学（补考）|英语|英语补考
        ||#4||#2|
        202401010001|安一宁|55|66|70|",
    );
    assert_holds(&on(&ran, 1, "H-A3"), &["2 门课程", "曾不及格后通过 1 门：数学（初考 55，补考 66）"]);
}

#[test]
fn terms_over_groups_of_courses_hold_for_their_group() {
    let ran = grades(
        "||2024-2025学年第一学期||2025-2026学年第一学期|
        学号|姓名|数学|英语|物理|化学
        ||#4|#2|#4|#2
        202401010001|安一宁|80|70|60|90",
    );
    assert_eq!(ran.result()["term"], "2025-2026-1");
    let policy = "[eligibility.rank]\npercent = \"100%\"\nwindow = \"last_term\"\n";
    let again = Drop::new().policy(policy).sheet("名册.xlsx", ROSTER).sheet(
        "成绩.xlsx",
        "||2024-2025学年第一学期||2025-2026学年第一学期|
        学号|姓名|数学|英语|物理|化学
        ||#4|#2|#4|#2
        202401010001|安一宁|80|70|60|90",
    );
    // (60·4 + 90·2) / 6
    assert_eq!(again.run().student("202401010001").average(), "70.00");
}

#[test]
fn the_year_of_graduation_is_not_the_year_of_entry() {
    let roster = ROSTER.replace("2024|在读", "2026届|在读");
    let ran = Drop::new().policy(POLICY).sheet("名册.xlsx", &roster);
    let ran = ran.sheet("成绩.xlsx", "学号|课程名称|成绩|学分|学期\n202401010001|数学|80|4|2025-2026-1").run();
    assert_holds(&on(&ran, 1, "C224"), &["2026届"]);
    assert_eq!(ran.student("202401010001").verdict(), "review");
}

#[test]
fn a_lifting_has_many_labels() {
    for (label, cell, verdict) in [("处分解除时间", "2025-03-01", "review"), ("处分是否解除", "是", "review")]
    {
        let list = format!("学号|姓名|处分类型|{label}\n202401010001|安一宁|警告|{cell}");
        let drop = Drop::new().policy(POLICY).sheet("名册.xlsx", ROSTER).sheet("处分.xlsx", &list);
        let ran = drop.sheet("成绩.xlsx", "学号|课程名称|成绩|学分\n202401010001|数学|80|4").run();
        assert_eq!(ran.student("202401010001").verdict_on("H-A4"), verdict, "{label}");
    }
}

/// A formula without its result, in every way programs write it.
#[test]
fn formulas_without_results_are_no_blanks() {
    for empty in ["<f>30+25</f></c>", "<f>30+25</f><v/></c>", "<f>30+25</f><v></v></c>", "<f>30+25</f><v /></c>"] {
        let header = "<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>学号</t></is></c><c r=\"B1\" t=\"inlineStr\"><is><t>课程名称</t>\
                      </is></c><c r=\"C1\" t=\"inlineStr\"><is><t>学分</t></is></c><c r=\"D1\" t=\"inlineStr\"><is><t>成绩</t></is></c></row>";
        let row = format!(
            "<row r=\"2\"><c r=\"A2\" t=\"inlineStr\"><is><t>202401010001</t></is></c><c r=\"B2\" t=\"inlineStr\"><is><t>数学</t></is>\
             </c><c r=\"C2\"><v>4</v></c><c r=\"D2\">{empty}</row>"
        );
        let sheet = crate::hostile::workbook_with_rows(&format!("{header}{row}"));
        let ran = drop().file("成绩.xlsx", &sheet).run();
        assert_holds(&on(&ran, 1, "C204"), &["公式没有存下结果"]);
    }
}

/// A longer header is another header; a line that names another course speaks of other rows.
#[test]
fn what_begins_anew_is_not_read_with_what_went_before() {
    let seconds = [
        "学号|姓名|课程名称|成绩|学分\n202401010001|安一宁|数学|80|4\n学号|姓名|课程名称|成绩|学分|补考成绩\n\
         202401010002|柏二川|数学|50|4|70",
        "课程：数学 学分：4 学期：2025-2026-1\n学号|姓名|成绩\n202401010001|安一宁|80\n课程：物理 学分：2 学期：2025-2026-1\n\
         学号|姓名|成绩\n202401010002|柏二川|50",
    ];
    for rows in seconds {
        let ran = grades(rows);
        assert_holds(&ran.codes().join(" "), &["H109", "H110"]);
        assert_eq!(ran.student("202401010002").verdict(), "review");
        assert_holds(&on(&ran, 1, "H-A3"), &["pass", "1 门课程"]);
    }
}

/// The column that bears the name of the evaluation is it, whatever other totals stand beside it; and the name of a folder says
/// nothing of a sheet.
#[test]
fn a_total_is_the_evaluation_only_where_nothing_else_is() {
    let own = "学号|课程名称|成绩|学分\n202401010001|数学|80|4\n202401010002|数学|70|4";
    let metric = |name: &str, rows: &str| {
        let ran = drop().sheet("成绩.xlsx", own).sheet(name, rows).run();
        let student = ran.student("202401010001");
        format!("{} {}", student.0["metric"], student.0["metric_value"])
    };
    let both = "综合测评表\n学号|姓名|总成绩|德育分|综测成绩\n202401010001|安一宁|10|5|61\n202401010002|柏二川|20|5|62";
    assert_eq!(metric("综测.xlsx", both), "\"comprehensive\" \"61.00\"");
    let alone = "综合测评表\n学号|姓名|德育分|总分\n202401010001|安一宁|10|71\n202401010002|柏二川|20|72";
    assert_eq!(metric("综测.xlsx", alone), "\"comprehensive\" \"71.00\"");
    let class = "机电2401成绩\n学号|姓名|物理|化学|总分\n||#4|#3|\n202401010001|安一宁|50|90|140\n202401010002|柏二川|60|90|150";
    // (80·4 + 50·4 + 90·3) / 11 = 71.818…
    assert_eq!(metric("综合测评材料/机电2401.xlsx", class), "\"average\" \"71.82\"");
}

#[test]
fn a_row_of_codes_names_no_course() {
    let ran = grades("2025-2026-1学期成绩\n学号|姓名|K001|K002\n||高等数学|英语\n||#4|#2\n202401010001|安一宁|80|50");
    assert_holds(&on(&ran, 1, "H-A3"), &["2 门课程", "英语（初考 50）"]);
}

#[test]
fn labels_may_be_translated_or_foreign() {
    let headers = [
        "学号 Student ID|姓名 Name|课程名称 Course|学分/Credit|成绩 Score|学期 Term",
        "Student ID|Name|Course Name|Credits|Score|Semester",
    ];
    for header in headers {
        let ran = grades(&format!("{header}\n202401010001|安一宁|数学|4|80|2025-2026-1"));
        assert_holds(&on(&ran, 1, "H-A3"), &["pass", "1 门课程"]);
        assert_eq!(ran.student("202401010001").average(), "80.00");
    }
}

/// What is wrong with a sheet as a whole stands on its annotated copy beside what is wrong with its cells.
#[test]
fn a_copy_tells_what_is_wrong_with_the_whole_sheet() {
    let rows =
        "学号|课程名称|成绩|学分\n202401010001|高等数学|待定|2\n202401010002|高等数学|80|2\n202401010003|高等数学|81|2";
    let ran = drop().book("成绩.xlsx", &[("一", rows), ("二", rows)]).run();
    let list = ran.report("标注副本/成绩-二.xlsx");
    assert!(list.contains(" | C2 | 错误 | C204 | "), "{list}");
    assert!(list.contains(" | 整张表 | 提醒 | J318 | "), "{list}");
}
