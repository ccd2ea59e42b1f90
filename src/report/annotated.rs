//! `标注副本/`: for each sheet with problems a copy of its values, the cells in question red and noted, and a list that leads to
//! them. The original row numbers and column letters stand beside the copy, as the messages name those.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder, Note, Url, Worksheet};
use unicode_width::UnicodeWidthStr as _;

use crate::model::intake::SheetCopy;
use crate::model::origin::{CellRef, SheetIdx, column_letters};
use crate::problem::{Problem, Severity};

use super::sheet::{Book, cut, lines, row_height};
use super::{Outcome, Report};

/// The folder of the copies, within that of the reports.
pub const FOLDER: &str = "标注副本";

/// Rows of the copy above its first: title, advice, column letters.
const HEAD: u32 = 3;

/// Width of the column of the messages.
const WIDEST: usize = 90;

/// Notes of one copy; a spreadsheet with more is slow to open and nobody reads them.
const MAX_NOTES: usize = 2000;

/// The rows with a problem, by sheet: what has to be copied.
#[must_use]
pub fn wanted(problems: &[Problem]) -> BTreeMap<SheetIdx, BTreeSet<u32>> {
    let mut rows: BTreeMap<SheetIdx, BTreeSet<u32>> = BTreeMap::new();
    for cell in problems.iter().filter(|problem| is_shown(problem)).filter_map(|problem| problem.place.cell()) {
        rows.entry(cell.sheet()).or_default().insert(cell.row());
    }
    rows
}

fn is_shown(problem: &Problem) -> bool {
    problem.fault.severity() != Severity::Info
}

/// A workbook for each copied sheet.
#[must_use]
pub fn reports<'a>(outcome: &'a Outcome<'a>) -> Vec<Report<'a>> {
    let mut taken = HashSet::new();
    let copies = outcome.copies.iter().filter(|copy| !copy.rows.is_empty());
    copies.map(|copy| Report::workbook(file_name(outcome, copy.idx, &mut taken), || book(outcome, copy))).collect()
}

/// `标注副本/成绩-Sheet1.xlsx`: names from the data, made harmless for every file system.
fn file_name(outcome: &Outcome<'_>, sheet: SheetIdx, taken: &mut HashSet<String>) -> String {
    const MOST: usize = 60;
    let sources = &outcome.facts.sources;
    let file = sources.file(sheet.file());
    let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
    let clean: String = format!("{stem}-{}", sources.sheet(sheet))
        .chars()
        .map(|c| if c.is_control() || "\\/:*?\"<>|".contains(c) { '_' } else { c })
        .take(MOST)
        .collect();
    let clean = clean.trim_matches([' ', '.']);
    let mut name = clean.to_owned();
    let mut number = 2;
    while !taken.insert(name.to_lowercase()) {
        name = format!("{clean}({number})");
        number += 1;
    }
    format!("{FOLDER}/{name}.xlsx")
}

fn book(outcome: &Outcome<'_>, copy: &SheetCopy) -> anyhow::Result<Book> {
    let problems: Vec<&Problem> = outcome
        .problems
        .iter()
        .filter(|problem| is_shown(problem) && problem.place.sheet() == Some(copy.idx))
        .collect();
    // Where each original row stands in the copy.
    let places: BTreeMap<u32, u32> = copy.rows.iter().zip(HEAD..).map(|((row, _), place)| (*row, place)).collect();
    let title = outcome.title_of(copy.idx);
    let mut book = Book::new("标注副本")?;
    book.push(list(&title, &problems, &places)?);
    book.push(data(&title, copy, &problems, &places)?);
    Ok(book)
}

/// The problems of the sheet, each leading to its cell.
fn list(title: &str, problems: &[&Problem], places: &BTreeMap<u32, u32>) -> anyhow::Result<Worksheet> {
    let mut sheet = Worksheet::new();
    sheet.set_name("问题")?;
    let (head, body, centred) = (header_format(), body_format(), centred_format());
    sheet.merge_range(0, 0, 0, 4, &format!("{title}：问题清单"), &title_format())?;
    sheet.set_row_height(0, 28)?;
    for (column, (label, width)) in
        (0_u16..).zip([("序号", 6), ("单元格", 10), ("程度", 8), ("代码", 8), ("问题与建议", WIDEST)])
    {
        sheet.write_string_with_format(1, column, label, &head)?;
        sheet.set_column_width(column, u32::try_from(width)?)?;
    }
    for (row, problem) in (2_u32..).zip(problems) {
        let place = problem.place.cell().and_then(|cell| {
            let row = places.get(&cell.row())? + 1;
            Some((cell.a1(), format!("{}{row}", column_letters(cell.column() + 1))))
        });
        sheet.write_number_with_format(row, 0, row - 1, &centred)?;
        match (place, problem.place.cell()) {
            (Some((cell, place)), _) => {
                let url = Url::new(format!("internal:'数据'!{place}")).set_text(cell);
                sheet.write_url_with_format(row, 1, url, &link_format())?;
            }
            (None, cell) => {
                let text = cell.map_or_else(|| "整张表".to_owned(), CellRef::a1);
                sheet.write_string_with_format(row, 1, text, &centred)?;
            }
        }
        sheet.write_string_with_format(row, 2, problem.fault.severity().chinese(), &centred)?;
        sheet.write_string_with_format(row, 3, problem.fault.code(), &centred)?;
        let message = problem.message();
        sheet.write_string_with_format(row, 4, &message, &body)?;
        sheet.set_row_height(row, row_height(lines(&message, WIDEST)))?;
    }
    sheet.set_freeze_panes(2, 0)?;
    print_set_up(&mut sheet, 1);
    Ok(sheet)
}

/// The copy itself.
fn data(
    title: &str,
    copy: &SheetCopy,
    problems: &[&Problem],
    places: &BTreeMap<u32, u32>,
) -> anyhow::Result<Worksheet> {
    let mut sheet = Worksheet::new();
    sheet.set_name("数据")?;
    let (head, body) = (header_format(), body_format());
    let last = copy.rows.iter().flat_map(|(_, cells)| cells.iter().map(|(column, _)| *column)).max().unwrap_or(0);
    let mut by_cell: BTreeMap<(u32, u16), Vec<&Problem>> = BTreeMap::new();
    for problem in problems {
        if let Some(cell) = problem.place.cell()
            && let Some(place) = places.get(&cell.row())
        {
            by_cell.entry((*place, cell.column() + 1)).or_default().push(problem);
        }
    }
    let widest = last.max(by_cell.keys().map(|(_, column)| column - 1).max().unwrap_or(0));
    let advice = if copy.is_partial {
        "只列出前几行和有问题的行。红色为错误，黄色为提醒，说明见批注和“问题”。请在原表里更正，本副本不会被读取。"
    } else {
        "红色为错误，黄色为提醒，说明见批注和“问题”。请在原表里更正，本副本不会被读取。"
    };
    sheet.write_string_with_format(0, 0, title, &title_format().set_align(FormatAlign::Left))?;
    sheet.write_string(1, 0, advice)?;
    sheet.write_string_with_format(2, 0, "原行号", &head)?;
    for column in 0..=widest {
        sheet.write_string_with_format(2, column + 1, column_letters(column), &head)?;
    }
    let mut widths = vec![6_usize; usize::from(widest) + 2];
    let mut n_notes = 0;
    for ((row, cells), place) in copy.rows.iter().zip(HEAD..) {
        sheet.write_number_with_format(place, 0, row + 1, &head)?;
        for (column, text) in cells {
            widths[usize::from(column + 1)] = widths[usize::from(column + 1)].max(text.width_cjk().min(30));
            if !by_cell.contains_key(&(place, column + 1)) {
                sheet.write_string_with_format(place, column + 1, cut(text), &body)?;
            }
        }
        for ((_, column), found) in by_cell.range((place, 0)..=(place, u16::MAX)) {
            let text = cells.iter().find(|(other, _)| other + 1 == *column).map_or("", |(_, text)| text);
            let is_error = found.iter().any(|problem| problem.fault.severity() == Severity::Error);
            sheet.write_string_with_format(place, *column, cut(text), &marked_format(is_error))?;
            n_notes += 1;
            if n_notes <= MAX_NOTES {
                let texts: Vec<String> = found.iter().map(|p| format!("{} {}", p.fault.code(), p.message())).collect();
                let note = Note::new(texts.join("\n")).add_author_prefix(false).set_width(320).set_height(120);
                sheet.insert_note(place, *column, &note)?;
            }
        }
    }
    for (column, width) in (0_u16..).zip(widths) {
        sheet.set_column_width(column, f64::from(u32::try_from(width)?) + 1.5)?;
    }
    sheet.set_freeze_panes(HEAD, 1)?;
    print_set_up(&mut sheet, 2);
    Ok(sheet)
}

fn print_set_up(sheet: &mut Worksheet, header: u32) {
    sheet.set_paper_size(9).set_landscape().set_print_fit_to_pages(1, 0);
    // A header row always exists; the library refuses only rows beyond a spreadsheet's end.
    let _ = sheet.set_repeat_rows(header, header);
    sheet.set_footer("&C第 &P 页，共 &N 页");
}

fn title_format() -> Format {
    Format::new().set_font_name("黑体").set_font_size(14).set_align(FormatAlign::Center)
}

fn header_format() -> Format {
    Format::new()
        .set_font_name("黑体")
        .set_font_size(10)
        .set_align(FormatAlign::Center)
        .set_border(FormatBorder::Thin)
        .set_background_color(Color::RGB(0x00E7_EDF5))
}

fn body_format() -> Format {
    Format::new()
        .set_font_name("宋体")
        .set_font_size(10)
        .set_border(FormatBorder::Thin)
        .set_border_color(Color::RGB(0x00BF_BFBF))
        .set_text_wrap()
        .set_align(FormatAlign::VerticalCenter)
        .set_num_format("@")
}

fn centred_format() -> Format {
    body_format().set_align(FormatAlign::Center)
}

fn link_format() -> Format {
    centred_format().set_font_color(Color::RGB(0x0005_63C1))
}

fn marked_format(is_error: bool) -> Format {
    let (background, font) = if is_error { (0x00FF_C7CE, 0x009C_0006) } else { (0x00FF_EB9C, 0x007F_6000) };
    body_format().set_background_color(Color::RGB(background)).set_font_color(Color::RGB(font)).set_bold()
}
