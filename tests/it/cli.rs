//! The command line: commands, options, exit codes, and what is said where.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::Value;

use crate::support::{Drop, Said, tuanxue};

const ROSTER: &str = "学号|姓名|政治面貌|学院|专业|年级|班级|学籍状态
202301010001|王伟|团员|信息学院|软件|2023|软231|在读
202301010002|李芳|团员|信息学院|软件|2023|软231|在读
202301010003|李芳|团员|机电学院|机械|2023|机231|在读
202301010004|张三|团员|信息学院|软件|2023|软231|休学";
const GRADES: &str = "学号|姓名|课程名称|学分|成绩|学期
202301010001|王伟|数学|4|85|2025-2026-1
202301010002|李芳|数学|4|70|2025-2026-1
202301010003|李芳|数学|4|90|2025-2026-1";

/// Roster and grades without an error.
fn sound() -> Drop {
    Drop::new().sheet("名册.xlsx", ROSTER).sheet("成绩.xlsx", GRADES)
}

/// As above, with a score that cannot be read.
fn faulty() -> Drop {
    sound().sheet("成绩二.xlsx", "学号|课程名称|学分|成绩|学期\n202301010001|英语|2|待定|2025-2026-1")
}

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

fn call(command: &str, drop: &Drop, options: &[&str]) -> Said {
    let mut arguments = vec![command, text(drop.path()), "--as-of", "2026-01-20"];
    arguments.extend(options);
    tuanxue(&arguments)
}

fn run(drop: &Drop, options: &[&str]) -> Said {
    call("run", drop, options)
}

fn explain(drop: &Drop, student: &str) -> Said {
    tuanxue(&["explain", student, text(drop.path()), "--as-of", "2026-01-20"])
}

/// Every file below a folder with its bytes.
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(next) = folders.pop() {
        for entry in std::fs::read_dir(next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path.strip_prefix(folder).unwrap().to_string_lossy().into_owned();
                found.insert(name, std::fs::read(&path).unwrap());
            }
        }
    }
    found
}

fn names(folder: &Path) -> Vec<String> {
    files(folder).into_keys().collect()
}

/// The files that a run read.
fn inputs(json: &str) -> Vec<String> {
    let result: Value = serde_json::from_str(json).unwrap();
    result["inputs"].as_array().unwrap().iter().map(|file| file["file"].as_str().unwrap().to_owned()).collect()
}

/// Nothing was done, and a person without English can read why.
fn refused(said: &Said) {
    assert_eq!(said.code, 2, "{}{}", said.stdout, said.stderr);
    assert_eq!(said.stdout, "");
    for word in ["rror", "sage:", "tip:", "os error", "panicked", "None", "Some("] {
        assert!(!said.stderr.contains(word), "{word}: {}", said.stderr);
    }
}

#[test]
fn the_exit_code_says_how_a_run_ended() {
    assert_eq!(run(&sound(), &[]).code, 0);
    assert_eq!(run(&faulty(), &[]).code, 1);
    assert_eq!(run(&Drop::new(), &[]).code, 2);
}

#[test]
fn a_run_writes_the_reports_and_says_where_on_standard_error() {
    let drop = sound();
    let said = run(&drop, &[]);
    assert_eq!(said.stdout, "");
    assert!(said.stderr.contains("已写入") && said.stderr.contains("报告"), "{}", said.stderr);
    assert!(!said.stderr.contains('\u{1b}'), "colour where nobody sees it: {}", said.stderr);
    let reports = ["00-说明与数据问题.xlsx", "01-候选资格审查.xlsx", "02-专业排名.xlsx", "结果.json"];
    assert_eq!(names(&drop.path().join("报告")), reports);
}

#[test]
fn strict_writes_nothing_when_there_is_an_error() {
    let drop = sound();
    assert_eq!(run(&drop, &["--strict"]).code, 0);
    let before = files(&drop.path().join("报告"));
    assert_eq!(before.len(), 4);
    let drop = drop.sheet("成绩二.xlsx", "学号|课程名称|学分|成绩|学期\n202301010001|英语|2|待定|2025-2026-1");
    assert_eq!(run(&drop, &["--strict"]).code, 1);
    assert!(files(&drop.path().join("报告")) == before, "the old reports stay as they are");
}

#[test]
fn the_folder_one_stands_in_is_the_drop() {
    let drop = sound();
    let mut command = Command::new(env!("CARGO_BIN_EXE_tuanxue"));
    let output = command.args(["run", "--json", "--as-of", "2026-01-20"]).current_dir(drop.path()).output().unwrap();
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(inputs(&String::from_utf8(output.stdout).unwrap()), ["名册.xlsx", "成绩.xlsx"]);
    assert_eq!(names(&drop.path().join("报告")).len(), 4);
}

#[test]
fn the_day_of_the_run_decides_what_is_lifted() {
    let drop = sound().sheet("处分.xlsx", "学号|姓名|处分类型|解除日期\n202301010001|王伟|警告|2026-03-01");
    for (day, verdict) in [("2026-02-28", "fail"), ("2026-03-01", "review"), ("2026年3月2日", "review")] {
        let said = tuanxue(&["run", text(drop.path()), "--as-of", day, "--json", "--dry-run", "--quiet"]);
        let result: Value = serde_json::from_str(&said.stdout).unwrap();
        let reasons = result["eligibility"][0]["reasons"].as_array().unwrap();
        let discipline = reasons.iter().find(|reason| reason["rule"] == "H-A4").unwrap();
        assert_eq!(discipline["verdict"], verdict, "{day}");
    }
}

#[test]
fn a_dry_run_decides_everything_and_writes_nothing() {
    for (drop, code) in [(sound(), 0), (faulty(), 1)] {
        let before = files(drop.path());
        let said = run(&drop, &["--dry-run"]);
        assert_eq!(said.code, code);
        assert!(said.stderr.contains("在籍 3 人"), "{}", said.stderr);
        assert!(files(drop.path()) == before);
    }
}

#[test]
fn json_is_the_result_file_and_nothing_else() {
    let drop = faulty();
    let said = run(&drop, &["--json"]);
    assert_eq!(said.code, 1);
    assert_eq!(said.stdout.as_bytes(), std::fs::read(drop.path().join("报告/结果.json")).unwrap());
    let result: Value = serde_json::from_str(&said.stdout).unwrap();
    assert_eq!(result["eligibility"].as_array().unwrap().len(), 3);
    let dry = run(&faulty(), &["--json", "--dry-run"]);
    assert_eq!(dry.stdout, said.stdout, "a dry run decides the same");
}

#[test]
fn a_quiet_run_says_nothing() {
    let said = run(&faulty(), &["--quiet"]);
    assert_eq!((said.code, said.stdout.as_str(), said.stderr.as_str()), (1, "", ""));
}

#[test]
fn a_verbose_run_names_every_problem() {
    let (short, long) = (run(&sound(), &[]).stderr, run(&sound(), &["--verbose"]).stderr);
    assert!(!short.contains("D104") && long.contains("D104"), "{long}");
}

#[test]
fn reports_go_where_they_are_asked_to() {
    let (drop, elsewhere) = (sound(), tempfile::tempdir().unwrap());
    let out = elsewhere.path().join("二月");
    assert_eq!(run(&drop, &["--out", text(&out)]).code, 0);
    assert_eq!(names(&out).len(), 4);
    assert!(!drop.path().join("报告").exists());
}

#[test]
fn reports_inside_the_drop_are_not_read_again() {
    let drop = sound();
    let out = drop.path().join("给领导");
    let first = run(&drop, &["--json", "--out", text(&out)]).stdout;
    let second = run(&drop, &["--json", "--out", text(&out)]).stdout;
    assert_eq!(inputs(&first), ["名册.xlsx", "成绩.xlsx"]);
    assert_eq!(first, second);
}

#[test]
fn only_the_reports_asked_for_are_written() {
    let written = |only: &str| {
        let drop = sound();
        assert_eq!(run(&drop, &["--only", only]).code, 0);
        let mut names = names(&drop.path().join("报告"));
        names.retain(|name| name.starts_with("01") || name.starts_with("02"));
        names
    };
    assert_eq!(written("eligibility"), ["01-候选资格审查.xlsx"]);
    assert_eq!(written("ranking"), ["02-专业排名.xlsx"]);
    assert_eq!(written("eligibility,ranking").len(), 2);
    let drop = sound();
    let said = run(&drop, &["--only", "花名册"]);
    refused(&said);
    assert!(said.stderr.contains("eligibility（候选资格审查）、ranking（专业排名）"), "{}", said.stderr);
}

#[test]
fn the_number_of_processors_changes_nothing() {
    let reports = |jobs: &str| {
        let drop = faulty();
        assert_eq!(run(&drop, &["--jobs", jobs]).code, 1);
        files(&drop.path().join("报告"))
    };
    assert!(reports("1") == reports("3"));
    refused(&run(&sound(), &["--jobs", "两个"]));
}

#[test]
fn a_folder_with_other_peoples_files_is_not_replaced() {
    let drop = sound().file("报告/领导批示.docx", b"keep");
    let before = files(drop.path());
    let said = run(&drop, &[]);
    refused(&said);
    assert!(said.stderr.contains("领导批示.docx") && said.stderr.contains("--out"), "{}", said.stderr);
    assert!(files(drop.path()) == before);
    // A file of that name is no folder.
    let drop = sound().file("报告", b"keep");
    refused(&run(&drop, &[]));
    assert_eq!(std::fs::read(drop.path().join("报告")).unwrap(), b"keep");
}

#[test]
fn explain_finds_a_student_by_number_or_by_a_name_that_is_unique() {
    let drop = sound();
    let by_number = explain(&drop, "202301010001");
    assert_eq!(by_number.code, 0);
    assert!(by_number.stdout.contains("成绩.xlsx › Sheet1 › E2"), "{}", by_number.stdout);
    assert!(by_number.stdout.contains("H-A2"), "{}", by_number.stdout);
    assert_eq!(explain(&drop, "王伟").stdout, by_number.stdout);
    assert!(!drop.path().join("报告").exists(), "explain writes nothing");
}

#[test]
fn explain_lists_all_of_one_name() {
    let said = explain(&sound(), "李芳");
    for part in ["2 人", "202301010002", "202301010003", "机械"] {
        assert!(said.stdout.contains(part), "{}", said.stdout);
    }
    assert!(!said.stdout.contains("H-A2"), "no one is picked: {}", said.stdout);
}

#[test]
fn explain_says_who_is_not_there() {
    let drop = sound();
    let stranger = explain(&drop, "209901010001");
    refused(&stranger);
    assert!(stranger.stderr.contains("209901010001"), "{}", stranger.stderr);
    let away = explain(&drop, "张三");
    assert!(away.stdout.contains("休学") && away.stdout.contains("名册.xlsx › Sheet1 › H5"), "{}", away.stdout);
}

/// `tuanxue explain … | head -1`: the reader has gone, and that is no failure.
#[test]
fn a_reader_that_goes_away_is_no_failure() {
    let drop = faulty();
    let folder = text(drop.path());
    for arguments in [
        vec!["run", folder, "--json", "--quiet", "--as-of", "2026-01-20"],
        vec!["explain", "202301010002", folder, "--as-of", "2026-01-20"],
        vec!["policy", "list"],
        vec!["policy", "show"],
    ] {
        let (reader, writer) = std::io::pipe().unwrap();
        std::mem::drop(reader);
        let mut command = Command::new(env!("CARGO_BIN_EXE_tuanxue"));
        let output = command.args(&arguments).stdout(writer).stderr(Stdio::piped()).output().unwrap();
        assert_eq!(output.status.code(), Some(0), "{arguments:?}");
        assert_eq!(String::from_utf8_lossy(&output.stderr), "", "{arguments:?}");
    }
}

#[test]
fn help_is_chinese_on_every_command() {
    let commands: [&[&str]; 14] = [
        &[],
        &["init"],
        &["run"],
        &["check"],
        &["explain"],
        &["diff"],
        &["watch"],
        &["forms"],
        &["completions"],
        &["policy"],
        &["policy", "list"],
        &["policy", "show"],
        &["policy", "check"],
        &["run", "材料"],
    ];
    for command in commands {
        for flag in ["--help", "-h"] {
            let arguments: Vec<&str> = command.iter().copied().chain([flag]).collect();
            let said = tuanxue(&arguments);
            assert_eq!((said.code, said.stderr.as_str()), (0, ""), "{arguments:?}");
            assert!(said.stdout.contains("用法：tuanxue") && said.stdout.contains("显示帮助"), "{}", said.stdout);
            let (example, usage) = (said.stdout.find("例子："), said.stdout.find("用法："));
            assert!(example.is_some() && example < usage, "examples first: {}", said.stdout);
            for word in ["Usage", "Options", "Commands", "Arguments", "possible values", "default", "Print", "For more"]
            {
                let found = said.stdout.lines().find(|line| line.contains(word));
                assert_eq!(found, None, "{arguments:?} says {word}");
            }
            // What is to be put in the place of a value is named in Chinese; a choice of commands is spelt out.
            for name in said.stdout.split('<').skip(1).map(|rest| rest.split('>').next().unwrap()) {
                assert!(!name.is_ascii() || name.contains('|'), "{arguments:?} asks for {name}");
            }
        }
    }
    let version = tuanxue(&["--version"]);
    assert_eq!(version.code, 0);
    assert!(version.stdout.starts_with(concat!("tuanxue ", env!("CARGO_PKG_VERSION"), "\n")), "{}", version.stdout);
    // The version of a policy is the beginning of the hash that the result file gives.
    let result: Value = serde_json::from_str(&run(&sound(), &["--json", "--policy", "wuchang-shouyi"]).stdout).unwrap();
    let hash = result["policy"]["sha256"].as_str().unwrap();
    assert!(version.stdout.contains(&format!("wuchang-shouyi  {}", &hash[..12])), "{}", version.stdout);
}

#[test]
fn a_slip_in_a_command_or_option_is_answered_with_the_nearest() {
    for (arguments, near) in [
        (vec!["rum"], "run"),
        (vec!["run", ".", "--quite"], "--quiet"),
        (vec!["run", ".", "--dryrun"], "--dry-run"),
        (vec!["policy", "chow"], "show"),
        (vec!["policy", "show", "hunan-jiaotng"], "hunan-jiaotong"),
    ] {
        let said = tuanxue(&arguments);
        refused(&said);
        assert!(said.stderr.contains(&format!("是不是“{near}”")), "{arguments:?}: {}", said.stderr);
    }
}

#[test]
fn wrong_usage_is_answered_in_chinese() {
    for arguments in [
        vec![],
        vec!["policy"],
        vec!["explain"],
        vec!["policy", "check"],
        vec!["run", ".", "--jobs"],
        vec!["run", ".", "--jobs", "-1"],
        vec!["run", "a", "b"],
        vec!["run", ".", "--as-of", "去年"],
        vec!["run", ".", "--strict", "--strict"],
    ] {
        let said = tuanxue(&arguments);
        refused(&said);
        assert!(said.stderr.chars().any(|c| ('一'..='龥').contains(&c)), "{arguments:?}: {}", said.stderr);
    }
}

#[test]
fn a_drop_that_is_none_is_refused() {
    let empty = Drop::new();
    let said = run(&empty, &[]);
    refused(&said);
    assert!(said.stderr.contains("没有表格文件"), "{}", said.stderr);
    assert_eq!(names(empty.path()), Vec::<String>::new());

    let missing = tuanxue(&["run", text(&empty.path().join("没有"))]);
    refused(&missing);
    assert!(missing.stderr.contains("不存在"), "{}", missing.stderr);

    let drop = sound();
    let file = tuanxue(&["run", text(&drop.path().join("成绩.xlsx"))]);
    refused(&file);
    assert!(file.stderr.contains("缺学籍名册"), "{}", file.stderr);
}

#[test]
fn files_and_folders_alone_mean_run_and_the_reports_lie_beside_the_first() {
    let drop = faulty().policy("[policy]\nextends = \"wuchang-shouyi\"");
    let path = |name: &str| text(&drop.path().join(name)).to_owned();
    let (roster, grades) = (path("名册.xlsx"), path("成绩.xlsx"));
    let said = tuanxue(&[&grades, &roster, "--as-of", "2026-01-20", "--json"]);
    assert_eq!(said.code, 0, "the third file was not given: {}", said.stderr);
    assert_eq!(inputs(&said.stdout), ["名册.xlsx", "成绩.xlsx"]);
    assert!(said.stderr.contains("武昌首义学院"), "the policy beside the files holds: {}", said.stderr);
    assert!(drop.path().join("报告/结果.json").is_file());
    // A folder is the same as after `run`, and options may come first.
    let whole = tuanxue(&["--as-of", "2026-01-20", "--json", text(drop.path())]);
    assert_eq!((whole.code, whole.stdout), (1, run(&drop, &["--json"]).stdout));
    // A file that was given twice, by itself and in its folder, is read once; and a policy may be dragged along.
    let twice = tuanxue(&["run", text(drop.path()), &grades, "--as-of", "2026-01-20", "--json"]);
    assert_eq!(inputs(&twice.stdout).len(), 3, "{}", twice.stderr);
    // Reports of more files would not give way to these.
    std::fs::remove_dir_all(drop.path().join("报告")).unwrap();
    let policy = tuanxue(&[&roster, &grades, &path("policy.toml"), "--as-of", "2026-01-20", "--json"]);
    assert_eq!(policy.stdout, said.stdout, "{}", policy.stderr);
}

#[test]
fn files_of_several_folders_keep_their_names_apart() {
    let (a, b) = (Drop::new().sheet("表.xlsx", ROSTER), Drop::new().sheet("表.xlsx", GRADES));
    let said = tuanxue(&[text(&a.path().join("表.xlsx")), text(b.path()), "--as-of", "2026-01-20", "--json"]);
    assert_eq!(said.code, 0, "{}", said.stderr);
    let read = inputs(&said.stdout);
    assert!(read.len() == 2 && read[0] != read[1] && read.iter().all(|name| name.ends_with("/表.xlsx")), "{read:?}");
    assert!(a.path().join("报告").is_dir() && !b.path().join("报告").exists());
}

#[test]
fn a_slip_in_a_name_of_a_file_is_answered_with_the_nearest() {
    let drop = sound().policy("");
    for (given, near) in [("成债.xlsx", "成绩.xlsx"), ("policy.tml", "policy.toml")] {
        let said = tuanxue(&["run", text(&drop.path().join(given))]);
        refused(&said);
        assert!(said.stderr.contains(&format!("是不是“{near}”")), "{}", said.stderr);
    }
    let said = run(&drop, &["--policy", text(&drop.path().join("polcy.toml"))]);
    refused(&said);
    assert!(said.stderr.contains("是不是“policy.toml”"), "{}", said.stderr);
    let said = run(&drop, &["--policy", "hunan"]);
    refused(&said);
    assert!(said.stderr.contains("是不是“hunan-jiaotong”"), "{}", said.stderr);
    // A name in Chinese is no command.
    let said = tuanxue(&["没有这个文件夹"]);
    refused(&said);
    assert!(said.stderr.contains("不存在"), "{}", said.stderr);
}

#[test]
fn an_empty_start_explains_itself() {
    let said = tuanxue(&[]);
    refused(&said);
    for part in ["拖到程序", "tuanxue run", "tuanxue init", "tuanxue --help"] {
        assert!(said.stderr.contains(part), "{part}: {}", said.stderr);
    }
}

#[test]
fn completions_know_every_command() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let said = tuanxue(&["completions", shell]);
        assert_eq!((said.code, said.stderr.as_str()), (0, ""));
        for command in ["init", "run", "check", "explain", "diff", "watch", "forms", "policy"] {
            assert!(said.stdout.contains(command), "{shell} lacks {command}");
        }
        assert!(!said.stdout.contains("__read"), "{shell} offers what only the program itself calls");
    }
}

#[test]
fn a_drop_without_anything_useful_is_told_what_is_missing() {
    let drop = Drop::new().sheet("通讯录.xlsx", "姓名|电话\n王伟|无").sheet("处分.xlsx", "学号|处分类型\n1|警告");
    let said = run(&drop, &[]);
    refused(&said);
    for part in ["缺学籍名册", "缺成绩", "通讯录.xlsx", "处分.xlsx：违纪处分"] {
        assert!(said.stderr.contains(part), "{part}: {}", said.stderr);
    }
    assert!(!drop.path().join("报告").exists());
    // Whoever brings ledgers is told of ledgers.
    let said = run(&Drop::new().sheet("指导教师.xlsx", "姓名|职务|单位\n周明|团委副书记|校团委"), &[]);
    refused(&said);
    assert!(said.stderr.contains("学生会工作人员") && !said.stderr.contains("缺成绩"), "{}", said.stderr);
    // A roster alone makes no report either.
    let said = run(&Drop::new().sheet("名册.xlsx", ROSTER), &[]);
    refused(&said);
    assert!(!said.stderr.contains("缺学籍名册") && said.stderr.contains("缺成绩"), "{}", said.stderr);
}

#[test]
fn one_broken_file_does_not_stop_the_others() {
    let ran = sound().file("坏.xlsx", b"PK\x03\x04").file("子/更坏.xlsx", &[0; 100]).run();
    assert_eq!(ran.said.code, 1);
    let result = ran.result();
    let states: Vec<String> = result["inputs"]
        .as_array()
        .unwrap()
        .iter()
        .map(|file| format!("{} {}", file["file"].as_str().unwrap(), file["state"].as_str().unwrap()))
        .collect();
    assert_eq!(states, ["名册.xlsx read", "坏.xlsx unreadable", "子/更坏.xlsx unreadable", "成绩.xlsx read"]);
    assert_eq!(ran.verdicts().len(), 3);
}

#[test]
fn a_policy_with_errors_stops_the_run_and_leaves_the_old_reports() {
    let drop = sound();
    assert_eq!(run(&drop, &[]).code, 0);
    let before = files(&drop.path().join("报告"));
    let drop = drop.policy("[eligibility.rank]\npercnt = \"30%\"\nties = \"whatever\"\n[grades]\npass_mark = 60.5\n");
    let said = run(&drop, &[]);
    refused(&said);
    // All of them at once, each with its line, and the nearest key for a slip.
    for part in ["3 处", "第 2 行", "eligibility.rank.percent", "第 3 行", "competition_min", "第 5 行"] {
        assert!(said.stderr.contains(part), "{part}: {}", said.stderr);
    }
    assert!(files(&drop.path().join("报告")) == before);
    let check = tuanxue(&["policy", "check", text(&drop.path().join("policy.toml"))]);
    refused(&check);
    refused(&run(&drop.policy("[policy\n"), &[]));
}

#[test]
fn a_policy_can_be_shown_and_checked() {
    let list = tuanxue(&["policy", "list"]);
    for name in ["national", "hunan-jiaotong", "wuchang-shouyi"] {
        assert!(list.stdout.contains(name), "{}", list.stdout);
        assert_eq!(tuanxue(&["policy", "show", name]).code, 0);
    }
    let drop = Drop::new().policy("[policy]\nextends = \"hunan-jiaotong\"\n[eligibility.rank]\npercent = \"25%\"\n");
    let file = drop.path().join("policy.toml");
    let check = tuanxue(&["policy", "check", text(&file)]);
    assert_eq!(check.code, 0);
    assert!(check.stdout.contains("national → hunan-jiaotong → policy.toml"), "{}", check.stdout);
    let shown = tuanxue(&["policy", "show", text(&file)]).stdout;
    let line = shown.lines().find(|line| line.starts_with("percent =")).unwrap();
    assert!(line.contains("25%") && line.contains("policy.toml 第 4 行"), "{line}");
}

#[test]
fn lock_files_temporary_files_and_our_own_reports_are_no_inputs() {
    let drop = sound();
    assert_eq!(run(&drop, &[]).code, 0);
    let drop = drop
        .file("~$成绩.xlsx", b"lock")
        .file(".~lock.成绩.xlsx#", b"lock")
        .file(".~成绩.xlsx", b"lock")
        .file("._成绩.xlsx", b"lock")
        .file("成绩.xlsx.tmp", b"half")
        .file("~WRL0001.tmp", b"half")
        .file("子/~$名册.xlsx", b"lock")
        .file("子/.DS_Store", b"");
    let said = run(&drop, &["--json"]);
    assert_eq!(said.code, 0, "{}", said.stderr);
    assert_eq!(inputs(&said.stdout), ["名册.xlsx", "成绩.xlsx"]);
}

#[test]
fn an_input_that_is_open_elsewhere_is_named() {
    let drop = sound().file("子/处分.xlsx", b"").file("子/.~lock.处分.xlsx#", b"").file(".~名册.xlsx", b"");
    let said = run(&drop, &["--json"]);
    assert!(said.stderr.contains(" 名册.xlsx、子/处分.xlsx："), "{}", said.stderr);
    // Files that were given by themselves have their locks beside them, too.
    let given = tuanxue(&["check", text(&drop.path().join("名册.xlsx")), "--dry-run"]);
    assert!(given.stdout.contains("锁文件“.~名册.xlsx”"), "{}", given.stdout);
    std::fs::remove_file(drop.path().join(".~名册.xlsx")).unwrap();
    assert!(run(&drop, &[]).stderr.contains(" 子/处分.xlsx：像是"));
}

/// Files may grow to so many blocks of half a kilobyte; what goes beyond meets an error, as on a full disk.
#[cfg(unix)]
fn run_on_little_space(drop: &Drop, blocks: u32) -> Said {
    let script = format!("trap '' XFSZ; ulimit -f {blocks}; exec \"$0\" run \"$1\" --as-of 2026-01-20");
    let arguments = ["-c", &script, env!("CARGO_BIN_EXE_tuanxue"), text(drop.path())];
    Said::of(Command::new("sh").args(arguments).output().unwrap())
}

#[cfg(unix)]
#[test]
fn reports_that_have_no_room_leave_the_old_ones() {
    let mut roster = ROSTER.to_owned();
    for student in 0..3000 {
        let _ = write!(roster, "\n20240101{student:04}|王{student}|团员|信息学院|软件|2023|软231|在读");
    }
    let drop = sound();
    assert_eq!(run(&drop, &[]).code, 0);
    let drop = drop.sheet("名册.xlsx", &roster);
    let before = files(drop.path());
    // Room for a workbook but not for its temporary files, for small workbooks only, for nothing.
    for blocks in [400, 100, 0] {
        let said = run_on_little_space(&drop, blocks);
        refused(&said);
        for part in ["报告没有写成，原来的报告没有动", "写不了“", "文件太大，这个磁盘放不下。请用 --out"]
        {
            assert!(said.stderr.contains(part), "{blocks}: {}", said.stderr);
        }
        assert_eq!(said.stderr.lines().count(), 1, "{}", said.stderr);
        assert!(files(drop.path()) == before, "{blocks}: {:?}", names(drop.path()));
    }
    // With room enough for everything they are replaced.
    assert_eq!(run_on_little_space(&drop, 1 << 20).code, 0);
    assert!(files(drop.path()) != before);
}

#[cfg(target_os = "linux")]
#[test]
fn a_place_where_nothing_can_be_written_is_told_with_what_to_do() {
    let drop = faulty();
    let before = files(drop.path());
    let long = "长".repeat(100);
    for (out, reason, advice) in [
        (drop.path().join("名册.xlsx/报告"), "路径中间有一段是文件", "请核对写的位置"),
        (drop.path().join(&long), "名称太长", "请把名称改短"),
        (Path::new("/proc/报告").to_owned(), "建不了文件夹", "请核对位置和名称"),
    ] {
        let said = run(&drop, &["--out", text(&out)]);
        refused(&said);
        assert!(said.stderr.contains(reason) && said.stderr.contains(advice), "{}", said.stderr);
        let said = call("check", &drop, &["--out", text(&out)]);
        assert_eq!(said.code, 2);
        assert!(said.stderr.contains("数据问题清单.xlsx”没有写成"), "{}", said.stderr);
    }
    assert!(files(drop.path()) == before);
    // A workbook that is open elsewhere.
    let drop = drop.file("数据问题清单.xlsx/锁", b"").file("~$数据问题清单.xlsx", b"");
    let said = call("check", &drop, &[]);
    assert!(said.stderr.contains("正在 Excel 或 WPS 里打开着。请关闭后再运行"), "{}", said.stderr);
}

#[cfg(target_os = "linux")]
#[test]
fn a_pipe_or_disk_that_takes_no_more_is_told() {
    let drop = sound();
    let full = std::fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_tuanxue"));
    let arguments = ["run", text(drop.path()), "--as-of", "2026-01-20", "--json"];
    let said = Said::of(command.args(arguments).stdout(full).output().unwrap());
    refused(&said);
    assert!(said.stderr.contains("结果没有全部输出到标准输出：磁盘满了。请清出空间"), "{}", said.stderr);
    assert_eq!(names(&drop.path().join("报告")).len(), 4);
}

/// Everything that the operating system may refuse is told in Chinese, each with what to do.
#[test]
fn what_the_system_refuses_is_told_with_what_to_do() {
    use std::io::ErrorKind::{
        FileTooLarge, InvalidFilename, NetworkDown, NotFound, Other, PermissionDenied, QuotaExceeded,
        ReadOnlyFilesystem, ResourceBusy, StaleNetworkFileHandle, StorageFull,
    };
    for (kind, reason, advice) in [
        (NotFound, "找不到", "U 盘或网络盘"),
        (PermissionDenied, "没有权限", "打开着"),
        (ReadOnlyFilesystem, "只读", "写保护"),
        (StorageFull, "磁盘满了", "清出空间"),
        (QuotaExceeded, "用完了", "清出空间"),
        (FileTooLarge, "文件太大", "--out"),
        (InvalidFilename, "太长", "改短"),
        (ResourceBusy, "占用", "关闭"),
        (NetworkDown, "网络盘断开了", "重新连上"),
        (StaleNetworkFileHandle, "网络盘断开了", "重新连上"),
        (Other, "系统读写出错", "再运行一次"),
    ] {
        let error = anyhow::Error::new(std::io::Error::from(kind)).context("写不了“01-候选资格审查.xlsx”");
        let why = tuanxue::run::why(&error);
        let (said, done) = why.split_once("。").unwrap();
        assert!(said.starts_with("写不了“01-候选资格审查.xlsx”：") && said.contains(reason), "{why}");
        assert!(done.starts_with("请") && done.contains(advice), "{why}");
    }
}

/// On Windows a folder with an open file in it cannot be moved.
#[test]
fn reports_that_are_open_are_named() {
    let drop = sound();
    assert_eq!(run(&drop, &[]).code, 0);
    let folder = drop.path().join("报告");
    let refused = || std::io::Error::from(std::io::ErrorKind::PermissionDenied);
    let why = || tuanxue::run::why(&tuanxue::output::not_replaced(&folder, refused()));
    assert!(
        why().contains("换不下来，原来的报告没有动：没有权限。请看它是不是正在 Excel 或 WPS 里打开着"),
        "{}",
        why()
    );
    std::fs::write(folder.join("~$01-候选资格审查.xlsx"), "").unwrap();
    std::fs::write(folder.join(".~lock.02-专业排名.xlsx#"), "").unwrap();
    let open = "：01-候选资格审查.xlsx、02-专业排名.xlsx 正在 Excel 或 WPS 里打开着。请关闭后再运行";
    assert!(why().ends_with(open), "{}", why());
}

/// The summary ends with what nobody but a human can settle, the labels under each other.
#[test]
fn the_summary_ends_with_what_a_human_has_to_decide() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let said = |sample: &str| {
        let path = root.join("samples").join(sample);
        let out = Drop::new();
        let reports = out.path().join("报告");
        tuanxue(&["run", text(&path), "--as-of", "2026-01-20", "--out", text(&reports)]).stderr
    };
    let tied = said("congress-tie");
    let todo = tied.split_once("\n要您决定").unwrap().1;
    assert!(todo.trim_start().starts_with("1. 抽签："), "{tied}");
    assert!(todo.contains("待抽签") && todo.contains("[[lot]]") || todo.contains("policy.toml"), "{tied}");
    let hunan = said("hunan-jiaotong");
    let todo = hunan.split_once("\n要您决定").unwrap().1;
    for part in ["更正：15 处错误（见 00 的“数据问题”，“标注副本”里标红），再运行", "核对：候选资格复核 "]
    {
        assert!(todo.contains(part), "{part}: {hunan}");
    }
    // A Han character is two columns wide: what is said begins in the same column in every line.
    let width = |text: &str| text.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum::<usize>();
    let starts: BTreeSet<usize> = hunan
        .lines()
        .skip(1)
        .filter(|line| !line.starts_with(' '))
        .map(|line| {
            let label: String = line.chars().take_while(|c| *c != ' ').collect();
            width(&label) + line[label.len()..].chars().take_while(|c| *c == ' ').count()
        })
        .collect();
    assert_eq!(starts.len(), 1, "{hunan}");
    assert!(
        run(&Drop::new().sheet("人数.xlsx", "单位|人数\n甲院|300\n乙院|200"), &[]).stderr.contains("要您决定  没有")
    );
}

/// One file dragged onto the program does not replace reports that were made of more.
#[test]
fn reports_of_more_files_are_not_replaced_by_those_of_fewer() {
    let drop = sound();
    assert_eq!(run(&drop, &[]).code, 0);
    let before = files(&drop.path().join("报告"));
    let roster = drop.path().join("名册.xlsx");
    let said = tuanxue(&[text(&roster)]);
    refused(&said);
    for part in ["1 个文件（成绩.xlsx）", "tuanxue run ", "--out"] {
        assert!(said.stderr.contains(part), "{part}: {}", said.stderr);
    }
    assert_eq!(files(&drop.path().join("报告")), before);
    // All the files, or another place, are well.
    let grades = drop.path().join("成绩.xlsx");
    assert_eq!(tuanxue(&[text(&roster), text(&grades), "--as-of", "2026-01-20"]).code, 0);
    let other = drop.path().join("另一个");
    let said = tuanxue(&["run", text(&roster), "--out", text(&other), "--as-of", "2026-01-20"]);
    assert!(!said.stderr.contains("换掉"), "{}", said.stderr);
}

#[test]
fn what_is_written_in_another_order_or_in_chinese_is_understood_or_put_right() {
    let drop = sound();
    let path = text(drop.path());
    let said = tuanxue(&["explain", path, "202301010001"]);
    refused(&said);
    assert!(said.stderr.contains(&format!("tuanxue explain 202301010001 {path}")), "{}", said.stderr);
    let help = |arguments: &[&str]| {
        let said = tuanxue(arguments);
        assert_eq!(said.code, 0, "{}", said.stderr);
        said.stdout
    };
    assert_eq!(help(&["help"]), help(&["--help"]));
    assert_eq!(help(&["help", "explain"]), help(&["explain", "--help"]));
    let page = help(&["explain", "--help"]);
    let arguments = page.split_once("参数").unwrap().1;
    assert!(arguments.find("<学号或姓名>").unwrap() < arguments.find("[文件夹或文件]").unwrap(), "{page}");
    assert_eq!(run(&drop, &["--only", "专业排名,ranking", "--dry-run"]).code, 0);
    let said = run(&drop, &["--only", "资格审查"]);
    refused(&said);
    assert!(said.stderr.contains("eligibility（候选资格审查）"), "{}", said.stderr);
}

/// Who stands near the line is told that the data of others are still open.
#[test]
fn ranks_that_hang_on_open_data_are_said_to() {
    let roster = ROSTER.to_owned() + "\n202301010005|赵五|团员|信息学院||2023|软231|在读";
    let grades = GRADES.replace("李芳|数学|4|70", "李芳|数学|4|7O") + "\n202301010005|赵五|数学|4|60|2025-2026-1";
    let drop = Drop::new().sheet("名册.xlsx", &roster).sheet("成绩.xlsx", &grades);
    let said = run(&drop, &[]);
    assert!(
        said.stderr.contains("名次未定：1 个排名范围里有 1 人的排名数据待复核，1 人缺专业、年级"),
        "{}",
        said.stderr
    );
    let page = explain(&drop, "202301010001").stdout;
    assert!(page.contains("注意：另有 1 人的排名数据待复核") && page.contains("不知道和谁一起排名"), "{page}");
    assert!(!explain(&sound(), "202301010001").stdout.contains("注意："));
}
