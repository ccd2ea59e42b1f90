//! The roster and the small registers, joined by student number.

use std::collections::{BTreeMap, HashMap, HashSet};

use crate::model::Kind;
use crate::model::facts::{Headcount, PoliticalFact, Punishment, PunishmentState, Review, ReviewAnswer};
use crate::model::intake::SetAside;
use crate::model::origin::{CellRef, SheetIdx};
use crate::model::rows::{
    AssociationRow, ComprehensiveRow, DisciplineRow, HeadcountRow, NamedStudent, ReviewRow, RosterRow,
};
use crate::model::term::{Date, Period, Term};
use crate::model::text::{fold, fold_name};
use crate::model::union::Known;
use crate::model::words::Word;
use crate::problem::{Fault, Place, Problem};

use super::Context;
use super::by_name::Namesakes;

/// The roster, each student once, by student number.
pub struct Roster {
    /// Enrolled students, and those whose status is not known.
    pub enrolled: Vec<RosterRow>,
    /// The others.
    pub not_enrolled: Vec<RosterRow>,
}

/// Student numbers of the roster.
pub struct RosterIndex {
    by_number: HashMap<Word, (usize, Word)>,
    n_enrolled: usize,
}

impl RosterIndex {
    /// The index of an enrolled student.
    #[must_use]
    pub fn enrolled(&self, student: Word) -> Option<usize> {
        self.by_number.get(&student).map(|(idx, _)| *idx).filter(|idx| *idx < self.n_enrolled)
    }

    /// Whose number it is.
    #[must_use]
    pub fn known(&self, student: Word) -> Known {
        match self.by_number.get(&student) {
            Some((idx, _)) if *idx < self.n_enrolled => Known::Enrolled(*idx),
            Some((idx, _)) => Known::NotEnrolled(*idx - self.n_enrolled),
            None => Known::Unknown,
        }
    }

    /// Whether the roster is empty.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.by_number.is_empty()
    }

    /// The name of a student of the roster, enrolled or not.
    #[must_use]
    pub fn name(&self, student: Word) -> Option<Word> {
        self.by_number.get(&student).map(|(_, name)| *name)
    }

    /// Everybody's number and name, in no order.
    pub fn names(&self) -> impl Iterator<Item = (Word, Word)> {
        self.by_number.iter().map(|(student, (_, name))| (*student, *name))
    }

    /// Folded numbers and indices, those not enrolled behind the others, in order of the index.
    #[must_use]
    pub fn numbered(&self) -> Vec<(u32, u32)> {
        let mut numbered: Vec<(u32, u32)> = self
            .by_number
            .iter()
            .map(|(student, (idx, _))| (student.0, u32::try_from(*idx).unwrap_or(u32::MAX)))
            .collect();
        numbered.sort_unstable_by_key(|(_, idx)| *idx);
        numbered
    }
}

impl Roster {
    /// Who stands where.
    #[must_use]
    pub fn index(&self) -> RosterIndex {
        let all = self.enrolled.iter().chain(&self.not_enrolled);
        let by_number = all.enumerate().map(|(idx, row)| (row.student, (idx, row.name))).collect();
        RosterIndex { by_number, n_enrolled: self.enrolled.len() }
    }
}

/// Reads the roster: each student once, sorted by number, enrolled and not.
pub fn read_roster(rows: &[RosterRow], context: &mut Context<'_>) -> Roster {
    let mut kept: HashMap<Word, RosterRow> = HashMap::new();
    for row in rows {
        match kept.get(&row.student).copied() {
            None => {
                kept.insert(row.student, *row);
            }
            Some(first) => compare_roster_rows(&first, row, context),
        }
    }
    let mut unique: Vec<RosterRow> = kept.into_values().collect();
    unique.sort_by(|a, b| context.words.text(a.student).cmp(context.words.text(b.student)));
    let mut roster = Roster { enrolled: Vec::with_capacity(unique.len()), not_enrolled: Vec::new() };
    for row in unique {
        if is_enrolled(&row, context) { roster.enrolled.push(row) } else { roster.not_enrolled.push(row) }
    }
    roster
}

fn compare_roster_rows(first: &RosterRow, row: &RosterRow, context: &mut Context<'_>) {
    let shown = context.sources.show(first.cell);
    let text = |word: Word| context.words.text(word).to_owned();
    let name =
        (fold_name(&text(first.name)) != fold_name(&text(row.name))).then_some(("姓名", first.name, row.name, None));
    let field = (0..RosterRow::FIELDS.len()).find_map(|field| {
        // A field that one of the sheets does not have contradicts nothing, nor do two words for one status.
        let meant = |word: Word| {
            let written = text(word);
            let status = context.policy.political_status(&written).filter(|_| field == RosterRow::POLITICAL);
            status.map_or_else(|| fold(&written).into_owned(), str::to_owned)
        };
        let differs = row.columns[field].is_some()
            && first.columns[field].is_some()
            && meant(first.fields[field]) != meant(row.fields[field]);
        differs.then(|| (RosterRow::FIELDS[field], first.fields[field], row.fields[field], row.field_cell(field)))
    });
    match name.or(field) {
        None => {
            context.repeated(Fault::RosterTwice { first: shown }, row.cell, first.cell, row.student);
        }
        Some((column, there, here, cell)) => {
            let fault = Fault::RosterContradicts { column, here: text(here), there: text(there), first: shown };
            context.problem_of(fault, cell.unwrap_or(row.cell), row.student);
            context.set_aside.push((row.cell, SetAside::Duplicate));
        }
    }
}

/// Whether the status says enrolled. An unknown status is a problem and counts as enrolled, so that the person is seen.
fn is_enrolled(row: &RosterRow, context: &mut Context<'_>) -> bool {
    let Some(cell) = row.field_cell(RosterRow::STATUS) else { return true };
    let written = context.words.text(row.fields[RosterRow::STATUS]).to_owned();
    let Some(status) = context.policy.study_status(&written) else {
        context.problem_of(Fault::StatusUnknown { found: written }, cell, row.student);
        return true;
    };
    !context.policy.not_enrolled.iter().any(|other| other == status)
}

/// The political status of a roster row.
pub fn political(row: &RosterRow, context: &mut Context<'_>) -> PoliticalFact {
    let written = row.fields[RosterRow::POLITICAL];
    let cell = row.field_cell(RosterRow::POLITICAL);
    let text = context.words.text(written).to_owned();
    let status = context.policy.political_status(&text).map(|status| context.words.intern(status));
    if let Some(cell) = cell {
        if text.is_empty() {
            context.problem_of(Fault::PoliticalBlank, cell, row.student);
        } else if status.is_none() {
            context.problem_of(Fault::PoliticalUnknown { found: text }, cell, row.student);
        }
    }
    PoliticalFact { written, status, cell }
}

/// Compares the names of all sheets with the roster's.
pub fn check_names(names: &[NamedStudent], index: &RosterIndex, context: &mut Context<'_>) {
    for named in names {
        let Some(roster_name) = index.name(named.student) else { continue };
        if roster_name == named.name {
            continue;
        }
        let (here, roster) = (context.words.text(named.name).to_owned(), context.words.text(roster_name).to_owned());
        if fold_name(&here) != fold_name(&roster) {
            context.other_names.insert((named.student, named.name));
            let id = context.words.text(named.student).to_owned();
            context.problem_of(Fault::NameDiffers { kind: named.kind, id, here, roster }, named.cell, named.student);
        }
    }
}

impl Context<'_> {
    /// A student number of some sheet that the roster does not have.
    pub(crate) fn unknown_student(&mut self, kind: Kind, student: Word, cell: CellRef, rows: u32) {
        let id = self.words.text(student).to_owned();
        let name = self.names_of_unknown.get(&(cell.sheet(), student)).copied().unwrap_or(Word::NONE);
        let name = if name.is_some() { self.words.text(name).to_owned() } else { "未写姓名".to_owned() };
        self.problem_of(Fault::NotInRoster { kind, id, name, rows }, cell, student);
    }
}

/// Names written beside numbers, sheet by sheet.
#[must_use]
pub fn names_by_sheet(names: &[NamedStudent]) -> HashMap<(SheetIdx, Word), Word> {
    let mut first = HashMap::new();
    for named in names {
        first.entry((named.cell.sheet(), named.student)).or_insert(named.name);
    }
    first
}

/// The comprehensive evaluation, student by student.
#[derive(Default)]
pub struct Comprehensive {
    rows: HashMap<usize, ComprehensiveRow>,
    contradicted: HashSet<usize>,
    /// Whether any row has a total.
    pub has_totals: bool,
    /// Whether any row has rank and head-count.
    pub has_ranks: bool,
}

impl Comprehensive {
    /// Whether the sheets name the student, usable or not.
    #[must_use]
    pub fn names(&self, student: usize) -> bool {
        self.rows.contains_key(&student) || self.contradicted.contains(&student)
    }

    /// A student's row.
    #[must_use]
    pub fn of(&self, student: usize) -> Option<&ComprehensiveRow> {
        self.rows.get(&student)
    }
}

/// Joins the comprehensive evaluation. Two different totals of one student leave none.
pub fn join_comprehensive(
    rows: &[ComprehensiveRow],
    index: &RosterIndex,
    term: Option<Term>,
    context: &mut Context<'_>,
) -> Comprehensive {
    let (rows, others) = of_latest_period(rows, term);
    context.set_aside.extend(others.iter().map(|row| (row.cell, SetAside::OtherPeriod)));
    let mut joined = Comprehensive {
        has_totals: rows.iter().any(|row| row.total.is_some()),
        has_ranks: rows.iter().any(|row| row.rank.is_some() && row.of.is_some()),
        ..Comprehensive::default()
    };
    for row in &rows {
        if index.name(row.student).is_none() {
            context.unknown_student(Kind::Comprehensive, row.student, row.cell, 1);
            context.set_aside.push((row.cell, SetAside::NotInRoster));
            continue;
        }
        let Some(idx) = index.enrolled(row.student) else { continue };
        let Some(first) = joined.rows.get(&idx) else {
            joined.rows.insert(idx, *row);
            continue;
        };
        let shown = context.sources.show(first.cell);
        if (first.total, first.rank, first.of) == (row.total, row.rank, row.of) {
            let first = first.cell;
            context.repeated(Fault::TotalTwice { first: shown }, row.cell, first, row.student);
        } else {
            let text = |row: &ComprehensiveRow| match (row.total, row.rank, row.of) {
                (Some(total), ..) => total.to_string(),
                (None, Some(rank), Some(of)) => format!("{rank}/{of}"),
                _ => "空".to_owned(),
            };
            let fault = Fault::TotalContradicts { here: text(row), there: text(first), first: shown };
            context.problem_of(fault, row.cell, row.student);
            joined.contradicted.insert(idx);
        }
    }
    let Comprehensive { rows, contradicted, .. } = &mut joined;
    rows.retain(|idx, _| !contradicted.contains(idx));
    joined
}

/// The rows of the latest year or term up to the run's, and those that say nothing of it; then the others.
fn of_latest_period(rows: &[ComprehensiveRow], term: Option<Term>) -> (Vec<ComprehensiveRow>, Vec<ComprehensiveRow>) {
    let periods = || rows.iter().filter_map(|row| row.period);
    let is_past = |period: &Period| term.is_none_or(|term| period.year <= term.year);
    let latest = periods().filter(is_past).max().or_else(|| periods().max());
    rows.iter().partition(|row| row.period.is_none_or(|period| Some(period) == latest))
}

/// Joins the punishments; the answer has an entry for each enrolled student. Where a row does not have the number of the person it
/// names, everybody of that name is under doubt.
pub fn join_discipline(
    rows: &[DisciplineRow],
    roster: &Roster,
    index: &RosterIndex,
    as_of: Date,
    context: &mut Context<'_>,
) -> Vec<Vec<Punishment>> {
    let mut by_student = vec![Vec::new(); index.n_enrolled];
    if rows.is_empty() {
        return by_student;
    }
    let namesakes = Namesakes::new(roster, &context.words);
    for row in rows {
        let owner = index.name(row.student);
        if row.student.is_some() && owner.is_none() {
            context.unknown_student(Kind::Discipline, row.student, row.cell, 1);
            context.set_aside.push((row.cell, SetAside::NotInRoster));
        }
        if ["无", "没有", "无处分", "未受处分", "-", "--", "—", "——", "/"]
            .contains(&&*fold(context.words.text(row.kind)))
        {
            if owner.is_some() {
                context.set_aside.push((row.cell, SetAside::NoPunishment));
            }
            continue;
        }
        for student in namesakes.of(row.name, row.class, row.student, &context.words) {
            let Some(idx) = index.enrolled(student) else { continue };
            let text = |word: Word| context.words.text(word).to_owned();
            let fault = Fault::PunishedByName {
                name: text(row.name),
                id: text(row.student),
                owner: owner.map(text),
                student: text(student),
            };
            context.problem_of(fault, row.cell, student);
            let state = PunishmentState::OfWhom;
            by_student[idx].push(Punishment { kind: row.kind, state, lifted_on: None, cells: vec![row.cell] });
        }
        if owner.is_none() {
            continue;
        }
        let state = punishment_state(row, as_of, context);
        let Some(idx) = index.enrolled(row.student) else { continue };
        if let Some((date, cell)) = row.imposed.filter(|(date, _)| *date > as_of) {
            context.problem_of(Fault::PunishmentAhead { date, as_of }, cell, row.student);
        }
        let lifting = row.lifting_columns.iter().flatten().map(|column| row.cell.in_column(*column));
        by_student[idx].push(Punishment {
            kind: row.kind,
            state,
            lifted_on: row.lifted_on,
            cells: std::iter::once(row.cell).chain(lifting).collect(),
        });
    }
    by_student
}

/// "Lifted means a record says so: 是否解除 = 是, or a 解除日期 not after the day of the run."
fn punishment_state(row: &DisciplineRow, as_of: Date, context: &mut Context<'_>) -> PunishmentState {
    let written = context.words.text(row.kind).to_owned();
    // A warning by word of mouth is no punishment of the law's.
    let kind = fold(&written).replace("口头严重警告", "通报").replace("口头警告", "通报");
    // A punishment made known to all (通报) is a punishment; only 通报 by itself lies below one.
    let is_known = ["警告", "记过", "察看", "开除", "撤职", "撤销"].iter().any(|word| kind.contains(word))
        // Not imposed, not yet, or by the office of studies: what it comes to nobody can tell.
        && !kind.starts_with('拟')
        && !["免予", "免于", "不予处分", "学业警告", "学籍警告"].iter().any(|word| kind.contains(word));
    if kind.contains("通报") && !is_known {
        return PunishmentState::Criticism;
    }
    // A row that seems to be the lifting of another: only the columns meant for it lift a punishment.
    let is_lifting =
        kind.starts_with("解除") || kind.contains("已解除") || kind.starts_with("撤销") && kind.ends_with("处分");
    if is_lifting && row.said_lifted.is_none() && row.lifted_on.is_none() {
        context.problem_of(Fault::LiftingRemarked { remark: written }, row.cell, row.student);
        return PunishmentState::Unclear;
    }
    if !is_known && !is_lifting {
        if !kind.is_empty() {
            context.problem_of(Fault::PunishmentUnknown { found: written }, row.cell, row.student);
        }
        return PunishmentState::Unclear;
    }
    let is_past = row.lifted_on.is_some_and(|day| day <= as_of);
    let contradicts = row.said_lifted.is_some_and(|said| said != is_past);
    if let (true, Some(said), Some(day)) = (contradicts, row.said_lifted, row.lifted_on) {
        let said = if said { "是" } else { "否" }.to_owned();
        let fault = Fault::LiftingContradicts { said, date: day.to_string() };
        context.problem_of(fault, row.cell, row.student);
    }
    if row.said_lifted == Some(true) || is_past {
        PunishmentState::Lifted
    } else if row.is_unreadable {
        PunishmentState::Unclear
    } else {
        PunishmentState::Active
    }
}

/// The yes/no columns that any reviews sheet has.
#[must_use]
pub fn review_columns(rows: &[ReviewRow]) -> Vec<Word> {
    let mut columns: Vec<Word> = rows.iter().flat_map(|row| row.answers.iter().map(|(column, ..)| *column)).collect();
    columns.sort_unstable();
    columns.dedup();
    columns
}

/// Joins the reviews; the answer has an entry for each enrolled student.
pub fn join_reviews(rows: &[ReviewRow], index: &RosterIndex, context: &mut Context<'_>) -> Vec<Option<Review>> {
    let mut by_student: Vec<Option<Review>> = vec![None; index.n_enrolled];
    let mut firsts: BTreeMap<usize, CellRef> = BTreeMap::new();
    for row in rows {
        if index.name(row.student).is_none() {
            context.unknown_student(Kind::Reviews, row.student, row.cell, 1);
            context.set_aside.push((row.cell, SetAside::NotInRoster));
            continue;
        }
        let Some(idx) = index.enrolled(row.student) else { continue };
        let answers: Vec<ReviewAnswer> = row
            .answers
            .iter()
            .map(|(column, answer, date, cell)| ReviewAnswer {
                column: *column,
                answer: *answer,
                date: *date,
                cell: *cell,
            })
            .collect();
        let Some(first) = &by_student[idx] else {
            by_student[idx] = Some(Review { answers });
            firsts.insert(idx, row.cell);
            continue;
        };
        let shown = firsts.get(&idx).map_or_else(String::new, |cell| context.sources.show(*cell));
        let differing = answers.iter().find(|answer| {
            let same = first.answers.iter().find(|other| other.column == answer.column);
            same.is_none_or(|other| (other.answer, other.date) != (answer.answer, answer.date))
        });
        match differing {
            None => {
                let first = firsts.get(&idx).copied().unwrap_or(row.cell);
                context.repeated(Fault::ReviewTwice { first: shown }, row.cell, first, row.student);
            }
            Some(answer) => {
                let column = context.words.text(answer.column).to_owned();
                context.set_aside.push((row.cell, SetAside::Duplicate));
                context.problem_of(Fault::ReviewContradicts { column, first: shown }, row.cell, row.student);
            }
        }
    }
    by_student
}

/// Brings the sheets of head-counts together: each unit once, sums and contradictions found.
pub fn read_headcount(rows: &[HeadcountRow], roster: &Roster, context: &mut Context<'_>) -> Option<Headcount> {
    if rows.is_empty() {
        return None;
    }
    let mut headcount = Headcount::default();
    let mut known: HashMap<String, usize> = HashMap::new();
    let mut by_sheet: BTreeMap<SheetIdx, BTreeMap<String, u64>> = BTreeMap::new();
    for row in rows.iter().filter(|row| !row.is_total) {
        let Some(heads) = row.heads else {
            headcount.is_doubtful = true;
            continue;
        };
        let name = fold(context.words.text(row.unit)).into_owned();
        by_sheet.entry(row.cell.sheet()).or_default().entry(name.clone()).or_insert(u64::from(heads));
        let idx = *known.entry(name).or_insert(headcount.units.len());
        match headcount.units.get(idx) {
            None => headcount.units.push((row.unit, heads, row.cell)),
            Some((_, there, first)) if *there != heads => {
                headcount.is_doubtful = true;
                let unit = context.words.text(row.unit).to_owned();
                let fault =
                    Fault::HeadcountDiffers { unit, here: heads, there: *there, first: context.sources.show(*first) };
                context.problems.push(Problem::new(fault, Place::Cell(row.cell)));
            }
            Some(_) => context.set_aside.push((row.cell, SetAside::Duplicate)),
        }
    }
    // The sum may stand above the units or below; each unit counts once, however often it is written.
    for row in rows.iter().filter(|row| row.is_total) {
        let sum: u64 = by_sheet.get(&row.cell.sheet()).into_iter().flat_map(BTreeMap::values).sum();
        if row.heads.is_none_or(|printed| u64::from(printed) != sum) {
            headcount.is_doubtful = true;
        }
        if let Some(printed) = row.heads.filter(|printed| u64::from(*printed) != sum) {
            let fault = Fault::SumDiffers { printed, sum };
            context.problems.push(Problem::new(fault, Place::Cell(row.cell)));
        }
    }
    let mut of_colleges: HashMap<String, u32> = HashMap::new();
    for row in &roster.enrolled {
        let college = fold(context.words.text(row.fields[RosterRow::COLLEGE])).into_owned();
        *of_colleges.entry(college).or_default() += 1;
    }
    // A sheet of classes or majors has nothing to do with the colleges of the roster.
    let is_college = |(unit, ..): &(Word, u32, CellRef)| of_colleges.contains_key(&*fold(context.words.text(*unit)));
    let names_colleges = headcount.units.iter().any(is_college);
    for (unit, heads, cell) in &headcount.units {
        let folded = fold(context.words.text(*unit)).into_owned();
        let roster = of_colleges.get(&folded).copied().unwrap_or(0);
        if roster == 0 && names_colleges {
            let unit = context.words.text(*unit).to_owned();
            let near = of_colleges.keys().map(|college| (strsim::levenshtein(college, &folded), college)).min();
            let similar = near.filter(|(distance, _)| *distance <= 2).map(|(_, college)| college.clone());
            context.problems.push(Problem::new(Fault::HeadcountUnitUnknown { unit, similar }, Place::Cell(*cell)));
        }
        if roster > 0 && roster != *heads {
            let unit = context.words.text(*unit).to_owned();
            let fault = Fault::HeadcountAndRoster { unit, here: *heads, roster };
            context.problems.push(Problem::new(fault, Place::Cell(*cell)));
        }
    }
    Some(headcount)
}

/// Each association once. One that stands in two sheets is one; what two rows say differently, nobody can tell.
pub fn read_associations(rows: &[AssociationRow], context: &mut Context<'_>) -> Vec<AssociationRow> {
    let mut associations: Vec<AssociationRow> = Vec::new();
    let mut known: HashMap<String, usize> = HashMap::new();
    for row in rows {
        let name = fold(context.words.text(row.name)).into_owned();
        let idx = *known.entry(name).or_insert(associations.len());
        match associations.get_mut(idx) {
            None => associations.push(*row),
            Some(other) if other.is_main == row.is_main => context.set_aside.push((row.cell, SetAside::Duplicate)),
            Some(other) => {
                other.is_main = None;
                let name = context.words.text(row.name).to_owned();
                let fault = Fault::AssociationContradicts { name, first: context.sources.show(other.cell) };
                context.problems.push(Problem::new(fault, Place::Cell(row.cell)));
            }
        }
    }
    associations
}
