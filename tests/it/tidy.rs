//! The rules about the code itself: who may use whom, what the README says, that layouts and lists are complete.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use tuanxue::policy::{self, schema};
use tuanxue::report::layout::BookLayout;
use tuanxue::rules::{CATALOGUE, State};

use crate::samples::files_below;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn sources() -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut folders: Vec<PathBuf> = vec![root().join("src")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path.strip_prefix(root().join("src")).unwrap().to_string_lossy().into_owned();
                found.push((name, std::fs::read_to_string(&path).unwrap()));
            }
        }
    }
    found.sort();
    found
}

fn module(file: &str) -> &str {
    file.split(['/', '.']).next().unwrap()
}

/// What each module may use from the crate, and the library it owns. A map for readers before it is a fence.
const MAY_USE: [(&str, &[&str]); 12] = [
    ("model", &["model"]),
    ("problem", &["model"]),
    ("policy", &["model"]),
    // The blank workbooks as data: report writes them, ingest knows their example row again.
    ("forms", &["model", "policy"]),
    ("ingest", &["forms", "model", "policy", "problem"]),
    ("tables", &["model", "policy", "problem"]),
    ("rules", &["model", "policy"]),
    ("report", &["forms", "model", "policy", "problem", "rules"]),
    ("output", &["model", "report"]),
    ("run", &["cli", "ingest", "model", "output", "policy", "problem", "report", "rules", "tables"]),
    ("cli", &[]),
    ("lib", &[]),
];

#[test]
fn modules_use_only_what_the_table_allows() {
    for (file, text) in sources() {
        let name = module(&file);
        if name == "main" {
            continue;
        }
        let allowed =
            MAY_USE.iter().find(|(module, _)| *module == name).unwrap_or_else(|| panic!("{file} is in no room")).1;
        for part in text.split("crate::").skip(1) {
            let used: String = part.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
            if used.is_empty() {
                // `use crate::{a, b};`
                let list = part.trim_start_matches('{').split('}').next().unwrap();
                for used in list.split(',').map(|item| module(item.trim()).split(':').next().unwrap()) {
                    assert!(used == name || allowed.contains(&used), "{file} uses {used}");
                }
            } else {
                assert!(used == name || allowed.contains(&used.as_str()), "{file} uses {used}");
            }
        }
    }
}

#[test]
fn libraries_have_one_owner() {
    let owners = [
        ("polars", "tables/frames.rs"),
        ("rust_xlsxwriter", "report/"),
        ("calamine", "ingest/"),
        ("csv", "ingest/text.rs"),
        ("encoding_rs", "ingest/"),
        ("html5gum", "ingest/markup.rs"),
        ("quick_xml", "ingest/"),
        ("rlimit", "ingest/legacy.rs"),
        ("zip", "ingest/"),
        ("clap", ""),
        ("jiff", "run/pipeline.rs"),
        ("rustix", "output.rs"),
        ("indicatif", "run/progress.rs"),
        ("notify", "run/watch.rs"),
        ("ctrlc", "run/watch.rs"),
        ("sysinfo", "run/window.rs"),
    ];
    for (file, text) in sources() {
        for (library, owner) in owners.iter().filter(|(_, owner)| !owner.is_empty()) {
            let uses = text.contains(&format!("use {library}::")) || text.contains(&format!(" {library}::"));
            assert!(!uses || file.starts_with(owner), "{file} uses {library}");
        }
        for forbidden in ["std::net", "process::{Command", "process::Command", "TcpStream", "UdpSocket", "SystemTime"] {
            // One child process: the program itself, reading an old workbook.
            let is_known = forbidden.starts_with("process") && file == "ingest/legacy.rs";
            assert!(is_known || !text.contains(forbidden), "{file} uses {forbidden}");
        }
    }
}

#[test]
fn the_rules_hold_no_float() {
    for (file, text) in sources().into_iter().filter(|(file, _)| module(file) == "rules" || module(file) == "tables") {
        assert!(!text.contains("f64") && !text.contains("f32"), "{file} holds a float");
    }
}

#[test]
fn the_catalogue_names_67_rules_once_each() {
    let ids: BTreeSet<&str> = CATALOGUE.iter().map(|rule| rule.id).collect();
    assert_eq!(ids.len(), 67);
    assert_eq!(ids.iter().filter(|id| id.starts_with("H-")).count(), 46);
    assert_eq!(ids.iter().filter(|id| id.starts_with("W-")).count(), 21);
}

#[test]
fn every_rule_has_a_test_named_after_it() {
    let tests = files_below(&root().join("tests/it"));
    let code: String = tests.iter().map(|path| std::fs::read_to_string(path).unwrap_or_default()).collect();
    let names: Vec<String> = code
        .lines()
        .filter_map(|line| Some(format!("_{}_", line.trim().strip_prefix("fn ")?.split('(').next()?)))
        .collect();
    let token = |id: &str| format!("_{}_", id.to_lowercase().replace('-', "_"));
    let bare: Vec<&str> =
        CATALOGUE.iter().map(|rule| rule.id).filter(|id| !names.iter().any(|name| name.contains(&token(id)))).collect();
    assert_eq!(bare, Vec::<&str>::new());
}

#[test]
fn the_readme_shows_the_coverage_of_the_catalogue() {
    let mut table = String::from("| rule | strength | 内容 | state |\n|---|---|---|---|\n");
    for rule in &CATALOGUE {
        let _ = writeln!(table, "| {} | {} | {} | {} |", rule.id, rule.strength.id(), rule.chinese, rule.state.id());
    }
    let count = |state: State| CATALOGUE.iter().filter(|rule| rule.state == state).count();
    let _ = writeln!(table, "\n{} work, {} recorded.", count(State::Works), count(State::Recorded));
    let path = root().join("README.md");
    let readme = std::fs::read_to_string(&path).unwrap();
    let (begin, end) = ("<!-- coverage: begin -->\n", "<!-- coverage: end -->");
    let (head, rest) = readme.split_once(begin).unwrap();
    let (_, tail) = rest.split_once(end).unwrap();
    let wanted = format!("{head}{begin}{table}{end}{tail}");
    if std::env::var_os("BLESS").is_some() {
        std::fs::write(&path, &wanted).unwrap();
    }
    assert!(std::fs::read_to_string(&path).unwrap() == wanted, "the README's coverage table is old; BLESS=1 writes it");
}

#[test]
fn every_policy_key_has_a_national_value() {
    let national = policy::load("national", None, &|_| None).unwrap();
    let without: Vec<&str> = schema::KEYS
        .iter()
        .map(|key| key.path)
        .filter(|path| !matches!(*path, "lot" | "policy.extends") && national.effective(path).is_none())
        .collect();
    assert_eq!(without, Vec::<&str>::new());
}

#[test]
fn every_layout_can_be_read() {
    for entry in std::fs::read_dir(root().join("templates/reports")).unwrap() {
        let path = entry.unwrap().path();
        let layout = BookLayout::parse(&std::fs::read_to_string(&path).unwrap());
        assert!(layout.is_ok(), "{}: {:?}", path.display(), layout.err());
    }
}

#[test]
fn no_path_of_a_machine_stands_in_the_sources() {
    for (file, text) in sources() {
        for path in ["/home/", "/root/", "/work/", "C:\\"] {
            assert!(!text.contains(path), "{file} names {path}");
        }
    }
}
