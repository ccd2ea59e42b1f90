//! What titles say of the rows below them: classes, years, sorts of exams.

use crate::scene::assert_holds;
use crate::support::Drop;

const ROSTER: &str = "学号|姓名|政治面貌|学院|专业|年级|学籍状态
    202401010001|安一宁|共青团员|机电|机电|2024|在读
    202401010002|柏二川|共青团员|机电|机电|2024|在读";
const POLICY: &str = "[eligibility.rank]\npercent = \"100%\"\n";
const FIRST: &str = "学号|姓名|课程名称|学分|成绩|学期
    202401010001|安一宁|数学|4|50|2025-2026-1
    202401010002|柏二川|数学|4|80|2025-2026-1";

#[test]
fn a_sheet_of_make_ups_holds_make_ups() {
    let titled = "2025-2026学年第一学期补考成绩\n学号|姓名|课程名称|学分|成绩\n202401010001|安一宁|数学|4|66";
    let plain = "2025-2026学年第一学期\n学号|姓名|课程名称|学分|成绩\n202401010001|安一宁|数学|4|66";
    let matrix = "2025-2026学年第一学期补考成绩\n学号|姓名|数学\n学分||#4\n202401010001|安一宁|66";
    for (file, rows) in [("二.xlsx", titled), ("2025秋补考成绩.xlsx", plain), ("二.xlsx", matrix)] {
        let ran = Drop::new().policy(POLICY).sheet("名册.xlsx", ROSTER).sheet("一.xlsx", FIRST).sheet(file, rows).run();
        let reason = ran.student("202401010001").reason("H-A3");
        assert_holds(&reason, &["曾不及格后通过 1 门：数学（初考 50，补考 66）"]);
        assert_holds(&ran.codes().join(" "), &["H112"]);
    }
}

/// A sheet that holds make-ups beside other exams says nothing of the single row.
#[test]
fn a_sheet_with_make_ups_among_others_says_nothing() {
    for title in ["2025-2026学年第一学期成绩（含补考成绩）", "正考及补考成绩", "2025-2026学年第一学期补考后成绩"]
    {
        let rows = format!("{title}\n学号|姓名|课程名称|学分|成绩|学期\n202401010001|安一宁|数学|4|66|2025-2026-1");
        let ran = Drop::new().policy(POLICY).sheet("名册.xlsx", ROSTER).sheet("二.xlsx", &rows).run();
        assert!(!ran.codes().iter().any(|code| code.starts_with("H112")), "{title}");
        assert_eq!(ran.student("202401010001").verdict_on("H-A3"), "pass", "{title}");
    }
}

#[test]
fn a_column_named_make_up_may_say_yes_or_no() {
    let rows = "学号|姓名|课程名称|学分|成绩|学期|补考
        202401010001|安一宁|数学|4|50|2025-2026-1|否
        202401010001|安一宁|数学|4|66|2025-2026-1|是";
    let ran = Drop::new().policy(POLICY).sheet("名册.xlsx", ROSTER).sheet("成绩.xlsx", rows).run();
    assert_holds(&ran.student("202401010001").reason("H-A3"), &["数学（初考 50，补考 66）"]);
}

#[test]
fn the_roster_of_a_class_may_name_it_in_the_title() {
    let roster = |title: &str| {
        let rows = format!(
            "{title}\n序号|学号|姓名|性别|民族|政治面貌\n1|202401010001|安一宁|女|汉族|共青团员\n2|202401010002|柏二川|男|汉族|共青团员"
        );
        Drop::new().policy(POLICY).sheet("名册.xlsx", &rows).sheet("成绩.xlsx", FIRST).run()
    };
    for school in ["", "某某大学", "某某职业技术学院"] {
        let ran = roster(&format!("{school}机电学院2024级机电一体化专业1班学生名单"));
        assert_eq!(ran.student("202401010002").verdict_on("H-A2"), "pass");
        let student = ran.result()["eligibility"][1].clone();
        let said =
            ["college", "major", "cohort", "class"].map(|field| student[field].as_str().unwrap_or("").to_owned());
        assert_eq!(said, ["机电学院", "机电一体化", "2024", "2024级机电一体化专业1班"], "{school}");
    }
    // A list to sign, with nothing that only a roster holds, is none.
    let list = "2024级机电一体化专业点名册\n序号|学号|姓名|1|2|3\n1|202401010001|安一宁|||\n2|202401010002|柏二川|||";
    let ran = Drop::new().sheet("名册.xlsx", ROSTER).sheet("成绩.xlsx", FIRST).sheet("点名.xlsx", list).run();
    assert_holds(&ran.problems().join("\n"), &["点名.xlsx"]);
    assert!(!ran.codes().iter().any(|code| code.starts_with("J308")), "{:?}", ran.codes());
}

#[test]
fn the_year_of_an_evaluation_may_stand_in_its_title() {
    let totals = |year: &str, totals: [u32; 2]| {
        format!(
            "机电学院{year}学年综合测评汇总表\n学号|姓名|综测总分\n202401010001|安一宁|{}\n202401010002|柏二川|{}",
            totals[0], totals[1]
        )
    };
    let policy = "[eligibility.rank]\npercent = \"50%\"\nmetric = [\"comprehensive\"]\n";
    // Two years in a drop: the newer one counts, and nothing contradicts anything.
    let ran = Drop::new().policy(policy).sheet("名册.xlsx", ROSTER).sheet("成绩.xlsx", FIRST);
    let ran =
        ran.sheet("旧.xlsx", &totals("2024-2025", [90, 80])).sheet("新.xlsx", &totals("2025-2026", [70, 85])).run();
    assert!(!ran.codes().iter().any(|code| code.starts_with("J310")), "{:?}", ran.codes());
    assert_eq!(ran.student("202401010002").verdict_on("H-A2"), "pass");
    assert_eq!(ran.student("202401010001").verdict_on("H-A2"), "fail");
}

/// One student's transcript: the person stands in a line above, terms over halves of the page or between the rows.
#[test]
fn a_transcript_is_its_persons() {
    let halves = "某某职业技术学院学生成绩单
        学院：机电学院 专业：机电 学号：202401010001 姓名：安一宁
        2024-2025学年第一学期|||2025-2026学年第一学期||
        课程名称|学分|成绩|课程名称|学分|成绩
        数学|4|80|物理|4|60
        英语|2|50|化学|2|90
        加权平均|6|70|加权平均|6|70";
    let sections = "学生成绩单
        学号：|202401010001|姓名：|安一宁
        课程名称|学分|成绩|课程性质
        2024-2025学年第一学期
        数学|4|80|必修
        英语|2|50|必修
        2025-2026学年第一学期
        物理|4|60|必修
        化学|2|90|必修
        合计|12||";
    let policy = "[eligibility.rank]\npercent = \"100%\"\nwindow = \"last_term\"\n";
    for rows in [halves, sections] {
        let ran = Drop::new().policy(policy).sheet("名册.xlsx", ROSTER).sheet("成绩单.xlsx", rows).run();
        let student = ran.student("202401010001");
        assert_eq!(ran.result()["term"], "2025-2026-1");
        // (60·4 + 90·2) / 6
        assert_eq!(student.average(), "70.00", "{:?}", ran.problems());
        assert_holds(&student.reason("H-A3"), &["4 门课程", "英语（初考 50）"]);
        assert!(!ran.codes().iter().any(|code| code.contains("error")), "{:?}", ran.problems());
    }
}
