//! Rows that name a person and have no student number: whom they are about.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::model::Kind;
use crate::model::intake::SetAside;
use crate::model::lists::{Entry, ListRow, Value};
use crate::model::origin::{CellRef, SheetIdx};
use crate::model::rows::RosterRow;
use crate::model::text::{fold, fold_name, without_brackets};
use crate::model::union::Cadre;
use crate::model::words::{Word, Words};
use crate::problem::{Fault, Place, Problem};

use super::lists::Lists;
use super::registers::Roster;

/// A name as it is compared: folded, without what stands around it.
fn plain_name(written: &str) -> String {
    let plain = without_brackets(&fold(written));
    fold_name(plain.strip_suffix("同学").unwrap_or(&plain))
}

/// Whether two folded texts may be one class: one is the end of the other.
fn is_same_class(one: &str, other: &str) -> bool {
    one.ends_with(other) || other.ends_with(one)
}

/// Everybody of the roster by name.
pub(super) struct Namesakes<'r> {
    by_name: HashMap<String, Vec<&'r RosterRow>>,
}

impl<'r> Namesakes<'r> {
    pub(super) fn new(roster: &'r Roster, words: &Words) -> Self {
        let mut by_name: HashMap<String, Vec<&RosterRow>> = HashMap::new();
        for row in roster.enrolled.iter().chain(&roster.not_enrolled) {
            by_name.entry(plain_name(words.text(row.name))).or_default().push(row);
        }
        Self { by_name }
    }

    /// Whom a row may be about that has this name and the number of `owner`, of somebody unknown, or none. Nobody where the name is
    /// the owner's own; a class beside it tells namesakes apart if it is the class of one of them.
    pub(super) fn of(&self, name: Word, class: Word, owner: Word, words: &Words) -> Vec<Word> {
        let mut meant = self.by_name.get(&plain_name(words.text(name))).cloned().unwrap_or_default();
        if name == Word::NONE || meant.iter().any(|row| row.student == owner) {
            return Vec::new();
        }
        let class = fold(words.text(class));
        let is_of_class = |row: &&RosterRow| {
            let own = fold(words.text(row.fields[RosterRow::CLASS]));
            !own.is_empty() && is_same_class(&own, &class)
        };
        if !class.is_empty() && meant.iter().any(is_of_class) {
            meant.retain(is_of_class);
        }
        meant.iter().map(|row| row.student).collect()
    }
}

/// Rows of a sheet under one name that nobody can be found for.
struct Lost {
    kind: Kind,
    first: CellRef,
    rows: BTreeSet<u32>,
    holders: usize,
}

impl Lists<'_, '_> {
    /// Finds whom rows without a student number are about: the one cadre of that name, else the one student of the roster. Where
    /// there are several, or none, the rows are not used. Whom only the roster can tell is for a human: a name is no key.
    pub(super) fn with_numbers(&mut self, rows: Vec<ListRow>, cadres: &[Cadre], roster: &Roster) -> Vec<ListRow> {
        if rows.iter().all(|row| row.student.is_some()) {
            return rows;
        }
        let holders = self.holders(cadres);
        let everybody = roster.enrolled.iter().chain(&roster.not_enrolled);
        let classes: HashMap<Word, Word> = everybody
            .map(|row| (row.student, row.fields[RosterRow::CLASS]))
            .filter(|(_, class)| class.is_some())
            .collect();
        let mut named = Vec::new();
        let mut found: BTreeMap<SheetIdx, (Kind, BTreeSet<Word>)> = BTreeMap::new();
        let mut lost: BTreeMap<(SheetIdx, String), Lost> = BTreeMap::new();
        for mut row in rows {
            if row.student.is_some() {
                named.push(row);
                continue;
            }
            let written = self.context.words.text(row.name).to_owned();
            let folded = plain_name(&written);
            // A class beside the name tells namesakes apart, and says who is not meant.
            let class = fold(self.context.words.text(row.text("班级"))).into_owned();
            let is_of_class = |student: &&Word| {
                let own = classes.get(*student).map(|own| fold(self.context.words.text(*own)).into_owned());
                class.is_empty() || own.is_none_or(|own| own.is_empty() || is_same_class(&own, &class))
            };
            let of_class = |holders: &HashMap<String, BTreeSet<Word>>| -> BTreeSet<Word> {
                holders.get(&folded).into_iter().flatten().filter(is_of_class).copied().collect()
            };
            let of_cadres = Some(of_class(&holders[0])).filter(|own| !own.is_empty());
            let own = of_cadres.clone().or_else(|| Some(of_class(&holders[1])).filter(|own| !own.is_empty()));
            let n_own = own.as_ref().map_or(0, BTreeSet::len);
            if let (Some(student), 1) = (own.as_ref().and_then(BTreeSet::first), n_own) {
                (row.student, row.id) = (*student, *student);
                // What stands around the name (a class, spaces) makes it no other one.
                row.name = self.index.name(*student).filter(|name| name.is_some()).unwrap_or(row.name);
                if of_cadres.is_none() {
                    // A whole school may well have another of the name that it does not list.
                    row.entries.push(Entry { role: ListRow::BY_NAME, value: Value::Flag(true), cell: row.cell });
                }
                found.entry(row.cell.sheet()).or_insert((row.kind, BTreeSet::new())).1.insert(*student);
                named.push(row);
            } else {
                let first = || Lost { kind: row.kind, first: row.cell, rows: BTreeSet::new(), holders: n_own };
                let class = self.context.words.text(row.text("班级"));
                let shown = if class.is_empty() { written } else { format!("{written}（{class}）") };
                lost.entry((row.cell.sheet(), shown)).or_insert_with(first).rows.insert(row.cell.row());
                self.context.set_aside.push((row.cell, SetAside::IdUnusable));
            }
        }
        for (sheet, (kind, persons)) in found {
            let fault = Fault::FoundByName { kind, persons: persons.len() };
            self.context.problems.push(Problem::new(fault, Place::Sheet(sheet)));
        }
        for ((_, name), lost) in lost {
            let fault = Fault::NameUnclear { kind: lost.kind, name, holders: lost.holders };
            let count = u32::try_from(lost.rows.len()).unwrap_or(u32::MAX);
            self.context.problems.push(Problem { fault, place: Place::Cell(lost.first), student: None, count });
        }
        named
    }

    /// Who has which name, folded: among the cadres, and in the roster.
    fn holders(&self, cadres: &[Cadre]) -> [HashMap<String, BTreeSet<Word>>; 2] {
        let mut holders: [HashMap<String, BTreeSet<Word>>; 2] = Default::default();
        let folded = |name: Word| fold_name(self.context.words.text(name));
        for person in cadres.iter().map(|cadre| cadre.person).filter(|person| person.student.is_some()) {
            let name = self.index.name(person.student).filter(|name| name.is_some()).unwrap_or(person.name);
            holders[0].entry(folded(name)).or_default().insert(person.student);
        }
        for (student, name) in self.index.names() {
            holders[1].entry(folded(name)).or_default().insert(student);
        }
        holders
    }
}
