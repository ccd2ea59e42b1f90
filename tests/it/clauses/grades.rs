//! Grades: from the attempts at a course to one score, from the scores to the mean, with every setting of `grades`.

use crate::scene::{averages, exams, exams_of, metric_value, one, roster_of, verdicts_on};
use crate::support::Ran;

/// The average of one student with these exams.
fn average(rows: &str, policy: &str) -> String {
    one(rows, policy).average()
}

/// Whether H-A3 passes one student with these exams.
fn passes(rows: &str, policy: &str) -> String {
    one(rows, policy).verdict_on("H-A3")
}

fn has_code(ran: &Ran, code: &str) -> bool {
    ran.codes().iter().any(|found| found == code)
}

/// 60 passes and 59.9 does not; where 70 is the mark, 65 fails and a passed make-up counts 70.
#[test]
fn pass_mark_is_the_lowest_passed_score_and_the_cap() {
    let seventy = "grades.pass_mark = \"70\"";
    assert_eq!([passes("数学|60", ""), passes("数学|59.9", "")], ["pass", "fail"]);
    assert_eq!([passes("数学|70", seventy), passes("数学|69", seventy)], ["pass", "fail"]);
    let made_up = "数学|50\n数学|80|补考";
    assert_eq!([average(made_up, ""), average(made_up, seventy)], ["60.00", "70.00"]);
}

#[test]
fn level_words_have_scores() {
    let words = ["优秀", "优", "良好", "良", "中等", "中", "及格", "不及格"].map(|word| format!("数学|{word}"));
    let ran = exams_of(&words.each_ref().map(String::as_str)).run();
    assert_eq!(averages(&ran), ["95.00", "95.00", "85.00", "85.00", "75.00", "75.00", "65.00", "0.00"]);
    assert_eq!(verdicts_on(&ran, "H-A3")[6..], ["pass", "fail"]);
}

/// A policy's own levels are merged with the national ones: 良好 becomes 88, A is new, 优秀 stays, 中 is removed by an empty
/// value and so unknown.
#[test]
fn levels_are_merged_and_removed_one_by_one() {
    let levels = "grades.levels = { \"良好\" = \"88\", \"A\" = \"92.5\", \"中\" = \"\" }";
    let ran = exams_of(&["数学|良好", "数学|A", "数学|优秀", "数学|中"]).policy(levels).run();
    assert_eq!(averages(&ran), ["88.00", "92.50", "95.00", ""]);
    assert_eq!(ran.student("2023004").verdict_on("C204"), "review");
    assert!(has_code(&exams("数学|A").run(), "C204"));
}

/// Two-level results have no score: the mean of 80 and 合格 is 80. A list of the policy replaces the national one.
#[test]
fn two_level_words_stay_out_of_the_mean() {
    for (word, verdict) in [("合格", "pass"), ("通过", "pass"), ("不合格", "fail"), ("不通过", "fail")] {
        let student = one(&format!("数学|80\n体育|{word}"), "");
        assert_eq!((student.average(), student.verdict_on("H-A3")), ("80.00".into(), verdict.into()), "{word}");
    }
    let own = "grades.two_level = { pass = [\"P\"], fail = [\"F\"] }";
    assert_eq!([passes("体育|P", own), passes("体育|F", own)], ["pass", "fail"]);
    assert!(has_code(&exams("体育|合格").policy(own).run(), "C204"));
    assert!(has_code(&exams("体育|P").run(), "C204"));
}

/// Absent and cheating count 0 and are failed: (80 + 0)/2 = 40.
#[test]
fn zero_words_count_nothing_and_fail() {
    for word in ["缺考", "旷考", "作弊", "舞弊", "取消考试资格", "取消资格", "缺交作业"] {
        let student = one(&format!("数学|80\n英语|{word}"), "");
        assert_eq!((student.average(), student.verdict_on("H-A3")), ("40.00".into(), "fail".into()), "{word}");
    }
    let own = "grades.zero = [\"弃考\"]";
    assert_eq!(average("数学|80\n英语|弃考", own), "40.00");
    assert!(has_code(&exams("英语|缺考").policy(own).run(), "C204"));
}

/// Without a result it is no part of the mean and no failure; with one it is the first exam, not a make-up capped at 60.
#[test]
fn deferred_words_wait_for_a_result() {
    assert_eq!(average("数学|80\n英语|缓考", ""), "80.00");
    assert_eq!(average("数学|80\n英语|缓考\n英语|90|缓考", ""), "85.00");
    assert_eq!(average("数学|80\n英语|缓考\n英语|90|||2025-2026-1", ""), "85.00");
    // A failed result is a failed first exam, and a make-up after it is one.
    let failed = "数学|80\n英语|缓考\n英语|50|缓考\n英语|90|补考";
    assert_eq!(average(failed, ""), "70.00");
    let own = "grades.deferred = [\"延考\"]";
    assert_eq!(average("数学|80\n英语|延考", own), "80.00");
    assert!(has_code(&exams("英语|缓考").policy(own).run(), "C204"));
}

#[test]
fn exempt_words_stay_out_of_the_mean_and_pass() {
    for word in ["免修", "免考"] {
        let student = one(&format!("数学|80\n英语|{word}"), "");
        assert_eq!((student.average(), student.verdict_on("H-A3")), ("80.00".into(), "pass".into()), "{word}");
    }
    let own = "grades.exempt = [\"免试\"]";
    assert_eq!((average("数学|80\n英语|免试", own), passes("英语|免试", own)), ("80.00".into(), "pass".into()));
    assert!(has_code(&exams("英语|免试").run(), "C204"));
}

/// 52, then 71 with a mark: as a make-up it counts 60, as a retake 71. A mark nobody explained is no score.
#[test]
fn marks_say_what_sort_of_attempt_a_score_is() {
    let marked = |mark: &str, policy: &str| average(&format!("数学|52\n数学|71{mark}"), policy);
    assert_eq!([marked("$", ""), marked("*", ""), marked("△", "")], ["60.00", "71.00", "71.00"]);
    assert_eq!(marked("@", "grades.marks = { \"@\" = \"makeup\" }"), "60.00");
    assert_eq!(marked("@", "grades.marks = { \"@\" = \"retake\" }"), "71.00");
    assert_eq!(marked("$", "grades.marks = { \"$\" = \"retake\" }"), "71.00");
    assert!(has_code(&exams("数学|71@").run(), "C204"));
    assert!(has_code(&exams("数学|71*").policy("grades.marks = { \"*\" = \"\" }").run(), "C204"));
    // The others stay.
    assert_eq!(marked("$", "grades.marks = { \"*\" = \"\" }"), "60.00");
}

/// First 40, make-up 70, retakes 65 and 50, the pass mark 60. After the make-up the score is 60, 40, 70 or 0; then
///
/// | | `max` | `latest` | `first` | `cap_pass_mark` |
/// |---|---|---|---|---|
/// | `cap_pass_mark` | max(60, 65, 50) = 65 | 50 | 60 | 60 |
/// | `first_attempt` | max(40, 65, 50) = 65 | 50 | 40 | 60 |
/// | `actual` | max(70, 65, 50) = 70 | 50 | 70 | 60 |
/// | `zero` | max(0, 65, 50) = 65 | 50 | 0 | 60 |
#[test]
fn makeup_and_retake_decide_together() {
    let rows = "数学|40|||2023-2024-1\n数学|70|补考||2023-2024-1\n\
                数学|65|重修||2024-2025-1\n数学|50|重修||2025-2026-1";
    for (makeup, expected) in [
        ("cap_pass_mark", ["65.00", "50.00", "60.00", "60.00"]),
        ("first_attempt", ["65.00", "50.00", "40.00", "60.00"]),
        ("actual", ["70.00", "50.00", "70.00", "60.00"]),
        ("zero", ["65.00", "50.00", "0.00", "60.00"]),
    ] {
        let found = ["max", "latest", "first", "cap_pass_mark"]
            .map(|retake| average(rows, &format!("grades.makeup = \"{makeup}\"\ngrades.retake = \"{retake}\"")));
        assert_eq!(found, expected, "{makeup}");
    }
}

/// "A passed first exam stands": a make-up after it changes nothing. A failed one and a failed make-up leave the better of
/// the two, 55, under `cap_pass_mark` and `actual`.
#[test]
fn make_ups_replace_failed_first_exams_only() {
    for makeup in ["cap_pass_mark", "first_attempt", "actual", "zero"] {
        let policy = format!("grades.makeup = \"{makeup}\"");
        assert_eq!(average("数学|62\n数学|90|补考", &policy), "62.00", "{makeup}");
    }
    for (first, second) in [("40", "55"), ("55", "40")] {
        let rows = format!("数学|{first}\n数学|{second}|补考");
        let found =
            ["cap_pass_mark", "actual", "zero"].map(|makeup| average(&rows, &format!("grades.makeup = \"{makeup}\"")));
        assert_eq!(found, ["55.00", "55.00", "0.00"]);
    }
}

/// A passed 70, retaken in a later term: `max` keeps the better, `latest` the later, `first` the first.
#[test]
fn retakes_of_passed_courses_count_as_the_policy_says() {
    let after = |score: &str| {
        let rows = format!("数学|70|||2024-2025-2\n数学|{score}|重修||2025-2026-1");
        ["max", "latest", "first"].map(|retake| average(&rows, &format!("grades.retake = \"{retake}\"")))
    };
    assert_eq!(after("90"), ["90.00", "90.00", "70.00"]);
    assert_eq!(after("65"), ["70.00", "65.00", "70.00"]);
}

/// Attempts are taken in order of time, whatever the order of the rows.
#[test]
fn the_last_retake_is_the_last_in_time() {
    let rows = "数学|50|重修||2025-2026-1\n数学|65|重修||2024-2025-1\n数学|40|||2023-2024-1";
    assert_eq!(average(rows, "grades.retake = \"latest\""), "50.00");
}

/// 90 with 1 credit and 64 hours, 60 with 3 credits and 32 hours: by credit (90 + 180)/4 = 67.5, by hours
/// (5760 + 1920)/96 = 80, all alike 75.
#[test]
fn weight_chooses_the_weights_of_the_mean() {
    let grades = "学号|课程名称|成绩|学分|学时\n2023001|数学|90|1|64\n2023001|英语|60|3|32";
    for (weight, expected) in [("credit", "67.50"), ("hours", "80.00"), ("equal", "75.00")] {
        let ran = roster_of(1).sheet("成绩.xlsx", grades).policy(&format!("grades.weight = \"{weight}\"")).run();
        assert_eq!(ran.student("2023001").average(), expected, "{weight}");
    }
}

/// "Missing credit is a problem; `grades.weight = "equal"` needs none."
#[test]
fn a_missing_weight_is_a_problem_where_weights_are_used() {
    let run = |grades: &str, weight: &str| {
        roster_of(1).sheet("成绩.xlsx", grades).policy(&format!("grades.weight = \"{weight}\"")).run()
    };
    let blank = "学号|课程名称|成绩|学分\n2023001|数学|90|\n2023001|英语|80|4";
    let by_credit = run(blank, "credit");
    let student = by_credit.student("2023001");
    assert_eq!((student.average(), student.verdict_on("C208")), ("80.00".into(), "review".into()));
    assert_eq!(student.evidence("C208"), ["成绩.xlsx › Sheet1 › C2"]);
    let alike = run(blank, "equal");
    assert_eq!(averages(&alike), ["85.00"]);
    assert!(!has_code(&alike, "C208"));
    let without = "学号|课程名称|成绩\n2023001|数学|90\n2023001|英语|80";
    assert!(has_code(&run(without, "credit"), "H101") && has_code(&run(without, "hours"), "H101"));
    assert!(!run(without, "equal").problems().iter().any(|problem| problem.contains("学分")));
}

/// 90, and 体育 70 by name, 书法 50 by type. What is out of the mean is still asked for failures.
#[test]
fn courses_are_left_out_of_the_mean_by_name_or_type() {
    let rows = "数学|90||||必修\n大学体育（三）|70||||必修\n书法|50||||公选";
    for (policy, expected) in [
        ("", "70.00"),
        ("grades.exclude_course_keywords = [\"体育\"]", "70.00"),
        ("grades.exclude_course_keywords = [\"体育\", \"书法\"]", "90.00"),
        ("grades.include_course_types = [\"必修\"]", "80.00"),
        ("grades.include_course_types = [\"公选\"]", "50.00"),
        ("grades.include_course_types = [\"必修\"]\ngrades.exclude_course_keywords = [\"体育\"]", "90.00"),
    ] {
        let student = one(rows, policy);
        assert_eq!((student.average(), student.verdict_on("H-A3")), (expected.into(), "fail".into()), "{policy}");
    }
}

#[test]
fn rows_of_a_minor_programme_stay_out_of_the_mean() {
    assert_eq!(average("数学|90\n法学概论|50|辅修", ""), "90.00");
}

/// 120 is off a scale of 0 to 100 and on one of 0 to 150.
#[test]
fn scale_bounds_the_scores() {
    for (score, scale, is_on) in
        [("100", "\"0\", \"100\"", true), ("100.5", "\"0\", \"100\"", false), ("-1", "\"0\", \"100\"", false)]
            .into_iter()
            .chain([("120", "\"0\", \"150\"", true), ("50", "\"60\", \"100\"", false)])
    {
        // The national words for a failed course have a score below 60.
        let levels = if scale.starts_with("\"60") { "grades.levels = { \"不及格\" = \"\" }\n" } else { "" };
        let ran = exams(&format!("数学|{score}")).policy(&format!("{levels}grades.scale = [{scale}]")).run();
        assert_eq!(has_code(&ran, "C205"), !is_on, "{score} {scale}");
        assert_eq!(averages(&ran)[0].is_empty(), !is_on, "{score} {scale}");
    }
}

/// 85 (3 credits) and 72 (2).
///
/// - `linear5`: (3.5·3 + 2.2·2)/5 = 14.9/5 = 2.98
/// - `pku`: 4 − 3·15²/1600 = 3.578125, 4 − 3·28²/1600 = 2.53: (10.734375 + 5.06)/5 = 3.158875
/// - `table`: the highest bound reached, 80 → 3 and 70 → 2: 13/5 = 2.6, whatever the order of the table
/// - `imported`: the sheet's 3.3 and 2.1: (9.9 + 4.2)/5 = 2.82
#[test]
fn gpa_chooses_the_scheme() {
    let grades = "学号|课程名称|成绩|学分|绩点\n2023001|数学|85|3|3.3\n2023001|英语|72|2|2.1";
    let table =
        "\"table\"\ngrades.gpa_table = [[\"60\", \"1.0\"], [\"90\", \"4.0\"], [\"80\", \"3.0\"], [\"70\", \"2.0\"]]";
    for (gpa, expected) in
        [("\"linear5\"", "2.980000"), ("\"pku\"", "3.158875"), (table, "2.600000"), ("\"imported\"", "2.820000")]
    {
        let policy = format!("eligibility.rank.metric = [\"gpa\"]\ngrades.decimals = 6\ngrades.gpa = {gpa}");
        let ran = roster_of(1).sheet("成绩.xlsx", grades).policy(&policy).run();
        assert_eq!(metric_value(&ran.student("2023001")), expected, "{gpa}");
    }
}

/// A score below every bound of the table has no point; a grade point the sheet does not give is a problem.
#[test]
fn gpa_has_an_answer_for_what_is_not_in_the_scheme() {
    let table = "eligibility.rank.metric = [\"gpa\"]\ngrades.gpa = \"table\"\ngrades.gpa_table = [[\"60\", \"1.0\"]]";
    assert_eq!(metric_value(&one("数学|59", table)), "0.00");
    let grades = "学号|课程名称|成绩|学分|绩点\n2023001|数学|85|3|\n2023001|英语|72|2|2.1";
    let policy = "eligibility.rank.metric = [\"gpa\"]\ngrades.gpa = \"imported\"";
    let student = roster_of(1).sheet("成绩.xlsx", grades).policy(policy).run().student("2023001");
    assert_eq!((metric_value(&student), student.verdict_on("C208")), ("2.10".into(), "review".into()));
}

/// (70 + 70 + 71)/3 = 70.3333….
#[test]
fn decimals_are_shown_and_decide_nothing() {
    for (decimals, expected) in [(0, "70"), (1, "70.3"), (2, "70.33"), (4, "70.3333")] {
        let rows = "数学|70\n英语|70\n体育|71";
        assert_eq!(average(rows, &format!("grades.decimals = {decimals}")), expected);
    }
    // 70.33… and 70.34 are both shown as 70, and rank apart.
    let ran = exams_of(&["数学|70\n英语|70\n体育|71", "数学|70.34"]).policy("grades.decimals = 0").run();
    assert_eq!(ran.ranks(), ["2023001 2/2", "2023002 1/2"]);
}
