//! The organisations that ledgers are judged for: the school's union, those of campuses, those of colleges.

use std::collections::BTreeSet;

use crate::model::facts::Facts;
use crate::model::union::{Host, Level};
use crate::policy::Policy;

use super::staff::SCHOOL;
use super::staff::unions;

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
    let with_union: BTreeSet<String> =
        unions(policy, facts, Level::Campus).into_iter().map(|union| union.name).collect();
    let mut units = vec![school()];
    units.extend(campuses.into_iter().filter(|campus| campus.is_some()).filter_map(|campus| {
        let name = facts.words.text(campus);
        let has_union = with_union.iter().any(|union| union.contains(&*crate::model::text::fold(name)));
        has_union.then(|| Unit { host: Host::Campus(campus), name: name.to_owned(), heads: None })
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
