//! Two readers of xlsx: the quick one for plain sheets and the general one. Where the quick one reads a sheet, both give the same
//! cells.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use tuanxue::ingest::guard;
use tuanxue::ingest::plain;
use tuanxue::ingest::sheet::{Row, RowSink};
use tuanxue::ingest::xlsx;

use crate::samples::book::{Sheet, Value, n, t, workbook};

/// Rows as text: number, and column and content of each cell.
#[derive(Default)]
struct Rows(Vec<String>);

impl<'a> RowSink<'a> for Rows {
    fn row(&mut self, row: Row<'a>) {
        self.0.push(format!("{} {:?}", row.idx, row.cells));
    }
}

/// Compares the readers on all sheets of a workbook; the answer is how many sheets were plain.
fn compare(name: &str, bytes: &[u8]) -> usize {
    let Ok(package) = guard::check(bytes) else { return 0 };
    let archive = || zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    let strings = match package.strings {
        Some(entry) => plain::read_strings(archive().by_index(entry).unwrap()),
        None => Ok(Vec::new()),
    };
    let (Ok(strings), Ok(mut general)) = (strings, xlsx::Workbook::open(bytes)) else { return 0 };
    assert_eq!(general.sheets(), package.sheets.iter().map(|sheet| sheet.name.clone()).collect::<Vec<_>>(), "{name}");
    let mut n_plain = 0;
    for sheet in package.sheets.iter().filter(|sheet| !sheet.is_marked) {
        let Some(entry) = sheet.entry else { continue };
        let (mut quick, mut slow) = (Rows::default(), Rows::default());
        let dates = &package.book.may_be_date;
        if plain::read(archive().by_index(entry).unwrap(), &strings, dates, &mut quick).is_ok() {
            n_plain += 1;
            general.read(&sheet.name, &mut slow).unwrap_or_else(|error| panic!("{name} {}: {error}", sheet.name));
            assert_eq!(quick.0, slow.0, "{name} {}", sheet.name);
        }
    }
    n_plain
}

fn workbooks(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            workbooks(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "xlsx") {
            found.push(path);
        }
    }
}

#[test]
fn both_readers_give_the_same_cells_of_every_sample() {
    let mut found = Vec::new();
    workbooks(&Path::new(env!("CARGO_MANIFEST_DIR")).join("samples"), &mut found);
    let n_plain: usize =
        found.iter().map(|path| compare(&path.display().to_string(), &std::fs::read(path).unwrap())).sum();
    assert!(n_plain >= 10, "only {n_plain} plain sheets");
}

/// Cells that two readers could take differently, each in a sheet of its own.
#[test]
fn both_readers_give_the_same_cells_of_odd_sheets() {
    let texts = ["甲 & 乙 <丙>", " 首尾空格 ", "两\n行", "", "　全角空格　", "_x000D_", "a\tb", "🙂", "&amp;", "'0123"];
    let rows = texts.iter().map(|text| vec![t(*text), n(85.5), Value::Blank, t("末")]).collect();
    let sheet = Sheet { name: "甲", titles: Vec::new(), header: vec!["一", "二"], rows, footers: Vec::new() };
    compare("texts", &workbook(&[sheet]));

    let numbers =
        ["1", "-0.5", "1e3", "1E-3", "0.1", "100.00", "1.7976931348623157e308", "123456789012345678", ".5", "5."];
    let cells = |cells: &str| crate::hostile::workbook_with_rows(&format!("<row r=\"1\">{cells}</row>"));
    for number in numbers {
        assert_eq!(compare(number, &cells(&format!("<c r=\"B1\"><v>{number}</v></c>"))), 1, "{number}");
    }
    let plain = [
        "<c><v>1</v></c><c/><c><v>2</v></c>",
        "<c r=\"A1\" t=\"str\"><v>甲 &amp; &#20057;&lt;</v></c>",
        "<c r=\"A1\" t=\"inlineStr\"><is><t> 甲 </t></is></c><c r=\"B1\" t=\"inlineStr\"><is><t xml:space=\"preserve\"> 乙 </t></is></c>",
        "<c r=\"A1\" t=\"inlineStr\"><is><t/></is></c><c r=\"C1\"/><c r=\"D1\" s=\"0\"></c><c r=\"XFD1\"><v>7</v></c>",
        "\n  <c r=\"A1\" ><v>1</v></c>\n",
        "<c r=\"A1\" t=\"n\"><v/></c><c r=\"B1\"><v></v></c>",
        "<c r=\"C1\"><v>3</v></c><c r=\"A1\"><v>1</v></c>",
    ];
    for cells_of_row in plain {
        assert_eq!(compare(cells_of_row, &cells(cells_of_row)), 1, "{cells_of_row}");
    }
    // Left to the general reader.
    let odd = [
        "<c r=\"A1\" t=\"b\"><v>1</v></c>",
        "<c r=\"A1\" t=\"d\"><v>2026-01-02</v></c>",
        "<c r='A1'><v>1</v></c>",
        "<c r=\"A1\"><!-- --><v>1</v></c>",
        "<c r=\"A1\"><v>nan</v></c>",
        "<c r=\"A1\" t=\"str\"><v><![CDATA[甲]]></v></c>",
        "<c r=\"A1\" t=\"str\"><v>_x0041_</v></c>",
        "<c r=\"A1\" t=\"inlineStr\"><is><r><t>甲</t></r><r><t>乙</t></r></is></c>",
        "<c r=\"A1\" t=\"s\"><v>9999999</v></c>",
        "<c r=\"B7\"><v>1</v></c>",
        "<c r=\"XFE1\"><v>1</v></c>",
        "<c r=\"A1\" cm=\"1\"><v>1</v></c>",
    ];
    for cells_of_row in odd {
        assert_eq!(compare(cells_of_row, &cells(cells_of_row)), 0, "{cells_of_row}");
    }
    for rows in ["<row r=\"2\"><c><v>1</v></c></row><row r=\"1\"><c><v>1</v></c></row>", "<row r=\"1\" hidden=\"1\"/>"]
    {
        assert_eq!(compare(rows, &crate::hostile::workbook_with_rows(rows)), 0, "{rows}");
    }
    let rows = "<row r=\"3\"/><row><c><v>1</v></c></row>\n<row r=\"9\" spans=\"1:2\"></row><row r=\"10\"><c r=\"B10\"><v>2</v></c></row>";
    assert_eq!(compare(rows, &crate::hostile::workbook_with_rows(rows)), 1);
}

/// A sheet far longer than what is read at once, so that rows lie across the seams.
#[test]
fn both_readers_give_the_same_cells_across_the_seams() {
    let mut rows = String::new();
    for row in 1..=20_000 {
        let text = "长".repeat(row % 37);
        let _ = write!(
            rows,
            "<row r=\"{row}\"><c r=\"A{row}\" t=\"inlineStr\"><is><t>{text}</t></is></c><c r=\"B{row}\"><v>{row}.25</v></c></row>"
        );
    }
    assert_eq!(compare("long", &crate::hostile::workbook_with_rows(&rows)), 1);
}
