//! From the rows of one sheet to typed rows: what all kinds have in common. Counts every row it is given.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::rc::Rc;

use foldhash::fast::RandomState;

use crate::forms::{self, EXAMPLE_MARK};
use crate::model::Kind;
use crate::model::intake::SetAside;
use crate::model::number::Decimal;
use crate::model::origin::{CellRef, SheetIdx};
use crate::model::rows::{NamedStudent, Tables};
use crate::model::term::Term;
use crate::model::text::{fold, fold_name, fold_student_id};
use crate::model::words::Word;
use crate::policy::Policy;
use crate::problem::{Fault, Place, Problem};

use super::grades::{self, GradeSheet};
use super::header::{Constant, CourseColumn, Header, Label, Role};
use super::lists;
use super::marks::{self, RatingColumns};
use super::matrix::is_course_name;
use super::notation::{Score, read_score};
use super::sheet::{Cell, Hints, Row};
use super::titles::{said_in_cell, said_in_line, term_in};

/// Reads the data rows of one recognised sheet.
pub struct SheetBuilder<'p> {
    /// The policy, for the words of the sheet.
    pub policy: &'p Policy,
    /// The header.
    pub header: Header,
    /// The sheet's number.
    pub sheet: SheetIdx,
    /// Where typed rows go.
    pub tables: Tables,
    /// Problems found.
    pub problems: Vec<Problem>,
    /// Rows given.
    pub n_read: u32,
    /// Rows used.
    pub n_used: u32,
    /// Rows not used, by reason, from zero.
    pub set_aside: BTreeMap<SetAside, BTreeSet<u32>>,
    /// First values by place in the header's listing.
    pub samples: Vec<Vec<String>>,
    /// Whether another list has begun below.
    is_over: bool,
    /// Whether the row before repeated the header.
    is_below_header: bool,
    /// Whether a line since the last header said whose the ratings below are, where titles say it.
    is_headed: bool,
    named: HashSet<(Word, Word), RandomState>,
    /// Terms by what the sheet says of year and term.
    pub terms: HashMap<(Word, Word), Option<Term>, RandomState>,
    /// Where a grade sheet says what.
    pub grade_columns: Rc<GradeSheet>,
    /// Columns that no row may leave blank: the first blank cell, and how many there are.
    pub blanks: BTreeMap<&'static str, (CellRef, u32)>,
    /// Columns that nobody reads.
    pub unread: Vec<u16>,
    /// The students of a class matrix and the cells that they have blank.
    pub matrix: grades::MatrixRows,
    /// A line between the rows above of which nobody can tell what it parts.
    pub divider: Option<CellRef>,
    /// Where the ratings stand that each row of a sheet of ratings holds.
    pub ratings: Rc<[RatingColumns]>,
    /// The full mark that the labels of the ratings say, where it is another one than the policy's: none of the marks counts then.
    pub other_full_mark: Option<Decimal>,
    id: Role<'static>,
    name: Role<'static>,
    ids_as_number: Option<(CellRef, u32)>,
}

/// Rows in which sample values are looked for.
const SAMPLED_ROWS: u32 = 30;

/// What a title line between two lists tells them apart by.
const TITLE_ROLES: [&str; 5] = ["课程名称", "学期", "专业", "年级", "班级"];

/// Words in the first cells of sums and statistics, and no part of a name.
const FOOTERS: [&str; 19] = [
    "合计",
    "总计",
    "小计",
    "平均",
    "最高",
    "最低",
    "及格",
    "人数",
    "优秀率",
    "教师",
    "说明",
    "备注",
    "制表",
    "签名",
    "满分",
    "汇总",
    "权重",
    "标准差",
    "均分",
];

/// A row's student number.
pub enum RowId {
    /// Usable, folded.
    Valid(Word),
    /// Not usable; what to do with the row has been decided.
    Skip,
}

impl<'p> SheetBuilder<'p> {
    /// Begins a sheet.
    #[must_use]
    pub fn new(policy: &'p Policy, header: Header, sheet: SheetIdx, hints: &Hints) -> Self {
        let mut builder = Self {
            policy,
            grade_columns: Rc::new(GradeSheet::new(&header, policy)),
            id: header.role(lists::id_column(header.kind)),
            blanks: BTreeMap::new(),
            unread: Vec::new(),
            matrix: grades::MatrixRows::default(),
            divider: None,
            ratings: marks::rating_columns(&header, policy).into(),
            other_full_mark: None,
            name: header.role(lists::name_column(header.kind)),
            header,
            sheet,
            tables: Tables::default(),
            problems: Vec::new(),
            n_read: 0,
            n_used: 0,
            set_aside: BTreeMap::new(),
            samples: Vec::new(),
            is_over: false,
            is_below_header: false,
            is_headed: false,
            named: HashSet::default(),
            terms: HashMap::default(),
            ids_as_number: None,
        };
        for (column, kept, other) in builder.header.ambiguous.clone() {
            // 期末成绩 beside a total is a part of it, 序号 beside another number that of the row, and everybody knows.
            if !other.starts_with("期末") && other != "序号" {
                builder.problem(Fault::ColumnAmbiguous { column: column.to_owned(), kept, other }, Place::Sheet(sheet));
            }
        }
        if hints.is_hidden {
            builder.problem(Fault::SheetHidden, Place::Sheet(sheet));
        }
        if hints.n_hidden_rows > 0 {
            builder.problem(Fault::RowsHidden { rows: hints.n_hidden_rows }, Place::Sheet(sheet));
        }
        for column in builder.header.passed_over.clone() {
            let kind = builder.header.kind;
            builder.problem(Fault::ColumnOfOtherSheet { kind, column }, Place::Sheet(sheet));
        }
        if builder.header.is_by_content {
            builder.problem(Fault::HeaderByContent { kind: builder.header.kind }, Place::Sheet(sheet));
        }
        if !builder.header.courses.is_empty() {
            let courses = builder.header.courses.iter().map(|course| course.name.clone()).collect();
            let others = builder.header.no_courses.clone();
            builder.problem(Fault::MatrixRead { courses, others }, Place::Sheet(sheet));
        }
        builder
    }

    /// Counts a row; the answer is whether it is to be read.
    pub fn counts(&mut self, row: &Row<'_>) -> bool {
        self.n_read += 1;
        if self.is_over {
            self.doubt_who_stands_in(row);
            self.set_aside(SetAside::OtherList, row);
            return false;
        }
        if self.is_marked_example(row) {
            return false;
        }
        if self.is_section_of_transcript(row) || self.is_section_of_ratings(row) {
            self.set_aside(SetAside::NotData, row);
            return false;
        }
        if self.begins_with_number(row) && self.header.courses.is_empty() && self.header.constants.is_empty() {
            self.is_below_header = false;
            if self.n_read <= SAMPLED_ROWS {
                self.sample(row);
            }
            return true;
        }
        let begins_another = self.header.is_followed_by_another_in(row) && !self.header.is_repeated_in(row);
        if begins_another || self.speaks_of_another(row) || self.names_other_courses(row) {
            self.begin_other_list(row, Fault::SecondHeader);
            return false;
        }
        let is_header = self.header.is_repeated_in(row);
        if is_header && self.is_told_by_titles() && !std::mem::take(&mut self.is_headed) {
            // Whose the form below is no line has said: it is not that of the person above.
            self.begin_other_list(row, Fault::FormUnheaded);
            return false;
        }
        self.is_below_header = is_header;
        if is_header {
            self.set_aside(SetAside::RepeatedHeader, row);
        } else if self.n_read <= SAMPLED_ROWS {
            self.sample(row);
        }
        !is_header
    }

    /// Whether a row bears the mark of the example of a blank workbook. It is passed over if all it says is what the program wrote
    /// there. One that says anything else holds somebody's data under a mark that was forgotten, or half of it: nobody can tell, so
    /// it is not used and an error says so. To use it would make a student of whoever tried the form out, to pass over it in
    /// silence would lose a row.
    fn is_marked_example(&mut self, row: &Row<'_>) -> bool {
        let Some((column, Cell::Text(first))) = row.cells.first() else { return false };
        if !first.trim_start().starts_with(EXAMPLE_MARK) {
            return false;
        }
        let kind = self.header.kind;
        let form = forms::of_kind(kind, self.policy);
        if form.is_some_and(|form| form.is_example(row.cells.iter().map(|(_, cell)| cell.shown()))) {
            self.set_aside(SetAside::Example, row);
        } else {
            let cell = self.cell(row, *column);
            self.problem(Fault::ExampleChanged { kind }, Place::Cell(cell));
            self.set_aside(SetAside::ExampleChanged, row);
        }
        true
    }

    fn begin_other_list(&mut self, row: &Row<'_>, fault: Fault) {
        self.is_over = true;
        let cell = self.cell(row, row.cells.first().map_or(0, |(column, _)| *column));
        self.problem(fault, Place::Cell(cell));
        self.set_aside(SetAside::OtherList, row);
    }

    /// Whether the person or the rater of ratings stands above the rows and not in them.
    fn is_told_by_titles(&self) -> bool {
        matches!(self.header.kind, Kind::Ratings | Kind::Ballots)
            && ["被评人学号", "被评人", "评委"].iter().any(|role| self.header.constant(role).is_some())
    }

    /// Whether a row has a student number of digits in its place: no header says that, and nearly every row is one.
    fn begins_with_number(&self, row: &Row<'_>) -> bool {
        const SHORTEST: usize = 6;
        let Some(Cell::Text(text)) = self.id.column.and_then(|column| row.get(column)) else { return false };
        text.len() >= SHORTEST && text.bytes().all(|byte| byte.is_ascii_digit())
    }

    /// Whether a line of a transcript names the term of the rows below it.
    fn is_section_of_transcript(&mut self, row: &Row<'_>) -> bool {
        let [(column, cell)] = row.cells.as_slice() else { return false };
        let Some(term) = term_in(&cell.shown()).filter(|_| self.header.constant("学号").is_some()) else {
            return false;
        };
        let constant = Constant { role: "学期", text: term.to_string(), row: row.idx, column: *column };
        self.header.constants.retain(|constant| constant.role != "学期");
        self.header.constants.push(constant);
        true
    }

    /// Whether a line between ratings says whose, or of whom, those below it are: forms stand one below the other.
    fn is_section_of_ratings(&mut self, row: &Row<'_>) -> bool {
        const FAMILIES: [&[&str]; 2] = [&["被评人学号", "被评人"], &["评委", "评委类别"]];
        if !matches!(self.header.kind, Kind::Ratings | Kind::Ballots) || row.cells.len() > 8 {
            return false;
        }
        let cells = row.cells.iter().enumerate().map(|(at, (column, cell))| {
            let next = row.cells.get(at + 1).map(|(_, cell)| cell.shown());
            (*column, said_in_cell(&cell.shown(), next.as_deref(), false))
        });
        let said: Vec<(&'static str, String, u16)> = cells
            .flat_map(|(column, said)| said.into_iter().map(move |(role, text)| (role, text, column)))
            .map(|(role, text, column)| {
                let role = match role {
                    "学号" => "被评人学号",
                    "姓名" => "被评人",
                    role => role,
                };
                (role, text, column)
            })
            .collect();
        let mut is_section = false;
        for family in FAMILIES {
            let is_of_title = self.header.constants.iter().any(|constant| family.contains(&constant.role));
            let own: Vec<_> = said.iter().filter(|(role, ..)| family.contains(role)).collect();
            if !is_of_title || own.is_empty() {
                continue;
            }
            self.header.constants.retain(|constant| !family.contains(&constant.role));
            self.header.constants.extend(own.into_iter().map(|(role, text, column)| Constant {
                role,
                text: text.clone(),
                row: row.idx,
                column: *column,
            }));
            is_section = true;
        }
        self.is_headed |= is_section;
        is_section
    }

    /// Whether a line between the rows names another course, term or class than the lines above the header did.
    fn speaks_of_another(&self, row: &Row<'_>) -> bool {
        if self.header.constants.is_empty() || row.cells.len() > 8 {
            return false;
        }
        let id = row.text(self.header.column("学号"));
        if fold_student_id(&id).is_some() {
            return false;
        }
        // Notes at a sheet's end speak of other terms, too; a title is short and no note.
        let is_title = |text: &str| {
            text.chars().count() <= 40 && !["注", "说明", "打印", "制表", "补考"].iter().any(|word| text.contains(word))
        };
        let texts = row.cells.iter().map(|(_, cell)| cell.shown()).filter(|text| is_title(text));
        let found = texts.flat_map(|text| said_in_line(&text)).filter(|(role, _)| TITLE_ROLES.contains(role));
        let differs = |(role, text): (&str, String)| {
            self.header.constant(role).is_some_and(|constant| fold_name(&constant.text) != fold_name(&text))
        };
        found.into_iter().any(differs)
    }

    /// Whether a row between those of a class matrix heads other columns: the names of other courses, or under the repeated names
    /// other credits.
    fn names_other_courses(&self, row: &Row<'_>) -> bool {
        let courses = &self.header.courses;
        if courses.is_empty() || fold_student_id(&row.text(self.header.column("学号"))).is_some() {
            return false;
        }
        if self.is_below_header {
            let labels = self.header.labels.iter().filter(|label| courses.iter().any(|course| course.idx == label.idx));
            let differs = |label: &Label| {
                let number = Decimal::parse(&fold(&row.text(Some(label.idx))));
                number.is_some_and(|number| !label.numbers.iter().any(|(_, known)| *known == number))
            };
            return labels.filter(|label| differs(label)).count() > 0;
        }
        let is_footer = row.cells.first().is_some_and(|(_, cell)| is_footer(&fold_name(&cell.shown())));
        if is_footer || self.n_used == 0 {
            return false;
        }
        let is_other = |course: &&CourseColumn| {
            let text = row.text(Some(course.idx));
            let is_han = |c: char| ('\u{4E00}'..='\u{9FFF}').contains(&c);
            text.chars().next().is_some_and(|c| !c.is_ascii_digit())
                && text.chars().any(is_han)
                && fold(&text) != fold(&course.name)
                && is_course_name(&text)
                && read_score(&text, None, &self.policy.grades) == Score::Unknown
        };
        let others = courses.iter().filter(is_other).count();
        others >= 2 && others * 2 >= row.cells.len()
    }

    /// Whoever has a row in a list that is not read may stand differently than it seems.
    fn doubt_who_stands_in(&mut self, row: &Row<'_>) {
        let column = self.id.column.unwrap_or(0);
        if let Some(id) = fold_student_id(&row.text(Some(column))) {
            let student = self.tables.words.intern(&id);
            self.problem_of(Fault::RowOfSecondList { kind: self.header.kind }, self.cell(row, column), student);
        }
    }

    fn sample(&mut self, row: &Row<'_>) {
        /// Values shown of a column.
        const MOST: usize = 3;
        let columns = self.header.columns.iter().map(|column| Some(column.idx));
        let constants = self.header.constants.iter().map(|_| None);
        let courses = self.header.courses.iter().map(|course| Some(course.idx));
        let raters = self.header.raters.iter().map(|column| Some(column.idx));
        let boxes = self.header.boxes.iter().map(|column| Some(column.idx));
        let places: Vec<Option<u16>> = columns.chain(constants).chain(courses).chain(raters).chain(boxes).collect();
        self.samples.resize(places.len(), Vec::new());
        for (samples, column) in self.samples.iter_mut().zip(places) {
            let text = row.text(column);
            if column.is_some() && !text.is_empty() && samples.len() < MOST && !samples.iter().any(|s| **s == *text) {
                samples.push(text.into_owned());
            }
        }
    }

    /// Ends the sheet: what was counted becomes problems.
    pub fn finish(&mut self) {
        grades::report_blanks(self);
        let kind = self.header.kind;
        for (column, (cell, count)) in std::mem::take(&mut self.blanks) {
            let fault = Fault::EntryBlank { kind, column };
            self.problems.push(Problem { fault, place: Place::Cell(cell), student: None, count });
        }
        if self.n_read == 0 && lists::is_missed_when_empty(kind) {
            self.problem(Fault::SheetEmpty { kind }, Place::Sheet(self.sheet));
        }
        if let Some((cell, count)) = self.ids_as_number.take() {
            let column = self.header.columns.iter().find(|column| column.role == self.id.name);
            let column = column.map_or_else(String::new, |column| column.label.clone());
            self.problems.push(Problem {
                fault: Fault::IdStoredAsNumber { column },
                place: Place::Cell(cell),
                student: None,
                count,
            });
        }
    }

    /// Notes a problem that touches no person.
    pub fn problem(&mut self, fault: Fault, place: Place) {
        self.problems.push(Problem::new(fault, place));
    }

    /// Notes a problem that may stand at many cells of the sheet: the first of its sort with how many there are.
    pub fn count_problem(&mut self, fault: Fault, cell: CellRef) {
        let sort = std::mem::discriminant(&fault);
        match self.problems.iter_mut().find(|problem| std::mem::discriminant(&problem.fault) == sort) {
            Some(first) => first.count += 1,
            None => self.problem(fault, Place::Cell(cell)),
        }
    }

    /// Notes a problem that touches a person.
    pub fn problem_of(&mut self, fault: Fault, cell: CellRef, student: Word) {
        self.problems.push(Problem::of_student(fault, Place::Cell(cell), student));
    }

    /// Counts a row as set aside.
    pub fn set_aside(&mut self, reason: SetAside, row: &Row<'_>) {
        self.set_aside.entry(reason).or_default().insert(row.idx);
    }

    /// The place of a column in a row.
    #[must_use]
    pub fn cell(&self, row: &Row<'_>, column: u16) -> CellRef {
        CellRef::new(self.sheet, row.idx, column)
    }

    /// What a row says for a role: its cell's text, else what the title lines say for the whole sheet.
    #[must_use]
    pub fn text<'r>(&'r self, row: &'r Row<'_>, role: &str) -> Cow<'r, str> {
        self.header.text(row, self.header.role(role))
    }

    /// The place of a role's column in a row; the title line's where that says it, the student number's where nothing does.
    #[must_use]
    pub fn role_cell(&self, row: &Row<'_>, role: &str) -> CellRef {
        if let (None, Some(constant)) = (self.header.column(role), self.header.constant(role)) {
            return CellRef::new(self.sheet, constant.row, constant.column);
        }
        let column = self.header.column(role).or_else(|| self.header.column("学号")).unwrap_or(0);
        self.cell(row, column)
    }

    /// Reads the student number. A row without one is set aside; if it `looks_like_data`, that is a problem.
    pub fn read_id(&mut self, row: &Row<'_>, looks_like_data: bool) -> RowId {
        /// From 10¹⁵ on a spreadsheet has replaced the last digits by zeros.
        const LOSSY_FROM: f64 = 1e15;
        let Some(column) = self.id.column else { return self.id_of_title(row, looks_like_data) };
        let cell = self.cell(row, column);
        // A sum stands under 学号 in some footers; the words beside it tell.
        let is_sum = |text: &str| {
            !text.starts_with(|first: char| first.is_ascii_alphanumeric())
                && ["合计", "总计", "小计", "平均", "平均分"].contains(&fold_name(text).as_str())
        };
        if matches!(row.cells.first(), Some((_, Cell::Text(text))) if text.len() <= 40 && is_sum(text)) {
            self.set_aside(SetAside::NotData, row);
            return RowId::Skip;
        }
        match row.get(column) {
            Some(Cell::Number(number)) => {
                let number = *number;
                let is_whole = number.fract() == 0.0 && number >= 0.0;
                if is_whole && number < LOSSY_FROM {
                    let text = format!("{number:.0}");
                    let (_, count) = self.ids_as_number.get_or_insert((cell, 0));
                    *count += 1;
                    if let Some(folded) = fold_student_id(&text) {
                        return RowId::Valid(self.tables.words.intern(&folded));
                    }
                }
                if is_whole && number >= LOSSY_FROM {
                    self.problem(Fault::IdLossy { found: format!("{number:.0}") }, Place::Cell(cell));
                    self.set_aside(SetAside::IdUnusable, row);
                    return RowId::Skip;
                }
            }
            Some(Cell::Text(text)) => {
                // 2.02301E+11: the digits that are gone cannot be had back.
                if is_scientific(text) {
                    self.problem(Fault::IdLossy { found: text.trim().to_owned() }, Place::Cell(cell));
                    self.set_aside(SetAside::IdUnusable, row);
                    return RowId::Skip;
                }
                if let Some(folded) = fold_student_id(text) {
                    return RowId::Valid(self.tables.words.intern(&folded));
                }
            }
            _ => {}
        }
        if looks_like_data {
            self.id_missing(row);
        } else {
            self.set_aside(SetAside::NotData, row);
        }
        RowId::Skip
    }

    /// Says that somebody's row has no usable student number, and sets it aside.
    pub fn id_missing(&mut self, row: &Row<'_>) {
        let name = self.header.text(row, self.name).into_owned();
        let name = if name.is_empty() { "姓名也为空".to_owned() } else { name };
        let first = row.cells.first().map_or(0, |(column, _)| *column);
        let cell = self.cell(row, self.id.column.or(self.name.column).unwrap_or(first));
        self.problem(Fault::IdMissing { kind: self.header.kind, name }, Place::Cell(cell));
        self.set_aside(SetAside::IdUnusable, row);
    }

    /// The student number as the sheet writes it, without the mark that makes it a text.
    #[must_use]
    pub fn id_as_written(&self, row: &Row<'_>) -> String {
        self.header.text(row, self.id).trim_matches(['\'', '‘', '’', '\u{a0}']).to_owned()
    }

    /// The student whose transcript this is, for a row that says something.
    fn id_of_title(&mut self, row: &Row<'_>, looks_like_data: bool) -> RowId {
        match self.header.constant(self.id.name).and_then(|constant| fold_student_id(&constant.text)) {
            Some(folded) if looks_like_data => RowId::Valid(self.tables.words.intern(&folded)),
            _ => {
                self.set_aside(SetAside::NotData, row);
                RowId::Skip
            }
        }
    }

    /// Remembers the name beside a student number, to be checked against the roster.
    pub fn note_name(&mut self, row: &Row<'_>, student: Word) -> Word {
        let written = self.header.text(row, self.name);
        if written.is_empty() {
            return Word::NONE;
        }
        let name = self.tables.words.intern(&written);
        if student.is_some() && self.named.insert((student, name)) {
            let cell = self.role_cell(row, "姓名");
            let kind = self.header.kind;
            self.tables.names.push(NamedStudent { student, name, kind, cell });
        }
        name
    }

    /// Whether the name column of a row holds what can be a person's name.
    #[must_use]
    pub fn has_name(&self, row: &Row<'_>) -> bool {
        let name = fold_name(&self.header.text(row, self.name));
        let length = name.chars().count();
        (2..=20).contains(&length)
            && !is_footer(&name)
            && !name.chars().any(|character| character.is_ascii_digit() || character == ':')
    }
}

/// Whether a folded text stands before sums and statistics and names nobody.
#[must_use]
pub fn is_footer(text: &str) -> bool {
    FOOTERS.iter().any(|word| text.contains(word))
}

/// Whether a text is a number in scientific notation, as a spreadsheet writes long student numbers into text files.
fn is_scientific(text: &str) -> bool {
    let Some((mantissa, exponent)) = text.trim().split_once(['E', 'e']) else { return false };
    let is_number = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    mantissa.contains('.') && is_number(mantissa) && exponent.strip_prefix('+').is_some_and(is_number)
}
