//! Drops of any size, made by code: a roster and grade exports as school systems write them, from invented students.

use std::fmt::Write as _;
use std::fs::File;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use zip::write::SimpleFileOptions;

/// Courses of every student.
pub(crate) const COURSES: usize = 12;
/// Students of one major and cohort.
const COHORT: usize = 120;
/// Students of one class.
const CLASS: usize = 40;

const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006";

/// Whether a workbook keeps its texts once for all cells or in each cell.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Texts {
    Shared,
    Inline,
}

/// A sheet while it is written: the XML of its rows and, for shared texts, the texts so far.
struct Book {
    texts: Texts,
    rows: String,
    row: usize,
    shared: Vec<String>,
    index: std::collections::HashMap<String, usize>,
}

impl Book {
    fn new(texts: Texts) -> Self {
        Self { texts, rows: String::new(), row: 0, shared: Vec::new(), index: std::collections::HashMap::new() }
    }

    /// Adds a row; cells that begin with `#` are numbers.
    fn row(&mut self, cells: &[&str]) {
        self.row += 1;
        let _ = write!(self.rows, "<row r=\"{}\" spans=\"1:{}\">", self.row, cells.len());
        for (column, cell) in (b'A'..).zip(cells) {
            let place = format!("{}{}", char::from(column), self.row);
            let _ = match (cell.strip_prefix('#'), self.texts) {
                (Some(number), _) => write!(self.rows, "<c r=\"{place}\"><v>{number}</v></c>"),
                (None, Texts::Inline) => {
                    write!(self.rows, "<c r=\"{place}\" t=\"inlineStr\"><is><t>{cell}</t></is></c>")
                }
                (None, Texts::Shared) => {
                    let next = self.index.len();
                    let idx = *self.index.entry((*cell).to_owned()).or_insert_with(|| {
                        self.shared.push((*cell).to_owned());
                        next
                    });
                    write!(self.rows, "<c r=\"{place}\" t=\"s\"><v>{idx}</v></c>")
                }
            };
        }
        self.rows.push_str("</row>");
    }

    fn save(&self, path: &Path) {
        let mut writer = zip::ZipWriter::new(File::create(path).unwrap());
        let mut part = |name: &str, content: &str| {
            writer.start_file(name, SimpleFileOptions::default()).unwrap();
            writer.write_all(content.as_bytes()).unwrap();
        };
        let relation = |id: usize, kind: &str, target: &str| {
            format!("<Relationship Id=\"rId{id}\" Type=\"{OFFICE}/{kind}\" Target=\"{target}\"/>")
        };
        let relations =
            |inner: String| format!("<Relationships xmlns=\"{PACKAGE}/relationships\">{inner}</Relationships>");
        part("[Content_Types].xml", &format!("<Types xmlns=\"{PACKAGE}/content-types\"/>"));
        part("_rels/.rels", &relations(relation(1, "officeDocument", "xl/workbook.xml")));
        part(
            "xl/workbook.xml",
            &format!(
                "<workbook xmlns=\"{MAIN}\" xmlns:r=\"{OFFICE}\"><sheets><sheet name=\"Sheet1\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>"
            ),
        );
        part(
            "xl/_rels/workbook.xml.rels",
            &relations(
                relation(1, "worksheet", "worksheets/sheet1.xml") + &relation(2, "sharedStrings", "sharedStrings.xml"),
            ),
        );
        part(
            "xl/worksheets/sheet1.xml",
            &format!("<worksheet xmlns=\"{MAIN}\"><sheetData>{}</sheetData></worksheet>", self.rows),
        );
        let mut items = String::new();
        for text in &self.shared {
            let _ = write!(items, "<si><t>{text}</t></si>");
        }
        part(
            "xl/sharedStrings.xml",
            &format!("<sst xmlns=\"{MAIN}\" count=\"{0}\" uniqueCount=\"{0}\">{items}</sst>", self.shared.len()),
        );
        writer.finish().unwrap();
    }
}

/// A small generator of its own, so that the data is the same for ever.
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % n
    }
}

fn id(student: usize) -> String {
    format!("2024{:08}", student + 1)
}

fn name(student: usize) -> String {
    const FAMILY: [&str; 20] = [
        "安", "柏", "蔡", "邓", "范", "高", "韩", "江", "康", "雷", "马", "宁", "潘", "秦", "任", "沈", "唐", "魏",
        "夏", "严",
    ];
    const GIVEN: [&str; 25] = [
        "一", "文", "子", "雨", "思", "明", "佳", "浩", "欣", "志", "嘉", "宇", "晨", "琪", "睿", "晓", "俊", "梦",
        "诗", "泽", "雅", "建", "国", "春", "海",
    ];
    let pick = |list: &'static [&'static str], by: usize| list[student / by % list.len()];
    format!("{}{}{}", pick(&FAMILY, 1), pick(&GIVEN, 20), pick(&GIVEN, 500))
}

fn major(student: usize) -> String {
    format!("专业{:03}", student / COHORT)
}

fn college(student: usize) -> String {
    format!("第{:02}学院", student / COHORT / 12)
}

fn class(student: usize) -> String {
    format!("专业{:03}24{:02}班", student / COHORT, student % COHORT / CLASS + 1)
}

fn write_roster(path: &Path, students: std::ops::Range<usize>) {
    let mut book = Book::new(Texts::Shared);
    book.row(&["学号", "姓名", "性别", "民族", "政治面貌", "学院", "专业", "年级", "班级", "学籍状态"]);
    for student in students {
        let political = if student % 10 == 7 { "群众" } else { "共青团员" };
        let sex = if student % 2 == 0 { "女" } else { "男" };
        let cells = [id(student), name(student), college(student), major(student), class(student)];
        let [id, name, college, major, class] = cells.each_ref().map(String::as_str);
        book.row(&[id, name, sex, "汉族", political, college, major, "2024", class, "在读"]);
    }
    book.save(path);
}

fn write_grades(path: &Path, students: std::ops::Range<usize>, courses: std::ops::Range<usize>, texts: Texts) {
    let mut book = Book::new(texts);
    book.row(&[
        "学年学期",
        "学号",
        "姓名",
        "学院",
        "专业",
        "班级",
        "课程代码",
        "课程名称",
        "学分",
        "学时",
        "课程性质",
        "考试性质",
        "成绩",
    ]);
    let mut dice = Dice(students.start as u64 + 7);
    for student in students {
        let person = [id(student), name(student), college(student), major(student), class(student)];
        let [id, name, college, major, class] = person.each_ref().map(String::as_str);
        for course in courses.clone() {
            let number = student / COHORT * COURSES + course;
            let (code, title) = (format!("B{number:06}"), format!("专业课程{number:04}"));
            let credit = 1 + course % 4;
            let (credit, hours) = (format!("#{credit}"), format!("#{}", credit * 16));
            let score = match dice.below(60) {
                0 => "良好".to_owned(),
                1 => format!("#{}", 40 + dice.below(20)),
                2 => format!("#{}.5", 60 + dice.below(39)),
                _ => format!("#{}", 60 + dice.below(40)),
            };
            let term = if course < COURSES / 2 { "2024-2025-1" } else { "2024-2025-2" };
            book.row(&[
                term,
                id,
                name,
                college,
                major,
                class,
                &code,
                &title,
                &credit,
                &hours,
                "必修",
                "正常考试",
                &score,
            ]);
        }
    }
    book.save(path);
}

/// Makes a drop: a roster, and the grades of `n_students` in `n_files` files, by students. The answer are the files with grades.
pub(crate) fn drop(folder: &Path, n_students: usize, n_files: usize, texts: Texts) -> Vec<PathBuf> {
    std::fs::create_dir_all(folder).unwrap();
    let share = n_students.div_ceil(n_files);
    // Rosters are exported in pieces as large as a sheet bears.
    for (number, start) in (0..n_students).step_by(250_000).enumerate() {
        write_roster(&folder.join(format!("名册{number}.xlsx")), start..n_students.min(start + 250_000));
    }
    let files = 0..n_files;
    let write = |number: usize| {
        let path = folder.join(format!("成绩{number:02}.xlsx"));
        write_grades(&path, number * share..n_students.min((number + 1) * share), 0..COURSES, texts);
        path
    };
    rayon::iter::ParallelIterator::collect(rayon::iter::ParallelIterator::map(
        rayon::iter::IntoParallelIterator::into_par_iter(files),
        write,
    ))
}
