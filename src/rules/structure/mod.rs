//! The organisation against its plan (机构编制): head-counts H-B1, H-B2 and presidiums H-B3, H-B4; what the unions are made of
//! (`offices`), who their people are (`people`).
//!
//! A person with two posts in one organisation counts once; teachers and class committees do not count. Whose level nobody can
//! tell may belong anywhere, so a number that would pass only without them is for a human.

mod advisors;
mod offices;
mod people;

pub use advisors::is_of_league;
pub use offices::department_names;

use std::collections::{BTreeMap, BTreeSet};

use crate::model::check::Check;
use crate::model::decision::Verdict;
use crate::model::facts::Facts;
use crate::model::origin::CellRef;
use crate::model::text::fold;
use crate::model::union::{Cadre, Known, Level, Post};
use crate::model::words::Word;
use crate::model::{Cited, Kind};
use crate::policy::{Policy, structure::StructurePolicy};
use crate::rules::basis_of;
use crate::rules::staff::{SCHOOL, Union, is_of_union, other_bodies, unions};

/// The rules of the structure, each with checks.
pub const RULES: [&str; 14] =
    ["H-A10", "H-B1", "H-B2", "H-B3", "H-B4", "H-B5", "H-B6", "H-B7", "H-B8", "H-B9", "H-B11", "W-B1", "W-B2", "W-B3"];

/// All checks of the structure that a present list of cadres and one of advisors allow.
#[must_use]
pub fn check_all(policy: &Policy, facts: &Facts) -> Vec<Check> {
    if facts.cadres.present.is_empty() {
        return advisors::check(policy, facts).into_iter().collect();
    }
    let structure = &policy.structure;
    let beside = Beside::of(facts);
    let mut checks = Vec::new();
    // A list of colleges says nothing of the school's own union.
    let school = unions(policy, facts, Level::School).pop();
    let school = school
        .or_else(|| (beside.unclear > 0).then(|| Union { name: String::new(), unit: SCHOOL, cadres: Vec::new() }));
    if let Some(union) = school {
        let school = Group { union, facts, beside: &beside };
        checks.extend([school.staff_of_school(structure), school.presidium_of_school(structure)]);
    }
    for union in unions(policy, facts, Level::Campus) {
        checks.push(Group { union, facts, beside: &beside }.of_campus(policy));
    }
    let known: BTreeSet<String> =
        facts.students.iter().map(|student| fold(facts.words.text(student.college)).into_owned()).collect();
    let is_told = known.iter().any(|college| !college.is_empty());
    for union in unions(policy, facts, Level::College) {
        let name = union.name.clone();
        let group = Group { union, facts, beside: &beside };
        let pair = [
            group.capped("H-B2", &structure.staff_college, false),
            group.capped("H-B4", &structure.presidium_college, true),
        ];
        checks.extend(pair.map(|check| {
            if name.is_empty() {
                // Several unions may be counted as one.
                let check = Check { verdict: Verdict::Review, ..check };
                with_note(check, "没有写组织，可能是几个学院的。请在“组织”列写明")
            } else if is_told && !known.contains(&name) {
                // A union under two names is counted as two: each too many is too many all the same.
                let verdict = if check.verdict == Verdict::Pass { Verdict::Review } else { check.verdict };
                let note = format!("名册里没有“{name}”，可能是另一个名称的同一个学院。请改成名册里的写法");
                with_note(Check { verdict, ..check }, &note)
            } else {
                check
            }
        }));
    }
    checks.extend(offices::check_all(policy, facts));
    checks.extend(advisors::check(policy, facts));
    checks.extend(people::check_all(policy, facts));
    checks
}

fn with_note(check: Check, note: &str) -> Check {
    let note = if check.note.is_empty() { note.to_owned() } else { format!("{}；{note}", check.note) };
    Check { note, ..check }
}

/// Who stands on the list and in no union for certain.
struct Beside {
    /// Persons whose level nobody can tell, and rows without a usable number.
    unclear: usize,
    note: String,
}

impl Beside {
    fn of(facts: &Facts) -> Self {
        let present = || facts.cadres.present.iter();
        let no_level = people(present().filter(|cadre| cadre.level.is_none() && is_of_union(cadre))).len();
        let no_number = facts.unusable(Kind::Cadres);
        let others = other_bodies(facts);
        let notes = [
            (no_level > 0).then(|| format!("另有 {no_level} 人的层级看不懂，没有计入")),
            (no_number > 0).then(|| format!("另有 {no_number} 行没有可用的学号，没有计入")),
            (!others.is_empty())
                .then(|| format!("{}不是学生会，没有计入", others.into_iter().collect::<Vec<_>>().join("、"))),
        ];
        Self {
            unclear: no_level + no_number as usize,
            note: notes.into_iter().flatten().collect::<Vec<_>>().join("；"),
        }
    }
}

/// One union's people.
struct Group<'a> {
    union: Union<'a>,
    facts: &'a Facts,
    beside: &'a Beside,
}

impl Group<'_> {
    /// A number of people beside the most there may be. Where there are too many all of them are named: nobody is the one too many.
    fn capped(&self, rule: &'static str, cap: &Cited<u32>, is_of_presidium: bool) -> Check {
        let people = if is_of_presidium { self.presidium() } else { people(self.union.cadres.iter().copied()) };
        let most = cap.value as usize;
        // Under a number that the roster does not have, or has for another, somebody may be counted twice.
        let doubtful = self.doubtful(&people);
        Check {
            found: people.len().to_string(),
            limit: cap.value.to_string(),
            verdict: if people.len() - doubtful > most {
                Verdict::Fail
            } else if people.len() + self.beside.unclear > most || self.union.cadres.is_empty() {
                Verdict::Review
            } else {
                Verdict::Pass
            },
            note: self.note(doubtful),
            persons: people.values().filter(|_| people.len() > most).map(|(id, name, _)| (*id, *name)).collect(),
            evidence: people.values().map(|(.., cell)| *cell).collect(),
            ..Check::new(rule, self.union.unit, &cap.basis)
        }
    }

    fn presidium(&self) -> People {
        people(self.union.cadres.iter().copied().filter(|cadre| cadre.post.is_some_and(Post::is_presidium)))
    }

    fn doubtful(&self, people: &People) -> usize {
        let has_roster = self.facts.inputs.roster;
        let is_doubtful =
            |cadre: &&&Cadre| has_roster && cadre.person.known == Known::Unknown || cadre.is_under_other_name;
        let doubtful: BTreeSet<Word> =
            self.union.cadres.iter().filter(is_doubtful).map(|cadre| cadre.person.student).collect();
        doubtful.iter().filter(|student| people.contains_key(student)).count()
    }

    fn note(&self, doubtful: usize) -> String {
        let own = (doubtful > 0).then(|| format!("其中 {doubtful} 人的学号与名册对不上"));
        let beside = Some(self.beside.note.clone()).filter(|note| !note.is_empty());
        own.into_iter().chain(beside).collect::<Vec<_>>().join("；")
    }

    /// H-B1.
    fn staff_of_school(&self, structure: &StructurePolicy) -> Check {
        let check = self.capped("H-B1", structure.cap_of_school(), false);
        if check.verdict == Verdict::Pass || structure.is_extended.value {
            return check;
        }
        let extended = structure.staff_school_extended.value;
        let beside = format!("学生多或多校区的学校可以放宽到 {extended} 人，由 policy.toml 的 structure.extended 决定");
        with_note(check, &beside)
    }

    /// No plan gives a campus's union a cap of its own.
    fn of_campus(&self, policy: &Policy) -> Check {
        let people = people(self.union.cadres.iter().copied());
        Check {
            verdict: Verdict::Review,
            found: people.len().to_string(),
            limit: "政策没有写校区学生会的人数".to_owned(),
            note: "请按校级或院级的上限核对".to_owned(),
            evidence: people.values().map(|(.., cell)| *cell).collect(),
            ..Check::new("H-B1", self.union.unit, &basis_of(policy, "H-B1"))
        }
    }

    /// H-B3: the make-up where the plan gives one, else the cap.
    fn presidium_of_school(&self, structure: &StructurePolicy) -> Check {
        let all = self.presidium();
        let Some((n_chairs, n_members)) = structure.presidium_exact.value else {
            return self.capped("H-B3", &structure.presidium_school, true);
        };
        let chairs = people(self.union.cadres.iter().copied().filter(|cadre| cadre.post == Some(Post::Chair)));
        // 由1名执行主席、3名主席团成员组成: whether the chair is one of the three the plan does not say.
        let total = u32::try_from(all.len()).unwrap_or(u32::MAX);
        let is_made_up = chairs.len() == n_chairs as usize && (total == n_chairs + n_members || total == n_members);
        let doubtful = self.doubtful(&all);
        Check {
            found: format!("执行主席 {} 名，主席团共 {total} 名", chairs.len()),
            limit: format!(
                "执行主席 {n_chairs} 名，主席团成员 {n_members} 名（共 {} 名；执行主席算在 {n_members} 名之内也可）",
                n_chairs + n_members
            ),
            verdict: match (is_made_up, self.beside.unclear + doubtful) {
                (true, 0) => Verdict::Pass,
                (false, 0) => Verdict::Fail,
                _ => Verdict::Review,
            },
            note: self.note(doubtful),
            persons: all.values().map(|(id, name, _)| (*id, *name)).collect(),
            evidence: all.values().map(|(.., cell)| *cell).collect(),
            ..Check::new("H-B3", self.union.unit, &structure.presidium_exact.basis)
        }
    }
}

/// Number and name as written and the first cell of each person, by folded number.
pub type People = BTreeMap<Word, (Word, Word, CellRef)>;

/// Each person once.
pub fn people<'c>(cadres: impl Iterator<Item = &'c Cadre>) -> People {
    let mut people = People::new();
    for cadre in cadres {
        let person = cadre.person;
        people.entry(person.student).or_insert((person.id, person.name, person.cell));
    }
    people
}
