//! What the unions are made of, and who their people are: departments H-B5 and H-B7, posts that are not to be H-B6, people from the
//! colleges H-A10, backbone H-B9, class committees H-B11; growth W-B1, levels W-B2, centres W-B3.

use std::fmt::Write as _;

use crate::support::{Drop, Ran};

const HUNAN: &str = "[policy]\nextends = \"hunan-jiaotong\"\n";
const WUCHANG: &str = "[policy]\nextends = \"wuchang-shouyi\"\n";

/// A school of so many students.
fn drop(students: u32, policy: &str) -> Drop {
    let header = "学号|姓名|政治面貌|学院|专业|年级|班级|学籍状态".to_owned();
    let roster = (1..=students).fold(header, |mut rows, k| {
        let _ = write!(rows, "\n{}|学生{k}|团员|信息学院|软件|2024|1班|在读", 100_000 + k);
        rows
    });
    Drop::new().policy(policy).sheet("名册.xlsx", &roster)
}

/// People by level, organisation, department and post, numbered from one on, with what further columns say.
fn cadres(columns: &str, rows: &[&str]) -> String {
    (1..).zip(rows).fold(format!("学号|姓名|{columns}"), |mut text, (k, row)| {
        let _ = write!(text, "\n{}|学生{k}|{row}", 100_000 + k);
        text
    })
}

fn run(policy: &str, rows: &[&str]) -> Ran {
    drop(100, policy).sheet("干部.xlsx", &cadres("层级|组织|部门|职务", rows)).run()
}

fn note(ran: &Ran, rule: &str) -> String {
    ran.checked(rule, "note").join("\n")
}

fn school(department: &str, post: &str) -> String {
    format!("校级|校学生会|{department}|{post}")
}

fn of_school(departments: &[&str]) -> Vec<String> {
    departments.iter().map(|department| school(department, "干事")).collect()
}

fn with(policy: &str, departments: &[&str]) -> Ran {
    let rows = of_school(departments);
    run(policy, &rows.iter().map(String::as_str).collect::<Vec<_>>())
}

const SIX: [&str; 6] = ["秘书处", "文体部", "权益部", "学习部", "新闻传媒部", "心理部"];

#[test]
fn h_b5_the_departments_are_those_of_the_plan() {
    assert_eq!(
        note(&with(HUNAN, &SIX), "H-B5"),
        "校学生会 pass: 6 个：学习部、心理部、文体部、新闻传媒部、权益部、秘书处 / "
    );
    // A former name is the same department, and said.
    let renamed = SIX.map(|name| if name == "秘书处" { "办公室" } else { name });
    assert!(note(&with(HUNAN, &renamed), "H-B5").starts_with("校学生会 pass"));
    assert!(note(&with(HUNAN, &renamed), "H-B5").ends_with("“办公室”按“秘书处”算"));
    let missing = note(&with(HUNAN, &SIX[..5]), "H-B5");
    assert!(missing.starts_with("校学生会 fail: 5 个") && missing.ends_with("名册里没有人的：心理部"), "{missing}");
    let ran = with(HUNAN, &[&SIX[..], &["外事部"]].concat());
    assert!(note(&ran, "H-B5").ends_with("方案里没有的：外事部"), "{}", note(&ran, "H-B5"));
    assert_eq!(ran.checks("H-B5")[0]["persons"][0], "100007");
    assert_eq!(ran.checks("H-B5")[0]["evidence"][0], "干部.xlsx › Sheet1 › E8");
    let ran = with(HUNAN, &[&SIX[..], &["治保部"]].concat());
    assert!(note(&ran, "H-B5").starts_with("校学生会 fail: 7 个") && note(&ran, "H-B5").ends_with("已撤销的：治保部"));
    // The national form asks for their number only, and for no layer beside them.
    let many = ["一部", "二部", "三部", "四部", "五部", "六部", "七部"];
    assert!(note(&with("", &many[..6]), "H-B5").starts_with("校学生会 pass: 6 个"));
    assert!(note(&with("", &many), "H-B5").starts_with("校学生会 fail: 7 个"));
    // A centre by itself is for a human; beside too many departments it changes nothing.
    let centre = "像是主席团、工作部门以外的常设层级：就业服务中心";
    let two = note(&with("", &["学习部", "就业服务中心"]), "H-B5");
    assert!(two.starts_with("校学生会 review: 2 个") && two.ends_with(centre), "{two}");
    let eight = note(&with("", &[&many[..], &["就业服务中心"]].concat()), "H-B5");
    assert!(eight.starts_with("校学生会 fail: 8 个") && eight.ends_with(centre), "{eight}");
    // Who has no department may be of any.
    assert!(note(&with(HUNAN, &[&SIX[..5], &[""]].concat()), "H-B5").starts_with("校学生会 review"));
}

#[test]
fn h_b6_posts_that_are_not_to_be() {
    let rows = [school("学习部", "部长"), school("", "主席助理"), school("学习部", "干事"), school("", "秘书长")];
    let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
    assert_eq!(note(&run("", &rows), "H-B6"), "校学生会 fail: 主席助理 1 人 / ");
    let ran = run(HUNAN, &rows);
    assert_eq!(note(&ran, "H-B6"), "校学生会 fail: 主席助理 1 人、部长 1 人 / ");
    assert_eq!(ran.checks("H-B6")[0]["persons"].as_array().unwrap().len(), 2);
    assert_eq!(note(&run(HUNAN, &rows[2..3]), "H-B6"), "校学生会 pass: 没有 / ");
    let college = note(&run(HUNAN, &["院级|信息学院学生会|学习部|副部长"]), "H-B6");
    assert_eq!(college, "信息学院学生会 fail: 副部长 1 人 / ");
}

#[test]
fn h_b7_a_college_has_the_departments_of_the_school() {
    let college = |departments: &[&str]| {
        let mut rows = of_school(&SIX);
        rows.extend(departments.iter().map(|own| format!("院级|信息学院学生会|{own}|干事")));
        note(&run(HUNAN, &rows.iter().map(String::as_str).collect::<Vec<_>>()), "H-B7")
    };
    // 5 of 6 are more than 80 %, 5 of 7 are less.
    assert_eq!(college(&SIX[..5]), "信息学院学生会 pass: 相同 5 个，合计 6 个 / 比校级少：心理部");
    assert_eq!(
        college(&[&SIX[..5], &["外事部"]].concat()),
        "信息学院学生会 fail: 相同 5 个，合计 7 个 / 比校级少：心理部；比校级多：外事部；条文只说“基本一致”，80/100 是本工具的假设"
    );
    assert!(college(&[""]).starts_with("信息学院学生会 review"));
    // No other plan asks for it.
    assert!(note(&with("", &SIX), "H-B7").is_empty());
}

#[test]
fn h_a10_half_of_the_schools_people_come_from_the_colleges() {
    let from = |sources: &[&str], others: &[&str]| {
        let rows: Vec<String> = sources.iter().map(|own| format!("校级|校学生会|学习部|干事|{own}")).collect();
        let rows: Vec<&str> = rows.iter().map(String::as_str).chain(others.iter().copied()).collect();
        let ran = drop(100, "").sheet("干部.xlsx", &cadres("层级|组织|部门|职务|来源", &rows)).run();
        ran.checked("H-A10", "limit").join("\n")
    };
    let limit = "≥ 50/100 × 3，即至少 2 人";
    assert_eq!(from(&["二级学院学生会", "是", "班级推荐"], &[]), format!("校学生会 pass: 2 / 3 / {limit}"));
    assert_eq!(from(&["二级学院学生会", "否", "班级推荐"], &[]), format!("校学生会 fail: 1 / 3 / {limit}"));
    assert_eq!(from(&["二级学院学生会", "", "班级推荐"], &[]), format!("校学生会 review: 1 / 3 / {limit}"));
    // Whoever is on a college's list serves there: the third is the first of the school's, once more.
    let rows = cadres("层级|组织|部门|职务|来源", &["校级|校学生会||干事|是", "校级|校学生会||干事|否"]);
    let rows = format!("{rows}\n100002|学生2|院级|信息学院学生会||干事|");
    let ran = drop(100, "").sheet("干部.xlsx", &rows).run();
    assert_eq!(ran.checked("H-A10", "note"), ["校学生会 pass: 2 / 2 / "]);
}

#[test]
fn h_b9_the_backbone_is_a_hundredth_of_the_students() {
    let with = |students: u32, policy: &str, heads: usize| {
        let rows: Vec<String> = (0..3).map(|k| school("学习部", if k < heads { "负责人" } else { "干事" })).collect();
        let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
        let ran = drop(students, policy).sheet("干部.xlsx", &cadres("层级|组织|部门|职务", &rows)).run();
        ran.checked("H-B9", "note").join("\n")
    };
    // 299 students allow for two.
    let found = "人（骨干指主席团成员和部门负责人） / 如果骨干指全体工作人员，是 3 人";
    assert_eq!(with(299, HUNAN, 2), format!("校学生会 pass: 2 {found}"));
    assert_eq!(with(299, HUNAN, 3), format!("校学生会 fail: 3 {found}"));
    assert_eq!(with(300, HUNAN, 3), format!("校学生会 pass: 3 {found}"));
    assert!(with(300, "", 3).is_empty());
    assert!(
        with(299, &format!("{HUNAN}[congress]\nbackbone = \"all_staff\"\n"), 0)
            .starts_with("校学生会 fail: 3 人（骨干指全体工作人员）")
    );
}

#[test]
fn h_b11_each_class_has_its_committee() {
    let committee = ["班长", "学习委员", "生活委员", "文艺委员", "体育委员", "心理委员", "权益委员"];
    let class =
        |name: &str, posts: &[&str]| posts.iter().map(|post| format!("班级|{name}||{post}")).collect::<Vec<_>>();
    let with = |rows: Vec<String>| note(&run(HUNAN, &rows.iter().map(String::as_str).collect::<Vec<_>>()), "H-B11");
    let full = class("软件1班", &[&committee[..], &["副班长", "宣传委员"]].concat());
    assert_eq!(with(full.clone()), " pass: 1 个班，班委齐全的 1 个 / ");
    let other = class("软件2班", &["班长", "班长", "学习委员", "生活委员", "文艺委员", "体育委员"]);
    assert_eq!(
        with([full, other].concat()),
        " fail: 2 个班，班委齐全的 1 个 / 软件2班：班长 2 名，缺心理委员、权益委员"
    );
    assert!(with(vec![school("", "干事")]).is_empty());
}

#[test]
fn w_b1_no_union_has_more_people_than_the_year_before() {
    let list = |year: &str, numbers: [usize; 2]| {
        let rows = [("校级|校学生会", numbers[0], 0), ("院级|信息学院学生会", numbers[1], 50)];
        let mut text = "学号|姓名|层级|组织|职务|届次".to_owned();
        for (organisation, number, first) in rows {
            for k in first + 1..=first + number {
                let _ = write!(text, "\n{}|学生{k}|{organisation}|干事|{year}", 100_000 + k);
            }
        }
        text
    };
    let drop = drop(100, WUCHANG).sheet("本届.xlsx", &list("2025-2026", [30, 12]));
    let ran = drop.sheet("上届.xlsx", &list("2024-2025", [30, 10])).run();
    assert_eq!(
        ran.checked("W-B1", "limit"),
        [
            "校学生会 pass: 30 人，上一年 30 人 / 人数不比上一年多",
            "信息学院学生会 fail: 12 人，上一年 10 人 / 人数不比上一年多"
        ]
    );
    let ran = run(WUCHANG, &["校级|校学生会|学习部|干事"]);
    assert!(note(&ran, "W-B1").starts_with(" review: 材料里没有上一年的名册"));
    assert!(note(&run("", &["校级|校学生会|学习部|干事"]), "W-B1").is_empty());
}

#[test]
fn w_b2_w_b3_the_four_levels_and_the_centres() {
    let all = [
        "学校|校学生会|学习部|干事",
        "校区|嘉鱼校区学生会|学习部|干事",
        "学院|信息学院学生会|学习部|干事",
        "班级|1班||班长",
    ];
    let ran = run(WUCHANG, &all);
    assert_eq!(note(&ran, "W-B2"), " pass: 校级 1 个、校区 1 个、院级 1 个、班级 1 个 / ");
    assert_eq!(note(&ran, "W-B3"), " pass: 没有 / ");
    let ran = run(WUCHANG, &["学校|校学生会|学生服务中心|干事"]);
    assert!(note(&ran, "W-B2").starts_with(" review") && note(&ran, "W-B2").ends_with("名册里没有：校区、院级、班级"));
    assert!(note(&ran, "W-B3").starts_with(" review: 学生服务中心"));
    assert!(note(&run(HUNAN, &all[..1]), "W-B2").is_empty());
}
