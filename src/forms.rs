//! The blank input workbooks (空白表) as data, from `templates/forms/*.toml`: columns, words to choose from, an example row.
//!
//! Two stages share it and must agree: `report` writes the workbooks, `ingest` knows their example row and their notes again.
//! Deliberately absent: how a workbook looks.

use std::sync::LazyLock;

use serde::de::Error as _;
use serde::{Deserialize, Deserializer};

use crate::model::Kind;
use crate::model::text::fold;
use crate::model::union::{Level, Meeting};
use crate::policy::{Policy, STATUSES};

/// What the first cell of an example row (示例行) begins with. Nobody writes it by accident.
pub const EXAMPLE_MARK: &str = "【示例】";

/// Title of the sheet that says how a blank workbook is filled in, by which it is known again.
pub const GUIDE_TITLE: &str = "填写说明（团学空白表）";

/// The texts of all forms, in the order of [`Kind::ALL`].
pub const TEXTS: [&str; 21] = [
    include_str!("../templates/forms/roster.toml"),
    include_str!("../templates/forms/grades.toml"),
    include_str!("../templates/forms/comprehensive.toml"),
    include_str!("../templates/forms/discipline.toml"),
    include_str!("../templates/forms/headcount.toml"),
    include_str!("../templates/forms/cadres.toml"),
    include_str!("../templates/forms/associations.toml"),
    include_str!("../templates/forms/delegates.toml"),
    include_str!("../templates/forms/votes.toml"),
    include_str!("../templates/forms/ratings.toml"),
    include_str!("../templates/forms/ballots.toml"),
    include_str!("../templates/forms/reviews.toml"),
    include_str!("../templates/forms/meetings.toml"),
    include_str!("../templates/forms/training.toml"),
    include_str!("../templates/forms/requests.toml"),
    include_str!("../templates/forms/notices.toml"),
    include_str!("../templates/forms/rotation.toml"),
    include_str!("../templates/forms/advisors.toml"),
    include_str!("../templates/forms/attendance.toml"),
    include_str!("../templates/forms/services.toml"),
    include_str!("../templates/forms/contacts.toml"),
];

/// Read once; a test reads them all and finds every kind.
static FORMS: LazyLock<Vec<Form>> = LazyLock::new(|| TEXTS.iter().flat_map(|text| Form::parse(text)).collect());

/// A blank workbook of one kind.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Form {
    /// What is written into it (表的种类).
    #[serde(deserialize_with = "kind_of_id")]
    pub kind: Kind,
    /// Title over the table, and the name of the file.
    pub title: String,
    /// What one row is, and when the table is needed.
    pub purpose: String,
    /// The reports that read it.
    pub reports: Vec<String>,
    /// Whether it is printed in landscape.
    #[serde(default)]
    pub landscape: bool,
    /// Its columns, in order.
    pub columns: Vec<Column>,
}

/// A column of a blank workbook.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Column {
    /// The canonical column of `templates/columns.toml`, or a dimension of the evaluation.
    pub name: String,
    /// Whether no row may leave it blank (必填).
    #[serde(default)]
    pub required: bool,
    /// Width in half-width characters.
    pub width: u16,
    /// What is written there.
    #[serde(default)]
    pub format: Format,
    /// The words of its drop-down; none where there is no list.
    #[serde(default)]
    pub words: Vec<String>,
    /// What the example row says; may be empty.
    #[serde(default)]
    pub example: String,
    /// How it is filled in.
    pub note: String,
}

/// What is written into a column.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Format {
    /// Text, student numbers too.
    #[default]
    Text,
    /// A number or a word: a score.
    General,
    /// A day.
    Date,
    /// A whole number.
    Whole,
    /// A number with or without decimals.
    Number,
}

impl Form {
    /// Reads a form as it stands in the file, words in braces included.
    ///
    /// # Errors
    ///
    /// If the text is no form.
    pub fn parse(text: &str) -> anyhow::Result<Self> {
        Ok(toml::from_str(text)?)
    }

    /// File name.
    #[must_use]
    pub fn file(&self) -> String {
        format!("{}.xlsx", self.title)
    }

    /// The cells of the example row, blank ones too, the mark in the first.
    #[must_use]
    pub fn example(&self) -> Vec<String> {
        let mark = |(idx, column): (usize, &Column)| {
            let mark = if idx == 0 { EXAMPLE_MARK } else { "" };
            format!("{mark}{}", column.example)
        };
        self.columns.iter().enumerate().map(mark).collect()
    }

    /// Whether these cells are those of the example row, some left out or none. Whatever else a row says is somebody's data.
    pub fn is_example(&self, cells: impl IntoIterator<Item = impl AsRef<str>>) -> bool {
        let example = self.example();
        let mut left = example.iter().map(|text| fold(text));
        cells.into_iter().all(|cell| left.any(|own| own == fold(cell.as_ref())))
    }

    fn under(&self, policy: &Policy) -> Self {
        let (_, full_mark) = policy.evaluation.scale.value;
        let filled = |text: &str| text.replace("{full_mark}", &full_mark.to_string());
        let column = |column: &Column| {
            let words = column.words.iter().flat_map(|word| words_of(word, policy)).collect();
            let first = words_of(&column.example, policy).into_iter().next().unwrap_or_default();
            Column { words, example: filled(&first), note: filled(&column.note), ..column.clone() }
        };
        let columns = self.columns.iter().map(column).flat_map(|column| {
            let names = words_of(&column.name, policy);
            names.into_iter().map(move |name| Column { name, ..column.clone() })
        });
        Self { columns: columns.collect(), ..self.clone() }
    }
}

impl Column {
    /// The label as the workbook shows it: a required one bears a star, which reading passes over.
    #[must_use]
    pub fn label(&self) -> String {
        format!("{}{}", self.name, if self.required { "*" } else { "" })
    }
}

/// All forms, with the words of the policy, in the order of [`Kind::ALL`].
#[must_use]
pub fn all(policy: &Policy) -> Vec<Form> {
    FORMS.iter().map(|form| form.under(policy)).collect()
}

/// The form of a kind, with the words of the policy.
#[must_use]
pub fn of_kind(kind: Kind, policy: &Policy) -> Option<Form> {
    FORMS.iter().find(|form| form.kind == kind).map(|form| form.under(policy))
}

/// What a word in braces stands for; any other stands for itself.
fn words_of(word: &str, policy: &Policy) -> Vec<String> {
    let owned = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect();
    let names = |weights: &[(String, u32)]| weights.iter().map(|(name, _)| name.clone()).collect();
    match word {
        "{levels}" => owned(&Level::ALL.map(Level::chinese)),
        "{meetings}" => owned(&Meeting::ALL.map(Meeting::chinese)),
        "{political}" => owned(&STATUSES),
        // All words for being enrolled mean the same; one is enough to choose from.
        "{statuses}" => policy.enrolled.iter().take(1).chain(&policy.not_enrolled).cloned().collect(),
        "{groups}" => names(&policy.evaluation.groups.value),
        "{dimension}" => names(&policy.evaluation.dimensions.value),
        "{departments}" => policy.structure.departments.value.clone(),
        "{request_categories}" => policy.ledgers.request_categories.value.clone(),
        "{training_topics}" => policy.ledgers.training_topics.value.clone(),
        word => vec![word.to_owned()],
    }
}

fn kind_of_id<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Kind, D::Error> {
    let id = String::deserialize(deserializer)?;
    let kind = Kind::ALL.into_iter().find(|kind| kind.id() == id);
    kind.ok_or_else(|| D::Error::custom(format!("没有“{id}”这种表")))
}
