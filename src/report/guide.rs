//! The guide (使用说明) as a workbook, one sheet a page: it lies beside the materials, where whoever needs it looks.
//!
//! The pages are `templates/guide/*.md`, in a small part of Markdown: a title, headings, paragraphs, items, tables, code.

use rust_xlsxwriter::{Format, FormatAlign, FormatBorder, Url, Worksheet};

use super::sheet::{Book, Styles, cut, lines, row_height, set_up_page};

/// A page: its name, by which it is found in the workbook, and its text.
type Page = (&'static str, &'static str);

/// The pages in the order in which one reads them.
pub const PAGES: [Page; 16] = [
    ("快速上手", include_str!("../../templates/guide/快速上手.md")),
    ("00-说明与数据问题", include_str!("../../templates/guide/00-说明与数据问题.md")),
    ("01-候选资格审查", include_str!("../../templates/guide/01-候选资格审查.md")),
    ("02-专业排名", include_str!("../../templates/guide/02-专业排名.md")),
    ("03-代表名额分配", include_str!("../../templates/guide/03-代表名额分配.md")),
    ("04-代表资格审查", include_str!("../../templates/guide/04-代表资格审查.md")),
    ("05-评议汇总", include_str!("../../templates/guide/05-评议汇总.md")),
    ("06-机构编制核查", include_str!("../../templates/guide/06-机构编制核查.md")),
    ("07-退出建议", include_str!("../../templates/guide/07-退出建议.md")),
    ("08-制度台账核查", include_str!("../../templates/guide/08-制度台账核查.md")),
    ("09-改革自评表", include_str!("../../templates/guide/09-改革自评表.md")),
    ("10-二级学院考核", include_str!("../../templates/guide/10-二级学院考核.md")),
    ("公示名单", include_str!("../../templates/guide/公示名单.md")),
    ("标注副本", include_str!("../../templates/guide/标注副本.md")),
    ("与上次对比", include_str!("../../templates/guide/与上次对比.md")),
    ("常见问题", include_str!("../../templates/guide/常见问题.md")),
];

/// Widths of the columns in half-width characters; what is no table reaches over all of them.
const WIDTHS: [u16; 3] = [32, 40, 24];
const LAST: u16 = 2;

/// A piece of a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Block<'a> {
    /// The title of the page.
    Title(&'a str),
    /// The heading of a part.
    Heading(&'a str),
    /// A paragraph.
    Paragraph(&'a str),
    /// An item of a list.
    Item(&'a str),
    /// Lines to be typed as they stand.
    Code(Vec<&'a str>),
    /// A table, its header first.
    Table(Vec<Vec<&'a str>>),
}

/// The pieces of a page.
#[must_use]
pub fn blocks(page: &str) -> Vec<Block<'_>> {
    let mut blocks = Vec::new();
    let mut is_code = false;
    for line in page.lines() {
        match (line, blocks.last_mut()) {
            (fence, _) if fence.starts_with("```") => {
                is_code = !is_code;
                if is_code {
                    blocks.push(Block::Code(Vec::new()));
                }
            }
            (line, Some(Block::Code(code))) if is_code => code.push(line),
            ("", _) => blocks.push(Block::Paragraph("")),
            (row, last) if row.starts_with('|') => {
                let cells: Vec<&str> = row.trim_matches('|').split('|').map(str::trim).collect();
                if cells.iter().all(|cell| cell.chars().all(|c| c == '-' || c == ':')) {
                    continue;
                }
                match last {
                    Some(Block::Table(rows)) => rows.push(cells),
                    _ => blocks.push(Block::Table(vec![cells])),
                }
            }
            (line, _) => blocks.push(match line.split_once(' ') {
                Some(("#", title)) => Block::Title(title),
                Some(("##", heading)) => Block::Heading(heading),
                Some(("-", item)) => Block::Item(item),
                _ => Block::Paragraph(line),
            }),
        }
    }
    // A blank line only parts what stands around it.
    blocks.retain(|block| *block != Block::Paragraph(""));
    blocks
}

/// The workbook.
///
/// # Errors
///
/// If the library refuses a value.
pub fn build() -> anyhow::Result<Book> {
    let mut book = Book::new("团学使用说明")?;
    book.push(contents()?);
    for (name, text) in PAGES {
        book.push(page(name, &blocks(text))?);
    }
    Ok(book)
}

/// What is in the workbook; a click leads there.
fn contents() -> anyhow::Result<Worksheet> {
    let look = Look::default();
    let mut sheet = sheet_named("目录")?;
    look.title(&mut sheet, "团学使用说明")?;
    for (row, (name, text)) in (1_u32..).zip(PAGES) {
        let link = Url::new(format!("internal:'{name}'!A1")).set_text(name);
        sheet.write_url_with_format(row, 0, link, &look.link)?;
        let about = blocks(text).into_iter().find_map(|block| match block {
            Block::Paragraph(text) => text.split_inclusive('。').next(),
            _ => None,
        });
        look.over(&mut sheet, row, 1, &plain(about.unwrap_or_default()), &look.cell)?;
    }
    Ok(sheet)
}

fn page(name: &str, blocks: &[Block<'_>]) -> anyhow::Result<Worksheet> {
    let look = Look::default();
    let mut sheet = sheet_named(name)?;
    let mut row = 0;
    for block in blocks {
        match block {
            Block::Title(title) => look.title(&mut sheet, &plain(title))?,
            Block::Heading(heading) => look.over(&mut sheet, row, 0, &plain(heading), &look.heading)?,
            Block::Paragraph(text) => look.over(&mut sheet, row, 0, &plain(text), &look.text)?,
            Block::Item(text) => look.over(&mut sheet, row, 0, &format!("· {}", plain(text)), &look.item)?,
            Block::Code(code) => look.over(&mut sheet, row, 0, &code.join("\n"), &look.code)?,
            Block::Table(rows) => {
                for (idx, cells) in rows.iter().enumerate() {
                    look.table_row(&mut sheet, row, cells, idx == 0)?;
                    row += 1;
                }
                continue;
            }
        }
        row += 1;
    }
    Ok(sheet)
}

fn sheet_named(name: &str) -> anyhow::Result<Worksheet> {
    let mut sheet = Worksheet::new();
    sheet.set_name(name)?;
    set_up_page(&mut sheet, false);
    sheet.set_screen_gridlines(false);
    for (idx, width) in (0_u16..).zip(WIDTHS) {
        sheet.set_column_width(idx, f64::from(width) + 0.8)?;
    }
    Ok(sheet)
}

/// Without the marks around what is to be typed.
fn plain(text: &str) -> String {
    text.replace('`', "")
}

/// Width of the columns from one to the last.
fn width_from(column: u16) -> usize {
    WIDTHS.iter().skip(usize::from(column)).map(|width| usize::from(*width)).sum()
}

struct Look {
    title: Format,
    heading: Format,
    text: Format,
    item: Format,
    code: Format,
    head: Format,
    cell: Format,
    link: Format,
}

impl Default for Look {
    fn default() -> Self {
        let Styles { title, note, header, .. } = Styles::default();
        let text = note.set_font_name("宋体").set_align(FormatAlign::VerticalCenter);
        let cell = text.clone().set_font_size(10).set_border(FormatBorder::Thin).set_border_color(0x0080_8080);
        Self {
            heading: text.clone().set_font_name("黑体").set_font_size(12).set_align(FormatAlign::Bottom),
            item: text.clone().set_indent(1),
            code: text.clone().set_font_name("Consolas").set_background_color(0x00F2_F2F2).set_indent(1),
            link: cell.clone().set_font_color(0x0005_63C1).set_underline(rust_xlsxwriter::FormatUnderline::Single),
            head: header,
            title,
            text,
            cell,
        }
    }
}

impl Look {
    fn title(&self, sheet: &mut Worksheet, title: &str) -> anyhow::Result<()> {
        sheet.merge_range(0, 0, 0, LAST, title, &self.title)?;
        sheet.set_row_height(0, 32)?;
        Ok(())
    }

    /// A text over the columns from one to the last.
    fn over(&self, sheet: &mut Worksheet, row: u32, from: u16, text: &str, format: &Format) -> anyhow::Result<()> {
        sheet.merge_range(row, from, row, LAST, &cut(text), format)?;
        // An indent takes some of the width.
        let height = row_height(lines(text, width_from(from) - 3));
        let space = if std::ptr::eq(format, &raw const self.heading) { 12.0 } else { 0.0 };
        sheet.set_row_height(row, height + space)?;
        Ok(())
    }

    /// A row of a table of two or three columns; the last cell reaches to the end.
    fn table_row(&self, sheet: &mut Worksheet, row: u32, cells: &[&str], is_head: bool) -> anyhow::Result<()> {
        let format = if is_head { &self.head } else { &self.cell };
        let mut most_lines = 1;
        for (column, text) in (0_u16..).zip(cells) {
            let text = plain(text);
            let is_last = usize::from(column) + 1 == cells.len();
            let width = if is_last { width_from(column) } else { usize::from(WIDTHS[usize::from(column)]) };
            if is_last && column < LAST {
                sheet.merge_range(row, column, row, LAST, &text, format)?;
            } else {
                sheet.write_string_with_format(row, column, &text, format)?;
            }
            most_lines = most_lines.max(lines(&text, width.saturating_sub(1)));
        }
        sheet.set_row_height(row, row_height(most_lines).max(20.0))?;
        Ok(())
    }
}
