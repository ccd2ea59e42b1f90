//! The organisation against its plan (机构编制): head-counts H-B1, H-B2 and presidiums H-B3, H-B4.
//!
//! A person with two posts in one organisation counts once; teachers and class committees do not count. Whose level nobody can
//! tell may belong anywhere, so a number that would pass only without them is for a human.

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
use crate::rules::staff::{is_of_union, other_bodies};

/// The rules of the structure, each with checks.
pub const RULES: [&str; 4] = ["H-B1", "H-B2", "H-B3", "H-B4"];

/// All checks of the structure that a present list of cadres allows.
#[must_use]
pub fn check_all(policy: &Policy, facts: &Facts) -> Vec<Check> {
    if facts.cadres.present.is_empty() {
        return Vec::new();
    }
    let structure = &policy.structure;
    let beside = Beside::of(facts);
    let school: Vec<&Cadre> = staff_of(facts, Level::School).collect();
    let mut checks = Vec::new();
    // A list of colleges says nothing of the school's own union.
    if !school.is_empty() || beside.unclear > 0 {
        let school = Group { unit: SCHOOL, cadres: school, facts, beside: &beside };
        checks.extend([school.staff_of_school(structure), school.presidium_of_school(structure)]);
    }
    for (_, (unit, cadres)) in by_organisation(policy, facts, Level::Campus) {
        let unit = if unit.is_empty() { "校区学生会（没有写组织）" } else { unit };
        let campus = Group { unit, cadres, facts, beside: &beside };
        checks.push(campus.of_campus(policy));
    }
    let known: BTreeSet<String> =
        facts.students.iter().map(|student| fold(facts.words.text(student.college)).into_owned()).collect();
    let is_told = known.iter().any(|college| !college.is_empty());
    for (name, (unit, cadres)) in by_organisation(policy, facts, Level::College) {
        let group =
            Group {
                unit: if name.is_empty() { "院级（没有写组织）" } else { unit }, cadres, facts, beside: &beside
            };
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
    checks
}

/// Unions of a level by the name of the college or campus, with the organisation as first written.
fn by_organisation<'f>(policy: &Policy, facts: &'f Facts, level: Level) -> BTreeMap<String, (&'f str, Vec<&'f Cadre>)> {
    let mut unions: BTreeMap<String, (&str, Vec<&Cadre>)> = BTreeMap::new();
    for cadre in staff_of(facts, level) {
        let written = facts.words.text(cadre.organisation);
        let name = of_whom(&fold(written), &fold(&policy.school));
        unions.entry(name).or_insert((written, Vec::new())).1.push(cadre);
    }
    unions
}

/// `信息工程学院团总支学生会` → `信息工程学院`: whose union it is, however the list calls it.
fn of_whom(folded: &str, school: &str) -> String {
    const UNIONS: [&str; 10] = [
        "团总支学生会",
        "分团委学生会",
        "团委学生会",
        "团总支、学生会",
        "分团委、学生会",
        "团委、学生会",
        "学生委员会",
        "学生分会",
        "学生会",
        "分会",
    ];
    let own = folded.strip_prefix(school).unwrap_or(folded);
    UNIONS.iter().find_map(|union| own.strip_suffix(union)).unwrap_or(own).to_owned()
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
    unit: &'a str,
    cadres: Vec<&'a Cadre>,
    facts: &'a Facts,
    beside: &'a Beside,
}

impl Group<'_> {
    /// A number of people beside the most there may be. Where there are too many all of them are named: nobody is the one too many.
    fn capped(&self, rule: &'static str, cap: &Cited<u32>, is_of_presidium: bool) -> Check {
        let people = if is_of_presidium { self.presidium() } else { people(self.cadres.iter().copied()) };
        let most = cap.value as usize;
        // Under a number that the roster does not have, or has for another, somebody may be counted twice.
        let doubtful = self.doubtful(&people);
        Check {
            found: people.len().to_string(),
            limit: cap.value.to_string(),
            verdict: if people.len() - doubtful > most {
                Verdict::Fail
            } else if people.len() + self.beside.unclear > most {
                Verdict::Review
            } else {
                Verdict::Pass
            },
            note: self.note(doubtful),
            persons: people.values().filter(|_| people.len() > most).map(|(id, name, _)| (*id, *name)).collect(),
            evidence: people.values().map(|(.., cell)| *cell).collect(),
            ..Check::new(rule, self.unit, &cap.basis)
        }
    }

    fn presidium(&self) -> People {
        people(self.cadres.iter().copied().filter(|cadre| cadre.post.is_some_and(Post::is_presidium)))
    }

    fn doubtful(&self, people: &People) -> usize {
        let has_roster = self.facts.inputs.roster;
        let is_doubtful =
            |cadre: &&&Cadre| has_roster && cadre.person.known == Known::Unknown || cadre.is_under_other_name;
        let doubtful: BTreeSet<Word> =
            self.cadres.iter().filter(is_doubtful).map(|cadre| cadre.person.student).collect();
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
        let people = people(self.cadres.iter().copied());
        Check {
            verdict: Verdict::Review,
            found: people.len().to_string(),
            limit: "政策没有写校区学生会的人数".to_owned(),
            note: "请按校级或院级的上限核对".to_owned(),
            evidence: people.values().map(|(.., cell)| *cell).collect(),
            ..Check::new("H-B1", self.unit, &basis_of(policy, "H-B1"))
        }
    }

    /// H-B3: the make-up where the plan gives one, else the cap.
    fn presidium_of_school(&self, structure: &StructurePolicy) -> Check {
        let all = self.presidium();
        let Some((n_chairs, n_members)) = structure.presidium_exact.value else {
            return self.capped("H-B3", &structure.presidium_school, true);
        };
        let chairs = people(self.cadres.iter().copied().filter(|cadre| cadre.post == Some(Post::Chair)));
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
            ..Check::new("H-B3", self.unit, &structure.presidium_exact.basis)
        }
    }
}

/// Everybody of a level who counts.
fn staff_of(facts: &Facts, level: Level) -> impl Iterator<Item = &Cadre> {
    facts.cadres.present.iter().filter(move |cadre| cadre.level == Some(level) && is_of_union(cadre))
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

/// How the school's own union is called here, whatever the list calls it.
const SCHOOL: &str = "校学生会";
