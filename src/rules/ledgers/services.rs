//! Help for students (帮扶) H-E5: each sort that the plan names, by college.

use std::collections::BTreeMap;

use crate::model::Kind;
use crate::model::check::Check;
use crate::model::decision::Verdict;
use crate::model::facts::Facts;
use crate::model::ledgers::Service;
use crate::policy::Policy;
use crate::rules::basis_of;
use crate::rules::units::name_of;
use crate::rules::year::{Part, Year};

use super::Findings;
use crate::rules::recorded::Recorded;

/// Help by college and sort.
#[derive(Clone, Debug, Default)]
pub struct Services {
    /// The sorts, those of the policy first.
    pub sorts: Vec<String>,
    /// Each college with how often and how many students, sort by sort.
    pub rows: Vec<(String, Vec<(u32, u32)>)>,
    /// Records of other years, or whose day cannot be read.
    pub unused: u32,
}

pub(super) fn review(policy: &Policy, facts: &Facts, findings: &mut Findings) {
    let Some(year) = Year::of(facts).filter(|_| facts.kinds.contains(&Kind::Services)) else { return };
    let is_of_year = |service: &&Service| service.day.is_some_and(|day| year.holds(day));
    let own: Vec<&Service> = facts.ledgers.services.iter().filter(is_of_year).collect();
    let asked = &policy.ledgers.services;
    let text = |service: &Service| facts.words.text(service.sort);
    let mut sorts: Vec<String> = asked.value.clone();
    for service in &own {
        let sort = if text(service).is_empty() { "没有写类型" } else { text(service) };
        if !sorts.iter().any(|known| known == sort) {
            sorts.push(sort.to_owned());
        }
    }
    let mut rows: BTreeMap<(bool, &str), Vec<(u32, u32)>> = BTreeMap::new();
    for service in &own {
        let college = service.college.map(|college| name_of(facts, Some(college)));
        let row = rows
            .entry((college.is_none(), college.unwrap_or("没有写学院")))
            .or_insert_with(|| vec![(0, 0); sorts.len()]);
        let sort = if text(service).is_empty() { "没有写类型" } else { text(service) };
        if let Some(at) = sorts.iter().position(|known| known == sort) {
            row[at].0 += 1;
            row[at].1 += service.helped.unwrap_or(0);
        }
    }
    let helped: u32 = own.iter().filter_map(|service| service.helped).sum();
    let evidence: Vec<_> = own.iter().map(|service| service.cell).collect();
    let found = format!("{} 次，受助 {helped} 人次", own.len());
    if asked.value.is_empty() {
        findings.recorded.push(Recorded {
            rule: "H-E5",
            basis: basis_of(policy, "H-E5"),
            found,
            why: "本政策没有规定帮扶的类型",
            evidence,
        });
    } else {
        let has = |sort: &String| own.iter().any(|service| text(service) == sort);
        let missing: Vec<&str> = asked.value.iter().filter(|sort| !has(sort)).map(String::as_str).collect();
        let is_over = Part::Year(year.first).is_over(year.as_of, &policy.ledgers.holiday_months.value);
        findings.checks.push(Check {
            period: year.name(),
            verdict: match (missing.is_empty(), is_over) {
                (true, _) => Verdict::Pass,
                (false, true) => Verdict::Fail,
                (false, false) => Verdict::Review,
            },
            found,
            limit: format!("本学年有：{}", asked.value.join("、")),
            note: match (missing.is_empty(), is_over) {
                (true, _) => String::new(),
                (false, true) => format!("没有：{}", missing.join("、")),
                (false, false) => format!("还没有：{}；本学年还没有结束", missing.join("、")),
            },
            evidence,
            ..Check::new("H-E5", "", &asked.basis)
        });
    }
    findings.services = Some(Services {
        sorts,
        rows: rows.into_iter().map(|((_, name), row)| (name.to_owned(), row)).collect(),
        unused: crate::model::number::count(facts.ledgers.services.len() - own.len()),
    });
}
