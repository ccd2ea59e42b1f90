//! Columns of a class matrix: which of them are courses, and what their labels say (`大学英语，必修，学分 4，学时 64，2021-2022-2`).

use std::collections::BTreeMap;

use crate::model::Kind;
use crate::model::facts::AttemptKind;
use crate::model::number::Decimal;
use crate::model::term::Term;
use crate::model::text::fold;
use crate::policy::{GradePolicy, Policy};

use super::header::{CourseColumn, Header, Label, map_columns};
use super::notation::{Score, read_score};
use super::sheet::Row;

/// The canonical column of a policy that says "this column is a course".
pub const COURSE: &str = "课程列";

/// Labels that stand beside the courses of a class matrix and are none.
const NO_COURSE: [&str; 48] = [
    "序号",
    "备注",
    "说明",
    "电话",
    "手机",
    "手机号",
    "手机号码",
    "联系电话",
    "身份证",
    "身份证号",
    "签名",
    "签字",
    "日期",
    "邮箱",
    "宿舍",
    "寝室",
    "座号",
    "座位号",
    "床位",
    "地址",
    "密码",
    "用户名",
    "编号",
    "考号",
    "学制",
    "年龄",
    "层次",
    "排名",
    "名次",
    "总分",
    "合计",
    "平均",
    "均分",
    "GPA",
    "gpa",
    "绩点",
    "学分",
    "班主任",
    "辅导员",
    "奖学金",
    "公益分",
    "操行分",
    "操行",
    "状态",
    "教学班号",
    "班号",
    "德育成绩",
    "智育成绩",
];

/// Labels of parts of a course, and of sorts of courses: no courses by themselves, but to be spoken of.
const PARTS: [&str; 18] = [
    "必修",
    "选修",
    "任选",
    "限选",
    "公选",
    "期中",
    "期末",
    "平时",
    "平时分",
    "卷面分",
    "实验",
    "补考",
    "重修",
    "缓考",
    "期中成绩",
    "期末成绩",
    "平时成绩",
    "实验成绩",
];

/// Endings of labels of sums, ranks and counts.
const NO_COURSE_ENDS: [&str; 23] = [
    "平均",
    "平均分",
    "平均成绩",
    "加权成绩",
    "均分",
    "总分",
    "总评",
    "成绩",
    "排名",
    "名次",
    "门数",
    "科数",
    "人数",
    "次数",
    "绩点",
    "绩点和",
    "总学分",
    "学分绩",
    "加权分",
    "分数",
    "得分",
    "加分",
    "扣分",
];

/// Columns of a sheet that rates persons and not courses.
const EVALUATION: [&str; 16] = [
    "德育",
    "智育",
    "体育",
    "美育",
    "劳育",
    "德育分",
    "智育分",
    "体育分",
    "美育分",
    "劳育分",
    "思想品德",
    "学业成绩",
    "身心素质",
    "实践创新",
    "政治素质",
    "道德品质",
];

pub fn is_course_name(name: &str) -> bool {
    let folded = fold(name);
    let base = crate::model::text::without_brackets(&folded);
    let letters = folded.chars().filter(|c| c.is_alphabetic()).count();
    let is_sum = NO_COURSE.contains(&base.as_str())
        || PARTS.contains(&base.as_str())
        || NO_COURSE_ENDS.iter().any(|end| base.ends_with(end))
        || ["获得学分", "所得学分", "实得学分", "应得学分"].iter().any(|word| base.contains(word));
    letters >= 2 && !is_sum
}

/// What a row under the course names holds, as its first cells say; nothing where no rule asks for it.
const ROW_LABELS: [(&str, &str); 22] = [
    ("学分", "学分"),
    ("课程学分", "学分"),
    ("学时", "学时"),
    ("总学时", "学时"),
    ("课程学时", "学时"),
    ("课程性质", "课程性质"),
    ("课程类别", "课程性质"),
    ("课程属性", "课程性质"),
    ("性质", "课程性质"),
    ("类别", "课程性质"),
    ("学期", "学期"),
    ("开课学期", "学期"),
    ("课程代码", ""),
    ("课程编号", ""),
    ("课程号", ""),
    ("考核方式", ""),
    ("考试方式", ""),
    ("任课教师", ""),
    ("授课教师", ""),
    ("教师", ""),
    ("英文名称", ""),
    ("课程英文名称", ""),
];

/// What a label before a row of facts about courses says they are.
#[must_use]
pub fn row_label(text: &str) -> Option<&'static str> {
    let folded = crate::model::text::fold_label(text);
    ROW_LABELS.iter().find(|(label, _)| *label == folded).map(|(_, role)| *role)
}

/// What the numbers in each row under the course names are: 学分, 学时 or nothing that is asked for. Rows whose first cell says
/// so are what it says; of the others credits are the small ones, hours several times as many, and a count from one on numbers
/// the courses. What stays open is left out, and the missing credits are said.
#[must_use]
pub fn number_rows(labels: &[Label], said: &BTreeMap<u32, &'static str>) -> BTreeMap<u32, &'static str> {
    let most = Decimal::whole(30).unwrap_or_default();
    let mut rows: BTreeMap<u32, BTreeMap<u16, Decimal>> = BTreeMap::new();
    for label in labels {
        for (row, number) in &label.numbers {
            rows.entry(*row).or_default().insert(label.idx, *number);
        }
    }
    let mut roles = said.clone();
    let is_count = |numbers: &BTreeMap<u16, Decimal>| {
        let units: Vec<i64> = numbers.values().map(|number| number.units()).collect();
        units.len() >= 3 && units.windows(2).all(|pair| pair[1] - pair[0] == Decimal::ONE.units())
    };
    rows.retain(|row, numbers| !said.contains_key(row) && !is_count(numbers));
    let is_small = |numbers: &BTreeMap<u16, Decimal>| numbers.values().all(|number| *number <= most);
    let is_over = |many: &BTreeMap<u16, Decimal>, few: &BTreeMap<u16, Decimal>| {
        few.iter().all(|(column, few)| many.get(column).is_none_or(|many| many.units() / 4 >= few.units()))
    };
    let open: Vec<(&u32, &BTreeMap<u16, Decimal>)> = rows.iter().collect();
    let is_known = |role: &str| said.values().any(|known| *known == role);
    match open.as_slice() {
        [(row, numbers)] if is_small(numbers) && !is_known("学分") => {
            roles.insert(**row, "学分");
        }
        [(row, numbers)] if !is_small(numbers) && !is_known("学时") => {
            roles.insert(**row, "学时");
        }
        [(first, a), (second, b)] if !is_known("学分") && !is_known("学时") => {
            for (few, few_numbers, many, many_numbers) in [(first, a, second, b), (second, b, first, a)] {
                if is_small(few_numbers) && is_over(many_numbers, few_numbers) {
                    roles.insert(**few, "学分");
                    roles.insert(**many, "学时");
                    break;
                }
            }
        }
        _ => {}
    }
    roles
}

/// What speaks for a class matrix.
#[derive(Clone, Copy, Debug)]
pub struct Found {
    /// Whether some course has scores.
    pub is_scored: bool,
    /// Whether credits, or the policy, say of some column that it is a course.
    pub has_facts: bool,
    /// Whether the columns rate persons.
    pub is_evaluation: bool,
}

/// Finds the courses among the labels of a class matrix and notes in the header what is none. `rows` says what the numbers
/// under the labels are, `data` are the students' rows.
pub fn find_courses(
    header: &mut Header,
    labels: &[Label],
    data: &[&Row<'_>],
    rows: &BTreeMap<u32, &'static str>,
    policy: &Policy,
) -> Found {
    let roster = map_columns(Kind::Roster, labels, &[], policy);
    let is_person = |idx: u16| roster.columns.iter().any(|column| column.idx == idx);
    let mut found = Found { is_scored: false, has_facts: false, is_evaluation: false };
    // Columns named 补考 and no more, each as an attempt at the course on its left, with its label.
    let mut repeats: Vec<(CourseColumn, String)> = Vec::new();
    for label in labels {
        let column = header.columns.iter().find(|column| column.idx == label.idx);
        let is_named = column.is_some_and(|column| column.role == COURSE);
        if column.is_some_and(|column| !matches!(column.role, "成绩" | "补考成绩" | "重修成绩" | COURSE)) {
            continue;
        }
        let to_the_left = label.idx.checked_sub(1).and_then(|left| {
            let repeated = repeats.iter().map(|(course, _)| course).find(|course| course.idx == left);
            header.courses.last().filter(|course| course.idx == left).or(repeated)
        });
        if let (Some(kind), Some(course), false) = (repeat_label(label), to_the_left, is_named) {
            let repeat = CourseColumn { idx: label.idx, kind: Some(kind), ..course.clone() };
            repeats.push((repeat, label.written.clone()));
            continue;
        }
        let Some(course) = read_course_label(label, rows) else { continue };
        let has_facts = course.facts.iter().any(|(role, _)| *role == "学分");
        // The policy says so, or a credit does; else name and content must.
        let scored = score_share(data, label.idx, &policy.grades);
        let is_course =
            is_named || is_course_name(&course.name) && (has_facts || !is_person(label.idx) && scored != Some(false));
        if is_course {
            found.is_scored |= scored == Some(true);
            found.has_facts |= has_facts || is_named;
            header.courses.push(course);
        } else if (PARTS.contains(&course.name.as_str()) || is_course_name(&course.name)) && !is_person(label.idx) {
            // Sums and ranks are no courses, and everybody knows; the rest is said.
            header.no_courses.push(label.written.clone());
        }
    }
    // One such column at the end of many courses may be of any of them.
    if repeats.len() > 1 || header.courses.len() == 1 {
        header.courses.extend(repeats.into_iter().map(|(course, _)| course));
        header.courses.sort_by_key(|course| course.idx);
        header.ambiguous.retain(|(role, ..)| !matches!(*role, "补考成绩" | "重修成绩"));
    } else {
        header.no_courses.extend(repeats.into_iter().map(|(_, written)| written));
    }
    join_repeats(&mut header.courses);
    found.is_evaluation =
        header.courses.iter().filter(|course| EVALUATION.contains(&course.name.as_str())).count() >= 2;
    found
}

/// A column that holds only the make-ups or retakes of the course to its left says nothing but so.
#[must_use]
fn repeat_label(label: &Label) -> Option<AttemptKind> {
    match &*fold(&label.written) {
        "补考" | "补考成绩" => Some(AttemptKind::Makeup),
        "重修" | "重修成绩" => Some(AttemptKind::Retake),
        _ => None,
    }
}

/// Sub-labels of a course with several columns that hold a score, with the sort of attempt it is.
const SCORED: [(&str, Option<AttemptKind>); 9] = [
    ("成绩", None),
    ("总评", None),
    ("总评成绩", None),
    ("总成绩", None),
    ("正考", None),
    ("正考成绩", None),
    ("补考", Some(AttemptKind::Makeup)),
    ("补考成绩", Some(AttemptKind::Makeup)),
    ("重修", Some(AttemptKind::Retake)),
];

/// Sub-labels of a course that are not read.
const UNREAD: [&str; 6] = ["学分", "绩点", "平时", "期末", "平时成绩", "期末成绩"];

/// A course's label: its name, and what a packed label (`大学英语，必修，学分 4，学时 64，2021-2022-2`) or the rows around it say.
/// `None` for a sub-column that holds no score.
fn read_course_label(label: &Label, rows: &BTreeMap<u32, &'static str>) -> Option<CourseColumn> {
    let mut facts: Vec<(&'static str, String)> = Vec::new();
    let mut names: Vec<(String, bool)> = Vec::new();
    let mut kind = None;
    for (text, is_shared) in &label.texts {
        let folded = fold(text);
        if !names.is_empty() && UNREAD.contains(&&*folded) {
            return None;
        }
        let scored = SCORED.iter().find(|(word, _)| *word == folded).map(|(_, kind)| *kind);
        match (scored, course_fact(text)) {
            (Some(scored), _) if !names.is_empty() => kind = scored,
            (_, Some(fact)) if !names.is_empty() || *is_shared => facts.push(fact),
            _ => names.push((text.clone(), *is_shared)),
        }
    }
    // Of several rows of text the first that is this column's own; else what stands over it and its neighbours.
    let is_name = |text: &str| text.chars().any(|c| !c.is_ascii() && c.is_alphabetic());
    let own = names
        .iter()
        .find(|(text, is_shared)| !is_shared && is_name(text))
        .or_else(|| names.iter().find(|(_, is_shared)| !is_shared))
        .or_else(|| names.last());
    let written = own.map_or(label.written.as_str(), |(text, _)| text);
    let last_line_is_fact = written.lines().count() > 1 && written.lines().last().and_then(course_fact).is_some();
    let written = written.replace('\n', if last_line_is_fact { "，" } else { "" });
    let parts: Vec<&str> =
        written.split(['，', ',', '；', ';']).map(str::trim).filter(|part| !part.is_empty()).collect();
    let read: Vec<Option<(&'static str, String)>> = parts.iter().map(|part| course_fact(part)).collect();
    // A comma alone may belong to the name; facts about a course come behind it.
    let n_facts = read.iter().skip(1).filter(|fact| fact.is_some()).count();
    let is_packed = n_facts >= 2 || n_facts == 1 && parts.len() == 2;
    let name = if is_packed {
        let first_fact = read.iter().skip(1).position(Option::is_some).map_or(parts.len(), |idx| idx + 1);
        facts.extend(read.into_iter().skip(first_fact).flatten());
        parts[..first_fact].join("，")
    } else {
        written.trim().trim_end_matches('，').to_owned()
    };
    let mut name = without_number(&name).trim().to_owned();
    if let Some((rest, credit)) = credit_behind(&name) {
        facts.push(("学分", credit));
        name = rest;
    }
    for (row, number) in &label.numbers {
        let role = rows.get(row).filter(|role| !facts.iter().any(|(known, _)| known == *role));
        if let Some(role @ (&"学分" | &"学时")) = role {
            facts.push((role, number.to_string()));
        }
    }
    Some(CourseColumn { idx: label.idx, kind, name, facts })
}

/// `数学(4学分)`, `数学(4.0)`, `数学/4`: the name and the credit behind it.
fn credit_behind(name: &str) -> Option<(String, String)> {
    let folded = name.replace('（', "(").replace('）', ")");
    let (base, note) = match folded.strip_suffix(')').and_then(|rest| rest.rsplit_once('(')) {
        Some(parts) => parts,
        None => folded.rsplit_once('/')?,
    };
    let number = note.trim().trim_end_matches("学分").trim_start_matches("学分").trim();
    let is_credit =
        Decimal::parse(number).is_some_and(|n| n > Decimal::ZERO && n <= Decimal::whole(20).unwrap_or_default());
    // 机械制图(2) is the second part of a course; a credit says so or has a decimal.
    let says_so = note.contains("学分") || number.contains('.') || !folded.ends_with(')');
    (is_credit && says_so && !base.trim().is_empty()).then(|| (base.trim().to_owned(), number.to_owned()))
}

/// Columns of make-ups and retakes beside their course (数学（补考）) become attempts at it.
fn join_repeats(courses: &mut [CourseColumn]) {
    const MARKS: [(&str, AttemptKind); 3] =
        [("补考", AttemptKind::Makeup), ("重修", AttemptKind::Retake), ("缓考", AttemptKind::Deferred)];
    let names: Vec<(String, Vec<(&'static str, String)>)> =
        courses.iter().map(|course| (fold(&course.name).into_owned(), course.facts.clone())).collect();
    for course in courses {
        let folded = fold(&course.name).into_owned();
        for (mark, kind) in MARKS {
            let Some((before, after)) = folded.split_once(mark) else { continue };
            let base = if before.is_empty() { after } else { before };
            let base = base.trim_matches(|c| "()-_[]【】".contains(c));
            if let Some((name, facts)) = names.iter().find(|(name, _)| name == base) {
                course.name.clone_from(name);
                course.facts.clone_from(facts);
                course.kind = Some(kind);
            }
        }
    }
}

/// What one part of a packed label says.
pub fn course_fact(part: &str) -> Option<(&'static str, String)> {
    let folded = fold(part);
    for (word, role) in [("学分", "学分"), ("学时", "学时")] {
        let number = folded.strip_prefix(word).or_else(|| folded.strip_suffix(word));
        if let Some(number) = number.map(|n| n.trim_matches(':')).filter(|n| Decimal::parse(n).is_some()) {
            return Some((role, number.to_owned()));
        }
    }
    if let Some(term) = Term::parse(part) {
        return Some(("学期", term.to_string()));
    }
    let is_type = ["必修", "选修", "限选", "任选", "公选"].iter().any(|word| folded.contains(word))
        && folded.chars().count() <= 8;
    is_type.then(|| ("课程性质", folded.into_owned()))
}

/// A label without the number before it: `4、高等数学`.
pub fn without_number(text: &str) -> &str {
    let rest = text.trim_start_matches(|c: char| c.is_ascii_digit());
    match rest.strip_prefix(['、', '.', '．']) {
        Some(name) if rest.len() < text.len() && !name.trim().is_empty() => name,
        _ => text,
    }
}

/// Whether the cells of a column are scores: `None` where it has none.
fn score_share(data: &[&Row<'_>], column: u16, policy: &GradePolicy) -> Option<bool> {
    let texts: Vec<String> =
        data.iter().map(|row| row.text(Some(column)).into_owned()).filter(|t| !t.is_empty()).collect();
    let scores = texts
        .iter()
        .filter(|text| !matches!(read_score(text, None, policy), Score::Unknown | Score::OffScale | Score::Blank))
        .count();
    // Words nobody explained may stand beside scores; they become problems, not a reason to pass over the column.
    (!texts.is_empty()).then(|| scores * 10 >= texts.len() * 3)
}
