//! Small schools from a seed, as plain values: who studies what, how each exam went, and which policy is in force.
//!
//! The data is messy but decidable: whatever is generated has one answer by the wording of the rules. Histories on which the
//! rules are silent (a make-up without a first exam, two different scores of one exam) are left out on purpose.

use crate::samples::book::Dice;

use super::settings::Settings;

/// The academic year's first calendar year, and the number of the term in it.
pub(super) type Term = (i32, i32);

/// The last term in every drop.
pub(super) const LATEST: Term = (2025, 1);

/// A school.
pub(super) struct School {
    pub(super) pupils: Vec<Pupil>,
    pub(super) settings: Settings,
    pub(super) has_totals: bool,
    /// Whether the sheets give courses a code.
    pub(super) has_codes: bool,
}

/// A student.
#[derive(Clone)]
pub(super) struct Pupil {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) political: &'static str,
    pub(super) status: &'static str,
    pub(super) college: &'static str,
    pub(super) major: &'static str,
    pub(super) cohort: i32,
    pub(super) class: String,
    pub(super) courses: Vec<Taken>,
    pub(super) punishments: Vec<Punishment>,
    /// Total of the comprehensive evaluation, in hundredths.
    pub(super) total: Option<i128>,
}

/// A course of the school.
#[derive(Clone, Copy)]
pub(super) struct Subject {
    pub(super) code: &'static str,
    pub(super) name: &'static str,
    /// In tenths.
    pub(super) credit: i128,
    pub(super) hours: i128,
    pub(super) nature: &'static str,
}

const fn subject(code: &'static str, name: &'static str, credit: i128, hours: i128, nature: &'static str) -> Subject {
    Subject { code, name, credit, hours, nature }
}

const SUBJECTS: [Subject; 8] = [
    subject("B101", "高等数学", 40, 64, "必修"),
    subject("B102", "大学英语", 25, 48, "必修"),
    subject("B103", "体育与健康", 10, 32, "必修"),
    subject("B104", "程序设计", 35, 56, "专业必修"),
    subject("X201", "影视欣赏", 15, 24, "选修"),
    subject("X202", "创业基础", 20, 32, "公共选修"),
    subject("B105", "形势与政策", 5, 8, "必修"),
    subject("B106", "电路分析", 30, 48, "必修"),
];

/// A course as one student took it, exams in order of time.
#[derive(Clone)]
pub(super) struct Taken {
    pub(super) subject: Subject,
    pub(super) is_minor: bool,
    /// Whether the sheet says how much it weighs.
    pub(super) has_credit: bool,
    pub(super) exams: Vec<Exam>,
    /// Whether nobody can say if a failure is one of this course; the sheets do not.
    pub(super) is_unclear: bool,
}

impl Taken {
    pub(super) fn new(subject: Subject, exams: Vec<Exam>) -> Self {
        Self { subject, is_minor: false, has_credit: true, exams, is_unclear: false }
    }

    /// Whether the course is taught over several terms under its name.
    pub(super) fn goes_on(&self) -> bool {
        self.exams.iter().any(|exam| matches!(exam.sort, Sort::Ordinary { .. }))
    }
}

/// An exam.
#[derive(Clone)]
pub(super) struct Exam {
    pub(super) term: Term,
    pub(super) sort: Sort,
    pub(super) mark: Mark,
}

/// The sort of an exam, as the sheet says.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Sort {
    First,
    /// An ordinary exam in a later term, and whether the sheet calls it so.
    Ordinary {
        is_said: bool,
    },
    /// The exam that was put off, taken at last.
    AfterDeferral,
    Makeup,
    Retake,
}

/// How an exam went.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Mark {
    /// In hundredths.
    Points(i128),
    Level(&'static str),
    /// Absent, cheating.
    Nought(&'static str),
    /// Two-level.
    Passed,
    Failed,
    /// Put off, not taken yet.
    Deferred,
    Exempt,
    /// A word that nobody has explained.
    Gibberish,
}

/// A record of punishment.
#[derive(Clone)]
pub(super) struct Punishment {
    pub(super) kind: &'static str,
    /// 是, 否 or blank.
    pub(super) said_lifted: &'static str,
    pub(super) lifted_on: &'static str,
}

/// The majors: college, name, letter of the classes.
const MAJORS: [(&str, &str, &str); 4] = [
    ("信息学院", "软件技术", "软"),
    ("信息学院", "网络工程", "网"),
    ("机电学院", "机电一体化", "机"),
    ("商学院", "会计", "会"),
];

/// The school of a seed.
pub(super) fn school(seed: u64) -> School {
    let mut dice = Dice(seed);
    let settings = Settings::roll(&mut dice);
    let has_totals = dice.once_in(2);
    let has_codes = !dice.once_in(3);
    let mut pupils = Vec::new();
    let n_majors = 2 + usize::try_from(dice.below(3)).unwrap();
    for (major_no, (college, major, letter)) in (1..).zip(&MAJORS[..n_majors]) {
        for cohort in [2023, 2024, 2025] {
            for seq in 0..dice.below(13) {
                let mut pupil = Pupil {
                    id: format!("{cohort}{major_no:02}01{seq:04}"),
                    name: format!(
                        "{}{}",
                        word(&mut dice, &["王", "李", "张"]),
                        word(&mut dice, &["伟", "芳·艾力", "思源"])
                    ),
                    political: word(&mut dice, &["团员", "共青团员", "中共党员", "预备党员", "03", "群众", "13", ""]),
                    status: if dice.once_in(9) {
                        word(&mut dice, &["休学", "退学", "保留学籍"])
                    } else {
                        word(&mut dice, &["在读", "在籍", "正常"])
                    },
                    college,
                    major,
                    cohort,
                    class: format!("{letter}{}{}班", cohort % 100, seq % 2 + 1),
                    courses: courses(cohort, &mut dice),
                    punishments: punishments(&mut dice),
                    total: (!dice.once_in(8)).then(|| 10 * i128::from(700 + dice.below(12))),
                };
                // A twin of the one before, so that there are ties.
                if seq > 0 && dice.once_in(4) {
                    let before: &Pupil = pupils.last().unwrap();
                    pupil.courses.clone_from(&before.courses);
                    pupil.total = before.total;
                }
                pupils.push(pupil);
            }
        }
    }
    pupils.push(anchor());
    School { pupils, settings, has_totals, has_codes }
}

/// Somebody with an exam in the last term, so that it is the last one in every drop.
fn anchor() -> Pupil {
    let exam = Exam { term: LATEST, sort: Sort::First, mark: Mark::Points(7500) };
    Pupil {
        id: "202399019999".to_owned(),
        name: "末学".to_owned(),
        political: "团员",
        status: "在读",
        college: "商学院",
        major: "会计",
        cohort: 2023,
        class: "会231班".to_owned(),
        courses: vec![Taken::new(SUBJECTS[0], vec![exam])],
        punishments: Vec::new(),
        total: Some(7500),
    }
}

fn word(dice: &mut Dice, words: &[&'static str]) -> &'static str {
    dice.pick::<&'static str>(words)
}

fn punishments(dice: &mut Dice) -> Vec<Punishment> {
    let n_records = if dice.once_in(5) { 1 + dice.below(2) } else { 0 };
    (0..n_records)
        .map(|_| Punishment {
            kind: word(dice, &["警告", "严重警告", "记过", "留校察看", "通报批评"]),
            said_lifted: word(dice, &["", "是", "否"]),
            // The day before the run's, the run's own, the day after.
            lifted_on: word(dice, &["", "", "2026-01-19", "2026-01-20", "2026-01-21"]),
        })
        .collect()
}

fn courses(cohort: i32, dice: &mut Dice) -> Vec<Taken> {
    // Short summer terms are terms, too.
    let terms: Vec<Term> = [(2023, 1), (2023, 2), (2024, 1), (2024, 2), (2024, 3), (2025, 1)]
        .into_iter()
        .filter(|t| t.0 >= cohort)
        .collect();
    if dice.once_in(10) {
        return Vec::new();
    }
    let mut taken = Vec::new();
    for subject in SUBJECTS {
        if dice.once_in(3) {
            continue;
        }
        let at = usize::try_from(dice.below(terms.len() as u64)).unwrap();
        let is_minor = dice.once_in(15);
        let exams = if is_minor {
            // The rules do not say whether a failed minor course is a failed course, so none is.
            vec![Exam { term: terms[at], sort: Sort::First, mark: Mark::Points(9900) }]
        } else {
            let mut exams = history(terms[at], &terms[at + 1..], dice);
            let is_scored = |exam: &Exam| matches!(exam.mark, Mark::Points(_) | Mark::Level(_) | Mark::Nought(_));
            if exams.last().is_some_and(is_scored) && dice.once_in(4) {
                teach_on(&mut exams, &terms, dice);
            }
            exams
        };
        taken.push(Taken { is_minor, has_credit: !dice.once_in(70), ..Taken::new(subject, exams) });
    }
    taken
}

/// What became of a course begun in a term; `later` are the terms left for retakes.
fn history(term: Term, later: &[Term], dice: &mut Dice) -> Vec<Exam> {
    let exam = |sort: Sort, mark: Mark| Exam { term, sort, mark };
    let mut exams = match dice.below(24) {
        0..=11 => vec![exam(Sort::First, points(dice))],
        12 | 13 => vec![exam(Sort::First, low(dice)), exam(Sort::Makeup, any(dice))],
        14 => vec![exam(Sort::First, low(dice)), exam(Sort::Makeup, low(dice)), exam(Sort::Makeup, any(dice))],
        15 => vec![exam(Sort::First, Mark::Nought(word(dice, &["旷考", "作弊"]))), exam(Sort::Makeup, any(dice))],
        16 => return vec![exam(Sort::First, Mark::Deferred)],
        17 => vec![exam(Sort::First, Mark::Deferred), exam(Sort::AfterDeferral, any(dice))],
        18 => {
            vec![exam(Sort::First, Mark::Deferred), exam(Sort::AfterDeferral, low(dice)), exam(Sort::Makeup, any(dice))]
        }
        19 => return vec![exam(Sort::First, Mark::Exempt)],
        20 => return vec![exam(Sort::First, Mark::Passed)],
        21 if dice.once_in(2) => return vec![exam(Sort::First, Mark::Failed)],
        21 => return vec![exam(Sort::First, Mark::Failed), exam(Sort::Makeup, Mark::Passed)],
        22 if dice.once_in(4) => return vec![exam(Sort::First, Mark::Gibberish)],
        _ => vec![exam(Sort::First, Mark::Level(word(dice, &["优秀", "良好", "中等", "及格", "不及格"])))],
    };
    // A course may be taken again after a failure, or for a better score.
    if dice.once_in(3) {
        for &term in later.iter().take(usize::try_from(dice.below(3)).unwrap()) {
            exams.push(Exam { term, sort: Sort::Retake, mark: any(dice) });
        }
    }
    exams
}

/// The course goes on under its name in the terms that are left: ordinary exams, make-ups in the same term, retakes in a later one.
/// It ends with an exam that is put off: what a retake of it counts the rules do not say.
fn teach_on(exams: &mut Vec<Exam>, terms: &[Term], dice: &mut Dice) {
    let begun = exams[exams.len() - 1].term;
    for &term in terms.iter().filter(|term| **term > begun) {
        if dice.once_in(4) {
            exams.push(Exam { term, sort: Sort::Retake, mark: any(dice) });
            continue;
        }
        let sort = Sort::Ordinary { is_said: dice.once_in(2) };
        match dice.below(6) {
            0 => {
                exams.push(Exam { term, sort, mark: Mark::Deferred });
                break;
            }
            1 => {
                exams.push(Exam { term, sort, mark: low(dice) });
                exams.push(Exam { term, sort: Sort::Makeup, mark: any(dice) });
            }
            _ => exams.push(Exam { term, sort, mark: any(dice) }),
        }
    }
}

/// Few different scores, so that many are equal; some lie at the pass marks.
fn points(dice: &mut Dice) -> Mark {
    Mark::Points(*dice.pick(&[4900, 5950, 6000, 6600, 7000, 7500, 7350, 8000, 8000, 8500, 8825, 9000, 9500, 10_000]))
}

fn low(dice: &mut Dice) -> Mark {
    Mark::Points(*dice.pick(&[0, 3000, 4500, 4950, 4999]))
}

fn any(dice: &mut Dice) -> Mark {
    match dice.below(8) {
        0 => Mark::Nought("缺考"),
        1 => Mark::Level("及格"),
        2 | 3 => low(dice),
        _ => points(dice),
    }
}
