//! From files to typed rows: bytes → sheets → recognised kind → rows, each with its cell.
//!
//! Every cell that cannot be read becomes a problem; nothing is guessed and nothing is dropped without being counted.
//! Deliberately absent: joining one sheet with another, and deciding.

mod builder;
mod contests;
mod grades;
pub mod guard;
pub mod header;
mod hints;
mod layout;
pub mod legacy;
mod lists;
mod marks;
mod markup;
mod matrix;
pub mod meter;
pub mod notation;
mod past;
pub mod plain;
mod raters;
mod reader;
mod registers;
pub mod results;
pub mod sheet;
mod sniff;
mod text;
mod titles;
pub mod workbook;
pub mod xlsx;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use rayon::prelude::*;
use sha2::{Digest as _, Sha256};

use crate::model::intake::{FileReport, FileState, Nearest, SheetCopy, SheetReport};
use crate::model::origin::{MAX_FILES, SheetIdx, Sources};
use crate::model::past::PastResult;
use crate::model::rows::Tables;
use crate::model::{Kind, lock_names};
use crate::policy::Policy;
use crate::problem::{Fault, Place, Problem};

use meter::Meter;
use reader::SheetReader;
use sheet::{Grid, Hints, Row, RowSink};
use sniff::Format;
use workbook::Workbook;

/// Everything that was read.
#[derive(Debug, Default)]
pub struct Ingested {
    /// Names of files and sheets.
    pub sources: Sources,
    /// What became of each file.
    pub files: Vec<FileReport>,
    /// All rows.
    pub tables: Tables,
    /// Results of earlier runs.
    pub past: Vec<PastResult>,
    /// All problems so far.
    pub problems: Vec<Problem>,
}

impl Ingested {
    /// Kinds of the sheets that were recognised, rows or not; blank workbooks that nobody has filled in are not there.
    #[must_use]
    pub fn kinds(&self) -> Vec<Kind> {
        let sheets = self.files.iter().flat_map(|file| &file.sheets);
        sheets.filter(|sheet| !sheet.is_unfilled_form()).filter_map(|sheet| sheet.kind).collect()
    }
}

/// What lies in a drop.
#[derive(Debug, Default)]
pub struct Listing {
    /// Files to read, by name.
    pub files: Vec<PathBuf>,
    /// Files that are, or seem to be meant as, the policy: `policy.toml`, `policy.toml.txt`.
    pub policies: Vec<PathBuf>,
    /// Other files of settings, which a policy may extend.
    pub settings: Vec<PathBuf>,
    /// What was passed over and should not be in silence.
    pub problems: Vec<Problem>,
}

/// Lists the files among what was given. In folders our own output, lock files and temporary files are left out; a file that was
/// given by itself was meant.
///
/// # Errors
///
/// When a folder cannot be listed.
#[expect(clippy::disallowed_methods, reason = "ingest is the only stage that reads files")]
pub fn list_files(given: &[PathBuf], output: &Path) -> anyhow::Result<Listing> {
    let Listing { mut files, mut policies, mut settings, mut problems } = Listing::default();
    let output = std::path::absolute(output).unwrap_or_else(|_| output.to_path_buf());
    let mut folders = Vec::new();
    for path in given {
        if path.is_dir() {
            folders.push(path.clone());
        } else if path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("toml")) {
            policies.push(path.clone());
        } else {
            files.push(path.clone());
        }
    }
    while let Some(folder) = folders.pop() {
        let entries = std::fs::read_dir(&folder).with_context(|| format!("文件夹“{}”打不开", folder.display()))?;
        for entry in entries {
            let entry = entry.with_context(|| format!("文件夹“{}”读到一半出错", folder.display()))?;
            let name = entry.file_name().to_string_lossy().into_owned();
            let path = entry.path();
            let file_type = entry.file_type().with_context(|| format!("“{}”读不出类型", path.display()))?;
            if is_own_or_temporary(&name) || std::path::absolute(&path).is_ok_and(|path| path == output) {
                continue;
            }
            if file_type.is_symlink() {
                problems.push(Problem::new(Fault::LinkNotFollowed { name }, Place::Drop));
            } else if file_type.is_dir() {
                folders.push(path);
            } else if matches!(name.to_lowercase().as_str(), "policy.toml" | "policy.toml.txt") {
                policies.push(path);
            } else if name.to_lowercase().ends_with(".toml") {
                settings.push(path);
            } else {
                files.push(path);
            }
        }
    }
    for found in [&mut files, &mut policies] {
        found.sort();
        // A folder and a file in it may both have been given.
        found.dedup_by_key(|path| std::path::absolute(&*path).unwrap_or_else(|_| path.clone()));
    }
    if files.len() > MAX_FILES {
        files.truncate(MAX_FILES);
        problems.push(Problem::new(Fault::TooManyFiles { limit: MAX_FILES }, Place::Drop));
    }
    let open = files.iter().enumerate().filter_map(|(file, path)| {
        let lock = lock_names(&file_name(path)).into_iter().find(|lock| path.with_file_name(lock).exists())?;
        Some(Problem::new(Fault::OpenElsewhere { lock }, Place::File(file)))
    });
    problems.extend(open);
    Ok(Listing { files, policies, settings, problems })
}

fn is_own_or_temporary(name: &str) -> bool {
    name.starts_with(['.', '~']) || name.to_lowercase().ends_with(".tmp") || crate::model::OWN_NAMES.contains(&name)
}

/// Files that may be spreadsheets by their name; what they are, their bytes say.
fn is_spreadsheet_name(name: &str) -> bool {
    let lower = name.to_lowercase();
    ["xlsx", "xlsm", "xls", "xlsb", "ods", "et", "csv", "tsv", "htm", "html"]
        .iter()
        .any(|extension| lower.strip_suffix(extension).is_some_and(|stem| stem.ends_with('.')))
}

/// Reads the files, side by side; the order of the result is that of the files.
///
/// Names are shown relative to `drop`. A file that cannot be read is a problem, not an error.
#[must_use]
pub fn read_files(drop: &Path, files: &[PathBuf], policy: &Policy, meter: &Meter) -> Ingested {
    let how = How { policy, meter };
    // What a few files held is taken over while the next are read, so that little is held twice.
    let at_once = rayon::current_num_threads();
    let mut all = Ingested::default();
    let mut read: Vec<FilePart> = Vec::new();
    for (batch, paths) in files.chunks(at_once).enumerate() {
        let file = |(idx, path): (usize, &PathBuf)| read_file(drop, path, batch * at_once + idx, how);
        let parts = std::mem::take(&mut read);
        ((), read) = rayon::join(|| all.take_over(parts), || paths.par_iter().enumerate().map(file).collect());
    }
    all.take_over(read);
    all
}

impl Ingested {
    /// Adds files, in their order.
    fn take_over(&mut self, parts: Vec<FilePart>) {
        for part in parts {
            self.sources.push(&part.report.name, part.sheet_names);
            adopt(&mut self.tables, &mut self.problems, part.tables, part.problems);
            self.past.extend(part.past);
            self.files.push(part.report);
        }
    }
}

/// Reads one file's bytes without touching any file: what the fuzz targets and the replay of their corpus call. Formats that
/// are read in a child process are left alone.
#[must_use]
pub fn read_bytes_alone(bytes: &[u8], policy: &Policy) -> FileReport {
    let mut part = FilePart::new(String::new());
    if !matches!(sniff::sniff(bytes), Format::Legacy(_)) {
        // What is wrong with the file is of no interest here, only that it is said and not suffered.
        let how = How { policy, meter: &Meter::default() };
        let _ = read_bytes(Path::new(""), bytes, 0, how, &mut part);
    }
    part.report
}

/// Takes over rows and problems; words are renumbered on the way.
fn adopt(tables: &mut Tables, problems: &mut Vec<Problem>, new_tables: Tables, new_problems: Vec<Problem>) {
    let words = tables.append(new_tables);
    problems.extend(
        new_problems
            .into_iter()
            .map(|problem| Problem { student: problem.student.map(|student| words[student.0 as usize]), ..problem }),
    );
}

/// What all files are read by.
#[derive(Clone, Copy)]
struct How<'p> {
    policy: &'p Policy,
    meter: &'p Meter,
}

struct FilePart {
    report: FileReport,
    sheet_names: Vec<String>,
    tables: Tables,
    past: Option<PastResult>,
    problems: Vec<Problem>,
}

#[expect(clippy::disallowed_methods, reason = "ingest is the only stage that reads files")]
fn read_file(drop: &Path, path: &Path, file: usize, how: How<'_>) -> FilePart {
    let name = path.strip_prefix(drop).unwrap_or(path).to_string_lossy().replace('\\', "/");
    how.meter.open(&name);
    let mut part = FilePart::new(name);
    let fault = match std::fs::read(path) {
        Ok(bytes) => {
            part.report.sha256 = crate::model::text::hex(&Sha256::digest(&bytes));
            if part.report.name.to_lowercase().ends_with(".json") {
                part.read_past(&bytes, file);
                return part;
            }
            read_bytes(path, &bytes, file, how, &mut part).err()
        }
        Err(error) => Some(Fault::FileUnreadable { reason: io_reason(&error).to_owned() }),
    };
    // A file that never said it was a spreadsheet is a stray: no fault, but not passed over in silence either.
    let is_stray = !is_spreadsheet_name(&part.report.name) && part.report.state != FileState::Read;
    let fault = if is_stray { Some(Fault::NotASpreadsheet) } else { fault };
    if let Some(fault) = fault {
        part.report.sheets.clear();
        part.sheet_names.clear();
        part.tables = Tables::default();
        let is_harmless = is_stray || matches!(fault, Fault::OwnReport);
        part.report.state = if is_harmless { FileState::Unrecognised } else { FileState::Unreadable };
        part.problems = vec![Problem::new(fault, Place::File(file))];
    }
    part
}

fn read_bytes(path: &Path, bytes: &[u8], file: usize, how: How<'_>, part: &mut FilePart) -> Result<(), Fault> {
    let Some(grids) = read_grids(path, bytes)? else { return read_workbook(bytes, file, how, part) };
    for (sheet, grid) in grids.into_iter().enumerate().take(MAX_FILES) {
        let name = grid.name.clone();
        let hints = Hints { names: format!("{} {name}", file_name(path)), ..grid.hints.clone() };
        let mut reader = SheetReader::new(how, SheetIdx::new(file, sheet), hints);
        grid.read(&mut reader);
        part.take(&name, reader.finish(&name));
    }
    part.conclude(file);
    Ok(())
}

/// Reads a file of a format that is read as a whole; `None` for a workbook that is streamed.
fn read_grids(path: &Path, bytes: &[u8]) -> Result<Option<Vec<Grid>>, Fault> {
    let unreadable = |reason: String| Fault::FileUnreadable { reason };
    Ok(Some(match sniff::sniff(bytes) {
        Format::Xlsx => return Ok(None),
        Format::Legacy(format) => legacy::read(path, format).map_err(unreadable)?,
        Format::Html => markup::read_html(bytes).map_err(unreadable)?,
        Format::Xml => markup::read_xml(bytes).map_err(unreadable)?,
        Format::Text => vec![text::read(bytes).map_err(unreadable)?],
        Format::Encrypted => return Err(Fault::FileEncrypted),
        Format::Placeholder => {
            return Err(unreadable("这只是占位文件，内容还在网盘里没有下载下来".to_owned()));
        }
        Format::Empty => return Err(unreadable("文件是空的（0 字节），可能还没有下载完".to_owned())),
        Format::Other(format) => return Err(Fault::FormatNotSupported { format }),
    }))
}

/// Reads sheets once more, as text, to show their problems in a copy. `rows` are those with a problem, by sheet.
///
/// A file that has changed or gone since it was read has no copy; the problems themselves are listed all the same.
#[must_use]
#[expect(clippy::disallowed_methods, reason = "ingest is the only stage that reads files")]
pub fn copy_sheets(files: &[PathBuf], rows: &BTreeMap<SheetIdx, BTreeSet<u32>>) -> Vec<SheetCopy> {
    let mut by_file: BTreeMap<usize, Vec<SheetIdx>> = BTreeMap::new();
    for sheet in rows.keys() {
        by_file.entry(sheet.file()).or_default().push(*sheet);
    }
    let copies = by_file.par_iter().map(|(file, sheets)| {
        let mut collectors: Vec<Collector<'_>> =
            sheets.iter().map(|sheet| Collector::new(*sheet, &rows[sheet])).collect();
        let path = &files[*file];
        if let Ok(bytes) = std::fs::read(path) {
            match read_grids(path, &bytes) {
                Ok(Some(mut grids)) => {
                    for collector in &mut collectors {
                        let grid = grids.get_mut(collector.copy.idx.sheet());
                        let rows = grid.map(|grid| std::mem::take(&mut grid.rows)).unwrap_or_default();
                        for row in rows {
                            collector.row(row);
                        }
                    }
                }
                Ok(None) => copy_from_workbook(&bytes, &mut collectors),
                Err(_) => {}
            }
        }
        collectors.into_iter().map(|collector| collector.copy).collect::<Vec<_>>()
    });
    copies.flatten_iter().collect()
}

fn copy_from_workbook(bytes: &[u8], collectors: &mut [Collector<'_>]) {
    let Ok(mut workbook) = Workbook::open(bytes) else { return };
    for collector in collectors {
        let sheet = collector.copy.idx.sheet();
        let (idx, wanted) = (collector.copy.idx, collector.wanted);
        if let Ok((read, _)) = workbook.read(sheet, || Collector::new(idx, wanted)) {
            *collector = read;
        }
    }
}

/// Collects a sheet's rows as text; of a long sheet only its head and the rows with a problem.
struct Collector<'r> {
    copy: SheetCopy,
    wanted: &'r BTreeSet<u32>,
}

impl<'r> Collector<'r> {
    /// Longer sheets are not copied whole.
    const WHOLE: usize = 4000;
    /// Rows from the top that are always copied: titles and header.
    const HEAD: u32 = 20;

    fn new(idx: SheetIdx, wanted: &'r BTreeSet<u32>) -> Self {
        Self { copy: SheetCopy { idx, rows: Vec::new(), is_partial: false }, wanted }
    }

    fn is_kept(&self, row: u32) -> bool {
        row < Self::HEAD || self.wanted.contains(&row)
    }
}

impl<'a> RowSink<'a> for Collector<'_> {
    fn row(&mut self, row: Row<'a>) {
        if self.copy.is_partial && !self.is_kept(row.idx) {
            return;
        }
        let cells = row.cells.iter().map(|(column, cell)| (*column, cell.shown().into_owned())).collect();
        self.copy.rows.push((row.idx, cells));
        if !self.copy.is_partial && self.copy.rows.len() > Self::WHOLE {
            self.copy.is_partial = true;
            let rows = std::mem::take(&mut self.copy.rows);
            self.copy.rows = rows.into_iter().filter(|(idx, _)| self.is_kept(*idx)).collect();
        }
    }
}

/// The file's own name; what folders are called says nothing of a sheet.
fn file_name(path: &Path) -> String {
    path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

/// What the operating system refused, in Chinese.
#[must_use]
pub fn io_reason(error: &std::io::Error) -> &'static str {
    refusal(error).0
}

/// What to do about what the operating system refused.
#[must_use]
pub fn io_advice(error: &std::io::Error) -> &'static str {
    refusal(error).1
}

/// What the operating system refused, and what to do.
fn refusal(error: &std::io::Error) -> (&'static str, &'static str) {
    use std::io::ErrorKind as Is;
    /// ERROR_SHARING_VIOLATION and ERROR_LOCK_VIOLATION, which have no kind of their own.
    const HELD_ON_WINDOWS: [i32; 2] = [32, 33];
    const HELD: (&str, &str) = ("正被别的软件占用", "请关闭打开着它的 Excel、WPS 等软件，再运行");
    if cfg!(windows) && error.raw_os_error().is_some_and(|code| HELD_ON_WINDOWS.contains(&code)) {
        return HELD;
    }
    match error.kind() {
        Is::NotFound => ("找不到这个文件或文件夹", "请核对位置和名称；放在 U 盘或网络盘上的，请看它是不是还连着"),
        Is::PermissionDenied => (
            "没有权限",
            "请看它是不是正在 Excel 或 WPS 里打开着，文件夹是不是只读；也可以换到自己能写的文件夹（例如“文档”），或用 --out 把报告写到别处",
        ),
        Is::ReadOnlyFilesystem => ("磁盘是只读的", "请去掉写保护，或用 --out 把报告写到别的磁盘"),
        Is::StorageFull => ("磁盘满了", "请清出空间后再运行，或用 --out 把报告写到别的磁盘"),
        Is::QuotaExceeded => ("分给您的磁盘空间用完了", "请清出空间后再运行，或用 --out 把报告写到别的磁盘"),
        Is::FileTooLarge => ("文件太大，这个磁盘放不下", "请用 --out 把报告写到别的磁盘（有的 U 盘放不下大文件）"),
        Is::InvalidFilename | Is::InvalidInput => {
            ("文件或文件夹的名称太长，或有不能用的字符", "请把名称改短，或把材料移到层级少一些的文件夹")
        }
        Is::AlreadyExists => ("已有同名的文件", "请把它移走或改名，再运行"),
        Is::IsADirectory => ("这是一个文件夹", "请写文件的名称"),
        Is::NotADirectory => ("路径中间有一段是文件，不是文件夹", "请核对写的位置"),
        Is::ResourceBusy | Is::ExecutableFileBusy => HELD,
        Is::OutOfMemory => ("内存不够", "请关闭别的软件，再运行"),
        Is::HostUnreachable
        | Is::NetworkUnreachable
        | Is::NetworkDown
        | Is::ConnectionReset
        | Is::ConnectionAborted
        | Is::NotConnected
        | Is::StaleNetworkFileHandle
        | Is::TimedOut => ("网络盘断开了", "请重新连上后再运行，或先把材料复制到这台电脑上"),
        _ => ("系统读写出错", "请再运行一次；还是这样的，请换一个文件夹或磁盘"),
    }
}

fn read_workbook(bytes: &[u8], file: usize, how: How<'_>, part: &mut FilePart) -> Result<(), Fault> {
    let unreadable = |reason: String| Fault::FileUnreadable { reason };
    let mut workbook = Workbook::open(bytes).map_err(unreadable)?;
    if workbook.is_own_report() {
        return Err(Fault::OwnReport);
    }
    for (sheet, name) in workbook.sheets().iter().enumerate().take(MAX_FILES) {
        let names = format!("{} {name}", file_name(Path::new(&part.report.name)));
        let hints = Hints { names, ..workbook.take_hints(sheet) };
        let make = || SheetReader::new(how, SheetIdx::new(file, sheet), hints.clone());
        let (reader, n_unknown) = workbook.read(sheet, make).map_err(unreadable)?;
        // Cells that nobody can place would be lost in silence.
        if n_unknown > workbook::n_placed(&hints) {
            return Err(unreadable(format!("工作表“{name}”里有读不出来的错误值，位置不明")));
        }
        part.take(name, reader.finish(name));
    }
    part.conclude(file);
    Ok(())
}

impl FilePart {
    /// A file of which nothing is known yet.
    fn new(name: String) -> Self {
        Self {
            report: FileReport { name, sha256: String::new(), state: FileState::Unreadable, sheets: Vec::new() },
            sheet_names: Vec::new(),
            tables: Tables::default(),
            past: None,
            problems: Vec::new(),
        }
    }

    /// Takes it for the result of an earlier run.
    fn read_past(&mut self, bytes: &[u8], file: usize) {
        match past::read(bytes, file) {
            Ok(past) => {
                self.report.state = FileState::Read;
                self.past = Some(past);
            }
            Err(fault) => {
                self.report.state = FileState::Unrecognised;
                self.problems.push(Problem::new(fault, Place::File(file)));
            }
        }
    }

    /// Takes over what one sheet held.
    fn take(&mut self, name: &str, (report, found): (SheetReport, Option<(Tables, Vec<Problem>)>)) {
        self.sheet_names.push(name.to_owned());
        self.report.sheets.push(report);
        if let Some((tables, problems)) = found {
            adopt(&mut self.tables, &mut self.problems, tables, problems);
        }
    }

    /// Says what became of the file as a whole, and names the sheets that fit no kind.
    fn conclude(&mut self, file: usize) {
        let recognised = self.report.sheets.iter().any(|sheet| sheet.kind.is_some());
        self.report.state = if recognised { FileState::Read } else { FileState::Unrecognised };
        let strays: Vec<&SheetReport> = self.report.sheets.iter().filter(|sheet| sheet.is_stray()).collect();
        let fault = |nearest: &Option<Nearest>| match nearest {
            Some(Nearest::Lacks(kind, lacks)) if !lacks.is_empty() => {
                Fault::SheetLacksColumns { kind: *kind, lacks: lacks.clone() }
            }
            Some(Nearest::OtherEvaluation(word)) => Fault::OtherEvaluation { word },
            Some(Nearest::Lacks(..) | Nearest::Guide) | None => {
                Fault::NoSheetRecognised { looked_for: header::what_is_needed() }
            }
        };
        let mut problems: Vec<Problem> = strays
            .iter()
            .filter(|sheet| recognised || sheet.nearest.is_some())
            .map(|sheet| Problem::new(fault(&sheet.nearest), Place::Sheet(sheet.idx)))
            .collect();
        if !recognised && problems.is_empty() {
            problems.push(Problem::new(fault(&None), Place::File(file)));
        }
        self.problems.extend(problems);
    }
}
