//! Sheets of ratings with a column for each rater (评委作列): which columns those are, and of which group each rater is.
//!
//! A column is a rater's only where a word says so: 评委 in its label, the name of a group before a number, or either over a run of
//! columns. A bare name over numbers may be anything.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::text::{fold, fold_label, without_brackets};
use crate::policy::Policy;

use super::header::{Header, Label};
use super::marks::{BOXES, dimension_of, is_beside_marks, is_sum};

/// A column that holds what one rater gives, on a dimension or on the whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RaterColumn {
    /// Column number, from zero.
    pub idx: u16,
    /// The rater (评委), as the labels call them.
    pub rater: String,
    /// The group (评委类别), folded; empty where no label names one.
    pub group: String,
    /// Which dimension of the policy; `None` for the whole.
    pub dimension: Option<usize>,
    /// Whether another column has the same label.
    pub is_label_repeated: bool,
}

/// What the columns of such a sheet are.
#[derive(Clone, Debug, Default)]
pub struct Found {
    /// The raters' columns, in the order of the sheet.
    pub columns: Vec<RaterColumn>,
    /// Columns that may hold ratings of nobody knows whom.
    pub strays: Vec<(u16, String)>,
}

/// Words for somebody who rates.
const RATERS: [&str; 8] = ["评委", "评审", "评议人", "评分人", "打分人", "考评人", "测评人", "评议员"];

/// Words that name a sort of people and nobody.
const NOBODY: [&str; 15] = [
    "老师", "教师", "同学", "学生", "代表", "领导", "全体", "其他", "干部", "支部", "部门", "安全", "成果", "全部",
    "单项",
];

/// What may stand behind a rater in the label of their column.
const TAILS: [&str; 5] = ["打分", "评分", "得分", "分数", "成绩"];

/// First characters of names that nearly everybody's begins with: single surnames, and those of two characters.
const SURNAMES: &str = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎鲁韦昌马苗凤花方俞任袁柳鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于傅皮卞齐康伍余元卜顾孟黄穆萧肖尹姚邵湛汪祁毛禹狄米贝明臧成戴谈宋庞熊纪舒屈项祝董梁杜阮蓝闵席季麻强贾路娄危江童颜郭梅盛林刁钟徐邱丘骆高夏蔡田樊胡凌霍虞万支柯管卢莫经房裘缪干解应宗丁宣邓郁单杭洪包诸左石崔吉钮龚程嵇邢滑裴陆荣翁荀羊甄曲家封储靳段富巫乌焦巴弓牧隗山谷车侯全班仰秋仲伊宫宁仇栾甘厉戎祖武符刘景詹束龙叶幸司韶黎薄印宿白怀蒲鄂索赖卓蔺屠蒙池乔阴胥苍闻党翟谭贡劳姬申扶堵冉宰雍桑桂濮牛寿通边扈燕冀浦尚农温别庄晏柴瞿阎充慕连茹习宦艾鱼容向古易慎戈廖庾终居衡步都耿满弘匡国文寇广禄阙东欧利师巩聂晁敖融冷辛阚那简饶曾毋沙养鞠须丰巢关蒯相查红游竺权盖益桓公闫岳帅佟佘肇覃迟么凡扬商付代";

/// Finds the raters among the labels of a sheet; nothing where fewer than two columns are a rater's. A column that holds no number
/// anywhere, as `holds_numbers` tells, is of no interest. Where a title `says_group`, a name alone may be a rater's.
#[must_use]
pub fn find(
    labels: &[Label],
    header: &Header,
    policy: &Policy,
    says_group: bool,
    holds_numbers: &dyn Fn(u16) -> bool,
) -> Option<Found> {
    let role = |label: &Label| header.columns.iter().find(|column| column.idx == label.idx).map(|column| column.role);
    let is_taken = |label: &&Label| role(label).is_some_and(|role| role != "总分");
    // What stands over the student numbers, too, is the sheet's title and no group's.
    let titles: BTreeSet<&str> = labels
        .iter()
        .filter(is_taken)
        .flat_map(|label| label.texts.iter().filter(|(_, is_shared)| *is_shared).map(|(text, _)| text.as_str()))
        .collect();
    let mut found = Found::default();
    let mut read: Vec<(Reading, String)> = Vec::new();
    for label in labels.iter().filter(|label| !is_taken(label)) {
        let texts: Vec<&str> =
            label.texts.iter().map(|(text, _)| text.as_str()).filter(|text| !titles.contains(text)).collect();
        if let Some(reading) = read_label(label, &texts, policy, says_group) {
            read.push((reading, label.written.clone()));
        } else if role(label).is_none() && !is_beside(label, &texts) && holds_numbers(label.idx) {
            found.strays.push((label.idx, label.written.clone()));
        }
    }
    let numbered = runs_of_numbers(&read);
    let is_numbered = |group: &str| read.iter().any(|(own, _)| own.column.group == group && own.sort == Sort::Number);
    for (own, written) in &read {
        // Numbers that count nobody are weights; beside raters that are numbered a name is none.
        let is_somebody = match own.sort {
            Sort::BareNumber => numbered.contains(&own.column.idx),
            Sort::Number => true,
            Sort::Name => !is_numbered(&own.column.group) && is_name(&own.column.rater),
            Sort::Group => {
                let same = |(other, _): &&(Reading, String)| {
                    other.sort == Sort::Group
                        && other.column.group == own.column.group
                        && other.column.dimension == own.column.dimension
                };
                // Beside raters of the group it is their mean.
                let is_other = |(other, _): &(Reading, String)| {
                    other.sort != Sort::Group && other.column.group == own.column.group
                };
                read.iter().filter(same).count() > 1 && !read.iter().any(is_other)
            }
        };
        if is_somebody {
            found.columns.push(own.column.clone());
        } else if holds_numbers(own.column.idx) {
            found.strays.push((own.column.idx, written.clone()));
        }
    }
    tell_apart(&mut found.columns);
    let raters: BTreeSet<(&str, &str)> =
        found.columns.iter().map(|column| (column.group.as_str(), column.rater.as_str())).collect();
    (raters.len() >= 2).then_some(found)
}

/// Whether a column stands beside ratings: a sum of them, a note, what else is known of a person. `texts` are those over it, the
/// sheet's title apart, the highest first.
fn is_beside(label: &Label, texts: &[&str]) -> bool {
    let Some((own, above)) = texts.split_last() else { return false };
    // 平均分 over the groups: what stands below are means, one for each. 汇总 is what the whole sheet is.
    let is_of_sums = |text: &&str| is_sum(&fold_label(text)) && !text.contains("汇总");
    let own = fold_label(own);
    // A number below it is what tells the columns apart, not this.
    let is_own = label.numbers.is_empty() && (is_beside_marks(&own) || is_sum(&own));
    is_own || above.iter().any(is_of_sums)
}

/// A label that can be a rater's.
struct Reading {
    column: RaterColumn,
    sort: Sort,
}

/// By what a label tells a rater.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Sort {
    /// 评委1, 学生代表2.
    Number,
    /// 1 under 学生代表: it may be a weight.
    BareNumber,
    /// A name.
    Name,
    /// The group alone.
    Group,
}

/// Which of the columns with a bare number count raters: those of a group, or of all groups, that are one, two, three and so on.
fn runs_of_numbers(read: &[(Reading, String)]) -> BTreeSet<u16> {
    let bare: Vec<&RaterColumn> =
        read.iter().filter(|(own, _)| own.sort == Sort::BareNumber).map(|(own, _)| &own.column).collect();
    let number = |column: &RaterColumn| {
        let digits: String = column.rater.chars().rev().take_while(char::is_ascii_digit).collect();
        digits.chars().rev().collect::<String>().parse::<usize>().ok()
    };
    let counts = |columns: &[&RaterColumn]| {
        let mut numbers: Vec<Option<usize>> = columns.iter().map(|column| number(column)).collect();
        numbers.sort_unstable();
        numbers.dedup();
        numbers.iter().enumerate().all(|(at, number)| *number == Some(at + 1))
    };
    let groups: BTreeSet<&str> = bare.iter().map(|column| column.group.as_str()).collect();
    let of = |group: &str| bare.iter().filter(|column| column.group == group).copied().collect::<Vec<_>>();
    let is_one_run = counts(&bare);
    let runs = groups.into_iter().map(of).filter(|columns| is_one_run || counts(columns));
    runs.flatten().map(|column| column.idx).collect()
}

/// Columns with the same label are of several raters all the same: the second of them is called so.
fn tell_apart(columns: &mut [RaterColumn]) {
    let mut seen: BTreeMap<(String, String, Option<usize>), u32> = BTreeMap::new();
    for column in columns {
        let key = (column.group.clone(), column.rater.clone(), column.dimension);
        let times = seen.entry(key).or_default();
        *times += 1;
        if *times > 1 {
            column.rater = format!("{}（第 {times} 位）", column.rater);
            column.is_label_repeated = true;
        }
    }
}

/// Whose column it is, as the texts over it say, the highest first; `None` for a column of nobody or of nobody knows whom.
fn read_label(label: &Label, texts: &[&str], policy: &Policy, says_group: bool) -> Option<Reading> {
    let lowest = *texts.last()?;
    let is_dimension = dimension_of(lowest, policy).is_some();
    if is_beside(label, texts) && !is_dimension || is_box(lowest, policy) {
        return None;
    }
    let number = label.numbers.last().map(|(_, number)| number.to_string());
    let of = |text: &str| Name::of(text, policy);
    let dimension = texts.iter().find_map(|text| dimension_of(text, policy));
    let mut texts: Vec<&str> = texts.iter().copied().filter(|text| dimension_of(text, policy).is_none()).collect();
    // A number below a name is a weight; below a group it is the first, the second rater.
    let is_one = texts.last().is_some_and(|text| of(text).is_somebody(false).is_some());
    if let Some(number) = number.as_deref().filter(|_| !is_one) {
        texts.push(number);
    }
    let group = texts.iter().rev().find_map(|text| of(text).group).unwrap_or_default();
    let speaks_of_raters = |text: &&str| of(text).group.is_some() || of(text).is_rater;
    let column = |rater, group| RaterColumn { idx: label.idx, rater, group, dimension, is_label_repeated: false };
    // Below whoever it is stand dimensions and nothing else.
    let (own, above) = texts.split_last()?;
    let name = of(own);
    let is_under_raters = says_group || above.iter().any(speaks_of_raters);
    let Some(sort) = name.is_somebody(is_under_raters) else {
        // The name of a group alone is one rater of it, if it stands over several columns.
        let is_group = name.rest.is_empty() && !without_brackets(&fold(own)).contains("均") && !group.is_empty();
        return is_group.then(|| Reading { column: column(group.clone(), group), sort: Sort::Group });
    };
    let is_bare = number.is_some() && !is_one;
    let rater = match sort {
        Sort::Name => name.rest,
        // 评委1 under 学生代表, 1 under it and 学生代表1 are one.
        _ if group.is_empty() => fold(own).into_owned(),
        _ => format!("{group}{}", name.rest),
    };
    let sort = if is_bare && sort == Sort::Number { Sort::BareNumber } else { sort };
    Some(Reading { column: column(rater, group), sort })
}

/// A column of a ballot that counts one box of one group (优秀 under 学生代表).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BoxColumn {
    /// Column number, from zero.
    pub idx: u16,
    /// The group (评委类别), folded.
    pub group: String,
    /// The box, as the table of columns calls it.
    pub role: &'static str,
}

/// The boxes of several groups side by side; nothing where fewer than two groups have boxes.
#[must_use]
pub fn find_boxes(labels: &[Label], policy: &Policy) -> Vec<BoxColumn> {
    let read = |label: &Label| {
        let texts: Vec<String> = label.texts.iter().map(|(text, _)| fold(text).into_owned()).collect();
        let (own, above) = texts.split_last()?;
        let group = above.iter().rev().chain([own]).find_map(|text| policy.evaluation.group_word_in(text))?;
        let own = own.strip_prefix(group.as_str()).unwrap_or(own).trim_matches(|c| "-_:()".contains(c));
        let own = own.trim_end_matches("票数").trim_end_matches('票');
        let role = BOXES.into_iter().chain(["不了解"]).find(|role| *role == own)?;
        Some(BoxColumn { idx: label.idx, group, role })
    };
    let boxes: Vec<BoxColumn> = labels.iter().filter_map(read).collect();
    let groups: BTreeSet<&str> = boxes.iter().map(|own| own.group.as_str()).collect();
    if groups.len() >= 2 { boxes } else { Vec::new() }
}

/// Whether a label is a box of a ballot.
fn is_box(label: &str, policy: &Policy) -> bool {
    let folded = fold(label);
    let boxes = policy.evaluation.ballots.value.iter().map(|(name, _)| name.as_str());
    boxes
        .chain(["不了解", "弃权"])
        .any(|name| *name == *folded || folded.strip_suffix("票").is_some_and(|own| own == name))
}

/// What a text over a column has of a rater's name.
struct Name {
    /// The group it names, folded.
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

    /// By what it is one person, if it is one: 评委1, 学生代表3, or under a label that speaks of raters a number or a name alone.
    fn is_somebody(&self, is_under_raters: bool) -> Option<Sort> {
        let n_chars = self.rest.chars().count();
        let is_stem = |c: char| c.is_ascii_alphabetic() || "甲乙丙丁戊己庚辛壬癸".contains(c);
        let is_number = (1..=3).contains(&n_chars) && self.rest.chars().all(is_numeral)
            || n_chars == 1 && self.rest.chars().all(is_stem);
        let is_placed = is_under_raters || self.is_rater || self.group.is_some();
        if is_number && is_placed {
            Some(Sort::Number)
        } else if n_chars >= 2 && self.rest.chars().all(is_han) && !is_sum(&self.rest) && is_placed {
            Some(Sort::Name)
        } else {
            None
        }
    }
}

/// Whether a text is a person's name, or a surname with a title behind it.
fn is_name(text: &str) -> bool {
    let n_chars = text.chars().count();
    let has_surname = text.chars().next().is_some_and(|first| SURNAMES.contains(first)) && !NOBODY.contains(&text);
    let is_measure =
        text.ends_with(['分', '评', '值', '数', '度', '项', '率', '距', '差', '比', '级', '审', '验', '示', '均']);
    text.contains('·') && n_chars <= 15 || has_surname && (2..=4).contains(&n_chars) && !is_measure
}

fn is_han(c: char) -> bool {
    ('\u{4E00}'..='\u{9FFF}').contains(&c) || c == '·'
}

fn is_numeral(c: char) -> bool {
    c.is_ascii_digit() || "一二三四五六七八九十".contains(c)
}

/// The raters of each group, in the order of the sheet; a group without a name is empty.
#[must_use]
pub fn groups_of(columns: &[RaterColumn]) -> Vec<(String, Vec<String>)> {
    let mut groups: Vec<(String, Vec<String>)> = Vec::new();
    for column in columns {
        match groups.iter_mut().find(|(group, _)| *group == column.group) {
            Some((_, raters)) if raters.contains(&column.rater) => {}
            Some((_, raters)) => raters.push(column.rater.clone()),
            None => groups.push((column.group.clone(), vec![column.rater.clone()])),
        }
    }
    groups
}
