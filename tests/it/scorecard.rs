//! How the colleges score: H-E6.

use std::fmt::Write as _;

use serde_json::{Value, json};

use crate::support::{Drop, Ran};

/// Two colleges, one with a presidium of four, and joint meetings that the other misses.
fn run(policy: &str) -> Ran {
    let mut roster = "学号|姓名|政治面貌|学院|专业|年级|班级|学籍状态".to_owned();
    let mut cadres = "学号|姓名|层级|组织|职务".to_owned();
    for (from, college, members) in [(100_001, "信息学院", 4), (200_001, "机电学院", 2)] {
        for id in from..from + 5 {
            let _ = write!(roster, "\n{id}|学生{id}|团员|{college}|{college}专业|2024|1班|在读");
        }
        for id in from..from + members {
            let _ = write!(cadres, "\n{id}|学生{id}|院级|{college}学生会|主席团成员");
        }
    }
    let meetings =
        "日期|类型|主办单位|参加单位\n2025-09-10|联席会议|校学生会|信息学院\n2025-10-15|联席会议|校学生会|信息学院";
    Drop::new()
        .policy(&format!("[policy]\nextends = \"hunan-jiaotong\"\n[ledgers]\nattendance_min = \"80/100\"\n{policy}"))
        .sheet("名册.xlsx", &roster)
        .sheet("干部.xlsx", &cadres)
        .sheet("会议.xlsx", meetings)
        .run()
}

fn card(ran: &Ran) -> Vec<Value> {
    ran.result()["scorecard"].as_array().cloned().unwrap_or_default()
}

/// The checks of a college by hand, from the result.
fn verdicts(ran: &Ran, college: &str, but: &[&str]) -> [usize; 3] {
    let result = ran.result();
    let own = result["checks"].as_array().unwrap().iter().filter(|check| {
        let is_due = check.get("due").is_none();
        is_due
            && check["unit"].as_str().unwrap().starts_with(college)
            && !but.contains(&check["rule"].as_str().unwrap())
    });
    let own: Vec<&Value> = own.collect();
    ["pass", "fail", "review"].map(|verdict| own.iter().filter(|check| check["verdict"] == verdict).count())
}

#[test]
fn h_e6_every_check_of_a_college_counts() {
    let ran = run("");
    let card = card(&ran);
    assert_eq!(card.len(), 2);
    for own in &card {
        let college = own["college"].as_str().unwrap();
        let [passed, failed, review] = verdicts(&ran, college, &[]);
        assert!(passed > 0 && failed > 0);
        assert_eq!([&own["passed"], &own["failed"], &own["review"]], [&json!(passed), &json!(failed), &json!(review)]);
        // Half-up to two decimals, with whole numbers.
        let (all, hundred) = (passed + failed + review, passed * 10_000);
        let points = (2 * hundred + all) / (2 * all);
        assert_eq!(own["score"], format!("{}.{:02}", points / 100, points % 100));
    }
    // Each misses one thing: equal scores share a rank.
    assert_eq!([&card[0]["rank"], &card[1]["rank"]], [&json!(1), &json!(1)]);
    let report = ran.report("10-二级学院考核.xlsx");
    assert!(report.contains("H-B4 院级主席团上限：4"), "{report}");
    assert!(report.contains("H-E1 联席会议：出席联席会议 0 / 2 次"), "{report}");
    assert!(report.contains("各项核查同样计分（方案没有写权重，这是本工具的假设）"), "{report}");
}

#[test]
fn weights_change_the_order_and_none_leaves_a_rule_out() {
    // The presidium's size weighs nothing: its failure is gone.
    let ran = run("[scorecard]\nweights = { \"H-B4\" = 0 }\n");
    let own = card(&ran).into_iter().find(|own| own["college"] == "信息学院").unwrap();
    let [passed, failed, review] = verdicts(&ran, "信息学院", &["H-B4"]);
    assert_eq!([&own["passed"], &own["failed"], &own["review"]], [&json!(passed), &json!(failed), &json!(review)]);
    // It weighs fifty: who keeps to it leads.
    let ran = run("[scorecard]\nweights = { \"H-B4\" = 50 }\n");
    assert_eq!(card(&ran)[0]["college"], "机电学院");
    assert_eq!([&card(&ran)[0]["rank"], &card(&ran)[1]["rank"]], [&json!(1), &json!(2)]);
    let ran = run("[scorecard]\nweights = { \"H-E1\" = 50 }\n");
    assert_eq!(card(&ran)[0]["college"], "信息学院");
    // Turned off, and a rule that does not exist.
    assert!(card(&run("[scorecard]\nenabled = false\n")).is_empty());
    let ran = run("[scorecard]\nweights = { \"H-B99\" = 2 }\n");
    assert_eq!(ran.said.code, 2);
    assert!(ran.said.stderr.contains("scorecard.weights 里的“H-B99”不是规则的编号"), "{}", ran.said.stderr);
}
