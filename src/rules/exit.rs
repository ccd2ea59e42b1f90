//! Who should be talked to about leaving a post (退出建议): H-D6, H-D7, W-D2. Suggestions with their evidence, never decisions.

use std::collections::BTreeMap;
use std::fmt;

use crate::model::Basis;
use crate::model::decision::Verdict;
use crate::model::facts::{CourseState, Facts, PunishmentState};
use crate::model::number::round_half_up;
use crate::model::origin::CellRef;
use crate::model::term::Date;
use crate::model::text::fold;
use crate::model::union::{Attendance, Attended, Cadre, Known, Way};
use crate::model::words::Word;
use crate::policy::Policy;

use super::basis_of;
use super::evaluation::{Evaluations, places};
use super::staff::is_of_union;

/// One person's reasons to be talked to.
#[derive(Clone, Debug)]
pub struct Exit {
    /// The posts, as indices into the present cadres.
    pub posts: Vec<usize>,
    /// What speaks for it.
    pub triggers: Vec<Trigger>,
    /// What the policy suggests for the way the person came to the post; `None` where the list does not say.
    pub procedure: Option<String>,
    /// What that rests on.
    pub procedure_basis: Basis,
}

/// What speaks for an exit (触发情形).
#[derive(Clone, Debug)]
pub struct Trigger {
    /// What was found.
    pub finding: Finding,
    /// Whether a human has to look before it counts.
    pub verdict: Verdict,
    /// What it rests on.
    pub basis: Basis,
    /// The cells.
    pub evidence: Vec<CellRef>,
}

/// What was found. Its `Display` is the only wording.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the fields are the words and numbers that the variant's line names")]
pub enum Finding {
    /// Cannot go on as a student.
    Status { status: String },
    /// The lowest grade.
    LowestGrade { grade: String, score: String },
    /// A punishment in force.
    Punished { kind: String },
    /// A punishment of which nobody can say whether it is in force, or whose.
    PunishmentUnclear { kind: String },
    /// The roster has another name under the number, so that all else may be of somebody else.
    OtherName { roster: String },
    /// Failed courses.
    Fails { number: u32, from: u32, courses: Vec<String> },
    /// Unexcused absences.
    Absences { number: u32, from: u32 },
    /// Fewer, and so many more that may be some: entries of one day that differ or repeat, words nobody knows.
    AbsencesUnclear { number: u32, unclear: u32, from: u32 },
    /// Whether somebody goes on as a student nobody can say.
    StatusUnclear { said: String },
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Status { status } => write!(f, "学籍状态为{status}"),
            Self::LowestGrade { grade, score } => write!(f, "评议{grade}（{score} 分）"),
            Self::Punished { kind } => write!(f, "有未解除的处分（{kind}）"),
            Self::PunishmentUnclear { kind } => write!(f, "有处分（{kind}），是不是该生的、是否解除，待复核"),
            Self::OtherName { roster } => {
                write!(f, "名册里这个学号叫“{roster}”，以上可能是别人的，先核对学号和姓名")
            }
            Self::Fails { number, from, courses } => {
                write!(f, "至今未通过的课程 {number} 门（{from} 门起提示）：{}", courses.join("、"))
            }
            Self::AbsencesUnclear { number, unclear, from } => write!(
                f,
                "无故缺席 {number} 次，另有 {unclear} 条同一天重复、互相矛盾或看不懂（{from} 次起提示），待复核"
            ),
            Self::StatusUnclear { said } => write!(f, "学籍状态待复核：{said}"),
            Self::Absences { number, from } => write!(f, "无故缺席 {number} 次（{from} 次起提示）"),
        }
    }
}

/// Everybody of the unions to whom some trigger applies, in the order of the list of cadres.
#[must_use]
pub fn suggest_all(policy: &Policy, facts: &Facts, evaluations: Option<&Evaluations>) -> Vec<Exit> {
    let mut by_student: BTreeMap<Word, Vec<usize>> = BTreeMap::new();
    let mut order = Vec::new();
    for (idx, cadre) in facts.cadres.present.iter().enumerate() {
        if is_of_union(cadre) {
            let own = by_student.entry(cadre.person.student).or_default();
            if own.is_empty() {
                order.push(cadre.person.student);
            }
            own.push(idx);
        }
    }
    let case = Case { policy, facts, evaluations };
    order.into_iter().filter_map(|student| case.suggest(by_student.remove(&student)?)).collect()
}

/// The problem of a status that is not known.
const STATUS_UNKNOWN: &str = "C211";

fn trigger(finding: Finding, basis: &Basis, evidence: Vec<CellRef>) -> Trigger {
    Trigger { finding, verdict: Verdict::Fail, basis: basis.clone(), evidence }
}

struct Case<'a> {
    policy: &'a Policy,
    facts: &'a Facts,
    evaluations: Option<&'a Evaluations>,
}

impl Case<'_> {
    fn text(&self, word: Word) -> String {
        self.facts.words.text(word).to_owned()
    }

    fn suggest(&self, posts: Vec<usize>) -> Option<Exit> {
        let cadre = &self.facts.cadres.present[posts[0]];
        let mut triggers = Vec::new();
        triggers.extend(self.status(cadre));
        triggers.extend(self.grade(cadre));
        if let Known::Enrolled(student) = cadre.person.known {
            triggers.extend(self.unclear_status(student));
            triggers.extend(self.punishments(student));
            triggers.extend(self.fails(student));
        }
        triggers.extend(self.absences(cadre));
        if triggers.is_empty() {
            return None;
        }
        if posts.iter().any(|post| self.facts.cadres.present[*post].is_under_other_name) {
            let (roster, cell) = match cadre.person.known {
                Known::Enrolled(idx) => (self.facts.students[idx].name, self.facts.students[idx].cell),
                Known::NotEnrolled(idx) => (self.facts.not_enrolled[idx].name, Some(self.facts.not_enrolled[idx].cell)),
                Known::Unknown => (Word::NONE, None),
            };
            let evidence = [Some(cadre.person.cell), cell].into_iter().flatten().collect();
            let finding = Finding::OtherName { roster: self.text(roster) };
            triggers.push(trigger(finding, &triggers[0].basis.clone(), evidence));
            for trigger in &mut triggers {
                trigger.verdict = Verdict::Review;
            }
        }
        let (procedure, procedure_basis) = self.procedure(&posts);
        Some(Exit { posts, triggers, procedure, procedure_basis })
    }

    /// 无法正常完成学业: not enrolled in a way that the policy names.
    fn status(&self, cadre: &Cadre) -> Option<Trigger> {
        let Known::NotEnrolled(idx) = cadre.person.known else { return None };
        let away = &self.facts.not_enrolled[idx];
        let status = self.text(away.status);
        let statuses = &self.policy.exit.statuses;
        let meant = self.policy.study_status(&status).map_or_else(|| fold(&status), Into::into);
        let is_named = statuses.value.iter().any(|named| *named == meant);
        is_named.then(|| trigger(Finding::Status { status }, &statuses.basis, vec![cadre.person.cell, away.cell]))
    }

    /// 考核不合格: the lowest grade of the lines.
    fn grade(&self, cadre: &Cadre) -> Option<Trigger> {
        let rules = &self.policy.evaluation;
        let (lowest, _) = rules.lines.value.last()?;
        let own = self
            .evaluations?
            .people
            .iter()
            .find(|own| self.facts.evaluated[own.evaluated].person.student == cadre.person.student)?;
        let grade = own.grade.clone().filter(|grade| grade == lowest)?;
        let score = own.deciding().map_or_else(String::new, |score| round_half_up(score, places(rules, score)));
        let person = &self.facts.evaluated[own.evaluated];
        let ratings = person.ratings.iter().flat_map(|rating| rating.marks.iter().map(|mark| mark.cell));
        let evidence = ratings.chain(person.ballots.iter().flat_map(|count| count.cells.iter().copied())).collect();
        let trigger = trigger(Finding::LowestGrade { grade, score }, &rules.lines.basis, evidence);
        Some(if own.is_final() { trigger } else { Trigger { verdict: Verdict::Review, ..trigger } })
    }

    /// 违法违纪: what is in force.
    fn punishments(&self, student: usize) -> Vec<Trigger> {
        let student = &self.facts.students[student];
        let is_doubtful =
            student.doubts.iter().any(|doubt| doubt.aspects.contains(&crate::model::facts::Aspect::Discipline));
        let basis = basis_of(self.policy, "H-D6");
        let own = student.punishments.iter().filter_map(|punishment| {
            let kind = self.text(punishment.kind);
            let evidence = punishment.cells.clone();
            match punishment.state {
                PunishmentState::Active if !is_doubtful => Some(trigger(Finding::Punished { kind }, &basis, evidence)),
                PunishmentState::Active | PunishmentState::Unclear | PunishmentState::OfWhom => Some(Trigger {
                    verdict: Verdict::Review,
                    ..trigger(Finding::PunishmentUnclear { kind }, &basis, evidence)
                }),
                PunishmentState::Lifted | PunishmentState::Criticism => None,
            }
        });
        own.collect()
    }

    /// 无法正常完成学业: so many courses not passed.
    fn fails(&self, student: usize) -> Option<Trigger> {
        let from = &self.policy.exit.fails;
        let student = &self.facts.students[student];
        let courses: Vec<_> = self
            .facts
            .courses_of(student)
            .iter()
            .filter(|course| course.is_asked && course.state == CourseState::Outstanding)
            .collect();
        let number = u32::try_from(courses.len()).unwrap_or(u32::MAX);
        (from.value > 0 && number >= from.value).then(|| {
            let names = courses.iter().map(|course| self.facts.name_of(course, student)).collect();
            let evidence = courses
                .iter()
                .flat_map(|course| course.attempts(self.facts).iter().map(|attempt| attempt.cell))
                .collect();
            trigger(Finding::Fails { number, from: from.value, courses: names }, &from.basis, evidence)
        })
    }

    /// A status of the roster that is not known may be one that the policy names.
    fn unclear_status(&self, student: usize) -> Option<Trigger> {
        let doubt = self.facts.students[student].doubts.iter().find(|doubt| doubt.code == STATUS_UNKNOWN)?;
        let finding = Finding::StatusUnclear { said: doubt.message.clone() };
        let trigger = trigger(finding, &self.policy.exit.statuses.basis, doubt.cell.into_iter().collect());
        Some(Trigger { verdict: Verdict::Review, ..trigger })
    }

    /// 无法正常履行职责: so many absences without leave in the run's academic year, up to the day of the run. One day is one
    /// absence: two lists may be of one meeting, and what else they say of the day is for a human.
    fn absences(&self, cadre: &Cadre) -> Option<Trigger> {
        let from = &self.policy.exit.absences;
        let year = self.facts.term.map(|term| term.year);
        let is_asked = |day: Date| Some(day.term().year) == year && self.facts.as_of.is_none_or(|as_of| day <= as_of);
        let mut by_day: BTreeMap<Option<Date>, Vec<&Attendance>> = BTreeMap::new();
        let own = self.facts.attendance.iter().filter(|line| line.person.student == cadre.person.student);
        for line in own.filter(|line| line.day.is_none_or(is_asked)) {
            by_day.entry(line.day).or_default().push(line);
        }
        let (mut number, mut unclear, mut evidence) = (0_u32, 0_u32, Vec::new());
        for (day, lines) in by_day {
            let absent = lines.iter().filter(|line| line.attended == Some(Attended::Absent)).count();
            let unknown = lines.iter().filter(|line| line.attended.is_none()).count();
            if absent + unknown == 0 {
                continue;
            }
            let is_sure = day.is_some() && absent == lines.len();
            number += u32::from(is_sure);
            unclear += u32::try_from(absent + unknown).unwrap_or(u32::MAX) - u32::from(is_sure);
            evidence.extend(lines.iter().map(|line| line.cell));
        }
        if from.value == 0 || number + unclear < from.value {
            return None;
        }
        let is_sure = number >= from.value;
        let finding = if is_sure {
            Finding::Absences { number, from: from.value }
        } else {
            Finding::AbsencesUnclear { number, unclear, from: from.value }
        };
        let trigger = trigger(finding, &from.basis, evidence);
        Some(if is_sure { trigger } else { Trigger { verdict: Verdict::Review, ..trigger } })
    }

    /// H-D7: what the policy suggests for the way to the post; of several posts the one that binds most.
    fn procedure(&self, posts: &[usize]) -> (Option<String>, Basis) {
        let [elected, appointed, member] = &self.policy.exit.by_post;
        let has = |way: Way| posts.iter().any(|post| self.facts.cadres.present[*post].way == Some(way));
        let by = if has(Way::Elected) {
            elected
        } else if has(Way::Appointed) {
            appointed
        } else if has(Way::Selected) {
            member
        } else {
            return (None, elected.basis.clone());
        };
        (Some(by.value.clone()), by.basis.clone())
    }
}
