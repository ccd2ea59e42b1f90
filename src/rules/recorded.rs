//! What is counted and not judged (登记): rules whose text gives nothing to compare with. Levels of management H-B12, the charter
//! H-E4, the analysis of students' mood W-E7, new media W-E8.

use std::collections::BTreeSet;

use crate::model::facts::Facts;
use crate::model::origin::CellRef;
use crate::model::text::fold;
use crate::model::union::{Level, Meeting, Post};
use crate::model::{Basis, Layer};
use crate::policy::Policy;

use super::basis_of;
use super::staff::unions;
use super::year::Year;

/// Something that is counted and not judged.
#[derive(Clone, Debug)]
pub struct Recorded {
    /// The rule's id.
    pub rule: &'static str,
    /// What it rests on.
    pub basis: Basis,
    /// What was counted, in words.
    pub found: String,
    /// Why it is not judged.
    pub why: &'static str,
    /// The cells.
    pub evidence: Vec<CellRef>,
}

/// All that the texts in force speak of and the drop can count.
#[must_use]
pub fn record_all(policy: &Policy, facts: &Facts) -> Vec<Recorded> {
    let all = [tiers(policy, facts), charters(policy, facts), moods(policy, facts), Some(media(policy))];
    all.into_iter().flatten().filter(|own| own.basis.layer != Layer::Assumed).collect()
}

/// H-B12: the sorts of posts there are in the school's union, from the presidium down.
fn tiers(policy: &Policy, facts: &Facts) -> Option<Recorded> {
    let school = unions(policy, facts, Level::School).pop()?;
    let tier = |post: Option<Post>| match post? {
        Post::Chair | Post::Presidium => Some("主席团"),
        Post::Head => Some("部门负责人"),
        Post::Staff => Some("部门成员"),
        Post::Class | Post::Teacher => None,
    };
    let order = ["主席团", "部门负责人", "部门成员"];
    let there: BTreeSet<&str> = school.cadres.iter().filter_map(|cadre| tier(cadre.post)).collect();
    let shown: Vec<&str> = order.into_iter().filter(|tier| there.contains(tier)).collect();
    Some(Recorded {
        rule: "H-B12",
        basis: basis_of(policy, "H-B12"),
        found: format!("校学生会有 {} 层职务：{}", shown.len(), shown.join("、")),
        why: "条文没有写几层，名册里也没有汇报关系",
        evidence: Vec::new(),
    })
}

/// H-E4: congresses that dealt with the charter.
fn charters(policy: &Policy, facts: &Facts) -> Option<Recorded> {
    if !facts.has_general_meetings() {
        return None;
    }
    let is_of_charter = |agenda| fold(facts.words.text(agenda)).contains("章程");
    let congresses = facts.meetings.iter().filter(|record| record.sort == Some(Meeting::Congress));
    let own: Vec<_> = congresses.filter(|record| is_of_charter(record.agenda)).collect();
    let days: Vec<String> = own.iter().filter_map(|record| record.day).map(|day| day.to_string()).collect();
    let days = if days.is_empty() { String::new() } else { format!("（{}）", days.join("、")) };
    Some(Recorded {
        rule: "H-E4",
        basis: basis_of(policy, "H-E4"),
        found: format!("议程里有章程的学生代表大会 {} 次{days}", own.len()),
        why: "章程写了什么，台账里看不出",
        evidence: own.iter().map(|record| record.cells[1]).collect(),
    })
}

/// W-E7: analyses of students' mood; only their number, for they are sensitive.
fn moods(policy: &Policy, facts: &Facts) -> Option<Recorded> {
    let year = Year::of(facts).filter(|_| facts.has_general_meetings())?;
    let own: Vec<_> = facts
        .meetings
        .iter()
        .filter(|record| record.sort == Some(Meeting::MoodReview) && record.day.is_some_and(|day| year.holds(day)))
        .collect();
    Some(Recorded {
        rule: "W-E7",
        basis: basis_of(policy, "W-E7"),
        found: format!("本学年思想动态研判 {} 次", own.len()),
        why: "条文没有写次数；内容敏感，只登记次数",
        evidence: own.iter().map(|record| record.cells[0]).collect(),
    })
}

/// W-E8: nothing in a table says how a platform of new media does.
fn media(policy: &Policy) -> Recorded {
    Recorded {
        rule: "W-E8",
        basis: basis_of(policy, "W-E8"),
        found: "没有可以统计的材料".to_owned(),
        why: "条文没有写指标",
        evidence: Vec::new(),
    }
}
