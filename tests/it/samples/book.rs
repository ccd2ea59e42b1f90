//! Sample workbooks from rows of text, the same bytes at every run.

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook};

/// A cell of a sample sheet.
#[derive(Clone)]
pub(crate) enum Value {
    Text(String),
    Number(f64),
    /// A day as a spreadsheet keeps it.
    Day(ExcelDateTime),
    Blank,
}

/// Text, as school systems export nearly everything.
pub(crate) fn t(text: impl Into<String>) -> Value {
    let text = text.into();
    if text.is_empty() { Value::Blank } else { Value::Text(text) }
}

/// A number cell.
pub(crate) fn n(number: impl Into<f64>) -> Value {
    Value::Number(number.into())
}

/// A row written as text: cells parted by `|`, `#85` for the number 85, `@2025-10-08` for a day, all else text.
pub(crate) fn cells(line: &str) -> Vec<Value> {
    line.split('|')
        .map(str::trim)
        .map(|cell| match cell.split_at_checked(1) {
            Some(("#", number)) => n(number.parse::<f64>().unwrap()),
            Some(("@", day)) if day.starts_with("20") => Value::Day(ExcelDateTime::parse_from_str(day).unwrap()),
            _ => t(cell),
        })
        .collect()
}

/// A sheet: name, title rows, header and rows, footer rows.
pub(crate) struct Sheet {
    pub(crate) name: &'static str,
    pub(crate) titles: Vec<String>,
    pub(crate) header: Vec<&'static str>,
    pub(crate) rows: Vec<Vec<Value>>,
    pub(crate) footers: Vec<Vec<Value>>,
}

/// The bytes of a workbook with these sheets.
pub(crate) fn workbook(sheets: &[Sheet]) -> Vec<u8> {
    let mut book = Workbook::new();
    let created = ExcelDateTime::from_ymd(2000, 1, 1).unwrap();
    book.set_properties(&DocProperties::new().set_creation_datetime(&created));
    let bold = Format::new().set_bold();
    let day = Format::new().set_num_format("yyyy/m/d");
    for sheet in sheets {
        let out = book.add_worksheet();
        out.set_name(sheet.name).unwrap();
        let mut row = 0;
        for title in &sheet.titles {
            if !title.is_empty() {
                let last = u16::try_from(sheet.header.len() - 1).unwrap();
                out.merge_range(row, 0, row, last, title, &bold).unwrap();
            }
            row += 1;
        }
        for (column, label) in (0..).zip(&sheet.header) {
            out.write_string_with_format(row, column, *label, &bold).unwrap();
        }
        // Without a header the first row is whatever the sheet begins with.
        row += u32::from(!sheet.header.is_empty());
        for (row, cells) in (row..).zip(sheet.rows.iter().chain(&sheet.footers)) {
            for (column, cell) in (0..).zip(cells) {
                match cell {
                    Value::Text(text) => out.write_string(row, column, text).unwrap(),
                    Value::Number(number) => out.write_number(row, column, *number).unwrap(),
                    Value::Day(date) => out.write_datetime_with_format(row, column, date, &day).unwrap(),
                    Value::Blank => continue,
                };
            }
        }
    }
    book.save_to_buffer().unwrap()
}

/// A small deterministic generator (splitmix64): samples must not change with a library's version.
pub(crate) struct Dice(pub(crate) u64);

impl Dice {
    /// A number below `n`.
    pub(crate) fn below(&mut self, n: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (z ^ (z >> 31)) % n
    }

    /// True once in `n` times.
    pub(crate) fn once_in(&mut self, n: u64) -> bool {
        self.below(n) == 0
    }

    /// One of the items.
    pub(crate) fn pick<'a, T>(&mut self, items: &'a [T]) -> &'a T {
        &items[usize::try_from(self.below(items.len() as u64)).unwrap()]
    }
}
