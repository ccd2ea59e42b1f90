//! By whom a delegate is elected (选举单位): which unit of the allocation a list means, and whether it is the delegate's own.

use std::collections::{BTreeSet, HashMap};

use crate::model::facts::{Facts, Student};
use crate::model::text::fold;
use crate::model::union::{Level, of_whom};
use crate::policy::Policy;
use crate::rules::congress::{Quota, word_of};

use super::UnitCount;

/// What a list's unit is to the delegate.
pub(super) enum Claim {
    /// The delegate's own.
    Own(usize),
    /// One that nobody belongs to by the roster: an association, the school's union, a unit of a sheet of head-counts.
    OfNobody(Option<usize>),
    /// Somebody else's; what the delegate's is.
    Others { unit: Option<usize>, own: String },
    /// There is none of the name.
    NoSuch,
    /// The cell is blank.
    Blank,
}

/// The units that delegates can be elected by.
pub(super) struct Units {
    pub(super) counts: Vec<UnitCount>,
    /// Folded name → index.
    by_name: HashMap<String, usize>,
    /// How many of the first are units of the allocation, and not associations or the school's union.
    n_of_quota: usize,
    /// Classes, majors, colleges and campuses of the roster, folded.
    of_roster: HashMap<String, BTreeSet<usize>>,
    /// The pool of those whom the school's union recommends.
    school: usize,
}

impl Units {
    pub(super) fn new(policy: &Policy, facts: &Facts, quota: Option<&Quota>) -> Self {
        let congress = &policy.congress;
        let mut counts = Vec::new();
        if let Some(quota) = quota {
            for (idx, unit) in quota.units.iter().enumerate() {
                let may_win = quota.tie.as_ref().is_some_and(|tie| tie.units.contains(&idx));
                counts.push(UnitCount {
                    name: unit.name.clone(),
                    seats: Some((unit.seats, unit.seats + u32::from(may_win))),
                    delegates: 0,
                    non_backbone: 0,
                    minimum: unit.non_backbone_min,
                    cell: None,
                });
            }
        } else {
            let names: BTreeSet<&str> =
                facts.students.iter().map(|student| facts.words.text(word_of(student, congress.unit.value))).collect();
            let filled = names.into_iter().filter(|name| !name.is_empty());
            counts.extend(filled.map(|name| UnitCount::without_seats(name.to_owned())));
        }
        let n_of_quota = counts.len();
        for (name, seats, cell) in quota.iter().flat_map(|quota| quota.associations.iter().flatten()) {
            let mut unit = UnitCount::without_seats(name.clone());
            unit.seats = Some((*seats, *seats));
            unit.cell = Some(*cell);
            unit.minimum = congress.non_backbone_min.value.ceil_of(*seats);
            counts.push(unit);
        }
        let school = counts.len();
        let mut own = UnitCount::without_seats("校学生会".to_owned());
        own.seats = (congress.ex_officio.value > 0).then_some((congress.ex_officio.value, congress.ex_officio.value));
        counts.push(own);
        let by_name = counts.iter().enumerate().map(|(idx, unit)| (fold(&unit.name).into_owned(), idx)).collect();
        let mut units = Self { counts, by_name, n_of_quota, of_roster: HashMap::new(), school };
        let mut of_roster: HashMap<String, BTreeSet<usize>> = HashMap::new();
        for student in &facts.students {
            let unit = units.of_student(student, facts, policy);
            for word in [student.class, student.major, student.college, student.campus] {
                let name = fold(facts.words.text(word));
                if !name.is_empty() {
                    of_roster.entry(name.into_owned()).or_default().extend(unit);
                }
            }
        }
        units.of_roster = of_roster;
        units
    }

    /// The unit of the allocation a student belongs to.
    fn of_student(&self, student: &Student, facts: &Facts, policy: &Policy) -> Option<usize> {
        let name = facts.words.text(word_of(student, policy.congress.unit.value));
        let with_college = format!("{} {name}", facts.words.text(student.college));
        let find = |name: &str| self.by_name.get(&*fold(name)).copied().filter(|unit| *unit < self.n_of_quota);
        find(&with_college).or_else(|| find(name))
    }

    /// What the written unit is to a delegate.
    pub(super) fn claim(&self, written: &str, student: Option<&Student>, facts: &Facts, policy: &Policy) -> Claim {
        let folded = fold(written);
        if folded.is_empty() {
            return Claim::Blank;
        }
        let own = student.and_then(|student| self.of_student(student, facts, policy));
        let names = [&*folded, without_organisation(&folded)];
        let is_school = policy.words.level(written) == Some(Level::School) || &*folded == "校团委";
        if is_school {
            return Claim::OfNobody(Some(self.school));
        }
        let found = names.iter().find_map(|name| self.by_name.get(*name).copied());
        if let Some(unit) = found {
            return match (student, own) {
                _ if unit >= self.n_of_quota => Claim::OfNobody(Some(unit)),
                (Some(_), Some(own)) if own == unit => Claim::Own(unit),
                (Some(student), Some(_)) => Claim::Others { unit: Some(unit), own: described(student, facts) },
                // The roster does not say, or has not the delegate.
                _ => Claim::OfNobody(Some(unit)),
            };
        }
        let parts = |student: &Student| [student.class, student.major, student.college, student.campus];
        let is_own =
            |student: &Student| parts(student).iter().any(|word| names.contains(&&*fold(facts.words.text(*word))));
        let of_roster = names.iter().find_map(|name| self.of_roster.get(*name));
        match (student, of_roster) {
            (_, None) => Claim::NoSuch,
            (Some(student), Some(_)) if is_own(student) => own.map_or(Claim::OfNobody(None), Claim::Own),
            (student, Some(units)) => {
                let unit = if units.len() == 1 { units.first().copied() } else { None };
                match student {
                    Some(student) => Claim::Others { unit, own: described(student, facts) },
                    None => Claim::OfNobody(unit),
                }
            }
        }
    }
}

impl UnitCount {
    fn without_seats(name: String) -> Self {
        Self { name, seats: None, delegates: 0, non_backbone: 0, minimum: 0, cell: None }
    }
}

/// `信息工程学院代表团`, `信息工程学院团总支学生会` → `信息工程学院`.
fn without_organisation(folded: &str) -> &str {
    let body = ["代表团", "团总支", "分团委"].iter().find_map(|end| folded.strip_suffix(end));
    body.unwrap_or_else(|| of_whom(folded, ""))
}

/// Where the roster has a student: college and class.
fn described(student: &Student, facts: &Facts) -> String {
    let parts = [student.college, student.class].map(|word| facts.words.text(word));
    let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    format!("“{}”", parts.join(" "))
}
