//! Rows of lists and ledgers (名单, 台账): what each column says, read as what it is for, with its cell.
//!
//! Small sheets of a dozen kinds differ in their columns only. One sort of row serves them all; what a row means, the stage of
//! the tables says.

use super::Kind;
use super::number::Decimal;
use super::origin::CellRef;
use super::term::Date;
use super::words::Word;

/// A row of a list or ledger.
#[derive(Clone, Debug)]
pub struct ListRow {
    /// The kind of its sheet.
    pub kind: Kind,
    /// Folded student number; [`Word::NONE`] in a kind without, and in a row that prints a total.
    pub student: Word,
    /// Student number as written.
    pub id: Word,
    /// Name as written.
    pub name: Word,
    /// The cell of the student number, or of the column that names what the row is about.
    pub cell: CellRef,
    /// What its other columns say; blank ones are left out.
    pub entries: Vec<Entry>,
    /// What a rating says on each dimension; empty in every other kind.
    pub marks: Vec<Mark>,
}

/// A rating on one dimension (评议维度), or on the whole.
#[derive(Clone, Copy, Debug)]
pub struct Mark {
    /// Which dimension of the policy; `None` for a rating on the whole.
    pub dimension: Option<usize>,
    /// The rating; `None` where the cell is blank or no number on the scale.
    pub value: Option<Decimal>,
    /// The cell.
    pub cell: CellRef,
}

/// What one column of a row says.
#[derive(Clone, Copy, Debug)]
pub struct Entry {
    /// The canonical column.
    pub role: &'static str,
    /// What it says.
    pub value: Value,
    /// The cell.
    pub cell: CellRef,
}

/// What a cell of a list says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Value {
    /// A text, as written.
    Text(Word),
    /// A day.
    Day(Date),
    /// The first and the last of some days.
    Span(Date, Date),
    /// A whole number.
    Count(u32),
    /// 是 or 否.
    Flag(bool),
    /// Something else than the column is for; a problem stands at the cell.
    Unreadable,
}

impl ListRow {
    /// The role under which a row that prints a total (合计, 小计) keeps its number.
    pub const TOTAL: &'static str = "合计";
    /// As above, for a total of the rows since the last one.
    pub const SUBTOTAL: &'static str = "小计";

    /// As above, for the number of the rows below, in the head of a section.
    pub const SECTION: &'static str = "节";

    /// The role of what columns say that nobody reads.
    pub const UNREAD: &'static str = "未读列";

    /// The role under which a row without a student number keeps that its person was found by the name in the roster, where no list
    /// of the union's own people could tell.
    pub const BY_NAME: &'static str = "按姓名";
    /// The role of a line above the row of which nobody can tell whether it parts elections.
    pub const DIVIDED: &'static str = "分隔";

    /// What a column says; `None` where it is blank or the sheet has no such column.
    #[must_use]
    pub fn entry(&self, role: &str) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.role == role)
    }

    /// A column's text; [`Word::NONE`] where there is none.
    #[must_use]
    pub fn text(&self, role: &str) -> Word {
        match self.entry(role).map(|entry| entry.value) {
            Some(Value::Text(word)) => word,
            _ => Word::NONE,
        }
    }

    /// A column's day.
    #[must_use]
    pub fn day(&self, role: &str) -> Option<Date> {
        match self.entry(role)?.value {
            Value::Day(day) => Some(day),
            _ => None,
        }
    }

    /// The first and the last day that a column gives.
    #[must_use]
    pub fn span(&self, role: &str) -> Option<(Date, Date)> {
        match self.entry(role)?.value {
            Value::Span(from, to) => Some((from, to)),
            _ => None,
        }
    }

    /// A column's number.
    #[must_use]
    pub fn count(&self, role: &str) -> Option<u32> {
        match self.entry(role)?.value {
            Value::Count(count) => Some(count),
            _ => None,
        }
    }

    /// What a column of 是 and 否 says.
    #[must_use]
    pub fn flag(&self, role: &str) -> Option<bool> {
        match self.entry(role)?.value {
            Value::Flag(flag) => Some(flag),
            _ => None,
        }
    }

    /// Whether a column holds what could not be read.
    #[must_use]
    pub fn is_unreadable(&self, role: &str) -> bool {
        self.entry(role).is_some_and(|entry| entry.value == Value::Unreadable)
    }

    /// A column's cell; the row's own where the column says nothing.
    #[must_use]
    pub fn cell_of(&self, role: &str) -> CellRef {
        self.entry(role).map_or(self.cell, |entry| entry.cell)
    }

    /// Renumbers its words.
    pub fn map_words(&mut self, map: impl Fn(&mut Word)) {
        [&mut self.student, &mut self.id, &mut self.name].into_iter().for_each(&map);
        for entry in &mut self.entries {
            if let Value::Text(word) = &mut entry.value {
                map(word);
            }
        }
    }
}
