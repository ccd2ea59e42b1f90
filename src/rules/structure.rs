//! The organisation against its plan (机构编制): head-counts H-B1, H-B2 and presidiums H-B3, H-B4.
//!
//! A person with two posts in one organisation counts once; teachers and class committees do not count. Whose level nobody can
//! tell may belong anywhere, so a number that would pass only without them is for a human.

use std::collections::BTreeMap;

use crate::model::Cited;
use crate::model::check::Check;
use crate::model::decision::Verdict;
use crate::model::facts::Facts;
use crate::model::origin::CellRef;
use crate::model::text::fold;
use crate::model::union::{Cadre, Level, Post};
use crate::model::words::Word;
use crate::policy::{Policy, structure::StructurePolicy};

/// The rules of the structure, each with checks.
pub const RULES: [&str; 4] = ["H-B1", "H-B2", "H-B3", "H-B4"];

/// All checks of the structure that a present list of cadres allows.
#[must_use]
pub fn check_all(policy: &Policy, facts: &Facts) -> Vec<Check> {
    if facts.cadres.present.is_empty() {
        return Vec::new();
    }
    let structure = &policy.structure;
    let unclear = people(facts.cadres.present.iter().filter(|cadre| cadre.level.is_none())).len();
    let school: Vec<&Cadre> = staff_of(facts, Level::School).collect();
    let mut checks =
        vec![staff_of_school(structure, &school, unclear), presidium_of_school(structure, &school, unclear)];
    let mut colleges: BTreeMap<String, (&str, Vec<&Cadre>)> = BTreeMap::new();
    for cadre in staff_of(facts, Level::College) {
        let name = facts.words.text(cadre.organisation);
        colleges.entry(fold(name).into_owned()).or_insert((name, Vec::new())).1.push(cadre);
    }
    for (name, cadres) in colleges.into_values() {
        let unit = if name.is_empty() { "院级（没有写组织）" } else { name };
        let staff = people(cadres.iter().copied());
        let board = presidium(cadres.iter().copied());
        let pair = [
            capped("H-B2", unit, &structure.staff_college, &staff, unclear),
            capped("H-B4", unit, &structure.presidium_college, &board, unclear),
        ];
        // Several unions without a name would be counted as one.
        checks.extend(pair.map(|check| if name.is_empty() { of_no_name(check) } else { check }));
    }
    checks
}

/// A number of people beside the most there may be. Where there are too many all of them are named: nobody is the one too many.
fn capped(rule: &'static str, unit: &str, cap: &Cited<u32>, people: &People, unclear: usize) -> Check {
    let most = cap.value as usize;
    Check {
        found: people.len().to_string(),
        limit: cap.value.to_string(),
        verdict: if people.len() > most {
            Verdict::Fail
        } else if people.len() + unclear > most {
            Verdict::Review
        } else {
            Verdict::Pass
        },
        note: unclear_note(unclear),
        persons: people.values().filter(|_| people.len() > most).map(|(id, name, _)| (*id, *name)).collect(),
        evidence: people.values().map(|(.., cell)| *cell).collect(),
        ..Check::new(rule, unit, &cap.basis)
    }
}

fn of_no_name(check: Check) -> Check {
    let note = "没有写组织，可能是几个学院的。请在“组织”列写明".to_owned();
    Check { verdict: Verdict::Review, note, ..check }
}

/// Everybody of a level who counts.
fn staff_of(facts: &Facts, level: Level) -> impl Iterator<Item = &Cadre> {
    let counts = |cadre: &&Cadre| !matches!(cadre.post, Some(Post::Class | Post::Teacher));
    facts.cadres.present.iter().filter(move |cadre| cadre.level == Some(level)).filter(counts)
}

/// Number and name as written and the first cell of each person, by folded number.
type People = BTreeMap<Word, (Word, Word, CellRef)>;

/// Each person once.
fn people<'c>(cadres: impl Iterator<Item = &'c Cadre>) -> People {
    let mut people = People::new();
    for cadre in cadres {
        let person = cadre.person;
        people.entry(person.student).or_insert((person.id, person.name, person.cell));
    }
    people
}

fn presidium<'c>(cadres: impl Iterator<Item = &'c Cadre>) -> People {
    people(cadres.filter(|cadre| cadre.post.is_some_and(Post::is_presidium)))
}

fn unclear_note(unclear: usize) -> String {
    if unclear == 0 { String::new() } else { format!("另有 {unclear} 人的层级看不懂，没有计入") }
}

/// H-B1.
fn staff_of_school(structure: &StructurePolicy, school: &[&Cadre], unclear: usize) -> Check {
    let check = capped("H-B1", SCHOOL, structure.cap_of_school(), &people(school.iter().copied()), unclear);
    if check.verdict == Verdict::Pass || structure.is_extended.value {
        return check;
    }
    let extended = structure.staff_school_extended.value;
    let beside = format!("学生多或多校区的学校可以放宽到 {extended} 人，由 policy.toml 的 structure.extended 决定");
    let note = if check.note.is_empty() { beside } else { format!("{}；{beside}", check.note) };
    Check { note, ..check }
}

/// H-B3: the make-up where the plan gives one, else the cap.
fn presidium_of_school(structure: &StructurePolicy, school: &[&Cadre], unclear: usize) -> Check {
    let all = presidium(school.iter().copied());
    let Some((n_chairs, n_members)) = structure.presidium_exact.value else {
        return capped("H-B3", SCHOOL, &structure.presidium_school, &all, unclear);
    };
    let chairs = people(school.iter().copied().filter(|cadre| cadre.post == Some(Post::Chair)));
    // 由1名执行主席、3名主席团成员组成: whether the chair is one of the three the plan does not say.
    let total = u32::try_from(all.len()).unwrap_or(u32::MAX);
    let is_made_up = chairs.len() == n_chairs as usize && (total == n_chairs + n_members || total == n_members);
    Check {
        found: format!("执行主席 {} 名，主席团共 {total} 名", chairs.len()),
        limit: format!(
            "执行主席 {n_chairs} 名，主席团成员 {n_members} 名（共 {} 名；执行主席算在 {n_members} 名之内也可）",
            n_chairs + n_members
        ),
        verdict: match (is_made_up, unclear) {
            (true, 0) => Verdict::Pass,
            (false, 0) => Verdict::Fail,
            _ => Verdict::Review,
        },
        note: unclear_note(unclear),
        persons: all.values().map(|(id, name, _)| (*id, *name)).collect(),
        evidence: all.values().map(|(.., cell)| *cell).collect(),
        ..Check::new("H-B3", SCHOOL, &structure.presidium_exact.basis)
    }
}

/// How the school's own union is called here, whatever the list calls it.
const SCHOOL: &str = "校学生会";
