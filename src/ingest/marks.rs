//! Sheets of an evaluation (评议打分, 民主测评票): which columns hold marks, what is wrong with them, the marks of a row.

use crate::model::Kind;
use crate::model::lists::Mark;
use crate::model::number::{Decimal, Exact, round_half_up};
use crate::model::text::{fold, without_brackets};
use crate::policy::Policy;
use crate::problem::{Fault, Place};

use super::builder::SheetBuilder;
use super::header::{Header, Label};
use super::raters::groups_of;
use super::sheet::Row;

/// The boxes of a ballot that every sheet of them has; 不了解 is not printed on all.
pub(super) const BOXES: [&str; 4] = ["优秀", "称职", "基本称职", "不称职"];

/// Where one rating stands that a row holds.
#[derive(Clone, Debug)]
pub struct RatingColumns {
    /// Rater and group, where the columns say so and not the row.
    pub rater: Option<(String, String)>,
    /// The columns of its marks: one for each dimension, or one for the whole.
    pub columns: Vec<(u16, Option<usize>)>,
}

/// Which dimension of the policy a label names, with a note behind it or without.
#[must_use]
pub fn dimension_of(label: &str, policy: &Policy) -> Option<usize> {
    let plain = without_brackets(&fold(label));
    // 政治素质20%: a weight behind it.
    let unweighted = plain.trim_end_matches('%').trim_end_matches(|c: char| c.is_ascii_digit() && plain.ends_with('%'));
    [label, &plain, unweighted].into_iter().find_map(|text| policy.evaluation.dimension(text))
}

/// The ratings that each row of a sheet holds: one, or one for each rater who has columns of their own.
#[must_use]
pub fn rating_columns(header: &Header, policy: &Policy) -> Vec<RatingColumns> {
    if header.kind != Kind::Ratings {
        return Vec::new();
    }
    if !header.raters.is_empty() {
        let mut ratings: Vec<RatingColumns> = Vec::new();
        for column in &header.raters {
            let rater = Some((column.rater.clone(), column.group.clone()));
            let mark = (column.idx, column.dimension);
            match ratings.iter_mut().find(|rating| rating.rater == rater) {
                Some(rating) => rating.columns.push(mark),
                None => ratings.push(RatingColumns { rater, columns: vec![mark] }),
            }
        }
        return ratings;
    }
    let has_role = |label: &Label| header.columns.iter().any(|column| column.idx == label.idx);
    let dimension = |label: &Label| label.readings.iter().find_map(|text| dimension_of(text, policy));
    let own = header.labels.iter().filter(|label| !has_role(label));
    let dimensions: Vec<(u16, Option<usize>)> =
        own.filter_map(|label| Some((label.idx, Some(dimension(label)?)))).collect();
    // A total beside the dimensions follows from them; by itself it is the rating.
    let columns = if dimensions.is_empty() {
        header.column("总分").map(|total| (total, None)).into_iter().collect()
    } else {
        dimensions
    };
    vec![RatingColumns { rater: None, columns }]
}

/// Whether a folded label stands beside ratings and holds none.
#[must_use]
pub fn is_beside_marks(label: &str) -> bool {
    const OTHERS: [&str; 33] = [
        "学号",
        "姓名",
        "评语",
        "评价",
        "点评",
        "等级",
        "得分",
        "分数",
        "评分",
        "打分",
        "成绩",
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
    OTHERS.contains(&label)
}

/// Says which columns of a sheet of ratings are no dimension of the policy, and which dimensions have no column: either makes
/// every rating incomplete, or leaves something out of it.
pub fn check_marks(builder: &mut SheetBuilder<'_>) {
    let columns: Vec<(u16, Option<usize>)> =
        builder.ratings.iter().flat_map(|rating| rating.columns.iter().copied()).collect();
    let place = Place::Sheet(builder.sheet);
    let header = builder.header.clone();
    let is_taken = |label: &&Label| columns.iter().any(|(idx, _)| *idx == label.idx);
    let (_, high) = builder.policy.evaluation.scale.value;
    let other_scale = header.labels.iter().filter(is_taken).find_map(|label| {
        // Points behind the name of a group are its weight.
        let names_group = |text: &str| builder.policy.evaluation.group_word_in(&fold(text)).is_some();
        let texts = label.texts.iter().map(|(text, _)| text.as_str()).filter(|text| !names_group(text));
        let full = texts.filter_map(full_mark).find(|full| *full != high)?;
        Some((label.written.clone(), full))
    });
    if let Some((column, full)) = other_scale {
        // Whatever the numbers are, they are not on the policy's scale: none of them counts.
        let fault = Fault::ScaleDiffers { column, full: full.to_string(), high: high.to_string() };
        builder.problem(fault, place);
        builder.other_full_mark = Some(full);
        return;
    }
    check_weights(builder, &header);
    if !header.raters.is_empty() {
        let mut groups = groups_of(&header.raters);
        // What stands in a title or beside the person holds for raters whose labels name no group.
        if let Some((group, _)) = groups.iter_mut().find(|(group, _)| group.is_empty()) {
            let by_column = header.column("评委类别").map(|_| "类别见“评委类别”列的".to_owned());
            *group = header.constant("评委类别").map(|said| said.text.clone()).or(by_column).unwrap_or_default();
        }
        let repeated =
            header.raters.iter().filter(|column| column.is_label_repeated).map(|column| column.rater.clone());
        let others = header.no_raters.iter().map(|(_, label)| label.clone()).collect();
        let fault = Fault::RatersRead { groups, repeated: repeated.collect(), others };
        builder.problem(fault, place);
    }
    let has_role = |label: &&Label| header.columns.iter().any(|column| column.idx == label.idx);
    let strays: Vec<String> = header
        .labels
        .iter()
        .filter(|label| header.raters.is_empty() && !has_role(label) && !is_taken(label))
        .filter(|label| !label.readings.iter().any(|text| is_beside_marks(text)))
        .map(|label| label.written.clone())
        .collect();
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

/// Holds the weights printed behind groups and dimensions against the policy's, which count.
fn check_weights(builder: &mut SheetBuilder<'_>, header: &Header) {
    let rules = &builder.policy.evaluation;
    let mut found: Vec<(String, u32, u32)> = Vec::new();
    for (text, _) in header.labels.iter().flat_map(|label| &label.texts) {
        let folded = fold(text);
        let Some((before, _)) = folded.split_once('%') else { continue };
        let digits: String = before.chars().rev().take_while(char::is_ascii_digit).collect();
        let Ok(printed) = digits.chars().rev().collect::<String>().parse::<u32>() else { continue };
        let of_dimension = dimension_of(text, builder.policy).map(|idx| rules.dimensions.value[idx].clone());
        let group = || rules.group_word_in(&folded).and_then(|word| rules.group(&word));
        let own = of_dimension.or_else(|| group().map(|idx| rules.groups.value[idx].clone()));
        if let Some((name, weight)) = own.filter(|(name, _)| !found.iter().any(|(known, ..)| known == name)) {
            found.push((name, printed, weight));
        }
    }
    let wrong: Vec<&(String, u32, u32)> = found.iter().filter(|(_, printed, weight)| printed != weight).collect();
    if !wrong.is_empty() {
        let shown = |of: fn(&(String, u32, u32)) -> u32| {
            wrong.iter().map(|own| format!("{} {}%", own.0, of(own))).collect::<Vec<_>>()
        };
        let fault = Fault::WeightDiffers { printed: shown(|own| own.1), policy: shown(|own| own.2) };
        builder.problem(fault, Place::Sheet(builder.sheet));
    }
}

/// Says which boxes of a ballot have no column: none of its rows can be counted then.
pub fn check_boxes(builder: &mut SheetBuilder<'_>) {
    let side_by_side = &builder.header.boxes;
    let mut missing: Vec<String> = BOXES
        .into_iter()
        .filter(|role| side_by_side.is_empty() && builder.header.column(role).is_none())
        .map(str::to_owned)
        .collect();
    let groups: std::collections::BTreeSet<&str> = side_by_side.iter().map(|own| own.group.as_str()).collect();
    for group in groups {
        let has = |role: &str| side_by_side.iter().any(|own| own.group == group && own.role == role);
        missing.extend(BOXES.into_iter().filter(|role| !has(role)).map(|role| format!("{group}{role}")));
    }
    if !missing.is_empty() {
        builder.problem(Fault::BoxesMissing { missing }, Place::Sheet(builder.sheet));
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

/// Parts of labels of sums, ranks and notes, which no rater and no rating is called by.
const SUMS: [&str; 37] = [
    "平均",
    "均分",
    "均值",
    "总分",
    "总评",
    "合计",
    "小计",
    "总计",
    "最高",
    "最低",
    "最终",
    "最后",
    "汇总",
    "加权",
    "权重",
    "比例",
    "占比",
    "折合",
    "折算",
    "折后",
    "去极值",
    "中位数",
    "标准差",
    "方差",
    "满分",
    "应到",
    "人数",
    "票数",
    "有效票",
    "类别",
    "类型",
    "身份",
    "意见",
    "签名",
    "签字",
    "名次",
    "排名",
];

/// Whether a folded text is that of a sum, a rank or a note.
#[must_use]
pub fn is_sum(text: &str) -> bool {
    SUMS.iter().any(|word| text.contains(word))
}

/// Whether a row sums up raters: 平均, 小计, 最终得分 where a rater or a group should stand.
pub(super) fn is_of_all_raters(builder: &SheetBuilder<'_>, row: &Row<'_>) -> bool {
    let own = ["评委", "评委类别"].into_iter().filter(|role| builder.header.column(role).is_some());
    own.into_iter().any(|role| is_sum(&fold(&builder.text(row, role))))
}

/// Whether a rater has left the person out: nothing is written, or that nothing is given.
#[must_use]
pub(super) fn is_left_out(row: &Row<'_>, rating: &RatingColumns) -> bool {
    let is_nothing = |text: &str| {
        matches!(&*fold(text), "" | "-" | "--" | "—" | "/" | "\\" | "无" | "回避" | "弃权" | "缺席" | "未到" | "请假")
    };
    rating.rater.is_some()
        && !rating.columns.is_empty()
        && rating.columns.iter().all(|(column, _)| is_nothing(&row.text(Some(*column))))
}

/// Compares the total printed beside the dimensions with them: it may be their sum, their mean, or weighted.
pub(super) fn check_total(builder: &mut SheetBuilder<'_>, row: &Row<'_>, marks: &[Mark]) {
    let rules = &builder.policy.evaluation;
    let covers_all = (0..rules.dimensions.value.len()).all(|idx| marks.iter().any(|mark| mark.dimension == Some(idx)));
    let (Some(column), true) = (builder.header.column("总分"), covers_all) else { return };
    let Some(written) = Decimal::parse(fold(&row.text(Some(column))).trim_end_matches('分')) else { return };
    let Some(weighted) = rules.total(marks) else { return };
    let values: Option<Vec<Exact>> = marks.iter().map(|mark| mark.value.map(Decimal::exact)).collect();
    let Some(values) = values else { return };
    let sum: Exact = values.iter().copied().sum();
    let mean = sum / Exact::from_integer(i128::try_from(values.len().max(1)).unwrap_or(i128::MAX));
    // What is printed may be rounded to a whole number.
    let is_near = |value: Exact| {
        let distance = if value > written.exact() { value - written.exact() } else { written.exact() - value };
        distance <= Exact::new(1, 2)
    };
    if [sum, mean, weighted].into_iter().any(is_near) {
        return;
    }
    let cell = builder.cell(row, column);
    let fault = Fault::RatingTotalDiffers {
        written: written.to_string(),
        sum: round_half_up(sum, 2),
        total: round_half_up(weighted, 2),
    };
    builder.count_problem(fault, cell);
}

/// One rating of a row. A mark that is no number on the scale is a problem.
pub(super) fn read_marks(builder: &mut SheetBuilder<'_>, row: &Row<'_>, rating: &RatingColumns) -> Vec<Mark> {
    let (low, high) = builder.policy.evaluation.scale.value;
    let mut marks = Vec::new();
    for (column, dimension) in rating.columns.iter().copied() {
        let written = row.text(Some(column)).into_owned();
        let value = Decimal::parse(fold(&written).trim_end_matches('分')).filter(|value| (low..=high).contains(value));
        let cell = builder.cell(row, column);
        if value.is_none() {
            let column = builder.header.labels.iter().find(|label| label.idx == column);
            let label = column.map_or_else(String::new, |label| label.written.clone());
            let dimension = match &rating.rater {
                Some((rater, _)) if *rater != label => format!("{rater} {label}"),
                _ => label,
            };
            let fault =
                Fault::RatingUnusable { dimension, found: written, low: low.to_string(), high: high.to_string() };
            builder.problem(fault, Place::Cell(cell));
        }
        marks.push(Mark { dimension, value, cell });
    }
    marks
}
