//! `samples/union`: a school's student union at the end of a term. Its people on the list, what the raters and the ballots say of
//! them, who came to the meetings, whose standing has changed. One college has a member too many in its presidium.

use serde_json::json;

use super::SampleFile;
use super::book::{Dice, Sheet, Value, n, t, workbook};
use super::people::{Major, Person, PoliticalWords, people};

const MAJORS: &[Major] = &[
    Major {
        college: "机电学院", campus: "", name: "机电一体化技术", short: "机电", sizes: &[(2024, 40), (2025, 40)]
    },
    Major {
        college: "信息学院", campus: "", name: "软件技术", short: "软件", sizes: &[(2024, 45), (2025, 45)]
    },
];

const POLICY: &str = "\
[policy]
extends = \"national\"

[evaluation]
excellent_cap = \"30/100\"  # 优秀不超过三成

[exit]
absences = 3              # 无故缺席 3 次起提示约谈
";

/// How many hold a post in each union, in the order of the list.
const POSTS: [(&str, &str, &str, &str, &str, u32); 14] = [
    ("校级", "校学生会", "", "执行主席", "学代会选举", 1),
    ("校级", "校学生会", "", "主席团成员", "学代会选举", 4),
    ("校级", "校学生会", "办公室", "办公室负责人", "聘任", 2),
    ("校级", "校学生会", "学习部", "学习部负责人", "聘任", 2),
    ("校级", "校学生会", "权益部", "权益部负责人", "聘任", 1),
    ("校级", "校学生会", "学习部", "干事", "选拔", 16),
    ("校级", "校学生会", "权益部", "干事", "选拔", 12),
    ("院级", "机电学院团总支学生会", "", "主席团成员", "学代会选举", 3),
    ("院级", "机电学院学生会", "", "主席团成员", "任命", 1),
    ("院级", "信息学院学生会", "", "主席团成员", "学代会选举", 2),
    ("院级", "信息学院学生会", "文体部", "部长", "选拔", 1),
    ("院级", "机电学院学生会", "综合部", "综合部负责人", "聘任", 2),
    ("院级", "机电学院学生会", "综合部", "干事", "选拔", 7),
    ("院级", "信息学院学生会", "文体部", "干事", "选拔", 8),
];

const DIMENSIONS: [&str; 5] = ["政治素质", "道德品质", "知识学习", "履职能力", "纪律作风"];

/// All files of the sample.
pub(crate) fn files() -> Vec<SampleFile> {
    let mut dice = Dice(23);
    let words = PoliticalWords {
        member: "中共党员", probationary: "中共预备党员", league: "共青团员", masses: "群众"
    };
    let all = people(MAJORS, &words, &mut dice);
    let staff = staff(&all);
    vec![
        SampleFile::text("union/policy.toml", POLICY),
        SampleFile::new("union/学籍.xlsx", roster(&all, &staff)),
        SampleFile::new("union/学生会名册.xlsx", workbook(&[cadres(&staff)])),
        SampleFile::new("union/评议.xlsx", workbook(&[ratings(&staff, &mut dice), ballots(&staff, &mut dice)])),
        SampleFile::new("union/机电学院评议.xlsx", workbook(&[wide_ratings(&staff, &mut dice)])),
        SampleFile::new("union/信息学院评议.xlsx", workbook(&rater_sheets(&staff, &mut dice))),
        SampleFile::new("union/述职台账.xlsx", workbook(&[debriefs()])),
        SampleFile::new("union/上学期结果.json", last_term(&staff, &mut dice)),
        SampleFile::new("union/考勤和处分.xlsx", records(&staff)),
    ]
}

/// Who holds the posts: of both colleges in turn.
fn staff(all: &[Person]) -> Vec<(usize, &Person)> {
    let college = |name: &'static str| all.iter().filter(move |person| person.college == name);
    let mut by_turns: Vec<&Person> =
        college("机电学院").zip(college("信息学院")).step_by(2).flat_map(|(a, b)| [a, b]).collect();
    let posts = POSTS.iter().enumerate().flat_map(|(post, (.., count))| std::iter::repeat_n(post, *count as usize));
    posts
        .map(|post| {
            // A college's union has people of the college.
            let own = POSTS[post].1.get(..12).filter(|_| POSTS[post].0 == "院级");
            let at = by_turns.iter().position(|person| own.is_none_or(|own| person.college == own)).unwrap();
            (post, by_turns.remove(at))
        })
        .collect()
}

fn row<'t>(cells: impl IntoIterator<Item = &'t str>) -> Vec<Value> {
    cells.into_iter().map(t).collect()
}

fn die(dice: &mut Dice, sides: u64) -> u32 {
    u32::try_from(dice.below(sides)).unwrap()
}

/// The roster. One of the staff has left for a year.
fn roster(all: &[Person], staff: &[(usize, &Person)]) -> Vec<u8> {
    let rows = all.iter().map(|person| {
        let cohort = person.cohort.to_string();
        let status = if person.id == staff[20].1.id { "休学" } else { "在读" };
        let words = [&person.id, &person.name, person.gender, person.political, person.college, person.major, &cohort];
        row(words.into_iter().chain([person.class.as_str(), status]))
    });
    workbook(&[Sheet {
        name: "学籍",
        titles: Vec::new(),
        header: vec!["学号", "姓名", "性别", "政治面貌", "学院", "专业", "年级", "班级", "学籍状态"],
        rows: rows.collect(),
        footers: Vec::new(),
    }])
}

fn cadres(staff: &[(usize, &Person)]) -> Sheet {
    let post = |(seq, (post, person)): (u32, &(usize, &Person))| {
        let (level, organisation, department, title, way, _) = POSTS[*post];
        let mut cells = vec![n(seq)];
        cells.extend(row([&person.id, &person.name, level, organisation, department, title, way]));
        cells
    };
    Sheet {
        name: "学生会工作人员",
        titles: vec!["2025-2026学年学生会工作人员名册".to_owned()],
        header: vec!["序号", "学号", "姓名", "层级", "组织", "部门", "职务", "产生方式"],
        rows: (1..).zip(staff).map(post).collect(),
        footers: vec![row(["", "", "", "校级", "校团委", "", "秘书长由团委教师兼任"])],
    }
}

/// The presidium and the heads of the school's union, by raters of three groups. One rates oneself, one score is a slip.
fn ratings(staff: &[(usize, &Person)], dice: &mut Dice) -> Sheet {
    let groups = [("学生代表", 6), ("学工部", 2), ("团委", 2)];
    let raters: Vec<(String, &str)> =
        groups.iter().flat_map(|(group, count)| (1..=*count).map(move |k| (format!("{group}{k}"), *group))).collect();
    let mut rows = Vec::new();
    for (place, (_, person)) in staff.iter().take(10).enumerate() {
        let level = 94 - 3 * u32::try_from(place).unwrap();
        for (rater, group) in &raters {
            let mut cells = row([person.id.as_str(), &person.name, rater, group]);
            cells.extend(DIMENSIONS.map(|_| n(level + die(dice, 7) - u32::from(*group == "团委"))));
            rows.push(cells);
        }
    }
    // 891 for 89.1.
    rows[33][6] = n(891);
    let own = staff[2].1;
    rows[25][2] = t(own.name.as_str());
    let header = ["学号", "姓名", "评委", "评委类别"].into_iter().chain(DIMENSIONS);
    Sheet {
        name: "评议打分",
        titles: vec!["校学生会工作人员述职评议打分汇总".to_owned()],
        header: header.collect(),
        rows,
        footers: Vec::new(),
    }
}

/// The rest of the school's union, by the ballots of the same groups. One of them hardly anybody wants.
fn ballots(staff: &[(usize, &Person)], dice: &mut Dice) -> Sheet {
    let mut rows = Vec::new();
    for (place, (_, person)) in staff[10..38].iter().enumerate() {
        for (group, all) in [("学生代表", 24), ("学工部", 3), ("团委", 3)] {
            let (best, poor) = (die(dice, u64::from(all)), die(dice, 2));
            let mut cells = row([person.id.as_str(), &person.name, group]);
            let counts = if place == 27 { [0, 0, 1, all - 1] } else { [best, all - 1 - best, poor, 1 - poor] };
            cells.extend(counts.map(n));
            rows.push(cells);
        }
    }
    Sheet {
        name: "民主测评",
        titles: vec!["校学生会工作人员民主测评票统计".to_owned()],
        header: vec!["学号", "姓名", "投票人类别", "优秀", "称职", "基本称职", "不称职"],
        rows,
        footers: Vec::new(),
    }
}

/// Who serves in the union of a college.
fn of_college<'s, 'p>(staff: &'s [(usize, &'p Person)], college: &'s str) -> impl Iterator<Item = &'p Person> + 's {
    staff.iter().filter(move |(post, _)| POSTS[*post].1.starts_with(college)).map(|(_, person)| *person)
}

/// The union of one college: a column for each rater, names and no numbers. One rater may not judge a relative.
fn wide_ratings(staff: &[(usize, &Person)], dice: &mut Dice) -> Sheet {
    let raters = ["学生代表1", "学生代表2", "学生代表3", "学生代表4", "学工部1", "团委1"];
    let mut rows: Vec<Vec<Value>> = Vec::new();
    for (place, person) in (0..).zip(of_college(staff, "机电学院")) {
        let mut cells = vec![n(place + 1), t(person.name.as_str())];
        cells.extend((0..6).map(|_| n(93 - 2 * place + die(dice, 6))));
        rows.push(cells);
    }
    rows[4][3] = t("回避");
    Sheet {
        name: "打分汇总",
        titles: vec!["机电学院学生会工作人员述职评议打分汇总表".to_owned()],
        header: ["序号", "姓名"].into_iter().chain(raters).collect(),
        rows,
        footers: vec![row(["", "评委签名："])],
    }
}

/// The union of the other college: a sheet for each rater.
fn rater_sheets(staff: &[(usize, &Person)], dice: &mut Dice) -> Vec<Sheet> {
    let raters = [
        ("甲", "祝明远", "学生代表"),
        ("乙", "郝思齐", "学生代表"),
        ("丙", "卜晓岚", "学生代表"),
        ("丁", "戚老师", "学工部"),
        ("戊", "庞老师", "团委"),
    ];
    let sheet = |dice: &mut Dice, (name, rater, group): (&'static str, &str, &str)| {
        let people = (0..).zip(of_college(staff, "信息学院"));
        let rows = people.map(|(place, person)| {
            let mut cells = row([person.id.as_str(), &person.name]);
            cells.extend(DIMENSIONS.map(|_| n(95 - 2 * place + die(dice, 5))));
            cells
        });
        Sheet {
            name,
            titles: vec!["信息学院学生会述职评议打分表".to_owned(), format!("评委：{rater}　评委类别：{group}")],
            header: ["学号", "姓名"].into_iter().chain(DIMENSIONS).collect(),
            rows: rows.collect(),
            footers: Vec::new(),
        }
    };
    raters.map(|rater| sheet(dice, rater)).into()
}

/// When the presidiums reported on their work. One college has not.
fn debriefs() -> Sheet {
    Sheet {
        name: "述职",
        titles: vec!["2025-2026学年第一学期述职评议台账".to_owned()],
        header: vec!["日期", "类型", "主办单位", "参加人数"],
        rows: vec![
            vec![t("2025-12-26"), t("述职评议会"), t("校学生会"), n(64)],
            vec![t("2025-12-28"), t("述职评议会"), t("机电学院学生会"), n(41)],
        ],
        footers: Vec::new(),
    }
}

/// What the tool wrote last term, when most of the heads held their posts already.
fn last_term(staff: &[(usize, &Person)], dice: &mut Dice) -> Vec<u8> {
    let people = staff.iter().take(8).enumerate().map(|(place, (post, person))| {
        let score = 860 - 12 * u32::try_from(place).unwrap() + die(dice, 60);
        json!({
            "student_id": person.id, "name": person.name, "organisation": POSTS[*post].1,
            "score": format!("{}.{}0", score / 10, score % 10), "ballot_score": null,
            "rank": place + 1, "of": 8, "grade": "合格", "verdict": "final",
            "groups": [{"group": "学生代表", "raters": 6, "counted": 4, "score": null, "ballots": 0, "ballot_score": null}],
            "dimensions": {}, "reasons": []
        })
    });
    let result = json!({
        "schema": 1, "tool": "tuanxue 0.1.0", "as_of": "2025-06-30", "term": "2024-2025-2",
        "policy": {"id": "national", "layers": ["national"]},
        "inputs": [], "skipped": [], "problems": [], "evaluation": people.collect::<Vec<_>>()
    });
    serde_json::to_vec_pretty(&result).unwrap()
}

/// Who came to the meetings, and one punishment in force.
fn records(staff: &[(usize, &Person)]) -> Vec<u8> {
    let meetings = ["2025-10-13", "2025-10-27", "2025-11-10", "2025-12-01"];
    let mut rows = Vec::new();
    for (meeting, day) in meetings.iter().enumerate() {
        for (place, (_, person)) in staff.iter().enumerate().take(38) {
            let state = match (place, meeting) {
                (15, 0..=2) => "无故缺席",
                (7, 1) | (22, 3) => "请假",
                _ => "出席",
            };
            rows.push(row([*day, &person.id, &person.name, state]));
        }
    }
    let punished = staff[8].1;
    workbook(&[
        Sheet {
            name: "例会考勤",
            titles: vec!["校学生会例会考勤".to_owned()],
            header: vec!["日期", "学号", "姓名", "状态"],
            rows,
            footers: Vec::new(),
        },
        Sheet {
            name: "处分",
            titles: Vec::new(),
            header: vec!["学号", "姓名", "处分类型", "处分日期", "是否解除"],
            rows: vec![row([&punished.id, &punished.name, "警告", "2025-11-20", "否"])],
            footers: Vec::new(),
        },
    ])
}
