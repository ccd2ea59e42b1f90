//! What the lines above a header say of every row below it: term, course, class, major, sort of exam.

use crate::model::rows::RosterRow;
use crate::model::term::Term;
use crate::model::text::{fold, fold_label, fold_student_id};
use crate::model::union::Edition;

use super::sheet::Row;

/// The terms a line names over groups of columns, with the column each begins at. A group may name its term only, where a line
/// above names the `year`.
#[must_use]
pub fn group_terms(row: &Row<'_>, year: Option<&str>) -> Vec<(u16, Term)> {
    let terms = row.cells.iter().filter_map(|(column, cell)| {
        let text = cell.shown();
        let of_year = || year.filter(|_| is_bare_term(&text)).and_then(|year| Term::parse_parts(year, &text));
        Some((*column, term_in(&text).or_else(of_year)?))
    });
    terms.collect()
}

/// `第一学期`, `秋季学期`: a term without its year.
fn is_bare_term(text: &str) -> bool {
    let folded = fold(text);
    let is_short = folded.chars().count() <= 6 && folded.chars().filter(char::is_ascii_digit).count() <= 1;
    is_short && folded.ends_with("学期") && !folded.contains("本学期")
}

/// The academic year a text names without a term: `2023-2024学年`.
#[must_use]
pub fn year_in(text: &str) -> Option<String> {
    let folded = fold(text);
    let (before, _) = folded.split_once("学年")?;
    let years: String = before.chars().rev().take_while(|c| c.is_ascii_digit() || "-~—–/".contains(*c)).collect();
    let years: Vec<u16> =
        years.chars().rev().collect::<String>().split(|c: char| !c.is_ascii_digit()).flat_map(str::parse).collect();
    let is_year = matches!(years.as_slice(), [first, second] if *second == first + 1);
    (is_year && Term::parse(text).is_none()).then(|| format!("{}-{}", years[0], years[1]))
}

/// The sort of exam a title says its sheet is of: a sheet of 补考成绩 holds nothing else. One that holds them beside others
/// (含补考, 正考及补考, 补考后) says nothing.
#[must_use]
pub fn sort_in(text: &str) -> Option<&'static str> {
    let folded = fold(text);
    let mixed = ["正考", "含", "及", "和", "与", "后", "前", "、"];
    let sorts = ["补考", "重修", "缓考"].into_iter().filter(|sort| folded.contains(sort)).collect::<Vec<_>>();
    let [sort] = sorts[..] else { return None };
    let says_so = ["成绩", "登记", "登分"].iter().any(|word| folded.contains(&format!("{sort}{word}")));
    (says_so && !mixed.iter().any(|word| folded.contains(word))).then_some(sort)
}

/// `信息工程学院2023级软件技术专业1班学生名单`: college, cohort, major and class that a title names without labels.
fn class_in(text: &str) -> Vec<(&'static str, String)> {
    let folded = fold(text);
    let mut found = Vec::new();
    let Some((before, after)) = folded.split_once('级') else { return found };
    let digits: String = before.chars().rev().take_while(char::is_ascii_digit).collect();
    if !matches!(digits.len(), 2 | 4) || after.contains('级') {
        return found;
    }
    let cohort: String = digits.chars().rev().collect();
    let before = &before[..before.len() - cohort.len()];
    found.push((RosterRow::FIELDS[RosterRow::COHORT], format!("{cohort}级")));
    let is_words = |text: &str| (2..=20).contains(&text.chars().count()) && !text.contains(['：', ':', '，', ',']);
    if let Some((major, rest)) = after.split_once("专业").filter(|(major, _)| is_words(major)) {
        found.push((RosterRow::FIELDS[RosterRow::MAJOR], major.to_owned()));
        if let Some((class, _)) = rest.split_once('班').filter(|(class, _)| class.chars().count() <= 4) {
            found.push((RosterRow::FIELDS[RosterRow::CLASS], format!("{cohort}级{major}专业{class}班")));
        }
    }
    // 某某大学信息工程学院, 某某职业学院信息工程学院: the college is the last of what stands before.
    let college = before.split("大学").last().unwrap_or(before);
    let college = match college.strip_suffix("学院").and_then(|own| own.rsplit_once("学院")) {
        Some((_, own)) => format!("{own}学院"),
        None => college.to_owned(),
    };
    if is_words(&college) && college.ends_with(['院', '系']) {
        found.push((RosterRow::FIELDS[RosterRow::COLLEGE], college));
    }
    found
}

/// What one cell of a title line says; `next` is what stands in the cell behind it. If `is_of_groups`, the line names the terms of
/// groups of columns and none of the whole sheet.
#[must_use]
pub fn said_in_cell(text: &str, next: Option<&str>, is_of_groups: bool) -> Vec<(&'static str, String)> {
    let mut found = pairs(text, next);
    if !is_of_groups {
        let (term, year) = (term_in(text), year_in(text));
        let edition = year
            .clone()
            .or_else(|| term.map(|term| format!("{}-{}", term.year, term.year + 1)))
            .or_else(|| edition_in(text));
        found.extend(term.map(|term| ("学期", term.to_string())));
        found.extend(year.map(|year| ("学年", year)));
        found.extend(edition.map(|edition| ("届次", edition)));
        found.extend(ballots_in(text));
    }
    found.extend(quoted_course(text).map(|course| ("课程名称", course)));
    found.extend(sort_in(text).map(|sort| ("考试性质", sort.to_owned())));
    found.extend(class_in(text));
    found
}

/// The congress or the year a title of a list names: `第十届学生代表大会代表名册`, `代表名单（2024年11月）`. A month from May to August may
/// be of the year that ends or of the one that begins, and is handed on as it stands.
fn edition_in(text: &str) -> Option<String> {
    let folded = fold(text);
    let is_of_union = ["学代会", "代表大会", "学生会", "代表名"].iter().any(|word| folded.contains(word));
    if !is_of_union {
        return None;
    }
    let by_month = folded.split_once('年').and_then(|(before, after)| {
        let digits: String = before.chars().rev().take_while(char::is_ascii_digit).collect();
        let year: u16 = digits.chars().rev().collect::<String>().parse().ok()?;
        let month: u8 = after.split_once('月')?.0.parse().ok()?;
        let edition = match month {
            9..=12 => format!("{year}-{}", year + 1),
            1..=4 => format!("{}-{year}", year - 1),
            5..=8 => format!("{year}年{month}月"),
            _ => return None,
        };
        (2000..2100).contains(&year).then_some(edition)
    });
    by_month.or_else(|| {
        let (_, rest) = folded.split_once('第')?;
        let end = rest.find(['届', '次'])?;
        (end <= 9).then(|| format!("第{}届", &rest[..end])).filter(|edition| Edition::parse(edition).is_some())
    })
}

/// What a line says of an election in prose: `发出选票 85 张，收回 83 张，其中有效票 82 张`.
#[must_use]
pub fn ballots_in(text: &str) -> Vec<(&'static str, String)> {
    let folded = fold(text);
    let is_of_ballots = folded.contains('票') || ["发出", "收回", "应选"].iter().any(|word| folded.contains(word));
    if !is_of_ballots {
        return Vec::new();
    }
    let number_behind = |words: &[&str]| {
        let behind = words.iter().find_map(|word| folded.split_once(word).map(|(_, behind)| behind))?;
        let digits: String = behind
            .trim_start_matches(['选', '票', '数', ':', '为', '共'])
            .chars()
            .take_while(char::is_ascii_digit)
            .collect();
        (!digits.is_empty()).then_some(digits)
    };
    let roles: [(&'static str, &[&str]); 4] =
        [("应选", &["应选"]), ("发出", &["发出"]), ("收回", &["收回"]), ("有效", &["有效"])];
    roles.into_iter().filter_map(|(role, words)| Some((role, number_behind(words)?))).collect()
}

/// The course a title names: `《机械制图》课程成绩登记表`.
fn quoted_course(text: &str) -> Option<String> {
    let (_, rest) = text.split_once('《')?;
    let (name, after) = rest.split_once('》')?;
    let after = after.trim_start();
    ["成绩", "课程", "考试", "登记"].iter().any(|word| after.starts_with(word)).then(|| name.trim().to_owned())
}

/// What a line between the rows says of those below it: course, class, term.
#[must_use]
pub fn said_in_line(text: &str) -> Vec<(&'static str, String)> {
    said_in_cell(text, None, false)
}

/// `label：value` pairs in a title line; a label alone takes the next cell.
fn pairs(text: &str, next: Option<&str>) -> Vec<(&'static str, String)> {
    const ROLES: [(&str, &[&str]); 20] = [
        ("评委", &["评委", "评委姓名", "评委签名", "评议人", "评分人", "打分人", "测评人"]),
        (
            "评委类别",
            &["评委类别", "评委类型", "评委身份", "评议人类别", "打分人类别", "测评人类别", "投票人类别", "参评人类别"],
        ),
        ("被评人学号", &["被评人学号", "被评议人学号", "被测评人学号"]),
        ("被评人", &["被评人", "被评人姓名", "被评议人", "被测评人", "述职人"]),
        ("学号", &["学号", "学生学号"]),
        ("姓名", &["姓名", "学生姓名"]),
        ("课程名称", &["课程名称", "课程", "课程名"]),
        ("课程代码", &["课程代码", "课程编号", "课程号"]),
        ("课程性质", &["课程性质", "课程类别"]),
        ("学分", &["学分", "课程学分"]),
        ("学时", &["学时", "总学时"]),
        ("学期", &["学期", "学年学期", "开课学期"]),
        ("选举单位", &["选举单位", "代表团", "选区"]),
        ("选举事项", &["选举事项", "选举职务", "选举内容"]),
        ("应选", &["应选人数", "应选名额"]),
        ("主办单位", &["主办单位"]),
        (RosterRow::FIELDS[RosterRow::COLLEGE], &["学院", "院系", "二级学院", "开课学院"]),
        (RosterRow::FIELDS[RosterRow::MAJOR], &["专业", "专业名称"]),
        (RosterRow::FIELDS[RosterRow::COHORT], &["年级"]),
        (RosterRow::FIELDS[RosterRow::CLASS], &["班级", "班级名称", "行政班级"]),
    ];
    let role_of = |label: &str| {
        let label = fold_label(label);
        // 开课学院 is the teacher's, not the students'; it is known so that it is passed over.
        ROLES.iter().find(|(_, labels)| labels.contains(&label.as_str())).map(|(role, _)| (*role, label == "开课学院"))
    };
    let text = text.replace(':', "：");
    let mut found = Vec::new();
    // 姓名 in one cell of a form and the name in the next, without a colon between them.
    if let (Some((role, false)), Some(next)) = (role_of(&text), next.map(str::trim))
        && !text.contains('：')
    {
        let is_value = match role {
            "学号" | "被评人学号" => fold_student_id(next).is_some(),
            "姓名" | "被评人" | "评委" => {
                (2..=15).contains(&fold(next).chars().count()) && role_of(next).is_none()
            }
            "评委类别" => role_of(next).is_none() && !next.is_empty(),
            _ => false,
        };
        found.extend(is_value.then(|| (role, next.to_owned())));
    }
    let mut rest = text.as_str();
    while let Some((before, after)) = rest.split_once('：') {
        let label =
            before.rsplit(|c: char| c.is_whitespace() || matches!(c, '；' | ';' | '，' | '/')).next().unwrap_or("");
        // The value ends where the next label begins, or with the line.
        let value = match after.split_once('：') {
            Some((value, _)) => {
                value.rsplit_once(|c: char| c.is_whitespace() || matches!(c, '；' | ';' | '，')).map_or("", |(v, _)| v)
            }
            None => after,
        };
        let value =
            if after.trim().is_empty() { next.unwrap_or("") } else { value }.trim().trim_end_matches(['；', ';', '，']);
        let value = value.trim_start_matches('《').trim_end_matches('》');
        if let Some((role, false)) = role_of(label)
            && !value.is_empty()
            && !value.contains('：')
        {
            found.push((role, value.to_owned()));
        }
        rest = after;
    }
    found
}

/// The term a title line names. A bare date or a class number is none.
#[must_use]
pub fn term_in(text: &str) -> Option<Term> {
    let folded = fold(text);
    let names_one = ["学期", "学年", "春", "秋", "夏"].iter().any(|word| folded.contains(word));
    let is_bare = folded.len() <= 12 && folded.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
    (names_one || is_bare && folded.matches('-').count() == 2 && !is_date(&folded)).then(|| Term::parse(text)).flatten()
}

fn is_date(folded: &str) -> bool {
    crate::model::term::Date::parse(folded).is_some()
}
