//! Old and binary workbooks (xls, xlsb, ods), read in a child process of the same program.
//!
//! The reader of these formats loads whole sheets and can be made to panic or to ask for any amount of memory. In a process of
//! its own, with limits on memory and time, the worst that happens is that one file is reported as unreadable.

use std::borrow::Cow;
use std::io::{BufReader, Cursor, Read as _, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::mpsc;
use std::time::Duration;

use calamine::{Data, Dimensions, Ods, Range, Reader, Sheet, SheetType, SheetVisible, Xls, XlsOptions, Xlsb};
use serde::{Deserialize, Serialize};

use crate::model::term::Date;

use super::hints;
use super::sheet::{Area, Cell, Grid, Hints, Row, limits};

/// The hidden command that the child runs.
pub const COMMAND: &str = "__read";

/// How long a child may read.
const TIME: Duration = Duration::from_secs(20);
/// How much memory a child may ask for.
const MEMORY: u64 = 1 << 30;

/// A format read in a child.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Legacy {
    /// Excel 97–2003, BIFF8.
    Xls8,
    /// Excel 5 and 95.
    Xls5,
    /// Binary workbook.
    Xlsb,
    /// OpenDocument.
    Ods,
}

impl Legacy {
    const ALL: [(Self, &'static str); 4] =
        [(Self::Xls8, "xls8"), (Self::Xls5, "xls5"), (Self::Xlsb, "xlsb"), (Self::Ods, "ods")];

    fn id(self) -> &'static str {
        Self::ALL.iter().find(|(format, _)| *format == self).map_or("", |(_, id)| id)
    }

    /// The format of an argument of the hidden command.
    #[must_use]
    pub fn parse(id: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, other)| *other == id).map(|(format, _)| *format)
    }
}

/// What the child says, a line each.
#[derive(Debug, Serialize, Deserialize)]
enum Message {
    /// A sheet begins.
    Sheet { name: String, hints: Hints },
    /// A row of it.
    Row(u32, Vec<(u16, Content)>),
    /// The file cannot be read, and why.
    Failed(String),
    /// All has been said.
    Done,
}

#[derive(Debug, Serialize, Deserialize)]
enum Content {
    #[serde(rename = "t")]
    Text(String),
    #[serde(rename = "n")]
    Number(f64),
    #[serde(rename = "d")]
    Day(u16, u8, u8),
    #[serde(rename = "b")]
    Flag(bool),
    #[serde(rename = "e")]
    Error(String),
}

/// Reads a file in a child process.
///
/// # Errors
///
/// What is wrong with the file, in Chinese.
pub fn read(path: &Path, format: Legacy) -> Result<Vec<Grid>, String> {
    let broken = || "文件已损坏，或内容过大。请用 Excel 或 WPS 打开后另存为 .xlsx".to_owned();
    let program = std::env::current_exe().map_err(|_| "找不到程序自身，无法读取旧格式".to_owned())?;
    let mut command = Command::new(program);
    apart(&mut command);
    let mut child = command
        .arg(COMMAND)
        .arg(format.id())
        .arg(path)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .map_err(|_| "无法启动读取旧格式的子进程".to_owned())?;
    let Some(output) = child.stdout.take() else { return Err(broken()) };
    let (sender, receiver) = mpsc::channel();
    std::thread::spawn(move || {
        // Nobody listens any more once time is up.
        let _ = sender.send(collect(BufReader::new(output)));
    });
    let result = receiver.recv_timeout(TIME);
    // Killing a child that has ended is no error worth telling.
    let _ = child.kill();
    let _ = child.wait();
    match result {
        Ok(Some(grids)) => grids,
        Ok(None) => Err(broken()),
        Err(_) => Err("读取时间过长，已停止。请用 Excel 或 WPS 打开后另存为 .xlsx".to_owned()),
    }
}

/// Ctrl-C at the terminal is meant for us, who may want to finish what is going on; it must not end the child.
#[cfg(unix)]
fn apart(command: &mut Command) {
    use std::os::unix::process::CommandExt as _;
    command.process_group(0);
}

/// Ctrl-C at the terminal is meant for us, who may want to finish what is going on; it must not end the child.
#[cfg(windows)]
fn apart(command: &mut Command) {
    use std::os::windows::process::CommandExt as _;
    /// CREATE_NEW_PROCESS_GROUP.
    const GROUP_OF_ITS_OWN: u32 = 0x0000_0200;
    command.creation_flags(GROUP_OF_ITS_OWN);
}

/// Gathers what the child says; `None` if it did not say all.
fn collect(mut output: impl std::io::BufRead) -> Option<Result<Vec<Grid>, String>> {
    let mut grids: Vec<Grid> = Vec::new();
    let mut line = String::new();
    let (mut n_cells, mut n_bytes) = (0_usize, 0_usize);
    loop {
        line.clear();
        let read = output.read_line(&mut line).ok()?;
        n_bytes += read;
        if n_bytes > limits::TEXT_BYTES * 4 || n_cells > limits::CELLS {
            return Some(Err("内容过大，没有读。请分成几个文件".to_owned()));
        }
        match serde_json::from_str(&line).ok()? {
            Message::Sheet { name, hints } => grids.push(Grid { name, rows: Vec::new(), hints }),
            Message::Row(idx, cells) => {
                n_cells += cells.len();
                let cells = cells.into_iter().map(|(column, content)| (column, cell(content))).collect();
                grids.last_mut()?.rows.push(Row { idx, cells });
            }
            Message::Failed(reason) => return Some(Err(reason)),
            Message::Done => return Some(Ok(grids)),
        }
    }
}

fn cell(content: Content) -> Cell<'static> {
    match content {
        Content::Text(text) => Cell::Text(Cow::Owned(text)),
        Content::Number(number) => Cell::Number(number),
        Content::Day(year, month, day) => Date::new(year, month, day).map_or(Cell::Error("日期".to_owned()), Cell::Day),
        Content::Flag(flag) => Cell::Flag(flag),
        Content::Error(error) => Cell::Error(error),
    }
}

/// The child's side: reads the bytes of a file and says what is in it.
///
/// # Errors
///
/// When nobody listens any more.
pub fn serve(bytes: &[u8], format: Legacy, output: impl Write) -> std::io::Result<()> {
    confine();
    let mut output = std::io::BufWriter::new(output);
    let end = match say_all(bytes, format, &mut output) {
        Ok(said) => said.map(|()| Message::Done)?,
        Err(reason) => Message::Failed(reason),
    };
    say(&end, &mut output)?;
    output.flush()
}

/// Binds this process to its limits, should nobody be left to watch it. Where the system has no such limits, the parent's watch on time remains.
fn confine() {
    #[cfg(unix)]
    {
        let _ = rlimit::Resource::AS.set(MEMORY, MEMORY);
        let _ = rlimit::Resource::CPU.set(TIME.as_secs(), TIME.as_secs());
        let _ = rlimit::Resource::CORE.set(0, 0);
    }
}

fn say(message: &Message, output: &mut impl Write) -> std::io::Result<()> {
    serde_json::to_writer(&mut *output, message)?;
    output.write_all(b"\n")
}

/// What came of saying: the outer failure is the file's, the inner one the listener's.
type Said = Result<std::io::Result<()>, String>;

fn say_all(bytes: &[u8], format: Legacy, output: &mut impl Write) -> Said {
    const PASSWORD: &str = "文件有打开密码。请去掉密码后重新放入";
    let reader = Cursor::new(bytes);
    let refuse = |has_password: bool, kind: &str| {
        if has_password { PASSWORD.to_owned() } else { format!("{kind}不完整或已损坏") }
    };
    match format {
        Legacy::Xls8 | Legacy::Xls5 => {
            let mut options = XlsOptions::default();
            // BIFF8 texts are UTF-16 whatever code page some writers declare; older ones need theirs.
            options.force_codepage = (format == Legacy::Xls8).then_some(1200);
            let book = Xls::new_with_options(reader, options)
                .map_err(|error| refuse(matches!(error, calamine::XlsError::Password), "旧版工作簿"))?;
            let hints = |book: &Xls<_>, sheet: &str, _| {
                let merges = book.merge_cells_by_sheet_name(sheet).unwrap_or_default();
                Hints { merges: merges.into_iter().filter_map(area).collect(), ..Hints::default() }
            };
            Ok(say_sheets(book, hints, output))
        }
        Legacy::Xlsb => {
            if has_short_cells(bytes) {
                return Err("二进制工作簿由别的软件写成，列的位置读不准，没有读。请另存为 .xlsx".to_owned());
            }
            let book = Xlsb::new(reader)
                .map_err(|error| refuse(matches!(error, calamine::XlsbError::Password), "二进制工作簿"))?;
            Ok(say_sheets(book, |_, _, _| Hints::default(), output))
        }
        Legacy::Ods => {
            let book =
                Ods::new(reader).map_err(|error| refuse(matches!(error, calamine::OdsError::Password), "ODS 表格"))?;
            let mut hints = ods_hints(bytes);
            hints.iter().try_for_each(Hints::check)?;
            let take = |_: &Ods<_>, _: &str, idx| hints.get_mut(idx).map(std::mem::take).unwrap_or_default();
            Ok(say_sheets(book, take, output))
        }
    }
}

/// Whether a binary workbook leaves out the columns of its cells (records 12 to 19), which the reader would silently drop.
fn has_short_cells(bytes: &[u8]) -> bool {
    let Ok(mut archive) = zip::ZipArchive::new(Cursor::new(bytes)) else { return false };
    (0..archive.len()).any(|idx| {
        let Ok(part) = archive.by_index(idx) else { return false };
        let is_sheet = part.name().is_ok_and(|name| name.to_lowercase().contains("worksheets/sheet"));
        let mut data = Vec::new();
        is_sheet
            && part.take(MEMORY / 4).read_to_end(&mut data).is_ok()
            && records(&data).any(|kind| (12..=19).contains(&kind))
    })
}

/// The kinds of the records of a binary part: a number of one or two bytes, a length of up to four, then the content.
fn records(data: &[u8]) -> impl Iterator<Item = u16> + '_ {
    let mut rest = data;
    std::iter::from_fn(move || {
        let (low, mut after) = rest.split_first()?;
        let mut kind = u16::from(*low & 0x7F);
        if low & 0x80 != 0 {
            let (high, next) = after.split_first()?;
            kind |= u16::from(*high & 0x7F) << 7;
            after = next;
        }
        let mut length = 0_usize;
        for shift in [0, 7, 14, 21] {
            let (byte, next) = after.split_first()?;
            length |= usize::from(*byte & 0x7F) << shift;
            after = next;
            if byte & 0x80 == 0 {
                break;
            }
        }
        rest = after.get(length..)?;
        Some(kind)
    })
}

/// What the sheets of an OpenDocument workbook say beside their cells.
fn ods_hints(bytes: &[u8]) -> Vec<Hints> {
    let Ok(mut archive) = zip::ZipArchive::new(Cursor::new(bytes)) else { return Vec::new() };
    archive.by_name("content.xml").map_or_else(|_| Vec::new(), hints::of_ods)
}

fn area(area: Dimensions) -> Option<Area> {
    let ((top, left), (bottom, right)) = (area.start, area.end);
    Some(Area { top, left: u16::try_from(left).ok()?, bottom, right: u16::try_from(right).ok()? })
}

fn say_sheets<'b, R: Reader<Cursor<&'b [u8]>>>(
    mut book: R,
    mut hints: impl FnMut(&R, &str, usize) -> Hints,
    output: &mut impl Write,
) -> std::io::Result<()> {
    let sheets = book.sheets_metadata().to_vec();
    for (idx, sheet) in sheets.iter().enumerate().filter(|(_, sheet)| sheet.typ == SheetType::WorkSheet) {
        match book.worksheet_range(&sheet.name) {
            Ok(range) => {
                let is_hidden = sheet.visible != SheetVisible::Visible;
                let hints = Hints { is_hidden, ..hints(&book, &sheet.name, idx) };
                say_sheet(sheet, hints, &range, output)?;
            }
            // The rest of the file without this sheet would look whole.
            Err(_) => return say(&Message::Failed(format!("工作表“{}”读不出来", sheet.name)), output),
        }
    }
    Ok(())
}

fn say_sheet(sheet: &Sheet, hints: Hints, range: &Range<Data>, output: &mut impl Write) -> std::io::Result<()> {
    say(&Message::Sheet { name: sheet.name.clone(), hints }, output)?;
    let Some((top, left)) = range.start() else { return Ok(()) };
    for (idx, cells) in (top..).zip(range.rows()) {
        let cells: Vec<(u16, Content)> = (left..)
            .zip(cells)
            .filter_map(|(column, cell)| Some((u16::try_from(column).ok()?, content(cell)?)))
            .collect();
        if !cells.is_empty() {
            say(&Message::Row(idx, cells), output)?;
        }
    }
    Ok(())
}

fn content(data: &Data) -> Option<Content> {
    Some(match data {
        Data::Empty => return None,
        Data::String(text) | Data::DurationIso(text) if text.trim().is_empty() => return None,
        Data::String(text) | Data::DurationIso(text) => Content::Text(text.clone()),
        #[expect(clippy::cast_precision_loss, reason = "these formats store doubles or 30-bit integers")]
        Data::Int(number) => Content::Number(*number as f64),
        Data::Float(number) => Content::Number(*number),
        Data::Bool(flag) => Content::Flag(*flag),
        Data::Error(error) => Content::Error(error.to_string()),
        Data::DateTime(time) if time.is_datetime() => {
            let (year, month, day, ..) = time.to_ymd_hms_milli();
            Content::Day(year, month, day)
        }
        Data::DateTime(time) => Content::Number(time.as_f64()),
        Data::DateTimeIso(text) => match Date::parse(text) {
            Some(day) => Content::Day(day.year, day.month, day.day),
            None => Content::Text(text.clone()),
        },
    })
}
