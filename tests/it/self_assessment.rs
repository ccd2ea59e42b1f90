//! The national self-assessment form (改革自评表): items filled with the figures of the other reports, the rest named with what is
//! missing.

use std::fmt::Write as _;

use crate::support::{Drop, Ran};

const HUNAN: &str = "[policy]\nextends = \"hunan-jiaotong\"\n";
const REPORT: &str = "09-改革自评表.xlsx";

/// Ten students of one major and year, 100001 the best and 100010 the worst and failed, two first-years; a union of five with a
/// college's of two.
fn drop(policy: &str, cadres: &str) -> Drop {
    let mut roster = "学号|姓名|政治面貌|学院|专业|年级|班级|学籍状态".to_owned();
    let mut grades = "学号|姓名|课程名称|成绩|学分|学年学期".to_owned();
    for k in 1..=10 {
        let status = if k == 2 {
            "党员"
        } else if k == 3 {
            "群众"
        } else {
            "团员"
        };
        let _ = write!(roster, "\n{}|学生{k}|{status}|信息学院|软件|2023|1班|在读", 100_000 + k);
        let _ = write!(
            grades,
            "\n{}|学生{k}|高等数学|{}|4|2025-2026-1",
            100_000 + k,
            if k == 10 { 50 } else { 100 - 2 * k }
        );
    }
    for k in 11..=12 {
        let _ = write!(roster, "\n{}|学生{k}|团员|信息学院|软件|2025|2班|在读", 100_000 + k);
    }
    Drop::new().policy(policy).sheet("名册.xlsx", &roster).sheet("成绩.xlsx", &grades).sheet("干部.xlsx", cadres)
}

const CADRES: &str = "学号|姓名|层级|组织|部门|职务|产生方式
100001|学生1|校级|校学生会|主席团|轮值执行主席|学代会选举
100002|学生2|校级|校学生会|主席团|主席团成员|学代会选举
100003|学生3|校级|校学生会|秘书处|工作人员|选拔
100010|学生10|校级|校学生会|学习部|工作人员|选拔
100011|学生11|校级|校学生会|学习部|工作人员|选拔
100004|学生4|院级|信息学院学生会|主席团|主席团成员|任命
100005|学生5|院级|信息学院学生会|学习部|部长|选拔";

/// The lines of a sheet of the report, without what stands over the table.
fn lines(ran: &Ran, sheet: &str) -> Vec<String> {
    let text = ran.report(REPORT);
    let start = text.lines().skip_while(|line| !line.starts_with(&format!("[{sheet}]"))).skip(1);
    let own = start.take_while(|line| !line.starts_with('['));
    own.skip_while(|line| !line.starts_with("序号")).skip(1).map(str::to_owned).collect()
}

fn line(ran: &Ran, sheet: &str, seq: usize) -> String {
    lines(ran, sheet).into_iter().find(|line| line.starts_with(&format!("{seq} |"))).unwrap()
}

/// What is filled in, the verdict and the note.
fn filled(ran: &Ran, sheet: &str, seq: usize) -> String {
    line(ran, sheet, seq).splitn(3, " | ").nth(2).unwrap_or_default().to_owned()
}

#[test]
fn the_school_s_form_is_filled_from_the_lists() {
    let ran = drop("", CADRES).run();
    assert_eq!(lines(&ran, "校学生会").len(), 11);
    for (seq, wanted) in [
        (1, " | 需人工⏎填写 | 需人工填写：请写明是否承担行政职能"),
        (2, "设主席团和 2 个工作部门 | 是"),
        (3, "实有 5 人（不超过 40 人） | 是"),
        (4, "实有 2 人（不超过 5 人） | 是"),
        (5, "实有 2 个：学习部、秘书处（不超过 6 个） | 是"),
        (6, "主席团成员 1 人、工作人员 3 人、轮值执行主席 1 人 | 是"),
        // By hand: 1, 10, 11 are league members, 2 of the party, 3 of neither.
        (7, "工作人员 5 人：中共党员 1 人、共青团员 3 人、群众 1 人 | 否 | 1 人不是党员或团员"),
        // Of ten ranked, the first three are within 30 %: 1, 2, 3. 10 is last and failed; 11 is a first-year.
        (8, "工作人员 5 人：不作要求（一年级等）1 人，排名和课程都符合 3 人 | 否 | 1 人排名或课程不符合"),
        (9, " | 需人工⏎填写 | 需人工填写：缺主席团成员的资格审核意见"),
        (10, "执行主席 1 名，由学代会选举产生 1 名；主席团其他成员 1 名，由学代会选举产生 1 名 | 是"),
        (11, " | 需人工⏎填写 | 需人工填写：缺会议台账"),
    ] {
        assert_eq!(filled(&ran, "校学生会", seq), wanted, "item {seq}");
    }
    // Whoever the count concerns stands in the reasons, with the cells.
    let report = ran.report(REPORT);
    for piece in ["校学生会 第 7 项 政治面貌 | 不符合：工作人员 5 人", "学生3 100003", "学生10 100010"]
    {
        assert!(report.contains(piece), "{piece}\n{report}");
    }
}

#[test]
fn the_college_s_form_asks_other_things() {
    let meetings = "日期|类型|主办单位|议程\n2025-10-20|学生代表大会|信息学院学生会|审议报告、选举、章程、征求意见\n2025-12-20|向党组织汇报|信息学院学生会|";
    let training = "日期|层级|单位|主题|学号\n2025-10-11|院级|信息学院学生会|作风|100004、100005";
    let advisors = "姓名|职务|单位\n李老师|秘书长|信息学院团总支";
    let drop = drop("", CADRES).sheet("会议.xlsx", meetings).sheet("培训.xlsx", training).sheet("教师.xlsx", advisors);
    let ran = drop.run();
    assert_eq!(lines(&ran, "信息学院学生会").len(), 13);
    for (seq, wanted) in [
        (3, "实有 2 人（不超过 30 人） | 是"),
        (4, "实有 1 人（不超过 3 人） | 是"),
        (
            5,
            "主席团成员 1 人、部长 1 人 | 复核 | 不在本表允许的职务名称之内：部长 1 人。允许的是 轮值执行主席、执行主席、主席团成员、工作部门成员、部门成员、工作人员",
        ),
        // 4 and 5 are fourth and fifth of ten: over the line.
        (7, "工作人员 2 人：不作要求（一年级等）0 人，排名和课程都符合 0 人 | 否 | 2 人排名或课程不符合"),
        (8, "主席团其他成员 1 名，由学代会选举产生 0 名 | 否 | 产生方式为任命或聘任"),
        (9, "2025-10-20 学生代表大会 | 是"),
        (10, "2025-2026-1 参训 2 / 2 人 | 是"),
        (11, " | 需人工⏎填写 | 需人工填写：请写明评奖评优、推荐等以什么为依据"),
        (13, "李老师（秘书长） | 是"),
    ] {
        assert_eq!(filled(&ran, "信息学院学生会", seq), wanted, "item {seq}");
    }
    assert!(
        filled(&ran, "信息学院学生会", 12).starts_with("向党组织汇报 1 次 | 是"),
        "{}",
        filled(&ran, "信息学院学生会", 12)
    );
}

#[test]
fn a_presidium_of_three_keeps_to_the_form_and_one_of_four_does_not() {
    let of = |more: &str| drop("", &format!("{CADRES}{more}")).run();
    let three = "\n100006|学生6|院级|信息学院学生会|主席团|主席团成员|任命\n100007|学生7|院级|信息学院学生会|主席团|主席团成员|任命";
    assert_eq!(filled(&of(three), "信息学院学生会", 4), "实有 3 人（不超过 3 人） | 是");
    let four = format!("{three}\n100008|学生8|院级|信息学院学生会|主席团|主席团成员|任命");
    assert_eq!(filled(&of(&four), "信息学院学生会", 4), "实有 4 人（不超过 3 人） | 否");
    // The same person twice is one.
    let twice = format!("{three}\n100006|学生6|院级|信息学院学生会|主席团|主席团成员|任命");
    assert_eq!(filled(&of(&twice), "信息学院学生会", 4), "实有 3 人（不超过 3 人） | 是");
}

/// The form asks the whole presidium, whatever part of it the policy is content with.
#[test]
fn a_presidium_elected_in_part_is_for_a_human_and_a_note_is_said_once() {
    let part = format!("{CADRES}\n100006|学生6|校级|校学生会|主席团|主席团成员|任命");
    let item = filled(&drop(HUNAN, &part).run(), "校学生会", 10);
    assert!(item.contains("2 名，由学代会选举产生 1 名 | 复核 | 本校只要求主席团部分成员由选举产生"), "{item}");
    assert!(item.contains("另有 1 人不是（产生方式为任命或聘任）"), "{item}");
    assert!(filled(&drop(HUNAN, CADRES).run(), "校学生会", 10).ends_with("1 名 | 是"));
    let none = CADRES.replace("学代会选举", "任命");
    let item = filled(&drop(HUNAN, &none).run(), "校学生会", 10);
    assert!(item.ends_with(" | 否 | 产生方式为任命或聘任"), "{item}");
}

#[test]
fn the_edition_decides_which_posts_there_may_be() {
    let ran = drop("[self_assessment]\nedition = \"2020\"\n", CADRES).run();
    assert_eq!(filled(&ran, "信息学院学生会", 5), "主席团成员 1 人、部长 1 人 | 是");
    assert!(line(&ran, "信息学院学生会", 5).contains("除主席团成员、部长、副部长、干事外"));
    assert!(line(&drop("", CADRES).run(), "信息学院学生会", 5).contains("含轮值执行主席"));
    let ran = drop("[self_assessment]\nedition = \"2019\"\n", CADRES).run();
    assert_eq!(ran.said.code, 2, "{}", ran.said.stderr);
}

#[test]
fn figures_equal_those_of_the_other_reports() {
    let ran = drop(HUNAN, CADRES).run();
    let found = |rule: &str, unit: &str| {
        let checks = ran.checks(rule).into_iter().find(|check| check["unit"] == unit).unwrap();
        checks["found"].as_str().unwrap().to_owned()
    };
    assert!(filled(&ran, "校学生会", 3).starts_with(&format!("实有 {} 人", found("H-B1", "校学生会"))));
    assert!(found("H-B3", "校学生会").ends_with("主席团共 2 名"));
    assert!(filled(&ran, "校学生会", 4).starts_with("实有 2 人（不超过 5 人）"));
    assert!(found("H-B5", "校学生会").starts_with("2 个：学习部、秘书处"));
    assert!(filled(&ran, "校学生会", 5).starts_with("实有 2 个：学习部、秘书处"));
    assert!(filled(&ran, "信息学院学生会", 3).starts_with(&format!("实有 {} 人", found("H-B2", "信息学院学生会"))));
    // Those on the staff that the eligibility refuses for rank or courses are those of item 8.
    let refused = ["100001", "100002", "100003", "100010", "100011"].iter().filter(|id| {
        let student = ran.student(id);
        ["H-A2", "H-A3"].iter().any(|rule| student.verdict_on(rule) == "fail")
    });
    assert!(filled(&ran, "校学生会", 8).ends_with(&format!("{} 人排名或课程不符合", refused.count())));
}

#[test]
fn without_grades_or_roster_the_items_say_what_is_missing() {
    let ran = Drop::new().policy("").sheet("干部.xlsx", CADRES).run();
    assert_eq!(filled(&ran, "校学生会", 7), " | 需人工⏎填写 | 需人工填写：缺学籍名册");
    assert_eq!(filled(&ran, "校学生会", 8), " | 需人工⏎填写 | 需人工填写：缺学籍名册、成绩");
    // A number that the roster does not have leaves items open.
    let ran = drop("", &format!("{CADRES}\n999999|学生甲|校级|校学生会|学习部|工作人员|选拔")).run();
    assert!(
        filled(&ran, "校学生会", 7).contains("1 人政治面貌看不出，或不在名册里"),
        "{}",
        filled(&ran, "校学生会", 7)
    );
    assert!(filled(&ran, "校学生会", 8).contains("1 人待复核"), "{}", filled(&ran, "校学生会", 8));
}

#[test]
fn no_list_of_cadres_no_form() {
    let ran = drop("", "学号|姓名|层级|组织|职务").run();
    assert!(!ran.reports().join(REPORT).exists());
    let skipped = ran.result()["skipped"].as_array().unwrap().iter().any(|part| part["report"] == "self_assessment");
    assert!(skipped);
}
