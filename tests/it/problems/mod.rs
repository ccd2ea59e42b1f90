//! The smallest drop that raises each problem. Its code, severity and place are asserted here; its wording stands in
//! `messages.txt`, which `BLESS=1` writes, so that every change of wording is read in a diff.

mod cases;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::Path;

use crate::support::Ran;

use cases::{Case, STUDENT, cases};

/// Notes about kinds of sheet that are not in the drop; most of the smallest drops lack them.
const ABSENT_KINDS: [&str; 3] = ["D104 warning", "D105 info", "D116 info"];

/// A problem as `code severity place`, without its wording.
fn head(problem: &str) -> &str {
    problem.split_once(": ").unwrap().0.trim_end()
}

/// The problems that belong to a case.
fn raised(case: &Case, ran: &Ran) -> Vec<String> {
    let is_expected = |head: &str| case.expected.iter().any(|expected| head.starts_with(expected));
    let belongs = |head: &str| is_expected(head) || case.is_alone && !ABSENT_KINDS.contains(&head);
    ran.problems().into_iter().filter(|problem| belongs(head(problem))).collect()
}

/// What differs from the case's expectation.
fn differences(case: &Case, ran: &Ran, raised: &[String]) -> Vec<String> {
    let mut wrong = Vec::new();
    let heads: Vec<&str> = raised.iter().map(|problem| head(problem)).collect();
    let is_met = if case.is_alone { heads == case.expected } else { heads.len() == case.expected.len() };
    if !is_met {
        wrong.push(format!("{}: expected {:?}, raised {heads:?}", case.name, case.expected));
    }
    let verdict = ran.student(STUDENT).verdict();
    if !case.verdict.is_empty() && verdict != case.verdict {
        wrong.push(format!("{}: the student is {verdict}, expected {}", case.name, case.verdict));
    }
    let has_errors = ran.problems().iter().any(|problem| head(problem).contains(" error"));
    if ran.said.code != i32::from(has_errors) {
        wrong.push(format!("{}: exit code {}", case.name, ran.said.code));
    }
    wrong
}

#[test]
fn each_problem_stands_at_its_place_and_touches_its_person() {
    let mut wrong = Vec::new();
    let mut messages = String::new();
    for case in cases() {
        let ran = case.run();
        let raised = raised(&case, &ran);
        wrong.extend(differences(&case, &ran, &raised));
        let _ = writeln!(messages, "{}", case.name);
        for problem in raised {
            let (place, message) = problem.split_once(": ").unwrap();
            let place = if case.is_alone { place } else { case.expected[0] };
            let _ = writeln!(messages, "  {}: {message}", place.trim_end());
        }
        messages.push('\n');
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    compare_with_file(&messages);
}

fn compare_with_file(messages: &str) {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/problems/messages.txt");
    if std::env::var_os("BLESS").is_some() {
        std::fs::write(&file, messages).unwrap();
    }
    let stored = std::fs::read_to_string(&file).unwrap_or_default();
    let first = stored.lines().zip(messages.lines()).find(|(stored, now)| stored != now);
    assert!(stored == messages, "the wording differs from messages.txt (BLESS=1 writes it), first at {first:?}");
}

/// Every code of the closed list, with every severity it can have, as the source of the list names them.
#[test]
fn every_problem_has_a_case() {
    let source = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("src/problem/mod.rs")).unwrap();
    let listed: BTreeSet<String> = source
        .split("(\"")
        .skip(1)
        .filter_map(|part| {
            let (code, rest) = part.split_once("\", ")?;
            let severity = rest.split(',').next()?.to_lowercase();
            (code.len() == 4 && code.is_ascii()).then(|| format!("{code} {severity}"))
        })
        .collect();
    // Names of people in J304 differ by kind of sheet; the list words that one over several lines.
    assert!(listed.len() > 50 && listed.contains("J304 error"), "{listed:?}");
    let covered: BTreeSet<String> = cases()
        .iter()
        .flat_map(|case| case.expected)
        .map(|head| head.split(' ').take(2).collect::<Vec<_>>().join(" "))
        .collect();
    let without: Vec<&String> = listed.difference(&covered).collect();
    assert!(without.is_empty(), "no case raises {without:?}");
    let unlisted: Vec<&String> = covered.difference(&listed).collect();
    assert!(unlisted.is_empty(), "the list does not know {unlisted:?}");
}

/// A code is how problems are counted, sorted and looked up: two sorts of problem under one would be taken for one.
#[test]
fn no_two_problems_have_one_code() {
    let source = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("src/problem/mod.rs")).unwrap();
    let mut owners: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for arm in source.split("Self::").skip(1) {
        let name = arm.split(|c: char| !c.is_alphanumeric()).next().unwrap();
        let codes = arm.split("(\"").skip(1).filter_map(|part| part.split_once("\", ").map(|(code, _)| code));
        for code in codes.filter(|code| code.len() == 4 && code.is_ascii()) {
            owners.entry(code).or_default().insert(name);
        }
    }
    assert!(owners.len() > 50, "{owners:?}");
    let shared: Vec<_> = owners.iter().filter(|(_, names)| names.len() > 1).collect();
    assert!(shared.is_empty(), "{shared:?}");
}
