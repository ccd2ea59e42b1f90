//! Problems: what is wrong in the user's files. Collected, all of them, sorted, never thrown.
//!
//! A failure of the outside world (a folder that cannot be read) is not a problem but an error, and travels as `anyhow`.

mod wording;

use crate::model::Kind;
use crate::model::facts::Aspect;
use crate::model::origin::{CellRef, SheetIdx, Sources};
use crate::model::term::{Date, Term};
use crate::model::words::Word;

/// How bad a problem is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// The persons it touches need review.
    Error,
    /// Worth a look; no verdict depends on it.
    Warning,
    /// For information.
    Info,
}

impl Severity {
    /// The word of the result file.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Info => "info",
        }
    }

    /// The Chinese word.
    #[must_use]
    pub fn chinese(self) -> &'static str {
        match self {
            Self::Error => "错误",
            Self::Warning => "提醒",
            Self::Info => "说明",
        }
    }
}

/// Why an earlier result is not compared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PastUnused {
    /// It is not of an earlier term.
    NotEarlier,
    /// It holds no evaluation.
    NoEvaluation,
    /// Another file is later, or of the same term.
    Other(String),
}

/// What is left blank of scores.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Blank {
    /// The score of a row that names the course.
    Row,
    /// A cell of a class matrix in a column in which most have a score.
    Cell,
    /// A whole column of a class matrix.
    Column,
}

/// What ordinary exams of several terms under one name were taken for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum TakenFor {
    /// A course of its own in each of the terms.
    Several,
    /// One course that was not passed before it was taken again.
    One,
    /// One course, because the code is the same and nothing is said of the exams.
    OneByCode,
}

/// Where a problem stands, in order of print.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Place {
    /// The drop as a whole.
    Drop,
    /// A file, by its number.
    File(usize),
    /// A sheet.
    Sheet(SheetIdx),
    /// A cell.
    Cell(CellRef),
}

impl Place {
    fn order(self) -> (usize, usize, u64) {
        match self {
            Self::Drop => (0, 0, 0),
            Self::File(file) => (file + 1, 0, 0),
            Self::Sheet(sheet) => (sheet.file() + 1, sheet.sheet() + 1, 0),
            Self::Cell(cell) => (cell.sheet().file() + 1, cell.sheet().sheet() + 1, cell.packed()),
        }
    }

    /// `成绩.xlsx › Sheet1 › D17`, or as much of it as there is.
    #[must_use]
    pub fn show(self, sources: &Sources) -> String {
        match self {
            Self::Drop => "整批材料".to_owned(),
            Self::File(file) => sources.file(file).to_owned(),
            Self::Sheet(sheet) => format!("{} › {}", sources.file(sheet.file()), sources.sheet(sheet)),
            Self::Cell(cell) => sources.show(cell),
        }
    }

    /// The sheet, if it is one or lies in one.
    #[must_use]
    pub fn sheet(self) -> Option<SheetIdx> {
        match self {
            Self::Drop | Self::File(_) => None,
            Self::Sheet(sheet) => Some(sheet),
            Self::Cell(cell) => Some(cell.sheet()),
        }
    }

    /// The cell, if it is one.
    #[must_use]
    pub fn cell(self) -> Option<CellRef> {
        match self {
            Self::Cell(cell) => Some(cell),
            _ => None,
        }
    }
}

/// What is wrong: the closed list of all problems.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "code, message and advice below say what each is")]
pub enum Fault {
    // D: drop and files.
    FileUnreadable { reason: String },
    FormatNotSupported { format: &'static str },
    NoSheetRecognised { looked_for: String },
    NoDisciplineList,
    NoReviewsSheet,
    NoGradesSheet,
    PolicyFileIgnored { used: String },
    TooManyFiles { limit: usize },
    LinkNotFollowed { name: String },
    NotASpreadsheet,
    TermOfOtherYear { term: Term, as_of: Date, today: Term },
    OwnReport,
    OpenElsewhere { lock: String },
    PastUnusable { reason: String },
    PastNotCompared { term: Term, why: PastUnused },
    TermNotUsed { kind: Kind, term: Term, used: Term, rows: u32 },
    TermDiffers { kind: Kind, term: Term, run: Term },
    FileEncrypted,
    OtherEvaluation { word: &'static str },
    SheetLacksColumns { kind: Kind, lacks: Vec<&'static str> },
    SheetEmpty { kind: Kind },
    FormUnfilled { kind: Kind },
    QuotaRefused { reason: String, is_asked_for: bool },
    QuotaBelowMinimum { set: u32, minimum: u32 },
    LotAhead { date: Date, as_of: Date },
    FloorOutOfReach { group: String, minimum: u32, there: u32 },
    LotOfNoTie { question: String, tied: Vec<String>, why: String },
    // H: headers and layout.
    ColumnMissing { kind: Kind, column: &'static str, consequence: &'static str, decides: bool },
    ColumnAmbiguous { column: String, kept: String, other: String },
    PartScoreUsed { column: String },
    SheetHidden,
    RowsHidden { rows: u32 },
    HeaderByContent { kind: Kind },
    MatrixRead { courses: Vec<String>, others: Vec<String> },
    SecondHeader,
    FormUnheaded,
    RowOfSecondList { kind: Kind },
    ColumnOfOtherSheet { kind: Kind, column: String },
    SortByTitle { sort: String },
    ScoreAsShare { found: String, course: String },
    DimensionsMissing { missing: Vec<String>, strays: Vec<String> },
    DimensionsUnknown { strays: Vec<String> },
    ColumnsUnread { kind: Kind, columns: Vec<String> },
    DividerUnclear { said: String },
    BoxesMissing { missing: Vec<String> },
    ScaleDiffers { column: String, full: String, high: String },
    ScaleDoubtful { most: String, high: String },
    WeightDiffers { printed: Vec<String>, policy: Vec<String> },
    RaterScaleDoubtful { rater: String, most: String, high: String },
    RatersRead { groups: Vec<(String, Vec<String>)>, repeated: Vec<String>, others: Vec<String> },
    FoundByName { kind: Kind, persons: usize },
    // C: cells.
    RatingTotalDiffers { written: String, sum: String, total: String },
    BallotsTwice { group: String, first: String },
    NameUnclear { kind: Kind, name: String, holders: usize },
    IdStoredAsNumber { column: String },
    IdLossy { found: String },
    IdMissing { kind: Kind, name: String },
    ExampleChanged { kind: Kind },
    ScoreUnknown { found: String, course: String },
    ScoreOffScale { found: String, course: String, low: String, high: String },
    ScoreBlank { course: String, of: Blank },
    NatureUnknown { found: String, column: String, course: String },
    WeightMissing { what: &'static str, course: String, needed: bool },
    WeightUnreadable { what: &'static str, found: String, course: String },
    TermUnreadable { found: String, course: String, needed: bool },
    StatusUnknown { found: String },
    PoliticalBlank,
    PoliticalUnknown { found: String },
    RosterFieldBlank { column: &'static str },
    TotalUnreadable { found: String },
    PunishmentUnknown { found: String },
    PunishmentBlank,
    PunishmentAhead { date: Date, as_of: Date },
    LiftingUnreadable { column: &'static str, found: String },
    LiftingContradicts { said: String, date: String },
    ReviewUnreadable { column: String, found: String },
    TotalHidesFirst { course: String, total: String, column: &'static str, repeat: String },
    FlagContradicts { course: String, found: String, flag: String },
    LiftingRemarked { remark: String },
    CohortUnreadable { found: String },
    ImportedRankWrong { found: String },
    NamePrivateUse { name: String },
    HeadcountUnreadable { unit: String, found: String },
    AssociationUnclear { name: String, column: &'static str, found: String },
    MainButFailed { name: String, found: String },
    EntryBlank { kind: Kind, column: &'static str },
    EntryUnreadable { kind: Kind, column: &'static str, found: String, wanted: &'static str },
    WordUnknown { kind: Kind, column: &'static str, found: String, known: String },
    BackboneContradicts { post: String },
    EditionUnclear { kind: Kind, found: String, is_used: bool },
    VotesWrong { said: String },
    DateAhead { kind: Kind, column: &'static str, date: Date, as_of: Date },
    StatusContradicts { status: String, has_date: bool },
    DatesReversed { kind: Kind, first: &'static str, from: Date, last: &'static str, to: Date },
    RatingUnusable { dimension: String, found: String, low: String, high: String },
    // J: joins.
    NotInRoster { kind: Kind, id: String, name: String, rows: u32 },
    PunishedByName { name: String, id: String, owner: Option<String>, student: String },
    NoGradesOfStudent { name: String },
    NoTotalOfStudent { name: String },
    NameDiffers { kind: Kind, id: String, here: String, roster: String },
    AttemptTwice { course: String, score: String, first: String },
    AttemptContradicts { course: String, here: String, there: String, first: String },
    RosterTwice { first: String },
    RosterContradicts { column: &'static str, here: String, there: String, first: String },
    TotalTwice { first: String },
    TotalContradicts { here: String, there: String, first: String },
    ReviewTwice { first: String },
    ReviewContradicts { column: String, first: String },
    CourseNamedTwice { course: String, students: u32, taken_for: TakenFor },
    CourseAmbiguous { course: String },
    RepeatWithoutFirst { course: String },
    CreditDiffers { course: String, here: String, there: String },
    FailedUnderOneName { course: String },
    SheetRepeats { first: String, rows: u32 },
    HeadcountDiffers { unit: String, here: u32, there: u32, first: String },
    SumDiffers { printed: u32, sum: u64 },
    AssociationContradicts { name: String, first: String },
    HeadcountAndRoster { unit: String, here: u32, roster: u32 },
    HeadcountUnitUnknown { unit: String, similar: Option<String> },
    RatedTwice { first: String, is_same: bool },
    ListedTwice { kind: Kind, first: String },
    TotalPrintedDiffers { printed: u32, rows: u32, is_head: bool },
}

use Aspect::{Cohort, Comprehensive, Course, Discipline, GradesOfWhom, Political, Reviews};

impl Fault {
    /// The code, stable for ever.
    #[must_use]
    pub fn code(&self) -> &'static str {
        self.describe().0
    }

    /// How bad it is.
    #[must_use]
    pub fn severity(&self) -> Severity {
        self.describe().1
    }

    /// What it makes uncertain for the person it touches.
    #[must_use]
    pub fn aspects(&self) -> &'static [Aspect] {
        self.describe().2
    }

    /// Whether it touches the eligibility of its person as a candidate. A slip in a list of the union does not.
    #[must_use]
    pub fn concerns_eligibility(&self) -> bool {
        match self {
            Self::NameDiffers { kind, .. } | Self::ListedTwice { kind, .. } => kind.decides_eligibility(),
            _ => true,
        }
    }

    /// The group of report 00 and what to do there.
    #[must_use]
    pub fn group(&self) -> Group {
        self.describe().3
    }

    fn describe(&self) -> (&'static str, Severity, &'static [Aspect], Group) {
        use Severity::{Error, Info, Warning};
        match self {
            Self::FileUnreadable { .. } => ("D101", Error, &[], Group::Files),
            Self::FormatNotSupported { .. } => ("D102", Error, &[], Group::Files),
            Self::NoSheetRecognised { .. } => ("D103", Info, &[], Group::Files),
            Self::NoDisciplineList => ("D104", Warning, &[], Group::Files),
            Self::NoReviewsSheet => ("D105", Info, &[], Group::Files),
            Self::NoGradesSheet => ("D106", Warning, &[], Group::Files),
            Self::PolicyFileIgnored { .. } => ("D107", Warning, &[], Group::Files),
            Self::TooManyFiles { .. } => ("D108", Error, &[], Group::Files),
            Self::LinkNotFollowed { .. } => ("D109", Warning, &[], Group::Files),
            Self::NotASpreadsheet => ("D110", Info, &[], Group::Files),
            Self::TermOfOtherYear { .. } => ("D111", Warning, &[], Group::Files),
            Self::OwnReport => ("D112", Info, &[], Group::Files),
            Self::PastNotCompared { .. } => ("D123", Info, &[], Group::Files),
            Self::TermNotUsed { .. } => ("D125", Warning, &[], Group::Files),
            Self::TermDiffers { .. } => ("D126", Warning, &[], Group::Files),
            Self::PastUnusable { .. } => ("D124", Warning, &[], Group::Files),
            Self::FileEncrypted => ("D113", Error, &[], Group::Files),
            Self::OtherEvaluation { .. } => ("D127", Warning, &[], Group::Files),
            Self::WeightDiffers { .. } => ("H123", Warning, &[], Group::Layout),
            Self::SheetLacksColumns { .. } => ("D114", Warning, &[], Group::Files),
            Self::SheetEmpty { .. } => ("D121", Warning, &[], Group::Files),
            Self::FormUnfilled { .. } => ("D128", Info, &[], Group::Files),
            Self::OpenElsewhere { .. } => ("D129", Info, &[], Group::Files),
            Self::QuotaRefused { is_asked_for: true, .. } => ("D116", Warning, &[], Group::Files),
            Self::QuotaRefused { is_asked_for: false, .. } => ("D116", Info, &[], Group::Files),
            Self::QuotaBelowMinimum { .. } => ("D117", Warning, &[], Group::Files),
            Self::LotAhead { .. } => ("D119", Warning, &[], Group::Files),
            Self::FloorOutOfReach { .. } => ("D120", Warning, &[], Group::Files),
            Self::LotOfNoTie { .. } => ("D118", Error, &[], Group::Files),
            Self::ColumnMissing { decides: true, .. } => ("H101", Error, &[], Group::Layout),
            Self::ColumnMissing { decides: false, .. } => ("H101", Warning, &[], Group::Layout),
            Self::ColumnAmbiguous { .. } => ("H102", Warning, &[], Group::Layout),
            Self::PartScoreUsed { .. } => ("H104", Warning, &[], Group::Layout),
            Self::SheetHidden => ("H105", Info, &[], Group::Layout),
            Self::RowsHidden { .. } => ("H106", Warning, &[], Group::Layout),
            Self::HeaderByContent { .. } => ("H107", Warning, &[], Group::Layout),
            Self::MatrixRead { others, .. } if others.is_empty() => ("H108", Info, &[], Group::Layout),
            Self::MatrixRead { .. } => ("H108", Warning, &[], Group::Layout),
            Self::RaterScaleDoubtful { .. } => ("H122", Error, &[], Group::Layout),
            Self::RatingTotalDiffers { .. } => ("C238", Warning, &[], Group::Registers),
            Self::BallotsTwice { .. } => ("J327", Warning, &[], Group::Duplicates),
            Self::FoundByName { .. } => ("H121", Info, &[], Group::Layout),
            Self::NameUnclear { .. } => ("C239", Error, &[], Group::Ids),
            Self::RatersRead { groups, repeated, others }
                if others.is_empty() && repeated.is_empty() && groups.iter().all(|(group, _)| !group.is_empty()) =>
            {
                ("H120", Info, &[], Group::Layout)
            }
            Self::RatersRead { .. } => ("H120", Warning, &[], Group::Layout),
            Self::FormUnheaded => ("H124", Error, &[], Group::Layout),
            Self::SecondHeader => ("H109", Error, &[], Group::Layout),
            Self::RowOfSecondList { kind } => ("H110", Error, aspects_of(*kind), Group::Layout),
            Self::ColumnOfOtherSheet { .. } => ("H111", Error, &[], Group::Layout),
            Self::DimensionsMissing { .. } => ("H113", Error, &[], Group::Layout),
            Self::DimensionsUnknown { .. } => ("H114", Warning, &[], Group::Layout),
            Self::BoxesMissing { .. } => ("H117", Error, &[], Group::Layout),
            Self::ScaleDoubtful { .. } => ("H119", Error, &[], Group::Layout),
            Self::ScaleDiffers { .. } => ("H118", Error, &[], Group::Layout),
            Self::DividerUnclear { .. } => ("H116", Error, &[], Group::Layout),
            Self::ColumnsUnread { .. } => ("H115", Warning, &[], Group::Layout),
            Self::SortByTitle { .. } => ("H112", Info, &[], Group::Layout),
            Self::ScoreAsShare { .. } => ("C227", Error, &[Course], Group::Scores),
            Self::IdStoredAsNumber { .. } => ("C201", Warning, &[], Group::Ids),
            Self::IdLossy { .. } => ("C202", Error, &[], Group::Ids),
            Self::IdMissing { .. } => ("C203", Error, &[], Group::Ids),
            Self::ExampleChanged { .. } => ("C245", Error, &[], Group::Ids),
            Self::ScoreUnknown { .. } => ("C204", Error, &[Course], Group::Scores),
            Self::ScoreOffScale { .. } => ("C205", Error, &[Course], Group::Scores),
            Self::ScoreBlank { of: Blank::Cell, .. } => ("C206", Error, &[Course], Group::Scores),
            Self::ScoreBlank { .. } => ("C206", Warning, &[], Group::Scores),
            Self::NatureUnknown { .. } => ("C207", Error, &[Course], Group::Scores),
            Self::WeightMissing { needed: true, .. } => ("C208", Error, &[Course], Group::Scores),
            Self::WeightMissing { needed: false, .. } => ("C208", Warning, &[], Group::Scores),
            Self::WeightUnreadable { .. } => ("C209", Warning, &[], Group::Scores),
            Self::TermUnreadable { needed: true, .. } => ("C210", Error, &[GradesOfWhom], Group::Scores),
            Self::TermUnreadable { needed: false, .. } => ("C210", Warning, &[], Group::Scores),
            Self::StatusUnknown { .. } => ("C211", Error, &[], Group::Roster),
            Self::PoliticalBlank => ("C212", Error, &[Political], Group::Roster),
            Self::PoliticalUnknown { .. } => ("C213", Error, &[Political], Group::Roster),
            Self::RosterFieldBlank { .. } => ("C214", Error, &[Cohort], Group::Roster),
            Self::TotalUnreadable { .. } => ("C215", Error, &[Comprehensive], Group::Scores),
            Self::PunishmentUnknown { .. } => ("C216", Error, &[Discipline], Group::Registers),
            Self::PunishmentBlank => ("C217", Error, &[Discipline], Group::Registers),
            Self::PunishmentAhead { .. } => ("C246", Error, &[Discipline], Group::Registers),
            Self::LiftingUnreadable { .. } => ("C218", Error, &[Discipline], Group::Registers),
            Self::LiftingContradicts { .. } => ("C219", Warning, &[], Group::Registers),
            Self::ReviewUnreadable { .. } => ("C220", Error, &[Reviews], Group::Registers),
            Self::TotalHidesFirst { .. } => ("C221", Error, &[Course], Group::Scores),
            Self::FlagContradicts { .. } => ("C222", Error, &[Course], Group::Scores),
            Self::LiftingRemarked { .. } => ("C223", Error, &[Discipline], Group::Registers),
            Self::CohortUnreadable { .. } => ("C224", Error, &[Cohort], Group::Roster),
            Self::ImportedRankWrong { .. } => ("C225", Error, &[Comprehensive], Group::Scores),
            Self::NamePrivateUse { .. } => ("C226", Warning, &[], Group::Ids),
            Self::HeadcountUnreadable { .. } => ("C228", Error, &[], Group::Registers),
            Self::AssociationUnclear { .. } => ("C229", Error, &[], Group::Registers),
            Self::MainButFailed { .. } => ("C230", Warning, &[], Group::Registers),
            Self::EntryBlank { .. } => ("C231", Error, &[], Group::Registers),
            Self::EntryUnreadable { .. } => ("C232", Error, &[], Group::Registers),
            Self::WordUnknown { .. } => ("C233", Error, &[], Group::Registers),
            Self::BackboneContradicts { .. } => ("C234", Warning, &[], Group::Registers),
            Self::EditionUnclear { is_used: false, .. } => ("C236", Error, &[], Group::Registers),
            Self::EditionUnclear { is_used: true, .. } => ("C236", Warning, &[], Group::Registers),
            Self::VotesWrong { .. } => ("C237", Error, &[], Group::Registers),
            Self::DateAhead { .. } => ("C242", Info, &[], Group::Registers),
            Self::StatusContradicts { .. } => ("C241", Error, &[], Group::Registers),
            Self::DatesReversed { .. } => ("C240", Error, &[], Group::Registers),
            Self::RatingUnusable { .. } => ("C235", Error, &[], Group::Registers),
            Self::NotInRoster { .. } => ("J301", Error, &[], Group::Ids),
            // Another's record, perhaps: it makes nobody's own uncertain.
            Self::PunishedByName { .. } => ("J328", Error, &[], Group::Ids),
            Self::NoGradesOfStudent { .. } => ("J302", Warning, &[], Group::Ids),
            Self::NoTotalOfStudent { .. } => ("J303", Warning, &[], Group::Ids),
            Self::NameDiffers { kind: Kind::Grades, .. } => ("J304", Error, &[Course], Group::Ids),
            Self::NameDiffers { kind, .. } => ("J304", Error, aspects_of(*kind), Group::Ids),
            Self::AttemptTwice { .. } => ("J305", Warning, &[], Group::Duplicates),
            Self::AttemptContradicts { .. } => ("J306", Error, &[Course], Group::Duplicates),
            Self::RosterTwice { .. } => ("J307", Warning, &[], Group::Duplicates),
            Self::RosterContradicts { .. } => ("J308", Error, &[Political, Cohort], Group::Duplicates),
            Self::TotalTwice { .. } => ("J309", Warning, &[], Group::Duplicates),
            Self::TotalContradicts { .. } => ("J310", Error, &[Comprehensive], Group::Duplicates),
            Self::ReviewTwice { .. } => ("J311", Warning, &[], Group::Duplicates),
            Self::ReviewContradicts { .. } => ("J312", Error, &[Reviews], Group::Duplicates),
            Self::CourseNamedTwice { taken_for: TakenFor::Several, .. } => ("J313", Info, &[], Group::Scores),
            Self::CourseNamedTwice { .. } => ("J313", Warning, &[], Group::Scores),
            Self::CourseAmbiguous { .. } => ("J314", Error, &[GradesOfWhom], Group::Scores),
            Self::RepeatWithoutFirst { .. } => ("J315", Warning, &[], Group::Scores),
            Self::CreditDiffers { .. } => ("J316", Warning, &[], Group::Scores),
            Self::FailedUnderOneName { .. } => ("J317", Error, &[Course], Group::Scores),
            Self::SheetRepeats { .. } => ("J318", Warning, &[], Group::Duplicates),
            Self::HeadcountDiffers { .. } => ("J319", Error, &[], Group::Duplicates),
            Self::AssociationContradicts { .. } => ("J322", Error, &[], Group::Duplicates),
            Self::SumDiffers { .. } => ("J320", Error, &[], Group::Registers),
            Self::HeadcountAndRoster { .. } => ("J321", Warning, &[], Group::Registers),
            Self::HeadcountUnitUnknown { .. } => ("J325", Warning, &[], Group::Registers),
            Self::RatedTwice { is_same: true, .. } => ("J326", Warning, &[], Group::Duplicates),
            Self::RatedTwice { is_same: false, .. } => ("J326", Error, &[], Group::Duplicates),
            Self::ListedTwice { .. } => ("J323", Error, &[], Group::Duplicates),
            Self::TotalPrintedDiffers { .. } => ("J324", Error, &[], Group::Registers),
        }
    }
}

/// What a row of a sheet says about a person.
fn aspects_of(kind: Kind) -> &'static [Aspect] {
    match kind {
        Kind::Grades => &[GradesOfWhom],
        Kind::Comprehensive => &[Comprehensive],
        Kind::Discipline => &[Discipline],
        Kind::Reviews => &[Reviews],
        Kind::Roster => &[Political, Cohort],
        _ => &[],
    }
}

/// Problems are grouped by how they are mended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Group {
    /// Files to add, replace or convert.
    Files,
    /// Headers to correct.
    Layout,
    /// Student numbers and names to check.
    Ids,
    /// Entries of the roster to fill in.
    Roster,
    /// Scores and credits to correct.
    Scores,
    /// Rows that stand twice.
    Duplicates,
    /// Entries of lists and tables beside roster and grades.
    Registers,
}

impl Group {
    /// The heading.
    #[must_use]
    pub fn chinese(self) -> &'static str {
        match self {
            Self::Files => "文件：补充或更换",
            Self::Layout => "表头：核对列名",
            Self::Ids => "学号姓名：与名册核对",
            Self::Roster => "名册：补填或更正",
            Self::Scores => "成绩：核对更正",
            Self::Duplicates => "重复：核对后删去多余的行",
            Self::Registers => "处分、审核、人数等表：补填或更正",
        }
    }
}

/// A problem at its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// What is wrong.
    pub fault: Fault,
    /// Where.
    pub place: Place,
    /// The folded student number of the person it touches.
    pub student: Option<Word>,
    /// How many cells it stands for; the place is the first of them.
    pub count: u32,
}

impl Problem {
    /// A problem of one cell that touches no person.
    #[must_use]
    pub fn new(fault: Fault, place: Place) -> Self {
        Self { fault, place, student: None, count: 1 }
    }

    /// A problem of one cell that touches a person.
    #[must_use]
    pub fn of_student(fault: Fault, place: Place, student: Word) -> Self {
        Self { fault, place, student: Some(student), count: 1 }
    }

    /// The message, with the number of cells where there are several.
    #[must_use]
    pub fn message(&self) -> String {
        if self.count > 1 { format!("{}（共 {} 处）", self.fault, self.count) } else { self.fault.to_string() }
    }
}

/// Sorts problems by place, then code; equal ones are kept once.
pub fn sort(problems: &mut Vec<Problem>) {
    problems.sort_by(|a, b| {
        (a.place.order(), a.fault.code()).cmp(&(b.place.order(), b.fault.code())).then_with(|| {
            // Only problems of one cell and code come here, so the text is made rarely.
            a.fault.to_string().cmp(&b.fault.to_string())
        })
    });
    problems.dedup();
}
