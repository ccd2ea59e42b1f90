//! `09-改革自评表.xlsx`: the national form of the school's union and of each college's, filled as far as the drop goes.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::model::decision::Verdict;
use crate::rules::self_assessment::{Form, Item};

use super::checks::{cells_text, persons_text};
use super::layout::BookLayout;
use super::sheet::{Book, Cell};
use super::{Outcome, clause_text, part_heading};

/// File name.
pub const NAME: &str = "09-改革自评表.xlsx";

/// The words of the form.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Words {
    school: Vec<ItemWords>,
    college: Vec<ItemWords>,
}

/// The words of an item.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct ItemWords {
    key: String,
    /// The edition whose wording it is; in every edition, if it does not say.
    edition: Option<String>,
    text: String,
}

impl Words {
    /// The items of a form with their words in the chosen edition, in the order of the form.
    fn of<'w, 'f>(&'w self, form: &'f Form, edition: &str) -> Vec<(&'w str, &'f Item)> {
        let words = if form.is_of_school { &self.school } else { &self.college };
        let is_of_edition = |words: &&ItemWords| words.edition.as_deref().is_none_or(|own| own == edition);
        words
            .iter()
            .filter(is_of_edition)
            .filter_map(|words| Some((words.text.as_str(), form.items.iter().find(|item| item.key == words.key)?)))
            .collect()
    }
}

/// Builds the workbook.
///
/// # Errors
///
/// If the library refuses a value.
pub fn build(outcome: &Outcome<'_>) -> anyhow::Result<Book> {
    let layout = BookLayout::parse(include_str!("../../templates/reports/09-self-assessment.toml"))?;
    let words: Words = toml::from_str(include_str!("../../templates/self-assessment.toml"))?;
    let edition = outcome.policy.structure.form_edition.value.as_str();
    let school = outcome.policy.school.as_str();
    let mut book = Book::new("改革自评表")?;
    for form in outcome.forms {
        // Behind the school's name its own union needs no 校, and a college's not the name once more.
        let own = form.unit.strip_prefix(school).unwrap_or(&form.unit);
        let union = if form.is_of_school { own.trim_start_matches('校') } else { own };
        let fill = [("school", school), ("unit", form.unit.as_str()), ("union", union)];
        let rows = words.of(form, edition).into_iter().zip(1..).map(|((text, item), seq)| item_row(seq, text, item));
        book.add_table(&layout.sheet("form", &fill)?, &notes(outcome, edition), rows.collect())?;
    }
    let fill = [("school", school), ("unit", "")];
    if outcome.forms.len() > 1 {
        let mut sheet = layout.sheet("overview", &fill)?;
        let labels = overview_labels(outcome, &words, edition);
        sheet.add_columns(labels.iter().map(|(_, label)| (label.clone(), label.clone())));
        let rows = outcome.forms.iter().map(|form| overview_row(&labels, form)).collect();
        book.add_table(&sheet, &["空着的，这张表不问这一项。".to_owned()], rows)?;
    }
    let rows = outcome.forms.iter().flat_map(|form| basis_rows(outcome, &words, edition, form)).collect();
    book.add_table(&layout.sheet("basis", &fill)?, &[], rows)?;
    Ok(book)
}

fn notes(outcome: &Outcome<'_>, edition: &str) -> Vec<String> {
    vec![
        part_heading(outcome),
        format!("按 {edition} 年起的表述。能从材料算出的已填好，数字和其他报告一致；标“需人工填写”的请补填后再上报。"),
        "是：符合；否：不符合；复核：材料看不出，请核实后改为是或否。“汇总”“依据”和其他报告里写的就是后一种说法。"
            .to_owned(),
        "填报单位（盖章）：　　　　　　　　　　填报人：　　　　　　　　审核人：".to_owned(),
    ]
}

fn item_row(seq: u32, text: &str, item: &Item) -> Vec<Cell<'static>> {
    let verdict = item.verdict.map_or(Cell::Marked(Verdict::Review, "需人工\n填写".into()), |verdict| {
        let text = match verdict {
            Verdict::Pass | Verdict::Exempt => "是",
            Verdict::Review => "复核",
            Verdict::Fail => "否",
        };
        Cell::Marked(verdict, text.into())
    });
    vec![
        Cell::Count(seq),
        Cell::text(text.to_owned()),
        Cell::text(item.filled.clone()),
        verdict,
        Cell::text(item.note.clone()),
    ]
}

/// The items that any of the forms has, by key, with a short label: the first words of the text.
fn overview_labels(outcome: &Outcome<'_>, words: &Words, edition: &str) -> Vec<(&'static str, String)> {
    let mut labels: Vec<(&'static str, String)> = Vec::new();
    for form in outcome.forms {
        for (_, item) in words.of(form, edition) {
            if !labels.iter().any(|(key, _)| *key == item.key) {
                labels.push((item.key, short(item.key).to_owned()));
            }
        }
    }
    labels
}

/// An item in a few characters.
fn short(key: &str) -> &'static str {
    const SHORT: [(&str, &str); 14] = [
        ("duties", "职责定位"),
        ("structure", "机构设置"),
        ("staff", "工作人员"),
        ("presidium", "主席团"),
        ("departments", "工作部门"),
        ("titles", "职务名称"),
        ("political", "政治面貌"),
        ("study", "学习成绩"),
        ("approvals", "审批程序"),
        ("elected", "选举产生"),
        ("congress", "学代会"),
        ("training", "培训"),
        ("awards", "评奖评优"),
        ("reports", "听取汇报"),
    ];
    SHORT.iter().find(|(own, _)| *own == key).map_or("分管教师", |(_, label)| label)
}

fn overview_row<'a>(labels: &[(&'static str, String)], form: &'a Form) -> Vec<Cell<'a>> {
    let verdicts: BTreeMap<&str, Option<Verdict>> = form.items.iter().map(|item| (item.key, item.verdict)).collect();
    let cell = |(key, _): &(&'static str, String)| match verdicts.get(key) {
        None => Cell::Blank,
        Some(None) => Cell::text("人工填写"),
        Some(Some(verdict)) => Cell::Verdict(*verdict),
    };
    std::iter::once(Cell::text(form.unit.as_str())).chain(labels.iter().map(cell)).collect()
}

fn basis_rows<'a>(outcome: &Outcome<'a>, words: &Words, edition: &str, form: &Form) -> Vec<Vec<Cell<'a>>> {
    let row = |((_, item), seq): ((&str, &Item), u32)| {
        let verdict = item.verdict.map_or("需人工填写", Verdict::chinese);
        vec![
            Cell::text(format!("{} 第 {seq} 项 {}", form.unit, short(item.key))),
            Cell::text(if item.filled.is_empty() {
                verdict.to_owned()
            } else {
                format!("{verdict}：{}", item.filled)
            }),
            Cell::text(persons_text(outcome, &item.persons)),
            Cell::text(clause_text(&item.basis)),
            Cell::text(cells_text(outcome, &item.evidence)),
        ]
    };
    words.of(form, edition).into_iter().zip(1..).map(row).collect()
}
