//! H-A2: the ranking within the major, and every setting of `eligibility.rank`.

use super::assert_reason;
use crate::scene::{
    averages, class, exams, exams_of, field_of, id, metric_value, one_course_each, roster, roster_of, students,
    verdicts_on,
};
use crate::support::{Drop, Ran};

/// Who meets H-A2, by the last digits of the number.
fn within(ran: &Ran) -> Vec<String> {
    let passed = students(ran).into_iter().filter(|student| student.verdict_on("H-A2") == "pass");
    passed.map(|student| student.0["student_id"].as_str().unwrap().to_owned()).collect()
}

fn ids(numbers: &[usize]) -> Vec<String> {
    numbers.iter().copied().map(id).collect()
}

const TEN: [&str; 10] = ["95", "90", "88", "86", "84", "82", "80", "78", "76", "74"];

/// 30 % of 10 is 3: the third is within, 4·100 > 30·10. Evidence is the score that was counted.
#[test]
fn h_a2_passes_the_third_of_ten_and_fails_the_fourth() {
    let ran = class(&TEN).policy("policy.extends = \"hunan-jiaotong\"").run();
    let (third, fourth) = (ran.student("2023003"), ran.student("2023004"));
    assert_reason(&third, "H-A2", "pass", &["3 / 10", "30/100", "88.00"], &["成绩.xlsx › Sheet1 › C4"]);
    assert_reason(&fourth, "H-A2", "fail", &["4 / 10", "30/100", "86.00"], &["成绩.xlsx › Sheet1 › C5"]);
    assert_eq!(fourth.verdict(), "fail");
    assert!(field_of(&fourth, "H-A2", "clause").contains("H-A2"));
    assert_eq!(field_of(&fourth, "H-A2", "layer"), "school");
}

/// 1·100 > 30·3: no rank of three can satisfy the line, so a human looks at the best.
#[test]
fn h_a2_reviews_the_best_of_a_cohort_too_small_for_the_line() {
    let ran = class(&["90", "80", "70"]).run();
    assert_reason(&ran.student("2023001"), "H-A2", "review", &["3 人", "30/100"], &["成绩.xlsx › Sheet1 › C2"]);
    assert_eq!(verdicts_on(&ran, "H-A2"), ["review", "fail", "fail"]);
}

/// Cohort 2025 is in its first academic year in 2025-2026-1, cohort 2024 is not.
#[test]
fn h_a2_and_h_a3_exempt_first_years() {
    let rows = "2025001|新生甲|共青团员|信息工程学院|软件技术|2025|软件2501|在读\n\
                2024001|学生乙|共青团员|信息工程学院|软件技术|2024|软件2401|在读";
    let grades = "学号|课程名称|成绩|学分|学期\n2025001|高等数学|40|4|2025-2026-1\n2024001|高等数学|40|4|2025-2026-1";
    let drop = || roster(rows).sheet("成绩.xlsx", grades);
    let ran = drop().run();
    let new = ran.student("2025001");
    assert_reason(&new, "H-A2", "exempt", &["2025", "2025-2026-1", "一年级"], &[]);
    assert_reason(&new, "H-A3", "exempt", &["2025", "2025-2026-1", "一年级"], &[]);
    assert_eq!(new.verdict(), "pass");
    assert_eq!(ran.student("2024001").verdict(), "fail");
    let asked = drop().policy("eligibility.rank.exempt_first_year = false").run().student("2025001");
    assert_eq!([asked.verdict_on("H-A2"), asked.verdict_on("H-A3")], ["review", "fail"]);
    assert_eq!(asked.verdict(), "fail");
    // Another term, another first year.
    let earlier = drop().policy("policy.term = \"2024-2025-2\"").run();
    assert_eq!(earlier.student("2024001").verdict_on("H-A2"), "exempt");
}

#[test]
fn rank_enabled_switches_the_rule_off() {
    let ran = class(&TEN).policy("eligibility.rank.enabled = false").run();
    assert_eq!(verdicts_on(&ran, "H-A2"), ["exempt"; 10]);
    assert_eq!(ran.student("2023010").verdict(), "pass");
    // Nor is a line drawn anywhere.
    let report = ran.report("01-候选资格审查.xlsx");
    assert!(report.contains("政策没有启用专业排名的要求") && !report.contains("[线边名单]"), "{report}");
    assert!(!report.contains("| 线内 |") && !ran.report("02-专业排名.xlsx").contains("线内人数"));
}

/// 20 % of 10 is 2, 3/8 of 10 is 3.75, 40 % is 4.
#[test]
fn rank_percent_moves_the_line() {
    for (percent, last) in [("20/100", 2), ("30%", 3), ("3/8", 3), ("40%", 4), ("1", 10)] {
        let ran = class(&TEN).policy(&format!("eligibility.rank.percent = \"{percent}\"")).run();
        assert_eq!(within(&ran), ids(&(1..=last).collect::<Vec<_>>()), "{percent}");
    }
}

/// Four students, a course of one credit in each of three terms; the best of four is within 30 %, the second is not.
///
/// | | 2024-2025-1 | 2024-2025-2 | 2025-2026-1 | since entry | last year | last term |
/// |---|---|---|---|---|---|---|
/// | 1 | 100 | 70 | 70 | **80** | 70 | 70 |
/// | 2 | 60 | 95 | 75 | 76.66… | **85** | 75 |
/// | 3 | 60 | 60 | 98 | 72.66… | 79 | **98** |
/// | 4 | 62 | 62 | 62 | 62 | 62 | 62 |
fn three_terms() -> Drop {
    let rows = [["100", "70", "70"], ["60", "95", "75"], ["60", "60", "98"], ["62", "62", "62"]].map(|scores| {
        let terms = ["2024-2025-1", "2024-2025-2", "2025-2026-1"];
        let courses = ["数学一", "数学二", "数学三"];
        let rows = terms.iter().zip(courses).zip(scores);
        rows.map(|((term, course), score)| format!("{course}|{score}|||{term}")).collect::<Vec<_>>().join("\n")
    });
    exams_of(&rows.each_ref().map(String::as_str))
}

#[test]
fn rank_window_chooses_the_terms() {
    for (window, passed, shown) in [
        ("since_entry", &[1][..], ["80.00", "76.67", "72.67", "62.00"]),
        ("last_year", &[2], ["70.00", "85.00", "79.00", "62.00"]),
        ("last_term", &[3], ["70.00", "75.00", "98.00", "62.00"]),
        ("any_of", &[1, 2, 3], ["80.00", "76.67", "72.67", "62.00"]),
    ] {
        let ran = three_terms().policy(&format!("eligibility.rank.window = \"{window}\"")).run();
        assert_eq!(within(&ran), ids(passed), "{window}");
        assert_eq!(averages(&ran), shown, "{window}");
    }
}

/// One window is enough, and the reason shows all three: the second student is 2nd, 1st and 2nd of four.
#[test]
fn any_of_shows_every_window() {
    let ran = three_terms().policy("eligibility.rank.window = \"any_of\"").run();
    let cells = ["成绩.xlsx › Sheet1 › C5:C7"];
    let second = ["2 / 4", "76.67", "1 / 4", "85.00", "2 / 4", "75.00"];
    assert_reason(&ran.student("2023002"), "H-A2", "pass", &second, &cells);
    let last = ["4 / 4", "62.00", "4 / 4", "62.00", "4 / 4", "62.00"];
    assert_reason(&ran.student("2023004"), "H-A2", "fail", &last, &["成绩.xlsx › Sheet1 › C11:C13"]);
}

/// In 2024-2025-2 the second student is the best of the term; 2025-2026-1 lies after it and is in no window up to it.
#[test]
fn policy_term_moves_the_windows() {
    for (window, passed) in [("last_term", 2), ("last_year", 1)] {
        let policy = format!("policy.term = \"2024-2025-2\"\neligibility.rank.window = \"{window}\"");
        assert_eq!(within(&three_terms().policy(&policy).run()), ids(&[passed]), "{window}");
    }
}

/// "A course belongs to the term of its first exam in the drop; its later attempts come along": a course failed a year and
/// a half ago and retaken now is none of this term's, and one of this year's first exam is, with its later retake.
#[test]
fn a_course_belongs_to_the_term_of_its_first_exam() {
    let rows = "旧课|40|||2024-2025-1\n旧课|90|重修||2025-2026-1\n新课|70|||2025-2026-1";
    let average = |window: &str| {
        let drop = exams(rows).policy(&format!("eligibility.rank.window = \"{window}\""));
        drop.run().student("2023001").average()
    };
    assert_eq!([average("since_entry"), average("last_year"), average("last_term")], ["80.00", "70.00", "70.00"]);
}

/// Six students; each of the last five differs from the first in one part of the key only. Whoever differs in the part that
/// makes up the cohort is alone; the other five are together. By major and year the two who differ in one of these are out.
#[test]
fn rank_cohort_says_who_is_compared() {
    let rows = "2023001|甲|共青团员|信息|东区|软件|2023|1班\n2023002|乙|共青团员|机电|东区|软件|2023|1班\n\
                2023003|丙|共青团员|信息|西区|软件|2023|1班\n2023004|丁|共青团员|信息|东区|网络|2023|1班\n\
                2023005|戊|共青团员|信息|东区|软件|2022|1班\n2023006|己|共青团员|信息|东区|软件|2023|2班";
    let roster = format!("学号|姓名|政治面貌|学院|校区|专业|年级|班级\n{rows}");
    let grades = one_course_each(&["81", "82", "83", "84", "85", "86"]);
    for (cohort, sizes) in [
        ("\"college\"", [5, 1, 5, 5, 5, 5]),
        ("\"campus\"", [5, 5, 1, 5, 5, 5]),
        ("\"major\"", [5, 5, 5, 1, 5, 5]),
        ("\"cohort\"", [5, 5, 5, 5, 1, 5]),
        ("\"class\"", [5, 5, 5, 5, 5, 1]),
        ("\"major\", \"cohort\"", [4, 4, 4, 1, 1, 4]),
    ] {
        let drop = Drop::new().sheet("名册.xlsx", &roster).sheet("成绩.xlsx", &grades);
        let ran = drop.policy(&format!("eligibility.rank.cohort = [{cohort}]")).run();
        let found: Vec<u64> = students(&ran).iter().map(|student| student.0["cohort_size"].as_u64().unwrap()).collect();
        assert_eq!(found, sizes, "{cohort}");
    }
}

/// Without a major nobody can say with whom to compare; the others are ranked without this student.
#[test]
fn h_a2_reviews_a_student_of_no_cohort() {
    let rows = "2023001|甲甲|共青团员|信息|软件|2023|1班|在读\n2023002|乙乙|共青团员|信息||2023|1班|在读";
    let grades = "学号|课程名称|成绩|学分|学期\n2023001|数学|80|4|2025-2026-1\n2023002|数学|90|4|2025-2026-1";
    let ran = roster(rows).sheet("成绩.xlsx", grades).run();
    assert_eq!(ran.ranks(), ["2023001 1/1", "2023002 -/null"]);
    assert_reason(&ran.student("2023002"), "H-A2", "review", &[], &["名册.xlsx › Sheet1 › A3"]);
    assert!(ran.codes().contains(&"C214".to_owned()));
}

/// Students who are not enrolled are in no cohort: of five, four are ranked. An unlisted status counts and is reviewed.
#[test]
fn only_enrolled_students_are_ranked() {
    let statuses = ["在读", "休学", "在籍", "交流", "注册学籍"];
    let rows = (1..).zip(statuses).map(|(k, status)| format!("{}|甲甲|共青团员|信息|软件|2023|1班|{status}", id(k)));
    let rows = rows.collect::<Vec<_>>().join("\n");
    let drop = || roster(&rows).sheet("成绩.xlsx", &one_course_each(&["91", "92", "93", "94", "95"]));
    let ran = drop().run();
    assert_eq!(ran.ranks(), ["2023001 4/4", "2023003 3/4", "2023004 2/4", "2023005 1/4"]);
    assert_eq!(ran.result()["not_enrolled"][0]["student_id"], "2023002");
    assert!(ran.codes().contains(&"C211".to_owned()));
    let policy = "roster.enrolled = [\"在读\", \"在籍\", \"注册学籍\", \"交流\"]\nroster.not_enrolled = [\"休学\"]";
    assert!(!drop().policy(policy).run().codes().contains(&"C211".to_owned()));
    let away = "roster.not_enrolled = [\"休学\", \"交流\"]";
    assert_eq!(drop().policy(away).run().ranks(), ["2023001 3/3", "2023003 2/3", "2023005 1/3"]);
}

/// Averages 90, 80, 70, 65; totals 70, 80, 95, 60; the school's own ranks 13, 20, 30 and 1 of 40.
fn with_totals() -> Drop {
    let totals =
        "学号|综测总分|专业排名|专业人数\n2023001|70|13|40\n2023002|80|20|40\n2023003|95|30|40\n2023004|60|1|40";
    class(&["90", "80", "70", "65"]).sheet("综测.xlsx", totals)
}

/// The first metric of the list that is there is used. The best of four is within; of 40 the first 12 are, 13·100 > 30·40.
#[test]
fn rank_metric_takes_the_first_that_is_there() {
    for (metric, passed) in [
        ("\"comprehensive\", \"average\"", 3),
        ("\"average\", \"comprehensive\"", 1),
        ("\"gpa\"", 1),
        ("\"imported_rank\"", 4),
    ] {
        let ran = with_totals().policy(&format!("eligibility.rank.metric = [{metric}]")).run();
        assert_eq!(within(&ran), ids(&[passed]), "{metric}");
    }
    let without_totals = class(&["90", "80", "70", "65"]).run();
    assert_eq!(within(&without_totals), ids(&[1]));
}

/// Evidence is the total's cell, or the cell of the rank that the school has worked out.
#[test]
fn totals_and_imported_ranks_name_their_cells() {
    let total = with_totals().run().student("2023003");
    assert_reason(&total, "H-A2", "pass", &["1 / 4", "30/100", "95.00"], &["综测.xlsx › Sheet1 › B4"]);
    let imported = with_totals().policy("eligibility.rank.metric = [\"imported_rank\"]").run();
    assert_eq!(imported.ranks(), ["2023001 13/40", "2023002 20/40", "2023003 30/40", "2023004 1/40"]);
    let first = imported.student("2023001");
    assert_eq!((first.verdict_on("H-A2"), metric_value(&first)), ("fail".to_owned(), String::new()));
    assert!(first.reason("H-A2").contains("13 / 40 > 30/100"));
}

/// The order by grade points is another one: two 79s have 2.9 each; 100 and 59 have the higher mean, 79.5, but 5 and 0 points.
#[test]
fn ranking_by_grade_points_is_another_ranking() {
    let drop = || exams_of(&["甲|100\n乙|59", "甲|79\n乙|79", "甲|60\n乙|60", "甲|60\n乙|60"]);
    assert_eq!(within(&drop().run()), ids(&[1]));
    assert_eq!(within(&drop().policy("eligibility.rank.metric = [\"gpa\"]").run()), ids(&[2]));
}

/// Of three nobody can be within 30 %. Two who tie for the best are both the best, however their ranks are counted.
#[test]
fn rank_small_cohort_says_what_becomes_of_the_best() {
    for (small_cohort, best) in [("review", "review"), ("fail", "fail"), ("min_one", "pass")] {
        let policy = format!("eligibility.rank.small_cohort = \"{small_cohort}\"");
        let verdicts = |scores: &[&str], policy: &str| verdicts_on(&class(scores).policy(policy).run(), "H-A2");
        assert_eq!(verdicts(&["90", "80", "70"], &policy), [best, "fail", "fail"]);
        let last = format!("{policy}\neligibility.rank.ties = \"competition_max\"");
        assert_eq!(verdicts(&["90", "90", "70"], &last), [best, best, "fail"]);
        // Ten are no small cohort, whatever the setting.
        assert_eq!(verdicts(&TEN, &policy)[2..4], ["pass", "fail"]);
    }
}

/// Who has no countable course is not among the ten, and a human looks or nobody does.
#[test]
fn rank_without_grades_is_no_part_of_the_cohort() {
    for without in ["review", "fail"] {
        let policy = format!("eligibility.rank.without_grades = \"{without}\"");
        let ran = roster_of(11).sheet("成绩.xlsx", &one_course_each(&TEN)).policy(&policy).run();
        assert_eq!(ran.student("2023003").0["cohort_size"], 10);
        assert_reason(&ran.student("2023011"), "H-A2", without, &[], &[]);
        assert_eq!(ran.student("2023011").verdict(), without);
    }
}

/// With courses of another window only, there is nothing to rank by in this one.
#[test]
fn without_grades_is_asked_window_by_window() {
    let drop = || exams_of(&["数学|90|||2024-2025-1", "数学|80|||2025-2026-1"]);
    let in_window =
        |window: &str| verdicts_on(&drop().policy(&format!("eligibility.rank.window = \"{window}\"")).run(), "H-A2");
    // Alone in the cohort of the term, the second is the best of one.
    assert_eq!(in_window("last_term"), ["review", "review"]);
    let policy = "eligibility.rank.window = \"last_term\"\neligibility.rank.without_grades = \"fail\"";
    assert_eq!(verdicts_on(&drop().policy(policy).run(), "H-A2"), ["fail", "review"]);
    assert_eq!(in_window("since_entry"), ["review", "fail"]);
}

/// What an unreadable score could have been decides between a failure and a review. Beside their 86 and 74 the fourth and the
/// last of ten have one that nobody can read. At best it is 100: (86 + 100)/2 = 93 would be second and within the line,
/// (74 + 100)/2 = 87 would be fourth and beyond it.
#[test]
fn h_a2_reviews_an_unreadable_score_only_where_it_could_turn_the_rank() {
    let rows: Vec<String> = TEN.iter().map(|score| format!("高等数学|{score}")).collect();
    let mut rows: Vec<&str> = rows.iter().map(String::as_str).collect();
    let (fourth, last) = (format!("{}\n英语|看不清", rows[3]), format!("{}\n英语|看不清", rows[9]));
    (rows[3], rows[9]) = (&fourth, &last);
    let ran = exams_of(&rows).run();
    assert_eq!(ran.ranks()[3], "2023004 4/10");
    assert_reason(
        &ran.student("2023004"),
        "H-A2",
        "review",
        &["4 / 10", "86.00", "C204"],
        &["成绩.xlsx › Sheet1 › C5"],
    );
    assert_reason(&ran.student("2023010"), "H-A2", "fail", &["10 / 10", "74.00"], &["成绩.xlsx › Sheet1 › C12"]);
    let verdicts = ["2023004", "2023010"].map(|id| (ran.student(id).verdict(), ran.student(id).verdict_on("C204")));
    assert_eq!(verdicts, [("review".into(), "review".into()), ("fail".into(), "review".into())]);
}
