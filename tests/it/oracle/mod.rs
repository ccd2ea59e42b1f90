//! A second, slow, literal implementation of the rules of eligibility, and random small schools on which the tool must agree
//! with it, student by student.

mod rules;
mod school;
mod settings;
mod sheets;

use serde_json::Value;

use rules::{Expected, Oracle, Want};
use school::{School, school};
use sheets::drop_of;

/// Every seed is one run of the tool on one school under one policy.
const SEEDS: std::ops::Range<u64> = 1..61;

#[test]
fn the_tool_agrees_with_a_literal_reading_of_the_rules() {
    let mut differences = Vec::new();
    for seed in SEEDS {
        let school = school(seed);
        let ran = drop_of(&school, seed).run_with(&["--dry-run", "--json", "--quiet"]);
        assert_eq!(ran.said.stderr, "", "seed {seed}");
        let result: Value = serde_json::from_str(&ran.said.stdout).unwrap();
        compare(seed, &school, &result, &mut differences);
    }
    assert!(differences.is_empty(), "{} differences:\n{}", differences.len(), differences.join("\n"));
}

/// A seed that is as easy as the next one proves nothing: the schools must have what the rules speak of.
#[test]
fn the_random_schools_hold_every_verdict_of_every_rule() {
    let mut seen = std::collections::BTreeSet::new();
    let mut n_students = 0;
    for seed in SEEDS {
        let school = school(seed);
        let oracle = Oracle::new(&school);
        n_students += oracle.enrolled.len();
        for pupil in &oracle.enrolled {
            let Expected { political, rank_rule, fails, discipline, verdict, .. } = oracle.expect(pupil);
            let wants =
                [("政治", political), ("排名", rank_rule), ("挂科", fails), ("处分", discipline), ("结论", verdict)];
            seen.extend(wants.map(|(rule, want)| format!("{rule} {want:?}")));
        }
    }
    assert!(n_students > 2000, "{n_students}");
    let verdicts = ["pass", "review", "fail"];
    for rule in ["政治", "排名", "挂科", "处分", "结论"] {
        for verdict in verdicts {
            let wanted = format!("{rule} {:?}", Want::Is(verdict));
            assert!(seen.contains(&wanted), "{wanted} does not occur");
        }
    }
    for wanted in ["排名 Is(\"exempt\")", "挂科 Is(\"exempt\")", "排名 NotPass"] {
        assert!(seen.contains(wanted), "{wanted} does not occur");
    }
}

fn compare(seed: u64, school: &School, result: &Value, differences: &mut Vec<String>) {
    let oracle = Oracle::new(school);
    let students = result["eligibility"].as_array().unwrap();
    let mut ids: Vec<&str> = oracle.enrolled.iter().map(|pupil| pupil.id.as_str()).collect();
    ids.sort_unstable();
    let listed: Vec<&str> = students.iter().map(|student| student["student_id"].as_str().unwrap()).collect();
    assert_eq!(listed, ids, "seed {seed}: who is listed");
    for pupil in &oracle.enrolled {
        let student = students.iter().find(|student| student["student_id"] == pupil.id.as_str()).unwrap();
        let expected = oracle.expect(pupil);
        let mut differs = |what: &str, wanted: &str, said: &str| {
            differences.push(format!("seed {seed} {} {what}: expected {wanted}, the tool says {said}", pupil.id));
        };
        let verdicts = [
            ("verdict", expected.verdict, text(&student["verdict"])),
            ("H-A1", expected.political, verdict_on(student, "H-A1")),
            ("H-A2", expected.rank_rule, verdict_on(student, "H-A2")),
            ("H-A3", expected.fails, verdict_on(student, "H-A3")),
            ("H-A4", expected.discipline, verdict_on(student, "H-A4")),
        ];
        for (what, wanted, said) in verdicts {
            if !wanted.allows(&said) {
                differs(what, &format!("{wanted:?}"), &said);
            }
        }
        let numbers = [
            ("average", expected.average.unwrap_or_default(), text(&student["average"])),
            ("credits", expected.credits, text(&student["credits"])),
            ("rank", expected.rank.unwrap_or_default(), text(&student["rank"])),
            (
                "cohort_size",
                expected.cohort_size.map_or_else(String::new, |n| n.to_string()),
                text(&student["cohort_size"]),
            ),
        ];
        for (what, wanted, said) in numbers {
            if wanted != said {
                differs(what, &wanted, &said);
            }
        }
    }
}

/// A text or a number as text; nothing for null.
fn text(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

fn verdict_on(student: &Value, rule: &str) -> String {
    let reasons = student["reasons"].as_array().unwrap();
    reasons.iter().find(|reason| reason["rule"] == rule).map(|reason| text(&reason["verdict"])).unwrap_or_default()
}
