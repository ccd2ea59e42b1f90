//! `[evaluation]`: who rates, on what, how ratings become a score, where the grades lie (评议).

use crate::model::lists::Mark;
use crate::model::number::{Decimal, Exact, Share};
use crate::model::text::fold;

use super::Cited;
use super::layers::Value;
use super::read::{Getter, texts_of};

/// Common names of the same office or body, folded, each with the group it is. The school's own words go before them.
const GROUP_WORDS: [(&str, &str); 12] = [
    ("学工处", "学工部"),
    ("学生处", "学工部"),
    ("学生工作处", "学工部"),
    ("学生工作部", "学工部"),
    ("学工部(处)", "学工部"),
    ("学工部处", "学工部"),
    ("学工办", "学工部"),
    ("校团委", "团委"),
    ("院团委", "团委"),
    ("团委老师", "团委"),
    ("学生评委", "学生代表"),
    ("学生代表评委", "学生代表"),
];

/// The evaluation of cadres (民主评议, 述职评议).
#[derive(Clone, Debug)]
pub struct EvaluationPolicy {
    /// Dimensions (评议维度) with their weights, which sum to 100.
    pub dimensions: Cited<Vec<(String, u32)>>,
    /// Words of the sheets for the dimensions, folded → dimension.
    dimension_aliases: Vec<(String, String)>,
    /// Words of the sheets for the groups of raters, folded → group.
    group_aliases: Vec<(String, String)>,
    /// Lowest and highest rating.
    pub scale: Cited<(Decimal, Decimal)>,
    /// Groups of raters (评委类别) with their weights, which sum to 100.
    pub groups: Cited<Vec<(String, u32)>>,
    /// With more valid raters than this in a group, its highest and its lowest total are dropped.
    pub trim_above: Cited<u32>,
    /// What each box of a ballot (优秀, 称职, …) counts.
    pub ballots: Cited<Vec<(String, Decimal)>>,
    /// Whether 不了解 counts among the ballots that are divided by.
    pub counts_unknown: Cited<bool>,
    /// What a missing group means.
    pub missing_group: Cited<MissingGroup>,
    /// Grades (等次) with the score from which each holds, the highest first.
    pub lines: Cited<Vec<(String, Decimal)>>,
    /// Largest share of people in the highest grade; 0 for none.
    pub excellent_cap: Cited<Share>,
    /// Least number of valid raters of a person, over all groups.
    pub min_raters: Cited<u32>,
    /// Whether students must be the majority of the panel.
    pub student_majority: Cited<bool>,
    /// Groups that the panel must have.
    pub required_groups: Cited<Vec<String>>,
    /// Whether a rating of oneself counts.
    pub counts_self_rating: Cited<bool>,
    /// Decimals shown.
    pub decimals: u32,
}

/// What a missing group of raters means (缺一类评委时).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MissingGroup {
    /// A human looks.
    Review,
    /// The other groups' weights are scaled up.
    Renormalise,
}

impl EvaluationPolicy {
    pub(super) fn read(get: &Getter<'_>) -> Self {
        let decimal = |text: &str| Decimal::parse(text).unwrap_or_default();
        let words = |path: &str| {
            get.table(path).into_iter().map(|(word, name)| (fold(&word).into_owned(), name)).collect::<Vec<_>>()
        };
        let ballots = get.cited("evaluation.ballots", |_| Some(get.table("evaluation.ballots")), Vec::new());
        let lines = |value: &Value| match value {
            Value::List(items) => Some(
                items
                    .iter()
                    .filter_map(|item| match texts_of(item).as_slice() {
                        [grade, from] => Some((grade.clone(), decimal(from))),
                        _ => None,
                    })
                    .collect::<Vec<_>>(),
            ),
            _ => None,
        };
        Self {
            dimensions: get.weights("evaluation.dimensions"),
            dimension_aliases: words("aliases.dimensions"),
            group_aliases: words("aliases.groups"),
            scale: get.cited("evaluation.scale", |_| Some(get.scale("evaluation.scale")), Default::default()),
            groups: get.weights("evaluation.groups"),
            trim_above: get.count("evaluation.trim_above"),
            ballots: ballots.map(|boxes| boxes.into_iter().map(|(name, counts)| (name, decimal(&counts))).collect()),
            counts_unknown: get.flag("evaluation.unknown_in_denominator"),
            missing_group: get.text("evaluation.missing_group").map(|word| match word.as_str() {
                "renormalise" => MissingGroup::Renormalise,
                _ => MissingGroup::Review,
            }),
            lines: get.cited("evaluation.lines", lines, Vec::new()).map(|mut lines| {
                lines.sort_by_key(|(_, from)| std::cmp::Reverse(*from));
                lines
            }),
            excellent_cap: get.share("evaluation.excellent_cap"),
            min_raters: get.count("evaluation.min_raters"),
            student_majority: get.flag("evaluation.student_majority"),
            required_groups: get.texts("evaluation.required_groups"),
            counts_self_rating: get.text("evaluation.self_rating").map(|word| word == "valid"),
            decimals: get.count("evaluation.decimals").value,
        }
    }

    /// The total of a rating: its dimensions by their weights, or what it says of the whole. Exact; `None` where a mark that counts
    /// is missing.
    #[must_use]
    pub fn total(&self, marks: &[Mark]) -> Option<Exact> {
        if let Some(whole) = marks.iter().find(|mark| mark.dimension.is_none()) {
            return whole.value.map(Decimal::exact);
        }
        let weight = |idx: usize| self.dimensions.value.get(idx).map_or(0, |(_, weight)| *weight);
        let all: u32 = self.dimensions.value.iter().map(|(_, weight)| weight).sum();
        let mut sum = Exact::from_integer(0);
        for mark in marks {
            let weight = mark.dimension.map_or(0, weight);
            if weight > 0 {
                sum += mark.value?.exact() * Exact::from_integer(i128::from(weight));
            }
        }
        Some(sum / Exact::from_integer(i128::from(all.max(1))))
    }

    /// Which dimension a label names: its own name or an alias, as an index.
    #[must_use]
    pub fn dimension(&self, label: &str) -> Option<usize> {
        let folded = fold(label);
        let alias = self.dimension_aliases.iter().find(|(word, _)| *word == folded).map(|(_, name)| name.as_str());
        let name = alias.map_or(folded.clone(), |name| fold(name).into_owned().into());
        self.dimensions.value.iter().position(|(dimension, _)| fold(dimension) == name)
    }

    /// Which group of raters a word names: by its own name, an alias of the policy, or a common name of the same office.
    #[must_use]
    pub fn group(&self, written: &str) -> Option<usize> {
        let folded = fold(written);
        let place = |name: &str| self.groups.value.iter().position(|(group, _)| fold(group) == name);
        place(&folded).or_else(|| {
            let (_, group) = self.group_words().find(|(word, _)| *word == folded)?;
            place(&fold(group))
        })
    }

    /// The longest word for a group of raters that a folded text holds.
    #[must_use]
    pub fn group_word_in(&self, folded: &str) -> Option<String> {
        let own = self.groups.value.iter().map(|(group, _)| fold(group).into_owned());
        let others = self.group_words().map(|(word, _)| word.to_owned());
        own.chain(others).filter(|word| !word.is_empty() && folded.contains(word)).max_by_key(String::len)
    }

    fn group_words(&self) -> impl Iterator<Item = (&str, &str)> {
        let aliases = self.group_aliases.iter().map(|(word, group)| (word.as_str(), group.as_str()));
        aliases.chain(GROUP_WORDS)
    }

    /// Settings that are each well-formed but do not go together.
    pub(super) fn contradictions(&self) -> Vec<String> {
        let mut messages = Vec::new();
        let named = |name: &str, list: &[(String, u32)]| list.iter().any(|(other, _)| fold(other) == fold(name));
        for group in self.required_groups.value.iter().filter(|group| !named(group, &self.groups.value)) {
            messages.push(format!(
                "evaluation.required_groups 里的“{group}”不在 evaluation.groups 之列，分数里没有它的权重"
            ));
        }
        for (alias, name) in self.dimension_aliases.iter().filter(|(_, name)| !named(name, &self.dimensions.value)) {
            let known: Vec<&str> = self.dimensions.value.iter().map(|(name, _)| name.as_str()).collect();
            messages.push(format!(
                "aliases.dimensions 把“{alias}”当作“{name}”，但没有“{name}”这个评议维度，可写：{}",
                known.join("、")
            ));
        }
        for (alias, name) in self.group_aliases.iter().filter(|(_, name)| !named(name, &self.groups.value)) {
            let known: Vec<&str> = self.groups.value.iter().map(|(name, _)| name.as_str()).collect();
            messages.push(format!(
                "aliases.groups 把“{alias}”当作“{name}”，但没有“{name}”这类评委，可写：{}",
                known.join("、")
            ));
        }
        messages
    }
}
