//! `samples/congress-tie` and `samples/congress-lot`: the roster of a small school before its student congress. Two colleges of one
//! size tie for the last seat; in the second drop the lot has been drawn.

use super::SampleFile;
use super::book::{Dice, Sheet, t, workbook};
use super::people::{Major, PoliticalWords, people};

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
        SampleFile::text("congress-lot/policy.toml", Box::leak(format!("{POLICY}{LOT}").into_boxed_str())),
        SampleFile::new("congress-lot/名册.xlsx", book),
    ]
}
