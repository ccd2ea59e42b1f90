//! Slips to print and hand out, one A4 page a person (个人反馈单): score, rank, grade, each dimension beside the mean of the
//! organisation with a radar chart, each group of raters. Nobody's name but the person's own stands on a slip.

use rust_xlsxwriter::{Chart, ChartType, Format, FormatAlign, FormatBorder, Worksheet};

use crate::model::number::{Exact, round_half_up};
use crate::rules::change::Change;
use crate::rules::evaluation::{Evaluation, places};

use super::Outcome;
use super::evaluation::{body_of, means, name_of, posts_of, signed};

/// Sheet name.
const NAME: &str = "个人反馈单";
/// Rows of a slip: enough for a page.
const ROWS: u32 = 44;
/// Beyond so many people charts would take longer to draw than anybody waits for.
const MOST_CHARTS: usize = 300;

/// Builds the sheet of all slips.
///
/// # Errors
///
/// If the library refuses a value.
pub fn sheet(outcome: &Outcome<'_>, order: &[&Evaluation]) -> anyhow::Result<Worksheet> {
    let mut sheet = Worksheet::new();
    sheet.set_name(NAME)?;
    sheet.set_paper_size(9);
    sheet.set_print_fit_to_pages(1, 0);
    sheet.set_print_center_horizontally(true);
    sheet.set_margins(0.7, 0.7, 0.8, 0.8, 0.3, 0.3);
    for (column, width) in [(0, 20), (1, 18), (2, 18), (3, 20)] {
        sheet.set_column_width(column, width)?;
    }
    let styles = Styles::default();
    let means = means(order);
    let mut breaks = Vec::new();
    for (idx, own) in order.iter().enumerate() {
        let top = u32::try_from(idx)? * ROWS;
        if top > 0 {
            breaks.push(top);
        }
        let empty = Vec::new();
        let mean = means.get(&body_of(own)).unwrap_or(&empty);
        let page = Page { mean, change: outcome.changes.get(own.evaluated), top, draws_chart: idx < MOST_CHARTS };
        slip(&mut sheet, &styles, outcome, own, &page)?;
    }
    // A spreadsheet takes no more page breaks than this.
    breaks.truncate(1023);
    sheet.set_page_breaks(&breaks)?;
    Ok(sheet)
}

struct Styles {
    title: Format,
    label: Format,
    value: Format,
    note: Format,
}

impl Default for Styles {
    fn default() -> Self {
        let base = || Format::new().set_font_name("宋体").set_font_size(11).set_align(FormatAlign::VerticalCenter);
        let cell = || base().set_border(FormatBorder::Thin).set_align(FormatAlign::Center);
        Self {
            title: base().set_font_name("黑体").set_font_size(16).set_align(FormatAlign::Center),
            label: cell().set_font_name("黑体").set_background_color(0x00E7_EDF5),
            value: cell(),
            note: base().set_font_name("仿宋").set_text_wrap(),
        }
    }
}

/// What a slip has beside the person's own result.
struct Page<'p> {
    /// The organisation's means, dimension by dimension.
    mean: &'p [Option<Exact>],
    /// The result of an earlier term.
    change: Option<&'p Change>,
    /// The slip's first row.
    top: u32,
    draws_chart: bool,
}

/// `80.00（+11.00）`.
fn before(outcome: &Outcome<'_>, change: &Change) -> Option<String> {
    let then = change.past(outcome.facts)?;
    let score = round_half_up(then.score?.exact(), then.places);
    let difference = change.difference.map(|(difference, decimals)| format!("（{}）", signed(difference, decimals)));
    Some(format!("{score}{}", difference.unwrap_or_default()))
}

fn slip(
    sheet: &mut Worksheet,
    styles: &Styles,
    outcome: &Outcome<'_>,
    own: &Evaluation,
    page: &Page<'_>,
) -> anyhow::Result<()> {
    let Page { mean, change, top, draws_chart } = *page;
    let rules = &outcome.policy.evaluation;
    let shown =
        |value: Option<Exact>| value.map_or_else(|| "—".to_owned(), |value| round_half_up(value, rules.decimals));
    let term = outcome.facts.term.map_or_else(String::new, |term| format!("{term} 学期"));
    let mut row = top;
    sheet.merge_range(row, 0, row, 3, &format!("{}评议结果反馈单", outcome.policy.school), &styles.title)?;
    sheet.set_row_height(row, 30)?;
    row += 1;
    let score = own.deciding().map_or_else(|| "—".to_owned(), |score| round_half_up(score, places(rules, score)));
    let rank = own.rank.map_or_else(|| "—".to_owned(), |rank| format!("{rank} / {}", own.of));
    let grade = match (&own.grade, own.is_final()) {
        (Some(grade), true) => grade.clone(),
        (Some(grade), false) => format!("{grade}（复核）"),
        (None, _) => "待定".to_owned(),
    };
    let pairs = [
        ("姓名", name_of(outcome, own).to_owned(), "学期", term),
        ("组织", body_of(own), "职务", posts_of(outcome, own)),
        ("得分", score, "名次", rank),
        match change.and_then(|change| before(outcome, change)) {
            Some(before) => ("等次", grade, "上次得分", before),
            None => ("等次", grade, "", String::new()),
        },
    ];
    for (label, value, other, second) in pairs {
        sheet.write_string_with_format(row, 0, label, &styles.label)?;
        sheet.write_string_with_format(row, 1, value, &styles.value)?;
        sheet.write_string_with_format(row, 2, other, &styles.label)?;
        sheet.write_string_with_format(row, 3, second, &styles.value)?;
        row += 1;
    }
    row += 1;
    for (column, label) in [(0, "评议维度"), (1, "本人"), (2, "本组织平均")] {
        sheet.write_string_with_format(row, column, label, &styles.label)?;
    }
    row += 1;
    let first = row;
    for (idx, (name, _)) in rules.dimensions.value.iter().enumerate() {
        sheet.write_string_with_format(row, 0, name, &styles.value)?;
        let values = [own.dimensions.get(idx).copied().flatten(), mean.get(idx).copied().flatten()];
        for (column, value) in (1_u16..).zip(values) {
            match value {
                Some(value) => {
                    let number: f64 = round_half_up(value, rules.decimals).parse()?;
                    let places = "0".repeat(rules.decimals as usize);
                    let format = if places.is_empty() { "0".to_owned() } else { format!("0.{places}") };
                    let style = styles.value.clone().set_num_format(format);
                    sheet.write_number_with_format(row, column, number, &style)?;
                }
                None => {
                    sheet.write_string_with_format(row, column, "—", &styles.value)?;
                }
            }
        }
        row += 1;
    }
    let last = row - 1;
    row += 1;
    for (column, label) in [(0, "评委类别"), (1, "平均分"), (2, "权重")] {
        sheet.write_string_with_format(row, column, label, &styles.label)?;
    }
    row += 1;
    for ((name, weight), group) in rules.groups.value.iter().zip(&own.groups) {
        sheet.write_string_with_format(row, 0, name, &styles.value)?;
        sheet.write_string_with_format(row, 1, shown(group.score.or(group.ballot_score)), &styles.value)?;
        sheet.write_string_with_format(row, 2, format!("{weight}%"), &styles.value)?;
        row += 1;
    }
    row += 1;
    sheet.merge_range(
        row,
        0,
        row,
        3,
        "本单只供本人了解情况和改进工作。对结果有疑问的，请向校团委反映。",
        &styles.note,
    )?;
    let has_dimensions = own.dimensions.iter().any(Option::is_some);
    if draws_chart && has_dimensions && last >= first + 2 {
        let mut chart = Chart::new(ChartType::RadarWithMarkers);
        for (column, label) in [(1, "本人"), (2, "本组织平均")] {
            chart
                .add_series()
                .set_name(label)
                .set_categories((NAME, first, 0, last, 0))
                .set_values((NAME, first, column, last, column));
        }
        chart.title().set_hidden();
        chart.set_width(520).set_height(330);
        sheet.insert_chart(row + 2, 0, &chart)?;
    }
    Ok(())
}
