//! The rows of an ordinary xlsx sheet, straight from its bytes.
//!
//! School systems write plain sheets: rows of cells with a number, a shared text or a text of their own. Such a sheet is read here,
//! several times as fast as by the general reader, which is asked for everything else: at the first thing that is not plain
//! (a formula, an error value, a date, a run of formatted text, an unusual way to write XML) this reader gives up and the
//! sheet is read anew. A test compares the two cell by cell.

use std::borrow::Cow;
use std::io::Read;
use std::ops::Range;

use memchr::{memchr, memmem};
use quick_xml::events::Event;

use super::sheet::{Cell, Row, RowSink, limits};
use super::xlsx::emit;

/// The sheet is not plain; nothing that was handed on may be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotPlain;

/// The texts that the sheets of a workbook share, by number.
///
/// # Errors
///
/// If a text is written in a way that only the general reader knows.
pub fn read_strings(part: impl Read) -> Result<Vec<Box<str>>, NotPlain> {
    let mut reader = super::hints::tolerant(part);
    let mut buffer = Vec::new();
    let mut strings = Vec::new();
    let mut text = String::new();
    // Within a text; within the reading aid above it, which is none of it.
    let (mut in_text, mut in_phonetic) = (false, false);
    let mut preserves = false;
    let mut from = 0;
    loop {
        buffer.clear();
        match reader.read_event_into(&mut buffer).map_err(|_| NotPlain)? {
            Event::Start(tag) => match tag.name().as_ref() {
                "si" => text.clear(),
                "rPh" => in_phonetic = true,
                "t" if !in_phonetic => {
                    in_text = true;
                    from = text.len();
                    preserves = tag.attributes_raw().contains("preserve");
                }
                name if name.contains(':') => return Err(NotPlain),
                _ => {}
            },
            Event::Empty(tag) if tag.name().as_ref() == "si" => strings.push(Box::from("")),
            Event::Text(piece) if in_text => text.push_str(&piece),
            Event::GeneralRef(name) if in_text => match name.resolve_char_ref() {
                Ok(Some(character)) => text.push(character),
                _ => text.push_str(quick_xml::escape::resolve_predefined_entity(&name).ok_or(NotPlain)?),
            },
            Event::CData(_) if in_text => return Err(NotPlain),
            Event::End(tag) => match tag.name().as_ref() {
                "t" => {
                    in_text = false;
                    if !preserves {
                        let kept = text[from..].trim_matches([' ', '\t', '\r', '\n']).to_owned();
                        text.truncate(from);
                        text.push_str(&kept);
                    }
                }
                "rPh" => in_phonetic = false,
                "si" => {
                    if text.contains('\r') || text.contains("_x") {
                        return Err(NotPlain);
                    }
                    strings.push(Box::from(text.as_str()));
                }
                _ => {}
            },
            Event::Eof => return Ok(strings),
            _ => {}
        }
    }
}

/// Reads a sheet's rows. `may_be_date` says of the workbook's cell styles whether they may show a number as a day.
///
/// # Errors
///
/// If the sheet is not plain: what the sink has got so far is to be thrown away.
pub fn read<'s>(
    mut part: impl Read,
    strings: &'s [Box<str>],
    may_be_date: &[bool],
    sink: &mut impl RowSink<'s>,
) -> Result<(), NotPlain> {
    /// Bytes of one row; no sheet of a school comes near.
    const MAX_ROW: usize = 16 << 20;
    let row_end = memmem::Finder::new(b"</row>");
    let mut buffer: Vec<u8> = Vec::new();
    let mut from = 0;
    let mut in_data = false;
    let mut sheet = Sheet { strings, may_be_date, next_row: 0 };
    loop {
        if !in_data {
            // Something is written before the first row, and it is short.
            match find_data(&buffer)? {
                Start::Rows(at) => (from, in_data) = (at, true),
                Start::Nothing => return Ok(()),
                Start::Unknown if buffer.len() > MAX_ROW => return Err(NotPlain),
                Start::Unknown => {}
            }
        }
        if in_data {
            match sheet.rows(&buffer[from..], &row_end, sink)? {
                Some(length) => from += length,
                None => return Ok(()),
            }
        }
        buffer.drain(..std::mem::take(&mut from));
        if buffer.len() > MAX_ROW {
            return Err(NotPlain);
        }
        let filled = buffer.len();
        buffer.resize(filled + (256 << 10), 0);
        let n_read = fill(&mut part, &mut buffer[filled..])?;
        buffer.truncate(filled + n_read);
        if n_read == 0 {
            // Cut short, or written in a way this reader does not know.
            return Err(NotPlain);
        }
    }
}

/// Reads until the space is full or the part ends.
fn fill(part: &mut impl Read, space: &mut [u8]) -> Result<usize, NotPlain> {
    let mut filled = 0;
    while filled < space.len() {
        match part.read(&mut space[filled..]).map_err(|_| NotPlain)? {
            0 => break,
            n_read => filled += n_read,
        }
    }
    Ok(filled)
}

enum Start {
    /// Rows begin here.
    Rows(usize),
    /// There are none.
    Nothing,
    /// Not yet to be seen.
    Unknown,
}

fn find_data(head: &[u8]) -> Result<Start, NotPlain> {
    if head.starts_with(&[0xFE, 0xFF]) || head.starts_with(&[0xFF, 0xFE]) {
        return Err(NotPlain);
    }
    let Some(at) = memmem::find(head, b"<sheetData") else { return Ok(Start::Unknown) };
    let before = &head[..at];
    let is_known = memmem::find(before, b"<worksheet").is_some() && memmem::find(before, b"<!").is_none();
    if !is_known {
        return Err(NotPlain);
    }
    match &head[at + 10..] {
        [b'>', ..] => Ok(Start::Rows(at + 11)),
        [b'/', b'>', ..] => Ok(Start::Nothing),
        [] | [b'/'] => Ok(Start::Unknown),
        _ => Err(NotPlain),
    }
}

/// The length of the row that begins here; `None` if its end is not there yet.
fn row_length(rest: &[u8], row_end: &memmem::Finder<'_>) -> Option<usize> {
    // A row without cells may be a tag closed in itself.
    let tag_end = memchr(b'>', rest)?;
    if tag_end > 0 && rest[tag_end - 1] == b'/' {
        return Some(tag_end + 1);
    }
    row_end.find(rest).map(|at| at + 6)
}

struct Sheet<'s, 'd> {
    strings: &'s [Box<str>],
    may_be_date: &'d [bool],
    next_row: u32,
}

/// The attributes of a cell that are asked for.
#[derive(Default)]
struct Attributes<'b> {
    place: Option<&'b [u8]>,
    style: Option<&'b [u8]>,
    kind: Option<&'b [u8]>,
}

impl<'s> Sheet<'s, '_> {
    /// Reads the rows that lie whole in these bytes; the answer is how many bytes that were, `None` at the sheet's end.
    fn rows(
        &mut self,
        bytes: &[u8],
        row_end: &memmem::Finder<'_>,
        sink: &mut impl RowSink<'s>,
    ) -> Result<Option<usize>, NotPlain> {
        let mut cursor = Cursor { bytes, at: 0 };
        loop {
            cursor.skip_space();
            let rest = cursor.rest();
            if rest.starts_with(b"</sheetData>") {
                return Ok(None);
            }
            let Some(length) = row_length(rest, row_end) else { return Ok(Some(cursor.at)) };
            if let Some(row) = self.row(&rest[..length])? {
                emit(row, sink);
            }
            cursor.at += length;
        }
    }

    /// Reads one row, from its first byte to its last; `None` for one without a filled cell.
    fn row(&mut self, bytes: &[u8]) -> Result<Option<Row<'s>>, NotPlain> {
        const MAX_ROWS: u32 = 1 << 20;
        let mut cursor = Cursor { bytes, at: 0 };
        cursor.take(b"<row")?;
        let mut number = None;
        let is_empty = cursor.attributes(|name, value| {
            match name {
                b"r" => number = Some(digits(value)?),
                b"hidden" => return Err(NotPlain),
                _ => {}
            }
            Ok(())
        })?;
        let idx = match number {
            Some(number) => number.checked_sub(1).ok_or(NotPlain)?,
            None => self.next_row,
        };
        // Rows come in order in every sheet that is plain.
        if idx < self.next_row || idx >= MAX_ROWS {
            return Err(NotPlain);
        }
        self.next_row = idx + 1;
        if is_empty {
            return Ok(None);
        }
        let mut row = Row { idx, cells: Vec::with_capacity(16) };
        let mut next_column = 0;
        loop {
            cursor.skip_space();
            if cursor.starts_with(b"</row>") {
                return Ok((!row.cells.is_empty()).then_some(row));
            }
            let (column, cell) = self.cell(&mut cursor, idx, next_column)?;
            next_column = column.checked_add(1).ok_or(NotPlain)?;
            if let Some(cell) = cell.filter(|cell| !cell.is_blank()) {
                row.cells.push((column, cell));
            }
        }
    }

    fn cell(&self, cursor: &mut Cursor<'_>, row: u32, next_column: u16) -> Result<(u16, Option<Cell<'s>>), NotPlain> {
        cursor.take(b"<c")?;
        let mut attributes = Attributes::default();
        let is_empty = cursor.attributes(|name, value| {
            match name {
                b"r" => attributes.place = Some(value),
                b"s" => attributes.style = Some(value),
                b"t" => attributes.kind = Some(value),
                _ => return Err(NotPlain),
            }
            Ok(())
        })?;
        let column = match attributes.place {
            Some(place) => column_of(place, row)?,
            None => next_column,
        };
        if is_empty {
            return Ok((column, None));
        }
        if cursor.starts_with(b"</c>") {
            cursor.at += 4;
            return Ok((column, None));
        }
        let content = match attributes.kind {
            Some(b"inlineStr") => {
                cursor.take(b"<is>")?;
                let text = cursor.inline_text()?;
                cursor.take(b"</is>")?;
                text.map(Cell::Text)
            }
            kind => {
                let value = cursor.value()?;
                self.value(kind, attributes.style, value)?
            }
        };
        cursor.take(b"</c>")?;
        Ok((column, content))
    }

    fn value(&self, kind: Option<&[u8]>, style: Option<&[u8]>, value: &[u8]) -> Result<Option<Cell<'s>>, NotPlain> {
        if value.is_empty() {
            return Ok(None);
        }
        Ok(Some(match kind {
            Some(b"s") => {
                let idx = usize::try_from(digits(value)?).map_err(|_| NotPlain)?;
                Cell::Text(Cow::Borrowed(self.strings.get(idx).ok_or(NotPlain)?))
            }
            Some(b"str") => Cell::Text(Cow::Owned(unescaped(value)?)),
            Some(b"n") | None => {
                let style = style.map_or(Ok(0), digits)?;
                if *self.may_be_date.get(style as usize).unwrap_or(&false) {
                    return Err(NotPlain);
                }
                let text = std::str::from_utf8(value).map_err(|_| NotPlain)?;
                let is_plain = value.iter().all(|byte| byte.is_ascii_digit() || b".-+eE".contains(byte));
                Cell::Number(text.parse().ok().filter(|_| is_plain).ok_or(NotPlain)?)
            }
            Some(_) => return Err(NotPlain),
        }))
    }
}

/// The column of a place such as `B7` in a row, counted from zero.
fn column_of(place: &[u8], row: u32) -> Result<u16, NotPlain> {
    let letters = place.iter().take_while(|byte| byte.is_ascii_uppercase()).count();
    let (letters, number) = place.split_at(letters);
    if !(1..=3).contains(&letters.len()) || digits(number)? != row + 1 {
        return Err(NotPlain);
    }
    let column = letters.iter().fold(0_u32, |sum, letter| sum * 26 + u32::from(letter - b'A') + 1) - 1;
    u16::try_from(column).ok().filter(|column| *column < limits::COLUMNS).ok_or(NotPlain)
}

/// A number of up to nine digits.
fn digits(text: &[u8]) -> Result<u32, NotPlain> {
    if !(1..=9).contains(&text.len()) {
        return Err(NotPlain);
    }
    text.iter().try_fold(0_u32, |sum, byte| {
        if byte.is_ascii_digit() { Ok(sum * 10 + u32::from(byte - b'0')) } else { Err(NotPlain) }
    })
}

/// A text as it is meant: entities resolved. Escapes and line ends of other systems are for the general reader.
fn unescaped(bytes: &[u8]) -> Result<String, NotPlain> {
    let text = std::str::from_utf8(bytes).map_err(|_| NotPlain)?;
    if text.contains('\r') || text.contains("_x") {
        return Err(NotPlain);
    }
    if !text.contains('&') {
        return Ok(text.to_owned());
    }
    let text = quick_xml::escape::unescape(text).map_err(|_| NotPlain)?;
    if text.contains("_x") { Err(NotPlain) } else { Ok(text.into_owned()) }
}

/// A place in the bytes of a row.
struct Cursor<'b> {
    bytes: &'b [u8],
    at: usize,
}

impl<'b> Cursor<'b> {
    fn rest(&self) -> &'b [u8] {
        self.bytes.get(self.at..).unwrap_or_default()
    }

    fn starts_with(&self, text: &[u8]) -> bool {
        self.rest().starts_with(text)
    }

    fn take(&mut self, text: &[u8]) -> Result<(), NotPlain> {
        if !self.starts_with(text) {
            return Err(NotPlain);
        }
        self.at += text.len();
        Ok(())
    }

    fn skip_space(&mut self) {
        while self.rest().first().is_some_and(u8::is_ascii_whitespace) {
            self.at += 1;
        }
    }

    /// The bytes up to one that ends them.
    fn until(&mut self, end: u8) -> Result<&'b [u8], NotPlain> {
        let rest = self.rest();
        let length = memchr(end, rest).ok_or(NotPlain)?;
        self.at += length;
        Ok(&rest[..length])
    }

    /// The attributes of a tag whose name has been taken, and its end; the answer is whether it closes itself.
    fn attributes(&mut self, mut look: impl FnMut(&[u8], &'b [u8]) -> Result<(), NotPlain>) -> Result<bool, NotPlain> {
        loop {
            match self.rest() {
                [b'>', ..] => {
                    self.at += 1;
                    return Ok(false);
                }
                [b'/', b'>', ..] => {
                    self.at += 2;
                    return Ok(true);
                }
                [first, ..] if first.is_ascii_whitespace() => self.skip_space(),
                _ => return Err(NotPlain),
            }
            if matches!(self.rest(), [b'>' | b'/', ..]) {
                continue;
            }
            let name: &[u8] = self.until(b'=')?;
            self.at += 1;
            self.take(b"\"")?;
            let value = self.until(b'"')?;
            self.at += 1;
            if !name.iter().all(|byte| byte.is_ascii_alphanumeric() || b":_-".contains(byte)) || value.contains(&b'&') {
                return Err(NotPlain);
            }
            look(name, value)?;
        }
    }

    /// `<v>…</v>`.
    fn value(&mut self) -> Result<&'b [u8], NotPlain> {
        if self.starts_with(b"<v/>") {
            self.at += 4;
            return Ok(&[]);
        }
        self.take(b"<v>")?;
        let value = self.until(b'<')?;
        self.take(b"</v>")?;
        Ok(value)
    }

    /// `<t>…</t>`.
    fn inline_text<'s>(&mut self) -> Result<Option<Cow<'s, str>>, NotPlain> {
        self.take(b"<t")?;
        let mut preserves = false;
        let is_empty = self.attributes(|name, value| {
            preserves |= name == b"xml:space" && value == b"preserve";
            Ok(())
        })?;
        if is_empty {
            return Ok(None);
        }
        let text = unescaped(self.until(b'<')?)?;
        self.take(b"</t>")?;
        let text = if preserves { text } else { text.trim_matches([' ', '\t', '\n']).to_owned() };
        Ok(Some(Cow::Owned(text)))
    }
}

/// Which cell styles may show a number as a day: all but those that certainly do not.
#[must_use]
pub fn date_styles(styles: &str) -> Vec<bool> {
    /// Numbers of the formats that need no definition and are no dates.
    const PLAIN: [Range<u32>; 3] = [0..14, 37..45, 48..50];
    let mut plain_formats: Vec<u32> = Vec::new();
    let mut dates = Vec::new();
    let mut is_within = false;
    let mut reader = quick_xml::Reader::from_str(styles);
    reader.config_mut().check_end_names = false;
    loop {
        match reader.read_event() {
            Ok(Event::Start(tag) | Event::Empty(tag)) => {
                let number = || super::hints::attribute(&tag, "numFmtId").and_then(|id| id.parse::<u32>().ok());
                match tag.local_name().as_ref() {
                    "numFmt" => {
                        let is_plain = super::hints::attribute(&tag, "formatCode").is_some_and(|code| {
                            code.chars().all(|c| "0#.,%@_ -;()+?*/E".contains(c) || c == '\u{a5}' || c == '$')
                                || code.eq_ignore_ascii_case("general")
                        });
                        plain_formats.extend(number().filter(|_| is_plain));
                    }
                    "cellXfs" => is_within = true,
                    "xf" if is_within => {
                        let id = number().unwrap_or(0);
                        let is_plain = PLAIN.iter().any(|range| range.contains(&id)) || plain_formats.contains(&id);
                        dates.push(!is_plain);
                    }
                    _ => {}
                }
            }
            Ok(Event::End(tag)) if tag.local_name().as_ref() == "cellXfs" => return dates,
            Ok(Event::Eof) | Err(_) => return dates,
            Ok(_) => {}
        }
    }
}
