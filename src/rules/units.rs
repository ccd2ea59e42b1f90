//! The organisations that ledgers are judged for: the school's union, those of campuses, those of colleges.

use std::collections::BTreeSet;

use crate::model::facts::Facts;
use crate::model::text::fold;
use crate::model::union::{Host, Level};
use crate::policy::Policy;

use super::staff::{SCHOOL, Union, unions};

/// An organisation that has to keep ledgers.
#[derive(Clone, Debug)]
pub struct Unit {
    /// Which.
    pub host: Host,
    /// What to call it.
    pub name: String,
    /// Its students, where a roster or a table of head-counts says.
    pub heads: Option<u32>,
}

impl Unit {
    /// Whether a union of a level is this unit's: a campus's may say more than its name.
    #[must_use]
    pub fn owns(&self, level: Level, union: &Union<'_>) -> bool {
        let name = fold(&self.name);
        match self.host {
            Host::School => level == Level::School,
            Host::Campus(_) => level == Level::Campus && union.name.contains(&*name),
            Host::College(_) => level == Level::College && union.name == *name,
        }
    }
}

/// The school's union.
#[must_use]
pub fn school() -> Unit {
    Unit { host: Host::School, name: SCHOOL.to_owned(), heads: None }
}

/// Those of the colleges, by name.
pub fn colleges(facts: &Facts) -> impl Iterator<Item = Unit> {
    facts.colleges.iter().map(|(college, heads)| Unit {
        host: Host::College(*college),
        name: facts.words.text(*college).to_owned(),
        heads: *heads,
    })
}

/// The school's and the colleges'.
pub fn school_and_colleges(facts: &Facts) -> impl Iterator<Item = Unit> {
    std::iter::once(school()).chain(colleges(facts))
}

/// All that have a union: campuses only where the list of cadres has one.
#[must_use]
pub fn all(policy: &Policy, facts: &Facts) -> Vec<Unit> {
    let campuses: BTreeSet<_> = facts.students.iter().map(|student| student.campus).collect();
    let with_union = unions(policy, facts, Level::Campus);
    let mut units = vec![school()];
    units.extend(campuses.into_iter().filter(|campus| campus.is_some()).filter_map(|campus| {
        let unit = Unit { host: Host::Campus(campus), name: facts.words.text(campus).to_owned(), heads: None };
        with_union.iter().any(|union| unit.owns(Level::Campus, union)).then_some(unit)
    }));
    units.extend(colleges(facts));
    units
}

/// The name of an organisation.
#[must_use]
pub fn name_of(facts: &Facts, host: Option<Host>) -> &str {
    match host {
        None => "看不出单位",
        Some(Host::School) => SCHOOL,
        Some(Host::Campus(name) | Host::College(name)) => facts.words.text(name),
    }
}
