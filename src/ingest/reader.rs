//! One sheet from its rows: waits until the header can be found, then hands every row to the builder of its kind.

use std::collections::BTreeMap;

use crate::forms::GUIDE_TITLE;
use crate::model::Kind;
use crate::model::intake::{Nearest, SheetReport};
use crate::model::origin::SheetIdx;
use crate::model::rows::Tables;
use crate::policy::Policy;
use crate::problem::{Fault, Place, Problem};

use super::builder::SheetBuilder;
use super::hints::as_percent;
use super::meter::Meter;
use super::sheet::{Area, Cell, Hints, Row, RowSink};
use super::{How, adopt, contests, grades, layout, lists, marks, registers};

/// Reports what a sheet's header lacks for its kind.
fn check_columns(builder: &mut SheetBuilder<'_>) {
    match builder.header.kind {
        Kind::Grades => grades::check_columns(builder),
        Kind::Roster => registers::check_roster_columns(builder),
        Kind::Discipline => registers::check_punished(builder),
        Kind::Ratings => marks::check_marks(builder),
        Kind::Ballots => marks::check_boxes(builder),
        Kind::Votes => contests::check_unread(builder),
        _ => {}
    }
}

/// Reads one data row in the manner of its kind.
fn read_row(builder: &mut SheetBuilder<'_>, row: &Row<'_>) {
    match builder.header.kind {
        Kind::Grades => grades::read_row(builder, row),
        Kind::Roster => registers::read_roster_row(builder, row),
        Kind::Comprehensive => registers::read_comprehensive_row(builder, row),
        Kind::Discipline => registers::read_discipline_row(builder, row),
        Kind::Reviews => registers::read_review_row(builder, row),
        Kind::Headcount => registers::read_headcount_row(builder, row),
        Kind::Associations => registers::read_association_row(builder, row),
        _ => lists::read_row(builder, row),
    }
}

/// Looks for the header in the first rows, then hands every row to the builder of its kind.
pub struct SheetReader<'a, 'p> {
    policy: &'p Policy,
    meter: &'p Meter,
    sheet: SheetIdx,
    hints: Hints,
    waiting: Vec<Row<'a>>,
    n_rows: u32,
    /// Rows since the meter was told.
    untold: u64,
    /// One for each list that stands beside the others; nearly always one.
    builders: Vec<SheetBuilder<'p>>,
    fills: Vec<Fill<'a>>,
    given_up: bool,
    nearest: Option<Nearest>,
}

/// Rows between two messages to the meter, which files read side by side share.
const TELL_EVERY: u64 = 1 << 10;

/// A key merged over several rows: its value holds for all of them.
struct Fill<'a> {
    area: Area,
    cell: Option<Cell<'a>>,
}

/// Columns that are filled down when they are merged. Scores never are: one score is one student's.
const KEYS: [&str; 27] = [
    "学号",
    "被评人学号",
    "被评人",
    "评委",
    "评委类别",
    "姓名",
    "学院",
    "专业",
    "年级",
    "班级",
    "校区",
    "学期",
    "学年",
    "层级",
    "组织",
    "部门",
    "届次",
    "选举单位",
    "产生渠道",
    "选举事项",
    "应选",
    "发出",
    "收回",
    "有效",
    "日期",
    "类型",
    "主办单位",
];

impl<'a, 'p> SheetReader<'a, 'p> {
    /// Begins a sheet.
    #[must_use]
    pub fn new(how: How<'p>, sheet: SheetIdx, hints: Hints) -> Self {
        Self {
            policy: how.policy,
            meter: how.meter,
            sheet,
            hints,
            waiting: Vec::new(),
            n_rows: 0,
            untold: 0,
            builders: Vec::new(),
            fills: Vec::new(),
            given_up: false,
            nearest: None,
        }
    }

    /// Finds the header in the rows so far and reads those below it.
    fn decide(&mut self) {
        let waiting = std::mem::take(&mut self.waiting);
        let title = waiting.first().and_then(|row| row.cells.first()).map(|(_, cell)| cell.shown());
        if title.is_some_and(|title| title.trim() == GUIDE_TITLE) {
            self.nearest = Some(Nearest::Guide);
            self.given_up = true;
            return;
        }
        let headers = layout::find(&waiting, &self.hints, self.policy);
        let Some(last_row) = headers.first().map(|header| header.last_row) else {
            self.nearest = layout::nearest(&waiting, &self.hints, self.policy);
            self.given_up = true;
            return;
        };
        let is_key = |area: &&Area| {
            let mut columns = headers.iter().flat_map(|header| &header.columns);
            let role = columns.find(|column| column.idx == area.left);
            area.bottom > area.top && area.top > last_row && role.is_some_and(|column| KEYS.contains(&column.role))
        };
        self.fills = self.hints.merges.iter().filter(is_key).map(|area| Fill { area: *area, cell: None }).collect();
        for header in headers {
            let mut builder = SheetBuilder::new(self.policy, header, self.sheet, &self.hints);
            check_columns(&mut builder);
            self.builders.push(builder);
        }
        for row in waiting.into_iter().filter(|row| row.idx > last_row) {
            self.read(row);
        }
    }

    /// Reads a row below the header.
    fn read(&mut self, mut row: Row<'a>) {
        self.fill_down(&mut row);
        self.correct(&mut row);
        if let [builder] = self.builders.as_mut_slice() {
            if builder.counts(&row) {
                read_row(builder, &row);
            }
            return;
        }
        for builder in &mut self.builders {
            let columns = builder.header.columns_from..=builder.header.columns_to;
            let cells: Vec<_> = row.cells.iter().filter(|(column, _)| columns.contains(column)).cloned().collect();
            let part = Row { idx: row.idx, cells };
            if !part.cells.is_empty() && builder.counts(&part) {
                read_row(builder, &part);
            }
        }
    }

    fn fill_down(&mut self, row: &mut Row<'a>) {
        for fill in self.fills.iter_mut().filter(|fill| (fill.area.top..=fill.area.bottom).contains(&row.idx)) {
            let place = row.cells.binary_search_by_key(&fill.area.left, |(column, _)| *column);
            match (place, &fill.cell) {
                (Ok(at), _) => fill.cell = Some(row.cells[at].1.clone()),
                (Err(at), Some(cell)) => row.cells.insert(at, (fill.area.left, cell.clone())),
                (Err(_), None) => {}
            }
        }
    }

    /// What the reader of cells gives otherwise than the sheet shows it.
    fn correct(&self, row: &mut Row<'a>) {
        // A formula whose result was not stored reads as nothing or zero, newer error values as nothing; they must not pass so.
        for (column, text) in self.hints.lost.get(&row.idx).into_iter().flatten() {
            let error = (*column, Cell::Error(text.clone()));
            match row.cells.binary_search_by_key(column, |(column, _)| *column) {
                Ok(at) => row.cells[at] = error,
                Err(at) => row.cells.insert(at, error),
            }
        }
        for column in self.hints.percents.get(&row.idx).into_iter().flatten() {
            if let Ok(at) = row.cells.binary_search_by_key(column, |(column, _)| *column)
                && let (_, Cell::Number(number)) = &row.cells[at]
            {
                row.cells[at].1 = Cell::Text(as_percent(*number).into());
            }
        }
    }

    /// Ends the sheet: what became of it, and its rows and problems if it is of a kind.
    #[must_use]
    pub fn finish(mut self, name: &str) -> (SheetReport, Option<(Tables, Vec<Problem>)>) {
        self.meter.add_rows(self.untold);
        if self.builders.is_empty() && !self.given_up {
            self.decide();
        }
        let mut report = SheetReport {
            name: name.to_owned(),
            idx: self.sheet,
            kind: None,
            nearest: self.nearest.take(),
            header_row: None,
            n_labels: 0,
            n_read: self.n_rows,
            n_used: 0,
            set_aside: BTreeMap::new(),
            columns: Vec::new(),
            samples: Vec::new(),
        };
        if self.builders.is_empty() {
            return (report, None);
        }
        report.n_read = 0;
        let (mut tables, mut problems) = (Tables::default(), Vec::new());
        for mut builder in self.builders {
            builder.finish();
            report.kind = report.kind.or(Some(builder.header.kind));
            report.header_row = report.header_row.or(Some(builder.header.row + 1));
            report.n_labels += builder.header.labels.len();
            report.n_read += builder.n_read;
            report.n_used += builder.n_used;
            builder.samples.resize(builder.header.listing().len(), Vec::new());
            report.samples.append(&mut builder.samples);
            report.columns.extend(builder.header.listing());
            for (reason, rows) in builder.set_aside {
                report.set_aside.entry(reason).or_default().extend(rows);
            }
            adopt(&mut tables, &mut problems, builder.tables, builder.problems);
        }
        if let Some(kind) = report.kind.filter(|_| report.is_unfilled_form()) {
            // Where nothing has been written nothing can be wrong.
            problems = vec![Problem::new(Fault::FormUnfilled { kind }, Place::Sheet(self.sheet))];
        }
        (report, Some((tables, problems)))
    }
}

impl<'a> RowSink<'a> for SheetReader<'a, '_> {
    fn row(&mut self, row: Row<'a>) {
        self.untold += 1;
        if self.untold == TELL_EVERY {
            self.meter.add_rows(std::mem::take(&mut self.untold));
        }
        if !self.builders.is_empty() {
            self.read(row);
            return;
        }
        self.n_rows += 1;
        if self.given_up {
            return;
        }
        self.waiting.push(row);
        if self.waiting.len() >= layout::DEPTH {
            self.decide();
        }
    }
}
