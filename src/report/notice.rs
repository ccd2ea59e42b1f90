//! `公示/`: the public lists, each a page to post: title, what is made public and how long, how to object, the table, room for a seal.
//!
//! The lists come as [`PublicTable`]s, which hold nothing inner, and nothing else of a person gets in here. Nothing hides in the
//! workbook, either: no notes, no filters, no hidden sheets, and no sheet 依据.

use rust_xlsxwriter::{Format, FormatAlign, FormatBorder, Worksheet};
use unicode_width::UnicodeWidthStr;

use crate::model::public::{PublicColumn, PublicTable, PublicText};
use crate::policy::Policy;
use crate::rules::notice::{Notices, PublicList, Subject};
use crate::rules::staff::SCHOOL;

use super::Report;
use super::layout::{BookLayout, ColumnLayout, SheetLayout};
use super::sheet::{Book, set_up_page};

/// The folder of the lists, within that of the reports.
pub const FOLDER: &str = "公示";

/// File names of all lists.
pub const NAMES: [&str; 3] = ["候选人公示.xlsx", "代表公示.xlsx", "任职公示.xlsx"];

/// What the layout calls the lists of a subject, and the place of their workbook among [`NAMES`].
fn place_of(subject: &Subject) -> (&'static str, usize) {
    match subject {
        Subject::Candidates => ("candidates", 0),
        Subject::Delegates => ("delegates", 1),
        Subject::School | Subject::Union(_) => ("posts", 2),
    }
}

/// A workbook for each sort of list there is.
#[must_use]
pub fn reports<'a>(policy: &'a Policy, notices: &'a Notices) -> Vec<Report<'a>> {
    let books = NAMES.iter().enumerate().map(|(place, name)| {
        let is_own = |list: &&PublicList| place_of(&list.subject).1 == place && list.listed > 0;
        let own: Vec<&PublicList> = notices.lists.iter().filter(is_own).collect();
        (name, own)
    });
    books
        .filter(|(_, lists)| !lists.is_empty())
        .map(|(name, lists)| Report::workbook(format!("{FOLDER}/{name}"), move || book(policy, notices, name, &lists)))
        .collect()
}

fn book(policy: &Policy, notices: &Notices, name: &str, lists: &[&PublicList]) -> anyhow::Result<Book> {
    let layout = BookLayout::parse(include_str!("../../templates/reports/notice.toml"))?;
    let mut book = Book::new(name.trim_end_matches(".xlsx"))?;
    for list in lists {
        let (n, days) = (list.table.rows().len().to_string(), notices.days.to_string());
        let (from, to, union) = (notices.from.chinese(), notices.to.chinese(), union_of(policy, &list.subject));
        let fill = [
            ("school", policy.school.as_str()),
            ("union", &union),
            ("n", &n),
            ("days", &days),
            ("from", &from),
            ("to", &to),
        ];
        let own = layout.sheet(place_of(&list.subject).0, &fill)?;
        let name = match &list.subject {
            Subject::Candidates | Subject::Delegates => own.name.clone(),
            Subject::School => SCHOOL.to_owned(),
            Subject::Union(unit) => unit.as_str().to_owned(),
        };
        let name = book.unique_name(&name);
        let mut page = layout.sheet("page", &fill)?;
        page.paragraphs.splice(0..0, own.paragraphs);
        book.push(sheet(&SheetLayout { name, title: own.title, ..page }, &list.table)?);
    }
    Ok(book)
}

/// What to call the union a list is of: with the school's name, where it is known.
fn union_of(policy: &Policy, subject: &Subject) -> String {
    let school = policy.school.as_str();
    match subject {
        Subject::Union(unit) if unit.as_str().starts_with(school) => unit.as_str().to_owned(),
        Subject::Union(unit) => format!("{school}{}", unit.as_str()),
        Subject::School if school.is_empty() => SCHOOL.to_owned(),
        Subject::Candidates | Subject::Delegates if school.is_empty() => String::new(),
        Subject::Candidates | Subject::Delegates | Subject::School => format!("{school}学生会"),
    }
}

/// Room on A4 within the margins: width in pixels, height in points.
const PORTRAIT: (u32, u32) = (670, 720);
const LANDSCAPE: (u32, u32) = (970, 470);

/// Sizes of type in points.
const TITLE_SIZE: u32 = 20;
const TEXT_SIZE: u32 = 14;
const TABLE_SIZE: u32 = 11;

/// Room in a cell beside its text, in pixels.
const PADDING: u32 = 10;

/// A half-width character is half as wide as its type is high, and a point has four thirds of a pixel.
fn pixels(n_chars: usize, size: u32) -> u32 {
    u32::try_from(n_chars).unwrap_or(u32::MAX / 64) * size * 2 / 3
}

/// Height of a text of a size in a cell so wide, in points.
fn height(text: &str, size: u32, width: u32) -> u32 {
    let lines =
        text.split('\n').map(|line| pixels(line.width(), size).div_ceil(width.saturating_sub(PADDING).max(1)).max(1));
    lines.sum::<u32>() * size * 3 / 2
}

/// Widths of the columns in pixels, and whether the page is turned: where the columns do not fit the upright page though their
/// texts are wrapped.
fn widths(layout: &SheetLayout, table: &PublicTable) -> (Vec<u32>, bool) {
    /// Five Han characters to a line are as few as anybody likes to read; six are not parted for the sake of one.
    const LEAST: usize = 10;
    const UNPARTED: usize = 12;
    let of_column = |(idx, column): (usize, &PublicColumn)| {
        let label = label(layout, *column).lines().map(UnicodeWidthStr::width).max().unwrap_or(0);
        let most = column_layout(layout, *column).map_or(usize::MAX, |own| usize::from(own.width));
        let widest = table.rows().iter().map(|row| row.texts()[idx].as_str().width()).max().unwrap_or(0);
        let wanted = widest.min(most).max(label);
        let least = if wanted > UNPARTED { LEAST.max(label) } else { wanted };
        [least, wanted].map(|n_chars| pixels(n_chars, TABLE_SIZE) + PADDING)
    };
    let bounds: Vec<[u32; 2]> = table.columns().iter().enumerate().map(of_column).collect();
    let [least, wanted] = [0, 1].map(|bound| bounds.iter().map(|own| own[bound]).sum::<u32>());
    let is_landscape = least > PORTRAIT.0;
    let page = if is_landscape { LANDSCAPE.0 } else { PORTRAIT.0 };
    let width = |[own_least, own]: &[u32; 2]| {
        if wanted <= page {
            // A narrow table fills the page all the same.
            own * page / wanted.max(1)
        } else {
            own_least + (own - own_least) * page.saturating_sub(least) / (wanted - least).max(1)
        }
    };
    (bounds.iter().map(width).collect(), is_landscape)
}

/// One list on its pages.
fn sheet(layout: &SheetLayout, table: &PublicTable) -> anyhow::Result<Worksheet> {
    let styles = Styles::default();
    let (widths, is_landscape) = widths(layout, table);
    let total: u32 = widths.iter().sum();
    let last = u16::try_from(widths.len().saturating_sub(1))?;
    let mut sheet = Worksheet::new();
    sheet.set_name(&layout.name)?;
    set_up_page(&mut sheet, is_landscape);
    sheet.set_margins(0.6, 0.6, 0.8, 0.8, 0.3, 0.4);
    for (idx, width) in (0..).zip(&widths) {
        sheet.set_column_width_pixels(idx, *width)?;
    }
    let mut heights = vec![height(&layout.title, TITLE_SIZE, total) + 16];
    across(&mut sheet, 0, (0, last), &layout.title, &styles.title)?;
    for (row, paragraph) in (1..).zip(&layout.paragraphs) {
        across(&mut sheet, row, (0, last), paragraph, &styles.text)?;
        heights.push(height(paragraph, TEXT_SIZE, total));
    }
    // A little room before the table.
    heights.push(8);
    let header = u32::try_from(heights.len())?;
    let labels: Vec<&str> = table.columns().iter().map(|column| label(layout, *column)).collect();
    heights.push(line(&mut sheet, header, &labels, &widths, &styles.header)?);
    sheet.set_repeat_rows(header, header)?;
    for (row, own) in (header + 1..).zip(table.rows()) {
        let texts: Vec<&str> = own.texts().iter().map(PublicText::as_str).collect();
        heights.push(line(&mut sheet, row, &texts, &widths, &styles.body)?);
    }
    let end = heights.len();
    heights.push(24);
    // The seal stands in the right half.
    let from = (0..last).find(|idx| widths[..usize::from(*idx)].iter().sum::<u32>() * 2 >= total).unwrap_or(last);
    for signed in &layout.signature {
        across(&mut sheet, u32::try_from(heights.len())?, (from, last), signed, &styles.signature)?;
        heights.push(26);
    }
    for (row, height) in (0..).zip(&heights) {
        sheet.set_row_height(row, *height)?;
    }
    let (page_width, page_height) = if is_landscape { LANDSCAPE } else { PORTRAIT };
    let page_height = page_height * total.max(page_width) / page_width;
    let first = header as usize + 1;
    let pages = pages_of_table(&heights[..first], &heights[first..end], &heights[end..], page_height);
    sheet.set_print_fit_to_pages(1, pages.unwrap_or(0));
    Ok(sheet)
}

/// How many pages are enough, where the last would hold nothing but the seal or a few rows: it is printed a little smaller then.
/// `head` ends with the header, which each page repeats.
fn pages_of_table(head: &[u32], rows: &[u32], seal: &[u32], page: u32) -> Option<u16> {
    const FEW: usize = 3;
    let header = head.last().copied().unwrap_or(0);
    let mut used: u32 = head.iter().sum();
    let (mut pages, mut n_rows) = (1, 0);
    for row in rows {
        if used + row > page {
            used = header;
            (pages, n_rows) = (pages + 1, 0);
        }
        used += row;
        n_rows += 1;
    }
    if used + seal.iter().sum::<u32>() > page { Some(pages) } else { (pages > 1 && n_rows <= FEW).then_some(pages - 1) }
}

fn label(layout: &SheetLayout, column: PublicColumn) -> &str {
    column_layout(layout, column).map_or(column.chinese(), |own| &own.label)
}

fn column_layout(layout: &SheetLayout, column: PublicColumn) -> Option<&ColumnLayout> {
    layout.columns.iter().find(|own| own.key == column.chinese())
}

/// Writes a row of the table; the answer is its height.
fn line(sheet: &mut Worksheet, row: u32, texts: &[&str], widths: &[u32], style: &Format) -> anyhow::Result<u32> {
    let mut tallest = 0;
    for ((idx, text), width) in (0..).zip(texts).zip(widths) {
        sheet.write_string_with_format(row, idx, *text, style)?;
        tallest = tallest.max(height(text, TABLE_SIZE, *width));
    }
    Ok(tallest + 6)
}

/// Writes a text over several columns, or into the one there is.
fn across(sheet: &mut Worksheet, row: u32, (from, to): (u16, u16), text: &str, style: &Format) -> anyhow::Result<()> {
    if from == to {
        sheet.write_string_with_format(row, from, text, style)?;
    } else {
        sheet.merge_range(row, from, row, to, text, style)?;
    }
    Ok(())
}

struct Styles {
    title: Format,
    text: Format,
    header: Format,
    body: Format,
    signature: Format,
}

impl Default for Styles {
    fn default() -> Self {
        let font = |name: &str, size: u32| {
            Format::new().set_font_name(name).set_font_size(size).set_align(FormatAlign::VerticalCenter).set_text_wrap()
        };
        let cell = |name: &str| font(name, TABLE_SIZE).set_align(FormatAlign::Center).set_border(FormatBorder::Thin);
        Self {
            title: font("黑体", TITLE_SIZE).set_align(FormatAlign::Center),
            text: font("仿宋", TEXT_SIZE),
            header: cell("黑体"),
            body: cell("仿宋").set_num_format("@"),
            signature: font("仿宋", TEXT_SIZE).set_align(FormatAlign::Center),
        }
    }
}
