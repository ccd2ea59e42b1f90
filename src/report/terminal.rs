//! Text in columns for the terminal, where a Han character is twice as wide as a letter.

use unicode_width::UnicodeWidthStr as _;

/// On which side of its column a text stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    /// Words.
    Left,
    /// Numbers.
    Right,
}

/// Pads a text with spaces to a display width.
fn pad(text: &str, width: usize, side: Side) -> String {
    let space = " ".repeat(width.saturating_sub(text.width()));
    match side {
        Side::Left => format!("{text}{space}"),
        Side::Right => format!("{space}{text}"),
    }
}

/// A line for each row, its cells under each other, each column as wide as its widest cell. What stands last is not padded.
pub(super) fn columns(rows: &[Vec<String>], sides: &[Side]) -> Vec<String> {
    let widths: Vec<usize> = (0..sides.len())
        .map(|idx| rows.iter().filter_map(|row| Some(row.get(idx)?.width())).max().unwrap_or(0))
        .collect();
    let line = |row: &Vec<String>| {
        let cells = row.iter().zip(&widths).zip(sides).map(|((cell, width), side)| pad(cell, *width, *side));
        cells.collect::<Vec<_>>().join("  ").trim_end().to_owned()
    };
    rows.iter().map(line).collect()
}
