//! Ratings and ballots, person by person: groups understood, raters who said something twice found.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::Kind;
use crate::model::evaluation::{BallotCount, Evaluated, Invalid, LowRaters, Rating};
use crate::model::intake::SetAside;
use crate::model::lists::ListRow;
use crate::model::number::{Decimal, Exact};
use crate::model::origin::{CellRef, SheetIdx};
use crate::model::term::Term;
use crate::model::text::{fold, fold_name, fold_student_id, without_brackets};
use crate::model::words::Word;
use crate::problem::{Fault, Place, Problem};

use super::lists::Lists;
use super::repeats::Repeats;

impl Lists<'_, '_> {
    /// Brings together what the sheets say of each person, in order of student number.
    pub(super) fn evaluated(&mut self, ratings: &[ListRow], ballots: &[ListRow]) -> Vec<Evaluated> {
        let mut by_student: BTreeMap<String, Evaluated> = BTreeMap::new();
        // A group that the policy does not know is said once a sheet, not once a row.
        let term = |row: &ListRow| Term::parse(self.context.words.text(row.text("学期")));
        // Of several terms the latest counts; a sheet that says nothing of it is of this one.
        let latest = ratings.iter().chain(ballots).filter_map(term).max();
        let is_of_latest = |row: &ListRow| term(row).is_none_or(|own| Some(own) == latest);
        let (rows, others): (Vec<&ListRow>, Vec<&ListRow>) =
            ratings.iter().chain(ballots).partition(|row| is_of_latest(row));
        let others: Vec<(CellRef, Kind, Option<Term>)> =
            others.into_iter().map(|row| (row.cell, row.kind, term(row))).collect();
        self.say_terms(&rows, &others, latest);
        self.context.set_aside.extend(others.into_iter().map(|(cell, ..)| (cell, SetAside::OtherPeriod)));
        let other_scale = self.sheets_of_other_scale(ratings);
        let mut strangers: BTreeMap<(SheetIdx, Word), (Kind, CellRef, u32)> = BTreeMap::new();
        for row in rows {
            let key = self.context.words.text(row.student).to_owned();
            if !by_student.contains_key(&key) {
                let mut person = self.person(row);
                // The name that goes with the number, whatever the first row says.
                person.name = self.roster_name(row).unwrap_or(person.name);
                let evaluated = Evaluated {
                    person,
                    ratings: Vec::new(),
                    ballots: Vec::new(),
                    under_other_name: 0,
                    is_by_name: false,
                    low_raters: None,
                    unread_columns: BTreeSet::new(),
                    repeated_ballots: Vec::new(),
                };
                by_student.insert(key.clone(), evaluated);
            }
            let is_under_other_name = self.other_name(row).is_some();
            let written = row.text("评委类别");
            let group = self.context.policy.evaluation.group(self.context.words.text(written));
            if group.is_none() && written.is_some() {
                let cell = row.cell_of("评委类别");
                strangers.entry((cell.sheet(), written)).or_insert((row.kind, cell, 0)).2 += 1;
            }
            let Some(evaluated) = by_student.get_mut(&key) else { continue };
            evaluated.under_other_name += u32::from(is_under_other_name);
            evaluated.is_by_name |= row.flag(ListRow::BY_NAME) == Some(true);
            let unread = row.text(ListRow::UNREAD);
            evaluated.unread_columns.extend(Some(unread).filter(|word| word.is_some()));
            if row.kind == Kind::Ratings && row.marks.is_empty() && !row.text("评委").is_some() {
                // A row of a sheet with a column for each rater in which none has given anything.
                continue;
            }
            if row.kind == Kind::Ratings {
                let mut rating = self.rating(row, group);
                if other_scale.contains(&row.cell.sheet()) {
                    rating.invalid = Some(Invalid::Incomplete);
                }
                evaluated.ratings.push(rating);
            } else {
                evaluated.ballots.push(self.ballots(row, group));
            }
        }
        let groups = &self.context.policy.evaluation.groups.value;
        let known: Vec<&str> = groups.iter().map(|(name, _)| name.as_str()).collect();
        let known = format!(
            "政策里的类别是 {}；同一类的别的叫法请写在 policy.toml 的 [aliases.groups]，例如 \"学生\" = \"{}\"；另成一类的请在 evaluation.groups 里写明权重",
            known.join("、"),
            known.first().unwrap_or(&"学生代表")
        );
        for ((_, written), (kind, cell, count)) in strangers {
            let found = self.context.words.text(written).to_owned();
            let fault = Fault::WordUnknown { kind, column: "评委类别", found, known: known.clone() };
            self.context.problems.push(Problem { fault, place: Place::Cell(cell), student: None, count });
        }
        let mut evaluated: Vec<Evaluated> = by_student.into_values().collect();
        let mut repeats = Repeats::new();
        for person in &mut evaluated {
            self.mark_repeated_raters(person, &mut repeats);
            self.drop_repeated_ballots(person);
        }
        for ((_, _, is_same), (first, cell, count)) in repeats {
            let fault = Fault::RatedTwice { first: self.context.sources.show(first), is_same };
            self.context.problems.push(Problem { fault, place: Place::Cell(cell), student: None, count });
        }
        self.doubt_raters_of_other_scale(&mut evaluated);
        evaluated
    }

    /// Says which sheets are of another term than the run, or not used for one that is later: a slip in a title would else lose people.
    fn say_terms(&mut self, rows: &[&ListRow], others: &[(CellRef, Kind, Option<Term>)], latest: Option<Term>) {
        let mut sheets: BTreeMap<SheetIdx, (Kind, Term, Option<Term>, BTreeSet<u32>)> = BTreeMap::new();
        for (cell, kind, term) in others {
            if let Some(term) = term {
                let entry = || (*kind, *term, latest, BTreeSet::new());
                sheets.entry(cell.sheet()).or_insert_with(entry).3.insert(cell.row());
            }
        }
        if let Some(term) = latest.filter(|latest| self.term.is_some_and(|run| run != *latest)) {
            let says_so = |row: &&&ListRow| row.text("学期").is_some();
            for row in rows.iter().filter(says_so) {
                let entry = || (row.kind, term, None, BTreeSet::new());
                sheets.entry(row.cell.sheet()).or_insert_with(entry).3.insert(row.cell.row());
            }
        }
        for (sheet, (kind, term, used, rows)) in sheets {
            let rows = u32::try_from(rows.len()).unwrap_or(u32::MAX);
            let fault = match (used, self.term) {
                (Some(used), _) => Fault::TermNotUsed { kind, term, used, rows },
                (None, Some(run)) => Fault::TermDiffers { kind, term, run },
                (None, None) => continue,
            };
            self.context.problems.push(Problem::new(fault, Place::Sheet(sheet)));
        }
    }

    /// Raters who rate several people and give nobody more than a quarter of the scale: they may have another full mark in mind. They
    /// count all the same; whom they have rated is for a human.
    fn doubt_raters_of_other_scale(&mut self, evaluated: &mut [Evaluated]) {
        struct Said {
            most: Decimal,
            cell: CellRef,
            persons: BTreeSet<usize>,
        }
        let line = self.lowest_quarter();
        // A rater may have a sheet for each person.
        let mut by_rater: BTreeMap<(usize, Word, Word), Said> = BTreeMap::new();
        for (person, own) in evaluated.iter().enumerate() {
            for rating in own.ratings.iter().filter(|rating| rating.invalid.is_none() && rating.rater.is_some()) {
                let Some(most) = rating.marks.iter().filter_map(|mark| mark.value).max() else { continue };
                let key = (rating.cell.sheet().file(), rating.group_written, rating.rater);
                let first = || Said { most, cell: rating.cell, persons: BTreeSet::new() };
                let rater = by_rater.entry(key).or_insert_with(first);
                rater.most = rater.most.max(most);
                rater.persons.insert(person);
            }
        }
        let (_, high) = self.context.policy.evaluation.scale.value;
        for ((_, _, rater), Said { most, cell, persons }) in by_rater {
            if persons.len() < 2 || most.exact() > line {
                continue;
            }
            let rater = self.context.words.text(rater).to_owned();
            let fault = Fault::RaterScaleDoubtful { rater, most: most.to_string(), high: high.to_string() };
            let count = u32::try_from(persons.len()).unwrap_or(u32::MAX);
            self.context.problems.push(Problem { fault, place: Place::Cell(cell), student: None, count });
            for person in persons {
                let known = evaluated[person].low_raters.unwrap_or(LowRaters { raters: 0, most });
                evaluated[person].low_raters = Some(LowRaters { raters: known.raters + 1, most: known.most.max(most) });
            }
        }
    }

    /// What lies at the upper end of the lowest quarter of the scale.
    fn lowest_quarter(&self) -> Exact {
        let (low, high) = self.context.policy.evaluation.scale.value;
        low.exact() + (high.exact() - low.exact()) / Exact::from_integer(4)
    }

    /// Sheets whose every mark lies in the lowest quarter of the scale: their numbers are of another one (20 for full marks).
    fn sheets_of_other_scale(&mut self, ratings: &[ListRow]) -> BTreeSet<SheetIdx> {
        let (_, high) = self.context.policy.evaluation.scale.value;
        let line = self.lowest_quarter();
        let mut highest: BTreeMap<SheetIdx, Decimal> = BTreeMap::new();
        for (row, mark) in ratings.iter().flat_map(|row| row.marks.iter().map(move |mark| (row, mark))) {
            if let Some(value) = mark.value {
                let most = highest.entry(row.cell.sheet()).or_insert(value);
                *most = value.max(*most);
            }
        }
        highest.retain(|_, most| most.exact() <= line);
        for (sheet, most) in &highest {
            let fault = Fault::ScaleDoubtful { most: most.to_string(), high: high.to_string() };
            self.context.problems.push(Problem::new(fault, Place::Sheet(*sheet)));
        }
        highest.into_keys().collect()
    }

    fn rating(&self, row: &ListRow, group: Option<usize>) -> Rating {
        let words = &self.context.words;
        let rater = words.text(row.text("评委"));
        let is_own_number = fold_student_id(rater).is_some_and(|id| id == words.text(row.student));
        let is_own_name =
            row.name.is_some() && fold_name(&without_brackets(&fold(rater))) == fold_name(words.text(row.name));
        let counts_own = self.context.policy.evaluation.counts_self_rating.value;
        let invalid = if row.marks.is_empty() || !self.is_complete(row) {
            Some(Invalid::Incomplete)
        } else if (is_own_number || is_own_name) && !counts_own {
            Some(Invalid::OfOneself)
        } else {
            None
        };
        Rating {
            rater: if self.is_nobody(rater) { Word::NONE } else { row.text("评委") },
            group,
            group_written: row.text("评委类别"),
            marks: row.marks.clone(),
            invalid,
            // Where a title names the rater, the row is what tells one rating from another.
            cell: if row.cell_of("评委").row() == row.cell.row() { row.cell_of("评委") } else { row.cell },
        }
    }

    /// Whether what stands for a rater names nobody: 匿名, or the group once more.
    fn is_nobody(&self, rater: &str) -> bool {
        const NOBODY: [&str; 12] =
            ["匿名", "不记名", "无记名", "评委", "打分人", "评议人", "学生", "老师", "教师", "无", "-", "—"];
        let folded = fold(rater);
        folded.chars().all(|c| "_-—…".contains(c))
            || NOBODY.contains(&&*folded)
            || self.context.policy.evaluation.group(rater).is_some()
    }

    /// Whether a row has a usable rating on every dimension that counts, or one on the whole.
    fn is_complete(&self, row: &ListRow) -> bool {
        let dimensions = &self.context.policy.evaluation.dimensions.value;
        let has = |idx: usize| row.marks.iter().any(|mark| mark.dimension == Some(idx) && mark.value.is_some());
        let is_whole = row.marks.iter().any(|mark| mark.dimension.is_none() && mark.value.is_some());
        is_whole || (0..dimensions.len()).all(|idx| dimensions[idx].1 == 0 || has(idx))
    }

    fn ballots(&self, row: &ListRow, group: Option<usize>) -> BallotCount {
        let boxes = &self.context.policy.evaluation.ballots.value;
        // A blank box holds no ballot; one that cannot be read may hold any number.
        let number = |role: &str| if row.is_unreadable(role) { None } else { Some(row.count(role).unwrap_or(0)) };
        BallotCount {
            group,
            group_written: row.text("评委类别"),
            boxes: boxes.iter().map(|(name, _)| number(name)).collect(),
            unknown: number("不了解"),
            cells: row.entries.iter().map(|entry| entry.cell).collect(),
        }
    }
}
