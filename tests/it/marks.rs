//! What a sheet shows beside the values of its cells: percentages, formulas without result, errors, merges, hidden rows; in
//! every format that has them.

use std::io::{Cursor, Write as _};

use crate::scene::assert_holds;
use crate::support::{Drop, Ran};

const ROSTER: &str = "学号|姓名|政治面貌|学院|专业|年级|学籍状态
    202401010001|安一宁|共青团员|机电|机电|2024|在读";
const POLICY: &str = "[eligibility.rank]\npercent = \"100%\"\n";
const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

fn package(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        writer.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        writer.write_all(content.as_bytes()).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// An xlsx workbook with one sheet: its XML, its styles, and what the workbook says of calculation.
fn xlsx(sheet: &str, styles: &str, calculation: &str) -> Vec<u8> {
    let types = "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"/>";
    let relations = "http://schemas.openxmlformats.org/package/2006/relationships";
    package(&[
        ("[Content_Types].xml", types),
        (
            "_rels/.rels",
            &format!(
                "<Relationships xmlns=\"{relations}\"><Relationship Id=\"rId1\" Type=\"{OFFICE}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
            ),
        ),
        (
            "xl/workbook.xml",
            &format!(
                "<workbook xmlns=\"{MAIN}\" xmlns:r=\"{OFFICE}\"><sheets><sheet name=\"成绩\" sheetId=\"1\" r:id=\"rId1\"/></sheets>{calculation}</workbook>"
            ),
        ),
        (
            "xl/_rels/workbook.xml.rels",
            &format!(
                "<Relationships xmlns=\"{relations}\"><Relationship Id=\"rId1\" Type=\"{OFFICE}/worksheet\" Target=\"worksheets/sheet1.xml\"/><Relationship Id=\"rId2\" Type=\"{OFFICE}/styles\" Target=\"styles.xml\"/></Relationships>"
            ),
        ),
        ("xl/styles.xml", &format!("<styleSheet xmlns=\"{MAIN}\">{styles}</styleSheet>")),
        ("xl/worksheets/sheet1.xml", sheet),
    ])
}

/// A sheet of one grade; `score` is the XML of its cell, `prefix` that of every tag.
fn sheet(score: &str, prefix: &str, has_places: bool) -> String {
    let declared =
        if prefix.is_empty() { "xmlns".to_owned() } else { format!("xmlns:{}", prefix.trim_end_matches(':')) };
    let place = |place: &str| if has_places { format!(" r=\"{place}\"") } else { String::new() };
    let text = |at: &str, text: &str| {
        format!(
            "<{prefix}c{} t=\"inlineStr\"><{prefix}is><{prefix}t>{text}</{prefix}t></{prefix}is></{prefix}c>",
            place(at)
        )
    };
    let header: String = [("A1", "学号"), ("B1", "课程名称"), ("C1", "学分"), ("D1", "成绩")]
        .map(|(at, label)| text(at, label))
        .concat();
    let row = [text("A2", "202401010001"), text("B2", "数学"), text("C2", "4"), score.replace("PLACE", &place("D2"))]
        .concat();
    format!(
        "<{prefix}worksheet {declared}=\"{MAIN}\"><{prefix}sheetData><{prefix}row>{header}</{prefix}row><{prefix}row>{row}</{prefix}row></{prefix}sheetData></{prefix}worksheet>"
    )
}

fn run(name: &str, bytes: &[u8]) -> Ran {
    Drop::new().policy(POLICY).sheet("名册.xlsx", ROSTER).file(name, bytes).run()
}

#[track_caller]
fn assert_unread(name: &str, bytes: &[u8], shown: &str) {
    let ran = run(name, bytes);
    let student = ran.student("202401010001");
    assert_eq!(student.verdict(), "review", "{name} {:?}", ran.problems());
    assert_holds(&student.reason("C204"), &[shown]);
}

const NO_RESULT: &str = "公式没有存下结果";

#[test]
fn formulas_without_result_are_found_however_the_sheet_is_written() {
    for (prefix, has_places) in [("", true), ("", false), ("x:", true), ("x:", false)] {
        for empty in
            ["<c PLACE><f>30+25</f></c>", "<c PLACE><f>30+25</f><v/></c>", "<c PLACE><f t='shared' si='0'/></c>"]
        {
            let score = empty.replace("<c", &format!("<{prefix}c")).replace("</c", &format!("</{prefix}c"));
            let score = score.replace("<f", &format!("<{prefix}f")).replace("</f", &format!("</{prefix}f"));
            let score = score.replace("<v", &format!("<{prefix}v"));
            assert_unread("成绩.xlsx", &xlsx(&sheet(&score, prefix, has_places), "", ""), NO_RESULT);
        }
    }
    // A stored result is one, and a zero is, unless the program that wrote it left calculation to the next one.
    let zero = sheet("<cPLACE><f>30-30</f><v>0</v></c>", "", true);
    assert_eq!(run("成绩.xlsx", &xlsx(&zero, "", "")).student("202401010001").verdict_on("H-A3"), "fail");
    assert_unread("成绩.xlsx", &xlsx(&zero, "", "<calcPr calcId=\"1\" fullCalcOnLoad=\"1\"/>"), NO_RESULT);
    let stored = sheet("<cPLACE><f>30+50</f><v>80</v></c>", "", true);
    let ran = run("成绩.xlsx", &xlsx(&stored, "", "<calcPr calcId=\"1\" fullCalcOnLoad=\"1\"/>"));
    assert_eq!(ran.student("202401010001").average(), "80.00");
}

#[test]
fn errors_are_found_however_the_sheet_is_written() {
    for (prefix, has_places) in [("", true), ("", false), ("x:", false)] {
        for error in ["#SPILL!", "#N/A"] {
            let score = format!("<{prefix}cPLACE t=\"e\"><{prefix}v>{error}</{prefix}v></{prefix}c>");
            assert_unread("成绩.xlsx", &xlsx(&sheet(&score, prefix, has_places), "", ""), error);
        }
    }
}

#[test]
fn a_percentage_is_what_it_shows() {
    let formats = "<numFmts><numFmt numFmtId=\"170\" formatCode=\"0.0%\"/><numFmt numFmtId=\"171\" formatCode=\"0&quot;%&quot;\"/></numFmts>\
                   <cellStyleXfs><xf numFmtId=\"9\"/></cellStyleXfs><cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"9\"/><xf numFmtId=\"170\"/><xf numFmtId=\"171\"/></cellXfs>";
    let book = |style: u32, value: &str| {
        xlsx(&sheet(&format!("<cPLACE s=\"{style}\"><v>{value}</v></c>"), "", true), formats, "")
    };
    for (style, value, shown) in [(1, "1", "100%"), (1, "0.85", "85%"), (2, "0.07", "7%"), (2, "0.855", "85.5%")] {
        assert_unread("成绩.xlsx", &book(style, value), shown);
    }
    // A sign in quotation marks is mere text, and a number without the format is a number.
    for style in [0, 3] {
        assert_eq!(run("成绩.xlsx", &book(style, "85")).student("202401010001").average(), "85.00");
    }
}

/// An OpenDocument workbook of one table.
fn ods(rows: &str) -> Vec<u8> {
    let names = ["office", "table", "text"]
        .map(|name| format!("xmlns:{name}=\"urn:oasis:names:tc:opendocument:xmlns:{name}:1.0\""))
        .join(" ");
    let content = format!(
        "<office:document-content {names} office:version=\"1.2\"><office:body><office:spreadsheet><table:table table:name=\"成绩\">{rows}</table:table></office:spreadsheet></office:body></office:document-content>"
    );
    package(&[
        ("mimetype", "application/vnd.oasis.opendocument.spreadsheet"),
        (
            "META-INF/manifest.xml",
            "<manifest:manifest xmlns:manifest=\"urn:oasis:names:tc:opendocument:xmlns:manifest:1.0\"/>",
        ),
        ("content.xml", &content),
    ])
}

fn ods_text(attributes: &str, text: &str) -> String {
    format!("<table:table-cell office:value-type=\"string\"{attributes}><text:p>{text}</text:p></table:table-cell>")
}

fn ods_row(attributes: &str, cells: &[String]) -> String {
    format!("<table:table-row{attributes}>{}</table:table-row>", cells.concat())
}

fn ods_header(labels: &[&str]) -> String {
    ods_row("", &labels.iter().map(|label| ods_text("", label)).collect::<Vec<_>>())
}

#[test]
fn an_open_document_says_the_same() {
    let with = |score: &str| {
        let row = [ods_text("", "202401010001"), ods_text("", "数学"), ods_text("", "4"), score.to_owned()];
        ods(&format!("{}{}", ods_header(&["学号", "课程名称", "学分", "成绩"]), ods_row("", &row)))
    };
    assert_unread("成绩.ods", &with("<table:table-cell table:formula=\"of:=30+25\"/>"), NO_RESULT);
    let share = "<table:table-cell office:value-type=\"percentage\" office:value=\"1\"><text:p>100%</text:p></table:table-cell>";
    assert_unread("成绩.ods", &with(share), "100%");
    let score = "<table:table-cell table:formula=\"of:=30+50\" office:value-type=\"float\" office:value=\"80\"><text:p>80</text:p></table:table-cell>";
    assert_eq!(run("成绩.ods", &with(score)).student("202401010001").average(), "80.00");
    // The number is merged down over two courses; the second row is hidden.
    let covered = "<table:covered-table-cell/>".to_owned();
    let rows = [
        ods_header(&["学号", "课程名称", "学分", "成绩"]),
        ods_row(
            "",
            &[
                ods_text(" table:number-rows-spanned=\"2\"", "202401010001"),
                ods_text("", "数学"),
                ods_text("", "4"),
                ods_text("", "80"),
            ],
        ),
        ods_row(
            " table:visibility=\"collapse\"",
            &[covered, ods_text("", "英语"), ods_text("", "4"), ods_text("", "60")],
        ),
    ];
    let ran = run("成绩.ods", &ods(&rows.concat()));
    assert_eq!(ran.student("202401010001").average(), "70.00");
    assert_holds(&ran.problems().join("\n"), &["H106 warning 成绩.ods › 成绩: 有 1 行被隐藏"]);
}

#[test]
fn the_xml_of_excel_2003_says_the_same() {
    let with = |score: &str| {
        let text = |text: &str| format!("<Cell><Data ss:Type=\"String\">{text}</Data></Cell>");
        let header = ["学号", "课程名称", "学分", "成绩"].map(text).concat();
        let row = ["202401010001", "数学", "4"].map(text).concat();
        let names = "xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\" xmlns:ss=\"urn:schemas-microsoft-com:office:spreadsheet\"";
        format!(
            "<?xml version=\"1.0\"?><Workbook {names}><Styles><Style ss:ID=\"s1\"><NumberFormat ss:Format=\"Percent\"/></Style></Styles>\
             <Worksheet ss:Name=\"成绩\"><Table><Row>{header}</Row><Row>{row}{score}</Row></Table></Worksheet></Workbook>"
        )
    };
    let number = |head: &str, value: &str| format!("<Cell {head}><Data ss:Type=\"Number\">{value}</Data></Cell>");
    assert_unread("成绩.xls", with("<Cell ss:Formula=\"=30+25\"/>").as_bytes(), NO_RESULT);
    assert_unread("成绩.xls", with(&number("ss:StyleID=\"s1\"", "1")).as_bytes(), "100%");
    assert_unread("成绩.xls", with("<Cell><Data ss:Type=\"Error\">#N/A</Data></Cell>").as_bytes(), "#N/A");
    let ran = run("成绩.xls", with(&number("ss:Formula=\"=30+50\"", "80")).as_bytes());
    assert_eq!(ran.student("202401010001").average(), "80.00");
}

/// A web page stores the share behind the percentage it shows.
#[test]
fn a_web_page_is_what_it_shows() {
    let page = |score: &str| {
        format!(
            "<html><meta charset=\"utf-8\"><table><tr><td>学号</td><td>课程名称</td><td>学分</td><td>成绩</td></tr><tr><td>202401010001</td><td>数学</td><td>4</td>{score}</tr></table></html>"
        )
    };
    assert_unread("成绩.xls", page("<td x:num=\"1\">100%</td>").as_bytes(), "100%");
    let ran = run("成绩.xls", page("<td x:num=\"80\">80.0</td>").as_bytes());
    assert_eq!(ran.student("202401010001").average(), "80.00");
}
