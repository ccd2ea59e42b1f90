//! What a sheet says beside the values of its cells: merges, hidden rows, percent formats, and cells that hold something which
//! the reader of cells gives as nothing: formulas stored without their result, newer error values.
//!
//! Only sheets that bear a mark of such things are looked through; most sheets of a school bear none.

use std::io::{BufReader, Read};

use quick_xml::events::{BytesStart, Event};

use super::sheet::{Area, Hints, limits};

/// What stands for a formula whose result was not stored.
pub const NO_RESULT: &str = "公式没有存下结果";

/// Merges, and cells of one sort, of a sheet that are looked at.
const MOST: usize = 100_000;

/// Cells of a sheet that are noted: lost ones and percentages.
const MOST_NOTED: usize = 1_000_000;

/// What an xlsx workbook says of all its sheets.
#[derive(Debug, Default)]
pub struct Book {
    /// Cell styles, by number, that show shares as percentages.
    pub percents: Vec<u32>,
    /// Whether the results of formulas are to be worked out when it is opened: whoever wrote it has not done so.
    pub recalculates: bool,
    /// Of each cell style whether it may show a number as a day.
    pub may_be_date: Vec<bool>,
}

/// An attribute's value by its local name.
pub fn attribute(tag: &BytesStart<'_>, name: &str) -> Option<String> {
    let attribute =
        tag.attributes().with_checks(false).flatten().find(|attribute| attribute.key.local_name().as_ref() == name)?;
    let text = attribute.value;
    Some(quick_xml::escape::unescape(&text).map_or_else(|_| text.to_string(), std::borrow::Cow::into_owned))
}

fn is_on(value: Option<&str>) -> bool {
    matches!(value, Some("1" | "true" | "on"))
}

/// `0.85` in a percent format is what a reader of the sheet sees: `85%`.
#[must_use]
pub fn as_percent(number: f64) -> String {
    let hundredfold = crate::model::number::Decimal::from_f64(number * 100.0);
    hundredfold.map_or_else(|| number.to_string(), |number| format!("{number}%"))
}

/// The percent formats of a styles part.
#[must_use]
pub fn percent_styles(styles: &str) -> Vec<u32> {
    // The two formats that need no definition: 0% and 0.00%.
    let mut formats = vec![9, 10];
    let mut percents = Vec::new();
    let (mut is_within, mut next) = (false, 0);
    let mut reader = quick_xml::Reader::from_str(styles);
    reader.config_mut().check_end_names = false;
    loop {
        match reader.read_event() {
            Ok(Event::Start(tag) | Event::Empty(tag)) => {
                let number = || attribute(&tag, "numFmtId").and_then(|id| id.parse::<u32>().ok());
                match tag.local_name().as_ref() {
                    "numFmt" if attribute(&tag, "formatCode").is_some_and(|code| is_percent(&code)) => {
                        formats.extend(number());
                    }
                    "cellXfs" => is_within = true,
                    "xf" if is_within => {
                        if number().is_some_and(|id| formats.contains(&id)) {
                            percents.push(next);
                        }
                        next += 1;
                    }
                    _ => {}
                }
            }
            Ok(Event::End(tag)) if tag.local_name().as_ref() == "cellXfs" => return percents,
            Ok(Event::Eof) | Err(_) => return percents,
            Ok(_) => {}
        }
    }
}

/// Whether a format code shows a share as a percentage; a quoted or escaped sign is mere text.
#[must_use]
pub fn is_percent(code: &str) -> bool {
    let unquoted: String = code.split('"').step_by(2).collect();
    unquoted.replace("\\%", "").contains('%')
}

/// Reads XML as it comes; whether its tags match is for the reader of cells to say.
pub fn tolerant<R: Read>(part: R) -> quick_xml::Reader<BufReader<R>> {
    let mut reader = quick_xml::Reader::from_reader(BufReader::with_capacity(64 << 10, part));
    reader.config_mut().check_end_names = false;
    reader
}

/// A cell while it is read.
#[derive(Default)]
struct OpenCell {
    row: u32,
    column: u16,
    kind: String,
    is_percent: bool,
    has_formula: bool,
    value: Option<String>,
}

impl OpenCell {
    fn close(self, book: &Book, hints: &mut Hints) {
        let is_empty = self.value.as_ref().is_none_or(String::is_empty);
        // An empty text is a result; zero is what writers that do not calculate put in its place.
        let is_uncalculated = book.recalculates && self.value.as_deref() == Some("0");
        if self.kind == "e" {
            let text = self.value.filter(|value| !value.is_empty()).unwrap_or_else(|| "错误值".to_owned());
            hints.lose(self.row, self.column, text);
        } else if self.has_formula && (is_empty && self.kind != "str" || self.value.is_none() || is_uncalculated) {
            hints.lose(self.row, self.column, NO_RESULT.to_owned());
        } else if self.is_percent && !is_empty && matches!(self.kind.as_str(), "" | "n") {
            hints.note_percent(self.row, self.column);
        }
    }
}

impl Hints {
    fn lose(&mut self, row: u32, column: u16, text: String) {
        self.n_noted += 1;
        if self.n_noted <= MOST_NOTED {
            self.lost.entry(row).or_default().push((column, text));
        }
    }

    fn note_percent(&mut self, row: u32, column: u16) {
        self.n_noted += 1;
        if self.n_noted <= MOST_NOTED {
            self.percents.entry(row).or_default().push(column);
        }
    }

    /// Why a sheet with these hints cannot be read, if so: cells that are not noted would pass for what they are not.
    ///
    /// # Errors
    ///
    /// More such cells than are noted, in Chinese.
    pub fn check(&self) -> Result<(), String> {
        if self.n_noted > MOST_NOTED {
            return Err("没有结果的公式、错误值或百分数过多，没有读。请用 Excel 或 WPS 打开，另存后重新放入".to_owned());
        }
        Ok(())
    }

    fn merge(&mut self, area: Area) {
        let is_area = area.top <= area.bottom && area.left <= area.right;
        if is_area && (area.top, area.left) != (area.bottom, area.right) && self.merges.len() < MOST {
            self.merges.push(area);
        }
    }
}

/// Looks through a sheet of an xlsx workbook. Ends where the XML is broken; the reader of cells says so.
#[must_use]
pub fn of_xlsx(part: impl Read, book: &Book) -> Hints {
    let mut hints = Hints::default();
    let mut reader = tolerant(part);
    let mut buffer = Vec::new();
    let (mut row, mut column) = (0_u32, 0_u16);
    let mut next_row = 0_u32;
    let mut cell: Option<OpenCell> = None;
    let mut in_value = false;
    let mut n_cells = 0_usize;
    loop {
        buffer.clear();
        let Ok(event) = reader.read_event_into(&mut buffer) else { return hints };
        let is_empty = matches!(event, Event::Empty(_));
        match event {
            Event::Start(tag) | Event::Empty(tag) => match tag.local_name().as_ref() {
                "row" => {
                    let said = attribute(&tag, "r").and_then(|r| r.parse::<u32>().ok()).and_then(|r| r.checked_sub(1));
                    (row, column) = (said.unwrap_or(next_row), 0);
                    next_row = row.saturating_add(1);
                    hints.n_hidden_rows += u32::from(is_on(attribute(&tag, "hidden").as_deref()));
                }
                "c" => {
                    let place = attribute(&tag, "r").and_then(|place| a1(&place));
                    let (at_row, at_column) = place.unwrap_or((row, column));
                    column = at_column.saturating_add(1);
                    let style = attribute(&tag, "s").and_then(|style| style.parse::<u32>().ok());
                    let open = OpenCell {
                        row: at_row,
                        column: at_column,
                        kind: attribute(&tag, "t").unwrap_or_default(),
                        is_percent: style.is_some_and(|style| book.percents.contains(&style)),
                        ..OpenCell::default()
                    };
                    cell = (!is_empty).then_some(open);
                }
                "f" => {
                    if let Some(cell) = &mut cell {
                        cell.has_formula = true;
                    }
                }
                name @ ("v" | "is") => {
                    if let Some(cell) = &mut cell {
                        cell.value = Some(String::new());
                        // What an inline text says is of no interest here, only that there is one.
                        in_value = name == "v" && !is_empty;
                    }
                }
                "mergeCell" => {
                    let area = attribute(&tag, "ref").and_then(|place| {
                        let (first, last) = place.split_once(':')?;
                        let ((top, left), (bottom, right)) = (a1(first)?, a1(last)?);
                        Some(Area { top, left, bottom, right })
                    });
                    if let Some(area) = area {
                        hints.merge(area);
                    }
                }
                _ => {}
            },
            Event::Text(text) => {
                if let Some(value) = cell.as_mut().filter(|_| in_value).and_then(|cell| cell.value.as_mut()) {
                    value.push_str(text.trim());
                }
            }
            Event::End(tag) => match tag.local_name().as_ref() {
                "v" => in_value = false,
                "c" => {
                    n_cells += 1;
                    if let Some(cell) = cell.take().filter(|_| n_cells <= limits::CELLS) {
                        cell.close(book, &mut hints);
                    }
                }
                _ => {}
            },
            Event::Eof => return hints,
            _ => {}
        }
    }
}

/// `B7` as row and column from zero.
fn a1(text: &str) -> Option<(u32, u16)> {
    let letters = text.bytes().take_while(u8::is_ascii_alphabetic).count();
    let column = text[..letters].bytes().try_fold(0_u32, |sum, letter| {
        sum.checked_mul(26)?.checked_add(u32::from(letter.to_ascii_uppercase() - b'A' + 1))
    })?;
    let row: u32 = text[letters..].parse().ok()?;
    Some((row.checked_sub(1)?, u16::try_from(column.checked_sub(1)?).ok()?))
}

/// Looks through the content of an OpenDocument workbook: the hints of each table, in order.
#[must_use]
pub fn of_ods(content: impl Read) -> Vec<Hints> {
    let mut tables: Vec<Hints> = Vec::new();
    let mut reader = tolerant(content);
    let mut buffer = Vec::new();
    // Next row, rows of the present one, next column.
    let (mut row, mut rows, mut column) = (0_u32, 1_u32, 0_u16);
    // A formula without a value may still show a text.
    let mut doubtful: Option<(u32, u16, bool)> = None;
    let mut depth = 0_usize;
    loop {
        buffer.clear();
        let Ok(event) = reader.read_event_into(&mut buffer) else { return tables };
        let is_empty = matches!(event, Event::Empty(_));
        match event {
            Event::Start(tag) | Event::Empty(tag) => {
                let number = |name: &str| attribute(&tag, name).and_then(|text| text.parse::<u32>().ok());
                match tag.local_name().as_ref() {
                    // A table within a cell is none of the workbook's sheets.
                    "table" => {
                        depth += usize::from(!is_empty);
                        if depth <= 1 {
                            tables.push(Hints::default());
                            (row, rows, column) = (0, 1, 0);
                        }
                    }
                    "table-row" => {
                        (rows, column) = (number("number-rows-repeated").unwrap_or(1), 0);
                        let is_hidden = matches!(attribute(&tag, "visibility").as_deref(), Some("collapse" | "filter"));
                        // A repeated run to the sheet's end is its empty rest.
                        if let Some(hints) = tables.last_mut().filter(|_| is_hidden && rows < limits::ROWS / 2) {
                            hints.n_hidden_rows = hints.n_hidden_rows.saturating_add(rows);
                        }
                        if is_empty {
                            row = row.saturating_add(rows);
                        }
                    }
                    "table-cell" | "covered-table-cell" => {
                        let repeated = number("number-columns-repeated").unwrap_or(1);
                        let Some(hints) = tables.last_mut() else { continue };
                        let (across, down) =
                            (number("number-columns-spanned").unwrap_or(1), number("number-rows-spanned").unwrap_or(1));
                        let right = u32::from(column).saturating_add(across.max(1) - 1);
                        if let Ok(right) = u16::try_from(right) {
                            let bottom = row.saturating_add(down.max(1) - 1);
                            hints.merge(Area { top: row, left: column, bottom, right });
                        }
                        let kind = attribute(&tag, "value-type");
                        if attribute(&tag, "formula").is_some() && kind.is_none() {
                            doubtful = Some((row, column, true));
                        }
                        if kind.as_deref() == Some("percentage") {
                            for column in (column..).take(repeated.min(u32::from(limits::COLUMNS)) as usize) {
                                hints.note_percent(row, column);
                            }
                        }
                        if let Some((row, column, _)) = doubtful.take_if(|_| is_empty) {
                            hints.lose(row, column, NO_RESULT.to_owned());
                        }
                        column = column.saturating_add(u16::try_from(repeated).unwrap_or(u16::MAX));
                    }
                    _ => {}
                }
            }
            Event::Text(text) if !text.trim().is_empty() => {
                doubtful = doubtful.map(|(row, column, _)| (row, column, false));
            }
            Event::End(tag) => match tag.local_name().as_ref() {
                "table" => depth = depth.saturating_sub(1),
                "table-row" => row = row.saturating_add(rows),
                "table-cell" | "covered-table-cell" => {
                    if let (Some((row, column, true)), Some(hints)) = (doubtful.take(), tables.last_mut()) {
                        hints.lose(row, column, NO_RESULT.to_owned());
                    }
                }
                _ => {}
            },
            Event::Eof => return tables,
            _ => {}
        }
    }
}
