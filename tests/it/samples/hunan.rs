//! `samples/hunan-jiaotong`: a small vocational college under its own plan. Text sheets as 强智 and 正方 export them, with a
//! comprehensive evaluation, punishments, reviews of the nominees, and the slips real sheets have.

use super::SampleFile;
use super::book::{Dice, Sheet, Value, n, t, workbook};
use super::hunan_union;
use super::people::{Course, Major, Person, PoliticalWords, course, fails, mark, people};

const MAJORS: &[Major] = &[
    Major {
        college: "路桥工程学院",
        campus: "",
        name: "道路与桥梁工程技术",
        short: "路桥",
        sizes: &[(2023, 34), (2024, 36), (2025, 20)],
    },
    Major {
        college: "路桥工程学院", campus: "", name: "工程造价", short: "造价", sizes: &[(2023, 28), (2024, 30)]
    },
    Major {
        college: "汽车工程学院",
        campus: "",
        name: "汽车检测与维修技术",
        short: "汽修",
        sizes: &[(2023, 30), (2024, 27)],
    },
    Major {
        college: "汽车工程学院",
        campus: "",
        name: "新能源汽车技术",
        short: "新能",
        sizes: &[(2024, 25), (2023, 3)],
    },
    Major {
        college: "物流管理学院",
        campus: "",
        name: "现代物流管理",
        short: "物流",
        sizes: &[(2023, 31), (2024, 33), (2025, 18)],
    },
];

const YEAR: &[Course] = &[
    course("G1001", "大学英语（二）", "4", "必修", '百'),
    course("G1002", "高等数学（二）", "4.5", "必修", '百'),
    course("G1003", "思想道德与法治", "3", "必修", '百'),
    course("G1004", "体育（二）", "1", "必修", '五'),
    course("Z2001", "专业基础实训", "2", "必修", '二'),
    course("X3001", "公共艺术", "1.5", "选修", '百'),
];
const AUTUMN: &[Course] = &[
    course("Z2101", "专业核心课程（一）", "4", "必修", '百'),
    course("Z2102", "专业核心课程（二）", "3.5", "必修", '百'),
    course("G1005", "形势与政策", "1", "必修", '五'),
    course("Z2103", "认识实习", "2", "必修", '二'),
];

/// All files of the sample.
pub(crate) fn files() -> Vec<SampleFile> {
    let mut dice = Dice(20_260_120);
    let words = PoliticalWords {
        member: "中共党员", probationary: "中共预备党员", league: "共青团员", masses: "群众"
    };
    let mut people = people(MAJORS, &words, &mut dice);
    spoil_roster(&mut people);
    let rated: Vec<&Person> = people.iter().filter(|person| person.cohort < 2025).collect();
    let mut files = vec![
        SampleFile::text("hunan-jiaotong/policy.toml", POLICY),
        SampleFile::new("hunan-jiaotong/学籍名册.xlsx", roster(&people)),
        SampleFile::new("hunan-jiaotong/成绩/2024-2025学年第二学期.xlsx", spring(&rated, &mut dice)),
        SampleFile::new("hunan-jiaotong/成绩/2025-2026学年第一学期.xlsx", autumn(&rated, &mut dice)),
        SampleFile::new("hunan-jiaotong/综合测评.xlsx", comprehensive(&rated, &mut dice)),
        SampleFile::new("hunan-jiaotong/违纪处分名单.xlsx", discipline(&rated)),
        SampleFile::new("hunan-jiaotong/资格审核意见.xlsx", reviews(&rated)),
    ];
    files.extend(hunan_union::files(&people));
    files
}

const POLICY: &str = "\
# 本批材料的设置。没有写的，一律按湖南交通职业技术学院的方案和全国通行要求。
[policy]
extends = \"hunan-jiaotong\"
term = \"2025-2026-1\"

[eligibility.fail]
mode = \"outstanding\"      # 补考、重修后通过的，列为复核
";

/// Slips that rosters have: a blank and an unknown status, students on leave, a blank cohort.
fn spoil_roster(people: &mut [Person]) {
    people[4].political = "";
    people[9].political = "团员（保留团籍）";
    people[12].status = "休学";
    people[40].status = "保留学籍";
    people[55].status = "参军";
    people[70].status = "借读";
    people[90].major = "";
    people[20].political = "中国共产主义青年团团员";
}

fn roster(people: &[Person]) -> Vec<u8> {
    let header =
        vec!["序号", "学号", "姓名", "性别", "政治面貌", "二级学院", "专业名称", "年级", "行政班级", "学籍状态"];
    let sheet = |name: &'static str, college: &str| {
        let of_college = people.iter().filter(|person| person.college == college);
        let rows: Vec<Vec<Value>> = (1_u32..)
            .zip(of_college)
            .map(|(seq, person)| {
                vec![
                    n(seq),
                    t(&person.id),
                    t(&person.name),
                    t(person.gender),
                    t(person.political),
                    t(person.college),
                    t(person.major),
                    t(format!("{}级", person.cohort)),
                    t(&person.class),
                    t(person.status),
                ]
            })
            .collect();
        let count = rows.len();
        Sheet {
            name,
            titles: vec!["学生学籍名册".to_owned(), format!("{college}　2025年12月")],
            header: header.clone(),
            rows,
            footers: vec![vec![t(format!("合计：{count}人"))]],
        }
    };
    workbook(&[sheet("路桥", "路桥工程学院"), sheet("汽车", "汽车工程学院"), sheet("物流", "物流管理学院")])
}

/// 强智: one row per attempt, make-ups in rows of their own with 考试性质 补考.
fn spring(people: &[&Person], dice: &mut Dice) -> Vec<u8> {
    let header = vec![
        "序号",
        "开课学期",
        "学号",
        "姓名",
        "课程编号",
        "课程名称",
        "总成绩",
        "成绩标志",
        "课程性质",
        "学时",
        "学分",
        "考试性质",
    ];
    let mut rows: Vec<Vec<Value>> = Vec::new();
    let mut push = |person: &Person, course: &Course, mark: &str, flag: &str, nature: &str| {
        let hours = (course.credit.parse::<f64>().unwrap() * 16.0).to_string();
        rows.push(vec![
            t((rows.len() + 1).to_string()),
            t("2024-2025-2"),
            t(&person.id),
            t(&person.name),
            t(course.code),
            t(course.name),
            t(mark),
            t(flag),
            t(course.nature),
            t(hours),
            t(course.credit),
            t(nature),
        ]);
    };
    for (idx, person) in people.iter().filter(|person| person.cohort == 2023 || person.cohort == 2024).enumerate() {
        for course in YEAR {
            if course.nature == "选修" && dice.once_in(3) {
                continue;
            }
            match idx {
                // Put off and taken later; put off and still open; absent.
                7 if course.code == "G1002" => {
                    push(person, course, "缓考", "缓考", "期末考试");
                    push(person, course, "78", "", "缓考");
                    continue;
                }
                15 if course.code == "G1001" => {
                    push(person, course, "缓考", "缓考", "期末考试");
                    continue;
                }
                23 if course.code == "G1003" => {
                    push(person, course, "0", "旷考", "期末考试");
                    push(person, course, "66", "", "补考");
                    continue;
                }
                31 if course.code == "X3001" => {
                    push(person, course, "免修", "", "期末考试");
                    continue;
                }
                _ => {}
            }
            let first = mark(person, course, dice);
            push(person, course, &first, "", "期末考试");
            if fails(&first) && course.marking == '百' {
                let second = if dice.once_in(3) { "55".to_owned() } else { (60 + dice.below(20)).to_string() };
                push(person, course, &second, "", "补考");
            }
        }
    }
    let count = rows.len();
    workbook(&[Sheet {
        name: "成绩查询",
        titles: vec!["学生成绩查询结果".to_owned(), String::new()],
        header,
        rows,
        footers: vec![vec![t(format!("共 {count} 条")), t(""), t(""), t("打印日期 2025-12-30")]],
    }])
}

/// 正方: other labels, another order, a column for void scores.
fn autumn(people: &[&Person], dice: &mut Dice) -> Vec<u8> {
    let header = vec![
        "学年",
        "学期",
        "课程代码",
        "课程名称",
        "课程性质",
        "学分",
        "成绩",
        "成绩备注",
        "绩点",
        "成绩性质",
        "学号",
        "姓名",
        "是否成绩作废",
    ];
    let mut rows: Vec<Vec<Value>> = Vec::new();
    let mut push =
        |person: &Person, course: &Course, mark: &str, credit: &str, note: &str, nature: &str, void: &str| {
            rows.push(vec![
                t("2025-2026"),
                t("1"),
                t(course.code),
                t(course.name),
                t(course.nature),
                t(credit),
                t(mark),
                t(note),
                t(""),
                t(nature),
                t(&person.id),
                t(&person.name),
                t(void),
            ]);
        };
    for (idx, person) in people.iter().enumerate() {
        for (no, course) in AUTUMN.iter().enumerate() {
            let written = mark(person, course, dice);
            match (idx, no) {
                // A word nobody explained, a slip of the keyboard, a missing credit, a void score beside the valid one.
                (18, 0) => push(person, course, "待录入", course.credit, "", "正常考试", "否"),
                (27, 1) => push(person, course, "855", course.credit, "", "正常考试", "否"),
                (36, 0) => push(person, course, &written, "", "", "正常考试", "否"),
                (44, 0) => {
                    push(person, course, "12", course.credit, "", "正常考试", "是");
                    push(person, course, &written, course.credit, "", "正常考试", "否");
                }
                // The same row twice; the same exam with two scores.
                (52, 0) => {
                    push(person, course, &written, course.credit, "", "正常考试", "否");
                    push(person, course, &written, course.credit, "", "正常考试", "否");
                }
                (61, 1) => {
                    push(person, course, "83", course.credit, "", "正常考试", "否");
                    push(person, course, "88", course.credit, "", "正常考试", "否");
                }
                (66, 0) => push(person, course, "0", course.credit, "舞弊", "正常考试", "否"),
                _ => push(person, course, &written, course.credit, "", "正常考试", "否"),
            }
        }
        // Some take last spring's failed course again.
        if idx % 29 == 3 {
            push(person, &YEAR[1], &(58 + dice.below(20)).to_string(), YEAR[1].credit, "", "重修", "否");
        }
    }
    let stranger = Person { id: "202399990001".to_owned(), name: "史无名".to_owned(), ..people[0].clone() };
    push(&stranger, &AUTUMN[0], "77", "4", "", "正常考试", "否");
    workbook(&[Sheet { name: "Sheet1", titles: Vec::new(), header, rows, footers: Vec::new() }])
}

fn comprehensive(people: &[&Person], dice: &mut Dice) -> Vec<u8> {
    let rows: Vec<Vec<Value>> = people
        .iter()
        .enumerate()
        // One student was forgotten.
        .filter(|(idx, _)| *idx != 80)
        .map(|(_, person)| {
            let total = person.level * 100 + i64::try_from(dice.below(800)).unwrap();
            vec![t(&person.id), t(&person.name), t(person.major), n(f64::from(i32::try_from(total).unwrap()) / 100.0)]
        })
        .collect();
    workbook(&[Sheet {
        name: "综测汇总",
        titles: vec!["2024-2025学年综合测评汇总表".to_owned()],
        header: vec!["学号", "姓名", "专业", "综合测评总分"],
        rows,
        footers: vec![vec![t("制表："), t(""), t("审核：")]],
    }])
}

fn discipline(people: &[&Person]) -> Vec<u8> {
    let row = |person: &Person, kind: &str, day: &str, lifted: &str, lifted_day: &str, number: &str| {
        vec![t(&person.id), t(&person.name), t(kind), t(day), t(lifted), t(lifted_day), t(number)]
    };
    let away = Person { id: "202288880001".to_owned(), name: "贾已毕业".to_owned(), ..people[0].clone() };
    workbook(&[Sheet {
        name: "处分",
        titles: vec!["在籍学生违纪处分一览表".to_owned(), String::new()],
        header: vec!["学号", "姓名", "处分类型", "处分日期", "是否解除", "解除日期", "文号"],
        rows: vec![
            row(people[2], "记过", "2025-05-12", "否", "", "学处〔2025〕7号"),
            row(people[33], "警告", "2024-11-02", "是", "2025-11-03", "学处〔2024〕19号"),
            row(people[48], "通报批评", "2025-10-20", "", "", ""),
            row(people[77], "严重警告", "2025-03-08", "否", "2025.9.30", "学处〔2025〕3号"),
            row(people[101], "诫勉谈话", "2025-09-15", "", "", ""),
            row(&away, "警告", "2024-04-01", "否", "", ""),
        ],
        footers: Vec::new(),
    }])
}

/// The nominees: the strongest of each major, with the marks of the three reviewers.
fn reviews(people: &[&Person]) -> Vec<u8> {
    let mut nominees: Vec<&&Person> = people.iter().filter(|person| person.status == "在读").collect();
    nominees.sort_by_key(|person| (std::cmp::Reverse(person.level), person.id.clone()));
    let rows = nominees.iter().take(30).enumerate().map(|(idx, person)| {
        let mut answers = ["是"; 8];
        let mut days = ["2026-01-05", "2026-01-08", "2026-01-12"];
        match idx {
            4 => answers[4] = "否",
            9 => answers[7] = "",
            14 => days = ["2026-01-12", "2026-01-08", "2026-01-14"],
            19 => answers[6] = "待定",
            _ => {}
        }
        let mut row = vec![t(&person.id), t(&person.name)];
        row.extend(answers[..5].iter().map(|answer| t(*answer)));
        for (answer, day) in answers[5..].iter().zip(days) {
            row.push(t(*answer));
            row.push(t(if answer.is_empty() { "" } else { day }));
        }
        row
    });
    workbook(&[Sheet {
        name: "资格审核",
        titles: vec!["学生会候选人资格审核意见表".to_owned()],
        header: vec![
            "学号",
            "姓名",
            "政治合格",
            "学习优秀",
            "品德良好",
            "作风过硬",
            "群众基础好",
            "团委审核",
            "团委审核日期",
            "学工部审核",
            "学工部审核日期",
            "党委批准",
            "党委批准日期",
        ],
        rows: rows.collect(),
        footers: Vec::new(),
    }])
}
