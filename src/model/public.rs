//! What may be made public of a person (公示): a table that can hold nothing but the columns named here, made of texts that can
//! hold no number to reach or to tell somebody by.
//!
//! The guard is in the types: [`PublicText`] is made only by what hides such numbers, [`PublicTable`] only of such texts, and the
//! writer of public lists takes nothing else. Deliberately absent: student numbers, grades, reasons, cells.

use std::collections::HashSet;

use super::text::is_invisible;

/// A column of a public list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PublicColumn {
    /// 序号: the number of the row.
    Number,
    /// 姓名.
    Name,
    /// 学号后四位: the end of the student number.
    LastFour,
    /// 学院.
    College,
    /// 专业.
    Major,
    /// 年级.
    Cohort,
    /// 班级.
    Class,
    /// 政治面貌.
    Political,
    /// 性别.
    Gender,
    /// 民族.
    Ethnicity,
    /// 组织.
    Organisation,
    /// 职务.
    Post,
    /// 选举单位.
    Unit,
}

impl PublicColumn {
    const ALL: [Self; 13] = [
        Self::Number,
        Self::Name,
        Self::LastFour,
        Self::College,
        Self::Major,
        Self::Cohort,
        Self::Class,
        Self::Political,
        Self::Gender,
        Self::Ethnicity,
        Self::Organisation,
        Self::Post,
        Self::Unit,
    ];

    /// The header.
    #[must_use]
    pub fn chinese(self) -> &'static str {
        match self {
            Self::Number => "序号",
            Self::Name => "姓名",
            Self::LastFour => "学号后四位",
            Self::College => "学院",
            Self::Major => "专业",
            Self::Cohort => "年级",
            Self::Class => "班级",
            Self::Political => "政治面貌",
            Self::Gender => "性别",
            Self::Ethnicity => "民族",
            Self::Organisation => "组织",
            Self::Post => "职务",
            Self::Unit => "选举单位",
        }
    }

    /// The column that a policy names. The end of the student number is none: a setting of its own asks for it.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|column| *column != Self::LastFour && column.chinese() == word)
    }
}

/// Names that several students share: of colleges, majors, classes. Such a name tells nobody, whatever digits it has.
#[derive(Clone, Debug, Default)]
pub struct SharedNames(HashSet<String>);

impl SharedNames {
    /// Those of all names, each student's once, that occur more than once.
    #[must_use]
    pub fn of<'t>(names: impl Iterator<Item = &'t str>) -> Self {
        let mut seen = HashSet::new();
        let shared: HashSet<&str> = names.filter(|name| !seen.insert(*name)).collect();
        Self(shared.into_iter().map(str::to_owned).collect())
    }

    /// Whether a text is such a name, or several one behind the other (学院 班级).
    fn holds(&self, text: &str) -> bool {
        self.0.contains(text) || text.split(' ').all(|name| self.0.contains(name))
    }
}

/// A text that may be made public.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PublicText(String);

impl PublicText {
    /// What a cell says, without what could be a telephone number, an identity card's, a student's.
    #[must_use]
    pub fn of(text: &str, shared: &SharedNames) -> Self {
        /// Student numbers and short telephone numbers have at least five digits, years and the names of classes mostly four.
        const LEAST: usize = 5;
        /// A mobile telephone has eleven; the number of a class is not so long.
        const LEAST_OF_SHARED: usize = 11;
        let text = text.trim();
        Self(without_numbers(text, if shared.holds(text) { LEAST_OF_SHARED } else { LEAST }))
    }

    /// A person's name; masked, only its first character stands, and what parts its parts.
    #[must_use]
    pub fn name(text: &str, is_masked: bool) -> Self {
        let Self(name) = Self::of(text, &SharedNames::default());
        Self(if is_masked { masked(&name) } else { name })
    }

    /// The last four characters of a student number; nothing of a number that has no more.
    #[must_use]
    pub fn last_four(student_id: &str) -> Self {
        const SHOWN: usize = 4;
        let n_hidden = student_id.chars().count().saturating_sub(SHOWN);
        Self(if n_hidden == 0 { String::new() } else { student_id.chars().skip(n_hidden).collect() })
    }

    /// Several, one behind the other.
    #[must_use]
    pub fn joined(texts: &[Self]) -> Self {
        let texts: Vec<&str> = texts.iter().map(Self::as_str).filter(|text| !text.is_empty()).collect();
        Self(texts.join("、"))
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// `欧阳娜娜` → `欧***`, `阿卜杜·热合曼` → `阿**·***`, `张` → `*`.
fn masked(name: &str) -> String {
    let parts = |c: char| c.is_whitespace() || matches!(c, '·' | '‧' | '・' | '•' | '･' | '∙' | '⋅' | '.');
    let is_single = name.chars().filter(|c| !parts(*c)).count() == 1;
    let mut is_first = !is_single;
    name.chars().map(|c| if parts(c) || std::mem::take(&mut is_first) { c } else { '*' }).collect()
}

/// A text with a star for each character of a run of letters and digits that has so many digits in a row, or that only spaces and
/// marks part into so many that it could be a telephone number.
fn without_numbers(text: &str, least: usize) -> String {
    /// Digits of a telephone number with its area, as people part them: 0731-8228 1234.
    const LEAST_PARTED: usize = 10;
    let characters: Vec<char> = text.chars().filter(|c| !is_invisible(*c)).collect();
    let mut shown = String::new();
    let mut rest = &characters[..];
    while let Some(first) = rest.first() {
        let length = rest.iter().take_while(|c| is_of_number(**c) || is_parting(**c)).count();
        if length == 0 {
            shown.push(*first);
            rest = &rest[1..];
            continue;
        }
        let (run, behind) = rest.split_at(length);
        let digits = run.iter().filter(|c| c.is_numeric()).count();
        let in_a_row = run.split(|c| !c.is_numeric()).map(<[char]>::len).max().unwrap_or(0);
        let is_hidden = in_a_row >= least || digits >= LEAST_PARTED.max(least);
        shown.extend(run.iter().map(|c| if is_hidden && is_of_number(*c) { '*' } else { *c }));
        rest = behind;
    }
    shown
}

/// Letters and digits, full-width ones included: identity cards end in X, student numbers may begin with letters.
fn is_of_number(c: char) -> bool {
    c.is_ascii_alphanumeric() || c.is_numeric() || matches!(c, 'Ａ'..='Ｚ' | 'ａ'..='ｚ')
}

fn is_parting(c: char) -> bool {
    c.is_whitespace() || matches!(c, '-' | '－' | '–' | '—' | '_' | '.' | '(' | ')' | '+' | '@')
}

/// One person of a public list: a text for each of the table's columns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicRow(Vec<PublicText>);

impl PublicRow {
    /// The texts, in the order of the columns.
    #[must_use]
    pub fn texts(&self) -> &[PublicText] {
        &self.0
    }
}

/// The table of a public list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicTable {
    columns: Vec<PublicColumn>,
    rows: Vec<PublicRow>,
}

impl PublicTable {
    /// A table with these columns and a row for each person; the rows' own numbers are written here. A column in which nothing
    /// stands is left out.
    #[must_use]
    pub fn new<T>(columns: &[PublicColumn], people: &[T], text: impl Fn(&T, PublicColumn) -> PublicText) -> Self {
        let number = |idx: usize| PublicText((idx + 1).to_string());
        let of_column = |column: PublicColumn| -> Vec<PublicText> {
            let texts = people.iter().enumerate();
            texts
                .map(|(idx, own)| if column == PublicColumn::Number { number(idx) } else { text(own, column) })
                .collect()
        };
        let filled: Vec<(PublicColumn, Vec<PublicText>)> = columns
            .iter()
            .map(|column| (*column, of_column(*column)))
            .filter(|(_, texts)| texts.iter().any(|text| !text.as_str().is_empty()))
            .collect();
        let row = |idx: usize| PublicRow(filled.iter().map(|(_, texts)| texts[idx].clone()).collect());
        Self { rows: (0..people.len()).map(row).collect(), columns: filled.iter().map(|(column, _)| *column).collect() }
    }

    /// The columns.
    #[must_use]
    pub fn columns(&self) -> &[PublicColumn] {
        &self.columns
    }

    /// The rows.
    #[must_use]
    pub fn rows(&self) -> &[PublicRow] {
        &self.rows
    }
}
