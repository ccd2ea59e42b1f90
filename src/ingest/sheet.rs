//! A sheet as a stream of rows: what every reader of a format hands on, and what the recogniser and the builders take.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::model::number::Decimal;
use crate::model::term::Date;

/// The content of a cell.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell<'a> {
    /// Text.
    Text(Cow<'a, str>),
    /// A number as stored.
    Number(f64),
    /// A number in a date format.
    Day(Date),
    /// A truth value.
    Flag(bool),
    /// An error value such as `#REF!`.
    Error(String),
}

impl Cell<'_> {
    /// The text a reader of the sheet sees, as exactly as the cell holds it.
    #[must_use]
    pub fn shown(&self) -> Cow<'_, str> {
        match self {
            Self::Text(text) => Cow::Borrowed(text),
            Self::Number(number) => {
                Cow::Owned(Decimal::from_f64(*number).map_or_else(|| number.to_string(), |decimal| decimal.to_string()))
            }
            Self::Day(day) => Cow::Owned(day.to_string()),
            Self::Flag(true) => Cow::Borrowed("TRUE"),
            Self::Flag(false) => Cow::Borrowed("FALSE"),
            Self::Error(error) => Cow::Borrowed(error),
        }
    }

    /// Whether nothing but white space is written.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        match self {
            Self::Text(text) => text.trim().is_empty(),
            _ => false,
        }
    }
}

/// One row: its number from zero and its cells in order of columns, blank ones left out.
#[derive(Clone, Debug)]
pub struct Row<'a> {
    /// Row number, from zero.
    pub idx: u32,
    /// Column number and content.
    pub cells: Vec<(u16, Cell<'a>)>,
}

impl<'a> Row<'a> {
    /// The cell in a column.
    #[must_use]
    pub fn get(&self, column: u16) -> Option<&Cell<'a>> {
        self.cells.binary_search_by_key(&column, |(column, _)| *column).ok().map(|idx| &self.cells[idx].1)
    }

    /// The text in a column, trimmed; empty where there is none.
    #[must_use]
    pub fn text(&self, column: Option<u16>) -> Cow<'_, str> {
        match column.and_then(|column| self.get(column)) {
            Some(cell) => match cell.shown() {
                Cow::Borrowed(text) => Cow::Borrowed(text.trim()),
                Cow::Owned(text) => Cow::Owned(text.trim().to_owned()),
            },
            None => Cow::Borrowed(""),
        }
    }
}

/// A rectangle of merged cells, from zero, both ends included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Area {
    /// First row.
    pub top: u32,
    /// First column.
    pub left: u16,
    /// Last row.
    pub bottom: u32,
    /// Last column.
    pub right: u16,
}

impl Area {
    /// Whether a cell lies in it.
    #[must_use]
    pub fn holds(&self, row: u32, column: u16) -> bool {
        (self.top..=self.bottom).contains(&row) && (self.left..=self.right).contains(&column)
    }
}

/// What a sheet says beside its cells.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Hints {
    /// Merged cells. Only the first cell of a merge is meant to hold a value.
    pub merges: Vec<Area>,
    /// Names of file and sheet, which may say what the sheet is about.
    pub names: String,
    /// Whether the sheet is hidden.
    pub is_hidden: bool,
    /// How many rows are hidden, by hand or by a filter.
    pub n_hidden_rows: u32,
    /// Cells whose content a reader of cells does not give, with what stands there: formulas stored without their value, newer
    /// error values. Columns by row.
    pub lost: BTreeMap<u32, Vec<(u16, String)>>,
    /// How many cells of the two sorts, lost and shown as percentages, there are, noted or not.
    pub n_noted: usize,
    /// Number cells that are shown as percentages. Columns by row.
    pub percents: BTreeMap<u32, Vec<u16>>,
}

/// A sheet of a format that is read as a whole.
#[derive(Clone, Debug)]
pub struct Grid {
    /// Sheet name.
    pub name: String,
    /// Rows with at least one cell, in order.
    pub rows: Vec<Row<'static>>,
    /// What it says beside its cells.
    pub hints: Hints,
}

impl Grid {
    /// Hands all rows on.
    pub fn read(self, sink: &mut impl RowSink<'static>) {
        for row in self.rows {
            sink.row(row);
        }
    }
}

/// What no sheet of a school comes near; beyond it a file is broken or hostile.
pub mod limits {
    /// Rows of a sheet, as in a spreadsheet.
    pub const ROWS: u32 = 1 << 20;
    /// Columns of a sheet, as in a spreadsheet.
    pub const COLUMNS: u16 = 1 << 14;
    /// Cells of a sheet of a format that is read as a whole.
    pub const CELLS: usize = 20_000_000;
    /// Bytes of text of a format that is read as a whole.
    pub const TEXT_BYTES: usize = 128 << 20;
    /// Bytes of one line of a text table.
    pub const LINE_BYTES: usize = 1 << 20;
    /// Bytes of one cell's text; a spreadsheet holds 32,767 characters.
    pub const CELL_BYTES: usize = 128 << 10;
}

/// Takes a sheet's rows one by one.
pub trait RowSink<'a> {
    /// The next row with at least one cell.
    fn row(&mut self, row: Row<'a>);
}
