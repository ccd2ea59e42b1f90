//! Organisations by their names: whose meeting, training or notice it is.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::facts::Headcount;
use crate::model::rows::RosterRow;
use crate::model::text::fold;
use crate::model::union::{Cadre, Host, Level, of_whom};
use crate::model::words::Word;

use super::Context;
use super::registers::Roster;

/// The colleges there are, by name, with their enrolled students: those of the roster; without any there, those of the table of
/// head-counts and of the list of cadres.
pub(super) fn colleges(
    roster: &Roster,
    cadres: &[Cadre],
    headcount: Option<&Headcount>,
    context: &mut Context<'_>,
) -> Vec<(Word, Option<u32>)> {
    let mut of_roster: BTreeMap<Word, u32> = BTreeMap::new();
    for row in &roster.enrolled {
        let college = row.fields[RosterRow::COLLEGE];
        if college.is_some() {
            *of_roster.entry(college).or_default() += 1;
        }
    }
    let mut colleges: Vec<(Word, Option<u32>)> =
        of_roster.into_iter().map(|(college, heads)| (college, Some(heads))).collect();
    if colleges.is_empty() {
        let school = fold(&context.policy.school).into_owned();
        let mut names: BTreeMap<String, Option<u32>> = BTreeMap::new();
        for (unit, heads, _) in headcount.iter().flat_map(|headcount| &headcount.units) {
            let name = fold(context.words.text(*unit)).into_owned();
            if is_college(&name) {
                names.insert(name, Some(*heads));
            }
        }
        for cadre in cadres.iter().filter(|cadre| cadre.level == Some(Level::College) && !cadre.is_of_other_body) {
            let written = fold(context.words.text(cadre.organisation)).into_owned();
            let name = of_whom(&written, &school).to_owned();
            if !name.is_empty() {
                names.entry(name).or_insert(None);
            }
        }
        colleges = names.into_iter().map(|(name, heads)| (context.words.intern(&name), heads)).collect();
    }
    colleges.sort_by(|(a, _), (b, _)| context.words.text(*a).cmp(context.words.text(*b)));
    colleges
}

/// Whether a unit of a table of head-counts is a college: 学院, 系, 书院, 学部; a table may be of classes or majors.
fn is_college(folded: &str) -> bool {
    ["学院", "书院", "系", "学部"].iter().any(|end| folded.ends_with(end))
}

/// Names of colleges and campuses, folded, with the host each is.
pub(super) struct Hosts {
    known: Vec<(String, Host)>,
    school: String,
}

impl Hosts {
    pub(super) fn of(roster: &Roster, colleges: &[(Word, Option<u32>)], context: &Context<'_>) -> Self {
        let folded = |word: Word| fold(context.words.text(word)).into_owned();
        let mut known: BTreeMap<String, Host> =
            colleges.iter().map(|(college, _)| (folded(*college), Host::College(*college))).collect();
        let campuses: BTreeSet<Word> = roster.enrolled.iter().map(|row| row.fields[RosterRow::CAMPUS]).collect();
        for campus in campuses.into_iter().filter(|campus| campus.is_some()) {
            known.entry(folded(campus)).or_insert(Host::Campus(campus));
        }
        Self { known: known.into_iter().collect(), school: fold(&context.policy.school).into_owned() }
    }

    /// Whether no sheet says which colleges there are.
    pub(super) fn is_empty(&self) -> bool {
        self.known.is_empty()
    }

    /// Whose organisation a name is; `None` for one that nobody knows.
    pub(super) fn find(&self, written: &str, context: &Context<'_>) -> Option<Host> {
        let folded = fold(written);
        let own = folded.strip_prefix(self.school.as_str()).filter(|rest| !self.school.is_empty() && !rest.is_empty());
        let is_of_school = context.policy.words.level(written) == Some(Level::School) || is_school(&folded);
        if is_of_school || own.is_some_and(is_body) || !self.school.is_empty() && *folded == self.school {
            return Some(Host::School);
        }
        self.beginning(own.unwrap_or(&folded))
    }

    /// The college or campus a name begins with; what follows must be an organisation of it and no other one's name.
    fn beginning(&self, folded: &str) -> Option<Host> {
        let of = |(name, host): &(String, Host)| {
            let rest = folded.strip_prefix(name.as_str())?;
            (rest.is_empty() || is_body(rest.trim_start_matches('、'))).then_some((name.len(), *host))
        };
        self.known.iter().filter_map(of).max_by_key(|(length, _)| *length).map(|(_, host)| host)
    }

    /// The college or campus that a text names somewhere: 信息工程学院学生会拟任人选公示.
    pub(super) fn named_in(&self, text: &str) -> Option<Host> {
        let folded = fold(text);
        let named = self.known.iter().filter(|(name, _)| folded.contains(name.as_str()));
        named.max_by_key(|(name, _)| name.len()).map(|(_, host)| *host)
    }
}

/// Whether a text names a body that any level has.
fn is_body(text: &str) -> bool {
    const BODIES: [&str; 16] = [
        "学生会",
        "学生分会",
        "学生委员会",
        "分团委",
        "团委",
        "团总支",
        "分团委学生会",
        "团委学生会",
        "团总支学生会",
        "党总支",
        "党委",
        "党支部",
        "学工办",
        "党委学生工作部",
        "学代会",
        "学生代表大会",
    ];
    BODIES.contains(&text)
}

/// Whether a host is one of the school's own bodies, by a name that no college bears.
fn is_school(folded: &str) -> bool {
    const BODIES: [&str; 10] = [
        "校学生会",
        "校团委",
        "学校团委",
        "校学生委员会",
        "学校学生会",
        "校党委",
        "学校党委",
        "学校",
        "党委学生工作部",
        "校党委学生工作部",
    ];
    BODIES.contains(&folded)
}
