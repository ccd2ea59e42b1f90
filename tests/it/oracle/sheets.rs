//! A school as a folder of spreadsheets: rows in disorder, columns in any order, several notations side by side, and rows
//! between them that are none.

use crate::samples::book::{Dice, Sheet, Value, n, t, workbook};
use crate::support::Drop;

use super::school::{Exam, Mark, Pupil, School, Sort, Taken};

/// Writes the school's drop.
pub(super) fn drop_of(school: &School, seed: u64) -> Drop {
    let mut dice = Dice(!seed);
    let mut drop = Drop::new().policy(&school.settings.toml());
    drop = drop.file("学籍.xlsx", &workbook(&[roster(school, &mut dice)]));
    let mut writer = Writer { dice, rows: Vec::new(), wide: Vec::new(), has_codes: school.has_codes };
    for pupil in &school.pupils {
        for taken in &pupil.courses {
            writer.course(pupil, taken);
        }
    }
    writer.noise(school);
    let Writer { mut dice, mut rows, wide, .. } = writer;
    shuffle(&mut rows, &mut dice);
    let middle = rows.len() / 2;
    let second = rows.split_off(middle);
    let first = sheet("成绩", &GRADES, rows, &mut dice);
    let second = sheet("成绩二", &GRADES, second, &mut dice);
    if dice.once_in(2) {
        drop = drop.file("教务/成绩.xlsx", &workbook(&[first, second]));
    } else {
        drop = drop.file("教务/a.xlsx", &workbook(&[first])).file("b.xlsx", &workbook(&[second]));
    }
    if !wide.is_empty() {
        drop = drop.file("分栏成绩.xlsx", &workbook(&[sheet("正补重", &WIDE, wide, &mut dice)]));
    }
    if school.has_totals {
        let totals = school.pupils.iter().filter_map(|pupil| {
            let total = pupil.total?;
            Some(vec![t(&pupil.id), t(&pupil.name), t(decimal(total))])
        });
        drop = drop
            .file("综测.xlsx", &workbook(&[sheet("综测", &["学号", "姓名", "综测总分"], totals.collect(), &mut dice)]));
    }
    drop.file("处分.xlsx", &workbook(&[discipline(school, &mut dice)]))
}

fn roster(school: &School, dice: &mut Dice) -> Sheet {
    let mut rows: Vec<Vec<Value>> = school
        .pupils
        .iter()
        .map(|pupil| {
            let short = pupil.cohort % 100;
            let cohort = match dice.below(4) {
                0 => t(format!("{short}级")),
                1 => t(format!("{}级", pupil.cohort)),
                2 => n(f64::from(pupil.cohort)),
                _ => t(pupil.cohort.to_string()),
            };
            let (id, name) = (t(&pupil.id), t(&pupil.name));
            let (college, major, class) = (t(pupil.college), t(pupil.major), t(&pupil.class));
            vec![id, name, t(pupil.political), college, major, cohort, class, t(pupil.status)]
        })
        .collect();
    shuffle(&mut rows, dice);
    sheet("在校生", &["学号", "姓名", "政治面貌", "学院", "专业", "年级", "班级", "学籍状态"], rows, dice)
}

fn discipline(school: &School, dice: &mut Dice) -> Sheet {
    let rows = school.pupils.iter().flat_map(|pupil| {
        pupil.punishments.iter().map(|record| {
            vec![
                t(&pupil.id),
                t(&pupil.name),
                t(record.kind),
                t("2024-03-01"),
                t(record.said_lifted),
                t(record.lifted_on),
            ]
        })
    });
    sheet("处分", &["学号", "姓名", "处分类型", "处分日期", "是否解除", "解除日期"], rows.collect(), dice)
}

const GRADES: [&str; 12] = [
    "学号",
    "姓名",
    "课程代码",
    "课程名称",
    "学分",
    "学时",
    "学年学期",
    "课程性质",
    "考试性质",
    "成绩标志",
    "成绩",
    "是否作废",
];
const WIDE: [&str; 11] = [
    "学号",
    "姓名",
    "课程代码",
    "课程名称",
    "学分",
    "学时",
    "学年学期",
    "课程性质",
    "正考成绩",
    "补考成绩",
    "重修成绩",
];

/// A sheet with its columns in any order.
fn sheet(name: &'static str, header: &[&'static str], rows: Vec<Vec<Value>>, dice: &mut Dice) -> Sheet {
    let mut order: Vec<usize> = (0..header.len()).collect();
    shuffle(&mut order, dice);
    let rows = rows.into_iter().map(|row| order.iter().map(|at| row[*at].clone()).collect()).collect();
    let titles = if dice.once_in(2) { vec![format!("{name}表"), String::new()] } else { Vec::new() };
    Sheet {
        name,
        titles,
        header: order.iter().map(|at| header[*at]).collect(),
        rows,
        footers: vec![vec![t("合计"), t("制表：教务处")]],
    }
}

pub(super) fn shuffle<T>(items: &mut [T], dice: &mut Dice) {
    for at in (1..items.len()).rev() {
        items.swap(at, usize::try_from(dice.below(at as u64 + 1)).unwrap());
    }
}

/// Hundredths as a decimal.
fn decimal(hundredths: i128) -> String {
    let text = format!("{}.{:02}", hundredths / 100, hundredths % 100);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// A number as text or as a number.
fn number(hundredths: i128, dice: &mut Dice) -> Value {
    let text = decimal(hundredths);
    if dice.once_in(3) { n(text.parse::<f64>().unwrap()) } else { t(text) }
}

fn word(mark: &Mark) -> String {
    match mark {
        Mark::Points(points) => decimal(*points),
        Mark::Level(word) | Mark::Nought(word) => (*word).to_owned(),
        Mark::Passed => "合格".to_owned(),
        Mark::Failed => "不合格".to_owned(),
        Mark::Deferred => "缓考".to_owned(),
        Mark::Exempt => "免修".to_owned(),
        Mark::Gibberish => "待定".to_owned(),
    }
}

struct Writer {
    dice: Dice,
    rows: Vec<Vec<Value>>,
    wide: Vec<Vec<Value>>,
    has_codes: bool,
}

impl Writer {
    fn course(&mut self, pupil: &Pupil, taken: &Taken) {
        let exams = &taken.exams;
        let is_plain = !taken.is_minor && !taken.goes_on() && !exams.iter().any(|exam| exam.mark == Mark::Gibberish);
        if is_plain && self.dice.once_in(6) {
            return self.in_columns(pupil, taken);
        }
        let mut rest = exams.as_slice();
        // First exam and make-up in one cell: 46/60, 缓考/86, 50/.
        if is_plain && self.dice.once_in(4) {
            let (cell, used) = match rest {
                [first, second, ..] if second.sort != Sort::Retake => {
                    (format!("{}/{}", word(&first.mark), word(&second.mark)), 2)
                }
                [first, ..] => (format!("{}/", word(&first.mark)), 1),
                [] => (String::new(), 0),
            };
            self.row(pupil, taken, &exams[0], "", "", t(cell));
            rest = &rest[used..];
        }
        let n_written = exams.len() - rest.len();
        for (at, exam) in (n_written..).zip(rest) {
            let nth_makeup = exams[..=at].iter().filter(|exam| exam.sort == Sort::Makeup).count();
            self.exam(pupil, taken, exam, nth_makeup + usize::from(exams[0].mark == Mark::Deferred && n_written > 0));
        }
    }

    /// One row per exam.
    fn exam(&mut self, pupil: &Pupil, taken: &Taken, exam: &Exam, nth_makeup: usize) {
        let dice = &mut self.dice;
        let mut nature = match exam.sort {
            Sort::Ordinary { is_said: false } => "",
            Sort::Ordinary { is_said: true } => *dice.pick(&["正常考试", "初修"]),
            Sort::First => *dice.pick(&["", "正常考试", "初修"]),
            Sort::AfterDeferral => "缓考",
            Sort::Makeup if nth_makeup > 1 => "补考二",
            Sort::Makeup => "补考",
            Sort::Retake => *dice.pick(&["重修", "重修取得"]),
        };
        let mut flag = "";
        let score = match &exam.mark {
            // A suffix mark in place of a word.
            Mark::Points(points) if exam.sort == Sort::Makeup && nth_makeup == 1 && dice.once_in(4) => {
                nature = "";
                t(format!("{}$", decimal(*points)))
            }
            Mark::Points(points) if exam.sort == Sort::Retake && dice.once_in(4) => {
                nature = "";
                t(format!("{}*", decimal(*points)))
            }
            Mark::Points(points) => number(*points, dice),
            // A zero that only its flag tells from an earned one.
            Mark::Nought(word) if dice.once_in(2) => {
                flag = *word;
                t("0")
            }
            Mark::Deferred if dice.once_in(2) => {
                flag = "缓考";
                t("")
            }
            mark => t(word(mark)),
        };
        let nature = if taken.is_minor { "辅修" } else { nature };
        self.row(pupil, taken, exam, nature, flag, score.clone());
        // Now and then the same row stands twice.
        if exam.mark != Mark::Gibberish && self.dice.once_in(25) {
            self.row(pupil, taken, exam, nature, flag, score);
        }
    }

    fn row(&mut self, pupil: &Pupil, taken: &Taken, exam: &Exam, nature: &str, flag: &str, score: Value) {
        let mut row = self.front(pupil, taken, exam);
        row.extend([t(nature), t(flag), score, t(*self.dice.pick(&["", "否"]))]);
        self.rows.push(row);
    }

    /// What every row of a course begins with.
    fn front(&mut self, pupil: &Pupil, taken: &Taken, exam: &Exam) -> Vec<Value> {
        let dice = &mut self.dice;
        let subject = taken.subject;
        let id = match dice.below(6) {
            0 => t(format!("'{}", pupil.id)),
            1 => n(pupil.id.parse::<f64>().unwrap()),
            _ => t(&pupil.id),
        };
        // A code may be missing here and there; the name is then enough, but for what goes on under it. White space in a name is
        // no difference.
        let code = if self.has_codes && (taken.goes_on() || !dice.once_in(9)) { subject.code } else { "" };
        let name = if dice.once_in(9) { format!(" {}　", subject.name) } else { subject.name.to_owned() };
        let credit = if taken.has_credit { number(10 * subject.credit, dice) } else { t("") };
        let (year, number) = exam.term;
        let term = match (dice.below(3), number) {
            (0, 1) => format!("{year}秋季学期"),
            (0, 2) => format!("{}春季学期", year + 1),
            _ => format!("{year}-{}-{number}", year + 1),
        };

        let written = if dice.once_in(5) { pupil.name.replace('·', "•") } else { pupil.name.clone() };
        vec![id, t(written), t(code), t(name), credit, t(subject.hours.to_string()), t(term), t(subject.nature)]
    }

    /// One row with a column per sort of exam; several of a sort stand in one cell.
    fn in_columns(&mut self, pupil: &Pupil, taken: &Taken) {
        let list = |sorts: &[Sort]| {
            let words: Vec<String> =
                taken.exams.iter().filter(|exam| sorts.contains(&exam.sort)).map(|exam| word(&exam.mark)).collect();
            t(words.join(","))
        };
        let columns = [list(&[Sort::First]), list(&[Sort::AfterDeferral, Sort::Makeup]), list(&[Sort::Retake])];
        let mut row = self.front(pupil, taken, &taken.exams[0]);
        row.extend(columns);
        self.wide.push(row);
    }

    /// Rows that must not count: void ones, blank ones, other people's, repeated headers.
    fn noise(&mut self, school: &School) {
        let Some(pupil) = school.pupils.first() else { return };
        let exam = Exam { term: (2024, 1), sort: Sort::First, mark: Mark::Points(100) };
        let taken = Taken::new(school_subject(school), vec![exam.clone()]);
        let mut void = self.front(pupil, &taken, &exam);
        void.extend([t(""), t(""), t("1"), t("是")]);
        self.rows.push(void);
        self.row(pupil, &taken, &exam, "", "", t(""));
        let stranger = Pupil { id: "199901010001".to_owned(), ..pupil.clone() };
        self.row(&stranger, &taken, &exam, "", "", t("100"));
        self.rows.push(GRADES.map(t).to_vec());
    }
}

fn school_subject(school: &School) -> super::school::Subject {
    school.pupils.iter().flat_map(|pupil| &pupil.courses).next().unwrap().subject
}
