//! xlsx: a stream of cells, by calamine.

use std::borrow::Cow;
use std::io::Cursor;

use calamine::{DataRef, Reader as _, SheetType, Xlsx, XlsxError};

use crate::model::term::Date;

use super::sheet::{Cell, Row, RowSink};

/// An open workbook.
pub struct Workbook<'b> {
    inner: Xlsx<Cursor<&'b [u8]>>,
}

impl<'b> Workbook<'b> {
    /// Opens a workbook.
    ///
    /// # Errors
    ///
    /// What is wrong with the file, in Chinese.
    pub fn open(bytes: &'b [u8]) -> Result<Self, String> {
        Xlsx::new(Cursor::new(bytes)).map(|inner| Self { inner }).map_err(|error| reason(&error))
    }

    /// Names of the sheets that can hold rows.
    #[must_use]
    pub fn sheets(&self) -> Vec<String> {
        let sheets = self.inner.sheets_metadata().iter();
        sheets.filter(|sheet| sheet.typ == SheetType::WorkSheet).map(|sheet| sheet.name.clone()).collect()
    }

    /// Streams a sheet's rows into the sink. The sink sees text of the workbook's shared strings without copies. The answer is
    /// how many cells hold an error value that the library does not know; it does not say where they are.
    ///
    /// # Errors
    ///
    /// What is wrong with the sheet, in Chinese.
    pub fn read<'w>(&'w mut self, sheet: &str, sink: &mut impl RowSink<'w>) -> Result<usize, String> {
        /// What a spreadsheet can hold; a file that says more is broken.
        const MAX_ROWS: u32 = 1 << 20;
        let mut reader = self.inner.worksheet_cells_reader(sheet).map_err(|error| reason(&error))?;
        let mut row = Row { idx: 0, cells: Vec::new() };
        let mut n_unknown = 0;
        loop {
            match reader.next_cell() {
                Ok(Some(cell)) => {
                    let (row_idx, column) = cell.get_position();
                    if row_idx >= MAX_ROWS {
                        return Err("行数超出了表格的范围".to_owned());
                    }
                    if row_idx != row.idx {
                        let cells = Vec::with_capacity(row.cells.len());
                        let done = std::mem::replace(&mut row, Row { idx: row_idx, cells });
                        emit(done, sink);
                    }
                    let column = u16::try_from(column).map_err(|_| "列数超出了表格的范围".to_owned())?;
                    if let Some(content) = content(cell.get_value()) {
                        row.cells.push((column, content));
                    }
                }
                Ok(None) => break,
                Err(XlsxError::CellError(_)) => n_unknown += 1,
                Err(error) => return Err(reason(&error)),
            }
        }
        emit(row, sink);
        Ok(n_unknown)
    }
}

/// Hands on a row in order of columns; a file may write its cells in any order.
pub fn emit<'a>(mut row: Row<'a>, sink: &mut impl RowSink<'a>) {
    if row.cells.is_empty() {
        return;
    }
    if !row.cells.is_sorted_by_key(|(column, _)| *column) {
        row.cells.sort_by_key(|(column, _)| *column);
    }
    sink.row(row);
}

fn content<'a>(value: &DataRef<'a>) -> Option<Cell<'a>> {
    let cell = match value {
        DataRef::Empty => return None,
        DataRef::SharedString(text) => Cell::Text(Cow::Borrowed(text)),
        #[expect(clippy::cast_precision_loss, reason = "xlsx stores doubles only")]
        DataRef::Int(number) => Cell::Number(*number as f64),
        DataRef::Float(number) => Cell::Number(*number),
        DataRef::Bool(flag) => Cell::Flag(*flag),
        DataRef::DateTime(time) if time.is_datetime() => {
            let (year, month, day, ..) = time.to_ymd_hms_milli();
            match Date::new(year, month, day) {
                Some(day) => Cell::Day(day),
                None => Cell::Number(time.as_f64()),
            }
        }
        DataRef::DateTime(time) => Cell::Number(time.as_f64()),
        DataRef::DateTimeIso(text) => match Date::parse(text) {
            Some(day) => Cell::Day(day),
            None => Cell::Text(Cow::Owned(text.clone())),
        },
        DataRef::String(text) | DataRef::DurationIso(text) => Cell::Text(Cow::Owned(text.clone())),
        DataRef::Error(error) => Cell::Error(error.to_string()),
    };
    (!cell.is_blank()).then_some(cell)
}

fn reason(error: &XlsxError) -> String {
    match error {
        XlsxError::Password => "文件有打开密码".to_owned(),
        XlsxError::Zip(_) | XlsxError::Io(_) => "文件不完整或已损坏".to_owned(),
        XlsxError::FileNotFound(part) => format!("文件里缺少 {part}"),
        XlsxError::WorksheetNotFound(sheet) => format!("找不到工作表“{sheet}”"),
        _ => "文件内容不合表格格式".to_owned(),
    }
}
