//! Text tables: CSV and TSV in the encodings and with the separators that school systems use.

use std::borrow::Cow;

use encoding_rs::{Encoding, GB18030, UTF_8, UTF_16BE, UTF_16LE};

use super::sheet::{Cell, Grid, Hints, Row, limits};

/// Decodes a text file: by its byte order mark, else UTF-8 if it is that, UTF-16 if every other byte is zero, else GB18030.
#[must_use]
pub fn decode(bytes: &[u8]) -> Cow<'_, str> {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return encoding.decode_without_bom_handling(&bytes[mark..]).0;
    }
    if std::str::from_utf8(bytes).is_ok() && !looks_like_utf16(bytes) {
        return UTF_8.decode_without_bom_handling(bytes).0;
    }
    let encoding = match wide_side(bytes) {
        Some(0) => UTF_16BE,
        Some(_) => UTF_16LE,
        None => GB18030,
    };
    encoding.decode_without_bom_handling(bytes).0
}

fn looks_like_utf16(bytes: &[u8]) -> bool {
    wide_side(bytes).is_some()
}

/// On which side of each pair the zero bytes of a UTF-16 text stand: digits, separators and line ends have one.
fn wide_side(bytes: &[u8]) -> Option<usize> {
    let head = &bytes[..bytes.len().min(4096)];
    let zeros = |side: usize| head.iter().skip(side).step_by(2).filter(|byte| **byte == 0).count();
    let enough = head.len() / 16 + 1;
    [0, 1].into_iter().find(|side| zeros(*side) >= enough && zeros(1 - side) * 4 < zeros(*side))
}

/// Reads a text table.
///
/// # Errors
///
/// What is wrong with the file, in Chinese.
pub fn read(bytes: &[u8]) -> Result<Grid, String> {
    if bytes.len() > limits::TEXT_BYTES {
        return Err("文本过大，没有读。请分成几个文件".to_owned());
    }
    let text = decode(bytes);
    if text.contains('\0') {
        return Err("不是文本，也不是能认出的表格格式".to_owned());
    }
    if text.split(['\n', '\r']).any(|line| line.len() > limits::LINE_BYTES) {
        return Err("有一行文字过长，不像表格，没有读".to_owned());
    }
    // One sort of line end, so that lines can be counted.
    let text = if text.contains('\r') { text.replace("\r\n", "\n").replace('\r', "\n").into() } else { text };
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(separator(&text))
        .from_reader(text.as_bytes());
    let mut rows = Vec::new();
    let mut record = csv::StringRecord::new();
    // A quoted cell may hold line ends; a spreadsheet still counts it as one row.
    let mut inner_lines = 0_u64;
    let mut n_cells = 0_usize;
    while reader.read_record(&mut record).map_err(|_| "文本有一行读不出来".to_owned())? {
        let line = record.position().map_or(0, csv::Position::line);
        let idx = u32::try_from(line.saturating_sub(1).saturating_sub(inner_lines)).unwrap_or(u32::MAX);
        inner_lines += record.iter().map(|field| field.matches('\n').count() as u64).sum::<u64>();
        if idx >= limits::ROWS {
            return Err(format!("超过 {} 行，没有读。请分成几个文件", limits::ROWS));
        }
        let cells: Vec<(u16, Cell<'static>)> = (0_u16..limits::COLUMNS)
            .zip(record.iter())
            .filter(|(_, field)| !field.trim().is_empty())
            .map(|(column, field)| (column, Cell::Text(Cow::Owned(unwrapped(field).to_owned()))))
            .collect();
        n_cells += cells.len();
        if n_cells > limits::CELLS {
            return Err("单元格过多，没有读。请分成几个文件".to_owned());
        }
        if !cells.is_empty() {
            rows.push(Row { idx, cells });
        }
    }
    Ok(Grid { name: "文本".to_owned(), rows, hints: Hints::default() })
}

/// `="2023…"` keeps a spreadsheet from taking a student number for a number; the quotes are no part of it.
fn unwrapped(field: &str) -> &str {
    let trimmed = field.trim();
    trimmed.strip_prefix("=\"").and_then(|rest| rest.strip_suffix('"')).unwrap_or(trimmed)
}

/// The separator: the one that parts the first lines into most, and equally many, fields.
fn separator(text: &str) -> u8 {
    let lines: Vec<&str> = text.lines().filter(|line| !line.trim().is_empty()).take(50).collect();
    let score = |separator: char| {
        let mut counts: Vec<usize> = lines.iter().map(|line| line.matches(separator).count()).collect();
        counts.sort_unstable();
        counts.get(counts.len() / 2).copied().unwrap_or(0)
    };
    [',', '\t', ';', '|'].into_iter().rev().max_by_key(|separator| score(*separator)).map_or(b',', |best| best as u8)
}
