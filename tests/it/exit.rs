//! Who should be talked to about leaving a post: H-D6, H-D7, W-D2. Suggestions with evidence, never a public list.

use serde_json::{Value, json};

use crate::support::{Drop, Ran};

const ROSTER: &str = "学号|姓名|政治面貌|学院|专业|年级|班级|学籍状态
101|王伟|团员|信息|软件|2024|1班|在读
102|李娜|团员|信息|软件|2024|1班|休学
103|张敏|团员|信息|软件|2024|1班|在读
104|刘洋|团员|信息|软件|2024|1班|毕业";
const CADRES: &str = "学号|姓名|层级|组织|职务|产生方式
101|王伟|校级|校学生会|执行主席|学代会选举
102|李娜|校级|校学生会|负责人|聘任
103|张敏|院级|信息学生会|干事|选拔
104|刘洋|院级|信息学生会|干事|";

fn drop(policy: &str) -> Drop {
    Drop::new().policy(policy).sheet("名册.xlsx", ROSTER).sheet("干部.xlsx", CADRES)
}

/// `number: finding (verdict) … → suggestion` of everybody.
fn exits(ran: &Ran) -> Vec<String> {
    let result = ran.result();
    let exits = result["exit"].as_array().unwrap_or_else(|| panic!("no exits: {}", ran.said.stderr)).clone();
    exits
        .iter()
        .map(|exit| {
            let triggers: Vec<String> = exit["triggers"]
                .as_array()
                .unwrap()
                .iter()
                .map(|trigger| {
                    format!("{} ({})", trigger["finding"].as_str().unwrap(), trigger["verdict"].as_str().unwrap())
                })
                .collect();
            let suggestion = exit["suggestion"].as_str().unwrap_or("-");
            format!("{}: {} → {suggestion}", exit["student_id"].as_str().unwrap(), triggers.join("；"))
        })
        .collect()
}

#[test]
fn h_d6_h_d7_w_d2_a_status_that_the_policy_names_suggests_an_exit_by_the_way_to_the_post() {
    let ran = drop("").run();
    // 毕业 is not on the list of the policy.
    assert_eq!(exits(&ran), ["102: 学籍状态为休学 (fail) → 免职建议"]);
    assert_eq!(
        ran.result()["exit"][0]["triggers"][0]["evidence"],
        json!(["名册.xlsx › Sheet1 › H3", "干部.xlsx › Sheet1 › A3"])
    );
    let report = ran.report("07-退出建议.xlsx");
    for piece in [
        "不是决定",
        "1 | 102 | 李娜 | 校学生会 负责人 | 学籍状态为休学 | 明确 | 免职建议",
        "材料里没有：违纪处分名单、评议打分或测评票，有关情形没有核对",
    ] {
        assert!(report.contains(piece), "no {piece:?} in {report}");
    }
    // Who came how the list does not say: no procedure is guessed.
    let ran = drop("[exit]\nstatus = [\"毕业\"]\n").run();
    assert_eq!(exits(&ran), ["104: 学籍状态为毕业 (fail) → -"]);
    assert!(ran.report("07-退出建议.xlsx").contains("待定：名册没有写产生方式"));
}

#[test]
fn h_d6_punishments_in_force_count_and_doubtful_ones_are_for_a_human() {
    let with = |rows: &str| {
        exits(&drop("[exit]\nstatus = []\n").sheet("处分.xlsx", &format!("学号|姓名|处分类型|是否解除\n{rows}")).run())
    };
    assert_eq!(with("101|王伟|记过|否"), ["101: 有未解除的处分（记过） (fail) → 罢免建议"]);
    assert_eq!(with("103|张敏|记过|否"), ["103: 有未解除的处分（记过） (fail) → 劝退建议"]);
    assert_eq!(with("101|王伟|记过|是\n103|张敏|通报批评|"), Vec::<String>::new());
    assert_eq!(with("101|王某|记过|否"), ["101: 有处分（记过），是不是该生的、是否解除，待复核 (review) → 罢免建议"]);
    assert_eq!(with("|王伟|记过|否"), ["101: 有处分（记过），是不是该生的、是否解除，待复核 (review) → 罢免建议"]);
}

#[test]
fn h_d6_the_lowest_grade_counts_and_one_that_is_not_final_is_for_a_human() {
    let ratings = |score: u32, raters: usize| {
        let rows: Vec<String> = ["甲|学生代表", "乙|学工部", "丙|团委"]
            .iter()
            .take(raters)
            .map(|rater| format!("\n101|王伟|{rater}|{score}"))
            .collect();
        let policy = "[exit]\nstatus = []\n[evaluation]\nmissing_group = \"renormalise\"\n";
        exits(&drop(policy).sheet("打分.xlsx", &format!("学号|姓名|评委|评委类别|总分{}", rows.concat())).run())
    };
    assert_eq!(ratings(59, 3), ["101: 评议不合格（59.00 分） (fail) → 罢免建议"]);
    assert_eq!(ratings(60, 3), Vec::<String>::new());
    // Two raters are fewer than three.
    assert_eq!(ratings(59, 2), ["101: 评议不合格（59.00 分） (review) → 罢免建议"]);
}

#[test]
fn h_d6_failed_courses_and_absences_count_from_the_numbers_of_the_policy() {
    let grades = "学号|姓名|课程名称|学分|成绩|学期|考试性质
101|王伟|数学|4|50|2025-2026-1|正常考试
101|王伟|英语|4|40|2025-2026-1|正常考试
101|王伟|物理|4|40|2025-2026-1|正常考试
101|王伟|物理|4|70|2025-2026-1|补考";
    let with =
        |setting: &str| exits(&drop(&format!("[exit]\nstatus = []\n{setting}\n")).sheet("成绩.xlsx", grades).run());
    assert_eq!(with("fails = 2"), ["101: 至今未通过的课程 2 门（2 门起提示）：数学、英语 (fail) → 罢免建议"]);
    assert_eq!(with("fails = 3"), Vec::<String>::new());
    assert_eq!(with(""), Vec::<String>::new());
    let attendance = "学号|姓名|日期|状态|会议
103|张敏|2025-10-08|缺席|例会
103|张敏|2025-11-08|缺勤|例会
103|张敏|2025-12-08|请假|例会
103|张敏|2024-12-08|缺席|例会
101|王伟|2025-12-08|出席|例会";
    let ran = drop("[exit]\nstatus = []\nabsences = 2\n").sheet("考勤.xlsx", attendance).run();
    assert_eq!(exits(&ran), ["103: 无故缺席 2 次（2 次起提示） (fail) → 劝退建议"]);
    let talk = ran.report("07-退出建议.xlsx");
    assert!(talk.contains("张敏 | 考勤 | 出席 0 次，请假 1 次，缺席 3 次"), "{talk}");
    let ran = drop("[exit]\nstatus = []\nabsences = 3\n").sheet("考勤.xlsx", attendance).run();
    assert_eq!(exits(&ran), Vec::<String>::new());
    let ran = drop("").sheet("考勤.xlsx", "学号|姓名|日期|状态\n103|张敏|2025-10-08|神游").run();
    assert!(ran.problems().iter().any(|problem| problem.starts_with("C233") && problem.contains("神游")));
}

#[test]
fn class_committees_and_teachers_are_not_asked_and_nothing_is_public() {
    let cadres = "学号|姓名|层级|组织|职务|产生方式\n102|李娜|班级|1班|班长|选举";
    let ran = Drop::new().sheet("名册.xlsx", ROSTER).sheet("干部.xlsx", cadres).run();
    assert_eq!(exits(&ran), Vec::<String>::new());
    assert!(!ran.reports().join("公示").exists());
    let skipped = Drop::new().sheet("名册.xlsx", ROSTER).run().result()["skipped"].clone();
    let own: Vec<Value> = skipped.as_array().unwrap().iter().filter(|part| part["report"] == "exit").cloned().collect();
    assert_eq!(own, [json!({ "report": "exit", "missing": ["cadres"] })]);
}

#[test]
fn what_is_found_under_another_name_may_be_of_somebody_else() {
    let renamed = CADRES.replace("李娜", "李楠") + "\n103|张敏|校级|校团委|干事|选拔";
    let ran = Drop::new().sheet("名册.xlsx", ROSTER).sheet("干部.xlsx", &renamed).run();
    assert_eq!(
        exits(&ran),
        [
            "102: 学籍状态为休学 (review)；名册里这个学号叫“李娜”，以上可能是别人的，先核对学号和姓名 (review) → 免职建议"
        ]
    );
    assert!(ran.report("07-退出建议.xlsx").contains("校团委不是学生会，其人员没有核对"));
}

#[test]
fn one_day_is_one_absence_and_what_cannot_be_told_is_for_a_human() {
    let with = |rows: &[(&str, &str)]| {
        let sheet = rows.iter().fold("学号|姓名|日期|状态".to_owned(), |text, (day, state)| {
            format!("{text}\n101|王伟|{day}|{state}")
        });
        let ran = drop("[exit]\nstatus = []\nabsences = 2\n").sheet("考勤.xlsx", &sheet).run();
        ran.result()["exit"].as_array().map_or_else(Vec::new, |_| exits(&ran))
    };
    let absent = "缺席";
    assert_eq!(
        with(&[("2025-10-13", absent), ("2025-10-27", absent)]),
        ["101: 无故缺席 2 次（2 次起提示） (fail) → 罢免建议"]
    );
    let open = |number: u32, unclear: u32| {
        vec![format!(
            "101: 无故缺席 {number} 次，另有 {unclear} 条同一天重复、互相矛盾或看不懂（2 次起提示），待复核 (review) → 罢免建议"
        )]
    };
    // The same meeting from two lists; a day that is said otherwise; a word nobody knows.
    assert_eq!(with(&[("2025-10-13", absent), ("2025.10.13", absent)]), open(1, 1));
    assert_eq!(with(&[("2025-10-13", absent), ("2025-10-27", absent), ("2025-10-27", "出席")]), open(1, 1));
    assert_eq!(with(&[("2025-10-13", absent), ("2025-10-27", "缺")]), open(1, 1));
    // What lies ahead has not been missed.
    assert_eq!(with(&[("2025-10-13", absent), ("2026-03-01", absent)]), Vec::<String>::new());
}

#[test]
fn a_status_is_known_with_the_words_around_it() {
    for (written, is_named) in [
        ("已退学", true),
        ("休学中", true),
        ("退学学生", true),
        ("已办理休学", true),
        ("在读生", false),
        ("保留学籍", false),
    ] {
        let roster = format!(
            "学号|姓名|政治面貌|学院|专业|年级|学籍状态\n1001|甲一|团员|信息|软件|2024|{written}\n1002|甲二|团员|信息|软件|2024|在读"
        );
        let cadres = "学号|姓名|层级|组织|职务|产生方式\n1001|甲一|校级|校学生会|干事|选拔";
        let ran = Drop::new().sheet("名册.xlsx", &roster).sheet("干部.xlsx", cadres).run();
        assert_eq!(exits(&ran).len(), usize::from(is_named), "{written}: {:?}", exits(&ran));
        assert!(!ran.codes().contains(&"C211".to_owned()), "{written}");
    }
}

#[test]
fn a_status_that_nobody_knows_and_a_punishment_that_is_none() {
    let ran = Drop::new().sheet("名册.xlsx", &ROSTER.replace("休学", "已退学手续中")).sheet("干部.xlsx", CADRES).run();
    assert!(
        exits(&ran)[0].starts_with("102: 学籍状态待复核：") && exits(&ran)[0].contains("(review)"),
        "{:?}",
        exits(&ran)
    );
    let punished = "学号|姓名|处分类型\n101|王伟|无\n103|张敏|—\n|刘洋|警告";
    let ran = drop("[exit]\nstatus = []\n").sheet("处分.xlsx", punished).run();
    assert!(ran.result().get("exit").is_none_or(|exits| exits.as_array().unwrap().is_empty()));
    let report = ran.report("07-退出建议.xlsx");
    assert!(report.contains("没有可用的学号、认不出是谁的：违纪处分 1 行，没有核对"), "{report}");
    assert!(ran.report("00-说明与数据问题.xlsx").contains("写明没有处分 | 2"));
}
