//! Invented students: numbers, names and what the rosters say of them.

use super::book::Dice;

/// An invented student.
#[derive(Clone)]
pub(crate) struct Person {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) gender: &'static str,
    pub(crate) political: &'static str,
    pub(crate) college: &'static str,
    pub(crate) major: &'static str,
    pub(crate) cohort: u16,
    pub(crate) class: String,
    pub(crate) campus: &'static str,
    pub(crate) status: &'static str,
    /// About how well the student does, in points.
    pub(crate) level: i64,
}

/// A major with its college, campus and number of students in each cohort.
pub(crate) struct Major {
    pub(crate) college: &'static str,
    pub(crate) campus: &'static str,
    pub(crate) name: &'static str,
    pub(crate) short: &'static str,
    pub(crate) sizes: &'static [(u16, u16)],
}

const SURNAMES: &[&str] = &[
    "王", "李", "张", "刘", "陈", "杨", "赵", "黄", "周", "吴", "徐", "孙", "胡", "朱", "高", "林", "何", "郭", "马",
    "罗", "梁", "宋", "郑", "谢", "韩", "唐", "冯", "于", "董", "萧", "程", "曹", "袁", "邓", "许", "傅", "沈", "曾",
    "彭", "吕",
];
const GIVEN: &[&str] = &[
    "伟", "芳", "娜", "敏", "静", "强", "磊", "洋", "艳", "勇", "军", "杰", "娟", "涛", "明", "超", "秀", "霞", "平",
    "刚", "桂", "英", "华", "玉", "萍", "红", "宇", "浩", "然", "子", "涵", "雨", "欣", "怡", "梓", "轩", "博", "文",
    "思", "源", "嘉", "诺", "一", "凡", "晨", "曦", "若", "彤", "俊", "豪",
];

/// Students of the majors, in order of number.
pub(crate) fn people(majors: &[Major], words: &PoliticalWords, dice: &mut Dice) -> Vec<Person> {
    let mut people = Vec::new();
    for (major_no, major) in (1..).zip(majors) {
        for (cohort, size) in major.sizes {
            for seq in 1..=*size {
                people.push(person(major, major_no, *cohort, seq, words, dice));
            }
        }
    }
    people
}

/// How a roster writes the political statuses.
pub(crate) struct PoliticalWords {
    pub(crate) member: &'static str,
    pub(crate) probationary: &'static str,
    pub(crate) league: &'static str,
    pub(crate) masses: &'static str,
}

fn person(major: &Major, major_no: u16, cohort: u16, seq: u16, words: &PoliticalWords, dice: &mut Dice) -> Person {
    let political = match dice.below(40) {
        0 => words.member,
        1 => words.probationary,
        2..=4 => words.masses,
        _ => words.league,
    };
    let class_no = (seq - 1) / 30 + 1;
    Person {
        id: format!("{cohort}{major_no:02}{class_no:02}{seq:04}"),
        name: name(dice),
        gender: if dice.once_in(2) { "男" } else { "女" },
        political,
        college: major.college,
        major: major.name,
        cohort,
        class: format!("{}{}{class_no:02}班", major.short, cohort % 100),
        campus: major.campus,
        status: "在读",
        level: 62 + i64::try_from(dice.below(30)).unwrap(),
    }
}

fn name(dice: &mut Dice) -> String {
    if dice.once_in(60) {
        return format!(
            "{}·{}",
            dice.pick(&["阿依古丽", "迪丽努尔", "买买提", "古丽娜"]),
            dice.pick(&["艾力", "吐尔逊", "库尔班"])
        );
    }
    let surname = *dice.pick(SURNAMES);
    let first = *dice.pick(GIVEN);
    let second = if dice.once_in(5) { "" } else { dice.pick(GIVEN) };
    format!("{surname}{first}{second}")
}

/// An invented course.
pub(crate) struct Course {
    pub(crate) code: &'static str,
    pub(crate) name: &'static str,
    pub(crate) credit: &'static str,
    pub(crate) nature: &'static str,
    /// 百分制, 五级制 or 二级制.
    pub(crate) marking: char,
}

/// A course marked in points.
pub(crate) const fn course(
    code: &'static str,
    name: &'static str,
    credit: &'static str,
    nature: &'static str,
    marking: char,
) -> Course {
    Course { code, name, credit, nature, marking }
}

/// What a student gets in a course, as a school writes it.
pub(crate) fn mark(person: &Person, course: &Course, dice: &mut Dice) -> String {
    let spread = i64::try_from(dice.below(19)).unwrap() - 9;
    let score = (person.level + spread).clamp(31, 99);
    match course.marking {
        '五' => match score {
            90.. => "优秀",
            80.. => "良好",
            70.. => "中等",
            60.. => "及格",
            _ => "不及格",
        }
        .to_owned(),
        '二' => if score >= 58 { "合格" } else { "不合格" }.to_owned(),
        _ if dice.once_in(12) => format!("{score}.5"),
        _ => score.to_string(),
    }
}

/// Whether a written mark fails.
pub(crate) fn fails(mark: &str) -> bool {
    matches!(mark, "不及格" | "不合格" | "旷考") || mark.parse::<f64>().is_ok_and(|score| score < 60.0)
}
