//! One group of tests per clause and per setting: a pass, a fail, a review, an exemption, each with its numbers and its cells;
//! and every alternative of a setting changes somebody's outcome.

// H-A3, and what eligibility.fail makes of it.
mod courses;
// From attempts to a mean: grades.
mod grades;
// H-A2, and what eligibility.rank makes of it.
mod rank;
// H-A1, H-A4, H-A5, H-A6 and H-A9 with W-A1 and W-A3: the roster and the registers.
mod registers;

use crate::scene::{assert_holds, class, exams, students};
use crate::support::Student;

/// Asserts what one rule found: the verdict, the decisive words in their order, and the cells.
#[track_caller]
pub(crate) fn assert_reason(student: &Student, rule: &str, verdict: &str, pieces: &[&str], cells: &[&str]) {
    let finding = student.reason(rule);
    assert_eq!(student.verdict_on(rule), verdict, "{finding}");
    assert_holds(&finding, pieces);
    assert_eq!(student.evidence(rule), cells, "{finding}");
}

/// A binding failure decides over every doubt, a doubt over every pass; all reasons are there, not only the first.
#[test]
fn a_failure_decides_before_a_review_and_a_review_before_a_pass() {
    let policy = |rest: &str| format!("eligibility.rank.enabled = false\n{rest}");
    let verdict = |rows: &str, rest: &str| {
        let student = exams(rows).policy(&policy(rest)).run().student("2023001");
        (student.verdict(), ["H-A1", "H-A2", "H-A3", "H-A4"].map(|rule| student.verdict_on(rule)))
    };
    let cleared = "高等数学|52\n高等数学|71|补考";
    assert_eq!(verdict("高等数学|80", ""), ("pass".into(), ["pass", "exempt", "pass", "pass"].map(Into::into)));
    assert_eq!(verdict(cleared, ""), ("review".into(), ["pass", "exempt", "review", "pass"].map(Into::into)));
    let members_only = "eligibility.political.accept = [\"中共党员\"]";
    assert_eq!(verdict(cleared, members_only), ("fail".into(), ["fail", "exempt", "review", "pass"].map(Into::into)));
}

/// What nobody looked at says so and does not read as if it had been found in order.
#[test]
fn without_a_list_of_punishments_the_rule_is_not_checked() {
    let report = class(&["90", "80", "70", "65"]).run().report("01-候选资格审查.xlsx");
    assert!(
        report.contains("| H-A4 无违纪违法 | 未核查 | 没有违纪处分名单，这一条没有核查，按“无记录”列出"),
        "{report}"
    );
    assert!(!report.contains("H-A4 无违纪违法 | 符合"), "{report}");
}

/// Only an error-strength rule makes a person ineligible; a warn rule that fails is shown.
#[test]
fn a_failed_principle_is_shown_and_makes_nobody_ineligible() {
    let scores = ["90", "80", "70", "65"];
    let strict = class(&scores).run();
    assert_eq!(strict.verdicts(), ["2023001 pass", "2023002 fail", "2023003 fail", "2023004 fail"]);
    let line = "eligibility.rank.percent = { value = \"30/100\", clause = \"校办〔2025〕1号\", strength = \"warn\" }";
    let lenient = class(&scores).policy(line).run();
    assert_eq!(lenient.verdicts(), ["2023001 pass", "2023002 pass", "2023003 pass", "2023004 pass"]);
    let last = students(&lenient).pop().unwrap();
    assert_reason(&last, "H-A2", "fail", &["4 / 4", "30/100", "65.00"], &["成绩.xlsx › Sheet1 › C5"]);
}
