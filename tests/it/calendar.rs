//! The congress's year: H-C5 and W-C1 (held in time), H-C6 and W-C2 (its four tasks), H-C9 and W-C4 (contacts with students), H-C1
//! and H-C2 as checks.

use std::fmt::Write as _;

use serde_json::Value;

use crate::support::{Drop, Ran, tuanxue};

/// Two colleges, one of 399 and one of 400 students.
fn roster() -> String {
    let mut rows = "学号|姓名|政治面貌|学院|专业|年级|班级|学籍状态".to_owned();
    for (college, from, to) in [("外语学院", 1, 399), ("信息学院", 1001, 1400)] {
        for k in from..=to {
            let _ = write!(rows, "\n{}|学生{k}|团员|{college}|{college}专业|2024|1班|在读", 100_000 + k);
        }
    }
    rows
}

fn run(meetings: &str, policy: &str, day: &str) -> Ran {
    let drop = Drop::new().policy(policy).sheet("名册.xlsx", &roster());
    let drop = drop.sheet("会议.xlsx", &format!("日期|类型|主办单位|议程\n{meetings}"));
    let path = drop.path().to_string_lossy().into_owned();
    let said = tuanxue(&["run", &path, "--as-of", day]);
    Ran { drop, said }
}

fn checks(ran: &Ran, rule: &str) -> Vec<String> {
    ran.checked(rule, "note")
}

const ALL: &str = "听取和审议工作报告；选举新一届主席团；修订章程；征求同学意见";

#[test]
fn h_c5_w_c1_every_unit_holds_its_congress_within_the_year() {
    let meetings = format!(
        "2025-11-15|第十届学生代表大会|校学生会|{ALL}\n2025-10-20|学代会|信息学院学生会|{ALL}\n2025-10-12|全体学生大会|外语学院|{ALL}"
    );
    let ran = run(&meetings, "", "2026-01-20");
    assert_eq!(
        checks(&ran, "H-C5"),
        [
            "校学生会 pass: 2025-11-15 学生代表大会 / ",
            "信息学院 pass: 2025-10-20 学生代表大会 / ",
            "外语学院 pass: 2025-10-12 全体学生大会 / "
        ]
    );
    assert_eq!(ran.said.code, 0, "{}", ran.said.stderr);
    // A college of 400 may not do with a meeting of all.
    let ran = run("2025-10-20|全体学生大会|信息学院|", "", "2026-01-20");
    assert_eq!(
        checks(&ran, "H-C5")[1],
        "信息学院 fail: 没有记录 / 开的是全体学生大会；学生 400 人，不少于 400 人，应召开学生代表大会"
    );
    let ran = run("2025-10-20|全体学生大会|信息学院|", "[congress]\nall_student_meeting_below = 401\n", "2026-01-20");
    assert!(checks(&ran, "H-C5")[1].starts_with("信息学院 pass"));
}

#[test]
fn h_c5_the_months_since_the_last_one_decide_where_the_year_has_none() {
    let verdict = |date: &str, day: &str| {
        let ran = run(&format!("{date}|学代会|校学生会|{ALL}"), "[policy]\nterm = \"2025-2026-1\"\n", day);
        checks(&ran, "H-C5")[0].clone()
    };
    // 2024-2025 held it on 20 January 2025; a year later to the day is in time, one day more is not.
    assert_eq!(verdict("2025-01-20", "2026-01-20"), "校学生会 pass: 2025-01-20 学生代表大会 / ");
    assert_eq!(
        verdict("2025-01-20", "2026-01-21"),
        "校学生会 fail: 2025-01-20 学生代表大会 / 距 2025-01-20 已超过 12 个月"
    );
    // One that is still to come has not been held.
    assert_eq!(
        verdict("2026-05-10", "2026-01-20"),
        "校学生会 review: 没有记录 / 本学年还没有结束，台账里也没有上一次，不能判断（台账里 2026-05-10 的还没有到）"
    );
    assert_eq!(verdict("2026-09-10", "2026-08-31"), "校学生会 fail: 没有记录 / ");
    // What cannot be read may be it.
    assert_eq!(
        verdict("某日", "2026-08-31"),
        "校学生会 review: 没有记录 / 有 1 条会议记录的日期、类型或主办单位看不懂，可能就是"
    );
}

#[test]
fn h_c6_w_c2_the_congress_does_its_four_tasks() {
    let with = |agenda: &str, policy: &str| {
        let ran = run(&format!("2025-11-15|学代会|校学生会|{agenda}"), policy, "2026-01-20");
        checks(&ran, "H-C6")
    };
    assert_eq!(with(ALL, ""), ["校学生会 pass: 4 / 4 / "]);
    assert_eq!(with("听取工作报告；换届；提案办理说明", ""), ["校学生会 fail: 3 / 4 / 议程里没有：章程"]);
    assert_eq!(with("", ""), ["校学生会 review: 0 / 4 / 没有写议程。请补填"]);
    assert_eq!(with("选举", "[ledgers]\nagenda = [\"选举\"]\n"), ["校学生会 pass: 1 / 1 / "]);
    // A plan without the number of months is not said to have one.
    let ran =
        run(&format!("2025-11-15|学代会|校学生会|{ALL}"), "[policy]\nextends = \"wuchang-shouyi\"\n", "2026-01-20");
    let result = ran.result();
    let of =
        |rule: &str| result["checks"].as_array().unwrap().iter().find(|check| check["rule"] == rule).unwrap().clone();
    assert_eq!((&of("H-C5")["layer"], &of("H-C6")["layer"]), (&Value::from("national"), &Value::from("school")));
}

#[test]
fn h_c2_units_and_main_associations_are_covered() {
    let with = |associations: &str, policy: &str| {
        let drop = Drop::new().policy(policy).sheet("名册.xlsx", &roster());
        let drop = if associations.is_empty() { drop } else { drop.sheet("社团.xlsx", associations) };
        checks(&drop.run(), "H-C2")
    };
    let associations = "社团|是否主要社团\n书画社|是\n棋社|否";
    assert_eq!(with(associations, ""), [" pass: 学院 2 / 2，主要社团 1 / 1 / "]);
    assert_eq!(with("", ""), [" review: 学院 2 / 2 / 材料里没有社团名册，主要社团没有核查"]);
    let none = "[congress]\nassociations = { seats_each = 0 }\n";
    assert_eq!(with(associations, none), [" fail: 学院 2 / 2，主要社团 0 / 1 / 没有名额的：书画社"]);
    let threshold = "[congress]\nmethod = \"threshold\"\nmin_per_unit = 0\nthreshold = { step = 500, above = 399 }\n";
    assert_eq!(with(associations, threshold), [" fail: 学院 1 / 2，主要社团 1 / 1 / 没有名额的：外语学院"]);
    assert_eq!(
        with("社团|是否主要社团\n书画社|是\n棋社|待定", "")[0],
        " review: 学院 2 / 2，主要社团 1 / 1 / 有 1 个社团看不出是不是主要社团"
    );
}

#[test]
fn h_c1_a_total_below_the_minimum_fails_the_check() {
    let with = |policy: &str| checks(&Drop::new().policy(policy).sheet("名册.xlsx", &roster()).run(), "H-C1");
    assert_eq!(with(""), [" pass: 8 名 / "]);
    assert_eq!(with("[congress]\ntotal = 7\n"), [" fail: 7 名 / "]);
}

#[test]
fn h_c9_w_c4_contacts_are_counted_and_who_has_none_is_named() {
    let with = |contacts: &str| {
        let drop = Drop::new().sheet("名册.xlsx", &roster());
        let drop = drop.sheet(
            "干部.xlsx",
            "学号|姓名|层级|职务\n100001|学生1|校级|执行主席\n100002|学生2|校级|干事\n100003|学生3|班级|班长",
        );
        let ran = drop.sheet("联系.xlsx", &format!("日期|联系人学号|联系对象|人数\n{contacts}")).run();
        let result = ran.result();
        let check = result["checks"].as_array().unwrap().iter().find(|check| check["rule"] == "H-C9").unwrap().clone();
        (checks(&ran, "H-C9")[0].clone(), check["persons"].clone(), check["strength"].clone())
    };
    let (found, persons, strength) =
        with("2025-10-08|100001|1班|30\n2025-10-09|100001|2班|20\n2024-10-09|100002|3班|20");
    assert_eq!(found, " review: 联系 2 次、50 人次；2 名代表和工作人员中 1 名有记录 / 1 名代表和工作人员没有联系记录");
    assert_eq!((persons, strength), (serde_json::json!(["100002"]), Value::from("info")));
    let (found, persons, _) = with("2025-10-08|100001|1班|30\n2025-10-09|100002|2班|20");
    assert_eq!(found, " pass: 联系 2 次、50 人次；2 名代表和工作人员中 2 名有记录 / ");
    assert_eq!(persons, serde_json::json!([]));
}

#[test]
fn hosts_are_known_by_the_schools_full_name_and_by_campus() {
    let school = "[policy]\nextends = \"hunan-jiaotong\"\n";
    let ran = run(&format!("2025-11-15|学代会|湖南交通职业技术学院学生会|{ALL}"), school, "2026-01-20");
    assert!(checks(&ran, "H-C5")[0].starts_with("校学生会 pass: 2025-11-15"), "{:?}", checks(&ran, "H-C5"));
    assert_eq!(ran.codes(), Vec::<String>::new());
    let with_campus = roster().replace("班级|学籍状态", "班级|校区|学籍状态").replace("|1班|", "|1班|嘉鱼校区|");
    let meetings = format!("日期|类型|主办单位|议程\n2025-11-15|学代会|嘉鱼校区学生会|{ALL}");
    let drop = Drop::new().policy("[policy]\nextends = \"wuchang-shouyi\"\n").sheet("名册.xlsx", &with_campus);
    let ran = drop.sheet("会议.xlsx", &meetings).run();
    assert_eq!(ran.codes(), Vec::<String>::new());
    // A campus's congress is no other unit's, and no unit is told that it may be.
    assert!(checks(&ran, "H-C5").iter().all(|check| !check.contains("看不懂")), "{:?}", checks(&ran, "H-C5"));
}
