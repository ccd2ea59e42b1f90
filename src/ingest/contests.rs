//! Counts of votes (选举结果): which rows are candidates, where another election begins, what nobody reads.

use crate::model::text::{fold, fold_name, without_brackets};
use crate::policy::Policy;
use crate::problem::{Fault, Place};

use super::builder::{SheetBuilder, is_footer};
use super::header::Constant;
use super::lists::read_count;
use super::sheet::Row;
use super::titles::ballots_in;

/// Under which role a line between the rows says what is elected below it.
pub(super) const SECTION_ROLE: &str = "选举组";

/// A line between the candidates: another election begins, or nobody can tell. Which rows belong together decides who is elected, so
/// only a line that names an election begins one; any other makes the result a human's.
pub(super) fn read_divider(builder: &mut SheetBuilder<'_>, row: &Row<'_>) {
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
pub(super) fn names_candidate(builder: &SheetBuilder<'_>, row: &Row<'_>) -> bool {
    let written = builder.text(row, "候选人");
    let name = without_brackets(&fold_name(&written));
    let n_han = name.chars().filter(|c| ('\u{4E00}'..='\u{9FFF}').contains(c)).count();
    let is_name = (1..=4).contains(&n_han) && name.chars().all(|c| !c.is_ascii_punctuation() && !c.is_ascii_digit());
    is_name && !is_election(builder.policy, &fold(&written)) && !is_footer(&name) && !is_of_ballots(&name)
}

/// Whether a row counts ballots and names nobody.
pub(super) fn is_of_ballots(folded: &str) -> bool {
    ["废票", "无效票", "弃权票", "空白票", "弃权", "无效"].contains(&folded)
}

/// Columns of a count that nobody reads, as one text: where it differs between rows, they may be of different elections.
pub(super) fn unread_text(builder: &SheetBuilder<'_>, row: &Row<'_>) -> String {
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
