//! The rules once more, slowly and literally: each function is a sentence of the rules, and nothing is shared with the tool.

use std::collections::BTreeSet;

use super::school::{Exam, Mark, Pupil, School, Sort, Taken, Term};
use super::settings::Settings;

/// What the tool ought to say of a student.
pub(super) struct Expected {
    pub(super) political: Want,
    pub(super) rank_rule: Want,
    pub(super) fails: Want,
    pub(super) discipline: Want,
    pub(super) verdict: Want,
    pub(super) average: Option<String>,
    pub(super) credits: String,
    pub(super) rank: Option<String>,
    pub(super) cohort_size: Option<usize>,
}

/// A verdict, as far as the rules settle it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Want {
    Is(&'static str),
    /// Unreadable data may soften a failure, but never makes a pass.
    NotPass,
    /// Nor does it make a failure.
    NotFail,
}

impl Want {
    pub(super) fn allows(self, said: &str) -> bool {
        match self {
            Self::Is(word) => said == word,
            Self::NotPass => said == "fail" || said == "review",
            Self::NotFail => said == "pass" || said == "review",
        }
    }
}

/// A fraction, compared and rounded by whole numbers only.
#[derive(Clone, Copy)]
struct Fraction {
    above: i128,
    below: i128,
}

impl Fraction {
    fn exceeds(self, other: Self) -> bool {
        self.above * other.below > other.above * self.below
    }

    fn equals(self, other: Self) -> bool {
        self.above * other.below == other.above * self.below
    }

    /// Half-up.
    fn rounded(self, decimals: u32) -> String {
        let power = 10_i128.pow(decimals);
        let shown = (2 * self.above * power + self.below) / (2 * self.below);
        match usize::try_from(decimals).unwrap() {
            0 => shown.to_string(),
            places => format!("{}.{:0places$}", shown / power, shown % power),
        }
    }
}

/// One course, settled.
struct Settled<'a> {
    taken: &'a Taken,
    counted: Option<i128>,
    term: Term,
}

/// A school under its settings.
pub(super) struct Oracle<'a> {
    school: &'a School,
    set: &'a Settings,
    /// "Students who are not enrolled are in no cohort and in no list."
    pub(super) enrolled: Vec<Pupil>,
}

impl<'a> Oracle<'a> {
    pub(super) fn new(school: &'a School) -> Self {
        let mut oracle = Self { school, set: &school.settings, enrolled: Vec::new() };
        let enrolled = school.pupils.iter().filter(|pupil| ["在读", "在籍", "正常"].contains(&pupil.status));
        let told_apart = |pupil: &Pupil| Pupil {
            courses: pupil.courses.iter().flat_map(|taken| oracle.told_apart(taken)).collect(),
            ..pupil.clone()
        };
        oracle.enrolled = enrolled.map(told_apart).collect();
        oracle
    }

    /// "Nobody sits an ordinary exam in what is passed": each such exam in a later term begins a course of its own, unless the code
    /// is the same and the sheet is silent. What is marked belongs to the last of them that is not passed, else to the last.
    fn told_apart(&self, taken: &Taken) -> Vec<Taken> {
        let passed = |at: &usize| self.has_passed(&taken.exams[*at].mark);
        let begins = |at: &usize| match taken.exams[*at].sort {
            Sort::Ordinary { is_said } => (is_said || !self.school.has_codes) && (0..*at).any(|before| passed(&before)),
            _ => *at == 0,
        };
        // For each exam, the one that its course began with.
        let mut begun_by: Vec<usize> = Vec::new();
        for at in 0..taken.exams.len() {
            let beginnings: Vec<usize> = (0..=at).filter(begins).collect();
            let is_open = |from: &&usize| !(0..at).any(|before| begun_by[before] == **from && passed(&before));
            let open = beginnings.iter().rev().find(is_open).or(beginnings.last());
            begun_by.push(if begins(&at) { at } else { *open.unwrap() });
        }
        let course = |from: usize| {
            let own: Vec<&Exam> =
                taken.exams.iter().zip(&begun_by).filter(|(_, by)| **by == from).map(|(exam, _)| exam).collect();
            let is_ordinary = |exam: &Exam| matches!(exam.sort, Sort::First | Sort::Ordinary { .. });
            let mut exams: Vec<Exam> = Vec::new();
            for exam in &own {
                let has_sat = exams.iter().any(|before| before.sort != Sort::Makeup && before.mark != Mark::Deferred);
                let sort = match exam.sort {
                    Sort::Ordinary { .. } if has_sat => Sort::Retake,
                    Sort::Ordinary { .. } => Sort::First,
                    sort => sort,
                };
                exams.push(Exam { sort, ..(*exam).clone() });
            }
            let marks = || own.iter().map(|exam| &exam.mark);
            let has_passed = marks().any(|mark| self.has_passed(mark));
            let first_failed = marks().position(|mark| self.has_failed(mark));
            let is_cleared = first_failed.is_some_and(|at| marks().skip(at).any(|mark| self.has_passed(mark)));
            // Passed in one term and failed in another: of one course the failure would not count, of two it would.
            let sat = own.iter().filter(|exam| is_ordinary(exam) && exam.mark != Mark::Deferred);
            let terms: BTreeSet<Term> = sat.map(|exam| exam.term).collect();
            let is_one_or_two = has_passed && !is_cleared && first_failed.is_some() && terms.len() > 1;
            let is_silent = from > 0 && !own.iter().any(|exam| exam.sort == Sort::Ordinary { is_said: true });
            let is_unclear = is_one_or_two || is_silent && !has_passed && !marks().all(|mark| *mark == Mark::Deferred);
            Taken { exams, is_unclear, ..taken.clone() }
        };
        (0..taken.exams.len()).filter(begins).map(course).collect()
    }

    /// In hundredths; "absent and cheating count 0".
    fn points(&self, mark: &Mark) -> Option<i128> {
        match mark {
            Mark::Points(points) => Some(*points),
            Mark::Level("优秀") => Some(9500),
            Mark::Level("良好") => Some(self.set.level_good),
            Mark::Level("中等") => Some(7500),
            Mark::Level("及格") => Some(6500),
            Mark::Level(_) | Mark::Nought(_) => Some(0),
            Mark::Passed | Mark::Failed | Mark::Deferred | Mark::Exempt | Mark::Gibberish => None,
        }
    }

    fn has_passed(&self, mark: &Mark) -> bool {
        matches!(mark, Mark::Passed | Mark::Exempt)
            || !matches!(mark, Mark::Nought(_)) && self.points(mark).is_some_and(|points| points >= self.set.pass_mark)
    }

    fn has_failed(&self, mark: &Mark) -> bool {
        *mark == Mark::Failed || self.points(mark).is_some() && !self.has_passed(mark)
    }

    /// "*First* is the first exam (or a deferred exam's result). A passed first exam stands. A failed one is replaced …"
    fn counted(&self, taken: &Taken) -> Option<i128> {
        // "A deferred exam without a result is excluded; with a result it is a first exam."
        let sat: Vec<_> = taken.exams.iter().filter(|exam| exam.mark != Mark::Deferred).collect();
        let of = |sort: Sort| sat.iter().filter(move |exam| exam.sort == sort).map(|exam| &exam.mark);
        let first = of(Sort::First).chain(of(Sort::AfterDeferral)).next()?;
        let score = self.points(first)?;
        let makeups: Vec<&Mark> = of(Sort::Makeup).collect();
        let retakes: Vec<&Mark> = of(Sort::Retake).collect();
        let best = |marks: &[&Mark], or: i128| marks.iter().filter_map(|mark| self.points(mark)).fold(or, i128::max);
        let after_makeup = if self.has_passed(first) {
            score
        } else {
            match self.set.makeup {
                "cap_pass_mark" if makeups.iter().any(|mark| self.has_passed(mark)) => self.set.pass_mark,
                "cap_pass_mark" | "actual" => best(&makeups, score),
                "first_attempt" => score,
                "zero" => 0,
                other => unreachable!("{other}"),
            }
        };
        Some(match self.set.retake {
            "max" => best(&retakes, after_makeup),
            "latest" => retakes.last().and_then(|mark| self.points(mark)).unwrap_or(after_makeup),
            "cap_pass_mark" if retakes.iter().any(|mark| self.has_passed(mark)) => self.set.pass_mark,
            "first" | "cap_pass_mark" => after_makeup,
            other => unreachable!("{other}"),
        })
    }

    fn settled<'p>(&self, pupil: &'p Pupil) -> Vec<Settled<'p>> {
        let settle = |taken: &'p Taken| {
            // "Exempt, two-level and minor-programme rows stay out of the mean" – so do unknown tokens, and the policy's own.
            let is_out = taken.is_minor
                || taken.exams.iter().any(|exam| exam.mark == Mark::Gibberish)
                || !self.set.exclude_keyword.is_empty() && taken.subject.name.contains(self.set.exclude_keyword)
                || !taken.subject.nature.contains(self.set.include_type);
            let counted = if is_out { None } else { self.counted(taken) };
            // "A course belongs to the term of its first exam in the drop; its later attempts come along."
            Settled { taken, counted, term: taken.exams[0].term }
        };
        pupil.courses.iter().map(settle).collect()
    }

    fn is_within(&self, term: Term, window: &str) -> bool {
        let run = self.set.term;
        match window {
            "since_entry" => true,
            "last_term" => term == run,
            // "The terms within one year up to it."
            "last_year" => term.0 == run.0 && term.1 <= run.1 || term.0 == run.0 - 1 && term.1 > run.1,
            other => unreachable!("{other}"),
        }
    }

    /// "Missing credit is a problem; `grades.weight = "equal"` needs none."
    fn lacks_weight(&self, course: &Settled<'_>) -> bool {
        self.set.weight == "credit" && !course.taken.has_credit
    }

    /// Whether something that cannot be read or weighed asks for a human: "an unknown token is a problem at its cell, the
    /// course stays out of the mean and the student is `review`".
    fn is_doubtful(&self, pupil: &Pupil) -> bool {
        let has_gibberish = pupil
            .courses
            .iter()
            .any(|taken| taken.is_unclear || taken.exams.iter().any(|exam| exam.mark == Mark::Gibberish));
        let window = if self.set.window == "any_of" { "since_entry" } else { self.set.window };
        let settled = self.settled(pupil);
        let mut counted = settled.iter().filter(|course| course.counted.is_some());
        has_gibberish || counted.any(|course| self.lacks_weight(course) && self.is_within(course.term, window))
    }

    fn weight(&self, taken: &Taken) -> i128 {
        match self.set.weight {
            "credit" => taken.subject.credit,
            "hours" => 10 * taken.subject.hours,
            "equal" => 10,
            other => unreachable!("{other}"),
        }
    }

    /// "Average = Σ score·credit / Σ credit over the window", and the credits of the counted courses.
    fn average(&self, pupil: &Pupil, window: &str) -> (Option<Fraction>, i128) {
        self.mean(pupil, window, |points| Fraction { above: points, below: 100 })
    }

    /// Grade points are x/10 − 5 from the pass mark on, else 0.
    fn grade_point(&self, points: i128) -> Fraction {
        Fraction { above: if points >= self.set.pass_mark { points - 5000 } else { 0 }, below: 1000 }
    }

    fn mean(&self, pupil: &Pupil, window: &str, value: impl Fn(i128) -> Fraction) -> (Option<Fraction>, i128) {
        let (mut sum, mut weights, mut credits, mut below) = (0, 0, 0, 1);
        for course in self.settled(pupil).iter().filter(|course| self.is_within(course.term, window)) {
            if let Some(counted) = course.counted
                && !self.lacks_weight(course)
            {
                let weight = self.weight(course.taken);
                sum += value(counted).above * weight;
                below = value(counted).below;
                weights += weight;
                credits += if course.taken.has_credit { course.taken.subject.credit } else { 0 };
            }
        }
        ((weights > 0).then_some(Fraction { above: sum, below: weights * below }), credits)
    }

    /// "The first one present: comprehensive, average, …"
    fn metric(&self) -> &'static str {
        let present = |metric: &&&str| **metric != "comprehensive" || self.school.has_totals;
        self.set.metric.iter().find(present).unwrap()
    }

    fn value(&self, pupil: &Pupil, window: &str) -> Option<Fraction> {
        match self.metric() {
            "comprehensive" => pupil.total.map(|total| Fraction { above: total, below: 100 }),
            "average" => self.average(pupil, window).0,
            "gpa" => self.mean(pupil, window, |points| self.grade_point(points)).0,
            other => unreachable!("{other}"),
        }
    }

    /// "Cohort = policy key over enrolled students with at least one countable course."
    fn cohort(&self, pupil: &Pupil, window: &str) -> Vec<Fraction> {
        let same = |other: &&Pupil| {
            self.set.cohort.iter().all(|part| match *part {
                "college" => other.college == pupil.college,
                "major" => other.major == pupil.major,
                "cohort" => other.cohort == pupil.cohort,
                "class" => other.class == pupil.class,
                other => unreachable!("{other}"),
            })
        };
        self.enrolled.iter().filter(same).filter_map(|other| self.value(other, window)).collect()
    }

    /// Twice the rank: how many are better, and how many are as good.
    fn twice_rank(&self, own: Fraction, cohort: &[Fraction]) -> i128 {
        let count = |n: usize| i128::try_from(n).unwrap();
        let better: Vec<Fraction> = cohort.iter().copied().filter(|other| other.exceeds(own)).collect();
        let alike = count(cohort.iter().filter(|other| other.equals(own)).count());
        let least = count(better.len()) + 1;
        let greatest = count(better.len()) + alike;
        match self.set.ties {
            "competition_min" => 2 * least,
            "competition_max" => 2 * greatest,
            "average" => least + greatest,
            "dense" => {
                let mut distinct: Vec<Fraction> = Vec::new();
                for value in better {
                    if !distinct.iter().any(|other| other.equals(value)) {
                        distinct.push(value);
                    }
                }
                2 * (count(distinct.len()) + 1)
            }
            other => unreachable!("{other}"),
        }
    }

    /// "The line: rank·den ≤ num·n, exactly", or rank ≤ the rounded number of seats.
    fn is_inside(&self, twice_rank: i128, n: usize) -> bool {
        let (num, den) = self.set.line;
        let n = i128::try_from(n).unwrap();
        match self.set.cutoff {
            "ratio" => twice_rank * den <= 2 * num * n,
            "half_up" => twice_rank <= 2 * ((2 * num * n + den) / (2 * den)),
            "ceil" => twice_rank <= 2 * ((num * n + den - 1) / den),
            other => unreachable!("{other}"),
        }
    }

    fn rank_in(&self, pupil: &Pupil, window: &str) -> &'static str {
        let Some(own) = self.value(pupil, window) else { return self.set.without_grades };
        let cohort = self.cohort(pupil, window);
        // "If no rank can satisfy it, those with the best average are review (min_one: pass) and the rest fail."
        if !self.is_inside(2, cohort.len()) {
            let is_best = !cohort.iter().any(|other| other.exceeds(own));
            return match self.set.small_cohort {
                "review" if is_best => "review",
                "min_one" if is_best => "pass",
                _ => "fail",
            };
        }
        if self.is_inside(self.twice_rank(own, &cohort), cohort.len()) { "pass" } else { "fail" }
    }

    /// "First-years are exempt when the policy says so."
    fn is_exempt(&self, pupil: &Pupil) -> bool {
        self.set.exempt_first_year && pupil.cohort == self.set.term.0
    }

    fn rank_rule(&self, pupil: &Pupil) -> Want {
        if !self.set.ranks || self.is_exempt(pupil) {
            return Want::Is("exempt");
        }
        // A total of the year knows no terms.
        let windows: &[&str] = match (self.set.window, self.metric()) {
            (_, "comprehensive") => &["since_entry"],
            ("any_of", _) => &["since_entry", "last_year", "last_term"],
            (window, _) => &[window],
        };
        let verdicts: Vec<&str> = windows.iter().map(|window| self.rank_in(pupil, window)).collect();
        let doubtful = self.is_doubtful(pupil) && self.metric() != "comprehensive";
        match verdicts.as_slice() {
            // "any_of: any one of the three passes."
            several if several.contains(&"pass") => {
                if doubtful {
                    Want::NotFail
                } else {
                    Want::Is("pass")
                }
            }
            ["fail"] if doubtful => Want::NotPass,
            [only] if !doubtful => Want::Is(only),
            several if !doubtful && several.iter().all(|verdict| *verdict == "fail") => Want::Is("fail"),
            // Which of the others prevails is not said.
            _ => Want::NotPass,
        }
    }

    fn fails(&self, pupil: &Pupil) -> Want {
        if self.is_exempt(pupil) {
            return Want::Is("exempt");
        }
        if pupil.courses.is_empty() {
            return Want::Is("review");
        }
        let courses: Vec<&Taken> = pupil
            .courses
            .iter()
            .filter(|taken| !taken.is_minor && taken.subject.nature.contains(self.set.fail_type))
            .filter(|taken| self.is_within(taken.exams[0].term, self.set.fail_window))
            .collect();
        let mut found = BTreeSet::new();
        let mut n_outstanding = 0;
        for taken in courses {
            let marks: Vec<&Mark> = taken.exams.iter().map(|exam| &exam.mark).collect();
            // What nobody can read or tell apart fails nobody.
            if taken.is_unclear || marks.contains(&&Mark::Gibberish) {
                found.insert("review");
                continue;
            }
            let deferred = marks.iter().all(|mark| **mark == Mark::Deferred);
            let first_failed = marks.iter().position(|mark| self.has_failed(mark));
            let is_outstanding = !deferred && !marks.iter().any(|mark| self.has_passed(mark));
            let is_cleared = first_failed.is_some_and(|at| marks[at..].iter().any(|mark| self.has_passed(mark)));
            // An exam that is put off has repeated nothing yet.
            let is_repeated = taken
                .exams
                .iter()
                .filter(|exam| exam.mark != Mark::Deferred)
                .any(|exam| matches!(exam.sort, Sort::Makeup | Sort::Retake));
            n_outstanding += usize::from(is_outstanding);
            match self.set.mode {
                "outstanding" if is_outstanding => found.insert("fail"),
                "outstanding" | "count" if is_cleared => found.insert(self.set.cleared),
                "outstanding" | "count" => true,
                "ever" => first_failed.is_some() && found.insert("fail"),
                // A failure that was never repeated is a failed course under any name.
                "no_makeup_no_retake" => (is_repeated || is_outstanding) && found.insert("fail"),
                other => unreachable!("{other}"),
            };
            // "A deferred exam without a result → `deferred`, in every mode."
            if deferred {
                found.insert(self.set.deferred);
            }
        }
        if self.set.mode == "count" && n_outstanding > self.set.max {
            found.insert("fail");
        }
        Want::Is(worst(&found))
    }

    fn political(&self, pupil: &Pupil) -> Want {
        Want::Is(match pupil.political {
            "" => self.set.political_blank,
            "群众" | "13" if !self.set.accepts_masses => "fail",
            _ => "pass",
        })
    }

    fn discipline(&self, pupil: &Pupil) -> Want {
        let found = pupil
            .punishments
            .iter()
            .map(|record| match record.kind {
                "通报批评" => self.set.criticism,
                // "是否解除 = 是, or a 解除日期 not after the day of the run": days compare as their digits do.
                _ if record.said_lifted == "是" => self.set.lifted,
                _ if !record.lifted_on.is_empty() && record.lifted_on <= "2026-01-20" => self.set.lifted,
                _ => self.set.active,
            })
            .collect();
        Want::Is(worst(&found))
    }

    /// Everything about one student.
    pub(super) fn expect(&self, pupil: &Pupil) -> Expected {
        let (political, rank_rule) = (self.political(pupil), self.rank_rule(pupil));
        let (fails, discipline) = (self.fails(pupil), self.discipline(pupil));
        let rules = [political, rank_rule, fails, discipline];
        let verdict = if rules.contains(&Want::Is("fail")) {
            Want::Is("fail")
        } else if rules.contains(&Want::NotPass) {
            Want::NotPass
        } else if rules.contains(&Want::Is("review")) || self.is_doubtful(pupil) {
            Want::Is("review")
        } else {
            Want::Is("pass")
        };
        let window = if self.set.window == "any_of" { "since_entry" } else { self.set.window };
        let (average, credits) = self.average(pupil, window);
        let cohort = self.cohort(pupil, window);
        let twice = self.value(pupil, window).map(|own| self.twice_rank(own, &cohort));
        Expected {
            political,
            rank_rule,
            fails,
            discipline,
            verdict,
            average: average.map(|average| average.rounded(self.set.decimals)),
            credits: if credits % 10 == 0 {
                (credits / 10).to_string()
            } else {
                format!("{}.{}", credits / 10, credits % 10)
            },
            rank: twice.map(|twice| format!("{}{}", twice / 2, if twice % 2 == 0 { "" } else { ".5" })),
            cohort_size: twice.map(|_| cohort.len()),
        }
    }
}

fn worst(found: &BTreeSet<&'static str>) -> &'static str {
    ["fail", "review"].into_iter().find(|verdict| found.contains(verdict)).unwrap_or("pass")
}
