//! Looks through a ZIP package before anything else opens it: is it one that can be read in bounded memory? And, as everything
//! passes by anyway, which of its sheets say more than the reader of cells tells (`hints`).
//!
//! A workbook is inflated here chunk by chunk and never kept; declared sizes are not believed.

use std::collections::{BTreeMap, HashMap};
use std::io::{Cursor, Read as _};
use std::sync::LazyLock;

use memchr::memmem;
use quick_xml::events::{BytesStart, Event};
use zip::ZipArchive;

use crate::model::OWN_CREATOR;

use super::hints::{self, Book, attribute};
use super::sheet::{Hints, limits};

/// Entries of a package; a workbook of a school has a few dozen.
const MAX_ENTRIES: usize = 10_000;
/// Inflated bytes of one sheet.
const MAX_SHEET: u64 = 4 << 30;
/// Inflated bytes of all texts of a workbook, which are held in memory.
const MAX_STRINGS: u64 = 192 << 20;
/// Number of texts of a workbook.
const MAX_STRING_COUNT: usize = 6_000_000;
/// Inflated bytes of any other part that is read.
const MAX_OTHER: u64 = 48 << 20;
/// Beyond this size a part that inflates more than [`MAX_RATIO`] times is a bomb.
const BOMB_FROM: u64 = 64 << 20;
/// How many times a part of a real workbook may inflate.
const MAX_RATIO: u64 = 200;

/// What the package tells of itself.
#[derive(Debug, Default)]
pub struct Package {
    /// The sheets that can hold rows, in order.
    pub sheets: Vec<SheetPart>,
    /// What holds for all of them.
    pub book: Book,
    /// Where the texts lie that the sheets share, if there are any.
    pub strings: Option<usize>,
    /// Whether it is a report that this program wrote.
    pub is_own_report: bool,
}

/// A sheet and where it lies.
#[derive(Debug)]
pub struct SheetPart {
    /// Its name.
    pub name: String,
    /// The number of its entry in the package; `None` where it was not found.
    pub entry: Option<usize>,
    /// What it says beside its cells.
    pub hints: Hints,
    /// Whether it bears a mark of something that is not plain.
    pub is_marked: bool,
}

/// Checks an xlsx package.
///
/// # Errors
///
/// What is wrong with it, in Chinese.
pub fn check(bytes: &[u8]) -> Result<Package, String> {
    let broken = |_| "文件不完整或已损坏".to_owned();
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(broken)?;
    if archive.len() > MAX_ENTRIES {
        return Err(format!("文件里的部件超过 {MAX_ENTRIES} 个，不像表格，没有读"));
    }
    check_overlaps(&mut archive)?;
    let mut parts: BTreeMap<String, (usize, Marks)> = BTreeMap::new();
    let mut workbook = Vec::new();
    let mut relations = Vec::new();
    let mut styles = Vec::new();
    let mut package = Package::default();
    for idx in 0..archive.len() {
        let entry = archive.by_index(idx).map_err(|error| reason(&error))?;
        let name =
            entry.name().map_err(|error| reason(&error))?.replace('\\', "/").trim_start_matches('/').to_lowercase();
        let is_read = name.starts_with("xl/") && [".xml", ".rels", ".bin"].iter().any(|end| name.ends_with(end));
        if !is_read && name != "docprops/core.xml" {
            continue;
        }
        let is_relations = name.contains("/_rels/");
        let compressed = entry.compressed_size();
        match name.as_str() {
            "xl/workbook.xml" => workbook = inflate_small(entry)?,
            "xl/_rels/workbook.xml.rels" => relations = inflate_small(entry)?,
            "xl/styles.xml" => styles = inflate_small(entry)?,
            "docprops/core.xml" => package.is_own_report = is_own(&inflate_small(entry)?),
            "xl/sharedstrings.xml" => {
                scan_strings(entry, compressed)?;
                package.strings = Some(idx);
            }
            _ if name.starts_with("xl/worksheets/") && !is_relations => {
                parts.insert(name.clone(), (idx, scan_sheet(entry, compressed)?));
            }
            _ => scan(entry, compressed, MAX_OTHER, |_| Ok(()))?,
        }
    }
    let styles = super::text::decode(&styles);
    package.book = Book {
        percents: hints::percent_styles(&styles),
        recalculates: recalculates(&workbook),
        may_be_date: super::plain::date_styles(&styles),
    };
    for (name, part, is_hidden) in sheet_parts(&workbook, &relations) {
        let (entry, marks) = match parts.get(&part) {
            Some((entry, marks)) => (Some(*entry), Some(marks)),
            None => (None, None),
        };
        let is_marked = marks.is_none_or(|marks| marks.is_marked) || !package.book.percents.is_empty();
        let mut hints = match (entry, marks) {
            (Some(entry), _) if is_marked => {
                hints::of_xlsx(archive.by_index(entry).map_err(|error| reason(&error))?, &package.book)
            }
            (_, Some(marks)) => hints::of_xlsx(marks.merges.as_slice(), &package.book),
            _ => Hints::default(),
        };
        hints.check()?;
        hints.is_hidden = is_hidden;
        package.sheets.push(SheetPart { name, entry, hints, is_marked });
    }
    Ok(package)
}

fn is_own(core: &[u8]) -> bool {
    memmem::find(core, OWN_CREATOR.as_bytes()).is_some()
}

fn reason(error: &zip::result::ZipError) -> String {
    match error {
        zip::result::ZipError::UnsupportedArchive(text) if text.to_lowercase().contains("password") => {
            "文件有打开密码".to_owned()
        }
        zip::result::ZipError::UnsupportedArchive(_) => "文件用了表格软件不用的压缩方式".to_owned(),
        _ => "文件不完整或已损坏".to_owned(),
    }
}

/// Entries that share bytes are the mark of a bomb: a real package writes each once.
fn check_overlaps(archive: &mut ZipArchive<Cursor<&[u8]>>) -> Result<(), String> {
    let mut ranges = Vec::with_capacity(archive.len());
    for idx in 0..archive.len() {
        let entry = archive.by_index_raw(idx).map_err(|error| reason(&error))?;
        let start = entry.header_start();
        let end = entry.data_start().unwrap_or(start).saturating_add(entry.compressed_size());
        ranges.push((start, end));
    }
    ranges.sort_unstable();
    if ranges.windows(2).any(|pair| pair[0].1 > pair[1].0) {
        return Err("文件内部互相重叠，像是有意构造的，没有读".to_owned());
    }
    Ok(())
}

/// Inflates a part chunk by chunk; `look` sees each chunk with the last bytes of the one before.
fn scan(
    mut part: impl std::io::Read,
    compressed: u64,
    limit: u64,
    mut look: impl FnMut(&[u8]) -> Result<(), String>,
) -> Result<(), String> {
    let mut buffer = vec![0_u8; 256 << 10];
    let mut total = 0_u64;
    let mut without_tag = 0_usize;
    loop {
        let read = part.read(&mut buffer).map_err(|_| "文件不完整或已损坏".to_owned())?;
        if read == 0 {
            return Ok(());
        }
        let chunk = &buffer[..read];
        total += read as u64;
        let is_bomb = total > BOMB_FROM && total > compressed.saturating_mul(MAX_RATIO);
        if total > limit || is_bomb {
            return Err("展开后过大，不像正常的表格，没有读。请另存为 .xlsx 后重新放入".to_owned());
        }
        // One text of that length is no cell of a spreadsheet, and readers hold a whole text in memory.
        without_tag = match memchr::memrchr(b'<', chunk) {
            Some(last) => read - last,
            None => without_tag + read,
        };
        if without_tag > limits::CELL_BYTES * 8 {
            return Err("有一段文字过长，不像正常的表格，没有读".to_owned());
        }
        look(chunk)?;
    }
}

fn inflate_small(part: impl std::io::Read) -> Result<Vec<u8>, String> {
    let mut bytes = Vec::new();
    let mut limited = part.take(MAX_OTHER + 1);
    limited.read_to_end(&mut bytes).map_err(|_| "文件不完整或已损坏".to_owned())?;
    if bytes.len() as u64 > MAX_OTHER {
        return Err("展开后过大，不像正常的表格，没有读".to_owned());
    }
    Ok(bytes)
}

fn scan_strings(part: impl std::io::Read, compressed: u64) -> Result<(), String> {
    let item = memmem::Finder::new(b"<si");
    let mut count = 0;
    scan(part, compressed, MAX_STRINGS, |chunk| {
        count += item.find_iter(chunk).count();
        if count > MAX_STRING_COUNT {
            return Err("文字过多，不像正常的表格，没有读。请分成几个文件".to_owned());
        }
        Ok(())
    })
}

/// What was seen of a sheet in passing.
#[derive(Debug, Default)]
struct Marks {
    /// Whether there is something that the reader of cells does not tell: formulas, error values, hidden rows.
    is_marked: bool,
    /// The end of the sheet from its merges on.
    merges: Vec<u8>,
}

/// Inflates a sheet and looks for marks of what the reader of cells does not tell.
fn scan_sheet(part: impl std::io::Read, compressed: u64) -> Result<Marks, String> {
    /// Longer than any of the marks.
    const EDGE: usize = 16;
    /// Merges of a sheet take less.
    const MOST: usize = 8 << 20;
    const MERGES: &[u8] = b"<mergeCells";
    let merges = memmem::Finder::new(MERGES);
    let mut marks = Marks::default();
    let mut edge: Vec<u8> = Vec::with_capacity(2 * EDGE);
    scan(part, compressed, MAX_SHEET, |chunk| {
        if !marks.merges.is_empty() {
            let room = MOST.saturating_sub(marks.merges.len());
            marks.merges.extend_from_slice(&chunk[..chunk.len().min(room)]);
            return Ok(());
        }
        // A mark may lie across two chunks.
        let carried = edge.len();
        edge.extend_from_slice(&chunk[..chunk.len().min(EDGE)]);
        marks.is_marked = marks.is_marked || bears_mark(&edge) || bears_mark(chunk);
        if let Some(at) = merges.find(chunk) {
            marks.merges.extend_from_slice(&chunk[at..]);
        } else if let Some(at) = merges.find(&edge) {
            marks.merges.extend_from_slice(&edge[at..carried]);
            marks.merges.extend_from_slice(chunk);
        }
        edge.clear();
        edge.extend_from_slice(&chunk[chunk.len().saturating_sub(EDGE)..]);
        Ok(())
    })?;
    Ok(marks)
}

/// Formulas, error values, hidden rows, merges written with a prefix.
fn bears_mark(xml: &[u8]) -> bool {
    static MARKS: LazyLock<[memmem::Finder<'static>; 3]> =
        LazyLock::new(|| [":mergeCell", "t=\"e\"", "t='e'"].map(memmem::Finder::new));
    static HIDDEN: LazyLock<memmem::Finder<'static>> = LazyLock::new(|| memmem::Finder::new("hidden="));
    static FORMULAS: LazyLock<[memmem::Finder<'static>; 2]> = LazyLock::new(|| ["<f", ":f"].map(memmem::Finder::new));
    let ends_tag = |at: usize| matches!(xml.get(at + 2), None | Some(b'>' | b' ' | b'/'));
    // Hidden columns are common and say nothing of rows.
    let is_row = |at: usize| memchr::memrchr(b'<', &xml[..at]).is_none_or(|tag| !xml[tag..].starts_with(b"<col "));
    MARKS.iter().any(|mark| mark.find(xml).is_some())
        || HIDDEN.find_iter(xml).any(is_row)
        || FORMULAS.iter().any(|mark| mark.find_iter(xml).any(ends_tag))
}

/// Sheet name, part and whether it is hidden, from the workbook and its relations.
fn sheet_parts(workbook: &[u8], relations: &[u8]) -> Vec<(String, String, bool)> {
    let mut parts: HashMap<String, String> = HashMap::new();
    let is_sheet = |tag: &BytesStart<'_>| attribute(tag, "Type").is_none_or(|kind| kind.ends_with("/worksheet"));
    each_tag(relations, "Relationship", |tag| {
        if let (Some(id), Some(target), true) = (attribute(tag, "Id"), attribute(tag, "Target"), is_sheet(tag)) {
            let target = target.trim_start_matches('/').to_lowercase();
            let target = if target.starts_with("xl/") { target } else { format!("xl/{target}") };
            parts.insert(id, target);
        }
    });
    let mut sheets = Vec::new();
    each_tag(workbook, "sheet", |tag| {
        let part = tag
            .attributes()
            .flatten()
            .find(|attribute| attribute.key.local_name().as_ref() == "id")
            .and_then(|attribute| parts.get(&*attribute.value).cloned());
        if let (Some(name), Some(part)) = (attribute(tag, "name"), part) {
            let is_hidden = attribute(tag, "state").is_some_and(|state| state.to_lowercase().contains("hidden"));
            sheets.push((name, part, is_hidden));
        }
    });
    sheets
}

/// Whether formulas are to be worked out when the workbook is opened, as libraries ask that cannot do so themselves.
fn recalculates(workbook: &[u8]) -> bool {
    let mut is_asked = false;
    each_tag(workbook, "calcPr", |tag| {
        is_asked |= attribute(tag, "fullCalcOnLoad").is_some_and(|value| matches!(value.as_str(), "1" | "true"));
    });
    is_asked
}

fn each_tag(xml: &[u8], name: &str, mut look: impl FnMut(&BytesStart<'_>)) {
    let text = super::text::decode(xml);
    let mut reader = quick_xml::Reader::from_str(&text);
    reader.config_mut().check_end_names = false;
    loop {
        match reader.read_event() {
            Ok(Event::Start(tag) | Event::Empty(tag)) if tag.local_name().as_ref() == name => look(&tag),
            Ok(Event::Eof) | Err(_) => return,
            Ok(_) => {}
        }
    }
}
