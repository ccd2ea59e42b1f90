//! Sheets of an evaluation among others: raters as columns, boxes of groups side by side, whom a title says that it rates.

use crate::model::Kind;
use crate::model::number::Decimal;
use crate::model::text::fold;

use super::super::header::{Constant, Header, Label, map_columns};
use super::super::raters;
use super::super::sheet::Row;
use super::Sheet;

impl Sheet<'_, '_> {
    /// Ratings with a column for each rater. The group of several may stand in the line above the labels.
    pub(super) fn as_panel(
        &self,
        labels: &[Label],
        constants: &[Constant],
        start: usize,
        end: usize,
    ) -> Option<Header> {
        let mut header = map_columns(Kind::Ratings, labels, constants, self.policy);
        let is_known = |role: &str| header.column(role).is_some();
        let names_people = is_known("被评人学号") || is_known("被评人");
        if !names_people || is_known("评委") {
            return None;
        }
        let holds_numbers = |column: u16| {
            let is_number =
                |row: &Row<'_>| Decimal::parse(fold(&row.text(Some(column))).trim_end_matches('分')).is_some();
            self.rows[end..].iter().any(is_number)
        };
        let says_group = header.has("评委类别");
        let find = |labels: &[Label]| raters::find(labels, &header, self.policy, says_group, &holds_numbers);
        let found = find(labels)?;
        let is_below_others = start > 0 && self.is_run(start - 1, start + 1) && self.rows[start - 1].cells.len() >= 2;
        let n_grouped = |found: &raters::Found| found.columns.iter().filter(|column| !column.group.is_empty()).count();
        let wider = if is_below_others { find(&self.labels(start - 1, end)) } else { None };
        let found = wider.filter(|wider| n_grouped(wider) > n_grouped(&found)).unwrap_or(found);
        // Other sheets have raters, too: a title has to say what they rate, or the groups be those of the policy.
        let is_of_policy = |column: &raters::RaterColumn| self.policy.evaluation.group(&column.group).is_some();
        if !says_group && !self.is_of_evaluation() && !found.columns.iter().any(is_of_policy) {
            return None;
        }
        header.columns.retain(|column| !found.columns.iter().any(|own| own.idx == column.idx));
        (header.raters, header.no_raters) = (found.columns, found.strays);
        Some(header)
    }

    /// Ballots with the boxes of several groups side by side.
    pub(super) fn as_ballots(&self, labels: &[Label], constants: &[Constant]) -> Option<Header> {
        let mut header = map_columns(Kind::Ballots, labels, constants, self.policy);
        let names_people = header.column("被评人学号").or_else(|| header.column("被评人")).is_some();
        if !names_people || header.has("评委类别") {
            return None;
        }
        header.boxes = raters::find_boxes(labels, self.policy);
        header.columns.retain(|column| !header.boxes.iter().any(|own| own.idx == column.idx));
        header.ambiguous.clear();
        (!header.boxes.is_empty()).then_some(header)
    }

    /// 述职评议打分表（学生代表用）, 学生代表评分: the group of raters that a title names.
    pub(super) fn group_in_title(&self, text: &str) -> Option<String> {
        let folded = fold(text);
        let note = folded.strip_suffix(')').and_then(|rest| rest.rsplit_once('(')).map(|(_, note)| note.to_owned());
        let is_heading = ["评分", "打分", "评议", "测评", "评分表", "打分表"].iter().any(|end| folded.ends_with(end));
        self.group_named(&note.or_else(|| is_heading.then(|| folded.into_owned()))?)
    }

    /// The group of raters that a short text names.
    pub(super) fn group_named(&self, text: &str) -> Option<String> {
        const LONGEST: usize = 9;
        let folded = fold(text);
        let group = self.policy.evaluation.group_word_in(&folded)?;
        // 团委 in the name of who holds the evaluation names no raters.
        let is_all = folded.starts_with(group.as_str()) && folded.chars().count() <= LONGEST;
        (is_all && self.policy.evaluation.group(&group).is_some()).then_some(group)
    }

    /// The word by which titles or names say that a sheet rates others than the officers of the union.
    pub(super) fn other_evaluation(&self) -> Option<&'static str> {
        let said = |words: &'static [&'static str]| words.iter().copied().find(|word| self.is_about(&[word], true));
        said(NO_OFFICERS).or_else(|| if self.is_about(&["学生会"], true) { None } else { said(OTHERS_RATED) })
    }

    /// Whether titles or names say that people are evaluated.
    pub(super) fn is_of_evaluation(&self) -> bool {
        self.is_about(EVALUATION, true)
    }
}

/// Words in the titles of sheets that rate no officers of the union, unless the title names it.
const OTHERS_RATED: &[&str] = &[
    "竞赛",
    "歌手",
    "辩论",
    "演讲",
    "答辩",
    "奖学金",
    "助学金",
    "资助",
    "困难认定",
    "评选",
    "标兵",
    "之星",
    "寝室",
    "宿舍",
    "军训",
    "团员",
    "团支书",
    "团支部",
    "班长",
    "班委",
    "社团",
    "心理委员",
    "入党",
    "发展对象",
    "推优",
    "第二课堂",
    "志愿",
    "毕业生",
    "三好",
    "综测",
];

/// Words in the titles of sheets that choose people for the union or for a congress, or rate no people.
const NO_OFFICERS: &[&str] = &["招聘", "招新", "面试", "竞选", "候选人", "选拔", "大赛", "比赛", "评教"];

/// Words in the titles and names of sheets that rate officers.
const EVALUATION: &[&str] = &["评议", "述职", "测评", "考核", "评价", "打分", "评分"];
