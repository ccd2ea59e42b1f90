//! Class matrices as colleges draw them: what stands under, over and beside the names of courses.

use crate::scene::assert_holds;
use crate::support::{Drop, Ran};

const ROSTER: &str = "学号|姓名|政治面貌|学院|专业|年级|学籍状态
    202401010001|安一宁|共青团员|机电|机电|2024|在读
    202401010002|柏二川|共青团员|机电|机电|2024|在读";

/// Everybody is within the line, so that what the courses say decides.
const POLICY: &str = "[eligibility.rank]\npercent = \"100%\"\n";

fn drop() -> Drop {
    Drop::new().policy(POLICY).sheet("名册.xlsx", ROSTER)
}

fn read(rows: &str) -> Ran {
    drop().sheet("成绩.xlsx", rows).run()
}

/// The average of the first student, who has 80 in mathematics (4 credits) and 50 in English (2 credits): 70.
fn average(header: &str) -> String {
    read(&format!("2025-2026学年第一学期成绩\n{header}\n202401010001|安一宁|80|50")).student("202401010001").average()
}

#[test]
fn rows_of_numbers_are_told_apart() {
    // A word before the row says what it is.
    assert_eq!(average("学号|姓名|数学|英语\n学分||#4|#2"), "70.00");
    assert_eq!(average("学号|姓名|数学|英语\n|学分|#4|#2"), "70.00");
    assert_eq!(average("学号|姓名|数学|英语\n学时||#12|#24\n学分||#4|#2"), "70.00");
    assert_eq!(average("学号|姓名|数学|英语\n学分||#4|#2\n学时||#64|#32"), "70.00");
    // Without a word hours are several times the credits, in either order.
    assert_eq!(average("学号|姓名|数学|英语\n||#64|#32\n||#4|#2"), "70.00");
    assert_eq!(average("学号|姓名|数学|英语\n||#4|#2\n||#64|#32"), "70.00");
    assert_eq!(average("学号|姓名|数学|英语\n||#16|#8\n||#4|#2"), "70.00");
    // Numbers of which neither can be told stay out, and the missing credits are said.
    let ran = read("2025-2026学年第一学期成绩\n学号|姓名|数学|英语\n||#4|#2\n||#2|#4\n202401010001|安一宁|80|50");
    assert_holds(&ran.codes().join(" "), &["H101"]);
}

#[test]
fn courses_may_be_numbered() {
    let rows = |numbers: &str| {
        let rows =
            format!("2025-2026学年第一学期成绩\n学号|姓名|数学|英语|物理\n{numbers}202401010001|安一宁|80|50|80");
        read(&rows)
    };
    // (80·4 + 50·2 + 80·2) / 8
    let ran = rows("||#1|#2|#3\n||#4|#2|#2\n");
    assert_eq!(ran.student("202401010001").average(), "72.50");
    // A count alone is no row of credits.
    assert_holds(&rows("||#1|#2|#3\n").codes().join(" "), &["H101"]);
}

#[test]
fn teachers_and_kinds_may_stand_between_names_and_credits() {
    assert_eq!(average("学号|姓名|数学|英语\n||张老师|李老师\n||#4|#2"), "70.00");
    assert_eq!(average("学号|姓名|数学|英语\n||Mathematics|English\n||张老师|李老师\n||#4|#2"), "70.00");
    assert_eq!(average("学号|姓名|数学|英语\n任课教师||张老师|李老师\n学分||#4|#2"), "70.00");
    assert_eq!(average("学号|姓名|数学|英语\n课程性质||必修|选修\n考核方式||考试|考查\n学分||#4|#2"), "70.00");
}

#[test]
fn a_column_named_make_up_belongs_to_the_course_on_its_left() {
    let ran = read(
        "2025-2026学年第一学期成绩
        学号|姓名|数学|补考|英语|补考|重修
        学分||#4||#2||
        202401010001|安一宁|55|66|50|40|72",
    );
    let reason = ran.student("202401010001").reason("H-A3");
    assert_holds(&reason, &["2 门课程", "数学（初考 55，补考 66）", "英语（初考 50，补考 40，重修 72）"]);
    // One at the end of several courses may be of any of them: it is named, not read.
    let ran = read(
        "2025-2026学年第一学期成绩
        学号|姓名|数学|英语|补考
        学分||#4|#2|
        202401010001|安一宁|55|70|66",
    );
    assert_holds(&ran.problems().join("\n"), &["H108 warning", "没有当作课程的列：补考"]);
}

#[test]
fn groups_may_leave_their_year_to_the_title() {
    let rows = "2025-2026学年成绩
        ||第一学期||第二学期|
        学号|姓名|数学|英语|物理|化学
        学分||#4|#2|#4|#2
        202401010001|安一宁|80|70|60|90";
    let policy = "[eligibility.rank]\npercent = \"100%\"\nwindow = \"last_term\"\n";
    let ran = Drop::new().policy(policy).sheet("名册.xlsx", ROSTER).sheet("成绩.xlsx", rows).run();
    assert_eq!(ran.result()["term"], "2025-2026-2");
    // (60·4 + 90·2) / 6
    assert_eq!(ran.student("202401010001").average(), "70.00");
}

/// (96·4 + 80·2 + 61·2 + 70·2) / 10
#[test]
fn a_course_may_go_on_in_the_next_term() {
    let one = "2025-2026学年成绩
        ||第一学期||第二学期|
        学号|姓名|大学英语|数学|大学英语|化学
        学分||#4|#2|#2|#2
        202401010001|安一宁|96|80|61|70";
    let term = |term: &str, rows: &str| format!("2025-2026学年第{term}学期成绩\n学号|姓名|{rows}");
    let autumn = term("一", "大学英语|数学\n学分||#4|#2\n202401010001|安一宁|96|80");
    let spring = term("二", "大学英语|化学\n学分||#2|#2\n202401010001|安一宁|61|70");
    for ran in [read(one), drop().sheet("秋.xlsx", &autumn).sheet("春.xlsx", &spring).run()] {
        assert_eq!(ran.student("202401010001").average(), "80.60");
        assert_holds(&ran.problems().join("\n"), &["J313 info"]);
    }
}

/// Three of four have a score in English, one of four in chess; of physics nothing is there yet.
#[test]
fn a_blank_where_most_have_a_score_is_a_missing_one() {
    let roster = format!(
        "{ROSTER}\n202401010003|蔡三江|共青团员|机电|机电|2024|在读\n202401010004|邓四海|共青团员|机电|机电|2024|在读"
    );
    let grades = "2025-2026学年第一学期成绩
        学号|姓名|数学|英语|围棋|物理
        学分||#4|#2|#1|#3
        202401010001|安一宁|80|ONE||
        202401010002|柏二川|80|60||
        202401010003|蔡三江|80|60|90|
        202401010004|邓四海|80|60||";
    let read = |english: &str| {
        let grades = grades.replace("ONE", english);
        Drop::new().policy(POLICY).sheet("名册.xlsx", &roster).sheet("成绩.xlsx", &grades)
    };
    let blanks = |ran: &Ran| ran.problems().into_iter().filter(|text| text.starts_with("C206")).collect::<Vec<_>>();
    let ran = read("").run();
    let [column, cell] = blanks(&ran).try_into().unwrap();
    assert_holds(&column, &["C206 warning", "F2", "《物理》"]);
    assert_holds(&cell, &["C206 error", "D4", "《英语》"]);
    let student = ran.student("202401010001");
    assert_eq!(
        (student.verdict(), student.verdict_on("C206"), student.average()),
        ("review".into(), "review".into(), "80.00".into())
    );
    assert_holds(&student.reason("H-A3"), &["英语", "空白"]);
    assert_eq!(ran.student("202401010002").verdict_on("C206"), "");
    // Who did not take it is said so, or has the score elsewhere.
    assert_eq!(blanks(&read("/").run()).len(), 1);
    let elsewhere = "学号|课程名称|成绩|学分|学期\n202401010001|英语|90|2|2025-2026-1";
    let ran = read("").sheet("补录.xlsx", elsewhere).run();
    assert_eq!((blanks(&ran).len(), ran.student("202401010001").average()), (1, "83.33".into()));
    // What lies behind the run's term is not asked for.
    let earlier = read("").policy(&format!("policy.term = \"2024-2025-2\"\n{POLICY}")).run();
    assert_eq!(blanks(&earlier).len(), 1);
}

#[test]
fn another_block_below_is_not_read_with_the_names_or_credits_above() {
    let blocks = [
        // The same names with other credits.
        "学号|姓名|数学|英语\n||#3|#1",
        // Other names and no label over the numbers of the students.
        "||物理|化学\n||#3|#1",
    ];
    for block in blocks {
        let ran = read(&format!(
            "2025-2026学年第一学期成绩\n学号|姓名|数学|英语\n||#4|#2\n202401010001|安一宁|80|50\n{block}\n202401010002|柏二川|90|90"
        ));
        assert_holds(&ran.codes().join(" "), &["H109", "H110"]);
        assert_eq!(ran.student("202401010002").verdict(), "review");
    }
    // A page header, its credits repeated with it, and lines of signatures begin nothing.
    let ran = read(
        "2025-2026学年第一学期成绩
        学号|姓名|数学|英语
        ||#4|#2
        202401010001|安一宁|80|60
        学号|姓名|数学|英语
        ||#4|#2
        202401010002|柏二川|90|90
        任课教师签名||王老师|李老师",
    );
    assert!(!ran.codes().iter().any(|code| code.starts_with("H109")), "{:?}", ran.codes());
    assert_eq!(ran.student("202401010002").average(), "90.00");
}

#[test]
fn columns_of_points_behind_the_courses_are_no_courses() {
    let ran = read(
        "2025-2026学年第一学期成绩
        学号|姓名|数学|英语|平均学分绩|加权分|奖学金分数|德育加分|微积分
        学分||#4|#2|||||#2
        202401010001|安一宁|80|50|70|70|90|5|80",
    );
    assert_holds(&ran.student("202401010001").reason("H-A3"), &["3 门课程"]);
}

/// Titles of sheets full of numbers that are no course grades.
#[test]
fn results_of_sports_and_certificates_are_no_grades() {
    let sheets = [
        "2025-2026学年体质健康测试成绩\n学号|姓名|肺活量|立定跳远\n202401010001|安一宁|50|40",
        "2025年12月大学英语四级成绩\n学号|姓名|听力|阅读|写作\n202401010001|安一宁|50|40|30",
        "第十届运动会成绩\n学号|姓名|跳远|铅球\n202401010001|安一宁|5|9",
    ];
    for rows in sheets {
        let own = "学号|课程名称|成绩|学分\n202401010001|数学|80|4";
        let ran = drop().sheet("成绩.xlsx", own).sheet("其他.xlsx", rows).run();
        assert_holds(&ran.student("202401010001").reason("H-A3"), &["pass", "1 门课程"]);
    }
}

/// A class of one, as small colleges have for repeaters.
#[test]
fn a_class_may_have_one_student() {
    assert_eq!(average("学号|姓名|数学|英语\n||#4|#2"), "70.00");
    let ran = read("2025-2026学年第一学期成绩\n学号|姓名|数学\n学分||#4\n202401010001|安一宁|80");
    assert_eq!(ran.student("202401010001").average(), "80.00");
}
