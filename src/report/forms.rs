//! The blank input workbooks (空白表): a sheet to fill in, with drop-downs and an example row, and one that says how.
//!
//! Every validation only warns: a school has words that no list foresees, and the tool says itself what it cannot read.

use rust_xlsxwriter::{
    DataValidation, DataValidationErrorStyle, DataValidationRule, ExcelDateTime, Format as Style, FormatAlign,
    FormatBorder, Worksheet,
};

use crate::forms::{self, Column, Form, Format, GUIDE_TITLE};
use crate::policy::Policy;

use super::Report;
use super::layout::BookLayout;
use super::sheet::{Book, Cell, Styles, lines, row_height, set_up_page};

/// Rows over the first to fill in: title, note, header, example.
const TITLE_ROW: u32 = 0;
const NOTE_ROW: u32 = 1;
const HEADER_ROW: u32 = 2;
const EXAMPLE_ROW: u32 = 3;
/// Height of a row to fill in, in points.
const ROW_HEIGHT: u32 = 20;
/// The last row of a spreadsheet: validations hold for as many rows as anybody fills in.
const LAST_ROW: u32 = (1 << 20) - 1;

/// A workbook for each kind of sheet.
#[must_use]
pub fn all(policy: &Policy) -> Vec<Report<'static>> {
    let workbook = |form: Form| Report::workbook(form.file(), move || build(&form));
    forms::all(policy).into_iter().map(workbook).collect()
}

fn build(form: &Form) -> anyhow::Result<Book> {
    let mut book = Book::to_fill_in(&form.title)?;
    book.push(blank(form)?);
    let layout = BookLayout::parse(include_str!("../../templates/reports/form-guide.toml"))?;
    book.add_table(&layout.sheet("guide", &[("title", GUIDE_TITLE)])?, &notes(form), rows(form))?;
    Ok(book)
}

/// The lines over the table of the guide.
fn notes(form: &Form) -> Vec<String> {
    vec![
        format!("{}。{}", form.title, form.purpose),
        format!("用到这张表的报告：{}。", form.reports.join("、")),
        format!(
            "带 * 的列必填。第 {} 行是示例，不会当作数据，删不删都可以；要在这一行填写的，请把开头的“{}”一并删去，否则会提示改过，不计入。",
            EXAMPLE_ROW + 1,
            forms::EXAMPLE_MARK
        ),
        "列的前后次序可以变，用不着的列可以删；不带 * 的列空着也可以。填好后放进材料文件夹，文件名可以改。".to_owned(),
    ]
}

fn rows(form: &Form) -> Vec<Vec<Cell<'_>>> {
    let row = |column: &'_ Column| {
        let required = if column.required { "必填" } else { "" };
        vec![
            Cell::text(column.name.clone()),
            Cell::text(required),
            Cell::text(column.note.clone()),
            Cell::text(column.words.join("、")),
        ]
    };
    form.columns.iter().map(row).collect()
}

/// The sheet to fill in.
fn blank(form: &Form) -> anyhow::Result<Worksheet> {
    let styles = Styles::default();
    let mut sheet = Worksheet::new();
    sheet.set_name(form.kind.chinese())?;
    set_up_page(&mut sheet, form.landscape);
    let last = u16::try_from(form.columns.len().saturating_sub(1))?;
    sheet.merge_range(TITLE_ROW, 0, TITLE_ROW, last, &form.title, &styles.title)?;
    sheet.set_row_height(TITLE_ROW, 30)?;
    let note = format!(
        "带 * 的列必填。第 {} 行是示例，不会当作数据，删不删都可以，真实数据从第 {} 行写起。每一列怎样填，见下一张工作表。",
        EXAMPLE_ROW + 1,
        EXAMPLE_ROW + 2
    );
    sheet.merge_range(NOTE_ROW, 0, NOTE_ROW, last, &note, &styles.note)?;
    let total_width = form.columns.iter().map(|column| usize::from(column.width)).sum();
    sheet.set_row_height(NOTE_ROW, row_height(lines(&note, total_width)))?;
    let mut header_lines = 1;
    for ((idx, column), example) in (0_u16..).zip(&form.columns).zip(form.example()) {
        sheet.set_column_width(idx, f64::from(column.width) + 0.8)?;
        let style = body_style(column);
        sheet.set_column_format(idx, &style)?;
        sheet.write_string_with_format(HEADER_ROW, idx, column.label(), &styles.header)?;
        header_lines = header_lines.max(lines(&column.label(), usize::from(column.width)));
        write_example(&mut sheet, idx, column, &example)?;
        sheet.add_data_validation(EXAMPLE_ROW, idx, LAST_ROW, idx, &validation(column)?)?;
        for row in EXAMPLE_ROW + 1..=EXAMPLE_ROW + n_lined_rows(form) {
            sheet.write_blank(row, idx, &lined(style.clone()))?;
        }
    }
    for row in EXAMPLE_ROW..=EXAMPLE_ROW + n_lined_rows(form) {
        sheet.set_row_height(row, ROW_HEIGHT)?;
    }
    sheet.set_row_height(HEADER_ROW, row_height(header_lines).max(24.0))?;
    sheet.set_default_row_height(ROW_HEIGHT);
    sheet.set_freeze_panes(HEADER_ROW + 1, 0)?;
    sheet.set_repeat_rows(HEADER_ROW, HEADER_ROW)?;
    sheet.set_selection(EXAMPLE_ROW + 1, 0, EXAMPLE_ROW + 1, 0)?;
    Ok(sheet)
}

/// Rows with lines around their cells: as many as fill a printed page. A form wider than the page is printed smaller.
fn n_lined_rows(form: &Form) -> u32 {
    /// Height of everything over them, in points.
    const HEAD: u32 = 120;
    // Within the margins of A4: width in pixels, height in points.
    let (page_width, page_height): (u32, u32) = if form.landscape { (1026, 502) } else { (698, 748) };
    // A half-width character takes 7 pixels, a column some more.
    let width: u32 = form.columns.iter().map(|column| u32::from(column.width) * 7 + 11).sum();
    (page_height * width.max(page_width) / page_width - HEAD) / ROW_HEIGHT
}

/// The first cell bears the mark and is text whatever its column is for.
fn write_example(sheet: &mut Worksheet, idx: u16, column: &Column, example: &str) -> anyhow::Result<()> {
    let format = if idx == 0 { Format::Text } else { column.format };
    let style = lined(body_style(&Column { format, ..column.clone() })).set_font_color(0x0080_8080).set_italic();
    match (format, example.parse::<f64>()) {
        (_, _) if example.is_empty() => sheet.write_blank(EXAMPLE_ROW, idx, &style)?,
        (Format::Date, _) => {
            sheet.write_datetime_with_format(EXAMPLE_ROW, idx, ExcelDateTime::parse_from_str(example)?, &style)?
        }
        (Format::General | Format::Whole | Format::Number, Ok(number)) => {
            sheet.write_number_with_format(EXAMPLE_ROW, idx, number, &style)?
        }
        _ => sheet.write_string_with_format(EXAMPLE_ROW, idx, example, &style)?,
    };
    Ok(())
}

/// What a column is checked for while it is filled in, and what is said beside its cells.
fn validation(column: &Column) -> anyhow::Result<DataValidation> {
    /// A spreadsheet's limit on a heading.
    const TITLE: usize = 32;
    let title: String = column.name.chars().take(TITLE).collect();
    let any = DataValidation::new().allow_any_value();
    let (rule, wanted) = match column.format {
        _ if fits_list(&column.words) => {
            (DataValidation::new().allow_list_strings(&column.words)?, "这一列请从下拉列表里选")
        }
        Format::Date => {
            let range = DataValidationRule::Between(
                ExcelDateTime::from_ymd(1990, 1, 1)?,
                ExcelDateTime::from_ymd(2099, 12, 31)?,
            );
            (DataValidation::new().allow_date(range), "这一列请填日期，例如 2025-10-08")
        }
        Format::Whole => {
            let rule = DataValidationRule::GreaterThanOrEqualTo(0);
            (DataValidation::new().allow_whole_number(rule), "这一列请填不小于 0 的整数")
        }
        Format::Number => {
            let rule = DataValidationRule::GreaterThanOrEqualTo(0.0);
            (DataValidation::new().allow_decimal_number(rule), "这一列请填不小于 0 的数")
        }
        // Nothing is to hinder letters in student numbers, or words where scores stand.
        Format::Text | Format::General => (any, ""),
    };
    let rule = rule.set_error_style(DataValidationErrorStyle::Warning).set_input_title(title)?;
    let rule = rule.set_input_message(&column.note)?;
    if wanted.is_empty() {
        return Ok(rule);
    }
    Ok(rule.set_error_title("请核对")?.set_error_message(format!("{wanted}。确实要写别的，请点“是”。"))?)
}

/// Whether a spreadsheet can hold the words as a list: they are joined by commas, and not too many. Others stand in the guide.
fn fits_list(words: &[String]) -> bool {
    const MOST: usize = 255;
    let n_chars = words.iter().map(|word| word.chars().count() + 1).sum::<usize>();
    !words.is_empty() && n_chars <= MOST && !words.iter().any(|word| word.contains(','))
}

fn body_style(column: &Column) -> Style {
    let style = Style::new().set_font_name("宋体").set_font_size(10).set_align(FormatAlign::VerticalCenter);
    let is_free_text = column.format == Format::Text && column.words.is_empty();
    let style = if is_free_text { style } else { style.set_align(FormatAlign::Center) };
    match column.format {
        Format::Text => style.set_num_format("@"),
        Format::Date => style.set_num_format("yyyy-mm-dd"),
        Format::Whole => style.set_num_format("0"),
        Format::General | Format::Number => style,
    }
}

fn lined(style: Style) -> Style {
    style.set_border(FormatBorder::Thin).set_border_color(0x0080_8080)
}
