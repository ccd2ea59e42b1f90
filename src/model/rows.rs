//! What the sheets hold, typed, before anything is joined. Big tables are columns, small ones rows; each row knows its cell.

use super::Kind;
use super::facts::{AttemptKind, Outcome};
use super::lists::ListRow;
use super::number::Decimal;
use super::origin::CellRef;
use super::term::{Date, Period, Term};
use super::words::{Word, Words};

/// All rows of a drop, or of one of its files.
#[derive(Debug, Default)]
pub struct Tables {
    /// The texts behind all words.
    pub words: Words,
    /// 学籍名册.
    pub roster: Vec<RosterRow>,
    /// 成绩.
    pub grades: GradeColumns,
    /// 综合测评.
    pub comprehensive: Vec<ComprehensiveRow>,
    /// 违纪处分.
    pub discipline: Vec<DisciplineRow>,
    /// 资格审核意见.
    pub reviews: Vec<ReviewRow>,
    /// 人数表.
    pub headcount: Vec<HeadcountRow>,
    /// 社团名册.
    pub associations: Vec<AssociationRow>,
    /// Lists and ledgers of the student union (学生会工作人员, 代表名册, 选举结果, 台账), in the order of the sheets.
    pub lists: Vec<ListRow>,
    /// Who is named how in which sheet: the first cell of each number and name.
    pub names: Vec<NamedStudent>,
}

/// A student number with a name beside it.
#[derive(Clone, Copy, Debug)]
pub struct NamedStudent {
    /// Folded student number.
    pub student: Word,
    /// Name as written.
    pub name: Word,
    /// The kind of the sheet.
    pub kind: Kind,
    /// The first cell of the name in its sheet.
    pub cell: CellRef,
}

/// A row of the roster (学籍名册).
#[derive(Clone, Copy, Debug)]
pub struct RosterRow {
    /// Folded student number.
    pub student: Word,
    /// Student number as written, trimmed.
    pub id: Word,
    /// Name.
    pub name: Word,
    /// Political status, college, major, cohort (folded), class, campus, status, gender, ethnicity: as written, in the order of
    /// [`RosterRow::FIELDS`].
    pub fields: [Word; RosterRow::N_FIELDS],
    /// The cell of the student number.
    pub cell: CellRef,
    /// Columns of the fields in the sheet; `None` where the sheet has no such column.
    pub columns: [Option<u16>; RosterRow::N_FIELDS],
}

impl RosterRow {
    /// The fields' canonical columns.
    pub const FIELDS: [&'static str; Self::N_FIELDS] =
        ["政治面貌", "学院", "专业", "年级", "班级", "校区", "学籍状态", "性别", "民族"];
    /// Number of the fields.
    pub const N_FIELDS: usize = 9;
    /// Index of the political status.
    pub const POLITICAL: usize = 0;
    /// Index of the college.
    pub const COLLEGE: usize = 1;
    /// Index of the major.
    pub const MAJOR: usize = 2;
    /// Index of the cohort.
    pub const COHORT: usize = 3;
    /// Index of the class.
    pub const CLASS: usize = 4;
    /// Index of the campus.
    pub const CAMPUS: usize = 5;
    /// Index of the status.
    pub const STATUS: usize = 6;
    /// Index of the gender.
    pub const GENDER: usize = 7;
    /// Index of the ethnicity.
    pub const ETHNICITY: usize = 8;

    /// The cell of a field, if the sheet has its column.
    #[must_use]
    pub fn field_cell(&self, field: usize) -> Option<CellRef> {
        self.columns[field].map(|column| self.cell.in_column(column))
    }
}

/// One attempt of a grade sheet, on its way into the columns.
#[derive(Clone, Copy, Debug)]
pub struct GradeRow {
    /// Folded student number.
    pub student: Word,
    /// Name as written beside the number; may be empty.
    pub name: Word,
    /// Course code (课程代码), folded; may be empty.
    pub code: Word,
    /// Course name (课程名称), folded.
    pub course: Word,
    /// Course name as written.
    pub course_shown: Word,
    /// Term.
    pub term: Option<Term>,
    /// Sort of attempt, as far as the sheet says.
    pub kind: AttemptKind,
    /// Whether the sheet itself calls it an ordinary exam (正常考试, 初修); one of which nothing is said is taken for one, too.
    pub is_said_first: bool,
    /// Which of several attempts of the same sort in the same term (补考二 is 2).
    pub sequence: u8,
    /// What came of it.
    pub outcome: Outcome,
    /// The word it was written with (不及格, 旷考); empty for a plain number.
    pub written: Word,
    /// Credit.
    pub credit: Option<Decimal>,
    /// Hours.
    pub hours: Option<Decimal>,
    /// Grade point.
    pub points: Option<Decimal>,
    /// Course types (课程性质), joined by a vertical bar.
    pub types: Word,
    /// Whether it belongs to another programme (辅修).
    pub is_minor: bool,
    /// The cell of the score.
    pub cell: CellRef,
}

/// The grade sheets as columns: one entry per attempt.
#[derive(Debug, Default)]
#[expect(missing_docs, reason = "the fields of GradeRow, one column each")]
pub struct GradeColumns {
    pub student: Vec<u32>,
    pub name: Vec<u32>,
    pub code: Vec<u32>,
    pub course: Vec<u32>,
    pub course_shown: Vec<u32>,
    pub term: Vec<i32>,
    pub kind: Vec<u8>,
    pub is_said_first: Vec<bool>,
    pub sequence: Vec<u8>,
    pub outcome: Vec<u8>,
    pub score: Vec<i64>,
    pub written: Vec<u32>,
    pub credit: Vec<i64>,
    pub hours: SparseColumn,
    pub points: SparseColumn,
    pub types: Vec<u32>,
    pub is_minor: Vec<bool>,
    pub cell: Vec<u64>,
}

/// Stands for an absent number in an integer column.
const ABSENT: i64 = i64::MIN;
/// Stands for an absent term; earlier than every term.
const NO_TERM: i32 = -1;

/// A column of numbers that most drops do not fill: it takes no room until one is there.
#[derive(Debug, Default)]
pub struct SparseColumn(Vec<i64>);

impl SparseColumn {
    /// Adds a number as the last of `len`.
    fn push(&mut self, number: i64, len: usize) {
        if number != ABSENT || !self.0.is_empty() {
            self.0.resize(len - 1, ABSENT);
            self.0.push(number);
        }
    }

    fn get(&self, idx: usize) -> i64 {
        self.0.get(idx).copied().unwrap_or(ABSENT)
    }

    /// Adds another column behind `n_before` entries, to `len` in all.
    fn append(&mut self, mut other: Self, n_before: usize, len: usize) {
        if !self.0.is_empty() || !other.0.is_empty() {
            self.0.resize(n_before, ABSENT);
            self.0.append(&mut other.0);
            self.0.resize(len, ABSENT);
        }
    }
}

impl GradeColumns {
    /// Number of attempts.
    #[must_use]
    pub fn len(&self) -> usize {
        self.student.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.student.is_empty()
    }

    /// Appends one attempt.
    pub fn push(&mut self, row: &GradeRow) {
        let number = |value: Option<Decimal>| value.map_or(ABSENT, Decimal::units);
        let (tag, score) = row.outcome.parts();
        self.student.push(row.student.0);
        self.name.push(row.name.0);
        self.code.push(row.code.0);
        self.course.push(row.course.0);
        self.course_shown.push(row.course_shown.0);
        self.term.push(row.term.map_or(NO_TERM, Term::ordinal));
        self.kind.push(row.kind as u8);
        self.is_said_first.push(row.is_said_first);
        self.sequence.push(row.sequence);
        self.outcome.push(tag);
        self.score.push(score);
        self.written.push(row.written.0);
        self.credit.push(number(row.credit));
        self.hours.push(number(row.hours), self.student.len());
        self.points.push(number(row.points), self.student.len());
        self.types.push(row.types.0);
        self.is_minor.push(row.is_minor);
        self.cell.push(row.cell.packed());
    }

    /// The attempt at an index.
    #[must_use]
    pub fn row(&self, idx: usize) -> GradeRow {
        let number = |value: i64| (value != ABSENT).then(|| Decimal::from_units(value));
        GradeRow {
            student: Word(self.student[idx]),
            name: Word(self.name[idx]),
            code: Word(self.code[idx]),
            course: Word(self.course[idx]),
            course_shown: Word(self.course_shown[idx]),
            term: (self.term[idx] != NO_TERM).then(|| Term::from_ordinal(self.term[idx])),
            kind: AttemptKind::ALL[usize::from(self.kind[idx])],
            is_said_first: self.is_said_first[idx],
            sequence: self.sequence[idx],
            outcome: Outcome::from_parts(self.outcome[idx], self.score[idx]),
            written: Word(self.written[idx]),
            credit: number(self.credit[idx]),
            hours: number(self.hours.get(idx)),
            points: number(self.points.get(idx)),
            types: Word(self.types[idx]),
            is_minor: self.is_minor[idx],
            cell: CellRef::from_packed(self.cell[idx]),
        }
    }

    fn append(&mut self, mut other: Self, words: &[Word]) {
        for column in [
            &mut other.student,
            &mut other.name,
            &mut other.code,
            &mut other.course,
            &mut other.course_shown,
            &mut other.written,
            &mut other.types,
        ] {
            for word in column.iter_mut() {
                *word = words[*word as usize].0;
            }
        }
        let n_before = self.student.len();
        self.student.append(&mut other.student);
        self.name.append(&mut other.name);
        self.code.append(&mut other.code);
        self.course.append(&mut other.course);
        self.course_shown.append(&mut other.course_shown);
        self.term.append(&mut other.term);
        self.kind.append(&mut other.kind);
        self.is_said_first.append(&mut other.is_said_first);
        self.sequence.append(&mut other.sequence);
        self.outcome.append(&mut other.outcome);
        self.score.append(&mut other.score);
        self.written.append(&mut other.written);
        self.credit.append(&mut other.credit);
        self.hours.append(other.hours, n_before, self.student.len());
        self.points.append(other.points, n_before, self.student.len());
        self.types.append(&mut other.types);
        self.is_minor.append(&mut other.is_minor);
        self.cell.append(&mut other.cell);
    }
}

/// A row of the comprehensive evaluation (综合测评).
#[derive(Clone, Copy, Debug)]
pub struct ComprehensiveRow {
    /// Folded student number.
    pub student: Word,
    /// Total (综测总分).
    pub total: Option<Decimal>,
    /// Rank within the major as the sheet says (专业排名).
    pub rank: Option<u32>,
    /// Head-count of the major as the sheet says (专业人数).
    pub of: Option<u32>,
    /// The year or term it is for, if the sheet says so (学年, 学期).
    pub period: Option<Period>,
    /// The cell of the total, or of the rank.
    pub cell: CellRef,
    /// The cells of rank and head-count.
    pub rank_cells: [CellRef; 2],
}

/// A row of the list of punishments (违纪处分).
#[derive(Clone, Copy, Debug)]
pub struct DisciplineRow {
    /// Folded student number; none where the row has none that can be used.
    pub student: Word,
    /// Name as written.
    pub name: Word,
    /// Class as written (班级).
    pub class: Word,
    /// Type as written (处分类型).
    pub kind: Word,
    /// Day of the punishment (处分日期), and its cell.
    pub imposed: Option<(Date, CellRef)>,
    /// Whether the record says it was lifted (是否解除); `None` where blank.
    pub said_lifted: Option<bool>,
    /// Day of lifting (解除日期).
    pub lifted_on: Option<Date>,
    /// Whether one of the two could not be read.
    pub is_unreadable: bool,
    /// The cell of the type.
    pub cell: CellRef,
    /// Columns of 是否解除 and 解除日期.
    pub lifting_columns: [Option<u16>; 2],
}

/// A row of the reviews (资格审核意见).
#[derive(Clone, Debug)]
pub struct ReviewRow {
    /// Folded student number.
    pub student: Word,
    /// The cell of the student number.
    pub cell: CellRef,
    /// Column, answer, date, cell.
    pub answers: Vec<(Word, Option<bool>, Option<Date>, CellRef)>,
}

/// A row of a sheet of head-counts (人数表).
#[derive(Clone, Copy, Debug)]
pub struct HeadcountRow {
    /// The unit (单位) as written.
    pub unit: Word,
    /// Its students; `None` where the cell cannot be read.
    pub heads: Option<u32>,
    /// Whether the row is the sum of the others (合计).
    pub is_total: bool,
    /// The cell of the number.
    pub cell: CellRef,
}

/// A row of the list of associations (社团名册).
#[derive(Clone, Copy, Debug)]
pub struct AssociationRow {
    /// Name (社团) as written.
    pub name: Word,
    /// Whether it is a main one (是否主要社团): what the list says, else whether it has passed its annual inspection (年检); `None`
    /// where neither can be read.
    pub is_main: Option<bool>,
    /// The result of the annual inspection (年检结论), as written.
    pub inspection: Word,
    /// Whether it has passed; `None` where nothing or something else is written.
    pub has_passed: Option<bool>,
    /// When it was inspected (年检日期).
    pub inspected: Option<Date>,
    /// The cell that says so.
    pub cell: CellRef,
}

impl Tables {
    /// Takes over another sheet's or file's rows; the answer maps its words to the common ones.
    pub fn append(&mut self, other: Self) -> Vec<Word> {
        if self.words.is_empty() {
            // Nothing can refer to a word yet, so nothing is renumbered.
            let words = other.words.all().collect();
            *self = other;
            return words;
        }
        let words = self.words.absorb(&other.words);
        let map = |word: &mut Word| *word = words[word.0 as usize];
        self.grades.append(other.grades, &words);
        self.roster.extend(other.roster.into_iter().map(|mut row| {
            map(&mut row.student);
            map(&mut row.id);
            map(&mut row.name);
            row.fields.iter_mut().for_each(map);
            row
        }));
        self.comprehensive.extend(other.comprehensive.into_iter().map(|mut row| {
            map(&mut row.student);
            row
        }));
        self.discipline.extend(other.discipline.into_iter().map(|mut row| {
            map(&mut row.student);
            map(&mut row.name);
            map(&mut row.class);
            map(&mut row.kind);
            row
        }));
        self.reviews.extend(other.reviews.into_iter().map(|mut row| {
            map(&mut row.student);
            row.answers.iter_mut().for_each(|(column, ..)| map(column));
            row
        }));
        self.headcount.extend(other.headcount.into_iter().map(|mut row| {
            map(&mut row.unit);
            row
        }));
        self.associations.extend(other.associations.into_iter().map(|mut row| {
            map(&mut row.name);
            map(&mut row.inspection);
            row
        }));
        self.lists.extend(other.lists.into_iter().map(|mut row| {
            row.map_words(map);
            row
        }));
        self.names.extend(other.names.into_iter().map(|mut named| {
            map(&mut named.student);
            map(&mut named.name);
            named
        }));
        words
    }
}
