//! From the merged tree to the typed policy, and the values that do not go together.

use crate::model::facts::{AttemptKind, Metric, Window};
use crate::model::number::{Decimal, Share};
use crate::model::term::Term;
use crate::model::text::fold;
use crate::model::{Basis, Cited, Layer, Strength};

use super::congress::CongressPolicy;
use super::evaluation::EvaluationPolicy;
use super::exit::ExitPolicy;
use super::layers::{PolicyProblem, Tree, Value};
use super::ledgers::LedgersPolicy;
use super::notice::NoticePolicy;
use super::structure::StructurePolicy;
use super::votes::VotesPolicy;
use super::words::UnionWords;
use super::{
    CohortPart, Cutoff, DisciplinePolicy, FailMode, FailPolicy, Gpa, GradePolicy, MakeupRule, Policy, PoliticalPolicy,
    RankPolicy, RetakeRule, STATUSES, ScorecardPolicy, SmallCohort, Ties, Treatment, Weight,
};

impl Policy {
    pub(super) fn from_tree(tree: Tree, layers: Vec<String>) -> Self {
        let get = Getter(&tree);
        let folded = |path: &str| get.texts(path).value.iter().map(|text| fold(text).into_owned()).collect::<Vec<_>>();
        let window = |word: &str| match word {
            "last_year" => Window::LastYear,
            "last_term" => Window::LastTerm,
            _ => Window::SinceEntry,
        };
        let decimal = |text: &str| Decimal::parse(text).unwrap_or_default();
        let pairs = |path: &str| get.table(path).into_iter().map(|(word, value)| (fold(&word).into_owned(), value));
        Self {
            id: get.text("policy.id").value,
            title: get.text("policy.title").value,
            school: get.text("policy.school").value,
            term: Term::parse(&get.text("policy.term").value),
            layers,
            column_aliases: get.column_aliases(),
            enrolled: folded("roster.enrolled"),
            not_enrolled: folded("roster.not_enrolled"),
            political: PoliticalPolicy {
                // A policy may name a status by any of its aliases.
                accept: get.texts("eligibility.political.accept").map(|words| {
                    let canonical = |word: String| {
                        pairs("aliases.political")
                            .find(|(alias, _)| *alias == fold(&word))
                            .map_or(word, |(_, status)| status)
                    };
                    words.into_iter().map(canonical).collect()
                }),
                blank: get.treatment("eligibility.political.blank"),
                aliases: pairs("aliases.political").collect(),
            },
            rank: RankPolicy {
                enabled: get.flag("eligibility.rank.enabled"),
                percent: get.share("eligibility.rank.percent"),
                windows: get.text("eligibility.rank.window").map(|word| match word.as_str() {
                    "any_of" => Window::ALL.to_vec(),
                    word => vec![window(word)],
                }),
                cohort: get.texts("eligibility.rank.cohort").map(|words| {
                    words
                        .iter()
                        .map(|word| match word.as_str() {
                            "college" => CohortPart::College,
                            "campus" => CohortPart::Campus,
                            "major" => CohortPart::Major,
                            "class" => CohortPart::Class,
                            _ => CohortPart::Cohort,
                        })
                        .collect()
                }),
                metrics: get.texts("eligibility.rank.metric").map(|words| {
                    words
                        .iter()
                        .map(|word| match word.as_str() {
                            "comprehensive" => Metric::Comprehensive,
                            "gpa" => Metric::Gpa,
                            "imported_rank" => Metric::ImportedRank,
                            _ => Metric::Average,
                        })
                        .collect()
                }),
                cutoff: get.text("eligibility.rank.cutoff").map(|word| match word.as_str() {
                    "half_up" => Cutoff::HalfUp,
                    "ceil" => Cutoff::Ceil,
                    _ => Cutoff::Ratio,
                }),
                ties: get.text("eligibility.rank.ties").map(|word| match word.as_str() {
                    "competition_max" => Ties::CompetitionMax,
                    "average" => Ties::Average,
                    "dense" => Ties::Dense,
                    _ => Ties::CompetitionMin,
                }),
                small_cohort: get.text("eligibility.rank.small_cohort").map(|word| match word.as_str() {
                    "fail" => SmallCohort::Fail,
                    "min_one" => SmallCohort::MinOne,
                    _ => SmallCohort::Review,
                }),
                exempt_first_year: get.flag("eligibility.rank.exempt_first_year"),
                without_grades: get.treatment("eligibility.rank.without_grades"),
            },
            fail: FailPolicy {
                mode: get.text("eligibility.fail.mode").map(|word| match word.as_str() {
                    "ever" => FailMode::Ever,
                    "no_makeup_no_retake" => FailMode::NoMakeupNoRetake,
                    "count" => FailMode::Count,
                    _ => FailMode::Outstanding,
                }),
                cleared: get.treatment("eligibility.fail.cleared"),
                deferred: get.treatment("eligibility.fail.deferred"),
                max: get.count("eligibility.fail.max"),
                course_types: get.texts("eligibility.fail.course_types"),
                window: get.text("eligibility.fail.window").map(|word| window(&word)),
            },
            discipline: DisciplinePolicy {
                active: get.treatment("eligibility.discipline.active"),
                lifted: get.treatment("eligibility.discipline.lifted"),
                criticism: get.treatment("eligibility.discipline.criticism"),
            },
            reviews_required: get.texts("eligibility.reviews.required"),
            grades: GradePolicy {
                pass_mark: decimal(&get.text("grades.pass_mark").value),
                levels: pairs("grades.levels").map(|(word, score)| (word, decimal(&score))).collect(),
                two_level_pass: folded("grades.two_level.pass"),
                two_level_fail: folded("grades.two_level.fail"),
                zero: folded("grades.zero"),
                deferred: folded("grades.deferred"),
                exempt: folded("grades.exempt"),
                marks: pairs("grades.marks")
                    .map(|(mark, kind)| {
                        (mark, if kind == "makeup" { AttemptKind::Makeup } else { AttemptKind::Retake })
                    })
                    .collect(),
                makeup: get.text("grades.makeup").map(|word| match word.as_str() {
                    "first_attempt" => MakeupRule::FirstAttempt,
                    "actual" => MakeupRule::Actual,
                    "zero" => MakeupRule::Zero,
                    _ => MakeupRule::CapPassMark,
                }),
                retake: get.text("grades.retake").map(|word| match word.as_str() {
                    "latest" => RetakeRule::Latest,
                    "first" => RetakeRule::First,
                    "cap_pass_mark" => RetakeRule::CapPassMark,
                    _ => RetakeRule::Max,
                }),
                weight: get.text("grades.weight").map(|word| match word.as_str() {
                    "hours" => Weight::Hours,
                    "equal" => Weight::Equal,
                    _ => Weight::Credit,
                }),
                exclude_course_keywords: folded("grades.exclude_course_keywords"),
                include_course_types: folded("grades.include_course_types"),
                scale: get.scale("grades.scale"),
                gpa: get.text("grades.gpa").map(|word| match word.as_str() {
                    "pku" => Gpa::Pku,
                    "table" => Gpa::Table(get.points("grades.gpa_table")),
                    "imported" => Gpa::Imported,
                    _ => Gpa::Linear5,
                }),
                decimals: get.count("grades.decimals").value,
            },
            congress: CongressPolicy::read(&get),
            votes: VotesPolicy::read(&get),
            structure: StructurePolicy::read(&get),
            evaluation: EvaluationPolicy::read(&get),
            exit: ExitPolicy::read(&get),
            ledgers: LedgersPolicy::read(&get),
            notice: NoticePolicy::read(&get),
            scorecard: ScorecardPolicy {
                enabled: get.flag("scorecard.enabled"),
                weights: get.weights("scorecard.weights"),
            },
            words: UnionWords::read(&get),
            tree,
        }
    }

    /// Values that are each well-formed but do not go together.
    pub(super) fn contradictions(&self, file: &str) -> Vec<PolicyProblem> {
        let mut messages = Vec::new();
        let (low, high) = self.grades.scale;
        if !(low..=high).contains(&self.grades.pass_mark) {
            messages.push(format!(
                "及格线 grades.pass_mark = {} 不在 grades.scale 的范围 {low} 至 {high} 之内",
                self.grades.pass_mark
            ));
        }
        for (word, score) in self.grades.levels.iter().filter(|(_, score)| !(low..=high).contains(score)) {
            messages.push(format!("等级“{word}”对应的 {score} 不在 grades.scale 的范围 {low} 至 {high} 之内"));
        }
        if self.grades.gpa.value == Gpa::Table(Vec::new()) {
            messages.push(
                "grades.gpa = \"table\" 需要绩点对照表 grades.gpa_table，例如 [[\"90\", \"4.0\"], [\"60\", \"1.0\"]]"
                    .to_owned(),
            );
        }
        if self.grades.decimals > 6 {
            messages.push(format!("grades.decimals = {} 太多，最多 6 位", self.grades.decimals));
        }
        if self.rank.enabled.value && self.rank.metrics.value.is_empty() {
            messages.push("eligibility.rank.metric 至少要有一项".to_owned());
        }
        if self.rank.enabled.value && self.rank.cohort.value.is_empty() {
            messages.push("eligibility.rank.cohort 至少要有一项".to_owned());
        }
        let g = &self.grades;
        let lists: [(&str, Vec<&String>); 6] = [
            ("grades.levels", g.levels.iter().map(|(word, _)| word).collect()),
            ("grades.two_level.pass", g.two_level_pass.iter().collect()),
            ("grades.two_level.fail", g.two_level_fail.iter().collect()),
            ("grades.zero", g.zero.iter().collect()),
            ("grades.deferred", g.deferred.iter().collect()),
            ("grades.exempt", g.exempt.iter().collect()),
        ];
        for (idx, (name, words)) in lists.iter().enumerate() {
            for (other, others) in &lists[idx + 1..] {
                for word in words.iter().filter(|word| others.contains(word)) {
                    messages.push(format!("“{word}”既在 {name} 又在 {other}，只能留一处"));
                }
            }
        }
        for (alias, status) in &self.political.aliases {
            if !STATUSES.contains(&status.as_str()) && !self.political.accept.value.contains(status) {
                let meant = self.political.aliases.iter().find(|(other, _)| *other == fold(status));
                let hint = meant.map_or_else(
                    || format!("可写：{}", STATUSES.join("、")),
                    |(_, status)| format!("是不是“{status}”？"),
                );
                messages
                    .push(format!("aliases.political 把“{alias}”当作“{status}”，但没有“{status}”这种政治面貌；{hint}"));
            }
        }
        if let Some(status) = self.enrolled.iter().find(|status| self.not_enrolled.contains(status)) {
            messages.push(format!("学籍状态“{status}”既算在籍又算不在籍，只能留一处"));
        }
        for path in ["evaluation.dimensions", "evaluation.groups"] {
            let sum: u32 = Getter(&self.tree).table(path).iter().filter_map(|(_, n)| n.parse::<u32>().ok()).sum();
            if sum != 100 {
                messages.push(format!("{path} 的权重之和是 {sum}，应为 100"));
            }
        }
        messages.extend(self.congress.contradictions());
        messages.extend(self.evaluation.contradictions());
        messages.extend(self.notice.contradictions());
        // A plan that puts 作风 into every evaluation cannot be kept by one that gives it no weight.
        let weighs_style =
            self.evaluation.dimensions.value.iter().any(|(name, weight)| name == "纪律作风" && *weight > 0);
        if self.tree.rule("W-D1").is_some() && !weighs_style {
            messages.push(
                "本校方案要求把作风列入评价（W-D1），evaluation.dimensions 里“纪律作风”的权重应大于 0".to_owned(),
            );
        }
        messages.extend(LedgersPolicy::contradictions(&Getter(&self.tree)));
        messages.extend(UnionWords::wrong_meetings(&Getter(&self.tree)));
        messages.into_iter().map(|message| PolicyProblem { file: file.to_owned(), line: 0, message }).collect()
    }
}

impl<T> Cited<T> {
    pub(super) fn map<U>(self, with: impl FnOnce(T) -> U) -> Cited<U> {
        Cited { value: with(self.value), basis: self.basis }
    }
}

/// Typed reading of the tree. Every key stands in the national layer and is checked when laid, so nothing here can fail.
pub(super) struct Getter<'a>(&'a Tree);

impl Getter<'_> {
    pub(super) fn cited<T>(&self, path: &str, read: impl FnOnce(&Value) -> Option<T>, default: T) -> Cited<T> {
        let effective = self.0.get(path);
        debug_assert!(effective.is_some() || path == "lot", "{path} is missing from the national layer");
        Cited {
            value: effective.and_then(|effective| read(&effective.value)).unwrap_or(default),
            basis: effective
                .map_or(Basis { layer: Layer::Assumed, clause: "".into(), strength: Strength::Error }, |effective| {
                    effective.basis.clone()
                }),
        }
    }

    pub(super) fn text(&self, path: &str) -> Cited<String> {
        self.cited(path, |value| value.clone().into_text(), String::new())
    }

    pub(super) fn texts(&self, path: &str) -> Cited<Vec<String>> {
        self.cited(path, |value| Some(texts_of(value)), Vec::new())
    }

    pub(super) fn flag(&self, path: &str) -> Cited<bool> {
        self.cited(path, |value| if let Value::Flag(flag) = value { Some(*flag) } else { None }, false)
    }

    pub(super) fn count(&self, path: &str) -> Cited<u32> {
        self.cited(path, |value| if let Value::Count(count) = value { Some(*count) } else { None }, 0)
    }

    pub(super) fn counts(&self, path: &str) -> Cited<Vec<u32>> {
        let count = |item: &Value| if let Value::Count(count) = item { Some(*count) } else { None };
        let read = |value: &Value| match value {
            Value::List(items) => Some(items.iter().filter_map(count).collect()),
            _ => None,
        };
        self.cited(path, read, Vec::new())
    }

    /// Names with a whole number each.
    pub(super) fn weights(&self, path: &str) -> Cited<Vec<(String, u32)>> {
        let number = |value: &Value| value.to_string().parse().unwrap_or(0);
        let read = |value: &Value| match value {
            Value::Table(entries) => {
                Some(entries.iter().map(|(name, weight)| (name.clone(), number(weight))).collect())
            }
            _ => None,
        };
        self.cited(path, read, Vec::new())
    }

    pub(super) fn share(&self, path: &str) -> Cited<Share> {
        self.cited(path, |value| Share::parse(value.as_text()?), Share { numer: 0, denom: 1 })
    }

    fn treatment(&self, path: &str) -> Cited<Treatment> {
        self.text(path).map(|word| match word.as_str() {
            "pass" => Treatment::Pass,
            "fail" => Treatment::Fail,
            _ => Treatment::Review,
        })
    }

    pub(super) fn table(&self, path: &str) -> Vec<(String, String)> {
        let read = |value: &Value| match value {
            Value::Table(entries) => Some(
                entries
                    .iter()
                    .map(|(word, value)| {
                        let text = value.as_text().map_or_else(|| value.to_string(), str::to_owned);
                        (word.clone(), text)
                    })
                    .collect(),
            ),
            _ => None,
        };
        self.cited(path, read, Vec::new()).value
    }

    pub(super) fn scale(&self, path: &str) -> (Decimal, Decimal) {
        let bounds: Vec<Decimal> = self.texts(path).value.iter().filter_map(|text| Decimal::parse(text)).collect();
        match bounds.as_slice() {
            [low, high] => (*low, *high),
            _ => (Decimal::ZERO, Decimal::HUNDRED),
        }
    }

    fn points(&self, path: &str) -> Vec<(Decimal, Decimal)> {
        let read = |value: &Value| match value {
            Value::List(items) => Some(
                items
                    .iter()
                    .filter_map(|item| match texts_of(item).as_slice() {
                        [bound, point] => Some((Decimal::parse(bound)?, Decimal::parse(point)?)),
                        _ => None,
                    })
                    .collect::<Vec<_>>(),
            ),
            _ => None,
        };
        let mut points = self.cited(path, read, Vec::new()).value;
        points.sort_by_key(|(bound, _)| std::cmp::Reverse(*bound));
        points
    }

    fn column_aliases(&self) -> Vec<(String, String, String)> {
        let read = |value: &Value| match value {
            Value::Table(entries) => Some(
                entries
                    .iter()
                    .flat_map(|(name, value)| match value {
                        Value::Table(inner) => inner
                            .iter()
                            .filter_map(|(label, column)| {
                                Some((name.clone(), label.clone(), column.as_text()?.to_owned()))
                            })
                            .collect::<Vec<_>>(),
                        value => value
                            .as_text()
                            .map(|column| (String::new(), name.clone(), column.to_owned()))
                            .into_iter()
                            .collect(),
                    })
                    .collect(),
            ),
            _ => None,
        };
        self.cited("aliases.columns", read, Vec::new()).value
    }
}

pub(super) fn texts_of(value: &Value) -> Vec<String> {
    match value {
        Value::List(items) => items.iter().filter_map(|item| item.as_text().map(str::to_owned)).collect(),
        _ => Vec::new(),
    }
}
