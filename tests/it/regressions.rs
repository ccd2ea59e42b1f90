//! Faults that once were there and must not come back.
use crate::scene::{class, field_of, one_course_each, roster, roster_of};
use crate::support::{Drop, tuanxue};

fn discipline(kind: &str, policy: &str) -> String {
    let list = format!("学号|处分类型\n2023001|{kind}");
    let drop = roster_of(1).sheet("成绩.xlsx", &one_course_each(&["90"])).sheet("处分.xlsx", &list).policy(policy);
    drop.run().student("2023001").verdict_on("H-A4")
}

#[test]
fn a_punishment_announced_publicly_is_a_punishment() {
    assert_eq!(discipline("记过（全校通报）", ""), "fail");
    assert_eq!(discipline("给予通报批评并记过处分", ""), "fail");
}

#[test]
fn removal_from_a_post_is_a_punishment_and_not_lifted() {
    // 撤销团内职务 is one of the five punishments of the Youth League.
    assert_ne!(discipline("撤销团内职务", "eligibility.discipline.lifted = \"pass\""), "pass");
}

#[test]
fn a_lifting_needs_its_column() {
    assert_ne!(discipline("解除警告", "eligibility.discipline.lifted = \"pass\""), "pass");
}

#[test]
fn a_required_column_of_the_policy_is_read_or_refused() {
    let policy = "eligibility.reviews.required = [\"辅导员审核\"]";
    let reviews = "学号|政治合格|辅导员审核\n2023001|是|是";
    let drop = roster_of(1).sheet("成绩.xlsx", &one_course_each(&["90"])).sheet("审核.xlsx", reviews).policy(policy);
    let said = tuanxue(&["policy", "check", drop.path().join("policy.toml").to_str().unwrap()]);
    if said.code == 0 {
        assert_eq!(drop.run().student("2023001").verdict_on("H-A9"), "pass");
    }
}
fn imported(rows: &str) -> crate::support::Ran {
    class(&["90", "80", "70", "60"])
        .sheet("综测.xlsx", &format!("学号|综测总分|专业排名|专业人数\n{rows}"))
        .policy("eligibility.rank.metric = [\"imported_rank\"]")
        .run()
}

#[test]
fn an_impossible_imported_rank_is_a_problem() {
    for row in ["0|40", "50|40", "12|0", "3.5|40"] {
        let ran = imported(&format!("2023001|90|{row}"));
        let student = ran.student("2023001");
        assert!(
            ran.problems().iter().any(|p| p.contains("综测.xlsx › Sheet1 › ")),
            "{row}: {} {:?}",
            student.reason("H-A2"),
            ran.problems()
        );
        assert_eq!(student.verdict_on("H-A2"), "review", "{row}");
    }
}

#[test]
fn an_imported_rank_names_its_own_cells() {
    let cells = imported("2023001|90|3|40").student("2023001").evidence("H-A2").join(" ");
    assert!(cells.contains("C2") && cells.contains("D2") || cells.contains("C2:D2"), "{cells}");
}

#[test]
fn first_years_are_exempt_where_no_sheet_names_a_term() {
    let rows = "2025001|新生甲|共青团员|信息|软件|2025|1班|在读\n2023001|学生乙|共青团员|信息|软件|2023|1班|在读";
    let ran = roster(rows).sheet("综测.xlsx", "学号|综测总分\n2025001|80\n2023001|90").run();
    assert_eq!(ran.student("2025001").verdict_on("H-A2"), "exempt", "{}", ran.result()["term"]);
}

#[test]
fn the_exemption_of_first_years_from_h_a3_rests_on_the_national_text() {
    let rows = "2025001|新生甲|共青团员|信息工程学院|软件技术|2025|软件2501|在读";
    let drop = roster(rows).sheet("成绩.xlsx", "学号|课程名称|成绩|学分|学期\n2025001|高等数学|40|4|2025-2026-1");
    let student = drop.policy("policy.extends = \"hunan-jiaotong\"").run().student("2025001");
    assert_eq!([field_of(&student, "H-A2", "layer"), field_of(&student, "H-A3", "layer")], ["national", "national"]);
}
fn reviews(policy: &str, rule: &str, field: &str) -> String {
    let drop = roster_of(2).sheet("成绩.xlsx", &one_course_each(&["90", "80"]));
    let drop = drop.sheet("审核.xlsx", "学号|政治合格|团委审核|学工部审核|党委批准\n2023001|是|是|是|是");
    field_of(&drop.policy(policy).run().student("2023001"), rule, field)
}

#[test]
fn h_a5_does_not_cite_the_clause_of_h_a9() {
    let clause = reviews("policy.extends = \"hunan-jiaotong\"", "H-A5", "clause");
    assert!(!clause.contains("H-A9"), "{clause}");
}

#[test]
fn h_a6_does_not_become_the_drop_s_when_the_drop_sets_the_approvals() {
    let policy = "policy.extends = \"hunan-jiaotong\"\neligibility.reviews.required = [\"党委批准\"]";
    assert_eq!([reviews(policy, "H-A5", "layer"), reviews(policy, "H-A6", "layer")], ["school", "school"]);
}

#[test]
fn reports_name_the_assumptions_they_rest_on() {
    let ran = class(&["90", "80", "70", "60"])
        .sheet("处分.xlsx", "学号|处分类型\n2023004|警告")
        .policy("policy.extends = \"hunan-jiaotong\"")
        .run();
    for name in ["01-候选资格审查.xlsx", "02-专业排名.xlsx"] {
        let report = ran.report(name);
        assert!(report.split_once("[依据]").unwrap().1.contains("假设"), "{name}");
    }
}

#[test]
fn aliases_of_columns_that_do_not_exist_are_refused() {
    for policy in [
        "[aliases.columns.grade]\n\"我校\" = \"成绩\"",
        "aliases.columns = { \"我校\" = \"总成积\" }",
        "[aliases.columns.grades]\n\"我校\" = \"处分类型\"",
    ] {
        let drop = Drop::new().policy(policy);
        let said = tuanxue(&["policy", "check", drop.path().join("policy.toml").to_str().unwrap()]);
        assert_eq!(said.code, 2, "{policy}");
    }
}

#[test]
fn decimals_beyond_what_is_shown_are_refused() {
    let drop = Drop::new().policy("grades.decimals = 99");
    let said = tuanxue(&["policy", "check", drop.path().join("policy.toml").to_str().unwrap()]);
    assert_eq!(said.code, 2);
}

#[test]
fn no_tie_on_the_line_where_the_tied_are_both_beyond() {
    let ran = class(&["95", "93", "92", "90", "90", "85", "80", "78", "70", "65"]).run();
    let report = ran.report("02-专业排名.xlsx");
    assert!(!report.contains("线上有并列"), "{}", report.lines().find(|l| l.contains("线上有并列")).unwrap());
    let report = ran.report("01-候选资格审查.xlsx");
    assert!(
        !report.lines().any(|l| l.contains("| 并列线上 |")),
        "{:?}",
        report.lines().filter(|l| l.contains("| 并列线上 |")).collect::<Vec<_>>()
    );
}

#[test]
fn yes_with_a_future_date_is_a_contradiction() {
    let list = "学号|处分类型|解除日期|是否解除\n2023001|警告|2027-01-01|是";
    let ran = roster_of(1).sheet("成绩.xlsx", &one_course_each(&["90"])).sheet("处分.xlsx", list).run();
    assert!(ran.codes().contains(&"C219".to_owned()), "{:?}", ran.student("2023001").reason("H-A4"));
}
