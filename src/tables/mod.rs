//! From rows to facts: the roster, everybody's courses, means and ranks, and the registers joined to them.
//!
//! The only user of polars ([`frames`]). Orphans and duplicates are found first, with their cells, so that no join can lose
//! or double a row in silence. Deliberately absent: any verdict.

mod attempts;
mod by_name;
mod courses;
mod evaluation;
pub mod frames;
mod hosts;
mod ledgers;
mod lists;
mod parts;
mod past;
mod registers;
mod repeats;
mod standing;

use std::collections::{BTreeMap, HashMap, HashSet};

use crate::model::Kind;
use crate::model::facts::{Doubt, Facts, Inputs, NotEnrolled, Said, Student};
use crate::model::intake::SetAside;
use crate::model::origin::{CellRef, SheetIdx, Sources};
use crate::model::past::PastResult;
use crate::model::rows::RosterRow;
use crate::model::rows::Tables;
use crate::model::term::{Date, Term};
use crate::model::words::{Word, Words};
use crate::policy::Policy;
use crate::problem::{Fault, Place, Problem, Severity, sort};

/// What reading the drop has yielded.
pub struct Input {
    /// All rows.
    pub tables: Tables,
    /// Names of files and sheets.
    pub sources: Sources,
    /// Kinds of the sheets that were recognised, rows or not.
    pub kinds: Vec<Kind>,
    /// Results of earlier runs.
    pub past: Vec<PastResult>,
    /// Problems of reading.
    pub problems: Vec<Problem>,
}

/// Facts, and what was learned about the files on the way.
pub struct Built {
    /// The facts.
    pub facts: Facts,
    /// All problems, those of reading included, sorted.
    pub problems: Vec<Problem>,
    /// Rows that turned out not to be used.
    pub set_aside: Vec<(CellRef, SetAside)>,
}

/// Joins, settles, sums and ranks.
///
/// # Errors
///
/// Only if a frame operation fails, which data cannot cause.
pub fn build(input: Input, policy: &Policy, as_of: Date) -> anyhow::Result<Built> {
    let Input { mut tables, sources, kinds, past, mut problems } = input;
    let mut set_aside = Vec::new();
    let mut facts = Facts {
        as_of: Some(as_of),
        inputs: Inputs {
            roster: !tables.roster.is_empty(),
            grades: !tables.grades.is_empty(),
            comprehensive: !tables.comprehensive.is_empty(),
            discipline: kinds.contains(&Kind::Discipline),
            reviews: kinds.contains(&Kind::Reviews),
        },
        // A drop that names no term is judged in the term of its day.
        term: policy.term.or_else(|| latest_term(&tables.grades.term)).or(Some(as_of.term())),
        ..Facts::default()
    };
    facts.past = past::choose(past, facts.term, &sources, &mut problems);
    let words = std::mem::take(&mut tables.words);
    let mut context = Context {
        policy,
        words,
        sources: &sources,
        names_of_unknown: registers::names_by_sheet(&tables.names),
        other_names: HashSet::new(),
        problems: &mut problems,
        set_aside: &mut set_aside,
        repeats: BTreeMap::new(),
    };

    let roster = registers::read_roster(&tables.roster, &mut context);
    let index = roster.index();
    registers::check_names(&tables.names, &index, &mut context);
    let n_students = roster.enrolled.len();
    let comprehensive = registers::join_comprehensive(&tables.comprehensive, &index, facts.term, &mut context);
    let metric = policy.metric_in_force(facts.inputs.grades, comprehensive.has_totals, comprehensive.has_ranks);
    let scope = courses::MeanScope::new(metric, facts.term, policy);
    let by_student = courses::settle_all(&tables.grades, &index, n_students, &scope, &mut context)?;
    // The biggest table has said what it holds.
    drop(std::mem::take(&mut tables.grades));
    let mut punishments = registers::join_discipline(&tables.discipline, &roster, &index, as_of, &mut context);
    let mut reviews = registers::join_reviews(&tables.reviews, &index, &mut context);
    let (cohorts, ranked_in) = standing::cohorts(&roster, facts.term, &mut context);
    let standings = standing::stand(&by_student, &comprehensive, &ranked_in, metric, facts.term, policy)?;

    let mut standings = standings.into_iter();
    for (idx, row) in roster.enrolled.iter().enumerate() {
        let courses = by_student.courses_of[idx].clone();
        let has_no_grades = courses.is_empty();
        let is_first_year = is_first_year(context.words.text(row.fields[RosterRow::COHORT]), facts.term);
        // First-years have no grades yet in autumn; nobody needs to be told.
        let expects_grades = !(is_first_year && policy.rank.exempt_first_year.value);
        let name = context.words.text(row.name).to_owned();
        if facts.inputs.grades && has_no_grades && expects_grades {
            context.problem_of(Fault::NoGradesOfStudent { name: name.clone() }, row.cell, row.student);
        }
        if facts.inputs.comprehensive && !comprehensive.names(idx) && expects_grades {
            context.problem_of(Fault::NoTotalOfStudent { name }, row.cell, row.student);
        }
        facts.students.push(Student {
            id: row.id,
            name: row.name,
            college: row.fields[RosterRow::COLLEGE],
            major: row.fields[RosterRow::MAJOR],
            cohort: row.fields[RosterRow::COHORT],
            class: row.fields[RosterRow::CLASS],
            campus: row.fields[RosterRow::CAMPUS],
            gender: row.fields[RosterRow::GENDER],
            ethnicity: row.fields[RosterRow::ETHNICITY],
            cell: Some(row.cell),
            political: registers::political(row, &mut context),
            is_first_year,
            ranked_in: ranked_in[idx],
            standings: standings.next().unwrap_or_default(),
            courses,
            punishments: std::mem::take(&mut punishments[idx]),
            review: reviews[idx].take(),
            doubts: Vec::new(),
        });
    }
    for row in &roster.not_enrolled {
        let status = row.fields[RosterRow::STATUS];
        let cell = row.field_cell(RosterRow::STATUS).unwrap_or(row.cell);
        let field = |field: usize| row.fields[field];
        let political = context.policy.political_status(context.words.text(field(RosterRow::POLITICAL)));
        let said = Said {
            gender: field(RosterRow::GENDER),
            ethnicity: field(RosterRow::ETHNICITY),
            cohort: field(RosterRow::COHORT),
            college: field(RosterRow::COLLEGE),
            status: political.map(|status| context.words.intern(status)),
        };
        facts.not_enrolled.push(NotEnrolled { id: row.id, name: row.name, status, cell, said });
    }
    facts.headcount = registers::read_headcount(&tables.headcount, &roster, &mut context);
    facts.associations =
        kinds.contains(&Kind::Associations).then(|| registers::read_associations(&tables.associations, &mut context));
    lists::read(std::mem::take(&mut tables.lists), &roster, &index, &mut facts, &mut context);
    facts.kinds = kinds.into_iter().collect();
    facts.review_columns = registers::review_columns(&tables.reviews);
    facts.cohorts = cohorts;
    facts.courses = by_student.courses;
    facts.attempts = by_student.attempts;
    report_missing_kinds(&facts, &mut context);
    check_term(facts.term, as_of, &mut context);
    for ((here, first), rows) in std::mem::take(&mut context.repeats) {
        let fault = Fault::SheetRepeats { first: Place::Sheet(first).show(context.sources), rows };
        context.problems.push(Problem::new(fault, Place::Sheet(here)));
    }
    facts.words = context.words;
    facts.sources = sources;
    sort(&mut problems);
    attach_doubts(&mut facts, &index, &problems);
    Ok(Built { facts, problems, set_aside })
}

/// What the steps of the stage share.
pub(crate) struct Context<'a> {
    pub(crate) policy: &'a Policy,
    pub(crate) words: Words,
    pub(crate) sources: &'a Sources,
    pub(crate) names_of_unknown: HashMap<(SheetIdx, Word), Word>,
    pub(crate) other_names: HashSet<(Word, Word)>,
    pub(crate) problems: &'a mut Vec<Problem>,
    pub(crate) set_aside: &'a mut Vec<(CellRef, SetAside)>,
    /// Rows of one sheet that stand in another as well: sheet, the other → how many.
    pub(crate) repeats: BTreeMap<(SheetIdx, SheetIdx), u32>,
}

impl Context<'_> {
    /// A row that stands elsewhere with the same content. In one sheet each is a slip of its own; in two sheets it is one
    /// export given twice, and said once.
    pub(crate) fn repeated(&mut self, fault: Fault, here: CellRef, first: CellRef, student: Word) {
        self.set_aside.push((here, SetAside::Duplicate));
        if here.sheet() == first.sheet() {
            self.problem_of(fault, here, student);
        } else {
            *self.repeats.entry((here.sheet(), first.sheet())).or_default() += 1;
        }
    }

    pub(crate) fn problem_of(&mut self, fault: Fault, cell: CellRef, student: Word) {
        self.problems.push(Problem::of_student(fault, Place::Cell(cell), student));
    }
}

fn latest_term(terms: &[i32]) -> Option<Term> {
    terms.iter().max().filter(|term| **term >= 0).map(|term| Term::from_ordinal(*term))
}

/// Whether a cohort is in its first academic year (一年级) in the run's term; a later cohort counts as one, too.
fn is_first_year(cohort: &str, term: Option<Term>) -> bool {
    term.zip(cohort.parse::<u16>().ok()).is_some_and(|(term, cohort)| cohort >= term.year)
}

/// Says which kinds are missing, of those that something in the drop asks for.
fn report_missing_kinds(facts: &Facts, context: &mut Context<'_>) {
    let inputs = facts.inputs;
    let decides = inputs.missing().is_empty();
    let has_delegates = !facts.delegates.present.is_empty();
    let missing = [
        (decides && !inputs.grades, Fault::NoGradesSheet),
        ((decides || has_delegates) && !inputs.discipline, Fault::NoDisciplineList),
        (decides && !inputs.reviews, Fault::NoReviewsSheet),
    ];
    for (_, fault) in missing.into_iter().filter(|(is_missing, _)| *is_missing) {
        context.problems.push(Problem::new(fault, Place::Drop));
    }
}

/// The run's term decides who is a first-year; if it lies in another academic year than the day, a human should know.
fn check_term(term: Option<Term>, as_of: Date, context: &mut Context<'_>) {
    let today = as_of.term();
    if let Some(term) = term.filter(|term| term.year != today.year) {
        context.problems.push(Problem::new(Fault::TermOfOtherYear { term, as_of, today }, Place::Drop));
    }
}

/// Lets each student know the errors that touch them.
fn attach_doubts(facts: &mut Facts, index: &registers::RosterIndex, problems: &[Problem]) {
    for problem in problems.iter().filter(|problem| problem.fault.severity() == Severity::Error) {
        let student = problem.student.filter(|_| problem.fault.concerns_eligibility());
        if let Some(idx) = student.and_then(|student| index.enrolled(student)) {
            facts.students[idx].doubts.push(Doubt {
                code: problem.fault.code(),
                aspects: problem.fault.aspects(),
                message: problem.message(),
                cell: problem.place.cell(),
            });
        }
    }
}
