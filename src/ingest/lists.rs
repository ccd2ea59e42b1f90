//! Lists and ledgers of the student union: every column read as what it is for, by one table of columns a kind.
//!
//! A cell that says something else than its column is for is a problem; so is a blank in a column that the kind cannot do
//! without. What the words mean, the stage of the tables says, which knows the policy.

use crate::model::Kind;
use crate::model::intake::SetAside;
use crate::model::lists::{Entry, ListRow, Mark, Value};
use crate::model::number::Decimal;
use crate::model::term::Date;
use crate::model::text::{fold, fold_name, fold_student_id, without_brackets};
use crate::model::union::Post;
use crate::model::words::Word;
use crate::policy::Policy;
use crate::problem::{Fault, Place};

use super::builder::{RowId, SheetBuilder, is_footer};
use super::header::{Constant, Header, Label};
use super::notation::read_yes_no;
use super::sheet::Row;
use super::titles::ballots_in;

/// What a column is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Reading {
    Text,
    Day,
    Count,
    Flag,
    Elected,
}

impl Reading {
    /// What a cell should look like, for the message about one that does not.
    fn wanted(self) -> &'static str {
        match self {
            Self::Text => "文字",
            Self::Day => "日期，写成 2025-10-08 这样",
            Self::Count => "不小于 0 的整数",
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
    use Reading::{Count, Day, Elected, Flag, Text};
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
                ("议程", Text),
                ("参加人数", Count),
            ],
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
            columns: &[("评委", Text), ("评委类别", Text), ("学期", Text)],
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
    if matches!(kind, Kind::Ratings | Kind::Ballots) { "被评人" } else { "姓名" }
}

/// Whether a kind is read here.
#[must_use]
pub fn reads(kind: Kind) -> bool {
    definition(kind).is_some()
}

/// Whether a sheet of the kind without a row says nothing, and not that there is nothing to say.
#[must_use]
pub fn is_missed_when_empty(kind: Kind) -> bool {
    matches!(kind, Kind::Delegates | Kind::Votes | Kind::Cadres | Kind::Ratings | Kind::Ballots)
}

/// Reads a row of a list or ledger.
pub fn read_row(builder: &mut SheetBuilder<'_>, row: &Row<'_>) {
    let kind = builder.header.kind;
    let Some(definition) = definition(kind) else { return };
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
        let says_enough = n_given >= 2 || n_given == 1 && !is_given(&&key);
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
        if matches!(kind, Kind::Ratings | Kind::Ballots) && is_of_all_raters(builder, row) {
            builder.set_aside(SetAside::NotData, row);
            return;
        }
        let says_all = n_given == definition.needed.len();
        let looks_like_data = builder.has_name(row)
            || says_all && matches!(kind, Kind::Contacts | Kind::Ratings | Kind::Ballots | Kind::Attendance);
        let is_teacher = || builder.policy.words.post(&builder.text(row, "职务")) == Some(Post::Teacher);
        if kind == Kind::Cadres && fold_student_id(&builder.id_as_written(row)).is_none() && is_teacher() {
            builder.set_aside(SetAside::Teacher, row);
            return;
        }
        let RowId::Valid(student) = builder.read_id(row, looks_like_data) else { return };
        (student, builder.role_cell(row, definition.id))
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
    if kind == Kind::Ballots {
        // A box without a column may hold any number of ballots.
        let missing = BOXES.into_iter().filter(|role| builder.header.column(role).is_none());
        entries.extend(missing.map(|role| Entry { role, value: Value::Unreadable, cell }));
    }
    let marks = read_marks(builder, row);
    builder.tables.lists.push(ListRow { kind, student, id, name, cell, entries, marks });
    builder.n_used += 1;
}

/// A line between the candidates: another election begins, or nobody can tell. Which rows belong together decides who is elected, so
/// only a line that names an election begins one; any other makes the result a human's.
fn read_divider(builder: &mut SheetBuilder<'_>, row: &Row<'_>) {
    const NOTES: [&str; 14] =
        ["注", "备注", "说明", "监票", "计票", "唱票", "主持", "日期", "签字", "签名", "合计", "总计", "废票", "弃权"];
    let texts: Vec<(u16, String)> =
        row.cells.iter().map(|(column, cell)| (*column, cell.shown().into_owned())).collect();
    let Some((column, text)) = texts.first().cloned() else { return };
    let folded = fold(&text).into_owned();
    // Those over the whole sheet hold for all elections; those an election gives for itself, for it alone.
    let first = builder.header.last_row;
    let said: Vec<(&'static str, String)> = texts.iter().flat_map(|(_, text)| ballots_in(text)).collect();
    let numbers: Vec<(&'static str, String)> = ["应选", "发出", "收回", "有效"]
        .into_iter()
        .filter_map(|role| Some((role, builder.header.column(role)?)))
        .map(|(role, column)| (role, row.text(Some(column)).into_owned()))
        .filter(|(_, text)| read_count(&fold(text)).is_some())
        .collect();
    let is_note = NOTES.iter().any(|note| folded.starts_with(note) || folded.starts_with(&format!("({note}")))
        || folded.contains("空白");
    let names_election = is_election(builder.policy, &folded);
    if names_election || said.iter().any(|(role, _)| *role == "发出") {
        builder
            .header
            .constants
            .retain(|constant| constant.row <= first || !names_election && constant.role == SECTION_ROLE);
        builder.divider = None;
    } else if said.is_empty() && numbers.is_empty() {
        if !is_note && builder.n_used > 0 {
            builder.divider = Some(builder.cell(row, column));
            let cell = builder.cell(row, column);
            builder.problem(Fault::DividerUnclear { said: text }, Place::Cell(cell));
        }
        return;
    }
    let title = names_election.then(|| (SECTION_ROLE, election_name(&text)));
    for (role, text) in said.into_iter().chain(numbers).chain(title) {
        builder.header.constants.retain(|constant| constant.role != role || constant.row <= first);
        builder.header.constants.insert(0, Constant { role, text, row: row.idx, column });
    }
}

/// Under which role a line between the rows says what is elected below it.
const SECTION_ROLE: &str = "选举组";

/// Whether a line names an election: by the word, or by a post that one is elected to.
fn is_election(policy: &Policy, folded: &str) -> bool {
    const OF_RESULTS: [&str; 8] = ["名单", "人员", "候选人:", "以上", "以下", "当选", "结果公布", "续表"];
    let name = election_name(folded);
    let is_post = policy.words.post(&name).is_some() || ["主席团", "委员", "常任代表"].contains(&name.as_str());
    (folded.contains("选举") || is_post) && !OF_RESULTS.iter().any(|word| folded.contains(word))
}

/// `一、执行主席（应选1人）` → `执行主席`; `主席团成员选举结果（续）` → `主席团成员选举结果`.
fn election_name(text: &str) -> String {
    let rest = text.trim().trim_start_matches(['(', '（']);
    let named = rest.trim_start_matches(|c: char| "一二三四五六七八九十".contains(c) || c.is_ascii_digit());
    let after = named.trim_start_matches([')', '）', '、', '.', '．', ' ']);
    let own = if named.len() < rest.len() && after.len() < named.len() { after } else { text.trim() };
    without_brackets(&fold(own)).trim_end_matches(':').to_owned()
}

/// Whether a row without votes names somebody all the same: a name in the candidates' column, which no election bears.
fn names_candidate(builder: &SheetBuilder<'_>, row: &Row<'_>) -> bool {
    let written = builder.text(row, "候选人");
    let name = without_brackets(&fold_name(&written));
    let n_han = name.chars().filter(|c| ('\u{4E00}'..='\u{9FFF}').contains(c)).count();
    let is_name = (1..=4).contains(&n_han) && name.chars().all(|c| !c.is_ascii_punctuation() && !c.is_ascii_digit());
    is_name && !is_election(builder.policy, &fold(&written)) && !is_footer(&name) && !is_of_ballots(&name)
}

/// The boxes of a ballot that every sheet of them has; 不了解 is not printed on all.
const BOXES: [&str; 4] = ["优秀", "称职", "基本称职", "不称职"];

/// Whether a row sums up raters: 平均, 小计, 最终得分 where a rater or a group should stand.
fn is_of_all_raters(builder: &SheetBuilder<'_>, row: &Row<'_>) -> bool {
    const SUMS: [&str; 9] = ["平均", "小计", "合计", "总计", "汇总", "最终", "最高分", "最低分", "总评"];
    ["评委", "评委类别"].into_iter().filter(|role| builder.header.column(role).is_some()).any(|role| {
        let text = fold(&builder.text(row, role)).into_owned();
        SUMS.iter().any(|word| text.contains(word))
    })
}

/// Says which boxes of a ballot have no column: none of its rows can be counted then.
pub fn check_boxes(builder: &mut SheetBuilder<'_>) {
    let missing: Vec<String> =
        BOXES.into_iter().filter(|role| builder.header.column(role).is_none()).map(str::to_owned).collect();
    if !missing.is_empty() {
        builder.problem(Fault::BoxesMissing { missing }, Place::Sheet(builder.sheet));
    }
}

/// Whether a row counts ballots and names nobody.
fn is_of_ballots(folded: &str) -> bool {
    ["废票", "无效票", "弃权票", "空白票", "弃权", "无效"].contains(&folded)
}

/// Columns of a count that nobody reads, as one text: where it differs between rows, they may be of different elections.
fn unread_text(builder: &SheetBuilder<'_>, row: &Row<'_>) -> String {
    let texts = builder.unread.iter().map(|column| fold(&row.text(Some(*column))).into_owned());
    let texts = texts.filter(|text| text.chars().any(|c| !c.is_ascii_digit() && !matches!(c, '.' | '-' | '%')));
    texts.collect::<Vec<_>>().join("|")
}

/// Says which columns of a sheet are not read, where leaving one out can change what follows.
pub fn check_unread(builder: &mut SheetBuilder<'_>) {
    const OTHERS: [&str; 33] = [
        "序号",
        "编号",
        "备注",
        "说明",
        "性别",
        "民族",
        "政治面貌",
        "学院",
        "专业",
        "年级",
        "班级",
        "得票率",
        "排名",
        "名次",
        "得票排名",
        "票数排名",
        "单位",
        "所在单位",
        "推荐单位",
        "所在学院",
        "所在班级",
        "学院班级",
        "团支部",
        "现任职务",
        "现职务",
        "出生年月",
        "籍贯",
        "学历",
        "电话",
        "联系电话",
        "手机",
        "手机号",
        "照片",
    ];
    let taken: Vec<u16> = builder.header.columns.iter().map(|column| column.idx).collect();
    let strays: Vec<(u16, String)> = builder
        .header
        .labels
        .iter()
        .filter(|label| !taken.contains(&label.idx))
        .filter(|label| !label.readings.iter().any(|text| OTHERS.contains(&text.as_str())))
        .map(|label| (label.idx, label.written.clone()))
        .collect();
    builder.unread = strays.iter().map(|(column, _)| *column).collect();
    if !strays.is_empty() {
        let strays = strays.into_iter().map(|(_, label)| label).collect();
        let kind = builder.header.kind;
        builder.problem(Fault::ColumnsUnread { kind, columns: strays }, Place::Sheet(builder.sheet));
    }
}

/// What one cell says; `None` if it is blank.
fn read_entry(builder: &mut SheetBuilder<'_>, row: &Row<'_>, role: &'static str, reading: Reading) -> Option<Entry> {
    let written = builder.text(row, role).into_owned();
    let folded = fold(&written).into_owned();
    let is_blank = folded.is_empty() || reading != Reading::Text && matches!(&*folded, "-" | "--" | "/" | "—" | "无");
    if is_blank {
        return None;
    }
    let value = match reading {
        Reading::Text => Some(Value::Text(builder.tables.words.intern(&written))),
        Reading::Day => Date::parse(&written).map(Value::Day),
        Reading::Count => read_count(&folded).map(Value::Count),
        Reading::Flag => read_yes_no(&folded).map(Value::Flag),
        Reading::Elected => match &*folded {
            "当选" | "已当选" => Some(true),
            "未当选" | "落选" | "不当选" | "未通过" => Some(false),
            other => read_yes_no(other),
        }
        .map(Value::Flag),
    };
    let cell = builder.role_cell(row, role);
    let value = value.unwrap_or_else(|| {
        let kind = builder.header.kind;
        let fault = Fault::EntryUnreadable { kind, column: role, found: written, wanted: reading.wanted() };
        builder.problem(fault, Place::Cell(cell));
        Value::Unreadable
    });
    Some(Entry { role, value, cell })
}

/// The columns of a sheet of ratings that hold ratings: one for each dimension, or one for the whole.
#[must_use]
pub fn mark_columns(header: &Header, policy: &Policy) -> Vec<(u16, Option<usize>)> {
    if header.kind != Kind::Ratings {
        return Vec::new();
    }
    let has_role = |label: &Label| header.columns.iter().any(|column| column.idx == label.idx);
    let dimension = |label: &Label| {
        let readings = || label.readings.iter().flat_map(|text| [text.clone(), without_brackets(text)]);
        readings().find_map(|text| policy.evaluation.dimension(&text))
    };
    let own = header.labels.iter().filter(|label| !has_role(label));
    let dimensions: Vec<(u16, Option<usize>)> =
        own.filter_map(|label| Some((label.idx, Some(dimension(label)?)))).collect();
    // A total beside the dimensions follows from them; by itself it is the rating.
    if dimensions.is_empty() {
        header.column("总分").map(|total| (total, None)).into_iter().collect()
    } else {
        dimensions
    }
}

/// Says which columns of a sheet of ratings are no dimension of the policy, and which dimensions have no column: either makes
/// every rating incomplete, or leaves something out of it.
pub fn check_marks(builder: &mut SheetBuilder<'_>) {
    const OTHERS: [&str; 22] = [
        "序号",
        "备注",
        "说明",
        "部门",
        "职务",
        "组织",
        "层级",
        "学院",
        "班级",
        "专业",
        "年级",
        "日期",
        "时间",
        "签名",
        "签字",
        "学期",
        "学年",
        "平均分",
        "排名",
        "名次",
        "等次",
        "性别",
    ];
    let columns = builder.mark_columns.clone();
    let place = Place::Sheet(builder.sheet);
    let taken: Vec<u16> = builder.header.columns.iter().map(|column| column.idx).collect();
    let strays: Vec<String> = builder
        .header
        .labels
        .iter()
        .filter(|label| !taken.contains(&label.idx) && !columns.iter().any(|(idx, _)| *idx == label.idx))
        .filter(|label| !label.readings.iter().any(|text| OTHERS.contains(&text.as_str())))
        .map(|label| label.written.clone())
        .collect();
    let (_, high) = builder.policy.evaluation.scale.value;
    let is_taken = |label: &&Label| columns.iter().any(|(idx, _)| *idx == label.idx);
    let other_scale = builder
        .header
        .labels
        .iter()
        .filter(is_taken)
        .find_map(|label| Some((label.written.clone(), full_mark(&label.written).filter(|full| *full != high)?)));
    if let Some((column, full)) = other_scale {
        // Whatever the numbers are, they are not on the policy's scale: none of them counts.
        let fault = Fault::ScaleDiffers { column, full: full.to_string(), high: high.to_string() };
        builder.problem(fault, place);
        builder.mark_columns.clear();
        return;
    }
    let is_whole = columns.iter().any(|(_, dimension)| dimension.is_none());
    let dimensions = &builder.policy.evaluation.dimensions.value;
    let missing: Vec<String> = (0..dimensions.len())
        .filter(|idx| !is_whole && !columns.iter().any(|(_, dimension)| *dimension == Some(*idx)))
        .map(|idx| dimensions[idx].0.clone())
        .collect();
    if !missing.is_empty() {
        builder.problem(Fault::DimensionsMissing { missing, strays }, place);
    } else if !strays.is_empty() && !is_whole {
        builder.problem(Fault::DimensionsUnknown { strays }, place);
    }
}

/// `政治素质（20分）`, `道德品质(满分20)`: the most a column's label says there is to give. A share (20%) is a weight.
fn full_mark(label: &str) -> Option<Decimal> {
    let folded = fold(label);
    let behind = folded.split_once('(').map_or("", |(_, rest)| rest);
    let is_of_points = behind.contains('分') && !behind.contains('%');
    let digits: String = behind.chars().skip_while(|c| !c.is_ascii_digit()).take_while(char::is_ascii_digit).collect();
    // 0-100分: the second number is the most.
    let range = behind.split(['-', '~', '至']).nth(1).map(|rest| {
        rest.chars().skip_while(|c| !c.is_ascii_digit()).take_while(char::is_ascii_digit).collect::<String>()
    });
    let digits = range.filter(|most| !most.is_empty()).unwrap_or(digits);
    if is_of_points { Decimal::parse(&digits) } else { None }
}

/// The ratings of a row. One that is no number on the scale is a problem.
fn read_marks(builder: &mut SheetBuilder<'_>, row: &Row<'_>) -> Vec<Mark> {
    let (low, high) = builder.policy.evaluation.scale.value;
    let mut marks = Vec::new();
    for (column, dimension) in builder.mark_columns.clone() {
        let written = row.text(Some(column)).into_owned();
        let value = Decimal::parse(fold(&written).trim_end_matches('分')).filter(|value| (low..=high).contains(value));
        let cell = builder.cell(row, column);
        if value.is_none() {
            let column = builder.header.labels.iter().find(|label| label.idx == column);
            let dimension = column.map_or_else(String::new, |label| label.written.clone());
            let fault =
                Fault::RatingUnusable { dimension, found: written, low: low.to_string(), high: high.to_string() };
            builder.problem(fault, Place::Cell(cell));
        }
        marks.push(Mark { dimension, value, cell });
    }
    marks
}

/// `85`, `85 人`, `1,024 票`.
fn read_count(folded: &str) -> Option<u32> {
    let plain = folded.trim_end_matches(['人', '名', '票', '张', '份', '个']).replace(',', "");
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
