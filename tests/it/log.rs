//! The log of a verbose run: what support needs, and nothing out of a cell, a label, a name or a path.

use std::path::Path;

use crate::support::{Drop, Said, tuanxue};

/// Stands in every name, text and path of the materials.
const MARK: char = '秘';
/// Every student number begins so.
const NUMBER: &str = "7701";
/// Scores that no count can be.
const SCORES: [&str; 2] = ["83.25", "61.75"];

const ROSTER: &str = "秘大学秘名册
学号|姓名|政治面貌|学院|专业|年级|班级|学籍状态|秘列
770100000001|秘甲|团员|秘学院|秘专业|2023|秘班|在读|秘值
770100000002|秘乙|秘党|秘学院|秘专业|2023|秘班|秘状态|秘值
770100000003|秘丙|团员|秘学院|秘专业|2023|秘班|在读|秘值";
const GRADES: &str = "学号|姓名|课程名称|学分|成绩|学期|秘列
770100000001|秘甲|秘课|4|83.25|2025-2026-1|秘值
770100000003|秘丙|秘课|4|61.75|2025-2026-1|秘值
770100000003|秘丙|秘课二|4|秘分|2025-2026-1|秘值
770199999999|秘丁|秘课|4|61.75|2025-2026-1|秘值";

/// A drop in which everything that can have a name has the mark.
fn marked() -> Drop {
    Drop::new()
        .book("秘料/秘名册.xlsx", &[("秘表", ROSTER), ("秘表二", "秘列|秘列二\n秘值|秘值")])
        .book("秘料/秘成绩.xlsx", &[("秘表", GRADES)])
        .file("秘料/~$秘成绩.xlsx", b"")
        .file("秘料/秘坏.xlsx", b"PK\x03\x04")
        .file("秘料/秘稿.秘", b"text")
        .policy("[policy]\ntitle = \"秘方案\"\nschool = \"秘大学\"\nextends = \"wuchang-shouyi\"\n[eligibility.rank]\npercent = \"45%\"\n")
}

/// A verbose run that writes into a folder with the mark, and its log.
fn log(drop: &Drop, options: &[&str]) -> (Said, String) {
    let folder = drop.path().to_str().unwrap();
    let out = drop.path().join("秘出").join("秘报告");
    std::fs::create_dir_all(out.parent().unwrap()).unwrap();
    let mut arguments = vec!["run", folder, "--as-of", "2026-01-20", "-v", "--out", out.to_str().unwrap()];
    arguments.extend(options);
    let said = tuanxue(&arguments);
    let text = std::fs::read_to_string(out.with_file_name("团学运行日志.txt")).unwrap_or_default();
    (said, text)
}

/// Nothing in it is out of the materials.
fn assert_names_nobody(log: &str, folder: &Path) {
    assert!(!log.contains(MARK), "{log}");
    assert!(!log.contains(NUMBER), "{log}");
    for score in SCORES {
        assert!(!log.contains(score), "{log}");
    }
    for part in folder.components().map(|part| part.as_os_str().to_string_lossy()).filter(|part| part.len() > 1) {
        assert!(!log.contains(&*part), "{part}: {log}");
    }
}

#[test]
fn the_log_says_what_support_needs_and_names_nobody() {
    let drop = marked();
    let (said, log) = log(&drop, &["--only", "eligibility,ranking", "--jobs", "1"]);
    assert_eq!(said.code, 1, "{}", said.stderr);
    let line = said.stderr.lines().last().unwrap();
    assert!(line.starts_with("日志　　已写入") && line.contains("没有姓名、学号、分数和文件名"), "{}", said.stderr);
    assert_names_nobody(&log, drop.path());
    for part in [
        concat!("tuanxue ", env!("CARGO_PKG_VERSION")),
        std::env::consts::OS,
        "--only eligibility,ranking，--jobs 1，--as-of，--out",
        "national → wuchang-shouyi → 文件，",
        "eligibility.rank.percent",
        "在籍 3，不在籍 0",
        "其他",
        "打不开",
        "表1　学籍名册　表头在第 2 行　列名 9 个　读 3 行，用 3 行\n    学号 A、姓名 B、",
        "表2　未认出",
        "表1　成绩　表头在第 1 行　列名 7 个　读 4 行，用 3 行，名册中没有该学号 1",
        "C204 错误　共 1：文件3 表1 ×1",
        "D129 说明　共 1：文件3 ×1",
        "01-候选资格审查.xlsx　",
        "标注副本 2 份",
        "读取 ",
        "结束　　退出码 1",
    ] {
        assert!(log.contains(part), "{part}: {log}");
    }
}

#[test]
fn a_run_that_fails_leaves_a_log_too() {
    // The policy is wrong.
    let drop = marked().policy("[秘项]\n秘 = 1\n");
    let (said, text) = log(&drop, &[]);
    assert_eq!(said.code, 2);
    assert_names_nobody(&text, drop.path());
    assert!(text.contains("没有完成　材料、政策或选项不能用") && text.contains("用时　准备"), "{text}");
    // There is no room: what the system said stands there.
    let drop = marked().file("秘出/秘报告", b"");
    let (said, text) = log(&drop, &["--policy", "national"]);
    assert_eq!(said.code, 2);
    assert_names_nobody(&text, drop.path());
    assert!(text.contains("--policy national"), "{text}");
    // The materials are not enough: what was read stands there.
    let drop = Drop::new().book("秘成绩.xlsx", &[("秘表", GRADES)]);
    let (said, text) = log(&drop, &[]);
    assert_eq!(said.code, 2);
    assert_names_nobody(&text, drop.path());
    assert!(text.contains("表1　成绩　表头在第 1 行") && text.contains("没有完成"), "{text}");
}

#[test]
fn there_is_a_log_only_where_one_is_wanted() {
    let drop = marked();
    let (said, text) = log(&drop, &["--dry-run"]);
    assert!(text.is_empty() && !said.stderr.contains("日志"), "{text}{}", said.stderr);
    let (said, text) = log(&drop, &["--quiet"]);
    assert!(!text.is_empty() && said.stderr.is_empty(), "{}", said.stderr);
    // A log is no input.
    std::fs::copy(drop.path().join("秘出/团学运行日志.txt"), drop.path().join("团学运行日志.txt")).unwrap();
    assert!(!log(&drop, &[]).0.stderr.contains("团学运行日志.txt　"));
    let ran = marked().run();
    assert!(!ran.drop.path().join("团学运行日志.txt").exists());
}
