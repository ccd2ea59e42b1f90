//! The public lists (公示): who stands on them, what of a person does, that nothing else gets into the workbooks, and the page.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::io::Read as _;

use tuanxue::model::public::{PublicColumn, PublicTable, PublicText, SharedNames};
use tuanxue::model::term::Date;
use tuanxue::policy::{self, schema};

use crate::samples::files_below;
use crate::support::{Drop, Ran, tuanxue};

const HUNAN: &str = "[policy]\nextends = \"hunan-jiaotong\"\n";
const FILES: [&str; 3] = ["候选人公示.xlsx", "代表公示.xlsx", "任职公示.xlsx"];

/// The number of the k-th student.
fn id(k: usize) -> String {
    format!("20230110{k:04}")
}

/// Twenty students of two colleges, the k-th of each major the k-th best.
fn roster() -> String {
    let mut rows = "学号|姓名|性别|民族|政治面貌|学院|专业|年级|班级|学籍状态".to_owned();
    for k in 1..=20 {
        let (college, major) =
            if k <= 10 { ("信息学院", "软件技术") } else { ("交通学院", "道路工程") };
        let _ = write!(rows, "\n{}|{}|女|汉族|共青团员|{college}|{major}|2023|{major}2301班|在读", id(k), name(k));
    }
    rows
}

fn name(k: usize) -> String {
    let given = ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十"];
    format!("{}{}", if k <= 10 { "赵" } else { "钱小" }, given[(k - 1) % 10])
}

fn grades() -> String {
    let mut rows = "学号|课程名称|成绩|学分|学期".to_owned();
    for k in 1..=20 {
        let place = (k - 1) % 10;
        let _ = write!(rows, "\n{}|高等数学|{}.37|4|2025-2026-1", id(k), 98 - place * 3);
    }
    rows
}

/// Those put forward, with every approval.
fn reviews(students: &[usize]) -> String {
    let mut rows = "学号|姓名|政治合格|学习优秀|品德良好|作风过硬|群众基础|团委审核|学工部审核|党委批准".to_owned();
    for k in students {
        let _ = write!(rows, "\n{}|{}|是|是|是|是|是|是|是|是", id(*k), name(*k));
    }
    rows
}

fn school(policy: &str) -> Drop {
    Drop::new().policy(policy).sheet("名册.xlsx", &roster()).sheet("成绩.xlsx", &grades())
}

/// The files in 公示/.
fn lists(ran: &Ran) -> Vec<String> {
    let folder = ran.reports().join("公示");
    files_below(&folder).iter().map(|path| path.file_name().unwrap().to_string_lossy().into_owned()).collect()
}

/// The table of a list: header and rows, without what stands over and under it.
fn table(ran: &Ran, file: &str) -> Vec<String> {
    let text = ran.report(&format!("公示/{file}"));
    let rows = text.lines().skip_while(|line| !line.starts_with("序号"));
    rows.take_while(|line| !line.is_empty()).map(str::to_owned).collect()
}

#[test]
fn candidates_are_those_put_forward_who_meet_every_rule() {
    let punished = format!("学号|姓名|处分类型|是否解除\n{}|{}|警告|是", id(3), name(3));
    // The third of each major is within the line; 3 has a lifted punishment and is for review, 4 fails, 2 was not put forward.
    let drop = school(HUNAN).sheet("处分.xlsx", &punished);
    let ran = drop.sheet("意见.xlsx", &reviews(&[13, 1, 3, 4, 11])).run();
    assert_eq!(lists(&ran), ["候选人公示.xlsx"]);
    assert_eq!(
        table(&ran, "候选人公示.xlsx"),
        [
            "序号 | 姓名 | 学号⏎后四位 | 学院 | 专业 | 年级 | 班级 | 政治面貌",
            "1 | 钱小一 | 0011 | 交通学院 | 道路工程 | 2023 | 道路工程2301班 | 共青团员",
            "2 | 钱小三 | 0013 | 交通学院 | 道路工程 | 2023 | 道路工程2301班 | 共青团员",
            "3 | 赵一 | 0001 | 信息学院 | 软件技术 | 2023 | 软件技术2301班 | 共青团员",
        ]
    );
    assert!(ran.said.stderr.contains("结果.json、公示 1 份"), "{}", ran.said.stderr);
    // Five were put forward: 3 and 4 are left out, and said to be.
    let said = "候选人 3 人，不列 2 人（不列的是结论为复核、不符合，或学号、姓名、组织有疑问的）";
    assert!(ran.said.stderr.contains(said), "{}", ran.said.stderr);
}

#[test]
fn without_reviews_or_without_anybody_there_is_no_list() {
    let ran = school(HUNAN).run();
    assert!(!ran.reports().join("公示").exists());
    assert!(!ran.said.stderr.contains("公示"), "{}", ran.said.stderr);
    let ran = school(HUNAN).sheet("意见.xlsx", &reviews(&[9, 10])).run();
    assert!(!ran.reports().join("公示").exists(), "nobody passes");
    assert!(ran.said.stderr.contains("候选人 0 人，不列 2 人（"), "{}", ran.said.stderr);
}

fn delegates() -> String {
    let mut rows = "学号|姓名|选举单位".to_owned();
    for k in [12, 1, 2, 3, 4, 5, 5, 6] {
        let unit = if k <= 10 { "信息学院" } else { "交通学院" };
        let _ = write!(rows, "\n{}|{}|{unit}", id(k), if k == 6 { "孙六".to_owned() } else { name(k) });
    }
    let _ = write!(rows, "\n202301109999|李某|信息学院\n{}|{}|交通学院", id(7), name(7));
    rows
}

#[test]
fn delegates_are_those_of_whom_nothing_was_found() {
    let away = roster().replace(
        &format!("{}|{}|女|汉族|共青团员|信息学院|软件技术|2023|软件技术2301班|在读", id(3), name(3)),
        &format!("{}|{}|女|汉族|共青团员|信息学院|软件技术|2023|软件技术2301班|休学", id(3), name(3)),
    );
    let punished = format!("学号|姓名|处分类型|是否解除\n{}|{}|记过|否", id(4), name(4));
    let policy = format!(
        "{HUNAN}[congress]\ntotal = 18\n[notice]\ncolumns = [\"序号\", \"姓名\", \"性别\", \"选举单位\"]\nstudent_id = \"none\"\n"
    );
    let ran = Drop::new()
        .policy(&policy)
        .sheet("名册.xlsx", &away)
        .sheet("处分.xlsx", &punished)
        .sheet("代表.xlsx", &delegates())
        .run();
    // 3 is away, 4 punished, 5 stands twice, 6 has another name, 9999 is unknown, 7 is of another college.
    assert_eq!(lists(&ran), ["代表公示.xlsx"]);
    assert_eq!(
        table(&ran, "代表公示.xlsx"),
        [
            "序号 | 姓名 | 性别 | 选举单位",
            "1 | 钱小二 | 女 | 交通学院",
            "2 | 赵一 | 女 | 信息学院",
            "3 | 赵二 | 女 | 信息学院"
        ]
    );
}

/// Of a unit that sends more than its seats nobody can say who is none: nobody of it is made public, and all are counted.
#[test]
fn nobody_of_a_unit_with_too_many_delegates_is_made_public() {
    let posted = |total: u32| {
        let policy = format!("{HUNAN}[congress]\ntotal = {total}\n");
        let list = ["学号|姓名|选举单位".to_owned()]
            .into_iter()
            .chain((1..=3).map(|k| format!("{}|{}|信息学院", id(k), name(k))))
            .collect::<Vec<_>>()
            .join("\n");
        let ran = Drop::new().policy(&policy).sheet("名册.xlsx", &roster()).sheet("代表.xlsx", &list).run();
        let line = ran.said.stderr.lines().find(|line| line.starts_with("公示名单")).unwrap_or_default().to_owned();
        (ran.reports().join("公示/代表公示.xlsx").is_file(), line)
    };
    let (few, said) = posted(2);
    assert!(!few && said.contains("代表 0 人，不列 3 人"), "{said}");
    let (enough, said) = posted(18);
    assert!(enough && said.contains("代表 3 人"), "{said}");
}

fn cadres() -> String {
    let row = |k: usize, body: &str, post: &str, day: &str| {
        let level = if body == "校学生会" { "校级" } else { "院级" };
        format!("{}|{}|{level}|{body}|{post}|{day}", id(k), name(k))
    };
    [
        "学号|姓名|层级|组织|职务|任职日期".to_owned(),
        row(2, "校学生会", "执行主席", "2025-10-10"),
        row(1, "校学生会", "主席团成员", ""),
        row(1, "校学生会", "部长", "2026-03-01"),
        row(11, "校学生会", "干事", "2024-10-10"),
        row(9, "校学生会", "干事", "2025-10-10"),
        row(12, "交通学院学生会", "主席", "2026-02-01"),
        row(3, "信息学院学生会", "部长", "2025-09-01"),
        "|王老师|校级|校学生会|秘书长|2025-10-10".to_owned(),
        "202301109999|李某|校级|校学生会|干事|2025-10-10".to_owned(),
    ]
    .join("\n")
}

const WITH_POSTS: &str = "[notice]\ncolumns = [\"序号\", \"姓名\", \"组织\", \"职务\"]\nstudent_id = \"none\"\n";

#[test]
fn posts_are_those_of_the_year_a_sheet_for_each_union() {
    let ran = school(&format!("{HUNAN}{WITH_POSTS}")).sheet("干部.xlsx", &cadres()).run();
    assert_eq!(lists(&ran), ["任职公示.xlsx"]);
    let text = ran.report("公示/任职公示.xlsx");
    let sheets: Vec<&str> =
        text.lines().filter(|line| line.starts_with('[')).map(|line| line.split(']').next().unwrap()).collect();
    assert_eq!(sheets, ["[校学生会", "[交通学院学生会", "[信息学院学生会"]);
    let rows: Vec<&str> = text.lines().filter(|line| line.starts_with(|c: char| c.is_ascii_digit())).collect();
    // 11 has been in office for longer, 9 does not meet the rules, a teacher and a stranger are no students.
    assert_eq!(
        rows,
        [
            "1 | 赵二 | 校学生会 | 执行主席",
            "2 | 赵一 | 校学生会 | 主席团成员、部长",
            "1 | 钱小二 | 交通学院学生会 | 主席",
            "1 | 赵三 | 信息学院学生会 | 部长",
        ]
    );
    // Nor are those of a union of which nobody can be listed, or whose name is not known, lost in silence.
    let more = format!(
        "{}|{}|院级|机电学院学生会|部长|2025-10-10\n{}|{}|院级||部长|2025-10-10",
        id(9),
        name(9),
        id(1),
        name(1)
    );
    let more = school(&format!("{HUNAN}{WITH_POSTS}")).sheet("干部.xlsx", &format!("{}\n{more}", cadres())).run();
    assert!(ran.said.stderr.contains("任职 4 人，不列 2 人"), "{}", ran.said.stderr);
    assert!(more.said.stderr.contains("任职 4 人，不列 4 人"), "{}", more.said.stderr);
    assert!(!more.report("公示/任职公示.xlsx").contains("机电学院"));
    assert!(text.contains("湖南交通职业技术学院学生会任职公示名单"), "{text}");
    assert!(text.contains("湖南交通职业技术学院交通学院学生会任职公示名单"), "{text}");
    // Without grades a punishment in force is what can be known to stand against somebody.
    let punished = format!("学号|姓名|处分类型|是否解除\n{}|{}|记过|否", id(2), name(2));
    let drop = Drop::new().policy(WITH_POSTS).sheet("名册.xlsx", &roster()).sheet("处分.xlsx", &punished);
    let text = drop.sheet("干部.xlsx", &cadres()).run().report("公示/任职公示.xlsx");
    assert!(text.contains("赵九") && !text.contains("赵二"), "{text}");
    assert!(text.contains("\n校学生会任职公示名单\n"), "{text}");
}

#[test]
fn the_page_says_how_long_and_leaves_room_for_office_telephone_and_seal() {
    let ran = school(HUNAN).sheet("意见.xlsx", &reviews(&[1, 2])).run();
    let text = ran.report("公示/候选人公示.xlsx");
    let end: Vec<&str> = text.trim_end().lines().rev().take(3).collect();
    assert!(text.contains("\n湖南交通职业技术学院学生会候选人公示名单\n"), "{text}");
    for piece in [
        "下列2名同学符合候选人条件",
        // Tuesday 20 January: 20, 21, 22, 23, 26.
        "公示时间：2026年1月20日至2026年1月26日，共5个工作日。",
        "受理单位：________",
        "联系电话：________",
        "电子邮箱：________",
    ] {
        assert!(text.contains(piece), "no {piece} in {text}");
    }
    assert!(end[0].ends_with("2026年1月20日") && end[1].ends_with("________（盖章）") && end[2].is_empty(), "{end:?}");
    assert!(!text.contains('{'), "{text}");
    let text = school("").sheet("意见.xlsx", &reviews(&[1, 2])).run().report("公示/候选人公示.xlsx");
    assert!(text.contains("\n候选人公示名单\n"), "{text}");
}

#[test]
fn the_last_day_is_the_one_by_which_the_working_days_have_passed() {
    let calendar = policy::load("national", None, &|_| None).unwrap().ledgers.calendar;
    let day = |text: &str| Date::parse(text).unwrap();
    // By hand, with the holidays of 2025: 28 September, a Sunday, was worked; 1 to 8 October were off; 11 October was worked.
    for (from, days, to) in [
        ("2025-09-26", 1, "2025-09-26"),
        ("2025-09-26", 2, "2025-09-28"),
        ("2025-09-26", 5, "2025-10-09"),
        ("2025-10-02", 1, "2025-10-09"),
        ("2025-10-09", 3, "2025-10-11"),
        ("2026-01-17", 5, "2026-01-23"),
        ("2026-01-20", 0, "2026-01-20"),
    ] {
        let found = calendar.last_of(day(from), days);
        assert_eq!(found, day(to), "{from} {days}");
        assert_eq!(calendar.days_through(day(from), found), days.max(1), "{from} {days}");
    }
}

#[test]
fn a_year_whose_holidays_nobody_knows_is_said() {
    let drop = school(HUNAN).sheet("意见.xlsx", &reviews(&[1, 2]));
    let path = drop.path().to_string_lossy().into_owned();
    let said = tuanxue(&["run", &path, "--as-of", "2026-12-30"]);
    assert!(
        said.stderr.contains("公示 1 份（政策里没有 2027 年的节假日，公示期只除去了周末，请核对）"),
        "{}",
        said.stderr
    );
}

#[test]
fn a_name_is_masked_behind_its_first_character() {
    for (name, masked) in [
        ("张三", "张*"),
        ("张三丰", "张**"),
        ("欧阳娜娜", "欧***"),
        ("阿卜杜·热合曼", "阿**·***"),
        ("阿卜杜•热合曼", "阿**•***"),
        ("张　三", "张　*"),
        ("Li Ming", "L* ****"),
        ("𠮷田", "𠮷*"),
        ("张", "*"),
        ("", ""),
    ] {
        assert_eq!(PublicText::name(name, true).as_str(), masked);
        assert_eq!(PublicText::name(name, false).as_str(), name);
    }
}

#[test]
fn numbers_that_tell_somebody_are_hidden_in_whatever_cell_they_stand() {
    let shared = SharedNames::of(
        ["软件202301班", "软件202301班", "信息学院", "信息学院", "甲13812345678", "甲13812345678", "乙20230102班"]
            .into_iter(),
    );
    for (text, shown) in [
        ("主席 13812345678", "主席 ***********"),
        ("主席（138 1234 5678）", "主席（*** **** ****）"),
        ("主席（138-1234-5678）", "主席（***-****-****）"),
        ("０７３１－８２２８１２３４", "****－********"),
        ("43010120030101123X", "******************"),
        ("QQ12345", "*******"),
        ("１３８\u{200B}１２３４５６７８", "***********"),
        ("a12345@example.cn", "******@*******.**"),
        ("软件2301班", "软件2301班"),
        ("2023-2024学年主席", "2023-2024学年主席"),
        ("二〇二三级", "二〇二三级"),
        (" 部长 ", "部长"),
        // The name of a class that several students share tells nobody; a telephone that several share does all the same.
        ("软件202301班", "软件202301班"),
        ("信息学院 软件202301班", "信息学院 软件202301班"),
        ("乙20230102班", "乙********班"),
        ("甲13812345678", "甲***********"),
    ] {
        assert_eq!(PublicText::of(text, &shared).as_str(), shown);
    }
    for (id, shown) in [("202301100001", "0001"), ("H2301", "2301"), ("2301", ""), ("7", ""), ("", "")] {
        assert_eq!(PublicText::last_four(id).as_str(), shown);
    }
}

#[test]
fn a_table_has_no_blank_column_and_the_policy_no_other_than_the_named_ones() {
    let columns = [PublicColumn::Number, PublicColumn::Name, PublicColumn::Post];
    let table = PublicTable::new(&columns, &["甲", "乙"], |name, column| match column {
        PublicColumn::Name => PublicText::name(name, false),
        _ => PublicText::default(),
    });
    assert_eq!(table.columns(), &columns[..2]);
    let second: Vec<&str> = table.rows()[1].texts().iter().map(PublicText::as_str).collect();
    assert_eq!(second, ["2", "乙"]);
    let schema::Shape::Choices(words) = schema::find("notice.columns").unwrap().shape else { panic!("no list") };
    let known: BTreeSet<PublicColumn> = words.iter().map(|(word, _)| PublicColumn::parse(word).unwrap()).collect();
    assert_eq!((words.len(), known.len()), (12, 12));
    assert_eq!(PublicColumn::parse("学号后四位"), None);
    let complaints = |columns: &str| {
        let text = format!("notice.columns = {columns}");
        let problems = policy::load("", Some(("policy.toml", &text)), &|_| None).unwrap_err();
        problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
    };
    assert!(complaints("[\"学院\"]").contains("notice.columns 里没有“姓名”"));
    assert!(complaints("[]").contains("notice.columns 里没有“姓名”"));
    assert!(complaints("[\"姓名\", \"学院\", \"学院\"]").contains("“学院”写了不止一次"));
    assert!(complaints("[\"姓名\", \"学号后四位\"]").contains("学号后四位"));
}

/// Sheets with telephones, identity cards, remarks and marks in every column that somebody may have put them into.
fn leaky(student_id: &str, masks: bool) -> Ran {
    let all = schema::find("notice.columns").unwrap();
    let schema::Shape::Choices(words) = all.shape else { panic!("no list") };
    let columns: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
    let policy = format!(
        "{HUNAN}[congress]\ntotal = 4\n[notice]\ncolumns = {columns:?}\nstudent_id = \"{student_id}\"\nmask_name = {masks}\n"
    );
    let mut rows = roster().replacen(
        &format!("{}|赵二|女|汉族", id(2)),
        &format!("{}|赵二13800138002|女（43010120030101123X）|汉族 QQ 778899001", id(2)),
        1,
    );
    rows = rows.replacen("软件技术|2023|软件技术2301班", "软件技术 0731-8228 1234|2023|软件技术2301班 15911112222", 1);
    let rows: String = rows
        .lines()
        .enumerate()
        .map(|(idx, line)| match idx {
            0 => format!("{line}|手机号|身份证号|家庭住址|备注\n"),
            k => format!("{line}|1390000{k:04}|4301012003010{k:04}X|天心区{k}号|家庭经济困难认定\n"),
        })
        .collect();
    let cadres = cadres().replace("执行主席|", "执行主席（电话18700001111）|").replace("干事|", "干事 内部备注待谈话|");
    let mut list = "学号|姓名|选举单位|产生渠道|备注".to_owned();
    for k in [1, 2, 12] {
        let unit = if k <= 10 { "信息学院" } else { "交通学院" };
        let _ = write!(list, "\n{}|{}|{unit}|班级选举|手机 1350000{k:04}", id(k), name(k));
    }
    Drop::new()
        .policy(&policy)
        .sheet("学籍 内部 13600006666.xlsx", &rows)
        .sheet("成绩.xlsx", &grades())
        .sheet("处分.xlsx", &format!("学号|姓名|处分类型|是否解除|备注\n{}|{}|留校察看|否|打架", id(9), name(9)))
        .sheet("意见.xlsx", &reviews(&[1, 2, 3, 4, 11, 12]).replace("赵二", "赵二13800138002"))
        .sheet("代表名单.xlsx", &list.replace("赵二", "赵二13800138002"))
        .sheet("干部名单.xlsx", &cadres.replace("赵二", "赵二13800138002"))
        .run()
}

/// Every part of a workbook, by name.
fn parts(path: &std::path::Path) -> Vec<(String, String)> {
    let mut archive = zip::ZipArchive::new(std::fs::File::open(path).unwrap()).unwrap();
    (0..archive.len())
        .map(|idx| {
            let mut part = archive.by_index(idx).unwrap();
            let mut text = String::new();
            part.read_to_string(&mut text).unwrap();
            (part.name().unwrap().into_owned(), text)
        })
        .collect()
}

/// What stands between the tags of a part.
fn texts(xml: &str) -> Vec<String> {
    let pieces = xml.split('<').filter_map(|piece| piece.split_once('>').map(|(_, text)| text.trim().to_owned()));
    pieces.filter(|text| !text.is_empty()).collect()
}

fn longest_run_of_digits(text: &str) -> usize {
    text.split(|c: char| !c.is_numeric()).map(|run| run.chars().count()).max().unwrap_or(0)
}

#[test]
fn nothing_inner_is_in_any_part_of_a_public_workbook() {
    for (student_id, masks) in [("last4", false), ("none", false), ("last4", true)] {
        let ran = leaky(student_id, masks);
        assert_eq!(
            lists(&ran).into_iter().collect::<BTreeSet<_>>(),
            FILES.map(str::to_owned).into(),
            "{}",
            ran.said.stderr
        );
        let result = ran.result();
        let mut secrets: Vec<String> = (1..=20).map(id).collect();
        let of = |list: &str, field: &str| -> Vec<String> {
            let all = result[list].as_array().unwrap().iter();
            all.filter_map(|own| own[field].as_str().map(str::to_owned)).filter(|text| !text.is_empty()).collect()
        };
        secrets.extend(of("eligibility", "average"));
        secrets.extend(of("problems", "message"));
        secrets.extend(of("problems", "code"));
        for own in result["eligibility"].as_array().unwrap() {
            let reasons = own["reasons"].as_array().unwrap().iter();
            secrets.extend(reasons.map(|reason| reason["finding"].as_str().unwrap().to_owned()));
        }
        let files = ["学籍 内部", "成绩", "处分.xlsx", "意见", "代表名单", "干部名单"];
        secrets.extend(files.map(str::to_owned));
        secrets.extend(
            ["13800138002", "8228", "15911112222", "18700001111", "43010120030101123X", "778899001"].map(str::to_owned),
        );
        secrets.extend(
            ["1390000", "1350000", "4301012", "天心区", "困难", "备注", "谈话", "留校", "打架", "复核", "policy"]
                .map(str::to_owned),
        );
        assert!(secrets.len() > 60, "{secrets:?}");
        for file in FILES {
            for (part, xml) in parts(&ran.reports().join("公示").join(file)) {
                let found: Vec<&String> = secrets.iter().filter(|secret| xml.contains(*secret)).collect();
                assert_eq!(found, Vec::<&String>::new(), "{student_id}: in {part} of {file}: {xml}");
                assert!(!part.contains("comment") && !part.contains("vml") && !part.contains("custom"), "{part}");
                // Colours, sizes and places stand in the tags; what can be read stands between them, and in the sheets' names.
                let names = xml.split(" name=\"").skip(1).map(|rest| rest.split('"').next().unwrap().to_owned());
                for text in texts(&xml).into_iter().chain(names.filter(|_| part == "xl/workbook.xml")) {
                    assert!(longest_run_of_digits(&text) < 5, "{student_id}: {text} in {part} of {file}");
                }
                for hidden in
                    ["hidden=", "veryHidden", "<autoFilter", "<hyperlink", "dataValidation", "_FilterDatabase"]
                {
                    assert!(!xml.contains(hidden), "{hidden} in {part} of {file}");
                }
                for name in xml.split("<definedName ").skip(1) {
                    assert!(name.starts_with("name=\"_xlnm.Print_"), "{name}");
                }
            }
            let text = ran.report(&format!("公示/{file}"));
            assert_eq!(text.contains("后四位"), student_id == "last4", "{text}");
            assert!(!text.contains("依据]"), "{text}");
            assert_eq!(text.contains("赵*"), masks, "{text}");
            // What may stand there does.
            assert!(text.contains("软件技术2301班") && text.contains("***********"), "{text}");
        }
    }
}

#[test]
fn lists_are_asked_for_alone_known_again_and_the_same_whatever_the_number_of_threads() {
    let drop = || school(HUNAN).sheet("意见.xlsx", &reviews(&[1, 2])).sheet("干部.xlsx", &cadres());
    let bytes = |ran: &Ran| -> Vec<Vec<u8>> {
        files_below(&ran.reports().join("公示")).iter().map(|path| std::fs::read(path).unwrap()).collect()
    };
    let ran = drop().run_with(&["--only", "notices", "--jobs", "1"]);
    let names: Vec<String> = std::fs::read_dir(ran.reports())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .collect();
    assert!(!names.iter().any(|name| name.starts_with("01") || name.starts_with("06")), "{names:?}");
    assert_eq!(lists(&ran).len(), 2);
    let other = drop().run_with(&["--jobs", "3"]);
    assert!(bytes(&ran) == bytes(&other));
    let without = drop().run_with(&["--only", "ranking"]);
    assert!(!without.reports().join("公示").exists());
    // A second run replaces the lists; a copy of one among the inputs is none of them.
    let copied = std::fs::read(ran.reports().join("公示/候选人公示.xlsx")).unwrap();
    let again = ran.drop.file("发给同事.xlsx", &copied).run();
    assert!(again.said.stderr.contains("公示 2 份"), "{}", again.said.stderr);
    let read = again.result()["inputs"].to_string();
    assert!(!read.contains("候选人公示"), "{read}");
    assert_eq!(again.student(&id(1)).verdict(), "pass");
    // What somebody filled in and kept under another name is not lost.
    let kept = again.drop.file("报告/公示/候选人公示（已填电话）.xlsx", &copied);
    let said = tuanxue(&["run", &kept.path().to_string_lossy(), "--as-of", "2026-01-20"]);
    assert_eq!(said.code, 2);
    assert!(said.stderr.contains("公示/候选人公示（已填电话）.xlsx"), "{}", said.stderr);
}

/// A list of delegates so long that it takes pages.
#[test]
fn a_long_list_repeats_its_header_and_never_leaves_the_seal_alone() {
    let with = |n: usize| {
        let mut roster = "学号|姓名|政治面貌|学院|专业|年级|班级|学籍状态".to_owned();
        let mut list = "学号|姓名|选举单位".to_owned();
        for k in 1..=n {
            let _ = write!(roster, "\n{}|学生|共青团员|信息学院|软件技术|2023|软件2301|在读", id(k));
            let _ = write!(list, "\n{}|学生|信息学院", id(k));
        }
        let drop = Drop::new().policy(&format!("[congress]\ntotal = {n}\n")).sheet("名册.xlsx", &roster);
        let ran = drop.sheet("代表.xlsx", &list).run();
        let parts = parts(&ran.reports().join("公示/代表公示.xlsx"));
        let part = |name: &str| parts.iter().find(|(own, _)| own == name).unwrap().1.clone();
        (part("xl/worksheets/sheet1.xml"), part("xl/workbook.xml"), table(&ran, "代表公示.xlsx").len() - 1)
    };
    // Nothing said is one page.
    let pages = |sheet: &str| {
        let said = sheet.split("fitToHeight=\"").nth(1);
        said.map_or("1", |rest| rest.split('"').next().unwrap()).to_owned()
    };
    // Where only the seal would stand on one page more, the list is drawn in.
    let mut drawn_in = Vec::new();
    for n in [3, 120].into_iter().chain(15..55) {
        let (sheet, book, rows) = with(n);
        assert_eq!(rows, n);
        assert!(book.contains("代表公示!$8:$8"), "{book}");
        assert!(sheet.contains("第 &amp;P 页") && sheet.contains("paperSize=\"9\""), "{sheet}");
        assert_eq!(sheet.matches("<mergeCell ").count(), 6 + 2, "one seal: {sheet}");
        match pages(&sheet).as_str() {
            "0" => {}
            pages => drawn_in.push((n, pages.to_owned())),
        }
    }
    // By hand, in points: what stands over the table takes 240 of 720, each row 22, the seal 76; on the next page the header 39.
    // 21 rows fit the first page and 30 the second, with the seal 18 and 27; up to three rows more are drawn in as well.
    let expected: Vec<(usize, String)> =
        (19..=24).map(|n| (n, "1".to_owned())).chain((49..=54).map(|n| (n, "2".to_owned()))).collect();
    assert_eq!(drawn_in, expected);
}
