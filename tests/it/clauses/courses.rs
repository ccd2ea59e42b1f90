//! H-A3: no failed course, and every setting of `eligibility.fail`.

use std::fmt::Write as _;

use super::assert_reason;
use crate::scene::{exams, exams_of, field_of, one, roster_of, verdicts_on};

/// Three passed courses: the proof is that all three were looked at.
#[test]
fn h_a3_passes_who_has_passed_everything() {
    let student = one("数学|60\n英语|75.5\n体育|合格", "");
    assert_reason(&student, "H-A3", "pass", &["3 门课程", "0 门"], &["成绩.xlsx › Sheet1 › C2:C4"]);
}

#[test]
fn h_a3_fails_who_has_a_course_without_a_passed_attempt() {
    let rows = "数学|80\n英语|52\n英语|59.9|补考\n体育|缺考";
    let student = one(rows, "policy.extends = \"hunan-jiaotong\"");
    let pieces = ["3 门课程", "未通过 2 门", "体育", "缺考", "英语", "初考 52", "补考 59.9"];
    assert_reason(&student, "H-A3", "fail", &pieces, &["成绩.xlsx › Sheet1 › C3:C5"]);
    assert_eq!(student.verdict(), "fail");
    assert!(field_of(&student, "H-A3", "clause").contains("H-A3"));
}

#[test]
fn h_a3_reviews_who_has_failed_and_passed_later() {
    let student = one("数学|80\n英语|52\n英语|71|补考", "");
    let pieces = ["后通过 1 门", "英语", "初考 52", "补考 71"];
    assert_reason(&student, "H-A3", "review", &pieces, &["成绩.xlsx › Sheet1 › C3:C4"]);
}

#[test]
fn h_a3_reviews_who_waits_for_a_deferred_exam() {
    let student = one("数学|80\n英语|缓考", "");
    assert_reason(&student, "H-A3", "review", &["缓考", "1 门", "英语"], &["成绩.xlsx › Sheet1 › C3"]);
}

/// A token nobody has explained is a problem at its cell, and what it means for the course is for a human.
#[test]
fn h_a3_reviews_a_score_that_cannot_be_read() {
    let ran = exams("数学|80\n英语|待定").run();
    let student = ran.student("2023001");
    assert_reason(&student, "H-A3", "review", &["成绩有疑问 1 门", "英语", "待定"], &["成绩.xlsx › Sheet1 › C3"]);
    assert_eq!(student.average(), "80.00");
    assert_eq!(student.verdict_on("C204"), "review");
    assert_eq!(student.evidence("C204"), ["成绩.xlsx › Sheet1 › C3"]);
    // A certain failure beside it decides all the same.
    assert_eq!(one("数学|40\n英语|待定", "").verdict_on("H-A3"), "fail");
}

#[test]
fn h_a3_reviews_who_has_no_grades_at_all() {
    let grades = "学号|课程名称|成绩|学分\n2023001|数学|80|4";
    let ran = roster_of(2).sheet("成绩.xlsx", grades).run();
    assert_reason(&ran.student("2023002"), "H-A3", "review", &["没有", "成绩"], &["名册.xlsx › Sheet1 › A3"]);
    assert!(ran.codes().contains(&"J302".to_owned()));
}

/// "The same attempt twice with the same score is a warning; with different scores an error, and the student is `review`."
#[test]
fn h_a3_reviews_two_scores_for_one_attempt() {
    let same = exams("数学|52\n数学|52").run();
    assert_eq!(same.student("2023001").verdict_on("H-A3"), "fail");
    assert!(same.problems().iter().any(|problem| problem.starts_with("J305 warning 成绩.xlsx › Sheet1 › C3")));
    let differing = exams("数学|52\n数学|72").run();
    let student = differing.student("2023001");
    assert_eq!((student.verdict_on("H-A3"), student.verdict()), ("review".into(), "review".into()));
    assert_eq!(student.average(), "");
    assert!(differing.problems().iter().any(|problem| problem.starts_with("J306 error 成绩.xlsx › Sheet1 › C3")));
}

/// All the ways a course can end.
const ENDINGS: [&str; 7] = [
    "数学|80",
    "数学|52",
    "数学|52\n数学|71|补考",
    "数学|70\n数学|90|重修",
    "数学|缓考",
    "数学|52\n英语|40",
    "数学|70\n数学|50|重修",
];

/// | | passed | failed | cleared | passed, retaken | deferred | two failed | passed, retake failed |
/// |---|---|---|---|---|---|---|---|
/// | `outstanding` | pass | fail | by `cleared` | pass | by `deferred` | fail | pass |
/// | `ever` | pass | fail | fail | pass | by `deferred` | fail | fail |
/// | `no_makeup_no_retake` | pass | fail | fail | fail | by `deferred` | fail | fail |
/// | `count`, 0 | pass | fail | by `cleared` | pass | by `deferred` | fail | pass |
/// | `count`, 1 | pass | pass | by `cleared` | pass | by `deferred` | fail | pass |
/// | `count`, 2 | pass | pass | by `cleared` | pass | by `deferred` | pass | pass |
#[test]
fn fail_mode_cleared_deferred_and_max_decide_together() {
    for (mode, max, expected) in [
        ("outstanding", 0, ["pass", "fail", "CLEARED", "pass", "DEFERRED", "fail", "pass"]),
        // The number is for `count` only.
        ("outstanding", 2, ["pass", "fail", "CLEARED", "pass", "DEFERRED", "fail", "pass"]),
        ("ever", 0, ["pass", "fail", "fail", "pass", "DEFERRED", "fail", "fail"]),
        ("no_makeup_no_retake", 0, ["pass", "fail", "fail", "fail", "DEFERRED", "fail", "fail"]),
        ("count", 0, ["pass", "fail", "CLEARED", "pass", "DEFERRED", "fail", "pass"]),
        ("count", 1, ["pass", "pass", "CLEARED", "pass", "DEFERRED", "fail", "pass"]),
        ("count", 2, ["pass", "pass", "CLEARED", "pass", "DEFERRED", "pass", "pass"]),
    ] {
        for cleared in ["review", "pass", "fail"] {
            for deferred in ["review", "pass"] {
                let policy = format!(
                    "[eligibility.fail]\nmode = \"{mode}\"\nmax = {max}\ncleared = \"{cleared}\"\ndeferred = \"{deferred}\""
                );
                let ran = exams_of(&ENDINGS).policy(&policy).run();
                let expected = expected.map(|verdict| match verdict {
                    "CLEARED" => cleared,
                    "DEFERRED" => deferred,
                    settled => settled,
                });
                assert_eq!(verdicts_on(&ran, "H-A3"), expected, "{policy}");
            }
        }
    }
}

/// Two outstanding courses where one is allowed: the limit stands beside the number.
#[test]
fn count_shows_the_limit_beside_the_number() {
    let student = one("数学|52\n英语|40\n体育|80", "eligibility.fail.mode = \"count\"\neligibility.fail.max = 1");
    let cells = ["成绩.xlsx › Sheet1 › C2:C3"];
    assert_reason(&student, "H-A3", "fail", &["至多 1 门", "未通过 2 门", "数学", "52", "英语", "40"], &cells);
}

/// Failing a required course, an elective, and a course whose type is worded more fully.
#[test]
fn fail_course_types_limits_the_courses_asked() {
    let rows = ["数学|40||||必修", "书法|40||||公选", "数学|40||||专业必修课"];
    let verdicts = |types: &str| {
        let drop = exams_of(&rows).policy(&format!("eligibility.fail.course_types = [{types}]"));
        verdicts_on(&drop.run(), "H-A3")
    };
    assert_eq!(verdicts(""), ["fail", "fail", "fail"]);
    assert_eq!(verdicts("\"必修\""), ["fail", "pass", "fail"]);
    assert_eq!(verdicts("\"公选\""), ["pass", "fail", "pass"]);
}

/// Failures in 2024-2025-1, 2024-2025-2 and 2025-2026-1, and one from 2024-2025-1 whose failed retake is of this term: it
/// belongs to the term of its first exam.
#[test]
fn fail_window_limits_the_terms_asked() {
    let passed = "英语|80|||2025-2026-1";
    let rows = [
        format!("数学|40|||2024-2025-1\n{passed}"),
        format!("数学|40|||2024-2025-2\n{passed}"),
        format!("数学|40|||2025-2026-1\n{passed}"),
        format!("数学|40|||2024-2025-1\n数学|50|重修||2025-2026-1\n{passed}"),
    ];
    for (window, expected) in [
        ("since_entry", ["fail", "fail", "fail", "fail"]),
        ("last_year", ["pass", "fail", "fail", "pass"]),
        ("last_term", ["pass", "pass", "fail", "pass"]),
    ] {
        let drop = exams_of(&rows.each_ref().map(String::as_str));
        let ran = drop.policy(&format!("eligibility.fail.window = \"{window}\"")).run();
        assert_eq!(verdicts_on(&ran, "H-A3"), expected, "{window}");
    }
}

/// "Exempt, two-level and minor-programme rows stay out of the mean; a two-level fail still counts as a fail."
#[test]
fn two_level_fails_are_fails_and_exemptions_are_none() {
    let ran = exams_of(&["数学|80\n体育|不合格", "数学|80\n体育|合格", "数学|80\n体育|免修"]).run();
    assert_eq!(verdicts_on(&ran, "H-A3"), ["fail", "pass", "pass"]);
}

/// "Same code, else same normalised name": one code under two names is one course, one name under two codes is two.
#[test]
fn courses_are_the_same_by_code_and_else_by_name() {
    let verdict = |rows: &str| {
        let grades = format!("学号|课程代码|课程名称|成绩|考试性质|学分|学期\n{rows}");
        roster_of(1).sheet("成绩.xlsx", &grades).run().student("2023001").verdict_on("H-A3")
    };
    let first = "2023001|A1|高等数学|50|正常考试|4|2025-2026-1\n2023001|";
    assert_eq!(verdict(&format!("{first}A1|高数|70|补考|4|2025-2026-1")), "review");
    assert_eq!(verdict(&format!("{first}A2|高等数学|70|补考|4|2025-2026-1")), "fail");
    let by_name = "2023001||高等数学（上）|50|正常考试|4|2025-2026-1\n2023001||";
    assert_eq!(verdict(&format!("{by_name}高等数学(上) |70|补考|4|2025-2026-1")), "review");
    assert_eq!(verdict(&format!("{by_name}高等数学(下)|70|补考|4|2025-2026-1")), "fail");
}

/// One student's exams in 大学英语, a line each: 课程代码 | 成绩 | 考试性质 | 学分, one credit where that is left out. `k/` before a line is
/// the k-th term, from 2023-2024-1.
fn english(rows: &str) -> crate::support::Ran {
    const TERMS: [&str; 5] = ["2023-2024-1", "2023-2024-2", "2024-2025-1", "2024-2025-2", "2025-2026-1"];
    let mut grades = "学号|课程名称|课程代码|成绩|考试性质|学分|学期\n".to_owned();
    for row in rows.lines().map(str::trim) {
        let (term, cells) = row.split_once('/').unwrap();
        let mut cells = cells.split('|');
        let cells = ["", "", "", "1"].map(|default| cells.next().unwrap_or(default));
        let term = TERMS[term.parse::<usize>().unwrap() - 1];
        let _ = writeln!(grades, "2023001|大学英语|{}|{term}", cells.join("|"));
    }
    roster_of(1)
        .sheet("成绩.xlsx", &grades)
        .policy("grades.retake = \"max\"\neligibility.rank.exempt_first_year = false")
        .run()
}

/// The average, the credits, H-A3, and what the list of problems says of courses of one name.
fn english_ends(rows: &str) -> [String; 4] {
    let ran = english(rows);
    let student = ran.student("2023001");
    let credits = student.0["credits"].as_str().unwrap().to_owned();
    let problems = ran.problems().into_iter().filter(|text| text.starts_with("J31"));
    let codes: Vec<String> =
        problems.map(|text| text.split(' ').take(2).collect::<Vec<_>>().join(" ").replace(':', "")).collect();
    [student.average(), credits, student.verdict_on("H-A3"), codes.join(", ")]
}

/// 96 and 61 in two terms: of two courses the mean is 78.5, of one taken again the better counts.
#[test]
fn a_course_taught_over_several_terms_is_a_course_in_each() {
    let several = ["78.50", "2", "pass", "J313 info"];
    for rows in ["1/|96|\n2/|61|", "1/|96|正常考试\n2/|61|正常考试", "1/E1|96|\n2/E1|61|初修"] {
        assert_eq!(english_ends(rows), several, "{rows}");
    }
    // The code says that it is the same course, and nothing says otherwise.
    assert_eq!(english_ends("1/E1|96|\n2/E1|61|"), ["96.00", "1", "pass", "J313 warning"]);
    // A retake is one, and what was failed is taken again.
    assert_eq!(english_ends("1/|96|\n2/|61|重修"), ["96.00", "1", "pass", ""]);
    assert_eq!(english_ends("1/|50|\n2/|61|"), ["61.00", "1", "review", "J313 warning"]);
    // The same term is the same exam.
    assert_eq!(english_ends("1/|96|\n1/|61|")[..3], ["", "0", "review"]);
    // Each has its own credit: (96·4 + 61·2) / 6.
    assert_eq!(english_ends("1/|96||4\n2/|61||2"), ["84.33", "6", "pass", "J313 info"]);
}

/// After 96 in the first term, 50 in the second and 80 in the third.
#[test]
fn make_ups_and_retakes_belong_to_the_last_part_that_is_not_passed() {
    let before = "1/|96|\n2/|50|正常考试\n3/|80|";
    // (96 + 50 + 80) / 3, then the second with 70, with a make-up capped at 60, and with the same row twice.
    assert_eq!(english_ends(before), ["75.33", "3", "fail", "J313 info"]);
    assert_eq!(english_ends(&format!("{before}\n4/|70|重修")), ["82.00", "3", "review", "J313 info"]);
    assert_eq!(english_ends(&format!("{before}\n2/|70|补考")), ["78.67", "3", "review", "J313 info"]);
    assert_eq!(english_ends(&format!("{before}\n4/|70|重修\n4/|70|重修")), ["82.00", "3", "review", "J313 info"]);
    // Where all are passed it is the last: (96 + 90) / 2.
    assert_eq!(english_ends("1/|96|\n2/|61|\n3/|90|重修"), ["93.00", "2", "pass", "J313 info"]);
    // The retake beside an exam in its row is of the course of the row.
    assert_eq!(english_ends(&format!("{before}\n4/|70/90|")), ["74.00", "4", "fail", "J313 info"]);
}

/// An exam that the sheet calls ordinary is failed like any other; one of which nothing is said may be a retake for a better score.
#[test]
fn a_failed_part_is_a_failure_where_the_sheet_says_what_it_is() {
    assert_eq!(english_ends("1/|96|\n2/|50|正常考试"), ["73.00", "2", "fail", "J313 info"]);
    assert_eq!(english_ends("1/|96|\n2/|50|"), ["73.00", "2", "review", "J313 info, J317 error"]);
    // What failed is told apart by its term.
    let ran = english("1/|96|\n2/|50|正常考试");
    assert_reason(
        &ran.student("2023001"),
        "H-A3",
        "fail",
        &["2 门课程", "大学英语（2023-2024-2）（初考 50）"],
        &["成绩.xlsx › Sheet1 › D3"],
    );
}
