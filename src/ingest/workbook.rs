//! An xlsx workbook behind one door: looked through by the guard, its sheets read plainly where they are plain, by the general
//! reader where they are not.

use std::io::{Cursor, Read};
use std::sync::mpsc::{SyncSender, sync_channel};

use zip::ZipArchive;

use super::guard::{self, Package};
use super::plain::{self, NotPlain};
use super::sheet::{Hints, Row, RowSink};
use super::{hints, xlsx};

/// A workbook that has passed the guard.
pub struct Workbook<'b> {
    bytes: &'b [u8],
    package: Package,
    strings: Option<Vec<Box<str>>>,
    general: Option<xlsx::Workbook<'b>>,
}

impl<'b> Workbook<'b> {
    /// Looks through a workbook.
    ///
    /// # Errors
    ///
    /// What is wrong with it, in Chinese.
    pub fn open(bytes: &'b [u8]) -> Result<Self, String> {
        let package = guard::check(bytes)?;
        let strings = match package.strings {
            Some(entry) if package.sheets.iter().any(|sheet| !sheet.is_marked) => {
                read_entry(bytes, entry, |part| plain::read_strings(part)).ok()
            }
            Some(_) => None,
            None => Some(Vec::new()),
        };
        Ok(Self { bytes, package, strings, general: None })
    }

    /// Whether this program wrote it.
    #[must_use]
    pub fn is_own_report(&self) -> bool {
        self.package.is_own_report
    }

    /// The names of its sheets.
    #[must_use]
    pub fn sheets(&self) -> Vec<String> {
        self.package.sheets.iter().map(|sheet| sheet.name.clone()).collect()
    }

    /// Takes what a sheet says beside its cells.
    pub fn take_hints(&mut self, sheet: usize) -> Hints {
        self.package.sheets.get_mut(sheet).map(|sheet| std::mem::take(&mut sheet.hints)).unwrap_or_default()
    }

    /// Reads a sheet into a sink that `make` makes; a second one where a first has to be thrown away. The answer also says how
    /// many cells hold an error value that no reader knows.
    ///
    /// # Errors
    ///
    /// What is wrong with the sheet, in Chinese.
    pub fn read<'w, S: RowSink<'w>>(&'w mut self, sheet: usize, make: impl Fn() -> S) -> Result<(S, usize), String> {
        let Self { bytes, package, strings, general } = self;
        let Some(found) = package.sheets.get(sheet) else { return Err("找不到这张工作表".to_owned()) };
        if let (Some(strings), Some(entry), false) = (strings, found.entry, found.is_marked) {
            let mut sink = make();
            let dates = &package.book.may_be_date;
            if read_entry(bytes, entry, |part| read_beside(part, strings, dates, &mut sink)).is_ok() {
                return Ok((sink, 0));
            }
        }
        if general.is_none() {
            *general = Some(xlsx::Workbook::open(bytes)?);
        }
        let Some(general) = general else { return Err("文件打不开".to_owned()) };
        let mut sink = make();
        let n_unknown = general.read(&found.name, &mut sink)?;
        Ok((sink, n_unknown))
    }
}

/// Rows on their way from the thread that reads to the one that takes them.
struct Batches<'s> {
    rows: Vec<Row<'s>>,
    taker: SyncSender<Vec<Row<'s>>>,
}

impl<'s> RowSink<'s> for Batches<'s> {
    fn row(&mut self, row: Row<'s>) {
        const BATCH: usize = 512;
        self.rows.push(row);
        if self.rows.len() >= BATCH {
            self.send();
        }
    }
}

impl Batches<'_> {
    fn send(&mut self) {
        // Nobody takes rows any more only when the other thread has gone, and then nobody asks for them.
        let _ = self.taker.send(std::mem::take(&mut self.rows));
    }
}

/// Reads a plain sheet in a thread of its own, so that inflating and parsing go on while the rows are understood.
fn read_beside<'s>(
    part: impl Read + Send,
    strings: &'s [Box<str>],
    dates: &[bool],
    sink: &mut impl RowSink<'s>,
) -> Result<(), NotPlain> {
    if rayon::current_num_threads() < 2 {
        return plain::read(part, strings, dates, sink);
    }
    std::thread::scope(|scope| {
        let (taker, batches) = sync_channel(4);
        let reader = scope.spawn(move || {
            let mut batches = Batches { rows: Vec::new(), taker };
            let read = plain::read(part, strings, dates, &mut batches);
            batches.send();
            read
        });
        for row in batches.into_iter().flatten() {
            sink.row(row);
        }
        reader.join().unwrap_or(Err(NotPlain))
    })
}

/// Error values among the hints: those whose place is known.
#[must_use]
pub fn n_placed(hints: &Hints) -> usize {
    hints.lost.values().flatten().filter(|(_, text)| text != hints::NO_RESULT).count()
}

fn read_entry<'b, T>(
    bytes: &'b [u8],
    entry: usize,
    read: impl FnOnce(zip::read::ZipFile<'_, Cursor<&'b [u8]>>) -> Result<T, NotPlain>,
) -> Result<T, NotPlain> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| NotPlain)?;
    let part = archive.by_index(entry).map_err(|_| NotPlain)?;
    read(part)
}
