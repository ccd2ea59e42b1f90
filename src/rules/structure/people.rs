//! Who the unions' people are: from the colleges H-A10, backbone among all students H-B9, class committees H-B11, whether they have
//! become more W-B1, whether every level is there W-B2.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::check::Check;
use crate::model::decision::Verdict;
use crate::model::facts::Facts;
use crate::model::number::count;
use crate::model::origin::CellRef;
use crate::model::seats::Backbone;
use crate::model::text::fold;
use crate::model::union::{Cadre, Level, Post};
use crate::model::words::Word;
use crate::model::{Kind, Layer};
use crate::policy::Policy;
use crate::rules::basis_of;
use crate::rules::staff::{Union, all_unions, names, reading_chinese, unions, unions_of};

use super::people;

/// H-A10, H-B9, H-B11, W-B1 and W-B2, as far as the list of cadres allows.
pub(super) fn check_all(policy: &Policy, facts: &Facts) -> Vec<Check> {
    let mut checks = Vec::new();
    if let Some(school) = unions(policy, facts, Level::School).pop() {
        checks.extend(from_colleges(policy, facts, &school));
        checks.extend(backbone(policy, facts, &school));
    }
    checks.extend(class_committees(policy, facts));
    checks.extend(trend(policy, facts));
    checks.extend(levels(policy, facts));
    checks
}

/// H-A10: so large a share of the school's people come from the unions of the colleges. Whoever serves in one now does, whatever the
/// list says.
fn from_colleges(policy: &Policy, facts: &Facts, school: &Union<'_>) -> Option<Check> {
    let least = &policy.structure.from_college_min;
    if least.value.numer == 0 {
        return None;
    }
    let serving: BTreeSet<Word> = unions(policy, facts, Level::College)
        .iter()
        .flat_map(|union| union.cadres.iter().map(|cadre| cadre.person.student))
        .collect();
    let mut said: BTreeMap<Word, Option<bool>> = BTreeMap::new();
    for cadre in &school.cadres {
        let own = said.entry(cadre.person.student).or_insert(None);
        let is_from = serving.contains(&cadre.person.student).then_some(true).or(cadre.is_from_college);
        *own = if *own == Some(true) { *own } else { is_from.or(*own) };
    }
    let all = count(said.len());
    let number = |wanted: Option<bool>| count(said.values().filter(|own| **own == wanted).count());
    let (from, unclear) = (number(Some(true)), number(None));
    let needed = least.value.ceil_of(all);
    let others = school.cadres.iter().filter(|cadre| said.get(&cadre.person.student) == Some(&Some(false)));
    Some(Check {
        verdict: if from >= needed {
            Verdict::Pass
        } else if from + unclear >= needed {
            Verdict::Review
        } else {
            Verdict::Fail
        },
        found: format!("{from} / {all}"),
        limit: format!("≥ {} × {all}，即至少 {needed} 人", least.value),
        note: if unclear == 0 {
            String::new()
        } else {
            format!("{unclear} 人的来源没有写或看不懂。请在“来源”列写“二级学院学生会”“班级推荐”或“其他”")
        },
        evidence: others.filter_map(|cadre| cadre.source_cell).collect(),
        ..Check::new("H-A10", school.unit, &least.basis)
    })
}

/// H-B9: the school's backbone among all students it serves, rounded down, under both readings of 骨干.
fn backbone(policy: &Policy, facts: &Facts, school: &Union<'_>) -> Option<Check> {
    let most = &policy.structure.backbone_max;
    if most.value.numer == 0 {
        return None;
    }
    let is_leading = |cadre: &&Cadre| {
        cadre.post.is_some_and(|post| post.is_presidium() || post == Post::Head) || cadre.said_backbone == Some(true)
    };
    let own = |reading: Backbone| match reading {
        Backbone::PresidiumAndHeads => people(school.cadres.iter().copied().filter(is_leading)),
        Backbone::AllStaff => people(school.cadres.iter().copied()),
    };
    let reading = policy.congress.backbone.value;
    let other = match reading {
        Backbone::PresidiumAndHeads => Backbone::AllStaff,
        Backbone::AllStaff => Backbone::PresidiumAndHeads,
    };
    let of_roster = count(facts.students.len());
    let of_headcount = facts.headcount.as_ref().map(|heads| heads.units.iter().map(|(_, heads, _)| heads).sum::<u32>());
    let all = if of_roster > 0 { of_roster } else { of_headcount.unwrap_or(0) };
    let limit = most.value.floor_of(all);
    let counted = own(reading);
    let number = count(counted.len());
    let is_over = number > limit;
    Some(Check {
        verdict: match (all, is_over) {
            (0, _) => Verdict::Review,
            (_, true) => Verdict::Fail,
            (_, false) => Verdict::Pass,
        },
        found: format!("{number} 人（{}）", reading_chinese(reading)),
        limit: if all == 0 {
            format!("≤ 学生人数的 {}", most.value)
        } else {
            format!("≤ {} × {all}，即至多 {limit} 人", most.value)
        },
        note: if all == 0 {
            "材料里没有学籍名册或人数表，不知道学生人数".to_owned()
        } else {
            format!("如果{}，是 {} 人", reading_chinese(other), own(other).len())
        },
        persons: if is_over { names(facts, counted.values().map(|(id, name, _)| (*id, *name))) } else { Vec::new() },
        evidence: counted.values().map(|(.., cell)| *cell).collect(),
        ..Check::new("H-B9", school.unit, &most.basis)
    })
}

/// H-B11: each class on the list has one monitor and every office of the committee.
fn class_committees(policy: &Policy, facts: &Facts) -> Option<Check> {
    const MONITOR: &str = "班长";
    let committee = &policy.structure.class_committee;
    let of_classes = facts.cadres.present.iter().filter(|cadre| cadre.level == Some(Level::Class));
    let mut classes: BTreeMap<String, Vec<&Cadre>> = BTreeMap::new();
    for cadre in of_classes.filter(|_| !committee.value.is_empty()) {
        classes.entry(fold(facts.words.text(cadre.organisation)).into_owned()).or_default().push(cadre);
    }
    if classes.is_empty() {
        return None;
    }
    let gaps = |cadres: &[&Cadre]| -> Vec<String> {
        let posts: Vec<_> = cadres.iter().map(|cadre| fold(facts.words.text(cadre.post_written))).collect();
        let monitors = posts.iter().filter(|post| post.contains(MONITOR) && !post.contains('副')).count();
        let mut gaps = Vec::new();
        if monitors > 1 {
            gaps.push(format!("{MONITOR} {monitors} 名"));
        }
        let lacks = committee.value.iter().filter(|office| {
            if *office == MONITOR { monitors == 0 } else { !posts.iter().any(|post| post.contains(&*fold(office))) }
        });
        let lacks: Vec<&str> = lacks.map(String::as_str).collect();
        if !lacks.is_empty() {
            gaps.push(format!("缺{}", lacks.join("、")));
        }
        gaps
    };
    let wrong: Vec<(&String, Vec<String>)> =
        classes.iter().map(|(class, cadres)| (class, gaps(cadres))).filter(|(_, gaps)| !gaps.is_empty()).collect();
    let shown: Vec<String> = wrong
        .iter()
        .take(20)
        .map(|(class, gaps)| {
            let class = if class.is_empty() { "没有写班级的" } else { class };
            format!("{class}：{}", gaps.join("，"))
        })
        .collect();
    let more = if wrong.len() > shown.len() { format!(" 等 {} 个班", wrong.len()) } else { String::new() };
    Some(Check {
        verdict: if classes.contains_key("") {
            Verdict::Review
        } else if wrong.is_empty() {
            Verdict::Pass
        } else {
            Verdict::Fail
        },
        found: format!("{} 个班，班委齐全的 {} 个", classes.len(), classes.len() - wrong.len()),
        limit: format!("每班{MONITOR} 1 名，有{}", committee.value.join("、")),
        note: format!("{}{more}", shown.join("；")),
        evidence: wrong.iter().map(|(class, _)| classes[*class][0].person.cell).collect(),
        ..Check::new("H-B11", "", &committee.basis)
    })
}

/// W-B1: no union has more people than on the list of the year before.
fn trend(policy: &Policy, facts: &Facts) -> Vec<Check> {
    let basis = &policy.structure.warns_of_growth;
    if !basis.value {
        return Vec::new();
    }
    if facts.cadres.previous.is_empty() {
        return vec![Check {
            verdict: Verdict::Review,
            found: "材料里没有上一年的名册".to_owned(),
            limit: "人数不比上一年多".to_owned(),
            note: "请把上一年的学生会工作人员名册也放进来，届次写成 2024-2025 这样".to_owned(),
            ..Check::new("W-B1", "", &basis.basis)
        }];
    }
    let levels = [Level::School, Level::Campus, Level::College];
    let before: BTreeMap<(Level, String), usize> = levels
        .into_iter()
        .flat_map(|level| {
            unions_of(policy, facts, &facts.cadres.previous, level).into_iter().map(move |own| (level, own))
        })
        .map(|(level, own)| ((level, own.name.clone()), people(own.cadres.iter().copied()).len()))
        .collect();
    let check = |(level, union): (Level, Union<'_>)| {
        let own = people(union.cadres.iter().copied());
        let then = before.get(&(level, union.name.clone()));
        Check {
            verdict: match then {
                None => Verdict::Review,
                Some(then) if own.len() > *then => Verdict::Fail,
                Some(_) => Verdict::Pass,
            },
            found: then.map_or_else(
                || format!("{} 人，上一年的名册里没有", own.len()),
                |then| format!("{} 人，上一年 {then} 人", own.len()),
            ),
            limit: "人数不比上一年多".to_owned(),
            evidence: own.values().map(|(.., cell)| *cell).collect::<Vec<CellRef>>(),
            ..Check::new("W-B1", union.unit, &basis.basis)
        }
    };
    levels
        .into_iter()
        .flat_map(|level| unions(policy, facts, level).into_iter().map(move |union| (level, union)))
        .map(check)
        .collect()
}

/// W-B2: every level of the policy has somebody.
fn levels(policy: &Policy, facts: &Facts) -> Option<Check> {
    if policy.rule_basis("W-B2").layer == Layer::Assumed || !facts.kinds.contains(&Kind::Cadres) {
        return None;
    }
    let of_unions: BTreeMap<Level, usize> = all_unions(policy, facts).fold(BTreeMap::new(), |mut numbers, union| {
        if let Some(level) = union.cadres.first().and_then(|cadre| cadre.level) {
            *numbers.entry(level).or_default() += 1;
        }
        numbers
    });
    let classes: BTreeSet<_> = facts
        .cadres
        .present
        .iter()
        .filter(|cadre| cadre.level == Some(Level::Class))
        .map(|cadre| fold(facts.words.text(cadre.organisation)).into_owned())
        .collect();
    let number = |level: Level| {
        if level == Level::Class { classes.len() } else { of_unions.get(&level).copied().unwrap_or(0) }
    };
    let asked: Vec<Level> = Level::ALL
        .into_iter()
        .filter(|level| policy.structure.levels.value.iter().any(|id| id == level.id()))
        .collect();
    let shown: Vec<String> = asked.iter().map(|level| format!("{} {} 个", level.chinese(), number(*level))).collect();
    let missing: Vec<&str> = asked.iter().filter(|level| number(**level) == 0).map(|level| level.chinese()).collect();
    Some(Check {
        verdict: if missing.is_empty() { Verdict::Pass } else { Verdict::Review },
        found: shown.join("、"),
        limit: format!("{}都有", asked.iter().map(|level| level.chinese()).collect::<Vec<_>>().join("、")),
        note: if missing.is_empty() { String::new() } else { format!("名册里没有：{}", missing.join("、")) },
        ..Check::new("W-B2", "", &basis_of(policy, "W-B2"))
    })
}
