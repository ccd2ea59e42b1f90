//! Grade sheets in long form: one row per student, course and attempt, or one row with a column per sort of attempt.

use std::borrow::Cow;
use std::rc::Rc;

use crate::model::Kind;
use crate::model::facts::{AttemptKind, Metric, Outcome, Window};
use crate::model::intake::SetAside;
use crate::model::number::Decimal;
use crate::model::origin::CellRef;
use crate::model::rows::GradeRow;
use crate::model::term::Term;
use crate::model::text::fold;
use crate::model::words::Word;
use crate::policy::{Gpa, Policy, Weight};
use crate::problem::{Blank, Fault, Place};

use super::builder::{RowId, SheetBuilder};
use super::header::{CourseColumn, Header, Role};
use super::matrix::is_course_name;
use super::notation::{Nature, Score, has_number_words, read_nature, read_score, read_word, read_yes_no};
use super::sheet::{Cell, Row};

/// Columns of single attempts. With one for the first exam the total only repeats what they say; without it, the total is
/// the first exam's score.
const BY_ATTEMPT: [(&str, AttemptKind); 3] =
    [("正考成绩", AttemptKind::First), ("补考成绩", AttemptKind::Makeup), ("重修成绩", AttemptKind::Retake)];

/// Whether a rule looks at less than all terms, so that a row without a term cannot be placed.
fn term_is_needed(policy: &Policy) -> bool {
    policy.rank.windows.value.iter().chain([&policy.fail.window.value]).any(|window| *window != Window::SinceEntry)
}

/// Whether a mean asks for hours, and whether for the sheet's own grade points.
fn asked_numbers(policy: &Policy) -> (bool, bool) {
    let asks_points = policy.rank.metrics.value.contains(&Metric::Gpa) && policy.grades.gpa.value == Gpa::Imported;
    (policy.grades.weight.value == Weight::Hours, asks_points)
}

/// Whether neither a column nor a title line says it; in a class matrix the labels of the courses may.
fn lacks(header: &Header, role: &str) -> bool {
    let says = |course: &CourseColumn| course.facts.iter().any(|(fact, _)| *fact == role);
    if header.courses.is_empty() {
        !header.has(role)
    } else {
        !header.courses.iter().all(says) && (role != "学期" || !header.has(role))
    }
}

/// Where a grade sheet says what, looked up once for all its rows.
pub struct GradeSheet {
    course: Role<'static>,
    code: Role<'static>,
    void: Role<'static>,
    valid: Role<'static>,
    year: Role<'static>,
    term: Role<'static>,
    /// Credit, hours, grade point, each with the most it can be; those that no mean asks for are not there.
    numbers: [Option<(Role<'static>, i64)>; 3],
    total: Option<u16>,
    /// In the order of [`BY_ATTEMPT`].
    by_attempt: [Option<u16>; 3],
    types: Vec<u16>,
    /// Columns about the sort of an attempt, with their folded labels.
    natures: Vec<(u16, String)>,
    /// Columns of flags and remarks, with their labels and whether nothing but flags may stand there.
    flags: Vec<(u16, String, bool)>,
    /// Whether the policy gives plain numbers a meaning of their own.
    has_number_words: bool,
}

impl GradeSheet {
    /// Looks everything up.
    #[must_use]
    pub fn new(header: &Header, policy: &Policy) -> Self {
        let (asks_hours, asks_points) = asked_numbers(policy);
        let number = |name, most, is_asked: bool| is_asked.then(|| (header.role(name), most));
        let flag = |role: &'static str| {
            header.all(role).map(move |column| (column.idx, column.label.clone(), role == "成绩标志"))
        };
        Self {
            course: header.role("课程名称"),
            code: header.role("课程代码"),
            void: header.role("是否作废"),
            valid: header.role("是否有效"),
            year: header.role("学年"),
            term: header.role("学期"),
            numbers: [number("学分", 1000, true), number("学时", 10_000, asks_hours), number("绩点", 100, asks_points)],
            total: header.column("成绩"),
            by_attempt: BY_ATTEMPT.map(|(role, _)| header.column(role)),
            types: header.all("课程性质").map(|column| column.idx).collect(),
            natures: header.all("考试性质").map(|column| (column.idx, fold(&column.label).into_owned())).collect(),
            flags: ["成绩标志", "备注"].into_iter().flat_map(flag).collect(),
            has_number_words: has_number_words(&policy.grades),
        }
    }

    fn score_columns(&self) -> impl Iterator<Item = u16> {
        [self.total].into_iter().chain(self.by_attempt).flatten()
    }
}

/// Reports what the header lacks for the policy in force.
pub fn check_columns(builder: &mut SheetBuilder<'_>) {
    let place = Place::Sheet(builder.sheet);
    let missing = |column: &'static str, consequence: &'static str| Fault::ColumnMissing {
        kind: Kind::Grades,
        column,
        consequence,
        decides: true,
    };
    match builder.policy.grades.weight.value {
        Weight::Credit if lacks(&builder.header, "学分") => {
            builder.problem(missing("学分", "不能按学分加权，表中课程不计入平均"), place);
        }
        Weight::Hours if lacks(&builder.header, "学时") => {
            builder.problem(missing("学时", "不能按学时加权，表中课程不计入平均"), place);
        }
        _ => {}
    }
    if lacks(&builder.header, "学期") && !builder.header.has("学年") && term_is_needed(builder.policy) {
        builder.problem(missing("学期", "无法判断成绩属于哪个学期"), place);
    }
    if let Some(constant) = builder.header.constant("考试性质") {
        let place = Place::Cell(CellRef::new(builder.sheet, constant.row, constant.column));
        builder.problem(Fault::SortByTitle { sort: constant.text.clone() }, place);
    }
    if let Some(column) = builder.header.columns.iter().find(|column| column.role == "成绩")
        && fold(&column.label).starts_with("期末")
    {
        let column = column.label.clone();
        builder.problem(Fault::PartScoreUsed { column }, place);
    }
}

/// Reads one row: one course of one student, or in a class matrix all of one student's.
pub fn read_row(builder: &mut SheetBuilder<'_>, row: &Row<'_>) {
    if builder.header.courses.is_empty() {
        read_long_row(builder, row);
    } else {
        // Lent for the time of the row, so that the builder can be written to.
        let courses = std::mem::take(&mut builder.header.courses);
        read_matrix_row(builder, row, &courses);
        builder.header.courses = courses;
    }
}

/// Reads one student's row of a class matrix. A blank cell waits for the end of the sheet: see [`report_blanks`].
fn read_matrix_row(builder: &mut SheetBuilder<'_>, row: &Row<'_>, courses: &[CourseColumn]) {
    let has_score = courses.iter().any(|course| row.get(course.idx).is_some());
    let looks_like_data = has_score && builder.has_name(row);
    let RowId::Valid(student) = builder.read_id(row, looks_like_data) else { return };
    let name = builder.note_name(row, student);
    let before = builder.tables.grades.len();
    let mut own = MatrixRow { row: row.idx, student, name, term: None };
    for course in courses.iter().filter(|course| row.get(course.idx).is_some()) {
        let reading = Reading { student, course: course.name.clone() };
        if course.fact("学期").is_none() {
            own.term = read_term(builder, row, &reading);
        }
        let template = matrix_cell(builder, course, &own);
        let kind = course.kind.map(|kind| (kind, 1)).or(match sort_by_title(builder) {
            Some(Nature::Kind(kind, number)) => Some((kind, number)),
            _ => None,
        });
        let cell = ScoreCell { column: course.idx, kind, flag: None, unreadable: false, list_of: None };
        read_score_cell(builder, row, &template, &cell, &reading);
    }
    if builder.tables.grades.len() == before {
        builder.set_aside(SetAside::BlankScore, row);
    } else {
        builder.n_used += 1;
        let number = u32::try_from(builder.matrix.rows.len()).unwrap_or(u32::MAX);
        builder.matrix.rows.push(own);
        builder.matrix.blanks.resize(courses.len(), Vec::new());
        for (course, blanks) in courses.iter().zip(&mut builder.matrix.blanks) {
            if course.kind.is_none() && row.get(course.idx).is_none() {
                blanks.push(number);
            }
        }
    }
}

/// The students of a class matrix, and by course which of them have its cell blank.
#[derive(Default)]
pub struct MatrixRows {
    rows: Vec<MatrixRow>,
    blanks: Vec<Vec<u32>>,
}

struct MatrixRow {
    row: u32,
    student: Word,
    name: Word,
    term: Option<Term>,
}

/// What a cell of a class matrix says but for its score.
fn matrix_cell(builder: &mut SheetBuilder<'_>, course: &CourseColumn, own: &MatrixRow) -> GradeRow {
    let number = |role: &str| course.fact(role).and_then(Decimal::parse);
    let words = &mut builder.tables.words;
    GradeRow {
        student: own.student,
        name: own.name,
        code: Word::NONE,
        course: words.intern(&fold(&course.name)),
        course_shown: words.intern(&course.name),
        term: course.fact("学期").map_or(own.term, Term::parse),
        kind: AttemptKind::First,
        is_said_first: false,
        sequence: 1,
        outcome: Outcome::Blank,
        written: Word::NONE,
        credit: number("学分"),
        hours: number("学时"),
        points: None,
        types: words.intern(course.fact("课程性质").unwrap_or("")),
        is_minor: false,
        cell: CellRef::new(builder.sheet, own.row, course.idx),
    }
}

/// Takes the blank cells of a class matrix for missing scores where at least half of its students have one, up to the run's
/// term; elsewhere for courses the students did not take. A column with credits and no score at all is said once.
pub fn report_blanks(builder: &mut SheetBuilder<'_>) {
    let MatrixRows { rows, blanks } = std::mem::take(&mut builder.matrix);
    let courses = builder.header.courses.clone();
    for (course, blanks) in courses.iter().zip(blanks) {
        if blanks.len() == rows.len() && course.fact("学分").is_some() {
            let cell = CellRef::new(builder.sheet, builder.header.row, course.idx);
            builder.problem(Fault::ScoreBlank { course: course.name.clone(), of: Blank::Column }, Place::Cell(cell));
        } else if blanks.len() * 2 <= rows.len() {
            for own in blanks.iter().map(|number| &rows[*number as usize]) {
                let blank = matrix_cell(builder, course, own);
                let is_to_come = builder.policy.term.zip(blank.term).is_some_and(|(run, term)| term > run);
                if !is_to_come {
                    builder.tables.grades.push(&blank);
                }
            }
        }
    }
}

fn read_long_row(builder: &mut SheetBuilder<'_>, row: &Row<'_>) {
    let sheet = Rc::clone(&builder.grade_columns);
    let course_shown = course_name(builder, &sheet, row);
    let has_score = sheet.score_columns().any(|column| row.get(column).is_some());
    // In a transcript every row is the same student's; what names no course is a sum or a heading.
    let looks_like_data = match builder.header.column("学号") {
        Some(_) => !course_shown.is_empty() && has_score,
        None => is_course_name(&course_shown),
    };
    let RowId::Valid(student) = builder.read_id(row, looks_like_data) else { return };
    let name = builder.note_name(row, student);
    if is_void(builder, &sheet, row) {
        builder.set_aside(SetAside::Void, row);
        return;
    }
    let course_shown =
        if course_shown.is_empty() { format!("第 {} 行未写课程名", row.idx + 1) } else { course_shown };
    let reading = Reading { student, course: course_shown };
    let nature = read_natures(builder, &sheet, row, &reading);
    let flag = read_flags(builder, &sheet, row, &reading);
    let term = read_term(builder, row, &reading);
    let numbers = sheet.numbers.map(|asked| asked.and_then(|asked| read_number(builder, row, asked, &reading)));
    let types = read_types(builder, &sheet, row);
    let template = GradeRow {
        student,
        name,
        code: builder.tables.words.intern(&fold(&builder.header.text(row, sheet.code))),
        course: builder.tables.words.intern(&fold(&reading.course)),
        course_shown: builder.tables.words.intern(&reading.course),
        term,
        kind: AttemptKind::First,
        is_said_first: false,
        sequence: 1,
        outcome: Outcome::Unreadable,
        written: Word::NONE,
        credit: numbers[0],
        hours: numbers[1],
        points: numbers[2],
        types,
        is_minor: nature.is_minor || flag.is_minor,
        cell: CellRef::new(builder.sheet, row.idx, 0),
    };
    let kind = nature.kind.or(flag.kind);
    let unreadable = nature.is_unknown || flag.is_unknown;
    let before = builder.tables.grades.len();
    let exempt = builder.tables.words.intern("免修");
    let total_flag = flag.outcome.or((nature.is_exempt || flag.is_exempt).then_some((Outcome::Exempt, exempt)));
    let total = sheet.total.map(|column| {
        let unreadable = unreadable || total_hides_first(builder, row, column, &reading);
        ScoreCell { column, kind, flag: total_flag, unreadable, list_of: None }
    });
    let has_first = sheet.by_attempt[0].is_some();
    if let Some(total) = total.as_ref().filter(|_| !has_first) {
        read_score_cell(builder, row, &template, total, &reading);
    }
    for ((_, column_kind), column) in BY_ATTEMPT.into_iter().zip(sheet.by_attempt) {
        if let Some(column) = column {
            let kind = Some((column_kind, 1));
            let flag = if column_kind == AttemptKind::First { flag.outcome } else { None };
            let cell = ScoreCell { column, kind, flag, unreadable, list_of: Some(column_kind) };
            read_score_cell(builder, row, &template, &cell, &reading);
        }
    }
    // Alone in its row the total is all there is.
    if builder.tables.grades.len() == before
        && let Some(total) = total.filter(|_| has_first)
    {
        read_score_cell(builder, row, &template, &total, &reading);
    }
    if builder.tables.grades.len() == before {
        let cell = builder.role_cell(row, "成绩");
        builder.problem_of(Fault::ScoreBlank { course: reading.course, of: Blank::Row }, cell, student);
        builder.set_aside(SetAside::BlankScore, row);
    } else {
        builder.n_used += 1;
    }
}

/// Whether a passed total stands beside a make-up or retake with no column for the first exam: then it may be the total
/// after the make-up, and nobody can see what the first exam was.
fn total_hides_first(builder: &mut SheetBuilder<'_>, row: &Row<'_>, column: u16, reading: &Reading) -> bool {
    let [first, makeup, retake] = builder.grade_columns.by_attempt;
    if first.is_some() || makeup.or(retake).is_none() {
        return false;
    }
    let grades = &builder.policy.grades;
    let text = row.text(Some(column)).into_owned();
    let has_passed = match read_score(&text, None, grades) {
        Score::One(_, Outcome::Score(score)) => score >= grades.pass_mark,
        Score::One(_, Outcome::Pass) => true,
        _ => false,
    };
    let repeat = ["补考成绩", "重修成绩"].into_iter().find_map(|role| {
        let repeat = builder.text(row, role);
        (read_score(&repeat, Some(AttemptKind::Makeup), grades) != Score::Blank).then(|| (role, repeat.into_owned()))
    });
    let Some((role, repeat)) = repeat.filter(|_| has_passed) else { return false };
    let fault = Fault::TotalHidesFirst { course: reading.course.clone(), total: text, column: role, repeat };
    builder.problem_of(fault, builder.cell(row, column), reading.student);
    true
}

/// What all problems of a row name.
struct Reading {
    student: Word,
    course: String,
}

struct ScoreCell {
    column: u16,
    kind: Option<(AttemptKind, u8)>,
    /// What the flag beside it says, and in which word.
    flag: Option<(Outcome, Word)>,
    unreadable: bool,
    list_of: Option<AttemptKind>,
}

fn read_score_cell(
    builder: &mut SheetBuilder<'_>,
    row: &Row<'_>,
    template: &GradeRow,
    score: &ScoreCell,
    reading: &Reading,
) {
    let cell = builder.cell(row, score.column);
    // Nearly every cell is a plain number on the scale, and needs no text.
    if let (Some(Cell::Number(number)), None, false) = (row.get(score.column), score.flag, score.unreadable)
        && !builder.grade_columns.has_number_words
        && let Some(value) = Decimal::from_f64(*number)
        && (value == Decimal::ZERO || value >= Decimal::ONE)
        && (builder.policy.grades.scale.0..=builder.policy.grades.scale.1).contains(&value)
    {
        push(builder, template, score.kind, Outcome::Score(value), cell, 1);
        return;
    }
    let text = match row.get(score.column) {
        // A date or an error value in a score cell is no score, whatever number lies behind it.
        Some(Cell::Day(_) | Cell::Error(_) | Cell::Flag(_)) => {
            let found = row.text(Some(score.column)).into_owned();
            builder.problem_of(Fault::ScoreUnknown { found, course: reading.course.clone() }, cell, reading.student);
            push(builder, template, score.kind, Outcome::Unreadable, cell, 1);
            return;
        }
        // 85 % stored as a share is 0.85, and as a score it would be a failure.
        _ if is_share(&row.text(Some(score.column))) => {
            let found = row.text(Some(score.column)).into_owned();
            builder.problem_of(Fault::ScoreAsShare { found, course: reading.course.clone() }, cell, reading.student);
            push(builder, template, score.kind, Outcome::Unreadable, cell, 1);
            return;
        }
        _ => row.text(Some(score.column)),
    };
    let mut read = read_score(&text, score.list_of, &builder.policy.grades);
    // A plain number needs no word beside it.
    let mut written = if Decimal::parse(&text).is_some() { Word::NONE } else { builder.tables.words.intern(&text) };
    if let Some((Outcome::Zero, word)) = score.flag
        && contradicts_zero(&read)
    {
        let flag = builder.tables.words.text(word).to_owned();
        let fault = Fault::FlagContradicts { course: reading.course.clone(), found: text.into_owned(), flag };
        builder.problem_of(fault, cell, reading.student);
        push(builder, template, score.kind, Outcome::Unreadable, cell, 1);
        return;
    }
    if let Some((flagged, word)) = score.flag {
        let by_flag = apply_flag(&read, flagged);
        if by_flag != read {
            written = word;
        }
        read = by_flag;
    }
    let template = &GradeRow { written, ..*template };
    match read {
        Score::Blank => {}
        Score::One(_, _) if score.unreadable => push(builder, template, score.kind, Outcome::Unreadable, cell, 1),
        Score::One(marked, outcome) => {
            push(builder, template, marked.map(|kind| (kind, 1)).or(score.kind), outcome, cell, 1);
        }
        Score::Several(attempts) => {
            let mut sequences = [0_u8; AttemptKind::ALL.len()];
            for (kind, outcome, part) in attempts {
                let is_plain = Decimal::parse(&part).is_some();
                let written = if is_plain { Word::NONE } else { builder.tables.words.intern(&part) };
                let template = &GradeRow { written, ..*template };
                let kind = kind.or(score.kind.map(|(kind, _)| kind)).unwrap_or(AttemptKind::First);
                let sequence = &mut sequences[kind as usize];
                *sequence = sequence.saturating_add(1);
                let outcome = if score.unreadable { Outcome::Unreadable } else { outcome };
                push(builder, template, Some((kind, *sequence)), outcome, cell, *sequence);
            }
        }
        Score::OffScale => {
            let (low, high) = builder.policy.grades.scale;
            let fault = Fault::ScoreOffScale {
                found: text.into_owned(),
                course: reading.course.clone(),
                low: low.to_string(),
                high: high.to_string(),
            };
            builder.problem_of(fault, cell, reading.student);
            push(builder, template, score.kind, Outcome::Unreadable, cell, 1);
        }
        Score::Unknown => {
            let fault = Fault::ScoreUnknown { found: text.into_owned(), course: reading.course.clone() };
            builder.problem_of(fault, cell, reading.student);
            push(builder, template, score.kind, Outcome::Unreadable, cell, 1);
        }
    }
}

/// Whether a score is a number between 0 and 1, which no examiner gives on a scale up to 100.
fn is_share(text: &str) -> bool {
    Decimal::parse(&fold(text)).is_some_and(|score| score > Decimal::ZERO && score < Decimal::ONE)
}

/// Whether a score cannot stand beside "absent": systems write 0 or nothing there, never a score.
fn contradicts_zero(read: &Score) -> bool {
    match read {
        Score::One(_, Outcome::Score(score)) => *score > Decimal::ZERO,
        Score::One(_, Outcome::Pass) | Score::Several(_) => true,
        _ => false,
    }
}

/// A flag beside a score: absent and cheating make it a zero, deferred without a score means no result yet.
fn apply_flag(read: &Score, flagged: Outcome) -> Score {
    match (flagged, read) {
        (Outcome::Deferred, Score::One(_, Outcome::Score(score))) if *score > Decimal::ZERO => {
            Score::One(Some(AttemptKind::Deferred), Outcome::Score(*score))
        }
        (Outcome::Deferred, Score::One(_, Outcome::Zero | Outcome::Pass | Outcome::Fail) | Score::Several(_)) => {
            read.clone()
        }
        (Outcome::Zero | Outcome::Deferred | Outcome::Exempt, _) => Score::One(None, flagged),
        _ => read.clone(),
    }
}

fn push(
    builder: &mut SheetBuilder<'_>,
    template: &GradeRow,
    kind: Option<(AttemptKind, u8)>,
    outcome: Outcome,
    cell: CellRef,
    sequence: u8,
) {
    let is_said_first = kind.is_some_and(|(kind, _)| kind == AttemptKind::First);
    let (mut kind, number) = kind.unwrap_or((AttemptKind::First, 1));
    if outcome == Outcome::Deferred && kind == AttemptKind::Deferred {
        // The exam that was put off; its result, if there is one, stands in a later attempt.
        kind = AttemptKind::First;
    }
    let sequence = sequence.max(number);
    builder.tables.grades.push(&GradeRow { kind, is_said_first, sequence, outcome, cell, ..*template });
}

fn course_name(builder: &SheetBuilder<'_>, sheet: &GradeSheet, row: &Row<'_>) -> String {
    let name = builder.header.text(row, sheet.course);
    if name.is_empty() { builder.header.text(row, sheet.code).into_owned() } else { name.into_owned() }
}

fn is_void(builder: &SheetBuilder<'_>, sheet: &GradeSheet, row: &Row<'_>) -> bool {
    let void = builder.header.text(row, sheet.void);
    let valid = builder.header.text(row, sheet.valid);
    let (void, valid) = (fold(&void), fold(&valid));
    read_yes_no(&void) == Some(true) || void == "作废" || read_yes_no(&valid) == Some(false) || valid == "无效"
}

#[derive(Default)]
struct Natures {
    kind: Option<(AttemptKind, u8)>,
    is_minor: bool,
    is_exempt: bool,
    is_unknown: bool,
    outcome: Option<(Outcome, Word)>,
}

impl Natures {
    fn take(&mut self, nature: Nature) {
        match nature {
            // 重修 with 补考取得 is a make-up within a retake: the later sort decides.
            Nature::Kind(kind, number) => {
                if self.kind.is_none_or(|(earlier, _)| rank(kind) > rank(earlier)) {
                    self.kind = Some((kind, number));
                }
            }
            Nature::Minor => self.is_minor = true,
            Nature::Exempt => self.is_exempt = true,
            Nature::Nothing => {}
        }
    }
}

fn rank(kind: AttemptKind) -> u8 {
    match kind {
        AttemptKind::First => 0,
        AttemptKind::Deferred => 1,
        AttemptKind::Makeup => 2,
        AttemptKind::Retake => 3,
    }
}

/// The sort of exam that a title line says the whole sheet is of.
fn sort_by_title(builder: &SheetBuilder<'_>) -> Option<Nature> {
    builder.header.constant("考试性质").and_then(|constant| read_nature(&fold(&constant.text)))
}

fn read_natures(builder: &mut SheetBuilder<'_>, sheet: &GradeSheet, row: &Row<'_>, reading: &Reading) -> Natures {
    let mut natures = Natures::default();
    if let Some(nature) = sort_by_title(builder) {
        natures.take(nature);
    }
    for (column, label) in &sheet.natures {
        let (column, text) = (*column, row.text(Some(*column)));
        let text = fold(&text);
        let yes_no = match (label.as_str(), read_yes_no(&text)) {
            ("是否重修" | "重修", Some(true)) => Some(Nature::Kind(AttemptKind::Retake, 1)),
            ("是否补考" | "补考", Some(true)) => Some(Nature::Kind(AttemptKind::Makeup, 1)),
            ("是否主修", Some(false)) => Some(Nature::Minor),
            (label, Some(_)) if label.starts_with("是否") || matches!(label, "重修" | "补考") => {
                Some(Nature::Nothing)
            }
            _ => None,
        };
        if let Some(nature) = yes_no.or_else(|| read_nature(&text)) {
            natures.take(nature);
        } else {
            natures.is_unknown = true;
            unknown_nature(builder, row, column, label, reading);
        }
    }
    natures
}

fn unknown_nature(builder: &mut SheetBuilder<'_>, row: &Row<'_>, column: u16, label: &str, reading: &Reading) {
    let found = row.text(Some(column)).into_owned();
    let fault = Fault::NatureUnknown { found, column: label.to_owned(), course: reading.course.clone() };
    builder.problem_of(fault, builder.cell(row, column), reading.student);
}

fn read_flags(builder: &mut SheetBuilder<'_>, sheet: &GradeSheet, row: &Row<'_>, reading: &Reading) -> Natures {
    let mut flags = Natures::default();
    for (column, label, is_strict) in &sheet.flags {
        let (column, is_strict) = (*column, *is_strict);
        let text = row.text(Some(column));
        let text = fold(&text);
        if text.is_empty() {
            continue;
        }
        match (read_word(&text, &builder.policy.grades), read_nature(&text)) {
            (Some(outcome @ (Outcome::Zero | Outcome::Deferred | Outcome::Exempt)), _) => {
                flags.outcome = Some((outcome, builder.tables.words.intern(&text)));
            }
            (None, Some(nature)) => flags.take(nature),
            (None, None) if is_strict => {
                flags.is_unknown = true;
                unknown_nature(builder, row, column, label, reading);
            }
            // A level word in a flag column only repeats the score, and 备注 holds anything, a class name or 公选.
            _ => {}
        }
    }
    flags
}

fn read_term(builder: &mut SheetBuilder<'_>, row: &Row<'_>, reading: &Reading) -> Option<Term> {
    let header = &builder.header;
    let (year, term) = (builder.grade_columns.year, builder.grade_columns.term);
    let [has_year, has_term] = [year, term].map(|role| role.column.is_some() || header.has(role.name));
    if !has_year && !has_term {
        return None;
    }
    let (year_text, term_text) = (header.text(row, year), header.text(row, term));
    let words = &mut builder.tables.words;
    let said = (words.intern(&year_text), words.intern(&term_text));
    let read = *builder.terms.entry(said).or_insert_with(|| match (has_year, has_term) {
        (true, true) => Term::parse_parts(&year_text, &term_text),
        (false, _) => Term::parse(&term_text),
        (true, false) => Term::parse(&year_text),
    });
    if read.is_none() {
        let needed = term_is_needed(builder.policy);
        let found = format!("{year_text} {term_text}").trim().to_owned();
        let cell = builder.role_cell(row, if has_term { "学期" } else { "学年" });
        let fault = Fault::TermUnreadable { found, course: reading.course.clone(), needed };
        builder.problem_of(fault, cell, reading.student);
    }
    read
}

fn read_number(
    builder: &mut SheetBuilder<'_>,
    row: &Row<'_>,
    (role, most): (Role<'static>, i64),
    reading: &Reading,
) -> Option<Decimal> {
    let limit = Decimal::whole(most).unwrap_or(Decimal::HUNDRED);
    let is_possible = |number: &Decimal| (Decimal::ZERO..=limit).contains(number);
    // A number needs no text to be read.
    let cell = role.column.and_then(|column| row.get(column));
    if let Some(Cell::Number(number)) = cell
        && let Some(number) = Decimal::from_f64(*number).filter(is_possible)
    {
        return Some(number);
    }
    let text = builder.header.text(row, role);
    let text = fold(&text);
    if text.is_empty() {
        return None;
    }
    let number = Decimal::parse(&text).filter(is_possible);
    // What no mean uses need not be mended.
    let used = match builder.policy.grades.weight.value {
        Weight::Credit => "学分",
        Weight::Hours => "学时",
        Weight::Equal => "",
    };
    if number.is_none() && role.name == used {
        let fault =
            Fault::WeightUnreadable { what: role.name, found: text.into_owned(), course: reading.course.clone() };
        builder.problem_of(fault, builder.role_cell(row, role.name), reading.student);
    }
    number
}

fn read_types(builder: &mut SheetBuilder<'_>, sheet: &GradeSheet, row: &Row<'_>) -> Word {
    let mut types = String::new();
    let constant = builder.header.constant("课程性质").map(|constant| Cow::Borrowed(constant.text.as_str()));
    let columns = sheet.types.iter().map(|column| row.text(Some(*column)));
    for text in constant.into_iter().chain(columns) {
        let text = fold(&text);
        if !text.is_empty() {
            if !types.is_empty() {
                types.push('|');
            }
            types.push_str(&text);
        }
    }
    builder.tables.words.intern(&types)
}
