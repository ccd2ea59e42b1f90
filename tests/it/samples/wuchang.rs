//! `samples/wuchang-shouyi`: a small university whose plan gives no numbers, so that the national ones hold. Codes for the
//! political status, two campuses, terms named by season, and any one of three windows for the rank.

use super::SampleFile;
use super::book::{Dice, Sheet, Value, n, t, workbook};
use super::people::{Course, Major, Person, PoliticalWords, course, fails, mark, people};
use super::wuchang_union;

const MAJORS: &[Major] = &[
    Major {
        college: "信息科学与工程学院",
        campus: "主校区",
        name: "软件工程",
        short: "软工",
        sizes: &[(2023, 40), (2024, 42), (2025, 24)],
    },
    Major {
        college: "信息科学与工程学院",
        campus: "主校区",
        name: "数据科学与大数据技术",
        short: "大数据",
        sizes: &[(2023, 26), (2024, 31)],
    },
    Major {
        college: "新闻与文法学院",
        campus: "主校区",
        name: "网络与新媒体",
        short: "网新",
        sizes: &[(2023, 30), (2024, 2)],
    },
    Major {
        college: "艺术设计学院",
        campus: "嘉鱼校区",
        name: "视觉传达设计",
        short: "视传",
        sizes: &[(2023, 33), (2024, 29), (2025, 19)],
    },
];

const TERMS: &[(&str, &[Course])] = &[
    (
        "2024秋季学期",
        &[
            course("B101", "大学英语Ⅰ", "3", "通识必修", '百'),
            course("B102", "高等数学A", "5", "通识必修", '百'),
            course("B103", "军事理论", "2", "通识必修", '二'),
        ],
    ),
    (
        "2025春季学期",
        &[
            course("B201", "大学英语Ⅱ", "3", "通识必修", '百'),
            course("B202", "线性代数", "3", "通识必修", '百'),
            course("B203", "体育Ⅱ", "1", "通识必修", '五'),
            course("B204", "影视鉴赏", "1.5", "公共选修", '二'),
        ],
    ),
    (
        "2025秋季学期",
        &[
            course("B301", "专业导论", "2", "专业必修", '百'),
            course("B302", "概率论与数理统计", "3.5", "专业必修", '百'),
            course("B303", "专业实践", "2", "专业必修", '五'),
        ],
    ),
];

/// All files of the sample.
pub(crate) fn files() -> Vec<SampleFile> {
    let mut dice = Dice(20_251_111);
    let words = PoliticalWords { member: "01", probationary: "02", league: "03", masses: "13" };
    let mut people = people(MAJORS, &words, &mut dice);
    people[3].political = "12";
    people[17].status = "休学";
    people[51].status = "退学";
    people[88].status = "";
    let all: Vec<&Person> = people.iter().collect();
    let rated: Vec<&Person> = people.iter().filter(|person| person.cohort < 2025).collect();
    let (first, second) = rated.split_at(rated.len() / 2);
    let mut files = vec![
        SampleFile::text("wuchang-shouyi/policy.toml", POLICY),
        SampleFile::new("wuchang-shouyi/学籍信息.xlsx", roster(&all)),
        SampleFile::new("wuchang-shouyi/成绩综合查询-1.xlsx", grades(first, &mut dice)),
        SampleFile::new("wuchang-shouyi/成绩综合查询-2.xlsx", grades(second, &mut dice)),
        SampleFile::new("wuchang-shouyi/处分.xlsx", discipline(&rated)),
        SampleFile::new("wuchang-shouyi/值班电话.xlsx", stray()),
    ];
    files.extend(wuchang_union::files(&people));
    files
}

const POLICY: &str = "\
# 本批材料的设置。学校方案没有数字，数字都是全国通行要求。
[policy]
extends = \"wuchang-shouyi\"

[eligibility.rank]
window = \"any_of\"          # 最近一学期、最近一学年、入学以来，任一达到即可

[eligibility.fail]
cleared = \"pass\"

[grades]
makeup = \"actual\"
";

/// Numbers as numbers, as a roster retyped by hand has them.
fn roster(people: &[&Person]) -> Vec<u8> {
    let rows = people.iter().map(|person| {
        vec![
            n(person.id.parse::<f64>().unwrap()),
            t(&person.name),
            t(person.gender),
            t("汉族"),
            t(person.political),
            t(person.campus),
            t(person.college),
            t(person.major),
            n(person.cohort),
            t(&person.class),
            t(person.status),
        ]
    });
    workbook(&[
        Sheet {
            name: "学籍",
            titles: Vec::new(),
            header: vec![
                "学号",
                "姓名",
                "性别",
                "民族",
                "政治面貌代码",
                "所属校区",
                "院系",
                "专业",
                "入学年份",
                "班级",
                "学籍状态",
            ],
            rows: rows.collect(),
            footers: Vec::new(),
        },
        Sheet { name: "Sheet2", titles: Vec::new(), header: Vec::new(), rows: Vec::new(), footers: Vec::new() },
    ])
}

/// One long sheet of all terms; sort of attempt in two columns, flags in a third.
fn grades(people: &[&Person], dice: &mut Dice) -> Vec<u8> {
    let mut rows: Vec<Vec<Value>> = Vec::new();
    let mut push =
        |person: &Person, name: &str, term: &str, course: &Course, mark: &str, natures: [&str; 2], flag: &str| {
            rows.push(vec![
                t(term),
                t(person.college),
                t(&person.id),
                t(name),
                t(course.code),
                t(course.name),
                t(course.credit),
                t(mark),
                t(natures[0]),
                t(natures[1]),
                t(flag),
                t(course.nature),
            ]);
        };
    for (idx, person) in people.iter().enumerate() {
        for (no, (term, courses)) in TERMS.iter().enumerate() {
            // Students of 2024 came a year later.
            if person.cohort == 2024 && no == 0 && idx % 2 == 0 {
                continue;
            }
            for course in *courses {
                let first = mark(person, course, dice);
                // A grade sheet that spells one name otherwise.
                let name = if idx == 21 { "钱别名" } else { &person.name };
                if fails(&first) && course.marking == '百' {
                    // The make-up stands above the first exam, as this system sorts.
                    let second = if dice.once_in(4) { 52 } else { 60 + dice.below(25) };
                    push(person, name, term, course, &second.to_string(), ["初修", "补考取得"], "");
                }
                push(person, name, term, course, &first, ["初修", "初修取得"], "");
            }
        }
        if idx % 31 == 5 {
            push(person, &person.name, "2025秋季学期", &TERMS[0].1[1], "71", ["重修", "重修取得"], "");
        }
        if idx == 9 {
            let minor = course("F901", "会计学基础", "3", "辅修课程", '百');
            push(person, &person.name, "2025秋季学期", &minor, "48", ["辅修", "初修取得"], "");
        }
        if idx == 13 {
            let open = course("B304", "学科前沿讲座", "1", "专业选修", '百');
            push(person, &person.name, "2025秋季学期", &open, "0", ["初修", "初修取得"], "缓考");
        }
    }
    workbook(&[Sheet {
        name: "成绩综合查询",
        titles: vec!["成绩综合查询".to_owned(), String::new()],
        header: vec![
            "学年学期",
            "上课院系",
            "学号",
            "姓名",
            "课程编号",
            "课程名称",
            "学分",
            "总成绩",
            "修读类型",
            "取得方式",
            "成绩标志",
            "课程类别",
        ],
        rows,
        footers: Vec::new(),
    }])
}

fn discipline(people: &[&Person]) -> Vec<u8> {
    let row =
        |person: &Person, kind: &str, lifted_day: &str| vec![t(&person.id), t(&person.name), t(kind), t(lifted_day)];
    workbook(&[Sheet {
        name: "Sheet1",
        titles: vec!["处分情况".to_owned()],
        header: vec!["学号", "姓名", "处分种类", "解除日期"],
        rows: vec![
            row(people[6], "留校察看", ""),
            row(people[35], "警告", "2025年6月30日"),
            row(people[60], "记过", "2026-03-01"),
        ],
        footers: Vec::new(),
    }])
}

/// A sheet that has nothing to do with the job, as folders have.
fn stray() -> Vec<u8> {
    workbook(&[Sheet {
        name: "电话",
        titles: Vec::new(),
        header: vec!["部门", "值班室", "分机"],
        rows: vec![vec![t("保卫处"), t("一号门"), t("8001")]],
        footers: Vec::new(),
    }])
}
