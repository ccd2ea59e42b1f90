//! `[notice]`: what of a person stands on a public list (公示名单).

use crate::model::public::PublicColumn;

use super::Cited;
use super::read::Getter;

/// Public lists (公示名单).
#[derive(Clone, Debug)]
pub struct NoticePolicy {
    /// The columns, in order. Only those named in [`PublicColumn`] can be asked for.
    pub columns: Cited<Vec<PublicColumn>>,
    /// Whether of a name only the first character is shown.
    pub masks_names: Cited<bool>,
    /// Whether the last four characters of the student number stand beside the name.
    pub shows_last_four: Cited<bool>,
}

impl NoticePolicy {
    pub(super) fn read(get: &Getter<'_>) -> Self {
        Self {
            columns: get
                .texts("notice.columns")
                .map(|words| words.iter().filter_map(|word| PublicColumn::parse(word)).collect()),
            masks_names: get.flag("notice.mask_name"),
            shows_last_four: get.text("notice.student_id").map(|word| word == "last4"),
        }
    }

    /// The columns with the end of the student number behind the name, where it is shown.
    #[must_use]
    pub fn shown(&self) -> Vec<PublicColumn> {
        let last_four = |column: &PublicColumn| {
            (self.shows_last_four.value && *column == PublicColumn::Name).then_some(PublicColumn::LastFour)
        };
        self.columns.value.iter().flat_map(|column| std::iter::once(*column).chain(last_four(column))).collect()
    }

    /// What cannot be printed, in words.
    pub(super) fn contradictions(&self) -> Vec<String> {
        let columns = &self.columns.value;
        let mut messages = Vec::new();
        if !columns.contains(&PublicColumn::Name) {
            messages.push("notice.columns 里没有“姓名”，名单上看不出是谁".to_owned());
        }
        let twice = columns.iter().enumerate().find(|(idx, column)| columns[..*idx].contains(column));
        if let Some((_, column)) = twice {
            messages.push(format!("notice.columns 里“{}”写了不止一次", column.chinese()));
        }
        messages
    }
}
