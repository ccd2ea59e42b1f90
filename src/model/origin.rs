//! Where a value stands: file › sheet › cell. Every record carries its origin, packed so that it survives a join.

use std::fmt::Write as _;

/// A cell of one of the drop's sheets, packed into 64 bits: sheet (24), row (24), column (16), all counted from zero.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CellRef(u64);

impl CellRef {
    /// Packs a place. Rows and columns of a spreadsheet (1,048,576 × 16,384) always fit.
    #[must_use]
    pub fn new(sheet: SheetIdx, row: u32, column: u16) -> Self {
        debug_assert!(row < 1 << 24);
        Self(u64::from(sheet.0) << 40 | u64::from(row) << 16 | u64::from(column))
    }

    /// The packed form, for integer columns.
    #[must_use]
    pub fn packed(self) -> u64 {
        self.0
    }

    /// The inverse of [`CellRef::packed`].
    #[must_use]
    pub fn from_packed(packed: u64) -> Self {
        Self(packed)
    }

    /// The sheet.
    #[must_use]
    pub fn sheet(self) -> SheetIdx {
        SheetIdx(u32::try_from(self.0 >> 40).unwrap_or(0))
    }

    /// The row, from zero.
    #[must_use]
    pub fn row(self) -> u32 {
        u32::try_from(self.0 >> 16 & 0xFF_FFFF).unwrap_or(u32::MAX)
    }

    /// The column, from zero.
    #[must_use]
    pub fn column(self) -> u16 {
        u16::try_from(self.0 & 0xFFFF).unwrap_or(u16::MAX)
    }

    /// The same row in another column.
    #[must_use]
    pub fn in_column(self, column: u16) -> Self {
        Self(self.0 & !0xFFFF | u64::from(column))
    }

    /// `D17`.
    #[must_use]
    pub fn a1(self) -> String {
        format!("{}{}", column_letters(self.column()), self.row() + 1)
    }
}

/// A sheet of the drop: the file's number (12 bits) and the sheet's number in it (12 bits), so that files read side by
/// side agree on their sheets' numbers beforehand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SheetIdx(u32);

/// The most files of a drop, and the most sheets of a file, that are read.
pub const MAX_FILES: usize = 1 << 12;

impl SheetIdx {
    /// The sheet `sheet` of the file `file`, both counted from zero and below [`MAX_FILES`].
    #[must_use]
    pub fn new(file: usize, sheet: usize) -> Self {
        debug_assert!(file < MAX_FILES && sheet < MAX_FILES);
        Self(u32::try_from(file << 12 | sheet).unwrap_or(u32::MAX))
    }

    /// The file's number.
    #[must_use]
    pub fn file(self) -> usize {
        (self.0 >> 12) as usize
    }

    /// The sheet's number in its file.
    #[must_use]
    pub fn sheet(self) -> usize {
        (self.0 & 0xFFF) as usize
    }
}

/// Spreadsheet letters of a zero-based column: 0 → `A`, 26 → `AA`.
#[must_use]
pub fn column_letters(column: u16) -> String {
    let mut letters = Vec::new();
    let mut rest = u32::from(column) + 1;
    while rest > 0 {
        rest -= 1;
        letters.push(char::from(b'A' + u8::try_from(rest % 26).unwrap_or(0)));
        rest /= 26;
    }
    letters.iter().rev().collect()
}

/// Names of all files and sheets of the drop, to print an origin.
#[derive(Clone, Debug, Default)]
pub struct Sources {
    files: Vec<(String, Vec<String>)>,
}

impl Sources {
    /// Adds a file with its sheets, in the order of the files' numbers.
    pub fn push(&mut self, file: &str, sheets: Vec<String>) {
        self.files.push((file.to_owned(), sheets));
    }

    /// File name, relative to the drop.
    #[must_use]
    pub fn file(&self, file: usize) -> &str {
        self.files.get(file).map_or("", |(name, _)| name)
    }

    /// Sheet name.
    #[must_use]
    pub fn sheet(&self, sheet: SheetIdx) -> &str {
        self.files.get(sheet.file()).and_then(|(_, sheets)| sheets.get(sheet.sheet())).map_or("", String::as_str)
    }

    /// `成绩.xlsx › Sheet1 › D17`.
    #[must_use]
    pub fn show(&self, cell: CellRef) -> String {
        format!("{} › {} › {}", self.file(cell.sheet().file()), self.sheet(cell.sheet()), cell.a1())
    }

    /// Prints cells as few entries: cells below each other become a range, one entry per column run.
    #[must_use]
    pub fn show_all(&self, cells: &[CellRef]) -> Vec<String> {
        let mut sorted: Vec<CellRef> = cells.to_vec();
        sorted.sort_by_key(|cell| (cell.sheet(), cell.column(), cell.row()));
        sorted.dedup();
        let mut shown = Vec::new();
        let mut rest = sorted.as_slice();
        while let Some(&first) = rest.first() {
            let run = rest
                .iter()
                .zip(first.row()..)
                .take_while(|(cell, row)| {
                    cell.sheet() == first.sheet() && cell.column() == first.column() && cell.row() == *row
                })
                .count();
            let mut text = self.show(first);
            if run > 1 {
                let _ = write!(text, ":{}", rest[run - 1].a1());
            }
            shown.push(text);
            rest = &rest[run..];
        }
        shown
    }
}
