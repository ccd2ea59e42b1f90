//! Where a sheet's header stands: one row or several, labels merged over sub-labels, no label at all over student numbers that
//! speak for themselves, courses as columns; and what the title lines above say of the whole sheet.

use std::collections::BTreeSet;

use crate::model::Kind;
use crate::model::number::Decimal;
use crate::model::rows::RosterRow;
use crate::model::term::Term;
use crate::model::text::{fold, fold_label, fold_name, fold_student_id};
use crate::policy::Policy;

use super::header::{Constant, Header, Label, is_id_label, map_columns, recognise};
use super::matrix::{
    COURSE, EVALUATION, PARTS, course_fact, is_course_name, join_repeats, read_course_label, score_share,
    without_number,
};
use super::sheet::{Area, Hints, Row};

/// How many rows from the top the header is looked for, and the first data with it.
pub const DEPTH: usize = 60;

/// Header rows of one header.
const MAX_HEADER_ROWS: usize = 3;

/// Finds the header in the first rows of a sheet; several where lists stand side by side, none where it fits no kind.
#[must_use]
pub fn find(rows: &[Row<'_>], hints: &Hints, policy: &Policy) -> Vec<Header> {
    let sheet = Sheet { rows, hints, policy };
    // A single row with all labels first: a title line above it must not be taken for a part of it.
    let header = (1..=MAX_HEADER_ROWS)
        .find_map(|depth| (0..rows.len()).find_map(|start| sheet.labelled(start, depth)))
        .or_else(|| sheet.by_content());
    header.map_or_else(Vec::new, |header| sheet.side_by_side(header))
}

/// The kind a sheet comes nearest to that fits none, and what it lacks.
#[must_use]
pub fn nearest(rows: &[Row<'_>], hints: &Hints, policy: &Policy) -> Option<(Kind, Vec<&'static str>)> {
    let sheet = Sheet { rows, hints, policy };
    let found = (0..rows.len())
        .filter_map(|row| super::header::nearest(&sheet.labels(row, row + 1), &sheet.constants(row), policy));
    found.max_by_key(|(telling, ..)| *telling).map(|(_, kind, lacks)| (kind, lacks))
}

struct Sheet<'s, 'a> {
    rows: &'s [Row<'a>],
    hints: &'s Hints,
    policy: &'s Policy,
}

impl Sheet<'_, '_> {
    /// A header with labels over student numbers, beginning at a row.
    fn labelled(&self, start: usize, depth: usize) -> Option<Header> {
        let mut end = start + depth;
        if end > self.rows.len() || !self.is_run(start, end) || self.rows[start].cells.len() < 2 && depth == 1 {
            return None;
        }
        if (start..end).any(|row| has_strict_id(&self.rows[row])) {
            return None;
        }
        let mut header = self.header_at(start, end)?;
        // Sub-labels or credits may stand below.
        while end < self.rows.len() && end - start < MAX_HEADER_ROWS && self.continues(&header, end) {
            match self.header_at(start, end + 1) {
                Some(longer) => header = longer,
                None => break,
            }
            end += 1;
        }
        Some(header)
    }

    /// In a sheet about nothing else the only 总分 is the total of the comprehensive evaluation.
    fn as_evaluation(&self, mut labels: Vec<Label>, constants: &[Constant]) -> Option<Header> {
        let mut totals = labels.iter_mut().filter(|label| TOTALS.contains(&label.readings[0].as_str()));
        let (total, other) = (totals.next()?, totals.next());
        if other.is_some() || !self.is_about(&["综测", "综合测评", "综合素质"], true) {
            return None;
        }
        total.readings.push("综测总分".to_owned());
        recognise(&labels, constants, self.policy).filter(|header| header.kind == Kind::Comprehensive)
    }

    /// Parts a header that heads several lists side by side: 学号 stands in it more than once.
    fn side_by_side(&self, header: Header) -> Vec<Header> {
        let at = |row: u32| self.rows.iter().position(|other| other.idx == row);
        let (Some(start), Some(last), Some(id)) = (at(header.row), at(header.last_row), header.column("学号")) else {
            return vec![header];
        };
        let labels = self.labels(start, last + 1);
        let reading = |idx: u16| labels.iter().find(|label| label.idx == idx).map(|label| label.readings[0].as_str());
        let ids: Vec<u16> = labels.iter().filter(|l| is_id_label(&l.readings[0])).map(|label| label.idx).collect();
        if ids.len() < 2 || ids[0] != id || header.is_by_content {
            return vec![header];
        }
        // Each list begins as far before its 学号 as its labels are those before the first one.
        let begin = |id: u16| {
            let same = (1..=ids[0].min(id)).take_while(|back| {
                let (own, first) = (reading(id - back), reading(ids[0] - back));
                own.is_some() && own == first
            });
            id - same.max().unwrap_or(0)
        };
        let first = labels.first().map_or(0, |label| label.idx);
        let begins: Vec<u16> =
            ids.iter().enumerate().map(|(idx, id)| if idx == 0 { first } else { begin(*id) }).collect();
        let parts = begins.iter().enumerate().filter_map(|(idx, from)| {
            let to = begins.get(idx + 1).map_or(u16::MAX, |next| next - 1);
            let own: Vec<Label> = labels.iter().filter(|label| (*from..=to).contains(&label.idx)).cloned().collect();
            let constants = self.constants_of(start, *from, to);
            let found =
                recognise(&own, &constants, self.policy).or_else(|| self.as_matrix(&own, &constants, last + 1))?;
            let (row, last_row) = (header.row, header.last_row);
            Some(Header { row, last_row, columns_from: *from, columns_to: to, ..found })
        });
        let parts: Vec<Header> = parts.collect();
        if parts.len() == ids.len() {
            return parts;
        }
        // What is not read must be said, as it may hold other people.
        let passed_over =
            labels.iter().filter(|label| label.idx >= begins[1]).map(|label| label.written.clone()).collect();
        vec![Header { passed_over, ..header }]
    }

    fn header_at(&self, start: usize, end: usize) -> Option<Header> {
        let mut labels = self.labels(start, end);
        let constants = self.constants(start);
        self.add_group_terms(start, &mut labels);
        let found = recognise(&labels, &constants, self.policy)
            .filter(|header| self.is_borne_out(header, end))
            .filter(|header| header.kind != Kind::Roster || self.as_matrix(&labels, &constants, end).is_none())
            .or_else(|| self.as_matrix(&labels, &constants, end));
        let mut header = found.or_else(|| self.as_evaluation(labels, &constants))?;
        header.row = self.rows[start].idx;
        header.last_row = self.rows[end - 1].idx;
        Some(header)
    }

    /// Whether title lines, or the names of file and sheet where they are asked, name one of these words.
    fn is_about(&self, words: &[&str], by_name: bool) -> bool {
        let titles = self.rows.iter().take(6).filter(|row| row.cells.len() <= 3).flat_map(|row| &row.cells);
        let names = if by_name { self.hints.names.as_str() } else { "" };
        let mut texts = titles.map(|(_, cell)| cell.shown().into_owned()).chain([names.to_owned()]);
        texts.any(|text| words.iter().any(|word| text.contains(word)))
    }

    /// Terms that stand over groups of columns in a line above: each holds up to the next.
    fn add_group_terms(&self, start: usize, labels: &mut [Label]) {
        let Some(groups) = self.rows[..start].iter().rev().map(group_terms).find(|groups| groups.len() > 1) else {
            return;
        };
        for label in labels {
            if let Some((_, text)) = groups.iter().rev().find(|(column, _)| *column <= label.idx) {
                label.texts.insert(0, (text.clone(), true));
            }
        }
    }

    /// A teacher's list names its course in a title line; with no score in it, it is a list of names and no grade sheet.
    fn is_borne_out(&self, header: &Header, end: usize) -> bool {
        if header.kind != Kind::Grades || header.constant("课程名称").is_none() {
            return true;
        }
        let scores: Vec<u16> =
            ["成绩", "正考成绩", "补考成绩", "重修成绩"].iter().filter_map(|r| header.column(r)).collect();
        self.rows[end..].iter().any(|row| scores.iter().any(|column| row.get(*column).is_some()))
    }

    /// Whether rows follow each other without a gap.
    fn is_run(&self, start: usize, end: usize) -> bool {
        self.rows[start..end].windows(2).all(|pair| pair[1].idx == pair[0].idx + 1)
    }

    /// Whether a row goes on with the header above it: nothing of its own under 学号 and 姓名, something elsewhere.
    fn continues(&self, header: &Header, at: usize) -> bool {
        let row = &self.rows[at];
        if row.idx != header.last_row + 1 || has_strict_id(row) {
            return false;
        }
        let is_free = |role: &str| {
            header.column(role).is_none_or(|column| {
                let text = fold_label(&row.text(Some(column)));
                let label = header.columns.iter().find(|c| c.idx == column).map(|c| fold_label(&c.label));
                text.is_empty() || Some(text) == label
            })
        };
        if !is_free("学号") || !is_free("姓名") {
            return false;
        }
        // A label over several columns or none at all above: then this row says what they are. Numbers: credits; 必修: kinds.
        row.cells.iter().any(|(column, cell)| {
            let is_split = self.hints.merges.iter().any(|area| {
                area.holds(header.last_row, *column) && area.left < area.right && area.bottom <= header.last_row
            });
            let above = self.rows[at - 1].get(*column).is_none();
            let says_of_course = Decimal::parse(&fold(&cell.shown())).is_some() || course_fact(&cell.shown()).is_some();
            is_split
                || above && !header.columns.iter().any(|c| c.idx == *column)
                || says_of_course && !header.courses.is_empty()
        })
    }

    /// The labels over each column, read from several header rows.
    fn labels(&self, start: usize, end: usize) -> Vec<Label> {
        let columns: BTreeSet<u16> =
            self.rows[start..end].iter().flat_map(|row| row.cells.iter().map(|(column, _)| *column)).collect();
        columns
            .into_iter()
            .map(|column| self.label(column, start, end))
            .filter(|label| !label.written.is_empty())
            .collect()
    }

    fn label(&self, column: u16, start: usize, end: usize) -> Label {
        let mut texts: Vec<(String, bool)> = Vec::new();
        let mut numbers = Vec::new();
        for at in start..end {
            let (text, is_shared) = self.label_cell(at, column, end);
            if text.is_empty() || texts.last().is_some_and(|(last, _)| *last == text) {
                continue;
            }
            match Decimal::parse(&fold(&text)) {
                Some(number) if !texts.is_empty() => numbers.push((self.rows[at].idx, number)),
                _ => texts.push((text, is_shared)),
            }
        }
        let mut label = Label { idx: column, numbers, texts: texts.clone(), ..Label::default() };
        let Some((lowest, _)) = texts.last() else { return label };
        label.written.clone_from(lowest);
        label.readings.push(fold_label(lowest));
        if let [.., (above, is_shared), (lowest, _)] = texts.as_slice() {
            label.readings.push(fold_label(&format!("{above}{lowest}")));
            // What stands over this column alone is its label, too; what stands over several is not that of each.
            if !is_shared {
                label.readings.push(fold_label(above));
            }
        }
        let unnumbered = without_number(&label.readings[0]).to_owned();
        label.readings.push(unnumbered);
        // Two languages in one cell.
        label.readings.extend(lowest.lines().filter(|_| lowest.lines().count() > 1).map(fold_label));
        label
    }

    /// What a header cell says, and whether it says it for several columns.
    fn label_cell(&self, at: usize, column: u16, end: usize) -> (String, bool) {
        let row = &self.rows[at];
        let own = row.text(Some(column)).into_owned();
        let area = self.hints.merges.iter().find(|area| area.holds(row.idx, column));
        if let Some(area) = area {
            let top = self.rows.iter().find(|row| row.idx == area.top);
            let text = if own.is_empty() { top.map(|top| top.text(Some(area.left)).into_owned()) } else { Some(own) };
            return (text.unwrap_or_default(), area.left < area.right);
        }
        if !own.is_empty() || at + 1 >= end {
            let is_shared = !own.is_empty() && self.spreads(at, column, end);
            return (own, is_shared);
        }
        // Without merges (text files) a group's label stands over its first column only.
        let left = row.cells.iter().rev().find(|(other, _)| *other < column);
        match left {
            Some((left, cell)) if self.hints.merges.is_empty() && self.spreads(at, *left, end) => {
                (cell.shown().trim().to_owned(), true)
            }
            _ => (String::new(), false),
        }
    }

    /// Whether a label is followed by blanks under which further labels stand.
    fn spreads(&self, at: usize, column: u16, end: usize) -> bool {
        at + 1 < end
            && self.rows[at].get(column + 1).is_none()
            && self.rows[at + 1].get(column).is_some()
            && self.rows[at + 1].get(column + 1).is_some()
    }

    /// What the lines above the header say: term, course, class, major; each once.
    fn constants(&self, start: usize) -> Vec<Constant> {
        self.constants_of(start, 0, u16::MAX)
    }

    /// Of one of several lists side by side: what stands above its own columns goes before what stands elsewhere.
    fn constants_of(&self, start: usize, from: u16, to: u16) -> Vec<Constant> {
        let all = self.all_constants(start);
        let own = all.iter().filter(|constant| (from..=to).contains(&constant.column));
        let mut constants: Vec<Constant> = Vec::new();
        for constant in own.chain(&all) {
            if !constants.iter().any(|known| known.role == constant.role) {
                constants.push(constant.clone());
            }
        }
        constants
    }

    fn all_constants(&self, start: usize) -> Vec<Constant> {
        let mut constants: Vec<Constant> = Vec::new();
        for row in &self.rows[..start] {
            for (idx, (column, cell)) in row.cells.iter().enumerate() {
                let text = cell.shown();
                let next = row.cells.get(idx + 1).map(|(_, cell)| cell.shown());
                let mut found = pairs(&text, next.as_deref());
                // Two terms in one line are those of groups of columns.
                if let Some(term) = term_in(&text).filter(|_| group_terms(row).len() < 2) {
                    found.push(("学期", term.to_string()));
                }
                if let Some(course) = quoted_course(&text) {
                    found.push(("课程名称", course));
                }
                let constant = |(role, text)| Constant { role, text, row: row.idx, column: *column };
                constants.extend(found.into_iter().map(constant));
            }
        }
        constants
    }

    /// A class matrix: student numbers, and columns that hold nothing but scores.
    fn as_matrix(&self, labels: &[Label], constants: &[Constant], end: usize) -> Option<Header> {
        let mut header = map_columns(Kind::Grades, labels, constants, self.policy);
        let id = header.column("学号")?;
        if header.column("课程名称").is_some() || header.column("课程代码").is_some() {
            return None;
        }
        let data: Vec<&Row<'_>> = self.rows[end..].iter().filter(|row| is_id(&row.text(Some(id)))).collect();
        let roster = map_columns(Kind::Roster, labels, &[], self.policy);
        let is_person = |idx: u16| roster.columns.iter().any(|column| column.idx == idx);
        let mut n_scored = 0;
        let mut has_course_facts = false;
        for label in labels {
            let column = header.columns.iter().find(|column| column.idx == label.idx);
            let is_named = column.is_some_and(|column| column.role == COURSE);
            if column.is_some_and(|column| !matches!(column.role, "成绩" | "补考成绩" | "重修成绩" | COURSE))
            {
                continue;
            }
            let Some(course) = read_course_label(label) else { continue };
            let has_facts = course.facts.iter().any(|(role, _)| *role == "学分");
            // The policy says so, or a credit does; else name and content must.
            let scored = score_share(&data, label.idx, &self.policy.grades);
            let is_course = is_named
                || is_course_name(&course.name) && (has_facts || !is_person(label.idx) && scored != Some(false));
            if !is_course {
                // Sums and ranks are no courses, and everybody knows; the rest is said.
                let is_part = PARTS.contains(&course.name.as_str());
                if (is_part || is_course_name(&course.name)) && !is_person(label.idx) {
                    header.no_courses.push(label.written.clone());
                }
                continue;
            }
            n_scored += u32::from(scored == Some(true));
            has_course_facts |= has_facts || is_named;
            header.courses.push(course);
        }
        join_repeats(&mut header.courses);
        // Credits or packed labels say that these are courses; without them the sheet has to be about grades.
        let is_evaluation = header.courses.iter().filter(|course| EVALUATION.contains(&course.name.as_str())).count()
            >= 2
            || self.is_about(&["测评", "评议", "评教", "体测", "素质", "志愿", "考勤", "卫生"], false);
        let is_about_grades = self.is_about(&["成绩", "分数", "考试"], true) || header.has("学期");
        let is_enough = has_course_facts && n_scored >= 1 || is_about_grades && n_scored >= 1 && !is_evaluation;
        if header.courses.is_empty() || !is_enough || is_evaluation && !has_course_facts {
            return None;
        }
        header.columns.retain(|column| !header.courses.iter().any(|course| course.idx == column.idx));
        Some(header)
    }

    /// A header without 学号: the student numbers speak for themselves.
    fn by_content(&self) -> Option<Header> {
        let id = self.id_column()?;
        let first = self.rows.iter().position(|row| is_strict_id(&row.text(Some(id))))?;
        let data: Vec<&Row<'_>> = self.rows[first..].iter().filter(|row| is_strict_id(&row.text(Some(id)))).collect();
        let name = name_column(&data, id);
        // Label rows stand right above and fill more than one column.
        let start = (0..first)
            .rev()
            .take(MAX_HEADER_ROWS)
            .take_while(|at| self.is_run(*at, first) && self.is_label_row(&self.rows[*at]))
            .last()?;
        let mut labels = self.labels(start, first);
        for (column, role) in [(Some(id), "学号"), (name, "姓名")] {
            let Some(column) = column else { continue };
            labels.retain(|label| label.idx != column);
            labels.push(Label {
                idx: column,
                written: "（无列名）".to_owned(),
                readings: vec![role.to_owned()],
                ..Label::default()
            });
        }
        labels.sort_by_key(|label| label.idx);
        let constants = self.constants(start);
        let header = recognise(&labels, &constants, self.policy).filter(|header| header.kind != Kind::Roster);
        let mut header = header
            .or_else(|| self.as_matrix(&labels, &constants, first))
            .or_else(|| recognise(&labels, &constants, self.policy))?;
        header.row = self.rows[start].idx;
        header.last_row = self.rows[first - 1].idx;
        header.is_by_content = true;
        Some(header)
    }

    /// Whether a row can be a row of labels and not a title over the sheet.
    fn is_label_row(&self, row: &Row<'_>) -> bool {
        let is_title = row.cells.iter().any(|(column, _)| {
            self.hints.merges.iter().any(|area: &Area| {
                area.holds(row.idx, *column) && usize::from(area.right - area.left) + 1 >= row.cells.len().max(4)
            })
        });
        row.cells.len() >= 2 && !is_title
    }

    /// The column in which nearly every cell is a student number, each another.
    fn id_column(&self) -> Option<u16> {
        const AT_LEAST: usize = 2;
        let columns: BTreeSet<u16> =
            self.rows.iter().flat_map(|row| row.cells.iter().map(|(column, _)| *column)).collect();
        let count = |column: u16| {
            let ids: Vec<String> = self
                .rows
                .iter()
                .filter_map(|row| Some(row.get(column)?.shown().into_owned()))
                .filter(|text| is_strict_id(text))
                .collect();
            let unique: BTreeSet<&String> = ids.iter().collect();
            if unique.len() * 10 >= ids.len() * 9 { ids.len() } else { 0 }
        };
        columns
            .into_iter()
            .map(|column| (count(column), std::cmp::Reverse(column)))
            .filter(|(count, _)| *count >= AT_LEAST)
            .max()
            .map(|(_, column)| column.0)
    }
}

/// The column beside the student numbers in which nearly every cell is a person's name.
fn name_column(data: &[&Row<'_>], id: u16) -> Option<u16> {
    let is_names = |column: &u16| {
        let texts: Vec<String> = data.iter().map(|row| fold_name(&row.text(Some(*column)))).collect();
        let names = texts.iter().filter(|text| is_name(text)).count();
        names * 10 >= texts.len() * 8 && names > 0
    };
    [id.checked_add(1), id.checked_sub(1), id.checked_add(2)].into_iter().flatten().find(is_names)
}

fn has_strict_id(row: &Row<'_>) -> bool {
    row.cells.iter().any(|(_, cell)| is_strict_id(&cell.shown()))
}

/// A student number that is hardly anything else: six characters and more, mostly digits.
fn is_strict_id(text: &str) -> bool {
    fold_student_id(text).is_some_and(|id| {
        let digits = id.bytes().filter(u8::is_ascii_digit).count();
        id.len() >= 6 && digits >= 5 && digits * 2 > id.len()
    })
}

fn is_id(text: &str) -> bool {
    fold_student_id(text).is_some()
}

fn is_name(folded: &str) -> bool {
    let n_chars = folded.chars().count();
    let is_han =
        |c: char| ('\u{3400}'..='\u{9FFF}').contains(&c) || ('\u{20000}'..='\u{3FFFF}').contains(&c) || c == '·';
    (2..=15).contains(&n_chars) && folded.chars().all(is_han)
}

/// Labels of totals in a sheet about the comprehensive evaluation.
const TOTALS: [&str; 6] = ["总分", "综合总分", "综合分", "测评总分", "合计", "总成绩"];

/// The terms a line names over groups of columns, with the column each begins at.
fn group_terms(row: &Row<'_>) -> Vec<(u16, String)> {
    let terms = row.cells.iter().filter_map(|(column, cell)| {
        let text = cell.shown().into_owned();
        term_in(&text).map(|_| (*column, text))
    });
    terms.collect()
}

/// The course a title names: `《机械制图》课程成绩登记表`.
fn quoted_course(text: &str) -> Option<String> {
    let (_, rest) = text.split_once('《')?;
    let (name, after) = rest.split_once('》')?;
    let after = after.trim_start();
    ["成绩", "课程", "考试", "登记"].iter().any(|word| after.starts_with(word)).then(|| name.trim().to_owned())
}

/// What a line by itself says of the rows below it: course, class, term.
#[must_use]
pub fn said_in_line(text: &str) -> Vec<(&'static str, String)> {
    let mut found = pairs(text, None);
    found.extend(term_in(text).map(|term| ("学期", term.to_string())));
    found.extend(quoted_course(text).map(|course| ("课程名称", course)));
    found
}

/// `label：value` pairs in a title line; a label alone takes the next cell.
fn pairs(text: &str, next: Option<&str>) -> Vec<(&'static str, String)> {
    const ROLES: [(&str, &[&str]); 10] = [
        ("课程名称", &["课程名称", "课程", "课程名"]),
        ("课程代码", &["课程代码", "课程编号", "课程号"]),
        ("课程性质", &["课程性质", "课程类别"]),
        ("学分", &["学分", "课程学分"]),
        ("学时", &["学时", "总学时"]),
        ("学期", &["学期", "学年学期", "开课学期"]),
        (RosterRow::FIELDS[RosterRow::COLLEGE], &["学院", "院系", "二级学院", "开课学院"]),
        (RosterRow::FIELDS[RosterRow::MAJOR], &["专业", "专业名称"]),
        (RosterRow::FIELDS[RosterRow::COHORT], &["年级"]),
        (RosterRow::FIELDS[RosterRow::CLASS], &["班级", "班级名称", "行政班级"]),
    ];
    let role_of = |label: &str| {
        let label = fold_label(label);
        // 开课学院 is the teacher's, not the students'; it is known so that it is passed over.
        ROLES.iter().find(|(_, labels)| labels.contains(&label.as_str())).map(|(role, _)| (*role, label == "开课学院"))
    };
    let text = text.replace(':', "：");
    let mut found = Vec::new();
    let mut rest = text.as_str();
    while let Some((before, after)) = rest.split_once('：') {
        let label =
            before.rsplit(|c: char| c.is_whitespace() || matches!(c, '；' | ';' | '，' | '/')).next().unwrap_or("");
        // The value ends where the next label begins, or with the line.
        let value = match after.split_once('：') {
            Some((value, _)) => {
                value.rsplit_once(|c: char| c.is_whitespace() || matches!(c, '；' | ';' | '，')).map_or("", |(v, _)| v)
            }
            None => after,
        };
        let value =
            if after.trim().is_empty() { next.unwrap_or("") } else { value }.trim().trim_end_matches(['；', ';', '，']);
        let value = value.trim_start_matches('《').trim_end_matches('》');
        if let Some((role, false)) = role_of(label)
            && !value.is_empty()
            && !value.contains('：')
        {
            found.push((role, value.to_owned()));
        }
        rest = after;
    }
    found
}

/// The term a title line names. A bare date or a class number is none.
fn term_in(text: &str) -> Option<Term> {
    let folded = fold(text);
    let names_one = ["学期", "学年", "春", "秋", "夏"].iter().any(|word| folded.contains(word));
    let is_bare = folded.len() <= 12 && folded.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
    (names_one || is_bare && folded.matches('-').count() == 2 && !is_date(&folded)).then(|| Term::parse(text)).flatten()
}

fn is_date(folded: &str) -> bool {
    crate::model::term::Date::parse(folded).is_some()
}
