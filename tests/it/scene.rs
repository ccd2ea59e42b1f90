//! Small schools in a few lines: who is on the roster, and what they scored.

use std::fmt::Write as _;

use serde_json::Value;

use crate::support::{Drop, Ran, Student};

/// The header of the rosters made here.
pub(crate) const ROSTER: &str = "学号|姓名|政治面貌|学院|专业|年级|班级|学籍状态\n";

/// The number of the k-th student of a class, from 1.
pub(crate) fn id(k: usize) -> String {
    format!("2023{k:03}")
}

/// A drop with a roster of `n` league members of one major and year.
pub(crate) fn roster_of(n: usize) -> Drop {
    let mut rows = ROSTER.to_owned();
    for k in 1..=n {
        let _ = writeln!(rows, "{}|学生甲|共青团员|信息工程学院|软件技术|2023|软件2301|在读", id(k));
    }
    Drop::new().sheet("名册.xlsx", &rows)
}

/// A drop whose roster has these rows, under the header above.
pub(crate) fn roster(rows: &str) -> Drop {
    Drop::new().sheet("名册.xlsx", &format!("{ROSTER}{rows}"))
}

/// One student, 2023001, with these exams.
///
/// A line each: 课程 | 成绩 | 考试性质 | 学分 | 学期 | 课程性质. What is left out or blank is an ordinary exam of a required course
/// of one credit in 2025-2026-1. The k-th exam's score stands in cell C of row k + 1.
pub(crate) fn exams(rows: &str) -> Drop {
    exams_of(&[rows])
}

/// A class with these exams, a text for each student.
pub(crate) fn exams_of(students: &[&str]) -> Drop {
    let mut rows = "学号|课程名称|成绩|考试性质|学分|学期|课程性质\n".to_owned();
    for (k, exams) in (1..).zip(students) {
        for exam in exams.lines().map(str::trim).filter(|line| !line.is_empty()) {
            let defaults = ["", "", "正常考试", "1", "2025-2026-1", "必修"];
            let mut cells = exam.split('|').map(str::trim);
            let cells = defaults.map(|default| cells.next().filter(|cell| !cell.is_empty()).unwrap_or(default));
            let _ = writeln!(rows, "{}|{}", id(k), cells.join("|"));
        }
    }
    roster_of(students.len()).sheet("成绩.xlsx", &rows)
}

/// A class of which each student has one course with this score.
pub(crate) fn class(scores: &[&str]) -> Drop {
    let exams: Vec<String> = scores.iter().map(|score| format!("高等数学|{score}")).collect();
    exams_of(&exams.iter().map(String::as_str).collect::<Vec<_>>())
}

/// A grade sheet in which the k-th student has this score in one course of four credits.
pub(crate) fn one_course_each(scores: &[&str]) -> String {
    let mut rows = "学号|课程名称|成绩|学分|学期\n".to_owned();
    for (k, score) in (1..).zip(scores) {
        let _ = writeln!(rows, "{}|高等数学|{score}|4|2025-2026-1", id(k));
    }
    rows
}

/// Ranking cohorts of these sizes, all averages different. Who is k-th of n has the number `nnnnkkkk`.
pub(crate) fn cohorts(sizes: &[usize]) -> Drop {
    let mut roster = ROSTER.to_owned();
    let mut grades = "学号|课程名称|成绩|学分|学期\n".to_owned();
    for n in sizes {
        for k in 1..=*n {
            let hundredths = 10_000 - 2 * k;
            let _ = writeln!(roster, "{n:04}{k:04}|学生甲|共青团员|信息工程学院|专业{n}|2023|1班|在读");
            let (whole, rest) = (hundredths / 100, hundredths % 100);
            let _ = writeln!(grades, "{n:04}{k:04}|高等数学|{whole}.{rest:02}|4|2025-2026-1");
        }
    }
    Drop::new().sheet("名册.xlsx", &roster).sheet("成绩.xlsx", &grades)
}

/// The only student of [`exams`] under a policy.
pub(crate) fn one(rows: &str, policy: &str) -> Student {
    exams(rows).policy(policy).run().student("2023001")
}

/// The verdict of one rule on every student, in the order of the numbers.
pub(crate) fn verdicts_on(ran: &Ran, rule: &str) -> Vec<String> {
    students(ran).iter().map(|student| student.verdict_on(rule)).collect()
}

/// All students of the result.
pub(crate) fn students(ran: &Ran) -> Vec<Student> {
    ran.result()["eligibility"].as_array().unwrap().iter().map(|student| Student(student.clone())).collect()
}

/// The averages of all students, as printed.
pub(crate) fn averages(ran: &Ran) -> Vec<String> {
    students(ran).iter().map(Student::average).collect()
}

/// A field of one reason, `layer` for instance.
pub(crate) fn field_of(student: &Student, rule: &str, field: &str) -> String {
    let reasons = student.0["reasons"].as_array().unwrap();
    let reason = reasons.iter().find(|reason| reason["rule"] == rule);
    reason.map_or(String::new(), |reason| reason[field].as_str().unwrap().to_owned())
}

/// What a student is ranked by, as printed; empty if there is nothing.
pub(crate) fn metric_value(student: &Student) -> String {
    match &student.0["metric_value"] {
        Value::String(value) => value.clone(),
        _ => String::new(),
    }
}

/// Asserts that a text holds these pieces, one behind the other.
#[track_caller]
pub(crate) fn assert_holds(text: &str, pieces: &[&str]) {
    let mut rest = text;
    for piece in pieces {
        let Some((_, behind)) = rest.split_once(piece) else { panic!("no “{piece}” where expected in: {text}") };
        rest = behind;
    }
}
