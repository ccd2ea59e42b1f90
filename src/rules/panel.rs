//! The panel that rates (评议会) and what follows from its evaluation: H-D1 to H-D5, W-D1; raters who rate everybody alike or far
//! from the others, and how far the panel agrees. Raters are listed for a human, never dropped.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::check::Check;
use crate::model::decision::Verdict;
use crate::model::evaluation::{Invalid, Rating};
use crate::model::facts::Facts;
use crate::model::number::Exact;
use crate::model::origin::CellRef;
use crate::model::text::fold;
use crate::model::union::{Cadre, Level, Meeting, Post};
use crate::model::words::Word;
use crate::model::{Kind, Layer};
use crate::policy::Policy;

use super::basis_of;
use super::evaluation::{Evaluations, total};

/// The rules of the evaluation, each with checks.
pub const RULES: [&str; 6] = ["H-D1", "H-D2", "H-D3", "H-D4", "H-D5", "W-D1"];

/// One rater over everybody they rated (评委).
#[derive(Clone, Debug)]
pub struct Rater {
    /// The rater, as first written.
    pub rater: Word,
    /// The group, as first written.
    pub group: Word,
    /// Persons rated, invalid ratings included.
    pub rated: u32,
    /// Ratings that do not count, by reason.
    pub invalid: BTreeMap<Invalid, u32>,
    /// Whether three or more persons all got the same total.
    pub is_all_equal: bool,
    /// By how much the rater's totals lie above (or below) the mean of the other raters of the same persons, in points, in the mean
    /// over the persons; `None` where nobody else rated them.
    pub distance: Option<Exact>,
    /// Whether that is far: a tenth of the scale or more.
    pub is_far: bool,
    /// The first cell.
    pub cell: CellRef,
}

/// How far raters agree on the order of the persons (一致程度): Kendall's W, corrected for ties.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Agreement {
    /// Raters who rated everybody.
    pub raters: u32,
    /// Persons.
    pub persons: u32,
    /// W, from 0 (no agreement) to 1 (the same order).
    pub w: Exact,
}

impl Agreement {
    /// What it means, in words.
    #[must_use]
    pub fn chinese(self) -> &'static str {
        let at_least = |numer| self.w >= Exact::new(numer, 10);
        match () {
            () if at_least(7) => "看法高度一致",
            () if at_least(5) => "看法比较一致",
            () if at_least(3) => "看法一致程度一般",
            () => "看法不一致，排名的差别请谨慎看待",
        }
    }
}

/// What one rater said.
#[derive(Default)]
struct Said<'f> {
    ratings: Vec<&'f Rating>,
    /// Each valid total, with the mean of the others' on the same person.
    totals: Vec<(Exact, Option<Exact>)>,
}

/// Raters in order of group and name.
#[must_use]
pub fn raters(policy: &Policy, facts: &Facts) -> Vec<Rater> {
    let rules = &policy.evaluation;
    let key = |rating: &Rating| {
        let text = |word: Word| fold(facts.words.text(word)).into_owned();
        (text(rating.group_written), text(rating.rater))
    };
    let mut by_rater: BTreeMap<(String, String), Said<'_>> = BTreeMap::new();
    for person in &facts.evaluated {
        let valid: Vec<(&Rating, Exact)> = person
            .ratings
            .iter()
            .filter(|rating| rating.invalid.is_none())
            .filter_map(|rating| Some((rating, total(rules, rating)?)))
            .collect();
        let sum: Exact = valid.iter().map(|(_, total)| *total).sum();
        for rating in person.ratings.iter().filter(|rating| rating.rater.is_some()) {
            by_rater.entry(key(rating)).or_default().ratings.push(rating);
        }
        for (rating, own) in valid.iter().filter(|(rating, _)| rating.rater.is_some()) {
            let others = (valid.len() > 1)
                .then(|| (sum - own) / Exact::from_integer(i128::try_from(valid.len() - 1).unwrap_or(i128::MAX)));
            by_rater.entry(key(rating)).or_default().totals.push((*own, others));
        }
    }
    let (low, high) = rules.scale.value;
    let far = (high.exact() - low.exact()) / Exact::from_integer(10);
    by_rater
        .into_values()
        .map(|Said { ratings, totals }| {
            let mut invalid: BTreeMap<Invalid, u32> = BTreeMap::new();
            for reason in ratings.iter().filter_map(|rating| rating.invalid) {
                *invalid.entry(reason).or_default() += 1;
            }
            let differences: Vec<Exact> =
                totals.iter().filter_map(|(own, others)| others.map(|others| own - others)).collect();
            let n = i128::try_from(differences.len()).unwrap_or(i128::MAX);
            let distance = (n > 0).then(|| differences.iter().sum::<Exact>() / Exact::from_integer(n));
            let size = |value: Exact| if value < Exact::from_integer(0) { -value } else { value };
            Rater {
                rater: ratings[0].rater,
                group: ratings[0].group_written,
                rated: count(ratings.len()),
                invalid,
                is_all_equal: totals.len() >= 3 && totals.iter().all(|(own, _)| *own == totals[0].0),
                distance,
                is_far: distance.is_some_and(|distance| size(distance) >= far),
                cell: ratings[0].cell,
            }
        })
        .collect()
}

/// How far those agree who rated everybody; `None` with fewer than two raters or three persons.
#[must_use]
pub fn agreement(policy: &Policy, facts: &Facts) -> Option<Agreement> {
    let people: Vec<&_> = facts.evaluated.iter().filter(|person| !person.ratings.is_empty()).collect();
    let n = people.len();
    if n < 3 {
        return None;
    }
    let mut totals: BTreeMap<(String, String), Vec<Option<Exact>>> = BTreeMap::new();
    for (at, person) in people.iter().enumerate() {
        for rating in person.ratings.iter().filter(|rating| rating.invalid.is_none() && rating.rater.is_some()) {
            let text = |word: Word| fold(facts.words.text(word)).into_owned();
            let own = totals.entry((text(rating.group_written), text(rating.rater))).or_insert_with(|| vec![None; n]);
            own[at] = total(&policy.evaluation, rating);
        }
    }
    let complete: Vec<Vec<Exact>> =
        totals.into_values().filter_map(|own| own.into_iter().collect::<Option<Vec<Exact>>>()).collect();
    kendall(&complete).map(|w| Agreement { raters: count(complete.len()), persons: count(n), w })
}

/// Kendall's W of several raters' values, corrected for ties: 12·S ÷ (m²(n³−n) − m·ΣT). Source: Kendall and Babington Smith 1939.
#[must_use]
pub fn kendall(raters: &[Vec<Exact>]) -> Option<Exact> {
    let m = i128::try_from(raters.len()).ok().filter(|m| *m >= 2)?;
    let n = raters[0].len();
    let persons = i128::try_from(n).ok().filter(|n| *n >= 2)?;
    // Ranks are doubled, so that the mean rank of a tie stays whole.
    let mut sums = vec![0_i128; n];
    let mut ties = 0_i128;
    for values in raters {
        for (at, own) in values.iter().enumerate() {
            let below = values.iter().filter(|other| *other < own).count();
            let level = values.iter().filter(|other| *other == own).count();
            sums[at] += i128::try_from(2 * below + level + 1).ok()?;
        }
        let distinct: BTreeSet<&Exact> = values.iter().collect();
        for value in distinct {
            let t = i128::try_from(values.iter().filter(|other| *other == value).count()).ok()?;
            ties += t * t * t - t;
        }
    }
    let all: i128 = sums.iter().sum();
    // Four times S, times n to keep it whole.
    let spread: i128 = sums.iter().map(|sum| (persons * sum - all) * (persons * sum - all)).sum();
    let bottom = m * m * (persons * persons * persons - persons) - m * ties;
    (bottom > 0).then(|| Exact::new(12 * spread, 4 * persons * persons * bottom))
}

/// All checks of the evaluation that the drop's sheets allow.
#[must_use]
pub fn check_all(policy: &Policy, facts: &Facts, evaluations: &Evaluations) -> Vec<Check> {
    if facts.evaluated.is_empty() {
        return Vec::new();
    }
    let mut checks = vec![composition(policy, facts), dimensions(policy, facts), participation(policy, facts)];
    if !facts.cadres.present.is_empty() {
        checks.push(results_of_officers(policy, facts, evaluations));
        checks.extend(debriefs(policy, facts));
    }
    // Only a plan that asks for it is held to it.
    let basis = policy.rule_basis("W-D1");
    if basis.layer != Layer::Assumed {
        let weight = weight_of_style(policy);
        checks.push(Check {
            verdict: if weight > 0 { Verdict::Pass } else { Verdict::Fail },
            found: format!("{STYLE}权重 {weight} / 100"),
            limit: "大于 0".to_owned(),
            ..Check::new("W-D1", "", &basis)
        });
    }
    checks
}

/// The dimension that W-D1 is about.
const STYLE: &str = "纪律作风";

fn weight_of_style(policy: &Policy) -> u32 {
    policy.evaluation.dimensions.value.iter().filter(|(name, _)| name == STYLE).map(|(_, weight)| *weight).sum()
}

/// Who rated: heads by group of the policy, and those of groups that it does not know. Ballots count where there are no ratings.
fn heads(policy: &Policy, facts: &Facts) -> (Vec<u32>, u32) {
    let mut seen: BTreeSet<(Option<usize>, String, String)> = BTreeSet::new();
    let text = |word: Word| fold(facts.words.text(word)).into_owned();
    for rating in facts.evaluated.iter().flat_map(|person| &person.ratings) {
        // Raters without a name cannot be told apart; each of their rows is one.
        let name = if rating.rater.is_some() { text(rating.rater) } else { format!("{:?}", rating.cell) };
        seen.insert((rating.group, text(rating.group_written), name));
    }
    let mut groups = vec![0; policy.evaluation.groups.value.len()];
    let mut others = 0;
    for (group, ..) in &seen {
        match group {
            Some(group) => groups[*group] += 1,
            None => others += 1,
        }
    }
    if seen.is_empty() {
        // One person's ballots: the same voters judge everybody.
        for (idx, heads) in groups.iter_mut().enumerate() {
            let of = facts.evaluated.iter().map(|person| {
                let own = person.ballots.iter().filter(|count| count.group == Some(idx));
                own.flat_map(|count| count.boxes.iter().chain([&count.unknown])).flatten().sum::<u32>()
            });
            *heads = of.max().unwrap_or(0);
        }
    }
    (groups, others)
}

/// Whether a group of raters is of students.
fn is_of_students(group: &str) -> bool {
    ["学生", "同学"].iter().any(|word| group.contains(word)) && !group.contains("学生工作") && !group.contains("学工")
}

/// H-D1: students are the majority, by heads and by weight, and every required group is there.
fn composition(policy: &Policy, facts: &Facts) -> Check {
    let rules = &policy.evaluation;
    let (heads, others) = heads(policy, facts);
    let groups = &rules.groups.value;
    let all: u32 = heads.iter().sum::<u32>() + others;
    let students: u32 = groups.iter().zip(&heads).filter(|((name, _), _)| is_of_students(name)).map(|(_, n)| *n).sum();
    let weight: u32 = groups.iter().filter(|(name, _)| is_of_students(name)).map(|(_, weight)| *weight).sum();
    let missing: Vec<&str> = rules
        .required_groups
        .value
        .iter()
        .filter(|required| {
            let heads = rules.group(required).map_or(0, |group| heads[group]);
            heads == 0
        })
        .map(String::as_str)
        .collect();
    let wants_majority = rules.student_majority.value;
    let is_majority = 2 * students > all && weight > 50;
    let mut notes = Vec::new();
    if !missing.is_empty() {
        notes.push(format!("缺：{}", missing.join("、")));
    }
    if wants_majority && 2 * students <= all {
        notes.push("学生评委没有过半".to_owned());
    }
    if wants_majority && weight <= 50 {
        notes.push("学生评委的权重没有过半".to_owned());
    }
    if others > 0 {
        notes.push(format!("另有 {others} 人的评委类别政策里没有"));
    }
    let shown: Vec<String> = groups.iter().zip(&heads).map(|((name, _), heads)| format!("{name} {heads}")).collect();
    let fails = !missing.is_empty() || wants_majority && !is_majority;
    Check {
        verdict: match (fails, others) {
            (false, 0) => Verdict::Pass,
            (true, 0) => Verdict::Fail,
            // Whoever the unknown ones are may be what is missing.
            (_, 1..) => Verdict::Review,
        },
        found: format!("{}（学生占 {students} / {all}，权重 {weight}%）", shown.join("、")),
        limit: format!("学生评委过半（人数和权重），有{}", rules.required_groups.value.join("、")),
        note: notes.join("；"),
        evidence: facts.evaluated.iter().flat_map(|person| person.ratings.iter().map(|rating| rating.cell)).collect(),
        ..Check::new("H-D1", "", &rules.required_groups.basis)
    }
}

/// H-D2: every dimension of the policy is rated.
fn dimensions(policy: &Policy, facts: &Facts) -> Check {
    let rules = &policy.evaluation;
    let names: Vec<&str> = rules.dimensions.value.iter().map(|(name, _)| name.as_str()).collect();
    let rated: BTreeSet<usize> = facts
        .evaluated
        .iter()
        .flat_map(|person| &person.ratings)
        .flat_map(|rating| rating.marks.iter().filter(|mark| mark.value.is_some()).filter_map(|mark| mark.dimension))
        .collect();
    let has_ratings = facts.evaluated.iter().any(|person| !person.ratings.is_empty());
    let missing: Vec<&str> =
        names.iter().enumerate().filter(|(idx, _)| !rated.contains(idx)).map(|(_, name)| *name).collect();
    Check {
        verdict: match (has_ratings, missing.is_empty()) {
            (_, true) => Verdict::Pass,
            (true, false) => Verdict::Fail,
            (false, false) => Verdict::Review,
        },
        found: format!("{} / {}", rated.len(), names.len()),
        limit: names.join("、"),
        note: match (has_ratings, missing.is_empty()) {
            (_, true) => String::new(),
            (true, false) => format!("没有分别打分：{}", missing.join("、")),
            (false, false) => "只有民主测评票，没有分维度打分".to_owned(),
        },
        ..Check::new("H-D2", "", &basis_of(policy, "H-D2"))
    }
}

/// H-D3: how many students took part.
fn participation(policy: &Policy, facts: &Facts) -> Check {
    let (heads, _) = heads(policy, facts);
    let groups = policy.evaluation.groups.value.iter().zip(&heads);
    let students: u32 = groups.filter(|((name, _), _)| is_of_students(name)).map(|(_, heads)| *heads).sum();
    let has_ballots = facts.kinds.contains(&Kind::Ballots);
    Check {
        verdict: if students > 0 { Verdict::Pass } else { Verdict::Review },
        found: format!("学生评委 {students} 人{}", if has_ballots { "，有民主测评票" } else { "" }),
        limit: "广泛吸纳同学参与（方案没有规定人数）".to_owned(),
        ..Check::new("H-D3", "", &basis_of(policy, "H-D3"))
    }
}

/// H-D4: who holds a post has a result, and not the lowest one.
fn results_of_officers(policy: &Policy, facts: &Facts, evaluations: &Evaluations) -> Check {
    let lowest = policy.evaluation.lines.value.last().map(|(grade, _)| grade.as_str());
    let mut seen = BTreeSet::new();
    let officers: Vec<&Cadre> = facts
        .cadres
        .present
        .iter()
        .filter(|cadre| cadre.post.is_some_and(|post| post.is_presidium() || post == Post::Head))
        .filter(|cadre| seen.insert(cadre.person.student))
        .collect();
    let result_of = |cadre: &Cadre| {
        evaluations.people.iter().find(|own| facts.evaluated[own.evaluated].person.student == cadre.person.student)
    };
    let has_result = |cadre: &&&Cadre| result_of(cadre).is_some_and(|own| own.grade.is_some());
    let without: Vec<&&Cadre> = officers.iter().filter(|cadre| !has_result(cadre)).collect();
    let contrary: Vec<&&Cadre> = officers
        .iter()
        .filter(|cadre| lowest.is_some() && result_of(cadre).is_some_and(|own| own.grade.as_deref() == lowest))
        .collect();
    let mut notes = Vec::new();
    if !contrary.is_empty() {
        notes.push(format!("{} 名评议为{}，仍在任", contrary.len(), lowest.unwrap_or_default()));
    }
    if !without.is_empty() {
        notes.push(format!("{} 名没有评议结果", without.len()));
    }
    let persons = contrary.iter().chain(&without);
    Check {
        verdict: if !contrary.is_empty() {
            Verdict::Fail
        } else if without.is_empty() {
            Verdict::Pass
        } else {
            Verdict::Review
        },
        found: format!("主席团成员和部门负责人 {} 名，有结果 {} 名", officers.len(), officers.len() - without.len()),
        limit: "任职人员都有评议结果，且不是最低等次".to_owned(),
        note: notes.join("；"),
        persons: persons.clone().map(|cadre| (cadre.person.id, cadre.person.name)).collect(),
        evidence: persons.map(|cadre| cadre.cells[1].unwrap_or(cadre.person.cell)).collect(),
        ..Check::new("H-D4", "", &basis_of(policy, "H-D4"))
    }
}

/// H-D5: each member of the school's presidium reported and was judged, before an audience.
fn debriefs(policy: &Policy, facts: &Facts) -> Option<Check> {
    let frequency = &policy.ledgers_debrief;
    let mut seen = BTreeSet::new();
    let presidium: Vec<&Cadre> = facts
        .cadres
        .present
        .iter()
        .filter(|cadre| cadre.level == Some(Level::School) && cadre.post.is_some_and(Post::is_presidium))
        .filter(|cadre| seen.insert(cadre.person.student))
        .collect();
    if presidium.is_empty() || frequency.value.is_empty() {
        return None;
    }
    let is_judged = |cadre: &&&Cadre| facts.evaluated.iter().any(|own| own.person.student == cadre.person.student);
    let without: Vec<&&Cadre> = presidium.iter().filter(|cadre| !is_judged(cadre)).collect();
    let is_in_period = |day: crate::model::term::Date| {
        let term = day.term();
        facts.as_of.is_none_or(|as_of| day <= as_of)
            && facts.term.is_some_and(|own| term == own || frequency.value != "termly" && term.year == own.year)
    };
    let held: Vec<_> = facts
        .meetings
        .iter()
        .filter(|record| record.sort == Some(Meeting::Debrief) && record.day.is_some_and(is_in_period))
        .collect();
    let audience: u32 = held.iter().filter_map(|record| record.attended).sum();
    let mut notes = Vec::new();
    if !without.is_empty() {
        notes.push(format!("{} 名没有评分，看不出述过职", without.len()));
    }
    if held.is_empty() {
        notes.push("会议台账里没有本期的述职评议会，听众人数不明".to_owned());
    }
    Some(Check {
        period: facts.term.map_or_else(String::new, |term| term.to_string()),
        verdict: if !without.is_empty() {
            Verdict::Fail
        } else if held.is_empty() {
            Verdict::Review
        } else {
            Verdict::Pass
        },
        found: format!(
            "主席团 {} 名，述职评议 {} 名；述职评议会 {} 次，参加 {audience} 人次",
            presidium.len(),
            presidium.len() - without.len(),
            held.len()
        ),
        limit: format!(
            "{}都向学生代表述职",
            if frequency.value == "termly" {
                "每学期每名主席团成员"
            } else {
                "每学年每名主席团成员"
            }
        ),
        note: notes.join("；"),
        persons: without.iter().map(|cadre| (cadre.person.id, cadre.person.name)).collect(),
        evidence: held.iter().map(|record| record.cells[0]).collect(),
        ..Check::new("H-D5", "校学生会", &frequency.basis)
    })
}

fn count(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}
