//! The review of the delegates: each fault once and at its cell, the share of those who are no backbone under both readings, the
//! composition, the list before. H-C3, H-C4, H-C8, W-C3; published figures of real congresses (C1 to C3, C5, C6).

use std::fmt::Write as _;

use proptest::prelude::*;
use serde_json::{Value, json};

use crate::support::{Drop, Ran};

/// A roster: college, class, men, women. Numbers count from 100001 in the order given.
fn roster(classes: &[(&str, &str, usize, usize)]) -> String {
    let mut rows = "学号|姓名|性别|民族|政治面貌|学院|专业|年级|班级|学籍状态".to_owned();
    let mut number = 100_000;
    for (college, class, men, women) in classes {
        for idx in 0..men + women {
            number += 1;
            let gender = if idx < *men { "男" } else { "女" };
            let _ =
                write!(rows, "\n{number}|学生{number}|{gender}|汉族|团员|{college}|{college}专业|2024|{class}|在读");
        }
    }
    rows
}

/// Two colleges of 60 and 40 students, two classes each: with 10 seats 6 and 4 of them.
const SMALL: [(&str, &str, usize, usize); 4] =
    [("甲院", "甲1班", 20, 10), ("甲院", "甲2班", 10, 20), ("乙院", "乙1班", 10, 10), ("乙院", "乙2班", 10, 10)];
const TEN: &str = "[congress]\ntotal = 10\n";

/// A list of these students: number, unit, channel.
fn list(rows: &[(u32, &str, &str)]) -> String {
    let mut text = "学号|姓名|选举单位|产生渠道".to_owned();
    for (number, unit, channel) in rows {
        let _ = write!(text, "\n{number}|学生{number}|{unit}|{channel}");
    }
    text
}

/// Six of 甲院 and four of 乙院, as the seats are.
fn sound() -> Vec<(u32, &'static str, &'static str)> {
    let of_first = (100_001..=100_006).map(|number| (number, "甲院", "班级选举"));
    of_first.chain((100_061..=100_064).map(|number| (number, "乙院", "学院学生会选举"))).collect()
}

const NO_CADRE: &str = "学号|姓名|层级|组织|职务|产生方式\n100100|学生100100|院级|乙院学生会|干事|选拔";

fn run_with(list: &str, cadres: &str, policy: &str) -> Ran {
    Drop::new()
        .policy(policy)
        .sheet("名册.xlsx", &roster(&SMALL))
        .sheet("干部.xlsx", cadres)
        .sheet("代表.xlsx", list)
        .run()
}

fn review(ran: &Ran) -> Value {
    let result = ran.result();
    assert!(result.get("delegates").is_some(), "no review: {}", ran.said.stderr);
    result["delegates"].clone()
}

/// `code number unit: message @ cells` of every finding.
fn findings(ran: &Ran) -> Vec<String> {
    let review = review(ran);
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let found = review["findings"].as_array().unwrap().iter();
    found
        .map(|finding| {
            let cells: Vec<String> = finding["evidence"].as_array().unwrap().iter().map(text).collect();
            let [code, id, unit, message] = ["code", "student_id", "unit", "message"].map(|key| text(&finding[key]));
            format!("{code} {id} {unit}: {message} @ {}", cells.join("；"))
        })
        .collect()
}

fn check(ran: &Ran, rule: &str) -> Value {
    let [check] = &ran.checks(rule)[..] else { panic!("not one check of {rule}") };
    check.clone()
}

#[test]
fn a_sound_list_has_no_finding() {
    let drop = Drop::new().policy(TEN).sheet("名册.xlsx", &roster(&SMALL)).sheet("干部.xlsx", NO_CADRE);
    let drop = drop.sheet("处分.xlsx", "学号|姓名|处分类型|是否解除");
    let ran = drop.sheet("代表.xlsx", &list(&sound())).run();
    assert_eq!(ran.said.code, 0, "{}", ran.said.stderr);
    assert_eq!(findings(&ran), Vec::<String>::new());
    let review = review(&ran);
    assert_eq!(
        (&review["total"], &review["non_backbone"], &review["verdict"]),
        (&json!(10), &json!(10), &json!("pass"))
    );
    assert_eq!((&review["share"], &review["share_all_staff"]), (&json!("100.00"), &json!("100.00")));
    let report = ran.report("04-代表资格审查.xlsx");
    for piece in [
        "名单 10 行，代表 10 名；分配名额 10 名",
        "核对了学籍、处分、名额、非骨干比例，没有发现问题",
        "建议确认全体代表资格有效",
        "应选代表 10 名，实际产生代表 10 名",
    ] {
        assert!(report.contains(piece), "no {piece:?} in {report}");
    }
    assert!(ran.said.stderr.contains("10 名：没有发现问题，非骨干比例符合（见 04）"), "{}", ran.said.stderr);
}

#[test]
fn what_was_not_given_was_not_checked_and_the_draft_says_so() {
    let without_list = run_with(&list(&sound()), NO_CADRE, TEN);
    assert!(without_list.codes().contains(&"D104".to_owned()));
    let report = without_list.report("04-代表资格审查.xlsx");
    for piece in [
        "没有核对 | 处分。",
        "经逐一核对学籍、名额、非骨干比例，没有发现不符合代表资格的情况；处分还没有核对，核对后再作结论",
    ] {
        assert!(report.contains(piece), "no {piece:?} in {report}");
    }
    assert!(!report.contains("建议确认全体代表资格有效"));
    // A policy that does not ask for punishments needs no list of them.
    let report =
        run_with(&list(&sound()), NO_CADRE, &format!("{TEN}exclude_punished = false\n")).report("04-代表资格审查.xlsx");
    assert!(report.contains("建议确认全体代表资格有效"), "{report}");
    // A list of delegates without a roster cannot be reviewed, which the run says.
    let ran = Drop::new().sheet("人数.xlsx", "单位|人数\n甲院|60").sheet("代表.xlsx", &list(&sound())).run();
    assert!(ran.said.stderr.contains("没有做，缺学籍名册"), "{}", ran.said.stderr);
}

#[test]
fn each_fault_is_found_once_at_its_cell() {
    let mut rows = sound();
    rows[0].0 = 100_099; // of 乙院
    rows[1].1 = "丁院";
    rows[2].1 = "";
    rows[3].0 = 999_999;
    rows[4].0 = 100_006; // twice
    rows[6].1 = "乙院代表团";
    rows[7].1 = "乙2班"; // of 乙1班
    rows[8].1 = "乙1班";
    let list = list(&rows).replace("学生100064", "学生丙");
    let away = roster(&SMALL).replace(
        "100006|学生100006|男|汉族|团员|甲院|甲院专业|2024|甲1班|在读",
        "100006|学生100006|男|汉族|团员|甲院|甲院专业|2024|甲1班|休学",
    );
    let punished = "学号|姓名|处分类型|是否解除\n100061|学生100061|记过|否\n100062|学生100062|警告|是\n100063|学生100063|警告|待定";
    let ran = Drop::new()
        .policy(TEN)
        .sheet("名册.xlsx", &away)
        .sheet("代表.xlsx", &format!("{list}\n合计|11|"))
        .sheet("处分.xlsx", punished)
        .run();
    let expected = [
        "wrong_unit 100099 甲院: 选举单位写“甲院”，名册里该生属于“乙院 乙2班”。请核对由哪个单位选举 @ 代表.xlsx › Sheet1 › C2",
        "wrong_unit 100002 丁院: 没有“丁院”这个选举单位。应是分配名额的单位、该生的班级或专业、主要社团或校学生会 @ 代表.xlsx › Sheet1 › C3",
        "wrong_unit 100003 : 没有写选举单位。请补填 @ 代表.xlsx › Sheet1 › A4",
        "unknown_student 999999 甲院: 名册中没有这个学号。请核对学号，或把该生补进名册 @ 代表.xlsx › Sheet1 › A5",
        "not_enrolled 100006 甲院: 学籍状态为休学，不是在籍学生 @ 代表.xlsx › Sheet1 › A6；名册.xlsx › Sheet1 › J7",
        "duplicate 100006 甲院: 名单里已有一行（代表.xlsx › Sheet1 › A6），只计一人。请删去多余的行 @ 代表.xlsx › Sheet1 › A6:A7",
        "punished 100061 乙院代表团: 有未解除的处分（记过），不得当代表 @ 代表.xlsx › Sheet1 › A8；处分.xlsx › Sheet1 › C2；处分.xlsx › Sheet1 › D2",
        "wrong_unit 100062 乙2班: 选举单位写“乙2班”，名册里该生属于“乙院 乙1班”。请核对由哪个单位选举 @ 代表.xlsx › Sheet1 › C9",
        "punished 100063 乙1班: 有处分（警告），是不是该生的、是否解除，无法判断。请核实 @ 代表.xlsx › Sheet1 › A10；处分.xlsx › Sheet1 › C4；处分.xlsx › Sheet1 › D4",
        "name_mismatch 100064 乙院: 名册里这个学号叫“学生100064”。请核对学号和姓名 @ 代表.xlsx › Sheet1 › A11",
        "under_quota  甲院: 名额 6 名，名单有 3 名，少 3 名；另有 2 名选举单位不明，更正后再看 @ 代表.xlsx › Sheet1 › C2；代表.xlsx › Sheet1 › C5:C6",
        "total_mismatch  : 合计不符：名单上写 11 名，实有 10 行。请核对 @ 代表.xlsx › Sheet1 › B12",
    ];
    let found = findings(&ran);
    assert_eq!(found, expected, "{found:#?}");
    assert_eq!(ran.said.code, 1);
    // Each row of the list in the report, faults beside it; the slips of the file in 00, too, once each.
    assert_eq!(review(&ran)["total"], 9);
    let problems: Vec<String> = ran.problems().into_iter().filter(|problem| problem.contains("代表.xlsx")).collect();
    let heads: Vec<&str> = problems.iter().map(|problem| problem.split(": ").next().unwrap()).collect();
    assert_eq!(
        heads,
        [
            "C231 error 代表.xlsx › Sheet1 › C4",
            "J301 error 代表.xlsx › Sheet1 › A5",
            "J323 error 代表.xlsx › Sheet1 › A7",
            "J304 error 代表.xlsx › Sheet1 › B11",
            "J324 error 代表.xlsx › Sheet1 › B12"
        ]
    );
    assert!(ran.report("04-代表资格审查.xlsx").contains("处理完毕前不宜作出全体代表资格有效的结论"));
}

#[test]
fn a_punishment_is_no_fault_where_the_policy_does_not_ask() {
    let punished = "学号|姓名|处分类型|是否解除\n100001|学生100001|记过|否";
    let with = |policy: &str| {
        let drop = Drop::new().policy(policy).sheet("名册.xlsx", &roster(&SMALL)).sheet("处分.xlsx", punished);
        findings(&drop.sheet("代表.xlsx", &list(&sound())).run()).len()
    };
    assert_eq!(with(TEN), 1);
    assert_eq!(with("[congress]\ntotal = 10\nexclude_punished = false\n"), 0);
}

#[test]
fn more_and_fewer_than_the_seats_while_a_lot_is_open() {
    // 11, 11 and 11 students, 4 seats: each has 1, one of them 2.
    let classes = [("甲院", "甲", 11, 0), ("乙院", "乙", 11, 0), ("丙院", "丙", 11, 0)];
    let with = |numbers: &[(u32, &str)]| {
        let rows: Vec<(u32, &str, &str)> = numbers.iter().map(|(number, unit)| (*number, *unit, "")).collect();
        let drop = Drop::new().policy("[congress]\ntotal = 4\n").sheet("名册.xlsx", &roster(&classes));
        findings(&drop.sheet("代表.xlsx", &list(&rows)).run())
    };
    let fair = [(100_001, "甲院"), (100_002, "甲院"), (100_012, "乙院"), (100_023, "丙院")];
    assert_eq!(with(&fair), Vec::<String>::new());
    let three = [(100_001, "甲院"), (100_002, "甲院"), (100_003, "甲院"), (100_023, "丙院")];
    let found = with(&three);
    assert_eq!(found.len(), 2, "{found:?}");
    assert!(found[0].starts_with("under_quota  乙院: 名额 1 名，名单有 0 名，少 1 名"), "{found:?}");
    assert!(found[1].starts_with("over_quota  甲院: 名额 2 名，名单有 3 名，多 1 名"), "{found:?}");
}

#[test]
fn classes_are_compared_where_seats_go_down_to_them() {
    let policy = "[congress]\ntotal = 10\nwithin = \"class\"\n";
    let by_class: Vec<(u32, &str, &str)> = (100_001..=100_004)
        .map(|number| (number, "甲1班", ""))
        .chain((100_031..=100_032).map(|number| (number, "甲2班", "")))
        .chain((100_061..=100_062).map(|number| (number, "乙1班", "")))
        .chain((100_081..=100_082).map(|number| (number, "乙2班", "")))
        .collect();
    let found = findings(&run_with(&list(&by_class), NO_CADRE, policy));
    assert_eq!(found.len(), 2, "{found:?}");
    assert!(found[0].starts_with("over_quota  甲院 甲1班: 名额 3 名，名单有 4 名，多 1 名"), "{found:?}");
    assert!(found[1].starts_with("under_quota  甲院 甲2班: 名额 3 名，名单有 2 名，少 1 名"), "{found:?}");
}

#[test]
fn associations_and_the_schools_union_have_pools_of_their_own() {
    let mut rows = sound();
    rows.push((100_020, "书画社", "社团推荐"));
    rows.push((100_021, "校学生会", "校学生会推荐"));
    let drop = |policy: &str| {
        Drop::new()
            .policy(policy)
            .sheet("名册.xlsx", &roster(&SMALL))
            .sheet("社团.xlsx", "社团|是否主要社团\n书画社|是\n合唱团|是")
            .sheet("代表.xlsx", &list(&rows))
            .run()
    };
    let found = findings(&drop(TEN));
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].starts_with("under_quota  合唱团: 名额 1 名，名单有 0 名，少 1 名"), "{found:?}");
    let found = findings(&drop("[congress]\ntotal = 10\nex_officio = 2\n"));
    assert!(found[1].starts_with("under_quota  校学生会: 名额 2 名，名单有 1 名，少 1 名"), "{found:?}");
}

/// A school in which so many of `total` delegates of one college hold a post.
fn congress_of(total: u32, cadres: &str, policy: &str) -> Ran {
    let rows: Vec<(u32, &str, &str)> = (1..=total).map(|k| (100_000 + k, "甲院", "班级选举")).collect();
    let heads = total as usize * 100;
    let policy = format!("[congress]\ntotal = {total}\n{policy}");
    Drop::new()
        .policy(&policy)
        .sheet("名册.xlsx", &roster(&[("甲院", "甲1班", heads / 2, heads - heads / 2)]))
        .sheet("干部.xlsx", cadres)
        .sheet("代表.xlsx", &list(&rows))
        .run()
}

/// The first so many students in a post.
fn posts(from: u32, to: u32, level: &str, post: &str) -> String {
    (from..=to).fold(String::new(), |mut rows, k| {
        let _ = write!(rows, "\n{0}|学生{0}|{level}|某学生会|{post}|选拔", 100_000 + k);
        rows
    })
}

const CADRES: &str = "学号|姓名|层级|组织|职务|产生方式";

/// Source: 安徽商贸职业技术学院 2021, 133 delegates. 0.6 × 133 = 79.8, so 80 are no backbone and at most 53 are.
#[test]
fn h_c3_c1_the_share_is_rounded_up_and_compared_exactly() {
    let with = |backbone: u32| congress_of(133, &format!("{CADRES}{}", posts(1, backbone, "校级", "部门负责人")), "");
    let ran = with(53);
    let review = review(&ran);
    assert_eq!(
        (&review["non_backbone"], &review["share"], &review["verdict"]),
        (&json!(80), &json!("60.15"), &json!("pass"))
    );
    let found = check(&ran, "H-C3");
    assert_eq!((&found["found"], &found["limit"]), (&json!("80 / 133 = 60.15%"), &json!("≥ 60/100，即至少 80 名")));
    assert_eq!(found["persons"].as_array().unwrap().len(), 53);
    assert_eq!(found["evidence"], json!(["代表.xlsx › Sheet1 › A2:A134", "干部.xlsx › Sheet1 › E2:E54"]));
    let ran = with(54);
    assert_eq!(check(&ran, "H-C3")["verdict"], "fail");
    assert!(check(&ran, "H-C3")["note"].as_str().unwrap().contains("少 1 名非骨干代表"));
    assert!(ran.said.stderr.contains("非骨干比例不符合"), "{}", ran.said.stderr);
}

#[test]
fn h_c3_w_c3_both_readings_of_backbone_are_shown_and_the_policy_decides() {
    // Of ten delegates three are heads, three more are staff; a class committee and a teacher count for nothing.
    let cadres = format!(
        "{CADRES}{}{}{}{}",
        posts(1, 3, "校级", "执行主席"),
        posts(4, 6, "院级", "干事"),
        posts(7, 7, "班级", "班长"),
        posts(8, 8, "校级", "秘书长")
    );
    let ran = congress_of(10, &cadres, "");
    let found = review(&ran);
    assert_eq!(
        (&found["share"], &found["share_all_staff"], &found["verdict"]),
        (&json!("70.00"), &json!("40.00"), &json!("pass"))
    );
    assert!(check(&ran, "H-C3")["note"].as_str().unwrap().contains("另一口径（骨干指全体工作人员）为 4 名，40.00%"));
    let ran = congress_of(10, &cadres, "backbone = \"all_staff\"\n");
    let found = review(&ran);
    assert_eq!(
        (&found["share"], &found["share_all_staff"], &found["verdict"]),
        (&json!("40.00"), &json!("40.00"), &json!("fail"))
    );
    assert!(
        check(&ran, "H-C3")["note"]
            .as_str()
            .unwrap()
            .contains("另一口径（骨干指主席团成员和部门负责人）为 7 名，70.00%")
    );
    // What the list itself says of somebody counts, too.
    let said = format!("学号|姓名|层级|组织|职务|是否骨干{}", posts(1, 5, "校级", "干事").replace("选拔", "是"));
    assert_eq!(review(&congress_of(10, &said, ""))["verdict"], "fail");
}

#[test]
fn h_c3_what_nobody_can_say_is_for_a_human() {
    // Six certainly ordinary are enough, whoever the others are; five are not.
    let with = |unclear: u32| review(&congress_of(10, &format!("{CADRES}{}", posts(1, unclear, "校级", "首席官")), ""));
    assert_eq!(with(4)["verdict"], "pass");
    assert_eq!((&with(5)["verdict"], &with(5)["non_backbone"]), (&json!("review"), &json!(5)));
    // 院 by itself is no level: the school in one plan, a college in another.
    let cadres = format!("{CADRES}{}", posts(1, 5, "院", "主席"));
    assert_eq!(review(&congress_of(10, &cadres, ""))["verdict"], "review");
    // Without a list of cadres nobody can be told to be backbone or not.
    let ran = Drop::new().policy(TEN).sheet("名册.xlsx", &roster(&SMALL)).sheet("代表.xlsx", &list(&sound())).run();
    let found = review(&ran);
    assert_eq!(
        (&found["verdict"], &found["share"], &found["non_backbone"]),
        (&json!("review"), &Value::Null, &Value::Null)
    );
    assert!(check(&ran, "H-C3")["note"].as_str().unwrap().contains("材料里没有学生会工作人员名册"));
}

/// Source: a congress of 2022 with 154 delegates. 60 % are 92.4, 25 % are 38.5, 10 % are 15.4: 93, 39, 16.
#[test]
fn c2_floors_are_rounded_up_and_compared_with_the_list() {
    let floors = "floors = [{ group = \"性别=女\", min = \"25/100\" }, { group = \"政治面貌=党员\", min = \"10/100\" }, { group = \"民族=少数民族\", min = \"10/100\" }]\n";
    let ran = congress_of(154, CADRES, floors);
    let report = ran.report("04-代表资格审查.xlsx");
    // The first 7,700 of the 15,400 students are men, and so are all delegates.
    for piece in [
        "性别=女 | 25/100 | 39 | 0 | 0 | 不符合",
        "政治面貌=党员 | 10/100 | 16 | 0 | 0 | 不符合",
        "民族=少数民族 | 10/100 | 16 | 0 | 0 | 不符合",
    ] {
        assert!(report.contains(piece), "no {piece:?} in {report}");
    }
    assert_eq!(ran.result()["quota"]["non_backbone_min"], 93);
}

/// Source: 山东大学海洋学院 2025 prints 56 under rows of 13, 15, 16, 5 and 6, which are 55.
#[test]
fn c3_a_printed_total_that_is_not_the_sum_is_a_finding() {
    let with = |footer: &str| {
        let rows: Vec<(u32, &str, &str)> = (1..=55).map(|k| (100_000 + k, "甲院", "班级选举")).collect();
        let list = format!("{}\n{footer}", list(&rows));
        let drop =
            Drop::new().policy("[congress]\ntotal = 55\n").sheet("名册.xlsx", &roster(&[("甲院", "甲1班", 60, 0)]));
        findings(&drop.sheet("代表.xlsx", &list).run())
    };
    for footer in ["合计|56||", "|合计：56人||", "共56名||", "总计||56|"] {
        let found = with(footer);
        assert_eq!(found.len(), 1, "{footer}: {found:?}");
        assert!(found[0].contains("合计不符：名单上写 56 名，实有 55 行"), "{found:?}");
    }
    assert_eq!(with("合计|55||"), Vec::<String>::new());
    // Two numbers: nobody can tell which is the sum, and nothing is said.
    assert_eq!(with("合计|男 30|女 26|"), Vec::<String>::new());
}

#[test]
fn part_sums_are_compared_with_the_rows_since_the_last_one() {
    let list = "学号|姓名|选举单位\n100001|学生100001|甲院\n100002|学生100002|甲院\n小计|2|\n100061|学生100061|乙院\n小计|2|\n合计|3|";
    let ran = Drop::new().policy(TEN).sheet("名册.xlsx", &roster(&SMALL)).sheet("代表.xlsx", list).run();
    let found: Vec<String> = findings(&ran).into_iter().filter(|found| found.starts_with("total")).collect();
    assert_eq!(found, ["total_mismatch  : 合计不符：名单上写 2 名，实有 1 行。请核对 @ 代表.xlsx › Sheet1 › B6"]);
}

/// Sources: 山东现代学院 2023, 303 delegates, of whom 178, 125 and 12 are 58.75 %, 41.25 % and 3.96 %; a credentials report of 22 men
/// and 38 women, whose 63.4 % is 63.33.
#[test]
fn c5_c6_shares_of_the_composition_are_exact() {
    let ran = |men: u32, women: u32| {
        let total = men + women;
        let numbers = (1..=men).chain(1001..=1000 + women).map(|k| (100_000 + k, "甲院", ""));
        let drop = Drop::new()
            .policy(&format!("[congress]\ntotal = {total}\n"))
            .sheet("名册.xlsx", &roster(&[("甲院", "甲1班", 1000, 1000)]));
        drop.sheet("代表.xlsx", &list(&numbers.collect::<Vec<_>>())).run()
    };
    let large = ran(125, 178);
    assert_eq!(review(&large)["composition"]["性别"], json!({ "男": 125, "女": 178 }));
    let text = large.report("04-代表资格审查.xlsx");
    assert!(text.contains("女 178 名，占 58.75%；男 125 名，占 41.25%"), "{text}");
    let text = ran(22, 38).report("04-代表资格审查.xlsx");
    assert!(text.contains("女 38 名，占 63.33%；男 22 名，占 36.67%"), "{text}");
    let text = ran(12, 291).report("04-代表资格审查.xlsx");
    assert!(text.contains("男 12 名，占 3.96%"), "{text}");
}

#[test]
fn h_c4_every_delegate_has_a_channel() {
    let verdict = |rows: &[(u32, &str, &str)]| {
        let found = check(&run_with(&list(rows), NO_CADRE, TEN), "H-C4");
        (
            found["verdict"].as_str().unwrap().to_owned(),
            found["found"].as_str().unwrap().to_owned(),
            found["persons"].clone(),
        )
    };
    let rows = sound();
    assert_eq!(verdict(&rows), ("pass".into(), "班级选举 6、学院学生会选举 4".into(), json!([])));
    let mut one = rows.clone();
    one[2].2 = "";
    assert_eq!(verdict(&one), ("fail".into(), "班级选举 5、学院学生会选举 4".into(), json!(["100003"])));
    let nobody: Vec<(u32, &str, &str)> = rows.iter().map(|(number, unit, _)| (*number, *unit, "")).collect();
    assert_eq!(verdict(&nobody), ("review".into(), "没有产生渠道".into(), json!([])));
}

#[test]
fn h_c8_the_share_is_compared_with_the_list_before() {
    let with = |then: &str, staff_then: &str| {
        let now = list(&sound());
        let cadres = format!("{CADRES}|届次{}{staff_then}", posts(1, 2, "校级", "负责人").replace("选拔", "选拔|"));
        let drop = Drop::new().policy(TEN).sheet("名册.xlsx", &roster(&SMALL)).sheet("干部.xlsx", &cadres);
        let ran = drop.book("代表.xlsx", &[("本届", &now), ("上届", then)]).run();
        let found = check(&ran, "H-C8");
        (
            found["verdict"].as_str().unwrap().to_owned(),
            found["limit"].as_str().unwrap().to_owned(),
            found["period"].clone(),
        )
    };
    let then = "2024-2025学年学生代表名册\n学号|姓名|选举单位\n100050|学生100050|甲院\n100051|学生100051|甲院\n100052|学生100052|甲院\n100053|学生100053|甲院\n100054|学生100054|甲院";
    // Now 8 of 10 are no backbone; then 4 of 5, 3 of 5, 5 of 5.
    let staff = |from: u32, to: u32| posts(from, to, "校级", "负责人").replace("选拔", "选拔|2024-2025");
    let before = |share: &str| format!("不低于上一届 {share}");
    assert_eq!(with(then, &staff(50, 50)), ("pass".into(), before("4 / 5 = 80.00%"), json!("2024-2025")));
    assert_eq!(with(then, &staff(50, 51)), ("pass".into(), before("3 / 5 = 60.00%"), json!("2024-2025")));
    assert_eq!(with(then, &staff(59, 59)), ("fail".into(), before("5 / 5 = 100.00%"), json!("2024-2025")));
    // Without the staff of then nobody knows.
    assert_eq!(with(then, "").0, "review");
    let none = Drop::new().policy(TEN).sheet("名册.xlsx", &roster(&SMALL)).sheet("干部.xlsx", NO_CADRE);
    assert_eq!(check(&none.sheet("代表.xlsx", &list(&sound())).run(), "H-C8")["verdict"], "review");
}

#[test]
fn lists_of_other_years_are_kept_apart_and_accounted_for() {
    let list = "学号|姓名|选举单位|届次\n100001|学生100001|甲院|2025-2026\n100002|学生100002|甲院|2024-2025\n100003|学生100003|甲院|2023-2024\n100004|学生100004|甲院|第九届";
    let ran = Drop::new().policy(TEN).sheet("名册.xlsx", &roster(&SMALL)).sheet("代表.xlsx", list).run();
    assert_eq!(review(&ran)["total"], 1);
    let result = ran.result();
    let sheets = result["inputs"].as_array().unwrap().iter().find(|file| file["file"] == "代表.xlsx").unwrap();
    let sheet = &sheets["sheets"][0];
    assert_eq!((&sheet["rows_read"], &sheet["rows_used"], &sheet["rows_set_aside"]), (&json!(4), &json!(2), &json!(2)));
    let aside = ran.report("00-说明与数据问题.xlsx");
    assert!(aside.contains("届次看不懂 | 1 | 5") && aside.contains("其他学年或学期的材料 | 1 | 4"), "{aside}");
    assert!(ran.codes().contains(&"C236".to_owned()));
}

#[test]
fn a_delegate_whose_number_or_name_is_wrong_may_be_of_the_backbone() {
    // 12 delegates, 4 of them heads; the number of the last is mistyped: 8 or 7 of 12 are no backbone, 8 are needed.
    let cadres = format!("{CADRES}{}", posts(1, 4, "校级", "部长"));
    let rows: Vec<(u32, &str, &str)> =
        (1..=11).map(|k| (100_000 + k, "甲院", "")).chain([(999_999, "甲院", "")]).collect();
    let with = |list: &str| review(&run_with(list, &cadres, "[congress]\ntotal = 12\n"));
    let found = with(&list(&rows));
    assert_eq!((&found["non_backbone"], &found["verdict"]), (&json!(7), &json!("review")));
    let renamed = list(&rows).replace("999999|学生999999", "100012|学生乙");
    assert_eq!(with(&renamed)["verdict"], "review");
}

#[test]
fn a_punishment_that_may_be_anothers_is_no_proof() {
    let with = |punished: &str| {
        let [roster, list] = [roster(&SMALL), list(&sound())].map(|text| text.replace("学生100001", "王伟"));
        let drop = Drop::new().policy(TEN).sheet("名册.xlsx", &roster).sheet("处分.xlsx", punished);
        drop.sheet("干部.xlsx", NO_CADRE).sheet("代表.xlsx", &list).run()
    };
    let ran = with("学号|姓名|处分类型\n100001|王某|警告");
    assert!(findings(&ran)[0].contains("是不是该生的、是否解除，无法判断"), "{:?}", findings(&ran));
    let ran = with("学号|姓名|处分类型\n|王伟|警告");
    assert!(findings(&ran)[0].contains("是不是该生的、是否解除，无法判断"), "{:?}", findings(&ran));
    // One without a number may be anybody's: the draft does not say that punishments were checked.
    let ran = with("学号|姓名|处分类型\n|王小明|警告");
    assert!(ran.report("04-代表资格审查.xlsx").contains("处分名单里有认不出是谁的，核对后再作结论"));
}

#[test]
fn a_list_called_one_of_delegates_is_one() {
    let rows =
        "序号|姓名|学号|所在班级|推选方式\n1|学生100001|100001|甲1班|班级推选\n2|学生100061|100061|乙1班|班级推选";
    for sheet in
        [rows.to_owned(), format!("甲院学代会代表名单\n{}", rows.replace("|推选方式", "").replace("|班级推选", ""))]
    {
        let ran = Drop::new().policy(TEN).sheet("名册.xlsx", &roster(&SMALL)).sheet("代表.xlsx", &sheet).run();
        assert_eq!(review(&ran)["total"], 2, "{sheet}");
        let found = findings(&ran);
        assert!(found.iter().all(|found| found.starts_with("under_quota")), "{sheet}: {found:?}");
    }
    // Officers have a way to their post, and are none.
    let ran = Drop::new().sheet("名册.xlsx", &roster(&SMALL)).sheet("干部.xlsx", NO_CADRE).run();
    assert!(ran.result().get("delegates").is_none());
}

/// Others have delegates or ways to a post, too.
#[test]
fn lists_that_are_none_of_delegates() {
    let students = "学号|姓名|班级\n100001|学生100001|甲1班";
    for sheet in [
        format!("甲院课代表名单\n{students}"),
        format!("共青团甲院第三次团代会代表名单\n{students}"),
        "班委会名单\n学号|姓名|班级|职务|产生方式\n100001|学生100001|甲1班|班长|选举".to_owned(),
    ] {
        let ran = Drop::new().policy(TEN).sheet("名册.xlsx", &roster(&SMALL)).sheet("名单.xlsx", &sheet).run();
        assert!(ran.result().get("delegates").is_none(), "{sheet}");
    }
    // A roster stays one, whatever its file is called.
    let ran = Drop::new().policy(TEN).sheet("代表名册及学籍.xlsx", &roster(&SMALL)).run();
    assert!(ran.result().get("delegates").is_none());
    assert_eq!(ran.result()["quota"]["population"], 100);
}

#[test]
fn a_college_by_the_name_of_its_union_is_the_delegates_own() {
    for union in ["甲院学生会", "甲院团总支学生会", "甲院分团委", "甲院代表团"] {
        let ran = run_with(&list(&sound()).replace("|甲院|", &format!("|{union}|")), NO_CADRE, TEN);
        assert_eq!(findings(&ran), Vec::<String>::new(), "{union}");
    }
}

#[test]
fn a_delegate_without_a_number_is_one_of_whom_nobody_can_say() {
    // 6 of 10 are no backbone, 6 are needed; with one more row 7 would be.
    let cadres = format!("{CADRES}{}", posts(1, 4, "校级", "部长"));
    let with = |row: &str| run_with(&format!("{}{row}", list(&sound())), &cadres, TEN);
    assert_eq!(review(&with(""))["verdict"], "pass");
    let ran = with("\n|学生甲|甲院|班级推选");
    assert_eq!((&review(&ran)["total"], &review(&ran)["verdict"]), (&json!(11), &json!("review")));
    assert!(check(&ran, "H-C3")["note"].as_str().unwrap().contains("其中 1 行没有可用的学号"));
    let report = ran.report("04-代表资格审查.xlsx");
    assert!(report.contains("1 行没有可用的学号") && !report.contains("建议确认全体代表资格有效"), "{report}");
}

#[test]
fn a_post_under_another_name_proves_nothing() {
    let post = format!("{CADRES}\n100001|别的名字|校级|院学生会|部长|选拔");
    let ran = run_with(&list(&sound()), &post, TEN);
    assert_eq!(review(&ran)["non_backbone"], 9);
    // Neither does one in a body that is no union.
    let post = format!("{CADRES}\n100001|学生100001|校级|校团委|部长|选拔");
    assert_eq!(review(&run_with(&list(&sound()), &post, TEN))["non_backbone"], 10);
}

#[test]
fn the_only_list_there_is_is_the_present_one() {
    let with = |edition: &str| {
        let list = format!("学号|姓名|选举单位|届次\n100001|学生100001|甲院|{edition}");
        Drop::new().policy(TEN).sheet("名册.xlsx", &roster(&SMALL)).sheet("代表.xlsx", &list).run()
    };
    let ran = with("2025");
    assert_eq!(review(&ran)["total"], 1);
    let said: Vec<String> = ran.problems().into_iter().filter(|problem| problem.starts_with("C236")).collect();
    assert!(said.len() == 1 && said[0].contains("只有这一份，按本届处理"), "{said:?}");
}

#[test]
fn numbered_congresses_are_told_apart_and_what_cannot_be_placed_is_asked() {
    let of = |edition: &str, from: u32, to: u32| {
        (from..=to).fold(String::new(), |mut rows, k| {
            let _ = write!(rows, "\n{0}|学生{0}|甲院|{edition}", 100_000 + k);
            rows
        })
    };
    let with = |rows: &str| {
        let drop = Drop::new().policy(TEN).sheet("名册.xlsx", &roster(&SMALL)).sheet("干部.xlsx", NO_CADRE);
        drop.sheet("代表.xlsx", &format!("学号|姓名|选举单位|届次{rows}")).run()
    };
    let ran = with(&format!("{}{}{}", of("第十一届", 1, 2), of("第十二届", 3, 6), of("第10次", 7, 7)));
    assert_eq!(review(&ran)["total"], 4);
    assert!(check(&ran, "H-C8")["note"].as_str().unwrap().contains("第11届"), "{}", check(&ran, "H-C8"));
    assert!(!ran.codes().contains(&"C236".to_owned()));
    // A numbered list beside one without a number: one question, no sum of the two.
    let ran = with(&format!("{}{}", of("", 1, 4), of("第十一届", 5, 8)));
    assert_eq!(review(&ran)["total"], 4);
    let said: Vec<String> = ran.problems().into_iter().filter(|problem| problem.starts_with("C236")).collect();
    assert!(said.len() == 1 && said[0].contains("（共 4 处）"), "{said:?}");
    // A title that names the month of another year's congress.
    let titled =
        format!("第十一次学代会代表名单（2024年11月）\n学号|姓名|选举单位{}", of("", 5, 8).replace("甲院|", "甲院"));
    let drop = Drop::new().policy(TEN).sheet("名册.xlsx", &roster(&SMALL)).sheet("上届.xlsx", &titled);
    let ran = drop.sheet("代表.xlsx", &list(&sound())).run();
    assert_eq!((&review(&ran)["total"], &check(&ran, "H-C8")["period"]), (&json!(10), &json!("2024-2025")));
}

#[test]
fn one_habit_is_one_complaint() {
    // The college stands in the first row of each block only: not guessed, and said once.
    let list = "学号|姓名|选举单位\n100001|学生100001|甲院\n100002|学生100002|\n100003|学生100003|\n100061|学生100061|乙院\n100062|学生100062|";
    let ran = Drop::new()
        .policy("[congress]\ntotal = 5\n")
        .sheet("名册.xlsx", &roster(&SMALL))
        .sheet("代表.xlsx", list)
        .run();
    let said: Vec<String> = ran.problems().into_iter().filter(|problem| problem.starts_with("C231")).collect();
    assert!(said.len() == 1 && said[0].contains("（共 3 处）"), "{said:?}");
    let short: Vec<String> = findings(&ran).into_iter().filter(|found| found.starts_with("under_quota")).collect();
    assert!(short.iter().all(|found| found.contains("另有 3 名选举单位不明")), "{short:?}");
}

#[test]
fn the_head_of_a_section_prints_a_number_too() {
    let with = |head: &str| {
        let list = format!(
            "学号|姓名|选举单位\n{head}||\n100001|学生100001|甲院\n100002|学生100002|甲院\n乙院（1人）||\n100061|学生100061|乙院"
        );
        let ran = Drop::new().policy(TEN).sheet("名册.xlsx", &roster(&SMALL)).sheet("代表.xlsx", &list).run();
        findings(&ran).into_iter().filter(|found| found.starts_with("total")).collect::<Vec<_>>()
    };
    assert_eq!(with("甲院（2人）"), Vec::<String>::new());
    assert_eq!(
        with("甲院（3人）"),
        ["total_mismatch  : 合计不符：名单上写 3 名，实有 2 行。请核对 @ 代表.xlsx › Sheet1 › A2"]
    );
}

#[test]
fn floors_of_the_list_reach_the_screen_and_the_result() {
    let floors = "floors = [{ group = \"政治面貌=党员\", min = \"10/100\" }]\n";
    let ran = run_with(&list(&sound()), NO_CADRE, &format!("{TEN}{floors}"));
    assert!(ran.said.stderr.contains("各类代表下限有 1 项没有达到"), "{}", ran.said.stderr);
    assert_eq!(
        review(&ran)["floors"],
        json!([{ "group": "政治面貌=党员", "minimum": 1, "count": 0, "verdict": "fail" }])
    );
    assert!(ran.report("04-代表资格审查.xlsx").contains("政治面貌=党员少于下限"));
}

#[test]
fn an_empty_list_is_missed_and_said() {
    let ran =
        Drop::new().policy(TEN).sheet("名册.xlsx", &roster(&SMALL)).sheet("代表.xlsx", "学号|姓名|选举单位").run();
    assert!(ran.codes().contains(&"D121".to_owned()));
    let result = ran.result();
    let skipped = result["skipped"].as_array().unwrap().iter().find(|part| part["report"] == "delegates").unwrap();
    assert_eq!(skipped["missing"], json!(["delegates"]));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// A second, literal count beside the tool's: over any list, with repeats, strangers and posts.
    #[test]
    fn any_list_is_counted_like_by_hand(
        numbers in prop::collection::vec(1_u32..=130, 1..40),
        heads in prop::collection::vec(1_u32..=100, 0..12),
        staff in prop::collection::vec(1_u32..=100, 0..12),
    ) {
        let rows: Vec<(u32, &str, &str)> = numbers.iter().map(|k| (100_000 + k, if *k <= 60 { "甲院" } else { "乙院" }, "")).collect();
        let post = |numbers: &[u32], post: &str| numbers.iter().map(|k| posts(*k, *k, "校级", post)).collect::<String>();
        let cadres = format!("{CADRES}{}{}", post(&heads, "负责人"), post(&staff, "干事"));
        let ran = run_with(&list(&rows), &cadres, TEN);
        let found = review(&ran);
        let mut once = numbers.clone();
        once.sort_unstable();
        once.dedup();
        let total = once.len();
        // Whose number the roster does not have may be anybody.
        let known: Vec<&u32> = once.iter().filter(|k| **k <= 100).collect();
        let ordinary = known.iter().filter(|k| !heads.contains(k)).count();
        let outside = known.iter().filter(|k| !heads.contains(k) && !staff.contains(k)).count();
        let has_cadres = !heads.is_empty() || !staff.is_empty();
        prop_assert_eq!(&found["total"], &json!(total));
        if has_cadres {
            prop_assert_eq!(&found["non_backbone"], &json!(ordinary));
            let expected = if ordinary * 10 >= total * 6 {
                "pass"
            } else if (ordinary + total - known.len()) * 10 >= total * 6 {
                "review"
            } else {
                "fail"
            };
            prop_assert_eq!(&found["verdict"], &json!(expected));
            let hundredths = (outside * 20_000 + total) / (2 * total);
            let shown = format!("{}.{:02}", hundredths / 100, hundredths % 100);
            prop_assert_eq!(&found["share_all_staff"], &json!(shown));
        }
        let count = |code: &str| findings(&ran).iter().filter(|found| found.starts_with(code)).count();
        prop_assert_eq!(count("duplicate"), numbers.len() - total);
        prop_assert_eq!(count("unknown_student"), once.iter().filter(|k| **k > 100).count());
        let of_first = once.iter().filter(|k| **k <= 60).count();
        prop_assert_eq!(count("over_quota"), usize::from(of_first > 6) + usize::from(total - of_first > 4));
        prop_assert_eq!(count("under_quota"), usize::from(of_first < 6) + usize::from(total - of_first < 4));
    }
}
