//! What is known about each student, after joining and ranking and before any rule has spoken.

use std::collections::{BTreeMap, BTreeSet};
use std::num::NonZeroU32;
use std::ops::Range;

use super::Kind;
use super::evaluation::Evaluated;
use super::ledgers::Ledgers;
use super::number::{Decimal, Exact};
use super::origin::{CellRef, Sources};
use super::past::PastResult;
use super::rows::{AssociationRow, GradeRow};
use super::term::{Date, Term};
use super::union::{Attendance, Cadre, Contact, Contest, Delegate, Editions, Meeting, MeetingRecord, PrintedTotal};
use super::words::{Word, Words};

/// Everything the rules may look at.
#[derive(Debug, Default)]
pub struct Facts {
    /// Names of files and sheets.
    pub sources: Sources,
    /// The texts behind all [`Word`]s.
    pub words: Words,
    /// The day the run is for.
    pub as_of: Option<Date>,
    /// The run's term.
    pub term: Option<Term>,
    /// Which kinds of sheet the drop holds.
    pub inputs: Inputs,
    /// Enrolled students, by student number.
    pub students: Vec<Student>,
    /// Students of the roster who are not enrolled, by student number.
    pub not_enrolled: Vec<NotEnrolled>,
    /// Ranking cohorts, by label.
    pub cohorts: Vec<Cohort>,
    /// Columns of the reviews sheets that were found.
    pub review_columns: Vec<Word>,
    /// All courses of the students, student by student.
    pub courses: Vec<Course>,
    /// All attempts of the courses, course by course, in order of time.
    pub attempts: Vec<Attempt>,
    /// Head-counts of units (人数表), where the drop has them.
    pub headcount: Option<Headcount>,
    /// Student associations (社团), each once, where the drop has a list.
    pub associations: Option<Vec<AssociationRow>>,
    /// Kinds of the sheets that were recognised, rows or not.
    pub kinds: BTreeSet<Kind>,
    /// Who holds which post in the student union (学生会工作人员): one entry a row.
    pub cadres: Editions<Cadre>,
    /// The delegates (代表名册): one entry a row.
    pub delegates: Editions<Delegate>,
    /// Rows of lists whose student number cannot be used: somebody is there, and nobody can say who.
    pub unusable_rows: BTreeMap<Kind, u32>,
    /// Totals printed in the lists of delegates.
    pub printed_totals: Vec<PrintedTotal>,
    /// Elections (选举结果).
    pub contests: Vec<Contest>,
    /// Meetings (会议台账), in the order of the sheets.
    pub meetings: Vec<MeetingRecord>,
    /// What raters said of each person (评议打分, 民主测评票), by student number.
    pub evaluated: Vec<Evaluated>,
    /// Attendance (考勤), in the order of the sheets.
    pub attendance: Vec<Attendance>,
    /// Contacts with students (联系台账).
    pub contacts: Vec<Contact>,
    /// The other ledgers (台账), in the order of the sheets.
    pub ledgers: Ledgers,
    /// The colleges (二级学院) there are, by name, with their students where a roster says.
    pub colleges: Vec<(Word, Option<u32>)>,
    /// What an earlier run decided, where the drop has its result file.
    pub past: Option<PastResult>,
}

/// Head-counts of units as a sheet states them (人数表).
#[derive(Clone, Debug, Default)]
pub struct Headcount {
    /// Unit, students, cell; each unit once, in the order of the sheets.
    pub units: Vec<(Word, u32, CellRef)>,
    /// Whether some number cannot be read, contradicts another, or does not add up.
    pub is_doubtful: bool,
}

impl Facts {
    /// Rows of a kind whose student number cannot be used.
    #[must_use]
    pub fn unusable(&self, kind: Kind) -> u32 {
        self.unusable_rows.get(&kind).copied().unwrap_or(0)
    }

    /// Whether there is a ledger of meetings in general (会议台账): one of nothing but reports on one's work (述职台账) is none.
    #[must_use]
    pub fn has_general_meetings(&self) -> bool {
        let is_of_reports = |record: &MeetingRecord| record.sort == Some(Meeting::Debrief);
        self.kinds.contains(&Kind::Meetings) && (self.meetings.is_empty() || !self.meetings.iter().all(is_of_reports))
    }

    /// A student's courses.
    #[must_use]
    pub fn courses_of(&self, student: &Student) -> &[Course] {
        &self.courses[student.courses.clone()]
    }

    /// A course's name, with its term where the student has another of that name.
    #[must_use]
    pub fn name_of(&self, course: &Course, student: &Student) -> String {
        let name = self.words.text(course.name);
        let namesakes = self.courses_of(student).iter().filter(|other| other.name == course.name).count();
        match course.term {
            Some(term) if namesakes > 1 => format!("{name}（{term}）"),
            _ => name.to_owned(),
        }
    }

    /// The cells a standing rests on: those read as they are, or the counted scores.
    #[must_use]
    pub fn cells_of(&self, student: &Student, standing: &Standing) -> Vec<CellRef> {
        if !standing.cells.is_empty() {
            return standing.cells.clone();
        }
        self.courses_of(student)
            .iter()
            .filter(|course| course.excluded.is_none() && standing.window.holds(course.term, self.term))
            .filter_map(|course| course.counted_attempt(self).map(|attempt| attempt.cell))
            .collect()
    }
}

/// Which kinds of sheet the drop holds.
#[derive(Clone, Copy, Debug, Default)]
#[expect(clippy::struct_excessive_bools, reason = "one flag per kind of sheet")]
pub struct Inputs {
    /// A roster.
    pub roster: bool,
    /// A grade sheet.
    pub grades: bool,
    /// A comprehensive evaluation.
    pub comprehensive: bool,
    /// A list of punishments.
    pub discipline: bool,
    /// A sheet of reviews.
    pub reviews: bool,
}

impl Inputs {
    /// Kinds without which no report can be made.
    #[must_use]
    pub fn missing(self) -> Vec<Kind> {
        let needed = [(self.roster, Kind::Roster), (self.grades || self.comprehensive, Kind::Grades)];
        needed.into_iter().filter(|(is_there, _)| !is_there).map(|(_, kind)| kind).collect()
    }
}

/// An enrolled student.
#[derive(Debug, Default)]
pub struct Student {
    /// Student number (学号) as the roster writes it.
    pub id: Word,
    /// Name (姓名).
    pub name: Word,
    /// College (学院).
    pub college: Word,
    /// Major (专业).
    pub major: Word,
    /// Cohort (年级), folded: `2023`.
    pub cohort: Word,
    /// Class (班级).
    pub class: Word,
    /// Campus (校区).
    pub campus: Word,
    /// Gender (性别), as written.
    pub gender: Word,
    /// Ethnicity (民族), as written.
    pub ethnicity: Word,
    /// The roster's cell of the student number.
    pub cell: Option<CellRef>,
    /// Political status (政治面貌).
    pub political: PoliticalFact,
    /// Whether the cohort is in its first academic year.
    pub is_first_year: bool,
    /// The ranking cohort; `None` where the roster leaves a part of the key blank.
    pub ranked_in: Option<u32>,
    /// One standing per window that is in use, in the order of [`Window::ALL`].
    pub standings: Vec<Standing>,
    /// The student's part of [`Facts::courses`].
    pub courses: Range<usize>,
    /// Punishments (处分), in the order of the sheets.
    pub punishments: Vec<Punishment>,
    /// Reviews (资格审核意见), where the student is in that sheet.
    pub review: Option<Review>,
    /// Problems in the data that touch the student.
    pub doubts: Vec<Doubt>,
}

/// A student of the roster who is not enrolled (非在籍).
#[derive(Debug)]
pub struct NotEnrolled {
    /// Student number.
    pub id: Word,
    /// Name.
    pub name: Word,
    /// Status (学籍状态), as written.
    pub status: Word,
    /// The roster's cell of the status.
    pub cell: CellRef,
    /// What else the roster says of the student.
    pub said: Said,
}

/// What a roster says of somebody, for counts by group (代表构成).
#[derive(Clone, Copy, Debug, Default)]
pub struct Said {
    /// Gender (性别), as written.
    pub gender: Word,
    /// Ethnicity (民族), as written.
    pub ethnicity: Word,
    /// Cohort (年级), folded.
    pub cohort: Word,
    /// College (学院).
    pub college: Word,
    /// Political status after aliases.
    pub status: Option<Word>,
}

/// Political status after aliases.
#[derive(Debug, Default)]
pub struct PoliticalFact {
    /// As the roster writes it; [`Word::NONE`] where blank.
    pub written: Word,
    /// The canonical status; `None` where it is blank or unknown.
    pub status: Option<Word>,
    /// The cell.
    pub cell: Option<CellRef>,
}

/// The terms a rule looks at (统计窗口).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Window {
    /// Every term in the drop.
    SinceEntry,
    /// The terms within one year up to the run's term.
    LastYear,
    /// The run's term.
    LastTerm,
}

impl Window {
    /// All windows, in the order in which [`Student::standings`] and reasons name them.
    pub const ALL: [Self; 3] = [Self::SinceEntry, Self::LastYear, Self::LastTerm];

    /// The Chinese words.
    #[must_use]
    pub fn chinese(self) -> &'static str {
        match self {
            Self::SinceEntry => "入学以来",
            Self::LastYear => "最近一学年",
            Self::LastTerm => "最近一学期",
        }
    }

    /// Whether a course of this term counts, for a run of term `last`. A course without a term is in the widest window only.
    #[must_use]
    pub fn holds(self, course: Option<Term>, last: Option<Term>) -> bool {
        match (self, course, last) {
            (Self::SinceEntry, _, _) => true,
            (Self::LastYear, Some(course), Some(last)) => course.is_within_year_to(last),
            (Self::LastTerm, Some(course), Some(last)) => course == last,
            _ => false,
        }
    }
}

/// What students are ranked by (排名指标).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Metric {
    /// Total of the comprehensive evaluation (综测总分).
    Comprehensive,
    /// Weighted average (加权平均分).
    Average,
    /// Weighted grade point (平均绩点).
    Gpa,
    /// Rank and head-count as a sheet states them (专业排名, 专业人数).
    ImportedRank,
}

impl Metric {
    /// The word of the policy.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::Comprehensive => "comprehensive",
            Self::Average => "average",
            Self::Gpa => "gpa",
            Self::ImportedRank => "imported_rank",
        }
    }

    /// The Chinese word.
    #[must_use]
    pub fn chinese(self) -> &'static str {
        match self {
            Self::Comprehensive => "综测总分",
            Self::Average => "加权平均分",
            Self::Gpa => "平均绩点",
            Self::ImportedRank => "导入排名",
        }
    }
}

/// A rank in halves, so that the mean rank of a tie (3.5) stays exact.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Rank {
    /// Twice the rank.
    pub halves: u32,
}

impl std::fmt::Display for Rank {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}{}", self.halves / 2, if self.halves.is_multiple_of(2) { "" } else { ".5" })
    }
}

/// Where a student stands in one window.
#[derive(Clone, Debug)]
pub struct Standing {
    /// The window.
    pub window: Window,
    /// Weighted average of the counted courses; `None` without a countable course.
    pub average: Option<Exact>,
    /// Sum of the counted courses' credits.
    pub credits: Decimal,
    /// Number of counted courses.
    pub n_courses: u32,
    /// What the student is ranked by; `None` where there is nothing to rank.
    pub metric: Option<Metric>,
    /// The metric's value; `None` where there is nothing to rank.
    pub value: Option<Exact>,
    /// The rank, where the student is ranked.
    pub rank: Option<Rank>,
    /// Number of ranked students in the cohort.
    pub cohort_size: u32,
    /// Whether nobody in the cohort stands higher.
    pub is_best: bool,
    /// How many in the cohort share the value, the student included.
    pub n_tied: u32,
    /// How the rank could stand at best once doubtful courses are mended.
    pub at_best: AtBest,
    /// Cells of the value, where it was read and not computed.
    pub cells: Vec<CellRef>,
}

/// How a rank could stand at best once the student's unreadable courses are mended (最好情形).
///
/// A rank beyond the line is a sure failure only if it stays there with the highest score in every doubtful course.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AtBest {
    /// Nothing is doubtful.
    AsItStands,
    /// At best this rank.
    Rank(Rank),
    /// Nobody can say.
    Open,
}

/// A ranking cohort (排名范围), by default one major of one year.
#[derive(Clone, Debug)]
pub struct Cohort {
    /// For instance `软件技术 2023级`.
    pub label: String,
}

/// One course of one student.
#[derive(Clone, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "independent facts, each asked by another rule")]
pub struct Course {
    /// Name (课程名称), as first written.
    pub name: Word,
    /// Term of its first exam in the drop.
    pub term: Option<Term>,
    /// Score that counts, before anything is excluded; `None` without a result on the scale.
    pub counted: Option<Decimal>,
    /// Grade point that counts, under a grade-point metric.
    pub points: Option<Decimal>,
    /// Credit (学分).
    pub credit: Option<Decimal>,
    /// Weight in the mean: credit, hours or one.
    pub weight: Option<Decimal>,
    /// Why the course is out of the mean; `None` if it counts.
    pub excluded: Option<Exclusion>,
    /// Whether it is passed.
    pub state: CourseState,
    /// Whether some attempt was a make-up or a retake.
    pub is_repeated: bool,
    /// Whether only make-ups and retakes are there: something was not passed, and nobody can see what.
    pub lacks_first: bool,
    /// Whether some attempt failed.
    pub has_failed: bool,
    /// Whether a row of it carries another name than the roster's.
    pub is_under_other_name: bool,
    /// Whether the failed-course rule looks at it (课程性质).
    pub is_asked: bool,
    /// The course's part of [`Facts::attempts`].
    pub attempts: Range<u32>,
    /// The attempt the counted score comes from: which of its own, from one.
    pub counted_from: Option<NonZeroU32>,
}

impl Course {
    /// Its attempts among all.
    #[must_use]
    pub fn attempts<'f>(&self, facts: &'f Facts) -> &'f [Attempt] {
        &facts.attempts[self.attempts.start as usize..self.attempts.end as usize]
    }

    /// The attempt the counted score comes from.
    #[must_use]
    pub fn counted_attempt<'f>(&self, facts: &'f Facts) -> Option<&'f Attempt> {
        self.counted_from.and_then(|number| self.attempts(facts).get(number.get() as usize - 1))
    }
}

/// Why a course is out of the mean (不计入平均分的原因).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Exclusion {
    /// No result yet (缓考).
    Deferred,
    /// Exempt (免修, 免考).
    Exempt,
    /// Marked pass or fail only (二级制).
    TwoLevel,
    /// Another programme (辅修).
    Minor,
    /// Excluded by its name or type under the policy.
    ByPolicy,
    /// A score that could not be read or contradicts itself.
    Unreadable,
    /// Without credit, hours or grade point.
    NoWeight,
    /// No counted score: only repeats are in the drop and the policy does not count them.
    NoCountedScore,
}

impl Exclusion {
    /// The Chinese words.
    #[must_use]
    pub fn chinese(self) -> &'static str {
        match self {
            Self::Deferred => "缓考，尚无成绩",
            Self::Exempt => "免修免考",
            Self::TwoLevel => "二级制成绩",
            Self::Minor => "辅修课程",
            Self::ByPolicy => "按政策不计入",
            Self::Unreadable => "成绩有疑问",
            Self::NoWeight => "缺学分等权重",
            Self::NoCountedScore => "无计入成绩",
        }
    }
}

/// Whether a course is passed (课程通过情况).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CourseState {
    /// Passed, never failed.
    Passed,
    /// Failed once, passed later.
    Cleared,
    /// No passed attempt.
    Outstanding,
    /// Deferred, no result.
    Deferred,
    /// Unreadable or contradictory, so nobody can say.
    Unclear,
}

/// One attempt at a course (一次考试). There are millions in a province, so the outcome is kept in its parts.
#[derive(Clone, Copy, Debug)]
pub struct Attempt {
    /// What sort of attempt.
    pub kind: AttemptKind,
    /// The word it was written with; empty for a plain number.
    pub written: Word,
    /// Term.
    pub term: Option<Term>,
    /// The score's cell.
    pub cell: CellRef,
    tag: u8,
    score: i64,
}

impl Attempt {
    /// What a row says of an attempt that turned out to be of a sort.
    #[must_use]
    pub fn new(kind: AttemptKind, row: &GradeRow) -> Self {
        let (tag, score) = row.outcome.parts();
        Self { kind, written: row.written, term: row.term, cell: row.cell, tag, score }
    }

    /// What came of it.
    #[must_use]
    pub fn outcome(&self) -> Outcome {
        Outcome::from_parts(self.tag, self.score)
    }
}

/// The sort of an attempt (考试性质), in the order of time within a term.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum AttemptKind {
    /// First exam (正常考试, 初修).
    First,
    /// A deferred exam, taken later (缓考).
    Deferred,
    /// Make-up (补考).
    Makeup,
    /// Retake (重修).
    Retake,
}

impl AttemptKind {
    /// All kinds, for the integer column.
    pub const ALL: [Self; 4] = [Self::First, Self::Deferred, Self::Makeup, Self::Retake];

    /// The Chinese word.
    #[must_use]
    pub fn chinese(self) -> &'static str {
        match self {
            Self::First => "初考",
            Self::Deferred => "缓考",
            Self::Makeup => "补考",
            Self::Retake => "重修",
        }
    }
}

/// What came of an attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Outcome {
    /// A score on the scale, typed or mapped from a level word.
    Score(Decimal),
    /// Counted as 0 and failed (缺考, 作弊).
    Zero,
    /// Two-level pass (合格).
    Pass,
    /// Two-level fail (不合格).
    Fail,
    /// Deferred, no result (缓考).
    Deferred,
    /// Exempt (免修).
    Exempt,
    /// Not readable; a problem stands at its cell.
    Unreadable,
    /// Left blank where most others have a score; of the joined grades none is left of it.
    Blank,
}

impl Outcome {
    /// Which outcome it is, and the score in units (0 without one), for columns.
    #[must_use]
    pub fn parts(self) -> (u8, i64) {
        match self {
            Self::Score(score) => (0, score.units()),
            Self::Zero => (1, 0),
            Self::Pass => (2, 0),
            Self::Fail => (3, 0),
            Self::Deferred => (4, 0),
            Self::Exempt => (5, 0),
            Self::Unreadable => (6, 0),
            Self::Blank => (7, 0),
        }
    }

    /// The inverse of [`Outcome::parts`].
    #[must_use]
    pub fn from_parts(tag: u8, score: i64) -> Self {
        match tag {
            0 => Self::Score(Decimal::from_units(score)),
            1 => Self::Zero,
            2 => Self::Pass,
            3 => Self::Fail,
            4 => Self::Deferred,
            5 => Self::Exempt,
            7 => Self::Blank,
            _ => Self::Unreadable,
        }
    }
}

/// An outcome as the sheet words it, with what it counts: `85`, `良好（计 85）`, `旷考（计 0）`.
#[must_use]
pub fn outcome_text(outcome: Outcome, written: &str) -> String {
    let counts = match outcome {
        Outcome::Score(score) if written.is_empty() => return score.to_string(),
        Outcome::Score(score) => format!("计 {score}"),
        Outcome::Zero => "计 0".to_owned(),
        Outcome::Unreadable | Outcome::Blank => "无法识别".to_owned(),
        Outcome::Pass | Outcome::Fail | Outcome::Deferred | Outcome::Exempt => return written.to_owned(),
    };
    if written.is_empty() { counts } else { format!("{written}（{counts}）") }
}

/// A punishment (处分).
#[derive(Clone, Debug)]
pub struct Punishment {
    /// Type as written (处分类型).
    pub kind: Word,
    /// What it amounts to.
    pub state: PunishmentState,
    /// Day of lifting (解除日期), if written.
    pub lifted_on: Option<Date>,
    /// The type's cell and the cells that say whether it was lifted.
    pub cells: Vec<CellRef>,
}

/// What a record of punishment amounts to on the day of the run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PunishmentState {
    /// In force.
    Active,
    /// Lifted by record.
    Lifted,
    /// Public criticism (通报批评), below punishment.
    Criticism,
    /// The type or the lifting could not be read.
    Unclear,
    /// A record that has the student's name, and no number or another's: nobody can tell whose it is.
    OfWhom,
}

/// One student's reviews (资格审核意见).
#[derive(Clone, Debug)]
pub struct Review {
    /// Column by column: name, answer, date, cell.
    pub answers: Vec<ReviewAnswer>,
}

/// One column of the reviews sheet.
#[derive(Clone, Debug)]
pub struct ReviewAnswer {
    /// The column (政治合格, 团委审核, …).
    pub column: Word,
    /// 是, 否, or `None` where blank or unreadable.
    pub answer: Option<bool>,
    /// The date beside it.
    pub date: Option<Date>,
    /// The cell.
    pub cell: CellRef,
}

/// A problem in the data, seen from the student it touches.
#[derive(Clone, Debug)]
pub struct Doubt {
    /// The problem's code.
    pub code: &'static str,
    /// What it makes uncertain.
    pub aspects: &'static [Aspect],
    /// The problem's message.
    pub message: String,
    /// Its cell.
    pub cell: Option<CellRef>,
}

/// What a problem makes uncertain.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Aspect {
    /// Political status.
    Political,
    /// One course's part in the weighted mean and among the failed courses; the course itself knows.
    Course,
    /// Whose grades they are, or where they belong.
    GradesOfWhom,
    /// The comprehensive evaluation.
    Comprehensive,
    /// Punishments.
    Discipline,
    /// Reviews.
    Reviews,
    /// Which cohort the student is ranked in.
    Cohort,
}
