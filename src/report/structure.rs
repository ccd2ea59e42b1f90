//! `06-机构编制核查.xlsx`: each rule of the organisation's structure with value, limit, verdict and the persons concerned.

use crate::model::Kind;
use crate::model::check::Check;
use crate::rules::{rule_name, structure};

use super::layout::BookLayout;
use super::sheet::Book;
use super::{Outcome, checks, errors_note, part_heading};

/// File name.
pub const NAME: &str = "06-机构编制核查.xlsx";

/// The checks this report shows.
pub fn own<'a>(outcome: &Outcome<'a>) -> impl Iterator<Item = &'a Check> {
    outcome.checks.iter().filter(|check| structure::RULES.contains(&check.rule))
}

/// Builds the workbook.
///
/// # Errors
///
/// If the library refuses a value.
pub fn build(outcome: &Outcome<'_>) -> anyhow::Result<Book> {
    let layout = BookLayout::parse(include_str!("../../templates/reports/06-structure.toml"))?;
    let fill = [("school", outcome.policy.school.as_str())];
    let mut book = Book::new("机构编制核查")?;
    let mut notes =
        vec![part_heading(outcome), "一人在同一组织有两个职务只计一人；秘书长等教师、班委会不计入。".to_owned()];
    let reads = |kind| matches!(kind, Kind::Cadres | Kind::Advisors | Kind::Roster);
    notes.extend(errors_note(outcome, reads, "有错的行没有计入，可能牵涉的核查列为复核"));
    // What the lists count and no text limits.
    let tiers = outcome.recorded.iter().filter(|own| own.rule == "H-B12");
    notes.extend(
        tiers.map(|own| format!("{}（H-B12）：{}。只登记，不判断：{}。", rule_name(own.rule), own.found, own.why)),
    );
    let rows = own(outcome).map(|check| checks::row(outcome, check)).collect();
    book.add_table(&layout.sheet("checks", &fill)?, &notes, rows)?;
    let rows = own(outcome).map(|check| checks::basis_row(outcome, check)).collect();
    book.add_table(&layout.sheet("basis", &fill)?, &[], rows)?;
    Ok(book)
}
