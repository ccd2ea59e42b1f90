//! Tables in markup: web pages named `.xls`, as many school systems export them, and the XML format of Excel 2003.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use html5gum::{Token, Tokenizer};
use quick_xml::events::{BytesStart, Event};

use super::hints;
use super::sheet::{Area, Cell, Grid, Hints, Row, limits};
use super::text::decode;

/// A grid while its cells arrive.
#[derive(Default)]
struct Growing {
    rows: Vec<Row<'static>>,
    merges: Vec<Area>,
    row: Vec<(u16, Cell<'static>)>,
    row_idx: u32,
    column: u16,
    /// Columns still covered by a cell that spans rows: column → last row covered.
    spans: BTreeMap<u16, u32>,
    /// Cells so far, covered ones included: what bounds the work.
    n_cells: usize,
}

impl Growing {
    fn start_row(&mut self, idx: u32) {
        self.end_row();
        self.row_idx = idx;
        self.column = 0;
    }

    /// Puts a cell into the next free column.
    fn put(&mut self, cell: Cell<'static>, width: u16, height: u32) -> Result<(), String> {
        while self.spans.get(&self.column).is_some_and(|last| *last >= self.row_idx) {
            self.column += 1;
            self.n_cells += 1;
        }
        let (width, height) = (width.max(1), height.clamp(1, limits::ROWS));
        self.n_cells += usize::from(width);
        let right = self.column.saturating_add(width - 1);
        if right >= limits::COLUMNS || self.row_idx >= limits::ROWS {
            return Err("行数或列数超出了表格的范围".to_owned());
        }
        let bottom = self.row_idx.saturating_add(height - 1);
        if width > 1 || height > 1 {
            self.merges.push(Area { top: self.row_idx, left: self.column, bottom, right });
        }
        if height > 1 {
            self.spans.extend((self.column..=right).map(|column| (column, bottom)));
        }
        if !cell.is_blank() {
            self.row.push((self.column, cell));
        }
        if self.n_cells > limits::CELLS {
            return Err("单元格过多，没有读。请分成几个文件".to_owned());
        }
        self.column = right + 1;
        Ok(())
    }

    fn end_row(&mut self) {
        if !self.row.is_empty() {
            self.rows.push(Row { idx: self.row_idx, cells: std::mem::take(&mut self.row) });
        }
    }

    fn finish(mut self, name: String) -> Grid {
        self.end_row();
        Grid { name, rows: self.rows, hints: Hints { merges: self.merges, ..Hints::default() } }
    }
}

/// The text of a page: its own statement of its encoding counts, unless it is plainly UTF-8 or marked.
fn decode_page(bytes: &[u8]) -> Cow<'_, str> {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(2048)]).to_lowercase();
    let says_gb = ["charset=gb", "charset=\"gb", "charset='gb", "encoding=\"gb"].iter().any(|mark| head.contains(mark));
    if says_gb && std::str::from_utf8(bytes).is_err() {
        return encoding_rs::GB18030.decode(bytes).0;
    }
    decode(bytes)
}

/// Reads the tables of a web page. A table that holds other tables is layout; the innermost ones hold data.
///
/// # Errors
///
/// What is wrong with the file, in Chinese.
pub fn read_html(bytes: &[u8]) -> Result<Vec<Grid>, String> {
    if bytes.len() > limits::TEXT_BYTES {
        return Err("网页表格过大，没有读。请另存为 .xlsx 后重新放入".to_owned());
    }
    let page = decode_page(bytes);
    let mut tables = Page::default();
    for token in Tokenizer::new(page.as_ref()) {
        let Ok(token) = token;
        match token {
            Token::StartTag(tag) => {
                let attribute = |name: &str| {
                    tag.attributes.get(name.as_bytes()).map(|value| String::from_utf8_lossy(&value.value).into_owned())
                };
                tables.start(&tag.name, &attribute)?;
            }
            Token::EndTag(tag) => tables.end(&tag.name)?,
            Token::String(text) => tables.text(&String::from_utf8_lossy(&text.value)),
            _ => {}
        }
    }
    tables.finish()
}

#[derive(Default)]
struct Page {
    done: Vec<Grid>,
    open: Vec<OpenTable>,
    /// Inside `<style>` or `<script>`.
    skipping: bool,
}

#[derive(Default)]
struct OpenTable {
    growing: Growing,
    n_rows: u32,
    has_inner: bool,
    cell: Option<OpenCell>,
}

struct OpenCell {
    text: String,
    width: u16,
    height: u32,
    /// The full value where the text is only its display (`x:str`, `x:num`).
    stored: Option<String>,
}

impl OpenTable {
    fn close_cell(&mut self) -> Result<(), String> {
        let Some(cell) = self.cell.take() else { return Ok(()) };
        let shown = cell.text.split_whitespace().collect::<Vec<_>>().join(" ");
        // Of a percentage the share is stored; what the sheet says is what it shows.
        let stored = cell.stored.filter(|stored| !stored.trim().is_empty() && !shown.ends_with('%'));
        let text = stored.unwrap_or(shown);
        let text = text.trim().trim_start_matches('\'').trim().to_owned();
        self.growing.put(Cell::Text(Cow::Owned(text)), cell.width, cell.height)
    }
}

impl Page {
    fn start(&mut self, name: &[u8], attribute: &dyn Fn(&str) -> Option<String>) -> Result<(), String> {
        /// Tables within tables; more is no export.
        const MAX_DEPTH: usize = 32;
        match name {
            b"style" | b"script" => self.skipping = true,
            b"table" => {
                if let Some(outer) = self.open.last_mut() {
                    outer.has_inner = true;
                }
                if self.open.len() >= MAX_DEPTH {
                    return Err("网页里的表格套得太深，没有读".to_owned());
                }
                self.open.push(OpenTable::default());
            }
            b"tr" => {
                if let Some(table) = self.open.last_mut() {
                    table.close_cell()?;
                    table.growing.start_row(table.n_rows);
                    table.n_rows += 1;
                }
            }
            b"td" | b"th" => {
                if let Some(table) = self.open.last_mut() {
                    table.close_cell()?;
                    let number = |name: &str| attribute(name).and_then(|text| text.trim().parse::<u32>().ok());
                    table.cell = Some(OpenCell {
                        text: String::new(),
                        width: number("colspan").and_then(|n| u16::try_from(n).ok()).unwrap_or(1),
                        height: number("rowspan").unwrap_or(1),
                        stored: attribute("x:str").or_else(|| attribute("x:num")),
                    });
                }
            }
            b"br" | b"p" | b"div" => self.text("\n"),
            _ => {}
        }
        Ok(())
    }

    fn end(&mut self, name: &[u8]) -> Result<(), String> {
        match name {
            b"style" | b"script" => self.skipping = false,
            b"td" | b"th" => {
                if let Some(table) = self.open.last_mut() {
                    table.close_cell()?;
                }
            }
            b"table" => self.close_table()?,
            _ => {}
        }
        Ok(())
    }

    fn close_table(&mut self) -> Result<(), String> {
        if let Some(mut table) = self.open.pop() {
            table.close_cell()?;
            if !table.has_inner {
                self.done.push(table.growing.finish(format!("表{}", self.done.len() + 1)));
            }
        }
        Ok(())
    }

    fn text(&mut self, text: &str) {
        if let Some(cell) = self.open.last_mut().and_then(|table| table.cell.as_mut()).filter(|_| !self.skipping) {
            cell.text.push_str(text);
        }
    }

    fn finish(mut self) -> Result<Vec<Grid>, String> {
        while !self.open.is_empty() {
            self.close_table()?;
        }
        if self.done.is_empty() { Err("网页里没有表格".to_owned()) } else { Ok(self.done) }
    }
}

/// Reads the XML format of Excel 2003.
///
/// # Errors
///
/// What is wrong with the file, in Chinese.
pub fn read_xml(bytes: &[u8]) -> Result<Vec<Grid>, String> {
    if bytes.len() > limits::TEXT_BYTES {
        return Err("XML 表格过大，没有读。请另存为 .xlsx 后重新放入".to_owned());
    }
    let text = decode_page(bytes);
    let mut reader = quick_xml::Reader::from_str(&text);
    reader.config_mut().check_end_names = false;
    let mut book = XmlBook::default();
    loop {
        match reader.read_event() {
            Ok(Event::Start(tag)) => book.start(&tag),
            Ok(Event::Empty(tag)) => {
                book.start(&tag);
                book.end(tag.local_name().as_ref())?;
            }
            Ok(Event::End(tag)) => book.end(tag.local_name().as_ref())?,
            Ok(Event::Text(text)) => book.text(&text),
            Ok(Event::CData(text)) => book.text(&text),
            // Entities are those of XML and of characters; no other is looked up anywhere.
            Ok(Event::GeneralRef(name)) => match name.resolve_char_ref() {
                Ok(Some(character)) => book.text(character.encode_utf8(&mut [0; 4])),
                _ => book.text(quick_xml::escape::resolve_predefined_entity(&name).unwrap_or("")),
            },
            Ok(Event::Eof) => break,
            Ok(_) => {}
            Err(_) => return Err("XML 内容不完整或已损坏".to_owned()),
        }
    }
    if let Some((name, growing)) = book.open.take() {
        book.done.push(growing.finish(name));
    }
    if book.done.is_empty() { Err("XML 文件里没有工作表".to_owned()) } else { Ok(book.done) }
}

#[derive(Default)]
struct XmlBook {
    done: Vec<Grid>,
    open: Option<(String, Growing)>,
    next_row: u32,
    cell: Option<XmlCell>,
    in_data: bool,
    n_hidden_rows: u32,
    style: String,
    percent_styles: BTreeSet<String>,
}

/// A cell while it is read.
struct XmlCell {
    text: String,
    width: u16,
    height: u32,
    is_percent: bool,
    has_formula: bool,
    /// String, Number, DateTime, Boolean or Error.
    kind: String,
}

impl XmlCell {
    fn close(self) -> Cell<'static> {
        let text = self.text.trim();
        let number = text.parse::<f64>().ok().filter(|_| self.kind == "Number");
        match number {
            _ if text.is_empty() && self.has_formula && self.kind != "String" => {
                Cell::Error(hints::NO_RESULT.to_owned())
            }
            _ if self.kind == "Error" => Cell::Error(text.to_owned()),
            Some(number) if self.is_percent => Cell::Text(hints::as_percent(number).into()),
            _ => Cell::Text(Cow::Owned(text.to_owned())),
        }
    }
}

impl XmlBook {
    fn start(&mut self, tag: &BytesStart<'_>) {
        let attribute = |name: &str| hints::attribute(tag, name);
        let number = |name: &str| attribute(name).and_then(|text| text.parse::<u32>().ok());
        match tag.local_name().as_ref() {
            "Worksheet" => {
                let name = attribute("Name").unwrap_or_else(|| format!("Sheet{}", self.done.len() + 1));
                self.open = Some((name, Growing::default()));
                self.next_row = 0;
                self.n_hidden_rows = 0;
            }
            "Row" => {
                if let Some((_, growing)) = &mut self.open {
                    let idx = number("Index").map_or(self.next_row, |idx| idx.saturating_sub(1));
                    growing.start_row(idx);
                    self.next_row = idx.saturating_add(1);
                    self.n_hidden_rows += u32::from(attribute("Hidden").as_deref() == Some("1"));
                }
            }
            "Cell" => {
                if let Some((_, growing)) = &mut self.open {
                    if let Some(idx) = number("Index") {
                        growing.column = u16::try_from(idx.saturating_sub(1)).unwrap_or(u16::MAX);
                    }
                    let across = number("MergeAcross").unwrap_or(0).saturating_add(1);
                    let down = number("MergeDown").unwrap_or(0).saturating_add(1);
                    self.cell = Some(XmlCell {
                        text: String::new(),
                        width: u16::try_from(across).unwrap_or(u16::MAX),
                        height: down,
                        is_percent: attribute("StyleID").is_some_and(|style| self.percent_styles.contains(&style)),
                        has_formula: attribute("Formula").is_some(),
                        kind: String::new(),
                    });
                }
            }
            "Data" => {
                self.in_data = true;
                if let Some(cell) = &mut self.cell {
                    cell.kind = attribute("Type").unwrap_or_default();
                }
            }
            "Style" => self.style = attribute("ID").unwrap_or_default(),
            "NumberFormat" if attribute("Format").is_some_and(|code| code == "Percent" || hints::is_percent(&code)) => {
                self.percent_styles.insert(self.style.clone());
            }
            _ => {}
        }
    }

    fn text(&mut self, text: &str) {
        if let Some(cell) = self.cell.as_mut().filter(|_| self.in_data) {
            cell.text.push_str(text);
        }
    }

    fn end(&mut self, name: &str) -> Result<(), String> {
        match name {
            "Data" => self.in_data = false,
            "Cell" => {
                if let (Some(cell), Some((_, growing))) = (self.cell.take(), &mut self.open) {
                    let (width, height) = (cell.width, cell.height);
                    growing.put(cell.close(), width, height)?;
                }
            }
            "Worksheet" => {
                if let Some((name, growing)) = self.open.take() {
                    let mut grid = growing.finish(name);
                    grid.hints.n_hidden_rows = self.n_hidden_rows;
                    self.done.push(grid);
                }
            }
            _ => {}
        }
        Ok(())
    }
}
