//! Sheets of ratings with a column for each rater (评委作列): which columns those are, and of which group each rater is.
//!
//! A column is a rater's only where a word says so: 评委 in its label, the name of a group before a number, or either over a run of
//! columns. A bare name over numbers may be anything.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::text::{fold, without_brackets};
use crate::policy::Policy;

use super::header::{Header, Label};
use super::marks::{dimension_of, is_beside_marks};

/// A column that holds what one rater gives, on a dimension or on the whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RaterColumn {
    /// Column number, from zero.
    pub idx: u16,
    /// The rater (评委), as the labels call them.
    pub rater: String,
    /// The group (评委类别), as written; empty where no label names one.
    pub group: String,
    /// Which dimension of the policy; `None` for the whole.
    pub dimension: Option<usize>,
}

/// What the columns of such a sheet are.
#[derive(Clone, Debug, Default)]
pub struct Found {
    /// The raters' columns, in the order of the sheet.
    pub columns: Vec<RaterColumn>,
    /// Labels of columns that may hold ratings of nobody knows whom.
    pub strays: Vec<String>,
}

/// Words for somebody who rates.
const RATERS: [&str; 8] = ["评委", "评审", "评议人", "评分人", "打分人", "考评人", "测评人", "评议员"];

/// What may stand behind a rater in the label of their column.
const TAILS: [&str; 5] = ["打分", "评分", "得分", "分数", "成绩"];

/// Parts of labels of sums and notes, which are no rater's.
const SUMS: [&str; 26] = [
    "平均", "均分", "总分", "总评", "合计", "最高", "最低", "最终", "汇总", "加权", "权重", "比例", "折合", "人数",
    "票数", "类别", "类型", "身份", "意见", "签名", "签字", "评语", "备注", "说明", "名次", "排名",
];

/// Words that name a sort of people and nobody.
const NOBODY: [&str; 8] = ["老师", "教师", "同学", "学生", "代表", "领导", "全体", "其他"];

/// Finds the raters among the labels of a sheet; nothing where fewer than two columns are a rater's.
#[must_use]
pub fn find(labels: &[Label], header: &Header, policy: &Policy) -> Option<Found> {
    let role = |label: &Label| header.columns.iter().find(|column| column.idx == label.idx).map(|column| column.role);
    let is_taken = |label: &&Label| role(label).is_some_and(|role| role != "总分");
    // What stands over the student numbers, too, is the sheet's title and no group's.
    let titles: BTreeSet<&str> = labels
        .iter()
        .filter(is_taken)
        .flat_map(|label| label.texts.iter().filter(|(_, is_shared)| *is_shared).map(|(text, _)| text.as_str()))
        .collect();
    let mut found = Found::default();
    for label in labels.iter().filter(|label| !is_taken(label)) {
        let texts: Vec<&str> =
            label.texts.iter().map(|(text, _)| text.as_str()).filter(|text| !titles.contains(text)).collect();
        if let Some(column) = read(label, &texts, policy) {
            found.columns.push(column);
        } else if role(label).is_none() && !label.readings.iter().any(|text| is_beside_marks(text) || is_sum(text)) {
            found.strays.push(label.written.clone());
        }
    }
    let raters: BTreeSet<(&str, &str)> =
        found.columns.iter().map(|column| (column.group.as_str(), column.rater.as_str())).collect();
    (raters.len() >= 2).then_some(found)
}

fn is_sum(text: &str) -> bool {
    SUMS.iter().any(|word| text.contains(word))
}

/// Whose column it is, as the texts over it say, the highest first; `None` for a column of nobody or of nobody knows whom.
fn read(label: &Label, texts: &[&str], policy: &Policy) -> Option<RaterColumn> {
    let number = label.numbers.last().map(|(_, number)| number.to_string());
    let (mut texts, lowest) = (texts.to_owned(), *texts.last()?);
    let column =
        |rater: &str, group, dimension| RaterColumn { idx: label.idx, rater: rater.to_owned(), group, dimension };
    let group_of =
        |texts: &[&str]| texts.iter().rev().find_map(|text| Name::of(text, policy).group).unwrap_or_default();
    if let Some(dimension) = dimension_of(lowest, policy) {
        // 评委1 over the dimensions that this rater rated.
        let at = texts.iter().rposition(|text| Name::of(text, policy).is_somebody(false))?;
        return Some(column(texts[at], group_of(&texts[..=at]), Some(dimension)));
    }
    // A number below a name is a weight; below a group it is the first, the second rater.
    if let Some(number) = number.as_deref().filter(|_| !Name::of(lowest, policy).is_somebody(false)) {
        texts.push(number);
    }
    let (own, above) = texts.split_last()?;
    let speaks_of_raters = |text: &&str| {
        let name = Name::of(text, policy);
        name.group.is_some() || name.is_rater
    };
    let is_one = Name::of(own, policy).is_somebody(above.iter().any(speaks_of_raters));
    is_one.then(|| column(own, group_of(&texts), None))
}

/// What a text over a column has of a rater's name.
struct Name {
    /// The group it names, as written.
    group: Option<String>,
    /// Whether it says 评委.
    is_rater: bool,
    /// What is left beside both: a number, a letter, a name.
    rest: String,
}

impl Name {
    fn of(text: &str, policy: &Policy) -> Self {
        let folded = fold(text).into_owned();
        let mut rest = without_brackets(&folded);
        let mut group = policy.evaluation.group_word_in(&folded);
        if let Some(group) = &group {
            rest = rest.replacen(group.as_str(), "", 1);
        }
        let is_rater = RATERS.iter().any(|word| rest.contains(word));
        for word in RATERS.iter().chain(&TAILS) {
            rest = rest.replacen(word, "", 1);
        }
        let mut rest = rest.trim_matches(|c| "第号位:-_、.".contains(c)).to_owned();
        if group.is_none() && is_rater {
            // 教师评委1, 评委1(教师): a group that the policy does not know, to be said by its name.
            let sort: String = rest.chars().take_while(|c| is_han(*c) && !is_numeral(*c)).collect();
            let note: String = folded.chars().skip_while(|c| *c != '(').filter(|c| is_han(*c)).collect();
            if !sort.is_empty() && sort.len() < rest.len() {
                rest.drain(..sort.len());
                group = Some(sort);
            } else if folded.ends_with(')') && note.chars().count() >= 2 && !note.contains('分') {
                group = Some(note);
            }
        }
        Self { group, is_rater, rest }
    }

    /// Whether it is one person: 评委1, 学生代表3, or under a label that speaks of raters a number or a name alone.
    fn is_somebody(&self, is_under_raters: bool) -> bool {
        let n_chars = self.rest.chars().count();
        let is_number = (1..=3).contains(&n_chars) && self.rest.chars().all(is_numeral)
            || n_chars == 1 && self.rest.chars().all(|c| c.is_ascii_alphabetic());
        let is_name = (2..=4).contains(&n_chars)
            && self.rest.chars().all(is_han)
            && !is_sum(&self.rest)
            && !NOBODY.contains(&self.rest.as_str());
        is_number && (is_under_raters || self.is_rater || self.group.is_some())
            || is_name && (is_under_raters || self.is_rater)
    }
}

fn is_han(c: char) -> bool {
    ('\u{4E00}'..='\u{9FFF}').contains(&c) || c == '·'
}

fn is_numeral(c: char) -> bool {
    c.is_ascii_digit() || "一二三四五六七八九十".contains(c)
}

/// How many raters each group has, in the order of the sheet; a group without a name is empty.
#[must_use]
pub fn groups_of(columns: &[RaterColumn]) -> Vec<(String, usize)> {
    let mut order: Vec<&str> = Vec::new();
    let mut raters: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for column in columns {
        if !order.contains(&column.group.as_str()) {
            order.push(&column.group);
        }
        raters.entry(&column.group).or_default().insert(&column.rater);
    }
    order.into_iter().map(|group| (group.to_owned(), raters[group].len())).collect()
}
