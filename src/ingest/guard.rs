//! Looks through a ZIP package before anything else opens it: is it one that can be read in bounded memory? And, as everything
//! passes by anyway, what do its sheets say that the reader of cells does not tell: merges, hidden rows, formulas without value.
//!
//! A workbook is inflated once here, chunk by chunk and never kept; declared sizes are not believed.

use std::collections::{BTreeMap, HashMap};
use std::io::{Cursor, Read as _};

use memchr::memmem;
use quick_xml::events::{BytesStart, Event};
use zip::ZipArchive;

use crate::model::OWN_CREATOR;

use super::sheet::{Area, Hints, limits};

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
/// Bytes kept from the end of a sheet, where its merges stand.
const TAIL: usize = 4 << 20;
/// Merges, and formulas without value, of a sheet that are looked at.
const MAX_MERGES: usize = 100_000;

/// What stands for a formula whose result was not stored.
pub const NO_RESULT: &str = "公式没有存下结果";

/// A formula has at most 8,192 characters; this is how far back its cell is looked for.
const LONGEST_FORMULA: usize = 12 << 10;

/// What the package tells of itself.
#[derive(Debug, Default)]
pub struct Package {
    /// Hints by sheet name.
    pub sheets: HashMap<String, Hints>,
    /// Whether it is a report that this program wrote.
    pub is_own_report: bool,
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
    let mut sheets_by_part: BTreeMap<String, Hints> = BTreeMap::new();
    let mut workbook = Vec::new();
    let mut relations = Vec::new();
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
            "docprops/core.xml" => package.is_own_report = is_own(&inflate_small(entry)?),
            "xl/sharedstrings.xml" => scan_strings(entry, compressed)?,
            _ if name.starts_with("xl/worksheets/") && !is_relations => {
                sheets_by_part.insert(name.clone(), scan_sheet(entry, compressed)?);
            }
            _ => scan(entry, compressed, MAX_OTHER, |_| Ok(()))?,
        }
    }
    for (sheet, part, is_hidden) in sheet_parts(&workbook, &relations) {
        let mut hints = sheets_by_part.remove(&part).unwrap_or_default();
        hints.is_hidden = is_hidden;
        package.sheets.insert(sheet, hints);
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

fn scan_sheet(part: impl std::io::Read, compressed: u64) -> Result<Hints, String> {
    let row = memmem::Finder::new(b"<row ");
    let hidden = memmem::Finder::new(b" hidden=\"");
    let error = [memmem::Finder::new(b"t=\"e\""), memmem::Finder::new(b"t='e'")];
    let without_value = [b"</f></c>".as_slice(), b"/></c>", b"<v/>", b"<v />", b"<v></v>"]
        .map(|end| memmem::Finder::new(end).into_owned());
    let mut hints = Hints::default();
    let mut n_missing = 0;
    let mut tail: Vec<u8> = Vec::new();
    let mut carried: Vec<u8> = Vec::new();
    scan(part, compressed, MAX_SHEET, |chunk| {
        // What is looked for may lie across two chunks.
        const OVERLAP: usize = LONGEST_FORMULA + 8;
        carried.extend_from_slice(chunk);
        let fresh = carried.len() - chunk.len();
        for at in hidden.find_iter(&carried).filter(|at| at + 9 > fresh) {
            let is_on = matches!(carried.get(at + 9), Some(b'1' | b't'));
            let tag = memchr::memrchr(b'<', &carried[..at]);
            let is_row = tag.is_some_and(|tag| row.find(&carried[tag..=at]) == Some(0));
            hints.n_hidden_rows += u32::from(is_on && is_row);
        }
        let ends = without_value.iter().flat_map(|finder| finder.find_iter(&carried).collect::<Vec<_>>());
        for at in ends.filter(|at| at + 5 > fresh) {
            if n_missing >= MAX_MERGES {
                break;
            }
            let before = &carried[at.saturating_sub(LONGEST_FORMULA)..at];
            let tag = memmem::rfind(before, b"<c ").map(|tag| &before[tag..]);
            // An empty text is a result (t="str" with an empty value); no value at all behind a formula is none.
            let has_value_tag = !carried[at..].starts_with(b"</f>");
            let is_formula = tag.is_some_and(|tag| {
                let is_text = has_value_tag && memmem::find(tag, b"t=\"str\"").is_some();
                // A shared formula may be one closed tag (<f …/>); a value before the end is a value.
                memmem::find(tag, b"<f").is_some() && !is_text && memmem::find(tag, b"<v>").is_none()
            });
            if !is_formula {
                continue;
            }
            n_missing += 1;
            if let Some((row, column)) = tag.and_then(cell_of) {
                hints.lost.entry(row).or_default().push((column, NO_RESULT.to_owned()));
            }
        }
        let errors = error.iter().flat_map(|finder| finder.find_iter(&carried).collect::<Vec<_>>());
        for at in errors.filter(|at| at + 5 > fresh) {
            if n_missing >= MAX_MERGES {
                break;
            }
            n_missing += 1;
            let before = &carried[at.saturating_sub(200)..];
            let tag = memmem::rfind(&before[..at - at.saturating_sub(200)], b"<c").map(|tag| &before[tag..]);
            if let Some((row, column)) = tag.and_then(cell_of) {
                hints.lost.entry(row).or_default().push((column, error_text(&carried[at..])));
            }
        }
        let keep = carried.len().min(OVERLAP);
        carried.drain(..carried.len() - keep);
        tail.extend_from_slice(chunk);
        if tail.len() > 2 * TAIL {
            tail.drain(..tail.len() - TAIL);
        }
        Ok(())
    })?;
    hints.merges = merges(&tail);
    Ok(hints)
}

/// What an error cell shows, from its tag on: `#SPILL!`.
fn error_text(rest: &[u8]) -> String {
    let rest = &rest[..rest.len().min(LONGEST_FORMULA)];
    let cell = &rest[..memmem::find(rest, b"</c>").unwrap_or(rest.len())];
    let text = memmem::find(cell, b"<v>").and_then(|start| {
        let value = &cell[start + 3..];
        std::str::from_utf8(&value[..memmem::find(value, b"</v>")?]).ok()
    });
    text.unwrap_or("错误值").to_owned()
}

/// The place in `<c r="B7" …`.
fn cell_of(tag: &[u8]) -> Option<(u32, u16)> {
    let start = memmem::find(tag, b" r=\"").or_else(|| memmem::find(tag, b" r='"))? + 4;
    let end = start + memchr::memchr2(b'"', b'\'', &tag[start..])?;
    a1(std::str::from_utf8(&tag[start..end]).ok()?)
}

/// `B7` as row and column from zero.
fn a1(text: &str) -> Option<(u32, u16)> {
    let letters = text.bytes().take_while(u8::is_ascii_alphabetic).count();
    let column = text[..letters].bytes().try_fold(0_u32, |sum, letter| {
        sum.checked_mul(26)?.checked_add(u32::from(letter.to_ascii_uppercase() - b'A' + 1))
    })?;
    let row: u32 = text[letters..].parse().ok()?;
    Some((row.checked_sub(1)?, u16::try_from(column.checked_sub(1)?).ok()?))
}

fn merges(tail: &[u8]) -> Vec<Area> {
    let finder = memmem::Finder::new(b"<mergeCell ");
    let areas = finder.find_iter(tail).take(MAX_MERGES).filter_map(|at| {
        let tag = &tail[at..tail.len().min(at + 200)];
        let start = memmem::find(tag, b"ref=\"")? + 5;
        let end = start + memchr::memchr(b'"', &tag[start..])?;
        let (first, last) = std::str::from_utf8(&tag[start..end]).ok()?.split_once(':')?;
        let ((top, left), (bottom, right)) = (a1(first)?, a1(last)?);
        (top <= bottom && left <= right).then_some(Area { top, left, bottom, right })
    });
    areas.collect()
}

/// Sheet name, part and whether it is hidden, from the workbook and its relations.
fn sheet_parts(workbook: &[u8], relations: &[u8]) -> Vec<(String, String, bool)> {
    let mut parts: HashMap<String, String> = HashMap::new();
    each_tag(relations, "Relationship", |tag| {
        if let (Some(id), Some(target)) = (attribute(tag, "Id"), attribute(tag, "Target")) {
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

fn attribute(tag: &BytesStart<'_>, name: &str) -> Option<String> {
    let attribute = tag.attributes().flatten().find(|attribute| attribute.key.as_ref() == name)?;
    let text = attribute.value;
    Some(quick_xml::escape::unescape(&text).map_or_else(|_| text.to_string(), std::borrow::Cow::into_owned))
}
