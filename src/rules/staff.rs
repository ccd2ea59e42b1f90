//! Who of the student union is backbone (骨干), under both readings: the plans ask for shares of it and do not say what it is.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::model::facts::Facts;
use crate::model::origin::CellRef;
use crate::model::seats::Backbone;
use crate::model::text::fold;
use crate::model::union::{Cadre, Level, Post, of_whom};
use crate::model::words::Word;
use crate::policy::Policy;

/// What the lists say of one person.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Standing {
    /// Whether presidium or head of a department of the school's, a campus's or a college's union.
    pub is_leading: bool,
    /// Whether on the staff of one at all.
    pub is_staff: bool,
    /// Whether a post or level could not be understood, so that they may be either.
    pub is_unclear: bool,
    /// Their posts in the union, as written, with the cell.
    pub posts: Vec<(Word, CellRef)>,
}

impl Standing {
    /// Whether the person is backbone; `None` where nobody can say.
    #[must_use]
    pub fn is_backbone(&self, reading: Backbone) -> Option<bool> {
        let is_backbone = match reading {
            Backbone::PresidiumAndHeads => self.is_leading,
            Backbone::AllStaff => self.is_staff,
        };
        if is_backbone { Some(true) } else { Some(false).filter(|_| !self.is_unclear) }
    }
}

/// Everybody on a list of cadres, by folded student number.
#[must_use]
pub fn standings(cadres: &[Cadre]) -> HashMap<Word, Standing> {
    let mut by_student: HashMap<Word, Standing> = HashMap::new();
    for cadre in cadres {
        let standing = by_student.entry(cadre.person.student).or_default();
        if !is_of_union(cadre) {
            continue;
        }
        if cadre.is_under_other_name {
            // Whose number is wrong may be anybody.
            standing.is_unclear = true;
            standing.posts.push(post_of(cadre));
            continue;
        }
        let is_known = cadre.level.is_some() && cadre.post.is_some();
        let leads = cadre.post.is_some_and(|post| post.is_presidium() || post == Post::Head);
        standing.is_unclear |= !is_known;
        standing.is_leading |= cadre.level.is_some() && (leads || cadre.said_backbone == Some(true));
        standing.is_staff |= is_known || cadre.level.is_some() && cadre.said_backbone == Some(true);
        standing.posts.push(post_of(cadre));
    }
    by_student
}

/// Whether a post is one of a student union above the class, and of a student: 校、院级学生会.
#[must_use]
pub fn is_of_union(cadre: &Cadre) -> bool {
    let is_of_class = cadre.level == Some(Level::Class);
    !is_of_class && !cadre.is_of_other_body && !matches!(cadre.post, Some(Post::Class | Post::Teacher))
}

/// How the school's own union is called, whatever the list calls it.
pub const SCHOOL: &str = "校学生会";

/// One student union with its people.
#[derive(Clone, Debug)]
pub struct Union<'f> {
    /// Whose it is, folded: the college or campus; empty for the school's own, and where the list does not say.
    pub name: String,
    /// What to call it: the organisation as first written.
    pub unit: &'f str,
    /// Its people, a post each.
    pub cadres: Vec<&'f Cadre>,
}

/// The unions of a level on the present list, by whose they are: the school has one, a college may be written in several ways.
#[must_use]
pub fn unions<'f>(policy: &Policy, facts: &'f Facts, level: Level) -> Vec<Union<'f>> {
    unions_of(policy, facts, &facts.cadres.present, level)
}

/// Who holds a post in the presidium (主席团) of the school's own union, a post each.
pub fn school_presidium(facts: &Facts) -> impl Iterator<Item = &Cadre> {
    let present = facts.cadres.present.iter();
    present.filter(|cadre| cadre.level == Some(Level::School) && cadre.post.is_some_and(Post::is_presidium))
}

/// The same of any list.
#[must_use]
pub fn unions_of<'f>(policy: &Policy, facts: &'f Facts, cadres: &'f [Cadre], level: Level) -> Vec<Union<'f>> {
    let school = fold(&policy.school);
    let unnamed = match level {
        Level::School => SCHOOL,
        Level::Campus => "校区学生会（没有写组织）",
        Level::College | Level::Class => "院级（没有写组织）",
    };
    let mut unions: BTreeMap<String, Union<'f>> = BTreeMap::new();
    for cadre in cadres.iter().filter(|cadre| cadre.level == Some(level) && is_of_union(cadre)) {
        let written = facts.words.text(cadre.organisation);
        let name = if level == Level::School { String::new() } else { of_whom(&fold(written), &school).to_owned() };
        let unit = if name.is_empty() { unnamed } else { written };
        unions.entry(name.clone()).or_insert(Union { name, unit, cadres: Vec::new() }).cadres.push(cadre);
    }
    unions.into_values().collect()
}

/// The unions of the school, the campuses and the colleges.
pub fn all_unions<'f>(policy: &Policy, facts: &'f Facts) -> impl Iterator<Item = Union<'f>> {
    all_unions_by_level(policy, facts).map(|(_, union)| union)
}

/// The same, each with its level.
pub fn all_unions_by_level<'f>(policy: &Policy, facts: &'f Facts) -> impl Iterator<Item = (Level, Union<'f>)> {
    let levels = [Level::School, Level::Campus, Level::College];
    levels.into_iter().flat_map(move |level| unions(policy, facts, level).into_iter().map(move |own| (level, own)))
}

/// Bodies on the present list that are none of the student union, as written: whose people no rule of the union looks at.
#[must_use]
pub fn other_bodies(facts: &Facts) -> BTreeSet<&str> {
    let others = facts.cadres.present.iter().filter(|cadre| cadre.is_of_other_body);
    others.map(|cadre| facts.words.text(cadre.organisation)).collect()
}

/// Persons each once, number and name, by student number.
#[must_use]
pub fn names(facts: &Facts, people: impl Iterator<Item = (Word, Word)>) -> Vec<(Word, Word)> {
    let mut people: Vec<(Word, Word)> = people.collect();
    people.sort_by_key(|(id, name)| (facts.words.text(*id), facts.words.text(*name)));
    people.dedup();
    people
}

fn post_of(cadre: &Cadre) -> (Word, CellRef) {
    (cadre.post_written, cadre.cells[1].unwrap_or(cadre.person.cell))
}

/// Whether the drop has a present list of cadres at all; without one nobody can be told to be backbone or not.
#[must_use]
pub fn is_listed(facts: &Facts) -> bool {
    !facts.cadres.present.is_empty()
}

/// The reading in words.
#[must_use]
pub fn reading_chinese(reading: Backbone) -> &'static str {
    match reading {
        Backbone::PresidiumAndHeads => "骨干指主席团成员和部门负责人",
        Backbone::AllStaff => "骨干指全体工作人员",
    }
}
