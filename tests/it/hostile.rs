//! Files that are broken or built to do harm: each gets a sentence in Chinese, costs little, and the good files beside it go on.

use std::io::{Cursor, Write as _};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

use crate::scene::{one_course_each, roster_of};
use crate::support::Drop;

const SHEET_HEAD: &str =
    "<?xml version=\"1.0\"?><worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetData>";

/// A workbook that opens, with one part replaced by a text repeated so many times between two others.
fn workbook_with(part: &str, head: &str, unit: &str, times: usize, tail: &str) -> Vec<u8> {
    let sheets = crate::samples::book::Sheet {
        name: "Sheet1",
        titles: Vec::new(),
        header: vec!["学号", "课程名称", "成绩"],
        rows: Vec::new(),
        footers: Vec::new(),
    };
    let plain = crate::samples::book::workbook(&[sheets]);
    let mut source = ZipArchive::new(Cursor::new(plain)).unwrap();
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    for idx in 0..source.len() {
        let entry = source.by_index(idx).unwrap();
        if entry.name().unwrap() != part {
            writer.raw_copy_file(entry).unwrap();
        }
    }
    writer.start_file(part, options).unwrap();
    writer.write_all(head.as_bytes()).unwrap();
    let chunk = unit.repeat(1000);
    for _ in 0..times.div_ceil(1000) {
        writer.write_all(chunk.as_bytes()).unwrap();
    }
    writer.write_all(tail.as_bytes()).unwrap();
    writer.finish().unwrap().into_inner()
}

/// A workbook whose sheet holds these rows, written as they are.
pub(crate) fn workbook_with_rows(rows: &str) -> Vec<u8> {
    workbook_with("xl/worksheets/sheet1.xml", SHEET_HEAD, "", 0, &format!("{rows}</sheetData></worksheet>"))
}

/// Runs a file beside a good roster and good grades: they are decided, and the answer is what is said about the file.
fn beside_good_files(name: &str, bytes: &[u8]) -> String {
    let ran = roster_of(1).sheet("成绩.xlsx", &one_course_each(&["90"])).file(name, bytes).run();
    assert_eq!(ran.student("2023001").verdict_on("H-A3"), "pass");
    let problems: Vec<String> = ran.problems().into_iter().filter(|problem| problem.contains(name)).collect();
    problems.join("\n")
}

#[track_caller]
fn assert_said(name: &str, bytes: &[u8], fragment: &str) {
    let said = beside_good_files(name, bytes);
    assert!(said.contains(fragment), "{name}: {said:?}");
}

#[test]
fn a_sheet_that_inflates_without_end_is_refused() {
    let bytes = workbook_with("xl/worksheets/sheet1.xml", SHEET_HEAD, "<row/>", 20_000_000, "</sheetData></worksheet>");
    assert!(bytes.len() < 1 << 20);
    assert_said("炸弹.xlsx", &bytes, "展开后过大");
}

#[test]
fn a_cell_without_end_is_refused() {
    let head = format!("{SHEET_HEAD}<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>");
    let tail = "</t></is></c></row></sheetData></worksheet>";
    assert_said("长格.xlsx", &workbook_with("xl/worksheets/sheet1.xml", &head, "长", 1_000_000, tail), "文字过长");
}

#[test]
fn texts_by_the_million_are_refused() {
    let head = "<sst xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\">";
    let bytes = workbook_with("xl/sharedStrings.xml", head, "<si/>", 7_000_000, "</sst>");
    assert_said("文字.xlsx", &bytes, "文字过多");
}

/// A value in the last cell of a sheet is a value like any other: nothing is laid out up to it.
#[test]
fn a_value_in_the_last_cell_costs_nothing() {
    let cells = "<row r=\"1048576\"><c r=\"XFD1048576\"><v>1</v></c></row></sheetData></worksheet>";
    assert_said("远格.xlsx", &workbook_with("xl/worksheets/sheet1.xml", SHEET_HEAD, "", 0, cells), "没有认出这张表");
}

/// Two directory entries over one part: inflated once for each.
#[test]
fn parts_that_share_their_bytes_are_refused() {
    let mut bytes = workbook_with("xl/worksheets/sheet1.xml", SHEET_HEAD, "", 0, "</sheetData></worksheet>");
    let entries: Vec<usize> =
        bytes.windows(4).enumerate().filter(|(_, window)| *window == b"PK\x01\x02").map(|(at, _)| at).collect();
    let first: [u8; 4] = bytes[entries[0] + 42..entries[0] + 46].try_into().unwrap();
    let last = *entries.last().unwrap();
    bytes[last + 42..last + 46].copy_from_slice(&first);
    assert_said("重叠.xlsx", &bytes, "重叠");
}

#[test]
fn tables_within_tables_and_cells_over_everything_are_refused() {
    assert_said("深.html", "<table><tr><td>".repeat(100_000).as_bytes(), "套得太深");
    let wide = format!("<table>{}", "<tr><td colspan=1000 rowspan=65534>x".repeat(50_000));
    assert_said("宽.html", wide.as_bytes(), "列数超出");
}

/// Entities are not expanded and nothing outside is fetched: the file holds no table, and its text stays what it is.
#[test]
fn entities_are_not_followed() {
    let xml = "<?xml version=\"1.0\"?><!DOCTYPE l [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;\"><!ENTITY c SYSTEM \
               \"file:///etc/hostname\">]><Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\"><Worksheet><Table>\
               <Row><Cell><Data>学号&b;</Data></Cell><Cell><Data>处分类型&c;</Data></Cell></Row></Table></Worksheet></Workbook>";
    let ran = roster_of(1).sheet("成绩.xlsx", &one_course_each(&["90"])).file("实体.xml", xml.as_bytes()).run();
    let result = ran.result();
    let input = result["inputs"].as_array().unwrap().iter().find(|input| input["file"] == "实体.xml").unwrap();
    // The labels are plain 学号 and 处分类型: nothing was put in for the entities.
    assert_eq!(input["sheets"][0]["kind"], "discipline");
    let report = std::fs::read(ran.reports().join("结果.json")).unwrap();
    assert!(!String::from_utf8(report).unwrap().contains("aaaaaaaaaa"));
}

#[test]
fn broken_empty_and_foreign_files_are_named_as_what_they_are() {
    let whole = workbook_with("xl/worksheets/sheet1.xml", SHEET_HEAD, "", 0, "</sheetData></worksheet>");
    let mut compound = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".to_vec();
    let stream = |name: &str| -> Vec<u8> { name.encode_utf16().chain([0]).flat_map(u16::to_le_bytes).collect() };
    compound.resize(1024, 0);
    let encrypted = [compound.clone(), stream("EncryptedPackage")].concat();
    let cut_xls = [compound, stream("Workbook")].concat();
    assert_said("截断.xlsx", &whole[..whole.len() / 2], "不完整");
    assert_said("空.xlsx", b"", "0 字节");
    assert_said("零.xlsx", &[0; 4096], "占位文件");
    assert_said("密码.xlsx", &encrypted, "打开密码");
    assert_said("坏.xls", &cut_xls, "损坏");
    assert_said("图.xlsx", b"\x89PNG\r\n\x1a\n0000", "图片");
    assert_said("文.xls", b"%PDF-1.7 ...", "PDF");
    assert_said("行.csv", format!("学号,{}", "x".repeat(2 << 20)).as_bytes(), "文字过长");
}

/// Names of files, sheets and persons become no path, no sheet name and no formula.
#[test]
fn names_from_the_data_are_made_harmless() {
    let rows = "学号|姓名|政治面貌|学院|专业|年级|班级|学籍状态\n\
                2023001|=HYPERLINK(\"http://x\",\"y\")|团员|../../etc|[专业]:*?/\\\\|2023|1班|在读\n\
                2023002|@SUM(A1)|?|'引号'|+1|2023|1班|奇怪";
    let ran = Drop::new()
        .book("=册..名.xlsx", &[("表.一", rows)])
        .sheet("成绩.xlsx", "学号|课程名称|成绩|学分\n2023001|=1+1|90|2\n2023002|-1|待定|2")
        .run();
    let mut found = Vec::new();
    for folder in [ran.reports(), ran.reports().join("标注副本")] {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.extension().is_some_and(|extension| extension == "xlsx") {
                found.push(path);
            }
        }
    }
    assert!(found.len() >= 5, "{found:?}");
    for path in found {
        let mut archive = ZipArchive::new(std::fs::File::open(&path).unwrap()).unwrap();
        for idx in 0..archive.len() {
            let mut text = String::new();
            let mut entry = archive.by_index(idx).unwrap();
            let name = entry.name().unwrap().into_owned();
            if name.starts_with("xl/worksheets/sheet") {
                std::io::Read::read_to_string(&mut entry, &mut text).unwrap();
                assert!(!text.contains("<f>"), "{} {name} holds a formula", path.display());
            }
        }
    }
    // Nothing was written outside the drop's reports.
    let beside: Vec<_> = std::fs::read_dir(ran.drop.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(beside.len(), 3, "{beside:?}");
}

/// Each such cell has to be remembered; a sheet of nothing else is refused before it fills the memory.
#[test]
fn formulas_without_result_by_the_million_are_refused() {
    let sheet = workbook_with(
        "xl/worksheets/sheet1.xml",
        &format!("{SHEET_HEAD}<row r=\"1\">"),
        "<c><f>A1</f></c>",
        1_000_001,
        "</row></sheetData></worksheet>",
    );
    assert_said("公式.xlsx", &sheet, "没有结果的公式、错误值或百分数过多");
}
