//! The secretary-general (秘书长) H-B8: so many, and of the Youth League committee's own staff.

use std::collections::BTreeMap;

use crate::model::Kind;
use crate::model::check::Check;
use crate::model::decision::Verdict;
use crate::model::facts::Facts;
use crate::model::ledgers::Advisor;
use crate::model::text::{fold, fold_name};
use crate::model::union::Host;
use crate::policy::Policy;
use crate::rules::staff::SCHOOL;

/// Whether a teacher is said to be of a Youth League committee (团委, 团总支).
#[must_use]
pub fn is_of_league(facts: &Facts, advisor: &Advisor) -> bool {
    let says = |word| {
        let text = fold(facts.words.text(word));
        text.contains("团委") || text.contains("团总支")
    };
    says(advisor.unit) || says(advisor.post)
}

/// H-B8; `None` where the policy does not ask.
pub(super) fn check(policy: &Policy, facts: &Facts) -> Option<Check> {
    let wanted = &policy.structure.secretary_general;
    let is_listed = facts.kinds.contains(&Kind::Advisors) || facts.kinds.contains(&Kind::Cadres);
    if wanted.value == 0 || !is_listed {
        return None;
    }
    let written = |advisor: &Advisor| fold(facts.words.text(advisor.post)).into_owned();
    let is_secretary =
        |advisor: &&Advisor| written(advisor).contains("秘书长") && !written(advisor).contains("副秘书长");
    // One person on two lists is one.
    let mut own: BTreeMap<String, Vec<&Advisor>> = BTreeMap::new();
    let mut unplaced = 0;
    for advisor in facts.ledgers.advisors.iter().filter(is_secretary) {
        match advisor.host {
            Some(Host::School) => own.entry(fold_name(facts.words.text(advisor.name))).or_default().push(advisor),
            Some(_) => {}
            None => unplaced += 1,
        }
    }
    let says_league = |advisors: &Vec<&Advisor>| advisors.iter().any(|advisor| is_of_league(facts, advisor));
    let names: Vec<&str> = own.values().map(|advisors| facts.words.text(advisors[0].name)).collect();
    let others: Vec<&str> =
        own.values().filter(|own| !says_league(own)).map(|own| facts.words.text(own[0].name)).collect();
    let number = crate::model::number::count(own.len());
    let (verdict, note) = if number == 0 && unplaced == 0 && !facts.kinds.contains(&Kind::Advisors) {
        (Verdict::Review, "工作人员名册里没有写秘书长，材料里也没有指导教师名册。请放入".to_owned())
    } else if number != wanted.value && unplaced > 0 {
        (Verdict::Review, format!("有 {unplaced} 名秘书长看不出是哪一级的。请在“单位”列写明，例如“校团委”"))
    } else if number != wanted.value {
        (Verdict::Fail, String::new())
    } else if !others.is_empty() {
        (
            Verdict::Review,
            format!("看不出{}是不是团委专职干部。请在指导教师名册的“单位”列写“校团委”", others.join("、")),
        )
    } else {
        (Verdict::Pass, String::new())
    };
    let shown = if names.is_empty() { String::new() } else { format!("（{}）", names.join("、")) };
    Some(Check {
        verdict,
        found: format!("校学生会秘书长 {number} 名{shown}"),
        limit: format!("秘书长 {} 名，由团委专职干部兼任", wanted.value),
        note,
        evidence: own.values().flatten().map(|advisor| advisor.cell).collect(),
        ..Check::new("H-B8", SCHOOL, &wanted.basis)
    })
}
