//! Everybody's attempts, brought together course by course and settled.

use std::collections::{BTreeMap, HashSet};
use std::num::NonZeroU32;
use std::ops::Range;

use crate::model::facts::{
    Attempt, AttemptKind, Course, CourseState, Exclusion, Metric, Outcome, Window, outcome_text,
};
use crate::model::intake::SetAside;
use crate::model::number::Decimal;
use crate::model::origin::CellRef;
use crate::model::rows::{GradeColumns, GradeRow};
use crate::model::term::Term;
use crate::model::words::Word;
use crate::policy::{Gpa, Policy, Weight};
use crate::problem::{Blank, Fault, Place, Problem, TakenFor};

use super::Context;
use super::attempts::{Settled, grade_point, settle, weight_of};
use super::frames::join_grades;
use super::parts::{are_of_several_terms, has_exam_after_pass, part};
use super::registers::RosterIndex;

/// The courses of all students.
#[derive(Default)]
pub struct StudentCourses {
    /// Student by student.
    pub courses: Vec<Course>,
    /// Course by course.
    pub attempts: Vec<Attempt>,
    /// Each student's part of `courses`.
    pub courses_of: Vec<Range<usize>>,
}

/// Which courses enter a printed average, so that what nobody prints is only a warning.
#[derive(Clone, Debug)]
pub struct MeanScope {
    windows: Vec<Window>,
    term: Option<Term>,
    uses_points: bool,
}

impl MeanScope {
    /// The scope of a metric under a policy.
    #[must_use]
    pub fn new(metric: Option<Metric>, term: Option<Term>, policy: &Policy) -> Self {
        Self { windows: policy.rank.windows.value.clone(), term, uses_points: metric == Some(Metric::Gpa) }
    }

    fn holds(&self, course: &Course) -> bool {
        self.windows.iter().any(|window| window.holds(course.term, self.term))
    }
}

/// Courses with ordinary exams in several terms under one name, and what they were taken for → of how many students.
type Namesakes = BTreeMap<(Word, TakenFor), u32>;

/// One student's rows of one course, in order of time.
#[derive(Default)]
struct OfCourse {
    rows: Vec<GradeRow>,
    /// Whether some row may be of another course of the same name.
    is_ambiguous: bool,
    /// Whether a course of the same name was passed in an earlier term.
    is_later_part: bool,
}

/// Joins the grades with the roster and settles every course.
pub fn settle_all(
    grades: &GradeColumns,
    index: &RosterIndex,
    n_students: usize,
    scope: &MeanScope,
    context: &mut Context<'_>,
) -> anyhow::Result<StudentCourses> {
    let joined = join_grades(grades, &index.numbered())?;
    report_orphans(grades, &joined.orphans, context);
    let mut all = StudentCourses { courses_of: vec![0..0; n_students], ..StudentCourses::default() };
    let mut namesakes = Namesakes::new();
    let mut from = 0;
    while from < joined.rows.len() {
        let student = joined.students[from];
        let n_rows = joined.students[from..].iter().take_while(|other| **other == student).count();
        let mut rows: Vec<GradeRow> =
            joined.rows[from..from + n_rows].iter().map(|row| grades.row(*row as usize)).collect();
        from += n_rows;
        // Rows of students who are not enrolled are read, but nothing is decided from them.
        let Some(slot) = all.courses_of.get_mut(student as usize) else { continue };
        if rows.iter().any(|row| row.outcome == Outcome::Blank) {
            report_blanks(&mut rows, context);
        }
        let start = all.courses.len();
        *slot = start..start;
        for of_course in by_course(rows, context) {
            if of_course.is_ambiguous || !are_of_several_terms(&of_course.rows) {
                settle_course(of_course, &mut all, &mut namesakes, scope, context);
                continue;
            }
            let name = of_course.rows[0].course_shown;
            let parts = part(of_course.rows, &context.policy.grades);
            if parts.len() > 1 {
                *namesakes.entry((name, TakenFor::Several)).or_default() += 1;
            }
            for (idx, rows) in parts.into_iter().enumerate() {
                let of_course = OfCourse { rows, is_ambiguous: false, is_later_part: idx > 0 };
                settle_course(of_course, &mut all, &mut namesakes, scope, context);
            }
        }
        let end = all.courses.len();
        let words = &context.words;
        all.courses[start..end].sort_by(|a, b| {
            let key = |course: &Course| (course.term.map(Term::ordinal), words.text(course.name));
            key(a).cmp(&key(b))
        });
        all.courses_of[student as usize] = start..end;
    }
    all.courses.shrink_to_fit();
    all.attempts.shrink_to_fit();
    keep_rows_in_use(&all.attempts, context);
    for ((course, taken_for), students) in namesakes {
        let course = context.words.text(course).to_owned();
        let fault = Fault::CourseNamedTwice { course, students, taken_for };
        context.problems.push(Problem::new(fault, Place::Drop));
    }
    Ok(all)
}

/// A row may hold several attempts, one of them a repetition: the row is in use all the same.
fn keep_rows_in_use(attempts: &[Attempt], context: &mut Context<'_>) {
    let row = |cell: CellRef| (cell.sheet(), cell.row());
    let is_repeated = |(cell, reason): &(CellRef, SetAside)| (*reason == SetAside::Duplicate).then(|| row(*cell));
    let repeated: HashSet<_> = context.set_aside.iter().filter_map(is_repeated).collect();
    if !repeated.is_empty() {
        let in_use: HashSet<_> = attempts.iter().map(|a| row(a.cell)).filter(|row| repeated.contains(row)).collect();
        context.set_aside.retain(|aside| is_repeated(aside).is_none_or(|row| !in_use.contains(&row)));
    }
}

/// One problem per unknown student and sheet, at the first of the rows.
fn report_orphans(grades: &GradeColumns, orphans: &[u32], context: &mut Context<'_>) {
    let mut found: BTreeMap<(u32, u32), (CellRef, u32)> = BTreeMap::new();
    let is_blank = |row: usize| grades.row(row).outcome == Outcome::Blank;
    for row in orphans.iter().map(|row| *row as usize).filter(|row| !is_blank(*row)) {
        let cell = CellRef::from_packed(grades.cell[row]);
        let sheet = u32::try_from(cell.sheet().file() << 12 | cell.sheet().sheet()).unwrap_or(0);
        let entry = found.entry((sheet, grades.student[row])).or_insert((cell, 0));
        entry.0 = entry.0.min(cell);
        entry.1 += 1;
        context.set_aside.push((cell, SetAside::NotInRoster));
    }
    for ((_, student), (cell, rows)) in found {
        context.unknown_student(crate::model::Kind::Grades, Word(student), cell, rows);
    }
}

/// Blank cells of class matrices: nothing is missing where the score stands elsewhere, else the course cannot be judged.
fn report_blanks(rows: &mut Vec<GradeRow>, context: &mut Context<'_>) {
    let is_blank = |row: &GradeRow| row.outcome == Outcome::Blank;
    let written: Vec<(Word, Option<Term>)> =
        rows.iter().filter(|row| !is_blank(row)).map(|row| (row.course, row.term)).collect();
    let is_elsewhere = |row: &GradeRow| {
        let is_of_term = |term: Option<Term>| term.zip(row.term).is_none_or(|(here, there)| here == there);
        written.iter().any(|(course, term)| *course == row.course && is_of_term(*term))
    };
    rows.retain(|row| !is_blank(row) || !is_elsewhere(row));
    let blank = context.words.intern("空白");
    for row in rows.iter_mut().filter(|row| is_blank(row)) {
        let course = context.words.text(row.course_shown).to_owned();
        context.problem_of(Fault::ScoreBlank { course, of: Blank::Cell }, row.cell, row.student);
        (row.outcome, row.written) = (Outcome::Unreadable, blank);
    }
}

/// Groups one student's rows by course: the same code, else the same name. A row without code joins the only course of the
/// student that has its name; where there are several, nobody can say which.
fn by_course(rows: Vec<GradeRow>, context: &mut Context<'_>) -> Vec<OfCourse> {
    let mut codes_of: BTreeMap<Word, Vec<Word>> = BTreeMap::new();
    for row in rows.iter().filter(|row| row.code.is_some()) {
        let codes = codes_of.entry(row.course).or_default();
        if !codes.contains(&row.code) {
            codes.push(row.code);
        }
    }
    let mut groups: BTreeMap<(Word, Word, bool), OfCourse> = BTreeMap::new();
    for row in rows {
        let codes = codes_of.get(&row.course).map_or(&[][..], Vec::as_slice);
        let (key, is_ambiguous) = match (row.code.is_some(), codes) {
            (true, _) => ((row.code, Word::NONE), false),
            (false, [only]) => ((*only, Word::NONE), false),
            (false, []) => ((Word::NONE, row.course), false),
            (false, _) => {
                let course = context.words.text(row.course_shown).to_owned();
                context.problem_of(Fault::CourseAmbiguous { course }, row.cell, row.student);
                ((Word::NONE, row.course), true)
            }
        };
        let group = groups.entry((key.0, key.1, row.is_minor)).or_default();
        group.rows.push(row);
        group.is_ambiguous |= is_ambiguous;
    }
    groups.into_values().collect()
}

fn settle_course(
    of_course: OfCourse,
    all: &mut StudentCourses,
    namesakes: &mut Namesakes,
    scope: &MeanScope,
    context: &mut Context<'_>,
) {
    let OfCourse { rows, is_ambiguous, is_later_part } = of_course;
    let (rows, contradicts) = drop_repeated_rows(rows, context);
    let settled = settle(&rows, is_ambiguous || contradicts, &context.policy.grades);
    // Rows come in order of time, so the first one names the course and places it.
    let first = rows[0];
    let shown = context.words.text(first.course_shown).to_owned();
    if settled.lacks_first && !first.is_minor {
        context.problem_of(Fault::RepeatWithoutFirst { course: shown.clone() }, first.cell, first.student);
    }
    let mut state = settled.state;
    let has_exams_in_several_terms = has_exams_in_several_terms(&rows);
    if has_exams_in_several_terms {
        if rows.iter().all(|row| !row.code.is_some()) {
            *namesakes.entry((first.course_shown, TakenFor::One)).or_default() += 1;
        } else if has_exam_after_pass(&rows, &context.policy.grades) {
            *namesakes.entry((first.course_shown, TakenFor::OneByCode)).or_default() += 1;
        }
    }
    // Passed, and failed in a later term: of one course the failure would not count, of two it would.
    let is_failure_unclear = match state {
        CourseState::Passed => has_exams_in_several_terms && settled.has_failed,
        CourseState::Outstanding => is_later_part && !rows.iter().any(|row| row.is_said_first),
        _ => false,
    };
    if is_failure_unclear {
        state = CourseState::Unclear;
        context.problem_of(Fault::FailedUnderOneName { course: shown.clone() }, first.cell, first.student);
    }
    let from = settled.counted_from.map_or(first, |idx| rows[idx]);
    let excluded = excluded(&rows, &settled, context);
    let mut course = Course {
        name: first.course_shown,
        term: first.term,
        counted: settled.counted,
        points: None,
        credit: from.credit.or_else(|| rows.iter().find_map(|row| row.credit)),
        weight: weight_of(&from, &context.policy.grades)
            .or_else(|| rows.iter().find_map(|row| weight_of(row, &context.policy.grades))),
        excluded,
        state,
        is_repeated: settled.is_repeated,
        lacks_first: settled.lacks_first,
        has_failed: settled.has_failed,
        is_under_other_name: rows.iter().any(|row| context.other_names.contains(&(row.student, row.name))),
        is_asked: !first.is_minor && is_of_type(&rows, &context.policy.fail.course_types.value, context),
        attempts: 0..0,
        counted_from: None,
    };
    if excluded.is_none() {
        course.excluded = weigh(&mut course, &rows, &from, scope, context);
    }
    let start = u32::try_from(all.attempts.len()).unwrap_or(u32::MAX);
    all.attempts.extend(rows.iter().zip(&settled.kinds).map(|(row, kind)| Attempt::new(*kind, row)));
    course.attempts = start..u32::try_from(all.attempts.len()).unwrap_or(u32::MAX);
    course.counted_from = settled.counted_from.and_then(|idx| NonZeroU32::new(u32::try_from(idx + 1).ok()?));
    all.courses.push(course);
}

/// Keeps one of several rows for the same attempt. The same score is a warning, another score an error.
fn drop_repeated_rows(rows: Vec<GradeRow>, context: &mut Context<'_>) -> (Vec<GradeRow>, bool) {
    let mut kept: Vec<GradeRow> = Vec::with_capacity(rows.len());
    let mut contradicts = false;
    for row in rows {
        let same = kept.iter().find(|other| {
            (other.term, other.kind, other.sequence) == (row.term, row.kind, row.sequence)
                // The exam that was put off and its result may stand in two rows of one term.
                && is_deferred(other) == is_deferred(&row)
        });
        let Some(other) = same.copied() else {
            kept.push(row);
            continue;
        };
        let course = context.words.text(row.course_shown).to_owned();
        let first = context.sources.show(other.cell);
        if other.outcome == row.outcome {
            let score = outcome_text(row.outcome, context.words.text(row.written));
            context.repeated(Fault::AttemptTwice { course, score, first }, row.cell, other.cell, row.student);
        } else {
            contradicts = true;
            let text = |row: &GradeRow| outcome_text(row.outcome, context.words.text(row.written));
            let (here, there) = (text(&row), text(&other));
            context.problem_of(Fault::AttemptContradicts { course, here, there, first }, row.cell, row.student);
            kept.push(row);
        }
    }
    (kept, contradicts)
}

fn is_deferred(row: &GradeRow) -> bool {
    row.outcome == Outcome::Deferred
}

/// Whether a course has ordinary exams in several terms: one course taken again, or two that go by one name or code.
fn has_exams_in_several_terms(rows: &[GradeRow]) -> bool {
    let ordinary = |row: &&GradeRow| row.kind == AttemptKind::First && !is_deferred(row);
    let mut terms: Vec<_> = rows.iter().filter(ordinary).map(|row| row.term).collect();
    terms.dedup();
    terms.len() > 1
}

/// Why a course stays out of the mean, by its nature or by the policy.
fn excluded(rows: &[GradeRow], settled: &Settled, context: &Context<'_>) -> Option<Exclusion> {
    let policy = &context.policy.grades;
    if rows[0].is_minor {
        return Some(Exclusion::Minor);
    }
    let name = context.words.text(rows[0].course);
    let has_keyword = policy.exclude_course_keywords.iter().any(|word| name.contains(word.as_str()));
    if has_keyword || !is_of_type(rows, &policy.include_course_types, context) {
        return Some(Exclusion::ByPolicy);
    }
    settled.excluded
}

/// Whether a course is of one of the types; an empty list means all. Systems write 必修, 专业必修 or 通识必修课.
fn is_of_type(rows: &[GradeRow], types: &[String], context: &Context<'_>) -> bool {
    types.is_empty()
        || rows.iter().any(|row| {
            let written = context.words.text(row.types).split('|');
            written
                .into_iter()
                .any(|text| types.iter().any(|wanted| text.contains(wanted.as_str()) && !text.contains('非')))
        })
}

/// Gives a counted course its weight and grade point; the answer says why it cannot count.
fn weigh(
    course: &mut Course,
    rows: &[GradeRow],
    from: &GradeRow,
    scope: &MeanScope,
    context: &mut Context<'_>,
) -> Option<Exclusion> {
    let shown = context.words.text(course.name).to_owned();
    let policy = context.policy;
    let what = match policy.grades.weight.value {
        Weight::Credit => "学分",
        Weight::Hours => "学时",
        Weight::Equal => "权重",
    };
    let needed = scope.holds(course);
    if course.weight.is_none() {
        context.problem_of(Fault::WeightMissing { what, course: shown, needed }, from.cell, from.student);
        return Some(Exclusion::NoWeight);
    }
    let differing = rows.iter().find(|row| row.credit.is_some() && row.credit != course.credit);
    if let (Some(row), Some(kept)) = (differing, course.credit) {
        let here = row.credit.map_or_else(String::new, |credit| credit.to_string());
        let fault = Fault::CreditDiffers { course: shown.clone(), here, there: kept.to_string() };
        context.problem_of(fault, row.cell, row.student);
    }
    if scope.uses_points {
        let counted: Decimal = course.counted?;
        course.points = grade_point(counted, from.points, &policy.grades);
        if course.points.is_none() && policy.grades.gpa.value == Gpa::Imported {
            context.problem_of(Fault::WeightMissing { what: "绩点", course: shown, needed }, from.cell, from.student);
            return Some(Exclusion::NoWeight);
        }
    }
    None
}
