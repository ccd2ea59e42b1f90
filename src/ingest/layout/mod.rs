//! Where a sheet's header stands: one row or several, labels merged over sub-labels, no label at all over student numbers that
//! speak for themselves, courses as columns; and what the title lines above say of the whole sheet.

mod evaluation;

use std::collections::{BTreeMap, BTreeSet};

use crate::model::Kind;
use crate::model::intake::Nearest;
use crate::model::number::Decimal;
use crate::model::text::{fold, fold_label, fold_name, fold_student_id};
use crate::policy::Policy;

use super::header::{Constant, Header, Label, is_id_label, is_known_label, map_columns, names_punished, recognise};
use super::matrix::{course_fact, find_courses, number_rows, row_label, without_number};
use super::notation::{Score, read_score, read_yes_no};
use super::sheet::{Area, Hints, Row};
use super::titles::{group_terms, said_in_cell, sort_in, year_in};

/// How many rows from the top the header is looked for, and the first data with it.
pub const DEPTH: usize = 60;

/// Header rows of one header, to begin with.
const MAX_HEADER_ROWS: usize = 3;
/// Header rows with all that may stand under the labels: teachers, credits, hours.
const MAX_ROWS_BELOW: usize = 6;

/// Finds the header in the first rows of a sheet; several where lists stand side by side, none where it fits no kind.
#[must_use]
pub fn find(rows: &[Row<'_>], hints: &Hints, policy: &Policy) -> Vec<Header> {
    let sheet = Sheet::new(rows, hints, policy);
    // A single row with all labels first: a title line above it must not be taken for a part of it.
    let header = (1..=MAX_HEADER_ROWS)
        .find_map(|depth| (0..rows.len()).find_map(|start| sheet.labelled(start, depth)))
        .or_else(|| sheet.by_content())
        .or_else(|| (0..rows.len()).find_map(|start| sheet.punished_by_name(start)));
    header.map_or_else(Vec::new, |header| sheet.side_by_side(header))
}

/// The kind a sheet comes nearest to that fits none, and what it lacks.
#[must_use]
pub fn nearest(rows: &[Row<'_>], hints: &Hints, policy: &Policy) -> Option<Nearest> {
    let sheet = Sheet::new(rows, hints, policy);
    let found = (0..rows.len())
        .filter(|row| sheet.is_label_bearing(*row, row + 1))
        .filter_map(|row| super::header::nearest(&sheet.labels(row, row + 1), &sheet.constants(row), policy));
    let nearest = found.max_by_key(|(telling, ..)| *telling).map(|(_, kind, lacks)| (kind, lacks));
    let is_of_ratings = nearest.as_ref().map(|(kind, _)| matches!(kind, Kind::Ratings | Kind::Ballots));
    // Ratings of others lack nothing but to be of the union.
    match sheet.other_evaluation() {
        Some(word) if is_of_ratings.unwrap_or_else(|| sheet.is_of_evaluation()) => Some(Nearest::OtherEvaluation(word)),
        _ => nearest.map(|(kind, lacks)| Nearest::Lacks(kind, lacks)),
    }
}

struct Sheet<'s, 'a> {
    rows: &'s [Row<'a>],
    hints: &'s Hints,
    policy: &'s Policy,
    /// Which rows hold a word that some kind of sheet has for a label; the others need not be tried.
    bears_label: Vec<bool>,
    /// Merges over each row.
    areas: BTreeMap<u32, Vec<Area>>,
}

impl<'s, 'a> Sheet<'s, 'a> {
    fn new(rows: &'s [Row<'a>], hints: &'s Hints, policy: &'s Policy) -> Self {
        /// A row of more cells is none of labels.
        const MOST_LABELS: usize = 2000;
        let is_known = |text: &str| {
            text.lines().chain([text]).map(fold_label).any(|text| {
                let own = without_translation(&text);
                is_known_label(&text, policy) || own.is_some_and(|own| is_known_label(&own, policy))
            })
        };
        let bears_label = rows
            .iter()
            .map(|row| row.cells.len() <= MOST_LABELS && row.cells.iter().any(|(_, cell)| is_known(&cell.shown())))
            .collect();
        let mut areas: BTreeMap<u32, Vec<Area>> = rows.iter().map(|row| (row.idx, Vec::new())).collect();
        let (first, last) = (rows.first().map_or(0, |row| row.idx), rows.last().map_or(0, |row| row.idx));
        for area in hints.merges.iter().filter(|area| area.bottom >= first && area.top <= last) {
            for (_, areas) in areas.range_mut(area.top..=area.bottom) {
                areas.push(*area);
            }
        }
        Self { rows, hints, policy, bears_label, areas }
    }

    /// The merge that covers a cell.
    fn area(&self, row: u32, column: u16) -> Option<&Area> {
        self.areas.get(&row)?.iter().find(|area| area.holds(row, column))
    }

    fn is_label_bearing(&self, start: usize, end: usize) -> bool {
        self.bears_label[start..end].iter().any(|bears| *bears)
    }

    /// A header with labels over student numbers, beginning at a row.
    fn labelled(&self, start: usize, depth: usize) -> Option<Header> {
        let mut end = start + depth;
        if end > self.rows.len()
            || !self.is_label_bearing(start, end)
            || !self.is_run(start, end)
            || self.rows[start].cells.len() < 2 && depth == 1
        {
            return None;
        }
        if (start..end).any(|row| has_strict_id(&self.rows[row])) {
            return None;
        }
        let mut header = self.header_at(start, end)?;
        // Sub-labels or credits may stand below.
        while end < self.rows.len() && end - start < MAX_ROWS_BELOW {
            // Rows of teachers or of English names are of the header if the credits stand below them.
            let mut below = end..self.rows.len().min(end + MAX_HEADER_ROWS);
            let Some(next) = below.find(|at| self.continues(&header, *at)) else { break };
            if !(end..next).all(|at| self.is_of_words(&header, at)) {
                break;
            }
            match self.header_at(start, next + 1) {
                Some(longer) => header = longer,
                None => break,
            }
            end = next + 1;
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
        total.is_known = true;
        recognise(&labels, constants, self.policy).filter(|header| header.kind == Kind::Comprehensive)
    }

    /// Whether a title calls the sheet a list of delegates to the students' congress. Others have 代表, too: 课代表, 团代会.
    fn is_called_delegates(&self) -> bool {
        let titles = self.rows.iter().take(6).filter(|row| row.cells.len() <= 3).flat_map(|row| &row.cells);
        titles.map(|(_, cell)| fold_label(&cell.shown())).any(|title| {
            let names_congress = ["学代会", "学生代表大会"].iter().any(|word| title.contains(word));
            let names_list =
                ["代表名单", "代表名册", "代表花名册", "代表登记", "代表汇总"].iter().any(|word| title.contains(word));
            names_congress
                && names_list
                && !["列席", "评委", "工作人员", "名额"].iter().any(|word| title.contains(word))
        })
    }

    /// In a list of delegates the class or college is by whom each was elected.
    fn as_delegates(&self, labels: &[Label], constants: &[Constant]) -> Option<Header> {
        const UNITS: [&str; 8] =
            ["选举单位", "代表团", "所在代表团", "班级", "所在班级", "学院", "所在学院", "二级学院"];
        let mut labels = labels.to_vec();
        // What says by whom goes before the class, and the class before the college.
        let unit = UNITS.iter().find_map(|unit| labels.iter().position(|label| label.readings[0] == *unit));
        if let Some(unit) = unit {
            labels[unit].readings.insert(0, "选举单位".to_owned());
            labels[unit].is_known = true;
        }
        let header = map_columns(Kind::Delegates, &labels, constants, self.policy);
        let is_list = header.column("学号").is_some() && header.column("姓名").is_some();
        (is_list && (unit.is_some() || header.has("选举单位") || header.has("产生渠道"))).then_some(header)
    }

    /// Parts a header that heads several lists side by side: 学号 stands in it more than once.
    fn side_by_side(&self, header: Header) -> Vec<Header> {
        let at = |row: u32| self.rows.iter().position(|other| other.idx == row);
        // A transcript has no student numbers in its rows; its parts begin with their courses.
        let anchor = header.column("学号").or_else(|| header.column("课程名称"));
        let (Some(start), Some(last), Some(id)) = (at(header.row), at(header.last_row), anchor) else {
            return vec![header];
        };
        let labels = self.labels(start, last + 1);
        let reading = |idx: u16| labels.iter().find(|label| label.idx == idx).map(|label| label.readings[0].as_str());
        let is_anchor = |label: &&Label| match header.column("学号") {
            Some(_) => is_id_label(&label.readings[0]),
            None => Some(label.readings[0].as_str()) == reading(id),
        };
        let ids: Vec<u16> = labels.iter().filter(is_anchor).map(|label| label.idx).collect();
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
            let mut constants = self.constants_of(start, *from, to);
            constants.extend(self.group_term(start, *from));
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
        let found = self.as_panel(&labels, &constants, start, end).or_else(|| self.as_ballots(&labels, &constants));
        if found.is_some() && self.other_evaluation().is_some() {
            // Marks that raters gave for something else are no grades either.
            return None;
        }
        // Grades and totals of the comprehensive evaluation may have been given by raters.
        let is_other = |header: &Header| matches!(header.kind, Kind::Grades | Kind::Comprehensive);
        let found = found.filter(|_| recognise(&labels, &constants, self.policy).is_none_or(|other| !is_other(&other)));
        let found = found.or_else(|| {
            recognise(&labels, &constants, self.policy)
                .filter(|header| self.is_borne_out(header, end))
                .filter(|header| header.kind != Kind::Roster || self.as_matrix(&labels, &constants, end).is_none())
                .or_else(|| self.as_matrix(&labels, &constants, end))
        });
        let found = match found {
            // A way to a post (产生方式) makes no delegates; a channel by its own name does.
            Some(found) if found.kind == Kind::Delegates && !found.has("选举单位") => {
                let by_channel = found
                    .columns
                    .iter()
                    .any(|column| column.role == "产生渠道" && fold_label(&column.label) != "产生方式");
                let is_of_posts = labels.iter().any(|label| label.readings[0] == "职务");
                if by_channel && !is_of_posts { self.as_delegates(&labels, &constants) } else { None }
            }
            None if self.is_called_delegates() => self.as_delegates(&labels, &constants),
            found => found,
        };
        // People are rated for many things; those of the union alone are meant here.
        let is_of_evaluation = |header: &Header| matches!(header.kind, Kind::Ratings | Kind::Ballots);
        let found = found.filter(|header| !is_of_evaluation(header) || self.other_evaluation().is_none());
        let mut header = found.or_else(|| self.as_evaluation(labels, &constants))?;
        self.settle_by_values(&mut header, end);
        // A year by itself places no grade.
        if header.kind == Kind::Grades && !header.has("学期") {
            header.constants.retain(|constant| constant.role != "学年");
        }
        header.row = self.rows[start].idx;
        header.last_row = self.rows[end - 1].idx;
        Some(header)
    }

    /// A column labelled 补考 that holds 是 and 否 says of what sort an attempt is; it holds no scores.
    fn settle_by_values(&self, header: &mut Header, end: usize) {
        let says_yes_or_no = |column: u16| {
            let texts = self.rows[end..].iter().map(|row| fold(&row.text(Some(column))).into_owned());
            let texts: Vec<String> = texts.filter(|text| !text.is_empty()).collect();
            texts.iter().all(|text| read_yes_no(text).is_some())
                && texts.iter().any(|text| !text.bytes().all(|byte| byte.is_ascii_digit()))
        };
        if header.kind == Kind::Grades && header.column("成绩").is_some() {
            for column in &mut header.columns {
                if matches!(column.role, "补考成绩" | "重修成绩") && says_yes_or_no(column.idx) {
                    column.role = "考试性质";
                }
            }
        }
    }

    /// Whether title lines, or the names of file and sheet where they are asked, name one of these words.
    fn is_about(&self, words: &[&str], by_name: bool) -> bool {
        let titles = self.rows.iter().take(6).filter(|row| row.cells.len() <= 3).flat_map(|row| &row.cells);
        let names = if by_name { self.hints.names.as_str() } else { "" };
        let mut texts = titles.map(|(_, cell)| cell.shown().into_owned()).chain([names.to_owned()]);
        texts.any(|text| words.iter().any(|word| text.contains(word)))
    }

    /// The term that stands over a group of columns.
    fn group_term(&self, start: usize, from: u16) -> Option<Constant> {
        let year = self.year_above(start);
        let named = |row: &Row<'_>| (row.idx, group_terms(row, year.as_deref()));
        let (row, groups) = self.rows[..start].iter().rev().map(named).find(|(_, groups)| groups.len() > 1)?;
        let (column, term) = groups.into_iter().rev().find(|(column, _)| *column <= from)?;
        Some(Constant { role: "学期", text: term.to_string(), row, column })
    }

    /// Terms that stand over groups of columns in a line above: each holds up to the next.
    fn add_group_terms(&self, start: usize, labels: &mut [Label]) {
        let year = self.year_above(start);
        let mut groups = self.rows[..start].iter().rev().map(|row| group_terms(row, year.as_deref()));
        let Some(groups) = groups.find(|groups| groups.len() > 1) else { return };
        for label in labels {
            if let Some((_, term)) = groups.iter().rev().find(|(column, _)| *column <= label.idx) {
                label.texts.insert(0, (term.to_string(), true));
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
        let from = self.rows.iter().position(|row| row.idx == header.last_row).unwrap_or(at);
        if has_strict_id(row) || !self.is_run(from, at + 1) || !names_nobody(header, row) {
            return false;
        }
        // Where the label over the student numbers still stands, no student does.
        let id = header.column("学号").unwrap_or(0);
        let is_covered = self.area(row.idx, id).is_some_and(|area| area.top <= header.last_row);
        if is_covered && !row.cells.is_empty() || said_of_row(header, row).is_some() {
            return true;
        }
        // A label over several columns or none at all above: then this row says what they are. Numbers: credits; 必修: kinds.
        row.cells.iter().any(|(column, cell)| {
            let is_split = self
                .area(header.last_row, *column)
                .is_some_and(|area| area.left < area.right && area.bottom <= header.last_row);
            let above = self.rows[at - 1].get(*column).is_none();
            let says_of_course = Decimal::parse(&fold(&cell.shown())).is_some() || course_fact(&cell.shown()).is_some();
            is_split
                || above && !header.columns.iter().any(|c| c.idx == *column)
                || says_of_course && !header.courses.is_empty()
        })
    }

    /// Whether a row under a header holds nothing but words, and no student.
    fn is_of_words(&self, header: &Header, at: usize) -> bool {
        let row = &self.rows[at];
        let is_word = |text: &str| {
            Decimal::parse(&fold(text)).is_none()
                && matches!(read_score(text, None, &self.policy.grades), Score::Unknown | Score::Blank)
        };
        !header.courses.is_empty()
            && names_nobody(header, row)
            && row.cells.iter().all(|(_, cell)| is_word(&cell.shown()))
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
            let is_of_row = texts.first().is_some_and(|(label, _)| is_personal(label)) && row_label(&text).is_some();
            if text.is_empty() || is_of_row || texts.last().is_some_and(|(last, _)| *last == text) {
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
        // Two languages in one cell, on two lines or on one.
        label.readings.extend(lowest.lines().filter(|_| lowest.lines().count() > 1).map(fold_label));
        label.readings.extend(without_translation(&fold_label(lowest)));
        label.is_known = label.readings.iter().any(|text| is_known_label(text, self.policy));
        label
    }

    /// What a header cell says, and whether it says it for several columns.
    fn label_cell(&self, at: usize, column: u16, end: usize) -> (String, bool) {
        let row = &self.rows[at];
        let own = row.text(Some(column)).into_owned();
        let area = self.area(row.idx, column);
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
            Some((left, cell)) if !self.has_merge_across(row.idx) && self.spreads(at, *left, end) => {
                (cell.shown().trim().to_owned(), true)
            }
            _ => (String::new(), false),
        }
    }

    /// Whether labels of a row are merged over several columns: then one that is not stands over its own.
    fn has_merge_across(&self, row: u32) -> bool {
        self.areas.get(&row).is_some_and(|areas| areas.iter().any(|area| area.left < area.right))
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
        let year = self.year_above(start);
        for row in &self.rows[..start] {
            // Two terms in one line are those of groups of columns.
            let is_of_groups = group_terms(row, year.as_deref()).len() > 1;
            for (idx, (column, cell)) in row.cells.iter().enumerate() {
                let text = cell.shown();
                let next = row.cells.get(idx + 1).map(|(_, cell)| cell.shown());
                let mut found = said_in_cell(&text, next.as_deref(), is_of_groups);
                found.extend(self.group_in_title(&text).map(|group| ("评委类别", group)));
                let constant = |(role, text)| Constant { role, text, row: row.idx, column: *column };
                constants.extend(found.into_iter().map(constant));
            }
        }
        // A sheet for each group of raters is named by it.
        let tab = self.hints.names.rsplit(' ').next().unwrap_or_default();
        if let (Some(group), Some(row)) = (self.group_named(tab), self.rows.get(start)) {
            constants.push(Constant { role: "评委类别", text: group, row: row.idx, column: 0 });
        }
        let sort = self.hints.names.split(' ').find_map(sort_in);
        if let (Some(sort), Some(row)) = (sort, self.rows.get(start)) {
            constants.push(Constant { role: "考试性质", text: sort.to_owned(), row: row.idx, column: 0 });
        }
        constants
    }

    /// The academic year that a title line names without a term.
    fn year_above(&self, start: usize) -> Option<String> {
        self.rows[..start].iter().flat_map(|row| &row.cells).find_map(|(_, cell)| year_in(&cell.shown()))
    }

    /// A class matrix: student numbers, and columns that hold nothing but scores.
    fn as_matrix(&self, labels: &[Label], constants: &[Constant], end: usize) -> Option<Header> {
        let mut header = map_columns(Kind::Grades, labels, constants, self.policy);
        let id = header.column("学号")?;
        if header.column("课程名称").is_some() || header.column("课程代码").is_some() {
            return None;
        }
        let data: Vec<&Row<'_>> = self.rows[end..].iter().filter(|row| is_id(&row.text(Some(id)))).collect();
        let rows = number_rows(labels, &self.said_rows(labels, end));
        let found = find_courses(&mut header, labels, &data, &rows, self.policy);
        // Credits or packed labels say that these are courses; without them the sheet has to be about grades.
        let is_evaluation = found.is_evaluation || self.is_about(NOT_GRADES, false);
        let is_about_grades = self.is_about(&["成绩", "分数", "考试"], true) || header.has("学期");
        if !found.is_scored || !found.has_facts && (is_evaluation || !is_about_grades) {
            return None;
        }
        header.columns.retain(|column| !header.courses.iter().any(|course| course.idx == column.idx));
        Some(header)
    }

    /// What the first cells of the rows above the data say the numbers in them are.
    fn said_rows(&self, labels: &[Label], end: usize) -> BTreeMap<u32, &'static str> {
        let numbered: BTreeSet<u32> = labels.iter().flat_map(|label| &label.numbers).map(|(row, _)| *row).collect();
        let said = self.rows[..end].iter().filter(|row| numbered.contains(&row.idx)).filter_map(|row| {
            let mut words = row.cells.iter().map(|(_, cell)| cell.shown());
            Some((row.idx, words.find_map(|text| row_label(&text))?))
        });
        said.collect()
    }

    /// The header of a list of punishments without student numbers.
    fn punished_by_name(&self, start: usize) -> Option<Header> {
        if !self.bears_label[start] {
            return None;
        }
        let mut titles = self.rows[..start].iter().flat_map(|row| &row.cells).map(|(_, cell)| cell.shown());
        let is_about = self.hints.names.contains("处分") || titles.any(|title| title.contains("处分"));
        let found = names_punished(&self.labels(start, start + 1), is_about, self.policy)?;
        let row = self.rows[start].idx;
        Some(Header { row, last_row: row, ..found })
    }

    /// A header without 学号: the student numbers speak for themselves.
    fn by_content(&self) -> Option<Header> {
        if self.is_of_evaluation() && self.other_evaluation().is_some() {
            return None;
        }
        let id = self.id_column()?;
        let first = self.rows.iter().position(|row| is_strict_id(&row.text(Some(id))))?;
        let data: Vec<&Row<'_>> = self.rows[first..].iter().filter(|row| is_strict_id(&row.text(Some(id)))).collect();
        let name = name_column(&data, id);
        // Label rows stand right above and fill more than one column.
        let corner = first.checked_sub(1).and_then(|last| self.area(self.rows[last].idx, id)).map(|area| area.top);
        let start = (0..first)
            .rev()
            .take(MAX_ROWS_BELOW)
            .take_while(|at| {
                let is_near = first - at <= MAX_HEADER_ROWS || corner.is_some_and(|top| top <= self.rows[*at].idx);
                is_near && self.is_run(*at, first) && self.is_label_row(&self.rows[*at])
            })
            .last()?;
        let mut labels = self.labels(start, first);
        for (column, role) in [(Some(id), "学号"), (name, "姓名")] {
            let Some(column) = column else { continue };
            labels.retain(|label| label.idx != column);
            labels.push(Label {
                idx: column,
                written: "（无列名）".to_owned(),
                readings: vec![role.to_owned()],
                is_known: true,
                ..Label::default()
            });
        }
        labels.sort_by_key(|label| label.idx);
        let constants = self.constants(start);
        let header = recognise(&labels, &constants, self.policy).filter(|header| header.kind != Kind::Roster);
        // Numbers beside numbers may be anything; names of people or courses tell a class from a list of parts.
        let is_han = |c: char| ('\u{4E00}'..='\u{9FFF}').contains(&c);
        let is_class =
            |matrix: &Header| name.is_some() || matrix.courses.iter().any(|course| course.name.chars().any(is_han));
        let mut header = header
            .or_else(|| self.as_matrix(&labels, &constants, first).filter(is_class))
            .or_else(|| recognise(&labels, &constants, self.policy))?;
        header.row = self.rows[start].idx;
        header.last_row = self.rows[first - 1].idx;
        header.is_by_content = true;
        Some(header)
    }

    /// Whether a row can be a row of labels and not a title over the sheet.
    fn is_label_row(&self, row: &Row<'_>) -> bool {
        let is_title = row.cells.iter().any(|(column, _)| {
            self.area(row.idx, *column)
                .is_some_and(|area| usize::from(area.right - area.left) + 1 >= row.cells.len().max(4))
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

/// Whether a row has no student of its own: nothing under 学号 and 姓名 but labels.
fn names_nobody(header: &Header, row: &Row<'_>) -> bool {
    let is_free = |role: &str| {
        header.column(role).is_none_or(|column| {
            let text = row.text(Some(column));
            let label = header.columns.iter().find(|c| c.idx == column).map(|c| fold_label(&c.label));
            text.is_empty() || row_label(&text).is_some() || Some(fold_label(&text)) == label
        })
    };
    ["学号", "姓名", "被评人学号", "被评人"].into_iter().all(is_free)
}

/// What a label before a row of facts about courses says they are.
fn said_of_row(header: &Header, row: &Row<'_>) -> Option<&'static str> {
    let first = header.courses.first().map_or(u16::MAX, |course| course.idx);
    let mut before = row.cells.iter().take_while(|(column, _)| *column < first);
    before.find_map(|(_, cell)| row_label(&cell.shown()))
}

/// `学号StudentID`, `学分/Credit`: a label without the English behind it.
fn without_translation(label: &str) -> Option<String> {
    let is_foreign = |c: char| c.is_ascii_alphabetic() || "/.-_'()".contains(c);
    let own = label.trim_end_matches(is_foreign);
    let n_letters = label[own.len()..].chars().filter(char::is_ascii_alphabetic).count();
    (n_letters >= 2 && own.chars().all(|c| !c.is_ascii()) && !own.is_empty()).then(|| own.to_owned())
}

/// Whether a label heads student numbers, names or the count of rows.
fn is_personal(label: &str) -> bool {
    let folded = fold_label(label);
    is_id_label(&folded) || matches!(folded.as_str(), "姓名" | "学生姓名" | "序号" | "班级")
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

/// Words in the titles of sheets full of numbers that are no course grades, unless credits say otherwise.
const NOT_GRADES: &[&str] = &[
    "测评",
    "评议",
    "评教",
    "体测",
    "体质",
    "素质",
    "志愿",
    "考勤",
    "卫生",
    "四级",
    "六级",
    "普通话",
    "运动会",
    "比赛",
    "竞赛",
    "军训",
    "高考",
    "入学",
    "招生",
    "面试",
    "竞选",
    "投票",
];

/// Labels of totals in a sheet about the comprehensive evaluation.
const TOTALS: [&str; 6] = ["总分", "综合总分", "综合分", "测评总分", "合计", "总成绩"];
