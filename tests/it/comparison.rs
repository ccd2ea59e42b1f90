//! Two results compared: by `diff`, and by a run with the results it replaces.

use serde_json::Value;

use crate::support::{Drop, Said, dump, tuanxue};

const ROSTER: &str = "学号|姓名|政治面貌|学院|专业|年级|班级|学籍状态
1|王伟|团员|信息学院|软件|2023|软231|在读
2|李芳|团员|信息学院|软件|2023|软231|在读
3|赵敏|团员|信息学院|软件|2023|软231|在读
4|周平|团员|信息学院|软件|2023|软231|在读";
const GRADES: &str = "学号|姓名|课程名称|学分|成绩|学期
1|王伟|数学|4|85|2025-2026-1
2|李芳|数学|4|70|2025-2026-1
3|赵敏|数学|4|90|2025-2026-1
4|周平|数学|4|60|2025-2026-1
4|周平|英语|2|65|2025-2026-1";

/// Numbers are one digit in these tests, and twelve in the sheets.
const PREFIX: &str = "20230101000";

fn sheet(text: &str) -> String {
    let is_row = |line: &str| line.starts_with(|first: char| first.is_ascii_digit());
    let lines = text.lines().map(|line| if is_row(line) { format!("{PREFIX}{line}") } else { line.to_owned() });
    lines.collect::<Vec<_>>().join("\n")
}

fn drop(roster: &str, grades: &str) -> Drop {
    Drop::new().sheet("名册.xlsx", &sheet(roster)).sheet("成绩.xlsx", &sheet(grades)).policy(
        "[policy]\nextends = \"hunan-jiaotong\"\n[eligibility]\nrank.percent = \"50%\"\nreviews.required = []\n[congress]\ntotal = 4\n",
    )
}

fn run(drop: &Drop, options: &[&str]) -> Said {
    let mut arguments = vec!["run", drop.path().to_str().unwrap(), "--as-of", "2026-01-20"];
    arguments.extend(options);
    tuanxue(&arguments)
}

/// Runs both and compares.
fn diff(old: &Drop, new: &Drop, options: &[&str]) -> Said {
    for drop in [old, new] {
        let said = run(drop, &[]);
        assert!(said.code < 2, "{}", said.stderr);
    }
    let mut arguments = vec!["diff", old.path().to_str().unwrap(), new.path().to_str().unwrap()];
    arguments.extend(options);
    let said = tuanxue(&arguments);
    Said { stdout: said.stdout.replace(PREFIX, ""), ..said }
}

fn json(old: &Drop, new: &Drop) -> Value {
    let said = diff(old, new, &["--json"]);
    assert_eq!((said.code, said.stderr.as_str()), (0, ""));
    serde_json::from_str(&said.stdout).unwrap()
}

/// `number old → new` of the verdicts, and why.
fn students(comparison: &Value) -> Vec<String> {
    let text = |value: &Value| value.as_str().unwrap_or("-").to_owned();
    let cause = |cause: &Value| {
        let [what, old, new] = ["what", "old", "new"].map(|key| text(&cause[key]));
        format!("{what} {old}[{}]→{new}[{}]", text(&cause["old_cells"]), text(&cause["new_cells"]))
    };
    let line = |student: &Value| {
        let causes: Vec<String> = student["causes"].as_array().unwrap().iter().map(cause).collect();
        let rank = |side: &str| student[side]["rank"].as_str().unwrap_or("-").to_owned();
        format!(
            "{} {}→{} {}→{} {}",
            text(&student["student_id"]),
            text(&student["old"]["verdict"]),
            text(&student["new"]["verdict"]),
            rank("old"),
            rank("new"),
            causes.join("; ")
        )
    };
    comparison["students"].as_array().unwrap().iter().map(line).collect()
}

#[test]
fn a_score_that_was_corrected_moves_its_student_and_those_it_passes() {
    // 2 goes from 70 to 95 and so from rank 3 to 1; the line of 50 % of four lies at rank 2.
    let old = drop(ROSTER, GRADES);
    let new = drop(ROSTER, &GRADES.replace("2|李芳|数学|4|70", "2|李芳|数学|4|95"));
    let comparison = json(&old, &new);
    let found = students(&comparison);
    assert_eq!(
        found,
        [
            "1 pass→fail 2→3 ",
            "2 fail→pass 3→1 2025-2026-1 数学 初考 70[成绩.xlsx › Sheet1 › E3]→95[成绩.xlsx › Sheet1 › E3]",
            "3 pass→pass 1→2 ",
        ]
    );
    assert_eq!(comparison["files"], serde_json::json!([{"file": "成绩.xlsx", "change": "changed"}]));
    assert_eq!(comparison["policy_changed"], false);
    assert_eq!(comparison["old"]["counts"], serde_json::json!({"pass": 2, "review": 0, "fail": 2}));
}

#[test]
fn a_list_in_another_order_is_the_same_list() {
    let moved = "学号|姓名|课程名称|学分|成绩|学期
4|周平|英语|2|65|2025-2026-1
3|赵敏|数学|4|90|2025-2026-1
1|王伟|数学|4|85|2025-2026-1
4|周平|数学|4|60|2025-2026-1
2|李芳|数学|4|70|2025-2026-1";
    let comparison = json(&drop(ROSTER, GRADES), &drop(ROSTER, moved));
    assert_eq!(students(&comparison), Vec::<String>::new(), "no conclusion rests on the order of rows");
    let said = diff(&drop(ROSTER, GRADES), &drop(ROSTER, moved), &[]);
    assert!(said.stdout.contains("结论没有变化") && said.stdout.contains("成绩.xlsx"), "{}", said.stdout);
}

#[test]
fn who_came_and_who_went_is_named_with_the_reason() {
    let old = drop(ROSTER, GRADES);
    let new = drop(
        &(ROSTER.replace("3|赵敏|团员|信息学院|软件|2023|软231|在读", "3|赵敏|团员|信息学院|软件|2023|软231|休学")
            + "\n5|钱多|团员|信息学院|软件|2023|软231|在读"),
        &(GRADES.to_owned() + "\n5|钱多|数学|4|75|2025-2026-1"),
    );
    let said = diff(&old, &new, &[]);
    for part in [
        "3 赵敏　软件　符合 → 不在名单",
        "现在不在籍：学籍状态“休学”",
        "5 钱多　软件　不在名单 → 符合",
        "原来的名册里没有这名在籍学生",
        "不在籍　3 赵敏　学籍状态：— → 休学",
        "1 王伟　软件　符合，名次 2 / 4 → 1 / 4",
    ] {
        assert!(said.stdout.contains(part), "{part}: {}", said.stdout);
    }
}

#[test]
fn what_a_rule_found_otherwise_is_told_with_both_cells() {
    let old = drop(ROSTER, GRADES);
    let new = drop(&ROSTER.replace("3|赵敏|团员", "3|赵敏|群众"), GRADES);
    let found = students(&json(&old, &new));
    let [only] = found.as_slice() else { panic!("{found:?}") };
    for part in ["3 pass→fail 1→1", "H-A1 政治面貌", "共青团员", "群众", "[名册.xlsx › Sheet1 › C4]"]
    {
        assert!(only.contains(part), "{part}: {only}");
    }
}

#[test]
fn a_corrected_credit_and_a_lost_row_are_causes_too() {
    let old = drop(ROSTER, GRADES);
    let new = drop(ROSTER, &GRADES.replace("4|周平|英语|2|65|2025-2026-1", "4|周平|体育|1|65|2025-2026-1"));
    let found = students(&json(&old, &new)).join("\n");
    assert!(found.contains("2025-2026-1 英语 初考 65，学分 2[成绩.xlsx › Sheet1 › E6]→[]"), "{found}");
    assert!(found.contains("2025-2026-1 体育 初考 []→65，学分 1[成绩.xlsx › Sheet1 › E6]"), "{found}");
    let new = drop(ROSTER, &GRADES.replace("英语|2|65", "英语|3|65"));
    let found = students(&json(&old, &new)).join("\n");
    assert!(found.contains("英语 初考 65，学分 2[成绩.xlsx › Sheet1 › E6]→65，学分 3["), "{found}");
}

#[test]
fn seats_and_checks_are_compared_as_well() {
    let old = drop(ROSTER, GRADES);
    let new = drop(
        &(ROSTER.to_owned() + "\n6|吴双|团员|机电学院|机械|2023|机231|在读"),
        &(GRADES.to_owned() + "\n6|吴双|数学|4|75|2025-2026-1"),
    );
    let comparison = json(&old, &new);
    let others = comparison["others"].as_array().unwrap();
    let seats = others.iter().find(|change| change["subject"] == "机电学院").unwrap();
    assert_eq!((seats["part"].as_str(), seats["old"].as_str()), (Some("代表名额"), Some("")));
    assert!(seats["new"].as_str().unwrap().contains("1 人"), "{seats}");
}

#[test]
fn the_workbook_holds_every_change_with_its_cells() {
    let old = drop(ROSTER, GRADES);
    let new = drop(ROSTER, &GRADES.replace("2|李芳|数学|4|70", "2|李芳|数学|4|95"));
    let path = new.path().join("变化.xlsx");
    let said = diff(&old, &new, &["--xlsx", path.to_str().unwrap()]);
    assert_eq!(said.code, 0, "{}", said.stderr);
    let shown = dump(&path, 60);
    for part in ["两次结果对比", "李芳", "70 → 95", "成绩.xlsx › Sheet1 › E3", "材料　成绩.xlsx", "本人材料没有变化"]
    {
        assert!(shown.contains(part), "{part}: {shown}");
    }
    // It lies among the materials, and is none.
    let again = run(&new, &["--json"]);
    let result: Value = serde_json::from_str(&again.stdout).unwrap();
    let inputs = result["inputs"].as_array().unwrap();
    let own = inputs.iter().find(|input| input["file"] == "变化.xlsx").unwrap();
    assert_eq!(own["state"], "unrecognised");
}

#[test]
fn a_run_says_what_changed_since_the_results_that_it_replaces() {
    let drop = drop(ROSTER, GRADES);
    let first = run(&drop, &[]);
    assert!(!first.stderr.contains("与上次相比"), "there was none: {}", first.stderr);
    let same = run(&drop, &[]);
    assert!(same.stderr.contains("与上次相比  结论没有变化"), "{}", same.stderr);
    let book = drop.path().join("与上次对比.xlsx");
    assert!(!book.exists());
    let drop = drop.sheet("成绩.xlsx", &sheet(&GRADES.replace("2|李芳|数学|4|70", "2|李芳|数学|4|95")));
    // A dry run tells beforehand.
    let dry = run(&drop, &["--dry-run"]);
    assert!(dry.stderr.contains("符合名单进 1 人（") && !book.exists(), "{}", dry.stderr);
    let changed = run(&drop, &[]);
    assert!(changed.stderr.contains("符合名单进 1 人（") && book.is_file(), "{}", changed.stderr);
    // The next run reads neither it nor the reports, and what it says of the change before stays until there is another.
    let result: Value = serde_json::from_str(&run(&drop, &["--json"]).stdout).unwrap();
    assert_eq!(result["inputs"].as_array().unwrap().len(), 2);
    assert!(book.is_file());
}

#[test]
fn results_that_cannot_be_compared_stop_no_run() {
    let drop = drop(ROSTER, GRADES);
    assert_eq!(run(&drop, &[]).code, 0);
    let file = drop.path().join("报告/结果.json");
    let whole = std::fs::read_to_string(&file).unwrap();
    for (text, why) in [
        (whole.chars().take(whole.chars().count() / 2).collect(), "不完整"),
        (whole.replace("\"schema\":1", "\"schema\":9"), "更新的版本"),
        (whole.replace("2025-2026-1\",\"policy", "2024-2025-2\",\"policy"), "2024-2025-2 学期"),
        (whole.replace("\"verdict\":\"pass\"", "\"verdict\":7"), "结果.json"),
        ("{}".to_owned(), "不是本工具写的"),
    ] {
        std::fs::write(&file, text).unwrap();
        let said = run(&drop, &[]);
        assert_eq!(said.code, 0, "{}", said.stderr);
        assert!(said.stderr.contains("与上次相比  没有比较") && said.stderr.contains(why), "{why}: {}", said.stderr);
        assert_eq!(std::fs::read_to_string(&file).unwrap(), whole, "the new results are written all the same");
    }
}

#[test]
fn diff_takes_a_folder_of_reports_the_materials_or_the_file_itself() {
    let drop = drop(ROSTER, GRADES);
    assert_eq!(run(&drop, &[]).code, 0);
    let path = |name: &str| drop.path().join(name).to_str().unwrap().to_owned();
    for given in ["", "报告", "报告/结果.json"] {
        let said = tuanxue(&["diff", &path(given), &path("")]);
        assert!(said.code == 0 && said.stdout.contains("结论没有变化"), "{given}: {}{}", said.stdout, said.stderr);
    }
    for (given, why) in [("报靠", "是不是“报告”"), ("名册.xlsx", "不是本工具写的"), ("policy.toml", "不是本工具写的")]
    {
        let said = tuanxue(&["diff", &path(given), &path("")]);
        assert!(said.code == 2 && said.stderr.contains(why), "{given}: {}", said.stderr);
    }
    let empty = Drop::new();
    let said = tuanxue(&["diff", empty.path().to_str().unwrap(), &path("")]);
    assert!(said.code == 2 && said.stderr.contains("里没有 结果.json"), "{}", said.stderr);
}

#[test]
fn another_standard_is_said_to_be_another() {
    let (old, new) = (drop(ROSTER, GRADES), drop(ROSTER, GRADES));
    let new = new.policy(
        "[policy]\nextends = \"hunan-jiaotong\"\n[eligibility]\nrank.percent = \"25%\"\nreviews.required = []\n[congress]\ntotal = 4\n",
    );
    let said = diff(&old, &new, &[]);
    assert!(said.stdout.contains("政策的设置有变化"), "{}", said.stdout);
    assert!(said.stdout.contains("1 王伟　软件　符合 → 不符合"), "{}", said.stdout);
}
