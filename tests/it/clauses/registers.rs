//! H-A1, H-A4, H-A5, H-A6, H-A9 with W-A1 and W-A3: what the roster and the registers say of a person.

use super::assert_reason;
use crate::scene::{field_of, id, one_course_each, roster, roster_of, students, verdicts_on};
use crate::support::{Drop, Ran, Student, tuanxue};

/// A drop whose students have these words under 政治面貌, all of them with a good score.
fn members(statuses: &[&str]) -> Drop {
    let rows = (1..).zip(statuses).map(|(k, status)| format!("{}|甲甲|{status}|软件|2023", id(k)));
    let rows = rows.collect::<Vec<_>>().join("\n");
    let drop = Drop::new().sheet("名册.xlsx", &format!("学号|姓名|政治面貌|专业|年级\n{rows}"));
    drop.sheet("成绩.xlsx", &one_course_each(&vec!["90"; statuses.len()]))
}

/// 共产党员或共青团员; 预备党员 are party members; the codes are those of GB/T 4762 (01 党员, 02 预备党员, 03 团员, 13 群众).
#[test]
fn h_a1_passes_party_and_league_members_in_every_spelling() {
    let statuses =
        ["中共党员", "中共预备党员", "共青团员", "党员", "预备党员", "团员", "01", "02", "03", "中国共产党党员"];
    assert_eq!(verdicts_on(&members(&statuses).run(), "H-A1"), ["pass"; 10]);
    let student = members(&["03"]).run().student("2023001");
    assert_reason(&student, "H-A1", "pass", &["共青团员"], &["名册.xlsx › Sheet1 › C2"]);
}

#[test]
fn h_a1_fails_everybody_else() {
    let ran = members(&["群众", "13", "民盟盟员"]).policy("policy.extends = \"hunan-jiaotong\"").run();
    assert_eq!(verdicts_on(&ran, "H-A1"), ["fail"; 3]);
    let student = ran.student("2023002");
    assert_reason(&student, "H-A1", "fail", &["群众", "中共党员", "共青团员"], &["名册.xlsx › Sheet1 › C3"]);
    assert_eq!(student.verdict(), "fail");
    assert!(field_of(&student, "H-A1", "clause").contains("H-A1"));
}

/// A blank cell, a word nobody knows, and a roster without the column.
#[test]
fn h_a1_reviews_what_the_roster_does_not_say() {
    let ran = members(&["", "先进分子"]).run();
    assert_reason(&ran.student("2023001"), "H-A1", "review", &["为空"], &["名册.xlsx › Sheet1 › C2"]);
    assert_reason(&ran.student("2023002"), "H-A1", "review", &["先进分子"], &["名册.xlsx › Sheet1 › C3"]);
    assert!(ran.problems().iter().any(|problem| problem.starts_with("C213 error 名册.xlsx › Sheet1 › C3")));
    let roster = "学号|姓名|专业|年级\n2023001|甲甲|软件|2023";
    let without = Drop::new().sheet("名册.xlsx", roster).sheet("成绩.xlsx", &one_course_each(&["90"])).run();
    assert_reason(&without.student("2023001"), "H-A1", "review", &["没有", "政治面貌"], &[]);
}

#[test]
fn political_accept_and_blank_are_the_policy_s() {
    let verdicts = |policy: &str| verdicts_on(&members(&["党员", "团员", "民盟盟员", ""]).policy(policy).run(), "H-A1");
    assert_eq!(verdicts(""), ["pass", "pass", "fail", "review"]);
    assert_eq!(verdicts("eligibility.political.blank = \"fail\""), ["pass", "pass", "fail", "fail"]);
    // A list replaces the national one, and may use any alias.
    assert_eq!(verdicts("eligibility.political.accept = [\"党员\"]"), ["pass", "fail", "fail", "review"]);
    let wider = "eligibility.political.accept = [\"中共党员\", \"共青团员\", \"民盟盟员\"]";
    assert_eq!(verdicts(wider), ["pass", "pass", "pass", "review"]);
    let alias = "aliases.political = { \"先进分子\" = \"共青团员\" }";
    assert_eq!(verdicts_on(&members(&["先进分子", "团员"]).policy(alias).run(), "H-A1"), ["pass", "pass"]);
}

/// One student of good standing for each row of a list of punishments: 处分类型 | 处分日期 | 解除日期 | 是否解除.
fn punished(rows: &[&str]) -> Drop {
    let list = (1..).zip(rows).map(|(k, row)| format!("{}|{row}", id(k))).collect::<Vec<_>>().join("\n");
    let drop = roster_of(rows.len()).sheet("成绩.xlsx", &one_course_each(&vec!["90"; rows.len()]));
    drop.sheet("处分.xlsx", &format!("学号|处分类型|处分日期|解除日期|是否解除\n{list}"))
}

#[test]
fn h_a4_passes_who_is_not_on_the_list_and_says_when_there_is_none() {
    let list = "学号|处分类型\n2023002|警告";
    let ran = roster_of(2).sheet("成绩.xlsx", &one_course_each(&["90", "80"])).sheet("处分.xlsx", list).run();
    assert_reason(&ran.student("2023001"), "H-A4", "pass", &["0 条"], &[]);
    assert!(!ran.codes().contains(&"D104".to_owned()));
    let without = roster_of(1).sheet("成绩.xlsx", &one_course_each(&["90"])).run();
    assert_reason(&without.student("2023001"), "H-A4", "pass", &["没有核查", "核实"], &[]);
    assert!(without.codes().contains(&"D104".to_owned()));
}

/// In force: the finding names it, and the cells that say so are the type and the two that could have lifted it.
#[test]
fn h_a4_fails_an_unlifted_punishment() {
    let ran = punished(&["记过|2025-03-01||否"]).policy("policy.extends = \"hunan-jiaotong\"").run();
    let student = ran.student("2023001");
    assert_eq!(student.verdict_on("H-A4"), "fail");
    assert!(student.reason("H-A4").contains("记过"));
    // Neighbouring cells of a row may be shown one by one or together.
    let shown = student.evidence("H-A4").join(" ");
    assert!(shown.contains("B2") && shown.contains("D2") && shown.contains("E2"), "{shown}");
    assert!(field_of(&student, "H-A4", "clause").contains("H-A4"));
}

/// On 2026-01-20: lifted by 是 or by a date up to that day; never by the years that have passed.
#[test]
fn h_a4_takes_a_punishment_as_lifted_only_where_a_record_says_so() {
    for (row, verdict) in [
        ("严重警告|2024-03-01||是", "review"),
        ("严重警告|2024-03-01|2025-03-01|", "review"),
        ("严重警告|2024-03-01|2026-01-20|", "review"),
        ("严重警告|2024-03-01|2026-01-21|", "fail"),
        ("严重警告|2024-03-01|2026-01-21|否", "fail"),
        ("警告|2015-03-01||", "fail"),
        ("留校察看|2015-03-01||否", "fail"),
        ("通报批评|2025-03-01||", "review"),
    ] {
        assert_eq!(verdicts_on(&punished(&[row]).run(), "H-A4"), [verdict], "{row}");
    }
}

/// The day of judgement is `--as-of`: a lifting dated 2026-01-21 is none on the 20th and one on the 21st.
#[test]
fn h_a4_lifts_on_the_day_of_judgement() {
    for (as_of, verdict) in [("2026-01-20", "fail"), ("2026-01-21", "review")] {
        let drop = punished(&["警告|2024-03-01|2026-01-21|"]);
        let said = tuanxue(&["run", drop.path().to_str().unwrap(), "--as-of", as_of, "--json", "--dry-run"]);
        let result: serde_json::Value = serde_json::from_str(&said.stdout).unwrap();
        assert_eq!(Student(result["eligibility"][0].clone()).verdict_on("H-A4"), verdict, "{as_of}");
    }
}

/// What nobody can read is for a human: a type without a known word, a lifting that is neither 是 nor 否, a date that is none.
#[test]
fn h_a4_reviews_what_the_list_does_not_say() {
    for (row, code) in [
        ("口头教育|2024-03-01||", "C216"),
        ("警告|2024-03-01||待定", "C218"),
        ("警告|2024-03-01|下学期|", "C218"),
        ("|2024-03-01||", "C217"),
    ] {
        let ran = punished(&[row]).run();
        assert_eq!(verdicts_on(&ran, "H-A4"), ["review"], "{row}");
        assert!(ran.codes().contains(&code.to_owned()), "{row}");
    }
    let contradicting = punished(&["警告|2024-03-01|2025-03-01|否"]).run();
    assert!(contradicting.codes().contains(&"C219".to_owned()));
}

/// 2023001 王伟 and 2023002 王伟 of two classes, and 2023003 李娜, each with a good score.
fn namesakes() -> Drop {
    let row = |k: usize, name: &str, class: &str| format!("{}|{name}|共青团员|信息|软件|2023|{class}|在读", id(k));
    let rows = [row(1, "王伟", "软件2301"), row(2, "王伟", "软件2302"), row(3, "李娜", "软件2302")];
    let drop = roster(&rows.join("\n")).sheet("成绩.xlsx", &one_course_each(&["90"; 3]));
    drop.policy("eligibility.rank.percent = \"100%\"")
}

/// A row that names somebody and does not have their number may be about whoever bears the name: never passed over, never a failure.
#[test]
fn h_a4_reviews_whoever_a_row_names_without_their_number() {
    const NOBODY: [&str; 3] = ["pass"; 3];
    const BOTH: [&str; 3] = ["review", "review", "pass"];
    for (row, verdicts) in [
        ("|王伟||记过", BOTH),
        ("|王伟同学||", BOTH),
        ("2.02301E+11|王 伟||记过", BOTH),
        ("2099001|王伟||记过", BOTH),
        ("|王伟|软件2302|记过", ["pass", "review", "pass"]),
        ("2099001|王伟|2301|记过", ["review", "pass", "pass"]),
        ("|王伟|信管2309|记过", BOTH),
        // The number is one student's, the name is that of others.
        ("2023003|王伟||记过", ["review"; 3]),
        ("2023001|李娜||记过", ["review", "pass", "review"]),
        // What is certain stays so.
        ("2023001|王伟||记过", ["fail", "pass", "pass"]),
        ("2023001|王伟||记过\n|王伟||警告", ["fail", "review", "pass"]),
        ("|赵六||记过", NOBODY),
        ("|王伟||无", NOBODY),
    ] {
        let ran = namesakes().sheet("处分.xlsx", &format!("学号|姓名|班级|处分类型\n{row}")).run();
        assert_eq!(verdicts_on(&ran, "H-A4"), verdicts, "{row}");
        for (k, verdict) in (1..).zip(verdicts) {
            assert_eq!(ran.student(&id(k)).verdict(), verdict, "{row}, {k}");
        }
    }
    let student = namesakes().sheet("处分.xlsx", "学号|姓名|处分类型\n|王伟|记过").run().student("2023002");
    assert_reason(&student, "H-A4", "review", &["记过", "姓名", "待核对"], &["处分.xlsx › Sheet1 › C2"]);
    assert_reason(&student, "J328", "review", &["王伟", "2023002", "核对学号"], &["处分.xlsx › Sheet1 › C2"]);
}

/// It is a list of punishments all the same: by its words, by another column, or by the name of its file.
#[test]
fn h_a4_reads_a_list_without_numbers_by_its_names() {
    for (file, header) in
        [("名单.xlsx", "姓名|处分类型"), ("名单.xlsx", "姓名|处分|处分日期"), ("处分.xlsx", "姓名|处理结果")]
    {
        let ran = namesakes().sheet(file, &format!("{header}\n王伟|记过\n赵六|警告")).run();
        assert_eq!(verdicts_on(&ran, "H-A4"), ["review", "review", "pass"], "{header}");
        assert!(ran.student("2023003").reason("H-A4").contains("0 条"), "{header}");
        let heads: Vec<String> = ran.problems().iter().map(|own| own[..10].to_owned()).collect();
        let of_list: Vec<&str> = heads.iter().map(String::as_str).filter(|head| head.contains("error")).collect();
        assert_eq!(of_list, ["H101 error", "C203 error", "J328 error", "J328 error", "C203 error"], "{header}");
        assert!(!ran.codes().contains(&"D104".to_owned()), "{header}");
        assert_eq!(ran.said.code, 1, "{header}");
    }
    // A form that asks for punishments is no list of them.
    let ran = namesakes().sheet("推荐.xlsx", "姓名|推荐理由|处分情况\n王伟|优秀|无").run();
    assert!(ran.codes().contains(&"D104".to_owned()));
    assert_eq!(verdicts_on(&ran, "H-A4"), ["pass"; 3]);
}

/// 口头警告 is none of the five punishments of the ministry's rules, and 学业警告 none of discipline.
#[test]
fn h_a4_takes_for_a_punishment_only_what_is_one() {
    for (kind, by_default, where_criticism_passes) in [
        ("口头警告", "review", "pass"),
        ("口头严重警告", "review", "pass"),
        ("记过（口头警告后再犯）", "fail", "fail"),
        ("免予警告处分", "review", "review"),
        ("拟给予记过处分", "review", "review"),
        ("学业警告", "review", "review"),
        ("批评教育", "review", "review"),
        ("诫勉谈话", "review", "review"),
        ("开除学籍", "fail", "fail"),
    ] {
        let verdict = |policy: &str| verdicts_on(&punished(&[&format!("{kind}|||")]).policy(policy).run(), "H-A4");
        assert_eq!(verdict(""), [by_default], "{kind}");
        assert_eq!(verdict("eligibility.discipline.criticism = \"pass\""), [where_criticism_passes], "{kind}");
    }
}

/// On 2026-01-20: what is dated later is not in force, or its date is wrong.
#[test]
fn h_a4_reviews_a_punishment_still_to_come() {
    for (day, verdict) in [("2026-01-20", "fail"), ("2026-01-21", "review")] {
        let ran = punished(&[&format!("记过|{day}||否")]).run();
        assert_eq!(verdicts_on(&ran, "H-A4"), [verdict], "{day}");
        assert_eq!(ran.codes().contains(&"C246".to_owned()), verdict == "review", "{day}");
    }
}

/// One lifted and one in force are one in force.
#[test]
fn h_a4_weighs_all_records_of_a_person() {
    let list = "学号|处分类型|解除日期\n2023001|警告|2025-01-01\n2023001|记过|";
    let drop = roster_of(1).sheet("成绩.xlsx", &one_course_each(&["90"])).sheet("处分.xlsx", list);
    let student = drop.run().student("2023001");
    assert_eq!(student.verdict_on("H-A4"), "fail");
    crate::scene::assert_holds(&student.reason("H-A4"), &["警告", "已解除", "2025-01-01", "记过", "未解除"]);
}

#[test]
fn discipline_active_lifted_and_criticism_are_the_policy_s() {
    let rows = ["记过|2025-03-01||否", "记过|2025-03-01||是", "通报批评|2025-03-01||"];
    let verdicts = |policy: &str| verdicts_on(&punished(&rows).policy(policy).run(), "H-A4");
    assert_eq!(verdicts(""), ["fail", "review", "review"]);
    assert_eq!(verdicts("eligibility.discipline.active = \"review\""), ["review", "review", "review"]);
    for treatment in ["review", "pass", "fail"] {
        let lifted = format!("eligibility.discipline.lifted = \"{treatment}\"");
        assert_eq!(verdicts(&lifted), ["fail", treatment, "review"]);
        let criticism = format!("eligibility.discipline.criticism = \"{treatment}\"");
        assert_eq!(verdicts(&criticism), ["fail", "review", treatment]);
    }
}

const HUNAN: &str = "policy.extends = \"hunan-jiaotong\"";
const WUCHANG: &str = "policy.extends = \"wuchang-shouyi\"";

/// A drop with a sheet of reviews: a header behind 学号, and a row for each student; one more student is not in it.
fn reviewed(header: &str, rows: &[&str], policy: &str) -> Ran {
    let list = (1..).zip(rows).map(|(k, row)| format!("{}|{row}", id(k))).collect::<Vec<_>>().join("\n");
    let n = rows.len() + 1;
    let drop = roster_of(n).sheet("成绩.xlsx", &one_course_each(&vec!["90"; n]));
    drop.sheet("审核.xlsx", &format!("学号|{header}\n{list}")).policy(policy).run()
}

/// Not computable: what is recorded is counted and shown, and nobody fails by it.
#[test]
fn h_a5_records_the_recommendation() {
    let ran = reviewed("政治合格|品德良好", &["是|否"], HUNAN);
    let cells = ["审核.xlsx › Sheet1 › B2", "审核.xlsx › Sheet1 › C2"];
    let student = ran.student("2023001");
    assert_eq!((student.verdict_on("H-A5"), field_of(&student, "H-A5", "strength")), ("pass".into(), "info".into()));
    assert!(student.reason("H-A5").contains("2 项"));
    assert!(cells.iter().all(|cell| student.evidence("H-A5").contains(&(*cell).to_owned())));
    assert_reason(&ran.student("2023002"), "H-A5", "exempt", &["未列入"], &[]);
}

const CRITERIA: &str = "政治合格|学习优秀|品德良好|作风过硬|群众基础";

/// All five 是; one 否; one blank; one unreadable; and who is not in the sheet is no candidate and not asked.
#[test]
fn h_a6_and_w_a1_ask_for_all_five_criteria() {
    for policy in [HUNAN, WUCHANG] {
        let rows = ["是|是|是|是|是", "是|是|否|是|是", "是|是|是|是|", "是|是|是|尚可|是", "是||否|是|是"];
        let ran = reviewed(CRITERIA, &rows, policy);
        assert_eq!(verdicts_on(&ran, "H-A6"), ["pass", "fail", "review", "review", "fail", "exempt"]);
        let finding = |k: usize| ran.student(&id(k)).reason("H-A6");
        assert!(finding(2).contains("品德良好") && finding(3).contains("群众基础") && finding(4).contains("作风过硬"));
        assert_eq!(ran.student("2023002").evidence("H-A6").join(" ").matches("审核.xlsx").count(), 5);
        assert!(ran.codes().contains(&"C220".to_owned()));
    }
    let clause = |policy: &str, rule: &str| {
        field_of(&reviewed(CRITERIA, &["是|是|是|是|是"], policy).student("2023001"), rule, "clause")
    };
    assert!(clause(HUNAN, "H-A6").contains("湖南交通") && clause(WUCHANG, "H-A6").contains("武昌首义"));
}

/// A sheet with some of the five columns leaves the others unanswered; one with none of them does not ask.
#[test]
fn h_a6_reviews_columns_that_are_missing_and_is_not_asked_without_any() {
    let some = reviewed("政治合格|学习优秀", &["是|是"], HUNAN).student("2023001");
    assert_eq!(some.verdict_on("H-A6"), "review");
    assert!(some.reason("H-A6").contains("群众基础"));
    let none = reviewed("团委审核", &["是"], HUNAN).student("2023001");
    assert_eq!(none.verdict_on("H-A6"), "");
}

const APPROVALS: &str = "团委审核|团委审核日期|学工部审核|学工部审核日期|党委批准|党委批准日期";

/// H-A9 asks 团委, 学工部 and 党委, in this order of dates; the same day is in order, and a missing date proves nothing.
#[test]
fn h_a9_asks_for_the_approvals_in_their_order() {
    for (row, verdict, piece) in [
        ("是|2025-10-01|是|2025-10-05|是|2025-10-09", "pass", "3 项"),
        ("是|2025-10-09|是|2025-10-09|是|2025-10-09", "pass", "3 项"),
        ("是|2025-10-01|否|2025-10-05|是|2025-10-09", "fail", "学工部审核"),
        ("是|2025-10-01|是|2025-10-05||", "review", "党委批准"),
        ("是|2025-10-06|是|2025-10-05|是|2025-10-09", "review", "2025-10-06"),
        ("是|2025-10-01|是|2025-10-10|是|2025-10-09", "review", "2025-10-10"),
        ("是|2025-10-10|是||是|2025-10-09", "review", "2025-10-10"),
    ] {
        let student = reviewed(APPROVALS, &[row], HUNAN).student("2023001");
        assert_eq!(student.verdict_on("H-A9"), verdict, "{row}");
        assert!(student.reason("H-A9").contains(piece), "{}", student.reason("H-A9"));
        assert!(field_of(&student, "H-A9", "clause").contains("H-A9"));
        let cells = student.evidence("H-A9").join(" ");
        assert!(cells.contains("B2") && cells.contains("D2") && cells.contains("F2"), "{cells}");
    }
}

/// W has no 学工部 here: its 否 and its date are nobody's business, 团委 before 党委 is.
#[test]
fn w_a3_asks_for_the_league_and_the_party() {
    for (row, verdict) in [
        ("是|2025-10-01|否|2025-12-05|是|2025-10-09", "pass"),
        ("是|2025-10-01||||2025-10-09", "review"),
        ("否|2025-10-01|是|2025-10-05|是|2025-10-09", "fail"),
        ("是|2025-10-10|是|2025-10-05|是|2025-10-09", "review"),
    ] {
        let student = reviewed(APPROVALS, &[row], WUCHANG).student("2023001");
        assert_eq!(student.verdict_on("H-A9"), verdict, "{row}");
        assert!(field_of(&student, "H-A9", "clause").contains("W-A3"));
        assert_eq!(field_of(&student, "H-A9", "layer"), "school");
    }
}

/// The policy's columns are asked in the policy's order of dates; the national list is empty and asks nothing.
#[test]
fn reviews_required_names_the_columns_and_their_order() {
    let row = ["是|2025-10-09|否|2025-10-05|是|2025-10-01"];
    let verdict = |required: &str| {
        let policy = format!("eligibility.reviews.required = [{required}]");
        reviewed(APPROVALS, &row, &policy).student("2023001").verdict_on("H-A9")
    };
    assert_eq!(verdict(""), "");
    assert_eq!(verdict("\"党委批准\""), "pass");
    assert_eq!(verdict("\"学工部审核\""), "fail");
    assert_eq!(verdict("\"团委审核\", \"党委批准\""), "review");
    assert_eq!(verdict("\"党委批准\", \"团委审核\""), "pass");
}

/// Without a sheet of reviews nothing is asked, and the run says so.
#[test]
fn reviews_are_not_asked_without_their_sheet() {
    let ran = roster_of(1).sheet("成绩.xlsx", &one_course_each(&["90"])).policy(HUNAN).run();
    assert_eq!(["H-A5", "H-A6", "H-A9"].map(|rule| ran.student("2023001").verdict_on(rule)), ["", "", ""]);
    assert!(ran.codes().contains(&"D105".to_owned()));
}

/// W's plan gives no number: whatever has one rests on a national text, and no reason claims otherwise.
#[test]
fn under_w_every_number_is_national() {
    let ran = reviewed(CRITERIA, &["是|是|是|是|是"], WUCHANG);
    let student: Student = students(&ran).remove(0);
    for (rule, layer) in [("H-A1", "national"), ("H-A2", "national"), ("H-A3", "national"), ("H-A4", "assumed")] {
        assert_eq!(field_of(&student, rule, "layer"), layer, "{rule}");
        assert!(!field_of(&student, rule, "clause").contains("武昌"), "{rule}");
    }
}
