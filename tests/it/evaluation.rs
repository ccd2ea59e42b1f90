//! The evaluation of cadres: from ratings and ballots to scores, ranks and grades (E1 to E4), what is for a human, the panel (H-D1 to
//! H-D5, W-D1, W-D3), raters, slips.

use std::fmt::Write as _;

use proptest::prelude::*;
use serde_json::{Value, json};
use tuanxue::model::number::Exact;
use tuanxue::rules::panel::kendall;

use crate::support::{Drop, Ran};

fn roster() -> String {
    (1..=12).fold("学号|姓名|政治面貌|学院|专业|年级|班级|学籍状态".to_owned(), |mut rows, k| {
        let _ = write!(rows, "\n{}|学生{k}|团员|信息|软件|2024|1班|在读", 100 + k);
        rows
    })
}

/// Ratings on the whole: person, rater, group, score.
fn whole(rows: &[(u32, &str, &str, &str)]) -> String {
    rows.iter().fold(
        "学号|姓名|评委|评委类别|总分".to_owned(),
        |mut text, (person, rater, group, score)| {
            let _ = write!(text, "\n{}|学生{person}|{rater}|{group}|{score}", 100 + person);
            text
        },
    )
}

fn run(ratings: &str, policy: &str) -> Ran {
    Drop::new().policy(policy).sheet("名册.xlsx", &roster()).sheet("打分.xlsx", ratings).run()
}

fn person(ran: &Ran, k: u32) -> Value {
    let result = ran.result();
    let people =
        result["evaluation"].as_array().unwrap_or_else(|| panic!("no evaluation: {}", ran.said.stderr)).clone();
    let id = (100 + k).to_string();
    people.into_iter().find(|own| own["student_id"].as_str() == Some(&id)).unwrap_or_else(|| panic!("no {k}"))
}

fn reasons(ran: &Ran, k: u32) -> String {
    let own = person(ran, k);
    own["reasons"].as_array().unwrap().iter().map(|text| text.as_str().unwrap()).collect::<Vec<_>>().join("；")
}

const ONE_GROUP: &str =
    "[evaluation]\ngroups = { \"学生代表\" = 100, \"学工部\" = 0, \"团委\" = 0 }\nrequired_groups = [\"学生代表\"]\n";

/// Source: a published sheet of ten judges. One of the highest and one of the lowest dropped: 709 / 8 = 88.625; all ten: 88.3.
#[test]
fn e1_the_highest_and_the_lowest_are_dropped_above_a_number_of_raters() {
    let scores = ["99", "80", "86", "89", "94", "92", "75", "87", "86", "95"];
    let names: Vec<String> = (1..=10).map(|k| format!("评委{k}")).collect();
    let rows: Vec<(u32, &str, &str, &str)> =
        scores.iter().zip(&names).map(|(score, name)| (1, name.as_str(), "学生代表", *score)).collect();
    let ran = run(&whole(&rows), &format!("{ONE_GROUP}decimals = 3\n"));
    let own = person(&ran, 1);
    assert_eq!(
        (&own["score"], &own["groups"][0]["raters"], &own["groups"][0]["counted"]),
        (&json!("88.625"), &json!(10), &json!(8))
    );
    assert_eq!((&own["verdict"], &own["grade"]), (&json!("final"), &json!("合格")));
    assert!(ran.report("05-评议汇总.xlsx").contains("学生代表 | 100 | 10 |  | 75.000、99.000 | 8 | 88.625"));
    let ran = run(&whole(&rows), &format!("{ONE_GROUP}trim_above = 10\n"));
    assert_eq!(person(&ran, 1)["score"], "88.30");
    // Five are not more than five.
    let ran = run(&whole(&rows[..5]), ONE_GROUP);
    assert_eq!(
        (person(&ran, 1)["score"].clone(), person(&ran, 1)["groups"][0]["counted"].clone()),
        (json!("89.60"), json!(5))
    );
}

/// 12, 6, 1, 0 and one 不了解 with 95/85/75/65: 1725 over 19 or over 20, and with a line at 90 another grade.
#[test]
fn e2_e3_ballots_count_by_their_boxes_and_what_of_those_who_do_not_know_is_said() {
    let ballots = |row: &str, policy: &str| {
        let sheet = format!("学号|姓名|评委类别|优秀|称职|基本称职|不称职|不了解\n101|学生1|学生代表|{row}");
        let drop = Drop::new().policy(&format!("{ONE_GROUP}{policy}")).sheet("名册.xlsx", &roster());
        let own = person(&drop.sheet("测评.xlsx", &sheet).run(), 1);
        (own["score"].clone(), own["grade"].clone(), own["verdict"].clone())
    };
    assert_eq!(ballots("12|6|1|0|1", ""), (json!("90.79"), json!("优秀"), json!("final")));
    assert_eq!(
        ballots("12|6|1|0|1", "unknown_in_denominator = true\n"),
        (json!("86.25"), json!("合格"), json!("final"))
    );
    let scale = "ballots = { \"优秀\" = \"100\", \"称职\" = \"80\", \"基本称职\" = \"60\", \"不称职\" = \"40\" }\n";
    assert_eq!(ballots("20|8|2|0|", scale).0, "92.00");
    let unreadable = ballots("十二|6|1|0|1", "");
    assert_eq!((unreadable.0, unreadable.2), (Value::Null, json!("review")));
}

const THREE: [(u32, &str, &str, &str); 3] =
    [(1, "甲", "学生代表", "90"), (1, "乙", "学工部", "80"), (1, "丙", "团委", "70")];

/// 60/20/20 of 90, 80 and 70 are 84; without the third group nobody can say, and 87.5 is not it.
#[test]
fn e4_groups_are_weighted_and_a_missing_one_is_for_a_human() {
    let ran = run(&whole(&THREE), "");
    assert_eq!(
        (person(&ran, 1)["score"].clone(), person(&ran, 1)["verdict"].clone()),
        (json!("84.00"), json!("final"))
    );
    let ran = run(&whole(&THREE[..2]), "[evaluation]\nmin_raters = 2\n");
    assert_eq!((person(&ran, 1)["score"].clone(), person(&ran, 1)["verdict"].clone()), (Value::Null, json!("review")));
    assert_eq!(reasons(&ran, 1), "缺“团委”的有效评分，没有算总分");
    let ran = run(&whole(&THREE[..2]), "[evaluation]\nmin_raters = 2\nmissing_group = \"renormalise\"\n");
    assert_eq!(
        (person(&ran, 1)["score"].clone(), person(&ran, 1)["verdict"].clone()),
        (json!("87.50"), json!("final"))
    );
}

const DIMENSIONS: &str = "学号|姓名|评委|评委类别|政治态度|道德品质|知识学习|履职能力|纪律作风";

#[test]
fn dimensions_are_weighted_and_known_by_other_words() {
    let policy = format!(
        "[aliases.dimensions]\n\"政治态度\" = \"政治素质\"\n{ONE_GROUP}min_raters = 1\ndimensions = {{ \"政治素质\" = 40, \"道德品质\" = 30, \"知识学习\" = 20, \"履职能力\" = 10, \"纪律作风\" = 0 }}\n"
    );
    let ran = run(&format!("{DIMENSIONS}\n101|学生1|甲|学生代表|90|80|70|60|1"), &policy);
    // 36 + 24 + 14 + 6; a dimension without weight adds nothing.
    let own = person(&ran, 1);
    assert_eq!((&own["score"], &own["dimensions"]["知识学习"]), (&json!("80.00"), &json!("70.00")));
}

#[test]
fn a_rating_that_does_not_count_is_listed_and_without_effect() {
    let sound = "101|学生1|甲|学生代表|90|90|90|90|90\n101|学生1|乙|学生代表|80|80|80|80|80\n101|学生1|丙|学生代表|70|70|70|70|70";
    let policy = format!("[aliases.dimensions]\n\"政治态度\" = \"政治素质\"\n{ONE_GROUP}");
    for (row, why, code) in [
        ("101|学生1|丁|学生代表|101|90|90|90|90", "分数不全或不合格式", "C235"),
        ("101|学生1|丁|学生代表|很好|90|90|90|90", "分数不全或不合格式", "C235"),
        ("101|学生1|丁|学生代表||90|90|90|90", "分数不全或不合格式", "C235"),
        ("101|学生1|学生1|学生代表|100|100|100|100|100", "给自己打分", ""),
        ("101|学生1|101|学生代表|100|100|100|100|100", "给自己打分", ""),
        ("101|学生1|甲|学生代表|90|90|90|90|90", "重复的一票", "J326"),
    ] {
        let ran = run(&format!("{DIMENSIONS}\n{sound}\n{row}"), &policy);
        assert_eq!(
            (person(&ran, 1)["score"].clone(), person(&ran, 1)["verdict"].clone()),
            (json!("80.00"), json!("final")),
            "{row}"
        );
        assert!(
            ran.report("05-评议汇总.xlsx")
                .contains(&format!("学生1 | 学生代表 | {} | {why}", row.split('|').nth(2).unwrap())),
            "{row}"
        );
        assert_eq!(ran.codes().contains(&code.to_owned()), !code.is_empty(), "{row}");
    }
    // Said twice and differently, neither counts: two of three are left, and three are asked for.
    let ran = run(&format!("{DIMENSIONS}\n{sound}\n101|学生1|甲|学生代表|60|60|60|60|60"), &policy);
    assert_eq!(person(&ran, 1)["score"], "75.00");
    assert_eq!(reasons(&ran, 1), "有效评委 2 人，少于 3 人");
    let ran = run(
        &format!("{DIMENSIONS}\n{sound}\n101|学生1|学生1|学生代表|100|100|100|100|100"),
        &format!("{policy}self_rating = \"valid\"\n"),
    );
    assert_eq!(person(&ran, 1)["score"], "85.00");
}

#[test]
fn what_the_policy_does_not_settle_is_for_a_human() {
    let four = |group: &str| {
        let mut rows = THREE.to_vec();
        rows.push((1, "丁", "学生代表", "90"));
        whole(&rows).replace("丁|学生代表", &format!("丁|{group}"))
    };
    let ran = run(&four("家长"), "");
    assert_eq!(reasons(&ran, 1), "评委类别“家长”（1 票）政策里没有，没有计分");
    assert!(ran.codes().contains(&"C233".to_owned()));
    let cadres = |rows: &str| {
        let drop = Drop::new().sheet("名册.xlsx", &roster()).sheet("打分.xlsx", &whole(&THREE));
        drop.sheet("干部.xlsx", &format!("学号|姓名|层级|组织|职务\n{rows}")).run()
    };
    assert_eq!(reasons(&cadres("102|学生2|校级|校学生会|干事"), 1), "学生会工作人员名册里没有此人");
    assert_eq!(reasons(&cadres("101|学生1|校级|校学生会|干事"), 1), "");
}

/// Six people at 96, 95, 95, 95, 92 and 80; a third of them may be 优秀: two.
fn capped(lot: &str) -> Ran {
    let scores = ["96", "95", "95", "95", "92", "80"];
    let mut rows = Vec::new();
    for (k, score) in (1..).zip(scores) {
        for rater in ["甲", "乙", "丙"] {
            rows.push((k, rater, "学生代表", score));
        }
    }
    run(&whole(&rows), &format!("{ONE_GROUP}excellent_cap = \"1/3\"\n{lot}"))
}

#[test]
fn a_tie_at_the_cap_on_the_highest_grade_waits_for_its_lot() {
    let ran = capped("");
    let grades = |ran: &Ran| (1..=6).map(|k| person(ran, k)["grade"].clone()).collect::<Vec<_>>();
    let (best, next) = (json!("优秀"), json!("合格"));
    assert_eq!(grades(&ran), [best.clone(), Value::Null, Value::Null, Value::Null, next.clone(), next.clone()]);
    assert_eq!(
        (ran.said.code, reasons(&ran, 2).as_str()),
        (3, "3 人同分，优秀只剩 1 个名额，规则分不出先后，须另行决定")
    );
    assert!(ran.report("05-评议汇总.xlsx").contains("question = \"evaluation.excellent_cap\""));
    assert_eq!([1, 2, 3, 4, 5, 6].map(|k| person(&ran, k)["rank"].as_u64().unwrap()), [1, 2, 2, 2, 5, 6]);
    let lot = |tied: &str| {
        format!(
            "[[lot]]\nquestion = \"evaluation.excellent_cap\"\ntied = [{tied}]\nwinner = [\"学生3\"]\nby = \"李老师\"\ndate = \"2026-01-10\"\n"
        )
    };
    let ran = capped(&lot("\"学生2\", \"学生3\", \"学生4\""));
    assert_eq!(grades(&ran), [best.clone(), next.clone(), best, next.clone(), next.clone(), next]);
    assert_eq!(ran.said.code, 0);
    let ran = capped(&lot("\"学生2\", \"学生3\""));
    assert_eq!(ran.said.code, 3);
    assert!(ran.problems().iter().any(
        |problem| problem.starts_with("D118") && problem.contains("现在同分的是 学生2、学生3、学生4（抽出 1 名）")
    ));
}

#[test]
fn a_lot_tells_namesakes_apart_by_their_numbers() {
    let rows: Vec<(u32, &str, &str, &str)> = [(1, "96"), (2, "95"), (3, "95"), (4, "92"), (5, "92"), (6, "80")]
        .into_iter()
        .flat_map(|(k, score)| ["甲", "乙", "丙"].map(|rater| (k, rater, "学生代表", score)))
        .collect();
    let same = |text: &str| text.replace("|学生3|", "|学生2|");
    let run = |lot: &str| {
        let policy = format!("{ONE_GROUP}excellent_cap = \"1/3\"\n{lot}");
        Drop::new().policy(&policy).sheet("名册.xlsx", &same(&roster())).sheet("打分.xlsx", &same(&whole(&rows))).run()
    };
    let tied = "tied = [\"学生2 102\", \"学生2 103\"]\n";
    assert!(run("").report("05-评议汇总.xlsx").contains(&tied.replace('\n', "⏎")));
    let lot = "winner = [\"学生2 103\"]\nby = \"李老师\"\ndate = \"2026-01-10\"\n";
    let ran = run(&format!("[[lot]]\nquestion = \"evaluation.excellent_cap\"\n{tied}{lot}"));
    assert_eq!([2, 3].map(|k| person(&ran, k)["grade"].clone()), [json!("合格"), json!("优秀")]);
    assert_eq!(ran.said.code, 0);
}

#[test]
fn a_ballot_with_a_box_that_nobody_reads_gives_no_score() {
    let with = |header: &str| {
        let sheet = format!("学号|姓名|评委类别|{header}\n101|学生1|学生代表|10|5|1|0");
        let drop = Drop::new().policy(ONE_GROUP).sheet("名册.xlsx", &roster());
        person(&drop.sheet("测评.xlsx", &sheet).run(), 1)
    };
    // (10·95 + 5·85 + 75) / 16
    assert_eq!(with("优秀票数|称职票数|基本称职票数|不称职票数")["score"], "90.63");
    let own = with("优秀|良好|合格|不合格");
    assert_eq!((&own["score"], &own["verdict"]), (&Value::Null, &json!("review")));
    assert_eq!(with("优秀|称职|基本称职|不称")["score"], Value::Null);
}

#[test]
fn numbers_of_another_scale_are_not_counted() {
    let with = |label: &str, mark: u32| {
        let header = format!(
            "学号|姓名|评委|评委类别|政治素质{label}|道德品质{label}|知识学习{label}|履职能力{label}|纪律作风{label}"
        );
        let rows =
            ["甲", "乙", "丙"].map(|rater| format!("\n101|学生1|{rater}|学生代表|{mark}|{mark}|{mark}|{mark}|{mark}"));
        person(&run(&format!("{header}{}", rows.concat()), ONE_GROUP), 1)
    };
    for label in ["（20分）", "(满分20分)", "（0-20分）"] {
        let own = with(label, 88);
        assert_eq!((&own["score"], &own["verdict"]), (&Value::Null, &json!("review")), "{label}");
    }
    for label in ["", "（20%）", "（满分100分）", "(0~100分)"] {
        assert_eq!(with(label, 88)["score"], "88.00", "{label}");
    }
    // Nothing says so but the numbers.
    let own = with("", 18);
    assert_eq!((&own["score"], &own["verdict"]), (&Value::Null, &json!("review")));
}

#[test]
fn of_several_terms_the_latest_counts() {
    let rows = |term: &str, score: u32| {
        ["甲", "乙", "丙"].map(|rater| format!("\n101|学生1|{rater}|学生代表|{score}|{term}")).concat()
    };
    let sheet = format!("学号|姓名|评委|评委类别|总分|学期{}{}", rows("2024-2025-2", 50), rows("2025-2026-1", 90));
    let ran = run(&sheet, ONE_GROUP);
    assert_eq!((person(&ran, 1)["score"].clone(), reasons(&ran, 1)), (json!("90.00"), String::new()));
    assert!(ran.report("00-说明与数据问题.xlsx").contains("其他学年或学期的材料 | 3 | 2"));
    // A title says it, too.
    let sheet = |term: &str, score: u32| {
        let rows = rows("", score).replace("|\n", "\n");
        format!("{term}评议打分表\n学号|姓名|评委|评委类别|总分{}", rows.trim_end_matches('|'))
    };
    let drop = Drop::new().policy(ONE_GROUP).sheet("名册.xlsx", &roster());
    let drop = drop.sheet("上学期.xlsx", &sheet("2024-2025学年第二学期", 50));
    assert_eq!(person(&drop.sheet("本学期.xlsx", &sheet("2025-2026学年第一学期", 90)).run(), 1)["score"], "90.00");
}

#[test]
fn sums_are_no_raters_and_votes_of_nobody_are_said() {
    let votes = [(1, "甲", "学生代表", "90"), (1, "乙", "学生代表", "90"), (1, "丙", "学生代表", "90")];
    let sums = [(1, "平均分", "学生代表", "50"), (1, "", "最终得分", "50"), (1, "小计", "", "50")];
    let ran = run(&whole(&[&votes[..], &sums].concat()), ONE_GROUP);
    assert_eq!((person(&ran, 1)["score"].clone(), reasons(&ran, 1)), (json!("90.00"), String::new()));
    // The number stands in the first row of a block only: the other votes are not lost in silence.
    let sheet = whole(&votes).replace("\n101|学生1|乙", "\n||乙");
    let ran = run(&sheet, ONE_GROUP);
    assert!(ran.codes().contains(&"C203".to_owned()), "{:?}", ran.codes());
}

#[test]
fn votes_under_another_name_are_for_a_human() {
    let votes = [(1, "甲", "学生代表", "90"), (1, "乙", "学生代表", "90"), (1, "丙", "学生代表", "90")];
    let ran = run(&whole(&votes).replacen("学生1|甲", "别的人|甲", 1), ONE_GROUP);
    assert_eq!(reasons(&ran, 1), "有 1 行的姓名与名册里这个学号的不同，可能是别人的。请核对");
    assert_eq!(person(&ran, 1)["name"], "学生1");
    // A rater with a note behind the name is still oneself.
    let ran = run(&whole(&votes).replacen("学生1|甲", "学生1|学生1（执行主席）", 1), ONE_GROUP);
    assert!(ran.report("05-评议汇总.xlsx").contains("给自己打分"));
}

#[test]
fn a_score_below_a_line_is_not_printed_as_the_line() {
    let votes = [("甲", "89.99"), ("乙", "90"), ("丙", "90")].map(|(rater, score)| (1, rater, "学生代表", score));
    let ran = run(&whole(&votes), ONE_GROUP);
    assert_eq!((person(&ran, 1)["score"].clone(), person(&ran, 1)["grade"].clone()), (json!("89.997"), json!("合格")));
    let report = ran.report("05-评议汇总.xlsx");
    assert!(report.contains("学生1 | 89.997 | 合格"), "{report}");
}

/// What raters give and what boxes are worth is not one scale.
#[test]
fn who_is_rated_and_who_is_voted_on_are_ranked_apart() {
    let rated: Vec<(u32, &str, &str, &str)> = [(1, "91"), (2, "90")]
        .into_iter()
        .flat_map(|(k, score)| ["甲", "乙", "丙"].map(|rater| (k, rater, "学生代表", score)))
        .collect();
    let voted =
        "学号|姓名|投票人类别|优秀|称职|基本称职|不称职\n103|学生3|学生代表|9|1|0|0\n104|学生4|学生代表|10|0|0|0";
    let drop = Drop::new().policy(&format!("{ONE_GROUP}excellent_cap = \"1/2\"\n")).sheet("名册.xlsx", &roster());
    let ran = drop.sheet("打分.xlsx", &whole(&rated)).sheet("测评.xlsx", voted).run();
    let of = |k: u32| (person(&ran, k)["rank"].as_u64().unwrap(), person(&ran, k)["of"].as_u64().unwrap());
    assert_eq!([1, 2, 3, 4].map(of), [(1, 2), (2, 2), (2, 2), (1, 2)]);
    assert_eq!([1, 2, 3, 4].map(|k| person(&ran, k)["grade"].clone()), ["优秀", "合格", "合格", "优秀"]);
    assert!(ran.report("05-评议汇总.xlsx").contains("打分和测评票尺度不同，分开排名，优秀名额也分开算"));
}

#[test]
fn people_are_ranked_within_their_own_union() {
    let rows: Vec<(u32, &str, &str, &str)> = [(1, "90"), (2, "80"), (3, "85"), (4, "70")]
        .into_iter()
        .flat_map(|(k, score)| ["甲", "乙", "丙"].map(|rater| (k, rater, "学生代表", score)))
        .collect();
    let cadres = "学号|姓名|层级|组织|职务\n101|学生1|校级|校学生会|执行主席\n102|学生2|校级|校学生会|干事\n103|学生3|院级|信息学生会|干事\n104|学生4|院级|信息团总支学生会|干事";
    let drop = Drop::new().policy(ONE_GROUP).sheet("名册.xlsx", &roster()).sheet("打分.xlsx", &whole(&rows));
    let ran = drop.sheet("干部.xlsx", cadres).run();
    assert_eq!([1, 2, 3, 4].map(|k| person(&ran, k)["rank"].as_u64().unwrap()), [1, 2, 1, 2]);
    assert_eq!((&person(&ran, 3)["organisation"], &person(&ran, 3)["of"]), (&json!("信息学生会"), &json!(2)));
}

#[test]
fn h_d1_w_d3_h_d3_the_panel_is_of_students_first_and_has_every_group() {
    let with = |students: usize, policy: &str| {
        let names: Vec<String> = (1..=students).map(|k| format!("代表{k}")).collect();
        let mut rows: Vec<(u32, &str, &str, &str)> =
            names.iter().map(|name| (1, name.as_str(), "学生代表", "90")).collect();
        rows.extend([(1, "乙", "学工部", "80"), (1, "丙", "团委", "70")]);
        let ran = run(&whole(&rows), policy);
        [ran.checked("H-D1", "note")[0].clone(), ran.checked("H-D3", "strength")[0].clone()]
    };
    assert!(with(3, "")[0].starts_with(" pass: 学生代表 3、学工部 1、团委 1（学生占 3 / 5，权重 60%）"));
    // Two of four are no majority.
    assert!(with(2, "")[0].starts_with(" fail") && with(2, "")[0].ends_with("学生评委没有过半"));
    let light = "[evaluation]\ngroups = { \"学生代表\" = 50, \"学工部\" = 20, \"团委\" = 30 }\n";
    assert!(with(3, light)[0].ends_with("学生评委的权重没有过半"));
    assert!(with(3, "[evaluation]\nstudent_majority = false\nrequired_groups = [\"团委\"]\n")[0].starts_with(" pass"));
    assert_eq!(with(3, "")[1], " pass: 学生评委 3 人 / warn");
    let ran = run(&whole(&THREE[..2]), "");
    assert!(ran.checked("H-D1", "note")[0].contains("缺：团委"));
    // Whoever an unknown rater is may be what is missing.
    let mut rows = THREE[..2].to_vec();
    rows.push((1, "丁", "其他", "80"));
    assert!(run(&whole(&rows), "").checked("H-D1", "note")[0].starts_with(" review"));
}

/// 学生代表1 of one union is nobody of another's panel.
#[test]
fn h_d1_each_union_has_its_own_panel() {
    let cadres = "学号|姓名|层级|组织|职务\n101|学生1|校级|校学生会|执行主席\n102|学生2|校级|校学生会|干事\n103|学生3|校级|校学生会|干事\n104|学生4|院级|信息学生会|干事";
    let mut rows = Vec::new();
    for person in 1..=3 {
        rows.extend(
            [("学生代表1", "学生代表"), ("学生代表2", "学生代表"), ("学生代表3", "学生代表")]
                .map(|(a, b)| (person, a, b, ["90", "80", "70"][person as usize - 1])),
        );
        rows.extend([(person, "学工部1", "学工部", "80"), (person, "团委1", "团委", "80")]);
    }
    // The college's has one student and nobody of the league.
    rows.extend([(4, "学生代表1", "学生代表", "90"), (4, "学工部1", "学工部", "10")]);
    let ran =
        Drop::new().sheet("名册.xlsx", &roster()).sheet("打分.xlsx", &whole(&rows)).sheet("干部.xlsx", cadres).run();
    let checked = ran.checked("H-D1", "note");
    assert!(checked[0].starts_with("校学生会 pass: 学生代表 3、学工部 1、团委 1（学生占 3 / 5"), "{checked:?}");
    assert!(checked[1].starts_with("信息学生会 fail: 学生代表 1、学工部 1、团委 0（学生占 1 / 2"), "{checked:?}");
    assert_eq!(ran.checks("H-D3").len(), 2);
    let report = ran.report("05-评议汇总.xlsx");
    assert!(report.contains("校学生会 | 学生代表 | 学生代表1 | 3 |"), "{report}");
    assert!(report.contains("信息学生会 | 学生代表 | 学生代表1 | 1 |"), "{report}");
    // The three students' orders are one, the two offices tell nobody apart: m = 5, n = 3, sums 13, 10, 7 over 5·2 = 10 each, S = 18,
    // ties 2·24, W = 12·18 / (25·24 − 5·48) = 0.6.
    assert!(report.contains("校学生会：给全部 3 人都打了分的评委 5 名，排名一致程度（肯德尔和谐系数 W，0 为不一致，1 为完全一致）为 0.600"), "{report}");
}

#[test]
fn h_d5_the_school_presidium_reports_at_the_schools_own_meeting() {
    let rows = whole(&[(1, "甲", "学生代表", "90"), (1, "乙", "学工部", "90"), (1, "丙", "团委", "90")]);
    let with = |host: &str| {
        let drop = Drop::new().sheet("名册.xlsx", &roster()).sheet("打分.xlsx", &rows);
        let drop = drop.sheet("干部.xlsx", "学号|姓名|层级|组织|职务\n101|学生1|校级|校学生会|执行主席");
        drop.sheet("述职.xlsx", &format!("日期|类型|主办单位|参加人数\n2025-12-28|述职评议会|{host}|#60")).run()
    };
    let note = |ran: &Ran| ran.checked("H-D5", "note")[0].clone();
    assert!(note(&with("校学生会")).contains("pass: 主席团 1 名，述职评议 1 名；述职评议会 1 次，参加 60 人次"));
    let ran = with("信息学生会");
    assert!(note(&ran).starts_with("校学生会 review") && note(&ran).contains("述职评议会 0 次"), "{}", note(&ran));
    assert!(note(&with("某某办公室")).contains("review") && note(&with("某某办公室")).contains("1 次看不出是谁主办的"));
    // A ledger of nothing but such meetings says nothing of the congress.
    assert!(ran.checks("H-C5").is_empty());
}

#[test]
fn h_d2_w_d1_every_dimension_is_rated_and_style_has_a_weight() {
    let row = "101|学生1|甲|学生代表|90|90|90|90|90";
    let alias = "[aliases.dimensions]\n\"政治态度\" = \"政治素质\"\n";
    let ran = run(&format!("{DIMENSIONS}\n{row}"), alias);
    assert!(ran.checked("H-D2", "note")[0].starts_with(" pass: 5 / 5"));
    let ran = run(&whole(&THREE), "");
    assert_eq!(
        ran.checked("H-D2", "note"),
        [" fail: 0 / 5 / 没有分别打分：政治素质、道德品质、知识学习、履职能力、纪律作风"]
    );
    assert!(ran.checks("W-D1").is_empty());
    let ran = run(&whole(&THREE), "[policy]\nextends = \"wuchang-shouyi\"\n");
    assert_eq!(ran.checked("W-D1", "limit"), [" pass: 纪律作风权重 20 / 100 / 大于 0"]);
    let none =
        "[policy]\nextends = \"wuchang-shouyi\"\n[evaluation]\ndimensions = { \"政治素质\" = 40, \"纪律作风\" = 0 }\n";
    let ran = run(&whole(&THREE), none);
    assert_eq!(ran.said.code, 2);
    assert!(ran.said.stderr.contains("“纪律作风”的权重应大于 0"), "{}", ran.said.stderr);
}

#[test]
fn weights_that_do_not_sum_to_a_hundred_are_refused_with_their_sum() {
    let ran = run(&whole(&THREE), "[evaluation]\ngroups = { \"学生代表\" = 60, \"学工部\" = 20, \"团委\" = 30 }\n");
    assert_eq!(ran.said.code, 2);
    assert!(ran.said.stderr.contains("evaluation.groups 的权重之和是 110，应为 100"), "{}", ran.said.stderr);
}

#[test]
fn h_d4_h_d5_officers_have_results_and_the_presidium_has_reported() {
    let with = |cadres: &str, meetings: &str, score: &str| {
        let rows = whole(&[(1, "甲", "学生代表", score), (1, "乙", "学工部", score), (1, "丙", "团委", score)]);
        let drop = Drop::new().sheet("名册.xlsx", &roster()).sheet("打分.xlsx", &rows);
        let drop = drop.sheet("干部.xlsx", &format!("学号|姓名|层级|组织|职务\n{cadres}"));
        let ran = drop.sheet("会议.xlsx", &format!("日期|类型|主办单位|参加人数\n{meetings}")).run();
        [ran.checked("H-D4", "note")[0].clone(), ran.checked("H-D5", "note")[0].clone()]
    };
    let one = "101|学生1|校级|校学生会|执行主席";
    let two = "101|学生1|校级|校学生会|执行主席\n102|学生2|校级|校学生会|主席团成员";
    let held = "2025-12-28|述职评议会|校学生会|60";
    assert_eq!(
        with(one, held, "90"),
        [
            " pass: 主席团成员和部门负责人 1 名，有结果 1 名 / ",
            "校学生会 pass: 主席团 1 名，述职评议 1 名；述职评议会 1 次，参加 60 人次 / "
        ]
    );
    assert!(with(two, held, "90")[0].starts_with(" review") && with(two, held, "90")[1].starts_with("校学生会 fail"));
    assert!(with(one, held, "50")[0].contains("1 名评议为不合格，仍在任"));
    // A meeting of the year before is none of this year's.
    assert!(with(one, "2024-12-28|述职评议会|校学生会|60", "90")[1].starts_with("校学生会 review"));
}

#[test]
fn raters_who_stand_out_are_listed_and_none_is_dropped() {
    let mut rows = Vec::new();
    for (k, score) in [(1, ["90", "88", "99"]), (2, ["80", "78", "99"]), (3, ["70", "72", "99"])] {
        for (rater, score) in ["甲", "乙", "丙"].into_iter().zip(score) {
            rows.push((k, rater, "学生代表", score));
        }
    }
    let ran = run(&whole(&rows), ONE_GROUP);
    let report = ran.report("05-评议汇总.xlsx");
    // 丙 gives 99 where the others' means are 89, 79 and 71: 10, 20 and 28, in the mean 19.33; 甲 lies 3.5, 8.5 and 15.5 below.
    assert!(report.contains("学生代表 | 丙 | 3 | +19.33 | 给每个人的总分都一样；明显偏高"), "{report}");
    assert!(report.contains("学生代表 | 甲 | 3 | -9.17 |"), "{report}");
    assert!(report.contains("给全部 3 人都打了分的评委 3 名"), "{report}");
    assert_eq!(person(&ran, 1)["groups"][0]["counted"], 3);
    // Raters stand in the sheets marked so, and on no slip.
    let slips = report.split("[个人反馈单]").nth(1).unwrap().split("[评议核查]").next().unwrap();
    assert!(slips.contains("学生1") && !slips.contains('甲') && !slips.contains('丙'), "{slips}");
}

/// Source: Kendall and Babington Smith's coefficient on orders everybody can recompute: the same order 1, opposite orders of two raters
/// 0; three raters on 1234, 1324, 2134: rank sums 4, 6, 8, 12, S = 35, W = 12·35 / (9·60) = 0.778; ties corrected.
#[test]
fn agreement_is_kendalls_w() {
    let values = |rows: &[&[i128]]| -> Vec<Vec<Exact>> {
        rows.iter().map(|row| row.iter().map(|value| Exact::from_integer(*value)).collect()).collect()
    };
    let w = |rows: &[&[i128]]| kendall(&values(rows));
    assert_eq!(w(&[&[1, 2, 3], &[10, 20, 30]]), Some(Exact::from_integer(1)));
    assert_eq!(w(&[&[1, 2, 3], &[3, 2, 1]]), Some(Exact::from_integer(0)));
    assert_eq!(w(&[&[1, 2, 3, 4], &[1, 3, 2, 4], &[2, 1, 3, 4]]), Some(Exact::new(12 * 35, 9 * 60)));
    // Ranks 1.5, 1.5, 3 and 1, 2, 3: sums 2.5, 3.5, 6, S = 6.5; T = 6: 78 / (4·24 − 2·6).
    assert_eq!(w(&[&[5, 5, 9], &[1, 2, 3]]), Some(Exact::new(78, 84)));
    // Nobody tells anybody apart.
    assert_eq!(w(&[&[5, 5, 5], &[7, 7, 7]]), None);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// A second, literal computation beside the tool's, in ten-thousandths: any ratings of one person by three groups.
    #[test]
    fn any_ratings_are_scored_like_by_hand(
        students in prop::collection::vec(0_i64..=100, 1..9),
        // Marks all within the lowest quarter of the scale would be taken for those of another one.
        office in prop::collection::vec(26_i64..=100, 1..4),
        league in prop::collection::vec(0_i64..=100, 1..8),
        turn in 0_usize..8,
    ) {
        let mut rows = Vec::new();
        for (group, scores) in [("学生代表", &students), ("学工部", &office), ("团委", &league)] {
            rows.extend(scores.iter().enumerate().map(|(k, score)| format!("\n101|学生1|{group}{k}|{group}|{score}")));
        }
        // The order of the rows changes nothing.
        let n = rows.len();
        rows.rotate_left(turn % n);
        let ran = run(&format!("学号|姓名|评委|评委类别|总分{}", rows.concat()), "");
        let mean = |scores: &[i64]| {
            let mut scores = scores.to_vec();
            scores.sort_unstable();
            if scores.len() > 5 { scores = scores[1..scores.len() - 1].to_vec(); }
            (scores.iter().sum::<i64>(), i64::try_from(scores.len()).unwrap())
        };
        let ((a, m), (b, n), (c, k)) = (mean(&students), mean(&office), mean(&league));
        // 0.6·a/m + 0.2·b/n + 0.2·c/k over one denominator, in hundredths rounded half-up.
        let numer = 3 * a * n * k + b * m * k + c * m * n;
        let denom = 5 * m * n * k;
        let hundredths = (200 * numer + denom) / (2 * denom);
        prop_assert_eq!(person(&ran, 1)["score"].clone(), format!("{}.{:02}", hundredths / 100, hundredths % 100));
        let low = students.iter().chain(&office).chain(&league).min().unwrap();
        let high = students.iter().chain(&office).chain(&league).max().unwrap();
        prop_assert!(*low * 100 <= hundredths && hundredths <= *high * 100);
    }

    /// A rater who says the mean of a group that is not trimmed moves nothing.
    #[test]
    fn a_rater_at_the_mean_of_an_untrimmed_group_does_not_move_it(
        scores in prop::collection::vec(0_i64..=100, 4),
        // As above.
        others in prop::collection::vec(26_i64..=100, 2),
    ) {
        // Four scores have a mean in quarters, which a mark can say.
        let quarters: i64 = scores.iter().sum();
        let mean = format!("{}.{:02}", quarters / 4, quarters % 4 * 25);
        let names = ["甲", "乙", "丙", "丁"];
        let marks: Vec<String> = scores.iter().map(ToString::to_string).collect();
        let mut rows: Vec<(u32, &str, &str, &str)> =
            names.iter().zip(&marks).map(|(name, mark)| (1, *name, "学生代表", mark.as_str())).collect();
        let offices: Vec<String> = others.iter().map(ToString::to_string).collect();
        rows.extend([(1, "戊", "学工部", offices[0].as_str()), (1, "己", "团委", offices[1].as_str())]);
        let before = person(&run(&whole(&rows), ""), 1);
        rows.push((1, "庚", "学生代表", mean.as_str()));
        let after = person(&run(&whole(&rows), ""), 1);
        prop_assert_eq!((&before["score"], &before["grade"]), (&after["score"], &after["grade"]));
        prop_assert_eq!(&after["groups"][0]["counted"], &json!(5));
    }

    /// Twice or seven times all weights are the same weights.
    #[test]
    fn weights_scaled_alike_change_nothing(
        marks in prop::collection::vec(0_u32..=100, 30),
        dimensions in prop::collection::vec(1_u32..=40, 5),
        groups in prop::collection::vec(1_u32..=40, 3),
        factor in 2_u32..9,
    ) {
        let header = "学号|姓名|评委|评委类别|政治素质|道德品质|知识学习|履职能力|纪律作风";
        let rows = marks.chunks(5).enumerate().map(|(at, marks)| {
            let group = ["学生代表", "学工部", "团委"][at % 3];
            let marks: Vec<String> = marks.iter().map(ToString::to_string).collect();
            format!("\n101|学生1|评委{at}|{group}|{}", marks.join("|"))
        });
        let drop = Drop::new().sheet("名册.xlsx", &roster()).sheet("打分.xlsx", &format!("{header}{}", rows.collect::<String>()));
        let mut policy = tuanxue::policy::load("national", None, &|_| None).unwrap();
        let listing = tuanxue::ingest::list_files(&[drop.path().to_path_buf()], &drop.path().join("报告")).unwrap();
        let ingested = tuanxue::ingest::read_files(drop.path(), &listing.files, &policy, &tuanxue::ingest::meter::Meter::default());
        let (_, input) = tuanxue::run::hand_over(ingested);
        let day = tuanxue::model::term::Date::new(2026, 1, 20).unwrap();
        let facts = tuanxue::tables::build(input, &policy, day).unwrap().facts;
        let mut score = |factor: u32| {
            let scale = |list: &mut Vec<(String, u32)>, weights: &[u32]| {
                list.iter_mut().zip(weights).for_each(|((_, own), weight)| *own = weight * factor);
            };
            scale(&mut policy.evaluation.dimensions.value, &dimensions);
            scale(&mut policy.evaluation.groups.value, &groups);
            let all = tuanxue::rules::evaluation::evaluate_all(&policy, &facts);
            (all.people[0].score, all.people[0].dimensions.clone(), all.people[0].grade.clone())
        };
        let once = score(1);
        prop_assert!(once.0.is_some());
        prop_assert_eq!(once, score(factor));
    }
}
