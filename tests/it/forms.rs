//! Blank input workbooks: what `forms` writes, what the tool makes of them unfilled, filled in, and with their example changed.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use calamine::{Data, Reader, Xlsx};
use tuanxue::forms::{self, EXAMPLE_MARK, Form};
use tuanxue::ingest::header::canonical_columns;
use tuanxue::model::Kind;
use tuanxue::policy::{self, Policy};
use tuanxue::report::needs;

use crate::support::{Drop, Ran, tuanxue};

fn national() -> Policy {
    policy::load("national", None, &|_| None).unwrap()
}

fn written(folder: &Path, options: &[&str]) -> PathBuf {
    let mut arguments = vec!["forms", folder.to_str().unwrap()];
    arguments.extend(options);
    let said = tuanxue(&arguments);
    assert_eq!((said.code, said.stdout.as_str()), (0, ""), "{}", said.stderr);
    folder.to_path_buf()
}

/// A sheet as lines of the notation of `Drop`.
fn lines(path: &Path, sheet: usize) -> Vec<String> {
    let mut book: Xlsx<_> = calamine::open_workbook(path).unwrap();
    let range = book.worksheet_range_at(sheet).unwrap().unwrap();
    let text = |cell: &Data| match cell {
        Data::DateTime(time) => {
            let (year, month, day, ..) = time.to_ymd_hms_milli();
            format!("{year}-{month:02}-{day:02}")
        }
        Data::Float(number) => format!("#{number}"),
        other => other.to_string(),
    };
    let rows = range.rows().map(|row| row.iter().map(text).collect::<Vec<_>>());
    rows.map(|row| row.join("|")).filter(|row| !row.trim_matches('|').is_empty()).collect()
}

/// Whoever is on the roster of these drops.
fn student(idx: usize) -> String {
    format!("{}", 202_401_020_001 + idx)
}

/// Nobody's name is that of the example.
fn name(idx: usize) -> String {
    let given = ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十"];
    format!("赵{}{}", given[idx / 10], given[idx % 10])
}

/// A sound row of each kind, in the order of the form's columns; `ID` and `NAME` are those of a student.
fn sound_row(kind: Kind) -> &'static str {
    match kind {
        Kind::Roster => "ID|NAME|男|汉族|共青团员|信息工程学院|软件技术|2024|软件2401|主校区|在读",
        Kind::Grades => "ID|NAME|高等数学（一）|M1001|#85|#4|#64|2025-2026-1|必修|正常考试||#3.5|否",
        Kind::Comprehensive => "ID|NAME|#86.5|||2025-2026-1",
        Kind::Discipline => "ID|NAME|警告|2025-03-10||||",
        Kind::Headcount => "信息工程学院|#20",
        Kind::Cadres => "ID|NAME|院级|信息工程学院学生会|文体部|干事||班级推荐|选拔|2025-09-20||",
        Kind::Associations => "NAME协会|#120|否|合格|2025-05-20",
        Kind::Delegates => "ID|NAME|信息工程学院|班级选举|",
        Kind::Votes => "主席团成员|NAME|ID|#1|#200|#198|#196|#180|#10|#6|当选",
        Kind::Ratings => "ID|NAME|评委01|学生代表|#90|#91|#92|#93|#94|2025-2026-1",
        Kind::Ballots => "ID|NAME|学生代表|#18|#9|#2|#1|#0|2025-2026-1",
        Kind::Reviews => "ID|NAME|是|是|是|是|是|是|2025-10-08|是|2025-10-10|是|2025-10-15|周老师",
        Kind::Meetings => "2025-10-15|学生会例会|信息工程学院学生会|文体部、学习部||布置本月工作|#26",
        Kind::Training => "2025-10-18|校级|校学生会|学生干部理想信念教育|#61|",
        Kind::Requests => "QY2025002|2025-10-09|线上|教育教学|信息工程学院|教务处|2025-10-12|2025-10-16|满意",
        Kind::Notices => "主席团候选人资格审查结果|资格审查|校学生会|2025-10-13|2025-10-17|线上|#0|",
        Kind::Rotation => "ID|NAME|2025-09-01|2026-01-20",
        Kind::Advisors => "周明|团委副书记|校团委",
        Kind::Attendance => "ID|NAME|2025-10-15|出席|学生会例会",
        Kind::Services => "2025-10-20|学业帮扶|信息工程学院|#16",
        Kind::Contacts => "2025-10-22|ID|NAME|软件2402|#8",
    }
}

fn row_of(kind: Kind, idx: usize) -> String {
    sound_row(kind).replace("ID", &student(idx)).replace("NAME", &name(idx))
}

/// A roster of the first students.
fn roster(n_students: usize) -> String {
    let header = "学号|姓名|性别|民族|政治面貌|学院|专业|年级|班级|校区|学籍状态".to_owned();
    let rows = (0..n_students).map(|idx| row_of(Kind::Roster, idx));
    [header].into_iter().chain(rows).collect::<Vec<_>>().join("\n")
}

/// The form's own lines, title and example included, with rows below.
fn filled(folder: &Path, form: &Form, rows: &[String]) -> String {
    let mut lines = lines(&folder.join(form.file()), 0);
    lines.extend_from_slice(rows);
    lines.join("\n")
}

/// Problems that are more than information.
fn serious(ran: &Ran) -> Vec<String> {
    ran.problems().into_iter().filter(|problem| problem.split(' ').nth(1) != Some("info")).collect()
}

/// `file kind read used` of every sheet that was taken for one.
fn sheets(ran: &Ran) -> Vec<String> {
    let result = ran.result();
    let files = result["inputs"].as_array().unwrap();
    let of_file = |file: &serde_json::Value| {
        let name = file["file"].as_str().unwrap().to_owned();
        let sheets = file["sheets"].as_array().unwrap().iter().filter(|sheet| sheet["kind"] != "unrecognised");
        let line = |sheet: &serde_json::Value| {
            let [read, used] = ["rows_read", "rows_used"].map(|key| sheet[key].as_u64().unwrap());
            format!("{name} {} {read} {used}", sheet["kind"].as_str().unwrap())
        };
        sheets.map(line).collect::<Vec<_>>()
    };
    files.iter().flat_map(of_file).collect()
}

#[test]
fn every_kind_has_a_form_of_known_columns() {
    let read: Vec<Kind> = forms::TEXTS.iter().map(|text| Form::parse(text).unwrap().kind).collect();
    assert_eq!(read, Kind::ALL);
    let policy = national();
    let reports: BTreeSet<String> = forms::all(&policy).iter().flat_map(|form| form.reports.clone()).collect();
    assert_eq!(reports.len(), 10, "{reports:?}");
    for form in forms::all(&policy) {
        assert!(form.columns.iter().any(|column| column.required), "{}", form.title);
        assert!(form.columns[0].required, "{}: the mark stands in a cell that has to be filled in", form.title);
        for column in &form.columns {
            let place = format!("{} {}", form.title, column.name);
            let is_dimension = policy.evaluation.dimensions.value.iter().any(|(name, _)| *name == column.name);
            let is_known = canonical_columns(form.kind).contains(&column.name.as_str()) || is_dimension;
            assert!(is_known || column.name == "联系人", "{place} is read by nobody");
            assert!(!column.note.is_empty() && column.note.chars().count() < 200, "{place}");
            let words = &column.words;
            assert!(column.example.is_empty() || words.is_empty() || words.contains(&column.example), "{place}");
            for text in [&column.name, &column.note, &column.example].into_iter().chain(words) {
                assert!(!text.contains(['{', '}']), "{place}: {text}");
            }
        }
    }
}

#[test]
fn the_forms_are_written_once_and_never_over_a_file() {
    let drop = Drop::new().file("表/学籍名册.xlsx", b"mine");
    let folder = drop.path().join("表");
    let said = tuanxue(&["forms", folder.to_str().unwrap()]);
    assert_eq!(said.code, 0, "{}", said.stderr);
    assert!(said.stderr.contains("已写入　　20 个空白表：成绩表.xlsx"), "{}", said.stderr);
    assert!(
        said.stderr.contains("没有动　　1 个") && said.stderr.contains("没有覆盖：学籍名册.xlsx"),
        "{}",
        said.stderr
    );
    assert_eq!(std::fs::read(folder.join("学籍名册.xlsx")).unwrap(), b"mine");
    assert_eq!(std::fs::read_dir(&folder).unwrap().count(), 21);
}

#[test]
fn the_same_policy_gives_the_same_bytes() {
    let drop = Drop::new();
    let [one, two] = ["一", "二/深"].map(|name| written(&drop.path().join(name), &[]));
    for form in forms::all(&national()) {
        let [one, two] = [&one, &two].map(|folder| std::fs::read(folder.join(form.file())).unwrap());
        assert!(one == two, "{}", form.title);
    }
}

#[test]
fn what_cannot_be_written_is_said_in_chinese() {
    let drop = Drop::new().file("占着", b"");
    let said = tuanxue(&["forms", drop.path().join("占着").to_str().unwrap()]);
    assert_eq!(said.code, 2);
    assert!(said.stderr.contains("建不了文件夹") && said.stderr.contains("已有同名的文件"), "{}", said.stderr);
    let said = tuanxue(&["forms", drop.path().join("新").to_str().unwrap(), "--policy", "没有这个"]);
    assert_eq!(said.code, 2);
    assert!(!drop.path().join("新").exists());
    let said = tuanxue(&["forms"]);
    assert!(said.code == 2 && said.stderr.contains("还缺：<文件夹>"), "{}", said.stderr);
}

#[test]
fn words_and_dimensions_are_those_of_the_policy() {
    let text = "[evaluation]\ndimensions = { \"政治素质\" = 0, \"道德品质\" = 0, \"知识学习\" = 0, \"履职能力\" = 0, \"纪律作风\" = 0, \"群众评价\" = 100 }\nscale = [\"0\", \"10\"]\n\
                [ledgers]\nrequest_categories = [\"食堂\", \"宿舍\"]\n[structure.departments]\nlist = [\"学习部\"]\n";
    let drop = Drop::new().policy(text);
    let folder = written(drop.path(), &[]);
    let header = &lines(&folder.join("评议打分表.xlsx"), 0)[2];
    assert!(header.contains("|群众评价*|"), "{header}");
    let guide = lines(&folder.join("评议打分表.xlsx"), 1).join("\n");
    assert!(guide.contains("满分 10；"), "{guide}");
    let guide = lines(&folder.join("权益诉求台账.xlsx"), 1).join("\n");
    assert!(guide.contains("食堂、宿舍"), "{guide}");
    let guide = lines(&folder.join("学生会工作人员名册.xlsx"), 1).join("\n");
    assert!(guide.contains("|学习部\n"), "{guide}");
    let folder = written(&drop.path().join("校"), &["--policy", "hunan-jiaotong"]);
    let guide = lines(&folder.join("学生会工作人员名册.xlsx"), 1).join("\n");
    assert!(guide.contains("秘书处、文体部、权益部"), "{guide}");
}

/// Neither the example nor the notes are anybody's data, and nothing is amiss.
#[test]
fn a_drop_of_unfilled_forms_says_nothing_but_that_they_are_unfilled() {
    let drop = Drop::new();
    written(drop.path(), &[]);
    let said = tuanxue(&["check", drop.path().to_str().unwrap(), "--as-of", "2026-01-20", "--dry-run"]);
    assert_eq!(said.code, 0, "{}", said.stdout);
    let (listing, problems) = said.stdout.split_once("\n二、").unwrap();
    let problems: Vec<&str> = problems.lines().filter(|line| line.contains(" 条　")).collect();
    assert!(problems.len() == 1 && problems[0].contains("说明 D128 21 条"), "{problems:?}");
    // Twenty-one workbooks in which nothing stands are one line.
    assert!(listing.contains("空白表 21 个，还没有填，当作没有放：") && !listing.contains("填写说明"), "{listing}");
    assert!(forms::all(&national()).iter().all(|form| listing.contains(&form.file())), "{listing}");
    assert!(!listing.contains("林晓禾") && !listing.contains("未认出"), "{listing}");
    let said = tuanxue(&["run", drop.path().to_str().unwrap(), "--as-of", "2026-01-20"]);
    assert_eq!(said.code, 2, "{}", said.stderr);
    assert!(said.stderr.contains("21 张表都是空白表") && said.stderr.contains("学籍名册和成绩"), "{}", said.stderr);
}

/// Beside real data they change nothing: a blank list of punishments does not say that nobody has been punished.
#[test]
fn unfilled_forms_beside_data_change_no_decision() {
    let grades = format!("学号|课程名称|学分|成绩|学期\n{}|数学|4|85|2025-2026-1", student(0));
    let data = || Drop::new().sheet("名册.xlsx", &roster(1)).sheet("成绩.xlsx", &grades);
    let alone = data().run();
    let drop = data();
    written(drop.path(), &[]);
    let beside = drop.run();
    let decided = |ran: &Ran| {
        let result = ran.result();
        ["eligibility", "quota", "delegates", "votes", "evaluation", "checks", "exit"].map(|key| result[key].clone())
    };
    assert_eq!(decided(&beside), decided(&alone));
    assert_eq!(serious(&beside), serious(&alone));
    assert!(beside.codes().contains(&"D104".to_owned()), "{:?}", beside.codes());
    let without_example = data().sheet("处分.xlsx", "学号*|姓名|处分类型*").run();
    assert!(!without_example.codes().contains(&"D104".to_owned()));
}

#[test]
fn filled_forms_are_read_without_a_problem_and_every_row_is_used() {
    let blank = Drop::new();
    let folder = written(&blank.path().join("空白表"), &[]);
    let policy = national();
    let mut drop = Drop::new();
    let mut expected = Vec::new();
    for form in forms::all(&policy) {
        let n_rows = match form.kind {
            Kind::Roster | Kind::Grades | Kind::Comprehensive => 20,
            _ => 1,
        };
        let mut rows: Vec<String> = (0..n_rows).map(|idx| row_of(form.kind, idx)).collect();
        if form.kind == Kind::Ratings {
            // Three raters are enough for a score.
            let groups = ["学生代表", "学工部", "团委"];
            rows = groups
                .iter()
                .map(|group| rows[0].replace("评委01", group).replacen("|学生代表|", &format!("|{group}|"), 1))
                .collect();
            rows[0] = row_of(form.kind, 0);
        }
        expected.push(format!("{} {} {} {}", form.file(), form.kind.id(), rows.len() + 1, rows.len()));
        drop = drop.sheet(&form.file(), &filled(&folder, &form, &rows));
    }
    let ran = drop.run();
    assert_eq!(serious(&ran), Vec::<String>::new());
    let mut found = sheets(&ran);
    found.sort();
    expected.sort();
    assert_eq!(found, expected);
    assert!(!ran.report("01-候选资格审查.xlsx").contains("林晓禾"));
    assert!(!ran.report("06-机构编制核查.xlsx").contains("林晓禾"));
}

/// A new folder: settings, guide, blank workbooks. What is there stays; what it says holds.
#[test]
fn a_new_folder_has_all_that_is_wanted_and_is_never_written_over() {
    let drop = Drop::new();
    let folder = drop.path().join("本学期 材料");
    let path = folder.to_str().unwrap();
    let said = tuanxue(&["init", path, "--policy", "hunan-jiaotong"]);
    assert_eq!((said.code, said.stdout.as_str()), (0, ""), "{}", said.stderr);
    assert!(said.stderr.contains("湖南交通职业技术学院") && said.stderr.contains("23 个文件"), "{}", said.stderr);
    assert!(said.stderr.contains(&format!("tuanxue check \"{path}\"")), "{}", said.stderr);
    let names: BTreeSet<String> =
        std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    let mut wanted: BTreeSet<String> = forms::all(&national()).iter().map(Form::file).collect();
    wanted.extend(["policy.toml", "团学使用说明.xlsx"].map(str::to_owned));
    assert_eq!(names, wanted);
    let before: Vec<Vec<u8>> = names.iter().map(|name| std::fs::read(folder.join(name)).unwrap()).collect();
    // The same again, under another policy: nothing changes, and it is said.
    let said = tuanxue(&["init", path, "--policy", "wuchang-shouyi"]);
    assert_eq!(said.code, 0, "{}", said.stderr);
    assert!(said.stderr.contains("没有动　　23 个") && !said.stderr.contains("已写入"), "{}", said.stderr);
    let after: Vec<Vec<u8>> = names.iter().map(|name| std::fs::read(folder.join(name)).unwrap()).collect();
    assert!(before == after);
    // Nothing of it is taken for data.
    let said = tuanxue(&["check", path, "--dry-run", "--as-of", "2026-01-20"]);
    assert_eq!(said.code, 0, "{}", said.stdout);
    assert!(!said.stdout.contains("使用说明.xlsx") || said.stdout.contains("D128"), "{}", said.stdout);
    assert!(!said.stdout.contains("未认出"), "{}", said.stdout);
}

/// Nothing is in force but the policy it stands on; and whoever takes the marks off every line has the same settings still.
#[test]
fn the_settings_of_a_new_folder_are_those_of_its_policy_line_by_line() {
    for name in ["national", "hunan-jiaotong", "wuchang-shouyi"] {
        let drop = Drop::new();
        let said = tuanxue(&["init", drop.path().to_str().unwrap(), "--policy", name]);
        assert_eq!(said.code, 0, "{}", said.stderr);
        let path = drop.path().join("policy.toml");
        let text = std::fs::read_to_string(&path).unwrap();
        let values = |text: &str| {
            let policy = policy::load("", Some(("policy.toml", text)), &|_| None);
            let policy = policy.unwrap_or_else(|problems| panic!("{problems:?}"));
            let own = |path: &str| !matches!(path, "policy.id" | "policy.title" | "policy.extends");
            let listing = policy.listing().filter(|(key, _)| own(key.path));
            listing.map(|(key, effective)| format!("{} = {}", key.path, effective.value)).collect::<Vec<_>>()
        };
        let built_in = policy::load(name, None, &|_| None).unwrap();
        let expected: Vec<String> = built_in
            .listing()
            .filter(|(key, _)| !matches!(key.path, "policy.id" | "policy.title" | "policy.extends"))
            .map(|(key, effective)| format!("{} = {}", key.path, effective.value))
            .collect();
        assert_eq!(values(&text), expected);
        let is_setting = |line: &str| line.starts_with('#') && !line.starts_with("# ") && line.len() > 1;
        let settings: Vec<&str> = text.lines().filter(|line| is_setting(line)).collect();
        // Each key but the three of its name and the lots stands there once, under a line of Chinese.
        let n_keys = policy::schema::KEYS.len() - 3;
        let n_lots = settings.iter().skip_while(|line| **line != "#[[lot]]").count();
        assert_eq!((settings.len() - n_lots, n_lots), (n_keys, 6), "{name}");
        for (line, next) in text.lines().zip(text.lines().skip(1)).filter(|(_, next)| is_setting(next)) {
            let is_lot = line.starts_with('#') && !line.starts_with("# ");
            assert!(is_lot || line.starts_with("# ") && !line.is_ascii(), "{line}\n{next}");
        }
        let uncommented: Vec<&str> = text
            .lines()
            .take_while(|line| *line != "#[[lot]]")
            .map(|line| if is_setting(line) { &line[1..] } else { line })
            .collect();
        assert_eq!(values(&uncommented.join("\n")), expected);
    }
}

/// The settings of last term serve again; what they stand on has to be there, too.
#[test]
fn a_new_folder_may_begin_with_the_settings_of_another() {
    let old = Drop::new().policy("[policy]\nextends = \"hunan-jiaotong\"\n[eligibility.rank]\npercent = \"20/100\"\n");
    let own = old.path().join("policy.toml");
    let new = Drop::new();
    let said = tuanxue(&["init", new.path().to_str().unwrap(), "--policy", own.to_str().unwrap()]);
    assert_eq!(said.code, 0, "{}", said.stderr);
    assert_eq!(std::fs::read(new.path().join("policy.toml")).unwrap(), std::fs::read(&own).unwrap());
    let standing = Drop::new()
        .policy("[policy]\nextends = \"school.toml\"\n")
        .file("school.toml", b"[policy]\nid = \"school\"\ntitle = \"X\"\nextends = \"national\"\n");
    let own = standing.path().join("policy.toml");
    let new = Drop::new();
    let said = tuanxue(&["init", new.path().to_str().unwrap(), "--policy", own.to_str().unwrap()]);
    assert_eq!(said.code, 2, "{}", said.stderr);
    assert!(said.stderr.contains("school.toml"), "{}", said.stderr);
}

/// Every page is in the workbook, no mark of the page's notation in any cell.
#[test]
fn the_guide_holds_every_page() {
    let drop = Drop::new();
    assert_eq!(tuanxue(&["init", drop.path().to_str().unwrap()]).code, 0);
    let mut book: Xlsx<_> = calamine::open_workbook(drop.path().join("团学使用说明.xlsx")).unwrap();
    let mut names: Vec<String> = book.sheet_names();
    assert_eq!(names.remove(0), "目录");
    names.sort();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("templates/guide");
    let mut pages: Vec<String> = std::fs::read_dir(&folder)
        .unwrap()
        .map(|entry| entry.unwrap().path().file_stem().unwrap().to_str().unwrap().to_owned())
        .collect();
    pages.sort();
    assert_eq!(names, pages);
    for name in &names {
        let page = std::fs::read_to_string(folder.join(format!("{name}.md"))).unwrap();
        let range = book.worksheet_range(name).unwrap();
        let cells: Vec<String> =
            range.rows().flatten().map(ToString::to_string).filter(|text| !text.is_empty()).collect();
        for cell in &cells {
            let is_marked = ["#", "|", "- ", "```"].iter().any(|mark| cell.starts_with(mark));
            assert!(!is_marked && !cell.contains('`'), "{name}: {cell}");
        }
        // Nothing is lost: letter by letter, but for the notation.
        let letters = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).collect::<String>();
        assert_eq!(letters(&cells.concat()), letters(&page), "{name}");
    }
}

/// What a drop-down offers the tool must know.
#[test]
fn every_word_of_every_drop_down_is_understood() {
    let blank = Drop::new();
    let folder = written(&blank.path().join("空白表"), &[]);
    let policy = national();
    let mut wrong = Vec::new();
    let mut n_words = 0;
    for form in forms::all(&policy) {
        for (idx, column) in form.columns.iter().enumerate().filter(|(_, column)| !column.words.is_empty()) {
            let with = |(row, word): (usize, &String)| {
                let row = row_of(form.kind, row);
                let mut cells: Vec<&str> = row.split('|').collect();
                cells[idx] = word;
                if column.name == "成绩标志" {
                    // Whoever was absent has no score.
                    cells[4] = "";
                }
                cells.join("|")
            };
            let rows: Vec<String> = column.words.iter().enumerate().map(with).collect();
            n_words += rows.len();
            let mut drop = Drop::new();
            if form.kind != Kind::Roster {
                drop = drop.sheet("名册.xlsx", &roster(20));
            }
            let drop = drop.sheet("表.xlsx", &filled(&folder, &form, &rows));
            let said = tuanxue(&[
                "run",
                drop.path().to_str().unwrap(),
                "--as-of",
                "2026-01-20",
                "--json",
                "--dry-run",
                "--quiet",
            ]);
            let Ok(result) = serde_json::from_str::<serde_json::Value>(&said.stdout) else {
                wrong.push(format!("{} {}: {}", form.title, column.name, said.stderr));
                continue;
            };
            let letter = char::from(b'A' + u8::try_from(idx).unwrap());
            for problem in result["problems"].as_array().unwrap() {
                let cell = problem["cell"].as_str().unwrap_or_default();
                if problem["file"] == "表.xlsx" && cell.starts_with(letter) {
                    wrong.push(format!("{} {} {cell}: {}", form.title, column.name, problem["message"]));
                }
            }
        }
    }
    assert!(n_words > 100, "{n_words}");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// A mark that was forgotten over somebody's data is an error; the row is neither used nor lost in silence.
#[test]
fn an_example_that_was_overwritten_is_an_error() {
    let blank = Drop::new();
    let folder = written(&blank.path().join("空白表"), &[]);
    for form in forms::all(&national()) {
        let lines = lines(&folder.join(form.file()), 0);
        let example = lines[3].clone();
        assert!(example.starts_with(EXAMPLE_MARK), "{example}");
        let own = format!("{EXAMPLE_MARK}{}", row_of(form.kind, 0));
        let text = format!("{}\n{own}\n{}", lines[..3].join("\n"), row_of(form.kind, 1));
        let mut drop = Drop::new().sheet("表.xlsx", &text);
        if form.kind != Kind::Roster {
            drop = drop.sheet("名册.xlsx", &roster(20));
        }
        let said = tuanxue(&["check", drop.path().to_str().unwrap(), "--as-of", "2026-01-20", "--dry-run"]);
        assert_eq!(said.code, 1, "{}: {}", form.title, said.stdout);
        assert!(said.stdout.contains("C245 1 条　表.xlsx › Sheet1 › A4"), "{}: {}", form.title, said.stdout);
        assert!(said.stdout.contains("     2     1     1  表.xlsx › Sheet1"), "{}: {}", form.title, said.stdout);
    }
}

/// Some of the example's cells may have been emptied or its columns deleted; what is left is nobody's data.
#[test]
fn a_part_of_the_example_is_still_the_example() {
    let form = forms::of_kind(Kind::Roster, &national()).unwrap();
    assert!(form.is_example(form.example()));
    assert!(form.is_example(["【示例】202401010001"]));
    assert!(form.is_example(["【示例】202401010001", "林晓禾", "软件技术", "2024"]));
    assert!(!form.is_example(["【示例】202401010001", "林晓禾", "软件技术", "2023"]));
    assert!(!form.is_example(["【示例】202401010001", "2024", "林晓禾"]), "in another order it says something else");
    assert!(!form.is_example(["【示例】"]));
}

/// How a workbook looks to whoever opens it, as far as text shows it.
#[test]
fn a_blank_workbook_in_text() {
    let drop = Drop::new();
    let folder = written(&drop.path().join("空白表"), &[]);
    let sheet = lines(&folder.join("违纪处分名单.xlsx"), 0);
    assert_eq!(
        sheet,
        [
            "违纪处分名单|||||||",
            "带 * 的列必填。第 4 行是示例，不会当作数据，删不删都可以，真实数据从第 5 行写起。每一列怎样填，见下一张工作表。|||||||",
            "学号*|姓名|处分类型*|处分日期|解除日期|是否解除|文号|备注",
            "【示例】202401010001|林晓禾|警告|2025-03-10|2025-09-10|是|学发〔2025〕8号|",
        ]
    );
    let guide = lines(&folder.join("违纪处分名单.xlsx"), 1);
    assert!(guide[0].starts_with("填写说明（团学空白表）"), "{guide:?}");
    assert!(guide[1].contains("示例行还在就当作没有填") && guide[2].contains("01-候选资格审查"), "{guide:?}");
    assert!(
        guide.iter().any(|line| line.starts_with("处分类型|必填|") && line.contains("警告、严重警告、记过")),
        "{guide:?}"
    );
}

/// What `needs` says of each report holds: with the sheets of a way it is made, without any one of them it is not.
#[test]
fn each_report_needs_what_it_is_said_to_need() {
    let blank = Drop::new();
    let folder = written(&blank.path().join("空白表"), &[]);
    let all = forms::all(&national());
    let made_of = |kinds: &[Kind]| {
        let mut drop = Drop::new();
        for kind in kinds {
            let form = all.iter().find(|form| form.kind == *kind).unwrap();
            let rows: Vec<String> = (0..6).map(|idx| row_of(*kind, idx)).collect();
            drop = drop.sheet(&form.file(), &filled(&folder, form, &rows));
        }
        let said = tuanxue(&["run", drop.path().to_str().unwrap(), "--as-of", "2026-01-20"]);
        let reports = std::fs::read_dir(drop.path().join("报告")).into_iter().flatten();
        let names: BTreeSet<String> = reports.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        (names, said.stderr)
    };
    let mut tried: Vec<(Vec<Kind>, BTreeSet<String>, String)> = Vec::new();
    let mut wrong = Vec::new();
    for (report, ways) in needs::NEEDS {
        for way in ways {
            let mut sets = vec![way.to_vec()];
            sets.extend((0..way.len()).map(|out| {
                let mut rest = way.to_vec();
                rest.remove(out);
                rest
            }));
            for kinds in sets.into_iter().filter(|kinds| !kinds.is_empty()) {
                if !tried.iter().any(|(own, ..)| *own == kinds) {
                    let (names, said) = made_of(&kinds);
                    tried.push((kinds.clone(), names, said));
                }
                let (_, names, said) = tried.iter().find(|(own, ..)| *own == kinds).unwrap();
                let suffices = ways.iter().any(|way| way.iter().all(|kind| kinds.contains(kind)));
                if names.contains(report) != suffices {
                    wrong.push(format!("{report} of {kinds:?}: {names:?}\n{said}"));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
