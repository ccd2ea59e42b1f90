//! The organisation's structure: head-counts H-B1, H-B2, presidiums H-B3, H-B4; figures of published self-assessment forms (C7).

use std::fmt::Write as _;

use crate::support::{Drop, Ran};

const HEADER: &str = "学号|姓名|层级|组织|部门|职务|产生方式";

/// So many people in a post, numbers counted from `first`.
fn posts(first: u32, count: u32, level: &str, organisation: &str, post: &str) -> String {
    (first..first + count).fold(String::new(), |mut rows, k| {
        let _ = write!(rows, "\n{k}|学生{k}|{level}|{organisation}||{post}|选拔");
        rows
    })
}

fn run(cadres: &str, policy: &str) -> Ran {
    let roster = (100_001..=100_120).fold(
        "学号|姓名|政治面貌|学院|专业|年级|班级|学籍状态".to_owned(),
        |mut rows, k| {
            let _ = write!(rows, "\n{k}|学生{k}|团员|信息学院|软件|2024|1班|在读");
            rows
        },
    );
    Drop::new().policy(policy).sheet("名册.xlsx", &roster).sheet("干部.xlsx", &format!("{HEADER}{cadres}")).run()
}

fn checks(ran: &Ran, rule: &str) -> Vec<String> {
    ran.checked(rule, "limit")
}

/// Source: self-assessment forms as filled in and published; staff and presidium.
#[test]
fn h_b1_h_b3_c7_published_forms_pass_or_fail_as_their_schools_said() {
    for (staff, presidium) in [(31, 5), (29, 5), (38, 3), (28, 5), (52, 5), (51, 5), (45, 4)] {
        let cadres = posts(100_001, presidium, "校级", "校学生会", "主席团成员")
            + &posts(100_001 + presidium, staff - presidium, "校级", "校学生会", "干事");
        let ran = run(&cadres, "");
        let verdict = if staff <= 40 { "pass" } else { "fail" };
        assert_eq!(checks(&ran, "H-B1"), [format!("校学生会 {verdict}: {staff} / 40")]);
        assert_eq!(checks(&ran, "H-B3"), [format!("校学生会 pass: {presidium} / 5")]);
        let ran = run(&cadres, "[structure]\nextended = true\n");
        assert_eq!(checks(&ran, "H-B1"), [format!("校学生会 pass: {staff} / 60")]);
    }
}

#[test]
fn h_b1_a_person_counts_once_and_teachers_and_classes_not_at_all() {
    let full = posts(100_001, 40, "校级", "校学生会", "干事");
    let ran = run(&full, "");
    assert_eq!((checks(&ran, "H-B1"), ran.said.code), (vec!["校学生会 pass: 40 / 40".to_owned()], 0));
    let again = format!("{full}{}", posts(100_001, 3, "校级", "校学生会", "负责人"));
    assert_eq!(checks(&run(&again, ""), "H-B1"), ["校学生会 pass: 40 / 40"]);
    let others = posts(100_041, 1, "校级", "校学生会", "秘书长") + &posts(100_042, 1, "班级", "1班", "班长");
    assert_eq!(checks(&run(&format!("{full}{others}"), ""), "H-B1"), ["校学生会 pass: 40 / 40"]);
    let more = format!("{full}{}", posts(100_041, 1, "校级", "校学生会", "干事"));
    let ran = run(&more, "");
    assert_eq!(checks(&ran, "H-B1"), ["校学生会 fail: 41 / 40"]);
    let check =
        ran.result()["checks"].as_array().unwrap().iter().find(|check| check["rule"] == "H-B1").unwrap().clone();
    assert_eq!(check["persons"].as_array().unwrap().len(), 41);
    assert_eq!(check["evidence"], serde_json::json!(["干部.xlsx › Sheet1 › A2:A42"]));
    // Whose level nobody can tell may be the one too many.
    let unclear = format!("{full}{}", posts(100_041, 1, "院", "某学生会", "干事"));
    assert_eq!(checks(&run(&unclear, ""), "H-B1"), ["校学生会 review: 40 / 40"]);
    let report = run(&more, "").report("06-机构编制核查.xlsx");
    for piece in [
        "H-B1 | 校级工作人员上限 | 校学生会 |",
        "41 | 不超过 40 | 不符合 | 硬性要求 | 学生多或多校区的学校可以放宽到 60 人",
    ] {
        assert!(report.contains(piece), "no {piece:?} in {report}");
    }
}

#[test]
fn h_b2_h_b4_each_college_by_itself() {
    // One college is not in the roster; too many are too many all the same.
    let cadres = posts(100_001, 30, "院级", "信息学院学生会", "干事")
        + &posts(100_031, 28, "院级", "外语学院学生会", "干事")
        + &posts(100_061, 4, "院级", "外语学院学生会", "主席团成员");
    let ran = run(&cadres, "");
    assert_eq!(checks(&ran, "H-B2"), ["信息学院学生会 pass: 30 / 30", "外语学院学生会 fail: 32 / 30"]);
    assert_eq!(checks(&ran, "H-B4"), ["信息学院学生会 pass: 0 / 3", "外语学院学生会 fail: 4 / 3"]);
    // Without names several unions may be in one heap.
    let ran = run(&posts(100_001, 2, "院级", "", "干事"), "");
    assert_eq!(checks(&ran, "H-B2"), ["院级（没有写组织） review: 2 / 30"]);
}

#[test]
fn h_b3_the_make_up_of_one_plan_with_the_chair_among_the_three_or_beside_them() {
    let with = |chairs: u32, members: u32| {
        let cadres = posts(100_001, chairs, "校级", "院学生会", "执行主席")
            + &posts(100_011, members, "校级", "院学生会", "主席团成员");
        let found = checks(&run(&cadres, "[policy]\nextends = \"hunan-jiaotong\"\n"), "H-B3");
        found[0].split(':').next().unwrap().to_owned()
    };
    assert_eq!([(1, 3), (1, 2)].map(|(chairs, members)| with(chairs, members)), ["校学生会 pass"; 2]);
    assert_eq!([(1, 4), (2, 2), (0, 4), (1, 1)].map(|(chairs, members)| with(chairs, members)), ["校学生会 fail"; 4]);
}

#[test]
fn one_college_under_several_names_of_its_union_is_one() {
    let cadres = posts(100_001, 2, "院级", "信息学院学生会", "主席团成员")
        + &posts(100_003, 1, "院级", "信息学院团总支学生会", "主席团成员")
        + &posts(100_004, 1, "院级", "信息学院", "主席团成员");
    let ran = run(&cadres, "");
    assert_eq!(checks(&ran, "H-B4"), ["信息学院学生会 fail: 4 / 3"]);
    // A list of colleges says nothing of the school's own.
    assert!(checks(&ran, "H-B1").is_empty() && checks(&ran, "H-B3").is_empty());
    // A name that the roster does not have may be another one's.
    assert_eq!(
        checks(&run(&posts(100_001, 2, "院级", "信工学院学生会", "干事"), ""), "H-B2"),
        ["信工学院学生会 review: 2 / 30"]
    );
}

#[test]
fn whoever_is_in_no_union_is_not_counted_and_said() {
    let cadres = posts(100_001, 40, "校级", "校学生会", "干事")
        + &posts(100_041, 3, "校级", "校团委", "干事")
        + &posts(100_044, 1, "校级", "社团联合会", "主席");
    let ran = run(&cadres, "");
    assert_eq!(checks(&ran, "H-B1"), ["校学生会 pass: 40 / 40"]);
    assert_eq!(ran.checks("H-B1")[0]["note"], "校团委、社团联合会不是学生会，没有计入");
    // A union of associations does not elect its chair at the congress.
    assert!(ran.checks("H-C7").is_empty());
}

#[test]
fn a_number_that_proves_nobody_makes_a_count_open() {
    let full = posts(100_001, 40, "校级", "校学生会", "干事");
    for (row, what) in [
        ("\n999999|学生甲|校级|校学生会||干事|选拔", "41"),
        ("\n100041|别的名字|校级|校学生会||干事|选拔", "41"),
        ("\n|学生甲|校级|校学生会||干事|选拔", "40"),
    ] {
        assert_eq!(
            checks(&run(&format!("{full}{row}"), ""), "H-B1"),
            [format!("校学生会 review: {what} / 40")],
            "{row}"
        );
    }
    // A teacher has none, and is no staff.
    let ran = run(&format!("{full}\n|赵老师|校级|校学生会||秘书长|任命"), "");
    assert_eq!(checks(&ran, "H-B1"), ["校学生会 pass: 40 / 40"]);
    assert!(ran.codes().is_empty(), "{:?}", ran.codes());
    // The row is read as that of a secretary-general.
    assert!(!ran.report("00-说明与数据问题.xlsx").contains("学号不可用"));
}

#[test]
fn no_plan_caps_the_union_of_a_campus() {
    let ran = run(&posts(100_001, 5, "校区", "东校区学生会", "干事"), "");
    assert_eq!(checks(&ran, "H-B1"), ["东校区学生会 review: 5 / 政策没有写校区学生会的人数"]);
}

#[test]
fn whoever_has_left_is_not_counted_and_two_posts_are_the_higher() {
    let list = posts(100_001, 41, "校级", "校学生会", "干事").replace("|选拔", "|选拔|");
    let list = list.replacen("选拔|", "选拔|2025-10-01", 1);
    let cadres = format!("{HEADER}|离任日期{list}");
    let sheet = |cadres: &str| {
        let roster =
            "学号|姓名|政治面貌|学院|专业|年级|班级|学籍状态\n100001|学生100001|团员|信息学院|软件|2024|1班|在读";
        Drop::new().sheet("名册.xlsx", roster).sheet("干部.xlsx", cadres).run()
    };
    assert_eq!(sheet(&cadres).checked("H-B1", "found")[0].split(' ').next_back(), Some("40"));
    assert!(sheet(&cadres).report("00-说明与数据问题.xlsx").contains("已离任 | 1 | 2"));
    // A word nobody knows for the level of everybody is no empty union.
    let ran = run(&posts(100_001, 3, "学院", "某会", "干事"), "");
    assert!(checks(&ran, "H-B1").iter().all(|check| check.contains("review")), "{:?}", checks(&ran, "H-B1"));
    let dual = ["主席团成员、办公室负责人", "主席团成员兼学习部部长", "主席团成员/权益部负责人", "副主席（兼）"];
    let cadres: String =
        (100_001..).zip(dual).map(|(k, post)| posts(k, 1, "校级", "校学生会", post)).collect::<Vec<_>>().concat();
    assert_eq!(checks(&run(&cadres, ""), "H-B3"), ["校学生会 pass: 4 / 5"]);
}
