//! What the tool makes of the samples: every sample runs, the result keeps to its schema, every verdict and reason occurs, and
//! the reports are reviewed as text.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use serde_json::Value;

use super::{DROPS, files_below, folder};
use crate::support::{dump, tuanxue};

pub(super) struct Ran {
    out: tempfile::TempDir,
    code: i32,
}

impl Ran {
    fn reports(&self) -> PathBuf {
        self.out.path().join("报告")
    }

    pub(super) fn result(&self) -> Value {
        serde_json::from_slice(&std::fs::read(self.reports().join("结果.json")).unwrap()).unwrap()
    }
}

pub(super) fn run(drop: &str, jobs: &str) -> Ran {
    let out = tempfile::tempdir().unwrap();
    let (drop, reports) = (folder().join(drop), out.path().join("报告"));
    let said = tuanxue(&[
        "run",
        drop.to_str().unwrap(),
        "--as-of",
        "2026-01-20",
        "--quiet",
        "--jobs",
        jobs,
        "--out",
        reports.to_str().unwrap(),
    ]);
    assert_eq!(said.stderr, "");
    Ran { out, code: said.code }
}

#[test]
fn samples_run_and_report_errors_by_their_exit_code() {
    let codes: Vec<i32> = DROPS.iter().map(|drop| run(drop, "2").code).collect();
    assert_eq!(codes, [1, 1, 0, 3, 1, 1]);
}

#[test]
fn results_keep_to_the_schema() {
    let schema = std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("templates/结果.schema.json")).unwrap();
    let validator = jsonschema::validator_for(&serde_json::from_slice(&schema).unwrap()).unwrap();
    for drop in DROPS {
        let result = run(drop, "2").result();
        let errors: Vec<String> =
            validator.iter_errors(&result).map(|error| format!("{}: {error}", error.instance_path())).collect();
        assert_eq!(errors, Vec::<String>::new(), "{drop}");
    }
}

#[test]
fn the_same_sample_gives_the_same_bytes_whatever_the_number_of_threads() {
    for drop in DROPS {
        let (one, two) = (run(drop, "1"), run(drop, "2"));
        let files = |ran: &Ran| -> Vec<PathBuf> {
            let files = files_below(&ran.reports()).into_iter();
            files.map(|path| path.strip_prefix(ran.reports()).unwrap().to_owned()).collect()
        };
        assert_eq!(files(&one), files(&two));
        assert!(files(&one).len() >= 3);
        for file in files(&one) {
            let bytes = |ran: &Ran| std::fs::read(ran.reports().join(&file)).unwrap();
            assert!(bytes(&one) == bytes(&two), "{drop}: {}", file.display());
        }
    }
}

#[test]
fn every_verdict_and_reason_occurs_in_a_sample() {
    let mut verdicts = BTreeSet::new();
    let mut findings = String::new();
    for drop in DROPS {
        for student in run(drop, "2").result()["eligibility"].as_array().into_iter().flatten() {
            verdicts.insert(student["verdict"].as_str().unwrap().to_owned());
            for reason in student["reasons"].as_array().unwrap() {
                let (rule, verdict) = (reason["rule"].as_str().unwrap(), reason["verdict"].as_str().unwrap());
                verdicts.insert(format!("{rule} {verdict}"));
                findings.push_str(reason["finding"].as_str().unwrap());
                findings.push('\n');
            }
        }
    }
    let expected = [
        "pass",
        "review",
        "fail",
        "H-A1 pass",
        "H-A1 fail",
        "H-A1 review",
        "H-A2 pass",
        "H-A2 fail",
        "H-A2 review",
        "H-A2 exempt",
        "H-A3 pass",
        "H-A3 fail",
        "H-A3 review",
        "H-A3 exempt",
        "H-A4 pass",
        "H-A4 fail",
        "H-A4 review",
        "H-A5 pass",
        "H-A6 pass",
        "H-A6 fail",
        "H-A6 exempt",
        "H-A9 pass",
        "H-A9 review",
    ];
    let missing: Vec<&&str> = expected.iter().filter(|wanted| !verdicts.contains(**wanted)).collect();
    assert_eq!(missing, Vec::<&&str>::new());
    // A phrase of each wording.
    let phrases = [
        "在要求之列",
        "不在要求之列",
        "名册里为空",
        "无法识别",
        "≤ 30/100",
        "> 30/100",
        "线内没有名额",
        "任一窗口达到即可",
        "未参加排名",
        "无法确定排名范围",
        "为一年级",
        "政策未启用",
        "未通过",
        "曾不及格后通过",
        "缓考未出成绩",
        "成绩有疑问",
        "不及格 0 门",
        "没有该生的成绩",
        "处分名单中没有该生",
        "没有违纪处分名单",
        "未解除",
        "已解除",
        "通报批评，低于处分",
        "无法判断",
        "为“否”",
        "未填",
        "审批顺序不符",
        "未列入资格审核意见表",
        "资格审核意见已填",
        "数据有疑问，待复核",
        "同一次考试",
    ];
    let missing: Vec<&&str> = phrases.iter().filter(|phrase| !findings.contains(**phrase)).collect();
    assert_eq!(missing, Vec::<&&str>::new());
}

#[test]
fn reports_read_as_reviewed() {
    for drop in DROPS {
        let ran = run(drop, "2");
        let names = [
            ("00-说明与数据问题", 9),
            ("01-候选资格审查", 9),
            ("02-专业排名", 9),
            ("03-代表名额分配", 9),
            ("04-代表资格审查", 24),
            ("05-评议汇总", 14),
            ("06-机构编制核查", 24),
            ("07-退出建议", 24),
            ("08-制度台账核查", 24),
            ("09-改革自评表", 24),
            ("10-二级学院考核", 24),
        ];
        for (name, rows) in names {
            if !ran.reports().join(format!("{name}.xlsx")).exists() {
                continue;
            }
            let text = dump(&ran.reports().join(format!("{name}.xlsx")), rows);
            // The tool's version changes; what the reports say does not.
            let text = text.replace(env!("CARGO_PKG_VERSION"), "VERSION");
            let snapshot = folder().join("../tests/it/samples/snapshots").join(format!("{drop}.{}.txt", &name[..2]));
            if std::env::var_os("BLESS").is_some() {
                std::fs::create_dir_all(snapshot.parent().unwrap()).unwrap();
                std::fs::write(&snapshot, &text).unwrap();
            }
            let stored = std::fs::read_to_string(&snapshot).unwrap_or_default();
            let first = stored.lines().zip(text.lines()).find(|(stored, text)| stored != text);
            assert!(stored == text, "{drop} {name} differs from its snapshot (BLESS=1 writes it), first at {first:?}");
        }
    }
}
