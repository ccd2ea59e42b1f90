//! This term's evaluation beside that of an earlier `结果.json` in the drop.

use std::fmt::Write as _;

use serde_json::{Value, json};

use crate::scene::assert_holds;
use crate::support::{Drop, Ran};

const ROSTER: &str = "学号|姓名|政治面貌|学院|专业|年级|班级|学籍状态
101001|丁一|团员|信息|软件|2024|1班|在读
101002|丁二|团员|信息|软件|2024|1班|在读
101003|丁三|团员|信息|软件|2024|1班|在读";

const POLICY: &str =
    "[evaluation]\ngroups = { \"学生代表\" = 100, \"学工部\" = 0, \"团委\" = 0 }\nrequired_groups = [\"学生代表\"]\n";

/// Ratings on the whole by three raters who agree.
fn ratings(scores: &[(u32, u32)]) -> String {
    let mut text = "学号|姓名|评委|评委类别|总分".to_owned();
    for (person, score) in scores {
        for rater in ["甲", "乙", "丙"] {
            let _ = write!(
                text,
                "\n10100{person}|丁{}|{rater}|学生代表|#{score}",
                ["一", "二", "三"][*person as usize - 1]
            );
        }
    }
    text
}

fn drop(term: &str, scores: &[(u32, u32)]) -> Drop {
    let policy = format!("[policy]\nterm = \"{term}\"\n{POLICY}");
    Drop::new().policy(&policy).sheet("名册.xlsx", ROSTER).sheet("打分.xlsx", &ratings(scores))
}

/// The result file of a run.
fn past(term: &str, scores: &[(u32, u32)]) -> Vec<u8> {
    bytes(&drop(term, scores).run())
}

fn bytes(ran: &Ran) -> Vec<u8> {
    std::fs::read(ran.reports().join("结果.json")).unwrap()
}

fn change(ran: &Ran, id: &str) -> Value {
    let result = ran.result();
    let own = result["evaluation"].as_array().unwrap().iter().find(|own| own["student_id"] == id).unwrap().clone();
    own["change"].clone()
}

#[test]
fn who_rose_and_who_fell_since_last_term() {
    let before = past("2024-2025-2", &[(1, 80), (2, 95)]);
    let ran = drop("2025-2026-1", &[(1, 91), (3, 70)]).file("上学期结果.json", &before).run();
    assert_eq!(
        change(&ran, "101001"),
        json!({"term": "2024-2025-2", "score": "80.00", "grade": "合格", "rank": 2, "of": 2, "difference": "11.00"})
    );
    assert_eq!(change(&ran, "101003"), Value::Null);
    let report = ran.report("05-评议汇总.xlsx");
    assert_holds(&report, &["与上次比较", "2024-2025-2"]);
    assert_holds(&report, &["101001 | 丁一 | 80 | 91 | +11.00 | 合格 | 优秀 | 2 / 2 | 1 / 2"]);
    assert_holds(&report, &["101003 | 丁三 |  | 70 |  |  | 合格 |  | 2 / 2 | 上次没有评议"]);
    assert_holds(&report, &["101002 | 丁二 | 95 |  |  | 优秀 |  | 1 / 2 |  | 本次没有评议"]);
    // The slip says it, too.
    assert_holds(report.split("[个人反馈单]").nth(1).unwrap(), &["上次得分", "80.00（+11.00）"]);
    // The file is an input and no stray.
    let inputs = ran.result()["inputs"].as_array().unwrap().clone();
    let own = inputs.iter().find(|input| input["file"] == "上学期结果.json").unwrap();
    assert_eq!(own["state"], "read");
    assert!(!ran.codes().contains(&"D110".to_owned()), "{:?}", ran.problems());
}

#[test]
fn the_latest_earlier_result_is_compared_and_no_other() {
    let [first, second, same] =
        [("2023-2024-2", 60), ("2024-2025-2", 80), ("2025-2026-1", 99)].map(|(term, score)| past(term, &[(1, score)]));
    let now = || drop("2025-2026-1", &[(1, 91)]);
    let ran = now().file("a.json", &second).file("b.json", &first).file("c.json", &same).run();
    assert_eq!(change(&ran, "101001")["difference"], "11.00");
    let said = ran.problems();
    assert!(said.iter().any(|line| line.starts_with("D123 info b.json")), "{said:?}");
    assert!(said.iter().any(|line| line.starts_with("D123 info c.json")), "{said:?}");
    assert!(!said.iter().any(|line| line.split(':').next().unwrap().contains("a.json")), "{said:?}");
    // Only a result of this term: nothing to compare with.
    let ran = now().file("c.json", &same).run();
    assert_eq!(change(&ran, "101001"), Value::Null);
    assert!(!ran.report("05-评议汇总.xlsx").contains("与上次比较"));
}

#[test]
fn what_cannot_be_compared_is_said() {
    let before = past("2024-2025-2", &[(1, 80)]);
    let text = String::from_utf8(before.clone()).unwrap();
    // Another policy may mean other weights.
    let other = drop("2025-2026-1", &[(1, 91)]);
    let policy = format!("[policy]\nterm = \"2025-2026-1\"\n{POLICY}decimals = 1\n");
    let ran = other.policy(&policy).file("结果.json", &before).run();
    assert_holds(&ran.report("05-评议汇总.xlsx"), &["上次用的政策和这次不同"]);
    // Cut short, of a later version, or something else by the same name.
    let now = |bytes: &[u8]| drop("2025-2026-1", &[(1, 91)]).file("结果.json", bytes).run();
    let cut = now(&before[..before.len() / 2]);
    assert!(cut.problems().iter().any(|line| line.starts_with("D124 warning 结果.json")), "{:?}", cut.problems());
    assert_eq!(change(&cut, "101001"), Value::Null);
    let newer = now(text.replace("\"schema\":1", "\"schema\":2").as_bytes());
    assert!(
        newer.problems().iter().any(|line| line.starts_with("D124 warning 结果.json") && line.contains("更新的版本"))
    );
    let other = now(b"{\"a\": [1, 2]}");
    assert!(other.problems().iter().any(|line| line.starts_with("D110 info 结果.json")), "{:?}", other.problems());
    // Then by ballots, now by ratings: two scales.
    let ballots = "学号|姓名|评委类别|优秀|称职|基本称职|不称职\n101001|丁一|学生代表|#9|#1|#0|#0";
    let policy = format!("[policy]\nterm = \"2024-2025-2\"\n{POLICY}");
    let voted = Drop::new().policy(&policy).sheet("名册.xlsx", ROSTER).sheet("测评.xlsx", ballots).run();
    let ran = now(&bytes(&voted));
    assert_eq!(change(&ran, "101001")["difference"], Value::Null);
    assert_holds(
        &ran.report("05-评议汇总.xlsx"),
        &["101001 | 丁一 | 94 | 91 |  |", "一次用测评票、一次用打分，分数不能相减"],
    );
}
