//! Sheets of an evaluation (评议打分, 民主测评票): which columns hold marks, what is wrong with them, the marks of a row.

use crate::model::Kind;
use crate::model::lists::Mark;
use crate::model::number::Decimal;
use crate::model::text::{fold, without_brackets};
use crate::policy::Policy;
use crate::problem::{Fault, Place};

use super::builder::SheetBuilder;
use super::header::{Header, Label};
use super::sheet::Row;

/// The boxes of a ballot that every sheet of them has; 不了解 is not printed on all.
pub(super) const BOXES: [&str; 4] = ["优秀", "称职", "基本称职", "不称职"];

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

/// Says which boxes of a ballot have no column: none of its rows can be counted then.
pub fn check_boxes(builder: &mut SheetBuilder<'_>) {
    let missing: Vec<String> =
        BOXES.into_iter().filter(|role| builder.header.column(role).is_none()).map(str::to_owned).collect();
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

/// Whether a row sums up raters: 平均, 小计, 最终得分 where a rater or a group should stand.
pub(super) fn is_of_all_raters(builder: &SheetBuilder<'_>, row: &Row<'_>) -> bool {
    const SUMS: [&str; 9] = ["平均", "小计", "合计", "总计", "汇总", "最终", "最高分", "最低分", "总评"];
    ["评委", "评委类别"].into_iter().filter(|role| builder.header.column(role).is_some()).any(|role| {
        let text = fold(&builder.text(row, role)).into_owned();
        SUMS.iter().any(|word| text.contains(word))
    })
}

/// The ratings of a row. One that is no number on the scale is a problem.
pub(super) fn read_marks(builder: &mut SheetBuilder<'_>, row: &Row<'_>) -> Vec<Mark> {
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
