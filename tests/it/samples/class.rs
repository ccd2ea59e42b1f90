//! `samples/one-class`: the least a counsellor can start with: a class's roster and its grades, national rules, no list of
//! punishments, the ranking switched off.

use super::SampleFile;
use super::book::{Dice, Sheet, t, workbook};
use super::people::{Major, PoliticalWords, course, mark, people};

const MAJORS: &[Major] =
    &[Major {
        college: "机电学院", campus: "", name: "机电一体化技术", short: "机电", sizes: &[(2024, 26)]
    }];

const POLICY: &str = "\
[policy]
extends = \"national\"

[eligibility.rank]
enabled = false           # 只看政治面貌和不及格，不看排名
";

/// All files of the sample.
pub(crate) fn files() -> Vec<SampleFile> {
    let mut dice = Dice(7);
    let words = PoliticalWords { member: "党员", probationary: "预备党员", league: "团员", masses: "群众" };
    let people = people(MAJORS, &words, &mut dice);
    let courses = [course("", "机械制图", "4", "必修", '百'), course("", "电工基础", "3.5", "必修", '百')];
    let roster = people.iter().map(|person| {
        vec![t(&person.id), t(&person.name), t(person.political), t(person.major), t("24级"), t(&person.class)]
    });
    let grades = people.iter().skip(1).flat_map(|person| {
        let marks: Vec<_> = courses.iter().map(|course| (course, mark(person, course, &mut dice))).collect();
        marks.into_iter().map(|(course, mark)| {
            vec![t(&person.id), t(&person.name), t(course.name), t(course.credit), t(mark), t("2025-2026-1")]
        })
    });
    let book = workbook(&[
        Sheet {
            name: "名单",
            titles: vec!["机电2401班名单".to_owned()],
            header: vec!["学号", "姓名", "政治面貌", "专业", "年级", "班级"],
            rows: roster.collect(),
            footers: Vec::new(),
        },
        Sheet {
            name: "成绩",
            titles: Vec::new(),
            header: vec!["学号", "姓名", "课程", "学分", "成绩", "学期"],
            rows: grades.collect(),
            footers: Vec::new(),
        },
    ]);
    vec![SampleFile::text("one-class/policy.toml", POLICY), SampleFile::new("one-class/班级材料.xlsx", book)]
}
