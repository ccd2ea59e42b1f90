//! Worked examples from outside, with their source and the hand calculation.

use crate::scene::{
    assert_holds, averages, class, cohorts, exams, exams_of, id, metric_value, one, one_course_each, roster_of,
    students,
};
use crate::support::Drop;

/// Seats within 30 % of n, by arithmetic: ⌊0.3·n⌋ for the plain comparison, 0.3·n rounded half-up, ⌈0.3·n⌉.
/// 5 → 1.5 → 1, 2, 2; 15 → 4.5 → 4, 5, 5; 45 → 13.5 → 13, 14, 14; 136 → 40.8 → 40, 41, 41.
#[test]
fn r1_the_three_ways_to_cut_the_line_give_different_numbers_of_seats() {
    let sizes = [1, 2, 3, 4, 5, 7, 9, 10, 11, 15, 35, 45, 136];
    let expected = [
        ("ratio", [0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 10, 13, 40]),
        ("half_up", [0, 1, 1, 1, 2, 2, 3, 3, 3, 5, 11, 14, 41]),
        ("ceil", [1, 1, 1, 2, 2, 3, 3, 3, 4, 5, 11, 14, 41]),
    ];
    for (cutoff, seats) in expected {
        let policy = format!("eligibility.rank.cutoff = \"{cutoff}\"\neligibility.rank.small_cohort = \"fail\"");
        let students = students(&cohorts(&sizes).policy(&policy).run());
        let within = sizes.map(|n| {
            let major = format!("专业{n}");
            let of_cohort = students.iter().filter(|student| student.0["major"] == major.as_str());
            of_cohort.filter(|student| student.verdict_on("H-A2") == "pass").count()
        });
        assert_eq!(within, seats, "{cutoff}");
    }
}

/// 95, 93, 90, 90, 88, 85, 80, 78, 70, 65: the line is rank 3. The two 90s share the third and fourth place, so they are 3rd,
/// 4th, 3.5th or 3rd; four or two students are within.
#[test]
fn r2_the_four_ways_to_rank_a_tie_let_four_or_two_through() {
    let scores = ["95", "93", "90", "90", "88", "85", "80", "78", "70", "65"];
    for (ties, ranks, within) in [
        ("competition_min", ["1", "2", "3", "3", "5", "6", "7", "8", "9", "10"], 4),
        ("competition_max", ["1", "2", "4", "4", "5", "6", "7", "8", "9", "10"], 2),
        ("average", ["1", "2", "3.5", "3.5", "5", "6", "7", "8", "9", "10"], 2),
        ("dense", ["1", "2", "3", "3", "4", "5", "6", "7", "8", "9"], 4),
    ] {
        let ran = class(&scores).policy(&format!("eligibility.rank.ties = \"{ties}\"")).run();
        let expected: Vec<String> = (1..).zip(ranks).map(|(k, rank)| format!("{} {rank}/10", id(k))).collect();
        assert_eq!(ran.ranks(), expected, "{ties}");
        let passed = students(&ran).iter().filter(|student| student.verdict_on("H-A2") == "pass").count();
        assert_eq!(passed, within, "{ties}");
    }
}

/// 41/136 = 30.147 %, 34/113 = 30.088 %, 601/2003 = 30.005 %: all over the line, the last although it prints as 30.00 %,
/// because 601·100 = 60100 > 30·2003 = 60090. 600·100 = 60000 is not. 27/90 and 3/10 are the line itself.
#[test]
fn r3_the_line_is_compared_exactly() {
    let ran = cohorts(&[10, 90, 113, 136, 2003]).run();
    let students = students(&ran);
    let judged = |n: usize, rank: usize| {
        let number = format!("{n:04}{rank:04}");
        let student = students.iter().find(|student| student.0["student_id"] == number.as_str()).unwrap();
        (student.verdict_on("H-A2"), student.reason("H-A2"))
    };
    for (n, last) in [(10, 3), (90, 27), (113, 33), (136, 40), (2003, 600)] {
        let (verdict, finding) = judged(n, last);
        assert_eq!(verdict, "pass", "{finding}");
        assert_holds(&finding, &[&last.to_string(), &n.to_string(), "30/100"]);
        let (verdict, finding) = judged(n, last + 1);
        assert_eq!(verdict, "fail", "{finding}");
        assert_holds(&finding, &[&(last + 1).to_string(), &n.to_string(), "30/100"]);
    }
    assert_holds(&judged(2003, 601).1, &["601", "30.00", "60100", "60090"]);
}

/// Weights .2, .6, .1, .1. 74·.2 + 71·.6 + 89·.1 + 86·.1 = 14.8 + 42.6 + 8.9 + 8.6 = 74.9 and 73·.2 + 75·.6 + 77·.1 + 76·.1 =
/// 14.6 + 45 + 7.7 + 7.6 = 74.9. In binary floating point they differ; here they tie behind a plain 75.
#[test]
fn r4_equal_means_of_different_scores_tie() {
    for weights in [["2", "6", "1", "1"], ["0.2", "0.6", "0.1", "0.1"]] {
        let student = |scores: [&str; 4]| {
            let rows: Vec<String> = ["数学", "英语", "体育", "思政"]
                .iter()
                .zip(scores)
                .zip(weights)
                .map(|((course, score), weight)| format!("{course}|{score}||{weight}"))
                .collect();
            rows.join("\n")
        };
        let rows = [["74", "71", "89", "86"], ["73", "75", "77", "76"], ["75", "75", "75", "75"]].map(student);
        let ran = exams_of(&rows.each_ref().map(String::as_str)).run();
        assert_eq!(ran.ranks(), ["2023001 2/3", "2023002 2/3", "2023003 1/3"]);
        assert_eq!(averages(&ran), ["74.90", "74.90", "75.00"]);
    }
}

/// Half-up as taught at school: 2.675 → 2.68, 84.125 → 84.13, 86.005 → 86.01, 1.005 → 1.01, none of which a binary double
/// can hold; 85.5 → 86 where a scheme shows integers. Written as text and as numbers.
#[test]
fn r5_averages_are_shown_half_up() {
    for mark in ["", "#"] {
        let shown = |scores: &[&str], decimals: u32| {
            let scores: Vec<String> = scores.iter().map(|score| format!("{mark}{score}")).collect();
            let grades = one_course_each(&scores.iter().map(String::as_str).collect::<Vec<_>>());
            let drop = roster_of(scores.len()).sheet("成绩.xlsx", &grades);
            averages(&drop.policy(&format!("grades.decimals = {decimals}")).run())
        };
        assert_eq!(shown(&["2.675", "84.125", "86.005", "1.005"], 2), ["2.68", "84.13", "86.01", "1.01"]);
        assert_eq!(shown(&["85.5", "84.4"], 0), ["86", "84"]);
    }
}

const R6: &str = "甲|85||4\n乙|52||3\n乙|71|补考|3\n丙|48||2\n丙|55|补考|2\n丁|缓考||2";

/// A 85 (4 credits), B 52 → make-up 71 (3), C 48 → make-up 55 (2), D deferred, then 78 (2); 11 credits.
///
/// | rule | A | B | C | D | sum | mean |
/// |---|---|---|---|---|---|---|
/// | `cap_pass_mark` | 340 | 60·3 | 55·2 | 78·2 | 786 | 71.4545… |
/// | `first_attempt` | 340 | 52·3 | 48·2 | 78·2 | 748 | 68 |
/// | `actual` | 340 | 71·3 | 55·2 | 78·2 | 819 | 74.4545… |
/// | `zero` | 340 | 0 | 0 | 78·2 | 496 | 45.0909… |
///
/// Before D has a result it is out: 630/9 = 70, 592/9 = 65.777…, 663/9 = 73.666…, 340/9 = 37.777….
#[test]
fn r6_make_ups_count_as_the_policy_says() {
    for (makeup, before, after) in [
        ("cap_pass_mark", "70.00", "71.45"),
        ("first_attempt", "65.78", "68.00"),
        ("actual", "73.67", "74.45"),
        ("zero", "37.78", "45.09"),
    ] {
        let policy = format!("grades.makeup = \"{makeup}\"");
        assert_eq!(one(R6, &policy).average(), before, "{makeup}");
        for result in ["丁|78|缓考|2", "丁|78|补考|2"] {
            assert_eq!(one(&format!("{R6}\n{result}"), &policy).average(), after, "{makeup} {result}");
        }
    }
}

/// Outstanding fails are {C}; ever failed are {B, C}; D waits for its result and is no failure.
#[test]
fn r6_outstanding_and_ever_failed_are_different_sets() {
    let outstanding = one(R6, "eligibility.fail.cleared = \"pass\"");
    assert_eq!(outstanding.verdict_on("H-A3"), "fail");
    assert_holds(&outstanding.reason("H-A3"), &["未通过 1 门", "丙", "48", "55"]);
    let ever = one(R6, "eligibility.fail.mode = \"ever\"");
    assert_eq!(ever.verdict_on("H-A3"), "fail");
    assert_holds(&ever.reason("H-A3"), &["未通过 1 门", "丙", "后通过 1 门", "乙", "52", "71", "缓考", "丁"]);
}

/// The grade points of these scores, one student each.
fn grade_points(scores: &[&str], gpa: &str) -> Vec<String> {
    let policy = format!("grades.gpa = \"{gpa}\"\ngrades.decimals = 6\neligibility.rank.metric = [\"gpa\"]");
    students(&class(scores).policy(&policy).run()).iter().map(metric_value).collect()
}

/// The curve 4 − 3(100 − x)²/1600 of 北京大学: 95 → 4 − 75/1600 = 3.953125, 85 → 4 − 675/1600, 60 → 4 − 4800/1600 = 1.
#[test]
fn g1_the_curve_of_beijing_university() {
    let scores = ["100", "95", "90", "85", "80", "75", "70", "65", "60", "59"];
    let points = [
        "4.000000", "3.953125", "3.812500", "3.578125", "3.250000", "2.828125", "2.312500", "1.703125", "1.000000",
        "0.000000",
    ];
    assert_eq!(grade_points(&scores, "pku"), points);
}

const BY_POINTS: &str = "eligibility.rank.metric = [\"gpa\"]";

/// x/10 − 5: 92 (2 credits), 87 (3), 76 (2): (4.2·2 + 3.7·3 + 2.6·2)/7 = 24.7/7 = 3.528…, mean (184 + 261 + 152)/7 = 85.285….
/// The published example says 3.09, which its own numbers do not give.
#[test]
fn g2_a_linear_grade_point_average() {
    let student = one("甲|92||2\n乙|87||3\n丙|76||2", BY_POINTS);
    assert_eq!((metric_value(&student), student.average()), ("3.53".to_owned(), "85.29".to_owned()));
}

/// 92 (5 credits), 78 (4) and 良好 (1), which five-level schemes give 3.5: (4.2·5 + 2.8·4 + 3.5)/10 = 35.7/10 = 3.57. The five
/// words give 4.5, 3.5, 2.5, 1.5 and 0.
#[test]
fn g3_level_words_have_grade_points() {
    assert_eq!(metric_value(&one("甲|92||5\n乙|78||4\n丙|良好||1", BY_POINTS)), "3.57");
    let words = ["优秀", "良好", "中等", "及格", "不及格"];
    assert_eq!(grade_points(&words, "linear5"), ["4.500000", "3.500000", "2.500000", "1.500000", "0.000000"]);
}

/// 首都经济贸易大学: (x − 60)·0.1 + 1 is x/10 − 5 by another name.
#[test]
fn g4_one_point_at_the_pass_mark_and_a_tenth_for_each_more() {
    let points = ["5.000000", "4.900000", "1.100000", "1.000000", "0.000000"];
    assert_eq!(grade_points(&["100", "99", "61", "60", "59"], "linear5"), points);
}

/// What the tool makes of one course written in some way: average, verdict of H-A3 and its finding. Every repeat is named.
fn course(header: &str, rows: &[&str]) -> (String, String, String) {
    let rows: Vec<String> = rows.iter().map(|row| format!("2023001|高等数学|4|{row}")).collect();
    let grades = format!("学号|课程名称|学分|{header}\n{}", rows.join("\n"));
    let drop: Drop = roster_of(1).sheet("成绩.xlsx", &grades);
    let student = drop.policy("eligibility.fail.mode = \"no_makeup_no_retake\"").run().student("2023001");
    (student.average(), student.verdict_on("H-A3"), student.reason("H-A3"))
}

#[track_caller]
fn assert_course(found: (String, String, String), average: &str, verdict: &str, pieces: &[&str]) {
    let (found_average, found_verdict, finding) = found;
    assert_eq!((found_average.as_str(), found_verdict.as_str()), (average, verdict), "{finding}");
    assert_holds(&finding, pieces);
}

/// Failed with 52, make-up failed with 33, retake passed with 60: the best of all is 60.
#[test]
fn attempts_in_three_rows() {
    let found = course("成绩|考试性质", &["52|初修", "33|补考", "60|重修"]);
    assert_course(found, "60.00", "fail", &["初考 52", "补考 33", "重修 60"]);
}

/// Five attempts, none passed; the best is the first exam's 54.
#[test]
fn attempts_in_three_columns_with_a_list_of_retakes() {
    let found = course("正考成绩|补考成绩|重修成绩", &["54|48|0,30,13"]);
    assert_course(found, "54.00", "fail", &["未通过", "初考 54", "补考 48", "重修 0", "重修 30", "重修 13"]);
}

/// Left of the slash the first exam, right of it the make-up: a passed one counts 60. Empty right is no result yet, empty
/// left means that only the second exists. 缺交作业 and 旷考 count 0. After 缓考 the second is the first exam.
#[test]
fn attempts_in_one_cell_with_a_slash() {
    for (cell, average, verdict, pieces) in [
        ("46/60", "60.00", "fail", &["后通过 1 门", "初考 46", "补考 60"][..]),
        ("50/", "50.00", "fail", &["未通过 1 门", "初考 50"]),
        ("/90", "60.00", "fail", &["补考 90"]),
        ("旷考/", "0.00", "fail", &["未通过 1 门", "初考 旷考"]),
        ("缓考/86", "86.00", "pass", &["1 门课程"]),
        ("缺交作业/旷考", "0.00", "fail", &["未通过 1 门", "初考 缺交作业", "补考 旷考"]),
    ] {
        assert_course(course("成绩", &[cell]), average, verdict, pieces);
    }
    let (_, _, half) = course("成绩", &["50/"]);
    assert!(!half.contains("补考 "), "an empty make-up is no attempt: {half}");
}

/// `$` marks a make-up, `*` and `△` a retake. Retakes keep their score, a passed make-up counts 60.
#[test]
fn attempts_marked_behind_the_score() {
    assert_course(course("成绩", &["60$"]), "60.00", "fail", &["补考 60"]);
    assert_course(course("成绩", &["72$"]), "60.00", "fail", &["补考 72"]);
    assert_course(course("成绩", &["60*"]), "60.00", "fail", &["重修 60"]);
    assert_course(course("成绩", &["85△"]), "85.00", "fail", &["重修 85"]);
}

/// A zero with a flag beside it is an absence; a row marked void is none; `0.00(未交)` is nothing handed in, counted 0.
#[test]
fn scores_with_a_flag_or_a_note() {
    assert_course(course("成绩|成绩标志", &["0|旷考"]), "0.00", "fail", &["未通过 1 门", "旷考"]);
    assert_course(course("成绩|是否成绩作废", &["30|是", "80|否"]), "80.00", "pass", &["1 门课程"]);
    assert_course(course("成绩", &["0.00(未交)"]), "0.00", "fail", &["未通过 1 门", "未交"]);
}

/// The void row is set aside and said to be: two rows read, one used.
#[test]
fn a_void_row_is_counted_as_set_aside() {
    let grades = "学号|课程名称|学分|成绩|是否成绩作废\n2023001|高等数学|4|30|是\n2023001|高等数学|4|80|否";
    let result = roster_of(1).sheet("成绩.xlsx", grades).run().result();
    let inputs = result["inputs"].as_array().unwrap();
    let sheet = inputs.iter().find(|input| input["file"] == "成绩.xlsx").map(|input| &input["sheets"][0]).unwrap();
    let counts = ["rows_read", "rows_used", "rows_set_aside"].map(|count| sheet[count].as_u64().unwrap());
    assert_eq!(counts, [2, 1, 1]);
}

/// R6 as a school's system writes it, in one cell per course, gives the same mean as in rows.
#[test]
fn r6_reads_the_same_in_one_cell_per_course() {
    let rows = "甲|85||4\n乙|52/71||3\n丙|48/55||2\n丁|缓考/78||2";
    assert_eq!(exams(rows).run().student("2023001").average(), "71.45");
}

/// R7, its arithmetic: the rule that asks for it comes later, the rounding it needs is here. A hundredth of N rounded down and
/// never above 40; at least half rounded up.
#[test]
fn r7_shares_are_rounded_down_for_a_cap_and_up_for_a_minimum() {
    let share = |numer, denom| tuanxue::model::number::Share { numer, denom };
    let cap = |n| share(1, 100).floor_of(n).min(40);
    assert_eq!([2999, 3000, 3999, 4000, 9000].map(cap), [29, 30, 39, 40, 40]);
    assert_eq!([39, 31, 40].map(|n| share(50, 100).ceil_of(n)), [20, 16, 20]);
}

/// C4. Sources: 西安交大 (120 %: 17 → 21, 16 → 20, 11 → 14), 北外 (9 → 11), 长泰 (7 → 9, 6 → 8), 浙大 (110 %: 10 → 11): more
/// candidates than seats, rounded up, each in a college that has just so many seats.
#[test]
fn c4_candidates_exceed_the_seats_by_the_surplus_rounded_up() {
    for (surplus, pairs) in
        [("20/100", &[(17, 21), (16, 20), (11, 14), (9, 11), (7, 9), (6, 8)][..]), ("10/100", &[(10, 11)])]
    {
        for (seats, candidates) in pairs {
            let policy = format!("[congress]\ntotal = {seats}\nsurplus = \"{surplus}\"\n");
            let quota = roster_of(20).policy(&policy).run().result()["quota"].clone();
            assert_eq!(
                (&quota["units"][0]["seats"], &quota["units"][0]["candidates"]),
                (&(*seats).into(), &(*candidates).into())
            );
        }
    }
}
