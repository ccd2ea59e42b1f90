//! A policy at random, as words of the policy file.

use std::fmt::Write as _;

use crate::samples::book::Dice;

use super::school::{LATEST, Term};

/// The settings that decide eligibility.
pub(super) struct Settings {
    pub(super) pass_mark: i128,
    pub(super) level_good: i128,
    pub(super) makeup: &'static str,
    pub(super) retake: &'static str,
    pub(super) weight: &'static str,
    pub(super) exclude_keyword: &'static str,
    pub(super) include_type: &'static str,
    pub(super) decimals: u32,
    pub(super) term: Term,
    pub(super) ranks: bool,
    pub(super) line: (i128, i128),
    pub(super) window: &'static str,
    pub(super) cohort: &'static [&'static str],
    pub(super) metric: &'static [&'static str],
    pub(super) cutoff: &'static str,
    pub(super) ties: &'static str,
    pub(super) small_cohort: &'static str,
    pub(super) exempt_first_year: bool,
    pub(super) without_grades: &'static str,
    pub(super) mode: &'static str,
    pub(super) cleared: &'static str,
    pub(super) deferred: &'static str,
    pub(super) max: usize,
    pub(super) fail_type: &'static str,
    pub(super) fail_window: &'static str,
    pub(super) active: &'static str,
    pub(super) lifted: &'static str,
    pub(super) criticism: &'static str,
    pub(super) political_blank: &'static str,
    pub(super) accepts_masses: bool,
}

impl Settings {
    /// Rolls every setting.
    pub(super) fn roll(dice: &mut Dice) -> Self {
        const TREATMENTS: &[&str] = &["pass", "review", "fail"];
        let cohorts: &[&[&str]] = &[&["major", "cohort"], &["college", "cohort"], &["major"], &["class"]];
        let metrics: &[&[&str]] = &[&["average"], &["comprehensive", "average"], &["gpa"], &["average"]];
        let term = *dice.pick(&[LATEST, LATEST, (2024, 2)]);
        Self {
            pass_mark: *dice.pick(&[6000, 6000, 5000]),
            level_good: *dice.pick(&[8500, 8000]),
            makeup: *dice.pick(&["cap_pass_mark", "first_attempt", "actual", "zero"]),
            retake: *dice.pick(&["max", "latest", "first", "cap_pass_mark"]),
            weight: *dice.pick(&["credit", "credit", "hours", "equal"]),
            exclude_keyword: *dice.pick(&["", "", "体育"]),
            include_type: *dice.pick(&["", "", "必修"]),
            decimals: u32::try_from(dice.below(5)).unwrap(),
            term,
            ranks: !dice.once_in(10),
            line: *dice.pick(&[(30, 100), (1, 3), (50, 100), (1, 10)]),
            window: *dice.pick(&["since_entry", "since_entry", "last_year", "last_term", "any_of"]),
            cohort: *dice.pick(cohorts),
            metric: *dice.pick(metrics),
            cutoff: *dice.pick(&["ratio", "ratio", "half_up", "ceil"]),
            ties: *dice.pick(&["competition_min", "competition_max", "average", "dense"]),
            small_cohort: *dice.pick(&["review", "fail", "min_one"]),
            // Who is a first-year in a term before their own first one, the rules do not say.
            exempt_first_year: term == LATEST && dice.once_in(2),
            without_grades: *dice.pick(&["review", "fail"]),
            mode: *dice.pick(&["outstanding", "ever", "no_makeup_no_retake", "count"]),
            cleared: *dice.pick(TREATMENTS),
            deferred: *dice.pick(&["review", "pass"]),
            max: usize::try_from(dice.below(3)).unwrap(),
            fail_type: *dice.pick(&["", "", "必修"]),
            fail_window: *dice.pick(&["since_entry", "since_entry", "last_year", "last_term"]),
            active: *dice.pick(&["fail", "fail", "review"]),
            lifted: *dice.pick(TREATMENTS),
            criticism: *dice.pick(TREATMENTS),
            political_blank: *dice.pick(&["review", "fail"]),
            accepts_masses: dice.once_in(3),
        }
    }

    /// The policy file. What is the national default may be left out.
    pub(super) fn toml(&self) -> String {
        let list = |words: &[&str]| {
            let quoted: Vec<String> =
                words.iter().filter(|word| !word.is_empty()).map(|word| format!("\"{word}\"")).collect();
            format!("[{}]", quoted.join(", "))
        };
        let term = if self.term == LATEST {
            String::new()
        } else {
            format!("{}-{}-{}", self.term.0, self.term.0 + 1, self.term.1)
        };
        let accept: &[&str] = if self.accepts_masses {
            &["党员", "预备党员", "团员", "群众"]
        } else {
            &["中共党员", "中共预备党员", "共青团员"]
        };
        let mut text = String::new();
        let _ = write!(
            text,
            r#"
[policy]
extends = "national"
term = "{term}"
[grades]
pass_mark = "{}"
levels = {{ "良好" = "{}" }}
makeup = "{}"
retake = "{}"
weight = "{}"
exclude_course_keywords = {}
include_course_types = {}
decimals = {}
[eligibility.political]
accept = {}
blank = "{}"
[eligibility.rank]
enabled = {}
percent = "{}/{}"
window = "{}"
cohort = {}
metric = {}
cutoff = "{}"
ties = "{}"
small_cohort = "{}"
exempt_first_year = {}
without_grades = "{}"
"#,
            self.pass_mark / 100,
            self.level_good / 100,
            self.makeup,
            self.retake,
            self.weight,
            list(&[self.exclude_keyword]),
            list(&[self.include_type]),
            self.decimals,
            list(accept),
            self.political_blank,
            self.ranks,
            self.line.0,
            self.line.1,
            self.window,
            list(self.cohort),
            list(self.metric),
            self.cutoff,
            self.ties,
            self.small_cohort,
            self.exempt_first_year,
            self.without_grades,
        );
        let _ = write!(
            text,
            r#"
[eligibility.fail]
mode = "{}"
cleared = "{}"
deferred = "{}"
max = {}
course_types = {}
window = "{}"
[eligibility.discipline]
active = "{}"
lifted = "{}"
criticism = "{}"
"#,
            self.mode,
            self.cleared,
            self.deferred,
            self.max,
            list(&[self.fail_type]),
            self.fail_window,
            self.active,
            self.lifted,
            self.criticism,
        );
        text
    }
}
