//! Workbooks in the manner of Chinese offices: title, notes, bordered table, A4, repeated header, page numbers.
//!
//! The only user of `rust_xlsxwriter`. Text is always written as text, so nothing from a cell can become a formula; widths
//! are counted in half-width characters, as the library takes a Han character for half its width.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashSet};
use std::io::Write;
use std::ops::Range;

use rayon::prelude::*;
use rust_xlsxwriter::{
    Chart, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError,
};
use unicode_width::UnicodeWidthChar as _;

use crate::model::decision::Verdict;
use crate::model::number::{Exact, round_half_up};

use super::layout::{Align, ColumnLayout, SheetLayout};
use crate::model::OWN_CREATOR;

/// A cell of a report.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell<'a> {
    /// Nothing.
    Blank,
    /// Text; student numbers, too.
    Text(Cow<'a, str>),
    /// A whole number.
    Count(u32),
    /// A rounded number, shown with so many decimals.
    Number(Exact, u32),
    /// A share as a percentage with two decimals.
    Percent(Exact),
    /// A verdict, in its colour.
    Verdict(Verdict),
    /// A text in the colour of a verdict.
    Marked(Verdict, Cow<'a, str>),
}

impl<'a> Cell<'a> {
    /// A text cell.
    pub fn text(text: impl Into<Cow<'a, str>>) -> Self {
        let text = text.into();
        if text.is_empty() { Self::Blank } else { Self::Text(text) }
    }

    fn style(&self) -> StyleKind {
        match self {
            Self::Blank | Self::Text(_) => StyleKind::Text,
            Self::Count(_) => StyleKind::Number(0),
            Self::Number(_, decimals) => StyleKind::Number(*decimals),
            Self::Percent(_) => StyleKind::Percent,
            Self::Verdict(verdict) | Self::Marked(verdict, _) => StyleKind::Verdict(*verdict),
        }
    }

    /// The text of a cell that is one.
    fn as_text(&self) -> Option<&str> {
        match self {
            Self::Text(text) | Self::Marked(_, text) => Some(text),
            Self::Verdict(verdict) => Some(verdict.chinese()),
            Self::Blank | Self::Count(_) | Self::Number(..) | Self::Percent(_) => None,
        }
    }
}

/// A table to be written: its layout, the notes under its title, and its rows, each made when its turn comes, so that a table of
/// a million rows is never held.
pub struct Plan<'a> {
    layout: SheetLayout,
    notes: Vec<String>,
    n_rows: usize,
    row: Box<dyn Fn(usize) -> Vec<Cell<'a>> + Send + Sync + 'a>,
}

impl<'a> Plan<'a> {
    /// A table whose rows are made one by one: `row` gives the cells of the row of an index below `n_rows`, in the order of the
    /// layout's columns.
    #[must_use]
    pub fn new(
        layout: SheetLayout,
        notes: Vec<String>,
        n_rows: usize,
        row: impl Fn(usize) -> Vec<Cell<'a>> + Send + Sync + 'a,
    ) -> Self {
        Self { layout, notes, n_rows, row: Box::new(row) }
    }

    /// A table of rows that are there.
    #[must_use]
    pub fn of(layout: SheetLayout, notes: Vec<String>, rows: Vec<Vec<Cell<'a>>>) -> Self {
        Self::new(layout, notes, rows.len(), move |idx| rows[idx].clone())
    }

    /// Gives a narrow table wider columns, for the sake of the title and the notes over it.
    fn widened(mut self) -> Self {
        const LEAST: usize = 60;
        let width = self.layout.width();
        for column in self.layout.columns.iter_mut().filter(|_| width < LEAST) {
            let own = usize::from(column.width) * LEAST / width.max(1);
            column.width = u16::try_from(own).unwrap_or(column.width);
        }
        self
    }

    /// Leaves out the optional columns in which nothing stands.
    fn without_blank_columns(mut self) -> Self {
        let mut open: Vec<usize> =
            (0..self.layout.columns.len()).filter(|idx| self.layout.columns[*idx].optional).collect();
        for row in 0..self.n_rows {
            if open.is_empty() {
                break;
            }
            let cells = (self.row)(row);
            open.retain(|idx| cells.get(*idx).is_none_or(|cell| *cell == Cell::Blank));
        }
        if open.is_empty() {
            return self;
        }
        let mut idx = 0;
        self.layout.columns.retain(|_| {
            idx += 1;
            !open.contains(&(idx - 1))
        });
        let row = self.row;
        self.row = Box::new(move |idx| {
            let mut column = 0;
            let mut cells = row(idx);
            cells.retain(|_| {
                column += 1;
                !open.contains(&(column - 1))
            });
            cells
        });
        self
    }
}

/// One sheet to be written: a table, or a part of one that is too long for a sheet.
struct Part<'p, 'a> {
    plan: &'p Plan<'a>,
    name: String,
    rows: Range<usize>,
    /// Its place among how many.
    place: (usize, usize),
    sheet: Worksheet,
    /// Whether each row leaves the library when the next begins.
    is_streamed: bool,
}

/// A workbook under construction.
pub struct Book {
    workbook: Workbook,
    styles: Styles,
    names: HashSet<String>,
    most_rows: usize,
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

impl Book {
    /// An empty workbook. Its creation date is fixed, so that the same decisions give the same bytes.
    ///
    /// # Errors
    ///
    /// If the library refuses the date, which it does not.
    pub fn new(title: &str) -> anyhow::Result<Self> {
        Self::by(OWN_CREATOR, title)
    }

    /// An empty workbook for others to fill in. It names no author: by that this program knows its own reports, which are no inputs.
    ///
    /// # Errors
    ///
    /// If the library refuses the date, which it does not.
    pub fn to_fill_in(title: &str) -> anyhow::Result<Self> {
        Self::by("", title)
    }

    fn by(author: &str, title: &str) -> anyhow::Result<Self> {
        let mut workbook = Workbook::new();
        let created = ExcelDateTime::from_ymd(2000, 1, 1)?;
        workbook
            .set_properties(&DocProperties::new().set_title(title).set_author(author).set_creation_datetime(&created));
        workbook.set_zip_compression_level(COMPRESSION);
        let styles = Styles::default();
        // Sheets are written side by side; formats numbered beforehand make the bytes the same however that goes.
        styles.all().for_each(|format| workbook.register_format(format));
        Ok(Self { workbook, styles, names: HashSet::new(), most_rows: MOST_ROWS })
    }

    /// Takes sheets for full that have fewer rows than a spreadsheet bears, to see tables go on in the next.
    pub fn limit_rows(&mut self, most: usize) {
        self.most_rows = most;
    }

    /// Adds a sheet with a title, notes under it, and a table. `rows` are in the order of the layout's columns.
    ///
    /// # Errors
    ///
    /// If the library refuses a value.
    pub fn add_table(
        &mut self,
        layout: &SheetLayout,
        notes: &[String],
        rows: Vec<Vec<Cell<'_>>>,
    ) -> anyhow::Result<Table> {
        let tables = self.add_tables(vec![Plan::of(layout.clone(), notes.to_vec(), rows)])?;
        tables.into_iter().next().ok_or_else(|| anyhow::anyhow!("一张表也没有写"))
    }

    /// Adds a sheet for each table, written side by side; a table too long for a sheet takes several. The answer tells where the
    /// first sheet of each stands.
    ///
    /// # Errors
    ///
    /// If the library refuses a value.
    pub fn add_tables(&mut self, plans: Vec<Plan<'_>>) -> anyhow::Result<Vec<Table>> {
        let plans: Vec<Plan<'_>> = plans.into_par_iter().map(|plan| plan.without_blank_columns().widened()).collect();
        let mut parts = Vec::new();
        for plan in &plans {
            let most = self.most_rows.saturating_sub(HEAD_ROWS + plan.notes.len()).max(1);
            let n_parts = plan.n_rows.div_ceil(most).max(1);
            for part in 0..n_parts {
                let rows = part * most..plan.n_rows.min((part + 1) * most);
                let name = self.unique_name(&plan.layout.name);
                // Where the system has no room for the rows written so far, they stay in memory.
                let streamed = self.workbook.new_worksheet_with_constant_memory();
                let is_streamed = streamed.is_ok();
                let sheet = streamed.unwrap_or_else(|_| Worksheet::new());
                parts.push(Part { plan, name, rows, place: (part, n_parts), sheet, is_streamed });
            }
        }
        let styles = &self.styles;
        // The longest first, or it would be written alone when all the others are done.
        let mut parts: Vec<(usize, Part)> = parts.into_iter().enumerate().collect();
        parts.sort_by_key(|(_, part)| std::cmp::Reverse(part.rows.len() * part.plan.layout.columns.len()));
        let write = |(place, part): (usize, Part)| Ok((place, part.write(styles)?));
        let written: BTreeMap<usize, (Worksheet, Table, bool)> =
            parts.into_par_iter().map(write).collect::<anyhow::Result<_>>()?;
        let mut tables = Vec::new();
        for (sheet, table, is_first) in written.into_values() {
            self.workbook.push_worksheet(sheet);
            tables.extend(is_first.then_some(table));
        }
        Ok(tables)
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
    pub fn finish(self) -> anyhow::Result<Vec<u8>> {
        let mut bytes = Vec::new();
        self.write(&mut bytes)?;
        Ok(bytes)
    }

    /// Writes the finished workbook.
    ///
    /// # Errors
    ///
    /// If it cannot be written.
    pub fn write(mut self, out: &mut (dyn Write + Send)) -> anyhow::Result<()> {
        self.workbook.save_to_writer(out).map_err(|error| match error {
            // The library's error hides what the operating system said.
            XlsxError::IoError(error) => anyhow::Error::new(error),
            error => anyhow::Error::new(error),
        })
    }

    /// A sheet name that spreadsheets accept: at most 31 characters, none of `[]:*?/\`, not taken, no apostrophe at its ends.
    pub(super) fn unique_name(&mut self, wanted: &str) -> String {
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

impl Part<'_, '_> {
    /// Writes the sheet; the answer also says whether it is the first of its table.
    fn write(self, styles: &Styles) -> anyhow::Result<(Worksheet, Table, bool)> {
        let Self { plan, name, rows, place: (part, n_parts), mut sheet, is_streamed } = self;
        let layout = &plan.layout;
        sheet.set_name(&name)?;
        let last_column = u16::try_from(layout.columns.len().saturating_sub(1))?;
        set_up_page(&mut sheet, layout.landscape);
        for (idx, column) in (0_u16..).zip(&layout.columns) {
            sheet.set_column_width(idx, f64::from(column.width) + 0.8)?;
        }
        let mut row = 0;
        sheet.merge_range(row, 0, row, last_column, &layout.title, &styles.title)?;
        let total_width = layout.width();
        // The title is set in 16 points, the notes in 10.5, where widths are counted for 10.
        let title_lines = u32::try_from(lines(&layout.title, total_width * 10 / 16))?;
        sheet.set_row_height(row, 22 * title_lines + 8)?;
        row += 1;
        let continued = (n_parts > 1)
            .then(|| format!("共 {} 行，一张工作表放不下，分为 {n_parts} 张，这是第 {} 张。", plan.n_rows, part + 1));
        for note in plan.notes.iter().chain(&continued) {
            sheet.merge_range(row, 0, row, last_column, &cut(note), &styles.note)?;
            sheet.set_row_height(row, row_height(lines(note, total_width * 20 / 21)))?;
            row += 1;
        }
        let header_row = row;
        let mut header_lines = 1;
        for (idx, column) in (0_u16..).zip(&layout.columns) {
            sheet.write_string_with_format(row, idx, &column.label, &styles.header)?;
            header_lines = header_lines.max(lines(&column.label, usize::from(column.width)));
        }
        sheet.set_row_height(row, row_height(header_lines).max(22.0))?;
        sheet.set_freeze_panes(header_row + 1, 0)?;
        sheet.set_repeat_rows(header_row, header_row)?;
        let is_empty = rows.is_empty();
        // Heights are kept in memory; only what differs from the usual one is set.
        let usual = usual_lines(plan, &rows);
        sheet.set_default_row_height(row_height(usual));
        // The library looks a format up by all it says, cell by cell, which is a good part of the time of writing. A cell in the
        // usual style of its column is written without one; the column has it until the row has left the library.
        let first = rows.clone().next().map(|idx| (plan.row)(idx)).unwrap_or_default();
        let columns: Vec<ColumnStyle> =
            layout.columns.iter().zip(&first).map(|(column, cell)| styles.of_column(column, cell.style())).collect();
        for (idx, column) in (0_u16..).zip(&columns) {
            sheet.set_column_format(idx, column.of(column.usual))?;
        }
        let end = rows.end;
        for idx in rows {
            row += 1;
            let cells = (plan.row)(idx);
            let is_leaving = is_streamed && idx + 1 < end;
            for ((idx, column), cell) in (0_u16..).zip(&columns).zip(&cells) {
                column.write(&mut sheet, row, idx, cell, is_leaving)?;
            }
            let n_lines = lines_of_row(layout, &cells);
            // A row of a long table that needs less may stand as high as the others; one that needs more is given it.
            if n_lines > usual || n_lines < usual && plan.n_rows <= MOST_EXACT {
                sheet.set_row_height(row, row_height(n_lines))?;
            }
        }
        // Nothing below the table is to look like a part of it.
        for (idx, _) in (0_u16..).zip(&columns) {
            sheet.set_column_format(idx, &styles.none)?;
        }
        if is_empty {
            row += 1;
            sheet.merge_range(row, 0, row, last_column, "（无）", &styles.empty)?;
        } else {
            let last = if layout.total { row - 1 } else { row };
            sheet.autofilter(header_row, 0, last.max(header_row + 1), last_column)?;
        }
        let columns = layout.columns.iter().map(|column| column.key.clone()).collect();
        Ok((sheet, Table { sheet: name, first_row: header_row + 1, last_row: row, columns }, part == 0))
    }
}

/// Rows of a spreadsheet.
const MOST_ROWS: usize = 1 << 20;
/// Rows over a table beside its notes: title, header, and the note that a table goes on.
const HEAD_ROWS: usize = 3;
/// Rows of a table of which each is given just its height.
const MOST_EXACT: usize = 5000;
/// Little larger than what the library takes by itself, in a third of the time.
const COMPRESSION: u8 = 2;

/// How many lines a row takes.
fn lines_of_row(layout: &SheetLayout, cells: &[Cell<'_>]) -> usize {
    let wrapped = layout.columns.iter().zip(cells).filter(|(column, _)| column.wrap);
    let heights = wrapped.filter_map(|(column, cell)| Some(lines(cell.as_text()?, usize::from(column.width))));
    heights.max().unwrap_or(1).max(1)
}

/// How many lines most rows take, by the first of them; in a long table, nearly all.
fn usual_lines(plan: &Plan<'_>, rows: &Range<usize>) -> usize {
    const SAMPLED: usize = 200;
    let mut counts = [0_usize; 5];
    for idx in rows.clone().take(SAMPLED) {
        counts[lines_of_row(&plan.layout, &(plan.row)(idx)).min(counts.len()) - 1] += 1;
    }
    // Of a long table nearly all rows should need no height of their own.
    if plan.n_rows > MOST_EXACT {
        let n_sampled: usize = counts.iter().sum();
        let enough = |lines: &usize| counts[..*lines].iter().sum::<usize>() * 10 >= n_sampled * 9;
        return (1..=counts.len()).find(enough).unwrap_or(counts.len());
    }
    let most = counts.iter().enumerate().max_by_key(|(lines, count)| (**count, std::cmp::Reverse(*lines)));
    most.map_or(1, |(lines, _)| lines + 1)
}

/// Height of a row of so many lines, in points.
pub(super) fn row_height(n_lines: usize) -> f64 {
    // A spreadsheet allows 409 points; longer text is cut on screen and stands whole in the cell.
    #[expect(clippy::cast_precision_loss, reason = "a count of lines is small")]
    let height = 15.0 * n_lines as f64 + 3.0;
    height.min(409.0)
}

/// How many lines a text takes at a width in half-width characters.
pub(super) fn lines(text: &str, width: usize) -> usize {
    // Widths are those of the default font of 11 points; the body is set in 10.
    let fits = ((width * 21 + 10) / 20).max(2);
    // A character takes no more columns than bytes, but for a few that no name or message holds.
    if text.len() <= fits && !text.contains('\n') {
        return 1;
    }
    text.split('\n').map(|line| wrapped(line, fits)).sum()
}

/// How many lines a line of text becomes: words and numbers stay whole where they can, Han characters part anywhere, and no
/// closing mark begins a line.
fn wrapped(line: &str, fits: usize) -> usize {
    let (mut n_lines, mut used, mut word) = (1, 0, 0);
    for c in line.chars() {
        // In Chinese type quotation marks and dashes are as wide as Han characters.
        let own = c.width_cjk().unwrap_or(0);
        word = if is_joined(c) { word + own } else { own };
        used += own;
        if used > fits {
            n_lines += 1;
            used = if word < fits { word } else { own };
        }
    }
    n_lines
}

/// Whether no line ends before a character.
fn is_joined(c: char) -> bool {
    c.is_ascii_graphic() || "，。；：、？！）》”’…·".contains(c)
}

/// A4, one page wide, page numbers.
pub(super) fn set_up_page(sheet: &mut Worksheet, is_landscape: bool) {
    const A4: u8 = 9;
    sheet.set_paper_size(A4);
    if is_landscape {
        sheet.set_landscape();
    }
    sheet.set_print_fit_to_pages(1, 0);
    sheet.set_print_center_horizontally(true);
    sheet.set_margins(0.5, 0.5, 0.6, 0.7, 0.3, 0.35);
    sheet.set_footer("&C第 &P 页，共 &N 页");
}

/// Named styles; each combination of alignment and kind is made once, before anything is written.
pub(super) struct Styles {
    pub(super) title: Format,
    pub(super) note: Format,
    pub(super) header: Format,
    empty: Format,
    none: Format,
    body: Vec<Format>,
}

/// What distinguishes body formats besides alignment.
#[derive(Clone, Copy, PartialEq, Eq)]
enum StyleKind {
    Text,
    Number(u32),
    Percent,
    Verdict(Verdict),
}

impl StyleKind {
    /// More decimals than any policy shows.
    const MOST_DECIMALS: u32 = 6;
    const VERDICTS: [Verdict; 4] = [Verdict::Pass, Verdict::Exempt, Verdict::Review, Verdict::Fail];

    fn all() -> impl Iterator<Item = Self> {
        let numbers = (0..=Self::MOST_DECIMALS).map(Self::Number);
        [Self::Text, Self::Percent].into_iter().chain(Self::VERDICTS.map(Self::Verdict)).chain(numbers)
    }

    /// Its place among all.
    fn place(self) -> usize {
        match self {
            Self::Text => 0,
            Self::Percent => 1,
            Self::Verdict(Verdict::Pass) => 2,
            Self::Verdict(Verdict::Exempt) => 3,
            Self::Verdict(Verdict::Review) => 4,
            Self::Verdict(Verdict::Fail) => 5,
            Self::Number(decimals) => 6 + decimals.min(Self::MOST_DECIMALS) as usize,
        }
    }

    const COUNT: usize = 7 + Self::MOST_DECIMALS as usize;
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
            none: Format::new(),
            empty: base().set_font_size(10).set_align(FormatAlign::Center).set_border(FormatBorder::Thin),
            body: [(Align::General, false), (Align::General, true), (Align::Center, false), (Align::Center, true)]
                .into_iter()
                .flat_map(|(align, wrap)| StyleKind::all().map(move |kind| body_format(align, wrap, kind)))
                .collect(),
        }
    }
}

impl Styles {
    fn all(&self) -> impl Iterator<Item = &Format> {
        [&self.title, &self.note, &self.header, &self.empty].into_iter().chain(&self.body)
    }

    /// The formats of a column whose cells are mostly of a kind.
    fn of_column(&self, column: &ColumnLayout, usual: StyleKind) -> ColumnStyle<'_> {
        let of_align = usize::from(column.align == Align::Center) * 2 + usize::from(column.wrap);
        let start = of_align * StyleKind::COUNT;
        ColumnStyle { formats: &self.body[start..start + StyleKind::COUNT], usual }
    }
}

/// The formats of a column, of which one is usual.
struct ColumnStyle<'s> {
    formats: &'s [Format],
    usual: StyleKind,
}

impl ColumnStyle<'_> {
    fn of(&self, kind: StyleKind) -> &Format {
        &self.formats[kind.place()]
    }

    /// Writes a cell. With `may_inherit` the usual format is left to the column.
    fn write(
        &self,
        sheet: &mut Worksheet,
        row: u32,
        column: u16,
        cell: &Cell<'_>,
        may_inherit: bool,
    ) -> anyhow::Result<()> {
        let kind = cell.style();
        let format = (!may_inherit || kind != self.usual).then(|| self.of(kind));
        let number = match cell {
            Cell::Blank => {
                sheet.write_blank(row, column, self.of(kind))?;
                return Ok(());
            }
            Cell::Text(text) | Cell::Marked(_, text) => {
                write_text(sheet, row, column, cut(text), format)?;
                return Ok(());
            }
            Cell::Verdict(verdict) => {
                write_text(sheet, row, column, verdict.chinese().into(), format)?;
                return Ok(());
            }
            Cell::Count(count) => f64::from(*count),
            Cell::Number(value, decimals) => shown_number(*value, *decimals)?,
            Cell::Percent(value) => shown_number(*value, 4)?,
        };
        match format {
            Some(format) => sheet.write_number_with_format(row, column, number, format)?,
            None => sheet.write_number(row, column, number)?,
        };
        Ok(())
    }
}

fn write_text(
    sheet: &mut Worksheet,
    row: u32,
    column: u16,
    text: Cow<'_, str>,
    format: Option<&Format>,
) -> anyhow::Result<()> {
    match format {
        Some(format) => sheet.write_string_with_format(row, column, text, format)?,
        None => sheet.write_string(row, column, text)?,
    };
    Ok(())
}

/// The rounded decimal as a spreadsheet stores it. Decisions never come here; only print does.
fn shown_number(value: Exact, decimals: u32) -> anyhow::Result<f64> {
    Ok(round_half_up(value, decimals).parse()?)
}

/// A cell holds at most 32,767 characters.
#[must_use]
pub fn cut(text: &str) -> Cow<'_, str> {
    const MOST: usize = 32_000;
    if text.len() <= MOST || text.chars().count() <= MOST {
        return Cow::Borrowed(text);
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
