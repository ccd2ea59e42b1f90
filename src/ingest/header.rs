//! Which row is the header, which kind of sheet it heads, and which column plays which role.
//!
//! Labels are compared whole after folding; "contains" would take 家长姓名 for 姓名. Where two columns could play one role, the
//! order of synonyms decides and the choice is reported.

use std::sync::LazyLock;

use crate::model::Kind;
use crate::model::text::{fold_label, without_brackets};
use crate::policy::Policy;

use super::sheet::Row;

/// How many rows from the top the header is looked for.
pub const HEADER_DEPTH: usize = 40;

/// A canonical column of a kind and the labels schools write for it.
#[derive(Debug)]
struct Synonyms {
    column: &'static str,
    labels: Vec<String>,
}

static COLUMNS: LazyLock<Vec<(Kind, Vec<Synonyms>)>> = LazyLock::new(|| {
    static TEXT: &str = include_str!("../../templates/columns.toml");
    let table: toml::Table = toml::from_str(TEXT).unwrap_or_default();
    Kind::ALL
        .into_iter()
        .map(|kind| {
            let columns = table.get(kind.id()).and_then(toml::Value::as_table);
            let synonyms = columns.into_iter().flatten().map(|(column, labels)| Synonyms {
                // The names live as long as the program, as the table they come from does.
                column: Box::leak(column.clone().into_boxed_str()),
                labels: labels
                    .as_array()
                    .into_iter()
                    .flatten()
                    .filter_map(|label| label.as_str().map(fold_label))
                    .collect(),
            });
            (kind, synonyms.collect())
        })
        .collect()
});

/// All canonical columns of a kind.
#[must_use]
pub fn canonical_columns(kind: Kind) -> Vec<&'static str> {
    synonyms(kind).iter().map(|synonyms| synonyms.column).collect()
}

fn synonyms(kind: Kind) -> &'static [Synonyms] {
    COLUMNS.iter().find(|(other, _)| *other == kind).map_or(&[], |(_, columns)| columns)
}

/// Columns of which a sheet may have several, all of them read.
const MANY: [&str; 3] = ["课程性质", "考试性质", "成绩标志"];

/// Whether a set of columns makes a sheet of this kind.
fn suffices(kind: Kind, has: &impl Fn(&str) -> bool) -> bool {
    let id = has("学号");
    match kind {
        Kind::Roster => id && has("姓名") && has("专业") && has("年级"),
        Kind::Grades => {
            id && (has("课程名称") || has("课程代码"))
                && ["成绩", "正考成绩", "补考成绩", "重修成绩"].iter().any(|column| has(column))
        }
        Kind::Comprehensive => id && (has("综测总分") || has("专业排名") && has("专业人数")),
        Kind::Discipline => id && has("处分类型"),
        Kind::Reviews => {
            id && ["政治合格", "学习优秀", "品德良好", "作风过硬", "群众基础", "团委审核", "学工部审核", "党委批准"]
                .iter()
                .any(|column| has(column))
        }
    }
}

/// What a sheet of any kind needs, for the message about a sheet that fits none.
#[must_use]
pub fn what_is_needed() -> String {
    "学籍名册（学号、姓名、专业、年级）；成绩（学号、课程名称、成绩）；综合测评（学号、综测总分）；违纪处分（学号、处分类型）；资格审核意见（学号、政治合格等）".to_owned()
}

/// A header that was found.
#[derive(Clone, Debug)]
pub struct Header {
    /// The kind of sheet.
    pub kind: Kind,
    /// Its row, from zero.
    pub row: u32,
    /// The columns with a role, in the order of the synonyms table.
    pub columns: Vec<Column>,
    /// Roles that two columns could play: role, label used, label passed over.
    pub ambiguous: Vec<(&'static str, String, String)>,
}

/// A column with a role.
#[derive(Clone, Debug)]
pub struct Column {
    /// Canonical name.
    pub role: &'static str,
    /// Column number, from zero.
    pub idx: u16,
    /// The label as written.
    pub label: String,
}

impl Header {
    /// The column of a role.
    #[must_use]
    pub fn column(&self, role: &str) -> Option<u16> {
        self.columns.iter().find(|column| column.role == role).map(|column| column.idx)
    }

    /// All columns of a role.
    pub fn all<'s>(&'s self, role: &'s str) -> impl Iterator<Item = &'s Column> {
        self.columns.iter().filter(move |column| column.role == role)
    }

    /// Whether a row repeats this header.
    #[must_use]
    pub fn is_repeated_in(&self, row: &Row<'_>) -> bool {
        let same = self.columns.iter().filter(|column| {
            row.get(column.idx).is_some_and(|cell| fold_label(&cell.shown()) == fold_label(&column.label))
        });
        same.count() * 2 > self.columns.len()
    }
}

/// Looks at one row as a header. The most telling kind wins: a grade export that carries majors is no roster.
#[must_use]
pub fn recognise(row: &Row<'_>, policy: &Policy) -> Option<Header> {
    if row.cells.len() < 2 {
        return None;
    }
    let labels: Vec<(u16, String, String)> = row
        .cells
        .iter()
        .map(|(column, cell)| (*column, cell.shown().trim().to_owned(), fold_label(&cell.shown())))
        .collect();
    [Kind::Grades, Kind::Discipline, Kind::Reviews, Kind::Comprehensive, Kind::Roster]
        .into_iter()
        .find_map(|kind| map_columns(kind, row.idx, &labels, policy))
}

fn map_columns(kind: Kind, row: u32, labels: &[(u16, String, String)], policy: &Policy) -> Option<Header> {
    let mut header = Header { kind, row, columns: Vec::new(), ambiguous: Vec::new() };
    let mut taken: Vec<u16> = Vec::new();
    // The policy's own words come first and settle every doubt.
    for (of_kind, label, role) in &policy.column_aliases {
        let Some(synonyms) = synonyms(kind).iter().find(|synonyms| synonyms.column == role) else { continue };
        if !of_kind.is_empty() && of_kind != kind.id() {
            continue;
        }
        let folded = fold_label(label);
        for (idx, written, _) in labels.iter().filter(|(_, _, other)| *other == folded) {
            header.columns.push(Column { role: synonyms.column, idx: *idx, label: written.clone() });
            taken.push(*idx);
        }
    }
    for synonyms in synonyms(kind) {
        let settled = header.columns.iter().any(|column| column.role == synonyms.column);
        let mut candidates: Vec<(usize, &(u16, String, String))> = labels
            .iter()
            .filter(|(idx, ..)| !taken.contains(idx))
            .filter_map(|label| {
                let place = |text: &str| synonyms.labels.iter().position(|known| known == text);
                let place = place(&label.2).or_else(|| place(&without_brackets(&label.2)))?;
                Some((place, label))
            })
            .collect();
        candidates.sort_by_key(|(place, (idx, ..))| (*place, *idx));
        if MANY.contains(&synonyms.column) {
            candidates.sort_by_key(|(_, (idx, ..))| *idx);
            for (_, (idx, written, _)) in candidates {
                header.columns.push(Column { role: synonyms.column, idx: *idx, label: written.clone() });
                taken.push(*idx);
            }
            continue;
        }
        let mut candidates = candidates.into_iter();
        if !settled && let Some((_, (idx, written, _))) = candidates.next() {
            header.columns.push(Column { role: synonyms.column, idx: *idx, label: written.clone() });
            taken.push(*idx);
        }
        let Some(kept) = header.columns.iter().find(|column| column.role == synonyms.column) else { continue };
        let kept = kept.label.clone();
        for (_, (idx, written, _)) in candidates {
            header.ambiguous.push((synonyms.column, kept.clone(), written.clone()));
            taken.push(*idx);
        }
    }
    let has = |role: &str| header.columns.iter().any(|column| column.role == role);
    suffices(kind, &has).then_some(header)
}
