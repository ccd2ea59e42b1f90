//! The reports' folder: the old set whole or the new set whole, and nobody's files lost.

use std::path::Path;

use tuanxue::output::{prepare, replace};
use tuanxue::report::Report;

fn reports(text: &str) -> Vec<Report<'static>> {
    ["00-说明与数据问题.xlsx", "结果.json"]
        .into_iter()
        .map(|name| {
            let bytes = format!("{text} {name}").into_bytes();
            Report::new(name, move |out| Ok(out.write_all(&bytes)?))
        })
        .collect()
}

fn make(folder: &Path, text: &str) {
    std::fs::create_dir_all(folder).unwrap();
    for report in reports(text) {
        report.write(&mut std::fs::File::create(folder.join(&report.name)).unwrap()).unwrap();
    }
}

/// What every file of the folder says; none if there is no folder.
fn says(folder: &Path) -> Vec<String> {
    let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
    let mut texts: Vec<String> = entries.map(|entry| std::fs::read_to_string(entry.unwrap().path()).unwrap()).collect();
    texts.sort();
    texts
}

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}

#[test]
fn a_set_replaces_another_as_a_whole_and_leaves_nothing_behind() {
    let drop = tempfile::tempdir().unwrap();
    let folder = drop.path().join("报告");
    make(&folder, "old");
    // A report that the new set no longer has.
    std::fs::write(folder.join("02-专业排名.xlsx"), "old").unwrap();
    prepare(&folder).unwrap();
    replace(&folder, &reports("new"), &|_| ()).unwrap();
    assert_eq!(says(&folder), ["new 00-说明与数据问题.xlsx", "new 结果.json"]);
    assert_eq!(names(drop.path()), ["报告"]);
}

#[test]
fn a_set_that_cannot_be_written_leaves_the_old_one() {
    let drop = tempfile::tempdir().unwrap();
    let folder = drop.path().join("报告");
    make(&folder, "old");
    let mut broken = reports("new");
    // A name that no file system takes.
    broken.push(Report::new("\0.xlsx", |_| Ok(())));
    let error = replace(&folder, &broken, &|_| ()).unwrap_err();
    assert!(error.to_string().contains("原来的报告没有动"), "{error}");
    assert_eq!(says(&folder), ["old 00-说明与数据问题.xlsx", "old 结果.json"]);
    assert_eq!(names(drop.path()), ["报告"]);
}

/// Where two folders cannot be exchanged in one step, a run may be cut off between moving the old set aside and the new one in.
#[test]
fn an_interrupted_swap_is_completed_if_the_new_set_is_whole() {
    let drop = tempfile::tempdir().unwrap();
    let folder = drop.path().join("报告");
    make(&drop.path().join(".报告.old"), "old");
    make(&drop.path().join(".报告.new"), "new");
    prepare(&folder).unwrap();
    assert_eq!(says(&folder), ["new 00-说明与数据问题.xlsx", "new 结果.json"]);
    assert_eq!(names(drop.path()), ["报告"]);
}

#[test]
fn an_interrupted_swap_is_undone_if_there_is_no_whole_new_set() {
    let drop = tempfile::tempdir().unwrap();
    let folder = drop.path().join("报告");
    make(&drop.path().join(".报告.old"), "old");
    make(&drop.path().join(".报告.tmp"), "half");
    prepare(&folder).unwrap();
    assert_eq!(says(&folder), ["old 00-说明与数据问题.xlsx", "old 结果.json"]);
    assert_eq!(names(drop.path()), ["报告"]);
}

#[test]
fn a_folder_with_other_files_is_refused_and_keeps_them() {
    let drop = tempfile::tempdir().unwrap();
    let folder = drop.path().join("报告");
    make(&folder, "old");
    std::fs::write(folder.join("我的批注.docx"), "mine").unwrap();
    let error = prepare(&folder).unwrap_err().to_string();
    assert!(error.contains("我的批注.docx") && error.contains("移走"), "{error}");
    assert_eq!(says(&folder).len(), 3);
    // Lock files of an open workbook are nobody's work.
    std::fs::remove_file(folder.join("我的批注.docx")).unwrap();
    std::fs::write(folder.join("~$00-说明与数据问题.xlsx"), "").unwrap();
    prepare(&folder).unwrap();
}

/// A table longer than a sheet goes on in the next, each with its title, header and a note.
#[test]
fn a_table_too_long_for_a_sheet_takes_several() {
    use tuanxue::report::layout::BookLayout;
    use tuanxue::report::sheet::{Book, Cell, Plan};
    let layout = "file = \"甲.xlsx\"\n[sheets.list]\nname = \"名单\"\ntitle = \"名单\"\ncolumns = [{ key = \"a\", label = \"数\", width = 9 }, { key = \"b\", label = \"空\", width = 9 }]";
    let layout = BookLayout::parse(layout).unwrap().sheet("list", &[]).unwrap();
    let mut book = Book::new("甲").unwrap();
    book.limit_rows(8);
    let plan = Plan::new(layout, vec!["说明".to_owned()], 9, |idx| {
        vec![Cell::Count(u32::try_from(idx).unwrap()), Cell::text("行")]
    });
    let tables = book.add_tables(vec![plan]).unwrap();
    assert_eq!((tables.len(), tables[0].sheet.as_str(), tables[0].last_row), (1, "名单", 7));
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("甲.xlsx");
    std::fs::write(&path, book.finish().unwrap()).unwrap();
    let text = crate::support::dump(&path, 100);
    for part in 1..=3 {
        let said = format!("共 9 行，一张工作表放不下，分为 3 张，这是第 {part} 张。");
        assert!(text.contains(&said), "{text}");
    }
    assert_eq!(text.matches("| 行").count(), 9, "{text}");
}

/// Cells in the usual style of their column look like the others, in the first row, the last and between; below the table nothing
/// does.
#[test]
fn every_cell_of_a_table_has_its_style_and_no_other_cell() {
    use std::io::Read as _;

    use tuanxue::model::decision::Verdict;
    use tuanxue::report::layout::BookLayout;
    use tuanxue::report::sheet::{Book, Cell};
    let columns = ["a", "b", "c"].map(|key| format!("{{ key = \"{key}\", label = \"{key}\", width = 9 }}")).join(", ");
    let layout = format!("file = \"甲.xlsx\"\n[sheets.list]\nname = \"名单\"\ntitle = \"名单\"\ncolumns = [{columns}]");
    let layout = BookLayout::parse(&layout).unwrap().sheet("list", &[]).unwrap();
    let rows = (0..6).map(|idx| {
        let verdict = if idx % 2 == 0 { Verdict::Pass } else { Verdict::Fail };
        vec![Cell::Count(idx), Cell::text(if idx == 3 { "" } else { "字" }), Cell::Verdict(verdict)]
    });
    let mut book = Book::new("甲").unwrap();
    book.add_table(&layout, &[], rows.collect()).unwrap();
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(book.finish().unwrap())).unwrap();
    let mut xml = String::new();
    archive.by_name("xl/worksheets/sheet1.xml").unwrap().read_to_string(&mut xml).unwrap();
    let style = |place: &str| {
        let cell = xml.split(&format!("<c r=\"{place}\"")).nth(1).unwrap_or_else(|| panic!("no {place} in {xml}"));
        let tag = cell.split('>').next().unwrap();
        tag.split("s=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap_or("none").to_owned()
    };
    for (column, kinds) in [("A", 1), ("B", 1), ("C", 2)] {
        let styles: Vec<String> = (3..9).map(|row| style(&format!("{column}{row}"))).collect();
        assert!(!styles.contains(&"none".to_owned()), "{column}: {styles:?}");
        let different: std::collections::BTreeSet<&String> = styles.iter().collect();
        assert_eq!(different.len(), kinds, "{column}: {styles:?}");
        assert_eq!(styles[0], styles[4], "{column}");
        assert_eq!(styles[1], styles[5], "{column}");
    }
    let columns = xml.split("<cols>").nth(1).unwrap().split("</cols>").next().unwrap();
    assert!(!columns.contains("style="), "{columns}");
}
