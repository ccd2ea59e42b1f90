//! `samples/congress-tie` and `samples/congress-lot`: the roster of a small school before its student congress. Two colleges of one
//! size tie for the last seat; in the second drop the lot has been drawn, the delegates have been elected, and the congress has met.

use super::SampleFile;
use super::book::{Dice, Sheet, Value, n, t, workbook};
use super::people::{Major, Person, PoliticalWords, people};

const MAJORS: &[Major] = &[
    Major {
        college: "机电学院", campus: "", name: "机电一体化技术", short: "机电", sizes: &[(2024, 48), (2025, 42)]
    },
    Major {
        college: "机电学院", campus: "", name: "数控技术", short: "数控", sizes: &[(2024, 30), (2025, 60)]
    },
    Major {
        college: "信息学院", campus: "", name: "软件技术", short: "软件", sizes: &[(2024, 90), (2025, 90)]
    },
    Major {
        college: "商务学院", campus: "", name: "电子商务", short: "电商", sizes: &[(2024, 68), (2025, 72)]
    },
    Major {
        college: "外语学院", campus: "", name: "商务英语", short: "商英", sizes: &[(2024, 25), (2025, 35)]
    },
];

const POLICY: &str = "\
[policy]
extends = \"national\"

[congress]
total = 15                # 本次代表总数；不写就是学生数的 1%
surplus = \"20/100\"        # 差额 20%
";

const LOT: &str = "
# 机电学院和信息学院人数相同，最后一名抽签决定
[[lot]]
question = \"congress.seats\"
tied = [\"信息学院\", \"机电学院\"]
winner = [\"机电学院\"]
by = \"校学生会秘书长（校团委教师）主持\"
date = \"2026-01-12\"
";

/// The lot about the last seat of the presidium.
fn last_seat(people: &[Person]) -> String {
    let [first, second] = [6, 50].map(|k| &of(people, "商务学院", k).name);
    format!(
        "
# 主席团最后一名两人同票，大会抽签决定
[[lot]]
question = \"votes.last_seat\"
tied = [\"{first}\", \"{second}\"]
winner = [\"{first}\"]
by = \"总监票人\"
date = \"2026-01-14\"
"
    )
}

/// All files of the two samples.
pub(crate) fn files() -> Vec<SampleFile> {
    let mut dice = Dice(11);
    let words = PoliticalWords { member: "党员", probationary: "预备党员", league: "团员", masses: "群众" };
    let people = people(MAJORS, &words, &mut dice);
    let rows = people.iter().map(|person| {
        let cohort = person.cohort.to_string();
        let words = [&person.id, &person.name, person.gender, person.political, person.college, person.major, &cohort];
        words.into_iter().chain([person.class.as_str(), "在读"]).map(t).collect()
    });
    let book = workbook(&[Sheet {
        name: "学籍",
        titles: Vec::new(),
        header: vec!["学号", "姓名", "性别", "政治面貌", "学院", "专业", "年级", "班级", "学籍状态"],
        rows: rows.collect(),
        footers: Vec::new(),
    }]);
    vec![
        SampleFile::text("congress-tie/policy.toml", POLICY),
        SampleFile::new("congress-tie/名册.xlsx", book.clone()),
        SampleFile::new("congress-lot/policy.toml", format!("{POLICY}{LOT}{}", last_seat(&people)).into_bytes()),
        SampleFile::new("congress-lot/名册.xlsx", book),
        SampleFile::new("congress-lot/学代会材料.xlsx", congress(&people)),
        SampleFile::new("congress-lot/台账.xlsx", ledgers(&people)),
    ]
}

fn row(cells: &[&str]) -> Vec<Value> {
    cells.iter().map(|cell| t(*cell)).collect()
}

/// The k-th student of a college, from zero.
fn of<'p>(people: &'p [Person], college: &str, k: usize) -> &'p Person {
    people.iter().filter(|person| person.college == college).nth(k).unwrap()
}

const COLLEGES: [&str; 4] = ["机电学院", "信息学院", "商务学院", "外语学院"];

/// The union's officers: this year, and a shorter list of the year before.
fn cadres(people: &[Person]) -> [Sheet; 2] {
    let header = vec!["序号", "学号", "姓名", "层级", "组织", "部门", "职务", "产生方式", "届次"];
    let list = |posts: &[(&str, usize, [&str; 5])], edition: &str| -> Vec<Vec<Value>> {
        let person = |(seq, (college, k, words)): (usize, &(&str, usize, [&str; 5]))| {
            let person = of(people, college, *k);
            let mut row = vec![n(u32::try_from(seq + 1).unwrap()), t(person.id.as_str()), t(person.name.as_str())];
            row.extend(words.iter().chain([&edition]).map(|word| t(*word)));
            row
        };
        posts.iter().enumerate().map(person).collect()
    };
    let now = [
        ("机电学院", 2, ["校级", "校学生会", "", "执行主席", "学代会选举"]),
        ("信息学院", 4, ["校级", "校学生会", "", "主席团成员", "学代会选举"]),
        ("商务学院", 6, ["校级", "校学生会", "", "主席团成员", "任命"]),
        ("信息学院", 8, ["校级", "校学生会", "学习部", "学习部负责人", "聘任"]),
        ("外语学院", 3, ["校级", "校学生会", "权益部", "干事", "选拔"]),
        ("机电学院", 5, ["院级", "机电学院学生会", "", "执行主席", "学代会选举"]),
        ("商务学院", 9, ["院级", "商务学院学生会", "文体部", "负责人", "选拔"]),
        ("外语学院", 7, ["班级", "商英2501班", "", "班长", "选举"]),
    ];
    let before = [
        ("机电学院", 20, ["校级", "校学生会", "", "执行主席", "学代会选举"]),
        ("信息学院", 21, ["校级", "校学生会", "秘书处", "负责人", "聘任"]),
    ];
    let title = |text: &str| vec![text.to_owned()];
    [
        Sheet {
            name: "工作人员",
            titles: title("学生会工作人员名册"),
            header: header.clone(),
            rows: list(&now, ""),
            footers: vec![row(&["", "", "合计 8 人"])],
        },
        Sheet {
            name: "上届工作人员",
            titles: title("学生会工作人员名册（上届）"),
            header,
            rows: list(&before, "2024-2025"),
            footers: Vec::new(),
        },
    ]
}

/// Fifteen seats: four colleges with 5, 5, 4 and 1 after the lot. Two slips and one who may not be a delegate are in the list.
fn delegates(people: &[Person]) -> [Sheet; 2] {
    let header = vec!["学号", "姓名", "选举单位", "产生渠道"];
    let mut rows = Vec::new();
    for (college, numbers) in [
        ("机电学院", &[2, 30, 31, 32, 33][..]),
        ("信息学院", &[4, 8, 40, 41, 42]),
        ("商务学院", &[9, 50, 51]),
        ("外语学院", &[10, 11]),
    ] {
        for k in numbers {
            let person = of(people, college, *k);
            let name = if (college, *k) == ("信息学院", 41) { "张小明" } else { person.name.as_str() };
            let (unit, channel) =
                if k % 2 == 0 { (college, "学院学生会选举") } else { (person.class.as_str(), "班级选举") };
            rows.push(row(&[&person.id, name, unit, channel]));
        }
    }
    let secretary = of(people, "外语学院", 3);
    rows.push(row(&[&secretary.id, &secretary.name, "校学生会", "校学生会推荐"]));
    let drawn = of(people, "商务学院", 60);
    rows.push(row(&[&drawn.id, &drawn.name, "书画社", "社团推荐"]));
    let before = (60..72).map(|k| {
        let person = of(people, COLLEGES[k % 4], k / 2);
        row(&[&person.id, &person.name, person.college, "学院学生会选举"])
    });
    let before = before.chain(
        [of(people, "机电学院", 20), of(people, "信息学院", 21)]
            .map(|person| row(&[&person.id, &person.name, person.college, "学院学生会选举"])),
    );
    [
        Sheet {
            name: "代表名册",
            titles: vec!["第十届学生代表大会代表名册".to_owned(), String::new()],
            header: header.clone(),
            rows,
            footers: vec![row(&["合计", "17 人"])],
        },
        Sheet {
            name: "上届代表名册",
            titles: vec!["2024-2025学年学生代表大会代表名册".to_owned()],
            header,
            rows: before.collect(),
            footers: Vec::new(),
        },
    ]
}

/// Officers, delegates, the count of the votes, associations, punishments.
fn congress(people: &[Person]) -> Vec<u8> {
    let votes = [
        (2, "机电学院", "15", "0", "1"),
        (4, "信息学院", "13", "1", "2"),
        (6, "商务学院", "10", "4", "2"),
        (50, "商务学院", "10", "5", "1"),
        (11, "外语学院", "7", "8", "1"),
    ];
    let votes = votes.map(|(k, college, ayes, noes, abstained)| {
        let person = of(people, college, k);
        row(&["主席团成员", &person.name, &person.id, ayes, noes, abstained])
    });
    let punished = of(people, "商务学院", 51);
    let sheets = cadres(people).into_iter().chain(delegates(people)).chain([
        Sheet {
            name: "计票单",
            titles: vec![
                "第十届学生代表大会选举计票单".to_owned(),
                "应选 3 名，发出选票 17 张，收回 16 张，其中有效票 16 张".to_owned(),
            ],
            header: vec!["选举事项", "候选人", "学号", "赞成票", "反对票", "弃权票"],
            rows: votes.to_vec(),
            footers: vec![row(&["监票人：周老师"])],
        },
        Sheet {
            name: "社团",
            titles: Vec::new(),
            header: vec!["社团名称", "人数", "是否主要社团", "年检结论"],
            rows: vec![row(&["书画社", "46", "是", "合格"]), row(&["街舞社", "38", "否", "合格"])],
            footers: Vec::new(),
        },
        Sheet {
            name: "处分",
            titles: Vec::new(),
            header: vec!["学号", "姓名", "处分类型", "处分日期", "是否解除"],
            rows: vec![row(&[&punished.id, &punished.name, "警告", "2025-06-20", "否"])],
            footers: Vec::new(),
        },
    ]);
    workbook(&sheets.collect::<Vec<_>>())
}

/// The congresses of the year and who has talked with students.
fn ledgers(people: &[Person]) -> Vec<u8> {
    let contacts =
        [("机电学院", 2, "机电2401班", "28"), ("信息学院", 4, "软件2402班", "30"), ("商务学院", 9, "电商2501班", "25")];
    let contacts = contacts.map(|(college, k, class, heads)| {
        let person = of(people, college, k);
        row(&["2025-11-06", &person.id, &person.name, class, heads])
    });
    workbook(&[
        Sheet {
            name: "会议",
            titles: vec!["2025-2026学年会议台账".to_owned()],
            header: vec!["日期", "会议名称", "主办单位", "议程", "参加人数"],
            rows: vec![
                row(&[
                    "2026年1月14日",
                    "第十届学生代表大会",
                    "校学生会",
                    "审议工作报告；选举主席团；修订章程；征求意见",
                    "16",
                ]),
                row(&["2025.11.20", "学生代表大会", "机电学院学生会", "听取工作报告；选举；征求意见", "40"]),
                row(&["2025.12.3", "全体学生大会", "外语学院学生会", "工作报告；换届选举；章程；意见建议", "58"]),
                row(&["2024-12-18", "学代会", "信息学院团总支", "工作报告、选举、章程、提案", "36"]),
            ],
            footers: Vec::new(),
        },
        Sheet {
            name: "联系同学",
            titles: Vec::new(),
            header: vec!["联系日期", "联系人学号", "联系人", "联系对象", "人数"],
            rows: contacts.to_vec(),
            footers: Vec::new(),
        },
    ])
}
