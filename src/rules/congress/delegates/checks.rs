//! The checks that the review of the delegates answers.

use crate::model::check::Check;
use crate::model::decision::Verdict;
use crate::model::facts::Facts;
use crate::model::union::{Delegate, Edition};
use crate::model::words::Word;
use crate::policy::Policy;
use crate::rules::basis_of;
use crate::rules::congress::count;
use crate::rules::staff::{self, standings};

use super::{DelegateReview, Member, persons_of, share_text};

/// The checks that the review answers: H-C3, H-C4, H-C8.
#[must_use]
pub fn checks(policy: &Policy, facts: &Facts, review: &DelegateReview) -> Vec<Check> {
    vec![share_check(policy, facts, review), channel_check(policy, facts, review), change_check(policy, facts, review)]
}

/// H-C3: enough delegates who are no backbone. The policy's reading decides; the other is shown beside it.
fn share_check(policy: &Policy, facts: &Facts, review: &DelegateReview) -> Check {
    let min = &policy.congress.non_backbone_min;
    let [own, other] = &review.shares;
    let note = match (review.verdict, staff::is_listed(facts)) {
        (_, false) => Some("材料里没有学生会工作人员名册，无法区分骨干。请放入".to_owned()),
        (Verdict::Review, _) => Some(format!("另有 {} 名的学号、姓名、职务或层级有疑问，更正后才能判断", own.unclear)),
        (Verdict::Fail, _) => Some(format!("少 {} 名非骨干代表", own.minimum.saturating_sub(own.count))),
        _ => None,
    };
    let beside = staff::is_listed(facts).then(|| {
        let share = share_text(other.count, review.total);
        format!("另一口径（{}）为 {} 名，{share}%", staff::reading_chinese(other.reading), other.count)
    });
    let unusable = (review.unusable > 0).then(|| format!("其中 {} 行没有可用的学号", review.unusable));
    let readings = [Some(staff::reading_chinese(own.reading).to_owned()), note, unusable, beside];
    let backbone = || review.members.iter().filter(|member| member.is_backbone == Some(true) && !member.is_repeated);
    Check {
        verdict: review.verdict,
        found: if staff::is_listed(facts) {
            format!("{} / {} = {}%", own.count, review.total, share_text(own.count, review.total))
        } else {
            format!("代表 {} 名，骨干人数不明", review.total)
        },
        limit: format!("≥ {}，即至少 {} 名", min.value, own.minimum),
        note: readings.into_iter().flatten().collect::<Vec<_>>().join("；"),
        persons: backbone().map(|member| person_of(facts, member)).collect(),
        evidence: persons_of(&facts.delegates.present)
            .map(|delegate| delegate.person.cell)
            .chain(backbone().flat_map(|member| member.posts.iter().map(|(_, cell)| *cell)))
            .collect(),
        ..Check::new("H-C3", "", &min.basis)
    }
}

fn person_of(facts: &Facts, member: &Member) -> (Word, Word) {
    let person = facts.delegates.present[member.delegate].person;
    (person.id, person.name)
}

/// H-C4: every delegate came through some channel.
fn channel_check(policy: &Policy, facts: &Facts, review: &DelegateReview) -> Check {
    let delegates = || review.members.iter().filter(|member| !member.is_repeated);
    let of = |member: &Member| &facts.delegates.present[member.delegate];
    let without: Vec<&Delegate> = delegates().map(of).filter(|delegate| !delegate.channel.is_some()).collect();
    let named: Vec<String> = review
        .channels
        .names
        .iter()
        .enumerate()
        .filter(|(_, name)| !name.is_empty())
        .map(|(idx, name)| format!("{name} {}", review.channels.units.iter().map(|(_, row)| row[idx]).sum::<u32>()))
        .collect();
    let nobody_has = named.is_empty();
    Check {
        verdict: if nobody_has {
            Verdict::Review
        } else if !without.is_empty() {
            Verdict::Fail
        } else if review.unusable > 0 {
            Verdict::Review
        } else {
            Verdict::Pass
        },
        found: if nobody_has { "没有产生渠道".to_owned() } else { named.join("、") },
        limit: "每名代表都写明产生渠道".to_owned(),
        note: match (nobody_has, without.len()) {
            (true, _) => "名单没有“产生渠道”列，或整列为空，请补上".to_owned(),
            (false, 0) if review.unusable > 0 => format!("{} 行没有可用的学号，没有核查", review.unusable),
            (false, 0) => String::new(),
            (false, missing) => format!("{missing} 名没有写产生渠道"),
        },
        persons: if nobody_has {
            Vec::new()
        } else {
            without.iter().map(|delegate| (delegate.person.id, delegate.person.name)).collect()
        },
        evidence: if nobody_has { Vec::new() } else { without.iter().map(|delegate| delegate.person.cell).collect() },
        ..Check::new("H-C4", "", &basis_of(policy, "H-C4"))
    }
}

/// H-C8: the share of ordinary delegates beside that of the list before.
fn change_check(policy: &Policy, facts: &Facts, review: &DelegateReview) -> Check {
    let editions = &facts.delegates;
    let before: Vec<&Delegate> = persons_of(&editions.previous).collect();
    let year = editions.previous_edition.map_or_else(String::new, |edition| edition.to_string());
    let staff_then = standings(&facts.cadres.previous);
    let reading = policy.congress.backbone.value;
    let has_staff = facts.cadres.previous_edition.is_some_and(|edition| Some(edition) == editions.previous_edition);
    let is_ordinary = |delegate: &&&Delegate| {
        staff_then.get(&delegate.person.student).is_none_or(|standing| standing.is_backbone(reading) == Some(false))
    };
    let now = &review.shares[0];
    let (total_before, ordinary_before) = (count(before.len()), count(before.iter().filter(is_ordinary).count()));
    let is_comparable =
        !before.is_empty() && has_staff && staff::is_listed(facts) && now.unclear == 0 && review.total > 0;
    // now/total ≥ before/total before, without a fraction.
    let has_grown =
        u64::from(now.count) * u64::from(total_before) >= u64::from(ordinary_before) * u64::from(review.total);
    let note = if before.is_empty() {
        "材料里没有上一届代表名册（届次写成 2024-2025 这样），无法比较".to_owned()
    } else if !has_staff {
        format!("材料里没有 {year} 的学生会工作人员名册，无法区分当时的骨干")
    } else if now.unclear > 0 {
        "本届有代表不能区分是否骨干，无法比较".to_owned()
    } else if has_grown {
        String::new()
    } else {
        "比上一届下降".to_owned()
    };
    Check {
        period: if matches!(editions.previous_edition, Some(Edition::Year(_))) { year } else { String::new() },
        verdict: match (is_comparable, has_grown) {
            (false, _) => Verdict::Review,
            (true, true) => Verdict::Pass,
            (true, false) => Verdict::Fail,
        },
        found: if staff::is_listed(facts) {
            format!("本届 {} / {} = {}%", now.count, review.total, share_text(now.count, review.total))
        } else {
            "本届骨干人数不明".to_owned()
        },
        limit: if before.is_empty() || !has_staff {
            "不低于上一届".to_owned()
        } else {
            let share = share_text(ordinary_before, total_before);
            format!("不低于上一届 {ordinary_before} / {total_before} = {share}%")
        },
        note,
        evidence: persons_of(&editions.present)
            .chain(before.iter().copied())
            .map(|delegate| delegate.person.cell)
            .collect(),
        ..Check::new("H-C8", "", &basis_of(policy, "H-C8"))
    }
}
