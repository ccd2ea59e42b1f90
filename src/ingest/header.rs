//! Which kind of sheet a set of labels heads, and which column plays which role.
//!
//! Labels are compared whole after folding; "contains" would take 家长姓名 for 姓名. Where two columns could play one role, the
//! order of synonyms decides and the choice is reported. Where the labels stand in the sheet, `layout` finds out.

use std::borrow::Cow;
use std::collections::HashSet;
use std::sync::LazyLock;

use crate::model::Kind;
use crate::model::facts::AttemptKind;
use crate::model::number::Decimal;
use crate::model::origin::column_letters;
use crate::model::text::{fold_label, without_brackets};
use crate::policy::Policy;

use super::raters::{BoxColumn, RaterColumn};
use super::sheet::{Cell, Row};

/// A canonical column of a kind and the labels schools write for it.
#[derive(Debug)]
struct Synonyms {
    column: &'static str,
    labels: Vec<String>,
}

/// How a kind of sheet is known.
#[derive(Debug, Default)]
struct Definition {
    /// Columns without which a sheet is not of the kind: `a|b` one of them, `a+b` both.
    required: Vec<&'static str>,
    columns: Vec<Synonyms>,
}

/// The entry of a kind that names its required columns.
const REQUIRED: &str = "★";

static DEFINITIONS: LazyLock<Vec<(Kind, Definition)>> = LazyLock::new(|| {
    static TEXT: &str = include_str!("../../templates/columns.toml");
    let table: toml::Table = toml::from_str(TEXT).unwrap_or_default();
    // The names live as long as the program, as the table they come from does.
    let forever = |text: &str| -> &'static str { Box::leak(text.to_owned().into_boxed_str()) };
    let texts = |labels: &toml::Value| -> Vec<String> {
        labels.as_array().into_iter().flatten().filter_map(|label| label.as_str().map(str::to_owned)).collect()
    };
    let define = |kind: Kind| {
        let mut definition = Definition::default();
        for (column, labels) in table.get(kind.id()).and_then(toml::Value::as_table).into_iter().flatten() {
            let labels = texts(labels);
            if column == REQUIRED {
                definition.required = labels.iter().map(|column| forever(column)).collect();
            } else {
                let labels = labels.iter().map(|label| fold_label(label)).collect();
                definition.columns.push(Synonyms { column: forever(column), labels });
            }
        }
        (kind, definition)
    };
    Kind::ALL.into_iter().map(define).collect()
});

/// All canonical columns of a kind.
#[must_use]
pub fn canonical_columns(kind: Kind) -> Vec<&'static str> {
    synonyms(kind).iter().map(|synonyms| synonyms.column).collect()
}

fn synonyms(kind: Kind) -> &'static [Synonyms] {
    &definition(kind).columns
}

fn definition(kind: Kind) -> &'static Definition {
    static NOTHING: Definition = Definition { required: Vec::new(), columns: Vec::new() };
    DEFINITIONS.iter().find(|(other, _)| *other == kind).map_or(&NOTHING, |(_, definition)| definition)
}

/// What is wrong with the policy's header synonyms: kinds and columns that do not exist. An alias that reaches nothing would be
/// passed over in silence.
#[must_use]
pub fn wrong_aliases(policy: &Policy) -> Vec<String> {
    let kinds = || Kind::ALL.into_iter();
    let mut wrong = Vec::new();
    for (of_kind, label, column) in &policy.column_aliases {
        let of = kinds().filter(|kind| of_kind.is_empty() || of_kind == kind.id()).collect::<Vec<_>>();
        if of.is_empty() {
            let known: Vec<&str> = kinds().map(Kind::id).collect();
            wrong.push(format!("aliases.columns.{of_kind}：没有“{of_kind}”这种表，可写 {}", known.join("、")));
        } else if !of.iter().any(|kind| canonical_columns(*kind).contains(&column.as_str())) {
            let mut known: Vec<&str> = of.iter().flat_map(|kind| canonical_columns(*kind)).collect();
            known.dedup();
            wrong.push(format!(
                "aliases.columns 把“{label}”当作“{column}”，但没有“{column}”这一列，可写 {}",
                known.join("、")
            ));
        }
    }
    wrong
}

/// Whether a folded label heads student numbers.
#[must_use]
pub fn is_id_label(label: &str) -> bool {
    synonyms(Kind::Roster).iter().any(|s| s.column == "学号" && s.labels.iter().any(|known| known == label))
}

/// The columns that name what a row of this kind is about: the first required ones.
#[must_use]
pub fn key_of(kind: Kind) -> Vec<&'static str> {
    definition(kind).required.first().map(|required| required.split(['|', '+']).collect()).unwrap_or_default()
}

/// Columns of which a sheet may have several, all of them read.
const MANY: [&str; 3] = ["课程性质", "考试性质", "成绩标志"];

/// What a set of columns lacks to make a sheet of this kind; nothing if it is one. Of alternatives the first is named.
fn lacks(kind: Kind, has: &impl Fn(&str) -> bool) -> Vec<&'static str> {
    let is_there = |alternatives: &str| alternatives.split('|').any(|all| all.split('+').all(has));
    let missing = definition(kind).required.iter().filter(|required| !is_there(required));
    missing.map(|required| required.split('|').next().unwrap_or(required)).collect()
}

/// The kind a row of labels comes nearest to, and what it lacks: for the message about a sheet that fits none.
#[must_use]
pub fn nearest(labels: &[Label], constants: &[Constant], policy: &Policy) -> Option<(usize, Kind, Vec<&'static str>)> {
    // Every list of persons has these.
    const COMMON: [&str; 5] = ["学号", "姓名", "被评人学号", "被评人", "联系人学号"];
    // The number of a row is the number of nothing.
    let labels: Vec<Label> = labels.iter().filter(|label| label.readings[0] != "序号").cloned().collect();
    let labels = labels.as_slice();
    Kind::ALL
        .into_iter()
        .filter_map(|kind| {
            let header = map_columns(kind, labels, constants, policy);
            let has = |role: &str| header.has(role);
            // 姓名 is a candidate's as well, and tells no more there.
            let is_of_person = |column: &&Column| ["学号", "姓名"].contains(&fold_label(&column.label).as_str());
            let tells = |column: &&Column| !COMMON.contains(&column.role) && !is_of_person(column);
            let telling = header.columns.iter().filter(tells).count();
            let lacks = lacks(kind, &has);
            (telling > 0 && lacks.len() <= 2 && is_of_teachers(&header)).then_some((telling, kind, lacks))
        })
        .max_by_key(|(telling, kind, lacks)| {
            (*telling, std::cmp::Reverse(lacks.len()), std::cmp::Reverse(*kind as usize))
        })
}

/// What a sheet of any kind needs, for the message about a sheet that fits none.
#[must_use]
pub fn what_is_needed() -> String {
    "学籍名册（学号、姓名、专业、年级）；成绩（学号、课程名称、成绩）；综合测评（学号、综测总分）；违纪处分（学号、处分类型）；资格审核意见（学号、政治合格等）".to_owned()
}

/// A label over a column, in every reading its cells allow.
#[derive(Clone, Debug, Default)]
pub struct Label {
    /// Column number, from zero.
    pub idx: u16,
    /// As written; of several header rows the lowest that says something.
    pub written: String,
    /// Readings to look up, folded, the most telling first.
    pub readings: Vec<String>,
    /// Whether a reading is a label of any kind of sheet.
    pub is_known: bool,
    /// All texts over the column, the highest first, and whether each stands over several columns.
    pub texts: Vec<(String, bool)>,
    /// Numbers in the header rows under the label: credits, hours.
    pub numbers: Vec<(u32, Decimal)>,
}

/// A value that holds for every row of a sheet, as its title lines or labels say (课程名称：…, 学期).
#[derive(Clone, Debug)]
pub struct Constant {
    /// Canonical column it stands for.
    pub role: &'static str,
    /// The value.
    pub text: String,
    /// Its row, from zero.
    pub row: u32,
    /// Its column, from zero.
    pub column: u16,
}

/// A column of a class matrix: one course.
#[derive(Clone, Debug)]
pub struct CourseColumn {
    /// Column number, from zero.
    pub idx: u16,
    /// Name of the course.
    pub name: String,
    /// What sort of attempt the column holds, where its label says so (数学（补考）).
    pub kind: Option<AttemptKind>,
    /// What its label says besides: canonical column and value.
    pub facts: Vec<(&'static str, String)>,
}

impl CourseColumn {
    /// What its label says of a canonical column.
    #[must_use]
    pub fn fact(&self, role: &str) -> Option<&str> {
        self.facts.iter().find(|(fact, _)| *fact == role).map(|(_, text)| text.as_str())
    }
}

/// A header that was found.
#[derive(Clone, Debug)]
pub struct Header {
    /// The kind of sheet.
    pub kind: Kind,
    /// Its first row, from zero.
    pub row: u32,
    /// Its last row, from zero.
    pub last_row: u32,
    /// The columns with a role, in the order of the synonyms table.
    pub columns: Vec<Column>,
    /// Roles that two columns could play: role, label used, label passed over.
    pub ambiguous: Vec<(&'static str, String, String)>,
    /// What holds for every row.
    pub constants: Vec<Constant>,
    /// The courses of a class matrix; empty in every other sheet.
    pub courses: Vec<CourseColumn>,
    /// Labels of a class matrix that were not taken for courses.
    pub no_courses: Vec<String>,
    /// The columns of raters in a sheet of ratings that has one for each; empty in every other sheet.
    pub raters: Vec<RaterColumn>,
    /// Labels of such a sheet of which nobody can tell whose column they head.
    pub no_raters: Vec<(u16, String)>,
    /// The boxes of a sheet of ballots that has those of several groups side by side; empty in every other sheet.
    pub boxes: Vec<BoxColumn>,
    /// All labels, with a role or without.
    pub labels: Vec<Label>,
    /// Labels of a roster that belong to a register of its own (处分, 综测) and are not read.
    pub passed_over: Vec<String>,
    /// The columns it heads: all, unless several lists stand side by side.
    pub columns_from: u16,
    /// The last of them.
    pub columns_to: u16,
    /// Whether 学号 and 姓名 have no label and were found by what stands under them.
    pub is_by_content: bool,
}

/// A column with a role.
#[derive(Clone, Debug)]
pub struct Column {
    /// Canonical name.
    pub role: &'static str,
    /// Column number, from zero.
    pub idx: u16,
    /// The label as written.
    pub label: String,
}

/// Where a sheet says something, looked up once for all its rows.
#[derive(Clone, Copy, Debug)]
pub struct Role<'n> {
    /// The canonical column.
    pub name: &'n str,
    /// The sheet's column, if it has one.
    pub column: Option<u16>,
}

impl Header {
    /// The column of a role.
    #[must_use]
    pub fn column(&self, role: &str) -> Option<u16> {
        self.columns.iter().find(|column| column.role == role).map(|column| column.idx)
    }

    /// Where a role stands, to be asked of every row.
    #[must_use]
    pub fn role<'n>(&self, name: &'n str) -> Role<'n> {
        Role { name, column: self.column(name) }
    }

    /// What a row says for a role: its cell's text, else what the title lines say for the whole sheet.
    #[must_use]
    pub fn text<'r>(&'r self, row: &'r Row<'_>, role: Role<'_>) -> Cow<'r, str> {
        match (role.column, self.constant(role.name)) {
            (None, Some(constant)) => Cow::Borrowed(&constant.text),
            // An error is no name, no course and no class.
            (Some(column), _) if matches!(row.get(column), Some(Cell::Error(_))) => Cow::Borrowed(""),
            (column, _) => row.text(column),
        }
    }

    /// Role, column letters and label of everything that is read: columns, title lines, courses.
    #[must_use]
    pub fn listing(&self) -> Vec<(&'static str, String, String)> {
        let columns = self.columns.iter().map(|column| (column.role, column_letters(column.idx), column.label.clone()));
        let constants = self.constants.iter().map(|constant| {
            let place = format!("{}{}", column_letters(constant.column), constant.row + 1);
            (constant.role, place, constant.text.clone())
        });
        let courses = self.courses.iter().map(|course| ("课程", column_letters(course.idx), course.name.clone()));
        let raters = self.raters.iter().map(|column| {
            let dimension = self.labels.iter().find(|label| label.idx == column.idx && column.dimension.is_some());
            let dimension = dimension.map(|label| format!(" {}", label.written)).unwrap_or_default();
            ("评委打分", column_letters(column.idx), format!("{}{dimension}", column.rater))
        });
        let boxes =
            self.boxes.iter().map(|own| ("测评票", column_letters(own.idx), format!("{} {}", own.group, own.role)));
        columns.chain(constants).chain(courses).chain(raters).chain(boxes).collect()
    }

    /// All columns of a role.
    pub fn all<'s>(&'s self, role: &'s str) -> impl Iterator<Item = &'s Column> {
        self.columns.iter().filter(move |column| column.role == role)
    }

    /// Whether a row repeats this header: every cell of it is a label of its column, and most labels are there.
    #[must_use]
    pub fn is_repeated_in(&self, row: &Row<'_>) -> bool {
        let is_label = |column: u16, text: &str| {
            let label = self.labels.iter().find(|label| label.idx == column);
            label.is_some_and(|label| label.texts.iter().any(|(own, _)| fold_label(own) == fold_label(text)))
        };
        row.cells.iter().all(|(column, cell)| is_label(*column, &cell.shown()))
            && row.cells.len() * 2 > self.columns.len() + self.courses.len()
    }

    /// Whether a row is the header of another list: it says 学号 where numbers stand, and is no repetition of this one.
    #[must_use]
    pub fn is_followed_by_another_in(&self, row: &Row<'_>) -> bool {
        const IDS: [&str; 3] = ["学号", "被评人学号", "联系人学号"];
        let id = self.columns.iter().find(|column| IDS.contains(&column.role));
        // Where there are no numbers the names have a label.
        let name = self.columns.iter().find(|column| column.role == "被评人").filter(|_| id.is_none());
        let says = |column: Option<&Column>| column.map(|column| fold_label(&row.text(Some(column.idx))));
        says(id).is_some_and(|text| is_id_label(&text))
            || says(name).is_some_and(|text| matches!(text.as_str(), "姓名" | "被评人" | "被评议人" | "被测评人"))
    }
}

/// In which order kinds are tried: those with the most telling columns first, lists that many sheets resemble last.
const ORDER: [Kind; 21] = [
    Kind::Grades,
    Kind::Ratings,
    Kind::Ballots,
    Kind::Votes,
    Kind::Delegates,
    Kind::Cadres,
    Kind::Attendance,
    Kind::Rotation,
    Kind::Discipline,
    Kind::Reviews,
    Kind::Comprehensive,
    Kind::Requests,
    Kind::Notices,
    Kind::Training,
    Kind::Meetings,
    Kind::Contacts,
    Kind::Services,
    Kind::Associations,
    Kind::Roster,
    Kind::Headcount,
    Kind::Advisors,
];

/// Officers with a class are students, and no teachers who advise them.
fn is_of_teachers(header: &Header) -> bool {
    const OF_STUDENTS: [&str; 5] = ["班级", "专业", "年级", "学号", "部门"];
    header.kind != Kind::Advisors
        || !header.labels.iter().flat_map(|label| &label.readings).any(|text| OF_STUDENTS.contains(&text.as_str()))
}

/// A list of names under a title that names a class may be any list (点名册); what only rosters hold tells.
fn is_roster_and_no_sign_up(header: &Header) -> bool {
    let is_by_title = header.constant("专业").is_some() || header.constant("年级").is_some();
    header.kind != Kind::Roster || !is_by_title || ["政治面貌", "学籍状态", "民族"].iter().any(|role| header.has(role))
}

/// Takes labels for the header of a kind. The most telling kind wins: a grade export that carries majors is no roster.
#[must_use]
pub fn recognise(labels: &[Label], constants: &[Constant], policy: &Policy) -> Option<Header> {
    let of_kind = |kind: Kind| {
        let header = map_columns(kind, labels, constants, policy);
        let has = |role: &str| header.has(role);
        lacks(kind, &has).is_empty().then_some(header).filter(is_roster_and_no_sign_up).filter(is_of_teachers)
    };
    // A roster with a column of punishments or totals is still the roster; without it nothing can be decided.
    let roster = of_kind(Kind::Roster).filter(|roster| roster.has("政治面貌") || roster.has("学籍状态"));
    let found = ORDER.into_iter().find_map(of_kind)?;
    // A way to a post is also a channel to a congress; posts and levels tell which.
    let found = if found.kind == Kind::Delegates && !found.has("选举单位") {
        of_kind(Kind::Cadres).unwrap_or(found)
    } else {
        found
    };
    match roster {
        Some(mut roster) if matches!(found.kind, Kind::Discipline | Kind::Comprehensive | Kind::Reviews) => {
            let is_roster = |column: &Column| roster.columns.iter().any(|own| own.idx == column.idx);
            roster.passed_over =
                found.columns.iter().filter(|column| !is_roster(column)).map(|column| column.label.clone()).collect();
            Some(roster)
        }
        _ => Some(found),
    }
}

/// Takes labels for the header of a list of punishments that has names and no student numbers. Its word alone would not do: many a
/// form asks whether somebody is punished (处分情况). Something else must speak of punishments, too: `is_about` them, or a column.
#[must_use]
pub fn names_punished(labels: &[Label], is_about: bool, policy: &Policy) -> Option<Header> {
    const TELLING: [&str; 7] = ["处分类型", "处分种类", "处分等级", "处分类别", "处分名称", "处分结果", "违纪处分"];
    let header = map_columns(Kind::Discipline, labels, &[], policy);
    let kind = header.columns.iter().find(|column| column.role == "处分类型")?;
    let speaks = |column: &&Column| ["处分", "解除"].iter().any(|word| column.label.contains(word));
    let is_list = is_about
        || TELLING.contains(&fold_label(&kind.label).as_str())
        || header.columns.iter().filter(speaks).count() > 1;
    (is_list && header.column("姓名").is_some() && header.column("学号").is_none()).then_some(header)
}

impl Header {
    /// The column that a roster's label of this role heads, in a sheet of a kind that has no such role.
    #[must_use]
    pub fn column_beside(&self, role: &str) -> Option<u16> {
        let known = &synonyms(Kind::Roster).iter().find(|synonyms| synonyms.column == role)?.labels;
        self.labels.iter().find(|label| label.readings.iter().any(|text| known.contains(text))).map(|label| label.idx)
    }

    /// Whether a column or a constant plays a role.
    #[must_use]
    pub fn has(&self, role: &str) -> bool {
        self.column(role).is_some() || self.constant(role).is_some()
    }

    /// What a title line says for a role that no column plays.
    #[must_use]
    pub fn constant(&self, role: &str) -> Option<&Constant> {
        self.constants.iter().find(|constant| constant.role == role)
    }
}

/// Notes that say which of several a column is.
const TELLING: [&str; 24] = [
    "平时",
    "期中",
    "期末",
    "实验",
    "实践",
    "作业",
    "考勤",
    "补考",
    "正考",
    "初考",
    "重修",
    "缓考",
    "总评",
    "等级",
    "百分制",
    "实得",
    "已得",
    "取得",
    "获得",
    "德育",
    "智育",
    "体育",
    "美育",
    "劳育",
];

/// A label with a note in brackets. A note that says which of several it is (成绩（补考）) is a part of the label; any other
/// (成绩（必填）) is none.
fn place_noted(text: &str, place: &impl Fn(&str) -> Option<usize>) -> Option<usize> {
    let (base, note) = parts(text)?;
    let whole = place(&format!("{note}{base}")).or_else(|| place(&format!("{base}{note}")));
    let is_telling = TELLING.iter().any(|word| note.contains(word)) && !note.chars().any(|c| c.is_ascii_digit());
    whole.or_else(|| if is_telling { None } else { place(&base) })
}

/// A label and its note in brackets; `None` for one without.
fn parts(text: &str) -> Option<(String, String)> {
    if !text.contains(['(', '[', '【', '〔']) {
        return None;
    }
    let base = without_brackets(text);
    let note = text.chars().skip_while(|c| !"([【〔".contains(*c)).filter(|c| !"()[]【】〔〕".contains(*c)).collect();
    Some((base, note))
}

/// Whether a folded text is a label of any kind of sheet, with or without the note behind it: a quick look before the close one.
#[must_use]
pub fn is_known_label(text: &str, policy: &Policy) -> bool {
    static KNOWN: LazyLock<HashSet<&'static str>> = LazyLock::new(|| {
        let columns = DEFINITIONS.iter().flat_map(|(_, definition)| &definition.columns);
        columns.flat_map(|synonyms| synonyms.labels.iter().map(String::as_str)).collect()
    });
    let is_alias = |text: &str| policy.column_aliases.iter().any(|(_, label, _)| fold_label(label) == text);
    let is_one = |text: &str| KNOWN.contains(text) || is_alias(text);
    let text = super::matrix::without_number(text);
    is_one(text)
        || parts(text).is_some_and(|(base, note)| {
            is_one(&base) || is_one(&format!("{note}{base}")) || is_one(&format!("{base}{note}"))
        })
}

/// Maps labels to the roles of a kind, whether they suffice or not.
#[must_use]
pub fn map_columns(kind: Kind, labels: &[Label], constants: &[Constant], policy: &Policy) -> Header {
    let mut header = Header {
        kind,
        row: 0,
        last_row: 0,
        columns: Vec::new(),
        ambiguous: Vec::new(),
        constants: Vec::new(),
        courses: Vec::new(),
        no_courses: Vec::new(),
        raters: Vec::new(),
        no_raters: Vec::new(),
        boxes: Vec::new(),
        labels: labels.to_vec(),
        passed_over: Vec::new(),
        columns_from: 0,
        columns_to: u16::MAX,
        is_by_content: false,
    };
    let mut taken: Vec<u16> = Vec::new();
    // The policy's own words come first and settle every doubt.
    for (of_kind, label, role) in &policy.column_aliases {
        let Some(synonyms) = synonyms(kind).iter().find(|synonyms| synonyms.column == role) else { continue };
        if !of_kind.is_empty() && of_kind != kind.id() {
            continue;
        }
        let folded = fold_label(label);
        for label in labels.iter().filter(|label| label.readings.contains(&folded)) {
            header.columns.push(Column { role: synonyms.column, idx: label.idx, label: label.written.clone() });
            taken.push(label.idx);
        }
    }
    for synonyms in synonyms(kind) {
        let settled = header.columns.iter().any(|column| column.role == synonyms.column);
        let place = |text: &str| synonyms.labels.iter().position(|known| known == text);
        let place_of =
            |label: &Label| label.readings.iter().find_map(|text| place(text).or_else(|| place_noted(text, &place)));
        let mut candidates: Vec<(usize, &Label)> = labels
            .iter()
            .filter(|label| label.is_known && !taken.contains(&label.idx))
            .filter_map(|label| Some((place_of(label)?, label)))
            .collect();
        candidates.sort_by_key(|(place, label)| (*place, label.idx));
        let column = |label: &Label| Column { role: synonyms.column, idx: label.idx, label: label.written.clone() };
        if MANY.contains(&synonyms.column) {
            candidates.sort_by_key(|(_, label)| label.idx);
            header.columns.extend(candidates.iter().map(|(_, label)| column(label)));
            taken.extend(candidates.iter().map(|(_, label)| label.idx));
            continue;
        }
        let mut candidates = candidates.into_iter();
        if !settled && let Some((_, label)) = candidates.next() {
            header.columns.push(column(label));
            taken.push(label.idx);
        }
        let Some(kept) = header.columns.iter().find(|column| column.role == synonyms.column) else { continue };
        let kept = kept.label.clone();
        for (_, label) in candidates {
            header.ambiguous.push((synonyms.column, kept.clone(), label.written.clone()));
            taken.push(label.idx);
        }
    }
    let known = synonyms(kind).iter().map(|synonyms| synonyms.column);
    // A title names a person over the transcript of that person, and over nothing else that is read.
    let is_transcript = kind == Kind::Grades && header.column("学号").is_none();
    let is_told = |role: &&str| header.column(role).is_none() && (is_transcript || !matches!(*role, "学号" | "姓名"));
    let names_person = ["被评人学号", "被评人"].iter().any(|role| header.column(role).is_some());
    for role in known.filter(is_told).collect::<Vec<_>>() {
        // Over the ratings of one person 学号 and 姓名 are those of whom is rated.
        let other = match role {
            // Beside rows that name people they may be the rater's own.
            "被评人学号" if !names_person => "学号",
            "被评人" if !names_person => "姓名",
            _ => role,
        };
        let said = constants.iter().find(|constant| constant.role == role || constant.role == other);
        header.constants.extend(said.map(|constant| Constant { role, ..constant.clone() }));
    }
    header
}
