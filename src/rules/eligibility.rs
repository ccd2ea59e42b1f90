//! Who is eligible as a candidate (候选资格): H-A1 to H-A6 and H-A9, with their counterparts W-A1, W-A3 and national 7 to 9.
//!
//! Each rule answers with one reason. Problems in the data that touch a student add a reason of their own; where such a
//! problem could turn a failure round, the failure itself becomes a review.

use std::sync::Arc;

use crate::model::decision::{
    ApprovalOrder, CourseFinding, CourseLine, Decision, Evidence, Finding, PunishmentLine, RankComparison, Reason,
    ReviewColumns, Verdict,
};
use crate::model::facts::{
    Aspect, AtBest, Course, CourseState, Facts, Metric, PunishmentState, Rank, Standing, Student, outcome_text,
};
use crate::model::words::Word;
use crate::model::{Basis, Cited, Layer, Strength};
use crate::policy::{Cutoff, FailMode, Policy, SmallCohort, Treatment};

/// Decides for every enrolled student.
#[must_use]
pub fn decide_all(policy: &Policy, facts: &Facts) -> Vec<Decision> {
    (0..facts.students.len()).map(|student| decide(policy, facts, student)).collect()
}

/// What the rule on the political status says of one student, whatever else is known of them: H-A1.
#[must_use]
pub fn political(policy: &Policy, facts: &Facts, student: usize) -> Reason {
    Case { policy, facts, student: &facts.students[student] }.political()
}

/// Decides for one student: `fail` if a binding rule fails, else `review` if any reason asks for a human, else `pass`.
#[must_use]
pub fn decide(policy: &Policy, facts: &Facts, student: usize) -> Decision {
    let subject = &facts.students[student];
    let case = Case { policy, facts, student: subject };
    let mut reasons = vec![case.political(), case.rank(), case.failed_courses(), case.discipline()];
    if facts.inputs.reviews {
        reasons.extend(case.reviews());
    }
    reasons.extend(case.doubts());
    let binding_failure = |reason: &Reason| reason.verdict == Verdict::Fail && reason.basis.strength == Strength::Error;
    let verdict = if reasons.iter().any(binding_failure) {
        Verdict::Fail
    } else if reasons.iter().any(|reason| reason.verdict == Verdict::Review) {
        Verdict::Review
    } else {
        Verdict::Pass
    };
    Decision { student, verdict, reasons }
}

struct Case<'a> {
    policy: &'a Policy,
    facts: &'a Facts,
    student: &'a Student,
}

impl Case<'_> {
    fn text(&self, word: Word) -> String {
        self.facts.words.text(word).to_owned()
    }

    /// H-A1: party or league member.
    fn political(&self) -> Reason {
        let accept = &self.policy.political.accept;
        let fact = &self.student.political;
        let evidence = fact.cell.into_iter().collect();
        let (verdict, finding) = match fact.status {
            Some(status) => {
                let status = self.text(status);
                let list = Arc::clone(&accept.value);
                if accept.value.contains(&status) {
                    (Verdict::Pass, Finding::PoliticalAccepted { status, accept: list })
                } else {
                    (Verdict::Fail, Finding::PoliticalNotAccepted { status, accept: list })
                }
            }
            None if fact.written.is_some() => {
                (Verdict::Review, Finding::PoliticalUnknown { written: self.text(fact.written) })
            }
            None => (
                verdict_of(self.policy.political.blank.value),
                Finding::PoliticalBlank { column_missing: fact.cell.is_none() },
            ),
        };
        let reason = Reason { rule: "H-A1", verdict, basis: accept.basis.clone(), finding, evidence };
        // A blank cell is what the policy makes of it; only a doubt about whose entry this is softens a failure.
        if matches!(reason.finding, Finding::PoliticalNotAccepted { .. }) {
            self.unless_doubtful(reason, &[Aspect::Political])
        } else {
            reason
        }
    }

    /// H-A2: within the line of the cohort's ranking.
    fn rank(&self) -> Reason {
        let rank = &self.policy.rank;
        let basis = rank.percent.basis.clone();
        let reason =
            |verdict, finding, evidence| Reason { rule: "H-A2", verdict, basis: basis.clone(), finding, evidence };
        if !rank.enabled.value {
            return reason(Verdict::Exempt, Finding::SwitchedOff, Evidence::NONE);
        }
        if let Some(first_year) = self.first_year() {
            let basis = rank.exempt_first_year.basis.clone();
            return Reason {
                rule: "H-A2",
                verdict: Verdict::Exempt,
                basis,
                finding: first_year,
                evidence: Evidence::NONE,
            };
        }
        if self.student.ranked_in.is_none() {
            return reason(Verdict::Review, Finding::CohortUnknown, self.student.cell.into_iter().collect());
        }
        let mut judged: Vec<(Verdict, Finding)> =
            self.student.standings.iter().map(|standing| self.judge_standing(standing)).collect();
        let (verdict, finding) = if judged.len() == 1 {
            judged.remove(0)
        } else {
            // Any one window is enough; a window without grades does not speak while another does.
            let best = |wanted: Verdict| judged.iter().any(|(verdict, _)| *verdict == wanted);
            let speaking = judged.iter().filter(|(_, finding)| !matches!(finding, Finding::NothingToRank { .. }));
            let verdict = if best(Verdict::Pass) {
                Verdict::Pass
            } else if speaking.clone().any(|(verdict, _)| *verdict == Verdict::Review) {
                Verdict::Review
            } else if speaking.clone().next().is_some() {
                Verdict::Fail
            } else {
                verdict_of(rank.without_grades.value)
            };
            (verdict, Finding::AnyWindow(judged.into_iter().map(|(_, finding)| finding).collect()))
        };
        let reason = reason(verdict, finding, Evidence::Standings);
        let uses_total = self
            .student
            .standings
            .iter()
            .any(|standing| matches!(standing.metric, Some(Metric::Comprehensive | Metric::ImportedRank)));
        let aspects: &[Aspect] =
            if uses_total { &[Aspect::Comprehensive, Aspect::Cohort] } else { &[Aspect::GradesOfWhom, Aspect::Cohort] };
        self.unless_doubtful(reason, aspects)
    }

    fn judge_standing(&self, standing: &Standing) -> (Verdict, Finding) {
        let policy = &self.policy.rank;
        let Some(rank) = standing.rank else {
            let finding = Finding::NothingToRank { metric: standing.metric, window: standing.window };
            let verdict = match standing.at_best {
                AtBest::AsItStands => verdict_of(policy.without_grades.value),
                AtBest::Rank(_) | AtBest::Open => Verdict::Review,
            };
            return (verdict, finding);
        };
        let compared = compare(self.policy, standing, rank);
        let first = Rank { halves: 2 };
        if !compare(self.policy, standing, first).is_within {
            let is_best = standing.is_best;
            let verdict = match policy.small_cohort.value {
                SmallCohort::MinOne if is_best => Verdict::Pass,
                SmallCohort::Review if is_best => Verdict::Review,
                _ => Verdict::Fail,
            };
            let verdict = if standing.at_best == AtBest::AsItStands { verdict } else { Verdict::Review };
            return (verdict, Finding::CohortTooSmall { compared: Box::new(compared), is_best });
        }
        let is_within = compared.is_within;
        let finding = Finding::RankCompared(Box::new(compared));
        if is_within {
            return (Verdict::Pass, finding);
        }
        // Beyond the line for sure only if the best scores in the doubtful courses would not bring the student inside.
        let could_be_within = match standing.at_best {
            AtBest::AsItStands => false,
            AtBest::Rank(rank) => compare(self.policy, standing, rank).is_within,
            AtBest::Open => true,
        };
        if could_be_within {
            let because = self.doubts_about(&[Aspect::Course]);
            (Verdict::Review, Finding::Uncertain { finding: Box::new(finding), because })
        } else {
            (Verdict::Fail, finding)
        }
    }

    fn courses(&self) -> &[Course] {
        self.facts.courses_of(self.student)
    }

    fn first_year(&self) -> Option<Finding> {
        let term = self.facts.term?;
        (self.policy.rank.exempt_first_year.value && self.student.is_first_year)
            .then(|| Finding::FirstYear { cohort: self.text(self.student.cohort), term })
    }

    /// H-A3: no failed course.
    fn failed_courses(&self) -> Reason {
        let policy = &self.policy.fail;
        let basis = policy.mode.basis.clone();
        let reason =
            |verdict, finding, evidence| Reason { rule: "H-A3", verdict, basis: basis.clone(), finding, evidence };
        if let Some(finding) = self.first_year() {
            let basis = self.policy.rank.exempt_first_year.basis.clone();
            return Reason { rule: "H-A3", verdict: Verdict::Exempt, basis, finding, evidence: Evidence::NONE };
        }
        if self.student.courses.is_empty() {
            return reason(Verdict::Review, Finding::NoGrades, self.student.cell.into_iter().collect());
        }
        let (found, evidence) = self.look_at_courses();
        let mode = policy.mode.value;
        let outstanding = found.outstanding.len();
        let fails = match mode {
            FailMode::Outstanding => outstanding > 0,
            FailMode::Count => outstanding > policy.max.value as usize,
            FailMode::Ever => outstanding > 0 || !found.cleared.is_empty(),
            FailMode::NoMakeupNoRetake => outstanding > 0 || !found.repeated.is_empty() || !found.cleared.is_empty(),
        };
        let mut verdicts = vec![if fails { Verdict::Fail } else { Verdict::Pass }];
        if matches!(mode, FailMode::Outstanding | FailMode::Count) && !found.cleared.is_empty() {
            verdicts.push(verdict_of(policy.cleared.value));
        }
        if !found.deferred.is_empty() {
            verdicts.push(verdict_of(policy.deferred.value));
        }
        if !found.unclear.is_empty() {
            verdicts.push(Verdict::Review);
        }
        let verdict = verdicts.into_iter().max().unwrap_or(Verdict::Pass);
        let reason = reason(verdict, Finding::Courses(Box::new(found)), evidence);
        self.unless_doubtful(reason, &[Aspect::GradesOfWhom])
    }

    /// Sorts the courses of the window into the lists the rule asks about.
    fn look_at_courses(&self) -> (CourseFinding, Evidence) {
        let policy = &self.policy.fail;
        let mode = policy.mode.value;
        let mut found = CourseFinding {
            mode: mode.chinese(),
            max: if mode == FailMode::Count { policy.max.value } else { 0 },
            n_courses: 0,
            window: policy.window.value,
            outstanding: Vec::new(),
            cleared: Vec::new(),
            repeated: Vec::new(),
            deferred: Vec::new(),
            unclear: Vec::new(),
        };
        let mut cells = Vec::new();
        for course in self.courses() {
            if !course.is_asked || !policy.window.value.holds(course.term, self.facts.term) {
                continue;
            }
            found.n_courses += 1;
            let state = match course.state {
                // A failure under another name may be another person's.
                CourseState::Outstanding | CourseState::Cleared if course.is_under_other_name => CourseState::Unclear,
                state => state,
            };
            let list = match state {
                CourseState::Outstanding => &mut found.outstanding,
                CourseState::Unclear => &mut found.unclear,
                CourseState::Deferred => &mut found.deferred,
                CourseState::Cleared => &mut found.cleared,
                // Passed first and failed a later retake: a failed attempt all the same.
                CourseState::Passed if mode == FailMode::Ever && course.has_failed => &mut found.cleared,
                // A make-up or retake alone: an exam before it was failed or missed, but is not in the drop.
                CourseState::Passed if mode != FailMode::NoMakeupNoRetake && course.lacks_first => &mut found.unclear,
                CourseState::Passed if mode == FailMode::NoMakeupNoRetake && course.is_repeated => &mut found.repeated,
                CourseState::Passed => continue,
            };
            list.push(self.course_line(course));
            cells.extend(course.attempts(self.facts).iter().map(|attempt| attempt.cell));
        }
        // Where nothing is to be shown, the proof is that all the courses were looked at.
        let evidence = if cells.is_empty() { Evidence::CoursesOf(found.window) } else { Evidence::Cells(cells) };
        (found, evidence)
    }

    fn course_line(&self, course: &Course) -> CourseLine {
        let attempts: Vec<String> = course
            .attempts(self.facts)
            .iter()
            .map(|attempt| {
                format!(
                    "{} {}",
                    attempt.kind.chinese(),
                    outcome_text(attempt.outcome(), self.facts.words.text(attempt.written))
                )
            })
            .collect();
        CourseLine { name: self.facts.name_of(course, self.student), attempts: attempts.join("，") }
    }

    /// H-A4: no punishment in force.
    fn discipline(&self) -> Reason {
        let policy = &self.policy.discipline;
        let reason = |verdict, finding, evidence| Reason {
            rule: "H-A4",
            verdict,
            basis: policy.active.basis.clone(),
            finding,
            evidence,
        };
        if self.student.punishments.is_empty() {
            let finding = if self.facts.inputs.discipline { Finding::NoPunishment } else { Finding::NoPunishmentList };
            return reason(Verdict::Pass, finding, Evidence::NONE);
        }
        let verdict_of_state = |state: PunishmentState| match state {
            PunishmentState::Active => verdict_of(policy.active.value),
            PunishmentState::Lifted => verdict_of(policy.lifted.value),
            PunishmentState::Criticism => verdict_of(policy.criticism.value),
            PunishmentState::Unclear | PunishmentState::OfWhom => Verdict::Review,
        };
        let punishments = &self.student.punishments;
        let verdict =
            punishments.iter().map(|punishment| verdict_of_state(punishment.state)).max().unwrap_or(Verdict::Pass);
        let lines = punishments
            .iter()
            .map(|punishment| PunishmentLine {
                kind: self.text(punishment.kind),
                state: punishment.state,
                lifted_on: punishment.lifted_on,
            })
            .collect();
        let evidence = punishments.iter().flat_map(|punishment| punishment.cells.iter().copied()).collect();
        self.unless_doubtful(reason(verdict, Finding::Punished(lines), evidence), &[Aspect::Discipline])
    }

    /// H-A5, H-A6 (W-A1) and H-A9 (W-A3): the recommendation, the five criteria and the approvals.
    fn reviews(&self) -> Vec<Reason> {
        const CRITERIA: [&str; 5] = ["政治合格", "学习优秀", "品德良好", "作风过硬", "群众基础"];
        let criteria_basis = self.policy.rule_basis("H-A6");
        let required = &self.policy.reviews_required;
        let asks_criteria =
            self.facts.review_columns.iter().any(|column| CRITERIA.contains(&self.text(*column).as_str()));
        let mut reasons = vec![self.recommendation()];
        if asks_criteria {
            let criteria: Vec<String> = CRITERIA.iter().map(|&column| column.to_owned()).collect();
            let reason = self.yes_columns("H-A6", &criteria, criteria_basis);
            // The criteria are for those who stand for a post; whoever is not in the sheet is not asked.
            let is_asked = self.student.review.is_some();
            reasons.push(if is_asked { reason } else { Reason { verdict: Verdict::Exempt, ..reason } });
        }
        if !required.value.is_empty() {
            reasons.push(self.approvals(required));
        }
        reasons.into_iter().map(|reason| self.unless_doubtful(reason, &[Aspect::Reviews])).collect()
    }

    fn recommendation(&self) -> Reason {
        let filled =
            self.student.review.iter().flat_map(|review| &review.answers).filter(|a| a.answer.is_some()).count();
        let (verdict, finding) = match &self.student.review {
            Some(_) => {
                (Verdict::Pass, Finding::RecommendationRecorded { filled: u32::try_from(filled).unwrap_or(u32::MAX) })
            }
            None => (Verdict::Exempt, Finding::NotInReviews),
        };
        let basis = self.policy.rule_basis("H-A5");
        Reason { rule: "H-A5", verdict, basis, finding, evidence: self.review_cells() }
    }

    fn review_cells(&self) -> Evidence {
        self.student.review.iter().flat_map(|review| review.answers.iter().map(|answer| answer.cell)).collect()
    }

    /// All the columns must be 是: a 否 fails, a blank waits for a human.
    fn yes_columns(&self, rule: &'static str, columns: &[String], basis: Basis) -> Reason {
        let Some(review) = &self.student.review else {
            return Reason {
                rule,
                verdict: Verdict::Review,
                basis,
                finding: Finding::NotInReviews,
                evidence: Evidence::NONE,
            };
        };
        let (mut yes, mut no, mut blank) = (Vec::new(), Vec::new(), Vec::new());
        let mut cells = Vec::new();
        for column in columns {
            let answer = review.answers.iter().find(|answer| self.facts.words.text(answer.column) == column);
            cells.extend(answer.map(|answer| answer.cell));
            match answer.and_then(|answer| answer.answer) {
                Some(true) => yes.push(column.clone()),
                Some(false) => no.push(column.clone()),
                None => blank.push(column.clone()),
            }
        }
        let verdict = if !no.is_empty() {
            Verdict::Fail
        } else if !blank.is_empty() {
            Verdict::Review
        } else {
            Verdict::Pass
        };
        Reason {
            rule,
            verdict,
            basis,
            finding: Finding::ReviewColumns(Box::new(ReviewColumns { yes, no, blank })),
            evidence: Evidence::Cells(cells),
        }
    }

    /// The approvals, and that each is dated no earlier than the one before it.
    fn approvals(&self, required: &Cited<Vec<String>>) -> Reason {
        let reason = self.yes_columns("H-A9", &required.value, required.basis.clone());
        if reason.verdict != Verdict::Pass {
            return reason;
        }
        let dated: Vec<_> = self
            .student
            .review
            .iter()
            .flat_map(|review| {
                required.value.iter().filter_map(|column| {
                    let answer = review.answers.iter().find(|answer| self.facts.words.text(answer.column) == column)?;
                    Some((column.clone(), answer.date?))
                })
            })
            .collect();
        match dated.windows(2).find(|pair| pair[0].1 > pair[1].1) {
            Some([earlier, later]) => Reason {
                verdict: Verdict::Review,
                finding: Finding::ApprovalOrder(Box::new(ApprovalOrder {
                    earlier: earlier.clone(),
                    later: later.clone(),
                })),
                ..reason
            },
            _ => reason,
        }
    }

    /// A failure that rests on doubtful data is for a human to confirm.
    fn unless_doubtful(&self, reason: Reason, aspects: &[Aspect]) -> Reason {
        let because = self.doubts_about(aspects);
        if reason.verdict != Verdict::Fail || because.is_empty() {
            return reason;
        }
        let finding = Finding::Uncertain { finding: Box::new(reason.finding), because };
        Reason { verdict: Verdict::Review, finding, ..reason }
    }

    fn doubts_about(&self, aspects: &[Aspect]) -> Vec<String> {
        let touching = self.student.doubts.iter().filter(|doubt| doubt.aspects.iter().any(|a| aspects.contains(a)));
        let mut codes: Vec<String> = touching.map(|doubt| format!("见数据问题 {}", doubt.code)).collect();
        codes.dedup();
        codes
    }

    /// Every error in the data that touches the student is a reason for review.
    fn doubts(&self) -> Vec<Reason> {
        let blank_decides = |code: &str| code == "C212";
        self.student
            .doubts
            .iter()
            // A blank political status is decided by the policy, in H-A1.
            .filter(|doubt| !blank_decides(doubt.code))
            .map(|doubt| Reason {
                rule: doubt.code,
                verdict: Verdict::Review,
                basis: Basis {
                    layer: Layer::Assumed,
                    clause: "本工具的规定：数据有疑问的学生须由人核对".into(),
                    strength: Strength::Error,
                },
                finding: Finding::DataProblem { message: doubt.message.clone() },
                evidence: doubt.cell.into_iter().collect(),
            })
            .collect()
    }
}

/// Whether a standing is inside the line.
#[must_use]
pub fn is_within_line(policy: &Policy, standing: &Standing) -> bool {
    standing.rank.is_some_and(|rank| compare(policy, standing, rank).is_within)
}

/// Whether a standing would be inside the line if it had this rank.
#[must_use]
pub fn is_rank_within(policy: &Policy, standing: &Standing, rank: Rank) -> bool {
    compare(policy, standing, rank).is_within
}

/// How many of a cohort the line has room for.
#[must_use]
pub fn seats(policy: &Policy, of: u32) -> u32 {
    let line = policy.rank.percent.value;
    match policy.rank.cutoff.value {
        Cutoff::Ratio => line.floor_of(of),
        Cutoff::HalfUp => line.half_up_of(of),
        Cutoff::Ceil => line.ceil_of(of),
    }
}

/// "The line: rank·den ≤ num·n, exactly", or rank ≤ the rounded number of seats.
fn compare(policy: &Policy, standing: &Standing, rank: Rank) -> RankComparison {
    let line = policy.rank.percent.value;
    let of = standing.cohort_size;
    let seats = (policy.rank.cutoff.value != Cutoff::Ratio).then(|| seats(policy, of));
    let is_within = match seats {
        None => u64::from(rank.halves) * u64::from(line.denom) <= 2 * u64::from(line.numer) * u64::from(of),
        Some(seats) => u64::from(rank.halves) <= 2 * u64::from(seats),
    };
    RankComparison {
        rank,
        of,
        line,
        seats,
        is_within,
        metric: standing.metric.unwrap_or(Metric::Average),
        value: standing.value,
        decimals: policy.grades.decimals,
        window: standing.window,
    }
}

fn verdict_of(treatment: Treatment) -> Verdict {
    match treatment {
        Treatment::Review => Verdict::Review,
        Treatment::Pass => Verdict::Pass,
        Treatment::Fail => Verdict::Fail,
    }
}
