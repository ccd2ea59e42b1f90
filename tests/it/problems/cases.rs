//! The cases: a name, what is raised and where, what becomes of the student, and the smallest drop.

use crate::samples::book::{Sheet, t, workbook};
use crate::support::{Drop, Ran};

/// The student of every drop.
pub(super) const STUDENT: &str = "202301010001";

/// A drop, and what it raises.
pub(super) struct Case {
    pub(super) name: &'static str,
    /// `code severity place` of every problem, in the order of print.
    pub(super) expected: &'static [&'static str],
    /// Whether nothing else is raised. Otherwise only code and severity are compared.
    pub(super) is_alone: bool,
    /// What becomes of the student, who would pass without the problem; empty where that is not asserted.
    pub(super) verdict: &'static str,
    build: fn() -> Drop,
    options: &'static [&'static str],
}

impl Case {
    /// Runs the tool on a fresh drop.
    pub(super) fn run(&self) -> Ran {
        (self.build)().run_with(self.options)
    }
}

/// Everybody is within a line of 100 %, so that a student alone in a cohort passes.
const POLICY: &str = "[eligibility.rank]\npercent = \"100%\"\n";
/// As above, over the last term only, so that terms matter.
const TERM_POLICY: &str = "[eligibility.rank]\npercent = \"100%\"\nwindow = \"last_term\"\n";

const ROSTER: &str = "学号|姓名|政治面貌|专业|年级|学籍状态
202301010001|王伟|团员|软件|2023|在读";
const GRADES: &str = "学号|姓名|课程名称|学分|成绩|学期
202301010001|王伟|数学|4|85|2025-2026-1";
const DISCIPLINE: &str = "学号|姓名|处分类型|是否解除|解除日期";
const REVIEWS: &str = "学号|姓名|政治合格|学习优秀|品德良好|作风过硬|群众基础|党委批准|党委批准日期";

fn policy(text: &str) -> Drop {
    Drop::new().policy(text)
}

/// Roster and grades without a fault.
fn sound() -> Drop {
    grades("")
}

/// With further rows of grades.
fn grades(rows: &str) -> Drop {
    grade_sheet(&format!("{GRADES}\n{rows}"))
}

fn grade_sheet(rows: &str) -> Drop {
    policy(POLICY).sheet("名册.xlsx", ROSTER).sheet("成绩.xlsx", rows)
}

/// Roster and one row of grades under a header with one more column.
fn grades_with(column: &str, cell: &str) -> Drop {
    grade_sheet(&format!("学号|课程名称|学分|成绩|学期|{column}\n202301010001|数学|4|85|2025-2026-1|{cell}"))
}

fn roster(rows: &str) -> Drop {
    policy(POLICY).sheet("名册.xlsx", rows).sheet("成绩.xlsx", GRADES)
}

/// A roster whose only row has these cells behind number and name.
fn roster_row(cells: &str) -> Drop {
    roster(&format!("学号|姓名|政治面貌|专业|年级|学籍状态\n202301010001|王伟|{cells}"))
}

fn totals(rows: &str) -> Drop {
    sound().sheet("综测.xlsx", &format!("学号|姓名|综测总分\n{rows}"))
}

fn discipline(row: &str) -> Drop {
    sound().sheet("处分.xlsx", &format!("{DISCIPLINE}\n{row}"))
}

fn reviews(rows: &str) -> Drop {
    sound().sheet("审核.xlsx", &format!("{REVIEWS}\n{rows}"))
}

/// A workbook in which a score is a formula with a result that no reader knows.
fn with_strange_error() -> Drop {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    let rows =
        ["学号|课程名称|学分|学期|成绩", "202301010001|数学|4|2025-2026-1|85", "202301010001|英语|2|2025-2026-1"];
    for (row, cells) in (0..).zip(rows) {
        for (column, cell) in (0..).zip(cells.split('|')) {
            sheet.write_string(row, column, cell).unwrap();
        }
    }
    let formula = rust_xlsxwriter::Formula::new("=A1").set_result("#GETTING_DATA");
    sheet.write_formula(2, 4, formula).unwrap();
    policy(POLICY).sheet("名册.xlsx", ROSTER).file("成绩.xlsx", &book.save_to_buffer().unwrap())
}

/// The grades with a hidden row, or in a hidden sheet behind a note.
fn with_hidden(whole_sheet: bool) -> Drop {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    for (row, line) in (0..).zip(GRADES.lines()) {
        for (column, cell) in (0..).zip(line.split('|')) {
            sheet.write_string(row, column, cell).unwrap();
        }
    }
    if whole_sheet {
        sheet.set_hidden(true);
        book.add_worksheet().set_active(true);
    } else {
        sheet.set_row_hidden(1).unwrap();
    }
    policy(POLICY).sheet("名册.xlsx", ROSTER).file("成绩.xlsx", &book.save_to_buffer().unwrap())
}

/// Beyond the limit, the last files are not read.
fn with_too_many_files() -> Drop {
    let mut drop = sound();
    for number in 0..4095 {
        drop = drop.file(&format!("附件/{number}.toml.txt"), b"");
    }
    drop
}

fn with_link() -> Drop {
    let drop = sound();
    #[cfg(unix)]
    std::os::unix::fs::symlink(drop.path().join("成绩.xlsx"), drop.path().join("快捷方式.xlsx")).unwrap();
    drop
}

fn stray_sheet() -> Vec<u8> {
    let rows = vec![vec![t("通讯录"), t("电话")], vec![t("王伟"), t("无")]];
    workbook(&[Sheet { name: "Sheet1", titles: Vec::new(), header: Vec::new(), rows, footers: Vec::new() }])
}

fn case(name: &'static str, expected: &'static [&'static str], verdict: &'static str, build: fn() -> Drop) -> Case {
    Case { name, expected, is_alone: true, verdict, build, options: &[] }
}

fn among(name: &'static str, expected: &'static [&'static str], verdict: &'static str, build: fn() -> Drop) -> Case {
    Case { is_alone: false, ..case(name, expected, verdict, build) }
}

/// All cases, in the order of the codes.
pub(super) fn cases() -> Vec<Case> {
    [files(), headers(), cells_of_grades(), cells_of_registers(), joins(), duplicates(), allocation(), lists()]
        .into_iter()
        .flatten()
        .collect()
}

fn files() -> Vec<Case> {
    vec![
        case("a file of no bytes", &["D101 error 空.xlsx"], "pass", || sound().file("空.xlsx", b"")),
        case("a broken package", &["D101 error 坏.xlsx"], "pass", || {
            sound().file("坏.xlsx", b"PK\x03\x04 and no more")
        }),
        case("an old workbook cut short", &["D101 error 旧.xls"], "pass", || {
            sound().file("旧.xls", &[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1])
        }),
        case("a file that is no table", &["D102 error 图.xlsx"], "pass", || sound().file("图.xlsx", b"%PDF-1.7")),
        case("a term of another academic year", &["D111 warning"], "pass", || {
            grade_sheet(&GRADES.replace("2025-2026-1", "2024-2025-2"))
        }),
        case("a term that has not come", &["D111 warning"], "pass", || {
            grade_sheet(&GRADES.replace("2025-2026-1", "2027-2028-1"))
        }),
        case("a report of our own", &["D112 info 旧报告.xlsx"], "pass", || {
            let ran = sound().run();
            sound().file("旧报告.xlsx", &std::fs::read(ran.reports().join("01-候选资格审查.xlsx")).unwrap())
        }),
        case("a roster without a cohort", &["D114 warning 名册二.xlsx › Sheet1"], "pass", || {
            sound().sheet("名册二.xlsx", "学号|姓名|政治面貌|专业|班级\n202301010009|李四|团员|软件|1班")
        }),
        case("a workbook with a password", &["D113 error 密码.xlsx"], "pass", || {
            let mut bytes = vec![0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];
            bytes.extend("EncryptedPackage\0".encode_utf16().flat_map(u16::to_le_bytes));
            sound().file("密码.xlsx", &bytes)
        }),
        case("a workbook of no kind", &["D103 info 通讯录.xlsx"], "pass", || {
            sound().file("通讯录.xlsx", &stray_sheet())
        }),
        case("a sheet of no kind beside a good one", &["D103 info 处分.xlsx › 说明"], "pass", || {
            sound().book("处分.xlsx", &[("处分", DISCIPLINE), ("说明", "填表|须知\n一|二")])
        }),
        case("no list of punishments", &["D104 warning"], "pass", || sound().sheet("审核.xlsx", REVIEWS)),
        case("no sheet of reviews", &["D105 info"], "pass", || sound().sheet("处分.xlsx", DISCIPLINE)),
        case("no grades", &["D106 warning"], "review", || {
            let totals = "学号|姓名|综测总分\n202301010001|王伟|88";
            policy(POLICY).sheet("名册.xlsx", ROSTER).sheet("综测.xlsx", totals)
        }),
        // Under the national line of 30 % a student alone in a cohort is for a human to judge.
        Case { options: &["--policy", "national"], ..case("a policy passed over", &["D107 warning"], "review", sound) },
        // Four thousand notes stand beside it.
        among("too many files", &["D108 error"], "pass", with_too_many_files),
        #[cfg(unix)]
        case("a link", &["D109 warning"], "pass", with_link),
        case("a file that is no spreadsheet", &["D110 info 说明.txt"], "pass", || sound().file("说明.txt", b"x")),
    ]
}

fn headers() -> Vec<Case> {
    vec![
        case("no column of political status", &["H101 error 名册.xlsx › Sheet1"], "review", || {
            roster("学号|姓名|专业|年级|学籍状态\n202301010001|王伟|软件|2023|在读")
        }),
        case("no column of status", &["H101 warning 名册.xlsx › Sheet1"], "pass", || {
            roster("学号|姓名|政治面貌|专业|年级\n202301010001|王伟|团员|软件|2023")
        }),
        case(
            "no column of credit",
            &["H101 error 成绩.xlsx › Sheet1", "C208 error 成绩.xlsx › Sheet1 › C2"],
            "review",
            || grade_sheet("学号|课程名称|成绩|学期\n202301010001|数学|85|2025-2026-1"),
        ),
        case("two columns for one role", &["H102 warning 成绩.xlsx › Sheet1"], "pass", || {
            grades_with("课程学分", "4")
        }),
        case(
            "a score that is an error of a newer program",
            &["C204 error 成绩.xlsx › Sheet1 › E3"],
            "review",
            with_strange_error,
        ),
        case("only the score of the final paper", &["H104 warning 成绩.xlsx › Sheet1"], "pass", || {
            grade_sheet("学号|课程名称|学分|期末成绩|学期\n202301010001|数学|4|85|2025-2026-1")
        }),
        case("a hidden sheet", &["H105 info 成绩.xlsx › Sheet1"], "pass", || with_hidden(true)),
        case("hidden rows", &["H106 warning 成绩.xlsx › Sheet1"], "pass", || with_hidden(false)),
        case("a header without a label over the numbers", &["H107 warning 成绩.xlsx › Sheet1"], "pass", || {
            let second = "202301010002|李四|数学|4|70|2025-2026-1";
            let roster = format!("{ROSTER}\n202301010002|李四|团员|软件|2023|在读");
            let grades = GRADES.replacen("学号|姓名", "|", 1);
            policy(POLICY).sheet("名册.xlsx", &roster).sheet("成绩.xlsx", &format!("{grades}\n{second}"))
        }),
        case("courses in columns", &["H108 info 成绩.xlsx › Sheet1"], "pass", || {
            let grades = "2025-2026学年第一学期\n学号|姓名|数学|英语|总分\n||#4|#2|\n202301010001|王伟|85|80|165";
            grade_sheet(grades)
        }),
        case("columns that may be courses", &["H108 warning 成绩.xlsx › Sheet1"], "pass", || {
            let grades = "2025-2026学年第一学期\n学号|姓名|数学|英语|社会实践\n||#4|#2|\n202301010001|王伟|85|80|已交";
            grade_sheet(grades)
        }),
        case("a column of another sheet in the roster", &["H111 error 名册.xlsx › Sheet1"], "pass", || {
            roster("学号|姓名|政治面貌|专业|年级|学籍状态|处分\n202301010001|王伟|团员|软件|2023|在读|无")
        }),
        case(
            "a second list below the first",
            &["H109 error 成绩.xlsx › Sheet1 › A3", "H110 error 成绩.xlsx › Sheet1 › A4"],
            "review",
            || grades("学号|姓名|课程名称|成绩|学分|学期\n202301010001|王伟|英语|40|2|2025-2026-1"),
        ),
    ]
}

fn cells_of_grades() -> Vec<Case> {
    vec![
        case("a student number stored as a number", &["C201 warning 成绩.xlsx › Sheet1 › A3"], "pass", || {
            grades("#202301010001|王伟|英语|2|80|2025-2026-1")
        }),
        case("a student number too long for a number", &["C202 error 成绩.xlsx › Sheet1 › A3"], "pass", || {
            grades("#2023010100012345|李四|英语|2|80|2025-2026-1")
        }),
        case("no student number", &["C203 error 成绩.xlsx › Sheet1 › A3"], "pass", || {
            grades("|李四|英语|2|80|2025-2026-1")
        }),
        case("a workbook that is open elsewhere", &["D129 info 成绩.xlsx"], "pass", || {
            sound().file("~$成绩.xlsx", b"lock")
        }),
        case("a blank workbook that nobody has filled in", &["D128 info 处分.xlsx › Sheet1"], "pass", || {
            sound().sheet("处分.xlsx", "学号*|姓名|处分类型*\n【示例】202401010001|林晓禾|警告")
        }),
        case("an example overwritten under its mark", &["C245 error 成绩.xlsx › Sheet1 › A3"], "pass", || {
            grades("【示例】202301010001|王伟|英语|2|30|2025-2026-1")
        }),
        case("a word for a score", &["C204 error 成绩.xlsx › Sheet1 › E3"], "review", || {
            grades("202301010001|王伟|英语|2|待定|2025-2026-1")
        }),
        case("a score off the scale", &["C205 error 成绩.xlsx › Sheet1 › E3"], "review", || {
            grades("202301010001|王伟|英语|2|850|2025-2026-1")
        }),
        case("no score", &["C206 warning 成绩.xlsx › Sheet1 › E3"], "pass", || {
            grades("202301010001|王伟|英语|2||2025-2026-1")
        }),
        case(
            "a blank where most have a score",
            &[
                "H108 info 班级.xlsx › Sheet1",
                "C206 error 班级.xlsx › Sheet1 › D4",
                "J301 error 班级.xlsx › Sheet1 › C5",
            ],
            "review",
            || {
                let rows = "2025-2026学年第一学期成绩\n学号|姓名|物理|化学\n学分||#4|#2\n202301010001|王伟|80|\n202301010002|李四|80|70";
                sound().sheet("班级.xlsx", rows)
            },
        ),
        case("make-ups that only the title calls so", &["H112 info 补考.xlsx › Sheet1 › A1"], "pass", || {
            let rows = "2025-2026学年第一学期补考成绩\n学号|姓名|课程名称|学分|成绩\n202301010001|王伟|数学|4|70";
            grades("").sheet("补考.xlsx", rows)
        }),
        case("a score stored as a share", &["C227 error 成绩.xlsx › Sheet1 › E3"], "review", || {
            grades("202301010001|王伟|英语|2|#0.85|2025-2026-1")
        }),
        case("an exam of an unknown sort", &["C207 error 成绩.xlsx › Sheet1 › F2"], "review", || {
            grades_with("考试性质", "随堂")
        }),
        case("no credit", &["C208 error 成绩.xlsx › Sheet1 › E3"], "review", || {
            grades("202301010001|王伟|英语||80|2025-2026-1")
        }),
        case("no credit outside the window", &["C208 warning 成绩.xlsx › Sheet1 › E3"], "pass", || {
            let rows = format!("{GRADES}\n202301010001|王伟|英语||80|2024-2025-2");
            policy(TERM_POLICY).sheet("名册.xlsx", ROSTER).sheet("成绩.xlsx", &rows)
        }),
        case(
            "a credit that is no number",
            &["C209 warning 成绩.xlsx › Sheet1 › D3", "C208 error 成绩.xlsx › Sheet1 › E3"],
            "review",
            || grades("202301010001|王伟|英语|两分|80|2025-2026-1"),
        ),
        case("a term that cannot be read", &["C210 error 成绩.xlsx › Sheet1 › F3"], "review", || {
            let rows = format!("{GRADES}\n202301010001|王伟|英语|2|80|大二上");
            policy(TERM_POLICY).sheet("名册.xlsx", ROSTER).sheet("成绩.xlsx", &rows)
        }),
        case(
            "a term that cannot be read and decides nothing",
            &["C210 warning 成绩.xlsx › Sheet1 › F3"],
            "pass",
            || grades("202301010001|王伟|英语|2|80|大二上"),
        ),
    ]
}

fn cells_of_registers() -> Vec<Case> {
    vec![
        case("an unknown status", &["C211 error 名册.xlsx › Sheet1 › F2"], "review", || {
            roster_row("团员|软件|2023|出国")
        }),
        case("no status", &["C211 error 名册.xlsx › Sheet1 › F2"], "review", || roster_row("团员|软件|2023|")),
        case("no political status", &["C212 error 名册.xlsx › Sheet1 › C2"], "review", || {
            roster_row("|软件|2023|在读")
        }),
        case("an unknown political status", &["C213 error 名册.xlsx › Sheet1 › C2"], "review", || {
            roster_row("少先队员|软件|2023|在读")
        }),
        case("no cohort", &["C214 error 名册.xlsx › Sheet1 › E2"], "review", || roster_row("团员|软件||在读")),
        case("a total that is no number", &["C215 error 综测.xlsx › Sheet1 › C2"], "review", || {
            totals("202301010001|王伟|优")
        }),
        case("an unknown punishment", &["C216 error 处分.xlsx › Sheet1 › C2"], "review", || {
            discipline("202301010001|王伟|口头教育||")
        }),
        case("a punishment left blank", &["C217 error 处分.xlsx › Sheet1 › C2"], "review", || {
            discipline("202301010001|王伟||是|")
        }),
        case("a punishment still to come", &["C246 error 处分.xlsx › Sheet1 › D2"], "review", || {
            sound().sheet("处分.xlsx", "学号|姓名|处分类型|处分日期\n202301010001|王伟|警告|2026-12-10")
        }),
        case("a lifting that cannot be read", &["C218 error 处分.xlsx › Sheet1 › D2"], "review", || {
            discipline("202301010001|王伟|警告|待定|")
        }),
        case("a day of lifting that cannot be read", &["C218 error 处分.xlsx › Sheet1 › E2"], "review", || {
            discipline("202301010001|王伟|警告||去年")
        }),
        case("a lifting that contradicts its day", &["C219 warning 处分.xlsx › Sheet1 › C2"], "review", || {
            discipline("202301010001|王伟|警告|否|2025-06-01")
        }),
        case("an answer that is neither yes nor no", &["C220 error 审核.xlsx › Sheet1 › C2"], "review", || {
            reviews("202301010001|王伟|可以|是|是|是|是|是|2026-01-10")
        }),
        case("a day of approval that cannot be read", &["C220 error 审核.xlsx › Sheet1 › I2"], "review", || {
            reviews("202301010001|王伟|是|是|是|是|是|是|上周")
        }),
        case("a passed total beside a make-up", &["C221 error 成绩.xlsx › Sheet1 › D2"], "review", || {
            grades_with("补考成绩", "60")
        }),
        case("a score beside a word for absent", &["C222 error 成绩.xlsx › Sheet1 › D2"], "review", || {
            grades_with("成绩标志", "缺考")
        }),
        case("a lifting in the remarks only", &["C223 error 处分.xlsx › Sheet1 › D2"], "review", || {
            sound().sheet("处分.xlsx", "学号|姓名|处分类型|备注\n202301010001|王伟|警告|已于去年解除")
        }),
        case("a cohort that names no year", &["C224 error 名册.xlsx › Sheet1 › E2"], "review", || {
            roster_row("团员|软件|大三|在读")
        }),
        case("a character of one computer's own", &["C226 warning 名册.xlsx › Sheet1 › B2"], "pass", || {
            let own = |rows: &str| rows.replace("王伟", "王\u{E863}");
            policy(POLICY).sheet("名册.xlsx", &own(ROSTER)).sheet("成绩.xlsx", &own(GRADES))
        }),
        case("an impossible rank", &["C225 error 综测.xlsx › Sheet1 › B2"], "review", || {
            sound().sheet("综测.xlsx", "学号|专业排名|专业人数\n202301010001|41|40")
        }),
    ]
}

fn joins() -> Vec<Case> {
    vec![
        case("grades of a stranger", &["J301 error 成绩.xlsx › Sheet1 › E3"], "pass", || {
            grades("209901010001|李四|英语|2|80|2025-2026-1")
        }),
        case("a punishment of a stranger", &["J301 error 处分.xlsx › Sheet1 › C2"], "pass", || {
            discipline("209901010001|李四|警告||")
        }),
        case(
            "a punishment of somebody of the name",
            &["C203 error 处分.xlsx › Sheet1 › A2", "J328 error 处分.xlsx › Sheet1 › C2"],
            "review",
            || discipline("|王伟|警告||"),
        ),
        case(
            "a punishment of a stranger of the name",
            &["J301 error 处分.xlsx › Sheet1 › C2", "J328 error 处分.xlsx › Sheet1 › C2"],
            "review",
            || discipline("209901010001|王伟|警告||"),
        ),
        case(
            "a punishment under another's number",
            &["J304 error 处分.xlsx › Sheet1 › B2", "J328 error 处分.xlsx › Sheet1 › C2"],
            "review",
            || {
                let list = format!("{DISCIPLINE}\n202301010002|王伟|警告||");
                grades("202301010002|李四|数学|4|80|2025-2026-1")
                    .sheet("名册.xlsx", &format!("{ROSTER}\n202301010002|李四|团员|软件|2023|在读"))
                    .sheet("处分.xlsx", &list)
            },
        ),
        case(
            "a list of punishments without numbers",
            &[
                "H101 error 处分.xlsx › Sheet1",
                "C203 error 处分.xlsx › Sheet1 › A2",
                "J328 error 处分.xlsx › Sheet1 › B2",
            ],
            "review",
            || sound().sheet("处分.xlsx", "姓名|处分类型\n王伟|警告"),
        ),
        case("a total of a stranger", &["J301 error 综测.xlsx › Sheet1 › C3"], "pass", || {
            totals("202301010001|王伟|88\n209901010001|李四|77")
        }),
        case("reviews of a stranger", &["J301 error 审核.xlsx › Sheet1 › A2"], "pass", || {
            reviews("209901010001|李四|是|是|是|是|是|是|")
        }),
        case("a student without grades", &["J302 warning 名册.xlsx › Sheet1 › A3"], "pass", || {
            roster(&format!("{ROSTER}\n202301010002|李四|团员|软件|2023|在读"))
        }),
        case("a student without a total", &["J303 warning 名册.xlsx › Sheet1 › A3"], "pass", || {
            let roster = format!("{ROSTER}\n202301010002|李四|团员|软件|2023|在读");
            let grades = format!("{GRADES}\n202301010002|李四|数学|4|80|2025-2026-1");
            let drop = policy(POLICY).sheet("名册.xlsx", &roster).sheet("成绩.xlsx", &grades);
            drop.sheet("综测.xlsx", "学号|姓名|综测总分\n202301010001|王伟|88")
        }),
        case("another name in the grades", &["J304 error 成绩.xlsx › Sheet1 › B3"], "review", || {
            grades("202301010001|王维|英语|2|80|2025-2026-1")
        }),
        case("another name beside a total", &["J304 error 综测.xlsx › Sheet1 › B2"], "review", || {
            totals("202301010001|王维|88")
        }),
        case("another name beside a punishment", &["J304 error 处分.xlsx › Sheet1 › B2"], "review", || {
            discipline("202301010001|王维|警告||")
        }),
        case("another name in the reviews", &["J304 error 审核.xlsx › Sheet1 › B2"], "review", || {
            reviews("202301010001|王维|是|是|是|是|是|是|")
        }),
        case("one name in two terms", &["J313 info"], "pass", || grades("202301010001|王伟|数学|4|80|2024-2025-2")),
        case("one name failed and taken again", &["J313 warning"], "review", || {
            grades("202301010001|王伟|数学|4|50|2024-2025-2")
        }),
        case("one code in two terms", &["J313 warning"], "pass", || {
            grade_sheet(
                "学号|课程名称|课程代码|成绩|学分|学期
                202301010001|数学|A1|85|4|2025-2026-1
                202301010001|数学|A1|80|4|2024-2025-2",
            )
        }),
        case("a row that may belong to two courses", &["J314 error 成绩.xlsx › Sheet1 › D4"], "review", || {
            grade_sheet(
                "学号|课程名称|课程代码|成绩|学分|学期
                202301010001|数学|A1|85|4|2025-2026-1
                202301010001|数学|A2|85|4|2024-2025-2
                202301010001|数学||85|4|2024-2025-1",
            )
        }),
        case("a retake without a first exam", &["J315 warning 成绩.xlsx › Sheet1 › D2"], "review", || {
            grades_with("考试性质", "重修")
        }),
        case("two credits of one course", &["J316 warning 成绩.xlsx › Sheet1 › E2"], "review", || {
            let header = GRADES.replace("学期", "学期|考试性质").replacen("2025-2026-1", "2025-2026-1|", 1);
            let header = header.replace("|85|", "|50|");
            grade_sheet(&format!("{header}\n202301010001|王伟|数学|3|70|2025-2026-1|补考"))
        }),
        case(
            "a failure under a name passed before",
            &["J313 info", "J317 error 成绩.xlsx › Sheet1 › E4"],
            "review",
            || grades("202301010001|王伟|体育|1|90|2024-2025-1\n202301010001|王伟|体育|1|50|2024-2025-2"),
        ),
    ]
}

/// Roster and grades of two students, the second of college and class as given, under a policy for the congress.
fn congress(setting: &str, second: &str) -> Drop {
    let roster = "学号|姓名|政治面貌|学院|专业|年级|班级|学籍状态
        202301010001|王伟|团员|信息|软件|2023|软件1班|在读
        202301010002|李娜|团员|";
    policy(&format!("{POLICY}{setting}"))
        .sheet("名册.xlsx", &format!("{roster}{second}"))
        .sheet("成绩.xlsx", &format!("{GRADES}\n202301010002|李娜|数学|4|85|2025-2026-1"))
}

fn allocation() -> Vec<Case> {
    const LOT: &str = "[congress]\ntotal = 3\n[[lot]]\nquestion = \"congress.seats\"\ntied = [\"机电\", \"信息\"]\nwinner = [\"机电\"]\nby = \"王主席\"\ndate = \"2026-01-10\"\n";
    vec![
        case("no colleges to elect by", &["D116 info"], "pass", sound),
        case("a student without a college", &["D116 warning 名册.xlsx › Sheet1 › A3"], "pass", || {
            congress("", "|软件|2023|软件2班|在读")
        }),
        case("fewer seats than units", &["D116 warning"], "pass", || {
            congress("[congress]\ntotal = 1\n", "机电|软件|2023|软件2班|在读")
        }),
        case("a total below the least", &["D117 warning"], "pass", || {
            congress("[congress]\nmin_percent = \"1/1\"\ntotal = 1\n", "机电|软件|2023|软件2班|在读")
        }),
        case("a lot for a tie that is none", &["D118 error"], "pass", || {
            congress(&LOT.replace("total = 3", "total = 2"), "机电|软件|2023|软件2班|在读")
        }),
        among("a lot drawn after the day of the run", &["D119 warning"], "pass", || {
            congress(&LOT.replace("2026-01-10", "2026-03-10"), "机电|软件|2023|软件2班|在读")
        }),
        case("a main association that failed", &["C230 warning 社团.xlsx › Sheet1 › C2"], "pass", || {
            sound().sheet("社团.xlsx", "社团|是否主要社团|年检结论\n书画社|是|不合格")
        }),
        case("an association of unclear rank", &["C229 error 社团.xlsx › Sheet1 › B2"], "pass", || {
            sound().sheet("社团.xlsx", "社团|是否主要社团\n书画社|待定")
        }),
        case("an association said to be both", &["J322 error 社团.xlsx › Sheet1 › B3"], "pass", || {
            sound().sheet("社团.xlsx", "社团|是否主要社团\n书画社|是\n书画社|否")
        }),
        among("a head-count that is none", &["C228 error"], "pass", || {
            sound().sheet("人数.xlsx", "单位|人数\n信息|约 60")
        }),
        among("two head-counts of one unit", &["J319 error"], "pass", || {
            sound().sheet("人数.xlsx", "单位|人数\n信息|60\n信息|61")
        }),
        among("a sum that is none", &["J320 error"], "pass", || {
            sound().sheet("人数.xlsx", "单位|人数\n信息|60\n机电|60\n合计|121")
        }),
        among("a head-count of a college that the roster spells otherwise", &["J325 warning"], "pass", || {
            let rows = "机电工程学院|软件|2023|软件2班|在读";
            congress("", rows).sheet("人数.xlsx", "单位|人数\n信息|1\n机电工程系|1")
        }),
        among("a head-count beside another roster", &["J321 warning"], "pass", || {
            congress("", "机电|软件|2023|软件2班|在读").sheet("人数.xlsx", "单位|人数\n信息|60")
        }),
    ]
}

fn duplicates() -> Vec<Case> {
    vec![
        case("one exam twice", &["J305 warning 成绩.xlsx › Sheet1 › E3"], "pass", || {
            grades("202301010001|王伟|数学|4|85|2025-2026-1")
        }),
        case("one exam with two scores", &["J306 error 成绩.xlsx › Sheet1 › E3"], "review", || {
            grades("202301010001|王伟|数学|4|95|2025-2026-1")
        }),
        case("a student twice in the roster", &["J307 warning 名册.xlsx › Sheet1 › A3"], "pass", || {
            roster(&format!("{ROSTER}\n202301010001|王伟|团员|软件|2023|在读"))
        }),
        case("a student twice and differently", &["J308 error 名册.xlsx › Sheet1 › C3"], "review", || {
            roster(&format!("{ROSTER}\n202301010001|王伟|群众|软件|2023|在读"))
        }),
        case("a total twice", &["J309 warning 综测.xlsx › Sheet1 › C3"], "pass", || {
            totals("202301010001|王伟|88\n202301010001|王伟|88")
        }),
        among("two totals", &["J310 error"], "review", || totals("202301010001|王伟|88\n202301010001|王伟|78")),
        case("reviews twice", &["J311 warning 审核.xlsx › Sheet1 › A3"], "pass", || {
            reviews("202301010001|王伟|是|是|是|是|是|是|\n202301010001|王伟|是|是|是|是|是|是|")
        }),
        case("reviews twice and differently", &["J312 error 审核.xlsx › Sheet1 › A3"], "review", || {
            reviews("202301010001|王伟|是|是|是|是|是|是|\n202301010001|王伟|是|是|是|是|是|否|")
        }),
        case("one export twice", &["J318 warning 成绩副本.xlsx › Sheet1"], "pass", || {
            sound().sheet("成绩副本.xlsx", GRADES)
        }),
    ]
}

/// Lists of the student union: a slip in one of them touches nobody's eligibility.
fn lists() -> Vec<Case> {
    fn cadre(row: &str) -> Drop {
        sound().sheet("干部.xlsx", &format!("学号|姓名|层级|职务|是否骨干\n202301010001|王伟|{row}"))
    }
    fn delegates(rows: &str) -> Drop {
        sound().sheet("代表.xlsx", &format!("学号|姓名|选举单位\n{rows}"))
    }
    vec![
        among("a floor out of reach", &["D120 warning"], "pass", || {
            let floors = "[congress]\nfloors = [{ group = \"政治面貌=党员\", min = \"25/100\" }]\n";
            let roster = "学号|姓名|政治面貌|学院|专业|年级|学籍状态\n202301010001|王伟|团员|信息|软件|2023|在读";
            policy(&format!("{POLICY}{floors}")).sheet("名册.xlsx", roster).sheet("成绩.xlsx", GRADES)
        }),
        case("a blank post", &["C231 error 干部.xlsx › Sheet1 › D2"], "pass", || cadre("校级||")),
        case("a backbone that is neither", &["C232 error 干部.xlsx › Sheet1 › E2"], "pass", || {
            cadre("校级|干事|也许")
        }),
        case("an unknown level", &["C233 error 干部.xlsx › Sheet1 › C2"], "pass", || cadre("院|干事|")),
        case("an unknown post", &["C233 error 干部.xlsx › Sheet1 › D2"], "pass", || cadre("校级|首席体验官|")),
        case("a head who is said to be no backbone", &["C234 warning 干部.xlsx › Sheet1 › E2"], "pass", || {
            cadre("校级|负责人|否")
        }),
        case("an officer of another name", &["J304 error 干部.xlsx › Sheet1 › B2"], "pass", || {
            sound().sheet("干部.xlsx", "学号|姓名|层级|职务\n202301010001|王小伟|校级|干事")
        }),
        case("an officer whom the roster does not have", &["J301 error 干部.xlsx › Sheet1 › A2"], "pass", || {
            sound().sheet("干部.xlsx", "学号|姓名|层级|职务\n202301010009|李娜|校级|干事")
        }),
        case("a delegate twice", &["J323 error 代表.xlsx › Sheet1 › A3"], "pass", || {
            delegates("202301010001|王伟|软件\n202301010001|王伟|软件")
        }),
        case("a printed total that is none", &["J324 error 代表.xlsx › Sheet1 › B3"], "pass", || {
            delegates("202301010001|王伟|软件\n合计|2|")
        }),
        case("a day that is none", &["C232 error 会议.xlsx › Sheet1 › A2"], "pass", || {
            sound().sheet("会议.xlsx", "日期|类型|主办单位\n去年冬天|学代会|校学生会")
        }),
        case("an unknown meeting", &["C233 error 会议.xlsx › Sheet1 › B2"], "pass", || {
            sound().sheet("会议.xlsx", "日期|类型|主办单位\n2025-10-08|学代会茶叙|校学生会")
        }),
        case("an unknown host", &["C233 error 会议.xlsx › Sheet1 › C2"], "pass", || {
            sound().sheet("会议.xlsx", "日期|类型|主办单位\n2025-10-08|学代会|某某协会")
        }),
        case("votes in words", &["C232 error 票数.xlsx › Sheet1 › B2"], "pass", || {
            sound().sheet("票数.xlsx", "候选人|赞成\n王伟|过半")
        }),
        case("a delegates' sheet without a row", &["D121 warning 代表.xlsx › Sheet1"], "pass", || delegates("")),
        case("columns of a count that nobody reads", &["H115 warning 票数.xlsx › Sheet1"], "pass", || {
            sound().sheet("票数.xlsx", "候选人|赞成|竞选宣言\n王伟|5|为大家服务")
        }),
        case("votes beyond all ballots", &["C237 error 票数.xlsx › Sheet1 › F2"], "pass", || {
            sound().sheet("票数.xlsx", "候选人|应选|发出|收回|有效|赞成\n王伟|1|5|5|5|6")
        }),
        case("a congress that nobody can place", &["C236 error 代表.xlsx › Sheet1 › D3"], "pass", || {
            let rows = "学号|姓名|选举单位|届次\n202301010001|王伟|软件|\n202301010001|王伟|软件|第九届";
            sound().sheet("代表.xlsx", rows)
        }),
        case(
            "the only list, of nobody knows which congress",
            &["C236 warning 代表.xlsx › Sheet1 › D2"],
            "pass",
            || sound().sheet("代表.xlsx", "学号|姓名|选举单位|届次\n202301010001|王伟|软件|2025"),
        ),
        case("a line between candidates", &["H116 error 票数.xlsx › Sheet1 › A3"], "pass", || {
            let rows = "候选人|应选|发出|收回|有效|赞成\n王伟|1|5|5|5|5\n以下为女候选人|||||\n李娜|1|5|5|5|4";
            sound().sheet("票数.xlsx", rows)
        }),
        case("a rating off the scale", &["C235 error 打分.xlsx › Sheet1 › E2"], "pass", || {
            sound().sheet(
                "打分.xlsx",
                "学号|姓名|评委|评委类别|政治素质|道德品质|知识学习|履职能力|纪律作风\n202301010001|王伟|甲|团委|101|90|90|90|90",
            )
        }),
        case("a dimension without a column", &["H113 error 打分.xlsx › Sheet1"], "pass", || {
            let rows = "学号|姓名|评委|评委类别|政治素质|道德品质|知识学习|履职能力|作风\n202301010001|王伟|甲|团委|91|90|90|90|90";
            sound().sheet("打分.xlsx", rows)
        }),
        case("a box of the ballot without a column", &["H117 error 测评.xlsx › Sheet1"], "pass", || {
            sound().sheet("测评.xlsx", "学号|姓名|评委类别|优秀|良好|合格|不称职\n202301010001|王伟|学生代表|9|1|0|0")
        }),
        case("marks of another scale", &["H119 error 打分.xlsx › Sheet1"], "pass", || {
            let rows = "学号|姓名|评委|评委类别|政治素质|道德品质|知识学习|履职能力|纪律作风\n202301010001|王伟|甲|团委|18|18|18|18|18";
            sound().sheet("打分.xlsx", rows)
        }),
        case("a dimension of another full mark", &["H118 error 打分.xlsx › Sheet1"], "pass", || {
            let rows = "学号|姓名|评委|评委类别|政治素质（20分）|道德品质|知识学习|履职能力|纪律作风\n202301010001|王伟|甲|团委|18|18|18|18|18";
            sound().sheet("打分.xlsx", rows)
        }),
        case("a dimension that the policy does not know", &["H114 warning 打分.xlsx › Sheet1"], "pass", || {
            let rows = "学号|姓名|评委|评委类别|政治素质|道德品质|知识学习|履职能力|纪律作风|颜值\n202301010001|王伟|甲|团委|91|90|90|90|90|99";
            sound().sheet("打分.xlsx", rows)
        }),
        case("a result that is no earlier one", &["D123 info 结果.json"], "pass", || {
            sound().file("结果.json", br#"{"schema":1,"tool":"tuanxue 0.1.0","term":"2025-2026-1"}"#)
        }),
        case("a result of a later version", &["D124 warning 结果.json"], "pass", || {
            sound().file("结果.json", br#"{"schema":2,"tool":"tuanxue 9.0.0","term":"2024-2025-1"}"#)
        }),
        case("ratings of a term that is not used", &["D125 warning 上.xlsx › Sheet1"], "pass", || {
            let rows = |mark: u32| format!("学号|姓名|评委|评委类别|总分|学期\n202301010001|王伟|甲|团委|{mark}|");
            let drop = sound().sheet("上.xlsx", &format!("{}2024-2025-2", rows(91)));
            drop.sheet("本.xlsx", &format!("{}2025-2026-1", rows(90)))
        }),
        case("ratings of another term than the run's", &["D126 warning 上.xlsx › Sheet1"], "pass", || {
            sound().sheet("上.xlsx", "学号|姓名|评委|评委类别|总分|学期\n202301010001|王伟|甲|团委|91|2024-2025-2")
        }),
        case("a header without a heading", &["H124 error 打分.xlsx › Sheet1 › A4"], "pass", || {
            let rows =
                "被评人：王伟　学号：202301010001\n评委|评委类别|总分\n甲|团委|91\n评委|评委类别|总分\n乙|团委|90";
            sound().sheet("打分.xlsx", rows)
        }),
        case("an evaluation of others", &["D127 warning 打分.xlsx › Sheet1"], "pass", || {
            let rows = "优秀毕业生评选打分表\n学号|姓名|评委|评委类别|总分\n202301010001|王伟|甲|团委|91";
            sound().sheet("打分.xlsx", rows)
        }),
        case(
            "weights of the sheet's own",
            &["H120 info 打分.xlsx › Sheet1", "H123 warning 打分.xlsx › Sheet1"],
            "pass",
            || {
                sound().sheet(
                    "打分.xlsx",
                    "学号|姓名|学生代表1（40%）|学工部1（20%）|团委1（20%）\n202301010001|王伟|91|90|90",
                )
            },
        ),
        case(
            "a rater of another scale",
            &["H120 info 打分.xlsx › Sheet1", "H122 error 打分.xlsx › Sheet1 › E2"],
            "pass",
            || {
                let roster = format!("{ROSTER}\n202301010002|李娜|团员|软件|2023|休学");
                let drop = policy(POLICY).sheet("名册.xlsx", &roster).sheet("成绩.xlsx", GRADES);
                let rows = "202301010001|王伟|91|90|9\n202301010002|李娜|81|80|8";
                drop.sheet("打分.xlsx", &format!("学号|姓名|学生代表1|学工部1|团委1\n{rows}"))
            },
        ),
        case(
            "a total that its dimensions do not give",
            &["C238 warning 打分.xlsx › Sheet1 › J2"],
            "pass",
            || {
                let rows = "学号|姓名|评委|评委类别|政治素质|道德品质|知识学习|履职能力|纪律作风|总分\n202301010001|王伟|甲|团委|90|80|70|60|50|340";
                sound().sheet("打分.xlsx", rows)
            },
        ),
        case("the same ballots twice", &["J327 warning 测评.xlsx › Sheet1 › C3"], "pass", || {
            let row = "202301010001|王伟|学生代表|9|1|0|0";
            sound().sheet("测评.xlsx", &format!("学号|姓名|评委类别|优秀|称职|基本称职|不称职\n{row}\n{row}"))
        }),
        case("a meeting still to come", &["C242 info 会议.xlsx › Sheet1 › A2"], "pass", || {
            sound().sheet("会议.xlsx", "日期|类型|主办单位\n2026-12-10|学生代表大会|校学生会")
        }),
        case("a request settled on no day", &["C241 error 诉求.xlsx › Sheet1 › C2"], "pass", || {
            sound().sheet("诉求.xlsx", "编号|收到日期|状态|办结日期\n1|2025-10-09|已办结|")
        }),
        case("a notice that ends before it begins", &["C240 error 公示.xlsx › Sheet1 › C2"], "pass", || {
            sound().sheet("公示.xlsx", "事项|开始日期|结束日期|异议数\n主席团人选公示|2025-09-19|2025-09-15|0")
        }),
        case("a person found by the name", &["H121 info 打分.xlsx › Sheet1"], "pass", || {
            sound().sheet("打分.xlsx", "姓名|评委|评委类别|总分\n王伟|甲|团委|91")
        }),
        case("a name that nobody has", &["C239 error 打分.xlsx › Sheet1 › A2"], "pass", || {
            sound().sheet("打分.xlsx", "姓名|评委|评委类别|总分\n汪伟|甲|团委|91")
        }),
        case("a column for each rater", &["H120 info 打分.xlsx › Sheet1"], "pass", || {
            sound().sheet("打分.xlsx", "学号|姓名|学生代表1|学工部1|团委1\n202301010001|王伟|91|90|90")
        }),
        case("a column of nobody knows which rater", &["H120 warning 打分.xlsx › Sheet1"], "pass", || {
            sound().sheet("打分.xlsx", "学号|姓名|学生代表1|学工部1|团委\n202301010001|王伟|91|90|90")
        }),
        case("a rater twice alike", &["J326 warning 打分.xlsx › Sheet1 › C3"], "pass", || {
            sound().sheet(
                "打分.xlsx",
                "学号|姓名|评委|评委类别|总分\n202301010001|王伟|甲|团委|91\n202301010001|王伟|甲|团委|91",
            )
        }),
        case("a rater twice and differently", &["J326 error 打分.xlsx › Sheet1 › C3"], "pass", || {
            sound().sheet(
                "打分.xlsx",
                "学号|姓名|评委|评委类别|总分\n202301010001|王伟|甲|团委|91\n202301010001|王伟|甲|团委|92",
            )
        }),
    ]
}
