//! Workbooks in the manner of Chinese offices: title, notes, bordered table, A4, repeated header, page numbers.
//!
//! The only user of `rust_xlsxwriter`. Text is always written as text, so nothing from a cell can become a formula; widths
//! are counted in half-width characters, as the library takes a Han character for half its width.

use std::collections::{BTreeMap, HashSet};

use rust_xlsxwriter::{Chart, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet};
use unicode_width::UnicodeWidthStr as _;

use crate::model::decision::Verdict;
use crate::model::number::{Exact, round_half_up};

use super::layout::{Align, SheetLayout};
use crate::model::OWN_CREATOR;

/// A cell of a report.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    /// Nothing.
    Blank,
    /// Text; student numbers, too.
    Text(String),
    /// A whole number.
    Count(u32),
    /// A rounded number, shown with so many decimals.
    Number(Exact, u32),
    /// A share as a percentage with two decimals.
    Percent(Exact),
    /// A verdict, in its colour.
    Verdict(Verdict),
    /// A text in the colour of a verdict.
    Marked(Verdict, String),
}

impl Cell {
    /// A text cell.
    pub fn text(text: impl Into<String>) -> Self {
        let text = text.into();
        if text.is_empty() { Self::Blank } else { Self::Text(text) }
    }

    fn shown(&self) -> String {
        match self {
            Self::Blank => String::new(),
            Self::Text(text) | Self::Marked(_, text) => text.clone(),
            Self::Count(count) => count.to_string(),
            Self::Number(value, decimals) => round_half_up(*value, *decimals),
            Self::Percent(value) => round_half_up(*value * Exact::from_integer(100), 2),
            Self::Verdict(verdict) => verdict.chinese().to_owned(),
        }
    }
}

/// A workbook under construction.
pub struct Book {
    workbook: Workbook,
    styles: Styles,
    names: HashSet<String>,
}

/// Where a table stands, for charts.
#[derive(Clone, Debug)]
pub struct Table {
    /// Sheet name.
    pub sheet: String,
    /// First data row.
    pub first_row: u32,
    /// Last data row.
    pub last_row: u32,
    columns: Vec<String>,
}

impl Table {
    /// The number of the column with a key, if the table has it.
    #[must_use]
    pub fn column(&self, key: &str) -> Option<u16> {
        self.columns.iter().position(|column| column == key).and_then(|idx| u16::try_from(idx).ok())
    }
}

/// The layout and its rows without the optional columns in which nothing stands.
fn without_blank_columns(layout: &SheetLayout, rows: &[Vec<Cell>]) -> (SheetLayout, Vec<Vec<Cell>>) {
    let is_kept = |idx: usize| {
        !layout.columns[idx].optional || rows.iter().any(|row| row.get(idx).is_some_and(|cell| *cell != Cell::Blank))
    };
    let kept: Vec<usize> = (0..layout.columns.len()).filter(|idx| is_kept(*idx)).collect();
    let columns = kept.iter().map(|idx| layout.columns[*idx].clone()).collect();
    let rows = rows.iter().map(|row| kept.iter().filter_map(|idx| row.get(*idx).cloned()).collect()).collect();
    (SheetLayout { columns, ..layout.clone() }, rows)
}

impl Book {
    /// An empty workbook. Its creation date is fixed, so that the same decisions give the same bytes.
    ///
    /// # Errors
    ///
    /// If the library refuses the date, which it does not.
    pub fn new(title: &str) -> anyhow::Result<Self> {
        let mut workbook = Workbook::new();
        let created = ExcelDateTime::from_ymd(2000, 1, 1)?;
        workbook.set_properties(
            &DocProperties::new().set_title(title).set_author(OWN_CREATOR).set_creation_datetime(&created),
        );
        Ok(Self { workbook, styles: Styles::default(), names: HashSet::new() })
    }

    /// Adds a sheet with a title, notes under it, and a table. `rows` are in the order of the layout's columns.
    ///
    /// # Errors
    ///
    /// If the library refuses a value.
    pub fn add_table(&mut self, layout: &SheetLayout, notes: &[String], rows: &[Vec<Cell>]) -> anyhow::Result<Table> {
        if layout.columns.iter().any(|column| column.optional) {
            let (mut layout, rows) = without_blank_columns(layout, rows);
            layout.columns.iter_mut().for_each(|column| column.optional = false);
            return self.add_table(&layout, notes, &rows);
        }
        let name = self.unique_name(&layout.name);
        let mut sheet = Worksheet::new();
        sheet.set_name(&name)?;
        let last_column = u16::try_from(layout.columns.len().saturating_sub(1))?;
        let mut row = 0;
        set_up_page(&mut sheet, layout);
        sheet.merge_range(row, 0, row, last_column, &layout.title, &self.styles.title)?;
        sheet.set_row_height(row, 30)?;
        row += 1;
        let total_width: usize = layout.columns.iter().map(|column| usize::from(column.width)).sum();
        for note in notes {
            sheet.merge_range(row, 0, row, last_column, note, &self.styles.note)?;
            sheet.set_row_height(row, row_height(lines(note, total_width)))?;
            row += 1;
        }
        let header_row = row;
        let mut header_lines = 1;
        for (idx, column) in (0_u16..).zip(&layout.columns) {
            sheet.set_column_width(idx, f64::from(column.width) + 0.8)?;
            sheet.write_string_with_format(row, idx, &column.label, &self.styles.header)?;
            header_lines = header_lines.max(lines(&column.label, usize::from(column.width)));
        }
        sheet.set_row_height(row, row_height(header_lines).max(22.0))?;
        sheet.set_freeze_panes(header_row + 1, 0)?;
        sheet.set_repeat_rows(header_row, header_row)?;
        for cells in rows {
            row += 1;
            let mut n_lines = 1;
            for ((idx, column), cell) in (0_u16..).zip(&layout.columns).zip(cells) {
                self.styles.write(&mut sheet, row, idx, cell, column.align, column.wrap)?;
                if column.wrap {
                    n_lines = n_lines.max(lines(&cell.shown(), usize::from(column.width)));
                }
            }
            sheet.set_row_height(row, row_height(n_lines))?;
        }
        if rows.is_empty() {
            row += 1;
            sheet.merge_range(row, 0, row, last_column, "（无）", &self.styles.empty)?;
        } else {
            let last = if layout.total { row - 1 } else { row };
            sheet.autofilter(header_row, 0, last.max(header_row + 1), last_column)?;
        }
        self.workbook.push_worksheet(sheet);
        let columns = layout.columns.iter().map(|column| column.key.clone()).collect();
        Ok(Table { sheet: name, first_row: header_row + 1, last_row: row, columns })
    }

    /// Adds a sheet made elsewhere.
    pub fn push(&mut self, sheet: Worksheet) {
        self.workbook.push_worksheet(sheet);
    }

    /// Puts a chart under the last table added.
    ///
    /// # Errors
    ///
    /// If the library refuses the chart.
    pub fn add_chart(&mut self, table: &Table, chart: &Chart) -> anyhow::Result<()> {
        self.workbook.worksheet_from_name(&table.sheet)?.insert_chart(table.last_row + 2, 0, chart)?;
        Ok(())
    }

    /// The finished bytes.
    ///
    /// # Errors
    ///
    /// If the library cannot write them.
    pub fn finish(mut self) -> anyhow::Result<Vec<u8>> {
        Ok(self.workbook.save_to_buffer()?)
    }

    /// A sheet name that spreadsheets accept: at most 31 characters, none of `[]:*?/\`, not taken, no apostrophe at its ends.
    fn unique_name(&mut self, wanted: &str) -> String {
        let clean: String = wanted
            .chars()
            .map(|c| if matches!(c, '[' | ']' | ':' | '*' | '?' | '/' | '\\') || c.is_control() { '_' } else { c })
            .collect();
        let clean = clean.trim().trim_matches('\'');
        let clean = if clean.is_empty() { "未填" } else { clean };
        let mut name: String = clean.chars().take(31).collect();
        let mut number = 2;
        // Spreadsheets take names that differ in case only for the same.
        while !self.names.insert(name.to_lowercase()) {
            let suffix = format!("({number})");
            name = clean.chars().take(31 - suffix.chars().count()).collect::<String>() + &suffix;
            number += 1;
        }
        name
    }
}

/// Height of a row of so many lines, in points.
fn row_height(n_lines: usize) -> f64 {
    // A spreadsheet allows 409 points; longer text is cut on screen and stands whole in the cell.
    #[expect(clippy::cast_precision_loss, reason = "a count of lines is small")]
    let height = 15.0 * n_lines as f64 + 3.0;
    height.min(409.0)
}

/// How many lines a text takes at a width in half-width characters.
fn lines(text: &str, width: usize) -> usize {
    // Widths are those of the default font of 11 points; the body is set in 10.
    let fits = (width * 11 / 10).max(1);
    text.split('\n').map(|line| line.width().div_ceil(fits).max(1)).sum()
}

fn set_up_page(sheet: &mut Worksheet, layout: &SheetLayout) {
    const A4: u8 = 9;
    sheet.set_paper_size(A4);
    if layout.landscape {
        sheet.set_landscape();
    }
    sheet.set_print_fit_to_pages(1, 0);
    sheet.set_print_center_horizontally(true);
    sheet.set_margins(0.5, 0.5, 0.6, 0.7, 0.3, 0.35);
    sheet.set_footer("&C第 &P 页，共 &N 页");
}

/// Named styles; each combination of borders, alignment and colour is made once.
struct Styles {
    title: Format,
    note: Format,
    header: Format,
    empty: Format,
    body: BTreeMap<Style, Format>,
}

/// What distinguishes body formats.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Style {
    align: Align,
    wrap: bool,
    kind: StyleKind,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum StyleKind {
    Text,
    Number(u32),
    Percent,
    Verdict(Verdict),
}

const TEXT_FONT: &str = "宋体";
const HEAD_FONT: &str = "黑体";

impl Default for Styles {
    fn default() -> Self {
        let base = || Format::new().set_font_name(TEXT_FONT).set_align(FormatAlign::VerticalCenter);
        Self {
            title: base().set_font_name(HEAD_FONT).set_font_size(16).set_align(FormatAlign::Center).set_text_wrap(),
            note: base().set_font_name("仿宋").set_font_size(10.5).set_text_wrap(),
            header: base()
                .set_font_name(HEAD_FONT)
                .set_font_size(10)
                .set_align(FormatAlign::Center)
                .set_border(FormatBorder::Thin)
                .set_background_color(0x00E7_EDF5)
                .set_text_wrap(),
            empty: base().set_font_size(10).set_align(FormatAlign::Center).set_border(FormatBorder::Thin),
            body: BTreeMap::new(),
        }
    }
}

impl Styles {
    fn write(
        &mut self,
        sheet: &mut Worksheet,
        row: u32,
        column: u16,
        cell: &Cell,
        align: Align,
        wrap: bool,
    ) -> anyhow::Result<()> {
        let kind = match cell {
            Cell::Blank | Cell::Text(_) => StyleKind::Text,
            Cell::Count(_) => StyleKind::Number(0),
            Cell::Number(_, decimals) => StyleKind::Number(*decimals),
            Cell::Percent(_) => StyleKind::Percent,
            Cell::Verdict(verdict) | Cell::Marked(verdict, _) => StyleKind::Verdict(*verdict),
        };
        let format = self.body.entry(Style { align, wrap, kind }).or_insert_with(|| body_format(align, wrap, kind));
        match cell {
            Cell::Blank => sheet.write_blank(row, column, format)?,
            Cell::Count(count) => sheet.write_number_with_format(row, column, *count, format)?,
            Cell::Number(value, decimals) => {
                sheet.write_number_with_format(row, column, shown_number(*value, *decimals)?, format)?
            }
            Cell::Percent(value) => sheet.write_number_with_format(row, column, shown_number(*value, 4)?, format)?,
            Cell::Text(_) | Cell::Verdict(_) | Cell::Marked(..) => {
                sheet.write_string_with_format(row, column, cut(cell.shown()), format)?
            }
        };
        Ok(())
    }
}

/// The rounded decimal as a spreadsheet stores it. Decisions never come here; only print does.
fn shown_number(value: Exact, decimals: u32) -> anyhow::Result<f64> {
    Ok(round_half_up(value, decimals).parse()?)
}

/// A cell holds at most 32,767 characters.
pub fn cut(text: String) -> String {
    const MOST: usize = 32_000;
    if text.chars().count() <= MOST {
        return text;
    }
    text.chars().take(MOST).chain("……（过长，余下见 结果.json）".chars()).collect()
}

fn body_format(align: Align, wrap: bool, kind: StyleKind) -> Format {
    let mut format = Format::new()
        .set_font_name(TEXT_FONT)
        .set_font_size(10)
        .set_align(FormatAlign::VerticalCenter)
        .set_border(FormatBorder::Thin)
        .set_border_color(0x0080_8080);
    let is_number = matches!(kind, StyleKind::Number(_) | StyleKind::Percent);
    if align == Align::Center || is_number {
        format = format.set_align(FormatAlign::Center);
    }
    if wrap {
        format = format.set_text_wrap();
    }
    match kind {
        StyleKind::Text => format.set_num_format("@"),
        StyleKind::Number(0) => format.set_num_format("0"),
        StyleKind::Number(decimals) => format.set_num_format(format!("0.{}", "0".repeat(decimals as usize))),
        StyleKind::Percent => format.set_num_format("0.00%"),
        StyleKind::Verdict(verdict) => {
            let (background, font) = match verdict {
                Verdict::Pass => (0x00E2_F0D9, 0x0037_5623),
                Verdict::Review => (0x00FF_F2CC, 0x007F_6000),
                Verdict::Fail => (0x00FB_E0DD, 0x009C_0006),
                Verdict::Exempt => (0x00ED_EDED, 0x0059_5959),
            };
            format.set_background_color(background).set_font_color(font)
        }
    }
}
