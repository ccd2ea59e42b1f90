//! Every layout and format of one class's grades gives the same decisions.

use std::fmt::Write as _;

use rust_xlsxwriter::{Format, Workbook, Worksheet};

use crate::support::Drop;

/// Term, credit and type of each course.
const COURSES: [(&str, &str, &str); 3] =
    [("高等数学", "4", "必修"), ("大学英语", "3", "必修"), ("机械制图", "2.5", "必修")];
const TERM: &str = "2025-2026-1";

/// First exam and make-up; blank where there was none.
type Scores = (&'static str, &'static str);

/// Number, name, and the scores in each course.
const STUDENTS: [(&str, &str, [Scores; 3]); 8] = [
    ("202401010001", "安一宁", [("95", ""), ("88", ""), ("91.5", "")]),
    ("202401010002", "柏二川", [("52", "71"), ("64", ""), ("73", "")]),
    ("202401010003", "蔡三江", [("48", "55"), ("90", ""), ("87", "")]),
    ("202401010004", "邓四海", [("缺考", ""), ("75", ""), ("66", "")]),
    ("202401010005", "鄂五原", [("缓考", "78"), ("82", ""), ("79", "")]),
    ("202401010006", "阿依努尔·买买提", [("良好", ""), ("优秀", ""), ("84", "")]),
    ("202401010007", "葛七星", [("60", ""), ("61", ""), ("62", "")]),
    ("202401010008", "何八方", [("旷考", "40"), ("70", ""), ("68", "")]),
];

const ROSTER: &str = "
    学号 | 姓名 | 政治面貌 | 学院 | 专业 | 年级 | 班级 | 学籍状态
    202401010001 | 安一宁 | 共青团员 | 机电学院 | 机电 | 2024 | 机电2401 | 在读
    202401010002 | 柏二川 | 共青团员 | 机电学院 | 机电 | 2024 | 机电2401 | 在读
    202401010003 | 蔡三江 | 共青团员 | 机电学院 | 机电 | 2024 | 机电2401 | 在读
    202401010004 | 邓四海 | 群众 | 机电学院 | 机电 | 2024 | 机电2401 | 在读
    202401010005 | 鄂五原 | 中共党员 | 机电学院 | 机电 | 2024 | 机电2401 | 在读
    202401010006 | 阿依努尔·买买提 | 共青团员 | 机电学院 | 机电 | 2024 | 机电2401 | 在读
    202401010007 | 葛七星 | 共青团员 | 机电学院 | 机电 | 2024 | 机电2401 | 在读
    202401010008 | 何八方 | 共青团员 | 机电学院 | 机电 | 2024 | 机电2401 | 在读";

/// What the tool decides about everybody: verdict, mean, credits, rank, and what it found on rank and courses. The window words
/// and cells may differ between layouts, the decisions may not.
fn decisions(drop: Drop) -> Vec<String> {
    let ran = drop.sheet("名册.xlsx", ROSTER).run();
    let result = ran.result();
    assert_eq!(result["term"], TERM, "{:?}", ran.problems());
    let students = result["eligibility"].as_array().unwrap();
    students
        .iter()
        .map(|student| {
            let reasons: Vec<String> = student["reasons"]
                .as_array()
                .unwrap()
                .iter()
                .map(|reason| format!("{} {} {}", reason["rule"], reason["verdict"], reason["finding"]))
                .collect();
            let parts = ["student_id", "verdict", "average", "credits", "rank", "cohort_size"];
            let parts: Vec<String> = parts.iter().map(|part| student[part].to_string()).collect();
            format!("{} {}", parts.join(" "), reasons.join("; "))
        })
        .collect()
}

/// The plainest form: a row for each attempt.
fn long_rows() -> Vec<Vec<String>> {
    let mut rows = vec![
        ["学号", "姓名", "课程名称", "课程性质", "学分", "学年学期", "考试性质", "成绩"].map(str::to_owned).to_vec(),
    ];
    for (id, name, scores) in STUDENTS {
        for ((course, credit, kind), (first, second)) in COURSES.iter().zip(scores) {
            let second_nature = if first == "缓考" { "缓考" } else { "补考" };
            for (score, nature) in [(first, "正常考试"), (second, second_nature)] {
                if !score.is_empty() {
                    rows.push([id, name, course, kind, credit, TERM, nature, score].map(str::to_owned).to_vec());
                }
            }
        }
    }
    rows
}

fn lines(rows: &[Vec<String>], separator: &str) -> String {
    rows.iter().fold(String::new(), |mut text, row| {
        let _ = writeln!(text, "{}", row.join(separator));
        text
    })
}

fn expected() -> Vec<String> {
    let decisions = decisions(Drop::new().sheet("成绩.xlsx", &lines(&long_rows(), "|")));
    // The baseline itself, by hand: 95·4 + 88·3 + 91.5·2.5 = 872.75 over 9.5 credits = 91.868…; 71 is capped to 60:
    // 60·4 + 64·3 + 73·2.5 = 614.5 / 9.5 = 64.684…
    assert!(decisions[0].starts_with("\"202401010001\" \"pass\" \"91.87\" \"9.5\" 1 8"), "{}", decisions[0]);
    assert!(decisions[1].starts_with("\"202401010002\" \"fail\" \"64.68\" \"9.5\" 5 8"), "{}", decisions[1]);
    decisions
}

fn assert_same(drop: Drop) {
    let (expected, found) = (expected(), decisions(drop));
    for (expected, found) in expected.iter().zip(&found) {
        assert_eq!(expected, found);
    }
    assert_eq!(expected.len(), found.len());
}

/// A worksheet under construction, written cell by cell as text.
pub(crate) struct Page {
    sheet: Worksheet,
}

impl Page {
    pub(crate) fn new() -> Self {
        Self { sheet: Worksheet::new() }
    }

    pub(crate) fn text(&mut self, row: u32, column: u16, text: &str) -> &mut Self {
        if !text.is_empty() {
            self.sheet.write_string(row, column, text).unwrap();
        }
        self
    }

    pub(crate) fn number(&mut self, row: u32, column: u16, number: &str) -> &mut Self {
        self.sheet.write_number(row, column, number.parse::<f64>().unwrap()).unwrap();
        self
    }

    pub(crate) fn merge(&mut self, area: (u32, u16, u32, u16), text: &str) -> &mut Self {
        self.sheet.merge_range(area.0, area.1, area.2, area.3, text, &Format::new()).unwrap();
        self
    }

    /// One row a student: number, name, the scores as one cell a course.
    fn class(&mut self, row: u32) -> &mut Self {
        for (row, (id, name, scores)) in (row..).zip(STUDENTS) {
            self.text(row, 0, id).text(row, 1, name);
            for (column, score) in (2..).zip(scores) {
                self.text(row, column, &slashed(score));
            }
        }
        self
    }

    pub(crate) fn book(self) -> Vec<u8> {
        let mut book = Workbook::new();
        book.push_worksheet(self.sheet);
        book.save_to_buffer().unwrap()
    }
}

/// First exam and make-up in one cell.
fn slashed((first, second): (&str, &str)) -> String {
    if second.is_empty() { first.to_owned() } else { format!("{first}/{second}") }
}

#[test]
fn titles_notes_page_headers_and_footers_change_nothing() {
    let mut rows = long_rows();
    let header = rows[0].clone();
    rows.insert(9, header.clone());
    let mut text = format!("机电学院学生成绩表\n打印日期：2026-01-15 | | 制表人：教务处\n\n{}", lines(&rows[..4], "|"));
    let _ = write!(text, "\n{}", lines(&rows[4..], "|"));
    text.push_str("合计 | 25 人次\n | 说明：缺考按 0 分计\n注：补考于2026年春季学期进行\n学院：教务处 | 制表：某某\n");
    assert_same(Drop::new().sheet("成绩.xlsx", &text));
}

#[test]
fn attempts_may_stand_in_columns() {
    let mut text = String::from("学年度|学期|学号|姓名|课程代码|课程名称|课程学分|正考成绩|补考成绩|分数\n");
    for (id, name, scores) in STUDENTS {
        for (code, ((course, credit, _), (first, second))) in ["M1", "E1", "J1"].iter().zip(COURSES.iter().zip(scores))
        {
            if !first.is_empty() {
                let _ = writeln!(text, "2025-2026|1|{id}|{name}|{code}|{course}|{credit}|{first}|{second}|99");
            }
        }
    }
    assert_same(Drop::new().sheet("成绩.xlsx", &text));
}

/// The label 成绩 stands over 平时, 期末 and 总评: only the last is the score.
#[test]
fn a_label_merged_over_its_parts_is_read_by_its_parts() {
    let mut page = Page::new();
    for (column, label) in (0..).zip(["学号", "姓名", "课程名称", "学分", "学期", "考试性质"]) {
        page.merge((2, column, 3, column), label);
    }
    page.merge((0, 0, 0, 8), "成绩登记表").merge((2, 6, 2, 8), "成绩");
    page.text(3, 6, "平时").text(3, 7, "期末").text(3, 8, "总评");
    for (row, cells) in (4..).zip(&long_rows()[1..]) {
        let [id, name, course, _, credit, term, nature, score] = cells.as_slice() else { unreachable!() };
        for (column, text) in (0..).zip([id, name, course, credit, term, nature]) {
            page.text(row, column, text);
        }
        page.text(row, 6, "30").text(row, 7, "35").text(row, 8, score);
    }
    assert_same(Drop::new().file("成绩.xlsx", &page.book()));
}

/// A text file knows no merges: the group's label stands over its first column.
#[test]
fn two_header_rows_without_merges() {
    let mut text = String::from("学号,姓名,课程名称,学分,学期,考试性质,成绩,,\n,,,,,,平时,期末,总评\n");
    for cells in &long_rows()[1..] {
        let [id, name, course, _, credit, term, nature, score] = cells.as_slice() else { unreachable!() };
        let _ = writeln!(text, "{id},{name},{course},{credit},{term},{nature},30,35,{score}");
    }
    assert_same(Drop::new().file("成绩.csv", text.as_bytes()));
}

#[test]
fn a_class_matrix_with_credits_under_the_courses() {
    let mut page = Page::new();
    page.merge((0, 0, 0, 6), "2025~2026学年上学期").merge((1, 0, 1, 6), "考试（考查）成绩一览表");
    page.text(2, 0, "机电学院:机电2401").text(3, 0, "学号").text(3, 1, "姓名");
    for (column, (course, credit, _)) in (2..).zip(COURSES) {
        page.text(3, column, course).number(4, column, credit);
    }
    page.merge((3, 5, 4, 5), "学期加权平均成绩").merge((3, 6, 4, 6), "学期获得学分").class(5);
    page.number(5, 5, "91.8684210526").number(5, 6, "9.5");
    page.merge((13, 0, 13, 1), "平均成绩").number(13, 2, "70.1").merge((14, 0, 14, 1), "90-100(优)").number(14, 2, "1");
    page.text(15, 0, "2026-01-20");
    assert_same(Drop::new().file("机电2401.xlsx", &page.book()));
}

/// The corner over numbers and names is merged and empty: nothing says 学号 or 姓名.
#[test]
fn a_class_matrix_without_labels_over_numbers_and_names() {
    let mut page = Page::new();
    page.merge((0, 0, 0, 4), "某大学2025~2026学年上学期").merge((1, 0, 1, 4), "考试成绩一览表");
    page.merge((3, 0, 4, 1), "");
    for (column, (course, credit, _)) in (2..).zip(COURSES) {
        page.text(3, column, course).number(4, column, credit);
    }
    page.class(5);
    assert_same(Drop::new().file("成绩.xlsx", &page.book()));
}

#[test]
fn labels_that_pack_everything_about_a_course() {
    let mut page = Page::new();
    page.merge((0, 0, 1, 8), "机电2401班成绩").text(2, 0, "学号").text(2, 1, "姓名");
    for (column, (course, credit, kind)) in (2..).zip(COURSES) {
        page.text(2, column, &format!("{course}，通识{kind}课，{kind}，学分 {credit}，学时 64，{TERM}"));
    }
    page.text(2, 5, "不及格门数").text(2, 6, "平均分").text(2, 7, "总分").text(2, 8, "排名").class(3);
    page.text(3, 6, "91.5")
        .text(3, 7, "274.5")
        .text(3, 8, "1")
        .text(11, 1, "8人")
        .text(12, 1, "不及格")
        .text(12, 2, "3");
    assert_same(Drop::new().file("成绩.xlsx", &page.book()));
}

/// Course names in one row, 学号 and 姓名 in the next, the term in a line above.
#[test]
fn courses_and_personal_labels_in_different_rows() {
    let mut page = Page::new();
    page.text(0, 0, "班级成绩").text(1, 0, "年级：2024   班级：机电2401   班级人数：8   学期：2025-2026-1");
    for (column, (course, credit, _)) in (2..).zip(COURSES) {
        page.text(4, column, &format!("{}、{course} ", column - 1)).number(3, column, credit);
    }
    page.text(5, 0, "学号").text(5, 1, "姓名").class(7);
    page.text(15, 0, "算术平均分").number(15, 2, "71");
    // Credits above the names belong to no header row; the policy weighs all courses alike in both.
    let equal = "[grades]\nweight = \"equal\"\n";
    let matrix = decisions(Drop::new().file("成绩.xlsx", &page.book()).policy(equal));
    let long = decisions(Drop::new().sheet("成绩.xlsx", &lines(&long_rows(), "|")).policy(equal));
    let without_credits = |lines: Vec<String>| -> Vec<String> {
        lines.iter().map(|line| line.replace("\"9.5\"", "-").replace("\"7\"", "-").replace("\"0\"", "-")).collect()
    };
    assert_eq!(without_credits(matrix), without_credits(long));
}

/// A teacher's sheet holds one course; its title lines say which.
#[test]
fn one_course_a_sheet_named_in_title_lines() {
    let mut book = Workbook::new();
    for (idx, (course, credit, kind)) in COURSES.iter().enumerate() {
        let mut page = Page::new();
        page.merge((0, 0, 0, 5), "成绩登记表").text(1, 0, "开课学院：基础部").text(1, 2, "学年学期：2025-2026-1");
        page.text(2, 0, &format!("课程名称：{course}")).text(2, 2, &format!("课程性质：{kind}")).text(
            2,
            4,
            &format!("学分：{credit}"),
        );
        for (column, label) in (0..).zip(["学号", "姓名", "平时成绩", "期末成绩", "总评成绩", "备注"])
        {
            page.text(3, column, label);
        }
        for (row, (id, name, scores)) in (4..).zip(STUDENTS.iter().filter(|(.., scores)| !scores[idx].0.is_empty())) {
            page.text(row, 0, id).text(row, 1, name).text(row, 2, "80").text(row, 3, "70").text(
                row,
                4,
                &slashed(scores[idx]),
            );
        }
        page.text(20, 0, "考试成绩统计").text(21, 0, "90分以上").text(21, 1, "1人").text(21, 2, "12.5%");
        page.text(22, 0, "注：补考于2026年春季学期进行");
        page.sheet.set_name(*course).unwrap();
        book.push_worksheet(page.sheet);
    }
    assert_same(Drop::new().file("成绩.xlsx", &book.save_to_buffer().unwrap()));
}

/// Number and name are merged down over a student's courses; the scores are not.
#[test]
fn keys_merged_down_hold_for_all_their_rows() {
    let mut page = Page::new();
    let rows = long_rows();
    for (column, label) in (0..).zip(&rows[0]) {
        page.text(0, column, label);
    }
    for (row, cells) in (1..).zip(&rows[1..]) {
        for (column, text) in (2..).zip(&cells[2..]) {
            page.text(row, column, text);
        }
    }
    for (id, name, _) in STUDENTS {
        let own: Vec<u32> = (0_u32..).zip(&rows).filter(|(_, cells)| cells[0] == id).map(|(row, _)| row).collect();
        page.merge((own[0], 0, *own.last().unwrap(), 0), id).merge((own[0], 1, *own.last().unwrap(), 1), name);
    }
    assert_same(Drop::new().file("成绩.xlsx", &page.book()));
}

/// Apostrophes, no-break spaces, full-width digits, zero-width characters, numbers for text.
#[test]
fn student_numbers_in_every_dress() {
    let dress: [fn(&str) -> String; 6] = [
        |id| format!("'{id}"),
        |id| format!("\u{a0}{id} "),
        |id| id.chars().map(|c| char::from_u32(c as u32 - '0' as u32 + '０' as u32).unwrap()).collect(),
        |id| format!("{id}\u{200b}"),
        |id| format!("#{id}"),
        |id| format!("\u{3000}{id}"),
    ];
    let rows: Vec<Vec<String>> = long_rows()
        .into_iter()
        .enumerate()
        .map(|(idx, mut row)| {
            if idx > 0 {
                row[0] = dress[idx % dress.len()](&row[0]);
                row[1] = row[1].replace('·', if idx % 2 == 0 { "•" } else { "．" });
            }
            row
        })
        .collect();
    assert_same(Drop::new().sheet("成绩.xlsx", &lines(&rows, "|")));
}

#[test]
fn text_files_in_every_encoding_and_with_every_separator() {
    let utf16 = |text: &str, big: bool| -> Vec<u8> {
        let unit = |unit: u16| if big { unit.to_be_bytes() } else { unit.to_le_bytes() };
        text.encode_utf16().flat_map(unit).collect()
    };
    let text = |separator: &str| lines(&long_rows(), separator);
    let plain = text(",");
    let (gb, ..) = encoding_rs::GB18030.encode(&plain);
    let marked = [b"\xEF\xBB\xBF".as_slice(), text(",").as_bytes()].concat();
    let files: [(&str, Vec<u8>); 7] = [
        ("utf8.csv", text(",").into_bytes()),
        ("bom.csv", marked),
        ("gb.csv", gb.into_owned()),
        ("tab.txt", text("\t").into_bytes()),
        ("semicolon.csv", text(";").replace('\n', "\r\n").into_bytes()),
        ("utf16le.csv", [b"\xFF\xFE".to_vec(), utf16(&text("\t"), false)].concat()),
        ("utf16be.xls", utf16(&text(","), true)),
    ];
    for (name, bytes) in files {
        assert_same(Drop::new().file(name, &bytes));
    }
}

/// A web page named .xls in the encoding that it states, cells closed or not, a student number kept as text by an attribute.
#[test]
fn a_web_page_named_xls() {
    let mut page = String::from(
        "<html xmlns:x=\"urn:schemas-microsoft-com:office:excel\"><head><meta http-equiv=Content-Type \
         content=\"text/html; charset=gb2312\"><style>td{color:red}</style></head><body><table border=1>\
         <tr><td colspan=8>成绩&nbsp;查询</td></tr>",
    );
    for (idx, row) in long_rows().iter().enumerate() {
        page.push_str("<tr>");
        for (column, cell) in row.iter().enumerate() {
            let _ = match (idx, column) {
                (1.., 0) => write!(page, "<td x:str=\"'{cell}\">{cell}</td>"),
                (_, 2) => write!(page, "<td><font>{cell}</font>"),
                _ => write!(page, "<td>{cell}</td>"),
            };
        }
        page.push_str("</tr>\n");
    }
    page.push_str("</table></body></html>");
    let (bytes, ..) = encoding_rs::GBK.encode(&page);
    assert_same(Drop::new().file("成绩.xls", &bytes));
}

#[test]
fn the_xml_of_excel_2003_named_xls() {
    let mut xml = String::from(
        "<?xml version=\"1.0\"?><?mso-application progid=\"Excel.Sheet\"?>\
         <Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\" xmlns:ss=\"urn:schemas-microsoft-com:office:spreadsheet\">\
         <Worksheet ss:Name=\"成绩\"><Table><Row ss:Index=\"2\"><Cell ss:MergeAcross=\"7\"><Data ss:Type=\"String\">学生成绩 &amp; 说明</Data></Cell></Row>",
    );
    for (idx, row) in long_rows().iter().enumerate() {
        let _ = write!(xml, "<Row ss:Index=\"{}\">", idx + 4);
        for (column, cell) in row.iter().enumerate().filter(|(_, cell)| !cell.is_empty()) {
            let kind = if column == 4 && idx > 0 { "Number" } else { "String" };
            let _ = write!(xml, "<Cell ss:Index=\"{}\"><Data ss:Type=\"{kind}\">{cell}</Data></Cell>", column + 1);
        }
        xml.push_str("</Row>");
    }
    xml.push_str("</Table></Worksheet></Workbook>");
    assert_same(Drop::new().file("成绩.xls", xml.as_bytes()));
}
