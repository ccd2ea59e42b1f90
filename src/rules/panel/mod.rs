//! The panel that rates (评议会) and what follows from its evaluation: H-D1 to H-D5, W-D1; raters who rate everybody alike or far
//! from the others, and how far the panel agrees. Raters are listed for a human, never dropped.

mod raters;

use std::collections::BTreeSet;

use crate::model::Layer;
use crate::model::check::Check;
use crate::model::decision::Verdict;
use crate::model::evaluation::Evaluated;
use crate::model::facts::Facts;
use crate::model::text::fold;
use crate::model::union::{Cadre, Host, Level, Meeting, Post};
use crate::model::words::Word;
use crate::policy::Policy;
use crate::policy::ledgers::Frequency;
use crate::rules::staff::school_presidium;

use super::basis_of;
use super::evaluation::{Body, Evaluations};
use super::year::Year;

pub use raters::{Agreement, Rater, agreement, kendall, raters};

/// The rules of the evaluation, each with checks.
pub const RULES: [&str; 6] = ["H-D1", "H-D2", "H-D3", "H-D4", "H-D5", "W-D1"];

/// Whom one panel rated (评议会): the people of one union. A rater by the same word in another union is somebody else.
#[derive(Clone, Debug)]
pub struct Panel<'f> {
    /// The union; empty where no list of cadres tells.
    pub unit: String,
    /// Whether the list of cadres has its people, or there is no such list: whom it does not have belong to no panel by themselves.
    pub is_listed: bool,
    /// The people, in the order of the facts.
    pub people: Vec<&'f Evaluated>,
}

/// The panels, those of the widest level first, then those who rated people that the list of cadres does not have.
#[must_use]
pub fn panels<'f>(facts: &'f Facts, evaluations: &Evaluations) -> Vec<Panel<'f>> {
    let body = |own: &Body| (own.level.is_none(), own.level, own.organisation.clone());
    let mut bodies: Vec<_> = evaluations.people.iter().map(|own| body(&own.body)).collect();
    bodies.sort();
    bodies.dedup();
    let is_only_one = bodies.len() == 1;
    let people = |wanted: &(bool, Option<Level>, String)| {
        let own = evaluations.people.iter().filter(|own| body(&own.body) == *wanted);
        own.map(|own| &facts.evaluated[own.evaluated]).collect()
    };
    let is_listed = |(_, level, organisation): &(bool, Option<Level>, String)| {
        is_only_one || level.is_some() || !organisation.is_empty()
    };
    bodies.iter().map(|own| Panel { unit: own.2.clone(), is_listed: is_listed(own), people: people(own) }).collect()
}

/// All checks of the evaluation that the drop's sheets allow.
#[must_use]
pub fn check_all(policy: &Policy, facts: &Facts, evaluations: &Evaluations) -> Vec<Check> {
    if facts.evaluated.is_empty() {
        return Vec::new();
    }
    let mut checks = Vec::new();
    for panel in panels(facts, evaluations).into_iter().filter(|panel| panel.is_listed) {
        checks.extend([
            composition(policy, facts, &panel),
            dimensions(policy, &panel),
            participation(policy, facts, &panel),
        ]);
    }
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
fn heads(policy: &Policy, facts: &Facts, panel: &Panel<'_>) -> (Vec<u32>, u32) {
    let mut seen: BTreeSet<(Option<usize>, String, String)> = BTreeSet::new();
    let text = |word: Word| fold(facts.words.text(word)).into_owned();
    for rating in panel.people.iter().flat_map(|person| &person.ratings) {
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
            let of = panel.people.iter().map(|person| {
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
fn composition(policy: &Policy, facts: &Facts, panel: &Panel<'_>) -> Check {
    let rules = &policy.evaluation;
    let (heads, others) = heads(policy, facts, panel);
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
        evidence: panel.people.iter().flat_map(|person| person.ratings.iter().map(|rating| rating.cell)).collect(),
        ..Check::new("H-D1", &panel.unit, &rules.required_groups.basis)
    }
}

/// H-D2: every dimension of the policy is rated.
fn dimensions(policy: &Policy, panel: &Panel<'_>) -> Check {
    let rules = &policy.evaluation;
    let names: Vec<&str> = rules.dimensions.value.iter().map(|(name, _)| name.as_str()).collect();
    let rated: BTreeSet<usize> = panel
        .people
        .iter()
        .flat_map(|person| &person.ratings)
        .flat_map(|rating| rating.marks.iter().filter(|mark| mark.value.is_some()).filter_map(|mark| mark.dimension))
        .collect();
    let has_ratings = panel.people.iter().any(|person| !person.ratings.is_empty());
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
        ..Check::new("H-D2", &panel.unit, &basis_of(policy, "H-D2"))
    }
}

/// H-D3: how many students took part.
fn participation(policy: &Policy, facts: &Facts, panel: &Panel<'_>) -> Check {
    let (heads, _) = heads(policy, facts, panel);
    let groups = policy.evaluation.groups.value.iter().zip(&heads);
    let students: u32 = groups.filter(|((name, _), _)| is_of_students(name)).map(|(_, heads)| *heads).sum();
    let has_ballots = panel.people.iter().any(|person| !person.ballots.is_empty());
    Check {
        verdict: if students > 0 { Verdict::Pass } else { Verdict::Review },
        found: format!("学生评委 {students} 人{}", if has_ballots { "，有民主测评票" } else { "" }),
        limit: "广泛吸纳同学参与（方案没有规定人数）".to_owned(),
        ..Check::new("H-D3", &panel.unit, &basis_of(policy, "H-D3"))
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
    let frequency = &policy.ledgers.debrief;
    let mut seen = BTreeSet::new();
    let presidium: Vec<&Cadre> = school_presidium(facts).filter(|cadre| seen.insert(cadre.person.student)).collect();
    if presidium.is_empty() || frequency.value.is_none() {
        return None;
    }
    let is_termly = frequency.value == Some(Frequency::Termly);
    let is_judged = |cadre: &&&Cadre| facts.evaluated.iter().any(|own| own.person.student == cadre.person.student);
    let without: Vec<&&Cadre> = presidium.iter().filter(|cadre| !is_judged(cadre)).collect();
    let is_in_period = |day: crate::model::term::Date| {
        let term = day.term();
        facts.as_of.is_none_or(|as_of| day <= as_of)
            && facts.term.is_some_and(|own| term == own || !is_termly && term.year == own.year)
    };
    let of_period = facts
        .meetings
        .iter()
        .filter(|record| record.sort == Some(Meeting::Debrief) && record.day.is_some_and(is_in_period));
    // A college's meeting is that of the college's presidium.
    let held: Vec<_> = of_period.clone().filter(|record| record.host == Some(Host::School)).collect();
    let n_unclear = of_period.filter(|record| record.host.is_none()).count();
    let audience: u32 = held.iter().filter_map(|record| record.attended).sum();
    let mut notes = Vec::new();
    if !without.is_empty() {
        notes.push(format!("{} 名没有评分，看不出述过职", without.len()));
    }
    if held.is_empty() {
        notes.push("会议台账里没有本期校学生会的述职评议会，听众人数不明".to_owned());
    }
    if n_unclear > 0 {
        notes.push(format!("另有 {n_unclear} 次看不出是谁主办的"));
    }
    Some(Check {
        period: if is_termly {
            facts.term.map_or_else(String::new, |term| term.to_string())
        } else {
            Year::of(facts).map_or_else(String::new, Year::name)
        },
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
        limit: format!("{}每名主席团成员都向学生代表述职", if is_termly { "每学期" } else { "每学年" }),
        note: notes.join("；"),
        persons: without.iter().map(|cadre| (cadre.person.id, cadre.person.name)).collect(),
        evidence: held.iter().map(|record| record.cells[0]).collect(),
        ..Check::new("H-D5", "校学生会", &frequency.basis)
    })
}
