//! The layouts of the reports, from `templates/reports/*.toml`: titles, columns, widths, print set-up. Data, not code, so that
//! an office can have its own wording without a programmer.

use std::collections::BTreeMap;

use serde::Deserialize;

/// One workbook.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BookLayout {
    /// File name.
    pub file: String,
    /// Its sheets, by key.
    pub sheets: BTreeMap<String, SheetLayout>,
}

/// One sheet.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SheetLayout {
    /// Sheet name.
    pub name: String,
    /// Title over the table.
    pub title: String,
    /// Whether it is printed in landscape.
    #[serde(default)]
    pub landscape: bool,
    /// Whether the last row is a total, which no filter may hide.
    #[serde(default)]
    pub total: bool,
    /// Paragraphs between the title and the table, where the wording of a sheet stands in its layout.
    #[serde(default)]
    pub paragraphs: Vec<String>,
    /// Lines at the lower right, below the table: who issues it, and when.
    #[serde(default)]
    pub signature: Vec<String>,
    /// The columns, in order.
    pub columns: Vec<ColumnLayout>,
}

impl SheetLayout {
    /// Width of all columns, in half-width characters.
    #[must_use]
    pub fn width(&self) -> usize {
        self.columns.iter().map(|column| usize::from(column.width)).sum()
    }

    /// Adds a centred column for each key and label: what the data names and no layout can.
    pub fn add_columns(&mut self, columns: impl IntoIterator<Item = (String, String)>) {
        self.columns.extend(columns.into_iter().map(|(key, label)| ColumnLayout {
            width: match label.chars().count() {
                0..=4 => 10,
                5..=9 => 12,
                _ => 18,
            },
            key,
            label,
            wrap: true,
            align: Align::Center,
            optional: false,
        }));
    }
}

/// One column.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ColumnLayout {
    /// What it holds.
    pub key: String,
    /// Header label.
    pub label: String,
    /// Width in half-width characters.
    pub width: u16,
    /// Whether long text is wrapped.
    #[serde(default)]
    pub wrap: bool,
    /// Alignment.
    #[serde(default)]
    pub align: Align,
    /// Whether the column is left out when nothing stands in it.
    #[serde(default)]
    pub optional: bool,
}

/// Horizontal alignment of a column; numbers stand right, texts left.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Align {
    /// By content.
    #[default]
    General,
    /// Centred.
    Center,
}

impl BookLayout {
    /// Reads a built-in layout.
    ///
    /// # Errors
    ///
    /// If the file is not a layout; a test reads all of them.
    pub fn parse(text: &str) -> anyhow::Result<Self> {
        Ok(toml::from_str(text)?)
    }

    /// A sheet by key, with the placeholders of its texts filled in.
    ///
    /// # Errors
    ///
    /// If there is no such sheet; a test asks for all of them.
    pub fn sheet(&self, key: &str, fill: &[(&str, &str)]) -> anyhow::Result<SheetLayout> {
        let mut sheet =
            self.sheets.get(key).ok_or_else(|| anyhow::anyhow!("{} 的版式里没有 {key}", self.file))?.clone();
        let filled = |text: &str| {
            fill.iter().fold(text.to_owned(), |text, (name, value)| text.replace(&format!("{{{name}}}"), value))
        };
        sheet.name = filled(&sheet.name);
        sheet.title = filled(&sheet.title);
        for line in sheet.paragraphs.iter_mut().chain(&mut sheet.signature) {
            *line = filled(line);
        }
        for column in &mut sheet.columns {
            column.label = filled(&column.label);
        }
        Ok(sheet)
    }
}
