//! What became of the files: the account of every file, sheet and row, so that no row is lost in silence.

use std::collections::{BTreeMap, BTreeSet};

use super::Kind;
use super::origin::{CellRef, SheetIdx};

/// Why a row below a header was not used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SetAside {
    /// No student number: totals, notes, footers.
    NotData,
    /// The header once more.
    RepeatedHeader,
    /// Looks like data, but its student number cannot be used.
    IdUnusable,
    /// Left the post before the day of the run.
    Left,
    /// A row that says there is no punishment.
    NoPunishment,
    /// Nothing in the score column.
    BlankScore,
    /// Void by record.
    Void,
    /// The student is not in the roster.
    NotInRoster,
    /// The same row stands elsewhere.
    Duplicate,
    /// An evaluation or a list of an earlier year or term.
    OtherPeriod,
    /// A list that does not say of which year it is.
    EditionUnclear,
    /// Below the header of another list in the same sheet.
    OtherList,
    /// The example of a blank workbook, as the program wrote it.
    Example,
    /// Still marked as an example, but not what the program wrote.
    ExampleChanged,
}

impl SetAside {
    /// The Chinese words.
    #[must_use]
    pub fn chinese(self) -> &'static str {
        match self {
            Self::NotData => "不是数据行（合计、说明等）",
            Self::RepeatedHeader => "重复的表头",
            Self::IdUnusable => "学号不可用",
            Self::Left => "已离任",
            Self::NoPunishment => "写明没有处分",
            Self::BlankScore => "成绩为空",
            Self::Void => "成绩作废",
            Self::NotInRoster => "名册中没有该学号",
            Self::Duplicate => "与另一行重复",
            Self::OtherPeriod => "其他学年或学期的材料",
            Self::EditionUnclear => "届次看不懂",
            Self::OtherList => "同一张工作表里的另一份表",
            Self::Example => "空白表的示例行",
            Self::ExampleChanged => "带着示例标记，内容改过",
        }
    }
}

/// What became of a file.
#[derive(Clone, Debug)]
pub struct FileReport {
    /// Name, relative to the drop.
    pub name: String,
    /// SHA-256 of its bytes, in hexadecimal.
    pub sha256: String,
    /// Read, not recognised, or not readable.
    pub state: FileState,
    /// Its sheets.
    pub sheets: Vec<SheetReport>,
}

/// What became of a file as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileState {
    /// At least one sheet was used.
    Read,
    /// No sheet was recognised.
    Unrecognised,
    /// It could not be read.
    Unreadable,
}

impl FileState {
    /// The word of the result file.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Unrecognised => "unrecognised",
            Self::Unreadable => "unreadable",
        }
    }

    /// The Chinese word.
    #[must_use]
    pub fn chinese(self) -> &'static str {
        match self {
            Self::Read => "已读",
            Self::Unrecognised => "未认出",
            Self::Unreadable => "打不开",
        }
    }
}

/// What a sheet that fits no kind comes nearest to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Nearest {
    /// A kind, and the columns it lacks for it.
    Lacks(Kind, Vec<&'static str>),
    /// An evaluation of others than the officers of the union, by a word of its title.
    OtherEvaluation(&'static str),
    /// The notes (填写说明) of one of our blank workbooks: no data, and nothing amiss.
    Guide,
}

/// What became of a sheet. Rows read = rows used + rows set aside.
#[derive(Clone, Debug)]
pub struct SheetReport {
    /// Name.
    pub name: String,
    /// Its number.
    pub idx: SheetIdx,
    /// Its kind; `None` if it fits none.
    pub kind: Option<Kind>,
    /// Where it fits no kind: what it comes nearest to.
    pub nearest: Option<Nearest>,
    /// The header's row, from 1.
    pub header_row: Option<u32>,
    /// How many columns its header names.
    pub n_labels: usize,
    /// Rows below the header that hold anything.
    pub n_read: u32,
    /// Rows used.
    pub n_used: u32,
    /// Rows set aside, by reason, numbered from zero.
    pub set_aside: BTreeMap<SetAside, BTreeSet<u32>>,
    /// Canonical column, column letters, label as written.
    pub columns: Vec<(&'static str, String, String)>,
    /// The first values of each of these columns, to see at a glance whether it was taken for the right thing.
    pub samples: Vec<Vec<String>>,
}

impl SheetReport {
    /// Whether nothing has been written into a blank workbook yet: its example stands there alone. That says something else
    /// than an empty list, which says that there is nobody to list.
    #[must_use]
    pub fn is_unfilled_form(&self) -> bool {
        let is_blank = |reason: &SetAside| matches!(reason, SetAside::Example | SetAside::NotData);
        self.n_used == 0 && self.set_aside.contains_key(&SetAside::Example) && self.set_aside.keys().all(is_blank)
    }

    /// What it was taken for, in Chinese.
    #[must_use]
    pub fn kind_chinese(&self) -> &'static str {
        match (self.kind, &self.nearest) {
            (Some(kind), _) => kind.chinese(),
            (None, Some(Nearest::Guide)) => "填写说明",
            (None, _) if self.n_read == 0 => "空表",
            (None, _) => "未认出",
        }
    }

    /// Whether it holds rows of which nobody could tell what they are.
    #[must_use]
    pub fn is_stray(&self) -> bool {
        self.kind.is_none() && self.n_read > 0 && self.nearest != Some(Nearest::Guide)
    }
}

/// A copy of a sheet's cells as text, to show problems in.
#[derive(Clone, Debug)]
pub struct SheetCopy {
    /// The sheet.
    pub idx: SheetIdx,
    /// Rows with their number from zero, each with column and text.
    pub rows: Vec<(u32, Vec<(u16, String)>)>,
    /// Whether rows without problems were left out.
    pub is_partial: bool,
}

/// Moves rows from used to set aside, after joining has shown that they are not used.
pub fn set_aside(files: &mut [FileReport], rows: &[(CellRef, SetAside)]) {
    for (cell, reason) in rows {
        let sheet = cell.sheet();
        if let Some(report) = files.get_mut(sheet.file()).and_then(|file| file.sheets.get_mut(sheet.sheet())) {
            // One row may hold several attempts; it is one row.
            if report.set_aside.entry(*reason).or_default().insert(cell.row()) {
                report.n_used = report.n_used.saturating_sub(1);
            }
        }
    }
}
