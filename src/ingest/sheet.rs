//! A sheet as a stream of rows: what every reader of a format hands on, and what the recogniser and the builders take.

use std::borrow::Cow;

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

/// Takes a sheet's rows one by one.
pub trait RowSink<'a> {
    /// The next row with at least one cell.
    fn row(&mut self, row: Row<'a>);

    /// A cell that the reader could not make out, somewhere behind the last row's last cell.
    fn unreadable(&mut self, reason: String);
}
