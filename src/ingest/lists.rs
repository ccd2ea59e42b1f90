//! Lists and ledgers of the student union: every column read as what it is for, by one table of columns a kind.
//!
//! A cell that says something else than its column is for is a problem; so is a blank in a column that the kind cannot do
//! without. What the words mean, the stage of the tables says, which knows the policy.

use std::rc::Rc;

use crate::model::Kind;
use crate::model::intake::SetAside;
use crate::model::lists::{Entry, ListRow, Value};
use crate::model::origin::CellRef;
use crate::model::term::Date;
use crate::model::text::{fold, fold_student_id};
use crate::model::union::Post;
use crate::model::words::Word;
use crate::problem::{Fault, Place};

use super::builder::{RowId, SheetBuilder, is_footer};
use super::contests::{SECTION_ROLE, is_of_ballots, names_candidate, read_divider, unread_text};
use super::marks::{BOXES, check_total, is_left_out, is_of_all_raters, read_marks};
use super::notation::read_yes_no;
use super::raters::BoxColumn;
use super::sheet::Row;

/// What a column is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Reading {
    Text,
    Day,
    Span,
    Count,
    /// A number for which people write 无 where it is none.
    CountOrNone,
    Flag,
    Elected,
}

/// The column that holds the first and the last day of a notice in one cell.
const SPAN: &str = "公示时间";

/// What a cell with a day should look like.
pub(super) const DAY_WANTED: &str = "日期，写成 2025-10-08 这样";

impl Reading {
    /// What a cell should look like, for the message about one that does not.
    fn wanted(self) -> &'static str {
        match self {
            Self::Text => "文字",
            Self::Day => DAY_WANTED,
            Self::Span => "起止日期，写成 2025-10-09 至 2025-10-15 这样",
            Self::Count | Self::CountOrNone => "不小于 0 的整数",
            Self::Flag => "“是”或“否”",
            Self::Elected => "“当选”或“未当选”",
        }
    }
}

/// How a kind of list is read.
struct Definition {
    /// Where the student number stands; empty in a kind without.
    id: &'static str,
    /// Columns that no row may leave blank.
    needed: &'static [&'static str],
    columns: &'static [(&'static str, Reading)],
}

/// How a kind is read; `None` for a kind that has a reader of its own, or none yet.
fn definition(kind: Kind) -> Option<&'static Definition> {
    use Reading::{Count, CountOrNone, Day, Elected, Flag, Span, Text};
    Some(match kind {
        Kind::Cadres => &Definition {
            id: "学号",
            needed: &["职务"],
            columns: &[
                ("层级", Text),
                ("组织", Text),
                ("部门", Text),
                ("职务", Text),
                ("是否骨干", Flag),
                ("来源", Text),
                ("产生方式", Text),
                ("任职日期", Day),
                ("离任日期", Day),
                ("届次", Text),
            ],
        },
        Kind::Delegates => &Definition {
            id: "学号",
            needed: &["选举单位"],
            columns: &[("选举单位", Text), ("产生渠道", Text), ("届次", Text)],
        },
        Kind::Votes => &Definition {
            id: "",
            needed: &["候选人", "赞成"],
            columns: &[
                ("候选人", Text),
                ("学号", Text),
                ("选举事项", Text),
                (SECTION_ROLE, Text),
                ("应选", Count),
                ("发出", Count),
                ("收回", Count),
                ("有效", Count),
                ("无效", Count),
                ("赞成", Count),
                ("反对", Count),
                ("弃权", Count),
                ("是否当选", Elected),
            ],
        },
        Kind::Meetings => &Definition {
            id: "",
            needed: &["日期", "类型", "主办单位"],
            columns: &[
                ("日期", Day),
                ("类型", Text),
                ("主办单位", Text),
                ("参加单位", Text),
                ("缺席单位", Text),
                ("议程", Text),
                ("参加人数", Count),
            ],
        },
        Kind::Training => &Definition {
            id: "",
            needed: &["日期", "主题"],
            columns: &[
                ("日期", Day),
                ("层级", Text),
                ("单位", Text),
                ("主题", Text),
                ("参加人数", Count),
                ("学号", Text),
            ],
        },
        Kind::Requests => &Definition {
            id: "",
            needed: &["编号", "收到日期"],
            columns: &[
                ("编号", Text),
                ("收到日期", Day),
                ("渠道", Text),
                ("类别", Text),
                ("学院", Text),
                ("办理部门", Text),
                ("答复日期", Day),
                ("办结日期", Day),
                ("状态", Text),
                ("满意度", Text),
            ],
        },
        Kind::Notices => &Definition {
            id: "",
            needed: &["事项", "开始日期"],
            columns: &[
                ("事项", Text),
                ("类型", Text),
                ("单位", Text),
                ("开始日期", Day),
                ("结束日期", Day),
                (SPAN, Span),
                ("渠道", Text),
                ("异议数", CountOrNone),
                ("异议处理", Text),
            ],
        },
        Kind::Rotation => {
            &Definition {
                id: "学号", needed: &["开始日期"], columns: &[("开始日期", Day), ("结束日期", Day)]
            }
        }
        Kind::Advisors => &Definition {
            id: "",
            needed: &["姓名", "职务"],
            columns: &[("姓名", Text), ("职务", Text), ("单位", Text)],
        },
        Kind::Services => &Definition {
            id: "",
            needed: &["日期", "类型"],
            columns: &[("日期", Day), ("类型", Text), ("学院", Text), ("受助人数", Count)],
        },
        Kind::Contacts => &Definition {
            id: "联系人学号",
            needed: &["日期"],
            columns: &[("日期", Day), ("联系对象", Text), ("人数", Count)],
        },
        Kind::Attendance => {
            &Definition {
                id: "学号", needed: &["状态"], columns: &[("日期", Day), ("状态", Text), ("会议", Text)]
            }
        }
        Kind::Ratings => &Definition {
            id: "被评人学号",
            needed: &["评委", "评委类别"],
            columns: &[("评委", Text), ("评委类别", Text), ("学期", Text), ("班级", Text)],
        },
        Kind::Ballots => &Definition {
            id: "被评人学号",
            needed: &["评委类别"],
            columns: &[
                ("评委类别", Text),
                ("优秀", Count),
                ("称职", Count),
                ("基本称职", Count),
                ("不称职", Count),
                ("不了解", Count),
                ("学期", Text),
                ("班级", Text),
            ],
        },
        _ => return None,
    })
}

/// Where a kind has the student numbers of its rows.
#[must_use]
pub fn id_column(kind: Kind) -> &'static str {
    definition(kind).map(|definition| definition.id).filter(|id| !id.is_empty()).unwrap_or("学号")
}

/// Where a kind has the names beside them.
#[must_use]
pub fn name_column(kind: Kind) -> &'static str {
    if is_of_evaluation(kind) { "被评人" } else { "姓名" }
}

/// Whether a sheet of the kind without a row says nothing, and not that there is nothing to say.
#[must_use]
pub fn is_missed_when_empty(kind: Kind) -> bool {
    matches!(kind, Kind::Delegates | Kind::Votes | Kind::Cadres | Kind::Ratings | Kind::Ballots)
}

fn is_of_evaluation(kind: Kind) -> bool {
    matches!(kind, Kind::Ratings | Kind::Ballots)
}

/// Reads a row of a list or ledger.
pub fn read_row(builder: &mut SheetBuilder<'_>, row: &Row<'_>) {
    let kind = builder.header.kind;
    let Some(definition) = definition(kind) else { return };
    let is_of_forms = matches!(kind, Kind::Votes | Kind::Ratings | Kind::Ballots | Kind::Delegates);
    if !is_of_forms && is_signature(row) {
        builder.set_aside(SetAside::NotData, row);
        return;
    }
    if kind == Kind::Delegates {
        if read_printed_total(builder, row) {
            return;
        }
        if row.cells.len() == 1 {
            // Whatever stands alone in a line ends the section above it.
            let cell = builder.cell(row, row.cells[0].0);
            let entries = vec![Entry { role: ListRow::SECTION, value: Value::Flag(false), cell }];
            let (id, name, student) = (Word::NONE, Word::NONE, Word::NONE);
            builder.tables.lists.push(ListRow { kind, student, id, name, cell, entries, marks: Vec::new() });
        }
    }
    let is_given = |role: &&&str| builder.header.column(role).is_some() && !builder.text(row, role).is_empty();
    let n_given = definition.needed.iter().filter(is_given).count();
    let (student, cell) = if definition.id.is_empty() {
        // A note stands in the first column and nowhere else; a sum says so.
        let key = definition.needed[0];
        // What is needed may be just what is blank: a record has more to it than a note.
        let n_said = || definition.columns.iter().filter(|(role, _)| is_given(&role)).count();
        let says_enough = n_given >= 2 || n_given == 1 && !is_given(&&key) || kind != Kind::Votes && n_said() >= 2;
        if !says_enough || is_footer(&fold(&builder.text(row, key))) {
            let is_candidate = kind == Kind::Votes && names_candidate(builder, row);
            if !is_candidate {
                if kind == Kind::Votes {
                    read_divider(builder, row);
                }
                builder.set_aside(SetAside::NotData, row);
                return;
            }
        }
        if kind == Kind::Votes && is_of_ballots(&fold(&builder.text(row, key))) {
            builder.set_aside(SetAside::NotData, row);
            return;
        }
        (Word::NONE, builder.role_cell(row, key))
    } else {
        if is_of_evaluation(kind) && is_of_all_raters(builder, row) {
            builder.set_aside(SetAside::NotData, row);
            return;
        }
        // Marks are of somebody, unless the row sums them up.
        let is_sum = row.cells.first().is_some_and(|(_, cell)| is_footer(&fold(&cell.shown())));
        let is_rated = is_of_evaluation(kind) && !is_sum && holds_marks(builder, row);
        // What a title says for all rows makes none of them one.
        let is_named = builder.header.column(name_column(kind)).is_some() && builder.has_name(row);
        let says_all = n_given == definition.needed.len() && !definition.needed.is_empty();
        let is_told_by_columns = is_of_evaluation(kind) || matches!(kind, Kind::Contacts | Kind::Attendance);
        let looks_like_data = is_named || is_rated || says_all && is_told_by_columns;
        let is_teacher = || builder.policy.words.post(&builder.text(row, "职务")) == Some(Post::Teacher);
        if kind == Kind::Cadres && fold_student_id(&builder.id_as_written(row)).is_none() && is_teacher() {
            read_teacher(builder, row);
            return;
        }
        let is_blank = builder.header.column(definition.id).is_some() && builder.id_as_written(row).is_empty();
        if is_of_evaluation(kind) && (is_blank || !builder.header.has(definition.id)) {
            // Without a number the name has to do, whether the column or only this row has none; whom it is, the lists say.
            let name = fold(&builder.text(row, name_column(kind))).into_owned();
            if name.is_empty() || is_footer(&name) || !looks_like_data {
                if looks_like_data && !is_footer(&name) {
                    builder.id_missing(row);
                } else {
                    builder.set_aside(SetAside::NotData, row);
                }
                return;
            }
            (Word::NONE, own_cell(builder, row, name_column(kind)))
        } else {
            let RowId::Valid(student) = builder.read_id(row, looks_like_data) else { return };
            let is_told_by_title = is_of_evaluation(kind) && builder.header.column(definition.id).is_none();
            let role = if is_told_by_title { "评委" } else { definition.id };
            (student, if is_told_by_title { own_cell(builder, row, role) } else { builder.role_cell(row, role) })
        }
    };
    let name = builder.note_name(row, student);
    let id = if definition.id.is_empty() { String::new() } else { builder.id_as_written(row) };
    let id = builder.tables.words.intern(&id);
    let mut entries = Vec::new();
    for (role, reading) in definition.columns {
        if let Some(entry) = read_entry(builder, row, role, *reading) {
            entries.push(entry);
        } else if definition.needed.contains(role) && builder.header.column(role).is_some() {
            let at = builder.role_cell(row, role);
            builder.blanks.entry(role).or_insert((at, 0)).1 += 1;
        }
    }
    if kind == Kind::Requests && !builder.header.has("办结日期") {
        // Without the column nobody can say that anything is not settled.
        entries.push(Entry { role: "办结日期", value: Value::Unreadable, cell });
    }
    if kind == Kind::Votes {
        // A blank in a column that tells elections apart leaves the row in none of them.
        if builder.header.column("选举事项").is_some() && builder.text(row, "选举事项").is_empty() {
            let at = builder.role_cell(row, "选举事项");
            builder.blanks.entry("选举事项").or_insert((at, 0)).1 += 1;
        }
        let unread = unread_text(builder, row);
        if !unread.is_empty() {
            let word = builder.tables.words.intern(&unread);
            entries.push(Entry { role: ListRow::UNREAD, value: Value::Text(word), cell });
        }
        if let Some(cell) = builder.divider {
            entries.push(Entry { role: ListRow::DIVIDED, value: Value::Flag(true), cell });
        }
    }
    let side_by_side = builder.header.boxes.clone();
    if kind == Kind::Ballots && side_by_side.is_empty() {
        // A box without a column may hold any number of ballots.
        let missing = BOXES.into_iter().filter(|role| builder.header.column(role).is_none());
        entries.extend(missing.map(|role| Entry { role, value: Value::Unreadable, cell }));
    }
    builder.n_used += 1;
    let row_of = |entries, marks| ListRow { kind, student, id, name, cell, entries, marks };
    if !side_by_side.is_empty() {
        for entries in ballots_of_groups(builder, row, &side_by_side) {
            builder.tables.lists.push(row_of(entries, Vec::new()));
        }
        return;
    }
    if kind != Kind::Ratings {
        builder.tables.lists.push(row_of(entries, Vec::new()));
        return;
    }
    if !builder.header.no_raters.is_empty() {
        let labels: Vec<&str> = builder.header.no_raters.iter().map(|(_, label)| label.as_str()).collect();
        let word = builder.tables.words.intern(&labels.join("、"));
        entries.push(Entry { role: ListRow::UNREAD, value: Value::Text(word), cell });
    }
    let mut is_rated = false;
    for rating in Rc::clone(&builder.ratings).iter() {
        if is_left_out(row, rating) {
            continue;
        }
        let mut entries = entries.clone();
        if let (Some((rater, group)), Some((column, _))) = (&rating.rater, rating.columns.first()) {
            let cell = builder.cell(row, *column);
            let mut word = |text: &str| Value::Text(builder.tables.words.intern(text));
            entries.retain(|entry| entry.role != "评委" && (group.is_empty() || entry.role != "评委类别"));
            entries.push(Entry { role: "评委", value: word(rater), cell });
            if !group.is_empty() {
                entries.push(Entry { role: "评委类别", value: word(group), cell });
            }
        }
        let marks = if builder.other_full_mark.is_some() { Vec::new() } else { read_marks(builder, row, rating) };
        if rating.rater.is_none() {
            check_total(builder, row, &marks);
        }
        builder.tables.lists.push(row_of(entries, marks));
        is_rated = true;
    }
    if !is_rated {
        // Whom nobody has rated is listed all the same.
        builder.tables.lists.push(row_of(entries, Vec::new()));
    }
}

/// Whether a row is nothing but labels with what was filled in behind them: 制表人：李老师, 日期：2026年1月12日.
fn is_signature(row: &Row<'_>) -> bool {
    const LONGEST: usize = 6;
    row.cells.iter().all(|(_, cell)| {
        let shown = cell.shown();
        let folded = fold(&shown);
        let is_label = |label: &str| {
            (1..=LONGEST).contains(&label.chars().count()) && !label.contains(|c: char| c.is_ascii_digit())
        };
        folded.split_once(':').is_some_and(|(label, _)| is_label(label.trim()))
    })
}

/// A teacher on a list of cadres is one of those who guide the union, as if they stood on the list of them.
fn read_teacher(builder: &mut SheetBuilder<'_>, row: &Row<'_>) {
    let cell = builder.role_cell(row, "姓名");
    let unit = if builder.text(row, "组织").is_empty() { "层级" } else { "组织" };
    let columns = [("姓名", "姓名"), ("职务", "职务"), ("单位", unit)];
    let mut entries = Vec::new();
    for (role, column) in columns {
        let written = builder.text(row, column).into_owned();
        let at = builder.role_cell(row, column);
        entries.extend(read_cell(builder, &written, role, Reading::Text, at));
    }
    builder.n_used += 1;
    let (student, id, name) = (Word::NONE, Word::NONE, Word::NONE);
    builder.tables.lists.push(ListRow { kind: Kind::Advisors, student, id, name, cell, entries, marks: Vec::new() });
}

/// Whether a row holds anything where marks or ballots stand.
fn holds_marks(builder: &SheetBuilder<'_>, row: &Row<'_>) -> bool {
    let marks =
        builder.ratings.iter().any(|rating| rating.columns.iter().any(|(column, _)| row.get(*column).is_some()));
    let boxes = BOXES.into_iter().filter_map(|role| builder.header.column(role));
    let side_by_side = builder.header.boxes.iter().map(|own| own.idx);
    marks || boxes.chain(side_by_side).any(|column| row.get(column).is_some())
}

/// The cell of a role in this very row, else its first: what a title says for all rows tells none from another.
fn own_cell(builder: &SheetBuilder<'_>, row: &Row<'_>, role: &str) -> CellRef {
    let first = row.cells.first().map_or(0, |(column, _)| *column);
    builder.cell(row, builder.header.column(role).unwrap_or(first))
}

/// The ballots of each group whose boxes stand side by side. A group with nothing in its boxes has not voted.
fn ballots_of_groups(builder: &mut SheetBuilder<'_>, row: &Row<'_>, boxes: &[BoxColumn]) -> Vec<Vec<Entry>> {
    let mut groups: Vec<Vec<Entry>> = Vec::new();
    let mut order: Vec<&str> = Vec::new();
    for own in boxes {
        if !order.contains(&own.group.as_str()) {
            order.push(&own.group);
        }
    }
    for group in order {
        let own: Vec<&BoxColumn> = boxes.iter().filter(|own| own.group == group).collect();
        if own.iter().all(|own| row.get(own.idx).is_none()) {
            continue;
        }
        let cell = builder.cell(row, own[0].idx);
        let word = builder.tables.words.intern(group);
        let mut entries = vec![Entry { role: "评委类别", value: Value::Text(word), cell }];
        for own in &own {
            let written = row.text(Some(own.idx)).into_owned();
            entries.extend(read_cell(builder, &written, own.role, Reading::Count, builder.cell(row, own.idx)));
        }
        // A box without a column may hold any number of ballots.
        let missing = BOXES.into_iter().filter(|role| !own.iter().any(|own| own.role == *role));
        entries.extend(missing.map(|role| Entry { role, value: Value::Unreadable, cell }));
        groups.push(entries);
    }
    groups
}

/// What one cell says; `None` if it is blank.
fn read_entry(builder: &mut SheetBuilder<'_>, row: &Row<'_>, role: &'static str, reading: Reading) -> Option<Entry> {
    let written = builder.text(row, role).into_owned();
    let cell = builder.role_cell(row, role);
    read_cell(builder, &written, role, reading, cell)
}

fn read_cell(
    builder: &mut SheetBuilder<'_>,
    written: &str,
    role: &'static str,
    reading: Reading,
    cell: CellRef,
) -> Option<Entry> {
    let folded = fold(written).into_owned();
    let is_blank = folded.is_empty()
        || !matches!(reading, Reading::Text | Reading::CountOrNone)
            && matches!(&*folded, "-" | "--" | "/" | "—" | "无");
    if is_blank {
        return None;
    }
    let value = match reading {
        Reading::Text => Some(Value::Text(builder.tables.words.intern(written))),
        Reading::Day => Date::parse(written).map(Value::Day),
        Reading::Span => Date::parse_span(written).map(|(from, to)| Value::Span(from, to)),
        Reading::CountOrNone if folded.starts_with('无') || folded == "没有" => Some(Value::Count(0)),
        Reading::Count | Reading::CountOrNone => read_count(&folded).map(Value::Count),
        Reading::Flag => read_yes_no(&folded).map(Value::Flag),
        Reading::Elected => match &*folded {
            "当选" | "已当选" => Some(true),
            "未当选" | "落选" | "不当选" | "未通过" => Some(false),
            other => read_yes_no(other),
        }
        .map(Value::Flag),
    };
    let value = value.unwrap_or_else(|| {
        let kind = builder.header.kind;
        let fault = Fault::EntryUnreadable { kind, column: role, found: written.to_owned(), wanted: reading.wanted() };
        builder.problem(fault, Place::Cell(cell));
        Value::Unreadable
    });
    Some(Entry { role, value, cell })
}

/// `85`, `85 人`, `1,024 票`.
pub(super) fn read_count(folded: &str) -> Option<u32> {
    let plain = folded.trim_end_matches(['人', '名', '票', '张', '份', '个', '次', '件', '条', '项']).replace(',', "");
    plain.parse().ok().or_else(|| plain.strip_suffix(".0")?.parse().ok())
}

/// Reads a line that prints how many delegates the list has (合计 56, 共 56 人), to be compared with the rows above it.
fn read_printed_total(builder: &mut SheetBuilder<'_>, row: &Row<'_>) -> bool {
    if row.cells.len() > 6 || fold_student_id(&builder.text(row, "学号")).is_some_and(|id| id.len() > 4) {
        return false;
    }
    let texts: Vec<(u16, String)> =
        row.cells.iter().map(|(column, cell)| (*column, fold(&cell.shown()).into_owned())).collect();
    let says = |words: &[&str]| texts.iter().any(|(_, text)| words.iter().any(|word| text.contains(word)));
    let is_section = row.cells.len() == 1 && is_head_of_section(&texts[0].1);
    let role = if is_section {
        ListRow::SECTION
    } else if says(&["小计"]) {
        ListRow::SUBTOTAL
    } else if says(&["合计", "总计", "共计", "总数"]) || texts.iter().any(|(_, text)| is_sum_of_people(text)) {
        ListRow::TOTAL
    } else {
        return false;
    };
    let numbers: Vec<(u16, u32)> = texts
        .iter()
        .flat_map(|(column, text)| {
            let runs = text.split(|c: char| !c.is_ascii_digit()).filter(|run| !run.is_empty());
            runs.filter_map(|run| Some((*column, run.parse().ok()?))).collect::<Vec<_>>()
        })
        .collect();
    // Two numbers may be those of men and women; nobody can tell which is the sum.
    let [(column, printed)] = numbers[..] else { return false };
    let cell = builder.cell(row, column);
    let entries = vec![Entry { role, value: Value::Count(printed), cell }];
    let (id, name) = (Word::NONE, Word::NONE);
    let (kind, student) = (Kind::Delegates, Word::NONE);
    builder.tables.lists.push(ListRow { kind, student, id, name, cell, entries, marks: Vec::new() });
    builder.n_used += 1;
    true
}

/// `信息工程学院(4人)`: the head of a section with the number of the rows below it.
fn is_head_of_section(text: &str) -> bool {
    let Some((name, number)) = text.trim_end_matches([')', '）']).rsplit_once(['(', '（']) else { return false };
    let digits = number.trim_start_matches('共').trim_end_matches(['人', '名']);
    !name.is_empty()
        && digits.len() < number.len()
        && !digits.is_empty()
        && digits.bytes().all(|byte| byte.is_ascii_digit())
}

/// `共56人`, `共 56 名代表`.
fn is_sum_of_people(text: &str) -> bool {
    text.strip_prefix('共').is_some_and(|rest| {
        let unit = rest.trim_start_matches(|c: char| c.is_ascii_digit());
        unit.len() < rest.len() && (unit.starts_with('人') || unit.starts_with('名'))
    })
}
