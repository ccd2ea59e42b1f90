//! What a school's union office keeps, in the shape such offices keep it: lists of people picked from the roster, ledgers with a
//! title, numbered rows and a line of who made them.

use std::collections::BTreeSet;

use super::book::{Sheet, Value, cells, n, t};
use super::people::Person;

/// Students whom a union may take: of party or league, those of the second year first, the strongest first. Nobody is taken twice.
pub(crate) struct Pool<'p> {
    free: Vec<&'p Person>,
}

impl<'p> Pool<'p> {
    pub(crate) fn of(people: &'p [Person], last_cohort: u16) -> Self {
        const FIT: [&str; 6] = ["中共党员", "中共预备党员", "共青团员", "01", "02", "03"];
        let is_fit = |person: &&Person| {
            person.status == "在读" && FIT.contains(&person.political) && person.cohort <= last_cohort
        };
        let mut free: Vec<&Person> = people.iter().filter(is_fit).collect();
        free.sort_by_key(|person| (person.cohort != 2024, std::cmp::Reverse(person.level), person.id.clone()));
        Self { free }
    }

    /// The next one of a unit: a college, a campus, a class; of the whole school if it is empty.
    pub(crate) fn next(&mut self, unit: &str) -> &'p Person {
        let is_of = |person: &&Person| {
            unit.is_empty() || [person.college, person.campus, person.class.as_str()].contains(&unit)
        };
        let at = self.free.iter().position(is_of).unwrap();
        self.free.remove(at)
    }

    /// Takes those out who hold posts elsewhere.
    pub(crate) fn without(mut self, posts: &[Post<'_>]) -> Self {
        let taken: BTreeSet<&str> = posts.iter().map(|post| post.person.id.as_str()).collect();
        self.free.retain(|person| !taken.contains(person.id.as_str()));
        self
    }
}

/// Who holds which post, as the list writes it.
#[derive(Clone)]
pub(crate) struct Post<'p> {
    pub(crate) person: &'p Person,
    pub(crate) words: String,
}

/// People for posts: how many, of which unit, and what the list says of each.
pub(crate) fn appoint<'p>(pool: &mut Pool<'p>, posts: &[(usize, &str, &str)]) -> Vec<Post<'p>> {
    let post = |(count, unit, words): &(usize, &str, &str)| {
        let one = |_| Post { person: pool.next(unit), words: (*words).to_owned() };
        (0..*count).map(one).collect::<Vec<_>>()
    };
    posts.iter().flat_map(post).collect()
}

/// The posts at a level, in order.
pub(crate) fn at_level<'p>(posts: &[Post<'p>], level: &str) -> Vec<Post<'p>> {
    posts.iter().filter(|post| post.words.starts_with(level)).cloned().collect()
}

/// Rows of a list of people: number, name, what it says of the post. Names of two characters are spread, as lists spread them.
pub(crate) fn listed(posts: &[Post<'_>]) -> Vec<Vec<Value>> {
    let row = |post: &Post<'_>| {
        let mut row = vec![t(&post.person.id), t(spread(&post.person.name))];
        row.extend(cells(&post.words));
        row
    };
    posts.iter().map(row).collect()
}

fn spread(name: &str) -> String {
    let characters: Vec<char> = name.chars().collect();
    match characters[..] {
        [first, second] => format!("{first}　{second}"),
        _ => name.to_owned(),
    }
}

/// Rows written as text.
pub(crate) fn rows(lines: &[&str]) -> Vec<Vec<Value>> {
    lines.iter().map(|line| cells(line)).collect()
}

/// A sheet as offices keep it: a title over the whole width, a column of running numbers, and a line below of who made it when.
pub(crate) fn kept(name: &'static str, title: &str, header: &'static str, rows: Vec<Vec<Value>>, foot: &str) -> Sheet {
    let number = |(seq, row): (u32, Vec<Value>)| std::iter::once(n(seq)).chain(row).collect();
    Sheet {
        name,
        titles: vec![title.to_owned()],
        header: std::iter::once("序号").chain(header.split('|')).collect(),
        rows: (1..).zip(rows).map(number).collect(),
        footers: if foot.is_empty() { Vec::new() } else { vec![cells(foot)] },
    }
}
